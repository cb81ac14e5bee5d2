#pragma once

// Python's module `secrets`: random bytes of the operating system for tokens, keys and file names
// that nobody may guess, and comparing without telling by the time how much was right.
// https://docs.python.org/3/library/secrets.html

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include <sys/random.h>
#include <unistd.h>

namespace fastapi::secrets {

/// Whether two texts are the same, byte by byte. The time depends on the length of `b` alone, so
/// let `a` be the secret and `b` what the client sent.
bool compare_digest(std::string_view a, std::string_view b) noexcept;

/// That many random bytes. All of these throw std::system_error where the system has none to give.
std::string token_bytes(std::size_t nbytes = 32);

/// That many random bytes as hexadecimal digits, two for each.
std::string token_hex(std::size_t nbytes = 32);

/// That many random bytes as Base64 that needs no escape in a URL or a file name (RFC 4648 5,
/// without `=`).
std::string token_urlsafe(std::size_t nbytes = 32);

// ---- implementation ----

inline bool compare_digest(std::string_view a, std::string_view b) noexcept {
    // Texts of other lengths differ; b with itself takes the time that a of the same length would.
    const std::string_view other = a.size() == b.size() ? a : b;
    // volatile: the compiler may not leave the loop at the first difference.
    volatile unsigned int difference = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < b.size(); ++i)
        difference =
            difference | static_cast<unsigned int>(static_cast<unsigned char>(other[i] ^ b[i]));
    return difference == 0;
}

inline std::string token_bytes(std::size_t nbytes) {
    constexpr std::size_t most = 256;  // that getentropy(3) gives at once
    std::string bytes(nbytes, '\0');
    for (std::size_t at = 0; at < nbytes; at += most)
        if (::getentropy(bytes.data() + at, std::min(most, nbytes - at)) != 0)
            throw std::system_error(errno, std::generic_category(), "fastapi: no random bytes");
    return bytes;
}

inline std::string token_hex(std::size_t nbytes) {
    std::string digits;
    for (const char c : token_bytes(nbytes)) {
        const unsigned int byte = static_cast<unsigned char>(c);
        digits += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
    }
    return digits;
}

inline std::string token_urlsafe(std::size_t nbytes) {
    constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    unsigned int bits = 0, count = 0;  // what is read of the bytes and not yet written
    for (const char c : token_bytes(nbytes)) {
        bits = (bits & 63) << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) text += alphabet[bits >> (count - 6) & 63];
    }
    if (count > 0) text += alphabet[bits << (6 - count) & 63];
    return text;
}

}  // namespace fastapi::secrets
