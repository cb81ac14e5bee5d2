#include "fastapi/openapi/pages.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace fastapi;

namespace {

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos;
         at += part.size())
        ++found;
    return found;
}

/// What stands between `before` and the next `after`, each time.
std::vector<std::string> all_between(std::string_view text, std::string_view before,
                                     std::string_view after) {
    std::vector<std::string> found;
    for (std::size_t at = 0; (at = text.find(before, at)) != std::string_view::npos;) {
        at += before.size();
        found.emplace_back(text.substr(at, text.find(after, at) - at));
    }
    return found;
}

/// The sources of one directive: ` 'self' https:`.
std::string directive(const std::string& policy, const std::string& name) {
    const std::vector<std::string> found = all_between("; " + policy, "; " + name, ";");
    return found.size() == 1 ? found[0] + " " : "";
}

void check_links(const std::string& page, const std::string& policy) {
    for (const std::string& url : all_between(page, "<link rel=\"stylesheet\" href=\"", "\""))
        CHECK(has(directive(policy, "style-src"), " " + detail::policy_source(url) + " "));
    for (const std::string& url : all_between(page, "<link rel=\"icon\" href=\"", "\""))
        CHECK(has(directive(policy, "img-src"), " " + detail::policy_source(url) + " "));
    CHECK(count(page, "<script") > 0);
    CHECK(count(page, "<script nonce=\"abc123\"") == count(page, "<script"));
    CHECK(directive(policy, "script-src") == " 'nonce-abc123' ");
    CHECK(directive(policy, "default-src") == " 'none' ");
}

}  // namespace

TEST_CASE("pages: Swagger UI comes from the CDN with FastAPI's settings") {
    const std::string page =
        swagger_ui_page({.openapi_url = "/openapi.json", .title = "My API - Swagger UI"});
    CHECK(has(page, "<title>My API - Swagger UI</title>"));
    CHECK(has(page,
              "<script id=\"docs-script\" async "
              "src=\"https://cdn.jsdelivr.net/npm/swagger-ui-dist@5/swagger-ui-bundle.js\">"));
    CHECK(has(page, "href=\"https://cdn.jsdelivr.net/npm/swagger-ui-dist@5/swagger-ui.css\""));
    CHECK(has(page, "href=\"https://fastapi.tiangolo.com/img/favicon.png\""));
    CHECK(has(page, "url: '/openapi.json',"));
    for (const std::string_view line :
         {"\"dom_id\": \"#swagger-ui\",", "\"layout\": \"BaseLayout\",", "\"deepLinking\": true,",
          "\"showExtensions\": true,", "\"showCommonExtensions\": true,"})
        CHECK(has(page, line));
    CHECK(has(page, "<noscript>"));
    CHECK_FALSE(has(page, "oauth2RedirectUrl"));
    CHECK_FALSE(has(page, "initOAuth"));
}

TEST_CASE("pages: settings of Swagger UI replace FastAPI's and join them") {
    const std::string page =
        swagger_ui_page({.oauth2_redirect_url = "/docs/oauth2-redirect",
                         .init_oauth = dict{{"clientId", "web"}},
                         .swagger_ui_parameters = dict{{"deepLinking", false}, {"filter", true}}});
    CHECK(has(page, "\"deepLinking\": false,"));
    CHECK(count(page, "deepLinking") == 1);
    CHECK(has(page, "\"filter\": true,"));
    CHECK(has(page, "oauth2RedirectUrl: window.location.origin + '/docs/oauth2-redirect',"));
    CHECK(has(page, "ui.initOAuth({\"clientId\":\"web\"});"));
}

TEST_CASE("pages: ReDoc comes from the CDN and is told where the document is") {
    const std::string page =
        redoc_page({.openapi_url = "/openapi.json", .title = "My API - ReDoc"});
    CHECK(has(page, "<title>My API - ReDoc</title>"));
    CHECK(has(page, "<div id=\"redoc\"></div>"));
    CHECK(has(page, "Redoc.init('/openapi.json', {}, document.getElementById('redoc'));"));
    CHECK(has(page,
              "<script id=\"docs-script\" async "
              "src=\"https://cdn.jsdelivr.net/npm/redoc@2/bundles/redoc.standalone.js\">"));
    CHECK(has(page, "https://fonts.googleapis.com/css?family="));
    CHECK(has(page, "<noscript>"));
}

TEST_CASE("pages: the fallback waits before the library, which holds up nothing") {
    const std::string docs = swagger_ui_page({.swagger_js_url = "/ui.js"}, "abc123");
    const std::string redoc = redoc_page({.redoc_js_url = "/redoc.js"}, "abc123");
    for (const std::string& page : {docs, redoc}) {
        const std::size_t style = page.find("<style id=\"fallback-style\" media=\"not all\">");
        const std::size_t load = page.find("\nfallbackPage.load({");
        const std::size_t library = page.find("<script nonce=\"abc123\" id=\"docs-script\" async");
        const std::size_t sheet = page.find("<link rel=\"stylesheet\"");
        CHECK(style < load);
        CHECK(load < library);
        CHECK(library < sheet);  // a sheet that hangs holds up what stands after it
        CHECK(sheet != std::string::npos);
        CHECK(has(page, "openapiUrl: '/openapi.json',"));
    }
    for (const std::string_view line : {"name: 'Swagger UI',", "global: 'SwaggerUIBundle',",
                                        "mount: 'swagger-ui',", "source: '/ui.js',"})
        CHECK(has(docs, line));
    for (const std::string_view line :
         {"name: 'ReDoc',", "global: 'Redoc',", "mount: 'redoc',", "source: '/redoc.js',"})
        CHECK(has(redoc, line));
    CHECK(has(docs, detail::fallback_try_it_script));
    CHECK_FALSE(has(redoc, "fallbackPage.trial = "));
}

