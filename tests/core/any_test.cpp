#include "fastapi/core/any.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

using namespace fastapi;

namespace test_any {

enum class colour { red, green };
struct point {
    int x, y;
};
struct shape {
    point corner;
};

template <class T>
concept plain_aggregate = std::is_aggregate_v<T>;

}  // namespace test_any

template <class T>
    requires std::is_enum_v<T>
struct fastapi::to_any<T> {
    static any convert(T value) { return static_cast<int>(value); }
};
// Every aggregate at once, as reflection does it: must not catch arrays, texts or `any` itself.
template <test_any::plain_aggregate T>
struct fastapi::to_any<T> {
    static any convert(const T& value) {
        if constexpr (requires { value.x; })
            return dict{{"x", value.x}, {"y", value.y}};
        else
            return dict{{"corner", value.corner}};
    }
};

TEST_CASE("any: is small, and converts from what JSON has") {
    static_assert(std::is_nothrow_move_constructible_v<any>);
    CHECK(any().dump() == "null");
    CHECK(any(nullptr).dump() == "null");
    CHECK(any(std::nullopt).dump() == "null");
    CHECK(any(true).dump() == "true");
    CHECK(any(std::int8_t{-5}).dump() == "-5");
    CHECK(any(std::uint8_t{200}).dump() == "200");
    CHECK(any(std::numeric_limits<std::int64_t>::min()).dump() == "-9223372036854775808");
    CHECK(any(std::numeric_limits<std::uint64_t>::max()).dump() == "18446744073709551615");
    CHECK(any(std::uint64_t{7}).kind() == any_kind::integer);
    CHECK(any(0.5f).dump() == "0.5");
    CHECK(any(1e-7).dump() == "1e-07");
    CHECK(any("text").dump() == "\"text\"");
    CHECK(any(static_cast<const char*>(nullptr)).is_null());
    CHECK(any(std::string_view("view")).dump() == "\"view\"");
    CHECK(any(std::string(100, 'x')).as_string().size() == 100);
    CHECK(any(std::optional<int>(3)).dump() == "3");
    CHECK(any(std::optional<int>()).is_null());
    CHECK(any(std::vector<bool>{true, false}).dump() == "[true,false]");
    CHECK(any(std::vector<std::vector<int>>{{1}, {2, 3}}).dump() == "[[1],[2,3]]");
    CHECK(any(std::map<std::string, std::optional<int>>{{"b", 1}, {"a", {}}}).dump() ==
          R"({"a":null,"b":1})");
}

TEST_CASE("any: does not take characters, pointers or types it does not know") {
    struct unknown {
        explicit unknown(int) {}
    };
    static_assert(!std::is_constructible_v<any, char>);
    static_assert(!std::is_constructible_v<any, char32_t>);
    static_assert(!std::is_constructible_v<any, int*>);
    static_assert(!std::is_constructible_v<any, unknown>);
    static_assert(!std::is_constructible_v<any, std::vector<unknown>>);
    static_assert(!std::is_constructible_v<any, std::optional<unknown>>);
    static_assert(std::is_convertible_v<signed char, any>);
}

TEST_CASE("any: other types join through to_any, whole families at once, and nest") {
    using namespace test_any;
    CHECK(any(colour::green).dump() == "1");
    CHECK(any(shape{{1, 2}}).dump() == R"({"corner":{"x":1,"y":2}})");
    CHECK(dict{{"all", std::vector<point>{{1, 2}, {3, 4}}}, {"c", std::optional(colour::red)}}
              .size() == 2);
    CHECK(any("not an aggregate").is_string());
}

TEST_CASE("dict: keeps the order of insertion and nests") {
    const dict value{{"z", 1}, {"a", list{1, "x", nullptr, 2.0}}, {"m", dict{{"k", dict{}}}}};
    CHECK(any(value).dump() == R"({"z":1,"a":[1,"x",null,2.0],"m":{"k":{}}})");
    CHECK(value.keys() == std::vector<std::string_view>{"z", "a", "m"});
    std::string seen;
    for (const auto& [key, item] : value) seen += key + item.dump();
    CHECK(seen == R"(z1a[1,"x",null,2.0]m{"k":{}})");
    const std::string key = "k";
    CHECK(dict{{key, 1}, {std::string_view("v"), 2}}.contains("v"));
}

