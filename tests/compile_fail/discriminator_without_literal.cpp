// expect: fastapi: an alternative of this union has no Literal under the name of the discriminator.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Cat {
    Literal<"cat"> kind;
};
struct Dog {
    std::string kind;
};
struct Owner {
    Field<std::variant<Cat, Dog>, discriminator("kind")> pet;
};

int main() {
    APIRouter router;
    router.post("/owners", [](Owner owner) { return owner; });
}
