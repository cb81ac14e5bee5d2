// What models do: dumping, copying, validators, configuration.

#include "seed_app.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

struct Person {
    std::string name;
    Field<int> age = 18;
    Field<std::optional<std::string>> city;
};

struct PersonOrm {
    int id;
    std::string name;
};

double positive(double price) {
    if (price <= 0) throw ValueError("Price must be positive");
    return price;
}

struct Priceable {
    std::string name;
    Field<double, validator<positive>> price;

    void model_validator() const {
        if (lower(name).find("free") != std::string::npos && price > 0)
            throw ValueError("Free items must have price 0");
    }
};

struct Strict {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid, .strict = true};

    int count;
    std::string label;
    bool flag = false;
    double ratio = 1.0;
};

any lower_name(any name) { return name.is_string() ? any(lower(name.as_string())) : name; }

/// Whether Python's `if` takes the value for true.
bool is_true(const any& value) {
    if (value.is_null()) return false;
    if (value.is_bool()) return value.as_bool();
    if (value.is_number()) return value.as_number() != 0;
    if (value.is_string()) return !value.as_string().empty();
    return value.is_list() ? !value.as_list().empty() : !value.as_dict().empty();
}

void no_empty_tags(const std::vector<std::string>& tags) {
    for (const std::string& tag : tags)
        if (tag.empty()) throw AssertionError("tags must not be empty");
}

struct Signup {
    static constexpr auto model_config =
        ConfigDict{.str_strip_whitespace = true, .populate_by_name = true};

    Field<std::string, alias("userName"), min_length(2), validator<lower_name>> user_name;
    std::string password;
    std::string password2;
    Field<std::vector<std::string>, validator<no_empty_tags>> tags;

    static any model_validator_before(any data) {
        const any* admin = data.is_dict() ? data.as_dict().get("admin") : nullptr;
        if (admin != nullptr && is_true(*admin)) throw ValueError("admin cannot be set");
        return data;
    }

    void model_validator() const {
        if (password != password2) throw ValueError("passwords do not match");
    }
};

struct Open {
    static constexpr auto model_config = ConfigDict{.extra = Extra::allow};

    int id;
    dict model_extra;
};

void add_functions(APIRouter& router) {
    router.post("/dump", {.name = "dump_person"}, [](Person person) {
        return dict{{"all", model_dump(person)},
                    {"exclude_unset", model_dump(person, {.exclude_unset = true})},
                    {"exclude_defaults", model_dump(person, {.exclude_defaults = true})},
                    {"exclude_none", model_dump(person, {.exclude_none = true})},
                    {"include", model_dump(person, {.include = {"name"}})},
                    {"exclude", model_dump(person, {.exclude = {"age"}})},
                    {"json", model_dump_json(person)},
                    {"fields_set", model_fields_set(person)},
                    {"copy", model_dump(model_copy(person, dict{{"age", 99}}))}};
    });

    router.get("/from-attributes", {.name = "from_attributes"}, []() -> any {
        const seed::UserRecord row{9, "Row", "row@example.com", seed::fixed_now, "x"};
        return model_validate<PersonOrm>(row);
    });
}

// The handlers of the reference say nothing of what they return, so its document does not either.
void add_validated(APIRouter& router) {
    router.post("/products", {.name = "create_priceable"},
                [](Priceable product) -> any { return product; });

    router.post("/strict", {.name = "create_strict"}, [](Strict value) -> any { return value; });

    router.post("/signup", {.name = "create_signup"}, [](Signup value) -> any { return value; });

    router.post("/open", {.name = "create_open"}, [](Open value) -> any { return value; });
}

}  // namespace

APIRouter seed::s17() {
    APIRouter router({.prefix = "/s17", .tags = {"s17"}});
    add_functions(router);
    add_validated(router);
    return router;
}
