#pragma once

// The application: the routes, and how a request becomes an answer whatever happens on the way. It knows
// no sockets: `net/` asks it who answers a request (`prepare`) and lets it answer (`answer`), in the
// thread or on the loop that suits the handler.

#include "fastapi/app/log.hpp"
#include "fastapi/app/server_options.hpp"
#include "fastapi/core/any.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/url.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/openapi/document.hpp"
#include "fastapi/openapi/pages.hpp"
#include "fastapi/params/router.hpp"
#include "fastapi/routing/route_table.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// The keyword arguments of an application. https://fastapi.tiangolo.com/reference/fastapi/
struct FastAPIOptions {
    std::string title = "FastAPI";     ///< of the document and the docs pages
    std::string summary = {};          ///< one line
    std::string description = {};      ///< Markdown
    std::string version = "0.1.0";     ///< of the API, not of OpenAPI
    std::optional<std::string> docs_url = "/docs";    ///< Swagger UI; empty or nullopt: none
    std::optional<std::string> redoc_url = "/redoc";  ///< ReDoc; empty or nullopt: none
    std::optional<std::string> openapi_url = "/openapi.json";  ///< empty or nullopt: no document, no pages
    std::string terms_of_service = {};  ///< a URL
    any contact = {};                   ///< a dict with name, url, email
    any license_info = {};              ///< a dict with name and identifier or url
    list openapi_tags = {};             ///< dicts with name and description, in the order to show
    list servers = {};                  ///< dicts with url and description
    bool redirect_slashes = true;       ///< `/items/` is sent to `/items`, and the other way round
    std::string root_path = {};         ///< where a proxy has mounted the application: `/api/v1`
};

namespace detail {

class server;
struct application_access;

}  // namespace detail

/// An application. Declare its routes, then `run` it. Routes may be added until it runs; from then on any
/// number of threads read it. https://fastapi.tiangolo.com/reference/fastapi/
class FastAPI : public detail::route_declarations<FastAPI, false> {
  public:
    /// Throws std::invalid_argument for a docs URL that is no path.
    explicit FastAPI(FastAPIOptions options = {});
    FastAPI(const FastAPI&) = delete;
    FastAPI& operator=(const FastAPI&) = delete;

    /// Adds the routes that `router` has now, below the prefix of `options`.
    void include_router(const APIRouter& router, const RouterOptions& options = {});

    /// The OpenAPI 3.1 document of the routes declared so far.
    dict openapi() const;

    /// Serves until SIGINT, SIGTERM or `stop()`: then no new connection is taken, what runs is finished,
    /// and it returns; it may be called again. Throws std::runtime_error where it cannot listen.
    void run(ServerOptions options = {});

    /// The same with options from the command line (`--help` lists them), over those of `options`. Gives
    /// what `main` should return: 0 after a graceful stop, 1 where it cannot listen, 2 for a wrong option.
    int run(int argc, char** argv, ServerOptions options = {});

    /// Ends `run`, from any thread or handler; does nothing where the application does not run.
    void stop();

    /// The port that it listens at, 0 while it does not run: the way to learn it where the system has
    /// chosen one. From any thread; once it is not 0, `stop` works.
    int port();

    /// Values of the program's own, to be filled before `run`.
    State state;

    /// Adds a route that is described already. Throws std::invalid_argument where path and handler do not fit.
    void add_operation(detail::operation added);

  private:
    friend struct detail::application_access;

    void add_docs_routes();
    SwaggerUIOptions swagger_ui(const std::string& redirect_url) const;
    detail::document_info info() const;

    FastAPIOptions options_;
    detail::route_table routes_;
    mutable std::mutex document_mutex_;
    mutable std::string document_text_;  // the document as JSON, made when first asked for
    std::mutex server_mutex_;
    detail::server* server_ = nullptr;  // while running
};

namespace detail {

/// The life of a request inside an application, for who brings one: a server or a test.
struct application_access {
    /// Finds who answers; null where the answer (404, 405, a redirect) stands in the exchange already.
    static endpoint* prepare(const FastAPI& app, exchange& current);

