#pragma once

// Matching a regular expression in time linear in the subject, whatever pattern and subject are:
// all threads of a Thompson automaton advance together, each instruction at most once per code
// point. No recursion, no memory from the heap but for large programs. A pattern known at compile
// time is parsed there, and a mistake in it is a compile error that names the mistake.
//
// `$` matches at the very end only, not before a final newline, unless (?m). A byte of the subject
// that belongs to no well-formed UTF-8 is one unit that nothing matches.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fastapi/core/meta.hpp"
#include "fastapi/core/pattern_parse.hpp"

namespace fastapi::detail {

/// A parsed pattern, wherever it is stored.
struct pattern_view {
    std::string_view text;
    const instruction* program = nullptr;
    std::size_t size = 0;
    const char_class* classes = nullptr;
    const class_item* items = nullptr;
};

/// Whether the pattern matches somewhere in `subject`, as `re.search` and Rust's `is_match`.
inline bool search(const pattern_view& pattern, std::string_view subject);

/// Whether the pattern matches the whole of `subject`, as `re.fullmatch`.
inline bool full_match(const pattern_view& pattern, std::string_view subject);

/// A pattern parsed at run time.
class pattern {
public:
    pattern_view view() const {
        return {text_, program_.data(), program_.size(), classes_.data(), items_.data()};
    }

private:
    friend std::optional<pattern> parse_pattern(std::string_view, pattern_error&);

    std::string text_;
    std::vector<instruction> program_;
    std::vector<char_class> classes_;
    std::vector<class_item> items_;
};

/// Nothing, and the reason in `error`, where `text` is not a pattern.
inline std::optional<pattern> parse_pattern(std::string_view text, pattern_error& error);

/// What the parser finds in a pattern given as template argument.
template <fixed_string Text>
inline constexpr pattern_sizes measured_pattern = parse_pattern_into(Text.view());

/// A compile error that names the mistake, if there is one: for the place that declares a pattern.
template <fixed_string Text>
constexpr bool check_pattern();

/// The parsed form of a pattern given as template argument.
template <fixed_string Text>
    requires(measured_pattern<Text>.error == pattern_error::none)
constexpr pattern_view compiled_pattern();

// ---- implementation ----

template <fixed_string Text>
constexpr bool check_pattern() {
    constexpr pattern_error error = measured_pattern<Text>.error;
    static_assert(error != pattern_error::not_utf8,
                  "fastapi: the pattern is not a valid regular expression: it is not UTF-8. Save "
                  "the source file as UTF-8, or write the character as \\x{...}.");
    static_assert(error != pattern_error::unbalanced_parenthesis,
                  "fastapi: the pattern is not a valid regular expression: a parenthesis is not "
                  "balanced. Write \\( or \\) for the character itself.");
    static_assert(error != pattern_error::unclosed_class,
                  "fastapi: the pattern is not a valid regular expression: a character class is "
                  "not closed. Write [...], or \\[ for the character itself.");
    static_assert(error != pattern_error::nothing_to_repeat,
                  "fastapi: the pattern is not a valid regular expression: there is nothing to "
                  "repeat before *, +, ? or {. Write \\* and so on for the character itself.");
    static_assert(error != pattern_error::bad_escape,
                  "fastapi: the pattern is not a valid regular expression: an escape is unknown or "
                  "not allowed there. Write \\\\ for a backslash, \\z (not \\Z) for the end.");
    static_assert(error != pattern_error::bad_repetition,
                  "fastapi: the pattern is not a valid regular expression: a repetition is not "
                  "{n}, {n,} or {n,m} with n <= m. Write \\{ for the character itself.");
    static_assert(error != pattern_error::bad_class_range,
                  "fastapi: the pattern is not a valid regular expression: a range in a class is "
                  "not from a character to a later one. Write \\- for the character itself.");
    static_assert(
        error != pattern_error::bad_group,
        "fastapi: the pattern is not a valid regular expression: the name or the flags of a group "
        "are wrong. Write (?:...), (?P<name>...), or flags out of i m s x u U.");
    static_assert(error != pattern_error::unknown_property,
                  "fastapi: the pattern names a Unicode property that is not supported. Write a "
                  "general category as \\p{L}, \\p{Lu} or \\p{Nd}, or list the ranges.");
    static_assert(
        error != pattern_error::not_supported,
        "fastapi: the pattern uses a back-reference, look-around, or the flag R, which are not "
        "supported (matching takes linear time). Check that part in the handler instead.");
    static_assert(error != pattern_error::too_large,
                  "fastapi: the pattern is too large or nested too deeply. Repeat less, as {n,m} "
                  "counts as so many copies; bound lengths with max_length instead.");
    return error == pattern_error::none;
}

/// The arrays of one pattern, no element larger than needed.
template <fixed_string Text>
struct pattern_storage {
    static constexpr pattern_sizes sizes = measured_pattern<Text>;

