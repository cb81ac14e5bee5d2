#include "fastapi/model/http_url.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_set>

using namespace fastapi;

namespace {

/// The normalised URL, or why there is none.
std::string read(std::string_view text) {
    HttpUrl url;
    const ParseOutcome problem = HttpUrl::parse(text, url);
    return problem ? "! " + problem->reason : url.str();
}

struct row {
    std::string_view text;
    std::string_view out;
};

}  // namespace

TEST_CASE("http url: the normal form of a URL") {
    for (const row& each : {
             row{"http://example.com", "http://example.com/"},
             row{"HTTPS://EXAMPLE.com/Path", "https://example.com/Path"},
             row{"http://a:80", "http://a/"},
             row{"https://a:443/x", "https://a/x"},
             row{"http://a:443", "http://a:443/"},
             row{"http://a:000080", "http://a/"},
             row{"http://a:", "http://a/"},
             row{"  http://a\t/b\nc ", "http://a/bc"},
             row{"http:a", "http://a/"},
             row{"http:/a", "http://a/"},
             row{"http:\\\\a\\b\\..\\c", "http://a/c"},
             row{"http:////a//b", "http://a//b"},
             row{"http://a/x/../y/./z?q#f", "http://a/y/z?q#f"},
             row{"http://a/../../x", "http://a/x"},
             row{"http://a/x/%2e%2E/", "http://a/"},
             row{"http://a/x/..", "http://a/"},
             row{"http://a/x/.", "http://a/x/"},
             row{"http://a/.../..x", "http://a/.../..x"},
             row{"http://a?", "http://a/?"},
             row{"http://a#", "http://a/#"},
             row{"http://a/b c\"<>`{}|^?b c'\"<>#b c\"<>`",
                 "http://a/b%20c%22%3C%3E%60%7B%7D|^?b%20c%27%22%3C%3E#b%20c%22%3C%3E%60"},
             row{"http://a/\xC3\xA9%zz%C3", "http://a/%C3%A9%zz%C3"},
             row{"http://u:p@a", "http://u:p@a/"},
             row{"http://u:@a", "http://u@a/"},
             row{"http://:p@a", "http://:p@a/"},
             row{"http://@a", "http://a/"},
             row{"http://a@b:c@d", "http://a%40b:c@d/"},
         })
        CHECK(read(each.text) == each.out);
}

TEST_CASE("http url: hosts") {
    for (const row& each : {
             row{"http://MÜNCHEN.de", "http://xn--mnchen-3ya.de/"},
             row{"http://xn--mnchen-3ya.de", "http://xn--mnchen-3ya.de/"},
             row{"http://faß.de", "http://xn--fa-hia.de/"},
             row{"http://☃.net", "http://xn--n3h.net/"},
             row{"http://ＥＸ。com", "http://ex.com/"},
             row{"http://ex%41mple", "http://example/"},
             row{"http://a_b.-c..d.", "http://a_b.-c..d./"},
             row{"http://xn--a", "! invalid international domain name"},
             row{"http://xn--MNCHEN-3YA", "http://xn--mnchen-3ya/"},
             row{"http://xn--abc-", "! invalid international domain name"},
             row{"http://a b", "! invalid international domain name"},
             row{"http://a<b", "! invalid international domain name"},
             row{"http://a%zz", "! invalid international domain name"},
             row{"http://a%00", "! invalid international domain name"},
             row{"http://aא.de", "! invalid international domain name"},
             row{"http://\xFF", "! invalid international domain name"},
             row{"http://\xC2\xAD", "! empty host"},
             row{"http://", "! empty host"},
             row{"http:", "! empty host"},
             row{"https:///", "! empty host"},
             row{"http://:80", "! empty host"},
             row{"http://u@", "! empty host"},
             row{"http://@/a", "! empty host"},
             row{"http://1.2.3.4", "http://1.2.3.4/"},
             row{"http://1.2.3.4.", "http://1.2.3.4/"},
             row{"http://0x7F.1", "http://127.0.0.1/"},
             row{"http://017700000001", "http://127.0.0.1/"},
             row{"http://4294967295", "http://255.255.255.255/"},
             row{"http://0x", "http://0.0.0.0/"},
             row{"http://4294967296", "! invalid IPv4 address"},
             row{"http://1.2.65536", "! invalid IPv4 address"},
             row{"http://256.1.1.1", "! invalid IPv4 address"},
             row{"http://1.2.3.4.5", "! invalid IPv4 address"},
             row{"http://09", "! invalid IPv4 address"},
             row{"http://a.1", "! invalid IPv4 address"},
             row{"http://1..1", "! invalid IPv4 address"},
             row{"http://1e3", "http://1e3/"},
             row{"http://[::1]", "http://[::1]/"},
             row{"http://[::]:81", "http://[::]:81/"},
             row{"http://[1:0:0:2:0:0:0:3]", "http://[1:0:0:2::3]/"},
             row{"http://[0:1:0:1:0:1:0:1]", "http://[0:1:0:1:0:1:0:1]/"},
             row{"http://[1:2:3:4:5:6:7::]", "http://[1:2:3:4:5:6:7:0]/"},
             row{"http://[::FFFF:1.2.3.4]", "http://[::ffff:102:304]/"},
             row{"http://[::1", "! invalid IPv6 address"},
             row{"http://[::1]x", "! invalid IPv6 address"},
             row{"http://[]", "! invalid IPv6 address"},
             row{"http://[:1]", "! invalid IPv6 address"},
             row{"http://[1:]", "! invalid IPv6 address"},
             row{"http://[1::2::3]", "! invalid IPv6 address"},
             row{"http://[1:2:3:4:5:6:7]", "! invalid IPv6 address"},
             row{"http://[1:2:3:4:5:6:7:8:9]", "! invalid IPv6 address"},
             row{"http://[1:2:3:4::5:6:7:8]", "! invalid IPv6 address"},
             row{"http://[12345::]", "! invalid IPv6 address"},
             row{"http://[::1.2.3]", "! invalid IPv6 address"},
             row{"http://[::1.2.3.04]", "! invalid IPv6 address"},
             row{"http://[::1.2.3.256]", "! invalid IPv6 address"},
             row{"http://[1:2:3:4:5:6:7:1.2.3.4]", "! invalid IPv6 address"},
         }) {
        INFO(each.text);
        CHECK(read(each.text) == each.out);
    }
}

