#pragma once

// Ready dependencies that read credentials from a request and refuse one without them, and that the document shows
// as security schemes, so that the docs pages can log in. Each is a class whose objects are named once:
// `inline constexpr OAuth2PasswordBearer<"/token"> oauth2_scheme;`, then `Depends<oauth2_scheme> token`.
// They check nothing but the form of what was sent. https://fastapi.tiangolo.com/reference/security/

#include "fastapi/core/any.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/model/constraint.hpp"
#include "fastapi/params/param.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi {
namespace detail {

struct auto_error_option {
    bool value;
};

}  // namespace detail

/// Of a security scheme: `auto_error(false)` gives an empty optional where nothing was sent, in place of 401.
constexpr detail::auto_error_option auto_error(bool value) { return {value}; }

/// Of a security scheme: its name in the document, the name of its class where none is stated.
template <std::size_t Size>
struct scheme_name {
    fixed_string<Size> text;
    constexpr scheme_name(const char (&literal)[Size]) : text(literal) {}
};

/// What an Authorization header of `Bearer` or `Digest` holds. https://fastapi.tiangolo.com/reference/security/
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

struct security_options {
    bool auto_error = true;
    std::string_view name, description;
};

constexpr void read_security_option(security_options& options, const auto_error_option& value) { options.auto_error = value.value; }
template <std::size_t Size>
constexpr void read_security_option(security_options& options, const scheme_name<Size>& value) { options.name = value.text; }
template <std::size_t Size>
constexpr void read_security_option(security_options& options, const description<Size>& value) { options.description = value.text; }

template <auto... Options>
constexpr security_options make_security_options() {
    security_options options;
    (read_security_option(options, Options), ...);
    return options;
}
template <auto... Options>
inline constexpr security_options security_options_of = make_security_options<Options...>();

/// What all schemes have in common: what they give, and how they refuse.
template <class Value, auto... Options>
struct security_scheme {
    static constexpr bool never_blocks = true;
    static constexpr const security_options& options = security_options_of<Options...>;
    using given = std::conditional_t<options.auto_error, Value, std::optional<Value>>;

    [[noreturn]] static void refuse(std::string_view challenge) {
        throw HTTPException(401, "Not authenticated", {{"WWW-Authenticate", std::string(challenge)}});
    }

    /// Nothing was sent.
    static given nothing(std::string_view challenge) {
        if constexpr (options.auto_error)
            refuse(challenge);
        else
            return (static_cast<void>(challenge), std::nullopt);
    }

    static security_description describe(std::string_view class_name, dict scheme) {
        if (!options.description.empty()) scheme["description"] = options.description;
        return {std::string(options.name.empty() ? class_name : options.name), std::move(scheme), {}};
    }
};

struct authorization_header {
    std::string_view scheme, credentials;
    bool is(std::string_view wanted) const { return iequals(scheme, wanted); }
};

/// The two words of the header; empty where there is none.
inline authorization_header authorization_of(const Request& request) {
    const std::string_view text = request.headers.get("authorization").value_or("");
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return {text, {}};
    return {text.substr(0, space), trim(text.substr(space + 1))};
}

/// The bytes of a Base64 text (RFC 4648 4); nothing where it is none.
std::optional<std::string> decoded_base64(std::string_view text);

}  // namespace detail

/// OAuth2 with a password: gives the token of `Authorization: Bearer ...`. `TokenUrl` is where clients get one,
/// relative to the application. https://fastapi.tiangolo.com/tutorial/security/first-steps/
template <fixed_string TokenUrl, auto... Options>
struct OAuth2PasswordBearer : detail::security_scheme<std::string, Options...> {
    using base = detail::security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        const auto header = detail::authorization_of(request);
        return header.is("bearer") ? typename base::given(std::string(header.credentials)) : base::nothing("Bearer");
    }
    detail::security_description security() const {
        const dict flow{{"scopes", dict{}}, {"tokenUrl", TokenUrl.view()}};
        return base::describe("OAuth2PasswordBearer", dict{{"type", "oauth2"}, {"flows", dict{{"password", flow}}}});
    }
};

