#pragma once

// Which members of a struct have a default member initialiser (`int skip = 0`), and so are not
// required.
//
// C++20 cannot be asked. But constructing the struct over known bytes shows it: a member without an
// initialiser keeps the bytes that were there, one with an initialiser does not. Done twice, over
// different bytes, once for each type. A member of class type constructs itself either way; it
// counts as initialised where it then holds something else than an empty value of its type, a pair,
// a tuple or a variant where a part of it does, and a struct where it differs from one that was
// made by itself over the same bytes.

#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/model/model_layout.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace fastapi::detail {

/// For each member of Model, whether it has a default member initialiser that can be seen.
template <class Model>
const std::array<bool, member_count<Model>>& initialized_members();

// ---- implementation ----

/// Kept out of line, so that the compiler cannot conclude that bytes before a construction are
/// dead.
template <class Model>
[[gnu::noinline]] Model* construct_over(unsigned char* storage, unsigned char filling) {
    volatile unsigned char* bytes = storage;
    for (std::size_t i = 0; i < sizeof(Model); ++i) bytes[i] = filling;
    return ::new (static_cast<void*>(storage)) Model;
}

template <class Member>
[[gnu::noinline]] void copy_bytes(const Member& member, unsigned char* out) {
    std::memcpy(out, static_cast<const void*>(std::addressof(member)), sizeof(Member));
}

template <class Member>
inline constexpr bool is_pair_or_tuple =
    is_specialization_of<Member, std::pair> || is_specialization_of<Member, std::tuple>;

/// A type whose `==` may be there although its parts have none: an array.
template <class Member>
concept is_composed = requires { std::tuple_size<Member>::value; };

/// A struct whose members are looked at, as those of the struct around it.
template <class Member>
concept is_plain_struct =
    reflectable<Member> && !is_composed<Member> && std::is_default_constructible_v<Member>;

/// Whether a class-type member, or a part of one, holds something else than an empty value.
template <class Member>
bool differs_from_empty(const Member& member) {
    if constexpr (std::is_floating_point_v<Member>)
        return member < 0 || !(member <= 0);  // not 0; NaN as well
    else if constexpr (std::is_scalar_v<Member>)
        return member != Member{};
    else if constexpr (is_pair_or_tuple<Member>)
        return std::apply([](const auto&... parts) { return (differs_from_empty(parts) || ...); },
                          member);
    else if constexpr (is_specialization_of<Member, std::variant>)
        return member.index() != 0 || differs_from_empty(std::get<0>(member));
    else if constexpr (requires {
                           { member.is_set() } -> std::same_as<bool>;
                       })
        return member.is_set();  // a Field given a value by its initialiser
    else if constexpr (requires {
                           { member.empty() } -> std::same_as<bool>;
                       })
        return !member.empty();
    else if constexpr (requires {
                           { member.has_value() } -> std::same_as<bool>;
                       })
        return member.has_value();
    else if constexpr (reflectable<Member> || is_composed<Member>)
        return false;
    else if constexpr (std::default_initializable<Member> && std::equality_comparable<Member>)
        return !(member == Member{});
    else
        return false;
}

/// Whether two values are alike: scalars by their bytes, which may be of no value; others by what
/// they hold.
template <class Value>
bool is_alike(const Value& one, const Value& other);

template <class Range>
bool are_items_alike(const Range& one, const Range& other) {
    auto left = one.begin();
    auto right = other.begin();
    for (; left != one.end() && right != other.end(); ++left, ++right) {
        const typename Range::value_type& item = *left;  // also of a std::vector<bool>
        if (!is_alike<typename Range::value_type>(item, *right)) return false;
    }
    return left == one.end() && right == other.end();
}

