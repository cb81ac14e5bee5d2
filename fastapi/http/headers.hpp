#pragma once

// Header fields: `Headers`, views of what a request carries, and `MutableHeaders`, the text of what
// an answer will carry, already in wire form. Names compare without regard to case; a name may
// stand several times. The one rule: no name or value that could end its line early ever enters an
// answer (RFC 9110 5.5).

#include <array>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fastapi/core/text.hpp"

namespace fastapi {

struct header_field {
    std::string_view name, value;

    friend bool operator==(const header_field&, const header_field&) = default;
};

/// The header fields of a request, in the order of their arrival. The views point at the bytes of
/// the request: they are good for as long as the request is.
class Headers {
public:
    using const_iterator = std::vector<header_field>::const_iterator;

    Headers() = default;
    Headers(std::initializer_list<header_field> fields) : fields_(fields) {}

    /// The first value under this name.
    std::optional<std::string_view> get(std::string_view name) const;
    /// All values under this name, in order.
    std::vector<std::string_view> getlist(std::string_view name) const;
    bool contains(std::string_view name) const { return find(name) != end(); }
    /// The first value under this name; throws std::out_of_range where there is none.
    std::string_view operator[](std::string_view name) const;

    const_iterator begin() const { return fields_.begin(); }
    const_iterator end() const { return fields_.end(); }
    std::size_t size() const { return fields_.size(); }
    bool empty() const { return fields_.empty(); }

    /// For who fills the request: the views are kept, not copied; `clear` keeps the capacity.
    void add(std::string_view name, std::string_view value) { fields_.push_back({name, value}); }
    void clear() { fields_.clear(); }
    /// The bytes moved: `from` became `to`. Every view must lie in them.
    void rebase(const char* from, const char* to);

private:
    const_iterator find(std::string_view name) const;

    std::vector<header_field> fields_;
};

/// The header fields of an answer. Every name must be a token and no value may hold a control
/// character but tab, else std::invalid_argument names the header and says what is wrong. Views
/// that were given out are good until the next change.
class MutableHeaders {
public:
    class const_iterator;

    MutableHeaders() = default;
    MutableHeaders(std::initializer_list<std::pair<std::string_view, std::string_view>> fields);

    /// Replaces every value under this name; the first keeps its place.
    void set(std::string_view name, std::string_view value);
    /// One more value under this name.
    void append(std::string_view name, std::string_view value);
    /// Sets the value only where there is none; gives the value that stands now.
    std::string_view setdefault(std::string_view name, std::string_view value);
    void remove(std::string_view name);
    /// Adds to the list in `vary`.
    void add_vary_header(std::string_view vary);

    /// The first value under this name.
    std::optional<std::string_view> get(std::string_view name) const;
    /// All values under this name, in order.
    std::vector<std::string_view> getlist(std::string_view name) const;
    bool contains(std::string_view name) const { return get(name).has_value(); }
    /// The first value under this name; throws std::out_of_range where there is none.
    std::string_view operator[](std::string_view name) const;

    const_iterator begin() const;
    const_iterator end() const;
    bool empty() const { return block_.empty(); }

    /// All fields as they go out: `name: value` CR LF, repeated.
    std::string_view block() const { return block_; }
    /// Keeps the capacity.
    void clear() { block_.clear(); }
    /// A whole line as a constant of the program, `content-type: text/plain\r\n`: not checked.
    void append_trusted(std::string_view line) { block_.append(line); }

private:
    bool overlaps(std::string_view text) const;
    void erase_from(std::size_t position, std::string_view name);

    std::string block_;
};

namespace detail {

inline constexpr auto token_chars = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < 256; ++i) table[i] = is_token_char(static_cast<char>(i));
    return table;
}();

/// RFC 9110 5.6.2, by look-up.
constexpr bool in_token(char c) { return token_chars[static_cast<unsigned char>(c)]; }

/// RFC 9110 5.5: visible characters, blanks and obs-text; no control characters but tab.
constexpr bool in_field_value(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

constexpr bool is_token(std::string_view text) {
    for (const char c : text)
        if (!in_token(c)) return false;
    return !text.empty();
}

/// Throws std::invalid_argument for a field that must not be sent.
void check_header(std::string_view name, std::string_view value);

/// Takes the first field off a block in wire form.
constexpr header_field take_field(std::string_view& block) {
    const std::size_t colon = block.find(':'), end = block.find('\r', colon);
    const header_field field{block.substr(0, colon), block.substr(colon + 2, end - colon - 2)};
    block.remove_prefix(end + 2);
    return field;
}

/// Takes the next element off a comma-separated value, without the blanks around it (RFC 9110
/// 5.6.1); empty elements are skipped, quotes have no meaning. nullopt at the end.
constexpr std::optional<std::string_view> take_list_element(std::string_view& rest) {
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        const std::string_view element = trim(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
        if (!element.empty()) return element;
    }
    return std::nullopt;
}

/// Whether a comma-separated value has this element, in any case.
constexpr bool list_contains(std::string_view value, std::string_view token) {
    while (const auto element = take_list_element(value))
        if (iequals(*element, token)) return true;
    return false;
}

}  // namespace detail

/// Goes over the fields of a block in wire form.
class MutableHeaders::const_iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = header_field;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = header_field;

    const_iterator() = default;
    explicit const_iterator(std::string_view rest) : rest_(rest) {}

    header_field operator*() const {
        std::string_view rest = rest_;
        return detail::take_field(rest);
    }
    const_iterator& operator++() {
        detail::take_field(rest_);
        return *this;
    }
    const_iterator operator++(int) {
        const const_iterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const const_iterator& a, const const_iterator& b) {
        return a.rest_.size() == b.rest_.size();
    }

