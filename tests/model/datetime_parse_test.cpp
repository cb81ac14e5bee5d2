#include "fastapi/model/datetime_parse.hpp"

#include <doctest/doctest.h>

using namespace fastapi::detail;

TEST_CASE(
    "datetime_parse: every fourth year has a 29th of February, but for three centuries of four") {
    CHECK(days_in_month(2024, 2) == 29);
    CHECK(days_in_month(2023, 2) == 28);
    CHECK(days_in_month(2000, 2) == 29);
    CHECK(days_in_month(1900, 2) == 28);
    CHECK(days_in_month(2024, 4) == 30);
    CHECK(days_in_month(2024, 12) == 31);
}

TEST_CASE("datetime_parse: a long fraction of a duration costs no overflow") {
    duration_fields fields;
    CHECK(read_duration("PT1." + std::string(5000, '9') + "S", fields) == "");
    CHECK(fields.seconds == 2);
    CHECK(read_duration("PT1." + std::string(5000, '0') + "1S", fields) == "");
    CHECK(fields.seconds == 1);
    CHECK(fields.microseconds == 0);
    CHECK(read_duration("P" + std::string(5000, '9') + "D", fields) != "");
}

TEST_CASE("datetime_parse: no prefix of a valid text reads beyond its end") {
    for (const std::string_view text : {"2024-01-15T10:30:00.123456+02:00",
                                        "2024-01-15T10:30:00\xE2\x88\x92"
                                        "0130"})
        for (std::size_t length = 0; length <= text.size(); ++length) {
            const std::string copy(
                text.substr(0, length));  // of its own, so that a sanitizer sees its end
            datetime_fields moment;
            const bool is_read = read_datetime(copy, moment).empty();
            const bool is_timestamp = length >= 1 && length <= 4;
            const bool ends_a_part = length == 16 || length == 19 || length == text.size();
            const bool ends_in_fraction = text[19] == '.' && length > 20 && length <= 26;
            CHECK(is_read == (is_timestamp || ends_a_part || ends_in_fraction));
        }
}
