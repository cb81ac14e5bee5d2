#pragma once

// The text of a regular expression, a piece at a time: characters, what (?x) leaves out, flags, and
// everything that starts with a backslash. The first mistake stops the reading and is remembered.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fastapi/core/pattern_program.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/core/unicode.hpp"

namespace fastapi::detail {

/// The categories that also have a long name, beside the two-letter ones.
struct category_name {
    std::string_view name;
    std::string_view prefix;
};
inline constexpr category_name long_category_names[] = {
    {"other", "C"},
    {"letter", "L"},
    {"mark", "M"},
    {"number", "N"},
    {"punctuation", "P"},
    {"symbol", "S"},
    {"separator", "Z"},
    {"uppercaseletter", "Lu"},
    {"lowercaseletter", "Ll"},
    {"titlecaseletter", "Lt"},
    {"decimalnumber", "Nd"},
    {"control", "Cc"},
};

struct pattern_flags {
    bool folded = false;     // i
    bool multiline = false;  // m
    bool dot_all = false;    // s
    bool spaced = false;     // x
    bool ascii = false;      // not u
};

// What stands behind a backslash, or a single character.
struct pattern_element {
    enum { character, leaf, assertion } kind = character;
    char32_t value = 0;
    opcode code = opcode::match;
    class_item item{class_op::range};
};
/// What the parser is built on.
class pattern_scanner {
protected:
    static constexpr char32_t no_char = 0xFFFF'FFFF;

    constexpr explicit pattern_scanner(std::string_view text) : text_(text) {
        if (!is_valid_utf8(text)) fail(pattern_error::not_utf8);
    }

    // -- text --

    constexpr bool failed() const { return sizes_.error != pattern_error::none; }
    constexpr void fail(pattern_error error) {
        if (failed()) return;
        sizes_.error = error;
        sizes_.position = position_;
    }
    constexpr bool at_end() const { return position_ >= text_.size(); }
    constexpr char32_t peek() const {
        if (at_end()) return no_char;
        return utf8_code_point(text_, position_, utf8_length(text_, position_));
    }
    constexpr char32_t take() {
        const char32_t c = peek();
        if (!at_end()) position_ += utf8_length(text_, position_);
        return c;
    }
    constexpr bool accept(std::string_view expected) {
        if (!text_.substr(position_).starts_with(expected)) return false;
        position_ += expected.size();
        return true;
    }

    /// Under (?x): over blanks and comments. Whether anything follows.
    constexpr bool skip_ignored() {
        while (flags_.spaced && !at_end()) {
            const char32_t c = peek();
            if (c == '#') {
                while (!at_end() && peek() != '\n') take();
            } else if (c < 0x80 ? is_white_space(c) : is_pattern_space(c)) {
                take();
            } else {
                break;
            }
        }
        return !at_end();
    }
    static constexpr bool is_pattern_space(char32_t c) {
        return c == 0x85 || c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029;
    }
    constexpr bool set_flag(pattern_flags& next, char32_t c, bool on, std::uint32_t& seen) {
        const std::size_t index = c < 0x80 ? std::string_view("imsxuU").find(static_cast<char>(c))
                                           : std::string_view::npos;
        if (index == std::string_view::npos || (seen >> index & 1) != 0) return false;
        seen |= 1u << index;
        if (c == 'i') next.folded = on;
        if (c == 'm') next.multiline = on;
        if (c == 's') next.dot_all = on;
        if (c == 'x') next.spaced = on;
        if (c == 'u') next.ascii = !on;
        return true;
    }

    // -- escapes --

    constexpr pattern_element parse_escape() {
        const char32_t c = take();
        switch (c) {
            case 'd':
            case 'D': return leaf(class_op::category, c == 'D', categories_named("Nd"));
            case 'w':
            case 'W': return leaf(class_op::word, c == 'W', 0);
            case 's':
            case 'S': return leaf(class_op::space, c == 'S', 0);
            case 'p':
            case 'P': return parse_property(c == 'P');
            case 'x': return parse_hexadecimal(2);
            case 'u': return parse_hexadecimal(4);
            case 'U': return parse_hexadecimal(8);
            case 'A': return assertion(opcode::text_start);
            case 'z': return assertion(opcode::text_end);
            case 'b': return parse_word_boundary();
            case 'B': return assertion(opcode::no_word_boundary);
            case '<': return assertion(opcode::word_start);
            case '>': return assertion(opcode::word_end);
            default: return parse_literal_escape(c);
        }
    }

