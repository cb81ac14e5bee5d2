#include "fastapi/app/exception_handlers.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace fastapi;
using test_app::answer;
using test_app::ask;
using test_app::nothing;

namespace {

struct Animal {
    std::string name = "animal";
    virtual ~Animal() = default;
};
struct Cat : Animal {
    Cat() { name = "cat"; }
};
struct Tiger final : Cat {
    Tiger() { name = "tiger"; }
};

struct NotEnough : HTTPException {
    NotEnough() : HTTPException(402, "not enough") {}
};

/// A handler of errors that answers with a text.
template <class Error>
auto saying(std::string text) {
    return
        [text = std::move(text)](Request&, const Error&) { return PlainTextResponse(text, 418); };
}

template <class Error>
auto saying_later(std::string text) {
    return [text = std::move(text)](Request&, const Error&) -> async<Response> {
        co_return PlainTextResponse(text, 418);
    };
}

/// An application with a route for each thing that can be thrown.
struct throwing_app : FastAPI {
    throwing_app() {
        get("/animal", []() -> dict { throw Animal(); });
        get("/cat", []() -> dict { throw Cat(); });
        get("/tiger", []() -> dict { throw Tiger(); });
        get("/number", []() -> dict { throw 42; });
        get("/text", []() -> dict { throw std::string("text"); });
        get("/runtime", []() -> dict { throw std::runtime_error("secret"); });
        get("/teapot", []() -> dict { throw HTTPException(418, "tea"); });
        get("/money", []() -> dict { throw NotEnough(); });
        get("/items/{id}", [](Path<"id", int> id) { return id.get(); });
        get("/async/tiger", []() -> async<dict> {
            throw Tiger();
            co_return dict{};
        });
    }
};

}  // namespace

TEST_CASE("exception handlers: answer exceptions of their type and of classes derived from it") {
    throwing_app app;
    app.exception_handler<Cat>([](Request& request, const Cat& cat) {
        return JSONResponse(dict{{"name", cat.name}, {"path", request.url.path}}, 409);
    });
    CHECK(ask(app, "/cat").body == R"({"name":"cat","path":"/cat"})");
    CHECK(ask(app, "/cat").status == 409);
    CHECK(ask(app, "/tiger").body == R"({"name":"tiger","path":"/tiger"})");
    CHECK(ask(app, "/animal").status == 500);
    CHECK(ask(app, "/number").status == 500);
    CHECK(ask(app, "/async/tiger").status == 409);
}

TEST_CASE("exception handlers: the most derived type counts, whatever the order of declaration") {
    const auto with_animal = [](FastAPI& app) {
        app.exception_handler<Animal>(saying<Animal>("animal"));
    };
    const auto with_cat = [](FastAPI& app) { app.exception_handler<Cat>(saying<Cat>("cat")); };
    const auto with_tiger = [](FastAPI& app) {
        app.exception_handler<Tiger>(saying<Tiger>("tiger"));
    };
    const auto check = [](const FastAPI& app) {
        CHECK(ask(app, "/animal").body == "animal");
        CHECK(ask(app, "/cat").body == "cat");
        CHECK(ask(app, "/tiger").body == "tiger");
    };
    throwing_app first, second, third, fourth;
    with_animal(first), with_cat(first), with_tiger(first);
    with_tiger(second), with_cat(second), with_animal(second);
    with_cat(third), with_tiger(third), with_animal(third);
    with_tiger(fourth), with_animal(fourth), with_cat(fourth);
    for (const FastAPI* app : {&first, &second, &third, &fourth}) check(*app);
}

TEST_CASE("exception handlers: types that know nothing of each other stand beside each other") {
    throwing_app app;
    app.exception_handler<int>(
        [](Request&, const int& number) { return PlainTextResponse(std::to_string(number)); });
    app.exception_handler<Animal>(saying<Animal>("animal"));
    app.exception_handler<std::string>(
        [](Request&, const std::string& text) { return PlainTextResponse(text, 400); });
    app.exception_handler<std::runtime_error>(saying<std::runtime_error>("runtime"));
    CHECK(ask(app, "/number").body == "42");
    CHECK(ask(app, "/number").status == 200);
    CHECK(ask(app, "/text").body == "text");
    CHECK(ask(app, "/tiger").body == "animal");
    CHECK(ask(app, "/runtime").body == "runtime");
}

