#include "fastapi/app/application.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace fastapi;
using test_app::answer;
using test_app::ask;
using test_app::nothing;
using test_app::problem_of;
using test_app::sent;

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

TEST_CASE("application: the methods of a route may be declared in small letters") {
    FastAPI app;
    app.api_route({"get", "Post"}, "/items", nothing);
    CHECK(ask(app, "/items").status == 200);
    CHECK(ask(app, "/items", "POST").status == 200);
    CHECK(ask(app, "/items", "get").status == 405);
    CHECK(ask(app, "/items", "PUT").allow == "GET, POST");
}

TEST_CASE("application: the other form of the final slash is a redirect that keeps the query") {
    FastAPI app;
    app.get("/without", nothing);
    app.get("/with/", nothing);
    app.get("/items/{name}", [](Path<"name", std::string> name) {
        return dict{{"name", std::string(name)}};
    });
    const std::vector<std::pair<std::string_view, std::string_view>> redirects = {
        {"/without/", "http://test/without"},
        {"/without///", "http://test/without"},
        {"/with", "http://test/with/"},
        {"/with?a=1&b=%20&c", "http://test/with/?a=1&b=%20&c"},
        {"/items/x/", "http://test/items/x"},
        {"/items/%C3%A9/", "http://test/items/%C3%A9"},
        {"/items/a%3Fb%23c/?d=1", "http://test/items/a%3Fb%23c?d=1"},
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
    app.get("/items/{name}", [](Path<"name", std::string> name) {
        return dict{{"name", std::string(name)}};
    });
    app.get("/items/{name}/{other}",
            [](Path<"name", std::string>, Path<"other", std::string> other) {
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
    app.get("/object", []() -> dict {
        throw HTTPException(400, dict{{"a", 1}}, {{"X-Error", "yes"}});
    });
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
    app.get("/items/{id}", {.status_code = 201},
            [](Path<"id", int>, Query<"q", int>) { return dict{}; });
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
    for (const std::string_view path :
         {"/standard", "/other", "/async", "/no-json", "/no-json-error"}) {
        const answer got = ask(app, path);
        CHECK(got.status == 500);
        CHECK(got.body == "Internal Server Error");
        CHECK(got.content_type == "text/plain; charset=utf-8");
        CHECK(got.headers.block() == "content-type: text/plain; charset=utf-8\r\n");
    }
}

TEST_CASE("application: below the path of a mount the mounted application answers everything") {
    FastAPI inner({.title = "Inner"});
    inner.get("/", [] { return dict{{"where", "root"}}; });
    inner.get("/items/{id}", [](Path<"id", int> id, Request& request) {
        return dict{{"id", id},
                    {"root_path", request.root_path()},
                    {"title", request.app().openapi()["info"]["title"]}};
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

TEST_CASE("application: mounts nest, with placeholders") {
    FastAPI innermost, inner, app;
    innermost.get("/{b}", [](Request& request) {
        return dict{{"a", request.path_params["a"]},
                    {"b", request.path_params["b"]},
                    {"root", request.root_path()}};
    });
    inner.mount("/deep", innermost);
    app.mount("/sub/{a}", inner);
    CHECK(ask(app, "/sub/x%20y/deep/z").body == R"({"a":"x y","b":"z","root":"/sub/x y/deep"})");
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
}

TEST_CASE("application: the slash redirect leads back to the path that a proxy has taken off") {
    FastAPI inner, app({.root_path = "/api"});
    inner.get("/deep", nothing);
    app.get("/items", nothing);
    app.mount("/sub", inner);
    CHECK(ask(app, "/items/").location == "http://test/api/items");
    CHECK(ask(app, "/api/items/").location == "http://test/api/items");
    CHECK(ask(app, "/sub").location == "http://test/api/sub/");
    CHECK(ask(app, "/sub/deep/").location == "http://test/api/sub/deep");
    CHECK(ask(app, "/api/sub/deep/").location == "http://test/api/sub/deep");
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
    CHECK(problem_of([&] { app.get(runtime_path("items"), nothing); }).find("\"items\"") !=
          std::string::npos);
    CHECK(problem_of([&] { app.get(runtime_path("/items/{id"), nothing); }).find("/items/{id") !=
          std::string::npos);
    const std::string no_placeholder = problem_of(
        [&] { app.get(runtime_path("/items/{other}"), [](Path<"id", int>) { return dict{}; }); });
    CHECK(no_placeholder.find("no placeholder") != std::string::npos);
    CHECK(no_placeholder.find("\"/items/{other}\"") != std::string::npos);
    CHECK(no_placeholder.find("\"id\"") != std::string::npos);
    CHECK(problem_of([] { APIRouter router({.prefix = "users"}); }).find("\"users\"") !=
          std::string::npos);
    CHECK(problem_of([] { APIRouter router({.prefix = "/users/"}); }).find("\"/users/\"") !=
          std::string::npos);
    APIRouter router;
    router.get("", nothing);
    CHECK(problem_of([&] { app.include_router(router); }).find("cannot be both empty") !=
          std::string::npos);
    for (const std::string& method :
         {std::string("GE T"), std::string("GET\r\nX: y"), std::string()})
        CHECK(problem_of([&] { app.api_route({method}, "/methods", nothing); }).find("method") !=
              std::string::npos);
    CHECK(ask(app, "/methods").status == 404);
    CHECK(ask(app, "/items/1").status == 404);  // nothing of them is left behind
}

TEST_CASE("application: a handler reaches its application") {
    FastAPI app;
    app.state.set("name", std::string("shop"));
    app.get("/name", [](Request& request) {
        return dict{{"name", request.app().state.get<std::string>("name")}};
    });
    CHECK(ask(app, "/name").body == R"({"name":"shop"})");
}

TEST_CASE("application: a redirect class answers 307 unless the route says another status") {
    FastAPI app;
    app.get("/old", {.response_class = redirect}, [] { return "/new?q=a b"; });
    app.get("/moved", {.status_code = 301, .response_class = redirect}, [] { return "/new"; });
    app.get("/page", {.status_code = 201, .response_class = html}, [] { return "<p>"; });
    app.get("/wrong", {.response_class = html}, [] { return 1; });
    APIRouter router;
    router.get("/inherited", [] { return "/new"; });
    app.include_router(router, {.default_response_class = redirect});
    CHECK(ask(app, "/old").status == 307);
    CHECK(ask(app, "/inherited").status == 307);
    CHECK(ask(app, "/old").location == "/new?q=a%20b");
    CHECK(ask(app, "/old").body.empty());
    CHECK(ask(app, "/moved").status == 301);
    CHECK(ask(app, "/page").status == 201);
    CHECK(ask(app, "/page").content_type == "text/html; charset=utf-8");
    CHECK(ask(app, "/wrong").status == 500);
}

TEST_CASE(
    "application: the class of its answers is that of the route, else of the router, else its own") {
    FastAPI app({.default_response_class = plain_text});
    app.get("/app", [] { return "a"; });
    app.get("/route", {.response_class = ResponseClass::json}, [] { return "a"; });
    APIRouter router({.prefix = "/router", .default_response_class = html});
    router.get("/own", [] { return "a"; });
    app.include_router(router);
    CHECK(ask(app, "/app").content_type == "text/plain; charset=utf-8");
    CHECK(ask(app, "/route").body == R"("a")");
    CHECK(ask(app, "/router/own").content_type == "text/html; charset=utf-8");
    CHECK(ask(app, "/openapi.json").content_type == "application/json");
}

TEST_CASE("application: forms that cannot be read are 400") {
    FastAPI app;
    app.post("/", [](Form<"a", int> a) { return a.get(); });
    sent form{.target = "/",
              .method = "POST",
              .headers = {{"content-type", "multipart/form-data; boundary=b"}},
              .body = "x"};
    CHECK(ask(app, form).status == 400);
    CHECK(ask(app, form).body == R"({"detail":"Invalid multipart data."})");
    form.body = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n7\r\n--b--\r\n";
    CHECK(ask(app, form).body == "7");
}

TEST_CASE("application: a route is found by its name") {
    FastAPI app;
    app.get("/items/{id}", {.name = "read_item"}, [](Path<"id", int>) {});
    app.get("/items", {.name = "read_items"}, nothing);
    app.get("/{a}/{n:int}/{rest:path}", {.name = "all"},
            [](Path<"a", std::string>, Path<"n", int>, Path<"rest", std::string>) {});
    CHECK(app.url_path_for("read_items") == "/items");
    CHECK(app.url_path_for("read_item", {{"id", 7}}) == "/items/7");
    CHECK(app.url_path_for("read_item", {{"id", "x y"}}) == "/items/x y");
    CHECK(app.url_path_for("all", {{"rest", "b/c"}, {"a", "1"}, {"n", 2}}) == "/1/2/b/c");
    CHECK(problem_of([&] { app.url_path_for("other"); }).find("\"other\"") != std::string::npos);
    CHECK(problem_of([&] { app.url_path_for("read_item"); }).find("placeholders") !=
          std::string::npos);
    CHECK(problem_of([&] {
              app.url_path_for("read_items", {{"id", 7}});
          }).find("read_items") != std::string::npos);
    CHECK(problem_of([&] {
              app.url_path_for("read_item", {{"name", 7}});
          }).find("read_item") != std::string::npos);
}

TEST_CASE(
    "application: a handler asks for the whole address of a route, of the outermost application first") {
    const auto address = [](Path<"name", std::string> name, Request& request) {
        return request.url_for(name, {{"id", "a b/\u00e9"}});
    };
    FastAPI inner, app;
    inner.get("/inner/{id:path}", {.name = "item"}, [](Path<"id", std::string>) {});
    inner.get("/things/{id:path}", {.name = "thing"}, [](Path<"id", std::string>) {});
    inner.get("/address/{name}", address);
    app.get("/items/{id:path}", {.name = "item"}, [](Path<"id", std::string>) {});
    app.get("/address/{name}", address);
    app.mount("/sub", inner);
    app.mount("/of/{tenant}", inner);
    CHECK(ask(app, "/address/item").body == R"("http://test/items/a%20b/%C3%A9")");
    CHECK(ask(app, "/sub/address/item").body == R"("http://test/items/a%20b/%C3%A9")");
    CHECK(ask(app, "/sub/address/thing").body == R"("http://test/sub/things/a%20b/%C3%A9")");
    CHECK(ask(app, "/address/other").status == 500);
}

TEST_CASE(
    "application: where the outermost one has no such route, the application that answers is asked") {
    FastAPI inner, app;
    inner.get("/item", {.name = "item"}, [](Request& request) { return request.url_for("item"); });
    app.mount("/of/{tenant}", inner, "tenants");
    CHECK(ask(app, "/of/a%20b/item").body == R"("http://test/of/a%20b/item")");
}

TEST_CASE("application: routes of a mounted application are found by their names, too") {
    FastAPI deep, inner, app;
    deep.get("/items/{id}", {.name = "deep_item"}, [](Path<"id", int>) {});
    inner.get("/items", {.name = "inner_items"}, nothing);
    inner.get("/both", {.name = "both"}, nothing);
    inner.mount("/deep/{a}", deep);
    app.mount("/sub", inner);
    app.mount("/named", inner, "named");
    app.get("/later", {.name = "both"}, nothing);
    CHECK(app.url_path_for("inner_items") == "/sub/items");
    CHECK(app.url_path_for("both") == "/sub/both");  // the first that fits
    CHECK(app.url_path_for("deep_item", {{"a", "x"}, {"id", 7}}) == "/sub/deep/x/items/7");
    CHECK(inner.url_path_for("deep_item", {{"a", "x"}, {"id", 7}}) == "/deep/x/items/7");
    CHECK(app.url_path_for("named:inner_items") == "/named/items");
    CHECK(app.url_path_for("named:deep_item", {{"a", "x"}, {"id", 7}}) == "/named/deep/x/items/7");
    CHECK(app.url_path_for("named", {{"path", "/any/thing"}}) == "/named/any/thing");
    CHECK_FALSE(problem_of([&] { app.url_path_for("deep_item", {{"id", 7}}); }).empty());
    CHECK_FALSE(problem_of([&] { app.url_path_for("named:other"); }).empty());
    CHECK_FALSE(problem_of([&] { app.url_path_for("named"); }).empty());
    CHECK_FALSE(problem_of([&] { app.url_path_for("sub:inner_items"); }).empty());
    CHECK(app.routes().back().name == "both");
}

TEST_CASE("application: addresses are below the path that a proxy has for the application") {
    const auto addresses = [](Request& request) {
        return dict{{"base", request.base_url()}, {"item", request.url_for("item")}};
    };
    FastAPI inner, app({.root_path = "/api v1"});
    inner.get("/item", {.name = "inner_item"}, [](Request& request) {
        return dict{{"base", request.base_url()}, {"item", request.url_for("inner_item")}};
    });
    app.get("/item", {.name = "item"}, addresses);
    app.mount("/sub", inner);
    CHECK(ask(app, "/item").body ==
          R"({"base":"http://test/api%20v1/","item":"http://test/api%20v1/item"})");
    CHECK(ask(app, "/sub/item").body ==
          R"({"base":"http://test/api%20v1/","item":"http://test/api%20v1/sub/item"})");
}

TEST_CASE(
    "application: lists its routes in the order of declaration, with the docs pages and mounts") {
    FastAPI app, inner, bare({.openapi_url = ""});
    APIRouter users({.prefix = "/users", .tags = {"users"}});
    users.get("/{id:int}", {.status_code = 203, .name = "read_user"}, [](Path<"id", int>) {});
    app.include_router(users);
    app.mount("/inner", inner);
    app.post("/last", {.include_in_schema = false}, nothing);
    std::string paths;
    for (const APIRoute& route : app.routes()) paths += route.path + " ";
    CHECK(paths == "/openapi.json /docs /docs/oauth2-redirect /redoc /users/{id} /inner /last ");
    const std::vector<APIRoute> routes = app.routes();
    CHECK(routes[0].methods == std::vector<std::string>{"GET", "HEAD"});
    CHECK_FALSE(routes[0].include_in_schema);
    CHECK(routes[4].name == "read_user");
    CHECK(routes[4].methods == std::vector<std::string>{"GET"});
    CHECK(routes[4].tags == std::vector<std::string>{"users"});
    CHECK(routes[4].status_code == 203);
    CHECK(routes[5].app == &inner);
    CHECK_FALSE(routes[6].include_in_schema);
    CHECK(bare.routes().empty());
}

TEST_CASE("application: the tasks of a handler go with its answer") {
    FastAPI app;
    std::string done;
    const auto note = [&done](std::string_view text) { done += text; };
    app.get("/plain", [&](BackgroundTasks& tasks) {
        tasks.add_task(note, "a");
        tasks.add_task(note, "b");
        return 1;
    });
    app.get("/async", [&](BackgroundTasks& tasks) -> async<int> {
        tasks.add_task(note, "c");
        co_return 1;
    });
    app.get("/returned", [&] {
        Response response = PlainTextResponse("x");
        response.background.add_task(note, "d");
        return response;
    });
    app.get("/both", [&](BackgroundTasks& tasks) {
        tasks.add_task(note, "e");
        Response response(204);
        response.background.add_task(note, "f");
        return response;
    });
    CHECK(run_background(ask(app, "/plain")) == 2);
    CHECK(done == "ab");
    CHECK(run_background(ask(app, "/async")) == 1);
    CHECK(run_background(ask(app, "/returned")) == 1);
    CHECK(done == "abcd");
    CHECK(run_background(ask(app, "/both")) == 1);  // those of the response, as in FastAPI
    CHECK(done == "abcdf");
}

TEST_CASE("application: the tasks of a handler that throws are dropped") {
    FastAPI app;
    app.get("/refused", [](BackgroundTasks& tasks) -> dict {
        tasks.add_task([] {});
        throw HTTPException(400);
    });
    app.get("/broken", [](BackgroundTasks& tasks) -> async<dict> {
        tasks.add_task([] {});
        throw std::runtime_error("broken");
        co_return dict{};
    });
    CHECK(ask(app, "/refused").status == 400);
    CHECK(ask(app, "/refused").response.background.empty());
    CHECK(ask(app, "/broken").status == 500);
    CHECK(ask(app, "/broken").response.background.empty());
}

TEST_CASE(
    "application: a folder is served below its path, for GET and HEAD, and nothing outside of it") {
    std::string root = (std::filesystem::temp_directory_path() / "mount_XXXXXX").string();
    REQUIRE(::mkdtemp(root.data()) != nullptr);
    std::filesystem::create_directories(root + "/public/css");
    const auto write = [&](const std::string& path, const char* text) {
        std::FILE* out = std::fopen((root + path).c_str(), "wb");
        REQUIRE(out != nullptr);
        std::fputs(text, out);
        std::fclose(out);
    };
    write("/public/css/a.css", "body{}");
    write("/secret.txt", "secret");
    FastAPI app;
    app.get("/static/first", [] { return "route"; });
    app.mount("/static/", StaticFiles({.directory = root + "/public"}), "static");
    CHECK(app.url_path_for("static", {{"path", "css/a.css"}}) == "/static/css/a.css");
    CHECK(app.url_path_for("static", {{"path", "/css/a.css"}}) == "/static/css/a.css");
    const answer got = ask(app, "/static/css/a.css");
    CHECK(got.status == 200);
    CHECK(got.content_type == "text/css; charset=utf-8");
    CHECK(got.response.stream != nullptr);
    CHECK(got.response.stream->size() == 6);
    CHECK(ask(app, "/static/css/a.css", "HEAD").status == 200);
    CHECK(ask(app, "/static/css/a.css", "POST").status == 405);
    app.post("/{path:path}", [](Path<"path", std::string>) { return "later"; });
    CHECK(ask(app, "/other/a.css", "POST").body == R"("later")");
    CHECK(ask(app, "/static/css/a.css", "POST").allow == "GET, HEAD");
    CHECK(ask(app, "/static/first").body == R"("route")");
    CHECK(ask(app, "/static/none.css").status == 404);
    CHECK(ask(app, "/static/%2e%2e/secret.txt").status == 404);
    CHECK(ask(app, "/static/../secret.txt").status == 404);
    CHECK(ask(app, "/openapi.json").body.find("/static/{path}") == std::string::npos);
    CHECK_THROWS_AS(app.mount("/none", StaticFiles({.directory = root + "/none"})),
                    std::runtime_error);
    std::filesystem::remove_all(root);
}
