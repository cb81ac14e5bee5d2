#pragma once

// Compile-time helpers: text as a template argument, and what a callable takes and gives.
// No other file does type trickery of this kind.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace fastapi {

/// Text that can be a template argument: `Path<"user_id", int>`. Holds the characters and a final
/// NUL.
template <std::size_t Size>
struct fixed_string {
    char text[Size];

    constexpr fixed_string(const char (&literal)[Size]) { std::copy_n(literal, Size, text); }
    constexpr std::string_view view() const { return {text, Size - 1}; }
    constexpr operator std::string_view() const { return view(); }
};

namespace detail {

template <class...>
inline constexpr bool always_false = false;

template <class Type>
struct type_tag {
    using type = Type;
};

/// What a callable takes and gives: `result`, and `arguments` as a std::tuple of the declared
/// types.
template <class Callable>
struct signature;

template <class Result, class... Arguments>
struct signature<Result(Arguments...)> {
    using result = Result;
    using arguments = std::tuple<Arguments...>;
};
template <class Result, class... Arguments>
struct signature<Result(Arguments...) noexcept> : signature<Result(Arguments...)> {};
template <class Result, class... Arguments>
struct signature<Result (*)(Arguments...)> : signature<Result(Arguments...)> {};
template <class Result, class... Arguments>
struct signature<Result (*)(Arguments...) noexcept> : signature<Result(Arguments...)> {};
template <class Object, class Result, class... Arguments>
struct signature<Result (Object::*)(Arguments...)> : signature<Result(Arguments...)> {};
template <class Object, class Result, class... Arguments>
struct signature<Result (Object::*)(Arguments...) const> : signature<Result(Arguments...)> {};
template <class Object, class Result, class... Arguments>
struct signature<Result (Object::*)(Arguments...) noexcept> : signature<Result(Arguments...)> {};
template <class Object, class Result, class... Arguments>
struct signature<Result (Object::*)(Arguments...) const noexcept>
    : signature<Result(Arguments...)> {};
template <class Callable>
    requires requires { &Callable::operator(); }
struct signature<Callable> : signature<decltype(&Callable::operator())> {};

/// A callable whose parameters can be read: a function, a function object, a lambda that is not
/// generic.
template <class Callable>
concept readable_signature = requires { typename signature<std::decay_t<Callable>>::result; };

template <class Type, template <class...> class Template>
inline constexpr bool is_specialization_of = false;
template <template <class...> class Template, class... Arguments>
inline constexpr bool is_specialization_of<Template<Arguments...>, Template> = true;

}  // namespace detail
}  // namespace fastapi
