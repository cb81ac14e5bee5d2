#pragma once

// The documentation pages: Swagger UI and ReDoc, which a browser loads from a CDN, or from wherever
// the options say, as HTML, with the Content-Security-Policy that permits what each page loads and
// no more. Where a library cannot be loaded, the page shows the document itself: the fallback page,
// which is part of the answer. The libraries load asynchronously, so that nothing waits for a CDN
// that does not answer; their styles stand last for the same reason.
//
// Scripts are permitted by a nonce and not by host: a CDN hosts everybody's scripts. So a page and
// its policy are made for one answer, with the same fresh nonce. Styles may be inline: Swagger UI
// and ReDoc make theirs at run time. Images may come from any https host: descriptions are Markdown
// and show them. https://fastapi.tiangolo.com/reference/openapi/docs/, https://www.w3.org/TR/CSP3/

#include "fastapi/core/any.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/openapi/fallback_page.hpp"
#include "fastapi/openapi/fallback_try_it.hpp"
#include "fastapi/openapi/page_html.hpp"
#include "fastapi/openapi/page_policy.hpp"

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

// ---- implementation ----

/// The call that starts Swagger UI, with FastAPI's settings below those of the options.
inline std::string swagger_ui_start(const SwaggerUIOptions& options) {
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

/// A library as the loader of the fallback page knows it. The texts are the page's own, or escaped.
struct page_library {
    std::string_view name;    ///< what the reader calls it
    std::string_view global;  ///< the variable that its script defines
    std::string_view mount;   ///< the id of the element that it fills
    const std::string& url;   ///< of its script
    std::string start;        ///< the statements that start it
};

/// The element of the library, the script that waits for it, and its own, which may never come.
inline std::string library_tags(const page_library& library, const std::string& openapi_url,
                                std::string_view more_scripts, std::string_view nonce) {
    std::string html = "<div id=\"" + std::string(library.mount) + "\"></div>\n";
    html += "<style id=\"fallback-style\" media=\"not all\">";
    html.append(fallback_style).append("</style>\n").append(script_tag(nonce)).append("\n");
    html.append(fallback_script).append(more_scripts).append(fallback_loader);
    html += "fallbackPage.load({\n    name: " + script_string(library.name) +
            ",\n    global: " + script_string(library.global) +
            ",\n    mount: " + script_string(library.mount) +
            ",\n    source: " + script_string(library.url) +
            ",\n    openapiUrl: " + script_string(openapi_url) + ",\n    start() {\n" +
            library.start + "    },\n});\n</script>\n";
    return html + script_from(library.url, nonce);
}

/// RFC 6749 4.1.2, 4.2.2: the code comes in the query, the token in the fragment, form-encoded
/// both. `swaggerUIRedirectOauth2` is what Swagger UI leaves behind for this page.
inline constexpr std::string_view oauth2_redirect_script = R"js('use strict';
window.addEventListener('DOMContentLoaded', () => {
    const oauth2 = window.opener && window.opener.swaggerUIRedirectOauth2;
    if (!oauth2) {
        document.body.textContent = 'This page ends a login of Swagger UI. There is none.';
        return;
    }
    const fragment = window.location.hash.slice(1);
    const isAnswer = /(^|&|\?)(code|access_token|token|error)/.test(fragment);
    const source = isAnswer ? fragment.replace(/^\?/, '') : window.location.search.slice(1);
    const answer = Object.fromEntries(new URLSearchParams(source));
    const isValid = answer.state === oauth2.state;
    const { auth, redirectUrl } = oauth2;
    const report = (level, message) =>
        oauth2.errCb({ authId: auth.name, source: 'auth', level, message });
    const flow = auth.schema.get('flow');
    const wantsCode = ['accessCode', 'authorizationCode', 'authorization_code'].includes(flow);

    if (!wantsCode || auth.code) {
        oauth2.callback({ auth, token: answer, isValid, redirectUrl });
    } else {
        if (!isValid)
            report('warning', 'The state that came back is another one: it may be another login.');
        if (answer.code) {
            delete oauth2.state;
            auth.code = answer.code;
            oauth2.callback({ auth, redirectUrl });
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

inline std::string swagger_ui_page(const SwaggerUIOptions& options, std::string_view nonce) {
    using namespace detail;
    return page_head(options.title, link_tag("icon", options.swagger_favicon_url)) + "<body>\n" +
           noscript_line(options.openapi_url) +
           library_tags({.name = "Swagger UI",
                         .global = "SwaggerUIBundle",
                         .mount = "swagger-ui",
                         .url = options.swagger_js_url,
                         .start = swagger_ui_start(options)},
                        options.openapi_url, fallback_try_it_script, nonce) +
           link_tag("stylesheet", options.swagger_css_url) + "</body>\n</html>\n";
}

inline std::string redoc_page(const RedocOptions& options, std::string_view nonce) {
    using namespace detail;
    constexpr std::string_view fonts =
        "https://fonts.googleapis.com/css?family=Montserrat:300,400,700|Roboto:300,400,700";
    return page_head(options.title, link_tag("icon", options.redoc_favicon_url)) +
           "<body style=\"margin: 0\">\n" + noscript_line(options.openapi_url) +
           library_tags({.name = "ReDoc",
                         .global = "Redoc",
                         .mount = "redoc",
                         .url = options.redoc_js_url,
                         .start = "Redoc.init(" + script_string(options.openapi_url) +
                                  ", {}, document.getElementById('redoc'));\n"},
                        options.openapi_url, {}, nonce) +
           link_tag("stylesheet", options.with_google_fonts ? fonts : "") + "</body>\n</html>\n";
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
