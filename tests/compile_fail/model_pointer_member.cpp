// expect: fastapi: a model cannot have a pointer as a member, because nobody would own what is
// read. Use std::optional, std::unique_ptr or std::string.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Owner {
    std::string name;
};
struct Item {
    std::string name;
    Owner* owner;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item item) { return item.name; });
}
