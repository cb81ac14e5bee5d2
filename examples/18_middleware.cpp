// Middleware: what sees every request and its answer, ready-made or your own.
//
//   curl -i -H 'Origin: https://shop.example.com' http://127.0.0.1:8000/items
//   curl -i -H 'Origin: https://shop.example.com' -X DELETE http://127.0.0.1:8000/items
//   curl -i -H 'Host: intranet.example.com' http://127.0.0.1:8000/intranet/notes
//   curl -i -H 'X-Request-ID: mine' http://127.0.0.1:8000/account/balance
//   curl -i --compressed http://127.0.0.1:8000/report        # compiled with -DFASTAPI_WITH_ZLIB
//   and -lz

#include <fastapi.hpp>

#include <chrono>
#include <optional>
#include <string>

using namespace fastapi;

// A coroutine goes around the rest of the way: it may wait before, after, or not go on at all.
async<Response> add_process_time(Request& request, Next next) {
    const auto begin = std::chrono::steady_clock::now();
    Response response = co_await next(request);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    response.headers.set("X-Process-Time", std::to_string(time.count()));
    co_return response;
}

// A class that looks before and after is cheaper. Several threads call it at once: only constant
// data.
struct Maintenance {
    bool is_on = false;

    std::optional<Response> before(Request& request) const {
        if (!is_on || request.url.path == "/health") return std::nullopt;
        return JSONResponse(dict{{"detail", "Back soon"}}, 503, {{"Retry-After", "60"}});
    }

    void after(Request&, Response& response) const { response.headers.set("X-Version", "1.2"); }
};

int main(int argc, char** argv) {
    FastAPI app;

    app.get("/health", [] { return dict{{"status", "ok"}}; });
    app.get("/items", [] { return dict{{"items", list{1, 2, 3}}}; });
    app.post("/items", {.status_code = 201}, [] { return dict{{"created", true}}; });
    app.get("/report", [] { return PlainTextResponse(std::string(2000, '=')); });

    // Middleware belongs to one application: what is mounted may have more.
    FastAPI account;
    account.get("/balance", [] { return dict{{"balance", 100}}; });
    account.add_middleware(HTTPSRedirectMiddleware{});
    account.add_middleware(TimingMiddleware{});  // X-Process-Time
    account.add_middleware(
        RequestIDMiddleware{});  // X-Request-ID, and "request_id" in request.state
    app.mount("/account", account);

    FastAPI intranet;
    intranet.get("/notes", [] { return list{"Cake at 3"}; });
    intranet.add_middleware(
        TrustedHostMiddleware{.allowed_hosts = {"intranet.example.com", "*.intranet"}});
    app.mount("/intranet", intranet);

    FastAPI old_shop;
    old_shop.get("/items", [] { return dict{}; });
    old_shop.add_middleware(Maintenance{.is_on = true});
    old_shop.middleware(add_process_time);
    app.mount("/old-shop", old_shop);

    // The last one that is added is the first to see a request.
    app.add_middleware(Maintenance{});
#ifdef FASTAPI_WITH_ZLIB  // it needs zlib, so it must be asked for
    app.add_middleware(GZipMiddleware{.minimum_size = 1000});
#endif
    app.add_middleware(CORSMiddleware{.allow_origins = {"https://shop.example.com"},
                                      .allow_credentials = true,
                                      .allow_methods = {"GET", "POST"},
                                      .allow_headers = {"X-Request-ID"},
                                      .max_age = 3600,
                                      .allow_origin_regex = R"(https://.*\.example\.org)"});

    return app.run(argc, argv);
}
