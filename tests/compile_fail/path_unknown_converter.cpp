// expect: fastapi: unknown converter in a placeholder. Write one of str, path, int, float, uuid:
// {name:path}.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items/{item_id:integer}",
               [](Path<"item_id", int> item_id) { return int(item_id); });
}
