#pragma once

// The enumerators of an enumeration and their names. C++20 has no list of them, so each value in a
// range is tried: the compiler prints "ns::Color::red" for one that has a name, "(ns::Color)3" for
// one that has none. A text holds 128 values, which is what keeps compiling cheap.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "fastapi/core/reflection_text.hpp"
#include "fastapi/core/text.hpp"

namespace fastapi {

namespace detail {
template <class E>
constexpr auto enum_value_array();
template <class E>
constexpr auto enum_name_array();
}  // namespace detail

/// The smallest and largest value that are tried when the enumerators of E are looked for:
/// `template <> inline constexpr auto fastapi::enum_range<E> = std::pair{0, 1000};`
template <class E>
    requires std::is_enum_v<E>
inline constexpr auto enum_range = std::pair{-128, 255};

/// The enumerators in order of value. Of several with one value, the first declared.
template <class E>
    requires std::is_enum_v<E>
inline constexpr auto enum_values = detail::enum_value_array<E>();

/// The names of `enum_values<E>`. Each is followed by a NUL.
template <class E>
    requires std::is_enum_v<E>
inline constexpr auto enum_names = detail::enum_name_array<E>();

/// The name of an enumerator, empty where the value has none.
template <class E>
    requires std::is_enum_v<E>
constexpr std::string_view enum_name(E value) {
    const auto& values = enum_values<E>;
    const auto found = std::lower_bound(values.begin(), values.end(), value);
    if (found == values.end() || *found != value) return {};
    return enum_names<E>[static_cast<std::size_t>(found - values.begin())];
}

/// The enumerator of that name.
template <class E>
    requires std::is_enum_v<E>
constexpr std::optional<E> enum_cast(std::string_view name) {
    const auto& names = enum_names<E>;
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return enum_values<E>[static_cast<std::size_t>(found - names.begin())];
}

// ---- implementation ----

namespace detail {

template <auto... Values>
constexpr auto print_values() {
    return std::string_view(__PRETTY_FUNCTION__);
}

inline constexpr std::string_view known_value_name = "true";
inline constexpr std::string_view known_value_text = print_values<true>();
inline constexpr std::size_t value_text_head = known_value_text.find(known_value_name);
static_assert(value_text_head != std::string_view::npos,
              "fastapi: this compiler prints enumerators in a form that is not known yet. Please "
              "report its name and version.");

template <auto... Values>
constexpr std::string_view printed_values() {
    constexpr std::size_t around = known_value_text.size() - known_value_name.size();
    const std::string_view text = print_values<Values...>();
    return text.substr(value_text_head, text.size() - around);
}

constexpr std::size_t decimal_length(long long value) {
    std::size_t length = value < 0 ? 2 : 1;
    for (; value >= 10 || value <= -10; value /= 10) ++length;
    return length;
}

/// The values of a batch that have names: where each name stands in the text.
template <std::size_t Size>
struct named_values {
    struct entry {
        long long value;
        std::size_t begin;
        std::size_t length;
    };
    std::string_view text;
    std::size_t count = 0;
    entry entries[Size] = {};

