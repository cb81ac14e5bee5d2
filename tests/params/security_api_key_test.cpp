#include "fastapi/params/security_api_key.hpp"

#include "fastapi/app/docs_routes.hpp"
#include "answering.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace fastapi;
using namespace test_params;

namespace {

constexpr APIKeyHeader<"X-Key"> header_key;
constexpr APIKeyQuery<"key", scheme_name("Key"), description("Ask for one")> query_key;
constexpr APIKeyCookie<"key"> cookie_key;
constexpr APIKeyCookie<"key", auto_error(false)> maybe_cookie_key;

void declare_routes(FastAPI& app) {
    app.get("/header", [](Depends<header_key> key) { return dict{{"key", key.get()}}; });
    app.get("/query", [](Depends<query_key> key) { return dict{{"key", key.get()}}; });
    app.get("/cookie", [](Depends<cookie_key> key) { return dict{{"key", key.get()}}; });
    app.get("/maybe", [](Depends<maybe_cookie_key> key) { return dict{{"key", key}}; });
}

}  // namespace

TEST_CASE("security: a key is taken from its place, an empty one counts as none") {
    FastAPI app;
    declare_routes(app);
    struct example {
        std::string_view target, name, value;
        int status;
        std::string_view body;  // or the challenge of a refusal
    };
    const example examples[] = {
        {"/header", "x-key", "k", 200, R"({"key": "k"})"},
        {"/header", "x-key", "\xA0\xE9\xC3\xA9", 200, R"({"key": "\u00A0éÃ©"})"},
        {"/header", "x-key", "", 401, "APIKey"},
        {"/header", "key", "k", 401, "APIKey"},
        {"/query?key=k", "x", "", 200, R"({"key": "k"})"},
        {"/query?key=", "x", "", 401, "APIKey"},
        {"/query?Key=k", "x", "", 401, "APIKey"},
        {"/cookie", "cookie", "a=b; key=k", 200, R"({"key": "k"})"},
        {"/cookie", "cookie", "a=key", 401, "APIKey"},
        {"/maybe", "cookie", "key=k", 200, R"({"key": "k"})"},
        {"/maybe", "x", "", 200, R"({"key": null})"},
    };
    for (const example& each : examples) {
        CAPTURE(each.target);
        CAPTURE(each.value);
        const answer got = ask_with(app, each.target, each.name, each.value);
        CHECK(got.status == each.status);
        if (each.status == 200)
            CHECK(got.body == parsed(each.body));
        else
            CHECK(got.challenge == each.body);
    }
}

TEST_CASE("security: the document says where a key is") {
    FastAPI app;
    declare_routes(app);
    const dict document = app.openapi();
    const any& schemes = document["components"]["securitySchemes"];
    CHECK(schemes["APIKeyHeader"] ==
          parsed(R"({"type": "apiKey", "in": "header", "name": "X-Key"})"));
    CHECK(schemes["Key"] ==
          parsed(
              R"({"type": "apiKey", "in": "query", "name": "key", "description": "Ask for one"})"));
    CHECK(schemes["APIKeyCookie"] ==
          parsed(R"({"type": "apiKey", "in": "cookie", "name": "key"})"));
    CHECK(document["paths"]["/query"]["get"]["security"] == parsed(R"([{"Key": []}])"));
    CHECK_FALSE(document["paths"]["/query"]["get"]["responses"].as_dict().contains("422"));
}
