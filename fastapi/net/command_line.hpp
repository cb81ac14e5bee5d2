#pragma once

// `app.run(argc, argv)`: uvicorn's options, and a restart when the program was built anew.

#include "fastapi/app/docs_routes.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/net/server.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace fastapi {
namespace detail {

inline constexpr std::string_view usage_text =
    "  --host HOST              address to listen at (127.0.0.1)\n"
    "  --port PORT              port to listen at, 0 for a free one (8000)\n"
    "  --workers N              event loops, each in a thread (1)\n"
    "  --root-path PATH         where a proxy has mounted the application\n"
    "  --log-level LEVEL        critical, error, warning, info or debug (info)\n"
    "  --no-access-log          no line for each request\n"
    "  --use-colors             coloured output (by default on a terminal)\n"
    "  --no-use-colors          plain output\n"
    "  --timeout-keep-alive S   seconds until an idle connection is closed (5)\n"
    "  --reload                 start anew when this program has been built again\n"
    "  --openapi                print the OpenAPI document and end\n"
    "  --help                   this text\n";

/// What the command line asks for.
struct command_line {
    ServerOptions options;
    std::optional<std::string> root_path;
    bool reload = false, openapi = false, help = false;
};

/// Reads the arguments over the given options. Throws std::invalid_argument that names what is
/// wrong.
command_line read_command_line(int argc, char** argv, ServerOptions options);

/// Stops an application when a file changes; joins when destroyed.
class file_watch {
public:
    file_watch(FastAPI& app, std::string path);
    file_watch(const file_watch&) = delete;
    file_watch& operator=(const file_watch&) = delete;
    ~file_watch();

    bool has_changed() const { return changed_; }

private:
    void watch();

    FastAPI& app_;
    std::string path_;
    long long original_;  // its stamp when the watch began
    std::atomic<bool> changed_{false}, ends_{false};
    std::thread thread_;
};

// ---- implementation ----

/// Walks through the arguments; a value follows its name as the next one or behind '='.
class argument_reader {
public:
    argument_reader(int argc, char** argv) : argc_(argc), argv_(argv) {}

    bool next() {
        if (++position_ >= argc_) return false;
        name_ = argv_[position_];
        inline_value_.reset();
        if (const std::size_t equals = name_.find('='); equals != std::string_view::npos) {
            inline_value_ = name_.substr(equals + 1);
            name_ = name_.substr(0, equals);
        }
        return true;
    }

    std::string_view name() const { return name_; }

    std::string value() {
        if (inline_value_) return std::string(*inline_value_);
        if (position_ + 1 >= argc_)
            throw std::invalid_argument("Option '" + std::string(name_) +
                                        "' requires an argument.");
        return argv_[++position_];
    }

    int number(int lowest, int highest) {
        const std::string text = value();
        const std::optional<int> number = to_integer<int>(text);
        if (number && *number >= lowest && *number <= highest) return *number;
        throw std::invalid_argument("Invalid value for '" + std::string(name_) + "': '" + text +
                                    "' is not an integer from " + std::to_string(lowest) + " to " +
                                    std::to_string(highest) + ".");
    }

private:
    int argc_, position_ = 0;
    char** argv_;
    std::string_view name_;
    std::optional<std::string_view> inline_value_;
};

inline void read_argument(argument_reader& arguments, command_line& result) {
    const std::string_view name = arguments.name();
    ServerOptions& options = result.options;
    if (name == "--host")
        options.host = arguments.value();
    else if (name == "--port")
        options.port = arguments.number(0, 65535);
    else if (name == "--workers")
        options.workers = arguments.number(1, 1024);
    else if (name == "--root-path")
        result.root_path = arguments.value();
    else if (name == "--log-level")
        options.log_level = arguments.value();
    else if (name == "--access-log")
        options.access_log = true;
    else if (name == "--no-access-log")
        options.access_log = false;
    else if (name == "--use-colors")
        options.use_colors = true;
    else if (name == "--no-use-colors")
        options.use_colors = false;
    else if (name == "--timeout-keep-alive")
        options.timeout_keep_alive = std::chrono::seconds(arguments.number(0, 86400));
    else if (name == "--reload")
        result.reload = true;
    else if (name == "--openapi")
        result.openapi = true;
    else if (name == "--help")
        result.help = true;
    else
        throw std::invalid_argument("No such option: " + std::string(name));
}

inline command_line read_command_line(int argc, char** argv, ServerOptions options) {
    command_line result;
    result.options = std::move(options);
    argument_reader arguments(argc, argv);
    while (arguments.next()) read_argument(arguments, result);
    level_named(result.options.log_level);
    return result;
}

/// When and how large the file is, as one number to compare; 0 while it does not exist.
inline long long file_stamp(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return 0;
    return static_cast<long long>(status.st_mtime) * 1'000'003 +
           static_cast<long long>(status.st_size);
}

inline file_watch::file_watch(FastAPI& app, std::string path)
    : app_(app),
      path_(std::move(path)),
      original_(file_stamp(path_)),
      thread_([this] { watch(); }) {}

inline file_watch::~file_watch() {
    ends_ = true;
    thread_.join();
}

/// A file counts as changed once it has stayed the same for a moment: a linker writes for a while.
/// The application is stopped again and again: it may not have begun to run the first time.
inline void file_watch::watch() {
    long long before = original_;
    while (!ends_) {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        const long long now = file_stamp(path_);
        if (now != original_ && now != 0 && now == before) changed_ = true;
        before = now;
        if (changed_) app_.stop();
    }
}

/// The path of the program that runs, to start it again.
inline std::string program_path(const char* called_as) {
    std::string path(4096, '\0');
    const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
    if (size <= 0) return called_as;
    path.resize(static_cast<std::size_t>(size));
    return path;
}

/// Prints the document, two blanks for each step of indentation. What `main` should return.
inline int print_document(const FastAPI& app, const std::string& root_path) {
    const std::string text = json_dumps(json_loads(document_text(app, root_path)), 2);
    const bool is_written = std::fputs(text.c_str(), stdout) >= 0 && std::fputs("\n", stdout) >= 0;
    return is_written && std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace detail

inline int FastAPI::run(int argc, char** argv, ServerOptions options) {
    detail::command_line line;
    try {
        line = detail::read_command_line(argc, argv, std::move(options));
    } catch (const std::invalid_argument& error) {
        std::fprintf(stderr, "Error: %s\nTry '%s --help' for help.\n", error.what(), argv[0]);
        return 2;
    }
    if (line.help) {
        std::printf("Usage: %s [OPTIONS]\n\n%s", argv[0], std::string(detail::usage_text).c_str());
        return 0;
    }
    if (line.root_path) options_.root_path = *line.root_path;
    if (line.openapi) return detail::print_document(*this, options_.root_path);
    const std::string program = detail::program_path(argv[0]);
    std::optional<detail::file_watch> watch;
    if (line.reload) watch.emplace(*this, program);
    try {
        run(std::move(line.options));
    } catch (...) {  // it cannot listen, or the lifespan has failed
        detail::log_problem("", std::current_exception());
        return 1;
    }
    if (watch && watch->has_changed()) {
        detail::log::instance().write(detail::log_level::warning,
                                      "The program has changed. Starting it again.");
        ::execv(program.c_str(), argv);
    }
    return 0;
}

}  // namespace fastapi
