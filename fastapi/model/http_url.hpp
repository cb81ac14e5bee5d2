#pragma once

// `HttpUrl`: an http or https URL of at most 2083 bytes, read as Pydantic reads it (Rust's crate
// url, the WHATWG URL standard) and kept as the normalised text: scheme and host in lower case, the
// host in Punycode, no default port, at least "/" as the path, no dot segments, and everything that
// may not stand in a URL percent-encoded.

#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/model/scalar.hpp"
#include "fastapi/model/url_host.hpp"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

namespace detail {

/// A part of a text; absent is another thing than empty.
struct text_part {
    std::uint32_t begin = 0, size = 0;
    bool present = false;
};

struct url_parts {
    std::string text;
    text_part scheme, username, password, host, path, query, fragment;
    int port = 0;
};

}  // namespace detail

class HttpUrl {
public:
    /// No URL: an empty text.
    HttpUrl() = default;
    /// Throws std::invalid_argument for a text that `parse` refuses.
    explicit HttpUrl(std::string_view text);

    static ParseOutcome parse(std::string_view text, HttpUrl& out);
    /// The problem of an input that is not text.
    static ScalarProblem wrong_type() {
        return {"url_type", "URL input should be a string or URL"};
    }

    std::string_view scheme() const { return part(parts_.scheme).value_or(""); }
    /// As it stands in the URL, percent-encoded.
    std::optional<std::string_view> username() const { return part(parts_.username); }
    std::optional<std::string_view> password() const { return part(parts_.password); }
    /// ASCII: Punycode for a name beyond ASCII, brackets around an IPv6 address.
    std::string_view host() const { return part(parts_.host).value_or(""); }
    /// That of the scheme where the URL names none; 0 for no URL.
    int port() const { return parts_.port; }
    std::string_view path() const { return part(parts_.path).value_or(""); }
    /// Without the '?' and the '#'.
    std::optional<std::string_view> query() const { return part(parts_.query); }
    std::optional<std::string_view> fragment() const { return part(parts_.fragment); }
    const std::string& str() const { return parts_.text; }
    operator std::string_view() const { return parts_.text; }

    friend bool operator==(const HttpUrl& a, const HttpUrl& b) { return a.str() == b.str(); }
    friend std::strong_ordering operator<=>(const HttpUrl& a, const HttpUrl& b) {
        return a.str() <=> b.str();
    }

private:
    std::optional<std::string_view> part(detail::text_part which) const {
        if (!which.present) return std::nullopt;
        return std::string_view(parts_.text).substr(which.begin, which.size);
    }

    detail::url_parts parts_;
};

namespace detail {

/// Appends the JSON text of the value; both kinds of answer write the same.
void append_jsonable(std::string& out, const HttpUrl& value);
void append_serialized(std::string& out, const HttpUrl& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

// ---- percent-encoding ----

// What is encoded besides control characters and everything beyond ASCII.
inline constexpr std::string_view url_userinfo_set = " \"#<>?`{}/:;=@[\\]^|";
inline constexpr std::string_view url_path_set = " \"#<>?`{}";
inline constexpr std::string_view url_query_set = " \"#<>'";
inline constexpr std::string_view url_fragment_set = " \"<>`";

inline void append_url_encoded(std::string& out, std::string_view text, std::string_view set) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x1F && byte < 0x7F && set.find(c) == std::string_view::npos) {
            out.push_back(c);
            continue;
        }
        out.push_back('%');
        out.push_back("0123456789ABCDEF"[byte >> 4]);
        out.push_back("0123456789ABCDEF"[byte & 15]);
    }
}

// ---- path ----

/// The number of dots that a segment consists of, `%2e` being one: 1, 2, or 0 for another segment.
inline int dot_segment(std::string_view segment) {
    int dots = 0;
    while (!segment.empty() && dots <= 2) {
        const bool encoded = iequals(segment.substr(0, 3), "%2e");
        const std::size_t length = segment[0] == '.' ? 1 : encoded ? 3 : 0;
        if (length == 0) return 0;
        segment.remove_prefix(length);
        ++dots;
    }
    return dots <= 2 ? dots : 0;
}

