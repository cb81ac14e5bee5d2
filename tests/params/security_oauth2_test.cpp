#include "fastapi/params/security_oauth2.hpp"

#include "fastapi/app/docs_routes.hpp"
#include "answering.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace fastapi;
using namespace test_params;

namespace {

constexpr OAuth2PasswordBearer<"/token"> plain;
constexpr OAuth2PasswordBearer<"/token", scheme_name("Scoped"), refresh_url("/refresh"),
                               scopes("me", "Read your own data.", "items", "", "", "No name")>
    scoped;
constexpr OAuth2AuthorizationCodeBearer<"https://login.example.com", "/token", scheme_name("Login"),
                                        description("By code"), scopes("me", "Read your own data."),
                                        refresh_url("/again")>
    by_code;
constexpr OAuth2<password_flow<"/token", scopes("a", "A.")>, implicit_flow<"/login">,
                 client_credentials_flow<"/clients", refresh_url("/r")>,
                 authorization_code_flow<"/login", "/code">>
    any_flow;
constexpr OAuth2<password_flow<"/token">, auto_error(false), scheme_name("MaybeOAuth2")> maybe_any;
constexpr OpenIdConnect<"/openid"> openid;

void declare_routes(FastAPI& app) {
    app.get("/oauth2", [](Depends<plain> token) { return dict{{"token", token.get()}}; });
    app.get("/scoped", [](Depends<scoped> token) { return dict{{"token", token.get()}}; });
    app.get("/code", [](Depends<by_code> token) { return dict{{"token", token.get()}}; });
    app.get("/any", [](Depends<any_flow> header) { return dict{{"token", header.get()}}; });
    app.get("/maybe", [](Depends<maybe_any> header) { return dict{{"token", header}}; });
    app.get("/openid", [](Depends<openid> header) { return dict{{"token", header.get()}}; });
}

dict told(const OAuth2PasswordRequestForm& form) {
    list words;
    for (const std::string& scope : form.scopes) words.push_back(scope);
    return dict{{"username", form.username}, {"scopes", words}, {"client_id", form.client_id}};
}

}  // namespace

TEST_CASE("security: OAuth2 takes a bearer token and refuses anything else with its challenge") {
    FastAPI app;
    declare_routes(app);
    struct example {
        std::string_view target, sent;  // in the Authorization header
        int status;
        std::string_view token;  // or the challenge of a refusal
    };
    const example examples[] = {
        {"/oauth2", "Bearer abc", 200, "abc"},
        {"/oauth2", "bEARER  x y ", 200, "x y"},
        {"/oauth2", "Bearer", 200, ""},
        {"/oauth2", "Basic abc", 401, "Bearer"},
        {"/oauth2", "", 401, "Bearer"},
        {"/scoped", "Bearer abc", 200, "abc"},
        {"/code", "bearer t", 200, "t"},
        {"/code", "Bear t", 401, "Bearer"},
        {"/any", "MAC id=1", 200, "MAC id=1"},
        {"/any", "MAC \xE9", 200, "MAC é"},
        {"/any", "", 401, "Bearer"},
        {"/maybe", "MAC id=1", 200, "MAC id=1"},
        {"/openid", "anything at all", 200, "anything at all"},
        {"/openid", "", 401, "Bearer"},
    };
    for (const example& each : examples) {
        CAPTURE(each.target);
        CAPTURE(each.sent);
        const answer got = ask_with(app, each.target, "authorization", each.sent);
        CHECK(got.status == each.status);
        if (each.status == 200)
            CHECK(got.body == any(dict{{"token", each.token}}));
        else
            CHECK(got.challenge == each.token);
    }
    CHECK(ask(app, "/maybe").body == parsed(R"({"token": null})"));
}

TEST_CASE("security: the document lists the flows with their addresses and scopes") {
    FastAPI app;
    declare_routes(app);
    const dict document = app.openapi();
    const any& schemes = document["components"]["securitySchemes"];
    CHECK(
        schemes["OAuth2PasswordBearer"] ==
        parsed(
            R"({"type": "oauth2", "flows": {"password": {"scopes": {}, "tokenUrl": "/token"}}})"));
    CHECK(schemes["Scoped"] == parsed(R"({"type": "oauth2", "flows": {"password": {
        "refreshUrl": "/refresh", "tokenUrl": "/token",
        "scopes": {"me": "Read your own data.", "items": "", "": "No name"}}}})"));
    CHECK(schemes["Login"] ==
          parsed(R"({"type": "oauth2", "description": "By code", "flows": {"authorizationCode": {
        "refreshUrl": "/again", "authorizationUrl": "https://login.example.com", "tokenUrl": "/token",
        "scopes": {"me": "Read your own data."}}}})"));
    CHECK(schemes["OAuth2"] == parsed(R"({"type": "oauth2", "flows": {
        "password": {"scopes": {"a": "A."}, "tokenUrl": "/token"},
        "implicit": {"scopes": {}, "authorizationUrl": "/login"},
        "clientCredentials": {"scopes": {}, "tokenUrl": "/clients", "refreshUrl": "/r"},
        "authorizationCode": {"scopes": {}, "authorizationUrl": "/login", "tokenUrl": "/code"}}})"));
    CHECK(schemes["OpenIdConnect"] ==
          parsed(R"({"type": "openIdConnect", "openIdConnectUrl": "/openid"})"));
    CHECK(document["paths"]["/code"]["get"]["security"] == parsed(R"([{"Login": []}])"));
    CHECK_FALSE(document["paths"]["/code"]["get"]["responses"].as_dict().contains("422"));
}

TEST_CASE(
    "security: the form for a token has the words of its scope, and may demand the grant type") {
    FastAPI app;
    app.post("/token", {.name = "login"},
             [](Depends<OAuth2PasswordRequestForm::read> form) { return told(form); });
    app.post("/strict", {.name = "login"},
             [](Depends<OAuth2PasswordRequestForm::read_strict> form) { return told(form); });
    CHECK(ask(app, "/token", "POST", "username=u&password=p&scope=+me++items%0A").body ==
          parsed(R"({"username": "u", "scopes": ["me", "items"], "client_id": null})"));
    CHECK(
        ask(app, "/token", "POST", "username=u&password=p&scope=%E3%80%80a%C2%A0%0B%1C+b%E2%80%8Bc")
            .body ==
        parsed(R"({"username": "u", "scopes": ["a", "b\u200Bc"], "client_id": null})"));
    CHECK(ask(app, "/token", "POST", "username=u&password=p&client_id=c").body ==
          parsed(R"({"username": "u", "scopes": [], "client_id": "c"})"));
    CHECK(ask(app, "/token", "POST", "username=u&password=p&grant_type=code").status == 422);
    CHECK(ask(app, "/strict", "POST", "username=u&password=p").status == 422);
    CHECK(ask(app, "/strict", "POST", "username=u&password=p&grant_type=password").status == 200);
    const dict document = app.openapi();
    const any& schemas = document["components"]["schemas"];
    CHECK(schemas["Body_login_token_post"]["properties"]["password"]["format"] == any("password"));
    CHECK_FALSE(
        schemas["Body_login_strict_post"]["properties"]["password"].as_dict().contains("format"));
}
