#pragma once

// C++ values to JSON: one walk over a value, into one of two sinks. The text sink appends to the answer
// that is being made; the `any` sink builds a value to be read or changed. A plain struct is written
// with the names of its members, in their order.

#include "fastapi/core/any.hpp"
#include "fastapi/core/dump_filter.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/model/choice.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/initializer.hpp"
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
#include <utility>
#include <variant>
#include <vector>

namespace fastapi::detail {

/// Appends JSON text. NaN and infinity are null, as Pydantic's serialiser writes them.
class text_sink {
  public:
    text_sink(std::string& out, json_style style, const dump_filter* filter = nullptr)
        : out_(&out), filter_(filter), style_(style) {}

    json_style style() const { return style_; }
    /// What is left out; null for nothing.
    const dump_filter* filter() const { return filter_; }
    text_sink with(const dump_filter& filter) const { return {*out_, style_, &filter}; }
    void write(std::nullptr_t) { append_json_null(*out_); }
    void write(bool value) { append_json_bool(*out_, value); }
    void write(std::string_view text) { append_json_string(*out_, text); }
    void write(const any& value) { append_json(*out_, value, style_); }
    void write_json(std::string_view text) { out_->append(text); }
    template <plain_integer Integer>
    void write(Integer value) { append_integer(*out_, value); }
    template <std::floating_point Number>
    void write(Number value) {
        if (!append_json_float(*out_, value, style_)) append_json_null(*out_);
    }

    void open_list() { out_->push_back('['); }
    text_sink item() { return separate('['), *this; }
    void close_list() { out_->push_back(']'); }

    void open_dict() { out_->push_back('{'); }
    text_sink member(std::string_view key) {
        separate('{');
        append_json_string(*out_, key);
        out_->push_back(':');
        return *this;
    }
    void close_dict() { out_->push_back('}'); }

  private:
    /// A comma, but behind the opening bracket: no value ends in one.
    void separate(char bracket) {
        if (out_->back() != bracket) out_->push_back(',');
    }

    std::string* out_;
    const dump_filter* filter_;
    json_style style_;
};

/// Builds an `any`.
class any_sink {
  public:
    explicit any_sink(any& target, const dump_filter* filter = nullptr) : target_(&target), filter_(filter) {}

    const dump_filter* filter() const { return filter_; }
    any_sink with(const dump_filter& filter) const { return any_sink(*target_, &filter); }

    json_style style() const { return json_style::python; }
    template <class Value>
    void write(Value&& value) { *target_ = any(std::forward<Value>(value)); }

    void write_json(std::string_view text) { *target_ = json_loads(text); }

    void open_list() { *target_ = list(); }
    any_sink item() {
        list& items = target_->as_list();
        items.push_back(any());
        return any_sink(*(items.end() - 1), filter_);
    }
    void close_list() {}

    void open_dict() { *target_ = dict(); }
    any_sink member(std::string_view key) { return any_sink(target_->as_dict()[key], filter_); }
    void close_dict() {}

  private:
    any* target_;
    const dump_filter* filter_;
};

template <class Sink, class Value>
void encode(Sink sink, const Value& value);

template <class Type>
inline constexpr bool is_smart_pointer = false;
template <class Value, class Deleter>
inline constexpr bool is_smart_pointer<std::unique_ptr<Value, Deleter>> = true;
template <class Value>
inline constexpr bool is_smart_pointer<std::shared_ptr<Value>> = true;

template <class Type>
inline constexpr bool is_tuple = is_specialization_of<Type, std::tuple> || is_specialization_of<Type, std::pair>;

template <class Type>
inline constexpr bool is_variant = is_specialization_of<Type, std::variant>;
template <class Type>
inline constexpr bool is_set = is_specialization_of<Type, std::set>;
template <class Type>
inline constexpr bool is_list = is_specialization_of<Type, std::vector> || is_specialization_of<Type, std::deque>;
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

template <class Type>
inline constexpr bool is_int_enum = is_specialization_of<Type, IntEnum>;
template <class Type>
inline constexpr bool is_literal = false;
template <literal_choice... Choices>
inline constexpr bool is_literal<Literal<Choices...>> = true;

/// A scalar type that knows how to write itself: `value_type<T>::write(sink, value)`.
template <class Type>
concept writes_itself = requires(any_sink sink, const Type& value) { value_type<Type>::write(sink, value); };

template <class Type>
concept scalar_value = std::same_as<Type, bool> || plain_integer<Type> || std::floating_point<Type> ||
                       std::is_enum_v<Type> || is_int_enum<Type> || is_literal<Type> || writes_itself<Type> ||
                       std::convertible_to<const Type&, std::string_view>;

template <class Type>
concept any_value = std::same_as<Type, any> || std::same_as<Type, dict> || std::same_as<Type, list>;

/// Whether the type is one that JSON can be made of. `Outer` are the structs around it: one that holds
/// itself again (in a vector, behind a pointer) adds no new question.
template <class Type, class... Outer>
consteval bool is_encodable();

template <class Model, class... Outer>
consteval bool has_encodable_members() {
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return (is_encodable<std::remove_cv_t<member_type<Model, Index>>, Model, Outer...>() && ... && true);
    }(std::make_index_sequence<member_count<Model>>());
}

template <class Type, class... Outer>
inline constexpr bool has_encodable_parts = false;
template <class... Parts, class... Outer>
inline constexpr bool has_encodable_parts<std::tuple<Parts...>, Outer...> =
    (is_encodable<Parts, Outer...>() && ... && true);
