// expect: fastapi: the members of this type, which others depend on, cannot be seen. Use a plain
// struct, without
#include "fastapi/params/router.hpp"
#include "fastapi/params/security.hpp"

using namespace fastapi;

class Commons {
public:
    explicit Commons(int given) : skip(given) {}
    int skip;
};

int main() {
    APIRouter router;
    router.get("/items", [](Depends<type<Commons>> commons) { return commons.skip; });
}
