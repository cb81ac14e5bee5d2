#pragma once

// How the document names an operation: its summary, for people, and its operationId, for generated
// clients. Both are made from the route's name, which stands for Python's function name, or, where
// it has none, from its method and path.

#include "fastapi/core/text.hpp"
#include "fastapi/core/unicode.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi::detail {

/// The summary of an operation: its own, or its name as a title (`get_user_intro`: `Get User
/// Intro`), or one made from `GET /users/{user_id}`: `Get Users User Id`.
std::string operation_summary(const operation& described, std::string_view method,
                              std::string_view path);

/// Its operationId: its own, or what its function for that (`generate_unique_id_function`) or else
/// `otherwise` makes, or FastAPI's `<name>_<path>_<method>`, or `get_users__user_id_` where the
/// handler has no name. `path` is without converters.
std::string operation_id(const operation& described, std::string_view method, std::string_view path,
                         const UniqueIdFunction& otherwise = {});

// ---- implementation ----

/// Python's str.title(): a letter behind no letter is upper case. What is not ASCII stays, as a
/// letter.
inline std::string title_case(std::string text) {
    bool starts_word = true;
    for (char& c : text) {
        c = starts_word ? to_upper(c) : to_lower(c);
        starts_word = !is_alpha(c) && static_cast<unsigned char>(c) < 0x80;
    }
    return text;
}

/// Python's re.sub(r"\W", "_", text): each character that can stand in no identifier becomes one
/// `_`.
inline std::string identifier_of(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        const bool is_word = length != 0 && is_word_char(utf8_code_point(text, i, length));
        result.append(is_word ? text.substr(i, length) : "_");
        i += std::max<std::size_t>(length, 1);
    }
    return result;
}

/// `/users/{user_id}` as words: ` users user id`.
inline std::string words_of_path(std::string_view path) {
    std::string words = " ";
    for (const char c : path) {
        const bool is_part = is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
        if (is_part)
            words += c;
        else if (!words.ends_with(' '))
            words += ' ';
    }
    if (words.ends_with(' ')) words.pop_back();
    return words.empty() ? " root" : words;
}

inline std::string operation_summary(const operation& described, std::string_view method,
                                     std::string_view path) {
    const RouteOptions& options = described.options;
    if (!options.summary.empty()) return options.summary;
    if (options.name.empty()) return title_case(std::string(method) + words_of_path(path));
    std::string words = options.name;
    std::replace(words.begin(), words.end(), '_', ' ');
    return title_case(std::move(words));
}

inline std::string operation_id(const operation& described, std::string_view method,
                                std::string_view path, const UniqueIdFunction& otherwise) {
    const RouteOptions& options = described.options;
    if (!options.operation_id.empty()) return options.operation_id;
    const UniqueIdFunction& own = options.generate_unique_id_function;
    if (const UniqueIdFunction& function = own ? own : otherwise) {
        std::string made =
            function({options.name, std::string(path), described.methods, options.tags});
        if (!made.empty()) return made;
    }
    const bool is_webhook = !path.empty() && path.front() != '/';
    const std::string_view separator = is_webhook ? "_" : "";
    if (options.name.empty())
        return lowered(method) + identifier_of(std::string(separator).append(path));
    return identifier_of(options.name + std::string(path)) + "_" + lowered(method);
}

}  // namespace fastapi::detail
