#include "fastapi/model/model_table.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "fastapi/model/decode.hpp"

using namespace fastapi;

namespace {

struct Address {
    std::string street, city;
    std::string country = "UK";
};

struct Customer {
    std::string name;
    Address address;
    std::vector<int> orders;
    std::optional<double> discount;
};

struct Aliased {
    static constexpr auto model_config = ConfigDict{.populate_by_name = true};
    Field<std::string, alias("userName")> user_name;
    int age = 0;
};

struct AliasedClosed {
    static constexpr auto model_config =
        ConfigDict{.extra = Extra::forbid, .populate_by_name = true};
    Field<std::string, alias("userName")> user_name;
    int age = 0;
};

struct AliasedOpen {
    static constexpr auto model_config =
        ConfigDict{.extra = Extra::allow, .populate_by_name = true};
    Field<std::vector<int>, alias("theIds")> ids;
    dict model_extra;
};

struct Pairs {
    std::pair<int, int> size = {3, 4};
    std::tuple<std::string, bool> mark = {"m", false};
    std::pair<int, int> sent;
};

struct OnlyAlias {
    Field<int, alias("itemId")> item_id;
};

struct Closed {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};
    int id = 0;
};

struct Open {
    static constexpr auto model_config = ConfigDict{.extra = Extra::allow};
    int id;
    dict model_extra;
};

struct Plain {
    int a = 0;
    bool b = false;
};

struct Strict {
    static constexpr auto model_config = ConfigDict{.strict = true, .str_strip_whitespace = true};
    int count = 0;
    Field<std::string, min_length(2)> label = "ok";
    double ratio = 0;
    Plain inner;
    std::vector<int> list;
};

struct Node {
    std::string name;
    std::vector<Node> children;
};

struct Checked {
    std::string name;
    int price;

    void model_validator() const {
        if (price < 0) throw ValueError("too cheap");
        if (name.empty()) throw AssertionError("no name");
    }
};

struct Prepared {
    int a = 1;

    static any model_validator_before(any data) {
        if (data.is_dict() && data.as_dict().contains("admin")) throw ValueError("no admin");
        if (data.is_number()) return dict{{"a", data}};
        return data;
    }
};

/// The value as its own JSON, or the problems: place, type and input of each.
template <class Model>
std::string read(std::string_view text) {
    detail::error_list problems;
    detail::json_input in(text, problems);
    Model model{};
    const bool is_good = decode(in, model, detail::info_of<>);
    in.reader.finish();
    if (in.reader.error()) return "malformed: " + std::string(in.reader.error().message);
    CHECK(is_good == problems.empty());
    std::string result;
    if (problems.empty()) append_encoded(result, model, detail::json_style::pydantic);
    for (const any& each : problems.details())
        result += (result.empty() ? "" : "; ") + each["loc"].dump() + " " +
                  each["type"].as_string() + " " + each["input"].dump();
    return result;
}

}  // namespace

TEST_CASE("model: members come in any order, and defaults fill the gaps") {
    CHECK(
        read<Customer>(
            R"({"orders": [1], "address": {"city": "T", "street": "S"}, "name": "C"})") ==
        R"({"name":"C","address":{"street":"S","city":"T","country":"UK"},"orders":[1],"discount":null})");
}

TEST_CASE("model: problems are told in the order of the model, with their places") {
    CHECK(read<Customer>(R"({"orders": [1, "x"], "address": {"city": 1}, "discount": "y"})") ==
          R"(["name"] missing {"orders":[1,"x"],"address":{"city":1},"discount":"y"}; )"
          R"(["address","street"] missing {"city":1}; ["address","city"] string_type 1; )"
          R"(["orders",1] int_parsing "x"; ["discount"] float_parsing "y")");
    CHECK(read<Customer>(R"({"name": "C", "address": []})") ==
          R"(["address"] model_attributes_type [])");
    CHECK(read<Customer>("null") == "[] model_attributes_type null");
}

