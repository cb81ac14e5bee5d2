#include "fastapi/routing/hidden_routes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace fastapi;

namespace {

/// Stands for an application: a table keeps its address, and never looks at it.
FastAPI& some_app() {
    static char place;
    return reinterpret_cast<FastAPI&>(place);
}

/// Whether a route of the second path is hidden behind one of the first.
bool hides(std::string_view earlier, std::string_view later) {
    detail::route_table table;
    table.add({{"GET"}, std::string(earlier), {}, nullptr});
    table.add({{"GET"}, std::string(later), {}, nullptr});
    const auto hidden = detail::find_hidden_routes(table);
    if (hidden.empty()) return false;
    CHECK(hidden.size() == 1);
    CHECK(hidden[0].hidden == table.routes()[1].get());
    CHECK(hidden[0].by == std::vector<const detail::route*>{table.routes()[0].get()});
    return true;
}

/// A table of routes written as `GET,POST /path` or `mount /prefix`; `/path<-0,1` for each that is
/// hidden, with the numbers of those that hide it.
std::string hidden_in(const std::vector<std::string>& declared) {
    detail::route_table table;
    for (const std::string& each : declared) {
        const std::size_t space = each.find(' ');
        const std::string path = each.substr(space + 1);
        if (each.starts_with("mount ")) {
            table.mount(path, some_app());
            continue;
        }
        detail::operation added{{}, path, {}, nullptr};
        for (std::size_t at = 0; at < space;) {
            const std::size_t comma = std::min(each.find(',', at), space);
            added.methods.push_back(each.substr(at, comma - at));
            at = comma + 1;
        }
        table.add(std::move(added));
    }
    std::string result;
    for (const detail::hidden_route& each : detail::find_hidden_routes(table)) {
        result += (result.empty() ? "" : " ") + each.hidden->description.path + "<-";
        for (const detail::route* by : each.by)
            for (std::size_t i = 0; i < table.routes().size(); ++i)
                if (table.routes()[i].get() == by) result += std::to_string(i);
    }
    return result;
}

}  // namespace

TEST_CASE("hidden routes: one pattern takes all of another, and its neighbour does not") {
    const std::vector<std::pair<std::string_view, std::vector<std::string_view>>> hidden = {
        {"/users/{id}",
         {"/users/me", "/users/{name}", "/users/{n:int}", "/users/{u:uuid}", "/users/a-{b}"}},
        {"/{a}/{b}", {"/x/y", "/x/{y}", "/{x}/y", "/{x:int}/{y:float}"}},
        {"/{rest:path}",
         {"/", "/a", "/a/b", "/{x}/{y}", "/{x}/{rest:path}", "/{other:path}", "/a/{x:path}/b"}},
        {"/f/{p:path}", {"/f/", "/f/a/", "/f/{x}", "/f/g/{p:path}"}},
        {"/n/{n:int}", {"/n/7", "/n/007", "/n/{m:int}", "/n/1{m:int}", "/n/{a:int}{b:int}"}},
        {"/n/{n:float}", {"/n/7", "/n/7.5", "/n/{m:int}", "/n/{a:int}.{b:int}", "/n/{f:float}"}},
        {"/u/{u:uuid}", {"/u/00000000-0000-0000-0000-00000000000A", "/u/{v:uuid}"}},
        {"/x{a}", {"/xy", "/x{b}", "/xy{b}", "/x{n:int}", "/x{a}{b}"}},
        {"/{a}.{b}", {"/a.b", "/{a}.json", "/{n:int}.{m}", "/{a}..{b}"}},
        {"/a", {"/a"}},
    };
    const std::vector<std::pair<std::string_view, std::vector<std::string_view>>> seen = {
        {"/users/{id}",
         {"/users", "/users/", "/users/{p:path}", "/users/a/b", "/{x}/{y}", "/user/{id}"}},
        {"/{a}/{b}", {"/{x}", "/{x}/{y}/{z}", "/x/{p:path}", "//y", "/x/"}},
        {"/f/{p:path}", {"/f", "/{x}/{p:path}", "/{p:path}"}},
        {"/n/{n:int}",
         {"/n/x", "/n/{x}", "/n/{f:float}", "/n/7.5", "/n/-7", "/n/{u:uuid}", "/n/{n:int}{x}"}},
        {"/n/{n:float}",
         {"/n/.5", "/n/{x}", "/n/{a:float}.{b:float}", "/n/{u:uuid}", "/n/{a}.{b}"}},
        {"/u/{u:uuid}",
         {"/u/0", "/u/{x}", "/u/{n:int}", "/u/0000000000000000000000000000000{n:int}"}},
        {"/u/{a}-{b}", {"/u/{u:uuid}", "/u/{x}"}},
        {"/x{a}", {"/{b}", "/x", "/y{b}"}},
        {"/{a}.{b}", {"/{a}", "/{n:int}", "/{f:float}", "/a", "/.b", "/a."}},
        {"/{a}{b}", {"/{a}", "/a", "/{n:int}"}},
        {"/0", {"/{n:int}", "/{x}", "/00"}},
        {"/1{n:int}", {"/{n:int}", "/1"}},
        {"/a", {"/{x}", "/A", "/a/", "/{p:path}"}},
    };
    for (const auto& row : hidden)
        for (const std::string_view later : row.second) {
            CAPTURE(row.first);
            CAPTURE(later);
            CHECK(hides(row.first, later));
        }
    for (const auto& row : seen)
        for (const std::string_view later : row.second) {
            CAPTURE(row.first);
            CAPTURE(later);
            CHECK_FALSE(hides(row.first, later));
        }
}