TEST_CASE("http url: what is no URL, or one for something else") {
    for (const row& each : {
             row{"", "! input is empty"},
             row{" ", "! relative URL without a base"},
             row{"a", "! relative URL without a base"},
             row{"//a", "! relative URL without a base"},
             row{":a", "! relative URL without a base"},
             row{"1:a", "! relative URL without a base"},
             row{"ht_tp:a", "! relative URL without a base"},
             row{"http://a:65536", "! invalid port number"},
             row{"http://a:65535", "http://a:65535/"},
             row{"http://a:1x", "! invalid port number"},
             row{"http://a:-1", "! invalid port number"},
             row{"ftp://a", "! 'http' or 'https'"},
             row{"ftp://", "! empty host"},
             row{"mailto:a@b", "! 'http' or 'https'"},
             row{"foo://a b", "! invalid domain character"},
             row{"foo://a:x", "! invalid port number"},
             row{"foo://:1", "! empty host"},
             row{"foo://", "! 'http' or 'https'"},
         })
        CHECK(read(each.text) == each.out);
}

TEST_CASE("http url: problems are Pydantic's, and leave the value as it was") {
    HttpUrl url("http://a/b");
    ParseOutcome problem = HttpUrl::parse("foo", url);
    REQUIRE(problem);
    CHECK(problem->type == "url_parsing");
    CHECK(problem->message == "Input should be a valid URL, relative URL without a base");
    CHECK(problem->context_key == "error");
    problem = HttpUrl::parse("ftp://a", url);
    REQUIRE(problem);
    CHECK(problem->type == "url_scheme");
    CHECK(problem->message == "URL scheme should be 'http' or 'https'");
    CHECK(problem->context_key == "expected_schemes");
    CHECK_FALSE(HttpUrl::parse("http://a/" + std::string(2074, 'b'), url));
    problem = HttpUrl::parse("http://a/" + std::string(2075, 'b'), url);
    REQUIRE(problem);
    CHECK(problem->type == "url_too_long");
    CHECK(problem->message == "URL should have at most 2083 characters");
    CHECK(problem->context_key == "max_length");
    CHECK(problem->reason == "2083");
    CHECK(url.str().size() == 2083);
    CHECK(HttpUrl::wrong_type().type == "url_type");
}

TEST_CASE("http url: the parts") {
    const HttpUrl url("https://Ana:p%40:w@EXAMPLE.com:8443/a/b?q=1#top");
    CHECK(url.scheme() == "https");
    CHECK(url.username() == "Ana");
    CHECK(url.password() == "p%40%3Aw");
    CHECK(url.host() == "example.com");
    CHECK(url.port() == 8443);
    CHECK(url.path() == "/a/b");
    CHECK(url.query() == "q=1");
    CHECK(url.fragment() == "top");
    const HttpUrl plain("http://[::1]?");
    CHECK_FALSE(plain.username());
    CHECK_FALSE(plain.password());
    CHECK(plain.host() == "[::1]");
    CHECK(plain.port() == 80);
    CHECK(plain.path() == "/");
    CHECK(plain.query() == "");
    CHECK_FALSE(plain.fragment());
    CHECK(HttpUrl().str().empty());
    CHECK(HttpUrl().port() == 0);
    CHECK_THROWS_AS(HttpUrl("x"), std::invalid_argument);
}

TEST_CASE("http url: compared and written by its text") {
    CHECK(HttpUrl("http://A") == HttpUrl("http://a/"));
    CHECK(HttpUrl("http://a") < HttpUrl("http://b"));
    const std::unordered_set<HttpUrl> seen{HttpUrl("http://a"), HttpUrl("HTTP://a")};
    CHECK(seen.size() == 1);
    std::string json;
    detail::append_jsonable(json, HttpUrl("http://a"));
    detail::append_serialized(json, HttpUrl("http://a"));
    CHECK(json == "\"http://a/\"\"http://a/\"");
}
