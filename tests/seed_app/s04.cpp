// Query parameters: required, defaults, optional, limits, lists.

#include "seed_app.hpp"

#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace fastapi;

namespace {

enum class SortOrder { asc, desc };

void add_scalars(APIRouter& router) {
    router.get("/search", {.name = "search"}, [](Query<"q", std::string> q) {
        return dict{{"query", q}};
    });

    router.get("/items", {.name = "list_items"},
               [](Query<"skip", int, 0> skip, Query<"limit", int, 10> limit,
                  Query<"active", bool, true> active) {
                   return dict{{"skip", skip}, {"limit", limit}, {"active", active}};
               });

    router.get("/users", {.name = "list_users_filtered"},
               [](Query<"name", std::optional<std::string>> name) {
                   return dict{{"filter", name && !name->empty() ? *name : "all"}};
               });

    router.get("/numbers", {.name = "list_numbers"},
               [](Query<"ratio", double, defaults_to(0.5), gt(0), lt(1)> ratio,
                  Query<"step", int, 10, multiple_of(5)> step,
                  Query<"big", std::optional<std::int64_t>> big) {
                   return dict{{"ratio", ratio}, {"step", step}, {"big", big}};
               });

    router.get("/sorted", {.name = "list_sorted"},
               [](Query<"order", SortOrder, SortOrder::asc> order,
                  Query<"mode", Literal<"fast", "slow">, defaults_to("fast")> mode) {
                   return dict{{"order", order}, {"mode", mode}};
               });

    router.get("/flag", {.name = "read_required_flag"}, [](Query<"flag", bool> flag) {
        return dict{{"flag", flag}};
    });
}

void add_declared(APIRouter& router) {
    router.get("/aliased", {.name = "list_aliased"},
               [](Query<"item_query", std::string, defaults_to("fixed"), alias("item-query"),
                        title("Item query"), description("Matched against names"),
                        pattern("^[a-z]+$"), deprecated>
                      item_query) {
                   return dict{{"item_query", item_query}};
               });

    router.get("/nullable", {.name = "list_nullable"},
               [](Query<"name", std::optional<std::string>, required> name,
                  Query<"limit", std::optional<int>, ge(1)> limit) {
                   return dict{{"name", name}, {"limit", limit}};
               });

    router.get(
        "/moments", {.name = "list_moments"},
        [](Query<"at", std::optional<datetime>> at, Query<"day", std::optional<date>> day,
           Query<"clock", std::optional<fastapi::time>> clock,
           Query<"span", std::optional<timedelta>> span, Query<"uid", std::optional<UUID>> uid,
           Query<"amount", std::optional<Decimal>> amount) {
            return dict{{"at", at},     {"day", day}, {"clock", clock},
                        {"span", span}, {"uid", uid}, {"amount", amount}};
        });
}

void add_lists(APIRouter& router) {
    router.get("/products", {.name = "list_products_filtered"},
               [](Query<"q", std::optional<std::string>, min_length(3), max_length(50)> q,
                  Query<"page", int, 1, ge(1)> page, Query<"size", int, 20, ge(1), le(100)> size,
                  Query<"tags", std::vector<std::string>> tags) {
                   return dict{{"q", q}, {"page", page}, {"size", size}, {"tags", tags}};
               });

    router.get(
        "/ids", {.name = "list_ids"},
        [](Query<"ids", std::vector<int>, required, min_items(1), max_items(4)> ids) {
            return dict{{"ids", ids}, {"total", std::accumulate(ids.begin(), ids.end(), 0LL)}};
        });

    router.get("/unique", {.name = "list_unique"}, [](Query<"tags", std::set<std::string>> tags) {
        return dict{{"tags", tags}};
    });
}

}  // namespace

APIRouter seed::s04() {
    APIRouter router({.prefix = "/s04", .tags = {"s04"}});
    add_scalars(router);
    add_declared(router);
    add_lists(router);
    return router;
}
