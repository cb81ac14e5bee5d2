// expect: fastapi: this type cannot be read from JSON. Use a plain struct, a standard container,
// text, a number, an enum, datetime, UUID, Decimal, or dict, list and any for free JSON.
#include "fastapi/params/router.hpp"

using namespace fastapi;

class Account {
public:
    explicit Account(int number) : number_(number) {}
    Account() = default;

private:
    int number_ = 0;
};
struct Item {
    std::string name;
    Account account;
};

int main() {
    APIRouter router;
    router.post("/items", [](Item item) { return item.name; });
}
