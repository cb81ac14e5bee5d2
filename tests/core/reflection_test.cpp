#include "fastapi/core/reflection.hpp"

#include <any>
#include <atomic>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

namespace {

using fastapi::enum_cast;
using fastapi::enum_name;
using fastapi::enum_names;
using fastapi::enum_values;
using fastapi::member_count;
using fastapi::member_names;
using fastapi::member_type;
using fastapi::members;
using fastapi::reflectable;
using fastapi::type_name;

using names = std::vector<std::string_view>;

template <class T>
names names_of() {
    return {member_names<T>.begin(), member_names<T>.end()};
}

template <class E>
names enumerators_of() {
    return {enum_names<E>.begin(), enum_names<E>.end()};
}

// A wrapper with a constructor for everything that converts to T.
template <class T>
struct Wrapped {
    T value{};
    Wrapped() = default;
    template <class U>
        requires std::convertible_to<U, T>
    Wrapped(U&& source) : value(static_cast<U&&>(source)) {}
};

struct FromForwarded {
    template <class U>
    FromForwarded(U&&) {}
};
struct FromConstant {
    template <class U>
    FromConstant(const U&) {}
};

struct NoDefault {
    explicit NoDefault(int) {}
};
struct Immovable {
    explicit Immovable(int) {}
    Immovable(const Immovable&) = delete;
    Immovable& operator=(const Immovable&) = delete;
};
struct Counted {
    static inline int alive = 0;
    Counted() { ++alive; }
    Counted(const Counted&) { ++alive; }
    Counted& operator=(const Counted&) = default;
    ~Counted() { --alive; }
};

struct Empty {};
struct One {
    int x;
};
struct Point {
    int x;
    double y;
};
struct Nested {
    Point from;
    Point to;
    std::string label;
};
struct OnlyNested {
    Nested inner;
};
struct Library {
    std::string text;
    std::string_view view;
    std::optional<std::string> maybe;
    std::optional<Point> maybe_point;
    std::vector<int> list;
    std::vector<std::vector<std::string>> lists;
    std::map<std::string, Point> table;
    std::unique_ptr<Point> owned;
    std::shared_ptr<int> shared;
    std::array<int, 3> three;
    std::array<std::string, 2> two;
    std::pair<int, std::string> pair;
    std::tuple<int, std::string> tuple;
    std::variant<int, std::string> choice;
    std::function<int(int)> callback;
    std::any anything;
    std::atomic<int> counter;
    std::chrono::milliseconds duration;
    bool flag;
    const char* literal;
    std::nullptr_t null;
};
struct Tree {
    int value;
    std::unique_ptr<Tree> left;
    std::vector<Tree> children;
};
struct MoveOnly {
    std::unique_ptr<int> first;
    std::unique_ptr<int> second;
};
struct Constant {
    const int a;
    const std::string b;
};
struct Initialised {
    int a = 1;
    std::string b = "two";
    std::vector<int> c = {3};
    Point d = {4, 5};
};
struct Demanding {
    int a;
    NoDefault b;
    int c;
    Immovable d;
    std::string e;
};
struct DemandingFirst {
    Immovable a;
    int b;
};
struct Greedy {
    Wrapped<int> a;
    Wrapped<std::string> b;
    Wrapped<std::optional<int>> c;
    Wrapped<std::vector<std::string>> d;
    Wrapped<Point> e;
};
struct Greediest {
    FromForwarded a;
    FromConstant b;
    int c;
    std::any d;
};
struct OnlyAny {
    std::any a;
};
struct Arrays {
    int a;
    int three[3];
    std::string b;
    char text[8];
    int grid[2][2];
    Point points[2];
    int last;
};
struct EightAndArray {
    int a, b, c, d, e, f, g, h;
    int i[2];
    int j;
};
struct Mutable {
    mutable int a;
    enum { inside } b;
    int Mutable::*c;
    void (*d)(int);
};
struct Observed {
    Counted a;
    Counted b;
};

struct Derived : Point {
    int z;
};
struct DerivedFromEmpty : Empty {
    int z;
};
struct OnlyDerived : Empty {};
struct DerivedDemanding : Point {
    NoDefault z;
};
union Union {
    int a;
    float b;
};
struct Reference {
    int& a;
};
class Private {
    [[maybe_unused]] int a_ = 0;
};
struct WithConstructor {
    explicit WithConstructor(int);
    int a;
};

template <class T>
struct Outer {
    struct Inner {
        T value;
        int other;
    };
    enum class Mode { slow, fast };
};

template <class... T>
struct Page {};

enum class Color { red, green = 5, blue };
enum class Signed : std::int8_t { low = -128, minus = -1, zero = 0, high = 127 };
enum class Unsigned : std::uint8_t { zero, top = 255 };
enum class Letter : char { a = 'a', comma = ',', quote = '\'' };
enum class Truth : bool { no, yes };
enum class Wide : std::uint64_t { one = 1, far = ~std::uint64_t{0} };
enum class Digits { v1 = 1, v22 = 22, v_3 = 100 };
enum class Aliased { first = 1, second = 1 };
enum class Nothing {};
enum Plain { plain_a, plain_b = 3 };
enum PlainNegative { negative = -2, positive = 2 };
enum Fixed : short { fixed_a = -3, fixed_b = 200 };

}  // namespace

