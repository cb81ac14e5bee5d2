// What several files of model/ do together: types of one's own, unions with a discriminator,
// computed fields and separate aliases, each read, written and described.

#include "fastapi/model/functions.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

using namespace fastapi;

struct Money {
    long cents = 0;
};

template <>
struct fastapi::custom_type<Money> {
    static Money parse(std::string_view text) {
        const std::size_t point = text.find('.');
        const auto whole = detail::to_integer<long>(text.substr(0, point));
        const auto part =
            point == std::string_view::npos ? 0 : detail::to_integer<long>(text.substr(point + 1));
        if (!whole || !part || *part > 99) throw ValueError("no amount of money");
        return {*whole * 100 + *part};
    }
    static std::string format(const Money& money) {
        const std::string part = std::to_string(money.cents % 100);
        return std::to_string(money.cents / 100) + "." + (part.size() < 2 ? "0" + part : part);
    }
    static dict schema() { return dict{{"type", "string"}, {"pattern", "^[0-9]+"}}; }
};

namespace {

struct Cat {
    Literal<"cat", "kitten"> kind;
    int lives = 9;
};
struct Dog {
    Literal<"dog"> kind;
    std::string breed;
};
struct Owner {
    Field<std::variant<Cat, Dog>, discriminator("kind")> pet;
};
struct First {
    Literal<1> version;
    int a;
};
struct Second {
    Literal<2, 3> version;
    int b;
};
struct Versioned {
    std::vector<Field<std::variant<First, Second>, discriminator("version")>> all;
};
struct Number {
    Literal<"number"> op;
    double value;
};
struct Sum;
using Term = Field<std::variant<Number, std::unique_ptr<Sum>>, discriminator("op")>;
struct Sum {
    Literal<"sum"> op;
    Term left, right;
};
struct Grown {
    static constexpr auto model_config = ConfigDict{.extra = Extra::allow};
    int x;
    dict model_extra;
    std::optional<int> half() const { return x % 2 == 0 ? std::optional(x / 2) : std::nullopt; }
    static constexpr auto computed_fields = std::tuple{computed_field("half", &Grown::half)};
};
struct Order {
    Money price;
    std::optional<Money> discount;
    std::vector<Money> parts;
};
struct Box {
    double width = 1;
    double height = 1;
    double area() const { return width * height; }
    bool is_square() const { return width == height; }
    static constexpr auto computed_fields = std::tuple{
        computed_field("area", &Box::area), computed_field("is_square", &Box::is_square)};
};
struct Renamed {
    Field<int, alias("bothNames")> both;
    Field<int, validation_alias("inName")> in = 1;
    Field<int, serialization_alias("outName")> out = 2;
};

/// The JSON of a value read from JSON, or the problems.
template <class Value>
std::string through(std::string_view text) {
    try {
        return any(model_validate_json<Value>(text)).dump();
    } catch (const ValidationError& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("features: a type of one's own is read and written by its two functions") {
    CHECK(through<Order>(R"({"price": "12.50", "discount": 3, "parts": ["1", "0.05"]})") ==
          R"({"price":"12.50","discount":"3.00","parts":["1.00","0.05"]})");
    CHECK(through<Order>(R"({"price": "1.5"})") ==
          R"({"price":"1.05","discount":null,"parts":[]})");
}

TEST_CASE("features: what a type of one's own refuses is a value error at its place") {
    CHECK(
        through<Order>(R"({"price": "much", "parts": ["1", "x"]})") ==
        R"([{"type":"value_error","loc":["price"],"msg":"Value error, no amount of money","input":"much","ctx":{"error":{}}},)"
        R"({"type":"value_error","loc":["parts",1],"msg":"Value error, no amount of money","input":"x","ctx":{"error":{}}}])");
    CHECK(
        through<Order>(R"({"price": true})") ==
        R"([{"type":"string_type","loc":["price"],"msg":"Input should be a valid string","input":true}])");
}

TEST_CASE("features: a type of one's own is read from a text parameter too") {
    Money money;
    detail::error_list errors;
    CHECK(detail::value_type<Money>::read("2.25", money, detail::info_of<>, errors));
    CHECK(money.cents == 225);
    CHECK_FALSE(detail::value_type<Money>::read("2,25", money, detail::info_of<>, errors));
    CHECK(errors.details()[0]["type"] == "value_error");
}

TEST_CASE("features: the discriminator chooses the alternative, whose problems carry the tag") {
    CHECK(through<Owner>(R"({"pet": {"kind": "dog", "breed": "pug"}})") ==
          R"({"pet":{"kind":"dog","breed":"pug"}})");
    CHECK(through<Owner>(R"({"pet": {"lives": 3, "kind": "kitten"}})") ==
          R"({"pet":{"kind":"kitten","lives":3}})");
    CHECK(
        through<Owner>(R"({"pet": {"kind": "dog"}})") ==
        R"([{"type":"missing","loc":["pet","dog","breed"],"msg":"Field required","input":{"kind":"dog"}}])");
}

TEST_CASE("features: a discriminator that is missing, unknown, or not in an object") {
    CHECK(
        through<Owner>(R"({"pet": {}})") ==
        R"([{"type":"union_tag_not_found","loc":["pet"],"msg":"Unable to extract tag using discriminator 'kind'","input":{},)"
        R"("ctx":{"discriminator":"'kind'"}}])");
    CHECK(
        through<Owner>(R"({"pet": {"kind": "cow"}})") ==
        R"([{"type":"union_tag_invalid","loc":["pet"],"msg":"Input tag 'cow' found using 'kind' does not match any of the )"
        R"(expected tags: 'cat', 'kitten', 'dog'","input":{"kind":"cow"},"ctx":{"discriminator":"'kind'","tag":"cow",)"
        R"("expected_tags":"'cat', 'kitten', 'dog'"}}])");
    for (const auto& [tag, text] : std::vector<std::pair<std::string, std::string>>{
             {"null", "None"},
             {"true", "True"},
             {"1e-7", "1e-07"},
             {"-1e999", "-inf"},
             {R"(["it's", {"a": [null]}])", R"(["it's", {'a': [None]}])"}}) {
        const any problem = json_loads(through<Owner>(R"({"pet": {"kind": )" + tag + "}}"))[0];
        CHECK(problem["ctx"]["tag"] == text);
    }
    CHECK(
        through<Owner>(R"({"pet": 5})") ==
        R"([{"type":"model_attributes_type","loc":["pet"],"msg":"Input should be a valid dictionary or object to extract )"
        R"(fields from","input":5}])");
}

