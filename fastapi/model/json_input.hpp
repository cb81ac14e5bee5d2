#pragma once

// Where a model is decoded from: the reader of a document, the list of its problems, and what the
// reading is told by the model around it. And the scalars of JSON, as Pydantic's lax mode takes
// them: `5.0` and `"5"` are integers, `5.5` is not; 0 and 1 are truth values.

#include "fastapi/core/any.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/json_reader.hpp"
#include "fastapi/model/number_text.hpp"
#include "fastapi/model/validation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi::detail {

/// How well a value fits a type, for the choice between the alternatives of a union.
/// https://docs.pydantic.dev/latest/concepts/unions/#smart-mode
struct match_quality {
    enum class kinds : unsigned char { converted, widened, exact };
    kinds kind = kinds::exact;
    std::size_t fields_set = 0;  // of models: how many of their members were sent
    bool has_model = false;

    void lower(kinds limit) { kind = std::min(kind, limit); }

    void add(const match_quality& part) {
        lower(part.kind);
        fields_set += part.fields_set;
        has_model = has_model || part.has_model;
    }

    bool is_better_than(const match_quality& other) const {
        if (has_model && other.has_model && fields_set != other.fields_set)
            return fields_set > other.fields_set;
        return kind > other.kind;
    }
};

class json_input {
public:
    json_input(std::string_view text, error_list& problems)
        : reader(text),
          errors(problems),
          text_(text),
          limits_{most_read_again(text), most_shown(text)} {}

    /// Reads another text on behalf of the same model: a part of the document, or what was made of
    /// it.
    json_input(std::string_view text, error_list& problems, json_input& around)
        : reader(text),
          errors(problems),
          strict(around.strict),
          has_python_types(around.has_python_types),
          strips_white_space(around.strips_white_space),
          has_unique_keys(around.has_unique_keys),
          depth(around.depth),
          text_(text),
          shared_limits_(around.shared_limits_) {}

    json_input(const json_input&) = delete;
    json_input& operator=(const json_input&) = delete;

    json_reader reader;
    error_list& errors;
    std::string scratch;  // of the string that was read last
    bool strict = false;  // no conversions between JSON's types
    bool has_python_types =
        false;  // a strict model takes no text for a date either: FastAPI parses a
                // body before Pydantic sees it, model_validate_json does not
    bool strips_white_space = false;  // of texts
    bool has_unique_keys = false;     // in all objects of the document
    std::size_t depth = 0;            // of models within models
    match_quality match;              // of what was read so far

    /// The start of the next value, for `fail` and `value_from`.
    std::size_t start() {
        reader.peek();
        return reader.position();
    }

    /// What stands between `start` and here, as a value.
    any value_from(std::size_t start) const;

    /// The same as the `input` of a problem; null where those of the problems so far are much
    /// larger than the document. (Every level of a deep model may lack a member, and show all its
    /// data.)
    any input_from(std::size_t start);

    /// Skips the value that begins at `start`, where it has not been read yet, and adds a problem
    /// about it.
    bool fail(std::size_t start, std::string_view type, std::string message, dict context = {});

    /// Whether a type that JSON has no value for is refused, however it is spelled.
    bool refuses_texts() const { return strict && has_python_types; }

    /// What was read is not of the type as it stands in the document.
    bool converted() { return match.lower(match_quality::kinds::converted), true; }

    /// Forgets the problems from `first` on.
    void forget_problems(std::size_t first) {
        errors.assign(first, 0);
        errors.forget(first, 0);
    }

    /// Whether `text` may be read once more. Unions within unions would otherwise cost exponential
    /// time.
    bool may_read_again(std::string_view text) {
        spend(shared_limits_->unread, text.size());
        return !is_exhausted();
    }

    /// Whether `text` may be made a value, changed, written and read: models within models that
    /// look at their data first would otherwise cost quadratic time.
    bool may_change(std::string_view text) {
        spend(shared_limits_->unread, 4 * text.size());
        return !is_exhausted();
    }

    /// Whether so much was read again that nothing more will be.
    bool is_exhausted() const { return shared_limits_->unread == 0; }

    /// Says that the value from `start` on is not read, because too much was read again.
    bool fail_exhausted(std::size_t start) {
        return fail(start, "recursion_loop", "Recursion error - cyclic reference detected");
    }

    /// The text of the document from `start` to here.
    std::string_view span_from(std::size_t start) const {
        return text_.substr(start, reader.position() - start);
    }

private:
    /// How many bytes may still be read again, and shown in problems: of the whole document.
    struct limits {
        std::size_t unread, unshown;
    };

    static std::size_t most_read_again(std::string_view text) {
        return 64 * text.size() + (std::size_t(1) << 20);
    }
    static std::size_t most_shown(std::string_view text) {
        return 16 * text.size() + (std::size_t(1) << 20);
    }
    static void spend(std::size_t& left, std::size_t bytes) {
        left -= std::min(bytes + 8, left);  // however few, reading them takes a while
    }

    std::string_view text_;
    limits limits_{};
    limits* shared_limits_ = &limits_;
};

/// The text of a value, to be read by a json_input.
std::string text_of(const any& value);

bool decode_bool(json_input& in, bool& out);
bool decode_float(json_input& in, double& out);

