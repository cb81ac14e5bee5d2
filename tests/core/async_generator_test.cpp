#include "fastapi/core/async_generator.hpp"

#include <doctest/doctest.h>

#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using fastapi::async;
using fastapi::async_generator;
using namespace std::literals;

namespace {

/// Counts the objects of a coroutine that are still alive.
struct alive {
    explicit alive(int& counter) : count(&counter) { ++*count; }
    alive(const alive& other) : count(other.count) { ++*count; }
    alive& operator=(const alive&) = delete;
    ~alive() { --*count; }
    int* count;
};

template <class Result>
async<> keep_result(async<Result> operation, std::optional<Result>& result) {
    result.emplace(co_await std::move(operation));
}

/// The result of a coroutine that is run to its end, or its exception.
template <class Result>
Result run(async<Result> operation) {
    asio::io_context loop;
    std::optional<Result> result;
    std::exception_ptr error;
    asio::co_spawn(loop, keep_result(std::move(operation), result),
                   [&](std::exception_ptr thrown) { error = thrown; });
    loop.run();
    if (error) std::rethrow_exception(error);
    REQUIRE(result.has_value());
    return std::move(*result);
}

async<> sleep_for(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

async<std::string> later(std::string text) {
    co_await sleep_for(1ms);
    co_return text;
}

template <class Value>
async<std::vector<Value>> collect(async_generator<Value> generator) {
    std::vector<Value> values;
    for (;;) {
        std::optional<Value> value = co_await generator.next();
        if (!value) break;
        values.push_back(std::move(*value));
    }
    co_return values;
}

async_generator<int> count_to(int last) {
    for (int i = 1; i <= last; ++i) co_yield i;
}

}  // namespace

TEST_CASE("async_generator: gives what is yielded, in order, then nothing") {
    CHECK(run(collect(count_to(4))) == std::vector<int>{1, 2, 3, 4});
    CHECK(run(collect(count_to(0))).empty());
    CHECK(run(collect(async_generator<int>())).empty());
}

TEST_CASE("async_generator: after its end every next() gives nothing") {
    const auto ends = [](async_generator<int> generator) -> async<int> {
        int nothing = 0;
        for (int i = 0; i < 4; ++i) {
            const std::optional<int> value = co_await generator.next();
            if (!value) ++nothing;
        }
        co_return nothing;
    };
    CHECK(run(ends(count_to(1))) == 3);
}

TEST_CASE("async_generator: awaits what an async function may await") {
    const auto texts = []() -> async_generator<std::string> {
        co_yield "now";
        for (int i = 0; i < 3; ++i) {
            std::string text = co_await later("later " + std::to_string(i));
            co_yield text;
        }
        co_await sleep_for(1ms);
        const asio::any_io_executor executor = co_await asio::this_coro::executor;
        asio::steady_timer timer(executor, 1ms);
        co_await timer.async_wait(asio::use_awaitable);
        co_yield "last";
    };
    CHECK(run(collect(texts())) ==
          std::vector<std::string>{"now", "later 0", "later 1", "later 2", "last"});
}

TEST_CASE("async_generator: a result needs no default constructor, a value only to be moved") {
    struct number {
        explicit number(int given) : value(given) {}
        int value;
    };
    const auto numbers = []() -> async_generator<std::unique_ptr<int>> {
        const auto make = [](int value) -> async<number> { co_return number(value); };
        for (int i = 0; i < 3; ++i) {
            const number made = co_await make(i);
            co_yield std::make_unique<int>(made.value);
        }
    };
    const auto values = run(collect(numbers()));
    REQUIRE(values.size() == 3);
    CHECK(*values[2] == 2);
}

TEST_CASE("async_generator: generators may be nested") {
    const auto twice = [](async_generator<int> inner) -> async_generator<int> {
        for (;;) {
            std::optional<int> value = co_await inner.next();
            if (!value) co_return;
            co_yield *value;
            co_yield *value * 10;
        }
    };
    CHECK(run(collect(twice(twice(count_to(2))))) ==
          std::vector<int>{1, 10, 10, 100, 2, 20, 20, 200});
}

TEST_CASE("async_generator: many values need neither stack nor memory") {
    const auto total = [](async_generator<int> generator) -> async<long> {
        long sum = 0;
        for (;;) {
            const std::optional<int> value = co_await generator.next();
            if (!value) break;
            sum += *value;
        }
        co_return sum;
    };
    CHECK(run(total(count_to(100000))) == 5000050000);

    const auto ready = []() -> async<int> { co_return 1; };
    const auto awaiting = [&]() -> async_generator<int> {
        int sum = 0;
        for (int i = 0; i < 20000; ++i) sum += co_await ready();
        co_yield sum;
    };
    CHECK(run(total(awaiting())) == 20000);
}

TEST_CASE("async_generator: what it throws comes out of next(), and ends it") {
    int count = 0;
    const auto failing = [&](bool wait) -> async_generator<int> {
        const alive guard(count);
        co_yield 1;
        if (wait) co_await sleep_for(1ms);
        throw std::runtime_error("broken");
    };
    const auto consume = [](async_generator<int> generator) -> async<std::string> {
        std::string story;
        for (int i = 0; i < 3; ++i) {
            try {
                const std::optional<int> value = co_await generator.next();
                story += value ? "value " : "nothing ";
            } catch (const std::runtime_error& error) {
                story += error.what() + " "s;
            }
        }
        co_return story;
    };
    CHECK(run(consume(failing(false))) == "value broken nothing ");
    CHECK(run(consume(failing(true))) == "value broken nothing ");
    CHECK(count == 0);
}

TEST_CASE("async_generator: what an awaited operation throws can be caught in it") {
    const auto bad = []() -> async<int> {
        co_await sleep_for(1ms);
        throw std::invalid_argument("no number");
    };
    const auto catching = [&]() -> async_generator<std::string> {
        std::string text;
        try {
            text = std::to_string(co_await bad());
        } catch (const std::invalid_argument& error) {
            text = error.what();
        }
        co_yield text;
    };
    CHECK(run(collect(catching())) == std::vector<std::string>{"no number"});
}

TEST_CASE("async_generator: nothing runs before the first next()") {
    int count = 0;
    bool started = false;
    {
        const auto make = [&](alive) -> async_generator<int> {
            started = true;
            co_yield 1;
        };
        const async_generator<int> generator = make(alive(count));
        CHECK(count == 1);
    }
    CHECK_FALSE(started);
    CHECK(count == 0);
}

TEST_CASE("async_generator: destroyed at a yield, it destroys what it holds") {
    int count = 0;
    const auto endless = [&]() -> async_generator<int> {
        const alive guard(count);
        for (int i = 0;; ++i) co_yield i;
    };
    const auto take = [&](async_generator<int> generator) -> async<int> {
        co_await generator.next();
        const std::optional<int> second = co_await generator.next();
        CHECK(count == 1);
        async_generator<int> moved = std::move(generator);
        const std::optional<int> third = co_await moved.next();
        moved = async_generator<int>();
        CHECK(count == 0);
        co_return *second * 10 + *third;
    };
    CHECK(run(take(endless())) == 12);
}

TEST_CASE("async_generator: cancel() ends the operation that it waits for") {
    std::string story;
    asio::io_context loop;
    const auto patient = [&]() -> async_generator<int> {
        try {
            co_await sleep_for(1h);
        } catch (const asio::system_error& error) {
            if (error.code() == asio::error::operation_aborted) story += "aborted ";
        }
        co_await sleep_for(1ms);  // the generator itself is not cancelled
        co_yield 7;
    };
    async_generator<int> generator = patient();
    generator.cancel();  // waits for nothing: nothing to do
    const auto consume = [&]() -> async<> {
        const std::optional<int> value = co_await generator.next();
        story += std::to_string(value.value_or(0));
    };
    asio::co_spawn(loop, consume(), asio::detached);
    loop.poll();
    generator.cancel();
    loop.run();
    CHECK(story == "aborted 7");
}

TEST_CASE("async_generator: who is cancelled while waiting for a value cancels its operation") {
    std::string story;
    asio::io_context loop;
    asio::cancellation_signal signal;
    const auto patient = []() -> async_generator<int> {
        co_yield 1;
        co_await sleep_for(1h);
    };
    const auto consume = [&]() -> async<> {
        async_generator<int> generator = patient();
        co_await generator.next();
        try {
            co_await generator.next();
        } catch (const asio::system_error& error) {
            if (error.code() == asio::error::operation_aborted) story += "aborted";
        }
    };
    asio::co_spawn(loop, consume(), asio::bind_cancellation_slot(signal.slot(), asio::detached));
    loop.poll();
    signal.emit(asio::cancellation_type::terminal);
    loop.run();
    CHECK(story == "aborted");
}

TEST_CASE(
    "async_generator: destroyed while it waits, its frame lives until the operation is back") {
    int count = 0;
    std::string story;
    asio::io_context loop;
    const auto patient = [&]() -> async_generator<int> {
        const alive guard(count);
        co_await sleep_for(1h);
        co_yield 1;
    };
    auto generator = std::make_unique<async_generator<int>>(patient());
    const auto consume = [&]() -> async<> {
        try {
            co_await generator->next();
        } catch (const asio::system_error& error) {
            if (error.code() == asio::error::operation_aborted) story += "aborted";
        }
    };
    asio::co_spawn(loop, consume(), asio::detached);
    loop.poll();
    generator.reset();
    CHECK(count == 1);
    loop.run();
    CHECK(count == 0);
    CHECK(story == "aborted");
}

TEST_CASE("async_generator: one that destroys itself while it runs ends where it next suspends") {
    for (const bool by_yield : {true, false}) {
        int count = 0;
        bool aborted = false, reached = false;
        asio::io_context loop;
        std::optional<async_generator<int>> generator;
        const auto suicidal = [&]() -> async_generator<int> {
            const alive guard(count);
            generator.reset();
            if (by_yield)
                co_yield 1;
            else
                co_await sleep_for(1ms);
            reached = true;
        };
        generator.emplace(suicidal());
        const auto consume = [&]() -> async<> {
            try {
                co_await generator->next();
            } catch (const asio::system_error&) {
                aborted = true;
            }
        };
        asio::co_spawn(loop, consume(), asio::detached);
        loop.run();
        CHECK(aborted);
        CHECK_FALSE(reached);
        CHECK(count == 0);
    }
}

TEST_CASE("async_generator: a loop that is destroyed takes waiting generators with it") {
    int count = 0;
    std::optional<async_generator<int>> outside;
    {
        asio::io_context loop;
        const auto patient = [](alive) -> async_generator<int> {
            co_await sleep_for(1h);
            co_yield 1;
        };
        const auto own = [](async_generator<int> generator) -> async<> {
            co_await generator.next();
        };
        const auto use = [](async_generator<int>& generator) -> async<> {
            co_await generator.next();
        };
        outside.emplace(patient(alive(count)));
        asio::co_spawn(loop, own(patient(alive(count))), asio::detached);
        asio::co_spawn(loop, use(*outside), asio::detached);
        loop.poll();
        CHECK(count == 2);
    }
    CHECK(count == 1);
    outside.reset();
    CHECK(count == 0);
}

TEST_CASE("async_generator: a second next() at the same time is an error of the program") {
    std::string story;
    asio::io_context loop;
    const auto slow = []() -> async_generator<int> {
        co_await sleep_for(5ms);
        co_yield 1;
    };
    async_generator<int> generator = slow();
    const auto consume = [&]() -> async<> {
        try {
            const std::optional<int> value = co_await generator.next();
            story += "value " + std::to_string(*value);
        } catch (const std::logic_error&) {
            story += "refused ";
        }
    };
    asio::co_spawn(loop, consume(), asio::detached);
    asio::co_spawn(loop, consume(), asio::detached);
    loop.run();
    CHECK(story == "refused value 1");
}

TEST_CASE("async_generator: athrow() throws at the co_yield, which may catch it and go on") {
    static std::string caught;
    const auto careful = []() -> async_generator<int> {
        try {
            co_yield 1;
        } catch (const std::runtime_error& error) {
            caught = error.what();
        }
        co_await sleep_for(1ms);
        co_yield 2;
    };
    const auto play = [](async_generator<int> generator) -> async<int> {
        const std::optional<int> first = co_await generator.next();
        const std::optional<int> second =
            co_await generator.athrow(std::make_exception_ptr(std::runtime_error("thrown in")));
        const std::optional<int> third = co_await generator.next();
        co_return first.value_or(0) + 10 * second.value_or(0) + 100 * third.value_or(0);
    };
    CHECK(run(play(careful())) == 21);
    CHECK(caught == "thrown in");
}

TEST_CASE("async_generator: what nobody catches of athrow() comes back, and is the end") {
    const auto play = [](async_generator<int> generator, int values) -> async<std::string> {
        for (int i = 0; i < values; ++i) static_cast<void>(co_await generator.next());
        std::string what = "nothing";
        try {
            static_cast<void>(co_await generator.athrow(
                std::make_exception_ptr(std::runtime_error("thrown in"))));
        } catch (const std::runtime_error& error) {
            what = error.what();
        }
        co_return what;
    };
    for (const int values : {0, 1, 3}) CHECK(run(play(count_to(2), values)) == "thrown in");
    CHECK(run(play(async_generator<int>(), 0)) == "thrown in");
}
