#include "fastapi/http/headers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using fastapi::Headers;
using fastapi::MutableHeaders;
using namespace std::literals;
using values = std::vector<std::string_view>;

namespace {

std::string problem_of(std::string_view name, std::string_view value) {
    MutableHeaders headers{{"x-a", "1"}};
    std::string problem;
    try {
        headers.append(name, value);
    } catch (const std::invalid_argument& error) {
        problem = error.what();
    }
    CHECK_THROWS_AS(headers.set(name, value), std::invalid_argument);
    CHECK_THROWS_AS((MutableHeaders{{name, value}}), std::invalid_argument);
    CHECK(headers.block() == "x-a: 1\r\n");
    return problem;
}

}  // namespace

TEST_CASE("headers: a request's fields are found in any case, the first one first") {
    const Headers headers{{"Host", "a"}, {"X-Token", "1"}, {"x-token", "2"}};
    CHECK(headers.get("x-TOKEN") == "1");
    CHECK(headers["host"] == "a");
    CHECK(headers.getlist("X-Token") == values{"1", "2"});
    CHECK(headers.contains("HOST"));
    CHECK_FALSE(headers.contains("Hos"));
    CHECK_FALSE(headers.get("x-toke").has_value());
    CHECK(headers.size() == 3);
    CHECK(headers.begin()->name == "Host");
}

TEST_CASE("headers: a missing field is named in the exception, without its control characters") {
    const Headers headers;
    CHECK_THROWS_WITH_AS(headers["X-\r\nA"], "fastapi: there is no header 'X-\\x0d\\x0aA'",
                         std::out_of_range);
    CHECK_THROWS_WITH_AS(MutableHeaders{}["x-b"], "fastapi: there is no header 'x-b'",
                         std::out_of_range);
}

TEST_CASE("headers: an answer's fields are text in wire form") {
    MutableHeaders headers{{"content-type", "text/plain"}, {"X-A", ""}};
    headers.append("set-cookie", "a=1");
    headers.append("Set-Cookie", "b=2");
    headers.append_trusted("server: x\r\n");
    CHECK(
        headers.block() ==
        "content-type: text/plain\r\nX-A: \r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nserver: x\r\n");
    CHECK(headers.get("CONTENT-TYPE") == "text/plain");
    CHECK(headers["x-a"] == "");
    CHECK(headers.getlist("set-cookie") == values{"a=1", "b=2"});
    CHECK(headers.contains("server"));
    std::string names;
    for (const auto& [name, value] : headers) names.append(name).append("|");
    CHECK(names == "content-type|X-A|set-cookie|Set-Cookie|server|");
    CHECK(std::distance(headers.begin(), headers.end()) == 5);
}

TEST_CASE("headers: set replaces all fields of the name at the place of the first") {
    MutableHeaders headers{{"a", "1"}, {"b", "2"}, {"A", "3"}, {"c", "4"}, {"a", "5"}};
    headers.set("A", "long value");
    CHECK(headers.block() == "a: long value\r\nb: 2\r\nc: 4\r\n");
    headers.set("a", "");
    CHECK(headers.block() == "a: \r\nb: 2\r\nc: 4\r\n");
    headers.set("d", "6");
    headers.remove("B");
    headers.remove("nothing");
    CHECK(headers.block() == "a: \r\nc: 4\r\nd: 6\r\n");
    headers.clear();
    CHECK(headers.empty());
    CHECK(headers.begin() == headers.end());
}

TEST_CASE("headers: setdefault keeps what stands") {
    MutableHeaders headers;
    CHECK(headers.setdefault("a", "1") == "1");
    CHECK(headers.setdefault("A", "2") == "1");
    CHECK(headers.block() == "a: 1\r\n");
}

TEST_CASE("headers: vary grows as a list") {
    MutableHeaders headers;
    headers.add_vary_header("Origin");
    headers.add_vary_header("Accept-Encoding");
    CHECK(headers.block() == "vary: Origin, Accept-Encoding\r\n");
}

TEST_CASE("headers: a value may come from the same headers") {
    MutableHeaders headers{{"a", "a value that needs memory of its own"}, {"b", "2"}};
    for (int i = 0; i < 8; ++i) headers.append("c", headers["a"]);
    headers.set("b", headers["a"]);
    headers.remove((*headers.begin()).name);
    CHECK(headers["b"] == "a value that needs memory of its own");
    CHECK(headers.getlist("c").size() == 8);
    CHECK_FALSE(headers.contains("a"));
}

TEST_CASE("headers: copies are independent") {
    MutableHeaders first{{"a", "1"}};
    MutableHeaders second = first;
    second.set("a", "2");
    CHECK(first["a"] == "1");
    const MutableHeaders third = std::move(second);
    CHECK(third["a"] == "2");
}

TEST_CASE("headers: no name or value can end its line early (requirement 11)") {
    CHECK(problem_of("x-b", "1\r\nset-cookie: a") ==
          "fastapi: header 'x-b': the value holds a carriage return");
    CHECK(problem_of("x-b", "1\n") == "fastapi: header 'x-b': the value holds a line feed");
    CHECK(problem_of("x-b", "1\0"sv) == "fastapi: header 'x-b': the value holds a NUL");
    CHECK(problem_of("x-b", "\x1b[0m") ==
          "fastapi: header 'x-b': the value holds the control character \\x1b");
    CHECK(problem_of("x-b", "\x7f").ends_with("\\x7f"));
    CHECK(problem_of("", "1") == "fastapi: header '': the name is empty");
    for (const auto bad : {"a b", "a:", "a\r\nb", " a", "a\n", "\xC3\xA9", "a(b", "a\"", "a\t"}) {
        CAPTURE(bad);
        CHECK(problem_of(bad, "1").find("the name may hold only") != std::string::npos);
    }
    CHECK(problem_of("a\0"sv, "1").find("header 'a\\x00'") != std::string::npos);
    CHECK_NOTHROW(
        MutableHeaders{{"x!#$%&'*+-.^_`|~9Z", "tab\t, obs-text \xE9 and \"all\" else: ok"}});
}

TEST_CASE("headers: lists are split at commas and trimmed") {
    using fastapi::detail::list_contains;
    CHECK(list_contains("close", "close"));
    CHECK(list_contains(" a ,\tClose\t, b", "close"));
    CHECK_FALSE(list_contains("closed, clos, close-x", "close"));
    CHECK_FALSE(list_contains("", "close"));
    CHECK_FALSE(list_contains(", ,", ""));
    std::string_view rest = " ,a, b c ,,d,";
    std::string elements;
    while (const auto element = fastapi::detail::take_list_element(rest))
        elements.append(*element).append("|");
    CHECK(elements == "a|b c|d|");
}
