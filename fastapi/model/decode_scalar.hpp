#pragma once

// JSON to values without parts: numbers, texts, enumerations, times and types of the program's own.
// What is taken and how it is refused is Pydantic's.

#include "fastapi/core/json_reader.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/model/check.hpp"
#include "fastapi/model/choice.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/json_input.hpp"
#include "fastapi/model/model_table.hpp"
#include "fastapi/model/number_text.hpp"
#include "fastapi/model/scalar.hpp"
#include "fastapi/model/scalar_value.hpp"
#include "fastapi/model/value.hpp"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi::detail {

template <class Integer>
bool decode_integer_value(json_input& in, Integer& out, const field_info& info) {
    const std::size_t start = in.start();
    integer_text number;
    const integer_outcome outcome = decode_integer(in, number);
    return outcome != integer_outcome::no_integer &&
           take_integer(number, outcome, out, info, in.errors,
                        [&] { return in.input_from(start); });
}

template <class Number>
bool decode_float_value(json_input& in, Number& out, const field_info& info) {
    const std::size_t start = in.start();
    double value = 0;
    if (!decode_float(in, value)) return false;
    out = static_cast<Number>(value);
    return !info.limits_numbers() ||
           check_number(value, info, in.errors, [&] { return in.input_from(start); });
}

inline bool decode_string(json_input& in, std::string& out, const field_info& info) {
    const std::size_t start = in.start();
    std::string_view text;
    if (!decode_text(in, text)) return false;
    out.assign(text);
    return !info.limits_text() ||
           check_text(out, info, in.errors, [&] { return in.input_from(start); });
}

/// Pydantic looks up the integers among choices by 64 bits.
inline bool is_beyond_64_bits(const json_number& number) {
    return number.is_integer && !to_integer<std::int64_t>(number.text);
}

inline bool fail_size(json_input& in, std::size_t start) {
    return in.fail(start, "int_parsing_size",
                   "Unable to parse input string as an integer, exceeded maximum size");
}

/// A strict model takes an object of the class alone, and JSON has none.
inline bool fail_instance(json_input& in, std::string_view class_name) {
    return in.fail(in.start(), "is_instance_of",
                   "Input should be an instance of " + std::string(class_name),
                   dict{{"class", class_name}});
}

/// The same in the words for the type.
template <class Scalar>
bool fail_strict(json_input& in) {
    if constexpr (std::same_as<Scalar, UUID>)
        return fail_instance(in, "UUID");
    else if constexpr (std::same_as<Scalar, Decimal>)
        return fail_instance(in, "Decimal");
    const std::size_t start = in.start();
    ScalarProblem problem = Scalar::wrong_type();
    return in.fail(start, problem.type, std::move(problem.message));
}

/// A type that one text spells and no other JSON value does: an enumeration, a Literal.
template <class Value>
bool decode_choice(json_input& in, Value& out, const field_info& info) {
    std::string_view text;
    if constexpr (!is_literal<Value>) {
        if (in.refuses_texts()) return fail_instance(in, type_name<Value>());
        in.converted();
    }
    if (in.start(), in.reader.read_string(text, in.scratch))
        return value_type<Value>::read(text, out, info, in.errors);
    const std::size_t start = in.start();
    if constexpr (is_literal<Value>) {
        json_number number;
        integer_text whole;
        if (bool truth = false; in.reader.read_bool(truth))
            if (value_type<Value>::find(truth ? "1" : "0", true, out)) return true;
        constexpr bool has_numbers =
            std::find(Value::numbers.begin(), Value::numbers.end(), true) != Value::numbers.end();
        const bool is_number = in.reader.position() == start && in.reader.read_number(number);
        if (is_number && has_numbers && is_beyond_64_bits(number)) return fail_size(in, start);
        if (is_number && !number.is_special &&
            whole_number(to_double(number), whole) == integer_outcome::read) {
            const std::string digits =
                (whole.negative ? "-" : "") + std::to_string(whole.magnitude);
            if (value_type<Value>::find(digits, true, out)) return true;
        }
    }
    if (in.reader.position() == start) in.reader.skip_value();
    return !in.reader.error() && value_type<Value>::refuse(in.errors, in.input_from(start));
}

