#include "fastapi/net/forwarded.hpp"

#include <doctest/doctest.h>

using namespace fastapi;

TEST_CASE("forwarded: a list trusts its members, a star everybody") {
    CHECK(detail::trusts("127.0.0.1", "127.0.0.1"));
    CHECK(detail::trusts("10.0.0.1, 127.0.0.1", "127.0.0.1"));
    CHECK(detail::trusts("*", "203.0.113.9"));
    CHECK_FALSE(detail::trusts("127.0.0.1", "127.0.0.11"));
    CHECK_FALSE(detail::trusts("", "127.0.0.1"));
    CHECK_FALSE(detail::trusts("a,,b", ""));
}

TEST_CASE("forwarded: the client is the last host that is no trusted proxy") {
    struct row {
        const char* header;
        const char* trusted;
        const char* client;
    };
    const row rows[] = {
        {"203.0.113.9", "127.0.0.1", "203.0.113.9"},
        {"198.51.100.1, 203.0.113.9", "127.0.0.1", "203.0.113.9"},
        {"198.51.100.1, 203.0.113.9 , 127.0.0.1", "127.0.0.1", "203.0.113.9"},
        {"198.51.100.1, 203.0.113.9", "*", "198.51.100.1"},
        {"127.0.0.1", "127.0.0.1", "127.0.0.1"},
        {"", "127.0.0.1", ""},
        {" , ", "127.0.0.1", ""},
    };
    for (const row& each : rows) {
        CAPTURE(each.header);
        CHECK(detail::forwarded_client(Headers{{"X-Forwarded-For", each.header}}, each.trusted)
                  .host == each.client);
    }
    CHECK(detail::forwarded_client(Headers{}, "*").host == "");
}

TEST_CASE("forwarded: what a proxy adds on a line of its own counts more than the lines before") {
    const Headers two{
        {"x-forwarded-for", "198.51.100.1"}, {"accept", "*/*"}, {"x-forwarded-for", "203.0.113.9"}};
    CHECK(detail::forwarded_client(two, "127.0.0.1").host == "203.0.113.9");
    CHECK(detail::forwarded_client(two, "127.0.0.1, 203.0.113.9").host == "198.51.100.1");
    CHECK(detail::forwarded_client(two, "*").host == "198.51.100.1");
    const Headers empty_last{{"x-forwarded-for", "198.51.100.1"}, {"x-forwarded-for", ""}};
    CHECK(detail::forwarded_client(empty_last, "127.0.0.1").host == "198.51.100.1");
    CHECK(detail::forwarded_scheme(
              Headers{{"x-forwarded-proto", "https"}, {"x-forwarded-proto", "http"}}) == "http");
}

TEST_CASE("forwarded: an address may have a port, and one of IPv6 its brackets") {
    using address = detail::forwarded_address;
    CHECK(detail::split_forwarded("203.0.113.9") == address{"203.0.113.9", 0});
    CHECK(detail::split_forwarded("203.0.113.9:4711") == address{"203.0.113.9", 4711});
    CHECK(detail::split_forwarded("2001:db8::1") == address{"2001:db8::1", 0});
    CHECK(detail::split_forwarded("[2001:db8::1]") == address{"2001:db8::1", 0});
    CHECK(detail::split_forwarded("[2001:db8::1]:4711") == address{"2001:db8::1", 4711});
    for (const char* odd :
         {"", "unknown", "a:", ":", "a:b", "a:65536", "a:-1", "[", "[a", "]", "[a]b", "[a]b:1x"})
        CHECK(detail::split_forwarded(odd) == address{odd, 0});
    const Headers port_of_proxy{{"x-forwarded-for", "203.0.113.9:1, 127.0.0.1:2"}};
    CHECK(detail::forwarded_client(port_of_proxy, "127.0.0.1") == address{"203.0.113.9", 1});
}

TEST_CASE("forwarded: only http and https are schemes") {
    CHECK(detail::forwarded_scheme(Headers{{"x-forwarded-proto", " https "}}) == "https");
    CHECK(detail::forwarded_scheme(Headers{{"x-forwarded-proto", "ws"}}) == "http");
    CHECK(detail::forwarded_scheme(Headers{{"x-forwarded-proto", "javascript"}}) == "");
    CHECK(detail::forwarded_scheme(Headers{}) == "");
}
