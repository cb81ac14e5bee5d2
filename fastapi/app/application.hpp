#pragma once

// The application: the routes, and how a request becomes an answer whatever happens on the way. It
// knows no sockets: `net/` asks it who answers a request (`prepare`) and lets it answer (`answer`),
// in the thread or on the loop that suits the handler.

#include "fastapi/app/answering.hpp"
#include "fastapi/app/application_options.hpp"
#include "fastapi/app/document_cache.hpp"
#include "fastapi/app/error_answers.hpp"
#include "fastapi/app/layers.hpp"
#include "fastapi/app/middleware.hpp"
#include "fastapi/app/server_options.hpp"
#include "fastapi/core/any.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/static_file.hpp"
#include "fastapi/http/url.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/params/router.hpp"
#include "fastapi/routing/route_listing.hpp"
#include "fastapi/routing/route_table.hpp"

#include <algorithm>
#include <concepts>
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

/// A folder to be mounted: `app.mount("/static", StaticFiles({.directory = "static"}))`.
/// https://fastapi.tiangolo.com/reference/staticfiles/
struct StaticFiles {
    StaticFilesOptions options;
    explicit StaticFiles(StaticFilesOptions how) : options(std::move(how)) {}
};

/// The framework's answers to errors, for handlers of one's own that build upon them.
/// https://fastapi.tiangolo.com/tutorial/handling-errors/#reuse-fastapis-exception-handlers
Response http_exception_handler(Request& request, const HTTPException& error);
Response request_validation_exception_handler(Request& request,
                                              const RequestValidationError& error);

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

/// The document that the framework makes of an application, whatever stands in the place of
/// `app.openapi`.
dict get_openapi(const FastAPI& app);

/// An application. Declare its routes, then `run` it. Routes may be added until it runs; from then
/// on any number of threads read it. https://fastapi.tiangolo.com/reference/fastapi/
class FastAPI : public detail::route_declarations<FastAPI, detail::path_kind::whole> {
public:
    /// Throws std::invalid_argument for a docs URL that is no path.
    explicit FastAPI(FastAPIOptions options = {});
    FastAPI(const FastAPI&) = delete;
    FastAPI& operator=(const FastAPI&) = delete;

    /// Adds the routes that `router` has now, below the prefix of `options`.
    void include_router(const APIRouter& router, const RouterOptions& options = {});

    /// Lets `app` answer every request whose path begins with `path`, with its own routes, docs and
    /// handlers of errors; its `request.root_path()` ends in that path. `app` must live as long as
    /// this one and its own lifespan does not run. Routes declared earlier come first. The path may
    /// hold placeholders. `url_for` finds its routes by their names, behind those of this one;
    /// where the mount has a name, as `name:route_name`. Throws std::invalid_argument for a path
    /// that is none. https://fastapi.tiangolo.com/advanced/sub-applications/
    void mount(std::string_view path, FastAPI& app, std::string_view name = {});

    /// Serves the files of a folder below `path`, for GET and HEAD; no request gets out of the
    /// folder. With a name, `url_for(name, {{"path", "site.css"}})` is the address of a file.
    /// Throws std::runtime_error where there is no such folder.
    /// https://fastapi.tiangolo.com/tutorial/static-files/
    void mount(std::string_view path, StaticFiles files, std::string_view name = {});

    /// All routes so far in the order of their declaration: those of the docs pages first, and what
    /// is mounted among them (a folder as its route for GET and HEAD).
    std::vector<APIRoute> routes() const { return detail::listed(routes_); }

    /// Lets a coroutine see every request and its answer:
    /// `[](Request& request, Next next) -> async<Response>`. One that is added later stands further
    /// out. Not while the application serves. https://fastapi.tiangolo.com/tutorial/middleware/
    template <class Function>
    void middleware(Function function) {
        add_middleware(std::move(function));
    }

    /// Adds a ready middleware, such as `CORSMiddleware{...}`, or any class with
    /// `std::optional<Response> before(Request&)`, which may answer at once,
    /// `void after(Request&, Response&)`, or both. They are called by several threads at the same
    /// time. As FastAPI has it, one that is added later stands further out. What it throws itself
    /// is a 500. Answers to exceptions that nobody handles pass it by.
    template <class Middleware>
    void add_middleware(Middleware added) {
        middleware_.insert(middleware_.begin(), detail::make_middleware(std::move(added)));
    }

