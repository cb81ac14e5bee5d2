#pragma once

// A file of the disk as an answer, whole or in parts: `Range` (RFC 9110 14) and `If-Range`; of
// StaticFiles also `If-None-Match` and `If-Modified-Since` (RFC 9110 13). The file is opened when
// the request is known, so that what is sent is of one file, whatever happens to its name. A range
// is honoured with status 200 only, and as Starlette does it whatever the method.

#include "fastapi/core/async.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/http/body_stream.hpp"
#include "fastapi/http/byte_range.hpp"
#include "fastapi/http/conditional.hpp"
#include "fastapi/http/date.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/media_types.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/url.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace fastapi {

namespace detail {

template <class = void>
class file_stream;

}  // namespace detail

/// How a file is sent: `FileResponse({.path = "report.pdf", .filename = "annual-report.pdf"})`.
struct FileOptions {
    std::string path = {};        ///< of a regular file
    std::string filename = {};    ///< for the client to keep it under; none: no such header
    std::string media_type = {};  ///< none: by the file name, else application/octet-stream
    int status_code = 200;
    MutableHeaders headers = {};
    std::string content_disposition_type = "attachment";  ///< or "inline"
};

/// A file as an answer, with Last-Modified, ETag and Accept-Ranges. A path without a regular file
/// is an error of the server: std::runtime_error when the answer is begun, which is answered with
/// 500. https://fastapi.tiangolo.com/advanced/custom-response/#fileresponse
class FileResponse : public Response {
public:
    // A template, so that its coroutine is compiled only into programs that use it.
    template <class Stream = detail::file_stream<>>
    explicit FileResponse(FileOptions options)
        : Response(std::string(), options.status_code, std::move(options.headers),
                   media_type_of(options)) {
        headers.setdefault("accept-ranges", "bytes");
        if (!options.filename.empty()) set_disposition(options);
        stream = std::make_shared<Stream>(std::move(options.path));
    }

    /// The file at this path (text or std::filesystem::path).
    template <std::convertible_to<std::string> Path>
    explicit FileResponse(const Path& path) : FileResponse(FileOptions{.path = path}) {}

private:
    static std::string_view media_type_of(const FileOptions& options);
    void set_disposition(const FileOptions& options);
};

// ---- implementation ----

inline std::string_view FileResponse::media_type_of(const FileOptions& options) {
    if (!options.media_type.empty()) return options.media_type;
    const std::string_view guessed =
        detail::guess_media_type(options.filename.empty() ? options.path : options.filename);
    return guessed.empty() ? "application/octet-stream" : guessed;
}

/// RFC 6266 4.1, RFC 8187: a name that has to be encoded is sent in the extended form.
inline void FileResponse::set_disposition(const FileOptions& options) {
    const std::string encoded = detail::percent_encode(options.filename);
    const bool plain = encoded == options.filename;
    headers.setdefault("content-disposition", options.content_disposition_type +
                                                  (plain ? "; filename=\"" + encoded + "\""
                                                         : "; filename*=utf-8''" + encoded));
}

