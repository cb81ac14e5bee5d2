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
        {"bytes=0-1,1-2-3,+4-5,0x1-2", {{0, 2}}},
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
        {"lines=1-2", kinds::malformed, "Only support bytes range"},
        {"bytes", kinds::malformed, "Malformed range header."},
        {"", kinds::malformed, "Malformed range header."},
        {"bytes=", kinds::malformed, "Range header: range must be requested"},
        {"bytes=-", kinds::malformed, "Range header: range must be requested"},
        {"bytes=a-b", kinds::malformed, "Range header: range must be requested"},
        {"bytes=5-4", kinds::malformed, "Range header: start must be less than end"},
        {"bytes=5-3", kinds::malformed, "Range header: start must be less than end"},
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

TEST_CASE("byte range: many ranges cost no more than sorting them") {
    std::string header = "bytes=";
    for (int i = 100000; i > 0; --i)
        header += std::to_string(i * 2) + "-" + std::to_string(i * 2) + ",";
    CHECK(parse_range_header(header, 1000000).ranges.size() == 100000);
}
