#pragma once

// How each type of value is read from a text of the request and described in a schema: one
// `value_type<T>` for each kind of type. The conversions are Pydantic's lax ones, the refusals are
// in its words. https://docs.pydantic.dev/latest/concepts/conversion_table/

#include "fastapi/core/any.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/core/schema_registry.hpp"
#include "fastapi/model/check.hpp"
#include "fastapi/model/choice.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/number_text.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/model/value_type.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// Whether an integer that its C++ type cannot hold breaks a limit of its field, which then is the
/// problem: Python's integers have no size. Of one beyond 64 bits only the sign is known.
template <class Input>
bool breaks_limits(const integer_text& number, bool is_known, const field_info& info,
                   error_list& errors, const Input& input) {
    constexpr std::uint64_t deepest = std::uint64_t(1) << 63;
    const bool is_exact = is_known && (!number.negative || number.magnitude <= deepest);
    field_info limits = info;
    if (!is_exact) limits.multiple_of = {};
    if (!limits.limits_numbers()) return false;
    if (!number.negative)
        return !check_number(
            is_exact ? number.magnitude : std::numeric_limits<std::uint64_t>::max(), limits, errors,
            input);
    const std::uint64_t bits = std::uint64_t(0) - (is_exact ? number.magnitude : deepest);
    return !check_number(static_cast<std::int64_t>(bits), limits, errors, input);
}

/// Puts an integer that has been read into its C++ type, and checks it against the limits of its
/// field.
template <class Integer, class Input>
bool take_integer(const integer_text& number, integer_outcome outcome, Integer& out,
                  const field_info& info, error_list& errors, const Input& input) {
    using limits = std::numeric_limits<Integer>;
    using widest = std::conditional_t<std::is_signed_v<Integer>, std::int64_t, std::uint64_t>;
    constexpr auto lowest = static_cast<std::int64_t>(limits::min());
    constexpr std::uint64_t deepest = std::uint64_t(0) - static_cast<std::uint64_t>(lowest);
    const bool is_known = outcome == integer_outcome::read;
    if (is_known && number.magnitude <=
                        (number.negative ? deepest : static_cast<std::uint64_t>(limits::max()))) {
        out = static_cast<Integer>(number.negative ? std::uint64_t(0) - number.magnitude
                                                   : number.magnitude);
        return !info.limits_numbers() ||
               check_number(static_cast<widest>(out), info, errors, input);
    }
    if (!breaks_limits(number, is_known, info, errors, input))
        errors.add("int_parsing_size",
                   "Unable to parse input string as an integer, exceeded maximum size", input());
    return false;
}

template <plain_integer Integer>
struct value_type<Integer> {
    static bool read(std::string_view text, Integer& out, const field_info& info,
                     error_list& errors) {
        integer_text number;
        const integer_outcome outcome = parse_integer(text, number);
        if (outcome == integer_outcome::no_integer)
            return add_text_problem(
                errors, "int_parsing",
                "Input should be a valid integer, unable to parse string as an integer", text);
        return take_integer(number, outcome, out, info, errors, as_input(text));
    }
    static dict schema(const field_info& info, schema_registry&) {
        dict schema{{"type", "integer"}};
        describe_limits(schema, info);
        return schema;
    }
};

template <std::floating_point Number>
struct value_type<Number> {
    static bool read(std::string_view text, Number& out, const field_info& info,
                     error_list& errors) {
        const std::optional<double> value = parse_float(text);
        if (!value)
            return add_text_problem(
                errors, "float_parsing",
                "Input should be a valid number, unable to parse string as a number", text);
        out = static_cast<Number>(*value);
        return !info.limits_numbers() || check_number(*value, info, errors, as_input(text));
    }
    static dict schema(const field_info& info, schema_registry&) {
        dict schema{{"type", "number"}};
        describe_limits(schema, info);
        return schema;
    }
};

template <has_custom_type Custom>
struct value_type<Custom> {
    static bool read(std::string_view text, Custom& out, const field_info&, error_list& errors) {
        try {
            out = custom_type<Custom>::parse(text);
            return true;
        } catch (const ValueError& error) {
            errors.add("value_error", std::string("Value error, ") + error.what(), any(text),
                       dict{{"error", dict{}}});
            return false;
        }
    }

    template <class Sink>
    static void write(Sink sink, const Custom& value) {
        sink.write(std::string_view(custom_type<Custom>::format(value)));
    }

    static dict schema(const field_info&, schema_registry&) {
        if constexpr (requires {
                          { custom_type<Custom>::schema() } -> std::convertible_to<dict>;
                      })
            return custom_type<Custom>::schema();
        else
            return dict{{"type", "string"}};
    }
};

template <>
struct value_type<bool> {
    static bool read(std::string_view text, bool& out, const field_info&, error_list& errors) {
        const std::optional<bool> value = parse_bool(text);
        if (!value)
            return add_text_problem(errors, "bool_parsing",
                                    "Input should be a valid boolean, unable to interpret input",
                                    text);
        out = *value;
        return true;
    }
    static dict schema(const field_info&, schema_registry&) { return dict{{"type", "boolean"}}; }
};

