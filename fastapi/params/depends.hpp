#pragma once

// `Depends<get_db> db` as a parameter: the value that a function gives whose own parameters come
// from the request. A function returns `T` or `async<T>`, or it is a generator that `co_yield`s one
// value, `generator<T>` or `async_generator<T>`: what stands behind the `co_yield` runs when the
// answer has been sent. https://fastapi.tiangolo.com/tutorial/dependencies/

#include "fastapi/core/async.hpp"
#include "fastapi/core/async_generator.hpp"
#include "fastapi/core/generator.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/routing/operation.hpp"

#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi {
namespace detail {

struct use_cache_option {
    bool value;
};

struct scope_option {
    bool ends_with_handler;
};

// Not constexpr: the call is the compile error.
void refuse_scope(const char* message);

}  // namespace detail

/// Of `Depends<function, use_cache(false)>`: the function is called once more for this parameter.
/// Otherwise a request calls it once, however many parameters depend on it.
constexpr detail::use_cache_option use_cache(bool value) { return {value}; }

/// Of `Depends<function, scope("function")>`: what stands behind the `co_yield` runs after the
/// handler and before the answer is sent, and may still replace it by an exception. "request", the
/// default: when the answer and its background tasks are done.
consteval detail::scope_option scope(std::string_view name) {
    if (name != "function" && name != "request")
        detail::refuse_scope(R"(fastapi: a scope is "function" or "request".)");
    return {name == "function"};
}

namespace detail {

template <class Type>
inline constexpr bool is_generator = false;
template <class Value>
inline constexpr bool is_generator<generator<Value>> = true;

template <class Type>
inline constexpr bool is_async_generator = false;
template <class Value>
inline constexpr bool is_async_generator<async_generator<Value>> = true;

/// What a dependency gives in the end: `T` for `T`, `async<T>`, `generator<T>` and
/// `async_generator<T>`.
template <class Result>
struct dependency_result {
    using type = std::remove_const_t<typename awaited<Result>::type>;
};
template <class Value>
struct dependency_result<generator<Value>> {
    using type = Value;
};
template <class Value>
struct dependency_result<async_generator<Value>> {
    using type = Value;
};

template <class Callable>
using dependency_value_of = typename dependency_result<typename signature<Callable>::result>::type;

/// What depends on the value has one of its own: Python shares the object, and copies are what C++
/// expects.
template <class Value>
concept copied_value = std::is_copy_constructible_v<Value> && !std::is_reference_v<Value>;

namespace bases {

/// A reference, or a value that cannot be copied: it stays where the dependency has left it, for as
/// long as the request lives.
template <class Value>
class depended_value {
    using object = std::remove_reference_t<Value>;

public:
    using value_type = object;
    static constexpr const field_info& info = info_of<>;  // in JSON it is its value

    explicit depended_value(object& value) : value_(&value) {}

    object& get() const { return *value_; }
    operator object&() const { return *value_; }
    object& operator*() const { return *value_; }
    object* operator->() const
        requires(!requires(object& value) { value.operator->(); })
    {
        return value_;
    }
    /// Of a pointer: what it points to.
    object& operator->() const
        requires requires(object& value) { value.operator->(); }
    {
        return *value_;
    }

private:
    object* value_;
};

template <copied_value Value>
class depended_value<Value> : public value_holder<Value> {
public:
    static constexpr const field_info& info = info_of<>;  // in JSON it is its value

    explicit depended_value(const Value& value) : value_holder<Value>(value) {}
};

template <class Object>
class depended_value<Object*> : public value_holder<Object*> {
public:
    explicit depended_value(Object* const& value) : value_holder<Object*>(value) {}

    Object* operator->() const { return this->get(); }
    Object& operator*() const { return *this->get(); }
};

template <>
class depended_value<void> {};

}  // namespace bases

using bases::depended_value;

constexpr void apply_option(Dependency& use, use_cache_option option) {
    use.use_cache = option.value;
}
constexpr void apply_option(Dependency& use, scope_option option) {
    use.ends_with_handler = option.ends_with_handler;
}

/// The only object that stands for the function, which is how uses of it are recognised.
template <auto Function>
const dependency& dependency_of();

template <auto Function, auto... Options>
constexpr Dependency make_dependency_use() {
    Dependency use{&dependency_of<Function>};
    (apply_option(use, Options), ...);
    return use;
}

}  // namespace detail

/// A function for `.dependencies` of a route, a router or an application:
/// `{depends<verify_token>}`. (A function whose parameters do not say where they come from is a
/// compile error there.)
template <auto Function, auto... Options>
inline constexpr Dependency depends = detail::make_dependency_use<Function, Options...>();

/// A parameter whose value a function gives: a pointer to a function, a lambda without captures or
/// another constexpr object that can be called. Its parameters are declared like those of a
/// handler. It is a copy of the value; of a reference, and of a value that cannot be copied, it
/// refers to the object, with `->`. https://fastapi.tiangolo.com/reference/dependencies/
template <auto Function, auto... Options>
class Depends : public detail::depended_value<
                    detail::dependency_value_of<std::remove_cvref_t<decltype(Function)>>> {
    using base = detail::depended_value<
        detail::dependency_value_of<std::remove_cvref_t<decltype(Function)>>>;

public:
    using callable = std::remove_cvref_t<decltype(Function)>;
    using given_value = detail::dependency_value_of<callable>;

    using base::base;

    static constexpr Dependency use = detail::make_dependency_use<Function, Options...>();
};

namespace detail {

template <class Type>
inline constexpr bool is_depends = false;
template <auto Function, auto... Options>
inline constexpr bool is_depends<Depends<Function, Options...>> = true;

/// The parameter, made of the value that its dependency has left.
template <class Argument>
Argument made_of_dependency([[maybe_unused]] void* value) {
    using given = typename Argument::given_value;
    if constexpr (std::is_void_v<given>)
        return Argument();
    else
        return Argument(*static_cast<std::remove_reference_t<given>*>(value));
}

}  // namespace detail
}  // namespace fastapi
