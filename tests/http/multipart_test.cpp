#include "fastapi/http/multipart.hpp"

#include <doctest/doctest.h>

#include "fastapi/http/content_disposition.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using fastapi::HTTPException;
using fastapi::detail::multipart_handler;
using fastapi::detail::multipart_parser;
using fastapi::detail::part_header;

namespace {

/// Writes down what it hears: `{name:value}` for headers, `[` data `]` for each part that ended.
struct recorder final : multipart_handler {
    void begin_part(std::vector<part_header>& headers) override {
        open.clear();
        for (const part_header& header : headers)
            open += "{" + header.name + ":" + header.value + "}";
        open += "[";
    }
    void part_data(std::string_view bytes) override {
        CHECK_FALSE(bytes.empty());
        open += bytes;
    }
    void end_part() override { ended += std::exchange(open, {}) + "]"; }

    std::string open, ended;
};

struct result {
    std::string parts, refusal;
    bool complete = false;

    friend bool operator==(const result&, const result&) = default;
};

/// Feeds the pieces, each from an exactly sized copy, so that the sanitizers see a read past it.
result feed(const std::vector<std::string_view>& pieces, std::string_view boundary) {
    recorder parts;
    try {
        multipart_parser parser(boundary);
        for (const std::string_view piece : pieces) {
            const std::vector<char> copy(piece.begin(), piece.end());
            parser.feed({copy.data(), copy.size()}, parts);
        }
        return {parts.ended, "", parser.complete()};
    } catch (const HTTPException& refused) {
        CHECK(refused.status_code == 400);
        return {parts.ended, refused.detail.as_string(), false};
    }
}

/// In one piece, and byte by byte, and split at every place: always the same.
result parsed(std::string_view body, std::string_view boundary = "b") {
    const result whole = feed({body}, boundary);
    std::vector<std::string_view> drops;
    for (std::size_t i = 0; i < body.size(); ++i) drops.push_back(body.substr(i, 1));
    CHECK(feed(drops, boundary) == whole);
    for (std::size_t i = 0; i <= body.size(); ++i)
        if (feed({body.substr(0, i), body.substr(i)}, boundary) != whole) FAIL("split at " << i);
    return whole;
}

bool refused(std::string_view body, std::string_view boundary = "b") {
    return parsed(body, boundary).refusal == "Invalid multipart data.";
}

/// What a body with this data in its only part gives as data.
std::string data_of(const std::string& data) {
    const std::string parts = parsed("--b\r\nA: 1\r\n\r\n" + data + "\r\n--b--\r\n").parts;
    REQUIRE(parts.starts_with("{a:1}["));
    REQUIRE(parts.ends_with("]"));
    return parts.substr(6, parts.size() - 7);
}

std::string options_of(std::string_view text) {
    const auto options = fastapi::detail::parse_header_options(text);
    std::string all = options.value;
    for (const auto& [name, value] : options.parameters) all += "|" + name + "=" + value;
    return all;
}

}  // namespace

TEST_CASE("multipart: parts, headers and data are told apart") {
    const result form = parsed(
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        "--b\r\nX-Y:   2 \r\nz:\r\n\r\n\r\n--b--\r\n");
    CHECK(form.parts == "{content-disposition:form-data; name=\"a\"}[1]{x-y:2 }{z:}[]");
    CHECK(form.refusal == "");
    CHECK(form.complete);
    CHECK(parsed("--b\r\n\r\nx\r\n--b--").parts == "[x]");
    CHECK(parsed("").parts == "");
    CHECK_FALSE(parsed("").complete);
    CHECK(parsed("--b--").complete);
}

TEST_CASE("multipart: only a whole delimiter ends the data") {
    for (const std::string same : {"\r",
                                   "\n",
                                   "\r\n",
                                   "\r\n-",
                                   "\r\n--",
                                   "--b",
                                   "--b--",
                                   "\n--b\r\n",
                                   "\r--b\r\n",
                                   "\r\n--c",
                                   "\r\n--bb",
                                   "\r\n--b ",
                                   "\r\n--b\n",
                                   "\r\n--b\r",
                                   "\r\n--b\rx",
                                   "\r\n--b-",
                                   "\r\n--b-x",
                                   "\r\n--b-\r\n",
                                   "\r\r\n",
                                   "\r\n\r\n",
                                   "\r\n--\r\n--",
                                   "\r\n--b\r\r\n--b-\r",
                                   "-",
                                   "--"})
        CHECK(data_of(same) == same);
    CHECK(data_of(std::string("\0\r\n\xFF", 4)) == std::string("\0\r\n\xFF", 4));
}

