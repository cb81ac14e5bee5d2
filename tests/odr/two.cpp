// The second translation unit of the program in one.cpp: the same application, compiled on its own.

#include "routes.hpp"

fastapi::dict document_in_two();

fastapi::dict document_in_two() {
    fastapi::FastAPI app;
    odr::add_routes(app);
    return app.openapi();
}
