#include "fastapi/params/depends.hpp"

#include "fastapi/app/docs_routes.hpp"
#include "answering.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>

using namespace fastapi;
using namespace test_params;

namespace {

dict paging(Query<"skip", int, 0> skip, Query<"limit", int, 10> limit) {
    return dict{{"skip", skip}, {"limit", limit}};
}

int thrice_anew(Depends<base_number, use_cache(false)> base) { return 3 * base; }

void refuse(Query<"token", std::string> token) {
    seen.push_back("refuse");
    if (token != "good") throw HTTPException(403, "no");
}

struct Settings {
    std::string name;
    std::unique_ptr<int> not_copyable;
};
const Settings& settings() {
    static const Settings only{"the only one", nullptr};
    return only;
}
std::unique_ptr<int> owned() { return std::make_unique<int>(7); }

struct Commons {
    std::string q;
    int skip;
    static Commons of(Query<"q", std::string, defaults_to("none")> q, Query<"skip", int, 0> skip) {
        return {q, skip};
    }
};

struct Checker {
    std::string_view wanted;
    bool operator()(Query<"q", std::string> q) const { return q == wanted; }
};
struct Greeter {
    int times;
    std::string operator()(Query<"q", std::string> q) const {
        std::string text;
        for (int i = 0; i < times; ++i) text += q.get();
        return text;
    }
};
inline constexpr Greeter greet_twice{2};
inline constexpr Greeter greet_thrice{3};

async_generator<std::string> refusing_afterwards() {
    co_yield std::string("x");
    seen.push_back("refuses");
    throw HTTPException(410, "afterwards");
}

}  // namespace

TEST_CASE("depends: a parameter is what the function gives") {
    FastAPI app;
    app.get("/", [](Depends<paging> page) {
        return dict{{"page", page}, {"limit", page["limit"]}};
    });
    const answer got = ask(app, "/?skip=3");
    CHECK(got.status == 200);
    CHECK(got.body == parsed(R"({"page": {"skip": 3, "limit": 10}, "limit": 10})"));
    CHECK_FALSE(got.was_async);
}

TEST_CASE("depends: a value is a copy, a reference and what cannot be copied is reached with ->") {
    FastAPI app;
    app.get("/value", [](Depends<Commons::of> commons) {
        return dict{{"q", commons.q}, {"skip", commons.skip}};
    });
    app.get("/reference", [](Depends<settings> current) {
        return dict{{"name", current->name}, {"same", &current.get() == &settings()}};
    });
    app.get("/owned", [](Depends<owned> number) { return dict{{"number", **number}}; });
    CHECK(ask(app, "/value?skip=2").body == parsed(R"({"q": "none", "skip": 2})"));
    CHECK(ask(app, "/reference").body == parsed(R"({"name": "the only one", "same": true})"));
    CHECK(ask(app, "/owned").body == parsed(R"({"number": 7})"));
}

TEST_CASE("depends: objects of one class that differ are different dependencies") {
    FastAPI app;
    app.get("/", [](Depends<greet_twice> two, Depends<greet_thrice> three) {
        return dict{{"two", two}, {"three", three}};
    });
    CHECK(ask(app, "/?q=a").body == parsed(R"({"two": "aa", "three": "aaa"})"));
}

TEST_CASE("depends: use_cache(false) calls it again") {
    FastAPI app;
    app.get("/", [](Depends<twice> two, Depends<thrice_anew> three) {
        return dict{{"sum", two + three}};
    });
    const answer got = ask(app, "/?n=5");
    CHECK(got.body == parsed(R"({"sum": 25})"));
    CHECK(got.before == "base twice base");
}

TEST_CASE("depends: what a function sets of the response and leaves in the background counts") {
    FastAPI app;
    constexpr auto mark = [](Response& response, BackgroundTasks& tasks) {
        response.status_code = 202;
        tasks.add_task([] { seen.push_back("task of the dependency"); });
    };
    app.get("/", [](Depends<mark>, BackgroundTasks& tasks) {
        tasks.add_task([] { seen.push_back("task of the handler"); });
        return dict{};
    });
    const answer got = ask(app, "/");
    CHECK(got.status == 202);
    CHECK(got.after == "task of the dependency task of the handler");
}

TEST_CASE("depends: those of application, router and route run before those of the handler") {
    constexpr auto first = [] { seen.push_back("app"); };
    constexpr auto second = [] { seen.push_back("router"); };
    constexpr auto third = [] { seen.push_back("included"); };
    constexpr auto fourth = [] { seen.push_back("route"); };
    constexpr auto fifth = [] { seen.push_back("handler's"); };
    FastAPI app({.dependencies = {depends<first>}});
    APIRouter router({.prefix = "/r", .dependencies = {depends<second>}});
    router.get("/", {.dependencies = {depends<fourth>}}, [](Depends<fifth>) { return dict{}; });
    app.include_router(router, {.dependencies = {depends<third>}});
    app.get("/plain", [] { return dict{}; });
    CHECK(ask(app, "/r/").before == "app included router route handler's");
    CHECK(ask(app, "/plain").before == "app");
    CHECK(ask(app, "/openapi.json").before.empty());
}

TEST_CASE("depends: a route's dependency may refuse a handler without parameters") {
    FastAPI app;
    app.get("/", {.dependencies = {depends<refuse>}}, [] { return dict{{"ok", true}}; });
    CHECK(ask(app, "/?token=good").body == parsed(R"({"ok": true})"));
    CHECK(ask(app, "/?token=bad").status == 403);
    CHECK(ask(app, "/").status == 422);
}

TEST_CASE("depends: with the scope function they end behind the handler, before the answer") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a'>>, Depends<resource<'b'>, scope("function")>) {
        seen.push_back("handler");
        return dict{};
    });
    const answer got = ask(app, "/");
    CHECK(got.before == "+a +b handler -b");
    CHECK(got.after == "-a");
}

TEST_CASE("depends: only with the scope function an exception behind co_yield can be the answer") {
    FastAPI app;
    app.get("/early", [](Depends<resource<'a'>>, Depends<refusing_afterwards, scope("function")>) {
        return dict{};
    });
    app.get("/late", [](Depends<resource<'a'>>, Depends<refusing_afterwards>) { return dict{}; });
    const answer early = ask(app, "/early");
    CHECK(early.status == 410);
    CHECK(early.before == "+a refuses !a");
    const answer late = ask(app, "/late");
    CHECK(late.status == 200);
    CHECK(late.after == "refuses !a");
}