TEST_CASE("pages: what is switched off is neither loaded nor permitted") {
    const SwaggerUIOptions swagger{.swagger_css_url = "", .swagger_favicon_url = ""};
    CHECK_FALSE(has(swagger_ui_page(swagger), "<link"));
    CHECK(directive(content_security_policy(swagger, "abc123"), "style-src") ==
          " 'unsafe-inline' ");

    const RedocOptions redoc{.redoc_favicon_url = "", .with_google_fonts = false};
    CHECK_FALSE(has(redoc_page(redoc), "<link"));
    const std::string policy = content_security_policy(redoc, "abc123");
    CHECK(directive(policy, "style-src") == " 'unsafe-inline' ");
    CHECK(directive(policy, "font-src").empty());
    CHECK_FALSE(has(policy, "google"));
}

TEST_CASE("pages: the policy names what the page loads") {
    const SwaggerUIOptions swagger;
    check_links(swagger_ui_page(swagger, "abc123"), content_security_policy(swagger, "abc123"));
    CHECK(has(directive(content_security_policy(swagger, "abc123"), "style-src"),
              " https://cdn.jsdelivr.net "));
    CHECK(directive(content_security_policy(swagger, "abc123"), "connect-src") == " 'self' ");

    const SwaggerUIOptions own{
        .openapi_url = "https://api.example.com:8443/openapi.json",
        .swagger_js_url = "/static/ui.js",
        .swagger_css_url = "/static/ui.css",
        .swagger_favicon_url = "http://img.example.com/icon.png",
        .connect_urls = {"https://v1.example.com/api", "/api", "https://{env}.example.com"}};
    const std::string policy = content_security_policy(own, "abc123");
    check_links(swagger_ui_page(own, "abc123"), policy);
    CHECK(directive(policy, "style-src") == " 'unsafe-inline' 'self' ");
    CHECK(directive(policy, "connect-src") ==
          " 'self' https://api.example.com:8443 https://v1.example.com ");
    CHECK(directive(policy, "img-src") == " 'self' data: https: http://img.example.com ");

    const RedocOptions redoc;
    const std::string redoc_policy = content_security_policy(redoc, "abc123");
    check_links(redoc_page(redoc, "abc123"), redoc_policy);
    CHECK(directive(redoc_policy, "font-src") == " https://fonts.gstatic.com ");
    CHECK(directive(redoc_policy, "worker-src") == " blob: ");

    check_links(oauth2_redirect_page("abc123"), oauth2_redirect_policy("abc123"));
}

TEST_CASE("pages: a nonce is base64, and each answer has its own") {
    for (const std::string_view nonce : {"", "a b", "a'", "a;", "a\r\nb", "<"})
        CHECK_THROWS_AS((void)oauth2_redirect_policy(nonce), std::invalid_argument);
    CHECK(has(oauth2_redirect_policy("Az09+/-_="), "'nonce-Az09+/-_='"));
    CHECK(make_page_nonce().size() == 32);
    CHECK(make_page_nonce() != make_page_nonce());
}

TEST_CASE("pages: no text of the options leaves the place where it stands") {
    const std::string attack = "</title></script><script>alert(1)</script>\"'\\\xE2\x80\xA8&<!--";
    const SwaggerUIOptions options{.openapi_url = attack,
                                   .title = attack,
                                   .swagger_js_url = attack,
                                   .swagger_css_url = attack,
                                   .swagger_favicon_url = attack,
                                   .oauth2_redirect_url = attack,
                                   .init_oauth = dict{{attack, attack}},
                                   .swagger_ui_parameters = dict{{attack, list{attack}}}};
    const std::string page = swagger_ui_page(options, attack);
    CHECK(count(page, "<script") == 2);
    CHECK(count(page, "</script>") == 2);
    CHECK(count(page, "</title>") == 1);
    CHECK_FALSE(has(page, "alert(1)<"));
    CHECK_FALSE(has(page, "<!--"));

    const std::string redoc = redoc_page({.openapi_url = attack,
                                          .title = attack,
                                          .redoc_js_url = attack,
                                          .redoc_favicon_url = attack});
    CHECK(count(redoc, "<script") == 2);
    CHECK(count(redoc, "</script>") == 2);
    CHECK(count(redoc, "</title>") == 1);
    CHECK_FALSE(has(redoc, "alert(1)<"));
}

TEST_CASE("pages: answers are HTML with the policy of their nonce") {
    const Response answers[] = {
        detail::swagger_ui_answer("/openapi.json", "My API",
                                  list{dict{{"url", "https://api.example.com/v1"}}, "odd"}),
        detail::redoc_answer("/openapi.json", "My API"), detail::oauth2_redirect_answer()};
    for (const Response& answer : answers) {
        CHECK(answer.status_code == 200);
        CHECK(answer.headers.get("content-type").value_or("") == "text/html; charset=utf-8");
        const std::vector<std::string> nonces = all_between(answer.body, "nonce=\"", "\"");
        REQUIRE_FALSE(nonces.empty());
        const std::string policy(answer.headers.get("content-security-policy").value_or(""));
        CHECK(directive(policy, "script-src") == " 'nonce-" + nonces[0] + "' ");
    }
    CHECK(has(answers[0].body, "<title>My API - Swagger UI</title>"));
    CHECK(has(*answers[0].headers.get("content-security-policy"),
              "connect-src 'self' https://api.example.com;"));
    CHECK(has(answers[1].body, "<title>My API - ReDoc</title>"));
    CHECK(has(answers[2].body, "swaggerUIRedirectOauth2"));
    CHECK(answers[0].headers.get("content-security-policy") !=
          detail::swagger_ui_answer("/openapi.json", "My API")
              .headers.get("content-security-policy"));
}
