#pragma once

// Answers requests as a server does it, without one, and keeps what dependencies and handlers tell
// on the way.

#include "fastapi/app/after_answer.hpp"
#include "fastapi/app/application.hpp"
#include "fastapi/core/async_generator.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test_params {

/// What has happened, in order: `story` gives it and forgets it.
inline std::vector<std::string> seen;

inline std::string story() {
    std::string text;
    for (const std::string& each : seen) text += (text.empty() ? "" : " ") + each;
    seen.clear();
    return text;
}

/// Dependencies that say when they are called.
inline int base_number(fastapi::Query<"n", int> n) {
    seen.push_back("base");
    return n;
}
inline int twice(fastapi::Depends<base_number> base) {
    seen.push_back("twice");
    return 2 * base;
}

/// One that says when it begins and how it ends.
template <char Name, template <class> class Generator = fastapi::async_generator>
Generator<std::string> resource() {
    seen.push_back(std::string("+") + Name);
    try {
        co_yield std::string(1, Name);
    } catch (const std::exception& error) {
        seen.push_back(std::string("!") + Name);
        throw;
    }
    seen.push_back(std::string("-") + Name);
}

struct answer {
    int status = 0;
    fastapi::any body;      // null where it is no JSON
    std::string challenge;  // WWW-Authenticate
    std::string before;     // what was seen when the answer was there
    std::string after;      // what was seen behind it
    bool was_async = false;
};

struct sent_header {
    std::string_view name, value;
};

inline answer ask(const fastapi::FastAPI& app, std::string_view target,
                  std::string_view method = "GET", std::string_view body = "",
                  const std::vector<sent_header>& headers = {}) {
    using fastapi::detail::application_access;
    fastapi::detail::log::instance().set_level(fastapi::detail::log_level::critical);
    seen.clear();
    fastapi::detail::exchange current;
    fastapi::Request& request = current.request;
    request.method = method;
    request.url = fastapi::URL("http", "test", target);
    request.query_params.reset(request.url.query);
    if (!body.empty())
        request.headers.add("content-type", body.front() == '{'
                                                ? "application/json"
                                                : "application/x-www-form-urlencoded");
    for (const auto& [name, value] : headers) request.headers.add(name, value);
    fastapi::detail::request_access::set_body(request, body);
    fastapi::detail::endpoint* const handler = application_access::prepare(app, current);
    asio::io_context context;
    answer result;
    result.was_async = handler != nullptr && handler->is_async();
    if (result.was_async)
        asio::co_spawn(context, application_access::answer_async(current, *handler),
                       [](std::exception_ptr) {});
    else if (handler != nullptr)
        application_access::answer(current, *handler);
    context.run();
    result.before = story();
    result.status = current.response.status_code;
    result.challenge = current.response.headers.get("www-authenticate").value_or("");
    if (!current.response.body.empty() && current.response.body.front() != 'I')
        result.body = fastapi::json_loads(current.response.body);
    context.restart();
    asio::co_spawn(context, fastapi::detail::follow_answer(current), [](std::exception_ptr) {});
    context.run();
    result.after = story();
    return result;
}

/// The same of a request with one header.
inline answer ask_with(const fastapi::FastAPI& app, std::string_view target, std::string_view name,
                       std::string_view value) {
    return ask(app, target, "GET", "", {{name, value}});
}

inline fastapi::any parsed(std::string_view text) { return fastapi::json_loads(text); }

}  // namespace test_params
