#pragma once

// What stands between the server and the routes of an application, and sees every request and its
// answer. Two kinds: a coroutine that lets the rest answer when it likes (`next`), and an object
// with a look before and a look after, which needs no coroutine and so costs a plain handler next
// to nothing. https://fastapi.tiangolo.com/tutorial/middleware/

#include "fastapi/core/async.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/routing/operation.hpp"

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi {

/// Lets the rest answer: the middleware further in, then the route. For one middleware and one
/// request; called once, at any time before the middleware returns. Throws what the handler threw,
/// where no handler of errors has made an answer of it.
class Next {
public:
    Next(detail::exchange& current, std::size_t layer, std::size_t position)
        : current_(&current), layer_(layer), position_(position) {}

    async<Response> operator()(Request& request) const;

private:
    detail::exchange* current_;
    std::size_t layer_, position_;  // of the application among the layers, and in its list
};

namespace detail {

/// One middleware of an application.
class middleware {
public:
    middleware() = default;
    middleware(const middleware&) = delete;
    middleware& operator=(const middleware&) = delete;
    virtual ~middleware() = default;

    /// Whether it is a coroutine, for which `run` is called; of others `before` and `after`.
    virtual bool is_coroutine() const = 0;
    virtual async<Response> run(Request& request, Next next) = 0;

    /// An answer that ends the request here, and is not looked at by `after`; or nothing.
    virtual std::optional<Response> before(Request& request) = 0;
    virtual void after(Request& request, Response& response) = 0;
};

template <class Type>
concept looks_before = requires(Type& type, Request& request) {
    { type.before(request) } -> std::same_as<std::optional<Response>>;
};
template <class Type>
concept looks_after =
    requires(Type& type, Request& request, Response& response) { type.after(request, response); };
template <class Type>
concept calls_next = std::is_invocable_r_v<async<Response>, Type&, Request&, Next>;

/// Makes a middleware of what the user gives.
template <class Type>
std::unique_ptr<middleware> make_middleware(Type type);

// ---- implementation ----

template <class Function>
class coroutine_middleware final : public middleware {
public:
    explicit coroutine_middleware(Function function) : function_(std::move(function)) {}
    bool is_coroutine() const override { return true; }
    async<Response> run(Request& request, Next next) override {
        return function_(request, std::move(next));
    }
    std::optional<Response> before(Request&) override { return std::nullopt; }
    void after(Request&, Response&) override {}

private:
    Function function_;
};

template <class Type>
class looking_middleware final : public middleware {
public:
    explicit looking_middleware(Type type) : type_(std::move(type)) {}
    bool is_coroutine() const override { return false; }
    async<Response> run(Request& request, Next next) override {
        return look(type_, request, std::move(next));
    }
    std::optional<Response> before(Request& request) override { return before(type_, request); }
    void after(Request& request, Response& response) override { after(type_, request, response); }

private:
    static std::optional<Response> before(Type& type, Request& request) {
        if constexpr (looks_before<Type>)
            return type.before(request);
        else
            return std::nullopt;
    }
    static void after([[maybe_unused]] Type& type, [[maybe_unused]] Request& request,
                      [[maybe_unused]] Response& response) {
        if constexpr (looks_after<Type>) type.after(request, response);
    }
    static async<Response> look(Type& type, Request& request, Next next) {
        if (std::optional<Response> answer = before(type, request)) co_return std::move(*answer);
        Response response = co_await next(request);
        after(type, request, response);
        co_return response;
    }

    Type type_;
};

template <class Type>
std::unique_ptr<middleware> make_middleware(Type type) {
    constexpr bool is_middleware = calls_next<Type> || looks_before<Type> || looks_after<Type>;
    static_assert(is_middleware,
                  "fastapi: this is no middleware. Write a coroutine [](Request& request, Next "
                  "next) -> async<Response>, or a class with std::optional<Response> "
                  "before(Request&), void after(Request&, Response&) or both.");
    if constexpr (calls_next<Type>)
        return std::make_unique<coroutine_middleware<Type>>(std::move(type));
    else if constexpr (is_middleware)
        return std::make_unique<looking_middleware<Type>>(std::move(type));
    else
        return nullptr;
}

}  // namespace detail
}  // namespace fastapi
