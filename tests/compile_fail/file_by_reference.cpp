// expect: fastapi: a parameter is taken by value. Write Path<"id", int> id, without &.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.post("/files", [](File<"file">& file) { return file.filename; });
}
