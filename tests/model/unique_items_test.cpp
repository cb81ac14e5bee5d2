#include "fastapi/model/unique_items.hpp"

#include <doctest/doctest.h>

#include <array>
#include <compare>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fastapi/model/functions.hpp"

using namespace fastapi;

namespace {

enum class Side { left, right };

struct Point {
    int x;
    double y = 0;
    bool operator==(const Point&) const = default;
};

struct Ordered {
    int x;
    auto operator<=>(const Ordered&) const = default;
};

/// Never equal, although the text is the same.
struct Unequal {
    int x;
    friend bool operator==(const Unequal&, const Unequal&) { return false; }
};

template <class Items>
struct Holder {
    Field<Items, unique_items> items;
};

/// `good`, or the problems, each as its place, type and input.
template <class Items>
std::string read(std::string_view items) {
    try {
        model_validate_json<Holder<Items>>(R"({"items": )" + std::string(items) + "}");
        return "good";
    } catch (const ValidationError& error) {
        std::string all;
        for (const any& problem : error.errors())
            all += problem["loc"].dump() + " " + problem["type"].as_string() + " " +
                   problem["input"].dump() + ";";
        return all;
    }
}

template <class Items>
bool is_refused(std::string_view items) {
    return read<Items>(items) == R"(["items"] unique_items )" + json_loads(items).dump() + ";";
}

}  // namespace

TEST_CASE("unique items: two equal items are one problem at the place of the list") {
    try {
        model_validate_json<Holder<std::vector<int>>>(R"({"items": [1, 2, 1, 2]})");
        FAIL("must be refused");
    } catch (const ValidationError& error) {
        CHECK(
            any(error.errors()).dump() ==
            R"([{"type":"unique_items","loc":["items"],"msg":"List items should be unique","input":[1,2,1,2]}])");
    }
}

TEST_CASE("unique items: the values count, not how they were sent") {
    CHECK(is_refused<std::vector<int>>(R"([1, "1"])"));
    CHECK(read<std::vector<std::string>>(R"(["1", "01"])") == "good");
    CHECK(is_refused<std::vector<std::string>>(R"(["a", "b", "a"])"));
    CHECK(is_refused<std::vector<double>>("[0.0, 1, -0.0]"));
    CHECK(read<std::vector<double>>("[NaN, 2, NaN, 1, NaN]") == "good");
    CHECK(is_refused<std::vector<double>>("[2, 1, 2.0]"));
    CHECK(is_refused<std::vector<Decimal>>(R"(["1.0", "2", "1.00"])"));
    CHECK(is_refused<std::vector<Side>>(R"(["left", "right", "left"])"));
    CHECK(read<std::vector<Side>>(R"(["left", "right"])") == "good");
    CHECK(read<std::vector<int>>("[]") == "good");
}

TEST_CASE("unique items: truth values, fields and lists of lists") {
    CHECK(read<std::vector<bool>>("[true, false]") == "good");
    CHECK(is_refused<std::vector<bool>>("[false, false]"));
    CHECK(is_refused<std::vector<bool>>("[true, false, true]"));
    CHECK(read<std::vector<Field<int, ge(1)>>>("[1, 2]") == "good");
    CHECK(is_refused<std::vector<Field<int, ge(1)>>>("[2, 1, 2]"));
    CHECK(is_refused<std::vector<Field<std::string, min_length(1)>>>(R"(["a", "a"])"));
    CHECK(read<std::vector<std::vector<double>>>("[[1, 2], [2, 1]]") == "good");
    CHECK(is_refused<std::vector<std::vector<double>>>("[[1, 2], [2, 1], [1, 2]]"));
}

TEST_CASE("unique items: models, with an order and without") {
    CHECK(read<std::vector<Point>>(R"([{"x": 1}, {"x": 1, "y": 2}])") == "good");
    CHECK(is_refused<std::vector<Point>>(R"([{"x": 1}, {"x": 2}, {"y": 0, "x": 1}])"));
    CHECK(is_refused<std::vector<Ordered>>(R"([{"x": 1}, {"x": 2}, {"x": 1}])"));
    CHECK(read<std::vector<Unequal>>(R"([{"x": 1}, {"x": 1}])") == "good");
    CHECK(is_refused<std::vector<any>>(R"(["a", [1], [1]])"));
}

TEST_CASE("unique items: other sequences, and those that may be missing") {
    CHECK(is_refused<std::deque<int>>("[3, 3]"));
    CHECK(is_refused<std::array<int, 2>>("[3, 3]"));
    CHECK(read<std::array<int, 2>>("[3, 4]") == "good");
    CHECK(read<std::optional<std::vector<int>>>("null") == "good");
    CHECK(is_refused<std::optional<std::vector<int>>>("[3, 3]"));
    CHECK(is_refused<std::unique_ptr<std::vector<int>>>("[3, 3]"));
    CHECK(read<std::variant<int, std::vector<int>>>("3") == "good");
    CHECK(is_refused<std::variant<int, std::vector<int>>>("[3, 3]"));
}

TEST_CASE(
    "unique items: of a bad item only its own problem is told, and of a bad length only that") {
    CHECK(read<std::vector<int>>(R"([1, 1, "x"])") == R"(["items",2] int_parsing "x";)");
    struct Short {
        Field<std::vector<int>, max_items(1), unique_items> items;
    };
    try {
        model_validate_json<Short>(R"({"items": [1, 1]})");
        FAIL("must be refused");
    } catch (const ValidationError& error) {
        CHECK(error.errors().size() == 1);
    }
}

TEST_CASE("unique items: a long list is no trouble") {
    std::string numbers = "[", models = "[";
    for (int i = 0; i < 50'000; ++i) {
        numbers += std::to_string(i) + ",";
        models += R"({"x":)" + std::to_string(i) + "},";
    }
    CHECK(read<std::vector<int>>(numbers + "-1]") == "good");
    CHECK(read<std::vector<Point>>(models + R"({"x":-1}])") == "good");
    CHECK(read<std::vector<int>>(numbers + "0]").find("unique_items") != std::string::npos);
    CHECK(read<std::vector<Point>>(models + R"({"x":0}])").find("unique_items") !=
          std::string::npos);
}

TEST_CASE("unique items: the schema says so") {
    detail::schema_registry registry;
    constexpr auto& info = detail::info_of<unique_items, max_items(3)>;
    CHECK(detail::input_schema<std::vector<int>>(info, registry) ==
          dict{{"type", "array"},
               {"items", dict{{"type", "integer"}}},
               {"maxItems", 3},
               {"uniqueItems", true}});
    CHECK(detail::input_schema<std::array<int, 1>>(info, registry)["uniqueItems"] == true);
    CHECK_FALSE(detail::input_schema<std::vector<int>>(detail::info_of<>, registry)
                    .contains("uniqueItems"));
}
