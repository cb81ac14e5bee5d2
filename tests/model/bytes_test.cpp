#include "fastapi/model/bytes.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_set>

using namespace fastapi;

TEST_CASE("bytes: a text is read as its UTF-8") {
    bytes value;
    CHECK_FALSE(bytes::parse("h\xC3\xA9", value));
    CHECK(value.str() == "h\xC3\xA9");
    CHECK(value.size() == 3);
    CHECK(value[0] == 'h');
    CHECK(value.hex() == "68c3a9");
    CHECK_FALSE(bytes::parse("", value));
    CHECK(value.empty());
    CHECK(bytes::wrong_type().type == "bytes_type");
    CHECK(bytes::wrong_type().message == "Input should be a valid bytes");
}

TEST_CASE("bytes: UTF-8 is written as text, what is none is refused") {
    std::string json;
    detail::append_jsonable(json, bytes("a\"\n\xC3\xA9"));
    detail::append_serialized(json, bytes(std::string_view("\0", 1)));
    CHECK(json == "\"a\\\"\\n\xC3\xA9\"\"\\u0000\"");
    CHECK_THROWS_WITH_AS(detail::append_jsonable(json, bytes("ab\xFF")),
                         "bytes: invalid UTF-8 at index 2", std::invalid_argument);
    CHECK_THROWS_AS(detail::append_serialized(json, bytes("\xC3")), std::invalid_argument);
}

TEST_CASE("bytes: compared and found byte by byte") {
    CHECK(bytes("a") < bytes("b"));
    CHECK(bytes("a") == bytes(std::string("a")));
    CHECK(bytes("a") != bytes("a "));
    const std::unordered_set<bytes> seen{bytes("a"), bytes("b"), bytes("a")};
    CHECK(seen.size() == 2);
    std::string copy;
    for (const char c : bytes("xyz")) copy.push_back(c);
    CHECK(copy == "xyz");
}
