#pragma once

// A header value with parameters, `form-data; name="a"; filename="b.txt"`, in parts: what
// Content-Type says of a form and Content-Disposition of its parts. The rule is that of
// python-multipart's parse_options_header, which reads what browsers send rather than what RFC 6266
// says: extended parameters (`filename*=`) are ignored (RFC 7578 4.2), the last of a name counts,
// and a value without any parameter is lower-cased while one with parameters is left as it is.

#include "fastapi/core/text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// The parts of such a value; the bytes are as they were sent, whatever their charset.
struct header_options {
    std::string value;  ///< what stands before the first ';'
    std::vector<std::pair<std::string, std::string>> parameters;

    /// The last parameter of that name (in lower case), or nothing.
    std::optional<std::string_view> get(std::string_view name) const;
};

/// Any text can be read: what is no parameter becomes one without a value. Linear.
header_options parse_header_options(std::string_view text);

// ---- implementation ----

inline std::optional<std::string_view> header_options::get(std::string_view name) const {
    for (auto parameter = parameters.rbegin(); parameter != parameters.rend(); ++parameter)
        if (parameter->first == name) return parameter->second;
    return std::nullopt;
}

/// Takes the text before the next ';' that stands in no quotes. A quote behind a backslash neither
/// opens nor closes; what is never closed takes the rest.
constexpr std::string_view take_header_option(std::string_view& rest) {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < rest.size(); ++end) {
        if (rest[end] == ';' && !quoted) break;
        if (rest[end] == '"' && (end == 0 || rest[end - 1] != '\\')) quoted = !quoted;
    }
    const std::string_view option = rest.substr(0, end);
    rest.remove_prefix(end < rest.size() ? end + 1 : end);
    return option;
}

/// Each `pair` of characters becomes its second: "\\\\" undoes backslashes, "\\\"" quotes.
inline std::string without_escapes(std::string_view text, std::string_view pair) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == pair) ++i;
        result.push_back(text[i]);
    }
    return result;
}

inline std::string unquoted_option(std::string_view value) {
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
    // First the one, then the other: so does python-multipart.
    return without_escapes(without_escapes(value.substr(1, value.size() - 2), "\\\\"), "\\\"");
}

/// Some browsers once sent the whole path on the client's disk: `C:\dir\a.txt` is `a.txt`.
inline std::string without_windows_directory(std::string name) {
    const std::string_view text = name;
    const bool has_drive = text.size() >= 3 && text.substr(1, 2) == ":\\";
    if (!has_drive && !text.starts_with("\\\\")) return name;
    return name.substr(name.rfind('\\') + 1);
}

inline void add_header_option(header_options& options, std::string_view option) {
    const std::size_t equals = option.find('=');
    const bool has_value = equals != std::string_view::npos;
    const std::string_view key = trim(option.substr(0, equals));
    if (key.find('*') != std::string_view::npos) return;
    if (!has_value) return void(options.parameters.emplace_back(std::string(key), std::string()));
    std::string name = lowered(key), value = unquoted_option(trim(option.substr(equals + 1)));
    if (name == "filename") value = without_windows_directory(std::move(value));
    options.parameters.emplace_back(std::move(name), std::move(value));
}

inline header_options parse_header_options(std::string_view text) {
    header_options options;
    if (text.find(';') == std::string_view::npos) {
        options.value = lowered(trim(text));
        return options;
    }
    options.value = std::string(trim(take_header_option(text)));
    while (!text.empty()) add_header_option(options, take_header_option(text));
    return options;
}

}  // namespace fastapi::detail
