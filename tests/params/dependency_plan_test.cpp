#include "fastapi/params/dependency_plan.hpp"

#include "answering.hpp"

#include <doctest/doctest.h>

#include <exception>
#include <stdexcept>
#include <string>

using namespace fastapi;
using namespace test_params;

namespace {

int thrice(Depends<base_number> base) {
    seen.push_back("thrice");
    return 3 * base;
}

void refuse(Query<"token", std::string> token) {
    seen.push_back("refuse");
    if (token != "good") throw HTTPException(403, "no");
}

async_generator<std::string> upon_a(Depends<resource<'a'>> below) {
    seen.push_back("+upon");
    co_yield below.get() + "'";
    seen.push_back("-upon");
}

async_generator<int> swallowing() {
    try {
        co_yield 1;
    } catch (...) {
        seen.push_back("swallowed");
    }
}

async_generator<int> replacing() {
    try {
        co_yield 1;
    } catch (const std::runtime_error&) {
        throw HTTPException(409, "replaced");
    }
}

}  // namespace

TEST_CASE("dependency plan: what a function depends on comes before it, and each is called once") {
    FastAPI app;
    app.get("/", [](Depends<twice> two, Depends<thrice> three, Depends<base_number> one) {
        seen.push_back("handler");
        return dict{{"sum", one + two + three}};
    });
    const answer got = ask(app, "/?n=5");
    CHECK(got.body == parsed(R"({"sum": 30})"));
    CHECK(got.before == "base twice thrice handler");
}

TEST_CASE(
    "dependency plan: where parameters are wrong neither the function nor the handler is called") {
    FastAPI app;
    app.get("/", [](Depends<twice>) {
        seen.push_back("handler");
        return dict{};
    });
    const answer got = ask(app, "/");
    CHECK(got.status == 422);
    CHECK(got.before.empty());
    CHECK(
        got.body ==
        parsed(
            R"({"detail": [{"type": "missing", "loc": ["query", "n"], "msg": "Field required", "input": null}]})"));
}

TEST_CASE(
    "dependency plan: a function that is asked for twice reports its problems twice, as FastAPI does") {
    FastAPI app;
    app.get("/", [](Depends<twice>, Depends<thrice>) { return dict{}; });
    CHECK(ask(app, "/").body["detail"].as_list().size() == 2);
}

TEST_CASE("dependency plan: a function that throws wins over problems with parameters") {
    FastAPI app;
    app.get("/", [](Query<"page", int>, Depends<base_number>, Depends<refuse>) { return dict{}; });
    CHECK(ask(app, "/?token=bad").status == 403);
    CHECK(ask(app, "/?token=good").status == 422);
    CHECK(ask(app, "/").status == 422);
}

TEST_CASE(
    "dependency plan: generators end behind the answer and its background tasks, the last first") {
    FastAPI app;
    app.get("/",
            [](Depends<resource<'a'>> a, Depends<resource<'b'>> b, Depends<upon_a> upon,
               BackgroundTasks& tasks) -> async<dict> {
                seen.push_back("handler");
                tasks.add_task([] { seen.push_back("task"); });
                co_return dict{{"all", a.get() + b.get() + upon.get()}};
            });
    const answer got = ask(app, "/");
    CHECK(got.body == parsed(R"({"all": "aba'"})"));
    CHECK(got.before == "+a +b +upon handler");
    CHECK(got.after == "task -upon -b -a");
}

TEST_CASE(
    "dependency plan: one that ends with the request cannot depend on one that ends with the handler") {
    FastAPI app;
    constexpr auto outliving =
        [](Depends<resource<'a'>, scope("function")>) -> async_generator<int> { co_yield 1; };
    CHECK_THROWS_AS(app.get("/", [](Depends<outliving>) { return dict{}; }), std::invalid_argument);
    app.get("/fine", [](Depends<outliving, scope("function")>) { return dict{}; });
}

TEST_CASE(
    "dependency plan: an exception of the handler is thrown at every co_yield, before it is answered") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>>, Depends<resource<'b'>>, Query<"n", int>) -> dict {
        throw HTTPException(404, "gone");
    });
    const answer got = ask(app, "/?n=1");
    CHECK(got.status == 404);
    CHECK(got.before == "+a +b !b !a");
    CHECK(got.after.empty());
    CHECK(ask(app, "/").before == "+a +b !b !a");
}

TEST_CASE("dependency plan: an exception of a later dependency is thrown at the earlier ones") {
    FastAPI app;
    constexpr auto fail = []() -> int { throw std::runtime_error("a dependency failed"); };
    app.get("/",
            [](Depends<resource<'a'>>, Depends<fail>, Depends<resource<'b'>>) { return dict{}; });
    const answer got = ask(app, "/");
    CHECK(got.status == 500);
    CHECK(got.before == "+a !a");
}

TEST_CASE("dependency plan: what a generator throws replaces the exception") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>>, Depends<replacing>) -> dict {
        throw std::runtime_error("a handler failed");
    });
    const answer got = ask(app, "/");
    CHECK(got.status == 409);
    CHECK(got.before == "+a !a");
}

TEST_CASE("dependency plan: a generator that keeps the exception to itself makes it a 500") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>>, Depends<swallowing>) -> dict {
        throw HTTPException(404, "gone");
    });
    const answer got = ask(app, "/");
    CHECK(got.status == 500);
    CHECK(got.before == "+a swallowed -a");
}

TEST_CASE("dependency plan: a background task that fails is an exception for generators") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>>, BackgroundTasks& tasks) {
        tasks.add_task([] { throw std::runtime_error("a task failed"); });
        return dict{};
    });
    CHECK(ask(app, "/").after == "!a");
}

TEST_CASE("dependency plan: handlers of errors see what the generators have left") {
    FastAPI app;
    app.exception_handler<HTTPException>([](Request&, const HTTPException& error) {
        seen.push_back("answered");
        return Response("{}", error.status_code + 1);
    });
    app.get("/", [](Depends<resource<'a'>>, Depends<replacing>) -> dict {
        throw std::runtime_error("a handler failed");
    });
    const answer got = ask(app, "/");
    CHECK(got.status == 410);
    CHECK(got.before == "+a !a answered");
}
