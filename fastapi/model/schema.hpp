#pragma once

// The JSON Schema (2020-12) of what handlers take and return: scalars as parameters describe them,
// containers by their items, and each plain struct once, under its name, among the components of
// the document.

#include "fastapi/core/any.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/core/schema_registry.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/model/default_value.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/initializer.hpp"
#include "fastapi/model/model_layout.hpp"
#include "fastapi/model/model_table.hpp"
#include "fastapi/model/scalar_value.hpp"
#include "fastapi/model/schema_name.hpp"
#include "fastapi/model/value.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace fastapi::detail {

/// `user_id` as a title: `User Id`. FastAPI's str.title() with blanks for underscores. Beyond ASCII
/// every character is taken for a letter, and left as it is.
std::string title_of(std::string_view name);

/// The schema of a value as a client may send it, and as it gets it; `{}` where any JSON may come.
template <class Value>
dict input_schema(const field_info& info, schema_registry& registry);
template <class Value>
dict output_schema(const field_info& info, schema_registry& registry);

// ---- implementation ----

inline std::string title_of(std::string_view name) {
    std::string title;
    bool starts_word = true;
    for (const char c : name) {
        title += c == '_' ? ' ' : starts_word ? to_upper(c) : to_lower(c);
        starts_word = !is_alpha(c) && static_cast<unsigned char>(c) < 0x80;
    }
    return title;
}

/// Whether the schema is a reference, or one that may be null: those bring the title of what they
/// refer to.
inline bool is_reference(const dict& schema) {
    if (schema.contains("$ref")) return true;
    const any* const choices = schema.get("anyOf");
    if (choices == nullptr || choices->as_list().size() != 2) return false;
    const list& both = choices->as_list();
    return both[0].as_dict().contains("$ref") && both[1] == dict{{"type", "null"}};
}

/// The title of a model's member as Pydantic makes it: without blanks at its ends (`class_`:
/// `Class`), and none for a reference. (FastAPI makes those of parameters, where neither is so.)
inline std::string member_title(const dict& schema, std::string_view name) {
    return is_reference(schema) ? std::string() : std::string(trim(title_of(name)));
}

inline list examples_of(const field_info& info) {
    list all;
    for (const constant_or_text& each : info.examples) all.push_back(value_of(each, info));
    return all;
}

/// Adds what a field's metadata say to its schema.
inline void annotate(dict& schema, const field_info& info, std::string_view title) {
    if (!info.title.empty())
        schema["title"] = info.title;
    else if (!title.empty())
        schema["title"] = title;
    if (!info.format.empty()) schema["format"] = info.format;
    if (!info.description.empty()) schema["description"] = info.description;
    if (!info.examples.empty()) schema["examples"] = examples_of(info);
    if (info.deprecated) schema["deprecated"] = true;
}

/// An address that is unique to the type.
template <class Type>
inline constexpr char type_identity = 0;

template <class Value>
dict value_schema(const field_info& info, schema_registry& registry, schema_side side);

/// The value that a member has in a fresh model, as JSON. A field that states none has a default
/// that the document does not show: it is Pydantic's `default_factory`.
template <class Member>
any default_value_of(const Member& member) {
    if constexpr (is_field<Member>)
        if (!member.is_set() && !Member::info.default_value.is_set()) return any();
    if constexpr (is_encodable<Member>()) {
        std::string text;
        append_encoded(text, member, json_style::pydantic);
        return json_loads(text);
    } else {
        return any();
    }
}

/// How members of one type are described.
struct member_describer {
    const field_info* info;
    bool has_empty_value;
    dict (*schema)(const field_info& info, schema_registry& registry, schema_side side);
    any (*default_value)(const void* member);
};

template <class Member>
inline constexpr member_describer describer_of{
    &info_of_member<Member>(), has_empty_value<Member>(),
    value_schema<typename slot_value<Member>::type>,
    [](const void* member) { return default_value_of(*static_cast<const Member*>(member)); }};

