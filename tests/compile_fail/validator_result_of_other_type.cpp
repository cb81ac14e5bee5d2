// expect: fastapi: a validator takes the value of its field with its whole type, or any for what
// was sent, and returns the value to use, or nothing. Write double positive(double value) for a
// double.
#include "fastapi/params/router.hpp"

using namespace fastapi;

std::string as_text(int number) { return std::to_string(number); }

int main() {
    APIRouter router;
    router.get("/items", [](Query<"n", int, validator<as_text>> n) { return n.get(); });
}
