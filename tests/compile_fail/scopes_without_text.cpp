// expect: fastapi: scopes have a name and a text each. Write scopes("me", "Read your own data.").
#include "fastapi/params/router.hpp"
#include "fastapi/params/security.hpp"

using namespace fastapi;

inline constexpr OAuth2PasswordBearer<"/token", scopes("me", "Read your own data.", "items")>
    scheme;

int main() {
    APIRouter router;
    router.get("/items", [](Depends<scheme> token) { return token.get(); });
}
