#pragma once

// The cookies that a client keeps: what `Set-Cookie` headers say (RFC 6265 5.2, 5.3), and which of
// it a request to a host and path carries (5.4). Values are kept as they were sent, quotes
// included, as httpx and Python's http.cookiejar do. One host among many counts as such: there is
// no list of public suffixes.

#include "fastapi/core/text.hpp"
#include "fastapi/testclient/url.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// Several cookies of a name are there, for other domains or paths, and none of them is meant more
/// than the others.
class CookieConflict : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The cookies of a client, an answer, or one request: `client.cookies.set("session", "abc")`.
/// https://www.python-httpx.org/api/#cookies
class CookieJar {
public:
    /// One cookie.
    struct Item {
        std::string name, value;
        std::string domain = {};  ///< the host; empty: sent to every host
        std::string path = "/";   ///< sent to this path and what is below
        bool host_only = true;    ///< not to the hosts below the domain
        bool secure = false;      ///< only with https
        /// Seconds since 1970; nothing: when the client ends.
        std::optional<std::int64_t> expires = {};
    };
    using const_iterator = std::vector<Item>::const_iterator;

    CookieJar() = default;
    /// Cookies for every host: `{{"session", "abc"}}`.
    CookieJar(std::initializer_list<std::pair<std::string_view, std::string_view>> cookies);

    /// Adds a cookie, or replaces that of the same name, domain and path. A domain that begins with
    /// '.' is that of the hosts below it, too; without one the cookie is sent to every host.
    void set(std::string_view name, std::string_view value, std::string_view domain = "",
             std::string_view path = "/");

    /// The value of that cookie, or nothing. Throws CookieConflict where several have that name.
    std::optional<std::string> get(std::string_view name) const;
    /// The value of that cookie. Throws std::out_of_range where there is none, and CookieConflict.
    std::string operator[](std::string_view name) const;
    bool contains(std::string_view name) const;

    /// Forgets all cookies of that name. Throws std::out_of_range where there is none.
    void delete_(std::string_view name);
    /// Forgets all.
    void clear() { items_.clear(); }
    /// Adds those of another one; they replace those of the same name, domain and path.
    void update(const CookieJar& other);

    const_iterator begin() const { return items_.begin(); }
    const_iterator end() const { return items_.end(); }
    std::size_t size() const { return items_.size(); }
    bool empty() const { return items_.empty(); }

    /// Takes the value of a `Set-Cookie` header that came with an answer from `url`. One that is
    /// not for that host is left out, one that is over removes what is there.
    void receive(std::string_view set_cookie, const TestURL& url);

    /// The value of `Cookie` for a request to `url`; empty where there is nothing to send.
    std::string header_for(const TestURL& url) const;

private:
    void put(Item item);

    std::vector<Item> items_;  // the oldest first
};

namespace detail {

/// RFC 6265 5.1.1: the dates that browsers accept, as seconds since 1970.
std::optional<std::int64_t> parse_cookie_date(std::string_view text);

/// RFC 6265 5.1.3: the same host, or one below the domain.
bool cookie_domain_matches(std::string_view host, std::string_view domain);

/// RFC 6265 5.1.4: the same path, or one below.
bool cookie_path_matches(std::string_view path, std::string_view cookie_path);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// The number at the beginning of `text` where it has so many digits, and what follows is none;
/// else -1.
inline int leading_number(std::string_view text, std::size_t fewest, std::size_t most) {
    std::size_t size = 0;
    int value = 0;
    while (size < text.size() && size <= most && is_digit(text[size]))
        value = value * 10 + (text[size++] - '0');
    return size < fewest || size > most ? -1 : value;
}

struct cookie_date_parts {
    int hour = -1, minute = -1, second = -1, day = -1, month = -1, year = -1;

    bool take_time(std::string_view token) {
        int* const parts[] = {&hour, &minute, &second};
        for (int* const part : parts) {
            *part = leading_number(token, 1, 2);
            const std::size_t colon = token.find(':');
            if (*part < 0 || (part != &second && colon == std::string_view::npos))
                return hour = -1, false;
            if (part != &second) token.remove_prefix(colon + 1);
        }
        return true;
    }

