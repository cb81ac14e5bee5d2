#include "fastapi/model/datetime.hpp"

#include <doctest/doctest.h>

#include <ctime>
#include <stdexcept>

using namespace fastapi;

namespace {

// <ctime>'s ::time makes the bare name of the type ambiguous; the alias never is.
struct Shift {
    datetime start;
    date day;
    clock_time opening;
    fastapi::time closing;
    timedelta length;
};

std::string outcome(const ParseOutcome& problem, const datetime& value) {
    return problem ? std::string(problem->type) + ": " + problem->reason : value.isoformat();
}

std::string read(std::string_view text) {
    datetime value;
    const ParseOutcome problem = datetime::parse(text, value);
    return outcome(problem, value);
}

std::string decoded_float(double timestamp) {
    datetime value;
    const ParseOutcome problem = datetime::decode_float(timestamp, value);
    return outcome(problem, value);
}

std::string decoded_integer(std::int64_t timestamp) {
    datetime value;
    const ParseOutcome problem = datetime::decode_integer(timestamp, value);
    return outcome(problem, value);
}

}  // namespace

TEST_CASE("datetime: texts are read as Pydantic does") {
    struct row {
        const char* text;
        const char* outcome;
    };
    for (const row& each : {
             row{"2024-01-15T10:30:00Z", "2024-01-15T10:30:00+00:00"},
             row{"2024-01-15T10:30:00+02:00", "2024-01-15T10:30:00+02:00"},
             row{"2024-01-15t10:30:00z", "2024-01-15T10:30:00+00:00"},
             row{"2024-01-15_10:30", "2024-01-15T10:30:00"},
             row{"2024-01-15 10:30", "2024-01-15T10:30:00"},
             row{"2024-01-15", "2024-01-15T00:00:00"},
             row{"2024-01-15T10:30:00.123456789Z", "2024-01-15T10:30:00.123456+00:00"},
             row{"2024-01-15T10:30:00,5", "2024-01-15T10:30:00.500000"},
             row{"2024-01-15T10:30+0130", "2024-01-15T10:30:00+01:30"},
             row{"2024-01-15T10:30-00:00", "2024-01-15T10:30:00+00:00"},
             row{"2024-01-15T10:30\xE2\x88\x92"
                 "01:00",
                 "2024-01-15T10:30:00-01:00"},
             row{"1500-01-01T00:00", "1500-01-01T00:00:00"},
             row{"1705314600", "2024-01-15T10:30:00+00:00"},
             row{"1705314600.5", "2024-01-15T10:30:00.500000+00:00"},
             row{"1705314600123", "2024-01-15T10:30:00.123000+00:00"},
             row{"20000000000", "2603-10-11T11:33:20+00:00"},
             row{"20000000001", "1970-08-20T11:33:20.001000+00:00"},
             row{"-20000000001", "1969-05-14T12:26:39.999000+00:00"},
             row{"+5", "1970-01-01T00:00:05+00:00"},
             row{".5", "1970-01-01T00:00:00.500000+00:00"},
             row{"-5.25", "1969-12-31T23:59:54.750000+00:00"},
             row{"1.5e9", "2017-07-14T02:40:00+00:00"},
             row{"-62135596800000", "0001-01-01T00:00:00+00:00"},
             row{"0000-01-15T10:30", "datetime_parsing: year 0 is out of range"},
         })
        CHECK(read(each.text) == each.outcome);
}

TEST_CASE("datetime: texts are refused with the reason why they are no date") {
    struct row {
        const char* text;
        const char* reason;
    };
    const char* const extra = "unexpected extra characters at the end of the input";
    for (const row& each : {
             row{"", "input is too short"},
             row{"x", "input is too short"},
             row{"1e9", "input is too short"},
             row{"nan", "input is too short"},
             row{"1.5e400", "input is too short"},
             row{".", "input is too short"},
             row{" 2024-01-15T10:30Z", "invalid character in year"},
             row{"2024-1-15T10:30", "invalid character in month"},
             row{"2024-13-15", "month value is outside expected range of 1-12"},
             row{"2024-01-15T24:00", extra},
             row{"2024-01-15T10:30:60", extra},
             row{"2024-01-15T10", extra},
             row{"2024-01-15T10:30:00.Z", extra},
             row{"2024-01-15T10:30+24:00", extra},
             row{"2024-01-15T10:30Z ", extra},
             row{"2024-01-15X10:00", extra},
             row{"9223372036854775807", "dates after 9999 are not supported as unix timestamps"},
             row{"9223372036854775808", "invalid date separator, expected `-`"},
             row{"-62167219200001", "dates before 0000 are not supported as unix timestamps"},
         })
        CHECK(read(each.text) == std::string("datetime_from_date_parsing: ") + each.reason);
    datetime value;
    CHECK(datetime::parse("x", value)->message ==
          "Input should be a valid datetime or date, input is too short");
}

TEST_CASE("datetime: a number is a Unix timestamp, in milliseconds beyond 2e10") {
    CHECK(decoded_integer(5) == "1970-01-01T00:00:05+00:00");
    CHECK(decoded_integer(253402300799999) == "9999-12-31T23:59:59.999000+00:00");
    CHECK(decoded_integer(253402300800000) ==
          "datetime_parsing: dates after 9999 are not supported as unix timestamps");
    CHECK(decoded_integer(INT64_MIN) ==
          "datetime_parsing: dates before 0000 are not supported as unix timestamps");
    CHECK(decoded_integer(-62135596800001) == "datetime_parsing: year 0 is out of range");
    CHECK(decoded_float(1705314600.5) == "2024-01-15T10:30:00.500000+00:00");
    CHECK(decoded_float(1705314600123.456) == "2024-01-15T10:30:00.123456+00:00");
    CHECK(decoded_float(-1.5) == "1969-12-31T23:59:58.500000+00:00");
    CHECK(decoded_float(0.9999999) == "1970-01-01T00:00:01+00:00");
    CHECK(decoded_float(-1e300) ==
          "datetime_parsing: dates before 0000 are not supported as unix timestamps");
    CHECK(decoded_float(std::nan("")) == "datetime_parsing: NaN values not permitted");
    datetime value;
    CHECK(
        datetime::decode_float(1e300, value)->message ==
        "Input should be a valid datetime, dates after 9999 are not supported as unix timestamps");
}

