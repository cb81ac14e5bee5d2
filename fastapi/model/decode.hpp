#pragma once

// JSON to C++ values, in one pass from the bytes into the target, with every problem collected.
// What each type takes and how it refuses is Pydantic's; models go through their table.
// https://docs.pydantic.dev/latest/concepts/conversion_table/

#include "fastapi/core/any.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/model/check.hpp"
#include "fastapi/model/choice.hpp"
#include "fastapi/model/constraint_check.hpp"
#include "fastapi/model/decode_container.hpp"
#include "fastapi/model/decode_scalar.hpp"
#include "fastapi/model/decode_union.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/initializer.hpp"
#include "fastapi/model/json_input.hpp"
#include "fastapi/model/model_layout.hpp"
#include "fastapi/model/model_table.hpp"
#include "fastapi/model/scalar_value.hpp"
#include "fastapi/model/schema.hpp"
#include "fastapi/model/unique_items.hpp"
#include "fastapi/model/validator.hpp"
#include "fastapi/model/value.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace fastapi::detail {

/// Reads the next value of the document into `out`, which is empty or holds a default. False where
/// there are problems; then `out` is not to be used.
template <class Value>
bool decode(json_input& in, Value& out, const field_info& info);

/// The table of a model, made when first asked for.
template <class Model>
const model_table& table_of();

/// Whether JSON can be read into the type.
template <class Type>
consteval bool is_decodable();

// ---- implementation ----

template <class Type>
consteval bool is_decodable() {
    if constexpr (holds_value<Type>)
        return is_decodable<typename Type::value_type>();
    else if constexpr (has_custom_type<Type> || plain_integer<Type> || std::floating_point<Type> ||
                       std::same_as<Type, bool> || std::same_as<Type, std::string> ||
                       std::is_enum_v<Type> || is_int_enum<Type> || is_literal<Type> ||
                       parsed_scalar<Type> || any_value<Type> || is_smart_pointer<Type> ||
                       is_variant<Type> || is_tuple<Type>)
        return true;
    else if constexpr (is_optional<Type> || is_list<Type> || is_set<Type> || is_array<Type>)
        return is_decodable<typename Type::value_type>();
    else if constexpr (is_map<Type>)
        return is_decodable<typename Type::mapped_type>();
    else
        return reflectable<Type>;
}

/// A model from what its own look at the data makes of them.
inline bool decode_changed_model(json_input& in, void* out, const model_table& table) {
    const std::size_t start = in.start();
    any data;
    if (!decode_any(in.reader, data)) return false;
    if (!in.may_change(in.span_from(start))) return in.fail_exhausted(start);
    if (!run_validator(in, start, [&] { data = table.before(std::move(data)); })) return false;
    const std::string text = text_of(data);
    json_input again(text, in.errors, in);
    again.has_unique_keys = true;
    const bool is_good = decode_model(again, out, table);
    in.match.add(again.match);
    return is_good;
}

/// A model between its own looks at the data and at the valid model. Both are told of as what was
/// sent.
inline bool decode_model_value(json_input& in, void* out, const model_table& table) {
    const std::size_t start = in.start();
    const bool is_good = table.before == nullptr ? decode_model(in, out, table)
                                                 : decode_changed_model(in, out, table);
    return is_good &&
           (table.after == nullptr || run_validator(in, start, [&] { table.after(out); }));
}

inline bool decode_free(json_input& in, any& out, bool wants_dict) {
    const std::size_t start = in.start();
    if (!decode_any(in.reader, out)) return false;
    if (wants_dict ? out.is_dict() : out.is_list()) return true;
    return in.fail(
        start, wants_dict ? "dict_type" : "list_type",
        wants_dict ? "Input should be a valid dictionary" : "Input should be a valid list");
}

/// A field: its value between the validators that look before and those that look after.
template <class Slot>
bool decode_validated(json_input& in, Slot& slot, const field_info& info);

/// A field within a container, which has limits of its own.
template <class Slot>
bool decode_field(json_input& in, Slot& slot) {
    if constexpr (!check_constraints<Slot>()) return false;
    slot.set(true);
    return decode_validated(in, slot, Slot::info);
}

