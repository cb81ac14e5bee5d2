// What tests/docs/cors_test.py asks from pages of other origins: the same routes under five
// prefixes, each with CORS rules of its own. ORIGIN of the environment is the origin that /shop
// allows. GET /seen gives what has reached the routes since the last time.

#include <fastapi.hpp>

#include <cstdlib>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using namespace fastapi;

namespace {

std::mutex seen_mutex;
list seen;

void note(Request& request) {
    const std::lock_guard lock(seen_mutex);
    seen.push_back(std::string(request.method).append(" ").append(request.url.path));
}

struct OutOfStock {};

void add_routes(FastAPI& app) {
    app.exception_handler<OutOfStock>([](Request&, const OutOfStock&) {
        return JSONResponse(dict{{"error", "OUT_OF_STOCK"}}, 409);
    });

    app.get("/items", [] {
        return JSONResponse(list{1, 2}, 200, {{"X-Total", "2"}, {"X-Hidden", "1"}});
    });

    app.get("/items/{item_id}", [](Path<"item_id", int> item_id) {
        if (item_id == 404) throw HTTPException(404, "No such item");
        if (item_id == 409) throw OutOfStock{};
        if (item_id == 500) throw std::runtime_error("the disk is full");
        return dict{{"item_id", item_id}};
    });

    app.put("/items/{item_id}",
            [](Path<"item_id", int> item_id, Body<"name", std::string, embed> name,
               Header<"x_request_id", std::optional<std::string>> x_request_id) {
                return dict{{"item_id", item_id}, {"name", name}, {"request", x_request_id}};
            });

    app.delete_("/items/{item_id}", [](Path<"item_id", int> item_id) {
        return dict{{"deleted", item_id}};
    });

    app.post("/login", [](Response& response) {
        response.set_cookie("session", "abc", {.httponly = true});
        return dict{{"status", "logged in"}};
    });

    app.get("/session", [](Cookie<"session", std::optional<std::string>> session) {
        return dict{{"session", session}};
    });
}

}  // namespace

int main(int argc, char** argv) {
    const char* const origin = std::getenv("ORIGIN");
    FastAPI app;

    // What is mounted counts every request that comes through its middleware.
    const auto options = [] { return FastAPIOptions{.dependencies = {depends<note>}}; };
    FastAPI shop(options()), everyone(options()), open(options()), pattern(options()),
        closed(options());
    shop.add_middleware(CORSMiddleware{.allow_origins = {origin != nullptr ? origin : ""},
                                       .allow_credentials = true,
                                       .allow_methods = {"GET", "POST", "PUT"},
                                       .allow_headers = {"X-Request-ID"},
                                       .expose_headers = {"X-Total"}});
    everyone.add_middleware(
        CORSMiddleware{.allow_origins = {"*"}, .allow_methods = {"*"}, .allow_headers = {"*"}});
    open.add_middleware(CORSMiddleware{.allow_origins = {"*"},
                                       .allow_credentials = true,
                                       .allow_methods = {"*"},
                                       .allow_headers = {"*"}});
    pattern.add_middleware(CORSMiddleware{.allow_origin_regex = R"(http://127\.0\.0\.1:\d+)"});

    const std::pair<const char*, FastAPI&> mounts[] = {{"/shop", shop},
                                                       {"/public", everyone},
                                                       {"/open", open},
                                                       {"/pattern", pattern},
                                                       {"/closed", closed}};
    for (const auto& [prefix, mounted] : mounts) {
        add_routes(mounted);
        app.mount(prefix, mounted);
    }

    app.get("/seen", [] {
        const std::lock_guard lock(seen_mutex);
        return std::exchange(seen, {});
    });

    return app.run(argc, argv);
}
