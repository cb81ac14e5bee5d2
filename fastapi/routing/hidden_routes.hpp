#pragma once

// Routes that no request reaches, because earlier ones take all that they would match: `/users/me`
// behind `/users/{user_id}`, a path and method twice, a route below a mount.
//
// Whether one pattern takes whatever another matches is asked of samples: paths that the other one
// matches, with the shortest texts in place of its placeholders and with long ones that nobody
// writes into a path. A pattern that takes them all takes them with its own placeholders, and those
// take any other text in their place as well. (But a newline, which `{x:path}` does not match.)

#include "fastapi/routing/path_pattern.hpp"
#include "fastapi/routing/route_table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// A route that is never asked, and the earlier ones that are: each takes some of its methods.
struct hidden_route {
    const route* hidden = nullptr;
    std::vector<const route*> by{};
};

/// The hidden routes of a table, in the order of their declaration. One whose methods are hidden in
/// part only is none. They live as long as the table.
std::vector<hidden_route> find_hidden_routes(const route_table& table);

/// Whether the first pattern matches whatever the second one matches.
bool takes_all_of(const path_pattern& taker, const path_pattern& other);

// ---- implementation ----

inline constexpr std::size_t sample_count = 3;
using path_samples = std::array<std::string, sample_count>;

/// Two of the shortest, which differ, so that no text of a program is both; and a long one.
constexpr std::array<std::string_view, sample_count> sample_texts(path_converter converter) {
    switch (converter) {
        case path_converter::str: return {"\x01", "\x02", "\x03.\x04-\x05~\x06"};
        case path_converter::path: return {"", "\x02", "\x03.\x04/\x05-\x06/"};
        case path_converter::integer:
            return {"0", "1", "97531864209753186420975318642097531864208"};
        case path_converter::floating:
            return {"0", "1", "9753186420975318642.0975318642097531864208"};
        case path_converter::uuid:
            return {"00000000000000000000000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
                    "9E7c5B3a-1F8d6E4c-2B0a-9F7d5E3c1B8a"};
    }
    return {};
}

inline path_samples sample_paths(const path_pattern& pattern) {
    path_samples result;
    for (const path_pattern::piece& piece : pattern.pieces)
        for (std::size_t i = 0; i < sample_count; ++i)
            result[i].append(piece.is_placeholder ? sample_texts(piece.converter)[i] : piece.text);
    return result;
}

inline bool takes_all(const path_pattern& taker, const path_samples& samples) {
    path_captures ignored;
    return std::all_of(samples.begin(), samples.end(),
                       [&](const std::string& sample) { return match(taker, sample, ignored); });
}

inline bool takes_all_of(const path_pattern& taker, const path_pattern& other) {
    return takes_all(taker, sample_paths(other));
}

/// The earlier routes that leave nothing to this one; none where something is left.
inline std::vector<const route*> hiding_routes(const route_table& table, const route& declared) {
    const path_samples samples = sample_paths(declared.pattern);
    std::vector<std::string> left = declared.description.methods;
    std::vector<const route*> result;
    bool is_hidden = false;
    table.find_if(samples.back(), [&](const route& earlier) {
        if (&earlier == &declared) return true;
        if (declared.is_mount() && !earlier.is_mount()) return false;
        if (!takes_all(earlier.pattern, samples)) return false;
        const auto is_taken = [&](const std::string& method) { return earlier.accepts(method); };
        if (std::erase_if(left, is_taken) == 0 && !declared.is_mount()) return false;
        result.push_back(&earlier);
        return is_hidden = left.empty();
    });
    if (!is_hidden) result.clear();
    return result;
}

inline std::vector<hidden_route> find_hidden_routes(const route_table& table) {
    std::vector<hidden_route> result;
    for (const std::unique_ptr<route>& each : table.routes())
        if (std::vector<const route*> by = hiding_routes(table, *each); !by.empty())
            result.push_back({each.get(), std::move(by)});
    return result;
}

}  // namespace fastapi::detail
