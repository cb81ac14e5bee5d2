#pragma once

// The lines of a request's head (RFC 9112 3 and 5) to a `request_head`: what is asked for, and how
// the body is framed. Whatever two readers could understand in two ways is refused, never guessed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "fastapi/core/text.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/url.hpp"
#include "fastapi/wire/event.hpp"

namespace fastapi::wire {

/// The head of a request. All views lie in the bytes that were read.
struct request_head {
    std::string_view method, target;
    std::string_view
        host;  ///< of an absolute target, else the value of Host; "" in HTTP/1.0 without one
    Headers headers;
    int minor_version = 1;  ///< HTTP/1.x
    bool keep_alive = false;
    bool expects_continue = false;  ///< a body follows once it is asked for (RFC 9110 10.1.1)
    bool chunked = false;
    std::uint64_t content_length = 0;

    bool has_body() const { return chunked || content_length > 0; }
    /// For the next request; capacity is kept.
    void clear();
    /// The bytes of the head moved: `from` became `to`.
    void rebase(const char* from, const char* to);
};

/// Takes the lines of a head one by one, without their ends. The first problem stays until
/// `finish`.
class head_parser {
public:
    explicit head_parser(request_head& head) : head_(head) { head.clear(); }

    void take_line(std::string_view line);
    /// All lines are here: nullptr, or why the request is refused.
    const refusal* finish(const limits& bounds);

private:
    const refusal* take_request_line(std::string_view line);
    const refusal* take_version(std::string_view version);
    const refusal* take_target();
    const refusal* take_field(std::string_view line);
    const refusal* take_known_field(std::string_view name, std::string_view value);
    const refusal* take_host(std::string_view value);
    const refusal* take_content_length(std::string_view value);
    void take_connection(std::string_view value);
    void take_transfer_encoding(std::string_view value);
    const refusal* check_framing(const limits& bounds) const;

    request_head& head_;
    const refusal* problem_ = nullptr;
    bool started_ = false;
    bool has_host_ = false, has_content_length_ = false;
    bool says_close_ = false, says_keep_alive_ = false;
    bool has_transfer_encoding_ = false;
    bool last_coding_is_chunked_ = false, has_other_coding_ = false;
    unsigned chunked_codings_ = 0;
};

// ---- implementation ----

inline constexpr auto target_chars = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = '!'; c <= '~'; ++c) table[c] = c != '#';
    return table;
}();

constexpr bool in_target(char c) { return target_chars[static_cast<unsigned char>(c)]; }

/// Whether a token is this lower-case name; no token character but a letter becomes another with
/// 0x20.
constexpr bool is_named(std::string_view token, std::string_view lower_name) {
    for (std::size_t i = 0; i < lower_name.size(); ++i)
        if ((token[i] | 0x20) != lower_name[i]) return false;
    return true;
}

inline void request_head::clear() {
    method = target = host = {};
    headers.clear();
    minor_version = 1;
    keep_alive = expects_continue = chunked = false;
    content_length = 0;
}

inline void request_head::rebase(const char* from, const char* to) {
    method = detail::rebased(method, from, to);
    target = detail::rebased(target, from, to);
    host = detail::rebased(host, from, to);
    headers.rebase(from, to);
}

inline void head_parser::take_line(std::string_view line) {
    if (problem_) return;
    problem_ = started_ ? take_field(line) : take_request_line(line);
    started_ = true;
}

/// RFC 9112 3: `method SP request-target SP HTTP-version`, with single blanks.
inline const refusal* head_parser::take_request_line(std::string_view line) {
    const std::size_t method_end = line.find(' ');
    if (method_end == std::string_view::npos) return &refusals::request_line;
    const std::size_t target_end = line.find(' ', method_end + 1);
    if (target_end == std::string_view::npos) return &refusals::request_line;
    head_.method = line.substr(0, method_end);
    head_.target = line.substr(method_end + 1, target_end - method_end - 1);
    if (!detail::is_token(head_.method)) return &refusals::request_line;
    if (const refusal* why = take_version(line.substr(target_end + 1))) return why;
    return take_target();
}

/// RFC 9112 2.3: `HTTP/` DIGIT `.` DIGIT; a higher minor version is to be read as 1.1.
inline const refusal* head_parser::take_version(std::string_view version) {
    const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") &&
                             version[6] == '.' && detail::is_digit(version[5]) &&
                             detail::is_digit(version[7]);
    if (!well_formed) return &refusals::request_line;
    if (version[5] != '1') return &refusals::version;
    head_.minor_version = version[7] == '0' ? 0 : 1;
    return nullptr;
}