    bool take_month(std::string_view token) {
        constexpr std::string_view names = "janfebmaraprmayjunjulaugsepoctnovdec";
        if (token.size() < 3) return false;
        const std::size_t position = names.find(lowered(token.substr(0, 3)));
        if (position == std::string_view::npos || position % 3 != 0) return false;
        month = static_cast<int>(position / 3) + 1;
        return true;
    }

    void take(std::string_view token) {
        if (hour < 0 && token.find(':') != std::string_view::npos && take_time(token)) return;
        if (day < 0 && (day = leading_number(token, 1, 2)) >= 0) return;
        if (month < 0 && take_month(token)) return;
        if (year < 0) year = leading_number(token, 2, 4);
    }

    bool is_complete() {
        if (year >= 70 && year <= 99) year += 1900;
        if (year >= 0 && year <= 69) year += 2000;
        return hour >= 0 && hour <= 23 && minute <= 59 && second <= 59 && day >= 1 && day <= 31 &&
               month >= 1 && year >= 1601;
    }

    std::int64_t seconds() const {
        const std::int64_t march_year = year - (month <= 2 ? 1 : 0), era = march_year / 400,
                           of_era = march_year % 400;
        const std::int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        const std::int64_t days =
            era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
        return days * 86400 + hour * 3600 + minute * 60 + second;
    }
};

/// RFC 6265 5.1.1: what stands between the parts of a date.
constexpr bool separates_cookie_date(char c) {
    return !is_digit(c) && !is_alpha(c) && c != ':' && static_cast<unsigned char>(c) < 0x7F;
}

inline std::optional<std::int64_t> parse_cookie_date(std::string_view text) {
    cookie_date_parts parts;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && !separates_cookie_date(text[i])) continue;
        if (i > start) parts.take(text.substr(start, i - start));
        start = i + 1;
    }
    if (!parts.is_complete()) return std::nullopt;
    return parts.seconds();
}

inline bool cookie_domain_matches(std::string_view host, std::string_view domain) {
    if (host == domain) return true;
    const bool is_address =
        host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos;
    return !is_address && host.size() > domain.size() && host.ends_with(domain) &&
           host[host.size() - domain.size() - 1] == '.';
}

inline bool cookie_path_matches(std::string_view path, std::string_view cookie_path) {
    if (!path.starts_with(cookie_path)) return false;
    return path.size() == cookie_path.size() || cookie_path.ends_with('/') ||
           path[cookie_path.size()] == '/';
}

/// RFC 6265 5.1.4: the folder that the path lies in.
inline std::string default_cookie_path(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos || slash == 0 ? "/" : std::string(path.substr(0, slash));
}

/// Cuts `name=value` at its '='; the value is empty where there is none.
inline std::pair<std::string_view, std::string_view> cut_cookie_pair(std::string_view pair) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return {trim(pair), {}};
    return {trim(pair.substr(0, equals)), trim(pair.substr(equals + 1))};
}

/// RFC 6265 5.2.2: an age that cannot be read is none; one below 1 is over.
inline void take_max_age(CookieJar::Item& item, std::string_view value) {
    const bool is_negative = value.starts_with('-');
    const std::string_view digits = value.substr(is_negative ? 1 : 0);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return;
    constexpr std::int64_t for_ever = std::int64_t{1} << 40;
    const std::int64_t age =
        std::min(to_integer<std::int64_t>(digits).value_or(for_ever), for_ever);
    item.expires = is_negative ? 0
                   : age == 0  ? 0
                               : static_cast<std::int64_t>(std::time(nullptr)) + age;
}

/// Whether the cookie may come from that host.
inline bool take_cookie_attributes(CookieJar::Item& item, std::string_view attributes,
                                   const std::string& host) {
    bool has_max_age = false;
    while (!attributes.empty()) {
        const std::size_t end = attributes.find(';');
        const auto [name, value] = cut_cookie_pair(attributes.substr(0, end));
        attributes =
            end == std::string_view::npos ? std::string_view{} : attributes.substr(end + 1);
        if (iequals(name, "max-age")) {
            take_max_age(item, value);
            has_max_age = true;
        } else if (iequals(name, "expires") && !has_max_age) {
            if (const auto moment = parse_cookie_date(value)) item.expires = moment;
        } else if (iequals(name, "domain") && !value.empty()) {
            item.domain = lowered(value.starts_with('.') ? value.substr(1) : value);
            item.host_only = false;
        } else if (iequals(name, "path") && value.starts_with('/')) {
            item.path = value;
        } else if (iequals(name, "secure")) {
            item.secure = true;
        }
    }
    return cookie_domain_matches(host, item.domain);
}

}  // namespace detail