TEST_CASE("multipart: a delimiter right behind what looked like one is found") {
    CHECK(parsed("--b\r\n\r\nx\r\n--b\r\r\n--b--").parts == "[x\r\n--b\r]");
    CHECK(parsed("--b\r\n\r\nx\r\n--b-\r\n--b--").parts == "[x\r\n--b-]");
    CHECK(parsed("--b\r\n\r\nx\r\n\r\n--b--").parts == "[x\r\n]");
    CHECK(parsed("--b\r\n\r\nx\r\r\n--b--").parts == "[x\r]");
    CHECK(parsed("--aab\r\n\r\n\r\n--aaab\r\n--aab--", "aab").parts == "[\r\n--aaab]");
}

TEST_CASE("multipart: line breaks may come before the first delimiter, other text may not") {
    CHECK(parsed("\r\n--b\r\n\r\nx\r\n--b--").parts == "[x]");
    CHECK(parsed("\n\n--b\r\n\r\nx\r\n--b--").parts == "[x]");
    CHECK(parsed("\r\ntext--b\r\n\r\nx\r\n--b--").parts == "[x]");
    CHECK(refused("text\r\n--b\r\n\r\nx\r\n--b--"));
    CHECK(refused(" --b\r\n\r\nx\r\n--b--"));
    CHECK(refused("--c\r\n\r\nx\r\n--c--"));
    CHECK(refused("-b\r\n"));
    CHECK(refused("{\"a\": 1}"));
}

TEST_CASE("multipart: lines end with CR LF and nothing else") {
    CHECK(refused("--b\n\nx\n--b--\n"));
    CHECK(refused("--b\rx"));
    CHECK(refused("--b x"));
    CHECK(refused("--b-x"));
    CHECK(refused("--b\r\nA: 1\n\r\n\r\nx"));
    CHECK(refused("--b\r\nA: 1\rB: 2\r\n\r\nx"));
    CHECK(refused("--b\r\nA: 1\r\n\rx"));
    CHECK(refused("--b\r\n\nx"));
}

TEST_CASE("multipart: header names are tokens and values hold no control characters") {
    CHECK(parsed("--b\r\nX!#$-_~9: \t\xC3\xA9\"'\r\n\r\n\r\n--b--").parts ==
          "{x!#$-_~9:\t\xC3\xA9\"'}[]");
    for (const std::string_view line : {": 1", "A B: 1", " A: 1", "A", "\"a\": 1", "A\t: 1",
                                        "\xC3\xA9: 1", "A: \x01", "A: \x7F", "A: 1\r\n folded"})
        CHECK(refused("--b\r\n" + std::string(line) + "\r\n\r\n\r\n--b--"));
    CHECK(refused(std::string("--b\r\nA: \0\r\n\r\n\r\n--b--", 20)));
}

TEST_CASE("multipart: eight headers of 4224 bytes, not more") {
    std::string headers;
    for (int i = 0; i < 8; ++i) headers += "A: 1\r\n";
    CHECK(feed({"--b\r\n" + headers + "\r\n\r\n--b--"}, "b").complete);
    const std::string nine = "--b\r\n" + headers + "A: 1\r\n\r\n\r\n--b--";
    CHECK(feed({nine}, "b").refusal == "Invalid multipart data.");
    const auto with_header = [](const std::string& line) {
        const std::string body = "--b\r\n" + line + "\r\n\r\n\r\n--b--";
        return feed({body}, "b").complete;
    };
    CHECK(with_header("A:  " + std::string(4220, 'x')));
    CHECK_FALSE(with_header("A:  " + std::string(4221, 'x')));
    CHECK(with_header(std::string(4223, 'a') + ":"));
    CHECK_FALSE(with_header(std::string(4224, 'a') + ":"));
    CHECK_FALSE(with_header("A:" + std::string(4223, ' ')));
    CHECK(feed({"--b\r\n", std::string(4225, 'a')}, "b").refusal == "Invalid multipart data.");
}

TEST_CASE("multipart: what follows the end is ignored") {
    CHECK(parsed("--b\r\n\r\nx\r\n--b--\r\nepilogue\r\n--b\r\n\r\ny\r\n--b--").parts == "[x]");
    CHECK(parsed("--b--\r\n--b\r\n\r\ny\r\n--b--").parts == "");
    CHECK(parsed("--b\r\n\r\nx\r\n--b--\x01").complete);
}

