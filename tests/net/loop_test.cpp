#include "fastapi/net/loop.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace fastapi;
using detail::request_slot;

namespace {

/// Reads a head into the slot, as a connection does it.
void fill(request_slot& slot, std::string_view bytes) {
    static const wire::limits bounds;
    wire::reader reader(bounds);
    const wire::event event = reader.read(bytes, slot.head);
    REQUIRE(event.kind == wire::event_kind::head);
    slot.head_bytes = bytes.substr(0, event.consumed);
    slot.body = bytes.substr(event.consumed);
    Request& request = slot.current.request;
    request.method = slot.head.method;
    request.url = URL("http", slot.head.host, slot.head.target);
    std::swap(request.headers, slot.head.headers);
    request.query_params.reset(request.url.query);
    detail::request_access::set_body(request, slot.body);
}

constexpr std::string_view sample =
    "POST /items/a%20b?q=1 HTTP/1.1\r\nHost: test\r\nX-Name: value\r\nContent-Length: 5\r\n\r\nhello";

}  // namespace

TEST_CASE("request_slot: a request that takes its bytes along does not see the buffer change") {
    request_slot slot;
    std::string buffer(sample);
    fill(slot, buffer);
    slot.keep_bytes();
    buffer.assign(buffer.size(), '#');
    const Request& request = slot.current.request;
    CHECK(request.method == "POST");
    CHECK(request.url.path == "/items/a b");
    CHECK(request.url.query == "q=1");
    CHECK(request.url.netloc == "test");
    CHECK(request.query_params.get("q") == "1");
    CHECK(request.headers.get("x-name") == "value");
    CHECK(detail::request_access::body(request) == "hello");
    CHECK(slot.head.target == "/items/a%20b?q=1");
}

TEST_CASE("request_slot: bytes that were taken along are not taken twice") {
    request_slot slot;
    std::string buffer(sample);
    fill(slot, buffer);
    slot.keep_bytes();
    const char* const kept = slot.head_bytes.data();
    slot.keep_bytes();
    CHECK(slot.head_bytes.data() == kept);
    CHECK(slot.current.request.method == "POST");
    CHECK(slot.body == "hello");
}

TEST_CASE("request_slot: recycled, nothing is left of the request before") {
    request_slot slot;
    fill(slot, sample);
    slot.keep_bytes();
    slot.current.response.body = "answer";
    slot.current.response.status_code = 404;
    slot.current.request.state.set("user", 1);
    slot.recycle();
    CHECK(slot.head_bytes.empty());
    CHECK(slot.body.empty());
    CHECK(slot.owned_head.empty());
    CHECK(slot.owned_body.empty());
    CHECK(slot.handler == nullptr);
    CHECK(slot.current.request.method.empty());
    CHECK(slot.current.request.headers.empty());
    CHECK_FALSE(slot.current.request.state.contains("user"));
    CHECK(slot.current.response.body.empty());
    CHECK(slot.current.response.status_code == 200);
}

TEST_CASE(
    "request_slot: recycled, it keeps the memory of a usual request and frees that of a large one") {
    request_slot slot;
    slot.owned_body.assign(5'000, 'x');
    slot.current.response.body.assign(5'000, 'x');
    slot.recycle();
    CHECK(slot.owned_body.capacity() >= 5'000);
    CHECK(slot.current.response.body.capacity() >= 5'000);
    slot.owned_head.assign(60'000, 'x');
    slot.owned_body.assign(10'000'000, 'x');
    slot.current.response.body.assign(10'000'000, 'x');
    slot.recycle();
    CHECK(slot.owned_head.capacity() < 20'000);
    CHECK(slot.owned_body.capacity() < 20'000);
    CHECK(slot.current.response.body.capacity() < 20'000);
}

namespace {

struct no_member final : detail::loop_member {
    int drained = 0;
    void check_deadline() override {}
    void drain() override { ++drained; }
    void abort() override {}
    void send_earlier_answers() override {}
    void finish(request_slot&) override {}
};

struct loop_under_test {
    FastAPI app;
    ServerOptions options;
    detail::thread_team threads{1};
    detail::server_loop loop{app, options, threads};
};

}  // namespace

TEST_CASE("server_loop: a slot that was released serves the next request") {
    loop_under_test test;
    no_member owner;
    request_slot* const first = test.loop.acquire_slot(owner);
    request_slot* const second = test.loop.acquire_slot(owner);
    CHECK(first != second);
    test.loop.release_slot(first);
    CHECK(test.loop.acquire_slot(owner) == first);
    CHECK(first->owner == &owner);
    CHECK(first->loop == &test.loop);
}

TEST_CASE("server_loop: it is done when it drains and its last member has left") {
    loop_under_test test;
    auto first = std::make_unique<no_member>(), late = std::make_unique<no_member>();
    no_member& member = *first;
    no_member& other = *late;
    test.loop.add(std::move(first));
    test.loop.drain(detail::loop_clock::now() + std::chrono::seconds(10));
    CHECK(member.drained == 1);
    test.loop.add(std::move(late));
    CHECK(other.drained == 1);
    CHECK(other.place == 1);
    test.loop.remove_later(member);
    asio::post(test.loop.context(), [&] {
        CHECK(other.place == 0);
        test.loop.remove_later(other);
    });
    test.loop.run_until_done();
}

TEST_CASE("server_loop: at the deadline it leaves the members that do not end") {
    loop_under_test test;
    test.loop.add(std::make_unique<no_member>());
    test.loop.drain(detail::loop_clock::now());
    test.loop.run_until_done();
}
