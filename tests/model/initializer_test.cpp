#include "fastapi/model/initializer.hpp"

#include "fastapi/model/choice.hpp"
#include "fastapi/model/field.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

using namespace fastapi;

namespace {

enum class Colour : std::uint8_t { red, green };
const int somewhere = 0;

/// For each member `x` where it has an initialiser that can be seen, else `-`.
template <class Model>
std::string seen() {
    std::string marks;
    for (const bool initialised : detail::initialized_members<Model>())
        marks += initialised ? 'x' : '-';
    return marks;
}

struct Scalars {
    int a;
    int b = 0;
    bool c;
    bool d = false;
    bool e = true;
    double f;
    double g = 0.0;
    const int* h;
    const int* i = nullptr;
    const int* j = &somewhere;
    Colour k;
    Colour l = Colour::red;
    std::int8_t m;
    std::int8_t n = -1;
    std::uint64_t o;
    std::uint64_t p = UINT64_MAX;
};

struct Classes {
    std::string a;
    std::string b = "UK";
    std::string c = "";  // cannot be told from `a`
    std::optional<int> d;
    std::optional<int> e = 0;
    std::vector<int> f;
    std::vector<int> g = {1};
    Literal<"fast", "slow"> h;
    Literal<"fast", "slow"> i = "slow";
};

struct Composed {
    std::pair<int, int> a;
    std::pair<int, int> b = {0, 2};
    std::pair<std::string, double> c;
    std::pair<std::string, double> d = {"x", 0};
    std::pair<std::string, double> e = {"", -0.5};
    std::tuple<int, std::optional<int>, std::vector<int>> f;
    std::tuple<int, std::optional<int>, std::vector<int>> g = {0, {}, {1}};
    std::tuple<std::pair<int, bool>, Colour> h;
    std::tuple<std::pair<int, bool>, Colour> i = {{0, true}, Colour::red};
    std::tuple<std::pair<int, bool>, Colour> j = {{0, false}, Colour::green};
    std::pair<int, int> k = {0, 0};  // cannot be told from `a`
    std::variant<int, std::string> l;
    std::variant<int, std::string> m = "";
    std::variant<int, std::string> n = 3;
    std::tuple<> o;
};

struct Fields {
    Field<int> a;
    Field<int> b = 0;
    Field<std::string> c;
    Field<std::string> d = "";
    Field<std::string, defaults_to("UK")> e;
    Field<std::optional<int>, ge(1)> f = std::nullopt;
};

struct Place {
    std::string city;
    int rank = 3;
    std::optional<std::string> zip;
    Field<int, ge(0)> height;
};

struct Size {
    double width, height;
};

struct Nested {
    Place a;
    Place b = {.city = "Paris", .rank = 3, .zip = {}, .height = {}};
    Place c = {.city = {}, .rank = 4, .zip = {}, .height = {}};
    Place d = {.city = {}, .rank = 3, .zip = "", .height = {}};
    Place e = {.city = {}, .rank = 3, .zip = {}, .height = 0};
    Place f = {};  // cannot be told from `a`
    Size g;
    Size h = {0, 0};
    Size i = {.width = 1, .height = {}};
    std::vector<Place> j;
    std::vector<Place> k = {{.city = "Oslo", .rank = 3, .zip = {}, .height = {}}};
};

struct Outer {
    Nested a;
    Nested b = [] {
        Nested nested;
        nested.b.city = "Rome";
        return nested;
    }();
};

}  // namespace

TEST_CASE("initializer: of scalars, any initialiser is seen") {
    CHECK(seen<Scalars>() == "-x-xx-x-xx-x-x-x");
}

TEST_CASE("initializer: of classes, one that makes a value other than the empty one") {
    CHECK(seen<Classes>() == "-x--x-x-x");
}

TEST_CASE(
    "initializer: of pairs, tuples and variants, one that makes a part other than the empty one") {
    CHECK(seen<Composed>() == "-x-xx-x-xx--xx-");
}

TEST_CASE("initializer: of fields, any initialiser is seen") { CHECK(seen<Fields>() == "-x-x-x"); }

TEST_CASE("initializer: structs in functions, and those without any") {
    struct Local {
        int skip = 0;
        int limit;
        std::string q;
    };
    struct Bare {
        int a, b;
    };
    struct Full {
        int a = 1;
        bool b = false;
    };
    CHECK(seen<Local>() == "x--");
    CHECK(seen<Bare>() == "--");
    CHECK(seen<Full>() == "xx");
}

TEST_CASE("initializer: a struct within a struct has one where it differs from a fresh one") {
    CHECK(seen<Nested>() == "-xxxx--xx-x");
    CHECK(seen<Outer>() == "-x");
}
