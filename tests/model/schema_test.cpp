#include "fastapi/model/schema.hpp"

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

using namespace fastapi;
using detail::info_of;

namespace {

struct Address {
    std::string street;
};

struct Customer {
    Field<std::string, min_length(2), description("In full")> full_name;
    Address address;
    std::optional<int> age2_max;
    std::vector<Address> others;
};

struct Tree {
    int value;
    std::unique_ptr<Tree> left;
};

struct Product {
    static constexpr std::string_view description = "For sale.";
    Field<std::string, title("Called"), examples("Lamp", "Desk")> name;
    Field<double, example(9.5), examples(1, 2.5, false)> price = 1;
    Field<Address, examples("none")> origin;

    static dict json_schema_extra() {
        return dict{{"examples", list{dict{{"name", "Lamp"}}, 1}},
                    {"description", "Replaced."},
                    {"x-table", "products"}};
    }
};

/// Its data are called as what a model may state about itself.
struct Article {
    std::string description;
    Field<int, ge(1)> model_config = 2;
    std::vector<int> computed_fields;
    dict json_schema_extra;
    std::string info;
};

struct Settings {
    ConfigDict model_config;
    std::string title;
};

enum class Side { left, right };

struct Shelf {
    int class_;
    std::variant<Address, Tree> either;
    std::optional<std::variant<Address, std::string>> other;
    std::optional<Address> address;
    std::map<Side, int> by_side;
    Field<std::map<std::string, any>, min_items(1), max_items(3)> free;
    std::vector<Field<int, gt(0), description("How many")>> counts;
};

enum class Rank { first = 1, second = 2 };

struct Shown {
    Field<Side, example(Side::left), examples(Side::right, 1, "x")> side;
    Field<IntEnum<Rank>, examples(Rank::second)> rank;
    Field<std::optional<IntEnum<Rank>>, example(Rank::first)> maybe;
};

/// The schema of an answer, and then the components that it refers to.
template <class Value>
any schema(dict* components = nullptr) {
    detail::schema_registry registry;
    any document(detail::output_schema<Value>(info_of<>, registry));
    registry.finish(document);
    if (components != nullptr) *components = registry.components();
    return document;
}

}  // namespace

TEST_CASE("schema: a title is made as str.title() makes it") {
    CHECK(detail::title_of("user_id") == "User Id");
    CHECK(detail::title_of("item-query") == "Item-Query");
    CHECK(detail::title_of("X_TOKEN") == "X Token");
    CHECK(detail::title_of("age2max") == "Age2Max");
    CHECK(detail::title_of("") == "");
    CHECK(detail::title_of("Gr\u00f6\u00dfe_x") == "Gr\u00f6\u00dfe X");
}

TEST_CASE("schema: a stated title stands before the one that is made of the name") {
    dict reference{{"$ref", "x"}};
    detail::annotate(reference, info_of<>, "");
    CHECK(any(reference).dump() == R"({"$ref":"x"})");
    detail::annotate(reference, info_of<title("Order"), description("By"), deprecated>, "Other");
    CHECK(any(reference).dump() ==
          R"({"$ref":"x","title":"Order","description":"By","deprecated":true})");
}

