// Middleware: applications mounted below one, each with middleware of its own.

#include "twins.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace fastapi;

namespace {

/// What tasks and dependencies have done. Handlers run in parallel, so it has a lock.
class Journal {
public:
    void append(std::string line) {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    void clear() {
        const std::lock_guard lock(mutex_);
        lines_.clear();
    }
    std::vector<std::string> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

Journal journal;

// ---- CORS

struct Note {
    std::string text;
};

void add_notes(FastAPI& notes) {
    notes.get("/notes/{note_id}", {.name = "read_note"}, [](Path<"note_id", int> note_id) {
        if (note_id == 0) throw HTTPException(404, "no such note", {{"X-Reason", "gone"}});
        return dict{{"note", note_id}};
    });
    notes.get("/crash", []() -> dict { throw std::runtime_error("nobody answers this"); });
    notes.post("/notes", {.status_code = 201}, [](Note note) { return note; });
    notes.get("/own", [] {
        return JSONResponse("own", 200,
                            {{"Access-Control-Allow-Origin", "https://own.example"},
                             {"Access-Control-Expose-Headers", "X-Own"},
                             {"Vary", "Cookie, Origin"}});
    });
    notes.get("/varies", [](Response& response) {
        response.headers.append("Vary", "Accept");
        response.headers.append("Vary", "Cookie");
        return "varies";
    });
    notes.get("/varies-by-all", [](Response& response) {
        response.headers.set("Vary", "*");
        return "varies";
    });
}

// ---- hosts and schemes

void add_name(FastAPI& named) {
    named.get("/name", {.name = "read_name"}, [](Request& request) { return request.url.str(); });
}

// ---- gzip

std::string bars(int size) { return std::string(static_cast<std::size_t>(size), '='); }

async_generator<std::string> repeated(int size) {
    for (int i = 0; i < 3; ++i) co_yield bars(size);
}

void add_compressible(FastAPI& zipped) {
    zipped.get("/text/{size}",
               [](Path<"size", int> size) { return PlainTextResponse(bars(size)); });
    zipped.head("/text/{size}",
                [](Path<"size", int> size) { return PlainTextResponse(bars(size)); });
    zipped.get("/typed", [](Query<"media_type", std::string> media_type) {
        return Response(bars(30), 200, {}, media_type);
    });
    zipped.get("/encoded", [] {
        return PlainTextResponse(bars(30), 200, {{"Content-Encoding", "br"}});
    });
    zipped.get("/part", [] {
        return PlainTextResponse(bars(30), 206, {{"Content-Range", "bytes 0-29/100"}});
    });
    zipped.get("/varies", [](Query<"vary", std::string> vary) {
        return PlainTextResponse(bars(30), 200, {{"Vary", vary}});
    });
    zipped.get("/error", []() -> dict { throw HTTPException(409, bars(30)); });
    zipped.get("/stream", [](Query<"size", int> size) {
        return StreamingResponse(repeated(size), 200, {}, "text/plain");
    });
}

// ---- several, and their order

struct OrderError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

using Steps = std::vector<std::string>;

Steps& steps_of(Request& request) { return request.state.get<Steps>("steps"); }

async<Response> innermost(Request& request, Next next) {
    steps_of(request).push_back("innermost");
    if (request.query_params.contains("drop")) {
        co_await next(request);
        co_return PlainTextResponse("in place of it", 202);
    }
    if (request.query_params.contains("inner-throws")) throw OrderError("from the innermost");
    Response response = co_await next(request);
    response.headers.append("X-Way", "innermost");
    co_return response;
}

async<Response> middle(Request& request, Next next) {
    steps_of(request).push_back("middle");
    const std::string_view wish = request.query_params.get("middle").value_or("");
    if (wish == "answers") co_return JSONResponse(dict{{"steps", steps_of(request)}}, 203);
    if (wish == "throws") throw OrderError("from the middle");
    if (wish == "refuses") throw HTTPException(403, "from the middle");
    if (wish == "catches") {
        try {
            co_return co_await next(request);
        } catch (const std::exception& error) {
            co_return JSONResponse(dict{{"caught", error.what()}}, 503);
        }
    }
    Response response = co_await next(request);
    response.headers.append("X-Way", "middle");
    if (wish == "changes") {
        response.status_code = 299;
        response.headers.set("X-Changed", "yes");
        response.headers.remove("X-Reason");
        response.set_cookie("seen", "1");
    }
    co_return response;
}

async<Response> outermost(Request& request, Next next) {
    request.state.set("steps", Steps{"outermost"});
    Response response = co_await next(request);
    response.headers.append("X-Way", "outermost");
    response.headers.set("X-Steps", std::to_string(steps_of(request).size()));
    co_return response;
}

async_generator<std::string> session() {
    try {
        co_yield "session";
        journal.append("committed");
    } catch (const std::exception& error) {
        journal.append(std::string("rolled back: ") + error.what());
        throw;
    }
}

void add_steps(FastAPI& order) {
    order.exception_handler<OrderError>([](Request& request, const OrderError& error) {
        steps_of(request).push_back("handler of errors");
        return JSONResponse(dict{{"error", error.what()}, {"steps", steps_of(request)}}, 418);
    });
    order.exception_handler<RequestValidationError>(
        [](Request& request, const RequestValidationError&) {
            steps_of(request).push_back("handler of problems");
            return JSONResponse(dict{{"steps", steps_of(request)}}, 400);
        });
    order.exception_handler<std::exception>([](Request& request, const std::exception& error) {
        return JSONResponse(dict{{"unexpected", error.what()}, {"steps", steps_of(request)}}, 500);
    });
    order.middleware(innermost);
    order.middleware(middle);
    order.middleware(outermost);

    order.get("/steps", [](Request& request) { return steps_of(request); });
    order.get("/number", [](Query<"n", int> n) { return n; });
    order.get("/refused", []() -> dict {
        throw HTTPException(410, "gone", {{"X-Reason", "gone"}});
    });
    order.get("/thrown", []() -> dict { throw OrderError("from the route"); });
    order.get("/crash", []() -> dict { throw std::logic_error("nobody answers this"); });
    order.get("/redirect", [] { return RedirectResponse("/order/steps"); });
    order.get("/empty", {.status_code = 204}, [] {});
    order.get("/tasks", [](BackgroundTasks& background_tasks, Query<"fail", bool, false> fail) {
        if (fail) background_tasks.add_task([] { throw std::runtime_error("a task failed"); });
        background_tasks.add_task([] { journal.append("task"); });
        return "with a task";
    });
    order.get("/session", [](Depends<session> name, Query<"fail", bool, false> fail) {
        if (fail) throw std::runtime_error("failed in a session");
        return name;
    });
}

// ---- bodies

async<Response> look_at_body(Request& request, Next next) {
    const std::string_view look = request.query_params.get("look").value_or("");
    if (look == "body") request.state.set("seen", (co_await request.body()).size());
    if (look == "json") request.state.set("seen", (co_await request.json()).as_dict().size());
    Response response = co_await next(request);
    if (request.state.contains("seen"))
        response.headers.set("X-Seen", std::to_string(request.state.get<std::size_t>("seen")));
    co_return response;
}

async_generator<std::string> unhurried() {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (const char* part : {"one", "two", "three"}) {
        co_yield part;
        timer.expires_after(std::chrono::milliseconds(50));
        co_await timer.async_wait(asio::use_awaitable);
    }
}

void add_bodies(FastAPI& bodies) {
    bodies.middleware(look_at_body);
    bodies.post("/notes", [](Note note) { return note; });
    bodies.post("/echo", [](Request& request) -> async<Response> {
        co_return PlainTextResponse(co_await request.body());
    });
    bodies.get("/stream", [] { return StreamingResponse(unhurried(), 200, {}, "text/plain"); });
}

}  // namespace

int twins::middleware(int argc, char** argv) {
    FastAPI app({.title = "Middleware"});
    app.get("/log", {.name = "read_log"}, [] { return journal.lines(); });
    app.post("/_reset", {.name = "reset_log"}, [] {
        journal.clear();
        return "empty";
    });

    FastAPI intranet, partners, nobody;
    for (FastAPI* const notes : {&intranet, &partners, &nobody}) add_notes(*notes);
    intranet.add_middleware(CORSMiddleware{.allow_origins = {"*"},
                                           .allow_methods = {"get", "POST", "PURGE"},
                                           .allow_headers = {"x-token", "X-Token", "Accept"},
                                           .expose_headers = {"X-Reason", "x-reason"},
                                           .max_age = 0,
                                           .allow_private_network = true});
    partners.add_middleware(
        CORSMiddleware{.allow_origins = {"null", "https://shop.example"},
                       .allow_credentials = true,
                       .allow_headers = {"*"},
                       .allow_origin_regex = R"(https?://(localhost|127\.0\.0\.1)(:[0-9]+)?)"});
    nobody.add_middleware(CORSMiddleware{.allow_methods = {}});
    app.mount("/intranet", intranet);
    app.mount("/partners", partners);
    app.mount("/nobody", nobody);

    FastAPI hosts, no_www, safe;
    for (FastAPI* const named : {&hosts, &no_www, &safe}) add_name(*named);
    hosts.add_middleware(
        TrustedHostMiddleware{.allowed_hosts = {"Example.com", "*.example.org", "www.example.net",
                                                "[::1]", "127.0.0.1"}});
    no_www.add_middleware(
        TrustedHostMiddleware{.allowed_hosts = {"www.example.net"}, .www_redirect = false});
    safe.add_middleware(HTTPSRedirectMiddleware{});
    app.mount("/hosts", hosts);
    app.mount("/no-www", no_www);
    app.mount("/safe", safe);

    FastAPI zipped, order, bodies;
    zipped.add_middleware(GZipMiddleware{.minimum_size = 20, .compresslevel = 1});
    add_compressible(zipped);
    add_steps(order);
    add_bodies(bodies);
    app.mount("/zipped", zipped);
    app.mount("/order", order);
    app.mount("/bodies", bodies);

    app.middleware([](Request& request, Next next) -> async<Response> {
        Response response = co_await next(request);
        response.headers.set("X-Letters", std::to_string(request.url.path.size()));
        co_return response;
    });
    return app.run(argc, argv);
}