TEST_CASE("features: a discriminator of numbers tells numbers from texts") {
    CHECK(through<Versioned>(R"({"all": [{"version": 3, "b": 1}]})") ==
          R"({"all":[{"version":3,"b":1}]})");
    CHECK(
        through<Versioned>(R"({"all": [{"version": 2}]})") ==
        R"([{"type":"missing","loc":["all",0,2,"b"],"msg":"Field required","input":{"version":2}}])");
    CHECK(
        through<Versioned>(R"({"all": [{"version": "2"}]})") ==
        R"([{"type":"union_tag_invalid","loc":["all",0],"msg":"Input tag '2' found using 'version' does not match any of the )"
        R"(expected tags: 1, 2, 3","input":{"version":"2"},"ctx":{"discriminator":"'version'","tag":"2",)"
        R"("expected_tags":"1, 2, 3"}}])");
}

TEST_CASE("features: tagged alternatives behind pointers hold each other") {
    CHECK(
        through<Sum>(
            R"({"op":"sum","left":{"op":"number","value":1},"right":)"
            R"({"op":"sum","left":{"op":"number","value":2},"right":{"op":"number","value":3}}})") ==
        R"({"op":"sum","left":{"op":"number","value":1.0},"right":)"
        R"({"op":"sum","left":{"op":"number","value":2.0},"right":{"op":"number","value":3.0}}})");
    CHECK(through<Sum>(R"({"op":"sum","left":{"op":"number","op":"sum"},"right":{"op":null}})")
              .find("Input tag 'None' found using 'op'") != std::string::npos);
    detail::schema_registry registry;
    any document(detail::input_schema<Sum>(detail::info_of<>, registry));
    registry.finish(document);
    CHECK(
        registry.components()["Sum"]["properties"]["left"].dump() ==
        R"({"oneOf":[{"$ref":"#/components/schemas/Number"},{"$ref":"#/components/schemas/Sum"}],"discriminator":)"
        R"({"propertyName":"op","mapping":{"number":"#/components/schemas/Number","sum":"#/components/schemas/Sum"}},)"
        R"("title":"Left"})");
}

