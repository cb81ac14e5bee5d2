#include "fastapi/params/extract.hpp"

#include "fastapi/params/param_rows.hpp"
#include "send.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using namespace fastapi;
using test_params::ask;
using test_params::described;
using test_params::endpoint_of;
using test_params::send;

namespace {

enum class Order { asc, desc };
enum class Depth { below = -2, above = 7 };

struct Search {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};
    std::string name;
    Field<int, alias("per-page"), ge(1)> per_page = 10;
    std::vector<int> ids;
    std::optional<std::string> note;
};

struct Named {
    static constexpr auto model_config = ConfigDict{.populate_by_name = true};
    Field<std::string, alias("userName"), min_length(2)> user_name;
    Field<std::vector<int>, alias("itemIds")> item_ids;
};

struct Open {
    static constexpr auto model_config = ConfigDict{.extra = Extra::allow};
    int a = 1;
    dict model_extra;
};

struct Common {
    std::string host;
    bool save_data;
    std::optional<std::string> if_modified_since;
    std::vector<std::string> x_tag;
};

struct OnlyToken {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};
    int x_token;
};

struct Settings {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};
    std::string theme;
    int size = 3;
};

struct Paging {
    int page;
    int skip = 0;
    Field<int, ge(1), le(100)> limit = 10;
    bool active = true;
    std::optional<std::string> q;
    std::optional<int> near = 5;
    std::vector<std::string> tags;
    std::vector<int> ids = {1, 2};
    Field<std::string, alias("item-name"), defaults_to("x")> name;
    Order order = Order::desc;
    std::string country = "UK";
};

int even(int value) {
    if (value % 2 != 0) throw ValueError("odd");
    return value + 100;
}

any number_of_word(any sent) { return sent == "two" ? any(2) : sent; }

struct Range {
    Field<int, validator<even>> step = 2;
    int low = 0;
    int high = 9;
    void model_validator() const {
        if (low > high) throw ValueError("low is above high");
    }
};

struct Trimmed {
    static constexpr auto model_config =
        ConfigDict{.extra = Extra::forbid, .str_strip_whitespace = true, .populate_by_name = true};
    Field<std::string, min_length(2), alias("userName")> user_name;
    std::vector<int> ids;
    static any model_validator_before(any data) {
        if (data.as_dict().contains("id")) data["ids"] = list{data.as_dict().pop("id")};
        return data;
    }
};

}  // namespace

TEST_CASE("extract: a missing value is a problem only where it is required") {
    const auto handler = [](Query<"a", int> a, Query<"b", int, 7> b,
                            Query<"c", std::optional<int>> c, Query<"d", std::vector<int>> d) {
        return dict{{"a", a}, {"b", b}, {"c", c}, {"d", d}};
    };
    CHECK(ask(handler, "a=1").body == R"({"a":1,"b":7,"c":null,"d":[]})");
    CHECK(ask(handler, "d=4&a=1&c=3&b=2&d=5").body == R"({"a":1,"b":2,"c":3,"d":[4,5]})");
    CHECK(ask(handler).body ==
          R"([{"type":"missing","loc":["query","a"],"msg":"Field required","input":null}])");
}

TEST_CASE("extract: `required` makes an optional and a container required") {
    const auto handler = [](Query<"a", std::optional<int>, required> a,
                            Query<"b", std::vector<int>, required> b) {
        return dict{{"a", a}, {"b", b}};
    };
    CHECK(ask(handler, "a=1&b=2").body == R"({"a":1,"b":[2]})");
    CHECK(ask(handler, "a=1").body ==
          R"([{"type":"missing","loc":["query","b"],"msg":"Field required","input":null}])");
    CHECK(described(handler).starts_with(R"({"a!":)"));
}