template <class Enum>
bool decode_int_enum(json_input& in, IntEnum<Enum>& out) {
    if (in.refuses_texts()) return fail_instance(in, type_name<Enum>());
    const std::size_t start = in.start();
    json_number number;
    integer_text whole;
    std::string_view text;
    bool is_number = false;
    in.converted();
    if (bool truth = false; !in.strict && in.reader.read_bool(truth))
        is_number = true, whole.magnitude = truth ? 1 : 0;
    else if (in.reader.read_number(number))
        is_number =
            !number.is_special && whole_number(to_double(number), whole) == integer_outcome::read;
    else if (!in.strict && in.reader.read_string(text, in.scratch))
        is_number = parse_integer(text, whole) == integer_outcome::read;
    else
        in.reader.skip_value();
    if (is_beyond_64_bits(number)) return fail_size(in, start);
    if (is_number && value_type<IntEnum<Enum>>::find(whole, out)) return true;
    if (!in.reader.error()) value_type<IntEnum<Enum>>::refuse(in.errors, in.input_from(start));
    return false;
}

/// A datetime, a UUID, a Decimal...: a text, or a number where the type has a reading for one.
template <class Scalar>
bool decode_parsed(json_input& in, Scalar& out, const field_info& info) {
    constexpr bool is_text = std::same_as<Scalar, EmailStr> || std::same_as<Scalar, HttpUrl>;
    if (!is_text && in.refuses_texts()) return fail_strict<Scalar>(in);
    const std::size_t start = in.start();
    std::string_view text;
    json_number number;
    ParseOutcome problem;
    in.converted();
    if (in.reader.read_string(text, in.scratch)) {
        problem = Scalar::parse(text, out);
    } else if (bool truth = false;
               std::same_as<Scalar, timedelta> && !in.strict && in.reader.read_bool(truth)) {
        if constexpr (std::same_as<Scalar, timedelta>) problem = Scalar::decode_integer(truth, out);
    } else if constexpr (requires { Scalar::decode_integer(std::int64_t(), out); }) {
        constexpr bool is_number = std::same_as<Scalar, Decimal>;
        if ((is_number || !in.strict) && in.reader.read_number(number)) {
            const auto integer = to_integer<std::int64_t>(number.text);
            // A Decimal sees a fraction as Python's float has it: 1.50 is 1.5, and 1e5 is 100000.0.
            if constexpr (is_number)
                problem = number.is_integer ? Scalar::parse(number.text, out)
                                            : Scalar::decode_float(to_double(number), out);
            else
                problem = integer ? Scalar::decode_integer(*integer, out)
                                  : Scalar::decode_float(to_double(number), out);
        } else {
            in.reader.skip_value();
            problem = Scalar::wrong_type();
        }
    } else {
        in.reader.skip_value();
        problem = Scalar::wrong_type();
    }
    if (in.reader.error()) return false;
    if (problem) {
        add_problem(in.errors, std::move(*problem), in.input_from(start));
        return false;
    }
    return value_type<Scalar>::check(out, info, in.errors, [&] { return in.input_from(start); });
}

/// A type of the program's own: a text, or a number by its digits.
template <class Custom>
bool decode_custom(json_input& in, Custom& out) {
    const std::size_t start = in.start();
    std::string_view text;
    json_number number;
    if (in.reader.read_number(number))
        text = number.text;
    else if (!in.reader.read_string(text, in.scratch))
        return in.fail(start, "string_type", "Input should be a valid string");
    return run_validator(in, start, [&] { out = custom_type<Custom>::parse(text); });
}

}  // namespace fastapi::detail
