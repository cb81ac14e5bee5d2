#pragma once

// Compresses answers for clients that take gzip. Whole bodies at once; streams part by part, each
// flushed, so that what was yielded arrives, however slowly the next one is made. As Starlette's
// GZipMiddleware, but for two things that RFC 9110 asks for: `gzip;q=0` is a refusal (12.5.3), and
// an ETag becomes a weak one (8.8.3: other bytes).
//
// It needs zlib: define FASTAPI_WITH_ZLIB (in all source files, or before fastapi.hpp in the one
// that adds it) and link with -lz. Without that, adding a GZipMiddleware is a compile error that
// says so.

#include "fastapi/core/async.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/body_stream.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/status.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#ifdef FASTAPI_WITH_ZLIB
#include <zlib.h>
#endif

namespace fastapi {

namespace detail {

/// 1 is fast, 9 is small, 0 does not compress.
struct gzip_level {
    int value;

    /// Throws std::invalid_argument for another number.
    constexpr gzip_level(int level) : value(level) {
        if (level < 0 || level > 9)
            throw std::invalid_argument(
                "fastapi: the compresslevel of a GZipMiddleware must be 0 to 9.");
    }
};

}  // namespace detail

/// `app.add_middleware(GZipMiddleware{.minimum_size = 1000})`. Not compressed are parts of files
/// (206), what has a Content-Encoding already, and the types of content below. A body is compressed
/// in the thread that made it, also for HEAD, which is answered with the headers of GET; of a file
/// HEAD gives the size as it lies there.
/// https://fastapi.tiangolo.com/advanced/middleware/#gzipmiddleware
struct GZipMiddleware {
    std::size_t minimum_size = 500;        ///< bytes; streams of unknown size are always compressed
    detail::gzip_level compresslevel = 9;  ///< 0 to 9

    /// Types that are compressed already, or (`text/event-stream`) must not wait; `audio/*` is all
    /// of a kind.
    std::vector<std::string> exclude_content_types = {
        "application/grpc",  "application/gzip", "application/x-gzip", "application/zip",
        "audio/*",           "font/woff",        "font/woff2",         "image/avif",
        "image/gif",         "image/jpeg",       "image/png",          "image/webp",
        "text/event-stream", "video/*"};

    template <class = void>
    void after(Request& request, Response& response) const;
};

// ---- implementation ----

namespace detail {

/// RFC 9110 12.4.2: whether these parameters of a list's element say `q=0`, which is "not this
/// one".
constexpr bool is_refused(std::string_view parameters) {
    const std::size_t equals = parameters.find('=');
    if (equals == std::string_view::npos || !iequals(trim(parameters.substr(0, equals)), "q"))
        return false;
    const std::string_view weight = trim(parameters.substr(equals + 1));
    return weight.starts_with('0') && weight.find_first_not_of("0.") == std::string_view::npos;
}

inline bool accepts_gzip(const Headers& request) {
    for (std::string_view list : request.getlist("accept-encoding"))
        while (const auto element = take_list_element(list)) {
            const std::size_t end = std::min(element->find(';'), element->size());
            if (!iequals(trim(element->substr(0, end)), "gzip")) continue;
            return end == element->size() || !is_refused(element->substr(end + 1));
        }
    return false;
}

/// Whether the list has this type, or all of its kind: `audio/*`.
inline bool has_content_type(const std::vector<std::string>& types, std::string_view content_type) {
    std::string_view type = trim(content_type.substr(0, content_type.find(';')));
    constexpr std::string_view grpc = "application/grpc";
    if (iequals(type.substr(0, grpc.size() + 1), "application/grpc+")) type = grpc;
    const std::string_view kind = type.substr(0, type.find('/'));
    return std::any_of(types.begin(), types.end(), [&](std::string_view each) {
        return iequals(each, type) ||
               (each.ends_with("/*") && iequals(each.substr(0, each.size() - 2), kind));
    });
}

/// RFC 9110 8.8.1: the same content in other bytes. And of these bytes there are no ranges.
inline void describe_as_gzip(MutableHeaders& headers) {
    headers.set("content-encoding", "gzip");
    headers.remove("content-length");
    headers.remove("accept-ranges");
    const auto tag = headers.get("etag");
    if (tag && !tag->starts_with("W/")) headers.set("etag", "W/" + std::string(*tag));
}

/// Whether the body, whose size may be unknown, is to be compressed; then the headers say that it
/// is.
inline bool begin_gzip(const Request& request, Response& response,
                       std::optional<std::uint64_t> size, std::size_t minimum_size) {
    const bool has_whole_body = allows_body(response.status_code) && response.status_code != 206;
    const bool is_small = size && *size < std::max<std::size_t>(minimum_size, 1);
    if (!has_whole_body || is_small || response.headers.contains("content-encoding")) return false;
    response.headers.add_vary_header("Accept-Encoding");
    if (!accepts_gzip(request.headers)) return false;
    describe_as_gzip(response.headers);
    return true;
}

}  // namespace detail

#ifdef FASTAPI_WITH_ZLIB

namespace detail {

/// Bytes to a gzip stream (RFC 1952).
class gzip_encoder {
public:
    explicit gzip_encoder(int level) {
        constexpr int as_gzip = 16 + MAX_WBITS, memory = 8;
        if (::deflateInit2(&stream_, level, Z_DEFLATED, as_gzip, memory, Z_DEFAULT_STRATEGY) !=
            Z_OK)
            throw std::bad_alloc();
    }
    gzip_encoder(const gzip_encoder&) = delete;
    gzip_encoder& operator=(const gzip_encoder&) = delete;
    ~gzip_encoder() { ::deflateEnd(&stream_); }

