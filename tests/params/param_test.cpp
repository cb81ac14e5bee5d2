#include "fastapi/params/param.hpp"

#include "fastapi/model/bytes.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace fastapi;

namespace {

enum class Order { asc, desc };

struct Paging {
    int skip = 0;
    Field<int, ge(1)> limit = 10;
};

int twice(const Paging& paging) { return 2 * paging.limit; }

// A function of that name and with these parameters is in fastapi::detail, too.
std::string trim(std::string_view text) { return std::string(text.substr(0, 1)); }

}  // namespace

TEST_CASE("param: a parameter is its value") {
    Query<"page", int, 3> page;
    CHECK(page == 3);
    CHECK(page + 1 == 4);
    page = 5;
    const int plain = page;
    CHECK(plain == 5);
    Query<"q", std::optional<std::string>> q;
    CHECK_FALSE(q);
    q = "text";
    CHECK(q->size() == 4);
    CHECK(*q == "text");
    const Query<"tags", std::vector<std::string>> tags = std::vector<std::string>{"a", "b"};
    std::string joined;
    for (const auto& tag : tags) joined += tag;
    CHECK(joined == "ab");
    const Path<"name", std::string> name = std::string("x");
    CHECK(name + "y" == "xy");
}

TEST_CASE("param: begins as its default") {
    CHECK(Query<"a", bool, true>().get());
    CHECK(Query<"a", double, defaults_to(0.5)>() == 0.5);
    CHECK(Query<"a", std::string, defaults_to("x")>() == "x");
    CHECK(Query<"a", Order, Order::desc>().get() == Order::desc);
    CHECK(enum_name(Query<"a", Order, Order::desc>()) == "desc");
    CHECK(Query<"a", Literal<"fast", "slow">, defaults_to("slow")>() == "slow");
    CHECK(Query<"a", std::optional<int>, 4>() == 4);
    CHECK(Query<"a", int>() == 0);
}

TEST_CASE("param: the type says name, place and limits") {
    using page = Query<"page", int, 1, ge(1), alias("p")>;
    static_assert(page::declared_name == "page" && page::info.alias == "p");
    static_assert(page::location == detail::param_location::query);
    static_assert(Path<"id", int>::location == detail::param_location::path);
    static_assert(detail::is_declared_param<page> && !detail::is_declared_param<int>);
    static_assert(detail::is_param_model<QueryModel<Paging>> && !detail::is_param_model<Paging>);
}

TEST_CASE("param: a model of parameters is the model") {
    const QueryModel<Paging> paging;
    CHECK(paging.skip == 0);
    CHECK(twice(paging) == 20);
}

TEST_CASE("param: each kind is of its place") {
    using places = detail::param_location;
    static_assert(Header<"a", int>::location == places::header &&
                  Cookie<"a", int>::location == places::cookie);
    static_assert(Form<"a", int>::location == places::body && File<"a">::location == places::body);
    static_assert(HeaderModel<Paging>::location == places::header &&
                  CookieModel<Paging>::location == places::cookie);
    static_assert(FormModel<Paging>::location == places::body);
    static_assert(Header<"x_a", int>::info.convert_underscores);
    static_assert(!Header<"x_a", int, convert_underscores(false)>::info.convert_underscores);
    static_assert(detail::is_declared_param<Header<"a", int>> &&
                  detail::is_declared_param<Cookie<"a", int>>);
    static_assert(detail::is_declared_param<File<"a">> &&
                  !detail::is_declared_param<Body<"a", int>>);
}

TEST_CASE("param: what comes from a form is known") {
    static_assert(detail::is_form_argument<Form<"a", int>> && detail::is_form_argument<File<"a">>);
    static_assert(detail::is_form_argument<FormModel<Paging>> &&
                  !detail::is_form_argument<QueryModel<Paging>>);
    static_assert(!detail::is_form_argument<Body<"a", int>> &&
                  !detail::is_form_argument<Query<"a", int>>);
}

TEST_CASE("param: a file is an upload unless it says otherwise") {
    static_assert(std::is_same_v<File<"a">::value_type, UploadFile>);
    static_assert(std::is_same_v<File<"a", bytes>::value_type, bytes>);
    File<"a"> file;
    file.filename = "x";
    CHECK(file.get().filename == "x");
    CHECK(Form<"a", int, 3>() == 3);
    CHECK(Header<"a", std::string, defaults_to("h")>() == "h");
    CHECK(Cookie<"a", std::optional<int>>() == std::nullopt);
    CHECK(FormModel<Paging>().limit == 10);
}

TEST_CASE("param: a program's own functions are called, whatever those of the library are called") {
    CHECK(trim(Path<"a", std::string>("text")) == "t");
    CHECK(trim(Query<"a", std::string>("text")) == "t");
    CHECK(trim(Header<"a", std::string>("text")) == "t");
    CHECK(trim(Body<"a", std::string>("text")) == "t");
    CHECK(trim(Field<std::string, max_length(9)>("text")) == "t");
}
