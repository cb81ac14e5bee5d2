// Models: limits of fields, e-mail addresses, nesting, every type of member.

#include "seed_app.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

using namespace fastapi;

namespace {

struct UserCreate {
    Field<std::string, min_length(2), max_length(100), example("Alice Johnson")> name;
    EmailStr email;
    Field<std::optional<int>, ge(0), le(150)> age;
    bool is_active = true;
    std::vector<std::string> tags = {};
};

struct UserResponse {
    int id;
    std::string name;
    std::string email;
    datetime created_at;
};

struct Address {
    std::string street;
    std::string city;
    Field<std::string> country = "UK";
};

struct Customer {
    std::string name;
    Address address;
    std::vector<int> orders = {};
};

enum class Color { red, green, blue };

struct AllTypes {
    static constexpr auto description =
        "One optional field for each type, so a request can try them singly.";

    std::optional<int> i;
    std::optional<double> f;
    std::optional<bool> b;
    std::optional<std::string> s;
    std::optional<datetime> dt;
    std::optional<date> d;
    std::optional<fastapi::time> t;
    std::optional<timedelta> td;
    std::optional<UUID> uid;
    std::optional<Decimal> dec;
    std::optional<Color> color;
    std::optional<Literal<"a", "b", 3>> lit;
    std::optional<std::vector<int>> ints;
    std::optional<std::set<std::string>> words;
    std::optional<std::tuple<int, std::string>> pair;
    std::optional<std::map<std::string, double>> scores;
    std::optional<std::map<int, std::string>> by_id;
    std::optional<std::variant<int, std::string>> either;
    std::optional<Address> addr;
    Field<any> anything = nullptr;
};

struct Limits {
    Field<int, ge(1), le(100)> qty;
    Field<double, gt(0), lt(1)> ratio;
    Field<std::string, min_length(3), max_length(8), pattern("^[A-Z]+[0-9]*$")> code;
    Field<int, multiple_of(5)> step = 5;
    Field<std::vector<std::string>, required, min_items(1), max_items(3)> names;
    Field<Decimal, defaults_to("1.00"), max_digits(6), decimal_places(2)> price;
};

struct TreeNode {
    std::string name;
    int weight = 0;
    std::vector<TreeNode> children = {};
};

struct Member {
    std::string name;
    EmailStr email;
    std::optional<Address> address;
};

struct Team {
    std::string title;
    Member lead;
    std::vector<Member> members = {};
    std::map<std::string, int> scores = {};
};

struct Extent {
    int depth = 1;
    int total = 0;
};

Extent measure(const TreeNode& node) {
    Extent extent{1, node.weight};
    for (const TreeNode& child : node.children) {
        const Extent below = measure(child);
        extent.depth = std::max(extent.depth, below.depth + 1);
        extent.total += below.total;
    }
    return extent;
}

void add_users(APIRouter& router) {
    // A row has more than the response model shows: the hash stays inside.
    router.post<UserResponse>(
        "/users", {.status_code = 201, .name = "create_user"}, [](UserCreate user) {
            return seed::UserRecord{1, user.name, user.email, seed::fixed_now, "hash-of-password"};
        });

    router.post("/users/dump", {.name = "dump_user"},
                [](UserCreate user) { return model_dump(user); });
}

void add_echoes(APIRouter& router) {
    router.post("/customers", {.name = "create_customer"},
                [](Customer customer) { return customer; });

    router.post("/types", {.name = "echo_types"}, [](AllTypes value) { return value; });

    router.post("/limits", {.name = "echo_limits"}, [](Limits value) { return value; });

    router.post("/tree", {.name = "measure_tree"}, [](TreeNode node) {
        const Extent extent = measure(node);
        return dict{{"depth", extent.depth}, {"total", extent.total}};
    });

    router.post("/teams", {.name = "create_team"}, [](Team team) { return team; });
}

}  // namespace

APIRouter seed::s05() {
    APIRouter router({.prefix = "/s05", .tags = {"s05"}});
    add_users(router);
    add_echoes(router);
    return router;
}
