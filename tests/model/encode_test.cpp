#include "fastapi/model/encode.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

using namespace fastapi;
using detail::is_encodable;

namespace {

enum class Colour { red, green };
enum class Level { low = -1, high = 3 };

struct Address {
    std::string street;
    std::optional<int> number;
};

struct Person {
    std::string name;
    Address address;
    std::vector<Address> others;
    Field<int, ge(0)> age = 3;
    Colour colour = Colour::green;
};

struct Tree {
    int value;
    std::unique_ptr<Tree> left, right;
};

class Hidden {
public:
    explicit Hidden(int value) : value_(value) {}

private:
    int value_;
};

/// As a response model writes it.
template <class Value>
std::string typed(const Value& value) {
    std::string out;
    detail::append_encoded(out, value, detail::json_style::pydantic);
    return out;
}

/// As it is written within a dict.
template <class Value>
std::string in_dict(const Value& value) {
    return any(dict{{"v", value}}).dump();
}

datetime noon() { return datetime(2024, 1, 15, 12, 0, 0, utc); }

}  // namespace

TEST_CASE("encode: scalars") {
    CHECK(typed(true) == "true");
    CHECK(typed(std::int8_t{-5}) == "-5");
    CHECK(typed(UINT64_MAX) == "18446744073709551615");
    CHECK(typed(0.5f) == "0.5");
    CHECK(typed(2.0) == "2.0");
    CHECK(typed(std::string("a\"b")) == R"("a\"b")");
    CHECK(typed("text") == R"("text")");
    CHECK(typed(std::string_view("view")) == R"("view")");
    CHECK(typed(nullptr) == "null");
    CHECK(typed(Colour::green) == R"("green")");
    CHECK(typed(IntEnum<Level>(Level::low)) == "-1");
    CHECK(typed(Literal<"a", "b">("b")) == R"("b")");
}

