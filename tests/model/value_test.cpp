#include "fastapi/model/value.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

using namespace fastapi;
using detail::error_list;
using detail::field_info;
using detail::info_of;
using detail::value_type;

namespace {

enum class Order { asc, desc };
enum class Depth { below = -2, ground = 0, above = 7 };

/// The value that a text spells; the type of the first problem goes to `problem`.
template <class Value>
std::optional<Value> read(std::string_view text, const field_info& info = info_of<>,
                          std::string* problem = nullptr) {
    Value value{};
    error_list errors;
    const bool passed = value_type<Value>::read(text, value, info, errors);
    CHECK(passed == errors.empty());
    if (passed) return value;
    const list details = errors.details();
    if (problem != nullptr)
        *problem = details[0]["type"].as_string() + ": " + details[0]["msg"].as_string();
    return std::nullopt;
}

template <class Value>
std::string problem_of(std::string_view text, const field_info& info = info_of<>) {
    std::string problem;
    CHECK_FALSE(read<Value>(text, info, &problem));
    return problem;
}

/// The problems of a list of texts as JSON, empty where there is none.
template <class Container>
std::string read_all(const std::vector<std::string_view>& texts, Container& out,
                     const field_info& info = info_of<>) {
    error_list errors;
    value_type<Container>::read_all(texts, out, info, errors);
    return errors.empty() ? "" : any(errors.details()).dump();
}

template <class Value>
std::string schema(const field_info& info = info_of<>) {
    detail::schema_registry registry;
    any document(value_type<Value>::schema(info, registry));
    registry.finish(document);
    return document.dump();
}

template <class Integer>
void check_range() {
    using limits = std::numeric_limits<Integer>;
    const std::string lowest = std::to_string(limits::min()),
                      highest = std::to_string(limits::max());
    CHECK(read<Integer>(lowest) == limits::min());
    CHECK(read<Integer>(highest) == limits::max());
    CHECK(read<Integer>("-0") == Integer{0});
    std::string above = highest;
    above.back() = static_cast<char>(above.back() + 1);  // no highest value ends in 9
    CHECK(problem_of<Integer>(above) ==
          "int_parsing_size: Unable to parse input string as an integer, exceeded maximum size");
    std::string below = lowest == "0" ? "-0" : lowest;
    below.back() = static_cast<char>(below.back() + 1);
    CHECK(problem_of<Integer>(below).starts_with("int_parsing_size"));
}

constexpr std::string_view no_integer =
    "int_parsing: Input should be a valid integer, unable to parse string as an integer";

}  // namespace

TEST_CASE("value: each integer type has its own range") {
    check_range<std::int8_t>();
    check_range<std::uint8_t>();
    check_range<std::int16_t>();
    check_range<std::int32_t>();
    check_range<std::uint32_t>();
    check_range<std::int64_t>();
    check_range<std::uint64_t>();
    CHECK(problem_of<int>("x") == no_integer);
    CHECK(problem_of<unsigned>("1.5") == no_integer);
    CHECK(problem_of<std::int8_t>("") == no_integer);
    CHECK(problem_of<std::uint8_t>("5", info_of<gt(5)>).starts_with("greater_than"));
}

TEST_CASE("value: floating numbers, also infinite ones") {
    CHECK(read<double>("1e400") == std::numeric_limits<double>::infinity());
    CHECK(read<float>("0.1") == 0.1f);
    CHECK(std::isnan(read<double>("nan").value()));
    CHECK(problem_of<double>("ten") ==
          "float_parsing: Input should be a valid number, unable to parse string as a number");
    CHECK(problem_of<float>("2", info_of<lt(2)>).starts_with("less_than"));
}

TEST_CASE("value: truth values and texts") {
    CHECK(read<bool>("off") == false);
    CHECK(problem_of<bool>("no ") ==
          "bool_parsing: Input should be a valid boolean, unable to interpret input");
    CHECK(read<std::string>("") == "");
    CHECK(problem_of<std::string>("", info_of<min_length(1)>).starts_with("string_too_short"));
}

TEST_CASE("value: enumerations by name, by number, and literals") {
    CHECK(read<Order>("desc") == Order::desc);
    CHECK(problem_of<Order>("Desc") == "enum: Input should be 'asc' or 'desc'");
    CHECK(read<IntEnum<Depth>>("-2").value() == Depth::below);
    CHECK(read<IntEnum<Depth>>("-0").value() == Depth::ground);
    CHECK(read<IntEnum<Depth>>("7.0").value() == Depth::above);
    for (const char* text : {"2", "-7", "above", "", "18446744073709551614"})
        CHECK(problem_of<IntEnum<Depth>>(text) == "enum: Input should be -2, 0 or 7");
    CHECK(read<Literal<"only">>("only").value() == "only");
    CHECK(problem_of<Literal<"only">>("") == "literal_error: Input should be 'only'");
    CHECK(problem_of<Literal<"a", "b", "c">>("A") ==
          "literal_error: Input should be 'a', 'b' or 'c'");
}

