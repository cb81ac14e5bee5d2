#include "fastapi/model/model_layout.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <tuple>

using namespace fastapi;
using detail::layout_of;
using detail::model_layout;

namespace layout {

struct Plain {
    char letter;
    double number;
    std::string text;
    short shorts[3];
};

struct NoDefault {
    int number;
    const bool truth;
};

struct Named {
    std::string name;
};
struct Other {
    int number = 0;
};
class Listed : public Other, public Named {
public:
    explicit Listed(long salary) : salary_(salary) {}
    virtual ~Listed() = default;
    const long& salary() const { return salary_; }

private:
    friend struct fastapi::reflect<Listed>;
    long salary_;
};

struct Empty {};

}  // namespace layout

template <>
struct fastapi::reflect<layout::Listed> {
    static constexpr auto members =
        std::tuple{field("salary", &layout::Listed::salary_), field("name", &layout::Listed::name)};
};

namespace {

template <class Member, class Model>
const Member* member_at(const Model& model, std::size_t index) {
    return reinterpret_cast<const Member*>(reinterpret_cast<const char*>(&model) +
                                           layout_of<Model>.offset(index));
}

}  // namespace

TEST_CASE("model_layout: names and offsets of a plain struct") {
    const model_layout& layout = layout_of<layout::Plain>;
    REQUIRE(layout.size == 4);
    CHECK(layout.names[0] == "letter");
    CHECK(layout.names[3] == "shorts");
    CHECK(layout.offset(0) == offsetof(layout::Plain, letter));
    CHECK(layout.offset(1) == offsetof(layout::Plain, number));
    CHECK(layout.offset(2) == offsetof(layout::Plain, text));
    CHECK(layout.offset(3) == offsetof(layout::Plain, shorts));
}

TEST_CASE("model_layout: no object is made, so none needs a default constructor") {
    const layout::NoDefault model{4, true};
    CHECK(*member_at<int>(model, 0) == 4);
    CHECK(*member_at<bool>(model, 1));
    CHECK(layout_of<layout::Empty>.size == 0);
    struct Local {
        int a, b;
    };
    CHECK(layout_of<Local>.offset(1) == sizeof(int));
}

TEST_CASE("model_layout: members that are listed by hand, private and inherited") {
    layout::Listed model(70000);
    model.name = "Ann";
    REQUIRE(layout_of<layout::Listed>.size == 2);
    CHECK(member_at<long>(model, 0) == &model.salary());
    CHECK(member_at<std::string>(model, 1) == &model.name);
}
