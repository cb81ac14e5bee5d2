#pragma once

// One path operation as plain data, read once when the route is declared. The same description
// drives the extraction of parameters, the errors and the OpenAPI document: they cannot disagree.

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
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fastapi {

namespace detail {
struct operation;
class dependency;
class dependency_overrides;
}  // namespace detail

/// A function that runs before a handler and may refuse the request: what `depends<function>` and
/// `security<function, "scope">` give, for `.dependencies`.
/// https://fastapi.tiangolo.com/tutorial/dependencies/dependencies-in-path-operation-decorators/
struct Dependency {
    const detail::dependency& (*of)() = nullptr;
    bool use_cache = true;  ///< whether a value that the request has already is good enough
    bool ends_with_handler =
        false;  ///< scope "function": what follows its co_yield runs before the answer is sent
    std::span<const std::string_view> scopes =
        {};  ///< OAuth2 scopes that this use asks for, of static lifetime
};

/// The key of a further answer: a status code, a range (`"4XX"`) or `"default"`.
/// Throws std::invalid_argument for anything else.
class ResponseKey {
public:
    ResponseKey(int status_code);
    ResponseKey(const char* range);

    /// As the document writes it: `404`, `4XX`, `default`.
    const std::string& str() const { return text_; }

    friend bool operator<(const ResponseKey& a, const ResponseKey& b) { return a.text_ < b.text_; }
    friend bool operator==(const ResponseKey& a, const ResponseKey& b) {
        return a.text_ == b.text_;
    }

private:
    std::string text_;
};

/// What an operation may answer besides its ordinary response, for the document: FastAPI's
/// `responses`. https://fastapi.tiangolo.com/advanced/additional-responses/
struct ResponseInfo {
    std::string description = {};  ///< what it means; the phrase of the status where empty
    any (*model)(detail::schema_registry&) = nullptr;  ///< its body as JSON: `model<ErrorMessage>`
    dict content = {};  ///< by media type, as OpenAPI has it: `{"image/png", dict{}}`
    dict headers = {};  ///< by name, as OpenAPI has it
    dict links = {};    ///< by name, as OpenAPI has it
};

/// The further answers of an operation: `{{404, {.description = "No such item"}}}`.
using ResponseInfos = std::map<ResponseKey, ResponseInfo>;

/// A declared route: what `app.routes()` lists, and what a function that names operations is given.
/// https://fastapi.tiangolo.com/advanced/generate-clients/#custom-generate-unique-id-function
struct APIRoute {
    std::string name;  ///< as Python's function name; empty where the route says none
    std::string path;  ///< whole, without converters: `/users/{user_id}`; of a mount its prefix
    std::vector<std::string> methods;  ///< as they were declared; none for a mount
    std::vector<std::string> tags;     ///< those of its routers first
    std::string summary = {};          ///< empty where the route says none
    std::string description = {};      ///< the same
    std::string operation_id = {};     ///< the same
    int status_code = 200;             ///< of an answer that says no other
    bool deprecated = false;           ///< shown so in the document
    bool include_in_schema = true;     ///< whether the document shows it
    FastAPI* app = nullptr;            ///< what is mounted below `path`; null for a route
};

/// Makes the operationId of a route that has none of its own; an empty one stands for FastAPI's.
/// (In C++ a route has a name only where it says `.name`.)
using UniqueIdFunction = std::function<std::string(const APIRoute&)>;

/// Operations that the document shows as callbacks, described as an `APIRouter` describes its own;
/// a router converts to them. https://fastapi.tiangolo.com/advanced/openapi-callbacks/
using Callbacks = std::shared_ptr<const std::vector<detail::operation>>;

/// What makes the answer of a returned value, and what the document says of it: `html`,
/// `plain_text`, `redirect`, `event_source`, `json_lines` or `ResponseClass::json`.
/// https://fastapi.tiangolo.com/advanced/custom-response/
struct ResponseClass {
    enum class kinds : std::uint8_t { json, text, redirect, stream };

    kinds kind = kinds::json;
    std::string_view media_type = "application/json";

    static const ResponseClass json;
};

inline constexpr ResponseClass ResponseClass::json{};
/// The text that the handler returns is HTML.
inline constexpr ResponseClass html{ResponseClass::kinds::text, "text/html"};
/// The text that the handler returns is plain.
inline constexpr ResponseClass plain_text{ResponseClass::kinds::text, "text/plain"};
/// The text that the handler returns is the address to go to; with status 307 where the route says
/// no other.
inline constexpr ResponseClass redirect{ResponseClass::kinds::redirect, ""};
/// The handler returns an EventSourceResponse. What the events hold the document learns from the
/// route's template argument: `app.get<Item>("/events", {.response_class = event_source}, ...)`.
inline constexpr ResponseClass event_source{ResponseClass::kinds::stream, "text/event-stream"};
/// The same of a JSONLinesResponse.
inline constexpr ResponseClass json_lines{ResponseClass::kinds::stream, "application/jsonl"};

/// The keyword arguments of a path operation: `app.post("/items", {.status_code = 201}, handler)`.
/// https://fastapi.tiangolo.com/reference/fastapi/#fastapi.FastAPI.get
struct RouteOptions {
    std::string summary = {};      ///< one line; made from the name where empty
    std::string description = {};  ///< Markdown
    std::string response_description = "Successful Response";  ///< of the ordinary answer
    std::vector<std::string> tags = {};  ///< groups in the docs; after those of the router
    std::vector<Dependency> dependencies =
        {};                         ///< run before the handler; after those of the router
    int status_code = 200;          ///< of an answer that says no other
    ResponseInfos responses = {};   ///< further answers, for the document
    bool deprecated = false;        ///< shown so in the document
    std::string operation_id = {};  ///< made from name, path and method where empty
    bool include_in_schema = true;  ///< whether the document shows it
    std::string name = {};          ///< as Python's function name: for summary and id
    std::optional<ResponseClass> response_class =
        {};  ///< of a value that is no Response; JSON by default
    std::set<std::string> response_model_include = {};  ///< only these members of the result go out
    std::set<std::string> response_model_exclude = {};  ///< these do not
    bool response_model_exclude_unset = false;          ///< no `Field` that was never set
    bool response_model_exclude_defaults = false;       ///< no member that has its default
    bool response_model_exclude_none = false;           ///< no member that is null
    bool response_model_by_alias = true;                ///< members go out under their aliases
    Callbacks callbacks = {};  ///< requests that the program will make: routes of an `APIRouter`
    dict openapi_extra = {};   ///< laid over the operation in the document, deep
    UniqueIdFunction generate_unique_id_function =
        {};  ///< for this operation, before those of router and app

    /// Whether anything of a result is left out or renamed.
    bool filters_result() const {
        return !response_model_include.empty() || !response_model_exclude.empty() ||
               response_model_exclude_unset || response_model_exclude_defaults ||
               response_model_exclude_none || !response_model_by_alias;
    }

    /// What of a result is written, in the terms of `model_dump`.
    DumpOptions dump_options() const {
        return {response_model_include,       response_model_exclude,
                response_model_exclude_unset, response_model_exclude_defaults,
                response_model_exclude_none,  response_model_by_alias};
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
    any example;         // null where there is none
    any schema;          // made for one document
    dict examples = {};  // `openapi_examples`
};

/// The body as the document shows it.
struct body_description {
    bool required = false;
    bool embedded = false;  // an object made of several parameters: a component of its own
    any schema;
    std::string media_type = "application/json";
    dict examples = {};  // `openapi_examples`
};

/// A security scheme that an operation asks for, as the document shows it.
struct security_description {
    std::string name;  // among the document's securitySchemes
    dict scheme;
    list scopes;
};

/// What the dependencies of a request have given. It is kept until what follows the answer is done.
class kept_dependencies {
public:
    kept_dependencies() = default;
    kept_dependencies(const kept_dependencies&) = delete;
    kept_dependencies& operator=(const kept_dependencies&) = delete;
    virtual ~kept_dependencies() = default;

    /// Whether one of them has something to do when the answer is sent.
    virtual bool has_exits() const = 0;

    /// Lets them do it, the last first; they see `problem` as an exception where it is one. Gives
    /// the exception that is left in the end, null where none is.
    virtual async<std::exception_ptr> leave(std::exception_ptr problem) = 0;
};

class endpoint;
class exception_handlers;
class middleware;
using middleware_list = std::vector<std::unique_ptr<middleware>>;

/// An application on the way to the route: one that has middleware, or is mounted behind such a
/// one.
struct middleware_layer {
    const middleware_list* list = nullptr;
    const exception_handlers* handlers = nullptr;  // null where it has none
    std::size_t further_out = 0;                   // how many of `exchange.handlers_for_500`
};

/// A request on its way to its answer. Recycled: a warm one allocates nothing.
struct exchange {
    Request request;
    Response response;
    BackgroundTasks background;           // of the handler that takes them
    const dump_filter* filter = nullptr;  // of the response model; null where everything goes out
    ResponseClass response_class{};       // of a value that is no Response
    endpoint* target = nullptr;  // behind the middleware; null where the answer is made already
    std::vector<middleware_layer> layers{};  // the outermost first
    const exception_handlers* handlers =
        nullptr;                   // of the application that answers; null where it has none
    std::exception_ptr problem{};  // found before a handler ran: 404, 405
    std::vector<const exception_handlers*>
        handlers_for_500{};        // of the applications on the way that have one
    std::exception_ptr crash{};    // what nobody answered in a mounted application,
    std::size_t crash_untold = 0;  // and how many of those handlers hear of it behind the answer
    std::unique_ptr<kept_dependencies> dependencies{};  // of the handler; null where it has none
    const dependency_overrides* overrides =
        nullptr;  // those of the application; null where it has none
    std::exception_ptr* failure =
        nullptr;  // takes what nobody has answered, in place of the log; null: it is logged

    /// Whether something is left to be done when the answer is sent, or `failed` meanwhile.
    bool has_rest(const std::exception_ptr& failed = nullptr) const {
        return !response.background.empty() ||
               (dependencies != nullptr && dependencies->has_exits()) || crash != nullptr ||
               (failed != nullptr && !handlers_for_500.empty());
    }

    void recycle() {
        request_access::recycle(request);
        filter = nullptr;
        response_class = {};
        target = nullptr;
        layers.clear();
        handlers = nullptr;
        problem = crash = nullptr;
        handlers_for_500.clear();
        dependencies.reset();
        overrides = nullptr;
        failure = nullptr;
        response.status_code = 200;
        response.headers.clear();
        response.body.clear();
        response.stream.reset();
        response.background = {};
        background = {};
    }
};

/// What an endpoint does with the body of a request.
enum class body_use : std::uint8_t {
    whole,  // wants all of it before it begins
    form,   // the same, but of a form whose files may be larger than memory
    parts   // begins at once, and takes the parts as they arrive
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

    virtual body_use uses_body() const = 0;

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

    /// Throws std::invalid_argument where the handler asks for a path parameter that is not among
    /// the placeholders of the final path.
    virtual void check_path(const std::vector<std::string>& placeholders,
                            std::string_view path) const = 0;

    /// Whether a request can fail validation, and so 422 is one of the answers.
    virtual bool can_refuse() const = 0;

    /// What the handler's own parameters depend on, in order.
    virtual std::vector<Dependency> dependencies() const { return {}; }

    /// The security schemes among its dependencies.
    virtual std::vector<security_description> describe_security() const { return {}; }

    /// Whether the handler took long lately. Such a one is given a thread from the start; it has to
    /// be quick a few times to be trusted again. From any thread.
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
    bool is_folder = false;  // what is mounted here: its last placeholder is the path of a file

    bool accepts(std::string_view method) const {
        return std::find(methods.begin(), methods.end(), method) != methods.end();
    }
};

/// Lays one document over another: dicts are merged, lists are joined, anything else is replaced.
inline void merge_deep(dict& target, const dict& added) {
    for (const auto& [key, value] : added) {
        any& known = target[key];
        if (known.is_dict() && value.is_dict())
            merge_deep(known.as_dict(), value.as_dict());
        else if (known.is_list() && value.is_list())
            for (const any& item : value.as_list()) known.as_list().push_back(item);
        else
            known = value;
    }
}

}  // namespace detail

// ---- implementation ----

inline ResponseKey::ResponseKey(int status_code) : text_(std::to_string(status_code)) {
    if (status_code < 100 || status_code > 599)
        throw std::invalid_argument("fastapi: " + text_ +
                                    " is no status code. Write one from 100 to 599.");
}

inline ResponseKey::ResponseKey(const char* range) : text_(range) {
    const auto is_range = [](std::string_view text) {
        return text.size() == 3 && text[0] >= '1' && text[0] <= '5' &&
               detail::iequals(text.substr(1), "XX");
    };
    if (detail::iequals(text_, "default"))
        text_ = "default";
    else if (is_range(text_))
        text_.replace(1, 2, "XX");
    else
        throw std::invalid_argument(
            "fastapi: \"" + text_ +
            "\" is no range of status codes. Write \"4XX\" or \"default\".");
}

}  // namespace fastapi
