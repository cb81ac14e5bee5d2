// expect: fastapi: two members of this model are written under one name. Give one of them a name of
// its own: Field<int, serialization_alias("itemId")> item_id. expect: Item expect-not: read under
// one name
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    std::string name;
    Field<std::string, serialization_alias("name")> full_name;
};

int main() {
    APIRouter router;
    router.get("/item", [] { return Item{}; });
}
