// expect: fastapi: a discriminator tells the alternatives of a std::variant apart, and this value
// is none. Remove it.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Cat {
    Literal<"cat"> kind;
};
struct Owner {
    Field<Cat, discriminator("kind")> pet;
};

int main() {
    APIRouter router;
    router.post("/owners", [](Owner owner) { return owner; });
}
