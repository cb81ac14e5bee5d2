#pragma once

// multipart/form-data (RFC 7578, RFC 2046 5.1), read as the bytes arrive: chunks of any size go in,
// parts come out as events. Nothing is kept but the headers of the part that is being read; what
// might be a delimiter is counted, not stored. The rule is that of python-multipart: what stands
// between parts is exact to the byte, what follows the end is ignored, and a body that breaks off
// gives the parts that were complete. Every refusal is the 400 that Starlette answers.

#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/headers.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// One header of a part: the name in lower case, the value without blanks before it.
struct part_header {
    std::string name, value;
};

/// What hears of the parts. Each part is one call of `begin_part`, any number of `part_data` and,
/// once its end was seen, one `end_part`.
class multipart_handler {
public:
    virtual void begin_part(std::vector<part_header>& headers) = 0;
    virtual void part_data(std::string_view bytes) = 0;
    virtual void end_part() = 0;

protected:
    ~multipart_handler() = default;
};

class multipart_parser {
public:
    /// The limits of python-multipart: of headers in a part, of bytes in one header line.
    static constexpr std::size_t max_headers = 8;
    static constexpr std::size_t max_header_bytes = 4096 + 128;
    static constexpr std::size_t max_boundary = 256;

    /// Throws HTTPException(400) for a boundary that is empty, too long or no single line.
    explicit multipart_parser(std::string_view boundary);

    /// The next bytes of the body, any number of them. Throws HTTPException(400) where they are no
    /// multipart, and what the handler throws; after either it must not be fed again.
    void feed(std::string_view bytes, multipart_handler& handler);

    /// Whether the delimiter that ends the body was seen.
    bool complete() const { return state_ == state::end; }

private:
    enum class state {
        start,           // line breaks may come before the first delimiter,
        preamble,        // and after one of them text up to the next hyphen
        first_boundary,  // the first delimiter
        first_cr,        // behind it
        first_lf,
        first_hyphen,
        header_start,
        header_name,
        value_start,
        header_value,
        header_lf,
        headers_lf,
        data,
        delimiter,         // a delimiter was found in data:
        delimiter_lf,      // one that begins another part,
        delimiter_hyphen,  // or the last
        end
    };

    void step(std::string_view& bytes, multipart_handler& handler);
    void read_start(std::string_view& bytes);
    void match_first_boundary(std::string_view& bytes);
    void expect(std::string_view& bytes, char wanted, state next);
    void start_header(std::string_view& bytes);
    void read_header_name(std::string_view& bytes);
    void start_value(std::string_view& bytes);
    void read_header_value(std::string_view& bytes);
    void count_header_bytes(std::size_t count);
    void end_headers(std::string_view& bytes, multipart_handler& handler);
    void read_data(std::string_view& bytes, multipart_handler& handler);
    void continue_match(std::string_view& bytes, multipart_handler& handler);
    void read_delimiter(std::string_view& bytes, multipart_handler& handler);
    void end_delimiter(std::string_view& bytes, multipart_handler& handler);
    void no_delimiter(std::string_view rest, multipart_handler& handler);

    std::string delimiter_;  // CR LF -- boundary
    state state_ = state::start;
    std::size_t matched_ = 0;  // how much of the delimiter the bytes so far end with
    std::size_t header_bytes_ = 0;
    std::vector<part_header> headers_;
};

/// The answer to a form that cannot be read.
[[noreturn]] inline void refuse_form(std::string text) {
    throw HTTPException(400, std::move(text));
}

[[noreturn]] inline void refuse_multipart() { refuse_form("Invalid multipart data."); }

// ---- implementation ----

inline multipart_parser::multipart_parser(std::string_view boundary) : delimiter_("\r\n--") {
    // No CR in it: so a delimiter begins nowhere within another, and the search is linear.
    if (boundary.empty() || boundary.size() > max_boundary ||
        !std::all_of(boundary.begin(), boundary.end(), in_field_value))
        refuse_multipart();
    delimiter_.append(boundary);
}

inline void multipart_parser::feed(std::string_view bytes, multipart_handler& handler) {
    while (!bytes.empty()) step(bytes, handler);
}

/// Takes at least one byte, or changes to a state that does.
inline void multipart_parser::step(std::string_view& bytes, multipart_handler& handler) {
    switch (state_) {
        case state::start:
        case state::preamble: return read_start(bytes);
        case state::first_boundary: return match_first_boundary(bytes);
        case state::first_cr:
            if (bytes.front() == '-') return expect(bytes, '-', state::first_hyphen);
            return expect(bytes, '\r', state::first_lf);
        case state::first_lf: return expect(bytes, '\n', state::header_start);
        case state::first_hyphen: return expect(bytes, '-', state::end);
        case state::header_start: return start_header(bytes);
        case state::header_name: return read_header_name(bytes);
        case state::value_start: return start_value(bytes);
        case state::header_value: return read_header_value(bytes);
        case state::header_lf: return expect(bytes, '\n', state::header_start);
        case state::headers_lf: return end_headers(bytes, handler);
        case state::data: return read_data(bytes, handler);
        case state::delimiter: return read_delimiter(bytes, handler);
        case state::delimiter_lf:
        case state::delimiter_hyphen: return end_delimiter(bytes, handler);
        case state::end: bytes = {};  // RFC 2046 5.1.1: an epilogue is to be ignored
    }
}

