#include "fastapi/routing/route_tree.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

using namespace fastapi::detail;

namespace {

using indices = std::vector<std::size_t>;
using strings = std::vector<std::string>;

route_tree make_tree(const strings& patterns) {
    route_tree tree;
    for (std::size_t i = 0; i < patterns.size(); ++i) tree.add(make_path_pattern(patterns[i]), i);
    return tree;
}

/// Every index that the tree offers for a path.
indices all_offered(const route_tree& tree, std::string_view path) {
    indices offered;
    path_captures captures;
    const auto found = tree.find(path, captures, [&](std::size_t index) {
        offered.push_back(index);
        return false;
    });
    CHECK(found == std::nullopt);
    return offered;
}

/// The same by trying each pattern in turn.
indices all_matching(const std::vector<path_pattern>& patterns, std::string_view path) {
    indices result;
    path_captures captures;
    for (std::size_t i = 0; i < patterns.size(); ++i)
        if (match(patterns[i], path, captures)) result.push_back(i);
    return result;
}

class random_texts {
public:
    std::size_t pick(std::size_t count) { return static_cast<std::size_t>(engine_()) % count; }

    std::string pattern() {
        static const strings pieces = {"a",
                                       "b",
                                       "1",
                                       "",
                                       "{:str}",
                                       "{:int}",
                                       "{:float}",
                                       "v{:str}",
                                       "a-",
                                       "{:str}.{:str}",
                                       "{:path}",
                                       "a{:path}",
                                       "{:int}{:int}",
                                       "{:path}.b",
                                       "1.1",
                                       "{:str}"};
        std::string result;
        for (std::size_t i = 0, count = 1 + pick(4); i < count; ++i)
            result += "/" + pieces[pick(pieces.size())];
        for (std::size_t i = 0, number = 0; (i = result.find("{:", i)) != result.npos; ++i)
            result.insert(i + 1, "p" + std::to_string(number++));
        return result;
    }

    std::string path() {
        static const strings segments = {"a",  "b",  "1",   "",  "12", "1.1",
                                         "va", "a-", "a.b", "c", "\n", ".."};
        std::string result;
        for (std::size_t i = 0, count = 1 + pick(5); i < count; ++i)
            result += "/" + segments[pick(segments.size())];
        return result;
    }

private:
    std::mt19937 engine_{7};
};

}  // namespace