TEST_CASE("dict: braces around one thing mean what they look like") {
    CHECK(any(dict{{"a", "b"}}).dump() == R"({"a":"b"})");
    CHECK(any(dict{{"a", "b"}, {"c", "d"}}).dump() == R"({"a":"b","c":"d"})");
    CHECK(any(dict{{"a", dict{{"b", dict{{"c", 1}}}}}}).dump() == R"({"a":{"b":{"c":1}}})");
    const dict original{{"a", 1}};
    CHECK(any(dict{original}).dump() == R"({"a":1})");
    CHECK(any(dict{}).dump() == "{}");
    CHECK(any(dict{{"a", {}}}).dump() == R"({"a":null})");
}

TEST_CASE("list: braces hold elements, and lists in lists do not collapse") {
    CHECK(any(list{}).dump() == "[]");
    CHECK(any(list{1}).dump() == "[1]");
    CHECK(any(list{nullptr}).dump() == "[null]");
    CHECK(any(list{1, "x", true, 2.5, dict{{"a", 1}}}).dump() == R"([1,"x",true,2.5,{"a":1}])");
    CHECK(any(list{list{1}, list{}}).dump() == "[[1],[]]");
    CHECK(any(list{any(list{1})}).dump() == "[[1]]");
    CHECK(any(list{any(list{any(list{})})}).dump() == "[[[]]]");
    CHECK(any(list{dict{{"a", 1}}}).dump() == R"([{"a":1}])");
    CHECK(any(list(std::vector{1, 2})).dump() == "[1,2]");
    CHECK(any(list{std::vector{1, 2}}).dump() == "[[1,2]]");
    any boxed{list{1}};
    CHECK(boxed.dump() == "[1]");
    const list one{list{1}};
    const bool nested = one[0].is_list();  // CWG 2137, see the comment at `list`
    CHECK(any(one).dump() == (nested ? "[[1]]" : "[1]"));
}

TEST_CASE("list: grows, and counts negative indexes from the end") {
    list values;
    values.append(1);
    values.push_back("two");
    values[0] = 10;
    CHECK(values[-1] == "two");
    CHECK(values[0u] == 10);
    CHECK(values.size() == 2);
    CHECK_THROWS_WITH_AS(values[2], "list index 2 out of range (2 elements)", std::out_of_range);
    CHECK_THROWS_AS(values[-3], std::out_of_range);
    int sum = 0;
    for (const any& value : list{1, 2, 3}) sum += value.as<int>();
    CHECK(sum == 6);
    values.clear();
    CHECK(values.empty());
}

TEST_CASE("dict: is read and changed as in Python") {
    dict answer{{"a", 1}, {"b", 2}, {"c", 3}};
    answer["price"] = 3.5;
    answer["a"] = "changed";
    CHECK(any(answer).dump() == R"({"a":"changed","b":2,"c":3,"price":3.5})");
    CHECK(answer["new"].is_null());
    CHECK(answer.erase("new"));
    CHECK_FALSE(answer.erase("new"));
    CHECK(answer.pop("b") == 2);
    CHECK_THROWS_WITH_AS(answer.pop("b"), "no key 'b' in the dict", std::out_of_range);
    answer.update(dict{{"c", 33}, {"d", 4}});
    CHECK(any(answer).dump() == R"({"a":"changed","c":33,"price":3.5,"d":4})");
    const dict& fixed = answer;
    CHECK_THROWS_AS(fixed["nope"], std::out_of_range);
    CHECK_THROWS_AS(fixed.at("nope"), std::out_of_range);
    CHECK(fixed["d"] == 4);
    CHECK(fixed.get("nope") == nullptr);
    CHECK(*fixed.get("d") == 4);
    CHECK(fixed.get("nope", "else") == "else");
    CHECK(any(dict{{"a", 1}, {"b", 2}, {"a", 3}}).dump() == R"({"a":3,"b":2})");
}

TEST_CASE("dict: with many keys stays right through growth, moves, copies and erasing") {
    dict many;
    const auto key = [](int i) { return "key " + std::to_string(i * 7919 % 1000); };
    for (int i = 0; i < 1000; ++i) many[key(i)] = i;
    for (int i = 0; i < 1000; ++i) REQUIRE(many.at(key(i)) == i);
    CHECK(many.size() == 1000);
    CHECK(many.keys()[3] == key(3));

    dict moved = std::move(many);
    dict copy = moved;
    for (int i = 0; i < 1000; i += 2) REQUIRE(moved.erase(key(i)));
    for (int i = 0; i < 1000; ++i) {
        REQUIRE(moved.contains(key(i)) == (i % 2 == 1));
        REQUIRE(copy.at(key(i)) == i);
    }
    moved["again"] = true;
    CHECK(moved["again"] == true);
    CHECK(moved.keys().back() == "again");
    copy = moved;
    CHECK(copy == moved);
    copy.reserve(5000);
    CHECK(copy.at(key(999)) == 999);
    copy.clear();
    copy["a"] = 1;
    CHECK(copy == dict{{"a", 1}});
}

