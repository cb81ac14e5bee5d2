#pragma once

// Exceptions as answers: an HTTPException is one by itself, a RequestValidationError is a 422 with every problem,
// anything else is logged, and the client learns nothing of it.

#include "fastapi/app/exception_handlers.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/core/any.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/http/client_link.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/status.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/params/reply.hpp"
#include "fastapi/routing/operation.hpp"

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

inline void answer_http_exception(Response& response, const HTTPException& error) {
    response.status_code = error.status_code;
    response.headers = error.headers;
    response.body.clear();
    response.stream.reset();
    if (has_content(error.status_code)) append_json(json_body(response), dict{{"detail", error.detail}});
}

inline void answer_validation_error(Response& response, const RequestValidationError& error) {
    response.status_code = 422;
    response.headers.clear();
    response.stream.reset();
    append_json(json_body(response), dict{{"detail", error.errors()}});
}

/// Turns an exception that has an answer of its own into it. False for others.
inline bool answer_by_default(Response& response, const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const HTTPException& error) {
        answer_http_exception(response, error);
    } catch (const RequestValidationError& error) {
        answer_validation_error(response, error);
    } catch (...) {
        return false;
    }
    return true;
}

/// Lets the application's handlers answer, and else the framework. False where nobody does.
inline bool answer_error(exchange& current, const std::exception_ptr& problem) {
    if (current.handlers != nullptr)
        for (exception_handler* const handler : current.handlers->candidates(problem))
            if (std::optional<Response> answer = handler->answer(current.request, problem)) {
                current.response = std::move(*answer);
                return true;
            }
    return answer_by_default(current.response, problem);
}

template <class = void>
async<bool> answer_error_async(exchange& current, const std::exception_ptr& problem) {
    if (current.handlers != nullptr) {
        const std::vector<exception_handler*> candidates = current.handlers->candidates(problem);
        for (exception_handler* const handler : candidates) {
            std::optional<Response> answer = co_await handler->answer_async(current.request, problem);
            if (!answer) continue;
            current.response = std::move(*answer);
            co_return true;
        }
    }
    co_return answer_by_default(current.response, problem);
}

/// What nobody has answered is an error of the program, but for a client that has gone away.
inline void log_unexpected(const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const ClientDisconnect&) {
    } catch (...) {
        log_problem("Exception in handler: ", problem);
    }
}

/// The answer to an exception that nobody has answered. To write one may fail, too: NaN is no JSON.
inline void answer_unexpected(exchange& current, const std::exception_ptr& problem) noexcept {
    try {
        if (answer_by_default(current.response, problem)) return;
        log_unexpected(problem);
    } catch (...) {
        log_problem("Exception while an error was answered: ", std::current_exception());
    }
    current.response = PlainTextResponse("Internal Server Error", 500);
}

}  // namespace fastapi::detail
