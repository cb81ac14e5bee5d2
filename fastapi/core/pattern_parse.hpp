#pragma once

// A regular expression, as text, to the program of a Thompson automaton. The syntax is that of
// Rust's `regex` crate, which pydantic uses: no back-references and no look-around, so that
// matching is linear. The parser runs twice, at compile time or not: first without memory, to find
// mistakes and to count; then to fill arrays of exactly that size. It never calls itself.
//
// Not as in Rust: `(?-u)` only narrows \d \s \w \b to ASCII (characters stay code points), a name
// may be given to two groups, and \p knows the general categories, Any and ASCII, but no scripts.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fastapi/core/pattern_program.hpp"
#include "fastapi/core/pattern_scanner.hpp"
#include "fastapi/core/text.hpp"

namespace fastapi::detail {

inline constexpr std::size_t max_pattern_program = 32768;
inline constexpr std::size_t max_group_depth = 100;

/// Parses `text` into `memory`, which the sizes of an earlier run without memory have the room for.
constexpr pattern_sizes parse_pattern_into(std::string_view text, pattern_memory memory = {});

// ---- implementation ----

/// The names of [[:alpha:]] and the like, and their ranges as pairs of first and last.
struct posix_class_ranges {
    std::string_view name;
    std::string_view ranges;
};
inline constexpr posix_class_ranges posix_classes[] = {
    {"alnum", "09AZaz"},   {"alpha", "AZaz"},    {"ascii", {"\0\x7F", 2}},
    {"blank", "\t\t  "},   {"digit", "09"},      {"cntrl", {"\0\x1F\x7F\x7F", 4}},
    {"graph", "!~"},       {"lower", "az"},      {"print", " ~"},
    {"punct", "!/:@[`{~"}, {"upper", "AZ"},      {"space", "\t\r  "},
    {"word", "09AZaz__"},  {"xdigit", "09AFaf"},
};

// A group that is open, or at the bottom the whole pattern. Each branch of an alternation but the
// last ends in a jump. Until its target is known, it holds the index of the one before it, plus 1.
struct pattern_group {
    std::size_t begin = 0;
    std::size_t branch = 0;
    std::size_t last_jump = 0;
    pattern_flags outer;
};

struct pattern_bracket {
    bool negated = false;
    class_op pending = class_op::unite;  // unite: no operator waits for its right side
};
class pattern_parser : private pattern_scanner {
public:
    constexpr pattern_parser(std::string_view text, pattern_memory memory)
        : pattern_scanner(text), memory_(memory) {}

    constexpr pattern_sizes parse() {
        while (!failed() && skip_ignored()) parse_one(take());
        if (!failed() && depth_ != 0) fail(pattern_error::unbalanced_parenthesis);
        if (failed()) return sizes_;
        join_alternatives();
        emit(opcode::match);
        return sizes_;
    }

private:
    static constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

    // -- program --

    constexpr bool has_room(std::size_t more) {
        if (sizes_.program + more <= max_pattern_program) return true;
        fail(pattern_error::too_large);
        return false;
    }
    constexpr void emit(opcode code, std::size_t value = 0) {
        if (!has_room(1)) return;
        if (memory_.given)
            memory_.program[sizes_.program] = {code, static_cast<std::uint32_t>(value)};
        ++sizes_.program;
    }
    /// Offsets within the part that moves stay right, and nothing points into it from without.
    constexpr void insert(std::size_t at, opcode code, std::size_t value) {
        if (!has_room(1)) return;
        if (memory_.given) {
            for (std::size_t i = sizes_.program; i > at; --i)
                memory_.program[i] = memory_.program[i - 1];
            memory_.program[at] = {code, static_cast<std::uint32_t>(value)};
        }
        ++sizes_.program;
    }
    constexpr void append_copy(std::size_t from, std::size_t length) {
        if (!has_room(length)) return;
        if (memory_.given)
            for (std::size_t i = 0; i < length; ++i)
                memory_.program[sizes_.program + i] = memory_.program[from + i];
        sizes_.program += length;
    }
    constexpr void begin_atom() {
        atom_ = sizes_.program;
        has_atom_ = true;
    }

    // -- outside of classes --

