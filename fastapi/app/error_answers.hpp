#pragma once

// Exceptions as answers. What a route throws is first for the handlers of errors, then for the
// framework: an HTTPException is an answer by itself, a RequestValidationError is a 422 with every
// problem. What nobody answers passes the middleware, is logged, and is a 500: by the handler for
// that, or without a word of what went wrong. These are the two places of Starlette's
// ExceptionMiddleware and ServerErrorMiddleware.

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

#include <cstddef>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// Makes an error the whole answer.
void answer_http_exception(Response& response, const HTTPException& error);
void answer_validation_error(Response& response, const RequestValidationError& error);

/// Turns an exception that has an answer of its own into it. False for others.
bool answer_by_default(Response& response, const std::exception_ptr& problem);

/// Lets the application's handlers answer, and else the framework. False where nobody does. Throws
/// what a handler throws.
bool answer_error(exchange& current, const std::exception_ptr& problem);
template <class = void>
async<bool> answer_error_async(exchange& current, const std::exception_ptr& problem);

/// Logs what nobody has answered, unless `exchange.failure` takes it.
void report(exchange& current, std::string_view where, const std::exception_ptr& problem);

/// The answer to what nobody has answered, in one application: its handler for 500, if `handlers`
/// have one, or the bare 500. Those of the applications further out, the first of
/// `exchange.handlers_for_500`, will hear of it behind the answer. A client that has gone away is
/// no error of the program.
void answer_server_error(exchange& current, const exception_handlers* handlers,
                         const std::exception_ptr& problem, std::size_t further_out = 0) noexcept;
template <class = void>
async<void> answer_server_error_async(exchange& current, const exception_handlers* handlers,
                                      std::exception_ptr problem, std::size_t further_out = 0);

/// The answer to an exception where nobody is to be asked but the framework.
void answer_unexpected(exchange& current, const std::exception_ptr& problem) noexcept;

// ---- implementation ----

inline void answer_http_exception(Response& response, const HTTPException& error) {
    response.status_code = error.status_code;
    response.headers = error.headers;
    response.body.clear();
    response.stream.reset();
    if (!has_content(error.status_code)) return;
    append_json(json_body(response), dict{{"detail", error.detail}});
}

inline void answer_validation_error(Response& response, const RequestValidationError& error) {
    response.status_code = 422;
    response.headers.clear();
    response.stream.reset();
    append_json(json_body(response), dict{{"detail", error.errors()}});
}

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

inline bool answer_error(exchange& current, const std::exception_ptr& problem) {
    if (current.handlers != nullptr)
        for (exception_handler* const handler : current.handlers->candidates(problem))
            if (std::optional<Response> answer = handler->answer(current.request, problem)) {
                current.response = std::move(*answer);
                return true;
            }
    return answer_by_default(current.response, problem);
}

template <class>
async<bool> answer_error_async(exchange& current, const std::exception_ptr& problem) {
    if (current.handlers != nullptr) {
        const std::vector<exception_handler*> candidates = current.handlers->candidates(problem);
        for (exception_handler* const handler : candidates) {
            auto answer = co_await handler->answer_async(current.request, problem);
            if (!answer) continue;
            current.response = std::move(*answer);
            co_return true;
        }
    }
    co_return answer_by_default(current.response, problem);
}

inline void report(exchange& current, std::string_view where, const std::exception_ptr& problem) {
    if (current.failure != nullptr)
        *current.failure = problem;
    else if (problem != nullptr)
        log_problem(where, problem);
}

inline bool is_disconnect(const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const ClientDisconnect&) {
        return true;
    } catch (...) {
        return false;
    }
}

/// Reports the exception; gives who answers it, null where that is the bare 500.
inline exception_handler* begin_server_error(exchange& current, const exception_handlers* handlers,
                                             const std::exception_ptr& problem,
                                             std::size_t further_out) {
    if (current.failure == nullptr && is_disconnect(problem)) return nullptr;
    report(current, "Exception in handler: ", problem);
    if (further_out > 0) {
        current.crash = problem;
        current.crash_untold = further_out;
    }
    return handlers == nullptr ? nullptr : handlers->of_server_error();
}

inline constexpr std::string_view in_server_error = "Exception in the handler for 500: ";

inline void answer_bare_500(exchange& current) {
    current.response = PlainTextResponse("Internal Server Error", 500);
}

inline void answer_server_error(exchange& current, const exception_handlers* handlers,
                                const std::exception_ptr& problem,
                                std::size_t further_out) noexcept {
    try {
        if (exception_handler* const handler =
                begin_server_error(current, handlers, problem, further_out))
            if (auto answer = handler->answer(current.request, as_std_exception(problem)))
                return void(current.response = std::move(*answer));
    } catch (...) {
        report(current, in_server_error, std::current_exception());
    }
    answer_bare_500(current);
}

template <class>
async<void> answer_server_error_async(exchange& current, const exception_handlers* handlers,
                                      std::exception_ptr problem, std::size_t further_out) {
    try {
        if (exception_handler* const handler =
                begin_server_error(current, handlers, problem, further_out)) {
            problem = as_std_exception(problem);
            auto answer = co_await handler->answer_async(current.request, problem);
            if (answer) {
                current.response = std::move(*answer);
                co_return;
            }
        }
    } catch (...) {
        report(current, in_server_error, std::current_exception());
    }
    answer_bare_500(current);
}

/// To write an answer may fail, too: NaN is no JSON.
inline void answer_unexpected(exchange& current, const std::exception_ptr& problem) noexcept {
    try {
        if (answer_by_default(current.response, problem)) return;
    } catch (...) {
        return answer_server_error(current, nullptr, std::current_exception());
    }
    answer_server_error(current, nullptr, problem);
}

}  // namespace fastapi::detail
