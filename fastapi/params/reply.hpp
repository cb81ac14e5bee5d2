#pragma once

// From what a handler returned to the answer. A Response goes out as it is; anything else is
// written as JSON straight into the answer's body: a dict as FastAPI's jsonable_encoder does it, a
// typed value as its response model does.

#include "fastapi/core/any.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/http/redirect_response.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/status.hpp"
#include "fastapi/model/decode.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/functions.hpp"
#include "fastapi/model/schema.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/routing/operation.hpp"

#include <concepts>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace fastapi {

/// The type of a further answer's body, for the document: `.responses = {{404, {.model =
/// model<ErrorMessage>}}}`.
/// https://fastapi.tiangolo.com/advanced/additional-responses/#additional-response-with-model
template <class Model>
inline constexpr any (*model)(detail::schema_registry&) = [](detail::schema_registry& registry) {
    return any(detail::output_schema<Model>(detail::info_of<>, registry));
};

namespace detail {

/// Stands for the response model where a route names none: what the handler returns is one itself.
struct result_itself {};

/// Puts a returned value into the answer: through `Model`, where the route names one, so that
/// nothing goes out that the model does not have. Throws ResponseValidationError where the value
/// does not fit it.
template <class Model, class Result>
void reply(exchange& current, Result&& result);

/// The answer of a handler that returns nothing: `null`, where the status has a body at all; of a
/// class that takes text an empty one.
void reply_nothing(exchange& current);

/// The schema of what such a handler answers, `{}` where it is not known.
template <class Model, class Result>
any describe_result(schema_registry& registry);

// ---- implementation ----

/// The body to write JSON into, with its Content-Type set unless the handler has set one.
inline std::string& json_body(Response& response) {
    if (response.headers.empty())
        response.headers.append_trusted(json_content_type);
    else
        response.headers.setdefault("content-type", "application/json");
    response.body.clear();
    return response.body;
}

/// Whether a handler may return this type.
template <class Result>
consteval bool can_reply() {
    using value = std::remove_cvref_t<Result>;
    if constexpr (std::is_void_v<Result> || std::derived_from<value, Response> ||
                  any_value<value> || std::same_as<value, picojson::value>)
        return true;
    else
        return is_encodable<value>();
}

/// Reads the value, of whatever type, as the response model.
template <class Model, class Result>
Model read_as_model(const Result& result) {
    Model model{};
    const std::string document = document_of(result);
    error_list problems;
    json_input in(document, problems);
    decode(in, model, info_of<>);
    problems.prepend(0, "response");
    if (!problems.empty()) throw ResponseValidationError(problems.details());
    return model;
}

/// The answer of a class that takes text.
inline void reply_text(exchange& current, std::string text) {
    Response& response = current.response;
    const bool is_redirect = current.response_class.kind == ResponseClass::kinds::redirect;
    const Response made = is_redirect ? Response(RedirectResponse(text, response.status_code))
                                      : Response(std::move(text), response.status_code, {},
                                                 current.response_class.media_type);
    const std::string_view header = is_redirect ? "location" : "content-type";
    response.headers.setdefault(header, *made.headers.get(header));
    response.body = made.body;
}

inline void reply_nothing(exchange& current) {
    if (current.response_class.kind != ResponseClass::kinds::json)
        return reply_text(current, std::string());
    std::string& body = json_body(current.response);
    if (has_content(current.response.status_code)) append_json_null(body);
}

/// The text that a handler has returned. Throws std::logic_error for anything else.
template <class Result>
std::string text_of_result(const Result& result) {
    if constexpr (std::convertible_to<const Result&, std::string_view> &&
                  !std::same_as<Result, std::nullptr_t>)
        return std::string(std::string_view(result));
    else if constexpr (std::same_as<Result, any>)
        if (result.is_string()) return result.as_string();
    throw std::logic_error(
        "fastapi: the handler of a route with .response_class = html, plain_text or redirect "
        "returns text");
}

template <class Model, class Result>
void reply(exchange& current, Result&& result) {
    using value = std::remove_cvref_t<Result>;
    Response& response = current.response;
    if constexpr (extends_model<value>)
        return reply<Model>(current, static_cast<const typename value::model_type&>(result));
    else if constexpr (!std::derived_from<value, Response>)
        if (current.response_class.kind != ResponseClass::kinds::json)
            return reply_text(current, text_of_result<value>(result));
    if constexpr (std::derived_from<value, Response>) {
        response = static_cast<Response&&>(std::forward<Result>(result));
    } else if constexpr (!std::same_as<Model, result_itself> && !std::same_as<Model, value>) {
        const Model model = read_as_model<Model>(result);
        encode(text_sink(json_body(response), json_style::pydantic, current.filter), model);
    } else if constexpr (any_value<value> || std::same_as<value, picojson::value>) {
        constexpr bool has_model = !std::same_as<Model, result_itself>;
        append_json(json_body(response), any(std::forward<Result>(result)),
                    has_model ? json_style::pydantic : json_style::python);
    } else {
        encode(text_sink(json_body(response), json_style::pydantic, current.filter), result);
    }
    if (!has_content(response.status_code)) response.body.clear();
}

template <class Model, class Result>
any describe_result(schema_registry& registry) {
    if constexpr (!std::same_as<Model, result_itself>)
        return output_schema<Model>(info_of<>, registry);
    else if constexpr (extends_model<Result>)
        return output_schema<typename Result::model_type>(info_of<>, registry);
    else if constexpr (std::is_void_v<Result> || std::derived_from<Result, Response> ||
                       any_value<Result>)
        return dict{};
    else
        return output_schema<Result>(info_of<>, registry);
}

}  // namespace detail
}  // namespace fastapi
