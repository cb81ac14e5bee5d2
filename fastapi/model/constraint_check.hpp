#pragma once

// What the compiler can find wrong with a parameter, a field or a model: constraints that its type cannot have,
// a default of another type, two members under one name. Each mistake is one static_assert that says what to write
// instead; the compiler's own lines around it name the parameter or the struct. The answer is also returned, so
// that nothing is instantiated which would bury the message.

#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/model/constraint.hpp"
#include "fastapi/model/decimal.hpp"
#include "fastapi/model/field.hpp"
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

/// Whether the constraints and the default of a parameter or a model's member can hold for the type of its value.
template <class Slot>
consteval bool check_constraints();

/// Whether the members of a model differ in what clients call them, and have constraints that can hold.
template <class Model>
consteval bool check_model();

// ---- implementation ----

/// Which constraints the reader of a type looks at.
struct known_limits {
    bool numbers = false, texts = false, items = false, digits = false;

    constexpr known_limits operator|(const known_limits& other) const {
        return {numbers || other.numbers, texts || other.texts, items || other.items, digits || other.digits};
    }
};

template <class Type>
inline constexpr bool is_pointer_like =
    is_specialization_of<Type, std::unique_ptr> || is_specialization_of<Type, std::shared_ptr>;

template <class Type>
concept limited_container = !std::convertible_to<const Type&, std::string_view> && !std::same_as<Type, dict> &&
                            !std::same_as<Type, list> && requires(Type& value) {
                                typename Type::value_type;
                                value.begin();
                                value.size();
                                value.clear();
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
        return {.numbers = plain_integer<Type> || std::floating_point<Type> || std::same_as<Type, Decimal>,
                .texts = std::same_as<Type, std::string>,
                .items = limited_container<Type>,
                .digits = std::same_as<Type, Decimal>};
}

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
                  "fastapi: min_items and max_items limit containers, and this value is none. "
                  "For text use min_length and max_length.");
    constexpr bool digits_fit = known.digits || !info.limits_digits();
    static_assert(digits_fit,
                  "fastapi: max_digits and decimal_places limit Decimal, and this value is none. Write Decimal, "
                  "or for other numbers ge and le.");
    constexpr bool default_fits = takes_default<typename without_optional<value>::type>(info.default_value);
    static_assert(default_fits,
                  "fastapi: the default is not of this value's type. Write a number for a number, "
                  "defaults_to(\"...\") for what is read from text; a container has no default but {}.");
    constexpr bool agrees = !info.required || !info.default_value.is_set();
    static_assert(agrees,
                  "fastapi: a value that must be sent cannot have a default. Remove required, or remove the default.");
    return numbers_fit && texts_fit && items_fit && digits_fit && default_fits && agrees;
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

/// Whether two members have one name. The struct's own names differ, so only those are compared that were given.
template <std::size_t Count>
consteval bool has_repeated_name(const std::array<member_naming, Count>& all, std::string_view member_naming::*name,
                                 bool are_given, bool also_own) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (!are_given && all[i].*name == all[i].own) continue;
        for (std::size_t j = 0; j < Count; ++j)
            if (j != i && (all[i].*name == all[j].*name || (also_own && all[i].*name == all[j].own))) return true;
    }
    return false;
}

/// Whether a computed value has the name of a member, or of another one.
template <class Model>
consteval bool has_repeated_computed_name() {
    if constexpr (requires { Model::computed_fields; }) {
        constexpr auto names = std::apply([](const auto&... each) {
            return std::array<std::string_view, sizeof...(each)>{std::string_view(each.name)...};
        }, Model::computed_fields);
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
    if constexpr (requires { Model::model_config.populate_by_name; })
        return Model::model_config.populate_by_name;
    else
        return false;
}

template <class Model>
consteval bool check_names() {
    constexpr bool are_given = requires { reflect<Model>::members; };
    constexpr bool inputs_differ =
        !has_repeated_name(member_namings<Model>, &member_naming::input, are_given, is_populated_by_name<Model>());
    static_assert(inputs_differ,
                  "fastapi: two members of this model are read under one name. Give one of them an alias of its own: "
                  "Field<int, alias(\"itemId\")> item_id.");
    constexpr bool outputs_differ =
        !has_repeated_name(member_namings<Model>, &member_naming::output, are_given, false) &&
        !has_repeated_computed_name<Model>();
    // What is read under one name is mostly written under one as well: one message is enough.
    static_assert(outputs_differ || !inputs_differ,
                  "fastapi: two members of this model are written under one name. Give one of them a name of its own: "
                  "Field<int, serialization_alias(\"itemId\")> item_id.");
    return inputs_differ && outputs_differ;
}

template <class Model>
consteval bool check_model() {
    return check_names<Model>() && []<std::size_t... Index>(std::index_sequence<Index...>) {
        return (check_constraints<std::remove_cv_t<member_type<Model, Index>>>() && ... && true);
    }(std::make_index_sequence<member_count<Model>>());
}

}  // namespace fastapi::detail
