// expect: fastapi: gt, ge, lt, le and multiple_of limit numbers, and this value is none. For text
// use min_length, max_length or pattern. expect: Item expect-not: fastapi: two members of this
// model are written under one name. Give one of them a name of its own: Field<int,
// serialization_alias("itemId")> item_id.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    Field<std::string, ge(2)> name;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item) { return 1; });
}
