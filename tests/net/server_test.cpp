#include "fastapi/net/server.hpp"

#include "tests/net/client.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <csignal>
#include <sys/resource.h>

using namespace fastapi;
using namespace net_test;

namespace {

async<dict> wait_for(Query<"ms", int> ms) {
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             std::chrono::milliseconds(int{ms}));
    co_await timer.async_wait(asio::use_awaitable);
    co_return dict{{"waited", int{ms}}};
}

dict block_for(Query<"ms", int> ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(int{ms}));
    return dict{{"blocked", int{ms}}};
}

void add_routes(FastAPI& app) {
    app.get("/", [] { return dict{{"ok", true}}; });
    app.get("/wait", wait_for);
    app.get("/block", block_for);
    app.get("/hold", []() -> async<dict> {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        co_return dict{};
    });
    app.get("/stop", [](Request& request) {
        request.app().stop();
        return dict{{"stopped", true}};
    });
}

std::string problem_of(FastAPI& app, const ServerOptions& options) {
    try {
        app.run(options);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("server: it stops from a handler, whose answer is still sent, and can run again") {
    FastAPI app;
    add_routes(app);
    for (int run = 0; run < 3; ++run) {
        serving server(app);
        client one(server.port()), idle(server.port());
        CHECK(idle.get("/").status == 200);
        const answer last = one.get("/stop");
        CHECK(last.body == R"({"stopped":true})");
        server.wait();
        CHECK(idle.closed());
        CHECK(app.port() == 0);
    }
}

TEST_CASE("server: stop before, twice and after a run does no harm") {
    FastAPI app;
    add_routes(app);
    app.stop();
    serving server(app);
    app.stop();
    app.stop();
    server.wait();
    app.stop();
}

TEST_CASE("server: the same port can be used again at once") {
    FastAPI app;
    add_routes(app);
    int port;
    {
        serving server(app);
        port = server.port();
        client one(port);
        CHECK(one.get("/").status == 200);
        server.stop();
    }
    ServerOptions options = quiet();
    options.port = port;
    std::thread again([&] { app.run(options); });
    while (app.port() == 0) std::this_thread::sleep_for(1ms);
    CHECK(app.port() == port);
    CHECK(client(port).get("/").status == 200);
    app.stop();
    again.join();
}

TEST_CASE("server: where it cannot listen it says why, and the application stays usable") {
    FastAPI app, other;
    add_routes(app);
    serving first(other);
    ServerOptions options = quiet();
    options.port = first.port();
    CHECK(problem_of(app, options)
              .starts_with("cannot listen on http://127.0.0.1:" + std::to_string(first.port()) +
                           ": "));
    options.host = "no such host";
    CHECK(problem_of(app, options).starts_with("cannot listen on http://no such host:"));
    options = quiet();
    for (const int port : {-1, 65536, 70000}) {
        options.port = port;
        CHECK(problem_of(app, options)
                  .starts_with("cannot listen on http://127.0.0.1:" + std::to_string(port) + ": "));
    }
    options = quiet();
    options.log_level = "loud";
    CHECK(problem_of(app, options).find("\"loud\"") != std::string::npos);
    serving server(app);
    CHECK(client(server.port()).get("/").status == 200);
}

TEST_CASE("server: an application does not run twice at the same time; two applications do") {
    FastAPI app, other;
    add_routes(app);
    other.get("/", [] { return dict{{"other", true}}; });
    serving one(app), two(other);
    CHECK(problem_of(app, quiet()).find("runs already") != std::string::npos);
    CHECK(client(one.port()).get("/").body == R"({"ok":true})");
    CHECK(client(two.port()).get("/").body == R"({"other":true})");
    two.stop();
    CHECK(client(one.port()).get("/").body == R"({"ok":true})");
}

TEST_CASE("server: what is under way is answered before the end, on every loop") {
    FastAPI app;
    add_routes(app);
    ServerOptions options;
    options.workers = 2;
    serving server(app, options);
    std::vector<std::unique_ptr<client>> clients;
    for (int i = 0; i < 8; ++i) {
        clients.push_back(std::make_unique<client>(server.port()));
        clients.back()->send(client::request(i % 2 == 0 ? "/wait?ms=200" : "/block?ms=200"));
    }
    client idle(server.port());
    CHECK(idle.get("/").status == 200);
    std::this_thread::sleep_for(50ms);
    app.stop();
    CHECK(idle.closed());
    for (const auto& each : clients) {
        const answer last = each->read();
        CHECK(last.status == 200);
        CHECK(last.says("connection: close\r\n"));
        CHECK(each->closed());
    }
    clients.clear();
    CHECK(time_of([&] { server.wait(); }) < 1000ms);
}

TEST_CASE("server: requests that arrive together with the stop are answered, also slow ones") {
    FastAPI app;
    add_routes(app);
    serving server(app);
    std::vector<std::unique_ptr<client>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<client>(server.port()));
        CHECK(clients.back()->get("/").status == 200);
    }
    client holds(server.port());
    holds.send(client::request("/hold"));  // the loop looks at nothing meanwhile
    std::this_thread::sleep_for(30ms);
    for (const auto& each : clients) each->send(client::request("/block?ms=100"));
    app.stop();
    for (const auto& each : clients) {
        CHECK(each->read().status == 200);
        CHECK(each->closed());
    }
    CHECK(holds.read().status == 200);
    holds.close();
    clients.clear();
    CHECK(time_of([&] { server.wait(); }) < 1000ms);
}

