#include "fastapi/net/connection.hpp"

#include "tests/net/client.hpp"
#include "tests/net/lone_loop.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <atomic>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace fastapi;
using namespace net_test;

namespace {

/// An answer that cannot be written.
HTTPException unwritable() {
    HTTPException error(400);
    error.detail = std::numeric_limits<double>::quiet_NaN();
    return error;
}

/// Every way to answer; `id` comes back, so that a test sees whose answer it has got.
struct probe {
    FastAPI app;
    std::atomic<int> calls{0};

    probe() {
        app.get("/quick", [](Query<"id", int, 0> id) { return dict{{"id", int{id}}}; });
        app.get("/sleep", [this](Query<"id", int, 0> id, Query<"ms", int, 20> ms) {
            ++calls;
            std::this_thread::sleep_for(std::chrono::milliseconds(int{ms}));
            return dict{{"id", int{id}}};
        });
        app.get("/async", [](Query<"id", int, 0> id, Query<"ms", int, 5> ms) -> async<dict> {
            asio::steady_timer timer(co_await asio::this_coro::executor,
                                     std::chrono::milliseconds(int{ms}));
            co_await timer.async_wait(asio::use_awaitable);
            co_return dict{{"id", int{id}}};
        });
        // Reads its request only after the sleep: its views must have stayed.
        app.get("/late", [](Request& request) {
            std::this_thread::sleep_for(20ms);
            return dict{{"query", std::string(request.url.query)},
                        {"host", std::string(*request.headers.get("host"))}};
        });
        app.get("/big", [](Query<"n", int> n, Query<"c", std::string, defaults_to("x")> c) {
            return PlainTextResponse(
                std::string(static_cast<std::size_t>(int{n}), std::string(c)[0]));
        });
        app.post("/echo", [](Request& request) -> async<Response> {
            co_return Response(co_await request.body(), 200, {}, "application/octet-stream");
        });
        app.get("/throws", []() -> dict { throw 42; });
        app.get("/nan", []() -> dict { throw unwritable(); });
        app.get("/async-nan", []() -> async<dict> {
            throw unwritable();
            co_return dict{};
        });
        app.get("/status", [](Query<"code", int> code) { return PlainTextResponse("text", code); });
    }
};

std::string id_body(int id) { return "{\"id\":" + std::to_string(id) + "}"; }

std::string with_id(std::string_view path, int id) {
    return client::request(std::string(path) + "?id=" + std::to_string(id));
}

std::string post(std::string_view body) {
    return "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + std::string(body);
}

}  // namespace

TEST_CASE("connection: pipelined requests of all kinds are answered in order, each once") {
    probe served;
    serving server(served.app);
    const std::vector<std::vector<std::string_view>> orders = {
        {"/quick", "/async", "/quick"},
        {"/quick", "/sleep", "/quick", "/async", "/quick"},
        {"/async", "/sleep", "/async", "/quick", "/sleep", "/sleep", "/quick"},
        {"/sleep", "/async", "/quick", "/quick", "/async", "/async"},
    };
    for (const auto& order : orders) {
        client one(server.port()), other(server.port());
        std::string bytes;
        for (std::size_t i = 0; i < order.size(); ++i)
            bytes += with_id(order[i], 100 + static_cast<int>(i));
        one.send(bytes);
        CHECK(other.get("/quick?id=7").body == id_body(7));  // overwrites the buffer of the loop
        for (std::size_t i = 0; i < order.size(); ++i)
            CHECK(one.read().body == id_body(100 + static_cast<int>(i)));
        CHECK(one.get("/quick?id=1").body == id_body(1));
    }
}

TEST_CASE("connection: a request that came in two pieces and loses its loop is run once") {
    probe served;
    serving server(served.app);
    client one(server.port());
    const std::string bytes = with_id("/sleep", 5);
    one.send(bytes.substr(0, 10));
    std::this_thread::sleep_for(20ms);
    one.send(bytes.substr(10));
    CHECK(one.read().body == id_body(5));
    CHECK(one.get("/quick?id=6").body == id_body(6));
    CHECK(served.calls == 1);
}

