#pragma once

// Path templates as FastAPI writes them: `/users/{user_id}`, `/files/{file_path:path}`. The
// template is parsed to pieces (at compile time too), the pieces are matched against the
// percent-decoded path of a request, and filled with values to build a URL.
//
// A match gives what Starlette's regular expression gives: the whole path, each placeholder in turn
// as long as the rest allows, at a cost that is linear in the path. One difference: where Python's
// `$` also matches before a final newline, here a newline is a character like any other.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fastapi/core/text.hpp"

namespace fastapi::detail {

inline constexpr std::size_t max_path_placeholders = 16;

/// What a placeholder takes: `{x}` is `str`, `{x:path}` `path`, then `int`, `float` and `uuid`.
enum class path_converter : unsigned char { str, path, integer, floating, uuid };

enum class path_error : unsigned char {
    none,
    no_leading_slash,
    unclosed_brace,
    stray_brace,
    empty_name,
    name_not_identifier,
    unknown_converter,
    duplicate_name,
    too_many_placeholders
};

/// A stretch of literal text, or a placeholder (then `text` is its name).
template <class Text>
struct basic_path_piece {
    Text text{};
    bool is_placeholder = false;
    path_converter converter = path_converter::str;

    bool operator==(const basic_path_piece&) const = default;
};

/// What `parse_path` finds: the pieces are views into the template.
struct parsed_path {
    using piece = basic_path_piece<std::string_view>;

    std::array<piece, 2 * max_path_placeholders + 1> pieces{};
    std::size_t size = 0;
    std::size_t placeholder_count = 0;
    path_error error = path_error::none;
    std::string_view culprit{};  // the part of the template that is wrong

    constexpr const piece* begin() const { return pieces.data(); }
    constexpr const piece* end() const { return pieces.data() + size; }

    /// The placeholder of that name, or null.
    constexpr const piece* placeholder(std::string_view name) const {
        for (const piece& each : *this)
            if (each.is_placeholder && each.text == name) return &each;
        return nullptr;
    }
};

/// Parses a template, also in constant expressions. With `no_leading_slash` the pieces are complete
/// all the same: below a prefix a path may be empty.
constexpr parsed_path parse_path(std::string_view path);

/// What an error means, without the names it concerns.
constexpr std::string_view path_error_text(path_error error);

/// The whole message for a template that was refused.
inline std::string path_error_message(const parsed_path& parsed, std::string_view path);

/// A template that owns its text: what routes keep.
struct path_pattern {
    using piece = basic_path_piece<std::string>;
    std::vector<piece> pieces;

    std::size_t placeholder_count() const {
        const auto is_placeholder = [](const piece& each) { return each.is_placeholder; };
        return static_cast<std::size_t>(
            std::count_if(pieces.begin(), pieces.end(), is_placeholder));
    }
};

/// The values of a pattern's placeholders, in their order: views into the matched path.
struct path_captures {
    std::array<std::string_view, max_path_placeholders> values{};
    std::size_t size = 0;

