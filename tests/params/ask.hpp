#pragma once

// Calls the handler of a route without an application: what it answers to path values and a query.

#include "fastapi/params/router.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test_params {

struct Asked {
    int status = 0;
    std::string body;
    std::string content_type;
};

using path_values = std::vector<std::pair<std::string_view, std::string_view>>;

/// The endpoint that a route makes of the handler.
template <class Handler>
std::shared_ptr<fastapi::detail::endpoint> endpoint_of(Handler handler) {
    fastapi::APIRouter router({.prefix = "/route"});
    router.get(fastapi::runtime_path(""), std::move(handler));
    return router.operations().at(0).handler;
}

/// What the endpoint answers; of a refused request the problems, under status 422.
inline Asked ask(fastapi::detail::endpoint& endpoint, std::string_view query = "",
                 const path_values& path = {}) {
    fastapi::detail::exchange current;
    for (const auto& [name, value] : path)
        fastapi::detail::request_access::add_path_param(current.request, name, value);
    current.request.query_params.reset(query);
    try {
        endpoint.answer(current);
    } catch (const fastapi::RequestValidationError& refused) {
        return {422, fastapi::any(refused.errors()).dump(), ""};
    }
    const auto type = current.response.headers.get("content-type");
    return {current.response.status_code, current.response.body, std::string(type.value_or(""))};
}

template <class Handler>
Asked ask(Handler handler, std::string_view query = "", const path_values& path = {}) {
    return ask(*endpoint_of(std::move(handler)), query, path);
}

/// The parameters of a handler as one JSON text: name, and `!` where required, to schema.
template <class Handler>
std::string described(Handler handler) {
    fastapi::detail::schema_registry registry;
    fastapi::dict all;
    for (auto& each : endpoint_of(std::move(handler))->describe_params(registry))
        all[each.name + (each.required ? "!" : "")] = each.schema;
    fastapi::any document(std::move(all));
    registry.finish(document);
    return document.dump();
}

}  // namespace test_params