TEST_CASE("extract: problems come path before query, all at once") {
    const auto handler = [](Query<"a", int> a, Path<"id", int> id, Query<"b", std::set<Order>> b) {
        return dict{{"a", a}, {"id", id}, {"b", b}};
    };
    CHECK(
        ask(handler, "a=x&b=asc&b=up", {{"id", "y"}}).body ==
        R"([{"type":"int_parsing","loc":["path","id"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"y"},)"
        R"({"type":"int_parsing","loc":["query","a"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"},)"
        R"({"type":"enum","loc":["query","b",1],"msg":"Input should be 'asc' or 'desc'","input":"up","ctx":{"expected":"'asc' or 'desc'"}}])");
}

TEST_CASE("extract: the last of a repeated key counts, and an empty value is a value") {
    const auto handler = [](Query<"a", std::string> a, Query<"b", int, 1> b) {
        return dict{{"a", a}, {"b", b}};
    };
    CHECK(ask(handler, "a=x&a=&b=2&b=3").body == R"({"a":"","b":3})");
    CHECK(ask(handler, "a=x&b=").status == 422);
}

TEST_CASE("extract: an alias is the only name that the client knows") {
    const auto handler = [](Query<"item", std::string, defaults_to("d"), alias("item-q")> item) {
        return item.get();
    };
    CHECK(ask(handler, "item-q=a").body == R"("a")");
    CHECK(ask(handler, "item=a").body == R"("d")");
    CHECK(described(handler) == R"({"item-q":{"type":"string","default":"d","title":"Item-Q"}})");
}

TEST_CASE("extract: the document shows defaults as JSON") {
    CHECK(described(
              [](Query<"a", Order, Order::asc>, Query<"b", IntEnum<Depth>, Depth::below>,
                 Query<"c", double, defaults_to(0.5)>, Query<"d", date, defaults_to("2024-02-29")>,
                 Query<"e", std::optional<int>, 3>, Query<"f", std::vector<int>>,
                 Query<"g", Literal<"x", "y">, defaults_to("y")>, Query<"h", bool, false>) {}) ==
          R"({"a":{"$ref":"#/components/schemas/Order","default":"asc"},)"
          R"("b":{"$ref":"#/components/schemas/Depth","default":-2},)"
          R"("c":{"type":"number","default":0.5,"title":"C"},)"
          R"("d":{"type":"string","format":"date","default":"2024-02-29","title":"D"},)"
          R"("e":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":3,"title":"E"},)"
          R"("f":{"type":"array","items":{"type":"integer"},"default":[],"title":"F"},)"
          R"("g":{"type":"string","enum":["x","y"],"default":"y","title":"G"},)"
          R"("h":{"type":"boolean","default":false,"title":"H"}})");
}

TEST_CASE("extract: a default that its type does not take is refused when the route is declared") {
    CHECK_THROWS_WITH_AS(
        endpoint_of([](Query<"at", std::optional<date>, defaults_to("2023-02-29")>) {}),
        "fastapi: the default \"2023-02-29\" is no value of its parameter. Write defaults_to(...) "
        "with one "
        "that is.",
        std::invalid_argument);
}

TEST_CASE("extract: the document shows metadata") {
    auto endpoint = endpoint_of([](Query<"a", int, 1, description("Why"), title("An A"), deprecated,
                                         example(5), include_in_schema(false)>) {});
    detail::schema_registry registry;
    const detail::param_description shown = endpoint->describe_params(registry).at(0);
    CHECK((shown.deprecated && !shown.required && !shown.include_in_schema));
    CHECK(shown.description == "Why");
    CHECK(shown.example == 5);
    CHECK(shown.schema.dump() ==
          R"({"type":"integer","default":1,"title":"An A","description":"Why","deprecated":true})");
}

