#pragma once

// A handler as an endpoint: its signature is read once, into rows of parameters, and from then on a
// request runs through them: extract, check, call, reply. This is the only class made for each handler.

#include "fastapi/core/async.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/params/body.hpp"
#include "fastapi/params/extract.hpp"
#include "fastapi/params/param.hpp"
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

/// The endpoint of a handler. Throws std::invalid_argument where its parameters contradict each other.
/// Its answers go through `Model`, unless that is `result_itself`.
template <class Model, class Handler>
std::shared_ptr<endpoint> make_endpoint(Handler&& handler);

// ---- implementation ----

/// What all endpoints have in common, apart from the types of their handler.
class endpoint_base : public endpoint {
  public:
    std::vector<param_description> describe_params(schema_registry& registry) const override;
    void check_path(const std::vector<std::string>& placeholders, std::string_view path) const override;
    std::optional<body_description> describe_body(schema_registry& registry) const override;
    bool can_refuse() const override { return !rows_.empty() || !body_rows_.empty(); }
    async<void> answer_async(exchange& current) override {
        answer(current);
        co_return;
    }

  protected:
    /// Errors come in FastAPI's order: path before query, whatever the order of declaration.
    void sort_rows() {
        extraction_order_ = rows_;
        std::stable_sort(extraction_order_.begin(), extraction_order_.end(),
                         [](const param_row& a, const param_row& b) { return a.location < b.location; });
    }

    /// Fills the arguments, or throws RequestValidationError with every problem.
    void read_arguments(void* const* arguments, const Request& request) const;

    bool has_parameters() const { return !rows_.empty() || !body_rows_.empty(); }

    std::vector<param_row> rows_;
    std::vector<body_row> body_rows_;

  private:
    std::vector<param_row> extraction_order_;
};

inline std::vector<param_description> endpoint_base::describe_params(schema_registry& registry) const {
    std::vector<param_description> result;
    for (const param_row& row : extraction_order_) result.push_back(describe(row, registry));
    return result;
}

inline std::optional<body_description> endpoint_base::describe_body(schema_registry& registry) const {
    if (body_rows_.empty()) return std::nullopt;
    return describe_body_rows(body_rows_, registry);
}

inline void endpoint_base::check_path(const std::vector<std::string>& placeholders, std::string_view path) const {
    for (const param_row& row : rows_) {
        const bool is_known = std::find(placeholders.begin(), placeholders.end(), row.name) != placeholders.end();
        if (row.location != param_location::path || is_known) continue;
        throw std::invalid_argument("fastapi: the path \"" + std::string(path) + "\" has no placeholder for the parameter Path<\"" +
                                    std::string(row.name) + "\", ...>. Write {" + std::string(row.name) + "} in the path, or make it a Query.");
    }
}

inline void endpoint_base::read_arguments(void* const* arguments, const Request& request) const {
    error_list errors;
    extract(extraction_order_, arguments, request, errors);
    if (!body_rows_.empty()) extract_body(body_rows_, arguments, request, errors);
    if (errors.empty()) return;
    throw RequestValidationError(errors.details(), body_rows_.empty() ? any() : body_value(request));
}

/// What is kept for an argument until the handler is called: nothing for a Request& or a Response&.
template <class Argument>
struct argument_storage {
    using type = Argument;
};
template <>
struct argument_storage<Request> {
    using type = std::nullptr_t;
};
template <>
struct argument_storage<Response> {
    using type = std::nullptr_t;
};

// The checks of a handler. One message for each mistake: where a check fails, the endpoint is not
// instantiated, which would bury the message.

/// Whether the constraints of a parameter or a model's member can hold for the type of its value.
template <class Slot>
consteval bool check_constraints() {
    using given = typename slot_value<Slot>::type;
    using value = typename without_optional<given>::type;
    constexpr const field_info& info = info_of_member<Slot>();
    constexpr bool is_number = (std::is_arithmetic_v<value> && !std::is_same_v<value, bool>) ||
                               std::is_same_v<value, Decimal>;
    constexpr bool numbers_fit = is_number || !info.limits_numbers();
    static_assert(numbers_fit,
                  "fastapi: gt, ge, lt, le and multiple_of limit numbers, and this parameter is none. "
                  "For text use min_length, max_length or pattern.");
    constexpr bool texts_fit = std::is_same_v<value, std::string> || !info.limits_text();
    static_assert(texts_fit,
                  "fastapi: min_length, max_length and pattern limit text, and this parameter is none. "
                  "For containers use min_items and max_items, for numbers ge and le.");
    constexpr bool items_fit = list_readable<value> || !info.limits_items();
    static_assert(items_fit,
                  "fastapi: min_items and max_items limit containers, and this parameter is none. "
                  "For text use min_length and max_length.");
    constexpr bool default_fits = takes_default<value>(info.default_value);
    static_assert(default_fits,
                  "fastapi: the default is not of this parameter's type. Write a number for a number, "
                  "defaults_to(\"...\") for what is read from text; a container has no default but {}.");
    return numbers_fit && texts_fit && items_fit && default_fits;
}