TEST_CASE("route tree: random tables offer what trying each pattern in turn offers") {
    random_texts random;
    std::size_t hits = 0;
    for (int round = 0; round < 1'500; ++round) {
        strings texts;
        std::vector<path_pattern> patterns;
        for (std::size_t i = 0, count = 1 + random.pick(round % 5 == 0 ? 120 : 12); i < count;
             ++i) {
            texts.push_back(random.pattern());
            patterns.push_back(make_path_pattern(texts.back()));
        }
        const route_tree tree = make_tree(texts);
        for (int i = 0; i < 20; ++i) {
            const std::string path = random.path();
            CAPTURE(path);
            const indices expected = all_matching(patterns, path);
            REQUIRE(all_offered(tree, path) == expected);
            hits += expected.size();
            if (expected.empty()) continue;

            const std::size_t wanted = expected[random.pick(expected.size())];
            path_captures from_tree, from_pattern;
            const auto found =
                tree.find(path, from_tree, [&](std::size_t index) { return index == wanted; });
            REQUIRE(found == wanted);
            match(patterns[wanted], path, from_pattern);
            REQUIRE(std::equal(from_tree.begin(), from_tree.end(), from_pattern.begin(),
                               from_pattern.end()));
        }
    }
    CHECK(hits > 10'000);
}

TEST_CASE("route tree: the order of adding does not matter, the index does") {
    const strings texts = {"/{a}", "/x", "/{p:path}", "/{b}", "/x", "/v{c}"};
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0u);
    do {
        route_tree tree;
        for (const std::size_t i : order) tree.add(make_path_pattern(texts[i]), i);
        REQUIRE(all_offered(tree, "/x") == indices{0, 1, 2, 3, 4});
        REQUIRE(all_offered(tree, "/vx") == indices{0, 2, 3, 5});
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("route tree: each construct is found where it matches and not beside it") {
    const route_tree tree =
        make_tree({"/", "/a", "/a/", "/a//b", "/{n:int}", "/u/{id}", "/u/me", "/f/{p:path}",
                   "/u/{id}/x", "/{x}.{y}", "/g/{g:uuid}", "/{n:float}"});
    struct row {
        std::string_view path;
        indices offered;
    };
    const row rows[] = {
        {"/", {0}},
        {"", {}},
        {"*", {}},
        {"//", {}},
        {"/a", {1}},
        {"/a/", {2}},
        {"/a//b", {3}},
        {"/a/b", {}},
        {"/a/../a", {}},
        {"/5", {4, 11}},
        {"/-5", {}},
        {"/5.5", {9, 11}},
        {"/u/me", {5, 6}},
        {"/u/", {}},
        {"/u", {}},
        {"/u/7/", {}},
        {"/u/7/x", {8}},
        {"/u//x", {}},
        {"/f/", {7}},
        {"/f", {}},
        {"/f//", {7}},
        {"/f/a/../b", {7}},
        {"/b", {}},
        {"/u/7/y", {}},
        {"/g/123456781234567812345678123456789", {}},
        {"/g/12345678123456781234567812345678", {10}},
    };
    for (const row& each : rows) {
        CAPTURE(each.path);
        CHECK(all_offered(tree, each.path) == each.offered);
    }
    CHECK(all_offered(route_tree{}, "/") == indices{});
}

TEST_CASE("route tree: no route is offered behind the accepted one, and its captures are given") {
    const route_tree tree = make_tree({"/u/{a}", "/{b}/{c}", "/{d:path}"});
    indices offered;
    path_captures captures;
    const auto found = tree.find("/u/7", captures, [&](std::size_t index) {
        offered.push_back(index);
        return index == 1;
    });
    CHECK(found == 1u);
    CHECK(offered == indices{0, 1});
    REQUIRE(captures.size == 2);
    CHECK(captures[0] == "u");
    CHECK(captures[1] == "7");
}

TEST_CASE("route tree: more routes for one path than a walk keeps are offered all the same") {
    strings texts;
    indices expected;
    for (std::size_t i = 0; i < 100; ++i) {
        texts.push_back(i % 3 == 0 ? "/x/{a}" : i % 3 == 1 ? "/x/y" : "/{p:path}");
        expected.push_back(i);
    }
    CHECK(all_offered(make_tree(texts), "/x/y") == expected);
}

TEST_CASE("route tree: a mount takes its prefix in the order of declaration") {
    route_tree tree;
    tree.add(make_path_pattern("/sub/early"), 0);
    tree.add(make_mount_pattern("/sub"), 1);
    tree.add(make_path_pattern("/sub/late"), 2);
    CHECK(all_offered(tree, "/sub/early") == indices{0, 1});
    CHECK(all_offered(tree, "/sub/late") == indices{1, 2});
    CHECK(all_offered(tree, "/sub/") == indices{1});
    CHECK(all_offered(tree, "/sub") == indices{});
}

TEST_CASE("route tree: text or placeholder at each of ten levels stays correct") {
    strings texts;
    for (unsigned bits = 0; bits < 1024; ++bits) {
        std::string text;
        for (unsigned level = 0; level < 10; ++level)
            text += (bits >> level & 1u) != 0 ? "/{p" + std::to_string(level) + "}" : "/a";
        texts.push_back(text);
    }
    const route_tree tree = make_tree(texts);
    CHECK(all_offered(tree, "/a/a/a/a/a/a/a/a/a/a").size() == 1024);
    CHECK(all_offered(tree, "/a/a/a/a/a/a/a/a/a/b").size() == 512);
    CHECK(all_offered(tree, "/b/b/b/b/b/b/b/b/b/b") == indices{1023});
}

TEST_CASE("route tree: a path of a million segments or of one long segment is refused quietly") {
    const route_tree tree = make_tree({"/{a}/{b}", "/{a}-{b}", "/a/{n:int}", "/a/b"});
    std::string many;
    for (int i = 0; i < 1'000'000; ++i) many += "/a";
    CHECK(all_offered(tree, many) == indices{});
    CHECK(all_offered(tree, "/a/" + std::string(1'000'000, '1')) == indices{0, 2});
    CHECK(all_offered(tree, "/" + std::string(1'000'000, 'x')) == indices{});
}
