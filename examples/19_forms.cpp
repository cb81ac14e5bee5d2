// Forms, and a login that Swagger UI's Authorize button understands.
//
//   curl http://127.0.0.1:8000/login -d username=alice -d password=wonder
//   curl http://127.0.0.1:8000/me -H 'Authorization: Bearer token-for-alice'

#include <fastapi.hpp>

#include <string>
#include <vector>

using namespace fastapi;

// Reads the token of a request, and tells the documentation where to get one.
inline constexpr OAuth2PasswordBearer<"/login"> oauth2_scheme;

std::string current_user(Depends<oauth2_scheme> token) {
    const std::string start = "token-for-";
    if (!token.starts_with(start))
        throw HTTPException(401, "Invalid token", {{"WWW-Authenticate", "Bearer"}});
    return token.substr(start.size());
}

int main(int argc, char** argv) {
    FastAPI app;

    app.post("/login", [](Depends<OAuth2PasswordRequestForm::read> form) {
        if (form.password != "wonder") throw HTTPException(400, "Incorrect username or password");
        return dict{{"access_token", "token-for-" + form.username}, {"token_type", "bearer"}};
    });

    app.get("/me", [](Depends<current_user> user) { return dict{{"user", user}}; });

    // Fields have types and limits as any other parameter.
    app.post("/survey", [](Form<"age", int, ge(18), le(120)> age,
                           Form<"topics", std::vector<std::string>> topics) {
        return dict{{"age", age}, {"topics", topics}};
    });

    return app.run(argc, argv);
}
