#pragma once

// One path operation as plain data, read once when the route is declared. The same description drives
// the extraction of parameters, the errors and the OpenAPI document: they cannot disagree.

#include "fastapi/core/any.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/core/dump_filter.hpp"
#include "fastapi/core/schema_registry.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fastapi {

/// What an operation may answer besides its ordinary response, for the document.
struct ResponseInfo {
    std::string description;  ///< what it means
};

/// The keyword arguments of a path operation: `app.post("/items", {.status_code = 201}, handler)`.
/// https://fastapi.tiangolo.com/reference/fastapi/#fastapi.FastAPI.get
struct RouteOptions {
    std::string summary = {};      ///< one line; made from the name where empty
    std::string description = {};  ///< Markdown
    std::string response_description = "Successful Response";  ///< of the ordinary answer
    std::vector<std::string> tags = {};              ///< groups in the docs; after those of the router
    int status_code = 200;                           ///< of an answer that says no other
    std::map<int, ResponseInfo> responses = {};      ///< further answers, for the document
    bool deprecated = false;                         ///< shown so in the document
    std::string operation_id = {};                   ///< made from name, path and method where empty
    bool include_in_schema = true;                   ///< whether the document shows it
    std::string name = {};                           ///< as Python's function name: for summary and id
    std::set<std::string> response_model_include = {};  ///< only these members of the result go out
    std::set<std::string> response_model_exclude = {};  ///< these do not
    bool response_model_exclude_unset = false;          ///< no `Field` that was never set
    bool response_model_exclude_defaults = false;       ///< no member that has its default
    bool response_model_exclude_none = false;           ///< no member that is null
    bool response_model_by_alias = true;                ///< members go out under their aliases

    /// Whether anything of a result is left out or renamed.
    bool filters_result() const {
        return !response_model_include.empty() || !response_model_exclude.empty() || response_model_exclude_unset ||
               response_model_exclude_defaults || response_model_exclude_none || !response_model_by_alias;
    }

    /// What of a result is written, in the terms of `model_dump`.
    DumpOptions dump_options() const {
        return {response_model_include, response_model_exclude, response_model_exclude_unset,
                response_model_exclude_defaults, response_model_exclude_none, response_model_by_alias};
    }
};

namespace detail {

enum class param_location : std::uint8_t { path, query, header, cookie, body };

/// The word of a location in errors (`loc`) and in the document (`in`).
constexpr std::string_view location_name(param_location location) {
    constexpr std::string_view names[] = {"path", "query", "header", "cookie", "body"};
    return names[static_cast<std::size_t>(location)];
}

/// One parameter as the document shows it.
struct param_description {
    std::string name;
    param_location location = param_location::query;
    bool required = false;
    bool deprecated = false;
    bool include_in_schema = true;
    std::string description;
    any example;  // null where there is none
    any schema;   // made for one document
};

/// The body as the document shows it.
struct body_description {
    bool required = false;
    bool embedded = false;  // an object made of several parameters: a component of its own
    any schema;
    std::string media_type = "application/json";
};

/// A request on its way to its answer. Recycled: a warm one allocates nothing.
struct exchange {
    Request request;
    Response response;
    const dump_filter* filter = nullptr;  // of the response model; null where everything goes out

    void recycle() {
        request_access::recycle(request);
        filter = nullptr;
        response.status_code = 200;
        response.headers.clear();
        response.body.clear();
    }
};

/// A handler behind its signature: everything typed is hidden here.
class endpoint {
  public:
    endpoint() = default;
    endpoint(const endpoint&) = delete;
    endpoint& operator=(const endpoint&) = delete;
    virtual ~endpoint() = default;

    /// Whether the handler is a coroutine, to be run by `answer_async` on the event loop.
    virtual bool is_async() const = 0;

    /// Reads the parameters, calls the handler and leaves its answer in `exchange.response`. Throws
    /// RequestValidationError where parameters are wrong, and whatever the handler throws.
    virtual void answer(exchange&) = 0;
    virtual async<void> answer_async(exchange&) = 0;

    /// The parameters in the order of declaration, with schemas that refer to `registry`.
    virtual std::vector<param_description> describe_params(schema_registry& registry) const = 0;

    /// What the body must be; nothing where the handler takes none.
    virtual std::optional<body_description> describe_body(schema_registry& registry) const = 0;

    /// The schema of the ordinary answer, `{}` where it is not known, nothing where it has no body.
    virtual std::optional<any> describe_response(schema_registry& registry) const = 0;

    /// Throws std::invalid_argument where the handler asks for a path parameter that is not among the
    /// placeholders of the final path.
    virtual void check_path(const std::vector<std::string>& placeholders, std::string_view path) const = 0;

    /// Whether a request can fail validation, and so 422 is one of the answers.
    virtual bool can_refuse() const = 0;

    /// Whether the handler took long lately. Such a one is given a thread from the start; it has to be quick
    /// a few times to be trusted again. From any thread.
    bool is_slow() const { return slowness_.load(std::memory_order_relaxed) > 0; }
    void was_slow() { slowness_.store(calls_to_forgive, std::memory_order_relaxed); }
    void was_quick() { slowness_.fetch_sub(1, std::memory_order_relaxed); }

  private:
    static constexpr int calls_to_forgive = 16;

    std::atomic<int> slowness_{0};
};

struct operation {
    std::vector<std::string> methods;
    std::string path;  // with the prefixes of all routers
    RouteOptions options;
    std::shared_ptr<endpoint> handler;  // shared by the routers that include this operation

    bool accepts(std::string_view method) const {
        return std::find(methods.begin(), methods.end(), method) != methods.end();
    }
};

}  // namespace detail
}  // namespace fastapi
