#include "fastapi/model/schema_name.hpp"

#include <doctest/doctest.h>

using fastapi::detail::schema_name;
using fastapi::detail::schema_title;

TEST_CASE("schema name: the arguments of a generic model are called as in Python") {
    struct row {
        const char *type, *title, *name;
    };
    const row rows[] = {
        {"Item", "Item", "Item"},
        {"Page<Item>", "Page[Item]", "Page[Item]"},
        {"Page<string>", "Page[str]", "Page[str]"},
        {"Page<double>", "Page[float]", "Page[float]"},
        {"Page<bool>", "Page[bool]", "Page[bool]"},
        {"Page<long unsigned int>", "Page[int]", "Page[int]"},
        {"Page<integer>", "Page[integer]", "Page[integer]"},
        {"Pair<int, string>", "Pair[int, str]", "Pair[int,str]"},
        {"Page<optional<Item>>", "Page[Union[Item, NoneType]]", "Page[Union[Item, NoneType]]"},
        {"Page<vector<Item> >", "Page[list[Item]]", "Page[list[Item]]"},
        {"Pair<Page<int>, map<string, int>>", "Pair[Page[int], dict[str, int]]",
         "Pair[Page[int],dict[str, int]]"},
        {"Page<variant<A, B>>", "Page[Union[A, B]]", "Page[Union[A, B]]"},
        {"vector<int>", "vector[int]", "vector[int]"},  // a model of the program's own of that name
    };
    for (const row& each : rows) {
        CAPTURE(each.type);
        CHECK(schema_title(each.type) == each.title);
        CHECK(schema_name(each.type) == each.name);
    }
}

TEST_CASE("schema name: what holds more than types stays as the compiler prints it") {
    CHECK(schema_title("Matrix<3, 3>") == "Matrix[3, 3]");
    CHECK(schema_title("Sized<-1>") == "Sized<-1>");
    CHECK(schema_title("Named<Text{\"a\"}>") == "Named<Text{\"a\"}>");
}

TEST_CASE("schema name: no prefix of a name is read beyond its end") {
    constexpr std::string_view whole = "Pair<Page<int>, map<string, vector<Item> > >";
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const std::string part(whole.substr(0, size));
        CHECK(schema_title(part).size() <= 2 * size + 20);
    }
}