    constexpr pattern_storage() {
        parse_pattern_into(Text.view(), {true, program.data(), classes.data(), items.data()});
    }

    std::array<instruction, sizes.program> program{};
    std::array<char_class, sizes.classes + 1> classes{};
    std::array<class_item, sizes.items + 1> items{};
};

template <fixed_string Text>
inline constexpr pattern_storage<Text> stored_pattern{};

template <fixed_string Text>
    requires(measured_pattern<Text>.error == pattern_error::none)
constexpr pattern_view compiled_pattern() {
    constexpr const pattern_storage<Text>& stored = stored_pattern<Text>;
    return {Text.view(), stored.program.data(), stored.program.size(), stored.classes.data(),
            stored.items.data()};
}

inline std::optional<pattern> parse_pattern(std::string_view text, pattern_error& error) {
    const pattern_sizes sizes = parse_pattern_into(text);
    error = sizes.error;
    if (error != pattern_error::none) return std::nullopt;
    pattern result;
    result.text_ = text;
    result.program_.resize(sizes.program);
    result.classes_.resize(sizes.classes);
    result.items_.resize(sizes.items);
    parse_pattern_into(
        text, {true, result.program_.data(), result.classes_.data(), result.items_.data()});
    return result;
}

/// A unit of the subject: a code point, or what no instruction matches.
struct subject_unit {
    static constexpr char32_t none = 0xFFFF'FFFF;

    char32_t code_point = none;  // none at both ends, and for a byte that is not UTF-8
    std::size_t length = 0;      // 0 at the end
};

inline subject_unit unit_at(std::string_view subject, std::size_t position) {
    if (position >= subject.size()) return {};
    const auto byte = static_cast<unsigned char>(subject[position]);
    if (byte < 0x80) return {byte, 1};
    const std::size_t length = utf8_length(subject, position);
    if (length == 0) return {subject_unit::none, 1};
    return {utf8_code_point(subject, position, length), length};
}

inline bool leaf_matches(const class_item& item, char32_t c) {
    if (item.ascii && c >= 0x80) return false;
    switch (item.op) {
        case class_op::range: return c >= item.low && c <= item.high;
        case class_op::category: return (category_of(c) & item.low) != 0;
        case class_op::word: return is_word_char(c);
        default: return is_white_space(c);
    }
}

inline bool folded_leaf_matches(const class_item& item, char32_t c) {
    for (const char32_t variant : case_variants_of(c))
        if (leaf_matches(item, variant)) return true;
    return false;
}

inline bool class_matches(const pattern_view& pattern, const char_class& set, char32_t c) {
    if (c < 0x80) return (set.ascii[c >> 6] >> (c & 63) & 1) != 0;
    if (c == subject_unit::none) return false;
    const auto leaf = [c](const class_item& item) -> std::uint64_t {
        const bool inside = item.folded ? folded_leaf_matches(item, c) : leaf_matches(item, c);
        return inside != item.negated ? 1 : 0;
    };
    return (evaluate_class(pattern.items + set.first, set.count, leaf) & 1) != 0;
}

/// Lists of threads for a program of `size` instructions: on the heap only where it is large.
class thread_memory {
public:
    explicit thread_memory(std::size_t size) {
        if (size > inline_size) {
            large_threads_.resize(3 * size);
            large_marks_.resize(size);
        }
        std::uint32_t* all = size > inline_size ? large_threads_.data() : threads_;
        threads = all;
        arrived = all + size;
        postponed = all + 2 * size;
        marks = size > inline_size ? large_marks_.data() : marks_;
        for (std::size_t i = 0; i < size; ++i) marks[i] = 0;
    }
    thread_memory(const thread_memory&) = delete;
    thread_memory& operator=(const thread_memory&) = delete;

    std::uint32_t* threads;    // instructions that wait for the unit at the current position
    std::uint32_t* arrived;    // instructions that a thread reached over the last unit
    std::uint32_t* postponed;  // the other sides of splits
    std::size_t* marks;        // of each instruction: the last step that visited it

private:
    static constexpr std::size_t inline_size = 256;

    std::uint32_t threads_[3 * inline_size];
    std::size_t marks_[inline_size];
    std::vector<std::uint32_t> large_threads_;
    std::vector<std::size_t> large_marks_;
};

/// One match of one subject.
class pattern_matcher {
public:
    pattern_matcher(const pattern_view& pattern, std::string_view subject, bool whole)
        : pattern_(pattern),
          subject_(subject),
          whole_(whole),
          anchored_(whole || pattern.program[0].code == opcode::text_start),
          memory_(pattern.size) {}

    bool run() {
        for (std::size_t position = 0;;) {
            next_ = unit_at(subject_, position);
            at_start_ = position == 0;
            ++step_;
            thread_count_ = 0;
            if (visit_arrived() || (arrived_count_ = 0, enters() && visit(0))) return true;
            if (next_.length == 0) return false;
            if (thread_count_ == 0 && anchored_) return false;
            advance();
            position += next_.length;
            previous_ = next_.code_point;
        }
    }

