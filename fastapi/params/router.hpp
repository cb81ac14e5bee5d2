#pragma once

// Declaring routes: `router.get("/items", {.tags = {"items"}}, handler)`. The application has the
// same functions; a router's routes wait until it is included somewhere.

#include "fastapi/core/text.hpp"
#include "fastapi/params/checked_path.hpp"
#include "fastapi/params/dependent_endpoint.hpp"
#include "fastapi/params/depends.hpp"
#include "fastapi/params/endpoint.hpp"
#include "fastapi/routing/operation.hpp"
#include "fastapi/routing/route_listing.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi {
namespace detail {

/// A redirect says where to go, and 200 is no status for that: RedirectResponse has another one by
/// default.
inline void use_status_of_class(RouteOptions& options) {
    const bool is_redirect =
        options.response_class && options.response_class->kind == ResponseClass::kinds::redirect;
    if (is_redirect && options.status_code == 200) options.status_code = 307;
}

/// The functions that declare a route, for an application or a router. `Owner` has
/// `void add_operation(operation)`; below a prefix (a router) the path is compared with the handler
/// only when it is whole.
template <class Owner, path_kind Kind>
class route_declarations {
    template <class Handler>
    using path_for = checked_path<std::type_identity_t<Handler>, Kind>;

public:
    /// Declares a GET route: `get(path, handler)` or `get(path, {.status_code = 201}, handler)`. A
    /// path that does not fit the handler is a compile error; of a `runtime_path` it is
    /// std::invalid_argument.
    /// https://fastapi.tiangolo.com/reference/fastapi/#fastapi.FastAPI.get
    template <class Model = result_itself, class Handler>
    void get(path_for<Handler> path, Handler handler) {
        declare<Model>({"GET"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void get(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"GET"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares a POST route, as `get` does a GET route.
    template <class Model = result_itself, class Handler>
    void post(path_for<Handler> path, Handler handler) {
        declare<Model>({"POST"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void post(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"POST"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares a PUT route, as `get` does a GET route.
    template <class Model = result_itself, class Handler>
    void put(path_for<Handler> path, Handler handler) {
        declare<Model>({"PUT"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void put(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"PUT"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares a PATCH route, as `get` does a GET route.
    template <class Model = result_itself, class Handler>
    void patch(path_for<Handler> path, Handler handler) {
        declare<Model>({"PATCH"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void patch(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"PATCH"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares a DELETE route, as `get` does a GET route. (`delete` is a keyword of C++.)
    template <class Model = result_itself, class Handler>
    void delete_(path_for<Handler> path, Handler handler) {
        declare<Model>({"DELETE"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void delete_(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"DELETE"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares a HEAD route, as `get` does a GET route. A GET route does not answer HEAD by
    /// itself.
    template <class Model = result_itself, class Handler>
    void head(path_for<Handler> path, Handler handler) {
        declare<Model>({"HEAD"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void head(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"HEAD"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares an OPTIONS route, as `get` does a GET route.
    template <class Model = result_itself, class Handler>
    void options(path_for<Handler> path, Handler handler) {
        declare<Model>({"OPTIONS"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void options(path_for<Handler> path, RouteOptions route_options, Handler handler) {
        declare<Model>({"OPTIONS"}, path.str(), std::move(route_options), std::move(handler));
    }

    /// Declares a TRACE route, as `get` does a GET route.
    template <class Model = result_itself, class Handler>
    void trace(path_for<Handler> path, Handler handler) {
        declare<Model>({"TRACE"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void trace(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"TRACE"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares one route for several methods, of any name, in capitals or not: `api_route({"GET",
    /// "POST"}, path, handler)`.
    template <class Model = result_itself, class Handler>
    void api_route(std::vector<std::string> methods, path_for<Handler> path, Handler handler) {
        declare<Model>(std::move(methods), path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void api_route(std::vector<std::string> methods, path_for<Handler> path, RouteOptions options,
                   Handler handler) {
        declare<Model>(std::move(methods), path.str(), std::move(options), std::move(handler));
    }

private:
    template <class Model, class Handler>
    void declare(std::vector<std::string> methods, std::string path, RouteOptions options,
                 Handler handler) {
        if constexpr (!readable_signature<Handler>)
            static_assert(
                always_false<Handler>,
                "fastapi: the parameters of this handler cannot be read, because its operator() is "
                "a template or overloaded. Write the parameter types instead of auto.");
        else if constexpr (check_handler<Handler>()) {
            use_status_of_class(options);
            for (std::string& method : methods)
                for (char& c : method) c = to_upper(c);
            static_cast<Owner*>(this)->add_operation(
                operation{std::move(methods), std::move(path), std::move(options),
                          make_endpoint<Model>(std::move(handler))});
        }
    }
};

}  // namespace detail

/// The keyword arguments of a router and of including one.
struct RouterOptions {
    std::string prefix = {};  ///< in front of every path; begins with '/', does not end in one
    std::vector<std::string> tags = {};         ///< in front of the tags of every route
    std::vector<Dependency> dependencies = {};  ///< in front of those of every route
    ResponseInfos responses = {};   ///< further answers of every route, for the document
    bool deprecated = false;        ///< marks every route
    bool include_in_schema = true;  ///< whether the document shows the routes
    Callbacks callbacks = {};       ///< further callbacks of every route, for the document
    UniqueIdFunction generate_unique_id_function = {};  ///< for routes that have none themselves
    std::optional<ResponseClass> default_response_class = {};  ///< the same
};

/// A group of routes, declared apart from the application that will include it, as often as wanted.
/// A router may also describe callbacks: its paths then hold runtime expressions, as
/// `"{$callback_url}/paid"`, and it is given to a route as `.callbacks = router.callbacks()`.
/// https://fastapi.tiangolo.com/reference/apirouter/
class APIRouter : public detail::route_declarations<APIRouter, detail::path_kind::below_prefix> {
public:
    /// Throws std::invalid_argument for a prefix that does not begin with '/' or that ends in one.
    explicit APIRouter(RouterOptions options = {});

    /// Adds the routes that `router` has now, below this router's own prefix and that of `options`.
    /// Throws std::invalid_argument where prefix and path of a route are both empty.
    void include_router(const APIRouter& router, const RouterOptions& options = {});

    /// The routes declared so far, with their whole paths.
    const std::vector<detail::operation>& operations() const { return operations_; }

    /// The same, as `app.routes()` lists those of an application.
    std::vector<APIRoute> routes() const { return detail::listed(operations_); }

    /// The routes declared so far as callbacks of another route.
    /// https://fastapi.tiangolo.com/advanced/openapi-callbacks/
    Callbacks callbacks() const;

    /// Adds a route that is described already.
    void add_operation(detail::operation added);

private:
    RouterOptions options_;
    std::vector<detail::operation> operations_;
};

/// Requests that the program will send to addresses that its users gave it elsewhere: only
/// described, under a name in place of a path, as `app.webhooks.post("new-subscription", handler)`.
/// The handler is never called. https://fastapi.tiangolo.com/advanced/openapi-webhooks/
class Webhooks : public detail::route_declarations<Webhooks, detail::path_kind::name> {
public:
    /// The webhooks described so far.
    const std::vector<detail::operation>& operations() const { return operations_; }

    /// Adds one that is described already.
    void add_operation(detail::operation added) {
        operations_.push_back(detail::with_dependencies(std::move(added)));
    }

private:
    std::vector<detail::operation> operations_;
};

// ---- implementation ----

namespace detail {

inline void check_prefix(std::string_view prefix) {
    if (prefix.empty() || (prefix.front() == '/' && prefix.back() != '/')) return;
    throw std::invalid_argument("fastapi: the prefix \"" + std::string(prefix) +
                                "\" does not fit in front of a path. Write it with a '/' at its "
                                "beginning and none at its end: \"/users\".");
}

inline void join_callbacks(Callbacks& target, const Callbacks& added) {
    if (!added || added->empty()) return;
    auto joined = target ? *target : std::vector<operation>();
    joined.insert(joined.end(), added->begin(), added->end());
    target = std::make_shared<const std::vector<operation>>(std::move(joined));
}

/// The operation as it looks from outside a router of these options.
inline operation below(const RouterOptions& options, operation inner) {
    inner.path = options.prefix + inner.path;
    RouteOptions& own = inner.options;
    own.tags.insert(own.tags.begin(), options.tags.begin(), options.tags.end());
    own.dependencies.insert(own.dependencies.begin(), options.dependencies.begin(),
                            options.dependencies.end());
    own.responses.insert(options.responses.begin(), options.responses.end());
    own.deprecated = own.deprecated || options.deprecated;
    own.include_in_schema = own.include_in_schema && options.include_in_schema;
    join_callbacks(own.callbacks, options.callbacks);
    if (!own.generate_unique_id_function)
        own.generate_unique_id_function = options.generate_unique_id_function;
    if (!own.response_class) own.response_class = options.default_response_class;
    return inner;
}

}  // namespace detail

inline APIRouter::APIRouter(RouterOptions options) : options_(std::move(options)) {
    detail::check_prefix(options_.prefix);
}

inline void APIRouter::add_operation(detail::operation added) {
    operations_.push_back(detail::below(options_, std::move(added)));
}

inline Callbacks APIRouter::callbacks() const {
    std::vector<detail::operation> described;
    for (const detail::operation& each : operations_)
        described.push_back(detail::with_dependencies(each));
    return std::make_shared<const std::vector<detail::operation>>(std::move(described));
}

inline void APIRouter::include_router(const APIRouter& router, const RouterOptions& options) {
    detail::check_prefix(options.prefix);
    for (const detail::operation& each : std::vector<detail::operation>(router.operations())) {
        if (options.prefix.empty() && each.path.empty())
            throw std::invalid_argument(
                "fastapi: Prefix and path cannot be both empty. Give the router a prefix, or the "
                "route the path \"/\".");
        add_operation(detail::below(options, each));
    }
}

}  // namespace fastapi
