#pragma once

// What is to be known of each type of value, a `value_type<T>`, and the words that all of them
// share. value.hpp has those of the standard types.

#include "fastapi/core/any.hpp"
#include "fastapi/core/schema_registry.hpp"
#include "fastapi/model/check.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/validation.hpp"

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// How a type of one's own is read and written as a text, everywhere that a value can stand:
///
///     template <> struct fastapi::custom_type<Money> {
///         static Money parse(std::string_view text);         // throws ValueError
///         static std::string format(const Money& money);
///         static dict schema() { return {{"type", "string"}, {"examples", list{"12.50 EUR"}}}; }
///         // may be left out
///     };
template <class Type>
struct custom_type;

}  // namespace fastapi

namespace fastapi::detail {

template <class Type>
concept has_custom_type = requires(std::string_view text, const Type& value) {
    { custom_type<Type>::parse(text) } -> std::convertible_to<Type>;
    { custom_type<Type>::format(value) } -> std::convertible_to<std::string>;
};

/// The knowledge of one type of value. A specialisation for a type that one text can spell has
///     static bool read(std::string_view text, T& out, const field_info&, error_list&);
/// and one for a container of such types has `item` and
///     static bool read_all(const std::vector<std::string_view>&, T& out, const field_info&,
///     error_list&);
/// Every one has
///     static dict schema(const field_info&, schema_registry&);
template <class Type>
struct value_type;

template <class Type>
concept text_readable =
    requires(std::string_view text, Type& out, const field_info& info, error_list& errors) {
        { value_type<Type>::read(text, out, info, errors) } -> std::same_as<bool>;
    };

template <class Type>
concept list_readable = requires(const std::vector<std::string_view>& texts, Type& out,
                                 const field_info& info, error_list& errors) {
    { value_type<Type>::read_all(texts, out, info, errors) } -> std::same_as<bool>;
};

template <class Type>
concept describable = requires(const field_info& info, schema_registry& registry) {
    { value_type<Type>::schema(info, registry) } -> std::same_as<dict>;
};

// ---- implementation ----

template <class Number>
concept plain_integer =
    std::integral<Number> && !std::same_as<Number, bool> && !std::same_as<Number, char> &&
    !std::same_as<Number, char8_t> && !std::same_as<Number, char16_t> &&
    !std::same_as<Number, char32_t> && !std::same_as<Number, wchar_t>;

/// A function that makes the `input` of an error from the text that was sent.
inline auto as_input(std::string_view text) {
    return [text] { return any(text); };
}

inline bool add_text_problem(error_list& errors, std::string_view type, std::string_view message,
                             std::string_view text) {
    errors.add(type, std::string(message), any(text));
    return false;
}

inline void describe_limits(dict& schema, const field_info& info) {
    const auto describe = [&](std::string_view key, const constant& limit) {
        if (limit.is_set()) schema[key] = limit_value(limit, false);
    };
    describe("exclusiveMinimum", info.gt);
    describe("minimum", info.ge);
    describe("exclusiveMaximum", info.lt);
    describe("maximum", info.le);
    describe("multipleOf", info.multiple_of);
}

inline void describe_items(dict& schema, const field_info& info) {
    if (info.min_items != 0) schema["minItems"] = info.min_items;
    if (info.max_items != no_limit) schema["maxItems"] = info.max_items;
    if (info.unique_items) schema["uniqueItems"] = true;
}

inline dict text_schema(const field_info& info) {
    dict schema{{"type", "string"}};
    if (info.min_length != 0) schema["minLength"] = info.min_length;
    if (info.max_length != no_limit) schema["maxLength"] = info.max_length;
    if (!info.matcher.text.empty()) schema["pattern"] = info.matcher.text;
    return schema;
}

}  // namespace fastapi::detail
