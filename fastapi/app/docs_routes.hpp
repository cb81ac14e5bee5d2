#pragma once

// The document of an application and the routes that show it: `/openapi.json`, `/docs`, `/redoc`,
// each at the url of the options, or off.

#include "fastapi/app/application.hpp"
#include "fastapi/app/document_cache.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/core/any.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/model/email.hpp"
#include "fastapi/model/http_url.hpp"
#include "fastapi/openapi/docs_assets.hpp"
#include "fastapi/openapi/document.hpp"
#include "fastapi/openapi/pages.hpp"

#include <algorithm>
#include <functional>
#include <memory>
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

/// Puts the address in `holder[key]` as FastAPI does: `https://Example.com` becomes
/// `https://example.com/`. What is no such address stays.
template <class Address>
void normalise_address(any& holder, std::string_view key) {
    if (!holder.is_dict() || !holder.as_dict().contains(key) || !holder[key].is_string()) return;
    Address address;
    if (!Address::parse(holder[key].as_string(), address)) holder[key] = std::string_view(address);
}

inline void normalise_addresses(document_info& info) {
    normalise_address<HttpUrl>(info.contact, "url");
    normalise_address<EmailStr>(info.contact, "email");
    normalise_address<HttpUrl>(info.license_info, "url");
    normalise_address<HttpUrl>(info.external_docs, "url");
    for (any& tag : info.openapi_tags)
        if (tag.is_dict() && tag.as_dict().contains("externalDocs"))
            normalise_address<HttpUrl>(tag["externalDocs"], "url");
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
    normalise_addresses(result);
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

/// Where the application is reached, without a slash at its end.
inline std::string root_path_of(const Request& request) {
    std::string path = request.root_path();
    while (path.ends_with('/')) path.pop_back();
    return path;
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

/// What the docs pages of an application load: by default from the CDN, or local assets, or what
/// the options say.
class docs_pages {
public:
    explicit docs_pages(const FastAPIOptions& options) : options_(options) {
        if (!options.docs_assets.empty())
            assets_ = std::make_unique<DocsAssets>(options.docs_assets);
    }

    Response swagger_ui(const std::string& root_path) const;
    Response redoc(const std::string& root_path) const;

    /// The files of the local assets, by path; null where there are none.
    DocsAssets* assets() const { return assets_.get(); }

private:
    const FastAPIOptions& options_;  // of the application, which outlives its routes
    std::unique_ptr<DocsAssets> assets_;
};

inline Response docs_pages::swagger_ui(const std::string& root_path) const {
    SwaggerUIOptions page;
    if (assets_) assets_->apply_to(page, root_path);
    page.openapi_url = root_path + *options_.openapi_url;
    page.title = options_.title + " - Swagger UI";
    if (const std::string* url = switched_on(options_.swagger_ui_oauth2_redirect_url))
        page.oauth2_redirect_url = root_path + *url;
    page.init_oauth = options_.swagger_ui_init_oauth;
    page.swagger_ui_parameters = options_.swagger_ui_parameters;
    page.connect_urls = server_urls(options_.servers);
    set_if_given(page.swagger_js_url, options_.swagger_js_url);
    set_if_given(page.swagger_css_url, options_.swagger_css_url);
    set_if_given(page.swagger_favicon_url, options_.swagger_favicon_url);
    return swagger_ui_answer(page);
}

inline Response docs_pages::redoc(const std::string& root_path) const {
    RedocOptions page;
    if (assets_) assets_->apply_to(page, root_path);
    page.openapi_url = root_path + *options_.openapi_url;
    page.title = options_.title + " - ReDoc";
    set_if_given(page.redoc_js_url, options_.redoc_js_url);
    set_if_given(page.redoc_favicon_url, options_.redoc_favicon_url);
    return redoc_answer(page);
}

}  // namespace detail

inline OpenAPIFunction& OpenAPIFunction::operator=(std::function<dict()> replacement) {
    replacement_ = std::move(replacement);
    detail::application_access::document(app_).forget();
    return *this;
}

inline dict OpenAPIFunction::operator()() const {
    return replacement_ ? replacement_() : get_openapi(app_);
}

inline dict get_openapi(const FastAPI& app) {
    using detail::application_access;
    std::vector<std::string> duplicates;
    dict document = detail::openapi_document(
        detail::document_info_of(application_access::options(app)),
        application_access::routes(app).routes(), app.webhooks.operations(), &duplicates);
    for (const std::string& id : duplicates)
        detail::log::instance().write(
            detail::log_level::warning,
            "Duplicate operation id \"" + id +
                "\" in the document: give the route a .name or an .operation_id of its own.");
    return document;
}

inline void FastAPI::add_docs_routes() {
    using namespace detail;
    const std::string* const document_url = switched_on(options_.openapi_url);
    if (document_url == nullptr) return;
    const auto add = [this](const std::string& url, const char* name, auto page) {
        api_route({"GET", "HEAD"}, runtime_path(url), {.include_in_schema = false, .name = name},
                  std::move(page));
    };
    add(*document_url, "openapi", [this](Request& request) {
        const std::string root_path = root_path_of(request);
        return Response(document_.get(root_path, [&] { return document_text(*this, root_path); }),
                        200, {}, "application/json");
    });
    const auto pages = std::make_shared<const docs_pages>(options_);
    if (const std::string* url = switched_on(options_.docs_url)) {
        add(*url, "swagger_ui_html",
            [pages](Request& request) { return pages->swagger_ui(root_path_of(request)); });
        if (const std::string* redirect_url = switched_on(options_.swagger_ui_oauth2_redirect_url))
            add(*redirect_url, "swagger_ui_redirect", [] { return oauth2_redirect_answer(); });
    }
    if (const std::string* url = switched_on(options_.redoc_url))
        add(*url, "redoc_html",
            [pages](Request& request) { return pages->redoc(root_path_of(request)); });
    if (pages->assets() == nullptr) return;
    for (const std::string& path : pages->assets()->paths())
        add(path, "", [pages, path](Request& request) {
            return pages->assets()->answer(path, request.headers.get("if-none-match").value_or(""));
        });
}

}  // namespace fastapi
