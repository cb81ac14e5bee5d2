#include "fastapi/app/layers.hpp"

#include "fastapi/http/streaming_response.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace fastapi;
using test_app::answer;
using test_app::ask;
using test_app::nothing;
using test_app::run_background;

namespace {

/// Notes its name on the way in and out.
struct Note {
    std::string* log;
    std::string name;

    std::optional<Response> before(Request&) {
        *log += "<" + name;
        return std::nullopt;
    }
    void after(Request&, Response& response) {
        *log += ">" + name + std::to_string(response.status_code) + " ";
    }
};

/// The same as a coroutine.
auto noting(std::string& log, std::string name) {
    return [&log, name = std::move(name)](Request& request, Next next) -> async<Response> {
        log += "<" + name;
        Response response = co_await next(request);
        log += ">" + name + std::to_string(response.status_code) + " ";
        co_return response;
    };
}

struct Refusing {
    std::optional<Response> before(Request&) { return PlainTextResponse("no", 403); }
    void after(Request&, Response& response) { response.headers.append("x-never", "1"); }
};

}  // namespace

TEST_CASE("layers: middleware that is added later stands further out") {
    std::string log;
    FastAPI app;
    app.get("/", [&log] { log += "!"; });
    app.add_middleware(Note{&log, "a"});
    app.add_middleware(Note{&log, "b"});
    CHECK_FALSE(ask(app, "/").is_awaited);
    CHECK(log == "<b<a!>a200 >b200 ");
    log.clear();
    app.middleware(noting(log, "c"));
    app.add_middleware(Note{&log, "d"});
    CHECK(ask(app, "/").is_awaited);
    CHECK(log == "<d<c<b<a!>a200 >b200 >c200 >d200 ");
}

TEST_CASE("layers: an answer on the way in skips what is further in, and is seen further out") {
    std::string log;
    FastAPI app;
    app.get("/", [&log] { log += "!"; });
    app.add_middleware(Note{&log, "inner"});
    app.add_middleware(Refusing());
    app.add_middleware(Note{&log, "outer"});
    for (const bool is_awaited : {false, true}) {
        log.clear();
        if (is_awaited) app.middleware(noting(log, "c"));
        const answer got = ask(app, "/");
        CHECK(got.is_awaited == is_awaited);
        CHECK(got.status == 403);
        CHECK(got.body == "no");
        CHECK_FALSE(got.headers.contains("x-never"));
        CHECK(log == (is_awaited ? "<c<outer>outer403 >c403 " : "<outer>outer403 "));
    }
}

TEST_CASE("layers: the framework's own answers are seen on the way out") {
    std::string log;
    FastAPI app;
    app.get("/items/{id}", [](Path<"id", int>) {});
    app.get("/refused", []() -> dict { throw HTTPException(409); });
    app.add_middleware(Note{&log, "a"});
    const auto seen = [&](std::string_view target, std::string_view method = "GET") {
        log.clear();
        ask(app, target, method);
        return log;
    };
    CHECK(seen("/none") == "<a>a404 ");
    CHECK(seen("/items/1", "PUT") == "<a>a405 ");
    CHECK(seen("/items/x") == "<a>a422 ");
    CHECK(seen("/items/1/") == "<a>a307 ");
    CHECK(seen("/refused") == "<a>a409 ");
    app.middleware(noting(log, "c"));
    CHECK(seen("/none") == "<c<a>a404 >c404 ");
    CHECK(seen("/items/1", "PUT") == "<c<a>a405 >c405 ");
    CHECK(seen("/items/x") == "<c<a>a422 >c422 ");
    CHECK(seen("/items/1/") == "<c<a>a307 >c307 ");
    CHECK(seen("/refused") == "<c<a>a409 >c409 ");
    CHECK(ask(app, "/none").body == R"({"detail":"Not Found"})");
    CHECK(ask(app, "/items/1", "PUT").allow == "GET");
}

TEST_CASE("layers: what nobody answers passes by, and is 500") {
    std::string log;
    FastAPI app;
    app.get("/", []() -> dict { throw std::runtime_error("secret"); });
    app.add_middleware(Note{&log, "a"});
    CHECK(ask(app, "/").status == 500);
    CHECK(ask(app, "/").body == "Internal Server Error");
    CHECK(log == "<a<a");
    log.clear();
    app.middleware(noting(log, "c"));
    CHECK(ask(app, "/").status == 500);
    CHECK(log == "<c<a");
}

