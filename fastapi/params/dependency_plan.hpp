#pragma once

// Everything that a handler depends on, however deep, in the order in which it is solved: what a
// function depends on before the function, each function once, as FastAPI does it; one that looks
// at the scopes that are asked for once for each set of them. A plan is made once for a route; a
// run carries one request through it. All problems with parameters are found; a function that
// throws wins over them.

#include "fastapi/core/async.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/params/body.hpp"
#include "fastapi/params/dependency.hpp"
#include "fastapi/params/dependency_overrides.hpp"
#include "fastapi/params/extract.hpp"
#include "fastapi/params/form_body.hpp"
#include "fastapi/params/received.hpp"
#include "fastapi/params/security_scopes.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// One function in a plan.
struct dependency_node {
    const dependency* called = nullptr;       // the function, or what stands in its place
    std::shared_ptr<const dependency> owner;  // of what stands in its place
    const dependency* original = nullptr;
    bool ends_with_handler = false;
    std::vector<std::size_t> sources;  // the nodes of what it depends on
    SecurityScopes scopes;             // asked for from the handler down to here
    std::vector<std::string>
        scopes_below;                    // what is asked for of its sources by the uses above them
    std::set<std::string> different_by;  // the same where they may change its value, else nothing
};

/// What has to be solved for a handler.
class dependency_plan {
public:
    /// Throws std::invalid_argument where scopes contradict each other.
    explicit dependency_plan(const std::vector<Dependency>& uses,
                             const dependency_overrides* overrides = nullptr);

    /// In the order of solving.
    const std::vector<dependency_node>& nodes() const { return nodes_; }
    /// The nodes of what the handler itself depends on, in order.
    const std::vector<std::size_t>& uses() const { return uses_; }

    /// Whether something of it has to be awaited: a coroutine, or the end of a generator.
    bool is_async() const;

private:
    dependency_node begin_node(const Dependency& use,
                               const std::vector<std::string>& scopes_above) const;
    std::size_t find(const dependency_node& wanted) const;
    std::size_t add(const Dependency& use, const std::vector<std::string>& scopes_above);
    void add_sources(dependency_node& node);

    const dependency_overrides* overrides_;
    std::vector<const dependency*> open_;  // whose sources are being added
    std::vector<dependency_node> nodes_;
    std::vector<std::size_t> uses_;
};

/// A request on its way through a plan; afterwards the values.
class dependency_run final : public kept_dependencies {
public:
    /// With what the functions and the handler take of a JSON body together.
    dependency_run(std::shared_ptr<const dependency_plan> plan, body_shape body)
        : plan_(std::move(plan)), body_(body), steps_(plan_->nodes().size()) {}

    body_shape body() const { return body_; }

    /// Solves everything on this thread; only where nothing has to be awaited.
    void solve(exchange& current) { solve_called(0, steps_.size(), current); }

    /// Solves everything: what may block in a thread, the rest here.
    template <class = void>
    async<void> solve_async(exchange& current);

    bool has_failed() const { return has_failed_; }

    /// The problems with parameters, once for every use of a function, as FastAPI lists them.
    error_list problems() const;

    /// The value of what the handler depends on, counted from the last one.
    void* value_from_end(std::size_t distance) const {
        return value(plan_->uses()[plan_->uses().size() - distance]);
    }

    bool has_exits() const override {
        return std::any_of(steps_.begin(), steps_.end(),
                           [](const step& each) { return is_open(each); });
    }
    async<std::exception_ptr> leave(std::exception_ptr problem) override {
        return leave_some(false, std::move(problem));
    }

    /// The same for those that end with the handler.
    async<std::exception_ptr> leave_handler() { return leave_some(true, nullptr); }

private:
    struct step {
        std::unique_ptr<dependency_call> call;
        error_list problems;
        bool is_failed = false;
    };

