// The target of the end-to-end tests: one route for each way in which a server can be probed.

#include <fastapi.hpp>

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

using namespace fastapi;
using namespace std::chrono_literals;

namespace {

/// Sets the header as asked; the framework refuses a value that would split the answer.
Response reflected(Query<"v", std::string> v) {
    Response response(200);
    try {
        response.headers.set("X-Reflect", v);
    } catch (const std::invalid_argument& refusal) {
        throw HTTPException(400, refusal.what());
    }
    return response;
}

async<dict> slow(Query<"ms", int, 100, ge(0), le(10000)> ms) {
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(ms));
    co_await timer.async_wait(asio::use_awaitable);
    co_return dict{{"waited", ms}};
}

async<Response> echo(Request& request) {
    co_return Response(co_await request.body(), 200, {}, "application/octet-stream");
}

async<any> json(Request& request) {
    try {
        co_return co_await request.json();
    } catch (const JSONDecodeError& error) {
        throw HTTPException(400, error.what());
    }
}

}  // namespace

int main(int argc, char** argv) {
    FastAPI app;
    app.get("/", [] { return dict{{"ok", true}}; });
    app.post("/echo", echo);
    app.get("/items/{item_id}", [](Path<"item_id", int> item_id) {
        return dict{{"item_id", item_id}};
    });
    app.get("/reflect", reflected);
    app.get("/empty", [] { return Response(204); });
    app.get("/notmod", [] { return Response(304); });
    app.get("/boom", []() -> dict { throw std::runtime_error("the secret of /boom"); });
    app.get("/big", [](Query<"n", int, 0, ge(0), le(100'000'000)> n) {
        return PlainTextResponse(std::string(static_cast<std::size_t>(int{n}), 'x'));
    });
    app.get("/slow", slow);
    app.get("/block", [](Query<"ms", int, 100, ge(0), le(10000)> ms) {
        std::this_thread::sleep_for(std::chrono::milliseconds(ms));
        return dict{{"blocked", ms}};
    });
    app.get("/block/boom", [](Query<"ms", int, 100, ge(0), le(10000)> ms) -> dict {
        std::this_thread::sleep_for(std::chrono::milliseconds(ms));
        throw HTTPException(418, "after a while");
    });
    app.get("/query", [](Request& request) {
        return dict{{"pairs", request.query_params.size()}};
    });
    app.post("/json", json);
    // Short enough for a test to wait for them.
    return app.run(argc, argv,
                   {.timeout_header = 2000ms, .timeout_body = 1000ms, .timeout_write = 4000ms});
}