template <class First, class Second, class... Outer>
inline constexpr bool has_encodable_parts<std::pair<First, Second>, Outer...> =
    is_encodable<First, Outer...>() && is_encodable<Second, Outer...>();
template <class... Parts, class... Outer>
inline constexpr bool has_encodable_parts<std::variant<Parts...>, Outer...> =
    (is_encodable<Parts, Outer...>() && ... && true);

template <class Type, class... Outer>
consteval bool is_encodable() {
    if constexpr ((std::same_as<Type, Outer> || ...))
        return true;
    else if constexpr (holds_value<Type>)
        return is_encodable<typename Type::value_type, Outer...>();
    else if constexpr (scalar_value<Type> || any_value<Type> || std::same_as<Type, std::nullptr_t>)
        return true;
    else if constexpr (is_optional<Type> || is_sequence<Type>)
        return is_encodable<typename Type::value_type, Outer...>();
    else if constexpr (is_map<Type>)
        return is_encodable<typename Type::mapped_type, Outer...>();
    else if constexpr (is_smart_pointer<Type>)
        return is_encodable<std::remove_cv_t<typename Type::element_type>, Outer...>();
    else if constexpr (is_tuple<Type> || is_variant<Type>)
        return has_encodable_parts<Type, Outer...>;
    else if constexpr (reflectable<Type>)
        return has_encodable_members<Type, Outer...>();
    else
        return false;
}

/// Whether a request may leave a member out.
template <class Member>
bool may_be_missing(const field_info& info, bool has_initializer) {
    using value = typename slot_value<Member>::type;
    const bool has_empty_value = is_optional<value> || is_smart_pointer<value> || is_list<value> || is_set<value> || is_map<value>;
    return !info.required && (has_empty_value || has_initializer || info.default_value.is_set());
}

template <class Sink, class Value>
void encode_scalar(Sink sink, const Value& value) {
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

template <class Sink, class Sequence>
void encode_sequence(Sink sink, const Sequence& sequence) {
    sink.open_list();
    for (const auto& item : sequence) encode(sink.item(), item);
    sink.close_list();
}

template <class Sink, class Map>
void encode_map(Sink sink, const Map& map) {
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

template <class Value>
void append_encoded(std::string& out, const Value& value, json_style style);

/// Whether a member has the value that it has in a fresh model, where that is a default.
template <class Model, std::size_t Index, class Member>
bool has_default_value(const Member& member) {
    if constexpr (std::is_default_constructible_v<Model>) {
        if (!may_be_missing<Member>(info_of_member<Member>(), initialized_members<Model>()[Index])) return false;
        const Model fresh{};
        std::string now, initially;
        append_encoded(now, member, json_style::pydantic);
        visit_members(fresh, [&](const auto&... each) {
            append_encoded(initially, std::get<Index>(std::tie(each...)), json_style::pydantic);
        });
        return now == initially;
    } else {
        return false;
    }
}

/// A member, where options say what is written.
template <class Model, std::size_t Index, class Sink, class Member>
void encode_filtered(Sink sink, const Member& member) {
    const dump_filter& filter = *sink.filter();
    constexpr std::string_view name = member_names<Model>[Index];
    if (!filter.wants(name) || (filter.exclude_none && is_null(member))) return;
    if constexpr (is_field<Member>)
        if (filter.exclude_unset && !member.is_set()) return;
    if (filter.exclude_defaults && has_default_value<Model, Index>(member)) return;
    const dump_filter inner = filter.inside(name);
    encode(sink.member(filter.by_alias ? info_of_member<Member>().output_name(name) : name).with(inner), member);
}

template <class Model, std::size_t Index, class Sink, class Member>
void encode_member(Sink sink, const Member& member) {
    constexpr std::string_view name = member_names<Model>[Index];
    if constexpr (config_of<Model>().extra == Extra::allow && name == "model_extra") {
        for (const auto& [key, value] : member) encode(sink.member(key), value);
    } else if (sink.filter() != nullptr) {
        encode_filtered<Model, Index>(sink, member);
    } else {
        encode(sink.member(info_of_member<Member>().output_name(name)), member);
    }
}

/// A value that the model computes.
template <class Sink, class Model, class Result>
void encode_computed(Sink sink, const Model& model, const computed<Model, Result>& field) {
    if (sink.filter() != nullptr && !sink.filter()->wants(field.name)) return;
    encode(sink.member(field.name), (model.*field.function)());
}

template <class Sink, class Model>
void encode_model(Sink sink, const Model& model) {
    sink.open_dict();
    visit_members(model, [&](const auto&... each) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            (encode_member<Model, Index>(sink, each), ...);
        }(std::index_sequence_for<decltype(each)...>());
    });
    if constexpr (requires { Model::computed_fields; })
        std::apply([&](const auto&... each) { (encode_computed(sink, model, each), ...); }, Model::computed_fields);
    sink.close_dict();
}

template <class Sink, class Value>
void encode(Sink sink, const Value& value) {
    if constexpr (holds_value<Value>) {
        encode(sink, value.get());
    } else if constexpr (std::same_as<Value, std::nullptr_t>) {
        sink.write(nullptr);
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
    } else if constexpr (reflectable<Value>) {
        encode_model(sink, value);
    } else {
        static_assert(always_false<Value>,
                      "fastapi: this type cannot be written as JSON. Return a plain struct, a dict, a list, a "
                      "standard container, text or a number, or a Response.");
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
        detail::encode(detail::any_sink(result), value);
        return result;
    }
};

}  // namespace fastapi