    static bool is_open(const step& each) { return each.call != nullptr && each.call->is_open(); }
    void* value(std::size_t index) const {
        return steps_[index].is_failed ? nullptr : steps_[index].call->value();
    }
    bool prepare(std::size_t index, exchange& current);
    void solve_called(std::size_t first, std::size_t last, exchange& current);
    std::size_t end_of_blocking(std::size_t first) const;
    void add_problems(std::size_t index, error_list& problems) const;
    template <class = void>
    async<void> leave_one(std::size_t index, std::exception_ptr problem);
    template <class = void>
    async<std::exception_ptr> leave_some(bool only_with_handler, std::exception_ptr problem);

    std::shared_ptr<const dependency_plan> plan_;
    body_shape body_;
    std::vector<step> steps_;
    bool has_failed_ = false;
};

// ---- implementation ----

inline dependency_plan::dependency_plan(const std::vector<Dependency>& uses,
                                        const dependency_overrides* overrides)
    : overrides_(overrides) {
    for (const Dependency& use : uses) uses_.push_back(add(use, {}));
}

inline dependency_node dependency_plan::begin_node(
    const Dependency& use, const std::vector<std::string>& scopes_above) const {
    dependency_node node;
    node.original = &use.of();
    node.ends_with_handler = use.ends_with_handler;
    if (overrides_ != nullptr) node.owner = overrides_->find(*node.original);
    node.called = node.owner != nullptr ? node.owner.get() : node.original;
    node.scopes = SecurityScopes(joined_scopes(scopes_above, use.scopes));
    node.scopes_below = node.owner != nullptr ? node.scopes.scopes : scopes_above;
    if (node.owner == nullptr)
        node.scopes_below.insert(node.scopes_below.end(), use.scopes.begin(), use.scopes.end());
    if (!use.scopes.empty() || node.original->uses_scopes() || node.called->uses_scopes())
        node.different_by.insert(node.scopes.scopes.begin(), node.scopes.scopes.end());
    return node;
}

inline std::size_t dependency_plan::find(const dependency_node& wanted) const {
    const auto is_same = [&](const dependency_node& node) {
        return node.original == wanted.original &&
               node.ends_with_handler == wanted.ends_with_handler &&
               node.different_by == wanted.different_by;
    };
    return static_cast<std::size_t>(std::find_if(nodes_.begin(), nodes_.end(), is_same) -
                                    nodes_.begin());
}

inline std::size_t dependency_plan::add(const Dependency& use,
                                        const std::vector<std::string>& scopes_above) {
    dependency_node node = begin_node(use, scopes_above);
    const std::size_t known = find(node);
    if (use.use_cache && known != nodes_.size()) return known;
    if (std::find(open_.begin(), open_.end(), node.original) != open_.end())
        throw std::logic_error(
            "fastapi: a replacement in dependency_overrides depends on what it replaces.");
    open_.push_back(node.original);
    add_sources(node);
    open_.pop_back();
    nodes_.push_back(std::move(node));
    return nodes_.size() - 1;
}

inline void dependency_plan::add_sources(dependency_node& node) {
    for (const dependency_source& source : node.called->sources()) {
        node.sources.push_back(add(source.use, node.scopes_below));
        const dependency_node& needed = nodes_[node.sources.back()];
        const bool outlives = node.called->is_generator() && !node.ends_with_handler;
        if (outlives && needed.ends_with_handler && needed.called->is_generator())
            throw std::invalid_argument(
                "fastapi: a dependency with the scope \"request\" cannot depend on one with the "
                "scope \"function\", which has ended when it ends. Give both the same scope.");
    }
}

inline bool dependency_plan::is_async() const {
    const auto has_to_wait = [](const dependency_node& node) {
        return !node.called->is_called() || node.called->is_generator();
    };
    return std::any_of(nodes_.begin(), nodes_.end(), has_to_wait);
}

