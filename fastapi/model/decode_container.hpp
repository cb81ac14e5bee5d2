#pragma once

// JSON to lists, sets, tuples and objects with any keys: their items one by one, every bad one a
// problem at its place.

#include "fastapi/core/any.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/json_input.hpp"
#include "fastapi/model/value.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// Reads any value: in decode.hpp, because items may be of every type.
template <class Value>
bool decode(json_input& in, Value& out, const field_info& info);

// ---- implementation ----

template <class Consume>
bool decode_items(json_input& in, std::string_view type, std::string_view noun,
                  const Consume& consume) {
    const std::size_t start = in.start(), problems = in.errors.size();
    if (!in.reader.enter_array())
        return in.fail(start, type, "Input should be a valid " + std::string(noun));
    for (std::size_t index = 0; in.reader.next_element(); ++index) {
        const std::size_t before = in.errors.size();
        if (in.errors.is_full())
            in.reader.skip_value();
        else if (!consume(index))
            in.errors.prepend(before, index);
    }
    return !in.reader.error() && in.errors.size() == problems;
}

/// A list that is too long is nothing but that, whatever its items are.
template <class Container, class Consume>
bool decode_list_items(json_input& in, Container& out, const field_info& info,
                       const Consume& consume) {
    const std::size_t start = in.start(), problems = in.errors.size();
    out.clear();
    decode_items(in, "list_type", "list", consume);
    if (in.reader.error()) return false;
    if (out.size() > info.max_items) in.forget_problems(problems);
    return in.errors.size() == problems &&
           (!info.limits_items() ||
            check_items(out.size(), "List", info, in.errors, [&] { return in.input_from(start); }));
}

template <class Container>
bool decode_list(json_input& in, Container& out, const field_info& info) {
    return decode_list_items(
        in, out, info, [&](std::size_t) { return decode(in, out.emplace_back(), info_of<>); });
}

template <class Allocator>
bool decode_list(json_input& in, std::vector<bool, Allocator>& out, const field_info& info) {
    return decode_list_items(in, out, info, [&](std::size_t) {
        bool value = false;
        const bool is_good = decode(in, value, info_of<>);
        out.push_back(value);
        return is_good;
    });
}

/// Whether so many keys of a hash table lie in the place of this one that they were chosen for it:
/// everybody knows std::hash. Each would cost a walk over all of them.
template <class Container>
bool is_crowded(const Container& container, const typename Container::key_type& key) {
    constexpr std::size_t most = 100;  // by chance, about 8 in a table of a million keys
    if constexpr (requires { container.bucket_size(container.bucket(key)); })
        return container.bucket_size(container.bucket(key)) > most;
    else
        return false;
}

inline bool add_crowded(json_input& in, any input) {
    in.errors.add("hash_collisions", "Input should not have so many keys with the same hash",
                  std::move(input));
    return false;
}

template <class Set>
bool decode_set(json_input& in, Set& out, const field_info& info) {
    const std::size_t start = in.start(), problems = in.errors.size();
    if (in.refuses_texts()) return in.fail(start, "set_type", "Input should be a valid set");
    out.clear();
    in.converted();
    bool is_refused = false;
    const auto consume = [&](std::size_t) {
        typename Set::value_type value{};
        const std::size_t item_start = in.start();
        if (is_refused) return in.reader.skip_value(), true;
        if (!decode(in, value, info_of<>)) return false;
        is_refused = is_crowded(out, *out.insert(std::move(value)).first);
        return !is_refused || add_crowded(in, in.input_from(item_start));
    };
    decode_items(in, "set_type", "set", consume);
    if (in.reader.error()) return false;
    if (out.size() > info.max_items) {
        in.forget_problems(problems);
        return add_set_too_long(in.errors, info.max_items, [&] { return in.input_from(start); });
    }
    return in.errors.size() == problems &&
           (!info.limits_items() ||
            check_items(out.size(), "Set", info, in.errors, [&] { return in.input_from(start); }));
}

