#include "fastapi/core/dump_filter.hpp"

#include <doctest/doctest.h>

using namespace fastapi;
using detail::dump_filter;

TEST_CASE("dump filter: without names everything is wanted") {
    const dump_filter filter(DumpOptions{});
    CHECK(filter.wants("name"));
    CHECK(filter.inside("name").wants("first"));
}

TEST_CASE("dump filter: include names what is wanted, exclude what is not") {
    const dump_filter filter({.include = {"name", "age"}, .exclude = {"age"}});
    CHECK(filter.wants("name"));
    CHECK_FALSE(filter.wants("age"));
    CHECK_FALSE(filter.wants("city"));
    CHECK(filter.inside("name").wants("anything"));
}

TEST_CASE("dump filter: a dotted name is a member of a member") {
    const dump_filter included({.include = {"address.city"}});
    CHECK(included.wants("address"));
    CHECK_FALSE(included.wants("name"));
    CHECK(included.inside("address").wants("city"));
    CHECK_FALSE(included.inside("address").wants("street"));

    const dump_filter excluded({.exclude = {"address.city"}});
    CHECK(excluded.wants("address"));
    CHECK_FALSE(excluded.inside("address").wants("city"));
    CHECK(excluded.inside("address").wants("street"));
    CHECK(excluded.inside("name").wants("city"));
}

TEST_CASE("dump filter: a name counts whole where it stands beside members of it") {
    const dump_filter excluded({.exclude = {"address", "address.city"}});
    CHECK_FALSE(excluded.wants("address"));
    const dump_filter included({.include = {"address", "address.city"}});
    CHECK(included.inside("address").wants("street"));
}

TEST_CASE("dump filter: the other options hold at every level") {
    const dump_filter inner =
        dump_filter({.exclude_none = true, .by_alias = true}).inside("a").inside("b");
    CHECK(inner.exclude_none);
    CHECK(inner.by_alias);
    CHECK_FALSE(inner.exclude_unset);
    CHECK_FALSE(inner.exclude_defaults);
}
