#pragma once

// Scalars to JSON text, appended to a std::string, as FastAPI writes them: strings and numbers as
// Starlette's json.dumps(ensure_ascii=False, separators=(",", ":"), allow_nan=False), and numbers a
// second way as pydantic's serializer does where a route has a response model.
// What JSON cannot say (NaN, infinity) is refused, so that the caller decides.

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "fastapi/core/text.hpp"

namespace fastapi::detail {

/// How a float is spelled: `1e-07`, `1e-05`, `1e+16` by Python's repr; `1e-7`, `0.00001`, `1e+16`
/// by pydantic. A document is for this library's own reader, and spells NaN and the infinities.
enum class json_style : unsigned char { python, pydantic, document };

inline void append_json_null(std::string& out) { out.append("null", 4); }
inline void append_json_bool(std::string& out, bool value) { out.append(value ? "true" : "false"); }

/// Appends `text` in quotes. Escapes only the quote, the backslash and what is below space. What is
/// no UTF-8 becomes U+FFFD: a text may hold any bytes, a header of a client for example, but a JSON
/// document may not.
void append_json_string(std::string& out, std::string_view text);

/// Appends the shortest text that reads back as the same number, always with a point or an
/// exponent. False, and nothing appended, for NaN and the infinities outside of a document.
template <std::floating_point Float>
[[nodiscard]] bool append_json_float(std::string& out, Float value, json_style style);

/// The first byte in [begin, end) that cannot stand in a JSON string as it is: a quote, a
/// backslash, a control character and, if asked for, the start of anything beyond ASCII.
template <bool StopAtNonAscii>
const char* find_json_special(const char* begin, const char* end);

// ---- implementation ----

template <bool StopAtNonAscii>
constexpr bool is_json_special(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || c == '"' || c == '\\' || (StopAtNonAscii && byte >= 0x80);
}

template <bool StopAtNonAscii>
inline constexpr auto json_special_table = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = is_json_special<StopAtNonAscii>(static_cast<char>(i));
    return table;
}();

/// Whether one of eight bytes is special: the usual tricks with words ("a byte is zero", "is
/// less").
template <bool StopAtNonAscii>
inline bool has_json_special(std::uint64_t bytes) {
    constexpr std::uint64_t ones = 0x0101010101010101u;
    constexpr std::uint64_t tops = 0x8080808080808080u;
    const std::uint64_t quote = bytes ^ (ones * '"');
    const std::uint64_t backslash = bytes ^ (ones * '\\');
    const std::uint64_t low = (bytes - ones * 0x20) | (quote - ones) | (backslash - ones);
    // A byte of 0x80 or more sets the top bit of the differences too; it is told apart by ~bytes,
    // which the xors leave alone since both characters are ASCII.
    return ((low & ~bytes) & tops) != 0 || (StopAtNonAscii && (bytes & tops) != 0);
}

template <bool StopAtNonAscii>
const char* find_json_special(const char* begin, const char* end) {
    for (; end - begin >= 8; begin += 8) {
        std::uint64_t bytes;
        std::memcpy(&bytes, begin, 8);
        if (has_json_special<StopAtNonAscii>(bytes)) break;
    }
    const auto& special = json_special_table<StopAtNonAscii>;
    while (begin != end && !special[static_cast<unsigned char>(*begin)]) ++begin;
    return begin;
}

inline void append_json_escape(std::string& out, char c) {
    constexpr std::string_view named = "\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    out.push_back('\\');
    if (const auto i = named.find(c); i != std::string_view::npos) return out.push_back(letters[i]);
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out.append("u00", 3).push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 0xF]);
}

/// Appends the bytes up to the next one of ASCII, and gives where that is.
inline const char* append_json_beyond_ascii(std::string& out, const char* begin, const char* end) {
    const char* at = begin;
    while (at != end && static_cast<unsigned char>(*at) >= 0x80) ++at;
    const std::string_view run(begin, static_cast<std::size_t>(at - begin));
    if (is_valid_utf8(run))
        out.append(run);
    else
        append_replaced_utf8(out, run);
    return at;
}

inline void append_json_string(std::string& out, std::string_view text) {
    const char* at = text.data();
    const char* const end = at + text.size();
    out.push_back('"');
    for (;;) {
        const char* const special = find_json_special<true>(at, end);
        out.append(at, special);
        if (special == end) break;
        if (static_cast<unsigned char>(*special) >= 0x80) {
            at = append_json_beyond_ascii(out, special, end);
        } else {
            append_json_escape(out, *special);
            at = special + 1;
        }
    }
    out.push_back('"');
}

/// `digits` with the decimal point after `point` of them, which may lie outside of the digits.
inline void append_positional(std::string& out, std::string_view digits, int point) {
    const auto count = static_cast<int>(digits.size());
    if (point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
    } else if (point >= count) {
        out.append(digits).append(static_cast<std::size_t>(point - count), '0').append(".0");
    } else {
        const auto whole = static_cast<std::size_t>(point);
        out.append(digits.substr(0, whole)).append(1, '.').append(digits.substr(whole));
    }
}

/// `scientific` is what to_chars writes: `d.ddde+XX`, without a sign, the exponent of two digits
/// or more.
inline void append_scientific(std::string& out, std::string_view scientific, json_style style) {
    const std::size_t e = scientific.find('e');
    const std::string_view mantissa = scientific.substr(0, e);
    const std::size_t digits_start = scientific[e + 1] == '+' ? e + 2 : e + 1;
    const int exponent = *to_integer<int>(scientific.substr(digits_start));
    const int point = exponent + 1;
    const int lowest_point = style == json_style::python ? -3 : -4;
    if (point >= lowest_point && point <= 16) {
        std::array<char, 32> digits{mantissa[0]};
        const std::size_t rest =
            mantissa.size() > 2 ? mantissa.copy(&digits[1], digits.size() - 1, 2) : 0;
        append_positional(out, {digits.data(), rest + 1}, point);
    } else if (style == json_style::python) {
        out.append(scientific);
    } else {
        append_integer(out.append(mantissa).append(exponent < 0 ? "e" : "e+"), exponent);
    }
}

template <std::floating_point Float>
bool append_json_float(std::string& out, Float value, json_style style) {
    if (!std::isfinite(value) && style != json_style::document) return false;
    if (std::isnan(value)) return out.append("NaN"), true;
    if (std::signbit(value)) out.push_back('-');
    if (std::isinf(value)) return out.append("Infinity"), true;
    const Float magnitude = std::fabs(value);
    constexpr auto exact_limit = static_cast<Float>(sizeof(Float) < sizeof(double) ? 1e6 : 1e15);
    if (magnitude < exact_limit && magnitude == std::floor(magnitude)) {
        append_integer(out, static_cast<std::int64_t>(magnitude));
        out.append(".0", 2);
        return true;
    }
    std::array<char, 64> text;
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), magnitude,
                                            std::chars_format::scientific);
    append_scientific(out, {text.data(), static_cast<std::size_t>(end - text.data())}, style);
    return true;
}

}  // namespace fastapi::detail
