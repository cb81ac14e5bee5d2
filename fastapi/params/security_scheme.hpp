#pragma once

// What the ready dependencies that read credentials have in common: their options, how they refuse
// a request without credentials, and how the document names them.

#include "fastapi/core/any.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/form.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/number_text.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi {
namespace detail {

struct auto_error_option {
    bool value;
};

/// Names and texts in turn, a NUL behind each.
template <std::size_t... Sizes>
struct declared_scopes {
    char texts[(Sizes + ... + 1)] = {};

    constexpr explicit declared_scopes(const char (&... given)[Sizes]) {
        [[maybe_unused]] std::size_t at = 0;
        ((std::copy_n(given, Sizes, texts + at), at += Sizes), ...);
    }
    constexpr std::string_view view() const { return {texts, (Sizes + ... + 0)}; }
};

}  // namespace detail

/// Of a security scheme: `auto_error(false)` gives an empty optional where nothing was sent, in
/// place of 401.
constexpr detail::auto_error_option auto_error(bool value) { return {value}; }

/// Of a security scheme: its name in the document, the name of its class where none is stated.
template <std::size_t Size>
struct scheme_name {
    fixed_string<Size> text;
    constexpr scheme_name(const char (&literal)[Size]) : text(literal) {}
};

/// Of OAuth2: the scopes that the document offers, each with what it is for:
/// `scopes("me", "Read your own data.", "items", "Read items.")`.
template <std::size_t... Sizes>
constexpr detail::declared_scopes<Sizes...> scopes(const char (&... names_and_texts)[Sizes]) {
    static_assert(sizeof...(Sizes) % 2 == 0,
                  "fastapi: scopes have a name and a text each. Write scopes(\"me\", \"Read your "
                  "own data.\").");
    return detail::declared_scopes<Sizes...>(names_and_texts...);
}

/// Of OAuth2: where clients renew a token.
template <std::size_t Size>
struct refresh_url {
    fixed_string<Size> text;
    constexpr refresh_url(const char (&literal)[Size]) : text(literal) {}
};

/// Of `HTTPBasic`: what the password is for; clients show it (RFC 9110 11.5).
template <std::size_t Size>
struct realm {
    fixed_string<Size> text;
    constexpr realm(const char (&literal)[Size]) : text(literal) {}
};

/// Of `HTTPBearer`: what kind of token it is, for the document: `bearer_format("JWT")`.
template <std::size_t Size>
struct bearer_format {
    fixed_string<Size> text;
    constexpr bearer_format(const char (&literal)[Size]) : text(literal) {}
};

namespace detail {

struct security_options {
    bool auto_error = true;
    std::string_view name, description, scopes, refresh_url, realm, bearer_format;
};

constexpr void read_security_option(security_options& options, const auto_error_option& value) {
    options.auto_error = value.value;
}
template <std::size_t Size>
constexpr void read_security_option(security_options& options, const scheme_name<Size>& value) {
    options.name = value.text;
}
template <std::size_t Size>
constexpr void read_security_option(security_options& options, const description<Size>& value) {
    options.description = value.text;
}
template <std::size_t... Sizes>
constexpr void read_security_option(security_options& options,
                                    const declared_scopes<Sizes...>& value) {
    options.scopes = value.view();
}
template <std::size_t Size>
constexpr void read_security_option(security_options& options, const refresh_url<Size>& value) {
    options.refresh_url = value.text;
}
template <std::size_t Size>
constexpr void read_security_option(security_options& options, const realm<Size>& value) {
    options.realm = value.text;
}
template <std::size_t Size>
constexpr void read_security_option(security_options& options, const bearer_format<Size>& value) {
    options.bearer_format = value.text;
}

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
        throw HTTPException(401, "Not authenticated",
                            {{"WWW-Authenticate", std::string(challenge)}});
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
        return {
            std::string(options.name.empty() ? class_name : options.name), std::move(scheme), {}};
    }
};

struct authorization_header {
    std::string scheme, credentials;
    bool is(std::string_view wanted) const { return iequals(scheme, wanted); }
};

/// The text of the header, its bytes beyond ASCII as Latin-1; empty where there is none.
inline std::string header_text(const Request& request, std::string_view name) {
    return decoded_latin1(request.headers.get(name).value_or(""));
}

/// The two words of the header; empty where there is none.
inline authorization_header authorization_of(const Request& request) {
    const std::string text = header_text(request, "authorization");
    const std::size_t space = std::min(text.find(' '), text.size());
    return {text.substr(0, space), std::string(trim_unicode(std::string_view(text).substr(space)))};
}

}  // namespace detail
}  // namespace fastapi
