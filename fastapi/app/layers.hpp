#pragma once

// The way of a request through the applications that it passes, the outermost first: the
// middleware of each, then the handler, and back. Where all middleware only looks, a plain handler
// runs as it does without: where it was read. One coroutine among them, or among the handlers of
// errors, makes a coroutine of the whole way, and then a plain handler has a thread. Each
// application answers itself what nobody in it has answered: outside its own middleware, and inside
// that of the outer one.

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

/// Tasks go with the answer that the handler made, unless the response that it returned has its
/// own.
inline void take_background(exchange& current) {
    BackgroundTasks tasks = std::exchange(current.background, {});
    if (current.response.background.empty()) current.response.background = std::move(tasks);
}

/// Tasks are done whatever middleware makes of the answer that they came with: they wait beside it,
/// those of the outer answer first.
inline void keep_background(exchange& current, Response& response) {
    if (response.background.empty()) return;
    BackgroundTasks inner =
        std::exchange(current.background, std::exchange(response.background, {}));
    background_access::append(current.background, std::move(inner));
}

/// Nobody is to lay hands on the answer any more.
inline void return_background(exchange& current) {
    background_access::append(current.response.background, std::exchange(current.background, {}));
}

// ---- implementation ----

/// An endpoint that describes nothing: it stands for others.
class unlisted_endpoint : public endpoint {
public:
    std::vector<param_description> describe_params(schema_registry&) const override { return {}; }
    std::optional<body_description> describe_body(schema_registry&) const override {
        return std::nullopt;
    }
    std::optional<any> describe_response(schema_registry&) const override { return std::nullopt; }
    void check_path(const std::vector<std::string>&, std::string_view) const override {}
    bool can_refuse() const override { return false; }
    body_use uses_body() const override { return body_use::whole; }
};

/// Lets who handles errors answer. Throws the exception where nobody does.
inline void answer_problem(exchange& current, const std::exception_ptr& problem) {
    if (!answer_error(current, problem)) std::rethrow_exception(problem);
}

template <class = void>
async<void> answer_problem_async(exchange& current, std::exception_ptr problem) {
    const bool is_answered = co_await answer_error_async(current, problem);
    if (!is_answered) std::rethrow_exception(problem);
}

/// What the handler throws; null where it has answered.
inline std::exception_ptr run_target(exchange& current) {
    try {
        current.target->answer(current);
        take_background(current);
        return nullptr;
    } catch (...) {
        current.background = {};
        return std::current_exception();
    }
}

template <class = void>
async<std::exception_ptr> run_target_async(exchange& current) {
    std::exception_ptr problem;
    try {
        if (current.target->is_async() || current.overrides != nullptr) {
            co_await current.target->answer_async(current);
        } else {
            auto answer = [&current] { current.target->answer(current); };
            co_await run_job(answer);
        }
        take_background(current);
    } catch (...) {
        current.background = {};
        problem = std::current_exception();
    }
    co_return problem;
}

/// Lets the handler answer, if the answer is not made already. Exceptions that nobody answers pass.
/// As in Starlette handlers of errors stand around a route twice: what one of them throws is an
/// exception like another, once.
inline void answer_target(exchange& current) {
    std::exception_ptr problem = std::exchange(current.problem, nullptr);
    if (problem != nullptr) return answer_problem(current, problem);
    if (current.target == nullptr) return;
    problem = run_target(current);
    if (problem == nullptr) return;
    try {
        return answer_problem(current, problem);
    } catch (...) {
        problem = std::current_exception();
    }
    answer_problem(current, problem);
}

template <class = void>
async<void> answer_target_async(exchange& current) {
    std::exception_ptr problem = std::exchange(current.problem, nullptr);
    if (problem == nullptr) {
        if (current.target == nullptr) co_return;
        problem = co_await run_target_async(current);
        if (problem == nullptr) co_return;
        try {
            co_await answer_problem_async(current, problem);
            co_return;
        } catch (...) {
            problem = std::current_exception();
        }
    }
    co_await answer_problem_async(current, problem);
}

