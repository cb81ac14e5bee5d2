#pragma once

// An exact decimal number of any length, as Python's decimal.Decimal: a sign, digits and an
// exponent, so 12.50 stays 12.50 although it equals 12.5. Read as Pydantic reads it: Python's
// syntax, but finite.
//
// jsonable_encoder writes a number (an integer where the exponent allows, else a float), a response
// model the exact text. Addition, subtraction and multiplication are exact; division, which is not,
// is left out.

#include "fastapi/core/text.hpp"
#include "fastapi/model/number_text.hpp"
#include "fastapi/model/scalar.hpp"

#include <algorithm>
#include <cmath>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi {

class Decimal {
public:
    /// Zero.
    Decimal() = default;
    template <std::integral Integer>
        requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char>)
    Decimal(Integer value) : Decimal(from_integer(value)) {}
    /// The shortest decimal number that reads back as `value`: Decimal(0.1) is 0.1, as Pydantic
    /// makes it. Throws std::invalid_argument for what is not finite.
    explicit Decimal(double value);
    /// Throws std::invalid_argument for a text that `parse` refuses.
    explicit Decimal(std::string_view text);

    /// `12.50`, `-.5`, `1e3`, ` 1_000 `; digits of other scripts are refused.
    static ParseOutcome parse(std::string_view text, Decimal& out);
    static ParseOutcome decode_integer(std::int64_t value, Decimal& out);
    static ParseOutcome decode_float(double value, Decimal& out);
    /// The problem of an input that is neither text nor number.
    static ScalarProblem wrong_type() {
        return {"decimal_type",
                "Decimal input should be an integer, float, string or Decimal object"};
    }

    bool is_negative() const { return negative_; }
    bool is_zero() const { return digits_ == "0"; }
    /// The coefficient: decimal digits, without leading zeros.
    const std::string& digits() const { return digits_; }
    std::int64_t exponent() const { return exponent_; }
    /// What `max_digits` limits: the zeros of the exponent count on either side of the point.
    std::uint64_t digit_count() const;
    /// What `decimal_places` limits.
    std::uint64_t decimal_places() const;
    /// Without zeros at the end of the digits: 12.50 becomes 12.5, and 100 becomes 1E+2.
    Decimal normalize() const;

    /// As Python's str: `12.50`, `1E+3`, `1E-7`.
    std::string str() const;
    /// The nearest double; infinite beyond its range.
    double to_double() const;

    /// By value: 12.5 equals 12.50, and -0 equals 0.
    friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }
    friend std::weak_ordering operator<=>(const Decimal& a, const Decimal& b);

    /// Exact results. One of more than `max_result_digits` digits throws std::out_of_range:
    /// 1E+999999 + 1 would take memory out of all proportion to its operands.
    static constexpr std::size_t max_result_digits = 10'000;
    Decimal operator-() const;
    friend Decimal operator+(const Decimal& a, const Decimal& b);
    friend Decimal operator-(const Decimal& a, const Decimal& b) { return a + -b; }
    friend Decimal operator*(const Decimal& a, const Decimal& b);

private:
    template <std::integral Integer>
    static Decimal from_integer(Integer value);
    Decimal(bool negative, std::string digits, std::int64_t exponent);
    static std::weak_ordering compare_magnitudes(const Decimal& a, const Decimal& b);
    static void require_result_digits(std::uint64_t count);
    bool is_in_range() const;
    std::int64_t adjusted_exponent() const {
        return exponent_ + static_cast<std::int64_t>(digits_.size()) - 1;
    }

    bool negative_ = false;
    std::string digits_ = "0";
    std::int64_t exponent_ = 0;
};