inline CookieJar::CookieJar(
    std::initializer_list<std::pair<std::string_view, std::string_view>> cookies) {
    for (const auto& [name, value] : cookies) set(name, value);
}

inline void CookieJar::put(Item item) {
    const auto known = std::find_if(items_.begin(), items_.end(), [&](const Item& each) {
        return each.name == item.name && each.domain == item.domain && each.path == item.path;
    });
    if (known == items_.end())
        items_.push_back(std::move(item));
    else
        *known = std::move(item);
}

inline void CookieJar::set(std::string_view name, std::string_view value, std::string_view domain,
                           std::string_view path) {
    const bool is_wide = domain.starts_with('.');
    if (is_wide) domain.remove_prefix(1);
    put({.name = std::string(name),
         .value = std::string(value),
         .domain = std::string(domain),
         .path = std::string(path),
         .host_only = !is_wide});
}

inline bool CookieJar::contains(std::string_view name) const {
    return std::any_of(begin(), end(), [&](const Item& each) { return each.name == name; });
}

inline std::optional<std::string> CookieJar::get(std::string_view name) const {
    const Item* found = nullptr;
    for (const Item& each : items_) {
        if (each.name != name) continue;
        if (found != nullptr)
            throw CookieConflict("Multiple cookies exist with name=" + std::string(name));
        found = &each;
    }
    if (found == nullptr) return std::nullopt;
    return found->value;
}

inline std::string CookieJar::operator[](std::string_view name) const {
    if (auto value = get(name)) return *std::move(value);
    throw std::out_of_range("fastapi: there is no cookie '" + std::string(name) + "'");
}

inline void CookieJar::delete_(std::string_view name) {
    if (!contains(name))
        throw std::out_of_range("fastapi: there is no cookie '" + std::string(name) + "'");
    std::erase_if(items_, [&](const Item& each) { return each.name == name; });
}

inline void CookieJar::update(const CookieJar& other) {
    for (const Item& each : other.items_) put(each);
}

inline void CookieJar::receive(std::string_view set_cookie, const TestURL& url) {
    const std::size_t end = set_cookie.find(';');
    const auto [name, value] = detail::cut_cookie_pair(set_cookie.substr(0, end));
    if (name.empty()) return;
    Item item{.name = std::string(name),
              .value = std::string(value),
              .domain = url.host,
              .path = detail::default_cookie_path(url.path)};
    const std::string_view attributes =
        end == std::string_view::npos ? std::string_view{} : set_cookie.substr(end + 1);
    if (!detail::take_cookie_attributes(item, attributes, url.host)) return;
    if (!item.expires || *item.expires > static_cast<std::int64_t>(std::time(nullptr)))
        return put(std::move(item));
    std::erase_if(items_, [&](const Item& each) {
        return each.name == item.name && each.domain == item.domain && each.path == item.path;
    });
}

inline std::string CookieJar::header_for(const TestURL& url) const {
    std::vector<const Item*> sent;
    const auto now = static_cast<std::int64_t>(std::time(nullptr));
    for (const Item& each : items_) {
        const bool fits_host =
            each.domain.empty() || url.host == each.domain ||
            (!each.host_only && detail::cookie_domain_matches(url.host, each.domain));
        const bool is_over = each.expires && *each.expires <= now;
        const bool is_safe = !each.secure || url.scheme == "https";
        if (fits_host && is_safe && !is_over && detail::cookie_path_matches(url.path, each.path))
            sent.push_back(&each);
    }
    // RFC 6265 5.4: the longer path first, then the older one.
    std::stable_sort(sent.begin(), sent.end(),
                     [](const Item* a, const Item* b) { return a->path.size() > b->path.size(); });
    std::string header;
    for (const Item* const each : sent)
        header.append(header.empty() ? "" : "; ")
            .append(each->name)
            .append("=")
            .append(each->value);
    return header;
}

}  // namespace fastapi