template <class Members>
struct describers_of;
template <class... Members>
struct describers_of<member_list<Members...>> {
    static constexpr std::array<const member_describer*, sizeof...(Members)> rows{
        &describer_of<std::remove_cv_t<Members>>...};
};

/// The members of a model, by those of a fresh one.
struct describable_model {
    model_layout layout;
    const member_describer* const* describers;
    const bool* initialized;
    const void* initial;
    bool keeps_unknown;
};

inline void describe_member(dict& properties, list& required_names, const describable_model& model,
                            std::size_t index, schema_registry& registry, schema_side side) {
    const member_describer& type = *model.describers[index];
    const field_info& info = *type.info;
    const std::string_view own = model.layout.names[index];
    const std::string_view name =
        side == schema_side::input ? info.input_name(own) : info.output_name(own);
    if (model.keeps_unknown && name == "model_extra") return;
    dict schema = type.schema(info, registry, side);
    if (info.example.is_set()) schema["example"] = value_of(info.example, info);
    annotate(schema, info, member_title(schema, name));
    if (!may_be_missing(info, type.has_empty_value, model.initialized[index]))
        required_names.push_back(name);
    else if (any value = type.default_value(static_cast<const char*>(model.initial) +
                                            model.layout.offset(index));
             !value.is_null())
        schema["default"] = std::move(value);
    properties[name] = std::move(schema);
}

template <class Model>
void describe_members(dict& properties, list& required_names, schema_registry& registry,
                      schema_side side) {
    const Model initial{};
    const describable_model model{layout_of<Model>, describers_of<members_of<Model>>::rows.data(),
                                  initialized_members<Model>().data(), &initial,
                                  config_of<Model>().extra == Extra::allow};
    for (std::size_t index = 0; index < model.layout.size; ++index)
        describe_member(properties, required_names, model, index, registry, side);
}

/// What the model computes: clients get it, always, and cannot send it.
template <class Model>
void describe_computed(dict& properties, list& required_names, schema_registry& registry) {
    const auto describe = [&]<class Field>(const Field& field) {
        dict schema =
            value_schema<typename Field::result>(info_of<>, registry, schema_side::output);
        if (std::string title = member_title(schema, field.name); !title.empty())
            schema["title"] = std::move(title);
        schema["readOnly"] = true;
        properties[field.name] = std::move(schema);
        required_names.push_back(field.name);
    };
    std::apply([&](const auto&... each) { (describe(each), ...); }, Model::computed_fields);
}

template <class Model>
any model_schema(schema_registry& registry, schema_side side) {
    constexpr ConfigDict config = config_of<Model>();
    dict properties;
    list required_names;
    describe_members<Model>(properties, required_names, registry, side);
    if constexpr (has_computed_fields<Model>)
        if (side == schema_side::output)
            describe_computed<Model>(properties, required_names, registry);
    dict schema{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required_names.empty()) schema["required"] = std::move(required_names);
    if (config.extra != Extra::ignore)
        schema["additionalProperties"] = config.extra == Extra::allow;
    schema["title"] =
        config.title.empty() ? any(schema_title(type_name<Model>())) : any(config.title);
    // Only a static member has an address: a member of that name is data.
    if constexpr (requires { std::string_view(*&Model::description); })
        schema["description"] = std::string_view(Model::description);
    if constexpr (requires {
                      { Model::json_schema_extra() } -> std::convertible_to<dict>;
                  })
        schema.update(Model::json_schema_extra());
    return schema;
}

template <class Model>
dict model_reference(schema_registry& registry, schema_side side) {
    const auto build =
        side == schema_side::input
            ? [](schema_registry& into) { return model_schema<Model>(into, schema_side::input); }
            : [](schema_registry& into) { return model_schema<Model>(into, schema_side::output); };
    return registry
        .reference(schema_name(type_name<Model>()), &type_identity<Model>, side, build,
                   type_scope<Model>())
        .as_dict();
}

