#pragma once

// What follows an answer that has been sent: the background tasks, and then what the dependencies
// have behind their `co_yield`, the last first. Where a task fails the tasks behind it are left
// out, and the dependencies see its exception.

#include "fastapi/app/error_answers.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/http/background.hpp"
#include "fastapi/routing/operation.hpp"

#include <cstddef>
#include <exception>
#include <utility>

namespace fastapi::detail {

/// Does all of it; the exchange must live until then. `problem` is what went wrong while the answer
/// was sent; the dependencies see it. Logs what fails, or gives it to `exchange.failure`; throws
/// nothing.
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

template <class>
async<void> follow_answer(exchange& current, std::exception_ptr problem) {
    try {
        co_await run_tasks(current.response.background);
    } catch (...) {
        problem = std::current_exception();
        report(current, "Exception in a background task: ", problem);
    }
    if (current.dependencies == nullptr || !current.dependencies->has_exits()) co_return;
    const std::exception_ptr left = co_await current.dependencies->leave(problem);
    if (left == problem) co_return;
    report(current, "Exception in a dependency, after the answer: ", left);
}

}  // namespace fastapi::detail
