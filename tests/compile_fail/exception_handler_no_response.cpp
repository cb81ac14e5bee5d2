// expect: fastapi: a handler of errors returns a Response. Write return JSONResponse(dict{...},
// 400).
#include "fastapi/app/application.hpp"

#include <stdexcept>

using namespace fastapi;

int main() {
    FastAPI app;
    app.exception_handler<std::runtime_error>([](Request&, const std::runtime_error& error) {
        return dict{{"error", error.what()}};
    });
}
