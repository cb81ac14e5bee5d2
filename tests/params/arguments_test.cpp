#include "fastapi/params/arguments.hpp"

#include "fastapi/params/dependency.hpp"

#include <doctest/doctest.h>

#include <string>
#include <type_traits>
#include <utility>

using namespace fastapi;
using detail::pass_argument;

namespace {

struct Paging {
    Field<int> page = 1;
    int size = 10;
};

int number() { return 7; }

using Name = Query<"name", std::string>;

}  // namespace

TEST_CASE(
    "arguments: nothing is kept of a part of the exchange, and a place of what a dependency gives") {
    static_assert(std::is_same_v<detail::argument_storage<Request>, std::nullptr_t>);
    static_assert(std::is_same_v<detail::argument_storage<BackgroundTasks>, std::nullptr_t>);
    static_assert(std::is_same_v<detail::argument_storage<Depends<number>>, void*>);
    static_assert(std::is_same_v<detail::argument_storage<Security<number, "a">>, void*>);
    static_assert(std::is_same_v<detail::argument_storage<Name>, Name>);
    static_assert(std::is_same_v<detail::argument_storage<SecurityScopes>, SecurityScopes>);
}

TEST_CASE("arguments: parts of the exchange are passed by reference") {
    detail::exchange current;
    std::nullptr_t nothing = nullptr;
    CHECK(&pass_argument<Request&>(nothing, current) == &current.request);
    CHECK(&pass_argument<Response&>(nothing, current) == &current.response);
    CHECK(&pass_argument<BackgroundTasks&>(nothing, current) == &current.background);
}

TEST_CASE("arguments: a value is moved out of its place, unless it is taken by reference") {
    detail::exchange current;
    Name stored(std::string(100, 'x'));
    static_assert(std::is_same_v<decltype(pass_argument<const Name&>(stored, current)), Name&>);
    CHECK(&pass_argument<const Name&>(stored, current) == &stored);
    const Name taken = pass_argument<Name>(stored, current);
    CHECK(taken.get().size() == 100);
    CHECK(stored.get().empty());
}

TEST_CASE("arguments: a dependency is made of the value that lies at its place") {
    detail::exchange current;
    int value = 3;
    void* place = &value;
    CHECK(pass_argument<Depends<number>>(place, current) == 3);
    CHECK(pass_argument<Security<number, "a">>(place, current) == 3);
}

TEST_CASE("arguments: the initialisers of a model count as not set") {
    QueryModel<Paging> paging;
    CHECK(paging.page.is_set());
    detail::forget_unset_fields(paging);
    CHECK_FALSE(paging.page.is_set());
    CHECK(paging.page == 1);
}
