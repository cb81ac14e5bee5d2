#pragma once

// Bytes from a client to the requests in them (RFC 9112), without a socket: give the bytes that are
// not consumed yet, get one event, as h11 does it. No byte of an unfinished head is scanned twice,
// and how the bytes are split over reads never changes what comes out. After a refusal nothing more
// is read.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "fastapi/wire/chunked.hpp"
#include "fastapi/wire/event.hpp"
#include "fastapi/wire/head.hpp"

namespace fastapi::wire {

/// Reads the requests of one connection, one after the other. Call `read` again with what is left
/// after each event until it says need_more (come back with more bytes) or refused.
class reader {
public:
    /// The limits must outlive the reader.
    explicit reader(const limits& bounds) : bounds_(&bounds) {}
    explicit reader(limits&&) = delete;

    /// `unread` starts at the first byte that was not consumed; it may have moved since the last
    /// call. At the event `head`, `head` is filled with views into `unread`, and it is consumed as
    /// a whole.
    event read(std::string_view unread, request_head& head);

    /// Between `head` and `end`: bytes of the body are still to come.
    bool is_in_body() const;
    bool wants_more_body() const;
    /// Whether another request may follow the one whose head was read last.
    bool keep_alive() const { return keep_alive_ && state_ != state::refused; }
    /// Between two requests, and nothing of the next one has been seen.
    bool idle() const { return state_ == state::head && scanned_ == 0; }

private:
    enum class state : std::uint8_t { head, sized_body, chunked_body, closed, refused };
    enum class scan_result : std::uint8_t { need_more, complete, refused };

    event read_head(std::string_view unread, request_head& head);
    event read_sized_body(std::string_view unread);
    event read_chunked_body(std::string_view unread);
    scan_result scan(std::string_view unread, head_parser* parser);
    const refusal* check_lengths() const;
    const refusal* finish_line(std::string_view line, head_parser* parser);
    void restart_scan();
    event refuse(const refusal* why);
    event finish(std::size_t consumed);

    static constexpr unsigned max_empty_lines = 4;

