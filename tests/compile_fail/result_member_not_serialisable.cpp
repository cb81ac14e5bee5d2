// expect: fastapi: what this handler returns cannot be written as JSON. Return a plain struct, a
// dict, a list, a standard container, text or a number, or a Response. expect: Item
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Owner {
    std::string name;
};
struct Item {
    std::string name;
    Owner* owner = nullptr;
};

int main() {
    APIRouter router;
    router.get("/item", [] { return Item{}; });
}
