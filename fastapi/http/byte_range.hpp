#pragma once

// The header `Range: bytes=0-99,-5` as ranges of a file of known size (RFC 9110 14.1), as Starlette
// reads it: what is no range is skipped, overlapping ranges become one, one range beyond the end
// makes all of them unsatisfiable, and what holds no range at all is refused rather than ignored.
// Numbers are spelled as Python's int() takes them: `+5` and `1_000` are some.

#include "fastapi/core/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fastapi::detail {

/// From `begin` up to, without, `end`.
struct byte_range {
    std::uint64_t begin = 0, end = 0;

    friend bool operator==(const byte_range&, const byte_range&) = default;
};

struct requested_ranges {
    enum class kinds { satisfiable, whole, unsatisfiable, malformed };

    kinds kind = kinds::satisfiable;
    std::vector<byte_range> ranges;  ///< in order, apart from each other, none empty
    std::string_view problem;        ///< of a malformed header, for the client
};

/// The ranges that a header asks of `size` bytes. More than `most_ranges` are the whole of them
/// (RFC 9110 14.2 and 17.15: a client that asks for many small parts may be up to no good).
requested_ranges parse_range_header(std::string_view header, std::uint64_t size);

// ---- implementation ----

inline constexpr std::ptrdiff_t most_ranges = 100;

/// A number that is too large becomes the largest.
constexpr std::optional<std::int64_t> parse_position(std::string_view text) {
    constexpr std::int64_t largest = INT64_MAX / 10 - 1;
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    std::int64_t value = 0;
    bool may_go_on = false;  // behind a digit: a '_' stands between two of them
    for (const char c : text) {
        if (!is_digit(c) && !(c == '_' && may_go_on)) return std::nullopt;
        may_go_on = c != '_';
        if (may_go_on && value <= largest) value = value * 10 + (c - '0');
    }
    if (!may_go_on) return std::nullopt;
    return is_negative ? -value : value;
}

/// `first-last`, `first-` or `-length`; `end` may lie before `begin`.
constexpr std::optional<byte_range> parse_one_range(std::string_view text, std::uint64_t size) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const std::string_view first = trim(text.substr(0, dash)), last = trim(text.substr(dash + 1));
    const auto begin = parse_position(first), end = parse_position(last);
    if ((!begin && !first.empty()) || (!end && !last.empty()) || (!begin && !end))
        return std::nullopt;
    const auto total = static_cast<std::int64_t>(size);
    const auto range = [](std::int64_t from, std::int64_t to) {
        return byte_range{static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(to)};
    };
    // RFC 9110 14.1.2: a suffix longer than the file is the whole of it.
    if (!begin) return range(*end < 0 ? total : std::max<std::int64_t>(total - *end, 0), total);
    if (!end || *end >= total) return range(*begin, total);
    return range(*begin, std::max<std::int64_t>(*end + 1, 0));
}

inline void merge_ranges(std::vector<byte_range>& ranges) {
    std::sort(ranges.begin(), ranges.end(),
              [](const byte_range& a, const byte_range& b) { return a.begin < b.begin; });
    std::size_t last = 0;
    for (const byte_range& range : ranges) {
        if (range.begin <= ranges[last].end)
            ranges[last].end = std::max(ranges[last].end, range.end);
        else
            ranges[++last] = range;
    }
    ranges.resize(last + 1);
}

inline requested_ranges malformed_range(std::string_view problem) {
    return {requested_ranges::kinds::malformed, {}, problem};
}

inline requested_ranges parse_range_header(std::string_view header, std::uint64_t size) {
    const std::size_t equals = header.find('=');
    if (equals == std::string_view::npos) return malformed_range("Malformed range header.");
    if (!iequals(trim(header.substr(0, equals)), "bytes"))
        return malformed_range("Only support bytes range");
    std::string_view rest = header.substr(equals + 1);
    requested_ranges result;
    if (std::count(rest.begin(), rest.end(), ',') >= most_ranges) {
        result.kind = requested_ranges::kinds::whole;
        return result;
    }
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        if (const auto range = parse_one_range(trim(rest.substr(0, comma)), size))
            result.ranges.push_back(*range);
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    if (result.ranges.empty()) return malformed_range("Range header: range must be requested");
    for (const byte_range& range : result.ranges)
        if (range.begin >= size) return {requested_ranges::kinds::unsatisfiable, {}, {}};
    for (const byte_range& range : result.ranges)
        if (range.begin >= range.end)
            return malformed_range("Range header: start must be less than end");
    merge_ranges(result.ranges);
    return result;
}

}  // namespace fastapi::detail
