#include "fastapi/params/dependent_endpoint.hpp"

#include "fastapi/app/docs_routes.hpp"
#include "answering.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace fastapi;
using namespace test_params;

namespace {

dict paging(Query<"skip", int, 0> skip, Query<"limit", int, 10> limit) {
    return dict{{"skip", skip}, {"limit", limit}};
}

struct Item {
    int price;
};
struct User {
    std::string name;
};
int price_of(Item item) { return item.price; }
std::string name_of(Body<"user", User> user) { return user.name; }
int number(Body<"n", int> n) { return n; }
void guard(Query<"token", std::string> token) {
    seen.push_back("guard");
    if (token != "good") throw HTTPException(403, "no");
}

any places_of(const answer& got) {
    list places;
    for (const any& problem : got.body["detail"].as_list()) places.push_back(problem["loc"]);
    return places;
}

}  // namespace

TEST_CASE(
    "dependent endpoint: problems of all parameters are listed together, those of dependencies first") {
    FastAPI app;
    app.get("/{id}", [](Path<"id", int> id, Depends<paging> page) {
        return dict{{"id", id}, {"page", page}};
    });
    const answer got = ask(app, "/x?skip=a&limit=b");
    CHECK(got.status == 422);
    const list problems = got.body["detail"].as_list();
    REQUIRE(problems.size() == 3);
    CHECK(problems[0]["loc"] == parsed(R"(["query", "skip"])"));
    CHECK(problems[1]["loc"] == parsed(R"(["query", "limit"])"));
    CHECK(problems[2]["loc"] == parsed(R"(["path", "id"])"));
}

TEST_CASE("dependent endpoint: a form may be a dependency's, beside that of the handler") {
    FastAPI app;
    constexpr auto user = [](Form<"username", std::string> name) { return name.get(); };
    app.post("/", [](Depends<user> name, Form<"age", int> age) {
        return dict{{"name", name}, {"age", age}};
    });
    CHECK(ask(app, "/", "POST", "username=u&age=3").body == parsed(R"({"name": "u", "age": 3})"));
    const answer refused = ask(app, "/", "POST", "x=1");
    CHECK(refused.status == 422);
    CHECK(refused.body["detail"].as_list().size() == 2);
}

TEST_CASE(
    "dependent endpoint: a form beside the JSON body of a handler is refused when the route is declared") {
    FastAPI app;
    constexpr auto user = [](Form<"username", std::string> name) { return name.get(); };
    CHECK_THROWS_AS(app.post("/", [](Depends<user>, dict body) { return body; }),
                    std::invalid_argument);
    app.post("/", [](Depends<paging>, dict body) { return body; });
}

TEST_CASE("dependent endpoint: a dependency may take the JSON body, alone or as the handler does") {
    FastAPI app;
    app.post("/alone", [](Depends<price_of> price) { return dict{{"price", price}}; });
    app.post("/same", [](Item item, Depends<price_of> price) {
        return dict{{"item", item}, {"price", price}};
    });
    CHECK(ask(app, "/alone", "POST", R"({"price": 3})").body == parsed(R"({"price": 3})"));
    CHECK(ask(app, "/same", "POST", R"({"price": 3})").body ==
          parsed(R"({"item": {"price": 3}, "price": 3})"));
    CHECK(places_of(ask(app, "/alone", "POST", R"({"price": "x"})")) ==
          parsed(R"([["body", "price"]])"));
    CHECK(places_of(ask(app, "/alone", "POST")) == parsed(R"([["body"]])"));
    CHECK(places_of(ask(app, "/same", "POST")) == parsed(R"([["body"], ["body"]])"));
    const dict document = app.openapi();
    CHECK(document["paths"]["/alone"]["post"]["requestBody"]["content"]["application/json"]
                  ["schema"] == parsed(R"({"$ref": "#/components/schemas/Item"})"));
}

TEST_CASE(
    "dependent endpoint: several parameters of the body are members of it, whoever takes them") {
    FastAPI app;
    app.post("/", {.name = "both"},
             [](Body<"item", Item> item, Depends<name_of> name, Depends<number> n) {
                 return dict{{"item", item}, {"name", name}, {"n", n}};
             });
    CHECK(ask(app, "/", "POST", R"({"item": {"price": 3}, "user": {"name": "a"}, "n": 4})").body ==
          parsed(R"({"item": {"price": 3}, "name": "a", "n": 4})"));
    CHECK(places_of(ask(app, "/", "POST", R"({"item": {"price": "x"}})")) ==
          parsed(R"([["body", "user"], ["body", "n"], ["body", "item", "price"]])"));
    CHECK(app.openapi()["components"]["schemas"]["Body_both__post"]["required"] ==
          parsed(R"(["item", "user", "n"])"));
}

TEST_CASE(
    "dependent endpoint: a body without a name beside another of a dependency is refused when the route is declared") {
    FastAPI app;
    CHECK_THROWS_AS(app.post("/", [](Item item, Depends<name_of>) { return item; }),
                    std::invalid_argument);
    CHECK_THROWS_AS(
        app.post("/", {.dependencies = {depends<name_of>}}, [](Depends<price_of>) { return 1; }),
        std::invalid_argument);
}

TEST_CASE("dependent endpoint: a body that is no JSON is refused before a dependency is called") {
    FastAPI app;
    app.post("/", {.dependencies = {depends<guard>}}, [](Item item) { return item; });
    const answer malformed = ask(app, "/?token=bad", "POST", R"({"price": )");
    CHECK(malformed.status == 422);
    CHECK(places_of(malformed) == parsed(R"([["body", 10]])"));
    CHECK(malformed.before == "");
    const answer guarded = ask(app, "/?token=bad", "POST", R"({"price": "x"})");
    CHECK(guarded.status == 403);
    CHECK(guarded.before == "guard");
}

TEST_CASE(
    "dependent endpoint: the document lists the handler's own parameters, then those of its dependencies, by place") {
    FastAPI app;
    constexpr auto with_path = [](Path<"team", std::string> team, Query<"inner", int>) {
        return team.get();
    };
    app.get("/{team}/{id}", {.dependencies = {depends<paging>}},
            [](Depends<with_path>, Query<"own", int>, Path<"id", int>) { return dict{}; });
    const dict document = app.openapi();
    const any& described = document["paths"]["/{team}/{id}"]["get"];
    std::string names;
    for (const any& each : described["parameters"].as_list())
        names += each["name"].as_string() + " ";
    CHECK(names == "id team own skip limit inner ");
    CHECK(described["responses"].as_dict().contains("422"));
}

TEST_CASE("dependent endpoint: the form of a dependency is the body in the document") {
    FastAPI app;
    constexpr auto user = [](Form<"username", std::string> name) { return name.get(); };
    app.post("/", {.name = "login"}, [](Depends<user>) { return dict{}; });
    const dict document = app.openapi();
    const any& body = document["paths"]["/"]["post"]["requestBody"];
    CHECK(body["content"].as_dict().contains("application/x-www-form-urlencoded"));
    CHECK(document["components"]["schemas"]["Body_login__post"]["required"] ==
          parsed(R"(["username"])"));
}

TEST_CASE(
    "dependent endpoint: a path parameter of a dependency must be a placeholder of the path") {
    FastAPI app;
    constexpr auto with_path = [](Path<"team", std::string> team) { return team.get(); };
    CHECK_THROWS_AS(app.get("/nothing", [](Depends<with_path>) { return dict{}; }),
                    std::invalid_argument);
}