template <>
struct value_type<std::string> {
    static bool read(std::string_view text, std::string& out, const field_info& info,
                     error_list& errors) {
        out.assign(text);
        return !info.limits_text() || check_text(text, info, errors, as_input(text));
    }
    static dict schema(const field_info& info, schema_registry&) { return text_schema(info); }
};

/// `'a', 'b' or 'c'`: the choices as an error lists them.
template <class Choices, class Format>
std::string listed_choices(const Choices& choices, const Format& format) {
    std::string text;
    std::size_t position = 0;
    for (const auto& choice : choices) {
        if (position != 0) text += position + 1 == choices.size() ? " or " : ", ";
        text += format(choice);
        ++position;
    }
    return text;
}

inline std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

inline bool add_choice_problem(error_list& errors, std::string_view type,
                               const std::string& expected, any input) {
    errors.add(type, "Input should be " + expected, std::move(input), dict{{"expected", expected}});
    return false;
}

template <class Enum>
    requires std::is_enum_v<Enum>
struct value_type<Enum> {
    static bool read(std::string_view text, Enum& out, const field_info&, error_list& errors) {
        if (const std::optional<Enum> named = enum_cast<Enum>(text)) return out = *named, true;
        return refuse(errors, any(text));
    }
    static bool refuse(error_list& errors, any input) {
        return add_choice_problem(errors, "enum", listed_choices(enum_names<Enum>, quoted),
                                  std::move(input));
    }
    static dict schema(const field_info&, schema_registry& registry) {
        return registry
            .reference(
                type_name<Enum>(), &enum_names<Enum>, schema_side::output,
                [](schema_registry&) {
                    list names;
                    for (const std::string_view name : enum_names<Enum>) names.push_back(name);
                    return any(dict{{"type", "string"},
                                    {"enum", std::move(names)},
                                    {"title", type_name<Enum>()}});
                },
                type_scope<Enum>())
            .as_dict();
    }
};

template <class Enum>
struct value_type<IntEnum<Enum>> {
    static bool read(std::string_view text, IntEnum<Enum>& out, const field_info&,
                     error_list& errors) {
        integer_text number;
        if (parse_integer(text, number) == integer_outcome::read && find(number, out)) return true;
        return refuse(errors, any(text));
    }
    static bool find(const integer_text& number, IntEnum<Enum>& out) {
        for (const Enum value : enum_values<Enum>)
            if (is_spelled(value, number)) return out = value, true;
        return false;
    }
    static bool refuse(error_list& errors, any input) {
        const auto digits = [](Enum value) {
            return std::to_string(static_cast<std::underlying_type_t<Enum>>(value));
        };
        return add_choice_problem(errors, "enum", listed_choices(enum_values<Enum>, digits),
                                  std::move(input));
    }
    static dict schema(const field_info&, schema_registry& registry) {
        return registry
            .reference(
                type_name<Enum>(), &enum_values<Enum>, schema_side::output,
                [](schema_registry&) {
                    list numbers;
                    for (const Enum value : enum_values<Enum>)
                        numbers.push_back(static_cast<std::underlying_type_t<Enum>>(value));
                    return any(dict{{"type", "integer"},
                                    {"enum", std::move(numbers)},
                                    {"title", type_name<Enum>()}});
                },
                type_scope<Enum>())
            .as_dict();
    }

private:
    static bool is_spelled(Enum value, const integer_text& number) {
        const auto signed_value = static_cast<std::int64_t>(value);
        const std::uint64_t bits =
            number.negative ? std::uint64_t(0) - number.magnitude : number.magnitude;
        return static_cast<std::uint64_t>(signed_value) == bits &&
               (signed_value < 0) == (number.negative && bits != 0);
    }
};

template <literal_choice... Choices>
struct value_type<Literal<Choices...>> {
    using literal = Literal<Choices...>;

    static bool read(std::string_view text, literal& out, const field_info&, error_list& errors) {
        return find(text, false, out) || refuse(errors, any(text));
    }
    /// An integer stands for a choice by its digits. Its text does not: "3" is not 3.
    static bool find(std::string_view text, bool is_number, literal& out) {
        for (std::size_t i = 0; i < literal::choices.size(); ++i)
            if (literal::choices[i] == text && literal::numbers[i] == is_number)
                return out = literal(text), true;
        return false;
    }
    static bool refuse(error_list& errors, any input) {
        std::size_t position = 0;
        const auto format = [&](std::string_view choice) {
            return literal::numbers[position++] ? std::string(choice) : quoted(choice);
        };
        return add_choice_problem(errors, "literal_error", listed_choices(literal::choices, format),
                                  std::move(input));
    }
    static dict schema(const field_info&, schema_registry&) {
        list choices;
        std::size_t integers = 0;
        for (std::size_t i = 0; i < literal::choices.size(); ++i) {
            integers += literal::numbers[i];
            choices.push_back(literal::numbers[i]
                                  ? any(to_integer<std::int64_t>(literal::choices[i]).value_or(0))
                                  : any(literal::choices[i]));
        }
        dict schema;
        if (integers == 0 || integers == choices.size())
            schema["type"] = integers == 0 ? "string" : "integer";
        if (choices.size() == 1)
            schema["const"] = choices[0];
        else
            schema["enum"] = std::move(choices);
        return schema;
    }
};

