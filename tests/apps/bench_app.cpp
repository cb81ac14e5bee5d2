// The target of the measurements: bench_app PORT [THREADS] on 127.0.0.1.

#include <fastapi.hpp>

#include <cstdio>
#include <cstdlib>

using namespace fastapi;

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: bench_app PORT [THREADS]\n", stderr);
        return 2;
    }
    FastAPI app;
    app.get("/", [] { return dict{{"message", "Hello World"}}; });
    app.get("/plaintext", [] { return PlainTextResponse("Hello, World!"); });
    app.get("/users/{user_id}",
            [](Path<"user_id", int> user_id, Query<"active", bool, true> active) {
                return dict{{"user_id", user_id}, {"active", active}};
            });
    app.run({.host = "127.0.0.1",
             .port = std::atoi(argv[1]),
             .workers = argc > 2 ? std::atoi(argv[2]) : 1,
             .access_log = false});
}
