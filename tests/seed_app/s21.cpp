// All methods on one resource.

#include "seed_app.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace fastapi;

namespace {

struct ProductIn {
    Field<std::string, min_length(1)> name;
    Field<double, ge(0)> price;
    std::optional<std::string> description;
};

struct ProductPatch {
    Field<std::optional<std::string>, min_length(1)> name;
    Field<std::optional<double>, ge(0)> price;
    Field<std::optional<std::string>> description;
};

struct ProductOut {
    int id;
    std::string name;
    double price;
    std::optional<std::string> description;
};

// Only coroutines look at them, and those share the one loop of the tests.
std::map<int, dict> products;

void fill() {
    products[1] = dict{
        {"id", 1}, {"name", "Lamp"}, {"price", 12.5}, {"description", nullptr}, {"secret", "x"}};
    products[2] =
        dict{{"id", 2}, {"name", "Desk"}, {"price", 99.0}, {"description", "oak"}, {"secret", "y"}};
}

dict& find(int id) {
    const auto found = products.find(id);
    if (found == products.end()) throw HTTPException(404, "Product not found");
    return found->second;
}

const dict& store(int id, const ProductIn& product) {
    dict row{{"id", id}};
    row.update(model_dump(product));
    return products[id] = std::move(row);
}

void add_reading(APIRouter& router) {
    router.get<std::vector<ProductOut>>(
        "/products", {.name = "s21_list"},
        [](Query<"skip", int, 0, ge(0)> skip,
           Query<"limit", int, 100, ge(1), le(100)> limit) -> async<std::vector<dict>> {
            std::vector<dict> page;
            int position = 0;
            for (const auto& [id, product] : products) {
                if (position >= skip && position - skip < limit) page.push_back(product);
                ++position;
            }
            co_return page;
        });

    router.get<ProductOut>("/products/{id}", {.name = "s21_get"},
                           [](Path<"id", int> id) -> async<dict> { co_return find(id); });

    router.head("/products/{id}", {.name = "s21_head"},
                [](Path<"id", int> id, Response& response) -> async<dict> {
                    const dict& found = find(id);
                    response.headers.set("X-Name", found["name"].as_string());
                    co_return found;
                });
}

void add_writing(APIRouter& router) {
    router.post("/_reset", {.name = "reset_s21"}, []() -> async<dict> {
        products.clear();
        fill();
        co_return dict{{"reset", "s21"}};
    });

    router.post<ProductOut>("/products", {.status_code = 201, .name = "s21_create"},
                            [](ProductIn product, Response& response) -> async<dict> {
                                const int id = products.empty() ? 1 : products.rbegin()->first + 1;
                                response.headers.set("Location",
                                                     "/s21/products/" + std::to_string(id));
                                co_return store(id, product);
                            });

    router.put<ProductOut>("/products/{id}", {.name = "s21_replace"},
                           [](Path<"id", int> id, ProductIn product) -> async<dict> {
                               find(id);
                               co_return store(id, product);
                           });

    router.patch<ProductOut>("/products/{id}", {.name = "s21_update"},
                             [](Path<"id", int> id, ProductPatch product) -> async<dict> {
                                 dict& found = find(id);
                                 found.update(model_dump(product, {.exclude_unset = true}));
                                 co_return found;
                             });

    router.delete_("/products/{id}", {.status_code = 204, .name = "s21_delete"},
                   [](Path<"id", int> id) -> async<void> {
                       find(id);
                       products.erase(id);
                       co_return;
                   });
}

void add_other_methods(APIRouter& router) {
    router.options("/products", {.name = "s21_options"}, [] {
        return Response("", 200, {{"Allow", "GET, POST, OPTIONS"}});
    });

    router.api_route({"GET", "POST"}, "/multi", {.operation_id = "s21_multi", .name = "s21_multi"},
                     [](Request& request) {
                         return dict{{"method", request.method}};
                     });

    router.trace("/trace", {.name = "s21_trace"}, [](Request& request) {
        return dict{{"method", request.method}};
    });

    router.put("/put-only", {.name = "s21_put_only"}, [] { return dict{{"ok", true}}; });
}

}  // namespace

APIRouter seed::s21() {
    fill();
    APIRouter router({.prefix = "/s21", .tags = {"s21"}});
    add_reading(router);
    add_writing(router);
    add_other_methods(router);
    return router;
}
