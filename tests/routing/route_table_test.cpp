#include "fastapi/routing/route_table.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace fastapi;
using kinds = detail::route_match::kinds;

namespace {

detail::operation operation(std::string method, std::string path) {
    return {{std::move(method)}, std::move(path), {}, nullptr};
}

detail::operation named(std::string name, std::string path) {
    detail::operation result = operation("GET", std::move(path));
    result.options.name = std::move(name);
    return result;
}

/// Stands for an application: a table keeps its address, and never looks at it.
FastAPI& some_app() {
    static char place;
    return reinterpret_cast<FastAPI&>(place);
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

TEST_CASE("route table: a mount takes every method and path below its prefix") {
    detail::route_table table;
    table.add(operation("GET", "/sub/first"));
    table.mount("/sub", some_app());
    table.add(operation("GET", "/sub/late"));
    const auto match = table.find("PURGE", "/sub/a/b");
    REQUIRE(match.kind == kinds::found);
    CHECK(match.target->is_mount());
    CHECK(match.target->mounted == &some_app());
    CHECK(match.captures.size == 1);
    CHECK(match.captures[0] == "a/b");
    CHECK(table.find("GET", "/sub/").captures[0] == "");
    CHECK_FALSE(table.find("GET", "/sub/first").target->is_mount());
    CHECK(table.find("POST", "/sub/first").target->is_mount());
    CHECK(table.find("GET", "/sub/late").target->is_mount());
    CHECK(table.find("GET", "/sub").kind == kinds::none);
    CHECK(table.find("GET", "/subway").kind == kinds::none);
    CHECK(table.knows("/sub/"));
}

TEST_CASE("route table: a mount may have placeholders of its own, or no prefix at all") {
    detail::route_table table;
    table.mount("/users/{id:int}", some_app());
    const auto match = table.find("GET", "/users/7/x/y");
    REQUIRE(match.kind == kinds::found);
    CHECK(match.target->placeholders == std::vector<std::string>{"id", "path"});
    CHECK(match.captures[0] == "7");
    CHECK(match.captures[1] == "x/y");
    CHECK(table.find("GET", "/users/x/y").kind == kinds::none);
    table.mount("", some_app());
    CHECK(table.find("GET", "/").kind == kinds::found);
    CHECK(table.find("GET", "/any/thing").captures[0] == "any/thing");
    CHECK_THROWS_AS(table.mount("/{a", some_app()), std::invalid_argument);
    CHECK(table.routes().size() == 2);
}

TEST_CASE("route table: a name and the values of its placeholders make a path") {
    detail::route_table table;
    table.add(named("item", "/items/{id}"));
    table.add(named("item", "/users/{user}/items/{id:int}"));
    table.add(named("home", "/"));
    table.add(operation("GET", "/unnamed"));
    table.mount("/sub", some_app());
    CHECK(table.path_for("home", {}) == "/");
    CHECK(table.path_for("item", {{"id", "7"}}) == "/items/7");
    CHECK(table.path_for("item", {{"id", "7"}, {"user", "ada"}}) == "/users/ada/items/7");
    CHECK_FALSE(table.path_for("item", {}));
    CHECK_FALSE(table.path_for("item", {{"user", "ada"}}));
    CHECK_FALSE(table.path_for("item", {{"id", "7"}, {"user", "ada"}, {"more", "1"}}));
    CHECK_FALSE(table.path_for("item", {{"id", "7"}, {"id", "8"}}));
    CHECK_FALSE(table.path_for("home", {{"id", "7"}}));
    CHECK_FALSE(table.path_for("other", {}));
}
