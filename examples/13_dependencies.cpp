// Dependencies and routers: what a handler needs is declared, not fetched.
//
//   curl 'http://127.0.0.1:8000/items?page=2'
//   curl http://127.0.0.1:8000/admin/stats                                   422: the header is
//   missing curl http://127.0.0.1:8000/admin/stats -H 'X-Admin-Token: secret'

#include <fastapi.hpp>

#include <cstdio>
#include <memory>
#include <string>

using namespace fastapi;

// A dependency is a function whose parameters are declared as those of a handler.
dict pagination(Query<"page", int, 1, ge(1)> page, Query<"size", int, 10, le(50)> size) {
    return dict{{"page", page}, {"size", size}};
}

void verify_admin_token(Header<"x_admin_token", std::string> x_admin_token) {
    if (x_admin_token != "secret") throw HTTPException(403, "Admin token required");
}

// One that yields: what follows the yield runs when the answer is sent, also when the handler
// threw.
struct Session {
    std::string name;
    int queries = 0;
};

generator<std::shared_ptr<Session>> get_session() {
    auto session = std::make_shared<Session>(Session{"main"});
    co_yield session;
    std::printf("session closed after %d queries\n", session->queries);
}

// Dependencies may depend on others. Each is called once for a request.
std::string current_user(Depends<get_session> session) {
    ++session->queries;
    return "alice";
}

int main(int argc, char** argv) {
    FastAPI app;

    APIRouter items({.prefix = "/items", .tags = {"items"}});
    items.get("", [](Depends<pagination> paging) {
        return dict{{"items", list{}}, {"paging", paging}};
    });
    items.get("/mine", [](Depends<current_user> user, Depends<get_session> session) {
        ++session->queries;
        return dict{{"user", user}, {"session", session->name}, {"queries", session->queries}};
    });
    app.include_router(items);

    APIRouter admin;
    admin.get("/stats", [] { return dict{{"users", 1}}; });
    app.include_router(admin, {.prefix = "/admin", .dependencies = {depends<verify_admin_token>}});

    return app.run(argc, argv);
}
