#include "fastapi/http/static_file.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

using fastapi::HTTPException;
using fastapi::Request;
using fastapi::Response;
using fastapi::StaticFilesOptions;
using fastapi::URL;
using fastapi::detail::check_static_folder;
using fastapi::detail::find_static_target;
using fastapi::detail::static_file_response;
using fastapi::detail::static_target;
using kinds = static_target::kinds;

namespace {

/// public/{a.txt, css/site.css, docs/{index.html, b.txt}, 404.html, links}, secret.txt and
/// public-not/c.txt beside it.
struct site {
    site() {
        std::string name = (std::filesystem::temp_directory_path() / "static_XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        root = name;
        folder = root + "/public";
        for (const char* path : {"/public/css", "/public/docs", "/public-not"})
            std::filesystem::create_directories(root + path);
        for (const char* path :
             {"/public/a.txt", "/public/css/site.css", "/public/docs/index.html",
              "/public/docs/b.txt", "/public/%2e%2e", "/secret.txt", "/public-not/c.txt"})
            write(path);
        std::filesystem::create_symlink(root + "/secret.txt", folder + "/outside.txt");
        std::filesystem::create_directory_symlink(root + "/public-not", folder + "/outside");
        std::filesystem::create_symlink("a.txt", folder + "/inside.txt");
        std::filesystem::create_symlink("loop", folder + "/loop");
    }
    site(const site&) = delete;
    site& operator=(const site&) = delete;
    ~site() { std::filesystem::remove_all(root); }

    void write(const std::string& path) const {
        std::FILE* out = std::fopen((root + path).c_str(), "wb");
        REQUIRE(out != nullptr);
        std::fputs(path.c_str(), out);
        std::fclose(out);
    }

    std::string root, folder;
};

Response answer(const StaticFilesOptions& options, std::string_view path,
                std::string_view method = "GET", std::string_view query = {}) {
    const std::string target = "/static" + std::string(path) + std::string(query);
    Request request;
    request.method = method;
    request.url = URL("http", "testserver", target);
    return static_file_response(options, request, path);
}

int status_of(const StaticFilesOptions& options, std::string_view path,
              std::string_view method = "GET") {
    try {
        return answer(options, path, method).status_code;
    } catch (const HTTPException& error) {
        return error.status_code;
    }
}

}  // namespace

TEST_CASE("static files: a path becomes a file below the folder, and never another one") {
    const site files;
    const std::string outside = files.root + "/secret.txt";
    struct {
        std::string path;
        std::string_view expected;  // below the folder; none: not found
    } const cases[] = {
        {"a.txt", "/a.txt"},
        {"/a.txt", "/a.txt"},
        {"//a.txt", "/a.txt"},
        {"/./a.txt", "/a.txt"},
        {"/a.txt/", "/a.txt"},
        {"/css/site.css", "/css/site.css"},
        {"/css/../a.txt", "/a.txt"},
        {"/nowhere/../a.txt", "/a.txt"},
        {"/inside.txt", "/a.txt"},
        {"/%2e%2e", "/%2e%2e"},
        {"/missing.txt", ""},
        {"/a.txt/b", ""},
        {"/../secret.txt", ""},
        {"../secret.txt", ""},
        {"/css/../../secret.txt", ""},
        {"/../public/a.txt", ""},
        {"/../public-not/c.txt", ""},
        {"/%2e%2e/secret.txt", ""},
        {"/..%2fsecret.txt", ""},
        {"/..\\secret.txt", ""},
        {outside, ""},
        {"/" + outside, ""},
        {"/outside.txt", ""},
        {"/outside/c.txt", ""},
        {"/loop", ""},
    };
    for (const auto& entry : cases) {
        const auto& path = entry.path;
        const auto& expected = entry.expected;
        INFO(path.substr(0, 100));
        const static_target target = find_static_target({.directory = files.folder}, path);
        CHECK(target.kind == (expected.empty() ? kinds::none : kinds::file));
        if (!expected.empty()) CHECK(target.path == files.folder + std::string(expected));
    }
    for (const std::string& path : {std::string("/a.txt\0", 7), std::string("/a.txt\0.png", 11),
                                    "/" + std::string(100000, 'a'), "/" + std::string(300, 'a')})
        CHECK(find_static_target({.directory = files.folder}, path).kind == kinds::unnameable);
}

TEST_CASE("static files: links may lead out of the folder where that is allowed, dots may not") {
    const site files;
    const StaticFilesOptions options{.directory = files.folder + "/", .follow_symlink = true};
    CHECK(find_static_target(options, "/outside.txt").kind == kinds::file);
    CHECK(find_static_target(options, "/outside/c.txt").kind == kinds::file);
    CHECK(find_static_target(options, "/../secret.txt").kind == kinds::none);
    CHECK(find_static_target(options, "/outside/../secret.txt").kind == kinds::none);
    CHECK(find_static_target({.follow_symlink = true}, files.root + "/secret.txt").kind ==
          kinds::none);
}

TEST_CASE("static files: the folder itself may be a link or lie in the current folder") {
    const site files;
    const std::string link = files.root + "/link";
    std::filesystem::create_directory_symlink(files.folder, link);
    CHECK(find_static_target({.directory = link}, "/a.txt").kind == kinds::file);
    CHECK(find_static_target({.directory = link}, "").kind == kinds::folder);
    CHECK(find_static_target({.directory = files.root + "/none"}, "/a.txt").kind == kinds::none);
}

TEST_CASE("static files: GET and HEAD answer with the file, other methods with 405") {
    const site files;
    const StaticFilesOptions options{.directory = files.folder};
    const Response response = answer(options, "/css/site.css");
    CHECK(response.status_code == 200);
    CHECK(response.headers.get("content-type") == "text/css; charset=utf-8");
    CHECK(response.stream != nullptr);
    CHECK(status_of(options, "/a.txt", "HEAD") == 200);
    CHECK(status_of(options, "/a.txt", "POST") == 405);
    CHECK(status_of(options, "/missing.txt", "POST") == 405);
    CHECK(status_of(options, "/missing.txt") == 404);
    CHECK(status_of(options, "/docs/") == 404);
    CHECK(status_of(options, "/docs") == 404);
}

TEST_CASE("static files: in HTML mode a folder is its index.html, behind a slash") {
    const site files;
    const StaticFilesOptions options{.directory = files.folder, .html = true};
    const Response index = answer(options, "/docs/");
    CHECK(index.status_code == 200);
    CHECK(index.headers.get("content-type") == "text/html; charset=utf-8");
    const Response redirect = answer(options, "/docs", "GET", "?a=b");
    CHECK(redirect.status_code == 307);
    CHECK(redirect.headers.get("location") == "http://testserver/static/docs/?a=b");
    CHECK(redirect.stream == nullptr);
    CHECK(status_of(options, "/css/") == 404);
    CHECK(status_of(options, "/") == 404);
    files.write("/public/index.html");
    CHECK(status_of(options, "/") == 200);
    CHECK(status_of(options, "") == 307);
}

TEST_CASE("static files: without a host the redirect names none either") {
    const site files;
    Request request;
    request.method = "GET";
    request.url = URL("http", "", "//evil.example/docs");
    const Response redirect =
        static_file_response({.directory = files.folder, .html = true}, request, "/docs");
    CHECK(redirect.headers.get("location") == "/evil.example/docs/");
}

TEST_CASE("static files: in HTML mode 404.html tells what is missing") {
    const site files;
    const StaticFilesOptions options{.directory = files.folder, .html = true};
    CHECK_THROWS_AS(answer(options, "/missing"), HTTPException);
    files.write("/public/404.html");
    const Response missing = answer(options, "/missing");
    CHECK(missing.status_code == 404);
    CHECK(missing.headers.get("content-type") == "text/html; charset=utf-8");
    CHECK(missing.stream != nullptr);
    CHECK(answer(options, "/../secret.txt").status_code == 404);
    CHECK_THROWS_AS(answer(options, "/" + std::string(300, 'a')), HTTPException);
    CHECK_THROWS_AS(answer(options, std::string_view("/a\0b", 4)), HTTPException);
}

TEST_CASE("static files: who has a file already is not sent it again") {
    const site files;
    Request request;
    request.method = "GET";
    request.headers = {{"if-none-match", "*"}};
    Response response = static_file_response({.directory = files.folder}, request, "/a.txt");
    response.stream->begin(request, response);
    CHECK(response.status_code == 304);
}

TEST_CASE("static files: a folder that does not exist is told when it is mounted") {
    const site files;
    CHECK_NOTHROW(check_static_folder({.directory = files.folder}));
    CHECK_THROWS_WITH_AS(check_static_folder({.directory = "/no/such/folder"}),
                         "Directory '/no/such/folder' does not exist", std::runtime_error);
    CHECK_THROWS_AS(check_static_folder({.directory = files.folder + "/a.txt"}),
                    std::runtime_error);
    CHECK_NOTHROW(check_static_folder({.directory = "/no/such/folder", .check_dir = false}));
}
