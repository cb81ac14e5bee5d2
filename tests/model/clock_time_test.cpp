#include "fastapi/model/clock_time.hpp"

#include <doctest/doctest.h>

#include <ctime>
#include <stdexcept>

using namespace fastapi;

namespace {

std::string outcome(const ParseOutcome& problem, const clock_time& value) {
    return problem ? std::string(problem->type) + ": " + problem->reason : value.isoformat();
}

std::string read(std::string_view text) {
    clock_time value;
    const ParseOutcome problem = clock_time::parse(text, value);
    return outcome(problem, value);
}

std::string decoded_float(double seconds) {
    clock_time value;
    const ParseOutcome problem = clock_time::decode_float(seconds, value);
    return outcome(problem, value);
}

std::string decoded_integer(std::int64_t seconds) {
    clock_time value;
    const ParseOutcome problem = clock_time::decode_integer(seconds, value);
    return outcome(problem, value);
}

}  // namespace

TEST_CASE("time: texts are read or refused as Pydantic does") {
    struct row {
        const char* text;
        const char* outcome;
    };
    for (const row& each : {
             row{"10:30", "10:30:00"},
             row{"10:30:15", "10:30:15"},
             row{"10:30:00.5", "10:30:00.500000"},
             row{"10:30:00,25", "10:30:00.250000"},
             row{"10:30:15.1234567", "10:30:15.123456"},
             row{"10:30Z", "10:30:00+00:00"},
             row{"10:30z", "10:30:00+00:00"},
             row{"10:30+01:00", "10:30:00+01:00"},
             row{"10:30:00-0100", "10:30:00-01:00"},
             row{"10:30:00\xE2\x88\x92"
                 "01:00",
                 "10:30:00-01:00"},
             row{"23:59:59+23:59", "23:59:59+23:59"},
         })
        CHECK(read(each.text) == each.outcome);
    for (const row& each : {
             row{"", "input is too short"},
             row{"x", "input is too short"},
             row{"10:3", "input is too short"},
             row{"3600", "input is too short"},
             row{"1x:00", "invalid character in hour"},
             row{"10x00", "invalid time separator, expected `:`"},
             row{"10:x0", "invalid character in minute"},
             row{"25:00", "hour value is outside expected range of 0-23"},
             row{"24:00", "hour value is outside expected range of 0-23"},
             row{"10:60", "minute value is outside expected range of 0-59"},
             row{"10:30:60", "second value is outside expected range of 0-59"},
             row{"10:30:", "invalid character in second"},
             row{"10:00:6x", "invalid character in second"},
             row{"10:30:00.", "second fraction digits missing after `.`"},
             row{"10:30x", "invalid timezone sign"},
             row{"10:30:00 Z", "invalid timezone sign"},
             row{"10:30:00+", "invalid timezone hour"},
             row{"10:30:00+01", "invalid timezone minute"},
             row{"10:30:00+24:00", "timezone offset must be less than 24 hours"},
             row{"10:30:00Zx", "unexpected extra characters at the end of the input"},
         })
        CHECK(read(each.text) == std::string("time_parsing: ") + each.outcome);
    clock_time value;
    CHECK(clock_time::parse("25:00", value)->message ==
          "Input should be in a valid time format, hour value is outside expected range of 0-23");
}

TEST_CASE("time: a number is seconds since midnight, in UTC") {
    CHECK(decoded_integer(3600) == "01:00:00+00:00");
    CHECK(decoded_integer(86399) == "23:59:59+00:00");
    CHECK(decoded_integer(86400) == "time_parsing: numeric times may not exceed 86,399 seconds");
    CHECK(decoded_integer(INT64_MAX) ==
          "time_parsing: numeric times may not exceed 86,399 seconds");
    CHECK(decoded_integer(-1) == "time_parsing: time in seconds should be positive");
    CHECK(decoded_float(3600.1234567) == "01:00:00.123457+00:00");
    CHECK(decoded_float(86399.999999) == "23:59:59.999999+00:00");
    CHECK(decoded_float(86399.9999999) ==
          "time_parsing: numeric times may not exceed 86,399 seconds");
    CHECK(decoded_float(-0.5) == "time_parsing: time in seconds should be positive");
    CHECK(decoded_float(std::nan("")) == "time_parsing: NaN values not permitted");
}

TEST_CASE("time: what no clock shows throws") {
    CHECK_NOTHROW(clock_time(23, 59, 59, 999'999));
    CHECK_THROWS_AS(clock_time(24), std::out_of_range);
    CHECK_THROWS_AS(clock_time(0, 60), std::out_of_range);
    CHECK_THROWS_AS(clock_time(0, 0, -1), std::out_of_range);
    CHECK_THROWS_AS(clock_time(0, 0, 0, 1'000'000), std::out_of_range);
    CHECK_THROWS_AS(TzInfo(std::chrono::hours(24)), std::out_of_range);
    CHECK_NOTHROW(TzInfo(std::chrono::minutes(-1439)));
}

TEST_CASE("time: aware times compare without their offsets, a naive one with none of them") {
    CHECK(clock_time(10, 30) < clock_time(10, 31));
    CHECK(clock_time(10, 0, 0, 0, utc) == clock_time(12, 0, 0, 0, TzInfo(std::chrono::hours(2))));
    CHECK(clock_time(10, 0, 0, 0, utc) != clock_time(10));
    CHECK((clock_time(10, 0, 0, 0, utc) <=> clock_time(10)) == std::partial_ordering::unordered);
    CHECK(clock_time(1, 0, 0, 0, TzInfo(std::chrono::hours(2))).utcoffset() == timedelta(0, 7200));
    CHECK_FALSE(clock_time(1).utcoffset());
}

TEST_CASE("time: UTC is +00:00 in one kind of answer and Z in the other") {
    const auto both = [](const clock_time& value) {
        std::string text;
        detail::append_jsonable(text, value);
        text += ' ';
        detail::append_serialized(text, value);
        return text;
    };
    CHECK(both(clock_time(10, 30, 0, 500'000)) == "\"10:30:00.500000\" \"10:30:00.500000\"");
    CHECK(both(clock_time(10, 30, 0, 0, utc)) == "\"10:30:00+00:00\" \"10:30:00Z\"");
    CHECK(both(clock_time(1, 2, 3, 0, TzInfo(std::chrono::seconds(-5405)))) ==
          "\"01:02:03-01:30:05\" \"01:02:03-01:30\"");
}
