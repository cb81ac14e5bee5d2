// CORS: listed origins, any origin, any origin with credentials, origins from the environment and
// by pattern.

#include "seed_app.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

FastAPI& with_cors_routes(FastAPI& app) {
    app.get("/items", {.name = "cors_list"}, [] { return dict{{"items", list{1, 2, 3}}}; });

    app.post("/items", {.status_code = 201, .name = "cors_create"}, [](Response& response) {
        response.headers.set("X-Total-Count", "4");
        return dict{{"created", true}};
    });

    app.get("/vary", {.name = "cors_vary"}, [](Response& response) {
        response.headers.set("Vary", "Accept-Encoding");
        return dict{{"vary", true}};
    });

    app.get("/fail", {.name = "cors_fail"},
            []() -> dict { throw HTTPException(400, "failed on purpose"); });

    app.get("/crash", {.name = "cors_crash"},
            []() -> dict { throw std::runtime_error("crash behind CORS"); });

    app.options("/items", {.name = "cors_options"}, [] { return dict{{"handler", "options"}}; });

    return app;
}

FastAPI& listed() {
    static FastAPI app({.title = "CORS listed"});
    app.add_middleware(
        CORSMiddleware{.allow_origins = {"https://myapp.com", "https://admin.myapp.com"},
                       .allow_credentials = true,
                       .allow_methods = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"},
                       .allow_headers = {"Authorization", "Content-Type", "X-Request-ID"},
                       .expose_headers = {"X-Total-Count"},
                       .max_age = 86400});
    return with_cors_routes(app);
}

FastAPI& any_origin() {
    static FastAPI app({.title = "CORS any"});
    app.add_middleware(
        CORSMiddleware{.allow_origins = {"*"}, .allow_methods = {"*"}, .allow_headers = {"*"}});
    return with_cors_routes(app);
}

FastAPI& any_with_credentials() {
    static FastAPI app({.title = "CORS any with credentials"});
    app.add_middleware(CORSMiddleware{.allow_origins = {"*"},
                                      .allow_credentials = true,
                                      .allow_methods = {"*"},
                                      .allow_headers = {"*"}});
    return with_cors_routes(app);
}

std::vector<std::string> origins_from_environment() {
    const char* const given = std::getenv("CORS_ORIGINS");
    std::string rest = given == nullptr ? "http://localhost:3000" : given;
    std::vector<std::string> origins;
    for (std::size_t comma = rest.find(','); comma != std::string::npos; comma = rest.find(',')) {
        origins.push_back(rest.substr(0, comma));
        rest.erase(0, comma + 1);
    }
    origins.push_back(rest);
    return origins;
}

FastAPI& from_environment() {
    static FastAPI app({.title = "CORS env"});
    app.add_middleware(CORSMiddleware{.allow_origins = origins_from_environment()});
    return with_cors_routes(app);
}

FastAPI& by_pattern() {
    static FastAPI app({.title = "CORS regex"});
    app.add_middleware(CORSMiddleware{.allow_headers = {"X-A"},
                                      .max_age = 5,
                                      .allow_origin_regex = R"(https://.*\.example\.org)"});
    return with_cors_routes(app);
}

}  // namespace

void seed::mount_s18(FastAPI& app) {
    app.mount("/s18/listed", listed());
    app.mount("/s18/any", any_origin());
    app.mount("/s18/anycred", any_with_credentials());
    app.mount("/s18/env", from_environment());
    app.mount("/s18/regex", by_pattern());
}
