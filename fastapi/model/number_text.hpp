#pragma once

// Text to numbers and truth values as Pydantic's lax mode reads them, which is wider than C++'s
// grammar and narrower than Python's: `+5`, ` 5 `, `05`, `1_000` and `5.0` are integers; `5.`,
// `1e3` and `0x10` are not.

#include "fastapi/core/text.hpp"
#include "fastapi/core/unicode.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace fastapi::detail {

/// Without the Unicode White_Space characters at both ends, as Rust's `trim` does it.
std::string_view trim_white_space(std::string_view text);

/// Without those and the separators U+001C to U+001F, as Python's `strip` does it.
std::string_view trim_unicode(std::string_view text);

/// How reading an integer ended: a text that is none, or one that no 64-bit integer holds.
enum class integer_outcome { read, no_integer, too_large };

/// The integer in `text`, as a sign and a magnitude.
struct integer_text {
    bool negative = false;
    std::uint64_t magnitude = 0;
};

integer_outcome parse_integer(std::string_view text, integer_text& out);

/// The number in `text`: decimal, `inf`, `infinity` or `nan`; too large is infinity, too small
/// zero.
std::optional<double> parse_float(std::string_view text);

/// One of 1 0 t f y n on off yes no true false, in any case, without blanks.
std::optional<bool> parse_bool(std::string_view text);

// ---- implementation ----

/// The length in bytes of the character at `position` if it is white, or 0.
inline std::size_t white_space_length(std::string_view text, std::size_t position,
                                      bool with_separators = true) {
    const std::size_t length = utf8_length(text, position);
    if (length == 0) return 0;
    const char32_t c = utf8_code_point(text, position, length);
    const bool is_separator = with_separators && c >= 0x1C && c <= 0x1F;
    return is_separator || is_white_space(c) ? length : 0;
}

inline std::string_view trim(std::string_view text, bool with_separators) {
    while (const std::size_t length = white_space_length(text, 0, with_separators))
        text.remove_prefix(length);
    const auto last_start = [&] {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0u) == 0x80u) --start;
        return start;
    };
    while (!text.empty()) {
        const std::size_t start = last_start();
        if (white_space_length(text, start, with_separators) != text.size() - start) break;
        text.remove_suffix(text.size() - start);
    }
    return text;
}

inline std::string_view trim_white_space(std::string_view text) { return trim(text, false); }
inline std::string_view trim_unicode(std::string_view text) { return trim(text, true); }

/// Whether the text is digits with single underscores between them.
constexpr bool is_digits_with_underscores(std::string_view text) {
    if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return false;
    for (std::size_t i = 1; i < text.size(); ++i)
        if (!is_digit(text[i]) && (text[i] != '_' || text[i - 1] == '_')) return false;
    return true;
}

inline integer_outcome parse_integer(std::string_view text, integer_text& out) {
    text = trim_white_space(text);
    out = {};
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        out.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (const std::size_t point = text.find('.'); point != std::string_view::npos) {
        const std::string_view fraction = text.substr(point + 1);
        if (fraction.empty() || fraction.find_first_not_of('0') != std::string_view::npos)
            return integer_outcome::no_integer;
        text = text.substr(0, point);
    }
    if (!is_digits_with_underscores(text)) return integer_outcome::no_integer;
    for (const char c : text) {
        if (c == '_') continue;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (out.magnitude > (std::numeric_limits<std::uint64_t>::max() - digit) / 10)
            return integer_outcome::too_large;
        out.magnitude = out.magnitude * 10 + digit;
    }
    return integer_outcome::read;
}

/// Whether decimal text beyond double's range is too large rather than too small.
inline bool exceeds_one(std::string_view text) {
    const std::size_t exponent_at = text.find_first_of("eE");
    const std::string_view mantissa = text.substr(0, exponent_at);
    const std::size_t first_digit = mantissa.find_first_of("123456789");
    if (first_digit == std::string_view::npos) return false;
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const auto places = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first_digit);
    if (exponent_at == std::string_view::npos) return places > 0;
    std::string_view exponent_text = text.substr(exponent_at + 1);
    if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
    const auto exponent = to_integer<std::int64_t>(exponent_text);
    return exponent ? *exponent > -places : !exponent_text.starts_with('-');
}

inline std::optional<double> parse_unsigned_float(std::string_view text) {
    if (iequals(text, "inf") || iequals(text, "infinity"))
        return std::numeric_limits<double>::infinity();
    if (iequals(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
    if (text.empty() || !(is_digit(text.front()) || text.front() == '.')) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument)
        return std::nullopt;
    if (error == std::errc::result_out_of_range)
        return exceeds_one(text) ? std::numeric_limits<double>::infinity() : 0.0;
    return value;
}

inline std::optional<double> parse_float(std::string_view text) {
    const std::size_t whole_size = text.size();
    text = trim_white_space(text);
    std::string without_underscores;
    if (text.find('_') != std::string_view::npos) {
        // Either is accepted, underscores or blanks around the number, but not both.
        if (text.size() != whole_size) return std::nullopt;
        if (text.front() == '_' || text.back() == '_' || text.find("__") != std::string_view::npos)
            return std::nullopt;
        for (const char c : text)
            if (c != '_') without_underscores += c;
        text = without_underscores;
    }
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const std::optional<double> value = parse_unsigned_float(text);
    return value && negative ? -*value : value;
}

inline std::optional<bool> parse_bool(std::string_view text) {
    for (const std::string_view yes : {"1", "true", "t", "y", "on", "yes"})
        if (iequals(text, yes)) return true;
    for (const std::string_view no : {"0", "false", "f", "n", "off", "no"})
        if (iequals(text, no)) return false;
    return std::nullopt;
}

}  // namespace fastapi::detail
