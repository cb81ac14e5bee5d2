// expect: fastapi: unique_items is for std::vector, std::deque and std::array, and this value is
// none. Remove it; the items of a set differ by themselves.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("/items", [](Query<"ids", std::set<int>, unique_items> ids) { return ids.size(); });
}
