#include "fastapi/model/functions.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

struct Person {
    Field<std::string> name;
    Field<int, ge(0)> age = 18;
    Field<std::optional<std::string>> city;
};

struct Address {
    std::string city;
    std::string street = "S";
    std::optional<int> number;
};

struct Team {
    Field<std::string, alias("teamTitle")> title;
    Address address;
    std::vector<Address> others;
    std::map<std::string, Address> by_name;
};

struct Row {
    int id = 9;
    std::string name = "Row";
    std::string secret = "x";
};

struct Shown {
    double id;
    std::string name;
};

struct Reading {
    double value = 0;
    Decimal exact;
};

struct Open {
    static constexpr auto model_config = ConfigDict{.extra = Extra::allow};
    int id = 1;
    dict model_extra;
};

std::string dumped(const Person& person, const DumpOptions& options = {}) {
    const std::string text = model_dump_json(person, options);
    CHECK(any(model_dump(person, options)).dump() == text);
    return text;
}

}  // namespace

TEST_CASE("model functions: the ways of dumping") {
    const auto person = model_validate_json<Person>(R"({"name": "A", "city": null})");
    CHECK(dumped(person) == R"({"name":"A","age":18,"city":null})");
    CHECK(dumped(person, {.exclude_unset = true}) == R"({"name":"A","city":null})");
    CHECK(dumped(person, {.exclude_defaults = true}) == R"({"name":"A"})");
    CHECK(dumped(person, {.exclude_none = true}) == R"({"name":"A","age":18})");
    CHECK(dumped(person, {.include = {"name"}}) == R"({"name":"A"})");
    CHECK(dumped(person, {.exclude = {"age"}}) == R"({"name":"A","city":null})");
    CHECK(model_fields_set(person) == std::set<std::string>{"city", "name"});
}

TEST_CASE("model functions: a value that is sent is set, even where it is the default") {
    auto person = model_validate_json<Person>(R"({"name": "A", "age": "18"})");
    CHECK(dumped(person, {.exclude_unset = true}) == R"({"name":"A","age":18})");
    CHECK(dumped(person, {.exclude_defaults = true}) == R"({"name":"A"})");
    person.city = "X";
    CHECK(dumped(person, {.exclude_unset = true}) == R"({"name":"A","age":18,"city":"X"})");
    CHECK(model_fields_set(Row{}) == std::set<std::string>{"id", "name", "secret"});
}

TEST_CASE("model functions: dotted names reach into members, lists and maps") {
    Team team;
    team.title = "T";
    team.address = {"A", "a", 1};
    team.others = {{"B", "b", {}}};
    team.by_name["c"] = {"C", "c", 3};
    CHECK(model_dump_json(team, {.include = {"address.city", "others.street", "by_name.number"}}) ==
          R"({"address":{"city":"A"},"others":[{"street":"b"}],"by_name":{"c":{"number":3}}})");
    CHECK(model_dump_json(team, {.exclude = {"address", "others.city", "others.number", "by_name"},
                                 .by_alias = true}) ==
          R"({"teamTitle":"T","others":[{"street":"b"}]})");
    CHECK(model_dump_json(team, {.include = {"title", "others"}, .exclude_none = true}) ==
          R"({"title":"T","others":[{"city":"B","street":"b"}]})");
    CHECK(
        model_dump_json(team, {.include = {"others", "address"}, .exclude_defaults = true}) ==
        R"({"address":{"city":"A","street":"a","number":1},"others":[{"city":"B","street":"b"}]})");
}

TEST_CASE("model functions: what a model keeps beside its members is dumped with them") {
    const auto open = model_validate_json<Open>(R"({"x": [1], "id": 2})");
    CHECK(open.model_extra["x"][0] == 1);
    CHECK(any(model_dump(open)).dump() == R"({"id":2,"x":[1]})");
}

TEST_CASE("model functions: reading refuses with every problem") {
    try {
        model_validate_json<Person>(R"({"age": -1, "city": 1})");
        FAIL("nothing was thrown");
    } catch (const ValidationError& error) {
        CHECK(error.errors().size() == 3);
        CHECK(error.errors()[0]["loc"].dump() == R"(["name"])");
        CHECK(error.errors()[1]["type"] == "greater_than_equal");
        CHECK(error.errors()[2]["type"] == "string_type");
    }
}