namespace detail {

/// An open file, closed with it.
class open_file {
public:
    /// Only of a regular file. Throws std::runtime_error in Starlette's words.
    explicit open_file(const std::string& path);
    open_file(open_file&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), status_(other.status_) {}
    open_file& operator=(open_file&&) = delete;
    ~open_file() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    int descriptor() const { return descriptor_; }
    std::uint64_t size() const { return static_cast<std::uint64_t>(status_.st_size); }
    std::string last_modified() const;
    std::string etag() const;

private:
    int descriptor_;
    struct stat status_ = {};
};

inline open_file::open_file(const std::string& path)
    // Without O_NONBLOCK a named pipe would be waited for.
    : descriptor_(path.find('\0') != std::string::npos
                      ? (errno = ENOENT, -1)
                      : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {
    const auto fail = [&](const std::string& problem) {
        throw std::runtime_error("File at path " + path + problem);
    };
    if (descriptor_ < 0 && (errno == ENOENT || errno == ENOTDIR)) fail(" does not exist.");
    if (descriptor_ < 0) fail(" cannot be opened: " + std::generic_category().message(errno));
    if (::fstat(descriptor_, &status_) == 0 && S_ISREG(status_.st_mode)) return;
    ::close(std::exchange(descriptor_, -1));
    fail(" is not a file.");
}

inline std::string open_file::last_modified() const {
    std::string text;
    append_http_date(text, status_.st_mtime);
    return text;
}

inline void append_hex(std::string& out, std::uint64_t value) {
    std::array<char, 16> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    out.append(digits.data(), end);
}

/// Another time or size of the file, another tag.
inline std::string open_file::etag() const {
    std::string tag = "\"";
    append_hex(tag, static_cast<std::uint64_t>(status_.st_mtim.tv_sec));
    tag.push_back('.');
    append_hex(tag, static_cast<std::uint64_t>(status_.st_mtim.tv_nsec));
    tag.push_back('-');
    append_hex(tag, size());
    tag.push_back('"');
    return tag;
}

/// What a file's answer consists of: pieces of text, each with a range of the file behind it.
class file_body : public body_stream {
public:
    static constexpr std::uint64_t part_size = 64 * 1024;

    explicit file_body(std::string path) : path_(std::move(path)) {}

    /// A client that has the file already is told so with 304.
    void answer_conditions() { answers_conditions_ = true; }

    void begin(const Request& request, Response& response) override;
    std::optional<std::uint64_t> size() const override { return size_; }
    const file_range* file() const override;

protected:
    /// The next part; false at the end.
    bool read_part(std::string& part);

private:
    struct piece {
        std::string text;
        file_range range;  // what of it is left
    };

    void add(std::string text, byte_range range);
    void begin_ranges(std::string_view header, Response& response);
    void add_multipart(const std::vector<byte_range>& ranges, Response& response);
    void refuse(Response& response, int status, std::string_view text);
    void read_file(std::string& part, file_range& range) const;

    std::string path_;
    std::optional<open_file> file_;
    std::vector<piece> pieces_;
    std::size_t next_ = 0;
    std::uint64_t size_ = 0;
    bool answers_conditions_ = false;
};

template <class>
class file_stream final : public file_body {
public:
    using file_body::file_body;

    /// Read in a thread: the event loop does not wait for the disk.
    async<bool> next(std::string& part) override { return read_in_thread(*this, part); }

private:
    static async<bool> read_in_thread(file_stream& self, std::string& part) {
        auto read = [&self, &part] { return self.read_part(part); };
        co_return co_await run_job(read);
    }
};

inline void file_body::add(std::string text, byte_range range) {
    const std::uint64_t length = range.end - range.begin;
    size_ += text.size() + length;
    if (!text.empty() || length != 0)
        pieces_.push_back({std::move(text), {file_->descriptor(), range.begin, length}});
}

/// RFC 9110 15.4.5: of the headers that describe the content only those go that a cache needs.
inline void answer_not_modified(Response& response) {
    response.status_code = 304;
    for (const std::string_view name :
         {"content-type", "content-disposition", "content-encoding", "content-language",
          "content-length", "accept-ranges", "last-modified"})
        response.headers.remove(name);
}

inline void file_body::begin(const Request& request, Response& response) {
    pieces_.clear();
    next_ = 0;
    size_ = 0;
    file_.reset();
    file_.emplace(path_);
    response.headers.setdefault("last-modified", file_->last_modified());
    response.headers.setdefault("etag", file_->etag());
    const bool is_ok = response.status_code == 200;
    if (is_ok && answers_conditions_ && is_not_modified(request.headers, response.headers))
        return answer_not_modified(response);
    const auto range = request.headers.get("range");
    if (range && is_ok && is_range_wanted(request.headers, response.headers))
        return begin_ranges(*range, response);
    add({}, {0, file_->size()});
}

inline std::string content_range(byte_range range, std::uint64_t size) {
    std::string text = "bytes ";
    append_integer(text, range.begin);
    text.push_back('-');
    append_integer(text, range.end - 1);
    text.push_back('/');
    append_integer(text, size);
    return text;
}

inline void file_body::begin_ranges(std::string_view header, Response& response) {
    const requested_ranges requested = parse_range_header(header, file_->size());
    if (requested.kind == requested_ranges::kinds::malformed)
        return refuse(response, 400, requested.problem);
    if (requested.kind == requested_ranges::kinds::unsatisfiable) {
        refuse(response, 416, {});
        return response.headers.set("content-range", "bytes */" + std::to_string(file_->size()));
    }
    if (requested.kind == requested_ranges::kinds::whole) return add({}, {0, file_->size()});
    response.status_code = 206;
    if (requested.ranges.size() > 1) return add_multipart(requested.ranges, response);
    response.headers.set("content-range", content_range(requested.ranges[0], file_->size()));
    add({}, requested.ranges[0]);
}

/// A text that nobody can foresee, so that no file holds it by intent.
inline std::string random_boundary() {
    std::array<unsigned char, 13> bytes{};
    if (::getentropy(bytes.data(), bytes.size()) != 0)
        throw std::system_error(errno, std::generic_category(), "getentropy");
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) text.append({digits[byte >> 4], digits[byte & 15]});
    return text;
}

/// RFC 9110 14.6.
inline void file_body::add_multipart(const std::vector<byte_range>& ranges, Response& response) {
    const std::string boundary = random_boundary();
    const std::string type(response.headers.get("content-type").value_or("text/plain"));
    std::string separator = "--" + boundary;
    for (const byte_range& range : ranges) {
        add(separator + "\r\nContent-Type: " + type +
                "\r\nContent-Range: " + content_range(range, file_->size()) + "\r\n\r\n",
            range);
        separator = "\r\n--" + boundary;
    }
    add(separator + "--", {});
    response.headers.set("content-type", "multipart/byteranges; boundary=" + boundary);
}

/// An answer about the request, not of the file.
inline void file_body::refuse(Response& response, int status, std::string_view text) {
    response.status_code = status;
    response.headers.clear();
    response.headers.append("content-type", "text/plain; charset=utf-8");
    add(std::string(text), {});
}

inline const file_range* file_body::file() const {
    const bool is_last = next_ + 1 == pieces_.size();
    return is_last && pieces_[next_].text.empty() ? &pieces_[next_].range : nullptr;
}

inline bool file_body::read_part(std::string& part) {
    part.clear();
    if (next_ == pieces_.size()) return false;
    piece& current = pieces_[next_];
    part.append(current.text);
    current.text.clear();
    if (current.range.size != 0) read_file(part, current.range);
    if (current.range.size == 0) ++next_;
    return true;
}

inline void file_body::read_file(std::string& part, file_range& range) const {
    const std::size_t before = part.size();
    const auto wanted = static_cast<std::size_t>(std::min(range.size, part_size));
    part.resize(before + wanted);
    ::ssize_t count = 0;
    do {
        count = ::pread(range.descriptor, part.data() + before, wanted,
                        static_cast<::off_t>(range.offset));
    } while (count < 0 && errno == EINTR);
    if (count < 0) throw std::system_error(errno, std::generic_category(), "File at path " + path_);
    if (count == 0)
        throw std::runtime_error("File at path " + path_ + " became shorter while it was sent.");
    part.resize(before + static_cast<std::size_t>(count));
    range.offset += static_cast<std::uint64_t>(count);
    range.size -= static_cast<std::uint64_t>(count);
}

}  // namespace detail
}  // namespace fastapi
