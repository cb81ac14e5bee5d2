// What the documentation shows: tags, summaries, descriptions, further answers, a webhook.
//
//   curl http://127.0.0.1:8000/openapi.json
//   09_documentation --openapi > openapi.json      the same, without serving
//
// Then look at http://127.0.0.1:8000/docs and /redoc. Without the internet they show a smaller
// page; the real ones come along with
//
//   tools/fastapi docs-assets docs-assets && DOCS_ASSETS=docs-assets 09_documentation

#include <fastapi.hpp>

#include <cstdlib>
#include <string>

using namespace fastapi;

struct Product {
    static constexpr auto description = "A product in the catalogue.";
    Field<std::string, fastapi::description("What it is called"), examples("Lamp", "Desk")> name;
    Field<double, gt(0), fastapi::description("Unit price")> price;
};

struct ErrorMessage {
    std::string message;
};

int main(int argc, char** argv) {
    const char* const assets = std::getenv("DOCS_ASSETS");
    FastAPI app(
        {.title = "Product API",
         .summary = "What is in the catalogue",
         .description = "Descriptions are **Markdown**.",
         .version = "2.0.0",
         .contact = dict{{"name", "The shop"}, {"email", "shop@example.com"}},
         .license_info = dict{{"name", "MIT"}, {"identifier", "MIT"}},
         .openapi_tags = {dict{{"name", "products"}, {"description", "Everything about products"}}},
         .docs_assets = assets != nullptr ? assets : ""});

    app.post("/products",
             {.summary = "Create a new product",
              .description = "Creates a product and returns it with its generated ID.",
              .response_description = "The created product",
              .tags = {"products"},
              .status_code = 201},
             [](Product product) {
                 dict answer = model_dump(product);
                 answer["id"] = 1;
                 return answer;
             });

    app.get("/products/{product_id}",
            {.tags = {"products"},
             .responses = {{404, {.description = "No such product", .model = model<ErrorMessage>}}},
             .name = "read_product"},
            [](Path<"product_id", int, ge(1), description("Number of the product"), examples(1)>
                   product_id) {
                if (product_id > 1) throw HTTPException(404, "No such product");
                return Product{"Lamp", 9.5};
            });

    app.get("/old", {.tags = {"products"}, .deprecated = true}, [] { return list{}; });

    app.get("/hidden", {.include_in_schema = false}, [] { return "not in the documentation"; });

    // A request that this program will send to its users.
    app.webhooks.post("new-product", {.description = "Sent when a product is new."},
                      [](Product) {});

    // The document may be changed before it goes out.
    app.openapi = [&app] {
        dict document = get_openapi(app);
        document["info"]["x-logo"] = dict{{"url", "https://example.com/logo.png"}};
        return document;
    };

    return app.run(argc, argv);
}