    /// Appends what comes of `bytes`. `flush`: Z_SYNC_FLUSH gives all of it away, Z_FINISH ends the
    /// stream.
    void append(std::string& out, std::string_view bytes, int flush) {
        do {
            const std::size_t size = std::min(bytes.size(), max_input);
            stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
            stream_.avail_in = static_cast<uInt>(size);
            bytes.remove_prefix(size);
            append_output(out, bytes.empty() ? flush : Z_NO_FLUSH);
        } while (!bytes.empty());
    }

private:
    static constexpr std::size_t max_input = std::size_t{1} << 30,
                                 room = 16 * 1024;  // zlib counts in 32 bits

    void append_output(std::string& out, int flush) {
        do {
            const std::size_t before = out.size();
            out.resize(before + room);
            stream_.next_out = reinterpret_cast<Bytef*>(out.data() + before);
            stream_.avail_out = static_cast<uInt>(room);
            ::deflate(&stream_, flush);
            out.resize(before + room - stream_.avail_out);
        } while (stream_.avail_out == 0);
    }

    z_stream stream_ = {};
};

inline std::string gzip(std::string_view body, int level) {
    gzip_encoder encoder(level);
    std::string result;
    encoder.append(result, body, Z_FINISH);
    return result;
}

/// A stream whose parts are compressed, if that is what the beginning of the answer comes to.
template <class = void>
class gzip_stream final : public body_stream {
public:
    gzip_stream(std::shared_ptr<body_stream> plain, std::size_t minimum_size, int level)
        : plain_(std::move(plain)), minimum_size_(minimum_size), level_(level) {}

    /// Only now it is known whether a file is sent as a whole.
    void begin(const Request& request, Response& response) override {
        plain_->begin(request, response);
        if (request.method == "HEAD" && plain_->file() != nullptr) return;
        if (begin_gzip(request, response, plain_->size(), minimum_size_)) encoder_.emplace(level_);
    }

    std::optional<std::uint64_t> size() const override {
        return encoder_ ? std::nullopt : plain_->size();
    }
    const file_range* file() const override { return encoder_ ? nullptr : plain_->file(); }
    void cancel() override { plain_->cancel(); }

    async<bool> next(std::string& part) override {
        if (!encoder_) return plain_->next(part);
        return next_compressed(part);
    }

private:
    async<bool> next_compressed(std::string& part) {
        part.clear();
        while (part.empty() && !is_done_) {
            async<bool> step =
                plain_->next(plain_part_);  // named: GCC 12 destroys some temporaries twice
            is_done_ = !co_await std::move(step);
            encoder_->append(part, is_done_ ? std::string_view() : plain_part_,
                             is_done_ ? Z_FINISH : Z_SYNC_FLUSH);
        }
        co_return !part.empty();
    }

    std::shared_ptr<body_stream> plain_;
    std::size_t minimum_size_;
    int level_;
    std::optional<gzip_encoder> encoder_;
    std::string plain_part_;
    bool is_done_ = false;
};

}  // namespace detail

template <class>
void GZipMiddleware::after(Request& request, Response& response) const {
    if (detail::has_content_type(exclude_content_types,
                                 response.headers.get("content-type").value_or("")))
        return;
    if (response.stream != nullptr)
        response.stream = std::make_shared<detail::gzip_stream<>>(
            std::move(response.stream), minimum_size, compresslevel.value);
    else if (detail::begin_gzip(request, response, response.body.size(), minimum_size))
        response.body = detail::gzip(response.body, compresslevel.value);
}

#else

template <class Used>
void GZipMiddleware::after(Request&, Response&) const {
    static_assert(
        detail::always_false<Used>,
        "fastapi: GZipMiddleware needs zlib. Compile with -DFASTAPI_WITH_ZLIB and link with -lz.");
}

#endif

}  // namespace fastapi
