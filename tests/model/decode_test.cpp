#include "fastapi/model/decode.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

using namespace fastapi;
using detail::info_of;

namespace {

enum class Color { red, green };
enum class Level { low = 1, high = 2, below = -1 };

struct Address {
    std::string street;
    std::string country = "UK";
};

struct Small {
    int a;
};
struct Wide {
    int a;
    int b = 0;
};
struct Spelled {
    std::string a;
};

struct Defaults {
    Field<Address> home = Address{"S", "FR"};
    std::pair<int, Wide> both{1, {2, 3}};
};

struct Link {
    int value;
    std::unique_ptr<Link> next;
    std::shared_ptr<int> shared;
};

struct Branch {
    int weight = 0;
    std::vector<std::variant<int, std::unique_ptr<Branch>>> children;
};

/// Looks at what was sent before it is read, and so at all that is in it.
struct Looking {
    std::unique_ptr<Looking> next;
    list rest;
    static any model_validator_before(any data) { return data; }
};

struct Lacking {
    int value;
    std::unique_ptr<Lacking> next;
    std::vector<int> numbers;
};

struct Other;
struct One {
    std::vector<std::variant<std::unique_ptr<One>, std::unique_ptr<Other>>> parts;
};
struct Other {
    std::vector<std::variant<std::unique_ptr<One>, std::unique_ptr<Other>>> parts;
};

struct Everything {
    bool flag;
    std::int8_t tiny;
    std::uint64_t huge;
    float ratio;
    std::string text;
    datetime moment;
    date day;
    fastapi::time clock;
    timedelta span;
    UUID id;
    Decimal price;
    EmailStr email;
    HttpUrl site;
    Color color;
    IntEnum<Level> level;
    Literal<"a", "b", 3> choice;
    std::vector<bool> flags;
    std::set<int> numbers;
    std::array<int, 2> pair_of;
    std::tuple<int, std::string, Address> mixed;
    std::map<int, std::string> by_id;
    std::map<Color, double> by_color;
    std::variant<int, std::string> either;
    std::optional<Address> address;
    std::unique_ptr<Small> owned;
    any anything;
    dict object;
    list items;
};

/// The value as its own JSON, or the problems: place, type and input of each.
template <class Value, auto... Items>
std::string read(std::string_view text, bool strict = false) {
    detail::error_list problems;
    detail::json_input in(text, problems);
    in.strict = strict;
    Value value{};
    const bool is_good = decode(in, value, info_of<Items...>);
    in.reader.finish();
    if (in.reader.error()) return "malformed: " + std::string(in.reader.error().message);
    CHECK(is_good == problems.empty());
    std::string result;
    if (problems.empty()) append_encoded(result, value, detail::json_style::document);
    for (const any& each : problems.details())
        result += (result.empty() ? "" : "; ") + each["loc"].dump() + " " +
                  each["type"].as_string() + " " + detail::text_of(each["input"]);
    return result;
}

template <class Value, auto... Items>
std::string message(std::string_view text) {
    detail::error_list problems;
    detail::json_input in(text, problems);
    Value value{};
    REQUIRE_FALSE(decode(in, value, info_of<Items...>));
    const list details = problems.details();
    return details[0]["msg"].as_string();
}

constexpr std::string_view everything =
    R"({"flag":true,"tiny":-128,"huge":18446744073709551615,"ratio":0.5,"text":"\u00e9",)"
    R"("moment":"2024-01-15T10:30:00+02:00","day":"2024-01-15","clock":"10:30:00.500000","span":"PT1H1M1S",)"
    R"("id":"12345678-1234-5678-1234-567812345678","price":"12.50","email":"a@example.com",)"
    R"("site":"https://example.com/","color":"green","level":2,"choice":3,"flags":[true,false],)"
    R"("numbers":[1,2],"pair_of":[1,2],"mixed":[1,"x",{"street":"S","country":"UK"}],)"
    R"("by_id":{"-1":"x","7":"y"},"by_color":{"red":1.5},"either":"5",)"
    R"("address":{"street":"S","country":"UK"},"owned":{"a":1},"anything":[null,{"x":1.0}],)"
    R"("object":{"k":[]},"items":[1,"2"]})";

}  // namespace