    void push(std::string_view value) { values[size++] = value; }
    std::string_view operator[](std::size_t i) const { return values[i]; }
    const std::string_view* begin() const { return values.data(); }
    const std::string_view* end() const { return values.data() + size; }
};

/// Parses at start-up; throws std::invalid_argument with `path_error_message`.
inline path_pattern make_path_pattern(std::string_view path);

/// The pattern of a mounted application: everything under `prefix` + "/", the rest captured as
/// `path`. The prefix itself, without a slash behind it, does not match. "" and "/" take every
/// path.
inline path_pattern make_mount_pattern(std::string_view prefix);

/// Whether the whole decoded path matches. The captures mean nothing after a "no".
inline bool match(const path_pattern& pattern, std::string_view path, path_captures& captures);

/// The same for a part of a pattern and a part of a path; appends to the captures.
inline bool match_pieces(std::span<const path_pattern::piece> pieces, std::string_view text,
                         path_captures& captures);

/// Whether a converter takes exactly this text.
constexpr bool converter_takes(path_converter converter, std::string_view text);

/// The template without converters, as OpenAPI writes it: `/files/{file_path}`.
inline std::string path_format(const path_pattern& pattern);

/// The path for the given values, not percent-encoded; nothing when their names are not exactly
/// those of the placeholders. Throws std::invalid_argument for a value that the placeholder would
/// not match.
inline std::optional<std::string> fill(
    const path_pattern& pattern,
    std::span<const std::pair<std::string_view, std::string_view>> values);

// ---- implementation ----

constexpr bool is_identifier(std::string_view text) {
    if (text.empty() || is_digit(text.front())) return false;
    for (const char c : text)
        if (!is_alpha(c) && !is_digit(c) && c != '_') return false;
    return true;
}

constexpr std::optional<path_converter> to_path_converter(std::string_view name) {
    if (name == "str") return path_converter::str;
    if (name == "path") return path_converter::path;
    if (name == "int") return path_converter::integer;
    if (name == "float") return path_converter::floating;
    if (name == "uuid") return path_converter::uuid;
    return std::nullopt;
}

constexpr void refuse(parsed_path& parsed, path_error error, std::string_view culprit) {
    parsed.error = error;
    parsed.culprit = culprit;
}

/// `text` is what stands between the braces.
constexpr void add_placeholder(parsed_path& parsed, std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view name = text.substr(0, colon);
    const std::string_view kind = colon < text.size() ? text.substr(colon + 1) : "str";
    const auto converter = to_path_converter(kind);

    if (name.empty()) return refuse(parsed, path_error::empty_name, text);
    if (!is_identifier(name)) return refuse(parsed, path_error::name_not_identifier, name);
    if (!converter) return refuse(parsed, path_error::unknown_converter, kind);
    if (parsed.placeholder(name)) return refuse(parsed, path_error::duplicate_name, name);
    if (parsed.placeholder_count == max_path_placeholders)
        return refuse(parsed, path_error::too_many_placeholders, name);
    parsed.pieces[parsed.size++] = {name, true, *converter};
    ++parsed.placeholder_count;
}

constexpr parsed_path parse_path(std::string_view path) {
    parsed_path parsed;
    for (std::size_t i = 0; i < path.size() && parsed.error == path_error::none;) {
        const std::size_t brace = std::min(path.find_first_of("{}", i), path.size());
        if (brace > i) parsed.pieces[parsed.size++].text = path.substr(i, brace - i);
        if (brace == path.size()) break;
        const std::size_t close = path.find('}', brace);
        if (close == brace)
            return refuse(parsed, path_error::stray_brace, path.substr(brace)), parsed;
        if (close == path.npos)
            return refuse(parsed, path_error::unclosed_brace, path.substr(brace)), parsed;
        add_placeholder(parsed, path.substr(brace + 1, close - brace - 1));
        i = close + 1;
    }
    if (parsed.error == path_error::none && !path.starts_with('/'))
        refuse(parsed, path_error::no_leading_slash, path);
    return parsed;
}

constexpr std::string_view path_error_text(path_error error) {
    switch (error) {
        case path_error::none: break;
        case path_error::no_leading_slash: return "Routed paths must start with '/'";
        case path_error::unclosed_brace: return "A '{' is not closed";
        case path_error::stray_brace: return "A '}' closes nothing";
        case path_error::empty_name: return "A placeholder has no name";
        case path_error::name_not_identifier: return "A param name is not an identifier";
        case path_error::unknown_converter: return "Unknown path convertor";
        case path_error::duplicate_name: return "Duplicated param name";
        case path_error::too_many_placeholders: return "More than 16 placeholders";
    }
    return "";
}

inline std::string path_error_message(const parsed_path& parsed, std::string_view path) {
    if (parsed.error == path_error::none) return {};
    std::string message(path_error_text(parsed.error));
    if (parsed.error == path_error::duplicate_name)
        message.append(" ").append(parsed.culprit);  // Starlette's text
    else if (parsed.error == path_error::name_not_identifier ||
             parsed.error == path_error::unknown_converter)
        message.append(" '").append(parsed.culprit).append("'");
    return message.append(" at path ").append(path);
}

inline path_pattern make_path_pattern(std::string_view path) {
    const parsed_path parsed = parse_path(path);
    if (parsed.error != path_error::none)
        throw std::invalid_argument(path_error_message(parsed, path));
    path_pattern pattern;
    for (const parsed_path::piece& each : parsed)
        pattern.pieces.push_back({std::string(each.text), each.is_placeholder, each.converter});
    return pattern;
}

inline path_pattern make_mount_pattern(std::string_view prefix) {
    while (prefix.ends_with('/')) prefix.remove_suffix(1);
    return make_path_pattern(std::string(prefix) + "/{path:path}");
}

/// The characters that a converter repeats; `.` in Starlette's `.*` is no newline.
constexpr bool is_in_run(path_converter converter, char c) {
    if (converter == path_converter::str) return c != '/';
    if (converter == path_converter::path) return c != '\n';
    return is_digit(c);
}

constexpr std::size_t run_end(path_converter converter, std::string_view text, std::size_t from) {
    while (from < text.size() && is_in_run(converter, text[from])) ++from;
    return from;
}

/// The length of the UUID at the start of `text`, or 0: 8-4-4-4-12 digits, each hyphen may be
/// missing.
constexpr std::size_t uuid_length(std::string_view text) {
    std::size_t i = 0;
    for (const std::size_t group : {8u, 4u, 4u, 4u, 12u}) {
        if (i > 0 && i < text.size() && text[i] == '-') ++i;
        const std::size_t group_end = i + group;
        while (i < group_end && i < text.size() && hex_value(text[i]) >= 0) ++i;
        if (i < group_end) return 0;
    }
    return i;
}

constexpr bool is_path_float(std::string_view text) {
    const std::size_t dot = run_end(path_converter::floating, text, 0);
    if (dot == 0 || dot == text.size()) return dot > 0;
    return text[dot] == '.' && dot + 1 < text.size() &&
           run_end(path_converter::floating, text, dot + 1) == text.size();
}

constexpr bool converter_takes(path_converter converter, std::string_view text) {
    if (converter == path_converter::uuid) return !text.empty() && uuid_length(text) == text.size();
    if (converter == path_converter::floating) return is_path_float(text);
    if (text.empty()) return converter == path_converter::path;
    return run_end(converter, text, 0) == text.size();
}

/// For each piece the positions of the text from which that piece and all behind it match to the
/// end. Rows of bits; only a long path that meets several placeholders in one segment needs the
/// heap.
class matching_positions {
public:
    matching_positions(std::size_t pieces, std::size_t text_size)
        : words_per_row_(text_size / 64 + 1), words_(few_.data()) {
        if (words_per_row_ * (pieces + 1) <= few_.size()) return;
        many_.resize(words_per_row_ * (pieces + 1));
        words_ = many_.data();
    }
    matching_positions(const matching_positions&) = delete;
    matching_positions& operator=(const matching_positions&) = delete;

