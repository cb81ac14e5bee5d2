#pragma once

// A function that others depend on, behind its signature: its parameters as rows, what it depends
// on itself, and the call. There is one object for each function, and one short-lived one for each
// call of it.

#include "fastapi/core/async.hpp"
#include "fastapi/core/async_generator.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/params/arguments.hpp"
#include "fastapi/params/body.hpp"
#include "fastapi/params/depends.hpp"
#include "fastapi/params/extract.hpp"
#include "fastapi/params/handler_check.hpp"
#include "fastapi/params/param_rows.hpp"
#include "fastapi/params/security_scopes.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// One call of a dependency: its arguments, and then its value. Lives as long as the request.
class dependency_call {
public:
    dependency_call() = default;
    dependency_call(const dependency_call&) = delete;
    dependency_call& operator=(const dependency_call&) = delete;
    virtual ~dependency_call() = default;

    /// Where the arguments are, in the order of declaration.
    virtual void* const* slots() = 0;

    /// Of what is called, to its value or to its `co_yield`.
    virtual void call(exchange&) { throw std::logic_error("a coroutine is not called"); }
    /// Of what is awaited.
    virtual async<void> call_async(exchange&) {
        throw std::logic_error("a plain function is not awaited");
    }

    /// The value, once it was called; null where it has none.
    virtual void* value() = 0;

    /// Whether it stands at its `co_yield`.
    virtual bool is_open() const { return false; }
    /// Lets it go on from there, where `problem` is thrown unless it is null: the first of what is
    /// called, the second of what is awaited.
    virtual void leave(std::exception_ptr) { throw std::logic_error("a function is not left"); }
    virtual async<void> leave_async(std::exception_ptr) {
        throw std::logic_error("a function is not left");
    }
};

/// Another function that one depends on, and which argument that is.
struct dependency_source {
    Dependency use;
    std::size_t argument = 0;
};

/// How a function is run.
enum class dependency_kind : std::uint8_t {
    quick,            // does not block
    plain,            // may block
    plain_generator,  // `generator<T>`, may block
    coroutine,        // `async<T>`
    async_generator   // `async_generator<T>`
};

class dependency {
public:
    dependency(const dependency&) = delete;
    dependency& operator=(const dependency&) = delete;
    virtual ~dependency() = default;

    dependency_kind kind() const { return kind_; }
    bool is_called() const { return kind_ < dependency_kind::coroutine; }
    bool may_block() const { return is_called() && kind_ != dependency_kind::quick; }
    bool is_generator() const {
        return kind_ == dependency_kind::plain_generator ||
               kind_ == dependency_kind::async_generator;
    }
    bool takes_form() const { return takes_form_; }
    const std::vector<dependency_source>& sources() const { return sources_; }

    /// Its own parameters, in the order of declaration and in that of errors.
    const std::vector<param_row>& rows() const { return rows_; }
    const std::vector<param_row>& extraction_order() const { return extraction_order_; }

    /// What it takes of a JSON body.
    const std::vector<body_row>& body_rows() const { return body_rows_; }

    bool has_parameters() const { return !rows_.empty() || !body_rows_.empty(); }

    /// Which of its arguments are `SecurityScopes`.
    const std::vector<std::size_t>& scopes_arguments() const { return scopes_arguments_; }
    /// Whether its value may depend on the scopes that its uses ask for, here or in what it depends
    /// on.
    bool uses_scopes() const { return uses_scopes_; }

    virtual std::unique_ptr<dependency_call> begin() const = 0;

    /// The security scheme that it is.
    virtual std::optional<security_description> security() const { return std::nullopt; }

protected:
    explicit dependency(dependency_kind kind) : kind_(kind) {}

    template <class Argument>
    void add_argument(std::size_t position) {
        if constexpr (is_depends<Argument>)
            sources_.push_back({Argument::use, position});
        else if constexpr (is_security_scopes<Argument>)
            scopes_arguments_.push_back(position);
        else if constexpr (body_argument<Argument>)
            body_rows_.push_back(make_body_row<Argument>(position));
        else
            add_rows<Argument>(rows_, position);
    }

    /// As FastAPI counts it: a security scheme uses them, because the document names them with it.
    void note_scopes(bool is_scheme) {
        const auto uses = [](const dependency_source& source) {
            return !source.use.scopes.empty() || source.use.of().uses_scopes();
        };
        uses_scopes_ = is_scheme || !scopes_arguments_.empty() ||
                       std::any_of(sources_.begin(), sources_.end(), uses);
    }

