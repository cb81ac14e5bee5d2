#pragma once

// A coroutine that gives many values: it `co_yield`s them and may `co_await` anything that an
// `async` function may. It runs only while somebody waits for its next value, on the executor of
// who waits. The one rule: its frame is destroyed exactly once, and never while an operation that
// it waits for may still come back. Every awaited operation is started by itself with
// asio::co_spawn, so that nothing here depends on how Asio's own coroutines are made.

#include "fastapi/core/async.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/associated_cancellation_slot.hpp>
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <concepts>
#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace fastapi {

namespace detail {

template <class Value>
class generator_promise;

}  // namespace detail

/// What a coroutine with `co_yield` returns. In it `co_await` takes any `async<T>`: Asio's
/// operations with `asio::use_awaitable`, own coroutines, `next()` of another generator; and
/// `asio::this_coro::executor`. Nothing of it runs before the first `next()`. Parameters are copied
/// into the coroutine, but captures of a lambda are not: the lambda has to live as long as the
/// generator. (GCC 12 cannot compile `co_yield dict{{"a", 1}};`: name the value first.) Not
/// synchronised: one thread or strand at a time.
template <class Value>
class async_generator {
    static_assert(std::is_object_v<Value> && !std::is_const_v<Value>,
                  "fastapi: async_generator<T> gives values, not references or constants.");

public:
    using promise_type = detail::generator_promise<Value>;
    using value_type = Value;

    /// An empty one: it gives no value.
    async_generator() = default;
    async_generator(async_generator&& other) noexcept
        : promise_(std::exchange(other.promise_, nullptr)) {}
    async_generator& operator=(async_generator&& other) noexcept;

    /// Ends the coroutine where it stands: what it holds is destroyed, at once or, where it waits
    /// for an operation, as soon as that has come back; the operation is cancelled. A `next()` that
    /// is under way throws asio::error::operation_aborted.
    ~async_generator() { reset(); }

    /// The next value; nothing where the coroutine has returned. Throws what the coroutine throws
    /// (then there are no more values), std::logic_error while another `next()` is under way.
    async<std::optional<Value>> next();

    /// The same, but the `co_yield` where the coroutine stands throws `problem`. Where it does not
    /// stand at one (nothing of it has run, or it is over) that is thrown here instead.
    async<std::optional<Value>> athrow(std::exception_ptr problem);

    /// Cancels the operation that the coroutine waits for now, if any: it throws
    /// asio::error::operation_aborted into the coroutine, which may go on nevertheless.
    void cancel();

private:
    friend promise_type;
    explicit async_generator(promise_type* promise) : promise_(promise) {}
    void reset();

    promise_type* promise_ = nullptr;
};

// ---- implementation ----

namespace detail {

/// What of a generator does not depend on its values: where it stands, and what it waits for.
class generator_core {
public:
    generator_core(const generator_core&) = delete;
    generator_core& operator=(const generator_core&) = delete;

    std::suspend_always initial_suspend() const noexcept { return {}; }
    void unhandled_exception() noexcept { error_ = std::current_exception(); }

    template <class Result>
    auto await_transform(async<Result> operation);
    auto await_transform(asio::this_coro::executor_t) const noexcept;

    /// Suspended in `co_await`: starts the operation.
    template <class Operation>
    void wait_for(Operation operation);
    /// The operation has come back.
    void resume(std::exception_ptr error);
    /// The operation never comes back: its executor is being destroyed.
    void drop() noexcept;
    void rethrow() {
        if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
    }

    void cancel();
    /// The generator is gone.
    void abandon();

protected:
    explicit generator_core(std::coroutine_handle<> frame) : frame_(frame) {}
    ~generator_core() = default;

    virtual void abort_waiter() = 0;
    virtual void forget_waiter() noexcept = 0;
    void run();
    /// Suspended, and not in a `co_await`: false where that was its end.
    bool stop();

    std::coroutine_handle<> frame_;
    asio::any_io_executor executor_;
    std::exception_ptr error_;
    bool ended_ = false;

private:
    void destroy_unless_pinned();

    asio::cancellation_signal cancellation_;
    bool running_ = false, awaiting_ = false, abandoned_ = false;
    bool pinned_ = false;  // the signal, which is part of the frame, is being emitted
};

/// The completion handler of an awaited operation. Whoever destroys it without a call tells so.
class generator_resumption {
public:
    explicit generator_resumption(generator_core& core) : core_(&core) {}
    generator_resumption(generator_resumption&& other) noexcept
        : core_(std::exchange(other.core_, nullptr)) {}
    generator_resumption& operator=(generator_resumption&&) = delete;
    ~generator_resumption() {
        if (core_ != nullptr) core_->drop();
    }

