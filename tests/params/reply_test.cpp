#include "fastapi/params/reply.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
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
    detail::exchange current;
    detail::reply_nothing(current);
    CHECK(current.response.body == "null");
    CHECK(current.response.headers["content-type"] == "application/json");
    detail::exchange empty;
    empty.response.status_code = 204;
    detail::reply_nothing(empty);
    CHECK(empty.response.body.empty());
    CHECK(empty.response.headers["content-type"] == "application/json");
    detail::exchange page;
    page.response_class = html;
    detail::reply_nothing(page);
    CHECK(page.response.body.empty());
    CHECK(page.response.headers["content-type"] == "text/html; charset=utf-8");
}

TEST_CASE("reply: NaN in a dict is refused, in a model it is null") {
    CHECK_THROWS_AS(replied(dict{{"x", std::nan("")}}), std::domain_error);
    CHECK(replied(std::vector<double>{std::nan("")}) == "application/json | [null]");
}

TEST_CASE("reply: free JSON behind a response model is written as a model is") {
    CHECK(replied(any(list{1e-7, dict{{"a", 1e-5}}})) ==
          R"(application/json | [1e-07,{"a":1e-05}])");
    CHECK(replied<any>(any(list{1e-7, dict{{"a", 1e-5}}})) ==
          R"(application/json | [1e-7,{"a":0.00001}])");
    CHECK(replied<dict>(dict{{"x", std::nan("")}}) == R"(application/json | {"x":null})");
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

namespace {

/// The answer to a returned value on a route with that response class, as `status | header: value |
/// body`.
template <class Result>
std::string replied_as(ResponseClass made_by, Result&& result, int status_code = 200) {
    detail::exchange current;
    current.response_class = made_by;
    current.response.status_code = status_code;
    detail::reply<detail::result_itself>(current, std::forward<Result>(result));
    return std::to_string(current.response.status_code) + " | " +
           std::string(current.response.headers.block()) + "| " + current.response.body;
}

}  // namespace

TEST_CASE("reply: a class for text takes any kind of text as it is") {
    CHECK(replied_as(html, "<p>\"") == "200 | content-type: text/html; charset=utf-8\r\n| <p>\"");
    CHECK(replied_as(plain_text, std::string("a")) ==
          "200 | content-type: text/plain; charset=utf-8\r\n| a");
    CHECK(replied_as(plain_text, std::string_view("a"), 201) ==
          "201 | content-type: text/plain; charset=utf-8\r\n| a");
    CHECK(replied_as(html, any("a")) == "200 | content-type: text/html; charset=utf-8\r\n| a");
    CHECK(replied_as(ResponseClass{ResponseClass::kinds::text, "text/csv; charset=ascii"}, "a") ==
          "200 | content-type: text/csv; charset=ascii\r\n| a");
    CHECK(replied_as(ResponseClass::json, "a") ==
          "200 | content-type: application/json\r\n| \"a\"");
}

TEST_CASE("reply: a redirect is made of the address, encoded") {
    CHECK(replied_as(redirect, "/new?q=a b&\u00fc#x", 307) ==
          "307 | location: /new?q=a%20b&%C3%BC#x\r\n| ");
    CHECK(replied_as(redirect, std::string("/a\r\nset-cookie: b"), 302) ==
          "302 | location: /a%0D%0Aset-cookie:%20b\r\n| ");
}

TEST_CASE("reply: a Response goes out as it is whatever the class of the route") {
    CHECK(replied_as(html, PlainTextResponse("a")) ==
          "200 | content-type: text/plain; charset=utf-8\r\n| a");
    CHECK(replied_as(redirect, JSONResponse(1), 307) ==
          "200 | content-type: application/json\r\n| 1");
}

TEST_CASE("reply: what is no text is no answer of a class for text") {
    CHECK_THROWS_AS(replied_as(html, 1), std::logic_error);
    CHECK_THROWS_AS(replied_as(plain_text, dict{{"a", 1}}), std::logic_error);
    CHECK_THROWS_AS(replied_as(redirect, any(1)), std::logic_error);
    CHECK_THROWS_AS(replied_as(plain_text, Small{1}), std::logic_error);
}

TEST_CASE("reply: a header that the handler has set stays before that of the class") {
    detail::exchange current;
    current.response_class = html;
    current.response.headers.append("content-type", "application/xhtml+xml");
    detail::reply<detail::result_itself>(current, "<p/>");
    CHECK(current.response.headers.getlist("content-type").size() == 1);
    CHECK(current.response.headers["content-type"] == "application/xhtml+xml");
    CHECK(current.response.body == "<p/>");
}

TEST_CASE("reply: a status without content has no body") {
    detail::exchange current;
    current.response.status_code = 204;
    detail::reply<detail::result_itself>(current, dict{{"a", 1}});
    CHECK(current.response.body.empty());
}

TEST_CASE("reply: model<T> is the schema of a further answer") {
    detail::schema_registry registry;
    any document = list{model<Small>(registry), model<std::vector<int>>(registry)};
    registry.finish(document);
    CHECK(document.dump() ==
          R"([{"$ref":"#/components/schemas/Small"},{"type":"array","items":{"type":"integer"}}])");
    CHECK(document[0]["$ref"] == "#/components/schemas/Small");
}

TEST_CASE("reply: null is no text") {
    CHECK_THROWS_AS(replied_as(html, nullptr), std::logic_error);
}
