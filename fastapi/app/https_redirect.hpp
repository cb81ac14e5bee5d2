#pragma once

// Sends who came over plain HTTP to the same address with https. Behind a proxy that ends TLS the
// scheme is what the proxy says, where `forwarded_allow_ips` trusts it. As Starlette's
// HTTPSRedirectMiddleware.

#include "fastapi/http/redirect_response.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/url.hpp"

#include <optional>
#include <string_view>

namespace fastapi {

/// `app.add_middleware(HTTPSRedirectMiddleware{})`: 307 for every request whose scheme is `http`;
/// 400 where it says no host (HTTP/1.0).
/// https://fastapi.tiangolo.com/advanced/middleware/#httpsredirectmiddleware
struct HTTPSRedirectMiddleware {
    std::optional<Response> before(Request& request) const;
};

// ---- implementation ----

/// Another port than those of HTTP and HTTPS is kept.
inline std::optional<Response> HTTPSRedirectMiddleware::before(Request& request) const {
    if (request.url.scheme != "http") return std::nullopt;
    URL target = request.url;
    if (target.netloc.empty()) return PlainTextResponse("Invalid host header", 400);
    if (target.port == 80 || target.port == 443)
        target.netloc = target.netloc.substr(0, detail::end_of_hostname(target.netloc));
    target.scheme = "https";
    return RedirectResponse(target.str());
}

}  // namespace fastapi
