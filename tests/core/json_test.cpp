#include "fastapi/core/json.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace fastapi;

namespace {

std::string round_trip(std::string_view text) { return json_dumps(json_loads(text)); }

std::string refusal(std::string_view text) {
    try {
        json_loads(text);
        return "";
    } catch (const JSONDecodeError& error) {
        return error.what();
    }
}

const std::string complex_document =
    R"({"id":7,"name":"caf\u00e9 \ud83d\ude00","price":12.5,"big":18446744073709551615,"neg":-1,)"
    R"("tags":["a",[],{},null,true,false],"deep":{"a":{"b":[1,[2,[3]]]}},"text":"q\"b\\n\n"})";

}  // namespace

TEST_CASE("json: a document becomes a value and the same text again") {
    for (const std::string_view text :
         {"null", "true", "0", "-1", "1.5", "\"x\"", "[]", "{}", "[1,[2,{\"a\":[]}]]",
          "18446744073709551615", "-9223372036854775808", "1e+16", "1e-07", "{\"z\":1,\"a\":2}",
          "\"\\u0000\\u001f\\n\"", "-0.0"})
        CHECK(round_trip(text) == text);
}

TEST_CASE("json: spellings become Python's own") {
    CHECK(round_trip(" [ 1 , 1e3 ,\t0.10, 1E-9 ]\n") == "[1,1000.0,0.1,1e-09]");
    CHECK(round_trip(R"(["\/", "\u00E9", "\u007f"])") == "[\"/\",\"\xC3\xA9\",\"\x7f\"]");
    CHECK_THROWS_AS(round_trip("[1e999]"), std::domain_error);
    CHECK_THROWS_AS(round_trip("NaN"), std::domain_error);
}

TEST_CASE("json: integers keep all their digits") {
    CHECK(json_loads("9223372036854775808").kind() == any_kind::unsigned_integer);
    CHECK(json_loads("18446744073709551616").kind() == any_kind::large_integer);
    CHECK(round_trip("[-9223372036854775809,{\"a\":123456789012345678901234567890}]") ==
          "[-9223372036854775809,{\"a\":123456789012345678901234567890}]");
    CHECK(to_picojson(json_loads("18446744073709551616")).get<double>() == 0x1p64);
    CHECK(json_loads("-0") == 0);
}

TEST_CASE("json: of a repeated key the last value stands at the first place") {
    CHECK(round_trip(R"({"a":1,"b":2,"a":{"c":3}})") == R"({"a":{"c":3},"b":2})");
    CHECK(round_trip(R"({"a":[1],"a":null})") == R"({"a":null})");
}

TEST_CASE("json: errors have Python's words, line and column, in characters") {
    CHECK(refusal("") == "Expecting value: line 1 column 1 (char 0)");
    CHECK(refusal("{\n  \"a\": 1,\n  \"\xC3\xA9\" 2}") ==
          "Expecting ':' delimiter: line 3 column 7 (char 18)");
    CHECK(refusal("[1,]") ==
          "Illegal trailing comma before end of array: line 1 column 3 (char 2)");
    CHECK(refusal("\"\xC3\xA9\" x") == "Extra data: line 1 column 5 (char 4)");
    CHECK(refusal("\xEF\xBB\xBF[x") == "Expecting value: line 1 column 2 (char 1)");
    try {
        json_loads("[1,\n x]");
        FAIL("was accepted");
    } catch (const JSONDecodeError& error) {
        CHECK(error.msg == "Expecting value");
        CHECK(error.pos == 5);
        CHECK(error.lineno == 2);
        CHECK(error.colno == 2);
    }
}

TEST_CASE("json: UTF-16 and a byte order mark are understood, invalid UTF-8 is not") {
    using namespace std::string_view_literals;
    CHECK(json_loads("\xEF\xBB\xBF{\"a\":1}") == dict{{"a", 1}});
    CHECK(json_loads("[\0"
                     "1\0]\0"sv) == list{1});
    CHECK_THROWS_AS(json_loads("\"\xFF\""), JSONDecodeError);
    CHECK_THROWS_AS(json_loads("\xFF\xFE["sv), JSONDecodeError);
}

