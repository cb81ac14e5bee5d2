#include "fastapi/http/event_source.hpp"

#include "streams.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using fastapi::async;
using fastapi::async_generator;
using fastapi::dict;
using fastapi::EventSourceResponse;
using fastapi::format_sse_event;
using fastapi::JSONLinesResponse;
using fastapi::ServerSentEvent;
using namespace std::literals;
using texts = std::vector<std::string>;

namespace {

template <class Value>
auto kept_alive(async_generator<Value> generator, std::chrono::milliseconds interval) {
    using stream =
        fastapi::detail::kept_alive_stream<Value, fastapi::detail::append_value_as_event>;
    return std::make_unique<stream>(std::move(generator), fastapi::detail::append_value_as_event(),
                                    interval);
}

}  // namespace

TEST_CASE("server-sent events: the fields' text") {
    struct {
        ServerSentEvent event;
        std::string_view expected;
    } const cases[] = {
        {{}, "\n"},
        {{.data = "hello"}, "data: \"hello\"\n\n"},
        {{.data = dict{{"name", "Plumbus"}, {"price", 32.99}}},
         "data: {\"name\":\"Plumbus\",\"price\":32.99}\n\n"},
        {{.data = "a\nb"}, "data: \"a\\nb\"\n\n"},
        {{.data = 0}, "data: 0\n\n"},
        {{.data = std::numeric_limits<double>::infinity()}, "data: null\n\n"},
        {{.raw_data = "hello"}, "data: hello\n\n"},
        {{.raw_data = ""}, "data: \n\n"},
        {{.raw_data = "a\nb\r\nc\rd"}, "data: a\ndata: b\ndata: c\ndata: d\n\n"},
        {{.raw_data = "a\n\nb"}, "data: a\ndata: \ndata: b\n\n"},
        {{.raw_data = "a\n"}, "data: a\ndata: \n\n"},
        {{.comment = "one\ntwo"}, ": one\n: two\n\n"},
        {{.raw_data = "x", .event = "price", .id = "7", .retry = 3000, .comment = "c"},
         ": c\nevent: price\ndata: x\nid: 7\nretry: 3000\n\n"},
        {{.event = "", .id = ""}, "event: \nid: \n\n"},
        {{.retry = 0}, "retry: 0\n\n"},
    };
    for (const auto& entry : cases) {
        const auto& event = entry.event;
        const auto& expected = entry.expected;
        INFO(expected);
        CHECK(format_sse_event(event) == expected);
    }
}

TEST_CASE("server-sent events: what would break the form is refused") {
    const ServerSentEvent cases[] = {
        {.event = "a\nb"},
        {.event = "a\rb"},
        {.id = "1\n"},
        {.id = "\r1"},
        {.id = "1\0002"s},
        {.retry = -1},
        {.data = 1, .raw_data = "1"},
    };
    for (const ServerSentEvent& event : cases)
        CHECK_THROWS_AS(format_sse_event(event), std::invalid_argument);
}

TEST_CASE("server-sent events: the head forbids caches and buffers, unless told otherwise") {
    const auto none = []() -> async_generator<ServerSentEvent> { co_return; };
    const EventSourceResponse plain(none());
    CHECK(plain.status_code == 200);
    CHECK(plain.headers.block() ==
          "content-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\n"
          "x-accel-buffering: no\r\n");
    const EventSourceResponse own(none(), 201, {{"Cache-Control", "no-store"}});
    CHECK(own.status_code == 201);
    CHECK(own.headers.get("cache-control") == "no-store");
    CHECK(parts_of(*plain.stream).empty());
}

TEST_CASE("server-sent events: events and other values, of coroutines and ranges") {
    const auto events = []() -> async_generator<ServerSentEvent> {
        for (int i = 0; i < 2; ++i) {
            ServerSentEvent event;
            event.data = i;
            event.id = std::to_string(i);
            co_yield event;
            co_await sleep_for(1ms);
        }
    };
    CHECK(parts_of(*EventSourceResponse(events()).stream) ==
          texts{"data: 0\nid: 0\n\n", "data: 1\nid: 1\n\n"});
    const auto words = []() -> async_generator<std::string> { co_yield "hello"; };
    CHECK(parts_of(*EventSourceResponse(words()).stream) == texts{"data: \"hello\"\n\n"});
    CHECK(parts_of(*EventSourceResponse(std::vector<int>{1, 2}).stream) ==
          texts{"data: 1\n\n", "data: 2\n\n"});
    CHECK(parts_of(*EventSourceResponse(std::vector<ServerSentEvent>{{.raw_data = "x"}}).stream) ==
          texts{"data: x\n\n"});
}

