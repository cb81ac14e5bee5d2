#include "fastapi/params/checked_path.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace fastapi;

namespace {

using detail::path_kind;

/// Takes routes as an application does, below a prefix as a router does, or as webhooks.
template <path_kind Kind>
struct Routes : detail::route_declarations<Routes<Kind>, Kind> {
    std::vector<std::string> paths;
    void add_operation(detail::operation added) { paths.push_back(std::move(added.path)); }
};

int take_id(Path<"id", int> id) { return id; }
int take_request(const Request&) { return 0; }
int take_nothing() { return 0; }

/// What is thrown where a runtime path is declared for a handler.
template <path_kind Kind = path_kind::whole, class Handler>
std::string problem_of(const char* path, Handler handler) {
    Routes<Kind> routes;
    try {
        routes.get(runtime_path(path), handler);
    } catch (const std::invalid_argument& refused) {
        return refused.what();
    }
    return "";
}

}  // namespace

TEST_CASE("checked path: a path that fits its handler is taken as it is") {
    Routes<path_kind::whole> routes;
    routes.get("/items/{id}", take_id);
    routes.get("/items/{id:int}", take_id);
    routes.get("/any/{a}/{b:path}", take_request);
    routes.get(runtime_path("/run/{id}"), take_id);
    CHECK(routes.paths == std::vector<std::string>{"/items/{id}", "/items/{id:int}",
                                                   "/any/{a}/{b:path}", "/run/{id}"});
}

TEST_CASE(
    "checked path: below a prefix a path may be empty, and the prefix may hold the placeholder") {
    Routes<path_kind::below_prefix> routes;
    routes.get("", take_nothing);
    routes.get("/orders", take_id);
    CHECK(routes.paths == std::vector<std::string>{"", "/orders"});
    CHECK(problem_of<path_kind::below_prefix>("", take_nothing) == "");
    CHECK(problem_of<path_kind::below_prefix>("/orders", take_id) == "");
}

TEST_CASE("checked path: a path of run time is refused with the text of the compiler, and itself") {
    CHECK(problem_of("/items/{id}", take_id) == "");
    CHECK(problem_of("items", take_nothing) ==
          "fastapi: the path does not begin with '/'. Write \"/items\". The path is \"items\".");
    CHECK(problem_of("", take_nothing).find("does not begin with '/'") != std::string::npos);
    CHECK(problem_of<path_kind::below_prefix>("items", take_nothing).find("does not begin") !=
          std::string::npos);
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

TEST_CASE("checked path: the address of a callback and the name of a webhook are no paths") {
    Routes<path_kind::below_prefix> callbacks;
    callbacks.post("{$callback_url}/invoices/{$request.body.id}", take_nothing);
    callbacks.post("https://example.com/{$request.query.id}", take_nothing);
    CHECK(callbacks.paths.size() == 2);
    CHECK(problem_of<path_kind::below_prefix>("invoices", take_nothing) != "");
    Routes<path_kind::name> webhooks;
    webhooks.post("new-subscription", take_nothing);
    CHECK(webhooks.paths == std::vector<std::string>{"new-subscription"});
}
