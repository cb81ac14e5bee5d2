#pragma once

// All path patterns of an application in one look-up structure: from the decoded path of a request
// to the routes that match it, in the order of their declaration, as if each pattern was tried in
// turn (Starlette's rule), but at a cost that does not grow with the number of routes.
//
// Whole paths without placeholders are one hash look-up. The others stand in a tree with one level
// for each segment; a segment with text and placeholders mixed is an edge of its own. From a
// segment that holds `{x:path}` on, the rest of the pattern is kept at the node and matched as a
// whole.
//
// Bounds: a walk enters a node of the tree once at most, so it never does more than trying each
// pattern does, whatever the patterns; branches whose routes all come too late are left out. What
// grows with the program is only the number of different mixed segments, and of `{x:path}` routes,
// below one node. The tables hold the program's texts alone, so a client cannot degrade them.
// Nothing is allocated (`matching_positions` names the exception).

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "fastapi/routing/path_pattern.hpp"

namespace fastapi::detail {

/// From (parent, text) to a number: open addressing, never more than half full. Made at start-up,
/// only read afterwards.
class edge_table {
public:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    /// The child, or `none`.
    std::uint32_t find(std::uint32_t parent, std::string_view text) const;
    void insert(std::uint32_t parent, std::string_view text, std::uint32_t child);

private:
    struct slot {
        std::uint64_t hash = 0;
        std::uint32_t parent = none;
        std::uint32_t child = none;  // none: the slot is free
        std::size_t offset = 0;      // in texts_
        std::size_t length = 0;
    };

    static std::uint64_t hash(std::uint32_t parent, std::string_view text);
    void place(const slot& entry);
    void grow();

    std::vector<slot> slots_;
    std::size_t used_ = 0;
    std::string texts_;
    std::size_t longest_ = 0;
};

/// The routes of an application, found by path.
class route_tree {
public:
    using accept_function = bool (*)(void* context, std::size_t index);

    /// Adds a pattern. The index is the place of its declaration: each one once, in any order.
    void add(path_pattern pattern, std::size_t index);

    /// Calls `accept(context, index)` for the routes that match the path, in ascending order, until
    /// it says yes; then gives that index and fills the captures. Nothing where no route is
    /// accepted.
    std::optional<std::size_t> find(std::string_view path, path_captures& captures,
                                    accept_function accept, void* context) const;

    /// The same with any callable `bool(std::size_t index)`.
    template <class Accept>
    std::optional<std::size_t> find(std::string_view path, path_captures& captures,
                                    Accept&& accept) const {
        using callable = std::remove_reference_t<Accept>;
        const auto call = [](void* context, std::size_t index) -> bool {
            return (*static_cast<callable*>(context))(index);
        };
        return find(path, captures, call, const_cast<void*>(static_cast<const void*>(&accept)));
    }

private:
    using segment = std::vector<path_pattern::piece>;
    static constexpr std::uint32_t none = edge_table::none;
    static constexpr std::uint32_t root = 0;
    static constexpr std::uint32_t whole_path = none - 1;  // parent of paths without placeholders
    static constexpr std::size_t at_end = std::string_view::npos;

    struct route {
        std::size_t index = 0;
        path_pattern pattern{};
        segment tail{};  // what is left from the segment with {x:path} on
    };

    struct mixed_edge {
        segment pieces{};
        std::uint32_t child = none;
    };

    struct node {
        // The indices of the routes at and below this node lie between these.
        std::size_t lowest = std::numeric_limits<std::size_t>::max();
        std::size_t highest = 0;
        std::array<std::uint32_t, 5> placeholder{none, none, none, none, none};  // by converter
        std::vector<mixed_edge> mixed{};
        std::vector<std::uint32_t> ends{};   // the routes that end here, by index
        std::vector<std::uint32_t> tails{};  // those that end in a tail, by index
    };

    struct candidate {
        std::size_t index = 0;
        std::uint32_t route = none;
    };

    /// One walk through the tree: keeps the first few matches whose index is at least `from`.
    struct search {
        std::string_view path;
        std::size_t from = 0;
        std::array<candidate, 8> found{};
        std::size_t size = 0;
        path_captures scratch{};

        bool is_full() const { return size == found.size(); }
        bool wants(std::size_t lowest, std::size_t highest) const {
            return highest >= from && !(is_full() && lowest > found.back().index);
        }
        void offer(candidate match);
    };

    std::uint32_t enter(std::uint32_t parent, const segment& edge);
    std::uint32_t enter_text(std::uint32_t parent, std::string_view text);
    std::uint32_t enter_mixed(std::uint32_t parent, const segment& edge);
    std::uint32_t make_node();
    void note_index(std::uint32_t at, std::size_t index);
    void insert_by_index(std::vector<std::uint32_t>& list, std::uint32_t added) const;

