// expect: fastapi: a value that must be sent cannot have a default. Remove required, or remove the
// default. expect: page
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](Query<"page", int, 1, required> page) { return int(page); });
}
