#pragma once

// A day of the Gregorian calendar, as Python's datetime.date, and a fixed offset from UTC. Texts
// and numbers are read as Pydantic reads them; every kind of answer writes `2024-01-15`.
//
// Constructors throw std::out_of_range for what no calendar has; years are 1 to 9999.

#include "fastapi/core/text.hpp"
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

/// A fixed offset from UTC, less than a day: `TzInfo(std::chrono::hours(2))`.
class TzInfo {
public:
    constexpr TzInfo() = default;
    constexpr explicit TzInfo(std::chrono::seconds east_of_utc) : offset_(east_of_utc) {
        if (east_of_utc >= std::chrono::hours(24) || east_of_utc <= -std::chrono::hours(24))
            throw std::out_of_range("TzInfo: the offset must be less than 24 hours");
    }
    constexpr std::chrono::seconds offset() const { return offset_; }
    friend constexpr bool operator==(const TzInfo&, const TzInfo&) = default;

private:
    std::chrono::seconds offset_{0};
};

inline constexpr TzInfo utc{};

/// A day of the Gregorian calendar; 1970-01-01 when nothing is said.
class date {
public:
    date() = default;
    date(int year, int month, int day);
    explicit date(std::chrono::sys_days days);

    static date today(TzInfo zone = utc);
    /// Throws std::invalid_argument for a text that `parse` refuses.
    static date fromisoformat(std::string_view text);
    /// Also reads a datetime at midnight, and a Unix timestamp of one.
    static ParseOutcome parse(std::string_view text, date& out);
    static ParseOutcome decode_integer(std::int64_t timestamp, date& out);
    static ParseOutcome decode_float(double timestamp, date& out);
    /// The problem of an input that is neither text nor number.
    static ScalarProblem wrong_type() { return {"date_type", "Input should be a valid date"}; }

    int year() const { return fields_.year; }
    int month() const { return fields_.month; }
    int day() const { return fields_.day; }
    int weekday() const;  ///< Monday is 0
    std::chrono::sys_days to_sys_days() const;

    std::string isoformat() const;
    std::string str() const { return isoformat(); }

    friend bool operator==(const date& a, const date& b) { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const date& a, const date& b);
    friend date operator+(const date& a, const timedelta& b);
    friend date operator-(const date& a, const timedelta& b) { return a + timedelta(-b.days()); }
    friend timedelta operator-(const date& a, const date& b);

private:
    static ParseOutcome at_midnight(const detail::datetime_fields& moment, date& out);

    detail::date_fields fields_;
};

namespace detail {

/// Appends the JSON text of the value; both kinds of answer write the same.
void append_jsonable(std::string& out, const date& value);
void append_serialized(std::string& out, const date& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

inline void require(bool holds, const char* otherwise) {
    if (!holds) throw std::out_of_range(otherwise);
}

inline void append_date(std::string& out, const date& value) {
    append_padded(out, value.year(), 4);
    out.push_back('-');
    append_padded(out, value.month(), 2);
    out.push_back('-');
    append_padded(out, value.day(), 2);
}

/// The value that `parse` makes of the text; throws where it makes none.
template <class Value>
Value parsed_or_throw(std::string_view text) {
    Value value;
    if (const ParseOutcome problem = Value::parse(text, value))
        throw std::invalid_argument(problem->message);
    return value;
}

inline constexpr std::string_view year_0 = "year 0 is out of range";

}  // namespace detail

inline date::date(int year, int month, int day) : fields_{year, month, day} {
    detail::require(year >= 1 && year <= 9999, "date: year must be in 1..9999");
    detail::require(month >= 1 && month <= 12, "date: month must be in 1..12");
    detail::require(day >= 1 && day <= detail::days_in_month(year, month),
                    "date: day is out of range for month");
}

inline date::date(std::chrono::sys_days days) {
    detail::require(
        days >= std::chrono::year(1) / 1 / 1 && days <= std::chrono::year(9999) / 12 / 31,
        "date: year must be in 1..9999");
    const std::chrono::year_month_day civil(days);
    fields_ = {static_cast<int>(civil.year()),
               static_cast<int>(static_cast<unsigned>(civil.month())),
               static_cast<int>(static_cast<unsigned>(civil.day()))};
}

inline date date::today(TzInfo zone) {
    return date(
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now() + zone.offset()));
}

inline date date::fromisoformat(std::string_view text) {
    return detail::parsed_or_throw<date>(text);
}

inline ParseOutcome date::at_midnight(const detail::datetime_fields& moment, date& out) {
    const detail::time_fields& clock = moment.time;
    if (clock.hour != 0 || clock.minute != 0 || clock.second != 0 || clock.microsecond != 0)
        return ScalarProblem{
            "date_from_datetime_inexact",
            "Datetimes provided to dates should have zero time - e.g. be exact dates"};
    if (moment.date.year == 0)
        return detail::problem_with_reason("date_parsing",
                                           "Input should be a valid date in the format YYYY-MM-DD",
                                           detail::year_0);
    out.fields_ = moment.date;
    return std::nullopt;
}

inline ParseOutcome date::parse(std::string_view text, date& out) {
    detail::datetime_fields moment;
    if (detail::read_date(text, moment.date).empty()) return at_midnight(moment, out);
    const std::string_view reason = detail::read_datetime(text, moment);
    if (reason.empty()) return at_midnight(moment, out);
    return detail::problem_with_reason("date_from_datetime_parsing",
                                       "Input should be a valid date or datetime", reason);
}

inline ParseOutcome date::decode_integer(std::int64_t timestamp, date& out) {
    detail::datetime_fields moment;
    const std::string_view reason = detail::read_timestamp(timestamp, moment);
    if (reason.empty()) return at_midnight(moment, out);
    return detail::problem_with_reason("date_from_datetime_parsing",
                                       "Input should be a valid date or datetime", reason);
}

inline ParseOutcome date::decode_float(double timestamp, date& out) {
    detail::datetime_fields moment;
    const std::string_view reason = detail::read_timestamp(timestamp, moment);
    if (reason.empty()) return at_midnight(moment, out);
    return detail::problem_with_reason("date_from_datetime_parsing",
                                       "Input should be a valid date or datetime", reason);
}

inline std::chrono::sys_days date::to_sys_days() const {
    return std::chrono::year(fields_.year) /
           std::chrono::month(static_cast<unsigned>(fields_.month)) /
           std::chrono::day(static_cast<unsigned>(fields_.day));
}

inline int date::weekday() const {
    return static_cast<int>(std::chrono::weekday(to_sys_days()).iso_encoding()) - 1;
}

inline std::string date::isoformat() const {
    std::string out;
    detail::append_date(out, *this);
    return out;
}

inline std::strong_ordering operator<=>(const date& a, const date& b) {
    return a.to_sys_days() <=> b.to_sys_days();
}

inline date operator+(const date& a, const timedelta& b) {
    return date(a.to_sys_days() + std::chrono::days(b.days()));
}

inline timedelta operator-(const date& a, const date& b) {
    return timedelta((a.to_sys_days() - b.to_sys_days()).count());
}

namespace detail {

inline void append_jsonable(std::string& out, const date& value) {
    append_quoted(out, value.isoformat());
}
inline void append_serialized(std::string& out, const date& value) { append_jsonable(out, value); }

}  // namespace detail
}  // namespace fastapi
