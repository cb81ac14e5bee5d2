#pragma once

// The document of an application and the routes that show it: `/openapi.json`, `/docs`, `/redoc`, each at
// the url of the options, or off.

#include "fastapi/app/application.hpp"
#include "fastapi/app/document_cache.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/core/any.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/openapi/document.hpp"
#include "fastapi/openapi/pages.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {
namespace detail {

/// A URL of the options; null where it is switched off.
inline const std::string* switched_on(const std::optional<std::string>& url) {
    return url && !url->empty() ? &*url : nullptr;
}

inline document_info document_info_of(const FastAPIOptions& options) {
    document_info result;
    result.title = options.title;
    result.summary = options.summary;
    result.description = options.description;
    result.version = options.version;
    result.terms_of_service = options.terms_of_service;
    result.contact = options.contact;
    result.license_info = options.license_info;
    result.openapi_tags = options.openapi_tags;
    result.external_docs = options.openapi_external_docs;
    result.servers = options.servers;
    result.generate_unique_id = options.generate_unique_id_function;
    result.separate_input_output_schemas = options.separate_input_output_schemas;
    return result;
}

/// The urls of the servers that a document lists.
inline std::vector<std::string> server_urls(const any& servers) {
    std::vector<std::string> urls;
    if (!servers.is_list()) return urls;
    for (const any& server : servers.as_list()) {
        const any* const url = server.is_dict() ? server.as_dict().get("url") : nullptr;
        if (url != nullptr && url->is_string()) urls.push_back(url->as_string());
    }
    return urls;
}

/// The document as who reaches the application below `root_path` sees it: that is its first server.
inline dict with_root_path(dict document, const std::string& root_path) {
    const any listed = document.get("servers", list{});
    const std::vector<std::string> urls = server_urls(listed);
    if (std::find(urls.begin(), urls.end(), root_path) != urls.end()) return document;
    list servers{any(dict{{"url", root_path}})};
    if (listed.is_list())
        for (const any& server : listed.as_list()) servers.push_back(server);
    document["servers"] = std::move(servers);
    return document;
}

inline std::string document_text(const FastAPI& app, const std::string& root_path) {
    dict document = app.openapi();
    if (!root_path.empty() && application_access::options(app).root_path_in_servers)
        document = with_root_path(std::move(document), root_path);
    return any(std::move(document)).dump();
}

inline void set_if_given(std::string& target, const std::string& given) {
    if (!given.empty()) target = given;
}

inline SwaggerUIOptions swagger_ui_options(const FastAPIOptions& options, const std::string& root_path) {
    SwaggerUIOptions page;
    page.openapi_url = root_path + *options.openapi_url;
    page.title = options.title + " - Swagger UI";
    if (const std::string* url = switched_on(options.swagger_ui_oauth2_redirect_url))
        page.oauth2_redirect_url = root_path + *url;
    page.init_oauth = options.swagger_ui_init_oauth;
    page.swagger_ui_parameters = options.swagger_ui_parameters;
    page.connect_urls = server_urls(options.servers);
    set_if_given(page.swagger_js_url, options.swagger_js_url);
    set_if_given(page.swagger_css_url, options.swagger_css_url);
    set_if_given(page.swagger_favicon_url, options.swagger_favicon_url);
    return page;
}

inline RedocOptions redoc_options(const FastAPIOptions& options, const std::string& root_path) {
    RedocOptions page;
    page.openapi_url = root_path + *options.openapi_url;
    page.title = options.title + " - ReDoc";
    set_if_given(page.redoc_js_url, options.redoc_js_url);
    set_if_given(page.redoc_favicon_url, options.redoc_favicon_url);
    return page;
}

}  // namespace detail

inline OpenAPIFunction& OpenAPIFunction::operator=(std::function<dict()> replacement) {
    replacement_ = std::move(replacement);
    detail::application_access::document(app_).forget();
    return *this;
}

inline dict OpenAPIFunction::operator()() const { return replacement_ ? replacement_() : get_openapi(app_); }

inline dict get_openapi(const FastAPI& app) {
    using detail::application_access;
    std::vector<std::string> duplicates;
    dict document = detail::openapi_document(detail::document_info_of(application_access::options(app)),
                                             application_access::routes(app).routes(), app.webhooks.operations(),
                                             &duplicates);
    for (const std::string& id : duplicates)
        detail::log::instance().write(detail::log_level::warning, "Duplicate operation id \"" + id +
                                      "\" in the document: give the route a .name or an .operation_id of its own.");
    return document;
}

inline void FastAPI::add_docs_routes() {
    using namespace detail;
    const std::string* const document_url = switched_on(options_.openapi_url);
    if (document_url == nullptr) return;
    const auto add = [this](const std::string& url, auto page) {
        api_route({"GET", "HEAD"}, runtime_path(url), {.include_in_schema = false}, std::move(page));
    };
    add(*document_url, [this](Request& request) {
        const std::string& root_path = request.root_path();
        return Response(document_.get(root_path, [&] { return document_text(*this, root_path); }), 200, {},
                        "application/json");
    });
    if (const std::string* url = switched_on(options_.docs_url)) {
        add(*url, [this](Request& request) {
            return swagger_ui_answer(swagger_ui_options(options_, request.root_path()));
        });
        if (const std::string* redirect_url = switched_on(options_.swagger_ui_oauth2_redirect_url))
            add(*redirect_url, [] { return oauth2_redirect_answer(); });
    }
    if (const std::string* url = switched_on(options_.redoc_url))
        add(*url, [this](Request& request) { return redoc_answer(redoc_options(options_, request.root_path())); });
}

}  // namespace fastapi
