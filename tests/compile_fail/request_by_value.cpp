// expect: fastapi: Request, Response and BackgroundTasks are taken by reference. Write Request&
// request, Response& response or BackgroundTasks& background_tasks.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](Request request) { return std::string(request.method); });
}
