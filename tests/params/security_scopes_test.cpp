#include "fastapi/params/security_scopes.hpp"

#include "fastapi/app/docs_routes.hpp"
#include "fastapi/params/security.hpp"
#include "answering.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace fastapi;
using namespace test_params;

namespace {

/// Tells what it is asked for.
std::string asked_for(SecurityScopes scopes) {
    seen.push_back("[" + scopes.scope_str + "]");
    return scopes.scope_str;
}
std::string middle(Security<asked_for, "mid", "low"> below) { return below; }
std::string plain_middle(Depends<asked_for> below) { return below; }
std::string upper(Security<middle, "up", "mid"> below) { return below; }
std::string repeated(Security<plain_middle, "x"> below) { return below; }
int without_scopes() {
    seen.push_back("plain");
    return 1;
}

}  // namespace

TEST_CASE("security scopes: the words in order, and one text of them") {
    const SecurityScopes none, some({"me", "items"});
    CHECK(none.scopes.empty());
    CHECK(none.scope_str.empty());
    CHECK(some.scopes == std::vector<std::string>{"me", "items"});
    CHECK(some.scope_str == "me items");
}

TEST_CASE("security scopes: a dependency is told those of all uses above it, the outermost first") {
    FastAPI app;
    app.get("/none", [](Depends<asked_for> told) { return told.get(); });
    app.get("/one", [](Security<asked_for, "b", "a", "b"> told) { return told.get(); });
    app.get("/deep", [](Security<upper, "top", "low"> told) { return told.get(); });
    app.get("/below", [](Depends<upper> told) { return told.get(); });
    app.get("/through", [](Security<plain_middle, "top"> told) { return told.get(); });
    app.get("/again", [](Security<repeated, "x", "y"> told) { return told.get(); });
    CHECK(ask(app, "/none").body == "");
    CHECK(ask(app, "/one").body == "b a");
    CHECK(ask(app, "/deep").body == "top low up mid");  // nothing is new in its own use
    CHECK(ask(app, "/below").body == "up mid low");
    CHECK(ask(app, "/through").body == "top");
    CHECK(ask(app, "/again").body == "x y x");
    app.get("/twice", [](Security<plain_middle, "a", "b", "a"> told) { return told.get(); });
    CHECK(ask(app, "/twice").body == "a b a");
}

TEST_CASE("security scopes: uses beside each other do not see each other's") {
    FastAPI app;
    app.get("/", {.dependencies = {security<asked_for, "route">}},
            [](Security<asked_for, "first"> a, Depends<asked_for> b,
               Security<asked_for, "last"> c) { return a.get() + "," + b.get() + "," + c.get(); });
    const answer got = ask(app, "/");
    CHECK(got.body == "first,,last");
    CHECK(got.before == "[route] [first] [] [last]");
}

TEST_CASE(
    "security scopes: a function that looks at them is called once for each set, others once") {
    FastAPI app;
    app.get("/", [](Security<asked_for, "a", "b">, Security<asked_for, "b", "a">,
                    Security<plain_middle, "a", "b">, Security<asked_for, "a">,
                    Security<asked_for, "a", use_cache(false)>) { return dict{}; });
    CHECK(ask(app, "/").before == "[a b] [a] [a]");
    constexpr auto upon = [](Depends<without_scopes> below) { return below.get(); };
    constexpr auto beside = [](Depends<without_scopes> below) { return below.get(); };
    app.get("/plain", [](Security<upon, "a">, Security<beside, "b">, Depends<without_scopes>) {
        return dict{};
    });
    CHECK(ask(app, "/plain").before == "plain");
    app.get("/own", [](Security<without_scopes, "a">, Security<without_scopes, "b">,
                       Depends<without_scopes>) { return dict{}; });
    CHECK(ask(app, "/own").before == "plain plain plain");
}

