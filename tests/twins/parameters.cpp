// Parameters of the path, the query, headers and cookies: every type, limit and model.

#include "twins.hpp"

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

using namespace fastapi;
using std::optional;
using std::set;
using std::string;
using std::variant;
using std::vector;

namespace {

enum class Color { red, green, dark_blue };
enum class Level { low = 1, high = 10 };

// ---- query: one route for each kind of type

void add_numbers(FastAPI& app) {
    app.get("/bools", {.name = "bools"},
            [](Query<"needed", bool> needed, Query<"yes", bool, true> yes,
               Query<"maybe", optional<bool>> maybe, Query<"many", vector<bool>> many) {
                return dict{{"needed", needed}, {"yes", yes}, {"maybe", maybe}, {"many", many}};
            });

    app.get("/integers", {.name = "integers"},
            [](Query<"within", int, 0, ge(-5), lt(100)> within,
               Query<"even", int, 2, multiple_of(2)> even,
               Query<"some", optional<int>, gt(5), le(50)> some,
               Query<"digits", vector<Field<int, ge(0), le(9)>>> digits,
               Query<"distinct", set<int>, max_items(3)> distinct) {
                return dict{{"within", within},
                            {"even", even},
                            {"some", some},
                            {"digits", digits},
                            {"distinct", distinct}};
            });

    app.get("/floats", {.name = "floats"},
            [](Query<"share", double, defaults_to(0.5), gt(0), lt(1)> share,
               Query<"quarters", optional<double>, multiple_of(0.25)> quarters,
               Query<"bounded", double, defaults_to(1.0), ge(-1.5), le(1e6)> bounded,
               Query<"many", vector<double>> many) {
                return dict{
                    {"share", share}, {"quarters", quarters}, {"bounded", bounded}, {"many", many}};
            });

    app.get(
        "/decimals", {.name = "decimals"},
        [](Query<"price", Decimal, defaults_to("1.50"), gt(0), le(100)> price,
           Query<"exact", optional<Decimal>, max_digits(5), decimal_places(2)> exact,
           Query<"steps", optional<Decimal>, multiple_of(0.25)> steps,
           Query<"many", vector<Decimal>> many) {
            return dict{{"price", price.str()}, {"exact", exact}, {"steps", steps}, {"many", many}};
        });
}

void add_texts(FastAPI& app) {
    app.get("/texts", {.name = "texts"},
            [](Query<"short", string, defaults_to("abc"), min_length(2), max_length(5)> brief,
               Query<"word", optional<string>, pattern("^[a-z]+$")> word,
               Query<"note", string, defaults_to(""), title("A note"), description("Free *text*"),
                     deprecated>
                   note,
               Query<"all_limits", optional<string>, min_length(2), max_length(3), pattern("x"),
                     examples("axb", "x1")>
                   all_limits,
               Query<"codes", vector<Field<string, min_length(2), max_length(3)>>> codes,
               Query<"hidden", optional<string>, include_in_schema(false)> hidden) {
                return dict{{"short", brief},           {"word", word},   {"note", note},
                            {"all_limits", all_limits}, {"codes", codes}, {"hidden", hidden}};
            });

    app.get("/choices", {.name = "choices"},
            [](Query<"color", Color, Color::red> color,
               Query<"level", IntEnum<Level>, Level::low> level,
               Query<"size", Literal<1, 2, "large">, 1> size, Query<"colors", vector<Color>> colors,
               Query<"levels", optional<vector<IntEnum<Level>>>> levels,
               Query<"modes", set<Literal<"fast", "slow">>> modes,
               Query<"only", optional<Literal<"this">>> only) {
                return dict{{"color", color},   {"level", level},   {"size", size},
                            {"colors", colors}, {"levels", levels}, {"modes", modes},
                            {"only", only}};
            });
}

void add_unions(FastAPI& app) {
    using Id = variant<int, string>;
    app.get("/unions", {.name = "unions"},
            [](Query<"id", Id> id, Query<"sort", optional<variant<Color, int>>> sort,
               Query<"day", optional<variant<bool, date>>> day, Query<"many", vector<Id>> many) {
                return dict{{"id", id}, {"sort", sort}, {"day", day}, {"many", many}};
            });
}

void add_moments(FastAPI& app) {
    app.get("/moments", {.name = "moments"},
            [](Query<"at", datetime, defaults_to("2024-01-15T10:30:00")> at,
               Query<"day", date, defaults_to("2024-01-15")> day,
               Query<"clock", fastapi::time, defaults_to("10:30:00")> clock,
               Query<"span", timedelta, defaults_to("PT1H")> span,
               Query<"id", UUID, defaults_to("12345678-1234-5678-1234-567812345678")> id) {
                return dict{{"at", at}, {"day", day}, {"clock", clock}, {"span", span}, {"id", id}};
            });

    app.get("/calendar", {.name = "calendar"},
            [](Query<"days", set<date>> days, Query<"times", vector<fastapi::time>> times,
               Query<"spans", vector<timedelta>> spans, Query<"ids", vector<UUID>> ids) {
                return dict{{"days", days}, {"times", times}, {"spans", spans}, {"ids", ids}};
            });
}

void add_presence(FastAPI& app) {
    app.get(
        "/lists", {.name = "lists"},
        [](Query<"pair", vector<int>, min_items(2), max_items(3)> pair,
           Query<"names", optional<vector<string>>> names,
           Query<"numbers", optional<vector<int>>, min_items(1)> numbers,
           Query<"two", set<int>, min_items(2)> two,
           Query<"few", optional<set<string>>, max_items(2)> few) {
            return dict{
                {"pair", pair}, {"names", names}, {"numbers", numbers}, {"two", two}, {"few", few}};
        });

    app.get("/required", {.name = "required"},
            [](Query<"text", string> text, Query<"number", int> number, Query<"day", date> day,
               Query<"color", Color> color, Query<"items", vector<int>, required> items,
               Query<"maybe", optional<int>, required> maybe,
               Query<"names", set<string>, required> names) {
                return dict{{"text", text},   {"number", number}, {"day", day},    {"color", color},
                            {"items", items}, {"maybe", maybe},   {"names", names}};
            });

    app.get("/aliases", {.name = "aliases"},
            [](Query<"item_id", int, 1, alias("item-id")> item_id,
               Query<"where", optional<string>, alias("$filter")> where,
               Query<"ids", vector<int>, alias("ids[]")> ids,
               Query<"size", int, 2, alias("Größe")> size) {
                return dict{{"item_id", item_id}, {"where", where}, {"ids", ids}, {"size", size}};
            });
}

// ---- models of parameters

struct Paging {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};
    int skip = 0;
    Field<int, ge(1), le(100)> limit = 10;
    Field<Literal<"asc", "desc">> order = "asc";
    vector<string> tags = {};
    Field<optional<string>, min_length(2), description("A name"), alias("user-name")> name;
};

