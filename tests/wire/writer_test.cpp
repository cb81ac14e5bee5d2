#include "fastapi/wire/writer.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "fastapi/wire/chunked.hpp"

namespace wire = fastapi::wire;

namespace {

struct written {
    std::string text;
    bool keeps;
};

written write(const wire::response_head& head) {
    written result;
    result.keeps = wire::write_head(result.text, head);
    return result;
}

}  // namespace

TEST_CASE("writer: a head is one piece, appended to what is there") {
    std::string out = "before";
    const std::string date = wire::date_line(784111777);
    CHECK(wire::write_head(
        out, {.headers = "content-type: text/plain\r\n", .content_length = 5, .date_line = date}));
    CHECK(out ==
          "beforeHTTP/1.1 200 OK\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-type: "
          "text/plain\r\n"
          "content-length: 5\r\n\r\n");
}

TEST_CASE("writer: headers are sent in Latin-1 where they can be") {
    struct {
        std::string_view value, sent;
    } const cases[] = {
        {"caf\xC3\xA9 \xC2\x80\xC3\xBF", "caf\xE9 \x80\xFF"},
        {"\xC3\xA9 \xC4\x80", "\xC3\xA9 \xC4\x80"},
        {"\xE9", "\xE9"},
        {"\xC3", "\xC3"},
    };
    for (const auto& entry : cases)
        for (const int status : {200, 204}) {
            fastapi::MutableHeaders headers{{"x-a", "\xC3\xA4"}, {"content-length", "0"}};
            headers.append("x-b", entry.value);
            std::string out;
            wire::write_head(out, {.status = status, .headers = headers.block()});
            CHECK(out.find("x-a: \xE4\r\n") != std::string::npos);
            CHECK(out.find("x-b: " + std::string(entry.sent) + "\r\n") != std::string::npos);
        }
}

TEST_CASE("writer: known and unknown codes have a status line") {
    CHECK(write({.status = 404, .content_length = 0}).text ==
          "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
    CHECK(write({.status = 299, .content_length = 0}).text ==
          "HTTP/1.1 299 \r\ncontent-length: 0\r\n\r\n");
    CHECK(write({.status = 511, .content_length = 0})
              .text.starts_with("HTTP/1.1 511 Network Authentication Required\r\n"));
    for (const int impossible : {-1, 0, 99, 1000, 70000})
        CHECK(write({.status = impossible, .content_length = 0})
                  .text.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
}

TEST_CASE("writer: an answer without a body has no framing") {
    for (const int status : {100, 103, 204, 304}) {
        const auto answer =
            write({.status = status,
                   .headers = "Content-Length: 7\r\netag: \"a\"\r\ntransfer-encoding: chunked\r\n",
                   .content_length = 7});
        CHECK(answer.keeps);
        CHECK(answer.text.ends_with("\r\netag: \"a\"\r\n\r\n"));
        CHECK(answer.text.find("ength") == std::string::npos);
        CHECK(answer.text.find("ncoding") == std::string::npos);
    }
    CHECK(write({.status = 205, .content_length = 0}).text.ends_with("content-length: 0\r\n\r\n"));
}

TEST_CASE("writer: the headers' own framing is kept, and what is not framed closes") {
    const auto own = write({.headers = "Content-Length: 5\r\n", .content_length = 5});
    CHECK(own.keeps);
    CHECK(own.text == "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    const auto stream = write({.headers = "transfer-encoding: chunked\r\n"});
    CHECK(stream.keeps);
    CHECK(stream.text == "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    for (const wire::response_head& contradictory :
         {wire::response_head{.headers = "content-length: 5\r\n", .content_length = 6},
          wire::response_head{.headers = "content-length: x\r\n"},
          wire::response_head{.headers = "content-length: 5\r\ncontent-length: 5\r\n",
          .content_length = 5},
          wire::response_head{.headers = "transfer-encoding: chunked\r\n", .content_length = 5},
          wire::response_head{.headers = "transfer-encoding: chunked\r\n", .minor_version = 0},
          wire::response_head{.headers = "transfer-encoding: chunked\r\ncontent-length: 5\r\n"},
          wire::response_head{}}) {
        const auto answer = write(contradictory);
        CHECK_FALSE(answer.keeps);
        CHECK(answer.text.ends_with("\r\nconnection: close\r\n\r\n"));
    }
}

TEST_CASE("writer: the connection header says what happens") {
    CHECK(write({.content_length = 0}).text.find("connection") == std::string::npos);
    const auto closes = write({.content_length = 0, .keep_alive = false});
    CHECK_FALSE(closes.keeps);
    CHECK(closes.text.ends_with("\r\nconnection: close\r\n\r\n"));
    CHECK(write({.content_length = 0, .minor_version = 0})
              .text.ends_with("\r\nconnection: keep-alive\r\n\r\n"));
    CHECK(write({.content_length = 0, .keep_alive = false, .minor_version = 0})
              .text.ends_with("connection: close\r\n\r\n"));
    const auto asked = write({.headers = "Connection: x, Close\r\n", .content_length = 0});
    CHECK_FALSE(asked.keeps);
    CHECK(asked.text.find("connection: close") == std::string::npos);
}

TEST_CASE("writer: no body goes to HEAD, nor with 1xx, 204 and 304") {
    CHECK(wire::sends_body("GET", 200));
    CHECK(wire::sends_body("head", 200));
    CHECK_FALSE(wire::sends_body("HEAD", 200));
    CHECK_FALSE(wire::sends_body("GET", 204));
    CHECK_FALSE(wire::sends_body("GET", 304));
    CHECK_FALSE(wire::sends_body("GET", 101));
    CHECK(wire::sends_body("GET", 205));
}

TEST_CASE("writer: chunks are what the reader reads, and none is empty") {
    std::string out;
    wire::append_chunk(out, "");
    CHECK(out.empty());
    wire::append_chunk(out, "hello");
    wire::append_chunk(out, std::string(300, 'x'));
    out.append(wire::last_chunk);
    CHECK(out.starts_with("5\r\nhello\r\n12c\r\nxxx"));
    wire::chunked_decoder decoder;
    std::string decoded, rest = out;
    while (true) {
        const auto event = decoder.read(rest, wire::limits{});
        decoded.append(event.data);
        rest.erase(0, event.consumed);
        if (event.kind == wire::event_kind::body) continue;
        CHECK(event.kind == wire::event_kind::end);
        break;
    }
    CHECK(decoded == "hello" + std::string(300, 'x'));
    CHECK(rest.empty());
}

TEST_CASE("writer: dates are IMF-fixdates") {
    CHECK(wire::date_line(0) == "date: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
    CHECK(wire::date_line(951782400) == "date: Tue, 29 Feb 2000 00:00:00 GMT\r\n");
    CHECK(wire::date_line(951868799) == "date: Tue, 29 Feb 2000 23:59:59 GMT\r\n");
    CHECK(wire::date_line(951868800) == "date: Wed, 01 Mar 2000 00:00:00 GMT\r\n");
    CHECK(wire::date_line(4107542399) == "date: Sun, 28 Feb 2100 23:59:59 GMT\r\n");
    CHECK(wire::date_line(4107542400) == "date: Mon, 01 Mar 2100 00:00:00 GMT\r\n");
    CHECK(wire::date_line(253402300799) == "date: Fri, 31 Dec 9999 23:59:59 GMT\r\n");
    CHECK(wire::date_line(253402300800) == "date: Fri, 31 Dec 9999 23:59:59 GMT\r\n");
    CHECK(wire::date_line(-1) == "date: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
}
