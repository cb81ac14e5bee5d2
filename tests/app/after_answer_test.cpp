#include "fastapi/app/after_answer.hpp"

#include "ask.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <doctest/doctest.h>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

using namespace fastapi;

namespace {

/// Dependencies that note how it went, and may throw something of their own.
class noting_dependencies final : public detail::kept_dependencies {
public:
    noting_dependencies(std::string& log, bool has_exits, std::exception_ptr leaves)
        : log_(log), has_exits_(has_exits), leaves_(std::move(leaves)) {}

    bool has_exits() const override { return has_exits_; }
    async<std::exception_ptr> leave(std::exception_ptr problem) override {
        log_ += problem == nullptr ? "[left]" : "[left with " + detail::text_of(problem) + "]";
        co_return leaves_;
    }

private:
    std::string& log_;
    bool has_exits_;
    std::exception_ptr leaves_;
};

std::exception_ptr error(const char* text) {
    return std::make_exception_ptr(std::runtime_error(text));
}

/// Follows an answer, and gives what failed in the end; null where nothing did.
std::exception_ptr follow(detail::exchange& current, std::exception_ptr problem = nullptr) {
    std::exception_ptr failure;
    current.failure = &failure;
    asio::io_context context;
    asio::co_spawn(context, detail::follow_answer(current, std::move(problem)),
                   [](std::exception_ptr thrown) { CHECK(thrown == nullptr); });
    context.run();
    return failure;
}

void depend(detail::exchange& current, std::string& log, std::exception_ptr leaves = nullptr,
            bool has_exits = true) {
    current.dependencies = std::make_unique<noting_dependencies>(log, has_exits, std::move(leaves));
}

}  // namespace

TEST_CASE("after answer: tasks run in order, plain ones in a thread, then the dependencies leave") {
    std::string log;
    const std::thread::id here = std::this_thread::get_id();
    detail::exchange current;
    current.response.background.add_task(
        [&] { log += std::this_thread::get_id() == here ? "plain here " : "plain "; });
    current.response.background.add_task([&]() -> async<> {
        log += std::this_thread::get_id() == here ? "async here " : "async ";
        co_return;
    });
    current.response.background.add_task(
        [&log](int number) { log += std::to_string(number) + " "; }, 7);
    depend(current, log);
    CHECK(follow(current) == nullptr);
    CHECK(log == "plain async here 7 [left]");
}

TEST_CASE(
    "after answer: a task that fails ends those behind it, and the dependencies see its exception") {
    for (const bool is_async : {false, true}) {
        std::string log;
        detail::exchange current;
        current.response.background.add_task([&] { log += "first "; });
        if (is_async)
            current.response.background.add_task([]() -> async<> {
                throw std::runtime_error("task");
                co_return;
            });
        else
            current.response.background.add_task([] { throw std::runtime_error("task"); });
        current.response.background.add_task([&] { log += "never "; });
        const std::exception_ptr other = error("other");
        depend(current, log, other);
        CHECK(follow(current) == other);
        CHECK(log == "first [left with task]");
    }
}

TEST_CASE(
    "after answer: what went wrong while it was sent is the dependencies', and reported once") {
    std::string log;
    detail::exchange current;
    const std::exception_ptr sending = error("sending");
    depend(current, log, sending);  // they pass it on
    CHECK(follow(current, sending) == nullptr);
    CHECK(log == "[left with sending]");
}

TEST_CASE("after answer: what the dependencies throw is reported, and what they swallow is not") {
    std::string log;
    detail::exchange current;
    const std::exception_ptr own = error("own");
    depend(current, log, own);
    CHECK(follow(current) == own);
    depend(current, log, nullptr);
    current.response.background.add_task([] { throw std::runtime_error("task"); });
    CHECK(follow(current) == nullptr);
    CHECK(log == "[left][left with task]");
}

TEST_CASE("after answer: dependencies without an end of their own are not asked") {
    std::string log;
    detail::exchange current;
    CHECK(follow(current) == nullptr);
    depend(current, log, error("never"), false);
    CHECK(follow(current) == nullptr);
    CHECK(log.empty());
}

