#include "fastapi/http/response.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

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
