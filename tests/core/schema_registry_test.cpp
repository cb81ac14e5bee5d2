#include "fastapi/core/schema_registry.hpp"

#include <doctest/doctest.h>

using namespace fastapi;
using detail::schema_registry;
using detail::schema_side;

namespace {

const char first_type = 0, second_type = 0, tree_type = 0;
int built = 0;

any build(schema_registry&) {
    ++built;
    return dict{{"type", "object"}};
}

any build_other(schema_registry&) { return dict{{"type", "string"}}; }

any build_tree(schema_registry& registry) {
    return dict{{"items", registry.reference("Tree", &tree_type, schema_side::output, build_tree)}};
}

/// The names in a document, once they are given.
std::string finished(schema_registry& registry, list references) {
    any document(std::move(references));
    registry.finish(document);
    std::string names;
    for (const any& each : document.as_list()) {
        const std::string& text = each["$ref"].as_string();
        names += (names.empty() ? "" : " ") + text.substr(text.rfind('/') + 1);
    }
    return names;
}

}  // namespace

TEST_CASE("schema registry: a type is built once and referred to often") {
    schema_registry registry;
    built = 0;
    const auto refer = [&] {
        return registry.reference("User", &first_type, schema_side::output, build);
    };
    any document = list{refer(), dict{{"items", refer()}}};
    registry.finish(document);
    CHECK(document.dump() == R"([{"$ref":"#/components/schemas/User"},)"
                             R"({"items":{"$ref":"#/components/schemas/User"}}])");
    CHECK(built == 1);
    CHECK(registry.components().size() == 1);
}

TEST_CASE("schema registry: two types of one name get two names") {
    schema_registry registry;
    CHECK(finished(registry, {registry.reference("User", &first_type, schema_side::output, build),
                              registry.reference("User", &second_type, schema_side::output, build),
                              registry.reference("User", &first_type, schema_side::output,
                                                 build)}) == "User User_2 User");
}

TEST_CASE("schema registry: both sides of a type share a name unless they differ") {
    schema_registry registry;
    CHECK(finished(registry,
                   {registry.reference("Same", &first_type, schema_side::input, build),
                    registry.reference("Same", &first_type, schema_side::output, build),
                    registry.reference("Item", &second_type, schema_side::input, build),
                    registry.reference("Item", &second_type, schema_side::output, build_other)}) ==
          "Same Same Item-Input Item-Output");
    CHECK(registry.components().keys() ==
          std::vector<std::string_view>{"Item-Input", "Item-Output", "Same"});
}

TEST_CASE("schema registry: a recursive type refers to itself") {
    schema_registry registry;
    CHECK(
        finished(registry, {registry.reference("Tree", &tree_type, schema_side::output, build_tree),
                            dict{{"$ref", "elsewhere"}}}) == "Tree elsewhere");
    CHECK(any(registry.components()).dump() ==
          R"({"Tree":{"items":{"$ref":"#/components/schemas/Tree"}}})");
}

TEST_CASE("schema registry: names hold only what a component's key may") {
    schema_registry registry;
    CHECK(finished(registry,
                   {registry.reference("Page<a::B>", &first_type, schema_side::output, build),
                    dict{{"$ref", ""}}}) == "Page_a__B_ ");
}

TEST_CASE("schema registry: components are listed by name, a fixed one once") {
    schema_registry registry;
    const any b = registry.reference("b", &first_type, schema_side::output, build);
    const any a = registry.reference("a", &second_type, schema_side::output, build);
    registry.add_fixed("B", 1);
    registry.add_fixed("B", 2);
    CHECK(finished(registry, {b, a}) == "b a");
    const dict components = registry.components();
    CHECK(components.keys() == std::vector<std::string_view>{"B", "a", "b"});
    CHECK(components["B"] == 1);
}

TEST_CASE("schema registry: the references of a discriminator are found, whatever members are called") {
    schema_registry registry;
    const auto refer = [&] {
        return registry.reference("User", &first_type, schema_side::output, build);
    };
    const std::string_view user = R"({"$ref":"#/components/schemas/User"})";
    const any text = refer()["$ref"];
    any document = list{dict{{"discriminator", dict{{"propertyName", "kind"}, {"mapping", dict{{"a", text}}}}}},
                        dict{{"properties", dict{{"mapping", refer()}, {"discriminator", refer()}}}}};
    registry.finish(document);
    CHECK(document.as_list()[0].dump() ==
          R"({"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/User"}}})");
    CHECK(document.as_list()[1]["properties"]["mapping"].dump() == user);
    CHECK(document.as_list()[1]["properties"]["discriminator"].dump() == user);
}
