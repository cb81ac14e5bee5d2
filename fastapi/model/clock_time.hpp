#pragma once

// A time of day, as Python's datetime.time: naive, or with a fixed offset from UTC. Texts and
// numbers are read as Pydantic reads them; jsonable_encoder writes UTC as `+00:00`, a response
// model as `Z`.
//
// Constructors throw std::out_of_range for what no clock shows.

#include "fastapi/core/text.hpp"
#include "fastapi/model/date.hpp"
#include "fastapi/model/datetime_parse.hpp"
#include "fastapi/model/scalar.hpp"
#include "fastapi/model/timedelta.hpp"

#include <chrono>
#include <cmath>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fastapi {

/// A time of day. Where ::time of <ctime> makes the bare name ambiguous, `clock_time` is the same
/// type.
class time {
public:
    time() = default;
    explicit time(int hour, int minute = 0, int second = 0, int microsecond = 0,
                  std::optional<TzInfo> zone = std::nullopt);

    /// Throws std::invalid_argument for a text that `parse` refuses.
    static time fromisoformat(std::string_view text);
    static ParseOutcome parse(std::string_view text, time& out);
    /// Seconds since midnight, in UTC.
    static ParseOutcome decode_integer(std::int64_t seconds, time& out);
    static ParseOutcome decode_float(double seconds, time& out);
    /// The problem of an input that is neither text nor number.
    static ScalarProblem wrong_type() { return {"time_type", "Input should be a valid time"}; }

    int hour() const { return fields_.hour; }
    int minute() const { return fields_.minute; }
    int second() const { return fields_.second; }
    int microsecond() const { return fields_.microsecond; }
    std::optional<TzInfo> tzinfo() const;
    std::optional<timedelta> utcoffset() const;

    std::string isoformat() const;
    std::string str() const { return isoformat(); }

    /// Two aware times compare after their offsets are subtracted; a naive and an aware one are
    /// unordered.
    friend bool operator==(const time& a, const time& b) { return (a <=> b) == 0; }
    friend std::partial_ordering operator<=>(const time& a, const time& b);

private:
    detail::time_fields fields_;
};

using clock_time = ::fastapi::time;

