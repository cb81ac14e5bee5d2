// expect: fastapi: a value that must be sent cannot have a default. Remove required, or remove the
// default.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    std::string name;
    Field<int, required, 5> count;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item item) { return item.name; });
}
