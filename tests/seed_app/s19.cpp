// Form fields, and a token for a password (OAuth2).

#include "seed_app.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

constexpr OAuth2PasswordBearer<"/s19/oauth2/token"> oauth2_scheme;

void add_forms(APIRouter& router) {
    router.post("/login", {.name = "login_form"},
                [](Form<"username", std::string> username,
                   Form<"password", std::string> password) -> async<dict> {
                    if (username != "alice" || password != "wonder land&é")
                        throw HTTPException(401, "Invalid credentials");
                    const dict answer{{"access_token", "token-for-" + username.get()}};
                    co_return answer;
                });

    router.post("/upload-profile", {.name = "upload_profile"},
                [](Form<"name", std::string> name, Form<"bio", std::optional<std::string>> bio,
                   File<"avatar"> avatar) -> async<dict> {
                    co_return dict{{"name", name}, {"bio", bio}, {"avatar", avatar.filename}};
                });

    router.post(
        "/survey", {.name = "survey"},
        [](Form<"age", int, ge(18), le(120)> age, Form<"topics", std::vector<std::string>> topics,
           Form<"newsletter", bool, false> newsletter, Form<"score", std::optional<double>> score,
           Form<"comment", std::string, defaults_to("none"), max_length(10)> comment)
            -> async<dict> {
            co_return dict{{"age", age},
                           {"topics", topics},
                           {"newsletter", newsletter},
                           {"score", score},
                           {"comment", comment}};
        });
}

void add_oauth2(APIRouter& router) {
    router.post("/token", {.name = "get_token"},
                [](Form<"grant_type", std::string>, Form<"username", std::string> username,
                   Form<"password", std::string>) -> async<dict> {
                    co_return dict{{"access_token", "token-for-" + username.get()},
                                   {"token_type", "bearer"}};
                });

    router.post("/oauth2/token", {.name = "oauth2_token"},
                [](Depends<OAuth2PasswordRequestForm::read> form) -> async<dict> {
                    if (form.password != "secret")
                        throw HTTPException(400, "Incorrect username or password",
                                            {{"WWW-Authenticate", "Bearer"}});
                    co_return dict{{"access_token", "token-for-" + form.username},
                                   {"token_type", "bearer"},
                                   {"scopes", form.scopes},
                                   {"client_id", form.client_id}};
                });

    router.get("/me", {.name = "read_me_token"}, [](Depends<oauth2_scheme> token) -> async<dict> {
        const dict answer{{"token", token}};
        co_return answer;
    });
}

}  // namespace

APIRouter seed::s19() {
    APIRouter router({.prefix = "/s19", .tags = {"s19"}});
    add_forms(router);
    add_oauth2(router);
    return router;
}
