#ifndef FASTAPI_WITH_ZLIB
#define FASTAPI_WITH_ZLIB
#endif

#include "fastapi/app/gzip.hpp"

#include "fastapi/app/application.hpp"
#include "fastapi/app/docs_routes.hpp"
#include "fastapi/http/file_response.hpp"
#include "fastapi/http/streaming_response.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace fastapi;
using detail::application_access;
using detail::exchange;

namespace {

struct answer {
    int status = 0;
    std::string body;
    std::vector<std::string> parts;  // of a stream
    std::optional<std::uint64_t> announced;
    bool sends_file = false;
    MutableHeaders headers;

    std::string operator[](std::string_view name) const {
        return std::string(headers.get(name).value_or("-"));
    }
};

async<> collect(detail::body_stream& stream, answer& into) {
    std::string part;
    while (co_await stream.next(part)) into.parts.push_back(part);
}

answer ask(const FastAPI& app, std::string_view target, const std::vector<header_field>& headers,
           std::string_view method = "GET") {
    exchange current;
    Request& request = current.request;
    request.method = method;
    request.url = URL("http", "test", target);
    request.query_params.reset(request.url.query);
    for (const header_field& field : headers) request.headers.add(field.name, field.value);
    detail::endpoint* const handler = application_access::prepare(app, current);
    REQUIRE(handler != nullptr);
    application_access::answer(current, *handler);
    answer got;
    if (const auto stream = current.response.stream) {
        asio::io_context loop;
        std::exception_ptr error;
        got.announced = stream->size();
        got.sends_file = stream->file() != nullptr;
        asio::co_spawn(loop, collect(*stream, got),
                       [&](std::exception_ptr thrown) { error = thrown; });
        loop.run();
        if (error) std::rethrow_exception(error);
    }
    got.status = current.response.status_code;
    got.body = current.response.body;
    got.headers = current.response.headers;
    for (const std::string& part : got.parts) got.body += part;
    return got;
}

/// Reads a gzip stream as it arrives.
class gunzip {
public:
    gunzip() { REQUIRE(::inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK); }
    gunzip(const gunzip&) = delete;
    gunzip& operator=(const gunzip&) = delete;
    ~gunzip() { ::inflateEnd(&stream_); }

    /// What the bytes so far give more.
    std::string operator()(std::string bytes) {
        stream_.next_in = reinterpret_cast<Bytef*>(bytes.data());
        stream_.avail_in = static_cast<uInt>(bytes.size());
        std::string result;
        do {
            std::string room(64 * 1024, '\0');
            stream_.next_out = reinterpret_cast<Bytef*>(room.data());
            stream_.avail_out = static_cast<uInt>(room.size());
            const int state = ::inflate(&stream_, Z_NO_FLUSH);
            REQUIRE((state == Z_OK || state == Z_STREAM_END || state == Z_BUF_ERROR));
            ended = ended || state == Z_STREAM_END;
            result.append(room, 0, room.size() - stream_.avail_out);
        } while (stream_.avail_out == 0);
        return result;
    }

    bool ended = false;

private:
    z_stream stream_ = {};
};

std::string unpacked(const std::string& bytes) {
    gunzip reader;
    const std::string result = reader(bytes);
    REQUIRE(reader.ended);
    return result;
}

const std::string long_text = [] {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += "line " + std::to_string(i) + "\n";
    return text;
}();

const std::string report = [] {
    const std::string path = std::filesystem::temp_directory_path() / "fastapi-gzip-test.csv";
    std::ofstream(path) << long_text;
    return path;
}();

async_generator<std::string> three_lines() {
    co_yield "one\n";
    co_yield "two\n";
    co_yield "three\n";
}

void add_routes(FastAPI& app) {
    app.get("/sized/{size}", [](Path<"size", int> size) {
        return PlainTextResponse(std::string(static_cast<std::size_t>(int{size}), 'x'));
    });
    app.api_route({"GET", "HEAD"}, "/long", [] {
        return PlainTextResponse(long_text, 200,
                                 {{"ETag", "\"a\""}, {"Vary", "Origin"}, {"Content-Length", "7"}});
    });
    app.api_route({"GET", "HEAD"}, "/packed", [] {
        return PlainTextResponse(long_text, 200, {{"Content-Encoding", "br"}});
    });
    app.get("/part", [] { return PlainTextResponse(long_text, 206); });
    app.get("/none", [] { return Response(204); });
    app.get("/type",
            [](Query<"type", std::string> type) { return Response(long_text, 200, {}, type); });
    app.api_route({"GET", "HEAD"}, "/stream",
                  [] { return StreamingResponse(three_lines(), 200, {}, "text/plain"); });
    app.get("/events",
            [] { return StreamingResponse(three_lines(), 200, {}, "text/event-stream"); });
    app.get("/file", [] { return FileResponse(report); });
    app.head("/file", [] { return FileResponse(report); });
    app.mount("/static", StaticFiles({.directory = std::filesystem::path(report).parent_path()}));
}

answer ask_with(const GZipMiddleware& gzip, std::string_view target,
                std::vector<header_field> headers = {}, std::string_view method = "GET") {
    FastAPI app;
    add_routes(app);
    app.add_middleware(gzip);
    bool says_what_it_takes = false;
    for (const header_field& field : headers) says_what_it_takes |= field.name == "Accept-Encoding";
    if (!says_what_it_takes) headers.push_back({"Accept-Encoding", "gzip"});
    return ask(app, target, headers, method);
}

}  // namespace

