#pragma once

// What a parameter can take of the files of a form: the upload itself, its content as bytes, an
// optional or a list of them. https://fastapi.tiangolo.com/tutorial/request-files/

#include "fastapi/core/any.hpp"
#include "fastapi/http/form.hpp"
#include "fastapi/http/upload_file.hpp"
#include "fastapi/model/bytes.hpp"
#include "fastapi/model/check.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/model/value.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi::detail {

using read_files_function = bool (*)(const std::vector<const FormValue*>&, void* slot,
                                     const field_info&, error_list&);

/// How a type is made of what was sent under one name, of which there is at least one.
template <class Value>
struct file_value;

template <class Value>
concept file_readable = requires(const field_info& info) { file_value<Value>::schema(info); };

template <class Value>
inline constexpr bool is_file_list = false;
template <file_readable Item, class Allocator>
inline constexpr bool is_file_list<std::vector<Item, Allocator>> = true;

/// What a problem shows of a value that a form has: a text, or what is known of a file.
any shown(const FormValue& value);
list shown(const std::vector<const FormValue*>& values);

// ---- implementation ----

inline any shown(const FormValue& value) {
    if (value.is_text()) return any(value.text());
    const UploadFile& file = value.file();
    dict headers;
    for (const header_field& field : file.headers) headers[field.name] = field.value;
    return dict{{"filename", file.filename}, {"size", file.size}, {"headers", std::move(headers)}};
}

inline list shown(const std::vector<const FormValue*>& values) {
    list all;
    for (const FormValue* const value : values) all.push_back(shown(*value));
    return all;
}

template <>
struct file_value<UploadFile> {
    static bool read_one(const FormValue& value, UploadFile& out, const field_info&,
                         error_list& errors) {
        if (value.is_file()) return out = value.file(), true;
        errors.add("value_error", "Value error, Expected UploadFile, received: <class 'str'>",
                   any(value.text()), dict{{"error", dict{}}});
        return false;
    }
    static bool read(const std::vector<const FormValue*>& values, UploadFile& out,
                     const field_info& info, error_list& errors) {
        return read_one(*values.back(), out, info, errors);
    }
    static dict schema(const field_info&) {
        return dict{{"type", "string"}, {"contentMediaType", "application/octet-stream"}};
    }
};

/// As a member of a model, for its schema; only a form has files to read.
template <>
struct value_type<UploadFile> {
    static dict schema(const field_info& info, schema_registry&) {
        return file_value<UploadFile>::schema(info);
    }
};

/// The content, whole in memory; of a field its text.
template <>
struct file_value<bytes> {
    static bool read_one(const FormValue& value, bytes& out, const field_info& info,
                         error_list& errors) {
        out = bytes(content_of(value));
        const auto refuse = [&](const char* type, const char* bound, const char* name,
                                std::size_t limit) {
            errors.add(type,
                       std::string("Data should have ") + bound + " " + counted(limit, "byte"),
                       any(out.str()), dict{{name, limit}});
            return false;
        };
        if (out.size() < info.min_length)
            return refuse("bytes_too_short", "at least", "min_length", info.min_length);
        if (out.size() > info.max_length)
            return refuse("bytes_too_long", "at most", "max_length", info.max_length);
        return true;
    }
    static bool read(const std::vector<const FormValue*>& values, bytes& out,
                     const field_info& info, error_list& errors) {
        return read_one(*values.back(), out, info, errors);
    }
    static dict schema(const field_info& info) {
        dict result{{"type", "string"}};
        if (info.min_length != 0) result["minLength"] = info.min_length;
        if (info.max_length != no_limit) result["maxLength"] = info.max_length;
        result["contentMediaType"] = "application/octet-stream";
        return result;
    }

private:
    static std::string content_of(const FormValue& value) {
        if (value.is_text()) return value.text();
        UploadFile upload = value.file();  // the same file: its position is put back
        const auto position = upload.file.tell();
        upload.file.seek(0);
        std::string content = upload.file.read();
        upload.file.seek(position);
        return content;
    }
};

template <file_readable Item>
struct file_value<std::optional<Item>> {
    static bool read(const std::vector<const FormValue*>& values, std::optional<Item>& out,
                     const field_info& info, error_list& errors) {
        return file_value<Item>::read(values, out.emplace(), info, errors);
    }
    static dict schema(const field_info& info) {
        return dict{
            {"anyOf", list{any(file_value<Item>::schema(info)), any(dict{{"type", "null"}})}}};
    }
};

template <file_readable Item, class Allocator>
struct file_value<std::vector<Item, Allocator>> {
    static bool read(const std::vector<const FormValue*>& values, std::vector<Item, Allocator>& out,
                     const field_info& info, error_list& errors) {
        const auto input = [&] { return any(shown(values)); };
        if (!check_items(values.size(), "List", info, errors, input)) return false;
        out.clear();
        bool is_good = true;
        for (std::size_t index = 0; index < values.size(); ++index) {
            const std::size_t before = errors.size();
            is_good = file_value<Item>::read_one(*values[index], out.emplace_back(), field_info{},
                                                 errors) &&
                      is_good;
            errors.prepend(before, index);
        }
        return is_good;
    }
    static dict schema(const field_info& info) {
        dict result{{"type", "array"}, {"items", file_value<Item>::schema(field_info{})}};
        if (info.min_items != 0) result["minItems"] = info.min_items;
        if (info.max_items != no_limit) result["maxItems"] = info.max_items;
        if (info.unique_items) result["uniqueItems"] = true;
        return result;
    }
};

}  // namespace fastapi::detail