    void visit(std::uint32_t at, std::size_t start, search& walk) const;
    void visit_children(std::uint32_t at, std::string_view text, std::size_t next,
                        search& walk) const;
    void offer_ends(const node& here, search& walk) const;
    void offer_tails(const node& here, std::string_view rest, search& walk) const;
    void search_all(search& walk) const;

    std::vector<route> routes_;
    std::vector<node> nodes_ = std::vector<node>(1);
    edge_table edges_;
};

// ---- implementation ----

/// Eight bytes at a time, mixed by multiplication. Fast rather than strong: the keys are the
/// program's.
inline std::uint64_t edge_table::hash(std::uint32_t parent, std::string_view text) {
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15u;
    std::uint64_t value = (parent + text.size() * factor) * factor;
    const auto mix = [&](const char* bytes, std::size_t count) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes, count);
        value = (value ^ word) * factor;
        value ^= value >> 32;
    };
    while (text.size() >= 8) {
        mix(text.data(), 8);
        text.remove_prefix(8);
    }
    if (!text.empty()) mix(text.data(), text.size());
    return value ^ (value >> 29);
}

inline std::uint32_t edge_table::find(std::uint32_t parent, std::string_view text) const {
    if (used_ == 0 || text.size() > longest_) return none;
    const std::uint64_t wanted = hash(parent, text);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = wanted & mask; slots_[i].child != none; i = (i + 1) & mask) {
        const slot& each = slots_[i];
        if (each.hash == wanted && each.parent == parent &&
            std::string_view(texts_).substr(each.offset, each.length) == text)
            return each.child;
    }
    return none;
}

inline void edge_table::insert(std::uint32_t parent, std::string_view text, std::uint32_t child) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    place({hash(parent, text), parent, child, texts_.size(), text.size()});
    texts_.append(text);
    longest_ = std::max(longest_, text.size());
    ++used_;
}

inline void edge_table::place(const slot& entry) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = entry.hash & mask;
    while (slots_[i].child != none) i = (i + 1) & mask;
    slots_[i] = entry;
}

inline void edge_table::grow() {
    const std::vector<slot> old =
        std::exchange(slots_, std::vector<slot>(std::max<std::size_t>(16, slots_.size() * 2)));
    for (const slot& each : old)
        if (each.child != none) place(each);
}

/// A pattern as the tree stores it.
struct split_pattern {
    std::vector<std::vector<path_pattern::piece>> segments;
    std::vector<path_pattern::piece> tail;  // not empty: the pattern has a {x:path}
};

/// Cuts a pattern at its slashes, the first of which stands before the first segment.
inline split_pattern split_at_slashes(const path_pattern& pattern) {
    split_pattern result;
    std::vector<path_pattern::piece> current;
    const auto add_text = [&](std::string_view text) {
        if (!text.empty()) current.push_back({std::string(text), false, path_converter::str});
    };
    for (const path_pattern::piece& piece : pattern.pieces) {
        if (!result.tail.empty()) {
            result.tail.push_back(piece);
        } else if (piece.is_placeholder) {
            current.push_back(piece);
            if (piece.converter == path_converter::path) result.tail = std::exchange(current, {});
        } else {
            std::string_view text = piece.text;
            for (std::size_t slash; (slash = text.find('/')) != text.npos;) {
                add_text(text.substr(0, slash));
                result.segments.push_back(std::exchange(current, {}));
                text.remove_prefix(slash + 1);
            }
            add_text(text);
        }
    }
    if (result.tail.empty()) result.segments.push_back(std::move(current));
    result.segments.erase(result.segments.begin());  // the nothing before the first slash
    return result;
}

inline void route_tree::add(path_pattern pattern, std::size_t index) {
    const auto number = static_cast<std::uint32_t>(routes_.size());
    split_pattern split = split_at_slashes(pattern);
    const bool is_text = pattern.placeholder_count() == 0;

    std::uint32_t at = is_text ? enter_text(whole_path, path_format(pattern)) : root;
    routes_.push_back({index, std::move(pattern), std::move(split.tail)});
    note_index(at, index);
    if (!is_text)
        for (const segment& each : split.segments) note_index(at = enter(at, each), index);
    insert_by_index(routes_[number].tail.empty() ? nodes_[at].ends : nodes_[at].tails, number);
}

inline std::uint32_t route_tree::make_node() {
    nodes_.emplace_back();
    return static_cast<std::uint32_t>(nodes_.size() - 1);
}

inline void route_tree::note_index(std::uint32_t at, std::size_t index) {
    nodes_[at].lowest = std::min(nodes_[at].lowest, index);
    nodes_[at].highest = std::max(nodes_[at].highest, index);
}

inline void route_tree::insert_by_index(std::vector<std::uint32_t>& list,
                                        std::uint32_t added) const {
    const auto earlier = [&](std::uint32_t a, std::uint32_t b) {
        return routes_[a].index < routes_[b].index;
    };
    list.insert(std::upper_bound(list.begin(), list.end(), added, earlier), added);
}

