#pragma once

// Names of hosts beyond ASCII: Punycode (RFC 3492), the mapping of UTS 46 and the letters of IDNA
// 2008 (RFC 5892), for e-mail addresses and URLs. The mapping folds the case, makes fullwidth ASCII
// plain and drops what is invisible. What would need Unicode normalisation (ligatures, letters in
// circles, accents that stand alone, joiners) is refused instead of mapped: no name is ever changed
// to that of another host.

#include "fastapi/core/text.hpp"
#include "fastapi/core/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace fastapi::detail {

/// The code points of a text; a byte that is no UTF-8 becomes U+FFFD, which no name may have.
std::u32string to_code_points(std::string_view text);
std::string to_utf8(std::u32string_view code_points);
bool is_ascii(std::u32string_view code_points);

/// Appends the label in Punycode, without `xn--`. False for a label of more than 1000 code points.
bool punycode_encode(std::u32string_view label, std::string& out);
/// The label that `text` (without `xn--`) spells; nothing where it spells none.
std::optional<std::u32string> punycode_decode(std::string_view text);

/// UTS 46: appends what a name becomes before it is encoded. The place of a code point that may not
/// stand in a name, or nothing when all went well.
std::optional<std::size_t> idna_map(std::u32string_view name, std::u32string& out);
/// RFC 5892 PVALID: a letter, mark or digit that may stand in a label anywhere.
bool is_idna_letter(char32_t code_point);
bool starts_with_mark(std::u32string_view label);
/// RFC 5893, as far as it keeps letters of both directions apart: the place of the first letter
/// that runs against the first of its label.
std::optional<std::size_t> turned_position(std::u32string_view label);

// ---- implementation ----

/// The parameters of RFC 3492 5, and Rust's limit for the length of a label: encoding takes the
/// square of it.
namespace punycode {
inline constexpr std::uint32_t base = 36, tmin = 1, tmax = 26, skew = 38, damp = 700;
inline constexpr std::uint32_t initial_bias = 72, initial_code_point = 0x80;
inline constexpr std::size_t longest = 1000;
}  // namespace punycode

struct code_range {
    std::uint32_t first, last;
};

