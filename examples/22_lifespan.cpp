// Lifespan: what is done once before the first request, and once after the last one.
//
//   curl http://127.0.0.1:8000/users             [{"id":1,"name":"Alice"},{"id":2,"name":"Bob"}]
//   curl http://127.0.0.1:8000/region            {"region":"eu"}
//
// Ctrl+C prints "closed 2 users" when the last answer is sent.

#include <fastapi.hpp>

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

using namespace fastapi;

struct User {
    int id;
    std::string name;
};

using Database = std::vector<User>;

Lifespan lifespan(FastAPI& app) {
    // Anything may be awaited here; the server listens, and answers when this is done.
    asio::steady_timer connecting(co_await asio::this_coro::executor,
                                  std::chrono::milliseconds(10));
    co_await connecting.async_wait(asio::use_awaitable);
    app.state.set("db", Database{{1, "Alice"}, {2, "Bob"}});

    State shared;  // what every request finds in its own state
    shared.set("region", std::string("eu"));
    co_yield shared;

    std::printf("closed %zu users\n", app.state.get<Database>("db").size());
}

int main(int argc, char** argv) {
    FastAPI app({.lifespan = lifespan});

    app.get("/users", [](Request& request) { return request.app().state.get<Database>("db"); });

    app.get("/region", [](Request& request) {
        return dict{{"region", request.state.get<std::string>("region")}};
    });

    return app.run(argc, argv);
}
