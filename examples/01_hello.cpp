// One typed path parameter and one query parameter with a default.
//
//   curl 'http://127.0.0.1:8000/users/42?active=no'      {"user_id":42,"active":false}
//   curl 'http://127.0.0.1:8000/users/abc'               422, and what is wrong with it

#include <fastapi.hpp>

using namespace fastapi;

int main(int argc, char** argv) {
    FastAPI app;

    app.get("/users/{user_id}",
            [](Path<"user_id", int> user_id, Query<"active", bool, true> active) {
                return dict{{"user_id", user_id}, {"active", active}};
            });

    return app.run(argc, argv);
}