TEST_CASE("connection: what a slow handler reads from its request stays while others read") {
    probe served;
    serving server(served.app);
    client one(server.port()), other(server.port());
    one.send(client::request("/late?first") + client::request("/late?second") +
             with_id("/quick", 3));
    for (int i = 0; i < 20; ++i)
        CHECK(other.get("/quick?id=" + std::string(static_cast<std::size_t>(i), '0') + "9").body ==
              id_body(9));
    CHECK(one.read().body == R"({"query":"first","host":"test"})");
    CHECK(one.read().body == R"({"query":"second","host":"test"})");
    CHECK(one.read().body == id_body(3));
}

TEST_CASE("connection: the packets' borders change nothing") {
    probe served;
    serving server(served.app);
    const std::string chunked =
        "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
    const std::string bytes = post("hello") + with_id("/quick", 2) + chunked + with_id("/async", 3);
    for (const std::size_t piece : {1u, 7u, 61u, 1000u}) {
        client one(server.port());
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            one.send(std::string_view(bytes).substr(at, piece));
            if (at % 16 == 0) std::this_thread::sleep_for(200us);
        }
        CHECK(one.read().body == "hello");
        CHECK(one.read().body == id_body(2));
        CHECK(one.read().body == "abcde");
        CHECK(one.read().body == id_body(3));
    }
}

TEST_CASE("connection: a body larger than the read buffer arrives whole") {
    probe served;
    serving server(served.app);
    client one(server.port());
    std::string body(3'000'000, 'a');
    for (std::size_t i = 0; i < body.size(); i += 1000)
        body[i] = static_cast<char>('b' + i / 1000 % 20);
    std::thread sender([&] { one.send(post(body) + with_id("/quick", 1)); });
    CHECK(one.read().body == body);
    CHECK(one.read().body == id_body(1));
    sender.join();
}

