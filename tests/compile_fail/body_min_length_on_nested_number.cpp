// expect: fastapi: min_length, max_length and pattern limit text, and this value is none. For
// containers use min_items and max_items, for numbers ge and le. expect: Size
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Size {
    Field<std::optional<int>, min_length(2)> width;
};
struct Item {
    std::string name;
    std::vector<Size> sizes;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item item) { return item.name; });
}