template <class Value>
bool decode(json_input& in, Value& out, const field_info& info) {
    if constexpr (is_field<Value>) {
        return decode_field(in, out);
    } else if constexpr (has_custom_type<Value>) {
        return decode_custom(in, out);
    } else if constexpr (std::same_as<Value, bool>) {
        return decode_bool(in, out);
    } else if constexpr (plain_integer<Value>) {
        return decode_integer_value(in, out, info);
    } else if constexpr (std::floating_point<Value>) {
        return decode_float_value(in, out, info);
    } else if constexpr (std::same_as<Value, std::string>) {
        return decode_string(in, out, info);
    } else if constexpr (std::same_as<Value, any>) {
        in.match.lower(match_quality::kinds::widened);
        return decode_any(in.reader, out);
    } else if constexpr (std::same_as<Value, dict> || std::same_as<Value, list>) {
        constexpr bool wants_dict = std::same_as<Value, dict>;
        any value;
        if (!decode_free(in, value, wants_dict)) return false;
        if constexpr (wants_dict) {
            in.match.lower(match_quality::kinds::widened);
            out = std::move(value.as_dict());
        } else {
            out = std::move(value.as_list());
        }
        return true;
    } else if constexpr (is_optional<Value> || is_smart_pointer<Value>) {
        if (in.start(), in.reader.read_null()) return out.reset(), true;
        if constexpr (is_optional<Value>) {
            if (decode(in, out.emplace(), info)) return true;
        } else {
            out = Value(new typename Value::element_type{});
            if (decode(in, *out, info)) return true;
        }
        out.reset();
        return false;
    } else if constexpr (is_list<Value>) {
        return decode_list(in, out, info);
    } else if constexpr (is_set<Value>) {
        return decode_set(in, out, info);
    } else if constexpr (is_map<Value>) {
        return decode_map(in, out, info);
    } else if constexpr (is_tuple<Value> || is_array<Value>) {
        return decode_tuple(in, out);
    } else if constexpr (is_variant<Value>) {
        return decode_variant(in, out, info);
    } else if constexpr (is_int_enum<Value>) {
        return decode_int_enum(in, out);
    } else if constexpr (std::is_enum_v<Value> || is_literal<Value>) {
        return decode_choice(in, out, info);
    } else if constexpr (parsed_scalar<Value>) {
        return decode_parsed(in, out, info);
    } else if constexpr (reflectable<Value>) {
        return decode_model_value(in, &out, table_of<Value>());
    } else {
        static_assert(always_false<Value>,
                      "fastapi: this type cannot be read from JSON. Use a plain struct, a standard "
                      "container, text, a number, an enum, datetime, UUID, Decimal, or dict, list "
                      "and any for free JSON.");
    }
}

template <class Slot>
bool decode_validated(json_input& in, Slot& slot, const field_info& info) {
    const std::size_t start = in.start();
    if constexpr (has_before_validators<Slot>) {
        any data;
        if (!decode_any(in.reader, data)) return false;
        if (!in.may_change(in.span_from(start))) return in.fail_exhausted(start);
        if (!run_validator(in, start, [&] { run_validators_of<Slot, true>(data); })) return false;
        const std::string text = text_of(data);
        json_input again(text, in.errors, in);
        again.has_unique_keys = true;
        if (!decode(again, slot.get(), info)) return false;
    } else if (!decode(in, slot.get(), info)) {
        return false;
    }
    if (!check_unique_items<Slot>(slot.get(), in.errors, [&] { return in.input_from(start); }))
        return false;
    if constexpr (has_validators<Slot>)
        return run_validator(in, start, [&] { run_validators_of<Slot, false>(slot.get()); });
    return true;
}

/// The same for a member of a model: through a field to its value, with the field's validators.
template <class Slot>
bool decode_slot(json_input& in, void* slot, const field_info& info) {
    using value = typename slot_value<Slot>::type;
    Slot& target = *static_cast<Slot*>(slot);
    // What the client leaves out of a model comes from that model, not from the default of this
    // member.
    constexpr bool has_members =
        is_tuple<value> || is_array<value> || (reflectable<value> && !parsed_scalar<value>);
    if constexpr (has_members && holds_value<Slot>)
        target.get() = value{};
    else if constexpr (has_members)
        target = value{};
    if constexpr (holds_value<Slot>)
        return decode_validated<Slot>(in, target, info);
    else
        return decode(in, target, info);
}