    constexpr std::string_view name(std::size_t i) const {
        return text.substr(entries[i].begin, entries[i].length);
    }
};

constexpr std::size_t end_of_entry(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    for (; at < text.size(); at += opaque_length(text, at)) {
        if (text[at] == ',' && depth == 0) return at;
        if (opens_bracket(text[at])) ++depth;
        if (closes_bracket(text[at]) && depth > 0) --depth;
    }
    return text.size();
}

// Whether a cast "(ns::E)" of `cast_length` and then a number that ends at `length` begin at
// `entry`. Most values have no name: those are stepped over by their length, which is known after
// the first.
constexpr bool is_cast(const char* entry, std::size_t cast_length, std::size_t length) {
    if (entry[0] != '(' || entry[cast_length - 1] != ')') return false;
    const char end = entry[length];
    return (is_digit(entry[cast_length]) || entry[cast_length] == '-') &&
           (end == ',' || !(is_identifier_char(end) || end == ':'));
}

/// Reads "ns::E::a, (ns::E)1, (ns::E)2", which the compiler printed for `Size` values from `first`
/// on.
template <std::size_t Size>
constexpr named_values<Size> read_values(std::string_view text, long long first) {
    constexpr std::size_t separator = 2;
    named_values<Size> found{text};
    std::size_t cast_length = 0;
    std::size_t at = 0;
    for (long long value = first; at < text.size(); ++value) {
        const std::size_t length = cast_length + decimal_length(value);
        if (cast_length > 0 && length <= text.size() - at &&
            is_cast(text.data() + at, cast_length, length)) {
            at += length + separator;
            continue;
        }
        const std::string_view entry = text.substr(at, end_of_entry(text, at) - at);
        const std::string_view name = last_identifier(entry);
        at += entry.size() + separator;
        if (!name.empty())
            found.entries[found.count++] = {value, at - separator - name.size(), name.size()};
        else if (is_digit(entry.back()))
            cast_length = entry.size() - decimal_length(value);
    }
    return found;
}

// bit_cast, since a cast to an enumeration without a fixed underlying type is no constant
// expression for a value outside its range (Clang 16 and later refuse it).
template <class E>
constexpr E to_enum(long long value) {
    return std::bit_cast<E>(static_cast<std::underlying_type_t<E>>(value));
}

template <class E>
struct enum_bounds {
    using limits = std::numeric_limits<std::underlying_type_t<E>>;
    static constexpr long long clamped(auto bound) {
        if (std::cmp_less(bound, +limits::min())) return static_cast<long long>(limits::min());
        if (std::cmp_greater(bound, +limits::max())) return static_cast<long long>(limits::max());
        return static_cast<long long>(bound);
    }
    static constexpr long long first = clamped(enum_range<E>.first);
    static constexpr long long last = clamped(enum_range<E>.second);
    static constexpr std::size_t count = first > last ? 0
                                                      : static_cast<std::size_t>(last - first + 1);
};

inline constexpr std::size_t enum_batch_size = 128;

// The named ones of up to 128 values from `First` on, all from one text.
template <class E, long long First, std::size_t Count>
constexpr auto read_enum_batch() {
    constexpr std::string_view text = []<std::size_t... I>(std::index_sequence<I...>) {
        return printed_values<to_enum<E>(First + static_cast<long long>(I))...>();
    }(std::make_index_sequence<Count>{});
    return read_values<Count>(text, First);
}

template <class E, long long First, std::size_t Count>
inline constexpr auto enum_batch = read_enum_batch<E, First, Count>();

/// Calls `visitor` with each batch of the range in turn.
template <class E, class Visitor>
constexpr void visit_enum_batches(Visitor visitor) {
    using bounds = enum_bounds<E>;
    // Any look into E: Clang instantiates the enumerators of a class template's enum no sooner.
    static_cast<void>(requires { E::whatever; });
    const auto visit_one = [&]<std::size_t Batch>(std::index_sequence<Batch>) {
        constexpr std::size_t begin = Batch * enum_batch_size;
        constexpr std::size_t size = std::min(enum_batch_size, bounds::count - begin);
        visitor(enum_batch<E, bounds::first + static_cast<long long>(begin), size>);
    };
    constexpr std::size_t batches = (bounds::count + enum_batch_size - 1) / enum_batch_size;
    [&]<std::size_t... Batch>(std::index_sequence<Batch...>) {
        (visit_one(std::index_sequence<Batch>{}), ...);
    }(std::make_index_sequence<batches>{});
}

template <class E>
constexpr std::size_t count_enumerators() {
    std::size_t count = 0;
    visit_enum_batches<E>([&](const auto& batch) { count += batch.count; });
    return count;
}

template <class E>
inline constexpr std::size_t enumerator_count = count_enumerators<E>();

template <class E>
constexpr auto enum_value_array() {
    std::array<E, enumerator_count<E>> values{};
    std::size_t found = 0;
    visit_enum_batches<E>([&](const auto& batch) {
        for (std::size_t i = 0; i < batch.count; ++i)
            values[found++] = to_enum<E>(batch.entries[i].value);
    });
    return values;
}

template <class E>
struct printed_enumerators {
    static constexpr auto raw() {
        std::array<std::string_view, enumerator_count<E>> names;
        std::size_t found = 0;
        visit_enum_batches<E>([&](const auto& batch) {
            for (std::size_t i = 0; i < batch.count; ++i) names[found++] = batch.name(i);
        });
        return names;
    }
};

template <class E>
constexpr auto enum_name_array() {
    return split_names<printed_enumerators<E>>();
}

}  // namespace detail
}  // namespace fastapi
