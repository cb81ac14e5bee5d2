#pragma once

// An endpoint with what it depends on: solves that, lets the endpoint answer, and tells the
// generators among the dependencies how it went. A handler without dependencies has none of this
// around it.

#include "fastapi/core/async.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/params/dependency_plan.hpp"
#include "fastapi/params/endpoint.hpp"
#include "fastapi/params/form_body.hpp"
#include "fastapi/params/security_scopes.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// The endpoint with everything that it depends on: `outer` first, then what the parameters of the
/// handler ask for. The same where that is nothing. Throws std::invalid_argument where scopes
/// contradict each other, where a JSON body stands beside a form, and where one of several
/// parameters of the body has no name.
std::shared_ptr<endpoint> with_dependencies(std::shared_ptr<endpoint> handler,
                                            const std::vector<Dependency>& outer);

/// The operation with its dependencies and those of its options.
inline operation with_dependencies(operation described) {
    described.handler =
        with_dependencies(std::move(described.handler), described.options.dependencies);
    return described;
}

// ---- implementation ----

class dependent_endpoint final : public endpoint {
public:
    dependent_endpoint(std::shared_ptr<endpoint_base> handler, std::vector<Dependency> uses)
        : handler_(std::move(handler)),
          uses_(std::move(uses)),
          plan_(std::make_shared<const dependency_plan>(uses_)),
          is_async_(handler_->is_async() || plan_->is_async()),
          body_(shape_of_body(all_body_rows())),
          is_form_(uses_body() == body_use::form) {
        check_body();
    }

    bool is_async() const override { return is_async_; }
    body_use uses_body() const override;
    void answer(exchange& current) override;
    async<void> answer_async(exchange& current) override { return run(current); }

    std::vector<param_description> describe_params(schema_registry& registry) const override;
    std::optional<body_description> describe_body(schema_registry& registry) const override;
    std::optional<any> describe_response(schema_registry& registry) const override {
        return handler_->describe_response(registry);
    }
    std::vector<security_description> describe_security() const override;
    void check_path(const std::vector<std::string>& placeholders,
                    std::string_view path) const override;
    bool can_refuse() const override;
    std::vector<Dependency> dependencies() const override { return uses_; }

private:
    dependency_run& begin(exchange& current) const;
    void refuse_failed(const dependency_run& run, exchange& current) const;
    std::vector<param_row> all_rows() const;
    std::vector<body_row> all_body_rows() const;
    void check_body() const;
    void look_at_body(Request& request) const;
    std::vector<const dependency_node*> in_order_of_document() const;
    template <class = void>
    async<void> run(exchange& current);
    template <class = void>
    async<void> solve_and_answer(dependency_run& run, exchange& current);

    std::shared_ptr<endpoint_base> handler_;
    std::vector<Dependency> uses_;
    std::shared_ptr<const dependency_plan> plan_;
    bool is_async_;
    body_shape body_;
    bool is_form_;
};

inline std::shared_ptr<endpoint> with_dependencies(std::shared_ptr<endpoint> handler,
                                                   const std::vector<Dependency>& outer) {
    std::vector<Dependency> uses = outer;
    for (const Dependency& use : handler->dependencies()) uses.push_back(use);
    auto known = std::dynamic_pointer_cast<endpoint_base>(handler);
    if (uses.empty() || known == nullptr) return handler;
    return std::make_shared<dependent_endpoint>(std::move(known), std::move(uses));
}

inline body_use dependent_endpoint::uses_body() const {
    const auto takes_form = [](const dependency_node& node) { return node.called->takes_form(); };
    if (std::any_of(plan_->nodes().begin(), plan_->nodes().end(), takes_form))
        return body_use::form;
    const body_use own = handler_->uses_body();
    return body_ == body_shape::none || own == body_use::form ? own : body_use::whole;
}

/// What the compiler cannot see, since `.dependencies` are values.
inline void dependent_endpoint::check_body() const {
    if (body_ != body_shape::none && is_form_)
        throw std::invalid_argument(
            "fastapi: a route takes a JSON body and form fields, in its handler and in what that "
            "depends on, and a request has one body. Take everything from the form, or everything "
            "as JSON.");
    const std::vector<body_row> rows = all_body_rows();
    const auto is_unnamed = [](const body_row& row) { return row.name.empty(); };
    if (body_ == body_shape::embedded && std::any_of(rows.begin(), rows.end(), is_unnamed))
        throw std::invalid_argument(
            "fastapi: a handler and what it depends on take several parameters from the body, and "
            "one of them has no name. Write Body<\"item\", Item> item, Body<\"user\", User> user.");
}

inline dependency_run& dependent_endpoint::begin(exchange& current) const {
    const auto plan = current.overrides == nullptr
                          ? plan_
                          : std::make_shared<const dependency_plan>(uses_, current.overrides);
    auto run = std::make_unique<dependency_run>(plan, body_);
    dependency_run& begun = *run;
    current.dependencies = std::move(run);
    return begun;
}

/// A body that cannot be read is refused before a dependency is called, as FastAPI does it.
inline void dependent_endpoint::look_at_body(Request& request) const {
    if (body_ != body_shape::none) check_body_syntax(request);
    if (is_form_) read_form(request);
}

