// expect: fastapi: this parameter does not say where it comes from.
#include "fastapi/params/router.hpp"

using namespace fastapi;

int doubled(int number) { return 2 * number; }
int quadrupled(Depends<doubled> number) { return 2 * number; }

int main() {
    APIRouter router;
    router.get("/items", [](Depends<quadrupled> n) { return int(n); });
}
