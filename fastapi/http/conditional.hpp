#pragma once

// Conditional requests (RFC 9110 13): whether the client has the file already, and whether the part
// that it asks for belongs to the file that it knows.

#include "fastapi/core/text.hpp"
#include "fastapi/http/date.hpp"
#include "fastapi/http/headers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string_view>

namespace fastapi::detail {

/// A moment in one of the three forms of RFC 9110 5.6.7; nothing where it is none of them.
std::optional<std::time_t> parse_http_date(std::string_view text);

/// Whether the answer with these headers (`etag`, `last-modified`) may be 304 (RFC 9110 13.1.2,
/// 13.1.3).
bool is_not_modified(const Headers& request, const MutableHeaders& response);

/// Whether `Range` counts: there is no If-Range, or it is of this very file (RFC 9110 13.1.5).
bool is_range_wanted(const Headers& request, const MutableHeaders& response);

// ---- implementation ----

/// The day that civil_from_days gives the date of.
constexpr std::int64_t days_from_civil(civil_date date) {
    const std::int64_t year = date.year - (date.month <= 2);
    const std::int64_t era = year / 400;
    const std::int64_t year_of_era = year % 400;
    const std::int64_t march_month = (static_cast<std::int64_t>(date.month) + 9) % 12;
    const std::int64_t day_of_year = (153 * march_month + 2) / 5 + date.day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

/// The pieces between blanks, commas and hyphens; more than there is room for makes the count too
/// large.
struct date_words {
    std::array<std::string_view, 6> words;
    std::size_t count = 0;

    constexpr explicit date_words(std::string_view text) {
        while (count <= words.size()) {
            const std::size_t begin = text.find_first_not_of(" ,-");
            if (begin == std::string_view::npos) return;
            text.remove_prefix(begin);
            const std::size_t end = std::min(text.find_first_of(" ,-"), text.size());
            if (count < words.size()) words[count] = text.substr(0, end);
            ++count;
            text.remove_prefix(end);
        }
    }
};

/// `Nov` is 11; 0 for what is no month.
constexpr unsigned parse_month(std::string_view name) {
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (unsigned month = 0; month < 12; ++month)
        if (months.substr(month * 3, 3) == name) return month + 1;
    return 0;
}

/// The seconds since midnight of `08:49:37`.
constexpr std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
    if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    const auto hour = to_integer<unsigned>(text.substr(0, 2));
    const auto minute = to_integer<unsigned>(text.substr(3, 2));
    const auto second = to_integer<unsigned>(text.substr(6, 2));
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    return static_cast<std::int64_t>(*hour * 3600 + *minute * 60 + *second);
}

/// RFC 9110 5.6.7: two digits are never a year more than 50 years ahead.
constexpr int full_year(int year, std::size_t digits) {
    if (digits != 2) return year;
    return year < 70 ? year + 2000 : year + 1900;
}

inline std::optional<std::time_t> parse_http_date(std::string_view text) {
    const date_words date(text);
    const bool is_asctime = date.count == 5;  // Sun Nov  6 08:49:37 1994
    if (!is_asctime && (date.count != 6 || date.words[5] != "GMT")) return std::nullopt;
    const std::string_view year_text = date.words[is_asctime ? 4 : 3];
    const auto day = to_integer<unsigned>(date.words[is_asctime ? 2 : 1]);
    const unsigned month = parse_month(date.words[is_asctime ? 1 : 2]);
    const auto year = to_integer<int>(year_text);
    const auto seconds = parse_time_of_day(date.words[is_asctime ? 3 : 4]);
    const bool is_year = year && (year_text.size() == 4 || (year_text.size() == 2 && !is_asctime));
    if (!day || *day < 1 || *day > 31 || month == 0 || !is_year || *year < 0 || !seconds)
        return std::nullopt;
    const civil_date civil{full_year(*year, year_text.size()), month, *day};
    return static_cast<std::time_t>(days_from_civil(civil) * 86400 + *seconds);
}

constexpr std::string_view without_weakness(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

inline bool matches_any_tag(const Headers& request, std::string_view tag) {
    for (std::string_view list : request.getlist("if-none-match"))
        while (const auto element = take_list_element(list))
            if (*element == "*" || without_weakness(*element) == without_weakness(tag)) return true;
    return false;
}

inline bool is_not_modified(const Headers& request, const MutableHeaders& response) {
    // RFC 9110 13.2.2: where there is If-None-Match, the date does not count.
    if (!request.get("if-none-match").value_or("").empty())
        return matches_any_tag(request, response.get("etag").value_or(std::string_view()));
    const auto since = parse_http_date(request.get("if-modified-since").value_or(""));
    const auto modified = parse_http_date(response.get("last-modified").value_or(""));
    return since && modified && *since >= *modified;
}

inline bool is_range_wanted(const Headers& request, const MutableHeaders& response) {
    const auto condition = request.get("if-range");
    if (!condition) return true;
    if (condition->starts_with("W/")) return false;  // RFC 9110 13.1.5: only the very same bytes do
    return *condition == response.get("etag") || *condition == response.get("last-modified");
}

}  // namespace fastapi::detail
