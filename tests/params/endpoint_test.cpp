#include "fastapi/params/endpoint.hpp"

#include "send.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

using namespace fastapi;
using test_params::ask;
using test_params::endpoint_of;

namespace {

struct Item {
    int id;
};

dict function(Path<"id", int> id) { return {{"id", id}}; }
int function_without_throw() noexcept { return 1; }

struct Counter {
    int count = 0;
    int operator()() { return ++count; }
};

/// What an asynchronous handler answers; of a thrown exception its text.
std::string ask_async(detail::endpoint& endpoint, std::string_view query = "") {
    detail::exchange current;
    current.request.query_params.reset(query);
    asio::io_context loop;
    std::string thrown;
    asio::co_spawn(loop, endpoint.answer_async(current), [&](std::exception_ptr error) {
        try {
            if (error) std::rethrow_exception(error);
        } catch (const std::exception& caught) {
            thrown = caught.what();
        }
    });
    loop.run();
    return thrown.empty() ? current.response.body : "thrown: " + thrown;
}

}  // namespace

TEST_CASE("endpoint: every kind of callable is a handler") {
    CHECK(ask(function, "", {{"id", "7"}}).body == R"({"id":7})");
    CHECK(ask(&function_without_throw).body == "1");
    CHECK(ask([]() noexcept { return 2; }).body == "2");
    CHECK(ask([text = std::string("held")] { return text; }).body == R"("held")");
    CHECK(ask([held = std::make_unique<int>(3)] { return *held; }).body == "3");
    const auto counting = endpoint_of([n = 0]() mutable { return ++n; });
    CHECK(ask(*counting).body == "1");
    CHECK(ask(*counting).body == "2");
    CHECK(ask(Counter{5}).body == "6");
}

TEST_CASE("endpoint: every kind of result is an answer") {
    CHECK(ask([] {}).body == "null");
    CHECK(ask([] { return nullptr; }).body == "null");
    CHECK(ask([] { return std::string("x"); }).body == R"("x")");
    CHECK(ask([] { return Item{1}; }).body == R"({"id":1})");
    CHECK(ask([](Query<"some", bool> some) { return some ? std::optional(Item{1}) : std::nullopt; },
              "some=0")
              .body == "null");
    CHECK(ask([] { return picojson::value("x"); }).body == R"("x")");
    CHECK(ask([] { return JSONResponse(list{}, 418); }).status == 418);
    CHECK(ask([] { return HTMLResponse("<p>"); }).content_type == "text/html; charset=utf-8");
    CHECK(ask([] { return Response(204); }).content_type == "");
}

TEST_CASE("endpoint: Request and Response are the exchange's own") {
    CHECK(ask([](const Request& request) { return std::string(request.query_params["a"]); }, "a=1")
              .body == R"("1")");
    CHECK(ask([](Request& request) { return request.query_params.size(); }, "a=1&a=2").body == "2");
    const auto asked = ask([](Response& response) {
        response.status_code = 202;
        response.headers.append("content-type", "application/x");
        return 1;
    });
    CHECK(asked.status == 202);
    CHECK(asked.content_type == "application/x");
}

TEST_CASE("endpoint: parameters are taken by value or by const reference") {
    CHECK(ask([](const Query<"a", std::string>& a, Query<"b", std::string>&& b) { return a + b; },
              "a=x&b=y")
              .body == R"("xy")");
}

TEST_CASE("endpoint: what a handler throws comes out") {
    const auto throws = endpoint_of([]() -> int { throw std::runtime_error("broken"); });
    CHECK_THROWS_WITH_AS(ask(*throws), "broken", std::runtime_error);
}

TEST_CASE("endpoint: a handler is not called with wrong parameters") {
    bool called = false;
    const auto asked = ask([&](Query<"a", int>) { called = true; }, "a=x");
    CHECK(asked.status == 422);
    CHECK_FALSE(called);
}

TEST_CASE("endpoint: asynchronous handlers give their values on an event loop") {
    const auto value = endpoint_of([](Query<"a", std::string> a) -> async<dict> {
        co_return dict{{"a", a}};
    });
    CHECK(value->is_async());
    CHECK(ask_async(*value, "a=x") == R"({"a":"x"})");
    CHECK(ask_async(*value) == "thrown: request validation error");
    CHECK(ask_async(*endpoint_of([]() -> async<> { co_return; })) == "null");
    CHECK(ask_async(*endpoint_of([]() -> async<Item> {
              throw std::runtime_error("late");
              co_return Item{};
          })) == "thrown: late");
    const auto plain = endpoint_of([] { return 1; });
    CHECK_FALSE(plain->is_async());
    CHECK_THROWS_AS(ask_async(*plain), std::logic_error);
}

