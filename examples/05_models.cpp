// Models: any plain struct. Its members say what is required, what may be missing and what fits.
//
//   curl http://127.0.0.1:8000/users --json '{"name":"Alice","email":"alice@example.com"}'
//   curl http://127.0.0.1:8000/users --json '{"name":"A","email":"alice"}'

#include <fastapi.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

using namespace fastapi;

// A Field is a member with limits. An optional or a container may be missing, and so may what has
// an initialiser; everything else is required.
struct UserCreate {
    Field<std::string, min_length(2), max_length(100), example("Alice Johnson")> name;
    EmailStr email;
    Field<std::optional<int>, ge(0), le(150)> age;
    bool is_active = true;
    std::vector<std::string> tags = {};
};

// Models nest, ...
struct Address {
    std::string street;
    std::string city;
    Field<std::string> country = "UK";
};

enum class Plan { basic, premium };

struct Customer {
    std::string name;
    Address address;
    Plan plan = Plan::basic;
    Field<Decimal, ge(0), decimal_places(2), defaults_to("0.00")> credit;
    std::optional<date> born;
    std::vector<int> orders = {};
};

// ... also into themselves.
struct Comment {
    std::string text;
    std::vector<Comment> replies = {};
};

int depth_of(const Comment& comment) {
    int deepest = 0;
    for (const Comment& reply : comment.replies) deepest = std::max(deepest, depth_of(reply));
    return deepest + 1;
}

int main(int argc, char** argv) {
    FastAPI app;

    app.post("/users", {.status_code = 201}, [](UserCreate user) { return user; });

    app.post("/customers", [](Customer customer) { return customer; });

    app.post("/comments", [](Comment comment) { return dict{{"depth", depth_of(comment)}}; });

    return app.run(argc, argv);
}
