#include "fastapi/core/threadpool.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace fastapi;

namespace {

template <class Test>
void on_loop(Test test) {
    asio::io_context loop;
    std::exception_ptr problem;
    asio::co_spawn(loop, test(), [&](std::exception_ptr thrown) { problem = thrown; });
    loop.run();
    if (problem) std::rethrow_exception(problem);
}

int add(int a, int b) { return a + b; }

}  // namespace

TEST_CASE("threadpool: a function runs in another thread, and its waiter goes on in its own") {
    on_loop([]() -> async<> {
        const auto here = std::this_thread::get_id();
        const auto there = co_await run_in_threadpool(std::this_thread::get_id);
        CHECK(there != here);
        CHECK(std::this_thread::get_id() == here);
    });
}

TEST_CASE("threadpool: arguments are copied, results moved out, exceptions come back") {
    on_loop([]() -> async<> {
        const int sum = co_await run_in_threadpool(add, 2, 3);
        CHECK(sum == 5);
        const auto make = [](const std::string& text) {
            return std::make_unique<std::string>(text + "!");
        };
        const auto text = co_await run_in_threadpool(make, std::string("done"));
        CHECK(*text == "done!");
        const auto fail = [] { throw std::runtime_error("failed"); };
        bool has_failed = false;
        try {
            co_await run_in_threadpool(fail);
        } catch (const std::runtime_error&) {
            has_failed = true;
        }
        CHECK(has_failed);
    });
}

TEST_CASE("threadpool: a loop's own threads are used where it has some") {
    asio::io_context loop;
    std::vector<std::thread> threads;
    const auto run = [](void* team, void (*work)(void*), void* context) {
        static_cast<std::vector<std::thread>*>(team)->emplace_back(work, context);
    };
    asio::make_service<detail::thread_lender>(loop, &threads, run);
    std::optional<int> sum;
    const auto wait = [&]() -> async<> { sum = co_await run_in_threadpool(add, 1, 1); };
    asio::co_spawn(loop, wait(), asio::detached);
    loop.run();
    for (std::thread& thread : threads) thread.join();
    CHECK(threads.size() == 1);
    CHECK(sum == 2);
}
