#include "fastapi/testclient/exchange.hpp"

#include "events.hpp"

#include "fastapi/app/cors.hpp"
#include "fastapi/app/docs_routes.hpp"
#include "fastapi/http/event_source.hpp"
#include "fastapi/http/file_response.hpp"
#include "fastapi/http/redirect_response.hpp"
#include "fastapi/http/streaming_response.hpp"
#include "fastapi/testclient/client.hpp"

#include <doctest/doctest.h>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace fastapi;
using namespace test_testclient;
using texts = std::vector<std::string>;

// ---- the whole stack ----

TEST_CASE("test client: middleware, handlers of errors and mounted applications take part") {
    FastAPI app, admin;
    app.add_middleware(CORSMiddleware{.allow_origins = {"*"}});
    app.middleware([](Request& request, Next next) -> async<Response> {
        Response response = co_await next(request);
        response.headers.set("x-passed", "yes");
        co_return response;
    });
    app.exception_handler<Trouble>([](Request&, const Trouble& error) {
        return JSONResponse(dict{{"trouble", error.what()}}, 418);
    });
    app.get("/trouble", []() -> dict { throw Trouble("here"); });
    app.get("/missing", []() -> dict {
        throw HTTPException(404, "No such item", {{"x-why", "gone"}});
    });
    admin.get("/hello", [](Request& request) { return dict{{"root", request.root_path()}}; });
    app.mount("/admin", admin);
    TestClient client(app);
    const auto trouble = client.get("/trouble", {.headers = {{"Origin", "http://a"}}});
    CHECK(trouble.status_code == 418);
    CHECK(trouble.json() == dict{{"trouble", "here"}});
    CHECK(trouble.headers["x-passed"] == "yes");
    CHECK(trouble.headers["access-control-allow-origin"] == "*");
    CHECK(client.get("/missing").headers["x-why"] == "gone");
    CHECK(client.get("/nowhere").json() == dict{{"detail", "Not Found"}});
    CHECK(client.get("/admin/hello").json() == dict{{"root", "/admin"}});
    CHECK(client.get("/openapi.json").json()["openapi"] == "3.1.0");
    const auto preflight = client.options(
        "/trouble",
        {.headers = {{"Origin", "http://a"}, {"Access-Control-Request-Method", "GET"}}});
    CHECK(preflight.status_code == 200);
}

TEST_CASE("test client: coroutines wait for timers, and for blocking functions in threads") {
    FastAPI app;
    app.get("/timer", []() -> async<dict> {
        async<void> waiting = short_wait();
        co_await std::move(waiting);
        co_return dict{{"done", true}};
    });
    app.get("/thread", []() -> async<dict> {
        const bool is_other = co_await run_in_threadpool([here = std::this_thread::get_id()] {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            return std::this_thread::get_id() != here;
        });
        co_return dict{{"other", is_other}};
    });
    TestClient client(app);
    CHECK(client.get("/timer").json()["done"] == true);
    for (int i = 0; i < 20; ++i) CHECK(client.get("/thread").json()["other"] == true);
}

