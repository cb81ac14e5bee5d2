// expect: lower
// expect: declared
// expect-not: depth exceeds
#include "fastapi/params/router.hpp"
#include "fastapi/params/security.hpp"

using namespace fastapi;

int upper(Depends<lower> below);
int lower(Depends<upper> below) { return below; }
int upper(Depends<lower> below) { return below; }

int main() {
    APIRouter router;
    router.get("/items", [](Depends<upper> n) { return int(n); });
}
