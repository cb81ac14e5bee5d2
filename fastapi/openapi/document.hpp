#pragma once

// The routes of an application as an OpenAPI 3.1.0 document, the one that FastAPI makes of the same
// program: paths in the order of declaration, every method an operation of its own, schemas of
// named types under `components`. Keys stand in the order in which the specification lists them.
// What a route hides (`include_in_schema`) leaves no trace. Where path and method are declared
// twice the later one is shown, as FastAPI does it, although the earlier one answers.

#include "fastapi/core/any.hpp"
#include "fastapi/core/schema_registry.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/status.hpp"
#include "fastapi/openapi/operation_id.hpp"
#include "fastapi/routing/operation.hpp"
#include "fastapi/routing/path_pattern.hpp"
#include "fastapi/routing/route_table.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
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
    any external_docs = {};  // a dict with url and description
    list servers = {};
    UniqueIdFunction generate_unique_id = {};
    bool separate_input_output_schemas = true;
};

/// The whole document. Asks every endpoint for its parameters and its answer once for each method.
/// `webhooks` are operations whose paths are names. Where `duplicates` is given, it gets the
/// operationIds that stand for several operations.
dict openapi_document(const document_info& info, const std::vector<std::unique_ptr<route>>& routes,
                      const std::vector<operation>& webhooks = {},
                      std::vector<std::string>* duplicates = nullptr);

// ---- implementation ----

inline dict content_of(std::string_view media_type, any schema) {
    return dict{{media_type, dict{{"schema", std::move(schema)}}}};
}

inline dict json_content(any schema) { return content_of("application/json", std::move(schema)); }