TEST_CASE("extract: a model's members are parameters of their own") {
    const auto handler = [](QueryModel<Paging> p) {
        return dict{{"page", p.page},
                    {"skip", p.skip},
                    {"limit", p.limit},
                    {"active", p.active},
                    {"q", p.q},
                    {"near", p.near},
                    {"tags", p.tags},
                    {"ids", p.ids},
                    {"name", p.name},
                    {"order", p.order},
                    {"country", p.country},
                    {"set", list{p.limit.is_set(), p.name.is_set()}}};
    };
    CHECK(ask(handler, "page=3").body ==
          R"({"page":3,"skip":0,"limit":10,"active":true,"q":null,"near":5,"tags":[],"ids":[1,2],)"
          R"("name":"x","order":"desc","country":"UK","set":[false,false]})");
    CHECK(ask(handler,
              "page=0&skip=1&limit=2&active=no&q=&near=6&tags=a&ids=9&item-name=n&order=asc"
              "&country=FR")
              .body ==
          R"({"page":0,"skip":1,"limit":2,"active":false,"q":"","near":6,"tags":["a"],"ids":[9],)"
          R"("name":"n","order":"asc","country":"FR","set":[true,true]})");
    CHECK(
        ask(handler, "page=x&limit=0").body ==
        R"([{"type":"int_parsing","loc":["query","page"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"},)"
        R"({"type":"greater_than_equal","loc":["query","limit"],"msg":"Input should be greater than or equal to 1","input":"0","ctx":{"ge":1}}])");
}

TEST_CASE("extract: a model's initialisers are the defaults in the document") {
    CHECK(described([](QueryModel<Paging>) {}) ==
          R"({"page!":{"type":"integer","title":"Page"},)"
          R"("skip":{"type":"integer","default":0,"title":"Skip"},)"
          R"("limit":{"type":"integer","minimum":1,"maximum":100,"default":10,"title":"Limit"},)"
          R"("active":{"type":"boolean","default":true,"title":"Active"},)"
          R"("q":{"anyOf":[{"type":"string"},{"type":"null"}],"title":"Q"},)"
          R"("near":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":5,"title":"Near"},)"
          R"("tags":{"type":"array","items":{"type":"string"},"default":[],"title":"Tags"},)"
          R"("ids":{"type":"array","items":{"type":"integer"},"default":[1,2],"title":"Ids"},)"
          R"("item-name":{"type":"string","default":"x","title":"Item-Name"},)"
          R"("order":{"$ref":"#/components/schemas/Order","default":"desc"},)"
          R"("country":{"type":"string","default":"UK","title":"Country"}})");
}

TEST_CASE("extract: a model may be declared in the function that uses it") {
    struct Local {
        int skip = 2;
        std::string q;
    };
    const auto handler = [](QueryModel<Local> local) { return local.skip; };
    CHECK(ask(handler, "q=a").body == "2");
    CHECK(ask(handler).body ==
          R"([{"type":"missing","loc":["query","q"],"msg":"Field required","input":{}}])");
}

TEST_CASE(
    "extract: a missing member shows what the model got, with unknown parameters and without defaults") {
    struct Two {
        std::string a;
        Field<int, alias("bB")> b;
        std::vector<int> many;
        std::optional<int> none;
        int skip = 2;
    };
    const auto handler = [](QueryModel<Two> two) { return two.skip; };
    CHECK(ask(handler, "a=x&bB=1&other=3").body == "2");
    CHECK(
        ask(handler, "x=1&many=7&many=q&y=2&x=3&skip=4").body ==
        R"([{"type":"missing","loc":["query","a"],"msg":"Field required",)"
        R"("input":{"many":["7","q"],"skip":"4","x":["1","3"],"y":"2"}},)"
        R"({"type":"missing","loc":["query","bB"],"msg":"Field required",)"
        R"("input":{"many":["7","q"],"skip":"4","x":["1","3"],"y":"2"}},)"
        R"({"type":"int_parsing","loc":["query","many",1],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"q"}])");
    CHECK(ask(handler, "a=1&a=2&b=3").body ==
          R"([{"type":"missing","loc":["query","bB"],"msg":"Field required",)"
          R"("input":{"a":"2","b":"3"}}])");
}

