#include "fastapi/http/exceptions.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace fastapi;

TEST_CASE("HTTPException: without a detail it is the phrase of the status") {
    CHECK(HTTPException(404).detail == "Not Found");
    CHECK(HTTPException(418).detail == "I'm a Teapot");
    CHECK(HTTPException(599).detail == "");
}

TEST_CASE("HTTPException: keeps what it was given") {
    const HTTPException thrown(401, dict{{"code", 7}}, {{"WWW-Authenticate", "Bearer"}});
    CHECK(thrown.status_code == 401);
    CHECK(thrown.detail["code"] == 7);
    CHECK(thrown.headers["www-authenticate"] == "Bearer");
}

TEST_CASE("HTTPException: what() names status and detail") {
    CHECK(std::string(HTTPException(404, "No such item").what()) == "404: No such item");
    CHECK(std::string(HTTPException(400, dict{{"a", 1}}).what()) == "400: {\"a\":1}");
}
