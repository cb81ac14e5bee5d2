// The target of the tests of bodies and answers in parts. It counts what happens inside: values
// that a generator has given, generators that are alive, clients that left.
//
// Its files lie in the directory that STREAM_APP_FILES names.

#include <fastapi.hpp>

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

using namespace fastapi;
using namespace std::chrono_literals;

namespace {

std::atomic<int> yields{0}, alive{0}, begun{0}, disconnects{0}, background_runs{0}, released{0};

async<> pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    async<> expiry = timer.async_wait(asio::use_awaitable);
    co_await std::move(expiry);
}

/// Counts the generators that have begun and not been destroyed.
struct guard {
    guard() { ++alive, ++begun; }
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;
    ~guard() { --alive; }
};

/// Adler-32 (RFC 1950 8.2), which Python's zlib has, too.
class checksum {
public:
    void add(std::string_view bytes) {
        size_ += bytes.size();
        while (!bytes.empty()) {
            constexpr std::size_t without_overflow = 5552;
            const std::string_view piece = bytes.substr(0, without_overflow);
            for (const char c : piece) b_ += a_ += static_cast<unsigned char>(c);
            a_ %= 65521;
            b_ %= 65521;
            bytes.remove_prefix(piece.size());
        }
    }
    dict result() const { return dict{{"size", size_}, {"adler32", std::uint64_t{b_} << 16 | a_}}; }

private:
    std::uint32_t a_ = 1, b_ = 0;
    std::uint64_t size_ = 0;
};

// ---- uploads ----

dict summary(SpooledFile file) {
    checksum sum;
    for (std::string part; !(part = file.read(256 * 1024)).empty();) sum.add(part);
    return sum.result();
}

async<dict> upload_file(File<"file"> file, Form<"note", std::optional<std::string>> note) {
    dict result = summary(file.file);
    if (note) result["note"] = *note;
    result["filename"] = file.filename;
    result["in_memory"] = file.file.in_memory();
    co_return result;
}

dict upload_plain(File<"file"> file) { return summary(file.file); }

async<dict> upload_form(Request& request) {
    async<FormData> reading = request.form();
    const FormData form = co_await std::move(reading);
    dict result = summary(form["file"].file().file);
    result["fields"] = form.size();
    co_return result;
}

async<dict> upload_stream(Request& request) {
    checksum sum;
    RequestStream stream = request.stream();
    try {
        while (const auto part = co_await stream.next()) sum.add(*part);
    } catch (const ClientDisconnect&) {
        ++disconnects;
        throw;
    }
    co_return sum.result();
}

async<dict> whole_body(Request& request) {
    async<std::string> reading = request.body();
    const std::string body = co_await std::move(reading);
    checksum sum;
    sum.add(body);
    co_return sum.result();
}

/// Waits before it asks for the body.
async<dict> late_body(Request& request, Query<"ms", int, 300> ms) {
    async<> waiting = pause(std::chrono::milliseconds(ms));
    co_await std::move(waiting);
    async<std::string> reading = request.body();
    const std::string body = co_await std::move(reading);
    co_return dict{{"size", body.size()}};
}

/// Asks for one part only.
async<dict> first_part(Request& request) {
    RequestStream stream = request.stream();
    const auto part = co_await stream.next();
    co_return dict{{"first", part.has_value()}};
}

/// Refuses when it has seen a part.
async<dict> refuse_in_the_middle(Request& request) {
    RequestStream stream = request.stream();
    co_await stream.next();
    throw HTTPException(400, "enough");
}

async<dict> ignore_body(Request&) { co_return dict{{"ignored", true}}; }

// ---- answers ----

/// `count` parts, with a pause before each. It throws instead of the part number `fail`.
async_generator<std::string> parts(int count, int size, int ms, int fail) {
    const guard counted;
    for (int i = 0; i < count; ++i) {
        if (ms > 0) co_await pause(std::chrono::milliseconds(ms));
        if (i == fail) throw std::runtime_error("the generator failed on purpose");
        ++yields;
        std::string part = std::to_string(i) + ";";
        part.resize(std::max(part.size(), static_cast<std::size_t>(size)), 'x');
        co_yield std::move(part);
    }
}