/// Whether 422 with the errors of validation is among the answers that the document lists by
/// itself.
inline bool documents_refusal(const operation& described) {
    const ResponseInfos& responses = described.options.responses;
    return described.options.include_in_schema && described.handler->can_refuse() &&
           !responses.contains(422) && !responses.contains("4XX") && !responses.contains("default");
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
    if (!param.examples.empty())
        result["examples"] = std::move(param.examples);
    else if (!param.example.is_null())
        result["example"] = std::move(param.example);
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

/// A schema that has no name of its own is called after the answer.
inline void give_title(any& schema, std::string title) {
    if (schema.as_dict().contains("$ref")) return;
    std::replace(title.begin(), title.end(), '_', ' ');
    schema["title"] = title_case(std::move(title));
}

/// A server-sent event, whose data are JSON of this schema; where it is not known, `{}`, texts.
inline any event_schema(any schema) {
    const dict text{{"type", "string"}};
    dict properties{{"data", text},
                    {"event", text},
                    {"id", text},
                    {"retry", dict{{"type", "integer"}, {"minimum", 0}}}};
    dict event{{"type", "object"}};
    if (!schema.as_dict().empty()) {
        properties["data"]["contentMediaType"] = "application/json";
        properties["data"]["contentSchema"] = std::move(schema);
        event["required"] = list{"data"};
    }
    event["properties"] = std::move(properties);
    return event;
}

/// What each item of a stream is.
inline dict stream_content(const ResponseClass& made_by, any schema, const std::string& id) {
    if (!schema.as_dict().empty()) give_title(schema, "StreamItem_" + id);
    if (made_by.media_type == event_source.media_type) schema = event_schema(std::move(schema));
    return dict{{made_by.media_type, dict{{"itemSchema", std::move(schema)}}}};
}

/// The ordinary answer. RFC 9110 15.3.6: 205 has no content either, which FastAPI knows.
inline dict describe_answer(const operation& described, const std::string& id,
                            schema_registry& registry) {
    const RouteOptions& options = described.options;
    dict result{{"description", options.response_description}};
    const ResponseClass made_by = options.response_class.value_or(ResponseClass::json);
    if (made_by.kind == ResponseClass::kinds::stream) {
        std::optional<any> schema = described.handler->describe_response(registry);
        result["content"] = stream_content(made_by, schema ? std::move(*schema) : any(dict{}), id);
        return result;
    }
    if (made_by.kind != ResponseClass::kinds::json) {
        if (!made_by.media_type.empty() && has_content(options.status_code))
            result["content"] =
                dict{{made_by.media_type, dict{{"schema", dict{{"type", "string"}}}}}};
        return result;
    }
    std::optional<any> schema = described.handler->describe_response(registry);
    if (!schema || !has_content(options.status_code)) return result;
    if (!schema->as_dict().empty()) give_title(*schema, "Response_" + id);
    result["content"] = json_content(std::move(*schema));
    return result;
}

/// What a further answer means where it does not say so.
inline std::string_view default_description(std::string_view key) {
    if (const auto status_code = to_integer<int>(key)) {
        const std::string_view phrase = status::phrase(*status_code);
        return phrase.empty() ? "Additional Response" : phrase;
    }
    constexpr std::string_view ranges[] = {"Information", "Success", "Redirection", "Client Error",
                                           "Server Error"};
    return key == "default" ? "Default Response" : ranges[key[0] - '1'];
}

/// Of what type the answers with a model are, where they do not say so: the same as the ordinary
/// one.
inline std::string_view media_type_of(const RouteOptions& options) {
    const std::string_view own = options.response_class.value_or(ResponseClass::json).media_type;
    return own.empty() || own == json_lines.media_type ? ResponseClass::json.media_type : own;
}

/// Lays a further answer over what `responses` has of that key.
inline void add_response(dict& responses, std::string_view key, const ResponseInfo& info,
                         const operation& described, const std::string& id,
                         schema_registry& registry) {
    any& known = responses[key];
    if (known.is_null()) known = dict{{"description", default_description(key)}};
    dict& response = known.as_dict();
    if (!info.description.empty()) response["description"] = info.description;
    if (info.model != nullptr) {
        any schema = info.model(registry);
        give_title(schema, "Response_" + std::string(key) + "_" + id);
        merge_deep(
            response,
            dict{{"content", content_of(media_type_of(described.options), std::move(schema))}});
    }
    if (!info.content.empty()) merge_deep(response, dict{{"content", info.content}});
    if (!info.headers.empty()) merge_deep(response, dict{{"headers", info.headers}});
    if (!info.links.empty()) merge_deep(response, dict{{"links", info.links}});
}

inline dict describe_responses(const operation& described, const std::string& id,
                               schema_registry& registry) {
    dict responses;
    responses[std::to_string(described.options.status_code)] =
        describe_answer(described, id, registry);
    for (const auto& [key, info] : described.options.responses)
        add_response(responses, key.str(), info, described, id, registry);
    if (documents_refusal(described) && !responses.contains("422"))
        responses["422"] = dict{
            {"description", "Validation Error"},
            {"content", json_content(dict{{"$ref", "#/components/schemas/HTTPValidationError"}})}};
    return responses;
}

/// The request body. One that is put together of several parameters is named after its operation.
inline dict describe_request_body(body_description body, const std::string& operation_id,
                                  schema_registry& registry) {
    if (body.embedded) {
        const std::string name = "Body_" + operation_id;
        body.schema["title"] = name;
        registry.add_fixed(name, std::move(body.schema));
        body.schema = dict{{"$ref", "#/components/schemas/" + name}};
    }
    dict content;
    content[body.media_type] = dict{{"schema", std::move(body.schema)}};
    if (!body.examples.empty()) content[body.media_type]["examples"] = std::move(body.examples);
    dict result{{"content", std::move(content)}};
    if (body.required) result["required"] = true;
    return result;
}

/// Writes the operations of one document.
class document_writer {
public:
    explicit document_writer(schema_registry& registry) : registry_(registry) {}

    /// Adds an operation to `paths`, under each of its methods that OpenAPI knows. `name_operation`
    /// makes its operationId, where it has no such function of its own.
    void add(dict& paths, const operation& described, std::string_view path,
             const UniqueIdFunction& name_operation = {}) {
        if (!described.options.include_in_schema) return;
        for (const std::string& method : described.methods)
            if (is_documented(method))
                paths[path][lowered(method)] = describe(described, method, path, name_operation);
    }

    std::vector<std::string> take_duplicates() { return std::move(duplicates_); }

    /// The security schemes that the operations ask for.
    dict take_security_schemes() { return std::move(security_schemes_); }

private:
    /// OpenAPI 3.1 4.8.9: a path has no place for other methods.
    static bool is_documented(std::string_view method) {
        constexpr std::string_view known[] = {"GET",     "PUT",  "POST",  "DELETE",
                                              "OPTIONS", "HEAD", "PATCH", "TRACE"};
        return std::find(std::begin(known), std::end(known), method) != std::end(known);
    }

    /// RFC 9110 9.3.7, 9.3.8: the body of OPTIONS and TRACE has no meaning, and FastAPI shows none.
    static bool shows_body(std::string_view method) {
        return method != "OPTIONS" && method != "TRACE";
    }

    dict describe(const operation& described, std::string_view method, std::string_view path,
                  const UniqueIdFunction& name_operation);
    dict describe_callbacks(const std::vector<operation>& callbacks);
    list describe_security(const endpoint& handler);
    void note_id(const std::string& id) {
        if (!ids_.insert(id).second) duplicates_.push_back(id);
    }

    schema_registry& registry_;
    std::set<std::string> ids_;
    dict security_schemes_;
    std::vector<std::string> duplicates_;
};

inline dict document_writer::describe(const operation& described, std::string_view method,
                                      std::string_view path,
                                      const UniqueIdFunction& name_operation) {
    const RouteOptions& options = described.options;
    dict result;
    if (!options.tags.empty()) result["tags"] = options.tags;
    result["summary"] = operation_summary(described, method, path);
    if (!options.description.empty()) result["description"] = options.description;
    const std::string id = operation_id(described, method, path, name_operation);
    note_id(id);
    result["operationId"] = id;
    list security = describe_security(*described.handler);
    if (!security.empty()) result["security"] = std::move(security);
    list parameters = describe_parameters(*described.handler, registry_);
    if (!parameters.empty()) result["parameters"] = std::move(parameters);
    if (auto body = described.handler->describe_body(registry_); body && shows_body(method))
        result["requestBody"] = describe_request_body(std::move(*body), id, registry_);
    result["responses"] = describe_responses(described, id, registry_);
    if (options.callbacks && !options.callbacks->empty())
        result["callbacks"] = describe_callbacks(*options.callbacks);
    if (options.deprecated) result["deprecated"] = true;
    merge_deep(result, options.openapi_extra);
    return result;
}

/// OpenAPI 3.1 4.8.30: what the operation asks for, all of it by the name of a scheme.
inline list document_writer::describe_security(const endpoint& handler) {
    list result;
    for (security_description& each : handler.describe_security()) {
        dict requirement;
        requirement[each.name] = std::move(each.scopes);
        result.push_back(std::move(requirement));
        security_schemes_[each.name] = std::move(each.scheme);
    }
    return result;
}

/// OpenAPI 3.1 4.8.18: by name, then by the expression that gives the address.
inline dict document_writer::describe_callbacks(const std::vector<operation>& callbacks) {
    dict result;
    for (const operation& each : callbacks) {
        const std::string& own = each.options.name;
        const std::string name =
            own.empty() ? operation_id(each, each.methods.front(), each.path) : own;
        dict described;
        add(described, each, each.path);
        if (!described.empty()) result[name] = std::move(described);
    }
    return result;
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

/// Whether any operation, or a callback of one, documents the errors of validation.
inline bool any_refusal(const operation& described) {
    const Callbacks& callbacks = described.options.callbacks;
    return documents_refusal(described) ||
           (callbacks && std::any_of(callbacks->begin(), callbacks->end(), any_refusal));
}

/// As FastAPI does it, no member of the document is null, wherever it comes from.
inline void drop_nulls(any& value) {
    if (value.is_list())
        for (any& item : value.as_list()) drop_nulls(item);
    if (!value.is_dict()) return;
    dict kept;
    for (auto& [key, member] : value.as_dict()) {
        drop_nulls(member);
        if (!member.is_null()) kept[key] = std::move(member);
    }
    value = std::move(kept);
}

inline dict openapi_document(const document_info& info,
                             const std::vector<std::unique_ptr<route>>& routes,
                             const std::vector<operation>& webhooks,
                             std::vector<std::string>* duplicates) {
    schema_registry registry(info.separate_input_output_schemas);
    const auto refuses = [](const std::unique_ptr<route>& each) {
        return !each->is_mount() && any_refusal(each->description);
    };
    // Before the types of the program, so that one called ValidationError is given another name.
    if (std::any_of(routes.begin(), routes.end(), refuses) ||
        std::any_of(webhooks.begin(), webhooks.end(), any_refusal))
        add_error_schemas(registry);

    document_writer writer(registry);
    dict paths, hooks;
    for (const std::unique_ptr<route>& each : routes)
        if (!each->is_mount())
            writer.add(paths, each->description, path_format(each->pattern),
                       info.generate_unique_id);
    for (const operation& each : webhooks) writer.add(hooks, each, each.path);
    if (duplicates != nullptr) *duplicates = writer.take_duplicates();

    any document(dict{{"openapi", "3.1.0"}, {"info", describe_info(info)}});
    if (!info.servers.empty()) document["servers"] = info.servers;
    document["paths"] = std::move(paths);
    if (!hooks.empty()) document["webhooks"] = std::move(hooks);
    registry.finish(document);
    dict components;
    if (dict schemas = registry.components(); !schemas.empty())
        components["schemas"] = std::move(schemas);
    if (dict schemes = writer.take_security_schemes(); !schemes.empty())
        components["securitySchemes"] = std::move(schemes);
    if (!components.empty()) document["components"] = std::move(components);
    if (!info.openapi_tags.empty()) document["tags"] = info.openapi_tags;
    if (info.external_docs.is_dict() && !info.external_docs.as_dict().empty())
        document["externalDocs"] = info.external_docs;
    drop_nulls(document);
    return std::move(document.as_dict());
}

}  // namespace fastapi::detail
