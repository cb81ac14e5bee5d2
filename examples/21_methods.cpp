// Every method on one resource: read, create, replace, change, remove, and ask about it.
//
//   curl http://127.0.0.1:8000/products
//   curl -i http://127.0.0.1:8000/products --json '{"name":"Cup","price":3}'
//   curl -X PATCH http://127.0.0.1:8000/products/1 --json '{"price":10}'
//   curl -i -X DELETE http://127.0.0.1:8000/products/2
//   curl -I http://127.0.0.1:8000/products/1

#include <fastapi.hpp>

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

struct ProductIn {
    Field<std::string, min_length(1)> name;
    Field<double, ge(0)> price;
    std::optional<std::string> description;
};

// A Field knows whether it was sent: PATCH changes those alone, `null` included.
struct ProductPatch {
    Field<std::optional<std::string>, min_length(1)> name;
    Field<std::optional<double>, ge(0)> price;
    Field<std::optional<std::string>> description;
};

struct ProductOut {
    int id;
    std::string name;
    double price;
    std::optional<std::string> description;
};

// Handlers run in several threads: what they share is theirs to protect.
class Products {
public:
    dict get(int id) {
        const std::lock_guard lock(mutex_);
        return find(id);
    }

    std::vector<dict> page(int skip, int limit) {
        const std::lock_guard lock(mutex_);
        std::vector<dict> rows;
        for (const auto& [id, row] : rows_)
            if (skip-- <= 0 && limit-- > 0) rows.push_back(row);
        return rows;
    }

    dict create(const dict& product) {
        const std::lock_guard lock(mutex_);
        const int id = ++last_id_;
        return rows_[id] = with_id(id, product);
    }

    dict replace(int id, const dict& product) {
        const std::lock_guard lock(mutex_);
        return find(id) = with_id(id, product);
    }

    dict change(int id, const dict& changes) {
        const std::lock_guard lock(mutex_);
        dict& row = find(id);
        row.update(changes);
        return row;
    }

    void remove(int id) {
        const std::lock_guard lock(mutex_);
        find(id);
        rows_.erase(id);
    }

private:
    dict& find(int id) {
        const auto found = rows_.find(id);
        if (found == rows_.end()) throw HTTPException(404, "Product not found");
        return found->second;
    }

    static dict with_id(int id, const dict& product) {
        dict row{{"id", id}};
        row.update(product);
        return row;
    }

    std::mutex mutex_;
    std::map<int, dict> rows_;
    int last_id_ = 0;
};

int main(int argc, char** argv) {
    Products products;
    products.create({{"name", "Lamp"}, {"price", 12.5}, {"description", nullptr}});
    products.create({{"name", "Desk"}, {"price", 99.0}, {"description", "oak"}});

    FastAPI app;

    app.get<std::vector<ProductOut>>(
        "/products",
        [&](Query<"skip", int, 0, ge(0)> skip, Query<"limit", int, 100, ge(1), le(100)> limit) {
            return products.page(skip, limit);
        });

    app.post<ProductOut>("/products", {.status_code = 201},
                         [&](ProductIn product, Response& response) {
                             dict row = products.create(model_dump(product));
                             response.headers.set("Location", "/products/" + row["id"].dump());
                             return row;
                         });

    app.get<ProductOut>("/products/{id}", [&](Path<"id", int> id) { return products.get(id); });

    app.put<ProductOut>("/products/{id}", [&](Path<"id", int> id, ProductIn product) {
        return products.replace(id, model_dump(product));
    });

    app.patch<ProductOut>("/products/{id}", [&](Path<"id", int> id, ProductPatch changes) {
        return products.change(id, model_dump(changes, {.exclude_unset = true}));
    });

    // `delete` is a keyword of C++.
    app.delete_("/products/{id}", {.status_code = 204},
                [&](Path<"id", int> id) { products.remove(id); });

    // A GET route does not answer HEAD by itself. The body only counts: it is not sent.
    app.head("/products/{id}", [&](Path<"id", int> id, Response& response) {
        dict row = products.get(id);
        response.headers.set("X-Name", row["name"].as_string());
        return row;
    });

    app.options("/products", [] { return Response("", 200, {{"Allow", "GET, POST, OPTIONS"}}); });

    app.trace("/trace", [](Request& request) { return dict{{"method", request.method}}; });

    // One handler for several methods, of any name.
    app.api_route({"GET", "POST", "REPORT"}, "/multi", [](Request& request) {
        return dict{{"method", request.method}};
    });

    return app.run(argc, argv);
}
