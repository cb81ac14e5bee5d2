// Response models: what goes out is what the model has, whatever the handler returns.
//
//   curl http://127.0.0.1:8000/users                         without the password hashes
//   curl http://127.0.0.1:8000/users/1/public                without the e-mail address
//   curl -X PATCH http://127.0.0.1:8000/profiles/5 --json '{"nickname":"al"}'

#include <fastapi.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

struct UserIn {
    std::string name;
    EmailStr email;
    std::string password;
};

struct UserOut {
    int id;
    std::string name;
    std::string email;
};

// What the database would give: more than a client may see.
struct UserRecord {
    int id;
    std::string name;
    std::string email;
    std::string password_hash;
};

// A Field knows whether it was set.
struct Profile {
    int id;
    Field<std::string> name = "anonymous";
    Field<std::optional<std::string>> nickname = {};
    Field<double> score = 0.0;
};

struct ProfilePatch {
    Field<std::optional<std::string>> name;
    Field<std::optional<std::string>> nickname;
};

const std::vector<UserRecord> records{{1, "Alice", "alice@example.com", "81b6"},
                                      {2, "Bob", "bob@example.com", "02d2"}};

const UserRecord& find_user(int id) {
    for (const UserRecord& record : records)
        if (record.id == id) return record;
    throw HTTPException(404, "User not found");
}

int main(int argc, char** argv) {
    FastAPI app;

    // The template argument is the response model: a wider struct or a dict is cut down to it.
    app.post<UserOut>("/users", {.status_code = 201}, [](UserIn user) {
        return UserRecord{3, user.name, user.email, "hash of " + user.password};
    });
    app.get<std::vector<UserOut>>("/users", [] { return records; });

    // One model may be shown in several ways.
    app.get<UserOut>("/users/{id}/public", {.response_model_exclude = {"email"}},
                     [](Path<"id", int> id) { return find_user(id); });
    app.get<UserOut>("/users/{id}/name", {.response_model_include = {"name"}},
                     [](Path<"id", int> id) { return find_user(id); });

    // Without one the type that the handler returns is the response model.
    app.get("/profiles/{id}", [](Path<"id", int> id) { return Profile{.id = id}; });

    app.patch<Profile>("/profiles/{id}", {.response_model_exclude_unset = true},
                       [](Path<"id", int> id, ProfilePatch patch) {
                           dict profile{{"id", id}};
                           profile.update(model_dump(patch, {.exclude_unset = true}));
                           return profile;
                       });

    // A result that does not fit is the program's mistake: 500, and the log says why.
    app.get<UserOut>("/broken", [] { return dict{{"id", "not a number"}}; });

    return app.run(argc, argv);
}