    bool test(std::size_t piece, std::size_t position) const {
        return (words_[piece * words_per_row_ + position / 64] >> (position % 64) & 1u) != 0;
    }
    void set(std::size_t piece, std::size_t position) {
        words_[piece * words_per_row_ + position / 64] |= std::uint64_t{1} << (position % 64);
    }

private:
    std::size_t words_per_row_;
    std::array<std::uint64_t, 128> few_{};
    std::vector<std::uint64_t> many_{};
    std::uint64_t* words_;
};

inline void mark_literal(matching_positions& marks, std::size_t piece, std::string_view literal,
                         std::string_view text) {
    for (std::size_t i = 0; i + literal.size() <= text.size(); ++i)
        if (marks.test(piece + 1, i + literal.size()) && text.substr(i).starts_with(literal))
            marks.set(piece, i);
}

/// From right to left: a start is good when an end in the same run of characters is.
inline void mark_run(matching_positions& marks, std::size_t piece, path_converter converter,
                     std::string_view text) {
    const std::size_t shortest = converter == path_converter::path ? 0 : 1;
    bool has_end = false;
    for (std::size_t i = text.size() + 1; i-- > 0;) {
        const bool in_run = i < text.size() && is_in_run(converter, text[i]);
        if (!in_run) has_end = false;
        if ((in_run || shortest == 0) && marks.test(piece + 1, i + shortest)) has_end = true;
        if (has_end) marks.set(piece, i);
    }
}

/// Behind `mark_run` for the digits: those that go on with '.' and more digits.
inline void mark_fractions(matching_positions& marks, std::size_t piece, std::string_view text) {
    bool digits_match_behind = false;
    bool fraction_matches = false;
    for (std::size_t i = text.size(); i-- > 0;) {
        const bool digits_match = marks.test(piece, i);
        if (!is_digit(text[i]))
            fraction_matches = text[i] == '.' && digits_match_behind;
        else if (fraction_matches)
            marks.set(piece, i);
        digits_match_behind = digits_match;
    }
}

inline void mark_uuids(matching_positions& marks, std::size_t piece, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t length = uuid_length(text.substr(i));
        if (length > 0 && marks.test(piece + 1, i + length)) marks.set(piece, i);
    }
}

