#pragma once

// Routes as a program sees them that asks for all: plain descriptions, in the order of declaration.
// As FastAPI's `app.routes`, with the docs pages and what is mounted.

#include "fastapi/routing/operation.hpp"
#include "fastapi/routing/path_pattern.hpp"
#include "fastapi/routing/route_table.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fastapi::detail {

/// One operation. Its path is whole where those of all routers are in front of it.
APIRoute listed(const operation& described);

/// One entry of a table: an operation, or a mount.
APIRoute listed(const route& declared);

/// All of a router, or of an application.
std::vector<APIRoute> listed(const std::vector<operation>& operations);
std::vector<APIRoute> listed(const route_table& table);

// ---- implementation ----

/// Without converters; a path that is no template (a callback's) stays as it is.
inline std::string listed_path(std::string_view path) {
    const parsed_path parsed = parse_path(path);
    std::string result;
    if (parsed.error != path_error::none && parsed.error != path_error::no_leading_slash)
        return std::string(path);
    for (const parsed_path::piece& each : parsed) {
        if (each.is_placeholder)
            result.append("{").append(each.text).append("}");
        else
            result.append(each.text);
    }
    return result;
}

inline APIRoute listed(const operation& described) {
    const RouteOptions& options = described.options;
    return {.name = options.name,
            .path = listed_path(described.path),
            .methods = described.methods,
            .tags = options.tags,
            .summary = options.summary,
            .description = options.description,
            .operation_id = options.operation_id,
            .status_code = options.status_code,
            .deprecated = options.deprecated,
            .include_in_schema = options.include_in_schema};
}

inline APIRoute listed(const route& declared) {
    APIRoute result = listed(declared.description);
    if (!declared.is_mount()) return result;
    result.app = declared.mounted;
    result.path.resize(result.path.rfind('/'));  // in front of the rest of the path
    return result;
}

inline std::vector<APIRoute> listed(const std::vector<operation>& operations) {
    std::vector<APIRoute> result;
    for (const operation& each : operations) result.push_back(listed(each));
    return result;
}

inline std::vector<APIRoute> listed(const route_table& table) {
    std::vector<APIRoute> result;
    for (const std::unique_ptr<route>& each : table.routes()) result.push_back(listed(*each));
    return result;
}

}  // namespace fastapi::detail
