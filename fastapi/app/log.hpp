#pragma once

// Log lines as uvicorn writes them: the level, padded, then the text; coloured on a terminal.
// Messages go to stderr, access lines to stdout. Lines of several threads never mix within a line.

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <typeinfo>

#include <cxxabi.h>
#include <unistd.h>

namespace fastapi::detail {

enum class log_level : int { debug, info, warning, error, critical };

/// How much is logged, and whether in colour: one for the process, as its output is.
class log {
public:
    static log& instance();

    void set_level(log_level level) { level_.store(level, std::memory_order_relaxed); }
    bool shows(log_level level) const { return level >= level_.load(std::memory_order_relaxed); }
    void set_colors(bool colored) { message_colors_ = access_colors_ = colored; }

    /// Writes one message to stderr, if its level is shown.
    void write(log_level level, std::string_view text) const;

    /// Appends an access line: `INFO:     127.0.0.1:50000 - "GET / HTTP/1.1" 200 OK`.
    struct access {
        std::string_view client, method, target;
        int minor_version = 1, status = 200;
        std::string_view phrase;
    };
    void append_access(std::string& lines, const access& entry) const;

    /// Writes access lines to stdout.
    static void write_access(std::string_view lines);

private:
    log()
        : message_colors_(::isatty(STDERR_FILENO) != 0),
          access_colors_(::isatty(STDOUT_FILENO) != 0) {}

    std::atomic<log_level> level_{log_level::info};
    std::atomic<bool> message_colors_, access_colors_;
};

/// What an exception says: its `what()`, or the text that was thrown; of any other its type.
std::string text_of(const std::exception_ptr& problem);

/// Logs an exception as an error, with `where` in front of what it says.
void log_problem(std::string_view where, const std::exception_ptr& problem);

// ---- implementation ----

inline log& log::instance() {
    static log the_log;
    return the_log;
}

struct level_style {
    std::string_view name, padding, color;
};

constexpr level_style style_of(log_level level) {
    switch (level) {
        case log_level::debug: return {"DEBUG", "    ", "\x1b[36m"};
        case log_level::info: return {"INFO", "     ", "\x1b[32m"};
        case log_level::warning: return {"WARNING", "  ", "\x1b[33m"};
        case log_level::error: return {"ERROR", "    ", "\x1b[31m"};
        case log_level::critical: return {"CRITICAL", " ", "\x1b[91m"};
    }
    return {};
}

inline void append_level(std::string& line, log_level level, bool colors) {
    const level_style style = style_of(level);
    if (colors)
        line.append(style.color).append(style.name).append("\x1b[0m:");
    else
        line.append(style.name).append(":");
    line.append(style.padding);
}

inline void append_escaped(std::string& out, unsigned char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
}

/// Control characters, which could forge a line or steer a terminal, are written as `\xNN`.
inline void append_printable(std::string& out, char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F)
        out.push_back(c);
    else
        append_escaped(out, byte);
}

inline void log::write(log_level level, std::string_view text) const {
    if (!shows(level)) return;
    std::string line;
    append_level(line, level, message_colors_);
    for (const char c : text) append_printable(line, c);
    line.push_back('\n');
    std::fwrite(line.data(), 1, line.size(), stderr);
}

/// The same, and bytes that are no ASCII, for what a client has sent.
inline void append_ascii(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (const auto byte = static_cast<unsigned char>(c); byte < 0x80)
            append_printable(out, c);
        else
            append_escaped(out, byte);
    }
}

inline std::string_view status_color(int status) {
    if (status < 200) return "\x1b[97m";
    if (status < 300) return "\x1b[32m";
    if (status < 400) return "\x1b[33m";
    return status < 500 ? "\x1b[31m" : "\x1b[91m";
}

inline void log::append_access(std::string& lines, const access& entry) const {
    const bool colors = access_colors_;
    append_level(lines, log_level::info, colors);
    lines.append(entry.client).append(colors ? " - \"\x1b[1m" : " - \"");
    append_ascii(lines, entry.method);
    lines.push_back(' ');
    append_ascii(lines, entry.target);
    lines.append(entry.minor_version == 0 ? " HTTP/1.0" : " HTTP/1.1");
    lines.append(colors ? "\x1b[0m\" " : "\" ");
    if (colors) lines.append(status_color(entry.status));
    lines.append(std::to_string(entry.status)).append(" ").append(entry.phrase);
    lines.append(colors ? "\x1b[0m\n" : "\n");
}

inline void log::write_access(std::string_view lines) {
    std::fwrite(lines.data(), 1, lines.size(), stdout);
    std::fflush(stdout);
}

/// Within a handler that catches an exception: the name of its type, as one writes it.
inline std::string name_of_caught_type() {
    const std::type_info* const type = abi::__cxa_current_exception_type();
    if (type == nullptr) return "unknown";
    int status = 0;
    char* const name = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    std::string result(name == nullptr ? type->name() : name);
    std::free(name);
    return result;
}

inline std::string text_of(const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const std::exception& error) {
        return error.what();
    } catch (const std::string& text) {
        return text;
    } catch (const char* text) {
        return text == nullptr ? "a null pointer" : text;
    } catch (...) {
        return "an exception of type " + name_of_caught_type();
    }
}

inline void log_problem(std::string_view where, const std::exception_ptr& problem) {
    log::instance().write(log_level::error, std::string(where).append(text_of(problem)));
}

}  // namespace fastapi::detail
