#pragma once

// JSON to a std::variant: by a discriminator, where the field names one, else by trying the
// alternatives as Pydantic's smart mode does. https://docs.pydantic.dev/latest/concepts/unions/

#include "fastapi/core/any.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/json_input.hpp"
#include "fastapi/model/model_table.hpp"
#include "fastapi/model/scalar_value.hpp"
#include "fastapi/model/schema.hpp"
#include "fastapi/model/value.hpp"

#include <cmath>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace fastapi::detail {

/// Reads any value: in decode.hpp, because a union's alternatives may be of every type.
template <class Value>
bool decode(json_input& in, Value& out, const field_info& info);

/// The word for a type in the place of a union's error: `int`, `list[str]`, the name of a model.
template <class Value>
std::string union_label();

template <class... Values>
std::string union_labels(std::string_view separator) {
    std::string text;
    const auto add = [&](const std::string& label) {
        text.append(text.empty() ? "" : separator).append(label);
    };
    (add(union_label<Values>()), ...);
    return text;
}

template <class... Values>
std::string tuple_label(type_tag<std::tuple<Values...>>) {
    return "tuple[" + union_labels<Values...>(", ") + "]";
}
template <class First, class Second>
std::string tuple_label(type_tag<std::pair<First, Second>>) {
    return "tuple[" + union_labels<First, Second>(", ") + "]";
}

template <class Literal>
std::string literal_label() {
    std::string text;
    for (std::size_t i = 0; i < Literal::choices.size(); ++i) {
        text += i == 0 ? "" : ",";
        text +=
            Literal::numbers[i] ? std::string(Literal::choices[i]) : quoted(Literal::choices[i]);
    }
    return "literal[" + text + "]";
}

/// Pydantic's name for a type without parts.
template <class Value>
constexpr std::string_view plain_label() {
    if constexpr (std::same_as<Value, bool>)
        return "bool";
    else if constexpr (plain_integer<Value>)
        return "int";
    else if constexpr (std::floating_point<Value>)
        return "float";
    else if constexpr (std::same_as<Value, std::string>)
        return "str";
    else if constexpr (std::same_as<Value, Decimal>)
        return "decimal";
    else if constexpr (std::same_as<Value, UUID>)
        return "uuid";
    else if constexpr (std::same_as<Value, EmailStr>)
        return "function-after[_validate(), str]";
    else if constexpr (std::same_as<Value, HttpUrl>)
        return "function-wrap[wrap_val()]";
    else if constexpr (std::same_as<Value, any>)
        return "any";
    else if constexpr (std::same_as<Value, dict>)
        return "dict[str,any]";
    else if constexpr (std::same_as<Value, list>)
        return "list[any]";
    else
        return type_name<Value>();
}

/// That of a value, or of one that has limits.
template <class Slot>
std::string field_label() {
    constexpr bool is_limited = Slot::info.limits_numbers() || Slot::info.limits_text();
    using value = typename Slot::value_type;
    constexpr bool has_own_name =
        plain_integer<value> || std::floating_point<value> || std::same_as<value, std::string>;
    return is_limited && has_own_name ? "constrained-" + union_label<value>()
                                      : union_label<value>();
}

template <class Value>
std::string union_label() {
    if constexpr (holds_value<Value>)
        return field_label<Value>();
    else if constexpr (std::is_enum_v<Value>)
        return "str-enum[" + std::string(type_name<Value>()) + "]";
    else if constexpr (is_int_enum<Value>)
        return "int-enum[" + std::string(type_name<typename Value::enum_type>()) + "]";
    else if constexpr (is_literal<Value>)
        return literal_label<Value>();
    else if constexpr (is_optional<Value>)
        return "nullable[" + union_label<typename Value::value_type>() + "]";
    else if constexpr (is_smart_pointer<Value>)
        return union_label<typename Value::element_type>();
    else if constexpr (is_list<Value>)
        return "list[" + union_label<typename Value::value_type>() + "]";
    else if constexpr (is_set<Value>)
        return "set[" + union_label<typename Value::value_type>() + "]";
    else if constexpr (is_map<Value>)
        return "dict[" + union_labels<typename Value::key_type, typename Value::mapped_type>(",") +
               "]";
    else if constexpr (is_tuple<Value>)
        return tuple_label(type_tag<Value>());
    else
        return std::string(plain_label<Value>());
}

/// Reads one value as each alternative of a union, and keeps the one that fits it best.
template <class Variant>
class union_decoder {
public:
    union_decoder(json_input& in, std::string_view text, Variant& out, const field_info& info)
        : in_(in), text_(text), out_(out), info_(info) {}

    /// True where the alternative fits so well that no other can fit better.
    template <std::size_t Index>
    bool attempt() {
        using alternative = std::variant_alternative_t<Index, Variant>;
        if (!in_.may_read_again(text_)) return false;
        alternative value{};
        error_list found;
        json_input again(text_, found, in_);
        if (!decode(again, value, info_)) {
            found.prepend(0, union_label<alternative>());
            problems_.append(std::move(found));
            return false;
        }
        if (!is_read_ || again.match.is_better_than(best_)) {
            best_ = again.match;
            out_.template emplace<Index>(std::move(value));
        }
        is_read_ = true;
        return again.match.kind == match_quality::kinds::exact && !again.match.has_model;
    }