TEST_CASE("exception handlers: a later one of the same type takes the place of the earlier") {
    throwing_app app;
    app.exception_handler<Cat>(saying<Cat>("first"));
    app.exception_handler<Animal>(saying<Animal>("animal"));
    app.exception_handler<Cat>(saying<Cat>("second"));
    app.exception_handler(418, saying<HTTPException>("first"));
    app.exception_handler(418, saying<HTTPException>("second"));
    CHECK(ask(app, "/cat").body == "second");
    CHECK(ask(app, "/animal").body == "animal");
    CHECK(ask(app, "/teapot").body == "second");
}

TEST_CASE("exception handlers: one for std::exception, or 500, answers what nobody else does") {
    throwing_app by_type, by_status;
    by_type.exception_handler<std::exception>(saying<std::exception>("mine"));
    by_status.exception_handler(500, saying<std::exception>("mine"));
    for (throwing_app* app : {&by_type, &by_status}) {
        app->exception_handler<Cat>(saying<Cat>("cat"));
        app->get("/http-500", []() -> dict { throw HTTPException(500, "thrown"); });
        app->get("/async/runtime", []() -> async<dict> {
            throw std::runtime_error("secret");
            co_return dict{};
        });
        CHECK(ask(*app, "/runtime").body == "mine");
        CHECK(ask(*app, "/runtime").status == 418);
        CHECK(ask(*app, "/async/runtime").body == "mine");
        CHECK(ask(*app, "/number").body == "mine");
        CHECK(ask(*app, "/animal").body == "mine");
        CHECK(ask(*app, "/cat").body == "cat");
        CHECK(ask(*app, "/teapot").body == R"({"detail":"tea"})");
        CHECK(ask(*app, "/http-500").body == R"({"detail":"thrown"})");
        CHECK(ask(*app, "/items/x").status == 422);
        CHECK(ask(*app, "/none").body == R"({"detail":"Not Found"})");
        CHECK_FALSE(ask(*app, "/items/7").is_awaited);
    }
}

TEST_CASE("exception handlers: of those for 500 and for std::exception the last one counts") {
    throwing_app app;
    app.exception_handler(500, saying<std::exception>("status"));
    app.exception_handler<std::exception>(saying<std::exception>("type"));
    CHECK(ask(app, "/runtime").body == "type");
    app.exception_handler(500, saying_later<std::exception>("status again"));
    CHECK(ask(app, "/runtime").body == "status again");
    CHECK(ask(app, "/number").body == "status again");
    CHECK(ask(app, "/runtime").is_awaited);
}

TEST_CASE("exception handlers: that for 500 is told what was thrown, whatever its type") {
    throwing_app app;
    app.get("/literal", []() -> dict { throw "a literal"; });
    app.exception_handler(500, [](Request& request, const std::exception& error) {
        return PlainTextResponse(std::string(request.url.path) + " " + error.what(), 503);
    });
    CHECK(ask(app, "/runtime").body == "/runtime secret");
    CHECK(ask(app, "/runtime").status == 503);
    CHECK(ask(app, "/number").body == "/number an exception of type int");
    CHECK(ask(app, "/text").body == "/text text");
    CHECK(ask(app, "/literal").body == "/literal a literal");
    CHECK(ask(app, "/tiger").body.ends_with("::Tiger"));
}

TEST_CASE("exception handlers: that for 500 must take any exception") {
    FastAPI app;
    const auto of_http = [](Request&, const HTTPException&) { return Response(); };
    const std::string problem = test_app::problem_of([&] { app.exception_handler(500, of_http); });
    CHECK(problem.find("const std::exception& error") != std::string::npos);
    app.exception_handler(501, of_http);
    CHECK_FALSE(detail::takes_std_exception<decltype(of_http)>());
    CHECK(detail::takes_std_exception<Response (*)(Request&, const std::exception&)>());
    CHECK_FALSE(detail::takes_std_exception<Response (*)(Request&)>());
    CHECK_FALSE(
        detail::takes_std_exception<decltype([](Request&, const auto&) { return Response(); })>());
}

