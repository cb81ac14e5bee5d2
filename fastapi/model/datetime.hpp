#pragma once

// A date and a time together, as Python's datetime: naive, or with a fixed offset from UTC. Texts
// and numbers are read as Pydantic reads them; two forms are written: FastAPI's jsonable_encoder's
// (Python's isoformat, `+00:00`) and a response model's (`Z`).
//
// Constructors throw std::out_of_range for what no calendar has; years are 1 to 9999.

#include "fastapi/core/text.hpp"
#include "fastapi/model/clock_time.hpp"
#include "fastapi/model/date.hpp"
#include "fastapi/model/datetime_parse.hpp"
#include "fastapi/model/scalar.hpp"
#include "fastapi/model/timedelta.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fastapi {

/// A moment: aware of its offset from UTC, or naive.
class datetime {
public:
    datetime() = default;
    datetime(int year, int month, int day, int hour = 0, int minute = 0, int second = 0,
             int microsecond = 0, std::optional<TzInfo> zone = std::nullopt);
    datetime(int year, int month, int day, int hour, int minute, int second, TzInfo zone)
        : datetime(year, month, day, hour, minute, second, 0, zone) {}
    /// Aware, in UTC; cut to microseconds.
    template <class Duration>
    explicit datetime(std::chrono::sys_time<Duration> moment)
        : datetime(std::chrono::floor<std::chrono::microseconds>(moment).time_since_epoch(), utc) {}

    /// The day and the time, which says whether the moment is aware.
    static datetime combine(const fastapi::date& day, const fastapi::time& clock);
    /// Aware, unlike Python's: there is no local time zone here.
    static datetime now(TzInfo zone = utc);
    /// Throws std::invalid_argument for a text that `parse` refuses.
    static datetime fromisoformat(std::string_view text);
    /// Also reads a date, as its midnight, and a Unix timestamp.
    static ParseOutcome parse(std::string_view text, datetime& out);
    static ParseOutcome decode_integer(std::int64_t timestamp, datetime& out);
    static ParseOutcome decode_float(double timestamp, datetime& out);
    /// The problem of an input that is neither text nor number.
    static ScalarProblem wrong_type() {
        return {"datetime_type", "Input should be a valid datetime"};
    }

    int year() const { return date_.year(); }
    int month() const { return date_.month(); }
    int day() const { return date_.day(); }
    int hour() const { return time_.hour(); }
    int minute() const { return time_.minute(); }
    int second() const { return time_.second(); }
    int microsecond() const { return time_.microsecond(); }
    std::optional<TzInfo> tzinfo() const { return time_.tzinfo(); }
    std::optional<timedelta> utcoffset() const { return time_.utcoffset(); }
    const fastapi::date& date() const { return date_; }
    /// With its offset, as Python's timetz().
    const fastapi::time& timetz() const { return time_; }

    /// The instant; a naive moment counts as UTC.
    std::chrono::sys_time<std::chrono::microseconds> to_sys_time() const;
    /// The same, or std::out_of_range where the clock's 64 bits end (years 1677 to 2262 always
    /// fit).
    explicit operator std::chrono::system_clock::time_point() const;
    /// Seconds since 1970; a naive moment counts as UTC.
    double timestamp() const;
    /// The same instant at another offset; a naive moment counts as UTC.
    datetime astimezone(TzInfo zone) const;

    std::string isoformat(char separator = 'T') const;
    /// As Python's str: with a space between date and time.
    std::string str() const { return isoformat(' '); }

    /// Two aware moments compare by instant; a naive and an aware one are unordered.
    friend bool operator==(const datetime& a, const datetime& b) { return (a <=> b) == 0; }
    friend std::partial_ordering operator<=>(const datetime& a, const datetime& b);
    friend datetime operator+(const datetime& a, const timedelta& b);
    friend datetime operator-(const datetime& a, const timedelta& b) { return a + -b; }
    /// Throws std::invalid_argument for a naive and an aware moment.
    friend timedelta operator-(const datetime& a, const datetime& b);

private:
    datetime(std::chrono::microseconds since_1970_utc, std::optional<TzInfo> zone);
    static ParseOutcome from_fields(const detail::datetime_fields& fields, datetime& out);

    fastapi::date date_;
    fastapi::time time_;
};

namespace detail {

/// Appends the JSON that jsonable_encoder makes of a value: `"2024-01-15T10:30:00+00:00"`.
void append_jsonable(std::string& out, const datetime& value);

/// Appends the JSON that a response model makes of a value: `"2024-01-15T10:30:00Z"`.
void append_serialized(std::string& out, const datetime& value);

}  // namespace detail

// ---- implementation ----

inline datetime::datetime(int year, int month, int day, int hour, int minute, int second,
                          int microsecond, std::optional<TzInfo> zone)
    : date_(year, month, day), time_(hour, minute, second, microsecond, zone) {}

