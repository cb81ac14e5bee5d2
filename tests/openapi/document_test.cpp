#include "fastapi/openapi/document.hpp"

#include "fastapi/core/json.hpp"
#include "fastapi/params/router.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

using namespace fastapi;

namespace {

dict document_of(const APIRouter& router, const detail::document_info& info = {}) {
    detail::route_table table;
    for (const detail::operation& each : router.operations()) table.add(each);
    return detail::openapi_document(info, table.routes());
}

/// The text of one operation: the order of the keys counts.
std::string operation_of(const dict& document, std::string_view path,
                         std::string_view method = "get") {
    return document["paths"][path][method].dump();
}

const std::string answer_200 =
    R"("200":{"description":"Successful Response","content":{"application/json":{"schema":{}}}})";
const std::string answer_422 =
    R"("422":{"description":"Validation Error","content":{"application/json":{"schema":{"$ref":"#/components/schemas/HTTPValidationError"}}}})";

enum class ModelName { alexnet, resnet, lenet };

struct Product {
    std::string name;
    double price;
};

namespace own {
struct ValidationError {
    int code;
};
}  // namespace own

}  // namespace

TEST_CASE("document: a program without routes has title, version and no paths") {
    CHECK(any(document_of(APIRouter())).dump() ==
          R"({"openapi":"3.1.0","info":{"title":"FastAPI","version":"0.1.0"},"paths":{}})");
}

TEST_CASE("document: everything about the program stands in the order of the specification") {
    detail::document_info info;
    info.title = "Custom Docs";
    info.summary = "Docs live elsewhere";
    info.description = "A *text*";
    info.version = "2.1.3";
    info.terms_of_service = "https://example.com/terms";
    info.contact = dict{{"name", "Support"}, {"email", "support@example.com"}};
    info.license_info = dict{{"name", "MIT"}, {"identifier", "MIT"}};
    info.openapi_tags = list{dict{{"name", "products"}}};
    info.servers = list{dict{{"url", "/api"}}};
    CHECK(
        any(document_of(APIRouter(), info)).dump() ==
        R"({"openapi":"3.1.0","info":{"title":"Custom Docs","summary":"Docs live elsewhere","description":"A *text*",)"
        R"("termsOfService":"https://example.com/terms","contact":{"name":"Support","email":"support@example.com"},)"
        R"("license":{"name":"MIT","identifier":"MIT"},"version":"2.1.3"},"servers":[{"url":"/api"}],"paths":{},)"
        R"("tags":[{"name":"products"}]})");
}

TEST_CASE("document: a contact or licence without content is left out") {
    detail::document_info info;
    info.contact = dict{};
    CHECK_FALSE(document_of(APIRouter(), info)["info"].as_dict().contains("contact"));
    info.contact = dict{{"name", "Support"}};
    CHECK(document_of(APIRouter(), info)["info"].as_dict().contains("contact"));
}

TEST_CASE("document: the first route reads as FastAPI writes it") {
    APIRouter router({.prefix = "/s01", .tags = {"s01"}});
    router.get("/users/{user_id}", {.name = "get_user_intro"},
               [](Path<"user_id", int>, Query<"active", bool, true>) { return dict{}; });
    const dict document = document_of(router);
    CHECK(
        operation_of(document, "/s01/users/{user_id}") ==
        R"({"tags":["s01"],"summary":"Get User Intro","operationId":"get_user_intro_s01_users__user_id__get",)"
        R"("parameters":[{"name":"user_id","in":"path","required":true,"schema":{"type":"integer","title":"User Id"}},)"
        R"({"name":"active","in":"query","required":false,"schema":{"type":"boolean","default":true,"title":"Active"}}],)"
        R"("responses":{)" +
            answer_200 + "," + answer_422 + "}}");
    CHECK(
        document["components"] ==
        json_loads(
            R"({"schemas":{"HTTPValidationError":{"properties":{"detail":{"items":{"$ref":"#/components/schemas/ValidationError"},
                     "type":"array","title":"Detail"}},"type":"object","title":"HTTPValidationError"},
                     "ValidationError":{"properties":{"loc":{"items":{"anyOf":[{"type":"string"},{"type":"integer"}]},"type":"array",
                     "title":"Location"},"msg":{"type":"string","title":"Message"},"type":{"type":"string","title":"Error Type"},
                     "input":{"title":"Input"},"ctx":{"type":"object","title":"Context"}},"type":"object",
                     "required":["loc","msg","type"],"title":"ValidationError"}}})"));
}

