#pragma once

// Asks an application as a server does it, without one.

#include "fastapi/app/application.hpp"
#include "fastapi/app/docs_routes.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test_app {

struct answer {
    int status;
    std::string body, content_type, location, allow;
    fastapi::MutableHeaders headers;
    fastapi::Response response;  // whole, with its stream and its tasks
    bool is_awaited;             // the way to it was a coroutine
};

/// A request, and what a test that has no room for it otherwise wants of it.
struct sent {
    std::string_view target;
    std::string_view method = "GET";
    std::string_view host = "test";
    std::vector<std::pair<std::string_view, std::string_view>> headers = {};
    std::string_view body = "";
};

inline std::string header(const fastapi::Response& response, std::string_view name) {
    return std::string(response.headers.get(name).value_or(""));
}

inline answer ask(const fastapi::FastAPI& app, const sent& what) {
    using fastapi::detail::application_access;
    fastapi::detail::log::instance().set_level(fastapi::detail::log_level::critical);
    fastapi::detail::exchange current;
    fastapi::Request& request = current.request;
    request.method = what.method;
    request.url = fastapi::URL("http", what.host, what.target);
    request.query_params.reset(request.url.query);
    for (const auto& [name, value] : what.headers) request.headers.add(name, value);
    fastapi::detail::request_access::set_body(request, what.body);
    fastapi::detail::endpoint* const handler = application_access::prepare(app, current);
    const bool is_awaited = handler != nullptr && handler->is_async();
    if (is_awaited) {
        asio::io_context context;
        asio::co_spawn(context, application_access::answer_async(current, *handler),
                       [](std::exception_ptr) {});
        context.run();
    } else if (handler != nullptr) {
        application_access::answer(current, *handler);
    }
    const fastapi::Response& response = current.response;
    return {response.status_code,
            response.body,
            header(response, "content-type"),
            header(response, "location"),
            header(response, "allow"),
            response.headers,
            response,
            is_awaited};
}

inline answer ask(const fastapi::FastAPI& app, std::string_view target,
                  std::string_view method = "GET", std::string_view host = "test") {
    return ask(app, sent{.target = target, .method = method, .host = host});
}

/// Runs the plain tasks of an answer, as a server does it after sending.
inline std::size_t run_background(const answer& got) {
    const fastapi::BackgroundTasks& tasks = got.response.background;
    for (std::size_t i = 0; i < tasks.size(); ++i)
        fastapi::detail::background_access::run_sync(tasks, i);
    return tasks.size();
}

/// The message of the std::invalid_argument that an action throws.
template <class Action>
std::string problem_of(Action action) {
    try {
        action();
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "nothing was thrown";
}

inline constexpr auto nothing = [] { return fastapi::dict{}; };

}  // namespace test_app
