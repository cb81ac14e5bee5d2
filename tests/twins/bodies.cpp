// Models and bodies: every type of member, limits of items, unions, validators, configuration, and
// every form that a JSON body takes.

#include "twins.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

using namespace fastapi;

namespace {

// ---- scalars: one optional member for each type, so a request can try them singly

enum class Color { red, green };
enum class Level { low = 1, high = 3 };

struct Scalars {
    std::optional<bool> truth;
    Field<std::optional<std::int8_t>, ge(-128), le(127)> tiny;
    Field<std::optional<std::uint32_t>, ge(0), le(4294967295)> natural;
    std::optional<std::int64_t> whole;
    Field<std::optional<int>, multiple_of(3), lt(100)> step;
    Field<std::optional<double>, gt(-1), lt(1)> ratio;
    std::optional<double> real;
    Field<std::optional<std::string>, min_length(2), max_length(5), pattern("^[a-zé]+$")> name;
    Field<std::optional<Decimal>, gt(0), max_digits(5), decimal_places(2)> price;
    std::optional<Decimal> amount;
    std::optional<date> day;
    std::optional<datetime> moment;
    std::optional<fastapi::time> hour;
    std::optional<timedelta> lasting;
    std::optional<UUID> id;
    std::optional<EmailStr> email;
    std::optional<HttpUrl> site;
    std::optional<bytes> raw;
    std::optional<Color> color;
    std::optional<IntEnum<Level>> level;
    std::optional<Literal<"fast", "slow", 2>> mode;
    Field<any> free = nullptr;
};

dict scalar_parts(Scalars value) {
    return {{"amount", value.amount}, {"real", value.real},       {"moment", value.moment},
            {"hour", value.hour},     {"lasting", value.lasting}, {"site", value.site},
            {"raw", value.raw},       {"level", value.level},     {"free", value.free}};
}

// ---- containers

struct Containers {
    std::vector<Field<int, gt(0)>> numbers = {};
    Field<std::vector<Field<std::string, max_length(3)>>, max_items(2)> words;
    Field<std::set<int>, max_items(3)> unique;
    std::optional<std::tuple<int, std::string>> pair;
    std::optional<std::tuple<double, double, double>> point;
    std::map<std::string, int> by_name = {};
    std::map<int, std::vector<std::string>> by_number = {};
    std::map<Color, double> by_color = {};
    std::vector<std::vector<double>> matrix = {};
    std::optional<std::vector<std::optional<int>>> gaps;
    Field<std::map<std::string, any>, max_items(2)> options;
    std::vector<date> days = {};
};

// ---- unions and recursion

struct Cat {
    Literal<"cat"> kind;
    int lives = 9;
};
struct Dog {
    Literal<"dog", "puppy"> kind;
    std::vector<std::string> tricks = {};
};
using Pet = Field<std::variant<Cat, Dog>, discriminator("kind")>;

struct Circle {
    double radius;
};
struct Box {
    double width;
    double height;

    double area() const { return width * height; }
    static constexpr auto computed_fields = std::tuple{computed_field("area", &Box::area)};
};

struct Unions {
    Field<std::variant<int, std::string>> id = 0;
    std::optional<std::variant<double, bool>> amount;
    std::optional<std::variant<Circle, Box>> shape;
    Field<std::variant<std::string, std::vector<std::string>>> one_or_many = "";
    Field<std::optional<std::variant<Cat, Dog>>, discriminator("kind")> pet;
    std::vector<Pet> pets = {};
};

struct Comment {
    Field<std::string, min_length(1)> text;
    std::vector<Comment> replies = {};
    std::unique_ptr<Comment> quoted;
};

// ---- validators

any number_as_code(any value) { return value.is_integer() ? any("N" + value.dump()) : value; }

int at_most_a_month(int nights) {
    if (nights > 30) throw ValueError("a month is the most");
    return nights;
}

void name_them_once(const std::vector<std::string>& guests) {
    if (std::set(guests.begin(), guests.end()).size() != guests.size())
        throw AssertionError("guests are named once");
}

struct Booking {
    Field<std::string, max_length(6), validator<number_as_code>> code;
    Field<int, ge(1), validator<at_most_a_month>> nights = 1;
    Field<std::vector<std::string>, validator<name_them_once>> guests;
    int rooms = 1;

    static any model_validator_before(any data) {
        return data.is_string() ? any(dict{{"code", data}}) : data;
    }

    void model_validator() const {
        if (rooms > static_cast<int>(guests.size())) throw ValueError("more rooms than guests");
    }
};

list book_several(Body<"bookings", std::vector<Booking>> bookings) {
    list codes;
    for (const Booking& booking : bookings) codes.append(booking.code);
    return codes;
}

// ---- configuration, aliases, defaults

struct Closed {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid};
    int id;
    std::unique_ptr<Closed> inner;
};

struct Open {
    static constexpr auto model_config =
        ConfigDict{.extra = Extra::allow, .title = "An open model"};
    int id;
    dict model_extra;
};

struct Exact {
    static constexpr auto model_config = ConfigDict{.strict = true};
    std::optional<int> count;
    std::optional<double> ratio;
    std::optional<bool> truth;
    std::optional<std::string> name;
    std::optional<std::vector<int>> numbers;
    std::optional<std::map<std::string, double>> scores;
    Field<any> free = nullptr;
};

struct Trimmed {
    static constexpr auto model_config = ConfigDict{.str_strip_whitespace = true};
    Field<std::string, min_length(1)> name;
    std::vector<std::string> words = {};
    std::map<std::string, std::string> labels = {};
};

