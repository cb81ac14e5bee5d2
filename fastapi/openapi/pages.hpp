#pragma once

// The documentation pages: Swagger UI and ReDoc, which a browser loads from a CDN, or from wherever
// the options say, as HTML, with the Content-Security-Policy that permits what each page loads and
// no more. Every text of the options is escaped for the place where it stands: HTML or script.
//
// Scripts are permitted by a nonce and not by host: a CDN hosts everybody's scripts. So a page and
// its policy are made for one answer, with the same fresh nonce. Styles may be inline: Swagger UI
// and ReDoc make theirs at run time. Images may come from any https host: descriptions are Markdown
// and show them. https://fastapi.tiangolo.com/reference/openapi/docs/, https://www.w3.org/TR/CSP3/

#include "fastapi/core/any.hpp"
#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/response.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// The Swagger UI page. An empty URL of styles, icon or redirect leaves that part out.
struct SwaggerUIOptions {
    std::string openapi_url = "/openapi.json";  ///< where the page finds the document
    std::string title = "FastAPI - Swagger UI";
    std::string swagger_js_url =
        "https://cdn.jsdelivr.net/npm/swagger-ui-dist@5/swagger-ui-bundle.js";
    std::string swagger_css_url = "https://cdn.jsdelivr.net/npm/swagger-ui-dist@5/swagger-ui.css";
    std::string swagger_favicon_url = "https://fastapi.tiangolo.com/img/favicon.png";
    std::string oauth2_redirect_url = {};  ///< the path of `oauth2_redirect_page` on the same host
    dict init_oauth = {};                  ///< of Swagger UI's `initOAuth`
    dict swagger_ui_parameters = {};       ///< over FastAPI's own: deepLinking, showExtensions...
    std::vector<std::string> connect_urls = {};  ///< further hosts to call: `servers`, token URLs
};

/// The ReDoc page. An empty favicon leaves it out.
struct RedocOptions {
    std::string openapi_url = "/openapi.json";  ///< where the page finds the document
    std::string title = "FastAPI - ReDoc";
    std::string redoc_js_url = "https://cdn.jsdelivr.net/npm/redoc@2/bundles/redoc.standalone.js";
    std::string redoc_favicon_url = "https://fastapi.tiangolo.com/img/favicon.png";
    bool with_google_fonts = true;  ///< the fonts of ReDoc's design, from fonts.googleapis.com
};

/// A number used once, for a page and its policy: 128 random bits as hexadecimal digits.
std::string make_page_nonce();

/// The HTML of a page. Its scripts carry `nonce`; without one they run where no policy is sent.
std::string swagger_ui_page(const SwaggerUIOptions& options, std::string_view nonce = {});
std::string redoc_page(const RedocOptions& options, std::string_view nonce = {});
/// The page to which a login returns: it hands what it was given to Swagger UI, which opened it.
std::string oauth2_redirect_page(std::string_view nonce = {});

/// The value of the header Content-Security-Policy for a page of these options and that nonce.
/// Throws std::invalid_argument for a nonce that is empty or not base64.
std::string content_security_policy(const SwaggerUIOptions& options, std::string_view nonce);
std::string content_security_policy(const RedocOptions& options, std::string_view nonce);
std::string oauth2_redirect_policy(std::string_view nonce);