/// Appends the path of an http URL, which begins behind the host; '\' counts as '/'.
inline void append_url_path(std::string& out, std::string_view path) {
    const std::size_t start = out.size();
    if (!path.empty()) path.remove_prefix(1);
    for (bool more = true; more;) {
        const std::size_t end = path.find_first_of("/\\");
        const std::string_view segment = path.substr(0, end);
        more = end != std::string_view::npos;
        const int dots = dot_segment(segment);
        if (dots == 2 && out.size() > start) out.erase(out.rfind('/'));
        if (dots == 0) append_url_encoded(out.append("/"), segment, url_path_set);
        // A dot segment at the end leaves the directory: its name and a slash.
        if (dots != 0 && !more) out.push_back('/');
        if (more) path.remove_prefix(end + 1);
    }
}

// ---- the whole ----

/// Reads one URL. Each member reads on behind the last one, and appends what it read.
class url_parser {
public:
    url_parser(std::string_view text, url_parts& parts) : rest_(text), parts_(parts) {}

    url_failure parse();
    /// Whether the scheme is http or https: what else can be parsed is refused for its scheme.
    bool is_http() const { return default_port_ == 80 || default_port_ == 443; }

private:
    bool read_scheme();
    url_failure read_other();
    url_failure read_authority();
    url_failure read_userinfo();
    void append_userinfo(std::string_view userinfo);
    url_failure read_host();
    url_failure read_port();
    void read_path();
    text_part appended(std::size_t begin) const {
        return {static_cast<std::uint32_t>(begin),
                static_cast<std::uint32_t>(parts_.text.size() - begin), true};
    }
    std::string_view authority_ends() const { return is_special_ ? "/?#\\" : "/?#"; }

    std::string_view rest_;
    url_parts& parts_;
    bool is_special_ = false;
    int default_port_ = -1;
};

