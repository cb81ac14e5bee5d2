#include "fastapi/app/route_warnings.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace fastapi;
using texts = std::vector<std::string>;

namespace {

/// A handler that fits every path.
constexpr auto nothing = [](Request&) {};

}  // namespace

TEST_CASE("route warnings: name the hidden route and the one that hides it") {
    FastAPI app;
    app.get("/users/{user_id}", {.name = "read_user"}, nothing);
    app.get("/users/me", nothing);
    app.post("/users/me", nothing);
    app.get("/files/{path:path}", nothing);
    app.get("/files/{n:int}/info", {.name = "info"}, nothing);
    CHECK(
        detail::hidden_route_warnings(app) ==
        texts{
            "Route GET /users/me is hidden by GET /users/{user_id} (read_user), which was declared earlier: "
            "declare it first.",
            "Route GET /files/{n:int}/info (info) is hidden by GET /files/{path:path}, which was declared "
            "earlier: declare it first."});
}

TEST_CASE("route warnings: an application whose routes are all reached has none") {
    FastAPI app, inner;
    app.get("/users/me", nothing);
    app.get("/users/{user_id}", nothing);
    app.put("/users/{user_id}", nothing);
    app.get("/", nothing);
    app.mount("/inner", inner);
    CHECK(detail::hidden_route_warnings(app).empty());
}

TEST_CASE("route warnings: of routes for the same paths one is too many") {
    FastAPI app;
    app.get("/items/{id}", nothing);
    app.get("/items/{item_id}", {.name = "again"}, nothing);
    app.get("/docs", nothing);
    CHECK(detail::hidden_route_warnings(app) ==
          texts{"Route GET /items/{item_id} (again) is hidden by GET /items/{id}, which was "
                "declared earlier for the same paths: remove one.",
                "Route GET /docs is hidden by GET,HEAD /docs (swagger_ui_html), which was declared "
                "earlier for the same paths: remove one."});
}

TEST_CASE("route warnings: several routes may hide one together") {
    FastAPI app;
    app.get("/{page}", nothing);
    app.post("/{page}", nothing);
    app.api_route({"GET", "POST"}, "/login", nothing);
    CHECK(
        detail::hidden_route_warnings(app) ==
        texts{
            "Route GET,POST /login is hidden by GET /{page} and POST /{page}, which were declared earlier: "
            "declare it first."});
}

TEST_CASE("route warnings: mounts hide, are hidden, and are looked into once") {
    FastAPI app({.openapi_url = ""}), inner({.openapi_url = ""}), other({.openapi_url = ""});
    inner.get("/{x}", nothing);
    inner.get("/me", nothing);
    app.mount("/sub", inner);
    app.mount("/again", inner);
    app.get("/sub/items", nothing);
    app.mount("/sub/deeper", other);
    CHECK(
        detail::hidden_route_warnings(app) ==
        texts{
            "Route GET /sub/items is hidden by mount /sub/, which was declared earlier: declare it first.",
            "The mount /sub/deeper/ is hidden by mount /sub/, which was declared earlier: declare it first.",
            "Route GET /sub/me is hidden by GET /sub/{x}, which was declared earlier: declare it first."});
}

TEST_CASE("route warnings: applications that are mounted in each other end") {
    FastAPI first, second;
    first.mount("/second", second);
    second.mount("/first", first);
    CHECK(detail::hidden_route_warnings(first).empty());
}
