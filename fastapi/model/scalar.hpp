#pragma once

// What the value types that JSON writes as text or number (datetime, timedelta, UUID, Decimal)
// share: how reading one of them fails, and Python's spelling of a float. The types and texts of
// the problems are Pydantic's, word for word: clients see them.

#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

/// Why an input is not a value of some type: Pydantic's error type, its whole message, and the text
/// that stands in the error's context as `error` or under another key (empty where the error has no
/// context).
struct ScalarProblem {
    std::string_view type;
    std::string message;
    std::string reason = {};
    std::string_view context_key = "error";
};

/// The outcome of reading: nothing when it went well.
using ParseOutcome = std::optional<ScalarProblem>;

namespace detail {

/// `{type, "message, reason", reason}`, the shape of all parsing errors that have a reason.
ScalarProblem problem_with_reason(std::string_view type, std::string_view message,
                                  std::string_view reason);

/// Appends `value`, which is not negative, with leading zeros up to `width` digits.
void append_padded(std::string& out, int value, std::size_t width);

/// Appends a finite number as Python's repr does: 10.0, 0.0001, 1e-05, 1e+16.
void append_float_repr(std::string& out, double value);

void append_quoted(std::string& out, std::string_view text_without_escapes);

// ---- implementation ----

inline ScalarProblem problem_with_reason(std::string_view type, std::string_view message,
                                         std::string_view reason) {
    std::string whole(message);
    whole.append(", ").append(reason);
    return {type, std::move(whole), std::string(reason)};
}

inline void append_padded(std::string& out, int value, std::size_t width) {
    const std::size_t start = out.size();
    append_integer(out, value);
    const std::size_t written = out.size() - start;
    if (written < width) out.insert(start, width - written, '0');
}

inline void append_float_repr(std::string& out, double value) {
    // False only for what is not finite, which no caller passes.
    static_cast<void>(append_json_float(out, value, json_style::python));
}

inline void append_quoted(std::string& out, std::string_view text_without_escapes) {
    out.append("\"").append(text_without_escapes).append("\"");
}

}  // namespace detail
}  // namespace fastapi
