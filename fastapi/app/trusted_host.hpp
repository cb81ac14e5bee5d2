#pragma once

// Refuses requests for a host that is not the application's, before anybody builds an address of
// that name: a link in a mail, a redirect, the key of a cache. The answers are those of Starlette's
// TrustedHostMiddleware.

#include "fastapi/core/text.hpp"
#include "fastapi/http/redirect_response.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/url.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fastapi {

namespace detail {

/// Names of hosts, `*.example.com` for all below one, or `*` for any; checked where they are
/// written.
class host_patterns {
public:
    /// No host at all.
    host_patterns() = default;

    /// Throws std::invalid_argument for a `*` at another place.
    host_patterns(std::initializer_list<std::string_view> patterns) {
        for (const std::string_view pattern : patterns) add(pattern);
    }
    host_patterns(const std::vector<std::string>& patterns) {
        for (const std::string& pattern : patterns) add(pattern);
    }

    bool has_any() const { return has(patterns_, "*"); }

    /// `name` is in lower case, without a port, an IPv6 address in brackets.
    bool matches(std::string_view name) const;
    bool names(std::string_view name) const { return has(patterns_, name); }

private:
    static bool has(const std::vector<std::string>& patterns, std::string_view name) {
        return std::find(patterns.begin(), patterns.end(), name) != patterns.end();
    }
    void add(std::string_view pattern);

    std::vector<std::string> patterns_;  // in lower case
};

}  // namespace detail

/// `app.add_middleware(TrustedHostMiddleware{.allowed_hosts = {"example.com", "*.example.com"}})`.
/// Requests for other hosts are answered with 400.
/// https://fastapi.tiangolo.com/advanced/middleware/#trustedhostmiddleware
struct TrustedHostMiddleware {
    detail::host_patterns allowed_hosts = {
        "*"};  ///< without ports; `*.example.com` is not `example.com` itself
    bool www_redirect =
        true;  ///< whether `example.com` goes to `www.example.com` where only that is allowed

    std::optional<Response> before(Request& request) const;

private:
    bool allows(std::string_view host) const;
};

// ---- implementation ----

namespace detail {

inline void host_patterns::add(std::string_view pattern) {
    const bool is_misplaced = pattern.find('*', 1) != std::string_view::npos;
    const bool is_half_a_name =
        pattern.starts_with('*') && pattern != "*" && !pattern.starts_with("*.");
    if (is_misplaced || is_half_a_name)
        throw std::invalid_argument(
            "fastapi: \"" + std::string(pattern) +
            "\" is no pattern of hosts. Write \"*\", \"example.com\" or \"*.example.com\".");
    patterns_.push_back(lowered(pattern));
}

inline bool host_patterns::matches(std::string_view name) const {
    return std::any_of(patterns_.begin(), patterns_.end(), [name](std::string_view pattern) {
        return name == pattern || (pattern.starts_with('*') && name.ends_with(pattern.substr(1)));
    });
}

/// In lower case, without the port.
inline std::string host_name(std::string_view host) {
    return lowered(host.substr(0, end_of_hostname(host)));
}

}  // namespace detail

inline bool TrustedHostMiddleware::allows(std::string_view host) const {
    return detail::is_valid_host(host) && allowed_hosts.matches(detail::host_name(host));
}

/// RFC 9112 3.2.2: beside an absolute target the Host header does not count, but a handler may read
/// it.
inline std::optional<Response> TrustedHostMiddleware::before(Request& request) const {
    if (allowed_hosts.has_any()) return std::nullopt;
    const std::string_view host = request.url.netloc;
    if (allows(host) && allows(request.headers.get("host").value_or(host))) return std::nullopt;
    const std::string with_www = "www." + std::string(host);
    if (!www_redirect || !detail::is_valid_host(host) ||
        !allowed_hosts.names(detail::host_name(with_www)))
        return PlainTextResponse("Invalid host header", 400);
    URL target = request.url;
    target.netloc = with_www;
    return RedirectResponse(target.str());
}

}  // namespace fastapi
