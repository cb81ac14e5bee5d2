#include "fastapi/model/field.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

enum class Colour { red, green };

struct Model {
    Field<std::string, min_length(2)> name;
    Field<int, ge(1)> count = 3;
    Field<std::string, defaults_to("UK")> country;
    Field<std::optional<int>> age;
    Field<Colour, Colour::green> colour;
};

}  // namespace

TEST_CASE("field: is its value") {
    Model model;
    model.name = "Ann";
    CHECK(model.name.size() == 3);
    CHECK(model.name == "Ann");
    const std::string copy = model.name;
    CHECK(copy == "Ann");
    CHECK(model.count + 1 == 4);
    int& count = model.count;
    count = 5;
    CHECK(model.count == 5);
    model.age = 7;
    CHECK(*model.age + 1 == 8);
    Field<std::vector<int>> numbers = std::vector<int>{1, 2};
    for (int& number : numbers) ++number;
    CHECK(numbers.get() == std::vector<int>{2, 3});
    CHECK(enum_name(model.colour) == "green");
}

TEST_CASE("field: begins as its default, which does not count as set") {
    const Model model;
    CHECK(model.name.empty());
    CHECK(model.country == "UK");
    CHECK_FALSE(model.age);
    CHECK(model.colour == Colour::green);
    CHECK_FALSE((model.name.is_set() || model.country.is_set() || model.age.is_set()));
}

TEST_CASE("field: what the program gives it counts as set") {
    Model model;
    CHECK(model.count.is_set());
    model.country = "FR";
    CHECK(model.country.is_set());
    const Model copy = model;
    CHECK(copy.country.is_set());
    model.country.set(false);
    CHECK_FALSE(model.country.is_set());
    Model other;
    model = other;
    CHECK(model.country == "UK");
    CHECK_FALSE(model.name.is_set());
}

TEST_CASE("field: an aggregate is written with plain values") {
    const Model model{"Bo", 1, "UK", 3, Colour::red};
    CHECK(model.name == "Bo");
    CHECK(model.age == 3);
    CHECK(model.count.is_set());
}
