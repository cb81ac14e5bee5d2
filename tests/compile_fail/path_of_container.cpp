// expect: fastapi: a Path parameter holds one value. Use Query for a container, or {name:path} and
// std::string. expect: "ids"
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items/{ids}", [](Path<"ids", std::vector<int>> ids) { return ids.size(); });
}