// Letters, marks, numbers, punctuation and symbols that UTS 46 maps to others or refuses, but for
// case pairs and fullwidth ASCII. Code points between two of them that no name reaches are filled.
// clang-format off
inline constexpr code_range idna_unstable[] = {
    {0xa8,0xa8}, {0xaa,0xaa}, {0xaf,0xaf}, {0xb2,0xb4}, {0xb8,0xba}, {0xbc,0xbe}, {0x130,0x130},
    {0x133,0x133}, {0x140,0x140}, {0x149,0x149}, {0x1c6,0x1cc}, {0x1f3,0x1f3}, {0x2b0,0x2b8},
    {0x2d8,0x2dd}, {0x2e0,0x2e4}, {0x340,0x341}, {0x343,0x344}, {0x374,0x374}, {0x37a,0x37a},
    {0x37e,0x387}, {0x3d2,0x3d4}, {0x3f2,0x3f2}, {0x587,0x587}, {0x675,0x678}, {0x958,0x95f},
    {0x9dc,0x9df}, {0xa33,0xa33}, {0xa36,0xa36}, {0xa59,0xa5b}, {0xa5e,0xa5e}, {0xb5c,0xb5d},
    {0xe33,0xe33}, {0xeb3,0xeb3}, {0xedc,0xedd}, {0xf0c,0xf0c}, {0xf43,0xf43}, {0xf4d,0xf4d},
    {0xf52,0xf52}, {0xf57,0xf57}, {0xf5c,0xf5c}, {0xf69,0xf69}, {0xf73,0xf73}, {0xf75,0xf79},
    {0xf81,0xf81}, {0xf93,0xf93}, {0xf9d,0xf9d}, {0xfa2,0xfa2}, {0xfa7,0xfa7}, {0xfac,0xfac},
    {0xfb9,0xfb9}, {0x10fc,0x10fc}, {0x1d2c,0x1d2e}, {0x1d30,0x1d3a}, {0x1d3c,0x1d4d},
    {0x1d4f,0x1d6a}, {0x1d78,0x1d78}, {0x1d9b,0x1dbf}, {0x1e9a,0x1e9a}, {0x1f71,0x1f71},
    {0x1f73,0x1f73}, {0x1f75,0x1f75}, {0x1f77,0x1f77}, {0x1f79,0x1f79}, {0x1f7b,0x1f7b},
    {0x1f7d,0x1fa7}, {0x1fb2,0x1fb4}, {0x1fb7,0x1fc4}, {0x1fc7,0x1fcf}, {0x1fd3,0x1fd3},
    {0x1fdd,0x1fdf}, {0x1fe3,0x1fe3}, {0x1fed,0x1ff4}, {0x1ff7,0x1ffe}, {0x2011,0x2011},
    {0x2017,0x2017}, {0x2024,0x2026}, {0x2033,0x2034}, {0x2036,0x2037}, {0x203c,0x203c},
    {0x203e,0x203e}, {0x2047,0x2049}, {0x2057,0x2057}, {0x2070,0x209c}, {0x20a8,0x20a8},
    {0x2100,0x2103}, {0x2105,0x2107}, {0x2109,0x2113}, {0x2115,0x2116}, {0x2119,0x211d},
    {0x2120,0x2122}, {0x2124,0x2124}, {0x2128,0x2128}, {0x212c,0x212d}, {0x212f,0x2139},
    {0x213b,0x2140}, {0x2145,0x2149}, {0x2150,0x217f}, {0x2189,0x2189}, {0x222c,0x222d},
    {0x222f,0x2230}, {0x2329,0x232a}, {0x2460,0x24ea}, {0x2a0c,0x2a0c}, {0x2a74,0x2a76},
    {0x2adc,0x2adc}, {0x2c7c,0x2c7d}, {0x2d6f,0x2d6f}, {0x2e9f,0x2e9f}, {0x2ef3,0x2ffb},
    {0x3002,0x3002}, {0x3036,0x3036}, {0x3038,0x303a}, {0x309b,0x309c}, {0x309f,0x309f},
    {0x30ff,0x30ff}, {0x3131,0x318e}, {0x3192,0x319f}, {0x3200,0x3247}, {0x3250,0x327e},
    {0x3280,0x33ff}, {0xa69c,0xa69d}, {0xa770,0xa770}, {0xa7f2,0xa7f4}, {0xa7f8,0xa7f9},
    {0xab5c,0xab5f}, {0xab69,0xab69}, {0xf900,0xfa0d}, {0xfa10,0xfa10}, {0xfa12,0xfa12},
    {0xfa15,0xfa1e}, {0xfa20,0xfa20}, {0xfa22,0xfa22}, {0xfa25,0xfa26}, {0xfa2a,0xfb1d},
    {0xfb1f,0xfbb1}, {0xfbd3,0xfd3d}, {0xfd50,0xfdc7}, {0xfdf0,0xfdfc}, {0xfe10,0xfe19},
    {0xfe30,0xfe44}, {0xfe47,0xfe72}, {0xfe74,0xfffd}, {0x10781,0x107ba}, {0x1d15e,0x1d164},
    {0x1d1bb,0x1d1c0}, {0x1d400,0x1d7ff}, {0x1ee00,0x1eebb}, {0x1f100,0x1f10a}, {0x1f110,0x1f12e},
    {0x1f130,0x1f14f}, {0x1f16a,0x1f16c}, {0x1f190,0x1f190}, {0x1f200,0x1f251}, {0x1fbf0,0x1fbf9},
    {0x2f800,0x2fa1d},
};

// What IDNA 2008 refuses besides.
inline constexpr code_range idna_refused[] = {
    {0x640,0x640}, {0x660,0x669}, {0x6f0,0x6f9}, {0x7fa,0x7fa}, {0x1100,0x11ff}, {0x20d0,0x20f0},
    {0x302e,0x303b}, {0xa960,0xa97c}, {0xd7b0,0xd7fb}, {0x1d165,0x1d244},
};
// clang-format on

template <std::size_t Size>
bool in_ranges(const code_range (&ranges)[Size], char32_t c) {
    const auto* found = std::lower_bound(
        std::begin(ranges), std::end(ranges), c,
        [](const code_range& range, char32_t value) { return range.last < value; });
    return found != std::end(ranges) && found->first <= c;
}

