// expect: fastapi: min_items and max_items limit containers, and this value is none. For text use
// min_length and max_length.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](Query<"name", std::string, min_items(2)> name) { return name.get(); });
}
