// expect: fastapi: the pattern is not a valid regular expression: a character class is not closed.
// Write [...], or
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items",
               [](Query<"name", std::string, pattern("^[a-z+$")> name) { return name.get(); });
}
