// Headers and cookies, of requests and of answers.

#include "seed_app.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

void add_headers(APIRouter& router) {
    router.get("/items", {.name = "read_header_items"},
               [](Header<"x_token", std::optional<std::string>> x_token,
                  Header<"user_agent", std::optional<std::string>> user_agent,
                  Header<"accept_language", std::optional<std::string>> accept_language) {
                   return dict{{"X-Token", x_token},
                               {"User-Agent", user_agent},
                               {"Accept-Language", accept_language}};
               });

    router.get("/multi-headers", {.name = "read_multi_header"},
               [](Header<"x_token", std::vector<std::string>> x_token) {
                   return dict{{"X-Tokens", x_token}};
               });

    router.get(
        "/required", {.name = "read_required_headers"},
        [](Header<"x_api_key", std::string, min_length(4)> x_api_key,
           Header<"x_count", int, 1, ge(1)> x_count, Header<"x_flag", std::optional<bool>> x_flag) {
            return dict{{"key", x_api_key}, {"count", x_count}, {"flag", x_flag}};
        });

    router.get("/underscored", {.name = "read_underscored"},
               [](Header<"strange_header", std::optional<std::string>, convert_underscores(false)>
                      strange_header) {
                   return dict{{"strange_header", strange_header}};
               });
}

void add_cookies(APIRouter& router) {
    router.get("/profile", {.name = "get_profile"},
               [](Cookie<"session_id", std::optional<std::string>> session_id,
                  Cookie<"user_pref", std::optional<std::string>> user_pref) {
                   return dict{{"session", session_id}, {"pref", user_pref}};
               });

    router.get("/cart", {.name = "get_cart"}, [](Cookie<"cart_id", int, ge(1)> cart_id) {
        return dict{{"cart_id", cart_id}};
    });

    // The order of the errors does not follow the order of the parameters.
    router.put("/mixed/{id}", {.name = "read_mixed"},
               [](Body<"payload", std::map<std::string, int>> payload, Cookie<"token", int> token,
                  Header<"x_level", int> x_level, Query<"limit", int> limit, Path<"id", int> id) {
                   return dict{{"id", id},
                               {"limit", limit},
                               {"level", x_level},
                               {"token", token},
                               {"payload", payload}};
               });
}

void add_answers(APIRouter& router) {
    router.post("/login", {.name = "login_cookie"}, [] {
        JSONResponse response(dict{{"message", "logged in"}});
        response.set_cookie("session_id", "abc123",
                            {.max_age = 3600, .secure = true, .httponly = true, .samesite = "lax"});
        return response;
    });

    router.post("/logout", {.name = "logout_cookie"}, [](Response& response) {
        response.delete_cookie("session_id");
        return dict{{"message", "logged out"}};
    });

    router.post("/set-many", {.name = "set_many"}, [](Response& response) {
        response.set_cookie("plain", "1");
        response.set_cookie(
            "full", "a b,c;d\"e",
            {.path = "/s10", .domain = "example.com", .httponly = true, .samesite = "strict"});
        response.set_cookie("cross", "x", {.secure = true, .samesite = "none"});
        response.set_cookie("bare", "y", {.path = "", .samesite = ""});
        response.headers.set("X-Custom", "yes");
        return dict{{"set", 4}};
    });

    router.get("/response-headers", {.name = "response_headers"}, [](Response& response) {
        response.headers.set("X-Single", "one");
        response.headers.append("X-Part", "a");
        response.headers.append("X-Part", "b");
        response.headers.set("Cache-Control", "no-store");
        return dict{{"ok", true}};
    });
}

}  // namespace

APIRouter seed::s10() {
    APIRouter router({.prefix = "/s10", .tags = {"s10"}});
    add_headers(router);
    add_cookies(router);
    add_answers(router);
    return router;
}
