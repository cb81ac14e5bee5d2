#pragma once

// The form of a request as parameters see it, and as the document shows it: one object of all
// fields and files, urlencoded where no file is among them.
// https://fastapi.tiangolo.com/tutorial/request-forms-and-files/

#include "fastapi/core/any.hpp"
#include "fastapi/http/form.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/model/schema.hpp"
#include "fastapi/params/extract.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// The form of the request, read now where it was not before. Throws HTTPException with 400 where
/// it cannot be.
const FormData& read_form(Request& request);

/// The fields as a value, for who handles the problems of a request; of a file its name.
any form_value(const FormData& form);

/// The body that the rows of a form make.
body_description describe_form(const std::vector<param_row>& rows, schema_registry& registry);

// ---- implementation ----

inline const FormData& read_form(Request& request) {
    if (request_access::form(request) == nullptr) {
        form_reader reader(request.headers.get("content-type").value_or(""));
        reader.feed(request_access::body(request));
        request_access::set_form(request, reader.finish());
    }
    return *request_access::form(request);
}

inline any form_value(const FormData& form) {
    dict fields;
    for (const auto& field : form)
        fields[field.first] =
            field.second.is_text() ? field.second.text() : field.second.file().filename;
    return fields;
}

/// Adds a field of its own. Two dependencies may ask for the same one.
inline void describe_field(const param_row& row, dict& properties, list& required_names,
                           schema_registry& registry) {
    dict schema = schema_of(row, registry);
    annotate(schema, *row.info, member_title(schema, row.name));
    properties[row.name] = std::move(schema);
    const any name(row.name);
    if (row.required &&
        std::find(required_names.begin(), required_names.end(), name) == required_names.end())
        required_names.push_back(name);
}

inline body_description describe_form(const std::vector<param_row>& rows,
                                      schema_registry& registry) {
    body_description body;
    body.media_type = "application/x-www-form-urlencoded";
    dict properties;
    list required_names, models;
    const param_row* member = nullptr;
    for (const param_row& row : rows) {
        if (row.location != param_location::body) continue;
        if (row.read_files != nullptr) body.media_type = "multipart/form-data";
        if (!row.is_member) {
            describe_field(row, properties, required_names, registry);
        } else if (member == nullptr || !row.belongs_with(*member)) {
            models.push_back(row.model_schema(registry));
            member = &row;
        }
    }
    // A model is required, though each of its members may be missing.
    body.required = !required_names.empty() || !models.empty();
    if (models.size() == 1 && properties.empty()) {
        body.schema = models[0];
        return body;
    }
    body.embedded = true;
    dict schema;
    if (!properties.empty()) schema["properties"] = std::move(properties);
    schema["type"] = "object";
    if (!required_names.empty()) schema["required"] = std::move(required_names);
    if (!models.empty()) schema["allOf"] = std::move(models);
    body.schema = std::move(schema);
    return body;
}

}  // namespace fastapi::detail