TEST_CASE("connection: the body is asked for where the client waits for that") {
    probe served;
    serving server(served.app);
    client one(server.port());
    one.send(
        "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    CHECK(one.read().status == 100);
    one.send("hello");
    CHECK(one.read().body == "hello");
    one.send(
        "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
    CHECK(one.read().status == 413);
    CHECK(one.closed());
}

TEST_CASE(
    "connection: what is no request is refused behind the earlier answers, and nothing follows") {
    probe served;
    serving server(served.app);
    for (const std::string_view path : {"/quick", "/async", "/sleep"}) {
        client one(server.port());
        one.send(with_id(path, 1) + "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" +
                 with_id("/quick", 2));
        CHECK(one.read().body == id_body(1));
        const answer refused = one.read();
        CHECK(refused.status == 400);
        CHECK(refused.says("connection: close\r\n"));
        CHECK(one.closed());
    }
}

TEST_CASE("connection: a refusal can be read although its body was sent") {
    probe served;
    ServerOptions options;
    options.max_body_bytes = 1000;
    serving server(served.app, options);
    client one(server.port());
    std::thread sender([&] { one.send(post(std::string(2'000'000, 'x'))); });
    CHECK(one.read().status == 413);
    sender.join();
}

TEST_CASE("connection: answers that the client takes slowly keep their order") {
    probe served;
    serving server(served.app);
    client one(server.port(), 4096);
    one.send(with_id("/quick", 1) + client::request("/big?n=4000000&c=a") + with_id("/quick", 2) +
             client::request("/big?n=10000&c=b") + with_id("/async", 3) +
             client::request("/big?n=4000000&c=c") + with_id("/sleep", 4));
    std::this_thread::sleep_for(50ms);
    CHECK(one.read().body == id_body(1));
    CHECK(one.read().body == std::string(4'000'000, 'a'));
    CHECK(one.read().body == id_body(2));
    CHECK(one.read().body == std::string(10'000, 'b'));
    CHECK(one.read().body == id_body(3));
    CHECK(one.read().body == std::string(4'000'000, 'c'));
    CHECK(one.read().body == id_body(4));
}

TEST_CASE("connection: a client that has shut down its sending side gets all answers") {
    for (const std::string_view last : {"/quick", "/async", "/sleep"}) {
        probe served;
        lone_loop test(served.app);
        client one(test.port());
        test.serve_next();
        // One whole read buffer, so that the end is found in the same event.
        std::string bytes;
        while (bytes.size() < detail::server_loop::read_buffer_size - 200)
            bytes += with_id("/quick", 1);
        const std::string tail = with_id(last, 2);
        const std::size_t missing =
            detail::server_loop::read_buffer_size - bytes.size() - tail.size();
        bytes +=
            "GET /quick?id=1&x=" + std::string(missing - 40, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n";
        bytes += tail;
        REQUIRE(bytes.size() == detail::server_loop::read_buffer_size);
        one.send(bytes);
        one.half_close();
        test.run([] {});
        std::string body;
        for (answer got = one.read(); got.status == 200; got = one.read()) body = got.body;
        CHECK(body == id_body(2));
        CHECK(one.closed());
        one.close();
        asio::post(test.loop.context(), [&] { test.loop.drain(detail::loop_clock::now() + 10s); });
        test.wait();
    }
}

TEST_CASE("connection: clients may vanish at any moment") {
    probe served;
    serving server(served.app);
    const std::vector<std::string> begun = {
        "",
        "GE",
        "GET / HTTP/1.1\r\nHost: ",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc",
        with_id("/async", 1),
        with_id("/sleep", 1),
        with_id("/quick", 1) + with_id("/sleep", 2) + with_id("/async", 3),
        client::request("/big?n=8000000") + with_id("/quick", 1),
        with_id("/quick", 1) + "garbage\r\n\r\n"};
    for (const auto pause : {0us, 2000us, 30000us}) {
        for (const std::string& bytes : begun) {
            client resets(server.port(), 4096), leaves(server.port());
            resets.send(bytes);
            leaves.send(bytes);
            std::this_thread::sleep_for(pause);
            resets.reset();
            leaves.close();
        }
        client other(server.port());
        CHECK(other.get("/quick?id=4").body == id_body(4));
    }
}

TEST_CASE("connection: time limits") {
    probe served;
    ServerOptions options;
    options.timeout_header = 300ms;
    options.timeout_keep_alive = 400ms;
    options.timeout_body = 300ms;
    options.timeout_write = 300ms;
    options.min_bytes_per_second = 1'000'000'000;
    serving server(served.app, options);

    client silent(server.port()), idle(server.port()), half(server.port()), drips(server.port()),
        body(server.port());
    client never_reads(server.port(), 4096), waits(server.port());
    never_reads.send(client::request("/big?n=30000000"));
    waits.send(client::request("/async?id=1&ms=900"));
    CHECK(idle.get("/quick?id=1").status == 200);
    half.send("GET / HTTP/1.1\r\n");
    body.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nabc");
    for (int i = 0; i < 45; ++i) {
        drips.send("\r\nGET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"[i] == '\r'
                       ? "G"
                       : "E");
        std::this_thread::sleep_for(20ms);
    }
    CHECK(silent.closed());
    CHECK(idle.closed());
    CHECK(half.read().status == 408);
    CHECK(half.closed());
    CHECK(drips.read().status == 408);
    CHECK(body.read().status == 408);
    CHECK(waits.read().body == id_body(1));  // a handler may take as long as it likes
    CHECK(never_reads.read().status == 0);
}

TEST_CASE("connection: answers without a body keep their frames") {
    probe served;
    served.app.head("/quick", [] { return PlainTextResponse("four"); });
    serving server(served.app);
    client one(server.port());
    one.send(client::request("/quick", "HEAD") + client::request("/status?code=204") +
             client::request("/status?code=304") + with_id("/quick", 1));
    const answer head = one.read(false);
    CHECK(head.says("content-length: 4\r\n"));
    CHECK(one.read().status == 204);
    CHECK(one.read().status == 304);
    CHECK(one.read().body == id_body(1));
}

TEST_CASE("connection: a status that is none does not break the frames of the answers behind it") {
    probe served;
    serving server(served.app);
    for (const std::string_view code : {"-1", "0", "42", "99", "1000", "2000000"}) {
        client one(server.port());
        one.send(client::request("/status?code=" + std::string(code)) + with_id("/quick", 1));
        CHECK(one.read().status == 500);
        const answer next = one.read();
        CHECK(next.status == 200);
        CHECK(next.body == id_body(1));
    }
}

TEST_CASE("connection: whatever a handler throws becomes an answer") {
    probe served;
    serving server(served.app);
    client one(server.port());
    for (const std::string_view path : {"/throws", "/nan", "/async-nan"}) {
        const answer failed = one.get(path);
        CHECK(failed.status == 500);
        CHECK(failed.body == "Internal Server Error");
    }
    CHECK(one.get("/quick?id=1").body == id_body(1));
}

TEST_CASE("connection: answers without bodies do not pile up before they are sent") {
    probe served;
    serving server(served.app);
    client one(server.port());
    std::string bytes;
    constexpr int count = 20'000;
    for (int i = 0; i < count; ++i) bytes += "GET /status?code=204 HTTP/1.1\r\nHost: a\r\n\r\n";
    std::thread sender([&] { one.send(bytes); });
    int answered = 0;
    while (answered < count && one.read().status == 204) ++answered;
    CHECK(answered == count);
    sender.join();
}

TEST_CASE("connection: a drain reaches all, although the first ones have handlers that block") {
    probe served;
    lone_loop test(served.app);
    std::vector<std::unique_ptr<client>> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(std::make_unique<client>(test.port()));
        test.serve_next();
        clients.back()->send(with_id("/sleep", i));
    }
    test.run([&] { test.loop.drain(detail::loop_clock::now() + 10s); });
    for (std::size_t i = 0; i < clients.size(); ++i) {
        const answer last = clients[i]->read();
        CHECK(last.body == id_body(static_cast<int>(i)));
        CHECK(last.says("connection: close\r\n"));
        CHECK(clients[i]->closed());
    }
    clients.clear();
    CHECK(time_of([&] { test.wait(); }) < 500ms);
}

TEST_CASE("connection: many clients at once, each gets its own answers") {
    probe served;
    ServerOptions options;
    options.workers = 2;
    serving server(served.app, options);
    std::atomic<int> wrong{0};
    const auto visit = [&](unsigned seed) {
        const auto random = [&seed](unsigned below) {
            return (seed = seed * 1664525u + 1013904223u) / 65536u % below;
        };
        for (int round = 0; round < 12; ++round) {
            client one(server.port(), random(3) == 0 ? 4096 : 0);
            const unsigned requests = 1 + random(6);
            std::string bytes;
            std::vector<std::string> expected;
            for (unsigned i = 0; i < requests; ++i) {
                const int id = static_cast<int>(seed % 1'000'000);
                switch (random(4)) {
                    case 0: bytes += with_id("/quick", id); break;
                    case 1: bytes += with_id("/async", id); break;
                    case 2: bytes += client::request("/sleep?ms=4&id=" + std::to_string(id)); break;
                    default:
                        bytes += client::request("/big?n=" + std::to_string(20'000 + id % 1000) +
                                                 "&c=" + static_cast<char>('a' + id % 26));
                        expected.push_back(std::string(20'000 + static_cast<std::size_t>(id % 1000),
                                                       static_cast<char>('a' + id % 26)));
                        continue;
                }
                expected.push_back(id_body(id));
            }
            const std::size_t cut = random(static_cast<unsigned>(bytes.size()));
            one.send(std::string_view(bytes).substr(0, cut));
            if (random(2) == 0) std::this_thread::sleep_for(1ms);
            one.send(std::string_view(bytes).substr(cut));
            if (random(5) == 0) {
                one.reset();
                continue;
            }
            for (const std::string& body : expected)
                if (one.read().body != body) ++wrong;
        }
    };
    std::vector<std::thread> visitors;
    for (unsigned i = 0; i < 8; ++i) visitors.emplace_back(visit, 77u + i);
    for (std::thread& visitor : visitors) visitor.join();
    CHECK(wrong == 0);
}