TEST_CASE("layers: what middleware itself throws is 500") {
    struct ThrowsBefore {
        std::optional<Response> before(Request&) { throw std::runtime_error("secret"); }
    };
    struct ThrowsAfter {
        void after(Request&, Response& response) {
            response.headers.append("x-secret", "1");
            throw std::runtime_error("secret");
        }
    };
    struct Refuses {
        std::optional<Response> before(Request&) {
            throw HTTPException(403, "secret", {{"x-secret", "1"}});
        }
    };
    FastAPI first, second, third, fourth, fifth;
    for (FastAPI* app : {&first, &second, &third, &fourth, &fifth}) app->get("/", nothing);
    fourth.add_middleware(Refuses());
    fifth.add_middleware(Refuses());
    fifth.exception_handler(
        403, [](Request&, const HTTPException&) { return PlainTextResponse("secret", 403); });
    first.add_middleware(ThrowsBefore());
    second.add_middleware(ThrowsAfter());
    third.middleware([](Request&, Next) -> async<Response> {
        throw 42;
        co_return Response();
    });
    for (FastAPI* app : {&first, &second, &third, &fourth, &fifth}) {
        const answer got = ask(*app, "/");
        CHECK(got.status == 500);
        CHECK(got.body == "Internal Server Error");
        CHECK_FALSE(got.headers.contains("x-secret"));
    }
}

TEST_CASE(
    "layers: the handler for 500 stands outside of all middleware, and answers what that throws") {
    struct ThrowsAfter {
        void after(Request& request, Response&) {
            if (request.url.path == "/after") throw std::runtime_error("after");
        }
    };
    std::string log;
    FastAPI app;
    app.get("/", []() -> dict { throw std::runtime_error("handler"); });
    app.get("/after", nothing);
    app.add_middleware(Note{&log, "a"});
    app.add_middleware(ThrowsAfter());
    app.add_middleware(Note{&log, "b"});
    app.exception_handler(500, [&log](Request&, const std::exception& error) {
        log += "!";
        return PlainTextResponse(error.what(), 503);
    });
    CHECK(ask(app, "/").body == "handler");
    CHECK(ask(app, "/").status == 503);
    CHECK(log == "<b<a!<b<a!");
    log.clear();
    CHECK(ask(app, "/after").body == "after");
    CHECK(log == "<b<a>a200 !");
    log.clear();
    app.middleware(noting(log, "c"));
    CHECK(ask(app, "/").body == "handler");
    CHECK(log == "<c<b<a!");
}

TEST_CASE(
    "layers: a mounted application answers its exceptions itself, and outer middleware sees that") {
    for (const bool is_awaited : {false, true}) {
        std::string log;
        FastAPI inner, bare, app;
        for (FastAPI* each : {&inner, &bare})
            each->get("/", []() -> dict { throw std::runtime_error("x"); });
        inner.add_middleware(Note{&log, "inner"});
        inner.exception_handler(
            500, [](Request&, const std::exception&) { return PlainTextResponse("inner", 503); });
        app.exception_handler(
            500, [](Request&, const std::exception&) { return PlainTextResponse("outer", 504); });
        app.exception_handler<std::runtime_error>(
            [](Request&, const std::runtime_error&) { return PlainTextResponse("never"); });
        app.add_middleware(Note{&log, "outer"});
        if (is_awaited) app.middleware(noting(log, "c"));
        app.mount("/inner", inner);
        app.mount("/bare", bare);
        CHECK(ask(app, "/inner/").body == "inner");
        CHECK(log == (is_awaited ? "<c<outer<inner>outer503 >c503 " : "<outer<inner>outer503 "));
        log.clear();
        CHECK(ask(app, "/bare/").body == "Internal Server Error");
        CHECK(log == (is_awaited ? "<c<outer>outer500 >c500 " : "<outer>outer500 "));
        CHECK(ask(app, "/bare/").is_awaited == is_awaited);
    }
}

