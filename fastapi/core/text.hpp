#pragma once

// ASCII and UTF-8 text: classes of characters, comparing, trimming, whole-string numbers.
// Nothing here looks at the locale, and nothing allocates but what it returns or appends to.

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fastapi::detail {

constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; }

/// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    const char lower = to_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// RFC 9110 5.6.2: a character that may stand in a token (a method, a header name).
constexpr bool is_token_char(char c) {
    return is_digit(c) || is_alpha(c) ||
           (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

/// Whether two texts are the same but for the case of ASCII letters.
constexpr bool iequals(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (to_lower(a[i]) != to_lower(b[i])) return false;
    return true;
}

/// Without the blanks (RFC 9110 5.6.3: space and tab) at both ends.
constexpr std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

inline std::string lowered(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = to_lower(c);
    return result;
}

/// The integer that the whole of `text` spells in decimal: no sign but '-', no blanks, no overflow.
template <std::integral Integer>
constexpr std::optional<Integer> to_integer(std::string_view text) {
    Integer value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

template <std::integral Integer>
void append_integer(std::string& out, Integer value) {
    std::array<char, 24> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end);
}

/// One step through UTF-8: the length in bytes of the well-formed sequence (Unicode 3.9, table 3-7)
/// at `position`, or 0 where there is none. No surrogates, no overlong forms, nothing above
/// U+10FFFF.
constexpr std::size_t utf8_length(std::string_view text, std::size_t position) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return position + i < text.size() ? static_cast<unsigned char>(text[position + i]) : 0u;
    };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return position < text.size() ? 1 : 0;
    if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool in_range =
            (lead != 0xE0 || byte(1) >= 0xA0) && (lead != 0xED || byte(1) <= 0x9F);
        return in_range && continues(1) && continues(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool in_range =
            (lead != 0xF0 || byte(1) >= 0x90) && (lead != 0xF4 || byte(1) <= 0x8F);
        return in_range && continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

constexpr bool is_valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

/// The number of code points of well-formed UTF-8: every byte but the continuations.
constexpr std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    return count;
}

/// The code point at `position`, where a well-formed sequence of `length` bytes stands.
constexpr char32_t utf8_code_point(std::string_view text, std::size_t position,
                                   std::size_t length) {
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[position + i]));
    };
    if (length == 1) return byte(0);
    char32_t value = byte(0) & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) value = (value << 6) | (byte(i) & 0x3Fu);
    return value;
}

inline void append_utf8(std::string& out, char32_t code_point) {
    const auto byte = [&](char32_t value) { out.push_back(static_cast<char>(value)); };
    if (code_point < 0x80) return byte(code_point);
    if (code_point < 0x800) return byte(0xC0 | (code_point >> 6)), byte(0x80 | (code_point & 0x3F));
    if (code_point < 0x10000) {
        byte(0xE0 | (code_point >> 12));
    } else {
        byte(0xF0 | (code_point >> 18));
        byte(0x80 | ((code_point >> 12) & 0x3F));
    }
    byte(0x80 | ((code_point >> 6) & 0x3F));
    byte(0x80 | (code_point & 0x3F));
}

/// How many bytes at `position`, where no well-formed sequence stands, one U+FFFD takes the place
/// of.
constexpr std::size_t malformed_utf8_length(std::string_view text, std::size_t position) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return position + i < text.size() ? static_cast<unsigned char>(text[position + i]) : 0u;
    };
    const unsigned lead = byte(0), second = byte(1);
    if (lead < 0xC2 || lead > 0xF4) return 1;
    const unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) return 1;
    return lead >= 0xF0 && (byte(2) & 0xC0u) == 0x80u ? 3 : 2;
}

/// Appends `text` with one U+FFFD for each maximal part that begins no UTF-8 sequence or breaks off
/// in one (Unicode 3.9, as CPython's errors="replace").
inline void append_replaced_utf8(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        if (length != 0)
            out.append(text, i, length);
        else
            append_utf8(out, 0xFFFD);
        i += length != 0 ? length : malformed_utf8_length(text, i);
    }
}

}  // namespace fastapi::detail
