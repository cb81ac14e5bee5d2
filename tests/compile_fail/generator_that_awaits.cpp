// expect: fastapi: a generator<T> has no event loop to co_await on. Write async_generator<T>.
#include "fastapi/params/router.hpp"

using namespace fastapi;

async<int> fetched() { co_return 1; }

generator<int> number() { co_yield co_await fetched(); }

int main() {
    APIRouter router;
    router.get("/number", [](Depends<number> n) { return int(n); });
}
