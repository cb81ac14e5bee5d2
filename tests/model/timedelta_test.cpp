#include "fastapi/model/timedelta.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace fastapi;

namespace {

std::string outcome(const ParseOutcome& problem, const timedelta& value) {
    return problem ? std::string(problem->type) + ": " + problem->reason : value.isoformat();
}

std::string read(std::string_view text) {
    timedelta value;
    const ParseOutcome problem = timedelta::parse(text, value);
    return outcome(problem, value);
}

std::string decoded_float(double seconds) {
    timedelta value;
    const ParseOutcome problem = timedelta::decode_float(seconds, value);
    return outcome(problem, value);
}

std::string decoded_integer(std::int64_t seconds) {
    timedelta value;
    const ParseOutcome problem = timedelta::decode_integer(seconds, value);
    return outcome(problem, value);
}

}  // namespace

TEST_CASE("timedelta: texts are read as Pydantic does") {
    struct row {
        const char* text;
        const char* outcome;
    };
    for (const row& each : {
             row{"P1DT2H3M4.5S", "P1DT2H3M4.5S"},
             row{"PT1H30M", "PT1H30M"},
             row{"-PT1H", "-PT1H"},
             row{"+P1W", "P7D"},
             row{"P1Y2M3W4D", "P1Y85D"},
             row{"P1.5D", "P1DT12H"},
             row{"P1,5D", "P1DT12H"},
             row{"P1.D", "P1D"},
             row{"P1.123W", "P7DT20H39M50.4S"},
             row{"P0.5Y", "P182DT12H"},
             row{"PT0.5H", "PT30M"},
             row{"PT1.9999999S", "PT2S"},
             row{"P1DT", "P1D"},
             row{"PT1S1H", "PT1H1S"},
             row{"-P0D", "PT0S"},
             row{"P999999999D", "P2739726Y9D"},
             row{"PT4294967295S", "P136Y70DT6H28M15S"},
             row{"1 day", "P1D"},
             row{"1d", "P1D"},
             row{"1 days, 01:02:03.5", "P1DT1H2M3.5S"},
             row{"1 DAYS, 10:00", "P1DT10H"},
             row{"1d10:00", "P1DT10H"},
             row{"-1 day, 23:59:59", "-P1DT23H59M59S"},
             row{"1 day, ", "P1D"},
             row{"10:30", "PT10H30M"},
             row{"10:30:15", "PT10H30M15S"},
             row{"25:30", "P1DT1H30M"},
             row{"-25:30", "-P1DT1H30M"},
             row{"100:30:00", "P4DT4H30M"},
             row{"10:30:00.1234567", "PT10H30M0.123456S"},
         })
        CHECK(read(each.text) == each.outcome);
}

TEST_CASE("timedelta: texts are refused as Pydantic does") {
    struct row {
        const char* text;
        const char* reason;
    };
    const char* const bad_days = "\"day\" identifier in duration not correctly formatted";
    for (const row& each : {
             row{"", "input is too short"},
             row{"-", "input is too short"},
             row{"P", "input is too short"},
             row{"PT", "input is too short"},
             row{"-PT", "input is too short"},
             row{"x", "invalid digit in duration"},
             row{"p1d", "invalid digit in duration"},
             row{"P.5D", "invalid digit in duration"},
             row{" P1D", "invalid digit in duration"},
             row{"P-1D", "invalid digit in duration"},
             row{"P1.5DT1H", "quantity fraction invalid in duration"},
             row{"P1", "quantity invalid in date part of duration"},
             row{"P1H", "quantity invalid in date part of duration"},
             row{"PT1D", "quantity invalid in time part of duration"},
             row{"P1DT2HT", "`t` character repeated in duration"},
             row{"P99999999999D", "a numeric value in the duration is too large"},
             row{"PT4294967296S", "a numeric value in the duration is too large"},
             row{"P1000000000D", "durations may not exceed 999,999,999 days"},
             row{"-P999999999DT1S", "durations may not exceed 999,999,999 days"},
             row{"1 dax", bad_days},
             row{"3 dAys, 04:05", bad_days},
             row{"1  day", bad_days},
             row{"3600", bad_days},
             row{"1dayx", "input is too short"},
             row{"1 day 1:00", "input is too short"},
             row{"1d 24:00", "durations may not exceed 999,999,999 hours"},
             row{"9999999999:00", "durations may not exceed 999,999,999 hours"},
             row{"3600.5", "invalid character in hour"},
             row{"1a:00", "invalid character in hour"},
             row{"10:60", "minute value is outside expected range of 0-59"},
             row{"10:30Z", "unexpected extra characters at the end of the input"},
             row{"1d, 10:00Z", "unexpected extra characters at the end of the input"},
         }) {
        CAPTURE(each.text);
        CHECK(read(each.text) == std::string("time_delta_parsing: ") + each.reason);
    }
    timedelta value;
    CHECK(timedelta::parse("x", value)->message ==
          "Input should be a valid timedelta, invalid digit in duration");
}

