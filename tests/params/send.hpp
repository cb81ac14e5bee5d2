#pragma once

// Calls the handler of a route without an application: what it answers to headers, cookies and a
// form.

#include "ask.hpp"

#include "fastapi/http/exceptions.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test_params {

/// A request, as far as parameters look at it. Names of headers are in lower case, as the reader
/// gives them.
struct Sent {
    std::string query = {};
    path_values path = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
};

/// One part of a multipart form: a file where it has a filename.
struct Part {
    std::string name;
    std::string content;
    std::optional<std::string> filename = {};
};

inline Sent urlencoded(std::string body) {
    return {.headers = {{"content-type", "application/x-www-form-urlencoded"}},
            .body = std::move(body)};
}

inline Sent multipart(const std::vector<Part>& parts) {
    std::string body;
    for (const Part& part : parts) {
        body += "--limit\r\nContent-Disposition: form-data; name=\"" + part.name + "\"";
        if (part.filename)
            body += "; filename=\"" + *part.filename + "\"\r\nContent-Type: text/plain";
        body += "\r\n\r\n" + part.content + "\r\n";
    }
    return {.headers = {{"content-type", "multipart/form-data; boundary=limit"}},
            .body = body + "--limit--\r\n"};
}

inline void fill(fastapi::Request& request, const Sent& sent) {
    using fastapi::detail::request_access;
    for (const auto& [name, value] : sent.path)
        request_access::add_path_param(request, name, value);
    request.query_params.reset(sent.query);
    for (const auto& [name, value] : sent.headers) request.headers.add(name, value);
    request_access::set_body(request, sent.body);
}

/// What the endpoint answers; of a refused request the problems under 422, or the detail under its
/// status.
inline Asked send(fastapi::detail::endpoint& endpoint, const Sent& sent) {
    fastapi::detail::exchange current;
    fill(current.request, sent);
    try {
        endpoint.answer(current);
    } catch (const fastapi::RequestValidationError& refused) {
        return {422, fastapi::any(refused.errors()).dump(), ""};
    } catch (const fastapi::HTTPException& refused) {
        return {refused.status_code, refused.detail.dump(), ""};
    }
    const auto type = current.response.headers.get("content-type");
    return {current.response.status_code, current.response.body, std::string(type.value_or(""))};
}

template <class Handler>
Asked send(Handler handler, const Sent& sent) {
    return send(*endpoint_of(std::move(handler)), sent);
}

}  // namespace test_params