TEST_CASE("features: what a model kept or computed is left out as its members are") {
    const auto grown = model_validate_json<Grown>(R"({"x":1,"y":null,"w":5})");
    CHECK(model_dump_json(grown) == R"({"x":1,"y":null,"w":5,"half":null})");
    CHECK(model_dump_json(grown, {.exclude = {"w", "half"}}) == R"({"x":1,"y":null})");
    CHECK(model_dump_json(grown, {.exclude_none = true}) == R"({"x":1,"w":5})");
    CHECK(model_dump_json(grown, {.include = {"w"}}) == R"({"w":5})");
}

TEST_CASE("features: computed fields are written behind the members, and never read") {
    CHECK(through<Box>(R"({"width": 2, "height": 3, "area": 100})") ==
          R"({"width":2.0,"height":3.0,"area":6.0,"is_square":false})");
    CHECK(model_dump_json(Box{2, 2}, {.exclude = {"area"}}) ==
          R"({"width":2.0,"height":2.0,"is_square":true})");
}

TEST_CASE("features: an alias for reading and another for writing") {
    CHECK(through<Renamed>(R"({"bothNames": 5, "inName": 6, "out": 7})") ==
          R"({"bothNames":5,"in":6,"outName":7})");
    CHECK(
        through<Renamed>(R"({"both": 5, "in": 6, "outName": 7})") ==
        R"([{"type":"missing","loc":["bothNames"],"msg":"Field required","input":{"both":5,"in":6,"outName":7}}])");
    const auto renamed = model_validate_json<Renamed>(R"({"bothNames": 5})");
    CHECK(model_dump_json(renamed) == R"({"both":5,"in":1,"out":2})");
    CHECK(model_dump_json(renamed, {.by_alias = true}) == R"({"bothNames":5,"in":1,"outName":2})");
}

TEST_CASE("features: the schema says what each side may see") {
    detail::schema_registry registry;
    any document = dict{{"in", detail::input_schema<Box>(detail::info_of<>, registry)},
                        {"out", detail::output_schema<Box>(detail::info_of<>, registry)},
                        {"order", detail::input_schema<Order>(detail::info_of<>, registry)},
                        {"owner", detail::input_schema<Owner>(detail::info_of<>, registry)}};
    registry.finish(document);
    const dict schemas = registry.components();
    CHECK(document["in"]["$ref"] == "#/components/schemas/Box-Input");
    CHECK_FALSE(schemas["Box-Input"]["properties"].as_dict().contains("area"));
    CHECK(schemas["Box-Output"]["properties"]["area"] ==
          dict{{"type", "number"}, {"title", "Area"}, {"readOnly", true}});
    CHECK(schemas["Order"]["properties"]["price"]["pattern"] == "^[0-9]+");
    CHECK(schemas["Owner"]["properties"]["pet"]["discriminator"] ==
          dict{{"propertyName", "kind"},
               {"mapping", dict{{"cat", "#/components/schemas/Cat"},
                                {"kitten", "#/components/schemas/Cat"},
                                {"dog", "#/components/schemas/Dog"}}}});
}
