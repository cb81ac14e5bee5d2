#pragma once

// URLs: percent-coding as Python's urllib does it, the target of a request (RFC 9112 3.2), `URL`
// and the query as `QueryParams`. Everything is a view of the request's bytes but what had to be
// decoded or was changed. Malformed percent-signs stay as they are; bytes that are no UTF-8 become
// U+FFFD.

#include <array>
#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fastapi/core/any.hpp"
#include "fastapi/core/text.hpp"

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

/// The parameters of a query, in order, as urllib.parse.parse_qsl(keep_blank_values=True) reads
/// them; only '&' separates. Parsed once, when first asked. The views point at the query or into
/// this object.
class QueryParams {
public:
    using value_type = std::pair<std::string_view, std::string_view>;
    using const_iterator = std::vector<value_type>::const_iterator;

    QueryParams() = default;
    explicit QueryParams(std::string_view query) : query_(query) {}
    // A copy decodes for itself: views must not point into another object.
    QueryParams(const QueryParams& other) : query_(other.query_) {}
    QueryParams& operator=(const QueryParams& other) {
        if (this != &other) reset(other.query_);
        return *this;
    }
    ~QueryParams() = default;

    /// Another query in the same memory.
    void reset(std::string_view query) {
        query_ = query;
        parsed_ = false;
    }

    /// The last value under this key.
    std::optional<std::string_view> get(std::string_view key) const;
    /// All values under this key, in order.
    std::vector<std::string_view> getlist(std::string_view key) const;
    bool contains(std::string_view key) const { return get(key).has_value(); }
    /// The last value under this key; throws std::out_of_range where there is none.
    std::string_view operator[](std::string_view key) const;

    /// Every pair, also the repeated ones.
    const_iterator begin() const { return pairs().begin(); }
    const_iterator end() const { return pairs().end(); }
    std::size_t size() const { return pairs().size(); }
    bool empty() const { return pairs().empty(); }
    /// The query as it was sent.
    std::string_view str() const { return query_; }

private:
    const std::vector<value_type>& pairs() const;
    std::string_view decoded(std::string_view text) const;

    std::string_view query_;
    mutable std::vector<value_type> pairs_;
    mutable std::string storage_;
    mutable bool parsed_ = false;
};

namespace detail {

/// Whether percent_decode would change anything, or would have to look at bytes above ASCII.
constexpr bool needs_decoding(std::string_view text, bool plus_is_space = false) {
    for (const char c : text)
        if (c == '%' || (c == '+' && plus_is_space) || static_cast<unsigned char>(c) >= 0x80)
            return true;
    return false;
}

/// Appends the decoded text, as Python's unquote (unquote_plus) gives it. false: some of it was no
/// UTF-8 and has been replaced. At most 3 bytes come of one above ASCII, at most one of any other.
bool percent_decode(std::string_view text, std::string& out, bool plus_is_space = false);

/// Python's quote: letters, digits, `_.-~` and `safe` stay, every other byte becomes %XX.
std::string percent_encode(std::string_view text, std::string_view safe = "/");

/// A query or form text as Python's quote_plus writes it.
std::string quote_plus(std::string_view text);

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

/// The byte that `%XX` at the beginning of `text` stands for, or -1.
constexpr int percent_byte(std::string_view text) {
    if (text.size() < 3 || text[0] != '%') return -1;
    const int high = hex_value(text[1]), low = hex_value(text[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

inline bool percent_decode(std::string_view text, std::string& out, bool plus_is_space) {
    const std::size_t start = out.size();
    bool ascii = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (const int byte = percent_byte(text.substr(i)); byte >= 0) {
                c = static_cast<char>(byte);
                i += 2;
            }
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        ascii = ascii && static_cast<unsigned char>(c) < 0x80;
        out.push_back(c);
    }
    if (ascii || is_valid_utf8(std::string_view(out).substr(start))) return true;
    const std::string malformed = out.substr(start);
    out.resize(start);
    append_replaced_utf8(out, malformed);
    return false;
}

inline std::string percent_encode(std::string_view text, std::string_view safe) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool unreserved =
            is_alpha(c) || is_digit(c) || c == '_' || c == '.' || c == '-' || c == '~';
        if (unreserved || (byte < 0x80 && safe.find(c) != std::string_view::npos))
            result.push_back(c);
        else
            result.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return result;
}

inline std::string quote_plus(std::string_view text) {
    std::string result = percent_encode(text, " ");
    std::replace(result.begin(), result.end(), ' ', '+');
    return result;
}

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
        const std::string name(parts.hostname.value_or(old.substr(0, detail::end_of_hostname(old))));
        const std::optional<int> number = parts.port ? parts.port : port;
        host = netloc.substr(0, netloc.size() - old.size());
        host += name.find(':') == std::string::npos || name.starts_with('[') ? name : "[" + name + "]";
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

inline const std::vector<QueryParams::value_type>& QueryParams::pairs() const {
    if (parsed_) return pairs_;
    parsed_ = true;
    pairs_.clear();
    storage_.clear();
    // Never more than this is stored, so no view is moved by the next one.
    if (detail::needs_decoding(query_, true)) {
        std::size_t bound = query_.size();
        for (const char c : query_) bound += static_cast<unsigned char>(c) >= 0x80 ? 2 : 0;
        storage_.reserve(bound);
    }
    for (std::string_view rest = query_; !rest.empty();) {
        const std::size_t end = rest.find('&');
        const std::string_view piece = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (piece.empty()) continue;
        const std::size_t equals = piece.find('=');
        const bool has_value = equals != std::string_view::npos;
        const std::string_view key = decoded(piece.substr(0, equals));
        pairs_.emplace_back(key,
                            has_value ? decoded(piece.substr(equals + 1)) : std::string_view(""));
    }
    return pairs_;
}

inline std::string_view QueryParams::decoded(std::string_view text) const {
    if (!detail::needs_decoding(text, true)) return text;
    const std::size_t start = storage_.size();
    detail::percent_decode(text, storage_, true);
    return std::string_view(storage_).substr(start);
}

inline std::optional<std::string_view> QueryParams::get(std::string_view key) const {
    const auto& all = pairs();
    for (auto pair = all.rbegin(); pair != all.rend(); ++pair)
        if (pair->first == key) return pair->second;
    return std::nullopt;
}

inline std::vector<std::string_view> QueryParams::getlist(std::string_view key) const {
    std::vector<std::string_view> values;
    for (const auto& [name, value] : pairs())
        if (name == key) values.push_back(value);
    return values;
}

inline std::string_view QueryParams::operator[](std::string_view key) const {
    const auto value = get(key);
    if (!value)
        throw std::out_of_range("fastapi: there is no query parameter '" +
                                detail::percent_encode(key, " ") + "'");
    return *value;
}

}  // namespace fastapi
