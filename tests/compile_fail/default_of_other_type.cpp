// expect: fastapi: the default is not of this value's type. Write a number for a number,
// defaults_to("...") for what is read from text; a container has no default but {}.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](Query<"name", std::string, 5> name) { return name.get(); });
}
