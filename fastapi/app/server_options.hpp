#pragma once

// How an application is served: the address, the threads, the limits that a client meets.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace fastapi {

/// The keyword arguments of `app.run`, named as uvicorn's settings where it has them.
/// https://www.uvicorn.org/settings/
struct ServerOptions {
    std::string host = "127.0.0.1";  ///< the address to listen at; "0.0.0.0" or "::" for every one
    int port = 8000;                 ///< 0 takes a free one, which the banner names
    int workers = 1;         ///< event loops, each in a thread; connections are dealt out in turn
    int threads = 40;        ///< handlers that may block at the same time before others wait
    bool access_log = true;  ///< one line for each request, on stdout
    std::string log_level =
        "info";  ///< critical, error, warning, info or debug; below info no banner
    std::optional<bool> use_colors = std::nullopt;  ///< by default where the output is a terminal

    bool proxy_headers = true;  ///< X-Forwarded-For and -Proto of trusted proxies count
    std::string forwarded_allow_ips =
        "127.0.0.1";  ///< the trusted proxies, with commas between; "*" is all

    std::uint64_t max_body_bytes = 16 * 1024 * 1024;  ///< a larger body is refused with 413
    std::uint64_t max_upload_bytes = std::uint64_t(4)
                                     << 30;          ///< the same for what is not kept in memory: a
                                                     ///< form, a body that the handler streams
    std::size_t max_header_bytes = 64 * 1024;        ///< a larger header block is refused with 431
    std::size_t max_request_line_bytes = 64 * 1024;  ///< a longer request line is refused with 414
    std::size_t min_bytes_per_second = 1024;  ///< what a slow body or reader must reach on average

    std::chrono::milliseconds timeout_keep_alive{
        5'000};                                        ///< an idle connection is closed after this
    std::chrono::milliseconds timeout_header{10'000};  ///< from the first byte of a head to its end
    std::chrono::milliseconds timeout_body{30'000};    ///< allowance for a body beyond its rate
    std::chrono::milliseconds timeout_write{
        30'000};  ///< the same for a client that reads its answer
    std::chrono::milliseconds timeout_graceful_shutdown{
        30'000};         ///< for what runs when a stop is asked for
    int backlog = 2048;  ///< connections that the system keeps waiting
};

}  // namespace fastapi
