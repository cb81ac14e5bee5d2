#pragma once

// From an endpoint to an answer that can be sent: the handler with all that stands around it, its
// tasks, a body that is made while it is sent, and whatever is thrown on the way. And the answers
// of the router, where no handler runs: 404, 405, a redirect.

#include "fastapi/app/error_answers.hpp"
#include "fastapi/app/exception_handlers.hpp"
#include "fastapi/app/layers.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/url.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

namespace fastapi::detail {

/// Lets a plain endpoint answer. Every exception becomes an answer.
void answer_request(exchange& current, endpoint& handler) noexcept;

/// The same for an asynchronous one.
template <class = void>
async<void> answer_request_async(exchange& current, endpoint& handler);

/// The handler is not to run. Who answers `problem` in its place; null where the answer stands in
/// the exchange already.
endpoint* refuse_request(exchange& current, const std::exception_ptr& problem) noexcept;

/// Whether nobody but the handler has to do with the request.
inline bool is_bare(const exchange& current) {
    return current.layers.empty() && current.handlers == nullptr && current.overrides == nullptr &&
           current.handlers_for_500.empty();
}

// ---- implementation ----

// ---- the router's answers ----

/// No handler has run: who answers errors answers this, now or on the way through the middleware.
inline void answer_without_handler(exchange& current, const HTTPException& error) {
    if (current.handlers != nullptr)
        current.problem = std::make_exception_ptr(error);
    else
        answer_http_exception(current.response, error);
}

inline void answer_wrong_method(exchange& current, const operation& known) {
    std::string allowed;
    for (const std::string& method : known.methods)
        allowed += (allowed.empty() ? "" : ", ") + method;
    answer_without_handler(current, HTTPException(405, nullptr, {{"Allow", allowed}}));
}

/// The path with its final slashes taken off, or with one put on.
inline std::string other_slash_form(std::string_view path) {
    if (!path.ends_with('/')) return std::string(path) + "/";
    while (path.ends_with('/')) path.remove_suffix(1);
    return std::string(path);
}

/// Where the path is on the server that was asked. HTTP/1.0 may come without a Host; then a second
/// '/' at the beginning of the path would make a host of its first segment.
inline std::string redirect_target(const Request& request, std::string_view path) {
    if (request.url.netloc.empty())
        return "/" + std::string(path.substr(std::min(path.find_first_not_of('/'), path.size())));
    return std::string(request.url.scheme).append("://").append(request.url.netloc).append(path);
}

/// A decoded path in a URL: what would end the path there is text of it.
inline std::string path_in_url(std::string_view path) {
    std::string result;
    for (const char c : path) {
        if (c == '?')
            result += "%3F";
        else if (c == '#')
            result += "%23";
        else
            result += c;
    }
    return result;
}

/// Sends the client to the other form of the path. The whole URL is encoded, so no byte of the
/// request can leave its line.
inline void answer_redirect(Response& response, const Request& request, std::string_view path) {
    std::string target = redirect_target(request, path_in_url(path));
    if (!request.url.query.empty()) target.append("?").append(request.url.query);
    response.status_code = 307;
    response.headers.append("location", percent_encode(target, ":/%#?=@[]!$&'()*+,;"));
}

// ---- the handler's ----

inline endpoint* refuse_request(exchange& current, const std::exception_ptr& problem) noexcept {
    current.target = nullptr;
    current.problem = problem;
    if (!is_bare(current)) return &endpoint_of_layers(current);
    answer_unexpected(current, problem);
    return nullptr;
}

/// A body that is made while it is sent may look at the request first. What that throws; null where
/// all is well.
inline std::exception_ptr begin_stream(exchange& current) {
    if (current.response.stream == nullptr) return nullptr;
    const auto stream = current.response.stream;  // the answer may be given another one
    try {
        stream->begin(current.request, current.response);
        return nullptr;
    } catch (...) {
        return std::current_exception();
    }
}

/// The handlers of the application that the request came to.
inline const exception_handlers* outermost_handlers(const exchange& current) {
    return current.layers.empty() ? current.handlers : current.layers.front().handlers;
}

/// How many handlers for 500 stand further out than these.
inline std::size_t further_out(const exchange& current, const exception_handlers* handlers) {
    if (!current.layers.empty()) return 0;
    const bool has_own = handlers != nullptr && handlers->of_server_error() != nullptr;
    return current.handlers_for_500.size() - (has_own ? 1 : 0);
}

/// What has come out of all. Without layers and handlers nobody has been asked for an answer.
inline void answer_escaped(exchange& current, const std::exception_ptr& problem) noexcept {
    if (is_bare(current)) return answer_unexpected(current, problem);
    const exception_handlers* const handlers = outermost_handlers(current);
    answer_server_error(current, handlers, problem, further_out(current, handlers));
}

template <class = void>
async<void> answer_escaped_async(exchange& current, std::exception_ptr problem) {
    const exception_handlers* const handlers = outermost_handlers(current);
    if (is_bare(current))
        answer_unexpected(current, problem);
    else
        co_await answer_server_error_async(current, handlers, problem,
                                           further_out(current, handlers));
}

/// The answer to an error may be a body that is made while it is sent, too.
inline void begin_stream_of_error(exchange& current) noexcept {
    if (const auto problem = begin_stream(current)) answer_server_error(current, nullptr, problem);
}

inline void answer_request(exchange& current, endpoint& handler) noexcept {
    try {
        handler.answer(current);
        take_background(current);
        const std::exception_ptr problem = begin_stream(current);
        if (problem == nullptr) return;
        answer_problem(current, problem);
    } catch (...) {
        answer_escaped(current, std::current_exception());
    }
    begin_stream_of_error(current);
}

template <class>
async<void> answer_request_async(exchange& current, endpoint& handler) {
    std::exception_ptr problem;
    try {
        co_await handler.answer_async(current);
        take_background(current);
        problem = begin_stream(current);
        if (problem == nullptr) co_return;
        co_await answer_problem_async(current, problem);
        problem = nullptr;
    } catch (...) {
        problem = std::current_exception();
    }
    if (problem != nullptr) co_await answer_escaped_async(current, problem);
    begin_stream_of_error(current);
}

}  // namespace fastapi::detail