/// All middleware only looks, and the handler is a plain one.
class looking_endpoint final : public unlisted_endpoint {
public:
    bool is_async() const override { return false; }
    async<void> answer_async(exchange&) override {
        throw std::logic_error("a plain way is not awaited");
    }

    void answer(exchange& current) override {
        pass(current, 0);
        return_background(current);
    }

private:
    /// Through one application, and what is mounted there.
    static void pass(exchange& current, std::size_t layer) {
        if (layer == current.layers.size()) return answer_target(current);
        try {
            look(current, layer);
        } catch (...) {
            current.background = {};
            const middleware_layer& here = current.layers[layer];
            answer_server_error(current, here.handlers, std::current_exception(), here.further_out);
        }
    }

    static void look(exchange& current, std::size_t layer) {
        const middleware_list& list = *current.layers[layer].list;
        std::size_t passed = 0;
        for (; passed < list.size(); ++passed)
            if (std::optional<Response> answer = list[passed]->before(current.request)) {
                current.response = std::move(*answer);
                break;
            }
        if (passed == list.size()) pass(current, layer + 1);
        while (passed > 0) {
            keep_background(current, current.response);
            list[--passed]->after(current.request, current.response);
        }
    }
};

/// From an application inwards.
template <class = void>
async<void> run_application(exchange& current, std::size_t layer);

/// From a middleware of it inwards.
template <class = void>
async<Response> run_middleware(exchange& current, std::size_t layer, std::size_t position) {
    const middleware_list& list = *current.layers[layer].list;
    if (position < list.size())
        co_return co_await list[position]->run(current.request, Next(current, layer, position + 1));
    co_await run_application(current, layer + 1);
    co_return std::move(current.response);
}

/// What a middleware asks for. Where it fails, the tasks that it has come to are left out.
template <class = void>
async<Response> run_rest(exchange& current, std::size_t layer, std::size_t position) {
    try {
        Response response = co_await run_middleware(current, layer, position);
        keep_background(current, response);
        co_return response;
    } catch (...) {
        current.background = {};
        throw;
    }
}

template <class>
async<void> run_application(exchange& current, std::size_t layer) {
    if (layer == current.layers.size()) {
        co_await answer_target_async(current);
        co_return;
    }
    std::exception_ptr problem;
    try {
        Response response = co_await run_middleware(current, layer, 0);
        current.response = std::move(response);
        co_return;
    } catch (...) {
        problem = std::current_exception();
    }
    current.background = {};
    const middleware_layer& here = current.layers[layer];
    co_await answer_server_error_async(current, here.handlers, problem, here.further_out);
}

/// The way as a coroutine.
class awaiting_endpoint final : public unlisted_endpoint {
public:
    bool is_async() const override { return true; }
    void answer(exchange&) override {
        throw std::logic_error("an asynchronous way needs an event loop");
    }
    async<void> answer_async(exchange& current) override { return run(current); }

private:
    static async<void> run(exchange& current) {
        co_await run_application(current, 0);
        return_background(current);
    }
};

inline bool only_looks(const middleware_layer& layer) {
    return std::none_of(layer.list->begin(), layer.list->end(),
                        [](const auto& each) { return each->is_coroutine(); });
}

/// Whether a handler of errors that this request may come to is a coroutine.
inline bool awaits_errors(const exchange& current) {
    if (current.handlers != nullptr && current.handlers->has_async()) return true;
    return std::any_of(current.layers.begin(), current.layers.end(), [](const auto& layer) {
        const exception_handler* handler =
            layer.handlers == nullptr ? nullptr : layer.handlers->of_server_error();
        return handler != nullptr && handler->is_async();
    });
}

inline endpoint& endpoint_of_layers(const exchange& current) {
    static looking_endpoint looking;
    static awaiting_endpoint awaiting;
    if (current.overrides != nullptr || awaits_errors(current)) return awaiting;
    if (current.target != nullptr && current.target->is_async()) return awaiting;
    const bool all_look = std::all_of(current.layers.begin(), current.layers.end(), only_looks);
    return all_look ? static_cast<endpoint&>(looking) : awaiting;
}

}  // namespace detail

inline async<Response> Next::operator()(Request&) const {
    return detail::run_rest(*current_, layer_, position_);
}

}  // namespace fastapi
