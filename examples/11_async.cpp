// Asynchronous handlers and blocking ones: neither delays another request.
//
//   curl http://127.0.0.1:8000/users/1       waits without a thread
//   curl http://127.0.0.1:8000/compute       blocks; meanwhile every other request is answered
//   for i in 1 2 3 4 5; do curl -s http://127.0.0.1:8000/compute & done; wait

#include <fastapi.hpp>

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <chrono>
#include <string>
#include <thread>

using namespace fastapi;
using namespace std::chrono_literals;

// Whatever Asio can wait for, a handler can: timers, sockets, a client of a database.
async<std::string> fetch_name(int id) {
    asio::steady_timer timer(co_await asio::this_coro::executor, 20ms);
    co_await timer.async_wait(asio::use_awaitable);
    if (id != 1) throw HTTPException(502, "Upstream answered 404");
    co_return "Ada";
}

// A function of a library that knows nothing of all this.
int read_sensor(std::string name, int samples) {
    if (name != "door") throw HTTPException(404, "No sensor '" + name + "'");
    std::this_thread::sleep_for(300ms);
    return samples * 21;
}

int main(int argc, char** argv) {
    FastAPI app;

    // A coroutine runs on the event loop: it waits with co_await, and must not block.
    app.get("/users/{id}", [](Path<"id", int> id) -> async<dict> {
        const std::string name = co_await fetch_name(id);
        co_return dict{{"id", id}, {"name", name}};
    });

    // A plain handler may block as long as it likes.
    app.get("/compute", [] {
        std::this_thread::sleep_for(300ms);
        return dict{{"result", 42}};
    });

    // So may a function that a coroutine calls in a thread; what it throws comes back as well.
    // Name the result before it goes into a dict: older compilers stumble over co_await in braces.
    app.get("/sensors/{name}", [](Path<"name", std::string> name) -> async<dict> {
        const int value = co_await run_in_threadpool(read_sensor, std::string(name), 2);
        co_return dict{{"sensor", name}, {"value", value}};
    });

    return app.run(argc, argv);
}