    /// Answers exceptions of that type, and of classes derived from it, by a function that takes
    /// `Request&` and `const Error&` and returns a Response, or async<Response>. Of several that
    /// fit the most derived type counts. `exception_handler<HTTPException>` and
    /// `<RequestValidationError>` replace the framework's answers, which `http_exception_handler`
    /// and `request_validation_exception_handler` still give. The type need not derive from
    /// std::exception. `<std::exception>` itself stands for the status 500: see below.
    /// https://fastapi.tiangolo.com/tutorial/handling-errors/
    template <class Error, class Handler>
    void exception_handler(Handler handler) {
        auto made = detail::make_exception_handler<Error>(std::move(handler));
        if constexpr (std::same_as<Error, std::exception>)
            exception_handlers_.set_server_error(std::move(made));
        else
            exception_handlers_.add(std::move(made));
    }

    /// The same for HTTPExceptions of one status, thrown or the framework's own (404, 405).
    ///
    /// That for 500 takes `Request&` and `const std::exception&` and answers whatever nobody else
    /// answers, thrown by a handler or a middleware: outside of all middleware, which its answer
    /// passes by. The exception is logged all the same. One of another kind (`throw 42`) comes as a
    /// std::exception whose `what()` names its type. An HTTPException(500) does not come here. It
    /// is called as well for what fails behind the answer (a task, a dependency, a stream) or in a
    /// mounted application, which answers it itself; what it returns is not sent then.
    /// Throws std::invalid_argument where the function takes something else.
    template <class Handler>
    void exception_handler(int status_code, Handler handler);

    /// The path of the route of that name with these values in its placeholders, here or in what is
    /// mounted. Throws std::invalid_argument where no route has that name and exactly these
    /// placeholders.
    std::string url_path_for(std::string_view name, const dict& path_params = {}) const;

    /// The OpenAPI 3.1 document of the routes declared so far: `app.openapi()`. May be replaced, as
    /// in FastAPI: `app.openapi = [&app] { dict document = get_openapi(app); ...; return document;
    /// };`. What it gives is asked for once and kept until a route is added or the function is
    /// replaced.
    /// https://fastapi.tiangolo.com/how-to/extending-openapi/
    OpenAPIFunction openapi{*this};

    /// Requests that the program will send elsewhere, for the document.
    Webhooks webhooks;

    /// Functions in the place of others that handlers depend on, for tests:
    /// `app.dependency_overrides.set<get_db>(fake_db)`, and `clear()` behind them.
    /// https://fastapi.tiangolo.com/advanced/testing-dependencies/
    detail::dependency_overrides dependency_overrides;

    /// Serves until SIGINT, SIGTERM or `stop()`: then no new connection is taken, what runs is
    /// finished, and it returns; it may be called again. Throws std::runtime_error where it cannot
    /// listen.
    void run(ServerOptions options = {});

    /// The same with options from the command line (`--help` lists them), over those of `options`.
    /// Gives what `main` should return: 0 after a graceful stop, 1 where it cannot listen, 2 for a
    /// wrong option.
    int run(int argc, char** argv, ServerOptions options = {});

    /// Ends `run`, from any thread or handler; does nothing where the application does not run.
    void stop();

    /// The port that it listens at, 0 while it does not run: the way to learn it where the system
    /// has chosen one. From any thread; once it is not 0, `stop` works.
    int port();

    /// Values of the program's own, to be filled before `run`.
    State state;

    /// Adds a route that is described already. Throws std::invalid_argument where path and handler
    /// do not fit.
    void add_operation(detail::operation added);

private:
    friend struct detail::application_access;

    void add_docs_routes();

    FastAPIOptions options_;
    detail::route_table routes_;
    detail::middleware_list middleware_;
    detail::exception_handlers exception_handlers_;
    detail::document_cache document_;
    State lifespan_state_;  // what the lifespan yielded
    std::mutex server_mutex_;
    detail::server* server_ = nullptr;  // while running
};

namespace detail {

/// The life of a request inside an application, for who brings one: a server or a test.
struct application_access {
    /// Finds who answers; null where the answer (404, 405, a redirect) stands in the exchange
    /// already.
    static endpoint* prepare(const FastAPI& app, exchange& current);

    /// Behind `prepare`: the handler is not to run, because the body of the request cannot be read.
    /// Who answers that; null where the answer stands in the exchange already.
    static endpoint* refuse(exchange& current, const std::exception_ptr& problem) noexcept {
        return refuse_request(current, problem);
    }

    /// What the handler behind `prepare` does with the body.
    static body_use uses_body(const exchange& current) {
        return current.target == nullptr ? body_use::whole : current.target->uses_body();
    }

    /// Lets a plain handler answer. Every exception becomes an answer.
    static void answer(exchange& current, endpoint& handler) noexcept {
        answer_request(current, handler);
    }

    /// The same for an asynchronous handler.
    template <class = void>  // so that GCC compiles it into those programs only that use it
    static async<void> answer_async(exchange& current, endpoint& handler) {
        return answer_request_async(current, handler);
    }