TEST_CASE("json: a surrogate without its half becomes the replacement character") {
    CHECK(json_loads(R"("\ud800")") == "\xEF\xBF\xBD");
}

TEST_CASE(
    "json: no proper beginning of a document is accepted, and each is refused without a crash") {
    REQUIRE(json_loads(complex_document).is_dict());
    for (std::size_t length = 0; length < complex_document.size(); ++length)
        CHECK_THROWS_AS(json_loads(std::string(complex_document, 0, length)), JSONDecodeError);
}

TEST_CASE("json: deep nesting is refused, a thousand levels are not") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(round_trip(nested(1000)) == nested(1000));
    CHECK_THROWS_AS(json_loads(nested(1001)), JSONDecodeError);
    CHECK_THROWS_AS(json_loads(std::string(100000, '[')), JSONDecodeError);
    const any wrapped =
        dict{{"payload", json_loads(nested(1000))}};  // an answer that quotes it can be sent
    CHECK(wrapped.dump().size() == 2000 + 12);
}

TEST_CASE("json: an object of many keys is read in far less than quadratic time") {
    std::string text = "{";
    for (int i = 0; i < 100000; ++i)
        text += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
    text.back() = '}';
    const any value = json_loads(text);
    CHECK(value.as_dict().size() == 100000);
    CHECK(value["k99999"] == 99999);
    CHECK(value.dump() == text);
}

TEST_CASE("json: picojson reads what we write, and we read what it writes") {
    for (const std::string_view text : {R"([1,2.5,true,null,"x\u00e9"])",
                                        R"({"a":{"b":[]},"c":"/"})", R"("\ud83d\ude00")", "[]"}) {
        const any ours = json_loads(text);
        picojson::value theirs;
        CHECK(picojson::parse(theirs, std::string(text)).empty());
        CHECK(from_picojson(theirs) == ours);
        CHECK(to_picojson(ours) == theirs);
        CHECK(json_loads(theirs.serialize()) == ours);
        picojson::value again;
        CHECK(picojson::parse(again, ours.dump()).empty());
        CHECK(again == theirs);
    }
}

TEST_CASE("json: picojson values stand in a dict, whole numbers as integers") {
    picojson::object object;
    object["n"] = picojson::value(3.0);
    object["half"] = picojson::value(0.5);
    object["big"] = picojson::value(1e300);
    const dict answer{{"theirs", picojson::value(object)}, {"nothing", picojson::value()}};
    CHECK(any(answer).dump() == R"({"theirs":{"big":1e+300,"half":0.5,"n":3},"nothing":null})");
    CHECK(to_picojson(dict{{"a", list{1, "x"}}}).serialize() == R"({"a":[1,"x"]})");
    CHECK_THROWS_AS(to_picojson(std::numeric_limits<double>::infinity()), std::overflow_error);
}

TEST_CASE("json: with an indent each item stands on a line of its own") {
    const any value = dict{{"a", list{1, "x", dict{{"b", nullptr}}}},
                           {"c", dict{}},
                           {"d", list{}},
                           {"e", list{any(list{})}}};
    CHECK(
        json_dumps(value, 2) ==
        "{\n  \"a\": [\n    1,\n    \"x\",\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {},\n  \"d\": [],\n"
        "  \"e\": [\n    []\n  ]\n}");
    CHECK(json_dumps(list{1, 2}, 4) == "[\n    1,\n    2\n]");
    CHECK(json_dumps(list{1, 2}, 0) == "[\n1,\n2\n]");
    for (const any& flat :
         {any(), any(true), any(1.5), any("a\n\"\u00e9"), any(list()), any(dict())})
        CHECK(json_dumps(flat, 2) == json_dumps(flat));
}

TEST_CASE("json: indented text is the same document") {
    const any value = json_loads(complex_document);
    CHECK(json_loads(json_dumps(value, 3)) == value);
    CHECK_THROWS_AS(json_dumps(list{std::numeric_limits<double>::infinity()}, 2),
                    std::domain_error);
}
