#pragma once

// What the compiler can find wrong with a handler: a parameter that does not say where it comes
// from, a type that cannot be read, two bodies. One message for each mistake: where a check fails,
// the endpoint is not instantiated, which would bury the message.

#include "fastapi/core/async.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/http/background.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/model/constraint_check.hpp"
#include "fastapi/params/arguments.hpp"
#include "fastapi/params/body.hpp"
#include "fastapi/params/depends.hpp"
#include "fastapi/params/file_value.hpp"
#include "fastapi/params/param.hpp"
#include "fastapi/params/param_rows.hpp"
#include "fastapi/params/reply.hpp"
#include "fastapi/params/security_scopes.hpp"
#include "fastapi/params/type_dependency.hpp"

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace fastapi::detail {

/// Whether an endpoint can be made of the handler; where not, a static_assert has said why.
template <class Handler>
consteval bool check_handler();

/// The same of a function that others depend on.
template <class Callable>
consteval bool check_dependency();

// ---- implementation ----

/// Whether the value of a parameter or a model's member can be read.
template <class Slot, bool FromForm>
consteval bool check_slot() {
    using value = typename slot_value<Slot>::type;
    constexpr bool is_file = FromForm && file_readable<value>;
    constexpr bool is_readable = text_readable<value> || list_readable<value> || is_file;
    static_assert(
        is_readable,
        "fastapi: the type of this parameter cannot be read from a text. Use bool, an integer, a "
        "floating number, std::string, an enum, Literal<...>, datetime, date, time, timedelta, "
        "UUID, Decimal, or std::optional, std::vector, std::set or std::variant of them.");
    if constexpr (is_file || !is_readable)
        return is_readable;
    else
        return check_constraints<Slot>();
}

template <class Model, bool FromForm, std::size_t Index>
consteval bool check_param_member() {
    if constexpr (is_extra_member<Model, Index>())
        return true;
    else
        return check_slot<std::remove_cv_t<member_type<Model, Index>>, FromForm>();
}

template <class Model, bool FromForm, std::size_t... Index>
consteval bool check_param_members(std::index_sequence<Index...>) {
    constexpr bool has_place = config_of<Model>().extra != Extra::allow ||
                               (is_extra_member<Model, Index>() || ... || false);
    static_assert(has_place,
                  "fastapi: a model with extra = Extra::allow needs a place for what it does not "
                  "know. Add the member dict model_extra;");
    return has_place && (check_param_member<Model, FromForm, Index>() && ... && true);
}

template <class Model, bool FromForm>
consteval bool check_param_model() {
    constexpr bool is_visible = reflectable<Model>;
    static_assert(is_visible,
                  "fastapi: the members of this model of parameters cannot be seen. Use a plain "
                  "struct, without constructors, base classes or private members.");
    if constexpr (is_visible) {
        return check_names<Model>() && check_param_members<Model, FromForm>(
                                           std::make_index_sequence<member_count<Model>>());
    } else {
        return false;
    }
}

template <class Param>
consteval bool check_declared_param() {
    constexpr bool is_one_value =
        Param::location != param_location::path || !list_readable<typename Param::value_type>;
    static_assert(is_one_value,
                  "fastapi: a Path parameter holds one value. Use Query for a container, or "
                  "{name:path} and std::string.");
    if constexpr (is_one_value)
        return check_slot<Param, is_form_param<Param>>();
    else
        return false;
}

template <class Argument>
inline constexpr bool is_mutable_reference =
    std::is_lvalue_reference_v<Argument> && !std::is_const_v<std::remove_reference_t<Argument>>;

/// Whether a body parameter can be read from JSON.
template <class Argument>
consteval bool check_body_argument() {
    using plain = std::remove_cvref_t<Argument>;
    constexpr bool is_value = !is_mutable_reference<Argument>;
    static_assert(is_value, "fastapi: a parameter is taken by value. Write Item item, without &.");
    constexpr bool is_readable = is_decodable<plain>();
    static_assert(is_readable,
                  "fastapi: the type of this body parameter cannot be read from JSON. Use a plain "
                  "struct, a standard container, text, a number, an enum, datetime, UUID, Decimal, "
                  "or dict, list and any for free JSON.");
    return is_value && is_readable;
}

/// Whether the handler can be given what this parameter of it asks for.
template <class Argument>
consteval bool check_argument() {
    using plain = std::remove_cvref_t<Argument>;
    if constexpr (is_exchange_part<plain>) {
        constexpr bool is_reference = std::is_lvalue_reference_v<Argument>;
        static_assert(
            is_reference,
            "fastapi: Request, Response and BackgroundTasks are taken by reference. Write Request& "
            "request, Response& response or BackgroundTasks& background_tasks.");
        return is_reference;
    } else if constexpr (is_depends<plain>) {
        constexpr bool is_value = !std::is_reference_v<Argument>;
        static_assert(
            is_value,
            "fastapi: a dependency is taken by value. Write Depends<get_db> db, without &.");
        return is_value && check_dependency<typename plain::callable>();
    } else if constexpr (is_declared_param<plain> || is_param_model<plain>) {
        constexpr bool is_value = !is_mutable_reference<Argument>;
        static_assert(
            is_value,
            "fastapi: a parameter is taken by value. Write Path<\"id\", int> id, without &.");
        if constexpr (!is_value)
            return false;
        else if constexpr (is_param_model<plain>)
            return check_param_model<typename plain::model_type, is_form_argument<plain>>();
        else
            return check_declared_param<plain>();
    } else if constexpr (is_security_scopes<plain>) {
        constexpr bool is_dependency = always_false<Argument>;
        static_assert(
            is_dependency,
            "fastapi: SecurityScopes is a parameter of dependencies: nothing asks a handler for "
            "scopes. Take it in the function of Security<function, \"scope\">.");
        return false;
    } else if constexpr (body_argument<plain>) {
        return check_body_argument<Argument>();
    } else {
        constexpr bool is_declared = always_false<Argument>;
        static_assert(
            is_declared,
            "fastapi: this parameter does not say where it comes from. Write Path<\"name\", T>, "
            "Query, Header, Cookie, Form, File or Body like it, a plain struct for the body, "
            "QueryModel<T>, Depends<function>, Request& or Response&.");
        return false;
    }
}

template <class Result>
consteval bool check_result() {
    constexpr bool is_replyable = can_reply<Result>();
    static_assert(is_replyable,
                  "fastapi: what this handler returns cannot be written as JSON. Return a plain "
                  "struct, a dict, a list, a standard container, text or a number, or a Response.");
    return is_replyable;
}

/// Several parameters can be told apart in one body only by their names.
template <class... Arguments>
consteval bool check_body_names() {
    constexpr int bodies = (body_argument<std::remove_cvref_t<Arguments>> + ... + 0);
    constexpr int unnamed = ((body_argument<std::remove_cvref_t<Arguments>> &&
                              !is_body_param<std::remove_cvref_t<Arguments>>)+... +
                             0);
    constexpr bool has_names = bodies < 2 || unnamed == 0;
    static_assert(has_names,
                  "fastapi: this function takes several parameters from the body, and one of them "
                  "has no name. Write Body<\"item\", Item> item, Body<\"user\", User> user.");
    constexpr bool has_form = (is_form_argument<std::remove_cvref_t<Arguments>> || ... || false);
    constexpr bool is_one_kind = bodies == 0 || !has_form;
    static_assert(is_one_kind,
                  "fastapi: this function takes form fields beside a JSON body, and a request has "
                  "one body. Write Form<\"name\", T> for each field, or take everything as JSON.");
    return has_names && is_one_kind;
}

template <class Arguments>
struct arguments_check;
template <class... Arguments>
struct arguments_check<std::tuple<Arguments...>> {
    static consteval bool run() {
        return check_body_names<Arguments...>() && (check_argument<Arguments>() && ... && true);
    }
};

template <class Argument>
consteval bool check_dependency_argument() {
    using plain = std::remove_cvref_t<Argument>;
    if constexpr (is_security_scopes<plain>)
        return true;
    else
        return check_argument<Argument>();
}

/// Of a struct that others depend on.
template <class Member>
consteval bool check_dependency_member() {
    constexpr bool is_declared = is_declared_param<Member> || is_body_param<Member> ||
                                 is_param_model<Member> || is_depends<Member> ||
                                 is_security_scopes<Member>;
    static_assert(is_declared,
                  "fastapi: a member of this struct, which others depend on, does not say where it "
                  "comes from. Write Query<\"name\", T>, Path, Header, Cookie, Form, File or Body "
                  "like it, QueryModel<T>, Depends<function> or SecurityScopes, or write a "
                  "function that makes the struct.");
    if constexpr (is_declared)
        return check_dependency_argument<Member>();
    else
        return false;
}

template <class Type, class... Members>
consteval bool check_members_of_dependency(type_tag<std::tuple<Members...>>) {
    constexpr bool is_visible = reflectable<Type>;
    static_assert(is_visible,
                  "fastapi: the members of this type, which others depend on, cannot be seen. Use "
                  "a plain struct, without constructors, base classes, private members or "
                  "references, or a function that makes the type.");
    return is_visible && check_body_names<Members...>() &&
           (check_dependency_member<Members>() && ... && true);
}

template <class... Arguments>
consteval bool check_dependency_arguments(type_tag<std::tuple<Arguments...>>) {
    return check_body_names<Arguments...>() &&
           (check_dependency_argument<Arguments>() && ... && true);
}

template <class Callable>
consteval bool check_dependency() {
    constexpr bool is_readable = readable_signature<Callable>;
    static_assert(is_readable,
                  "fastapi: the parameters of this dependency cannot be read. Use a function, or "
                  "an object whose operator() is no template and not overloaded.");
    if constexpr (!is_readable) {
        return false;
    } else {
        using declared = signature<Callable>;
        if constexpr (is_type_dependency<Callable>)
            return check_members_of_dependency<typename declared::result>(
                type_tag<typename declared::arguments>());
        else
            return check_dependency_arguments(type_tag<typename declared::arguments>());
    }
}

template <class Handler>
consteval bool check_handler() {
    using handler = signature<std::decay_t<Handler>>;
    return arguments_check<typename handler::arguments>::run() &&
           check_result<typename awaited<typename handler::result>::type>();
}

}  // namespace fastapi::detail
