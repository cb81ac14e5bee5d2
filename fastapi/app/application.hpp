#pragma once

// The application: the routes, and how a request becomes an answer whatever happens on the way. It knows
// no sockets: `net/` asks it who answers a request (`prepare`) and lets it answer (`answer`), in the
// thread or on the loop that suits the handler.

#include "fastapi/app/application_options.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/app/server_options.hpp"
#include "fastapi/core/any.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/url.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/app/document_cache.hpp"
#include "fastapi/params/router.hpp"
#include "fastapi/routing/route_table.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

namespace detail {

class server;
struct application_access;

}  // namespace detail

/// `app.openapi`: gives the document, and takes a function that makes another one in its place.
class OpenAPIFunction {
  public:
    explicit OpenAPIFunction(const FastAPI& app) : app_(app) {}
    OpenAPIFunction(const OpenAPIFunction&) = delete;

    /// Replaces the document. Not while the application serves.
    OpenAPIFunction& operator=(std::function<dict()> replacement);

    /// The document. Throws what the function in its place throws.
    dict operator()() const;

  private:
    const FastAPI& app_;
    std::function<dict()> replacement_;
};

/// The document that the framework makes of an application, whatever stands in the place of `app.openapi`.
dict get_openapi(const FastAPI& app);

/// An application. Declare its routes, then `run` it. Routes may be added until it runs; from then on any
/// number of threads read it. https://fastapi.tiangolo.com/reference/fastapi/
class FastAPI : public detail::route_declarations<FastAPI, detail::path_kind::whole> {
  public:
    /// Throws std::invalid_argument for a docs URL that is no path.
    explicit FastAPI(FastAPIOptions options = {});
    FastAPI(const FastAPI&) = delete;
    FastAPI& operator=(const FastAPI&) = delete;

    /// Adds the routes that `router` has now, below the prefix of `options`.
    void include_router(const APIRouter& router, const RouterOptions& options = {});

    /// Lets `app` answer every request whose path begins with `path`, with its own routes, docs and handlers
    /// of errors; its `request.root_path()` ends in that path. `app` must live as long as this one and its own
    /// lifespan does not run. Routes declared earlier come first. The path may hold placeholders. Throws
    /// std::invalid_argument for a path that is none.
    /// https://fastapi.tiangolo.com/advanced/sub-applications/
    void mount(std::string_view path, FastAPI& app);

    /// The OpenAPI 3.1 document of the routes declared so far: `app.openapi()`. May be replaced, as in FastAPI:
    /// `app.openapi = [&app] { dict document = get_openapi(app); ...; return document; };`. What it gives is
    /// asked for once and kept until a route is added or the function is replaced.
    /// https://fastapi.tiangolo.com/how-to/extending-openapi/
    OpenAPIFunction openapi{*this};

    /// Requests that the program will send elsewhere, for the document.
    Webhooks webhooks;

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

    FastAPIOptions options_;
    detail::route_table routes_;
    detail::document_cache document_;
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
    template <class = void>  // so that GCC compiles it into those programs only that use it
    static async<void> answer_async(exchange& current, endpoint& handler);

    static const FastAPIOptions& options(const FastAPI& app) { return app.options_; }
    static FastAPIOptions& options(FastAPI& app) { return app.options_; }
    static const route_table& routes(const FastAPI& app) { return app.routes_; }
    static const document_cache& document(const FastAPI& app) { return app.document_; }
    static std::mutex& server_mutex(FastAPI& app) { return app.server_mutex_; }
    static server*& running_server(FastAPI& app) { return app.server_; }
};

// ---- implementation ----

inline void answer_http_exception(Response& response, const HTTPException& error) {
    response.status_code = error.status_code;
    response.headers = error.headers;
    response.body.clear();
    response.stream.reset();
    if (has_content(error.status_code)) append_json(json_body(response), dict{{"detail", error.detail}});
}

inline void answer_validation_error(Response& response, const RequestValidationError& error) {
    response.status_code = 422;
    response.headers.clear();
    response.stream.reset();
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

inline void answer_no_route(const FastAPI& app, exchange& current) {
    const std::string_view path = request_access::route_path(current.request);
    if (application_access::options(app).redirect_slashes && path != "/") {
        const std::string other = other_slash_form(path);
        if (application_access::routes(app).knows(other)) {
            std::string_view whole = request_access::decoded_path(current.request);
            whole.remove_suffix(path.size());
            return answer_redirect(current.response, current.request, std::string(whole) + other);
        }
    }
    answer_http_exception(current.response, HTTPException(404));
}

inline endpoint* application_access::prepare(const FastAPI& app, exchange& current) {
    Request& request = current.request;
    request_access::set_app(request, const_cast<FastAPI&>(app));
    if (!app.options_.root_path.empty()) request_access::set_root_path(request, app.options_.root_path);
    const std::string_view path = request_access::route_path(request);
    const route_match match = app.routes_.find(request.method, path);
    if (match.kind == route_match::kinds::none) return answer_no_route(app, current), nullptr;
    if (match.kind == route_match::kinds::wrong_method)
        return answer_wrong_method(current.response, match.target->description), nullptr;
    const route& target = *match.target;
    const std::size_t own_captures = match.captures.size - (target.is_mount() ? 1 : 0);
    for (std::size_t i = 0; i < own_captures; ++i)
        request_access::add_path_param(request, target.placeholders[i], match.captures[i]);
    if (target.is_mount()) {
        request_access::enter_mount(request, path.size() - match.captures[own_captures].size() - 1);
        return prepare(*target.mounted, current);
    }
    current.response.status_code = target.description.options.status_code;
    current.filter = target.filter ? &*target.filter : nullptr;
    return target.description.handler.get();
}

/// A body that is made while it is sent may look at the request first.
inline void begin_stream(exchange& current) {
    if (const auto stream = current.response.stream) stream->begin(current.request, current.response);
}

inline void application_access::answer(exchange& current, endpoint& handler) noexcept {
    try {
        handler.answer(current);
        begin_stream(current);
    } catch (...) {
        answer_exception(current.response);
    }
}

template <class>
async<void> application_access::answer_async(exchange& current, endpoint& handler) {
    try {
        co_await handler.answer_async(current);
        begin_stream(current);
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

/// The options of every route, where those of the application say something of them.
inline RouterOptions options_for_routes(const FastAPIOptions& options) {
    RouterOptions result;
    result.responses = options.responses;
    result.deprecated = options.deprecated;
    result.include_in_schema = options.include_in_schema;
    result.callbacks = options.callbacks;
    return result;
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
    routes_.add(detail::below(detail::options_for_routes(options_), std::move(added)));
    document_.forget();
}

inline void FastAPI::include_router(const APIRouter& router, const RouterOptions& options) {
    APIRouter outer;
    outer.include_router(router, options);
    for (const detail::operation& each : outer.operations()) add_operation(each);
}

inline void FastAPI::mount(std::string_view path, FastAPI& app) {
    if (&app == this) throw std::invalid_argument("fastapi: an application cannot be mounted below itself.");
    if (!path.empty() && path.front() != '/')
        throw std::invalid_argument("fastapi: the path \"" + std::string(path) +
                                    "\" of a mount does not begin with '/'. Write \"/admin\".");
    while (path.ends_with('/')) path.remove_suffix(1);
    routes_.mount(path, app);
}

}  // namespace fastapi
