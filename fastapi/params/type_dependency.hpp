#pragma once

// `Depends<type<Commons>> commons`: a plain struct that is made for the request, whose members are
// declared as the parameters of a function are. It stands for the function that takes them and
// returns the struct. https://fastapi.tiangolo.com/tutorial/dependencies/classes-as-dependencies/

#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace fastapi {
namespace detail {

/// Makes a `Type` of its members.
template <class Type>
struct type_dependency {
    static constexpr bool never_blocks = true;

    template <class... Members>
    Type operator()(Members&&... members) const {
        return Type{std::forward<Members>(members)...};
    }
};

template <class Type>
inline constexpr bool is_type_dependency = false;
template <class Type>
inline constexpr bool is_type_dependency<type_dependency<Type>> = true;

}  // namespace detail

/// A struct as a dependency, each member of which says where it comes from:
/// `Depends<type<Commons>>` of `struct Commons { Query<"q", std::string, defaults_to("")> q;
/// Query<"skip", int, 0> skip; };`. The members may be dependencies, too. (Initialisers of members
/// do not count: state the default in the type.)
template <class Type>
inline constexpr detail::type_dependency<Type> type{};

// ---- implementation ----

namespace detail {

template <class Type>
consteval auto member_types() {
    if constexpr (reflectable<Type>)
        return []<std::size_t... Index>(std::index_sequence<Index...>) {
            return type_tag<std::tuple<member_type<Type, Index>...>>();
        }(std::make_index_sequence<member_count<Type>>());
    else
        return type_tag<std::tuple<>>();
}

template <class Type>
struct signature<type_dependency<Type>> {
    static_assert(
        requires { sizeof(Type); },
        "fastapi: a struct that others depend on is defined above them. (Nothing depends on "
        "itself.)");
    using result = Type;
    using arguments = typename decltype(member_types<Type>())::type;
};

}  // namespace detail
}  // namespace fastapi
