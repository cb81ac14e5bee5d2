#pragma once

// C++ values to JSON: one walk over a value, into one of two sinks. The text sink appends to the answer
// that is being made; the `any` sink builds a value to be read or changed. A plain struct is written
// with the names of its members, in their order.

#include "fastapi/core/any.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/model/choice.hpp"
#include "fastapi/model/field.hpp"
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
    text_sink(std::string& out, json_style style) : out_(&out), style_(style) {}

    json_style style() const { return style_; }
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
    json_style style_;
};

/// Builds an `any`.
class any_sink {
  public:
    explicit any_sink(any& target) : target_(&target) {}

    json_style style() const { return json_style::python; }
    template <class Value>
    void write(Value&& value) { *target_ = any(std::forward<Value>(value)); }

    void write_json(std::string_view text) { *target_ = json_loads(text); }

    void open_list() { *target_ = list(); }
    any_sink item() {
        list& items = target_->as_list();
        items.push_back(any());
        return any_sink(*(items.end() - 1));
    }
    void close_list() {}

    void open_dict() { *target_ = dict(); }
    any_sink member(std::string_view key) { return any_sink(target_->as_dict()[key]); }
    void close_dict() {}

  private:
    any* target_;
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
inline constexpr bool is_sequence = is_specialization_of<Type, std::vector> || is_specialization_of<Type, std::set> ||
                                    is_specialization_of<Type, std::deque>;
template <class Item, std::size_t Size>
inline constexpr bool is_sequence<std::array<Item, Size>> = true;

template <class Type>
inline constexpr bool is_text_map = false;
template <class Value, class... Rest>
inline constexpr bool is_text_map<std::map<std::string, Value, Rest...>> = true;
template <class Value, class... Rest>
inline constexpr bool is_text_map<std::unordered_map<std::string, Value, Rest...>> = true;

template <class Type>
inline constexpr bool is_int_enum = is_specialization_of<Type, IntEnum>;
template <class Type>
inline constexpr bool is_literal = false;
template <fixed_string... Choices>
inline constexpr bool is_literal<Literal<Choices...>> = true;

/// A scalar type that knows how to write itself: `value_type<T>::write(sink, value)`.
template <class Type>
concept writes_itself = requires(any_sink sink, const Type& value) { value_type<Type>::write(sink, value); };

/// A parameter or a field: encoded as the value in it.
template <class Type>
concept holds_value = requires(const Type& holder) { Type::info; holder.get(); };

template <class Type>
concept scalar_value = std::same_as<Type, bool> || plain_integer<Type> || std::floating_point<Type> ||
                       std::is_enum_v<Type> || is_int_enum<Type> || is_literal<Type> || writes_itself<Type> ||
                       std::convertible_to<const Type&, std::string_view>;

template <class Type>
concept any_value = std::same_as<Type, any> || std::same_as<Type, dict> || std::same_as<Type, list>;

template <class Type>
consteval bool is_encodable();

template <class Model>
consteval bool has_encodable_members() {
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return (is_encodable<std::remove_cv_t<member_type<Model, Index>>>() && ...);
    }(std::make_index_sequence<member_count<Model>>());
}

/// Whether the type is one that JSON can be made of.
template <class Type>
consteval bool is_encodable() {
    if constexpr (holds_value<Type>)
        return is_encodable<typename Type::value_type>();
    else if constexpr (scalar_value<Type> || any_value<Type> || std::same_as<Type, std::nullptr_t> || is_tuple<Type>)
        return true;
    else if constexpr (is_optional<Type> || is_sequence<Type>)
        return is_encodable<typename Type::value_type>();
    else if constexpr (is_text_map<Type>)
        return is_encodable<typename Type::mapped_type>();
    else if constexpr (is_smart_pointer<Type> || is_specialization_of<Type, std::variant>)
        return true;  // may be recursive: judged where it is encoded
    else
        return reflectable<Type>;
}

template <class Sink, class Value>
void encode_scalar(Sink sink, const Value& value) {
    if constexpr (writes_itself<Value>)
        value_type<Value>::write(sink, value);
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
    for (const auto& [key, value] : map) encode(sink.member(key), value);
    sink.close_dict();
}

template <class Sink, class Model>
void encode_model(Sink sink, const Model& model) {
    sink.open_dict();
    visit_members(model, [&](const auto&... each) {
        std::size_t position = 0;
        (encode(sink.member(member_names<Model>[position++]), each), ...);
    });
    sink.close_dict();
}

template <class Sink, class Value>
void encode(Sink sink, const Value& value) {
    if constexpr (holds_value<Value>) {
        encode(sink, value.get());
    } else if constexpr (any_value<Value>) {
        sink.write(any(value));
    } else if constexpr (scalar_value<Value>) {
        encode_scalar(sink, value);
    } else if constexpr (is_optional<Value> || is_smart_pointer<Value>) {
        if (value)
            encode(sink, *value);
        else
            sink.write(nullptr);
    } else if constexpr (std::same_as<Value, std::nullptr_t>) {
        sink.write(nullptr);
    } else if constexpr (is_sequence<Value>) {
        encode_sequence(sink, value);
    } else if constexpr (is_text_map<Value>) {
        encode_map(sink, value);
    } else if constexpr (is_tuple<Value>) {
        sink.open_list();
        std::apply([&](const auto&... each) { (encode(sink.item(), each), ...); }, value);
        sink.close_list();
    } else if constexpr (is_specialization_of<Value, std::variant>) {
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
