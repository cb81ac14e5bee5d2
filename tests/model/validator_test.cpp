#include "fastapi/model/validator.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "fastapi/model/functions.hpp"

using namespace fastapi;

namespace {

double positive(double value) {
    if (value <= 0) throw ValueError("Price must be positive");
    return value;
}

void lower(std::string& text) {
    for (char& c : text) c = detail::to_lower(c);
}

any digits_only(any sent) {
    if (!sent.is_string()) return sent;
    std::string digits;
    for (const char c : sent.as_string())
        if (detail::is_digit(c)) digits += c;
    return digits;
}

any first_of_list(any sent) { return sent.is_list() ? sent[0] : sent; }

void not_empty(const std::vector<std::string>& tags) {
    for (const std::string& tag : tags)
        if (tag.empty()) throw AssertionError("tags must not be empty");
}

std::string order;
any first_before(any sent) { return order += "a", sent; }
any second_before(any sent) { return order += "b", sent; }
int first_after(int value) { return order += "c", value; }
int second_after(int value) { return order += "d", value; }

struct Product {
    Field<double, validator<positive>> price;
    Field<std::string, min_length(2), validator<lower>> name = "None";
    Field<std::vector<std::string>, validator<not_empty>> tags;
    Field<int, validator<digits_only>, ge(10)> code = 10;
};

struct Ordered {
    Field<int, validator<first_before>, validator<first_after>, validator<second_before>,
          validator<second_after>>
        value;
};

struct Free {
    Field<any, validator<first_of_list>> value;
};

std::string read(std::string_view text) {
    try {
        return model_dump_json(model_validate_json<Product>(text));
    } catch (const ValidationError& error) {
        return any(error.errors()).dump();
    }
}

}  // namespace

TEST_CASE("validator: it may change the value") {
    CHECK(read(R"({"price": 1, "name": "BoB"})") ==
          R"({"price":1.0,"name":"bob","tags":[],"code":10})");
}

TEST_CASE("validator: what it throws is told with what was sent") {
    CHECK(
        read(R"({"price": -1, "tags": ["a", ""]})") ==
        R"([{"type":"value_error","loc":["price"],"msg":"Value error, Price must be positive",)"
        R"("input":-1,"ctx":{"error":{}}},)"
        R"({"type":"assertion_error","loc":["tags"],"msg":"Assertion failed, tags must not be empty",)"
        R"("input":["a",""],"ctx":{"error":{}}}])");
}

TEST_CASE("validator: it is not asked about a value that is no good") {
    CHECK(
        read(R"({"price": "x", "name": "A"})") ==
        R"([{"type":"float_parsing","loc":["price"],)"
        R"("msg":"Input should be a valid number, unable to parse string as a number","input":"x"},)"
        R"({"type":"string_too_short","loc":["name"],)"
        R"("msg":"String should have at least 2 characters","input":"A","ctx":{"min_length":2}}])");
}

TEST_CASE("validator: one that takes an any sees what was sent") {
    CHECK(read(R"({"price": 1, "code": "A-42"})") ==
          R"({"price":1.0,"name":"None","tags":[],"code":42})");
    CHECK(read(R"({"price": 1, "code": "A-4"})") ==
          R"([{"type":"greater_than_equal","loc":["code"],)"
          R"("msg":"Input should be greater than or equal to 10","input":"4","ctx":{"ge":10}}])");
}

TEST_CASE("validator: before, last to first; after, first to last") {
    order.clear();
    CHECK(model_validate_json<Ordered>(R"({"value": 1})").value == 1);
    CHECK(order == "bacd");
}

TEST_CASE("validator: a number that JSON cannot say passes through") {
    CHECK(model_validate_json<Free>(R"({"value": [NaN, 1]})").value.as_number() !=
          model_validate_json<Free>(R"({"value": [NaN, 1]})").value.as_number());
}