inline std::u32string to_code_points(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        out.push_back(length == 0 ? char32_t{0xFFFD} : utf8_code_point(text, i, length));
        i += length == 0 ? 1 : length;
    }
    return out;
}

inline std::string to_utf8(std::u32string_view code_points) {
    std::string out;
    for (const char32_t c : code_points) append_utf8(out, c);
    return out;
}

inline bool is_ascii(std::u32string_view code_points) {
    return std::all_of(code_points.begin(), code_points.end(), [](char32_t c) { return c < 0x80; });
}

/// RFC 3492 6.1.
inline std::uint32_t adapted_bias(std::uint32_t delta, std::size_t points, bool first) {
    using namespace punycode;
    delta = first ? delta / damp : delta / 2;
    delta += delta / static_cast<std::uint32_t>(points);
    std::uint32_t k = 0;
    for (; delta > ((base - tmin) * tmax) / 2; k += base) delta /= base - tmin;
    return k + (base - tmin + 1) * delta / (delta + skew);
}

inline std::uint32_t punycode_threshold(std::uint32_t k, std::uint32_t bias) {
    return k <= bias ? punycode::tmin
                     : std::min(std::max(k - bias, punycode::tmin), punycode::tmax);
}

inline char punycode_digit(std::uint32_t value) {
    return "abcdefghijklmnopqrstuvwxyz0123456789"[value];
}

inline void append_punycode_number(std::string& out, std::uint32_t number, std::uint32_t bias) {
    for (std::uint32_t k = punycode::base;; k += punycode::base) {
        const std::uint32_t threshold = punycode_threshold(k, bias);
        if (number < threshold) break;
        const std::uint32_t rest = number - threshold, radix = punycode::base - threshold;
        out.push_back(punycode_digit(threshold + rest % radix));
        number = rest / radix;
    }
    out.push_back(punycode_digit(number));
}

inline bool punycode_encode(std::u32string_view label, std::string& out) {
    if (label.size() > punycode::longest) return false;
    std::size_t handled = 0;
    for (const char32_t c : label)
        if (c < 0x80) out.push_back(static_cast<char>(c)), ++handled;
    const std::size_t plain = handled;
    if (plain > 0) out.push_back('-');
    // No overflow: 1000 code points of at most 0x10FFFF stay below 2^31.
    std::uint32_t n = punycode::initial_code_point, delta = 0, bias = punycode::initial_bias;
    while (handled < label.size()) {
        char32_t next = 0x110000;
        for (const char32_t c : label)
            if (c >= n) next = std::min(next, c);
        delta += (static_cast<std::uint32_t>(next) - n) * static_cast<std::uint32_t>(handled + 1);
        n = static_cast<std::uint32_t>(next);
        for (const char32_t c : label) {
            if (c < n) ++delta;
            if (c != n) continue;
            append_punycode_number(out, delta, bias);
            bias = adapted_bias(delta, handled + 1, handled == plain);
            delta = 0;
            ++handled;
        }
        ++delta;
        ++n;
    }
    return true;
}

/// The value of a digit, or `base` for what is none.
inline std::uint32_t punycode_value(char c) {
    if (is_digit(c)) return static_cast<std::uint32_t>(c - '0') + 26;
    return is_alpha(c) ? static_cast<std::uint32_t>(to_lower(c) - 'a') : punycode::base;
}

/// Adds the number at `at` to `sum`, and leaves `at` behind it. False when there is none.
inline bool read_punycode_number(std::string_view text, std::size_t& at, std::uint32_t bias,
                                 std::uint32_t& sum) {
    std::uint64_t total = sum, weight = 1;
    for (std::uint32_t k = punycode::base; at < text.size(); k += punycode::base) {
        const std::uint32_t digit = punycode_value(text[at++]);
        if (digit == punycode::base) return false;
        total += digit * weight;
        if (total > 0x7FFFFFFF) return false;
        sum = static_cast<std::uint32_t>(total);
        const std::uint32_t threshold = punycode_threshold(k, bias);
        if (digit < threshold) return true;
        weight *= punycode::base - threshold;
        if (weight > 0x7FFFFFFF) return false;
    }
    return false;
}

