#pragma once

// How many members a plain aggregate has, and whether it has a base class, learned by trying how
// many initialisers it takes. The tries double and then bisect.

#include <algorithm>
#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

namespace fastapi::detail {

// ---- counting: how many initialisers does T take ----

// Converts to everything. `const&&` settles the choice where a class has a constructor for
// everything: C(U&&) is a better match than the operator, C(const U&) a worse one. (C(U) would be
// ambiguous.)
struct any_member {
    template <class U>
    operator U() const&& {
        std::terminate();  // never called, but Clang wants a body for types without linkage
    }
};

template <class T>
struct any_base {
    template <class U>
        requires(std::is_base_of_v<U, T> && !std::is_same_v<U, T>)
    operator U() const&& {
        std::terminate();
    }
};

struct converts_to_nothing {};

/// The types with which others are tried. They are no models, or a member that takes every model
/// would ask about them while it is being asked about.
template <class T>
inline constexpr bool is_probe =
    std::is_same_v<T, any_member> || std::is_same_v<T, converts_to_nothing>;
template <class T>
inline constexpr bool is_probe<any_base<T>> = true;

template <std::size_t>
using any_member_at = any_member;

template <class T, class... First, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
    return requires { T{First{}..., any_member_at<I>{}...}; };
}

/// Whether T is initialised by objects of the types `First` and then `Count` of `any_member`.
template <class T, std::size_t Count, class... First>
inline constexpr bool takes_initializers = takes<T, First...>(std::make_index_sequence<Count>{});

inline constexpr std::size_t max_initializers = 256;
inline constexpr std::size_t uncountable = max_initializers + 1;

// The fewest initialisers: all up to the last member that cannot do without one.
template <class T, std::size_t Count = 0>
constexpr std::size_t fewest_initializers() {
    if constexpr (takes_initializers<T, Count>)
        return Count;
    else if constexpr (Count >= max_initializers || Count > sizeof(T) * 8)
        return uncountable;
    else
        return fewest_initializers<T, Count + 1>();
}

// `Low` initialisers are taken, `High` are too many.
template <class T, std::size_t Low, std::size_t High>
constexpr std::size_t bisect_initializers() {
    constexpr std::size_t middle = Low + (High - Low) / 2;
    if constexpr (middle == Low)
        return Low;
    else if constexpr (takes_initializers<T, middle>)
        return bisect_initializers<T, middle, High>();
    else
        return bisect_initializers<T, Low, middle>();
}

template <class T, std::size_t Low, std::size_t Step>
constexpr std::size_t most_initializers() {
    if constexpr (Low > max_initializers)
        return uncountable;
    else if constexpr (takes_initializers<T, Low + Step>)
        return most_initializers<T, Low + Step, Step * 2>();
    else
        return bisect_initializers<T, Low, Low + Step>();
}

template <class T>
constexpr std::size_t count_initializers() {
    constexpr std::size_t fewest = fewest_initializers<T>();
    if constexpr (fewest == uncountable)
        return uncountable;
    else
        return std::min(most_initializers<T, fewest, 8>(), uncountable);
}

template <class T>
inline constexpr std::size_t initializer_count = count_initializers<T>();

// A base class takes the first initialiser. A first member that takes even `converts_to_nothing`
// says nothing about a base class.
template <class T>
constexpr bool has_base_class() {
    constexpr std::size_t count = initializer_count<T>;
    if constexpr (count == 0)
        return false;
    else
        return takes_initializers<T, count - 1, any_base<T>> &&
               !takes_initializers<T, count - 1, converts_to_nothing>;
}

// ---- counting: an array takes an initialiser for each element, but is one member ----

// `{}` initialises a whole array, so it leaves room for fewer initialisers than another member's.
template <class T, std::size_t... Before, std::size_t... After>
constexpr bool takes_empty(std::index_sequence<Before...>, std::index_sequence<After...>) {
    return requires { T{any_member_at<Before>{}..., {}, any_member_at<After>{}...}; };
}

template <class T, std::size_t... Before, std::size_t... After>
constexpr bool takes_eight_empty(std::index_sequence<Before...>, std::index_sequence<After...>) {
    return requires {
        T{any_member_at<Before>{}..., {}, {}, {}, {}, {}, {}, {}, {}, any_member_at<After>{}...};
    };
}

// How many initialisers the member takes that begins at `At`: an array's elements, or 1.
template <class T, std::size_t At, std::size_t Extent = 1>
constexpr std::size_t initializers_of_member() {
    constexpr std::size_t rest = initializer_count<T> - At;
    if constexpr (Extent > rest)
        return 1;  // `{}` never fits: a class without a default constructor
    else if constexpr (takes_empty<T>(std::make_index_sequence<At>{},
                                      std::make_index_sequence<rest - Extent>{}))
        return Extent;
    else
        return initializers_of_member<T, At, Extent + 1>();
}

template <class T, std::size_t At>
constexpr bool starts_eight_members() {
    if constexpr (At + 8 > initializer_count<T>)
        return false;
    else
        return takes_eight_empty<T>(std::make_index_sequence<At>{},
                                    std::make_index_sequence<initializer_count<T> - At - 8>{});
}

template <class T, std::size_t At = 0, std::size_t Found = 0>
constexpr std::size_t count_without_elements() {
    if constexpr (At == initializer_count<T>)
        return Found;
    else if constexpr (starts_eight_members<T, At>())
        return count_without_elements<T, At + 8, Found + 8>();
    else
        return count_without_elements<T, At + initializers_of_member<T, At>(), Found + 1>();
}

}  // namespace fastapi::detail
