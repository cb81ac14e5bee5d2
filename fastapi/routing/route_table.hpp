#pragma once

// The operations of an application in the order of their declaration, and the question "who answers
// this method and path?". Not finding one is data, not flow: a known path under another method, a
// path that only differs in its final slash, or nothing.

#include "fastapi/routing/operation.hpp"
#include "fastapi/routing/path_pattern.hpp"
#include "fastapi/routing/route_tree.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// An operation and the names of its placeholders, as the table keeps it; or another application,
/// which answers everything below a prefix.
struct route {
    operation description;
    path_pattern pattern;
    std::vector<std::string> placeholders;     // in the order of the path
    std::vector<path_conversion> conversions;  // of the same
    std::optional<dump_filter> filter;         // of the response model, where the options have one
    FastAPI* mounted = nullptr;                // its last placeholder is then the rest of the path

    bool is_mount() const { return mounted != nullptr; }
    /// What is mounted takes every request below its prefix, and refuses it itself.
    bool accepts(std::string_view method) const {
        return is_mount() || description.is_folder || description.accepts(method);
    }
};

struct route_match {
    enum class kinds : unsigned char { none, wrong_method, found };

    kinds kind = kinds::none;
    const route* target = nullptr;  // for wrong_method: the first that knows the path
    path_captures captures{};
};

/// Values of placeholders, by name.
using path_values = std::vector<std::pair<std::string_view, std::string_view>>;

class route_table {
public:
    /// Adds an operation behind all others. Throws std::invalid_argument, naming the path, where it
    /// is no path template.
    void add(operation added);

    /// Adds an application below a prefix, behind all others. Throws as `add` does.
    void mount(std::string_view prefix, FastAPI& app, std::string_view name = {});

    /// The first declared operation that takes this method and percent-decoded path.
    route_match find(std::string_view method, std::string_view path) const;

    /// Calls `accept(const route&)` for those that know this path, whatever their methods, in the
    /// order of declaration, until it says yes. Whether it has.
    template <class Accept>
    bool find_if(std::string_view path, Accept accept) const {
        path_captures ignored;
        const auto accept_at = [&](std::size_t index) -> bool { return accept(*routes_[index]); };
        return tree_.find(path, ignored, accept_at).has_value();
    }

    /// Whether any operation knows this path, whatever the method.
    bool knows(std::string_view path) const;

    /// The path of the route of that name with these values in its placeholders, which must be
    /// exactly those; nothing where no route fits. A mount without a name is looked through, one
    /// with a name for `name:inner_name`: `below(const FastAPI&, name, values)` gives the path
    /// there.
    template <class Below>
    std::optional<std::string> path_for(std::string_view name, const path_values& values,
                                        Below below) const;
    std::optional<std::string> path_for(std::string_view name, const path_values& values) const {
        const auto nowhere = [](const FastAPI&, std::string_view, const path_values&) {
            return std::optional<std::string>();
        };
        return path_for(name, values, nowhere);
    }

    const std::vector<std::unique_ptr<route>>& routes() const { return routes_; }

private:
    void add(operation added, FastAPI* mounted);

    std::vector<std::unique_ptr<route>> routes_;
    route_tree tree_;
};

// ---- implementation ----

constexpr path_conversion conversion_of(path_converter converter) {
    switch (converter) {
        case path_converter::integer: return path_conversion::integer;
        case path_converter::floating: return path_conversion::floating;
        case path_converter::uuid: return path_conversion::uuid;
        default: return path_conversion::none;
    }
}

inline void route_table::add(operation added) { add(std::move(added), nullptr); }

inline void route_table::mount(std::string_view prefix, FastAPI& app, std::string_view name) {
    operation below;
    below.path = std::string(prefix) + "/{path:path}";
    below.options.name = name;
    add(std::move(below), &app);
}

inline void route_table::add(operation added, FastAPI* mounted) {
    path_pattern pattern = make_path_pattern(added.path);
    std::vector<std::string> placeholders;
    std::vector<path_conversion> conversions;
    for (const path_pattern::piece& piece : pattern.pieces) {
        if (!piece.is_placeholder) continue;
        placeholders.push_back(piece.text);
        conversions.push_back(conversion_of(piece.converter));
    }
    tree_.add(pattern, routes_.size());
    std::optional<dump_filter> filter;
    if (added.options.filters_result()) filter.emplace(added.options.dump_options());
    routes_.push_back(
        std::make_unique<route>(route{std::move(added), std::move(pattern), std::move(placeholders),
                                      std::move(conversions), std::move(filter), mounted}));
}

inline route_match route_table::find(std::string_view method, std::string_view path) const {
    route_match result;
    const route* first_known = nullptr;
    const auto accept = [&](std::size_t index) {
        const route* candidate = routes_[index].get();
        if (candidate->accepts(method)) return true;
        if (first_known == nullptr) first_known = candidate;
        return false;
    };
    if (const auto index = tree_.find(path, result.captures, accept)) {
        result.kind = route_match::kinds::found;
        result.target = routes_[*index].get();
    } else if (first_known != nullptr) {
        result.kind = route_match::kinds::wrong_method;
        result.target = first_known;
    }
    return result;
}

/// The whole path of a route, or of a file of what is mounted.
inline std::optional<std::string> filled(const route& named, path_values values) {
    if (named.is_mount() || named.description.is_folder)
        for (auto& [name, value] : values)
            if (name == "path")
                value.remove_prefix(std::min(value.find_first_not_of('/'), value.size()));
    return fill(named.pattern, values);
}

/// The prefix of a mount, whose own values are taken out of `values`; nothing where one is missing.
inline std::optional<std::string> take_prefix(const route& mount, path_values& values) {
    path_values own;
    for (const std::string& placeholder : mount.placeholders) {
        if (&placeholder == &mount.placeholders.back()) break;
        const auto is_it = [&](const auto& value) { return value.first == placeholder; };
        const auto found = std::find_if(values.begin(), values.end(), is_it);
        if (found == values.end()) return std::nullopt;
        own.push_back(*found);
        values.erase(found);
    }
    own.emplace_back(mount.placeholders.back(), "");
    std::optional<std::string> prefix = fill(mount.pattern, own);
    if (prefix) prefix->pop_back();  // the slash in front of the rest of the path
    return prefix;
}

/// The name below a mount; nothing where the name is none of what is mounted there.
inline std::optional<std::string_view> name_below(const route& mount, std::string_view name) {
    const std::string& own = mount.description.options.name;
    if (own.empty()) return name;
    if (!name.starts_with(own) || !name.substr(own.size()).starts_with(':')) return std::nullopt;
    return name.substr(own.size() + 1);
}

template <class Below>
std::optional<std::string> route_table::path_for(std::string_view name, const path_values& values,
                                                 Below below) const {
    for (const std::unique_ptr<route>& each : routes_) {
        if (!name.empty() && each->description.options.name == name) {
            if (auto path = filled(*each, values)) return path;
        } else if (const auto inner_name =
                       each->is_mount() ? name_below(*each, name) : std::nullopt) {
            path_values rest = values;
            const auto prefix = take_prefix(*each, rest);
            if (!prefix) continue;
            if (const std::optional<std::string> path = below(*each->mounted, *inner_name, rest))
                return *prefix + *path;
        }
    }
    return std::nullopt;
}

inline bool route_table::knows(std::string_view path) const {
    return find_if(path, [](const route&) { return true; });
}

}  // namespace fastapi::detail