/// OAuth2 with a code: gives the token of `Authorization: Bearer ...`. The user logs in at `AuthorizationUrl`.
template <fixed_string AuthorizationUrl, fixed_string TokenUrl, auto... Options>
struct OAuth2AuthorizationCodeBearer : detail::security_scheme<std::string, Options...> {
    using base = detail::security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        const auto header = detail::authorization_of(request);
        return header.is("bearer") ? typename base::given(std::string(header.credentials)) : base::nothing("Bearer");
    }
    detail::security_description security() const {
        const dict flow{{"scopes", dict{}}, {"authorizationUrl", AuthorizationUrl.view()}, {"tokenUrl", TokenUrl.view()}};
        return base::describe("OAuth2AuthorizationCodeBearer",
                              dict{{"type", "oauth2"}, {"flows", dict{{"authorizationCode", flow}}}});
    }
};

/// OpenID Connect: gives the whole Authorization header. `Url` is that of the discovery document.
template <fixed_string Url, auto... Options>
struct OpenIdConnect : detail::security_scheme<std::string, Options...> {
    using base = detail::security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        const std::string_view text = request.headers.get("authorization").value_or("");
        return text.empty() ? base::nothing("Bearer") : typename base::given(std::string(text));
    }
    detail::security_description security() const {
        return base::describe("OpenIdConnect", dict{{"type", "openIdConnect"}, {"openIdConnectUrl", Url.view()}});
    }
};

/// `Authorization: Bearer ...`, which must not be empty. https://fastapi.tiangolo.com/reference/security/
template <auto... Options>
struct HTTPBearer : detail::security_scheme<HTTPAuthorizationCredentials, Options...> {
    using base = detail::security_scheme<HTTPAuthorizationCredentials, Options...>;

    typename base::given operator()(Request& request) const {
        const auto header = detail::authorization_of(request);
        if (!header.is("bearer") || header.credentials.empty()) return base::nothing("Bearer");
        return HTTPAuthorizationCredentials{std::string(header.scheme), std::string(header.credentials)};
    }
    detail::security_description security() const {
        return base::describe("HTTPBearer", dict{{"type", "http"}, {"scheme", "bearer"}});
    }
};

/// `Authorization: Digest ...`. What it holds is not checked.
template <auto... Options>
struct HTTPDigest : detail::security_scheme<HTTPAuthorizationCredentials, Options...> {
    using base = detail::security_scheme<HTTPAuthorizationCredentials, Options...>;

    typename base::given operator()(Request& request) const {
        const auto header = detail::authorization_of(request);
        if (!header.is("digest") || header.credentials.empty()) return base::nothing("Digest");
        return HTTPAuthorizationCredentials{std::string(header.scheme), std::string(header.credentials)};
    }
    detail::security_description security() const {
        return base::describe("HTTPDigest", dict{{"type", "http"}, {"scheme", "digest"}});
    }
};

/// `Authorization: Basic ...` (RFC 7617). What is no Base64 of ASCII with a colon in it is refused even with
/// `auto_error(false)`. https://fastapi.tiangolo.com/advanced/security/http-basic-auth/
template <auto... Options>
struct HTTPBasic : detail::security_scheme<HTTPBasicCredentials, Options...> {
    using base = detail::security_scheme<HTTPBasicCredentials, Options...>;

    typename base::given operator()(Request& request) const {
        const auto header = detail::authorization_of(request);
        if (!header.is("basic")) return base::nothing("Basic");
        const std::optional<std::string> text = detail::decoded_base64(header.credentials);
        const std::size_t colon = text ? text->find(':') : std::string::npos;
        if (colon == std::string::npos) base::refuse("Basic");
        return HTTPBasicCredentials{text->substr(0, colon), text->substr(colon + 1)};
    }
    detail::security_description security() const {
        return base::describe("HTTPBasic", dict{{"type", "http"}, {"scheme", "basic"}});
    }
};

/// A key in a header of that name. An empty one counts as none.
template <fixed_string Name, auto... Options>
struct APIKeyHeader : detail::security_scheme<std::string, Options...> {
    using base = detail::security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        const std::string_view key = request.headers.get(Name.view()).value_or("");
        return key.empty() ? base::nothing("APIKey") : typename base::given(std::string(key));
    }
    detail::security_description security() const {
        return base::describe("APIKeyHeader", dict{{"type", "apiKey"}, {"in", "header"}, {"name", Name.view()}});
    }
};

