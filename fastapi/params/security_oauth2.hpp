#pragma once

// OAuth2 and OpenID Connect as dependencies that give what the Authorization header holds, and that
// the document shows with their flows (RFC 6749), so that the docs pages can log in: `inline
// constexpr OAuth2PasswordBearer<"/token"> oauth2_scheme;`, then `Depends<oauth2_scheme> token`.
// Whether a token is a good one is up to the program.
// https://fastapi.tiangolo.com/reference/security/

#include "fastapi/core/any.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/number_text.hpp"
#include "fastapi/params/param.hpp"
#include "fastapi/params/security_scheme.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {
namespace detail {

/// A flow as the document has it (OpenAPI 3.1 4.8.29); an empty address stands for none.
dict describe_flow(const security_options& options, std::string_view authorization_url,
                   std::string_view token_url);

template <fixed_string Name, fixed_string AuthorizationUrl, fixed_string TokenUrl, auto... Options>
struct oauth2_flow {
    static void add_to(dict& flows) {
        flows[Name.view()] = describe_flow(security_options_of<Options...>, AuthorizationUrl.view(),
                                           TokenUrl.view());
    }
};

template <fixed_string Name, fixed_string AuthorizationUrl, fixed_string TokenUrl, auto... Options>
constexpr void read_security_option(
    security_options&, const oauth2_flow<Name, AuthorizationUrl, TokenUrl, Options...>&) {}

template <auto Option>
void add_flow([[maybe_unused]] dict& flows) {
    if constexpr (requires { Option.add_to(flows); }) Option.add_to(flows);
}

/// The token of `Authorization: Bearer ...`.
template <auto... Options>
struct oauth2_bearer : security_scheme<std::string, Options...> {
    using base = security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        const auto header = authorization_of(request);
        return header.is("bearer") ? typename base::given(header.credentials)
                                   : base::nothing("Bearer");
    }
};

/// The whole header.
template <auto... Options>
struct whole_authorization : security_scheme<std::string, Options...> {
    using base = security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        std::string text = header_text(request, "authorization");
        return text.empty() ? base::nothing("Bearer") : typename base::given(std::move(text));
    }
};

}  // namespace detail

/// A flow of `OAuth2`: the user logs in at `AuthorizationUrl`, which gives the token. Like the
/// other flows it takes `scopes(...)` and `refresh_url("...")`.
template <fixed_string AuthorizationUrl, auto... Options>
inline constexpr detail::oauth2_flow<"implicit", AuthorizationUrl, "", Options...> implicit_flow{};
/// A flow of `OAuth2`: the client sends name and password of the user to `TokenUrl`.
template <fixed_string TokenUrl, auto... Options>
inline constexpr detail::oauth2_flow<"password", "", TokenUrl, Options...> password_flow{};
/// A flow of `OAuth2`: the client sends credentials of its own to `TokenUrl`.
template <fixed_string TokenUrl, auto... Options>
inline constexpr detail::oauth2_flow<"clientCredentials", "", TokenUrl, Options...>
    client_credentials_flow{};
/// A flow of `OAuth2`: the user logs in at `AuthorizationUrl`, which gives a code for `TokenUrl`.
template <fixed_string AuthorizationUrl, fixed_string TokenUrl, auto... Options>
inline constexpr detail::oauth2_flow<"authorizationCode", AuthorizationUrl, TokenUrl, Options...>
    authorization_code_flow{};

/// OAuth2 with any flows: gives the whole Authorization header.
/// `OAuth2<password_flow<"/token">, implicit_flow<"/login", scopes("me", "Read your own data.")>>`.
template <auto... FlowsAndOptions>
struct OAuth2 : detail::whole_authorization<FlowsAndOptions...> {
    detail::security_description security() const {
        dict flows;
        (detail::add_flow<FlowsAndOptions>(flows), ...);
        return OAuth2::base::describe("OAuth2",
                                      dict{{"type", "oauth2"}, {"flows", std::move(flows)}});
    }
};

/// OAuth2 with a password: gives the token of `Authorization: Bearer ...`. `TokenUrl` is where
/// clients get one, relative to the application. `scopes("me", "Read your own data.")` is what
/// users can be asked to grant. https://fastapi.tiangolo.com/tutorial/security/first-steps/
template <fixed_string TokenUrl, auto... Options>
struct OAuth2PasswordBearer : detail::oauth2_bearer<Options...> {
    detail::security_description security() const {
        dict flows;
        detail::add_flow<password_flow<TokenUrl, Options...>>(flows);
        return OAuth2PasswordBearer::base::describe(
            "OAuth2PasswordBearer", dict{{"type", "oauth2"}, {"flows", std::move(flows)}});
    }
};

