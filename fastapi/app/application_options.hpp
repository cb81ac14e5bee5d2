#pragma once

// The keyword arguments of an application, as FastAPI names them.

#include "fastapi/app/lifespan.hpp"
#include "fastapi/core/any.hpp"
#include "fastapi/routing/operation.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fastapi {

/// The keyword arguments of an application. https://fastapi.tiangolo.com/reference/fastapi/
struct FastAPIOptions {
    std::string title = "FastAPI";                    ///< of the document and the docs pages
    std::string summary = {};                         ///< one line
    std::string description = {};                     ///< Markdown
    std::string version = "0.1.0";                    ///< of the API, not of OpenAPI
    std::optional<std::string> docs_url = "/docs";    ///< Swagger UI; empty or nullopt: none
    std::optional<std::string> redoc_url = "/redoc";  ///< ReDoc; empty or nullopt: none
    std::optional<std::string> openapi_url =
        "/openapi.json";                ///< empty or nullopt: no document, no pages
    std::string terms_of_service = {};  ///< a URL
    any contact = {};                   ///< a dict with name, url, email
    any license_info = {};              ///< a dict with name and identifier or url
    list openapi_tags = {};             ///< dicts with name and description, in the order to show
    any openapi_external_docs = {};     ///< a dict with url and description
    list servers = {};                  ///< dicts with url and description
    std::vector<Dependency> dependencies = {};  ///< run before every handler, before all others
    bool redirect_slashes = true;      ///< `/items/` is sent to `/items`, and the other way round
    std::string root_path = {};        ///< where a proxy has mounted the application: `/api/v1`
    bool root_path_in_servers = true;  ///< whether the document lists it among the servers
    ResponseInfos responses = {};      ///< further answers of every route, for the document
    bool deprecated = false;           ///< marks every route
    bool include_in_schema = true;     ///< whether the document shows the routes
    Callbacks callbacks = {};          ///< further callbacks of every route, for the document
    UniqueIdFunction generate_unique_id_function =
        {};  ///< for operations that have none themselves
    std::optional<ResponseClass> default_response_class = {};  ///< of routes that name none
    bool separate_input_output_schemas = true;  ///< a model that clients see otherwise than they
                                                ///< send it has two schemas
    dict swagger_ui_parameters = {};  ///< Swagger UI's settings, over those that FastAPI sets
    dict swagger_ui_init_oauth = {};  ///< of Swagger UI's `initOAuth`: clientId, scopes, ...
    std::optional<std::string> swagger_ui_oauth2_redirect_url =
        "/docs/oauth2-redirect";           ///< empty or nullopt: none
    std::string swagger_js_url = {};       ///< of Swagger UI's script; FastAPI's CDN where empty
    std::string swagger_css_url = {};      ///< of its styles; the same
    std::string swagger_favicon_url = {};  ///< of its icon; the same
    std::string redoc_js_url = {};         ///< of ReDoc's script; the same
    std::string redoc_favicon_url = {};    ///< of its icon; the same
    std::function<Lifespan(FastAPI&)> lifespan = {};  ///< runs around the serving
    std::vector<std::function<void()>> on_startup =
        {};  ///< called before it, in order; `lifespan` suits most better
    std::vector<std::function<void()>> on_shutdown = {};  ///< called behind it
    std::string docs_assets = {};  ///< a folder that holds `swagger-ui-dist` and `redoc`, as npm
                                   ///< installs them, served in place of the CDN; made by
                                   ///< `tools/fastapi docs-assets DIR`
};

}  // namespace fastapi
