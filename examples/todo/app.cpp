#include "app.hpp"

#include "dependencies.hpp"
#include "routers/attachments.hpp"
#include "routers/auth.hpp"
#include "routers/todos.hpp"
#include "security.hpp"

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace todo {
namespace {

// ---- settings ----

std::string variable_of(std::string_view member) {
    std::string name = "TODO_";
    for (const char c : member) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

/// Without the blanks around the commas.
list comma_separated(std::string_view text) {
    list parts;
    std::string part;
    for (const char c : std::string(text) + ',') {
        if (c != ',' && c != ' ') part += c;
        if (c == ',' && !part.empty()) parts.append(std::exchange(part, {}));
    }
    return parts;
}

// ---- around the serving ----

/// Before the first request the database is there, in today's form.
Lifespan lifespan(FastAPI& app) {
    const Settings& settings = app.state.get<Settings>("settings");
    if (std::filesystem::create_directories(settings.data_dir.get()))  // for nobody else to read
        std::filesystem::permissions(settings.data_dir.get(), std::filesystem::perms::owner_all);
    std::filesystem::create_directories(settings.attachments_dir());
    const auto pool = std::make_shared<DatabasePool>(settings.database_path());
    PooledDatabase(pool).get()->migrate();
    app.state.set("database", pool);
    co_yield {};
    app.state.set("database", std::shared_ptr<DatabasePool>());
}

/// For every answer: what a file says of itself counts, and the page runs no scripts but its own.
/// The documentation pages bring a policy of their own.
struct SecurityHeaders {
    void after(Request& request, Response& response) const {
        response.headers.set("X-Content-Type-Options", "nosniff");
        response.headers.set("Referrer-Policy", "no-referrer");
        if (!request.url.path.starts_with("/docs") && !request.url.path.starts_with("/redoc"))
            response.headers.setdefault("Content-Security-Policy",
                                        "default-src 'self'; frame-ancestors 'none'");
    }
};

void add_exception_handlers(FastAPI& app) {
    app.exception_handler<NotFound>([](Request&, const NotFound& error) {
        return JSONResponse(
            dict{{"detail", error.what + " " + std::to_string(error.id) + " does not exist"}}, 404);
    });
    app.exception_handler<DatabaseBusy>([](Request&, const DatabaseBusy&) {
        return JSONResponse(dict{{"detail", "Too many are writing, try again"}}, 503,
                            {{"Retry-After", "1"}});
    });
    app.exception_handler<HashingBusy>([](Request&, const HashingBusy&) {
        return JSONResponse(dict{{"detail", "Too many are logging in, try again"}}, 503,
                            {{"Retry-After", "1"}});
    });
}

void add_middleware(FastAPI& app, const Settings& settings) {
    app.add_middleware(SecurityHeaders{});
    if (settings.cors_origins.empty()) return;
    app.add_middleware(CORSMiddleware{.allow_origins = settings.cors_origins,
                                      .allow_methods = {"GET", "POST", "PATCH", "DELETE"},
                                      .allow_headers = {"Authorization"},
                                      .expose_headers = {"X-Total-Count", "Link", "Location"}});
}

FastAPIOptions options() {
    return {
        .title = "Todo",
        .description =
            "Todos with tags, due dates and attachments. Register, then log in with **Authorize**.",
        .version = "1.0.0",
        .openapi_tags = {dict{{"name", "auth"}, {"description", "Accounts and logins"}},
                         dict{{"name", "todos"}, {"description", "Your todos, and nobody else's"}},
                         dict{{"name", "attachments"}, {"description", "Files of a todo"}}},
        .lifespan = lifespan};
}

}  // namespace

Settings settings_from_environment() {
    dict found;
    for (const auto& [member, standard] : model_dump(Settings{})) {
        const char* const text = std::getenv(variable_of(member).c_str());
        if (text == nullptr) continue;
        if (standard.is_list())
            found[member] = comma_separated(text);
        else
            found[member] = text;
    }
    return model_validate<Settings>(found);
}

std::unique_ptr<FastAPI> make_app(const Settings& settings) {
    auto app = std::make_unique<FastAPI>(options());
    app->state.set("settings", settings);
    add_exception_handlers(*app);
    add_middleware(*app, settings);

    APIRouter api({.prefix = "/api"});
    api.include_router(auth_router());
    api.include_router(todos_router());
    api.include_router(attachments_router());
    app->include_router(api);
    app->get("/health", {.tags = {"health"}, .name = "health"}, [](Db db) {
        db->query("SELECT 1").next();
        return dict{{"status", "ok"}};
    });

    // Last, because it answers every path that nobody above has taken.
    app->mount("/", StaticFiles({.directory = settings.web_dir, .html = true}));
    return app;
}

}  // namespace todo