TEST_CASE(
    "extract: a model that forbids extra refuses every other parameter, behind its own problems") {
    const auto handler = [](QueryModel<Search> search) { return search.name; };
    CHECK(ask(handler, "name=n&per-page=1&ids=2&ids=3&note=").body == R"("n")");
    CHECK(
        ask(handler, "tool=plumbus&name=n").body ==
        R"([{"type":"extra_forbidden","loc":["query","tool"],"msg":"Extra inputs are not permitted","input":"plumbus"}])");
    CHECK(
        ask(handler, "x=1&per_page=5&per-page=0&x=2&name=n").body ==
        R"([{"type":"greater_than_equal","loc":["query","per-page"],"msg":"Input should be greater than or equal to 1","input":"0","ctx":{"ge":1}},)"
        R"({"type":"extra_forbidden","loc":["query","x"],"msg":"Extra inputs are not permitted","input":["1","2"]},)"
        R"({"type":"extra_forbidden","loc":["query","per_page"],"msg":"Extra inputs are not permitted","input":"5"}])");
}

TEST_CASE(
    "extract: to a model that forbids extra the other parameters of the handler are unknown ones") {
    const auto handler = [](QueryModel<Search> search, Query<"page", int> page) {
        return dict{{"page", page}, {"name", search.name}};
    };
    CHECK(
        ask(handler, "name=n&page=3").body ==
        R"([{"type":"extra_forbidden","loc":["query","page"],"msg":"Extra inputs are not permitted","input":"3"}])");
    CHECK(
        ask(handler, "page=x").body ==
        R"([{"type":"missing","loc":["query","name"],"msg":"Field required","input":{"page":"x"}},)"
        R"({"type":"extra_forbidden","loc":["query","page"],"msg":"Extra inputs are not permitted","input":"x"},)"
        R"({"type":"int_parsing","loc":["query","page"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"}])");
}

TEST_CASE("extract: a model that is populated by name takes each member under one of its names") {
    const auto query = [](QueryModel<Named> all) { return model_dump(all); };
    CHECK(ask(query, "user_name=ab&item_ids=1").body == R"({"user_name":"ab","item_ids":[1]})");
    CHECK(ask(query, "userName=ab&user_name=cd&itemIds=1&item_ids=2").body ==
          R"({"user_name":"ab","item_ids":[1]})");
    CHECK(
        ask(query, "item_ids=x").body ==
        R"([{"type":"missing","loc":["query","userName"],"msg":"Field required","input":{"item_ids":["x"]}},)"
        R"({"type":"int_parsing","loc":["query","item_ids",0],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"}])");
    const auto headers = [](HeaderModel<Named> all) { return model_dump(all); };
    CHECK(send(headers, {.headers = {{"user-name", "ab"}, {"item-ids", "1"}}}).body ==
          R"({"user_name":"ab","item_ids":[1]})");
    CHECK(
        send(headers, {.headers = {{"username", "ab"}, {"item-ids", "x"}}}).body ==
        R"([{"type":"int_parsing","loc":["header","item-ids",0],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"}])");
    CHECK(send(headers, {.headers = {{"user_name", "ab"}}}).body ==
          R"([{"type":"missing","loc":["header","userName"],"msg":"Field required","input":{}}])");
}

TEST_CASE("extract: a converter of the path gives a number or a UUID, no text") {
    const auto ask_at = [](auto handler, detail::path_conversion conversion,
                           std::string_view text) {
        detail::exchange current;
        detail::request_access::add_path_param(current.request, "n", text, conversion);
        try {
            endpoint_of(handler)->answer(current);
        } catch (const RequestValidationError& refused) {
            return any(refused.errors()).dump();
        }
        return current.response.body;
    };
    using enum detail::path_conversion;
    const auto integer_of = [](Path<"n", int, le(10)> n) { return n.get(); };
    CHECK(ask_at(integer_of, integer, "007") == "7");
    CHECK(
        ask_at(integer_of, integer, "11") ==
        R"([{"type":"less_than_equal","loc":["path","n"],"msg":"Input should be less than or equal to 10","input":11,"ctx":{"le":10}}])");
    CHECK(
        ask_at(integer_of, floating, "1.5") ==
        R"([{"type":"int_from_float","loc":["path","n"],"msg":"Input should be a valid integer, got a number with a fractional part","input":1.5}])");
    CHECK(ask_at(integer_of, floating, "2.0") == "2");
    CHECK(
        ask_at([](Path<"n", double, gt(3)> n) { return n.get(); }, floating, "3") ==
        R"([{"type":"greater_than","loc":["path","n"],"msg":"Input should be greater than 3","input":3.0,"ctx":{"gt":3.0}}])");
    CHECK(ask_at([](Path<"n", Literal<1, 2>> n) { return n.get(); }, integer, "2") == "2");
    CHECK(ask_at([](Path<"n", std::string> n) { return n.get(); }, integer, "007") == R"("007")");
    const std::string many(400, '9');
    CHECK(ask_at(integer_of, integer, many).find("\"input\":" + many) != std::string::npos);
    const auto huge =
        ask_at([](Path<"n", std::int64_t> n) { return n.get(); }, integer, std::string(5000, '9'));
    CHECK(huge.find(R"("type":"int_parsing_size")") != std::string::npos);
    CHECK(ask_at([](Path<"n", UUID> n) { return n.get(); }, uuid,
                 "12345678-12345678-1234-567812345678") ==
          R"("12345678-1234-5678-1234-567812345678")");
}

