#include "fastapi/app/application.hpp"

#include "fastapi/app/docs_routes.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace fastapi;
using detail::application_access;
using detail::exchange;

namespace {

struct answer {
    int status;
    std::string body, content_type, location, allow;
    MutableHeaders headers;
};

std::string header(const Response& response, std::string_view name) {
    return std::string(response.headers.get(name).value_or(""));
}

/// Answers a request as a server does it, without one.
answer ask(const FastAPI& app, std::string_view target, std::string_view method = "GET", std::string_view host = "test") {
    detail::log::instance().set_level(detail::log_level::critical);
    exchange current;
    Request& request = current.request;
    request.method = method;
    request.url = URL("http", host, target);
    request.query_params.reset(request.url.query);
    detail::endpoint* const handler = application_access::prepare(app, current);
    if (handler != nullptr && handler->is_async()) {
        asio::io_context context;
        asio::co_spawn(context, application_access::answer_async(current, *handler), [](std::exception_ptr) {});
        context.run();
    } else if (handler != nullptr) {
        application_access::answer(current, *handler);
    }
    const Response& response = current.response;
    return {response.status_code, response.body, header(response, "content-type"), header(response, "location"),
            header(response, "allow"), response.headers};
}

template <class Action>
std::string problem_of(Action action) {
    try {
        action();
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "nothing was thrown";
}

constexpr auto nothing = [] { return dict{}; };

}  // namespace

TEST_CASE("application: a path that no route knows is 404") {
    FastAPI app;
    app.get("/items", nothing);
    const answer got = ask(app, "/other");
    CHECK(got.status == 404);
    CHECK(got.body == R"({"detail":"Not Found"})");
    CHECK(got.content_type == "application/json");
}

TEST_CASE("application: 405 names the methods of the first route that knows the path, no others") {
    FastAPI app;
    app.get("/items", nothing);
    app.post("/items", nothing);
    app.api_route({"PUT", "DELETE"}, "/both", nothing);
    const answer got = ask(app, "/items", "DELETE");
    CHECK(got.status == 405);
    CHECK(got.allow == "GET");
    CHECK(got.body == R"({"detail":"Method Not Allowed"})");
    CHECK(ask(app, "/items", "POST").status == 200);
    CHECK(ask(app, "/items", "HEAD").status == 405);
    CHECK(ask(app, "/items", "OPTIONS").status == 405);
    CHECK(ask(app, "/items", "get").status == 405);
    CHECK(ask(app, "/both").allow == "PUT, DELETE");
}

TEST_CASE("application: the other form of the final slash is a redirect that keeps the query") {
    FastAPI app;
    app.get("/without", nothing);
    app.get("/with/", nothing);
    app.get("/items/{name}", [](Path<"name", std::string> name) { return dict{{"name", std::string(name)}}; });
    const std::vector<std::pair<std::string_view, std::string_view>> redirects = {
        {"/without/", "http://test/without"},
        {"/without///", "http://test/without"},
        {"/with", "http://test/with/"},
        {"/with?a=1&b=%20&c", "http://test/with/?a=1&b=%20&c"},
        {"/items/x/", "http://test/items/x"},
        {"/items/%C3%A9/", "http://test/items/%C3%A9"},
    };
    for (const auto& [target, location] : redirects) {
        const answer got = ask(app, target);
        CHECK(got.status == 307);
        CHECK(got.location == location);
        CHECK(got.body.empty());
        CHECK(ask(app, target, "DELETE").status == 307);  // before the method is looked at
    }
    CHECK(ask(app, "/other/").status == 404);
    CHECK(ask(app, "/").status == 404);
}

TEST_CASE("application: no byte of the path leaves the Location line") {
    FastAPI app;
    app.get("/{name}/x", [](Path<"name", std::string>) { return dict{}; });
    app.get("/{name:path}/y", [](Path<"name", std::string>) { return dict{}; });
    const answer got = ask(app, "/a%0D%0Aset-cookie:%20evil=1%00/x/");
    CHECK(got.status == 307);
    CHECK(got.location == "http://test/a%0D%0Aset-cookie:%20evil=1%00/x");
    CHECK(ask(app, "//evil.example/y/").location == "http://test//evil.example/y");
}

TEST_CASE("application: without a Host the redirect stays on the server that was asked") {
    FastAPI app;
    app.get("/items", nothing);
    app.get("/{name:path}/x", [](Path<"name", std::string>) { return dict{}; });
    CHECK(ask(app, "/items/?q=1", "GET", "").location == "/items?q=1");
    CHECK(ask(app, "//evil.example/x/", "GET", "").location == "/evil.example/x");
}

TEST_CASE("application: redirects can be switched off") {
    FastAPI app({.redirect_slashes = false});
    app.get("/items", nothing);
    CHECK(ask(app, "/items/").status == 404);
}

TEST_CASE("application: paths are decoded before they are matched, and not normalised") {
    FastAPI app;
    app.get("/items/{name}", [](Path<"name", std::string> name) { return dict{{"name", std::string(name)}}; });
    app.get("/items/{name}/{other}", [](Path<"name", std::string>, Path<"other", std::string> other) {
        return dict{{"other", std::string(other)}};
    });
    app.get("/numbers/{n:int}", [](Path<"n", int> n) { return dict{{"n", int{n}}}; });
    CHECK(ask(app, "/items/a%20b").body == R"({"name":"a b"})");
    CHECK(ask(app, "/%69tems/a+b").body == R"({"name":"a+b"})");
    CHECK(ask(app, "/items/a%2Fb").body == R"({"other":"b"})");
    CHECK(ask(app, "/items/..").body == R"({"name":".."})");
    CHECK(ask(app, "//items/a").status == 404);
    CHECK(ask(app, "/numbers/7").body == R"({"n":7})");
    CHECK(ask(app, "/numbers/x").status == 404);
}

TEST_CASE("application: HTTPException is the answer") {
    FastAPI app;
    app.get("/text", []() -> dict { throw HTTPException(404, "no such item"); });
    app.get("/phrase", []() -> dict { throw HTTPException(418); });
    app.get("/object", []() -> dict { throw HTTPException(400, dict{{"a", 1}}, {{"X-Error", "yes"}}); });
    app.get("/none", [](Response& response) -> dict {
        response.headers.set("X-Lost", "1");
        throw HTTPException(304, nullptr, {{"ETag", "\"1\""}});
    });
    app.get("/async", []() -> async<dict> {
        throw HTTPException(403, "no");
        co_return dict{};
    });
    CHECK(ask(app, "/text").body == R"({"detail":"no such item"})");
    CHECK(ask(app, "/text").status == 404);
    CHECK(ask(app, "/phrase").body == R"({"detail":"I'm a Teapot"})");
    const answer object = ask(app, "/object");
    CHECK(object.body == R"({"detail":{"a":1}})");
    CHECK(object.headers.get("x-error") == "yes");
    CHECK(object.content_type == "application/json");
    const answer none = ask(app, "/none");
    CHECK(none.status == 304);
    CHECK(none.body.empty());
    CHECK(none.content_type.empty());
    CHECK(none.headers.get("etag") == "\"1\"");
    CHECK_FALSE(none.headers.contains("x-lost"));
    CHECK(ask(app, "/async").status == 403);
}

TEST_CASE("application: parameters that are wrong are 422") {
    FastAPI app;
    app.get("/items/{id}", {.status_code = 201}, [](Path<"id", int>, Query<"q", int>) { return dict{}; });
    const answer got = ask(app, "/items/x?q=y");
    CHECK(got.status == 422);
    CHECK(got.content_type == "application/json");
    CHECK(got.body.starts_with(R"({"detail":[{"type":"int_parsing","loc":["path","id"],)"));
    CHECK(got.body.find(R"("loc":["query","q"])") != std::string::npos);
    CHECK(ask(app, "/items/1?q=2").status == 201);
}

TEST_CASE("application: an unexpected exception is 500 and tells the client nothing") {
    FastAPI app;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    app.get("/standard", [](Response& response) -> dict {
        response.headers.set("X-Secret", "secret");
        throw std::runtime_error("secret\n");
    });
    app.get("/other", []() -> dict { throw 42; });
    app.get("/async", []() -> async<dict> {
        throw std::string("secret");
        co_return dict{};
    });
    app.get("/no-json", [] { return dict{{"secret", nan}}; });
    app.get("/no-json-error", []() -> dict {
        HTTPException error(400, nullptr, {{"X-Secret", "secret"}});
        error.detail = nan;
        throw error;
    });
    for (const std::string_view path : {"/standard", "/other", "/async", "/no-json", "/no-json-error"}) {
        const answer got = ask(app, path);
        CHECK(got.status == 500);
        CHECK(got.body == "Internal Server Error");
        CHECK(got.content_type == "text/plain; charset=utf-8");
        CHECK(got.headers.block() == "content-type: text/plain; charset=utf-8\r\n");
    }
}

TEST_CASE("application: the docs pages answer GET and HEAD") {
    FastAPI app({.title = "Shop"});
    for (const std::string_view method : {"GET", "HEAD"}) {
        CHECK(ask(app, "/docs", method).content_type == "text/html; charset=utf-8");
        CHECK(ask(app, "/docs/oauth2-redirect", method).status == 200);
        CHECK(ask(app, "/redoc", method).content_type == "text/html; charset=utf-8");
        CHECK(ask(app, "/openapi.json", method).content_type == "application/json");
    }
    CHECK(ask(app, "/docs", "POST").allow == "GET, HEAD");
    CHECK(ask(app, "/docs").body.find("<title>Shop - Swagger UI</title>") != std::string::npos);
    CHECK(ask(app, "/redoc").body.find("/openapi.json") != std::string::npos);
}

TEST_CASE("application: the docs pages can be moved or switched off") {
    FastAPI none({.openapi_url = std::nullopt});
    FastAPI empty({.openapi_url = ""});
    for (const std::string_view path : {"/docs", "/redoc", "/openapi.json"}) {
        CHECK(ask(none, path).status == 404);
        CHECK(ask(empty, path).status == 404);
    }
    FastAPIOptions options;
    options.openapi_url = "/api.json";
    options.docs_url = "/try";
    options.redoc_url = std::nullopt;
    FastAPI moved(options);
    CHECK(ask(moved, "/try").body.find("/api.json") != std::string::npos);
    CHECK(ask(moved, "/api.json").status == 200);
    CHECK(ask(moved, "/docs").status == 404);
    CHECK(ask(moved, "/redoc").status == 404);
    CHECK(problem_of([] { FastAPI app({.docs_url = "docs"}); }).find("\"docs\"") != std::string::npos);
}

TEST_CASE("application: the document is made once, and anew when a route is added") {
    FastAPI app;
    app.get("/first", nothing);
    const std::string before = ask(app, "/openapi.json").body;
    CHECK(before == ask(app, "/openapi.json").body);
    CHECK(before.find("/first") != std::string::npos);
    CHECK(before.find("/docs") == std::string::npos);
    app.get("/second", nothing);
    CHECK(ask(app, "/openapi.json").body.find("/second") != std::string::npos);
    CHECK(app.openapi()["paths"].as_dict().contains("/second"));
}

TEST_CASE("application: where a proxy has mounted it, the pages and the document say so") {
    FastAPI app({.root_path = "/api/v1"});
    CHECK(ask(app, "/docs").body.find("/api/v1/openapi.json") != std::string::npos);
    CHECK(ask(app, "/openapi.json").body.find(R"("servers":[{"url":"/api/v1"}])") != std::string::npos);
}

TEST_CASE("application: below the path of a mount the mounted application answers everything") {
    FastAPI inner({.title = "Inner"});
    inner.get("/", [] { return dict{{"where", "root"}}; });
    inner.get("/items/{id}", [](Path<"id", int> id, Request& request) {
        return dict{{"id", id}, {"root_path", request.root_path()}, {"title", request.app().openapi()["info"]["title"]}};
    });
    FastAPI app;
    app.get("/sub/first", [] { return dict{{"where", "outer"}}; });
    app.mount("/sub/", inner);
    app.get("/sub/late", nothing);

    CHECK(ask(app, "/sub/").body == R"({"where":"root"})");
    CHECK(ask(app, "/sub/items/7").body == R"({"id":7,"root_path":"/sub","title":"Inner"})");
    CHECK(ask(app, "/sub/first").body == R"({"where":"outer"})");
    CHECK(ask(app, "/sub/late").status == 404);
    CHECK(ask(app, "/sub/items/7", "POST").allow == "GET");
    CHECK(ask(app, "/sub/items/x").status == 422);
    CHECK(ask(app, "/subway").status == 404);
    CHECK(ask(inner, "/items/7").body.find(R"("root_path":"")") != std::string::npos);
}

TEST_CASE("application: the slash redirect knows where the mount is") {
    FastAPI inner;
    inner.get("/items", nothing);
    FastAPI app;
    app.mount("/sub", inner);
    CHECK(ask(app, "/sub").status == 307);
    CHECK(ask(app, "/sub").headers.get("location")->ends_with("/sub/"));
    CHECK(ask(app, "/sub/items/").headers.get("location")->ends_with("/sub/items"));
}

TEST_CASE("application: mounts nest, with placeholders, and each document names its server") {
    FastAPI innermost, inner, app;
    innermost.get("/{b}", [](Request& request) {
        return dict{{"a", request.path_params["a"]}, {"b", request.path_params["b"]}, {"root", request.root_path()}};
    });
    inner.mount("/deep", innermost);
    app.mount("/sub/{a}", inner);
    CHECK(ask(app, "/sub/x%20y/deep/z").body == R"({"a":"x y","b":"z","root":"/sub/x y/deep"})");
    CHECK(ask(app, "/sub/x/deep/openapi.json").body.find(R"("servers":[{"url":"/sub/x/deep"}])") != std::string::npos);
    CHECK(ask(app, "/sub/x/openapi.json").body.find(R"("servers":[{"url":"/sub/x"}])") != std::string::npos);
    CHECK(ask(app, "/openapi.json").body.find("servers") == std::string::npos);
    CHECK(ask(app, "/sub/x/deep/docs").body.find("'/sub/x/deep/openapi.json'") != std::string::npos);
}

TEST_CASE("application: a mount is refused below itself and without a path") {
    FastAPI app, other;
    CHECK(problem_of([&] { app.mount("/self", app); }).find("below itself") != std::string::npos);
    CHECK(problem_of([&] { app.mount("other", other); }).find("\"other\"") != std::string::npos);
    CHECK(problem_of([&] { app.mount("/{other", other); }).find("/{other") != std::string::npos);
}

TEST_CASE("application: a proxy may take its path off, or not") {
    FastAPI app({.root_path = "/api/"});
    app.get("/items", [](Request& request) { return dict{{"root_path", request.root_path()}}; });
    CHECK(ask(app, "/items").body == R"({"root_path":"/api"})");
    CHECK(ask(app, "/api/items").body == R"({"root_path":"/api"})");
    CHECK(ask(app, "/apis/items").status == 404);
    FastAPI listed({.servers = {dict{{"url", "https://example.com"}}, dict{{"url", "/api"}}}, .root_path = "/api"});
    CHECK(ask(listed, "/openapi.json").body.find(R"("servers":[{"url":"https://example.com"},{"url":"/api"}])") !=
          std::string::npos);
    FastAPI hidden({.root_path = "/api", .root_path_in_servers = false});
    CHECK(ask(hidden, "/openapi.json").body.find("servers") == std::string::npos);
}

TEST_CASE("application: the document can be replaced, and built upon") {
    FastAPI app;
    app.get("/items", nothing);
    const std::string before = ask(app, "/openapi.json").body;
    int calls = 0;
    app.openapi = [&] {
        ++calls;
        dict document = get_openapi(app);
        document["info"]["x-logo"] = "logo.png";
        return document;
    };
    CHECK(ask(app, "/openapi.json").body.find(R"("x-logo":"logo.png")") != std::string::npos);
    CHECK(ask(app, "/openapi.json").body != before);
    CHECK(calls == 1);
    CHECK(app.openapi()["info"]["x-logo"] == "logo.png");
}

TEST_CASE("application: what the application says of all its routes stands at each") {
    FastAPI app({.responses = {{418, {.description = "Tea"}}}, .deprecated = true});
    app.get("/items", {.responses = {{404, {}}}}, nothing);
    const dict document = app.openapi();
    const any& operation = document["paths"]["/items"]["get"];
    CHECK(operation["deprecated"] == true);
    CHECK(operation["responses"]["418"]["description"] == "Tea");
    CHECK(operation["responses"]["404"]["description"] == "Not Found");
    FastAPI hidden({.include_in_schema = false});
    hidden.get("/items", nothing);
    CHECK(hidden.openapi()["paths"].as_dict().empty());
}

TEST_CASE("application: routers come with their prefixes and tags") {
    APIRouter inner({.prefix = "/inner", .tags = {"inner"}});
    inner.get("/{id}", {.tags = {"own"}}, [](Path<"id", int> id) { return dict{{"id", int{id}}}; });
    inner.get("", nothing);
    APIRouter outer({.prefix = "/outer", .tags = {"outer"}});
    outer.include_router(inner);
    FastAPI app;
    app.include_router(outer, {.prefix = "/api", .tags = {"app"}});
    app.include_router(inner, {.prefix = "/twice"});
    inner.get("/later/on", nothing);  // too late: it was not there when the router was included
    CHECK(ask(app, "/api/outer/inner/7").body == R"({"id":7})");
    CHECK(ask(app, "/api/outer/inner").status == 200);
    CHECK(ask(app, "/twice/inner/8").body == R"({"id":8})");
    CHECK(ask(app, "/inner/7").status == 404);
    CHECK(ask(app, "/twice/inner/later/on").status == 404);
    const dict document = app.openapi();
    const any& tags = document["paths"]["/api/outer/inner/{id}"]["get"]["tags"];
    CHECK(tags.dump() == R"(["app","outer","inner","own"])");
}

TEST_CASE("application: what does not fit is refused at start-up, and says what to write") {
    FastAPI app;
    CHECK(problem_of([&] { app.get(runtime_path("items"), nothing); }).find("\"items\"") != std::string::npos);
    CHECK(problem_of([&] { app.get(runtime_path("/items/{id"), nothing); }).find("/items/{id") != std::string::npos);
    const std::string no_placeholder =
        problem_of([&] { app.get(runtime_path("/items/{other}"), [](Path<"id", int>) { return dict{}; }); });
    CHECK(no_placeholder.find("no placeholder") != std::string::npos);
    CHECK(no_placeholder.find("\"/items/{other}\"") != std::string::npos);
    CHECK(no_placeholder.find("\"id\"") != std::string::npos);
    CHECK(problem_of([] { APIRouter router({.prefix = "users"}); }).find("\"users\"") != std::string::npos);
    CHECK(problem_of([] { APIRouter router({.prefix = "/users/"}); }).find("\"/users/\"") != std::string::npos);
    APIRouter router;
    router.get("", nothing);
    CHECK(problem_of([&] { app.include_router(router); }).find("cannot be both empty") != std::string::npos);
    for (const std::string& method : {std::string("GE T"), std::string("GET\r\nX: y"), std::string()})
        CHECK(problem_of([&] { app.api_route({method}, "/methods", nothing); }).find("method") != std::string::npos);
    CHECK(ask(app, "/methods").status == 404);
    CHECK(ask(app, "/items/1").status == 404);  // nothing of them is left behind
}

TEST_CASE("application: a handler reaches its application") {
    FastAPI app;
    app.state.set("name", std::string("shop"));
    app.get("/name", [](Request& request) { return dict{{"name", request.app().state.get<std::string>("name")}}; });
    CHECK(ask(app, "/name").body == R"({"name":"shop"})");
}