TEST_CASE("hidden routes: all methods must be taken, by one or several") {
    CHECK(hidden_in({"GET /a", "GET /a"}) == "/a<-0");
    CHECK(hidden_in({"GET /a", "POST /a"}).empty());
    CHECK(hidden_in({"GET /a", "GET,POST /a"}).empty());
    CHECK(hidden_in({"GET,POST /a", "GET /a"}) == "/a<-0");
    CHECK(hidden_in({"GET /{x}", "PUT /{y}", "POST /{z}", "POST,GET /a"}) == "/a<-02");
    CHECK(hidden_in({"GET /{x}", "PUT /{y}", "POST,GET /a"}).empty());
}

TEST_CASE("hidden routes: only what is declared earlier hides, the first that does") {
    CHECK(hidden_in({"GET /users/me", "GET /users/{id}"}).empty());
    CHECK(hidden_in({"GET /users/{id}", "GET /users/{name}", "GET /users/me"}) ==
          "/users/{name}<-0 /users/me<-0");
}

TEST_CASE("hidden routes: a mount takes what lies below it, whatever the method") {
    CHECK(hidden_in({"mount /sub", "GET,POST /sub/items", "GET /sub/"}) ==
          "/sub/items<-0 /sub/<-0");
    CHECK(hidden_in({"mount /sub", "GET /sub", "GET /subs/a", "GET /{x}/a"}).empty());
    CHECK(hidden_in({"GET /sub/items", "mount /sub"}).empty());
    CHECK(hidden_in({"mount ", "GET /a", "mount /b"}) == "/a<-0 /b/{path:path}<-0");
}

TEST_CASE("hidden routes: only a mount hides a mount") {
    CHECK(hidden_in({"mount /sub", "mount /sub"}) == "/sub/{path:path}<-0");
    CHECK(hidden_in({"mount /sub", "mount /sub/deeper"}) == "/sub/deeper/{path:path}<-0");
    CHECK(hidden_in({"mount /{x}", "mount /sub"}) == "/sub/{path:path}<-0");
    CHECK(hidden_in({"mount /sub/deeper", "mount /sub"}).empty());
    CHECK(hidden_in({"GET,POST,PUT,HEAD /sub/{p:path}", "mount /sub"}).empty());
}

TEST_CASE("hidden routes: a thousand routes that hide nothing, and as many that are hidden") {
    detail::route_table table;
    for (int i = 0; i < 1000; ++i)
        table.add(
            {{"GET"}, "/tenants/{tenant}/items" + std::to_string(i) + "/{id:int}", {}, nullptr});
    CHECK(detail::find_hidden_routes(table).empty());
    for (int i = 0; i < 1000; ++i)
        table.add({{"GET"}, "/tenants/7/items" + std::to_string(i) + "/{n:int}", {}, nullptr});
    CHECK(detail::find_hidden_routes(table).size() == 1000);
}
