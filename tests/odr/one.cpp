// Two translation units that both include the header must link into one program and agree on it:
// each makes the same application, and both give the same document of it.

#include <fastapi.hpp>

fastapi::dict document_in_two();

namespace {

fastapi::dict document_in_one() {
    fastapi::FastAPI app;
    app.get("/{id}", [](fastapi::Path<"id", int> id) { return fastapi::dict{{"id", id}}; });
    return app.openapi();
}

}  // namespace

int main() {
    const fastapi::dict document = document_in_one();
    return document.contains("paths") && document == document_in_two() ? 0 : 1;
}