inline std::optional<std::u32string> punycode_decode(std::string_view text) {
    if (text.size() > 2 * punycode::longest) return std::nullopt;
    const std::size_t hyphen = text.rfind('-');
    std::size_t at = hyphen == std::string_view::npos ? 0 : hyphen + 1;
    std::u32string out = to_code_points(text.substr(0, at == 0 ? 0 : hyphen));
    if (!is_ascii(out)) return std::nullopt;
    std::uint32_t n = punycode::initial_code_point, i = 0, bias = punycode::initial_bias;
    while (at < text.size()) {
        const std::uint32_t start = i;
        if (!read_punycode_number(text, at, bias, i)) return std::nullopt;
        const std::size_t points = out.size() + 1;
        bias = adapted_bias(i - start, points, start == 0);
        n += i / static_cast<std::uint32_t>(points);
        i %= static_cast<std::uint32_t>(points);
        if (n > 0x10FFFF || (n >= 0xD800 && n <= 0xDFFF)) return std::nullopt;
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(i), static_cast<char32_t>(n));
        ++i;
    }
    return out;
}

inline bool is_idna_ignored(char32_t c) {
    return c == 0xAD || c == 0x34F || c == 0x200B || c == 0x2060 || c == 0x2064 || c == 0xFEFF ||
           (c >= 0x180B && c <= 0x180F && c != 0x180E) || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xE0100 && c <= 0xE01EF);
}

/// A mark or half of a syllable that normalisation would join with what stands before it.
inline bool is_composing(char32_t c) {
    return (c >= 0x300 && c <= 0x36F) || c == 0x3099 || c == 0x309A || (c >= 0x1100 && c <= 0x11FF);
}

/// U+03C2 FINAL SIGMA stays as it is (UTS 46, non-transitional).
inline char32_t idna_folded(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c < 0x80) return static_cast<unsigned char>(to_lower(static_cast<char>(c)));
    return c == 0x3C2 ? c : simple_fold(c);
}

inline bool is_idna_stable(char32_t c) {
    if (c < 0x80) return true;
    constexpr category_set visible = categories_named("L") | categories_named("M") |
                                     categories_named("N") | categories_named("P") |
                                     categories_named("S");
    return (category_of(c) & visible) != 0 && !in_ranges(idna_unstable, c) && !is_composing(c);
}

inline std::optional<std::size_t> idna_map(std::u32string_view name, std::u32string& out) {
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == 0x3002 || name[i] == 0xFF61) {
            out.push_back('.');
            continue;
        }
        if (is_idna_ignored(name[i])) continue;
        const char32_t folded = idna_folded(name[i]);
        if (!is_idna_stable(folded)) return i;
        out.push_back(folded);
    }
    return std::nullopt;
}

inline bool is_idna_letter(char32_t c) {
    if (c < 0x80) return is_digit(static_cast<char>(c)) || c == '-' || (c >= 'a' && c <= 'z');
    // Letters without a case of their own that the categories below do not tell.
    if (c == 0x6FD || c == 0x6FE || c == 0xF0B || c == 0x3007 || (c >= 0x13A0 && c <= 0x13F5))
        return true;
    constexpr category_set letters = categories_named("Ll") | categories_named("Lo") |
                                     categories_named("Lm") | categories_named("Mn") |
                                     categories_named("Mc") | categories_named("Nd");
    return (category_of(c) & letters) != 0 && idna_folded(c) == c && !is_idna_ignored(c) &&
           is_idna_stable(c) && !in_ranges(idna_refused, c);
}

inline bool starts_with_mark(std::u32string_view label) {
    return !label.empty() && (category_of(label[0]) & categories_named("M")) != 0;
}

/// The blocks of Hebrew, Arabic and the other scripts written from right to left.
inline bool is_right_to_left(char32_t c) {
    return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
}

inline std::optional<std::size_t> turned_position(std::u32string_view label) {
    constexpr category_set letters = categories_named("L");
    for (std::size_t i = 1; i < label.size(); ++i)
        if ((category_of(label[i]) & letters) != 0 &&
            is_right_to_left(label[i]) != is_right_to_left(label[0]))
            return i;
    return std::nullopt;
}

}  // namespace fastapi::detail