private:
    std::string_view rest_;
};

// ---- implementation ----

namespace detail {

/// Text for a message: control characters never reach a log or a terminal as they are.
inline std::string escaped_controls(std::string_view text) {
    constexpr char digits[] = "0123456789abcdef";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F)
            result.push_back(c);
        else
            (result += "\\x").append({digits[byte >> 4], digits[byte & 15]});
    }
    return result;
}

inline std::string describe_control(char c) {
    if (c == '\r') return "a carriage return";
    if (c == '\n') return "a line feed";
    if (c == '\0') return "a NUL";
    return "the control character " + escaped_controls({&c, 1});
}

[[noreturn]] inline void throw_missing_header(std::string_view name) {
    throw std::out_of_range("fastapi: there is no header '" + escaped_controls(name) + "'");
}

[[noreturn]] inline void throw_bad_header(std::string_view name, const std::string& problem) {
    throw std::invalid_argument("fastapi: header '" + escaped_controls(name) + "': " + problem);
}

inline void check_header(std::string_view name, std::string_view value) {
    if (!is_token(name))
        throw_bad_header(name, name.empty()
                                   ? "the name is empty"
                                   : "the name may hold only letters, digits and !#$%&'*+-.^_`|~");
    for (const char c : value)
        if (!in_field_value(c)) throw_bad_header(name, "the value holds " + describe_control(c));
}

inline std::string_view rebased(std::string_view view, const char* from, const char* to) {
    return view.data() == nullptr ? view : std::string_view(to + (view.data() - from), view.size());
}

}  // namespace detail

inline Headers::const_iterator Headers::find(std::string_view name) const {
    const_iterator field = begin();
    while (field != end() && !detail::iequals(field->name, name)) ++field;
    return field;
}

inline std::optional<std::string_view> Headers::get(std::string_view name) const {
    const auto field = find(name);
    if (field == end()) return std::nullopt;
    return field->value;
}

inline std::vector<std::string_view> Headers::getlist(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& field : fields_)
        if (detail::iequals(field.name, name)) values.push_back(field.value);
    return values;
}

inline std::string_view Headers::operator[](std::string_view name) const {
    const auto field = find(name);
    if (field == end()) detail::throw_missing_header(name);
    return field->value;
}

inline void Headers::rebase(const char* from, const char* to) {
    for (auto& field : fields_)
        field = {detail::rebased(field.name, from, to), detail::rebased(field.value, from, to)};
}

inline MutableHeaders::MutableHeaders(
    std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    for (const auto& [name, value] : fields) append(name, value);
}

inline MutableHeaders::const_iterator MutableHeaders::begin() const {
    return const_iterator(block_);
}

inline MutableHeaders::const_iterator MutableHeaders::end() const { return const_iterator(); }

/// A view into our own text would be changed while it is being read.
inline bool MutableHeaders::overlaps(std::string_view text) const {
    const std::less<const char*> before;
    return !text.empty() && !before(text.data(), block_.data()) &&
           before(text.data(), block_.data() + block_.size());
}

inline void MutableHeaders::append(std::string_view name, std::string_view value) {
    if (overlaps(name) || overlaps(value)) return append(std::string(name), std::string(value));
    detail::check_header(name, value);
    block_.reserve(block_.size() + name.size() + value.size() + 4);
    block_.append(name).append(": ").append(value).append("\r\n");
}

inline void MutableHeaders::set(std::string_view name, std::string_view value) {
    if (overlaps(name) || overlaps(value)) return set(std::string(name), std::string(value));
    detail::check_header(name, value);
    for (auto field = begin(); field != end(); ++field) {
        if (!detail::iequals((*field).name, name)) continue;
        const auto position = static_cast<std::size_t>((*field).value.data() - block_.data());
        block_.replace(position, (*field).value.size(), value);
        return erase_from(position + value.size() + 2, name);
    }
    append(name, value);
}

inline std::string_view MutableHeaders::setdefault(std::string_view name, std::string_view value) {
    if (const auto present = get(name)) return *present;
    const std::size_t value_size = value.size();
    append(name, value);
    return std::string_view(block_).substr(block_.size() - 2 - value_size, value_size);
}

inline void MutableHeaders::remove(std::string_view name) {
    if (overlaps(name)) return remove(std::string(name));
    erase_from(0, name);
}

/// Drops the fields under this name from `position` on, in one pass.
inline void MutableHeaders::erase_from(std::size_t position, std::string_view name) {
    std::string_view rest = std::string_view(block_).substr(position);
    while (!rest.empty()) {
        const char* const line = rest.data();
        const bool kept = !detail::iequals(detail::take_field(rest).name, name);
        const auto length = static_cast<std::size_t>(rest.data() - line);
        if (!kept) continue;
        std::char_traits<char>::move(block_.data() + position, line, length);
        position += length;
    }
    block_.resize(position);
}

inline void MutableHeaders::add_vary_header(std::string_view vary) {
    std::string joined;
    for (const std::string_view value : getlist("vary")) joined.append(value).append(", ");
    set("vary", joined.append(vary));
}

inline std::optional<std::string_view> MutableHeaders::get(std::string_view name) const {
    for (const auto& field : *this)
        if (detail::iequals(field.name, name)) return field.value;
    return std::nullopt;
}

inline std::vector<std::string_view> MutableHeaders::getlist(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& field : *this)
        if (detail::iequals(field.name, name)) values.push_back(field.value);
    return values;
}

inline std::string_view MutableHeaders::operator[](std::string_view name) const {
    const auto value = get(name);
    if (!value) detail::throw_missing_header(name);
    return *value;
}

}  // namespace fastapi
