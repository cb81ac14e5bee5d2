#pragma once

// From a request to the arguments of a handler. Each parameter is one row of plain data and function
// pointers, made once when the route is declared; per request one loop walks the rows and reads each
// value into its slot. All problems of a request are found, path before query (FastAPI's order).

#include "fastapi/core/reflection.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/initializer.hpp"
#include "fastapi/model/schema.hpp"
#include "fastapi/model/value.hpp"
#include "fastapi/params/param.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// One parameter, without its types.
struct param_row {
    std::string_view name;  // as the client sends it
    param_location location = param_location::query;
    bool required = false;
    const field_info* info = nullptr;
    std::size_t argument = 0;                 // whose argument of the handler it belongs to
    void* (*locate)(void* argument) = nullptr;  // from that argument to the slot of the value
    bool (*read)(std::string_view, void* slot, const field_info&, error_list&) = nullptr;
    bool (*read_all)(const std::vector<std::string_view>&, void* slot, const field_info&, error_list&) = nullptr;
    dict (*schema)(const field_info&, schema_registry&) = nullptr;
    any default_value;          // null where there is none
    bool has_default = false;
};

/// Reads every row into its slot. Problems go to `errors`, with their places.
void extract(const std::vector<param_row>& rows, void* const* arguments, const Request& request, error_list& errors);

/// A row as the document shows it.
param_description describe(const param_row& row, schema_registry& registry);

/// Adds the rows of a `Path`, `Query` or `QueryModel` argument.
template <class Argument>
void add_rows(std::vector<param_row>& rows, std::size_t argument);

// ---- implementation ----

inline bool read_row(const param_row& row, void* slot, const Request& request, error_list& errors) {
    if (row.read_all != nullptr) {
        const std::vector<std::string_view> texts = request.query_params.getlist(row.name);
        if (!texts.empty()) return row.read_all(texts, slot, *row.info, errors);
    } else {
        const std::optional<std::string_view> text = row.location == param_location::path
                                                         ? request.path_params.get(row.name)
                                                         : request.query_params.get(row.name);
        if (text) return row.read(*text, slot, *row.info, errors);
    }
    if (!row.required) return true;
    errors.add("missing", "Field required", any());
    return false;
}

inline void extract(const std::vector<param_row>& rows, void* const* arguments, const Request& request,
                    error_list& errors) {
    for (const param_row& row : rows) {
        const std::size_t before = errors.size();
        if (read_row(row, row.locate(arguments[row.argument]), request, errors)) continue;
        errors.prepend(before, row.name);
        errors.prepend(before, location_name(row.location));
    }
}

inline param_description describe(const param_row& row, schema_registry& registry) {
    dict schema = row.schema(*row.info, registry);
    if (row.has_default && !row.default_value.is_null()) schema["default"] = row.default_value;
    annotate(schema, *row.info, schema.contains("$ref") ? std::string() : title_of(row.name));
    param_description result;
    result.name = row.name;
    result.location = row.location;
    result.required = row.required;
    result.deprecated = row.info->deprecated;
    result.include_in_schema = row.info->include_in_schema;
    result.description = row.info->description;
    if (row.info->example.is_set()) result.example = value_of(row.info->example);
    result.schema = std::move(schema);
    return result;
}

template <class Slot>
auto& value_in(void* slot) {
    auto& holder = *static_cast<Slot*>(slot);
    if constexpr (is_field<Slot>) holder.set(true);
    if constexpr (requires { Slot::info; })
        return holder.get();
    else
        return holder;
}

template <class Slot>
inline constexpr bool is_optional_slot = is_optional<typename slot_value<Slot>::type>;

/// Fills in how a value of that type is read and described, and whether it may be missing.
template <class Slot>
void set_reader(param_row& row) {
    using value = typename slot_value<Slot>::type;
    if constexpr (list_readable<value>)
        row.read_all = [](const std::vector<std::string_view>& texts, void* slot, const field_info& info,
                          error_list& errors) {
            return value_type<value>::read_all(texts, value_in<Slot>(slot), info, errors);
        };
    else
        row.read = [](std::string_view text, void* slot, const field_info& info, error_list& errors) {
            return value_type<value>::read(text, value_in<Slot>(slot), info, errors);
        };
    row.schema = [](const field_info& info, schema_registry& registry) {
        return value_type<value>::schema(info, registry);
    };
    if (row.info->default_value.is_set()) {
        row.has_default = true;
        row.default_value = any(stated_default<value>(*row.info));
    } else if constexpr (list_readable<value> && !is_optional<value>) {
        row.has_default = !row.info->required;
        row.default_value = list();
    } else if constexpr (is_optional<value>) {
        row.has_default = !row.info->required;
    }
    row.required = !row.has_default;
}

template <class Param>
void add_param_row(std::vector<param_row>& rows, std::size_t argument) {
    param_row row;
    row.info = &Param::info;
    row.name = Param::info.input_name(Param::declared_name);
    row.location = Param::location;
    row.argument = argument;
    row.locate = [](void* param) { return param; };
    set_reader<Param>(row);
    rows.push_back(std::move(row));
}

/// The value that a member's initialiser gives, for the schema.
template <class Member>
any initial_value_of(const Member& member) {
    if constexpr (requires { Member::info; })
        return any(member.get());
    else
        return any(member);
}

template <class Model, std::size_t Index>
void add_member_row(std::vector<param_row>& rows, std::size_t argument, param_location location, const Model& initial) {
    using member = member_type<Model, Index>;
    param_row row;
    row.info = &info_of_member<member>();
    row.name = row.info->input_name(member_names<Model>[Index]);
    row.location = location;
    row.argument = argument;
    row.locate = [](void* model) -> void* {
        return &std::get<Index>(members(*static_cast<Model*>(model)));
    };
    set_reader<member>(row);
    if (!row.info->required && initialized_members<Model>()[Index]) {
        row.has_default = true;
        row.required = false;
        row.default_value = initial_value_of(std::get<Index>(members(initial)));
    }
    rows.push_back(std::move(row));
}

template <class Model>
void add_model_rows(std::vector<param_row>& rows, std::size_t argument, param_location location) {
    const Model initial{};
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        (add_member_row<Model, Index>(rows, argument, location, initial), ...);
    }(std::make_index_sequence<member_count<Model>>());
}

template <class Argument>
void add_rows(std::vector<param_row>& rows, std::size_t argument) {
    if constexpr (is_declared_param<Argument>)
        add_param_row<Argument>(rows, argument);
    else if constexpr (is_query_model<Argument>)
        add_model_rows<typename Argument::model_type>(rows, argument, param_location::query);
}

}  // namespace fastapi::detail
