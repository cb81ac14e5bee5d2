#include "fastapi/core/text.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

using namespace fastapi::detail;

TEST_CASE("text: classes of characters are those of ASCII, whatever the locale") {
    CHECK((is_alpha('a') && is_alpha('Z') && is_digit('0') && is_digit('9')));
    for (const char c : {'@', '[', '`', '{', '\xE4', '\0', '5'}) CHECK_FALSE(is_alpha(c));
    for (const char c : {'/', ':', 'a', '\xB2'}) CHECK_FALSE(is_digit(c));
    CHECK((to_lower('Z') == 'z' && to_lower('[') == '[' && to_upper('a') == 'A'));
    CHECK((to_upper('{') == '{' && to_lower('\xC4') == '\xC4'));
    CHECK((hex_value('9') == 9 && hex_value('f') == 15 && hex_value('A') == 10));
    CHECK((hex_value('g') == -1 && hex_value('@') == -1 && hex_value('\0') == -1));
}

TEST_CASE("text: tokens hold what RFC 9110 lists, and neither blanks nor NUL") {
    for (const char c : std::string("!#$%&'*+-.^_`|~aZ09")) CHECK(is_token_char(c));
    for (const char c : std::string("\0 \t\"(),/:;<=>?@[\\]{}\x7F\x80", 22))
        CHECK_FALSE(is_token_char(c));
}

TEST_CASE("text: iequals ignores the case of ASCII letters only") {
    CHECK(iequals("Content-TYPE", "content-type"));
    CHECK(iequals("", ""));
    CHECK_FALSE(iequals("ab", "abc"));
    CHECK_FALSE(iequals("@", "`"));
    CHECK_FALSE(iequals("\xC3\x84", "\xC3\xA4"));
    CHECK(lowered("A-Z \xC3\x84") == "a-z \xC3\x84");
}

TEST_CASE("text: trim takes spaces and tabs from both ends, and no other blanks") {
    CHECK(trim(" \t a b \t") == "a b");
    CHECK(trim(" \t ").empty());
    CHECK(trim("\na\r") == "\na\r");
}

TEST_CASE("text: to_integer reads the whole text or nothing") {
    CHECK(to_integer<int>("-12") == -12);
    CHECK(to_integer<int>("007") == 7);
    CHECK(to_integer<std::uint8_t>("255") == 255);
    for (const char* text : {"", "+1", " 1", "1 ", "1x", "0x1", "1.0", "--1"})
        CHECK_FALSE(to_integer<int>(text));
    CHECK_FALSE(to_integer<std::uint8_t>("256"));
    CHECK_FALSE(to_integer<unsigned>("-1"));
    CHECK_FALSE(to_integer<std::int64_t>("9223372036854775808"));
}

TEST_CASE("text: append_integer writes the extremes") {
    std::string out = "n=";
    append_integer(out, std::numeric_limits<std::int64_t>::min());
    append_integer(out.append(","), std::numeric_limits<std::uint64_t>::max());
    append_integer(out.append(","), std::int8_t{-1});
    CHECK(out == "n=-9223372036854775808,18446744073709551615,-1");
}

TEST_CASE("text: UTF-8 is well formed as in Unicode's table 3-7") {
    for (const char* good : {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                             "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        CHECK_MESSAGE(is_valid_utf8(good), good);
    for (const char* bad :
         {"\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE2\x82",
          "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "a\xC3"})
        CHECK_FALSE_MESSAGE(is_valid_utf8(bad), bad);
    CHECK(utf8_length("a", 1) == 0);
}

TEST_CASE("text: code points are counted, read and written") {
    const std::string text = "a\u00e9\u20ac\U0001F600";
    CHECK(count_code_points(text) == 4);
    std::string copy;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        append_utf8(copy, utf8_code_point(text, i, length));
        i += length;
    }
    CHECK(copy == text);
    CHECK(utf8_code_point("\xF4\x8F\xBF\xBF", 0, 4) == 0x10FFFF);
}
