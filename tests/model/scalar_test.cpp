#include "fastapi/model/scalar.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace fastapi;

TEST_CASE("scalar: floats are written as Python's repr writes them") {
    struct row {
        double value;
        const char* text;
    };
    for (const row& each :
         {row{0, "0.0"}, row{-0.0, "-0.0"}, row{1, "1.0"}, row{12.5, "12.5"}, row{0.1, "0.1"},
          row{100000, "100000.0"}, row{0.0001, "0.0001"}, row{0.00001, "1e-05"},
          row{1.5e-7, "1.5e-07"}, row{1e15, "1000000000000000.0"}, row{1e16, "1e+16"},
          row{123456789.123456789, "123456789.12345679"}, row{-5400, "-5400.0"},
          row{1e100, "1e+100"}, row{5e-324, "5e-324"},
          row{std::numeric_limits<double>::max(), "1.7976931348623157e+308"}}) {
        std::string out;
        detail::append_float_repr(out, each.value);
        CHECK(out == each.text);
    }
}

TEST_CASE("scalar: a problem's message ends with its reason") {
    const ScalarProblem problem =
        detail::problem_with_reason("uuid_parsing", "Input should be", "too long");
    CHECK(problem.type == "uuid_parsing");
    CHECK(problem.message == "Input should be, too long");
    CHECK(problem.reason == "too long");
}
