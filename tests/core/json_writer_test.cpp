#include "fastapi/core/json_writer.hpp"

#include <doctest/doctest.h>

#include <charconv>
#include <cstring>
#include <limits>

using namespace fastapi::detail;

namespace {

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

template <class Float>
std::string spelled(Float value, json_style style = json_style::python) {
    std::string out;
    return append_json_float(out, value, style) ? out : "refused";
}

}  // namespace

TEST_CASE("json writer: only quotes, backslashes and control characters are escaped") {
    using namespace std::string_view_literals;
    CHECK(quoted("") == R"("")");
    CHECK(quoted("plain / text") == R"("plain / text")");
    CHECK(quoted("a\"b\\c") == R"("a\"b\\c")");
    CHECK(quoted("\b\f\n\r\t") == R"("\b\f\n\r\t")");
    CHECK(quoted("\0\x01\x0b\x1f\x20"sv) == R"("\u0000\u0001\u000b\u001f ")");
    CHECK(quoted("\x7f") == "\"\x7f\"");
    CHECK(quoted("caf\xC3\xA9 \xF0\x9F\x98\x80") == "\"caf\xC3\xA9 \xF0\x9F\x98\x80\"");
}

TEST_CASE("json writer: a document is UTF-8 whatever the text is") {
    const std::string replaced = "\xEF\xBF\xBD";
    CHECK(quoted("caf\xE9") == "\"caf" + replaced + "\"");
    CHECK(quoted("caf\xE9 \xC3\xA9") == "\"caf" + replaced + " \xC3\xA9\"");
    CHECK(quoted("\xE2\x82\"\xE2\x82\xAC") == "\"" + replaced + "\\\"\xE2\x82\xAC\"");
    CHECK(quoted("\xC0\x80\xED\xA0\x80") ==
          "\"" + replaced + replaced + replaced + replaced + replaced + "\"");
    for (std::size_t before = 0; before < 20; ++before)
        for (std::size_t behind = 0; behind < 20; ++behind) {
            const std::string text = std::string(before, 'a') + "\xFF" + std::string(behind, 'b');
            REQUIRE(quoted(text) ==
                    "\"" + std::string(before, 'a') + replaced + std::string(behind, 'b') + "\"");
        }
}

TEST_CASE("json writer: a special character is found at every place of a long text") {
    for (int special = 0; special < 256; ++special) {
        const char c = static_cast<char>(special);
        for (std::size_t length = 1; length < 20; ++length) {
            for (std::size_t i = 0; i < length; ++i) {
                for (const char filler : {'a', '\x7f', '#', '\xE0', '!'}) {
                    std::string text(length, filler);
                    text[i] = c;
                    const char* const begin = text.data();
                    const auto expected = is_json_special<false>(c) ? i : length;
                    REQUIRE(find_json_special<false>(begin, begin + length) == begin + expected);
                }
                std::string ascii(length, '[');
                ascii[i] = c;
                const auto expected = is_json_special<true>(c) ? i : length;
                REQUIRE(find_json_special<true>(ascii.data(), ascii.data() + length) ==
                        ascii.data() + expected);
            }
        }
    }
}

TEST_CASE("json writer: floats are spelled as Python's repr, and as pydantic") {
    struct row {
        double value;
        const char* python;
        const char* pydantic;
    };
    for (const row r : {
             row{0.0, "0.0", "0.0"},
             {-0.0, "-0.0", "-0.0"},
             {1.0, "1.0", "1.0"},
             {-1.5, "-1.5", "-1.5"},
             {0.1, "0.1", "0.1"},
             {19.99, "19.99", "19.99"},
             {100000.0, "100000.0", "100000.0"},
             {0.001, "0.001", "0.001"},
             {0.0001, "0.0001", "0.0001"},
             {0.000123, "0.000123", "0.000123"},
             {0.00001, "1e-05", "0.00001"},
             {0.0000123, "1.23e-05", "0.0000123"},
             {0.000001, "1e-06", "1e-6"},
             {1e-7, "1e-07", "1e-7"},
             {-1.5e-7, "-1.5e-07", "-1.5e-7"},
             {1e15, "1000000000000000.0", "1000000000000000.0"},
             {123456789012345680.0, "1.2345678901234568e+17", "1.2345678901234568e+17"},
             {9007199254740993.0, "9007199254740992.0", "9007199254740992.0"},
             {9999999999999998.0, "9999999999999998.0", "9999999999999998.0"},
             {1e16, "1e+16", "1e+16"},
             {1.5e300, "1.5e+300", "1.5e+300"},
             {5e-324, "5e-324", "5e-324"},
             {1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e+308"},
             {0.30000000000000004, "0.30000000000000004", "0.30000000000000004"},
             {123456.789, "123456.789", "123456.789"},
         }) {
        CHECK(spelled(r.value) == r.python);
        CHECK(spelled(r.value, json_style::pydantic) == r.pydantic);
    }
}

TEST_CASE("json writer: a float of single precision keeps its own shortest spelling") {
    CHECK(spelled(0.1f) == "0.1");
    CHECK(spelled(16777216.0f) == "16777216.0");
    CHECK(spelled(1e10f) == "10000000000.0");
    CHECK(spelled(1e-7f, json_style::pydantic) == "1e-7");
}

TEST_CASE("json writer: NaN and the infinities are refused and nothing is written") {
    using limits = std::numeric_limits<double>;
    for (const double value : {limits::quiet_NaN(), limits::infinity(), -limits::infinity()}) {
        std::string out = "x";
        CHECK_FALSE(append_json_float(out, value, json_style::python));
        CHECK(out == "x");
    }
}

TEST_CASE("json writer: every float reads back as the same number") {
    std::uint64_t state = 42;
    for (int i = 0; i < 20000; ++i) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        double value;
        std::memcpy(&value, &state, sizeof value);
        if (!std::isfinite(value)) continue;
        for (const json_style style : {json_style::python, json_style::pydantic}) {
            const std::string text = spelled(value, style);
            double back = 0;
            std::from_chars(text.data(), text.data() + text.size(), back);
            REQUIRE(back == value);
        }
    }
}
