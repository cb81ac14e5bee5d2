#pragma once

// What follows an answer that has been sent: the background tasks, and then what the dependencies
// have behind their `co_yield`, the last first. Where a task fails the tasks behind it are left
// out, and the dependencies see its exception. What is left of it in the end the handlers for 500
// hear, the innermost first, as those of Starlette's ServerErrorMiddleware do; there is no answer
// that they could give.

#include "fastapi/app/error_answers.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/http/background.hpp"
#include "fastapi/routing/operation.hpp"

#include <asio/system_error.hpp>

#include <cstddef>
#include <exception>
#include <utility>

namespace fastapi::detail {

/// Does all of it; the exchange must live until then. `problem` is what went wrong while the answer
/// was sent; the dependencies see it. Logs what fails, or gives it to `exchange.failure`; throws
/// nothing. A client that has gone away is no error of the program.
template <class = void>
async<void> follow_answer(exchange& current, std::exception_ptr problem = nullptr);

// ---- implementation ----

/// One after the other; a task that throws ends them.
template <class = void>
async<void> run_tasks(const BackgroundTasks& tasks) {
    for (std::size_t index = 0; index < tasks.size(); ++index) {
        if (background_access::is_async(tasks, index)) {
            co_await background_access::run_async(tasks, index);
        } else {
            auto run = [&tasks, index] { background_access::run_sync(tasks, index); };
            co_await run_job(run);
        }
    }
}

inline bool is_lost_client(const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const asio::system_error&) {
        return true;
    } catch (...) {}
    return is_disconnect(problem);
}

/// Calls the first `count` of the handlers for 500, the last of them first.
template <class = void>
async<void> tell_handlers_for_500(exchange& current, std::exception_ptr problem,
                                  std::size_t count) {
    if (problem == nullptr || count == 0 || is_lost_client(problem)) co_return;
    problem = as_std_exception(problem);
    while (count-- > 0) {
        exception_handler& handler = *current.handlers_for_500[count]->of_server_error();
        try {
            if (handler.is_async()) {
                co_await handler.answer_async(current.request, problem);
            } else {
                auto call = [&] { handler.answer(current.request, problem); };
                co_await run_job(call);
            }
        } catch (...) {
            report(current, in_server_error, std::current_exception());
        }
    }
}

template <class>
async<void> follow_answer(exchange& current, std::exception_ptr problem) {
    try {
        co_await run_tasks(current.response.background);
    } catch (...) {
        problem = std::current_exception();
        report(current, "Exception in a background task: ", problem);
    }
    if (current.dependencies != nullptr && current.dependencies->has_exits()) {
        const std::exception_ptr left = co_await current.dependencies->leave(problem);
        if (left != problem) report(current, "Exception in a dependency, after the answer: ", left);
        problem = left;
    }
    co_await tell_handlers_for_500(current, problem, current.handlers_for_500.size());
    co_await tell_handlers_for_500(current, current.crash, current.crash_untold);
}

}  // namespace fastapi::detail
