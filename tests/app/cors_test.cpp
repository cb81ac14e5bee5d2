#include "fastapi/app/cors.hpp"

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
    std::string body;
    MutableHeaders headers;

    std::string operator[](std::string_view name) const {
        return std::string(headers.get(name).value_or("-"));
    }
};

answer ask(const FastAPI& app, std::string_view target, const std::vector<header_field>& headers,
           std::string_view method = "GET") {
    detail::log::instance().set_level(detail::log_level::critical);
    exchange current;
    Request& request = current.request;
    request.method = method;
    request.url = URL("http", "test", target);
    for (const header_field& field : headers) request.headers.add(field.name, field.value);
    detail::endpoint* const handler = application_access::prepare(app, current);
    REQUIRE(handler != nullptr);
    REQUIRE(!handler->is_async());
    application_access::answer(current, *handler);
    return {current.response.status_code, current.response.body, current.response.headers};
}

void add_routes(FastAPI& app) {
    app.get("/items", [] { return dict{}; });
    app.get("/crash", []() -> dict { throw std::runtime_error("on purpose"); });
    app.get("/vary", [](Response& response) {
        response.headers.append("Vary", "Accept");
        response.headers.append("Vary", "Cookie");
        return dict{};
    });
}

answer ask_with(const CORSMiddleware& cors, std::string_view target,
                const std::vector<header_field>& headers, std::string_view method = "GET") {
    FastAPI app;
    add_routes(app);
    app.add_middleware(cors);
    return ask(app, target, headers, method);
}

answer preflight(const CORSMiddleware& cors, std::string_view origin, std::string_view method,
                 std::vector<header_field> more = {}) {
    more.push_back({"Origin", origin});
    more.push_back({"Access-Control-Request-Method", method});
    return ask_with(cors, "/nowhere", more, "OPTIONS");
}

const CORSMiddleware shop{.allow_origins = {"https://shop.com"}};

}  // namespace

TEST_CASE("cors: an origin that is listed is sent back, another one is not") {
    struct row {
        const char *origin, *allowed;
    };
    const row rows[] = {{"https://shop.com", "https://shop.com"},
                        {"http://shop.com", "-"},
                        {"https://shop.com:8443", "-"},
                        {"https://shop.com/", "-"},
                        {"https://SHOP.com", "-"},
                        {"https://shop.com.evil.com", "-"},
                        {"*", "-"},
                        {"null", "-"},
                        {"", "-"}};
    for (const row& each : rows) {
        CAPTURE(each.origin);
        const answer got = ask_with(shop, "/items", {{"Origin", each.origin}});
        CHECK(got.status == 200);
        CHECK(got["access-control-allow-origin"] == each.allowed);
        CHECK(got["vary"] == "Origin");
    }
}

TEST_CASE("cors: without an Origin only Vary tells of it, also on errors") {
    const CORSMiddleware cors{
        .allow_origins = {"*"}, .allow_credentials = true, .expose_headers = {"X-A"}};
    for (const char* target : {"/items", "/nowhere"}) {
        const answer got = ask_with(cors, target, {});
        CHECK(got.headers.getlist("vary") == std::vector<std::string_view>{"Origin"});
        CHECK(got["access-control-allow-origin"] == "-");
        CHECK(got["access-control-allow-credentials"] == "-");
        CHECK(got["access-control-expose-headers"] == "-");
    }
}

TEST_CASE("cors: any origin is a star, but with credentials it is named") {
    const answer star = ask_with({.allow_origins = {"*"}}, "/items", {{"Origin", "https://a.com"}});
    CHECK(star["access-control-allow-origin"] == "*");
    CHECK(star["access-control-allow-credentials"] == "-");
    const CORSMiddleware named{.allow_origins = {"*"}, .allow_credentials = true};
    for (const std::vector<header_field>& cookies :
         {std::vector<header_field>{}, {{"Cookie", "a=b"}}}) {
        std::vector<header_field> headers = cookies;
        headers.push_back({"Origin", "https://a.com"});
        const answer got = ask_with(named, "/items", headers);
        CHECK(got["access-control-allow-origin"] == "https://a.com");
        CHECK(got["access-control-allow-credentials"] == "true");
    }
    CHECK(preflight(named, "https://a.com", "GET")["access-control-allow-origin"] ==
          "https://a.com");
    CHECK(preflight({.allow_origins = {"*"}}, "https://a.com",
                    "GET")["access-control-allow-origin"] == "*");
}

