// expect: fastapi: unique_items compares the items with ==, and these have none. Write in their
// type bool operator==(const Item&) const = default; expect: Order
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Line {
    int product;
};

struct Order {
    Field<std::vector<Line>, unique_items> lines;
};

int main() {
    APIRouter router;
    router.post("/orders", [](Order order) { return order.lines.size(); });
}