inline void multipart_parser::read_start(std::string_view& bytes) {
    if (bytes.front() == '\r' || bytes.front() == '\n') state_ = state::preamble;
    if (state_ == state::preamble) {
        bytes.remove_prefix(std::min(bytes.find('-'), bytes.size()));
        if (bytes.empty()) return;
    }
    state_ = state::first_boundary;
    matched_ = 2;  // no line break is asked for before the first
}

inline void multipart_parser::match_first_boundary(std::string_view& bytes) {
    const std::string_view wanted = std::string_view(delimiter_).substr(matched_);
    const std::size_t size = std::min(wanted.size(), bytes.size());
    if (bytes.substr(0, size) != wanted.substr(0, size)) refuse_multipart();
    bytes.remove_prefix(size);
    matched_ += size;
    if (matched_ == delimiter_.size()) state_ = state::first_cr;
}

inline void multipart_parser::expect(std::string_view& bytes, char wanted, state next) {
    if (bytes.front() != wanted) refuse_multipart();
    bytes.remove_prefix(1);
    state_ = next;
}

inline void multipart_parser::start_header(std::string_view& bytes) {
    if (bytes.front() == '\r') return expect(bytes, '\r', state::headers_lf);
    if (headers_.size() == max_headers) refuse_multipart();
    headers_.emplace_back();
    header_bytes_ = 0;
    state_ = state::header_name;
}

inline void multipart_parser::count_header_bytes(std::size_t count) {
    header_bytes_ += count;
    if (header_bytes_ > max_header_bytes) refuse_multipart();
}

inline void multipart_parser::read_header_name(std::string_view& bytes) {
    const std::size_t colon = bytes.find(':');
    const std::string_view piece = bytes.substr(0, colon);
    count_header_bytes(piece.size());
    std::string& name = headers_.back().name;
    for (const char c : piece) {
        if (!in_token(c)) refuse_multipart();
        name.push_back(to_lower(c));
    }
    bytes.remove_prefix(piece.size());
    if (colon == std::string_view::npos) return;
    if (name.empty()) refuse_multipart();
    count_header_bytes(1);
    bytes.remove_prefix(1);
    state_ = state::value_start;
}

inline void multipart_parser::start_value(std::string_view& bytes) {
    const std::size_t blanks = std::min(bytes.find_first_not_of(' '), bytes.size());
    count_header_bytes(blanks);
    bytes.remove_prefix(blanks);
    if (!bytes.empty()) state_ = state::header_value;
}

inline void multipart_parser::read_header_value(std::string_view& bytes) {
    const std::size_t end = bytes.find('\r');
    const std::string_view piece = bytes.substr(0, end);
    count_header_bytes(piece.size());
    // Stricter than python-multipart: no LF or NUL ever enters the headers of a file.
    if (!std::all_of(piece.begin(), piece.end(), in_field_value)) refuse_multipart();
    headers_.back().value.append(piece);
    bytes.remove_prefix(piece.size());
    if (end != std::string_view::npos) expect(bytes, '\r', state::header_lf);
}

inline void multipart_parser::end_headers(std::string_view& bytes, multipart_handler& handler) {
    expect(bytes, '\n', state::data);
    matched_ = 0;
    handler.begin_part(headers_);
    headers_.clear();
}

inline void multipart_parser::read_data(std::string_view& bytes, multipart_handler& handler) {
    if (matched_ > 0) return continue_match(bytes, handler);
    std::size_t end = bytes.find(delimiter_);
    if (end != std::string_view::npos) {
        state_ = state::delimiter;
        matched_ = delimiter_.size();
    } else {
        // The delimiter's only CR is its first byte: only the last CR can begin one that goes on.
        end = bytes.rfind('\r');
        if (end == std::string_view::npos || !delimiter_.starts_with(bytes.substr(end)))
            end = bytes.size();
        matched_ = bytes.size() - end;
    }
    if (end > 0) handler.part_data(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + matched_, bytes.size()));
}

/// The bytes before ended with the beginning of a delimiter: does it go on?
inline void multipart_parser::continue_match(std::string_view& bytes, multipart_handler& handler) {
    const std::string_view wanted = std::string_view(delimiter_).substr(matched_);
    const std::size_t size = std::min(wanted.size(), bytes.size());
    if (bytes.substr(0, size) != wanted.substr(0, size)) return no_delimiter({}, handler);
    bytes.remove_prefix(size);
    matched_ += size;
    if (matched_ == delimiter_.size()) state_ = state::delimiter;
}

inline void multipart_parser::read_delimiter(std::string_view& bytes, multipart_handler& handler) {
    if (bytes.front() == '\r') return expect(bytes, '\r', state::delimiter_lf);
    if (bytes.front() == '-') return expect(bytes, '-', state::delimiter_hyphen);
    no_delimiter({}, handler);
}

inline void multipart_parser::end_delimiter(std::string_view& bytes, multipart_handler& handler) {
    const bool last = state_ == state::delimiter_hyphen;
    if (bytes.front() != (last ? '-' : '\n')) return no_delimiter(last ? "-" : "\r", handler);
    bytes.remove_prefix(1);
    state_ = last ? state::end : state::header_start;
    handler.end_part();
}

/// What looked like a delimiter was data, and so is `rest` behind it.
inline void multipart_parser::no_delimiter(std::string_view rest, multipart_handler& handler) {
    const std::string_view data = std::string_view(delimiter_).substr(0, matched_);
    state_ = state::data;
    matched_ = 0;
    handler.part_data(data);
    if (!rest.empty()) handler.part_data(rest);
}

}  // namespace fastapi::detail