    /// How many instructions were looked at: at most all of them per code point, and once more.
    std::size_t visits() const { return visits_; }

private:
    bool enters() const { return at_start_ || !anchored_; }

    bool visit_arrived() {
        for (std::size_t i = 0; i < arrived_count_; ++i)
            if (visit(memory_.arrived[i])) return true;
        return false;
    }

    /// Follows everything that consumes nothing from `start` on. Whether it comes to a match.
    bool visit(std::uint32_t start) {
        std::size_t postponed = 0;
        memory_.postponed[postponed++] = start;
        while (postponed > 0) {
            std::uint32_t at = memory_.postponed[--postponed];
            while (memory_.marks[at] != step_) {
                memory_.marks[at] = step_;
                ++visits_;
                const instruction& here = pattern_.program[at];
                if (here.code == opcode::jump) {
                    at += here.value;
                } else if (here.code == opcode::split) {
                    memory_.postponed[postponed++] = at + here.value;
                    ++at;
                } else if (here.code < opcode::jump) {
                    memory_.threads[thread_count_++] = at;
                    break;
                } else if (here.code == opcode::match) {
                    if (!whole_ || next_.length == 0) return true;
                    break;
                } else if (holds(here)) {
                    ++at;
                } else {
                    break;
                }
            }
        }
        return false;
    }

    /// Takes every thread over the unit at the current position.
    void advance() {
        for (std::size_t i = 0; i < thread_count_; ++i) {
            const std::uint32_t at = memory_.threads[i];
            if (consumes(pattern_.program[at])) memory_.arrived[arrived_count_++] = at + 1;
        }
    }

    bool consumes(const instruction& here) const {
        const char32_t c = next_.code_point;
        switch (here.code) {
            case opcode::character: return c == here.value;
            case opcode::char_class:
                return class_matches(pattern_, pattern_.classes[here.value], c);
            case opcode::any: return c != subject_unit::none;
            case opcode::any_but_newline: return c != subject_unit::none && c != '\n';
            default: return is_variant(c, here.value);
        }
    }

    static bool is_variant(char32_t c, char32_t wanted) {
        if (c == subject_unit::none) return false;
        for (const char32_t variant : case_variants_of(c))
            if (variant == wanted) return true;
        return false;
    }

    bool holds(const instruction& here) const {
        const bool at_end = next_.length == 0;
        if (here.code == opcode::text_start) return at_start_;
        if (here.code == opcode::text_end) return at_end;
        if (here.code == opcode::line_start) return at_start_ || previous_ == '\n';
        if (here.code == opcode::line_end) return at_end || next_.code_point == '\n';
        const bool before = is_word(previous_, here.value != 0);
        const bool after = is_word(next_.code_point, here.value != 0);
        switch (here.code) {
            case opcode::word_boundary: return before != after;
            case opcode::no_word_boundary: return before == after;
            case opcode::word_start: return !before && after;
            case opcode::word_end: return before && !after;
            case opcode::word_start_half: return !before;
            default: return !after;
        }
    }

    static bool is_word(char32_t c, bool ascii) {
        return c != subject_unit::none && (!ascii || c < 0x80) && is_word_char(c);
    }

    const pattern_view& pattern_;
    std::string_view subject_;
    bool whole_;
    bool anchored_;
    bool at_start_ = true;
    subject_unit next_;
    char32_t previous_ = subject_unit::none;
    std::size_t step_ = 0;
    std::size_t visits_ = 0;
    std::size_t thread_count_ = 0;
    std::size_t arrived_count_ = 0;
    thread_memory memory_;
};

/// `^[class]+$`, by far the most usual constraint, which needs no threads.
inline bool is_one_class(const pattern_view& pattern) {
    return pattern.size == 5 && pattern.program[0].code == opcode::text_start &&
           pattern.program[1].code == opcode::char_class &&
           pattern.program[2].code == opcode::split && pattern.program[2].value == 0u - 1u &&
           pattern.program[3].code == opcode::text_end;
}

inline bool matches_one_class(const pattern_view& pattern, std::string_view subject) {
    const char_class& set = pattern.classes[pattern.program[1].value];
    for (std::size_t position = 0; position < subject.size();) {
        const subject_unit unit = unit_at(subject, position);
        if (!class_matches(pattern, set, unit.code_point)) return false;
        position += unit.length;
    }
    return !subject.empty();
}

inline bool search(const pattern_view& pattern, std::string_view subject) {
    if (is_one_class(pattern)) return matches_one_class(pattern, subject);
    return pattern_matcher(pattern, subject, false).run();
}

inline bool full_match(const pattern_view& pattern, std::string_view subject) {
    return pattern_matcher(pattern, subject, true).run();
}

}  // namespace fastapi::detail
