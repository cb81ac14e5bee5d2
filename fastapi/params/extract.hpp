#pragma once

// From a request to the arguments of a handler. Each parameter is one row of plain data and
// function pointers, made once when the route is declared; per request one loop walks the rows and
// reads each value into its slot. All problems of a request are found: path, query, header, cookie,
// form (FastAPI's order).

#include "fastapi/http/request.hpp"
#include "fastapi/model/default_value.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/schema.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/model/validator.hpp"
#include "fastapi/params/file_value.hpp"
#include "fastapi/params/param.hpp"
#include "fastapi/params/received.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// One parameter, without its types.
struct param_row {
    std::string_view name;   // as the client sends it, and errors say it
    std::string_view place;  // as its model knows it: of a header, without hyphens
    std::string_view own_name,
        own_place;  // the same without its alias, where the model is populated by name
    param_location location = param_location::query;
    bool required = false;
    const field_info* info = nullptr;
    std::size_t argument = 0;                   // whose argument of the handler it belongs to
    void* (*locate)(void* argument) = nullptr;  // from that argument to the slot of the value
    bool (*read)(std::string_view, void* slot, const field_info&, error_list&) = nullptr;
    bool (*read_all)(const std::vector<std::string_view>&, void* slot, const field_info&,
                     error_list&) = nullptr;
    read_files_function read_files = nullptr;  // of a file, in place of the texts
    bool is_list = false;                      // all that was sent counts, not only the last
    bool (*read_converted)(path_conversion, std::string_view, void* slot, const field_info&,
                           error_list&) = nullptr;
    /// Says what is wrong with a value of a form that is or has a file, where texts are expected.
    void (*refuse)(const any& value, void* slot, const field_info&, error_list&) = nullptr;
    dict (*schema)(const field_info&, schema_registry&) = nullptr;
    any (*model_schema)(schema_registry&) = nullptr;  // of the model that it is a member of
    any default_value;                                // null where there is none
    bool has_default = false;
    bool is_member = false;      // of a model of parameters, as all rows of that argument
    bool forbids_extra = false;  // the model takes no parameters but its own
    dict& (*extra)(void* argument) =
        nullptr;  // where the model keeps what it does not know; null where it does not
    /// The model's own look at its members; throws ValueError.
    void (*validate)(const void* argument) = nullptr;
    /// Reads the whole model at once, where its configuration or its look at the data asks for it.
    void (*read_model)(void* argument, const dict& received, error_list& errors) = nullptr;

    bool belongs_with(const param_row& other) const {
        return is_member && other.is_member && argument == other.argument;
    }
    bool is_known_as(std::string_view sent) const {
        if (location != param_location::header)
            return sent == name || (!own_name.empty() && sent == own_name);
        // The name with underscores is not read, and is none of the unknown ones either.
        for (const std::string_view each : {name, place, own_name, own_place})
            if (!each.empty() && iequals(sent, each)) return true;
        return false;
    }
};

/// Reads every row into its slot. Problems go to `errors`, with their places.
void extract(const std::vector<param_row>& rows, void* const* arguments,
             const received_values& received, error_list& errors);

/// A row as the document shows it.
param_description describe(const param_row& row, schema_registry& registry);

// ---- implementation ----

/// Adds a value to those of its name: the only one as it is, several as a list.
inline void add_received(dict& received, std::string_view name, any value) {
    any* const found = received.get(name);
    if (found == nullptr)
        received[name] = std::move(value);
    else if (found->is_list())
        found->as_list().push_back(std::move(value));
    else
        *found = list{*found, std::move(value)};
}

/// What came to the place of a model that no member of it is for, although another parameter of the
/// handler may be.
inline dict unknown_values(const std::vector<param_row>& rows, const param_row& member,
                           const received_values& received) {
    const param_location location = member.location;
    dict unknown;
    const auto take = [&](std::string_view name, any value) {
        const bool is_known = std::any_of(rows.begin(), rows.end(), [&](const param_row& row) {
            return row.belongs_with(member) && row.is_known_as(name);
        });
        if (!is_known) add_received(unknown, name, std::move(value));
    };
    if (location == param_location::body && received.form() != nullptr)
        for (const auto& [name, value] : *received.form()) take(name, shown(value));
    else
        for (const auto& [name, text] : received.items(location)) take(name, text);
    return unknown;
}

/// The fields and files of a form that count for the row.
inline std::vector<const FormValue*> form_values(const param_row& row,
                                                 const received_values& received) {
    if (row.is_list) return received.form_values(row.name);
    const FormValue* const value = received.form_value(row.name);
    return value == nullptr ? std::vector<const FormValue*>() : std::vector{value};
}

/// Adds what was sent under `name` as what the model knows as `place`. False where nothing was.
inline bool add_texts(dict& result, const param_row& row, std::string_view name,
                      std::string_view place, const received_values& received) {
    const std::vector<std::string_view> texts = received.getlist(row.location, name);
    if (texts.empty()) return false;
    result[place] = row.is_list ? as_input(texts)() : any(*received.get(row.location, name));
    return true;
}

/// What a model of parameters is made of, as FastAPI gives it to Pydantic: the texts and files of
/// its members, and what else was sent. It is the `input` where a member is missing.
inline dict received_by_model(const std::vector<param_row>& rows, const param_row& member,
                              const received_values& received) {
    dict result;
    for (const param_row& row : rows) {
        if (!row.belongs_with(member)) continue;
        if (row.location == param_location::body) {
            const list values = shown(form_values(row, received));
            if (!values.empty()) result[row.place] = row.is_list ? any(values) : values[0];
            continue;
        }
        if (!add_texts(result, row, row.name, row.place, received) && !row.own_name.empty())
            add_texts(result, row, row.own_name, row.own_place, received);
    }
    result.update(unknown_values(rows, member, received));
    return result;
}

