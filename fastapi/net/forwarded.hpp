#pragma once

// Whom a request comes from, behind a proxy: what `X-Forwarded-For` and `X-Forwarded-Proto` say,
// where the peer of the connection is one of the trusted proxies. Anybody else could write what he
// likes there, also the client behind a proxy: what the proxies have added stands at the end, on a
// line of its own or not. As uvicorn's ProxyHeadersMiddleware does it.
// https://www.uvicorn.org/settings/#http

#include "fastapi/core/text.hpp"
#include "fastapi/http/headers.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fastapi::detail {

/// Whether the list ("127.0.0.1, 10.0.0.7" or "*") contains the host.
bool trusts(std::string_view trusted, std::string_view host);

/// An address as such a header writes it; the port is 0 where it names none.
struct forwarded_address {
    std::string_view host;
    std::uint16_t port = 0;

    friend bool operator==(const forwarded_address&, const forwarded_address&) = default;
};

/// `203.0.113.9`, `203.0.113.9:4711`, `2001:db8::1`, `[2001:db8::1]:4711`; anything else is a host.
forwarded_address split_forwarded(std::string_view text);

/// The client behind the proxies: the last in the list, over all its lines (RFC 9110 5.3), whose
/// host is none of them; the first where all are. Empty where the header says nothing.
forwarded_address forwarded_client(const Headers& headers, std::string_view trusted);

/// "http" or "https", where the last line of the header says so; else empty. Good for ever.
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

/// Takes the last element off a list.
inline std::string_view take_last(std::string_view& hosts) {
    const std::size_t comma = hosts.rfind(',');
    const bool is_only = comma == std::string_view::npos;
    const std::string_view last = trim(is_only ? hosts : hosts.substr(comma + 1));
    hosts = is_only ? std::string_view() : hosts.substr(0, comma);
    return last;
}

inline forwarded_address split_forwarded(std::string_view text) {
    const bool is_bracketed = text.starts_with('[') && text.find(']') != std::string_view::npos;
    const std::size_t colon = text.find(':', is_bracketed ? text.find(']') : 0);
    const bool is_last = colon != std::string_view::npos && colon == text.rfind(':');
    const auto port = is_last ? to_integer<std::uint16_t>(text.substr(colon + 1)) : std::nullopt;
    const std::string_view host = port ? text.substr(0, colon) : text;
    if (!is_bracketed || !host.ends_with(']')) return {host, port.value_or(0)};
    return {host.substr(1, host.size() - 2), port.value_or(0)};
}

inline forwarded_address forwarded_client(const Headers& headers, std::string_view trusted) {
    const std::vector<std::string_view> lines = headers.getlist("x-forwarded-for");
    forwarded_address client;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line)
        for (std::string_view hosts = *line; !hosts.empty();) {
            client = split_forwarded(take_last(hosts));
            if (!trusts(trusted, client.host)) return client;
        }
    return client;
}

inline std::string_view forwarded_scheme(const Headers& headers) {
    const std::vector<std::string_view> lines = headers.getlist("x-forwarded-proto");
    const std::string_view scheme = lines.empty() ? std::string_view() : trim(lines.back());
    if (scheme == "https" || scheme == "wss") return "https";
    return scheme == "http" || scheme == "ws" ? "http" : "";
}

}  // namespace fastapi::detail
