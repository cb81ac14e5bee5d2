#include "fastapi/params/body.hpp"

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fastapi/model/functions.hpp"
#include "fastapi/params/endpoint.hpp"

using namespace fastapi;

namespace {

struct Item {
    std::string name;
    std::optional<std::string> description;
    double price;
};

struct Owner {
    std::string name;
};

struct Priced {
    Decimal price;
    std::vector<Priced> parts;
};

enum class Colour { red, green };

struct Exact {
    static constexpr auto model_config = ConfigDict{.strict = true};
    std::optional<date> day;
    std::optional<timedelta> span;
    std::optional<UUID> id;
    std::optional<Decimal> price;
    std::optional<Colour> colour;
    std::optional<std::set<int>> numbers;
    std::optional<std::pair<int, int>> pair;
    std::optional<std::map<int, int>> by_id;
    std::optional<HttpUrl> site;
};

/// Takes a text for an object with it.
struct Renamed {
    std::string name;
    static any model_validator_before(any data) {
        return data.is_string() ? any(dict{{"name", data}}) : data;
    }
    void model_validator() const {
        if (name.empty()) throw ValueError("has no name");
    }
};

struct Loose {
    static constexpr auto model_config = ConfigDict{.extra = Extra::allow};
    any free;
    double number = 0;
    dict model_extra;
};

void positive(int value) {
    if (value <= 0) throw ValueError("not positive");
}

using Whole = Body<"item", Item>;
using Embedded = Body<"item", Item, embed>;
using User = Body<"user", Owner>;
using Importance = Body<"importance", int, gt(0)>;
using Note = Body<"note", std::optional<std::string>, max_length(5)>;

/// The status of the answer, and its body or the problems.
template <class Handler>
std::string ask(Handler handler, const std::string& body,
                std::string_view type = "application/json") {
    detail::exchange current;
    if (!type.empty()) current.request.headers.add("content-type", type);
    detail::request_access::set_body(current.request, body);
    try {
        detail::make_endpoint<detail::result_itself>(std::move(handler))->answer(current);
    } catch (const RequestValidationError& refused) {
        std::string result;
        for (const any& each : refused.errors())
            result += (result.empty() ? "" : "; ") + each["loc"].dump() + " " +
                      each["type"].as_string() + " " + each["input"].dump();
        return result;
    } catch (const HTTPException& refused) {
        return std::to_string(refused.status_code) + " " + refused.detail.dump();
    }
    return current.response.body;
}

std::string take_item(const std::string& body, std::string_view type = "application/json") {
    return ask([](Item item) { return item; }, body, type);
}

constexpr std::string_view pen = R"({"name": "Pen", "price": 2.5})";
constexpr std::string_view pen_answer = R"({"name":"Pen","description":null,"price":2.5})";

/// The schema of the body, with `!` in front where it is required.
template <class Handler>
std::string described(Handler handler, dict* components = nullptr) {
    detail::schema_registry registry;
    auto body =
        detail::make_endpoint<detail::result_itself>(std::move(handler))->describe_body(registry);
    if (!body) return "";
    registry.finish(body->schema);
    if (components != nullptr) *components = registry.components();
    return (body->required ? "!" : "") + body->schema.dump();
}

}  // namespace

