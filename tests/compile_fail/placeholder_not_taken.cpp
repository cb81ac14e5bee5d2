// expect: fastapi: no parameter of the handler takes a placeholder of this path. Add Path<"name",
// int> name to the handler, or remove {name} from the path.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/users/{user_id}/orders/{order_id}", [](Path<"user_id", int> user_id) {
        return dict{{"user_id", user_id}};
    });
}
