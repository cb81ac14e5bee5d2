#pragma once

// From what a handler returned to the answer. A Response goes out as it is; anything else is written as
// JSON straight into the answer's body: a dict as FastAPI's jsonable_encoder does it, a typed value as
// its response model does.

#include "fastapi/core/any.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/status.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/schema.hpp"

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

namespace fastapi::detail {

/// Puts a returned value into the answer.
template <class Result>
void reply(Response& response, Result&& result);

/// The answer of a handler that returns nothing: `null`, where the status has a body at all.
void reply_nothing(Response& response);

/// The schema of what such a handler returns, `{}` where it is not known.
template <class Result>
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

inline void reply_nothing(Response& response) {
    std::string& body = json_body(response);
    if (allows_body(response.status_code)) append_json_null(body);
}

/// Whether a handler may return this type.
template <class Result>
consteval bool can_reply() {
    using value = std::remove_cvref_t<Result>;
    if constexpr (std::is_void_v<Result> || std::derived_from<value, Response> || any_value<value> ||
                  std::same_as<value, picojson::value>)
        return true;
    else
        return is_encodable<value>();
}

template <class Result>
void reply(Response& response, Result&& result) {
    using value = std::remove_cvref_t<Result>;
    if constexpr (std::derived_from<value, Response>)
        response = static_cast<Response&&>(std::forward<Result>(result));
    else if constexpr (any_value<value> || std::same_as<value, picojson::value>)
        append_json(json_body(response), any(std::forward<Result>(result)));
    else
        append_encoded(json_body(response), result, json_style::pydantic);
}

template <class Result>
any describe_result(schema_registry& registry) {
    if constexpr (std::is_void_v<Result> || std::derived_from<Result, Response> || any_value<Result>)
        return dict{};
    else
        return output_schema<Result>(info_of<>, registry);
}

}  // namespace fastapi::detail
