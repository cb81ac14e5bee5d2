// expect: fastapi: gt, ge, lt, le and multiple_of limit numbers, and this value is none. For text
// use min_length, max_length or pattern.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](Query<"name", std::string, ge(2)> name) { return name.get(); });
}
