#pragma once

// What is stated of a value in its declaration, a default or an example, as a value of its type and
// as JSON.

#include "fastapi/core/any.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/model/choice.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/model/value.hpp"

#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace fastapi::detail {

/// Whether a default that is a number can be one of the type, or a default that is text.
template <class Value>
constexpr bool takes_default(const constant_or_text& stated);

/// The default that `info` states, as a value of the type. Only called where there is one that the
/// type takes; throws std::invalid_argument for a text that it does not spell.
template <class Value>
Value stated_default(const field_info& info);

/// What is said of a value beside its type.
template <class Value, auto... Items>
constexpr const field_info& info_for();

/// A default or an example as JSON.
any value_of(const constant_or_text& value, const field_info& info);

// ---- implementation ----

/// Whether a Literal has integers among its choices.
template <class Value>
inline constexpr bool has_number_choice = false;
template <literal_choice... Choices>
inline constexpr bool has_number_choice<Literal<Choices...>> = (Choices.is_number || ...);

template <class Value>
constexpr bool takes_default(const constant_or_text& stated) {
    constexpr bool is_number = std::is_arithmetic_v<Value> || is_specialization_of<Value, IntEnum>;
    if (!stated.is_set()) return true;
    if (stated.is_text) return text_readable<Value> && !is_number;
    return is_number || std::is_enum_v<Value> || has_number_choice<Value>;
}

/// The digits of an integer, as a Literal spells it; nothing for another default.
inline std::string digits_of(const constant& number) {
    std::string digits;
    if (number.kind == constant::kinds::integer) append_integer(digits, number.as<std::int64_t>());
    if (number.kind == constant::kinds::unsigned_integer) append_integer(digits, number.bits);
    return digits;
}

template <class Value>
Value stated_default(const field_info& info) {
    const constant_or_text& stated = info.default_value;
    if constexpr (is_optional<Value>) {
        return Value(stated_default<typename Value::value_type>(info));
    } else if constexpr (std::same_as<Value, std::string>) {
        return std::string(stated.text);
    } else if constexpr (is_specialization_of<Value, IntEnum>) {
        return stated.number.template as<typename Value::enum_type>();
    } else {
        if constexpr (has_number_choice<Value>) {
            Value value{};
            if (value_type<Value>::find(digits_of(stated.number), true, value)) return value;
        }
        if constexpr (std::is_arithmetic_v<Value> || std::is_enum_v<Value>)
            if (!stated.is_text) return stated.number.template as<Value>();
        if constexpr (text_readable<Value>) {
            Value value{};
            error_list errors;
            if (value_type<Value>::read(stated.text, value, field_info{}, errors)) return value;
        }
        throw std::invalid_argument(
            "fastapi: the default \"" + std::string(stated.text) +
            "\" is no value of its parameter. Write defaults_to(...) with one that is.");
    }
}

template <auto... Items>
inline constexpr field_info info_with_numbers = [] {
    field_info info = info_of<Items...>;
    info.shows_numbers = true;
    return info;
}();

template <class Value, auto... Items>
constexpr const field_info& info_for() {
    if constexpr (is_specialization_of<typename without_optional<Value>::type, IntEnum>)
        return info_with_numbers<Items...>;
    else
        return info_of<Items...>;
}

inline any value_of(const constant_or_text& value, const field_info& info) {
    if (value.is_text || !(value.text.empty() || info.shows_numbers)) return any(value.text);
    switch (value.number.kind) {
        case constant::kinds::boolean: return any(value.number.as<bool>());
        case constant::kinds::floating: return any(value.number.as_double());
        case constant::kinds::unsigned_integer: return any(value.number.bits);
        case constant::kinds::integer: return any(value.number.as<std::int64_t>());
        case constant::kinds::none: break;
    }
    return any();
}

}  // namespace fastapi::detail