/// `anyOf` with null; what is an `anyOf` already gets null as its last choice.
inline dict nullable(dict schema) {
    if (!schema.contains("anyOf"))
        return dict{{"anyOf", list{std::move(schema), dict{{"type", "null"}}}}};
    schema["anyOf"].as_list().push_back(dict{{"type", "null"}});
    return schema;
}

template <text_readable Value>
struct value_type<std::optional<Value>> {
    static bool read(std::string_view text, std::optional<Value>& out, const field_info& info,
                     error_list& errors) {
        if (value_type<Value>::read(text, out.emplace(), info, errors)) return true;
        out.reset();
        return false;
    }
    static dict schema(const field_info& info, schema_registry& registry) {
        return nullable(value_type<Value>::schema(info, registry));
    }
};

/// Reads the texts one by one; every bad one is a problem at its index.
template <class Item, class Consume>
bool read_items(const std::vector<std::string_view>& texts, error_list& errors,
                const Consume& consume) {
    static constexpr field_info unlimited{};
    const std::size_t problems = errors.size();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::size_t before = errors.size();
        Item item{};
        if (value_type<Item>::read(texts[i], item, unlimited, errors))
            consume(std::move(item));
        else
            errors.prepend(before, i);
    }
    return errors.size() == problems;
}

inline auto as_input(const std::vector<std::string_view>& texts) {
    return [&texts] {
        list all;
        for (const std::string_view text : texts) all.push_back(text);
        return any(std::move(all));
    };
}

template <text_readable Item, class Allocator>
struct value_type<std::vector<Item, Allocator>> {
    using item = Item;
    using container = std::vector<Item, Allocator>;

    static bool read_all(const std::vector<std::string_view>& texts, container& out,
                         const field_info& info, error_list& errors) {
        out.clear();
        const auto check_size = [&] {
            return check_items(texts.size(), "List", info, errors, as_input(texts));
        };
        // A list that is too long is nothing but that; one that is too short has good items.
        if (texts.size() > info.max_items) return check_size();
        return read_items<Item>(texts, errors,
                                [&](Item&& value) { out.push_back(std::move(value)); }) &&
               check_size();
    }
    static dict schema(const field_info& info, schema_registry& registry) {
        dict schema{{"type", "array"}, {"items", value_type<Item>::schema(field_info{}, registry)}};
        describe_items(schema, info);
        return schema;
    }
};

/// A set, in whatever order.
template <class Set>
struct set_value_type {
    using item = typename Set::value_type;

    static bool read_all(const std::vector<std::string_view>& texts, Set& out,
                         const field_info& info, error_list& errors) {
        out.clear();
        error_list problems;
        const bool is_good =
            read_items<item>(texts, problems, [&](item&& value) { out.insert(std::move(value)); });
        if (out.size() > info.max_items)
            return add_set_too_long(errors, info.max_items, as_input(texts));
        errors.append(std::move(problems));
        return is_good && check_items(out.size(), "Set", info, errors, as_input(texts));
    }
    static dict schema(const field_info& info, schema_registry& registry) {
        dict schema{{"type", "array"},
                    {"uniqueItems", true},
                    {"items", value_type<item>::schema(field_info{}, registry)}};
        describe_items(schema, info);
        return schema;
    }
};

template <text_readable Item, class... Rest>
struct value_type<std::set<Item, Rest...>> : set_value_type<std::set<Item, Rest...>> {};
template <text_readable Item, class... Rest>
struct value_type<std::unordered_set<Item, Rest...>>
    : set_value_type<std::unordered_set<Item, Rest...>> {};

template <list_readable Container>
struct value_type<std::optional<Container>> {
    static bool read_all(const std::vector<std::string_view>& texts, std::optional<Container>& out,
                         const field_info& info, error_list& errors) {
        if (value_type<Container>::read_all(texts, out.emplace(), info, errors)) return true;
        out.reset();
        return false;
    }
    static dict schema(const field_info& info, schema_registry& registry) {
        return nullable(value_type<Container>::schema(info, registry));
    }
};

template <class Type>
inline constexpr bool is_optional = is_specialization_of<Type, std::optional>;

template <class Type>
struct without_optional {
    using type = Type;
};
template <class Value>
struct without_optional<std::optional<Value>> {
    using type = Value;
};

}  // namespace fastapi::detail
