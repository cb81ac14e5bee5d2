#include "fastapi/http/file_response.hpp"

#include "streams.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using fastapi::FileOptions;
using fastapi::FileResponse;
using fastapi::header_field;
using fastapi::Request;
using fastapi::Response;
using texts = std::vector<std::string>;

namespace {

const std::string notes = "0123456789abcdefghijklmnopqrstuvwxyz\n";

/// A folder that is removed with it.
struct temporary_folder {
    temporary_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "file_XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
        write("notes.txt", notes);
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder() { std::filesystem::remove_all(path); }

    std::string operator/(std::string_view name) const { return path + "/" + std::string(name); }
    /// Modified on Mon, 15 Jan 2024 10:30:00 GMT.
    void write(std::string_view name, std::string_view content) const {
        const std::string file = *this / name;
        std::FILE* out = std::fopen(file.c_str(), "wb");
        REQUIRE(out != nullptr);
        std::fwrite(content.data(), 1, content.size(), out);
        std::fclose(out);
        const struct timespec times[] = {{1705314600, 0}, {1705314600, 0}};
        REQUIRE(::utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);
    }

    std::string path;
};

std::string body_of(const Response& response) {
    std::string body;
    for (const std::string& part : parts_of(*response.stream)) body += part;
    CHECK(response.stream->size() == body.size());
    return body;
}

/// The answer to a request with these headers, begun.
Response begun(Response response, std::initializer_list<header_field> fields = {},
               std::string_view method = "GET") {
    Request request;
    request.method = method;
    for (const header_field& field : fields) request.headers.add(field.name, field.value);
    response.stream->begin(request, response);
    return response;
}

}  // namespace

TEST_CASE("file response: type by the name, no disposition without a name") {
    const temporary_folder folder;
    const Response response = begun(FileResponse(folder / "notes.txt"));
    CHECK(response.status_code == 200);
    CHECK(response.headers.get("content-type") == "text/plain; charset=utf-8");
    CHECK(response.headers.get("accept-ranges") == "bytes");
    CHECK(response.headers.get("last-modified") == "Mon, 15 Jan 2024 10:30:00 GMT");
    CHECK(response.headers.get("etag") == "\"65a50928.0-25\"");
    CHECK_FALSE(response.headers.contains("content-disposition"));
    CHECK(response.stream->size() == 37);
    CHECK(body_of(response) == notes);
}

TEST_CASE("file response: the type is given, or by the file name, else only bytes") {
    struct {
        FileOptions options;
        std::string_view expected;
    } const cases[] = {
        {{.path = "a.pdf"}, "application/pdf"},
        {{.path = "a.bin", .filename = "a.html"}, "text/html; charset=utf-8"},
        {{.path = "a.pdf", .media_type = "text/csv"}, "text/csv; charset=utf-8"},
        {{.path = "a.pdf", .media_type = "text/csv; CharSet=latin-1"}, "text/csv; CharSet=latin-1"},
        {{.path = "a.unknown"}, "application/octet-stream"},
        {{.path = "a.pdf", .headers = {{"Content-Type", "x/y"}}}, "x/y"},
    };
    for (const auto& entry : cases)
        CHECK(FileResponse(entry.options).headers.get("content-type") == entry.expected);
    CHECK(FileResponse(std::filesystem::path("b.png")).headers.get("content-type") == "image/png");
}

TEST_CASE("file response: the name under which a file is kept is quoted or encoded") {
    struct {
        FileOptions options;
        std::string_view expected;
    } const cases[] = {
        {{.filename = "annual-report.pdf"}, "attachment; filename=\"annual-report.pdf\""},
        {{.filename = "r\xC3\xA9sum\xC3\xA9 1.txt", .content_disposition_type = "inline"},
         "inline; filename*=utf-8''r%C3%A9sum%C3%A9%201.txt"},
        {{.filename = "a\"b\\c\r\n.txt"}, "attachment; filename*=utf-8''a%22b%5Cc%0D%0A.txt"},
        {{.filename = "a;b"}, "attachment; filename*=utf-8''a%3Bb"},
    };
    for (const auto& entry : cases)
        CHECK(FileResponse(entry.options).headers.get("content-disposition") == entry.expected);
    CHECK(FileResponse({.filename = "a", .headers = {{"content-disposition", "inline"}}})
              .headers.get("content-disposition") == "inline");
}

