#include "fastapi/app/answering.hpp"

#include "fastapi/http/body_stream.hpp"

#include "ask.hpp"

#include <doctest/doctest.h>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

using namespace fastapi;
using test_app::answer;
using test_app::ask;
using test_app::nothing;

namespace {

/// A body that fails before the head is written, as a file does that is not there.
template <class Error>
class FailingBody final : public detail::body_stream {
public:
    explicit FailingBody(Error error) : error_(std::move(error)) {}
    void begin(const Request&, Response&) override { throw error_; }
    async<bool> next(std::string&) override { co_return false; }

private:
    Error error_;
};

template <class Error>
Response failing(Error error) {
    Response response("", 200, {{"x-lost", "1"}});
    response.stream = std::make_shared<FailingBody<Error>>(std::move(error));
    return response;
}

/// A body that says that it has begun.
class BeginningBody final : public detail::body_stream {
public:
    void begin(const Request&, Response& response) override {
        response.headers.append("x-begun", "1");
    }
    async<bool> next(std::string&) override { co_return false; }
};

Response beginning() {
    Response response;
    response.stream = std::make_shared<BeginningBody>();
    return response;
}

const auto pass_on = [](Request& request, Next next) -> async<Response> {
    co_return co_await next(request);
};

}  // namespace

TEST_CASE("answering: a body that cannot begin is an exception of the handler") {
    for (const bool is_awaited : {false, true}) {
        FastAPI app;
        app.get("/runtime", [] { return failing(std::runtime_error("no file")); });
        app.get("/http", [] { return failing(HTTPException(410, "gone")); });
        app.get("/async",
                []() -> async<Response> { co_return failing(HTTPException(410, "gone")); });
        if (is_awaited) app.middleware(pass_on);
        for (const std::string_view target : {"/http", "/async"}) {
            const answer got = ask(app, target);
            CHECK(got.status == 410);
            CHECK(got.body == R"({"detail":"gone"})");
            CHECK(got.response.stream == nullptr);
            CHECK_FALSE(got.headers.contains("x-lost"));
        }
        CHECK(ask(app, "/http").is_awaited == is_awaited);
        CHECK(ask(app, "/runtime").status == 500);
        app.exception_handler<std::runtime_error>([](Request&, const std::runtime_error& error) {
            return PlainTextResponse(error.what(), 404);
        });
        CHECK(ask(app, "/runtime").status == 404);
        CHECK(ask(app, "/runtime").body == "no file");
    }
}

TEST_CASE("answering: the answer to an error may be a body that begins") {
    for (const bool is_awaited : {false, true}) {
        FastAPI app;
        app.get("/runtime", [] { return failing(std::runtime_error("no file")); });
        app.get("/number", []() -> dict { throw 42; });
        app.get("/http", [] { return failing(HTTPException(410)); });
        app.exception_handler(500, [](Request&, const std::exception&) { return beginning(); });
        app.exception_handler(410, [](Request&, const HTTPException&) { return beginning(); });
        if (is_awaited) app.middleware(pass_on);
        for (const std::string_view target : {"/runtime", "/number", "/http"})
            CHECK(ask(app, target).headers.getlist("x-begun").size() == 1);
        app.exception_handler(500, [](Request&, const std::exception&) {
            return failing(std::runtime_error("no file"));
        });
        for (const std::string_view target : {"/runtime", "/number"}) {
            CHECK(ask(app, target).status == 500);
            CHECK(ask(app, target).body == "Internal Server Error");
        }
    }
}

TEST_CASE("answering: a body that begins is asked once") {
    FastAPI app;
    app.get("/", [] { return beginning(); });
    CHECK(ask(app, "/").headers.getlist("x-begun").size() == 1);
}

TEST_CASE(
    "answering: a request that is refused goes the way of its exceptions, and no handler runs") {
    struct Seeing {
        void after(Request&, Response& response) { response.headers.append("x-seen", "1"); }
    };
    const auto refused = [](FastAPI& app, const std::exception_ptr& problem) {
        using detail::application_access;
        detail::log::instance().set_level(detail::log_level::critical);
        detail::exchange current;
        current.request.method = "GET";
        current.request.url = URL("http", "test", "/");
        REQUIRE(application_access::prepare(app, current) != nullptr);
        detail::endpoint* const handler = application_access::refuse(current, problem);
        if (handler != nullptr) application_access::answer(current, *handler);
        return std::move(current.response);
    };
    int calls = 0;
    FastAPI bare, app;
    for (FastAPI* each : {&bare, &app}) each->get("/", [&calls] { return ++calls; });
    app.add_middleware(Seeing());
    const auto http = std::make_exception_ptr(HTTPException(400, "no form"));
    const auto other = std::make_exception_ptr(std::runtime_error("secret"));
    CHECK(refused(bare, http).body == R"({"detail":"no form"})");
    CHECK(refused(bare, other).status_code == 500);
    CHECK(refused(app, http).body == R"({"detail":"no form"})");
    CHECK(refused(app, http).headers.contains("x-seen"));
    CHECK_FALSE(refused(app, other).headers.contains("x-seen"));
    app.exception_handler(
        400, [](Request&, const HTTPException&) { return PlainTextResponse("mine", 418); });
    app.exception_handler(
        500, [](Request&, const std::exception&) { return PlainTextResponse("500", 418); });
    CHECK(refused(app, http).body == "mine");
    CHECK(refused(app, http).headers.contains("x-seen"));
    CHECK(refused(app, other).body == "500");
    CHECK(calls == 0);
}
