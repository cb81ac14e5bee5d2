#pragma once

// Gives every request an id that goes with it: through the program, to the client, and on to whom
// the program asks itself. An id that the request brings is kept, unless it could harm where it is
// written down: then, as where there is none, it is a new UUID.

#include "fastapi/core/text.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/model/uuid.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fastapi {

/// `app.add_middleware(RequestIDMiddleware{})`: the id is
/// `request.state.get<std::string>("request_id")` and a header of the answer. Added last it sees
/// every answer, but for the one to an exception that nobody handles: a handler for 500 finds the
/// id in `request.state`.
struct RequestIDMiddleware {
    std::string header_name = "X-Request-ID";  ///< of the request and of the answer
    bool accept_incoming = true;               ///< whether an id that the request brings is kept
    std::size_t max_length = 128;              ///< of an id that is kept

    /// Leaves the id in `request.state`; the one that an outer application has left there stays.
    std::optional<Response> before(Request& request) const;

    /// Writes it into the answer.
    void after(Request& request, Response& response) const;

private:
    bool accepts(std::string_view id) const;
};

// ---- implementation ----

namespace detail {

inline constexpr std::string_view request_id_key = "request_id";

/// Letters, digits and what the usual ids hold besides. No quote, bracket, space or separator: ids
/// are written into logs, headers and queries.
constexpr bool is_id_char(char c) {
    constexpr std::string_view others = "-_.:/+=@~";
    return is_alpha(c) || is_digit(c) || others.find(c) != others.npos;
}

}  // namespace detail

inline bool RequestIDMiddleware::accepts(std::string_view id) const {
    return accept_incoming && !id.empty() && id.size() <= max_length &&
           std::all_of(id.begin(), id.end(), detail::is_id_char);
}

inline std::optional<Response> RequestIDMiddleware::before(Request& request) const {
    if (request.state.contains(detail::request_id_key)) return std::nullopt;
    const std::string_view brought = request.headers.get(header_name).value_or("");
    request.state.set(detail::request_id_key,
                      accepts(brought) ? std::string(brought) : UUID::random().str());
    return std::nullopt;
}

inline void RequestIDMiddleware::after(Request& request, Response& response) const {
    response.headers.set(header_name, request.state.get<std::string>(detail::request_id_key));
}

}  // namespace fastapi