TEST_CASE("endpoint: says whether a request can be refused") {
    CHECK(endpoint_of(function)->can_refuse());
    CHECK_FALSE(endpoint_of([](Request&) {})->can_refuse());
}

TEST_CASE("endpoint: a Path parameter must be among the placeholders of the whole path") {
    const auto endpoint = endpoint_of(function);
    endpoint->check_path({"other", "id"}, "/{other}/{id}");
    CHECK_THROWS_WITH_AS(
        endpoint->check_path({"other"}, "/{other}"),
        "fastapi: the path \"/{other}\" has no placeholder for the parameter Path<\"id\", ...>. "
        "Write {id} in the path, or make it a Query.",
        std::invalid_argument);
}

TEST_CASE("endpoint: describes its answer, asynchronous or not") {
    const auto described = [](const auto& handler) {
        detail::schema_registry registry;
        any document = endpoint_of(handler)->describe_response(registry).value();
        registry.finish(document);
        return document.dump();
    };
    CHECK(described([] { return Item{}; }) == R"({"$ref":"#/components/schemas/Item"})");
    CHECK(described([]() -> async<int> { co_return 1; }) == R"({"type":"integer"})");
}

TEST_CASE("endpoint: says what it does with the body of a request") {
    using use = detail::body_use;
    const auto use_of = [](auto handler) { return endpoint_of(std::move(handler))->uses_body(); };
    CHECK(use_of([] {}) == use::whole);
    CHECK(use_of([](Item) {}) == use::whole);
    CHECK(use_of([](Request&) {}) == use::whole);  // it cannot wait for parts
    CHECK(use_of([](Request&) -> async<> { co_return; }) == use::parts);
    CHECK(use_of([](Query<"a", int>, Request&) -> async<> { co_return; }) == use::parts);
    CHECK(use_of([](Item, Request&) -> async<> { co_return; }) == use::whole);
    CHECK(use_of([](Query<"a", int>) -> async<> { co_return; }) == use::whole);
    CHECK(use_of([](Form<"a", int>) {}) == use::form);
    CHECK(use_of([](File<"a">, Request&) -> async<> { co_return; }) == use::form);
    CHECK(use_of([](FormModel<Item>) {}) == use::form);
}

TEST_CASE("endpoint: BackgroundTasks are the exchange's own") {
    const auto endpoint = endpoint_of([](BackgroundTasks& tasks) {
        tasks.add_task([] {});
        tasks.add_task([] {});
        return 1;
    });
    detail::exchange current;
    endpoint->answer(current);
    CHECK(current.background.size() == 2);
    CHECK(current.response.background.empty());
    CHECK_FALSE(endpoint->can_refuse());
}

TEST_CASE("endpoint: a handler takes parameters of every place together") {
    const auto handler = [](Path<"id", int> id, Query<"q", int> q, Header<"x_h", int> h,
                            Cookie<"c", int> c, Form<"f", int> f,
                            File<"file"> file) { return list{id, q, h, c, f, file.filename}; };
    test_params::Sent sent = test_params::multipart({{"f", "5"}, {"file", "x", "6"}});
    sent.path = {{"id", "1"}};
    sent.query = "q=2";
    sent.headers.insert(sent.headers.end(), {{"x-h", "3"}, {"cookie", "c=4"}});
    CHECK(test_params::send(handler, sent).body == R"([1,2,3,4,5,"6"])");
}

TEST_CASE("endpoint: problems of the parameters come before those of a JSON body") {
    const auto handler = [](Item, Cookie<"c", int>, Header<"h", int>) {};
    CHECK(
        test_params::send(
            handler, {.headers = {{"content-type", "application/json"}}, .body = R"({"id":"x"})"})
            .body ==
        R"([{"type":"missing","loc":["header","h"],"msg":"Field required","input":null},)"
        R"({"type":"missing","loc":["cookie","c"],"msg":"Field required","input":null},)"
        R"({"type":"int_parsing","loc":["body","id"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"}])");
}
