#pragma once

// The routes of an application as an OpenAPI 3.1.0 document, the one that FastAPI makes of the same
// program: paths in the order of declaration, every method an operation of its own, schemas of
// named types under `components`. Keys stand in the order in which the specification lists them.
// What a route hides (`include_in_schema`) leaves no trace. Where path and method are declared
// twice the later one is shown, as FastAPI does it, although the earlier one answers.

#include "fastapi/core/any.hpp"
#include "fastapi/core/schema_registry.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/core/unicode.hpp"
#include "fastapi/http/status.hpp"
#include "fastapi/routing/operation.hpp"
#include "fastapi/routing/path_pattern.hpp"
#include "fastapi/routing/route_table.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// What the document says besides the routes. Empty values are left out; title and version never.
struct document_info {
    std::string title = "FastAPI";
    std::string summary = {};
    std::string description = {};
    std::string version = "0.1.0";
    std::string terms_of_service = {};
    any contact = {};       // a dict with name, url, email
    any license_info = {};  // a dict with name and identifier or url
    list openapi_tags = {};
    list servers = {};
};

/// The whole document. Asks every endpoint for its parameters and its answer once for each method.
dict openapi_document(const document_info& info, const std::vector<std::unique_ptr<route>>& routes);

/// The summary of an operation: its own, or its name as a title (`get_user_intro`: `Get User
/// Intro`), or one made from `GET /users/{user_id}`: `Get Users User Id`.
std::string operation_summary(const operation& described, std::string_view method,
                              std::string_view path);

/// Its operationId: its own, or FastAPI's `<name>_<path>_<method>`, or `get_users__user_id_` where
/// the handler has no name. `path` is without converters.
std::string operation_id(const operation& described, std::string_view method,
                         std::string_view path);

// ---- implementation ----

/// Python's str.title(): a letter behind no letter is upper case. What is not ASCII stays, as a
/// letter.
inline std::string title_case(std::string text) {
    bool starts_word = true;
    for (char& c : text) {
        c = starts_word ? to_upper(c) : to_lower(c);
        starts_word = !is_alpha(c) && static_cast<unsigned char>(c) < 0x80;
    }
    return text;
}

/// Python's re.sub(r"\W", "_", text): each character that can stand in no identifier becomes one
/// `_`.
inline std::string identifier_of(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        const bool is_word = length != 0 && is_word_char(utf8_code_point(text, i, length));
        result.append(is_word ? text.substr(i, length) : "_");
        i += std::max<std::size_t>(length, 1);
    }
    return result;
}

/// `/users/{user_id}` as words: ` users user id`.
inline std::string words_of_path(std::string_view path) {
    std::string words;
    for (const char c : path) {
        const bool is_part = is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
        if (is_part)
            words += c;
        else if (!words.ends_with(' '))
            words += ' ';
    }
    if (words.ends_with(' ')) words.pop_back();
    return words.empty() ? " root" : words;
}

inline std::string operation_summary(const operation& described, std::string_view method,
                                     std::string_view path) {
    const RouteOptions& options = described.options;
    if (!options.summary.empty()) return options.summary;
    if (options.name.empty()) return title_case(std::string(method) + words_of_path(path));
    std::string words = options.name;
    std::replace(words.begin(), words.end(), '_', ' ');
    return title_case(std::move(words));
}

inline std::string operation_id(const operation& described, std::string_view method,
                                std::string_view path) {
    const RouteOptions& options = described.options;
    if (!options.operation_id.empty()) return options.operation_id;
    if (options.name.empty()) return lowered(method) + identifier_of(path);
    return identifier_of(options.name + std::string(path)) + "_" + lowered(method);
}

inline dict json_content(any schema) {
    return dict{{"application/json", dict{{"schema", std::move(schema)}}}};
}

/// Whether 422 with the errors of validation is among the answers that the document lists by
/// itself.
inline bool documents_refusal(const operation& described) {
    return described.options.include_in_schema && described.handler->can_refuse() &&
           !described.options.responses.contains(422);
}

/// The two schemas of a 422, word for word as FastAPI has them.
inline void add_error_schemas(schema_registry& registry) {
    const list text_or_number{dict{{"type", "string"}}, dict{{"type", "integer"}}};
    registry.add_fixed(
        "HTTPValidationError",
        dict{
            {"properties",
             dict{{"detail", dict{{"items", dict{{"$ref", "#/components/schemas/ValidationError"}}},
                                  {"type", "array"},
                                  {"title", "Detail"}}}}},
            {"type", "object"},
            {"title", "HTTPValidationError"}});
    registry.add_fixed(
        "ValidationError",
        dict{{"properties", dict{{"loc", dict{{"items", dict{{"anyOf", text_or_number}}},
                                              {"type", "array"},
                                              {"title", "Location"}}},
                                 {"msg", dict{{"type", "string"}, {"title", "Message"}}},
                                 {"type", dict{{"type", "string"}, {"title", "Error Type"}}},
                                 {"input", dict{{"title", "Input"}}},
                                 {"ctx", dict{{"type", "object"}, {"title", "Context"}}}}},
             {"type", "object"},
             {"required", list{"loc", "msg", "type"}},
             {"title", "ValidationError"}});
}

inline dict describe_parameter(param_description param) {
    dict result{{"name", std::move(param.name)},
                {"in", location_name(param.location)},
                {"required", param.required},
                {"schema", std::move(param.schema)}};
    if (!param.description.empty()) result["description"] = std::move(param.description);
    if (!param.example.is_null()) result["example"] = std::move(param.example);
    if (param.deprecated) result["deprecated"] = true;
    return result;
}