TEST_CASE("document: path parameters read as FastAPI writes them") {
    APIRouter router({.prefix = "/s03", .tags = {"s03"}});
    router.get("/users/me", {.name = "read_me"}, [] { return dict{}; });
    router.get(
        "/items/{item_id}", {.name = "read_item"},
        [](Path<"item_id", int, title("Item ID"), description("The ID of the item to retrieve"),
                ge(1), le(9999)>) { return dict{}; });
    router.get("/models/{model_name}", {.name = "read_model"},
               [](Path<"model_name", ModelName>) { return dict{}; });
    router.get("/files/{file_path:path}", {.name = "read_file_path"},
               [](Path<"file_path", std::string>) { return dict{}; });
    const dict document = document_of(router);

    CHECK(document["paths"].as_dict().keys() ==
          std::vector<std::string_view>{"/s03/users/me", "/s03/items/{item_id}",
                                        "/s03/models/{model_name}", "/s03/files/{file_path}"});
    CHECK(
        operation_of(document, "/s03/users/me") ==
        R"({"tags":["s03"],"summary":"Read Me","operationId":"read_me_s03_users_me_get","responses":{)" +
            answer_200 + "}}");
    CHECK(
        json_loads(operation_of(document, "/s03/items/{item_id}")) ==
        json_loads(
            R"({"tags":["s03"],"summary":"Read Item","operationId":"read_item_s03_items__item_id__get","parameters":[
                     {"name":"item_id","in":"path","required":true,"schema":{"type":"integer","maximum":9999,"minimum":1,
                     "title":"Item ID","description":"The ID of the item to retrieve"},"description":"The ID of the item to retrieve"}],
                     "responses":{)" +
            answer_200 + "," + answer_422 + "}}"));
    CHECK(
        document["paths"]["/s03/models/{model_name}"]["get"]["parameters"].dump() ==
        R"([{"name":"model_name","in":"path","required":true,"schema":{"$ref":"#/components/schemas/ModelName"}}])");
    CHECK(
        document["components"]["schemas"]["ModelName"] ==
        json_loads(R"({"type":"string","enum":["alexnet","resnet","lenet"],"title":"ModelName"})"));
    CHECK(
        operation_of(document, "/s03/files/{file_path}") ==
        R"({"tags":["s03"],"summary":"Read File Path","operationId":"read_file_path_s03_files__file_path__get",)"
        R"("parameters":[{"name":"file_path","in":"path","required":true,"schema":{"type":"string","title":"File Path"}}],)"
        R"("responses":{)" +
            answer_200 + "," + answer_422 + "}}");
}

TEST_CASE("document: query parameters read as FastAPI writes them") {
    APIRouter router({.prefix = "/s04", .tags = {"s04"}});
    router.get("/products", {.name = "list_products_filtered"},
               [](Query<"q", std::optional<std::string>, min_length(3), max_length(50)>,
                  Query<"page", int, 1, ge(1)>, Query<"size", int, 20, ge(1), le(100)>,
                  Query<"tags", std::vector<std::string>>) { return dict{}; });
    router.get("/flag", {.name = "read_required_flag"}, [](Query<"flag", bool>) { return dict{}; });
    const dict document = document_of(router);
    CHECK(
        json_loads(operation_of(document, "/s04/products")) ==
        json_loads(
            R"({"tags":["s04"],"summary":"List Products Filtered","operationId":"list_products_filtered_s04_products_get",
                     "parameters":[{"name":"q","in":"query","required":false,"schema":{"anyOf":[{"type":"string","minLength":3,
                     "maxLength":50},{"type":"null"}],"title":"Q"}},{"name":"page","in":"query","required":false,"schema":{
                     "type":"integer","minimum":1,"default":1,"title":"Page"}},{"name":"size","in":"query","required":false,
                     "schema":{"type":"integer","maximum":100,"minimum":1,"default":20,"title":"Size"}},{"name":"tags","in":"query",
                     "required":false,"schema":{"type":"array","items":{"type":"string"},"default":[],"title":"Tags"}}],
                     "responses":{)" +
            answer_200 + "," + answer_422 + "}}"));
    CHECK(
        operation_of(document, "/s04/flag") ==
        R"({"tags":["s04"],"summary":"Read Required Flag","operationId":"read_required_flag_s04_flag_get",)"
        R"("parameters":[{"name":"flag","in":"query","required":true,"schema":{"type":"boolean","title":"Flag"}}],)"
        R"("responses":{)" +
            answer_200 + "," + answer_422 + "}}");
}

