// Security: every scheme, required and optional; scopes through several levels; forms of OAuth2.

#include "twins.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

// ---- the schemes ----

inline constexpr APIKeyHeader<"X-Client", scheme_name("Client"), auto_error(false)> client_key;

inline constexpr APIKeyHeader<"X-Key"> header_key;
inline constexpr APIKeyQuery<"api_key", description("A key of the **account**.")> query_key;
inline constexpr APIKeyCookie<"session", scheme_name("Session")> cookie_key;
inline constexpr HTTPBasic<realm("the vault")> basic_scheme;
inline constexpr HTTPBearer<bearer_format("JWT"), description("Signed by us.")> bearer_scheme;
inline constexpr HTTPDigest<> digest_scheme;
inline constexpr HTTPBase<"hmac-SHA256", scheme_name("Signature")> hmac_scheme;
inline constexpr OAuth2<password_flow<"/token", scopes("me", "Read your own data.")>,
                        implicit_flow<"https://login.example.com/authorize">,
                        client_credentials_flow<"/token", refresh_url("/refresh")>,
                        description("Any flow.")>
    oauth2_scheme;
inline constexpr OAuth2PasswordBearer<
    "token", scopes("me", "Read your own data.", "items", "Read items."), refresh_url("refresh")>
    password_scheme;
inline constexpr OAuth2AuthorizationCodeBearer<"https://login.example.com/authorize",
                                               "https://login.example.com/token",
                                               scopes("openid", "Who you are.")>
    code_scheme;
inline constexpr OpenIdConnect<"https://login.example.com/.well-known/openid-configuration">
    openid_scheme;

inline constexpr APIKeyHeader<"X-Key", scheme_name("MaybeHeaderKey"), auto_error(false)>
    maybe_header_key;
inline constexpr APIKeyQuery<"api_key", scheme_name("MaybeQueryKey"), auto_error(false)>
    maybe_query_key;
inline constexpr APIKeyCookie<"session", scheme_name("MaybeCookieKey"), auto_error(false)>
    maybe_cookie_key;
inline constexpr HTTPBasic<scheme_name("MaybeBasic"), description("Name and password."),
                           auto_error(false)>
    maybe_basic;
inline constexpr HTTPBearer<scheme_name("MaybeBearer"), auto_error(false)> maybe_bearer;
inline constexpr HTTPDigest<scheme_name("MaybeDigest"), auto_error(false)> maybe_digest;
inline constexpr HTTPBase<"hmac", scheme_name("MaybeSignature"), auto_error(false)> maybe_hmac;
inline constexpr OAuth2<scheme_name("MaybeOAuth2"), auto_error(false)> maybe_oauth2;
inline constexpr OAuth2PasswordBearer<"token", scheme_name("MaybePassword"), auto_error(false)>
    maybe_password;
inline constexpr OAuth2AuthorizationCodeBearer<"authorize", "token", refresh_url("refresh"),
                                               scheme_name("MaybeCode"), auto_error(false)>
    maybe_code;
inline constexpr OpenIdConnect<"/openid", scheme_name("MaybeOpenId"), auto_error(false)>
    maybe_openid;

// ---- what the routes depend on ----

void refuse_blocked(Depends<client_key> key) {
    if (key == "blocked") throw HTTPException(403, "This client is blocked");
}

int check_account(Header<"account", int> account, Depends<header_key> key) {
    if (key != "key of " + std::to_string(account))
        throw HTTPException(403, dict{{"account", account}, {"key", key}});
    return account;
}

std::vector<std::string> split(std::string text, char separator) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

struct User {
    std::vector<std::string> granted, wanted;
    std::string scope_str;
};

User get_user(SecurityScopes security_scopes, Depends<password_scheme> token) {
    const std::vector<std::string> granted = split(token, '+');
    for (const std::string& scope : security_scopes.scopes)
        if (!contains(granted, scope))
            throw HTTPException(
                401, "Not enough permissions",
                {{"WWW-Authenticate", "Bearer scope=\"" + security_scopes.scope_str + "\""}});
    return {granted, security_scopes.scopes, security_scopes.scope_str};
}

User get_active_user(Security<get_user, "me"> user) {
    if (contains(user.granted, "inactive")) throw HTTPException(400, "Inactive user");
    return user;
}

dict get_owner(Security<get_active_user, "items", "me"> user, Security<maybe_code, "items"> code) {
    return dict{{"user", user}, {"code", code}};
}

struct Item {
    std::string name;
};

// ---- the routes ----

/// Each scheme alone.
void add_schemes(FastAPI& app) {
    app.get("/header-key", {.name = "read_header_key"}, [](Depends<header_key> key) {
        return dict{{"key", key}};
    });
    app.get("/query-key", {.name = "read_query_key"}, [](Depends<query_key> key) {
        return dict{{"key", key}};
    });
    app.get("/cookie-key", {.name = "read_cookie_key"}, [](Depends<cookie_key> key) {
        return dict{{"key", key}};
    });
    app.get("/basic", {.name = "read_basic"}, [](Depends<basic_scheme> user) { return any(user); });
    app.get("/bearer", {.name = "read_bearer"},
            [](Depends<bearer_scheme> token) { return any(token); });
    app.get("/digest", {.name = "read_digest"},
            [](Depends<digest_scheme> found) { return any(found); });
    app.get("/hmac", {.name = "read_hmac"}, [](Depends<hmac_scheme> found) { return any(found); });
    app.get("/oauth2", {.name = "read_oauth2"}, [](Depends<oauth2_scheme> authorization) {
        return dict{{"authorization", authorization}};
    });
    app.get("/password", {.name = "read_password"}, [](Depends<password_scheme> token) {
        return dict{{"token", token}};
    });
    app.get("/code", {.name = "read_code"}, [](Depends<code_scheme> token) {
        return dict{{"token", token}};
    });
    app.get("/openid", {.name = "read_openid"}, [](Depends<openid_scheme> authorization) {
        return dict{{"authorization", authorization}};
    });
}

