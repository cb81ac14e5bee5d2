#pragma once

// Cookies: the `Cookie` header of a request as names and values, and one cookie of an answer as the
// value of `Set-Cookie`. Read as Starlette's cookie_parser does (what browsers send, not what
// RFC 6265 allows), written as Python's http.cookies does, to the byte. The one rule: nothing that
// is written can end its attribute, or its header, early.

#include "fastapi/core/text.hpp"
#include "fastapi/http/date.hpp"
#include "fastapi/http/headers.hpp"

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// The cookies of a request, each name once, in the order of their arrival; the last value of a
/// name counts. Parsed once, when first asked. The views point at the header or into this object.
class Cookies {
public:
    using value_type = std::pair<std::string_view, std::string_view>;
    using const_iterator = std::vector<value_type>::const_iterator;

    Cookies() = default;
    /// From the value of a `Cookie` header, which must outlive this.
    explicit Cookies(std::string_view header) { add(header); }
    /// Those of a request: the headers are looked at when the first cookie is asked for, and must
    /// outlive this.
    explicit Cookies(const Headers& request_headers) : source_(&request_headers) {}
    // A copy parses for itself: views must not point into another object.
    Cookies(const Cookies& other) : headers_(other.headers_), source_(other.source_) {}
    Cookies& operator=(const Cookies& other);
    ~Cookies() = default;

    /// The value of that cookie, or nothing.
    std::optional<std::string_view> get(std::string_view name) const;
    bool contains(std::string_view name) const { return get(name).has_value(); }
    /// The value of that cookie; throws std::out_of_range where there is none.
    std::string_view operator[](std::string_view name) const;

    const_iterator begin() const { return pairs().begin(); }
    const_iterator end() const { return pairs().end(); }
    std::size_t size() const { return pairs().size(); }
    bool empty() const { return pairs().empty(); }

    /// For who fills the request: one more `Cookie` header, of which there may be several. Kept as
    /// a view; what was read before is no longer good.
    void add(std::string_view header);
    /// No cookies; keeps the capacity.
    void clear();

private:
    const std::vector<value_type>& pairs() const;
    void parse(std::string_view header) const;
    void keep_last_of_each_name() const;
    std::string_view decoded(std::string_view text) const;
    std::string_view unquoted(std::string_view value) const;

    std::vector<std::string_view> headers_;
    const Headers* source_ = nullptr;
    mutable std::vector<value_type> pairs_;
    mutable std::string storage_;
    mutable bool parsed_ = false;
};

/// When a cookie ends: a moment, seconds from now, or the text of a date as it is sent.
class CookieExpires {
public:
    /// Not said: the cookie ends with the session of the browser.
    CookieExpires() = default;
    /// So many seconds after the header is written; 0 is at once.
    template <std::integral Seconds>
    CookieExpires(Seconds from_now)
        : kind_(kind::offset), seconds_(static_cast<std::int64_t>(from_now)) {}
    template <class Duration>
    CookieExpires(std::chrono::sys_time<Duration> moment)
        : kind_(kind::moment),
          seconds_(std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count()) {}
    /// A `datetime`.
    template <class Moment>
        requires requires(const Moment& moment) { moment.to_sys_time(); }
    CookieExpires(const Moment& moment) : CookieExpires(moment.to_sys_time()) {}
    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    CookieExpires(std::string text) : kind_(kind::text), text_(std::move(text)) {}
    CookieExpires(const char* text) : CookieExpires(std::string(text)) {}

    /// The date as it is sent, empty where nothing is said.
    std::string text() const;

private:
    enum class kind { none, offset, moment, text };

    kind kind_ = kind::none;
    std::int64_t seconds_ = 0;
    std::string text_;
};

/// What `set_cookie` may be told beside name and value; an empty text leaves the attribute out.
/// https://www.starlette.io/responses/#set-cookie
struct SetCookieOptions {
    std::optional<std::int64_t> max_age = {};  ///< seconds; 0 deletes the cookie
    CookieExpires expires = {};
    std::string path = "/";
    std::string domain = {};
    bool secure = false;
    bool httponly = false;
    std::string samesite = "lax";  ///< `strict`, `lax` or `none`
    bool partitioned = false;
};

namespace detail {

/// The value of a Set-Cookie header: `session_id=abc123; HttpOnly; Max-Age=3600; Path=/`. The value
/// is quoted where it has to be. Throws std::invalid_argument where the name is no token (RFC 6265
/// 4.1.1), the value is no UTF-8 or beyond Latin-1 (http.cookies has no form for it: percent-encode
/// it), an attribute holds a control character or a ';', or samesite is none of the three.
std::string set_cookie_header(std::string_view name, std::string_view value,
                              const SetCookieOptions& options = {});

/// The same for a cookie that the browser is to forget: no value, an age of 0, expired now.
std::string delete_cookie_header(std::string_view name, SetCookieOptions options = {});

/// Python's http.cookies._unquote: without the quotes around it, `\ooo` and `\x` undone. Appends.
void append_unquoted_cookie(std::string& out, std::string_view quoted);

/// Python's http.cookies._quote. Appends; false for a value that is no UTF-8 or beyond Latin-1.
bool append_quoted_cookie(std::string& out, std::string_view value);

}  // namespace detail

