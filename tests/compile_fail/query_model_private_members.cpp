// expect: fastapi: the members of this model of parameters cannot be seen. Use a plain struct,
// without constructors, base classes or private members.
#include "fastapi/params/router.hpp"

using namespace fastapi;

class Paging {
public:
    int skip() const { return skip_; }

private:
    int skip_ = 0;
};

int main() {
    APIRouter router;
    router.get("/items", [](QueryModel<Paging> paging) { return paging.skip(); });
}
