#pragma once

// The bytes of an answer as a client reads them: without their Content-Encoding (RFC 9110 8.4), as
// text of their charset, and as lines; part by part, so that what a stream has yielded can be
// looked at before it ends.
//
// gzip and deflate are undone where some source file of the program is compiled with
// FASTAPI_WITH_ZLIB, which GZipMiddleware needs, too; elsewhere such bytes stay as they are.

#include "fastapi/core/text.hpp"
#include "fastapi/http/content_disposition.hpp"
#include "fastapi/http/form.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/url.hpp"

#include <cstddef>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#ifdef FASTAPI_WITH_ZLIB
#include <zlib.h>
#endif

namespace fastapi {

/// The body of an answer is not what its Content-Encoding says.
class DecodingError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

namespace detail {

/// Undoes one Content-Encoding.
class content_decoder {
public:
    content_decoder() = default;
    content_decoder(const content_decoder&) = delete;
    content_decoder& operator=(const content_decoder&) = delete;
    virtual ~content_decoder() = default;

    /// What the next bytes add. Throws DecodingError.
    virtual std::string feed(std::string_view bytes) = 0;
};

/// Makes a decoder for gzip and deflate; null in a program without zlib.
inline std::unique_ptr<content_decoder> (*make_inflater)() = nullptr;

/// The decoder that the headers ask for; null where there is nothing to undo, or nobody can.
std::unique_ptr<content_decoder> decoder_for(const MutableHeaders& headers);

/// Makes UTF-8 of the parts of a body. What is none becomes U+FFFD.
class text_decoder {
public:
    explicit text_decoder(std::string_view content_type);

    std::string feed(std::string_view bytes);
    /// What was held back at the end, because it was the beginning of a character.
    std::string finish();

private:
    bool is_latin1_ = false;
    std::string rest_;
};

/// Cuts text into lines at LF, CR and CR LF, without these.
class line_decoder {
public:
    std::vector<std::string> feed(std::string_view text);
    /// The last line, where no line end stands behind it.
    std::vector<std::string> finish();

private:
    std::string line_;
    bool ends_with_cr_ = false;
};

// ---- implementation ----

#ifdef FASTAPI_WITH_ZLIB

/// gzip and deflate, of which some senders leave the frame of zlib away.
class inflater final : public content_decoder {
public:
    inflater() { open(detects_frame); }
    ~inflater() override { ::inflateEnd(&stream_); }

    std::string feed(std::string_view bytes) override {
        std::string out;
        if (is_over_ || bytes.empty()) return out;
        if (!run(bytes, out)) {
            ::inflateEnd(&stream_);
            open(no_frame);
            if (!std::exchange(is_first_, false) || !run(bytes, out))
                throw DecodingError("the body is neither gzip nor deflate");
        }
        is_first_ = false;
        return out;
    }

private:
    static constexpr int detects_frame = 15 + 32, no_frame = -15;

    void open(int window) {
        stream_ = {};
        if (::inflateInit2(&stream_, window) != Z_OK) throw std::bad_alloc();
    }

    bool run(std::string_view bytes, std::string& out) {
        std::vector<unsigned char> room(16 * 1024);
        stream_.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = static_cast<unsigned>(bytes.size());
        while (true) {
            stream_.next_out = room.data();
            stream_.avail_out = static_cast<unsigned>(room.size());
            const int result = ::inflate(&stream_, Z_SYNC_FLUSH);
            out.append(reinterpret_cast<const char*>(room.data()), room.size() - stream_.avail_out);
            is_over_ = result == Z_STREAM_END;
            if (result != Z_OK && result != Z_BUF_ERROR) return is_over_;
            if (stream_.avail_out != 0) return true;
        }
    }

    z_stream stream_{};
    bool is_first_ = true, is_over_ = false;
};

inline const bool has_inflater = [] {
    make_inflater = []() -> std::unique_ptr<content_decoder> {
        return std::make_unique<inflater>();
    };
    return true;
}();

#endif

inline std::unique_ptr<content_decoder> decoder_for(const MutableHeaders& headers) {
    const std::string_view encoding = headers.get("content-encoding").value_or("");
    const bool is_known =
        iequals(encoding, "gzip") || iequals(encoding, "x-gzip") || iequals(encoding, "deflate");
    return is_known && make_inflater != nullptr ? make_inflater() : nullptr;
}

inline text_decoder::text_decoder(std::string_view content_type) {
    const header_options options = parse_header_options(content_type);
    const std::string charset = lowered(options.get("charset").value_or("utf-8"));
    is_latin1_ = charset == "iso-8859-1" || charset == "latin-1" || charset == "latin1";
}

/// How many bytes at the end may be the beginning of a character.
inline std::size_t broken_off_utf8(std::string_view text) {
    for (std::size_t size = 1; size <= 3 && size <= text.size(); ++size) {
        const auto byte = static_cast<unsigned char>(text[text.size() - size]);
        if (byte < 0x80) return 0;
        if (byte < 0xC0) continue;
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
        return size < length ? size : 0;
    }
    return 0;
}

inline std::string text_decoder::feed(std::string_view bytes) {
    if (is_latin1_) return decoded_latin1(bytes);
    rest_.append(bytes);
    const std::size_t held_back = broken_off_utf8(rest_);
    std::string text;
    append_replaced_utf8(text, std::string_view(rest_).substr(0, rest_.size() - held_back));
    rest_.erase(0, rest_.size() - held_back);
    return text;
}

inline std::string text_decoder::finish() {
    std::string text;
    append_replaced_utf8(text, std::exchange(rest_, {}));
    return text;
}

inline std::vector<std::string> line_decoder::feed(std::string_view text) {
    std::vector<std::string> lines;
    if (text.empty()) return lines;
    if (std::exchange(ends_with_cr_, false) && text.front() == '\n') text.remove_prefix(1);
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        line_.append(text.substr(0, end));
        if (end == std::string_view::npos) break;
        lines.push_back(std::exchange(line_, {}));
        const bool is_pair = text.substr(end, 2) == "\r\n";
        ends_with_cr_ = text[end] == '\r' && end + 1 == text.size();
        text.remove_prefix(end + (is_pair ? 2 : 1));
    }
    return lines;
}

inline std::vector<std::string> line_decoder::finish() {
    if (line_.empty()) return {};
    return {std::exchange(line_, {})};
}

}  // namespace detail
}  // namespace fastapi
