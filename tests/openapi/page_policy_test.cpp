#include "fastapi/openapi/page_policy.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace fastapi;

TEST_CASE("page policy: the source of a URL is its scheme, host and port") {
    struct row {
        std::string_view url, source;
    };
    const row rows[] = {
        {"https://cdn.example.com/a/b.js", "https://cdn.example.com"},
        {"https://cdn.example.com:8443?x", "https://cdn.example.com:8443"},
        {"http://[::1]:8000/x", "http://[::1]:8000"},
        {"//cdn.example.com/b.js", "cdn.example.com"},
        {"/static/b.js", "'self'"},
        {"static//b.js", "'self'"},
        {"/go?to=https://x.example.com", "'self'"},
        {"b.js", "'self'"},
        {"", "'self'"},
        {"data:image/png;base64,AAAA", ""},
        {"https://", ""},
        {"https:/one", ""},
        {"https://a.example.com; script-src *", ""},
        {"https://user@a.example.com/", ""},
        {"https://a.example.com\r\nX: y", ""},
        {"https://{env}.example.com/", ""},
    };
    for (const row& each : rows) {
        CAPTURE(each.url);
        CHECK(detail::policy_source(each.url) == each.source);
    }
}

TEST_CASE("page policy: a directive names each source once") {
    CHECK(detail::policy_directive("img-src", {"'self'", "", "https:", "'self'"}) ==
          "img-src 'self' https:;");
}
