#pragma once

// The bodies of any (declared in any_classes.hpp, as list and dict are), and the JSON text of the
// three.

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "fastapi/core/any_classes.hpp"
#include "fastapi/core/any_containers.hpp"
#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/text.hpp"

namespace fastapi {

namespace detail {

/// Appends `value` as compact JSON. NaN and the infinities are null in pydantic's style and throw
/// std::domain_error in Python's. Throws std::runtime_error where values nest too deeply.
void append_json(std::string& out, const any& value, json_style style = json_style::python);

}  // namespace detail

// ---- implementation ----

// ---- any ----

template <detail::json_integer T>
any::any(T value) noexcept : integer_(static_cast<std::int64_t>(value)), kind_(any_kind::integer) {
    if (std::in_range<std::int64_t>(value)) return;
    unsigned_ = static_cast<std::uint64_t>(value);
    kind_ = any_kind::unsigned_integer;
}

inline any::any(const any& other) : any() {
    switch (other.kind_) {
        case any_kind::large_integer:
        case any_kind::string: std::construct_at(&string_, other.string_); break;
        case any_kind::list: std::construct_at(&list_, other.list_); break;
        case any_kind::dict: std::construct_at(&dict_, other.dict_); break;
        case any_kind::floating: floating_ = other.floating_; break;
        case any_kind::unsigned_integer: unsigned_ = other.unsigned_; break;
        default: integer_ = other.integer_; break;
    }
    kind_ = other.kind_;
}

/// Into no value, or one that needs no destructor.
inline void any::take(any& other) noexcept {
    switch (other.kind_) {
        case any_kind::large_integer:
        case any_kind::string: std::construct_at(&string_, std::move(other.string_)); break;
        case any_kind::list: std::construct_at(&list_, std::move(other.list_)); break;
        case any_kind::dict: std::construct_at(&dict_, std::move(other.dict_)); break;
        case any_kind::floating: floating_ = other.floating_; break;
        case any_kind::unsigned_integer: unsigned_ = other.unsigned_; break;
        default: integer_ = other.integer_; break;
    }
    kind_ = other.kind_;
}

inline any& any::operator=(any other) noexcept {
    if (kind_ >= any_kind::large_integer) destroy();
    take(other);
    return *this;
}

inline void any::destroy() noexcept {
    if (kind_ <= any_kind::string) return std::destroy_at(&string_);
    if (kind_ == any_kind::list) return std::destroy_at(&list_);
    std::destroy_at(&dict_);
}

namespace detail {

/// The nearest double; infinite where there is none.
inline double number_of_digits(std::string_view digits) {
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc()) return value;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return digits.starts_with('-') ? -infinity : infinity;
}

/// Exact: the digits of all the number.
inline bool equals_exactly(double number, std::string_view digits) {
    if (!std::isfinite(number)) return false;
    std::array<char, 330> text;
    const auto [end, error] =
        std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    return error == std::errc() && std::string_view(text.data(), end) == digits;
}

}  // namespace detail

inline void any::mismatch(const char* expected) const {
    constexpr const char* names[] = {"null",       "a boolean", "an integer",
                                     "an integer", "a number",  "an integer",
                                     "a string",   "a list",    "a dict"};
    throw TypeError(std::string("expected ") + expected + ", found " +
                    names[static_cast<int>(kind_)]);
}

inline any any::integer(std::string_view digits) {
    if (const auto small = detail::to_integer<std::int64_t>(digits)) return *small;
    if (const auto large = detail::to_integer<std::uint64_t>(digits)) return *large;
    const std::string_view magnitude = digits.substr(digits.starts_with('-') ? 1 : 0);
    if (magnitude.empty() || magnitude.find_first_not_of("0123456789") != std::string_view::npos ||
        magnitude.front() == '0')
        throw std::invalid_argument("fastapi: any::integer takes decimal digits");
    any result(digits);
    result.kind_ = any_kind::large_integer;
    return result;
}

inline double any::as_number() const {
    if (kind_ == any_kind::integer) return static_cast<double>(integer_);
    if (kind_ == any_kind::unsigned_integer) return static_cast<double>(unsigned_);
    if (kind_ == any_kind::large_integer) return detail::number_of_digits(string_);
    expect(kind_ == any_kind::floating, "a number");
    return floating_;
}

template <class T>
T any::to_integer_type() const {
    expect(is_integer(), "an integer");
    if (kind_ == any_kind::integer && std::in_range<T>(integer_)) return static_cast<T>(integer_);
    if (kind_ == any_kind::unsigned_integer && std::in_range<T>(unsigned_))
        return static_cast<T>(unsigned_);
    throw std::out_of_range("the integer " + dump() + " does not fit into the type asked for");
}

