// expect: fastapi: this handler of errors cannot be called with the error. Write
// app.exception_handler<Error>([](Request& request, const Error& error) { return JSONResponse(...);
// }).
#include "fastapi/app/application.hpp"

#include <stdexcept>

using namespace fastapi;

int main() {
    FastAPI app;
    app.exception_handler<std::runtime_error>(
        [](const std::runtime_error& error) { return PlainTextResponse(error.what()); });
}