    void operator()(std::exception_ptr error) {
        std::exchange(core_, nullptr)->resume(std::move(error));
    }

private:
    generator_core* core_;
};

/// Keeps the result by itself: a completion handler would ask for types with a default constructor.
template <class Result>
async<> stored_result(async<Result> operation, std::optional<Result>* result) {
    result->emplace(co_await std::move(operation));
}

template <class Result>
class generator_await {
public:
    generator_await(generator_core& core, async<Result> operation)
        : core_(core), operation_(std::move(operation)) {}

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) {
        core_.wait_for(stored_result(std::move(operation_), &result_));
    }
    Result await_resume() {
        core_.rethrow();
        return std::move(*result_);
    }

private:
    generator_core& core_;
    async<Result> operation_;
    std::optional<Result> result_;
};

template <>
class generator_await<void> {
public:
    generator_await(generator_core& core, async<> operation)
        : core_(core), operation_(std::move(operation)) {}

    bool await_ready() const noexcept { return false; }
    template <class Frame>
    void await_suspend(Frame) {
        core_.wait_for(std::move(operation_));
    }
    void await_resume() { core_.rethrow(); }

private:
    generator_core& core_;
    async<> operation_;
};

struct generator_executor {
    asio::any_io_executor executor;

    bool await_ready() const noexcept { return true; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    asio::any_io_executor await_resume() const { return executor; }
};

template <class Result>
auto generator_core::await_transform(async<Result> operation) {
    return generator_await<Result>(*this, std::move(operation));
}

inline auto generator_core::await_transform(asio::this_coro::executor_t) const noexcept {
    return generator_executor{executor_};
}

inline void generator_core::destroy_unless_pinned() {
    if (!pinned_) frame_.destroy();
}

inline void generator_core::run() {
    running_ = true;
    frame_.resume();  // nothing behind: the frame may be gone
}

inline bool generator_core::stop() {
    running_ = false;
    if (!abandoned_) return true;
    destroy_unless_pinned();
    return false;
}

template <class Operation>
void generator_core::wait_for(Operation operation) {
    running_ = false;
    if (abandoned_) return destroy_unless_pinned();
    awaiting_ = true;
    asio::co_spawn(executor_, std::move(operation),
                   asio::bind_cancellation_slot(cancellation_.slot(), generator_resumption(*this)));
}

inline void generator_core::resume(std::exception_ptr error) {
    awaiting_ = false;
    if (abandoned_) return destroy_unless_pinned();
    error_ = std::move(error);
    run();
}

inline void generator_core::drop() noexcept {
    awaiting_ = false;
    if (abandoned_) return destroy_unless_pinned();
    ended_ = true;
    forget_waiter();  // which may be the owner of the generator
}

inline void generator_core::cancel() {
    if (!awaiting_ || pinned_) return;
    pinned_ = true;
    cancellation_.emit(asio::cancellation_type::terminal);
    pinned_ = false;
    if (abandoned_ && !awaiting_) frame_.destroy();
}

inline void generator_core::abandon() {
    abandoned_ = true;
    abort_waiter();
    if (awaiting_) return cancel();
    if (!running_) destroy_unless_pinned();
}

/// Who waits for the next value: a completion handler of any type.
template <class Value>
class generator_waiter {
public:
    generator_waiter() = default;
    generator_waiter(const generator_waiter&) = delete;
    generator_waiter& operator=(const generator_waiter&) = delete;
    virtual ~generator_waiter() = default;

    /// Never calls the handler at once, but posts it.
    virtual void complete(std::exception_ptr error, std::optional<Value> value) = 0;
};

template <class Value, class Handler>
class generator_waiter_of final : public generator_waiter<Value> {
public:
    explicit generator_waiter_of(Handler handler) : handler_(std::move(handler)) {}

    asio::any_io_executor executor() const { return asio::get_associated_executor(handler_); }

    /// Cancelling the waiting coroutine cancels what the generator waits for.
    void forward_cancellation(generator_core* core) {
        auto slot = asio::get_associated_cancellation_slot(handler_);
        if (slot.is_connected()) slot.assign([core](asio::cancellation_type) { core->cancel(); });
    }

