#include "fastapi/params/security_http.hpp"

#include "fastapi/app/docs_routes.hpp"
#include "answering.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace fastapi;
using namespace test_params;

namespace {

constexpr HTTPBearer<bearer_format("JWT")> bearer;
constexpr HTTPBearer<auto_error(false), scheme_name("Maybe")> maybe_bearer;
constexpr HTTPBasic<> basic;
constexpr HTTPBasic<auto_error(false)> maybe_basic;
constexpr HTTPBasic<realm("simple users"), scheme_name("Realm")> basic_in_realm;
constexpr HTTPDigest<> digest;
constexpr HTTPBase<"hmac-SHA256"> hmac;

void declare_routes(FastAPI& app) {
    app.get("/bearer", [](Depends<bearer> found) {
        return dict{{"scheme", found.scheme}, {"token", found.credentials}};
    });
    app.get("/maybe", [](Depends<maybe_bearer> found) {
        return dict{{"sent", found.has_value()}};
    });
    app.get("/basic", [](Depends<basic> user) {
        return dict{{"name", user.username}, {"password", user.password}};
    });
    app.get("/maybe-basic", [](Depends<maybe_basic> user) {
        return dict{{"sent", user.has_value()}};
    });
    app.get("/realm", [](Depends<basic_in_realm> user) { return dict{{"name", user.username}}; });
    app.get("/digest", [](Depends<digest> found) { return dict{{"token", found.credentials}}; });
    app.get("/hmac", [](Depends<hmac> found) {
        return dict{{"scheme", found.scheme}, {"token", found.credentials}};
    });
}

}  // namespace

TEST_CASE(
    "security: each scheme of HTTP takes its own credentials and refuses others with its challenge") {
    FastAPI app;
    declare_routes(app);
    struct example {
        std::string_view target, sent;  // in the Authorization header
        int status;
        std::string_view body;  // or the challenge of a refusal
    };
    const example examples[] = {
        {"/bearer", "bearer abc", 200, R"({"scheme": "bearer", "token": "abc"})"},
        {"/bearer", "Bearer \xA0\xE9\xC3\xA9\x85", 200, R"({"scheme": "Bearer", "token": "éÃ©"})"},
        {"/bearer", "Bearer \xA0", 401, "Bearer"},
        {"/bearer", "Bearer", 401, "Bearer"},
        {"/bearer", "Bearer ", 401, "Bearer"},
        {"/bearer", "Basic abc", 401, "Bearer"},
        {"/maybe", "Bearer abc", 200, R"({"sent": true})"},
        {"/maybe", "Basic abc", 200, R"({"sent": false})"},
        {"/maybe", "", 200, R"({"sent": false})"},
        {"/basic", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", 200,
         R"({"name": "Aladdin", "password": "open sesame"})"},
        {"/basic", "basic YTpiOmM=", 200, R"({"name": "a", "password": "b:c"})"},
        {"/basic", "Basic YQ==", 401, "Basic"},
        {"/basic", "Basic YT!\tp i-_", 200, R"({"name": "a", "password": "b"})"},
        {"/basic", "Basic YTpi!A==", 401, "Basic"},
        {"/basic", "Basic YTpi\xE9", 401, "Basic"},
        {"/basic", "Basic =Y=T==p=i=", 200, R"({"name": "a", "password": "b"})"},
        {"/basic", "Basic YTpiYw====", 200, R"({"name": "a", "password": "bc"})"},
        {"/basic", "Basic YTpiYw=!=", 200, R"({"name": "a", "password": "bc"})"},
        {"/basic", "Basic YTpiYw=", 401, "Basic"},
        {"/basic", "Basic YTpiYw==YTpi", 401, "Basic"},
        {"/basic", "Basic YTpiOmM", 401, "Basic"},
        {"/basic", "Basic w6k6YQ==", 401, "Basic"},
        {"/basic", "", 401, "Basic"},
        {"/maybe-basic", "", 200, R"({"sent": false})"},
        {"/maybe-basic", "Basic YQ==", 401, "Basic"},
        {"/realm", "Basic YTpi", 200, R"({"name": "a"})"},
        {"/realm", "Basic YQ==", 401, R"(Basic realm="simple users")"},
        {"/realm", "", 401, R"(Basic realm="simple users")"},
        {"/digest", "Digest username=a", 200, R"({"token": "username=a"})"},
        {"/digest", "Digest", 401, "Digest"},
        {"/hmac", "Hmac-Sha256 abc", 200, R"({"scheme": "Hmac-Sha256", "token": "abc"})"},
        {"/hmac", "Other abc", 200, R"({"scheme": "Other", "token": "abc"})"},
        {"/hmac", "Hmac-Sha256", 401, "Hmac-Sha256"},
        {"/hmac", "", 401, "Hmac-Sha256"},
    };
    for (const example& each : examples) {
        CAPTURE(each.target);
        CAPTURE(each.sent);
        const answer got = ask_with(app, each.target, "authorization", each.sent);
        CHECK(got.status == each.status);
        if (each.status == 200) {
            CHECK(got.body == parsed(each.body));
        } else {
            CHECK(got.challenge == each.body);
            CHECK(got.body == parsed(R"({"detail": "Not authenticated"})"));
        }
    }
}

TEST_CASE("security: the document names the scheme and the format of its tokens") {
    FastAPI app;
    declare_routes(app);
    const dict document = app.openapi();
    const any& schemes = document["components"]["securitySchemes"];
    CHECK(schemes["HTTPBearer"] ==
          parsed(R"({"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})"));
    CHECK(schemes["Maybe"] == parsed(R"({"type": "http", "scheme": "bearer"})"));
    CHECK(schemes["HTTPBasic"] == parsed(R"({"type": "http", "scheme": "basic"})"));
    CHECK(schemes["Realm"] == parsed(R"({"type": "http", "scheme": "basic"})"));
    CHECK(schemes["HTTPDigest"] == parsed(R"({"type": "http", "scheme": "digest"})"));
    CHECK(schemes["HTTPBase"] == parsed(R"({"type": "http", "scheme": "hmac-SHA256"})"));
    CHECK(document["paths"]["/realm"]["get"]["security"] == parsed(R"([{"Realm": []}])"));
}
