#include "fastapi/params/router.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

int one() { return 1; }

/// `GET,POST /path` of each route.
std::vector<std::string> routes(const APIRouter& router) {
    std::vector<std::string> result;
    for (const detail::operation& each : router.operations()) {
        std::string methods;
        for (const std::string& method : each.methods)
            methods += (methods.empty() ? "" : ",") + method;
        result.push_back(methods + " " + each.path);
    }
    return result;
}

}  // namespace

TEST_CASE("router: every method has its function, with options and without") {
    APIRouter router;
    router.get("/a", one);
    router.post("/a", one);
    router.put("/a", one);
    router.patch("/a", one);
    router.delete_("/a", one);
    router.head("/a", one);
    router.options("/a", one);
    router.trace("/a", one);
    router.api_route({"GET", "QUERY"}, "/a", one);
    router.get("/b", {.status_code = 201}, one);
    router.post("/b", {.name = "n"}, one);
    router.put("/b", {.tags = {"t"}}, one);
    router.patch("/b", {.deprecated = true}, one);
    router.delete_("/b", {.summary = "s"}, one);
    router.head("/b", {.summary = "s"}, one);
    router.options("/b", {.summary = "s"}, one);
    router.trace("/b", {.summary = "s"}, one);
    router.api_route({"GET"}, "/b", {.include_in_schema = false}, one);
    CHECK(routes(router) ==
          std::vector<std::string>{"GET /a", "POST /a", "PUT /a", "PATCH /a", "DELETE /a",
                                   "HEAD /a", "OPTIONS /a", "TRACE /a", "GET,QUERY /a", "GET /b",
                                   "POST /b", "PUT /b", "PATCH /b", "DELETE /b", "HEAD /b",
                                   "OPTIONS /b", "TRACE /b", "GET /b"});
    CHECK(router.operations()[9].options.status_code == 201);
    CHECK(router.operations()[8].accepts("QUERY"));
    CHECK_FALSE(router.operations()[8].accepts("query"));
    CHECK_FALSE(router.operations()[17].options.include_in_schema);
}

TEST_CASE("router: its options lie around those of its routes") {
    APIRouter router(
        {.prefix = "/users", .tags = {"users"}, .responses = {{404, {"None"}}, {409, {"Outer"}}}});
    router.get("/{id}", {.tags = {"one"}, .responses = {{409, {"Inner"}}}},
               [](Path<"id", int> id) { return int(id); });
    const detail::operation& route = router.operations()[0];
    CHECK(route.path == "/users/{id}");
    CHECK(route.options.tags == std::vector<std::string>{"users", "one"});
    CHECK(route.options.responses.at(404).description == "None");
    CHECK(route.options.responses.at(409).description == "Inner");
    CHECK_FALSE(route.options.deprecated);
}

TEST_CASE("router: includes the routes that another one has now, as often as wanted") {
    APIRouter inner({.prefix = "/items", .tags = {"items"}, .deprecated = true});
    inner.get("", one);
    APIRouter outer({.prefix = "/v1", .tags = {"v1"}});
    outer.include_router(inner);
    outer.include_router(inner,
                         {.prefix = "/admin", .tags = {"admin"}, .include_in_schema = false});
    inner.get("/late", one);
    CHECK(routes(outer) == std::vector<std::string>{"GET /v1/items", "GET /v1/admin/items"});
    CHECK(outer.operations()[1].options.tags == std::vector<std::string>{"v1", "admin", "items"});
    CHECK((outer.operations()[0].options.deprecated &&
           outer.operations()[0].options.include_in_schema));
    CHECK_FALSE(outer.operations()[1].options.include_in_schema);
    CHECK(outer.operations()[0].handler == outer.operations()[1].handler);
}

TEST_CASE("router: lists its routes with their prefix and tags, without converters") {
    APIRouter router({.prefix = "/users", .tags = {"users"}});
    router.get("/{id:int}", {.name = "read_user"}, [](Path<"id", int>) {});
    router.post("", one);
    const std::vector<APIRoute> listed = router.routes();
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].path == "/users/{id}");
    CHECK(listed[0].name == "read_user");
    CHECK(listed[0].tags == std::vector<std::string>{"users"});
    CHECK(listed[1].path == "/users");
    CHECK(listed[1].methods == std::vector<std::string>{"POST"});
}

TEST_CASE("router: may include itself below another prefix") {
    APIRouter router;
    router.get("/a", one);
    router.include_router(router, {.prefix = "/again"});
    CHECK(routes(router) == std::vector<std::string>{"GET /a", "GET /again/a"});
}

TEST_CASE("router: a prefix begins with a slash and does not end in one") {
    CHECK_THROWS_AS(APIRouter({.prefix = "users"}), std::invalid_argument);
    CHECK_THROWS_AS(APIRouter({.prefix = "/users/"}), std::invalid_argument);
    CHECK_THROWS_AS(APIRouter({.prefix = "/"}), std::invalid_argument);
    APIRouter router;
    CHECK_THROWS_AS(router.include_router(APIRouter(), {.prefix = "x"}), std::invalid_argument);
}

TEST_CASE("router: prefix and path cannot be both empty") {
    APIRouter inner;
    inner.get("", one);
    APIRouter outer({.prefix = "/v1"});
    CHECK_THROWS_AS(outer.include_router(inner), std::invalid_argument);
    outer.include_router(inner, {.prefix = "/x"});
    CHECK(routes(outer) == std::vector<std::string>{"GET /v1/x"});
}