TEST_CASE("test client: a handler that waits for ever is an error of the test") {
    FastAPI app;
    const auto kept = std::make_shared<std::shared_ptr<void>>();
    app.get("/never", []() -> async<dict> {
        // Nobody keeps what would wake it.
        const auto drop = [](auto) {};
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(drop,
                                                                             asio::use_awaitable);
        co_return dict{};
    });
    app.get("/kept", [kept]() -> async<dict> {
        const auto keep = [place = kept.get()](auto handler) {
            *place = std::make_shared<decltype(handler)>(std::move(handler));
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(keep,
                                                                             asio::use_awaitable);
        co_return dict{};
    });
    app.get("/fine", [] { return dict{{"fine", true}}; });
    app.get("/timer", []() -> async<dict> {
        async<void> waiting = short_wait();
        co_await std::move(waiting);
        co_return dict{{"fine", true}};
    });
    for (const std::string_view path : {"/never", "/kept"}) {
        CAPTURE(path);
        TestClient client(app);
        for (int i = 0; i < 3; ++i) {  // the client works on
            CHECK_THROWS_WITH_AS(client.get(path), doctest::Contains("never comes"),
                                 std::runtime_error);
            CHECK(client.get("/timer").json()["fine"] == true);
            kept->reset();
            CHECK(client.get("/timer").json()["fine"] == true);
            CHECK(client.get("/fine").json()["fine"] == true);
        }
    }
}

// ---- errors ----

TEST_CASE("test client: what nobody answers is thrown with its own type") {
    FastAPI app;
    app.get("/plain", []() -> dict { throw Trouble("plain"); });
    app.get("/async", []() -> async<dict> {
        throw Trouble("async");
        co_return dict{};
    });
    app.get("/number", []() -> dict { throw 42; });
    TestClient client(app);
    CHECK_THROWS_WITH_AS(client.get("/plain"), "plain", Trouble);
    CHECK_THROWS_WITH_AS(client.get("/async"), "async", Trouble);
    CHECK_THROWS_AS(client.get("/number"), int);
    client.raise_server_exceptions = false;
    const auto response = client.get("/plain");
    CHECK(response.status_code == 500);
    CHECK(response.text() == "Internal Server Error");
    TestClient quiet(app, {.raise_server_exceptions = false});
    CHECK(quiet.get("/async").status_code == 500);
}

TEST_CASE("test client: also where middleware throws, and where a handler for 500 answers") {
    FastAPI app;
    app.middleware([](Request& request, Next next) -> async<Response> {
        if (request.url.path == "/middleware") throw Trouble("middleware");
        co_return co_await next(request);
    });
    app.get("/middleware", [] { return dict{}; });
    app.get("/handler", []() -> dict { throw Trouble("handler"); });
    app.exception_handler(500, [](Request&, const std::exception& error) {
        return PlainTextResponse(error.what(), 500);
    });
    TestClient client(app);
    CHECK_THROWS_WITH_AS(client.get("/middleware"), "middleware", Trouble);
    CHECK_THROWS_WITH_AS(client.get("/handler"), "handler", Trouble);
    client.raise_server_exceptions = false;
    CHECK(client.get("/middleware").text() == "middleware");
    CHECK(client.get("/handler").text() == "handler");
}

namespace {

async_generator<std::string> failing_stream() {
    co_yield "first";
    throw Trouble("stream");
}

async_generator<int> failing_exit() {
    co_yield 1;
    throw Trouble("exit");
}

async_generator<int> seeing_exit() {
    try {
        co_yield 1;
    } catch (const Trouble& error) {
        events().push_back(std::string("saw ") + error.what());
        throw Trouble("seen");
    }
}

void failing_task() { throw Trouble("task"); }

}  // namespace

TEST_CASE("test client: also out of streams, background tasks and exits of dependencies") {
    FastAPI app;
    app.get("/stream", [] { return StreamingResponse(failing_stream()); });
    app.get("/task", [](BackgroundTasks& tasks) {
        tasks.add_task(failing_task);
        return dict{};
    });
    app.get("/exit", [](Depends<failing_exit>) { return dict{}; });
    app.get("/seen", [](Depends<seeing_exit>, BackgroundTasks& tasks) {
        tasks.add_task(failing_task);
        return dict{};
    });
    TestClient client(app);
    CHECK_THROWS_WITH_AS(client.get("/stream"), "stream", Trouble);
    CHECK_THROWS_WITH_AS(client.get("/task"), "task", Trouble);
    CHECK_THROWS_WITH_AS(client.get("/exit"), "exit", Trouble);
    taken_events();
    CHECK_THROWS_WITH_AS(client.get("/seen"), "seen", Trouble);
    CHECK(taken_events() == texts{"saw task"});
    client.raise_server_exceptions = false;
    CHECK(client.get("/stream").text() == "first");
    CHECK(client.get("/task").status_code == 200);
    CHECK(client.get("/exit").status_code == 200);
}

TEST_CASE(
    "test client: the handler for 500 hears what fails behind an answer, and what a mounted application answers") {
    FastAPI app, inner;
    app.exception_handler(500, [](Request& request, const std::exception& error) {
        events().push_back(std::string(request.url.path) + " " + error.what());
        return PlainTextResponse("outer", 500);
    });
    inner.exception_handler<Trouble>(
        [](Request&, const Trouble&) { return PlainTextResponse("known", 418); });
    inner.get("/known", []() -> dict { throw Trouble("known"); });
    inner.get("/unknown", []() -> dict { throw std::runtime_error("unknown"); });
    app.get("/stream", [] { return StreamingResponse(failing_stream()); });
    app.get("/task", [](BackgroundTasks& tasks) {
        tasks.add_task(failing_task);
        return dict{};
    });
    app.mount("/sub", inner);
    TestClient client(app, {.raise_server_exceptions = false});
    taken_events();
    CHECK(client.get("/sub/known").text() == "known");
    CHECK(client.get("/sub/unknown").text() == "Internal Server Error");
    CHECK(client.get("/task").text() == "{}");
    CHECK(client.get("/stream").text() == "first");
    CHECK(taken_events() == texts{"/sub/unknown unknown", "/task task", "/stream stream"});
    app.add_middleware(CORSMiddleware{.allow_origins = {"*"}});
    CHECK(client.get("/sub/unknown").text() == "Internal Server Error");
    CHECK(taken_events() == texts{"/sub/unknown unknown"});
}

// ---- dependencies, tasks, lifespan ----

namespace {

async_generator<std::string> session() {
    events().push_back("open");
    co_yield "session";
    events().push_back("close");
}

std::string fake_session() { return "fake"; }

void plain_task(std::string what) { events().push_back("task " + what); }

async<void> awaiting_task() {
    async<void> waiting = short_wait();
    co_await std::move(waiting);
    events().push_back("awaiting task");
}

}  // namespace

TEST_CASE("test client: a call returns when background tasks and exits are done") {
    FastAPI app;
    app.get("/", [](Depends<session> name, BackgroundTasks& tasks) {
        tasks.add_task(plain_task, std::string("1"));
        tasks.add_task(awaiting_task);
        events().push_back("handler");
        return dict{{"name", name}};
    });
    app.get("/plain", [](BackgroundTasks& tasks) {
        tasks.add_task(plain_task, std::string("plain"));
        return dict{};
    });
    TestClient client(app);
    taken_events();
    CHECK(client.get("/").json()["name"] == "session");
    CHECK(taken_events() == texts{"open", "handler", "task 1", "awaiting task", "close"});
    client.get("/plain");
    CHECK(taken_events() == texts{"task plain"});
    app.dependency_overrides.set<session>(fake_session);
    CHECK(client.get("/").json()["name"] == "fake");
    CHECK(taken_events() == texts{"handler", "task 1", "awaiting task"});
    app.dependency_overrides.clear();
    CHECK(client.get("/").json()["name"] == "session");
}

TEST_CASE("test client: the lifespan runs around the client") {
    FastAPI app({.lifespan = [](FastAPI& running) -> Lifespan {
        async<void> waiting = short_wait();
        co_await std::move(waiting);
        events().push_back("start");
        running.state.set("db", std::string("open"));
        State state;
        state.set("from", std::string("lifespan"));
        co_yield state;
        events().push_back("stop");
    }});
    app.get("/", [](Request& request) {
        return dict{{"db", request.app().state.get<std::string>("db")},
                    {"from", request.state.get<std::string>("from")}};
    });
    taken_events();
    {
        TestClient client(app);
        CHECK(taken_events() == texts{"start"});
        CHECK(client.get("/").json() == dict{{"db", "open"}, {"from", "lifespan"}});
        CHECK(events().empty());
    }
    CHECK(taken_events() == texts{"stop"});
    TestClient client(app);
    client.close();
    CHECK(taken_events() == texts{"start", "stop"});
    client.close();
    CHECK(events().empty());
}

TEST_CASE("test client: start-up and shut-down functions run, and fail, too") {
    FastAPI fine({.on_startup = {[] { events().push_back("up"); }},
                  .on_shutdown = {[] { events().push_back("down"); }}});
    taken_events();
    { TestClient client(fine); }
    CHECK(taken_events() == texts{"up", "down"});
    FastAPI failing({.lifespan = [](FastAPI&) -> Lifespan {
        throw Trouble("start");
        co_yield {};
    }});
    CHECK_THROWS_WITH_AS(TestClient{failing}, "start", Trouble);
    FastAPI ending({.lifespan = [](FastAPI&) -> Lifespan {
        co_yield {};
        throw Trouble("end");
    }});
    TestClient client(ending);
    CHECK_THROWS_WITH_AS(client.close(), "end", Trouble);
}

// ---- streams ----

namespace {

/// Without an end, and without a pause.
async_generator<std::string> endless() {
    try {
        for (int i = 0;; ++i) {
            events().push_back("made " + std::to_string(i));
            co_yield "line " + std::to_string(i) + "\n";
        }
    } catch (...) {
        events().push_back("thrown out");
        throw;
    }
}

async_generator<dict> slow_events() {
    for (int i = 0; i < 3; ++i) {
        async<void> waiting = short_wait();
        co_await std::move(waiting);
        const dict event{{"n", i}};
        co_yield event;
    }
}

}  // namespace

TEST_CASE("test client: a stream is made as far as it is taken") {
    FastAPI app;
    app.get("/endless", [](Depends<session>, BackgroundTasks& tasks) {
        tasks.add_task(plain_task, std::string("after"));
        return StreamingResponse(endless(), 200, {}, "text/plain");
    });
    TestClient client(app);
    taken_events();
    {
        auto stream = client.stream("GET", "/endless");
        CHECK(stream.status_code == 200);
        CHECK(stream.headers["content-type"] == "text/plain; charset=utf-8");
        texts lines;
        for (const std::string& line : stream.iter_lines()) {
            lines.push_back(line);
            if (lines.size() == 3) break;
        }
        CHECK(lines == texts{"line 0", "line 1", "line 2"});
        CHECK(stream.content == "line 0\nline 1\nline 2\n");
        const texts so_far = taken_events();
        CHECK(so_far.size() <= 5);
        CHECK(so_far[0] == "open");
        stream.close();
        CHECK(taken_events().back() == "close");
        for (const std::string& line : stream.iter_lines()) FAIL(line);
    }
    taken_events();
    { auto left = client.stream("GET", "/endless"); }
    CHECK(taken_events().back() == "close");
    CHECK(client.get("/openapi.json").is_success());
}

TEST_CASE("test client: a stream can be read to its end") {
    FastAPI app;
    app.post("/echo", [](Request& request) {
        return dict{{"method", std::string(request.method)}};
    });
    app.get("/parts", [] { return StreamingResponse(texts{"a\xC3", "\xA9", "b"}); });
    app.get("/sse", [] { return EventSourceResponse(slow_events()); });
    app.get("/failing", [] { return StreamingResponse(failing_stream()); });
    app.get("/throws", []() -> dict { throw Trouble("early"); });
    app.get("/moved", [] { return RedirectResponse("/parts"); });
    TestClient client(app);
    auto bytes = client.stream("GET", "/parts");
    texts parts;
    for (const std::string& part : bytes.iter_bytes()) parts.push_back(part);
    CHECK(parts == texts{"a\xC3", "\xA9", "b"});
    auto text = client.stream("GET", "/parts");
    parts.clear();
    for (const std::string& part : text.iter_text()) parts.push_back(part);
    CHECK(parts == texts{"a", "\xC3\xA9", "b"});
    auto moved = client.stream("GET", "/moved");
    CHECK(moved.read() ==
          "a\xC3\xA9"
          "b");
    CHECK(moved.history.size() == 1);
    CHECK(moved.text() ==
          "a\xC3\xA9"
          "b");
    auto json = client.stream("POST", "/echo", {.json = 1});
    json.read();
    CHECK(json.json()["method"] == "POST");
    auto sse = client.stream("GET", "/sse");
    parts.clear();
    for (const std::string& line : sse.iter_lines())
        if (!line.empty()) parts.push_back(line);
    CHECK(parts == texts{"data: {\"n\":0}", "data: {\"n\":1}", "data: {\"n\":2}"});
    CHECK(client.get("/sse").iter_lines().size() == 6);
    auto failing = client.stream("GET", "/failing");
    CHECK_THROWS_WITH_AS(failing.read(), "stream", Trouble);
    CHECK(failing.content == "first");
    CHECK_THROWS_WITH_AS(client.stream("GET", "/throws"), "early", Trouble);
}

TEST_CASE("test client: several clients in several threads") {
    FastAPI app;
    app.post("/items", [](Widget widget) { return widget; });
    app.get("/timer", []() -> async<dict> {
        async<void> waiting = short_wait();
        co_await std::move(waiting);
        co_return dict{{"done", true}};
    });
    std::vector<int> good(4);
    std::vector<std::thread> threads;
    for (int& count : good)
        threads.emplace_back([&app, &count] {
            TestClient client(app);
            for (int i = 0; i < 20; ++i) {
                count += client.post("/items", {.json = Widget{"w", 1}}).is_success();
                count += client.get("/timer").is_success();
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(good == std::vector<int>(4, 40));
}
