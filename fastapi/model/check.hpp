#pragma once

// Checking a value that has been read against the limits of its field. One function for each kind
// of value; the first limit that is broken, in Pydantic's order, is the problem.

#include "fastapi/core/any.hpp"
#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/pattern.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/validation.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi::detail {

/// Checks a number. `input` makes the value to show in an error, and is called only for one.
template <class Number, class Input>
bool check_number(Number value, const field_info& info, error_list& errors, const Input& input);

/// Checks a text by its length in code points and by its pattern.
template <class Input>
bool check_text(std::string_view text, const field_info& info, error_list& errors,
                const Input& input);

/// Checks a container by its number of items; `field_type` is `List` or `Set`.
template <class Input>
bool check_items(std::size_t count, std::string_view field_type, const field_info& info,
                 error_list& errors, const Input& input);

// ---- implementation ----

/// A limit as JSON, in the type of the field: `0.0` for a floating field although `gt(0)` says 0.
inline any limit_value(const constant& limit, bool floating) {
    if (floating || limit.kind == constant::kinds::floating) return any(limit.as_double());
    if (limit.kind == constant::kinds::unsigned_integer) return any(limit.bits);
    return any(limit.as<std::int64_t>());
}

/// A limit as messages say it: shortest digits, never an exponent, no `.0`.
inline std::string limit_text(const constant& limit) {
    std::string text;
    if (limit.kind == constant::kinds::floating) {
        std::array<char, 512> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                       limit.as_double(), std::chars_format::fixed)
                             .ptr;
        text.assign(digits.data(), end);
    } else if (limit.kind == constant::kinds::unsigned_integer) {
        append_integer(text, limit.bits);
    } else {
        append_integer(text, limit.as<std::int64_t>());
    }
    return text;
}

struct limit_rule {
    std::string_view type, context_key, message;
};

inline void add_limit_problem(error_list& errors, const limit_rule& rule, const constant& limit,
                              bool floating, any input) {
    dict context;
    context[rule.context_key] = limit_value(limit, floating);
    errors.add(rule.type, std::string(rule.message) + limit_text(limit), std::move(input),
               std::move(context));
}

/// -1, 0 or 1 as `value` is below, at or above the limit; 2 for NaN, which is none of them.
template <class Number>
constexpr int compare_to_limit(Number value, const constant& limit) {
    const auto order = [](auto a, auto b) { return a < b ? -1 : a > b ? 1 : a == b ? 0 : 2; };
    if constexpr (std::is_floating_point_v<Number>) {
        return order(static_cast<double>(value), limit.as_double());
    } else {
        if (limit.kind == constant::kinds::floating)
            return order(static_cast<double>(value), limit.as_double());
        if (limit.kind == constant::kinds::unsigned_integer)
            return std::cmp_less(value, limit.bits)      ? -1
                   : std::cmp_greater(value, limit.bits) ? 1
                                                         : 0;
        const auto number = limit.as<std::int64_t>();
        return std::cmp_less(value, number) ? -1 : std::cmp_greater(value, number) ? 1 : 0;
    }
}

template <class Number>
bool is_multiple(Number value, const constant& divisor) {
    if constexpr (std::is_floating_point_v<Number>) {
        // Binary fractions make 0.3 no exact multiple of 0.1: allow Pydantic's tolerance, which is
        // absolute. What is no number (of infinity) counts as a multiple, as there.
        const auto number = static_cast<double>(value);
        const double step = divisor.as_double();
        return !(std::fabs(number - std::round(number / step) * step) > 1e-9);
    } else if (divisor.kind == constant::kinds::floating) {
        return is_multiple(static_cast<double>(value), divisor);
    } else if constexpr (std::is_signed_v<Number>) {
        const auto step = divisor.as<std::int64_t>();
        return step == -1 || (step != 0 && static_cast<std::int64_t>(value) % step == 0);
    } else {
        return divisor.bits != 0 && static_cast<std::uint64_t>(value) % divisor.bits == 0;
    }
}

template <class Number, class Input>
bool check_number(Number value, const field_info& info, error_list& errors, const Input& input) {
    constexpr bool floating = std::is_floating_point_v<Number>;
    const auto refuse = [&](const limit_rule& rule, const constant& limit) {
        add_limit_problem(errors, rule, limit, floating, input());
        return false;
    };
    if (info.multiple_of.is_set() && !is_multiple(value, info.multiple_of))
        return refuse({"multiple_of", "multiple_of", "Input should be a multiple of "},
                      info.multiple_of);
    if (const int order = compare_to_limit(value, info.le);
        info.le.is_set() && order != -1 && order != 0)
        return refuse({"less_than_equal", "le", "Input should be less than or equal to "}, info.le);
    if (info.lt.is_set() && compare_to_limit(value, info.lt) != -1)
        return refuse({"less_than", "lt", "Input should be less than "}, info.lt);
    if (const int order = compare_to_limit(value, info.ge);
        info.ge.is_set() && order != 1 && order != 0)
        return refuse({"greater_than_equal", "ge", "Input should be greater than or equal to "},
                      info.ge);
    if (info.gt.is_set() && compare_to_limit(value, info.gt) != 1)
        return refuse({"greater_than", "gt", "Input should be greater than "}, info.gt);
    return true;
}

/// `1 character`, `3 characters`.
inline std::string counted(std::size_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

template <class Input>
bool check_text(std::string_view text, const field_info& info, error_list& errors,
                const Input& input) {
    const std::size_t length = count_code_points(text);
    if (length < info.min_length) {
        errors.add("string_too_short",
                   "String should have at least " + counted(info.min_length, "character"), input(),
                   dict{{"min_length", info.min_length}});
        return false;
    }
    if (length > info.max_length) {
        errors.add("string_too_long",
                   "String should have at most " + counted(info.max_length, "character"), input(),
                   dict{{"max_length", info.max_length}});
        return false;
    }
    if (!info.matcher.text.empty() && !search(info.matcher, text)) {
        errors.add("string_pattern_mismatch",
                   "String should match pattern '" + std::string(info.matcher.text) + "'", input(),
                   dict{{"pattern", std::string(info.matcher.text)}});
        return false;
    }
    return true;
}

/// A set stops where it gets too long, and does not know how long it would have become.
template <class Input>
bool add_set_too_long(error_list& errors, std::size_t most, const Input& input) {
    errors.add("too_long",
               "Set should have at most " + counted(most, "item") + " after validation, not more",
               input(),
               dict{{"field_type", "Set"}, {"max_length", most}, {"actual_length", nullptr}});
    return false;
}

template <class Input>
bool check_items(std::size_t count, std::string_view field_type, const field_info& info,
                 error_list& errors, const Input& input) {
    const auto refuse = [&](std::string_view type, std::string_view bound, std::string_view key,
                            std::size_t limit) {
        dict context{{"field_type", field_type}};
        context[key] = limit;
        context["actual_length"] = count;
        errors.add(type,
                   std::string(field_type) + " should have " + std::string(bound) + " " +
                       counted(limit, "item") + " after validation, not " + std::to_string(count),
                   input(), std::move(context));
        return false;
    };
    if (count < info.min_items)
        return refuse("too_short", "at least", "min_length", info.min_items);
    if (count > info.max_items) return refuse("too_long", "at most", "max_length", info.max_items);
    return true;
}

}  // namespace fastapi::detail