inline datetime::datetime(std::chrono::microseconds since_1970_utc, std::optional<TzInfo> zone) {
    const std::chrono::sys_time<std::chrono::microseconds> local(
        since_1970_utc + (zone ? zone->offset() : std::chrono::seconds(0)));
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    date_ = fastapi::date(midnight);
    const std::int64_t rest = (local - midnight).count();
    const int seconds = static_cast<int>(rest / 1'000'000);
    time_ = fastapi::time(seconds / 3600, seconds / 60 % 60, seconds % 60,
                          static_cast<int>(rest % 1'000'000), zone);
}

inline datetime datetime::combine(const fastapi::date& day, const fastapi::time& clock) {
    datetime result;
    result.date_ = day;
    result.time_ = clock;
    return result;
}

inline datetime datetime::now(TzInfo zone) {
    return datetime(std::chrono::system_clock::now()).astimezone(zone);
}

inline datetime datetime::fromisoformat(std::string_view text) {
    return detail::parsed_or_throw<datetime>(text);
}

inline ParseOutcome datetime::from_fields(const detail::datetime_fields& fields, datetime& out) {
    if (fields.date.year == 0)
        return detail::problem_with_reason("datetime_parsing", "Input should be a valid datetime",
                                           detail::year_0);
    const detail::time_fields& clock = fields.time;
    std::optional<TzInfo> zone;
    if (clock.offset_seconds) zone = TzInfo(std::chrono::seconds(*clock.offset_seconds));
    out = datetime(fields.date.year, fields.date.month, fields.date.day, clock.hour, clock.minute,
                   clock.second, clock.microsecond, zone);
    return std::nullopt;
}

inline ParseOutcome datetime::parse(std::string_view text, datetime& out) {
    detail::datetime_fields fields;
    if (detail::read_datetime(text, fields).empty()) return from_fields(fields, out);
    fields = {};
    const std::string_view reason = detail::read_date(text, fields.date);
    if (reason.empty()) return from_fields(fields, out);
    return detail::problem_with_reason("datetime_from_date_parsing",
                                       "Input should be a valid datetime or date", reason);
}

inline ParseOutcome datetime::decode_integer(std::int64_t timestamp, datetime& out) {
    detail::datetime_fields fields;
    const std::string_view reason = detail::read_timestamp(timestamp, fields);
    if (reason.empty()) return from_fields(fields, out);
    return detail::problem_with_reason("datetime_parsing", "Input should be a valid datetime",
                                       reason);
}

inline ParseOutcome datetime::decode_float(double timestamp, datetime& out) {
    detail::datetime_fields fields;
    const std::string_view reason = detail::read_timestamp(timestamp, fields);
    if (reason.empty()) return from_fields(fields, out);
    return detail::problem_with_reason("datetime_parsing", "Input should be a valid datetime",
                                       reason);
}

inline std::chrono::sys_time<std::chrono::microseconds> datetime::to_sys_time() const {
    return date_.to_sys_days() + std::chrono::microseconds(detail::microseconds_of_day(time_) -
                                                           detail::offset_microseconds(tzinfo()));
}

inline datetime::operator std::chrono::system_clock::time_point() const {
    using clock = std::chrono::system_clock;
    const std::chrono::sys_time<std::chrono::microseconds> moment = to_sys_time();
    detail::require(
        moment > std::chrono::ceil<std::chrono::microseconds>(clock::time_point::min()) &&
            moment < std::chrono::floor<std::chrono::microseconds>(clock::time_point::max()),
        "datetime: out of the range of std::chrono::system_clock");
    return std::chrono::time_point_cast<clock::duration>(moment);
}

inline double datetime::timestamp() const {
    return static_cast<double>(static_cast<long double>(to_sys_time().time_since_epoch().count()) /
                               1'000'000.0L);
}

inline datetime datetime::astimezone(TzInfo zone) const {
    return datetime(to_sys_time().time_since_epoch(), zone);
}

inline std::string datetime::isoformat(char separator) const {
    std::string out;
    detail::append_date(out, date_);
    out.push_back(separator);
    detail::append_time(out, time_, detail::utc_style::digits);
    return out;
}

inline std::partial_ordering operator<=>(const datetime& a, const datetime& b) {
    if (a.tzinfo().has_value() != b.tzinfo().has_value()) return std::partial_ordering::unordered;
    return a.to_sys_time() <=> b.to_sys_time();
}

inline datetime operator+(const datetime& a, const timedelta& b) {
    detail::require(b.days() < 4'000'000 && b.days() > -4'000'000,
                    "datetime: date value out of range");
    return datetime(a.to_sys_time().time_since_epoch() + b.to_duration(), a.tzinfo());
}

inline timedelta operator-(const datetime& a, const datetime& b) {
    if (a.tzinfo().has_value() != b.tzinfo().has_value())
        throw std::invalid_argument(
            "datetime: can't subtract offset-naive and offset-aware datetimes");
    return timedelta(a.to_sys_time() - b.to_sys_time());
}

namespace detail {

inline void append_jsonable(std::string& out, const datetime& value) {
    append_quoted(out, value.isoformat());
}

inline void append_serialized(std::string& out, const datetime& value) {
    out.push_back('"');
    append_date(out, value.date());
    out.push_back('T');
    append_time(out, value.timetz(), utc_style::letter);
    out.push_back('"');
}

}  // namespace detail
}  // namespace fastapi