    void sort_rows() {
        const auto is_form_row = [](const param_row& row) {
            return row.location == param_location::body;
        };
        takes_form_ = std::any_of(rows_.begin(), rows_.end(), is_form_row);
        extraction_order_ = rows_;
        std::stable_sort(
            extraction_order_.begin(), extraction_order_.end(),
            [](const param_row& a, const param_row& b) { return a.location < b.location; });
    }

private:
    dependency_kind kind_;
    bool takes_form_ = false;
    std::vector<param_row> rows_, extraction_order_;
    std::vector<body_row> body_rows_;
    std::vector<dependency_source> sources_;
    std::vector<std::size_t> scopes_arguments_;
    bool uses_scopes_ = false;
};

/// The dependency of a callable, whose value becomes a `Value`.
template <class Callable, class Value>
class dependency_on;

// ---- implementation ----

/// The value of a call, as the request keeps it.
template <class Value>
class kept_value {
public:
    template <class Given>
    void set(Given&& given) {
        if constexpr (std::is_lvalue_reference_v<Value>)
            value_ = &static_cast<Value>(given);
        else
            value_.emplace(std::forward<Given>(given));
    }
    void* address() {
        if constexpr (std::is_lvalue_reference_v<Value>)
            return const_cast<std::remove_const_t<std::remove_reference_t<Value>>*>(value_);
        else
            return value_ ? &*value_ : nullptr;
    }

private:
    std::conditional_t<
        std::is_lvalue_reference_v<Value>, std::remove_reference_t<Value>*,
        std::optional<std::conditional_t<std::is_lvalue_reference_v<Value>, char, Value>>>
        value_{};
};
template <>
class kept_value<void> {
public:
    void* address() { return nullptr; }
};

/// The arguments of one call.
template <class Callable, class Arguments>
class dependency_arguments;

template <class Callable, class... Arguments>
class dependency_arguments<Callable, std::tuple<Arguments...>> : public dependency_call {
public:
    explicit dependency_arguments(const Callable& callable) : callable_(callable) {
        bind(indices());
    }
    void* const* slots() override { return slots_.data(); }

protected:
    decltype(auto) invoke(exchange& current) { return invoke(current, indices()); }

private:
    using indices = std::index_sequence_for<Arguments...>;

    template <std::size_t... Index>
    void bind(std::index_sequence<Index...>) {
        (forget_unset_fields(std::get<Index>(arguments_)), ...);
        ((slots_[Index] = &std::get<Index>(arguments_)), ...);
    }

    template <std::size_t... Index>
    decltype(auto) invoke([[maybe_unused]] exchange& current, std::index_sequence<Index...>) {
        return callable_(pass_argument<Arguments>(std::get<Index>(arguments_), current)...);
    }

    const Callable& callable_;
    std::tuple<argument_storage<std::remove_cvref_t<Arguments>>...> arguments_;
    std::array<void*, sizeof...(Arguments)> slots_{};
};

template <class Callable>
using arguments_of_dependency =
    dependency_arguments<Callable, typename signature<Callable>::arguments>;

template <class Callable, class Value>
class plain_dependency_call final : public arguments_of_dependency<Callable> {
public:
    using arguments_of_dependency<Callable>::arguments_of_dependency;

    void call(exchange& current) override {
        if constexpr (std::is_void_v<Value>)
            static_cast<void>(this->invoke(current));
        else
            value_.set(this->invoke(current));
    }
    void* value() override { return value_.address(); }

private:
    kept_value<Value> value_;
};

template <class Callable, class Value>
class awaited_dependency_call final : public arguments_of_dependency<Callable> {
public:
    using arguments_of_dependency<Callable>::arguments_of_dependency;

    // Named, not temporaries of the co_await expression: GCC 12 destroys those twice.
    async<void> call_async(exchange& current) override {
        typename signature<Callable>::result running = this->invoke(current);
        if constexpr (std::is_void_v<Value>)
            co_await std::move(running);
        else
            value_.set(co_await std::move(running));
    }
    void* value() override { return value_.address(); }

private:
    kept_value<Value> value_;
};

/// What both kinds of generators have in common.
template <class Callable, class Value>
class yielding_dependency_call : public arguments_of_dependency<Callable> {
public:
    using arguments_of_dependency<Callable>::arguments_of_dependency;

