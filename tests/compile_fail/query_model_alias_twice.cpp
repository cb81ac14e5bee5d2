// expect: fastapi: two members of this model are read under one name. Give one of them an alias of
// its own: Field<int, alias("itemId")> item_id. expect: Paging
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Paging {
    int skip = 0;
    Field<int, alias("skip")> offset = 0;
};

int main() {
    APIRouter router;
    router.get("/items", [](QueryModel<Paging> paging) { return paging.skip; });
}
