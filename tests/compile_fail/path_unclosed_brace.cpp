// expect: fastapi: a '{' in the path is not closed. Write {name}.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items/{item_id", [](Path<"item_id", int> item_id) { return int(item_id); });
}
