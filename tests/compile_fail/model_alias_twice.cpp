// expect: fastapi: two members of this model are read under one name. Give one of them an alias of
// its own: Field<int, alias("itemId")> item_id. expect: Item expect-not: written under one name
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    Field<std::string, alias("label")> name;
    Field<std::string, alias("label")> title;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item item) { return item.name; });
}