TEST_CASE(
    "server: at the end of the grace time it leaves what waits, and does not begin what is queued") {
    FastAPI app;
    add_routes(app);
    ServerOptions options;
    options.timeout_graceful_shutdown = 200ms;
    options.threads = 1;
    serving server(app, options);
    client waits(server.port()), half(server.port());
    waits.send(client::request("/wait?ms=60000"));
    half.send("GET / HT");
    std::vector<std::unique_ptr<client>> blocked;
    for (int i = 0; i < 4; ++i) {
        blocked.push_back(std::make_unique<client>(server.port()));
        blocked.back()->send(client::request("/block?ms=700"));
    }
    std::this_thread::sleep_for(50ms);
    const auto took = time_of([&] { server.stop(); });
    CHECK(took >= 200ms);
    CHECK(took < 1400ms);
    CHECK(waits.read().status == 0);
}

TEST_CASE("server: a connection that is kept busy does not delay the end") {
    FastAPI app;
    add_routes(app);
    serving server(app);
    std::atomic<bool> ends{false};
    std::thread busy([&] {
        client one(server.port());
        while (!ends && one.get("/").status == 200) {}
    });
    std::thread slow([&] {
        client one(server.port());
        while (!ends && one.get("/block?ms=30").status == 200) {}
    });
    std::this_thread::sleep_for(100ms);
    CHECK(time_of([&] { server.stop(); }) < 1000ms);
    ends = true;
    busy.join();
    slow.join();
}

TEST_CASE("server: SIGTERM stops it like stop()") {
    FastAPI app;
    add_routes(app);
    serving server(app);
    client one(server.port());
    one.send(client::request("/wait?ms=100"));
    std::this_thread::sleep_for(30ms);
    std::raise(SIGTERM);
    CHECK(one.read().status == 200);
    server.wait();
}

TEST_CASE("server: out of descriptors it waits, and goes on when there are some") {
    FastAPI app;
    add_routes(app);
    serving server(app);
    std::vector<std::unique_ptr<client>> clients;
    for (int i = 0; i < 5; ++i) clients.push_back(std::make_unique<client>(0));
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    const int next = ::dup(0);
    REQUIRE(next >= 0);
    ::close(next);
    rlimit tight = before;
    tight.rlim_cur = static_cast<rlim_t>(next);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &tight) == 0);
    for (const auto& each : clients) {
        each->connect(server.port());
        each->send(client::request("/"));
    }
    rusage used{}, used_later{};
    ::getrusage(RUSAGE_SELF, &used);
    std::this_thread::sleep_for(250ms);
    ::getrusage(RUSAGE_SELF, &used_later);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
    const auto microseconds = [](const rusage& usage) {
        return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000 +
               usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    };
    CHECK(microseconds(used_later) - microseconds(used) < 120'000);  // it sleeps
    for (const auto& each : clients) CHECK(each->read().status == 200);
}

TEST_CASE("server: localhost and every address can be listened at") {
    for (const char* host : {"localhost", "0.0.0.0"}) {
        FastAPI app;
        add_routes(app);
        ServerOptions options;
        options.host = host;
        serving server(app, options);
        CHECK(server.port() > 0);
    }
}
