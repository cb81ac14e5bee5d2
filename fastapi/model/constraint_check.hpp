#pragma once

// What the compiler can find wrong with a parameter, a field or a model: constraints that its type
// cannot have, a default of another type, two members under one name. Each mistake is one
// static_assert that says what to write instead; the compiler's own lines around it name the
// parameter or the struct. The answer is also returned, so that nothing is instantiated which would
// bury the message.

#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/model/choice.hpp"
#include "fastapi/model/decimal.hpp"
#include "fastapi/model/default_value.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/value.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace fastapi::detail {

/// Whether the constraints and the default of a parameter or a model's member can hold for the type
/// of its value.
template <class Slot>
consteval bool check_constraints();

/// Whether the members of a model differ in what clients call them, and have constraints that can
/// hold.
template <class Model>
consteval bool check_model();

/// Whether the model states values that it computes. Only what is static has an address: a member
/// of that name, which is data, is none.
template <class Model>
concept has_computed_fields = requires { *&Model::computed_fields; };

// ---- implementation ----

/// Which constraints the reader of a type looks at.
struct known_limits {
    bool numbers = false, texts = false, items = false, digits = false, sequences = false;

    constexpr known_limits operator|(const known_limits& other) const {
        return {numbers || other.numbers, texts || other.texts, items || other.items,
                digits || other.digits, sequences || other.sequences};
    }
};

template <class Type>
inline constexpr bool is_pointer_like =
    is_specialization_of<Type, std::unique_ptr> || is_specialization_of<Type, std::shared_ptr>;

template <class Type>
concept limited_container =
    !std::convertible_to<const Type&, std::string_view> && !std::same_as<Type, dict> &&
    !std::same_as<Type, list> && requires(Type& value) {
        typename Type::value_type;
        value.begin();
        value.size();
        value.clear();
    };

/// A std::vector, a std::deque or a std::array.
template <class Type>
concept item_sequence =
    !std::convertible_to<const Type&, std::string_view> && !std::same_as<Type, list> &&
    !requires { typename Type::key_type; } && requires(const Type& value, std::size_t index) {
        typename Type::value_type;
        value.begin();
        value.size();
        value[index];
    };

template <class Type>
consteval known_limits limits_for();

template <class Variant>
inline constexpr known_limits alternative_limits{};
template <class... Alternatives>
inline constexpr known_limits alternative_limits<std::variant<Alternatives...>> =
    (known_limits() | ... | limits_for<Alternatives>());

template <class Type>
consteval known_limits limits_for() {
    if constexpr (has_custom_type<Type>)
        return {};
    else if constexpr (is_optional<Type>)
        return limits_for<typename Type::value_type>();
    else if constexpr (is_pointer_like<Type>)
        return limits_for<typename Type::element_type>();
    else if constexpr (is_specialization_of<Type, std::variant>)
        return alternative_limits<Type>;
    else
        return {.numbers =
                    plain_integer<Type> || std::floating_point<Type> || std::same_as<Type, Decimal>,
                .texts = std::same_as<Type, std::string>,
                .items = limited_container<Type>,
                .digits = std::same_as<Type, Decimal>,
                .sequences = item_sequence<Type>};
}

/// Whether values of the type are equal by what they hold. A container has ==, even where its items
/// have none.
template <class Type>
consteval bool has_equality() {
    if constexpr (holds_value<Type>)
        return has_equality<typename Type::value_type>();
    else if constexpr (is_pointer_like<Type>)
        return false;
    else if constexpr (is_optional<Type> || item_sequence<Type>)
        return has_equality<typename Type::value_type>();
    else
        return std::equality_comparable<Type>;
}

/// The same of the items of the lists in a value.
template <class Value>
inline constexpr bool has_equal_items = true;
template <item_sequence Items>
inline constexpr bool has_equal_items<Items> = has_equality<typename Items::value_type>();
template <class Value>
    requires is_optional<Value>
inline constexpr bool has_equal_items<Value> = has_equal_items<typename Value::value_type>;
template <class Value>
    requires is_pointer_like<Value>
