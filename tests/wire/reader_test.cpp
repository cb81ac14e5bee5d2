#include "fastapi/wire/reader.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "feed.hpp"

using namespace std::literals;
namespace wire = fastapi::wire;
namespace refusals = fastapi::wire::refusals;

namespace {

/// The outcome of the bytes, and that no way of splitting them has another one.
feed::transcript outcome(std::string_view bytes, const wire::limits& bounds = {}) {
    CAPTURE(bytes);
    const auto expected = feed::whole(bytes, bounds);
    const auto drop_by_drop = feed::dripped(bytes, bounds);
    CHECK(drop_by_drop.text == expected.text);
    CHECK(drop_by_drop.status == expected.status);
    CHECK(drop_by_drop == expected);
    for (std::size_t at = 0; at <= bytes.size(); ++at)
        if (!(feed::split_at(bytes, at, bounds) == expected))
            FAIL_CHECK("differs when split at " << at);
    return expected;
}

void accepts(std::string_view bytes, const wire::limits& bounds = {}) {
    CAPTURE(bytes);
    const auto result = outcome(bytes, bounds);
    CHECK(result.why == "");
    CHECK(result.status == 0);
    CHECK(result.requests == 1);
    CHECK(result.unread == 0);
}

void refuses(const wire::refusal& why, std::string_view bytes, const wire::limits& bounds = {}) {
    CAPTURE(bytes);
    const auto result = outcome(bytes, bounds);
    CHECK(result.status == why.status);
    CHECK(result.why == why.reason);
    CHECK(result.requests == 0);
}

std::string line(std::string_view request_line) {
    return std::string(request_line) + "\r\nHost: a\r\n\r\n";
}
std::string get(std::string_view header_lines) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(header_lines) + "\r\n";
}
std::string post(std::string_view header_line, std::string_view body) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + std::string(header_line) + "\r\n\r\n" +
           std::string(body);
}
std::string chunked(std::string_view body) { return post("Transfer-Encoding: chunked", body); }

}  // namespace

TEST_CASE("reader: a request gives its head, its body and its end") {
    const auto result = outcome(
        "POST /items?q=1 HTTP/1.1\r\nHost: example.com:80\r\nContent-Length: 5\r\nX-A:\t b\tc "
        "\r\n\r\nhello");
    CHECK(result.text ==
          "[POST /items?q=1 1.1 host=example.com:80 Host=example.com:80 Content-Length=5 X-A=b\tc "
          "keep "
          "length=5]hello<end>");
    CHECK(result.unread == 0);
}