template <class Model>
bool are_members_alike(const void* one, const void* other) {
    return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        const auto at = [](const void* model, std::size_t index) -> const void* {
            return static_cast<const char*>(model) + layout_of<Model>.offset(index);
        };
        return (is_alike(*static_cast<const member_type<Model, Index>*>(at(one, Index)),
                         *static_cast<const member_type<Model, Index>*>(at(other, Index))) &&
                ... && true);
    }(std::make_index_sequence<member_count<Model>>());
}

template <class Value>
bool is_alike(const Value& one, const Value& other) {
    if constexpr (std::is_scalar_v<Value>) {
        unsigned char bytes[2][sizeof(Value)];
        copy_bytes(one, bytes[0]);
        copy_bytes(other, bytes[1]);
        return std::memcmp(bytes[0], bytes[1], sizeof(Value)) == 0;
    } else if constexpr (requires {
                             { one.is_set() } -> std::same_as<bool>;
                             one.get();
                         }) {
        return one.is_set() == other.is_set() && is_alike(one.get(), other.get());
    } else if constexpr (requires {
                             { one.has_value() } -> std::same_as<bool>;
                             *one;
                         }) {
        return one.has_value() == other.has_value() && (!one.has_value() || is_alike(*one, *other));
    } else if constexpr (requires {
                             typename Value::value_type;
                             one.begin() != one.end();
                         }) {
        return are_items_alike(one, other);
    } else if constexpr (is_pair_or_tuple<Value>) {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            return (is_alike(std::get<Index>(one), std::get<Index>(other)) && ... && true);
        }(std::make_index_sequence<std::tuple_size_v<Value>>());
    } else if constexpr (is_specialization_of<Value, std::variant>) {
        return one.index() == other.index();
    } else if constexpr (reflectable<Value>) {
        return are_members_alike<Value>(std::addressof(one), std::addressof(other));
    } else if constexpr (std::equality_comparable<Value>) {
        return one == other;
    } else {
        return true;
    }
}

/// Whether a struct within a struct was given values, by two that were made over different bytes.
template <class Inner>
bool differs_from_fresh(const void* one, const void* other) {
    alignas(Inner) unsigned char storage[sizeof(Inner)];
    const auto differs = [&](const void* member, unsigned char filling) {
        Inner* const fresh = construct_over<Inner>(storage, filling);
        const bool result = !are_members_alike<Inner>(member, fresh);
        std::destroy_at(fresh);
        return result;
    };
    return differs(one, 0x00) || differs(other, 0xFF);
}

/// Whether a member has an initialiser, by two of them that were made over different bytes.
template <class Member>
bool is_initialized(const void* one, const void* other) {
    if constexpr (std::is_scalar_v<Member>)
        return is_alike(*static_cast<const Member*>(one), *static_cast<const Member*>(other));
    else if constexpr (is_plain_struct<Member>)
        return differs_from_fresh<Member>(one, other);
    else
        return differs_from_empty(*static_cast<const Member*>(one));
}

template <class Members>
struct initializer_checks;
template <class... Members>
struct initializer_checks<member_list<Members...>> {
    static constexpr std::array<bool (*)(const void*, const void*), sizeof...(Members)> rows{
        &is_initialized<std::remove_cv_t<Members>>...};
};

template <class Model>
std::array<bool, member_count<Model>> find_initialized_members() {
    alignas(Model) unsigned char storage[2][sizeof(Model)];
    Model* const first = construct_over<Model>(storage[0], 0x00);
    Model* const second = construct_over<Model>(storage[1], 0xFF);
    std::array<bool, member_count<Model>> result{};
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = initializer_checks<members_of<Model>>::rows[i](
            storage[0] + layout_of<Model>.offset(i), storage[1] + layout_of<Model>.offset(i));
    std::destroy_at(first);
    std::destroy_at(second);
    return result;
}

template <class Model>
const std::array<bool, member_count<Model>>& initialized_members() {
    static const std::array<bool, member_count<Model>> result = find_initialized_members<Model>();
    return result;
}

}  // namespace fastapi::detail