TEST_CASE("any: compares as Python does") {
    CHECK(any(1) == 1.0);
    CHECK(any(1.0) == 1u);
    CHECK(any(true) == 1);
    CHECK(any(1) != any("1"));
    CHECK(any(nullptr) != any(0));
    CHECK(any(nullptr) != any(0.0));
    CHECK(any(0.0) != any(nullptr));
    CHECK(any(false) != any(nullptr));
    CHECK(any(std::int64_t{9007199254740993}) != any(9007199254740992.0));
    CHECK(any(std::numeric_limits<std::uint64_t>::max()) != any(18446744073709551616.0));
    CHECK(any(std::uint64_t{1} << 63) == 9223372036854775808.0);
    CHECK(any(std::numeric_limits<std::int64_t>::max()) != any(9223372036854775808.0));
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(any(nan) != any(nan));
    CHECK(any(nan) != any(1));
    CHECK(dict{{"a", 1}, {"b", list{1.0}}} == dict{{"b", list{1}}, {"a", 1.0}});
    CHECK(dict{{"a", 1}} != dict{{"a", 1}, {"b", 1}});
    CHECK(dict{{"a", 1}} != dict{{"b", 1}});
    CHECK(list{1, 2} != list{2, 1});
}

TEST_CASE("any: an integer keeps all its digits") {
    const std::string digits = "123456789012345678901234567890";
    any value = any::integer(digits);
    CHECK(value.kind() == any_kind::large_integer);
    CHECK(value.is_integer());
    CHECK(value.is_number());
    CHECK(value.dump() == digits);
    CHECK(value.as_number() == 123456789012345678901234567890.0);
    CHECK_THROWS_AS(value.as<std::int64_t>(), std::out_of_range);
    CHECK_THROWS_WITH_AS(value.as_string(), "expected a string, found an integer",
                         fastapi::TypeError);
    any copy = value;
    const any moved = std::move(value);
    CHECK(copy == moved);
    CHECK(copy != any::integer("-" + digits));
    CHECK(copy != any(digits));
    CHECK(copy != any(123456789012345678901234567890.0));
    CHECK(any::integer("18446744073709551616") == any(0x1p64));
    CHECK(any(-0x1p64) == any::integer("-18446744073709551616"));
    copy = 5;
    CHECK(copy == 5);
    CHECK(any::integer(std::string(400, '9')).as_number() ==
          std::numeric_limits<double>::infinity());
    CHECK(any::integer("-9223372036854775808").kind() == any_kind::integer);
    CHECK(any::integer("18446744073709551615").kind() == any_kind::unsigned_integer);
    for (const char* const bad :
         {"", "-", "1.5", "1e30", "+99999999999999999999", "099999999999999999999", "x"})
        CHECK_THROWS_AS(any::integer(bad), std::invalid_argument);
}

TEST_CASE("any: is read by key and index, and compared with plain values") {
    any response = dict{{"name", "Widget"},
                        {"price", 12.5},
                        {"on", true},
                        {"tags", list{"a", "b"}},
                        {"none", nullptr}};
    CHECK(response["name"] == "Widget");
    CHECK("Widget" == response["name"]);
    CHECK(response["name"] == std::string("Widget"));
    CHECK(response["price"] == 12.5);
    CHECK(response["on"] == true);
    CHECK(response["none"] == nullptr);
    CHECK(response["tags"][1] == "b");
    CHECK(response["tags"] == list{"a", "b"});
    CHECK(response != dict{});
    response["deep"]["er"] = 1;
    CHECK(response["deep"].dump() == R"({"er":1})");
    response = response["tags"];
    CHECK(response.dump() == R"(["a","b"])");
    response = std::move(response[0]);
    CHECK(response == "a");

    const any fixed = dict{{"a", list{1}}};
    CHECK(fixed["a"][0] == 1);
    CHECK_THROWS_AS(fixed["b"], std::out_of_range);
    CHECK_THROWS_WITH_AS(fixed["a"]["b"], "expected a dict, found a list", TypeError);
}

