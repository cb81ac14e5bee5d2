#pragma once

// The arguments of a function that is called for a request, a handler or a dependency: what is kept
// for each of them until the call, and what it becomes in the call. Parts of the exchange are
// passed by reference, everything else is moved out of its place.

#include "fastapi/core/reflection.hpp"
#include "fastapi/http/background.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/params/depends.hpp"
#include "fastapi/params/param.hpp"
#include "fastapi/params/security_scopes.hpp"
#include "fastapi/params/type_dependency.hpp"
#include "fastapi/routing/operation.hpp"

#include <cstddef>
#include <type_traits>

namespace fastapi::detail {

/// What a function takes by reference: a part of the exchange, not a parameter.
template <class Type>
inline constexpr bool is_exchange_part =
    std::is_same_v<Type, Request> || std::is_same_v<Type, Response> ||
    std::is_same_v<Type, BackgroundTasks>;

/// What is kept for an argument until the call: nothing for a part of the exchange, of a dependency
/// the place of its value.
template <class Argument>
using argument_storage =
    std::conditional_t<is_exchange_part<Argument>, std::nullptr_t,
                       std::conditional_t<is_depends<Argument>, void*, Argument>>;

/// The fields of a model that was just made are not set, although their initialisers gave them
/// values.
template <class Argument>
void forget_unset_fields([[maybe_unused]] Argument& argument) {
    if constexpr (is_param_model<Argument>)
        visit_members(static_cast<typename Argument::model_type&>(argument), [](auto&... each) {
            const auto forget = [](auto& member) {
                if constexpr (is_field<std::remove_cvref_t<decltype(member)>>) member.set(false);
            };
            (forget(each), ...);
        });
}

/// What the call gets for a parameter of this type.
template <class Argument, class Stored>
decltype(auto) pass_argument([[maybe_unused]] Stored& stored, [[maybe_unused]] exchange& current) {
    using plain = std::remove_cvref_t<Argument>;
    if constexpr (is_depends<plain>)
        return made_of_dependency<plain>(stored);
    else if constexpr (std::is_same_v<plain, Request>)
        return static_cast<Request&>(current.request);
    else if constexpr (std::is_same_v<plain, Response>)
        return static_cast<Response&>(current.response);
    else if constexpr (std::is_same_v<plain, BackgroundTasks>)
        return static_cast<BackgroundTasks&>(current.background);
    else if constexpr (std::is_lvalue_reference_v<Argument>)
        return static_cast<Stored&>(stored);
    else
        return static_cast<Stored&&>(stored);
}

}  // namespace fastapi::detail