StreamingResponse stream(Query<"count", int, 3> count, Query<"size", int, 0> size,
                         Query<"ms", int, 0> ms, Query<"fail", int, -1> fail) {
    return StreamingResponse(parts(count, size, ms, fail), 200, {}, "text/plain");
}

async<StreamingResponse> stream_async(Query<"count", int, 3> count, Query<"size", int, 0> size) {
    co_await pause(1ms);
    co_return StreamingResponse(parts(count, size, 0, -1), 200, {}, "text/plain");
}

/// Gives an event, then waits until a client has asked for the next with `/release`.
async_generator<ServerSentEvent> events(int count) {
    const guard counted;
    const int before = released;
    for (int i = 0; i < count; ++i) {
        while (released - before < i) co_await pause(2ms);
        ++yields;
        ServerSentEvent event{
            .data = i, .event = "count", .id = std::to_string(i)};  // GCC 12: not in the co_yield
        co_yield std::move(event);
    }
}

async_generator<std::string> echo_parts(Request& request) {
    RequestStream stream = request.stream();
    while (auto part = co_await stream.next()) co_yield std::move(*part);
}

std::string file_path(std::string_view name) {
    const char* const directory = std::getenv("STREAM_APP_FILES");
    return std::string(directory != nullptr ? directory : ".") + "/" + std::string(name);
}

void note_run(int ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(ms));
    ++background_runs;
}

async<> note_run_async(int ms) {
    co_await pause(std::chrono::milliseconds(ms));
    ++background_runs;
}

dict counters() {
    return dict{{"yields", yields.load()},
                {"alive", alive.load()},
                {"begun", begun.load()},
                {"disconnects", disconnects.load()},
                {"background", background_runs.load()}};
}

void add_uploads(FastAPI& app) {
    app.post("/upload/file", upload_file);
    app.post("/upload/plain", upload_plain);
    app.post("/upload/form", upload_form);
    app.post("/upload/stream", upload_stream);
    app.post("/body", whole_body);
    app.post("/late", late_body);
    app.post("/first", first_part);
    app.post("/refuse", refuse_in_the_middle);
    app.post("/ignore", ignore_body);
    app.post("/json", [](Body<"value", any> value) { return any(value); });
}

void add_answers(FastAPI& app) {
    app.get("/stream", stream);
    app.head("/stream", stream);
    app.get("/stream/async", stream_async);
    app.get("/events",
            [](Query<"count", int, 3> count) { return EventSourceResponse(events(count)); });
    app.post("/release", [] { return dict{{"released", ++released}}; });
    app.post("/echo", [](Request& request) -> async<StreamingResponse> {
        co_return StreamingResponse(echo_parts(request));
    });
    app.get("/file/{name}",
            [](Path<"name", std::string> name) { return FileResponse(file_path(name)); });
    app.head("/file/{name}",
             [](Path<"name", std::string> name) { return FileResponse(file_path(name)); });
    app.get("/background", [](BackgroundTasks& tasks, Query<"ms", int, 300> ms) {
        tasks.add_task(note_run, int{ms});
        tasks.add_task(note_run_async, int{ms});
        return dict{{"runs", background_runs.load()}};
    });
    app.get("/background/stream", [](BackgroundTasks& tasks) {
        tasks.add_task(note_run, 1);
        return StreamingResponse(parts(3, 0, 20, -1));
    });
}

}  // namespace

int main(int argc, char** argv) {
    FastAPI app;
    app.get("/", [] { return dict{{"ok", true}}; });
    app.get("/counters", counters);
    add_uploads(app);
    add_answers(app);
    // Short enough for a test to wait for them.
    return app.run(argc, argv,
                   {.max_body_bytes = 1024 * 1024,
                    .timeout_header = 2000ms,
                    .timeout_body = 1000ms,
                    .timeout_write = 1500ms,
                    .timeout_graceful_shutdown = 4000ms});
}
