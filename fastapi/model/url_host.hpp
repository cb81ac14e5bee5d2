#pragma once

// The host of a URL as the WHATWG URL standard reads it (Rust's crate url): a name, which becomes
// Punycode, an IPv4 address in any of its old spellings, or an IPv6 address in brackets. The text
// that comes out is the normal form; what fails says so in the words of the crate.

#include "fastapi/core/text.hpp"
#include "fastapi/core/unicode.hpp"
#include "fastapi/model/punycode.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi::detail {

/// Why a text is no URL in the words of the crate url; empty when all went well.
using url_failure = std::string_view;

/// Appends the host of a special scheme in its normal form.
url_failure append_url_host(std::string& out, std::string_view host);
/// Reads one of the forms of an IPv4 address: one to four numbers, decimal, octal or hexadecimal.
std::optional<std::uint32_t> parse_ipv4(std::string_view text);
/// RFC 4291 2.2, without brackets.
std::optional<std::array<std::uint16_t, 8>> parse_ipv6(std::string_view text);
/// Why an opaque host, that of a scheme unknown to the standard, is none.
url_failure check_opaque_host(std::string_view host);

// ---- implementation ----

/// What a name may not contain (the standard's forbidden host code points and '%'), besides control
/// characters.
inline constexpr std::string_view url_name_refused = " #%/:<>?@[\\]^|";
/// What the host of a scheme without rules for hosts may not contain.
inline constexpr std::string_view url_opaque_host_refused = " #/:<>?@[\\]^|";

/// The standard's percent-decoding: a '%' without two digits stays.
inline std::string url_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        out.push_back(low >= 0 ? static_cast<char>(high * 16 + low) : text[i]);
        if (low >= 0) i += 2;
    }
    return out;
}

// ---- addresses ----

/// Decimal, octal behind `0`, hexadecimal behind `0x`; at most 32 bits.
inline std::optional<std::uint32_t> parse_ipv4_number(std::string_view text) {
    if (text.empty()) return std::nullopt;
    unsigned base = 10;
    if (text.size() >= 2 && text[0] == '0') {
        base = to_lower(text[1]) == 'x' ? 16 : 8;
        text.remove_prefix(base == 16 ? 2 : 1);
    }
    std::uint64_t value = 0;
    for (const char c : text) {
        const int digit = hex_value(c);
        if (digit < 0 || static_cast<unsigned>(digit) >= base) return std::nullopt;
        value = value * base + static_cast<unsigned>(digit);
        if (value > 0xFFFFFFFF) return std::nullopt;
    }
    return static_cast<std::uint32_t>(value);
}

/// Whether the last label is a number: then the host must be an IPv4 address.
inline bool ends_in_number(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    const std::string_view last = host.substr(host.rfind('.') + 1);
    const bool digits = !last.empty() && std::all_of(last.begin(), last.end(), is_digit);
    if (digits || !last.starts_with("0x")) return digits;
    return std::all_of(last.begin() + 2, last.end(), [](char c) { return hex_value(c) >= 0; });
}

inline std::optional<std::uint32_t> parse_ipv4(std::string_view text) {
    if (text.ends_with('.')) text.remove_suffix(1);
    std::uint32_t address = 0;
    for (unsigned count = 0; count < 4; ++count) {
        const std::size_t dot = text.find('.');
        const auto number = parse_ipv4_number(text.substr(0, dot));
        if (!number) return std::nullopt;
        // The last number takes all the bytes that are left.
        if (dot == std::string_view::npos) {
            if (std::uint64_t{*number} >> (8 * (4 - count)) != 0) return std::nullopt;
            return address | *number;
        }
        if (*number > 255) return std::nullopt;
        if (count < 3) address |= *number << (8 * (3 - count));
        text.remove_prefix(dot + 1);
    }
    return std::nullopt;
}

/// The two groups of an IPv4 address at the end of an IPv6 one: plain decimal numbers.
inline bool read_ipv4_tail(std::string_view text, std::array<std::uint16_t, 8>& groups,
                           std::size_t at) {
    for (int i = 0; i < 4; ++i) {
        const std::size_t dot = text.find('.');
        const std::string_view number = text.substr(0, dot);
        const auto value = to_integer<int>(number);
        const bool plain = value && is_digit(number[0]) && (number.size() == 1 || number[0] != '0');
        if (!plain || *value > 255 || (dot == std::string_view::npos) != (i == 3)) return false;
        std::uint16_t& group = groups[at + static_cast<std::size_t>(i / 2)];
        group = static_cast<std::uint16_t>(group * 256 + *value);
        text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
    }
    return true;
}

