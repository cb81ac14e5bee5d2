#pragma once

// The parsed form of a regular expression: the instructions of a Thompson automaton, and classes of
// characters as small postfix expressions over sets, so that nothing large is ever spelled out.
// What a class says of ASCII is also kept as 128 bits, computed when the pattern is parsed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fastapi/core/text.hpp"
#include "fastapi/core/unicode.hpp"

namespace fastapi::detail {

enum class pattern_error : std::uint8_t {
    none,
    not_utf8,
    unbalanced_parenthesis,
    unclosed_class,
    nothing_to_repeat,
    bad_escape,
    bad_repetition,
    bad_class_range,
    bad_group,
    unknown_property,
    not_supported,
    too_large,
};

/// The reason in words, for messages.
constexpr std::string_view to_text(pattern_error error);

enum class opcode : std::uint8_t {
    character,  ///< the code point `value`
    folded,     ///< it, or another case of it
    any,
    any_but_newline,
    char_class,  ///< one of class number `value`
    jump,        ///< to here + `value`, which may be negative modulo 2^32
    split,       ///< to the next instruction and to here + `value`
    text_start,
    text_end,
    line_start,
    line_end,
    word_boundary,  ///< this and the next five: among ASCII words only, if `value` is 1
    no_word_boundary,
    word_start,
    word_end,
    word_start_half,
    word_end_half,
    match,
};

struct instruction {
    opcode code;
    std::uint32_t value;
};

/// A class in postfix form, over a stack of sets: a leaf is united with the topmost one.
enum class class_op : std::uint8_t {
    range,     ///< leaf: code points from `low` to `high`
    category,  ///< leaf: the category_set `low`
    word,      ///< leaf
    space,     ///< leaf
    open,      ///< puts an empty set on the stack
    negate,
    unite,  ///< this and the next three: the two topmost sets become one
    intersect,
    subtract,
    differ,
};

struct class_item {
    class_op op;
    bool folded = false;   ///< a leaf: other cases belong to it, too
    bool ascii = false;    ///< a leaf: nothing above U+007F belongs to it
    bool negated = false;  ///< a leaf: all the others
    char32_t low = 0;
    char32_t high = 0;
};

struct char_class {
    std::array<std::uint64_t, 2> ascii;  ///< the answer for code points below 128, one bit each
    std::uint32_t first;                 ///< its items, for the other code points
    std::uint32_t count;
};

struct pattern_sizes {
    std::size_t program = 0;
    std::size_t classes = 0;
    std::size_t items = 0;
    pattern_error error = pattern_error::none;
    std::size_t position = 0;  ///< of the error, in bytes
};

/// Where to write. Without `given` only to count (GCC 12 compares no such pointers with null).
struct pattern_memory {
    bool given = false;
    instruction* program = nullptr;
    char_class* classes = nullptr;
    class_item* items = nullptr;
};

inline constexpr std::size_t max_bracket_depth = 16;

/// The value of a class in postfix form, over sets as bits: `leaf(item)` gives the bits of a leaf.
template <class Leaf>
constexpr std::uint64_t evaluate_class(const class_item* items, std::size_t count, Leaf leaf);

// ---- implementation ----

constexpr std::string_view to_text(pattern_error error) {
    switch (error) {
        case pattern_error::none: return "no error";
        case pattern_error::not_utf8: return "not well-formed UTF-8";
        case pattern_error::unbalanced_parenthesis: return "unbalanced parenthesis";
        case pattern_error::unclosed_class: return "unclosed character class";
        case pattern_error::nothing_to_repeat: return "nothing to repeat";
        case pattern_error::bad_escape: return "bad escape";
        case pattern_error::bad_repetition: return "bad repetition";
        case pattern_error::bad_class_range: return "bad range in a character class";
        case pattern_error::bad_group: return "bad name or flags of a group";
        case pattern_error::unknown_property: return "unknown Unicode property";
        case pattern_error::not_supported:
            return "back-references and look-around are not supported";
        case pattern_error::too_large: return "too large";
    }
    return {};
}

template <class Leaf>
constexpr std::uint64_t evaluate_class(const class_item* items, std::size_t count, Leaf leaf) {
    std::uint64_t stack[2 * max_bracket_depth] =
        {};  // a bracket holds one set, or two and an operator
    std::size_t top = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const class_op op = items[i].op;
        if (op == class_op::negate) {
            stack[top] = ~stack[top];
        } else if (op == class_op::open) {
            stack[++top] = 0;
        } else if (op < class_op::open) {
            stack[top] |= leaf(items[i]);
        } else {
            const std::uint64_t right = stack[top--];
            if (op == class_op::unite) stack[top] |= right;
            if (op == class_op::intersect) stack[top] &= right;
            if (op == class_op::subtract) stack[top] &= ~right;
            if (op == class_op::differ) stack[top] ^= right;
        }
    }
    return stack[0];
}

/// The code points from `begin` to `end`, both included, among the 64 from `base` on.
constexpr std::uint64_t range_bits(char32_t begin, char32_t end, char32_t base) {
    if (begin >= base + 64 || end < base || begin > end) return 0;
    const char32_t low = begin > base ? begin - base : 0;
    const char32_t high = end - base < 63 ? end - base : 63;
    return (~std::uint64_t{0} << low) & (~std::uint64_t{0} >> (63 - high));
}

constexpr std::uint64_t category_bits(category_set categories, char32_t base) {
    std::uint64_t bits = 0;
    for (category_reader reader; reader.end < base + 64;) {
        reader.next();
        if ((categories >> reader.category & 1) != 0)
            bits |= range_bits(reader.begin, reader.end - 1, base);
    }
    return bits;
}

constexpr std::uint64_t letter_bit(char letter) {
    return std::uint64_t{1} << (to_upper(letter) - '@') | std::uint64_t{1} << (letter - '@');
}

/// Bits of U+0040 to U+007F, each letter joined by its other case.
constexpr std::uint64_t folded_bits(std::uint64_t bits, const class_item& leaf) {
    const std::uint64_t letters = bits & 0x07FF'FFFE'07FF'FFFE;
    bits |= letters << 32 | letters >> 32;
    if (leaf.op != class_op::range) return bits;
    if (leaf.low <= 0x212A && leaf.high >= 0x212A) bits |= letter_bit('k');
    if (leaf.low <= 0x17F && leaf.high >= 0x17F) bits |= letter_bit('s');
    return bits;
}

/// A leaf of a class, as far as the 64 ASCII characters from `base` on go.
constexpr std::uint64_t leaf_bits(const class_item& leaf, char32_t base) {
    std::uint64_t bits = 0;
    switch (leaf.op) {
        case class_op::range: bits = range_bits(leaf.low, leaf.high, base); break;
        case class_op::category: bits = category_bits(leaf.low, base); break;
        case class_op::word:
            bits = base == 0 ? 0x03FF'0000'0000'0000 : 0x07FF'FFFE'87FF'FFFE;
            break;
        default: bits = range_bits('\t', '\r', base) | range_bits(' ', ' ', base); break;
    }
    if (leaf.folded && base == 64) bits = folded_bits(bits, leaf);
    return leaf.negated ? ~bits : bits;
}

}  // namespace fastapi::detail
