#pragma once

// All constraints and metadata of one parameter or field, gathered at compile time into one plain
// `field_info`. From it alone come the check, the message and the schema: they cannot disagree.

#include "fastapi/core/meta.hpp"
#include "fastapi/core/pattern.hpp"
#include "fastapi/model/constraint.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace fastapi::detail {

inline constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

/// Everything that the values after the type say of one parameter or field, as plain data.
struct field_info {
    constant gt, ge, lt, le, multiple_of;
    std::size_t min_length = 0, max_length = no_limit;
    std::size_t min_items = 0, max_items = no_limit;
    std::size_t max_digits = no_limit, decimal_places = no_limit;
    pattern_view matcher{};
    std::string_view title, description, format, alias, validation_alias, serialization_alias,
        discriminator;
    constant_or_text example, default_value;
    bool shows_numbers = false;  // the document shows enumerators by number, not by name
    constant_list examples;
    dict (*openapi_examples)() = nullptr;
    bool required = false, deprecated = false, include_in_schema = true, embed = false;
    bool convert_underscores = true, unique_items = false;

    /// What clients call the value when they send it, and when they get it.
    constexpr std::string_view input_name(std::string_view own) const {
        return !validation_alias.empty() ? validation_alias : !alias.empty() ? alias : own;
    }
    constexpr std::string_view output_name(std::string_view own) const {
        return !serialization_alias.empty() ? serialization_alias : !alias.empty() ? alias : own;
    }

    constexpr bool limits_numbers() const {
        return gt.is_set() || ge.is_set() || lt.is_set() || le.is_set() || multiple_of.is_set();
    }
    constexpr bool limits_text() const {
        return min_length != 0 || max_length != no_limit || !matcher.text.empty();
    }
    constexpr bool limits_items() const { return min_items != 0 || max_items != no_limit; }
    constexpr bool limits_digits() const {
        return max_digits != no_limit || decimal_places != no_limit;
    }
};

constexpr void read_value(field_info& info, const gt& value) { info.gt = value.limit; }
constexpr void read_value(field_info& info, const ge& value) { info.ge = value.limit; }
constexpr void read_value(field_info& info, const lt& value) { info.lt = value.limit; }
constexpr void read_value(field_info& info, const le& value) { info.le = value.limit; }
constexpr void read_value(field_info& info, const multiple_of& value) {
    info.multiple_of = value.limit;
}
constexpr void read_value(field_info& info, const min_length& value) {
    info.min_length = value.length;
}
constexpr void read_value(field_info& info, const max_length& value) {
    info.max_length = value.length;
}
constexpr void read_value(field_info& info, const max_digits& value) {
    info.max_digits = value.count;
}
constexpr void read_value(field_info& info, const decimal_places& value) {
    info.decimal_places = value.count;
}
constexpr void read_value(field_info& info, const min_items& value) {
    info.min_items = value.count;
}
constexpr void read_value(field_info& info, const max_items& value) {
    info.max_items = value.count;
}
template <std::size_t Size>
constexpr void read_value(field_info& info, const title<Size>& value) {
    info.title = value.text;
}
template <std::size_t Size>
constexpr void read_value(field_info& info, const description<Size>& value) {
    info.description = value.text;
}
template <std::size_t Size>
constexpr void read_value(field_info& info, const format<Size>& value) {
    info.format = value.text;
}
template <std::size_t Size>
constexpr void read_value(field_info& info, const alias<Size>& value) {
    info.alias = value.text;
}
template <std::size_t Size>
constexpr void read_value(field_info& info, const validation_alias<Size>& value) {
    info.validation_alias = value.text;
}
template <std::size_t Size>
constexpr void read_value(field_info& info, const serialization_alias<Size>& value) {
    info.serialization_alias = value.text;
}
template <std::size_t Size>
constexpr void read_value(field_info& info, const discriminator<Size>& value) {
    info.discriminator = value.text;
}
template <class Value>
constexpr void read_value(field_info& info, const example<Value>& value) {
    info.example = value.content();
}
template <dict (*Function)()>
constexpr void read_value(field_info& info, const openapi_examples_value<Function>&) {
    info.openapi_examples = Function;
}
template <class Value>
constexpr void read_value(field_info& info, const defaults_to<Value>& value) {
    info.default_value = value.content();
}
constexpr void read_value(field_info& info, const include_in_schema& value) {
    info.include_in_schema = value.shown;
}
constexpr void read_value(field_info& info, const convert_underscores& value) {
    info.convert_underscores = value.converted;
}
constexpr void read_value(field_info& info, const required_value&) { info.required = true; }
constexpr void read_value(field_info& info, const deprecated_value&) { info.deprecated = true; }
constexpr void read_value(field_info& info, const embed_value&) { info.embed = true; }
constexpr void read_value(field_info& info, const unique_items_value&) { info.unique_items = true; }
template <class Value>
    requires std::is_arithmetic_v<Value> || std::is_enum_v<Value>
constexpr void read_value(field_info& info, const Value& plain_default) {
    info.default_value = {constant(plain_default), {}, false};
}

template <class Value>
inline constexpr bool is_pattern = false;
template <std::size_t Size>
inline constexpr bool is_pattern<fastapi::pattern<Size>> = true;

template <class Value>
inline constexpr bool is_examples = false;
template <class... Values>
inline constexpr bool is_examples<fastapi::examples<Values...>> = true;

template <auto Examples>
constexpr std::array<constant_or_text, Examples.count> list_examples() {
    std::array<constant_or_text, Examples.count> all;
    Examples.write_to(all.data());
    return all;
}

/// The texts in it are those of the template argument.
template <auto Examples>
inline constexpr std::array<constant_or_text, Examples.count> listed_examples =
    list_examples<Examples>();

template <fixed_string Text>
constexpr void read_pattern(field_info& info) {
    check_pattern<Text>();
    if constexpr (measured_pattern<Text>.error == pattern_error::none)
        info.matcher = compiled_pattern<Text>();
}

/// Reads the value `Item`. A pattern is compiled and examples are listed here, where they are still
/// template arguments.
template <auto Item>
constexpr void read_item(field_info& info) {
    if constexpr (requires(field_info& into) { read_value(into, Item); })
        read_value(info, Item);
    else if constexpr (is_pattern<std::remove_cvref_t<decltype(Item)>>)
        read_pattern<Item.text>(info);
    else if constexpr (is_examples<std::remove_cvref_t<decltype(Item)>>)
        info.examples = {listed_examples<Item>.data(), listed_examples<Item>.size()};
    else
        static_assert(
            always_false<decltype(Item)>,
            "fastapi: a value in this parameter is not a constraint or a default. Write one of gt "
            "ge lt le multiple_of min_length max_length pattern min_items max_items unique_items "
            "title description example examples alias deprecated include_in_schema(false) required "
            "defaults_to(...), or a plain number as the default.");
}

template <auto... Items>
constexpr field_info make_field_info() {
    field_info info;
    (read_item<Items>(info), ...);
    return info;
}

/// The gathered values: one object for each distinct list of them.
template <auto... Items>
inline constexpr field_info info_of = make_field_info<Items...>();

}  // namespace fastapi::detail
