// Status codes: constants, HTTPException with headers, the Response parameter.

#include "seed_app.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

using namespace fastapi;

namespace {

struct StockItem {
    std::string name;
    double price = 1.0;
};

/// In code points, as Python counts.
std::ptrdiff_t length_of(const std::string& text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

void add_items(APIRouter& router) {
    router.post("/items", {.status_code = status::HTTP_201_CREATED, .name = "create_stock_item"},
                [](StockItem item) -> any { return item; });

    router.get("/items/{item_id}", {.name = "get_stock_item"}, [](Path<"item_id", int> item_id) {
        if (item_id != 1 && item_id != 2)
            throw HTTPException(status::HTTP_404_NOT_FOUND,
                                "Item " + std::to_string(item_id) + " not found",
                                {{"X-Error", "Item missing"}});
        return dict{{"id", item_id}, {"name", item_id == 1 ? "pen" : "ink"}};
    });

    router.delete_("/items/{item_id}",
                   {.status_code = status::HTTP_204_NO_CONTENT, .name = "delete_stock_item"},
                   [](Path<"item_id", int>) { return Response(204); });

    router.delete_("/void/{item_id}", {.status_code = 204, .name = "delete_void"},
                   [](Path<"item_id", int>) {});

    router.post(
        "/items/dynamic", {.name = "create_dynamic"}, [](StockItem item, Response& response) {
            if (item.name == "pen" || item.name == "ink") {
                response.status_code = status::HTTP_200_OK;
                return dict{{"message", "already exists"}};
            }
            response.status_code = status::HTTP_201_CREATED;
            response.headers.set("X-Created", "name of " + std::to_string(length_of(item.name)));
            return dict{{"id", 3}, {"name", item.name}};
        });
}

void add_codes(APIRouter& router) {
    router.get("/accepted", {.status_code = 202, .name = "get_accepted"}, [] {});

    router.get("/code/{code}", {.name = "get_code"},
               [](Response& response, Path<"code", int, ge(200), le(599)> code) {
                   response.status_code = code;
                   return dict{{"code", code}};
               });

    router.get("/raise/{code}", {.name = "raise_code"},
               [](Path<"code", int, ge(200), le(599)> code) { throw HTTPException(code); });
}

void add_details(APIRouter& router) {
    router.get("/detail/{kind}", {.name = "raise_detail"}, [](Path<"kind", std::string> kind) {
        const dict details{{"text", "plain text"},
                           {"dict", dict{{"code", "E1"}, {"nested", dict{{"n", 1}}}}},
                           {"list", list{1, "two", nullptr}},
                           {"number", 5},
                           {"empty", ""},
                           {"false", false}};
        if (!details.contains(kind)) throw HTTPException(400);
        throw HTTPException(418, details[kind], {{"X-Kind", kind}});
    });
}

}  // namespace

APIRouter seed::s08() {
    APIRouter router({.prefix = "/s08", .tags = {"s08"}});
    add_items(router);
    add_codes(router);
    add_details(router);
    return router;
}