struct Open {
    static constexpr auto model_config = ConfigDict{.extra = Extra::allow};
    int size;
    Field<vector<Color>, required, min_items(1)> colors;
    optional<double> ratio;
    dict model_extra;
};

struct Between {
    int low;
    int high = 10;
    void model_validator() const {
        if (low > high) throw ValueError("low is above high");
    }
};

struct ByName {
    static constexpr auto model_config = ConfigDict{.populate_by_name = true};
    Field<string, alias("userName"), min_length(2)> user_name;
    Field<vector<int>, alias("itemIds")> item_ids;
};

struct Client {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};
    string host;
    string connection;
    Field<string, min_length(2)> x_token;
    Field<optional<int>, ge(1)> x_rate;
    vector<string> x_tag = {};
};

struct Settings {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};
    string session;
    int visits = 0;
    optional<Literal<"dark", "light">> theme;
};

void add_models(FastAPI& app) {
    app.get("/paging", {.name = "paging"}, [](QueryModel<Paging> page) { return page; });

    app.get("/open", {.name = "open_"}, [](QueryModel<Open> all) { return model_dump(all); });

    app.get("/between/{factor}", {.name = "between"},
            [](Path<"factor", int> factor, QueryModel<Between> limits,
               Query<"digits", int, 0, ge(0)> digits) {
                return dict{{"low", factor * limits.low},
                            {"high", factor * limits.high},
                            {"digits", digits}};
            });

    app.get("/by-name", {.name = "by_name"},
            [](QueryModel<ByName> one) { return model_dump(one); });

    app.get("/client", {.name = "client"}, [](HeaderModel<Client> headers) { return headers; });

    app.get("/settings", {.name = "settings"},
            [](CookieModel<Settings> cookies) { return cookies; });

    app.get("/places/{number}", {.name = "places"},
            [](Header<"x_number", int> x_number, Cookie<"cookie", int> cookie,
               Query<"query", int> query, Path<"number", int, title("The number"), gt(0)> number,
               Query<"other", int, ge(5)> other) {
                return dict{{"sum", x_number + cookie + query + number + other}};
            });
}