TEST_CASE("layers: an asynchronous handler for 500 further out makes the whole way asynchronous") {
    struct Throws {
        void after(Request&, Response&) { throw std::runtime_error("outer"); }
    };
    FastAPI inner, app;
    inner.get("/", nothing);
    app.add_middleware(Throws());
    app.exception_handler(500, [](Request&, const std::exception& error) -> async<Response> {
        co_return PlainTextResponse(error.what(), 503);
    });
    app.mount("/inner", inner);
    const answer got = ask(app, "/inner/");
    CHECK(got.is_awaited);
    CHECK(got.status == 503);
    CHECK(got.body == "outer");
}

TEST_CASE("layers: the middleware of a mounted application stands inside that of the outer one") {
    std::string log;
    FastAPI inner, app;
    inner.get("/items", [&log] { log += "!"; });
    inner.add_middleware(Note{&log, "inner"});
    app.get("/own", [&log] { log += "!"; });
    app.add_middleware(Note{&log, "outer"});
    app.mount("/sub", inner);
    ask(app, "/sub/items");
    CHECK(log == "<outer<inner!>inner200 >outer200 ");
    log.clear();
    ask(app, "/own");
    CHECK(log == "<outer!>outer200 ");
    log.clear();
    ask(app, "/sub/none");
    CHECK(log == "<outer<inner>inner404 >outer404 ");
    log.clear();
    inner.middleware(noting(log, "c"));
    CHECK(ask(app, "/sub/items").is_awaited);
    CHECK(log == "<outer<c<inner!>inner200 >c200 >outer200 ");
    CHECK_FALSE(ask(app, "/own").is_awaited);
}

TEST_CASE("layers: without middleware in between, that of the innermost application is found") {
    std::string log;
    FastAPI innermost, inner, app;
    innermost.get("/", [&log] { log += "!"; });
    innermost.add_middleware(Note{&log, "a"});
    inner.mount("/b", innermost);
    app.mount("/a", inner);
    CHECK(ask(app, "/a/b/").status == 200);
    CHECK(log == "<a!>a200 ");
}

TEST_CASE("layers: middleware compares the path that the routes see") {
    struct Guard {
        std::optional<Response> before(Request& request) const {
            if (!request.url.path.starts_with("/admin")) return std::nullopt;
            return PlainTextResponse("no", 403);
        }
    };
    FastAPI app;
    app.get("/admin/users", nothing);
    app.add_middleware(Guard());
    for (const char* target :
         {"/admin/users", "/%61dmin/users", "/admin%2Fusers", "/admi%6e/users"})
        CHECK(ask(app, target).status == 403);
}

TEST_CASE("layers: state that middleware leaves is the handler's, for one request") {
    struct Counting {
        int count = 0;
        std::optional<Response> before(Request& request) {
            if (request.state.contains("count")) return Response(500);
            request.state.set("count", ++count);
            return std::nullopt;
        }
        void after(Request& request, Response& response) {
            response.headers.append("x-user", request.state.get<std::string>("user"));
        }
    };
    FastAPI app;
    app.get("/", [](Request& request) {
        request.state.set("user", std::string("ada"));
        return request.state.get<int>("count");
    });
    app.add_middleware(Counting());
    CHECK(ask(app, "/").body == "1");
    CHECK(ask(app, "/").body == "2");
    CHECK(ask(app, "/").headers.get("x-user") == "ada");
}

TEST_CASE("layers: a body that is made while it is sent passes unread") {
    int parts = 0;
    std::string log;
    FastAPI app;
    app.get("/", [&parts] {
        return StreamingResponse([](int& count) -> async_generator<std::string> {
            ++count;
            co_yield "a";
            ++count;
            co_yield "b";
        }(parts));
    });
    app.add_middleware(Note{&log, "a"});
    for (const bool is_awaited : {false, true}) {
        if (is_awaited) app.middleware(noting(log, "c"));
        const answer got = ask(app, "/");
        CHECK(got.is_awaited == is_awaited);
        CHECK(got.response.stream != nullptr);
        CHECK(got.body.empty());
        CHECK(parts == 0);
    }
}