    /// Lets a plain handler answer. Every exception becomes an answer.
    static void answer(exchange& current, endpoint& handler) noexcept;

    /// The same for an asynchronous handler.
    static async<void> answer_async(exchange& current, endpoint& handler);

    static const FastAPIOptions& options(const FastAPI& app) { return app.options_; }
    static std::mutex& server_mutex(FastAPI& app) { return app.server_mutex_; }
    static server*& running_server(FastAPI& app) { return app.server_; }
};

// ---- implementation ----

inline void answer_http_exception(Response& response, const HTTPException& error) {
    response.status_code = error.status_code;
    response.headers = error.headers;
    response.body.clear();
    if (has_content(error.status_code)) append_json(json_body(response), dict{{"detail", error.detail}});
}

inline void answer_validation_error(Response& response, const RequestValidationError& error) {
    response.status_code = 422;
    response.headers.clear();
    append_json(json_body(response), dict{{"detail", error.errors()}});
}

/// What went wrong stays in the log; the client learns nothing of it.
inline void answer_unexpected(Response& response, std::string_view what) {
    log::instance().write(log_level::error, "Exception in handler: " + std::string(what));
    response = PlainTextResponse("Internal Server Error", 500);
}

/// Turns the exceptions that have an answer of their own into it. Others pass.
inline void answer_known_exception(Response& response) {
    try {
        throw;
    } catch (const HTTPException& error) {
        answer_http_exception(response, error);
    } catch (const RequestValidationError& error) {
        answer_validation_error(response, error);
    }
}

/// Turns the exception that is being handled into the answer. To write one may fail, too: NaN is no JSON.
inline void answer_exception(Response& response) {
    try {
        answer_known_exception(response);
    } catch (const std::exception& error) {
        answer_unexpected(response, error.what());
    } catch (...) {
        answer_unexpected(response, "not a std::exception");
    }
}

inline void answer_wrong_method(Response& response, const operation& known) {
    std::string allowed;
    for (const std::string& method : known.methods) allowed += (allowed.empty() ? "" : ", ") + method;
    answer_http_exception(response, HTTPException(405, nullptr, {{"Allow", allowed}}));
}

/// The path with its final slashes taken off, or with one put on.
inline std::string other_slash_form(std::string_view path) {
    if (!path.ends_with('/')) return std::string(path) + "/";
    while (path.ends_with('/')) path.remove_suffix(1);
    return std::string(path);
}

/// Where the path is on the server that was asked. HTTP/1.0 may come without a Host; then a second '/' at the
/// beginning of the path would make a host of its first segment.
inline std::string redirect_target(const Request& request, std::string_view path) {
    if (!request.url.netloc.empty())
        return std::string(request.url.scheme) + "://" + std::string(request.url.netloc) + std::string(path);
    return "/" + std::string(path.substr(std::min(path.find_first_not_of('/'), path.size())));
}

/// Sends the client to the other form of the path. The whole URL is encoded, so no byte of the request can
/// leave its line.
inline void answer_redirect(Response& response, const Request& request, std::string_view path) {
    std::string target = redirect_target(request, path);
    if (!request.url.query.empty()) target.append("?").append(request.url.query);
    response.status_code = 307;
    response.headers.append("location", percent_encode(target, ":/%#?=@[]!$&'()*+,;"));
}

inline endpoint* application_access::prepare(const FastAPI& app, exchange& current) {
    Request& request = current.request;
    request_access::set_app(request, const_cast<FastAPI&>(app));
    const std::string_view path = request_access::decoded_path(request);
    const route_match match = app.routes_.find(request.method, path);
    if (match.kind == route_match::kinds::found) {
        for (std::size_t i = 0; i < match.captures.size; ++i)
            request_access::add_path_param(request, match.target->placeholders[i], match.captures[i]);
        current.response.status_code = match.target->description.options.status_code;
        current.filter = match.target->filter ? &*match.target->filter : nullptr;
        return match.target->description.handler.get();
    }
    if (match.kind == route_match::kinds::wrong_method) {
        answer_wrong_method(current.response, match.target->description);
        return nullptr;
    }
    if (app.options_.redirect_slashes && path != "/") {
        if (const std::string other = other_slash_form(path); app.routes_.knows(other)) {
            answer_redirect(current.response, request, other);
            return nullptr;
        }
    }
    answer_http_exception(current.response, HTTPException(404));
    return nullptr;
}

inline void application_access::answer(exchange& current, endpoint& handler) noexcept {
    try {
        handler.answer(current);
    } catch (...) {
        answer_exception(current.response);
    }
}

inline async<void> application_access::answer_async(exchange& current, endpoint& handler) {
    try {
        co_await handler.answer_async(current);
    } catch (...) {
        answer_exception(current.response);
    }
}

/// Methods are names in a header line, `Allow`.
inline void check_methods(const operation& added) {
    for (const std::string& method : added.methods)
        if (!is_token(method))
            throw std::invalid_argument("fastapi: \"" + method + "\" of the path \"" + added.path +
                                        "\" is no method. Write a name such as \"GET\".");
}

/// A URL of the options; null where it is switched off.
inline const std::string* switched_on(const std::optional<std::string>& url) {
    return url && !url->empty() ? &*url : nullptr;
}

}  // namespace detail