inline std::optional<std::array<std::uint16_t, 8>> parse_ipv6(std::string_view text) {
    std::array<std::uint16_t, 8> groups{};
    std::size_t count = 0;
    std::optional<std::size_t> gap;
    if (text.starts_with("::"))
        text.remove_prefix(2), gap = 0;
    else if (text.starts_with(':'))
        return std::nullopt;
    while (!text.empty()) {
        if (count == 8) return std::nullopt;
        if (text[0] == ':') {
            if (gap) return std::nullopt;
            gap = count;
            text.remove_prefix(1);
            continue;
        }
        std::size_t length = 0;
        unsigned value = 0;
        for (; length < 4 && length < text.size() && hex_value(text[length]) >= 0; ++length)
            value = value * 16 + static_cast<unsigned>(hex_value(text[length]));
        if (length < text.size() && text[length] == '.') {
            if (count > 6 || length == 0) return std::nullopt;
            if (!read_ipv4_tail(text, groups, count)) return std::nullopt;
            count += 2;
            break;
        }
        groups[count++] = static_cast<std::uint16_t>(value);
        text.remove_prefix(length);
        if (text.empty()) break;
        if (text[0] != ':' || text.size() == 1 || length == 0) return std::nullopt;
        text.remove_prefix(1);
    }
    if (!gap) return count == 8 ? std::optional(groups) : std::nullopt;
    if (count == 8) return std::nullopt;
    std::rotate(groups.begin() + static_cast<std::ptrdiff_t>(*gap),
                groups.begin() + static_cast<std::ptrdiff_t>(count), groups.end());
    return groups;
}

/// The longest run of zeros, at least two, as [begin, end): `::` stands for it (RFC 5952 4.2).
inline std::pair<std::size_t, std::size_t> longest_zeros(
    const std::array<std::uint16_t, 8>& groups) {
    std::pair<std::size_t, std::size_t> best{8, 8};
    for (std::size_t i = 0; i < 8; ++i) {
        std::size_t end = i;
        while (end < 8 && groups[end] == 0) ++end;
        if (end - i >= 2 && end - i > best.second - best.first) best = {i, end};
        i = std::max(i, end);
    }
    return best;
}

inline void append_ipv6(std::string& out, const std::array<std::uint16_t, 8>& groups) {
    const auto [begin, end] = longest_zeros(groups);
    out.push_back('[');
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == begin) {
            out.append(i == 0 ? "::" : ":");
            i = end;
            if (i == 8) break;
        }
        std::array<char, 4> digits;
        const auto written = std::to_chars(digits.data(), digits.data() + 4, groups[i], 16);
        out.append(digits.data(), written.ptr);
        if (i < 7) out.push_back(':');
    }
    out.push_back(']');
}

inline void append_ipv4(std::string& out, std::uint32_t address) {
    for (const unsigned shift : {24u, 16u, 8u, 0u}) {
        append_integer(out, (address >> shift) & 255);
        if (shift > 0) out.push_back('.');
    }
}

// ---- host ----

/// Whether no name may have this label although all its code points may stand in one.
inline bool is_bad_label(std::u32string_view label) {
    return starts_with_mark(label) || turned_position(label) || label.starts_with(U"xn--");
}

/// Appends one mapped label in ASCII. A label in Punycode already must be what its letters would
/// become.
inline bool append_ascii_label(std::string& out, std::u32string_view label) {
    if (!is_ascii(label)) {
        if (is_bad_label(label)) return false;
        out.append("xn--");
        return punycode_encode(label, out);
    }
    const std::string plain = to_utf8(label);
    out.append(plain);
    if (!plain.starts_with("xn--")) return true;
    const auto decoded = punycode_decode(std::string_view(plain).substr(4));
    if (!decoded || is_ascii(*decoded) || is_bad_label(*decoded)) return false;
    std::u32string mapped;
    std::string again = "xn--";
    return !idna_map(*decoded, mapped) && mapped == *decoded && punycode_encode(mapped, again) &&
           again == plain;
}

inline bool append_url_name(std::string& out, std::string_view name) {
    std::u32string mapped;
    if (idna_map(to_code_points(name), mapped)) return false;
    for (const char32_t c : mapped)
        if (c <= 0x1F || c == 0x7F ||
            (c < 0x80 && url_name_refused.find(static_cast<char>(c)) != std::string_view::npos))
            return false;
    for (std::u32string_view rest = mapped;;) {
        const std::size_t dot = rest.find(U'.');
        if (!append_ascii_label(out, rest.substr(0, dot))) return false;
        if (dot == std::u32string_view::npos) return true;
        out.push_back('.');
        rest.remove_prefix(dot + 1);
    }
}

inline url_failure append_bracketed_host(std::string& out, std::string_view host) {
    if (!host.ends_with(']')) return "invalid IPv6 address";
    const auto address = parse_ipv6(host.substr(1, host.size() - 2));
    if (!address) return "invalid IPv6 address";
    append_ipv6(out, *address);
    return {};
}

inline url_failure append_url_host(std::string& out, std::string_view host) {
    if (host.starts_with('[')) return append_bracketed_host(out, host);
    std::string name;
    if (!append_url_name(name, url_decoded(host))) return "invalid international domain name";
    if (name.empty()) return "empty host";
    if (!ends_in_number(name)) {
        out.append(name);
        return {};
    }
    const auto address = parse_ipv4(name);
    if (!address) return "invalid IPv4 address";
    append_ipv4(out, *address);
    return {};
}

inline url_failure check_opaque_host(std::string_view host) {
    std::string unused;
    if (host.starts_with('[')) return append_bracketed_host(unused, host);
    if (host.find('\0') != std::string_view::npos ||
        host.find_first_of(url_opaque_host_refused) != std::string_view::npos)
        return "invalid domain character";
    return {};
}

}  // namespace fastapi::detail
