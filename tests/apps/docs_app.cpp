// What tests/docs/browser_test.py looks at: two operations, and the pages with Swagger UI and ReDoc
// from the folder DOCS_ASSETS of the environment, else from the CDN.

#include <fastapi.hpp>

#include <cstdlib>
#include <string>

using namespace fastapi;

namespace {

struct Item {
    Field<std::string, min_length(1)> name;
    Field<double, gt(0)> price;
};

}  // namespace

int main(int argc, char** argv) {
    const char* const assets = std::getenv("DOCS_ASSETS");
    FastAPI app({.title = "Docs", .version = "1.0.0", .docs_assets = assets != nullptr ? assets : ""});

    app.get("/users/{user_id}", {.tags = {"users"}, .name = "read_user"},
            [](Path<"user_id", int> user_id, Query<"active", bool, true> active) {
                return dict{{"user_id", user_id}, {"active", active}};
            });

    app.post<Item>("/items", {.tags = {"items"}, .status_code = 201, .name = "create_item"},
                   [](Item item) { return item; });

    return app.run(argc, argv);
}