namespace {

/// Notes of whose handler for 500 was asked, and what for.
std::unique_ptr<detail::exception_handler> noting(std::string& log, std::string name) {
    return detail::make_exception_handler<std::exception>(
        [&log, name](Request&, const std::exception& problem) {
            log += "[" + name + " " + problem.what() + "]";
            return Response();
        });
}

std::unique_ptr<detail::exception_handler> noting_async(std::string& log, std::string name) {
    return detail::make_exception_handler<std::exception>(
        [&log, name](Request&, const std::exception& problem) -> async<Response> {
            log += "[" + name + " " + problem.what() + "]";
            co_return Response();
        });
}

}  // namespace

TEST_CASE("after answer: the handlers for 500 hear what is left in the end, the innermost first") {
    std::string log;
    detail::exception_handlers outer, inner;
    outer.set_server_error(noting(log, "outer"));
    inner.set_server_error(noting_async(log, "inner"));
    detail::exchange current;
    current.handlers_for_500 = {&outer, &inner};
    follow(current);
    CHECK(log.empty());
    current.response.background.add_task([] { throw std::runtime_error("task"); });
    CHECK(detail::text_of(follow(current)) == "task");
    CHECK(log == "[inner task][outer task]");
    log.clear();
    depend(current, log, error("own"));  // in place of the task's
    CHECK(detail::text_of(follow(current)) == "own");
    CHECK(log == "[left with task][inner own][outer own]");
    log.clear();
    depend(current, log, nullptr);
    follow(current);
    CHECK(log == "[left with task]");
}

TEST_CASE(
    "after answer: the outer handlers for 500 alone hear what a mounted application has answered") {
    std::string log;
    detail::exception_handlers outer, inner;
    outer.set_server_error(noting(log, "outer"));
    inner.set_server_error(noting(log, "inner"));
    detail::exchange current;
    current.handlers_for_500 = {&outer, &inner};
    std::exception_ptr failure;
    current.failure = &failure;
    detail::answer_server_error(current, &inner, error("crash"), 1);
    CHECK(log == "[inner crash]");
    CHECK(current.has_rest());
    follow(current);
    CHECK(log == "[inner crash][outer crash]");
}

TEST_CASE("after answer: a client that has gone away is nobody's error") {
    std::string log;
    detail::exception_handlers handlers;
    handlers.set_server_error(noting(log, "app"));
    detail::exchange current;
    current.handlers_for_500 = {&handlers};
    follow(current, std::make_exception_ptr(ClientDisconnect()));
    follow(current, std::make_exception_ptr(asio::system_error(asio::error::connection_reset)));
    CHECK(log.empty());
    follow(current, error("stream"));
    CHECK(log == "[app stream]");
}

TEST_CASE("after answer: what a handler for 500 throws is reported, and the others are asked") {
    std::string log;
    detail::exception_handlers outer, inner;
    outer.set_server_error(noting(log, "outer"));
    inner.set_server_error(detail::make_exception_handler<std::exception>(
        [](Request&, const std::exception&) -> Response { throw std::runtime_error("handler"); }));
    detail::exchange current;
    current.handlers_for_500 = {&outer, &inner};
    CHECK(detail::text_of(follow(current, error("stream"))) == "handler");
    CHECK(log == "[outer stream]");
}

TEST_CASE(
    "after answer: without somebody who takes the failure it is logged, and nothing is thrown") {
    detail::log::instance().set_level(detail::log_level::critical);
    std::string log;
    detail::exchange current;
    current.response.background.add_task([] { throw 42; });
    depend(current, log, error("own"));
    bool is_done = false;
    asio::io_context context;
    asio::co_spawn(context, detail::follow_answer(current),
                   [&](std::exception_ptr thrown) { is_done = thrown == nullptr; });
    context.run();
    CHECK(is_done);
    CHECK(log == "[left with an exception of type int]");
}
