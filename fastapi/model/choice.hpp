#pragma once

// Types with a fixed list of values: `Literal<"fast", "slow">`, and `IntEnum<Level>` for an enumeration
// that clients know by number. A plain enumeration is known by the names of its enumerators.

#include "fastapi/core/meta.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fastapi {

/// A text that is one of those listed, the first where nothing was assigned: Python's `Literal["a", "b"]`.
template <fixed_string... Choices>
class Literal {
  public:
    static constexpr std::array<std::string_view, sizeof...(Choices)> choices{Choices.view()...};

    constexpr Literal() = default;

    /// Throws std::invalid_argument for a text that is not in the list.
    constexpr Literal(std::string_view text) : index_(index_of(text)) {
        if (index_ == choices.size()) throw std::invalid_argument("not one of the choices: " + std::string(text));
    }
    constexpr Literal(const char* text) : Literal(std::string_view(text)) {}

    constexpr std::string_view view() const { return choices[index_]; }
    constexpr operator std::string_view() const { return view(); }
    friend constexpr bool operator==(const Literal& a, std::string_view b) { return a.view() == b; }
    friend constexpr bool operator==(const Literal& a, const Literal& b) { return a.index_ == b.index_; }

    /// The place of a text in the list, or its size.
    static constexpr std::size_t index_of(std::string_view text) {
        for (std::size_t i = 0; i < choices.size(); ++i)
            if (choices[i] == text) return i;
        return choices.size();
    }

  private:
    std::size_t index_ = 0;
};

/// An enumeration that is read and written as its number: Python's `class Level(IntEnum)`. Converts to
/// the enumeration.
template <class Enum>
class IntEnum {
  public:
    using enum_type = Enum;

    constexpr IntEnum() = default;
    constexpr IntEnum(Enum value) : value_(value) {}
    constexpr operator Enum() const { return value_; }
    constexpr Enum value() const { return value_; }
    friend constexpr bool operator==(IntEnum, IntEnum) = default;

  private:
    Enum value_{};
};

}  // namespace fastapi
