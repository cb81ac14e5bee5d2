#pragma once

// The bytes of a JSON document to UTF-8, as Python's json.loads(bytes) reads them: a byte order
// mark is dropped, UTF-16 and UTF-32 are recognised without being told (json.detect_encoding).
// Plain UTF-8, which is nearly every document, stays where it is.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "fastapi/core/text.hpp"

namespace fastapi::detail {

/// A view of `bytes`, or of `storage` where the document had to be transcoded. Nothing when
/// UTF-16 or UTF-32 is broken. UTF-8 is not checked here: the JSON reader does.
std::optional<std::string_view> decoded_json(std::string_view bytes, std::string& storage);

// ---- implementation ----

/// Code units of `Width` bytes. Surrogates count only in pairs, and only in UTF-16.
template <std::size_t Width>
std::optional<std::string_view> transcoded(std::string_view bytes, bool big_endian,
                                           std::string& out) {
    if (bytes.size() % Width != 0) return std::nullopt;
    const auto unit = [&](std::size_t i) {
        char32_t value = 0;
        for (std::size_t k = 0; k < Width; ++k)
            value = value << 8 |
                    static_cast<unsigned char>(bytes[i + (big_endian ? k : Width - 1 - k)]);
        return value;
    };
    out.clear();
    for (std::size_t i = 0; i < bytes.size(); i += Width) {
        char32_t value = unit(i);
        if (Width == 2 && value >= 0xD800 && value < 0xDC00 && i + Width < bytes.size()) {
            const char32_t low = unit(i + Width);
            if (low < 0xDC00 || low > 0xDFFF) return std::nullopt;
            value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
            i += Width;
        }
        if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
        append_utf8(out, value);
    }
    return out;
}

/// json.detect_encoding: by the byte order mark, else by where the zero bytes of two ASCII
/// characters are.
inline std::optional<std::string_view> decoded_json(std::string_view bytes, std::string& storage) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\0\0\xFE\xFF"sv)) return transcoded<4>(bytes.substr(4), true, storage);
    if (bytes.starts_with("\xFF\xFE\0\0"sv)) return transcoded<4>(bytes.substr(4), false, storage);
    if (bytes.starts_with("\xFE\xFF"sv)) return transcoded<2>(bytes.substr(2), true, storage);
    if (bytes.starts_with("\xFF\xFE"sv)) return transcoded<2>(bytes.substr(2), false, storage);
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) return bytes.substr(3);
    if (bytes.size() != 2 && bytes.size() < 4) return bytes;
    if (bytes[0] == '\0' && bytes[1] == '\0' && bytes.size() >= 4)
        return transcoded<4>(bytes, true, storage);
    if (bytes[0] == '\0') return transcoded<2>(bytes, true, storage);
    if (bytes[1] != '\0') return bytes;
    const bool wide = bytes.size() >= 4 && bytes[2] == '\0' && bytes[3] == '\0';
    return wide ? transcoded<4>(bytes, false, storage) : transcoded<2>(bytes, false, storage);
}

}  // namespace fastapi::detail