    constexpr void parse_one(char32_t c) {
        switch (c) {
            case '(': return open_group();
            case ')': return close_group();
            case '|': return begin_alternative();
            case '*': return repeat(0, unlimited);
            case '+': return repeat(1, unlimited);
            case '?': return repeat(0, 1);
            case '{': return counted_repeat();
            default: break;
        }
        begin_atom();
        switch (c) {
            case '[': return parse_class();
            case '\\': return emit_element(parse_escape());
            case '.': return emit(flags_.dot_all ? opcode::any : opcode::any_but_newline);
            case '^': return emit(flags_.multiline ? opcode::line_start : opcode::text_start);
            case '$': return emit(flags_.multiline ? opcode::line_end : opcode::text_end);
            default: return emit_character(c);
        }
    }

    constexpr void emit_character(char32_t c) {
        const bool cased = c >= 0x80 || is_alpha(static_cast<char>(c));
        emit(flags_.folded && cased ? opcode::folded : opcode::character, c);
    }

    constexpr void emit_element(const pattern_element& what) {
        if (what.kind == pattern_element::character) return emit_character(what.value);
        if (what.kind == pattern_element::assertion) return emit(what.code, flags_.ascii ? 1 : 0);
        add_item(what.item);
        emit_class(sizes_.items - 1);
    }

    constexpr void open_group() {
        skip_ignored();
        if (accept("?=") || accept("?!") || accept("?<=") || accept("?<!") || accept("?P=") ||
            accept("?P>") || accept("?>") || accept("?#"))
            return fail(pattern_error::not_supported);
        if (accept("?P<") || accept("?<")) {
            parse_name();
            push_group(flags_);
        } else if (accept("?")) {
            parse_flags();
        } else {
            push_group(flags_);
        }
    }

    constexpr void push_group(pattern_flags outer) {
        if (depth_ == max_group_depth) return fail(pattern_error::too_large);
        groups_[++depth_] = {sizes_.program, sizes_.program, 0, outer};
        has_atom_ = false;
    }

    constexpr void parse_name() {
        for (bool first = true; !at_end(); first = false) {
            const char32_t c = take();
            if (c == '>' && !first) return;
            const bool inner =
                c < 0x80 && (is_digit(static_cast<char>(c)) || c == '.' || c == '[' || c == ']');
            const bool letter = c >= 0x80 || c == '_' || is_alpha(static_cast<char>(c));
            if (!letter && (first || !inner)) return fail(pattern_error::bad_group);
        }
        fail(pattern_error::bad_group);
    }

    /// `i-s)` changes the flags up to the end of the group that it stands in, `i-s:` opens a group.
    constexpr void parse_flags() {
        pattern_flags next = flags_;
        std::uint32_t seen = 0;
        bool on = true;
        bool dangling = false;
        for (bool empty = true;; empty = false) {
            const char32_t c = take();
            if (c == no_char) return fail(pattern_error::unbalanced_parenthesis);
            if (c == ':' || c == ')') {
                if (dangling || (c == ')' && empty)) return fail(pattern_error::bad_group);
                return enter_flags(next, c == ':');
            }
            dangling = c == '-';
            if (dangling && !on) return fail(pattern_error::bad_group);
            if (dangling)
                on = false;
            else if (!set_flag(next, c, on, seen))
                return fail(c == 'R' ? pattern_error::not_supported : pattern_error::bad_group);
        }
    }

    constexpr void enter_flags(pattern_flags next, bool group_follows) {
        if (group_follows) push_group(flags_);
        flags_ = next;
        has_atom_ = false;
    }

    constexpr void close_group() {
        if (depth_ == 0) return fail(pattern_error::unbalanced_parenthesis);
        join_alternatives();
        flags_ = groups_[depth_].outer;
        atom_ = groups_[depth_--].begin;
        has_atom_ = true;
    }

    constexpr void begin_alternative() {
        pattern_group& here = groups_[depth_];
        insert(here.branch, opcode::split, sizes_.program - here.branch + 2);
        emit(opcode::jump, here.last_jump);
        here.last_jump = sizes_.program;
        here.branch = sizes_.program;
        has_atom_ = false;
    }

