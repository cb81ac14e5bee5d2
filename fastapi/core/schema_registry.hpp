#pragma once

// What an OpenAPI document collects while its schemas are made: the named ones, each once, under
// `components.schemas`. A named schema is asked for by its title, an identity (an address that is
// unique to the C++ type) and a side, because what a client may send and what it gets can differ.
// Names are given in the end, as Pydantic gives them: the short one where it stands for one schema
// only, else `Item-Input` and `Item-Output`, or with the namespace, `shop__Item`.

#include "fastapi/core/any.hpp"
#include "fastapi/core/text.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// Whose view of a value a schema describes: of who sends it, or of who gets it.
enum class schema_side : unsigned char { input, output };

class schema_registry {
public:
    using builder = any (*)(schema_registry&);

    /// Where the sides are not kept apart, clients are told of what they get as of what they may
    /// send.
    explicit schema_registry(bool separates_sides = true)
        : output_side_(separates_sides ? schema_side::output : schema_side::input) {}

    /// The side on which answers are described.
    schema_side output_side() const { return output_side_; }

    /// A `$ref` to the component of this identity and side; the first call builds it. `scope` is
    /// where the type stands (`shop__stock`), empty where it stands nowhere. The reference is good
    /// in documents that `finish` has seen.
    any reference(std::string_view title, const void* identity, schema_side side, builder build,
                  std::string_view scope = {});

    /// A component of a fixed name and text, such as `HTTPValidationError`.
    void add_fixed(std::string_view name, any schema);

    /// Gives every component its name, and puts the names into the references of the document.
    void finish(any& document);

    /// All components, by name in alphabetical order, as FastAPI lists them. After `finish`.
    dict components() const;

private:
    struct entry {
        std::string title;
        const void* identity = nullptr;
        schema_side side = schema_side::output;
        any schema;
        std::string qualified = {};
        std::string name = {};
        bool is_fixed = false;
    };

    static std::string provisional(std::size_t position) {
        return "#/components/schemas/?" + std::to_string(position);
    }
    static const std::size_t* as_position(const any& reference, std::size_t& position);
    template <class Visit>
    static void visit_references(any& value, const Visit& visit);

    /// The names that a component may have, the best first; the last is its own in any case.
    std::vector<std::string> names_for(const entry& one) const;
    std::string text_of(const entry& one) const;
    void put_name(any& reference) const;
    std::map<std::string, std::string> meanings(
        const std::vector<std::vector<std::string>>& choices) const;
    void give_names();

    std::vector<entry> entries_;
    schema_side output_side_;
};

// ---- implementation ----

/// OpenAPI 3.1 4.8.7: component keys are [a-zA-Z0-9._-].
inline std::string component_key(std::string_view title) {
    std::string key(title);
    for (char& c : key)
        if (!is_alpha(c) && !is_digit(c) && c != '.' && c != '-') c = '_';
    return key;
}

inline any schema_registry::reference(std::string_view title, const void* identity,
                                      schema_side side, builder build, std::string_view scope) {
    std::size_t position = 0;
    while (position < entries_.size() &&
           (entries_[position].identity != identity || entries_[position].side != side))
        ++position;
    if (position == entries_.size()) {
        const std::string prefix = scope.empty() ? std::string() : std::string(scope) + "__";
        entries_.push_back({std::string(title), identity, side, any(),
                            prefix + std::string(title)});  // before building: it may be recursive
        any schema = build(*this);
        entries_[position].schema = std::move(schema);
    }
    return dict{{"$ref", provisional(position)}};
}

inline void schema_registry::add_fixed(std::string_view name, any schema) {
    const auto is_known = [&](const entry& each) { return each.is_fixed && each.name == name; };
    if (std::any_of(entries_.begin(), entries_.end(), is_known)) return;
    entries_.push_back({std::string(name),
                        nullptr,
                        schema_side::output,
                        std::move(schema),
                        {},
                        std::string(name),
                        true});
}

inline void schema_registry::finish(any& document) {
    give_names();
    const auto rename = [this](any& reference) { put_name(reference); };
    visit_references(document, rename);
    for (entry& each : entries_) visit_references(each.schema, rename);
}

