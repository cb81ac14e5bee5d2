#pragma once

// The value types that JSON writes as a text or a number (datetime, date, time, timedelta, UUID,
// Decimal, EmailStr, HttpUrl, bytes), as parameters and in answers.

#include "fastapi/core/any.hpp"
#include "fastapi/core/schema_registry.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/model/bytes.hpp"
#include "fastapi/model/check.hpp"
#include "fastapi/model/datetime.hpp"
#include "fastapi/model/decimal.hpp"
#include "fastapi/model/email.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/http_url.hpp"
#include "fastapi/model/scalar.hpp"
#include "fastapi/model/timedelta.hpp"
#include "fastapi/model/uuid.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/model/value.hpp"

#include <algorithm>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi::detail {

/// A type that reads itself from text and writes itself in FastAPI's two styles. (A Field of one
/// derives from it.)
template <class Type>
concept parsed_scalar = !requires {
    Type::info;
} && requires(std::string_view text, Type& out, const Type& value, std::string& json) {
    { Type::parse(text, out) } -> std::same_as<ParseOutcome>;
    append_jsonable(json, value);
    append_serialized(json, value);
};

/// What the schema of such a type says: a format of text, or the number or text of a Decimal.
template <class Type>
dict scalar_schema();
template <>
inline dict scalar_schema<datetime>() {
    return dict{{"type", "string"}, {"format", "date-time"}};
}
template <>
inline dict scalar_schema<date>() {
    return dict{{"type", "string"}, {"format", "date"}};
}
template <>
inline dict scalar_schema<fastapi::time>() {
    return dict{{"type", "string"}, {"format", "time"}};
}
template <>
inline dict scalar_schema<timedelta>() {
    return dict{{"type", "string"}, {"format", "duration"}};
}
template <>
inline dict scalar_schema<UUID>() {
    return dict{{"type", "string"}, {"format", "uuid"}};
}
template <>
inline dict scalar_schema<EmailStr>() {
    return dict{{"type", "string"}, {"format", "email"}};
}
template <>
inline dict scalar_schema<HttpUrl>() {
    return dict{{"type", "string"}, {"minLength", 1}, {"maxLength", 2083}, {"format", "uri"}};
}
template <>
inline dict scalar_schema<bytes>() {
    return dict{{"type", "string"}, {"contentMediaType", "application/octet-stream"}};
}

inline void add_problem(error_list& errors, ScalarProblem problem, any input) {
    dict context;
    // The only context that is no text: how long a URL may be.
    if (problem.context_key == "max_length")
        context[problem.context_key] = to_integer<int>(problem.reason).value_or(0);
    else if (!problem.reason.empty())
        context[problem.context_key] = std::move(problem.reason);
    errors.add(problem.type, std::move(problem.message), std::move(input), std::move(context));
}

template <parsed_scalar Scalar>
struct value_type<Scalar> {
    static bool read(std::string_view text, Scalar& out, const field_info&, error_list& errors) {
        ParseOutcome problem = Scalar::parse(text, out);
        if (!problem) return true;
        add_problem(errors, std::move(*problem), any(text));
        return false;
    }

    template <class Input>
    static bool check(const Scalar&, const field_info&, error_list&, const Input&) {
        return true;
    }

    template <class Sink>
    static void write(Sink sink, const Scalar& value) {
        std::string json;
        if (sink.style() == json_style::python)
            append_jsonable(json, value);
        else
            append_serialized(json, value);
        sink.write_json(json);
    }

    static dict schema(const field_info&, schema_registry&) { return scalar_schema<Scalar>(); }
};

