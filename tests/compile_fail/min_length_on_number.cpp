// expect: fastapi: min_length, max_length and pattern limit text, and this value is none. For
// containers use min_items and max_items, for numbers ge and le. expect: page
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](Query<"page", int, min_length(2)> page) { return int(page); });
}
