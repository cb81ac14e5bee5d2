// expect: fastapi: the default is not of this value's type. Write a number for a number,
// defaults_to("...") for what is read from text; a container has no default but {}.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    std::string name;
    Field<std::vector<int>, 5> sizes;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item item) { return item.name; });
}