inline void mark_piece(matching_positions& marks, std::size_t index,
                       const path_pattern::piece& piece, std::string_view text) {
    if (!piece.is_placeholder) return mark_literal(marks, index, piece.text, text);
    if (piece.converter == path_converter::uuid) return mark_uuids(marks, index, text);
    mark_run(marks, index, piece.converter, text);
    if (piece.converter == path_converter::floating) mark_fractions(marks, index, text);
}

/// The longest a placeholder can take from `start` on, where marks say that it can take something.
inline std::size_t longest_end(const matching_positions& marks, std::size_t index,
                               path_converter converter, std::string_view text, std::size_t start) {
    if (converter == path_converter::uuid) return start + uuid_length(text.substr(start));
    const std::size_t end = run_end(converter, text, start);
    if (converter == path_converter::floating && end < text.size() && text[end] == '.')
        for (std::size_t i = run_end(converter, text, end + 1); i > end + 1; --i)
            if (marks.test(index + 1, i)) return i;
    std::size_t i = end;
    while (!marks.test(index + 1, i)) --i;
    return i;
}

/// Where it is not plain where placeholders end: what can match, from right to left, then the
/// longest choice for each, from left to right.
inline bool match_ambiguous(std::span<const path_pattern::piece> pieces, std::string_view text,
                            path_captures& captures) {
    matching_positions marks(pieces.size(), text.size());
    marks.set(pieces.size(), text.size());
    for (std::size_t i = pieces.size(); i-- > 0;) mark_piece(marks, i, pieces[i], text);
    if (!marks.test(0, 0)) return false;

    std::size_t position = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::size_t start = position;
        if (!pieces[i].is_placeholder) {
            position += pieces[i].text.size();
            continue;
        }
        position = longest_end(marks, i, pieces[i].converter, text, start);
        captures.push(text.substr(start, position - start));
    }
    return true;
}

/// Where the placeholder must end that begins at `start`, or npos where there is a choice.
inline std::size_t only_end(std::span<const path_pattern::piece> pieces, std::string_view text,
                            std::size_t start) {
    if (pieces.size() == 1) return text.size();
    const path_pattern::piece& next = pieces[1];
    if (next.is_placeholder) return text.npos;
    if (pieces[0].converter != path_converter::path && next.text.front() == '/')
        return std::min(text.find('/', start), text.size());
    const bool next_is_last = pieces.size() == 2;
    return next_is_last && text.size() - start >= next.text.size() ? text.size() - next.text.size()
                                                                   : text.npos;
}

inline bool match_pieces(std::span<const path_pattern::piece> pieces, std::string_view text,
                         path_captures& captures) {
    std::size_t position = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!pieces[i].is_placeholder) {
            if (!text.substr(position).starts_with(pieces[i].text)) return false;
            position += pieces[i].text.size();
            continue;
        }
        const std::size_t end = only_end(pieces.subspan(i), text, position);
        if (end == text.npos)
            return match_ambiguous(pieces.subspan(i), text.substr(position), captures);
        const std::string_view value = text.substr(position, end - position);
        if (!converter_takes(pieces[i].converter, value)) return false;
        captures.push(value);
        position = end;
    }
    return position == text.size();
}

inline bool match(const path_pattern& pattern, std::string_view path, path_captures& captures) {
    captures.size = 0;
    return match_pieces(pattern.pieces, path, captures);
}

inline std::string path_format(const path_pattern& pattern) {
    std::string result;
    for (const path_pattern::piece& each : pattern.pieces)
        result.append(each.is_placeholder ? "{" + each.text + "}" : each.text);
    return result;
}

inline void check_value(const path_pattern::piece& placeholder, std::string_view value) {
    if (converter_takes(placeholder.converter, value)) return;
    throw std::invalid_argument("'" + std::string(value) + "' does not fit the path parameter '" +
                                placeholder.text + "'");
}

inline std::optional<std::string> fill(
    const path_pattern& pattern,
    std::span<const std::pair<std::string_view, std::string_view>> values) {
    if (values.size() != pattern.placeholder_count()) return std::nullopt;
    std::string result;
    for (const path_pattern::piece& each : pattern.pieces) {
        if (!each.is_placeholder) {
            result.append(each.text);
            continue;
        }
        const auto has_name = [&](const auto& value) { return value.first == each.text; };
        const auto found = std::find_if(values.begin(), values.end(), has_name);
        if (found == values.end()) return std::nullopt;
        check_value(each, found->second);
        result.append(found->second);
    }
    return result;
}

}  // namespace fastapi::detail
