// expect: fastapi: the type of this body parameter cannot be read from JSON. Use a plain struct, a
// standard container, text, a number, an enum, datetime, UUID, Decimal, or dict, list and any for
// free JSON.
#include "fastapi/params/router.hpp"

using namespace fastapi;

class Account {
public:
    explicit Account(int number) : number_(number) {}

private:
    int number_;
};

int main() {
    APIRouter router;
    router.post("/accounts",
                [](Body<"accounts", std::vector<Account>> accounts) { return accounts.size(); });
}
