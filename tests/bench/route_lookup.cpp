// How long it takes to find a route by its path, with 10 and with 10,000 routes in the table.
// Build with -O2; prints nanoseconds for one look-up.

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "fastapi/routing/route_tree.hpp"

namespace {

using fastapi::detail::make_path_pattern;
using fastapi::detail::path_captures;
using fastapi::detail::route_tree;

struct kind {
    const char* name;
    std::string before;  // the resource's number stands between
    std::string after;
    std::string path_after;
};

const std::vector<kind> kinds = {
    {"no placeholder", "/api/v1/static", "/about", "/about"},
    {"one placeholder", "/api/v1/users", "/{user_id}", "/12345"},
    {"two placeholders", "/api/v1/teams", "/{team}/members/{name}", "/red/members/alice"},
    {"mixed segment", "/api/v1/images", "/{name}.{kind}", "/cat.2.png"},
    {"rest of the path", "/api/v1/files", "/{rest:path}", "/a/b/c.txt"}};

double nanoseconds(const route_tree& tree, const std::vector<std::string>& paths) {
    constexpr std::size_t rounds = 2'000'000;
    std::size_t sum = 0;
    path_captures captures;
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0, next = 0; i < rounds; ++i) {
        sum += tree.find(paths[next], captures, [](std::size_t) { return true; }).value_or(0) +
               captures.size;
        if (++next == paths.size()) next = 0;
    }
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    volatile std::size_t keep = sum;
    static_cast<void>(keep);
    return spent.count() / static_cast<double>(rounds);
}

void measure(std::size_t routes) {
    route_tree tree;
    std::vector<std::vector<std::string>> paths(kinds.size() + 1);
    for (std::size_t i = 0; i < routes; ++i) {
        const kind& each = kinds[i % kinds.size()];
        const std::string number = std::to_string(i);
        tree.add(make_path_pattern(each.before + number + each.after), i);
        paths[i % kinds.size()].push_back(each.before + number + each.path_after);
        paths.back().push_back("/api/v1/unknown" + number);
    }
    std::printf("%zu routes\n", routes);
    for (std::size_t i = 0; i < paths.size(); ++i)
        std::printf("  %-18s %7.1f ns\n", i < kinds.size() ? kinds[i].name : "no such path",
                    nanoseconds(tree, paths[i]));
}

}  // namespace

int main() {
    measure(10);
    measure(10'000);
}