    constexpr void join_alternatives() {
        if (!memory_.given) return;
        for (std::size_t jump = groups_[depth_].last_jump; jump != 0;) {
            instruction& here = memory_.program[jump - 1];
            const std::size_t before = here.value;
            here.value = static_cast<std::uint32_t>(sizes_.program - (jump - 1));
            jump = before;
        }
    }

    // -- repetition --

    constexpr void counted_repeat() {
        std::size_t low = 0;
        if (!has_atom_) return fail(pattern_error::nothing_to_repeat);
        skip_ignored();
        if (!parse_decimal(low)) return fail(pattern_error::bad_repetition);
        std::size_t high = low;
        if (accept(",")) {
            skip_ignored();
            high = unlimited;
            if (peek() != '}' && !parse_decimal(high)) return fail(pattern_error::bad_repetition);
        }
        if (!accept("}") || low > high) return fail(pattern_error::bad_repetition);
        skip_ignored();
        repeat(low, high);
    }

    /// Blanks around the number are skipped, as Rust does. A number that is too large stays that.
    constexpr bool parse_decimal(std::size_t& value) {
        while (!at_end() && is_white_space(peek())) take();
        if (at_end() || !is_digit(text_[position_])) return false;
        value = 0;
        for (; !at_end() && is_digit(text_[position_]); ++position_)
            if (value <= max_pattern_program)
                value = value * 10 + static_cast<std::size_t>(text_[position_] - '0');
        while (!at_end() && is_white_space(peek())) take();
        return true;
    }

    /// Writes x{2,4} as xx(x(x)?)?, x{2,} as xx+. Whether it is lazy does not change the answer.
    constexpr void repeat(std::size_t low, std::size_t high) {
        if (!has_atom_) return fail(pattern_error::nothing_to_repeat);
        accept("?");
        const std::size_t length = sizes_.program - atom_;
        if (length == 0) return;
        if (high == 0) return insert(atom_, opcode::jump, length + 1);
        if (high == unlimited && low == 0) {
            insert(atom_, opcode::split, length + 2);
            return emit(opcode::jump, 0 - (length + 1));
        }
        const std::size_t optional = high == unlimited ? 0 : high - low;
        if (!has_room((low == 0 ? 0 : low - 1) * length + optional * (length + 1))) return;
        for (std::size_t i = 1; i < low; ++i) append_copy(atom_, length);
        if (high == unlimited) return emit(opcode::split, 0 - length);
        append_optional(length, low == 0, optional);
    }

    /// Nested, so that each part left out leads straight to the end.
    constexpr void append_optional(std::size_t length, bool first_is_atom, std::size_t count) {
        std::size_t remaining = count;
        if (first_is_atom) insert(atom_, opcode::split, remaining-- * (length + 1));
        const std::size_t from = first_is_atom ? atom_ + 1 : atom_;
        for (; remaining > 0 && !failed(); --remaining) {
            emit(opcode::split, remaining * (length + 1));
            append_copy(from, length);
        }
    }

    // -- classes --

    constexpr void add_item(const class_item& item) {
        if (memory_.given) memory_.items[sizes_.items] = item;
        ++sizes_.items;
    }
    constexpr void add_operator(class_op op) { add_item({op}); }
    constexpr void add_range(char32_t low, char32_t high) {
        add_item({class_op::range, flags_.folded, false, false, low, high});
    }

    constexpr void emit_class(std::size_t first) {
        emit(opcode::char_class, sizes_.classes);
        if (memory_.given) {
            const class_item* items = memory_.items + first;
            const std::size_t count = sizes_.items - first;
            const auto half = [&](char32_t base) {
                return evaluate_class(
                    items, count, [base](const class_item& item) { return leaf_bits(item, base); });
            };
            memory_.classes[sizes_.classes] = {{half(0), half(64)},
                                               static_cast<std::uint32_t>(first),
                                               static_cast<std::uint32_t>(count)};
        }
        ++sizes_.classes;
    }

    constexpr void parse_class() {
        const std::size_t first = sizes_.items;
        open_bracket();
        while (!failed() && open_brackets_ != 0) {
            if (skip_ignored())
                parse_class_item();
            else
                fail(pattern_error::unclosed_class);
        }
        if (!failed()) emit_class(first);
    }

