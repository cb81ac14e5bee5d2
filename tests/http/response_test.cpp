#include "fastapi/http/response.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <string_view>

using namespace fastapi;

TEST_CASE("response: of a status alone has neither body nor type") {
    const Response response(204);
    CHECK(response.status_code == 204);
    CHECK(response.body.empty());
    CHECK(response.headers.empty());
    CHECK(Response().status_code == 200);
}

TEST_CASE("response: a text type gets a charset, once") {
    CHECK(Response("a", 200, {}, "text/css").headers["content-type"] == "text/css; charset=utf-8");
    CHECK(Response("a", 200, {}, "text/css; charset=ascii").headers["content-type"] ==
          "text/css; charset=ascii");
    CHECK(Response("a", 200, {}, "text/css; CHARSET=ascii").headers["content-type"] ==
          "text/css; CHARSET=ascii");
    CHECK(Response("a", 200, {}, "image/png").headers["content-type"] == "image/png");
    CHECK_FALSE(Response("a").headers.contains("content-type"));
}

TEST_CASE("response: a Content-Type among the headers wins") {
    const PlainTextResponse response("a", 201, {{"Content-Type", "text/x"}});
    CHECK(response.headers.getlist("content-type").size() == 1);
    CHECK(response.headers["content-type"] == "text/x");
    CHECK(response.status_code == 201);
}

TEST_CASE("response: each kind has its type") {
    CHECK(PlainTextResponse("a").headers["content-type"] == "text/plain; charset=utf-8");
    CHECK(HTMLResponse("<p>").headers["content-type"] == "text/html; charset=utf-8");
    const JSONResponse json(dict{{"a", list{1, "\u00e9", nullptr}}}, 400);
    CHECK(json.headers["content-type"] == "application/json");
    CHECK(json.body == "{\"a\":[1,\"\u00e9\",null]}");
    CHECK(json.status_code == 400);
}

TEST_CASE("response: refuses what would break its lines or its JSON") {
    CHECK_THROWS_AS(Response("a", 200, {}, "text/a\r\nx: y"), std::invalid_argument);
    CHECK_THROWS_AS(JSONResponse(std::nan("")), std::domain_error);
}

TEST_CASE("response: each cookie is a header of its own") {
    Response response;
    response.set_cookie("session_id", "abc123",
                        {.max_age = 3600, .secure = true, .httponly = true});
    response.set_cookie("plain", "1");
    response.set_cookie("plain", "a b");
    const auto cookies = response.headers.getlist("set-cookie");
    REQUIRE(cookies.size() == 3);
    CHECK(cookies[0] == "session_id=abc123; HttpOnly; Max-Age=3600; Path=/; SameSite=lax; Secure");
    CHECK(cookies[1] == "plain=1; Path=/; SameSite=lax");
    CHECK(cookies[2] == "plain=\"a b\"; Path=/; SameSite=lax");
}

TEST_CASE("response: a cookie that is to be forgotten has no value and is old") {
    Response response;
    response.delete_cookie("session_id");
    response.delete_cookie("other", {.path = "/api", .domain = "example.com"});
    const auto cookies = response.headers.getlist("set-cookie");
    REQUIRE(cookies.size() == 2);
    CHECK(cookies[0].starts_with("session_id=\"\"; expires="));
    CHECK(cookies[0].find("; Max-Age=0; Path=/; SameSite=lax") != std::string_view::npos);
    CHECK(cookies[1].find("; Domain=example.com; ") != std::string_view::npos);
    CHECK(cookies[1].find("; Path=/api; ") != std::string_view::npos);
}

TEST_CASE("response: a cookie that would break its header is refused, and leaves nothing") {
    Response response;
    CHECK_THROWS_AS(response.set_cookie("a b", "1"), std::invalid_argument);
    CHECK_THROWS_AS(response.set_cookie("", "1"), std::invalid_argument);
    CHECK_THROWS_AS(response.set_cookie("a", "1", {.path = "/; Domain=evil"}),
                    std::invalid_argument);
    CHECK_THROWS_AS(response.set_cookie("a", "1", {.domain = "x\r\nset-cookie: b=1"}),
                    std::invalid_argument);
    CHECK_THROWS_AS(response.set_cookie("a", "1", {.samesite = "some"}), std::invalid_argument);
    CHECK_THROWS_AS(response.delete_cookie("a;b"), std::invalid_argument);
    CHECK(response.headers.empty());
    response.set_cookie("a", "1\r\nset-cookie: b=1");
    CHECK(response.headers["set-cookie"].starts_with("a=\"1\\015\\012set-cookie: b=1\""));
}