/// A handler with parameters of its own adds their problems, another one is not called.
inline void dependent_endpoint::refuse_failed(const dependency_run& run, exchange& current) const {
    if (!run.has_failed() || handler_->can_refuse()) return;
    throw RequestValidationError(run.problems().details(), received_body(current.request, body_));
}

inline void dependent_endpoint::answer(exchange& current) {
    dependency_run& run = begin(current);
    look_at_body(current.request);
    run.solve(current);
    refuse_failed(run, current);
    handler_->answer(current);
}

template <class>
async<void> dependent_endpoint::solve_and_answer(dependency_run& run, exchange& current) {
    look_at_body(current.request);
    async<void> solving = run.solve_async(current);
    co_await std::move(solving);
    refuse_failed(run, current);
    if (handler_->is_async()) {
        async<void> answering = handler_->answer_async(current);
        co_await std::move(answering);
    } else {
        auto answer = [this, &current] { handler_->answer(current); };
        co_await run_job(answer);
    }
}

template <class>
async<void> dependent_endpoint::run(exchange& current) {
    dependency_run& run = begin(current);
    std::exception_ptr problem;
    try {
        async<void> answering = solve_and_answer(run, current);
        co_await std::move(answering);
    } catch (...) {
        problem = std::current_exception();
    }
    if (problem == nullptr && run.has_exits()) problem = co_await run.leave_handler();
    if (problem == nullptr) co_return;
    problem = co_await run.leave(std::move(problem));
    std::rethrow_exception(problem);
}

/// The dependencies in the order of their declaration, outer ones before what they depend on; each
/// once.
inline std::vector<const dependency_node*> dependent_endpoint::in_order_of_document() const {
    std::vector<const dependency_node*> found;
    const auto add = [&](const auto& again, std::size_t index) -> void {
        const dependency_node& node = plan_->nodes()[index];
        if (std::find(found.begin(), found.end(), &node) != found.end()) return;
        found.push_back(&node);
        for (const std::size_t source : node.sources) again(again, source);
    };
    for (const std::size_t use : plan_->uses()) add(add, use);
    return found;
}

/// The handler's own first. No two functions have an argument of the same number, so models stay
/// apart.
inline std::vector<param_row> dependent_endpoint::all_rows() const {
    constexpr std::size_t more_than_arguments = 1024;
    std::vector<param_row> rows = handler_->rows();
    std::size_t offset = 0;
    std::set<const dependency*>
        known;  // one that is called for several sets of scopes has its rows once
    for (const dependency_node* each : in_order_of_document()) {
        if (!known.insert(each->called).second) continue;
        offset += more_than_arguments;
        for (param_row row : each->called->rows()) {
            row.argument += offset;
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

/// What is taken of a JSON body, each name once: it is one member, whoever takes it.
inline std::vector<body_row> dependent_endpoint::all_body_rows() const {
    std::vector<body_row> rows = handler_->body_rows();
    for (const dependency_node* each : in_order_of_document())
        for (const body_row& row : each->called->body_rows()) {
            const auto is_same = [&](const body_row& known) { return known.name == row.name; };
            if (std::none_of(rows.begin(), rows.end(), is_same)) rows.push_back(row);
        }
    return rows;
}

inline std::vector<param_description> dependent_endpoint::describe_params(
    schema_registry& registry) const {
    std::vector<param_row> rows = all_rows();
    std::stable_sort(rows.begin(), rows.end(), [](const param_row& a, const param_row& b) {
        return a.location < b.location;
    });
    std::vector<param_description> result;
    for (const param_row& row : rows)
        if (row.location != param_location::body) result.push_back(describe(row, registry));
    return result;
}

inline std::optional<body_description> dependent_endpoint::describe_body(
    schema_registry& registry) const {
    const std::vector<param_row> rows = all_rows();
    const auto is_form_row = [](const param_row& row) {
        return row.location == param_location::body;
    };
    if (std::any_of(rows.begin(), rows.end(), is_form_row)) return describe_form(rows, registry);
    if (body_ == body_shape::none) return std::nullopt;
    return describe_body_rows(all_body_rows(), registry);
}

inline void add_scopes(list& known, const SecurityScopes& more) {
    for (const std::string& scope : more.scopes)
        if (std::find(known.begin(), known.end(), any(scope)) == known.end())
            known.push_back(scope);
}

/// A scheme that is used several times asks for the scopes of all its uses, as FastAPI merges them.
inline std::vector<security_description> dependent_endpoint::describe_security() const {
    std::vector<security_description> result;
    for (const dependency_node* each : in_order_of_document()) {
        std::optional<security_description> scheme = each->called->security();
        if (!scheme) continue;
        const auto is_same = [&](const security_description& known) {
            return known.name == scheme->name;
        };
        auto found = std::find_if(result.begin(), result.end(), is_same);
        if (found == result.end())
            found = result.insert(found, std::move(*scheme));
        else
            found->scheme = std::move(scheme->scheme);
        add_scopes(found->scopes, each->scopes);
    }
    return result;
}

inline void dependent_endpoint::check_path(const std::vector<std::string>& placeholders,
                                           std::string_view path) const {
    check_path_rows(all_rows(), placeholders, path);
}

inline bool dependent_endpoint::can_refuse() const {
    const auto has_rows = [](const dependency_node& node) { return node.called->has_parameters(); };
    return handler_->can_refuse() ||
           std::any_of(plan_->nodes().begin(), plan_->nodes().end(), has_rows);
}

}  // namespace fastapi::detail
