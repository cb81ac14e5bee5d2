// The target of the tests of dependencies over a socket: what happens, and when, is read from GET
// /seen.

#include <fastapi.hpp>

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

using namespace fastapi;
using namespace std::chrono_literals;

namespace {

std::mutex seen_mutex;
list seen;

void note(const std::string& what) {
    const std::lock_guard lock(seen_mutex);
    seen.push_back(what);
}

async<> pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

/// Takes its time to end.
async_generator<std::string> session() {
    note("open");
    try {
        co_yield std::string("session");
    } catch (const std::exception&) {
        note("roll back");
        throw;
    }
    co_await pause(300ms);
    note("close");
}

async_generator<std::string> transaction(Depends<session> below) {
    note("begin");
    co_yield below + "/transaction";
    note("commit");
}

async_generator<std::string> parts(std::string name) {
    for (int i = 0; i < 3; ++i) {
        co_await pause(20ms);
        co_yield name + "\n";
    }
    note("streamed");
}

async_generator<std::string> failing_parts() {
    co_yield std::string("one\n");
    throw std::runtime_error("a stream failed");
}

}  // namespace

int main(int argc, char** argv) {
    FastAPI app;
    app.get("/seen", [] {
        const std::lock_guard lock(seen_mutex);
        return std::exchange(seen, {});
    });
    app.get("/plain", [](Depends<transaction> within, BackgroundTasks& tasks) {
        tasks.add_task([] { note("task"); });
        return dict{{"within", within.get()}};
    });
    app.get("/early", [](Depends<session, scope("function")> within) -> async<dict> {
        const dict answer{{"within", within.get()}};
        co_return answer;
    });
    app.get("/fails", [](Depends<transaction>) -> dict { throw HTTPException(409, "no"); });
    app.get("/slow", [](Depends<session>) -> async<dict> {
        co_await pause(500ms);
        note("handled");
        co_return dict{{"ok", true}};
    });
    app.get("/stream",
            [](Depends<session> within) { return StreamingResponse(parts(within.get())); });
    app.get("/broken-stream", [](Depends<session>) { return StreamingResponse(failing_parts()); });
    return app.run(argc, argv);
}