TEST_CASE("timedelta: a number counts seconds") {
    CHECK(decoded_integer(3661) == "PT1H1M1S");
    CHECK(decoded_integer(-86400) == "-P1D");
    CHECK(decoded_integer(86399999999999) == "P2739726Y9DT23H59M59S");
    CHECK(decoded_integer(86400000000000) ==
          "time_delta_parsing: durations may not exceed 999,999,999 days");
    CHECK(decoded_integer(INT64_MIN) ==
          "time_delta_parsing: durations may not exceed 999,999,999 days");
    CHECK(decoded_float(-1.5) == "-PT1.5S");
    CHECK(decoded_float(0.1234567) == "PT0.123457S");
    CHECK(decoded_float(1.9999999) == "PT2S");
    CHECK(decoded_float(1e300) == "time_delta_parsing: durations may not exceed 999,999,999 days");
    CHECK(decoded_float(std::nan("")) == "time_delta_parsing: NaN values not permitted");
}

TEST_CASE("timedelta: only the days are negative") {
    const timedelta value(0, -1);
    CHECK(value.days() == -1);
    CHECK(value.seconds() == 86399);
    CHECK(value.str() == "-1 day, 23:59:59");
    CHECK(timedelta({.weeks = 1, .days = 1, .hours = 25, .minutes = -60, .milliseconds = 1500}) ==
          timedelta(9, 1, 500'000));
    CHECK(timedelta(std::chrono::minutes(90)) == timedelta({.hours = 1, .minutes = 30}));
    CHECK(timedelta(std::chrono::milliseconds(-1)) == timedelta(0, 0, -1000));
    CHECK(timedelta(1, 7323, 4500).str() == "1 day, 2:02:03.004500");
    CHECK(timedelta(2).str() == "2 days, 0:00:00");
}

TEST_CASE("timedelta: arithmetic carries and throws beyond 999999999 days") {
    CHECK(timedelta(0, 86399) + timedelta(0, 1) == timedelta(1));
    CHECK(timedelta(1) - timedelta(0, 0, 1) == timedelta(0, 86399, 999'999));
    CHECK(-timedelta(1, 1) == timedelta(-2, 86399));
    CHECK(timedelta(-1) < timedelta());
    CHECK(timedelta(0, 5400).total_seconds() == 5400.0);
    CHECK(timedelta(-1, 86398, 500'000).total_seconds() == -1.5);
    CHECK(timedelta(1, 1, 1).to_duration() == std::chrono::microseconds(86'401'000'001));
    CHECK_THROWS_AS(timedelta(999'999'999).to_duration(), std::out_of_range);
    CHECK_THROWS_AS(timedelta(999'999'999) + timedelta(1), std::out_of_range);
    CHECK_THROWS_AS(timedelta(INT64_MAX), std::out_of_range);
    CHECK_THROWS_AS(timedelta(0, INT64_MAX, INT64_MAX), std::out_of_range);
    CHECK_THROWS_AS(timedelta({.hours = INT64_MIN}), std::out_of_range);
    CHECK_THROWS_AS(timedelta::fromisoformat("x"), std::invalid_argument);
    CHECK(timedelta(0, 86'400 * std::int64_t{999'999'999}).days() == 999'999'999);
}

TEST_CASE("timedelta: seconds as a float in one kind of answer, ISO 8601 in the other") {
    const auto both = [](const timedelta& value) {
        std::string text;
        detail::append_jsonable(text, value);
        text += ' ';
        detail::append_serialized(text, value);
        return text;
    };
    CHECK(both(timedelta(0, 3600)) == "3600.0 \"PT1H\"");
    CHECK(both(timedelta(1, 30, 5000)) == "86430.005 \"P1DT30.005S\"");
    CHECK(both(timedelta()) == "0.0 \"PT0S\"");
    CHECK(both(timedelta(0, 0, -1)) == "-1e-06 \"-PT0.000001S\"");
    CHECK(both(timedelta(366)) == "31622400.0 \"P1Y1D\"");
}