TEST_CASE(
    "document: a parameter shows its description, example and deprecation behind its schema") {
    APIRouter router;
    router.get(
        "/items",
        [](Query<"q", std::string, description("What to find"), example("lamp"), deprecated>) {
            return dict{};
        });
    const dict document = document_of(router);
    const dict& param = document["paths"]["/items"]["get"]["parameters"][0].as_dict();
    CHECK(param.keys() == std::vector<std::string_view>{"name", "in", "required", "schema",
                                                        "description", "example", "deprecated"});
    CHECK(param["example"] == any("lamp"));
    CHECK(param["deprecated"] == any(true));
}

TEST_CASE("document: what is not to be shown leaves no trace") {
    APIRouter router;
    router.get("/hidden/{name}", {.include_in_schema = false},
               [](Path<"name", ModelName>) { return Product{}; });
    router.get("/shown", [](Query<"secret", int, 0, include_in_schema(false)>) { return dict{}; });
    const dict document = document_of(router);
    CHECK(document["paths"].as_dict().keys() == std::vector<std::string_view>{"/shown"});
    CHECK_FALSE(document["paths"]["/shown"]["get"].as_dict().contains("parameters"));
    CHECK(document["components"]["schemas"].as_dict().keys() ==
          std::vector<std::string_view>{"HTTPValidationError", "ValidationError"});

    APIRouter outer;
    outer.include_router(router, {.include_in_schema = false});
    CHECK(document_of(outer)["paths"] == dict{});
}

TEST_CASE("document: of two parameters of one name the required one is shown") {
    APIRouter router;
    router.get("/items", [](Query<"q", int>, Query<"q", int, 3>) { return dict{}; });
    const dict document = document_of(router);
    const any& parameters = document["paths"]["/items"]["get"]["parameters"];
    CHECK(parameters.dump() ==
          R"([{"name":"q","in":"query","required":true,"schema":{"type":"integer","title":"Q"}}])");
}

TEST_CASE("document: an answer without a body has no content") {
    APIRouter router;
    for (const int status : {204, 205, 304, 101})
        router.get(runtime_path("/" + std::to_string(status)), {.status_code = status},
                   [] { return dict{}; });
    router.get("/201", {.response_description = "Made", .status_code = 201}, [] { return dict{}; });
    const dict document = document_of(router);
    for (const std::string status : {"204", "205", "304", "101"})
        CHECK(document["paths"]["/" + status]["get"]["responses"][status] ==
              dict{{"description", "Successful Response"}});
    CHECK(document["paths"]["/201"]["get"]["responses"].dump() ==
          R"({"201":{"description":"Made","content":{"application/json":{"schema":{}}}}})");
}

