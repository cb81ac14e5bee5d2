#include "fastapi/routing/path_pattern.hpp"

#include <doctest/doctest.h>

#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using namespace fastapi::detail;

namespace {

using strings = std::vector<std::string>;

/// The captures, or one text that says that there is no match.
strings matched(std::string_view pattern, std::string_view path) {
    path_captures captures;
    if (!match(make_path_pattern(pattern), path, captures)) return {"no match"};
    return strings(captures.begin(), captures.end());
}

const strings no_match = {"no match"};

/// What a backtracking regular expression does, word for word; for short texts only.
bool match_by_backtracking(std::span<const path_pattern::piece> pieces, std::string_view text,
                           strings& captures) {
    if (pieces.empty()) return text.empty();
    const path_pattern::piece& first = pieces.front();
    if (!first.is_placeholder)
        return text.starts_with(first.text) &&
               match_by_backtracking(pieces.subspan(1), text.substr(first.text.size()), captures);
    for (std::size_t length = text.size() + 1; length-- > 0;) {
        if (!converter_takes(first.converter, text.substr(0, length))) continue;
        captures.emplace_back(text.substr(0, length));
        if (match_by_backtracking(pieces.subspan(1), text.substr(length), captures)) return true;
        captures.pop_back();
    }
    return false;
}

std::string thrown_by(std::string_view pattern) {
    try {
        make_path_pattern(pattern);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "nothing";
}

constexpr parsed_path files = parse_path("/files/{file_path:path}/{n:int}");
static_assert(files.error == path_error::none);
static_assert(files.size == 4 && files.placeholder_count == 2);
static_assert(files.placeholder("file_path")->converter == path_converter::path);
static_assert(files.placeholder("n")->converter == path_converter::integer);
static_assert(files.placeholder("files") == nullptr);
static_assert(parse_path("/a/{id}/{id}").error == path_error::duplicate_name);
static_assert(parse_path("/a/{id}/{id}").culprit == "id");

}  // namespace

TEST_CASE("path pattern: each mistake in a template is named, its nearest right form accepted") {
    struct row {
        std::string_view right, wrong;
        path_error error;
        std::string_view message;
    };
    const row rows[] = {
        {"/a", "a", path_error::no_leading_slash, "Routed paths must start with '/' at path a"},
        {"/", "", path_error::no_leading_slash, "Routed paths must start with '/' at path "},
        {"/{a}", "/{a", path_error::unclosed_brace, "A '{' is not closed at path /{a"},
        {"/{a}", "/{a}}", path_error::stray_brace, "A '}' closes nothing at path /{a}}"},
        {"/{a}", "/a}", path_error::stray_brace, "A '}' closes nothing at path /a}"},
        {"/{a}", "/{}", path_error::empty_name, "A placeholder has no name at path /{}"},
        {"/{a:int}", "/{:int}", path_error::empty_name,
         "A placeholder has no name at path /{:int}"},
        {"/{_1}", "/{1a}", path_error::name_not_identifier,
         "A param name is not an identifier '1a' at path /{1a}"},
        {"/{a_b}", "/{a-b}", path_error::name_not_identifier,
         "A param name is not an identifier 'a-b' at path /{a-b}"},
        {"/{a}{b}", "/{a{b}}", path_error::name_not_identifier,
         "A param name is not an identifier 'a{b' at path /{a{b}}"},
        {"/{a:str}", "/{a:string}", path_error::unknown_converter,
         "Unknown path convertor 'string' at path /{a:string}"},
        {"/{a:uuid}", "/{a:}", path_error::unknown_converter,
         "Unknown path convertor '' at path /{a:}"},
        {"/{a:float}", "/{a:float }", path_error::unknown_converter,
         "Unknown path convertor 'float ' at path /{a:float }"},
        {"/a/{id}/{id2}", "/a/{id}/{id}", path_error::duplicate_name,
         "Duplicated param name id at path /a/{id}/{id}"},
    };
    for (const row& each : rows) {
        CAPTURE(each.wrong);
        CHECK(parse_path(each.right).error == path_error::none);
        CHECK(parse_path(each.wrong).error == each.error);
        CHECK(thrown_by(each.right) == "nothing");
        CHECK(thrown_by(each.wrong) == each.message);
    }
}

TEST_CASE("path pattern: sixteen placeholders are accepted, seventeen refused") {
    std::string path;
    for (int i = 0; i < 16; ++i) path += "/{p" + std::to_string(i) + "}";
    CHECK(parse_path(path).placeholder_count == 16);
    CHECK(parse_path(path + "/end").size == 33);
    CHECK(thrown_by(path + "/{p16}") == "More than 16 placeholders at path " + path + "/{p16}");
}

TEST_CASE(
    "path pattern: an empty path is refused but a path without a slash still lists its pieces") {
    CHECK(parse_path("{id}").error == path_error::no_leading_slash);
    CHECK(parse_path("{id}").placeholder("id") != nullptr);
}

TEST_CASE("path pattern: each construct matches what Starlette's regular expression matches") {
    struct row {
        std::string_view pattern, path;
        strings captures;
    };
    const row rows[] = {
        {"/", "/", {}},
        {"/", "", no_match},
        {"/", "//", no_match},
        {"/a/b", "/a/b", {}},
        {"/a/b", "/a/b/", no_match},
        {"/a/", "/a/", {}},
        {"/a/", "/a", no_match},
        {"/a//b", "/a//b", {}},
        {"/a//b", "/a/b", no_match},
        {"/a/b", "/a/x/../b", no_match},
        {"/a", "/A", no_match},
        {"/a", "/a\n", no_match},
        {"/u/{id}", "/u/7", {"7"}},
        {"/u/{id}", "/u/..", {".."}},
        {"/u/{id}", "/u/", no_match},
        {"/u/{id}", "/u/7/", no_match},
        {"/u/{id}", "/u/a/b", no_match},
        {"/u/{id}", "/u/\xE6\x97\xA5 x\n", {"\xE6\x97\xA5 x\n"}},
        {"/u/{id}/o/{o}", "/u/3/o/9", {"3", "9"}},
        {"/u/{id}/o/{o}", "/u//o/9", no_match},
        {"/f/{p:path}", "/f/a/b.txt", {"a/b.txt"}},
        {"/f/{p:path}", "/f/", {""}},
        {"/f/{p:path}", "/f//", {"/"}},
        {"/f/{p:path}", "/f", no_match},
        {"/f/{p:path}", "/f/a\nb", no_match},
        {"/f/{p:path}/raw", "/f/a/raw/raw", {"a/raw"}},
        {"/f/{p:path}/raw", "/f//raw", {""}},
        {"/f/{p:path}/raw", "/f/raw", no_match},
        {"/f/{p:path}/{n}", "/f/a/b/c", {"a/b", "c"}},
        {"/f/{p:path}/{n:int}/{q:path}", "/f/1/2/3/x", {"1/2", "3", "x"}},
        {"/n/{n:int}", "/n/007", {"007"}},
        {"/n/{n:int}", "/n/-7", no_match},
        {"/n/{n:int}", "/n/7x", no_match},
        {"/n/{n:float}", "/n/7", {"7"}},
        {"/n/{n:float}", "/n/7.25", {"7.25"}},
        {"/n/{n:float}", "/n/7.", no_match},
        {"/n/{n:float}", "/n/.5", no_match},
        {"/n/{n:float}", "/n/1.2.3", no_match},
        {"/n/{n:float}.{m:int}", "/n/1.2.3", {"1.2", "3"}},
        {"/n/{n:float}.{m:int}", "/n/1.2", {"1", "2"}},
        {"/n/{n:float}{m:int}", "/n/1.25", {"1.2", "5"}},
        {"/n/{n:float}.{m}", "/n/12.5", {"12", "5"}},
        {"/n/{n:int}{m:int}", "/n/123", {"12", "3"}},
        {"/n/{n:int}{m:int}", "/n/1", no_match},
        {"/g/{g:uuid}",
         "/g/12345678123456781234567812345678",
         {"12345678123456781234567812345678"}},
        {"/g/{g:uuid}",
         "/g/12345678-1234-5678-1234-56781234ABCD",
         {"12345678-1234-5678-1234-56781234ABCD"}},
        {"/g/{g:uuid}",
         "/g/12345678-12345678-1234-56781234abcd",
         {"12345678-12345678-1234-56781234abcd"}},
        {"/g/{g:uuid}", "/g/12345678-1234-5678-1234-56781234abc", no_match},
        {"/g/{g:uuid}", "/g/12345678-1234-5678-1234-56781234abcde", no_match},
        {"/g/{g:uuid}", "/g/1234-5678-1234-5678-1234-56781234abcd", no_match},
        {"/g/{g:uuid}", "/g/", no_match},
        {"/g/{g:uuid}{x}",
         "/g/1234567812345678123456781234567890",
         {"12345678123456781234567812345678", "90"}},
        {"/a/{x}-{y}.json", "/a/p-q-r.json", {"p-q", "r"}},
        {"/a/{x}-{y}.json", "/a/p-.json", no_match},
        {"/a/{x}-{y}.json", "/a/--.json", no_match},
        {"/a/{x}-{y}.json", "/a/---.json", {"-", "-"}},
        {"/a/{x}-{y}.json", "/a/p/-q.json", no_match},
        {"/a/{x}-{y:int}", "/a/p-1-q-2", {"p-1-q", "2"}},
        {"/a/{x}-{y:path}", "/a/p-q/r-s", {"p", "q/r-s"}},
        {"/a/v{x}", "/a/vv1", {"v1"}},
        {"/a/{x}v", "/a/vv", {"v"}},
        {"/a/{x}vv", "/a/vv", no_match},
    };
    for (const row& each : rows) {
        CAPTURE(each.pattern);
        CAPTURE(each.path);
        CHECK(matched(each.pattern, each.path) == each.captures);
    }
}

TEST_CASE("path pattern: random patterns capture what a backtracking matcher captures") {
    std::mt19937 random(20240229);
    const auto pick = [&](std::size_t count) { return static_cast<std::size_t>(random()) % count; };
    const std::string_view pieces[] = {"/", "/",      "a",       "1",      ".",
                                       "-", "{:str}", "{:path}", "{:int}", "{:float}"};
    const std::string_view letters = "//aa11..-\n";
    std::size_t hits = 0;
    for (int round = 0; round < 45'000; ++round) {
        std::string pattern = "/";
        for (std::size_t i = 0, count = 1 + pick(6); i < count; ++i) {
            std::string piece(pieces[pick(std::size(pieces))]);
            if (piece.size() > 1) piece.insert(1, "p" + std::to_string(i));
            pattern += piece;
        }
        std::string path = "/";
        for (std::size_t i = 0, count = pick(10); i < count; ++i)
            path += letters[pick(letters.size())];

        const path_pattern parsed = make_path_pattern(pattern);
        strings expected;
        if (!match_by_backtracking(parsed.pieces, path, expected)) expected = no_match;
        hits += expected != no_match;
        CAPTURE(pattern);
        CAPTURE(path);
        REQUIRE(matched(pattern, path) == expected);
    }
    CHECK(hits > 1'000);
}

TEST_CASE("path pattern: a hostile path costs linear time with many placeholders") {
    std::string pattern = "/";
    for (int i = 0; i < 15; ++i) pattern += "{p" + std::to_string(i) + ":path}a";
    const std::string path = "/" + std::string(200'000, 'a') + "b";
    CHECK(matched(pattern, path) == no_match);
    const strings captures = matched(pattern, path + "a");
    REQUIRE(captures.size() == 15);
    CHECK(captures.back() == "b");
}

TEST_CASE("path pattern: a mount takes what lies under its prefix, not the prefix itself") {
    struct row {
        std::string_view prefix, path;
        strings captures;
    };
    const row rows[] = {
        {"/sub", "/sub/", {""}},
        {"/sub", "/sub/a/b", {"a/b"}},
        {"/sub", "/sub", no_match},
        {"/sub", "/subway", no_match},
        {"/sub/", "/sub/a", {"a"}},
        {"/sub/", "/sub//a", {"/a"}},
        {"", "/a", {"a"}},
        {"/", "/", {""}},
        {"/{x}", "/t/a", {"t", "a"}},
    };
    for (const row& each : rows) {
        CAPTURE(each.prefix);
        CAPTURE(each.path);
        path_captures captures;
        const bool matches = match(make_mount_pattern(each.prefix), each.path, captures);
        CHECK((matches ? strings(captures.begin(), captures.end()) : no_match) == each.captures);
    }
    CHECK_THROWS_AS(make_mount_pattern("sub"), std::invalid_argument);
}

TEST_CASE("path pattern: the OpenAPI form has no converters") {
    CHECK(path_format(make_path_pattern("/files/{file_path:path}")) == "/files/{file_path}");
    CHECK(path_format(make_path_pattern("/a/{x}-{y:int}.json")) == "/a/{x}-{y}.json");
    CHECK(path_format(make_path_pattern("/")) == "/");
}

TEST_CASE("path pattern: filling needs exactly the placeholders' names and values that fit") {
    using values = std::vector<std::pair<std::string_view, std::string_view>>;
    const path_pattern pattern = make_path_pattern("/u/{id:int}/f/{p:path}");
    CHECK(fill(pattern, values{{"p", "a/b"}, {"id", "7"}}) == "/u/7/f/a/b");
    CHECK(fill(pattern, values{{"p", ""}, {"id", "7"}}) == "/u/7/f/");
    CHECK(fill(pattern, values{{"id", "7"}}) == std::nullopt);
    CHECK(fill(pattern, values{{"id", "7"}, {"q", "a"}}) == std::nullopt);
    CHECK(fill(pattern, values{{"p", "a"}, {"id", "7"}, {"q", "a"}}) == std::nullopt);
    CHECK_THROWS_WITH_AS(fill(pattern, values{{"p", "a"}, {"id", "-7"}}),
                         "'-7' does not fit the path parameter 'id'", std::invalid_argument);
    CHECK_THROWS_AS(fill(make_path_pattern("/{x}"), values{{"x", "a/b"}}), std::invalid_argument);
    CHECK_THROWS_AS(fill(make_path_pattern("/{x}"), values{{"x", ""}}), std::invalid_argument);
    CHECK(fill(make_path_pattern("/x"), values{}) == "/x");
}
