#pragma once

// `bytes`: a byte string. In JSON and in parameters it is text: reading takes the bytes of its
// UTF-8, writing puts them there again (Pydantic's `ser_json_bytes="utf8"`), so what is no UTF-8
// can be held but not written.

#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/model/scalar.hpp"

#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

class bytes {
public:
    using value_type = char;
    using const_iterator = std::string::const_iterator;

    bytes() = default;
    explicit bytes(std::string data) : data_(std::move(data)) {}
    explicit bytes(std::string_view data) : data_(data) {}
    explicit bytes(const char* text) : data_(text) {}

    /// Every text is one.
    static ParseOutcome parse(std::string_view text, bytes& out) {
        out.data_ = text;
        return std::nullopt;
    }
    /// The problem of an input that is not text.
    static ScalarProblem wrong_type() { return {"bytes_type", "Input should be a valid bytes"}; }

    const char* data() const { return data_.data(); }
    std::size_t size() const { return data_.size(); }
    bool empty() const { return data_.empty(); }
    char operator[](std::size_t index) const { return data_[index]; }
    const_iterator begin() const { return data_.begin(); }
    const_iterator end() const { return data_.end(); }
    /// The same bytes as a std::string.
    const std::string& str() const { return data_; }
    /// The lower-case hexadecimal digits.
    std::string hex() const;

    friend bool operator==(const bytes&, const bytes&) = default;
    friend std::strong_ordering operator<=>(const bytes&, const bytes&) = default;

private:
    std::string data_;
};

namespace detail {

/// Appends the JSON text of the value; both kinds of answer write the same. Throws
/// std::invalid_argument for bytes that are no UTF-8.
void append_jsonable(std::string& out, const bytes& value);
void append_serialized(std::string& out, const bytes& value);

}  // namespace detail

// ---- implementation ----

inline std::string bytes::hex() const {
    std::string out;
    for (const char c : data_) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back("0123456789abcdef"[byte >> 4]);
        out.push_back("0123456789abcdef"[byte & 15]);
    }
    return out;
}

namespace detail {

inline void append_jsonable(std::string& out, const bytes& value) {
    const std::string& text = value.str();
    for (std::size_t i = 0, length = 0; i < text.size(); i += length) {
        length = utf8_length(text, i);
        if (length > 0) continue;
        std::string reason = "bytes: invalid UTF-8 at index ";
        append_integer(reason, i);
        throw std::invalid_argument(reason);
    }
    append_json_string(out, text);
}
inline void append_serialized(std::string& out, const bytes& value) { append_jsonable(out, value); }

}  // namespace detail
}  // namespace fastapi

template <>
struct std::hash<fastapi::bytes> {
    std::size_t operator()(const fastapi::bytes& value) const noexcept {
        return std::hash<std::string>{}(value.str());
    }
};
