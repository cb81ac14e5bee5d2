#include "fastapi/model/validation.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace fastapi;
using detail::error_list;

TEST_CASE("validation: each level adds its key in front of the place") {
    error_list errors;
    errors.add("missing", "Field required", any());
    const std::size_t before = errors.size();
    errors.add("int_parsing", "no integer", any("x"), dict{{"why", 1}});
    errors.prepend(before, std::size_t{2});
    errors.prepend(before, "ids");
    errors.prepend(0, std::string_view("query"));
    CHECK(
        any(errors.details()).dump() ==
        R"([{"type":"missing","loc":["query"],"msg":"Field required","input":null},)"
        R"({"type":"int_parsing","loc":["query","ids",2],"msg":"no integer","input":"x","ctx":{"why":1}}])");
}

TEST_CASE("validation: the exceptions carry what they were given") {
    CHECK(std::string(ValueError("too late").what()) == "too late");
    const RequestValidationError error(list{1, 2}, "body");
    CHECK(error.errors().size() == 2);
    CHECK(error.body() == "body");
    CHECK(RequestValidationError(list{}).body().is_null());
}
