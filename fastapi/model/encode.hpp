#pragma once

// C++ values to JSON: one walk over a value, into a sink. A plain struct is written with the names
// of its members, in their order, by way of a table: one function for each type of member, and one
// loop for all models, so that a program with many models compiles fast and stays small.

#include "fastapi/core/any.hpp"
#include "fastapi/core/dump_filter.hpp"
#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/model/choice.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/initializer.hpp"
#include "fastapi/model/json_sink.hpp"
#include "fastapi/model/model_layout.hpp"
#include "fastapi/model/model_table.hpp"
#include "fastapi/model/scalar_value.hpp"
#include "fastapi/model/value.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace fastapi::detail {

/// Writes any value.
template <class Value>
void encode(const json_sink& sink, const Value& value);

template <class Type>
inline constexpr bool is_smart_pointer = false;
template <class Value, class Deleter>
inline constexpr bool is_smart_pointer<std::unique_ptr<Value, Deleter>> = true;
template <class Value>
inline constexpr bool is_smart_pointer<std::shared_ptr<Value>> = true;

template <class Type>
inline constexpr bool is_tuple =
    is_specialization_of<Type, std::tuple> || is_specialization_of<Type, std::pair>;

template <class Type>
inline constexpr bool is_variant = is_specialization_of<Type, std::variant>;
template <class Type>
inline constexpr bool is_set =
    is_specialization_of<Type, std::set> || is_specialization_of<Type, std::unordered_set>;
template <class Type>
inline constexpr bool is_list =
    is_specialization_of<Type, std::vector> || is_specialization_of<Type, std::deque>;
template <class Type>
inline constexpr bool is_array = false;
template <class Item, std::size_t Size>
inline constexpr bool is_array<std::array<Item, Size>> = true;
template <class Type>
inline constexpr bool is_sequence = is_list<Type> || is_set<Type> || is_array<Type>;

template <class Key>
concept key_type = std::same_as<Key, std::string> || plain_integer<Key> || std::is_enum_v<Key>;

template <class Type>
inline constexpr bool is_map = false;
template <key_type Key, class Value, class... Rest>
inline constexpr bool is_map<std::map<Key, Value, Rest...>> = true;
template <key_type Key, class Value, class... Rest>
inline constexpr bool is_map<std::unordered_map<Key, Value, Rest...>> = true;

/// A scalar type that knows how to write itself: `value_type<T>::write(sink, value)`.
template <class Type>
concept writes_itself =
    requires(json_sink sink, const Type& value) { value_type<Type>::write(sink, value); };

template <class Type>
concept scalar_value =
    std::same_as<Type, bool> || plain_integer<Type> || std::floating_point<Type> ||
    std::is_enum_v<Type> || is_int_enum<Type> || is_literal<Type> || writes_itself<Type> ||
    std::convertible_to<const Type&, std::string_view>;

template <class Type>
concept any_value = std::same_as<Type, any> || std::same_as<Type, dict> || std::same_as<Type, list>;

/// A model as a parameter (`QueryModel<Paging>`), which derives from the model that it is.
template <class Type>
concept extends_model =
    requires { typename Type::model_type; } && std::derived_from<Type, typename Type::model_type>;

/// Whether the type is one that JSON can be made of. Of a model within a model the members are not
/// asked about (it may hold itself again): that is done where the inner one is written.
template <class Type, bool AsksMembers = true>
consteval bool is_encodable();

template <class Members>
inline constexpr bool are_encodable_members = false;
template <class... Members>
inline constexpr bool are_encodable_members<member_list<Members...>> =
    (is_encodable<std::remove_cv_t<Members>, false>() && ... && true);

template <class Type, bool AsksMembers>
inline constexpr bool has_encodable_parts = false;
template <class... Parts, bool AsksMembers>
inline constexpr bool has_encodable_parts<std::tuple<Parts...>, AsksMembers> =
    (is_encodable<Parts, AsksMembers>() && ... && true);
template <class First, class Second, bool AsksMembers>
inline constexpr bool has_encodable_parts<std::pair<First, Second>, AsksMembers> =
    is_encodable<First, AsksMembers>() && is_encodable<Second, AsksMembers>();