TEST_CASE("cors: what Vary says already stays, in one line") {
    const answer got = ask_with(shop, "/vary", {{"Origin", "https://shop.com"}});
    CHECK(got.headers.getlist("vary") == std::vector<std::string_view>{"Accept, Cookie, Origin"});
}

TEST_CASE("cors: a crash carries none of the headers") {
    const answer got = ask_with(shop, "/crash", {{"Origin", "https://shop.com"}});
    CHECK(got.status == 500);
    CHECK(got["vary"] == "-");
    CHECK(got["access-control-allow-origin"] == "-");
}

TEST_CASE(
    "cors: a preflight is OPTIONS with an origin and a method, whatever its path; all else goes on") {
    const header_field origin{"Origin", "https://shop.com"},
        method{"Access-Control-Request-Method", "GET"};
    CHECK(ask_with(shop, "/nowhere", {origin, method}, "OPTIONS").body == "OK");
    CHECK(ask_with(shop, "/items", {origin, method}, "OPTIONS").body == "OK");
    CHECK(ask_with(shop, "/items", {origin}, "OPTIONS").status == 405);
    CHECK(ask_with(shop, "/items", {method}, "OPTIONS").status == 405);
    CHECK(ask_with(shop, "/items", {origin, method}, "GET").body == "{}");
    CHECK(ask_with(shop, "/items", {origin, method}, "HEAD").status == 405);
}

TEST_CASE("cors: a preflight is told everything that is allowed") {
    const CORSMiddleware cors{.allow_origins = {"https://shop.com"},
                              .allow_credentials = true,
                              .allow_methods = {"GET", "PUT"},
                              .allow_headers = {"X-B", "Content-Type", "X-A", "Authorization"},
                              .max_age = 5};
    const answer got = preflight(cors, "https://shop.com", "PUT",
                                 {{"Access-Control-Request-Headers", "x-a ,X-b"}});
    CHECK(got.status == 200);
    CHECK(got.body == "OK");
    CHECK(got["content-type"] == "text/plain; charset=utf-8");
    CHECK(got["vary"] ==
          "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, "
          "Access-Control-Request-Private-Network");
    CHECK(got["access-control-allow-origin"] == "https://shop.com");
    CHECK(got["access-control-allow-methods"] == "GET, PUT");
    CHECK(got["access-control-allow-headers"] ==
          "Accept, Accept-Language, Authorization, Content-Language, Content-Type, X-A, X-B");
    CHECK(got["access-control-allow-credentials"] == "true");
    CHECK(got["access-control-max-age"] == "5");
}

TEST_CASE("cors: a refused preflight says what is not allowed") {
    const std::string_view ours = "https://shop.com", theirs = "https://evil.com";
    struct row {
        std::string_view origin, method;
        std::vector<header_field> more;
        int status;
        const char* body;
    };
    const char *names = "Access-Control-Request-Headers",
               *network = "Access-Control-Request-Private-Network";
    const row rows[] = {
        {ours, "GET", {}, 200, "OK"},
        {theirs, "GET", {}, 400, "Disallowed CORS origin"},
        {ours, "POST", {}, 400, "Disallowed CORS method"},
        {ours, "get", {}, 400, "Disallowed CORS method"},
        {ours, "GET", {{names, "accept"}}, 200, "OK"},
        {ours, "GET", {{names, "accept, x-other"}}, 400, "Disallowed CORS headers"},
        {ours, "GET", {{names, ""}}, 400, "Disallowed CORS headers"},
        {ours, "GET", {{names, "accept,"}}, 400, "Disallowed CORS headers"},
        {ours, "GET", {{network, "true"}}, 400, "Disallowed CORS private-network"},
        {theirs,
         "TRACE",
         {{names, "X"}, {network, "true"}},
         400,
         "Disallowed CORS origin, method, headers, private-network"},
    };
    for (const row& each : rows) {
        const answer got = preflight(shop, each.origin, each.method, each.more);
        CAPTURE(each.body);
        CHECK(got.status == each.status);
        CHECK(got.body == each.body);
        CHECK((got["access-control-allow-origin"] == "-") == (each.origin == theirs));
    }
}

