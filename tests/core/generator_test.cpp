#include "fastapi/core/generator.hpp"

#include <doctest/doctest.h>

#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using fastapi::generator;

namespace {

/// Counts the objects of a coroutine that are still alive.
struct alive {
    explicit alive(int& counter) : count(&counter) { ++*count; }
    alive(const alive&) = delete;
    alive& operator=(const alive&) = delete;
    ~alive() { --*count; }
    int* count;
};

generator<int> up_to(int last) {
    for (int i = 1; i <= last; ++i) co_yield i;
}

generator<std::string> held(int& counter) {
    const alive object(counter);
    co_yield "first";
    co_yield "second";
}

generator<std::string> catching() {
    std::string caught;
    try {
        co_yield "waiting";
    } catch (const std::runtime_error& error) {
        caught = error.what();
    }
    co_yield "caught " + caught;
}

generator<int> failing() {
    co_yield 1;
    throw std::runtime_error("broken");
}

std::exception_ptr problem() { return std::make_exception_ptr(std::runtime_error("problem")); }

}  // namespace

TEST_CASE("generator: gives its values one after the other, and then nothing") {
    generator<int> numbers = up_to(2);
    CHECK(numbers.next() == 1);
    CHECK(numbers.next() == 2);
    CHECK(numbers.next() == std::nullopt);
    CHECK(numbers.next() == std::nullopt);
}

TEST_CASE("generator: a loop goes over the values, which may be moved out") {
    std::vector<int> seen;
    for (int number : up_to(3)) seen.push_back(number);
    CHECK(seen == std::vector<int>{1, 2, 3});
    for ([[maybe_unused]] int number : up_to(0)) FAIL("nothing to go over");

    const auto owners = []() -> generator<std::unique_ptr<int>> {
        co_yield std::make_unique<int>(1);
        co_yield std::make_unique<int>(2);
    };
    int sum = 0;
    for (std::unique_ptr<int>& each : owners()) sum += *std::unique_ptr<int>(std::move(each));
    CHECK(sum == 3);
}

TEST_CASE("generator: nothing runs before the first value is asked for") {
    int counter = 0;
    generator<std::string> texts = held(counter);
    CHECK(counter == 0);
    CHECK(texts.next() == "first");
    CHECK(counter == 1);
}

TEST_CASE("generator: what it holds is destroyed with it, wherever it stands") {
    int counter = 0;
    {
        generator<std::string> texts = held(counter);
        texts.next();
        generator<std::string> moved = std::move(texts);
        CHECK(moved.next() == "second");
        CHECK(texts.next() == std::nullopt);
        CHECK(counter == 1);
        moved = held(counter);
    }
    CHECK(counter == 0);
}

TEST_CASE("generator: an exception ends it") {
    generator<int> numbers = failing();
    CHECK(numbers.next() == 1);
    CHECK_THROWS_WITH_AS(numbers.next(), "broken", std::runtime_error);
    CHECK(numbers.next() == std::nullopt);
}

TEST_CASE("generator: throw_ throws at the co_yield where it stands") {
    generator<std::string> texts = catching();
    CHECK(texts.next() == "waiting");
    CHECK(texts.throw_(problem()) == "caught problem");
    CHECK(texts.next() == std::nullopt);

    generator<int> numbers = up_to(3);
    numbers.next();
    CHECK_THROWS_WITH_AS(numbers.throw_(problem()), "problem", std::runtime_error);
    CHECK(numbers.next() == std::nullopt);
}

TEST_CASE("generator: where it stands at no co_yield throw_ throws to who called it") {
    generator<int> unstarted = up_to(1);
    CHECK_THROWS_WITH_AS(unstarted.throw_(problem()), "problem", std::runtime_error);
    CHECK(unstarted.next() == 1);
    CHECK(unstarted.next() == std::nullopt);
    CHECK_THROWS_WITH_AS(unstarted.throw_(problem()), "problem", std::runtime_error);
    CHECK_THROWS_WITH_AS(generator<int>().throw_(problem()), "problem", std::runtime_error);
}

TEST_CASE("generator: an empty one gives no value") {
    generator<int> nothing;
    CHECK(nothing.next() == std::nullopt);
    for ([[maybe_unused]] int number : nothing) FAIL("nothing to go over");
}