template <class T>
T any::as() const {
    if constexpr (std::same_as<T, bool>) {
        return as_bool();
    } else if constexpr (detail::json_integer<T>) {
        return to_integer_type<T>();
    } else if constexpr (std::floating_point<T>) {
        return static_cast<T>(as_number());
    } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
        return as_string();
    } else if constexpr (std::same_as<T, list>) {
        return as_list();
    } else if constexpr (std::same_as<T, dict>) {
        return as_dict();
    } else {
        static_assert(detail::always_false<T>,
                      "fastapi: a JSON value cannot be read as this type. Write as<T>() with bool, "
                      "an integer type, float, double, std::string, std::string_view, list, dict.");
    }
}

inline any& any::operator[](std::string_view key) & {
    if (is_null()) *this = dict();
    return as_dict()[key];
}

namespace detail {

/// Exact, unlike comparing after a conversion: 2^53 + 1 is not 2^53.
template <class Integer>
bool equals_exactly(double number, Integer integer, double low, double high) {
    return number >= low && number < high && std::floor(number) == number &&
           static_cast<Integer>(number) == integer;
}

}  // namespace detail

inline bool any::equal(const any& a, const any& b) {
    const auto integer_like = [](const any& v) {
        return v.is_bool() || v.kind_ == any_kind::integer;
    };
    if (integer_like(a) && integer_like(b)) return a.integer_ == b.integer_;
    if (a.kind_ == any_kind::floating && integer_like(b))
        return detail::equals_exactly(a.floating_, b.integer_, -0x1p63, 0x1p63);
    if (a.kind_ == any_kind::floating && b.kind_ == any_kind::unsigned_integer)
        return detail::equals_exactly(a.floating_, b.unsigned_, 0, 0x1p64);
    if (a.kind_ == any_kind::floating && b.kind_ == any_kind::large_integer)
        return detail::equals_exactly(a.floating_, b.string_);
    if (b.kind_ == any_kind::floating && (integer_like(a) || a.is_integer())) return b == a;
    if (a.kind_ != b.kind_) return false;
    switch (a.kind_) {
        case any_kind::floating: return a.floating_ == b.floating_;
        case any_kind::unsigned_integer: return a.unsigned_ == b.unsigned_;
        case any_kind::large_integer:
        case any_kind::string: return a.string_ == b.string_;
        case any_kind::list: return a.list_ == b.list_;
        case any_kind::dict: return a.dict_ == b.dict_;
        default: return true;
    }
}

// ---- JSON text ----

namespace detail {

/// Writes values by recursion, which `depth_left` bounds.
class any_writer {
public:
    any_writer(std::string& out, json_style style) : out_(out), style_(style) {}

    void write(const any& value, int depth_left = 2000);

private:
    void write_float(double value);
    void write_list(const list& values, int depth_left);
    void write_dict(const dict& items, int depth_left);

    std::string& out_;
    json_style style_;
};

inline void any_writer::write(const any& value, int depth_left) {
    if (depth_left == 0)
        throw std::runtime_error("maximum recursion depth exceeded while encoding JSON");
    switch (value.kind()) {
        case any_kind::null: return append_json_null(out_);
        case any_kind::boolean: return append_json_bool(out_, value.as_bool());
        case any_kind::integer: return append_integer(out_, value.as<std::int64_t>());
        case any_kind::unsigned_integer: return append_integer(out_, value.as<std::uint64_t>());
        case any_kind::floating: return write_float(value.as_number());
        case any_kind::large_integer: return static_cast<void>(out_.append(value.string_));
        case any_kind::string: return append_json_string(out_, value.as_string());
        case any_kind::list: return write_list(value.as_list(), depth_left - 1);
        case any_kind::dict: return write_dict(value.as_dict(), depth_left - 1);
    }
}

inline void any_writer::write_float(double value) {
    if (append_json_float(out_, value, style_)) return;
    if (style_ == json_style::pydantic) return append_json_null(out_);
    const char* name = std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
    throw std::domain_error(std::string("Out of range float values are not JSON compliant: ") +
                            name);
}

inline void any_writer::write_list(const list& values, int depth_left) {
    out_.push_back('[');
    for (const any& value : values) {
        if (&value != values.begin()) out_.push_back(',');
        write(value, depth_left);
    }
    out_.push_back(']');
}

inline void any_writer::write_dict(const dict& items, int depth_left) {
    out_.push_back('{');
    for (const dict_item& item : items) {
        if (&item != items.begin()) out_.push_back(',');
        append_json_string(out_, item.key);
        out_.push_back(':');
        write(item.value, depth_left);
    }
    out_.push_back('}');
}

inline void append_json(std::string& out, const any& value, json_style style) {
    any_writer(out, style).write(value);
}

}  // namespace detail

inline std::string any::dump() const {
    std::string text;
    detail::append_json(text, *this);
    return text;
}

}  // namespace fastapi