TEST_CASE("decode: every type is read, and written as it was") {
    std::string expected(everything);
    expected.replace(expected.find("\\u00e9"), 6, "\u00e9");
    CHECK(read<Everything>(everything) == expected);
    CHECK(read<Everything>(expected) == expected);
}

TEST_CASE("decode: every type refuses what it is not") {
    CHECK(
        read<Everything>(
            R"({"flag":2,"tiny":128,"huge":-1,"ratio":"x","text":5,"moment":"x","day":"2024-01-15T10:30:00",)"
            R"("clock":"x","span":"x","id":"x","price":"x","email":"x","site":"x","color":"pink","level":3,)"
            R"("choice":"c","flags":[1,"?"],"numbers":"w","pair_of":[1],"mixed":[1,"x",2],"by_id":{"x":1},)"
            R"("by_color":{"blue":"x"},"either":[],"address":{"street":1},"owned":5,"object":[],"items":{}})") ==
        R"(["flag"] bool_parsing 2; ["tiny"] int_parsing_size 128; ["huge"] int_parsing_size -1; )"
        R"(["ratio"] float_parsing "x"; ["text"] string_type 5; ["moment"] datetime_from_date_parsing "x"; )"
        R"(["day"] date_from_datetime_inexact "2024-01-15T10:30:00"; ["clock"] time_parsing "x"; )"
        R"(["span"] time_delta_parsing "x"; ["id"] uuid_parsing "x"; ["price"] decimal_parsing "x"; )"
        R"(["email"] value_error "x"; ["site"] url_parsing "x"; ["color"] enum "pink"; ["level"] enum 3; )"
        R"(["choice"] literal_error "c"; ["flags",1] bool_parsing "?"; ["numbers"] set_type "w"; )"
        R"(["pair_of",1] missing [1]; ["mixed",2] model_attributes_type 2; ["by_id","x","[key]"] int_parsing "x"; )"
        R"(["by_id","x"] string_type 1; ["by_color","blue","[key]"] enum "blue"; ["by_color","blue"] float_parsing "x"; )"
        R"(["either","int"] int_type []; ["either","str"] string_type []; ["address","street"] string_type 1; )"
        R"(["owned"] model_attributes_type 5; ["anything"] missing )" +
            std::string(
                R"({"flag":2,"tiny":128,"huge":-1,"ratio":"x","text":5,"moment":"x","day":"2024-01-15T10:30:00",)"
                R"("clock":"x","span":"x","id":"x","price":"x","email":"x","site":"x","color":"pink","level":3,)"
                R"("choice":"c","flags":[1,"?"],"numbers":"w","pair_of":[1],"mixed":[1,"x",2],"by_id":{"x":1},)"
                R"("by_color":{"blue":"x"},"either":[],"address":{"street":1},"owned":5,"object":[],"items":{}})") +
            R"(; ["object"] dict_type []; ["items"] list_type {})");
}

TEST_CASE("decode: an integer has the size of its type") {
    CHECK(read<std::int8_t>("-128") == "-128");
    CHECK(read<std::int8_t>("-129") == "[] int_parsing_size -129");
    CHECK(read<std::int8_t>(R"("128")") == R"([] int_parsing_size "128")");
    CHECK(read<std::int64_t>("-9223372036854775808", true) == "-9223372036854775808");
    CHECK(read<std::int64_t>("-9223372036854775809", true).starts_with("[] int_parsing_size"));
    CHECK(read<std::uint64_t>("18446744073709551615", true) == "18446744073709551615");
    CHECK(read<std::uint64_t>("18446744073709551616", true).starts_with("[] int_parsing_size"));
    CHECK(read<std::uint64_t>("-1") == "[] int_parsing_size -1");
}