TEST_CASE("gzip: a body is compressed, and the headers say so") {
    for (const int level : {1, 6, 9}) {
        const answer got = ask_with({.compresslevel = level}, "/long");
        CHECK(got.status == 200);
        CHECK(got["content-encoding"] == "gzip");
        CHECK(got["vary"] == "Origin, Accept-Encoding");
        CHECK(got["etag"] == "W/\"a\"");
        CHECK(got["content-length"] == "-");
        CHECK(got["content-type"] == "text/plain; charset=utf-8");
        CHECK(got.body.size() < long_text.size() / 3);
        CHECK(unpacked(got.body) == long_text);
    }
    CHECK(unpacked(ask_with({.compresslevel = 0}, "/long").body) == long_text);
}

TEST_CASE("gzip: bodies of any size come back as they were") {
    for (const std::string size : {"1", "2", "499", "16383", "16384", "16385", "1000000"}) {
        CAPTURE(size);
        const answer got = ask_with({.minimum_size = 0}, "/sized/" + size);
        CHECK(got["content-encoding"] == "gzip");
        CHECK(unpacked(got.body) == std::string(static_cast<std::size_t>(std::stoi(size)), 'x'));
    }
}

TEST_CASE("gzip: from the minimum size on, 500 bytes unless another is given; never nothing") {
    CHECK(ask_with({}, "/sized/500")["content-encoding"] == "gzip");
    const answer small = ask_with({}, "/sized/499");
    CHECK(small["content-encoding"] == "-");
    CHECK(small["vary"] == "-");
    CHECK(small.body.size() == 499);
    CHECK(ask_with({.minimum_size = 10}, "/sized/10")["content-encoding"] == "gzip");
    CHECK(ask_with({.minimum_size = 10}, "/sized/9")["content-encoding"] == "-");
    CHECK(ask_with({.minimum_size = 0}, "/sized/0")["content-encoding"] == "-");
}

TEST_CASE("gzip: only for who takes it; but caches hear of it") {
    struct row {
        const char* accepted;
        bool compressed;
    };
    const row rows[] = {{"gzip", true},
                        {"GZip", true},
                        {"deflate, gzip;q=1.0, *;q=0.5", true},
                        {"br,gzip ; q=0.1", true},
                        {"gzip;q=0.001", true},
                        {"gzip;q=0", false},
                        {"gzip; Q = 0.000", false},
                        {"", false},
                        {"identity", false},
                        {"deflate, br", false},
                        {"xgzip, gzipx", false},
                        {",;,gzip", true}};
    for (const row& each : rows) {
        CAPTURE(each.accepted);
        const answer got = ask_with({}, "/long", {{"Accept-Encoding", each.accepted}});
        CHECK((got["content-encoding"] == "gzip") == each.compressed);
        CHECK(got["vary"] == "Origin, Accept-Encoding");
        CHECK((got.body == long_text) == !each.compressed);
        CHECK(got["etag"] == (each.compressed ? "W/\"a\"" : "\"a\""));
    }
    const std::vector<header_field> two_lines{{"Accept-Encoding", "br"},
                                              {"Accept-Encoding", "gzip"}};
    CHECK(ask_with({}, "/long", two_lines)["content-encoding"] == "gzip");
}

TEST_CASE("gzip: what is compressed already, a part, or no body at all stays as it is") {
    CHECK(ask_with({}, "/packed")["content-encoding"] == "br");
    CHECK(ask_with({}, "/packed").body == long_text);
    for (const char* target : {"/part", "/none", "/events"}) {
        CAPTURE(target);
        CHECK(ask_with({.minimum_size = 0}, target)["content-encoding"] == "-");
        CHECK(ask_with({.minimum_size = 0}, target)["vary"] == "-");
    }
}

TEST_CASE("gzip: HEAD has the headers of GET") {
    for (const char* target : {"/long", "/stream", "/packed"}) {
        CAPTURE(target);
        const answer get = ask_with({}, target), head = ask_with({}, target, {}, "HEAD");
        for (const char* name : {"content-encoding", "vary", "etag"})
            CHECK(head[name] == get[name]);
        CHECK(head.announced == get.announced);
        CHECK(head.body.size() == get.body.size());  // which is its Content-Length
    }
}

