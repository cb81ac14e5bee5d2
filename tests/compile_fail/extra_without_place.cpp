// expect: fastapi: a model with extra = Extra::allow needs a place for what it does not know. Add
// the member dict model_extra;
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    static constexpr auto model_config = ConfigDict{.extra = Extra::allow};
    std::string name;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item item) { return item.name; });
}
