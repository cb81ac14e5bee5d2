#pragma once

// What Pydantic calls the types that are arguments of a generic model: `Page<std::optional<Item>>`
// is the title `Page[Union[Item, NoneType]]`, and `Pair<int, std::string>` the component
// `Pair_int_str_`. A name with anything else in it than types stays as it is.

#include "fastapi/core/reflection_text.hpp"
#include "fastapi/core/text.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace fastapi::detail {

/// The title of a model, of its `type_name`: `Pair[int, str]`.
std::string schema_title(std::string_view type_name);

/// What its component is named after: `Pair[int,str]`.
std::string schema_name(std::string_view type_name);

// ---- implementation ----

/// One of the types that Python has a name of its own for.
struct python_type {
    std::string_view own, python;
    std::string_view behind = {};  // its arguments
};

inline const python_type* find_python_type(std::string_view own) {
    static constexpr python_type known[] = {{"string", "str"},
                                            {"basic_string_view<char>", "str"},
                                            {"float", "float"},
                                            {"double", "float"},
                                            {"long double", "float"},
                                            {"vector", "list"},
                                            {"map", "dict"},
                                            {"unordered_map", "dict"},
                                            {"pair", "tuple"},
                                            {"optional", "Union", ", NoneType"},
                                            {"unique_ptr", "Union", ", NoneType"},
                                            {"shared_ptr", "Union", ", NoneType"},
                                            {"variant", "Union"},
                                            {"set", "set"},
                                            {"tuple", "tuple"},
                                            {"dict", "dict"},
                                            {"list", "list"}};
    const auto found = std::find_if(std::begin(known), std::end(known),
                                    [&](const python_type& each) { return each.own == own; });
    return found == std::end(known) ? nullptr : found;
}

/// `unsigned int`, `long`: Python has one integer.
inline bool is_integer_name(std::string_view name) {
    constexpr std::string_view words[] = {"signed", "unsigned", "short", "int", "long"};
    while (!name.empty()) {
        const std::string_view word = name.substr(0, name.find(' '));
        if (std::find(std::begin(words), std::end(words), word) == std::end(words)) return false;
        name.remove_prefix(std::min(word.size() + 1, name.size()));
    }
    return true;
}

/// Reads a type's name and writes it as Python has it.
class python_name_writer {
public:
    python_name_writer(std::string_view text, std::string_view separator)
        : text_(text), separator_(separator) {}

    std::string write() {
        write_type(true);
        return std::move(out_);
    }

private:
    void write_type(bool is_model) {
        const std::size_t end = std::min(text_.find_first_of("<>,"), text_.size());
        const std::string_view own = trim(text_.substr(0, end));
        text_.remove_prefix(end);
        const python_type* const known = is_model ? nullptr : find_python_type(own);
        out_ += known != nullptr ? known->python : is_integer_name(own) ? "int" : own;
        if (text_.empty() || text_.front() != '<') return;
        out_ += '[';
        const std::string_view separator = known != nullptr ? ", " : separator_;
        for (bool is_first = true; !text_.empty() && text_.front() != '>'; is_first = false) {
            text_.remove_prefix(1);
            if (!is_first) out_ += separator;
            write_type(false);
        }
        text_ = trim(text_.substr(std::min<std::size_t>(1, text_.size())));
        if (known != nullptr) out_ += known->behind;
        out_ += ']';
    }

    std::string_view text_, separator_;
    std::string out_;
};

/// Whether nothing but types stands between the brackets.
inline bool is_list_of_types(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return is_identifier_char(c) || c == '<' || c == '>' || c == ',' || c == ' ';
    });
}

inline std::string python_name(std::string_view type_name, std::string_view separator) {
    const bool is_generic =
        type_name.find('<') != std::string_view::npos && is_list_of_types(type_name);
    return is_generic ? python_name_writer(type_name, separator).write() : std::string(type_name);
}

inline std::string schema_title(std::string_view type_name) { return python_name(type_name, ", "); }
inline std::string schema_name(std::string_view type_name) { return python_name(type_name, ","); }

}  // namespace fastapi::detail
