#pragma once

// The schemes of HTTP's own Authorization header (RFC 9110 11.6.2) as dependencies:
// `inline constexpr HTTPBasic<realm("users")> basic;`, then `Depends<basic> user`. They check
// nothing but the form of what was sent. https://fastapi.tiangolo.com/reference/security/

#include "fastapi/core/any.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/params/security_scheme.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

/// What an Authorization header of `Bearer` or `Digest` holds.
/// https://fastapi.tiangolo.com/reference/security/
struct HTTPAuthorizationCredentials {
    std::string scheme;       ///< as it was written
    std::string credentials;  ///< what stands behind it
};

/// The name and the password of HTTP Basic (RFC 7617).
struct HTTPBasicCredentials {
    std::string username;
    std::string password;
};

namespace detail {

/// The bytes of a Base64 text (RFC 4648 4) as Python reads it: what is no digit counts for nothing,
/// but for the padding at the end. Nothing where that is missing, and where text or bytes are not
/// ASCII.
std::optional<std::string> decoded_base64(std::string_view text);

/// A name as a challenge writes it: `digest` as `Digest`, `hmac-sha256` as `Hmac-Sha256`.
std::string challenge_of(std::string_view scheme, std::string_view realm = {});

}  // namespace detail

/// `Authorization: <scheme> <credentials>` of a scheme that has no class here, for the document and
/// the challenge under the name `Scheme`: `HTTPBase<"hmac">`. What the header names is not compared
/// with it.
template <fixed_string Scheme, auto... Options>
struct HTTPBase : detail::security_scheme<HTTPAuthorizationCredentials, Options...> {
    using base = detail::security_scheme<HTTPAuthorizationCredentials, Options...>;

    typename base::given operator()(Request& request) const {
        const auto header = detail::authorization_of(request);
        if (header.scheme.empty() || header.credentials.empty())
            return base::nothing(detail::challenge_of(Scheme.view()));
        return HTTPAuthorizationCredentials{header.scheme, header.credentials};
    }
    detail::security_description security() const {
        return base::describe("HTTPBase", dict{{"type", "http"}, {"scheme", Scheme.view()}});
    }
};

/// `Authorization: Bearer ...`, which must not be empty. `bearer_format("JWT")` is for the
/// document. https://fastapi.tiangolo.com/reference/security/
template <auto... Options>
struct HTTPBearer : detail::security_scheme<HTTPAuthorizationCredentials, Options...> {
    using base = detail::security_scheme<HTTPAuthorizationCredentials, Options...>;

    typename base::given operator()(Request& request) const {
        const auto header = detail::authorization_of(request);
        if (!header.is("bearer") || header.credentials.empty()) return base::nothing("Bearer");
        return HTTPAuthorizationCredentials{header.scheme, header.credentials};
    }
    detail::security_description security() const {
        dict scheme{{"type", "http"}, {"scheme", "bearer"}};
        if (!base::options.bearer_format.empty())
            scheme["bearerFormat"] = base::options.bearer_format;
        return base::describe("HTTPBearer", std::move(scheme));
    }
};

/// `Authorization: Digest ...`. What it holds is not checked.
template <auto... Options>
struct HTTPDigest : detail::security_scheme<HTTPAuthorizationCredentials, Options...> {
    using base = detail::security_scheme<HTTPAuthorizationCredentials, Options...>;

    typename base::given operator()(Request& request) const {
        const auto header = detail::authorization_of(request);
        if (!header.is("digest") || header.credentials.empty()) return base::nothing("Digest");
        return HTTPAuthorizationCredentials{header.scheme, header.credentials};
    }
    detail::security_description security() const {
        return base::describe("HTTPDigest", dict{{"type", "http"}, {"scheme", "digest"}});
    }
};

/// `Authorization: Basic ...` (RFC 7617). What is no Base64 of ASCII with a colon in it is refused
/// even with `auto_error(false)`. With `realm("...")` the challenge names it.
/// https://fastapi.tiangolo.com/advanced/security/http-basic-auth/
template <auto... Options>
struct HTTPBasic : detail::security_scheme<HTTPBasicCredentials, Options...> {
    using base = detail::security_scheme<HTTPBasicCredentials, Options...>;

    typename base::given operator()(Request& request) const {
        const auto header = detail::authorization_of(request);
        if (!header.is("basic")) return base::nothing(challenge());
        const std::optional<std::string> text = detail::decoded_base64(header.credentials);
        const std::size_t colon = text ? text->find(':') : std::string::npos;
        if (colon == std::string::npos) base::refuse(challenge());
        return HTTPBasicCredentials{text->substr(0, colon), text->substr(colon + 1)};
    }
    detail::security_description security() const {
        return base::describe("HTTPBasic", dict{{"type", "http"}, {"scheme", "basic"}});
    }

private:
    static std::string challenge() { return detail::challenge_of("basic", base::options.realm); }
};

// ---- implementation ----

namespace detail {

constexpr int base64_digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

inline std::optional<std::string> decoded_base64(std::string_view text) {
    std::string bytes;
    unsigned int bits = 0, digits = 0, padding = 0;  // of a group of four
    for (const char c : text) {
        const int digit = base64_digit(c);
        padding = digit >= 0 ? 0 : std::min(padding + (c == '='), 4u);
        if (digit < 0) continue;
        bits = bits << 6 | static_cast<unsigned int>(digit);
        digits = (digits + 1) % 4;
        if (digits != 1) bytes.push_back(static_cast<char>(bits >> (4 - digits) % 4 * 2 & 0xFF));
    }
    const bool is_complete = digits == 0 || (digits > 1 && digits + padding >= 4);
    return is_complete && is_ascii(text) && is_ascii(bytes) ? std::optional(bytes) : std::nullopt;
}

inline std::string challenge_of(std::string_view scheme, std::string_view realm) {
    std::string text;
    for (const char c : scheme)
        text += text.empty() || !is_alpha(text.back()) ? to_upper(c) : to_lower(c);
    if (!realm.empty()) text.append(" realm=\"").append(realm).append("\"");
    return text;
}

}  // namespace detail
}  // namespace fastapi
