#pragma once

// Tells the client how long its answer took to make, as the middleware that FastAPI's tutorial
// writes. https://fastapi.tiangolo.com/tutorial/middleware/

#include "fastapi/core/text.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace fastapi {

/// `app.add_middleware(TimingMiddleware{})`: the seconds from here to the handler and back, as
/// `X-Process-Time: 0.000123`. It includes the middleware that was added before, and of a body that
/// is made while it is sent only what comes before its first part. The answer to an exception that
/// nobody handles passes it by.
struct TimingMiddleware {
    std::string header_name = "X-Process-Time";  ///< of the answer

    /// Starts the clock; that of an outer application goes on.
    std::optional<Response> before(Request& request) const;

    /// Reads it.
    void after(Request& request, Response& response) const;
};

// ---- implementation ----

namespace detail {

/// Microseconds as seconds: `0.000123`.
inline std::string seconds_text(std::uint64_t microseconds) {
    std::string fraction;
    append_integer(fraction, microseconds % 1'000'000);
    std::string text;
    append_integer(text, microseconds / 1'000'000);
    return text.append(".").append(6 - fraction.size(), '0').append(fraction);
}

}  // namespace detail

/// The time stands in `request.state` under the name of the header.
inline std::optional<Response> TimingMiddleware::before(Request& request) const {
    if (!request.state.contains(header_name))
        request.state.set(header_name, std::chrono::steady_clock::now());
    return std::nullopt;
}

inline void TimingMiddleware::after(Request& request, Response& response) const {
    using std::chrono::steady_clock;
    const auto begin = request.state.get<steady_clock::time_point>(header_name);
    const auto taken =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin);
    response.headers.set(header_name,
                         detail::seconds_text(static_cast<std::uint64_t>(taken.count())));
}

}  // namespace fastapi
