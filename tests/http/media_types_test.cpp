#include "fastapi/http/media_types.hpp"

#include <doctest/doctest.h>

#include <string_view>

using fastapi::detail::guess_media_type;

TEST_CASE("media types: the extension decides, in any case") {
    struct {
        std::string_view path, expected;
    } const cases[] = {
        {"a.txt", "text/plain"},
        {"a.TXT", "text/plain"},
        {"/srv/files/index.html", "text/html"},
        {"app.js", "text/javascript"},
        {"data.json", "application/json"},
        {"annual.pdf", "application/pdf"},
        {"big.bin", "application/octet-stream"},
        {"photo.min.jpg", "image/jpeg"},
        {"logo.svg", "image/svg+xml"},
        {"font.woff2", "font/woff2"},
        {"archive.tar.gz", "application/gzip"},
        {"a.3g2", "audio/3gpp2"},
        {"a.ogg", "audio/ogg"},
        {"a.wav", "audio/vnd.wave"},
        {"a.deb", "application/x-debian-package"},
        {"a.zst", "application/zstd"},
        {"a.zst0", ""},
        {"a.", ""},
        {"a", ""},
        {"", ""},
        {".json", ""},
        {"/dir.json/file", ""},
        {"/dir/.html", ""},
        {"a.json ", ""},
    };
    for (const auto& entry : cases) {
        const auto& path = entry.path;
        const auto& expected = entry.expected;
        INFO(path);
        CHECK(guess_media_type(path) == expected);
    }
}
