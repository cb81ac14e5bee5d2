#pragma once

// The JSON Schema (2020-12) of what a handler returns: scalars as parameters describe them, containers by
// their items, and each plain struct once, under its name, among the components of the document.

#include "fastapi/core/any.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/core/schema_registry.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/scalar_value.hpp"
#include "fastapi/model/value.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi::detail {

/// `user_id` as a title: `User Id`. FastAPI's str.title() with blanks for underscores.
std::string title_of(std::string_view name);

/// The schema of a value as it is written, `{}` where any JSON may come.
template <class Value>
dict output_schema(const field_info& info, schema_registry& registry);

// ---- implementation ----

inline std::string title_of(std::string_view name) {
    std::string title;
    bool starts_word = true;
    for (const char c : name) {
        title += c == '_' ? ' ' : starts_word ? to_upper(c) : to_lower(c);
        starts_word = !is_alpha(c);
    }
    return title;
}

/// Adds what a field's metadata say to its schema. A `$ref` gets no title of its own.
inline void annotate(dict& schema, const field_info& info, std::string_view name) {
    if (!info.title.empty())
        schema["title"] = info.title;
    else if (!schema.contains("$ref"))
        schema["title"] = title_of(name);
    if (!info.description.empty()) schema["description"] = info.description;
    if (info.deprecated) schema["deprecated"] = true;
}

template <class Member>
constexpr const field_info& info_of_member() {
    if constexpr (holds_value<Member>)
        return Member::info;
    else
        return info_of<>;
}

/// An address that is unique to the type.
template <class Type>
inline constexpr char type_identity = 0;

template <class Model>
any model_schema(schema_registry& registry) {
    dict properties;
    list required_names;
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        const auto describe_member = [&]<class Member>(type_tag<Member>, std::string_view name) {
            const field_info& info = info_of_member<Member>();
            dict schema = output_schema<Member>(info, registry);
            annotate(schema, info, name);
            properties[name] = std::move(schema);
            required_names.push_back(name);
        };
        (describe_member(type_tag<std::remove_cv_t<member_type<Model, Index>>>{}, member_names<Model>[Index]), ...);
    }(std::make_index_sequence<member_count<Model>>());
    dict schema{{"type", "object"}, {"properties", std::move(properties)}, {"title", type_name<Model>()}};
    if (!required_names.empty()) schema["required"] = std::move(required_names);
    return schema;
}

template <class Value>
dict output_schema(const field_info& info, schema_registry& registry) {
    if constexpr (holds_value<Value>) {
        return output_schema<typename Value::value_type>(info, registry);
    } else if constexpr (is_optional<Value>) {
        return nullable(output_schema<typename Value::value_type>(info, registry));
    } else if constexpr (is_smart_pointer<Value>) {
        return nullable(output_schema<typename Value::element_type>(info, registry));
    } else if constexpr (describable<Value>) {
        return value_type<Value>::schema(info, registry);
    } else if constexpr (std::convertible_to<const Value&, std::string_view>) {
        return value_type<std::string>::schema(info, registry);
    } else if constexpr (is_sequence<Value>) {
        return dict{{"type", "array"}, {"items", output_schema<typename Value::value_type>(info_of<>, registry)}};
    } else if constexpr (is_text_map<Value>) {
        return dict{{"type", "object"},
                    {"additionalProperties", output_schema<typename Value::mapped_type>(info_of<>, registry)}};
    } else if constexpr (any_value<Value> || is_tuple<Value> || is_specialization_of<Value, std::variant>) {
        return dict{};
    } else if constexpr (reflectable<Value>) {
        return registry.reference(type_name<Value>(), &type_identity<Value>, model_schema<Value>).as_dict();
    } else {
        return dict{};
    }
}

}  // namespace fastapi::detail
