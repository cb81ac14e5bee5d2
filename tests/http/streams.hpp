#pragma once

// What the tests of answers share that are made while they are sent.

#include "fastapi/core/async.hpp"
#include "fastapi/http/body_stream.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <string>
#include <utility>
#include <vector>

inline fastapi::async<> collect(fastapi::detail::body_stream& stream,
                                std::vector<std::string>& parts) {
    std::string part;
    for (;;) {
        fastapi::async<bool> next = stream.next(part);
        const bool more = co_await std::move(next);
        if (!more) break;
        parts.push_back(part);
    }
}

/// All parts, each taken when the one before has arrived. Throws what the stream throws.
inline std::vector<std::string> parts_of(fastapi::detail::body_stream& stream) {
    asio::io_context loop;
    std::vector<std::string> parts;
    std::exception_ptr error;
    asio::co_spawn(loop, collect(stream, parts),
                   [&](std::exception_ptr thrown) { error = thrown; });
    loop.run();
    if (error) std::rethrow_exception(error);
    return parts;
}

inline fastapi::async<> sleep_for(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}
