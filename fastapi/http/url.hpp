#pragma once

// URLs: the target of a request (RFC 9112 3.2), its host, and `URL`, which has their parts and can
// be changed. Everything is a view of the request's bytes but what had to be decoded or was
// changed.

#include <array>
#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "fastapi/core/any.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/query_params.hpp"

namespace fastapi {

namespace detail {
struct request_access;
}

/// What `URL::replace` puts in the place of parts. A host or a port changes `netloc` as well.
struct URLParts {
    std::optional<std::string_view> scheme = {}, netloc = {}, hostname = {};
    std::optional<int> port = {};
    std::optional<std::string_view> path = {}, query = {}, fragment = {};
};

/// Where a request goes, in parts: `request.url`. Its views point at the request; those of a URL
/// that was made of another or of a text are kept by it and its copies. The `path` of a request is
/// percent-decoded, so that who compares it sees what the routes see, but for `%25`, `%3F`, `%23`
/// and `%5C`; `hostname` is in lower case. https://www.starlette.io/requests/#url
class URL {
public:
    std::string_view scheme, netloc, hostname, path, query, fragment;
    std::optional<int> port;

    URL() = default;
    /// From the scheme of the connection, the value of Host and the target of the request line.
    URL(std::string_view scheme, std::string_view host, std::string_view target);
    /// Of any text, `URL(request.url_for("read_item"))`, which is copied.
    explicit URL(std::string_view text);

    /// `scheme://netloc/path?query#fragment`; without a host it begins with the path.
    std::string str() const;

    /// The same with other parts: `url.replace({.scheme = "https", .port = 8443})`. Nothing is
    /// encoded. Without its port: `url.replace({.netloc = url.hostname})`.
    URL replace(const URLParts& parts) const;

    /// With these parameters behind the others of the query, and in place of those of their names:
    /// `request.url.include_query_params({{"page", 2}})`. A list gives one parameter for each item.
    URL include_query_params(const dict& params) const;
    /// With these parameters and no others.
    URL replace_query_params(const dict& params) const;
    /// Without the parameters of these names.
    URL remove_query_params(std::initializer_list<std::string_view> names) const;
    URL remove_query_params(std::string_view name) const { return remove_query_params({name}); }

private:
    friend struct detail::request_access;

    void take_netloc(std::string_view host);
    void keep_readable();

