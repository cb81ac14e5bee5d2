#pragma once

// A body that is made while it is sent, as its sender sees it: asked for one part after the other,
// each when the one before has been taken by the client's side of the connection. So a slow client
// holds back who makes the parts, and memory stays flat.

#include "fastapi/core/async.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace fastapi {

class Request;
class Response;

namespace detail {

/// Bytes of an open file, for who can send them without reading them.
struct file_range {
    int descriptor = -1;  // stays open as long as the stream
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

class body_stream {
public:
    body_stream() = default;
    body_stream(const body_stream&) = delete;
    body_stream& operator=(const body_stream&) = delete;
    virtual ~body_stream() = default;

    /// Before the head is written: the answer may be changed to suit the request (a range of a
    /// file, "not modified"). What it throws is answered as the handler's exception. May block.
    virtual void begin(const Request&, Response&) {}

    /// How many bytes there will be in all; nothing where that is not known.
    virtual std::optional<std::uint64_t> size() const { return std::nullopt; }

    /// The next part, into `part`, whose memory is used again; false at the end. On the event loop.
    /// What it throws cuts the answer off.
    virtual async<bool> next(std::string& part) = 0;

    /// All that is left, where it is one piece of a file; else null.
    virtual const file_range* file() const { return nullptr; }

    /// The client is gone: what `next` waits for is to end soon. Then, or at once, the stream is
    /// destroyed.
    virtual void cancel() {}
};

}  // namespace detail
}  // namespace fastapi
