#include "fastapi/model/uuid.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <unordered_set>

using namespace fastapi;

namespace {

std::string read(std::string_view text) {
    UUID value;
    const ParseOutcome problem = UUID::parse(text, value);
    return problem ? problem->reason : value.str();
}

}  // namespace

TEST_CASE("uuid: four spellings are read, in any case") {
    for (const char* text :
         {"12345678-abcd-5678-1234-567812345678", "12345678ABCD56781234567812345678",
          "12345678-ABCD-5678-1234-567812345678", "{12345678-abcd-5678-1234-567812345678}",
          "urn:uuid:12345678-abcd-5678-1234-567812345678"})
        CHECK(read(text) == "12345678-abcd-5678-1234-567812345678");
}

TEST_CASE("uuid: other texts are refused in the words of Rust's uuid") {
    struct row {
        const char* text;
        const char* reason;
    };
    for (const row& each : {
             row{"", "invalid length: found 0"},
             row{"1", "invalid length: found 1"},
             row{"1234567812345678123456781234567", "invalid length: found 31"},
             row{"123456781234567812345678123456780", "invalid length: found 33"},
             row{"1234567812345678123456781234567812345678123456", "invalid length: found 46"},
             row{"x", "invalid character: found `x` at 0"},
             row{"not-a-uuid", "invalid character: found `n` at 0"},
             row{" 12345678123456781234567812345678", "invalid character: found ` ` at 0"},
             row{"12345678-1234-5678-1234-56781234567g", "invalid character: found `g` at 35"},
             row{"12345678-1234-5678-1234-56781234567\xC3\xA9",
                 "invalid character: found `\xC3\xA9` at 35"},
             row{"URN:UUID:12345678-1234-5678-1234-567812345678",
                 "invalid character: found `U` at 0"},
             row{"{12345678-1234-5678-1234-567812345678", "invalid character: found `{` at 0"},
             row{"{12345678-1234-5678-1234-56781234567x}", "invalid character: found `x` at 36"},
             row{"12345678-1234-5678-1234567812345678", "invalid group count: expected 5, found 4"},
             row{"12345678-1234-5678-1234-5678-12345678",
                 "invalid group count: expected 5, found 6"},
             row{"{12345678123456781234567812345678}", "invalid group count: expected 5, found 1"},
             row{"{}", "invalid group count: expected 5, found 1"},
             row{"urn:uuid:", "invalid group count: expected 5, found 1"},
             row{"12345678-1234-5678-1234-56781234567",
                 "invalid group length in group 4: expected 12, found 11"},
             row{"1234567-1234-5678-1234-567812345678",
                 "invalid group length in group 0: expected 8, found 7"},
             row{"12345678--12345678-1234-567812345678",
                 "invalid group length in group 1: expected 4, found 0"},
             row{"12345678-1234-5678-12345-67812345678",
                 "invalid group length in group 3: expected 4, found 5"},
             row{"\xFF", "non-UTF8 input"},
         })
        CHECK(read(each.text) == each.reason);
    UUID value;
    const ParseOutcome problem = UUID::parse("not-a-uuid", value);
    REQUIRE(problem);
    CHECK(problem->type == "uuid_parsing");
    CHECK(problem->message == "Input should be a valid UUID, invalid character: found `n` at 0");
}

TEST_CASE("uuid: a refused text leaves the value as it was") {
    UUID value("12345678-1234-5678-1234-567812345678");
    CHECK(UUID::parse("ffffffff-1234-5678-1234-56781234567x", value));
    CHECK(value.str() == "12345678-1234-5678-1234-567812345678");
}

TEST_CASE("uuid: the values compare by their bytes") {
    const UUID low("00000000-0000-0000-0000-000000000001"),
        high("ff000000-0000-0000-0000-000000000000");
    CHECK(UUID() < low);
    CHECK(low < high);
    CHECK(low == UUID("00000000000000000000000000000001"));
    CHECK(low.hex() == "00000000000000000000000000000001");
    CHECK(UUID(high.bytes()) == high);
    CHECK_THROWS_AS(UUID("x"), std::invalid_argument);
}

TEST_CASE("uuid: random values are of version 4 and all different") {
    std::unordered_set<UUID> seen;
    for (int i = 0; i < 1000; ++i) {
        const UUID value = UUID::random();
        CHECK(value.version() == 4);
        CHECK((value.bytes()[8] & 0xC0) == 0x80);
        CHECK(seen.insert(value).second);
    }
}

TEST_CASE("uuid: both kinds of answer write the same text") {
    std::string text;
    detail::append_jsonable(text, UUID());
    detail::append_serialized(text, UUID());
    CHECK(text ==
          "\"00000000-0000-0000-0000-000000000000\"\"00000000-0000-0000-0000-000000000000\"");
}
