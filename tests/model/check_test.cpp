#include "fastapi/model/check.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

using namespace fastapi;
using detail::error_list;
using detail::field_info;
using detail::info_of;

namespace {

/// `{}` where the value is within its limits, else the type, message and context of the problem.
template <class Check>
std::string problem_of(const Check& check) {
    error_list errors;
    const bool passed = check(errors);
    CHECK(passed == errors.empty());
    CHECK(errors.size() <= 1);
    if (passed) return "{}";
    const list details = errors.details();
    return details[0]["type"].as_string() + " | " + details[0]["msg"].as_string() + " | " +
           details[0]["ctx"].dump() + (details[0]["input"] == "input" ? "" : " wrong input");
}

any input() { return "input"; }

template <class Number>
std::string number(Number value, const field_info& info) {
    return problem_of([&](error_list& errors) { return check_number(value, info, errors, input); });
}

std::string text(std::string_view value, const field_info& info) {
    return problem_of([&](error_list& errors) { return check_text(value, info, errors, input); });
}

std::string items(std::size_t count, std::string_view type, const field_info& info) {
    return problem_of(
        [&](error_list& errors) { return check_items(count, type, info, errors, input); });
}

}  // namespace

TEST_CASE("check: integers against limits, each kept and just broken") {
    CHECK(number(1, info_of<gt(0)>) == "{}");
    CHECK(number(0, info_of<gt(0)>) ==
          R"(greater_than | Input should be greater than 0 | {"gt":0})");
    CHECK(number(1, info_of<ge(1)>) == "{}");
    CHECK(number(0, info_of<ge(1)>) ==
          R"(greater_than_equal | Input should be greater than or equal to 1 | {"ge":1})");
    CHECK(number(-1, info_of<lt(0)>) == "{}");
    CHECK(number(0, info_of<lt(0)>) == R"(less_than | Input should be less than 0 | {"lt":0})");
    CHECK(number(5, info_of<le(5)>) == "{}");
    CHECK(number(6, info_of<le(5)>) ==
          R"(less_than_equal | Input should be less than or equal to 5 | {"le":5})");
    CHECK(number(10, info_of<multiple_of(5)>) == "{}");
    CHECK(number(-10, info_of<multiple_of(5)>) == "{}");
    CHECK(number(7, info_of<multiple_of(5)>) ==
          R"(multiple_of | Input should be a multiple of 5 | {"multiple_of":5})");
}

TEST_CASE("check: signs and sizes of the integer types do not mix up") {
    CHECK(number(UINT64_MAX, info_of<gt(-1)>) == "{}");
    CHECK(number(INT64_MIN, info_of<lt(UINT64_MAX)>) == "{}");
    CHECK(
        number(UINT64_MAX, info_of<lt(UINT64_MAX)>) ==
        R"(less_than | Input should be less than 18446744073709551615 | {"lt":18446744073709551615})");
    CHECK(number(INT64_MIN, info_of<multiple_of(-1)>) == "{}");
    CHECK(number(3, info_of<gt(2.5)>) == "{}");
    CHECK(number(2, info_of<gt(2.5)>) ==
          R"(greater_than | Input should be greater than 2.5 | {"gt":2.5})");
    CHECK(number(3, info_of<multiple_of(1.5)>) == "{}");
    CHECK(number(UINT64_MAX, info_of<multiple_of(5)>) == "{}");
}

TEST_CASE("check: a floating field has floating limits, and messages without .0") {
    CHECK(number(0.0, info_of<gt(0)>) ==
          R"(greater_than | Input should be greater than 0 | {"gt":0.0})");
    CHECK(number(1.0, info_of<lt(1)>) == R"(less_than | Input should be less than 1 | {"lt":1.0})");
    CHECK(number(100.5, info_of<lt(100.5)>) ==
          R"(less_than | Input should be less than 100.5 | {"lt":100.5})");
    CHECK(number(1e300, info_of<le(1e300)>) == "{}");
    CHECK(number(0.0, info_of<ge(-0.0)>) == "{}");
}

TEST_CASE("check: multiples of a binary fraction have a tolerance") {
    CHECK(number(0.3, info_of<multiple_of(0.1)>) == "{}");
    CHECK(number(-0.7, info_of<multiple_of(0.1)>) == "{}");
    CHECK(number(0.35, info_of<multiple_of(0.1)>) ==
          R"(multiple_of | Input should be a multiple of 0.1 | {"multiple_of":0.1})");
    // The tolerance is 1e-9, however large the number is.
    CHECK(number(0.2500000009, info_of<multiple_of(0.25)>) == "{}");
    CHECK(number(0.2500000011, info_of<multiple_of(0.25)>) != "{}");
    CHECK(number(1000000.2500000011, info_of<multiple_of(0.25)>) != "{}");
    CHECK(number(5e-324, info_of<multiple_of(0.25)>) == "{}");
    CHECK(number(1e308, info_of<multiple_of(0.25)>) != "{}");
    CHECK(number(std::numeric_limits<double>::infinity(), info_of<multiple_of(0.25)>) == "{}");
}

TEST_CASE("check: NaN is within no limit, infinity within those on its side") {
    const double nan = std::nan("");
    for (const field_info* info :
         {&info_of<gt(0)>, &info_of<ge(0)>, &info_of<lt(0)>, &info_of<le(0)>})
        CHECK(number(nan, *info) != "{}");
    CHECK(number(std::numeric_limits<double>::infinity(), info_of<gt(0)>) == "{}");
    CHECK(number(std::numeric_limits<double>::infinity(), info_of<lt(0)>) != "{}");
}

TEST_CASE("check: of several limits the first in Pydantic's order is the problem") {
    CHECK(number(7, info_of<gt(100), multiple_of(5)>).starts_with("multiple_of"));
    CHECK(number(7, info_of<gt(8), le(6)>).starts_with("less_than_equal"));
}

TEST_CASE("check: texts are measured in code points") {
    CHECK(text("\u00e9\u20ac\U0001F600", info_of<max_length(3)>) == "{}");
    CHECK(text("abcd", info_of<max_length(3)>) ==
          R"(string_too_long | String should have at most 3 characters | {"max_length":3})");
    CHECK(text("", info_of<max_length(0)>) == "{}");
    CHECK(text("\u00e9", info_of<min_length(2)>) ==
          R"(string_too_short | String should have at least 2 characters | {"min_length":2})");
    CHECK(text("", info_of<min_length(1)>) ==
          R"(string_too_short | String should have at least 1 character | {"min_length":1})");
}

TEST_CASE("check: a pattern is looked for anywhere, and comes behind the lengths") {
    CHECK(text("xaby", info_of<pattern("ab")>) == "{}");
    CHECK(text("b", info_of<pattern("^a+$")>) ==
          R"(string_pattern_mismatch | String should match pattern '^a+$' | {"pattern":"^a+$"})");
    CHECK(text("a\n", info_of<pattern("^a$")>).starts_with("string_pattern_mismatch"));
    CHECK(text("", info_of<pattern("^a$"), min_length(1)>).starts_with("string_too_short"));
}

TEST_CASE("check: containers are measured in items") {
    CHECK(items(1, "List", info_of<min_items(1), max_items(2)>) == "{}");
    CHECK(items(0, "List", info_of<min_items(1)>) ==
          "too_short | List should have at least 1 item after validation, not 0 | "
          R"({"field_type":"List","min_length":1,"actual_length":0})");
    CHECK(items(3, "Set", info_of<max_items(2)>) ==
          "too_long | Set should have at most 2 items after validation, not 3 | "
          R"({"field_type":"Set","max_length":2,"actual_length":3})");
}
