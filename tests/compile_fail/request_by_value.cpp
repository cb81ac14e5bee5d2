// expect: fastapi: Request and Response are taken by reference. Write Request& request or Response& response.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](Request request) { return std::string(request.method); });
}
