#include "fastapi/core/meta.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

using namespace fastapi;
using detail::readable_signature;
using detail::signature;

namespace test_meta {

template <fixed_string Name>
struct named {
    static constexpr std::string_view name = Name;
};

template <class Callable, class Result, class... Arguments>
constexpr bool has_signature =
    std::is_same_v<typename signature<Callable>::result, Result> &&
    std::is_same_v<typename signature<Callable>::arguments, std::tuple<Arguments...>>;

int function(const std::string&, int);
int function_without_throw(long&) noexcept;
struct overloaded {
    void operator()(int);
    void operator()(long);
};

}  // namespace test_meta

using namespace test_meta;

TEST_CASE("meta: a fixed string is its text, and two of the same text are one type") {
    CHECK(named<"user_id">::name == "user_id");
    CHECK(named<"">::name.empty());
    static_assert(std::is_same_v<named<"a">, named<"a">>);
    static_assert(!std::is_same_v<named<"a">, named<"b">>);
    static_assert(!std::is_same_v<named<"a">, named<"ab">>);
}

TEST_CASE("meta: the signature of every kind of callable is read") {
    static_assert(has_signature<decltype(&function), int, const std::string&, int>);
    static_assert(has_signature<decltype(&function_without_throw), int, long&>);
    auto plain = [](int, const char*) { return 1.5; };
    auto mutable_one = [n = 0]() mutable { return ++n; };
    auto without_throw = [](bool) noexcept {};
    auto mutable_without_throw = [n = 0](bool) mutable noexcept { ++n; };
    static_assert(has_signature<decltype(plain), double, int, const char*>);
    static_assert(has_signature<decltype(mutable_one), int>);
    static_assert(has_signature<decltype(without_throw), void, bool>);
    static_assert(has_signature<decltype(mutable_without_throw), void, bool>);
}

TEST_CASE("meta: a generic or overloaded callable has no signature") {
    auto generic = [](auto value) { return value; };
    static_assert(!readable_signature<decltype(generic)>);
    static_assert(!readable_signature<overloaded>);
    static_assert(!readable_signature<int>);
    static_assert(readable_signature<decltype(function)>);
}

TEST_CASE("meta: specialisations are told from other types") {
    static_assert(detail::is_specialization_of<std::optional<int>, std::optional>);
    static_assert(!detail::is_specialization_of<std::vector<int>, std::optional>);
    static_assert(!detail::is_specialization_of<int, std::optional>);
}