TEST_CASE("file response: one range") {
    const temporary_folder folder;
    struct {
        std::string_view range, content_range, body;
    } const cases[] = {
        {"bytes=5-9", "bytes 5-9/37", "56789"}, {"bytes=-5", "bytes 32-36/37", "wxyz\n"},
        {"bytes=36-", "bytes 36-36/37", "\n"},  {"bytes=0-2,2-4", "bytes 0-4/37", "01234"},
        {"bytes=0-", "bytes 0-36/37", notes},
    };
    for (const auto& entry : cases) {
        const auto& range = entry.range;
        const auto& content_range = entry.content_range;
        const auto& body = entry.body;
        INFO(range);
        const Response response = begun(FileResponse(folder / "notes.txt"), {{"Range", range}});
        CHECK(response.status_code == 206);
        CHECK(response.headers.get("content-range") == content_range);
        CHECK(response.headers.get("content-type") == "text/plain; charset=utf-8");
        CHECK(response.headers.get("accept-ranges") == "bytes");
        CHECK(body_of(response) == body);
    }
}

TEST_CASE("file response: a client that asks for very many parts gets the whole file") {
    const temporary_folder folder;
    folder.write("long.txt", std::string(1000, 'x'));
    std::string ranges = "bytes=0-0";
    for (int i = 1; i < 100; ++i)
        ranges += "," + std::to_string(2 * i) + "-" + std::to_string(2 * i);
    CHECK(begun(FileResponse(folder / "long.txt"), {{"range", ranges}}).status_code == 206);
    ranges += ",999-999";
    const Response whole = begun(FileResponse(folder / "long.txt"), {{"range", ranges}});
    CHECK(whole.status_code == 200);
    CHECK(body_of(whole) == std::string(1000, 'x'));
}

TEST_CASE("file response: several ranges are parts of one body") {
    const temporary_folder folder;
    const Response response =
        begun(FileResponse(folder / "notes.txt"), {{"range", "bytes=10-12, 0-1"}});
    CHECK(response.status_code == 206);
    CHECK_FALSE(response.headers.contains("content-range"));
    const std::string type(response.headers["content-type"]);
    REQUIRE(type.starts_with("multipart/byteranges; boundary="));
    const std::string boundary = type.substr(31);
    CHECK(boundary.size() == 26);
    CHECK(response.stream->file() == nullptr);
    CHECK(body_of(response) == "--" + boundary +
                                   "\r\nContent-Type: text/plain; charset=utf-8\r\n"
                                   "Content-Range: bytes 0-1/37\r\n\r\n01\r\n--" +
                                   boundary +
                                   "\r\nContent-Type: text/plain; charset=utf-8\r\n"
                                   "Content-Range: bytes 10-12/37\r\n\r\nabc\r\n--" +
                                   boundary + "--");
    const Response other =
        begun(FileResponse(folder / "notes.txt"), {{"range", "bytes=10-12, 0-1"}});
    CHECK(other.headers.get("content-type") != type);
}

TEST_CASE("file response: a range outside is 416, what is no range 400") {
    const temporary_folder folder;
    const FileResponse file(
        {.path = folder / "notes.txt", .filename = "n.txt", .headers = {{"x-a", "1"}}});
    const Response outside = begun(file, {{"range", "bytes=100-200"}});
    CHECK(outside.status_code == 416);
    CHECK(outside.headers.block() ==
          "content-type: text/plain; charset=utf-8\r\ncontent-range: bytes */37\r\n");
    CHECK(body_of(outside).empty());

    const Response bad = begun(file, {{"range", "lines=1-2"}});
    CHECK(bad.status_code == 400);
    CHECK(bad.headers.block() == "content-type: text/plain; charset=utf-8\r\n");
    CHECK(body_of(bad) == "Only support bytes range");
}

TEST_CASE("file response: a range counts with status 200 and of the same file only") {
    const temporary_folder folder;
    const FileResponse file(folder / "notes.txt");
    const header_field range{"range", "bytes=5-9"};
    CHECK(begun(file, {range}, "HEAD").status_code == 206);
    CHECK(begun(file, {range}, "HEAD").stream->size() == 5);
    CHECK(begun(file, {range}, "POST").status_code == 206);
    CHECK(begun(FileResponse({.path = folder / "notes.txt", .status_code = 201}), {range})
              .status_code == 201);
    CHECK(begun(file, {range, {"if-range", "\"other\""}}).status_code == 200);
    CHECK(begun(file, {range, {"if-range", "\"65a50928.0-25\""}}).status_code == 206);
    CHECK(begun(file, {range, {"if-range", "Mon, 15 Jan 2024 10:30:00 GMT"}}).status_code == 206);
}

TEST_CASE("file response: it is sent to a client that has the file, too") {
    const temporary_folder folder;
    const FileResponse file(folder / "notes.txt");
    CHECK(begun(file, {{"if-none-match", "*"}}).status_code == 200);
    CHECK(begun(file, {{"if-modified-since", "Mon, 15 Jan 2024 10:30:00 GMT"}}).status_code == 200);
}

