#include "fastapi/app/error_answers.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <exception>
#include <limits>
#include <stdexcept>
#include <string>

using namespace fastapi;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// A half-made answer, as a handler leaves it that throws.
Response half_made() {
    Response response = PlainTextResponse("half", 201, {{"x-lost", "1"}});
    return response;
}

detail::exchange& answered(detail::exchange& current, const std::exception_ptr& problem) {
    detail::log::instance().set_level(detail::log_level::critical);
    current.response = half_made();
    detail::answer_unexpected(current, problem);
    return current;
}

}  // namespace

TEST_CASE("error answers: an HTTPException replaces what was there") {
    Response response = half_made();
    detail::answer_http_exception(response,
                                  HTTPException(409, dict{{"a", 1}}, {{"x-error", "yes"}}));
    CHECK(response.status_code == 409);
    CHECK(response.body == R"({"detail":{"a":1}})");
    CHECK(response.headers.block() == "x-error: yes\r\ncontent-type: application/json\r\n");
}

TEST_CASE("error answers: a status without content has neither body nor type") {
    for (const int status : {204, 304}) {
        Response response = half_made();
        detail::answer_http_exception(response, HTTPException(status));
        CHECK(response.status_code == status);
        CHECK(response.body.empty());
        CHECK(response.headers.empty());
    }
}

TEST_CASE("error answers: problems of a request are 422 with all of them") {
    Response response = half_made();
    detail::answer_validation_error(
        response,
        RequestValidationError(list{any(dict{{"type", "missing"}}), any(dict{{"type", "x"}})}));
    CHECK(response.status_code == 422);
    CHECK(response.body == R"({"detail":[{"type":"missing"},{"type":"x"}]})");
    CHECK(response.headers.block() == "content-type: application/json\r\n");
}

TEST_CASE("error answers: only what has an answer of its own is answered by default") {
    Response response = half_made();
    CHECK(detail::answer_by_default(response, std::make_exception_ptr(HTTPException(404))));
    CHECK(response.status_code == 404);
    CHECK(detail::answer_by_default(response,
                                    std::make_exception_ptr(RequestValidationError(list{}))));
    CHECK(response.status_code == 422);
    response = half_made();
    CHECK_FALSE(
        detail::answer_by_default(response, std::make_exception_ptr(std::runtime_error("x"))));
    CHECK_FALSE(detail::answer_by_default(response, std::make_exception_ptr(42)));
    CHECK_FALSE(detail::answer_by_default(
        response, std::make_exception_ptr(ResponseValidationError(list{}))));
    CHECK(response.body == "half");
}

TEST_CASE("error answers: what nobody answers is 500 without a word of it") {
    for (const auto& problem :
         {std::make_exception_ptr(std::runtime_error("secret")), std::make_exception_ptr(42)}) {
        detail::exchange current;
        CHECK(answered(current, problem).response.status_code == 500);
        CHECK(current.response.body == "Internal Server Error");
        CHECK(current.response.headers.block() == "content-type: text/plain; charset=utf-8\r\n");
    }
}

TEST_CASE("error answers: one that cannot be written is 500") {
    HTTPException error(400, nullptr, {{"x-secret", "1"}});
    error.detail = not_a_number;
    detail::exchange current;
    CHECK(answered(current, std::make_exception_ptr(error)).response.status_code == 500);
    CHECK(current.response.body == "Internal Server Error");
    CHECK_FALSE(current.response.headers.contains("x-secret"));
}

TEST_CASE("error answers: without handlers the framework answers") {
    detail::exchange current;
    CHECK(detail::answer_error(current, std::make_exception_ptr(HTTPException(404))));
    CHECK(current.response.status_code == 404);
    CHECK_FALSE(detail::answer_error(current, std::make_exception_ptr(std::runtime_error("x"))));
}

TEST_CASE("error answers: the first handler that fits answers, with a whole response of its own") {
    detail::exception_handlers handlers;
    handlers.add(detail::make_exception_handler<std::runtime_error>(
        [](Request&, const std::runtime_error& error) {
            return PlainTextResponse(error.what(), 503);
        }));
    detail::exchange current;
    current.handlers = &handlers;
    current.response = half_made();
    CHECK(detail::answer_error(current, std::make_exception_ptr(std::range_error("busy"))));
    CHECK(current.response.status_code == 503);
    CHECK(current.response.body == "busy");
    CHECK_FALSE(current.response.headers.contains("x-lost"));
    CHECK(detail::answer_error(current, std::make_exception_ptr(HTTPException(404))));
    CHECK(current.response.status_code == 404);
}

TEST_CASE("error answers: a 500 is reported before its handler is asked, to whom takes it") {
    detail::exception_handlers handlers;
    handlers.set_server_error(
        detail::make_exception_handler<std::exception>([](Request&, const std::exception& error) {
            return PlainTextResponse(error.what(), 503);
        }));
    const auto problem = std::make_exception_ptr(42);
    std::exception_ptr failure;
    detail::exchange current;
    current.failure = &failure;
    current.response = half_made();
    detail::answer_server_error(current, &handlers, problem);
    CHECK(failure == problem);
    CHECK(current.response.body == "an exception of type int");
    CHECK(current.response.status_code == 503);
    detail::answer_server_error(current, nullptr, problem);
    CHECK(current.response.body == "Internal Server Error");
}

TEST_CASE("error answers: a handler for 500 that throws is reported itself") {
    detail::exception_handlers handlers;
    handlers.set_server_error(detail::make_exception_handler<std::exception>(
        [](Request&, const std::exception&) -> Response { throw std::string("again"); }));
    std::exception_ptr failure;
    detail::exchange current;
    current.failure = &failure;
    detail::answer_server_error(current, &handlers, std::make_exception_ptr(42));
    CHECK(detail::text_of(failure) == "again");
    CHECK(current.response.status_code == 500);
    CHECK(current.response.body == "Internal Server Error");
}

TEST_CASE("error answers: a client that has gone away is nobody's error") {
    int calls = 0;
    detail::exception_handlers handlers;
    handlers.set_server_error(
        detail::make_exception_handler<std::exception>([&calls](Request&, const std::exception&) {
            ++calls;
            return Response();
        }));
    detail::exchange current;
    detail::answer_server_error(current, &handlers, std::make_exception_ptr(ClientDisconnect()));
    CHECK(calls == 0);
    CHECK(current.response.status_code == 500);
}
