#pragma once

// What a code point is: its general category, whether it belongs to a word, whether it is white
// space, and which others differ from it only by case. Answers as Rust's `regex` and Unicode UTS 18
// give them, from the run-length tables of unicode_tables.hpp, unpacked at the first need.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fastapi/core/text.hpp"
#include "fastapi/core/unicode_tables.hpp"

namespace fastapi::detail {

/// A set of general categories: one bit for each, in the order of `category_names`.
using category_set = std::uint32_t;

inline constexpr std::string_view category_names =
    "LuLlLtLmLoMnMcMeNdNlNoPcPdPsPePiPfPoSmScSkSoZsZlZpCcCfCsCoCn";

/// The categories whose two-letter name starts with `prefix`: "Lu" is one, "L" all letters.
constexpr category_set categories_named(std::string_view prefix);

/// The category of a code point, as a set of one.
inline category_set category_of(char32_t code_point);

/// UTS 18 annex C, `\w`: letters, marks, decimal and letter numbers, connectors, joiners.
inline bool is_word_char(char32_t code_point);

/// The value of a decimal digit of any script; -1 for what is none.
inline int decimal_digit_of(char32_t code_point);

/// The property White_Space.
constexpr bool is_white_space(char32_t code_point);

/// A code point and all that simple case folding holds for the same.
struct case_variants {
    std::array<char32_t, 4> values{};
    std::size_t count = 0;

    constexpr void add(char32_t code_point) {
        if (count < values.size()) values[count++] = code_point;
    }
    constexpr const char32_t* begin() const { return values.data(); }
    constexpr const char32_t* end() const { return values.data() + count; }
};
inline case_variants case_variants_of(char32_t code_point);

/// Reads `category_runs` one run at a time: code points from the last `end` to the new one.
class category_reader {
public:
    constexpr void next() {
        const char letter = rest_.front();
        category = static_cast<unsigned>(letter >= 'a' ? letter - 'a' : letter - 'A' + 26);
        rest_.remove_prefix(1);
        char32_t length = 0;
        for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1))
            length = length * 10 + static_cast<char32_t>(rest_.front() - '0');
        begin = end;
        end += length == 0 ? 1 : length;
    }

    char32_t begin = 0;
    char32_t end = 0;
    unsigned category = 0;

private:
    std::string_view rest_ = category_runs;
};

// ---- implementation ----

constexpr category_set categories_named(std::string_view prefix) {
    category_set result = 0;
    for (std::size_t i = 0; i < category_names.size(); i += 2)
        if (category_names.substr(i, 2).starts_with(prefix)) result |= category_set{1} << (i / 2);
    return result;
}

/// Each run as its first code point, with the category in the lowest five bits.
inline std::array<std::uint32_t, category_run_count> unpacked_categories() {
    std::array<std::uint32_t, category_run_count> runs{};
    category_reader reader;
    for (std::uint32_t& run : runs) {
        reader.next();
        run = static_cast<std::uint32_t>(reader.begin << 5) | reader.category;
    }
    return runs;
}

inline category_set category_of(char32_t code_point) {
    static const auto runs = unpacked_categories();
    const auto key = static_cast<std::uint32_t>(code_point << 5) | 31u;
    const auto next = std::upper_bound(runs.begin(), runs.end(), key);
    return category_set{1} << (*(next - 1) & 31u);
}

inline bool is_word_char(char32_t c) {
    if (c < 0x80)
        return is_alpha(static_cast<char>(c)) || is_digit(static_cast<char>(c)) || c == '_';
    constexpr category_set word = categories_named("L") | categories_named("M") |
                                  categories_named("Nd") | categories_named("Nl") |
                                  categories_named("Pc");
    if ((category_of(c) & word) != 0) return true;
    if (c == 0x200C || c == 0x200D) return true;
    // Other_Alphabetic that is neither letter nor mark: letters in circles and squares.
    return (c >= 0x24B6 && c <= 0x24E9) || (c >= 0x1F130 && c <= 0x1F149) ||
           (c >= 0x1F150 && c <= 0x1F169) || (c >= 0x1F170 && c <= 0x1F189);
}

inline int decimal_digit_of(char32_t c) {
    constexpr category_set digit = categories_named("Nd");
    if (category_of(c) != digit) return -1;
    // The digits of a script follow one another from zero on; of some there are several tens.
    char32_t first = c;
    while (category_of(first - 1) == digit) --first;
    return static_cast<int>((c - first) % 10);
}

constexpr bool is_white_space(char32_t c) {
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

constexpr bool contains(const fold_run& run, char32_t c) {
    const char32_t offset = c - run.first;  // wraps around to a large one below the first
    return offset <= (run.count - 1u) * run.stride && offset % run.stride == 0;
}

constexpr char32_t simple_fold(char32_t c) {
    for (const fold_run& run : fold_runs)
        if (contains(run, c)) return c + static_cast<char32_t>(run.delta);
    return c;
}

/// Without a look at the table. U+212A is KELVIN SIGN, U+017F is LATIN SMALL LETTER LONG S.
inline case_variants ascii_case_variants(char c) {
    case_variants result;
    result.add(static_cast<char32_t>(c));
    if (!is_alpha(c)) return result;
    result.add(static_cast<char32_t>(c ^ 0x20));
    if (to_lower(c) == 'k') result.add(0x212A);
    if (to_lower(c) == 's') result.add(0x17F);
    return result;
}

inline case_variants case_variants_of(char32_t c) {
    if (c < 0x80) return ascii_case_variants(static_cast<char>(c));
    case_variants result;
    const char32_t folded = simple_fold(c);
    result.add(folded);
    for (const fold_run& run : fold_runs) {
        const char32_t origin = folded - static_cast<char32_t>(run.delta);
        if (contains(run, origin)) result.add(origin);
    }
    return result;
}

}  // namespace fastapi::detail