TEST_CASE(
    "extract: a model that allows extra keeps every other parameter, and does not show the place") {
    const auto handler = [](QueryModel<Open> open) { return list{open.a, open.model_extra}; };
    CHECK(ask(handler, "x=1&a=2&y=&x=3").body == R"([2,{"x":["1","3"],"y":""}])");
    CHECK(ask(handler).body == "[1,{}]");
    CHECK(ask(handler, "model_extra=5").body == R"([1,{"model_extra":"5"}])");
    CHECK(described(handler) == R"({"a":{"type":"integer","default":1,"title":"A"}})");
}

TEST_CASE("extract: examples are shown in the schema of the parameter") {
    CHECK(
        described([](Path<"pid", int, description("Number of the product"), examples(1)>,
                     Query<"q", std::string, examples("a", 2, true)>) {}) ==
        R"({"pid!":{"type":"integer","title":"Pid","description":"Number of the product","examples":[1]},)"
        R"("q!":{"type":"string","title":"Q","examples":["a",2,true]}})");
}

TEST_CASE("extract: a header is found under its name with hyphens") {
    const auto handler = [](Header<"x_token", std::string> token) { return token.get(); };
    CHECK(send(handler, {.headers = {{"x-token", "a"}}}).body == R"("a")");
    CHECK(send(handler, {.headers = {{"X-TOKEN", "a"}, {"x-token", "b"}}}).body ==
          R"("a")");  // the first counts
    CHECK(send(handler, {.headers = {{"x-token", ""}}}).body == R"("")");
    CHECK(send(handler, {.headers = {{"x_token", "a"}}}).body ==
          R"([{"type":"missing","loc":["header","x-token"],"msg":"Field required","input":null}])");
    CHECK(described(handler) == R"({"x-token!":{"type":"string","title":"X-Token"}})");
}

TEST_CASE("extract: a header may keep its underscores, or have an alias that is taken as it is") {
    const auto kept =
        [](Header<"strange_header", std::string, defaults_to("d"), convert_underscores(false)>
               value) { return value.get(); };
    CHECK(send(kept, {.headers = {{"strange_header", "a"}}}).body == R"("a")");
    CHECK(send(kept, {.headers = {{"strange-header", "a"}}}).body == R"("d")");
    const auto renamed = [](Header<"token", int, alias("my_token")> value) { return value.get(); };
    CHECK(send(renamed, {.headers = {{"my_token", "1"}}}).body == "1");
    CHECK(
        send(renamed, {.headers = {{"my-token", "1"}, {"token", "2"}}}).body ==
        R"([{"type":"missing","loc":["header","my_token"],"msg":"Field required","input":null}])");
    CHECK(described(renamed) == R"({"my_token!":{"type":"integer","title":"My Token"}})");
}

TEST_CASE("extract: a container takes all headers of that name") {
    const auto handler = [](Header<"x_id", std::vector<int>> ids) { return ids.get(); };
    CHECK(send(handler, {.headers = {{"x-id", "2"}, {"other", "9"}, {"X-Id", "1"}}}).body ==
          "[2,1]");
    CHECK(
        send(handler, {.headers = {{"x-id", "1, 2"}}}).body ==
        R"([{"type":"int_parsing","loc":["header","x-id",0],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"1, 2"}])");
    CHECK(send(handler, {}).body == "[]");
}

