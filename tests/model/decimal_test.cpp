#include "fastapi/model/decimal.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

using namespace fastapi;

namespace {

std::string read(std::string_view text) {
    Decimal value;
    const ParseOutcome problem = Decimal::parse(text, value);
    return problem ? std::string(problem->type) : value.str();
}

std::string jsonable(std::string_view text) {
    std::string out;
    detail::append_jsonable(out, Decimal(text));
    return out;
}

}  // namespace

TEST_CASE("decimal: texts are read and written as Python does") {
    struct row {
        const char* text;
        const char* written;
    };
    for (const row& each : {
             row{"12.50", "12.50"},
             row{"1e3", "1E+3"},
             row{" 1 ", "1"},
             row{"\t1\n", "1"},
             row{"\xC2\xA0"
                 "1",
                 "1"},
             row{"1_000", "1000"},
             row{"\u0661.\uff15", "1.5"},
             row{"\U0001D7DC", "4"},
             row{"1\u00b2", "decimal_parsing"},
             row{"1\xD9", "decimal_parsing"},
             row{"\x1c"
                 "1",
                 "1"},
             row{"1__0", "10"},
             row{"_1", "1"},
             row{"+1", "1"},
             row{"-0", "-0"},
             row{".5", "0.5"},
             row{"5.", "5"},
             row{"1.e5", "1E+5"},
             row{"1E-10", "1E-10"},
             row{"0e-7", "0E-7"},
             row{"0.0000001", "1E-7"},
             row{"0.000001", "0.000001"},
             row{"0.0000010", "0.0000010"},
             row{"00012.500", "12.500"},
             row{"0.00", "0.00"},
             row{"1.5E3", "1.5E+3"},
             row{"1.50E1", "15.0"},
             row{"123E-2", "1.23"},
             row{"123E-10", "1.23E-8"},
             row{"0E3", "0E+3"},
             row{"123456789012345678901234567890.12", "123456789012345678901234567890.12"},
             row{"1e999999999999999999", "1E+999999999999999999"},
             row{"1e-1999999999999999997", "1E-1999999999999999997"},
         })
        CHECK(read(each.text) == each.written);
}

TEST_CASE("decimal: other texts are refused") {
    for (const char* text : {"",
                             " ",
                             "x",
                             ".",
                             "_",
                             "e5",
                             ".e5",
                             "1e",
                             "1e+",
                             "1e+-5",
                             "1e--5",
                             "1e1.5",
                             "1e 5",
                             "0x10",
                             "1 000",
                             "1,5",
                             "+-1",
                             "- 1",
                             "infin",
                             "inf1",
                             "nanx",
                             "1e1000000000000000000",
                             "10e999999999999999999",
                             "0e1000000000000000000",
                             "1e-1999999999999999998",
                             "1e9999999999999999999999",
                             "1e-9999999999999999999999"})
        CHECK(read(text) == "decimal_parsing");
    for (const char* text : {"NaN", "-nan", "nan123", "+sNaN5", "Infinity", "-inf", " INF "})
        CHECK(read(text) == "finite_number");
    Decimal value(7);
    CHECK(Decimal::parse("x", value)->message == "Input should be a valid decimal");
    CHECK(Decimal::parse("NaN", value)->message == "Input should be a finite number");
    CHECK(value == Decimal(7));
    CHECK_THROWS_AS(Decimal("x"), std::invalid_argument);
}

TEST_CASE("decimal: a number becomes the text that Python's repr gives it") {
    CHECK(Decimal(12.5).str() == "12.5");
    CHECK(Decimal(0.1).str() == "0.1");
    CHECK(Decimal(1.0).str() == "1.0");
    CHECK(Decimal(-0.0).str() == "-0.0");
    CHECK(Decimal(1e16).str() == "1E+16");
    CHECK(Decimal(1e-5).str() == "0.00001");
    CHECK(Decimal(-5).str() == "-5");
    CHECK(Decimal(std::numeric_limits<std::int64_t>::min()).str() == "-9223372036854775808");
    CHECK(Decimal(std::numeric_limits<std::uint64_t>::max()).str() == "18446744073709551615");
    Decimal value;
    CHECK(Decimal::decode_float(std::numeric_limits<double>::infinity(), value)->type ==
          "finite_number");
    CHECK_THROWS_AS(Decimal{std::numeric_limits<double>::quiet_NaN()}, std::invalid_argument);
}

