#pragma once

// A span of time, as Python's datetime.timedelta: days, seconds and microseconds, of which only the
// days may be negative. Read from ISO 8601, from `3 days, 04:05:06` and from numbers of seconds.
//
// FastAPI's jsonable_encoder writes it as a float of seconds, a response model as ISO 8601
// (`PT1H30M`).

#include "fastapi/core/text.hpp"
#include "fastapi/model/datetime_parse.hpp"
#include "fastapi/model/scalar.hpp"

#include <chrono>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

/// What a timedelta is made of: `timedelta({.days = 1, .hours = 12})`.
struct TimedeltaParts {
    std::int64_t weeks = 0;
    std::int64_t days = 0;
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    std::int64_t seconds = 0;
    std::int64_t milliseconds = 0;
    std::int64_t microseconds = 0;
};

class timedelta {
public:
    timedelta() = default;
    /// Days, seconds and microseconds, each of any size and sign. Beyond 999,999,999 days throws
    /// std::out_of_range, as does every arithmetic below.
    explicit timedelta(std::int64_t days, std::int64_t seconds = 0, std::int64_t microseconds = 0);
    timedelta(const TimedeltaParts& parts);
    template <class Rep, class Period>
    timedelta(std::chrono::duration<Rep, Period> duration);

    /// Throws std::invalid_argument for a text that `parse` refuses.
    static timedelta fromisoformat(std::string_view text);
    static ParseOutcome parse(std::string_view text, timedelta& out);
    static ParseOutcome decode_integer(std::int64_t seconds, timedelta& out);
    static ParseOutcome decode_float(double seconds, timedelta& out);
    /// The problem of an input that is neither text nor number.
    static ScalarProblem wrong_type() {
        return {"time_delta_type", "Input should be a valid timedelta"};
    }

    int days() const { return days_; }
    int seconds() const { return seconds_; }            ///< 0 to 86399
    int microseconds() const { return microseconds_; }  ///< 0 to 999999
    double total_seconds() const;
    /// Throws std::out_of_range beyond 292,000 years, which 64 bits of microseconds do not hold.
    std::chrono::microseconds to_duration() const;

    /// As a response model writes it: `P1DT2H3M4.5S`; a year is 365 days.
    std::string isoformat() const;
    /// As Python's str: `1 day, 2:03:04.500000`.
    std::string str() const;

    friend bool operator==(const timedelta&, const timedelta&) = default;
    friend std::strong_ordering operator<=>(const timedelta&, const timedelta&) = default;
    timedelta operator-() const {
        return timedelta(-std::int64_t{days_}, -seconds_, -microseconds_);
    }
    friend timedelta operator+(const timedelta& a, const timedelta& b) {
        return timedelta(std::int64_t{a.days_} + b.days_, a.seconds_ + b.seconds_,
                         a.microseconds_ + b.microseconds_);
    }
    friend timedelta operator-(const timedelta& a, const timedelta& b) {
        return timedelta(std::int64_t{a.days_} - b.days_, a.seconds_ - b.seconds_,
                         a.microseconds_ - b.microseconds_);
    }

private:
    static ParseOutcome from_fields(const detail::duration_fields& fields, timedelta& out);

    std::int32_t days_ = 0;  // in the order in which they compare
    std::int32_t seconds_ = 0;
    std::int32_t microseconds_ = 0;
};

