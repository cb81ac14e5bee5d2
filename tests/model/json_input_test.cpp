#include "fastapi/model/json_input.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <string_view>

using namespace fastapi;
using detail::error_list;
using detail::json_input;

namespace {

/// What reading a document gave: the value, or the types of the problems.
template <class Read>
std::string outcome(std::string_view text, bool strict, const Read& read) {
    error_list problems;
    json_input in(text, problems);
    in.strict = strict;
    const std::string value = read(in);
    if (in.reader.error() || !in.reader.finish()) return "malformed";
    if (problems.empty()) return value;
    return problems.details()[0]["type"].as_string();
}

std::string boolean(std::string_view text, bool strict = false) {
    return outcome(text, strict, [](json_input& in) -> std::string {
        bool value = false;
        return decode_bool(in, value) && value ? "true" : "false";
    });
}

std::string integer(std::string_view text, bool strict = false) {
    return outcome(text, strict, [&](json_input& in) {
        detail::integer_text value;
        const bool is_known = decode_integer(in, value) == detail::integer_outcome::read;
        return (value.negative ? "-" : "") + (is_known ? std::to_string(value.magnitude) : "huge");
    });
}

std::string floating(std::string_view text, bool strict = false) {
    return outcome(text, strict, [](json_input& in) {
        double value = 0;
        decode_float(in, value);
        return detail::text_of(value);
    });
}

struct row {
    std::string_view text, lax, strict;
};

}  // namespace

TEST_CASE("json input: truth values") {
    for (const row& each : {
             row{"true", "true", "true"},
             row{"false", "false", "false"},
             row{"1", "true", "bool_type"},
             row{"0.0", "false", "bool_type"},
             row{"2", "bool_parsing", "bool_type"},
             row{"-9223372036854775808", "bool_parsing", "bool_type"},
             row{"9223372036854775808", "bool_type", "bool_type"},
             row{"9e18", "bool_parsing", "bool_type"},
             row{"1e19", "bool_type", "bool_type"},
             row{"0.5", "bool_type", "bool_type"},
             row{"NaN", "bool_type", "bool_type"},
             row{R"("YES")", "true", "bool_type"},
             row{R"("off")", "false", "bool_type"},
             row{R"(" 1")", "bool_parsing", "bool_type"},
             row{"null", "bool_type", "bool_type"},
             row{"[true]", "bool_type", "bool_type"},
             row{"tru", "malformed", "malformed"},
         }) {
        CAPTURE(each.text);
        CHECK(boolean(each.text) == each.lax);
        CHECK(boolean(each.text, true) == each.strict);
    }
}

TEST_CASE("json input: integers") {
    for (const row& each : {
             row{"127", "127", "127"},
             row{"-128", "-128", "-128"},
             row{"-0", "0", "0"},
             row{"18446744073709551615", "18446744073709551615", "18446744073709551615"},
             row{"18446744073709551616", "huge", "huge"},
             row{"-18446744073709551616", "-huge", "-huge"},
             row{"5.0", "5", "int_type"},
             row{"5.5", "int_from_float", "int_type"},
             row{"1e2", "100", "int_type"},
             row{"9e18", "9000000000000000000", "int_type"},
             row{"1e19", "int_parsing_size", "int_type"},
             row{"-1e19", "int_parsing_size", "int_type"},
             row{"-0.0", "0", "int_type"},
             row{"1e999", "finite_number", "int_type"},
             row{"NaN", "finite_number", "int_type"},
             row{"-Infinity", "finite_number", "int_type"},
             row{"true", "1", "int_type"},
             row{R"("7.0")", "7", "int_type"},
             row{R"(" +5 ")", "5", "int_type"},
             row{R"("1e2")", "int_parsing", "int_type"},
             row{R"("")", "int_parsing", "int_type"},
             row{R"("99999999999999999999")", "huge", "int_type"},
             row{"null", "int_type", "int_type"},
             row{"{}", "int_type", "int_type"},
             row{"1x", "malformed", "malformed"},
         }) {
        CAPTURE(each.text);
        CHECK(integer(each.text) == each.lax);
        CHECK(integer(each.text, true) == each.strict);
    }
}

TEST_CASE("json input: floating numbers") {
    for (const row& each : {
             row{"2.5", "2.5", "2.5"},
             row{"2", "2.0", "2.0"},
             row{"1e999", "Infinity", "Infinity"},
             row{"-1e999", "-Infinity", "-Infinity"},
             row{"NaN", "NaN", "NaN"},
             row{"1e-999", "0.0", "0.0"},
             row{"true", "1.0", "float_type"},
             row{R"("1e3")", "1000.0", "float_type"},
             row{R"(" 1 ")", "1.0", "float_type"},
             row{R"("0x10")", "float_parsing", "float_type"},
             row{"null", "float_type", "float_type"},
             row{"[]", "float_type", "float_type"},
         }) {
        CAPTURE(each.text);
        CHECK(floating(each.text) == each.lax);
        CHECK(floating(each.text, true) == each.strict);
    }
}

TEST_CASE("json input: texts") {
    const auto text = [](std::string_view document, bool strips = false) {
        return outcome(document, true, [&](json_input& in) {
            in.strips_white_space = strips;
            std::string_view value;
            decode_text(in, value);
            return std::string(value);
        });
    };
    CHECK(text(R"(" a\n")") == " a\n");
    CHECK(text("\" a\\u00a0\"", true) == "a");
    CHECK(text(R"("\ud83d\ude00")") == "\U0001F600");
    CHECK(text(R"("\ud83d")") == "string_unicode");
    CHECK(text("12") == "string_type");
    CHECK(text("\"a") == "malformed");
    CHECK(text("\"\xFF\"") == "malformed");
}

TEST_CASE("json input: a problem shows the value that it is about") {
    error_list problems;
    json_input in(R"( [1, {"a": 2.50}] )", problems);
    const std::size_t start = in.start();
    CHECK_FALSE(in.fail(start, "x", "y"));
    CHECK(in.reader.finish());
    CHECK(in.span_from(start) == R"([1, {"a": 2.50}] )");
    CHECK(problems.details()[0]["input"].dump() == R"([1,{"a":2.5}])");
}

TEST_CASE("json input: of a malformed value no problem is told") {
    error_list problems;
    json_input in(R"([1, ])", problems);
    CHECK_FALSE(in.fail(in.start(), "x", "y"));
    CHECK(problems.empty());
    CHECK(in.reader.error().position == 2);
}

TEST_CASE("json input: a value as text keeps what JSON cannot say") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    CHECK(detail::text_of(list{std::numeric_limits<double>::quiet_NaN(), infinity, -infinity, 1.0,
                               2}) == "[NaN,Infinity,-Infinity,1.0,2]");
}

TEST_CASE("json input: how often parts may be read again grows with the document") {
    const std::string document(1000, ' ');
    error_list problems;
    json_input in(document, problems);
    json_input part(document, problems, in);
    std::size_t times = 0;
    while ((times % 2 == 0 ? in : part).may_read_again(document)) ++times;
    CHECK(times == (64'000 + (std::size_t(1) << 20)) / 1008);
    CHECK(part.is_exhausted());
    CHECK_FALSE(in.may_read_again("0"));
}