    std::shared_ptr<const std::string> text_;  // where the views point at no request
};

namespace detail {

enum class target_form { origin, absolute, authority, asterisk, invalid };

/// RFC 9112 3.2: the forms of a target.
struct target_parts {
    target_form form = target_form::invalid;
    std::string_view scheme, authority, path, query;
};

/// Authority-form is for CONNECT alone: give `connect` for it.
target_parts split_target(std::string_view target, bool connect = false);

/// RFC 9110 7.2: `uri-host [":" port]` and nothing else, and not empty.
bool is_valid_host(std::string_view host);

struct host_and_port {
    std::string_view hostname;
    std::optional<int> port;
};

/// Splits a valid host; an IPv6 address comes without its brackets.
host_and_port split_host(std::string_view host);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// Decodes a path but for what means something in it: to decode it again gives the rest.
inline std::string readable_path(std::string_view path) {
    constexpr std::string_view meant = "%?#\\";
    std::string decoded, result;
    percent_decode(path, decoded, false);
    for (const char c : decoded)
        if (meant.find(c) == std::string_view::npos)
            result.push_back(c);
        else
            result.append(percent_encode({&c, 1}));
    return result;
}

/// The scheme at the beginning, without its colon; empty where there is none.
inline std::string_view scheme_of(std::string_view text) {
    const std::size_t end = text.find_first_of(":/?#");
    if (end == std::string_view::npos || text[end] != ':' || end == 0 || !is_alpha(text[0]))
        return {};
    for (const char c : text.substr(0, end))
        if (!is_alpha(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return {};
    return text.substr(0, end);
}

/// Cuts off what stands behind `mark`, and gives it.
inline std::string_view cut_behind(std::string_view& text, char mark) {
    const std::size_t position = text.find(mark);
    if (position == std::string_view::npos) return {};
    const std::string_view behind = text.substr(position + 1);
    text = text.substr(0, position);
    return behind;
}

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// As Python's str() writes it.
inline std::string query_text(const any& value) {
    if (value.is_string()) return value.as_string();
    if (value.is_null()) return "None";
    return value.is_bool() ? (value.as_bool() ? "True" : "False") : value.dump();
}

/// As urllib.parse.urlencode(doseq=True).
inline void append_query(std::string& query, std::string_view name, const any& value) {
    if (value.is_list()) {
        for (const any& each : value.as_list()) append_query(query, name, each);
        return;
    }
    if (!query.empty()) query.push_back('&');
    query.append(quote_plus(name)).append("=").append(quote_plus(query_text(value)));
}

/// RFC 3986 without the fragment, which is never sent: the path ends at the first '?'.
inline void split_path_and_query(std::string_view text, target_parts& parts) {
    const std::size_t mark = text.find('?');
    parts.path = text.substr(0, mark);
    if (mark != std::string_view::npos) parts.query = text.substr(mark + 1);
}

/// RFC 9112 3.2.2: a whole URI. Only those of HTTP are for us to answer.
inline target_parts split_absolute_form(std::string_view target) {
    target_parts parts;
    const std::size_t mark = target.find("://");
    if (mark == std::string_view::npos) return parts;
    parts.scheme = target.substr(0, mark);
    if (!iequals(parts.scheme, "http") && !iequals(parts.scheme, "https")) return parts;
    const std::string_view rest = target.substr(mark + 3);
    const std::size_t end = rest.find_first_of("/?");
    parts.authority = rest.substr(0, end);
    if (!is_valid_host(parts.authority)) return parts;
    if (end != std::string_view::npos) split_path_and_query(rest.substr(end), parts);
    if (parts.path.empty()) parts.path = "/";  // RFC 9110 4.2.3: the same as an empty path
    parts.form = target_form::absolute;
    return parts;
}

inline target_parts split_target(std::string_view target, bool connect) {
    target_parts parts;
    if (connect) {
        if (is_valid_host(target)) parts.form = target_form::authority, parts.authority = target;
    } else if (target.starts_with('/')) {
        parts.form = target_form::origin;
        split_path_and_query(target, parts);
    } else if (target == "*") {
        parts.form = target_form::asterisk;
        parts.path = target;
    } else {
        return split_absolute_form(target);
    }
    return parts;
}

inline constexpr auto host_chars = [] {
    std::array<bool, 256> table{};
    for (int c = '!'; c <= '~'; ++c) {
        const char symbol = static_cast<char>(c);
        table[static_cast<std::size_t>(c)] =
            is_alpha(symbol) || is_digit(symbol) ||
            std::string_view("-._~!$&'()*+,;=").find(symbol) != std::string_view::npos;
    }
    return table;
}();

/// RFC 3986 3.2.2: unreserved, sub-delims and percent-coded bytes.
inline bool is_valid_reg_name(std::string_view name) {
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (host_chars[static_cast<unsigned char>(name[i])]) continue;
        if (percent_byte(name.substr(i)) < 0) return false;
        i += 2;
    }
    return !name.empty();
}

inline bool is_valid_ip_literal(std::string_view address) {
    for (const char c : address)
        if (hex_value(c) < 0 && c != ':' && c != '.') return false;
    return address.find(':') != std::string_view::npos;
}

inline bool is_valid_port(std::string_view port) {
    if (port.size() > 5) return false;
    int value = 0;
    for (const char c : port) {
        if (!is_digit(c)) return false;
        value = value * 10 + (c - '0');
    }
    return value <= 65535;
}

/// Where the port's colon stands, or the size of the host.
constexpr std::size_t end_of_hostname(std::string_view host) {
    std::size_t after_address = 0;
    if (host.starts_with('[')) after_address = host.find(']');
    if (after_address == std::string_view::npos) return host.size();
    const std::size_t colon = host.find(':', after_address);
    return colon == std::string_view::npos ? host.size() : colon;
}

inline bool is_valid_host(std::string_view host) {
    const std::size_t end = end_of_hostname(host);
    if (end < host.size() && !is_valid_port(host.substr(end + 1))) return false;
    const std::string_view name = host.substr(0, end);
    if (!name.starts_with('[')) return is_valid_reg_name(name);
    return name.size() > 2 && name.ends_with(']') &&
           is_valid_ip_literal(name.substr(1, name.size() - 2));
}

inline host_and_port split_host(std::string_view host) {
    const std::size_t end = end_of_hostname(host);
    host_and_port result{host.substr(0, end), std::nullopt};
    if (end < host.size() && is_valid_port(host.substr(end + 1)))
        result.port = to_integer<int>(host.substr(end + 1));
    if (result.hostname.starts_with('[') && result.hostname.ends_with(']'))
        result.hostname = result.hostname.substr(1, result.hostname.size() - 2);
    return result;
}

}  // namespace detail

inline URL::URL(std::string_view connection_scheme, std::string_view host, std::string_view target)
    : scheme(connection_scheme) {
    const detail::target_parts parts = detail::split_target(target);
    path = parts.path;
    query = parts.query;
    // RFC 9112 3.2.2: what Host says does not count beside an absolute target.
    take_netloc(parts.form == detail::target_form::absolute ? parts.authority : host);
    const bool has_upper = std::any_of(hostname.begin(), hostname.end(), detail::is_upper);
    if (has_upper || detail::needs_decoding(path)) keep_readable();
}

inline void URL::keep_readable() {
    const std::size_t size = hostname.size();
    text_ = std::make_shared<const std::string>(detail::lowered(hostname) +
                                                detail::readable_path(path));
    hostname = std::string_view(*text_).substr(0, size);
    path = std::string_view(*text_).substr(size);
}

inline URL::URL(std::string_view text)
    : text_(std::make_shared<const std::string>(std::string(text) + detail::lowered(text))) {
    std::string_view rest = std::string_view(*text_).substr(0, text.size());
    scheme = detail::scheme_of(rest);
    if (!scheme.empty()) rest.remove_prefix(scheme.size() + 1);
    fragment = detail::cut_behind(rest, '#');
    query = detail::cut_behind(rest, '?');
    std::string_view host;
    if (rest.starts_with("//")) {
        const std::size_t end = std::min(rest.find('/', 2), rest.size());
        host = rest.substr(2, end - 2);
        rest.remove_prefix(end);
    }
    path = rest;
    take_netloc(host);
    if (!hostname.empty()) hostname = {hostname.data() + text.size(), hostname.size()};
}

inline void URL::take_netloc(std::string_view host) {
    netloc = host;
    const auto [name, number] = detail::split_host(host.substr(host.rfind('@') + 1));
    hostname = name;
    port = number;
}

inline std::string URL::str() const {
    std::string result;
    result.reserve(scheme.size() + netloc.size() + path.size() + query.size() + 4);
    if (!netloc.empty()) result.append(scheme).append("://").append(netloc);
    if (path != "*") result.append(path);  // RFC 9112 3.3: OPTIONS * is of the server itself
    if (!query.empty()) result.append("?").append(query);
    if (!fragment.empty()) result.append("#").append(fragment);
    return result;
}

inline URL URL::replace(const URLParts& parts) const {
    std::string host(parts.netloc.value_or(netloc));
    if (parts.hostname || parts.port) {
        const std::string_view old = netloc.substr(netloc.rfind('@') + 1);
        const std::string name(
            parts.hostname.value_or(old.substr(0, detail::end_of_hostname(old))));
        const std::optional<int> number = parts.port ? parts.port : port;
        host = netloc.substr(0, netloc.size() - old.size());
        host +=
            name.find(':') == std::string::npos || name.starts_with('[') ? name : "[" + name + "]";
        if (number) detail::append_integer(host.append(":"), *number);
    }
    URL changed;
    changed.scheme = parts.scheme.value_or(scheme);
    changed.netloc = host;
    changed.path = parts.path.value_or(path);
    changed.query = parts.query.value_or(query);
    changed.fragment = parts.fragment.value_or(fragment);
    return URL(changed.str());
}

inline URL URL::include_query_params(const dict& params) const {
    std::string text;
    for (const auto& [name, value] : QueryParams(query))
        if (!params.contains(name)) detail::append_query(text, name, value);
    for (const auto& [name, value] : params) detail::append_query(text, name, value);
    return replace({.query = text});
}

inline URL URL::replace_query_params(const dict& params) const {
    return replace({.query = ""}).include_query_params(params);
}

inline URL URL::remove_query_params(std::initializer_list<std::string_view> names) const {
    std::string text;
    for (const auto& [name, value] : QueryParams(query))
        if (std::find(names.begin(), names.end(), name) == names.end())
            detail::append_query(text, name, value);
    return replace({.query = text});
}

}  // namespace fastapi
