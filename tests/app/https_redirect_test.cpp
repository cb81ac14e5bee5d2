#include "fastapi/app/https_redirect.hpp"

#include "fastapi/app/application.hpp"
#include "fastapi/app/docs_routes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace fastapi;
using detail::application_access;
using detail::exchange;

namespace {

struct answer {
    int status;
    std::string body, location;
};

answer ask(std::string_view scheme, std::string_view host, std::string_view target,
           std::string_view method = "GET") {
    FastAPI app;
    app.get("/items", [] { return "welcome"; });
    app.add_middleware(HTTPSRedirectMiddleware{});
    exchange current;
    current.request.method = method;
    current.request.url = URL(scheme, host, target);
    detail::endpoint* const handler = application_access::prepare(app, current);
    REQUIRE(handler != nullptr);
    application_access::answer(current, *handler);
    const Response& response = current.response;
    return {response.status_code, response.body,
            std::string(response.headers.get("location").value_or(""))};
}

}  // namespace

TEST_CASE(
    "https redirect: plain HTTP goes to the same address with https, of any path and method") {
    struct row {
        const char *host, *target, *location;
    };
    const row rows[] = {
        {"example.com", "/items", "https://example.com/items"},
        {"example.com", "/nowhere?a=b&c=%20", "https://example.com/nowhere?a=b&c=%20"},
        {"example.com:80", "/items", "https://example.com/items"},
        {"example.com:443", "/items", "https://example.com/items"},
        {"example.com:8000", "/items", "https://example.com:8000/items"},
        {"[::1]:80", "/items", "https://[::1]/items"},
        {"[::1]:8000", "/items", "https://[::1]:8000/items"},
        {"example.com", "//evil.com/items", "https://example.com//evil.com/items"},
        {"example.com", "http://other.com/items", "https://other.com/items"},
        {"example.com", "/a\r\nX: y", "https://example.com/a%0D%0AX:%20y"},
    };
    for (const row& each : rows) {
        CAPTURE(each.target);
        for (const char* method : {"GET", "POST", "OPTIONS"}) {
            const answer got = ask("http", each.host, each.target, method);
            CHECK(got.status == 307);
            CHECK(got.location == each.location);
            CHECK(got.body.empty());
        }
    }
}

TEST_CASE("https redirect: who came with https stays") {
    CHECK(ask("https", "example.com", "/items").body == "\"welcome\"");
    CHECK(ask("https", "", "/items").status == 200);
}

TEST_CASE("https redirect: without a host there is nowhere to go") {
    const answer got = ask("http", "", "//evil.com");
    CHECK(got.status == 400);
    CHECK(got.body == "Invalid host header");
    CHECK(got.location.empty());
}
