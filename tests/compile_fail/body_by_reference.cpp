// expect: fastapi: a parameter is taken by value. Write Item item, without &.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    std::string name;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item& item) { return item.name; });
}
