#include "fastapi/params/dependency_overrides.hpp"

#include "answering.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace fastapi;
using namespace test_params;

TEST_CASE(
    "dependency overrides: another function stands in the place of one, with parameters of its own") {
    FastAPI app;
    app.get("/", [](Depends<twice> two, Depends<base_number> base) {
        return dict{{"sum", two + base}};
    });
    CHECK(ask(app, "/?n=5").body == parsed(R"({"sum": 15})"));
    const std::string hundred = "100";
    app.dependency_overrides.set<base_number>(
        [hundred](Query<"m", short> m) { return static_cast<short>(m + std::stoi(hundred)); });
    CHECK(ask(app, "/?m=1").body == parsed(R"({"sum": 303})"));
    CHECK(ask(app, "/?n=5").status == 422);
    app.dependency_overrides.set<base_number>([]() -> async_generator<int> {
        seen.push_back("open");
        co_yield 1;
        seen.push_back("close");
    });
    const answer got = ask(app, "/");
    CHECK(got.body == parsed(R"({"sum": 3})"));
    CHECK(got.after == "close");
    app.dependency_overrides.clear();
    CHECK(ask(app, "/?n=5").body == parsed(R"({"sum": 15})"));
}

TEST_CASE(
    "dependency overrides: a replacement that depends on what it replaces is a 500, not an endless recursion") {
    FastAPI app;
    app.get("/", [](Depends<base_number> base) { return dict{{"base", base}}; });
    app.dependency_overrides.set<base_number>([](Depends<base_number> base) { return base.get(); });
    CHECK(ask(app, "/?n=5").status == 500);
}
