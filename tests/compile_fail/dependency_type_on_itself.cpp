// expect: fastapi: a struct that others depend on is defined above them. (Nothing depends on
// itself.)
#include "fastapi/params/router.hpp"
#include "fastapi/params/security.hpp"

using namespace fastapi;

struct Commons {
    Depends<type<Commons>> again;
};

int main() {
    APIRouter router;
    router.get("/items", [](Depends<type<Commons>>) { return 1; });
}