    constexpr pattern_element parse_literal_escape(char32_t c) {
        switch (c) {
            case 'n': return literal('\n');
            case 't': return literal('\t');
            case 'r': return literal('\r');
            case 'f': return literal('\f');
            case 'v': return literal('\v');
            case 'a': return literal('\a');
            default: break;
        }
        if (c < 0x80 && is_digit(static_cast<char>(c)))
            fail(pattern_error::not_supported);
        else if (c >= 0x80 || is_alpha(static_cast<char>(c)))
            fail(pattern_error::bad_escape);
        return literal(c);
    }

    static constexpr pattern_element literal(char32_t c) { return {pattern_element::character, c}; }
    static constexpr pattern_element assertion(opcode code) {
        return {pattern_element::assertion, 0, code};
    }
    constexpr pattern_element leaf(class_op op, bool negated, category_set categories) const {
        return {pattern_element::leaf,
                0,
                opcode::match,
                {op, flags_.folded, flags_.ascii, negated, static_cast<char32_t>(categories)}};
    }

    constexpr pattern_element parse_word_boundary() {
        if (accept("{start}")) return assertion(opcode::word_start);
        if (accept("{end}")) return assertion(opcode::word_end);
        if (accept("{start-half}")) return assertion(opcode::word_start_half);
        if (accept("{end-half}")) return assertion(opcode::word_end_half);
        return assertion(opcode::word_boundary);
    }

    /// `digits` of them, or any number in braces.
    constexpr pattern_element parse_hexadecimal(std::size_t digits) {
        const bool braced = accept("{");
        char32_t value = 0;
        std::size_t count = 0;
        while (!at_end() && (braced ? text_[position_] != '}' : count < digits)) {
            const int digit = hex_value(text_[position_]);
            if (digit < 0 || value > 0x10FFFF) break;
            value = value * 16 + static_cast<char32_t>(digit);
            ++position_;
            ++count;
        }
        const bool complete = braced ? count > 0 && accept("}") : count == digits;
        if (!complete || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
            fail(pattern_error::bad_escape);
        return literal(value);
    }

    /// \pL, \p{Lu}, \p{Letter}: case, blanks, '-' and '_' do not matter (UTS 44 5.9.3).
    constexpr pattern_element parse_property(bool negated) {
        std::array<char, 32> name{};
        std::size_t length = 0;
        const bool braced = accept("{");
        while (!at_end() && (braced ? text_[position_] != '}' : length == 0)) {
            const char c = text_[position_++];
            if (c == ' ' || c == '-' || c == '_') continue;
            if (length == name.size()) break;
            name[length++] = to_lower(c);
        }
        if (length == 0 || (braced && !accept("}"))) fail(pattern_error::bad_escape);
        return property({name.data(), length}, negated);
    }

    constexpr pattern_element property(std::string_view name, bool negated) {
        category_set categories = 0;
        if (name == "any") categories = categories_named("");
        if (name == "lc")
            categories = categories_named("Lu") | categories_named("Ll") | categories_named("Lt");
        if (name.size() == 1 || name.size() == 2) {
            const char prefix[2] = {to_upper(name.front()), name.back()};
            categories |= categories_named({prefix, name.size()});
        }
        for (const category_name& known : long_category_names)
            if (known.name == name) categories = categories_named(known.prefix);
        pattern_element result = leaf(class_op::category, negated, categories);
        if (name == "ascii")
            result.item.op = class_op::range, result.item.high = 0x7F;
        else if (categories == 0)
            fail(pattern_error::unknown_property);
        result.item.ascii = false;
        return result;
    }
    std::string_view text_;
    std::size_t position_ = 0;
    pattern_sizes sizes_;
    pattern_flags flags_;
};

}  // namespace fastapi::detail