TEST_CASE("extract: headers have defaults, optionals and limits as a query has") {
    const auto handler = [](Header<"x_key", std::string, min_length(4)> key,
                            Header<"x_count", int, 1, ge(1)> count,
                            Header<"x_flag", std::optional<bool>> flag) {
        return dict{{"key", key}, {"count", count}, {"flag", flag}};
    };
    CHECK(send(handler, {.headers = {{"x-key", "long"}}}).body ==
          R"({"key":"long","count":1,"flag":null})");
    CHECK(
        send(handler, {.headers = {{"x-key", "long"}, {"x-count", "2"}, {"x-flag", "on"}}}).body ==
        R"({"key":"long","count":2,"flag":true})");
    CHECK(
        send(handler, {.headers = {{"x-key", "abc"}, {"x-count", "0"}}}).body ==
        R"([{"type":"string_too_short","loc":["header","x-key"],"msg":"String should have at least 4 characters","input":"abc","ctx":{"min_length":4}},)"
        R"({"type":"greater_than_equal","loc":["header","x-count"],"msg":"Input should be greater than or equal to 1","input":"0","ctx":{"ge":1}}])");
}

TEST_CASE("extract: bytes of a header beyond ASCII are Latin-1") {
    const auto handler = [](Header<"name", std::string, max_length(4)> name) { return name.get(); };
    CHECK(send(handler, {.headers = {{"name", "caf\xE9"}}}).body == "\"caf\u00e9\"");
}

TEST_CASE("extract: cookies are read by their own names") {
    const auto handler = [](Cookie<"session_id", std::optional<std::string>> session,
                            Cookie<"count", int, 1, ge(1)> count) {
        return dict{{"session", session}, {"count", count}};
    };
    CHECK(send(handler, {.headers = {{"cookie", "session_id=abc; count=2"}}}).body ==
          R"({"session":"abc","count":2})");
    CHECK(send(handler, {.headers = {{"cookie", "count=2; count=3"}, {"cookie", "session_id=x"}}})
              .body == R"({"session":"x","count":3})");
    CHECK(send(handler, {.headers = {{"cookie", "session-id=abc"}}}).body ==
          R"({"session":null,"count":1})");
    CHECK(
        send(handler, {.headers = {{"cookie", "count=0"}}}).body ==
        R"([{"type":"greater_than_equal","loc":["cookie","count"],"msg":"Input should be greater than or equal to 1","input":"0","ctx":{"ge":1}}])");
    CHECK(send([](Cookie<"a", std::string> a) { return a.get(); }, {}).body ==
          R"([{"type":"missing","loc":["cookie","a"],"msg":"Field required","input":null}])");
}

TEST_CASE(
    "extract: a model of headers has hyphens in what is sent and what is wrong, and its own names in what it got") {
    const auto handler = [](HeaderModel<Common> common) {
        return dict{{"host", common.host},
                    {"save_data", common.save_data},
                    {"if", common.if_modified_since},
                    {"tags", common.x_tag}};
    };
    CHECK(send(handler, {.headers = {{"host", "h"},
                                     {"save-data", "yes"},
                                     {"x-tag", "a"},
                                     {"x-tag", "b"},
                                     {"accept", "*"}}})
              .body == R"({"host":"h","save_data":true,"if":null,"tags":["a","b"]})");
    CHECK(
        send(handler, {.headers = {{"host", "h"}, {"save_data", "yes"}, {"x-tag", "a"}}}).body ==
        R"([{"type":"missing","loc":["header","save-data"],"msg":"Field required","input":{"host":"h","x_tag":["a"]}}])");
    CHECK(
        described(handler) ==
        R"({"host!":{"type":"string","title":"Host"},"save-data!":{"type":"boolean","title":"Save Data"},)"
        R"("if-modified-since":{"anyOf":[{"type":"string"},{"type":"null"}],"title":"If Modified Since"},)"
        R"("x-tag":{"type":"array","items":{"type":"string"},"default":[],"title":"X Tag"}})");
}

