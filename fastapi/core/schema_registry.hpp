#pragma once

// What an OpenAPI document collects while its schemas are made: the named ones, each once, under
// `components.schemas`. A named schema is asked for by its title, an identity (an address that is unique to
// the C++ type) and a side, because what a client may send and what it gets can differ. Names are
// given in the end: one for both sides where they are the same, else `Item-Input` and `Item-Output`.

#include "fastapi/core/any.hpp"
#include "fastapi/core/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

    /// Where the sides are not kept apart, clients are told of what they get as of what they may send.
    explicit schema_registry(bool separates_sides = true)
        : output_side_(separates_sides ? schema_side::output : schema_side::input) {}

    /// The side on which answers are described.
    schema_side output_side() const { return output_side_; }

    /// A `$ref` to the component of this identity and side; the first call builds it. The reference is good
    /// in documents that `finish` has seen.
    any reference(std::string_view title, const void* identity, schema_side side, builder build);

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
        std::string name = {};
        bool differs = false;  // from the other side
    };

    static std::string provisional(std::size_t position) { return "#/components/schemas/?" + std::to_string(position); }
    static const std::size_t* as_position(const any& reference, std::size_t& position);
    template <class Visit>
    static void visit_references(any& value, const Visit& visit);

    entry* other_side(const entry& one);
    bool says_the_same(const any& one, const any& other) const;
    void find_differences();
    void give_names();
    bool is_taken(std::string_view name) const;

    std::vector<entry> entries_;
    schema_side output_side_;
};

// ---- implementation ----

inline any schema_registry::reference(std::string_view title, const void* identity, schema_side side, builder build) {
    std::size_t position = 0;
    while (position < entries_.size() && (entries_[position].identity != identity || entries_[position].side != side)) ++position;
    if (position == entries_.size()) {
        entries_.push_back({std::string(title), identity, side, any()});  // before building: it may be recursive
        any schema = build(*this);
        entries_[position].schema = std::move(schema);
    }
    return dict{{"$ref", provisional(position)}};
}

inline void schema_registry::add_fixed(std::string_view name, any schema) {
    if (!is_taken(name)) entries_.push_back({std::string(name), nullptr, schema_side::output, std::move(schema), std::string(name)});
}

inline void schema_registry::finish(any& document) {
    find_differences();
    give_names();
    const auto rename = [&](any& reference) {
        std::size_t position = 0;
        if (as_position(reference, position)) reference = "#/components/schemas/" + entries_[position].name;
    };
    visit_references(document, rename);
    for (entry& each : entries_) visit_references(each.schema, rename);
}

inline dict schema_registry::components() const {
    std::vector<const entry*> sorted;
    for (const entry& each : entries_) sorted.push_back(&each);
    std::sort(sorted.begin(), sorted.end(), [](const entry* a, const entry* b) { return a->name < b->name; });
    dict result;
    for (const entry* each : sorted) result[each->name] = each->schema;
    return result;
}

/// The position behind a provisional reference, or null for any other text.
inline const std::size_t* schema_registry::as_position(const any& reference, std::size_t& position) {
    constexpr std::string_view start = "#/components/schemas/?";
    if (!reference.is_string() || !reference.as_string().starts_with(start)) return nullptr;
    position = to_integer<std::size_t>(std::string_view(reference.as_string()).substr(start.size())).value_or(0);
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

inline schema_registry::entry* schema_registry::other_side(const entry& one) {
    for (entry& each : entries_)
        if (each.identity == one.identity && each.identity != nullptr && each.side != one.side) return &each;
    return nullptr;
}

/// Whether two schemas are the same but for the side that their references are on.
inline bool schema_registry::says_the_same(const any& one, const any& other) const {
    any left = one, right = other;
    const auto to_identity = [&](any& reference) {
        std::size_t position = 0;
        if (!as_position(reference, position)) return;
        const entry& target = entries_[position];
        reference = target.title + (target.differs ? (target.side == schema_side::input ? " sent" : " got") : "") +
                    std::to_string(reinterpret_cast<std::uintptr_t>(target.identity));
    };
    visit_references(left, to_identity);
    visit_references(right, to_identity);
    return left == right;
}

/// A model differs between its sides where its own schema does, or that of a model in it.
inline void schema_registry::find_differences() {
    for (bool changed = true; changed;) {
        changed = false;
        for (entry& each : entries_) {
            entry* const other = other_side(each);
            if (other == nullptr || each.differs || says_the_same(each.schema, other->schema)) continue;
            each.differs = other->differs = changed = true;
        }
    }
}

inline bool schema_registry::is_taken(std::string_view name) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const entry& each) { return each.name == name; });
}

inline void schema_registry::give_names() {
    for (entry& each : entries_) {
        if (!each.name.empty()) continue;
        const entry* const other = other_side(each);
        if (other != nullptr && !each.differs && !other->name.empty()) {
            each.name = other->name;
            continue;
        }
        std::string name;
        for (const char c : each.title)  // OpenAPI 3.1 4.8.7: component keys are [a-zA-Z0-9._-]
            name += is_alpha(c) || is_digit(c) || c == '.' || c == '-' ? c : '_';
        if (each.differs) name += each.side == schema_side::input ? "-Input" : "-Output";
        std::string free = name;
        for (int suffix = 2; is_taken(free); ++suffix) free = name + "_" + std::to_string(suffix);
        each.name = std::move(free);
    }
}

}  // namespace fastapi::detail