template <class... Parts, bool AsksMembers>
inline constexpr bool has_encodable_parts<std::variant<Parts...>, AsksMembers> =
    (is_encodable<Parts, AsksMembers>() && ... && true);

template <class Type, bool AsksMembers>
consteval bool is_encodable() {
    if constexpr (holds_value<Type>)
        return is_encodable<typename Type::value_type, AsksMembers>();
    else if constexpr (scalar_value<Type> || any_value<Type> || std::same_as<Type, std::nullptr_t>)
        return true;
    else if constexpr (is_optional<Type> || is_sequence<Type>)
        return is_encodable<typename Type::value_type, AsksMembers>();
    else if constexpr (is_map<Type>)
        return is_encodable<typename Type::mapped_type, AsksMembers>();
    else if constexpr (is_smart_pointer<Type>)
        return is_encodable<std::remove_cv_t<typename Type::element_type>, AsksMembers>();
    else if constexpr (is_tuple<Type> || is_variant<Type>)
        return has_encodable_parts<Type, AsksMembers>;
    else if constexpr (extends_model<Type>)
        return is_encodable<typename Type::model_type, AsksMembers>();
    else if constexpr (!reflectable<Type>)
        return false;
    else if constexpr (AsksMembers)
        return are_encodable_members<members_of<Type>>;
    else
        return true;
}

/// Whether a type has a value for a member that is left out.
template <class Member>
constexpr bool has_empty_value() {
    using value = typename slot_value<Member>::type;
    return is_optional<value> || is_smart_pointer<value> || is_list<value> || is_set<value> ||
           is_map<value>;
}

inline bool may_be_missing(const field_info& info, bool has_empty_value, bool has_initializer) {
    return !info.required && (has_empty_value || has_initializer || info.default_value.is_set());
}

/// Whether a request may leave a member out.
template <class Member>
bool may_be_missing(const field_info& info, bool has_initializer) {
    return may_be_missing(info, has_empty_value<Member>(), has_initializer);
}

template <class Value>
bool is_null(const Value& value) {
    if constexpr (holds_value<Value>)
        return is_null(value.get());
    else if constexpr (is_optional<Value> || is_smart_pointer<Value>)
        return !value;
    else if constexpr (std::same_as<Value, any>)
        return value.is_null();
    else
        return std::same_as<Value, std::nullptr_t>;
}

// ---- models ----

/// How members of one type are written.
struct member_encoder {
    const field_info* info;
    bool has_empty_value;
    bool is_dict;
    void (*encode)(const json_sink& sink, const void* member);
    bool (*is_null)(const void* member);
    bool (*is_set)(const void* member);  // null where it does not know
};

template <class Member>
constexpr auto set_reader_of() -> bool (*)(const void*) {
    if constexpr (is_field<Member>)
        return [](const void* member) { return static_cast<const Member*>(member)->is_set(); };
    else
        return nullptr;
}

template <class Member>
inline constexpr member_encoder encoder_of{
    &info_of_member<Member>(),
    has_empty_value<Member>(),
    std::same_as<Member, dict>,
    [](const json_sink& sink, const void* member) {
        encode(sink, *static_cast<const Member*>(member));
    },
    [](const void* member) { return is_null(*static_cast<const Member*>(member)); },
    set_reader_of<Member>()};

template <class Members>
struct encoders_of;
template <class... Members>
struct encoders_of<member_list<Members...>> {
    static constexpr std::array<const member_encoder*, sizeof...(Members)> rows{
        &encoder_of<std::remove_cv_t<Members>>...};
};

/// What only the compiler knows about a model, for its table.
struct encodable_model {
    model_layout layout;
    const member_encoder* const* encoders;
    bool keeps_unknown;  // has a dict `model_extra`
    void (*encode_computed)(const json_sink& sink, const void* model);
    /// Calls `use` with a fresh model, and which of its members have initialisers. Null where none
    /// can be made.
    void (*make_fresh)(void (*use)(void* context, const void* fresh, const bool* initialized),
                       void* context);
};

struct encoded_member {
    std::string_view name, output_name;
    std::string key;  // the output name as JSON, with its colon
    std::size_t offset;
    const member_encoder* type;
    bool is_extra;

    const void* in(const void* model) const { return static_cast<const char*>(model) + offset; }
};

