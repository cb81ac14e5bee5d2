#include "fastapi/params/dependency.hpp"

#include "answering.hpp"

#include <doctest/doctest.h>

#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

using namespace fastapi;
using namespace test_params;
using detail::application_access;
using detail::exchange;

namespace {

async<int> waited(Query<"n", int> n) {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    seen.push_back("waited");
    co_return n + 1;
}

async_generator<int> twice_yielding() {
    co_yield 1;
    co_yield 2;
}
async_generator<int> never_yielding() {
    if (seen.size() == 1000) co_yield 1;
}

}  // namespace

TEST_CASE(
    "dependency: one that is awaited makes the endpoint asynchronous; plain ones and the handler get a thread") {
    FastAPI app;
    static std::thread::id of_plain, of_handler;
    constexpr auto plain = [](Depends<waited> n) {
        of_plain = std::this_thread::get_id();
        return 10 * n;
    };
    app.get("/", [](Depends<plain> tens, Depends<waited> n) {
        of_handler = std::this_thread::get_id();
        return dict{{"sum", tens + n}};
    });
    const answer got = ask(app, "/?n=1");
    CHECK(got.was_async);
    CHECK(got.body == parsed(R"({"sum": 22})"));
    CHECK(of_plain != std::this_thread::get_id());
    CHECK(of_handler != std::this_thread::get_id());
    CHECK(ask(app, "/?n=x").status == 422);
}

TEST_CASE("dependency: plain ones of an asynchronous handler have a thread") {
    FastAPI app;
    app.get("/", [](Depends<twice> two) -> async<dict> { co_return dict{{"two", two}}; });
    CHECK(ask(app, "/?n=4").body == parsed(R"({"two": 8})"));
    CHECK(ask(app, "/").status == 422);
}

TEST_CASE("dependency: a generator yields exactly once") {
    FastAPI app;
    app.get("/never", [](Depends<never_yielding>) { return dict{}; });
    app.get("/twice", [](Depends<resource<'a'>>, Depends<twice_yielding, scope("function")>) {
        return dict{};
    });
    CHECK(ask(app, "/never").status == 500);
    const answer got = ask(app, "/twice");
    CHECK(got.status == 500);
    CHECK(got.before == "+a !a");
}

TEST_CASE("dependency: a plain generator has a thread on both sides of its co_yield") {
    FastAPI app;
    static std::thread::id before, behind;
    constexpr auto resource_of_thread = []() -> generator<int> {
        before = std::this_thread::get_id();
        co_yield 7;
        behind = std::this_thread::get_id();
        seen.push_back("left");
    };
    app.get("/", [](Depends<resource_of_thread> number) -> async<dict> {
        co_return dict{{"number", number}};
    });
    const answer got = ask(app, "/");
    CHECK(got.was_async);
    CHECK(got.body == parsed(R"({"number": 7})"));
    CHECK(got.before == "");
    CHECK(got.after == "left");
    CHECK(before != std::this_thread::get_id());
    CHECK(behind != std::this_thread::get_id());
}

TEST_CASE(
    "dependency: plain generators end as coroutines do, in reverse, and see what was thrown") {
    FastAPI app;
    app.get("/", [](Depends<resource<'a', generator>>, Depends<resource<'b'>>,
                    Depends<resource<'c', generator>> c, Query<"fail", bool, false> fail) {
        if (fail) throw HTTPException(409, "failed");
        return dict{{"c", c}};
    });
    const answer good = ask(app, "/");
    CHECK(good.body == parsed(R"({"c": "c"})"));
    CHECK(good.before == "+a +b +c");
    CHECK(good.after == "-c -b -a");
    const answer failed = ask(app, "/?fail=1");
    CHECK(failed.status == 409);
    CHECK(failed.before == "+a +b +c !c !b !a");
}

TEST_CASE(
    "dependency: a plain generator of the scope \"function\" ends before the answer, and may replace it") {
    FastAPI app;
    constexpr auto committing = []() -> generator<int> {
        co_yield 1;
        throw HTTPException(503, "not committed");
    };
    app.get("/", [](Depends<committing, scope("function")>) { return dict{}; });
    CHECK(ask(app, "/").status == 503);
}

TEST_CASE("dependency: a plain generator yields exactly once") {
    FastAPI app;
    constexpr auto never = []() -> generator<int> {
        if (seen.size() == 1000) co_yield 1;
    };
    constexpr auto twice_over = []() -> generator<int> {
        co_yield 1;
        co_yield 2;
    };
    app.get("/never", [](Depends<never>) { return dict{}; });
    app.get("/twice", [](Depends<twice_over, scope("function")>) { return dict{}; });
    CHECK(ask(app, "/never").status == 500);
    CHECK(ask(app, "/twice").status == 500);
}

TEST_CASE("dependency: an exchange that is given up destroys what generators hold") {
    static int destroyed = 0;
    struct guard {
        guard() = default;
        guard(const guard&) = delete;
        ~guard() { ++destroyed; }
    };
    constexpr auto guarded = []() -> async_generator<int> {
        const guard kept;
        co_yield 1;
        seen.push_back("never");
    };
    FastAPI app;
    app.get("/", [](Depends<guarded>) { return dict{}; });
    {
        exchange current;
        current.request.method = "GET";
        current.request.url = URL("http", "test", "/");
        asio::io_context context;
        asio::co_spawn(
            context,
            application_access::answer_async(current, *application_access::prepare(app, current)),
            [](std::exception_ptr) {});
        context.run();
        CHECK(current.has_rest());
        CHECK(destroyed == 0);
    }
    CHECK(destroyed == 1);
    CHECK(story().empty());
}