TEST_CASE("decimal: values compare whatever their zeros") {
    CHECK(Decimal("12.5") == Decimal("12.50"));
    CHECK(Decimal("0") == Decimal("-0.00"));
    CHECK(Decimal("1e2") == Decimal(100));
    CHECK(Decimal("1e2").str() != Decimal(100).str());
    const char* const ascending[] = {
        "-1e999999999", "-100",    "-99.9", "-1e-9", "0E+5", "1e-999999999",        "0.09",
        "0.1",          "0.10001", "1",     "9.99",  "10",   "1e999999999999999999"};
    for (const char* a : ascending)
        for (const char* b : ascending) {
            CHECK((Decimal(a) < Decimal(b)) == (&a != &b && Decimal(b) > Decimal(a)));
            CHECK((Decimal(a) == Decimal(b)) == (std::string_view(a) == b));
        }
    for (std::size_t i = 1; i < std::size(ascending); ++i)
        CHECK(Decimal(ascending[i - 1]) < Decimal(ascending[i]));
}

TEST_CASE("decimal: digits and places are counted as max_digits and decimal_places do") {
    struct row {
        const char* text;
        std::uint64_t digits, places, normal_digits, normal_places;
    };
    for (const row& each :
         {row{"12345.678", 8, 3, 8, 3}, row{"1.230", 4, 3, 3, 2}, row{"1e5", 6, 0, 6, 0},
          row{"0.001", 3, 3, 3, 3}, row{"100", 3, 0, 3, 0}, row{"100.0", 4, 1, 3, 0},
          row{"0.00", 2, 2, 1, 0}, row{"-12.50", 4, 2, 3, 1}}) {
        CAPTURE(each.text);
        const Decimal value(each.text);
        CHECK(value.digit_count() == each.digits);
        CHECK(value.decimal_places() == each.places);
        CHECK(value.normalize().digit_count() == each.normal_digits);
        CHECK(value.normalize().decimal_places() == each.normal_places);
        CHECK(value.normalize() == value);
    }
}

TEST_CASE("decimal: addition, subtraction and multiplication are exact") {
    CHECK((Decimal("0.1") + Decimal("0.2")).str() == "0.3");
    CHECK((Decimal("12.50") + Decimal("0.50")).str() == "13.00");
    CHECK((Decimal("999.99") + Decimal("0.01")).str() == "1000.00");
    CHECK((Decimal("1e3") + Decimal("0.001")).str() == "1000.001");
    CHECK((Decimal("5") - Decimal("7.25")).str() == "-2.25");
    CHECK((Decimal("-5") - Decimal("-5")).str() == "0");
    CHECK((Decimal("1000") - Decimal("0.001")).str() == "999.999");
    CHECK((Decimal("12.50") * Decimal("-1.10")).str() == "-13.7500");
    CHECK((Decimal("99999999999999999999") * Decimal("99999999999999999999")).str() ==
          "9999999999999999999800000000000000000001");
    CHECK((Decimal("0") * Decimal("5e3")).str() == "0E+3");
    CHECK((-Decimal("0")).str() == "0");
    CHECK((Decimal("19.99") * 3).str() == "59.97");
}

TEST_CASE("decimal: a result out of proportion to its operands throws") {
    CHECK_THROWS_AS(Decimal("1e999999999") + Decimal(1), std::out_of_range);
    CHECK_THROWS_AS(Decimal("1e999999999999999999") * Decimal(10), std::out_of_range);
    const Decimal wide(std::string(6000, '9'));
    CHECK_NOTHROW(wide + wide);
    CHECK_THROWS_AS(wide * wide, std::out_of_range);
}

TEST_CASE("decimal: the nearest double") {
    CHECK(Decimal("12.50").to_double() == 12.5);
    CHECK(Decimal("-1e-7").to_double() == -1e-7);
    CHECK(Decimal("1e999999999999999999").to_double() == std::numeric_limits<double>::infinity());
    CHECK(Decimal("1e-1999999999999999997").to_double() == 0.0);
}

TEST_CASE("decimal: a number in one kind of answer, the exact text in the other") {
    CHECK(jsonable("12.50") == "12.5");
    CHECK(jsonable("10") == "10");
    CHECK(jsonable("1e3") == "1000");
    CHECK(jsonable("1.0") == "1.0");
    CHECK(jsonable("-0") == "0");
    CHECK(jsonable("1E-7") == "1e-07");
    CHECK(jsonable("123456789012345678901234567890") == "123456789012345678901234567890");
    CHECK(jsonable("1e4299").size() == 4300);
    CHECK_THROWS_AS(jsonable("1e4300"), std::out_of_range);
    CHECK_THROWS_AS(jsonable(std::string(400, '9') + ".5"), std::out_of_range);
    std::string serialized;
    detail::append_serialized(serialized, Decimal("12.50"));
    CHECK(serialized == "\"12.50\"");
}
