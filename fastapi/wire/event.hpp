#pragma once

// What reading bytes from a client may lead to: how much is allowed, what is refused and with which
// status, and the events that the reader gives. Every refusal of the wire is declared here, once.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fastapi::wire {

/// Nothing that a client sends is kept or skipped without a bound.
struct limits {
    std::size_t max_request_line = 65536;             ///< else 414
    std::size_t max_header_line = 65536;              ///< name, colon and value; else 431
    std::size_t max_header_block = 65536;             ///< all header lines; else 431
    std::size_t max_headers = 128;                    ///< else 431
    std::uint64_t max_body_bytes = 16 * 1024 * 1024;  ///< without the framing of chunks; else 413
    std::size_t max_chunk_extension_bytes = 4096;     ///< of all chunks of a body; else 413
    std::size_t max_trailer_bytes = 8192;             ///< else 431
};

/// Why a request is not read on: the status to answer, and a text for the log.
struct refusal {
    int status;
    std::string_view reason;
};

namespace refusals {
inline constexpr refusal control_character{400, "control character in the head"};
inline constexpr refusal bare_line_end{400, "a line ends without CR LF"};
inline constexpr refusal empty_lines{400, "empty lines before the request"};
inline constexpr refusal request_line{400, "malformed request line"};
inline constexpr refusal target{400, "malformed request target"};
inline constexpr refusal version{505, "HTTP version not supported"};
inline constexpr refusal header_line{400, "malformed header line"};
inline constexpr refusal host{400, "missing, repeated or invalid Host"};
inline constexpr refusal content_length{400, "repeated or invalid Content-Length"};
inline constexpr refusal both_framings{400, "Content-Length beside Transfer-Encoding"};
inline constexpr refusal transfer_encoding{400, "invalid Transfer-Encoding"};
inline constexpr refusal transfer_coding{501, "transfer coding not implemented"};
inline constexpr refusal expectation{417, "unknown expectation"};
inline constexpr refusal request_line_size{414, "request line too long"};
inline constexpr refusal header_size{431, "header line too long"};
inline constexpr refusal header_block_size{431, "headers too large"};
inline constexpr refusal header_count{431, "too many headers"};
inline constexpr refusal body_size{413, "body too large"};
inline constexpr refusal chunk{400, "malformed chunk"};
inline constexpr refusal chunk_extension_size{413, "chunk extensions too large"};
inline constexpr refusal trailer{400, "malformed trailer"};
inline constexpr refusal trailer_size{431, "trailers too large"};
}  // namespace refusals

enum class event_kind {
    need_more,  ///< nothing more can be told from these bytes
    head,       ///< the head is complete
    body,       ///< `data` is the next part of the body
    end,        ///< the request is complete
    refused,    ///< answer `why` and close; nothing more will be read
};

struct event {
    event_kind kind = event_kind::need_more;
    std::size_t consumed = 0;  ///< bytes that are done with, whatever the kind
    std::string_view data{};   ///< of a body: lies in the bytes that were given
    const refusal* why = nullptr;
};

}  // namespace fastapi::wire
