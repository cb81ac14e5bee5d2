// expect: fastapi: the type of this parameter cannot be read from a text. Use bool, an integer, a
// floating number, std::string,
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Owner {
    std::string name;
};
struct Filter {
    int page = 1;
    Owner owner;
};

int main() {
    APIRouter router;
    router.get("/items", [](QueryModel<Filter> filter) { return filter.page; });
}