/// How members of one type are read.
struct member_decoder {
    const field_info* info;
    bool has_empty_value;
    bool is_dict;
    bool (*decode)(json_input& in, void* slot, const field_info& info);
    void (*reset)(void* slot);
    void (*mark)(void* slot, bool given);  // null where it does not know whether it was set
    bool (*was_set)(const void* slot);
};

template <class Member>
constexpr member_decoder describe_decoder() {
    static_assert(!std::is_pointer_v<Member>,
                  "fastapi: a model cannot have a pointer as a member, because nobody would own "
                  "what is read. Use std::optional, std::unique_ptr or std::string.");
    member_decoder type{&info_of_member<Member>(),
                        has_empty_value<Member>(),
                        std::same_as<Member, dict>,
                        nullptr,
                        nullptr,
                        nullptr,
                        set_reader_of<Member>()};
    type.decode = decode_slot<Member>;
    type.reset = [](void* slot) { *static_cast<Member*>(slot) = Member(); };
    if constexpr (is_field<Member>)
        type.mark = [](void* slot, bool given) { static_cast<Member*>(slot)->set(given); };
    return type;
}

template <class Member>
inline constexpr member_decoder decoder_of = describe_decoder<Member>();

template <class Members>
struct decoders_of;
template <class... Members>
struct decoders_of<member_list<Members...>> {
    static constexpr std::array<const member_decoder*, sizeof...(Members)> rows{
        &decoder_of<std::remove_cv_t<Members>>...};
};

template <class Model>
consteval bool has_extra_member() {
    for (std::size_t i = 0; i < member_count<Model>; ++i)
        if (decoders_of<members_of<Model>>::rows[i]->is_dict &&
            member_names<Model>[i] == "model_extra")
            return true;
    return false;
}

/// What only the compiler knows about a model, for its table.
struct decodable_model {
    model_layout layout;
    const member_decoder* const* decoders;
    const bool* initialized;  // which members have initialisers
    ConfigDict config;
};

inline model_member make_member(const decodable_model& model, std::size_t index) {
    const member_decoder& type = *model.decoders[index];
    model_member member;
    member.name = model.layout.names[index];
    member.info = type.info;
    member.alias = type.info->input_name(member.name);
    member.offset = model.layout.offset(index);
    member.decode = type.decode;
    member.reset = type.reset;
    member.mark = type.mark;
    member.was_set = type.was_set;
    member.is_extra =
        model.config.extra == Extra::allow && type.is_dict && member.name == "model_extra";
    member.required = !member.is_extra &&
                      !may_be_missing(*type.info, type.has_empty_value, model.initialized[index]);
    return member;
}

inline model_table make_table(const decodable_model& model) {
    model_table table;
    table.config = model.config;
    table.members.reserve(model.layout.size);
    for (std::size_t index = 0; index < model.layout.size; ++index)
        table.members.push_back(make_member(model, index));
    return table;
}

template <class Model>
model_table make_table() {
    constexpr ConfigDict config = config_of<Model>();
    if constexpr (config.extra == Extra::allow)
        static_assert(has_extra_member<Model>(),
                      "fastapi: a model with extra = Extra::allow needs a place for what it does "
                      "not know. Add the member dict model_extra;");
    model_table table =
        make_table(decodable_model{layout_of<Model>, decoders_of<members_of<Model>>::rows.data(),
                                   initialized_members<Model>().data(), config});
    if constexpr (requires(any data) {
                      {
                          Model::model_validator_before(std::move(data))
                      } -> std::convertible_to<any>;
                  })
        table.before = [](any data) -> any {
            return Model::model_validator_before(std::move(data));
        };
    if constexpr (requires(const Model& model) { model.model_validator(); })
        table.after = [](const void* model) {
            static_cast<const Model*>(model)->model_validator();
        };
    return table;
}

template <class Model>
const model_table& table_of() {
    static const model_table table = make_table<Model>();
    return table;
}

/// Makes the fields of a fresh model forget that their initialisers gave them values.
inline void forget_initial_values(void* model, const model_table& table) {
    for (const model_member& member : table.members)
        if (member.mark != nullptr) member.mark(member.in(model), false);
}

template <class Model>
void forget_initial_values(Model& model) {
    forget_initial_values(&model, table_of<Model>());
}

}  // namespace fastapi::detail
