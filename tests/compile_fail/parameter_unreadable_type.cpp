// expect: fastapi: the type of this parameter cannot be read from a text. Use bool, an integer, a
// floating number, std::string, expect: owner
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Person {
    std::string name;
};

int main() {
    APIRouter router;
    router.get("/items", [](Query<"owner", Person> owner) { return owner.name; });
}