/// Refuses the values where a file is among them and texts are expected.
inline bool refuse_files(const param_row& row, const std::vector<const FormValue*>& values,
                         void* slot, error_list& errors) {
    if (std::none_of(values.begin(), values.end(),
                     [](const FormValue* value) { return value->is_file(); }))
        return false;
    const list all = shown(values);
    row.refuse(row.is_list ? any(all) : all[0], slot, *row.info, errors);
    return true;
}

/// Reads what was sent for the row; `was_sent` says whether anything was.
inline bool read_row(const param_row& row, void* slot, const received_values& received,
                     error_list& errors, bool& was_sent) {
    was_sent = true;
    if (row.location == param_location::body) {
        const std::vector<const FormValue*> values = form_values(row, received);
        if (row.read_files != nullptr && !values.empty())
            return row.read_files(values, slot, *row.info, errors);
        if (row.read_files == nullptr && refuse_files(row, values, slot, errors)) return false;
    }
    if (row.read_all != nullptr) {
        const std::vector<std::string_view> texts = received.getlist(row.location, row.name);
        if (!texts.empty()) return row.read_all(texts, slot, *row.info, errors);
    } else if (row.read != nullptr) {
        if (const auto text = received.get(row.location, row.name)) {
            const path_conversion conversion = received.conversion(row.location, row.name);
            return conversion == path_conversion::none
                       ? row.read(*text, slot, *row.info, errors)
                       : row.read_converted(conversion, *text, slot, *row.info, errors);
        }
    }
    was_sent = false;
    return !row.required;
}

inline void refuse_unknown(const std::vector<param_row>& rows, const param_row& member,
                           const received_values& received, error_list& errors) {
    for (auto& [name, value] : unknown_values(rows, member, received)) {
        const std::size_t before = errors.size();
        errors.add("extra_forbidden", "Extra inputs are not permitted", value);
        errors.prepend(before, name);
        errors.prepend(before, location_name(member.location));
    }
}

/// Reads one row; `input` makes what a problem shows where nothing was sent.
template <class Input>
void extract_row(const param_row& row, void* argument, const received_values& received,
                 error_list& errors, const Input& input) {
    const std::size_t before = errors.size();
    bool was_sent = false;
    const bool is_good = read_row(row, row.locate(argument), received, errors, was_sent);
    if (!is_good && !was_sent) errors.add("missing", "Field required", input());
    errors.prepend(before, row.name);
    errors.prepend(before, location_name(row.location));
}

/// Reads the rows of one model, and lets it look at itself where all of them are good.
inline void extract_model(const std::vector<param_row>& rows, std::size_t first, std::size_t last,
                          void* argument, const received_values& received, error_list& errors) {
    const param_row& member = rows[first];
    const std::size_t before = errors.size();
    std::optional<dict> made;
    const auto input = [&]() -> const dict& {
        return made ? *made : made.emplace(received_by_model(rows, member, received));
    };
    if (member.read_model != nullptr) {
        member.read_model(argument, input(), errors);
        for (std::size_t index = first; index < last; ++index) {
            errors.rename(before, rows[index].place, rows[index].name);
            errors.rename(before, rows[index].own_place, rows[index].own_name);
        }
        return errors.prepend(before, location_name(member.location));
    }
    for (std::size_t index = first; index < last; ++index)
        extract_row(rows[index], argument, received, errors, input);
    if (member.forbids_extra) refuse_unknown(rows, member, received, errors);
    if (member.extra != nullptr) member.extra(argument) = unknown_values(rows, member, received);
    if (member.validate == nullptr || errors.size() != before) return;
    run_validator(errors, input, [&] { member.validate(argument); });
    errors.prepend(before, location_name(member.location));
}

inline void extract(const std::vector<param_row>& rows, void* const* arguments,
                    const received_values& received, error_list& errors) {
    for (std::size_t index = 0, end = 0; index < rows.size(); index = end) {
        void* const argument = arguments[rows[index].argument];
        for (end = index + 1; end < rows.size() && rows[index].belongs_with(rows[end]);) ++end;
        if (rows[index].is_member)
            extract_model(rows, index, end, argument, received, errors);
        else
            extract_row(rows[index], argument, received, errors, [] { return any(); });
    }
}

/// The schema of a row, as far as its name does not count.
inline dict schema_of(const param_row& row, schema_registry& registry) {
    dict schema = row.schema(*row.info, registry);
    if (row.has_default && !row.default_value.is_null()) schema["default"] = row.default_value;
    return schema;
}

inline param_description describe(const param_row& row, schema_registry& registry) {
    dict schema = schema_of(row, registry);
    annotate(schema, *row.info, schema.contains("$ref") ? std::string() : title_of(row.place));
    param_description result;
    result.name = row.name;
    result.location = row.location;
    result.required = row.required;
    result.deprecated = row.info->deprecated;
    result.include_in_schema = row.info->include_in_schema;
    result.description = row.info->description;
    if (row.info->example.is_set()) result.example = value_of(row.info->example, *row.info);
    if (row.info->openapi_examples != nullptr) result.examples = row.info->openapi_examples();
    result.schema = std::move(schema);
    return result;
}

}  // namespace fastapi::detail
