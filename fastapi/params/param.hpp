#pragma once

// The declared parameters of a handler: `Path<"user_id", int> user_id`. The type says what is read,
// from where, under which name and within which limits. A parameter is its value.

#include "fastapi/core/meta.hpp"
#include "fastapi/http/upload_file.hpp"
#include "fastapi/model/default_value.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/value.hpp"
#include "fastapi/routing/operation.hpp"

#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi {
namespace detail {
namespace bases {

/// What every declared parameter has in common: its value, which is the stated default until a
/// request brings another.
template <param_location Location, fixed_string Name, class Value, auto... Items>
class declared_param : public value_holder<Value> {
    using holder = value_holder<Value>;

public:
    using field_type = Field<Value, Items...>;  // what its validators are listed in
    static constexpr param_location location = Location;
    static constexpr const field_info& info = info_for<Value, Items...>();
    static constexpr std::string_view declared_name = Name.view();
    static constexpr auto fixed_name = Name;

    declared_param() : holder(initial_value()) {}
    declared_param(Value value) : holder(std::move(value)) {}

    template <class Given>
        requires std::is_assignable_v<Value&, Given&&>
    declared_param& operator=(Given&& given) {
        this->get() = std::forward<Given>(given);
        return *this;
    }

private:
    static Value initial_value() {
        if constexpr (info_of<Items...>.default_value.is_set())
            return stated_default<Value>(info);
        else
            return Value{};
    }
};

}  // namespace bases

using bases::declared_param;

}  // namespace detail

/// A value from the path: `Path<"user_id", int>` takes what `{user_id}` matched. Always required;
/// the values after the type are constraints and metadata.
/// https://fastapi.tiangolo.com/reference/parameters/
template <fixed_string Name, class Value, auto... Items>
struct Path : detail::declared_param<detail::param_location::path, Name, Value, Items...> {
    using detail::declared_param<detail::param_location::path, Name, Value,
                                 Items...>::declared_param;
    using detail::declared_param<detail::param_location::path, Name, Value, Items...>::operator=;
};

/// A value from the query string: `Query<"page", int, 1, ge(1)>`. Required unless it has a default
/// (the first plain value, or `defaults_to(...)`), is an optional, or is a container; `required`
/// makes it so. Of a repeated key the last value counts; a container takes all of them.
/// https://fastapi.tiangolo.com/tutorial/query-params-str-validations/
template <fixed_string Name, class Value, auto... Items>
struct Query : detail::declared_param<detail::param_location::query, Name, Value, Items...> {
    using detail::declared_param<detail::param_location::query, Name, Value,
                                 Items...>::declared_param;
    using detail::declared_param<detail::param_location::query, Name, Value, Items...>::operator=;
};

/// The value of a header: `Header<"x_token", std::string>` takes `X-Token`, because underscores
/// become hyphens (`convert_underscores(false)` keeps them). Required as a `Query` is. Of a
/// repeated header the first value counts; a container takes all of them. Bytes beyond ASCII are
/// read as Latin-1. https://fastapi.tiangolo.com/tutorial/header-params/
template <fixed_string Name, class Value, auto... Items>
struct Header : detail::declared_param<detail::param_location::header, Name, Value, Items...> {
    using detail::declared_param<detail::param_location::header, Name, Value,
                                 Items...>::declared_param;
    using detail::declared_param<detail::param_location::header, Name, Value, Items...>::operator=;
};

/// The value of a cookie: `Cookie<"session_id", std::optional<std::string>>`. Required as a `Query`
/// is. https://fastapi.tiangolo.com/tutorial/cookie-params/
template <fixed_string Name, class Value, auto... Items>
struct Cookie : detail::declared_param<detail::param_location::cookie, Name, Value, Items...> {
    using detail::declared_param<detail::param_location::cookie, Name, Value,
                                 Items...>::declared_param;
    using detail::declared_param<detail::param_location::cookie, Name, Value, Items...>::operator=;
};

