// expect: fastapi: this parameter does not say where it comes from. Write Path<"name", T>, Query<"name", T>,
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](int page) { return page; });
}
