#pragma once

// Text and numbers to the fields of a date, a time, a datetime or a duration, as Pydantic reads
// them (its crate speedate): RFC 3339 with 'T', 't', ' ' or '_' between date and time, seconds
// optional, digits of a fraction beyond the sixth dropped; Unix timestamps in seconds, or in
// milliseconds beyond 2e10; ISO 8601 durations, `3 days, 04:05:06` and `HH:MM:SS`.
//
// Every reader returns the reason why it cannot, in speedate's words, or an empty text when it
// could.

#include "fastapi/core/text.hpp"
#include "fastapi/model/number_text.hpp"

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace fastapi::detail {

struct date_fields {
    int year = 1970;
    int month = 1;
    int day = 1;
};

struct time_fields {
    int hour = 0;
    int minute = 0;
    int second = 0;
    int microsecond = 0;
    std::optional<int> offset_seconds = {};  // east of UTC; nothing for a naive time
};

struct datetime_fields {
    date_fields date;
    time_fields time;
};

struct duration_fields {
    bool negative = false;
    std::uint64_t days = 0;
    std::uint64_t seconds = 0;
    std::uint64_t microseconds = 0;
};

/// `YYYY-MM-DD`, or whole days as a Unix timestamp.
std::string_view read_date(std::string_view text, date_fields& out);
/// `HH:MM[:SS[.ffffff]][Z|+HH:MM|+HHMM]`.
std::string_view read_time(std::string_view text, time_fields& out);
/// A date, a separator and a time, or a Unix timestamp.
std::string_view read_datetime(std::string_view text, datetime_fields& out);
std::string_view read_timestamp(std::int64_t timestamp, datetime_fields& out);
std::string_view read_timestamp(double timestamp, datetime_fields& out);
std::string_view read_duration(std::string_view text, duration_fields& out);

constexpr bool is_leap_year(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int days_in_month(int year, int month) {
    if (month == 2) return is_leap_year(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// ---- implementation ----

inline constexpr std::string_view too_short = "input is too short";
inline constexpr std::string_view extra_characters =
    "unexpected extra characters at the end of the input";
inline constexpr std::string_view duration_value_too_large =
    "a numeric value in the duration is too large";
inline constexpr std::string_view duration_days_too_large =
    "durations may not exceed 999,999,999 days";
inline constexpr std::string_view duration_hours_too_large =
    "durations may not exceed 999,999,999 hours";

constexpr char char_at(std::string_view text, std::size_t position) {
    return position < text.size() ? text[position] : '\0';
}

/// The number that two digits spell, or -1.
constexpr int two_digits(std::string_view text, std::size_t position) {
    const char tens = char_at(text, position), ones = char_at(text, position + 1);
    return is_digit(tens) && is_digit(ones) ? (tens - '0') * 10 + (ones - '0') : -1;
}

/// The ten characters `YYYY-MM-DD` that `text` begins with.
inline std::string_view read_date_prefix(std::string_view text, date_fields& out) {
    if (text.size() < 10) return too_short;
    const int century = two_digits(text, 0), year = two_digits(text, 2);
    if (century < 0 || year < 0) return "invalid character in year";
    if (text[4] != '-') return "invalid date separator, expected `-`";
    const int month = two_digits(text, 5);
    if (month < 0) return "invalid character in month";
    if (text[7] != '-') return "invalid date separator, expected `-`";
    const int day = two_digits(text, 8);
    if (day < 0) return "invalid character in day";
    if (month < 1 || month > 12) return "month value is outside expected range of 1-12";
    out = {century * 100 + year, month, day};
    if (day < 1 || day > days_in_month(out.year, month))
        return "day value is outside expected range";
    return {};
}

/// The fraction after a '.' or ',' at `position`: six digits count, more are dropped.
inline std::string_view read_fraction(std::string_view text, std::size_t& position,
                                      int& microsecond) {
    const std::size_t first = ++position;
    for (int unit = 100'000; is_digit(char_at(text, position)); ++position, unit /= 10)
        microsecond += (text[position] - '0') * unit;
    return position == first ? "second fraction digits missing after `.`" : "";
}

inline std::string_view read_seconds(std::string_view text, std::size_t& position,
                                     time_fields& out) {
    out.second = two_digits(text, position + 1);
    if (out.second < 0) return "invalid character in second";
    if (out.second > 59) return "second value is outside expected range of 0-59";
    position += 3;
    const char next = char_at(text, position);
    return next == '.' || next == ',' ? read_fraction(text, position, out.microsecond) : "";
}

/// `HH:MM[:SS[.ffffff]]` from `position`, which ends behind it.
inline std::string_view read_clock(std::string_view text, std::size_t& position, time_fields& out) {
    if (text.size() - position < 5) return too_short;
    out.hour = two_digits(text, position);
    if (out.hour < 0) return "invalid character in hour";
    if (text[position + 2] != ':') return "invalid time separator, expected `:`";
    out.minute = two_digits(text, position + 3);
    if (out.minute < 0) return "invalid character in minute";
    if (out.hour > 23) return "hour value is outside expected range of 0-23";
    if (out.minute > 59) return "minute value is outside expected range of 0-59";
    position += 5;
    return char_at(text, position) == ':' ? read_seconds(text, position, out) : "";
}

/// +1, -1, or 0 for what is no sign. ISO 8601 allows U+2212, the true minus.
inline int read_offset_sign(std::string_view text, std::size_t& position) {
    if (text.substr(position).starts_with("\xE2\x88\x92")) {
        position += 3;
        return -1;
    }
    const char sign = char_at(text, position++);
    return sign == '+' ? 1 : sign == '-' ? -1 : 0;
}

inline std::string_view read_offset(std::string_view text, std::size_t& position,
                                    time_fields& out) {
    if (to_lower(text[position]) == 'z') {
        ++position;
        out.offset_seconds = 0;
        return {};
    }
    const int sign = read_offset_sign(text, position);
    if (sign == 0) return "invalid timezone sign";
    const int hours = two_digits(text, position);
    if (hours < 0) return "invalid timezone hour";
    position += char_at(text, position + 2) == ':' ? 3u : 2u;
    const int minutes = two_digits(text, position);
    if (minutes < 0) return "invalid timezone minute";
    if (minutes > 59) return "timezone minute value is outside expected range of 0-59";
    if (hours > 23) return "timezone offset must be less than 24 hours";
    position += 2;
    out.offset_seconds = sign * (hours * 3600 + minutes * 60);
    return {};
}

inline std::string_view read_time_from(std::string_view text, std::size_t position,
                                       time_fields& out) {
    out = {};
    std::string_view reason = read_clock(text, position, out);
    if (reason.empty() && position < text.size()) reason = read_offset(text, position, out);
    if (reason.empty() && position < text.size()) reason = extra_characters;
    return reason;
}

inline std::string_view read_time(std::string_view text, time_fields& out) {
    return read_time_from(text, 0, out);
}

/// A count of seconds since 1970 and of microseconds less than two million, as a datetime in UTC.
inline std::string_view read_unix_seconds(std::int64_t seconds, std::int64_t microseconds,
                                          datetime_fields& out) {
    constexpr std::int64_t year_0 = -62'167'219'200, end_of_9999 = 253'402'300'799;
    seconds += microseconds / 1'000'000;
    if (seconds < year_0) return "dates before 0000 are not supported as unix timestamps";
    if (seconds > end_of_9999) return "dates after 9999 are not supported as unix timestamps";
    const std::chrono::sys_seconds moment{std::chrono::seconds(seconds)};
    const auto midnight = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day day(midnight);
    const int rest = static_cast<int>((moment - midnight).count());
    out.date = {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
                static_cast<int>(static_cast<unsigned>(day.day()))};
    out.time = {rest / 3600, rest / 60 % 60, rest % 60, static_cast<int>(microseconds % 1'000'000),
                0};
    return {};
}

/// Beyond this, in 2603, a timestamp counts milliseconds.
inline constexpr std::int64_t last_timestamp_in_seconds = 20'000'000'000;

inline std::string_view read_timestamp_units(std::int64_t units, bool in_milliseconds,
                                             std::int64_t microseconds, datetime_fields& out) {
    if (!in_milliseconds) return read_unix_seconds(units, microseconds, out);
    std::int64_t seconds = units / 1000, rest = units % 1000;
    if (rest < 0) --seconds, rest += 1000;
    return read_unix_seconds(seconds, rest * 1000 + microseconds, out);
}

inline std::string_view read_timestamp(std::int64_t timestamp, datetime_fields& out) {
    const bool in_milliseconds =
        timestamp > last_timestamp_in_seconds || timestamp < -last_timestamp_in_seconds;
    return read_timestamp_units(timestamp, in_milliseconds, 0, out);
}

inline std::string_view read_timestamp(double timestamp, datetime_fields& out) {
    if (std::isnan(timestamp)) return "NaN values not permitted";
    if (std::abs(timestamp) > 9e18)  // what no int64 holds: only the sign still matters
        return read_unix_seconds(timestamp < 0 ? -1'000'000'000'000 : 1'000'000'000'000, 0, out);
    const bool in_milliseconds =
        std::abs(timestamp) > static_cast<double>(last_timestamp_in_seconds);
    const double whole = std::floor(timestamp);
    const double microseconds = std::round((timestamp - whole) * (in_milliseconds ? 1e3 : 1e6));
    return read_timestamp_units(static_cast<std::int64_t>(whole), in_milliseconds,
                                static_cast<std::int64_t>(microseconds), out);
}

/// The integer after an optional sign; nothing for -2^63, as with speedate.
inline std::optional<std::int64_t> timestamp_integer(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    const auto value = to_integer<std::int64_t>(text);
    return value && negative ? -*value : value;
}

/// A number with a point in it: blanks, underscores and names of numbers are not for timestamps.
inline std::optional<double> timestamp_float(std::string_view text) {
    const bool plain = text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
    return plain && text.find('.') != std::string_view::npos ? parse_float(text) : std::nullopt;
}

inline std::string_view read_date(std::string_view text, date_fields& out) {
    std::string_view reason = read_date_prefix(text, out);
    if (reason.empty() && text.size() > 10) reason = extra_characters;
    if (reason.empty()) return {};
    const auto timestamp = timestamp_integer(text);
    if (!timestamp) return reason;
    datetime_fields moment;
    reason = read_timestamp(*timestamp, moment);
    if (!reason.empty()) return reason;
    out = moment.date;
    const time_fields& t = moment.time;
    const bool is_midnight = t.hour == 0 && t.minute == 0 && t.second == 0 && t.microsecond == 0;
    return is_midnight ? "" : "Timestamp is not an exact date";
}

inline std::string_view read_datetime(std::string_view text, datetime_fields& out) {
    std::string_view reason = read_date_prefix(text, out.date);
    if (reason.empty()) {
        const char separator = char_at(text, 10);
        const bool separates = to_lower(separator) == 't' || separator == ' ' || separator == '_';
        reason = separates ? read_time_from(text, 11, out.time)
                           : "invalid datetime separator, expected `T`, `t`, `_` or space";
    }
    if (reason.empty()) return {};
    if (const auto timestamp = timestamp_integer(text)) return read_timestamp(*timestamp, out);
    if (const auto timestamp = timestamp_float(text)) return read_timestamp(*timestamp, out);
    return reason;
}

/// The digits from `position`, which ends behind them.
inline std::string_view read_quantity(std::string_view text, std::size_t& position,
                                      std::uint64_t& out) {
    if (!is_digit(char_at(text, position))) return "invalid digit in duration";
    for (out = 0; is_digit(char_at(text, position)); ++position) {
        out = out * 10 + static_cast<std::uint64_t>(text[position] - '0');
        if (out > std::numeric_limits<std::uint32_t>::max()) return duration_value_too_large;
    }
    return {};
}

/// The value of the fraction at `position`, or nothing where there is none.
inline std::optional<double> read_quantity_fraction(std::string_view text, std::size_t& position) {
    if (char_at(text, position) != '.' && char_at(text, position) != ',') return std::nullopt;
    double digits = 0, scale = 1;
    for (++position; is_digit(char_at(text, position)); ++position) {
        if (scale > 1e30) continue;  // far below a microsecond of any unit
        digits = digits * 10 + (text[position] - '0');
        scale *= 10;
    }
    return digits / scale;
}

/// Days in a year, month, week or day; seconds in an hour, minute or second; 0 for another letter.
constexpr std::uint64_t duration_unit(char letter, bool in_time_part) {
    if (in_time_part) return letter == 'H' ? 3600 : letter == 'M' ? 60 : letter == 'S' ? 1 : 0;
    return letter == 'Y' ? 365 : letter == 'M' ? 30 : letter == 'W' ? 7 : letter == 'D' ? 1 : 0;
}

inline void add_fraction_of_seconds(double seconds, duration_fields& out) {
    out.seconds += static_cast<std::uint64_t>(seconds);
    out.microseconds +=
        static_cast<std::uint64_t>(std::round((seconds - std::floor(seconds)) * 1e6));
}

/// One quantity with its letter: `3D`, or `4.5S` behind the 'T'.
inline std::string_view read_duration_part(std::string_view text, std::size_t& position,
                                           bool in_time_part, bool& had_fraction,
                                           duration_fields& out) {
    std::uint64_t quantity = 0;
    if (const std::string_view reason = read_quantity(text, position, quantity); !reason.empty())
        return reason;
    const std::optional<double> fraction = read_quantity_fraction(text, position);
    if (had_fraction) return "quantity fraction invalid in duration";
    had_fraction = fraction.has_value();
    const std::uint64_t unit = duration_unit(char_at(text, position++), in_time_part);
    if (unit == 0)
        return in_time_part ? "quantity invalid in time part of duration"
                            : "quantity invalid in date part of duration";
    (in_time_part ? out.seconds : out.days) += quantity * unit;
    if (out.seconds > std::numeric_limits<std::uint32_t>::max() ||
        out.days > std::numeric_limits<std::uint32_t>::max())
        return duration_value_too_large;
    const double extra = fraction.value_or(0) * static_cast<double>(unit);
    if (in_time_part) {
        add_fraction_of_seconds(extra, out);
    } else {
        out.days += static_cast<std::uint64_t>(extra);
        add_fraction_of_seconds((extra - std::floor(extra)) * 86'400, out);
    }
    return {};
}

/// What follows the 'P' of an ISO 8601 duration.
inline std::string_view read_iso_duration(std::string_view text, duration_fields& out) {
    bool in_time_part = false, had_fraction = false;
    for (std::size_t position = 0; position < text.size();) {
        if (text[position] == 'T') {
            if (in_time_part) return "`t` character repeated in duration";
            in_time_part = true;
            ++position;
            continue;
        }
        const std::string_view reason =
            read_duration_part(text, position, in_time_part, had_fraction, out);
        if (!reason.empty()) return reason;
    }
    return text.size() < 2 ? too_short : "";
}

/// `HH:MM[:SS[.ffffff]]`, where the hours may have up to ten digits.
inline std::string_view read_duration_clock(std::string_view text, duration_fields& out) {
    if (text.size() < 5) return too_short;
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return "invalid character in hour";
    if (colon > 10) return duration_hours_too_large;
    std::uint64_t hours = 0;
    for (const char c : text.substr(0, colon)) {
        if (!is_digit(c)) return "invalid character in hour";
        hours = hours * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (hours > 2'400'000'000) return duration_hours_too_large;
    // As speedate: what follows the hours is cut behind `MM:SS.ffffff`, whatever stands there.
    std::string clock = "00:";
    clock.append(text.substr(colon + 1, 12));
    time_fields rest;
    std::size_t position = 0;
    if (const std::string_view reason = read_clock(clock, position, rest); !reason.empty())
        return reason;
    if (position < clock.size()) return extra_characters;
    out.days += hours / 24;
    out.seconds = hours % 24 * 3600 + static_cast<std::uint64_t>(rest.minute * 60 + rest.second);
    out.microseconds = static_cast<std::uint64_t>(rest.microsecond);
    return {};
}

/// The word behind the number of days: `d`, `day` or `days` (all but the first letter in one case),
/// a comma, a space.
inline bool skip_days_word(std::string_view text, std::size_t& position) {
    if (char_at(text, position) == ' ') ++position;
    if (to_lower(char_at(text, position)) != 'd') return false;
    ++position;
    const char a = char_at(text, position);
    if (a == 'a' || a == 'A') {
        const bool upper = a == 'A';
        if (char_at(text, position + 1) != (upper ? 'Y' : 'y')) return false;
        position += char_at(text, position + 2) == (upper ? 'S' : 's') ? 3u : 2u;
    }
    if (char_at(text, position) == ',') ++position;
    if (char_at(text, position) == ' ') ++position;
    return true;
}

/// `3 days, 04:05:06`.
inline std::string_view read_days_and_clock(std::string_view text, duration_fields& out) {
    if (text.empty()) return too_short;
    std::size_t position = 0;
    if (const std::string_view reason = read_quantity(text, position, out.days); !reason.empty())
        return reason;
    if (!skip_days_word(text, position))
        return "\"day\" identifier in duration not correctly formatted";
    if (position >= text.size()) return {};
    const std::uint64_t days = out.days;
    const std::string_view reason = read_duration_clock(text.substr(position), out);
    return reason.empty() && out.days != days ? duration_hours_too_large : reason;
}

inline void carry_duration(duration_fields& out) {
    out.seconds += out.microseconds / 1'000'000;
    out.microseconds %= 1'000'000;
    out.days += out.seconds / 86'400;
    out.seconds %= 86'400;
}

inline std::string_view read_duration(std::string_view text, duration_fields& out) {
    out = {};
    if (text.empty()) return too_short;
    out.negative = text.front() == '-';
    if (text.front() == '-' || text.front() == '+') text.remove_prefix(1);
    std::string_view reason;
    if (text.starts_with('P'))
        reason = read_iso_duration(text.substr(1), out);
    else if (text.size() < 5 || text.find_first_of("dD") != std::string_view::npos)
        reason = read_days_and_clock(text, out);
    else
        reason = read_duration_clock(text, out);
    carry_duration(out);
    return reason;
}

}  // namespace fastapi::detail