TEST_CASE("decode: an integer beyond its type breaks the limits of its field before") {
    CHECK(read<std::int8_t, le(100)>("128") == "[] less_than_equal 128");
    CHECK(read<std::int8_t, le(100)>(R"("1000")") == R"([] less_than_equal "1000")");
    CHECK(read<std::int8_t, le(100)>("-129") == "[] int_parsing_size -129");
    CHECK(read<std::int8_t, ge(0)>("-129") == "[] greater_than_equal -129");
    CHECK(read<std::uint8_t, gt(0)>("-1") == "[] greater_than -1");
    CHECK(read<std::int8_t, multiple_of(3), lt(100)>("200") == "[] multiple_of 200");
    CHECK(read<std::int8_t, multiple_of(3), lt(100)>("300") == "[] less_than 300");
    CHECK(read<int, le(100)>(R"("99999999999999999999")") ==
          R"([] less_than_equal "99999999999999999999")");
    CHECK(read<int, ge(0)>(R"("-99999999999999999999")") ==
          R"([] greater_than_equal "-99999999999999999999")");
    CHECK(read<int, ge(0)>(R"("99999999999999999999")") ==
          R"([] int_parsing_size "99999999999999999999")");
    CHECK(read<int, le(100)>("1e300").starts_with("[] int_parsing_size"));
}

TEST_CASE("decode: null is for what may be empty") {
    CHECK(read<std::optional<int>>("null") == "null");
    CHECK(read<std::optional<int>>(R"("x")") == R"([] int_parsing "x")");
    CHECK(read<std::unique_ptr<int>>("null") == "null");
    CHECK(read<std::shared_ptr<Small>>(R"({"a": 1})") == R"({"a":1})");
    CHECK(read<any>("null") == "null");
    CHECK(read<int>("null") == "[] int_type null");
    CHECK(read<std::vector<int>>("null") == "[] list_type null");
    CHECK(read<datetime>("null") == "[] datetime_type null");
    CHECK(read<Color>("null") == "[] enum null");
}

TEST_CASE("decode: a recursive model behind pointers") {
    CHECK(read<Link>(R"({"value": 1, "next": {"value": 2, "shared": 3}})") ==
          R"({"value":1,"next":{"value":2,"next":null,"shared":3},"shared":null})");
    CHECK(read<Link>(R"({"value": 1, "next": {"value": 2, "next": {}}})") ==
          R"(["next","next","value"] missing {})");
}

TEST_CASE("decode: what is left out of a model has the model's default, not that of the member") {
    CHECK(read<Defaults>(R"({"both": [1, {"a": 2}]})") ==
          R"({"home":{"street":"S","country":"FR"},"both":[1,{"a":2,"b":0}]})");
    CHECK(read<Defaults>(R"({"home": {"street": "T"}, "both": [5, {"a": 6}]})") ==
          R"({"home":{"street":"T","country":"UK"},"both":[5,{"a":6,"b":0}]})");
}

TEST_CASE("decode: lists and their limits") {
    using ints = std::vector<int>;
    CHECK(read<ints>(R"([1, "2", 3.0])") == "[1,2,3]");
    CHECK(read<ints>(R"([1, "x", 2.5])") == R"([1] int_parsing "x"; [2] int_from_float 2.5)");
    CHECK(read<ints, min_items(2)>("[1]") == "[] too_short [1]");
    CHECK(read<ints, min_items(2)>(R"(["x"])") == R"([0] int_parsing "x")");
    CHECK(read<ints, max_items(2)>(R"(["x", 2, 3])") == R"([] too_long ["x",2,3])");
    CHECK(read<std::vector<bool>, max_items(1)>("[true, 0]") == "[] too_long [true,0]");
    CHECK(message<ints, max_items(2)>("[1,2,3]") ==
          "List should have at most 2 items after validation, not 3");
    CHECK(read<ints>("[1 2]") == "malformed: Expecting ',' delimiter");
}

TEST_CASE("decode: sets count what is left of repetitions") {
    using ints = std::set<int>;
    CHECK(read<ints>(R"([2, 1, "2"])") == "[1,2]");
    CHECK(read<ints, min_items(2)>("[1, 1]") == "[] too_short [1,1]");
    CHECK(read<ints, max_items(1)>("[1, 1]") == "[1]");
    CHECK(read<ints, max_items(1)>(R"(["x", 1, 2])") == R"([] too_long ["x",1,2])");
    CHECK(message<ints, max_items(1)>("[1, 2]") ==
          "Set should have at most 1 item after validation, not more");
}

