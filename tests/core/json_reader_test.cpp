#include "fastapi/core/json_reader.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace fastapi::detail;

namespace {

json_error error_of(std::string_view text) {
    json_reader reader(text);
    if (reader.skip_value()) reader.finish();
    return reader.error();
}

std::string refusal(std::string_view text) {
    const json_error error = error_of(text);
    if (!error) return "";
    return std::string(error.message) + " @" +
           std::to_string(character_offset(text, error.position));
}

std::string repeated(std::string_view part, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) result += part;
    return result;
}

}  // namespace

TEST_CASE("json reader: what RFC 8259 allows, and NaN as Python does, is accepted") {
    for (const std::string_view text : {"null",
                                        "true",
                                        "false",
                                        "0",
                                        "-0",
                                        "-0.0",
                                        "12",
                                        "1.5",
                                        "1e5",
                                        "1E+5",
                                        "1.25e-7",
                                        "\"\"",
                                        "\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\\u00e9\"",
                                        "[]",
                                        "[ ]",
                                        "{}",
                                        "{ }",
                                        " \t\r\n1 \t\r\n",
                                        "[1,2,[3,{}]]",
                                        "{\"a\":1,\"b\":[null,true]}",
                                        "{\"\":0}",
                                        "{\"a\":1,\"a\":2}",
                                        "[[],[[]]]",
                                        "NaN",
                                        "[Infinity,-Infinity]",
                                        "1e999",
                                        "1e-999",
                                        "\"\\ud83d\\ude00\"",
                                        "\"\\ud800\"",
                                        "\"\x7f\"",
                                        "\"\xF4\x8F\xBF\xBF\"",
                                        "\"\\u0000\"",
                                        "123456789012345678901234567890"})
        CHECK_MESSAGE(refusal(text) == "", text);
}

TEST_CASE("json reader: mistakes have CPython's words and positions") {
    struct row {
        std::string_view text;
        std::string_view error;
    };
    for (const row r : {
             row{"", "Expecting value @0"},
             {"  ", "Expecting value @2"},
             {"{\"name\": \"Pen\", \"price\": }", "Expecting value @25"},
             {"{\"name\": \"Pen\", \"price\": 1,}",
              "Illegal trailing comma before end of object @26"},
             {"{\"name\": \"Pe", "Unterminated string starting at @9"},
             {"{\"name\": \"Pen\", \"price\": 1} {}", "Extra data @28"},
             {"{'name': 'Pen'}", "Expecting property name enclosed in double quotes @1"},
             {"{", "Expecting property name enclosed in double quotes @1"},
             {"{\"a\":1,", "Expecting property name enclosed in double quotes @7"},
             {"{\"a\":1, 2}", "Expecting property name enclosed in double quotes @8"},
             {"{\"a\"}", "Expecting ':' delimiter @4"},
             {"{\"a\" 1}", "Expecting ':' delimiter @5"},
             {"{\"a\":1 , }", "Illegal trailing comma before end of object @7"},
             {"{\"a\":1 \"b\":2}", "Expecting ',' delimiter @7"},
             {"{\"a\":1]", "Expecting ',' delimiter @6"},
             {"[", "Expecting value @1"},
             {"[1", "Expecting ',' delimiter @2"},
             {"[1,", "Expecting value @3"},
             {"[1 2]", "Expecting ',' delimiter @3"},
             {"[1}", "Expecting ',' delimiter @2"},
             {"[,1]", "Expecting value @1"},
             {"[123  , ]", "Illegal trailing comma before end of array @6"},
             {"]", "Expecting value @0"},
             {"nul", "Expecting value @0"},
             {"[True]", "Expecting value @1"},
             {"nulll", "Extra data @4"},
             {"NaNN", "Extra data @3"},
             {"-Inf", "Expecting value @0"},
             {"01", "Extra data @1"},
             {"1.", "Extra data @1"},
             {".5", "Expecting value @0"},
             {"+1", "Expecting value @0"},
             {"-", "Expecting value @0"},
             {"- 1", "Expecting value @0"},
             {"1e", "Extra data @1"},
             {"1e+", "Extra data @1"},
             {"1.5.5", "Extra data @3"},
             {"0x10", "Extra data @1"},
             {"1_000", "Extra data @1"},
             {"\"", "Unterminated string starting at @0"},
             {"\"\\", "Unterminated string starting at @0"},
             {"\"a\nb\"", "Invalid control character at @2"},
             {"\"\xC3\xA9\t\"", "Invalid control character at @2"},
             {"\"\\x\"", "Invalid \\escape @1"},
             {"\"\\u12g4\"", "Invalid \\uXXXX escape @2"},
             {"\"\\u12\"", "Invalid \\uXXXX escape @2"},
             {"\"\\u1234", "Invalid \\uXXXX escape @2"},
             {"\"\\ud800\\u12\"", "Invalid \\uXXXX escape @8"},
             {"[\"\xF0\x9F\x98\x80\" x]", "Expecting ',' delimiter @5"},
             {"\xEF\xBB\xBF[]", "Expecting value @0"},
             {"[1]//", "Extra data @3"},
             {"\f1", "Expecting value @0"},
         }) {
        CAPTURE(r.text);
        CHECK(refusal(r.text) == r.error);
    }
}

