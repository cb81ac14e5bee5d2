#include "fastapi/params/checked_path.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace fastapi;

namespace {

/// Takes routes as an application does, or below a prefix as a router does.
template <bool BelowPrefix>
struct Routes : detail::route_declarations<Routes<BelowPrefix>, BelowPrefix> {
    std::vector<std::string> paths;
    void add_operation(detail::operation added) { paths.push_back(std::move(added.path)); }
};

int take_id(Path<"id", int> id) { return id; }
int take_request(const Request&) { return 0; }
int take_nothing() { return 0; }

/// What is thrown where a runtime path is declared for a handler.
template <bool BelowPrefix = false, class Handler>
std::string problem_of(const char* path, Handler handler) {
    Routes<BelowPrefix> routes;
    try {
        routes.get(runtime_path(path), handler);
    } catch (const std::invalid_argument& refused) { return refused.what(); }
    return "";
}

}  // namespace

TEST_CASE("checked path: a path that fits its handler is taken as it is") {
    Routes<false> routes;
    routes.get("/items/{id}", take_id);
    routes.get("/items/{id:int}", take_id);
    routes.get("/any/{a}/{b:path}", take_request);
    routes.get(runtime_path("/run/{id}"), take_id);
    CHECK(routes.paths == std::vector<std::string>{"/items/{id}", "/items/{id:int}",
                                                   "/any/{a}/{b:path}", "/run/{id}"});
}

TEST_CASE(
    "checked path: below a prefix a path may be empty, and the prefix may hold the placeholder") {
    Routes<true> routes;
    routes.get("", take_nothing);
    routes.get("/orders", take_id);
    CHECK(routes.paths == std::vector<std::string>{"", "/orders"});
    CHECK(problem_of<true>("", take_nothing) == "");
    CHECK(problem_of<true>("/orders", take_id) == "");
}

TEST_CASE("checked path: a path of run time is refused with the text of the compiler, and itself") {
    CHECK(problem_of("/items/{id}", take_id) == "");
    CHECK(problem_of("items", take_nothing) ==
          "fastapi: the path does not begin with '/'. Write \"/items\". The path is \"items\".");
    CHECK(problem_of("", take_nothing).find("does not begin with '/'") != std::string::npos);
    CHECK(problem_of<true>("items", take_nothing).find("does not begin") != std::string::npos);
    CHECK(problem_of("/{id", take_id).find("a '{' in the path is not closed") != std::string::npos);
    CHECK(problem_of("/id}", take_id).find("a '}' in the path closes nothing") !=
          std::string::npos);
    CHECK(problem_of("/{}", take_id).find("has no name") != std::string::npos);
    CHECK(problem_of("/{1d}", take_id).find("is no identifier") != std::string::npos);
    CHECK(problem_of("/{id:integer}", take_id).find("unknown converter") != std::string::npos);
    CHECK(problem_of("/{id}/{id}", take_id).find("have the same name") != std::string::npos);
    CHECK(problem_of("/{id}/{other}", take_id)
              .find("no parameter of the handler takes a placeholder") != std::string::npos);
    CHECK(problem_of("/items", take_id) ==
          "fastapi: the path has no placeholder for a Path parameter. Write its name in braces in "
          "the "
          "path, \"/items/{item_id}\", or make it a Query. The parameter is \"id\". The path is "
          "\"/items\".");
}