TEST_CASE("decode: tuples have as many items as they say") {
    using tuple = std::tuple<int, std::string>;
    CHECK(read<tuple>(R"(["1", "a"])") == R"([1,"a"])");
    CHECK(read<tuple>("[]") == "[0] missing []; [1] missing []");
    CHECK(read<tuple>(R"(["x"])") == R"([0] int_parsing "x"; [1] missing ["x"])");
    CHECK(read<tuple>(R"(["x", "a", 2])") == R"([] too_long ["x","a",2])");
    CHECK(message<tuple>(R"([1, "a", 2])") ==
          "Tuple should have at most 2 items after validation, not 3");
    CHECK(read<tuple>("{}") == "[] tuple_type {}");
    CHECK(read<tuple>("[") == "malformed: Expecting value");
}

TEST_CASE("decode: maps by text, number and enumerator") {
    using by_number = std::map<int, std::string>;
    using by_text = std::map<std::string, int>;
    CHECK(read<by_number>(R"({"1": "a", "01": "b"})") == R"({"1":"b"})");
    CHECK(read<by_number>(R"({"x": 1})") ==
          R"(["x","[key]"] int_parsing "x"; ["x"] string_type 1)");
    CHECK(read<std::map<Color, int>>(R"({"green": "1"})") == R"({"green":1})");
    CHECK(read<std::map<Color, int>>(R"({"pink": 1})") == R"(["pink","[key]"] enum "pink")");
    CHECK(read<by_text, max_items(1)>(R"({"a": 1, "b": 2})") == R"([] too_long {"a":1,"b":2})");
    CHECK(read<by_text, max_items(1)>(R"({"a": "x", "b": 2})") == R"(["a"] int_parsing "x")");
    CHECK(read<by_text>("[]") == "[] dict_type []");
}

TEST_CASE("decode: hash tables, which refuse keys that were chosen to collide") {
    using numbers = std::unordered_set<int>;
    CHECK(read<numbers>(R"([2, "2"])") == "[2]");
    CHECK(read<numbers, max_items(1)>("[1, 2]") == "[] too_long [1,2]");
    CHECK(read<std::unordered_set<std::string>>(R"(["a"])") == R"(["a"])");
    CHECK(read<std::unordered_map<std::string, Small>>(R"({"x": {"a": 1}})") == R"({"x":{"a":1}})");
    CHECK(read<std::unordered_map<std::string, Small>>(R"({"x": {}})") ==
          R"(["x","a"] missing {})");

    // Multiples of the size that a table of 150 numbers has: their hashes are themselves.
    std::unordered_set<std::int64_t> grown;
    for (std::int64_t i = 0; i < 150; ++i) grown.insert(i);
    const auto step = static_cast<std::int64_t>(grown.bucket_count());
    std::string items, members;
    for (std::int64_t i = 0; i < 150; ++i) {
        const std::string number = std::to_string(i * step);
        items += (i == 0 ? "" : ",") + number;
        members += (i == 0 ? "\"" : ",\"") + number + "\":1";
    }
    items = "[" + items + "]";
    members = "{" + members + "}";
    CHECK(read<std::set<std::int64_t>>(items) == items);
    CHECK(read<std::unordered_set<std::int64_t>>(items).find("] hash_collisions ") < 8);
    CHECK(read<std::unordered_map<std::int64_t, int>>(members).find("] hash_collisions \"") < 16);
    CHECK(read<std::map<std::int64_t, int>>(members) == members);
}

TEST_CASE("decode: of a map's repeated key only the last value counts") {
    using by_text = std::map<std::string, int>;
    CHECK(read<by_text>(R"({"a": 1, "a": 2})") == R"({"a":2})");
    CHECK(read<by_text>(R"({"a": "x", "a": 1})") == R"({"a":1})");
    CHECK(read<by_text>(R"({"a": "x", "b": "y", "a": "z"})") ==
          R"(["a"] int_parsing "z"; ["b"] int_parsing "y")");
    CHECK(read<std::map<std::string, Address>>(
              R"({"a": {"street": "S", "country": "FR"}, "a": {"street": "T"}})") ==
          R"({"a":{"street":"T","country":"UK"}})");
    CHECK(read<std::map<int, int>>(R"({"1": "x", "01": "y", "1": "z"})") ==
          R"(["1"] int_parsing "z"; ["01"] int_parsing "y")");
}

