#pragma once

// JSON text to tokens: a pull reader from which decoders fill structs without a tree in between.
// Strict RFC 8259 but for what Python's json adds (NaN, Infinity, -Infinity, lone surrogates, all
// of which are flagged). Errors carry the words and the position of CPython 3.14's json module,
// because FastAPI hands both to the client. Nothing here recurses; nesting is limited.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/text.hpp"

namespace fastapi::detail {

/// What the next value is, seen by its first character. `end` is the end of the text.
enum class json_token : unsigned char { null, boolean, number, string, array, object, end, bad };

/// Syntax is answered with 422 and a position; the others are no text that Python could parse: 400.
enum class json_errc : unsigned char { none, syntax, invalid_utf8, too_deep, integer_too_long };

struct json_error {
    json_errc code = json_errc::none;
    std::string_view message;
    std::size_t position = 0;  ///< in bytes

    explicit operator bool() const { return code != json_errc::none; }
};

/// A number as it is spelled. An integer has neither fraction nor exponent; NaN, Infinity and
/// -Infinity are special and no integers.
struct json_number {
    std::string_view text;
    bool is_integer = false;
    bool is_special = false;
};

/// The nearest double, as Python's float(): infinity for what is too large, zero for what is too
/// small.
double to_double(const json_number& number);

/// Positions of errors are told in characters, as Python's strings count.
inline std::size_t character_offset(std::string_view text, std::size_t byte_offset) {
    return count_code_points(text.substr(0, byte_offset));
}

/// Reads one document from front to back. Where a value must stand, call `peek`, then the
/// `read_`, `enter_` or `skip_value` that fits. Every function returns false when the value is of
/// another type (then nothing is consumed) or when the text is wrong (then `error` says so, and
/// all that follows is false).
///
///     if (reader.enter_object())
///         while (reader.next_member(key, scratch)) ... read or skip one value ...
///     reader.finish();
class json_reader {
public:
    static constexpr std::size_t default_max_depth = 1000;
    static constexpr std::size_t highest_max_depth = 1024;

    explicit json_reader(std::string_view text, std::size_t max_depth = default_max_depth)
        : begin_(text.data()),
          at_(text.data()),
          end_(text.data() + text.size()),
          max_depth_(max_depth < highest_max_depth ? max_depth : highest_max_depth) {}

    /// Skips blanks. Called where a value must stand: `end` and `bad` are errors, and recorded.
    json_token peek();

    bool read_null() { return peek() == json_token::null && read_word("null"); }
    bool read_bool(bool& value);
    bool read_number(json_number& number);
    /// `text` is a view of the input when nothing is escaped, else of `scratch`.
    bool read_string(std::string_view& text, std::string& scratch);

    bool enter_array();
    /// True when an element follows; false when the array is over.
    bool next_element();
    bool enter_object();
    /// True when a member follows, whose value must then be read or skipped; false when the
    /// object is over.
    bool next_member(std::string_view& key, std::string& scratch);

    bool skip_value();
    /// The text of the next value, which is skipped. Empty on an error.
    std::string_view raw_value();

    /// True when nothing but blanks is left; else the error is "Extra data".
    bool finish();

    /// Whether the last string had a \u escape of half a surrogate pair. Python's strings can hold
    /// one, UTF-8 cannot: it became U+FFFD.
    bool lone_surrogate() const { return lone_surrogate_; }

    std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }
    const json_error& error() const { return error_; }

private:
    std::string_view text() const { return {begin_, static_cast<std::size_t>(end_ - begin_)}; }
    std::string_view rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }
    bool at(char c) const { return at_ != end_ && *at_ == c; }
    void skip_blanks();
    bool fail(json_errc code, std::string_view message, const char* where);
    bool fail(std::string_view message, const char* where) {
        return fail(json_errc::syntax, message, where);
    }
    bool read_word(std::string_view word);
    bool read_special(json_number& number);
    const char* after_number(bool& is_integer) const;
    bool enter();
    bool leave();
    bool next_item(char closer, std::string_view trailing_comma);
    bool read_key(std::string_view& key, std::string& scratch);
    bool scan_string(std::string_view& text, std::string& scratch);
    bool step_over_utf8();
    bool read_escape(std::string& out);
    bool read_unicode_escape(std::string& out);
    int hex_quad(const char* digits) const;

    const char* begin_;
    const char* at_;
    const char* end_;
    std::size_t max_depth_;
    std::size_t depth_ = 0;
    bool at_first_item_ = false;  // set by `enter`, taken by the `next_` that must follow
    bool lone_surrogate_ = false;
    json_error error_;
};

// ---- implementation ----

inline void json_reader::skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
}

inline bool json_reader::fail(json_errc code, std::string_view message, const char* where) {
    if (error_) return false;
    // Python decodes all bytes before it parses: what is no UTF-8 hides every other mistake.
    if (code != json_errc::invalid_utf8 && !is_valid_utf8(text()))
        return fail(json_errc::invalid_utf8, "Invalid UTF-8", where);
    error_ = {code, message, static_cast<std::size_t>(where - begin_)};
    return false;
}