namespace detail {

/// The pages as answers of `/docs`, `/redoc` and `/docs/oauth2-redirect`, each with a nonce of its
/// own.
Response swagger_ui_answer(const SwaggerUIOptions& options);
Response redoc_answer(const RedocOptions& options);
Response oauth2_redirect_answer();

/// The same for an application of that title; the page may call the hosts of its `servers`.
Response swagger_ui_answer(std::string_view openapi_url, std::string_view app_title,
                           const list& servers = {});
Response redoc_answer(std::string_view openapi_url, std::string_view app_title);

/// Text for HTML, also between quotation marks.
std::string html_escaped(std::string_view text);

/// JSON for a script in HTML: no text in it ends the script or a comment, nor is a line end of
/// older JavaScript (U+2028, U+2029).
std::string script_json(const any& value);

/// Text as a script's string in single quotes.
std::string script_string(std::string_view text);

/// Where a page loads a URL from, as a policy names it: `https://host:port`, or `'self'` for a
/// path. Nothing for what has no host, or one that a policy cannot name.
std::string policy_source(std::string_view url);

// ---- implementation ----

inline std::string html_escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&#39;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

/// Makes JSON safe inside of HTML. Outside of strings it has none of these characters.
inline std::string escaped_for_script(std::string_view json) {
    std::string result;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string_view rest = json.substr(i);
        if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
            result += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
            i += 2;
            continue;
        }
        switch (json[i]) {
            case '<':
                result += "\\u003c";
                break;
            case '>':
                result += "\\u003e";
                break;
            case '&':
                result += "\\u0026";
                break;
            case '\'':
                result += "\\u0027";
                break;
            default:
                result += json[i];
        }
    }
    return result;
}

inline std::string script_json(const any& value) {
    std::string json;
    append_json(json, value);
    return escaped_for_script(json);
}

inline std::string script_string(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return "'" + escaped_for_script(std::string_view(json).substr(1, json.size() - 2)) + "'";
}

/// RFC 3986 3.2: what stands between "//" and the path, without which the URL is a path.
inline std::string policy_source(std::string_view url) {
    const std::size_t slashes = url.find("//");
    const std::size_t colon = url.find_first_of(":/?#");
    const bool has_scheme = colon != std::string_view::npos && url[colon] == ':';
    if (has_scheme ? slashes != colon + 1 : slashes != 0) return has_scheme ? "" : "'self'";
    const std::string_view source = url.substr(0, url.find_first_of("/?#\\", slashes + 2));
    const auto can_be_named = [](char c) {
        return is_alpha(c) || is_digit(c) ||
               std::string_view(".-:[]/").find(c) != std::string_view::npos;
    };
    if (source.size() == slashes + 2 || !std::all_of(source.begin(), source.end(), can_be_named))
        return "";
    return std::string(has_scheme ? source : source.substr(2));
}

/// One directive of a policy: its name and the sources, each once.
inline std::string policy_directive(std::string_view name,
                                    const std::vector<std::string>& sources) {
    std::string text = std::string(name) + " ";
    for (const std::string& source : sources)
        if (!source.empty() && (text.find(" " + source + " ") == std::string::npos))
            text += source + " ";
    text.back() = ';';
    return text;
}

/// CSP3 2.3.1: a nonce is base64. Whatever else must not come into the header.
inline std::string nonce_source(std::string_view nonce) {
    const auto is_base64 = [](char c) {
        return is_alpha(c) || is_digit(c) ||
               std::string_view("+/-_=").find(c) != std::string_view::npos;
    };
    if (nonce.empty() || !std::all_of(nonce.begin(), nonce.end(), is_base64))
        throw std::invalid_argument(
            "fastapi: the nonce of a page is base64 and not empty. Write make_page_nonce().");
    return "'nonce-" + std::string(nonce) + "'";
}

/// What all pages have in common: nothing is loaded but by the nonce, and nobody else frames the
/// page.
inline std::string base_policy(std::string_view nonce) {
    return "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; " +
           policy_directive("script-src", {nonce_source(nonce)});
}

inline std::string script_tag(std::string_view nonce, std::string_view attributes = {}) {
    std::string tag = "<script";
    if (!nonce.empty()) tag += " nonce=\"" + html_escaped(nonce) + "\"";
    return tag.append(attributes) + ">";
}

inline std::string script_from(std::string_view url, std::string_view nonce) {
    return script_tag(nonce, " src=\"" + html_escaped(url) + "\"") + "</script>\n";
}

inline std::string link_tag(std::string_view relation, std::string_view url) {
    if (url.empty()) return {};
    return "<link rel=\"" + std::string(relation) + "\" href=\"" + html_escaped(url) + "\">\n";
}

inline std::string page_head(std::string_view title, std::string_view links) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
           html_escaped(title) + "</title>\n" + std::string(links) + "</head>\n";
}

