// The second translation unit of the program in one.cpp: the same application, compiled on its own.

#include <fastapi.hpp>

fastapi::dict document_in_two();

fastapi::dict document_in_two() {
    fastapi::FastAPI app;
    app.get("/{id}", [](fastapi::Path<"id", int> id) { return fastapi::dict{{"id", id}}; });
    return app.openapi();
}