/// OpenAPI 3.1 4.8.10: no two of the same name and place. As in FastAPI the later one counts, but
/// one that is required before any that is not.
inline list describe_parameters(const endpoint& handler, schema_registry& registry) {
    const std::vector<param_description> params = handler.describe_params(registry);
    const auto key_of = [](const param_description& param) {
        return std::string(location_name(param.location)) + " " + param.name;
    };
    dict by_key;
    for (const param_description& param : params)
        if (param.include_in_schema) by_key[key_of(param)] = describe_parameter(param);
    for (const param_description& param : params)
        if (param.include_in_schema && param.required)
            by_key[key_of(param)] = describe_parameter(param);
    list result;
    for (auto& [key, value] : by_key) result.push_back(std::move(value));
    return result;
}

/// The ordinary answer. RFC 9110 15.3.6: 205 has no content either, which FastAPI knows.
inline dict describe_answer(const operation& described, const std::string& id,
                            schema_registry& registry) {
    const RouteOptions& options = described.options;
    dict result{{"description", options.response_description}};
    std::optional<any> schema = described.handler->describe_response(registry);
    if (!schema || !has_content(options.status_code)) return result;
    dict& described_schema = schema->as_dict();
    if (!described_schema.empty() && !described_schema.contains("$ref")) {
        std::string title = "Response_" + id;
        std::replace(title.begin(), title.end(), '_', ' ');
        described_schema["title"] = title_case(std::move(title));
    }
    result["content"] = json_content(std::move(*schema));
    return result;
}

/// Lays a further answer of that status over what `responses` has.
inline void add_response(dict& responses, int status_code, const ResponseInfo& info) {
    any& response = responses[std::to_string(status_code)];
    if (!info.description.empty()) {
        response["description"] = info.description;
    } else if (response.is_null()) {
        const std::string_view phrase = status::phrase(status_code);
        response["description"] = phrase.empty() ? "Additional Response" : phrase;
    }
}

inline dict describe_responses(const operation& described, const std::string& id,
                               schema_registry& registry) {
    dict responses;
    responses[std::to_string(described.options.status_code)] = describe_answer(described, id, registry);
    for (const auto& [status_code, info] : described.options.responses)
        add_response(responses, status_code, info);
    if (documents_refusal(described) && !responses.contains("422"))
        responses["422"] = dict{
            {"description", "Validation Error"},
            {"content", json_content(dict{{"$ref", "#/components/schemas/HTTPValidationError"}})}};
    return responses;
}

/// The request body. One that is put together of several parameters is named after its operation.
inline dict describe_request_body(body_description body, const std::string& operation_id, schema_registry& registry) {
    if (body.embedded) {
        const std::string name = "Body_" + operation_id;
        body.schema["title"] = name;
        registry.add_fixed(name, std::move(body.schema));
        body.schema = dict{{"$ref", "#/components/schemas/" + name}};
    }
    dict content;
    content[body.media_type] = dict{{"schema", std::move(body.schema)}};
    dict result{{"content", std::move(content)}};
    if (body.required) result["required"] = true;
    return result;
}

inline dict describe_operation(const operation& described, std::string_view method,
                               std::string_view path, schema_registry& registry) {
    const RouteOptions& options = described.options;
    dict result;
    if (!options.tags.empty()) result["tags"] = options.tags;
    result["summary"] = operation_summary(described, method, path);
    if (!options.description.empty()) result["description"] = options.description;
    const std::string id = operation_id(described, method, path);
    result["operationId"] = id;
    list parameters = describe_parameters(*described.handler, registry);
    if (!parameters.empty()) result["parameters"] = std::move(parameters);
    if (auto body = described.handler->describe_body(registry))
        result["requestBody"] = describe_request_body(std::move(*body), id, registry);
    result["responses"] = describe_responses(described, id, registry);
    if (options.deprecated) result["deprecated"] = true;
    return result;
}

inline dict describe_paths(const std::vector<std::unique_ptr<route>>& routes,
                           schema_registry& registry) {
    dict paths;
    for (const std::unique_ptr<route>& each : routes) {
        const operation& described = each->description;
        if (!described.options.include_in_schema) continue;
        const std::string path = path_format(each->pattern);
        for (const std::string& method : described.methods)
            paths[path][lowered(method)] = describe_operation(described, method, path, registry);
    }
    return paths;
}

inline dict describe_info(const document_info& info) {
    const auto has_content = [](const any& value) {
        return value.is_dict() && !value.as_dict().empty();
    };
    dict result{{"title", info.title}};
    if (!info.summary.empty()) result["summary"] = info.summary;
    if (!info.description.empty()) result["description"] = info.description;
    if (!info.terms_of_service.empty()) result["termsOfService"] = info.terms_of_service;
    if (has_content(info.contact)) result["contact"] = info.contact;
    if (has_content(info.license_info)) result["license"] = info.license_info;
    result["version"] = info.version;
    return result;
}

inline dict openapi_document(const document_info& info,
                             const std::vector<std::unique_ptr<route>>& routes) {
    schema_registry registry;
    const auto refuses = [](const std::unique_ptr<route>& each) {
        return documents_refusal(each->description);
    };
    // Before the types of the program, so that one called ValidationError is given another name.
    if (std::any_of(routes.begin(), routes.end(), refuses)) add_error_schemas(registry);

    dict document{{"openapi", "3.1.0"}, {"info", describe_info(info)}};
    if (!info.servers.empty()) document["servers"] = info.servers;
    any paths = describe_paths(routes, registry);
    registry.finish(paths);
    document["paths"] = std::move(paths);
    if (dict schemas = registry.components(); !schemas.empty())
        document["components"] = dict{{"schemas", std::move(schemas)}};
    if (!info.openapi_tags.empty()) document["tags"] = info.openapi_tags;
    return document;
}

}  // namespace fastapi::detail