namespace outside {

struct Item {
    int id;
};
enum class Code { ok = 200, not_found = 404, last = 999, hidden = 1000 };
struct Ordered {};
inline auto operator<(Ordered, Ordered) {
    struct InOperator {
        int inside_operator;
    };
    return InOperator{1};
}
inline auto operator,(Ordered, Ordered) {
    enum class InComma { a, b };
    return InComma::b;
}

class Account {
public:
    Account(int id, std::string name) : id_(id), name_(std::move(name)) {}

private:
    friend struct fastapi::reflect<Account>;
    int id_;
    std::string name_;
};

struct Named {
    std::string name;
};
struct Employee : Named {
    int salary;
};

}  // namespace outside

template <>
inline constexpr auto fastapi::enum_range<outside::Code> = std::pair{0, 999};

template <>
struct fastapi::reflect<outside::Account> {
    static constexpr auto members =
        std::tuple{field("id", &outside::Account::id_), field("name", &outside::Account::name_)};
};

template <>
struct fastapi::reflect<outside::Employee> {
    static constexpr auto members = std::tuple{field("name", &outside::Employee::name),
                                               field("salary", &outside::Employee::salary)};
};

namespace {

struct Hundred {
    int a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9;
    int c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, d0, d1, d2, d3, d4, d5, d6, d7, d8, d9;
    std::string e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9;
    int g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9;
    int i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, j0, j1, j2, j3, j4, j5, j6, j7, j8, j9;
    int k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, l0, l1, l2, l3, l4, l5, l6, l7, l8, l9;
    int m0, m1, m2, m3, m4, m5, m6, m7;
};

static_assert(reflectable<Point> && reflectable<const Point> && reflectable<Empty>);
static_assert(reflectable<Tree> && reflectable<MoveOnly> && reflectable<Demanding>);
static_assert(!reflectable<Derived> && !reflectable<DerivedFromEmpty> && !reflectable<OnlyDerived>);
static_assert(!reflectable<DerivedDemanding> && !reflectable<Union> && !reflectable<Reference>);
static_assert(!reflectable<Private> && !reflectable<WithConstructor> && !reflectable<int>);
static_assert(!reflectable<std::string> && !reflectable<std::vector<int>> && !reflectable<Point&>);
static_assert(!reflectable<std::array<int, 2>> && !reflectable<std::pair<int, int>>);
static_assert(!reflectable<std::tuple<int>> && !reflectable<int[2]> && !reflectable<Point[2]>);
static_assert(!reflectable<Color> && !reflectable<void> && !reflectable<void()>);
static_assert(reflectable<outside::Account> && reflectable<outside::Employee>);

static_assert(member_count<Empty> == 0 && member_count<One> == 1 && member_count<Point> == 2);
static_assert(member_count<Nested> == 3 && member_count<OnlyNested> == 1);
static_assert(member_count<Library> == 21);
static_assert(member_count<Tree> == 3 && member_count<MoveOnly> == 2);
static_assert(member_count<Constant> == 2 && member_count<Initialised> == 4);
static_assert(member_count<Demanding> == 5 && member_count<DemandingFirst> == 2);
static_assert(member_count<Greedy> == 5 && member_count<Greediest> == 4);
static_assert(member_count<OnlyAny> == 1);
static_assert(member_count<Arrays> == 7 && member_count<EightAndArray> == 10);
static_assert(member_count<Mutable> == 4 && member_count<Hundred> == 128);

static_assert(std::is_same_v<member_type<Point, 1>, double>);
static_assert(std::is_same_v<member_type<const Point, 1>, double>);
static_assert(std::is_same_v<member_type<Constant, 0>, const int>);
static_assert(std::is_same_v<member_type<Arrays, 1>, int[3]>);
static_assert(std::is_same_v<member_type<Library, 2>, std::optional<std::string>>);
static_assert(std::is_same_v<member_type<outside::Account, 1>, std::string>);

}  // namespace

