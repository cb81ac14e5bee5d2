#pragma once

// The value types that JSON writes as a text or a number (datetime, date, time, timedelta, UUID, Decimal),
// as parameters and in answers.

#include "fastapi/core/any.hpp"
#include "fastapi/core/schema_registry.hpp"
#include "fastapi/model/check.hpp"
#include "fastapi/model/constraint.hpp"
#include "fastapi/model/datetime.hpp"
#include "fastapi/model/decimal.hpp"
#include "fastapi/model/scalar.hpp"
#include "fastapi/model/timedelta.hpp"
#include "fastapi/model/uuid.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/model/value.hpp"

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi::detail {

/// A type that reads itself from text and writes itself in FastAPI's two styles.
template <class Type>
concept parsed_scalar = requires(std::string_view text, Type& out, const Type& value, std::string& json) {
    { Type::parse(text, out) } -> std::same_as<ParseOutcome>;
    append_jsonable(json, value);
    append_serialized(json, value);
};

/// What the schema of such a type says: a format of text, or the number or text of a Decimal.
template <class Type>
dict scalar_schema();
template <>
inline dict scalar_schema<datetime>() { return dict{{"type", "string"}, {"format", "date-time"}}; }
template <>
inline dict scalar_schema<date>() { return dict{{"type", "string"}, {"format", "date"}}; }
template <>
inline dict scalar_schema<fastapi::time>() { return dict{{"type", "string"}, {"format", "time"}}; }
template <>
inline dict scalar_schema<timedelta>() { return dict{{"type", "string"}, {"format", "duration"}}; }
template <>
inline dict scalar_schema<UUID>() { return dict{{"type", "string"}, {"format", "uuid"}}; }

inline void add_problem(error_list& errors, ScalarProblem problem, any input) {
    dict context;
    if (!problem.reason.empty()) context["error"] = std::move(problem.reason);
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

template <>
struct value_type<Decimal> {
    static bool read(std::string_view text, Decimal& out, const field_info& info, error_list& errors) {
        if (ParseOutcome problem = Decimal::parse(text, out)) {
            add_problem(errors, std::move(*problem), any(text));
            return false;
        }
        return !info.limits_numbers() || check_number(out.to_double(), info, errors, as_input(text));
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