    void complete(std::exception_ptr error, std::optional<Value> value) override {
        auto slot = asio::get_associated_cancellation_slot(handler_);
        if (slot.is_connected()) slot.clear();
        const asio::any_io_executor target = executor();
        asio::post(target, [handler = std::move(handler_), error = std::move(error),
                            value = std::move(value)]() mutable {
            handler(std::move(error), std::move(value));
        });
    }

private:
    Handler handler_;
};

template <class Value>
class generator_promise final : public generator_core {
public:
    using waiter_pointer = std::unique_ptr<generator_waiter<Value>>;

    generator_promise()
        : generator_core(std::coroutine_handle<generator_promise>::from_promise(*this)) {}

    async_generator<Value> get_return_object() { return async_generator<Value>(this); }
    void return_void() const noexcept {}

    struct yield {
        generator_promise& promise;
        Value value;

        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<>) {
            promise.yielded_ = true;
            promise.deliver(nullptr, std::optional<Value>(std::move(value)));
        }
        void await_resume() const { promise.rethrow(); }
    };
    template <class Given = Value>
        requires std::convertible_to<Given, Value>
    yield yield_value(Given&& value) {
        return yield{*this, static_cast<Value>(std::forward<Given>(value))};
    }

    struct end {
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<generator_promise> frame) const noexcept {
            generator_promise& promise = frame.promise();
            promise.ended_ = true;
            promise.deliver(std::exchange(promise.error_, nullptr), std::nullopt);
        }
        void await_resume() const noexcept {}
    };
    end final_suspend() const noexcept { return {}; }

    /// Runs until there is a value for this waiter.
    void resume_for(waiter_pointer waiter, asio::any_io_executor executor,
                    std::exception_ptr problem) {
        if (ended_) return waiter->complete(std::move(problem), std::nullopt);
        if (problem != nullptr && !yielded_)
            return waiter->complete(std::move(problem), std::nullopt);
        error_ = std::move(problem);
        executor_ = std::move(executor);
        waiter_ = std::move(waiter);
        run();
    }
    bool has_waiter() const { return waiter_ != nullptr; }

private:
    void deliver(std::exception_ptr error, std::optional<Value> value) {
        waiter_pointer waiter = std::move(waiter_);
        if (stop()) waiter->complete(std::move(error), std::move(value));
    }
    void abort_waiter() override {
        if (waiter_pointer waiter = std::move(waiter_))
            waiter->complete(
                std::make_exception_ptr(asio::system_error(asio::error::operation_aborted)),
                std::nullopt);
    }
    void forget_waiter() noexcept override { const waiter_pointer waiter = std::move(waiter_); }

    waiter_pointer waiter_;
    bool yielded_ = false;  // a first value
};

/// The initiation of `next()` and `athrow()`.
template <class Value>
struct generator_start {
    template <class Handler>
    void operator()(Handler&& handler, generator_promise<Value>* promise,
                    std::exception_ptr problem) const {
        using waiter_type = generator_waiter_of<Value, std::decay_t<Handler>>;
        auto waiter = std::make_unique<waiter_type>(std::forward<Handler>(handler));
        if (promise == nullptr) return waiter->complete(std::move(problem), std::nullopt);
        if (promise->has_waiter())
            return waiter->complete(std::make_exception_ptr(std::logic_error(
                                        "fastapi: async_generator: next() is called while another "
                                        "next() is under way")),
                                    std::nullopt);
        waiter->forward_cancellation(promise);
        asio::any_io_executor executor = waiter->executor();
        promise->resume_for(std::move(waiter), std::move(executor), std::move(problem));
    }
};

}  // namespace detail

template <class Value>
async_generator<Value>& async_generator<Value>::operator=(async_generator&& other) noexcept {
    if (this != &other) {
        reset();
        promise_ = std::exchange(other.promise_, nullptr);
    }
    return *this;
}

template <class Value>
void async_generator<Value>::reset() {
    if (promise_ != nullptr) std::exchange(promise_, nullptr)->abandon();
}

template <class Value>
void async_generator<Value>::cancel() {
    if (promise_ != nullptr) promise_->cancel();
}

template <class Value>
async<std::optional<Value>> async_generator<Value>::next() {
    return asio::async_initiate<const asio::use_awaitable_t<>&,
                                void(std::exception_ptr, std::optional<Value>)>(
        detail::generator_start<Value>{}, asio::use_awaitable, promise_, std::exception_ptr());
}

template <class Value>
async<std::optional<Value>> async_generator<Value>::athrow(std::exception_ptr problem) {
    return asio::async_initiate<const asio::use_awaitable_t<>&,
                                void(std::exception_ptr, std::optional<Value>)>(
        detail::generator_start<Value>{}, asio::use_awaitable, promise_, std::move(problem));
}

}  // namespace fastapi
