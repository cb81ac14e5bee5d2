#include "fastapi/model/constraint_check.hpp"

#include "fastapi/model/model_table.hpp"
#include "fastapi/model/scalar_value.hpp"

#include <doctest/doctest.h>

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <variant>
#include <vector>

using namespace fastapi;
using detail::check_constraints;
using detail::check_model;
using detail::has_repeated_name;
using detail::limits_for;
using detail::member_naming;

struct Celsius {
    double degrees = 0;
};

template <>
struct fastapi::custom_type<Celsius> {
    static Celsius parse(std::string_view) { return {}; }
    static std::string format(const Celsius&) { return "0"; }
};

namespace {

enum class Colour { red };

/// Which limits a type knows: n(umbers), t(exts), i(tems), d(igits).
template <class Type>
std::string known() {
    const detail::known_limits limits = limits_for<Type>();
    return std::string(limits.numbers ? "n" : "") + (limits.texts ? "t" : "") +
           (limits.items ? "i" : "") + (limits.digits ? "d" : "");
}

struct Box {
    Field<int, alias("theWidth"), ge(1), 2> width;
    Field<std::string, validation_alias("in"), serialization_alias("out")> name;
    Field<std::vector<std::string>, min_items(1), required> parts;
    int area() const { return 1; }
    static constexpr auto computed_fields = std::tuple{computed_field("area", &Box::area)};
};

struct Swapped {  // each is read under the name of the other
    Field<int, alias("b")> a;
    Field<int, alias("a")> b;
};

struct Empty {};

/// Whether two members of these names repeat one: own names as the struct has them.
template <bool AreGiven = false, bool AlsoOwn = false>
consteval bool repeats(const member_naming& first, const member_naming& second) {
    return has_repeated_name(std::array{first, member_naming{"z", "z", "z"}, second},
                             &member_naming::input, AreGiven, AlsoOwn);
}

}  // namespace

TEST_CASE("constraint check: the limits that a type knows") {
    CHECK(known<int>() == "n");
    CHECK(known<double>() == "n");
    CHECK(known<bool>() == "");
    CHECK(known<Colour>() == "");
    CHECK(known<Decimal>() == "nd");
    CHECK(known<std::string>() == "t");
    CHECK(known<std::vector<int>>() == "i");
    CHECK(known<std::deque<std::string>>() == "i");
    CHECK(known<std::set<int>>() == "i");
    CHECK(known<std::unordered_set<int>>() == "i");
    CHECK(known<std::map<std::string, int>>() == "i");
    CHECK(known<std::tuple<int, int>>() == "");
    CHECK(known<dict>() == "");
    CHECK(known<list>() == "");
    CHECK(known<any>() == "");
    CHECK(known<Celsius>() == "");
}

TEST_CASE("constraint check: what holds a value knows the limits of the value") {
    CHECK(known<std::optional<int>>() == "n");
    CHECK(known<std::unique_ptr<std::string>>() == "t");
    CHECK(known<std::optional<std::shared_ptr<std::vector<int>>>>() == "i");
    CHECK(known<std::variant<int, std::string>>() == "nt");
    CHECK(known<std::optional<std::variant<bool, Colour>>>() == "");
}

TEST_CASE("constraint check: fields whose constraints fit") {
    static_assert(check_constraints<int>());
    static_assert(check_constraints<Field<std::optional<double>, gt(0), lt(2.5)>>());
    static_assert(check_constraints<Field<std::variant<int, std::string>, min_length(2), ge(1)>>());
    static_assert(check_constraints<Field<Decimal, max_digits(4), decimal_places(2), ge(0)>>());
    static_assert(check_constraints<Field<std::unordered_set<int>, max_items(4), required>>());
    static_assert(
        check_constraints<Field<std::optional<std::string>, defaults_to("x"), pattern("^x$")>>());
}

TEST_CASE("constraint check: models whose members differ in their names") {
    static_assert(check_model<Box>());
    static_assert(check_model<Swapped>());
    static_assert(check_model<Empty>());
}

TEST_CASE("constraint check: a name that two members are read under is found") {
    static_assert(!repeats({"a", "a", "a"}, {"b", "b", "b"}));
    static_assert(repeats({"a", "b", "a"}, {"b", "b", "b"}));
    static_assert(repeats({"a", "a", "a"}, {"b", "a", "b"}));
    static_assert(repeats({"a", "c", "a"}, {"b", "c", "b"}));
    static_assert(!repeats({"a", "a", "c"}, {"b", "b", "c"}));
    static_assert(!repeats({"a", "b", "a"}, {"b", "c", "b"}));
    static_assert(repeats<false, true>({"a", "b", "a"}, {"b", "c", "b"}));
    static_assert(!repeats<false>({"a", "a", "a"}, {"a", "a", "a"}));  // a struct cannot have these
    static_assert(repeats<true>({"a", "a", "a"}, {"a", "a", "a"}));  // but a list made by hand can
}