/// OAuth2 with a code: gives the token of `Authorization: Bearer ...`. The user logs in at
/// `AuthorizationUrl`.
template <fixed_string AuthorizationUrl, fixed_string TokenUrl, auto... Options>
struct OAuth2AuthorizationCodeBearer : detail::oauth2_bearer<Options...> {
    detail::security_description security() const {
        dict flows;
        detail::add_flow<authorization_code_flow<AuthorizationUrl, TokenUrl, Options...>>(flows);
        return OAuth2AuthorizationCodeBearer::base::describe(
            "OAuth2AuthorizationCodeBearer", dict{{"type", "oauth2"}, {"flows", std::move(flows)}});
    }
};

/// OpenID Connect: gives the whole Authorization header. `Url` is that of the discovery document.
template <fixed_string Url, auto... Options>
struct OpenIdConnect : detail::whole_authorization<Options...> {
    detail::security_description security() const {
        return OpenIdConnect::base::describe(
            "OpenIdConnect", dict{{"type", "openIdConnect"}, {"openIdConnectUrl", Url.view()}});
    }
};

/// The form that a client sends to get a token with a password (RFC 6749 4.3.2):
/// `Depends<OAuth2PasswordRequestForm::read> form`.
/// https://fastapi.tiangolo.com/tutorial/security/simple-oauth2/
struct OAuth2PasswordRequestForm {
    std::optional<std::string> grant_type;
    std::string username;
    std::string password;
    std::vector<std::string> scopes;  ///< the words of the field `scope`
    std::optional<std::string> client_id;
    std::optional<std::string> client_secret;

    /// The dependency. `grant_type` may be missing, but must be "password" otherwise.
    static OAuth2PasswordRequestForm read(
        Form<"grant_type", std::optional<std::string>, pattern("^password$")> grant_type,
        Form<"username", std::string> username,
        Form<"password", std::string, format("password")> password,
        Form<"scope", std::string, defaults_to("")> scope,
        Form<"client_id", std::optional<std::string>> client_id,
        Form<"client_secret", std::optional<std::string>, format("password")> client_secret);

    /// The same, but `grant_type` is required, and the document does not hide what is typed.
    static OAuth2PasswordRequestForm read_strict(
        Form<"grant_type", std::string, pattern("^password$")> grant_type,
        Form<"username", std::string> username, Form<"password", std::string> password,
        Form<"scope", std::string, defaults_to("")> scope,
        Form<"client_id", std::optional<std::string>> client_id,
        Form<"client_secret", std::optional<std::string>> client_secret);
};

// ---- implementation ----

namespace detail {

inline dict describe_flow(const security_options& options, std::string_view authorization_url,
                          std::string_view token_url) {
    dict scopes;
    for (std::string_view rest = options.scopes; !rest.empty();) {
        const std::string_view name(rest.data()), text(name.data() + name.size() + 1);
        scopes[name] = text;
        rest.remove_prefix(name.size() + text.size() + 2);
    }
    dict flow;
    if (!options.refresh_url.empty()) flow["refreshUrl"] = options.refresh_url;
    flow["scopes"] = std::move(scopes);
    if (!authorization_url.empty()) flow["authorizationUrl"] = authorization_url;
    if (!token_url.empty()) flow["tokenUrl"] = token_url;
    return flow;
}

/// As Python's str.split: all white space of Unicode is between words.
inline std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!(text = trim_unicode(text)).empty()) {
        std::size_t end = 0;
        while (end < text.size() && white_space_length(text, end, true) == 0) ++end;
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return words;
}

}  // namespace detail

inline OAuth2PasswordRequestForm OAuth2PasswordRequestForm::read(
    Form<"grant_type", std::optional<std::string>, pattern("^password$")> grant_type,
    Form<"username", std::string> username,
    Form<"password", std::string, format("password")> password,
    Form<"scope", std::string, defaults_to("")> scope,
    Form<"client_id", std::optional<std::string>> client_id,
    Form<"client_secret", std::optional<std::string>, format("password")> client_secret) {
    return {grant_type, username, password, detail::words_of(scope), client_id, client_secret};
}

inline OAuth2PasswordRequestForm OAuth2PasswordRequestForm::read_strict(
    Form<"grant_type", std::string, pattern("^password$")> grant_type,
    Form<"username", std::string> username, Form<"password", std::string> password,
    Form<"scope", std::string, defaults_to("")> scope,
    Form<"client_id", std::optional<std::string>> client_id,
    Form<"client_secret", std::optional<std::string>> client_secret) {
    return {grant_type.get(),        username,  password,
            detail::words_of(scope), client_id, client_secret};
}

}  // namespace fastapi