inline constexpr bool has_equal_items<Value> = has_equal_items<typename Value::element_type>;
template <class... Alternatives>
inline constexpr bool has_equal_items<std::variant<Alternatives...>> =
    (has_equal_items<Alternatives> && ...);

/// Whether the items of a value that asks for `unique_items` can be told apart.
template <class Slot>
consteval bool check_uniqueness() {
    using value = typename slot_value<Slot>::type;
    constexpr bool is_asked = info_of_member<Slot>().unique_items;
    constexpr bool is_sequence = !is_asked || limits_for<value>().sequences;
    static_assert(is_sequence,
                  "fastapi: unique_items is for std::vector, std::deque and std::array, and this "
                  "value is none. Remove it; the items of a set differ by themselves.");
    constexpr bool are_comparable = !is_asked || !is_sequence || has_equal_items<value>;
    static_assert(are_comparable,
                  "fastapi: unique_items compares the items with ==, and these have none. Write in "
                  "their type bool operator==(const Item&) const = default;");
    return is_sequence && are_comparable;
}

/// Whether the alternatives of a union can be told apart by what its `discriminator` names.
template <class Slot>
consteval bool check_discriminator();

template <class Slot>
consteval bool check_constraints() {
    using value = typename slot_value<Slot>::type;
    constexpr known_limits known = limits_for<value>();
    constexpr const field_info& info = info_of_member<Slot>();
    constexpr bool numbers_fit = known.numbers || !info.limits_numbers();
    static_assert(numbers_fit,
                  "fastapi: gt, ge, lt, le and multiple_of limit numbers, and this value is none. "
                  "For text use min_length, max_length or pattern.");
    constexpr bool texts_fit = known.texts || !info.limits_text();
    static_assert(texts_fit,
                  "fastapi: min_length, max_length and pattern limit text, and this value is none. "
                  "For containers use min_items and max_items, for numbers ge and le.");
    constexpr bool items_fit = known.items || !info.limits_items();
    static_assert(items_fit,
                  "fastapi: min_items and max_items limit containers, and this value is none. For "
                  "text use min_length and max_length.");
    constexpr bool digits_fit = known.digits || !info.limits_digits();
    static_assert(digits_fit,
                  "fastapi: max_digits and decimal_places limit Decimal, and this value is none. "
                  "Write Decimal, or for other numbers ge and le.");
    constexpr bool default_fits =
        takes_default<typename without_optional<value>::type>(info.default_value);
    static_assert(
        default_fits,
        "fastapi: the default is not of this value's type. Write a number for a number, "
        "defaults_to(\"...\") for what is read from text; a container has no default but {}.");
    constexpr bool agrees = !info.required || !info.default_value.is_set();
    static_assert(agrees,
                  "fastapi: a value that must be sent cannot have a default. Remove required, or "
                  "remove the default.");
    return numbers_fit && texts_fit && items_fit && digits_fit && default_fits && agrees &&
           check_uniqueness<Slot>() && check_discriminator<Slot>();
}

/// What one member is called.
struct member_naming {
    std::string_view own, input, output;
};

template <class Model, std::size_t Index>
consteval member_naming naming_of() {
    constexpr std::string_view own = member_names<Model>[Index];
    const field_info& info = info_of_member<std::remove_cv_t<member_type<Model, Index>>>();
    return {own, info.input_name(own), info.output_name(own)};
}

template <class Model>
inline constexpr auto member_namings = []<std::size_t... Index>(std::index_sequence<Index...>) {
    return std::array<member_naming, sizeof...(Index)>{naming_of<Model, Index>()...};
}(std::make_index_sequence<member_count<Model>>());

/// Whether clients tell an alternative by a Literal of that name: a model has it, a pointer points
/// to one.
template <class Alternative>
constexpr bool has_tag(std::string_view name) {
    if constexpr (is_pointer_like<Alternative>)
        return has_tag<typename Alternative::element_type>(name);
    else if constexpr (reflectable<Alternative>)
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            return ((naming_of<Alternative, Index>().input == name &&
                     is_literal<typename slot_value<
                         std::remove_cv_t<member_type<Alternative, Index>>>::type>) ||
                    ... || false);
        }(std::make_index_sequence<member_count<Alternative>>());
    else
        return false;
}

