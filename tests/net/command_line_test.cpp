#include "fastapi/net/command_line.hpp"

#include "tests/net/client.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

using namespace fastapi;
using namespace net_test;

namespace {

/// The arguments as `main` gets them.
struct arguments {
    std::vector<std::string> texts;
    std::vector<char*> pointers;

    explicit arguments(std::vector<std::string> given) : texts(std::move(given)) {
        texts.insert(texts.begin(), "program");
        for (std::string& text : texts) pointers.push_back(text.data());
        pointers.push_back(nullptr);
    }
    int count() const { return static_cast<int>(texts.size()); }
    char** values() { return pointers.data(); }
};

detail::command_line read(std::vector<std::string> given, ServerOptions options = {}) {
    arguments line(std::move(given));
    return detail::read_command_line(line.count(), line.values(), std::move(options));
}

std::string problem(std::vector<std::string> given) {
    try {
        read(std::move(given));
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("command line: every option") {
    const detail::command_line line = read(
        {"--host", "::1", "--port=0", "--workers", "2", "--root-path", "/api", "--log-level=debug",
         "--no-access-log", "--use-colors", "--timeout-keep-alive", "7", "--reload"});
    CHECK(line.options.host == "::1");
    CHECK(line.options.port == 0);
    CHECK(line.options.workers == 2);
    CHECK(line.root_path == "/api");
    CHECK(line.options.log_level == "debug");
    CHECK_FALSE(line.options.access_log);
    CHECK(line.options.use_colors == true);
    CHECK(line.options.timeout_keep_alive == 7s);
    CHECK(line.reload);
    CHECK_FALSE(line.help);
    CHECK(read({"--help"}).help);
}

TEST_CASE(
    "command line: what it does not name stays as the program has set it, and the last one wins") {
    ServerOptions options;
    options.port = 9000;
    options.host = "0.0.0.0";
    const detail::command_line line =
        read({"--port", "1", "--port", "65535", "--no-access-log", "--access-log"}, options);
    CHECK(line.options.port == 65535);
    CHECK(line.options.host == "0.0.0.0");
    CHECK(line.options.access_log);
    CHECK_FALSE(line.options.use_colors.has_value());
    CHECK_FALSE(line.root_path.has_value());
    CHECK(read({"--no-use-colors"}).options.use_colors == false);
}

TEST_CASE("command line: what is wrong is named") {
    CHECK(problem({"--prot", "80"}) == "No such option: --prot");
    CHECK(problem({"extra"}) == "No such option: extra");
    CHECK(problem({""}) == "No such option: ");
    CHECK(problem({"--port"}) == "Option '--port' requires an argument.");
    for (const std::string wrong :
         {"http", "-1", "65536", "70000", "", " 80", "80 ", "0x50", "99999999999999999999"})
        CHECK(problem({"--port", wrong}) ==
              "Invalid value for '--port': '" + wrong + "' is not an integer from 0 to 65535.");
    CHECK(problem({"--workers", "0"}).starts_with("Invalid value for '--workers': '0'"));
    CHECK(problem({"--workers=1"}).empty());
    CHECK(problem({"--log-level", "loud"}).find("\"loud\"") != std::string::npos);
    CHECK(problem({"--log-level", "WARNING"}).empty());
}

TEST_CASE("command line: the texts of the help name every option that is read") {
    for (const std::string option :
         {"--host", "--port", "--workers", "--root-path", "--log-level", "--timeout-keep-alive"}) {
        CHECK(problem({option}) == "Option '" + option + "' requires an argument.");
        CHECK(detail::usage_text.find(option + " ") != std::string_view::npos);
    }
}

TEST_CASE("command line: run gives the exit status of the program") {
    FastAPI app;
    app.get("/", [] { return dict{}; });
    arguments wrong({"--no-such-option"});
    CHECK(app.run(wrong.count(), wrong.values()) == 2);

    FastAPI other;
    serving taken(other);
    arguments same_port({"--port", std::to_string(taken.port()), "--log-level", "critical"});
    CHECK(app.run(same_port.count(), same_port.values()) == 1);

    arguments good({"--port", "0", "--log-level", "critical", "--no-access-log"});
    int status = -1;
    std::thread thread([&] { status = app.run(good.count(), good.values()); });
    while (app.port() == 0) std::this_thread::sleep_for(1ms);
    CHECK(client(app.port()).get("/").status == 200);
    app.stop();
    thread.join();
    CHECK(status == 0);
}

TEST_CASE("file_watch: the application stops when the file has changed and stays so") {
    char path[] = "/tmp/fastapi-file-watch-XXXXXX";
    const int file = ::mkstemp(path);
    REQUIRE(file >= 0);
    FastAPI app;
    serving server(app);
    {
        detail::file_watch watch(app, path);
        CHECK_FALSE(watch.has_changed());
        REQUIRE(::write(file, "new", 3) == 3);
        server.wait();
        CHECK(watch.has_changed());
    }
    ::close(file);
    ::unlink(path);
}

TEST_CASE("file_watch: a file that changes before the application runs stops it, too") {
    char path[] = "/tmp/fastapi-file-watch-XXXXXX";
    const int file = ::mkstemp(path);
    REQUIRE(file >= 0);
    FastAPI app;
    detail::file_watch watch(app, path);
    REQUIRE(::write(file, "new", 3) == 3);
    while (!watch.has_changed()) std::this_thread::sleep_for(10ms);
    std::this_thread::sleep_for(50ms);
    serving server(app);
    CHECK(time_of([&] { server.wait(); }) < 5s);
    ::close(file);
    ::unlink(path);
}
