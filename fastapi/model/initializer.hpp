#pragma once

// Which members of a struct have a default member initialiser (`int skip = 0`), and so are not required.
//
// C++20 cannot be asked. But constructing the struct over known bytes shows it: a member without an
// initialiser keeps the bytes that were there, one with an initialiser does not. Done twice, over
// different bytes, once for each type. A member of class type constructs itself either way; it counts as
// initialised where it then holds something else than an empty value of its type.

#include "fastapi/core/reflection.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <tuple>
#include <type_traits>
#include <variant>

namespace fastapi::detail {

/// For each member of Model, whether it has a default member initialiser that can be seen.
template <class Model>
const std::array<bool, member_count<Model>>& initialized_members();

// ---- implementation ----

/// Kept out of line, so that the compiler cannot conclude that bytes before a construction are dead.
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

/// A pair, a tuple or a variant: its `==` is there whether or not its parts have one.
template <class Member>
concept is_composed = requires { std::tuple_size<Member>::value; } || requires { std::variant_size<Member>::value; };

/// Whether a class-type member holds something else than an empty value.
template <class Member>
bool differs_from_empty(const Member& member) {
    if constexpr (requires { { member.is_set() } -> std::same_as<bool>; })
        return member.is_set();  // a Field given a value by its initialiser
    else if constexpr (requires { { member.empty() } -> std::same_as<bool>; })
        return !member.empty();
    else if constexpr (requires { { member.has_value() } -> std::same_as<bool>; })
        return member.has_value();
    else if constexpr (reflectable<Member> || is_composed<Member>)
        return false;
    else if constexpr (std::default_initializable<Member> && std::equality_comparable<Member>)
        return !(member == Member{});
    else
        return false;
}

template <class Model>
std::array<bool, member_count<Model>> find_initialized_members() {
    alignas(Model) unsigned char storage[2][sizeof(Model)];
    Model* const first = construct_over<Model>(storage[0], 0x00);
    Model* const second = construct_over<Model>(storage[1], 0xFF);
    std::array<bool, member_count<Model>> result{};
    std::size_t position = 0;
    const auto compare = [&](auto& one, auto& other) {
        using member = std::remove_cvref_t<decltype(one)>;
        if constexpr (std::is_scalar_v<member>) {
            unsigned char bytes[2][sizeof(member)];
            copy_bytes(one, bytes[0]);
            copy_bytes(other, bytes[1]);
            result[position++] = std::memcmp(bytes[0], bytes[1], sizeof(member)) == 0;
        } else {
            result[position++] = differs_from_empty(one);
        }
    };
    std::apply([&](auto&... ones) {
        std::apply([&](auto&... others) { (compare(ones, others), ...); }, members(*second));
    }, members(*first));
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
