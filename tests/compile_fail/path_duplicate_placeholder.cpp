// expect: fastapi: two placeholders of the path have the same name. Give each its own.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items/{id}/parts/{id}", [](Path<"id", int> id) { return int(id); });
}
