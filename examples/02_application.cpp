// An application with a title and a version, a handler that may block and one that awaits.
//
//   curl 'http://127.0.0.1:8000/'                        {"message":"Hello World"}
//   curl 'http://127.0.0.1:8000/health'                  {"status":"ok"}
//   curl 'http://127.0.0.1:8000/tick?ms=250'             {"waited_ms":250}
//
// The host, the port and the number of workers come from the command line:
//
//   02_application --host 0.0.0.0 --port 9000 --workers 4

#include <fastapi.hpp>

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>

using namespace fastapi;

int main(int argc, char** argv) {
    FastAPI app(
        {.title = "My API", .description = "API description shown in docs", .version = "1.0.0"});

    // A coroutine runs on the event loop, as `async def` does in Python: it awaits, never blocks.
    app.get("/", []() -> async<dict> { co_return dict{{"message", "Hello World"}}; });

    // A plain handler may block, as `def` may in Python: it delays no other request.
    app.get("/health", [] { return dict{{"status", "ok"}}; });

    // Whatever Asio can wait for can be awaited.
    app.get("/tick", [](Query<"ms", int, 100, ge(0), le(1000)> ms) -> async<dict> {
        asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(ms));
        co_await timer.async_wait(asio::use_awaitable);
        co_return dict{{"waited_ms", ms}};
    });

    return app.run(argc, argv);
}