/// Whether a decimal number has as few digits as its field asks for. Zeros at its end do not count
/// against it.
template <class Input>
bool check_digits(const Decimal& value, const field_info& info, error_list& errors,
                  const Input& input) {
    const auto refuse = [&](std::string_view type, std::string_view limit_name, std::size_t limit,
                            std::string_view noun, std::string_view where) {
        dict context;
        context[limit_name] = limit;
        errors.add(
            type,
            "Decimal input should have no more than " + counted(limit, noun) + std::string(where),
            input(), std::move(context));
        return false;
    };
    const Decimal plain = value.normalize();
    const auto fewest = [&](auto count) {
        return static_cast<std::size_t>(std::min(count(value), count(plain)));
    };
    const auto digits = [](const Decimal& number) { return number.digit_count(); };
    const auto places = [](const Decimal& number) { return number.decimal_places(); };
    const auto whole = [&](const Decimal& number) {
        return digits(number) - std::min(digits(number), places(number));
    };
    if (info.max_digits != no_limit && fewest(digits) > info.max_digits)
        return refuse("decimal_max_digits", "max_digits", info.max_digits, "digit", " in total");
    if (info.decimal_places == no_limit) return true;
    if (fewest(places) > info.decimal_places)
        return refuse("decimal_max_places", "decimal_places", info.decimal_places, "decimal place",
                      "");
    if (info.max_digits == no_limit) return true;
    const std::size_t most = info.max_digits - std::min(info.max_digits, info.decimal_places);
    return fewest(whole) <= most || refuse("decimal_whole_digits", "whole_digits", most, "digit",
                                           " before the decimal point");
}

/// A limit as the Decimal that Pydantic makes of it.
inline Decimal decimal_of(const constant& limit) {
    if (limit.kind == constant::kinds::floating) return Decimal(limit.as_double());
    if (limit.kind == constant::kinds::unsigned_integer) return Decimal(limit.bits);
    return Decimal(limit.as<std::int64_t>());
}

/// Exact, unlike a comparison of doubles: 100.00000000000000000001 is more than 100.
inline int compare_to_limit(const Decimal& value, const constant& limit) {
    const std::weak_ordering order = value <=> decimal_of(limit);
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

/// Sum and product of numbers below `modulus`, without overflow.
constexpr std::uint64_t add_modulo(std::uint64_t a, std::uint64_t b, std::uint64_t modulus) {
    return a >= modulus - b ? a - (modulus - b) : a + b;
}
constexpr std::uint64_t multiply_modulo(std::uint64_t a, std::uint64_t b, std::uint64_t modulus) {
    std::uint64_t product = 0;
    for (; b != 0; b >>= 1, a = add_modulo(a, a, modulus))
        if ((b & 1) != 0) product = add_modulo(product, a, modulus);
    return product;
}

/// Exact: whether the digits of the value, with as many zeros behind them as its exponent is above
/// that of the step, are a multiple of those of the step. Python's Decimal divides to 28 digits and
/// fails beyond, so a value that is so many times the step is refused.
inline bool is_multiple(const Decimal& value, const constant& divisor) {
    const Decimal number = value.normalize(), step = decimal_of(divisor).normalize();
    if (number.is_zero() || step.is_zero()) return number.is_zero() && !step.is_zero();
    const Decimal most = step * Decimal("1e28");
    if (number >= most || number <= -most) return false;
    const std::uint64_t modulus = to_integer<std::uint64_t>(step.digits()).value_or(1);
    if (number.exponent() < step.exponent()) return false;
    const std::uint64_t ten = 10 % modulus;
    std::uint64_t rest = 0, power = ten;
    for (const char digit : number.digits())
        rest = add_modulo(multiply_modulo(rest, ten, modulus),
                          static_cast<std::uint64_t>(digit - '0') % modulus, modulus);
    for (auto zeros = number.exponent() - step.exponent(); zeros != 0; zeros >>= 1) {
        if ((zeros & 1) != 0) rest = multiply_modulo(rest, power, modulus);
        power = multiply_modulo(power, power, modulus);
    }
    return rest == 0;
}

template <>
struct value_type<Decimal> {
    static bool read(std::string_view text, Decimal& out, const field_info& info,
                     error_list& errors) {
        if (ParseOutcome problem = Decimal::parse(text, out)) {
            add_problem(errors, std::move(*problem), any(text));
            return false;
        }
        return check(out, info, errors, as_input(text));
    }

    template <class Input>
    static bool check(const Decimal& value, const field_info& info, error_list& errors,
                      const Input& input) {
        return check_digits(value, info, errors, input) &&
               (!info.limits_numbers() || check_number(value, info, errors, input));
    }

    template <class Sink>
    static void write(Sink sink, const Decimal& value) {
        std::string json;
        if (sink.style() == json_style::python)
            append_jsonable(json, value);
        else
            append_serialized(json, value);
        sink.write_json(json);
    }

    static dict schema(const field_info& info, schema_registry&) {
        dict number{{"type", "number"}};
        describe_limits(number, info);
        return dict{{"anyOf", list{std::move(number), dict{{"type", "string"}}}}};
    }
};

}  // namespace fastapi::detail
