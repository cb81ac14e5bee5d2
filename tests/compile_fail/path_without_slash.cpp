// expect: fastapi: the path does not begin with '/'. Write "/items".
#include "fastapi/params/router.hpp"

using namespace fastapi;

int main() {
    APIRouter router;
    router.get("items", [] { return dict{}; });
}
