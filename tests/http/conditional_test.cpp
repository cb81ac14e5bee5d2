#include "fastapi/http/conditional.hpp"

#include <doctest/doctest.h>

#include <ctime>
#include <string>
#include <string_view>

using fastapi::Headers;
using fastapi::MutableHeaders;
using fastapi::detail::is_not_modified;
using fastapi::detail::is_range_wanted;
using fastapi::detail::parse_http_date;

TEST_CASE("conditional: the three forms of a date, and their nearest neighbours") {
    for (const std::string_view text :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
          "Sun Nov  6 08:49:37 1994"}) {
        INFO(text);
        CHECK(parse_http_date(text) == std::time_t{784111777});
        for (std::size_t i = 0; i < text.size(); ++i)
            CHECK_FALSE(parse_http_date(text.substr(0, i)).has_value());
    }
    CHECK(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT") == std::time_t{0});
    CHECK(parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT") == std::time_t{1709251200});
    CHECK(parse_http_date("Wednesday, 01-Jan-20 00:00:00 GMT") == std::time_t{1577836800});
    for (const std::string_view text :
         {"Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
          "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
          "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 99994 08:49:37 GMT",
          "Sun, 06 Nov 994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT x", "784111777"}) {
        INFO(text);
        CHECK_FALSE(parse_http_date(text).has_value());
    }
}

TEST_CASE("conditional: every moment is read back as it was written") {
    for (std::time_t moment = 0; moment < 253402300799; moment += 86400 * 97 + 12345) {
        std::string text;
        fastapi::detail::append_http_date(text, moment);
        CHECK(parse_http_date(text) == moment);
    }
}

TEST_CASE("conditional: If-None-Match decides before If-Modified-Since") {
    const MutableHeaders file{{"etag", "\"a\""},
                              {"last-modified", "Mon, 15 Jan 2024 10:30:00 GMT"}};
    struct {
        std::string_view tags, since;
        bool expected;
    } const cases[] = {
        {"\"a\"", "", true},
        {"W/\"a\"", "", true},
        {"\"b\", \"a\"", "", true},
        {"*", "", true},
        {"\"b\"", "", false},
        {"a", "", false},
        {"\"b\"", "Mon, 15 Jan 2024 10:30:00 GMT", false},
        {"\"a\"", "Mon, 15 Jan 2023 10:30:00 GMT", true},
        {"", "Mon, 15 Jan 2024 10:30:00 GMT", true},
        {"", "Mon, 15 Jan 2024 10:30:01 GMT", true},
        {"", "Mon, 15 Jan 2024 10:29:59 GMT", false},
        {"", "yesterday", false},
        {"", "", false},
    };
    for (const auto& entry : cases) {
        const auto& tags = entry.tags;
        const auto& since = entry.since;
        const auto& expected = entry.expected;
        INFO(tags, " ", since);
        Headers request;
        if (!tags.empty()) request.add("If-None-Match", tags);
        if (!since.empty()) request.add("If-Modified-Since", since);
        CHECK(is_not_modified(request, file) == expected);
    }
    CHECK(is_not_modified(
        {{"if-none-match", ""}, {"if-modified-since", "Mon, 15 Jan 2024 10:30:00 GMT"}}, file));
    CHECK(is_not_modified({{"if-none-match", "\"b\""}, {"if-none-match", "\"a\""}}, file));
    CHECK_FALSE(is_not_modified({{"if-none-match", "\"a\""}}, {}));
}

TEST_CASE("conditional: a range of another file is not wanted") {
    const MutableHeaders file{{"etag", "\"a\""},
                              {"last-modified", "Mon, 15 Jan 2024 10:30:00 GMT"}};
    CHECK(is_range_wanted({}, file));
    CHECK(is_range_wanted({{"if-range", "\"a\""}}, file));
    CHECK(is_range_wanted({{"if-range", "Mon, 15 Jan 2024 10:30:00 GMT"}}, file));
    CHECK_FALSE(is_range_wanted({{"if-range", "\"b\""}}, file));
    CHECK_FALSE(is_range_wanted({{"if-range", "W/\"a\""}}, file));
    CHECK_FALSE(is_range_wanted({{"if-range", "Mon, 15 Jan 2024 10:30:01 GMT"}}, file));
    CHECK_FALSE(is_range_wanted({{"if-range", "W/\"w\""}}, {{"etag", "W/\"w\""}}));
}