TEST_CASE(
    "security scopes: they may be taken by value or by reference, by coroutines and generators, too") {
    FastAPI app;
    constexpr auto by_reference = [](const SecurityScopes& scopes) { return scopes.scope_str; };
    constexpr auto changed = [](SecurityScopes& scopes) {
        scopes.scopes.clear();
        return scopes.scope_str;
    };
    constexpr auto generator = [](const SecurityScopes& scopes,
                                  Query<"n", int> n) -> async_generator<std::string> {
        std::string first = scopes.scope_str + std::to_string(n);
        co_yield first;
        seen.push_back("end of " + scopes.scope_str);
    };
    app.get("/", [](Security<by_reference, "a"> a, Security<changed, "b"> b,
                    Security<generator, "c", scope("function")> c) {
        return a.get() + b.get() + c.get();
    });
    for (int i = 0; i < 2; ++i) {
        const answer got = ask(app, "/?n=7");
        CHECK(got.body == "abc7");
        CHECK(got.before == "end of c");
    }
}

TEST_CASE("security scopes: application, router and route ask in their lists") {
    FastAPI app({.dependencies = {security<asked_for, "app">}});
    APIRouter router({.prefix = "/r", .dependencies = {security<asked_for, "router">}});
    router.get("/", {.dependencies = {security<asked_for, "route", use_cache(false)>}},
               [] { return dict{}; });
    app.include_router(router);
    CHECK(ask(app, "/r/").before == "[app] [router] [route]");
}

TEST_CASE("security scopes: what stands in the place of a dependency is told them as well") {
    FastAPI app;
    app.get("/", [](Security<middle, "top"> told) { return told.get(); });
    app.dependency_overrides.set<asked_for>(
        [](const SecurityScopes& scopes) { return "instead: " + scopes.scope_str; });
    CHECK(ask(app, "/").body == "instead: top mid low");
    app.dependency_overrides.set<middle>(
        [](SecurityScopes scopes) { return "middle: " + scopes.scope_str; });
    CHECK(ask(app, "/").body == "middle: top");
    app.dependency_overrides.clear();
    CHECK(ask(app, "/").body == "top mid low");
}

// ---- FastAPI's example of scopes ----

namespace {

constexpr OAuth2PasswordBearer<"token", scopes("me", "Read information about the current user.",
                                               "items", "Read items.")>
    oauth2_scheme;

struct User {
    std::string username;
    bool disabled = false;
};

/// A token is a name and what it grants: `johndoe:me,items`.
User get_current_user(const SecurityScopes& security_scopes, Depends<oauth2_scheme> token) {
    seen.push_back("user");
    const std::string challenge = security_scopes.scopes.empty()
                                      ? "Bearer"
                                      : "Bearer scope=\"" + security_scopes.scope_str + "\"";
    const std::size_t colon = token.find(':');
    if (colon == std::string::npos)
        throw HTTPException(401, "Could not validate credentials",
                            {{"WWW-Authenticate", challenge}});
    const std::string granted = "," + token.substr(colon + 1) + ",";
    for (const std::string& scope : security_scopes.scopes)
        if (granted.find("," + scope + ",") == std::string::npos)
            throw HTTPException(401, "Not enough permissions", {{"WWW-Authenticate", challenge}});
    return {token.substr(0, colon), false};
}

User get_current_active_user(Security<get_current_user, "me"> current_user) {
    if (current_user.disabled) throw HTTPException(400, "Inactive user");
    return current_user;
}

void declare_example(FastAPI& app) {
    app.get("/users/me/", [](Depends<get_current_active_user> user) {
        return dict{{"username", user.username}};
    });
    app.get("/users/me/items/", [](Security<get_current_active_user, "items"> user) {
        return dict{{"owner", user.username}};
    });
    app.get("/status/", [](Depends<get_current_user>) { return dict{{"status", "ok"}}; });
    app.get("/users/", [](Security<get_current_user, "me"> user) { return user; });
}

}  // namespace

