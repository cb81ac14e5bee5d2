// expect: fastapi: what this handler returns cannot be written as JSON. Return a plain struct, a
// dict, a list, a standard container, text or a number, or a Response.
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
    router.get("/account", [] { return Account(7); });
}
