// expect: fastapi: this type cannot be written as JSON. Return a plain struct, a dict, a list, a
// standard container, text or a number, or a Response.
#include "fastapi/params/router.hpp"

using namespace fastapi;

class Account {
public:
    explicit Account(int number) : number_(number) {}

private:
    int number_;
};

struct Owner {
    std::vector<Account> accounts;
};
struct House {
    std::optional<Owner> owner;
};

int main() {
    APIRouter router;
    router.get("/house", [] { return House(); });
}