    static const FastAPIOptions& options(const FastAPI& app) { return app.options_; }
    static FastAPIOptions& options(FastAPI& app) { return app.options_; }
    static const route_table& routes(const FastAPI& app) { return app.routes_; }

    /// What `url_path_for` gives; nothing where no route fits.
    static std::optional<std::string> path_for(const FastAPI& app, std::string_view name,
                                               const path_values& values) {
        return app.routes_.path_for(name, values, path_for);
    }
    static const document_cache& document(const FastAPI& app) { return app.document_; }
    static State& lifespan_state(FastAPI& app) { return app.lifespan_state_; }
    static std::mutex& server_mutex(FastAPI& app) { return app.server_mutex_; }
    static server*& running_server(FastAPI& app) { return app.server_; }

private:
    static void find_target(const FastAPI& app, exchange& current);
};

// ---- implementation ----

inline void answer_no_route(const FastAPI& app, exchange& current) {
    const std::string_view path = request_access::route_path(current.request);
    if (application_access::options(app).redirect_slashes && path != "/") {
        const std::string other = other_slash_form(path);
        if (application_access::routes(app).knows(other)) {
            std::string_view whole = request_access::decoded_path(current.request);
            whole.remove_suffix(path.size());
            const std::string_view taken_off = request_access::taken_off(current.request);
            return answer_redirect(current.response, current.request,
                                   std::string(taken_off).append(whole).append(other));
        }
    }
    answer_without_handler(current, HTTPException(404));
}

/// Finds the route, through the mounts; the exchange notes what is passed on the way.
inline void application_access::find_target(const FastAPI& app, exchange& current) {
    Request& request = current.request;
    request_access::set_app(request, const_cast<FastAPI&>(app));
    current.handlers = app.exception_handlers_.empty() ? nullptr : &app.exception_handlers_;
    if (!app.middleware_.empty() || !current.layers.empty())
        current.layers.push_back(
            {&app.middleware_, current.handlers, current.handlers_for_500.size()});
    if (app.exception_handlers_.of_server_error() != nullptr)
        current.handlers_for_500.push_back(&app.exception_handlers_);
    if (!app.options_.root_path.empty())
        request_access::set_root_path(request, app.options_.root_path);
    const std::string_view path = request_access::route_path(request);
    const route_match match = app.routes_.find(request.method, path);
    if (match.kind == route_match::kinds::none) return answer_no_route(app, current);
    if (match.kind == route_match::kinds::wrong_method)
        return answer_wrong_method(current, match.target->description);
    const route& target = *match.target;
    if (target.description.is_folder && !target.description.accepts(request.method))
        return answer_wrong_method(current, target.description);
    const std::size_t own_captures = match.captures.size - (target.is_mount() ? 1 : 0);
    for (std::size_t i = 0; i < own_captures; ++i)
        request_access::add_path_param(request, target.placeholders[i], match.captures[i],
                                       target.conversions[i]);
    if (target.is_mount()) {
        request_access::enter_mount(request, path.size() - match.captures[own_captures].size() - 1);
        return find_target(*target.mounted, current);
    }
    const RouteOptions& options = target.description.options;
    current.response.status_code = options.status_code;
    current.filter = target.filter ? &*target.filter : nullptr;
    if (options.response_class) current.response_class = *options.response_class;
    current.target = target.description.handler.get();
    if (!app.dependency_overrides.empty() && !current.target->dependencies().empty())
        current.overrides = &app.dependency_overrides;
}

inline endpoint* application_access::prepare(const FastAPI& app, exchange& current) {
    current.request.state.set_defaults(&app.lifespan_state_);
    find_target(app, current);
    return is_bare(current) ? current.target : &endpoint_of_layers(current);
}

/// Methods are names in a header line, `Allow`.
inline void check_methods(const operation& added) {
    for (const std::string& method : added.methods)
        if (!is_token(method))
            throw std::invalid_argument("fastapi: \"" + method + "\" of the path \"" + added.path +
                                        "\" is no method. Write a name such as \"GET\".");
}

/// The path in front of a mount, without the slash that every request behind it brings.
inline std::string_view mount_prefix(std::string_view path) {
    if (!path.empty() && path.front() != '/')
        throw std::invalid_argument("fastapi: the path \"" + std::string(path) +
                                    "\" of a mount does not begin with '/'. Write \"/admin\".");
    while (path.ends_with('/')) path.remove_suffix(1);
    return path;
}

/// The options of every route, where those of the application say something of them. (What names
/// operations is the document's: it comes after the functions of all routers.)
inline RouterOptions options_for_routes(const FastAPIOptions& options) {
    return {.dependencies = options.dependencies,
            .responses = options.responses,
            .deprecated = options.deprecated,
            .include_in_schema = options.include_in_schema,
            .callbacks = options.callbacks,
            .default_response_class = options.default_response_class};
}

/// Routes that the program has not declared depend on nothing: the docs, and folders of files.
class dependencies_put_aside {
public:
    explicit dependencies_put_aside(std::vector<Dependency>& present)
        : present_(present), kept_(std::exchange(present, {})) {}
    dependencies_put_aside(const dependencies_put_aside&) = delete;
    dependencies_put_aside& operator=(const dependencies_put_aside&) = delete;
    ~dependencies_put_aside() { present_ = std::move(kept_); }

private:
    std::vector<Dependency>& present_;
    std::vector<Dependency> kept_;
};

}  // namespace detail