inline dict schema_registry::components() const {
    std::vector<const entry*> sorted;
    for (const entry& each : entries_) sorted.push_back(&each);
    std::sort(sorted.begin(), sorted.end(),
              [](const entry* a, const entry* b) { return a->name < b->name; });
    dict result;
    for (const entry* each : sorted) result[each->name] = each->schema;
    return result;
}

/// The position behind a provisional reference, or null for any other text.
inline const std::size_t* schema_registry::as_position(const any& reference,
                                                       std::size_t& position) {
    constexpr std::string_view start = "#/components/schemas/?";
    if (!reference.is_string() || !reference.as_string().starts_with(start)) return nullptr;
    position = to_integer<std::size_t>(std::string_view(reference.as_string()).substr(start.size()))
                   .value_or(0);
    return &position;
}

/// That of OpenAPI, not a member of that name.
inline bool is_discriminator(const any& value) {
    if (!value.is_dict()) return false;
    const dict& members = value.as_dict();
    return members.contains("propertyName") && members["propertyName"].is_string() &&
           members.contains("mapping") && members["mapping"].is_dict();
}

template <class Visit>
void schema_registry::visit_references(any& value, const Visit& visit) {
    if (value.is_list())
        for (any& item : value.as_list()) visit_references(item, visit);
    if (!value.is_dict()) return;
    for (auto& [key, member] : value.as_dict()) {
        if (key == "$ref" && member.is_string())
            visit(member);
        else if (key == "discriminator" && is_discriminator(member))
            for (auto& [tag, target] : member["mapping"].as_dict()) visit(target);
        else
            visit_references(member, visit);
    }
}

inline std::vector<std::string> schema_registry::names_for(const entry& one) const {
    std::set<const void*> namesakes;
    for (const entry* each = entries_.data(); each != &one; ++each)
        if (each->qualified == one.qualified) namesakes.insert(each->identity);
    namesakes.erase(one.identity);
    const std::string side = one.side == schema_side::input ? "-Input" : "-Output";
    const std::string count = "__" + std::to_string(namesakes.size() + 1);
    const std::string name = component_key(one.title), whole = component_key(one.qualified);
    return {name, name + side, whole, whole + side, whole + count, whole + side + count};
}

/// The schema of a component, with the names that components have by now.
inline std::string schema_registry::text_of(const entry& one) const {
    any schema = one.schema;
    visit_references(schema, [this](any& reference) { put_name(reference); });
    return schema.dump();
}

inline void schema_registry::put_name(any& reference) const {
    std::size_t position = 0;
    if (as_position(reference, position))
        reference = "#/components/schemas/" + entries_[position].name;
}

/// What each name would stand for: the text of a schema, nothing where it would be several.
inline std::map<std::string, std::string> schema_registry::meanings(
    const std::vector<std::vector<std::string>>& choices) const {
    std::map<std::string, std::string> result;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const std::string text = text_of(entries_[i]);
        for (const std::string& name :
             std::set<std::string>(choices[i].begin(), choices[i].end())) {
            const auto [at, is_new] = result.emplace(name, text);
            if (!is_new && at->second != text) at->second.clear();
        }
    }
    return result;
}

/// Begins with the longest names. What refers to components that have become one may become the
/// same itself.
inline void schema_registry::give_names() {
    std::vector<std::vector<std::string>> choices;
    for (const entry& each : entries_)
        choices.push_back(each.is_fixed ? std::vector{each.name} : names_for(each));
    for (std::size_t i = 0; i < entries_.size(); ++i) entries_[i].name = choices[i].back();
    for (bool changed = true; changed;) {
        changed = false;
        const std::map<std::string, std::string> known = meanings(choices);
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const auto is_clear = [&](const std::string& name) { return !known.at(name).empty(); };
            const auto best = std::find_if(choices[i].begin(), choices[i].end() - 1, is_clear);
            if (*best == entries_[i].name) continue;
            entries_[i].name = *best;
            choices[i].erase(best + 1, choices[i].end());
            changed = true;
        }
    }
}

}  // namespace fastapi::detail
