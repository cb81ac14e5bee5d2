// expect: fastapi: this function takes several parameters from the body, and one of them has no
// name. Write Body<"item", Item> item, Body<"user", User> user.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    int price;
};

int price_of(Item item, Body<"number", int> number) { return item.price * number; }

int main() {
    APIRouter router;
    router.post("/items", [](Depends<price_of> price) { return int(price); });
}
