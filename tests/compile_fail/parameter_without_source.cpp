// expect: fastapi: this parameter does not say where it comes from. Write Path<"name", T>, Query,
// Header, Cookie, Form, File or Body like it, a plain struct for the body,
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](int page) { return page; });
}