// ---- implementation ----

namespace detail {

constexpr bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Python's str.strip() of a text in Latin-1.
constexpr std::string_view strip(std::string_view text) {
    const auto is_blank = [](char c) {
        return (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= ' ') || c == '\x85' || c == '\xA0';
    };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

constexpr bool is_quoted_cookie(std::string_view value) {
    return value.size() >= 2 && value.front() == '"' && value.back() == '"';
}

/// The character that `ooo` at the beginning of `text` stands for, or -1.
constexpr int octal_escape(std::string_view text) {
    if (text.size() < 3 || text[0] < '0' || text[0] > '3') return -1;
    for (const char c : text.substr(1, 2))
        if (c < '0' || c > '7') return -1;
    return (text[0] - '0') * 64 + (text[1] - '0') * 8 + (text[2] - '0');
}

inline void append_unquoted_cookie(std::string& out, std::string_view quoted) {
    const std::string_view text = quoted.substr(1, quoted.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            append_utf8(out, static_cast<unsigned char>(text[i]));
        } else if (const int code = octal_escape(text.substr(i + 1)); code >= 0) {
            append_utf8(out, static_cast<char32_t>(code));
            i += 3;
        } else {
            append_utf8(out, static_cast<unsigned char>(text[++i]));
        }
    }
}

/// Not in need of quotes.
constexpr bool is_plain_in_cookie(char c) { return in_token(c) || c == ':'; }

/// In need of quotes around the value, but not of an escape.
constexpr bool is_unescaped_in_cookie(char c) {
    return is_plain_in_cookie(c) ||
           (c != '\0' && std::string_view(" ()/<=>?@[]{}").find(c) != std::string_view::npos);
}

/// Throws for what the header cannot carry; `what` says of which part it is.
[[noreturn]] inline void throw_bad_cookie(std::string_view name, const std::string& problem) {
    throw std::invalid_argument("fastapi: cookie '" + escaped_controls(name) + "': " + problem);
}

inline void append_cookie_escape(std::string& out, char32_t code) {
    if (code == '"' || code == '\\') return void(out.append({'\\', static_cast<char>(code)}));
    const auto digit = [&](unsigned shift) {
        return static_cast<char>('0' + ((code >> shift) & 7));
    };
    out.append({'\\', digit(6), digit(3), digit(0)});
}

inline bool append_quoted_cookie(std::string& out, std::string_view value) {
    if (!value.empty() && std::all_of(value.begin(), value.end(), is_plain_in_cookie)) {
        out.append(value);
        return true;
    }
    out.push_back('"');
    for (std::size_t i = 0; i < value.size();) {
        const std::size_t length = utf8_length(value, i);
        const char32_t code = length == 0 ? 0x100 : utf8_code_point(value, i, length);
        if (code > 0xFF) return false;
        if (is_unescaped_in_cookie(value[i]))
            out.push_back(value[i]);
        else
            append_cookie_escape(out, code);
        i += length;
    }
    out.push_back('"');
    return true;
}

/// RFC 6265 4.1.1: neither a control character nor a ';' stands in the value of an attribute.
inline void append_cookie_attribute(std::string& out, std::string_view cookie,
                                    std::string_view attribute, std::string_view value) {
    if (value.empty()) return;
    for (const char c : value)
        if (c == ';' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            throw_bad_cookie(cookie, std::string(attribute) + " holds " +
                                         (c == ';' ? "a ';'" : describe_control(c)));
    out.append("; ").append(attribute).append("=").append(value);
}

inline void check_samesite(std::string_view cookie, std::string_view samesite) {
    for (const std::string_view known : {"", "strict", "lax", "none"})
        if (iequals(samesite, known)) return;
    throw_bad_cookie(cookie, "samesite must be 'strict', 'lax' or 'none'");
}

inline std::string set_cookie_header(std::string_view name, std::string_view value,
                                     const SetCookieOptions& options) {
    if (!is_token(name))
        throw_bad_cookie(name, "the name may hold only letters, digits and !#$%&'*+-.^_`|~");
    check_samesite(name, options.samesite);
    std::string out(name);
    out.push_back('=');
    if (!append_quoted_cookie(out, value))
        throw_bad_cookie(name, "the value holds what is not in Latin-1; percent-encode it");
    // In the order of Python's: by the names in lower case.
    append_cookie_attribute(out, name, "Domain", options.domain);
    append_cookie_attribute(out, name, "expires", options.expires.text());
    if (options.httponly) out.append("; HttpOnly");
    if (options.max_age) append_integer(out.append("; Max-Age="), *options.max_age);
    if (options.partitioned) out.append("; Partitioned");
    append_cookie_attribute(out, name, "Path", options.path);
    append_cookie_attribute(out, name, "SameSite", options.samesite);
    if (options.secure) out.append("; Secure");
    return out;
}

inline std::string delete_cookie_header(std::string_view name, SetCookieOptions options) {
    options.max_age = 0;
    options.expires = 0;
    return set_cookie_header(name, "", options);
}

}  // namespace detail

inline std::string CookieExpires::text() const {
    if (kind_ == kind::none || kind_ == kind::text) return text_;
    std::int64_t moment = seconds_;
    // Beyond the year 9999 either way the date is the nearest that can be written.
    if (kind_ == kind::offset)
        moment =
            std::clamp<std::int64_t>(seconds_, -(std::int64_t{1} << 40), std::int64_t{1} << 40) +
            static_cast<std::int64_t>(std::time(nullptr));
    std::string result;
    detail::append_http_date(result, static_cast<std::time_t>(moment));
    return result;
}

inline Cookies& Cookies::operator=(const Cookies& other) {
    if (this == &other) return *this;
    clear();
    headers_ = other.headers_;
    source_ = other.source_;
    return *this;
}

inline void Cookies::add(std::string_view header) {
    headers_.push_back(header);
    parsed_ = false;
}

inline void Cookies::clear() {
    headers_.clear();
    pairs_.clear();
    parsed_ = false;
}

inline const std::vector<Cookies::value_type>& Cookies::pairs() const {
    if (parsed_) return pairs_;
    parsed_ = true;
    pairs_.clear();
    storage_.clear();
    std::vector<std::string_view> headers = headers_;
    if (source_ != nullptr)
        for (const header_field& field : *source_)
            if (detail::iequals(field.name, "cookie")) headers.push_back(field.value);
    std::size_t bound = 0;
    for (const std::string_view header : headers)
        if (header.find('"') != std::string_view::npos || !detail::is_ascii(header))
            bound += 2 * header.size();
    storage_.reserve(bound);  // never more than this is stored, so no view is moved by the next one
    for (const std::string_view header : headers) parse(header);
    keep_last_of_each_name();
    return pairs_;
}

inline void Cookies::parse(std::string_view header) const {
    while (!header.empty()) {
        const std::size_t end = header.find(';');
        const std::string_view piece = header.substr(0, end);
        header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
        const std::size_t equals = piece.find('=');
        const bool has_name = equals != std::string_view::npos;
        const std::string_view name = detail::strip(has_name ? piece.substr(0, equals) : "");
        const std::string_view value = detail::strip(has_name ? piece.substr(equals + 1) : piece);
        if (!name.empty() || !value.empty()) pairs_.emplace_back(decoded(name), unquoted(value));
    }
}

inline std::string_view Cookies::decoded(std::string_view text) const {
    if (detail::is_ascii(text)) return text;
    const std::size_t start = storage_.size();
    for (const char c : text) detail::append_utf8(storage_, static_cast<unsigned char>(c));
    return std::string_view(storage_).substr(start);
}

inline std::string_view Cookies::unquoted(std::string_view value) const {
    if (!detail::is_quoted_cookie(value)) return decoded(value);
    const bool is_plain = detail::is_ascii(value) && value.find('\\') == std::string_view::npos;
    if (is_plain) return value.substr(1, value.size() - 2);
    const std::size_t start = storage_.size();
    detail::append_unquoted_cookie(storage_, value);
    return std::string_view(storage_).substr(start);
}

/// As a Python dict: the first of a name gives the place, the last the value. Not slower than
/// sorting, however many there are.
inline void Cookies::keep_last_of_each_name() const {
    if (pairs_.size() < 2) return;
    std::vector<std::size_t> order(pairs_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
        return pairs_[a].first != pairs_[b].first ? pairs_[a].first < pairs_[b].first : a < b;
    });
    std::vector<bool> repeats(pairs_.size());
    for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
        if (pairs_[order[i]].first != pairs_[order[first]].first) {
            first = i;
        } else {
            pairs_[order[first]].second = pairs_[order[i]].second;
            repeats[order[i]] = true;
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < pairs_.size(); ++i)
        if (!repeats[i]) pairs_[kept++] = pairs_[i];
    pairs_.resize(kept);
}

inline std::optional<std::string_view> Cookies::get(std::string_view name) const {
    for (const auto& [known, value] : pairs())
        if (known == name) return value;
    return std::nullopt;
}

inline std::string_view Cookies::operator[](std::string_view name) const {
    if (const auto value = get(name)) return *value;
    throw std::out_of_range("fastapi: there is no cookie '" + detail::escaped_controls(name) + "'");
}

}  // namespace fastapi
