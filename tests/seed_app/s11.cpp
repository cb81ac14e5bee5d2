// Blocking and asynchronous handlers.

#include "seed_app.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <thread>

using namespace fastapi;
using namespace std::chrono_literals;

namespace {

async<void> sleep_for(std::chrono::milliseconds duration) {
    asio::steady_timer timer(co_await asio::this_coro::executor, duration);
    co_await timer.async_wait(asio::use_awaitable);
}

/// Stands for an awaited call of another service.
async<std::optional<dict>> upstream_get(int id) {
    co_await sleep_for(0ms);
    if (id == 1) co_return dict{{"id", 1}, {"name", "Ada"}};
    if (id == 2) co_return dict{{"id", 2}, {"name", "Linus"}};
    co_return std::nullopt;
}

int blocking_function() {
    std::this_thread::sleep_for(20ms);
    return 42;
}

void add_asynchronous(APIRouter& router) {
    router.get("/users/{id}", {.name = "get_upstream_user"}, [](Path<"id", int> id) -> async<dict> {
        const std::optional<dict> found = co_await upstream_get(id);
        if (!found) throw HTTPException(502, "Upstream answered 404");
        co_return *found;
    });

    router.get("/bad", {.name = "bad_endpoint"}, []() -> async<dict> {
        std::this_thread::sleep_for(20ms);  // blocks the event loop
        co_return dict{{"result", "slow"}};
    });

    router.get("/good", {.name = "good_endpoint"}, []() -> async<dict> {
        const int result = co_await run_in_threadpool(blocking_function);
        co_return dict{{"result", result}};
    });

    router.get("/sleep", {.name = "sleep_endpoint"}, []() -> async<dict> {
        co_await sleep_for(300ms);
        co_return dict{{"result", "slept"}};
    });
}

void add_blocking(APIRouter& router) {
    router.get("/compute", {.name = "heavy_computation"}, [] {
        std::this_thread::sleep_for(300ms);  // blocks one thread, not the event loop
        return dict{{"result", 42}};
    });

    router.get("/sum", {.name = "sum_numbers"}, [](Query<"n", int, ge(0), le(1000)> n) {
        return dict{{"sum", n * (n + 1) / 2}};
    });

    router.get("/sync-error", {.name = "sync_error"},
               []() -> dict { throw HTTPException(409, "raised in a worker thread"); });
}

}  // namespace

APIRouter seed::s11() {
    APIRouter router({.prefix = "/s11", .tags = {"s11"}});
    add_asynchronous(router);
    add_blocking(router);
    return router;
}
