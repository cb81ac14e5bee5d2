#pragma once

// What a request can ask of the connection that brought it: the rest of its body, and whether
// anybody waits for the answer still.

#include "fastapi/core/async.hpp"

#include <cstdint>
#include <stdexcept>
#include <string_view>

namespace fastapi {

/// Thrown where the body of a request is awaited and its client goes away. What a handler does with
/// it is not answered: nobody is there. https://www.starlette.io/requests/#body
class ClientDisconnect : public std::runtime_error {
public:
    ClientDisconnect() : std::runtime_error("the client has disconnected") {}
};

namespace detail {

class client_link {
public:
    /// The next part of a body that arrives while the handler runs, good until the next call; false
    /// at its end, where `part` stays as it is. On the event loop. Throws ClientDisconnect, and
    /// HTTPException where the body cannot be read.
    virtual async<bool> read_body(std::string_view& part) = 0;

    /// Whether the client has gone away. On the event loop.
    virtual bool is_gone() = 0;

    std::uint64_t max_body_bytes = UINT64_MAX;  // that are kept in memory

protected:
    ~client_link() = default;
};

}  // namespace detail
}  // namespace fastapi