TEST_CASE("reader: pipelined requests come one after the other") {
    const auto result = outcome(
        "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
        "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
        "\r\nGET /c HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    CHECK(result.requests == 3);
    CHECK(result.text ==
          "[GET /a 1.1 host=a Host=a keep]<end>"
          "[POST /b 1.1 host=a Host=a Transfer-Encoding=chunked keep chunked]abc<end>"
          "[GET /c 1.1 host=a Host=a Connection=close close]<end>");
}

TEST_CASE("reader: nothing is read after a request that closes the connection") {
    const auto result = outcome(get("Connection: close\r\n") + get(""));
    CHECK(result.requests == 1);
    CHECK(result.status == 0);
    CHECK(result.unread == 0);
}

TEST_CASE("reader: after a refusal everything is refused (requirement 9)") {
    const wire::limits bounds;
    wire::reader reader(bounds);
    wire::request_head head;
    CHECK(reader.read("GET / HTTP/1.1\r\nHost : a\r\n\r\n", head).kind ==
          wire::event_kind::refused);
    const auto again = reader.read(get(""), head);
    CHECK(again.kind == wire::event_kind::refused);
    CHECK(again.why == &refusals::header_line);
    CHECK_FALSE(reader.keep_alive());
}

TEST_CASE("reader: the request line is method, target and version with single blanks") {
    accepts(line("GET / HTTP/1.1"));
    accepts(line("M-SEARCH /a|b{}%zz HTTP/1.1"));
    accepts(line("GET / HTTP/1.7"));
    accepts(line("GET / HTTP/1.0"));
    for (const auto bad :
         {"GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1",
          "GET\t/ HTTP/1.1", "GET /", "GET", "GET /a b HTTP/1.1", "G(T / HTTP/1.1", " / HTTP/1.1",
          "GET / HTTP/1", "GET / HTTP/1.", "GET / HTTP/1.10", "GET / http/1.1", "GET / HTTP/+1.1",
          "GET / HTTP/1,1", "GET / HTTPS/1.1", "GET / HTTP/11", "G\xC3\x89T / HTTP/1.1"})
        refuses(refusals::request_line, line(bad));
    for (const auto other :
         {"GET / HTTP/2.0", "GET / HTTP/0.9", "PRI * HTTP/2.0", "GET / HTTP/3.1"})
        refuses(refusals::version, line(other));
}

TEST_CASE("reader: a target has one of the four forms and only visible ASCII (requirement 14)") {
    for (const auto good : {"GET /", "GET //a/../b", "GET http://a/x?y", "GET HTTPS://a:1",
                            "OPTIONS *", "OPTIONS /x", "CONNECT a:443", "GET /?", "GET /%00"})
        accepts(line(good + " HTTP/1.1"s));
    for (const auto bad : {"GET a", "GET *", "GET ?a", "GET a:443", "GET http:///x", "GET http://",
                           "GET ftp://a/", "GET http://u@a/", "GET http://a b", "CONNECT /",
                           "CONNECT http://a/", "OPTIONS **", "GET /#a", "GET /\xC3\xA9"})
        CHECK(outcome(line(bad + " HTTP/1.1"s)).status == 400);
    refuses(refusals::target, line("GET  HTTP/1.1"));
    refuses(refusals::control_character, line("GET /\x7F HTTP/1.1"));
}

TEST_CASE("reader: an absolute target counts more than Host, which must still be there") {
    CHECK(outcome("GET http://b:8/x HTTP/1.1\r\nHost: a\r\n\r\n").text ==
          "[GET http://b:8/x 1.1 host=b:8 Host=a keep]<end>");
    refuses(refusals::host, "GET http://b/x HTTP/1.1\r\n\r\n");
}

TEST_CASE("reader: a few empty lines before a request are skipped") {
    accepts("\r\n\r\n\r\n\r\n" + get(""));
    refuses(refusals::empty_lines, "\r\n\r\n\r\n\r\n\r\n" + get(""));
    refuses(refusals::bare_line_end, "\n" + get(""));
}

TEST_CASE("reader: header lines are a token, a colon and a value (requirement 7)") {
    accepts(get("X:\r\n"));
    accepts(get("X: a\xFF z\r\n"));
    accepts(get("x!#$%&'*+-.^_`|~9:1\r\n"));
    refuses(refusals::header_line, get("X : a\r\n"));
    refuses(refusals::header_line, get("X\t: a\r\n"));
    refuses(refusals::header_line, get(": a\r\n"));
    refuses(refusals::header_line, get("X\r\n"));
    refuses(refusals::header_line, get("X(: a\r\n"));
    refuses(refusals::header_line, get("X\xE9: a\r\n"));
    refuses(refusals::header_line, get("X: a\r\n b\r\n"));      // obs-fold
    refuses(refusals::header_line, get("X: a\r\n\tb: c\r\n"));  // obs-fold that looks like a header
    refuses(refusals::header_line, "GET / HTTP/1.1\r\n Host: a\r\n\r\n");
}

TEST_CASE("reader: only CR LF ends a line of the head (requirement 7)") {
    refuses(refusals::bare_line_end, "GET / HTTP/1.1\nHost: a\n\n");
    refuses(refusals::bare_line_end, "GET / HTTP/1.1\r\nHost: a\n\r\n");
    refuses(refusals::bare_line_end, get("X: a\rY: b\r\n"));
    refuses(refusals::bare_line_end, get("X: a\r\r\n"));
    refuses(refusals::bare_line_end, "GET / HTTP/1.1\r\nHost: a\r\n\n");
    refuses(refusals::bare_line_end, "GET / HTTP/1.1\rHost: a\r\n\r\n");
    refuses(refusals::control_character, get("X: a\0b\r\n"sv));
    refuses(refusals::control_character, get("X: a\x1F\r\n"));
    refuses(refusals::control_character, get("X: a\x7F\r\n"));
    refuses(refusals::control_character, "\x16\x03\x01\x02"sv);  // TLS on a plain port
}

TEST_CASE("reader: Host stands once and is valid") {
    for (const auto good :
         {"a", "A.b-c_d:8000", "127.0.0.1", "[::1]", "[::ffff:1.2.3.4]:65535", "a:", "a%41"})
        accepts("GET / HTTP/1.1\r\nHost: "s + good + "\r\n\r\n");
    for (const auto bad :
         {"",        "a b",      "a/b",   "a?b",   "a#b",  "u@a",       "a\\b", "a:b",
          "a:65536", "a:000080", "a:-1",  "a:1:2", "[::1", "[]",        "[a]",  "::1",
          "[::1]x",  "x[::1]",   "a,b:c", "a%4",   "<a>",  "a\xC3\xA9", ":80",  "[::1]]"})
        refuses(refusals::host, "GET / HTTP/1.1\r\nHost: "s + bad + "\r\n\r\n");
    refuses(refusals::host, "GET / HTTP/1.1\r\n\r\n");
    refuses(refusals::host, get("Host: a\r\n"));
    refuses(refusals::host, get("HOST: b\r\n"));
    accepts("GET / HTTP/1.0\r\n\r\n");
    refuses(refusals::host, "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n");
}

TEST_CASE("reader: Content-Length beside Transfer-Encoding is refused (requirement 1)") {
    accepts(post("Content-Length: 3", "abc"));
    accepts(chunked("0\r\n\r\n"));
    refuses(refusals::both_framings,
            post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"));
    refuses(refusals::both_framings,
            post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"));
    refuses(refusals::both_framings,
            post("Transfer-Encoding: chunked\r\nContent-Length: 0", "0\r\n\r\n"));
    refuses(refusals::both_framings, post("Transfer-Encoding: x\r\nContent-Length: 1", "a"));
}

TEST_CASE("reader: Content-Length is digits, once (requirement 2)") {
    accepts(post("Content-Length: 0", ""));
    accepts(post("content-length:3", "abc"));
    accepts(post("Content-Length: 0003", "abc"));
    for (const auto bad :
         {"+3", "-3", "-0", "0x3", "3abc", "3 3", "3,3", "3, 3", "", "3.0", "3e0", "\xD9\xA3",
          "18446744073709551616", "99999999999999999999999999", "3;", "\"3\""})
        refuses(refusals::content_length, post("Content-Length: "s + bad, "abc"));
    refuses(refusals::content_length, post("Content-Length: 3\r\nContent-Length: 3", "abc"));
    refuses(refusals::content_length, post("Content-Length: 3\r\nCONTENT-LENGTH: 4", "abc"));
    refuses(refusals::header_line, post("Content-Length : 3", "abc"));
    refuses(refusals::body_size, post("Content-Length: 18446744073709551615", "abc"));
}

TEST_CASE("reader: chunk sizes are hexadecimal digits without overflow (requirement 3)") {
    accepts(chunked("3\r\nabc\r\n0\r\n\r\n"));
    accepts(chunked("A\r\n0123456789\r\n00\r\n\r\n"));
    accepts(chunked("a\r\n0123456789\r\n0\r\n\r\n"));
    accepts(chunked("0000000000000003\r\nabc\r\n0\r\n\r\n"));
    for (const auto bad : {"+3", "-3", "0x3", " 3", "3 ", "\t3", "", "g", "3g", "00000000000000003",
                           "10000000000000003", "3 ;a", "3,", "\x33\x0B", "\"3\""})
        refuses(refusals::chunk, chunked(std::string(bad) + "\r\nabc\r\n0\r\n\r\n"));
    refuses(refusals::body_size, chunked("FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n"));
    refuses(refusals::body_size, chunked("1\r\na\r\nFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n"));
}

TEST_CASE("reader: CR LF after chunk data is looked at (requirement 4)") {
    for (const auto bad : {"3\r\nabc0\r\n\r\n", "3\r\nabcXX0\r\n\r\n", "3\r\nabc\rX0\r\n\r\n",
                           "3\r\nabcX\n0\r\n\r\n", "3\rXabc\r\n0\r\n\r\n", "3\r\nabc\n0\r\n\r\n",
                           "3\r\nabc\r0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n", "3\r\nab\r\n0\r\n\r\n",
                           "3\r\nabc\n\r0\r\n\r\n"})
        refuses(refusals::chunk, chunked(bad));
    refuses(refusals::trailer, chunked("3\r\nabc\r\n0\r\n\rX"));
    refuses(refusals::trailer, chunked("3\r\nabc\r\n0\r\n\n"));
    CHECK(outcome(chunked("3\r\nabc\r\n0\r\n\r")).requests == 0);
}

TEST_CASE("reader: a bare LF ends no chunk line and no extension (requirement 5)") {
    accepts(chunked("3;a=b\r\nabc\r\n0;c\r\n\r\n"));
    accepts(chunked("3;a=\"b;c\"\t\r\nabc\r\n0\r\n\r\n"));
    for (const auto bad :
         {"3\nabc\r\n0\r\n\r\n", "3;a\nabc\r\n0\r\n\r\n", "3;a\r3\r\nabc\r\n0\r\n\r\n",
          "3\rabc\r\n0\r\n\r\n", "3;\n\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n0\n\r\n",
          "3;\x01\r\nabc\r\n0\r\n\r\n"})
        refuses(refusals::chunk, chunked(bad));
    refuses(refusals::chunk, chunked("3;a\0\r\nabc\r\n0\r\n\r\n"sv));
}

TEST_CASE("reader: Transfer-Encoding is chunked and nothing else (requirement 6)") {
    const auto end = "0\r\n\r\n";
    accepts(post("Transfer-Encoding: chunked", end));
    accepts(post("transfer-encoding:\tCHUNKED ", end));
    accepts(post("Transfer-Encoding: , chunked,", end));
    for (const auto bad :
         {"", ",", "chunked, chunked", "chunked, gzip", "gzip", "identity", "xchunked", "chunkedx",
          "chunked;a", "\"chunked\"", "chunked x", "chunked\x0B", "gzip, chunked, x"})
        CHECK(outcome(post("Transfer-Encoding: "s + bad, end)).status == 400);
    refuses(refusals::transfer_encoding,
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", end));
    refuses(refusals::transfer_encoding,
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: x", end));
    refuses(refusals::transfer_coding, post("Transfer-Encoding: gzip, chunked", end));
    refuses(refusals::transfer_coding,
            post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", end));
    refuses(refusals::transfer_encoding,
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    refuses(refusals::header_line, post("Transfer-Encoding : chunked", end));
    refuses(refusals::header_line, post("X: a\r\n Transfer-Encoding: chunked", end));
}

TEST_CASE("reader: a request without a framed body never eats the next one (requirement 8)") {
    const auto result = outcome(line("POST /a HTTP/1.1") + line("GET /b HTTP/1.1"));
    CHECK(result.text ==
          "[POST /a 1.1 host=a Host=a keep]<end>[GET /b 1.1 host=a Host=a keep]<end>");
    const auto zero = outcome(post("Content-Length: 0", "") + line("GET /b HTTP/1.1"));
    CHECK(zero.requests == 2);
    const auto body = outcome(post("Content-Length: 3", "GET") + line("GET /b HTTP/1.1"));
    CHECK(body.requests == 2);
    CHECK(body.text.find("length=3]GET<end>[GET /b") != std::string::npos);
}

TEST_CASE("reader: trailers are checked and never become headers (requirements 4 and 11)") {
    const auto result = outcome(chunked("0\r\nHost: evil\r\nX-A: b\r\n\r\n"));
    CHECK(result.requests == 1);
    CHECK(result.text.find("evil") == std::string::npos);
    for (const auto bad : {"0\r\nX : a\r\n\r\n", "0\r\n: a\r\n\r\n", "0\r\n a\r\n\r\n",
                           "0\r\nX\r\n\r\n", "0\r\nX: a\n\r\n", "0\r\nX: a\rb\r\n\r\n",
                           "0\r\nX: a\r\n b\r\n\r\n", "0\r\nX: \x01\r\n\r\n"})
        refuses(refusals::trailer, chunked(bad));
    refuses(refusals::trailer, chunked("0\r\nX: \0\r\n\r\n"sv));
}

TEST_CASE("reader: header values are never percent-decoded (requirement 12)") {
    CHECK(outcome(get("X: %0d%0aY:%20b\r\n")).text.find("X=%0d%0aY:%20b") != std::string::npos);
}

TEST_CASE("reader: the request line has a limit, ended or not (requirement 15)") {
    const wire::limits bounds{.max_request_line = 24};
    accepts(line("GET /" + std::string(10, 'a') + " HTTP/1.1"), bounds);  // 24 characters
    refuses(refusals::request_line_size, line("GET /" + std::string(11, 'a') + " HTTP/1.1"),
            bounds);
    refuses(refusals::request_line_size, "GET /" + std::string(20, 'a'), bounds);
    CHECK(outcome("GET /" + std::string(19, 'a'), bounds).status == 0);
    // what is wrong within the limit is told first, what is wrong behind it never
    refuses(refusals::control_character, "GET /" + std::string(19, 'a') + "\x01", bounds);
    refuses(refusals::request_line_size, "GET /" + std::string(20, 'a') + "\x01", bounds);
}

TEST_CASE("reader: header lines, their sum and their count have limits (requirement 15)") {
    const wire::limits one{.max_header_line = 10};
    accepts(get("X: 4567890\r\n"), one);
    refuses(refusals::header_size, get("X: 45678901\r\n"), one);
    refuses(refusals::header_size, "GET / HTTP/1.1\r\nX: 45678901", one);
    refuses(refusals::header_size, "GET / HTTP/1.1\r\nX:\t\t\t\t\t\t\t\t\t\t\t", one);

    const wire::limits sum{.max_header_block =
                               19};  // two lines of 9 with CR LF, and less than a third
    accepts(get("X: 4567\r\n"), sum);
    refuses(refusals::header_block_size, get("X: 4567\r\nY: 4567\r\n"), sum);
    refuses(refusals::header_block_size, "GET / HTTP/1.1\r\nHost: a\r\nX: 45678901", sum);

    // both broken in one line: the limit that lies first counts, however the bytes come
    const wire::limits both{.max_header_line = 12, .max_header_block = 19};
    refuses(refusals::header_block_size, get("X: 45678901234567\r\n"), both);
    const wire::limits other{.max_header_line = 9, .max_header_block = 19};
    refuses(refusals::header_size, get("X: 45678901234567\r\n"), other);

    const wire::limits count{.max_headers = 3};
    accepts(get("A: 1\r\nB: 2\r\n"), count);
    refuses(refusals::header_count, get("A: 1\r\nB: 2\r\nC: 3\r\n"), count);
    refuses(refusals::header_count, "GET / HTTP/1.1\r\nA:\r\nB:\r\nC:\r\nD:\r\n", count);
}

TEST_CASE("reader: the standing limits are those of the design (requirement 15)") {
    const wire::limits bounds;
    const auto long_line = line("GET /" + std::string(65536, 'a') + " HTTP/1.1");
    CHECK(feed::whole(long_line, bounds).status == 414);
    CHECK(feed::split_at(long_line, 65000, bounds).status == 414);
    CHECK(feed::whole(line("GET /" + std::string(65000, 'a') + " HTTP/1.1"), bounds).requests == 1);
    CHECK(feed::whole(get("X: " + std::string(65536, 'a') + "\r\n"), bounds).status == 431);
    std::string many;
    for (int i = 0; i < 127; ++i) many += "A: b\r\n";
    CHECK(feed::whole(get(many), bounds).requests == 1);
    CHECK(feed::whole(get(many + "A: b\r\n"), bounds).status == 431);
    CHECK(feed::whole(post("Content-Length: 16777216", ""), bounds).status == 0);
    CHECK(feed::whole(post("Content-Length: 16777217", ""), bounds).status == 413);
}

TEST_CASE("reader: chunk extensions and trailers have limits for the whole body (requirement 15)") {
    const wire::limits bounds{.max_chunk_extension_bytes = 6, .max_trailer_bytes = 12};
    accepts(chunked("1;ab\r\nx\r\n1;cd\r\ny\r\n0;ef\r\n\r\n"), bounds);
    refuses(refusals::chunk_extension_size, chunked("1;ab\r\nx\r\n1;cd\r\ny\r\n0;efg\r\n\r\n"),
            bounds);
    refuses(refusals::chunk_extension_size, chunked("1;abcdefg"), bounds);
    accepts(chunked("0\r\nX: 45678\r\n\r\n"), bounds);
    refuses(refusals::trailer_size, chunked("0\r\nX: 456789\r\n\r\n"), bounds);
    refuses(refusals::trailer_size, chunked("0\r\nX: 4567890abc"), bounds);
}

TEST_CASE("reader: the body limit holds for announced and for chunked bytes (requirement 16)") {
    const wire::limits bounds{.max_body_bytes = 5};
    accepts(post("Content-Length: 5", "12345"), bounds);
    refuses(refusals::body_size, post("Content-Length: 6", ""), bounds);
    accepts(chunked("2\r\n12\r\n3\r\n345\r\n0\r\n\r\n"), bounds);
    refuses(refusals::body_size, chunked("2\r\n12\r\n4\r\n"), bounds);
    refuses(refusals::body_size, chunked("6\r\n"), bounds);
    const wire::limits none{.max_body_bytes = 0};
    accepts(get(""), none);
    accepts(chunked("0\r\n\r\n"), none);
    refuses(refusals::body_size, chunked("1\r\n"), none);
}

TEST_CASE("reader: the connection goes on by the rules of the version") {
    const auto keeps = [](std::string_view version, std::string_view connection) {
        const auto text = outcome("GET / " + std::string(version) + "\r\nHost: a\r\n" +
                                  std::string(connection) + "\r\n")
                              .text;
        return text.find(" keep]") != std::string::npos;
    };
    CHECK(keeps("HTTP/1.1", ""));
    CHECK(keeps("HTTP/1.1", "Connection: keep-alive\r\n"));
    CHECK(keeps("HTTP/1.1", "Connection: closed\r\n"));
    CHECK_FALSE(keeps("HTTP/1.1", "Connection: x, Close\r\n"));
    CHECK_FALSE(keeps("HTTP/1.1", "Connection: keep-alive\r\nConnection: close\r\n"));
    CHECK_FALSE(keeps("HTTP/1.0", ""));
    CHECK(keeps("HTTP/1.0", "Connection: Keep-Alive\r\n"));
    CHECK_FALSE(keeps("HTTP/1.0", "Connection: keep-alive, close\r\n"));
}

TEST_CASE("reader: 100-continue is flagged where a body follows, other expectations are refused") {
    const auto expects = [](const std::string& bytes) {
        return outcome(bytes).text.find(" expects") != std::string::npos;
    };
    CHECK(expects(post("Content-Length: 1\r\nExpect: 100-Continue", "a")));
    CHECK(expects(chunked("").insert(17, "Expect: 100-continue\r\n")));
    CHECK_FALSE(expects(get("Expect: 100-continue\r\n")));
    CHECK_FALSE(expects("POST / HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\na"));
    refuses(refusals::expectation, get("Expect: 200-ok\r\n"));
    refuses(refusals::expectation, get("Expect: 100-continue, x\r\n"));
}

TEST_CASE("reader: tells whether a body is still to come and whether it is between requests") {
    const wire::limits bounds;
    wire::reader reader(bounds);
    wire::request_head head;
    const auto request = post("Content-Length: 2", "ab");
    CHECK(reader.idle());
    CHECK(reader.read(std::string_view(request).substr(0, 10), head).kind ==
          wire::event_kind::need_more);
    CHECK_FALSE(reader.idle());
    const auto first = reader.read(request, head);
    CHECK(first.kind == wire::event_kind::head);
    CHECK(first.consumed == request.size() - 2);
    CHECK(reader.wants_more_body());
    const auto a = reader.read("a", head);
    CHECK(a.data == "a");
    CHECK(reader.wants_more_body());
    CHECK(reader.read("", head).kind == wire::event_kind::need_more);
    CHECK(reader.read("b", head).data == "b");
    CHECK_FALSE(reader.wants_more_body());
    CHECK(reader.read("", head).kind == wire::event_kind::end);
    CHECK(reader.idle());
    CHECK(reader.keep_alive());
}

TEST_CASE("reader: a head can move with its bytes") {
    const wire::limits bounds;
    wire::reader reader(bounds);
    wire::request_head head;
    std::string bytes = get("X: y\r\n");
    CHECK(reader.read(bytes, head).kind == wire::event_kind::head);
    const std::string moved = bytes;
    head.rebase(bytes.data(), moved.data());
    bytes.assign(bytes.size(), '?');
    CHECK(feed::describe(head) == "[GET / 1.1 host=a Host=a X=y keep]");
    static_assert(!std::is_constructible_v<wire::reader, wire::limits>);
}

TEST_CASE("reader: control characters are found at every place in a word") {
    for (std::size_t size = 0; size < 40; ++size) {
        std::string text(size, '\x80');
        for (std::size_t i = 0; i < size; ++i)
            text[i] = i % 3 == 0 ? ' ' : i % 3 == 1 ? '~' : '\xFF';
        CHECK(wire::find_control(text.data(), text.data() + size) == text.data() + size);
        for (std::size_t at = 0; at < size; ++at)
            for (const char control : {'\0', '\t', '\r', '\x1F', '\x7F'}) {
                std::string copy = text;
                copy[at] = control;
                CHECK(wire::find_control(copy.data(), copy.data() + size) == copy.data() + at);
            }
    }
}
