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
    std::vector<std::string> placeholders;  // in the order of the path
    std::optional<dump_filter> filter;      // of the response model, where the options have one
    FastAPI* mounted = nullptr;             // its last placeholder is then the rest of the path

    bool is_mount() const { return mounted != nullptr; }
    bool accepts(std::string_view method) const {
        return is_mount() || description.accepts(method);
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
    void mount(std::string_view prefix, FastAPI& app);

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
    /// exactly those; nothing where no route fits.
    std::optional<std::string> path_for(std::string_view name, const path_values& values) const;

    const std::vector<std::unique_ptr<route>>& routes() const { return routes_; }

private:
    void add(operation added, FastAPI* mounted);

    std::vector<std::unique_ptr<route>> routes_;
    route_tree tree_;
};

// ---- implementation ----

inline void route_table::add(operation added) { add(std::move(added), nullptr); }

inline void route_table::mount(std::string_view prefix, FastAPI& app) {
    operation below;
    below.path = std::string(prefix) + "/{path:path}";
    add(std::move(below), &app);
}

inline void route_table::add(operation added, FastAPI* mounted) {
    path_pattern pattern = make_path_pattern(added.path);
    std::vector<std::string> placeholders;
    for (const path_pattern::piece& piece : pattern.pieces)
        if (piece.is_placeholder) placeholders.push_back(piece.text);
    tree_.add(pattern, routes_.size());
    std::optional<dump_filter> filter;
    if (added.options.filters_result()) filter.emplace(added.options.dump_options());
    routes_.push_back(std::make_unique<route>(route{std::move(added), std::move(pattern),
                                                    std::move(placeholders), std::move(filter),
                                                    mounted}));
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

inline std::optional<std::string> route_table::path_for(std::string_view name,
                                                        const path_values& values) const {
    for (const std::unique_ptr<route>& each : routes_) {
        if (each->is_mount() || each->description.options.name != name) continue;
        if (auto path = fill(each->pattern, values)) return path;
    }
    return std::nullopt;
}

inline bool route_table::knows(std::string_view path) const {
    return find_if(path, [](const route&) { return true; });
}

}  // namespace fastapi::detail
