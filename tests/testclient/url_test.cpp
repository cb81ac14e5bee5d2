#include "fastapi/testclient/url.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>

using fastapi::TestURL;

TEST_CASE("test url: a text comes apart, and together again") {
    const TestURL url("HTTP://Alice:s%20x@Example.COM:8080/a b/\xC3\xA9?q=1&r=a b#part");
    CHECK(url.scheme == "http");
    CHECK(url.userinfo == "Alice:s%20x");
    CHECK(url.host == "example.com");
    CHECK(url.port == 8080);
    CHECK(url.path == "/a%20b/%C3%A9");
    CHECK(url.query == "q=1&r=a%20b");
    CHECK(url.fragment == "part");
    CHECK(url.netloc() == "example.com:8080");
    CHECK(url.target() == "/a%20b/%C3%A9?q=1&r=a%20b");
    CHECK(url == "http://Alice:s%20x@example.com:8080/a%20b/%C3%A9?q=1&r=a%20b#part");
    CHECK(url == TestURL(url.str()));
}

TEST_CASE("test url: the port of the scheme is left out, another one is kept") {
    CHECK(TestURL("http://a:80/") == "http://a/");
    CHECK(TestURL("https://a:443/") == "https://a/");
    CHECK(TestURL("https://a:80/") == "https://a:80/");
    CHECK(TestURL("http://[::1]:8000") == "http://[::1]:8000/");
}

TEST_CASE("test url: what has no host is relative, and keeps its form") {
    for (const std::string_view text : {"/items?q=1", "items", "", "?a=b", "/a:b/c", "//"}) {
        CAPTURE(text);
        CHECK(TestURL(text).is_relative());
    }
    CHECK(TestURL("/a/../b") == "/a/../b");
    CHECK(TestURL("/50%/%41%zz") ==
          "/50%/%41%zz");  // what is encoded stays, and so does a lone '%'
    CHECK_FALSE(TestURL("http://h/a/./b/../c").is_relative());
    CHECK(TestURL("http://h/a/./b/../c") == "http://h/a/c");
}

TEST_CASE("test url: no URL is refused") {
    for (const std::string_view text :
         {"/a\nb", "http://a b/", "http://a:99999/", "http://[::1/", "http://a:x/", "/\x7F"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(TestURL{text}, std::invalid_argument);
    }
}

TEST_CASE("test url: a reference is resolved as RFC 3986 5.4 says") {
    const TestURL base("http://a/b/c/d;p?q");
    const struct {
        std::string_view reference, result;
    } rows[] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {";x", "http://a/b/c/;x"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/../h", "http://a/b/c/h"},
        {"http://x/y", "http://x/y"},
        {"https://a/y", "https://a/y"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.reference);
        const TestURL result = base.join(TestURL(row.reference));
        CHECK(result.str() == TestURL(row.result).str());
    }
}