/// RFC 9112 3.2: visible ASCII in one of the four forms; a fragment is never sent (RFC 9110 7.1).
inline const refusal* head_parser::take_target() {
    for (const char c : head_.target)
        if (!in_target(c)) return &refusals::target;
    if (head_.target.starts_with('/') && head_.method != "CONNECT") return nullptr;
    const auto parts = detail::split_target(head_.target, head_.method == "CONNECT");
    if (parts.form == detail::target_form::invalid) return &refusals::target;
    if (parts.form == detail::target_form::asterisk && head_.method != "OPTIONS")
        return &refusals::target;
    head_.host = parts.authority;
    return nullptr;
}

/// RFC 9112 5: `name ":" OWS value OWS`. A blank before the colon or at the beginning of the line
/// (obs-fold) is refused with everything else that is no token.
inline const refusal* head_parser::take_field(std::string_view line) {
    std::size_t colon = 0;
    while (colon < line.size() && detail::in_token(line[colon])) ++colon;
    if (colon == 0 || colon == line.size() || line[colon] != ':') return &refusals::header_line;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = detail::trim(line.substr(colon + 1));
    head_.headers.add(name, value);
    return take_known_field(name, value);
}

inline const refusal* head_parser::take_known_field(std::string_view name, std::string_view value) {
    switch (name.size()) {
        case 4: return is_named(name, "host") ? take_host(value) : nullptr;
        case 6:
            if (!is_named(name, "expect")) return nullptr;
            if (!detail::iequals(value, "100-continue")) return &refusals::expectation;
            head_.expects_continue = true;
            return nullptr;
        case 10:
            if (is_named(name, "connection")) take_connection(value);
            return nullptr;
        case 14: return is_named(name, "content-length") ? take_content_length(value) : nullptr;
        case 17:
            if (is_named(name, "transfer-encoding")) take_transfer_encoding(value);
            return nullptr;
        default: return nullptr;
    }
}

/// RFC 9112 3.2: one valid Host. That of an absolute target counts more (3.2.2), and is checked
/// already.
inline const refusal* head_parser::take_host(std::string_view value) {
    if (has_host_ || !detail::is_valid_host(value)) return &refusals::host;
    has_host_ = true;
    if (head_.host.empty()) head_.host = value;
    return nullptr;
}

/// RFC 9112 6.3: digits, once. Equal repetitions might be accepted; nobody honest sends them.
inline const refusal* head_parser::take_content_length(std::string_view value) {
    const auto length = detail::to_integer<std::uint64_t>(value);
    if (has_content_length_ || !length) return &refusals::content_length;
    has_content_length_ = true;
    head_.content_length = *length;
    return nullptr;
}

inline void head_parser::take_connection(std::string_view value) {
    while (const auto option = detail::take_list_element(value)) {
        says_close_ = says_close_ || detail::iequals(*option, "close");
        says_keep_alive_ = says_keep_alive_ || detail::iequals(*option, "keep-alive");
    }
}

/// RFC 9110 5.3: several lines are one list. Codings compare as whole elements.
inline void head_parser::take_transfer_encoding(std::string_view value) {
    has_transfer_encoding_ = true;
    while (const auto coding = detail::take_list_element(value)) {
        last_coding_is_chunked_ = detail::iequals(*coding, "chunked");
        if (last_coding_is_chunked_)
            ++chunked_codings_;
        else
            has_other_coding_ = true;
    }
}

/// RFC 9112 6.1 and 6.3, 3 and 4.
inline const refusal* head_parser::check_framing(const limits& bounds) const {
    if (head_.content_length > bounds.max_body_bytes && !has_transfer_encoding_)
        return &refusals::body_size;
    if (!has_transfer_encoding_) return nullptr;
    if (has_content_length_) return &refusals::both_framings;
    const bool well_formed =
        head_.minor_version > 0 && last_coding_is_chunked_ && chunked_codings_ == 1;
    if (!well_formed) return &refusals::transfer_encoding;
    return has_other_coding_ ? &refusals::transfer_coding : nullptr;
}

inline const refusal* head_parser::finish(const limits& bounds) {
    if (problem_) return problem_;
    if (head_.minor_version > 0 && !has_host_) return &refusals::host;
    if (const refusal* why = check_framing(bounds)) return why;
    head_.chunked = has_transfer_encoding_;
    // RFC 9112 9.3
    head_.keep_alive = !says_close_ && (head_.minor_version > 0 || says_keep_alive_);
    // RFC 9110 10.1.1: not from HTTP/1.0, and not where no body follows
    head_.expects_continue = head_.expects_continue && head_.minor_version > 0 && head_.has_body();
    return nullptr;
}

}  // namespace fastapi::wire
