#pragma once

// The chunked transfer coding (RFC 9112 7.1), decoded as bytes come: sizes, extensions and trailers
// are read byte by byte and skipped, so that no split of the bytes can change the outcome; data is
// given as views. Nothing is trusted: the two bytes after data and after a line are CR LF or the
// body is refused.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fastapi/core/text.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/wire/event.hpp"

namespace fastapi::wire {

/// Reads one chunked body: events `need_more`, `body`, `end` and `refused`.
class chunked_decoder {
public:
    event read(std::string_view unread, const limits& bounds);

private:
    enum class state : std::uint8_t {
        size_first,     // a digit must come: "1" of "1a;name=value"
        size,           // more digits, ';' or CR
        extension,      // anything but a line end
        size_lf,        // LF of the size line
        data,           // remaining_ bytes
        data_cr,        // CR after them
        data_lf,        // LF after them
        trailer_first,  // a trailer's name or the CR of the empty line
        trailer_name,   // up to ':'
        trailer_value,  // up to CR
        trailer_lf,     // LF of a trailer
        last_lf,        // LF of the empty line
        done
    };

    const refusal* take(char c, const limits& bounds);
    const refusal* take_size(char c, const limits& bounds);
    const refusal* take_size_digit(int digit);
    const refusal* finish_size(char c, const limits& bounds);
    const refusal* take_trailer(char c, const limits& bounds);
    const refusal* expect(char c, char wanted, state next);

    state state_ = state::size_first;
    unsigned size_digits_ = 0;
    std::uint64_t remaining_ = 0;  // of the current chunk
    std::uint64_t total_ = 0;      // of all chunks announced so far
    std::size_t extension_bytes_ = 0;
    std::size_t trailer_bytes_ = 0;
};

// ---- implementation ----

inline event chunked_decoder::read(std::string_view unread, const limits& bounds) {
    for (std::size_t at = 0; at < unread.size();) {
        if (state_ == state::data) {
            const auto size =
                static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, unread.size() - at));
            remaining_ -= size;
            if (remaining_ == 0) state_ = state::data_cr;
            return {event_kind::body, at + size, unread.substr(at, size)};
        }
        if (const refusal* why = take(unread[at++], bounds))
            return {event_kind::refused, at, {}, why};
        if (state_ == state::done) return {event_kind::end, at};
    }
    return {event_kind::need_more, unread.size()};
}

inline const refusal* chunked_decoder::take(char c, const limits& bounds) {
    switch (state_) {
        case state::data_cr: return expect(c, '\r', state::data_lf);
        case state::data_lf: return expect(c, '\n', state::size_first);
        case state::trailer_first:
        case state::trailer_name:
        case state::trailer_value:
        case state::trailer_lf:
        case state::last_lf: return take_trailer(c, bounds);
        default: return take_size(c, bounds);
    }
}

inline const refusal* chunked_decoder::expect(char c, char wanted, state next) {
    if (c != wanted) return &refusals::chunk;
    state_ = next;
    return nullptr;
}

/// `chunk-size [ chunk-ext ] CRLF`. No sign, no blanks, no 0x; extensions are skipped.
inline const refusal* chunked_decoder::take_size(char c, const limits& bounds) {
    const int digit = detail::hex_value(c);
    switch (state_) {
        case state::size_first:
            remaining_ = 0;
            size_digits_ = 0;
            return digit < 0 ? &refusals::chunk : take_size_digit(digit);
        case state::size: return digit >= 0 ? take_size_digit(digit) : finish_size(c, bounds);
        case state::extension:
            if (c == '\r') return expect(c, '\r', state::size_lf);
            if (!detail::in_field_value(c)) return &refusals::chunk;
            return ++extension_bytes_ > bounds.max_chunk_extension_bytes
                       ? &refusals::chunk_extension_size
                       : nullptr;
        default: return expect(c, '\n', remaining_ == 0 ? state::trailer_first : state::data);
    }
}

/// Sixteen digits are all that 64 bits hold; more are refused also where they are zeros.
inline const refusal* chunked_decoder::take_size_digit(int digit) {
    if (++size_digits_ > 16) return &refusals::chunk;
    remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
    state_ = state::size;
    return nullptr;
}

inline const refusal* chunked_decoder::finish_size(char c, const limits& bounds) {
    if (c != ';' && c != '\r') return &refusals::chunk;
    if (remaining_ > bounds.max_body_bytes - total_) return &refusals::body_size;
    total_ += remaining_;
    state_ = c == ';' ? state::extension : state::size_lf;
    return nullptr;
}

/// RFC 9112 7.1.2: field lines and an empty line. They are checked as headers are, and dropped: a
/// trailer never becomes a header.
inline const refusal* chunked_decoder::take_trailer(char c, const limits& bounds) {
    if (++trailer_bytes_ > bounds.max_trailer_bytes) return &refusals::trailer_size;
    switch (state_) {
        case state::trailer_first:
            state_ = c == '\r' ? state::last_lf : state::trailer_name;
            return c == '\r' || detail::in_token(c) ? nullptr : &refusals::trailer;
        case state::trailer_name:
            if (c == ':') state_ = state::trailer_value;
            return c == ':' || detail::in_token(c) ? nullptr : &refusals::trailer;
        case state::trailer_value:
            if (c == '\r') state_ = state::trailer_lf;
            return c == '\r' || detail::in_field_value(c) ? nullptr : &refusals::trailer;
        default:
            state_ = state_ == state::last_lf ? state::done : state::trailer_first;
            return c == '\n' ? nullptr : &refusals::trailer;
    }
}

}  // namespace fastapi::wire
