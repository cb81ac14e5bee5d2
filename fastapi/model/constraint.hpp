#pragma once

// Constraints and metadata as template arguments: `Query<"page", int, 1, ge(1), title("Page")>`.
//
// Each is a small structural value; field_info.hpp gathers those of one parameter or field.
// https://docs.pydantic.dev/latest/concepts/fields/

#include "fastapi/core/meta.hpp"
#include "fastapi/core/pattern.hpp"
#include "fastapi/core/reflection.hpp"

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace fastapi {

class dict;
namespace detail {

/// A number, a truth value or an enumerator as a template argument. Floating values are kept as
/// their bits, because Clang before 18 takes no floating member there.
struct constant {
    enum class kinds : unsigned char { none, integer, unsigned_integer, floating, boolean };

    kinds kind = kinds::none;
    std::uint64_t bits = 0;

    constexpr constant() = default;
    template <class Value>
        requires std::is_arithmetic_v<Value> || std::is_enum_v<Value>
    constexpr constant(Value value);

    constexpr bool is_set() const { return kind != kinds::none; }
    constexpr double as_double() const;
    template <class Value>
    constexpr Value as() const;
};

/// The same for text or a number, as defaults and examples are; of an enumerator both.
struct constant_or_text {
    constant number;
    std::string_view text;
    bool is_text = false;

    constexpr bool is_set() const { return is_text || number.is_set(); }
};

template <std::size_t Size>
struct text_value {
    fixed_string<Size> text;
    constexpr text_value(const char (&literal)[Size]) : text(literal) {}
    constexpr constant_or_text content() const { return {{}, text.view(), true}; }
};

struct number_value {
    constant number;
    constexpr constant_or_text content() const { return {number, {}, false}; }
};

template <class Value>
struct stored_value : number_value {
    constexpr stored_value(Value value) : number_value{constant(value)} {}
};
/// An enumerator has a name as well.
template <class Enum>
    requires std::is_enum_v<Enum>
struct stored_value<Enum> : number_value {
    constexpr stored_value(Enum value) : number_value{constant(value)} {}
    constexpr constant_or_text content() const {
        return {this->number, enum_name(this->number.template as<Enum>()), false};
    }
};
template <std::size_t Size>
struct stored_value<char[Size]> : text_value<Size> {
    using text_value<Size>::text_value;
};

/// Several values of any kinds: a std::tuple cannot be a template argument.
template <class... Values>
struct stored_values {
    constexpr void write_to(constant_or_text*) const {}
};
template <class First, class... Rest>
struct stored_values<First, Rest...> {
    stored_value<First> first;
    stored_values<Rest...> rest;

    constexpr stored_values(const First& value, const Rest&... others)
        : first(value), rest(others...) {}
    constexpr void write_to(constant_or_text* out) const {
        *out = first.content();
        rest.write_to(out + 1);
    }
};

/// A view of constants that live as long as the program.
struct constant_list {
    const constant_or_text* first = nullptr;
    std::size_t count = 0;

    constexpr bool empty() const { return count == 0; }
    constexpr const constant_or_text* begin() const { return first; }
    constexpr const constant_or_text* end() const { return first + count; }
};

template <class Number>
constexpr constant limit_of(Number number) {
    constexpr bool is_number = std::is_arithmetic_v<Number>;
    static_assert(is_number, "fastapi: a limit is a number. Write ge(1), or ge(0.5).");
    if constexpr (is_number)
        return constant(number);
    else
        return constant();
}

}  // namespace detail

/// The value must be greater than this.
struct gt {
    detail::constant limit;
    template <class N>
    constexpr gt(N number) : limit(detail::limit_of(number)) {}
};
/// The value must be greater than or equal to this.
struct ge {
    detail::constant limit;
    template <class N>
    constexpr ge(N number) : limit(detail::limit_of(number)) {}
};
/// The value must be less than this.
struct lt {
    detail::constant limit;
    template <class N>
    constexpr lt(N number) : limit(detail::limit_of(number)) {}
};
/// The value must be less than or equal to this.
struct le {
    detail::constant limit;
    template <class N>
    constexpr le(N number) : limit(detail::limit_of(number)) {}
};
/// The value must be a multiple of this.
struct multiple_of {
    detail::constant limit;
    template <class N>
    constexpr multiple_of(N number) : limit(detail::limit_of(number)) {}
};

/// The text must have at least this many characters (code points).
struct min_length {
    std::size_t length;
    constexpr explicit min_length(std::size_t n) : length(n) {}
};
/// The text must have at most this many characters (code points).
struct max_length {
    std::size_t length;
    constexpr explicit max_length(std::size_t n) : length(n) {}
};
/// The Decimal must have at most this many digits in all.
struct max_digits {
    std::size_t count;
    constexpr explicit max_digits(std::size_t n) : count(n) {}
};
/// The Decimal must have at most this many digits behind its point.
struct decimal_places {
    std::size_t count;
    constexpr explicit decimal_places(std::size_t n) : count(n) {}
};
/// The container must have at least this many items.
struct min_items {
    std::size_t count;
    constexpr explicit min_items(std::size_t n) : count(n) {}
};
/// The container must have at most this many items.
struct max_items {
    std::size_t count;
    constexpr explicit max_items(std::size_t n) : count(n) {}
};

/// The text must match this regular expression somewhere (write `^...$` for the whole of it). The
/// syntax is that of Rust's regex crate, as in Pydantic; a bad pattern is a compile error.
template <std::size_t Size>
struct pattern {
    fixed_string<Size> text;
    constexpr pattern(const char (&literal)[Size]) : text(literal) {}
};

/// The `format` of the schema, where the type does not say it: `format("password")`.
template <std::size_t Size>
struct format {
    fixed_string<Size> text;
    constexpr format(const char (&literal)[Size]) : text(literal) {}
};

/// The title in the schema, in place of one made from the name.
template <std::size_t Size>
struct title {
    fixed_string<Size> text;
    constexpr title(const char (&literal)[Size]) : text(literal) {}
};
/// The description in the document; Markdown.
template <std::size_t Size>
struct description {
    fixed_string<Size> text;
    constexpr description(const char (&literal)[Size]) : text(literal) {}
};
/// The name that the client sends, in place of the declared one.
template <std::size_t Size>
struct alias {
    fixed_string<Size> text;
    constexpr alias(const char (&literal)[Size]) : text(literal) {}
};

/// The name under which a value is read, where it differs from the one under which it is written.
template <std::size_t Size>
struct validation_alias {
    fixed_string<Size> text;
    constexpr validation_alias(const char (&literal)[Size]) : text(literal) {}
};
/// The name under which a value is written, where it differs from the one under which it is read.
template <std::size_t Size>
struct serialization_alias {
    fixed_string<Size> text;
    constexpr serialization_alias(const char (&literal)[Size]) : text(literal) {}
};
/// The member, a Literal in every alternative, that tells which alternative of a std::variant is
/// meant. https://docs.pydantic.dev/latest/concepts/unions/#discriminated-unions
template <std::size_t Size>
struct discriminator {
    fixed_string<Size> text;
    constexpr discriminator(const char (&literal)[Size]) : text(literal) {}
};

/// An example value for the document: text, a number or a truth value.
template <class Value>
struct example : detail::stored_value<Value> {
    using detail::stored_value<Value>::stored_value;
};
template <std::size_t Size>
example(const char (&)[Size]) -> example<char[Size]>;
template <class Value>
example(Value) -> example<Value>;

/// Example values for the schema, of any kinds: `examples("Lamp", "Desk")`.
/// https://fastapi.tiangolo.com/tutorial/schema-extra-example/
template <class... Values>
struct examples : detail::stored_values<Values...> {
    using detail::stored_values<Values...>::stored_values;
    static constexpr std::size_t count = sizeof...(Values);
};
template <class... Values>
examples(const Values&...) -> examples<Values...>;

namespace detail {
template <dict (*Function)()>
struct openapi_examples_value {};
}  // namespace detail

/// Examples by name, each a dict with `summary`, `description` and `value`, that the function
/// returns, for the docs pages: `openapi_examples<item_examples>` of a parameter or of the whole
/// body.
/// https://fastapi.tiangolo.com/tutorial/schema-extra-example/#using-the-openapi_examples-parameter
template <dict (*Function)()>
inline constexpr detail::openapi_examples_value<Function> openapi_examples{};

/// The value where the client sends none. For text, floating numbers and enumerators; a plain
/// number or truth value may stand without it: `Query<"page", int, 1>`.
template <class Value>
struct defaults_to : detail::stored_value<Value> {
    using detail::stored_value<Value>::stored_value;
};
template <std::size_t Size>
defaults_to(const char (&)[Size]) -> defaults_to<char[Size]>;
template <class Value>
defaults_to(Value) -> defaults_to<Value>;

/// Whether the parameter is shown in the document.
struct include_in_schema {
    bool shown;
    constexpr explicit include_in_schema(bool yes) : shown(yes) {}
};

/// Whether the underscores of a header's name stand for hyphens: `x_token` for `x-token`, by
/// default.
struct convert_underscores {
    bool converted;
    constexpr explicit convert_underscores(bool yes) : converted(yes) {}
};

namespace detail {
struct required_value {};
struct deprecated_value {};
struct embed_value {};
struct unique_items_value {};
}  // namespace detail

/// The value must be sent, although its type (an optional, a container) would not demand it.
inline constexpr detail::required_value required{};
/// No two items of the list may be equal, after they have been read.
inline constexpr detail::unique_items_value unique_items{};
/// Marked as deprecated in the document; still accepted.
inline constexpr detail::deprecated_value deprecated{};
/// The body parameter is a member of the body under its own name, although it is the only one.
inline constexpr detail::embed_value embed{};

// ---- implementation ----

namespace detail {

template <class Value>
    requires std::is_arithmetic_v<Value> || std::is_enum_v<Value>
constexpr constant::constant(Value value) {
    if constexpr (std::is_enum_v<Value>) {
        *this = constant(static_cast<std::underlying_type_t<Value>>(value));
    } else if constexpr (std::is_same_v<Value, bool>) {
        kind = kinds::boolean;
        bits = value ? 1 : 0;
    } else if constexpr (std::is_floating_point_v<Value>) {
        kind = kinds::floating;
        bits = std::bit_cast<std::uint64_t>(static_cast<double>(value));
    } else {
        const bool needs_sign_bit =
            std::is_unsigned_v<Value> && static_cast<std::uint64_t>(value) > INT64_MAX;
        kind = needs_sign_bit ? kinds::unsigned_integer : kinds::integer;
        bits = static_cast<std::uint64_t>(value);
    }
}

constexpr double constant::as_double() const {
    if (kind == kinds::floating) return std::bit_cast<double>(bits);
    if (kind == kinds::integer) return static_cast<double>(static_cast<std::int64_t>(bits));
    return static_cast<double>(bits);
}

template <class Value>
constexpr Value constant::as() const {
    if constexpr (std::is_enum_v<Value>)
        return static_cast<Value>(as<std::underlying_type_t<Value>>());
    else if constexpr (std::is_floating_point_v<Value>)
        return static_cast<Value>(as_double());
    else if constexpr (std::is_same_v<Value, bool>)
        return bits != 0;
    else
        return kind == kinds::floating ? static_cast<Value>(as_double())
                                       : static_cast<Value>(static_cast<std::int64_t>(bits));
}

}  // namespace detail
}  // namespace fastapi