TEST_CASE("body: is JSON where its type says so") {
    for (const std::string_view type :
         {"application/json", "application/json; charset=utf-8", "APPLICATION/JSON",
          "application/vnd.api+json", "application/vnd.x+json; charset=utf-8"}) {
        CAPTURE(type);
        CHECK(take_item(std::string(pen), type) == pen_answer);
    }
    for (const std::string_view type : {"", "text/plain", "text/json", "application/jsonx",
                                        "application/x-www-form-urlencoded", "json"}) {
        CAPTURE(type);
        CHECK(take_item(std::string(pen), type) ==
              R"(["body"] model_attributes_type "{\"name\": \"Pen\", \"price\": 2.5}")");
    }
}

TEST_CASE("body: in any Unicode encoding") {
    CHECK(take_item("\xEF\xBB\xBF" + std::string(pen)) == pen_answer);
    std::string utf16 = "\xFF\xFE";
    for (const char c : pen) utf16 += std::string{c, '\0'};
    CHECK(take_item(utf16) == pen_answer);
    CHECK(take_item(utf16.substr(2)) == pen_answer);
    CHECK(take_item(utf16 + "x") == R"(400 "There was an error parsing the body")");
}

TEST_CASE("body: nothing, null and something else") {
    CHECK(take_item("") == R"(["body"] missing null)");
    CHECK(take_item("", "") == R"(["body"] missing null)");
    CHECK(take_item("null") == R"(["body"] model_attributes_type null)");
    CHECK(take_item("[1]") == R"(["body"] model_attributes_type [1])");
    CHECK(take_item(R"({"name": 1})") ==
          R"(["body","name"] string_type 1; ["body","price"] missing {"name":1})");
}

TEST_CASE("body: an optional one may be left out, or null") {
    const auto given = [](std::optional<Item> item) { return item.has_value(); };
    CHECK(ask(given, "") == "false");
    CHECK(ask(given, "null") == "false");
    CHECK(ask(given, std::string(pen)) == "true");
    CHECK(ask(given, "{}") == R"(["body","name"] missing {}; ["body","price"] missing {})");
}

TEST_CASE("body: malformed JSON is told with its position in characters") {
    const auto problem = [](std::string_view body) {
        return ask([](Item item) { return item; }, std::string(body));
    };
    CHECK(problem(R"({"name": "Pen", "price": })") == R"(["body",25] json_invalid {})");
    CHECK(problem(R"({"name": "Pen", "price": 1,})") == R"(["body",26] json_invalid {})");
    CHECK(problem(R"({"name": "Pe)") == R"(["body",9] json_invalid {})");
    CHECK(problem(R"({"name": "Pen", "price": 1} {})") == R"(["body",28] json_invalid {})");
    CHECK(problem("{'name': 'Pen'}") == R"(["body",1] json_invalid {})");
    CHECK(problem("{\"\u00e9\": }") == R"(["body",6] json_invalid {})");
    CHECK(problem(" ") == R"(["body",1] json_invalid {})");
}

TEST_CASE("body: malformed JSON hides every other problem") {
    const auto handler = [](Query<"page", int> page, Item item) { return page + item.price; };
    CHECK(ask(handler, R"({"name": 1)") == R"(["body",10] json_invalid {})");
    CHECK(ask(handler, R"({"name": 1, "price": 2})") ==
          R"(["query","page"] missing null; ["body","name"] string_type 1)");
}

TEST_CASE("body: bytes that are no text, and what nests too deeply, are a bad request") {
    constexpr std::string_view bad_request = R"(400 "There was an error parsing the body")";
    CHECK(take_item("{\"name\": \"\xFF\"}") == bad_request);
    CHECK(take_item("{} \xFF") == bad_request);
    CHECK(take_item(std::string(100'000, '[')) == bad_request);
    CHECK(take_item(R"({"x": )" + std::string(100'000, '[')) == bad_request);
    CHECK(ask([](any value) { return value; }, std::string(100'000, '[')) == bad_request);
}

TEST_CASE("body: of any type") {
    CHECK(ask([](std::vector<Item> items) { return items.size(); }, "[" + std::string(pen) + "]") ==
          "1");
    CHECK(ask([](std::vector<Item> items) { return items.size(); }, R"([{"name": "P"}, 5])") ==
          R"(["body",0,"price"] missing {"name":"P"}; ["body",1] model_attributes_type 5)");
    CHECK(ask([](std::vector<Item> items) { return items.size(); }, "") ==
          R"(["body"] missing null)");
    CHECK(ask([](std::map<std::string, double> all) { return all; }, R"({"b": 1, "a": "x"})") ==
          R"(["body","a"] float_parsing "x")");
    CHECK(ask([](any value) { return value; }, R"({"a": [1, 2.0, null]})") ==
          R"({"a":[1,2.0,null]})");
    CHECK(ask([](dict value) { return value; }, "[]") == R"(["body"] dict_type [])");
    CHECK(ask([](Body<"value", int, ge(0)> value) { return value.get(); }, "5") == "5");
    CHECK(ask([](Body<"value", int, ge(0)> value) { return value.get(); }, "-1") ==
          R"(["body"] greater_than_equal -1)");
    CHECK(ask([](Body<"text", std::string> text) { return text; }, "a \"b\"\n\xFF", "text/plain") ==
          "\"a \\\"b\\\"\\n\uFFFD\"");
}

TEST_CASE("body: several are members of an object") {
    const auto both = [](Whole item, User user) { return item.name + user.name; };
    CHECK(ask(both, R"({"user": {"name": "U"}, "x": [], "item": {"name": "Pen", "price": 1}})") ==
          R"("PenU")");
    CHECK(ask(both, R"({"item": {"name": "Pen", "price": 1}})") ==
          R"(["body","user"] missing null)");
    CHECK(
        ask(both, R"({"user": 5, "item": {"name": "Pen"}})") ==
        R"(["body","item","price"] missing {"name":"Pen"}; ["body","user"] model_attributes_type 5)");
    for (const char* nothing : {"", "[]", "null", "5", "{}"}) {
        CAPTURE(nothing);
        CHECK(ask(both, nothing) ==
              R"(["body","item"] missing null; ["body","user"] missing null)");
    }
}

TEST_CASE("body: optional members are missing only from what is no object") {
    const auto weigh = [](Importance importance, Note note) {
        return std::to_string(importance) + note.value_or("-");
    };
    CHECK(ask(weigh, R"({"importance": 2, "note": "hi"})") == R"("2hi")");
    CHECK(ask(weigh, R"({"importance": 2})") == R"("2-")");
    CHECK(ask(weigh, R"({"importance": 0, "note": "too long"})") ==
          R"(["body","importance"] greater_than 0; ["body","note"] string_too_long "too long")");
    CHECK(ask(weigh, "") == R"(["body","importance"] missing null)");
    CHECK(ask(weigh, "[]") ==
          R"(["body","importance"] missing null; ["body","note"] missing null)");
    CHECK(ask(weigh, R"({"importance": 2})", "text/plain") ==
          R"(["body","importance"] missing null)");
}

TEST_CASE("body: a strict model takes no text for what JSON has no type for") {
    const auto echo = [](Exact value) { return value; };
    CHECK(ask(echo,
              R"({"day": "2024-01-15", "span": 5, "id": "12345678-1234-5678-1234-567812345678",)"
              R"("price": 1.5, "colour": "red"})") ==
          R"(["body","day"] date_type "2024-01-15"; ["body","span"] time_delta_type 5; )"
          R"(["body","id"] is_instance_of "12345678-1234-5678-1234-567812345678"; )"
          R"(["body","price"] is_instance_of 1.5; ["body","colour"] is_instance_of "red")");
    CHECK(ask(echo, R"({"numbers": [1], "pair": [1, 2], "by_id": {"1": 2}})") ==
          R"(["body","numbers"] set_type [1]; ["body","pair"] tuple_type [1,2]; )"
          R"(["body","by_id","1","[key]"] int_type "1")");
    CHECK(ask(echo, R"({"site": "http://a.b"})").find(R"("site":"http://a.b/")") !=
          std::string::npos);
    CHECK(model_validate_json<Exact>(R"({"day": "2024-01-15", "pair": [1, 2]})").day ==
          date(2024, 1, 15));
}

TEST_CASE("body: a validator of the model is told of with what was sent") {
    const auto echo = [](Renamed value) { return value; };
    CHECK(ask(echo, R"("a")") == R"({"name":"a"})");
    CHECK(ask(echo, R"("")") == R"(["body"] value_error "")");
    CHECK(ask(echo, "5") == R"(["body"] model_attributes_type 5)");
}

TEST_CASE("body: of free values in a model NaN is null, of typed ones it is no JSON") {
    const auto echo = [](Loose value) -> any { return value; };
    CHECK(ask(echo, R"({"free": [NaN, {"x": -Infinity}], "more": 1e999})") ==
          R"({"free":[null,{"x":null}],"number":0.0,"more":null})");
    CHECK_THROWS(ask(echo, R"({"free": 1, "number": NaN})"));
}

TEST_CASE("body: of a repeated member only the last value counts") {
    const auto both = [](Importance importance, User user) {
        return user.name + std::to_string(importance);
    };
    CHECK(ask(both, R"({"importance": 1, "user": {"name": "a"}, "importance": 2})") == R"("a2")");
    CHECK(ask(both, R"({"importance": "x", "user": {"name": "a"}, "importance": 2})") == R"("a2")");
    CHECK(ask(both, R"({"importance": 0, "user": {"name": 1}, "importance": -2})") ==
          R"(["body","importance"] greater_than -2; ["body","user","name"] string_type 1)");
}

TEST_CASE("body: one that is embedded stands under its name") {
    const auto embedded = [](Embedded item) { return static_cast<Item&>(item); };
    CHECK(ask(embedded, R"({"item": )" + std::string(pen) + "}") == pen_answer);
    CHECK(ask(embedded, std::string(pen)) == R"(["body","item"] missing null)");
    CHECK(ask([](Whole item) { return static_cast<Item&>(item); }, std::string(pen)) == pen_answer);
}

TEST_CASE("body: what was sent can be asked for by who handles the problems") {
    detail::exchange current;
    current.request.headers.add("content-type", "application/json");
    detail::request_access::set_body(current.request, R"({"a": 1})");
    CHECK(detail::body_value(current.request).dump() == R"({"a":1})");
    detail::request_access::set_body(current.request, "{");
    CHECK(detail::body_value(current.request).is_null());
    detail::request_access::set_body(current.request, "");
    CHECK(detail::body_value(current.request).is_null());
}

TEST_CASE("body: how it is described") {
    CHECK(described([](Query<"q", int>) { return 1; }) == "");
    CHECK(described([](Item item) { return item; }) == R"(!{"$ref":"#/components/schemas/Item"})");
    CHECK(described([](Body<"scores", std::vector<int>> scores) { return scores.size(); }) ==
          R"(!{"type":"array","items":{"type":"integer"},"title":"Scores"})");
    CHECK(described([](std::optional<Item> item) {
              return item;
          }).starts_with(R"({"anyOf":[{"$ref":"#/components/schemas/Item"},{"type":"null"}])"));
    const std::string several =
        described([](Whole item, Importance importance, Note) { return item.price * importance; });
    CHECK(several.starts_with(R"(!{"properties":{"item":{"$ref":"#/components/schemas/Item"},)"));
    CHECK(several.find(R"("required":["item","importance"])") != several.npos);
    CHECK(described([](Embedded item) {
              return item.price;
          }).starts_with(R"(!{"properties":{"item":{"$ref")"));
}

TEST_CASE(
    "body: members of an object are described as those of a model, the whole body as a parameter") {
    CHECK(
        described([](Body<"item", std::optional<Owner>>, Body<"colour", Colour, Colour::green>,
                     Body<"n_", int>) {})
            .find(
                R"("properties":{"item":{"anyOf":[{"$ref":"#/components/schemas/Owner"},{"type":"null"}]},)"
                R"("colour":{"$ref":"#/components/schemas/Colour","default":"green"},"n_":{"type":"integer","title":"N"}})") !=
        std::string::npos);
    CHECK(described([](Body<"item", std::optional<Owner>>) {}) ==
          R"({"anyOf":[{"$ref":"#/components/schemas/Owner"},{"type":"null"}],"title":"Item"})");
}

TEST_CASE("body: validators look at the parameter") {
    const auto handler = [](Body<"n", int, validator<positive>, embed> n) { return n.get(); };
    CHECK(ask(handler, R"({"n": 2})") == "2");
    CHECK(ask(handler, R"({"n": -2})") == R"(["body","n"] value_error -2)");
}

TEST_CASE("body: a model that is sent and answered differently has two schemas") {
    detail::schema_registry registry;
    any document = list{detail::input_schema<Priced>(detail::info_of<>, registry),
                        detail::output_schema<Priced>(detail::info_of<>, registry),
                        detail::input_schema<Owner>(detail::info_of<>, registry),
                        detail::output_schema<Owner>(detail::info_of<>, registry)};
    registry.finish(document);
    CHECK(registry.components().keys() ==
          std::vector<std::string_view>{"Owner", "Priced-Input", "Priced-Output"});
    CHECK(document[0]["$ref"] == "#/components/schemas/Priced-Input");
    CHECK(registry.components()["Priced-Output"]["properties"]["parts"]["items"]["$ref"] ==
          "#/components/schemas/Priced-Output");
}
