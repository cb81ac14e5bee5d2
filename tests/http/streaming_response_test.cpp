#include "fastapi/http/streaming_response.hpp"

#include "fastapi/core/generator.hpp"
#include "streams.hpp"

#include <doctest/doctest.h>

#include <array>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/io_context.hpp>
#include <asio/system_error.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using fastapi::async_generator;
using fastapi::generator;
using fastapi::Response;
using fastapi::StreamingResponse;
using namespace std::literals;
using texts = std::vector<std::string>;

namespace {

texts parts_of(const Response& response) {
    REQUIRE(response.stream != nullptr);
    return ::parts_of(*response.stream);
}

async_generator<std::string> video() {
    for (int i = 0; i < 3; ++i) {
        co_yield "chunk " + std::to_string(i);
        co_await sleep_for(1ms);
        co_yield "";
    }
}

/// Two lines, made when they are looked at; its end is of another type.
struct lazy_lines {
    struct end_mark {};
    struct iterator {
        int* made;
        int number = 0;
        std::string operator*() const {
            ++*made;
            return "line " + std::to_string(number) + "\n";
        }
        iterator& operator++() {
            ++number;
            return *this;
        }
        bool operator==(end_mark) const { return number == 2; }
    };

    int* made;
    iterator begin() { return {made}; }
    end_mark end() { return {}; }
};

}  // namespace

TEST_CASE("streaming response: head as given, no type of its own, length unknown") {
    const StreamingResponse plain(video());
    CHECK(plain.status_code == 200);
    CHECK(plain.headers.empty());
    CHECK(plain.body.empty());
    CHECK_FALSE(plain.stream->size().has_value());
    CHECK(plain.stream->file() == nullptr);

    const StreamingResponse typed(video(), 206, {{"x-a", "1"}}, "text/csv");
    CHECK(typed.status_code == 206);
    CHECK(typed.headers.block() == "x-a: 1\r\ncontent-type: text/csv; charset=utf-8\r\n");
}

TEST_CASE("streaming response: each yielded text is a part, empty ones are skipped") {
    CHECK(parts_of(StreamingResponse(video())) == texts{"chunk 0", "chunk 1", "chunk 2"});
    const auto literals = []() -> async_generator<const char*> { co_yield "a"; };
    CHECK(parts_of(StreamingResponse(literals())) == texts{"a"});
    const auto none = []() -> async_generator<std::string> { co_return; };
    CHECK(parts_of(StreamingResponse(none())).empty());
}

TEST_CASE("streaming response: any range of texts is gone over once, lazily") {
    CHECK(parts_of(StreamingResponse(texts{"a", "", "b"})) == texts{"a", "b"});
    CHECK(parts_of(StreamingResponse(texts{})).empty());
    CHECK(parts_of(StreamingResponse(std::list<const char*>{"x", "y"})) == texts{"x", "y"});
    CHECK(parts_of(StreamingResponse(std::array<std::string_view, 1>{"v"})) == texts{"v"});

    int made = 0;
    const StreamingResponse lazy(lazy_lines{&made});
    CHECK(made == 0);
    CHECK(parts_of(lazy) == texts{"line 0\n", "line 1\n"});
    CHECK(made == 2);
}

TEST_CASE(
    "streaming response: a range that makes its texts may block, one that holds them has no thread") {
    struct told {
        std::set<std::thread::id>* threads;
        std::string text = "a";
        operator std::string_view() const {
            threads->insert(std::this_thread::get_id());
            return text;
        }
    };
    struct lazy {
        struct iterator {
            told made;
            int number = 0;
            told operator*() const { return made; }
            iterator& operator++() { return ++number, *this; }
            bool operator==(const iterator& other) const { return number == other.number; }
        };
        std::set<std::thread::id>* threads;
        iterator begin() { return {{threads}}; }
        iterator end() { return {{threads}, 3}; }
        std::size_t size() const { return 3; }
    };
    std::set<std::thread::id> of_lazy, of_held;
    CHECK(parts_of(StreamingResponse(lazy{&of_lazy})) == texts{"a", "a", "a"});
    CHECK_FALSE(of_lazy.empty());
    CHECK_FALSE(of_lazy.contains(std::this_thread::get_id()));
    CHECK(parts_of(StreamingResponse(std::vector<told>(3, told{&of_held}))) ==
          texts{"a", "a", "a"});
    CHECK(of_held == std::set<std::thread::id>{std::this_thread::get_id()});
}

TEST_CASE("streaming response: a plain generator is gone over in a thread") {
    static std::thread::id runner;
    const auto lines = []() -> generator<std::string> {
        runner = std::this_thread::get_id();
        for (const char* text : {"a", "", "b"}) co_yield text;
    };
    CHECK(parts_of(StreamingResponse(lines())) == texts{"a", "b"});
    CHECK(runner != std::this_thread::get_id());
    const auto failing = []() -> generator<std::string> {
        co_yield "a";
        throw std::runtime_error("broken");
    };
    CHECK_THROWS_WITH_AS(parts_of(StreamingResponse(failing())), "broken", std::runtime_error);
}

TEST_CASE("streaming response: a Response that it was turned into streams the same") {
    const Response response = StreamingResponse(texts{"a"}, 201);
    CHECK(response.status_code == 201);
    CHECK(parts_of(response) == texts{"a"});
}

TEST_CASE("streaming response: what the content throws comes out of next()") {
    const auto failing = []() -> async_generator<std::string> {
        co_yield "a";
        throw std::runtime_error("broken");
    };
    CHECK_THROWS_WITH_AS(parts_of(StreamingResponse(failing())), "broken", std::runtime_error);
}

TEST_CASE("streaming response: when the client is gone, what the content waits for ends") {
    for (const bool destroyed_at_once : {false, true}) {
        asio::io_context loop;
        bool left = false;
        std::string end;
        struct leaving {
            bool& flag;
            ~leaving() { flag = true; }
        };
        const auto endless = [&]() -> async_generator<std::string> {
            const leaving guard{left};
            co_await sleep_for(std::chrono::hours(1));
            co_yield "never";
        };
        auto response = std::make_unique<Response>(StreamingResponse(endless()));
        texts parts;
        asio::co_spawn(loop, collect(*response->stream, parts), [&](std::exception_ptr thrown) {
            try {
                if (thrown) std::rethrow_exception(thrown);
            } catch (const asio::system_error& error) {
                if (error.code() == asio::error::operation_aborted) end = "aborted";
            }
        });
        loop.poll();
        response->stream->cancel();
        if (destroyed_at_once) response.reset();
        loop.run();
        CHECK(left);
        CHECK(parts.empty());
        CHECK(end == "aborted");
    }
}
