#include "fastapi/app/middleware.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using namespace fastapi;
using detail::make_middleware;
using test_app::answer;
using test_app::ask;
using test_app::nothing;

namespace {

struct OnlyBefore {
    std::optional<Response> before(Request& request) {
        if (request.url.path == "/closed") return PlainTextResponse("closed", 503);
        return std::nullopt;
    }
};

struct OnlyAfter {
    void after(Request&, Response& response) { response.headers.append("x-after", "1"); }
};

struct Both : OnlyBefore, OnlyAfter {};

struct Owner {
    std::unique_ptr<std::string> text;
    void after(Request&, Response& response) { response.headers.append("x-text", *text); }
};

const auto pass_on = [](Request& request, Next next) -> async<Response> {
    co_return co_await next(request);
};

struct Answering {
    async<Response> operator()(Request&, Next) const { co_return PlainTextResponse("class"); }
};

}  // namespace

TEST_CASE("middleware: a class looks before, after, or both; a function is a coroutine") {
    static_assert(detail::looks_before<OnlyBefore> && !detail::looks_after<OnlyBefore>);
    static_assert(detail::looks_after<OnlyAfter> && !detail::looks_before<OnlyAfter>);
    static_assert(detail::calls_next<Answering> && !detail::calls_next<Both>);
    CHECK_FALSE(make_middleware(OnlyBefore())->is_coroutine());
    CHECK_FALSE(make_middleware(Both())->is_coroutine());
    CHECK(make_middleware(pass_on)->is_coroutine());
    CHECK(make_middleware(Answering())->is_coroutine());
}

TEST_CASE("middleware: what a class does not have is skipped") {
    Request request;
    request.url.path = "/closed";
    Response response;
    const auto before = make_middleware(OnlyBefore());
    CHECK(before->before(request).value().status_code == 503);
    before->after(request, response);
    CHECK(response.headers.empty());
    const auto after = make_middleware(OnlyAfter());
    CHECK_FALSE(after->before(request));
    after->after(request, response);
    CHECK(response.headers["x-after"] == "1");
}

TEST_CASE("middleware: a look before may answer at once, or let pass") {
    FastAPI app;
    int calls = 0;
    app.get("/closed", [&calls] { return ++calls; });
    app.get("/open", [&calls] { return ++calls; });
    app.add_middleware(OnlyBefore());
    CHECK(ask(app, "/closed").status == 503);
    CHECK(ask(app, "/closed").body == "closed");
    CHECK(calls == 0);
    CHECK(ask(app, "/open").body == "1");
}

TEST_CASE("middleware: a look after changes every answer, but not its own") {
    FastAPI app;
    app.get("/open", {.status_code = 201}, nothing);
    app.add_middleware(Both());
    const answer open = ask(app, "/open");
    CHECK(open.status == 201);
    CHECK(open.headers.get("x-after") == "1");
    CHECK_FALSE(open.is_awaited);
    CHECK_FALSE(ask(app, "/closed").headers.contains("x-after"));
    CHECK(ask(app, "/docs").headers.contains("x-after"));
}

TEST_CASE("middleware: may own what cannot be copied") {
    FastAPI app;
    app.get("/", nothing);
    app.add_middleware(Owner{std::make_unique<std::string>("held")});
    app.middleware([text = std::make_unique<std::string>("too")](Request& request,
                                                                 Next next) -> async<Response> {
        Response response = co_await next(request);
        response.headers.append("x-text", *text);
        co_return response;
    });
    CHECK(ask(app, "/").headers.getlist("x-text").size() == 2);
}

TEST_CASE("middleware: a coroutine may answer without asking further in") {
    FastAPI app;
    int calls = 0;
    app.get("/", [&calls] { return ++calls; });
    app.middleware(Answering());
    CHECK(ask(app, "/").body == "class");
    CHECK(calls == 0);
}

TEST_CASE("middleware: a coroutine may answer what the handler has thrown") {
    FastAPI app;
    app.get("/broken", []() -> dict { throw std::runtime_error("broken"); });
    app.get("/refused", []() -> dict { throw HTTPException(400, "no"); });
    app.middleware([](Request& request, Next next) -> async<Response> {
        std::string problem;
        try {
            co_return co_await next(request);
        } catch (const std::exception& error) {
            problem = error.what();
        }
        co_return PlainTextResponse("caught " + problem, 502);
    });
    CHECK(ask(app, "/broken").status == 502);
    CHECK(ask(app, "/broken").body == "caught broken");
    CHECK(ask(app, "/refused").status == 400);  // that has become an answer already
}

TEST_CASE("middleware: a look is the same in a way that is a coroutine") {
    FastAPI app;
    app.get("/closed", nothing);
    app.get("/open", []() -> async<int> { co_return 1; });
    app.add_middleware(Both());
    app.middleware(pass_on);
    const answer closed = ask(app, "/closed");
    CHECK(closed.is_awaited);
    CHECK(closed.status == 503);
    CHECK_FALSE(closed.headers.contains("x-after"));
    CHECK(ask(app, "/open").headers.get("x-after") == "1");
}