TEST_CASE("cors: all methods are eight, all headers are those that are asked for") {
    const CORSMiddleware all{
        .allow_origins = {"*"}, .allow_methods = {"*"}, .allow_headers = {"*"}};
    const answer got =
        preflight(all, "https://a.com", "QUERY", {{"Access-Control-Request-Headers", "X-One, y"}});
    CHECK(got.status == 200);
    CHECK(got["access-control-allow-methods"] ==
          "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY");
    CHECK(got["access-control-allow-headers"] == "X-One, y");
    CHECK(preflight(all, "https://a.com", "PUT")["access-control-allow-headers"] == "-");
    CHECK(preflight(all, "https://a.com", "TRACE").body == "Disallowed CORS method");
    CHECK(preflight(all, "https://a.com", "GE").body == "Disallowed CORS method");
}

TEST_CASE("cors: a private network is opened only where that is allowed") {
    const CORSMiddleware open{.allow_origins = {"*"}, .allow_private_network = true};
    const header_field asked{"Access-Control-Request-Private-Network", "true"};
    CHECK(preflight(open, "https://a.com", "GET",
                    {asked})["access-control-allow-private-network"] == "true");
    CHECK(preflight(open, "https://a.com", "GET")["access-control-allow-private-network"] == "-");
}

TEST_CASE("cors: a pattern must match the whole origin") {
    struct row {
        const char *pattern, *origin;
        bool matches;
    };
    const row rows[] = {
        {R"(https://.*\.example\.org)", "https://a.example.org", true},
        {R"(https://.*\.example\.org)", "https://a.example.org.evil.com", false},
        {R"(https://.*\.example\.org)", "http://https://a.example.org", false},
        {R"(https://.*\.example\.org)", "https://a-example.org", false},
        {"a|ab", "ab", true},  // the longer branch is found, too
        {"", "", false},       // no pattern
        {"https://(a+)+",
         "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", false},
    };
    for (const row& each : rows) {
        CAPTURE(each.pattern);
        CAPTURE(each.origin);
        const CORSMiddleware cors{.allow_origin_regex = each.pattern};
        const answer got = ask_with(cors, "/items", {{"Origin", each.origin}});
        CHECK((got["access-control-allow-origin"] == each.origin) == each.matches);
        CHECK((preflight(cors, each.origin, "GET").status == 200) == each.matches);
    }
    const CORSMiddleware both{.allow_origins = {"https://b.com"},
                              .allow_origin_regex = std::string("https://a.com")};
    CHECK(preflight(both, "https://a.com", "GET").status == 200);
    CHECK(preflight(both, "https://b.com", "GET").status == 200);
    CHECK(preflight(both, "https://c.com", "GET").status == 400);
}

TEST_CASE("cors: what is no pattern is refused where it is written, and why") {
    const auto problem = [](const char* pattern) -> std::string {
        try {
            const CORSMiddleware cors{.allow_origin_regex = pattern};
        } catch (const std::invalid_argument& error) {
            return error.what();
        }
        return "";
    };
    CHECK(
        problem("https://(a|b") ==
        "fastapi: the allow_origin_regex \"https://(a|b\" is not a valid regular expression: unbalanced "
        "parenthesis. Write one such as R\"(https://.*\\.example\\.com)\".");
    CHECK(problem("*.example.com").find("nothing to repeat") != std::string::npos);
    CHECK(problem("https://(?=a)").find("look-around") != std::string::npos);
    CHECK(problem("https://(a|b)").empty());
}