inline json_token json_reader::peek() {
    if (error_) return json_token::bad;
    skip_blanks();
    if (at_ == end_) return fail("Expecting value", at_), json_token::end;
    switch (*at_) {
        case '"': return json_token::string;
        case '{': return json_token::object;
        case '[': return json_token::array;
        case 'n': return json_token::null;
        case 't':
        case 'f': return json_token::boolean;
        case '-':
        case 'N':
        case 'I': return json_token::number;
        default: break;
    }
    if (is_digit(*at_)) return json_token::number;
    return fail("Expecting value", at_), json_token::bad;
}

inline bool json_reader::read_word(std::string_view word) {
    if (!rest().starts_with(word)) return fail("Expecting value", at_);
    at_ += word.size();
    return true;
}

inline bool json_reader::read_bool(bool& value) {
    if (peek() != json_token::boolean) return false;
    value = *at_ == 't';
    return read_word(value ? "true" : "false");
}

inline bool json_reader::read_special(json_number& number) {
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
        if (!rest().starts_with(word)) continue;
        number = {rest().substr(0, word.size()), false, true};
        at_ += word.size();
        return true;
    }
    return false;
}

/// RFC 8259 6. What only looks like a fraction or an exponent is not taken: the error is at what
/// follows.
inline const char* json_reader::after_number(bool& is_integer) const {
    const auto digit_at = [&](const char* p) { return p < end_ && is_digit(*p); };
    const auto skip_digits = [&](const char* p) {
        while (digit_at(p)) ++p;
        return p;
    };
    const char* p = *at_ == '-' ? at_ + 1 : at_;
    if (!digit_at(p)) return at_;
    p = *p == '0' ? p + 1 : skip_digits(p);
    is_integer = true;
    if (p != end_ && *p == '.' && digit_at(p + 1)) {
        p = skip_digits(p + 1);
        is_integer = false;
    }
    if (p == end_ || (*p != 'e' && *p != 'E')) return p;
    const char* exponent = p + 1;
    if (exponent != end_ && (*exponent == '+' || *exponent == '-')) ++exponent;
    if (!digit_at(exponent)) return p;
    is_integer = false;
    return skip_digits(exponent);
}

inline bool json_reader::read_number(json_number& number) {
    if (peek() != json_token::number) return false;
    if (!is_digit(*at_) && read_special(number)) return true;
    if (*at_ == 'N' || *at_ == 'I') return fail("Expecting value", at_);
    bool is_integer = false;
    const char* const after = after_number(is_integer);
    if (after == at_) return fail("Expecting value", at_);
    number = {{at_, static_cast<std::size_t>(after - at_)}, is_integer, false};
    constexpr std::size_t python_max_digits = 4300;  // sys.int_info.default_max_str_digits
    if (is_integer && number.text.size() - (*at_ == '-') > python_max_digits)
        return fail(json_errc::integer_too_long,
                    "Exceeds the limit (4300 digits) for integer string conversion", at_);
    if (number.text == "-0") number.text.remove_prefix(1);  // Python's integers have one zero
    at_ = after;
    return true;
}

inline bool json_reader::read_string(std::string_view& text, std::string& scratch) {
    return peek() == json_token::string && scan_string(text, scratch);
}

/// At an opening quote. Copies into `scratch` only once something is escaped.
inline bool json_reader::scan_string(std::string_view& text, std::string& scratch) {
    const char* const quote = at_++;
    const char* run = at_;
    bool copied = false;
    lone_surrogate_ = false;
    for (;;) {
        at_ = find_json_special<true>(at_, end_);
        if (at_ == end_) return fail("Unterminated string starting at", quote);
        if (*at_ == '"') break;
        if (static_cast<unsigned char>(*at_) >= 0x80) {
            if (!step_over_utf8()) return false;
            continue;
        }
        if (*at_ != '\\') return fail("Invalid control character at", at_);
        if (at_ + 1 == end_) return fail("Unterminated string starting at", quote);
        if (!copied) scratch.clear();
        copied = true;
        scratch.append(run, at_);
        if (!read_escape(scratch)) return false;
        run = at_;
    }
    text = {run, static_cast<std::size_t>(at_ - run)};
    if (copied) text = scratch.append(text);
    ++at_;
    return true;
}

inline bool json_reader::step_over_utf8() {
    const std::size_t length = utf8_length(rest(), 0);
    if (length == 0) return fail(json_errc::invalid_utf8, "Invalid UTF-8", at_);
    at_ += length;
    return true;
}

/// At a backslash that is not the last character.
inline bool json_reader::read_escape(std::string& out) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (at_[1] == 'u') return read_unicode_escape(out);
    const auto i = letters.find(at_[1]);
    if (i == std::string_view::npos) return fail("Invalid \\escape", at_);
    out.push_back(meanings[i]);
    at_ += 2;
    return true;
}

