#include "fastapi/app/trusted_host.hpp"

#include "fastapi/app/application.hpp"
#include "fastapi/app/docs_routes.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace fastapi;
using detail::application_access;
using detail::exchange;

namespace {

struct answer {
    int status;
    std::string body, location;
};

answer ask_with(const TrustedHostMiddleware& trusted, std::string_view host,
                std::string_view target = "/a%20b?q=1", std::string_view host_header = {}) {
    FastAPI app;
    app.get("/a b", [] { return "welcome"; });
    app.add_middleware(trusted);
    exchange current;
    current.request.method = "GET";
    current.request.url = URL("http", host, target);
    if (!host.empty() || !host_header.empty())
        current.request.headers.add("Host", host_header.empty() ? host : host_header);
    detail::endpoint* const handler = application_access::prepare(app, current);
    REQUIRE(handler != nullptr);
    application_access::answer(current, *handler);
    const Response& response = current.response;
    return {response.status_code, response.body,
            std::string(response.headers.get("location").value_or(""))};
}

}  // namespace

TEST_CASE(
    "trusted host: the names that are listed are let in, in any case and at any port; no others") {
    const TrustedHostMiddleware trusted{.allowed_hosts = {"Example.com", "*.shop.org", "[::1]"}};
    struct row {
        const char* host;
        bool allowed;
    };
    const row rows[] = {{"example.com", true},
                        {"EXAMPLE.com:8000", true},
                        {"a.example.com", false},
                        {"example.com.evil", false},
                        {"example.com.", false},
                        {"a.shop.org", true},
                        {"a.b.shop.org", true},
                        {"shop.org", false},
                        {"evilshop.org", false},
                        {"[::1]:8000", true},
                        {"[::1]", true},
                        {"[::2]", false},
                        {"", false},
                        {"example.com:99999", false},
                        {"example.com:x", false},
                        {"example.com@evil", false},
                        {"example.com/x", false}};
    for (const row& each : rows) {
        CAPTURE(each.host);
        const answer got = ask_with(trusted, each.host);
        CHECK(got.status == (each.allowed ? 200 : 400));
        CHECK(got.body == (each.allowed ? "\"welcome\"" : "Invalid host header"));
    }
}

TEST_CASE("trusted host: all hosts are allowed unless some are named; of an empty list none is") {
    CHECK(ask_with({}, "anything.at.all").status == 200);
    CHECK(ask_with({}, "").status == 200);
    CHECK(ask_with({.allowed_hosts = {"a.com", "*"}}, "b.com").status == 200);
    CHECK(ask_with({.allowed_hosts = {}}, "a.com").status == 400);
    const std::vector<std::string> from_elsewhere{"a.com"};
    CHECK(ask_with({.allowed_hosts = from_elsewhere}, "a.com").status == 200);
    CHECK(ask_with({.allowed_hosts = from_elsewhere}, "b.com").status == 400);
}

TEST_CASE("trusted host: a name that is allowed only with www goes there") {
    const TrustedHostMiddleware trusted{.allowed_hosts = {"www.example.com"}};
    const answer got = ask_with(trusted, "Example.com:8000");
    CHECK(got.status == 307);
    CHECK(got.location == "http://www.Example.com:8000/a%20b?q=1");
    CHECK(ask_with(trusted, "www.example.com").status == 200);
    CHECK(ask_with(trusted, "other.com").status == 400);
    CHECK(ask_with(trusted, "example.com/x").status == 400);
    CHECK(ask_with({.allowed_hosts = {"www.example.com"}, .www_redirect = false}, "example.com")
              .status == 400);
    CHECK(ask_with({.allowed_hosts = {"*.example.com"}}, "example.com").status == 400);
    CHECK(ask_with({.allowed_hosts = {"www.example.com", "example.com"}}, "example.com").status ==
          200);
}

TEST_CASE("trusted host: neither an absolute target nor the Host beside it may be another's") {
    const TrustedHostMiddleware trusted{.allowed_hosts = {"a.com", "b.com"}};
    CHECK(ask_with(trusted, "a.com", "http://b.com/a%20b").status == 200);
    CHECK(ask_with(trusted, "a.com", "http://evil.com/a%20b").status == 400);
    CHECK(ask_with(trusted, "a.com", "http://b.com/a%20b", "evil.com").status == 400);
}

TEST_CASE(
    "trusted host: a star stands for whole names in front, or is refused where it is written") {
    const auto make = [](const char* pattern) {
        return TrustedHostMiddleware{.allowed_hosts = {pattern}};
    };
    for (const char* pattern : {"*", "*.com", "*.example.com", "example.com"})
        CHECK_NOTHROW(make(pattern));
    for (const char* pattern : {"*example.com", "a.*.com", "example.*", "**", "*.*.com"}) {
        CAPTURE(pattern);
        CHECK_THROWS_AS(make(pattern), std::invalid_argument);
    }
}
