// Path parameters: several of them, limits, choices, and one that spans slashes.
//
//   curl 'http://127.0.0.1:8000/users/3/orders/9'        {"user_id":3,"order_id":9}
//   curl 'http://127.0.0.1:8000/items/10000'             422: less than or equal to 9999
//   curl 'http://127.0.0.1:8000/models/resnet'           {"model":"resnet","value":"resnet"}
//   curl 'http://127.0.0.1:8000/files/home/me/x.txt'     {"file_path":"home/me/x.txt"}

#include <fastapi.hpp>

#include <string>

using namespace fastapi;

enum class ModelName { alexnet, resnet, lenet };

int main(int argc, char** argv) {
    FastAPI app;

    // Routes are tried in order: the fixed path stands before the one with a parameter.
    app.get("/users/me", [] { return dict{{"user_id", "the current user"}}; });

    app.get("/users/{user_id}", [](Path<"user_id", int> user_id) {
        return dict{{"user_id", user_id}};
    });

    app.get("/users/{user_id}/orders/{order_id}",
            [](Path<"user_id", int> user_id, Path<"order_id", int> order_id) {
                return dict{{"user_id", user_id}, {"order_id", order_id}};
            });

    app.get("/items/{item_id}",
            [](Path<"item_id", int, title("Item ID"), ge(1), le(9999)> item_id) {
                return dict{{"item_id", item_id}};
            });

    // An enumeration is a fixed choice of texts: the names of its enumerators.
    app.get("/models/{model_name}", [](Path<"model_name", ModelName> model_name) {
        return dict{{"model", model_name}, {"value", enum_name(model_name)}};
    });

    app.get("/files/{file_path:path}", [](Path<"file_path", std::string> file_path) {
        return dict{{"file_path", file_path}};
    });

    return app.run(argc, argv);
}