/// For a browser without JavaScript: the document itself.
inline std::string noscript_line(std::string_view openapi_url) {
    return "<noscript>This page needs JavaScript. Without it there is the <a href=\"" +
           html_escaped(openapi_url) + "\">OpenAPI document</a>.</noscript>\n";
}

/// The call that starts Swagger UI, with FastAPI's settings below those of the options.
inline std::string swagger_ui_script(const SwaggerUIOptions& options) {
    dict parameters{{"dom_id", "#swagger-ui"},
                    {"layout", "BaseLayout"},
                    {"deepLinking", true},
                    {"showExtensions", true},
                    {"showCommonExtensions", true}};
    parameters.update(options.swagger_ui_parameters);
    std::string script =
        "const ui = SwaggerUIBundle({\n    url: " + script_string(options.openapi_url) + ",\n";
    for (const auto& [name, value] : parameters)
        script += "    " + script_json(name) + ": " + script_json(value) + ",\n";
    if (!options.oauth2_redirect_url.empty())
        script += "    oauth2RedirectUrl: window.location.origin + " +
                  script_string(options.oauth2_redirect_url) + ",\n";
    script += "    presets: [SwaggerUIBundle.presets.apis],\n});\n";
    if (!options.init_oauth.empty())
        script += "ui.initOAuth(" + script_json(options.init_oauth) + ");\n";
    return script;
}

/// RFC 6749 4.1.2, 4.2.2: the code comes in the query, the token in the fragment, form-encoded
/// both. `swaggerUIRedirectOauth2` is what Swagger UI leaves behind for this page.
inline constexpr std::string_view oauth2_redirect_script = R"js('use strict';
window.addEventListener('DOMContentLoaded', () => {
    const pending = window.opener && window.opener.swaggerUIRedirectOauth2;
    if (!pending) {
        document.body.textContent = 'This page ends a login of Swagger UI. There is none.';
        return;
    }
    const fragment = window.location.hash.slice(1);
    const isAnswer = /(^|&|\?)(code|access_token|token|error)/.test(fragment);
    const source = isAnswer ? fragment.replace(/^\?/, '') : window.location.search.slice(1);
    const answer = Object.fromEntries(new URLSearchParams(source));
    const isValid = answer.state === pending.state;
    const { auth, redirectUrl } = pending;
    const report = (level, message) =>
        pending.errCb({ authId: auth.name, source: 'auth', level, message });
    const flow = auth.schema.get('flow');
    const wantsCode = ['accessCode', 'authorizationCode', 'authorization_code'].includes(flow);

    if (!wantsCode || auth.code) {
        pending.callback({ auth, token: answer, isValid, redirectUrl });
    } else {
        if (!isValid)
            report('warning', 'The state that came back is another one: it may be another login.');
        if (answer.code) {
            delete pending.state;
            auth.code = answer.code;
            pending.callback({ auth, redirectUrl });
        } else {
            const reason = [answer.error, answer.error_description, answer.error_uri];
            report('error', reason.filter(Boolean).join(': ') || 'There came no access code.');
        }
    }
    window.close();
});
)js";

inline Response page_answer(std::string html, std::string_view policy) {
    return HTMLResponse(std::move(html), 200, {{"content-security-policy", policy}});
}

inline Response swagger_ui_answer(const SwaggerUIOptions& options) {
    const std::string nonce = make_page_nonce();
    return page_answer(swagger_ui_page(options, nonce), content_security_policy(options, nonce));
}

inline Response redoc_answer(const RedocOptions& options) {
    const std::string nonce = make_page_nonce();
    return page_answer(redoc_page(options, nonce), content_security_policy(options, nonce));
}

inline Response oauth2_redirect_answer() {
    const std::string nonce = make_page_nonce();
    return page_answer(oauth2_redirect_page(nonce), oauth2_redirect_policy(nonce));
}

inline Response swagger_ui_answer(std::string_view openapi_url, std::string_view app_title,
                                  const list& servers) {
    SwaggerUIOptions options;
    options.openapi_url = openapi_url;
    options.title = std::string(app_title) + " - Swagger UI";
    for (const any& server : servers) {
        const any* url = server.is_dict() ? server.as_dict().get("url") : nullptr;
        if (url != nullptr && url->is_string()) options.connect_urls.push_back(url->as_string());
    }
    return swagger_ui_answer(options);
}

