#pragma once

// Whom a request comes from, behind a proxy: what `X-Forwarded-For` and `X-Forwarded-Proto` say, where the peer
// of the connection is one of the trusted proxies. Anybody else could write what he likes there. As uvicorn's
// ProxyHeadersMiddleware does it. https://www.uvicorn.org/settings/#http

#include "fastapi/core/text.hpp"
#include "fastapi/http/headers.hpp"

#include <string_view>

namespace fastapi::detail {

/// Whether the list ("127.0.0.1, 10.0.0.7" or "*") contains the host.
bool trusts(std::string_view trusted, std::string_view host);

/// The client behind the proxies: the last one in the list that is none of them; the first where all are.
/// Empty where the header says nothing.
std::string_view forwarded_client(const Headers& headers, std::string_view trusted);

/// "http" or "https", where the header says so; else empty. Good for ever.
std::string_view forwarded_scheme(const Headers& headers);

// ---- implementation ----

inline bool trusts(std::string_view trusted, std::string_view host) {
    while (!trusted.empty()) {
        const std::size_t comma = trusted.find(',');
        const std::string_view each = trim(trusted.substr(0, comma));
        if (each == "*" || (!each.empty() && each == host)) return true;
        if (comma == std::string_view::npos) return false;
        trusted.remove_prefix(comma + 1);
    }
    return false;
}

inline std::string_view forwarded_client(const Headers& headers, std::string_view trusted) {
    std::string_view hosts = headers.get("x-forwarded-for").value_or("");
    while (true) {
        const std::size_t comma = hosts.rfind(',');
        const std::string_view last = trim(comma == std::string_view::npos ? hosts : hosts.substr(comma + 1));
        if (comma == std::string_view::npos || !trusts(trusted, last)) return last;
        hosts = hosts.substr(0, comma);
    }
}

inline std::string_view forwarded_scheme(const Headers& headers) {
    const std::string_view scheme = trim(headers.get("x-forwarded-proto").value_or(""));
    if (scheme == "https" || scheme == "wss") return "https";
    return scheme == "http" || scheme == "ws" ? "http" : "";
}

}  // namespace fastapi::detail