/// Whether the value of a parameter or a model's member can be read.
template <class Slot>
consteval bool check_slot() {
    using value = typename slot_value<Slot>::type;
    constexpr bool is_readable = text_readable<value> || list_readable<value>;
    static_assert(is_readable,
                  "fastapi: the type of this parameter cannot be read from a text. Use bool, an integer, "
                  "a floating number, std::string, an enum, Literal<...>, datetime, date, time, "
                  "timedelta, UUID, Decimal, or std::optional, std::vector or std::set of them.");
    if constexpr (is_readable)
        return check_constraints<Slot>();
    else
        return false;
}

template <class Model>
consteval bool check_query_model() {
    constexpr bool is_visible = reflectable<Model>;
    static_assert(is_visible,
                  "fastapi: the members of this QueryModel cannot be seen. Use a plain struct, without "
                  "constructors, base classes or private members.");
    if constexpr (is_visible) {
        return []<std::size_t... Index>(std::index_sequence<Index...>) {
            return (check_slot<std::remove_cv_t<member_type<Model, Index>>>() && ... && true);
        }(std::make_index_sequence<member_count<Model>>());
    } else {
        return false;
    }
}

template <class Param>
consteval bool check_declared_param() {
    constexpr bool is_one_value =
        Param::location != param_location::path || !list_readable<typename Param::value_type>;
    static_assert(is_one_value,
                  "fastapi: a Path parameter holds one value. Use Query for a container, or {name:path} "
                  "and std::string.");
    if constexpr (is_one_value)
        return check_slot<Param>();
    else
        return false;
}

template <class Argument>
inline constexpr bool is_mutable_reference =
    std::is_lvalue_reference_v<Argument> && !std::is_const_v<std::remove_reference_t<Argument>>;

/// Whether a body parameter can be read from JSON.
template <class Argument>
consteval bool check_body_argument() {
    using plain = std::remove_cvref_t<Argument>;
    constexpr bool is_value = !is_mutable_reference<Argument>;
    static_assert(is_value, "fastapi: a parameter is taken by value. Write Item item, without &.");
    constexpr bool is_readable = is_decodable<plain>();
    static_assert(is_readable,
                  "fastapi: the type of this body parameter cannot be read from JSON. Use a plain struct, a standard "
                  "container, text, a number, an enum, datetime, UUID, Decimal, or dict, list and any for free JSON.");
    return is_value && is_readable;
}

/// Whether the handler can be given what this parameter of it asks for.
template <class Argument>
consteval bool check_argument() {
    using plain = std::remove_cvref_t<Argument>;
    if constexpr (std::is_same_v<plain, Request> || std::is_same_v<plain, Response>) {
        constexpr bool is_reference = std::is_lvalue_reference_v<Argument>;
        static_assert(is_reference,
                      "fastapi: Request and Response are taken by reference. Write Request& request or "
                      "Response& response.");
        return is_reference;
    } else if constexpr (is_declared_param<plain> || is_query_model<plain>) {
        constexpr bool is_value = !is_mutable_reference<Argument>;
        static_assert(is_value,
                      "fastapi: a parameter is taken by value. Write Path<\"id\", int> id, without &.");
        if constexpr (!is_value)
            return false;
        else if constexpr (is_query_model<plain>)
            return check_query_model<typename plain::model_type>();
        else
            return check_declared_param<plain>();
    } else if constexpr (body_argument<plain>) {
        return check_body_argument<Argument>();
    } else {
        constexpr bool is_declared = always_false<Argument>;
        static_assert(is_declared,
                      "fastapi: this parameter does not say where it comes from. Write "
                      "Path<\"name\", T>, Query<\"name\", T>, Body<\"name\", T>, a plain struct for the body, QueryModel<T>, "
                      "Request& or Response&.");
        return false;
    }
}

template <class Result>
consteval bool check_result() {
    constexpr bool is_replyable = can_reply<Result>();
    static_assert(is_replyable,
                  "fastapi: what this handler returns cannot be written as JSON. Return a plain struct, a "
                  "dict, a list, a standard container, text or a number, or a Response.");
    return is_replyable;
}

/// Several parameters can be told apart in one body only by their names.
template <class... Arguments>
consteval bool check_body_names() {
    constexpr int bodies = (body_argument<std::remove_cvref_t<Arguments>> + ... + 0);
    constexpr int unnamed = ((body_argument<std::remove_cvref_t<Arguments>> && !is_body_param<std::remove_cvref_t<Arguments>>) + ... + 0);
    constexpr bool has_names = bodies < 2 || unnamed == 0;
    static_assert(has_names,
                  "fastapi: this handler takes several parameters from the body, and one of them has no name. "
                  "Write Body<\"item\", Item> item, Body<\"user\", User> user.");
    return has_names;
}