TEST_CASE("extract: a model of headers that forbids extra refuses every other header") {
    const auto handler = [](HeaderModel<OnlyToken> model) { return model.x_token; };
    CHECK(send(handler, {.headers = {{"x-token", "1"}}}).body == "1");
    CHECK(
        send(handler, {.headers = {{"x-token", "1"}, {"tool", "plumbus"}}}).body ==
        R"([{"type":"extra_forbidden","loc":["header","tool"],"msg":"Extra inputs are not permitted","input":"plumbus"}])");
}

TEST_CASE("extract: the items of a list may have to differ") {
    const auto handler = [](Query<"tags", std::vector<std::string>, unique_items> tags) {
        return tags.size();
    };
    CHECK(send(handler, {.query = "tags=a&tags=b"}).body == "2");
    CHECK(send(handler, {}).body == "0");
    CHECK(
        send(handler, {.query = "tags=a&tags=b&tags=a"}).body ==
        R"([{"type":"unique_items","loc":["query","tags"],"msg":"List items should be unique","input":["a","b","a"]}])");
    CHECK(described(handler).find(R"("uniqueItems":true)") != std::string::npos);
    const auto numbers = [](Query<"n", std::optional<std::vector<int>>, unique_items> n) {
        return n ? n->size() : 0;
    };
    CHECK(send(numbers, {.query = "n=1&n=2"}).body == "2");
    CHECK(send(numbers, {.query = "n=1&n=01"}).status == 422);
    const auto body = [](Body<"n", std::vector<int>, unique_items> n) { return n.size(); };
    const auto json = [](std::string text) {
        return test_params::Sent{.headers = {{"content-type", "application/json"}},
                                 .body = std::move(text)};
    };
    CHECK(send(body, json("[1, 2]")).body == "2");
    CHECK(
        send(body, json("[1, 1]")).body ==
        R"([{"type":"unique_items","loc":["body"],"msg":"List items should be unique","input":[1,1]}])");
}

TEST_CASE("extract: a union is read from text by the rules of a body") {
    using Id = std::variant<int, std::string>;
    using Sort = std::optional<std::variant<Order, int>>;
    const auto handler = [](Query<"id", Id> id, Query<"sort", Sort> sort,
                            Query<"many", std::vector<Id>> many) {
        return list{any(id), any(sort), any(many)};
    };
    CHECK(ask(handler, "id=5&sort=desc&many=1&many=x%22").body == R"(["5","desc",["1","x\""]])");
    CHECK(ask(handler, "id=&sort=+7").body == R"(["",7,[]])");
    CHECK(
        ask(handler, "id=x&sort=up").body ==
        R"([{"type":"enum","loc":["query","sort","str-enum[Order]"],"msg":"Input should be 'asc' or 'desc'","input":"up","ctx":{"expected":"'asc' or 'desc'"}},)"
        R"({"type":"int_parsing","loc":["query","sort","int"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"up"}])");
    CHECK(described([](Query<"id", Id>) {}) ==
          R"({"id!":{"anyOf":[{"type":"integer"},{"type":"string"}],"title":"Id"}})");
}

TEST_CASE("extract: validators look at parameters, before and after they are read") {
    const auto handler = [](Query<"n", int, 4, validator<number_of_word>, validator<even>> n) {
        return n.get();
    };
    CHECK(ask(handler, "n=two").body == "102");
    CHECK(ask(handler, "n=6").body == "106");
    CHECK(ask(handler).body == "4");
    CHECK(
        ask(handler, "n=3").body ==
        R"([{"type":"value_error","loc":["query","n"],"msg":"Value error, odd","input":"3","ctx":{"error":{}}}])");
    CHECK(ask(handler, "n=x").body.find("int_parsing") != std::string::npos);
    const auto each = [](Query<"n", std::vector<Field<int, gt(0), validator<even>>>> n) {
        return list{n[0].get(), n.size()};
    };
    CHECK(ask(each, "n=4&n=6").body == "[104,2]");
    CHECK(
        ask(each, "n=4&n=0&n=3").body ==
        R"([{"type":"greater_than","loc":["query","n",1],"msg":"Input should be greater than 0","input":"0","ctx":{"gt":0}},)"
        R"({"type":"value_error","loc":["query","n",2],"msg":"Value error, odd","input":"3","ctx":{"error":{}}}])");
    CHECK(
        described(each) ==
        R"({"n":{"type":"array","items":{"type":"integer","exclusiveMinimum":0},"default":[],"title":"N"}})");
}

