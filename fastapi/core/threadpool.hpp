#pragma once

// Blocking work beside an event loop: it is done in a thread that may block, and the coroutine that
// waits for it goes on, on its own loop, when it is done. A server lends the threads of its
// blocking handlers to its loops; elsewhere the system's thread pool of Asio is used.

#include "fastapi/core/async.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/execution/context.hpp>
#include <asio/execution/outstanding_work.hpp>
#include <asio/execution_context.hpp>
#include <asio/post.hpp>
#include <asio/prefer.hpp>
#include <asio/system_executor.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace fastapi {

/// Calls a function that blocks, with these arguments, in a thread, and gives what it returns or
/// throws: `co_await run_in_threadpool(read_file, path)`. Function and arguments are copied, as
/// std::bind does; they are used in that thread. https://www.starlette.io/threadpool/
template <class Function, class... Arguments>
async<std::invoke_result_t<std::decay_t<Function>&, std::decay_t<Arguments>&...>> run_in_threadpool(
    Function function, Arguments... arguments);

namespace detail {

/// The threads that a loop may borrow: a service of its io_context.
class thread_lender : public asio::execution_context::service {
public:
    using runner = void (*)(void* threads, void (*work)(void*), void* context);

    static inline asio::execution_context::id id;

    explicit thread_lender(asio::execution_context& loop, void* threads = nullptr,
                           runner runs = nullptr)
        : service(loop), threads_(threads), run_(runs) {}

    /// Calls `work(context)` in one of the threads, when one is free.
    void run(void (*work)(void*), void* context) { run_(threads_, work, context); }

private:
    void shutdown() override {}

    void* threads_;
    runner run_;
};

/// Has `work(context)` called in a thread that may block.
inline void run_in_thread(const asio::any_io_executor& loop, void (*work)(void*), void* context) {
    asio::execution_context& owner = asio::query(loop, asio::execution::context);
    if (asio::has_service<thread_lender>(owner))
        asio::use_service<thread_lender>(owner).run(work, context);
    else
        asio::post(asio::system_executor(), [work, context] { work(context); });
}

/// A function on its way through a thread, and the coroutine that waits for it.
template <class Function>
class threadpool_job {
public:
    using result = std::invoke_result_t<Function&>;

    explicit threadpool_job(Function function) : function_(std::move(function)) {}

    /// Begins; `handler` is called on the loop when the work is done. This object must live until
    /// then. The loop runs until the thread has let go of it: the handler may be through, and the
    /// owner of the loop may end, while the thread still is in `post`.
    template <class Handler>
    void start(const asio::any_io_executor& loop, Handler handler) {
        struct task {
            threadpool_job* job;
            asio::any_io_executor loop;
            Handler handler;
        };
        const asio::any_io_executor held =
            asio::prefer(loop, asio::execution::outstanding_work.tracked);
        auto* const started = new task{this, held, std::move(handler)};
        run_in_thread(
            loop,
            [](void* context) {
                auto* const done = static_cast<task*>(context);
                done->job->call();
                const asio::any_io_executor back = std::move(done->loop);
                Handler waiting = std::move(done->handler);
                delete done;
                asio::post(back, std::move(waiting));
            },
            started);
    }

    result take() {
        if (problem_ != nullptr) std::rethrow_exception(problem_);
        if constexpr (!std::is_void_v<result>) return std::move(*result_);
    }

private:
    void call() noexcept {
        try {
            if constexpr (std::is_void_v<result>)
                function_();
            else
                result_.emplace(function_());
        } catch (...) {
            problem_ = std::current_exception();
        }
    }

    Function function_;
    std::optional<std::conditional_t<std::is_void_v<result>, char, result>> result_;
    std::exception_ptr problem_;
};

template <class Function>
async<typename threadpool_job<Function>::result> run_job(Function function) {
    threadpool_job<Function> job(std::move(function));
    const asio::any_io_executor loop = co_await asio::this_coro::executor;
    auto start = [&job, &loop](auto handler) { job.start(loop, std::move(handler)); };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(start,
                                                                         asio::use_awaitable);
    co_return job.take();
}

}  // namespace detail

// ---- implementation ----

template <class Function, class... Arguments>
async<std::invoke_result_t<std::decay_t<Function>&, std::decay_t<Arguments>&...>> run_in_threadpool(
    Function function, Arguments... arguments) {
    return detail::run_job([function = std::move(function),
                            ... arguments = std::move(arguments)]() mutable -> decltype(auto) {
        return std::invoke(function, arguments...);
    });
}

}  // namespace fastapi