template <class... Values>
list value_schemas(type_tag<std::tuple<Values...>>, schema_registry& registry, schema_side side) {
    return list{any(value_schema<Values>(info_of<>, registry, side))...};
}
template <class... Values>
list value_schemas(type_tag<std::variant<Values...>>, schema_registry& registry, schema_side side) {
    return value_schemas(type_tag<std::tuple<Values...>>(), registry, side);
}
template <class First, class Second>
list value_schemas(type_tag<std::pair<First, Second>>, schema_registry& registry,
                   schema_side side) {
    return value_schemas(type_tag<std::tuple<First, Second>>(), registry, side);
}

/// A value of the discriminator.
struct union_tag {
    std::string_view text;
    bool is_number;
};

template <class Literal>
void add_tags(std::vector<union_tag>& tags) {
    for (std::size_t i = 0; i < Literal::choices.size(); ++i)
        tags.push_back({Literal::choices[i], Literal::numbers[i]});
}

/// The values of the discriminator that mean this alternative, a model or a pointer to one; none
/// where it has no such Literal.
template <class Alternative>
std::vector<union_tag> tags_of(std::string_view discriminator) {
    std::vector<union_tag> tags;
    if constexpr (is_smart_pointer<Alternative>) {
        tags = tags_of<typename Alternative::element_type>(discriminator);
    } else if constexpr (reflectable<Alternative>) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            const auto look = [&]<class Member>(type_tag<Member>, std::string_view name) {
                using value = typename slot_value<Member>::type;
                if constexpr (is_literal<value>)
                    if (info_of_member<Member>().input_name(name) == discriminator)
                        add_tags<value>(tags);
            };
            (look(type_tag<std::remove_cv_t<member_type<Alternative, Index>>>(),
                  member_names<Alternative>[Index]),
             ...);
        }(std::make_index_sequence<member_count<Alternative>>());
    }
    return tags;
}

/// A tagged alternative is never null, although a pointer to it could be.
template <class Alternative>
dict alternative_schema(schema_registry& registry, schema_side side) {
    if constexpr (is_smart_pointer<Alternative>)
        return value_schema<typename Alternative::element_type>(info_of<>, registry, side);
    else
        return value_schema<Alternative>(info_of<>, registry, side);
}

/// A union whose alternative is told by one member.
template <class... Alternatives>
dict tagged_schema(type_tag<std::variant<Alternatives...>>, const field_info& info,
                   schema_registry& registry, schema_side side) {
    list choices{any(alternative_schema<Alternatives>(registry, side))...};
    dict mapping;
    std::size_t position = 0;
    const auto add = [&](const std::vector<union_tag>& tags) {
        const any* const reference = choices[position++].as_dict().get("$ref");
        for (const union_tag& tag : tags)
            if (reference != nullptr) mapping[tag.text] = *reference;
    };
    (add(tags_of<Alternatives>(info.discriminator)), ...);
    return dict{{"oneOf", std::move(choices)},
                {"discriminator",
                 dict{{"propertyName", info.discriminator}, {"mapping", std::move(mapping)}}}};
}

template <class Tuple>
dict tuple_schema(schema_registry& registry, schema_side side) {
    list items = value_schemas(type_tag<Tuple>(), registry, side);
    const std::size_t size = items.size();
    return dict{{"type", "array"},
                {"prefixItems", std::move(items)},
                {"minItems", size},
                {"maxItems", size}};
}

template <class Sequence>
dict sequence_schema(const field_info& info, schema_registry& registry, schema_side side) {
    dict schema{{"type", "array"},
                {"items", value_schema<typename Sequence::value_type>(info_of<>, registry, side)}};
    if constexpr (is_set<Sequence>) schema["uniqueItems"] = true;
    if constexpr (is_array<Sequence>)
        schema["minItems"] = schema["maxItems"] = std::tuple_size_v<Sequence>;
    describe_items(schema, info);
    return schema;
}