TEST_CASE("reflection: the names of a struct's members come in order") {
    CHECK(names_of<Empty>().empty());
    CHECK(names_of<Point>() == names{"x", "y"});
    CHECK(names_of<const Point>() == names{"x", "y"});
    CHECK(names_of<Tree>() == names{"value", "left", "children"});
    CHECK(names_of<Demanding>() == names{"a", "b", "c", "d", "e"});
    CHECK(names_of<Constant>() == names{"a", "b"});
    CHECK(names_of<Greediest>() == names{"a", "b", "c", "d"});
    CHECK(names_of<Arrays>() == names{"a", "three", "b", "text", "grid", "points", "last"});
    CHECK(names_of<Mutable>() == names{"a", "b", "c", "d"});
    CHECK(names_of<Library>()[20] == "null");
    CHECK(names_of<Outer<std::string>::Inner>() == names{"value", "other"});
    CHECK(names_of<Hundred>()[0] == "a0");
    CHECK(names_of<Hundred>()[127] == "m7");
    CHECK(member_names<Point>[1].data()[1] == '\0');
}

TEST_CASE("reflection: names are constants") {
    static_assert(member_names<Point>[0] == "x");
    static_assert(type_name<Point>() == "Point");
    static_assert(enum_name(Color::green) == "green");
    static_assert(enum_cast<Color>("blue") == Color::blue);
}

TEST_CASE("reflection: a struct inside a function, a lambda and a template has names") {
    struct Local {
        int first;
        std::string second;
    };
    CHECK(names_of<Local>() == names{"first", "second"});
    CHECK(type_name<Local>() == "Local");

    const auto in_lambda = [](auto value) {
        struct Deeper {
            decltype(value) third;
            enum class Kind { good, bad } fourth;
        };
        CHECK(enumerators_of<typename Deeper::Kind>() == names{"good", "bad"});
        CHECK(type_name<Page<Deeper>>() == "Page<Deeper>");
        return names_of<Deeper>();
    };
    CHECK(in_lambda(1) == names{"third", "fourth"});
    CHECK(in_lambda(std::string()) == names{"third", "fourth"});
}

TEST_CASE("reflection: a type in an operator's body has names") {
    using InOperator = decltype(outside::Ordered{} < outside::Ordered{});
    CHECK(names_of<InOperator>() == names{"inside_operator"});
    CHECK(type_name<InOperator>() == "InOperator");
    CHECK(type_name<Page<InOperator, int>>() == "Page<InOperator, int>");
    using InComma = decltype(operator,(outside::Ordered{}, outside::Ordered{}));
    CHECK(enumerators_of<InComma>() == names{"a", "b"});
}

TEST_CASE("reflection: members() refers to the object's own members") {
    Nested value{{1, 2}, {3, 4}, "way"};
    std::get<2>(members(value)) = "street";
    std::get<0>(members(value)).x = 9;
    CHECK(value.label == "street");
    CHECK(value.from.x == 9);

    const Nested& constant = value;
    static_assert(std::is_same_v<decltype(members(constant)),
                                 std::tuple<const Point&, const Point&, const std::string&>>);
    CHECK(&std::get<1>(members(constant)) == &value.to);

    Hundred hundred{};
    std::get<127>(members(hundred)) = 7;
    CHECK(hundred.m7 == 7);
}

TEST_CASE("reflection: members() reaches arrays, move-only and immovable members") {
    Arrays arrays{};
    std::get<1>(members(arrays))[2] = 5;
    CHECK(arrays.three[2] == 5);

    MoveOnly owner{nullptr, std::make_unique<int>(3)};
    const std::unique_ptr<int> taken = std::move(std::get<1>(members(owner)));
    CHECK(*taken == 3);

    DemandingFirst demanding{Immovable(1), 2};
    CHECK(&std::get<0>(members(demanding)) == &demanding.a);
}

TEST_CASE("reflection: visit_members passes all members to one call") {
    Point point{1, 2.5};
    CHECK(fastapi::visit_members(point, [](auto&... each) { return (each + ...); }) == 3.5);
    Empty empty;
    CHECK(fastapi::visit_members(empty, [](auto&... each) { return sizeof...(each); }) == 0);
}

TEST_CASE("reflection: learning names constructs nothing") {
    CHECK(names_of<Observed>() == names{"a", "b"});
    CHECK(Counted::alive == 0);
}