/// Gives the function its arguments. Whether it can be called.
inline bool dependency_run::prepare(std::size_t index, exchange& current) {
    const dependency_node& node = plan_->nodes()[index];
    step& own = steps_[index];
    own.call = node.called->begin();
    void* const* const slots = own.call->slots();
    for (std::size_t i = 0; i < node.sources.size(); ++i) {
        const std::size_t source = node.sources[i];
        own.is_failed = own.is_failed || steps_[source].is_failed;
        *static_cast<void**>(slots[node.called->sources()[i].argument]) = value(source);
    }
    for (const std::size_t argument : node.called->scopes_arguments())
        *static_cast<SecurityScopes*>(slots[argument]) = node.scopes;
    if (!node.called->rows().empty()) {
        const FormData* const form =
            node.called->takes_form() ? &read_form(current.request) : nullptr;
        extract(node.called->extraction_order(), slots, received_values(current.request, form),
                own.problems);
    }
    if (!node.called->body_rows().empty())
        extract_body(node.called->body_rows(), body_, slots, current.request, own.problems);
    own.is_failed = own.is_failed || !own.problems.empty();
    has_failed_ = has_failed_ || own.is_failed;
    return !own.is_failed;
}

inline void dependency_run::solve_called(std::size_t first, std::size_t last, exchange& current) {
    for (std::size_t index = first; index < last; ++index)
        if (prepare(index, current)) steps_[index].call->call(current);
}

/// The end of those from `first` on that are solved in one go in a thread: `first` itself where
/// that is none.
inline std::size_t dependency_run::end_of_blocking(std::size_t first) const {
    const std::vector<dependency_node>& nodes = plan_->nodes();
    if (!nodes[first].called->may_block()) return first;
    while (first < nodes.size() && nodes[first].called->is_called()) ++first;
    return first;
}

template <class>
async<void> dependency_run::solve_async(exchange& current) {
    for (std::size_t index = 0; index < steps_.size(); ++index) {
        const std::size_t end = end_of_blocking(index);
        if (end != index) {
            auto solve = [this, index, end, &current] { solve_called(index, end, current); };
            co_await run_job(solve);
            index = end - 1;
        } else if (plan_->nodes()[index].called->is_called()) {
            solve_called(index, index + 1, current);
        } else if (prepare(index, current)) {
            async<void> running = steps_[index].call->call_async(current);
            co_await std::move(running);
        }
    }
}

inline void dependency_run::add_problems(std::size_t index, error_list& problems) const {
    if (!steps_[index].is_failed) return;
    for (const std::size_t source : plan_->nodes()[index].sources) add_problems(source, problems);
    problems.append(error_list(steps_[index].problems));
}

inline error_list dependency_run::problems() const {
    error_list result;
    for (const std::size_t use : plan_->uses()) add_problems(use, result);
    return result;
}

template <class>
async<void> dependency_run::leave_one(std::size_t index, std::exception_ptr problem) {
    dependency_call& call = *steps_[index].call;
    if (plan_->nodes()[index].called->is_called()) {
        auto leave = [&call, &problem] { call.leave(problem); };
        co_await run_job(leave);
    } else {
        async<void> leaving = call.leave_async(std::move(problem));
        co_await std::move(leaving);
    }
}

/// As nested `with` blocks: what one throws, the others see. Where one has kept the exception to
/// itself the others end as after a success, but there is no answer.
template <class>
async<std::exception_ptr> dependency_run::leave_some(bool only_with_handler,
                                                     std::exception_ptr problem) {
    bool is_swallowed = false;
    for (std::size_t index = steps_.size(); index-- > 0;) {
        if (!is_open(steps_[index]) ||
            (only_with_handler && !plan_->nodes()[index].ends_with_handler))
            continue;
        const bool had_problem = problem != nullptr;
        try {
            async<void> leaving = leave_one(index, std::exchange(problem, nullptr));
            co_await std::move(leaving);
            is_swallowed = is_swallowed || had_problem;
        } catch (...) {
            problem = std::current_exception();
        }
    }
    if (problem == nullptr && is_swallowed)
        problem = std::make_exception_ptr(
            std::logic_error("fastapi: a dependency has caught an exception at its co_yield and "
                             "not thrown it again. Write throw; there."));
    co_return problem;
}

}  // namespace fastapi::detail
