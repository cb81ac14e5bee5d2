#pragma once

// The body of a request as arguments of a handler. One body parameter is the whole body; several,
// or one that says `embed`, are members of an object, each under its own name. The bytes are
// decoded straight into the arguments. https://fastapi.tiangolo.com/tutorial/body-multiple-params/

#include "fastapi/core/any.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/json_encoding.hpp"
#include "fastapi/http/background.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/model/decode.hpp"
#include "fastapi/model/default_value.hpp"
#include "fastapi/model/schema.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/params/depends.hpp"
#include "fastapi/params/param.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// One body parameter, without its type.
struct body_row {
    std::string_view name;  // empty for a parameter without one, which is the whole body
    const field_info* info = nullptr;
    bool required = true;
    bool embedded = false;
    std::size_t argument = 0;
    bool (*decode)(json_input&, void* slot, const field_info&) = nullptr;
    void (*reset)(void* slot) = nullptr;
    dict (*schema)(const field_info&, schema_registry&) = nullptr;
    any default_value = {};  // as the document shows it; null where none is stated
};

/// A type that can only come from the body: a model, a container of them, free JSON.
template <class Argument>
consteval bool is_plain_body();

template <class Argument>
concept body_argument = is_body_param<Argument> || is_plain_body<Argument>();

template <class Argument>
body_row make_body_row(std::size_t argument);

/// What parameters take of a JSON body: nothing; each the whole; each its member of one object.
enum class body_shape : std::uint8_t { none, whole, embedded };

/// The same for all parameters of a route, which different functions may take.
body_shape shape_of_body(const std::vector<body_row>& rows);

/// Reads the body into the arguments. Problems go to `errors`, with their places. Throws
/// RequestValidationError for malformed JSON, HTTPException with 400 for bytes that are no text.
void extract_body(const std::vector<body_row>& rows, body_shape shape, void* const* arguments,
                  const Request& request, error_list& errors);

/// The same exceptions, before anything is called that does not look at the body.
void check_body_syntax(const Request& request);

/// The body as the document shows it.
body_description describe_body_rows(const std::vector<body_row>& rows, schema_registry& registry);

/// The body as a value, for who handles its problems: null where it is none.
any body_value(const Request& request);

// ---- implementation ----

template <class Argument>
consteval bool is_plain_body() {
    if constexpr (is_declared_param<Argument> || is_param_model<Argument> || is_depends<Argument>)
        return false;
    else if constexpr (std::is_same_v<Argument, Request> || std::is_same_v<Argument, Response> ||
                       std::is_same_v<Argument, BackgroundTasks> ||
                       std::is_same_v<Argument, UploadFile>)
        return false;
    else if constexpr (is_optional<Argument>)
        return is_plain_body<typename Argument::value_type>();
    else if constexpr (any_value<Argument> || is_list<Argument> || is_set<Argument> ||
                       is_map<Argument> || is_variant<Argument>)
        return is_decodable<Argument>();
    else
        return reflectable<Argument> && !scalar_value<Argument>;
}

template <class Argument>
body_row make_body_row(std::size_t argument) {
    body_row row;
    row.argument = argument;
    row.info = &info_of_member<Argument>();
    row.decode = decode_slot<Argument>;
    row.reset = [](void* slot) { *static_cast<Argument*>(slot) = Argument(); };
    using value = typename slot_value<Argument>::type;
    row.schema = input_schema<value>;
    if constexpr (text_readable<value>)
        if (row.info->default_value.is_set())
            row.default_value = default_value_of(stated_default<value>(*row.info));
    row.required = row.info->required || !(is_optional<value> || row.info->default_value.is_set());
    if constexpr (is_body_param<Argument>) {
        row.name = row.info->input_name(Argument::declared_name);
        row.embedded = row.info->embed;
    }
    return row;
}

inline body_shape shape_of_body(const std::vector<body_row>& rows) {
    if (rows.empty()) return body_shape::none;
    const auto is_member = [&](const body_row& row) {
        return row.embedded || row.name != rows.front().name;
    };
    return std::any_of(rows.begin(), rows.end(), is_member) ? body_shape::embedded
                                                            : body_shape::whole;
}

inline body_description describe_body_rows(const std::vector<body_row>& rows,
                                           schema_registry& registry) {
    body_description body;
    const auto schema_of = [&](const body_row& row) {
        dict schema = row.schema(*row.info, registry);
        if (!row.default_value.is_null()) schema["default"] = row.default_value;
        return schema;
    };
    if (shape_of_body(rows) == body_shape::whole) {
        const body_row& row = rows.front();
        dict schema = schema_of(row);
        annotate(schema, *row.info, schema.contains("$ref") ? std::string() : title_of(row.name));
        body.schema = std::move(schema);
        body.required = row.required;
        if (row.info->openapi_examples != nullptr) body.examples = row.info->openapi_examples();
        return body;
    }
    dict properties;
    list required_names;
    for (const body_row& row : rows) {
        dict schema = schema_of(row);
        annotate(schema, *row.info, member_title(schema, row.name));
        properties[row.name] = std::move(schema);
        if (row.required) required_names.push_back(row.name);
    }
    body.embedded = true;
    body.required = !required_names.empty();
    dict schema{{"properties", std::move(properties)}, {"type", "object"}};
    if (body.required) schema["required"] = std::move(required_names);
    body.schema = std::move(schema);
    return body;
}

