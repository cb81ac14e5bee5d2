#pragma once

// A folder of files behind a path, as Starlette's StaticFiles: the path below the mount becomes a
// file of the folder, and a file becomes an answer. The one rule: no path leads out of the folder.
// `..` is resolved as text first and may not climb above the folder; then, unless symbolic links
// are allowed to lead elsewhere, the real path of the file must lie within the real path of the
// folder.

#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/file_response.hpp"
#include "fastapi/http/redirect_response.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

/// How a folder is served. https://fastapi.tiangolo.com/reference/staticfiles/
struct StaticFilesOptions {
    std::string directory = {};  ///< the folder
    bool html = false;      ///< folders answer with their index.html, missing files with 404.html
    bool check_dir = true;  ///< a folder that does not exist is an error when it is mounted
    bool follow_symlink = false;  ///< symbolic links may lead out of the folder
};

namespace detail {

/// When the folder is mounted: throws std::runtime_error where it does not exist and is to be
/// checked.
void check_static_folder(const StaticFilesOptions& options);

/// The answer to a request for what lies at `path` (percent-decoded, with or without a slash in
/// front) below the folder. Throws HTTPException: 405 unless GET or HEAD, 401 for what may not be
/// read, 404 for what is not there. May block.
template <class Stream = file_stream<>>
Response static_file_response(const StaticFilesOptions& options, const Request& request,
                              std::string_view path);

/// What a path leads to. `unnameable` is what no file can be called: too long a name, or a NUL in
/// it, which would end the path early for the system.
struct static_target {
    enum class kinds { none, file, folder, unreadable, unnameable };

    kinds kind = kinds::none;
    std::string path;  ///< of the file system; of a file or folder
};

static_target find_static_target(const StaticFilesOptions& options, std::string_view path);

// ---- implementation ----

inline bool is_folder(const std::string& path) {
    struct stat status = {};
    return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

inline void check_static_folder(const StaticFilesOptions& options) {
    if (options.check_dir && !is_folder(options.directory))
        throw std::runtime_error("Directory '" + options.directory + "' does not exist");
}

/// The path without empty, `.` and `..` segments; nothing where it climbs above its beginning.
inline std::optional<std::string> normal_path(std::string_view path) {
    std::string result;
    while (!path.empty()) {
        const std::size_t end = path.find('/');
        const std::string_view segment = path.substr(0, end);
        path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
        if (segment.empty() || segment == ".") continue;
        if (segment != "..") {
            result.append("/").append(segment);
            continue;
        }
        if (result.empty()) return std::nullopt;
        result.erase(result.rfind('/'));
    }
    return result;
}

/// Without symbolic links; "" with errno where there is no such file.
inline std::string real_path(const std::string& path) {
    struct release {
        void operator()(char* text) const { std::free(text); }
    };
    const std::unique_ptr<char, release> resolved(::realpath(path.c_str(), nullptr));
    return resolved ? std::string(resolved.get()) : std::string();
}

inline bool lies_within(std::string_view path, std::string_view folder) {
    if (folder == "/") return true;
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

inline static_target find_static_target(const StaticFilesOptions& options, std::string_view path) {
    using kinds = static_target::kinds;
    const auto failed = [] {
        if (errno == EACCES || errno == EPERM) return static_target{kinds::unreadable, {}};
        return static_target{errno == ENAMETOOLONG ? kinds::unnameable : kinds::none, {}};
    };
    if (path.find('\0') != std::string_view::npos) return {kinds::unnameable, {}};
    const auto below = normal_path(path);
    if (!below || options.directory.empty()) return {};
    std::string full = options.directory + *below;
    if (!options.follow_symlink) {
        const std::string folder = real_path(options.directory);
        full = real_path(full);
        if (folder.empty() || full.empty()) return failed();
        if (!lies_within(full, folder)) return {};
    }
    struct stat status = {};
    if (::stat(full.c_str(), &status) != 0) return failed();
    if (S_ISREG(status.st_mode)) return {kinds::file, std::move(full)};
    if (S_ISDIR(status.st_mode)) return {kinds::folder, std::move(full)};
    return {};
}

/// The same URL with a slash behind its path.
inline std::string url_of_folder(const Request& request) {
    const URL& url = request.url;
    std::string_view path = url.path;
    std::string target;
    if (!url.netloc.empty())
        target.append(url.scheme).append("://").append(url.netloc);
    else  // two slashes in front would be followed by a host
        while (path.starts_with("//")) path.remove_prefix(1);
    target.append(path).append("/");
    if (!url.query.empty()) target.append("?").append(url.query);
    return target;
}

/// A file that a client who has it already is not sent again.
template <class Stream>
Response conditional_file(const std::string& path) {
    FileResponse response(FileOptions{.path = path});
    static_cast<Stream&>(*response.stream).answer_conditions();
    return response;
}

template <class Stream>
Response static_file_response(const StaticFilesOptions& options, const Request& request,
                              std::string_view path) {
    using kinds = static_target::kinds;
    if (request.method != "GET" && request.method != "HEAD")
        throw HTTPException(405, nullptr, {{"allow", "GET, HEAD"}});
    const static_target target = find_static_target(options, path);
    if (target.kind == kinds::unreadable) throw HTTPException(401);
    if (target.kind == kinds::unnameable) throw HTTPException(404);
    if (target.kind == kinds::file) return conditional_file<Stream>(target.path);
    if (target.kind == kinds::folder && options.html) {
        const static_target index = find_static_target(options, std::string(path) + "/index.html");
        if (index.kind == kinds::file && !request.url.path.ends_with('/'))
            return RedirectResponse(url_of_folder(request));
        if (index.kind == kinds::file) return conditional_file<Stream>(index.path);
    }
    if (options.html) {
        const static_target page = find_static_target(options, "404.html");
        if (page.kind == kinds::file)
            return FileResponse(FileOptions{.path = page.path, .status_code = 404});
    }
    throw HTTPException(404);
}

}  // namespace detail
}  // namespace fastapi
