#pragma once

// The form of a request as parameters see it, and as the document shows it: one object of all fields and files,
// urlencoded where no file is among them. https://fastapi.tiangolo.com/tutorial/request-forms-and-files/

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

/// The form of the request, read now where it was not before. Throws HTTPException with 400 where it cannot be.
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
        fields[field.first] = field.second.is_text() ? field.second.text() : field.second.file().filename;
    return fields;
}

inline body_description describe_form(const std::vector<param_row>& rows, schema_registry& registry) {
    body_description body;
    body.media_type = "application/x-www-form-urlencoded";
    dict properties;
    list required_names;
    const param_row* model = nullptr;
    bool is_model_alone = true;
    for (const param_row& row : rows) {
        if (row.location != param_location::body) continue;
        if (row.read_files != nullptr) body.media_type = "multipart/form-data";
        is_model_alone = is_model_alone && row.is_member && (model == nullptr || row.belongs_with(*model));
        model = &row;
        dict schema = schema_of(row, registry);
        annotate(schema, *row.info, member_title(schema, row.name));
        properties[row.name] = std::move(schema);
        if (row.required) required_names.push_back(row.name);
    }
    body.required = !required_names.empty();
    if (is_model_alone && model != nullptr) {
        body.required = true;  // the model is, though each of its members may be missing
        body.schema = model->model_schema(registry);
        return body;
    }
    body.embedded = true;
    dict schema{{"properties", std::move(properties)}, {"type", "object"}};
    if (body.required) schema["required"] = std::move(required_names);
    body.schema = std::move(schema);
    return body;
}

}  // namespace fastapi::detail
