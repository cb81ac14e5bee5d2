// expect: fastapi: a model with extra = Extra::allow needs a place for what it does not know. Add
// the member dict model_extra;
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Paging {
    static constexpr auto model_config = ConfigDict{.extra = Extra::allow};
    int page = 1;
};

int main() {
    APIRouter router;
    router.get("/items", [](QueryModel<Paging> paging) { return paging.page; });
}
