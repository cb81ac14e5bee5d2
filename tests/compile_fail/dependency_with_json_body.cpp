// expect: fastapi: a function that others depend on takes no JSON body. Take it in the handler
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    int price;
};

int price_of(Item item) { return item.price; }

int main() {
    APIRouter router;
    router.post("/items", [](Depends<price_of> price) { return int(price); });
}
