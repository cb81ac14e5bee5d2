#pragma once

// What the tests of the client share.

#include "fastapi/core/async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace test_testclient {

struct Widget {
    std::string name;
    double price = 0;
};

struct Trouble : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What happened, in order.
inline std::vector<std::string>& events() {
    static std::vector<std::string> list;
    return list;
}

inline std::vector<std::string> taken_events() { return std::exchange(events(), {}); }

inline fastapi::async<void> short_wait(int milliseconds = 1) {
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             std::chrono::milliseconds(milliseconds));
    co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace test_testclient
