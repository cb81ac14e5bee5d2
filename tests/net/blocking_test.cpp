#include "fastapi/net/blocking.hpp"

#include "tests/net/client.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace fastapi;
using namespace net_test;

namespace {

/// A loop whose one handler sleeps, as often as its thread changes.
struct sleepy_loop final : detail::watched_loop {
    detail::thread_team* team = nullptr;
    int runs = 0, taken_over = 0;
    std::atomic<int> returned{0};

    void run_until_done() override {
        if (++runs == 4) return;
        const std::uint64_t mine = ticket.enter();
        team->notice_handler();
        std::this_thread::sleep_for(30ms);
        if (!ticket.leave(mine))
            throw detail::loop_lost{[](void* self) { ++static_cast<sleepy_loop*>(self)->returned; },
                                    this};
    }
    void take_over() override { ++taken_over; }
};

struct blocking_probe {
    FastAPI app;
    std::atomic<int> at_once{0}, most{0};

    blocking_probe() {
        app.get("/sleep", [this](Query<"ms", int> ms) {
            const int now = ++at_once;
            for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {}
            std::this_thread::sleep_for(std::chrono::milliseconds(int{ms}));
            --at_once;
            return dict{};
        });
        app.get("/quick", [] { return dict{{"quick", true}}; });
        app.get("/async", []() -> async<dict> { co_return dict{{"async", true}}; });
    }
};

}  // namespace

TEST_CASE("loop_ticket: whoever changes it first has the loop") {
    detail::loop_ticket ticket;
    const std::uint64_t first = ticket.enter();
    CHECK(first % 2 == 1);
    CHECK(ticket.leave(first));
    CHECK_FALSE(ticket.leave(first));
    const std::uint64_t second = ticket.enter();
    CHECK(second == first + 2);
    CHECK_FALSE(ticket.leave(first));
    CHECK(ticket.leave(second));
}

TEST_CASE("thread_team: a loop whose handler does not come back goes on in another thread") {
    sleepy_loop loop;
    detail::thread_team team(40);
    loop.team = &team;
    team.start_loop(loop);
    team.start_watching();
    CHECK(time_of([&] { team.wait_for_loops(); }) < 80ms);
    CHECK(loop.runs == 4);
    CHECK(loop.taken_over == 3);
    CHECK(team.blocking() == 3);
    while (loop.returned != 3) std::this_thread::sleep_for(1ms);
}

TEST_CASE("thread_team: no more tasks block than are allowed, and all are run") {
    static std::atomic<int> now, most, done;
    now = most = done = 0;
    {
        detail::thread_team team(3);
        for (int i = 0; i < 20; ++i)
            team.run_blocking(
                [](void*) {
                    const int running = ++now;
                    for (int seen = most;
                         seen < running && !most.compare_exchange_weak(seen, running);) {}
                    std::this_thread::sleep_for(5ms);
                    --now;
                    ++done;
                },
                nullptr);
        while (done != 20) std::this_thread::sleep_for(1ms);
    }
    CHECK(most <= 3);
    CHECK(most > 1);
}

TEST_CASE("thread_team: what was not begun is dropped at the end") {
    static std::atomic<int> begun;
    begun = 0;
    {
        detail::thread_team team(1);
        for (int i = 0; i < 50; ++i)
            team.run_blocking(
                [](void*) {
                    ++begun;
                    std::this_thread::sleep_for(20ms);
                },
                nullptr);
        while (begun == 0) std::this_thread::yield();
    }
    CHECK(begun < 10);
}

TEST_CASE("blocking: more sleeping handlers than threads; quick and asynchronous ones go on") {
    blocking_probe served;
    ServerOptions options;
    options.threads = 40;
    serving server(served.app, options);
    std::vector<std::unique_ptr<client>> sleepers;
    for (int i = 0; i < 39; ++i) {
        sleepers.push_back(std::make_unique<client>(server.port()));
        sleepers.back()->send(client::request("/sleep?ms=1500"));
    }
    client other(server.port());
    const auto took = time_of([&] {
        for (int i = 0; i < 5; ++i) {
            CHECK(other.get("/quick").status == 200);
            CHECK(other.get("/async").status == 200);
        }
    });
    CHECK(took < 1200ms);
    for (int i = 0; i < 2; ++i) {
        sleepers.push_back(std::make_unique<client>(server.port()));
        sleepers.back()->send(client::request("/sleep?ms=1500"));
    }
    CHECK(time_of([&] { CHECK(other.get("/async").status == 200); }) < 1000ms);  // never waits
    for (const auto& each : sleepers) CHECK(each->read().status == 200);
    CHECK(served.most <= 40);
    CHECK(other.get("/quick").status == 200);
}

TEST_CASE("blocking: one thread is enough for everything") {
    blocking_probe served;
    ServerOptions options;
    options.threads = 1;
    serving server(served.app, options);
    std::vector<std::unique_ptr<client>> sleepers;
    for (int i = 0; i < 10; ++i) {
        sleepers.push_back(std::make_unique<client>(server.port()));
        sleepers.back()->send(client::request("/sleep?ms=20"));
    }
    client other(server.port());
    CHECK(time_of([&] { CHECK(other.get("/async").status == 200); }) < 150ms);
    for (const auto& each : sleepers) CHECK(each->read().status == 200);
    CHECK(other.get("/quick").status == 200);
}

TEST_CASE("blocking: a handler that asks for a stop and then blocks is answered") {
    FastAPI app;
    app.get("/stop", [](Request& request) {
        request.app().stop();
        std::this_thread::sleep_for(100ms);
        return dict{{"last", true}};
    });
    serving server(app);
    client one(server.port());
    CHECK(one.get("/stop").body == R"({"last":true})");
    server.wait();
}
