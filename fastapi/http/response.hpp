#pragma once

// One answer as a value: a status, headers and the bytes of the body. Date, Content-Length and
// Connection are the server's to write.

#include "fastapi/core/any.hpp"
#include "fastapi/core/json_writer.hpp"
#include "fastapi/http/background.hpp"
#include "fastapi/http/body_stream.hpp"
#include "fastapi/http/cookies.hpp"
#include "fastapi/http/headers.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

/// One answer. Returned from a handler it goes out as it is; taken by a handler as `Response&`, its
/// status and headers are laid upon the answer that the returned value makes.
/// https://fastapi.tiangolo.com/reference/response/
class Response {
public:
    /// An empty answer of status 200, without Content-Type.
    Response() = default;

    /// An empty answer of that status, without Content-Type: `return Response(204);`.
    explicit Response(int status) : status_code(status) {}

    /// A body of that media type. A `text/...` one without a charset gets `; charset=utf-8`.
    /// Throws std::invalid_argument where a header or the media type holds control characters.
    explicit Response(std::string content, int status = 200, MutableHeaders header_list = {},
                      std::string_view media_type = {});

    /// Adds a cookie to the answer. Throws std::invalid_argument where the name is no token, or a
    /// value or attribute holds what cannot stand in a header.
    /// https://www.starlette.io/responses/#set-cookie
    void set_cookie(std::string_view name, std::string_view value,
                    const SetCookieOptions& options = {}) {
        headers.append("set-cookie", detail::set_cookie_header(name, value, options));
    }

    /// Lets the browser forget a cookie; path and domain must be those that it was set with.
    void delete_cookie(std::string_view name, const SetCookieOptions& options = {}) {
        headers.append("set-cookie", detail::delete_cookie_header(name, options));
    }

    int status_code = 200;   ///< 100 to 599
    MutableHeaders headers;  ///< written in this order, after the server's own
    std::string body;        ///< the bytes; not sent for HEAD, 1xx, 204 and 304
    std::shared_ptr<detail::body_stream>
        stream;                  ///< makes the body while it is sent; null where `body` is all
    BackgroundTasks background;  ///< run after the answer has been sent
};

/// An answer of `application/json`: the value as FastAPI writes JSON (compact, order kept, UTF-8).
/// Throws std::domain_error for a number that JSON has no text for (NaN, infinity).
class JSONResponse : public Response {
public:
    explicit JSONResponse(const any& content, int status = 200, MutableHeaders header_list = {},
                          std::string_view media_type = "application/json");
};

/// An answer of `text/plain; charset=utf-8`.
class PlainTextResponse : public Response {
public:
    explicit PlainTextResponse(std::string content, int status = 200,
                               MutableHeaders header_list = {})
        : Response(std::move(content), status, std::move(header_list), "text/plain") {}
};

/// An answer of `text/html; charset=utf-8`.
class HTMLResponse : public Response {
public:
    explicit HTMLResponse(std::string content, int status = 200, MutableHeaders header_list = {})
        : Response(std::move(content), status, std::move(header_list), "text/html") {}
};

namespace detail {

inline constexpr std::string_view json_content_type = "content-type: application/json\r\n";

}  // namespace detail

// ---- implementation ----

inline Response::Response(std::string content, int status, MutableHeaders header_list,
                          std::string_view media_type)
    : status_code(status), headers(std::move(header_list)), body(std::move(content)) {
    if (media_type.empty() || headers.contains("content-type")) return;
    const bool wants_charset = media_type.starts_with("text/") &&
                               detail::lowered(media_type).find("charset=") == std::string::npos;
    headers.append("content-type",
                   std::string(media_type) + (wants_charset ? "; charset=utf-8" : ""));
}

inline JSONResponse::JSONResponse(const any& content, int status, MutableHeaders header_list,
                                  std::string_view media_type)
    : Response(std::string(), status, std::move(header_list), media_type) {
    detail::append_json(body, content);
}

}  // namespace fastapi
