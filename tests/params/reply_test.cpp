#include "fastapi/params/reply.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

struct Model {
    int id;
    datetime at;
};

struct Small {
    int id;
};

/// The Content-Type and body of the answer to a returned value.
template <class Model = detail::result_itself, class Result>
std::string replied(Result&& result) {
    detail::exchange current;
    detail::reply<Model>(current, std::forward<Result>(result));
    const Response& response = current.response;
    return std::string(response.headers.get("content-type").value_or("none")) + " | " +
           response.body;
}

template <class Result, class Model = detail::result_itself>
std::string described() {
    detail::schema_registry registry;
    any document = detail::describe_result<Model, Result>(registry);
    registry.finish(document);
    return document.dump();
}

}  // namespace

TEST_CASE("reply: a value becomes JSON, whatever it is") {
    CHECK(replied(std::string("a\"")) == R"(application/json | "a\"")");
    CHECK(replied("literal") == R"(application/json | "literal")");
    CHECK(replied(nullptr) == "application/json | null");
    CHECK(replied(std::optional<Model>()) == "application/json | null");
    CHECK(replied(Model{1, datetime(2024, 1, 15, 0, 0, 0, utc)}) ==
          R"(application/json | {"id":1,"at":"2024-01-15T00:00:00Z"})");
    CHECK(replied(dict{{"at", datetime(2024, 1, 15, 0, 0, 0, utc)}}) ==
          R"(application/json | {"at":"2024-01-15T00:00:00+00:00"})");
    CHECK(replied(list{1, "x"}) == R"(application/json | [1,"x"])");
    CHECK(replied(any()) == "application/json | null");
    CHECK(replied(picojson::value(true)) == "application/json | true");
    CHECK(replied(std::vector<double>{1, 1e-7}) == "application/json | [1.0,1e-7]");
}

TEST_CASE("reply: a Response goes out as it is, also what derives from it") {
    CHECK(replied(PlainTextResponse("hi")) == "text/plain; charset=utf-8 | hi");
    CHECK(replied(Response(204)) == "none | ");
    CHECK(replied(JSONResponse(1, 201)) == "application/json | 1");
}

TEST_CASE("reply: what the handler set on its Response stays") {
    detail::exchange current;
    Response& response = current.response;
    response.status_code = 201;
    response.headers.append("content-type", "application/problem+json");
    response.headers.append("x-a", "b");
    detail::reply<detail::result_itself>(current, 1);
    CHECK(response.status_code == 201);
    CHECK(response.headers["content-type"] == "application/problem+json");
    CHECK(response.headers["x-a"] == "b");
}

TEST_CASE("reply: nothing is null, where the status has a body") {
    Response response;
    detail::reply_nothing(response);
    CHECK(response.body == "null");
    CHECK(response.headers["content-type"] == "application/json");
    Response empty(204);
    detail::reply_nothing(empty);
    CHECK(empty.body.empty());
    CHECK(empty.headers["content-type"] == "application/json");
}

TEST_CASE("reply: NaN in a dict is refused, in a model it is null") {
    CHECK_THROWS_AS(replied(dict{{"x", std::nan("")}}), std::domain_error);
    CHECK(replied(std::vector<double>{std::nan("")}) == "application/json | [null]");
}

TEST_CASE("reply: the schema of what is returned") {
    CHECK(described<void>() == "{}");
    CHECK(described<dict>() == "{}");
    CHECK(described<Response>() == "{}");
    CHECK(described<std::string>() == R"({"type":"string"})");
    CHECK(described<Model>() == R"({"$ref":"#/components/schemas/Model"})");
    CHECK(described<std::nullptr_t>() == R"({"type":"null"})");
}

TEST_CASE("reply: through a response model goes only what the model has") {
    CHECK(replied<Small>(dict{{"id", 1}, {"password", "x"}}) == R"(application/json | {"id":1})");
    CHECK(replied<Small>(Model{2, datetime()}) == R"(application/json | {"id":2})");
    CHECK(described<dict, Small>() == R"({"$ref":"#/components/schemas/Small"})");
    CHECK_THROWS_AS(replied<Small>(dict{{"password", "x"}}), ResponseValidationError);
}

TEST_CASE("reply: which types a handler may return") {
    static_assert(detail::can_reply<void>() && detail::can_reply<JSONResponse>() &&
                  detail::can_reply<Model>());
    static_assert(detail::can_reply<picojson::value>() && detail::can_reply<const char*>());
    static_assert(!detail::can_reply<void*>() && !detail::can_reply<std::vector<void*>>());
}
