#include "fastapi/model/choice.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace fastapi;

namespace {

enum class Level { low = 1, high = 3 };
using Mode = Literal<"fast", "slow">;

}  // namespace

TEST_CASE("choice: a Literal is one of its texts, at first the first") {
    Mode mode;
    CHECK(mode == "fast");
    mode = "slow";
    CHECK(mode == "slow");
    CHECK(mode != "fast");
    CHECK(mode == Mode("slow"));
    CHECK(mode.view() == "slow");
    CHECK(std::string(std::string_view(mode)) == "slow");
    static_assert(Mode("fast") == Mode());
}

TEST_CASE("choice: a Literal takes no other text") {
    CHECK_THROWS_WITH_AS(Mode("Fast"), "not one of the choices: Fast", std::invalid_argument);
    CHECK_THROWS_AS(Mode(""), std::invalid_argument);
    CHECK(Mode::index_of("slow") == 1);
    CHECK(Mode::index_of("slo") == Mode::choices.size());
}

TEST_CASE("choice: an IntEnum is its enumeration") {
    IntEnum<Level> level = Level::high;
    CHECK(level == Level::high);
    CHECK(level.value() == Level::high);
    const Level plain = level;
    CHECK(plain == Level::high);
    switch (level) {
        case Level::low: FAIL("high"); break;
        case Level::high: break;
    }
}