inline FastAPI::FastAPI(FastAPIOptions options) : options_(std::move(options)) { add_docs_routes(); }

inline void FastAPI::add_operation(detail::operation added) {
    detail::check_methods(added);
    const detail::path_pattern pattern = detail::make_path_pattern(added.path);
    std::vector<std::string> placeholders;
    for (const auto& piece : pattern.pieces)
        if (piece.is_placeholder) placeholders.push_back(piece.text);
    added.handler->check_path(placeholders, added.path);
    routes_.add(std::move(added));
    const std::lock_guard lock(document_mutex_);
    document_text_.clear();
}

inline void FastAPI::include_router(const APIRouter& router, const RouterOptions& options) {
    APIRouter outer;
    outer.include_router(router, options);
    for (const detail::operation& each : outer.operations()) add_operation(each);
}

inline detail::document_info FastAPI::info() const {
    detail::document_info result;
    result.title = options_.title;
    result.summary = options_.summary;
    result.description = options_.description;
    result.version = options_.version;
    result.terms_of_service = options_.terms_of_service;
    result.contact = options_.contact;
    result.license_info = options_.license_info;
    result.openapi_tags = options_.openapi_tags;
    result.servers = options_.servers;
    if (!options_.root_path.empty() && result.servers.empty()) result.servers = list{dict{{"url", options_.root_path}}};
    return result;
}

inline dict FastAPI::openapi() const { return detail::openapi_document(info(), routes_.routes()); }

inline SwaggerUIOptions FastAPI::swagger_ui(const std::string& redirect_url) const {
    SwaggerUIOptions page;
    page.openapi_url = options_.root_path + *options_.openapi_url;
    page.title = options_.title + " - Swagger UI";
    page.oauth2_redirect_url = options_.root_path + redirect_url;
    for (const any& server : options_.servers) page.connect_urls.push_back(server["url"].as_string());
    return page;
}

inline void FastAPI::add_docs_routes() {
    const std::string* const document_url = detail::switched_on(options_.openapi_url);
    if (document_url == nullptr) return;
    const auto add = [this](const std::string& url, auto page) {
        api_route({"GET", "HEAD"}, runtime_path(url), {.include_in_schema = false}, std::move(page));
    };
    add(*document_url, [this] {
        const std::lock_guard lock(document_mutex_);
        if (document_text_.empty()) document_text_ = any(openapi()).dump();
        return Response(document_text_, 200, {}, "application/json");
    });
    if (const std::string* url = detail::switched_on(options_.docs_url)) {
        const std::string redirect_url = *url + "/oauth2-redirect";
        add(*url, [this, redirect_url] { return detail::swagger_ui_answer(swagger_ui(redirect_url)); });
        add(redirect_url, [] { return detail::oauth2_redirect_answer(); });
    }
    if (const std::string* url = detail::switched_on(options_.redoc_url))
        add(*url, [this] { return detail::redoc_answer(options_.root_path + *options_.openapi_url, options_.title); });
}

}  // namespace fastapi