TEST_CASE("security scopes: the example of FastAPI answers as there") {
    FastAPI app;
    declare_example(app);
    struct example {
        std::string_view target, token;
        int status;
        std::string_view body, challenge;
    };
    const example examples[] = {
        {"/users/me/", "Bearer johndoe:me", 200, R"({"username": "johndoe"})", ""},
        {"/users/me/", "Bearer johndoe:items", 401, R"({"detail": "Not enough permissions"})",
         R"(Bearer scope="me")"},
        {"/users/me/", "Bearer nonsense", 401, R"({"detail": "Could not validate credentials"})",
         R"(Bearer scope="me")"},
        {"/users/me/", "", 401, R"({"detail": "Not authenticated"})", "Bearer"},
        {"/users/me/items/", "Bearer johndoe:me,items", 200, R"({"owner": "johndoe"})", ""},
        {"/users/me/items/", "Bearer johndoe:me", 401, R"({"detail": "Not enough permissions"})",
         R"(Bearer scope="items me")"},
        {"/users/me/items/", "Bearer nonsense", 401,
         R"({"detail": "Could not validate credentials"})", R"(Bearer scope="items me")"},
        {"/users/", "Bearer johndoe:me", 200, R"({"username": "johndoe", "disabled": false})", ""},
        {"/status/", "Bearer johndoe:", 200, R"({"status": "ok"})", ""},
        {"/status/", "Bearer nonsense", 401, R"({"detail": "Could not validate credentials"})",
         "Bearer"},
    };
    for (const example& each : examples) {
        CAPTURE(each.target);
        CAPTURE(each.token);
        const answer got = ask_with(app, each.target, "authorization", each.token);
        CHECK(got.status == each.status);
        CHECK(got.body == parsed(each.body));
        CHECK(got.challenge == each.challenge);
    }
}

TEST_CASE("security scopes: the document says what an operation asks for") {
    FastAPI app;
    declare_example(app);
    const dict document = app.openapi();
    CHECK(document["paths"]["/users/me/"]["get"]["security"] ==
          parsed(R"([{"OAuth2PasswordBearer": ["me"]}])"));
    CHECK(document["paths"]["/users/me/items/"]["get"]["security"] ==
          parsed(R"([{"OAuth2PasswordBearer": ["items", "me"]}])"));
    CHECK(document["paths"]["/status/"]["get"]["security"] ==
          parsed(R"([{"OAuth2PasswordBearer": []}])"));
    CHECK(document["components"]["securitySchemes"] ==
          parsed(R"({"OAuth2PasswordBearer": {"type": "oauth2", "flows": {
        "password": {"scopes": {"me": "Read information about the current user.", "items": "Read items."}, "tokenUrl": "token"}}}})"));
}

TEST_CASE(
    "security scopes: a scheme that an operation uses several times stands there once, with the scopes of all uses") {
    static constexpr HTTPBearer<> bearer;
    FastAPI app;
    constexpr auto upon = [](Security<oauth2_scheme, "write", "read"> token) {
        return token.get();
    };
    app.get("/", {.dependencies = {security<oauth2_scheme, "read">, depends<bearer>}},
            [](Security<upon, "admin">, Security<oauth2_scheme, "read", "own">, Query<"n", int>) {
                return dict{};
            });
    const dict document = app.openapi();
    const any& described = document["paths"]["/"]["get"];
    CHECK(
        described["security"] ==
        parsed(
            R"([{"OAuth2PasswordBearer": ["read", "admin", "write", "own"]}, {"HTTPBearer": []}])"));
    CHECK(described["parameters"].as_list().size() == 1);
}

TEST_CASE(
    "security scopes: a function that is called for several sets has its parameters once in the document") {
    FastAPI app;
    constexpr auto asking = [](const SecurityScopes& scopes, Query<"n", int> n) {
        return scopes.scope_str + std::to_string(n);
    };
    app.get("/",
            [](Security<asking, "a"> a, Security<asking, "b"> b) { return a.get() + b.get(); });
    CHECK(ask(app, "/?n=1").body == "a1b1");
    CHECK(ask(app, "/").body["detail"].as_list().size() == 2);
    const dict document = app.openapi();
    CHECK(document["paths"]["/"]["get"]["parameters"].as_list().size() == 1);
}
