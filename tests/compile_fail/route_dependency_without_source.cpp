// expect: fastapi: this parameter does not say where it comes from.
#include "fastapi/params/router.hpp"

using namespace fastapi;

void verify(int token) { static_cast<void>(token); }

int main() {
    APIRouter router;
    router.get("/items", {.dependencies = {depends<verify>}}, [] { return 1; });
}