inline bool url_parser::read_scheme() {
    const std::size_t colon = rest_.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_alpha(rest_[0])) return false;
    const std::string scheme = lowered(rest_.substr(0, colon));
    for (const char c : scheme)
        if (!is_alpha(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return false;
    rest_.remove_prefix(colon + 1);
    default_port_ = scheme == "http" ? 80 : scheme == "https" ? 443 : -1;
    is_special_ = default_port_ > 0 || scheme == "ws" || scheme == "wss" || scheme == "ftp";
    parts_.text.append(scheme);
    parts_.scheme = appended(0);
    return true;
}

/// Of a URL that is not for http only the authority can be wrong.
inline url_failure url_parser::read_other() {
    if (!rest_.starts_with("//") || std::string_view(parts_.text) == "file") return {};
    rest_.remove_prefix(2);
    return read_authority();
}

inline url_failure url_parser::read_userinfo() {
    const std::string_view authority = rest_.substr(0, rest_.find_first_of(authority_ends()));
    const std::size_t at = authority.rfind('@');
    if (at == std::string_view::npos) return {};
    const std::size_t host = at + 1;
    // The crate asks for a host behind an '@' here only for a URL without user.
    if (at == 0 && host == authority.size() && host < rest_.size()) return "empty host";
    append_userinfo(authority.substr(0, at));
    rest_.remove_prefix(host);
    return {};
}

inline void url_parser::append_userinfo(std::string_view userinfo) {
    std::string& out = parts_.text;
    const std::size_t colon = userinfo.find(':'), start = out.size();
    append_url_encoded(out, userinfo.substr(0, colon), url_userinfo_set);
    if (out.size() > start) parts_.username = appended(start);
    if (colon != std::string_view::npos && colon + 1 < userinfo.size()) {
        out.push_back(':');
        const std::size_t begin = out.size();
        append_url_encoded(out, userinfo.substr(colon + 1), url_userinfo_set);
        parts_.password = appended(begin);
    }
    if (out.size() > start) out.push_back('@');
}

inline url_failure url_parser::read_host() {
    std::size_t end = 0;
    bool in_brackets = false;
    for (; end < rest_.size(); ++end) {
        const char c = rest_[end];
        if ((c == ':' && !in_brackets) || authority_ends().find(c) != std::string_view::npos) break;
        if (c == '[' || c == ']') in_brackets = c == '[';
    }
    const std::string_view host = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (!is_special_) {
        const bool has_user = parts_.username.present || parts_.password.present;
        return host.empty() && (has_user || rest_.starts_with(':')) ? "empty host"
                                                                    : check_opaque_host(host);
    }
    if (host.empty()) return "empty host";
    const std::size_t begin = parts_.text.size();
    const url_failure failure = append_url_host(parts_.text, host);
    parts_.host = appended(begin);
    return failure;
}

inline url_failure url_parser::read_port() {
    parts_.port = default_port_;
    if (!rest_.starts_with(':')) return {};
    const std::size_t end = std::min(rest_.find_first_of("/?#\\"), rest_.size());
    int port = 0;
    for (const char c : rest_.substr(1, end - 1)) {
        if (!is_digit(c)) return "invalid port number";
        port = port * 10 + (c - '0');
        if (port > 65535) return "invalid port number";
    }
    const bool is_given = end > 1 && port != default_port_;
    rest_.remove_prefix(end);
    if (!is_given) return {};
    parts_.port = port;
    parts_.text.push_back(':');
    append_integer(parts_.text, port);
    return {};
}

inline url_failure url_parser::read_authority() {
    if (const url_failure failure = read_userinfo(); !failure.empty()) return failure;
    if (const url_failure failure = read_host(); !failure.empty()) return failure;
    return read_port();
}

inline void url_parser::read_path() {
    std::string& out = parts_.text;
    const std::size_t hash = rest_.find('#'), mark = rest_.substr(0, hash).find('?');
    std::size_t begin = out.size();
    append_url_path(out, rest_.substr(0, std::min(mark, hash)));
    parts_.path = appended(begin);
    if (mark != std::string_view::npos) {
        begin = out.append("?").size();
        const std::string_view query = rest_.substr(0, hash).substr(mark + 1);
        append_url_encoded(out, query, url_query_set);
        parts_.query = appended(begin);
    }
    if (hash == std::string_view::npos) return;
    begin = out.append("#").size();
    append_url_encoded(out, rest_.substr(hash + 1), url_fragment_set);
    parts_.fragment = appended(begin);
}

inline url_failure url_parser::parse() {
    if (!read_scheme()) return "relative URL without a base";
    if (is_special_)  // however many slashes there are
        rest_.remove_prefix(std::min(rest_.find_first_not_of("/\\"), rest_.size()));
    if (!is_http()) return is_special_ ? read_authority() : read_other();
    parts_.text.append("://");
    if (const url_failure failure = read_authority(); !failure.empty()) return failure;
    read_path();
    return {};
}

/// Without control characters and spaces at both ends, and without tabs and ends of lines anywhere.
inline std::string cleaned_url(std::string_view text) {
    const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    std::string out(text);
    std::erase_if(out, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
    return out;
}

inline ScalarProblem url_problem(std::string_view reason) {
    return problem_with_reason("url_parsing", "Input should be a valid URL", reason);
}

inline constexpr std::size_t longest_url = 2083;

}  // namespace detail

inline ParseOutcome HttpUrl::parse(std::string_view text, HttpUrl& out) {
    if (text.size() > detail::longest_url)
        return ScalarProblem{"url_too_long", "URL should have at most 2083 characters", "2083",
                             "max_length"};
    if (text.empty()) return detail::url_problem("input is empty");
    const std::string cleaned = detail::cleaned_url(text);
    detail::url_parts parts;
    detail::url_parser parser(cleaned, parts);
    const detail::url_failure failure = parser.parse();
    if (!failure.empty()) return detail::url_problem(failure);
    if (!parser.is_http())
        return ScalarProblem{"url_scheme", "URL scheme should be 'http' or 'https'",
                             "'http' or 'https'", "expected_schemes"};
    out.parts_ = std::move(parts);
    return std::nullopt;
}

inline HttpUrl::HttpUrl(std::string_view text) {
    if (const ParseOutcome problem = parse(text, *this))
        throw std::invalid_argument(problem->message);
}

namespace detail {

inline void append_jsonable(std::string& out, const HttpUrl& value) {
    append_json_string(out, value.str());
}
inline void append_serialized(std::string& out, const HttpUrl& value) {
    append_json_string(out, value.str());
}

}  // namespace detail
}  // namespace fastapi

template <>
struct std::hash<fastapi::HttpUrl> {
    std::size_t operator()(const fastapi::HttpUrl& value) const noexcept {
        return std::hash<std::string>{}(value.str());
    }
};
