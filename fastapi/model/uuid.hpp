#pragma once

// A UUID: 16 bytes (RFC 9562), read as Pydantic reads it (Rust's crate uuid) and written in lower
// case with hyphens, by jsonable_encoder and by a response model alike.

#include "fastapi/core/text.hpp"
#include "fastapi/model/scalar.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fastapi {

class UUID {
public:
    /// The nil UUID, all zeros.
    UUID() = default;
    explicit UUID(const std::array<std::uint8_t, 16>& bytes) : bytes_(bytes) {}
    /// Throws std::invalid_argument for a text that `parse` refuses.
    explicit UUID(std::string_view text);

    /// Version 4: 122 bits of the system's random generator, which nobody can predict.
    static UUID random();
    /// 32 hexadecimal digits; or 8-4-4-4-12 of them, bare, in braces, or behind `urn:uuid:`.
    static ParseOutcome parse(std::string_view text, UUID& out);
    /// The problem of an input that is not text.
    static ScalarProblem wrong_type() {
        return {"uuid_type", "UUID input should be a string, bytes or UUID object"};
    }

    const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
    int version() const { return bytes_[6] >> 4; }
    std::string str() const;
    /// The 32 digits without hyphens.
    std::string hex() const;

    friend bool operator==(const UUID&, const UUID&) = default;
    friend std::strong_ordering operator<=>(const UUID& a, const UUID& b) {
        return std::memcmp(a.bytes_.data(), b.bytes_.data(), 16) <=> 0;
    }

private:
    std::array<std::uint8_t, 16> bytes_{};
};

namespace detail {

/// Appends the JSON text of the value; both kinds of answer write the same.
void append_jsonable(std::string& out, const UUID& value);
void append_serialized(std::string& out, const UUID& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// The 32 digits of `text`, with hyphens where they belong or with none, as bytes.
inline bool read_uuid_digits(std::string_view text, std::array<std::uint8_t, 16>& out) {
    const bool hyphenated = text.size() == 36;
    if (!hyphenated && text.size() != 32) return false;
    std::size_t at = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        if (hyphenated && (i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-')
            return false;
        const int high = hex_value(text[at]), low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = static_cast<std::uint8_t>(high * 16 + low);
        at += 2;
    }
    return true;
}

inline constexpr std::string_view uuid_urn = "urn:uuid:";

inline bool read_uuid(std::string_view text, std::array<std::uint8_t, 16>& out) {
    if (text.size() == 38 && text.front() == '{' && text.back() == '}')
        text = text.substr(1, 36);
    else if (text.size() == 45 && text.starts_with(uuid_urn))
        text.remove_prefix(uuid_urn.size());
    return read_uuid_digits(text, out);
}

inline std::string with_number(std::string_view text, std::size_t number) {
    std::string result(text);
    append_integer(result, number);
    return result;
}

/// Which of the five groups has the wrong length; `hyphens` are their ends, counted from the first
/// group.
inline std::string uuid_group_reason(const std::array<std::size_t, 4>& hyphens,
                                     std::size_t whole_length) {
    static constexpr std::array<std::size_t, 5> starts{0, 9, 14, 19, 24};
    static constexpr std::array<std::string_view, 5> expected{"8", "4", "4", "4", "12"};
    std::size_t group = 0;
    while (group < 4 && hyphens[group] == starts[group + 1] - 1) ++group;
    const std::size_t end = group < 4 ? hyphens[group] : whole_length;
    std::string reason = with_number("invalid group length in group ", group);
    reason.append(": expected ").append(expected[group]).append(", found ");
    return with_number(reason, end - starts[group]);
}

/// Why no UUID can be read, in the words of the crate uuid 1.23.
inline std::string uuid_reason(std::string_view text) {
    if (text.empty() || text.size() > 45) return with_number("invalid length: found ", text.size());
    if (!is_valid_utf8(text)) return "non-UTF8 input";
    const bool braced = text.size() > 1 && text.front() == '{' && text.back() == '}';
    const bool urn = text.starts_with(uuid_urn);
    const std::size_t start = braced ? 1 : urn ? uuid_urn.size() : 0;
    const std::size_t end = text.size() - (braced ? 1 : 0);
    std::size_t count = 0;
    std::array<std::size_t, 4> hyphens{};
    for (std::size_t i = start; i < end; ++i) {
        if (hex_value(text[i]) >= 0) continue;
        if (text[i] != '-') {
            std::string reason = "invalid character: found `";
            reason.append(text, i, utf8_length(text, i)).append("` at ");
            return with_number(reason, i);
        }
        if (count < 4) hyphens[count] = i - start;
        ++count;
    }
    if (count == 0 && start == 0) return with_number("invalid length: found ", text.size());
    if (count != 4) return with_number("invalid group count: expected 5, found ", count + 1);
    return uuid_group_reason(hyphens, text.size());
}

}  // namespace detail

inline ParseOutcome UUID::parse(std::string_view text, UUID& out) {
    std::array<std::uint8_t, 16> bytes;
    if (!detail::read_uuid(text, bytes))
        return detail::problem_with_reason("uuid_parsing", "Input should be a valid UUID",
                                           detail::uuid_reason(text));
    out.bytes_ = bytes;
    return std::nullopt;
}

inline UUID::UUID(std::string_view text) {
    if (const ParseOutcome problem = parse(text, *this))
        throw std::invalid_argument(problem->message);
}

inline UUID UUID::random() {
    // The processor's generator or the kernel's, never a seeded sequence: libstdc++ and libc++ on
    // Linux.
    thread_local std::random_device source;
    UUID result;
    for (std::size_t i = 0; i < 16; i += 4) {
        const std::uint32_t word = source();
        std::memcpy(result.bytes_.data() + i, &word, 4);
    }
    result.bytes_[6] = static_cast<std::uint8_t>(0x40 | (result.bytes_[6] & 0x0F));  // RFC 9562 5.4
    result.bytes_[8] = static_cast<std::uint8_t>(0x80 | (result.bytes_[8] & 0x3F));
    return result;
}

inline std::string UUID::hex() const {
    std::string out;
    for (const std::uint8_t byte : bytes_) {
        out.push_back("0123456789abcdef"[byte >> 4]);
        out.push_back("0123456789abcdef"[byte & 15]);
    }
    return out;
}

inline std::string UUID::str() const {
    std::string out = hex();
    for (const std::size_t position : {8u, 13u, 18u, 23u}) out.insert(position, 1, '-');
    return out;
}

namespace detail {

inline void append_jsonable(std::string& out, const UUID& value) {
    append_quoted(out, value.str());
}
inline void append_serialized(std::string& out, const UUID& value) {
    append_quoted(out, value.str());
}

}  // namespace detail
}  // namespace fastapi

template <>
struct std::hash<fastapi::UUID> {
    std::size_t operator()(const fastapi::UUID& value) const noexcept {
        const auto& bytes = value.bytes();
        return std::hash<std::string_view>{}(
            {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
};
