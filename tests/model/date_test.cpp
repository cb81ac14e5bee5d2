#include "fastapi/model/date.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace fastapi;

namespace {

std::string read(std::string_view text) {
    date value;
    const ParseOutcome problem = date::parse(text, value);
    return problem ? std::string(problem->type) + ": " + problem->reason : value.isoformat();
}

template <class Number>
std::string decoded(Number number) {
    date value;
    ParseOutcome problem;
    if constexpr (std::is_same_v<Number, double>)
        problem = date::decode_float(number, value);
    else
        problem = date::decode_integer(number, value);
    return problem ? std::string(problem->type) + ": " + problem->reason : value.isoformat();
}

}  // namespace

TEST_CASE("date: texts are read or refused as Pydantic does") {
    struct row {
        const char* text;
        const char* outcome;
    };
    const std::string refused = "date_from_datetime_parsing: ";
    for (const row& each : {
             row{"2024-01-15", "2024-01-15"},
             row{"2024-02-29", "2024-02-29"},
             row{"0001-01-01", "0001-01-01"},
             row{"2024-01-15T00:00", "2024-01-15"},
             row{"2024-01-15T00:00:00Z", "2024-01-15"},
             row{"2024-01-15 00:00:00+05:00", "2024-01-15"},
             row{"1705276800", "2024-01-15"},
             row{"1705276800.0", "2024-01-15"},
             row{"-62135596800000", "0001-01-01"},
             row{"2024-01-15T10:30:00", "date_from_datetime_inexact: "},
             row{"1705276801", "date_from_datetime_inexact: "},
             row{"1705276800.5", "date_from_datetime_inexact: "},
             row{"0000-01-01", "date_parsing: year 0 is out of range"},
         })
        CHECK(read(each.text) == each.outcome);
    for (const row& each : {
             row{"", "input is too short"},
             row{"x", "input is too short"},
             row{"2024-01-1", "input is too short"},
             row{"202a-01-15", "invalid character in year"},
             row{" 2024-01-15", "invalid character in year"},
             row{"2024/01/15", "invalid date separator, expected `-`"},
             row{"2024-01/15", "invalid date separator, expected `-`"},
             row{"2024-0a-15", "invalid character in month"},
             row{"2024-01-1a", "invalid character in day"},
             row{"2024-13-01", "month value is outside expected range of 1-12"},
             row{"2024-00-01", "month value is outside expected range of 1-12"},
             row{"2023-02-29", "day value is outside expected range"},
             row{"2024-01-00", "day value is outside expected range"},
             row{"2024-01-15x", "invalid datetime separator, expected `T`, `t`, `_` or space"},
             row{"2024-01-15T10", "input is too short"},
             row{"2024-01-15T24:00", "hour value is outside expected range of 0-23"},
             row{"2024-01-15T00:60", "minute value is outside expected range of 0-59"},
             row{"2024-01-15T00:00x", "invalid timezone sign"},
             row{"2024-01-15T00:00+24:00", "timezone offset must be less than 24 hours"},
             row{"2024-01-15T00:00+23:60",
                 "timezone minute value is outside expected range of 0-59"},
             row{"2024-01-15T00:00+1", "invalid timezone hour"},
             row{"2024-01-15T00:00+01:", "invalid timezone minute"},
             row{"2024-01-15T00:00Zx", "unexpected extra characters at the end of the input"},
             row{"253402300800000", "dates after 9999 are not supported as unix timestamps"},
             row{"-9223372036854775807", "dates before 0000 are not supported as unix timestamps"},
         })
        CHECK(read(each.text) == refused + each.outcome);
}

TEST_CASE("date: the whole problem is worded as FastAPI's answers are") {
    date value;
    ParseOutcome problem = date::parse("2023-02-29", value);
    REQUIRE(problem);
    CHECK(problem->message ==
          "Input should be a valid date or datetime, day value is outside expected range");
    problem = date::parse("2024-01-15T10:30:00", value);
    REQUIRE(problem);
    CHECK(problem->message ==
          "Datetimes provided to dates should have zero time - e.g. be exact dates");
    problem = date::parse("0000-01-01", value);
    REQUIRE(problem);
    CHECK(problem->message ==
          "Input should be a valid date in the format YYYY-MM-DD, year 0 is out of range");
}

TEST_CASE("date: a number is a Unix timestamp of a midnight") {
    CHECK(decoded(std::int64_t{1705276800}) == "2024-01-15");
    CHECK(decoded(std::int64_t{1705276800000}) == "2024-01-15");
    CHECK(decoded(std::int64_t{1705276801}) == "date_from_datetime_inexact: ");
    CHECK(decoded(1705276800.0) == "2024-01-15");
    CHECK(decoded(0.5) == "date_from_datetime_inexact: ");
    CHECK(decoded(std::nan("")) == "date_from_datetime_parsing: NaN values not permitted");
    CHECK(decoded(1e300) ==
          "date_from_datetime_parsing: dates after 9999 are not supported as unix timestamps");
    CHECK(decoded(std::int64_t{-62167219200000}) == "date_parsing: year 0 is out of range");
}

TEST_CASE("date: what no calendar has throws") {
    CHECK_NOTHROW(date(2024, 2, 29));
    CHECK_THROWS_AS(date(2023, 2, 29), std::out_of_range);
    CHECK_THROWS_AS(date(0, 1, 1), std::out_of_range);
    CHECK_THROWS_AS(date(10000, 1, 1), std::out_of_range);
    CHECK_THROWS_AS(date(2024, 13, 1), std::out_of_range);
    CHECK_THROWS_AS(date(9999, 12, 31) + timedelta(1), std::out_of_range);
    CHECK_THROWS_AS(date::fromisoformat("x"), std::invalid_argument);
}

TEST_CASE("date: days are added, subtracted and compared") {
    CHECK(date() == date(1970, 1, 1));
    CHECK(date(2024, 2, 28) + timedelta(2) == date(2024, 3, 1));
    CHECK(date(2024, 3, 1) - timedelta(2, 5) == date(2024, 2, 28));
    CHECK((date(2024, 3, 1) - date(2023, 3, 1)).days() == 366);
    CHECK(date(2024, 1, 15) < date(2024, 1, 16));
    CHECK(date(2024, 1, 15).weekday() == 0);
    CHECK(date(date(1582, 10, 4).to_sys_days()) == date(1582, 10, 4));
    CHECK(date::fromisoformat("2024-01-15").str() == "2024-01-15");
    CHECK(date::today() > date(2020, 1, 1));
}

TEST_CASE("date: both kinds of answer write the same text") {
    std::string jsonable, serialized;
    detail::append_jsonable(jsonable, date(999, 2, 3));
    detail::append_serialized(serialized, date(999, 2, 3));
    CHECK(jsonable == "\"0999-02-03\"");
    CHECK(serialized == jsonable);
}
