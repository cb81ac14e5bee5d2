#pragma once

// What an OpenAPI document collects while its schemas are made: the named ones, each once, under
// `components.schemas`. A named schema is asked for by its title and an identity (an address that is
// unique to the C++ type), so that two different types of the same name get two names.

#include "fastapi/core/any.hpp"
#include "fastapi/core/text.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace fastapi::detail {

class schema_registry {
  public:
    using builder = any (*)(schema_registry&);

    /// A `$ref` to the component of this identity; the first call builds it.
    any reference(std::string_view title, const void* identity, builder build);

    /// A component of a fixed name and text, such as `HTTPValidationError`.
    void add_fixed(std::string_view name, any schema);

    /// All components, by name in alphabetical order, as FastAPI lists them.
    dict components() const;

  private:
    struct entry {
        std::string name;
        const void* identity;
        any schema;
    };

    const entry* find(std::string_view name) const;
    std::string free_name(std::string_view title) const;

    std::vector<entry> entries_;
};

// ---- implementation ----

inline any schema_registry::reference(std::string_view title, const void* identity, builder build) {
    const auto reference_to = [](const std::string& name) {
        return any(dict{{"$ref", "#/components/schemas/" + name}});
    };
    for (const entry& known : entries_)
        if (known.identity == identity) return reference_to(known.name);
    const std::size_t position = entries_.size();
    entries_.push_back({free_name(title), identity, any()});  // before building: it may be recursive
    any schema = build(*this);
    entries_[position].schema = std::move(schema);
    return reference_to(entries_[position].name);
}

inline void schema_registry::add_fixed(std::string_view name, any schema) {
    if (find(name) == nullptr) entries_.push_back({std::string(name), nullptr, std::move(schema)});
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

inline const schema_registry::entry* schema_registry::find(std::string_view name) const {
    for (const entry& known : entries_)
        if (known.name == name) return &known;
    return nullptr;
}

inline std::string schema_registry::free_name(std::string_view title) const {
    std::string name;
    for (const char c : title)  // OpenAPI 3.1 4.8.7: component keys are [a-zA-Z0-9._-]
        name += is_alpha(c) || is_digit(c) || c == '.' || c == '-' ? c : '_';
    if (find(name) == nullptr) return name;
    for (int suffix = 2;; ++suffix)
        if (std::string numbered = name + "_" + std::to_string(suffix); find(numbered) == nullptr)
            return numbered;
}

}  // namespace fastapi::detail
