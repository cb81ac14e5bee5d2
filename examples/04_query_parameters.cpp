// Query parameters: required, with a default, optional, limited, repeated.
//
//   curl 'http://127.0.0.1:8000/search?q=python'
//   curl 'http://127.0.0.1:8000/items?skip=20&active=off'
//   curl 'http://127.0.0.1:8000/users'
//   curl 'http://127.0.0.1:8000/products?q=lamp&page=2&tags=new&tags=sale'

#include <fastapi.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

int main(int argc, char** argv) {
    FastAPI app;

    // Without a default the parameter must be sent.
    app.get("/search", [](Query<"q", std::string> q) { return dict{{"query", q}}; });

    // The first plain value is the default.
    app.get("/items", [](Query<"skip", int, 0> skip, Query<"limit", int, 10> limit,
                         Query<"active", bool, true> active) {
        return dict{{"skip", skip}, {"limit", limit}, {"active", active}};
    });

    // An optional need not be sent.
    app.get("/users", [](Query<"name", std::optional<std::string>> name) {
        return dict{{"filter", name ? *name : "all"}};
    });

    // Limits are values beside the default; a list takes every value of a repeated key.
    app.get("/products",
            [](Query<"q", std::optional<std::string>, min_length(3), max_length(50)> q,
               Query<"page", int, 1, ge(1)> page, Query<"size", int, 20, ge(1), le(100)> size,
               Query<"tags", std::vector<std::string>> tags) {
                return dict{{"q", q}, {"page", page}, {"size", size}, {"tags", tags}};
            });

    return app.run(argc, argv);
}