inline FastAPI::FastAPI(FastAPIOptions options) : options_(std::move(options)) {
    const detail::dependencies_put_aside aside(options_.dependencies);
    add_docs_routes();
}

inline void FastAPI::add_operation(detail::operation added) {
    detail::check_methods(added);
    const detail::path_pattern pattern = detail::make_path_pattern(added.path);
    std::vector<std::string> placeholders;
    for (const auto& piece : pattern.pieces)
        if (piece.is_placeholder) placeholders.push_back(piece.text);
    detail::operation whole = detail::with_dependencies(
        detail::below(detail::options_for_routes(options_), std::move(added)));
    whole.handler->check_path(placeholders, whole.path);
    detail::use_status_of_class(whole.options);  // of a class that a router gives
    routes_.add(std::move(whole));
    document_.forget();
}

inline void FastAPI::include_router(const APIRouter& router, const RouterOptions& options) {
    APIRouter outer;
    outer.include_router(router, options);
    for (const detail::operation& each : outer.operations()) add_operation(each);
}

inline void FastAPI::mount(std::string_view path, FastAPI& app, std::string_view name) {
    if (&app == this)
        throw std::invalid_argument("fastapi: an application cannot be mounted below itself.");
    routes_.mount(detail::mount_prefix(path), app, name);
}

inline void FastAPI::mount(std::string_view path, StaticFiles files, std::string_view name) {
    detail::check_static_folder(files.options);
    const std::string prefix(detail::mount_prefix(path));
    const auto answer = [options = std::move(files.options)](Request& request) {
        return detail::static_file_response(options, request, request.path_params["path"]);
    };
    const detail::dependencies_put_aside aside(options_.dependencies);
    add_operation({{"GET", "HEAD"},
                   prefix + "/{path:path}",
                   {.include_in_schema = false, .name = std::string(name)},
                   detail::make_endpoint<detail::result_itself>(answer),
                   true});
}

template <class Handler>
void FastAPI::exception_handler(int status_code, Handler handler) {
    if constexpr (detail::takes_std_exception<Handler>())
        if (status_code == 500) return exception_handler<std::exception>(std::move(handler));
    if (status_code == 500)
        throw std::invalid_argument(
            "fastapi: a handler for 500 answers any exception. Write app.exception_handler(500, "
            "[](Request& request, const std::exception& error) { return JSONResponse(...); }), or "
            "exception_handler<HTTPException> for an HTTPException(500).");
    exception_handlers_.add(status_code,
                            detail::make_exception_handler<HTTPException>(std::move(handler)));
}

inline Response http_exception_handler(Request&, const HTTPException& error) {
    Response response;
    detail::answer_http_exception(response, error);
    return response;
}

inline Response request_validation_exception_handler(Request&,
                                                     const RequestValidationError& error) {
    Response response;
    detail::answer_validation_error(response, error);
    return response;
}

namespace detail {

/// What `url_path_for` gives; nothing where no route fits.
inline std::optional<std::string> path_for(const FastAPI& app, std::string_view name,
                                           const dict& path_params) {
    std::vector<std::string> texts;
    for (const auto& param : path_params)
        texts.push_back(param.value.is_string() ? param.value.as_string() : param.value.dump());
    path_values values;
    for (const auto& param : path_params) values.emplace_back(param.key, texts[values.size()]);
    return application_access::path_for(app, name, values);
}

}  // namespace detail

inline std::string FastAPI::url_path_for(std::string_view name, const dict& path_params) const {
    if (auto path = detail::path_for(*this, name, path_params)) return *path;
    throw std::invalid_argument(
        "fastapi: no route has the name \"" + std::string(name) +
        "\" and exactly the placeholders that were given. Name it with .name.");
}

inline std::string Request::url_for(std::string_view name, const dict& values) const {
    const FastAPI& own = app();
    const auto outer_path = detail::path_for(*outer_app_, name, values);
    const std::string path =
        outer_path ? base_path() + *outer_path : root_path_ + own.url_path_for(name, values);
    return origin() + detail::percent_encode(path, "/~!$&'()*+,;=:@");
}

}  // namespace fastapi
