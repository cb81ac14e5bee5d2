#include "auth.hpp"

#include "../dependencies.hpp"
#include "../security.hpp"

namespace todo {
namespace {

PasswordCost cost_of(const Settings& settings) {
    return {static_cast<unsigned long long>(settings.password_rounds.get()),
            settings.password_memory};
}

// One statement is a transaction of its own: nobody waits to write while the password is hashed.
User register_user(UserCreate user, AppSettings settings, Db db) {
    const std::string hash = hash_password(user.password, cost_of(*settings));
    const auto added = db->execute(
        "INSERT INTO users (username, password_hash, created_at) VALUES (?, ?, ?) ON CONFLICT DO "
        "NOTHING",
        {user.username, hash, datetime::now().isoformat()});
    if (added == 0) throw HTTPException(409, "This name is taken");
    return {db->last_insert_id(), user.username};
}

/// The user of that name and password. An unknown name takes the time of a wrong password.
std::optional<std::int64_t> find_user(Database& db, const Settings& settings,
                                      const OAuth2PasswordRequestForm& form) {
    std::optional<std::int64_t> id;
    std::string hash;
    if (Statement rows =
            db.query("SELECT id, password_hash FROM users WHERE username = ?", {form.username});
        rows.next()) {
        id = rows.integer(0);
        hash = rows.text(1);
    }
    static const std::string nobody = hash_password("nobody's password", cost_of(settings));
    const bool is_right = verify_password(id ? hash : nobody, form.password);
    return is_right ? id : std::nullopt;
}

Token login(Depends<OAuth2PasswordRequestForm::read> form, AppSettings settings, Db db) {
    const auto user_id = find_user(*db, *settings, form);
    if (!user_id)
        throw HTTPException(401, "Incorrect username or password",
                            {{"WWW-Authenticate", "Bearer"}});
    const int seconds = settings->token_hours * 3600;
    const std::string token = random_token();
    db->execute("DELETE FROM tokens WHERE expires_at <= unixepoch()");
    db->execute("INSERT INTO tokens (hash, user_id, expires_at) VALUES (?, ?, unixepoch() + ?)",
                {token_hash(token), *user_id, seconds});
    return {token, "bearer", seconds};
}

void logout(BearerToken token, CurrentUser, Db db) {
    db->execute("DELETE FROM tokens WHERE hash = ?", {token_hash(token)});
}

User read_me(CurrentUser user) { return user; }

}  // namespace

APIRouter auth_router() {
    APIRouter router({.prefix = "/auth", .tags = {"auth"}});

    router.post(
        "/register",
        {.summary = "Make an account",
         .status_code = 201,
         .responses = {{409, {.description = "The name is taken", .model = model<ErrorMessage>}}},
         .name = "register_user"},
        register_user);

    router.post(
        "/token",
        {.summary = "Log in",
         .description =
             "Gives the token that every other request sends as `Authorization: Bearer ...`.",
         .responses = {{401,
                        {.description = "Wrong name or password", .model = model<ErrorMessage>}}},
         .name = "login"},
        login);

    router.post("/logout",
                {.summary = "Make the token worthless", .status_code = 204, .name = "logout"},
                logout);

    router.get("/me", {.summary = "Who am I?", .name = "read_me"}, read_me);
    return router;
}

}  // namespace todo