template <class Map>
dict map_schema(const field_info& info, schema_registry& registry, schema_side side) {
    dict values = value_schema<typename Map::mapped_type>(info_of<>, registry, side);
    dict schema{{"type", "object"},
                {"additionalProperties", values.empty() ? any(true) : any(std::move(values))}};
    if constexpr (std::is_enum_v<typename Map::key_type>)
        schema["propertyNames"] = value_schema<typename Map::key_type>(info_of<>, registry, side);
    if (info.min_items != 0) schema["minProperties"] = info.min_items;
    if (info.max_items != no_limit) schema["maxProperties"] = info.max_items;
    return schema;
}

/// One of the alternatives. What is a choice itself (a Decimal is a number or a text) is no further
/// level, and nothing is said twice.
inline dict union_schema(const list& alternatives) {
    list choices;
    const auto add = [&](const any& schema) {
        if (std::find(choices.begin(), choices.end(), schema) == choices.end())
            choices.push_back(schema);
    };
    for (const any& each : alternatives) {
        const any* const inner = each.as_dict().size() == 1 ? each.as_dict().get("anyOf") : nullptr;
        if (inner == nullptr)
            add(each);
        else
            for (const any& choice : inner->as_list()) add(choice);
    }
    if (choices.size() == 1) return choices[0].as_dict();
    return dict{{"anyOf", std::move(choices)}};
}

template <class Value>
dict value_schema(const field_info& info, schema_registry& registry, schema_side side) {
    if constexpr (holds_value<Value>) {
        dict schema = value_schema<typename Value::value_type>(Value::info, registry, side);
        annotate(schema, Value::info, {});
        return schema;
    } else if constexpr (is_optional<Value>) {
        return nullable(value_schema<typename Value::value_type>(info, registry, side));
    } else if constexpr (is_smart_pointer<Value>) {
        return nullable(value_schema<typename Value::element_type>(info, registry, side));
    } else if constexpr (std::same_as<Value, std::nullptr_t>) {
        return dict{{"type", "null"}};
    } else if constexpr (std::same_as<Value, Decimal>) {
        return side == schema_side::input ? value_type<Decimal>::schema(info, registry)
                                          : dict{{"type", "string"}};
    } else if constexpr (is_sequence<Value>) {
        return sequence_schema<Value>(info, registry, side);
    } else if constexpr (is_variant<Value>) {
        if (!info.discriminator.empty())
            return tagged_schema(type_tag<Value>(), info, registry, side);
        return union_schema(value_schemas(type_tag<Value>(), registry, side));
    } else if constexpr (describable<Value>) {
        return value_type<Value>::schema(info, registry);
    } else if constexpr (std::convertible_to<const Value&, std::string_view>) {
        return value_type<std::string>::schema(info, registry);
    } else if constexpr (is_map<Value>) {
        return map_schema<Value>(info, registry, side);
    } else if constexpr (is_tuple<Value>) {
        return tuple_schema<Value>(registry, side);
    } else if constexpr (std::same_as<Value, dict>) {
        return dict{{"type", "object"}, {"additionalProperties", true}};
    } else if constexpr (std::same_as<Value, list>) {
        return dict{{"type", "array"}, {"items", dict{}}};
    } else if constexpr (reflectable<Value>) {
        return model_reference<Value>(registry, side);
    } else {
        return dict{};
    }
}

template <class Value>
dict input_schema(const field_info& info, schema_registry& registry) {
    return value_schema<Value>(info, registry, schema_side::input);
}

template <class Value>
dict output_schema(const field_info& info, schema_registry& registry) {
    // As in FastAPI: what a model computes stands in no other schema.
    if constexpr (reflectable<Value> && has_computed_fields<Value>)
        return value_schema<Value>(info, registry, schema_side::output);
    else
        return value_schema<Value>(info, registry, registry.output_side());
}

}  // namespace fastapi::detail
