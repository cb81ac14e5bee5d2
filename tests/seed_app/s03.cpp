// Path parameters: conversion, several of them, limits, enums, order.

#include "seed_app.hpp"

#include <algorithm>
#include <string>

using namespace fastapi;

namespace {

enum class ModelName { alexnet, resnet, lenet };
enum class Level { low = 1, mid = 2, high = 3 };

/// The number of code points, which is what Python's len() counts.
auto length(const std::string& text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

void add_numbers(APIRouter& router) {
    router.get("/users/me", {.name = "read_me"}, [] { return dict{{"user_id", "me"}}; });

    router.get("/users/{user_id}", {.name = "read_user"}, [](Path<"user_id", int> user_id) {
        return dict{{"user_id", user_id}};
    });

    router.get("/users/{user_id}/orders/{order_id}", {.name = "read_order"},
               [](Path<"user_id", int> user_id, Path<"order_id", int> order_id) {
                   return dict{{"user_id", user_id}, {"order_id", order_id}};
               });

    router.get("/items/{item_id}", {.name = "read_item"},
               [](Path<"item_id", int, title("Item ID"),
                       description("The ID of the item to retrieve"), ge(1), le(9999)>
                      item_id) {
                   return dict{{"item_id", item_id}};
               });

    router.get("/ratios/{ratio}", {.name = "read_ratio"},
               [](Path<"ratio", double, gt(0), lt(100.5)> ratio) {
                   return dict{{"ratio", ratio}};
               });

    router.get("/counted/{n:int}", {.name = "read_counted"}, [](Path<"n", int> n) {
        return dict{{"n", n}};
    });
}

void add_choices(APIRouter& router) {
    router.get("/models/{model_name}", {.name = "read_model"},
               [](Path<"model_name", ModelName> model_name) {
                   return dict{{"model", model_name}, {"value", enum_name(model_name)}};
               });

    router.get("/levels/{level}", {.name = "read_level"}, [](Path<"level", IntEnum<Level>> level) {
        return dict{{"level", level}, {"name", enum_name(Level(level))}};
    });

    router.get("/flags/{flag}", {.name = "read_flag"}, [](Path<"flag", bool> flag) {
        return dict{{"flag", flag}};
    });
}

void add_texts(APIRouter& router) {
    router.get(
        "/slugs/{slug}", {.name = "read_slug"},
        [](Path<"slug", std::string, min_length(3), max_length(10), pattern("^[a-z0-9-]+$")> slug) {
            return dict{{"slug", slug}};
        });

    router.get("/uuids/{uid}", {.name = "read_uuid"}, [](Path<"uid", UUID> uid) {
        return dict{{"uid", uid}};
    });

    router.get("/days/{day}", {.name = "read_day"}, [](Path<"day", date> day) {
        return dict{{"day", day}};
    });

    router.get("/names/{name}", {.name = "read_name"}, [](Path<"name", std::string> name) {
        return dict{{"name", name}, {"length", length(name)}};
    });

    router.get("/files/{file_path:path}", {.name = "read_file_path"},
               [](Path<"file_path", std::string> file_path) {
                   return dict{{"file_path", file_path}};
               });
}

}  // namespace

APIRouter seed::s03() {
    APIRouter router({.prefix = "/s03", .tags = {"s03"}});
    add_numbers(router);
    add_choices(router);
    add_texts(router);
    return router;
}
