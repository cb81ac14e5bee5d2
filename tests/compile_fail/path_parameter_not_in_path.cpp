// expect: fastapi: the path has no placeholder for a Path parameter. Write its name in braces in
// the path, "/items/{item_id}", or make it a Query. expect: 'n', 'u', 'm', 'b', 'e', 'r'
#include "fastapi/params/router.hpp"

using namespace fastapi;

/// Takes routes as the application does, where no prefix can hold the placeholder.
struct App : detail::route_declarations<App, detail::path_kind::whole> {
    void add_operation(detail::operation) {}
};

int main() {
    App app;
    app.get("/items/{id}", [](Path<"number", int> number, Request&) { return int(number); });
}