/// A model as it is written: one row for each member, made once for each struct.
struct encode_table {
    std::vector<encoded_member> members;
    const encodable_model* model;

    explicit encode_table(const encodable_model& described);
};

inline encode_table::encode_table(const encodable_model& described) : model(&described) {
    const model_layout& layout = described.layout;
    members.reserve(layout.size);
    for (std::size_t i = 0; i < layout.size; ++i) {
        const member_encoder* const type = described.encoders[i];
        const std::string_view name = layout.names[i], output_name = type->info->output_name(name);
        std::string key;
        append_json_string(key, output_name);
        key.push_back(':');
        const bool is_extra = described.keeps_unknown && type->is_dict && name == "model_extra";
        members.push_back({name, output_name, std::move(key), layout.offset(i), type, is_extra});
    }
}

/// Whether a member has the value that it has in a fresh model, where that is a default.
class default_comparison {
public:
    default_comparison(const encode_table& table, const encoded_member& member, const void* model)
        : member_(member),
          index_(static_cast<std::size_t>(&member - table.members.data())),
          model_(model) {
        if (table.model->make_fresh != nullptr) table.model->make_fresh(compare, this);
    }
    bool is_equal() const { return is_equal_; }

private:
    static void compare(void* self, const void* fresh, const bool* initialized) {
        static_cast<default_comparison*>(self)->compare(fresh, initialized);
    }

    void compare(const void* fresh, const bool* initialized) {
        const member_encoder& type = *member_.type;
        if (!may_be_missing(*type.info, type.has_empty_value, initialized[index_])) return;
        std::string now, initially;
        type.encode(text_sink(now, json_style::pydantic), member_.in(model_));
        type.encode(text_sink(initially, json_style::pydantic), member_.in(fresh));
        is_equal_ = now == initially;
    }

    const encoded_member& member_;
    std::size_t index_;
    const void* model_;
    bool is_equal_ = false;
};

/// A member, where options say what is written.
inline void encode_filtered(const json_sink& sink, const void* model, const encode_table& table,
                            const encoded_member& member) {
    const dump_filter& filter = *sink.filter();
    const member_encoder& type = *member.type;
    const void* const value = member.in(model);
    if (!filter.wants(member.name) || (filter.exclude_none && type.is_null(value))) return;
    if (filter.exclude_unset && type.is_set != nullptr && !type.is_set(value)) return;
    if (filter.exclude_defaults && default_comparison(table, member, model).is_equal()) return;
    const dump_filter inner = filter.inside(member.name);
    type.encode(sink.member(filter.by_alias ? member.output_name : member.name).with(inner), value);
}

inline void encode_extra(const json_sink& sink, const dict& unknown) {
    const dump_filter* const filter = sink.filter();
    for (const auto& [key, value] : unknown) {
        if (filter != nullptr && (!filter->wants(key) || (filter->exclude_none && value.is_null())))
            continue;
        sink.member(key).write(value);
    }
}

inline void encode_model(const json_sink& sink, const void* model, const encode_table& table) {
    sink.open_dict();
    for (const encoded_member& member : table.members) {
        if (member.is_extra)
            encode_extra(sink, *static_cast<const dict*>(member.in(model)));
        else if (sink.filter() != nullptr)
            encode_filtered(sink, model, table, member);
        else
            member.type->encode(sink.member(member.output_name, member.key), member.in(model));
    }
    if (table.model->encode_computed != nullptr) table.model->encode_computed(sink, model);
    sink.close_dict();
}

/// Writes a value that the model computes.
template <class Model, class Result>
void encode_computed(const json_sink& sink, const Model& model,
                     const computed<Model, Result>& field) {
    const Result value = (model.*field.function)();
    const dump_filter* const filter = sink.filter();
    if (filter == nullptr) return encode(sink.member(field.name), value);
    if (!filter->wants(field.name) || (filter->exclude_none && is_null(value))) return;
    const dump_filter inner = filter->inside(field.name);
    encode(sink.member(field.name).with(inner), value);
}