TEST_CASE("json reader: bytes that are no UTF-8 hide every other mistake") {
    for (const std::string_view text :
         {"\"\xFF\"", "\"\xC3\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\xF5\x80\x80\x80\"",
          "\xFF", "[1,,\"\xFF\"]", "[1] \x80", "{\"\xE2\x82\":1}"}) {
        CAPTURE(text);
        CHECK(error_of(text).code == json_errc::invalid_utf8);
    }
    CHECK(error_of("[1,,\"\xC3\xBF\"]").code == json_errc::syntax);
}

TEST_CASE("json reader: nesting is limited, whatever the brackets") {
    CHECK_FALSE(error_of(repeated("[", 1000) + repeated("]", 1000)));
    CHECK(error_of(repeated("[", 1001) + repeated("]", 1001)).code == json_errc::too_deep);
    CHECK(error_of(repeated("[", 100000)).code == json_errc::too_deep);
    CHECK(error_of(repeated("{\"a\":", 100000)).code == json_errc::too_deep);
    CHECK(error_of(repeated("[{\"a\":", 100000)).code == json_errc::too_deep);
    CHECK_FALSE(error_of("[" + repeated("[[]],", 5000) + "1]"));

    json_reader shallow("[[1]]", 1);
    CHECK_FALSE(shallow.skip_value());
    CHECK(shallow.error().code == json_errc::too_deep);
}

TEST_CASE("json reader: an integer of more than 4300 digits is refused as Python does") {
    CHECK_FALSE(error_of("-" + std::string(4300, '9')));
    CHECK(error_of("-" + std::string(4301, '9')).code == json_errc::integer_too_long);
    CHECK_FALSE(error_of(std::string(5000, '9') + ".0"));
}

TEST_CASE("json reader: a document is pulled value by value") {
    json_reader reader(
        R"( {"id": 42, "tags": ["a", "b"], "skip": [{}, {"x": []}], "ok": true, "no": null} )");
    std::string_view key, text;
    std::string scratch, seen;
    json_number number;
    bool ok = false;
    REQUIRE(reader.enter_object());
    while (reader.next_member(key, scratch)) {
        seen += std::string(key) + ' ';
        if (key == "id") {
            CHECK_FALSE(reader.read_bool(ok));  // another type: nothing happens
            CHECK(reader.read_number(number));
        } else if (key == "tags") {
            REQUIRE(reader.enter_array());
            while (reader.next_element()) {
                REQUIRE(reader.read_string(text, scratch));
                seen += text;
            }
        } else if (key == "ok") {
            CHECK(reader.read_bool(ok));
        } else if (key == "no") {
            CHECK(reader.read_null());
        } else {
            CHECK(reader.raw_value() == R"([{}, {"x": []}])");
        }
    }
    CHECK(reader.finish());
    CHECK_FALSE(reader.error());
    CHECK(seen == "id tags abskip ok no ");
    CHECK(number.text == "42");
    CHECK(number.is_integer);
    CHECK(ok);
}

TEST_CASE("json reader: an integer has no negative zero, as in Python") {
    for (const std::string_view text : {"-0", "-0.0", "-00"}) {
        json_reader reader(text);
        json_number number;
        REQUIRE(reader.read_number(number));
        CHECK(number.text == (text == "-0.0" ? "-0.0" : "0"));
        CHECK(reader.position() == (text == "-0.0" ? 4 : 2));
    }
}

