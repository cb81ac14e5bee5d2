// expect: fastapi: the parameters of this handler cannot be read, because its operator() is a
// template or overloaded. Write the parameter types instead of auto.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](auto page) { return dict{{"page", page}}; });
}
