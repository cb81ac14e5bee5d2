// Applications with titles and docs urls of their own, mounted below the main one.

#include "seed_app.hpp"

using namespace fastapi;

namespace {

FastAPI& custom_docs() {
    static FastAPI app({.title = "Custom Docs",
                        .summary = "Docs live elsewhere",
                        .version = "2.1.3",
                        .docs_url = "/documentation",
                        .redoc_url = std::nullopt,
                        .openapi_url = "/api/v1/openapi.json",
                        .terms_of_service = "https://example.com/terms",
                        .contact = dict{{"name", "Support"}, {"email", "support@example.com"}},
                        .license_info = dict{{"name", "MIT"}, {"identifier", "MIT"}}});
    app.get("/ping", {.name = "ping"}, []() -> async<any> { co_return "pong"; });
    return app;
}

FastAPI& no_docs() {
    static FastAPI app({.title = "No Docs", .openapi_url = std::nullopt});
    app.get("/ping", {.name = "ping_undocumented"}, []() -> async<dict> {
        co_return dict{{"ping", true}};
    });
    return app;
}

FastAPI& my_api() {
    static FastAPI app({.title = "My API",
                        .description = "API description shown in docs",
                        .version = "1.0.0",
                        .docs_url = "/docs",
                        .redoc_url = "/redoc",
                        .openapi_url = "/openapi.json"});
    app.get("/", {.name = "root"}, []() -> async<dict> {
        co_return dict{{"message", "Hello World"}};
    });
    app.get("/health", {.name = "health_check"}, [] { return dict{{"status", "ok"}}; });
    return app;
}

}  // namespace

void seed::mount_s02(FastAPI& app) {
    app.mount("/s02/custom", custom_docs());
    app.mount("/s02/nodocs", no_docs());
    app.mount("/s02", my_api());
}