TEST_CASE(
    "gzip: types that are compressed already are left alone, and those that the program names") {
    struct row {
        const char* type;
        bool compressed;
    };
    const row rows[] = {{"text/plain", true},
                        {"image/png", false},
                        {"image/svg%2Bxml", true},
                        {"audio/ogg", false},
                        {"audiobook/x", true},
                        {"Video/MP4", false},
                        {"application/zip", false},
                        {"application/zipx", true},
                        {"image/png;a=b", false},
                        {"application/grpc", false},
                        {"application/grpc%2Bproto", false},
                        {"application/grpc-web", true}};
    for (const row& each : rows) {
        CAPTURE(each.type);
        const answer got = ask_with({}, std::string("/type?type=") + each.type);
        CHECK((got["content-encoding"] == "gzip") == each.compressed);
    }
    const GZipMiddleware own{.exclude_content_types = {"text/*"}};
    CHECK(ask_with(own, "/type?type=text/csv")["content-encoding"] == "-");
    CHECK(ask_with(own, "/type?type=image/png")["content-encoding"] == "gzip");
}

TEST_CASE("gzip: of a stream each part can be read when it arrives") {
    const answer got = ask_with({}, "/stream");
    CHECK(got["content-encoding"] == "gzip");
    CHECK(got["vary"] == "Accept-Encoding");
    CHECK(!got.announced);
    REQUIRE(got.parts.size() == 4);
    gunzip reader;
    CHECK(reader(got.parts[0]) == "one\n");
    CHECK(reader(got.parts[1]) == "two\n");
    CHECK(reader(got.parts[2]) == "three\n");
    CHECK(!reader.ended);
    CHECK(reader(got.parts[3]).empty());
    CHECK(reader.ended);
    const answer plain = ask_with({}, "/stream", {{"Accept-Encoding", "br"}});
    CHECK(plain.parts == std::vector<std::string>{"one\n", "two\n", "three\n"});
    CHECK(plain["vary"] == "Accept-Encoding");
}

TEST_CASE("gzip: whole files are compressed; parts, unchanged ones and HEAD are not") {
    const answer whole = ask_with({}, "/file");
    CHECK(whole["content-encoding"] == "gzip");
    CHECK(whole["accept-ranges"] == "-");
    CHECK(whole["etag"].starts_with("W/\""));
    CHECK(!whole.announced);
    CHECK(!whole.sends_file);
    CHECK(unpacked(whole.body) == long_text);

    const answer part = ask_with({}, "/file", {{"Range", "bytes=0-5"}});
    CHECK(part.status == 206);
    CHECK(part.body == "line 0");
    CHECK(part["content-encoding"] == "-");
    CHECK(part["accept-ranges"] == "bytes");

    const answer plain = ask_with({}, "/file", {{"Accept-Encoding", "br"}});
    CHECK(plain.sends_file);
    CHECK(plain.announced == long_text.size());
    CHECK(plain["vary"] == "Accept-Encoding");
    CHECK("W/" + plain["etag"] == whole["etag"]);

    for (const std::string& tag : {whole["etag"], plain["etag"]}) {
        const answer unchanged =
            ask_with({}, "/static/fastapi-gzip-test.csv", {{"If-None-Match", tag}});
        CHECK(unchanged.status == 304);
        CHECK(unchanged["content-encoding"] == "-");
    }
    // A client that has the compressed bytes must not put a part of the others behind them.
    CHECK(ask_with({}, "/file", {{"Range", "bytes=0-5"}, {"If-Range", whole["etag"]}}).status ==
          200);

    const answer head = ask_with({}, "/file", {}, "HEAD");
    CHECK(head["content-encoding"] == "-");
    CHECK(head.announced == long_text.size());
    CHECK(ask_with({.minimum_size = long_text.size() + 1}, "/file")["content-encoding"] == "-");
}

TEST_CASE("gzip: twice is once") {
    FastAPI inner, outer;
    add_routes(inner);
    inner.add_middleware(GZipMiddleware{});
    outer.add_middleware(GZipMiddleware{});
    outer.mount("/inner", inner);
    for (const char* target : {"/inner/long", "/inner/file"}) {
        const answer got = ask(outer, target, {{"Accept-Encoding", "gzip"}});
        CHECK(got["content-encoding"] == "gzip");
        CHECK(unpacked(got.body) == long_text);
    }
}

TEST_CASE("gzip: a level that zlib does not know is refused where it is written") {
    const auto make = [](int level) { return GZipMiddleware{.compresslevel = level}; };
    for (const int level : {0, 1, 9}) CHECK_NOTHROW(make(level));
    for (const int level : {-1, 10}) CHECK_THROWS_AS(make(level), std::invalid_argument);
}
