#pragma once

// Answers to bytes (RFC 9112): the head as one contiguous piece, and the frames of chunks. The
// framing is always true: an answer that has none ends with its connection, and so does one whose
// headers contradict it. Header lines come as MutableHeaders::block() gives them: checked when they
// were set. Their texts are UTF-8, and are sent in Latin-1 as FastAPI sends them; a line that
// Latin-1 has no bytes for stays as it is.

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "fastapi/core/text.hpp"
#include "fastapi/http/date.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/status.hpp"

namespace fastapi::wire {

struct response_head {
    int status = 200;
    std::string_view headers{};                     ///< lines in wire form
    std::optional<std::uint64_t> content_length{};  ///< of the whole body, also where HEAD asks
    std::string_view date_line{};                   ///< a whole line, or ""
    bool keep_alive = true;                         ///< whether both sides can go on
    int minor_version = 1;                          ///< of the request: HTTP/1.x
};

/// Appends status line, header lines and the empty line. false: the connection must close after
/// this answer. No Content-Length is written where the headers bring a framing of their own, and
/// none at all, nor a Transfer-Encoding, for a status without a body.
bool write_head(std::string& out, const response_head& head);

/// Whether bytes of a body may follow the head: not to HEAD, and not with 1xx, 204 and 304 (RFC
/// 9112 6.3).
constexpr bool sends_body(std::string_view method, int status) {
    return detail::allows_body(status) && method != "HEAD";
}

/// Appends one chunk. Nothing for empty data: a chunk of size 0 would end the body.
void append_chunk(std::string& out, std::string_view data);

inline constexpr std::string_view last_chunk = "0\r\n\r\n";
inline constexpr std::string_view continue_head = "HTTP/1.1 100 Continue\r\n\r\n";

/// `date: Sun, 06 Nov 1994 08:49:37 GMT` CR LF
std::string date_line(std::time_t now);

// ---- implementation ----

/// What an answer's own header lines say about its framing.
struct block_framing {
    bool has_length = false, has_coding = false, says_close = false;
    std::optional<std::uint64_t> length{};
};

inline bool frames_body(std::string_view name) {
    return detail::iequals(name, "content-length") || detail::iequals(name, "transfer-encoding");
}

inline block_framing read_framing(std::string_view block) {
    block_framing framing;
    while (!block.empty()) {
        const auto [name, value] = detail::take_field(block);
        if (detail::iequals(name, "content-length")) {
            framing.length =
                framing.has_length ? std::nullopt : detail::to_integer<std::uint64_t>(value);
            framing.has_length = true;
        } else if (detail::iequals(name, "transfer-encoding")) {
            framing.has_coding = true;
        } else if (detail::iequals(name, "connection")) {
            framing.says_close = framing.says_close || detail::list_contains(value, "close");
        }
    }
    return framing;
}

/// Whether the receiver will see the end of the body without the connection closing.
inline bool is_framed(const response_head& head, const block_framing& framing) {
    if (!detail::allows_body(head.status)) return true;
    if (framing.has_coding)
        return head.minor_version > 0 && !framing.has_length && !head.content_length;
    if (!framing.has_length) return head.content_length.has_value();
    return framing.length && (!head.content_length || *framing.length == *head.content_length);
}

/// RFC 9112 4; the blank after the code stands also where there is no phrase.
inline void append_status_line(std::string& out, int status) {
    if (status == 200) {
        out.append("HTTP/1.1 200 OK\r\n");
        return;
    }
    std::array<char, 64> line;
    std::memcpy(line.data(), "HTTP/1.1 000 ", 13);
    line[9] = static_cast<char>('0' + status / 100);
    line[10] = static_cast<char>('0' + status / 10 % 10);
    line[11] = static_cast<char>('0' + status % 10);
    const std::string_view phrase = status::phrase(status);
    phrase.copy(line.data() + 13, phrase.size());
    std::memcpy(line.data() + 13 + phrase.size(), "\r\n", 2);
    out.append(line.data(), phrase.size() + 15);
}

/// By words, not up to the first one: most lines are.
inline bool is_ascii(std::string_view text) {
    unsigned char bits = 0;
    for (const char c : text)
        bits = static_cast<unsigned char>(bits | static_cast<unsigned char>(c));
    return bits < 0x80;
}

/// A line of UTF-8 in Latin-1; false, and half of it appended, where it cannot be written so.
inline bool append_latin1(std::string& out, std::string_view line) {
    for (std::size_t i = 0; i < line.size();) {
        const std::size_t length = detail::utf8_length(line, i);
        const char32_t code = length == 0 ? 0x100 : detail::utf8_code_point(line, i, length);
        if (code > 0xFF) return false;
        out.push_back(static_cast<char>(static_cast<unsigned char>(code)));
        i += length;
    }
    return true;
}

inline void append_block(std::string& out, std::string_view block) {
    if (is_ascii(block)) return void(out.append(block));
    while (!block.empty()) {
        const std::string_view line = block.substr(0, block.find('\n') + 1);
        const std::size_t begin = out.size();
        if (!append_latin1(out, line)) {
            out.resize(begin);
            out.append(line);
        }
        block.remove_prefix(line.size());
    }
}

inline void append_block_without_framing(std::string& out, std::string_view block) {
    while (!block.empty()) {
        const char* const line = block.data();
        const bool dropped = frames_body(detail::take_field(block).name);
        if (!dropped) append_block(out, {line, static_cast<std::size_t>(block.data() - line)});
    }
}

inline void append_content_length(std::string& out, std::uint64_t length) {
    std::array<char, 48> line;
    std::memcpy(line.data(), "content-length: ", 16);
    char* const end = std::to_chars(line.data() + 16, line.data() + 40, length).ptr;
    std::memcpy(end, "\r\n", 2);
    out.append(line.data(), end + 2);
}

inline bool write_head(std::string& out, const response_head& given) {
    response_head head = given;
    if (head.status < 100 || head.status > 999) head.status = 500;
    const block_framing framing = read_framing(head.headers);
    const bool has_body = detail::allows_body(head.status);
    const bool keeps = head.keep_alive && !framing.says_close && is_framed(head, framing);

    append_status_line(out, head.status);
    out.append(head.date_line);
    if (!has_body && (framing.has_length || framing.has_coding))
        append_block_without_framing(out, head.headers);
    else
        append_block(out, head.headers);
    if (head.content_length && has_body && !framing.has_length && !framing.has_coding)
        append_content_length(out, *head.content_length);
    // RFC 9112 9.6, and 9.3: HTTP/1.0 goes on only where both say so. A 1xx is not the answer yet.
    if (!keeps && !framing.says_close && head.status >= 200)
        out.append("connection: close\r\n");
    else if (keeps && head.minor_version == 0)
        out.append("connection: keep-alive\r\n");
    out.append("\r\n");
    return keeps;
}

inline void append_chunk(std::string& out, std::string_view data) {
    if (data.empty()) return;
    std::array<char, 20> size;
    char* const end = std::to_chars(size.data(), size.data() + 16, data.size(), 16).ptr;
    std::memcpy(end, "\r\n", 2);
    out.reserve(out.size() + data.size() + 20);
    out.append(size.data(), end + 2).append(data).append("\r\n");
}

inline std::string date_line(std::time_t now) {
    std::string line = "date: ";
    detail::append_http_date(line, now);
    return line.append("\r\n");
}

}  // namespace fastapi::wire
