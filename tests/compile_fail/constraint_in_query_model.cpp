// expect: fastapi: min_length, max_length and pattern limit text, and this value is none. For
// containers use min_items and max_items, for numbers ge and le.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Paging {
    Field<int, min_length(2)> page;
};

int main() {
    APIRouter router;
    router.get("/items", [](QueryModel<Paging> paging) { return int(paging.page); });
}
