#pragma once

// A coroutine that gives many values to plain code: it runs only while somebody asks for its next
// value, in the thread of who asks, and so it may block. Where the values come from awaiting
// something, `async_generator` is the one to write.

#include "fastapi/core/meta.hpp"

#include <concepts>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>

namespace fastapi {

namespace detail {

template <class Value>
class plain_generator_promise;

}  // namespace detail

/// What a plain function with `co_yield` returns, as `def` with `yield` in Python. A dependency of
/// this kind runs in a thread, before the `co_yield` and behind it; a `StreamingResponse` takes one
/// as a range and goes over it in a thread. Nothing of it runs before the first value is asked for.
/// Parameters are copied into the coroutine, but captures of a lambda are not: the lambda has to
/// live as long as the generator. (GCC 12 cannot compile `co_yield dict{{"a", 1}};`: name the value
/// first.) Not synchronised: one thread at a time.
/// https://fastapi.tiangolo.com/tutorial/dependencies/dependencies-with-yield/
template <class Value>
class generator {
    static_assert(std::is_object_v<Value> && !std::is_const_v<Value>,
                  "fastapi: generator<T> gives values, not references or constants.");

public:
    using promise_type = detail::plain_generator_promise<Value>;
    using value_type = Value;

    /// Where a loop over the values stands. Valid as long as the generator.
    class iterator {
    public:
        using value_type = Value;
        using difference_type = std::ptrdiff_t;

        explicit iterator(generator& source) : source_(&source) { ++*this; }
        Value& operator*() const { return *source_->promise_->value; }
        Value* operator->() const { return &**this; }
        iterator& operator++() {
            source_->advance(nullptr);
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return source_->is_over(); }

    private:
        generator* source_;
    };

    /// An empty one: it gives no value.
    generator() = default;
    generator(generator&& other) noexcept : promise_(std::exchange(other.promise_, nullptr)) {}
    generator& operator=(generator&& other) noexcept {
        std::swap(promise_, other.promise_);
        return *this;
    }
    /// Ends the coroutine where it stands: what it holds is destroyed.
    ~generator();

    /// The next value; nothing where the coroutine has returned. Throws what the coroutine throws;
    /// then there are no more values.
    std::optional<Value> next();

    /// The same, but the `co_yield` where the coroutine stands throws `problem`. Where it does not
    /// stand at one (nothing of it has run, or it is over) that is thrown here instead.
    std::optional<Value> throw_(std::exception_ptr problem);

    /// For `for (auto& value : generator)`, once.
    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() const { return {}; }

private:
    friend promise_type;
    explicit generator(promise_type& promise) : promise_(&promise) {}

    bool is_over() const;
    void advance(std::exception_ptr problem);
    std::optional<Value> taken();

    promise_type* promise_ = nullptr;
};

// ---- implementation ----

namespace detail {

template <class Value>
class plain_generator_promise {
public:
    using handle = std::coroutine_handle<plain_generator_promise>;

    struct yielded {
        plain_generator_promise& promise;

        bool await_ready() const noexcept { return false; }
        void await_suspend(handle) const noexcept {}
        void await_resume() const { promise.rethrow(); }
    };

    generator<Value> get_return_object() { return generator<Value>(*this); }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { problem_ = std::current_exception(); }

    template <class Given = Value>
        requires std::convertible_to<Given, Value>
    yielded yield_value(Given&& given) {
        value.emplace(std::forward<Given>(given));
        return {*this};
    }

    template <class Awaited>
    std::suspend_never await_transform(Awaited&&) const {
        static_assert(
            always_false<Awaited>,
            "fastapi: a generator<T> has no event loop to co_await on. Write async_generator<T>.");
        return {};
    }

    /// To the next value or the end.
    void resume(std::exception_ptr problem) {
        problem_ = std::move(problem);
        value.reset();
        handle::from_promise(*this).resume();
        rethrow();
    }
    bool is_done() { return handle::from_promise(*this).done(); }
    void destroy() { handle::from_promise(*this).destroy(); }

    std::optional<Value> value;  // where it stands at a co_yield

private:
    void rethrow() {
        if (problem_ != nullptr) std::rethrow_exception(std::exchange(problem_, nullptr));
    }

    std::exception_ptr problem_;  // on its way into the coroutine, or out of it
};

}  // namespace detail

template <class Value>
generator<Value>::~generator() {
    if (promise_ != nullptr) promise_->destroy();
}

template <class Value>
bool generator<Value>::is_over() const {
    return promise_ == nullptr || promise_->is_done();
}

template <class Value>
void generator<Value>::advance(std::exception_ptr problem) {
    const bool stands_at_yield = promise_ != nullptr && promise_->value.has_value();
    if (problem != nullptr && !stands_at_yield) std::rethrow_exception(problem);
    if (!is_over()) promise_->resume(std::move(problem));
}

/// Moved out of its place, which goes on saying that the coroutine stands at a `co_yield`.
template <class Value>
std::optional<Value> generator<Value>::taken() {
    if (is_over()) return std::nullopt;
    return std::optional<Value>(std::move(promise_->value));
}

template <class Value>
std::optional<Value> generator<Value>::next() {
    advance(nullptr);
    return taken();
}

template <class Value>
std::optional<Value> generator<Value>::throw_(std::exception_ptr problem) {
    advance(std::move(problem));
    return taken();
}

}  // namespace fastapi