TEST_CASE("decode: enumerations by name, by number, and literals") {
    CHECK(read<Color>(R"("red")") == R"("red")");
    CHECK(read<Color>(R"(" red")") == R"([] enum " red")");
    CHECK(read<Color>("0") == "[] enum 0");
    CHECK(message<Color>("[]") == "Input should be 'red' or 'green'");

    CHECK(read<IntEnum<Level>>("2") == "2");
    CHECK(read<IntEnum<Level>>("-1.0") == "-1");
    CHECK(read<IntEnum<Level>>(R"("2")") == "2");
    CHECK(read<IntEnum<Level>>("true") == "1");
    CHECK(read<IntEnum<Level>>(R"("2")", true) == R"([] enum "2")");
    CHECK(read<IntEnum<Level>>("1.5") == "[] enum 1.5");
    CHECK(read<IntEnum<Level>>("null") == "[] enum null");
    CHECK(read<IntEnum<Level>>("9223372036854775808") == "[] int_parsing_size 9223372036854775808");

    using literal = Literal<"a", "b", 3>;
    CHECK(read<literal>(R"("b")") == R"("b")");
    CHECK(read<literal>("3.0") == "3");
    CHECK(read<literal>(R"("3")") == R"([] literal_error "3")");
    CHECK(read<literal>("true") == "[] literal_error true");
    CHECK(read<Literal<0, 1>>("true") == "1");
    CHECK(read<Literal<0, 1>>("false") == "0");
    CHECK(read<Literal<"1", "2">>("true") == "[] literal_error true");
    CHECK(read<literal>("1e999") == "[] literal_error Infinity");
    CHECK(read<literal>("9223372036854775807") == "[] literal_error 9223372036854775807");
    CHECK(read<literal>("9223372036854775808") == "[] int_parsing_size 9223372036854775808");
    CHECK(read<Literal<"a">>("9223372036854775808") == "[] literal_error 9223372036854775808");
    CHECK(message<literal>("4") == "Input should be 'a', 'b' or 3");
}

TEST_CASE("decode: times and decimals from numbers") {
    CHECK(read<datetime>("1.5") == R"("1970-01-01T00:00:01.500000Z")");
    CHECK(read<datetime>("true") == "[] datetime_type true");
    CHECK(read<datetime>("1", true) == "[] datetime_type 1");
    CHECK(read<datetime>(R"("2024-01-15T10:30:00")", true) == R"("2024-01-15T10:30:00")");
    CHECK(read<date>("86400") == R"("1970-01-02")");
    CHECK(read<date>("1.5") == "[] date_from_datetime_inexact 1.5");
    CHECK(read<Decimal>("1.50") == R"("1.5")");
    CHECK(read<Decimal>(R"("1.50")") == R"("1.50")");
    CHECK(read<Decimal>("1e5") == R"("100000.0")");
    CHECK(read<Decimal>("100000000000000000000000.5", true) == R"("1.0000000000000001E+23")");
    CHECK(read<Decimal>("100000000000000000000000") == R"("100000000000000000000000")");
    CHECK(read<Decimal>("-0") == R"("0")");
    CHECK(read<timedelta>("true") == R"("PT1S")");
    CHECK(read<timedelta>("true", true) == "[] time_delta_type true");
    CHECK(read<double>("-0") == "0.0");
    CHECK(read<double>("-0.0") == "-0.0");
    CHECK(read<Decimal>("true") == "[] decimal_type true");
    CHECK(message<Decimal>("NaN") == "Input should be a finite number");
    CHECK(message<datetime>("NaN") == "Input should be a valid datetime, NaN values not permitted");
    CHECK(read<Decimal, max_digits(6), decimal_places(2)>(R"("12345.678")") ==
          R"([] decimal_max_digits "12345.678")");
    CHECK(read<Decimal, max_digits(6), decimal_places(2)>("1.234") ==
          "[] decimal_max_places 1.234");
    CHECK(read<Decimal, max_digits(6), decimal_places(2)>("1.2300") == R"("1.23")");
}