TEST_CASE("reflection: a class with a reflect specialisation answers from it") {
    outside::Account account(7, "Ann");
    CHECK(names_of<outside::Account>() == names{"id", "name"});
    CHECK(members(account) == std::tuple(7, std::string("Ann")));
    std::get<0>(members(account)) = 8;
    const outside::Account& constant = account;
    CHECK(std::get<0>(members(constant)) == 8);

    const outside::Employee employee{{"Bob"}, 100};
    CHECK(names_of<outside::Employee>() == names{"name", "salary"});
    CHECK(members(employee) == std::tuple(std::string("Bob"), 100));
}

TEST_CASE("reflection: the scope of a type is what has a name around it") {
    using fastapi::detail::type_scope;
    struct Local {};
    const auto unnamed = [] {
        struct Inner {};
        return Inner{};
    };
    CHECK(type_scope<int>() == "");
    CHECK(type_scope<Point>() == "");  // in a namespace without a name
    CHECK(type_scope<outside::Item>() == "outside");
    CHECK(type_scope<const outside::Item>() == "outside");
    CHECK(type_scope<Page<outside::Item>>() == "");
    CHECK(type_scope<Outer<outside::Item>::Inner>() == "Outer");
    CHECK(type_scope<std::string>().substr(0, 3) == "std");
    CHECK(type_scope<Local>() == "");  // in a function
    CHECK(type_scope<decltype(unnamed())>() == "");
    CHECK(type_scope<Outer<Page<outside::Item>>::Inner>() == "Outer");
}

TEST_CASE("reflection: type_name drops namespaces, functions and spare blanks") {
    CHECK(type_name<int>() == "int");
    CHECK(type_name<outside::Item>() == "Item");
    CHECK(type_name<const outside::Item>() == "Item");
    CHECK(type_name<Point>() == "Point");
    CHECK(type_name<Outer<outside::Item>::Inner>() == "Inner");
    CHECK(type_name<Page<outside::Item>>() == "Page<Item>");
    CHECK(type_name<Page<Page<Point>, outside::Item>>() == "Page<Page<Point>, Item>");
    CHECK(type_name<Page<Page<Page<int>>>>() == "Page<Page<Page<int>>>");
    CHECK(type_name<std::string>() == "string");
    CHECK(type_name<Page<std::string>>() == "Page<string>");
    CHECK(type_name<Page<int, std::vector<std::string>>>() == "Page<int, vector<string>>");
    CHECK(type_name<Page<>>() == "Page<>");
    CHECK(type_name<Color>() == "Color");
}

TEST_CASE("reflection: the enumerators come in order of value") {
    CHECK(enumerators_of<Color>() == names{"red", "green", "blue"});
    CHECK(enum_values<Color> == std::array{Color::red, Color::green, Color::blue});
    CHECK(enumerators_of<Signed>() == names{"low", "minus", "zero", "high"});
    CHECK(enumerators_of<Unsigned>() == names{"zero", "top"});
    CHECK(enumerators_of<Letter>() == names{"quote", "comma", "a"});
    CHECK(enumerators_of<Truth>() == names{"no", "yes"});
    CHECK(enumerators_of<Wide>() == names{"one"});
    CHECK(enumerators_of<Digits>() == names{"v1", "v22", "v_3"});
    CHECK(enumerators_of<Nothing>().empty());
    CHECK(enumerators_of<Plain>() == names{"plain_a", "plain_b"});
    CHECK(enumerators_of<PlainNegative>() == names{"negative", "positive"});
    CHECK(enumerators_of<Fixed>() == names{"fixed_a", "fixed_b"});
    CHECK(enumerators_of<Outer<Page<int, Color>>::Mode>() == names{"slow", "fast"});
    CHECK(enumerators_of<Aliased>() == names{"first"});
    CHECK(enum_names<Color>[0].data()[3] == '\0');
}

TEST_CASE("reflection: enum_range widens the search, both ends included") {
    CHECK(enumerators_of<outside::Code>() == names{"ok", "not_found", "last"});
    CHECK(enum_name(outside::Code::last) == "last");
    CHECK(enum_name(outside::Code::hidden).empty());
}

TEST_CASE("reflection: enum_name and enum_cast are each other's inverse") {
    CHECK(enum_name(Color::blue) == "blue");
    CHECK(enum_name(static_cast<Color>(3)).empty());
    CHECK(enum_name(static_cast<Color>(100000)).empty());
    CHECK(enum_name(Nothing{}).empty());
    CHECK(enum_cast<Color>("red") == Color::red);
    CHECK_FALSE(enum_cast<Color>("Red").has_value());
    CHECK_FALSE(enum_cast<Color>("").has_value());
    CHECK_FALSE(enum_cast<Nothing>("red").has_value());
}
