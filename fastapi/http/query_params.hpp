#pragma once

// The query of a URL as `QueryParams`, and percent-coding as Python's urllib does it. What had to
// be decoded is kept, all else is a view. Malformed percent-signs stay as they are; bytes that are
// no UTF-8 become U+FFFD.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fastapi/core/text.hpp"

namespace fastapi {

/// The parameters of a query, in order, as urllib.parse.parse_qsl(keep_blank_values=True) reads
/// them; only '&' separates. Parsed once, when first asked. The views point at the query or into
/// this object.
class QueryParams {
public:
    using value_type = std::pair<std::string_view, std::string_view>;
    using const_iterator = std::vector<value_type>::const_iterator;

    QueryParams() = default;
    explicit QueryParams(std::string_view query) : query_(query) {}
    // A copy decodes for itself: views must not point into another object.
    QueryParams(const QueryParams& other) : query_(other.query_) {}
    QueryParams& operator=(const QueryParams& other) {
        if (this != &other) reset(other.query_);
        return *this;
    }
    ~QueryParams() = default;

    /// Another query in the same memory.
    void reset(std::string_view query) {
        query_ = query;
        parsed_ = false;
    }

    /// The last value under this key.
    std::optional<std::string_view> get(std::string_view key) const;
    /// All values under this key, in order.
    std::vector<std::string_view> getlist(std::string_view key) const;
    bool contains(std::string_view key) const { return get(key).has_value(); }
    /// The last value under this key; throws std::out_of_range where there is none.
    std::string_view operator[](std::string_view key) const;

    /// Every pair, also the repeated ones.
    const_iterator begin() const { return pairs().begin(); }
    const_iterator end() const { return pairs().end(); }
    std::size_t size() const { return pairs().size(); }
    bool empty() const { return pairs().empty(); }
    /// The query as it was sent.
    std::string_view str() const { return query_; }

private:
    const std::vector<value_type>& pairs() const;
    std::string_view decoded(std::string_view text) const;

    std::string_view query_;
    mutable std::vector<value_type> pairs_;
    mutable std::string storage_;
    mutable bool parsed_ = false;
};

namespace detail {

/// Whether percent_decode would change anything, or would have to look at bytes above ASCII.
constexpr bool needs_decoding(std::string_view text, bool plus_is_space = false) {
    for (const char c : text)
        if (c == '%' || (c == '+' && plus_is_space) || static_cast<unsigned char>(c) >= 0x80)
            return true;
    return false;
}

/// Appends the decoded text, as Python's unquote (unquote_plus) gives it. false: some of it was no
/// UTF-8 and has been replaced. At most 3 bytes come of one above ASCII, at most one of any other.
bool percent_decode(std::string_view text, std::string& out, bool plus_is_space = false);

/// Python's quote: letters, digits, `_.-~` and `safe` stay, every other byte becomes %XX.
std::string percent_encode(std::string_view text, std::string_view safe = "/");

/// A query or form text as Python's quote_plus writes it.
std::string quote_plus(std::string_view text);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// The byte that `%XX` at the beginning of `text` stands for, or -1.
constexpr int percent_byte(std::string_view text) {
    if (text.size() < 3 || text[0] != '%') return -1;
    const int high = hex_value(text[1]), low = hex_value(text[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

inline bool percent_decode(std::string_view text, std::string& out, bool plus_is_space) {
    const std::size_t start = out.size();
    bool ascii = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (const int byte = percent_byte(text.substr(i)); byte >= 0) {
                c = static_cast<char>(byte);
                i += 2;
            }
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        ascii = ascii && static_cast<unsigned char>(c) < 0x80;
        out.push_back(c);
    }
    if (ascii || is_valid_utf8(std::string_view(out).substr(start))) return true;
    const std::string malformed = out.substr(start);
    out.resize(start);
    append_replaced_utf8(out, malformed);
    return false;
}

inline std::string percent_encode(std::string_view text, std::string_view safe) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool unreserved =
            is_alpha(c) || is_digit(c) || c == '_' || c == '.' || c == '-' || c == '~';
        if (unreserved || (byte < 0x80 && safe.find(c) != std::string_view::npos))
            result.push_back(c);
        else
            result.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return result;
}

inline std::string quote_plus(std::string_view text) {
    std::string result = percent_encode(text, " ");
    std::replace(result.begin(), result.end(), ' ', '+');
    return result;
}

}  // namespace detail

inline const std::vector<QueryParams::value_type>& QueryParams::pairs() const {
    if (parsed_) return pairs_;
    parsed_ = true;
    pairs_.clear();
    storage_.clear();
    // Never more than this is stored, so no view is moved by the next one.
    if (detail::needs_decoding(query_, true)) {
        std::size_t bound = query_.size();
        for (const char c : query_) bound += static_cast<unsigned char>(c) >= 0x80 ? 2 : 0;
        storage_.reserve(bound);
    }
    for (std::string_view rest = query_; !rest.empty();) {
        const std::size_t end = rest.find('&');
        const std::string_view piece = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (piece.empty()) continue;
        const std::size_t equals = piece.find('=');
        const bool has_value = equals != std::string_view::npos;
        const std::string_view key = decoded(piece.substr(0, equals));
        pairs_.emplace_back(key,
                            has_value ? decoded(piece.substr(equals + 1)) : std::string_view(""));
    }
    return pairs_;
}

inline std::string_view QueryParams::decoded(std::string_view text) const {
    if (!detail::needs_decoding(text, true)) return text;
    const std::size_t start = storage_.size();
    detail::percent_decode(text, storage_, true);
    return std::string_view(storage_).substr(start);
}

inline std::optional<std::string_view> QueryParams::get(std::string_view key) const {
    const auto& all = pairs();
    for (auto pair = all.rbegin(); pair != all.rend(); ++pair)
        if (pair->first == key) return pair->second;
    return std::nullopt;
}

inline std::vector<std::string_view> QueryParams::getlist(std::string_view key) const {
    std::vector<std::string_view> values;
    for (const auto& [name, value] : pairs())
        if (name == key) values.push_back(value);
    return values;
}

inline std::string_view QueryParams::operator[](std::string_view key) const {
    const auto value = get(key);
    if (!value)
        throw std::out_of_range("fastapi: there is no query parameter '" +
                                detail::percent_encode(key, " ") + "'");
    return *value;
}

}  // namespace fastapi
