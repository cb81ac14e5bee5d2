#include "fastapi/http/cookies.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

using fastapi::Cookies;
using fastapi::SetCookieOptions;
using fastapi::detail::delete_cookie_header;
using fastapi::detail::set_cookie_header;

namespace {

std::string pairs_of(const Cookies& cookies) {
    std::string result;
    for (const auto& [name, value] : cookies)
        result.append(name).append("->").append(value).append("|");
    return result;
}

std::string read(std::string_view header) {
    const std::string copy(header);  // exactly sized: the sanitizers see a read past the end
    return pairs_of(Cookies(copy));
}

SetCookieOptions bare() { return {.path = "", .samesite = ""}; }

std::string written(std::string_view value) { return set_cookie_header("c", value, bare()); }

}  // namespace

TEST_CASE("cookies: a header is split as Starlette's cookie_parser does") {
    CHECK(read("session_id=abc; user_pref=dark") == "session_id->abc|user_pref->dark|");
    CHECK(read("session_id=\"a b\"; user_pref=x=y") == "session_id->a b|user_pref->x=y|");
    CHECK(read(" a = 1 ;\tb\t=\t2\t") == "a->1|b->2|");
    CHECK(read("alone") == "->alone|");
    CHECK(read("=v") == "->v|");
    CHECK(read("a=") == "a->|");
    CHECK(read("=; ;;") == "");
    CHECK(read("") == "");
    CHECK(read("a=\"1;2\"") == "a->\"1|->2\"|");  // quotes do not hide a ';'
    CHECK(read("A=1; a=2") == "A->1|a->2|");
}

TEST_CASE("cookies: names and values are Latin-1, and so are the blanks around them") {
    CHECK(read("\xE9=\xFC; a=\xC3\xA9") == "\xC3\xA9->\xC3\xBC|a->\xC3\x83\xC2\xA9|");
    CHECK(read("\xA0"
               "a\x85=\xA0 x \x85; b=\xA0") == "a->x|b->|");
    CHECK(read("a=x\xA0y") == "a->x\xC2\xA0y|");
}

TEST_CASE("cookies: the last value of a name counts, in the place of the first") {
    CHECK(read("a=1; b=2; a=3") == "a->3|b->2|");
    CHECK(read("a=1; a=2; a=3; b=4; b=5") == "a->3|b->5|");
    CHECK(read("x; b=1; y") == "->y|b->1|");
    std::string many;
    for (int i = 0; i < 3000; ++i)
        many += "n" + std::to_string(i % 1500) + "=" + std::to_string(i) + ";";
    const Cookies cookies(many);
    CHECK(cookies.size() == 1500);
    CHECK(cookies["n0"] == "1500");
    CHECK(cookies["n1499"] == "2999");
    CHECK(cookies.begin()->first == "n0");
}

TEST_CASE("cookies: quoted values are undone as Python's http.cookies does") {
    CHECK(read(R"(a="")") == "a->|");
    CHECK(read(R"(a=")") == "a->\"|");
    CHECK(read(R"(a="x)") == "a->\"x|");
    CHECK(read(R"(a=x"y")") == "a->x\"y\"|");
    CHECK(read(R"(a="b\054c\073d\"e")") == "a->b,c;d\"e|");
    CHECK(read(R"(a="\\101\101")") == "a->\\101A|");
    CHECK(read(R"(a="\400\08\1")") == "a->400081|");  // no octal: only the backslash goes
    CHECK(read(R"(a="\377\351")") == "a->\xC3\xBF\xC3\xA9|");
    CHECK(read(R"(a="\")") == "a->\\|");
    CHECK(read(R"(a=\101)") == "a->\\101|");  // not quoted
}

TEST_CASE("cookies: several headers are one, and a copy reads for itself") {
    Cookies cookies("a=1; b=\"\\062\"");
    cookies.add("a=3; c=4");
    CHECK(pairs_of(cookies) == "a->3|b->2|c->4|");
    Cookies copy(cookies);
    cookies.clear();
    CHECK(cookies.empty());
    CHECK(pairs_of(copy) == "a->3|b->2|c->4|");
    cookies = copy;
    copy.clear();
    CHECK(cookies["b"] == "2");
    CHECK(cookies.get("d") == std::nullopt);
    CHECK(cookies.contains("c"));
    CHECK_THROWS_WITH_AS(cookies["no\n"], "fastapi: there is no cookie 'no\\x0a'",
                         std::out_of_range);
}

TEST_CASE("set_cookie: the text and the order of attributes are Starlette's") {
    CHECK(
        set_cookie_header("session_id", "abc123",
                          {.max_age = 3600, .secure = true, .httponly = true, .samesite = "lax"}) ==
        "session_id=abc123; HttpOnly; Max-Age=3600; Path=/; SameSite=lax; Secure");
    CHECK(set_cookie_header("plain", "1") == "plain=1; Path=/; SameSite=lax");
    CHECK(set_cookie_header(
              "full", "a b,c;d\"e",
              {.path = "/s10", .domain = "example.com", .httponly = true, .samesite = "strict"}) ==
          R"(full="a b\054c\073d\"e"; Domain=example.com; HttpOnly; Path=/s10; SameSite=strict)");
    CHECK(set_cookie_header("cross", "x", {.secure = true, .samesite = "none"}) ==
          "cross=x; Path=/; SameSite=none; Secure");
    CHECK(set_cookie_header("bare", "y", bare()) == "bare=y");
    CHECK(set_cookie_header("p", "1", {.secure = true, .partitioned = true}) ==
          "p=1; Partitioned; Path=/; SameSite=lax; Secure");
    CHECK(set_cookie_header("age", "1", {.max_age = -1, .path = ""}) ==
          "age=1; Max-Age=-1; SameSite=lax");
}

