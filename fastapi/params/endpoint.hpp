#pragma once

// A handler as an endpoint: its signature is read once, into rows of parameters, and from then on a
// request runs through them: extract, check, call, reply. This is the only class made for each
// handler.

#include "fastapi/core/async.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/params/arguments.hpp"
#include "fastapi/params/body.hpp"
#include "fastapi/params/dependency_plan.hpp"
#include "fastapi/params/depends.hpp"
#include "fastapi/params/extract.hpp"
#include "fastapi/params/form_body.hpp"
#include "fastapi/params/handler_check.hpp"
#include "fastapi/params/param.hpp"
#include "fastapi/params/param_rows.hpp"
#include "fastapi/params/reply.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// The endpoint of a handler. Throws std::invalid_argument where its parameters contradict each
/// other. Its answers go through `Model`, unless that is `result_itself`.
template <class Model, class Handler>
std::shared_ptr<endpoint> make_endpoint(Handler&& handler);

// ---- implementation ----

/// What all endpoints have in common, apart from the types of their handler.
class endpoint_base : public endpoint {
public:
    std::vector<param_description> describe_params(schema_registry& registry) const override;
    void check_path(const std::vector<std::string>& placeholders,
                    std::string_view path) const override;
    std::optional<body_description> describe_body(schema_registry& registry) const override;
    bool can_refuse() const override { return has_parameters(); }

    /// The parameters that are no body, and the fields of a form, in the order of declaration.
    const std::vector<param_row>& rows() const { return rows_; }
    const std::vector<body_row>& body_rows() const { return body_rows_; }

protected:
    /// Errors come in FastAPI's order: path before query, whatever the order of declaration.
    void sort_rows() {
        body_ = shape_of_body(body_rows_);
        takes_form_ = std::any_of(rows_.begin(), rows_.end(), is_form_row);
        extraction_order_ = rows_;
        std::stable_sort(
            extraction_order_.begin(), extraction_order_.end(),
            [](const param_row& a, const param_row& b) { return a.location < b.location; });
    }

    /// Fills the arguments, or throws RequestValidationError with every problem.
    void read_arguments(void* const* arguments, exchange& current) const;

    bool has_parameters() const { return !rows_.empty() || !body_rows_.empty(); }
    bool takes_form() const { return takes_form_; }

    std::vector<param_row> rows_;
    std::vector<body_row> body_rows_;

private:
    static bool is_form_row(const param_row& row) { return row.location == param_location::body; }

    std::vector<param_row> extraction_order_;
    bool takes_form_ = false;
    body_shape body_ = body_shape::none;
};

inline std::vector<param_description> endpoint_base::describe_params(
    schema_registry& registry) const {
    std::vector<param_description> result;
    for (const param_row& row : extraction_order_)
        if (!is_form_row(row)) result.push_back(describe(row, registry));
    return result;
}

inline std::optional<body_description> endpoint_base::describe_body(
    schema_registry& registry) const {
    if (takes_form_) return describe_form(rows_, registry);
    if (body_rows_.empty()) return std::nullopt;
    return describe_body_rows(body_rows_, registry);
}

inline void check_path_rows(const std::vector<param_row>& rows,
                            const std::vector<std::string>& placeholders, std::string_view path) {
    for (const param_row& row : rows) {
        const bool is_known =
            std::find(placeholders.begin(), placeholders.end(), row.name) != placeholders.end();
        if (row.location != param_location::path || is_known) continue;
        throw std::invalid_argument("fastapi: the path \"" + std::string(path) +
                                    "\" has no placeholder for the parameter Path<\"" +
                                    std::string(row.name) + "\", ...>. Write {" +
                                    std::string(row.name) + "} in the path, or make it a Query.");
    }
}

inline void endpoint_base::check_path(const std::vector<std::string>& placeholders,
                                      std::string_view path) const {
    check_path_rows(rows_, placeholders, path);
}

/// What the dependencies have given, which were solved before the handler.
inline const dependency_run& solved(const exchange& current) {
    return static_cast<const dependency_run&>(*current.dependencies);
}

/// The body as a value, for who handles the problems of a request; null where nothing is taken of
/// it.
inline any received_body(const Request& request, body_shape shape) {
    if (const FormData* const form = request_access::form(request)) return form_value(*form);
    return shape == body_shape::none ? any() : body_value(request);
}

inline void endpoint_base::read_arguments(void* const* arguments, exchange& current) const {
    Request& request = current.request;
    error_list errors;
    if (current.dependencies != nullptr && solved(current).has_failed())
        errors = solved(current).problems();
    const FormData* const form = takes_form_ ? &read_form(request) : nullptr;
    extract(extraction_order_, arguments, received_values(request, form), errors);
    const body_shape body = current.dependencies != nullptr ? solved(current).body() : body_;
    if (!body_rows_.empty()) extract_body(body_rows_, body, arguments, request, errors);
    if (errors.empty()) return;
    throw RequestValidationError(errors.details(), received_body(request, body));
}

/// The typed part of an endpoint: its arguments, and the call.
template <class Model, class Handler, class Arguments>
class handler_call;

template <class Model, class Handler, class... Arguments>
class handler_call<Model, Handler, std::tuple<Arguments...>> : public endpoint_base {
public:
    std::optional<any> describe_response(schema_registry& registry) const override {
        return describe_result<Model, result>(registry);
    }

