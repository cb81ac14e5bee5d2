#include "fastapi/http/redirect_response.hpp"

#include <doctest/doctest.h>

#include <string_view>

using fastapi::RedirectResponse;

TEST_CASE("redirect: an empty answer with the encoded location") {
    struct {
        std::string_view url, location;
    } const cases[] = {
        {"/s16/new-location", "/s16/new-location"},
        {"/s16/new-location?q=a b&ü=é#frag", "/s16/new-location?q=a%20b&%C3%BC=%C3%A9#frag"},
        {"https://user@example.org:8000/a%20b;c?d=[e]&f='(g)'*+,!$~",
         "https://user@example.org:8000/a%20b;c?d=[e]&f='(g)'*+,!$~"},
        {"/a\r\nset-cookie: b=1", "/a%0D%0Aset-cookie:%20b=1"},
        {"/\"<>\\^`{|}", "/%22%3C%3E%5C%5E%60%7B%7C%7D"},
        {"", ""},
    };
    for (const auto& entry : cases) {
        const auto& url = entry.url;
        const auto& location = entry.location;
        INFO(url);
        const RedirectResponse response(url);
        CHECK(response.status_code == 307);
        CHECK(response.body.empty());
        CHECK(response.stream == nullptr);
        CHECK(response.headers.get("location") == location);
        CHECK_FALSE(response.headers.contains("content-type"));
    }
}

TEST_CASE("redirect: status and headers are the caller's, the location is not") {
    const RedirectResponse response("/b", 303, {{"x-a", "1"}, {"Location", "/c"}});
    CHECK(response.status_code == 303);
    CHECK(response.headers.get("x-a") == "1");
    CHECK(response.headers.getlist("location").size() == 1);
    CHECK(response.headers.get("location") == "/b");
}
