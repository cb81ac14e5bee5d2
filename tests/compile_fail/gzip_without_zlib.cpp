// expect: fastapi: GZipMiddleware needs zlib. Compile with -DFASTAPI_WITH_ZLIB and link with -lz.
#include "fastapi/app/application.hpp"
#include "fastapi/app/gzip.hpp"

int main() {
    fastapi::FastAPI app;
    app.add_middleware(fastapi::GZipMiddleware{});
}
