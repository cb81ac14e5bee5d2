#include "fastapi/net/connection_answers.hpp"

#include "fastapi/http/streaming_response.hpp"
#include "tests/net/client.hpp"
#include "tests/net/lone_loop.hpp"

#include <atomic>
#include <string>
#include <thread>

using namespace fastapi;
using namespace net_test;

namespace {

async_generator<std::string> header_twice(Request& request) {
    co_yield std::string(*request.headers.get("x-long"));
    co_yield std::string(*request.headers.get("x-long"));
}

std::string head_of_post(std::string_view target, std::size_t length, std::string_view lines = "") {
    return "POST " + std::string(target) +
           " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(length) + "\r\n" +
           std::string(lines) + "\r\n";
}

}  // namespace

TEST_CASE(
    "connection: what follows an answer is done also where its client is gone when it is written") {
    FastAPI app;
    std::atomic<int> runs{0};
    app.get("/small", [&](BackgroundTasks& tasks) {
        tasks.add_task([&] { ++runs; });
        return PlainTextResponse("x");
    });
    app.get("/large", [&](BackgroundTasks& tasks) {
        tasks.add_task([&] { ++runs; });
        return PlainTextResponse(std::string(100'000, 'x'));
    });
    for (const std::string_view target : {"/small", "/large"}) {
        CAPTURE(target);
        runs = 0;
        lone_loop server(app);
        client leaving(server.port());
        server.serve_next();
        leaving.send(client::request(target));
        leaving.reset();
        server.run([&] { server.loop.drain(detail::loop_clock::now() + 2s); });
        server.wait();
        CHECK(runs == 1);
    }
}

TEST_CASE("connection: a request that came in pieces keeps its bytes while its answer is made") {
    FastAPI app;
    app.get("/quick", [](Request& request) { return StreamingResponse(header_twice(request)); });
    app.get("/slow", [](Request& request) {
        std::this_thread::sleep_for(20ms);
        return StreamingResponse(header_twice(request));
    });
    serving server(app);
    for (const std::string target : {"/quick", "/slow"}) {
        CAPTURE(target);
        client one(server.port());
        const std::string value(20'000, 'v');
        one.send("GET " + target + " HTTP/1.1\r\nHost: test\r\nx-long: " + value.substr(0, 10'000));
        std::this_thread::sleep_for(20ms);
        one.send(value.substr(10'000) + "\r\n\r\n" + client::request("/none"));
        const std::string body = one.read_chunked();
        CHECK(body.size() == 2 * value.size());
        const bool is_same = body == value + value;
        CHECK(is_same);
        CHECK(one.read().status == 404);
    }
}

TEST_CASE("connection: an answer without a handler does not wait for the body") {
    FastAPI app, with_middleware;
    app.get("/items", [] { return dict{}; });
    std::string seen;
    with_middleware.middleware([&seen](Request& request, Next next) -> async<Response> {
        seen = co_await request.body();
        co_return co_await next(request);
    });
    serving server(app), slow_server(with_middleware);

    SUBCASE("a small body is thrown away when it comes, and the connection goes on") {
        client one(server.port());
        one.send(head_of_post("/none", 5));
        const answer refused = one.read();
        CHECK(refused.status == 404);
        CHECK_FALSE(refused.says("connection: close"));
        one.send("01234" + head_of_post("/items", 3));
        CHECK(one.read().status == 405);
        one.send("012" + client::request("/items"));
        CHECK(one.read().status == 200);
    }
    SUBCASE("one that is large, of unknown length, or waits to be asked for ends it") {
        for (const std::string& head :
             {head_of_post("/none", 1'000'000), head_of_post("/items", 16'000'000),
              head_of_post("/none", 5, "Expect: 100-continue\r\n"),
              std::string(
                  "POST /none HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n")}) {
            client one(server.port());
            one.send(head);
            const answer refused = one.read();
            CHECK((refused.status == 404 || refused.status == 405));
            CHECK(refused.says("connection: close"));
        }
    }
    SUBCASE("middleware may read it") {
        client one(slow_server.port());
        one.send(head_of_post("/none", 5));
        std::this_thread::sleep_for(20ms);
        one.send("01234");
        CHECK(one.read().status == 404);
        CHECK(seen == "01234");
    }
}

TEST_CASE("connection: a body that nobody reads cannot be dripped for ever") {
    FastAPI app;
    app.post("/ignored", [](Request&) -> async<dict> { co_return dict{}; });
    serving server(app, {.timeout_keep_alive = 400ms, .timeout_body = 400ms});
    for (const std::string_view target : {"/ignored", "/none"}) {
        CAPTURE(target);
        client one(server.port());
        one.send(head_of_post(target, 1000));
        CHECK(one.read().status != 0);
        int drops = 0;
        while (drops < 25 && one.send("x")) {
            std::this_thread::sleep_for(100ms);
            ++drops;
        }
        CHECK(drops < 20);
    }
}

TEST_CASE("connection: a slow route behind middleware makes no other one slow") {
    struct looks {
        void after(Request&, Response&) {}
    };
    FastAPI app;
    app.add_middleware(looks{});
    std::atomic<std::thread::id> loop_thread;
    app.get("/slow", [] {
        std::this_thread::sleep_for(20ms);
        return dict{};
    });
    app.get("/quick", [] { return dict{}; });
    const auto slow = detail::application_access::routes(app).find("GET", "/slow");
    const auto quick = detail::application_access::routes(app).find("GET", "/quick");
    serving server(app);
    client one(server.port());
    CHECK(one.get("/slow").status == 200);
    CHECK(one.get("/quick").status == 200);
    CHECK(slow.target->description.handler->is_slow());
    CHECK_FALSE(quick.target->description.handler->is_slow());
    CHECK_FALSE(detail::endpoint_of_layers(detail::exchange{}).is_slow());
}

TEST_CASE("connection: what a proxy says of its client is seen beside many other headers") {
    FastAPI app;
    app.get("/", [](Request& request) {
        return dict{{"client", request.client.host}, {"scheme", request.url.scheme}};
    });
    serving server(app);
    client one(server.port());
    one.send(
        "GET / HTTP/1.1\r\nHost: test\r\nX-Forward: 1\r\nX-FORWARDED-FOR: 203.0.113.9\r\n"
        "X-Forwarded-Proto: https\r\nX-Forwarded-For: 198.51.100.7\r\nAccept: */*\r\n\r\n");
    CHECK(one.read().body == R"({"client":"198.51.100.7","scheme":"https"})");
}
