#include "fastapi/http/upload_file.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

using fastapi::SpooledFile;
using fastapi::UploadFile;

namespace {

/// How many files the process has open.
std::ptrdiff_t open_files() {
    const std::filesystem::path directory("/proc/self/fd");
    if (!std::filesystem::exists(directory)) return 0;
    return std::distance(std::filesystem::directory_iterator(directory), {});
}

struct environment_value {
    explicit environment_value(const char* value) {
        if (const char* const old = std::getenv("TMPDIR")) before = old;
        ::setenv("TMPDIR", value, 1);
    }
    ~environment_value() {
        if (before.empty())
            ::unsetenv("TMPDIR");
        else
            ::setenv("TMPDIR", before.c_str(), 1);
    }
    std::string before;
};

fastapi::async<void> use_all(UploadFile file, bool& done) {
    CHECK(co_await file.read() == "hello");
    CHECK(co_await file.read() == "");
    co_await file.seek(1);
    CHECK(co_await file.read(2) == "el");
    CHECK(co_await file.write("XY!") == 3);
    CHECK(file.size == 6);
    co_await file.seek(0);
    CHECK(co_await file.read(100) == "helXY!");
    co_await file.close();
    done = true;
}

}  // namespace

TEST_CASE("spooled file: reading and writing at a position is the same in memory and on disk") {
    for (const std::size_t max : {std::size_t{1000}, std::size_t{4}, std::size_t{0}}) {
        SpooledFile file(max);
        CHECK(file.in_memory());
        CHECK(file.read() == "");
        CHECK(file.write("hello ") == 6);
        CHECK(file.write("world") == 5);
        CHECK(file.write("") == 0);
        CHECK(file.size() == 11);
        CHECK(file.tell() == 11);
        CHECK(file.in_memory() == (max == 1000));
        file.seek(0);
        CHECK(file.read(5) == "hello");
        CHECK(file.read(0) == "");
        CHECK(file.read() == " world");
        CHECK(file.read() == "");
        file.seek(4);
        file.write("0 W");
        CHECK(file.size() == 11);
        file.seek(0);
        CHECK(file.read() == "hell0 World");
        file.seek(10);
        file.write("DE");
        CHECK(file.size() == 12);
        file.truncate(4);
        CHECK(file.tell() == 12);
        CHECK(file.read() == "");
        file.seek(6);
        file.write("x");
        file.seek(0);
        CHECK(file.read() == std::string("hell\0\0x", 7));
        file.truncate(9);
        file.seek(6);
        CHECK(file.read(100) == std::string("x\0\0", 3));
    }
}

TEST_CASE("spooled file: bytes go to the disk beyond the limit, not at it") {
    SpooledFile file(4);
    file.write("1234");
    CHECK(file.in_memory());
    file.write("5");
    CHECK_FALSE(file.in_memory());
    SpooledFile sparse(4);
    sparse.seek(1 << 20);
    sparse.write("x");
    CHECK_FALSE(sparse.in_memory());
    CHECK(sparse.size() == (1 << 20) + 1);
    SpooledFile standard;
    standard.write(std::string(1024 * 1024, 'a'));
    CHECK(standard.in_memory());
    standard.write("a");
    CHECK_FALSE(standard.in_memory());
    standard.seek(0);
    CHECK(standard.read() == std::string(1024 * 1024 + 1, 'a'));
}

TEST_CASE("spooled file: copies are handles of one file, closed with the last of them") {
    const auto before = open_files();
    {
        SpooledFile file(2);
        SpooledFile other = file;
        file.write("abcdef");
        CHECK(open_files() == before + 1);
        other.seek(2);
        CHECK(file.read(2) == "cd");
        { SpooledFile third = file; }
        CHECK(other.read() == "ef");
        const SpooledFile moved = std::move(file);
        CHECK(moved.size() == 6);
    }
    CHECK(open_files() == before);
    SpooledFile file(2);
    file.write("abcdef");
    SpooledFile other = file;
    file.close();
    file.close();
    CHECK(open_files() == before);
    CHECK(other.closed());
    CHECK_THROWS_WITH_AS(other.read(), "fastapi: the uploaded file has been closed",
                         std::logic_error);
    CHECK_THROWS_AS(other.write("x"), std::logic_error);
    CHECK_THROWS_AS(other.size(), std::logic_error);
}

TEST_CASE("spooled file: what the disk cannot do is thrown, and the bytes stay") {
    SpooledFile file(4);
    file.write("abc");
    file.seek(static_cast<std::size_t>(-2));
    CHECK(file.read() == "");
    CHECK_THROWS_AS(file.write("x"), std::system_error);
    file.seek(static_cast<std::size_t>(-1) / 4);
    CHECK_THROWS_AS(file.write("xy"), std::system_error);
    CHECK_THROWS_AS(file.truncate(static_cast<std::size_t>(-1)), std::system_error);
    file.seek(0);
    CHECK(file.read() == "abc");
}

TEST_CASE("temporary file: it has no name, and another directory is found where TMPDIR is wrong") {
    {
        const environment_value wrong("/nowhere/at/all");
        SpooledFile file(0);
        file.write("x");
        CHECK_FALSE(file.in_memory());
    }
    for (const bool named : {false, true}) {
        const int descriptor = named ? fastapi::detail::open_named_temporary_file("/tmp")
                                     : fastapi::detail::open_temporary_file("/tmp");
        REQUIRE(descriptor >= 0);
        struct stat status {};
        CHECK(::fstat(descriptor, &status) == 0);
        CHECK(status.st_nlink == 0);
        CHECK((status.st_mode & 0777) == 0600);
        CHECK((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
        ::close(descriptor);
    }
    CHECK(fastapi::detail::open_temporary_file("/nowhere/at/all") < 0);
}

TEST_CASE("upload file: what the part said, and the bytes in both ways of reading") {
    SpooledFile contents;
    contents.write("hello");
    contents.seek(0);
    UploadFile file(contents, "a.txt", {{"content-type", "text/plain"}, {"x-part", "1"}});
    CHECK(file.filename == "a.txt");
    CHECK(file.content_type == "text/plain");
    CHECK(file.size == 5);
    CHECK(file.headers["X-Part"] == "1");
    CHECK(file.file.read(2) == "he");
    file.file.seek(0);

    bool done = false;
    asio::io_context context;
    asio::co_spawn(context, use_all(file, done), [](std::exception_ptr error) {
        if (error) std::rethrow_exception(error);
    });
    context.run();
    CHECK(done);
    CHECK(file.file.closed());
    CHECK(UploadFile().content_type == std::nullopt);
    CHECK(UploadFile().size == 0);
}