/// The value of four hexadecimal digits, or -1. As in CPython something must follow them: four
/// digits that end the text are an invalid escape, not an unterminated string.
inline int json_reader::hex_quad(const char* digits) const {
    if (end_ - digits <= 4) return -1;
    int value = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hex_value(digits[i]);
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

inline bool json_reader::read_unicode_escape(std::string& out) {
    const int first = hex_quad(at_ + 2);
    if (first < 0) return fail("Invalid \\uXXXX escape", at_ + 1);
    at_ += 6;
    if (first < 0xD800 || first > 0xDFFF)
        return append_utf8(out, static_cast<char32_t>(first)), true;
    const bool paired = first < 0xDC00 && rest().starts_with("\\u");
    const int second = paired ? hex_quad(at_ + 2) : -1;
    if (second < 0xDC00 || second > 0xDFFF) {
        lone_surrogate_ = true;
        append_utf8(out, 0xFFFD);
        return true;  // a second escape is read in its own turn
    }
    append_utf8(out, static_cast<char32_t>(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)));
    at_ += 6;
    return true;
}

inline bool json_reader::enter() {
    if (depth_ == max_depth_)
        return fail(json_errc::too_deep, "maximum recursion depth exceeded", at_);
    ++depth_;
    ++at_;
    at_first_item_ = true;
    return true;
}

inline bool json_reader::leave() {
    --depth_;
    ++at_;
    at_first_item_ = false;
    return false;
}

inline bool json_reader::enter_array() { return peek() == json_token::array && enter(); }
inline bool json_reader::enter_object() { return peek() == json_token::object && enter(); }

/// Over what stands before an item: nothing before the first, a comma before the others. False at
/// the closer.
inline bool json_reader::next_item(char closer, std::string_view trailing_comma) {
    if (error_) return false;
    skip_blanks();
    if (at(closer)) return leave();
    if (at_first_item_) return at_first_item_ = false, true;
    if (!at(',')) return fail("Expecting ',' delimiter", at_);
    const char* const comma = at_++;
    skip_blanks();
    return at(closer) ? fail(trailing_comma, comma) : true;
}

inline bool json_reader::next_element() {
    return next_item(']', "Illegal trailing comma before end of array");
}

inline bool json_reader::next_member(std::string_view& key, std::string& scratch) {
    return next_item('}', "Illegal trailing comma before end of object") && read_key(key, scratch);
}

inline bool json_reader::read_key(std::string_view& key, std::string& scratch) {
    if (!at('"')) return fail("Expecting property name enclosed in double quotes", at_);
    if (!scan_string(key, scratch)) return false;
    skip_blanks();
    if (!at(':')) return fail("Expecting ':' delimiter", at_);
    ++at_;
    return true;
}

/// A loop, with one bit for each open container that says whether it is an object.
inline bool json_reader::skip_value() {
    std::array<std::uint64_t, highest_max_depth / 64> is_object{};
    std::size_t open = 0;
    std::string_view text;
    std::string scratch;
    json_number number;
    bool boolean = false;
    const auto bit = [](std::size_t level) { return std::uint64_t{1} << (level % 64); };
    const auto next = [&] {
        const std::size_t level = open - 1;
        return is_object[level / 64] & bit(level) ? next_member(text, scratch) : next_element();
    };
    const auto open_container = [&](bool object) {
        if (!enter()) return false;
        std::uint64_t& word = is_object[open / 64];
        word = object ? word | bit(open) : word & ~bit(open);
        ++open;
        return true;
    };
    const auto step = [&] {
        switch (peek()) {
            case json_token::array: return open_container(false);
            case json_token::object: return open_container(true);
            case json_token::null: return read_word("null");
            case json_token::boolean: return read_bool(boolean);
            case json_token::number: return read_number(number);
            case json_token::string: return scan_string(text, scratch);
            default: return false;
        }
    };
    do {
        if (!step()) return false;
        while (open > 0 && !next()) {
            if (error_) return false;
            --open;
        }
    } while (open > 0);
    return true;
}

inline std::string_view json_reader::raw_value() {
    if (error_) return {};
    skip_blanks();
    const char* const start = at_;
    if (!skip_value()) return {};
    return {start, static_cast<std::size_t>(at_ - start)};
}

inline bool json_reader::finish() {
    if (error_) return false;
    skip_blanks();
    return at_ == end_ ? true : fail("Extra data", at_);
}

/// Whether a number that no double can hold is too large (else it is too small): the power of ten
/// of its first digit that is not zero.
inline bool is_huge(std::string_view digits) {
    if (digits.starts_with('-')) digits.remove_prefix(1);
    const std::size_t e = digits.find_first_of("eE");
    const std::string_view mantissa = digits.substr(0, e);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::size_t first = mantissa.find_first_of("123456789");
    if (first == std::string_view::npos) return false;
    const auto power = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    if (e == std::string_view::npos) return power > 0;
    std::string_view exponent = digits.substr(e + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    const auto value = to_integer<std::int32_t>(exponent);
    return value ? power + *value > 0 : !exponent.starts_with('-');
}

inline double to_double(const json_number& number) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const std::string_view text = number.text;
    const bool negative = text.starts_with('-');
    if (number.is_special && text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (number.is_special) return negative ? -infinity : infinity;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{}) return value;
    const double magnitude = is_huge(text) ? infinity : 0.0;
    return negative ? -magnitude : magnitude;
}

}  // namespace fastapi::detail