    bool finish() {
        if (is_read_) return in_.match.add(best_), true;
        if (in_.is_exhausted()) {  // the problems so far are as many as the ways to read it: too
                                   // many to tell
            problems_.clear();
            problems_.add("recursion_loop", "Recursion error - cyclic reference detected", any());
        }
        in_.errors.append(std::move(problems_));
        return false;
    }

private:
    json_input& in_;
    std::string_view text_;
    Variant& out_;
    const field_info& info_;
    error_list problems_;
    match_quality best_;
    bool is_read_ = false;
};

/// What the member of that name holds in the object that comes next, nothing where there is none.
/// Of a repeated one the last counts.
inline std::optional<any> find_tag(json_reader& ahead, std::string_view name) {
    std::optional<any> tag;
    std::string_view key;
    std::string storage;
    while (ahead.next_member(key, storage)) {
        if (key == name)
            decode_any(ahead, tag.emplace());
        else
            ahead.skip_value();
    }
    return tag;
}

/// A value as Python's repr() writes it; what is in its texts stays as it is, but for a quote.
inline std::string python_repr(const any& value) {
    if (value.is_null()) return "None";
    if (value.is_bool()) return value.as_bool() ? "True" : "False";
    if (value.is_string()) {
        const std::string& text = value.as_string();
        const bool has_quote = text.find('\'') != text.npos && text.find('"') == text.npos;
        return has_quote ? "\"" + text + "\"" : detail::quoted(text);  // not std::quoted
    }
    std::string parts;
    const auto add = [&](const std::string& part) {
        parts.append(parts.empty() ? "" : ", ").append(part);
    };
    if (value.is_list()) {
        for (const any& item : value.as_list()) add(python_repr(item));
        return "[" + parts + "]";
    }
    if (value.is_number()) {
        const double number = value.as_number();
        return value.is_integer() || std::isfinite(number) ? value.dump()
               : std::isnan(number)                        ? "nan"
               : number < 0                                ? "-inf"
                                                           : "inf";
    }
    for (const auto& [key, member] : value.as_dict())
        add(python_repr(any(key)) + ": " + python_repr(member));
    return "{" + parts + "}";
}

/// A tag as Python's str() writes it.
inline std::string tag_text(const any& tag) {
    return tag.is_string() ? tag.as_string() : python_repr(tag);
}

/// Reads the alternative that has this tag. Whether there is one.
template <class Alternative, class Variant>
bool decode_if_tagged(json_input& in, Variant& out, const any& tag, const field_info& info,
                      bool& is_good) {
    const bool is_number = tag.is_integer();
    if (!is_number && !tag.is_string()) return false;
    for (const union_tag& known : tags_of<Alternative>(info.discriminator)) {
        if (known.is_number != is_number || known.text != tag_text(tag)) continue;
        const std::size_t before = in.errors.size();
        is_good = decode(in, out.template emplace<Alternative>(), info_of<>);
        in.errors.prepend(before, tag);
        return true;
    }
    return false;
}

template <class... Alternatives>
bool fail_unknown_tag(json_input& in, std::size_t start, const any& found, const field_info& info) {
    std::string listed;
    const auto list_tags = [&](const std::vector<union_tag>& tags) {
        for (const union_tag& each : tags)
            listed += (listed.empty() ? "" : ", ") +
                      (each.is_number ? std::string(each.text) : quoted(each.text));
    };
    (list_tags(tags_of<Alternatives>(info.discriminator)), ...);
    const std::string name = quoted(info.discriminator), tag = tag_text(found);
    return in.fail(start, "union_tag_invalid",
                   "Input tag '" + tag + "' found using " + name +
                       " does not match any of the expected tags: " + listed,
                   dict{{"discriminator", name}, {"tag", tag}, {"expected_tags", listed}});
}

/// A union whose alternative is told by one member.
template <class... Alternatives>
bool decode_tagged(json_input& in, std::variant<Alternatives...>& out, const field_info& info) {
    const std::size_t start = in.start();
    json_reader ahead = in.reader;
    if (!ahead.enter_object())
        return in.fail(start, "model_attributes_type",
                       "Input should be a valid dictionary or object to extract fields from");
    const std::optional<any> tag = find_tag(ahead, info.discriminator);
    if (ahead.error()) return in.reader.skip_value(), false;
    if (!tag) {
        const std::string name = quoted(info.discriminator);
        return in.fail(start, "union_tag_not_found",
                       "Unable to extract tag using discriminator " + name,
                       dict{{"discriminator", name}});
    }
    bool is_good = false;
    if ((decode_if_tagged<Alternatives>(in, out, *tag, info, is_good) || ...)) return is_good;
    return fail_unknown_tag<Alternatives...>(in, start, *tag, info);
}

/// Pydantic's smart mode: the alternative that takes the value with the fewest conversions, or with
/// the most members of a model, the first of equals; else the problems of all.
template <class... Alternatives>
bool decode_variant(json_input& in, std::variant<Alternatives...>& out, const field_info& info) {
    if (!info.discriminator.empty()) return decode_tagged(in, out, info);
    in.start();
    const std::string_view text = in.reader.raw_value();
    if (in.reader.error()) return false;
    union_decoder<std::variant<Alternatives...>> decoder(in, text, out, info);
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        static_cast<void>((decoder.template attempt<Index>() || ...));
    }(std::index_sequence_for<Alternatives...>());
    return decoder.finish();
}

}  // namespace fastapi::detail