TEST_CASE("schema: what an answer holds") {
    CHECK(schema<int>() == json_loads(R"({"type":"integer"})"));
    CHECK(schema<std::nullptr_t>() == json_loads(R"({"type":"null"})"));
    CHECK(schema<const char*>() == json_loads(R"({"type":"string"})"));
    CHECK(schema<std::vector<std::optional<double>>>() ==
          json_loads(R"({"type":"array","items":{"anyOf":[{"type":"number"},{"type":"null"}]}})"));
    CHECK(schema<std::map<std::string, bool>>() ==
          json_loads(R"({"type":"object","additionalProperties":{"type":"boolean"}})"));
    CHECK(schema<any>() == json_loads("{}"));
    CHECK(schema<std::optional<Address>>() ==
          json_loads(R"({"anyOf":[{"$ref":"#/components/schemas/Address"},{"type":"null"}]})"));
}

TEST_CASE("schema: a struct is one component, with those it holds") {
    dict components;
    CHECK(schema<std::vector<Customer>>(&components) ==
          json_loads(R"({"type":"array","items":{"$ref":"#/components/schemas/Customer"}})"));
    CHECK(components.keys() == std::vector<std::string_view>{"Address", "Customer"});
    CHECK(components["Address"] == json_loads(R"({
        "type": "object", "title": "Address", "required": ["street"],
        "properties": {"street": {"type": "string", "title": "Street"}}})"));
    const any& properties = components["Customer"]["properties"];
    CHECK(properties["full_name"] == json_loads(R"({
        "type": "string", "minLength": 2, "title": "Full Name", "description": "In full"})"));
    CHECK(properties["address"] == json_loads(R"({"$ref": "#/components/schemas/Address"})"));
    CHECK(properties["age2_max"] == json_loads(R"({
        "anyOf": [{"type": "integer"}, {"type": "null"}], "title": "Age2 Max"})"));
    CHECK(properties.as_dict().keys() ==
          std::vector<std::string_view>{"full_name", "address", "age2_max", "others"});
}

TEST_CASE("schema: an enumerator among the examples is shown as clients send it") {
    dict components;
    schema<Shown>(&components);
    const any& members = components["Shown"]["properties"];
    CHECK(members["side"]["examples"].dump() == R"(["right",1,"x"])");
    CHECK(members["side"]["example"].dump() == R"("left")");
    CHECK(members["rank"]["examples"].dump() == "[2]");
    CHECK(members["maybe"]["example"].dump() == "1");
}

TEST_CASE("schema: a choice within a choice is one, and says nothing twice") {
    using choice = std::variant<int, Decimal, std::optional<std::string>>;
    detail::schema_registry registry;
    CHECK(schema<choice>().dump() ==
          R"({"anyOf":[{"type":"integer"},{"type":"string"},{"type":"null"}]})");
    CHECK(any(detail::input_schema<choice>(info_of<>, registry)).dump() ==
          R"({"anyOf":[{"type":"integer"},{"type":"number"},{"type":"string"},{"type":"null"}]})");
    CHECK(schema<std::variant<std::int64_t, int>>().dump() == R"({"type":"integer"})");
}

TEST_CASE(
    "schema: members have a title without blanks at its ends, and none where a reference brings one") {
    dict components;
    schema<Shelf>(&components);
    const any& members = components["Shelf"]["properties"];
    CHECK(members["class_"].dump() == R"({"type":"integer","title":"Class"})");
    CHECK(
        members["either"].dump() ==
        R"({"anyOf":[{"$ref":"#/components/schemas/Address"},{"$ref":"#/components/schemas/Tree"}],"title":"Either"})");
    CHECK(
        members["other"].dump() ==
        R"({"anyOf":[{"$ref":"#/components/schemas/Address"},{"type":"string"},{"type":"null"}],"title":"Other"})");
    CHECK(members["address"].dump() ==
          R"({"anyOf":[{"$ref":"#/components/schemas/Address"},{"type":"null"}]})");
}

TEST_CASE("schema: the keys of a map and how many there may be, and a field within a container") {
    dict components;
    schema<Shelf>(&components);
    const any& members = components["Shelf"]["properties"];
    CHECK(
        members["by_side"].dump() ==
        R"({"type":"object","additionalProperties":{"type":"integer"},"propertyNames":{"$ref":"#/components/schemas/Side"},)"
        R"("title":"By Side","default":{}})");
    CHECK(
        members["free"].dump() ==
        R"({"type":"object","additionalProperties":true,"minProperties":1,"maxProperties":3,"title":"Free"})");
    CHECK(
        members["counts"].dump() ==
        R"({"type":"array","items":{"type":"integer","exclusiveMinimum":0,"description":"How many"},"title":"Counts","default":[]})");
}

TEST_CASE("schema: a recursive struct refers to itself") {
    dict components;
    CHECK(schema<Tree>(&components) == json_loads(R"({"$ref": "#/components/schemas/Tree"})"));
    CHECK(components["Tree"]["properties"]["left"]["anyOf"][0] ==
          json_loads(R"({"$ref": "#/components/schemas/Tree"})"));
}

TEST_CASE("schema: data with the name of something that models state is data") {
    dict components;
    schema<Article>(&components);
    CHECK(components["Article"] == json_loads(R"({
        "type": "object", "title": "Article", "required": ["description", "json_schema_extra", "info"],
        "properties": {
            "description": {"type": "string", "title": "Description"},
            "model_config": {"type": "integer", "minimum": 1, "default": 2, "title": "Model Config"},
            "computed_fields": {"type": "array", "items": {"type": "integer"}, "default": [], "title": "Computed Fields"},
            "json_schema_extra": {"type": "object", "additionalProperties": true, "title": "Json Schema Extra"},
            "info": {"type": "string", "title": "Info"}}})"));
    static_assert(detail::config_of<Settings>().extra == Extra::ignore);
    static_assert(!detail::has_computed_fields<Article>);
}

TEST_CASE("schema: examples of a field are listed, of any kinds") {
    dict components;
    schema<Product>(&components);
    const any& properties = components["Product"]["properties"];
    CHECK(properties["name"] == json_loads(R"({
        "type": "string", "title": "Called", "examples": ["Lamp", "Desk"]})"));
    CHECK(properties["price"] == json_loads(R"({
        "type": "number", "title": "Price", "default": 1.0, "example": 9.5, "examples": [1, 2.5, false]})"));
    CHECK(properties["origin"] == json_loads(R"({
        "$ref": "#/components/schemas/Address", "examples": ["none"]})"));
}

TEST_CASE("schema: what json_schema_extra() returns is laid over the schema of the model") {
    dict components;
    schema<Product>(&components);
    const any& product = components["Product"];
    CHECK(product["examples"] == json_loads(R"([{"name": "Lamp"}, 1])"));
    CHECK(product["description"] == "Replaced.");
    CHECK(product["x-table"] == "products");
    CHECK(product["title"] == "Product");
    CHECK(product["required"] == json_loads(R"(["name", "origin"])"));
}
