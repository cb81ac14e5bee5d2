#include "fastapi/app/timing.hpp"

#include "fastapi/http/streaming_response.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

using namespace fastapi;
using test_app::answer;
using test_app::ask;
using test_app::nothing;

namespace {

async_generator<std::string> one_part() { co_yield "part"; }

/// The header as microseconds; -1 where it is not six decimals.
long microseconds_of(const answer& got) {
    std::string text(got.headers.get("x-process-time").value_or(""));
    const std::size_t dot = text.find('.');
    if (dot == 0 || dot == text.npos || text.size() != dot + 7) return -1;
    text.erase(dot, 1);
    return text.find_first_not_of("0123456789") == text.npos ? std::stol(text) : -1;
}

}  // namespace

TEST_CASE("timing: microseconds as seconds with six decimals") {
    CHECK(detail::seconds_text(0) == "0.000000");
    CHECK(detail::seconds_text(123) == "0.000123");
    CHECK(detail::seconds_text(999'999) == "0.999999");
    CHECK(detail::seconds_text(1'000'000) == "1.000000");
    CHECK(detail::seconds_text(61'020'304) == "61.020304");
}

TEST_CASE("timing: the answer says how long it took, and a plain handler stays plain") {
    FastAPI app;
    app.get("/", nothing);
    app.get("/slow", [] { std::this_thread::sleep_for(std::chrono::milliseconds(20)); });
    app.add_middleware(TimingMiddleware{});
    const answer quick = ask(app, "/"), slow = ask(app, "/slow");
    CHECK(microseconds_of(quick) >= 0);
    CHECK(microseconds_of(slow) >= 20'000);
    CHECK(microseconds_of(slow) < 20'000'000);
    CHECK_FALSE(quick.is_awaited);
    CHECK(microseconds_of(ask(app, "/none")) >= 0);
}

TEST_CASE("timing: the header may have another name") {
    FastAPI app;
    app.get("/", nothing);
    app.add_middleware(TimingMiddleware{.header_name = "X-Took"});
    CHECK(ask(app, "/").headers.contains("x-took"));
    CHECK_FALSE(ask(app, "/").headers.contains("x-process-time"));
}

TEST_CASE("timing: a body that is made while it is sent is not waited for") {
    FastAPI app;
    app.get("/", [] { return StreamingResponse(one_part()); });
    app.add_middleware(TimingMiddleware{});
    const answer got = ask(app, "/");
    CHECK(got.response.stream != nullptr);
    CHECK(microseconds_of(got) >= 0);
}

TEST_CASE("timing: of two the outer one counts") {
    FastAPI inner, app;
    inner.get("/", nothing);
    inner.add_middleware(TimingMiddleware{});
    app.middleware([](Request& request, Next next) -> async<Response> {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        co_return co_await next(request);
    });
    app.add_middleware(TimingMiddleware{});
    app.mount("/inner", inner);
    const answer got = ask(app, "/inner/");
    CHECK(microseconds_of(got) >= 20'000);
    CHECK(got.headers.getlist("x-process-time").size() == 1);
}

TEST_CASE("timing: the answer to what nobody handles has no time") {
    FastAPI app;
    app.get("/", []() -> dict { throw std::runtime_error("broken"); });
    app.add_middleware(TimingMiddleware{});
    CHECK(ask(app, "/").status == 500);
    CHECK(microseconds_of(ask(app, "/")) == -1);
}
