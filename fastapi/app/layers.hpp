#pragma once

// The way of a request through the middleware of the applications that it passes, outermost first, to the handler,
// and back. Where all of them only look, a plain handler runs as it does without them: where it was read. One
// coroutine among them, or among the handlers of errors, makes a coroutine of the whole way, and then a plain
// handler has a thread.

#include "fastapi/app/error_answers.hpp"
#include "fastapi/app/middleware.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {
namespace detail {

/// What answers in place of the handler where the exchange has layers. Lives for ever.
endpoint& endpoint_of_layers(const exchange& current);

/// Tasks go with the answer that the handler made, unless the response that it returned has its own.
inline void take_background(exchange& current) {
    if (current.response.background.empty()) current.response.background = std::exchange(current.background, {});
}

// ---- implementation ----

/// An endpoint that describes nothing: it stands for others.
class unlisted_endpoint : public endpoint {
  public:
    std::vector<param_description> describe_params(schema_registry&) const override { return {}; }
    std::optional<body_description> describe_body(schema_registry&) const override { return std::nullopt; }
    std::optional<any> describe_response(schema_registry&) const override { return std::nullopt; }
    void check_path(const std::vector<std::string>&, std::string_view) const override {}
    bool can_refuse() const override { return false; }
    body_use uses_body() const override { return body_use::whole; }
};

/// Lets the handler answer, if the answer is not made already. Exceptions that nobody answers pass.
inline void answer_target(exchange& current) {
    std::exception_ptr problem = std::exchange(current.problem, nullptr);
    if (problem == nullptr) {
        if (current.target == nullptr) return;
        try {
            current.target->answer(current);
            return take_background(current);
        } catch (...) {
            problem = std::current_exception();
            current.background = {};
        }
    }
    if (!answer_error(current, problem)) std::rethrow_exception(problem);
}

template <class = void>
async<void> answer_target_async(exchange& current) {
    std::exception_ptr problem = std::exchange(current.problem, nullptr);
    if (problem == nullptr) {
        if (current.target == nullptr) co_return;
        try {
            if (current.target->is_async() || current.overrides != nullptr) {
                co_await current.target->answer_async(current);
            } else {
                auto answer = [&current] { current.target->answer(current); };
                co_await run_job(answer);
            }
            take_background(current);
        } catch (...) {
            problem = std::current_exception();
            current.background = {};
        }
    }
    if (problem == nullptr) co_return;
    const bool is_answered = co_await answer_error_async(current, problem);
    if (!is_answered) std::rethrow_exception(problem);
}

/// All middleware only looks, and the handler is a plain one.
class looking_endpoint final : public unlisted_endpoint {
  public:
    bool is_async() const override { return false; }
    async<void> answer_async(exchange&) override { throw std::logic_error("a plain way is not awaited"); }

    void answer(exchange& current) override {
        std::vector<middleware*> passed;
        if (!look_before(current, passed)) answer_target(current);
        for (auto each = passed.rbegin(); each != passed.rend(); ++each) (*each)->after(current.request, current.response);
    }

  private:
    /// Whether one of them has answered.
    static bool look_before(exchange& current, std::vector<middleware*>& passed) {
        for (const middleware_layer& layer : current.layers)
            for (const std::unique_ptr<middleware>& each : *layer.list) {
                if (std::optional<Response> answer = each->before(current.request)) {
                    current.response = std::move(*answer);
                    return true;
                }
                passed.push_back(each.get());
            }
        return false;
    }
};

template <class = void>
async<Response> run_layers(exchange& current, std::size_t layer, std::size_t position) {
    if (layer == current.layers.size()) {
        co_await answer_target_async(current);
        co_return std::move(current.response);
    }
    const middleware_list& list = *current.layers[layer].list;
    if (position == list.size()) co_return co_await run_layers(current, layer + 1, 0);
    co_return co_await list[position]->run(current.request, Next(current, layer, position + 1));
}

/// The way as a coroutine.
class awaiting_endpoint final : public unlisted_endpoint {
  public:
    bool is_async() const override { return true; }
    void answer(exchange&) override { throw std::logic_error("an asynchronous way needs an event loop"); }
    async<void> answer_async(exchange& current) override { return run(current); }

  private:
    template <class = void>
    static async<void> run(exchange& current) {
        Response response = co_await run_layers(current, 0, 0);
        current.response = std::move(response);
    }
};

inline bool only_looks(const exchange& current) {
    const auto looks = [](const std::unique_ptr<middleware>& each) { return !each->is_coroutine(); };
    return std::all_of(current.layers.begin(), current.layers.end(), [&](const middleware_layer& layer) {
        return std::all_of(layer.list->begin(), layer.list->end(), looks);
    });
}

inline endpoint& endpoint_of_layers(const exchange& current) {
    static looking_endpoint looking;
    static awaiting_endpoint awaiting;
    const bool awaits_errors = current.handlers != nullptr && current.handlers->has_async();
    const bool is_plain = current.overrides == nullptr && !awaits_errors && (current.target == nullptr || !current.target->is_async()) && only_looks(current);
    return is_plain ? static_cast<endpoint&>(looking) : awaiting;
}

}  // namespace detail

inline async<Response> Next::operator()(Request&) const {
    return detail::run_layers(*current_, layer_, position_);
}

}  // namespace fastapi
