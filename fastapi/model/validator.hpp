#pragma once

// Functions of the program's own that judge or change a value: `Field<double, validator<positive>>
// price`, or of a parameter `Query<"price", double, validator<positive>>`. One that takes an `any`
// sees what was sent, before it is read; any other sees the value that was read. It returns the
// value to use, or nothing, and throws ValueError to refuse.
// https://docs.pydantic.dev/latest/concepts/validators/

#include "fastapi/core/any.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/model/field.hpp"

#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace fastapi {
namespace detail {

template <auto Function>
struct validator_value {};

}  // namespace detail

/// A validator among the constraints of a field: `Field<double, gt(0), validator<positive>>`.
template <auto Function>
inline constexpr detail::validator_value<Function> validator{};

namespace detail {

template <auto Function>
constexpr void read_value(field_info&, const validator_value<Function>&) {}

template <class Item>
inline constexpr bool is_validator = false;
template <auto Function>
inline constexpr bool is_validator<validator_value<Function>> = true;

/// What the function takes, without const and &; void where it is not one thing.
template <class Function>
struct only_argument {
    using type = void;
};
template <readable_signature Function>
    requires(std::tuple_size_v<typename signature<Function>::arguments> == 1)
struct only_argument<Function> {
    using type =
        std::remove_cvref_t<std::tuple_element_t<0, typename signature<Function>::arguments>>;
};
template <auto Function>
using validator_argument = typename only_argument<std::decay_t<decltype(Function)>>::type;

template <class Item>
inline constexpr bool is_before_validator = false;
template <auto Function>
inline constexpr bool is_before_validator<validator_value<Function>> =
    std::is_same_v<validator_argument<Function>, any>;

template <class Field>
inline constexpr bool lists_validators = false;
template <class Value, auto... Items>
inline constexpr bool lists_validators<Field<Value, Items...>> =
    (is_validator<std::remove_cvref_t<decltype(Items)>> || ...);
template <class Field>
inline constexpr bool lists_before_validators = false;
template <class Value, auto... Items>
inline constexpr bool lists_before_validators<Field<Value, Items...>> =
    (is_before_validator<std::remove_cvref_t<decltype(Items)>> || ...);

/// Whether a field or a parameter has validators, and such that look before its value is read.
template <class Slot>
inline constexpr bool has_validators = false;
template <holds_value Slot>
inline constexpr bool has_validators<Slot> = lists_validators<typename Slot::field_type>;
template <class Slot>
inline constexpr bool has_before_validators = false;
template <holds_value Slot>
inline constexpr bool has_before_validators<Slot> =
    lists_before_validators<typename Slot::field_type>;

/// Whether the function takes such a value, and returns one or nothing.
template <class Value, auto Function>
consteval bool fits_validator() {
    if constexpr (std::is_void_v<validator_argument<Function>> ||
                  !std::is_invocable_v<decltype(Function), Value&>) {
        return false;
    } else {
        using result = std::invoke_result_t<decltype(Function), Value&>;
        return std::is_void_v<result> || std::is_assignable_v<Value&, result>;
    }
}

template <class Value, auto Function>
void validate_with(Value& value, validator_value<Function>) {
    constexpr bool fits = fits_validator<Value, Function>();
    static_assert(fits,
                  "fastapi: a validator takes the value of its field with its whole type, or any "
                  "for what was sent, and returns the value to use, or nothing. Write double "
                  "positive(double value) for a double.");
    if constexpr (!fits)
        return;
    else if constexpr (std::is_void_v<std::invoke_result_t<decltype(Function), Value&>>)
        Function(value);
    else
        value = Function(value);
}

/// Calls those validators of the field that look after (at the value) in their order, or those that
/// look before (at an any) in the opposite one: each is around what stands in front of it.
template <bool Before, class Subject, class Value, auto... Items>
void run_listed_validators(Subject& subject, type_tag<Field<Value, Items...>>) {
    const auto run = [&]<class Item>(Item item) {
        if constexpr (is_validator<Item>)
            if constexpr (is_before_validator<Item> == Before) validate_with(subject, item);
    };
    if constexpr (Before) {
        int order = 0;
        ((run(Items), order) = ... = 0);  // assignments are sequenced from right to left
    } else {
        (run(Items), ...);
    }
}

/// The same by the field or the parameter.
template <class Slot, bool Before, class Subject>
void run_validators_of(Subject& subject) {
    run_listed_validators<Before>(subject, type_tag<typename Slot::field_type>());
}

}  // namespace detail
}  // namespace fastapi