// ---- paths

void add_converters(FastAPI& app) {
    app.get("/convert/int/{n:int}", {.name = "convert_int"}, [](Path<"n", int, le(100)> n) {
        return dict{{"n", n}};
    });
    app.get("/convert/float/{x:float}", {.name = "convert_float"},
            [](Path<"x", double, lt(100)> x) {
                return dict{{"x", x}};
            });
    app.get("/convert/whole/{x:float}", {.name = "convert_whole"}, [](Path<"x", int> x) {
        return dict{{"x", x}};
    });
    app.get("/convert/uuid/{id:uuid}", {.name = "convert_uuid"}, [](Path<"id", UUID> id) {
        return dict{{"id", id}};
    });
    app.get("/convert/level/{level:int}", {.name = "convert_level"},
            [](Path<"level", IntEnum<Level>> level) {
                return dict{{"level", level}};
            });

    app.get("/files/{path:path}/info", {.name = "file_info"}, [](Path<"path", string> path) {
        return dict{{"info", path}};
    });
    app.get("/files/{path:path}", {.name = "file"},
            [](Path<"path", string, min_length(2), max_length(12)> path) {
                return dict{{"file", path}};
            });
    app.get("/ranges/{low}-{high}.{color}", {.name = "ranges"},
            [](Path<"low", int> low, Path<"high", int> high, Path<"color", Color> color) {
                return dict{{"low", low}, {"high", high}, {"color", color}};
            });
}

void add_paths(FastAPI& app) {
    app.get("/path/moment/{at}", {.name = "path_moment"}, [](Path<"at", datetime> at) {
        return dict{{"at", at}};
    });
    app.get("/path/price/{price}", {.name = "path_price"},
            [](Path<"price", Decimal, gt(0), decimal_places(2)> price) {
                return dict{{"price", price}};
            });
    app.get("/path/choice/{choice}", {.name = "path_choice"},
            [](Path<"choice", Literal<"a", "b", 3>> choice) {
                return dict{{"choice", choice}};
            });

    app.get("/order/{text}", {.name = "order_text"}, [](Path<"text", string> text) {
        return dict{{"text", text}};
    });
    app.get("/order/fixed", {.name = "order_fixed"}, [] { return dict{{"never", "reached"}}; });

    app.get("/slash/", {.name = "with_slash"}, [] { return dict{{"slash", true}}; });
    app.get("/plain", {.name = "without_slash"}, [] { return dict{{"slash", false}}; });
    app.post("/plain", {.name = "post_without_slash"}, [] { return dict{{"slash", "post"}}; });
}

}  // namespace

int twins::parameters(int argc, char** argv) {
    FastAPI app({.title = "Parameters"});
    for (const auto add : {add_numbers, add_texts, add_unions, add_moments, add_presence,
                           add_models, add_converters, add_paths})
        add(app);
    return app.run(argc, argv);
}
