// expect: fastapi: a limit is a number. Write ge(1), or ge(0.5).
// expect-not: no matching
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](Query<"page", int, ge("1")> page) { return int(page); });
}
