#pragma once

// Work that is done after the answer has been sent: functions with their arguments, kept by value
// and run in the order in which they were added. A plain function may block; who runs it chooses
// the thread.

#include "fastapi/core/async.hpp"
#include "fastapi/core/meta.hpp"

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi {

namespace detail {

/// A function with its arguments.
class background_call {
public:
    background_call() = default;
    background_call(const background_call&) = delete;
    background_call& operator=(const background_call&) = delete;
    virtual ~background_call() = default;

    virtual bool is_asynchronous() const = 0;
    /// Only of a plain function: calls it.
    virtual void run();
    /// Only of a function that returns `async`: what it returned. The call must outlive it.
    virtual async<> start();
};

/// How an argument is kept for a parameter of unknown type. The text of a view may be gone with the
/// request.
template <class Argument>
struct kept_argument
    : std::conditional<std::same_as<Argument, std::string_view>, std::string, Argument> {};

/// Whether an argument becomes another object where it is given to a parameter of this type.
template <class Argument, class Parameter>
concept converted_for =
    std::convertible_to<Argument, Parameter> && !std::derived_from<Argument, Parameter> &&
    !is_specialization_of<Argument, std::reference_wrapper>;

/// The same for a parameter of this type: it is converted when it is kept. What is converted in a
/// call lives as long as the call, but a coroutine that takes `const std::string&` lives longer.
template <class Parameter, class Argument>
struct argument_for : kept_argument<Argument> {};
template <class Parameter, converted_for<Parameter> Argument>
struct argument_for<Parameter, Argument> : kept_argument<Parameter> {};

/// How the argument at this place is kept. Before those of a member function stands its object.
template <class Function, std::size_t place, class Argument>
constexpr auto kept_at() {
    constexpr std::size_t hidden = std::is_member_pointer_v<Function> ? 1 : 0;
    if constexpr (readable_signature<Function> && place >= hidden) {
        using parameters = typename signature<Function>::arguments;
        if constexpr (place - hidden < std::tuple_size_v<parameters>) {
            using parameter = std::decay_t<std::tuple_element_t<place - hidden, parameters>>;
            return argument_for<parameter, Argument>();
        } else {
            return kept_argument<Argument>();
        }
    } else {
        return kept_argument<Argument>();
    }
}

template <class Function, class... Kept>
class background_call_of;

template <class Function, class Places, class... Arguments>
struct background_call_for;
template <class Function, std::size_t... places, class... Arguments>
struct background_call_for<Function, std::index_sequence<places...>, Arguments...> {
    /// It may take the arguments over (`T`, `const T&`, `T&&`) or change them (`T&`).
    template <class... Kept>
    static constexpr bool fits =
        std::invocable<Function&, Kept...> || std::invocable<Function&, Kept&...>;

    static constexpr bool callable =
        fits<typename decltype(kept_at<Function, places, Arguments>())::type...>;
    using type =
        background_call_of<Function,
                           typename decltype(kept_at<Function, places, Arguments>())::type...>;
};
template <class Function, class... Arguments>
using background_call_with =
    background_call_for<std::decay_t<Function>, std::index_sequence_for<Arguments...>,
                        std::decay_t<Arguments>...>;

/// Whether a function can be called with these arguments once they were kept.
template <class Function, class... Arguments>
concept background_callable = background_call_with<Function, Arguments...>::callable;

struct background_access;

}  // namespace detail

/// One function to be run after the answer, with its arguments. Copies share the arguments.
/// https://www.starlette.io/background/
class BackgroundTask {
public:
    /// A plain function, or one that returns `async<void>`; what a plain one returns is ignored.
    /// Arguments are copied, converted to what the function takes, views as std::string; pointers
    /// and references in std::ref stay what they are and must live until then.
    template <class Function, class... Arguments>
        requires detail::background_callable<Function, Arguments...>
    explicit BackgroundTask(Function&& function, Arguments&&... arguments);

private:
    friend struct detail::background_access;
    std::shared_ptr<detail::background_call> call_;
};

/// What a handler takes as `BackgroundTasks&` to leave work for after the answer.
/// https://fastapi.tiangolo.com/reference/background/
class BackgroundTasks {
public:
    BackgroundTasks() = default;
    BackgroundTasks(BackgroundTask task) { add_task(std::move(task)); }

    /// As BackgroundTask(function, arguments...), run after those that were added before.
    template <class Function, class... Arguments>
        requires detail::background_callable<Function, Arguments...>
    void add_task(Function&& function, Arguments&&... arguments) {
        add_task(BackgroundTask(std::forward<Function>(function),
                                std::forward<Arguments>(arguments)...));
    }
    void add_task(BackgroundTask task) { tasks_.push_back(std::move(task)); }

    bool empty() const { return tasks_.empty(); }
    std::size_t size() const { return tasks_.size(); }

private:
    friend struct detail::background_access;
    std::vector<BackgroundTask> tasks_;
};

namespace detail {

/// For who runs them. They must outlive what `run_async` gives.
struct background_access {
    static bool is_async(const BackgroundTasks& tasks, std::size_t index) {
        return call(tasks, index).is_asynchronous();
    }
    static void run_sync(const BackgroundTasks& tasks, std::size_t index) {
        call(tasks, index).run();
    }
    static async<> run_async(const BackgroundTasks& tasks, std::size_t index) {
        return call(tasks, index).start();
    }
    /// Puts the tasks of `more` behind those of `tasks`.
    static void append(BackgroundTasks& tasks, BackgroundTasks more) {
        for (BackgroundTask& task : more.tasks_) tasks.tasks_.push_back(std::move(task));
    }

private:
    static background_call& call(const BackgroundTasks& tasks, std::size_t index) {
        return *tasks.tasks_.at(index).call_;
    }
};

}  // namespace detail

// ---- implementation ----

namespace detail {

inline void background_call::run() {
    throw std::logic_error("fastapi: an asynchronous background task was run as a plain one");
}

inline async<> background_call::start() {
    throw std::logic_error("fastapi: a plain background task was run as an asynchronous one");
}

template <class Value>
async<> without_result(async<Value> operation) {
    co_await std::move(operation);
}

template <class Function, class... Kept>
class background_call_of final : public background_call {
    static constexpr bool takes_over = std::invocable<Function&, Kept...>;

    template <class Argument>
    using passed = std::conditional_t<takes_over, Argument&&, Argument&>;
    using result = std::invoke_result_t<Function&, passed<Kept>...>;

public:
    template <class Given, class... Arguments>
    explicit background_call_of(std::in_place_t, Given&& function, Arguments&&... arguments)
        : function_(std::forward<Given>(function)), kept_(std::forward<Arguments>(arguments)...) {}

    bool is_asynchronous() const override { return is_async<result>; }
    void run() override {
        if constexpr (is_async<result>)
            background_call::run();
        else
            static_cast<void>(invoke());
    }
    async<> start() override {
        if constexpr (std::same_as<result, async<>>)
            return invoke();
        else if constexpr (is_async<result>)
            return without_result(invoke());
        else
            return background_call::start();
    }

private:
    result invoke() {
        return std::apply(
            [this](Kept&... kept) -> result {
                return std::invoke(function_, static_cast<passed<Kept>>(kept)...);
            },
            kept_);
    }

    Function function_;
    std::tuple<Kept...> kept_;
};

}  // namespace detail

template <class Function, class... Arguments>
    requires detail::background_callable<Function, Arguments...>
BackgroundTask::BackgroundTask(Function&& function, Arguments&&... arguments)
    : call_(std::make_shared<typename detail::background_call_with<Function, Arguments...>::type>(
          std::in_place, std::forward<Function>(function), std::forward<Arguments>(arguments)...)) {
}

}  // namespace fastapi
