#include "fastapi/routing/route_table.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace fastapi;
using kinds = detail::route_match::kinds;

namespace {

detail::operation operation(std::string method, std::string path) {
    return {{std::move(method)}, std::move(path), {}, nullptr};
}

}  // namespace

TEST_CASE("route table: the first declared operation that takes method and path is found") {
    detail::route_table table;
    table.add(operation("GET", "/users/me"));
    table.add(operation("GET", "/users/{id}"));
    table.add(operation("POST", "/users/{name}"));
    CHECK(table.find("GET", "/users/me").target == table.routes()[0].get());
    const auto match = table.find("GET", "/users/7");
    CHECK(match.kind == kinds::found);
    CHECK(match.target->placeholders == std::vector<std::string>{"id"});
    CHECK(match.captures[0] == "7");
    CHECK(table.find("POST", "/users/me").target == table.routes()[2].get());
    CHECK(table.find("POST", "/users/me").captures[0] == "me");
}

TEST_CASE("route table: a path known under other methods names the first of them") {
    detail::route_table table;
    table.add(operation("PUT", "/a"));
    table.add(operation("GET", "/{x}"));
    const auto match = table.find("DELETE", "/a");
    CHECK(match.kind == kinds::wrong_method);
    CHECK(match.target == table.routes()[0].get());
    CHECK(table.find("HEAD", "/b").kind == kinds::wrong_method);
    CHECK(table.find("get", "/b").kind == kinds::wrong_method);
}

TEST_CASE("route table: an unknown path is nothing") {
    detail::route_table table;
    CHECK(table.find("GET", "/").kind == kinds::none);
    table.add(operation("GET", "/n/{n:int}"));
    CHECK(table.find("GET", "/n/x").kind == kinds::none);
    CHECK(table.find("GET", "/n/1/").kind == kinds::none);
    CHECK_FALSE(table.knows("/n/1/"));
    CHECK(table.knows("/n/1"));
}

TEST_CASE("route table: refuses what is no path template") {
    detail::route_table table;
    CHECK_THROWS_AS(table.add(operation("GET", "/{a")), std::invalid_argument);
    CHECK_THROWS_AS(table.add(operation("GET", "a")), std::invalid_argument);
    CHECK(table.routes().empty());
}