namespace test_any {

any answer() {
    const std::string text(40, 'x');  // too long to lie inside
    return dict{{"items", list{dict{{"name", text}}, text}}, {"name", text}};
}

template <class Value>
concept changes_in_place = requires(Value&& value) {
    static_cast<Value&&>(value).as_list().clear();
    { static_cast<Value&&>(value).as_list() } -> std::same_as<list&>;
};

}  // namespace test_any

TEST_CASE("any: what is asked of a temporary outlives it") {
    using test_any::answer;
    std::size_t letters = 0;
    for (auto& item : answer()["items"].as_list())
        letters += (item.is_string() ? item : item["name"]).as_string().size();
    CHECK(letters == 80);
    for (auto& [key, value] : answer().as_dict())
        letters += value.is_list() ? 1 : value.as_string().size();
    CHECK(letters == 121);
    for (const char c : answer()["name"].as_string()) letters += c == 'x';
    CHECK(letters == 161);
    const any& name = answer()["items"][0]["name"];
    CHECK(name.as_string().size() == 40);
    const any& last = answer().as_dict()["items"].as_list().at(-1);
    CHECK(last == name);
    const any& same = answer().as_dict().at("items").as_list()[1];
    CHECK(same == name);
    CHECK_THROWS_AS(answer()["none"], std::out_of_range);
    CHECK_THROWS_AS(answer()["items"][2], std::out_of_range);
    CHECK_THROWS_AS(answer()["items"].as_string(), TypeError);
}

TEST_CASE("any: what is asked of a variable is the part itself") {
    any value = test_any::answer();
    static_assert(test_any::changes_in_place<any&> && !test_any::changes_in_place<any>);
    list& items = value["items"].as_list();
    items.clear();
    CHECK(value["items"] == list{});
    CHECK(&value.as_dict()["name"] == &value["name"]);
    const any& fixed = value;
    CHECK(&fixed.as_dict().at("name") == &value["name"]);
    const list taken = std::move(value)["items"].as_list();
    CHECK(taken.empty());
}

TEST_CASE("any: reading as a type checks it") {
    CHECK(any(5).as<int>() == 5);
    CHECK(any(5).as<double>() == 5.0);
    CHECK(any(200).as<std::uint8_t>() == 200);
    CHECK(any(std::numeric_limits<std::uint64_t>::max()).as<std::uint64_t>() ==
          std::numeric_limits<std::uint64_t>::max());
    CHECK(any("x").as<std::string>() == "x");
    CHECK(any(true).as<bool>());
    CHECK(any(list{1}).as<list>() == list{1});
    CHECK(any(dict{}).as<dict>().empty());
    CHECK_THROWS_WITH_AS(any(5).as<std::string>(), "expected a string, found an integer",
                         TypeError);
    CHECK_THROWS_WITH_AS(any("5").as<int>(), "expected an integer, found a string", TypeError);
    CHECK_THROWS_WITH_AS(any(5.0).as<int>(), "expected an integer, found a number", TypeError);
    CHECK_THROWS_WITH_AS(any().as<bool>(), "expected a boolean, found null", TypeError);
    CHECK_THROWS_AS(any(300).as<std::uint8_t>(), std::out_of_range);
    CHECK_THROWS_AS(any(-1).as<std::uint64_t>(), std::out_of_range);
}

TEST_CASE("any: NaN is an error in Python's style and null in pydantic's") {
    const any value =
        list{std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity()};
    CHECK_THROWS_WITH_AS(value[0].dump(), "Out of range float values are not JSON compliant: nan",
                         std::domain_error);
    CHECK_THROWS_WITH_AS(value[1].dump(), "Out of range float values are not JSON compliant: -inf",
                         std::domain_error);
    std::string out;
    detail::append_json(out, list{value, 1e-7, 1e16}, detail::json_style::pydantic);
    CHECK(out == "[[null,null],1e-7,1e+16]");
}

TEST_CASE("any: values that nest too deeply are refused when written") {
    any deep;
    for (int i = 0; i < 3000; ++i) {
        list outer;
        outer.push_back(std::move(deep));
        deep = std::move(outer);
    }
    CHECK_THROWS_AS(deep.dump(), std::runtime_error);
}
