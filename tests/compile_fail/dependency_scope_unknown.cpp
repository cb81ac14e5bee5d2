// expect: fastapi: a scope is "function" or "request".
#include "fastapi/params/router.hpp"

using namespace fastapi;

int number() { return 1; }

int main() {
    APIRouter router;
    router.get("/items", [](Depends<number, scope("session")> n) { return int(n); });
}