TEST_CASE("decode: the limits of a decimal are exact, and shown as they were stated") {
    CHECK(read<Decimal, le(100)>(R"("100.000")") == R"("100.000")");
    CHECK(read<Decimal, le(100)>(R"("100.00000000000000000000001")") ==
          R"([] less_than_equal "100.00000000000000000000001")");
    CHECK(read<Decimal, gt(0.1)>("0.1") == "[] greater_than 0.1");
    CHECK(read<Decimal, gt(0.1)>(R"("0.10000000000000000000001")") ==
          R"("0.10000000000000000000001")");
    CHECK(read<Decimal, lt(18446744073709551615u)>("18446744073709551614") ==
          R"("18446744073709551614")");
    CHECK(read<Decimal, lt(18446744073709551615u)>("18446744073709551615") ==
          "[] less_than 18446744073709551615");
    CHECK(read<Decimal, multiple_of(0.1)>(R"("12345678901234567890.3")") ==
          R"("12345678901234567890.3")");
    CHECK(read<Decimal, multiple_of(0.1)>(R"("12345678901234567890.35")") ==
          R"([] multiple_of "12345678901234567890.35")");
    CHECK(read<Decimal, multiple_of(25)>(R"("1E+28")") == R"("1E+28")");
    CHECK(read<Decimal, multiple_of(25)>(R"("2.49999E+29")") == R"("2.49999E+29")");
    CHECK(read<Decimal, multiple_of(25)>(R"("2.5E+29")") == R"([] multiple_of "2.5E+29")");
    CHECK(read<Decimal, multiple_of(25)>(R"("-1E+900000000000000000")") ==
          R"([] multiple_of "-1E+900000000000000000")");
    CHECK(read<Decimal, multiple_of(3)>(R"("1E+900000000000000000")") ==
          R"([] multiple_of "1E+900000000000000000")");
    CHECK(read<Decimal, multiple_of(3)>(R"("-0.0")") == R"("-0.0")");

    detail::error_list problems;
    detail::json_input in("0", problems);
    Decimal value;
    CHECK_FALSE(decode(in, value, info_of<gt(0)>));
    const list details = problems.details();
    CHECK(details[0]["ctx"].dump() == R"({"gt":0})");
}

TEST_CASE("decode: a field within a container has limits and validators of its own") {
    CHECK(read<std::vector<Field<int, gt(0)>>>("[1, 0]") == "[1] greater_than 0");
    CHECK(read<std::map<std::string, Field<std::string, min_length(2)>>>(
              R"({"a": "xy", "b": "x"})") == R"(["b"] string_too_short "x")");
    CHECK(read<std::optional<Field<int, ge(3)>>>("2") == "[] greater_than_equal 2");
    CHECK(read<std::optional<Field<int, ge(3)>>>("null") == "null");
    CHECK(read<std::tuple<int, Field<Decimal, max_digits(2)>>>(R"([1, "123"])") ==
          R"([1] decimal_max_digits "123")");
    CHECK(read<std::variant<Field<int, gt(5)>, std::string>>("6") == "6");
    CHECK(read<std::variant<Field<int, gt(5)>, std::string>>("3") ==
          R"(["constrained-int"] greater_than 3; ["str"] string_type 3)");
}

TEST_CASE("decode: numbers beyond JSON") {
    CHECK(read<bool>("Infinity") == "[] bool_type Infinity");
    CHECK(read<bool>("1e30") == "[] bool_type 1e+30");
    CHECK(read<double>("1e999") == "Infinity");
    CHECK(read<double>("NaN") == "NaN");
    CHECK(read<float>("1e300") == "Infinity");
    CHECK(read<any>("[NaN, -Infinity]") == "[NaN,-Infinity]");
    CHECK(message<int>("1e999") == "Input should be a finite number");
    CHECK(message<int, ge(1)>("NaN") == "Input should be a finite number");
}