TEST_CASE("json reader: numbers keep their spelling") {
    struct row {
        std::string_view text;
        bool is_integer;
        bool is_special;
        double value;
    };
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const row r : {row{"0", true, false, 0},
                        {"-7", true, false, -7},
                        {"7.0", false, false, 7},
                        {"1e2", false, false, 100},
                        {"1e999", false, false, infinity},
                        {"-1e999", false, false, -infinity},
                        {"1e-999", false, false, 0},
                        {"0e999", false, false, 0},
                        {"0.0e99999999999", false, false, 0},
                        {"1e99999999999", false, false, infinity},
                        {"1e-99999999999", false, false, 0},
                        {"1e+99999999999", false, false, infinity},
                        {"Infinity", false, true, infinity},
                        {"-Infinity", false, true, -infinity},
                        {"18446744073709551616", true, false, 18446744073709551616.0}}) {
        CAPTURE(r.text);
        json_reader reader(r.text);
        json_number number;
        REQUIRE(reader.read_number(number));
        CHECK(number.text == r.text);
        CHECK(number.is_integer == r.is_integer);
        CHECK(number.is_special == r.is_special);
        CHECK(to_double(number) == r.value);
    }
    CHECK(to_double({std::string_view("1" + std::string(400, '0')), true}) == infinity);
    const std::string tiny = "0." + std::string(400, '0') + "1";
    CHECK(to_double({tiny, false}) == 0.0);
    CHECK(std::signbit(to_double({"-0", true})));
    CHECK(std::isnan(to_double({"NaN", false, true})));
}

TEST_CASE("json reader: a string without escapes is a view of the text, another is decoded") {
    std::string_view text;
    std::string scratch = "untouched";
    constexpr std::string_view plain = "\"caf\xC3\xA9\"";
    CHECK(json_reader(plain).read_string(text, scratch));
    CHECK(text.data() == plain.data() + 1);
    CHECK(scratch == "untouched");

    CHECK(json_reader(R"("\u00e9\ud83d\ude00\n-tail")").read_string(text, scratch));
    CHECK(text == "\xC3\xA9\xF0\x9F\x98\x80\n-tail");
}

TEST_CASE("json reader: half of a surrogate pair is reported and replaced") {
    struct row {
        std::string_view text;
        std::string_view decoded;
        bool lone;
    };
    for (const row r : {row{R"("\ud83d\ude00")", "\xF0\x9F\x98\x80", false},
                        {R"("\ud83d")", "\xEF\xBF\xBD", true},
                        {R"("\ude00\ud83d")", "\xEF\xBF\xBD\xEF\xBF\xBD", true},
                        {R"("\ud83d\u0041")",
                         "\xEF\xBF\xBD"
                         "A",
                         true},
                        {R"("\ud83d\n")", "\xEF\xBF\xBD\n", true},
                        {R"("\ud83d\ud83d\ude00")", "\xEF\xBF\xBD\xF0\x9F\x98\x80", true}}) {
        CAPTURE(r.text);
        json_reader reader(r.text);
        std::string_view text;
        std::string scratch;
        REQUIRE(reader.read_string(text, scratch));
        CHECK(text == r.decoded);
        CHECK(reader.lone_surrogate() == r.lone);
    }
}

TEST_CASE("json reader: after an error nothing more is read") {
    json_reader reader("[1 2]");
    REQUIRE(reader.enter_array());
    REQUIRE(reader.next_element());
    REQUIRE(reader.skip_value());
    CHECK_FALSE(reader.next_element());
    const std::size_t position = reader.error().position;
    CHECK(reader.peek() == json_token::bad);
    CHECK_FALSE(reader.skip_value());
    CHECK(reader.raw_value().empty());
    CHECK_FALSE(reader.finish());
    CHECK(reader.error().position == position);
}

TEST_CASE("json reader: no proper beginning of an object is a document") {
    const std::string document =
        R"({"a": [1.5e3, -2, true, null, {"é": "x\u00e9\n"}], "b": {"c": []}, "d": false})";
    CHECK(refusal(document) == "");
    for (std::size_t length = 0; length < document.size(); ++length)
        CHECK(error_of(std::string_view(document).substr(0, length)).code != json_errc::none);
}