TEST_CASE("model functions: a refused number that JSON cannot say") {
    CHECK_THROWS_WITH_AS(
        model_validate_json<Person>(R"({"name": "A", "age": NaN})"),
        R"([{"type":"finite_number","loc":["age"],"msg":"Input should be a finite number","input":null}])",
        ValidationError);
}

TEST_CASE("model functions: what is no JSON is told as json_loads tells it") {
    const auto complaint = [](std::string_view text) -> std::string {
        try {
            model_validate_json<Person>(text);
        } catch (const JSONDecodeError& error) {
            return error.what();
        }
        return "";
    };
    CHECK(complaint(R"({"name": "A")") == "Expecting ',' delimiter: line 1 column 13 (char 12)");
    CHECK(complaint(R"({"name": 1} {})") == "Extra data: line 1 column 13 (char 12)");
    CHECK(complaint("") == "Expecting value: line 1 column 1 (char 0)");
    CHECK(complaint("\xFE\xFF\xD8") == "Invalid UTF-16 or UTF-32: line 1 column 1 (char 0)");
}

TEST_CASE("model functions: documents in any Unicode encoding") {
    CHECK(model_validate_json<std::vector<int>>("\xEF\xBB\xBF[1]") == std::vector<int>{1});
    CHECK(model_validate_json<std::vector<int>>(std::string("\xFF\xFE[\0"
                                                            "1\0]\0",
                                                            8)) == std::vector<int>{1});
}

TEST_CASE("model functions: a model from a dict, and from another struct") {
    CHECK(model_validate<Person>(dict{{"name", "A"}, {"age", "7"}}).age == 7);
    CHECK(model_dump_json(model_validate<Shown>(Row{})) == R"({"id":9.0,"name":"Row"})");
    CHECK(model_validate<std::vector<int>>(list{1, "2"}) == std::vector<int>{1, 2});
    CHECK_THROWS_AS(model_validate<Person>(dict{{"age", 1}}), ValidationError);
    CHECK_THROWS_AS(model_validate<Person>(Reading{}), ValidationError);
}

TEST_CASE("model functions: a struct's members are found by their names, not their aliases") {
    Team team;
    team.title = "T";
    struct Titled {
        std::string title;
    };
    CHECK(model_validate<Titled>(team).title == "T");
}

TEST_CASE("model functions: numbers beyond JSON survive from struct to struct") {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    Reading reading{nan, Decimal("12.50")};
    CHECK(std::isnan(model_validate<Reading>(reading).value));
    CHECK(model_validate<Reading>(reading).exact == Decimal("12.50"));
    CHECK(std::isinf(model_validate<Reading>(dict{{"value", -1 / 0.0}, {"exact", "1"}}).value));
    CHECK(std::isnan(model_copy(Reading{}, {{"value", nan}}).value));
    CHECK(model_dump_json(reading) == R"({"value":null,"exact":"12.50"})");
}

TEST_CASE("model functions: a copy with other values") {
    const auto person = model_validate_json<Person>(R"({"name": "A", "city": null})");
    const Person copy = model_copy(person, {{"age", 99}});
    CHECK(model_dump_json(copy) == R"({"name":"A","age":99,"city":null})");
    CHECK(model_fields_set(copy) == std::set<std::string>{"age", "city", "name"});
    CHECK(person.age == 18);
    CHECK(model_copy(Team{}, {{"title", "T"}}).title == "T");
    const Team moved =
        model_copy(Team{{}, {"A", "a", 1}, {}, {}}, {{"address", dict{{"city", "B"}}}});
    CHECK(model_dump_json(moved.address) == R"({"city":"B","street":"S","number":null})");
}

TEST_CASE("model functions: a copy refuses what the model does not take") {
    CHECK_THROWS_AS(model_copy(Person{}, {{"age", -1}}), ValidationError);
    CHECK_THROWS_WITH_AS(model_copy(Row{}, {{"nmae", "x"}}), "model_copy: Row has no member 'nmae'",
                         std::invalid_argument);
}

TEST_CASE("model functions: jsonable_encoder takes whatever can be answered") {
    CHECK(jsonable_encoder(std::vector<Shown>{{1, "a"}}).dump() == R"([{"id":1.0,"name":"a"}])");
    CHECK(jsonable_encoder("text") == "text");
}