/// A key in the query under that name. An empty one counts as none.
template <fixed_string Name, auto... Options>
struct APIKeyQuery : detail::security_scheme<std::string, Options...> {
    using base = detail::security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        const std::string_view key = request.query_params.get(Name.view()).value_or("");
        return key.empty() ? base::nothing("APIKey") : typename base::given(std::string(key));
    }
    detail::security_description security() const {
        return base::describe("APIKeyQuery", dict{{"type", "apiKey"}, {"in", "query"}, {"name", Name.view()}});
    }
};

/// A key in a cookie of that name. An empty one counts as none.
template <fixed_string Name, auto... Options>
struct APIKeyCookie : detail::security_scheme<std::string, Options...> {
    using base = detail::security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        const std::string_view key = request.cookies.get(Name.view()).value_or("");
        return key.empty() ? base::nothing("APIKey") : typename base::given(std::string(key));
    }
    detail::security_description security() const {
        return base::describe("APIKeyCookie", dict{{"type", "apiKey"}, {"in", "cookie"}, {"name", Name.view()}});
    }
};

/// The form that a client sends to get a token with a password (RFC 6749 4.3.2):
/// `Depends<OAuth2PasswordRequestForm::read> form`. https://fastapi.tiangolo.com/tutorial/security/simple-oauth2/
struct OAuth2PasswordRequestForm {
    std::optional<std::string> grant_type;
    std::string username;
    std::string password;
    std::vector<std::string> scopes;  ///< the words of the field `scope`
    std::optional<std::string> client_id;
    std::optional<std::string> client_secret;

    /// The dependency. `grant_type` may be missing, but must be "password" otherwise.
    static OAuth2PasswordRequestForm read(Form<"grant_type", std::optional<std::string>, pattern("^password$")> grant_type,
                                          Form<"username", std::string> username,
                                          Form<"password", std::string, format("password")> password,
                                          Form<"scope", std::string, defaults_to("")> scope,
                                          Form<"client_id", std::optional<std::string>> client_id,
                                          Form<"client_secret", std::optional<std::string>, format("password")> client_secret);

    /// The same, but `grant_type` is required.
    static OAuth2PasswordRequestForm read_strict(Form<"grant_type", std::string, pattern("^password$")> grant_type,
                                                 Form<"username", std::string> username,
                                                 Form<"password", std::string, format("password")> password,
                                                 Form<"scope", std::string, defaults_to("")> scope,
                                                 Form<"client_id", std::optional<std::string>> client_id,
                                                 Form<"client_secret", std::optional<std::string>, format("password")> client_secret);
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
    if (text.size() % 4 != 0) return std::nullopt;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
    std::string result;
    unsigned int bits = 0;
    int count = 0;
    for (const char c : text) {
        const int digit = base64_digit(c);
        if (digit < 0) return std::nullopt;
        bits = (bits << 6 | static_cast<unsigned int>(digit)) & 0xFFFFFF;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        const unsigned int byte = bits >> count & 0xFF;
        if (byte >= 0x80) return std::nullopt;  // only ASCII
        result.push_back(static_cast<char>(byte));
    }
    return result;
}

inline std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (true) {
        const std::size_t begin = text.find_first_not_of(" \t\r\n");
        if (begin == std::string_view::npos) return words;
        text.remove_prefix(begin);
        const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

}  // namespace detail

inline OAuth2PasswordRequestForm OAuth2PasswordRequestForm::read(
    Form<"grant_type", std::optional<std::string>, pattern("^password$")> grant_type, Form<"username", std::string> username,
    Form<"password", std::string, format("password")> password, Form<"scope", std::string, defaults_to("")> scope,
    Form<"client_id", std::optional<std::string>> client_id,
    Form<"client_secret", std::optional<std::string>, format("password")> client_secret) {
    return {grant_type, username, password, detail::words_of(scope), client_id, client_secret};
}

inline OAuth2PasswordRequestForm OAuth2PasswordRequestForm::read_strict(
    Form<"grant_type", std::string, pattern("^password$")> grant_type, Form<"username", std::string> username,
    Form<"password", std::string, format("password")> password, Form<"scope", std::string, defaults_to("")> scope,
    Form<"client_id", std::optional<std::string>> client_id,
    Form<"client_secret", std::optional<std::string>, format("password")> client_secret) {
    return {grant_type.get(), username, password, detail::words_of(scope), client_id, client_secret};
}

}  // namespace fastapi
