// A parcel service whose OpenAPI document says all that one can say.

#include "twins.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

using namespace fastapi;

namespace {
namespace documents {

// ---- models

enum class Color { red, green };
enum class Speed { slow = 1, fast = 3 };

struct Address {
    static constexpr auto description = "Where somebody lives.\n\nOne line for each part.";
    Field<std::string, min_length(1), max_length(80), examples("High Street 1")> street;
    Field<std::string, pattern("^[0-9]{5}$"), title("Postal code")> postcode;
    Field<std::string> country = "GB";
};

struct Letter {
    Literal<"letter", "postcard"> kind;
    Field<int, ge(1), le(20)> pages = 1;
};

struct Parcel {
    Literal<"parcel"> kind;
    Field<double, gt(0), lt(30000.5), multiple_of(0.5), description("Weighed at the counter")>
        grams;
    std::tuple<int, int, int> size;
};

struct Consignment {
    static constexpr auto model_config =
        ConfigDict{.extra = Extra::forbid, .title = "A consignment"};
    UUID id;
    Field<std::variant<Letter, Parcel>, discriminator("kind")> content;
    std::vector<std::variant<Letter, Parcel>> also;
    Address to;
    std::optional<Address> sender;
    Color color = Color::green;
    IntEnum<Speed> speed;
    std::set<std::string> tags;
    Field<Decimal, max_digits(8), decimal_places(2)> value = Decimal("1.50");
    datetime handed_in;
    Field<date> day = date::fromisoformat("2024-02-29");
    fastapi::time at;
    Field<timedelta> within = timedelta(std::chrono::hours(36));
    EmailStr mail;
    std::optional<HttpUrl> page;
    std::map<std::string, std::vector<std::string>> notes;
    std::variant<int, std::string> reference = 7;
    Field<double, validation_alias("postageIn"), serialization_alias("postageOut"), deprecated>
        postage;
    Field<std::string, alias("oldName")> old_name = "none";
};

struct Box {
    double width;
    std::vector<Box> boxes;
    double area() const { return width * width; }
    static constexpr auto computed_fields = std::tuple{computed_field("area", &Box::area)};
};

template <class T>
struct Page {
    std::optional<T> first;
    int total = 0;
};

template <class T, class S>
struct Pair {
    T left;
    S right;
};

namespace billing {
struct Item {
    Decimal amount;
};
}  // namespace billing
namespace stock {
struct Item {
    int count;
};
}  // namespace stock

struct Problem {
    std::string message;
    static dict json_schema_extra() {
        return {{"examples", list{dict{{"message", "No such parcel"}, {"hint", nullptr}}}}};
    }
};

// ---- parameters and bodies

struct Filter {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};
    Field<int, gt(0), le(100)> limit = 100;
    Field<Literal<"day", "value">> order_by = "day";
    std::vector<std::string> tags;
    Field<std::optional<date>, description("The first day"), title("Since!")> since;
};

dict number_examples() {
    return {{"least", dict{{"summary", "The least"}, {"description", "No *less*."}, {"value", 1}}},
            {"none", dict{{"value", nullptr}}}};
}

dict box_examples() {
    return {{"small", dict{{"summary", "A small one"}, {"value", dict{{"width", 1}}}}}};
}

APIRouter counter_routes() {
    APIRouter router({.prefix = "/counter", .tags = {"counter"}});

    router.get("/{office_id}/{camelCase}/{x2y}/{rest:path}", {.name = "read_path"},
               [](Path<"office_id", int, title("The office"), ge(1), le(999)> id,
                  Path<"camelCase", double> camel_case, Path<"x2y", bool> x2y,
                  Path<"rest", std::string> rest) {
                   return list{id, camel_case, x2y, rest};
               });

    router.get(
        "/defaults", {.name = "read_defaults"},
        [](Query<"HTTPServer", std::string, defaults_to("x")>, Query<"number", int, -5> number,
           Query<"ratio", double, defaults_to(1.5)>, Query<"yes", bool, true> yes,
           Query<"color", Color, Color::red>,
           Query<"side", Literal<"left", "right">, defaults_to("right")>,
           Query<"unique", std::set<int>>, Query<"speed", IntEnum<Speed>, Speed::fast>,
           Query<"names", std::vector<std::string>, max_items(3)>,
           Query<"positive", std::vector<Field<int, gt(0)>>>, Query<"day", std::optional<date>>,
           Query<"until", std::optional<datetime>>, Query<"owner", std::optional<UUID>>,
           Query<"price", std::optional<Decimal>, ge(0), decimal_places(2)>,
           Query<"word", std::optional<std::string>, min_length(2), max_length(5), pattern("^a+$")>,
           Query<"maybe", std::optional<Color>, description("If any")>) {
            return dict{{"number", number}, {"yes", yes}};
        });

    router.get("/described", {.name = "read_described"},
               [](Query<"n", int, title("The number"), description("What *n* is"),
                        openapi_examples<number_examples>>
                      n,
                  Query<"old", int, 1, deprecated, examples(1, 2)>,
                  Query<"why", std::string, alias("why-not"), defaults_to("because")>,
                  Query<"hidden", std::string, include_in_schema(false), defaults_to("h")> hidden,
                  Header<"x_token", std::optional<std::string>>,
                  Header<"plain_name", std::optional<std::string>, convert_underscores(false)>,
                  Header<"x_seen", std::vector<int>, description("Offices")>,
                  Cookie<"visits", int, 1, ge(1)>) {
                   return dict{{"n", n}, {"hidden", hidden}};
               });

    router.get("/models", {.name = "read_models"}, [](QueryModel<Filter> found) {
        return dict{{"limit", found.limit}};
    });
    router.post(
        "/consignments",
        {.response_description = "As it was taken in", .status_code = 201, .name = "take_in"},
        [](Consignment consignment) { return consignment; });
    router.put("/several", {.name = "take_several"},
               [](Body<"letter", Letter> letter, Body<"address", std::optional<Address>>,
                  Body<"weight", int, 20, gt(0), title("Weight"), description("In grams")> grams,
                  Body<"note", std::optional<std::string>>) {
                   return dict{{"pages", letter.pages}, {"weight", grams}};
               });
    router.post("/one", {.name = "take_one"},
                [](Body<"box", Box, openapi_examples<box_examples>> box) { return Box(box); });
    router.post<any>("/embedded", {.name = "take_embedded"},
                     [](Body<"address", Address, embed> address) { return address; });
    router.post("/kinds", {.name = "take_kinds"},
                [](Body<"kinds", std::map<std::string, Letter>> kinds) {
                    std::vector<std::string> names;
                    for (const auto& [name, letter] : kinds) names.push_back(name);
                    return names;
                });
    router.post("/photos", {.operation_id = "sendPhotos", .name = "send_photos"},
                [](File<"front", UploadFile, description("From the front")>,
                   Form<"title", std::string> title, File<"more", std::vector<UploadFile>> more,
                   File<"note", std::optional<bytes>>) {
                    return dict{{"title", title}, {"more", more.size()}};
                });
    router.post("/wishes", {.name = "send_wishes"}, [](FormModel<Filter> found) {
        return dict{{"limit", found.limit}};
    });
    return router;
}

// ---- answers

APIRouter answer_routes() {
    APIRouter router(
        {.prefix = "/answers",
         .responses = {{403, {.description = "Not for you"}}, {404, {.description = "Nowhere"}}}});

    const ResponseInfo letter_or_picture{
        .description = "A letter or its picture",
        .content = {{"image/png", dict{}},
                    {"application/json",
                     dict{{"example", dict{{"kind", "letter"}, {"pages", nullptr}}}}}},
        .headers = {{"X-Pages",
                     dict{{"description", "How many"}, {"schema", dict{{"type", "integer"}}}}}},
        .links = {{"next", dict{{"operationId", "sendPhotos"},
                                {"parameters", dict{{"title", "$response.body#/kind"}}}}}}};
    router.get(
        "/problems/{n}",
        {.responses = {{404, {.model = model<Problem>}},
                       {418, {}},
                       {"4XX", {.description = "Some other"}},
                       {409, {.description = "Several", .model = model<std::vector<Problem>>}},
                       {"default", {.model = model<std::variant<Problem, Letter>>}},
                       {200, letter_or_picture}},
         .name = "read_problems"},
        [](Path<"n", int> n) {
            return Letter{"letter", int(n)};
        });

    router.get("/own422", {.responses = {{422, {.model = model<Problem>}}}, .name = "read_own_422"},
               [](Query<"n", int> n) { return any(int(n)); });
    router.delete_("/nothing/{n}", {.status_code = 204, .name = "delete_nothing"},
                   [](Path<"n", int>) {});
    router.get("/html",
               {.responses = {{404, {.model = model<Problem>}}},
                .name = "read_html",
                .response_class = html},
               [] { return "<p>a page</p>"; });
    router.get("/text", {.name = "read_text", .response_class = plain_text}, [] { return "text"; });

    router.get<Page<Letter>>("/page", {.name = "read_page"}, [] {
        return dict{{"first", dict{{"kind", "letter"}}}, {"total", 1}};
    });
    router.get<billing::Item>("/bill", {.name = "read_bill"}, [] {
        return dict{{"amount", "1.50"}};
    });
    router.get<std::map<std::string, stock::Item>>("/stock", {.name = "read_stock"}, [] {
        return dict{{"a", dict{{"count", 3}}}};
    });
    router.get("/pair", {.name = "read_pair"}, [] { return Pair<int, std::string>{1, "b"}; });
    router.get<std::variant<Letter, Parcel>>("/either", {.name = "read_either"}, [] {
        return dict{{"kind", "letter"}};
    });
    router.get("/color", {.name = "read_color"}, [] { return std::vector{Color::red}; });
    return router;
}

// ---- operations

inline constexpr APIKeyHeader<"X-Office", description("Given to every office"), auto_error(false)>
    office_key;

Callbacks reports() {
    APIRouter router;
    router.post("{$request.body#/url}/{$request.query.day}",
                {.summary = "Report of a day",
                 .description = "What the office\nis told.",
                 .name = "daily_report"},
                [](Problem problem) { return problem; });
    return router.callbacks();
}

std::string name_operation(const APIRoute& route) { return route.tags.back() + "-" + route.name; }

int paging(Query<"page", int> page, Query<"size", int, 10, le(50)> size) { return page * size; }

APIRouter office_routes() {
    APIRouter inner(
        {.prefix = "/inner", .tags = {"inner"}, .generate_unique_id_function = name_operation});
    inner.get("/{office_id}",
              {.description = "Read an office:\n\n- **office_id**: its number",
               .tags = {"own"},
               .name = "readOffice2",
               .callbacks = reports()},
              [](Path<"office_id", int> office_id, Query<"size", int, ge(5)> size,
                 Depends<paging> first) {
                  return dict{{"office", office_id}, {"first", first}, {"size", size}};
              });
    inner.post<any>(
        "/",
        {.summary = "Open",
         .description = "Opens *one*.",
         .name = "open_office",
         .openapi_extra = {{"x-level", 3}, {"x-none", nullptr}, {"tags", list{"more"}}}},
        [](Address address) { return address; });

    APIRouter outer({.prefix = "/outer",
                     .tags = {"outer", "deep"},
                     .responses = {{418, {.description = "Tea"}}},
                     .deprecated = true});
    outer.include_router(inner, {.prefix = "/in", .tags = {"included"}});
    return outer;
}

APIRouter method_routes() {
    APIRouter router({.prefix = "/methods/{name}"});
    router.head("/", {.name = "look"}, [](Path<"name", std::string>) {});
    router.options("/", {.name = "choices"},
                   [](Path<"name", std::string> name, Body<"sent", std::optional<Problem>>) {
                       return dict{{"name", name}};
                   });
    router.trace<any>("/", {.name = "trace"}, [](Path<"name", std::string> name) { return name; });
    router.api_route<any>({"GET", "DELETE", "PATCH"}, "/many",
                          {.operation_id = "many", .name = "many"},
                          [](Path<"name", std::string> name,
                             Query<"q", std::optional<std::string>>) { return name; });
    return router;
}

FastAPIOptions parcels() {
    return {
        .title = "Parcels",
        .summary = "Parcels and letters",
        .description = "Sends **parcels**.",
        .version = "2.5.1-beta",
        .docs_url = "/pages/docs",
        .redoc_url = "/pages/redoc",
        .terms_of_service = "https://example.com/terms",
        .contact = dict{{"name", "The post"},
                        {"url", "https://Example.com"},
                        {"email", "post@EXAMPLE.com"},
                        {"x-hours", "9-5"}},
        .license_info = dict{{"name", "MIT"}, {"url", "https://example.com/mit"}},
        .openapi_tags = {dict{{"name", "counter"},
                              {"description", "At the counter"},
                              {"externalDocs",
                               dict{{"url", "https://example.com"}, {"description", "More"}}}},
                         dict{{"name", "inner"}}},
        .openapi_external_docs =
            dict{{"url", "https://example.com/docs"}, {"description", "All of it"}},
        .servers = {dict{{"url", "https://{region}.example.com"},
                         {"variables",
                          dict{{"region", dict{{"default", "eu"}, {"enum", list{"eu", "us"}}}}}}},
                    dict{{"url", "/v1"}, {"description", "Here"}}},
        .root_path = "/post",
        .responses = {{503, {.description = "Closed"}}},
        .swagger_ui_oauth2_redirect_url = "/pages/back"};
}

}  // namespace documents
}  // namespace

int twins::documents(int argc, char** argv) {
    using namespace ::documents;
    FastAPI app(parcels());
    app.include_router(counter_routes());
    app.include_router(answer_routes());
    app.include_router(office_routes());
    app.include_router(method_routes(), {.dependencies = {depends<office_key>}});

    app.get("/where", {.name = "where"}, [&app] {
        std::map<std::string, std::string> paths{
            {"look", app.url_path_for("look", {{"name", "a"}})}};
        for (const std::string name :
             {"openapi", "swagger_ui_html", "swagger_ui_redirect", "redoc_html"})
            paths[name] = app.url_path_for(name);
        return paths;
    });
    app.get("/unlisted", {.include_in_schema = false}, [] { return dict{{"listed", false}}; });
    app.webhooks.post(
        "new-office",
        {.description = "Told when an office opens.", .tags = {"inner"}, .name = "new_office"},
        [](Address) { return any(); });
    app.webhooks.get<std::string>("closing", {.deprecated = true, .name = "office_closes"},
                                  [](Query<"day", date>) { return ""; });

    return app.run(argc, argv);
}
