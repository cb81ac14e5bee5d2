#include "fastapi/http/url.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using fastapi::URL;
using fastapi::detail::target_form;

TEST_CASE("url: a target has four forms") {
    using fastapi::detail::split_target;
    const auto origin = split_target("/a/b?c=d?e");
    CHECK(origin.form == target_form::origin);
    CHECK(origin.path == "/a/b");
    CHECK(origin.query == "c=d?e");
    const auto absolute = split_target("HTTP://ex.org:81/a?b");
    CHECK(absolute.form == target_form::absolute);
    CHECK(absolute.authority == "ex.org:81");
    CHECK(absolute.path == "/a");
    CHECK(absolute.query == "b");
    CHECK(split_target("http://a").path == "/");
    CHECK(split_target("http://a?b").path == "/");
    CHECK(split_target("http://a?b").query == "b");
    CHECK(split_target("*").form == target_form::asterisk);
    CHECK(split_target("a:443", true).form == target_form::authority);
    CHECK(split_target("//a/b").path == "//a/b");
    for (const auto bad : {"", "a", "a:443", "?a", "http:/a", "http://", "http:///a", "ftp://a/",
                           "://a", "**", "http://u@a/", "javascript://a/"})
        CHECK(split_target(bad).form == target_form::invalid);
    CHECK(split_target("/", true).form == target_form::invalid);
}

TEST_CASE("url: parts come from scheme, Host and target") {
    const URL url("http", "example.com:8000", "/items/1?q=a%20b");
    CHECK(url.scheme == "http");
    CHECK(url.netloc == "example.com:8000");
    CHECK(url.hostname == "example.com");
    CHECK(url.port == 8000);
    CHECK(url.path == "/items/1");
    CHECK(url.query == "q=a%20b");
    CHECK(url.str() == "http://example.com:8000/items/1?q=a%20b");

    CHECK(URL("https", "a", "/").str() == "https://a/");
    CHECK_FALSE(URL("https", "a", "/").port.has_value());
    CHECK_FALSE(URL("https", "a:", "/").port.has_value());
    CHECK(URL("http", "[::1]:80", "/").hostname == "::1");
    CHECK(URL("http", "[::1]:80", "/").port == 80);
    CHECK(URL("http", "[::1]", "/").hostname == "::1");
    CHECK(URL("http", "a", "http://b/c?d").str() == "http://b/c?d");
    CHECK(URL("http", "a", "*").str() == "http://a");
    CHECK(URL("http", "", "/a?b").str() == "/a?b");
    for (const auto odd : {"a:99999", "a:x", "[", "]", "[::1", ":", "[]:1:2"})
        CHECK_NOTHROW(URL("http", odd, "/"));
}

TEST_CASE("url: a hostname is in lower case, the rest as it was") {
    const URL url("http", "API.Example.com:81", "/A");
    CHECK(url.hostname == "api.example.com");
    CHECK(url.str() == "http://API.Example.com:81/A");
    const URL copy = URL("http", "EXAMPLE.com", "/");
    CHECK(copy.hostname == "example.com");
    CHECK(URL("HTTP://me:pw@EXAMPLE.com:5/A?B").hostname == "example.com");
}

TEST_CASE("url: the path of a request is decoded but for what would be read as something else") {
    struct row {
        const char *target, *path;
    };
    const row rows[] = {{"/%61dmin", "/admin"},   {"/a%20b/%C3%A9", "/a b/\xC3\xA9"},
                        {"/a%2Fb", "/a/b"},       {"/a%3Fb%23c", "/a%3Fb%23c"},
                        {"/a%5cb", "/a%5Cb"},     {"/a%2561", "/a%2561"},
                        {"/a%zz%", "/a%25zz%25"}, {"/%FF", "/\xEF\xBF\xBD"},
                        {"/a+b", "/a+b"},         {"/plain", "/plain"}};
    for (const row& each : rows) {
        CAPTURE(each.target);
        const std::string target = std::string(each.target) + "?q=%20";
        const URL url("http", "Example.com", target);
        CHECK(url.path == each.path);
        CHECK(url.hostname == "example.com");
        CHECK(url.str() == "http://Example.com" + std::string(each.path) + "?q=%20");
        std::string once, twice;
        fastapi::detail::percent_decode(each.target, once, false);
        fastapi::detail::percent_decode(url.path, twice, false);
        CHECK(once == twice);
    }
}

TEST_CASE("url: any text has parts, which live as long as a copy of it") {
    URL url;
    url = URL(std::string("https://example.com:8443/a/b?x=1#top"));
    CHECK(url.scheme == "https");
    CHECK(url.netloc == "example.com:8443");
    CHECK(url.hostname == "example.com");
    CHECK(url.port == 8443);
    CHECK(url.path == "/a/b");
    CHECK(url.query == "x=1");
    CHECK(url.fragment == "top");
    CHECK(url.str() == "https://example.com:8443/a/b?x=1#top");
    for (const char* text : {"", "/", "/a?b", "?b", "#c", "http://a", "http://a?b", "a:b", "//a/b"})
        CHECK(URL(text).path.size() <= std::string_view(text).size());
    CHECK(URL("/a?b=1").str() == "/a?b=1");
}

TEST_CASE("url: other parts take the place of those it had") {
    const URL url("http", "example.com:8000", "/items?page=1");
    CHECK(url.replace({.scheme = "https"}).str() == "https://example.com:8000/items?page=1");
    CHECK(url.replace({.port = 81}).str() == "http://example.com:81/items?page=1");
    CHECK(url.replace({.hostname = "a.org"}).str() == "http://a.org:8000/items?page=1");
    CHECK(url.replace({.hostname = "::1", .port = 5}).str() == "http://[::1]:5/items?page=1");
    CHECK(url.replace({.netloc = url.hostname}).str() == "http://example.com/items?page=1");
    CHECK(url.replace({.path = "/x", .query = "", .fragment = "f"}).str() ==
          "http://example.com:8000/x#f");
    CHECK(URL("http://me:pw@A:2/b").replace({.port = 1}).str() == "http://me:pw@A:1/b");
    CHECK(URL("http://[::1]/b").replace({.port = 1}).str() == "http://[::1]:1/b");
    CHECK(url.str() == "http://example.com:8000/items?page=1");
}

TEST_CASE("url: parameters are included, replaced and removed as in Starlette") {
    const URL url("http", "a", "/b?x=1&y=2&x=3&z=");
    CHECK(url.include_query_params({{"y", 5}}).str() == "http://a/b?x=1&x=3&z=&y=5");
    CHECK(url.include_query_params({{"x", "a b&c"}, {"n", nullptr}}).query ==
          "y=2&z=&x=a+b%26c&n=None");
    CHECK(url.include_query_params({{"t", fastapi::list{"a", 1.5, true}}}).query ==
          "x=1&y=2&x=3&z=&t=a&t=1.5&t=True");
    CHECK(url.replace_query_params({{"q", "\xC3\xA9"}}).str() == "http://a/b?q=%C3%A9");
    CHECK(url.replace_query_params({}).str() == "http://a/b");
    CHECK(url.remove_query_params("x").query == "y=2&z=");
    CHECK(url.remove_query_params({"x", "y", "none"}).str() == "http://a/b?z=");
    CHECK(url.include_query_params({{"p", 1}}).remove_query_params("y").query == "x=1&x=3&z=&p=1");
    CHECK(URL("http", "a", "/?q=%zz+%C3").include_query_params({}).query == "q=%25zz+%EF%BF%BD");
}