namespace detail {

/// Appends the JSON number that jsonable_encoder makes of the value. Throws std::out_of_range where
/// JSON or Python has none: beyond a double, or an integer of more than 4300 digits.
void append_jsonable(std::string& out, const Decimal& value);

/// Appends the JSON text that a response model makes of the value.
void append_serialized(std::string& out, const Decimal& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// The parts of a number's text: `[+-]digits[.digits][e[+-]digits]`.
struct decimal_text {
    bool negative = false;
    std::string digits;  // of both sides of the point, with their leading zeros
    std::int64_t exponent = 0;
};

inline bool read_decimal_exponent(std::string_view text, std::int64_t& out) {
    if (text.starts_with('+'))
        text.remove_prefix(1);
    else if (text.size() > 1 && text.front() == '-' && !is_digit(text[1]))
        return false;
    const auto value = to_integer<std::int64_t>(text);
    constexpr std::int64_t limit = 4'000'000'000'000'000'000;  // leaves room for adding lengths
    if (!value || *value > limit || *value < -limit) return false;
    out = *value;
    return text.front() != '-' || *value <= 0;
}

inline bool read_decimal(std::string_view text, decimal_text& out) {
    out.negative = text.starts_with('-');
    if (out.negative || text.starts_with('+')) text.remove_prefix(1);
    std::size_t position = 0;
    const auto take_digits = [&] {
        for (; position < text.size() && is_digit(text[position]); ++position)
            out.digits += text[position];
    };
    take_digits();
    std::size_t fraction_length = 0;
    if (position < text.size() && text[position] == '.') {
        ++position;
        const std::size_t whole_length = out.digits.size();
        take_digits();
        fraction_length = out.digits.size() - whole_length;
    }
    if (out.digits.empty()) return false;
    if (position < text.size()) {
        if (to_lower(text[position]) != 'e') return false;
        const std::string_view exponent = text.substr(position + 1);
        if (exponent.empty() || exponent.starts_with("+-")) return false;
        if (!read_decimal_exponent(exponent, out.exponent)) return false;
    }
    out.exponent -= static_cast<std::int64_t>(fraction_length);
    return true;
}

/// The text with the digits of all scripts as those of ASCII. What is no UTF-8 ends it in a byte
/// that no number has.
inline std::string with_ascii_digits(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        if (length == 0) return plain += text[i];
        const int digit = length == 1 ? -1 : decimal_digit_of(utf8_code_point(text, i, length));
        if (digit < 0)
            plain.append(text, i, length);
        else
            plain += static_cast<char>('0' + digit);
        i += length;
    }
    return plain;
}

/// Python's infinities and NaNs, which may carry digits.
inline bool is_special_decimal(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (iequals(text, "inf") || iequals(text, "infinity")) return true;
    if (!text.empty() && to_lower(text.front()) == 's') text.remove_prefix(1);
    if (!iequals(text.substr(0, 3), "nan")) return false;
    return text.find_first_not_of("0123456789", 3) == std::string_view::npos;
}

inline ScalarProblem decimal_parsing_problem() {
    return {"decimal_parsing", "Input should be a valid decimal"};
}

inline ScalarProblem not_finite_problem() {
    return {"finite_number", "Input should be a finite number"};
}

}  // namespace detail

inline Decimal::Decimal(bool negative, std::string digits, std::int64_t exponent)
    : negative_(negative), digits_(std::move(digits)), exponent_(exponent) {
    const std::size_t first = std::min(digits_.find_first_not_of('0'), digits_.size() - 1);
    digits_.erase(0, first);
}

template <std::integral Integer>
Decimal Decimal::from_integer(Integer value) {
    std::string text;
    detail::append_integer(text, value);
    const bool negative = text.front() == '-';
    return Decimal(negative, negative ? text.substr(1) : text, 0);
}

inline Decimal::Decimal(double value) {
    if (const ParseOutcome problem = decode_float(value, *this))
        throw std::invalid_argument(problem->message);
}

inline Decimal::Decimal(std::string_view text) {
    if (const ParseOutcome problem = parse(text, *this))
        throw std::invalid_argument(problem->message);
}

/// The limits of Python's decimal module on 64-bit machines: MAX_EMAX and MIN_ETINY.
inline bool Decimal::is_in_range() const {
    return adjusted_exponent() <= 999'999'999'999'999'999 &&
           exponent_ >= -1'999'999'999'999'999'997;
}

