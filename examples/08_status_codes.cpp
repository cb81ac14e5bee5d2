// Status codes: fixed ones, errors with headers, and one that the handler chooses.
//
//   curl -i http://127.0.0.1:8000/items --json '{"name":"cup"}'
//   curl -i http://127.0.0.1:8000/items/9                    404, with a header
//   curl -i -X DELETE http://127.0.0.1:8000/items/1          204, without a body

#include <fastapi.hpp>

#include <string>

using namespace fastapi;

struct Item {
    std::string name;
    double price = 1.0;
};

int main(int argc, char** argv) {
    FastAPI app;

    // A name of `status::` or a plain number.
    app.post("/items", {.status_code = status::HTTP_201_CREATED}, [](Item item) { return item; });

    app.get("/items/{item_id}", [](Path<"item_id", int> item_id) {
        if (item_id != 1)
            throw HTTPException(status::HTTP_404_NOT_FOUND,
                                "Item " + std::to_string(item_id) + " not found",
                                {{"X-Error", "Item missing"}});
        return Item{"pen", 2.5};
    });

    app.delete_("/items/{item_id}", {.status_code = 204}, [](Path<"item_id", int>) {});

    // The answer that is being made can be taken as a parameter: its status and headers count.
    app.put("/stock/{name}", [](Path<"name", std::string> name, Response& response) {
        if (name == "pen") return dict{{"message", "changed"}};
        response.status_code = status::HTTP_201_CREATED;
        response.headers.set("Location", "/stock/ink");
        return dict{{"message", "created"}};
    });

    return app.run(argc, argv);
}
