#pragma once

// The version of the header, and the floor that it stands on: C++20 and Asio's coroutines.
// Must come before the first Asio include, because Asio before 1.26 overlooks the standard
// coroutines of Clang with libstdc++ unless it is told that they are there.

#define FASTAPI_VERSION_MAJOR 0
#define FASTAPI_VERSION_MINOR 1
#define FASTAPI_VERSION_PATCH 0

#if defined(_MSVC_LANG) ? _MSVC_LANG < 202002L : __cplusplus < 202002L
#error "fastapi.hpp needs C++20: compile with -std=c++20 (GCC 12, Clang 14 or newer)."
#endif

#if !__has_include(<asio/version.hpp>)
#error \
    "fastapi.hpp needs standalone Asio: apt-get install libasio-dev, or add its include folder with -I."
#endif

#if !__has_include(<picojson.h>) && !__has_include(<picojson/picojson.h>)
#error \
    "fastapi.hpp needs picojson: apt-get install picojson-dev, or add its include folder with -I."
#endif

#if defined(__clang__) && !defined(ASIO_HAS_CO_AWAIT) && __has_include(<coroutine>)
#define ASIO_HAS_CO_AWAIT 1
#endif

namespace fastapi {

/// The version of this header, as `major.minor.patch`.
inline constexpr const char* version = "0.1.0";

}  // namespace fastapi
