#include "fastapi/app/log.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

#include <unistd.h>

using namespace fastapi;
using detail::log;
using detail::log_level;

namespace {

/// Colours off and the usual level; both again afterwards.
struct plain_log {
    log& output = log::instance();
    plain_log() { restore(); }
    ~plain_log() { restore(); }
    void restore() {
        output.set_colors(false);
        output.set_level(log_level::info);
    }
};

std::string access_line(const log::access& entry) {
    std::string line;
    log::instance().append_access(line, entry);
    return line;
}

std::string level_line(log_level level, bool colors) {
    std::string line;
    detail::append_level(line, level, colors);
    return line;
}

/// What `action` writes to stderr.
template <class Action>
std::string stderr_of(Action action) {
    std::FILE* const file = std::tmpfile();
    REQUIRE(file != nullptr);
    std::fflush(stderr);
    const int before = ::dup(STDERR_FILENO);
    ::dup2(::fileno(file), STDERR_FILENO);
    action();
    std::fflush(stderr);
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    std::string text(1000, '\0');
    std::rewind(file);
    text.resize(std::fread(text.data(), 1, text.size(), file));
    std::fclose(file);
    return text;
}

}  // namespace

TEST_CASE("log: levels are padded as uvicorn does it") {
    CHECK(level_line(log_level::debug, false) == "DEBUG:    ");
    CHECK(level_line(log_level::info, false) == "INFO:     ");
    CHECK(level_line(log_level::warning, false) == "WARNING:  ");
    CHECK(level_line(log_level::error, false) == "ERROR:    ");
    CHECK(level_line(log_level::critical, false) == "CRITICAL: ");
    CHECK(level_line(log_level::info, true) == "\x1b[32mINFO\x1b[0m:     ");
}

TEST_CASE("log: an access line") {
    plain_log plain;
    CHECK(access_line({"127.0.0.1:50000", "GET", "/items?q=1", 1, 200, "OK"}) ==
          "INFO:     127.0.0.1:50000 - \"GET /items?q=1 HTTP/1.1\" 200 OK\n");
    CHECK(access_line({"::1:5", "POST", "/", 0, 599, ""}) ==
          "INFO:     ::1:5 - \"POST / HTTP/1.0\" 599 \n");
    plain.output.set_colors(true);
    CHECK(
        access_line({"c", "GET", "/", 1, 404, "Not Found"}) ==
        "\x1b[32mINFO\x1b[0m:     c - \"\x1b[1mGET / HTTP/1.1\x1b[0m\" \x1b[31m404 Not Found\x1b[0m\n");
}

TEST_CASE("log: a target cannot forge a line") {
    plain_log plain;
    CHECK(access_line({"c", "GET", "/\r\nINFO:\x1b[31m\x7f\xc3\xa9", 1, 200, "OK"}) ==
          "INFO:     c - \"GET /\\x0d\\x0aINFO:\\x1b[31m\\x7f\\xc3\\xa9 HTTP/1.1\" 200 OK\n");
}

TEST_CASE("log: messages below the level are not written") {
    plain_log plain;
    CHECK(stderr_of([&] { plain.output.write(log_level::info, "said"); }) == "INFO:     said\n");
    CHECK(stderr_of([&] { plain.output.write(log_level::debug, "not said"); }).empty());
    plain.output.set_level(log_level::critical);
    CHECK(stderr_of([&] { plain.output.write(log_level::error, "not said"); }).empty());
    CHECK_FALSE(plain.output.shows(log_level::info));
}

TEST_CASE("log: a message stays one line; its letters need not be ASCII") {
    plain_log plain;
    CHECK(stderr_of([&] {
              plain.output.write(log_level::error, "caf\xc3\xa9\nINFO: forged\x1b[2J");
          }) == "ERROR:    caf\xc3\xa9\\x0aINFO: forged\\x1b[2J\n");
}

TEST_CASE("log: an exception says its text, or else its type") {
    CHECK(detail::text_of(std::make_exception_ptr(std::runtime_error("text"))) == "text");
    CHECK(detail::text_of(std::make_exception_ptr(std::string("text"))) == "text");
    CHECK(detail::text_of(std::make_exception_ptr<const char*>("text")) == "text");
    CHECK(detail::text_of(std::make_exception_ptr<const char*>(nullptr)) == "a null pointer");
    CHECK(detail::text_of(std::make_exception_ptr(42)) == "an exception of type int");
    CHECK(detail::text_of(std::make_exception_ptr(log_level::info)) ==
          "an exception of type fastapi::detail::log_level");
    plain_log plain;
    CHECK(stderr_of([] { detail::log_problem("Oops: ", std::make_exception_ptr(1.5)); }) ==
          "ERROR:    Oops: an exception of type double\n");
}
