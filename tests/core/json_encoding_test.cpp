#include "fastapi/core/json_encoding.hpp"

#include <doctest/doctest.h>

using namespace fastapi::detail;
using namespace std::string_view_literals;

TEST_CASE("json encoding: byte order marks and zero bytes tell the encoding") {
    struct row {
        std::string_view bytes;
        std::string_view text;
    };
    for (const row r : {
             row{"", ""},
             {"1", "1"},
             {"{}", "{}"},
             {"123", "123"},
             {"[\"\xC3\xA9\"]", "[\"\xC3\xA9\"]"},
             {"\xEF\xBB\xBF[1]", "[1]"},
             {"\xFE\xFF\0[\0]"sv, "[]"},
             {"\xFF\xFE[\0]\0"sv, "[]"},
             {"\0\0\xFE\xFF\0\0\0"
              "1"sv,
              "1"},
             {"\xFF\xFE\0\0"
              "1\0\0\0"sv,
              "1"},
             {"\0[\0]"sv, "[]"},
             {"[\0]\0"sv, "[]"},
             {"\0\0\0"
              "1"sv,
              "1"},
             {"1\0\0\0"sv, "1"},
             {"\0"
              "1"sv,
              "1"},
             {"1\0"sv, "1"},
             {"\"\0\x3D\xD8\x00\xDE\"\0"sv, "\"\xF0\x9F\x98\x80\""},
         }) {
        std::string storage;
        const auto text = decoded_json(r.bytes, storage);
        REQUIRE(text);
        CHECK(*text == r.text);
    }
}

TEST_CASE("json encoding: UTF-8 stays in place, with nothing copied") {
    std::string storage;
    constexpr std::string_view bytes = "{\"a\": 1}";
    CHECK(decoded_json(bytes, storage)->data() == bytes.data());
    CHECK(storage.empty());
}

TEST_CASE("json encoding: broken UTF-16 and UTF-32 are refused") {
    std::string storage;
    for (const std::string_view bytes :
         {"\xFE\xFF\0"sv, "\xFF\xFE\0\xD8"sv,
          "\xFF\xFE\0\xDC"
          "1\0"sv,
          "\xFF\xFE\0\xD8"
          "1\0"sv,
          "\0\0\xFE\xFF\0\x11\0\0"sv, "\0\0\xFE\xFF\0\0\xD8\0"sv, "1\0\0\0\0"sv})
        CHECK_FALSE(decoded_json(bytes, storage));
}
