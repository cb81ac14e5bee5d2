#include "fastapi/params/type_dependency.hpp"

#include "fastapi/app/docs_routes.hpp"
#include "answering.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>

using namespace fastapi;
using namespace test_params;

namespace {

struct Commons {
    Query<"q", std::optional<std::string>> q;
    Query<"skip", int, 0, ge(0)> skip;
    Query<"limit", int, 100> limit;
};

struct Paging {
    int page = 1;
    int size = 10;
};

std::string session(Header<"x_session", std::string, defaults_to("none")> name) {
    seen.push_back("session");
    return name;
}

struct Everything {
    Path<"id", int> id;
    QueryModel<Paging> paging;
    Cookie<"theme", std::string, defaults_to("light")> theme;
    Depends<session> current;
    Depends<type<Commons>> commons;
    SecurityScopes scopes;
};

struct Commented {
    std::string name;
};

struct Login {
    Form<"username", std::string> username;
};

struct Order {
    Body<"item", Commented> item;
    Body<"count", int, 1, ge(1)> count;
};

struct Empty {};

}  // namespace

TEST_CASE("type dependency: members may come from the JSON body") {
    FastAPI app;
    app.post("/", [](Depends<type<Order>> order) {
        return dict{{"name", order.item.name}, {"count", order.count}};
    });
    CHECK(ask(app, "/", "POST", R"({"item": {"name": "a"}})").body ==
          parsed(R"({"name": "a", "count": 1})"));
    const answer refused = ask(app, "/", "POST", R"({"item": {}, "count": 0})");
    CHECK(refused.status == 422);
    REQUIRE(refused.body["detail"].as_list().size() == 2);
    CHECK(refused.body["detail"][0]["loc"] == parsed(R"(["body", "item", "name"])"));
    CHECK(refused.body["detail"][1]["loc"] == parsed(R"(["body", "count"])"));
}

TEST_CASE(
    "type dependency: a struct is made of its members, each of which comes from the request") {
    FastAPI app;
    app.get("/", [](Depends<type<Commons>> commons) {
        return dict{{"q", commons.q.get()}, {"skip", commons.skip}, {"limit", commons.limit + 1}};
    });
    app.get("/empty", [](Depends<type<Empty>>) { return dict{}; });
    CHECK(ask(app, "/").body == parsed(R"({"q": null, "skip": 0, "limit": 101})"));
    CHECK(ask(app, "/?q=foo&skip=3&limit=5").body ==
          parsed(R"({"q": "foo", "skip": 3, "limit": 6})"));
    const answer refused = ask(app, "/?skip=-1&limit=x");
    CHECK(refused.status == 422);
    REQUIRE(refused.body["detail"].as_list().size() == 2);
    CHECK(refused.body["detail"].as_list()[0]["loc"] == parsed(R"(["query", "skip"])"));
    CHECK(refused.body["detail"].as_list()[1]["loc"] == parsed(R"(["query", "limit"])"));
    CHECK(ask(app, "/empty").status == 200);
}

TEST_CASE("type dependency: members may be parameters of any place, models and dependencies") {
    FastAPI app;
    app.get("/{id}", [](Security<type<Everything>, "read"> all, Depends<session>) {
        return dict{{"id", all.id},
                    {"page", all.paging.page},
                    {"theme", all.theme},
                    {"session", all.current},
                    {"limit", all.commons.limit},
                    {"scopes", all.scopes.scope_str}};
    });
    const answer got =
        ask(app, "/7?page=2&limit=3", "GET", "", {{"x-session", "s"}, {"cookie", "theme=dark"}});
    CHECK(
        got.body ==
        parsed(
            R"({"id": 7, "page": 2, "theme": "dark", "session": "s", "limit": 3, "scopes": "read"})"));
    CHECK(got.before == "session");
    CHECK(ask(app, "/x").status == 422);
    CHECK_THROWS_AS(app.get("/nothing", [](Depends<type<Everything>>) { return dict{}; }),
                    std::invalid_argument);
}

TEST_CASE(
    "type dependency: it stands in lists, has a form, is made once, and something else may stand in its place") {
    FastAPI app;
    app.post("/", {.dependencies = {depends<type<Commons>>}},
             [](Depends<type<Login>> login, Depends<type<Commons>> commons) {
                 return dict{{"username", login.username}, {"skip", commons.skip}};
             });
    CHECK(ask(app, "/?skip=1", "POST", "username=u").body ==
          parsed(R"({"username": "u", "skip": 1})"));
    CHECK(ask(app, "/?skip=x", "POST", "username=u").status == 422);
    app.dependency_overrides.set<type<Commons>>([] {
        Commons commons;
        commons.skip = 42;
        return commons;
    });
    CHECK(ask(app, "/?skip=x", "POST", "username=u").body ==
          parsed(R"({"username": "u", "skip": 42})"));
}

TEST_CASE("type dependency: it takes no thread of a coroutine") {
    CHECK(detail::dependency_of<type<Commons>>().kind() == detail::dependency_kind::quick);
}

TEST_CASE("type dependency: the document has its members as parameters") {
    FastAPI app;
    app.get("/", [](Depends<type<Commons>>) { return dict{}; });
    const dict document = app.openapi();
    std::string names;
    for (const any& each : document["paths"]["/"]["get"]["parameters"].as_list())
        names += each["name"].as_string() + " ";
    CHECK(names == "q skip limit ");
}