/// None of them required.
void add_optional_schemes(FastAPI& app) {
    app.get("/maybe/keys", {.name = "read_maybe_keys"},
            [](Depends<maybe_header_key> header, Depends<maybe_query_key> query,
               Depends<maybe_cookie_key> cookie) {
                return dict{{"header", header}, {"query", query}, {"cookie", cookie}};
            });
    app.get("/maybe/basic", {.name = "read_maybe_basic"}, [](Depends<maybe_basic> user) {
        return dict{{"user", user}};
    });
    app.get("/maybe/authorization", {.name = "read_maybe_authorization"},
            [](Depends<maybe_bearer> bearer, Depends<maybe_digest> digest, Depends<maybe_hmac> hmac,
               Depends<maybe_oauth2> oauth2, Depends<maybe_password> password,
               Depends<maybe_code> code, Depends<maybe_openid> openid) {
                return dict{{"bearer", bearer}, {"digest", digest},     {"hmac", hmac},
                            {"oauth2", oauth2}, {"password", password}, {"code", code},
                            {"openid", openid}};
            });
}

/// Several on a route, beside parameters.
void add_mixed(FastAPI& app) {
    app.get("/both", {.dependencies = {depends<query_key>}, .name = "read_both"},
            [](Depends<header_key> key, Depends<basic_scheme> user) {
                return dict{{"key", key}, {"user", user}};
            });
    app.get("/twice", {.dependencies = {depends<header_key>}, .name = "read_twice"},
            [](Depends<header_key> first, Depends<header_key, use_cache(false)> second) {
                return list{first, second};
            });
    app.put("/accounts/{item_id}", {.name = "update_account"},
            [](Path<"item_id", int, ge(1)> item_id, Item item, Depends<check_account> account,
               Query<"limit", int, 10, le(100)> limit,
               Cookie<"session", std::optional<std::string>> session) {
                return dict{{"item_id", item_id},
                            {"item", item},
                            {"account", account},
                            {"limit", limit},
                            {"session", session}};
            });
    app.post("/signed", {.dependencies = {depends<hmac_scheme>}, .name = "read_signed"},
             [](Form<"text", std::string, min_length(3)> text) {
                 return dict{{"text", text}};
             });
    app.post("/echo", {.name = "read_echo"},
             [](Body<"value", dict> value, Depends<header_key> key) {
                 return dict{{"value", value}, {"key", key}};
             });
}

void add_scopes(FastAPI& app) {
    app.get("/scopes/none", {.name = "read_without_scopes"},
            [](Depends<get_user> user) { return any(user); });
    app.get("/scopes/me", {.name = "read_me"},
            [](Depends<get_active_user> user) { return any(user); });
    app.get("/scopes/items", {.name = "read_items"},
            [](Security<get_active_user, "items", "items"> user) { return any(user); });
    app.get("/scopes/owner", {.name = "read_owner"},
            [](Security<get_owner, "me", "owner"> owner) { return owner.get(); });
    app.get("/scopes/two", {.dependencies = {security<get_user, "first">}, .name = "read_two"},
            [](Security<get_user, "second"> second, Security<get_user, "third", "second"> third,
               Security<password_scheme, "fourth"> token) {
                return dict{{"second", second}, {"third", third}, {"token", token}};
            });
    app.get("/scopes/key", {.name = "read_key_with_scopes"}, [](Security<header_key, "write"> key) {
        return dict{{"key", key}};
    });
}

APIRouter reports_router() {
    APIRouter router({.prefix = "/reports", .dependencies = {security<get_user, "reports">}});
    router.get("/", {.name = "list_reports"}, [] { return list{}; });
    router.get("/mine", {.name = "read_my_report"},
               [](Security<get_active_user, "reports"> user) { return any(user); });
    return router;
}

/// The forms that give tokens.
void add_logins(FastAPI& app) {
    app.post("/token", {.name = "login"}, [](Depends<OAuth2PasswordRequestForm::read> form) {
        if (form.password != "secret")
            throw HTTPException(401, "Incorrect username or password",
                                {{"WWW-Authenticate", "Bearer"}});
        std::string token;
        for (const std::string& scope : form.scopes) token += (token.empty() ? "" : "+") + scope;
        return dict{{"access_token", token},
                    {"token_type", "bearer"},
                    {"user", form.username},
                    {"grant_type", form.grant_type},
                    {"client", list{form.client_id, form.client_secret}}};
    });
    app.post("/token/strict", {.name = "login_strict"},
             [](Depends<OAuth2PasswordRequestForm::read_strict> form) {
                 return dict{{"user", form.username},
                             {"grant_type", form.grant_type},
                             {"scopes", form.scopes}};
             });
}

}  // namespace

int twins::security(int argc, char** argv) {
    FastAPI app({.title = "Security", .dependencies = {depends<refuse_blocked>}});
    add_schemes(app);
    add_optional_schemes(app);
    add_mixed(app);
    add_scopes(app);
    const APIRouter reports = reports_router();
    app.include_router(reports);
    app.include_router(reports, {.prefix = "/archive", .dependencies = {depends<cookie_key>}});
    add_logins(app);
    return app.run(argc, argv);
}