template <class Value>
inline constexpr bool is_union = false;
template <class... Alternatives>
inline constexpr bool is_union<std::variant<Alternatives...>> = true;

template <class Union>
constexpr bool have_tags(std::string_view) {
    return false;
}
template <class Union>
    requires is_union<Union>
constexpr bool have_tags(std::string_view name) {
    return [&]<class... Alternatives>(type_tag<std::variant<Alternatives...>>) {
        return (has_tag<Alternatives>(name) && ...);
    }(type_tag<Union>());
}

template <class Slot>
consteval bool check_discriminator() {
    using value = typename without_optional<typename slot_value<Slot>::type>::type;
    constexpr std::string_view name = info_of_member<Slot>().discriminator;
    constexpr bool fits = name.empty() || is_union<value>;
    static_assert(fits,
                  "fastapi: a discriminator tells the alternatives of a std::variant apart, and "
                  "this value is none. Remove it.");
    constexpr bool are_told = name.empty() || !fits || have_tags<value>(name);
    static_assert(are_told,
                  "fastapi: an alternative of this union has no Literal under the name of the "
                  "discriminator. Write in each of them a member like Literal<\"cat\"> kind.");
    return fits && are_told;
}

/// Whether two members have one name. The struct's own names differ, so only those are compared
/// that were given.
template <std::size_t Count>
consteval bool has_repeated_name(const std::array<member_naming, Count>& all,
                                 std::string_view member_naming::*name, bool are_given,
                                 bool also_own) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (!are_given && all[i].*name == all[i].own) continue;
        for (std::size_t j = 0; j < Count; ++j)
            if (j != i &&
                (all[i].*name == all[j].*name || (also_own && all[i].*name == all[j].own)))
                return true;
    }
    return false;
}

/// Whether a computed value has the name of a member, or of another one.
template <class Model>
consteval bool has_repeated_computed_name() {
    if constexpr (has_computed_fields<Model>) {
        constexpr auto names = std::apply(
            [](const auto&... each) {
                return std::array<std::string_view, sizeof...(each)>{
                    std::string_view(each.name)...};
            },
            Model::computed_fields);
        for (std::size_t i = 0; i < names.size(); ++i) {
            for (const member_naming& member : member_namings<Model>)
                if (member.output == names[i]) return true;
            for (std::size_t j = 0; j < i; ++j)
                if (names[j] == names[i]) return true;
        }
    }
    return false;
}

template <class Model>
consteval bool is_populated_by_name() {
    if constexpr (requires { (*&Model::model_config).populate_by_name; })
        return Model::model_config.populate_by_name;
    else
        return false;
}

template <class Model>
consteval bool check_names() {
    constexpr bool are_given = requires { reflect<Model>::members; };
    constexpr bool inputs_differ = !has_repeated_name(member_namings<Model>, &member_naming::input,
                                                      are_given, is_populated_by_name<Model>());
    static_assert(inputs_differ,
                  "fastapi: two members of this model are read under one name. Give one of them an "
                  "alias of its own: Field<int, alias(\"itemId\")> item_id.");
    constexpr bool outputs_differ =
        !has_repeated_name(member_namings<Model>, &member_naming::output, are_given, false) &&
        !has_repeated_computed_name<Model>();
    // What is read under one name is mostly written under one as well: one message is enough.
    static_assert(outputs_differ || !inputs_differ,
                  "fastapi: two members of this model are written under one name. Give one of them "
                  "a name of its own: Field<int, serialization_alias(\"itemId\")> item_id.");
    return inputs_differ && outputs_differ;
}

template <class Model>
consteval bool check_model() {
    return check_names<Model>() && []<std::size_t... Index>(std::index_sequence<Index...>) {
        return (check_constraints<std::remove_cv_t<member_type<Model, Index>>>() && ... && true);
    }(std::make_index_sequence<member_count<Model>>());
}

}  // namespace fastapi::detail
