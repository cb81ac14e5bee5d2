#include "fastapi/params/security.hpp"

#include "fastapi/app/application.hpp"
#include "fastapi/app/docs_routes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace fastapi;
using detail::application_access;

namespace {

constexpr OAuth2PasswordBearer<"/token"> oauth2;
constexpr OAuth2AuthorizationCodeBearer<"https://login.example.com", "/token", scheme_name("Login"), description("By code")> by_code;
constexpr OpenIdConnect<"/openid"> openid;
constexpr HTTPBearer<> bearer;
constexpr HTTPBearer<auto_error(false)> maybe_bearer;
constexpr HTTPBasic<> basic;
constexpr HTTPBasic<auto_error(false)> maybe_basic;
constexpr HTTPDigest<> digest;
constexpr APIKeyHeader<"X-Key"> header_key;
constexpr APIKeyQuery<"key"> query_key;
constexpr APIKeyCookie<"key", auto_error(false)> cookie_key;

struct answer {
    int status;
    std::string body, challenge;
};

/// The answer to a request with one header.
answer ask(const FastAPI& app, std::string_view target, std::string_view name, std::string_view value) {
    detail::exchange current;
    Request& request = current.request;
    request.method = "GET";
    request.url = URL("http", "test", target);
    request.query_params.reset(request.url.query);
    if (!name.empty()) request.headers.add(name, value);
    detail::endpoint* const handler = application_access::prepare(app, current);
    REQUIRE(handler != nullptr);
    REQUIRE_FALSE(handler->is_async());
    application_access::answer(current, *handler);
    return {current.response.status_code, current.response.body,
            std::string(current.response.headers.get("www-authenticate").value_or(""))};
}

void declare_routes(FastAPI& app) {
    app.get("/oauth2", [](Depends<oauth2> token) { return dict{{"token", token.get()}}; });
    app.get("/code", [](Depends<by_code> token) { return dict{{"token", token.get()}}; });
    app.get("/openid", [](Depends<openid> token) { return dict{{"token", token.get()}}; });
    app.get("/bearer", [](Depends<bearer> found) { return dict{{"scheme", found.scheme}, {"token", found.credentials}}; });
    app.get("/maybe", [](Depends<maybe_bearer> found) { return dict{{"sent", found.has_value()}}; });
    app.get("/basic", [](Depends<basic> user) { return dict{{"name", user.username}, {"password", user.password}}; });
    app.get("/maybe-basic", [](Depends<maybe_basic> user) { return dict{{"sent", user.has_value()}}; });
    app.get("/digest", [](Depends<digest> found) { return dict{{"token", found.credentials}}; });
    app.get("/header", [](Depends<header_key> key) { return dict{{"key", key.get()}}; });
    app.get("/query", [](Depends<query_key> key) { return dict{{"key", key.get()}}; });
    app.get("/cookie", [](Depends<cookie_key> key) { return dict{{"key", key}}; });
}

}  // namespace

TEST_CASE("security: each scheme takes its own credentials and refuses others with its challenge") {
    FastAPI app;
    declare_routes(app);
    struct example {
        std::string_view target, name, value;
        int status;
        std::string_view body;  // or the challenge of a refusal
    };
    const example examples[] = {
        {"/oauth2", "authorization", "Bearer abc", 200, R"({"token":"abc"})"},
        {"/oauth2", "authorization", "bEARER  x y ", 200, R"({"token":"x y"})"},
        {"/oauth2", "authorization", "Bearer", 200, R"({"token":""})"},
        {"/oauth2", "authorization", "Basic abc", 401, "Bearer"},
        {"/oauth2", "", "", 401, "Bearer"},
        {"/code", "authorization", "bearer t", 200, R"({"token":"t"})"},
        {"/code", "authorization", "Bear t", 401, "Bearer"},
        {"/openid", "authorization", "anything at all", 200, R"({"token":"anything at all"})"},
        {"/openid", "", "", 401, "Bearer"},
        {"/bearer", "authorization", "bearer abc", 200, R"({"scheme":"bearer","token":"abc"})"},
        {"/bearer", "authorization", "Bearer", 401, "Bearer"},
        {"/bearer", "authorization", "Bearer ", 401, "Bearer"},
        {"/bearer", "authorization", "Basic abc", 401, "Bearer"},
        {"/maybe", "authorization", "Bearer abc", 200, R"({"sent":true})"},
        {"/maybe", "authorization", "Basic abc", 200, R"({"sent":false})"},
        {"/maybe", "", "", 200, R"({"sent":false})"},
        {"/basic", "authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", 200, R"({"name":"Aladdin","password":"open sesame"})"},
        {"/basic", "authorization", "basic YTpiOmM=", 200, R"({"name":"a","password":"b:c"})"},
        {"/basic", "authorization", "Basic YQ==", 401, "Basic"},
        {"/basic", "authorization", "Basic YTpi!A==", 401, "Basic"},
        {"/basic", "authorization", "Basic YTpiOmM", 401, "Basic"},
        {"/basic", "authorization", "Basic w6k6YQ==", 401, "Basic"},
        {"/basic", "", "", 401, "Basic"},
        {"/maybe-basic", "", "", 200, R"({"sent":false})"},
        {"/maybe-basic", "authorization", "Basic YQ==", 401, "Basic"},
        {"/digest", "authorization", "Digest username=a", 200, R"({"token":"username=a"})"},
        {"/digest", "authorization", "Digest", 401, "Digest"},
        {"/header", "x-key", "k", 200, R"({"key":"k"})"},
        {"/header", "x-key", "", 401, "APIKey"},
        {"/query?key=k", "", "", 200, R"({"key":"k"})"},
        {"/query?key=", "", "", 401, "APIKey"},
        {"/cookie", "", "", 200, R"({"key":null})"},
    };
    for (const example& each : examples) {
        CAPTURE(each.target);
        CAPTURE(each.value);
        const answer got = ask(app, each.target, each.name, each.value);
        CHECK(got.status == each.status);
        if (each.status == 200)
            CHECK(got.body == each.body);
        else
            CHECK(got.challenge == each.body);
    }
}

TEST_CASE("security: the document lists the schemes, and each operation what it asks for") {
    FastAPI app;
    declare_routes(app);
    const dict document = app.openapi();
    const any& schemes = document["components"]["securitySchemes"];
    CHECK(schemes["OAuth2PasswordBearer"] == json_loads(R"({"type": "oauth2", "flows": {"password": {"scopes": {}, "tokenUrl": "/token"}}})"));
    CHECK(schemes["Login"]["description"] == "By code");
    CHECK(schemes["HTTPBasic"] == json_loads(R"({"type": "http", "scheme": "basic"})"));
    CHECK(schemes["APIKeyCookie"] == json_loads(R"({"type": "apiKey", "in": "cookie", "name": "key"})"));
    CHECK(document["paths"]["/code"]["get"]["security"] == json_loads(R"([{"Login": []}])"));
    CHECK_FALSE(document["paths"]["/code"]["get"]["responses"].as_dict().contains("422"));
}