TEST_CASE("exception handlers: one for any exception serves another status, too") {
    throwing_app app;
    app.exception_handler(404, [](Request&, const std::exception& error) {
        return PlainTextResponse(error.what(), 404);
    });
    CHECK(ask(app, "/none").body == "404: Not Found");
    CHECK(ask(app, "/runtime").status == 500);
}

TEST_CASE("exception handlers: pointers are caught with their value") {
    FastAPI app;
    static const Cat cat;
    app.get("/text", []() -> dict { throw "a literal"; });
    app.get("/cat", []() -> dict { throw &cat; });
    app.exception_handler<const char*>(
        [](Request&, const char* const& text) { return PlainTextResponse(text, 418); });
    app.exception_handler<const Animal*>([](Request&, const Animal* animal) -> async<Response> {
        co_return PlainTextResponse(animal->name, 418);
    });
    CHECK(ask(app, "/text").body == "a literal");
    CHECK(ask(app, "/cat").body == "cat");
    CHECK(ask(app, "/cat").is_awaited);
}

TEST_CASE("exception handlers: the framework's own answers can be replaced, each for itself") {
    throwing_app app;
    app.exception_handler<std::exception>(saying<std::exception>("any"));
    app.exception_handler<HTTPException>([](Request&, const HTTPException& error) {
        return PlainTextResponse(error.detail.as_string(), error.status_code);
    });
    CHECK(ask(app, "/teapot").body == "tea");
    CHECK(ask(app, "/teapot").status == 418);
    CHECK(ask(app, "/money").body == "not enough");
    CHECK(ask(app, "/none").body == "Not Found");
    CHECK(ask(app, "/items/1", "PUT").body == "Method Not Allowed");
    CHECK(ask(app, "/items/x").status == 422);
    app.exception_handler<RequestValidationError>(
        [](Request&, const RequestValidationError& error) {
            return JSONResponse(dict{{"count", error.errors().size()}}, 400);
        });
    CHECK(ask(app, "/items/x").body == R"({"count":1})");
    CHECK(ask(app, "/items/x").status == 400);
    CHECK(ask(app, "/runtime").body == "any");
}

TEST_CASE(
    "exception handlers: one for a status takes the router's answers too, and comes before one for the type") {
    throwing_app app;
    app.exception_handler<HTTPException>(saying<HTTPException>("type"));
    app.exception_handler(404, [](Request& request, const HTTPException& error) {
        return PlainTextResponse("nothing at " + std::string(request.url.path), error.status_code);
    });
    app.exception_handler(
        405, [](Request&, const HTTPException& error) { return Response("", 405, error.headers); });
    CHECK(ask(app, "/none").body == "nothing at /none");
    CHECK(ask(app, "/none").status == 404);
    CHECK(ask(app, "/items/1", "PUT").body.empty());
    CHECK(ask(app, "/items/1", "PUT").allow == "GET");
    CHECK(ask(app, "/teapot").body == "type");
    CHECK(ask(app, "/items/1/").status == 307);  // a redirect is no error
}

TEST_CASE(
    "exception handlers: a derived HTTPException has a handler of its own, or that of its status") {
    throwing_app app;
    app.exception_handler<HTTPException>(saying<HTTPException>("base"));
    app.exception_handler<NotEnough>(saying<NotEnough>("own"));
    CHECK(ask(app, "/money").body == "own");
    CHECK(ask(app, "/teapot").body == "base");
    app.exception_handler(402, saying<HTTPException>("status"));
    CHECK(ask(app, "/money").body == "status");
}