TEST_CASE("document: a returned type is shown once, under its name, with the others in order") {
    APIRouter router;
    router.get("/product", [] { return Product{}; });
    router.get("/products", [](Query<"page", int, 1>) { return std::vector<Product>(); });
    const dict document = document_of(router);
    CHECK(document["paths"]["/product"]["get"]["responses"]["200"]["content"].dump() ==
          R"({"application/json":{"schema":{"$ref":"#/components/schemas/Product"}}})");
    CHECK(document["components"]["schemas"].as_dict().keys() ==
          std::vector<std::string_view>{"HTTPValidationError", "Product", "ValidationError"});
}

TEST_CASE("document: a program's own ValidationError does not take the place of FastAPI's") {
    APIRouter router;
    router.get("/own", [] { return own::ValidationError{}; });
    router.get("/checked", [](Query<"q", int>) { return dict{}; });
    const dict document = document_of(router);
    const dict& schemas = document["components"]["schemas"].as_dict();
    CHECK(schemas["ValidationError"]["properties"].as_dict().contains("loc"));
    CHECK(document["paths"]["/own"]["get"]["responses"]["200"]["content"]["application/json"]
                  ["schema"]["$ref"] != any("#/components/schemas/ValidationError"));
}

TEST_CASE("document: further answers follow the ordinary one") {
    APIRouter router({.responses = {{404, {.description = "Not found"}}}});
    router.get("/items", {.responses = {{418, {}}, {599, {}}, {200, {.description = "An item"}}}},
               [](Query<"q", int>) { return dict{}; });
    const dict document = document_of(router);
    CHECK(
        document["paths"]["/items"]["get"]["responses"].dump() ==
        R"({"200":{"description":"An item","content":{"application/json":{"schema":{}}}},"404":{"description":"Not found"},)"
        R"("418":{"description":"I'm a Teapot"},"599":{"description":"Additional Response"},)" +
            answer_422 + "}");
}

TEST_CASE("document: a declared 422 takes the place of the ordinary one") {
    APIRouter router;
    router.get("/items", {.responses = {{422, {.description = "Our own"}}}},
               [](Query<"q", int>) { return dict{}; });
    const dict document = document_of(router);
    CHECK(document["paths"]["/items"]["get"]["responses"]["422"] ==
          dict{{"description", "Our own"}});
    CHECK_FALSE(document.contains("components"));
}

TEST_CASE("document: each method of a route is an operation") {
    APIRouter router;
    router.api_route({"GET", "HEAD"}, "/multi", {.name = "multi"}, [] { return dict{}; });
    router.api_route({"GET", "POST"}, "/own", {.operation_id = "own"}, [] { return dict{}; });
    const dict document = document_of(router);
    const any& multi = document["paths"]["/multi"];
    CHECK(multi.as_dict().keys() == std::vector<std::string_view>{"get", "head"});
    CHECK(multi["get"]["operationId"] == any("multi_multi_get"));
    CHECK(multi["head"]["operationId"] == any("multi_multi_head"));
    CHECK(document["paths"]["/own"]["post"]["operationId"] == any("own"));
}

TEST_CASE("document: routes of one path are gathered where the path was declared first") {
    APIRouter router;
    router.get("/a/{n:int}", {.name = "read"}, [](Path<"n", int>) { return dict{}; });
    router.get("/b", [] { return dict{}; });
    router.put("/a/{n}", {.name = "write"}, [](Path<"n", int>) { return dict{}; });
    const dict document = document_of(router);
    CHECK(document["paths"].as_dict().keys() == std::vector<std::string_view>{"/a/{n}", "/b"});
    CHECK(document["paths"]["/a/{n}"].as_dict().keys() ==
          std::vector<std::string_view>{"get", "put"});
}

TEST_CASE("document: description, summary and deprecation are the route's own") {
    APIRouter router;
    router.get("/legacy",
               {.summary = "Old",
                .description = "- *one*\n- two",
                .tags = {"orders", "old"},
                .deprecated = true,
                .operation_id = "legacyRead"},
               [] { return dict{}; });
    CHECK(
        operation_of(document_of(router), "/legacy") ==
        R"({"tags":["orders","old"],"summary":"Old","description":"- *one*\n- two","operationId":"legacyRead","responses":{)" +
            answer_200 + R"(},"deprecated":true})");
}

TEST_CASE("document: a further answer has a model, a content, headers and links") {
    APIRouter router;
    router.get(
        "/",
        {.responses = {{404, {.description = "Gone", .model = model<Product>}},
                       {200, {.content = dict{{"image/png", dict{}}}}},
                       {"5xx",
                        {.headers = dict{{"X-Id", dict{{"schema", dict{{"type", "string"}}}}}}}},
                       {"default", {.links = dict{{"next", dict{{"operationId", "next"}}}}}},
                       {599, {}}}},
        [] { return dict{}; });
    const dict document = document_of(router);
    const any& responses = document["paths"]["/"]["get"]["responses"];
    CHECK(
        responses["404"].dump() ==
        R"({"description":"Gone","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Product"}}}})");
    CHECK(
        responses["200"].dump() ==
        R"({"description":"Successful Response","content":{"application/json":{"schema":{}},"image/png":{}}})");
    CHECK(responses["5XX"].dump() ==
          R"({"description":"Server Error","headers":{"X-Id":{"schema":{"type":"string"}}}})");
    CHECK(responses["default"].dump() ==
          R"({"description":"Default Response","links":{"next":{"operationId":"next"}}})");
    CHECK(responses["599"]["description"] == "Additional Response");
    CHECK(document["components"]["schemas"].as_dict().contains("Product"));
}

TEST_CASE("document: the key of an answer is a status, a range or default") {
    CHECK(ResponseKey(404).str() == "404");
    CHECK(ResponseKey("4xx").str() == "4XX");
    CHECK(ResponseKey("DEFAULT").str() == "default");
    for (const char* wrong : {"", "6XX", "4X", "404", "defaults"})
        CHECK_THROWS_AS(ResponseKey{wrong}, std::invalid_argument);
    for (const int wrong : {0, 99, 600}) CHECK_THROWS_AS(ResponseKey{wrong}, std::invalid_argument);
}

TEST_CASE("document: where a range or default covers 422, it is not added") {
    for (const ResponseKey& key : {ResponseKey(422), ResponseKey("4XX"), ResponseKey("default")}) {
        APIRouter router;
        router.get("/{id}", {.responses = {{key, {.description = "Own"}}}},
                   [](Path<"id", int>) { return dict{}; });
        const dict document = document_of(router);
        CHECK(document["paths"]["/{id}"]["get"]["responses"].as_dict().size() == 2);
        CHECK_FALSE(document.contains("components"));
    }
}

TEST_CASE("document: openapi_extra is laid over the operation, deep") {
    APIRouter router;
    router.get(
        "/",
        {.tags = {"a"},
         .openapi_extra = dict{{"tags", list{"b"}},
                               {"x-own", 1},
                               {"summary", "Own"},
                               {"responses", dict{{"200", dict{{"description", "Replaced"}}}}}}},
        [] { return dict{}; });
    CHECK(
        operation_of(document_of(router), "/") ==
        R"({"tags":["a","b"],"summary":"Own","operationId":"get_","responses":{"200":{"description":"Replaced",)"
        R"("content":{"application/json":{"schema":{}}}}},"x-own":1})");
}

TEST_CASE(
    "document: a route's own function for ids counts before that of its router and the application") {
    const auto named = [](std::string text) {
        return [text](const APIRoute& route) {
            return text + "-" + route.tags.at(0) + "-" + route.name + route.path;
        };
    };
    APIRouter inner({.tags = {"inner"}, .generate_unique_id_function = named("router")});
    inner.get("/a/{id:int}", {.name = "one", .generate_unique_id_function = named("route")},
              [](Path<"id", int>) { return 1; });
    inner.get("/b", {.name = "two"}, [] { return 1; });
    inner.get("/c", {.operation_id = "fixed", .name = "three"}, [] { return 1; });
    APIRouter router;
    router.include_router(inner);
    router.get("/d", {.tags = {"outer"}, .name = "four"}, [] { return 1; });
    detail::document_info info;
    info.generate_unique_id = named("app");
    const dict document = document_of(router, info);
    const auto id_of = [&](std::string_view path) {
        return document["paths"][path]["get"]["operationId"].as_string();
    };
    CHECK(id_of("/a/{id}") == "route-inner-one/a/{id}");
    CHECK(id_of("/b") == "router-inner-two/b");
    CHECK(id_of("/c") == "fixed");
    CHECK(id_of("/d") == "app-outer-four/d");
}

TEST_CASE("document: an id that stands for two operations is reported") {
    APIRouter router;
    router.get("/a", {.operation_id = "same"}, [] { return 1; });
    router.get("/b", {.operation_id = "same"}, [] { return 1; });
    detail::route_table table;
    for (const detail::operation& each : router.operations()) table.add(each);
    std::vector<std::string> duplicates;
    detail::openapi_document({}, table.routes(), {}, &duplicates);
    CHECK(duplicates == std::vector<std::string>{"same"});
}

TEST_CASE("document: callbacks stand at their operation, webhooks beside the paths") {
    APIRouter callbacks;
    callbacks.post("{$callback_url}/paid", {.name = "paid"},
                   [](Product product) { return product; });
    APIRouter router;
    router.get("/pay", {.callbacks = callbacks.callbacks()}, [] { return dict{}; });
    Webhooks webhooks;
    webhooks.post("new-product", [](Product) { return dict{}; });
    detail::route_table table;
    for (const detail::operation& each : router.operations()) table.add(each);
    const dict document = detail::openapi_document({}, table.routes(), webhooks.operations());
    const any& paid =
        document["paths"]["/pay"]["get"]["callbacks"]["paid"]["{$callback_url}/paid"]["post"];
    CHECK(paid["requestBody"]["content"]["application/json"]["schema"]["$ref"] ==
          "#/components/schemas/Product");
    CHECK(paid["responses"].as_dict().contains("422"));
    const any& hook = document["webhooks"]["new-product"]["post"];
    CHECK(hook["operationId"] == "post_new_product");
    CHECK(hook["summary"] == "Post New Product");
    CHECK(document["components"]["schemas"].as_dict().contains("HTTPValidationError"));
}

TEST_CASE("document: callbacks of a router stand at each of its routes") {
    APIRouter callbacks;
    callbacks.post("{$callback_url}", {.name = "called"}, [] { return dict{}; });
    APIRouter inner({.callbacks = callbacks.callbacks()});
    inner.get("/a", [] { return dict{}; });
    inner.get("/b", {.callbacks = callbacks.callbacks()}, [] { return dict{}; });
    const dict document = document_of(inner);
    for (const std::string_view path : {"/a", "/b"})
        CHECK(document["paths"][path]["get"]["callbacks"].as_dict().contains("called"));
}

TEST_CASE("document: names, or else paths, become summaries and ids") {
    struct row {
        std::string_view name, method, path, summary, id;
    };
    const row rows[] = {
        {"root", "GET", "/", "Root", "root__get"},
        {"create_order14", "POST", "/orders", "Create Order14", "create_order14_orders_post"},
        {"from_dependency", "GET", "/from-dependency", "From Dependency",
         "from_dependency_from_dependency_get"},
        {"getURL2you", "GET", "/x", "Geturl2You", "getURL2you_x_get"},
        {"\u00e9t\u00e9", "GET", "/caf\u00e9/\u20ac", "\u00e9t\u00e9",
         "\u00e9t\u00e9_caf\u00e9___get"},
        {"", "GET", "/users/{user_id}", "Get Users User Id", "get_users__user_id_"},
        {"", "POST", "/from-dependency/", "Post From Dependency", "post_from_dependency_"},
        {"", "DELETE", "/", "Delete Root", "delete_"},
        {"", "GET", "", "Get Root", "get"},
        {"", "GET", "/\xff/", "Get \xff", "get___"},
    };
    for (const row& each : rows) {
        CAPTURE(each.path);
        detail::operation described;
        described.options.name = each.name;
        CHECK(detail::operation_summary(described, each.method, each.path) == each.summary);
        CHECK(detail::operation_id(described, each.method, each.path) == each.id);
    }
}

namespace {

namespace shop {
struct Item {
    int count;
};
}  // namespace shop

struct Item {
    std::string name;
};

template <class T>
struct Page {
    std::vector<T> items;
};

struct Node {
    std::vector<Node> children;
};

struct Shown {
    int once = 0;
    int twice() const { return 2 * once; }
    static constexpr auto computed_fields = std::tuple{computed_field("twice", &Shown::twice)};
};

struct SaveHeaders {
    std::string save_data;
};

struct Filter {
    int limit = 10;
};

dict number_examples() {
    return {{"one", dict{{"summary", "The least"}, {"value", 1}}},
            {"none", dict{{"value", nullptr}}}};
}

}  // namespace

TEST_CASE(
    "document: types of one name are told apart by their namespaces, generic ones by their arguments") {
    APIRouter router;
    router.get("/a", [] { return shop::Item{}; });
    router.get("/b", [] { return Item{}; });
    router.get("/c", [] { return Page<shop::Item>{}; });
    router.get("/d", [] { return Page<std::optional<std::string>>{}; });
    const dict document = document_of(router);
    const dict& schemas = document["components"]["schemas"].as_dict();
    CHECK(schemas.keys() == std::vector<std::string_view>{"Item__1", "Page_Item_",
                                                          "Page_Union_str__NoneType__",
                                                          "shop__Item"});
    CHECK(schemas["Page_Item_"]["title"] == "Page[Item]");
    CHECK(schemas["Page_Item_"]["properties"]["items"]["items"]["$ref"] ==
          "#/components/schemas/shop__Item");
}

TEST_CASE("document: a recursive model that is sent and got is two, as Pydantic has it") {
    APIRouter router;
    router.post("/", [](Node node) { return node; });
    const dict document = document_of(router);
    const dict& schemas = document["components"]["schemas"].as_dict();
    CHECK(schemas["Node-Input"]["properties"]["children"]["items"]["$ref"] ==
          "#/components/schemas/Node-Input");
    CHECK(schemas["Node-Output"]["properties"]["children"]["items"]["$ref"] ==
          "#/components/schemas/Node-Output");
}

TEST_CASE("document: what an answer computes is shown although the sides are not kept apart") {
    APIRouter router;
    router.get("/", [] { return Shown{}; });
    detail::document_info info;
    info.separate_input_output_schemas = false;
    const dict document = document_of(router, info);
    CHECK(document["components"]["schemas"]["Shown"]["properties"].as_dict().contains("twice"));
}

TEST_CASE(
    "document: further answers with models are of the type of the ordinary one, and have a title") {
    APIRouter router;
    router.get("/a",
               {.responses = {{404, {.model = model<std::vector<Product>>}}},
                .name = "a",
                .response_class = html},
               [] { return ""; });
    router.get(
        "/b",
        {.responses = {{"4XX", {.model = model<int>}}}, .name = "b", .response_class = redirect},
        [] { return ""; });
    const dict document = document_of(router);
    const any& page =
        document["paths"]["/a"]["get"]["responses"]["404"]["content"]["text/html"]["schema"];
    CHECK(page["title"] == "Response 404 A A Get");
    CHECK(page["items"]["$ref"] == "#/components/schemas/Product");
    CHECK(document["paths"]["/b"]["get"]["responses"]["4XX"]["content"].dump() ==
          R"({"application/json":{"schema":{"type":"integer","title":"Response 4Xx B B Get"}}})");
}

TEST_CASE("document: OPTIONS and TRACE show no body, and may be refused all the same") {
    APIRouter router;
    router.api_route({"POST", "OPTIONS", "TRACE", "GET"}, "/", [](Product) { return dict{}; });
    const dict document = document_of(router);
    const any& methods = document["paths"]["/"];
    for (const std::string_view method : {"post", "get"})
        CHECK(methods[method].as_dict().contains("requestBody"));
    for (const std::string_view method : {"options", "trace"}) {
        CHECK_FALSE(methods[method].as_dict().contains("requestBody"));
        CHECK(methods[method]["responses"].as_dict().contains("422"));
    }
}

TEST_CASE("document: no member is null, wherever it comes from; items of lists may be") {
    APIRouter router;
    router.get("/",
               {.responses = {{200,
                               {.content = dict{{"application/json",
                                                 dict{{"example", dict{{"a", nullptr}}}}}}}}},
                .openapi_extra =
                    dict{{"x-none", nullptr}, {"x-list", list{1, nullptr, dict{{"b", nullptr}}}}}},
               [] { return dict{}; });
    const dict document = document_of(router);
    const any& operation = document["paths"]["/"]["get"];
    CHECK_FALSE(operation.as_dict().contains("x-none"));
    CHECK(operation["x-list"].dump() == "[1,null,{}]");
    CHECK(operation["responses"]["200"]["content"]["application/json"]["example"] == dict{});
}

TEST_CASE("document: callbacks and webhooks are not named by the application's function") {
    APIRouter callbacks,
        own({.generate_unique_id_function = [](const APIRoute&) { return "own"; }});
    callbacks.post("{$url}", {.name = "called"}, [] { return dict{}; });
    own.post("{$url}/own", {.name = "own"}, [] { return dict{}; });
    APIRouter router({.callbacks = callbacks.callbacks()});
    router.get("/", {.name = "route", .callbacks = own.callbacks()}, [] { return dict{}; });
    Webhooks webhooks;
    webhooks.post("hook", {.name = "hook"}, [](Product) { return dict{}; });
    detail::route_table table;
    for (const detail::operation& each : router.operations()) table.add(each);
    detail::document_info info;
    info.generate_unique_id = [](const APIRoute& route) { return "app-" + route.name; };
    const dict document = detail::openapi_document(info, table.routes(), webhooks.operations());
    const any& operation = document["paths"]["/"]["get"];
    CHECK(operation["operationId"] == "app-route");
    CHECK(operation["callbacks"]["called"]["{$url}"]["post"]["operationId"] == "called__url__post");
    CHECK(operation["callbacks"]["own"]["{$url}/own"]["post"]["operationId"] == "own");
    CHECK(document["webhooks"]["hook"]["post"]["operationId"] == "hookhook_post");
}

TEST_CASE(
    "document: openapi_examples stand beside the schema of a parameter or of the whole body") {
    APIRouter router;
    router.post("/",
                [](Query<"n", int, openapi_examples<number_examples>, example(5)>,
                   Body<"product", Product, openapi_examples<number_examples>>) { return dict{}; });
    const dict document = document_of(router);
    const any& operation = document["paths"]["/"]["post"];
    const std::string_view examples = R"({"one":{"summary":"The least","value":1},"none":{}})";
    CHECK(operation["parameters"].as_list()[0]["examples"].dump() == examples);
    CHECK_FALSE(operation["parameters"].as_list()[0].as_dict().contains("example"));
    CHECK(operation["requestBody"]["content"]["application/json"]["examples"].dump() == examples);
}

TEST_CASE("document: the title of a header of a model is made of the member's name") {
    APIRouter router;
    router.get("/", [](HeaderModel<SaveHeaders>, Header<"x_token", int>) { return dict{}; });
    const dict document = document_of(router);
    const list& parameters = document["paths"]["/"]["get"]["parameters"].as_list();
    CHECK(parameters[0]["name"] == "save-data");
    CHECK(parameters[0]["schema"]["title"] == "Save Data");
    CHECK(parameters[1]["schema"]["title"] == "X-Token");
}

TEST_CASE(
    "document: a form that is one model is required, though each of its fields may be missing") {
    APIRouter router;
    router.post("/a", [](FormModel<Filter>) { return dict{}; });
    router.post("/b", {.name = "b"}, [](Form<"limit", int, 10>) { return dict{}; });
    const dict document = document_of(router);
    CHECK(document["paths"]["/a"]["post"]["requestBody"]["required"] == true);
    CHECK_FALSE(document["paths"]["/b"]["post"]["requestBody"].as_dict().contains("required"));
}

TEST_CASE("document: of a stream it says what each item is") {
    APIRouter router;
    const auto stream = [] { return Response(); };
    router.get<Product>(
        "/events",
        {.responses = {{404, {.model = model<Product>}}}, .response_class = event_source}, stream);
    router.get("/any", {.response_class = event_source}, stream);
    router.get<int>("/lines",
                    {.responses = {{404, {.model = model<Product>}}},
                     .name = "lines",
                     .response_class = json_lines},
                    stream);
    router.get("/any-lines", {.response_class = json_lines}, stream);
    const dict document = document_of(router);
    const auto content_of = [&](std::string_view path, std::string_view status) {
        return document["paths"][path]["get"]["responses"][status]["content"].dump();
    };
    CHECK(
        content_of("/events", "200") ==
        R"({"text/event-stream":{"itemSchema":{"type":"object","required":["data"],"properties":{"data":{"type":"string",)"
        R"("contentMediaType":"application/json","contentSchema":{"$ref":"#/components/schemas/Product"}},)"
        R"("event":{"type":"string"},"id":{"type":"string"},"retry":{"type":"integer","minimum":0}}}}})");
    CHECK(
        content_of("/any", "200") ==
        R"({"text/event-stream":{"itemSchema":{"type":"object","properties":{"data":{"type":"string"},)"
        R"("event":{"type":"string"},"id":{"type":"string"},"retry":{"type":"integer","minimum":0}}}}})");
    CHECK(
        content_of("/lines", "200") ==
        R"({"application/jsonl":{"itemSchema":{"type":"integer","title":"Streamitem Lines Lines Get"}}})");
    CHECK(content_of("/any-lines", "200") == R"({"application/jsonl":{"itemSchema":{}}})");
    CHECK(content_of("/events", "404") ==
          R"({"text/event-stream":{"schema":{"$ref":"#/components/schemas/Product"}}})");
    CHECK(content_of("/lines", "404") ==
          R"({"application/json":{"schema":{"$ref":"#/components/schemas/Product"}}})");
}
