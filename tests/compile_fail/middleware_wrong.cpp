// expect: fastapi: this is no middleware. Write a coroutine [](Request& request, Next next) ->
// async<Response>, or a class with std::optional<Response> before(Request&), void after(Request&,
// Response&) or both.
#include "fastapi/app/application.hpp"

using namespace fastapi;

struct Timing {
    void before(const Request&) {}
};

int main() {
    FastAPI app;
    app.add_middleware(Timing());
}
