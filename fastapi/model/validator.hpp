#pragma once

// Functions of the program's own that judge or change a value: `Field<double, validator<positive>> price`, or
// of a parameter `Query<"price", double, validator<positive>>`. One
// that takes an `any` sees what was sent, before it is read; any other sees the value that was read. It
// returns the value to use, or nothing, and throws ValueError to refuse.
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

template <auto Function>
using validator_argument =
    std::remove_cvref_t<std::tuple_element_t<0, typename signature<std::decay_t<decltype(Function)>>::arguments>>;

template <class Item>
inline constexpr bool is_before_validator = false;
template <auto Function>
inline constexpr bool is_before_validator<validator_value<Function>> = std::is_same_v<validator_argument<Function>, any>;

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

template <class Value, auto Function>
void validate_with(Value& value, validator_value<Function>) {
    if constexpr (std::is_void_v<typename signature<std::decay_t<decltype(Function)>>::result>)
        Function(value);
    else
        value = Function(value);
}

/// Calls those validators of the field that look after (at the value) in their order, or those that look before
/// (at an any) in the opposite one: each is around what stands in front of it.
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