TEST_CASE(
    "exception handlers: asynchronous ones answer for plain and asynchronous handlers alike") {
    throwing_app app;
    app.exception_handler<Cat>(saying_later<Cat>("cat"));
    app.exception_handler<Animal>(saying<Animal>("animal"));
    app.exception_handler(404, saying_later<HTTPException>("none"));
    for (const std::string_view target : {"/tiger", "/async/tiger"}) {
        const answer got = ask(app, target);
        CHECK(got.is_awaited);
        CHECK(got.body == "cat");
        CHECK(got.status == 418);
    }
    CHECK(ask(app, "/animal").body == "animal");
    CHECK(ask(app, "/none").body == "none");
    CHECK(ask(app, "/items/x").status == 422);
    CHECK(ask(app, "/number").status == 500);
    CHECK(ask(app, "/items/7").body == "7");
}

TEST_CASE("exception handlers: plain ones leave a plain handler plain") {
    throwing_app app;
    app.exception_handler<Animal>(saying<Animal>("animal"));
    CHECK_FALSE(ask(app, "/items/7").is_awaited);
    CHECK_FALSE(ask(app, "/cat").is_awaited);
    CHECK(ask(app, "/async/tiger").is_awaited);
    CHECK(ask(app, "/async/tiger").body == "animal");
}

TEST_CASE("exception handlers: what one throws itself is 500") {
    throwing_app app;
    app.exception_handler<Cat>(
        [](Request&, const Cat&) -> Response { throw std::runtime_error("secret"); });
    app.exception_handler<Animal>(saying<Animal>("animal"));
    app.exception_handler(404, [](Request&, const HTTPException&) -> Response { throw Animal(); });
    CHECK(ask(app, "/cat").status == 500);
    CHECK(ask(app, "/cat").body == "Internal Server Error");
    CHECK(ask(app, "/none").status == 500);  // not a route's
    CHECK(ask(app, "/animal").body == "animal");
    app.exception_handler<int>([](Request&, const int&) -> async<Response> {
        throw std::runtime_error("secret");
        co_return Response();
    });
    CHECK(ask(app, "/number").status == 500);
    CHECK(ask(app, "/cat").status == 500);
    CHECK(ask(app, "/none").status == 500);
}

TEST_CASE("exception handlers: what one throws for a route's exception is answered itself, once") {
    for (const bool is_awaited : {false, true}) {
        throwing_app app;
        if (is_awaited) app.exception_handler<double>(saying_later<double>("unused"));
        app.exception_handler<Cat>([](Request&, const Cat&) -> Response { throw 42; });
        app.exception_handler<int>(
            [](Request&, const int&) -> Response { throw HTTPException(409, "from int"); });
        app.exception_handler<std::string>([](Request&, const std::string&) -> Response {
            throw HTTPException(409, "from text");
        });
        CHECK(ask(app, "/text").body == R"({"detail":"from text"})");
        CHECK(ask(app, "/number").status == 409);
        CHECK(ask(app, "/cat").status == 500);
        CHECK(ask(app, "/cat").is_awaited == is_awaited);
    }
}

TEST_CASE("exception handlers: where that for 500 throws, the answer is the bare one") {
    throwing_app app;
    app.exception_handler(
        500, [](Request&, const std::exception&) -> Response { throw HTTPException(404); });
    CHECK(ask(app, "/runtime").status == 500);
    CHECK(ask(app, "/runtime").body == "Internal Server Error");
    app.exception_handler(500, [](Request&, const std::exception&) -> async<Response> {
        throw std::runtime_error("secret");
        co_return Response();
    });
    CHECK(ask(app, "/runtime").body == "Internal Server Error");
}

TEST_CASE("exception handlers: each application has its own") {
    throwing_app inner;
    throwing_app app;
    app.exception_handler<Animal>(saying<Animal>("outer"));
    app.exception_handler(404, saying<HTTPException>("outer 404"));
    inner.exception_handler<Cat>(saying<Cat>("inner"));
    app.mount("/sub", inner);
    CHECK(ask(app, "/cat").body == "outer");
    CHECK(ask(app, "/sub/cat").body == "inner");
    CHECK(ask(app, "/sub/animal").status == 500);
    CHECK(ask(app, "/none").body == "outer 404");
    CHECK(ask(app, "/sub/none").body == R"({"detail":"Not Found"})");
}