    const limits* bounds_;
    const refusal* why_ = nullptr;
    std::size_t scanned_ = 0;      // of the head: what is before needs no second look
    std::size_t line_start_ = 0;   // of the line being scanned
    std::size_t block_start_ = 0;  // of the first header line
    std::size_t lines_ = 0;        // complete ones, the request line included
    unsigned empty_lines_ = 0;     // before the request line
    std::uint64_t remaining_ = 0;  // of a body with Content-Length
    chunked_decoder chunks_;
    state state_ = state::head;
    bool keep_alive_ = true;
};

// ---- implementation ----

/// The first control character (tab and DEL are among them), or `end`. Eight bytes at a time: a
/// byte below 0x20, or equal to 0x7F, sets its high bit in `hits`; a borrow disturbs only bytes
/// behind a true hit.
inline const char* find_control(const char* at, const char* end) {
    constexpr std::uint64_t ones = 0x0101010101010101u;
    for (; end - at >= 8; at += 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        const std::uint64_t del = word ^ (ones * 0x7F);
        const std::uint64_t hits =
            (((word - ones * 0x20) & ~word) | ((del - ones) & ~del)) & (ones * 0x80);
        if (hits == 0) continue;
        if constexpr (std::endian::native == std::endian::little)
            return at + std::countr_zero(hits) / 8;
        break;
    }
    while (at != end && static_cast<unsigned char>(*at) >= 0x20 && *at != 0x7F) ++at;
    return at;
}

inline event reader::read(std::string_view unread, request_head& head) {
    switch (state_) {
        case state::head: return read_head(unread, head);
        case state::sized_body: return read_sized_body(unread);
        case state::chunked_body: return read_chunked_body(unread);
        case state::closed: return {event_kind::need_more, unread.size()};  // RFC 9112 9.6
        default: return refuse(why_);
    }
}

/// A head that comes whole, as most do, is scanned and parsed in one pass. Of one that comes in
/// pieces only the scan goes on until it is complete: the parsed views would not survive a move of
/// the bytes.
inline event reader::read_head(std::string_view unread, request_head& head) {
    if (scanned_ > 0) {
        const scan_result result = scan(unread, nullptr);
        if (result == scan_result::need_more) return {};
        if (result == scan_result::refused) return refuse(why_);
        restart_scan();
    }
    head_parser parser(head);
    const scan_result result = scan(unread, &parser);
    if (result == scan_result::need_more) return {};
    if (result == scan_result::refused) return refuse(why_);
    const std::size_t size = scanned_;
    restart_scan();
    if (const refusal* why = parser.finish(*bounds_)) return refuse(why);
    keep_alive_ = head.keep_alive;
    remaining_ = head.content_length;
    if (head.chunked) chunks_ = {};
    state_ = head.chunked ? state::chunked_body : state::sized_body;
    return {event_kind::head, size};
}

/// Goes on to the end of the head. What is refused here depends only on the bytes up to that place,
/// never on how many lie behind it; the parser's own problems wait until the head is complete.
inline reader::scan_result reader::scan(std::string_view unread, head_parser* parser) {
    const char* const begin = unread.data();
    const char* const end = begin + unread.size();
    while (true) {
        const char* const stop = find_control(begin + scanned_, end);
        scanned_ = static_cast<std::size_t>(stop - begin);
        if ((why_ = check_lengths())) return scan_result::refused;
        if (stop == end) return scan_result::need_more;
        if (*stop == '\t') {
            ++scanned_;
            continue;
        }
        why_ = *stop == '\n' ? &refusals::bare_line_end : &refusals::control_character;
        if (*stop != '\r') return scan_result::refused;
        if (stop + 1 == end) return scan_result::need_more;
        why_ = &refusals::bare_line_end;
        if (stop[1] != '\n') return scan_result::refused;
        const std::string_view line(begin + line_start_, scanned_ - line_start_);
        line_start_ = scanned_ += 2;
        if (line.empty() && lines_ > 0) return scan_result::complete;
        if ((why_ = finish_line(line, parser))) return scan_result::refused;
    }
}

/// Where two limits lie in the same line, the one that comes first counts.
inline const refusal* reader::check_lengths() const {
    const std::size_t line = scanned_ - line_start_;
    if (lines_ == 0)
        return line > bounds_->max_request_line ? &refusals::request_line_size : nullptr;
    const std::size_t before = line_start_ - block_start_;
    const bool line_is_long = line > bounds_->max_header_line;
    if (before + line <= bounds_->max_header_block)
        return line_is_long ? &refusals::header_size : nullptr;
    const bool line_comes_first = before + bounds_->max_header_line <= bounds_->max_header_block;
    return line_is_long && line_comes_first ? &refusals::header_size : &refusals::header_block_size;
}

/// RFC 9112 2.2: a few empty lines before the request line are ignored.
inline const refusal* reader::finish_line(std::string_view line, head_parser* parser) {
    if (line.empty()) return ++empty_lines_ > max_empty_lines ? &refusals::empty_lines : nullptr;
    if (lines_ > bounds_->max_headers) return &refusals::header_count;
    if (lines_++ == 0) block_start_ = line_start_;
    if (parser) parser->take_line(line);
    return nullptr;
}

inline void reader::restart_scan() {
    scanned_ = line_start_ = block_start_ = lines_ = 0;
    empty_lines_ = 0;
}

inline event reader::read_sized_body(std::string_view unread) {
    if (remaining_ == 0) return finish(0);
    if (unread.empty()) return {};
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, unread.size()));
    remaining_ -= size;
    return {event_kind::body, size, unread.substr(0, size)};
}

inline event reader::read_chunked_body(std::string_view unread) {
    const event result = chunks_.read(unread, *bounds_);
    if (result.kind == event_kind::end) return finish(result.consumed);
    if (result.kind == event_kind::refused) return refuse(result.why);
    return result;
}

inline event reader::finish(std::size_t consumed) {
    state_ = keep_alive_ ? state::head : state::closed;
    return {event_kind::end, consumed};
}

inline event reader::refuse(const refusal* why) {
    state_ = state::refused;
    why_ = why;
    return {event_kind::refused, 0, {}, why};
}

inline bool reader::is_in_body() const {
    return state_ == state::chunked_body || state_ == state::sized_body;
}

inline bool reader::wants_more_body() const {
    return state_ == state::chunked_body || (state_ == state::sized_body && remaining_ > 0);
}

}  // namespace fastapi::wire
