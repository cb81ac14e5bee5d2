#pragma once

// Moments as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT`, the IMF-fixdate of RFC 9110 5.6.7.
// Neither the locale nor the zone of the machine is looked at.

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

namespace fastapi::detail {

/// Appends the 29 characters of an IMF-fixdate. Moments outside the years 1970 to 9999 become the
/// nearest one that has four digits.
void append_http_date(std::string& out, std::time_t moment);

// ---- implementation ----

struct civil_date {
    int year;
    unsigned month, day;
};

/// The day of the Gregorian calendar that lies `days` after 1970-01-01 (days >= 0). Years are
/// counted from March, so that the leap day is the last of a year.
constexpr civil_date civil_from_days(std::int64_t days) {
    const std::int64_t shifted = days + 719468;  // days from 0000-03-01 to 1970-01-01
    const std::int64_t era = shifted / 146097;
    const auto day_of_era = static_cast<unsigned>(shifted % 146097);
    const unsigned year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const unsigned day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const unsigned march_month = (5 * day_of_year + 2) / 153;
    const unsigned month = march_month < 10 ? march_month + 3 : march_month - 9;
    const int year = static_cast<int>(year_of_era) + static_cast<int>(era) * 400 + (month <= 2);
    return {year, month, day_of_year - (153 * march_month + 2) / 5 + 1};
}

inline void append_http_date(std::string& out, std::time_t moment) {
    constexpr std::string_view days = "ThuFriSatSunMonTueWed";  // 1970-01-01 was a Thursday
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    constexpr std::int64_t last = 253402300799;  // 9999-12-31 23:59:59
    const auto given = static_cast<std::int64_t>(moment);
    const std::int64_t seconds = given < 0 ? 0 : given > last ? last : given;
    const std::int64_t day = seconds / 86400;
    const auto second = static_cast<unsigned>(seconds % 86400);
    const civil_date date = civil_from_days(day);
    const auto two = [&](unsigned value) {
        out.push_back(static_cast<char>('0' + value / 10));
        out.push_back(static_cast<char>('0' + value % 10));
    };
    out.append(days.substr(static_cast<std::size_t>(day % 7) * 3, 3)).append(", ");
    two(date.day);
    out.append(" ").append(months.substr((date.month - 1) * 3, 3)).append(" ");
    two(static_cast<unsigned>(date.year) / 100);
    two(static_cast<unsigned>(date.year) % 100);
    out.append(" ");
    two(second / 3600);
    out.append(":");
    two(second / 60 % 60);
    out.append(":");
    two(second % 60);
    out.append(" GMT");
}

}  // namespace fastapi::detail
