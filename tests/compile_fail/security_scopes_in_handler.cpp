// expect: fastapi: SecurityScopes is a parameter of dependencies: nothing asks a handler for
// scopes. Take it in the
#include "fastapi/params/router.hpp"
#include "fastapi/params/security.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](SecurityScopes scopes) { return scopes.scope_str; });
}
