// Routers with prefixes, tags, responses and dependencies, one of them included twice.

#include "seed_app.hpp"

#include <string>

using namespace fastapi;

namespace {

struct RouterUser {
    std::string name;
    std::string email;
};

APIRouter users_router() {
    APIRouter router({.prefix = "/users",
                      .tags = {"users"},
                      .responses = {{404, {.description = "Not found"}}}});
    router.get("/", {.name = "router_list_users"}, []() -> async<list> {
        co_return list{dict{{"id", 1}, {"name", "Alice"}}};
    });
    router.get("/{user_id}", {.name = "router_get_user"},
               [](Path<"user_id", int> user_id) -> async<dict> {
                   co_return dict{{"id", user_id}, {"name", "Alice"}};
               });
    router.post("/", {.status_code = 201, .name = "router_create_user"},
                [](RouterUser user) -> async<dict> {
                    dict answer{{"id", 2}};
                    answer.update(model_dump(user));
                    co_return answer;
                });
    return router;
}

APIRouter orders_router() {
    APIRouter router({.prefix = "/orders", .tags = {"orders"}});
    router.get("", {.name = "router_list_orders"},
               [](Query<"limit", int, 10> limit) -> async<dict> {
                   co_return dict{{"orders", list{}}, {"limit", limit}};
               });
    router.get("/{order_id}/", {.name = "router_get_order"},
               [](Path<"order_id", int> order_id) -> async<dict> {
                   const dict answer{{"order", order_id}};
                   co_return answer;
               });
    return router;
}

async<std::string> verify_admin_token(Header<"x_admin_token", std::string> x_admin_token) {
    if (x_admin_token != "secret-admin") throw HTTPException(403, "Admin token required");
    co_return x_admin_token.get();
}

async<dict> current_admin(Depends<verify_admin_token> token) {
    co_return dict{{"admin", "root"}, {"token_length", token.size()}};
}

dict pagination(Query<"page", int, 1, ge(1)> page, Query<"size", int, 10, le(50)> size) {
    return dict{{"page", page}, {"size", size}};
}

APIRouter admin_router() {
    APIRouter router({.tags = {"admin"}});
    router.get("/stats", {.name = "admin_stats"}, [](Depends<pagination> paging) -> async<dict> {
        co_return dict{{"users", 1}, {"paging", paging}};
    });
    router.get("/whoami", {.name = "admin_whoami"},
               [](Depends<current_admin> admin) -> async<dict> { co_return admin; });
    router.delete_("/users/{user_id}", {.status_code = 204, .name = "admin_delete_user"},
                   [](Path<"user_id", int>) -> async<void> { co_return; });
    return router;
}

}  // namespace

APIRouter seed::s13() {
    APIRouter router({.prefix = "/s13"});
    const APIRouter users = users_router();
    router.include_router(users);
    router.include_router(orders_router());
    router.include_router(users, {.prefix = "/api/v1"});
    router.include_router(admin_router(), {.prefix = "/admin",
                                           .tags = {"protected"},
                                           .dependencies = {depends<verify_admin_token>},
                                           .responses = {{403, {.description = "Wrong token"}}}});
    return router;
}