    constexpr void open_bracket() {
        if (open_brackets_ == max_bracket_depth) return fail(pattern_error::too_large);
        if (open_brackets_ != 0) add_operator(class_op::open);
        skip_ignored();
        brackets_[open_brackets_++] = {accept("^")};
        bool empty = true;
        for (skip_ignored(); accept("-"); skip_ignored(), empty = false) add_range('-', '-');
        if (empty && accept("]")) add_range(']', ']');
    }

    constexpr void close_bracket() {
        finish_operator();
        if (brackets_[--open_brackets_].negated) add_operator(class_op::negate);
        if (open_brackets_ != 0) add_operator(class_op::unite);
    }

    constexpr void finish_operator() {
        const class_op pending = brackets_[open_brackets_ - 1].pending;
        if (pending != class_op::unite) add_operator(pending);
    }

    /// All operators bind equally, to the left, and less than standing side by side.
    constexpr void begin_operator(class_op op) {
        finish_operator();
        brackets_[open_brackets_ - 1].pending = op;
        add_operator(class_op::open);
    }

    constexpr void parse_class_item() {
        if (accept("&&")) return begin_operator(class_op::intersect);
        if (accept("--")) return begin_operator(class_op::subtract);
        if (accept("~~")) return begin_operator(class_op::differ);
        if (accept("]")) return close_bracket();
        if (peek() != '[') return parse_range();
        take();
        if (!parse_posix_class()) open_bracket();
    }

    constexpr void parse_range() {
        const pattern_element low = parse_class_element();
        if (!accept_range_sign()) {
            if (low.kind == pattern_element::leaf) return add_item(low.item);
            return add_range(low.value, low.value);
        }
        const pattern_element high = parse_class_element();
        if (low.kind != pattern_element::character || high.kind != pattern_element::character ||
            low.value > high.value)
            return fail(pattern_error::bad_class_range);
        add_range(low.value, high.value);
    }

    /// A '-' that is neither the last of its class nor the first half of "--".
    constexpr bool accept_range_sign() {
        skip_ignored();
        const std::size_t start = position_;
        if (!accept("-")) return false;
        if (!skip_ignored()) {
            fail(pattern_error::unclosed_class);
        } else if (peek() == ']' || peek() == '-') {
            position_ = start;
            return false;
        }
        return true;
    }

    constexpr pattern_element parse_class_element() {
        if (!accept("\\")) return literal(take());
        const pattern_element result = parse_escape();
        if (result.kind == pattern_element::assertion) fail(pattern_error::bad_escape);
        return result;
    }

    /// [:name:] or [:^name:]; anything else in such a place is a nested class.
    constexpr bool parse_posix_class() {
        const std::size_t start = position_;
        const bool negated = accept(":^");
        if (negated || accept(":"))
            for (const posix_class_ranges& known : posix_classes)
                if (text_.substr(position_).starts_with(known.name) &&
                    text_.substr(position_ + known.name.size()).starts_with(":]")) {
                    position_ += known.name.size() + 2;
                    add_posix_class(known.ranges, negated);
                    return true;
                }
        position_ = start;
        return false;
    }

    constexpr void add_posix_class(std::string_view ranges, bool negated) {
        if (negated) add_operator(class_op::open);
        for (std::size_t i = 0; i < ranges.size(); i += 2)
            add_range(static_cast<char32_t>(ranges[i]), static_cast<char32_t>(ranges[i + 1]));
        if (!negated) return;
        add_operator(class_op::negate);
        add_operator(class_op::unite);
    }

    pattern_memory memory_;
    std::size_t atom_ = 0;  // where the last thing that can be repeated starts
    bool has_atom_ = false;
    std::size_t depth_ = 0;
    std::array<pattern_group, max_group_depth + 1> groups_{};
    std::size_t open_brackets_ = 0;
    std::array<pattern_bracket, max_bracket_depth> brackets_{};
};

constexpr pattern_sizes parse_pattern_into(std::string_view text, pattern_memory memory) {
    return pattern_parser(text, memory).parse();
}

}  // namespace fastapi::detail
