// Answers of other kinds: HTML, text, redirects, files, streams, own media types.
//
//   curl http://127.0.0.1:8000/html
//   curl -iL http://127.0.0.1:8000/old
//   curl -OJ http://127.0.0.1:8000/report
//   curl -H 'Range: bytes=0-3' http://127.0.0.1:8000/report
//   curl -N http://127.0.0.1:8000/countdown

#include <fastapi.hpp>

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

using namespace fastapi;

// A coroutine that yields the texts of a stream, and may wait between them.
async_generator<std::string> countdown(int from) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (int i = from; i > 0; --i) {
        co_yield std::to_string(i) + "\n";
        timer.expires_after(std::chrono::milliseconds(10));
        co_await timer.async_wait(asio::use_awaitable);
    }
    co_yield "lift-off";
}

async_generator<dict> measurements() {
    for (int i = 0; i < 3; ++i) {
        const dict measured{{"second", i}, {"celsius", 20.5 + i}};
        co_yield measured;
    }
}

int main(int argc, char** argv) {
    FastAPI app;

    const std::string report = std::filesystem::temp_directory_path() / "fastapi-report.csv";
    std::ofstream(report) << "year,total\n2024,42\n";

    // The class of the answer, where the handler returns text.
    app.get("/html", {.response_class = html}, [] { return "<h1>Hello World</h1>"; });
    app.get("/text", {.response_class = plain_text}, [] { return "plain text"; });
    app.get("/moved", {.status_code = 301, .response_class = redirect}, [] { return "/html"; });

    // Or the answer itself.
    app.get("/old", [] { return RedirectResponse("/new?q=a b", 302); });
    app.get("/xml", [] { return Response("<a>1</a>", 200, {}, "application/xml"); });
    app.get("/problem", [] {
        return JSONResponse(dict{{"title", "Out of stock"}}, 409,
                            {{"Content-Type", "application/problem+json"}});
    });

    // Files have their type from their name, and can be asked for in parts.
    app.get("/report",
            [report] { return FileResponse({.path = report, .filename = "annual-report.csv"}); });

    // Streams are sent while they are made: texts, lines of JSON, server-sent events.
    app.get("/countdown", [] { return StreamingResponse(countdown(3), 200, {}, "text/plain"); });
    app.get("/measurements", [] { return JSONLinesResponse(measurements()); });
    app.get("/events", [] { return EventSourceResponse(measurements()); });

    return app.run(argc, argv);
}
