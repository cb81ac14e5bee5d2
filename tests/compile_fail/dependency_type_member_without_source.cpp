// expect: fastapi: a member of this struct, which others depend on, does not say where it comes
// from. Write
#include "fastapi/params/router.hpp"
#include "fastapi/params/security.hpp"

using namespace fastapi;

struct Commons {
    Query<"q", std::string> q;
    int skip = 0;
};

int main() {
    APIRouter router;
    router.get("/items", [](Depends<type<Commons>> commons) { return commons.skip; });
}
