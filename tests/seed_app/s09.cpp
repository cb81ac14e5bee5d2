// Automatic documentation: tags, summary, descriptions, deprecated, further answers.

#include "seed_app.hpp"

#include <string>

using namespace fastapi;

namespace {

struct CatalogueProduct {
    static constexpr auto description = "A product in the catalogue.";
    Field<std::string, fastapi::description("What it is called"), examples("Lamp")> name;
    Field<double, gt(0), fastapi::description("Unit price")> price;
};

struct ErrorMessage {
    std::string message;
    int code = 0;
};

void add_products(FastAPI& app) {
    app.post("/products",
             {.summary = "Create a new product",
              .description = "Creates a product and returns it with its generated ID.",
              .response_description = "The created product",
              .tags = {"products"},
              .status_code = 201,
              .name = "create_product"},
             [](CatalogueProduct product) {
                 dict answer{{"id", 1}};
                 answer.update(model_dump(product));
                 return answer;
             });

    app.get("/products",
            {.description = "List the products:\n\n- **first** line of a list\n- second line",
             .tags = {"products"},
             .name = "list_products"},
            [] { return list{}; });
}

void add_others(FastAPI& app) {
    app.get("/orders", {.tags = {"orders"}, .name = "list_orders"}, [] { return list{}; });

    app.get("/legacy",
            {.tags = {"orders", "old"},
             .deprecated = true,
             .operation_id = "legacyRead",
             .name = "legacy"},
            [] {
                return dict{{"legacy", true}};
            });

    app.get("/hidden", {.include_in_schema = false}, [] { return dict{{"hidden", true}}; });
}

void add_documented(FastAPI& app) {
    app.get<CatalogueProduct>(
        "/documented/{pid}",
        {.responses =
             {{404, {.description = "No such product", .model = model<ErrorMessage>}},
              {200, {.description = "JSON or an image", .content = dict{{"image/png", dict{}}}}},
              {403, {.description = "Not allowed"}}},
         .name = "documented"},
        [](Path<"pid", int, description("Number of the product"), examples(1)> pid) -> Response {
            if (pid == 404) return JSONResponse(dict{{"message", "none"}, {"code", 4}}, 404);
            return JSONResponse(dict{{"name", "Lamp"}, {"price", 9.5}});
        });
}

FastAPI& product_api() {
    static FastAPI app(
        {.title = "Product API",
         .version = "2.0",
         .openapi_tags = {dict{{"name", "products"}, {"description", "Everything about products"}},
                          dict{{"name", "orders"}, {"description", "Orders of customers"}}}});
    add_products(app);
    add_others(app);
    add_documented(app);
    return app;
}

}  // namespace

void seed::mount_s09(FastAPI& app) { app.mount("/s09", product_api()); }
