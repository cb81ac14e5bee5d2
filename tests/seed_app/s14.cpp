// Exceptions: standard, of a type of one's own with a handler, overridden handlers.

#include "seed_app.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace fastapi;

namespace {

struct ItemNotFoundError {
    int item_id;
};

struct ZeroDivisionError : std::runtime_error {
    ZeroDivisionError() : std::runtime_error("integer division or modulo by zero") {}
};

struct Order14 {
    std::string name;
    Field<int, ge(1)> quantity;
};

dict find_item(int item_id) {
    if (item_id != 1) throw ItemNotFoundError{item_id};
    return dict{{"id", 1}, {"name", "one"}};
}

async<void> failing_dependency(Query<"fail", bool, false> fail) {
    if (fail) throw ItemNotFoundError{-1};
    co_return;
}

void add_handlers(FastAPI& app) {
    app.exception_handler<ItemNotFoundError>(
        [](Request&, const ItemNotFoundError& error) -> async<JSONResponse> {
            co_return JSONResponse(
                dict{{"error", "ITEM_NOT_FOUND"},
                     {"item_id", error.item_id},
                     {"message", "Item " + std::to_string(error.item_id) + " does not exist"}},
                404);
        });
    app.exception_handler<RequestValidationError>(
        [](Request&, const RequestValidationError& error) {
            return JSONResponse(dict{{"detail", error.errors()}, {"body", error.body()}}, 422,
                                {{"X-Handler", "validation"}});
        });
}

void add_routes(FastAPI& app) {
    app.get("/items/{item_id}", {.name = "get_item_standard"}, [](Path<"item_id", int> item_id) {
        if (item_id != 1)
            throw HTTPException(404,
                                dict{{"message", "Item " + std::to_string(item_id) + " not found"},
                                     {"item_id", item_id}});
        return find_item(item_id);
    });
    app.get("/custom/{item_id}", {.name = "get_item_custom"},
            [](Path<"item_id", int> item_id) -> async<dict> { co_return find_item(item_id); });
    app.get("/sync-custom/{item_id}", {.name = "get_item_custom_sync"},
            [](Path<"item_id", int> item_id) -> dict { throw ItemNotFoundError{item_id}; });
    app.get("/from-dependency",
            {.dependencies = {depends<failing_dependency>}, .name = "from_dependency"}, [] {
                return dict{{"ok", true}};
            });
    app.post("/orders", {.name = "create_order14"},
             [](Order14 order, Query<"urgent", bool, false> urgent) {
                 return dict{{"order", order}, {"urgent", urgent}};
             });
    app.get("/crash", {.name = "crash"},
            []() -> dict { throw std::runtime_error("nobody handles this"); });
}

FastAPI& errors() {
    static FastAPI app({.title = "Errors"});
    add_handlers(app);
    add_routes(app);
    return app;
}

/// Overrides the handler of HTTPException, which serves 404 and 405 of the router as well, and has
/// one for anything else.
FastAPI& more_errors() {
    static FastAPI app({.title = "More errors"});
    app.exception_handler<HTTPException>(
        [](Request& request, const HTTPException& error) -> Response {
            if (error.status_code == 418) return PlainTextResponse(error.detail.as_string(), 418);
            Response response = http_exception_handler(request, error);
            response.headers.set("X-Handled-By", "wrapped");
            return response;
        });
    app.exception_handler<std::exception>([](Request& request, const std::exception& error) {
        const bool is_division = dynamic_cast<const ZeroDivisionError*>(&error) != nullptr;
        return JSONResponse(dict{{"error", is_division ? "ZeroDivisionError" : "Exception"},
                                 {"path", request.url.path}},
                            500);
    });
    app.exception_handler(409, [](Request&, const HTTPException& error) {
        return JSONResponse(dict{{"conflict", error.detail}}, 409);
    });
    app.get("/teapot", {.name = "teapot"},
            []() -> dict { throw HTTPException(418, "short and stout"); });
    app.get("/forbidden", {.name = "forbidden"}, []() -> dict {
        throw HTTPException(403, "no", {{"X-Reason", "policy"}});
    });
    app.get("/conflict", {.name = "conflict"}, []() -> dict { throw HTTPException(409, "twice"); });
    app.get("/crash", {.name = "crash_handled"}, []() -> dict { throw ZeroDivisionError(); });
    return app;
}

/// A character of a text as Python's repr() shows it. (What lies beyond ASCII stays as it is.)
std::string python_text(char c, char quote) {
    constexpr std::string_view hex = "0123456789abcdef";
    if (c == '\n') return "\\n";
    if (c == '\r') return "\\r";
    if (c == '\t') return "\\t";
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20 || code == 0x7f) return {'\\', 'x', hex[code / 16], hex[code % 16]};
    return c == quote || c == '\\' ? std::string{'\\', c} : std::string(1, c);
}

std::string python_text(const std::string& value) {
    const bool has_single = value.find('\'') != std::string::npos;
    const char quote = has_single && value.find('"') == std::string::npos ? '"' : '\'';
    std::string text(1, quote);
    for (const char c : value) text += python_text(c, quote);
    return text + quote;
}

/// A value as Python's repr() shows it.
std::string python_text(const any& value) {
    if (value.is_null()) return "None";
    if (value.is_bool()) return value.as_bool() ? "True" : "False";
    if (value.is_string()) return python_text(value.as_string());
    std::string text;
    if (value.is_list()) {
        for (const any& item : value.as_list())
            text += (text.empty() ? "" : ", ") + python_text(item);
        return "[" + text + "]";
    }
    if (!value.is_dict()) return value.dump();
    for (const auto& [key, member] : value.as_dict())
        text +=
            (text.empty() ? "" : ", ") + python_text(std::string(key)) + ": " + python_text(member);
    return "{" + text + "}";
}

/// Turns the body into text as Python's str() does: a text is itself, anything else is shown.
FastAPI& body_as_text() {
    static FastAPI app({.title = "Body as text"});
    app.exception_handler<RequestValidationError>([](Request&,
                                                     const RequestValidationError& error) {
        const any& body = error.body();
        return JSONResponse(dict{{"detail", error.errors()},
                                 {"body", body.is_string() ? body.as_string() : python_text(body)}},
                            422);
    });
    app.post("/orders/{order_id}", {.name = "create_order_text"},
             [](Path<"order_id", int> order_id, Order14 order) {
                 return dict{{"order_id", order_id}, {"order", order}};
             });
    return app;
}

}  // namespace

void seed::mount_s14(FastAPI& app) {
    app.mount("/s14/http", more_errors());
    app.mount("/s14/text", body_as_text());
    app.mount("/s14", errors());
}