TEST_CASE("datetime: fields, and what no calendar has") {
    const datetime value(2024, 1, 15, 10, 30, 5, 123456, TzInfo(std::chrono::hours(-3)));
    CHECK(value.year() == 2024);
    CHECK(value.month() == 1);
    CHECK(value.day() == 15);
    CHECK(value.hour() == 10);
    CHECK(value.minute() == 30);
    CHECK(value.second() == 5);
    CHECK(value.microsecond() == 123456);
    CHECK(value.utcoffset() == timedelta({.hours = -3}));
    CHECK_FALSE(datetime(2024, 1, 15).utcoffset());
    CHECK(value.str() == "2024-01-15 10:30:05.123456-03:00");
    CHECK(datetime::combine(date(2024, 1, 15), clock_time(10, 30)) ==
          datetime(2024, 1, 15, 10, 30));
    CHECK_THROWS_AS(datetime(2023, 2, 29), std::out_of_range);
    CHECK_THROWS_AS(datetime(2024, 1, 15, 24), std::out_of_range);
    CHECK_THROWS_AS(datetime::fromisoformat("tomorrow"), std::invalid_argument);
    const Shift shift{value, value.date(), clock_time(8), clock_time(17), timedelta({.hours = 9})};
    CHECK(shift.opening < shift.closing);
}

TEST_CASE("datetime: aware moments compare by instant, a naive one with none of them") {
    const datetime london(2024, 1, 15, 15, 0, 0, utc);
    const datetime paris(2024, 1, 15, 16, 0, 0, TzInfo(std::chrono::hours(1)));
    CHECK(london == paris);
    CHECK(datetime(2024, 1, 15, 15, 30, 0, utc) > paris);
    CHECK(datetime(2024, 1, 15, 15) != london);
    CHECK((datetime(2024, 1, 15, 15) <=> london) == std::partial_ordering::unordered);
    CHECK(datetime(2024, 1, 15, 15) < datetime(2024, 1, 15, 16));
    CHECK(london.astimezone(TzInfo(std::chrono::hours(10))).isoformat() ==
          "2024-01-16T01:00:00+10:00");
}

TEST_CASE(
    "datetime: spans are added and taken away across days, but not beyond the years 1 to 9999") {
    const datetime start(2024, 2, 28, 23, 30);
    CHECK(start + timedelta(0, 3600) == datetime(2024, 2, 29, 0, 30));
    CHECK(start - timedelta(59) == datetime(2023, 12, 31, 23, 30));
    CHECK(datetime(2024, 3, 1) - start == timedelta(1, 1800));
    CHECK((datetime(2024, 1, 1, 0, 0, 0, utc) + timedelta(1)).isoformat() ==
          "2024-01-02T00:00:00+00:00");
    CHECK_THROWS_AS(datetime(9999, 12, 31) + timedelta(1), std::out_of_range);
    CHECK_THROWS_AS(datetime(1, 1, 1) - timedelta(0, 1), std::out_of_range);
    CHECK_THROWS_AS(start + timedelta(999'999'999), std::out_of_range);
    CHECK_THROWS_AS(start - datetime(2024, 1, 1, 0, 0, 0, utc), std::invalid_argument);
}

TEST_CASE("datetime: std::chrono's time points go in and out") {
    using std::chrono::system_clock;
    const system_clock::time_point point{std::chrono::seconds(1705314600)};
    const datetime value(point);
    CHECK(value.isoformat() == "2024-01-15T10:30:00+00:00");
    CHECK(static_cast<system_clock::time_point>(value) == point);
    CHECK(value.timestamp() == 1705314600.0);
    CHECK(datetime(2024, 1, 15, 12, 30, 0, TzInfo(std::chrono::hours(2))).to_sys_time() == point);
    const auto convert = [](const datetime& moment) { return system_clock::time_point(moment); };
    CHECK_THROWS_AS(convert(datetime(9999, 1, 1)), std::out_of_range);
    const timedelta drift =
        datetime::now(TzInfo(std::chrono::hours(5))) - datetime(system_clock::now());
    CHECK(drift.days() <= 0);
    CHECK(drift > timedelta(0, -60));
}

TEST_CASE("datetime: UTC is +00:00 in one kind of answer and Z in the other") {
    const auto both = [](const datetime& value) {
        std::string text;
        detail::append_jsonable(text, value);
        text += ' ';
        detail::append_serialized(text, value);
        return text;
    };
    CHECK(both(datetime(2024, 1, 15, 10, 30, 0, utc)) ==
          "\"2024-01-15T10:30:00+00:00\" \"2024-01-15T10:30:00Z\"");
    CHECK(both(datetime(2024, 1, 15, 10, 30, 0, TzInfo(std::chrono::hours(2)))) ==
          "\"2024-01-15T10:30:00+02:00\" \"2024-01-15T10:30:00+02:00\"");
    CHECK(both(datetime(2024, 1, 15, 10, 30, 0, 123400)) ==
          "\"2024-01-15T10:30:00.123400\" \"2024-01-15T10:30:00.123400\"");
}
