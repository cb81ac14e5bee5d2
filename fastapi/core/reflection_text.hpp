#pragma once

// Names out of what the compiler prints about a function (`__PRETTY_FUNCTION__`): identifiers,
// lists of names in one compact text, and the name of a type as a reader of a schema wants to see
// it. The form is measured on known names, so that a compiler with another one stops at a readable
// error.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "fastapi/core/text.hpp"

namespace fastapi {

/// The name of a type without its namespaces, enclosing classes and functions: "Page<Item>".
template <class T>
constexpr std::string_view type_name();

namespace detail {

/// The namespaces and classes around a type: "shop__stock". Those without a name are left out, and
/// functions, which not every compiler prints.
template <class T>
constexpr std::string_view type_scope();

}  // namespace detail

// ---- implementation ----

namespace detail {

// ---- reading what the compiler prints ----

constexpr bool is_identifier_char(char c) {
    return is_alpha(c) || is_digit(c) || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// The identifier at the end of `text`; empty where a number or a quote stands there.
constexpr std::string_view last_identifier(std::string_view text) {
    std::size_t begin = text.size();
    while (begin > 0 && is_identifier_char(text[begin - 1])) --begin;
    return begin == text.size() || is_digit(text[begin]) ? std::string_view{} : text.substr(begin);
}

/// The length of what stands at `at` and is not to be read as brackets and commas: a literal in
/// quotes, the name of an operator function, otherwise one character.
constexpr std::size_t opaque_length(std::string_view text, std::size_t at) {
    constexpr std::string_view keyword = "operator";
    std::size_t end = at + 1;
    if (text[at] == '"' || text[at] == '\'') {
        while (end < text.size() && text[end] != text[at]) end += text[end] == '\\' ? 2u : 1u;
        return std::min(end + 1, text.size()) - at;
    }
    if (text[at] != 'o' || !text.substr(at).starts_with(keyword)) return 1;
    if (at > 0 && is_identifier_char(text[at - 1])) return 1;
    end = text.find_first_not_of("<>=-,", at + keyword.size());
    return std::min(end, text.size()) - at;
}

constexpr bool opens_bracket(char c) { return c == '<' || c == '(' || c == '[' || c == '{'; }
constexpr bool closes_bracket(char c) { return c == '>' || c == ')' || c == ']' || c == '}'; }

// An array of names pointing into one compact text, each followed by a NUL; the long texts that the
// compiler printed then do not reach the program. `Source::raw()` gives the names.
template <class Source>
constexpr auto join_names() {
    constexpr auto raw = Source::raw();
    constexpr std::size_t size = [&] {
        std::size_t sum = 1;
        for (const std::string_view name : raw) sum += name.size() + 1;
        return sum;
    }();
    std::array<char, size> text{};
    std::size_t at = 0;
    for (const std::string_view name : raw) {
        for (const char c : name) text[at++] = c;
        ++at;
    }
    return text;
}

template <class Source>
inline constexpr auto joined_names = join_names<Source>();

template <class Source>
constexpr auto split_names() {
    auto names = Source::raw();
    const char* at = joined_names<Source>.data();
    for (std::string_view& name : names) {
        name = {at, name.size()};
        at += name.size() + 1;
    }
    return names;
}

// ---- names of types ----

template <class T>
constexpr auto print_type() {
    return std::string_view(__PRETTY_FUNCTION__);
}

inline constexpr std::string_view known_type_name = "double";
inline constexpr std::string_view known_type_text = print_type<double>();
inline constexpr std::size_t type_text_head = known_type_text.find(known_type_name);
static_assert(type_text_head != std::string_view::npos,
              "fastapi: this compiler prints types in a form that is not known yet. Please report "
              "its name and version.");

template <class T>
constexpr std::string_view qualified_type_name() {
    constexpr std::size_t around = known_type_text.size() - known_type_name.size();
    const std::string_view text = print_type<T>();
    return text.substr(type_text_head, text.size() - around);
}

/// Writes a type's name without qualifiers: every `::` takes back what its component wrote before.
class type_name_writer {
public:
    constexpr explicit type_name_writer(char* out) : out_(out) {}

    constexpr std::size_t write(std::string_view name) {
        for (std::size_t at = 0; at < name.size();) {
            const std::size_t length = opaque_length(name, at);
            if (length > 1)
                put(name.substr(at, length));
            else if (name.substr(at, 2) == "::")
                size_ = starts_[depth_], ++at;
            else
                put_char(name[at]);
            at += length;
        }
        end_component();
        return size_;
    }

private:
    static constexpr std::size_t max_depth = 64;

    constexpr void put(std::string_view text) {
        for (const char c : text) out_[size_++] = c;
    }

    constexpr void put_char(char c) {
        if (c == ' ' && size_ == starts_[depth_]) return put_blank_after_comma();
        if (closes_bracket(c)) close();
        if (c == ',') end_component();
        out_[size_++] = c;
        if (opens_bracket(c) && depth_ + 1 < max_depth) ++depth_;
        if (opens_bracket(c) || c == ',') starts_[depth_] = size_;
    }

    constexpr void put_blank_after_comma() {
        if (size_ > 0 && out_[size_ - 1] == ',') out_[size_++] = ' ', starts_[depth_] = size_;
    }

    constexpr void close() {
        end_component();
        if (depth_ > 0) --depth_;
    }

    constexpr void end_component() {
        if (size_ > starts_[depth_] && out_[size_ - 1] == ' ') --size_;  // "> >"
        const std::string_view component(out_ + starts_[depth_], size_ - starts_[depth_]);
        if (is_default_argument(component)) size_ = starts_[depth_] - std::string_view(", ").size();
        // std::string is known to the compiler as basic_string<char>.
        if (component == "basic_string<char>") size_ = starts_[depth_], put("string");
    }

    // The later arguments of std::vector and its like, which some compilers print.
    constexpr bool is_default_argument(std::string_view component) const {
        if (starts_[depth_] < 2 || out_[starts_[depth_] - 1] != ' ') return false;
        constexpr std::string_view defaulted[] = {"allocator<", "char_traits<", "less<",
                                                  "default_delete<"};
        for (const std::string_view name : defaulted)
            if (component.starts_with(name)) return true;
        return false;
    }

    char* out_;
    std::size_t size_ = 0;
    std::size_t depth_ = 0;
    std::size_t starts_[max_depth] = {};
};

template <class T>
constexpr auto type_name_text() {
    constexpr std::string_view full = qualified_type_name<T>();
    constexpr auto written = [&] {
        std::pair<std::array<char, full.size() + 1>, std::size_t> result{};
        result.second = type_name_writer(result.first.data()).write(full);
        return result;
    }();
    std::array<char, written.second + 1> text{};
    std::copy_n(written.first.begin(), written.second, text.begin());
    return text;
}

template <class T>
inline constexpr auto stored_type_name = type_name_text<T>();

/// Calls `visit` with each component that stands in front of a `::` outside of brackets.
template <class Visit>
constexpr void visit_scope(std::string_view name, const Visit& visit) {
    std::size_t begin = 0, depth = 0;
    for (std::size_t at = 0; at < name.size(); at += opaque_length(name, at)) {
        if (opens_bracket(name[at])) ++depth;
        if (closes_bracket(name[at]) && depth > 0) --depth;
        if (depth > 0 || name.substr(at, 2) != "::") continue;
        visit(name.substr(begin, at - begin));
        begin = at + 2;
    }
}

/// The name of a namespace or class as the compiler prints it, without arguments; empty for
/// anything else.
constexpr std::string_view scope_name(std::string_view component) {
    std::size_t end = 0;
    while (end < component.size() && is_identifier_char(component[end])) ++end;
    const std::string_view behind = component.substr(end);
    const bool is_plain = behind.empty() || (behind.front() == '<' && behind.back() == '>');
    return is_plain ? component.substr(0, end) : std::string_view();
}

template <class T>
constexpr auto type_scope_text() {
    constexpr std::string_view full = qualified_type_name<T>();
    std::pair<std::array<char, full.size() * 2 + 1>, std::size_t> result{};
    auto& [text, size] = result;
    visit_scope(full, [&text = text, &size = size](std::string_view component) {
        const std::string_view name = scope_name(component);
        if (name.empty()) return;
        if (size > 0) text[size++] = '_', text[size++] = '_';
        for (const char c : name) text[size++] = c;
    });
    return result;
}

template <class T>
constexpr auto compact_type_scope() {
    constexpr auto written = type_scope_text<T>();
    std::array<char, written.second + 1> text{};
    std::copy_n(written.first.begin(), written.second, text.begin());
    return text;
}

template <class T>
inline constexpr auto stored_type_scope = compact_type_scope<T>();

template <class T>
constexpr std::string_view type_scope() {
    const auto& text = stored_type_scope<std::remove_cv_t<T>>;
    return {text.data(), text.size() - 1};
}

}  // namespace detail

template <class T>
constexpr std::string_view type_name() {
    const auto& text = detail::stored_type_name<std::remove_cv_t<T>>;
    return {text.data(), text.size() - 1};
}

}  // namespace fastapi
