#ifndef FASTAPI_WITH_ZLIB
#define FASTAPI_WITH_ZLIB
#endif

#include "fastapi/testclient/content_decoder.hpp"

#include "fastapi/app/docs_routes.hpp"
#include "fastapi/app/gzip.hpp"
#include "fastapi/http/streaming_response.hpp"
#include "fastapi/testclient/client.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace fastapi;
using texts = std::vector<std::string>;

namespace {

const std::string gzipped(
    "\x1F\x8B\x08\0\0\0\0\0\0\xFF"
    "\xCBH\xCD\xC9\xC9\x07\0\x86\xA6\x10\x36\x05\0\0\0",
    25);
const std::string framed("\x78\x9C\xCBH\xCD\xC9\xC9\x07\0\x06\x2C\x02\x15", 13);
const std::string raw("\xCBH\xCD\xC9\xC9\x07\0", 7);

std::string decoded(const std::string& encoding, const texts& parts) {
    const auto decoder = detail::decoder_for({{"content-encoding", encoding}});
    REQUIRE(decoder != nullptr);
    std::string out;
    for (const std::string& part : parts) out.append(decoder->feed(part));
    return out;
}

}  // namespace

TEST_CASE("content decoder: gzip and deflate are undone, with and without zlib's frame") {
    CHECK(decoded("gzip", {gzipped}) == "hello");
    CHECK(decoded("X-GZIP", {gzipped, "behind the end"}) == "hello");
    CHECK(decoded("deflate", {framed}) == "hello");
    CHECK(decoded("deflate", {raw}) == "hello");
    CHECK(detail::decoder_for({{"content-encoding", "br"}}) == nullptr);
    CHECK(detail::decoder_for({}) == nullptr);
}

TEST_CASE("content decoder: the bytes may be cut anywhere") {
    for (std::size_t cut = 0; cut <= gzipped.size(); ++cut)
        CHECK(decoded("gzip", {gzipped.substr(0, cut), gzipped.substr(cut)}) == "hello");
}

TEST_CASE("content decoder: what is no gzip is refused") {
    CHECK_THROWS_AS(decoded("gzip", {"\xFF\xFF\xFF\xFF"}), DecodingError);
    std::string broken = gzipped;
    broken[17] = 'x';  // of the checksum
    CHECK_THROWS_AS(decoded("gzip", {broken}), DecodingError);
}

TEST_CASE("content decoder: text comes whole, however its bytes are cut") {
    const std::string_view text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        detail::text_decoder decoder("text/plain; charset=utf-8");
        std::string got = decoder.feed(text.substr(0, cut));
        CHECK(detail::is_valid_utf8(got));
        got.append(decoder.feed(text.substr(cut))).append(decoder.finish());
        CHECK(got == text);
    }
    detail::text_decoder broken_off("text/plain");
    CHECK(broken_off.feed("a\xE2\x82") == "a");
    CHECK(broken_off.finish() == "\xEF\xBF\xBD");
    detail::text_decoder latin("text/plain; charset=ISO-8859-1");
    CHECK(latin.feed("\xE9") == "\xC3\xA9");
}

TEST_CASE("content decoder: lines end with LF, CR or both, also where a part ends between these") {
    const std::string_view text = "a\nb\r\nc\rd\n\ne";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        CAPTURE(cut);
        detail::line_decoder decoder;
        texts lines = decoder.feed(text.substr(0, cut));
        for (const std::string& line : decoder.feed(text.substr(cut))) lines.push_back(line);
        for (const std::string& line : decoder.finish()) lines.push_back(line);
        CHECK(lines == texts{"a", "b", "c", "d", "", "e"});
    }
}

TEST_CASE("content decoder: a test sees what the middleware has compressed") {
    FastAPI app;
    app.add_middleware(GZipMiddleware{.minimum_size = 10});
    app.get("/whole", [] { return PlainTextResponse(std::string(5000, 'x')); });
    app.get("/parts", [] { return StreamingResponse(texts{"one ", "two ", "three"}); });
    TestClient client(app);
    const auto whole = client.get("/whole");
    CHECK(whole.headers["content-encoding"] == "gzip");
    CHECK(whole.headers["content-length"] == std::to_string(whole.raw_parts[0].size()));
    CHECK(whole.text() == std::string(5000, 'x'));
    CHECK(client.get("/parts").iter_bytes() == texts{"one ", "two ", "three"});
    auto stream = client.stream("GET", "/parts");
    CHECK(stream.read() == "one two three");
    const auto plain = client.get("/whole", {.headers = {{"Accept-Encoding", "identity"}}});
    CHECK_FALSE(plain.headers.contains("content-encoding"));
}
