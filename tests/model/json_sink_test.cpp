#include "fastapi/model/json_sink.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>

using namespace fastapi;
using detail::any_sink;
using detail::json_sink;
using detail::json_style;
using detail::text_sink;

namespace {

/// What `write` writes, in both kinds of place.
template <class Write>
std::string text_of(const Write& write, json_style style = json_style::python) {
    std::string text;
    write(text_sink(text, style));
    return text;
}
template <class Write>
any value_of(const Write& write) {
    any value = "before";
    write(any_sink(value));
    return value;
}

void write_document(const json_sink& sink) {
    sink.open_dict();
    sink.member("a\"b").write(std::string_view("[{"));
    const json_sink items = sink.member("items", "\"items\":");
    items.open_list();
    items.item().write(nullptr);
    items.item().write(true);
    items.item().write(std::int8_t{-1});
    items.item().write(UINT64_MAX);
    items.item().write(2.0);
    items.item().write_json("[1,{}]");
    items.item().write(any(dict{{"x", 1}}));
    items.close_list();
    const json_sink empty = sink.member("empty");
    empty.open_dict();
    empty.close_dict();
    sink.close_dict();
}

}  // namespace

TEST_CASE("json_sink: the same calls make a text and a value") {
    const std::string text =
        R"({"a\"b":"[{","items":[null,true,-1,18446744073709551615,2.0,[1,{}],{"x":1}],"empty":{}})";
    CHECK(text_of(write_document) == text);
    CHECK(value_of(write_document).dump() == text);
    CHECK(value_of(write_document)["items"][3].kind() == any_kind::unsigned_integer);
}

TEST_CASE("json_sink: a text is appended, a value replaced") {
    std::string text = "[0";
    text_sink(text, json_style::python).item().write(1);
    CHECK(text == "[0,1");
    CHECK(value_of([](const json_sink& sink) { sink.write(1); }) == any(1));
}

TEST_CASE("json_sink: what JSON cannot say is null in an answer, and stays what it is in a value") {
    const auto write = [](const json_sink& sink) { sink.write(std::nan("")); };
    CHECK(text_of(write) == "null");
    CHECK(text_of(write, json_style::pydantic) == "null");
    CHECK(text_of(write, json_style::document) == "NaN");
    CHECK(std::isnan(value_of(write).as_number()));
    CHECK_THROWS_AS(text_of([&](const json_sink& sink) { sink.write(value_of(write)); }),
                    std::domain_error);
}

TEST_CASE("json_sink: a float has the digits of its type") {
    const auto write = [](const json_sink& sink) { sink.write(0.1f); };
    CHECK(text_of(write) == "0.1");
    CHECK(value_of(write).as_number() == static_cast<double>(0.1f));
}

TEST_CASE("json_sink: a value is written in Python's style, and parts see the filter") {
    const detail::dump_filter filter{DumpOptions{}};
    any value;
    CHECK(any_sink(value).style() == json_style::python);
    CHECK(any_sink(value).filter() == nullptr);
    const json_sink sink = any_sink(value).with(filter);
    sink.open_list();
    CHECK(sink.item().filter() == &filter);
    std::string text;
    CHECK(text_sink(text, json_style::pydantic, &filter).style() == json_style::pydantic);
}
