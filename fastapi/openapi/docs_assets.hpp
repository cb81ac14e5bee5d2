#pragma once

// Swagger UI and ReDoc from a folder instead of a CDN: which URLs the documentation pages use then,
// and the answers of these URLs. The folder is what npm makes of `swagger-ui-dist` and `redoc`
// (node_modules), or `tools/fastapi docs-assets DIR`.
//
// One rule: what is served is one of the four files listed here. No path of a client is ever joined
// to a folder. Answers carry an ETag and are revalidated (RFC 9110 8.8.3, 13.1.2; RFC 9111 5.2.2).

#include "fastapi/core/text.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/openapi/pages.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// The files of the documentation pages, served by the application. May be used by several threads.
class DocsAssets {
public:
    /// Looks for the files in `folder`. `prefix` begins the paths at which they are served, without
    /// the application's root_path. Throws std::invalid_argument naming the first file that cannot
    /// be read.
    explicit DocsAssets(std::string folder, std::string prefix = "/docs-assets");

    /// The paths to route to `answer`: `/docs-assets/swagger-ui-bundle.js` and three others.
    std::vector<std::string> paths() const;

    /// The file at one of `paths()`, or 304 where the client's If-None-Match names it; 404 for any
    /// other path. Blocks at the first request for a file, which reads and keeps it.
    /// Throws std::runtime_error where the file has become unreadable since the start.
    Response answer(std::string_view path, std::string_view if_none_match = {});

    /// Lets a page load these files and nothing from elsewhere. `root_path` stands before the
    /// prefix, as a proxy adds it.
    void apply_to(SwaggerUIOptions& page, std::string_view root_path = {}) const;
    void apply_to(RedocOptions& page, std::string_view root_path = {}) const;

private:
    struct kept_file {
        std::string content;
        std::string etag;  // empty until the file was read
    };

    std::string file_path(std::size_t index) const;
    std::string url(std::size_t index, std::string_view root_path) const;
    const kept_file& kept(std::size_t index);

    std::string folder_;
    std::string prefix_;
    std::mutex mutex_;  // of files_
    std::array<kept_file, 4> files_;
};

// ---- implementation ----

namespace detail {

struct docs_asset {
    std::string_view folder, name, media_type;
};

/// Places in `docs_asset_list`.
struct docs_asset_index {
    static constexpr std::size_t swagger_js = 0, swagger_css = 1, favicon = 2, redoc_js = 3;
};

inline constexpr std::array<docs_asset, 4> docs_asset_list{{
    {"swagger-ui-dist/", "swagger-ui-bundle.js", "text/javascript"},
    {"swagger-ui-dist/", "swagger-ui.css", "text/css"},
    {"swagger-ui-dist/", "favicon-32x32.png", "image/png"},
    {"redoc/bundles/", "redoc.standalone.js", "text/javascript"},
}};

/// FNV-1a: tells versions of a file apart, and keeps nothing secret.
inline std::string docs_asset_etag(std::string_view content) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::uint64_t hash = 14695981039346656037u;
    for (const char c : content) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    std::string tag = "\"" + std::to_string(content.size()) + "-";
    for (int shift = 60; shift >= 0; shift -= 4) tag += digits[(hash >> shift) & 0xFu];
    return tag + "\"";
}

/// RFC 9110 13.1.2: `*` or a list of tags, compared weakly (8.8.3.2).
inline bool names_docs_asset(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        const std::size_t comma = if_none_match.find(',');
        std::string_view tag = trim(if_none_match.substr(0, comma));
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == etag || tag == "*") return true;
        if_none_match.remove_prefix(comma == std::string_view::npos ? if_none_match.size()
                                                                    : comma + 1);
    }
    return false;
}

}  // namespace detail

inline DocsAssets::DocsAssets(std::string folder, std::string prefix)
    : folder_(std::move(folder)), prefix_(std::move(prefix)) {
    for (std::size_t i = 0; i < files_.size(); ++i) {
        std::ifstream file(file_path(i), std::ios::binary);
        if (file.peek() == std::ifstream::traits_type::eof())  // also of a folder of that name
            throw std::invalid_argument("fastapi: docs_assets: cannot read '" + file_path(i) +
                                        "'. Run: tools/fastapi docs-assets " + folder_);
    }
}

inline std::vector<std::string> DocsAssets::paths() const {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < files_.size(); ++i) result.push_back(url(i, ""));
    return result;
}

inline Response DocsAssets::answer(std::string_view path, std::string_view if_none_match) {
    std::size_t index = 0;
    while (index < files_.size() && path != url(index, "")) ++index;
    if (index == files_.size()) return PlainTextResponse("Not Found", 404);
    const kept_file& file = kept(index);
    MutableHeaders headers{{"etag", file.etag},
                           {"cache-control", "public, max-age=3600, must-revalidate"}};
    if (detail::names_docs_asset(if_none_match, file.etag)) {
        Response unchanged(304);
        unchanged.headers = std::move(headers);
        return unchanged;
    }
    return Response(file.content, 200, std::move(headers),
                    detail::docs_asset_list[index].media_type);
}

inline void DocsAssets::apply_to(SwaggerUIOptions& page, std::string_view root_path) const {
    page.swagger_js_url = url(detail::docs_asset_index::swagger_js, root_path);
    page.swagger_css_url = url(detail::docs_asset_index::swagger_css, root_path);
    page.swagger_favicon_url = url(detail::docs_asset_index::favicon, root_path);
}

inline void DocsAssets::apply_to(RedocOptions& page, std::string_view root_path) const {
    page.redoc_js_url = url(detail::docs_asset_index::redoc_js, root_path);
    page.redoc_favicon_url = url(detail::docs_asset_index::favicon, root_path);
    page.with_google_fonts = false;
}

inline std::string DocsAssets::file_path(std::size_t index) const {
    const detail::docs_asset& asset = detail::docs_asset_list[index];
    return folder_ + "/" + std::string(asset.folder) + std::string(asset.name);
}

inline std::string DocsAssets::url(std::size_t index, std::string_view root_path) const {
    return std::string(root_path) + prefix_ + "/" +
           std::string(detail::docs_asset_list[index].name);
}

namespace detail {

/// ReDoc shows a logo in its footer from a host of its own, which a page without the internet must
/// not ask.
inline void drop_redoc_logo(std::string& script) {
    constexpr std::string_view logo = "https://cdn.redoc.ly/redoc/logo-mini.svg",
                               nothing = "data:,";
    for (std::size_t at = script.find(logo); at != std::string::npos; at = script.find(logo, at))
        script.replace(at, logo.size(), nothing);
}

}  // namespace detail

inline const DocsAssets::kept_file& DocsAssets::kept(std::size_t index) {
    const std::lock_guard lock(mutex_);
    kept_file& entry = files_[index];
    if (!entry.etag.empty()) return entry;
    std::ifstream file(file_path(index), std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(file)), {});
    if (content.empty())
        throw std::runtime_error("fastapi: docs_assets: cannot read '" + file_path(index) + "'");
    if (index == detail::docs_asset_index::redoc_js) detail::drop_redoc_logo(content);
    entry.content = std::move(content);
    entry.etag = detail::docs_asset_etag(entry.content);
    return entry;
}

}  // namespace fastapi