namespace detail {

/// Appends the JSON that jsonable_encoder makes of a value: `"10:30:00+00:00"`.
void append_jsonable(std::string& out, const fastapi::time& value);

/// Appends the JSON that a response model makes of a value: `"10:30:00Z"`.
void append_serialized(std::string& out, const fastapi::time& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// The offset of UTC itself: `+00:00` as Python writes it, or `Z`.
enum class utc_style { digits, letter };

/// Pydantic's form leaves the seconds of an offset away, Python's writes them where there are any.
inline void append_offset(std::string& out, int seconds, utc_style style) {
    if (seconds == 0 && style == utc_style::letter) return out.push_back('Z');
    const int magnitude = seconds < 0 ? -seconds : seconds;
    out.push_back(seconds < 0 ? '-' : '+');
    append_padded(out, magnitude / 3600, 2);
    out.push_back(':');
    append_padded(out, magnitude / 60 % 60, 2);
    if (magnitude % 60 == 0 || style == utc_style::letter) return;
    out.push_back(':');
    append_padded(out, magnitude % 60, 2);
}

inline void append_time(std::string& out, const fastapi::time& value, utc_style style) {
    append_padded(out, value.hour(), 2);
    out.push_back(':');
    append_padded(out, value.minute(), 2);
    out.push_back(':');
    append_padded(out, value.second(), 2);
    if (value.microsecond() != 0) out.push_back('.'), append_padded(out, value.microsecond(), 6);
    if (const auto zone = value.tzinfo())
        append_offset(out, static_cast<int>(zone->offset().count()), style);
}

inline std::int64_t microseconds_of_day(const fastapi::time& value) {
    return ((value.hour() * 60 + value.minute()) * 60 + value.second()) * std::int64_t{1'000'000} +
           value.microsecond();
}

inline std::int64_t offset_microseconds(const std::optional<TzInfo>& zone) {
    return zone ? std::int64_t{zone->offset().count()} * 1'000'000 : 0;
}

}  // namespace detail

inline time::time(int hour, int minute, int second, int microsecond, std::optional<TzInfo> zone)
    : fields_{hour, minute, second, microsecond, std::nullopt} {
    detail::require(hour >= 0 && hour <= 23, "time: hour must be in 0..23");
    detail::require(minute >= 0 && minute <= 59, "time: minute must be in 0..59");
    detail::require(second >= 0 && second <= 59, "time: second must be in 0..59");
    detail::require(microsecond >= 0 && microsecond <= 999'999,
                    "time: microsecond must be in 0..999999");
    if (zone) fields_.offset_seconds = static_cast<int>(zone->offset().count());
}

namespace detail {

inline ScalarProblem time_problem(std::string_view reason) {
    return problem_with_reason("time_parsing", "Input should be in a valid time format", reason);
}

/// Whole seconds of a day and microseconds, which may make one second more, as a time in UTC.
inline std::string_view read_seconds_of_day(std::int64_t seconds, std::int64_t microseconds,
                                            datetime_fields& out) {
    if (seconds < 0) return "time in seconds should be positive";
    if (seconds + microseconds / 1'000'000 > 86'399)
        return "numeric times may not exceed 86,399 seconds";
    return read_unix_seconds(seconds, microseconds, out);
}

}  // namespace detail

inline time time::fromisoformat(std::string_view text) {
    return detail::parsed_or_throw<fastapi::time>(text);
}

inline ParseOutcome time::parse(std::string_view text, time& out) {
    detail::time_fields fields;
    const std::string_view reason = detail::read_time(text, fields);
    if (!reason.empty()) return detail::time_problem(reason);
    out.fields_ = fields;
    return std::nullopt;
}

inline ParseOutcome time::decode_integer(std::int64_t seconds, time& out) {
    detail::datetime_fields moment;
    const std::int64_t bounded = seconds > 86'400 ? 86'400 : seconds;
    const std::string_view reason = detail::read_seconds_of_day(bounded, 0, moment);
    if (!reason.empty()) return detail::time_problem(reason);
    out.fields_ = moment.time;
    return std::nullopt;
}

inline ParseOutcome time::decode_float(double seconds, time& out) {
    if (std::isnan(seconds)) return detail::time_problem("NaN values not permitted");
    if (seconds < 0) return decode_integer(-1, out);
    if (seconds >= 86'400) return decode_integer(86'400, out);
    const double whole = std::floor(seconds);
    const auto microseconds = static_cast<std::int64_t>(std::round((seconds - whole) * 1e6));
    detail::datetime_fields moment;
    const std::string_view reason =
        detail::read_seconds_of_day(static_cast<std::int64_t>(whole), microseconds, moment);
    if (!reason.empty()) return detail::time_problem(reason);
    out.fields_ = moment.time;
    return std::nullopt;
}

inline std::optional<TzInfo> time::tzinfo() const {
    if (!fields_.offset_seconds) return std::nullopt;
    return TzInfo(std::chrono::seconds(*fields_.offset_seconds));
}

inline std::optional<timedelta> time::utcoffset() const {
    if (!fields_.offset_seconds) return std::nullopt;
    return timedelta(0, *fields_.offset_seconds);
}

inline std::string time::isoformat() const {
    std::string out;
    detail::append_time(out, *this, detail::utc_style::digits);
    return out;
}

inline std::partial_ordering operator<=>(const time& a, const time& b) {
    if (a.tzinfo().has_value() != b.tzinfo().has_value()) return std::partial_ordering::unordered;
    return detail::microseconds_of_day(a) - detail::offset_microseconds(a.tzinfo()) <=>
           detail::microseconds_of_day(b) - detail::offset_microseconds(b.tzinfo());
}

namespace detail {

inline void append_jsonable(std::string& out, const fastapi::time& value) {
    append_quoted(out, value.isoformat());
}

inline void append_serialized(std::string& out, const fastapi::time& value) {
    out.push_back('"');
    append_time(out, value, utc_style::letter);
    out.push_back('"');
}

}  // namespace detail
}  // namespace fastapi
