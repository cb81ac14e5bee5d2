// expect: fastapi: two members of this model are written under one name. Give one of them a name of
// its own: Field<int, serialization_alias("itemId")> item_id. expect: Box
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Box {
    int area = 1;
    int computed_area() const { return area; }
    static constexpr auto computed_fields = std::tuple{computed_field("area", &Box::computed_area)};
};

int main() {
    APIRouter router;
    router.get("/box", [] { return Box{}; });
}