TEST_CASE("encode: containers") {
    CHECK(typed(std::vector<int>{}) == "[]");
    CHECK(typed(std::vector<std::vector<int>>{{}, {1, 2}, {}}) == "[[],[1,2],[]]");
    CHECK(typed(std::vector<bool>{true, false}) == "[true,false]");
    CHECK(typed(std::vector<std::string>{"[", "{", ""}) == R"(["[","{",""])");
    CHECK(typed(std::set<int>{2, 1}) == "[1,2]");
    CHECK(typed(std::unordered_set<int>{2}) == "[2]");
    CHECK(typed(std::deque<int>{2, 1}) == "[2,1]");
    CHECK(typed(std::array<int, 2>{1, 2}) == "[1,2]");
    CHECK(typed(std::map<std::string, std::vector<int>>{{"a", {}}, {"b", {1}}}) ==
          R"({"a":[],"b":[1]})");
    CHECK(typed(std::unordered_map<std::string, int>{{"{", 1}}) == R"({"{":1})");
    CHECK(typed(std::tuple<int, std::string, bool>(1, "x", false)) == R"([1,"x",false])");
    CHECK(typed(std::tuple<>()) == "[]");
    CHECK(typed(std::pair(1, 2.5)) == "[1,2.5]");
    CHECK(typed(std::variant<int, std::string>("x")) == R"("x")");
    CHECK(typed(std::optional<int>()) == "null");
    CHECK(typed(std::optional<std::optional<int>>(std::optional<int>(3))) == "3");
    CHECK(typed(std::make_shared<int>(3)) == "3");
    CHECK(typed(dict{{"a", list{1}}}) == R"({"a":[1]})");
}

TEST_CASE("encode: structs, nested and recursive, with the names of their members") {
    const Person person{"Ann", {"Elm", 4}, {{"Oak", {}}}, 7};
    const std::string expected =
        R"({"name":"Ann","address":{"street":"Elm","number":4},"others":[{"street":"Oak","number":null}],)"
        R"("age":7,"colour":"green"})";
    CHECK(typed(person) == expected);
    CHECK(any(person).dump() == expected);
    Tree tree{1, std::make_unique<Tree>(), nullptr};
    tree.left->value = 2;
    CHECK(typed(tree) == R"({"value":1,"left":{"value":2,"left":null,"right":null},"right":null})");
    struct Empty {};
    CHECK(typed(Empty{}) == "{}");
}

TEST_CASE("encode: a dict holds parameters' values, structs and containers") {
    const Field<std::optional<std::string>> absent;
    const Field<double, gt(0)> ratio = 0.25;
    const dict answer{{"absent", absent},
                      {"ratio", ratio},
                      {"address", Address{"Elm", 4}},
                      {"colours", std::vector{Colour::red}},
                      {"levels", std::vector<IntEnum<Level>>{Level::high}},
                      {"unique", std::set<std::string>{"b", "a"}},
                      {"pair", std::pair(1, "x")}};
    CHECK(any(answer).dump() ==
          R"({"absent":null,"ratio":0.25,"address":{"street":"Elm","number":4},"colours":["red"],)"
          R"("levels":[3],"unique":["a","b"],"pair":[1,"x"]})");
}

TEST_CASE("encode: the two styles differ where FastAPI's two serialisers do") {
    CHECK(typed(noon()) == R"("2024-01-15T12:00:00Z")");
    CHECK(in_dict(noon()) == R"({"v":"2024-01-15T12:00:00+00:00"})");
    CHECK(typed(1e-7) == "1e-7");
    CHECK(in_dict(1e-7) == R"({"v":1e-07})");
    CHECK(typed(timedelta(0, 3600)) == R"("PT1H")");
    CHECK(in_dict(timedelta(0, 3600)) == R"({"v":3600.0})");
    CHECK(typed(Decimal("12.50")) == R"("12.50")");
    CHECK(in_dict(Decimal("12.50")) == R"({"v":12.5})");
    struct Event {
        datetime at;
        date day;
        UUID id;
    };
    const Event event{noon(), date(2024, 1, 15), UUID("12345678-1234-5678-1234-567812345678")};
    CHECK(
        typed(event) ==
        R"({"at":"2024-01-15T12:00:00Z","day":"2024-01-15","id":"12345678-1234-5678-1234-567812345678"})");
    // A model keeps its own style in a dict, as jsonable_encoder writes it.
    CHECK(in_dict(event) == R"({"v":)" + typed(event) + "}");
}

TEST_CASE("encode: NaN is null in a typed answer, and refused in a dict") {
    struct Reading {
        double value;
    };
    CHECK(typed(std::nan("")) == "null");
    CHECK(typed(Reading{-INFINITY}) == R"({"value":null})");
    CHECK_THROWS_AS(in_dict(Reading{std::nan("")}), std::domain_error);
}

TEST_CASE("encode: which types can be written is known beforehand") {
    static_assert(is_encodable<Person>() && is_encodable<Tree>() && is_encodable<any>());
    static_assert(is_encodable<std::vector<std::optional<Colour>>>());
    static_assert(!is_encodable<Hidden>() && !is_encodable<std::vector<Hidden>>());
    static_assert(!is_encodable<std::map<double, int>>() && !is_encodable<void*>() &&
                  !is_encodable<int*>());
    struct Holder {
        Hidden hidden;
    };
    static_assert(!is_encodable<Holder>() && !is_encodable<std::vector<std::optional<Holder>>>());
    static_assert(!is_encodable<std::variant<int, Holder>>() &&
                  is_encodable<std::variant<int, Tree>>());
    static_assert(std::is_convertible_v<Person, any> && !std::is_convertible_v<Hidden, any>);
}

TEST_CASE("encode: a model that cannot be made without values, and one with constant members") {
    struct Demanding {
        explicit Demanding(int given) : value(given) {}
        int value;
    };
    struct Measured {
        const int amount;
        const std::string unit;
        std::string_view note;
    };
    static_assert(!is_encodable<Demanding>());
    CHECK(typed(Measured{3, "kg", "dry"}) == R"({"amount":3,"unit":"kg","note":"dry"})");
}