TEST_CASE("decode: texts are Unicode") {
    CHECK(message<std::string>(R"("\ud800")") ==
          "Input should be a valid string, unable to parse raw data as a unicode string");
    CHECK(read<std::string>(R"("\ud83d\ude00")") == "\"\U0001F600\"");
    CHECK(read<std::string, max_length(1)>("\"\u00e9\"") == "\"\u00e9\"");
    CHECK(read<std::string>("\"\xC3\"") == "malformed: Invalid UTF-8");
    CHECK(read<Small>("{\"x\": \"\xFF\", \"a\": 1}") == "malformed: Invalid UTF-8");
}

TEST_CASE("decode: a union takes what fits best") {
    using number_or_text = std::variant<int, std::string>;
    CHECK(read<number_or_text>(R"("5")") == R"("5")");
    CHECK(read<number_or_text>("5.0") == "5");
    CHECK(read<number_or_text>("true") == "1");
    CHECK(read<number_or_text>("5.5") == R"(["int"] int_from_float 5.5; ["str"] string_type 5.5)");
    CHECK(read<std::variant<double, int>>("5") == "5");
    CHECK(read<std::variant<int, double>>("5.0") == "5.0");
    CHECK(read<std::variant<bool, int>>("1") == "1");
    CHECK(read<std::variant<bool, int>>(R"("1")") == "true");
    CHECK(read<std::variant<datetime, std::string>>(R"("2024-01-01")") == R"("2024-01-01")");
    CHECK(read<std::variant<Color, std::string>>(R"("red")") == R"("red")");
    CHECK(read<std::variant<std::set<int>, std::vector<int>>>("[1, 1]") == "[1,1]");
    CHECK(read<std::variant<any, int>>("1") == "1");
    CHECK(read<std::optional<number_or_text>>("null") == "null");
}

TEST_CASE(
    "decode: in a union a dict is nearer to an object than a model, and free JSON than what is converted") {
    using model_or_dict = std::variant<Small, std::map<std::string, int>>;
    CHECK(read<model_or_dict>(R"({"a": 1, "b": 2})") == R"({"a":1,"b":2})");
    CHECK(read<model_or_dict>(R"({"a": "1", "b": 2})") == R"({"a":1})");
    CHECK(read<std::variant<Small, dict>>(R"({"a": 1, "b": 2})") == R"({"a":1})");
    CHECK(read<std::variant<std::map<std::string, int>, dict>>(R"({"a": "1"})") == R"({"a":"1"})");
    CHECK(read<std::variant<int, any>>(R"("5")") == R"("5")");
    CHECK(read<std::variant<int, any>>("5") == "5");
    CHECK(read<std::variant<double, any>>("5") == "5.0");
}

TEST_CASE("decode: of models a union takes the one of which most was sent") {
    CHECK(read<std::variant<Small, Wide>>(R"({"a": "1", "b": 2})") == R"({"a":1,"b":2})");
    CHECK(read<std::variant<Small, Wide>>(R"({"a": 1})") == R"({"a":1})");
    CHECK(read<std::variant<Small, Spelled>>(R"({"a": "1"})") == R"({"a":"1"})");
    CHECK(read<std::variant<std::vector<Small>, std::vector<Wide>>>(R"([{"a": 1, "b": 2}])") ==
          R"([{"a":1,"b":2}])");
    CHECK(read<std::variant<Small, Wide>>(R"({"b": 1})") ==
          R"(["Small","a"] missing {"b":1}; ["Wide","a"] missing {"b":1})");
}

TEST_CASE("decode: a union's problems name its types as pydantic does") {
    using types = std::variant<std::vector<std::optional<int>>, std::map<std::string, int>,
                               std::set<double>, std::tuple<int, std::string>, Literal<"a", 3>,
                               Color, IntEnum<Level>, UUID, Decimal, date, bool>;
    detail::error_list problems;
    detail::json_input in(R"("x")", problems);
    types value;
    CHECK_FALSE(decode(in, value, info_of<>));
    std::string labels;
    for (const any& each : problems.details()) labels += each["loc"][0].as_string() + " ";
    CHECK(
        labels ==
        "list[nullable[int]] dict[str,int] set[float] tuple[int, str] literal['a',3] str-enum[Color] "
        "int-enum[Level] uuid decimal date bool ");
}