    std::vector<Dependency> dependencies() const override {
        std::vector<Dependency> found;
        if constexpr (dependency_count != 0)
            (add_dependency<std::remove_cvref_t<Arguments>>(found), ...);
        return found;
    }

    /// A coroutine that takes the request itself, and nothing of its body, may read the body as it
    /// arrives.
    body_use uses_body() const override {
        constexpr bool takes_request =
            (std::is_same_v<std::remove_cvref_t<Arguments>, Request> || ... || false);
        if (this->takes_form()) return body_use::form;
        return takes_request && detail::is_async<declared_result> && this->body_rows_.empty()
                   ? body_use::parts
                   : body_use::whole;
    }

protected:
    using declared_result = typename signature<Handler>::result;
    using result = typename awaited<declared_result>::type;
    using storage = std::tuple<argument_storage<std::remove_cvref_t<Arguments>>...>;

    explicit handler_call(Handler handler) : handler_(std::move(handler)) {
        std::size_t position = 0;
        (add_argument<std::remove_cvref_t<Arguments>>(position++), ...);
        sort_rows();
    }

    /// Reads the parameters into `arguments`, which the caller keeps until the handler is done.
    void read(storage& arguments, exchange& current) { read(arguments, current, indices()); }

    declared_result call(storage& arguments, exchange& current) {
        return call(arguments, current, indices());
    }

private:
    using indices = std::index_sequence_for<Arguments...>;

    template <class Argument>
    void add_argument(std::size_t position) {
        if constexpr (body_argument<Argument>)
            this->body_rows_.push_back(make_body_row<Argument>(position));
        else if constexpr (!is_depends<Argument>)
            add_rows<Argument>(this->rows_, position);
    }

    template <std::size_t... Index>
    void read(storage& arguments, exchange& current, std::index_sequence<Index...>) {
        if constexpr (sizeof...(Index) != 0) {
            (forget_unset_fields(std::get<Index>(arguments)), ...);
            void* const slots[] = {&std::get<Index>(arguments)...};
            if (this->has_parameters()) this->read_arguments(slots, current);
            if constexpr (dependency_count != 0) bind_dependencies(slots, solved(current));
        }
    }

    template <class Argument>
    static void add_dependency([[maybe_unused]] std::vector<Dependency>& found) {
        if constexpr (is_depends<Argument>) found.push_back(Argument::use);
    }

    static constexpr std::size_t dependency_count =
        (std::size_t{is_depends<std::remove_cvref_t<Arguments>>} + ... + 0);

    /// The handler's own dependencies are the last ones that were solved for it.
    static void bind_dependencies(void* const* slots, const dependency_run& run) {
        constexpr bool is_dependency[] = {is_depends<std::remove_cvref_t<Arguments>>...};
        std::size_t left = dependency_count;
        for (std::size_t index = 0; index < sizeof...(Arguments); ++index)
            if (is_dependency[index])
                *static_cast<void**>(slots[index]) = run.value_from_end(left--);
    }

    template <std::size_t... Index>
    declared_result call(storage& arguments, exchange& current, std::index_sequence<Index...>) {
        return handler_(pass_argument<Arguments>(std::get<Index>(arguments), current)...);
    }

    Handler handler_;
};

/// The endpoint of a handler that returns its value.
template <class Model, class Handler>
class plain_endpoint final
    : public handler_call<Model, Handler, typename signature<Handler>::arguments> {
    using base = handler_call<Model, Handler, typename signature<Handler>::arguments>;

public:
    explicit plain_endpoint(Handler handler) : base(std::move(handler)) {}
    bool is_async() const override { return false; }
    async<void> answer_async(exchange&) override {
        throw std::logic_error("a plain handler is not awaited");
    }

    void answer(exchange& current) override {
        typename base::storage arguments;
        this->read(arguments, current);
        if constexpr (std::is_void_v<typename base::result>) {
            this->call(arguments, current);
            reply_nothing(current);
        } else {
            reply<Model>(current, this->call(arguments, current));
        }
    }
};

/// The endpoint of a handler that returns `async<T>`.
template <class Model, class Handler>
class async_endpoint final
    : public handler_call<Model, Handler, typename signature<Handler>::arguments> {
    using base = handler_call<Model, Handler, typename signature<Handler>::arguments>;

public:
    explicit async_endpoint(Handler handler) : base(std::move(handler)) {}
    bool is_async() const override { return true; }
    void answer(exchange&) override {
        throw std::logic_error("an asynchronous handler needs an event loop");
    }

    async<void> answer_async(exchange& current) override {
        typename base::storage arguments;
        this->read(arguments, current);
        // Named, not temporaries of the co_await expression: GCC 12 destroys those twice.
        typename base::declared_result running = this->call(arguments, current);
        if constexpr (std::is_void_v<typename base::result>) {
            co_await std::move(running);
            reply_nothing(current);
        } else {
            typename base::result value = co_await std::move(running);
            reply<Model>(current, std::move(value));
        }
    }
};

template <class Model, class Handler>
std::shared_ptr<endpoint> make_endpoint(Handler&& handler) {
    using plain = std::decay_t<Handler>;
    if constexpr (is_async<typename signature<plain>::result>)
        return std::shared_ptr<endpoint>(static_cast<endpoint*>(
            new async_endpoint<Model, plain>(std::forward<Handler>(handler))));
    else
        return std::shared_ptr<endpoint>(static_cast<endpoint*>(
            new plain_endpoint<Model, plain>(std::forward<Handler>(handler))));
}

}  // namespace fastapi::detail
