// Testing: the application is made by a function, so that tests can make one, too.
//
//   ./23_testing          serves it
//   ./23_testing --test   tests it, without a network

#include <fastapi.hpp>

#include <cstdio>
#include <string>
#include <string_view>

using namespace fastapi;

struct Item {
    std::string name;
    Field<double, gt(0)> price;
};

double get_tax() { return 0.2; }  // from a database, perhaps

void add_routes(FastAPI& app) {
    app.post("/items", {.status_code = 201}, [](Item item, Depends<get_tax> tax) {
        const double rate = tax;
        return dict{{"name", item.name}, {"total", item.price * (1 + rate)}};
    });
}

int failures = 0;

void check(bool holds, std::string_view what) {
    std::printf("%s: %.*s\n", holds ? "ok" : "FAILED", static_cast<int>(what.size()), what.data());
    if (!holds) ++failures;
}

int run_tests() {
    FastAPI app;
    add_routes(app);
    TestClient client(app);

    const dict widget{{"name", "Widget"}, {"price", 12.5}};
    auto response = client.post("/items", {.json = widget});
    check(response.status_code == 201, "an item is created");
    check(response.json()["total"] == 15, "its price comes with tax");

    app.dependency_overrides.set<get_tax>([] { return 0.0; });
    check(client.post("/items", {.json = widget}).json()["total"] == 12.5, "without tax, too");

    response = client.post("/items", {.json = dict{{"name", "Widget"}, {"price", -1}}});
    check(response.status_code == 422, "a price is positive");
    check(response.json()["detail"][0]["loc"] == list{"body", "price"}, "and the answer says so");
    return failures == 0 ? 0 : 1;
}

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "--test") return run_tests();
    FastAPI app;
    add_routes(app);
    return app.run(argc, argv);
}