inline ParseOutcome Decimal::parse(std::string_view text, Decimal& out) {
    std::string plain = detail::with_ascii_digits(detail::trim_unicode(text));
    std::erase(plain, '_');
    if (detail::is_special_decimal(plain)) return detail::not_finite_problem();
    detail::decimal_text parts;
    if (!detail::read_decimal(plain, parts)) return detail::decimal_parsing_problem();
    Decimal value(parts.negative, std::move(parts.digits), parts.exponent);
    if (!value.is_in_range()) return detail::decimal_parsing_problem();
    out = std::move(value);
    return std::nullopt;
}

inline ParseOutcome Decimal::decode_integer(std::int64_t value, Decimal& out) {
    out = Decimal(value);
    return std::nullopt;
}

inline ParseOutcome Decimal::decode_float(double value, Decimal& out) {
    if (!std::isfinite(value)) return detail::not_finite_problem();
    std::string text;
    detail::append_float_repr(text, value);
    return parse(text, out);
}

inline std::uint64_t Decimal::decimal_places() const {
    return exponent_ < 0 ? static_cast<std::uint64_t>(-exponent_) : 0;
}

inline std::uint64_t Decimal::digit_count() const {
    if (exponent_ >= 0) return digits_.size() + static_cast<std::uint64_t>(exponent_);
    return std::max<std::uint64_t>(digits_.size(), decimal_places());
}

inline Decimal Decimal::normalize() const {
    if (is_zero()) return Decimal(negative_, "0", 0);
    const std::size_t length = digits_.find_last_not_of('0') + 1;
    return Decimal(negative_, digits_.substr(0, length),
                   exponent_ + static_cast<std::int64_t>(digits_.size() - length));
}

/// Python's to-scientific-string: an exponent where there is one to lose, or six zeros behind the
/// point.
inline std::string Decimal::str() const {
    std::string out = negative_ ? "-" : "";
    const std::int64_t adjusted = adjusted_exponent();
    const bool positional = exponent_ <= 0 && adjusted >= -6;
    const std::int64_t point =
        positional ? adjusted + 1 : 1;  // how many digits stand before the point
    const auto length = static_cast<std::int64_t>(digits_.size());
    if (point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits_);
    } else {
        out.append(digits_, 0, static_cast<std::size_t>(point));
        if (point < length) out.append(".").append(digits_, static_cast<std::size_t>(point));
    }
    if (positional) return out;
    out.append(adjusted < 0 ? "E" : "E+");
    detail::append_integer(out, adjusted);
    return out;
}

inline double Decimal::to_double() const { return detail::parse_float(str()).value_or(0); }

inline std::weak_ordering Decimal::compare_magnitudes(const Decimal& a, const Decimal& b) {
    if (a.is_zero() || b.is_zero()) return b.is_zero() <=> a.is_zero();
    if (a.adjusted_exponent() != b.adjusted_exponent())
        return a.adjusted_exponent() <=> b.adjusted_exponent();
    const std::size_t common = std::min(a.digits_.size(), b.digits_.size());
    if (const int order = a.digits_.compare(0, common, b.digits_, 0, common)) return order <=> 0;
    const bool a_goes_on = a.digits_.find_first_not_of('0', common) != std::string::npos;
    const bool b_goes_on = b.digits_.find_first_not_of('0', common) != std::string::npos;
    return a_goes_on <=> b_goes_on;
}

inline std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) {
    if (a.is_zero() && b.is_zero()) return std::weak_ordering::equivalent;
    const bool a_below = a.negative_ && !a.is_zero(), b_below = b.negative_ && !b.is_zero();
    if (a_below != b_below) return b_below <=> a_below;
    return a_below ? Decimal::compare_magnitudes(b, a) : Decimal::compare_magnitudes(a, b);
}

inline Decimal Decimal::operator-() const {
    Decimal result = *this;
    result.negative_ = !negative_ && !is_zero();
    return result;
}

inline void Decimal::require_result_digits(std::uint64_t count) {
    if (count > max_result_digits)
        throw std::out_of_range("Decimal: the exact result has too many digits");
}

