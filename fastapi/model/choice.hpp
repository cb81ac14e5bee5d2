#pragma once

// Types with a fixed list of values: `Literal<"fast", "slow">`, and `IntEnum<Level>` for an
// enumeration that clients know by number. A plain enumeration is known by the names of its
// enumerators.

#include "fastapi/core/meta.hpp"

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fastapi {
namespace detail {

/// One choice of a Literal as a template argument: a text, or an integer kept as its digits.
template <std::size_t Size>
struct literal_choice {
    char text[Size]{};
    std::size_t length = 0;
    bool is_number = false;

    constexpr literal_choice(const char (&literal)[Size]) : length(Size - 1) {
        for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
    }
    template <std::integral Number>
    constexpr literal_choice(Number number) : is_number(true) {
        std::string_view sign = number < 0 ? "-" : "";
        char reversed[Size]{};
        std::size_t digits = 0;
        do {
            const auto digit = static_cast<int>(number % 10);
            reversed[digits++] = static_cast<char>('0' + (digit < 0 ? -digit : digit));
            number = static_cast<Number>(number / 10);
        } while (number != 0);
        for (const char c : sign) text[length++] = c;
        while (digits > 0) text[length++] = reversed[--digits];
    }

    constexpr std::string_view view() const { return {text, length}; }
};

template <std::size_t Size>
literal_choice(const char (&)[Size]) -> literal_choice<Size>;
template <std::integral Number>
literal_choice(Number) -> literal_choice<24>;

}  // namespace detail

/// One of the texts and integers that are listed, the first where nothing was assigned: Python's
/// `Literal["a", "b", 3]`. As C++ it is a text, `"3"` for the integer 3.
template <detail::literal_choice... Choices>
class Literal {
public:
    static constexpr std::array<std::string_view, sizeof...(Choices)> choices{Choices.view()...};
    static constexpr std::array<bool, sizeof...(Choices)> numbers{Choices.is_number...};

    constexpr Literal() = default;

    /// Throws std::invalid_argument for a text that is not in the list.
    constexpr Literal(std::string_view text) : index_(index_of(text)) {
        if (index_ == choices.size())
            throw std::invalid_argument("not one of the choices: " + std::string(text));
    }
    constexpr Literal(const char* text) : Literal(std::string_view(text)) {}

    constexpr std::string_view view() const { return choices[index_]; }
    /// Whether the value is one of the integers.
    constexpr bool is_number() const { return numbers[index_]; }
    constexpr operator std::string_view() const { return view(); }
    friend constexpr bool operator==(const Literal& a, const Literal& b) {
        return a.index_ == b.index_;
    }
    friend constexpr auto operator<=>(const Literal& a, const Literal& b) {
        return a.index_ <=> b.index_;
    }
    template <std::convertible_to<std::string_view> Text>
        requires(!std::derived_from<Text, Literal>)
    friend constexpr bool operator==(const Literal& a, const Text& b) {
        return a.view() == std::string_view(b);
    }

    /// The place of a text in the list, or its size.
    static constexpr std::size_t index_of(std::string_view text) {
        for (std::size_t i = 0; i < choices.size(); ++i)
            if (choices[i] == text) return i;
        return choices.size();
    }

private:
    std::size_t index_ = 0;
};

/// An enumeration that is read and written as its number: Python's `class Level(IntEnum)`. Converts
/// to the enumeration.
template <class Enum>
class IntEnum {
public:
    using enum_type = Enum;

    constexpr IntEnum() = default;
    constexpr IntEnum(Enum value) : value_(value) {}
    constexpr operator Enum() const { return value_; }
    constexpr Enum value() const { return value_; }
    friend constexpr bool operator==(IntEnum, IntEnum) = default;
    friend constexpr auto operator<=>(IntEnum, IntEnum) = default;

private:
    Enum value_{};
};

namespace detail {

template <class Type>
inline constexpr bool is_int_enum = is_specialization_of<Type, IntEnum>;
template <class Type>
inline constexpr bool is_literal = false;
template <literal_choice... Choices>
inline constexpr bool is_literal<Literal<Choices...>> = true;

}  // namespace detail
}  // namespace fastapi
