#include "fastapi/app/request_id.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace fastapi;
using test_app::answer;
using test_app::ask;

namespace {

/// A route that says which id it has seen.
struct id_app : FastAPI {
    explicit id_app(RequestIDMiddleware added = {}) {
        get("/", [](Request& request) { return request.state.get<std::string>("request_id"); });
        get("/broken", []() -> dict { throw std::runtime_error("broken"); });
        add_middleware(std::move(added));
    }
};

answer ask_with(const FastAPI& app, std::string_view id, std::string_view name = "x-request-id") {
    return ask(app, {.target = "/", .headers = {{name, id}}});
}

std::string id_of(const answer& got) {
    return std::string(got.headers.get("x-request-id").value_or("none"));
}

bool is_uuid4(const std::string& text) {
    UUID id;
    return text.size() == 36 && !UUID::parse(text, id) && id.version() == 4;
}

struct Refusing {
    std::optional<Response> before(Request&) { return PlainTextResponse("no", 403); }
};

}  // namespace

TEST_CASE(
    "request id: a request without one gets a UUID, each another, for the handler and the client") {
    id_app app;
    const answer first = ask(app, "/"), second = ask(app, "/");
    CHECK(is_uuid4(id_of(first)));
    CHECK(first.body == "\"" + id_of(first) + "\"");
    CHECK(id_of(first) != id_of(second));
    CHECK_FALSE(first.is_awaited);
}

TEST_CASE("request id: one that the request brings is kept, if it is harmless") {
    id_app app;
    for (const std::string_view id :
         {"a", "7c3f9d2e-1b4a", "Root=1-67891233-abcdef012345678912345678", "A_b.C:d/e+f=@~"}) {
        CHECK(id_of(ask_with(app, id)) == id);
        CHECK(ask_with(app, id).body == "\"" + std::string(id) + "\"");
    }
    for (const std::string_view id : {"", " ", "a b", "a\tb", "a,b", "a;b", "a\"b", "<b>", "a\\b",
                                      "a%0Ab", "{a}", "\xc3\xa9", "a\x7f", "a\nb"}) {
        CAPTURE(id);
        CHECK(is_uuid4(id_of(ask_with(app, id))));
    }
    CHECK(id_of(ask_with(app, std::string(128, 'x'))) == std::string(128, 'x'));
    CHECK(is_uuid4(id_of(ask_with(app, std::string(129, 'x')))));
}

TEST_CASE("request id: the name of the header, its length and what is kept can be chosen") {
    const id_app named({.header_name = "X-Correlation-ID"});
    CHECK(ask_with(named, "mine", "x-correlation-id").headers.get("x-correlation-id") == "mine");
    CHECK_FALSE(ask_with(named, "mine").headers.contains("x-request-id"));
    const id_app own({.accept_incoming = false});
    CHECK(is_uuid4(id_of(ask_with(own, "mine"))));
    const id_app brief({.max_length = 3});
    CHECK(id_of(ask_with(brief, "abc")) == "abc");
    CHECK(is_uuid4(id_of(ask_with(brief, "abcd"))));
}

TEST_CASE(
    "request id: errors and early answers have it, and it takes the place of the handler's own") {
    id_app app;
    app.get("/own", [](Response& response) { response.headers.set("X-Request-ID", "own"); });
    CHECK(is_uuid4(id_of(ask(app, "/none"))));
    CHECK(is_uuid4(id_of(ask(app, "/own"))));
    FastAPI refusing;
    refusing.add_middleware(Refusing());
    refusing.add_middleware(RequestIDMiddleware{});
    CHECK(ask_with(refusing, "mine").status == 403);
    CHECK(id_of(ask_with(refusing, "mine")) == "mine");
}

TEST_CASE("request id: a handler for 500 finds the id, the bare 500 has none") {
    id_app app;
    const test_app::sent broken{.target = "/broken", .headers = {{"x-request-id", "mine"}}};
    CHECK(ask(app, broken).status == 500);
    CHECK(id_of(ask(app, broken)) == "none");
    app.exception_handler(500, [](Request& request, const std::exception&) {
        return JSONResponse(dict{{"request_id", request.state.get<std::string>("request_id")}},
                            500);
    });
    CHECK(ask(app, broken).body == R"({"request_id":"mine"})");
}

TEST_CASE("request id: an inner application keeps that of the outer one") {
    id_app inner, app;
    app.mount("/inner", inner);
    const answer got = ask(app, {.target = "/inner/", .headers = {{"x-request-id", "not good"}}});
    CHECK(is_uuid4(id_of(got)));
    CHECK(got.body == "\"" + id_of(got) + "\"");
    CHECK(got.headers.getlist("x-request-id").size() == 1);
}