namespace detail {

/// Both texts of digits, of one length, added or (with the larger one first) subtracted.
inline std::string add_digits(std::string a, std::string_view b) {
    int carry = 0;
    for (std::size_t i = a.size(); i-- > 0;) {
        const int sum = (a[i] - '0') + (b[i] - '0') + carry;
        a[i] = static_cast<char>('0' + sum % 10);
        carry = sum / 10;
    }
    return carry != 0 ? "1" + a : a;
}

inline std::string subtract_digits(std::string larger, std::string_view smaller) {
    int borrow = 0;
    for (std::size_t i = larger.size(); i-- > 0;) {
        const int difference = (larger[i] - '0') - (smaller[i] - '0') - borrow;
        borrow = difference < 0 ? 1 : 0;
        larger[i] = static_cast<char>('0' + difference + 10 * borrow);
    }
    return larger;
}

inline std::string multiply_digits(std::string_view a, std::string_view b) {
    std::string result(a.size() + b.size(), '0');
    for (std::size_t i = a.size(); i-- > 0;) {
        int carry = 0;
        for (std::size_t j = b.size(); j-- > 0;) {
            const int sum = (result[i + j + 1] - '0') + (a[i] - '0') * (b[j] - '0') + carry;
            result[i + j + 1] = static_cast<char>('0' + sum % 10);
            carry = sum / 10;
        }
        result[i] = static_cast<char>('0' + carry);
    }
    return result;
}

}  // namespace detail

inline Decimal operator+(const Decimal& a, const Decimal& b) {
    const std::int64_t exponent = std::min(a.exponent_, b.exponent_);
    const auto highest = std::max(a.adjusted_exponent(), b.adjusted_exponent());
    const auto width = static_cast<std::uint64_t>(highest - exponent) + 1;
    Decimal::require_result_digits(width);
    const auto aligned = [&](const Decimal& value) {
        std::string digits = value.digits_;
        digits.append(static_cast<std::size_t>(value.exponent_ - exponent), '0');
        return digits.insert(0, static_cast<std::size_t>(width) - digits.size(), '0');
    };
    if (a.negative_ == b.negative_)
        return Decimal(a.negative_, detail::add_digits(aligned(a), aligned(b)), exponent);
    const std::weak_ordering order = Decimal::compare_magnitudes(a, b);
    if (order == 0) return Decimal(false, "0", exponent);
    const Decimal& larger = order > 0 ? a : b;
    const Decimal& smaller = order > 0 ? b : a;
    return Decimal(larger.negative_, detail::subtract_digits(aligned(larger), aligned(smaller)),
                   exponent);
}

inline Decimal operator*(const Decimal& a, const Decimal& b) {
    Decimal::require_result_digits(a.digits_.size() + b.digits_.size());
    Decimal result(a.negative_ != b.negative_, detail::multiply_digits(a.digits_, b.digits_),
                   a.exponent_ + b.exponent_);
    if (!result.is_in_range())
        throw std::out_of_range("Decimal: the exact result has too large an exponent");
    return result;
}

namespace detail {

inline void append_decimal_as_integer(std::string& out, const Decimal& value) {
    constexpr std::uint64_t python_limit = 4300;  // sys.get_int_max_str_digits()
    if (value.is_zero()) return out.push_back('0');
    if (value.digit_count() > python_limit)
        throw std::out_of_range("Exceeds the limit (4300 digits) for integer string conversion");
    if (value.is_negative()) out.push_back('-');
    out.append(value.digits()).append(static_cast<std::size_t>(value.exponent()), '0');
}

inline void append_jsonable(std::string& out, const Decimal& value) {
    if (value.exponent() >= 0) return append_decimal_as_integer(out, value);
    const double number = value.to_double();
    if (!std::isfinite(number))
        throw std::out_of_range("Out of range float values are not JSON compliant");
    append_float_repr(out, number);
}

inline void append_serialized(std::string& out, const Decimal& value) {
    append_quoted(out, value.str());
}

}  // namespace detail
}  // namespace fastapi
