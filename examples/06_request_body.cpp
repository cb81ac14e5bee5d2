// Request bodies: one model, an optional one, several parts, single values, lists, free JSON.
//
//   curl http://127.0.0.1:8000/items --json '{"name":"Pen","price":2.5,"tax":0.5}'
//   curl -X PUT 'http://127.0.0.1:8000/items/3?q=hello'

#include <fastapi.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

struct Item {
    std::string name;
    std::optional<std::string> description;
    double price;
    std::optional<double> tax;
};

struct User {
    std::string username;
};

int main(int argc, char** argv) {
    FastAPI app;

    // A plain struct among the parameters is the whole JSON body.
    app.post("/items", [](Item item) {
        dict answer = model_dump(item);
        if (item.tax) answer["price_with_tax"] = item.price + *item.tax;
        return answer;
    });

    // Path, query and body together; an optional body may be missing.
    app.put("/items/{item_id}",
            [](Path<"item_id", int> item_id, Query<"q", std::optional<std::string>> q,
               std::optional<Item> item) {
                dict result{{"item_id", item_id}};
                if (q) result["q"] = q;
                if (item) result.update(model_dump(*item));
                return result;
            });

    // Several parts, each under its name: {"item": {...}, "user": {...}, "importance": 5}
    app.put("/items/{item_id}/assign",
            [](Path<"item_id", int> item_id, Body<"item", Item> item, Body<"user", User> user,
               Body<"importance", int, 1, gt(0)> importance) {
                return dict{{"item_id", item_id},
                            {"item", item.name},
                            {"user", user.username},
                            {"importance", importance}};
            });

    // One part alone is the whole body, unless it says `embed`: {"item": {...}}
    app.put("/items/{item_id}/embed", [](Path<"item_id", int>, Body<"item", Item, embed> item) {
        return dict{{"total", item.price + item.tax.value_or(0)}};
    });

    // A list, a map, free JSON.
    app.post("/bulk", [](std::vector<Item> items) {
        double total = 0;
        for (const Item& item : items) total += item.price;
        return dict{{"count", items.size()}, {"total", total}};
    });
    app.post("/scores", [](std::map<std::string, double> scores) {
        double sum = 0;
        for (const auto& [name, score] : scores) sum += score;
        return dict{{"players", scores.size()}, {"sum", sum}};
    });
    app.post("/echo", [](any payload) { return dict{{"payload", payload}}; });

    return app.run(argc, argv);
}
