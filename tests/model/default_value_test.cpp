#include "fastapi/model/default_value.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace fastapi;
using detail::info_of;
using detail::stated_default;
using detail::takes_default;

namespace {

enum class Order { asc, desc };
enum class Depth { below = -2, ground = 0, above = 7 };

}  // namespace

TEST_CASE("default value: defaults of every kind become values of the type") {
    CHECK(stated_default<int>(info_of<-3>) == -3);
    CHECK(stated_default<bool>(info_of<true>));
    CHECK(stated_default<double>(info_of<defaults_to(0.5)>) == 0.5);
    CHECK(stated_default<double>(info_of<2>) == 2.0);
    CHECK(stated_default<std::string>(info_of<defaults_to("x y")>) == "x y");
    CHECK(stated_default<Order>(info_of<Order::desc>) == Order::desc);
    CHECK(stated_default<Order>(info_of<defaults_to("desc")>) == Order::desc);
    CHECK(stated_default<IntEnum<Depth>>(info_of<Depth::below>) == Depth::below);
    CHECK(stated_default<Literal<"a", "b">>(info_of<defaults_to("b")>) == "b");
    CHECK(stated_default<Literal<"a", 1, 2>>(info_of<2>) == "2");
    CHECK(stated_default<Literal<"a", 1, 2>>(info_of<defaults_to("a")>) == "a");
    CHECK_THROWS_AS((stated_default<Literal<1, 2>>(info_of<3>)), std::invalid_argument);
    CHECK(stated_default<std::optional<int>>(info_of<4>) == 4);
    CHECK_THROWS_AS(stated_default<Order>(info_of<defaults_to("up")>), std::invalid_argument);
}

TEST_CASE("default value: a default must be of the kind that its type is read from") {
    CHECK(takes_default<int>(info_of<>.default_value));
    CHECK(takes_default<int>(info_of<1>.default_value));
    CHECK_FALSE(takes_default<int>(info_of<defaults_to("1")>.default_value));
    CHECK(takes_default<std::string>(info_of<defaults_to("1")>.default_value));
    CHECK_FALSE(takes_default<std::string>(info_of<1>.default_value));
    CHECK(takes_default<Literal<"a", 1>>(info_of<1>.default_value));
    CHECK_FALSE(takes_default<Literal<"a", "b">>(info_of<1>.default_value));
    CHECK_FALSE(takes_default<std::vector<int>>(info_of<1>.default_value));
    CHECK_FALSE(takes_default<std::vector<std::string>>(info_of<defaults_to("a")>.default_value));
}