TEST_CASE("multipart: boundaries of any text but control characters, 1 to 256 bytes") {
    CHECK(parsed("--a b'()+_,-./:=?\r\n\r\nx\r\n--a b'()+_,-./:=?--", "a b'()+_,-./:=?").parts ==
          "[x]");
    CHECK(parsed("----\r\n\r\nx\r\n------", "--").parts == "[x]");
    const std::string longest(256, 'b'), longer(257, 'b');
    CHECK(feed({"--", longest, "--"}, longest).complete);
    CHECK(feed({"--", longer, "--"}, longer).refusal == "Invalid multipart data.");
    CHECK(feed({}, "").refusal == "Invalid multipart data.");
    CHECK(feed({}, "a\rb").refusal == "Invalid multipart data.");
    CHECK(feed({}, "a\nb").refusal == "Invalid multipart data.");
}

TEST_CASE("multipart: every prefix gives the parts that were whole, and no other") {
    const std::string body =
        "--b\r\nA: 1\r\n\r\none\r\n--bx\r\n--b\r\nB: 2\r\n\r\n\r\n--b\r\n\r\nthree\r\n--b--";
    const std::string all = "{a:1}[one\r\n--bx]{b:2}[][three]";
    for (std::size_t size = 0; size <= body.size(); ++size) {
        const result cut = feed({std::string_view(body).substr(0, size)}, "b");
        CHECK(cut.refusal == "");
        CHECK(all.starts_with(cut.parts));
        CHECK(cut.complete == (size == body.size()));
        CHECK((cut.parts == all) == cut.complete);
    }
}

TEST_CASE("header options: what stands before the first ';' and the parameters behind it") {
    CHECK(options_of("form-data; name=\"a\"; filename=\"b.txt\"") ==
          "form-data|name=a|filename=b.txt");
    CHECK(options_of("a;NAME = x ;n=\"\"") == "a|name=x|n=");
    CHECK(options_of("a; name; =x;;b=c=d") == "a|name=|=x|=|b=c=d");
    CHECK(options_of("a; n=\"x;y\"; m=\"z") == "a|n=x;y|m=\"z");
    CHECK(options_of("a; n=\"x; m=y; o=z") == "a|n=\"x; m=y; o=z");
    CHECK(options_of("") == "");
    CHECK(options_of(";") == "");
    CHECK(options_of("; n=1") == "|n=1");
}

TEST_CASE("header options: capitals of the value count only beside parameters") {
    CHECK(options_of(" Multipart/Form-Data ") == "multipart/form-data");
    CHECK(options_of("Multipart/Form-Data; boundary=B") == "Multipart/Form-Data|boundary=B");
}

TEST_CASE("header options: quotes are undone as browsers and python-multipart do") {
    CHECK(options_of(R"(a; name="q\"q"; x="1")") == R"(a|name=q"q|x=1)");
    CHECK(options_of(R"(a; name="q\\q")") == R"(a|name=q\q)");
    CHECK(options_of(R"(a; name="q%22%0D%0A")") == "a|name=q%22%0D%0A");
    CHECK(options_of(R"(a; name="q\;x"; y=1)") == R"(a|name=q\;x|y=1)");
    CHECK(options_of(R"(a; name=q\"x; y=1)") == R"(a|name=q\"x|y=1)");
    CHECK(options_of("a; name=\"") == "a|name=\"");
}

TEST_CASE("header options: extended parameters are ignored, Windows directories cut off") {
    CHECK(options_of("a; filename=\"x\"; filename*=utf-8''y") == "a|filename=x");
    CHECK(options_of("a; filename*=utf-8''y; name*0=\"z\"") == "a");
    CHECK(options_of(R"(a; filename="C:\dir\a.txt")") == "a|filename=a.txt");
    CHECK(options_of(R"(a; filename="C:\\dir\\a.txt")") == "a|filename=a.txt");
    CHECK(options_of(R"(a; filename="\\host\dir\a.txt")") == R"(a|filename=\host\dir\a.txt)");
    CHECK(options_of(R"(a; filename="\\\\host\\dir\\a.txt")") == "a|filename=a.txt");
    CHECK(options_of("a; filename=\"dir/a.txt\"") == "a|filename=dir/a.txt");
    CHECK(options_of("a; filename=\"../../etc/passwd\"") == "a|filename=../../etc/passwd");
    CHECK(options_of(R"(a; filename="dir\a.txt")") == R"(a|filename=dir\a.txt)");
    CHECK(options_of(R"(a; filename="C:\")") == "a|filename=");
    CHECK(options_of(R"(a; filename=C:\)") == "a|filename=");
    CHECK(options_of(R"(a; name="C:\dir\a")") == R"(a|name=C:\dir\a)");
}

TEST_CASE("header options: the last parameter of a name counts") {
    const auto options = fastapi::detail::parse_header_options("a; n=1; m=2; N=3");
    CHECK(options.get("n") == "3");
    CHECK(options.get("m") == "2");
    CHECK(options.get("o") == std::nullopt);
}
