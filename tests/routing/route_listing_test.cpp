#include "fastapi/routing/route_listing.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace fastapi;

namespace {

/// Stands for an application: a table keeps its address, and never looks at it.
FastAPI& some_app() {
    static char place;
    return reinterpret_cast<FastAPI&>(place);
}

detail::operation described() {
    return {{"GET", "HEAD"},
            "/users/{user_id:int}",
            {.summary = "One user",
             .description = "All of it",
             .tags = {"users", "people"},
             .status_code = 203,
             .deprecated = true,
             .operation_id = "one",
             .include_in_schema = false,
             .name = "read_user"},
            nullptr};
}

}  // namespace

TEST_CASE("route listing: a route says what was declared") {
    const APIRoute route = detail::listed(described());
    CHECK(route.name == "read_user");
    CHECK(route.path == "/users/{user_id}");
    CHECK(route.methods == std::vector<std::string>{"GET", "HEAD"});
    CHECK(route.tags == std::vector<std::string>{"users", "people"});
    CHECK(route.summary == "One user");
    CHECK(route.description == "All of it");
    CHECK(route.operation_id == "one");
    CHECK(route.status_code == 203);
    CHECK(route.deprecated);
    CHECK_FALSE(route.include_in_schema);
    CHECK(route.app == nullptr);
}

TEST_CASE("route listing: what says nothing has the usual values") {
    const APIRoute route = detail::listed(detail::operation{{"GET"}, "", {}, nullptr});
    CHECK(route.name.empty());
    CHECK(route.path.empty());
    CHECK(route.status_code == 200);
    CHECK(route.include_in_schema);
    CHECK_FALSE(route.deprecated);
}

TEST_CASE("route listing: a path that is no template stays") {
    CHECK(detail::listed_path("{$callback_url}/paid") == "{$callback_url}/paid");
    CHECK(detail::listed_path("/{a}/{b:path}x{c:uuid}") == "/{a}/{b}x{c}");
    CHECK(detail::listed_path("/{a") == "/{a");
}

TEST_CASE("route listing: a table in the order of declaration, mounts by their prefix") {
    detail::route_table table;
    table.add(described());
    table.mount("/admin/{tenant}", some_app());
    table.mount("", some_app());
    table.add(detail::operation{{"POST"}, "/last", {}, nullptr});
    const std::vector<APIRoute> routes = detail::listed(table);
    REQUIRE(routes.size() == 4);
    CHECK(routes[0].name == "read_user");
    CHECK(routes[1].path == "/admin/{tenant}");
    CHECK(routes[1].app == &some_app());
    CHECK(routes[1].methods.empty());
    CHECK(routes[2].path.empty());
    CHECK(routes[2].app == &some_app());
    CHECK(routes[3].path == "/last");
    CHECK(routes[3].app == nullptr);
}
