// The request itself, middleware, and what middleware leaves in request.state.

#include "seed_app.hpp"
#include "sha256.hpp"

#include <cstddef>
#include <string>
#include <string_view>

using namespace fastapi;

namespace {

struct CurrentUser {
    std::string name;
};

async<Response> attach_user(Request& request, Next next) {
    const std::string name(request.headers.get("x-user").value_or("guest"));
    if (name == "blocked") co_return JSONResponse(dict{{"detail", "blocked by middleware"}}, 401);
    request.state.set("user", CurrentUser{name.empty() ? "guest" : name});
    Response response = co_await next(request);
    response.headers.set("X-Served-For", request.state.get<CurrentUser>("user").name);
    co_return response;
}

/// Of a repeated name the first value.
dict headers_of(const Request& request) {
    dict headers;
    for (const auto& [name, value] : request.headers)
        if (!headers.contains(name)) headers[name] = value;
    return headers;
}

/// Pairs in their order, or the last value of each name.
template <class Pairs>
list pairs_of(const Pairs& pairs) {
    list answer;
    for (const auto& [name, value] : pairs) answer.append(list{name, value});
    return answer;
}
template <class Pairs>
dict dict_of(const Pairs& pairs) {
    dict answer;
    for (const auto& [name, value] : pairs) answer[name] = value;
    return answer;
}

void add_heads(FastAPI& app) {
    app.get("/info", {.name = "request_info"}, [](Request& request) {
        return dict{
            {"method", request.method},          {"url", request.url.str()},
            {"path", request.url.path},          {"query_params", dict_of(request.query_params)},
            {"headers", headers_of(request)},    {"client_ip", request.client.host},
            {"client_port", request.client.port}};
    });

    app.api_route({"GET", "POST", "PUT"}, "/echo/{name}",
                  {.operation_id = "echo_request", .name = "echo_request"},
                  [](Path<"name", std::string>, Request& request) {
                      return dict{{"method", request.method},
                                  {"path_params", dict_of(request.path_params)},
                                  {"query_list", pairs_of(request.query_params)},
                                  {"query", request.url.query},
                                  {"cookies", dict_of(request.cookies)},
                                  {"base_url", request.base_url()},
                                  {"hostname", request.url.hostname},
                                  {"port", request.url.port},
                                  {"scheme", request.url.scheme},
                                  {"root_path", request.root_path()},
                                  {"x_tags", request.headers.getlist("x-tag")},
                                  {"url_for", request.url_for("protected_route")}};
                  });

    app.get("/protected", {.name = "protected_route"}, [](Request& request) {
        return dict{{"user", request.state.get<CurrentUser>("user").name}};
    });
}

/// What Python calls the type of a JSON value.
std::string_view type_name(const any& value) {
    switch (value.kind()) {
        case any_kind::null: return "NoneType";
        case any_kind::boolean: return "bool";
        case any_kind::integer:
        case any_kind::unsigned_integer:
        case any_kind::large_integer: return "int";
        case any_kind::floating: return "float";
        case any_kind::string: return "str";
        case any_kind::list: return "list";
        case any_kind::dict: return "dict";
    }
    return "";
}

any field_value(const FormValue& value) {
    if (value.is_text()) return value.text();
    return dict{{"filename", value.file().filename}, {"size", value.file().size}};
}

void add_bodies(FastAPI& app) {
    app.post("/webhook", {.name = "handle_webhook"}, [](Request& request) -> async<dict> {
        const std::string raw_body = co_await request.body();
        const any json_body = co_await request.json();
        co_return dict{{"received", raw_body.size()},
                       {"sha256", seed::sha256(raw_body)},
                       {"type", type_name(json_body)},
                       {"json", json_body}};
    });

    app.post("/raw", {.name = "raw_body"}, [](Request& request) -> async<dict> {
        const std::string data = co_await request.body();
        co_return dict{{"length", data.size()}, {"hex", bytes(data.substr(0, 32)).hex()}};
    });

    app.post("/chunks", {.name = "count_stream"}, [](Request& request) -> async<dict> {
        std::size_t total = 0;
        auto stream = request.stream();
        while (const auto chunk = co_await stream.next()) total += chunk->size();
        co_return dict{{"total", total}};
    });

    app.post("/form", {.name = "raw_form"}, [](Request& request) -> async<dict> {
        const FormData form = co_await request.form();
        list fields;
        for (const auto& [name, value] : form) fields.append(list{name, field_value(value)});
        co_return dict{{"fields", fields}};
    });
}

FastAPI& request_api() {
    static FastAPI app({.title = "Requests"});
    app.middleware(attach_user);
    add_heads(app);
    add_bodies(app);
    return app;
}

}  // namespace

void seed::mount_s15(FastAPI& app) { app.mount("/s15", request_api()); }
