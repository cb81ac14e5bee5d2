// Headers and cookies: read from the request, set on the answer, several at once as a model.
//
//   curl -H 'X-Token: t1' http://127.0.0.1:8000/items
//   curl -H 'X-Token: a' -H 'X-Token: b' http://127.0.0.1:8000/multi-headers
//   curl -b 'session_id=abc123' http://127.0.0.1:8000/profile
//   curl -i -X POST http://127.0.0.1:8000/login

#include <fastapi.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

struct CommonHeaders {
    std::string host;
    Field<bool> save_data = false;
    std::optional<std::string> if_modified_since;
};

struct Settings {
    std::string theme = "light";
    Field<int, ge(8), le(72)> font_size = 12;
};

int main(int argc, char** argv) {
    FastAPI app;

    // Underscores of a name become hyphens: this is `X-Token`. Upper and lower case are one.
    app.get("/items", [](Header<"x_token", std::optional<std::string>> x_token,
                         Header<"user_agent", std::optional<std::string>> user_agent) {
        return dict{{"X-Token", x_token}, {"User-Agent", user_agent}};
    });

    // A header that is sent several times.
    app.get("/multi-headers", [](Header<"x_token", std::vector<std::string>> x_token) {
        return dict{{"X-Tokens", x_token}};
    });

    // Required, converted and checked like any other parameter.
    app.get("/secure", [](Header<"x_api_key", std::string, min_length(4)> x_api_key,
                          Header<"x_count", int, 1, ge(1)> x_count) {
        return dict{{"key", x_api_key}, {"count", x_count}};
    });

    app.get("/profile", [](Cookie<"session_id", std::optional<std::string>> session_id) {
        return dict{{"session", session_id}};
    });

    // Each member of the struct is a header, or a cookie.
    app.get("/common", [](HeaderModel<CommonHeaders> headers) {
        return dict{{"save_data", headers.save_data},
                    {"if_modified_since", headers.if_modified_since}};
    });
    app.get("/settings", [](CookieModel<Settings> settings) {
        return dict{{"theme", settings.theme}, {"font_size", settings.font_size}};
    });

    // Cookies and headers of the answer, on one that the handler makes itself ...
    app.post("/login", [] {
        JSONResponse response(dict{{"message", "logged in"}});
        response.set_cookie("session_id", "abc123",
                            {.max_age = 3600, .secure = true, .httponly = true, .samesite = "lax"});
        return response;
    });

    // ... or on the one that is made of the returned value.
    app.post("/theme/{name}", [](Path<"name", std::string> name, Response& response) {
        response.set_cookie("theme", name);
        response.headers.set("Cache-Control", "no-store");
        return dict{{"theme", name}};
    });

    return app.run(argc, argv);
}
