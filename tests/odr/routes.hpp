#pragma once

// The application that both translation units make: a little of everything that is a template.

#include <fastapi.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace odr {

enum class Size { small, large };

struct Cup {
    fastapi::Literal<"cup"> kind;
    Size size = Size::small;
};
struct Plate {
    fastapi::Literal<"plate"> kind;
    fastapi::Field<double, fastapi::gt(0)> diameter;
};

struct Order {
    fastapi::Field<std::string, fastapi::min_length(1), fastapi::pattern("^[a-z]+$")> name;
    fastapi::Field<std::variant<Cup, Plate>, fastapi::discriminator("kind")> item;
    std::variant<int, std::string> number;
    std::optional<fastapi::Decimal> price;
    fastapi::datetime due;
    fastapi::EmailStr customer;
    std::map<std::string, std::set<int>> shelves = {};
    std::vector<Order> parts = {};
};

inline std::string session(fastapi::Cookie<"session", std::string> id,
                           fastapi::Header<"x_day", fastapi::date> day) {
    return id + day.isoformat();
}

inline void add_routes(fastapi::FastAPI& app) {
    app.get("/{id}",
            [](fastapi::Path<"id", int> id, fastapi::Query<"tags", std::vector<std::string>> tags) {
                return fastapi::dict{{"id", id}, {"tags", tags}};
            });
    app.post<Order>("/", [](Order order, fastapi::Depends<session>) { return order; });
    app.post("/form", [](fastapi::Form<"size", Size> size, fastapi::File<"file"> file) {
        return fastapi::dict{{"size", size}, {"name", file.filename}};
    });
}

}  // namespace odr