/// A tuple, a pair or an array: a list of exactly so many values.
template <class Tuple>
bool decode_tuple(json_input& in, Tuple& out) {
    constexpr std::size_t size = std::tuple_size_v<Tuple>;
    const std::size_t start = in.start(), problems = in.errors.size();
    std::size_t count = 0;
    if (in.refuses_texts()) return in.fail(start, "tuple_type", "Input should be a valid tuple");
    in.converted();
    const auto consume = [&](std::size_t index) {
        count = index + 1;
        bool is_good = true;
        const auto read = [&]<std::size_t Place>(std::integral_constant<std::size_t, Place>) {
            if (Place == index) is_good = decode(in, std::get<Place>(out), info_of<>);
        };
        [&]<std::size_t... Place>(std::index_sequence<Place...>) {
            (read(std::integral_constant<std::size_t, Place>()), ...);
        }(std::make_index_sequence<size>());
        if (index >= size) in.reader.skip_value();
        return is_good;
    };
    decode_items(in, "tuple_type", "tuple", consume);
    if (in.reader.error()) return false;
    if (count > size) {
        in.forget_problems(problems);
        in.errors.add(
            "too_long",
            "Tuple should have at most " + counted(size, "item") + " after validation, not " +
                std::to_string(count),
            in.input_from(start),
            dict{{"field_type", "Tuple"}, {"max_length", size}, {"actual_length", count}});
    }
    const bool is_tuple = in.errors.size() == problems || count > 0;
    for (std::size_t index = count; is_tuple && index < size; ++index) {
        const std::size_t before = in.errors.size();
        in.errors.add("missing", "Field required", in.input_from(start));
        in.errors.prepend(before, index);
    }
    return in.errors.size() == problems;
}

/// A key that is no text. A strict model takes an integer from JSON's texts only where nobody has
/// parsed them.
template <class Key>
bool decode_key(json_input& in, const std::string& text, Key& out) {
    if (!in.refuses_texts()) return value_type<Key>::read(text, out, info_of<>, in.errors);
    std::string document;
    append_json_string(document, text);
    json_input key(document, in.errors, in);
    return decode(key, out, info_of<>);
}

/// Reads the members of an object. False where a key came twice, in whatever spelling.
template <class Map>
bool read_entries(json_input& in, Map& out) {
    using key_type = typename Map::key_type;
    bool is_unique = true, is_refused = false;
    std::string_view name;
    std::string storage;
    while (in.reader.next_member(name, storage)) {
        if (is_refused || in.errors.is_full()) {
            in.reader.skip_value();
            continue;
        }
        const std::string key_text(in.strips_white_space ? trim_white_space(name) : name);
        const std::size_t before = in.errors.size();
        key_type key{};
        if constexpr (std::same_as<key_type, std::string>)
            key = key_text;
        else if (!decode_key(in, key_text, key))
            in.errors.prepend(before, "[key]");
        const auto [entry, is_new] = out.try_emplace(std::move(key));
        if (!is_new) entry->second = typename Map::mapped_type{};
        is_unique = is_unique && is_new;
        decode(in, entry->second, info_of<>);
        is_refused = is_crowded(out, entry->first);
        if (is_refused) add_crowded(in, any(key_text));
        in.errors.prepend(before, name);
    }
    return is_unique;
}

template <class Map>
bool decode_map(json_input& in, Map& out, const field_info& info) {
    const std::size_t start = in.start(), problems = in.errors.size();
    if (!in.reader.enter_object())
        return in.fail(start, "dict_type", "Input should be a valid dictionary");
    out.clear();
    const bool is_unique = read_entries(in, out) || in.has_unique_keys;
    if (in.reader.error()) return false;
    if (in.errors.size() != problems) {
        if (is_unique || in.errors.is_full()) return false;
        // Of a repeated key the last value counts, and the problems of the others are none.
        const std::string text = text_of(in.value_from(start));
        in.forget_problems(problems);
        json_input again(text, in.errors, in);
        again.has_unique_keys = true;
        return decode_map(again, out, info);
    }
    return !info.limits_items() || check_items(out.size(), "Dictionary", info, in.errors,
                                               [&] { return in.input_from(start); });
}

}  // namespace fastapi::detail
