#include "fastapi/model/scalar_value.hpp"

#include "fastapi/model/default_value.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace fastapi;
using detail::error_list;
using detail::field_info;
using detail::info_of;
using detail::value_type;

namespace {

template <class Value>
std::string problem_of(std::string_view text, const field_info& info = info_of<>) {
    Value value{};
    error_list errors;
    if (value_type<Value>::read(text, value, info, errors)) return "";
    const list details = errors.details();
    return details[0].dump();
}

template <class Value>
std::string schema(const field_info& info = info_of<>) {
    detail::schema_registry registry;
    return any(value_type<Value>::schema(info, registry)).dump();
}

}  // namespace

TEST_CASE("scalar value: a good text is read, a bad one refused in Pydantic's words") {
    CHECK(problem_of<datetime>("2024-01-15T10:30:00Z") == "");
    CHECK(problem_of<fastapi::time>("10:30") == "");
    CHECK(problem_of<timedelta>("PT1H30M") == "");
    CHECK(problem_of<UUID>("12345678123456781234567812345678") == "");
    CHECK(problem_of<date>("2024-02-29") == "");
    CHECK(
        problem_of<date>("2023-02-29") ==
        R"({"type":"date_from_datetime_parsing","loc":[],"msg":"Input should be a valid date or datetime, day value is outside expected range","input":"2023-02-29",)"
        R"("ctx":{"error":"day value is outside expected range"}})");
    CHECK(problem_of<UUID>("not-a-uuid").find("invalid character: found `n` at 0") !=
          std::string::npos);
    CHECK(problem_of<std::optional<date>>("") != "");
}

TEST_CASE("scalar value: a Decimal is checked against limits") {
    CHECK(problem_of<Decimal>("12.50", info_of<gt(12), multiple_of(0.5)>) == "");
    CHECK(problem_of<Decimal>("12", info_of<gt(12)>).find("greater_than") != std::string::npos);
    CHECK(problem_of<Decimal>("x").find(R"("type":"decimal_parsing")") != std::string::npos);
}

TEST_CASE("scalar value: the digits of a Decimal are counted without zeros at its end") {
    constexpr const field_info& money = info_of<max_digits(6), decimal_places(2)>;
    for (const char* good : {"9999.99", "9999.990", "0.0100", "1E+3"}) {
        CAPTURE(good);
        CHECK(problem_of<Decimal>(good, money) == "");
    }
    const std::pair<const char*, const char*> bad[] = {
        {"12345.678", "6 digits in total"},
        {"0.005", "2 decimal places"},
        {"10000.0", "4 digits before the decimal point"},
    };
    for (const auto& row : bad) {
        const char* const text = row.first;
        CAPTURE(text);
        const std::string message =
            "Decimal input should have no more than " + std::string(row.second);
        CHECK(problem_of<Decimal>(text, money).find(message) != std::string::npos);
    }
    CHECK(problem_of<Decimal>("0.005", money).find(R"("ctx":{"decimal_places":2})") !=
          std::string::npos);
}

TEST_CASE("scalar value: schemas") {
    CHECK(schema<datetime>() == R"({"type":"string","format":"date-time"})");
    CHECK(schema<date>() == R"({"type":"string","format":"date"})");
    CHECK(schema<fastapi::time>() == R"({"type":"string","format":"time"})");
    CHECK(schema<timedelta>() == R"({"type":"string","format":"duration"})");
    CHECK(schema<UUID>() == R"({"type":"string","format":"uuid"})");
    CHECK(schema<Decimal>(info_of<gt(0)>) ==
          R"({"anyOf":[{"type":"number","exclusiveMinimum":0},{"type":"string"}]})");
    CHECK(schema<std::optional<Decimal>>() ==
          R"({"anyOf":[{"type":"number"},{"type":"string"},{"type":"null"}]})");
    CHECK(schema<std::vector<date>>() ==
          R"({"type":"array","items":{"type":"string","format":"date"}})");
}

TEST_CASE("scalar value: a default is read as a request's text is") {
    CHECK(detail::stated_default<date>(info_of<defaults_to("2024-02-29")>) == date(2024, 2, 29));
    CHECK(detail::stated_default<std::optional<date>>(info_of<defaults_to("2024-02-29")>) ==
          date(2024, 2, 29));
    CHECK_THROWS_AS(detail::stated_default<date>(info_of<defaults_to("2023-02-29")>),
                    std::invalid_argument);
}