/// RFC 6839 3.1: `application/json`, or a type that ends in `+json`.
inline bool is_json_type(std::string_view content_type) {
    const std::string type = lowered(trim(content_type.substr(0, content_type.find(';'))));
    constexpr std::string_view application = "application/";
    return type.starts_with(application) &&
           (std::string_view(type).substr(application.size()) == "json" || type.ends_with("+json"));
}

inline bool has_json_type(const Request& request) {
    return is_json_type(request.headers.get("content-type").value_or(""));
}

[[noreturn]] inline void refuse_document(const json_error& error, std::string_view document) {
    if (error.code != json_errc::syntax)
        throw HTTPException(400, "There was an error parsing the body");
    throw RequestValidationError(
        list{any(dict{{"type", "json_invalid"},
                      {"loc", list{"body", character_offset(document, error.position)}},
                      {"msg", "JSON decode error"},
                      {"input", dict{}},
                      {"ctx", dict{{"error", error.message}}}})},
        any(std::string(document)));
}

/// The body as a JSON document: what was sent as JSON, or else the text of it as a string.
inline std::string_view body_document(const Request& request, std::string& storage) {
    const std::string_view body = request_access::body(request);
    if (has_json_type(request)) {
        const auto document = decoded_json(body, storage);
        if (!document) throw HTTPException(400, "There was an error parsing the body");
        return *document;
    }
    std::string text;
    append_replaced_utf8(text, body);
    append_json_string(storage, text);
    return storage;
}

inline any body_value(const Request& request) {
    if (request_access::body(request).empty()) return any();
    try {
        std::string storage;
        return json_loads(body_document(request, storage));
    } catch (const std::exception&) {
        return any();
    }
}

inline void check_body_syntax(const Request& request) {
    if (request_access::body(request).empty() || !has_json_type(request)) return;
    std::string storage;
    const std::string_view document = body_document(request, storage);
    json_reader reader(document);
    reader.skip_value();
    reader.finish();
    if (reader.error()) refuse_document(reader.error(), document);
}

inline void add_missing(error_list& errors, std::size_t index, std::string_view name) {
    const std::size_t before = errors.size();
    errors.add("missing", "Field required", any());
    errors.prepend(before, name);
    errors.assign(before, index);
}

/// Reads the members of an object, each into its argument. False where one is repeated.
inline bool read_embedded(const std::vector<body_row>& rows, void* const* arguments,
                          json_input& in) {
    std::vector<bool> seen(rows.size());
    bool has_repetitions = false;
    std::string_view key;
    std::string storage;
    const auto read = [&](std::size_t index) {
        const body_row& row = rows[index];
        void* const slot = arguments[row.argument];
        if (seen[index]) {
            has_repetitions = true;
            row.reset(slot);
        }
        seen[index] = true;
        const std::size_t before = in.errors.size();
        row.decode(in, slot, *row.info);
        in.errors.prepend(before, row.name);
        in.errors.assign(before, index);
    };
    while (in.reader.next_member(key, storage)) {
        std::size_t index = 0;
        while (index < rows.size() && rows[index].name != key) ++index;
        if (index < rows.size() && !in.errors.is_full())
            read(index);
        else
            in.reader.skip_value();
    }
    for (std::size_t index = 0; index < rows.size(); ++index)
        if (!seen[index] && rows[index].required) add_missing(in.errors, index, rows[index].name);
    in.errors.arrange(0);
    return !has_repetitions;
}

/// Of a repeated key the last value counts, and the problems of the others are none.
inline void read_embedded_again(const std::vector<body_row>& rows, void* const* arguments,
                                json_input& in) {
    const std::string unique = text_of(in.value_from(0));
    in.forget_problems(0);
    for (const body_row& row : rows) row.reset(arguments[row.argument]);
    json_input again(unique, in.errors, in);
    again.has_unique_keys = true;
    again.reader.enter_object();
    read_embedded(rows, arguments, again);
}

/// Nothing was sent: what is required is missing.
inline void report_empty_body(const std::vector<body_row>& rows, body_shape shape,
                              error_list& problems) {
    for (std::size_t index = 0; index < rows.size(); ++index) {
        if (!rows[index].required) continue;
        if (shape == body_shape::embedded)
            add_missing(problems, index, rows[index].name);
        else
            problems.add("missing", "Field required", any());
    }
}

inline void read_document(const std::vector<body_row>& rows, body_shape shape,
                          void* const* arguments, std::string_view document, error_list& problems) {
    json_input in(document, problems);
    in.has_python_types = true;
    if (shape == body_shape::whole) {
        rows.front().decode(in, arguments[rows.front().argument], *rows.front().info);
    } else if (in.start(), in.reader.enter_object()) {
        const bool is_done = read_embedded(rows, arguments, in);
        if (!is_done && !in.reader.error() && !problems.empty() && !problems.is_full())
            read_embedded_again(rows, arguments, in);
    } else {
        in.reader.skip_value();
        for (std::size_t index = 0; index < rows.size(); ++index)
            add_missing(problems, index, rows[index].name);
    }
    in.reader.finish();
    if (in.reader.error()) refuse_document(in.reader.error(), document);
}

inline void extract_body(const std::vector<body_row>& rows, body_shape shape,
                         void* const* arguments, const Request& request, error_list& errors) {
    error_list problems;
    const bool is_unread_text =
        shape == body_shape::embedded && !has_json_type(request);  // has no members
    if (shape == body_shape::none || is_unread_text || request_access::body(request).empty()) {
        report_empty_body(rows, shape, problems);
    } else {
        std::string storage;
        read_document(rows, shape, arguments, body_document(request, storage), problems);
    }
    problems.prepend(0, "body");
    errors.append(std::move(problems));
}

}  // namespace fastapi::detail
