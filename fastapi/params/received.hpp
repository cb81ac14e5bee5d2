#pragma once

// What a request brought, as texts by place and name: one face for the path, the query, the
// headers, the cookies and the fields of a form. Where a name stands several times each place has
// its own rule: of headers the first counts, elsewhere the last.

#include "fastapi/core/text.hpp"
#include "fastapi/http/form.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <forward_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// The values of one request. Good while the request is; not copyable, because texts may lie in it.
class received_values {
public:
    explicit received_values(const Request& request, const FormData* form = nullptr)
        : request_(request), form_(form) {}
    received_values(const received_values&) = delete;
    received_values& operator=(const received_values&) = delete;

    /// The value that counts. An empty field of a form is none.
    std::optional<std::string_view> get(param_location location, std::string_view name) const;

    /// All values, in order.
    std::vector<std::string_view> getlist(param_location location, std::string_view name) const;

    /// Everything at that place, in order.
    std::vector<std::pair<std::string_view, std::string_view>> items(param_location location) const;

    /// What the converter in the path (`{n:int}`) makes of a value of the path.
    path_conversion conversion(param_location location, std::string_view name) const {
        return location == param_location::path ? request_access::conversion_of(request_, name)
                                                : path_conversion::none;
    }

    /// The form, or null.
    const FormData* form() const { return form_; }

    /// The field or file of that name that counts, of which an empty one is none.
    const FormValue* form_value(std::string_view name) const;

    /// All fields and files of that name, in order, but files that were not chosen.
    std::vector<const FormValue*> form_values(std::string_view name) const;

private:
    std::string_view text(std::string_view bytes) const;

    const Request& request_;
    const FormData* form_;
    mutable std::forward_list<std::string> decoded_;  // what was not ASCII
};

// ---- implementation ----

/// RFC 9110 5.5: bytes beyond ASCII are opaque; Starlette reads them as Latin-1.
inline std::string_view received_values::text(std::string_view bytes) const {
    if (is_ascii(bytes)) return bytes;
    std::string& decoded = decoded_.emplace_front();
    for (const char c : bytes) append_utf8(decoded, static_cast<unsigned char>(c));
    return decoded;
}

inline std::optional<std::string_view> received_values::get(param_location location,
                                                            std::string_view name) const {
    const auto decode = [this](std::optional<std::string_view> value) {
        return value ? std::optional(text(*value)) : value;
    };
    switch (location) {
        case param_location::path: return request_.path_params.get(name);
        case param_location::query: return request_.query_params.get(name);
        case param_location::header: return decode(request_.headers.get(name));
        case param_location::cookie: return request_.cookies.get(name);
        case param_location::body: break;
    }
    const FormValue* const value = form_value(name);
    if (value == nullptr || value->is_file()) return std::nullopt;
    return value->text();
}

inline std::vector<std::string_view> received_values::getlist(param_location location,
                                                              std::string_view name) const {
    if (location == param_location::query) return request_.query_params.getlist(name);
    std::vector<std::string_view> values;
    for (const auto& item : items(location)) {
        const bool is_named =
            location == param_location::header ? iequals(item.first, name) : item.first == name;
        if (is_named) values.push_back(item.second);
    }
    return values;
}

inline std::vector<std::pair<std::string_view, std::string_view>> received_values::items(
    param_location location) const {
    std::vector<std::pair<std::string_view, std::string_view>> result;
    if (location == param_location::query)
        result.assign(request_.query_params.begin(), request_.query_params.end());
    if (location == param_location::header)
        for (const header_field& field : request_.headers)
            result.emplace_back(field.name, text(field.value));
    if (location == param_location::cookie)
        for (const auto& cookie : request_.cookies)
            result.emplace_back(cookie.first, cookie.second);
    if (location == param_location::body && form_ != nullptr)
        for (const auto& field : *form_)
            if (field.second.is_text()) result.emplace_back(field.first, field.second.text());
    return result;
}

inline const FormValue* received_values::form_value(std::string_view name) const {
    const FormValue* const value = form_ == nullptr ? nullptr : form_->get(name);
    return value == nullptr || value->blank() ? nullptr : value;
}

inline std::vector<const FormValue*> received_values::form_values(std::string_view name) const {
    std::vector<const FormValue*> values;
    if (form_ != nullptr)
        for (const FormValue* value : form_->getlist(name))
            if (value->is_text() || !value->blank()) values.push_back(value);
    return values;
}

}  // namespace fastapi::detail