TEST_CASE("decode: unions within unions cost no exponential time") {
    std::string text = R"({"weight": "7"})";
    for (int i = 0; i < 200; ++i) text = R"({"children": [)" + text + "]}";
    const std::string good = read<Branch>(text);
    CHECK(good.find(R"("weight":7)") != good.npos);
    text.replace(text.find("\"7\""), 3, "\"x\"");
    CHECK(read<Branch>(text).ends_with(R"("weight"] int_parsing "x")"));

    std::string either = "5";
    for (int i = 0; i < 100; ++i) either = R"({"parts": [)" + either + "]}";
    CHECK(read<One>(either) == R"(["parts",0] recursion_loop null)");
}

TEST_CASE("decode: nesting is limited, and what it costs") {
    const std::string deep(100'000, '[');
    CHECK(read<any>(deep) == "malformed: maximum recursion depth exceeded");
    CHECK(read<int>(deep) == "malformed: maximum recursion depth exceeded");
    CHECK(read<std::vector<std::vector<int>>>(deep) ==
          "malformed: maximum recursion depth exceeded");
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += R"({"next":)";
    CHECK(read<Link>(objects) == "malformed: maximum recursion depth exceeded");
    CHECK(read<any>(std::string(900, '[') + std::string(900, ']')).size() == 1800);
}

TEST_CASE(
    "decode: of very many problems only the first are told, each with its input while that is in proportion") {
    std::string numbers = R"("x")";
    for (int i = 1; i < 3000; ++i) numbers += R"(,"x")";
    std::string text = R"({"value":1,"numbers":[)" + numbers + "]}";
    for (int i = 0; i < 200; ++i) text = R"({"value":1,"next":)" + text + "}";
    const auto problems_of = [](std::string_view document, auto value) {
        detail::error_list problems;
        detail::json_input in(document, problems);
        CHECK_FALSE(decode(in, value, info_of<>));
        return problems.details();
    };
    CHECK(problems_of(text, Lacking()).size() == 1000);
    CHECK(problems_of("{\"a\": [" + numbers + "], \"b\": [" + numbers + "]}",
                      std::map<std::string, std::vector<int>>())
              .size() == 1000);

    text = R"({"unknown":")" + std::string(100'000, 'x') + R"("})";
    for (int i = 0; i < 200; ++i) text = R"({"next":)" + text + "}";
    const list missing = problems_of(text, Lacking());
    REQUIRE(missing.size() == 201);
    CHECK(missing[0]["input"].is_null());  // the inner ones are found first
    CHECK(missing[200]["input"].is_dict());
}

TEST_CASE(
    "decode: a value that is looked at before it is read, within others, costs no quadratic time") {
    std::string text = R"({"rest":["1")";
    for (int i = 0; i < 100'000; ++i) text += R"(,"1")";
    text += "]}";
    const std::string flat = text;
    for (int i = 0; i < 3; ++i) text = R"({"next":)" + text + "}";
    CHECK(read<Looking>(text).find("recursion_loop") == std::string::npos);
    text = flat;
    for (int i = 0; i < 200; ++i) text = R"({"next":)" + text + "}";
    CHECK(read<Looking>(text).find("recursion_loop") != std::string::npos);
}

TEST_CASE("decode: a list of a million items") {
    std::string text = "[0";
    for (int i = 1; i < 1'000'000; ++i) text += ",7";
    text += "]";
    detail::error_list problems;
    detail::json_input in(text, problems);
    std::vector<int> values;
    CHECK(decode(in, values, info_of<>));
    CHECK(values.size() == 1'000'000);
    CHECK(values.back() == 7);
}

TEST_CASE("decode: which types can be read") {
    struct Hidden {
        explicit Hidden(int) {}
    };
    using detail::is_decodable;
    CHECK(is_decodable<Everything>());
    CHECK(is_decodable<std::vector<std::map<Color, std::optional<Link>>>>());
    CHECK_FALSE(is_decodable<Hidden>());
    CHECK_FALSE(is_decodable<std::vector<Hidden>>());
    CHECK_FALSE(is_decodable<std::optional<std::map<std::string, Hidden>>>());
}