TEST_CASE("exception handlers: the framework's answers can be built upon") {
    throwing_app app;
    app.exception_handler<HTTPException>([](Request& request, const HTTPException& error) {
        Response response = http_exception_handler(request, error);
        response.headers.append("x-seen", "1");
        return response;
    });
    app.exception_handler<RequestValidationError>(
        [](Request& request, const RequestValidationError& error) {
            Response response = request_validation_exception_handler(request, error);
            response.headers.append("x-seen", "2");
            return response;
        });
    throwing_app plain;
    for (const std::string_view target : {"/teapot", "/none", "/items/x"}) {
        const answer built = ask(app, target), own = ask(plain, target);
        CHECK(built.status == own.status);
        CHECK(built.body == own.body);
        CHECK(built.content_type == own.content_type);
    }
    CHECK(ask(app, "/teapot").headers.get("x-seen") == "1");
    CHECK(ask(app, "/items/x").headers.get("x-seen") == "2");
}

TEST_CASE("exception handlers: the body that was refused is at hand") {
    FastAPI app;
    app.post("/", [](Body<"n", int> n) { return n.get(); });
    app.exception_handler<RequestValidationError>(
        [](Request&, const RequestValidationError& error) {
            return JSONResponse(error.body(), 422);
        });
    CHECK(ask(app, {.target = "/",
                    .method = "POST",
                    .headers = {{"content-type", "application/json"}},
                    .body = R"({"a":[1]})"})
              .body == R"({"a":[1]})");
}

TEST_CASE("exception handlers: say what they are") {
    const auto animal = detail::make_exception_handler<Animal>(saying<Animal>("animal"));
    const auto cat = detail::make_exception_handler<Cat>(saying_later<Cat>("cat"));
    const auto number = detail::make_exception_handler<int>(saying<int>("number"));
    CHECK_FALSE(animal->is_async());
    CHECK(cat->is_async());
    CHECK(animal->covers(*cat));
    CHECK(animal->covers(*animal));
    CHECK_FALSE(cat->covers(*animal));
    CHECK_FALSE(number->covers(*cat));
    Request request;
    CHECK(animal->answer(request, std::make_exception_ptr(Tiger())).value().body == "animal");
    CHECK_FALSE(animal->answer(request, std::make_exception_ptr(42)));
    CHECK_THROWS_AS(cat->answer(request, std::make_exception_ptr(Cat())), std::logic_error);
}

TEST_CASE("exception handlers: candidates stand with the status first, then from derived to base") {
    detail::exception_handlers handlers;
    CHECK(handlers.empty());
    handlers.set_server_error(
        detail::make_exception_handler<std::exception>(saying<std::exception>("any")));
    CHECK_FALSE(handlers.empty());
    handlers.add(
        detail::make_exception_handler<std::runtime_error>(saying<std::runtime_error>("runtime")));
    handlers.add(detail::make_exception_handler<HTTPException>(saying<HTTPException>("http")));
    handlers.add(404, detail::make_exception_handler<HTTPException>(saying<HTTPException>("404")));
    CHECK_FALSE(handlers.has_async());
    const auto bodies = [&](const std::exception_ptr& problem) {
        Request request;
        std::string result;
        for (detail::exception_handler* each : handlers.candidates(problem))
            if (const auto answer = each->answer(request, problem)) result += answer->body + " ";
        return result;
    };
    CHECK(bodies(std::make_exception_ptr(HTTPException(404))) == "404 http ");
    CHECK(bodies(std::make_exception_ptr(HTTPException(400))) == "http ");
    CHECK(bodies(std::make_exception_ptr(std::runtime_error("x"))) == "runtime ");
    CHECK(bodies(std::make_exception_ptr(42)).empty());
    CHECK(handlers.of_server_error() != nullptr);
    CHECK(handlers.of_status(404) != nullptr);
    CHECK(handlers.of_status(400) == nullptr);
    handlers.add(
        500, detail::make_exception_handler<HTTPException>(saying_later<HTTPException>("later")));
    CHECK(handlers.has_async());
}
