#pragma once

// The addresses of requests that a client makes: text to parts and back (RFC 3986), with httpx's
// rules for what is percent-encoded, and the resolution of a redirect's target. Unlike `URL`, which
// a server sees, it owns its text.

#include "fastapi/core/text.hpp"
#include "fastapi/http/url.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

/// An address in parts: `response.url`. Scheme and host are in lower case, path and query
/// percent-encoded. A port that is the scheme's own is left out.
/// https://www.python-httpx.org/api/#url
class TestURL {
public:
    TestURL() = default;
    /// Throws std::invalid_argument for a text that is no URL: control characters, a wrong host or
    /// port.
    TestURL(std::string_view text);
    TestURL(const std::string& text) : TestURL(std::string_view(text)) {}
    TestURL(const char* text) : TestURL(std::string_view(text)) {}

    std::string scheme;    ///< `http`; empty in a relative one
    std::string userinfo;  ///< `user:password`, as it was written
    std::string host;      ///< an IPv6 address has its brackets
    std::optional<int> port;
    std::string path;
    std::string query;     ///< without the '?'
    std::string fragment;  ///< without the '#'

    /// `host` or `host:port`.
    std::string netloc() const;

    /// `path?query`, as it stands in a request line.
    std::string target() const { return query.empty() ? path : path + "?" + query; }

    /// The whole text.
    std::string str() const;

    bool is_relative() const { return scheme.empty() || host.empty(); }

    /// What `reference` means where this is the address of the page that it stands on (RFC
    /// 3986 5.2).
    TestURL join(const TestURL& reference) const;

    /// A text counts as the URL that it stands for: `response.url == "http://testserver"`.
    friend bool operator==(const TestURL& a, const TestURL& b) { return a.str() == b.str(); }

private:
    void take_authority(std::string_view authority);
};

namespace detail {

/// Percent-encodes what cannot stand there; what is encoded already, and any other '%', stays.
std::string quote_url(std::string_view text, std::string_view unsafe);

/// RFC 3986 5.2.4.
std::string without_dot_segments(std::string_view path);

/// RFC 6454 4: scheme, host and port.
inline bool same_origin(const TestURL& a, const TestURL& b) {
    return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

inline int default_port(std::string_view scheme) {
    return scheme == "http" ? 80 : scheme == "https" ? 443 : 0;
}

}  // namespace detail

// ---- implementation ----

namespace detail {

inline std::string quote_url(std::string_view text, std::string_view unsafe) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7F && unsafe.find(c) == std::string_view::npos)
            result.push_back(c);
        else
            result.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return result;
}

inline std::string without_dot_segments(std::string_view path) {
    if (path.find("/.") == std::string_view::npos) return std::string(path);
    std::string result;
    while (!path.empty()) {
        const std::size_t end = path.find('/', 1);
        const std::string_view segment = path.substr(0, end);
        path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
        const bool is_up = segment == "/..";
        if (is_up) result.erase(std::min(result.rfind('/'), result.size()));
        if (!is_up && segment != "/.")
            result.append(segment);
        else if (path.empty())
            result.push_back('/');
    }
    return result;
}

[[noreturn]] inline void throw_bad_url(std::string_view text) {
    throw std::invalid_argument("fastapi: \"" + percent_encode(text, "/ :?#[]@!$&'()*+,;=%<>\"{}") +
                                "\" is no URL.");
}

}  // namespace detail

inline TestURL::TestURL(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) detail::throw_bad_url(text);
    std::string_view rest = text;
    const std::string_view given_scheme = detail::scheme_of(rest);
    if (!given_scheme.empty()) rest.remove_prefix(given_scheme.size() + 1);
    scheme = detail::lowered(given_scheme);
    fragment = detail::quote_url(detail::cut_behind(rest, '#'), "\"<>`");
    query = detail::quote_url(detail::cut_behind(rest, '?'), "\"#<>");
    if (rest.starts_with("//")) {
        const std::size_t end = rest.find('/', 2);
        take_authority(rest.substr(2, end == std::string_view::npos ? end : end - 2));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    }
    path = detail::quote_url(rest, "\"#<>?`{}");
    if (host.empty()) return;
    path = path.empty() ? "/" : detail::without_dot_segments(path);
}

inline void TestURL::take_authority(std::string_view authority) {
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        userinfo = detail::quote_url(authority.substr(0, at), "\"#/<>?@[]`{}");
        authority.remove_prefix(at + 1);
    }
    if (authority.empty()) return;
    if (!detail::is_valid_host(authority)) detail::throw_bad_url(authority);
    const std::size_t end = detail::end_of_hostname(authority);
    host = detail::lowered(authority.substr(0, end));
    port = detail::split_host(authority).port;
    if (port && *port == detail::default_port(scheme)) port.reset();
}

inline std::string TestURL::netloc() const {
    return port ? host + ":" + std::to_string(*port) : host;
}

inline std::string TestURL::str() const {
    std::string text;
    if (!scheme.empty()) text.append(scheme).append(":");
    if (!host.empty())
        text.append("//").append(userinfo).append(userinfo.empty() ? "" : "@").append(netloc());
    text.append(target());
    if (!fragment.empty()) text.append("#").append(fragment);
    return text;
}

inline TestURL TestURL::join(const TestURL& reference) const {
    TestURL result = reference;
    if (!reference.scheme.empty() && !reference.host.empty()) return result;
    if (result.scheme.empty()) result.scheme = scheme;
    if (!reference.host.empty()) {
        if (result.port && *result.port == detail::default_port(result.scheme)) result.port.reset();
        return result;
    }
    result.host = host;
    result.port = port;
    result.userinfo = userinfo;
    if (!reference.scheme.empty() && reference.scheme != scheme) result.port.reset();
    if (reference.path.empty()) {
        result.path = path;
        if (reference.query.empty()) result.query = query;
        return result;
    }
    if (!reference.path.starts_with('/'))
        result.path = path.substr(0, path.rfind('/') + 1) + reference.path;
    result.path = detail::without_dot_segments(result.path);
    return result;
}

}  // namespace fastapi
