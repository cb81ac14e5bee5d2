#pragma once

// Which members of a model are written: the keyword arguments of `model_dump`, and of a route's
// response model, made ready for the walk over a value.
// https://docs.pydantic.dev/latest/concepts/serialization/

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

/// What `model_dump` writes. Names are those of members; `"address.city"` means a member of a
/// member, also through lists and maps.
struct DumpOptions {
    std::set<std::string> include = {};  ///< only these, where there are any
    std::set<std::string> exclude = {};  ///< not these
    bool exclude_unset = false;          ///< no `Field` that was neither sent nor assigned
    bool exclude_defaults = false;       ///< no member that has the value of its default
    bool exclude_none = false;           ///< no member that is null
    bool by_alias = false;               ///< the names that clients use
};

namespace detail {

/// The names of a set, by their first parts.
struct name_tree {
    std::map<std::string, name_tree, std::less<>> children;
    bool is_whole = false;  // the name itself is in the set, not only members of it

    void add(std::string_view path);
    const name_tree* find(std::string_view name) const;
};

/// The options as they hold at one level of a value.
class dump_filter {
public:
    explicit dump_filter(const DumpOptions& options);

    bool exclude_unset, exclude_defaults, exclude_none, by_alias;

    /// Whether a member of that name is written, whatever its value.
    bool wants(std::string_view name) const;

    /// The options inside of that member.
    dump_filter inside(std::string_view name) const;

private:
    std::shared_ptr<const name_tree> include_, exclude_;  // null: no restriction
};

// ---- implementation ----

inline void name_tree::add(std::string_view path) {
    const std::size_t point = path.find('.');
    name_tree& child = children[std::string(path.substr(0, point))];
    if (point == std::string_view::npos)
        child.is_whole = true;
    else
        child.add(path.substr(point + 1));
}

inline const name_tree* name_tree::find(std::string_view name) const {
    const auto found = children.find(name);
    return found == children.end() ? nullptr : &found->second;
}

inline std::shared_ptr<const name_tree> tree_of(const std::set<std::string>& names) {
    if (names.empty()) return nullptr;
    auto tree = std::make_shared<name_tree>();
    for (const std::string& name : names) tree->add(name);
    return tree;
}

inline dump_filter::dump_filter(const DumpOptions& options)
    : exclude_unset(options.exclude_unset),
      exclude_defaults(options.exclude_defaults),
      exclude_none(options.exclude_none),
      by_alias(options.by_alias),
      include_(tree_of(options.include)),
      exclude_(tree_of(options.exclude)) {}

inline bool dump_filter::wants(std::string_view name) const {
    if (include_ != nullptr && include_->find(name) == nullptr) return false;
    const name_tree* const excluded = exclude_ != nullptr ? exclude_->find(name) : nullptr;
    return excluded == nullptr || !excluded->is_whole;
}

inline dump_filter dump_filter::inside(std::string_view name) const {
    const auto part =
        [&](const std::shared_ptr<const name_tree>& tree) -> std::shared_ptr<const name_tree> {
        const name_tree* const child = tree != nullptr ? tree->find(name) : nullptr;
        if (child == nullptr || child->is_whole) return nullptr;
        return {tree, child};
    };
    dump_filter result = *this;
    result.include_ = part(include_);
    result.exclude_ = part(exclude_);
    return result;
}

}  // namespace detail
}  // namespace fastapi
