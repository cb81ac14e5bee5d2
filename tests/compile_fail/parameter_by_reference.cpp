// expect: fastapi: a parameter is taken by value. Write Path<"id", int> id, without &.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](Query<"page", int>& page) { return int(page); });
}
