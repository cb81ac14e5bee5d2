#pragma once

// Names, types and number of the members of a plain struct, and names of enumerators, without
// macros. The names are cut from what the compiler says about a function instantiated for a
// member's address or an enumerator. The member belongs to storage that is defined but never
// constructed, so structs in functions and in anonymous namespaces work, and no constructor runs.
// What C++20 cannot see (base classes, private members, constructors) is listed by hand in
// `reflect<T>`. The project uses only the names above the implementation line, so that another
// backend (`__cpp_impl_reflection`) can stand behind them.

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection_count.hpp"
#include "fastapi/core/reflection_enum.hpp"
#include "fastapi/core/reflection_ladder.hpp"
#include "fastapi/core/reflection_text.hpp"

namespace fastapi {

namespace detail {

template <class Class, class Member>
struct named_member {
    using type = Member;
    std::string_view name;
    Member Class::*pointer;
};

template <class T>
constexpr bool is_reflectable();
template <class T>
constexpr std::size_t count_members();
template <class T, std::size_t Index>
constexpr auto member_tag();
template <class T>
constexpr auto member_name_array();

}  // namespace detail

/// Lists the members of a class that the compiler cannot look into. Specialise it, and (for private
/// members) make the specialisation a friend of the class:
///
///     template <>
///     struct fastapi::reflect<Account> {
///         static constexpr auto members =
///             std::tuple{field("id", &Account::id_), field("name", &Account::name_)};
///     };
template <class T>
struct reflect {};

/// One member in the list of a `reflect` specialisation; inherited members may be listed too.
template <class Class, class Member>
constexpr detail::named_member<Class, Member> field(std::string_view name, Member Class::*pointer) {
    return {name, pointer};
}

/// A class whose members are known: an aggregate without base classes and reference members, or a
/// class with a `reflect` specialisation. (An aggregate may take at most 256 initialisers, where an
/// array member takes one for each element.)
/// Not a union, an array, or a type with the tuple protocol, such as std::array.
template <class T>
concept reflectable = std::is_class_v<T> && detail::is_reflectable<std::remove_cv_t<T>>();

/// The number of members.
template <reflectable T>
inline constexpr std::size_t member_count = detail::count_members<std::remove_cv_t<T>>();

/// The type of member `Index` as it is declared.
template <reflectable T, std::size_t Index>
using member_type = typename decltype(detail::member_tag<std::remove_cv_t<T>, Index>())::type;

/// The names of the members in order. Each is followed by a NUL.
template <reflectable T>
inline constexpr std::array<std::string_view, member_count<T>> member_names =
    detail::member_name_array<std::remove_cv_t<T>>();

/// Calls `visitor` once with an lvalue of each member of `value`, in order: cheaper than a tuple.
template <class T, class Visitor>
    requires reflectable<T>
constexpr decltype(auto) visit_members(T& value, Visitor visitor);

/// The members of `value` as a tuple of lvalue references.
template <class T>
    requires reflectable<T>
constexpr auto members(T& value) {
    return visit_members(value, [](auto&... each) { return std::tie(each...); });
}

// ---- implementation ----

namespace detail {

// ---- members ----

template <class T>
concept described = requires { reflect<T>::members; };

template <class T>
concept has_tuple_protocol = requires { std::tuple_size<T>::value; };

template <class T>
constexpr bool is_reflectable() {
    if constexpr (described<T>)
        return true;
    else if constexpr (!std::is_aggregate_v<T> || has_tuple_protocol<T> || is_probe<T>)
        return false;
    else if constexpr (initializer_count<T> == uncountable)
        return false;
    else
        return !has_base_class<T>();
}

template <class T>
constexpr std::size_t count_members() {
    if constexpr (described<T>)
        return std::tuple_size_v<std::remove_cvref_t<decltype(reflect<T>::members)>>;
    else
        return count_without_elements<T>();
}

template <class T, class Visitor>
constexpr decltype(auto) visit_described(T& value, Visitor visitor) {
    return std::apply(
        [&](const auto&... each) -> decltype(auto) { return visitor(value.*each.pointer...); },
        reflect<std::remove_cv_t<T>>::members);
}

template <class... Members>
struct member_list {
    template <std::size_t Index>
    using at = std::tuple_element_t<Index, std::tuple<type_tag<Members>...>>;
};

// Never called: only its result type is read.
struct list_members {
    template <class... Members>
    constexpr member_list<Members...> operator()(Members&...) const {
        return {};
    }
};

template <class T>
using members_of = decltype(visit_members(std::declval<T&>(), list_members{}));

template <class T, std::size_t Index>
constexpr auto member_tag() {
    static_assert(Index < member_count<T>,
                  "fastapi: member_type<T, Index> asks for a member that T does not have. Index "
                  "counts from 0.");
    return typename members_of<T>::template at<Index>{};
}

}  // namespace detail

template <class T, class Visitor>
    requires reflectable<T>
constexpr decltype(auto) visit_members(T& value, Visitor visitor) {
    using plain = std::remove_cv_t<T>;
    if constexpr (detail::described<plain>) {
        return detail::visit_described(value, std::move(visitor));
    } else {
        static_assert(member_count<plain> <= detail::max_member_count,
                      "fastapi: this struct has more than 128 members. Move some of them into a "
                      "struct of their own and make that a member.");
        return detail::visit_bindings<member_count<plain>>(value, std::move(visitor));
    }
}

namespace detail {

// ---- names of members ----

// Only addresses inside `value` are taken: no T is ever constructed or destroyed.
template <class T>
union unconstructed {
    char none;
    T value;
    constexpr unconstructed() : none() {}
    constexpr ~unconstructed() {}
};
#if defined(__clang__)
template <class T>
[[clang::no_destroy]] inline constinit const unconstructed<T> ghost{};
#else
template <class T>
inline constexpr unconstructed<T> ghost{};
#endif

// Clang before 17 takes no pointer to a member of an object as a template argument, but a class
// that holds one.
struct address {
    const void* pointer;
};

template <address Member>
constexpr auto print_member() {
    return std::string_view(__PRETTY_FUNCTION__);
}

constexpr std::string_view cut_member_name(std::string_view printed) {
    while (!printed.empty() && !is_identifier_char(printed.back())) printed.remove_suffix(1);
    return last_identifier(printed);
}

struct take_addresses {
    template <class... Members>
    constexpr std::array<const void*, sizeof...(Members)> operator()(Members&... each) const {
        return {static_cast<const void*>(&each)...};
    }
};

template <class T>
inline constexpr auto ghost_addresses = visit_members(ghost<T>.value, take_addresses{});

template <class T>
struct printed_members {
    static constexpr auto raw() {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return std::array<std::string_view, sizeof...(I)>{
                cut_member_name(print_member<address{ghost_addresses<T>[I]}>())...};
        }(std::make_index_sequence<member_count<T>>{});
    }
};

struct known_struct {
    int known_member;
};
static_assert(printed_members<known_struct>::raw()[0] == "known_member",
              "fastapi: this compiler prints members in a form that is not known yet. Please "
              "report its name and version; fastapi::reflect<T> lists a struct's members by hand.");

template <class T>
constexpr auto member_name_array() {
    if constexpr (described<T>)
        return std::apply(
            [](const auto&... each) {
                return std::array<std::string_view, sizeof...(each)>{each.name...};
            },
            reflect<T>::members);
    else
        return split_names<printed_members<T>>();
}

}  // namespace detail
}  // namespace fastapi