/// A field of a form, urlencoded or multipart: `Form<"username", std::string>`. Required as a
/// `Query` is; an empty field counts as not sent. Of a repeated field the last value counts; a
/// container takes all. https://fastapi.tiangolo.com/tutorial/request-forms/
template <fixed_string Name, class Value, auto... Items>
struct Form : detail::declared_param<detail::param_location::body, Name, Value, Items...> {
    using detail::declared_param<detail::param_location::body, Name, Value,
                                 Items...>::declared_param;
    using detail::declared_param<detail::param_location::body, Name, Value, Items...>::operator=;
};

/// A file of a multipart form: an `UploadFile`, an optional or a container of it, or its content as
/// `bytes`. Required as a `Query` is. https://fastapi.tiangolo.com/tutorial/request-files/
template <fixed_string Name, class Value = UploadFile, auto... Items>
struct File : detail::declared_param<detail::param_location::body, Name, Value, Items...> {
    using detail::declared_param<detail::param_location::body, Name, Value,
                                 Items...>::declared_param;
    using detail::declared_param<detail::param_location::body, Name, Value, Items...>::operator=;
};

namespace detail {
namespace bases {

template <param_location Location, class Model>
struct param_model : Model {
    static constexpr param_location location = Location;
    using model_type = Model;
};

}  // namespace bases

using bases::param_model;

}  // namespace detail

/// Query parameters as one plain struct: each member is a parameter of its own name, with the
/// member's initialiser as its default. `QueryModel<Paging>` is a `Paging`.
/// https://fastapi.tiangolo.com/tutorial/query-param-models/
template <class Model>
struct QueryModel : detail::param_model<detail::param_location::query, Model> {};

/// The same of headers, whose names have hyphens for underscores.
/// https://fastapi.tiangolo.com/tutorial/header-param-models/
template <class Model>
struct HeaderModel : detail::param_model<detail::param_location::header, Model> {};

/// The same of cookies. https://fastapi.tiangolo.com/tutorial/cookie-param-models/
template <class Model>
struct CookieModel : detail::param_model<detail::param_location::cookie, Model> {};

/// The same of the fields and files of a form.
/// https://fastapi.tiangolo.com/tutorial/request-form-models/
template <class Model>
struct FormModel : detail::param_model<detail::param_location::body, Model> {};

/// A part of the JSON body under its own name: `Body<"item", Item> item, Body<"user", User> user`
/// expects `{"item": {...}, "user": {...}}`. The only one of a handler is the whole body, unless it
/// says `embed`.
/// https://fastapi.tiangolo.com/tutorial/body-multiple-params/
template <fixed_string Name, class Value, auto... Items>
struct Body : detail::declared_param<detail::param_location::body, Name, Value, Items...> {
    using detail::declared_param<detail::param_location::body, Name, Value,
                                 Items...>::declared_param;
    using detail::declared_param<detail::param_location::body, Name, Value, Items...>::operator=;
};

namespace detail {

template <class Type>
inline constexpr bool is_body_param = false;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_body_param<Body<Name, Value, Items...>> = true;

template <class Type>
inline constexpr bool is_form_param = false;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_form_param<Form<Name, Value, Items...>> = true;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_form_param<File<Name, Value, Items...>> = true;

template <class Type>
inline constexpr bool is_declared_param = is_form_param<Type>;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_declared_param<Path<Name, Value, Items...>> = true;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_declared_param<Query<Name, Value, Items...>> = true;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_declared_param<Header<Name, Value, Items...>> = true;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_declared_param<Cookie<Name, Value, Items...>> = true;

template <class Type>
inline constexpr bool is_param_model = false;
template <class Model>
inline constexpr bool is_param_model<QueryModel<Model>> = true;
template <class Model>
inline constexpr bool is_param_model<HeaderModel<Model>> = true;
template <class Model>
inline constexpr bool is_param_model<CookieModel<Model>> = true;
template <class Model>
inline constexpr bool is_param_model<FormModel<Model>> = true;

/// A parameter that comes from a form.
template <class Type>
inline constexpr bool is_form_argument = is_form_param<Type>;
template <class Model>
inline constexpr bool is_form_argument<FormModel<Model>> = true;

}  // namespace detail
}  // namespace fastapi
