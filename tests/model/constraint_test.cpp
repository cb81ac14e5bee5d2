#include "fastapi/model/constraint.hpp"

#include "fastapi/model/field_info.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

using namespace fastapi;
using detail::constant;
using detail::info_of;

namespace {

enum class Order : signed char { down = -1, up = 1 };

}  // namespace

TEST_CASE("constraint: a constant keeps its value and kind") {
    CHECK(constant(-5).as<std::int64_t>() == -5);
    CHECK(constant(std::numeric_limits<std::int64_t>::min()).as_double() == -9223372036854775808.0);
    CHECK(constant(std::uint64_t{7}).kind == constant::kinds::integer);
    CHECK(constant(UINT64_MAX).kind == constant::kinds::unsigned_integer);
    CHECK(constant(UINT64_MAX).as<std::uint64_t>() == UINT64_MAX);
    CHECK(constant(0.1f).as<float>() == 0.1f);
    CHECK(constant(-0.5).as<double>() == -0.5);
    CHECK(constant(true).as<bool>());
    CHECK(constant(Order::down).as<Order>() == Order::down);
    CHECK(constant(3).as<double>() == 3.0);
    CHECK_FALSE(constant().is_set());
}

TEST_CASE("constraint: the values after the type are gathered into one info") {
    static constexpr auto& info =
        info_of<10, gt(0), le(9.5), multiple_of(2u), min_length(1), max_length(4), min_items(2),
                max_items(3), title("Page"), description("Which"), alias("p"), example("3"),
                include_in_schema(false), deprecated, required, unique_items, pattern("^a$")>;
    static_assert(info.default_value.number.as<int>() == 10 && !info.default_value.is_text);
    CHECK(
        (info.gt.as<int>() == 0 && info.le.as_double() == 9.5 && info.multiple_of.as<int>() == 2));
    CHECK_FALSE((info.ge.is_set() || info.lt.is_set()));
    CHECK((info.min_length == 1 && info.max_length == 4 && info.min_items == 2 &&
           info.max_items == 3));
    CHECK((info.title == "Page" && info.description == "Which" && info.alias == "p"));
    CHECK((info.example.is_text && info.example.text == "3"));
    CHECK((!info.include_in_schema && info.deprecated && info.required && info.unique_items));
    CHECK(info.matcher.text == "^a$");
    CHECK((info.limits_numbers() && info.limits_text() && info.limits_items()));
}

TEST_CASE("constraint: without values nothing is limited") {
    static constexpr auto& info = info_of<>;
    CHECK_FALSE((info.limits_numbers() || info.limits_text() || info.limits_items()));
    CHECK_FALSE((info.default_value.is_set() || info.example.is_set() || info.required ||
                 info.unique_items));
    CHECK(info.include_in_schema);
}

TEST_CASE("constraint: examples are of any number and of any kinds") {
    static constexpr auto& info = info_of<examples("Lamp", 1, true, -0.5), title("A")>;
    REQUIRE(info.examples.count == 4);
    const detail::constant_or_text* const all = info.examples.begin();
    CHECK((all[0].is_text && all[0].text == "Lamp"));
    CHECK((!all[1].is_text && all[1].number.as<int>() == 1));
    CHECK(all[2].number.kind == constant::kinds::boolean);
    CHECK(all[3].number.as_double() == -0.5);
    CHECK(info.title == "A");
    CHECK(info_of<examples("")>.examples.count == 1);
    CHECK(info_of<example("Lamp")>.examples.empty());
    static_assert(info_of<examples(7, "x")>.examples.begin()[1].text == "x");
}

TEST_CASE("constraint: defaults of every kind") {
    CHECK(info_of<false>.default_value.number.kind == constant::kinds::boolean);
    CHECK(info_of<Order::down>.default_value.number.as<Order>() == Order::down);
    CHECK(info_of<defaults_to("")>.default_value.is_text);
    CHECK(info_of<defaults_to("")>.default_value.is_set());
    CHECK(info_of<defaults_to(0.5)>.default_value.number.as_double() == 0.5);
    CHECK(info_of<defaults_to(Order::up)>.default_value.number.as<Order>() == Order::up);
    CHECK(info_of<example(1)>.example.number.as<int>() == 1);
}
