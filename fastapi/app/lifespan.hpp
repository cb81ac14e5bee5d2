#pragma once

// What an application does before its first request and after its last one, on the event loop of
// the server that runs it. https://fastapi.tiangolo.com/advanced/events/

#include "fastapi/core/async.hpp"
#include "fastapi/core/async_generator.hpp"
#include "fastapi/http/request.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>

namespace fastapi {

/// What a lifespan function returns: a coroutine that prepares, yields once, and cleans up:
/// `[](FastAPI& app) -> Lifespan { app.state.set("db", co_await connect()); co_yield {};
/// app.state.get<Db>("db").close(); }`. The State that it yields is seen by every request as
/// `request.state`.
using Lifespan = async_generator<State>;

namespace detail {

/// The lifespan of one run of an application.
class lifespan_run {
public:
    explicit lifespan_run(std::optional<Lifespan> steps) : steps_(std::move(steps)) {}
    lifespan_run(const lifespan_run&) = delete;
    lifespan_run& operator=(const lifespan_run&) = delete;

    /// Runs to the yield, on this loop, which nobody else runs meanwhile. Gives what was yielded.
    /// Throws what the function throws, and std::logic_error where it ends without a yield.
    State start(asio::io_context& loop);

    /// Runs what follows the yield. Throws what the function throws.
    void stop(asio::io_context& loop);

private:
    std::optional<State> next(asio::io_context& loop);

    std::optional<Lifespan> steps_;
};

// ---- implementation ----

inline State lifespan_run::start(asio::io_context& loop) {
    if (!steps_) return {};
    std::optional<State> yielded = next(loop);
    if (!yielded)
        throw std::logic_error(
            "fastapi: the lifespan function ended without co_yield. Write co_yield {}; where the "
            "application is to serve.");
    return std::move(*yielded);
}

inline void lifespan_run::stop(asio::io_context& loop) {
    if (!steps_) return;
    next(loop);
    steps_.reset();
}

inline std::optional<State> lifespan_run::next(asio::io_context& loop) {
    std::optional<State> yielded;
    std::exception_ptr problem;
    bool is_done = false;
    loop.restart();
    asio::co_spawn(loop, steps_->next(),
                   [&](const std::exception_ptr& thrown, std::optional<State> value) {
                       problem = thrown;
                       yielded = std::move(value);
                       is_done = true;
                   });
    while (!is_done && loop.run_one() > 0) {}
    if (problem != nullptr) std::rethrow_exception(problem);
    return yielded;
}

}  // namespace detail
}  // namespace fastapi
