#include "fastapi/app/docs_routes.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace fastapi;
using test_app::ask;
using test_app::nothing;
using test_app::problem_of;

TEST_CASE("docs routes: the docs pages answer GET and HEAD") {
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

TEST_CASE("docs routes: the docs pages can be moved or switched off") {
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
    CHECK(problem_of([] { FastAPI app({.docs_url = "docs"}); }).find("\"docs\"") !=
          std::string::npos);
}

TEST_CASE("docs routes: the document is made once, and anew when a route is added") {
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

TEST_CASE("docs routes: where a proxy has mounted it, the pages and the document say so") {
    FastAPI app({.root_path = "/api/v1"});
    CHECK(ask(app, "/docs").body.find("/api/v1/openapi.json") != std::string::npos);
    CHECK(ask(app, "/openapi.json").body.find(R"("servers":[{"url":"/api/v1"}])") !=
          std::string::npos);
}

TEST_CASE("docs routes: the document can be replaced, and built upon") {
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

TEST_CASE("docs routes: what the application says of all its routes stands at each") {
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

TEST_CASE("docs routes: the servers that are listed stay, behind the one of the root path") {
    FastAPI listed({.servers = {dict{{"url", "https://example.com"}}, dict{{"url", "/api"}}},
                    .root_path = "/api"});
    CHECK(ask(listed, "/openapi.json")
              .body.find(R"("servers":[{"url":"https://example.com"},{"url":"/api"}])") !=
          std::string::npos);
    FastAPI hidden({.root_path = "/api", .root_path_in_servers = false});
    CHECK(ask(hidden, "/openapi.json").body.find("servers") == std::string::npos);
    FastAPI other({.servers = {dict{{"url", "https://example.com"}}}, .root_path = "/api"});
    CHECK(ask(other, "/openapi.json")
              .body.find(R"("servers":[{"url":"/api"},{"url":"https://example.com"}])") !=
          std::string::npos);
}

TEST_CASE("docs routes: each mounted application has its own, and its document names its server") {
    FastAPI innermost, inner, app;
    inner.mount("/deep", innermost);
    app.mount("/sub/{a}", inner);
    CHECK(ask(app, "/sub/x/deep/openapi.json").body.find(R"("servers":[{"url":"/sub/x/deep"}])") !=
          std::string::npos);
    CHECK(ask(app, "/sub/x/openapi.json").body.find(R"("servers":[{"url":"/sub/x"}])") !=
          std::string::npos);
    CHECK(ask(app, "/openapi.json").body.find("servers") == std::string::npos);
    CHECK(ask(app, "/sub/x/deep/docs").body.find("'/sub/x/deep/openapi.json'") !=
          std::string::npos);
}

TEST_CASE("docs routes: the document is kept for each root path below which it is asked for") {
    int calls = 0;
    FastAPI inner, app;
    inner.openapi = [&] {
        ++calls;
        return get_openapi(inner);
    };
    app.mount("/a", inner);
    app.mount("/b", inner);
    CHECK(ask(app, "/a/openapi.json").body.find(R"("url":"/a")") != std::string::npos);
    CHECK(ask(app, "/b/openapi.json").body.find(R"("url":"/b")") != std::string::npos);
    CHECK(ask(app, "/a/openapi.json").body.find(R"("url":"/a")") != std::string::npos);
    CHECK(calls == 2);
    inner.openapi = [] { return dict{{"openapi", "3.1.0"}}; };
    CHECK(ask(inner, "/openapi.json").body == R"({"openapi":"3.1.0"})");
    CHECK(ask(app, "/a/openapi.json").body == R"({"openapi":"3.1.0","servers":[{"url":"/a"}]})");
}

TEST_CASE("docs routes: a document that cannot be made is 500, and is tried again") {
    FastAPI app;
    bool is_broken = true;
    app.openapi = [&]() -> dict {
        if (is_broken) throw std::runtime_error("no document");
        return {{"openapi", "3.1.0"}};
    };
    CHECK(ask(app, "/openapi.json").status == 500);
    CHECK_THROWS_AS(app.openapi(), std::runtime_error);
    is_broken = false;
    CHECK(ask(app, "/openapi.json").status == 200);
}

TEST_CASE("docs routes: the document shows what a route's response class says") {
    FastAPI app;
    app.get("/page", {.response_class = html}, [] { return "<p>"; });
    app.get("/text", {.response_class = plain_text}, [] { return "a"; });
    app.get("/old", {.response_class = redirect}, [] { return "/new"; });
    app.mount("/static", StaticFiles({.directory = ".", .check_dir = false}));
    const dict document = app.openapi();
    const any& paths = document["paths"];
    CHECK(
        paths["/page"]["get"]["responses"].dump() ==
        R"({"200":{"description":"Successful Response","content":{"text/html":{"schema":{"type":"string"}}}}})");
    CHECK(paths["/text"]["get"]["responses"]["200"]["content"].dump() ==
          R"({"text/plain":{"schema":{"type":"string"}}})");
    CHECK(paths["/old"]["get"]["responses"].dump() ==
          R"({"307":{"description":"Successful Response"}})");
    CHECK(paths.as_dict().size() == 3);
}

TEST_CASE("docs routes: a form is the body of its operation, as a component of its own") {
    FastAPI app;
    app.post("/login", {.name = "login"},
             [](Form<"username", std::string>, Form<"password", std::string>) {});
    app.post("/upload", {.name = "upload"}, [](File<"file">) {});
    const dict document = app.openapi();
    CHECK(
        document["paths"]["/login"]["post"]["requestBody"].dump() ==
        R"({"content":{"application/x-www-form-urlencoded":{"schema":{"$ref":"#/components/schemas/Body_login_login_post"}}},"required":true})");
    CHECK(document["components"]["schemas"]["Body_login_login_post"]["required"].dump() ==
          R"(["username","password"])");
    CHECK(
        document["paths"]["/upload"]["post"]["requestBody"].dump() ==
        R"({"content":{"multipart/form-data":{"schema":{"$ref":"#/components/schemas/Body_upload_upload_post"}}},"required":true})");
}

TEST_CASE("docs routes: the pages load what the options say") {
    FastAPI app({.title = "Shop",
                 .swagger_ui_oauth2_redirect_url = std::nullopt,
                 .swagger_js_url = "/own/swagger.js",
                 .redoc_js_url = "/own/redoc.js"});
    CHECK(ask(app, "/docs").body.find("/own/swagger.js") != std::string::npos);
    CHECK(ask(app, "/redoc").body.find("/own/redoc.js") != std::string::npos);
    CHECK(ask(app, "/docs/oauth2-redirect").status == 404);
    FastAPIOptions no_docs;
    no_docs.docs_url = "";
    FastAPI without(no_docs);
    CHECK(ask(without, "/docs").status == 404);
    CHECK(ask(without, "/docs/oauth2-redirect").status == 404);
    CHECK(ask(without, "/redoc").status == 200);
}

TEST_CASE("docs routes: they have the names of FastAPI's, for url_path_for") {
    FastAPI app({.docs_url = "/pages"});
    CHECK(app.url_path_for("openapi") == "/openapi.json");
    CHECK(app.url_path_for("swagger_ui_html") == "/pages");
    CHECK(app.url_path_for("swagger_ui_redirect") == "/docs/oauth2-redirect");
    CHECK(app.url_path_for("redoc_html") == "/redoc");
    FastAPI without({.redoc_url = std::nullopt});
    CHECK_THROWS_AS(without.url_path_for("redoc_html"), std::invalid_argument);
}

TEST_CASE("docs routes: a root path that ends in a slash is named without it") {
    FastAPI app({.root_path = "/api/"});
    CHECK(ask(app, "/api/openapi.json").body.find(R"("servers":[{"url":"/api"}])") !=
          std::string::npos);
    CHECK(ask(app, "/api/docs").body.find("'/api/openapi.json'") != std::string::npos);
}

TEST_CASE(
    "docs routes: addresses stand in the document in their normal form, and others as they are") {
    FastAPI app({.contact = dict{{"url", "https://Example.com"}, {"email", "me@EXAMPLE.com"}},
                 .license_info = dict{{"name", "Own"}, {"url", "no address"}},
                 .openapi_tags = {dict{{"name", "a"},
                                       {"externalDocs", dict{{"url", "https://example.com"}}}},
                                  dict{{"name", "b"}}},
                 .openapi_external_docs = dict{{"url", "https://example.com:443/a"}}});
    const dict document = app.openapi();
    CHECK(document["info"]["contact"].dump() ==
          R"({"url":"https://example.com/","email":"me@example.com"})");
    CHECK(document["info"]["license"]["url"] == "no address");
    CHECK(document["tags"].dump() ==
          R"([{"name":"a","externalDocs":{"url":"https://example.com/"}},{"name":"b"}])");
    CHECK(document["externalDocs"]["url"] == "https://example.com/a");
}