inline Response redoc_answer(std::string_view openapi_url, std::string_view app_title) {
    RedocOptions options;
    options.openapi_url = openapi_url;
    options.title = std::string(app_title) + " - ReDoc";
    return redoc_answer(options);
}

}  // namespace detail

inline std::string make_page_nonce() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::random_device source;
    std::string nonce;
    for (int word = 0; word < 4; ++word)
        for (unsigned bits = source(), i = 0; i < 8; ++i, bits >>= 4) nonce += digits[bits & 0xFu];
    return nonce;
}

inline std::string swagger_ui_page(const SwaggerUIOptions& options, std::string_view nonce) {
    const std::string links = detail::link_tag("stylesheet", options.swagger_css_url) +
                              detail::link_tag("icon", options.swagger_favicon_url);
    return detail::page_head(options.title, links) + "<body>\n" +
           detail::noscript_line(options.openapi_url) + "<div id=\"swagger-ui\"></div>\n" +
           detail::script_from(options.swagger_js_url, nonce) + detail::script_tag(nonce) + "\n" +
           detail::swagger_ui_script(options) + "</script>\n</body>\n</html>\n";
}

inline std::string redoc_page(const RedocOptions& options, std::string_view nonce) {
    constexpr std::string_view fonts =
        "https://fonts.googleapis.com/css?family=Montserrat:300,400,700|Roboto:300,400,700";
    const std::string links =
        detail::link_tag("stylesheet", options.with_google_fonts ? fonts : "") +
        detail::link_tag("icon", options.redoc_favicon_url);
    return detail::page_head(options.title, links) + "<body style=\"margin: 0\">\n" +
           detail::noscript_line(options.openapi_url) + "<redoc spec-url=\"" +
           detail::html_escaped(options.openapi_url) + "\"></redoc>\n" +
           detail::script_from(options.redoc_js_url, nonce) + "</body>\n</html>\n";
}

inline std::string oauth2_redirect_page(std::string_view nonce) {
    return detail::page_head("Swagger UI: OAuth2 Redirect", "") + "<body>\n" +
           detail::script_tag(nonce) + "\n" + std::string(detail::oauth2_redirect_script) +
           "</script>\n</body>\n</html>\n";
}

inline std::string content_security_policy(const SwaggerUIOptions& options,
                                           std::string_view nonce) {
    using namespace detail;
    std::vector<std::string> connect{"'self'", policy_source(options.openapi_url)};
    for (const std::string& url : options.connect_urls) connect.push_back(policy_source(url));
    std::vector<std::string> styles{"'unsafe-inline'"};
    if (!options.swagger_css_url.empty()) styles.push_back(policy_source(options.swagger_css_url));
    return base_policy(nonce) + " " + policy_directive("style-src", styles) + " " +
           policy_directive(
               "img-src",
               {"'self'", "data:", "https:", policy_source(options.swagger_favicon_url)}) +
           " " + policy_directive("connect-src", connect);
}

/// ReDoc searches in a worker that it makes of a blob; `child-src` says so to browsers without
/// `worker-src`.
inline std::string content_security_policy(const RedocOptions& options, std::string_view nonce) {
    using namespace detail;
    std::vector<std::string> styles{"'unsafe-inline'"};
    if (options.with_google_fonts) styles.push_back("https://fonts.googleapis.com");
    std::string policy =
        base_policy(nonce) + " " + policy_directive("style-src", styles) + " " +
        policy_directive("img-src",
                         {"'self'", "data:", "https:", policy_source(options.redoc_favicon_url)}) +
        " " + policy_directive("connect-src", {"'self'", policy_source(options.openapi_url)}) +
        " worker-src blob:; child-src blob:;";
    if (options.with_google_fonts) policy += " font-src https://fonts.gstatic.com;";
    return policy;
}

inline std::string oauth2_redirect_policy(std::string_view nonce) {
    return detail::base_policy(nonce);
}

}  // namespace fastapi