TEST_CASE("extract: a model of parameters looks at its members, and then at itself") {
    const auto handler = [](QueryModel<Range> range) {
        return list{range.step, range.low, range.high};
    };
    CHECK(ask(handler, "step=4&low=1").body == "[104,1,9]");
    CHECK(
        ask(handler, "step=3&low=10").body ==
        R"([{"type":"value_error","loc":["query","step"],"msg":"Value error, odd","input":"3","ctx":{"error":{}}}])");
    CHECK(
        ask(handler, "low=10").body ==
        R"([{"type":"value_error","loc":["query"],"msg":"Value error, low is above high","input":{"low":"10"},"ctx":{"error":{}}}])");
}

TEST_CASE(
    "extract: a model of parameters keeps to its configuration, and may look at what was sent") {
    const auto handler = [](QueryModel<Trimmed> all) {
        return list{all.user_name.get(), any(list(all.ids))};
    };
    CHECK(ask(handler, "userName=%20ab%20&ids=1&ids=2").body == R"(["ab",[1,2]])");
    CHECK(ask(handler, "user_name=ab&id=7").body == R"(["ab",[7]])");
    CHECK(
        ask(handler, "userName=%20a%20&q=1").body ==
        R"([{"type":"string_too_short","loc":["query","userName"],"msg":"String should have at least 2 characters","input":" a ","ctx":{"min_length":2}},)"
        R"({"type":"extra_forbidden","loc":["query","q"],"msg":"Extra inputs are not permitted","input":"1"}])");
}

TEST_CASE("extract: defaults stand in the document as JSON Schema says the value") {
    CHECK(
        described([](Query<"span", timedelta, defaults_to("PT1H")>,
                     Query<"price", Decimal, defaults_to("1.50")>) {}) ==
        R"({"span":{"type":"string","format":"duration","default":"PT1H","title":"Span"},)"
        R"("price":{"anyOf":[{"type":"number"},{"type":"string"}],"default":"1.50","title":"Price"}})");
}

TEST_CASE("extract: a model of cookies") {
    const auto handler = [](CookieModel<Settings> settings) {
        return list{settings.theme, settings.size};
    };
    CHECK(send(handler, {.headers = {{"cookie", "theme=dark; size=7"}}}).body == R"(["dark",7])");
    CHECK(send(handler, {.headers = {{"cookie", "theme=dark"}}}).body == R"(["dark",3])");
    CHECK(
        send(handler, {.headers = {{"cookie", "size=x; other=1"}}}).body ==
        R"([{"type":"missing","loc":["cookie","theme"],"msg":"Field required","input":{"size":"x","other":"1"}},)"
        R"({"type":"int_parsing","loc":["cookie","size"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"},)"
        R"({"type":"extra_forbidden","loc":["cookie","other"],"msg":"Extra inputs are not permitted","input":"1"}])");
    CHECK(
        described(handler) ==
        R"({"theme!":{"type":"string","title":"Theme"},"size":{"type":"integer","default":3,"title":"Size"}})");
}

TEST_CASE("extract: the document names the place of each parameter, in the order of places") {
    auto endpoint =
        endpoint_of([](Cookie<"c", int>, Header<"x_h", int>, Query<"q", int>, Path<"p", int>) {});
    detail::schema_registry registry;
    std::string shown;
    for (const detail::param_description& each : endpoint->describe_params(registry))
        shown += std::string(detail::location_name(each.location)) + ":" + each.name + " ";
    CHECK(shown == "path:p query:q header:x-h cookie:c ");
}
