// expect: fastapi: max_digits and decimal_places limit Decimal, and this value is none. Write
// Decimal, or for other numbers ge and le.
#include "fastapi/params/router.hpp"

using namespace fastapi;

struct Item {
    std::string name;
    Field<double, max_digits(5), decimal_places(2)> price;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item item) { return item.name; });
}
