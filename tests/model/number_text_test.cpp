#include "fastapi/model/number_text.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

using namespace fastapi::detail;

namespace {

/// The integer as text, `size` where it is too large, `none` where the text is no integer.
std::string integer(std::string_view text) {
    integer_text out;
    const integer_outcome outcome = parse_integer(text, out);
    if (outcome == integer_outcome::no_integer) return "none";
    if (outcome == integer_outcome::too_large) return "size";
    return (out.negative ? "-" : "") + std::to_string(out.magnitude);
}

struct float_case {
    std::string_view text;
    double value;
};

}  // namespace

TEST_CASE("number text: integers as Pydantic reads them from text") {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"5", "5"},
        {"5.0", "5"},
        {"5.000", "5"},
        {"5.", "none"},
        {"5.5", "none"},
        {"5.0.0", "none"},
        {"+5", "5"},
        {"-5", "-5"},
        {"+-5", "none"},
        {"- 5", "none"},
        {"05", "5"},
        {"-0", "-0"},
        {"0", "0"},
        {"00", "0"},
        {" 5 ", "5"},
        {"\t\n5\r", "5"},
        {"1 0", "none"},
        {"1_000", "1000"},
        {"1__0", "none"},
        {"_1", "none"},
        {"1_", "none"},
        {"-1_0.0", "-10"},
        {"\u00a05\u00a0", "5"},
        {"\u30005", "5"},
        {"\x0b"
         "5\x0c",
         "5"},
        {"\x1c"
         "5",
         "none"},
        {"5\x1f", "none"},
        {" 1_0", "10"},
        {"1e3", "none"},
        {"0x10", "none"},
        {"", "none"},
        {" ", "none"},
        {".0", "none"},
        {"+", "none"},
        {"-", "none"},
        {"\u0665", "none"},
        {"five", "none"},
        {"5\xA0", "none"},
        {"\xC2", "none"},
        {"true", "none"},
        {"18446744073709551615", "18446744073709551615"},
        {"18446744073709551616", "size"},
        {"-99999999999999999999", "size"},
        {"000000000000000000000000000001", "1"}};
    for (const auto& each : cases) CHECK_MESSAGE(integer(each.first) == each.second, each.first);
}

TEST_CASE("number text: an integer of a hundred thousand digits costs one pass") {
    CHECK(integer(std::string(100000, '9')) == "size");
    CHECK(integer(std::string(100000, '9') + "x") == "none");
    CHECK(integer(std::string(100000, ' ') + "7" + std::string(100000, ' ')) == "7");
}

TEST_CASE("number text: floating numbers") {
    const double infinity = std::numeric_limits<double>::infinity();
    const float_case cases[] = {
        {"1", 1},
        {"1.5", 1.5},
        {".25", 0.25},
        {"5.", 5},
        {"-1e3", -1000},
        {"1E+2", 100},
        {"+1e-2", 0.01},
        {" 2 ", 2},
        {"\u00a02", 2},
        {"1_0.5", 10.5},
        {"1_0e1_0", 1e11},
        {"inf", infinity},
        {"-Infinity", -infinity},
        {"+INF", infinity},
        {"1e400", infinity},
        {"-1e400", -infinity},
        {"1e-400", 0},
        {"0e999999999999", 0},
        {"1e99999999999999999999", infinity},
        {"1e-99999999999999999999", 0},
        {"0.1", 0.1},
        {"123456789012345678901234567890", 123456789012345678901234567890.0}};
    for (const float_case& each : cases) {
        const auto value = parse_float(each.text);
        CHECK_MESSAGE((value && *value == each.value), each.text);
    }
    CHECK(std::isnan(parse_float("NaN").value()));
    CHECK(std::signbit(parse_float("-0").value()));
    for (const char* text :
         {"",    " ",  ".",  "e5",   "1e",      "1e+",  "1.2.3", "0x10",   "1,5", "--1",
          "+-1", "_1", "1_", "1__0", "infinit", "nano", "1f",    "\u0661", "1 2", "inf inity"})
        CHECK_FALSE_MESSAGE(parse_float(text), text);
}

TEST_CASE("number text: overflow is told from underflow, whatever the exponent says") {
    const std::string zeros(400, '0');
    CHECK(parse_float("1" + zeros) == std::numeric_limits<double>::infinity());
    CHECK(parse_float("0." + zeros + "1") == 0.0);
    CHECK(parse_float("0." + zeros + "1e800") == std::numeric_limits<double>::infinity());
    CHECK(parse_float("1" + zeros + "e-800") == 0.0);
    CHECK(parse_float("1" + zeros + "e-400") == 1.0);
}

TEST_CASE("number text: truth values in any case, without blanks") {
    for (const char* text : {"1", "true", "TRUE", "t", "y", "Yes", "on", "oN"})
        CHECK_MESSAGE(parse_bool(text) == true, text);
    for (const char* text : {"0", "false", "F", "n", "NO", "off"})
        CHECK_MESSAGE(parse_bool(text) == false, text);
    for (const char* text : {"", " 1", "1 ", "2", "01", "tru", "truee", "null", "yep"})
        CHECK_FALSE_MESSAGE(parse_bool(text).has_value(), text);
}