struct Aliased {
    Field<int, alias("itemId")> item_id;
    Field<std::optional<std::string>, validation_alias("remark"), serialization_alias("text")> note;
    Field<bool, alias("is-flag"), description("whether it is one")> flag = true;
};

struct Place {
    std::string city;
    std::optional<std::string> zip;
};

struct Defaults {
    Field<int, ge(1), title("How many"), examples(1, 5)> count = 3;
    double ratio = 0.25;
    std::string name = "nobody";
    Field<Color, examples(Color::green)> color = Color::red;
    Field<IntEnum<Level>, examples(Level::low)> level = Level::high;
    Field<Decimal> price = Decimal("1.50");
    std::vector<int> numbers = {1, 2};
    std::map<std::string, int> scores = {{"a", 1}};
    date day = date(2024, 2, 29);
    Place place = {.city = "Paris", .zip = {}};
    std::optional<std::string> nickname = "nick";
    Field<std::string, format("password"), deprecated> secret = "x";
};

void add_models(FastAPI& app) {
    app.post("/scalars", {.name = "echo_scalars"}, [](Scalars value) { return value; });
    app.post("/scalars/parts", {.name = "scalar_parts"}, scalar_parts);
    app.post("/containers", {.name = "echo_containers"}, [](Containers value) { return value; });
    app.post("/unions", {.name = "echo_unions"}, [](Unions value) { return value; });
    app.post("/comments", {.name = "echo_comment"}, [](Comment comment) { return comment; });
    app.post("/bookings", {.name = "book"}, [](Booking booking) { return booking; });
    app.post("/bookings/several", {.name = "book_several"}, book_several);
    app.post("/closed", {.name = "echo_closed"}, [](Closed value) { return value; });
    app.post("/open", {.name = "echo_open"}, [](Open value) { return value; });
    app.post("/open/plain", {.name = "echo_open_plain"}, [](Open value) -> any { return value; });
    app.post("/exact", {.name = "echo_exact"}, [](Exact value) { return value; });
    app.post("/trimmed", {.name = "echo_trimmed"}, [](Trimmed value) { return value; });
    app.post("/aliased", {.name = "echo_aliased"}, [](Aliased value) { return value; });
    app.post("/defaults", {.name = "echo_defaults"}, [](Defaults value) { return value; });
}

// ---- the forms of a body

struct Item {
    std::string name;
    Field<double, gt(0)> price;
};

/// An `any` is not described, as where a Python function does not say what it returns.
any echo(const any& value) { return value; }

void add_parts(FastAPI& app) {
    app.put("/several/{id}", {.name = "several"},
            [](Path<"id", int> id, Body<"item", Item> item,
               Body<"tags", std::vector<std::string>, required> tags,
               Body<"note", std::optional<std::string>, max_length(5)> note,
               Body<"count", int, 1, ge(1)> count, Query<"q", std::optional<std::string>> q) {
                return dict{{"id", id},     {"item", item},   {"tags", tags},
                            {"note", note}, {"count", count}, {"q", q}};
            });
    app.post(
        "/embedded", {.name = "embedded"},
        [](Body<"number", int, embed, gt(0), title("A number")> number) { return echo(number); });
    app.post("/renamed", {.name = "renamed"},
             [](Body<"item", Item, embed, alias("theItem")> item) { return echo(item); });
    app.post("/optional-embedded", {.name = "optional_embedded"},
             [](Body<"item", std::optional<Item>, embed> item) { return echo(item); });
}

void add_scalars(FastAPI& app) {
    app.post("/number", {.name = "number"},
             [](Body<"value", double, gt(0), examples(1.5)> value) { return echo(value); });
    app.post(
        "/text", {.name = "text"},
        [](Body<"value", std::string, min_length(2), max_length(4)> value) { return echo(value); });
    app.post("/day", {.name = "day"}, [](Body<"value", date> value) { return echo(value); });
    app.post("/fallback", {.name = "fallback"},
             [](Body<"value", int, 5, le(10)> value) { return echo(value); });
}

void add_whole_bodies(FastAPI& app) {
    app.post("/numbers", {.name = "numbers"},
             [](Body<"values", std::vector<int>, required, min_items(1), max_items(3)> values) {
                 return echo(values);
             });
    app.post("/optional-items", {.name = "optional_items"},
             [](Body<"items", std::optional<std::vector<Item>>> items) { return echo(items); });
    app.post("/unique", {.name = "unique"},
             [](Body<"values", std::set<int>> values) { return echo(values.size()); });
    app.post("/pair", {.name = "pair"},
             [](Body<"value", std::tuple<int, std::string>> value) { return echo(value); });
    app.post("/named", {.name = "named"},
             [](Body<"items", std::map<std::string, Item>> items) { return echo(items); });
    app.post("/shape", {.name = "shape"},
             [](Body<"value", std::variant<Circle, Box>> value) { return echo(value); });
    app.post("/pet", {.name = "pet"},
             [](Body<"value", std::variant<Cat, Dog>, discriminator("kind")> value) {
                 return echo(value);
             });
    app.post("/any", {.name = "anything"}, [](Body<"value", any> value) {
        return dict{{"value", value}};
    });
    app.post("/dict", {.name = "any_dict"}, [](Body<"value", dict> value) { return echo(value); });
    app.get("/search", {.name = "search"},
            [](Item item, Query<"q", std::string, defaults_to("all")> q) {
                return dict{{"item", item}, {"q", q}};
            });
    app.delete_("/items", {.name = "delete_item"}, [](Item item) { return echo(item); });
}

}  // namespace

int twins::bodies(int argc, char** argv) {
    FastAPI app({.title = "Bodies"});
    add_models(app);
    add_parts(app);
    add_scalars(app);
    add_whole_bodies(app);
    return app.run(argc, argv);
}
