// What FastAPI is: one typed path parameter and one boolean query parameter.

#include "seed_app.hpp"

using namespace fastapi;

APIRouter seed::s01() {
    APIRouter router({.prefix = "/s01", .tags = {"s01"}});

    router.get("/users/{user_id}", {.name = "get_user_intro"},
               [](Path<"user_id", int> user_id, Query<"active", bool, true> active) {
                   return dict{{"user_id", user_id}, {"active", active}};
               });

    return router;
}
