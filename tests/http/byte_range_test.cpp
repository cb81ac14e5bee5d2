#include "fastapi/http/byte_range.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using fastapi::detail::byte_range;
using fastapi::detail::parse_range_header;
using fastapi::detail::requested_ranges;
using kinds = requested_ranges::kinds;

TEST_CASE("byte range: what can be sent of 37 bytes") {
    struct {
        std::string_view header;
        std::vector<byte_range> expected;
    } const cases[] = {
        {"bytes=5-9", {{5, 10}}},
        {"bytes=0-0", {{0, 1}}},
        {"bytes=36-", {{36, 37}}},
        {"bytes=30-36", {{30, 37}}},
        {"bytes=30-37", {{30, 37}}},
        {"bytes=30-99999999999999999999999999", {{30, 37}}},
        {"bytes=-5", {{32, 37}}},
        {"bytes=-37", {{0, 37}}},
        {"bytes=-38", {{0, 37}}},
        {"bytes=-99999999999999999999999999", {{0, 37}}},
        {"BYTES = 1 - 2 ", {{1, 3}}},
        {"bytes=0-1,4-5", {{0, 2}, {4, 6}}},
        {"bytes=4-5, 0-1", {{0, 2}, {4, 6}}},
        {"bytes=0-1,2-3", {{0, 4}}},
        {"bytes=0-9,5-6,8-12,-1", {{0, 13}, {36, 37}}},
        {"bytes=,0-1,,-,x,3", {{0, 2}}},
        {"bytes=0-1,1-2-3,0x4-5,4.0-5,_4-5,4_-5,1__0-12,4 5-6", {{0, 2}}},
        {"bytes=+4-+5", {{4, 6}}},
        {"bytes=1_0-1_2", {{10, 13}}},
    };
    for (const auto& entry : cases) {
        const auto& header = entry.header;
        const auto& expected = entry.expected;
        INFO(header);
        const requested_ranges requested = parse_range_header(header, 37);
        CHECK(requested.kind == kinds::satisfiable);
        CHECK(requested.ranges == expected);
    }
}

TEST_CASE("byte range: what lies outside, and what is no range") {
    struct {
        std::string_view header;
        kinds kind;
        std::string_view problem;
    } const cases[] = {
        {"bytes=37-", kinds::unsatisfiable, ""},
        {"bytes=100-200", kinds::unsatisfiable, ""},
        {"bytes=99999999999999999999999999-", kinds::unsatisfiable, ""},
        {"bytes=0-1,37-38", kinds::unsatisfiable, ""},
        {"bytes=-0", kinds::unsatisfiable, ""},
        {"bytes=--5", kinds::unsatisfiable, ""},
        {"lines=1-2", kinds::malformed, "Only support bytes range"},
        {"bytes", kinds::malformed, "Malformed range header."},
        {"", kinds::malformed, "Malformed range header."},
        {"bytes=", kinds::malformed, "Range header: range must be requested"},
        {"bytes=-", kinds::malformed, "Range header: range must be requested"},
        {"bytes=a-b", kinds::malformed, "Range header: range must be requested"},
        {"bytes=5-4", kinds::malformed, "Range header: start must be less than end"},
        {"bytes=5-3", kinds::malformed, "Range header: start must be less than end"},
        {"bytes=5--8", kinds::malformed, "Range header: start must be less than end"},
        {"bytes=+", kinds::malformed, "Range header: range must be requested"},
    };
    for (const auto& entry : cases) {
        const auto& header = entry.header;
        const auto& kind = entry.kind;
        const auto& problem = entry.problem;
        INFO(header);
        const requested_ranges requested = parse_range_header(header, 37);
        CHECK(requested.kind == kind);
        CHECK(requested.problem == problem);
        CHECK(requested.ranges.empty());
    }
}

TEST_CASE("byte range: nothing can be sent of an empty file") {
    CHECK(parse_range_header("bytes=0-", 0).kind == kinds::unsatisfiable);
    CHECK(parse_range_header("bytes=-1", 0).kind == kinds::unsatisfiable);
}

TEST_CASE("byte range: more than a hundred, whatever they are, are the whole") {
    for (const std::string_view range : {"0-0", "x", ""}) {
        std::string header = "bytes=0-0";
        for (int i = 1; i < 100; ++i) header.append(",").append(range);
        CHECK(parse_range_header(header, 37).kind == kinds::satisfiable);
        header += ",";
        CHECK(parse_range_header(header, 37).kind == kinds::whole);
        CHECK(parse_range_header("lines" + header.substr(5), 37).kind == kinds::malformed);
    }
}
