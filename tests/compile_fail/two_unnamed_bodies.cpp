// expect: fastapi: this function takes several parameters from the body, and one of them has no
// name. Write Body<"item", Item> item, Body<"user", User> user.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    std::string name;
};
struct User {
    std::string name;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item item, User user) { return item.name + user.name; });
}
