#include "fastapi/testclient/cookie_jar.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

using fastapi::CookieJar;
using fastapi::TestURL;

namespace {

const TestURL home("http://testserver/");

/// What a request to `url` sends after one answer from `from`.
std::string sent(std::string_view set_cookie, const TestURL& url, const TestURL& from = home) {
    CookieJar jar;
    jar.receive(set_cookie, from);
    return jar.header_for(url);
}

}  // namespace

TEST_CASE("cookie jar: what is set is found, replaced and deleted") {
    CookieJar jar{{"a", "1"}, {"b", "2"}};
    CHECK(jar["a"] == "1");
    CHECK(jar.size() == 2);
    jar.set("a", "3");
    CHECK(jar.size() == 2);
    CHECK(jar.get("a") == "3");
    CHECK(jar.header_for(home) == "a=3; b=2");
    jar.delete_("a");
    CHECK_FALSE(jar.contains("a"));
    CHECK(jar.get("a") == std::nullopt);
    CHECK_THROWS_AS(jar["a"], std::out_of_range);
    CHECK_THROWS_AS(jar.delete_("a"), std::out_of_range);
    jar.clear();
    CHECK(jar.empty());
}

TEST_CASE("cookie jar: a name with several domains is no answer") {
    CookieJar jar;
    jar.set("a", "1", "one.example");
    jar.set("a", "2", "two.example");
    CHECK_THROWS_AS(jar.get("a"), fastapi::CookieConflict);
    CHECK(jar.header_for("http://one.example/") == "a=1");
    CHECK(jar.header_for("http://two.example/") == "a=2");
    CHECK(jar.header_for("http://x.one.example/").empty());
    jar.set("b", "3", ".one.example");
    CHECK(jar.header_for("http://x.one.example/") == "b=3");
}

TEST_CASE("cookie jar: a value is kept as it was sent") {
    CHECK(sent("a=\"x y\"; Path=/", home) == "a=\"x y\"");
    CHECK(sent("  a = b=c ; HttpOnly", home) == "a=b=c");
    CHECK(sent("a=", home) == "a=");
    CHECK(sent("=b", home).empty());
    CHECK(sent("", home).empty());
}

TEST_CASE("cookie jar: the path decides who gets it") {
    CHECK(sent("a=1; Path=/docs", "http://testserver/docs") == "a=1");
    CHECK(sent("a=1; Path=/docs", "http://testserver/docs/x") == "a=1");
    CHECK(sent("a=1; Path=/docs", "http://testserver/docsx").empty());
    CHECK(sent("a=1; Path=/docs/", "http://testserver/docs").empty());
    CHECK(sent("a=1", "http://testserver/users/2", "http://testserver/users/1") == "a=1");
    CHECK(sent("a=1", "http://testserver/items", "http://testserver/users/1").empty());
    CHECK(sent("a=1; Path=nothing", "http://testserver/users/2", "http://testserver/users/1") ==
          "a=1");
}

TEST_CASE("cookie jar: the domain decides who gets it, and who may set it") {
    const TestURL host("http://www.example.com/");
    CHECK(sent("a=1", host, host) == "a=1");
    CHECK(sent("a=1", "http://sub.www.example.com/", host).empty());
    CHECK(sent("a=1; Domain=example.com", "http://api.example.com/", host) == "a=1");
    CHECK(sent("a=1; Domain=.EXAMPLE.com", "http://example.com/", host) == "a=1");
    CHECK(sent("a=1; Domain=ample.com", "http://ample.com/", host).empty());
    CHECK(sent("a=1; Domain=other.com", "http://other.com/", host).empty());
    CHECK(sent("a=1; Domain=0.0.1", "http://0.0.1/", "http://127.0.0.1/").empty());
}

TEST_CASE("cookie jar: a secure one waits for https") {
    CHECK(sent("a=1; Secure", home).empty());
    CHECK(sent("a=1; Secure", "https://testserver/") == "a=1");
}

TEST_CASE("cookie jar: what is over is not sent, and removes what was there") {
    CHECK(sent("a=1; Max-Age=60", home) == "a=1");
    CHECK(sent("a=1; Max-Age=99999999999999999999", home) == "a=1");
    CHECK(sent("a=1; Max-Age=0", home).empty());
    CHECK(sent("a=1; Max-Age=-1", home).empty());
    CHECK(sent("a=1; Max-Age=x", home) == "a=1");
    CHECK(sent("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", home).empty());
    CHECK(sent("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", home) == "a=1");
    CHECK(sent("a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", home) == "a=1");
    CHECK(sent("a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT", home) == "a=1");
    CookieJar jar;
    jar.receive("a=1", home);
    jar.receive("a=; Max-Age=0", home);
    CHECK(jar.empty());
}

TEST_CASE("cookie jar: the longer path comes first") {
    CookieJar jar;
    jar.receive("a=1; Path=/", home);
    jar.receive("b=2; Path=/docs", home);
    CHECK(jar.header_for("http://testserver/docs") == "b=2; a=1");
}

TEST_CASE("cookie jar: dates as RFC 6265 5.1.1 reads them") {
    using fastapi::detail::parse_cookie_date;
    CHECK(parse_cookie_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777);
    CHECK(parse_cookie_date("Sunday, 06-Nov-94 08:49:37 GMT") == 784111777);
    CHECK(parse_cookie_date("Sun Nov  6 08:49:37 1994") == 784111777);
    CHECK(parse_cookie_date("Thu, 29 Feb 2024 00:00:00 GMT") == 1709164800);
    CHECK(parse_cookie_date("1 jan 70 0:0:0") == 0);
    for (const std::string_view text :
         {"", "now", "Sun, 06 Nov 1994", "Sun, 32 Nov 1994 08:49:37", "6 Nov 1994 24:00:00",
          "6 Nov 1994 08:49", "6 Nev 1994 08:49:37", "6 Nov 1600 08:49:37",
          "6 Nov 19945 08:49:37"}) {
        CAPTURE(text);
        CHECK(parse_cookie_date(text) == std::nullopt);
    }
}