TEST_CASE(
    "layers: behind a coroutine a plain handler has a thread, and an asynchronous one the loop") {
    const std::thread::id here = std::this_thread::get_id();
    FastAPI app;
    app.get("/plain", [here] { return std::this_thread::get_id() == here; });
    app.get("/async", [here]() -> async<bool> { co_return std::this_thread::get_id() == here; });
    app.get("/refused", []() -> dict { throw HTTPException(409, "in a thread"); });
    app.get("/broken", []() -> dict { throw 42; });
    CHECK(ask(app, "/plain").body == "true");
    app.middleware(
        [](Request& request, Next next) -> async<Response> { co_return co_await next(request); });
    CHECK(ask(app, "/plain").body == "false");
    CHECK(ask(app, "/async").body == "true");
    CHECK(ask(app, "/refused").body == R"({"detail":"in a thread"})");
    CHECK(ask(app, "/broken").status == 500);
}

TEST_CASE(
    "layers: looking alone leaves a plain handler plain, and an asynchronous one asynchronous") {
    std::string log;
    FastAPI app;
    app.get("/plain", [&log] { log += "!"; });
    app.get("/async", [&log]() -> async<> {
        log += "!";
        co_return;
    });
    CHECK_FALSE(ask(app, "/plain").is_awaited);
    log.clear();
    app.add_middleware(Note{&log, "a"});
    CHECK_FALSE(ask(app, "/plain").is_awaited);
    CHECK(ask(app, "/async").is_awaited);
    CHECK(log == "<a!>a200 <a!>a200 ");
    CHECK_FALSE(ask(app, "/none").is_awaited);
}

namespace {

/// Puts another answer in place of the one that it gets, with a task of its own.
struct Replacing {
    std::string* log;
    std::string name;

    void after(Request&, Response& response) const {
        response = PlainTextResponse(std::to_string(response.background.size()));
        response.background.add_task([log = log, name = name] { *log += name; });
    }
};

/// The same as a coroutine.
auto replacing(std::string& log, std::string name) {
    return [middleware = Replacing{&log, std::move(name)}](Request& request,
                                                           Next next) -> async<Response> {
        Response response = co_await next(request);
        middleware.after(request, response);
        co_return response;
    };
}

}  // namespace

TEST_CASE("layers: the tasks of a handler are done whatever middleware makes of its answer") {
    std::string log;
    FastAPI app, mounted;
    mounted.get("/", [&log](BackgroundTasks& tasks) { tasks.add_task([&log] { log += "!"; }); });
    app.mount("/mounted", mounted);
    mounted.add_middleware(Replacing{&log, "a"});
    app.add_middleware(Replacing{&log, "b"});
    CHECK_FALSE(ask(app, "/mounted/").is_awaited);
    CHECK(run_background(ask(app, "/mounted/")) == 3);
    CHECK(log == "ba!");
    log.clear();
    mounted.middleware(replacing(log, "c"));
    app.middleware(replacing(log, "d"));
    const answer got = ask(app, "/mounted/");
    CHECK(got.is_awaited);
    CHECK(got.body == "0");
    CHECK(run_background(got) == 5);
    CHECK(log == "dbca!");
}

TEST_CASE("layers: where middleware throws, the tasks that it has come to are left out") {
    struct Throwing {
        void after(Request&, Response&) const { throw std::runtime_error("after"); }
    };
    std::string log;
    FastAPI app;
    app.get("/", [&log](BackgroundTasks& tasks) { tasks.add_task([&log] { log += "!"; }); });
    app.add_middleware(Throwing());
    app.add_middleware(Note{&log, "never"});
    CHECK(ask(app, "/").status == 500);
    CHECK(run_background(ask(app, "/")) == 0);
    app.middleware([](Request& request, Next next) -> async<Response> {
        try {
            co_return co_await next(request);
        } catch (const std::runtime_error& error) {
            co_return PlainTextResponse(error.what());
        }
    });
    CHECK(ask(app, "/").body == "after");
    CHECK(run_background(ask(app, "/")) == 0);
}

TEST_CASE("layers: what a handler set on its Response is seen on the way out, and can be changed") {
    struct Changing {
        void after(Request&, Response& response) {
            response.headers.set("x-seen",
                                 std::string(*response.headers.get("x-own")) + response.body);
            response.body = "changed";
            response.status_code = 202;
        }
    };
    FastAPI app;
    app.get("/", [](Response& response) {
        response.headers.append("x-own", "1");
        return "a";
    });
    app.add_middleware(Changing());
    const answer got = ask(app, "/");
    CHECK(got.status == 202);
    CHECK(got.body == "changed");
    CHECK(got.headers.get("x-seen") == "1\"a\"");
}
