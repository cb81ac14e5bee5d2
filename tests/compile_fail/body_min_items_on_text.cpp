// expect: fastapi: min_items and max_items limit containers, and this value is none. For text use
// min_length and max_length.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    Field<std::string, min_items(2)> name;
};

int main() {
    APIRouter router;
    router.post("/items", [](std::vector<Item> items) { return items.size(); });
}
