#include "fastapi/params/dependent_endpoint.hpp"

#include "fastapi/app/docs_routes.hpp"
#include "answering.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace fastapi;
using namespace test_params;

namespace {

dict paging(Query<"skip", int, 0> skip, Query<"limit", int, 10> limit) { return dict{{"skip", skip}, {"limit", limit}}; }

}  // namespace

TEST_CASE("dependent endpoint: problems of all parameters are listed together, those of dependencies first") {
    FastAPI app;
    app.get("/{id}", [](Path<"id", int> id, Depends<paging> page) { return dict{{"id", id}, {"page", page}}; });
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
    app.post("/", [](Depends<user> name, Form<"age", int> age) { return dict{{"name", name}, {"age", age}}; });
    CHECK(ask(app, "/", "POST", "username=u&age=3").body == parsed(R"({"name": "u", "age": 3})"));
    const answer refused = ask(app, "/", "POST", "x=1");
    CHECK(refused.status == 422);
    CHECK(refused.body["detail"].as_list().size() == 2);
}

TEST_CASE("dependent endpoint: a form beside the JSON body of a handler is refused when the route is declared") {
    FastAPI app;
    constexpr auto user = [](Form<"username", std::string> name) { return name.get(); };
    CHECK_THROWS_AS(app.post("/", [](Depends<user>, dict body) { return body; }), std::invalid_argument);
    app.post("/", [](Depends<paging>, dict body) { return body; });
}

TEST_CASE("dependent endpoint: the document lists the handler's own parameters, then those of its dependencies, by place") {
    FastAPI app;
    constexpr auto with_path = [](Path<"team", std::string> team, Query<"inner", int>) { return team.get(); };
    app.get("/{team}/{id}", {.dependencies = {depends<paging>}},
            [](Depends<with_path>, Query<"own", int>, Path<"id", int>) { return dict{}; });
    const dict document = app.openapi();
    const any& described = document["paths"]["/{team}/{id}"]["get"];
    std::string names;
    for (const any& each : described["parameters"].as_list()) names += each["name"].as_string() + " ";
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
    CHECK(document["components"]["schemas"]["Body_login__post"]["required"] == parsed(R"(["username"])"));
}

TEST_CASE("dependent endpoint: a path parameter of a dependency must be a placeholder of the path") {
    FastAPI app;
    constexpr auto with_path = [](Path<"team", std::string> team) { return team.get(); };
    CHECK_THROWS_AS(app.get("/nothing", [](Depends<with_path>) { return dict{}; }), std::invalid_argument);
}