/// The child behind an edge, made if need be. Names of placeholders play no part.
inline std::uint32_t route_tree::enter(std::uint32_t parent, const segment& edge) {
    if (edge.empty()) return enter_text(parent, "");
    if (edge.size() > 1) return enter_mixed(parent, edge);
    if (!edge[0].is_placeholder) return enter_text(parent, edge[0].text);

    const auto kind = static_cast<std::size_t>(edge[0].converter);
    if (nodes_[parent].placeholder[kind] == none) {
        const std::uint32_t child = make_node();
        nodes_[parent].placeholder[kind] = child;
    }
    return nodes_[parent].placeholder[kind];
}

inline std::uint32_t route_tree::enter_text(std::uint32_t parent, std::string_view text) {
    const std::uint32_t known = edges_.find(parent, text);
    if (known != none) return known;
    const std::uint32_t child = make_node();
    edges_.insert(parent, text, child);
    return child;
}

inline std::uint32_t route_tree::enter_mixed(std::uint32_t parent, const segment& edge) {
    segment nameless = edge;
    for (path_pattern::piece& piece : nameless)
        if (piece.is_placeholder) piece.text.clear();
    for (const mixed_edge& known : nodes_[parent].mixed)
        if (known.pieces == nameless) return known.child;
    const std::uint32_t child = make_node();
    nodes_[parent].mixed.push_back({std::move(nameless), child});
    return child;
}

inline void route_tree::search::offer(candidate match) {
    if (!wants(match.index, match.index)) return;
    std::size_t i = is_full() ? size - 1 : size++;
    for (; i > 0 && found[i - 1].index > match.index; --i) found[i] = found[i - 1];
    found[i] = match;
}

inline void route_tree::offer_ends(const node& here, search& walk) const {
    const auto is_earlier = [&](std::uint32_t number, std::size_t from) {
        return routes_[number].index < from;
    };
    auto each = std::lower_bound(here.ends.begin(), here.ends.end(), walk.from, is_earlier);
    for (; each != here.ends.end(); ++each) {
        const std::size_t index = routes_[*each].index;
        if (!walk.wants(index, index)) return;
        walk.offer({index, *each});
    }
}

inline void route_tree::offer_tails(const node& here, std::string_view rest, search& walk) const {
    for (const std::uint32_t number : here.tails) {
        const route& each = routes_[number];
        if (!walk.wants(each.index, each.index)) continue;
        walk.scratch.size = 0;
        if (match_pieces(each.tail, rest, walk.scratch)) walk.offer({each.index, number});
    }
}

/// `start` is where the next segment begins, `at_end` behind the last one. The depth is the
/// patterns', not the path's.
inline void route_tree::visit(std::uint32_t at, std::size_t start, search& walk) const {
    const node& here = nodes_[at];
    if (!walk.wants(here.lowest, here.highest)) return;
    if (start == at_end) return offer_ends(here, walk);

    const std::string_view rest = walk.path.substr(start);
    const std::size_t slash = rest.find('/');
    const std::size_t next = slash == rest.npos ? at_end : start + slash + 1;
    visit_children(at, rest.substr(0, slash), next, walk);
    offer_tails(here, rest, walk);
}

inline void route_tree::visit_children(std::uint32_t at, std::string_view text, std::size_t next,
                                       search& walk) const {
    const std::uint32_t child = edges_.find(at, text);
    if (child != none) visit(child, next, walk);

    const node& here = nodes_[at];
    for (std::size_t kind = 0; kind < here.placeholder.size(); ++kind)
        if (here.placeholder[kind] != none &&
            converter_takes(static_cast<path_converter>(kind), text))
            visit(here.placeholder[kind], next, walk);

    for (const mixed_edge& edge : here.mixed) {
        if (!walk.wants(nodes_[edge.child].lowest, nodes_[edge.child].highest)) continue;
        walk.scratch.size = 0;
        if (match_pieces(edge.pieces, text, walk.scratch)) visit(edge.child, next, walk);
    }
}

inline void route_tree::search_all(search& walk) const {
    const std::uint32_t whole = edges_.find(whole_path, walk.path);
    if (whole != none) offer_ends(nodes_[whole], walk);
    if (walk.path.starts_with('/')) visit(root, 1, walk);
}

inline std::optional<std::size_t> route_tree::find(std::string_view path, path_captures& captures,
                                                   accept_function accept, void* context) const {
    search walk{.path = path};
    while (true) {
        search_all(walk);
        for (std::size_t i = 0; i < walk.size; ++i) {
            const auto [index, number] = walk.found[i];
            if (!accept(context, index)) continue;
            match(routes_[number].pattern, path, captures);
            return index;
        }
        if (!walk.is_full()) return std::nullopt;
        walk.from = walk.found.back().index + 1;  // rare: all of the first few were refused
        walk.size = 0;
    }
}

}  // namespace fastapi::detail