TEST_CASE("server-sent events: a comment is sent while there is nothing else to send") {
    const auto slow = []() -> async_generator<int> {
        co_yield 1;
        co_await sleep_for(150ms);
        co_yield 2;
        co_yield 3;
    };
    const texts parts = parts_of(*kept_alive(slow(), 40ms));
    REQUIRE(parts.size() >= 4);
    CHECK(parts.front() == "data: 1\n\n");
    CHECK(parts[1] == ": ping\n\n");
    CHECK(parts[parts.size() - 2] == "data: 2\n\n");
    CHECK(parts.back() == "data: 3\n\n");
    CHECK(parts.size() <= 7);
}

TEST_CASE("server-sent events: what the content throws comes out of next()") {
    const auto failing = []() -> async_generator<int> {
        co_yield 1;
        co_await sleep_for(1ms);
        throw std::runtime_error("broken");
    };
    CHECK_THROWS_WITH_AS(parts_of(*kept_alive(failing(), 1h)), "broken", std::runtime_error);
    CHECK_THROWS_AS(
        parts_of(*EventSourceResponse(std::vector<ServerSentEvent>{{.event = "a\nb"}}).stream),
        std::invalid_argument);
}

TEST_CASE("server-sent events: when the client is gone, what the content waits for ends") {
    struct leaving {
        bool& flag;
        ~leaving() { flag = true; }
    };
    for (const bool destroyed_at_once : {false, true}) {
        asio::io_context loop;
        bool left = false, ended = false;
        const auto endless = [&]() -> async_generator<int> {
            const leaving guard{left};
            co_await sleep_for(std::chrono::hours(1));
            co_yield 1;
        };
        auto stream = kept_alive(endless(), 1h);
        texts parts;
        asio::co_spawn(loop, collect(*stream, parts),
                       [&](std::exception_ptr thrown) { ended = thrown != nullptr; });
        loop.poll();
        if (destroyed_at_once)
            stream.reset();
        else
            stream->cancel();
        loop.run();
        CHECK(left);
        CHECK(ended);
        CHECK(parts.empty());
    }
}

TEST_CASE("server-sent events: a loop that is destroyed takes a waiting stream with it") {
    bool left = false;
    struct leaving {
        bool& flag;
        ~leaving() { flag = true; }
    };
    {
        asio::io_context loop;
        const auto endless = [&]() -> async_generator<int> {
            const leaving guard{left};
            co_await sleep_for(std::chrono::hours(1));
            co_yield 1;
        };
        const auto own = [](std::unique_ptr<fastapi::detail::body_stream> stream) -> async<> {
            std::string part;
            async<bool> next = stream->next(part);
            co_await std::move(next);
        };
        std::unique_ptr<fastapi::detail::body_stream> stream = kept_alive(endless(), 1h);
        asio::co_spawn(loop, own(std::move(stream)), [](std::exception_ptr) {});
        loop.poll();
        CHECK_FALSE(left);
    }
    CHECK(left);
}

TEST_CASE("JSON lines: one text and a line feed for each value") {
    const auto items = []() -> async_generator<dict> {
        for (int i = 0; i < 2; ++i) {
            dict item{{"id", i}, {"name", "a\nb"}};
            co_yield item;
        }
    };
    const JSONLinesResponse response(items());
    CHECK(response.headers.block() == "content-type: application/jsonl\r\n");
    CHECK(parts_of(*response.stream) ==
          texts{"{\"id\":0,\"name\":\"a\\nb\"}\n", "{\"id\":1,\"name\":\"a\\nb\"}\n"});
    CHECK(parts_of(*JSONLinesResponse(std::vector<std::string>{"x", ""}).stream) ==
          texts{"\"x\"\n", "\"\"\n"});
}