template <class Arguments>
struct arguments_check;
template <class... Arguments>
struct arguments_check<std::tuple<Arguments...>> {
    static consteval bool run() { return check_body_names<Arguments...>() && (check_argument<Arguments>() && ... && true); }
};

/// Whether an endpoint can be made of the handler; where not, a static_assert has said why.
template <class Handler>
consteval bool check_handler() {
    using handler = signature<std::decay_t<Handler>>;
    return arguments_check<typename handler::arguments>::run() &&
           check_result<typename awaited<typename handler::result>::type>();
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

  protected:
    using declared_result = typename signature<Handler>::result;
    using result = typename awaited<declared_result>::type;
    using storage = std::tuple<typename argument_storage<std::remove_cvref_t<Arguments>>::type...>;

    explicit handler_call(Handler handler) : handler_(std::move(handler)) {
        std::size_t position = 0;
        (add_argument<std::remove_cvref_t<Arguments>>(position++), ...);
        sort_rows();
    }

    /// Reads the parameters into `arguments`, which the caller keeps until the handler is done.
    void read(storage& arguments, const Request& request) { read(arguments, request, indices()); }

    declared_result call(storage& arguments, exchange& current) { return call(arguments, current, indices()); }

  private:
    using indices = std::index_sequence_for<Arguments...>;

    template <class Argument>
    void add_argument(std::size_t position) {
        if constexpr (body_argument<Argument>)
            this->body_rows_.push_back(make_body_row<Argument>(position));
        else
            add_rows<Argument>(this->rows_, position);
    }

    template <std::size_t... Index>
    void read(storage& arguments, const Request& request, std::index_sequence<Index...>) {
        if constexpr (sizeof...(Index) != 0) {
            (forget_initial_values(std::get<Index>(arguments)), ...);
            void* const slots[] = {&std::get<Index>(arguments)...};
            if (this->has_parameters()) this->read_arguments(slots, request);
        }
    }

    /// The fields of a model that was just made are not set, although their initialisers gave them values.
    template <class Argument>
    static void forget_initial_values(Argument& argument) {
        if constexpr (is_query_model<Argument>)
            visit_members(static_cast<typename Argument::model_type&>(argument), [](auto&... each) {
                const auto forget = [](auto& member) {
                    if constexpr (is_field<std::remove_cvref_t<decltype(member)>>) member.set(false);
                };
                (forget(each), ...);
            });
    }

    template <std::size_t... Index>
    declared_result call(storage& arguments, exchange& current, std::index_sequence<Index...>) {
        return handler_(pass<Arguments>(std::get<Index>(arguments), current)...);
    }

    template <class Argument, class Stored>
    static decltype(auto) pass(Stored& stored, exchange& current) {
        using plain = std::remove_cvref_t<Argument>;
        if constexpr (std::is_same_v<plain, Request>)
            return static_cast<Request&>(current.request);
        else if constexpr (std::is_same_v<plain, Response>)
            return static_cast<Response&>(current.response);
        else if constexpr (std::is_lvalue_reference_v<Argument>)
            return static_cast<Stored&>(stored);
        else
            return static_cast<Stored&&>(stored);
    }

    Handler handler_;
};

/// The endpoint of a handler that returns its value.
template <class Model, class Handler>
class plain_endpoint final : public handler_call<Model, Handler, typename signature<Handler>::arguments> {
    using base = handler_call<Model, Handler, typename signature<Handler>::arguments>;

  public:
    explicit plain_endpoint(Handler handler) : base(std::move(handler)) {}
    bool is_async() const override { return false; }

    void answer(exchange& current) override {
        typename base::storage arguments;
        this->read(arguments, current.request);
        if constexpr (std::is_void_v<typename base::result>) {
            this->call(arguments, current);
            reply_nothing(current.response);
        } else {
            reply<Model>(current, this->call(arguments, current));
        }
    }
};

/// The endpoint of a handler that returns `async<T>`.
template <class Model, class Handler>
class async_endpoint final : public handler_call<Model, Handler, typename signature<Handler>::arguments> {
    using base = handler_call<Model, Handler, typename signature<Handler>::arguments>;

  public:
    explicit async_endpoint(Handler handler) : base(std::move(handler)) {}
    bool is_async() const override { return true; }
    void answer(exchange&) override { throw std::logic_error("an asynchronous handler needs an event loop"); }

    async<void> answer_async(exchange& current) override {
        typename base::storage arguments;
        this->read(arguments, current.request);
        // Named, not temporaries of the co_await expression: GCC 12 destroys those twice.
        typename base::declared_result running = this->call(arguments, current);
        if constexpr (std::is_void_v<typename base::result>) {
            co_await std::move(running);
            reply_nothing(current.response);
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
        return std::make_shared<async_endpoint<Model, plain>>(std::forward<Handler>(handler));
    else
        return std::make_shared<plain_endpoint<Model, plain>>(std::forward<Handler>(handler));
}

}  // namespace fastapi::detail