namespace detail {

/// Appends the JSON that jsonable_encoder makes of the value, and that a response model makes of
/// it.
void append_jsonable(std::string& out, const timedelta& value);
void append_serialized(std::string& out, const timedelta& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// Quotient and remainder of a division that rounds down, so that the remainder is not negative.
constexpr std::pair<std::int64_t, std::int64_t> divide_down(std::int64_t value, std::int64_t by) {
    const std::int64_t rest = value % by;
    return rest < 0 ? std::pair{value / by - 1, rest + by} : std::pair{value / by, rest};
}

inline ScalarProblem timedelta_problem(std::string_view reason) {
    return problem_with_reason("time_delta_parsing", "Input should be a valid timedelta", reason);
}

inline constexpr std::int64_t max_timedelta_days = 999'999'999;

/// The last of the carried parts is far from overflow only when none is absurdly large.
constexpr std::int64_t checked_days(std::int64_t days) {
    if (days > 2 * max_timedelta_days || days < -2 * max_timedelta_days)
        throw std::out_of_range("timedelta: must have magnitude <= 999999999 days");
    return days;
}

}  // namespace detail

inline timedelta::timedelta(std::int64_t days, std::int64_t seconds, std::int64_t microseconds) {
    const auto [more_seconds, rest_microseconds] = detail::divide_down(microseconds, 1'000'000);
    const auto [days_of_seconds, rest_seconds] = detail::divide_down(seconds, 86'400);
    const auto [carried_days, seconds_of_day] =
        detail::divide_down(rest_seconds + more_seconds, 86'400);  // both are far below 2^63
    const std::int64_t sum = detail::checked_days(days) + days_of_seconds + carried_days;
    if (sum > detail::max_timedelta_days || sum < -detail::max_timedelta_days)
        throw std::out_of_range("timedelta: must have magnitude <= 999999999 days");
    days_ = static_cast<std::int32_t>(sum);
    seconds_ = static_cast<std::int32_t>(seconds_of_day);
    microseconds_ = static_cast<std::int32_t>(rest_microseconds);
}

inline timedelta::timedelta(const TimedeltaParts& parts) {
    const auto [days_of_hours, hours] = detail::divide_down(parts.hours, 24);
    const auto [days_of_minutes, minutes] = detail::divide_down(parts.minutes, 1'440);
    const auto [days_of_seconds, seconds] = detail::divide_down(parts.seconds, 86'400);
    const auto [seconds_of_ms, milliseconds] = detail::divide_down(parts.milliseconds, 1'000);
    const auto [seconds_of_us, microseconds] = detail::divide_down(parts.microseconds, 1'000'000);
    std::int64_t days = detail::checked_days(parts.weeks) * 7 + detail::checked_days(parts.days);
    days += detail::checked_days(days_of_hours) + detail::checked_days(days_of_minutes);
    days += detail::checked_days(days_of_seconds);
    *this = timedelta(days, hours * 3600 + minutes * 60 + seconds + seconds_of_ms + seconds_of_us,
                      milliseconds * 1000 + microseconds);
}

template <class Rep, class Period>
timedelta::timedelta(std::chrono::duration<Rep, Period> duration) {
    const auto days = std::chrono::floor<std::chrono::days>(duration);
    const auto rest = std::chrono::floor<std::chrono::microseconds>(duration - days);
    *this = timedelta(days.count(), 0, rest.count());
}

// One rounding only, as Python's division of integers: so -1 microsecond is -1e-06.
inline double timedelta::total_seconds() const {
    const long double whole = static_cast<long double>(std::int64_t{days_} * 86'400 + seconds_);
    return static_cast<double>((whole * 1'000'000.0L + static_cast<long double>(microseconds_)) /
                               1'000'000.0L);
}

inline std::chrono::microseconds timedelta::to_duration() const {
    if (days_ > 106'000'000 || days_ < -106'000'000)
        throw std::out_of_range("timedelta: too large for std::chrono::microseconds");
    return std::chrono::microseconds((std::int64_t{days_} * 86'400 + seconds_) * 1'000'000 +
                                     microseconds_);
}

inline ParseOutcome timedelta::from_fields(const detail::duration_fields& fields, timedelta& out) {
    const auto signed_value = [&](std::uint64_t value) {
        return fields.negative ? -static_cast<std::int64_t>(value)
                               : static_cast<std::int64_t>(value);
    };
    // A negative fraction of the last day would borrow one day too many.
    const bool borrows = fields.negative && (fields.seconds != 0 || fields.microseconds != 0);
    if (fields.days + borrows > static_cast<std::uint64_t>(detail::max_timedelta_days))
        return detail::timedelta_problem(detail::duration_days_too_large);
    out = timedelta(signed_value(fields.days), signed_value(fields.seconds),
                    signed_value(fields.microseconds));
    return std::nullopt;
}

inline ParseOutcome timedelta::parse(std::string_view text, timedelta& out) {
    detail::duration_fields fields;
    const std::string_view reason = detail::read_duration(text, fields);
    return reason.empty() ? from_fields(fields, out) : detail::timedelta_problem(reason);
}

inline timedelta timedelta::fromisoformat(std::string_view text) {
    timedelta value;
    if (const ParseOutcome problem = parse(text, value))
        throw std::invalid_argument(problem->message);
    return value;
}

inline ParseOutcome timedelta::decode_integer(std::int64_t seconds, timedelta& out) {
    const auto [days, rest] = detail::divide_down(seconds, 86'400);
    if (days > detail::max_timedelta_days || days < -detail::max_timedelta_days)
        return detail::timedelta_problem(detail::duration_days_too_large);
    out = timedelta(days, rest);
    return std::nullopt;
}

inline ParseOutcome timedelta::decode_float(double seconds, timedelta& out) {
    if (std::isnan(seconds)) return detail::timedelta_problem("NaN values not permitted");
    const double magnitude = std::abs(seconds);
    if (magnitude >= 86'400e9) return detail::timedelta_problem(detail::duration_days_too_large);
    detail::duration_fields fields{seconds < 0};
    detail::add_fraction_of_seconds(magnitude, fields);
    detail::carry_duration(fields);
    return from_fields(fields, out);
}

namespace detail {

inline void append_duration_time(std::string& out, int seconds, int microseconds) {
    out.push_back('T');
    if (seconds >= 3600) append_integer(out, seconds / 3600), out.push_back('H');
    if (seconds / 60 % 60 != 0) append_integer(out, seconds / 60 % 60), out.push_back('M');
    if (seconds % 60 == 0 && microseconds == 0) return;
    append_integer(out, seconds % 60);
    if (microseconds != 0) {
        out.push_back('.');
        append_padded(out, microseconds, 6);
        while (out.back() == '0') out.pop_back();
    }
    out.push_back('S');
}

}  // namespace detail

inline std::string timedelta::isoformat() const {
    if (*this == timedelta()) return "PT0S";
    const timedelta magnitude = days_ < 0 ? -*this : *this;
    std::string out = days_ < 0 ? "-P" : "P";
    const int years = magnitude.days_ / 365, days = magnitude.days_ % 365;
    if (years != 0) detail::append_integer(out, years), out.push_back('Y');
    if (days != 0) detail::append_integer(out, days), out.push_back('D');
    if (magnitude.seconds_ != 0 || magnitude.microseconds_ != 0)
        detail::append_duration_time(out, magnitude.seconds_, magnitude.microseconds_);
    return out;
}

inline std::string timedelta::str() const {
    std::string out;
    if (days_ != 0) {
        detail::append_integer(out, days_);
        out.append(days_ == 1 || days_ == -1 ? " day, " : " days, ");
    }
    detail::append_integer(out, seconds_ / 3600);
    out.push_back(':');
    detail::append_padded(out, seconds_ / 60 % 60, 2);
    out.push_back(':');
    detail::append_padded(out, seconds_ % 60, 2);
    if (microseconds_ != 0) out.push_back('.'), detail::append_padded(out, microseconds_, 6);
    return out;
}

namespace detail {

inline void append_jsonable(std::string& out, const timedelta& value) {
    append_float_repr(out, value.total_seconds());
}

inline void append_serialized(std::string& out, const timedelta& value) {
    append_quoted(out, value.isoformat());
}

}  // namespace detail
}  // namespace fastapi