TEST_CASE("file response: where conditions count, a client that has the file is told so") {
    const temporary_folder folder;
    FileResponse file(
        {.path = folder / "notes.txt", .filename = "n.txt", .headers = {{"x-a", "1"}}});
    static_cast<fastapi::detail::file_body&>(*file.stream).answer_conditions();
    const header_field known{"if-none-match", "\"65a50928.0-25\""};
    for (const std::string_view method : {"GET", "HEAD"}) {
        const Response response = begun(file, {known, {"range", "bytes=0-1"}}, method);
        CHECK(response.status_code == 304);
        CHECK(response.headers.block() == "x-a: 1\r\netag: \"65a50928.0-25\"\r\n");
        CHECK(response.stream->size() == 0);
        CHECK(parts_of(*response.stream).empty());
    }
    CHECK(begun(file, {{"if-modified-since", "Mon, 15 Jan 2024 10:30:00 GMT"}}).status_code == 304);
    CHECK(begun(file, {{"if-modified-since", "Mon, 15 Jan 2024 10:29:59 GMT"}}).status_code == 200);
    file.status_code = 404;
    CHECK(begun(file, {known}).status_code == 404);
}

TEST_CASE("file response: a file that is changed gets another tag") {
    const temporary_folder folder;
    const std::string before(begun(FileResponse(folder / "notes.txt")).headers["etag"]);
    folder.write("notes.txt", "shorter");
    CHECK(begun(FileResponse(folder / "notes.txt")).headers["etag"] != before);
}

TEST_CASE("file response: what is no regular file is an error of the server") {
    const temporary_folder folder;
    const std::string missing = folder / "missing.txt", pipe = folder / "pipe";
    CHECK_THROWS_WITH_AS(begun(FileResponse(missing)),
                         ("File at path " + missing + " does not exist.").c_str(),
                         std::runtime_error);
    CHECK_THROWS_WITH_AS(begun(FileResponse(folder.path)),
                         ("File at path " + folder.path + " is not a file.").c_str(),
                         std::runtime_error);
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK_THROWS_WITH_AS(begun(FileResponse(pipe)),
                         ("File at path " + pipe + " is not a file.").c_str(), std::runtime_error);
    CHECK_THROWS_AS(begun(FileResponse(folder / "notes.txt/x")), std::runtime_error);
    CHECK_THROWS_AS(begun(FileResponse(folder / std::string("notes.txt\0x", 11))),
                    std::runtime_error);
}

TEST_CASE("file response: large files come in parts of 64 KiB, or as a range to send") {
    const temporary_folder folder;
    std::string content(200 * 1024, 'x');
    for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i % 251);
    folder.write("big.bin", content);
    const Response response = begun(FileResponse(folder / "big.bin"));
    const fastapi::detail::file_range* range = response.stream->file();
    REQUIRE(range != nullptr);
    CHECK(range->descriptor >= 0);
    CHECK(range->offset == 0);
    CHECK(range->size == content.size());
    const texts parts = parts_of(*response.stream);
    REQUIRE(parts.size() == 4);
    CHECK(parts[0].size() == 64 * 1024);
    CHECK(parts[0] + parts[1] + parts[2] + parts[3] == content);
    CHECK(response.stream->file() == nullptr);

    const Response part = begun(FileResponse(folder / "big.bin"), {{"range", "bytes=100-199"}});
    REQUIRE(part.stream->file() != nullptr);
    CHECK(part.stream->file()->offset == 100);
    CHECK(part.stream->file()->size == 100);
}

TEST_CASE("file response: an empty file has an empty body") {
    const temporary_folder folder;
    folder.write("empty.txt", "");
    const Response response = begun(FileResponse(folder / "empty.txt"));
    CHECK(response.stream->size() == 0);
    CHECK(response.stream->file() == nullptr);
    CHECK(parts_of(*response.stream).empty());
    CHECK(begun(FileResponse(folder / "empty.txt"), {{"range", "bytes=0-"}}).status_code == 416);
}

TEST_CASE("file response: what is sent is the file that was opened, and cut where that shrinks") {
    const temporary_folder folder;
    const Response replaced = begun(FileResponse(folder / "notes.txt"));
    std::filesystem::remove(folder / "notes.txt");
    folder.write("notes.txt", "other");
    CHECK(body_of(replaced) == notes);

    folder.write("notes.txt", notes);
    const Response shrunk = begun(FileResponse(folder / "notes.txt"));
    std::filesystem::resize_file(folder / "notes.txt", 10);
    CHECK_THROWS_AS(parts_of(*shrunk.stream), std::runtime_error);
}