template <class Model>
constexpr encodable_model describe_encodable() {
    encodable_model model{layout_of<Model>, encoders_of<members_of<Model>>::rows.data(),
                          config_of<Model>().extra == Extra::allow, nullptr, nullptr};
    if constexpr (has_computed_fields<Model>)
        model.encode_computed = [](const json_sink& sink, const void* object) {
            const auto encode_each = [&](const auto&... each) {
                (encode_computed(sink, *static_cast<const Model*>(object), each), ...);
            };
            std::apply(encode_each, Model::computed_fields);
        };
    if constexpr (std::is_default_constructible_v<Model>)
        model.make_fresh = [](void (*use)(void*, const void*, const bool*), void* context) {
            const Model fresh{};
            use(context, &fresh, initialized_members<Model>().data());
        };
    return model;
}

template <class Model>
const encode_table& encode_table_of() {
    static constexpr encodable_model described = describe_encodable<Model>();
    static const encode_table table(described);
    return table;
}

// ---- values ----

template <class Value>
void encode_scalar(const json_sink& sink, const Value& value) {
    if constexpr (writes_itself<Value>)
        value_type<Value>::write(sink, value);
    else if constexpr (is_literal<Value>)
        value.is_number() ? sink.write_json(value.view()) : sink.write(value.view());
    else if constexpr (std::convertible_to<const Value&, std::string_view>)
        sink.write(std::string_view(value));
    else if constexpr (std::is_enum_v<Value>)
        sink.write(enum_name(value));
    else if constexpr (is_int_enum<Value>)
        sink.write(static_cast<std::underlying_type_t<typename Value::enum_type>>(value.value()));
    else
        sink.write(value);
}

template <class Sequence>
void encode_sequence(const json_sink& sink, const Sequence& sequence) {
    sink.open_list();
    for (const auto& item : sequence) encode(sink.item(), item);
    sink.close_list();
}

template <class Map>
void encode_map(const json_sink& sink, const Map& map) {
    sink.open_dict();
    for (const auto& [key, value] : map) {
        if constexpr (std::is_enum_v<typename Map::key_type>)
            encode(sink.member(enum_name(key)), value);
        else if constexpr (plain_integer<typename Map::key_type>)
            encode(sink.member(std::to_string(key)), value);
        else
            encode(sink.member(key), value);
    }
    sink.close_dict();
}

template <class Value>
void encode(const json_sink& sink, const Value& value) {
    if constexpr (holds_value<Value>) {
        encode(sink, value.get());
    } else if constexpr (std::same_as<Value, std::nullptr_t>) {
        sink.write(nullptr);
    } else if constexpr (std::same_as<Value, any>) {
        sink.write(value);
    } else if constexpr (any_value<Value>) {
        sink.write(any(value));
    } else if constexpr (scalar_value<Value>) {
        encode_scalar(sink, value);
    } else if constexpr (is_optional<Value> || is_smart_pointer<Value>) {
        if (value)
            encode(sink, *value);
        else
            sink.write(nullptr);
    } else if constexpr (is_sequence<Value>) {
        encode_sequence(sink, value);
    } else if constexpr (is_map<Value>) {
        encode_map(sink, value);
    } else if constexpr (is_tuple<Value>) {
        sink.open_list();
        std::apply([&](const auto&... each) { (encode(sink.item(), each), ...); }, value);
        sink.close_list();
    } else if constexpr (is_variant<Value>) {
        std::visit([&](const auto& alternative) { encode(sink, alternative); }, value);
    } else if constexpr (extends_model<Value>) {
        encode(sink, static_cast<const typename Value::model_type&>(value));
    } else if constexpr (reflectable<Value>) {
        encode_model(sink.for_model(), &value, encode_table_of<Value>());
    } else {
        static_assert(always_false<Value>,
                      "fastapi: this type cannot be written as JSON. Return a plain struct, a "
                      "dict, a list, a standard container, text or a number, or a Response.");
    }
}

template <class Value>
void append_encoded(std::string& out, const Value& value, json_style style) {
    encode(text_sink(out, style), value);
}

}  // namespace fastapi::detail

namespace fastapi {

/// Everything that can be written as JSON can stand in a dict.
template <class Value>
    requires(detail::is_encodable<Value>() && !std::same_as<Value, std::nullptr_t>)
struct to_any<Value> {
    static any convert(const Value& value) {
        any result;
        detail::encode(detail::any_sink(result, nullptr, detail::json_style::pydantic), value);
        return result;
    }
};

}  // namespace fastapi
