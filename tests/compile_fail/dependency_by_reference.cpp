// expect: fastapi: a dependency is taken by value. Write Depends<get_db> db, without &.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int number() { return 1; }

int main() {
    APIRouter router;
    router.get("/items", [](const Depends<number>& n) { return int(n); });
}
