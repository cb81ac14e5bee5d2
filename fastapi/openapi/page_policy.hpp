#pragma once

// The parts of a documentation page's Content-Security-Policy, and the nonce that permits its
// scripts. https://www.w3.org/TR/CSP3/

#include "fastapi/core/text.hpp"

#include <algorithm>
#include <cstddef>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fastapi {

/// A number used once, for a page and its policy: 128 random bits as hexadecimal digits.
std::string make_page_nonce();

namespace detail {

/// Where a page loads a URL from, as a policy names it: `https://host:port`, or `'self'` for a
/// path. Nothing for what has no host, or one that a policy cannot name.
std::string policy_source(std::string_view url);

// ---- implementation ----

/// RFC 3986 3.2: what stands between "//" and the path, without which the URL is a path.
inline std::string policy_source(std::string_view url) {
    const std::size_t slashes = url.find("//");
    const std::size_t colon = url.find_first_of(":/?#");
    const bool has_scheme = colon != std::string_view::npos && url[colon] == ':';
    if (has_scheme ? slashes != colon + 1 : slashes != 0) return has_scheme ? "" : "'self'";
    const std::string_view source = url.substr(0, url.find_first_of("/?#\\", slashes + 2));
    const auto can_be_named = [](char c) {
        return is_alpha(c) || is_digit(c) ||
               std::string_view(".-:[]/").find(c) != std::string_view::npos;
    };
    if (source.size() == slashes + 2 || !std::all_of(source.begin(), source.end(), can_be_named))
        return "";
    return std::string(has_scheme ? source : source.substr(2));
}

/// One directive of a policy: its name and the sources, each once.
inline std::string policy_directive(std::string_view name,
                                    const std::vector<std::string>& sources) {
    std::string text = std::string(name) + " ";
    for (const std::string& source : sources)
        if (!source.empty() && (text.find(" " + source + " ") == std::string::npos))
            text += source + " ";
    text.back() = ';';
    return text;
}

/// CSP3 2.3.1: a nonce is base64. Whatever else must not come into the header.
inline std::string nonce_source(std::string_view nonce) {
    const auto is_base64 = [](char c) {
        return is_alpha(c) || is_digit(c) ||
               std::string_view("+/-_=").find(c) != std::string_view::npos;
    };
    if (nonce.empty() || !std::all_of(nonce.begin(), nonce.end(), is_base64))
        throw std::invalid_argument(
            "fastapi: the nonce of a page is base64 and not empty. Write make_page_nonce().");
    return "'nonce-" + std::string(nonce) + "'";
}

/// What all pages have in common: nothing is loaded but by the nonce, and nobody else frames the
/// page.
inline std::string base_policy(std::string_view nonce) {
    return "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; " +
           policy_directive("script-src", {nonce_source(nonce)});
}

}  // namespace detail

inline std::string make_page_nonce() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::random_device source;
    std::string nonce;
    for (int word = 0; word < 4; ++word)
        for (unsigned bits = source(), i = 0; i < 8; ++i, bits >>= 4) nonce += digits[bits & 0xFu];
    return nonce;
}

}  // namespace fastapi
