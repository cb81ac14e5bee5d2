// expect: fastapi: a value in this parameter is not a constraint or a default. Write one of gt ge
// lt le multiple_of min_length max_length pattern min_items
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Even {};

int main() {
    APIRouter router;
    router.get("/items", [](Query<"page", int, Even{}> page) { return int(page); });
}
