// The target of the measurements: bench_app PORT [THREADS] on 127.0.0.1.

#include <fastapi.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

struct Item {
    Field<std::string, min_length(2), max_length(100)> name;
    std::optional<std::string> description;
    Field<double, gt(0)> price;
    std::optional<double> tax;
    std::vector<std::string> tags;
};

struct ItemOut {
    std::string name;
    std::optional<std::string> description;
    double price;
    std::optional<double> tax;
    std::vector<std::string> tags;
    double price_with_tax;
};

ItemOut with_tax(Item item) {
    const double total = item.price + item.tax.value_or(0);
    return {std::move(item.name), std::move(item.description),
            item.price,           item.tax,
            std::move(item.tags), total};
}

std::vector<Item> hundred_items() {
    std::vector<Item> items;
    for (int i = 0; i < 100; ++i)
        items.push_back(
            {"Widget " + std::to_string(i), "A useful widget", 12.5, 1.25, {"a", "b", "c"}});
    return items;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: bench_app PORT [THREADS]\n", stderr);
        return 2;
    }
    static const std::vector<Item> items = hundred_items();
    static const std::string big(1 << 20, 'x');
    FastAPI app;
    app.get("/", [] { return dict{{"message", "Hello World"}}; });
    app.get("/plaintext", [] { return PlainTextResponse("Hello, World!"); });
    app.get("/users/{user_id}",
            [](Path<"user_id", int> user_id, Query<"active", bool, true> active) {
                return dict{{"user_id", user_id}, {"active", active}};
            });
    app.post("/items", [](Item item) { return with_tax(std::move(item)); });
    app.get("/items", []() -> const std::vector<Item>& { return items; });
    app.get("/big", [] { return Response(big, 200, {}, "application/octet-stream"); });
    app.post("/upload", [](Request& request) -> async<dict> {
        const std::string body = co_await request.body();
        co_return dict{{"size", body.size()}};
    });
    app.run({.host = "127.0.0.1",
             .port = std::atoi(argv[1]),
             .workers = argc > 2 ? std::atoi(argv[2]) : 1,
             .access_log = false});
}