TEST_CASE("model: of a repeated key only the last value counts") {
    CHECK(read<Plain>(R"({"a": 1, "a": 2})") == R"({"a":2,"b":false})");
    CHECK(read<Plain>(R"({"a": "x", "b": true, "a": 2})") == R"({"a":2,"b":true})");
    CHECK(read<Plain>(R"({"a": "x", "b": "q", "a": "z"})") ==
          R"(["a"] int_parsing "z"; ["b"] bool_parsing "q")");
    CHECK(
        read<Customer>(R"({"name": "C", "address": {"street": "S", "country": "FR"},
                             "address": {"street": "S", "city": "T"}})") ==
        R"({"name":"C","address":{"street":"S","city":"T","country":"UK"},"orders":[],"discount":null})");
    CHECK(
        read<Node>(R"({"name": 1, "children": [{"name": 2, "name": "n"}, {"name": "n", "name": 2}],
                         "name": "r"})") == R"(["children",1,"name"] string_type 2)");
}

TEST_CASE(
    "model: 30,000 repetitions beside 30,000 problems take no time, and the first 1000 are told") {
    std::string text = R"({"children": [)";
    for (int i = 0; i < 30'000; ++i) text += "0,";
    text += "0], ";
    for (int i = 0; i < 30'000; ++i) text += R"("name": 1, )";
    text += R"("name": "r"})";
    const std::string problems = read<Node>(text);
    CHECK(problems.starts_with(R"(["children",0] model_attributes_type 0; ["children",1])"));
    CHECK(problems.ends_with(R"(["children",999] model_attributes_type 0)"));
}

TEST_CASE("model: unknown members are ignored, forbidden or kept") {
    CHECK(read<Plain>(R"({"x": [{"a": 1}], "a": 3})") == R"({"a":3,"b":false})");
    CHECK(read<Closed>(R"({"x": 1, "id": "?", "y": [2], "x": 3})") ==
          R"(["id"] int_parsing "?"; ["x"] extra_forbidden 3; ["y"] extra_forbidden [2])");
    CHECK(read<Open>(R"({"x": 1, "id": 1, "y": {"z": null}, "x": 2})") ==
          R"({"id":1,"x":2,"y":{"z":null}})");
    CHECK(read<Open>(R"({"id": 1, "model_extra": 5})") == R"({"id":1,"model_extra":5})");
}

TEST_CASE("model: an alias is the name for clients, in problems as well") {
    CHECK(read<OnlyAlias>(R"({"itemId": 5})") == R"({"itemId":5})");
    CHECK(read<OnlyAlias>(R"({"item_id": 5})") == R"(["itemId"] missing {"item_id":5})");
    CHECK(read<Aliased>(R"({"user_name": "bob"})") == R"({"userName":"bob","age":0})");
    CHECK(read<Aliased>(R"({"user_name": 1})") == R"(["user_name"] string_type 1)");
    CHECK(read<Aliased>("{}") == R"(["userName"] missing {})");
}

TEST_CASE("model: of a name and its alias the alias counts, in either order") {
    CHECK(read<Aliased>(R"({"userName": "a", "user_name": "b"})") == R"({"userName":"a","age":0})");
    CHECK(read<Aliased>(R"({"user_name": "b", "userName": "a"})") == R"({"userName":"a","age":0})");
    CHECK(read<Aliased>(R"({"user_name": 1, "userName": "a"})") == R"({"userName":"a","age":0})");
    CHECK(read<Aliased>(R"({"userName": 1, "user_name": "b"})") == R"(["userName"] string_type 1)");
    CHECK(read<AliasedClosed>(R"({"user_name": "b"})") == R"({"userName":"b","age":0})");
}

TEST_CASE("model: beside its alias a name is one that the model does not know") {
    CHECK(read<AliasedClosed>(R"({"userName": "a", "user_name": [1]})") ==
          R"(["user_name"] extra_forbidden [1])");
    CHECK(read<AliasedClosed>(R"({"user_name": [1], "age": 2, "userName": "a"})") ==
          R"(["user_name"] extra_forbidden [1])");
    CHECK(
        read<AliasedClosed>(R"({"user_name": 1, "age": "x", "user_name": 2, "userName": 3})") ==
        R"(["userName"] string_type 3; ["age"] int_parsing "x"; ["user_name"] extra_forbidden 2)");
    CHECK(read<AliasedOpen>(R"({"ids": [1, 2], "theIds": [3], "more": 4})") ==
          R"({"theIds":[3],"ids":[1,2],"more":4})");
    CHECK(read<AliasedOpen>(R"({"theIds": [3], "ids": "x"})") == R"({"theIds":[3],"ids":"x"})");
}

TEST_CASE("model: pairs and tuples with initialisers may be left out") {
    CHECK(read<Pairs>(R"({"sent": [1, 2]})") ==
          R"({"size":[3,4],"mark":["m",false],"sent":[1,2]})");
    CHECK(read<Pairs>("{}") == R"(["sent"] missing {})");
}

TEST_CASE("model: strict and stripping are a model's own, its members have theirs") {
    CHECK(read<Strict>(R"({"count": "1", "ratio": "1", "inner": {"a": "7"}, "list": ["1"]})") ==
          R"(["count"] int_type "1"; ["ratio"] float_type "1"; ["list",0] int_type "1")");
    CHECK(read<Strict>(R"({"ratio": 2, "label": "  xy ", "inner": {"a": "7"}})") ==
          R"({"count":0,"label":"xy","ratio":2.0,"inner":{"a":7,"b":false},"list":[]})");
    CHECK(read<Strict>(R"({"label": " x ", "inner": {}})") ==
          R"(["label"] string_too_short " x ")");
}

TEST_CASE("model: a recursive model gives deep places") {
    CHECK(
        read<Node>(R"({"name": "r", "children": [{"name": "a"}, {"children": [{"name": 5}]}]})") ==
        R"(["children",1,"name"] missing {"children":[{"name":5}]}; )"
        R"(["children",1,"children",0,"name"] string_type 5)");
}

TEST_CASE("model: models nest 254 deep, as in pydantic") {
    const auto nested = [](int depth) {
        std::string text = R"({"name": "n"})";
        for (int i = 1; i < depth; ++i) text = R"({"name": "n", "children": [)" + text + "]}";
        return text;
    };
    CHECK(read<Node>(nested(254)).starts_with(R"({"name":"n","children":[{)"));
    const std::string problem = read<Node>(nested(255));
    CHECK(problem.ends_with(R"(0] recursion_loop {"name":"n"})"));
    CHECK(read<Node>(R"({"name": )" + std::string(100'000, '[')) ==
          "malformed: maximum recursion depth exceeded");
}

TEST_CASE("model: its validator looks at members that are all right") {
    CHECK(read<Checked>(R"({"name": "n", "price": 1})") == R"({"name":"n","price":1})");
    CHECK(read<Checked>(R"({"name": "n", "price": -1})") ==
          R"([] value_error {"name":"n","price":-1})");
    CHECK(read<Checked>(R"({"name": "", "price": 1})") ==
          R"([] assertion_error {"name":"","price":1})");
    CHECK(read<Checked>(R"({"name": 1, "price": -1})") == R"(["name"] string_type 1)");
}

TEST_CASE("model: what a validator throws becomes the message") {
    detail::error_list problems;
    detail::json_input in(R"({"name": "", "price": 1})", problems);
    Checked model{};
    CHECK_FALSE(decode(in, model, detail::info_of<>));
    CHECK(any(problems.details()).dump() ==
          R"([{"type":"assertion_error","loc":[],"msg":"Assertion failed, no name",)"
          R"("input":{"name":"","price":1},"ctx":{"error":{}}}])");
}

TEST_CASE("model: a look before may refuse the data, or change them") {
    CHECK(read<Prepared>(R"({"a": 2})") == R"({"a":2})");
    CHECK(read<Prepared>("3") == R"({"a":3})");
    CHECK(read<Prepared>(R"({"admin": 1})") == R"([] value_error {"admin":1})");
    CHECK(read<Prepared>(R"({"a": "x"})") == R"(["a"] int_parsing "x")");
    CHECK(read<Prepared>(R"({"a": 1, "x": NaN})") == R"({"a":1})");
    CHECK(read<Prepared>(R"({"a": })") == "malformed: Expecting value");
}

TEST_CASE("model: the table knows what is required") {
    const detail::model_table& table = detail::table_of<Customer>();
    std::string demanded;
    for (const detail::model_member& member : table.members)
        if (member.required) demanded += std::string(member.name) + " ";
    CHECK(demanded == "name address ");
    CHECK(table.find("orders") == &table.members[2]);
    CHECK(table.find("Orders") == nullptr);
    CHECK(table.extra() == nullptr);
    CHECK(detail::table_of<Open>().extra()->name == "model_extra");
}