TEST_CASE("value: an optional reads as what it holds, and is empty after a problem") {
    CHECK(read<std::optional<int>>("3").value() == 3);
    CHECK(read<std::optional<std::string>>("").value() == "");
    std::optional<int> value = 5;
    error_list errors;
    CHECK_FALSE(value_type<std::optional<int>>::read("x", value, info_of<>, errors));
    CHECK_FALSE(value);
    CHECK(problem_of<std::optional<int>>("0", info_of<ge(1)>).starts_with("greater_than_equal"));
}

TEST_CASE("value: lists name the index of each bad item") {
    std::vector<int> numbers{9};
    CHECK(read_all({"1", " 2 "}, numbers) == "");
    CHECK(numbers == std::vector{1, 2});
    CHECK(
        read_all({"1", "x", "2.5"}, numbers) ==
        R"([{"type":"int_parsing","loc":[1],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"},)"
        R"({"type":"int_parsing","loc":[2],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"2.5"}])");
    std::vector<bool> flags;
    CHECK(read_all({"on", "off"}, flags) == "");
    CHECK(flags == std::vector{true, false});
    std::optional<std::vector<std::string>> texts;
    CHECK(read_all({"a", ""}, texts) == "");
    CHECK(texts == std::vector<std::string>{"a", ""});
}

TEST_CASE(
    "value: a list is too long before its items are read and too short behind, a set both behind") {
    std::vector<int> numbers;
    CHECK(read_all({"x"}, numbers, info_of<min_items(2)>).find("int_parsing") != std::string::npos);
    CHECK(read_all({"1"}, numbers, info_of<min_items(2)>).find("not 1") != std::string::npos);
    CHECK(
        read_all({"x", "y"}, numbers, info_of<max_items(1)>) ==
        R"([{"type":"too_long","loc":[],"msg":"List should have at most 1 item after validation, not 2","input":["x","y"],)"
        R"("ctx":{"field_type":"List","max_length":1,"actual_length":2}}])");
    std::set<Order> orders;
    CHECK(read_all({"desc", "asc", "desc"}, orders, info_of<max_items(2)>) == "");
    CHECK(orders == std::set{Order::asc, Order::desc});
    CHECK(read_all({"asc", "asc"}, orders, info_of<min_items(2)>).find("not 1") !=
          std::string::npos);
    CHECK(read_all({"asc", "up"}, orders).find(R"("loc":[1])") != std::string::npos);
    std::unordered_set<int> table;
    CHECK(read_all({"3", "3"}, table) == "");
    CHECK(table == std::unordered_set<int>{3});
    CHECK(
        read_all({"x", "3", "4"}, table, info_of<max_items(1)>) ==
        R"([{"type":"too_long","loc":[],"msg":"Set should have at most 1 item after validation, not more","input":["x","3","4"],)"
        R"("ctx":{"field_type":"Set","max_length":1,"actual_length":null}}])");
}

TEST_CASE("value: the schema of each kind of type") {
    CHECK(schema<int>(info_of<gt(0), le(9)>) ==
          R"({"type":"integer","exclusiveMinimum":0,"maximum":9})");
    CHECK(schema<double>(info_of<ge(0.5), lt(1), multiple_of(0.5)>) ==
          R"({"type":"number","minimum":0.5,"exclusiveMaximum":1,"multipleOf":0.5})");
    CHECK(schema<bool>() == R"({"type":"boolean"})");
    CHECK(schema<std::string>(info_of<min_length(1), max_length(2), pattern("a")>) ==
          R"({"type":"string","minLength":1,"maxLength":2,"pattern":"a"})");
    CHECK(schema<Order>() == R"({"$ref":"#/components/schemas/Order"})");
    CHECK(schema<IntEnum<Depth>>() == R"({"$ref":"#/components/schemas/Depth"})");
    CHECK(schema<Literal<"a", "b">>() == R"({"type":"string","enum":["a","b"]})");
    CHECK(schema<Literal<"only">>() == R"({"type":"string","const":"only"})");
    CHECK(schema<std::optional<int>>(info_of<ge(1)>) ==
          R"({"anyOf":[{"type":"integer","minimum":1},{"type":"null"}]})");
    CHECK(schema<std::vector<int>>(info_of<min_items(1)>) ==
          R"({"type":"array","items":{"type":"integer"},"minItems":1})");
    CHECK(schema<std::set<std::string>>() ==
          R"({"type":"array","uniqueItems":true,"items":{"type":"string"}})");
    CHECK(
        schema<std::optional<std::vector<Order>>>() ==
        R"({"anyOf":[{"type":"array","items":{"$ref":"#/components/schemas/Order"}},{"type":"null"}]})");
}

TEST_CASE("value: an enumeration becomes a component, by name or by number") {
    detail::schema_registry registry;
    value_type<Order>::schema(info_of<>, registry);
    value_type<IntEnum<Depth>>::schema(info_of<>, registry);
    any document;
    registry.finish(document);
    CHECK(any(registry.components()).dump() ==
          R"({"Depth":{"type":"integer","enum":[-2,0,7],"title":"Depth"},)"
          R"("Order":{"type":"string","enum":["asc","desc"],"title":"Order"}})");
}
