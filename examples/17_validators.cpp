// What models can do: validators of fields and of the whole, configuration, dumping and copying.
//
//   curl http://127.0.0.1:8000/products --json '{"name":"Pen","price":-1}'
//   curl http://127.0.0.1:8000/signup --json '{"userName":" Ana ","password":"a","password2":"b"}'

#include <fastapi.hpp>

#include <optional>
#include <string>

using namespace fastapi;

// A validator of a field takes the value and returns the one to use; it refuses with ValueError.
double rounded_price(double price) {
    if (price <= 0) throw ValueError("Price must be positive");
    return static_cast<double>(static_cast<long long>(price * 100 + 0.5)) / 100;
}

// One that takes an `any` sees what was sent, before it is read.
any first_of_list(any value) {
    const bool is_several = value.is_list() && !value.as_list().empty();
    return is_several ? value[0] : value;
}

struct Product {
    Field<std::string, validator<first_of_list>> name;
    Field<double, validator<rounded_price>> price;

    // Runs when every member is valid.
    void model_validator() const {
        if (name.starts_with("Free") && price > 1) throw ValueError("A free item costs nothing");
    }
};

struct Signup {
    static constexpr auto model_config =
        ConfigDict{.extra = Extra::forbid, .str_strip_whitespace = true, .populate_by_name = true};

    Field<std::string, alias("userName"), min_length(2)> user_name;
    std::string password;
    std::string password2;

    // Sees the document before any member is read, and may change it.
    static any model_validator_before(any data) {
        if (data.is_dict() && !data.as_dict().contains("password2"))
            data["password2"] = data.as_dict().get("password", "");
        return data;
    }
    void model_validator() const {
        if (password != password2) throw ValueError("passwords do not match");
    }
};

// Every conversion between JSON's types is an error; what the model does not know is kept.
struct Reading {
    static constexpr auto model_config = ConfigDict{.extra = Extra::allow, .strict = true};

    int sensor;
    double value;
    dict model_extra;
};

struct Person {
    std::string name;
    Field<int> age = 18;
    Field<std::optional<std::string>> city;
};

struct PersonRow {
    std::string name;
    int age;
    int row_number;
};

int main(int argc, char** argv) {
    FastAPI app;

    app.post("/products", [](Product product) { return product; });
    app.post("/signup", [](Signup signup) { return dict{{"welcome", signup.user_name}}; });
    app.post("/readings", [](Reading reading) { return reading; });

    app.post("/dump", [](Person person) {
        return dict{{"all", model_dump(person)},
                    {"set", model_dump(person, {.exclude_unset = true})},
                    {"name", model_dump(person, {.include = {"name"}})},
                    {"json", model_dump_json(person, {.exclude_none = true})},
                    {"older", model_dump(model_copy(person, dict{{"age", 99}}))}};
    });

    // From any struct that has such members, and from text.
    app.get("/validate", [] {
        const Person from_row = model_validate<Person>(PersonRow{"Ana", 30, 7});
        const Person from_text = model_validate_json<Person>(R"({"name": "Bob", "age": "41"})");
        return dict{{"ages", list{from_row.age, from_text.age}}};
    });

    return app.run(argc, argv);
}
