// Request bodies: one model, path and query beside it, several parts, scalars, lists, free JSON.

#include "seed_app.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

struct Item {
    std::string name;
    std::optional<std::string> description;
    double price;
    std::optional<double> tax;
};

struct Owner {
    std::string name;
};

void add_one_model(APIRouter& router) {
    router.post("/items", {.name = "create_item"}, [](Item item) {
        dict answer = model_dump(item);
        if (item.tax.value_or(0) != 0) answer["price_with_tax"] = item.price + *item.tax;
        return answer;
    });

    router.put("/items/{item_id}", {.name = "update_item"},
               [](Path<"item_id", int> item_id, Query<"q", std::optional<std::string>> q,
                  Body<"item", std::optional<Item>> item) {
                   dict result{{"item_id", item_id}};
                   if (q && !q->empty()) result["q"] = q;
                   if (item) result.update(model_dump(*item));
                   return result;
               });

    router.post("/maybe", {.name = "post_maybe"}, [](Body<"item", std::optional<Item>> item) {
        return dict{{"given", item.has_value()}};
    });
}

void add_several_parts(APIRouter& router) {
    router.put("/items/{item_id}/assign", {.name = "assign_item"},
               [](Path<"item_id", int> item_id, Body<"item", Item> item, Body<"user", Owner> user) {
                   return dict{{"item_id", item_id}, {"item", item}, {"user", user}};
               });

    router.put("/items/{item_id}/embed", {.name = "embed_item"},
               [](Path<"item_id", int> item_id, Body<"item", Item, embed> item) {
                   return dict{{"item_id", item_id}, {"item", item}};
               });

    router.post("/items/{item_id}/weigh", {.name = "weigh_item"},
                [](Path<"item_id", int> item_id, Body<"item", Item> item,
                   Body<"importance", int, gt(0)> importance,
                   Body<"note", std::optional<std::string>, max_length(5)> note,
                   Query<"q", std::optional<std::string>> q) {
                    return dict{{"item_id", item_id},
                                {"item", item},
                                {"importance", importance},
                                {"note", note},
                                {"q", q}};
                });
}

void add_other_values(APIRouter& router) {
    router.post("/bulk", {.name = "create_bulk"}, [](Body<"items", std::vector<Item>> items) {
        double total = 0;
        for (const Item& item : items) total += item.price;
        return dict{{"count", items.size()}, {"total", items.empty() ? any(0) : any(total)}};
    });

    router.post("/scores", {.name = "create_scores"},
                [](Body<"scores", std::map<std::string, double>> scores) {
                    list names;
                    double sum = 0;
                    for (const auto& [name, score] : scores) {
                        names.push_back(name);
                        sum += score;
                    }
                    return dict{{"names", names}, {"sum", names.empty() ? any(0) : any(sum)}};
                });

    router.post("/number", {.name = "post_number"}, [](Body<"value", int, ge(0)> value) {
        return dict{{"value", value}};
    });

    router.post("/any", {.name = "post_any"}, [](Body<"payload", any> payload) {
        return dict{{"payload", payload}};
    });

    router.post("/object", {.name = "post_object"},
                [](Body<"payload", dict> payload) -> dict { return payload; });
}

}  // namespace

APIRouter seed::s06() {
    APIRouter router({.prefix = "/s06", .tags = {"s06"}});
    add_one_model(router);
    add_several_parts(router);
    add_other_values(router);
    return router;
}
