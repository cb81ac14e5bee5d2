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

any build_sent_tree(schema_registry& registry) {
    return dict{
        {"items", registry.reference("Tree", &tree_type, schema_side::input, build_sent_tree)}};
}

any build_garden(schema_registry& registry) {
    return dict{{"tree", registry.reference("Tree", &tree_type, schema_side::output, build_tree)}};
}

any build_sent_garden(schema_registry& registry) {
    return dict{
        {"tree", registry.reference("Tree", &tree_type, schema_side::input, build_sent_tree)}};
}

any build_tree_input(schema_registry& registry) {
    return dict{
        {"items", registry.reference("Tree", &tree_type, schema_side::input, build_tree_input)}};
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

TEST_CASE("schema registry: two types of one name are told apart by where they stand") {
    schema_registry registry;
    const auto refer = [&](const char& type, schema_registry::builder how, std::string_view scope) {
        return registry.reference("User", &type, schema_side::output, how, scope);
    };
    CHECK(finished(registry, {refer(first_type, build, "shop"),
                              refer(second_type, build_other, "shop__stock"),
                              refer(first_type, build, "shop")}) ==
          "shop__User shop__stock__User shop__User");
}

TEST_CASE("schema registry: where they stand in one place they are counted") {
    schema_registry registry;
    CHECK(finished(registry,
                   {registry.reference("User", &first_type, schema_side::input, build),
                    registry.reference("User", &second_type, schema_side::input, build_other),
                    registry.reference("User", &first_type, schema_side::output, build)}) ==
          "User__1 User__2 User-Output");
}

TEST_CASE("schema registry: types of one name and one text are one component") {
    schema_registry registry;
    CHECK(finished(registry,
                   {registry.reference("User", &first_type, schema_side::output, build, "a"),
                    registry.reference("User", &second_type, schema_side::output, build, "b")}) ==
          "User User");
    CHECK(registry.components().size() == 1);
}

TEST_CASE("schema registry: one name that is only sent and only got needs no more than its side") {
    schema_registry registry;
    CHECK(
        finished(registry, {registry.reference("User", &first_type, schema_side::input, build, "a"),
                            registry.reference("User", &second_type, schema_side::output,
                                               build_other, "b")}) == "User-Input User-Output");
}

TEST_CASE("schema registry: no type takes a name that is fixed") {
    schema_registry registry;
    registry.add_fixed("User", dict{{"type", "array"}});
    CHECK(finished(registry, {registry.reference("User", &first_type, schema_side::output, build,
                                                 "a")}) == "User-Output");
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

TEST_CASE("schema registry: the sides of a recursive type are two, as Pydantic has it") {
    schema_registry registry;
    CHECK(finished(registry,
                   {registry.reference("Tree", &tree_type, schema_side::input, build_tree_input),
                    registry.reference("Tree", &tree_type, schema_side::output, build_tree)}) ==
          "Tree-Input Tree-Output");
}

TEST_CASE(
    "schema registry: a recursive type has two names where it is on both sides, and so has what holds it") {
    schema_registry registry;
    CHECK(
        finished(registry,
                 {registry.reference("Garden", &first_type, schema_side::input, build_sent_garden),
                  registry.reference("Garden", &first_type, schema_side::output, build_garden)}) ==
        "Garden-Input Garden-Output");
    CHECK(any(registry.components()).dump() ==
          R"({"Garden-Input":{"tree":{"$ref":"#/components/schemas/Tree-Input"}},)"
          R"("Garden-Output":{"tree":{"$ref":"#/components/schemas/Tree-Output"}},)"
          R"("Tree-Input":{"items":{"$ref":"#/components/schemas/Tree-Input"}},)"
          R"("Tree-Output":{"items":{"$ref":"#/components/schemas/Tree-Output"}}})");
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

TEST_CASE(
    "schema registry: the references of a discriminator are found, whatever members are called") {
    schema_registry registry;
    const auto refer = [&] {
        return registry.reference("User", &first_type, schema_side::output, build);
    };
    const std::string_view user = R"({"$ref":"#/components/schemas/User"})";
    const any text = refer()["$ref"];
    any document = list{
        dict{{"discriminator", dict{{"propertyName", "kind"}, {"mapping", dict{{"a", text}}}}}},
        dict{{"properties", dict{{"mapping", refer()}, {"discriminator", refer()}}}}};
    registry.finish(document);
    CHECK(
        document.as_list()[0].dump() ==
        R"({"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/User"}}})");
    CHECK(document.as_list()[1]["properties"]["mapping"].dump() == user);
    CHECK(document.as_list()[1]["properties"]["discriminator"].dump() == user);
}
