// Errors: thrown with a status, thrown as a type of one's own, and the framework's answers
// replaced.
//
//   curl http://127.0.0.1:8000/items/9          404, with a detail of one's own
//   curl http://127.0.0.1:8000/stock/9          404, made of an exception that knows no HTTP
//   curl http://127.0.0.1:8000/items/x          422, the body shown as well
//   curl http://127.0.0.1:8000/broken           500, of what nobody else answers; it is logged, too

#include <fastapi.hpp>

#include <stdexcept>
#include <string>

using namespace fastapi;

struct ItemNotFoundError {
    int item_id;
};

int main(int argc, char** argv) {
    FastAPI app;

    // Answers an exception by its type, which need not derive from std::exception.
    app.exception_handler<ItemNotFoundError>([](Request&, const ItemNotFoundError& error) {
        return JSONResponse(dict{{"error", "ITEM_NOT_FOUND"}, {"item_id", error.item_id}}, 404);
    });

    // Replaces FastAPI's 422; request_validation_exception_handler still gives it.
    app.exception_handler<RequestValidationError>(
        [](Request& request, const RequestValidationError& error) {
            Response response = request_validation_exception_handler(request, error);
            response.headers.set("X-Problems", std::to_string(error.errors().size()));
            return response;
        });

    // By status: also what the router answers when it knows no such path.
    app.exception_handler(404, [](Request& request, const HTTPException& error) {
        return JSONResponse(dict{{"detail", error.detail}, {"path", request.url.path}}, 404);
    });

    // Whatever nobody else answers, here or in middleware. std::exception in place of 500 is the
    // same.
    app.exception_handler(500, [](Request& request, const std::exception&) {
        return JSONResponse(dict{{"detail", "Something went wrong"}, {"path", request.url.path}},
                            500);
    });

    app.get("/items/{item_id}", [](Path<"item_id", int> item_id) {
        if (item_id != 1)
            throw HTTPException(404, dict{{"message", "No such item"}, {"item_id", item_id}});
        return dict{{"id", 1}};
    });

    app.get("/stock/{item_id}",
            [](Path<"item_id", int> item_id) -> dict { throw ItemNotFoundError{item_id}; });

    app.get("/broken", []() -> dict { throw std::runtime_error("the disk is full"); });

    return app.run(argc, argv);
}