TEST_CASE("set_cookie: values that need it are quoted as Python's http.cookies does") {
    CHECK(written("") == "c=\"\"");
    CHECK(written("aZ09!#$%&'*+-.^_`|~:") == "c=aZ09!#$%&'*+-.^_`|~:");
    CHECK(written(" ()/<=>?@[]{}") == "c=\" ()/<=>?@[]{}\"");
    CHECK(written("a\\b") == "c=\"a\\\\b\"");
    CHECK(written(std::string_view("\0\r\n\t\x7F", 5)) == R"(c="\000\015\012\011\177")");
    CHECK(written("\xC3\xA9\xC3\xBF") == R"(c="\351\377")");
    CHECK_THROWS_WITH_AS(
        written("\xC4\x80"),
        "fastapi: cookie 'c': the value holds what is not in Latin-1; percent-encode it",
        std::invalid_argument);
    CHECK_THROWS_AS(written("\xE9"), std::invalid_argument);
}

TEST_CASE("set_cookie: whatever is written is read back") {
    for (int code = 0; code < 256; ++code) {
        std::string value = "x";
        fastapi::detail::append_utf8(value, static_cast<char32_t>(code));
        value += "y";
        const std::string header = written(value);
        for (const char c : header) CHECK((c >= ' ' && c <= '~'));
        CHECK(Cookies(header)["c"] == value);
    }
}

TEST_CASE("set_cookie: expires is a moment, seconds from now, or text") {
    using std::chrono::seconds;
    SetCookieOptions options = bare();
    options.expires = std::chrono::sys_time<seconds>(seconds(784111777));
    CHECK(set_cookie_header("c", "1", options) == "c=1; expires=Sun, 06 Nov 1994 08:49:37 GMT");
    options.expires = "Wed, 21 Oct 2026 07:28:00 GMT";
    CHECK(set_cookie_header("c", "1", options) == "c=1; expires=Wed, 21 Oct 2026 07:28:00 GMT");
    struct moment {
        auto to_sys_time() const { return std::chrono::sys_time<seconds>(seconds(0)); }
    };
    options.expires = moment{};
    CHECK(set_cookie_header("c", "1", options) == "c=1; expires=Thu, 01 Jan 1970 00:00:00 GMT");
    options.expires = INT64_MAX;
    CHECK(set_cookie_header("c", "1", options) == "c=1; expires=Fri, 31 Dec 9999 23:59:59 GMT");
    const fastapi::CookieExpires before(0), hour(3600);
    CHECK(before.text().size() == 29);
    CHECK(before.text() != hour.text());
}

TEST_CASE("delete_cookie: no value, no age, expired now") {
    const std::string header = delete_cookie_header("session_id");
    CHECK(header.starts_with("session_id=\"\"; expires="));
    CHECK(header.ends_with(" GMT; Max-Age=0; Path=/; SameSite=lax"));
    CHECK(delete_cookie_header("a", {.path = "/x", .domain = "d"})
              .starts_with("a=\"\"; Domain=d; exp"));
}

TEST_CASE("set_cookie: nothing that could end an attribute or the header comes through") {
    for (const std::string_view name : {"", "a b", "a;b", "a=b", "a\n", "\"a\"", "\xC3\xA9", "a,b"})
        CHECK_THROWS_AS(set_cookie_header(name, "1"), std::invalid_argument);
    for (const char* const bad : {"/;x", "/\r\nX: y", "/\n", "/\x01", "/\x7F", "/\t"}) {
        CHECK_THROWS_AS(set_cookie_header("c", "1", {.path = bad}), std::invalid_argument);
        CHECK_THROWS_AS(set_cookie_header("c", "1", {.domain = bad}), std::invalid_argument);
        CHECK_THROWS_AS(set_cookie_header("c", "1", {.expires = bad}), std::invalid_argument);
    }
    CHECK(set_cookie_header("c", "1", {.path = "/ ok,"}) == "c=1; Path=/ ok,; SameSite=lax");
    CHECK_THROWS_WITH_AS(set_cookie_header("c", "1", {.samesite = "laxer"}),
                         "fastapi: cookie 'c': samesite must be 'strict', 'lax' or 'none'",
                         std::invalid_argument);
    CHECK(set_cookie_header("c", "1", {.path = "", .samesite = "Strict"}) ==
          "c=1; SameSite=Strict");
    CHECK_THROWS_WITH_AS(set_cookie_header("c\r", "1", {}),
                         "fastapi: cookie 'c\\x0d': the name may hold only letters, digits and "
                         "!#$%&'*+-.^_`|~",
                         std::invalid_argument);
}

TEST_CASE("cookies: those of a request are read from its headers when they are asked for") {
    fastapi::Headers headers;
    const fastapi::Cookies cookies(headers);
    headers.add("COOKIE", "a=1");
    headers.add("X-Other", "cookie");
    headers.add("cookie", "b=2");
    CHECK(cookies.size() == 2);
    CHECK(cookies["b"] == "2");
}
