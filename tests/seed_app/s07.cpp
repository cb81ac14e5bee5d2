// Response models: what they leave out, fill in, convert and refuse.

#include "seed_app.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

struct UserIn {
    std::string name;
    std::string email;
    std::string password;
};

struct UserOut {
    int id;
    std::string name;
    std::string email;
};

struct PatchIn {
    Field<std::optional<std::string>> name;
    Field<std::optional<std::string>> email;
    Field<std::optional<std::string>> nickname;
};

struct Profile {
    int id;
    Field<std::string> name = "anonymous";
    Field<std::optional<std::string>> email;
    Field<std::optional<std::string>> nickname;
    Field<double> score = 0.0;
};

struct Aliased {
    Field<int, alias("itemId")> item_id;
    Field<std::string, alias("displayName")> display_name = "none";
};

const std::vector<dict> users{
    dict{{"id", 1}, {"name", "Alice"}, {"email", "alice@example.com"}, {"password", "p1"}},
    dict{{"id", 2}, {"name", "Bob"}, {"email", "bob@example.com"}, {"password", "p2"}},
};

const dict& user_of(int id) {
    if (id != 1 && id != 2) throw HTTPException(404, "User not found");
    return users[static_cast<std::size_t>(id - 1)];
}

void add_users(APIRouter& router) {
    router.post<UserOut>("/users", {.name = "create_user_filtered"}, [](UserIn user) {
        return dict{{"id", 1},
                    {"name", user.name},
                    {"email", user.email},
                    {"password", "SHOULD_NOT_APPEAR"}};
    });

    router.patch<Profile>("/users/{id}",
                          {.name = "patch_user", .response_model_exclude_unset = true},
                          [](Path<"id", int> id, PatchIn user) {
                              dict profile{{"id", id}};
                              profile.update(model_dump(user, {.exclude_unset = true}));
                              return profile;
                          });

    router.get<std::vector<UserOut>>("/users", {.name = "list_users"}, [] { return users; });

    router.get<UserOut>("/users/{id}",
                        {.name = "get_user_without_email", .response_model_exclude = {"email"}},
                        [](Path<"id", int> id) { return user_of(id); });

    router.get<UserOut>(
        "/users/{id}/name", {.name = "get_user_name", .response_model_include = {"name"}},
        [](Path<"id", int> id) {
            return dict{{"id", id}, {"name", "Alice"}, {"email", "alice@example.com"}};
        });
}

void add_profiles(APIRouter& router) {
    router.get<Profile>("/profiles/none",
                        {.name = "get_profile_exclude_none", .response_model_exclude_none = true},
                        [] {
                            return dict{{"id", 7}, {"email", nullptr}, {"nickname", "al"}};
                        });

    router.get<Profile>(
        "/profiles/defaults",
        {.name = "get_profile_exclude_defaults", .response_model_exclude_defaults = true}, [] {
            return dict{{"id", 7}, {"name", "anonymous"}, {"nickname", "al"}, {"score", 0}};
        });

    router.get<Profile>("/profiles/all", {.name = "get_profile_all"}, [] {
        return dict{{"id", 7}};
    });
}

void add_conversions(APIRouter& router) {
    router.get<UserOut>("/annotated", {.name = "get_annotated"}, [] { return user_of(1); });

    router.get<UserOut>("/subclass", {.name = "get_subclass"}, [] {
        struct Wide {
            int id;
            std::string name, email, password;
        };
        return Wide{3, "Carol", "carol@example.com", "p3"};
    });

    router.get<Aliased>("/aliased", {.name = "get_aliased"}, [] { return Aliased{5, "five"}; });

    router.get<Aliased>("/aliased/by-name",
                        {.name = "get_aliased_by_name", .response_model_by_alias = false},
                        [] { return Aliased{5}; });

    router.get<UserOut>("/coerced", {.name = "get_coerced"}, [] {
        return dict{{"id", "42"}, {"name", "Dora"}, {"email", "dora@example.com"}};
    });

    router.get<UserOut>("/invalid", {.name = "get_invalid"}, [] {
        return dict{{"id", "not a number"}, {"name", "Eve"}};
    });

    router.get<UserOut>("/bypass", {.name = "get_bypass"}, [] {
        return JSONResponse(dict{{"anything", "goes"}, {"password", "visible"}});
    });
}

void add_containers(APIRouter& router) {
    router.get<std::optional<UserOut>>("/maybe/{id}", {.name = "get_maybe"},
                                       [](Path<"id", int> id) -> any {
                                           if (id != 1) return nullptr;
                                           return user_of(1);
                                       });

    router.get<std::map<std::string, UserOut>>("/mapping", {.name = "get_mapping"}, [] {
        dict by_name;
        for (const dict& user : users) by_name[user["name"].as_string()] = user;
        return by_name;
    });
}

}  // namespace

APIRouter seed::s07() {
    APIRouter router({.prefix = "/s07", .tags = {"s07"}});
    add_users(router);
    add_profiles(router);
    add_conversions(router);
    add_containers(router);
    return router;
}
