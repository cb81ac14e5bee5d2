#pragma once

// The type that an asynchronous handler returns. It is Asio's own awaitable, so that everything
// that Asio can wait for (timers, sockets, channels) can be awaited in a handler as it is.

#include "fastapi/core/version.hpp"

#include <asio/awaitable.hpp>
#include <type_traits>

#ifndef ASIO_HAS_CO_AWAIT
#error \
    "fastapi.hpp needs Asio's coroutines: include <fastapi.hpp> before any <asio...> header, with -std=c++20."
#endif

namespace fastapi {

/// What an asynchronous handler or dependency returns: `[]() -> async<dict> { co_return ...; }`.
/// It runs on the event loop of the connection and may `co_await` any Asio operation; it must not
/// block. (A handler that blocks is a plain one: it returns its value without `async`.)
template <class Value = void>
using async = asio::awaitable<Value>;

namespace detail {

template <class Type>
inline constexpr bool is_async = false;
template <class Value>
inline constexpr bool is_async<asio::awaitable<Value>> = true;

/// The value that a handler gives in the end: `T` for both `T` and `async<T>`.
template <class Type>
struct awaited {
    using type = Type;
};
template <class Value>
struct awaited<asio::awaitable<Value>> {
    using type = Value;
};

}  // namespace detail
}  // namespace fastapi