/// An integer of any size. `no_integer` where it is none, which is a problem that has been added.
integer_outcome decode_integer(json_input& in, integer_text& out);

/// A text; the view is good until the next value is read.
bool decode_text(json_input& in, std::string_view& out);

// ---- implementation ----

inline std::string text_of(const any& value) {
    std::string text;
    append_json(text, value, json_style::document);
    return text;
}

inline any json_input::value_from(std::size_t start) const {
    json_reader again(span_from(start));
    any value;
    decode_any(again, value);
    return value;
}

inline any json_input::input_from(std::size_t start) {
    if (shared_limits_->unshown == 0) return any();
    spend(shared_limits_->unshown, span_from(start).size());
    return value_from(start);
}

inline bool json_input::fail(std::size_t start, std::string_view type, std::string message,
                             dict context) {
    if (reader.position() == start) reader.skip_value();
    if (reader.error()) return false;
    errors.add(type, std::move(message), input_from(start), std::move(context));
    return false;
}

inline bool decode_bool(json_input& in, bool& out) {
    const std::size_t start = in.start();
    if (in.reader.read_bool(out)) return true;
    json_number number;
    std::string_view text;
    constexpr std::string_view unclear =
        "Input should be a valid boolean, unable to interpret input";
    if (!in.strict && in.reader.read_number(number)) {
        const double value = to_double(number);
        const bool is_whole = number.is_integer
                                  ? to_integer<std::int64_t>(number.text).has_value()
                                  : std::fabs(value) < 0x1p63 && value == std::trunc(value);
        if (!is_whole) return in.fail(start, "bool_type", "Input should be a valid boolean");
        out = value == 1;
        in.converted();
        return value == 0 || value == 1 || in.fail(start, "bool_parsing", std::string(unclear));
    }
    if (!in.strict && in.reader.read_string(text, in.scratch)) {
        const auto value = parse_bool(text);
        if (value) out = *value;
        in.converted();
        return value || in.fail(start, "bool_parsing", std::string(unclear));
    }
    return in.fail(start, "bool_type", "Input should be a valid boolean");
}

inline bool decode_float(json_input& in, double& out) {
    const std::size_t start = in.start();
    json_number number;
    std::string_view text;
    bool truth = false;
    if (in.reader.read_number(number)) {
        if (number.is_integer) in.match.lower(match_quality::kinds::widened);
        return out = to_double(number), true;
    }
    if (!in.strict && in.reader.read_bool(truth)) return out = truth ? 1 : 0, in.converted();
    if (!in.strict && in.reader.read_string(text, in.scratch)) {
        const auto value = parse_float(text);
        if (value) out = *value;
        in.converted();
        return value ||
               in.fail(start, "float_parsing",
                       "Input should be a valid number, unable to parse string as a number");
    }
    return in.fail(start, "float_type", "Input should be a valid number");
}

/// A floating number as an integer, where it is one.
inline integer_outcome whole_number(double value, integer_text& out) {
    out.negative = value < 0;
    if (!(std::fabs(value) < 18446744073709551616.0)) return integer_outcome::too_large;
    if (value != std::trunc(value)) return integer_outcome::no_integer;
    out.magnitude = static_cast<std::uint64_t>(std::fabs(value));
    return integer_outcome::read;
}

inline integer_outcome decode_integer(json_input& in, integer_text& out) {
    const std::size_t start = in.start();
    json_number number;
    std::string_view text;
    bool truth = false;
    const auto refuse = [&](std::string_view type, const char* message) {
        return in.fail(start, type, message), integer_outcome::no_integer;
    };
    if (in.reader.read_number(number)) {
        if (number.is_integer) return parse_integer(number.text, out);
        if (in.strict) return refuse("int_type", "Input should be a valid integer");
        const double value = to_double(number);
        if (!std::isfinite(value))
            return refuse("finite_number", "Input should be a finite number");
        in.converted();
        if (std::fabs(value) >= 0x1p63)
            return refuse("int_parsing_size",
                          "Unable to parse input string as an integer, exceeded maximum size");
        if (whole_number(value, out) == integer_outcome::read) return integer_outcome::read;
        return refuse("int_from_float",
                      "Input should be a valid integer, got a number with a fractional part");
    }
    if (in.strict) return refuse("int_type", "Input should be a valid integer");
    if (in.reader.read_bool(truth)) {
        out = {false, truth ? 1u : 0u};
        return in.converted(), integer_outcome::read;
    }
    if (!in.reader.read_string(text, in.scratch))
        return refuse("int_type", "Input should be a valid integer");
    in.converted();
    const integer_outcome outcome = parse_integer(text, out);
    if (outcome != integer_outcome::no_integer) return outcome;
    return refuse("int_parsing",
                  "Input should be a valid integer, unable to parse string as an integer");
}

inline bool decode_text(json_input& in, std::string_view& out) {
    const std::size_t start = in.start();
    if (!in.reader.read_string(out, in.scratch))
        return in.fail(start, "string_type", "Input should be a valid string");
    if (in.strips_white_space) out = trim_white_space(out);
    return !in.reader.lone_surrogate() ||
           in.fail(start, "string_unicode",
                   "Input should be a valid string, unable to parse raw data as a unicode string");
}

}  // namespace fastapi::detail