    void* value() override { return value_.address(); }
    bool is_open() const override { return is_open_; }

protected:
    using generator = typename signature<Callable>::result;
    using yielded = std::optional<typename generator::value_type>;

    generator& start(exchange& current) { return generator_.emplace(this->invoke(current)); }
    void open(yielded first) {
        if (!first)
            throw std::logic_error(
                "fastapi: a dependency that is a generator has ended without co_yield");
        is_open_ = true;
        value_.set(std::move(*first));
    }
    generator& close() {
        is_open_ = false;
        return *generator_;
    }
    static void expect_end(const yielded& another) {
        if (another)
            throw std::logic_error(
                "fastapi: a dependency that is a generator has come to co_yield twice");
    }

private:
    kept_value<Value> value_;
    std::optional<generator> generator_;  // ends before the value that it may refer to
    bool is_open_ = false;
};

template <class Callable, class Value>
class plain_generator_call final : public yielding_dependency_call<Callable, Value> {
public:
    using yielding_dependency_call<Callable, Value>::yielding_dependency_call;

    void call(exchange& current) override { this->open(this->start(current).next()); }
    void leave(std::exception_ptr problem) override {
        auto& left = this->close();
        this->expect_end(problem == nullptr ? left.next() : left.throw_(std::move(problem)));
    }
};

template <class Callable, class Value>
class async_generator_call final : public yielding_dependency_call<Callable, Value> {
    using typename yielding_dependency_call<Callable, Value>::yielded;

public:
    using yielding_dependency_call<Callable, Value>::yielding_dependency_call;

    async<void> call_async(exchange& current) override {
        async<yielded> running = this->start(current).next();
        this->open(co_await std::move(running));
    }
    async<void> leave_async(std::exception_ptr problem) override {
        auto& left = this->close();
        async<yielded> running = problem == nullptr ? left.next() : left.athrow(std::move(problem));
        const yielded another = co_await std::move(running);
        this->expect_end(another);
    }
};

template <class Callable>
consteval dependency_kind kind_of_dependency() {
    using result = typename signature<Callable>::result;
    if (is_async_generator<result>) return dependency_kind::async_generator;
    if (is_generator<result>) return dependency_kind::plain_generator;
    if (is_async<result>) return dependency_kind::coroutine;
    return requires { Callable::never_blocks; } ? dependency_kind::quick : dependency_kind::plain;
}

/// The call of a kind, by default of one that is called and gives its value.
template <dependency_kind Kind, class Callable, class Value>
struct call_of_dependency {
    using type = plain_dependency_call<Callable, Value>;
};
template <class Callable, class Value>
struct call_of_dependency<dependency_kind::coroutine, Callable, Value> {
    using type = awaited_dependency_call<Callable, Value>;
};
template <class Callable, class Value>
struct call_of_dependency<dependency_kind::plain_generator, Callable, Value> {
    using type = plain_generator_call<Callable, Value>;
};
template <class Callable, class Value>
struct call_of_dependency<dependency_kind::async_generator, Callable, Value> {
    using type = async_generator_call<Callable, Value>;
};

template <class Callable, class Value>
class dependency_on final : public dependency {
    static constexpr dependency_kind own_kind = kind_of_dependency<Callable>();
    static constexpr bool is_scheme = requires(const Callable& callable) { callable.security(); };
    using call_type = typename call_of_dependency<own_kind, Callable, Value>::type;

public:
    explicit dependency_on(Callable callable)
        : dependency(own_kind), callable_(std::move(callable)) {
        add_arguments(type_tag<typename signature<Callable>::arguments>());
        sort_rows();
        note_scopes(is_scheme);
    }

    std::unique_ptr<dependency_call> begin() const override {
        return std::unique_ptr<dependency_call>(
            static_cast<dependency_call*>(new call_type(callable_)));
    }

    std::optional<security_description> security() const override {
        if constexpr (is_scheme)
            return callable_.security();
        else
            return std::nullopt;
    }

private:
    template <class... Arguments>
    void add_arguments(type_tag<std::tuple<Arguments...>>) {
        [[maybe_unused]] std::size_t position = 0;
        (add_argument<std::remove_cvref_t<Arguments>>(position++), ...);
    }

    Callable callable_;
};

template <auto Function>
const dependency& dependency_of() {
    using callable = std::remove_cvref_t<decltype(Function)>;
    if constexpr (check_dependency<callable>()) {
        static const dependency_on<callable, dependency_value_of<callable>> only(Function);
        return only;
    }
}

}  // namespace fastapi::detail
