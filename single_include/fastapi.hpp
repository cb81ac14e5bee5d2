// fastapi.hpp 0.1.0: FastAPI for C++ in one header
//
// SPDX-License-Identifier: MIT
//
// Generated from the split sources by tools/amalgamate.py: do not edit.
//
// MIT License
//
// Copyright (c) The fastapi.hpp developers
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.

#if defined(FASTAPI_HPP_INCLUDED) && \
    (FASTAPI_VERSION_MAJOR != 0 || FASTAPI_VERSION_MINOR != 1 || FASTAPI_VERSION_PATCH != 0)
#error "fastapi.hpp 0.1.0 is included after another version of it: keep one in the include path."
#endif

#ifndef FASTAPI_HPP_INCLUDED
#define FASTAPI_HPP_INCLUDED

// fastapi.hpp: FastAPI for C++. The table of contents.
//
// The sources are read in this order: a file uses only what stands above it. The life of a request is
//   net/connection -> wire/reader -> http/request -> app -> routing -> params (with model) -> handler
//   -> params/reply -> http/response -> wire/writer -> net/connection
// single_include/fastapi.hpp is made of the same files by tools/amalgamate.py.

// ---- core: text, JSON, reflection; nothing of HTTP ----

// ==== fastapi/core/version.hpp ====

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
#error "fastapi.hpp needs standalone Asio: apt-get install libasio-dev, or add its include folder with -I."
#endif

#if !__has_include(<picojson.h>) && !__has_include(<picojson/picojson.h>)
#error "fastapi.hpp needs picojson: apt-get install picojson-dev, or add its include folder with -I."
#endif

#if defined(__clang__) && !defined(ASIO_HAS_CO_AWAIT) && __has_include(<coroutine>)
#define ASIO_HAS_CO_AWAIT 1
#endif

namespace fastapi {

/// The version of this header, as `major.minor.patch`.
inline constexpr const char* version = "0.1.0";

}  // namespace fastapi

#include <algorithm>
#include <any>
#include <array>
#include <asio/awaitable.hpp>
#include <asio/basic_signal_set.hpp>
#include <asio/basic_socket_acceptor.hpp>
#include <asio/basic_stream_socket.hpp>
#include <asio/basic_waitable_timer.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <atomic>
#include <bit>
#include <charconv>
#include <chrono>
#include <cmath>
#include <compare>
#include <concepts>
#include <condition_variable>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <deque>
#include <exception>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <tuple>
#include <type_traits>
#include <unistd.h>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

// ==== fastapi/core/text.hpp ====

// ASCII and UTF-8 text: classes of characters, comparing, trimming, whole-string numbers.
// Nothing here looks at the locale, and nothing allocates but what it returns or appends to.

namespace fastapi::detail {

constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; }

/// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    const char lower = to_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// RFC 9110 5.6.2: a character that may stand in a token (a method, a header name).
constexpr bool is_token_char(char c) {
    return is_digit(c) || is_alpha(c) ||
           (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

/// Whether two texts are the same but for the case of ASCII letters.
constexpr bool iequals(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (to_lower(a[i]) != to_lower(b[i])) return false;
    return true;
}

/// Without the blanks (RFC 9110 5.6.3: space and tab) at both ends.
constexpr std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

inline std::string lowered(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = to_lower(c);
    return result;
}

/// The integer that the whole of `text` spells in decimal: no sign but '-', no blanks, no overflow.
template <std::integral Integer>
constexpr std::optional<Integer> to_integer(std::string_view text) {
    Integer value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

template <std::integral Integer>
void append_integer(std::string& out, Integer value) {
    std::array<char, 24> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end);
}

/// One step through UTF-8: the length in bytes of the well-formed sequence (Unicode 3.9, table 3-7)
/// at `position`, or 0 where there is none. No surrogates, no overlong forms, nothing above
/// U+10FFFF.
constexpr std::size_t utf8_length(std::string_view text, std::size_t position) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return position + i < text.size() ? static_cast<unsigned char>(text[position + i]) : 0u;
    };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return position < text.size() ? 1 : 0;
    if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool in_range =
            (lead != 0xE0 || byte(1) >= 0xA0) && (lead != 0xED || byte(1) <= 0x9F);
        return in_range && continues(1) && continues(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool in_range =
            (lead != 0xF0 || byte(1) >= 0x90) && (lead != 0xF4 || byte(1) <= 0x8F);
        return in_range && continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

constexpr bool is_valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

/// The number of code points of well-formed UTF-8: every byte but the continuations.
constexpr std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    return count;
}

/// The code point at `position`, where a well-formed sequence of `length` bytes stands.
constexpr char32_t utf8_code_point(std::string_view text, std::size_t position,
                                   std::size_t length) {
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[position + i]));
    };
    if (length == 1) return byte(0);
    char32_t value = byte(0) & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) value = (value << 6) | (byte(i) & 0x3Fu);
    return value;
}

inline void append_utf8(std::string& out, char32_t code_point) {
    const auto byte = [&](char32_t value) { out.push_back(static_cast<char>(value)); };
    if (code_point < 0x80) return byte(code_point);
    if (code_point < 0x800) return byte(0xC0 | (code_point >> 6)), byte(0x80 | (code_point & 0x3F));
    if (code_point < 0x10000) {
        byte(0xE0 | (code_point >> 12));
    } else {
        byte(0xF0 | (code_point >> 18));
        byte(0x80 | ((code_point >> 12) & 0x3F));
    }
    byte(0x80 | ((code_point >> 6) & 0x3F));
    byte(0x80 | (code_point & 0x3F));
}

}  // namespace fastapi::detail

// ==== fastapi/core/meta.hpp ====

// Compile-time helpers: text as a template argument, and what a callable takes and gives.
// No other file does type trickery of this kind.

namespace fastapi {

/// Text that can be a template argument: `Path<"user_id", int>`. Holds the characters and a final
/// NUL.
template <std::size_t Size>
struct fixed_string {
    char text[Size];

    constexpr fixed_string(const char (&literal)[Size]) { std::copy_n(literal, Size, text); }
    constexpr std::string_view view() const { return {text, Size - 1}; }
    constexpr operator std::string_view() const { return view(); }
};

namespace detail {

template <class...>
inline constexpr bool always_false = false;

template <class Type>
struct type_tag {
    using type = Type;
};

/// What a callable takes and gives: `result`, and `arguments` as a std::tuple of the declared
/// types.
template <class Callable>
struct signature;

template <class Result, class... Arguments>
struct signature<Result(Arguments...)> {
    using result = Result;
    using arguments = std::tuple<Arguments...>;
};
template <class Result, class... Arguments>
struct signature<Result(Arguments...) noexcept> : signature<Result(Arguments...)> {};
template <class Result, class... Arguments>
struct signature<Result (*)(Arguments...)> : signature<Result(Arguments...)> {};
template <class Result, class... Arguments>
struct signature<Result (*)(Arguments...) noexcept> : signature<Result(Arguments...)> {};
template <class Object, class Result, class... Arguments>
struct signature<Result (Object::*)(Arguments...)> : signature<Result(Arguments...)> {};
template <class Object, class Result, class... Arguments>
struct signature<Result (Object::*)(Arguments...) const> : signature<Result(Arguments...)> {};
template <class Object, class Result, class... Arguments>
struct signature<Result (Object::*)(Arguments...) noexcept> : signature<Result(Arguments...)> {};
template <class Object, class Result, class... Arguments>
struct signature<Result (Object::*)(Arguments...) const noexcept>
    : signature<Result(Arguments...)> {};
template <class Callable>
requires requires { &Callable::operator(); }
struct signature<Callable> : signature<decltype(&Callable::operator())> {};

/// A callable whose parameters can be read: a function, a function object, a lambda that is not
/// generic.
template <class Callable>
concept readable_signature = requires {
    typename signature<std::decay_t<Callable>>::result;
};

template <class Type, template <class...> class Template>
inline constexpr bool is_specialization_of = false;
template <template <class...> class Template, class... Arguments>
inline constexpr bool is_specialization_of<Template<Arguments...>, Template> = true;

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/core/async.hpp ====

// The type that an asynchronous handler returns. It is Asio's own awaitable, so that everything
// that Asio can wait for (timers, sockets, channels) can be awaited in a handler as it is.

#ifndef ASIO_HAS_CO_AWAIT
#error "fastapi.hpp needs Asio's coroutines: include <fastapi.hpp> before any <asio...> header, with -std=c++20."
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

// ==== fastapi/core/recycled.hpp ====

// An allocator whose freed blocks wait in the thread for the next request, so that a warm request
// does not call malloc. Blocks come in powers of two from 64 bytes to 4 KiB; a thread keeps at most
// 16 KiB of each size and gives them back when it ends. A block is plain `operator new` memory, so
// another thread than the one that allocated it may free it.

namespace fastapi::detail {

// A recycled block would hide the use of freed memory from the address sanitizer.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool recycles_memory = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool recycles_memory = false;
#else
inline constexpr bool recycles_memory = true;
#endif
#else
inline constexpr bool recycles_memory = true;
#endif

void* recycled_allocate(std::size_t bytes);
void recycled_deallocate(void* block, std::size_t bytes) noexcept;

/// For containers that are built and dropped in every request: `std::vector<T,
/// recycling_allocator<T>>`.
template <class T>
struct recycling_allocator {
    using value_type = T;

    recycling_allocator() = default;
    template <class Other>
    constexpr recycling_allocator(const recycling_allocator<Other>&) noexcept {}

    T* allocate(std::size_t count) {
        static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
        if (count > std::numeric_limits<std::size_t>::max() / sizeof(T))
            throw std::bad_array_new_length();
        return static_cast<T*>(recycled_allocate(count * sizeof(T)));
    }
    void deallocate(T* block, std::size_t count) noexcept {
        recycled_deallocate(block, count * sizeof(T));
    }
    friend constexpr bool operator==(const recycling_allocator&, const recycling_allocator&) {
        return true;
    }
};

// ---- implementation ----

/// The free blocks of one thread. Has no destructor, because containers of static storage may free
/// blocks when the thread's destructors are over; `close` ends the recycling before.
class block_cache {
public:
    static constexpr std::size_t size_classes = 7;
    static constexpr std::size_t smallest_bytes = 64;
    static constexpr std::size_t kept_bytes_per_class = 16 * 1024;

    static std::size_t size_class(std::size_t bytes) {
        return bytes == 0 ? 0
                          : static_cast<std::size_t>(std::bit_width((bytes - 1) / smallest_bytes));
    }
    static std::size_t class_bytes(std::size_t size_class) { return smallest_bytes << size_class; }

    void* take(std::size_t size_class) {
        free_block* block = heads_[size_class];
        if (block == nullptr) return nullptr;
        heads_[size_class] = block->next;
        --counts_[size_class];
        return block;
    }

    bool keep(void* memory, std::size_t size_class) {
        if (closed_ || counts_[size_class] == kept_bytes_per_class / class_bytes(size_class))
            return false;
        heads_[size_class] = ::new (memory) free_block{heads_[size_class]};
        ++counts_[size_class];
        return true;
    }

    void close() {
        closed_ = true;
        for (std::size_t i = 0; i < size_classes; ++i)
            while (void* block = take(i)) ::operator delete(block);
    }

private:
    struct free_block {
        free_block* next;
    };
    std::array<free_block*, size_classes> heads_{};
    std::array<std::size_t, size_classes> counts_{};
    bool closed_ = false;
};

inline constinit thread_local block_cache thread_blocks;

struct block_cache_closer {
    ~block_cache_closer() { thread_blocks.close(); }
    void arm() {}
};

inline void* recycled_allocate(std::size_t bytes) {
    const std::size_t size_class = block_cache::size_class(bytes);
    if (!recycles_memory || size_class >= block_cache::size_classes) return ::operator new(bytes);
    if (void* block = thread_blocks.take(size_class)) return block;
    return ::operator new(block_cache::class_bytes(size_class));
}

inline void recycled_deallocate(void* block, std::size_t bytes) noexcept {
    const std::size_t size_class = block_cache::size_class(bytes);
    if (!recycles_memory || size_class >= block_cache::size_classes)
        return ::operator delete(block);
    thread_local block_cache_closer closer;  // made at a thread's first free, runs when it ends
    closer.arm();
    if (!thread_blocks.keep(block, size_class)) ::operator delete(block);
}

}  // namespace fastapi::detail

// ==== fastapi/core/json_writer.hpp ====

// Scalars to JSON text, appended to a std::string, as FastAPI writes them: strings and numbers as
// Starlette's json.dumps(ensure_ascii=False, separators=(",", ":"), allow_nan=False), and numbers a
// second way as pydantic's serializer does where a route has a response model.
// What JSON cannot say (NaN, infinity) is refused, so that the caller decides.

namespace fastapi::detail {

/// How a float is spelled: `1e-07`, `1e-05`, `1e+16` by Python's repr; `1e-7`, `0.00001`, `1e16`
/// by pydantic. A document is for this library's own reader, and spells NaN and the infinities.
enum class json_style : unsigned char { python, pydantic, document };

inline void append_json_null(std::string& out) { out.append("null", 4); }
inline void append_json_bool(std::string& out, bool value) { out.append(value ? "true" : "false"); }

/// Appends `text` in quotes. Escapes only the quote, the backslash and what is below space.
void append_json_string(std::string& out, std::string_view text);

/// Appends the shortest text that reads back as the same number, always with a point or an
/// exponent. False, and nothing appended, for NaN and the infinities outside of a document.
template <std::floating_point Float>
[[nodiscard]] bool append_json_float(std::string& out, Float value, json_style style);

/// The first byte in [begin, end) that cannot stand in a JSON string as it is: a quote, a
/// backslash, a control character and, if asked for, the start of anything beyond ASCII.
template <bool StopAtNonAscii>
const char* find_json_special(const char* begin, const char* end);

// ---- implementation ----

template <bool StopAtNonAscii>
constexpr bool is_json_special(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || c == '"' || c == '\\' || (StopAtNonAscii && byte >= 0x80);
}

template <bool StopAtNonAscii>
inline constexpr auto json_special_table = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = is_json_special<StopAtNonAscii>(static_cast<char>(i));
    return table;
}();

/// Whether one of eight bytes is special: the usual tricks with words ("a byte is zero", "is
/// less").
template <bool StopAtNonAscii>
inline bool has_json_special(std::uint64_t bytes) {
    constexpr std::uint64_t ones = 0x0101010101010101u;
    constexpr std::uint64_t tops = 0x8080808080808080u;
    const std::uint64_t quote = bytes ^ (ones * '"');
    const std::uint64_t backslash = bytes ^ (ones * '\\');
    const std::uint64_t low = (bytes - ones * 0x20) | (quote - ones) | (backslash - ones);
    // A byte of 0x80 or more sets the top bit of the differences too; it is told apart by ~bytes,
    // which the xors leave alone since both characters are ASCII.
    return ((low & ~bytes) & tops) != 0 || (StopAtNonAscii && (bytes & tops) != 0);
}

template <bool StopAtNonAscii>
const char* find_json_special(const char* begin, const char* end) {
    for (; end - begin >= 8; begin += 8) {
        std::uint64_t bytes;
        std::memcpy(&bytes, begin, 8);
        if (has_json_special<StopAtNonAscii>(bytes)) break;
    }
    const auto& special = json_special_table<StopAtNonAscii>;
    while (begin != end && !special[static_cast<unsigned char>(*begin)]) ++begin;
    return begin;
}

inline void append_json_escape(std::string& out, char c) {
    constexpr std::string_view named = "\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    out.push_back('\\');
    if (const auto i = named.find(c); i != std::string_view::npos) return out.push_back(letters[i]);
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out.append("u00", 3).push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 0xF]);
}

inline void append_json_string(std::string& out, std::string_view text) {
    const char* at = text.data();
    const char* const end = at + text.size();
    out.push_back('"');
    for (;;) {
        const char* const special = find_json_special<false>(at, end);
        out.append(at, special);
        if (special == end) break;
        append_json_escape(out, *special);
        at = special + 1;
    }
    out.push_back('"');
}

/// `digits` with the decimal point after `point` of them, which may lie outside of the digits.
inline void append_positional(std::string& out, std::string_view digits, int point) {
    const auto count = static_cast<int>(digits.size());
    if (point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
    } else if (point >= count) {
        out.append(digits).append(static_cast<std::size_t>(point - count), '0').append(".0");
    } else {
        const auto whole = static_cast<std::size_t>(point);
        out.append(digits.substr(0, whole)).append(1, '.').append(digits.substr(whole));
    }
}

/// `scientific` is what to_chars writes: `d.ddde+XX`, without a sign, the exponent of two digits
/// or more.
inline void append_scientific(std::string& out, std::string_view scientific, json_style style) {
    const std::size_t e = scientific.find('e');
    const std::string_view mantissa = scientific.substr(0, e);
    const std::size_t digits_start = scientific[e + 1] == '+' ? e + 2 : e + 1;
    const int exponent = *to_integer<int>(scientific.substr(digits_start));
    const int point = exponent + 1;
    const int lowest_point = style == json_style::python ? -3 : -4;
    if (point >= lowest_point && point <= 16) {
        std::array<char, 32> digits{mantissa[0]};
        const std::size_t rest =
            mantissa.size() > 2 ? mantissa.copy(&digits[1], digits.size() - 1, 2) : 0;
        append_positional(out, {digits.data(), rest + 1}, point);
    } else if (style == json_style::python) {
        out.append(scientific);
    } else {
        append_integer(out.append(mantissa).append(1, 'e'), exponent);
    }
}

template <std::floating_point Float>
bool append_json_float(std::string& out, Float value, json_style style) {
    if (!std::isfinite(value) && style != json_style::document) return false;
    if (std::isnan(value)) return out.append("NaN"), true;
    if (std::signbit(value)) out.push_back('-');
    if (std::isinf(value)) return out.append("Infinity"), true;
    const Float magnitude = std::fabs(value);
    constexpr auto exact_limit = static_cast<Float>(sizeof(Float) < sizeof(double) ? 1e6 : 1e15);
    if (magnitude < exact_limit && magnitude == std::floor(magnitude)) {
        append_integer(out, static_cast<std::int64_t>(magnitude));
        out.append(".0", 2);
        return true;
    }
    std::array<char, 64> text;
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), magnitude,
                                            std::chars_format::scientific);
    append_scientific(out, {text.data(), static_cast<std::size_t>(end - text.data())}, style);
    return true;
}

}  // namespace fastapi::detail

// ==== fastapi/core/any_classes.hpp ====

// JSON values that a program writes down as in Python: `dict{{"a", 1}, {"b", list{1, "x",
// nullptr}}}`. A dict keeps the order of insertion; `==` compares as Python does (the order of a
// dict does not count, 1 == 1.0 == true). Integers keep all 64 bits, signed and unsigned.
// Handlers build these in every request: an `any` is 40 bytes, short texts lie inside, storage is
// recycled. This file is what to read; include any.hpp, which has the bodies.

namespace fastapi {

class any;
class list;
class dict;

/// How a type of one's own becomes an `any`, and so may stand in a `dict` or a `list`:
///
///     template <> struct fastapi::to_any<Colour> {
///         static any convert(const Colour& colour) { return colour.name(); }
///     };
///
/// Looked up when a value is converted, not before: a specialisation must only precede its first
/// use.
template <class T>
struct to_any;

/// A value has another type than was asked for: "expected a string, found an integer".
class TypeError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class any_kind : unsigned char {
    null,
    boolean,
    integer,
    unsigned_integer,
    floating,
    string,
    list,
    dict
};

namespace detail {

struct dict_item;
struct dict_entry;
struct dict_index;

template <class T>
concept character = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
                    std::same_as<T, char16_t> || std::same_as<T, char32_t>;
template <class T>
concept json_integer = std::integral<T> && !std::same_as<T, bool> && !character<T>;

// The first half keeps `any` itself, texts and arrays away from `to_any`, which may be specialised
// for whole families of types (every aggregate, and "text" is one).
template <class T>
concept has_to_any = (std::is_class_v<T> || std::is_enum_v<T>) &&
                     !std::same_as<T, any> && !std::same_as<T, list> && !std::same_as<T, dict> &&
                     !std::same_as<T, std::string> && !std::same_as<T, std::string_view> &&
                     requires(const T& value) { to_any<T>::convert(value); };

}  // namespace detail

/// A JSON array. `list{1, "x"}` holds what stands in the braces, `list(vector)` the vector's
/// elements. Beware of one list alone in braces: before Clang 20 `list{list{1}}` is a copy of the
/// inner list; `list{any(list{1})}` nests with every compiler. Negative indexes count from the
/// end.
class list {
public:
    using value_type = any;

    list() noexcept;
    list(std::initializer_list<any> values);
    template <class T, class Allocator>
        requires std::convertible_to<const T&, any>
    explicit list(const std::vector<T, Allocator>& values);
    list(const list& other);
    list(list&& other) noexcept;
    list& operator=(const list& other);
    list& operator=(list&& other) noexcept;
    ~list();

    void push_back(any value);
    void append(any value);
    void reserve(std::size_t count);
    void clear();

    /// Throws std::out_of_range, as does `at`.
    template <std::integral Index>
    any& operator[](Index index) &;
    template <std::integral Index>
    const any& operator[](Index index) const&;
    const any& at(std::ptrdiff_t index) const;

    std::size_t size() const;
    bool empty() const;
    any* begin();
    any* end();
    const any* begin() const;
    const any* end() const;

    friend bool operator==(const list& a, const list& b) { return equal(a, b); }

private:
    static bool equal(const list& a, const list& b);

    std::vector<any, detail::recycling_allocator<any>> items_;
};

/// A JSON object. Iterating gives items: `for (auto& [key, value] : answer)`.
class dict {
public:
    dict() noexcept;
    dict(std::initializer_list<detail::dict_entry> entries);
    template <class T, class Compare, class Allocator>
        requires std::convertible_to<const T&, any>
    explicit dict(const std::map<std::string, T, Compare, Allocator>& values);
    dict(const dict& other);
    dict(dict&& other) noexcept;
    dict& operator=(const dict& other);
    dict& operator=(dict&& other) noexcept;
    ~dict();

    /// The value of `key`; a key that is not there is inserted with null.
    any& operator[](std::string_view key) &;
    /// Throws std::out_of_range that names the key, as does `at`.
    const any& operator[](std::string_view key) const&;
    const any& at(std::string_view key) const;

    /// Null pointer when there is no such key.
    const any* get(std::string_view key) const;
    any* get(std::string_view key);
    any get(std::string_view key, any otherwise) const;
    bool contains(std::string_view key) const;

    /// Takes the value out. Throws std::out_of_range when there is no such key.
    any pop(std::string_view key);
    bool erase(std::string_view key);
    void update(dict other);
    void reserve(std::size_t count);
    void clear();

    std::vector<std::string_view> keys() const;
    std::size_t size() const;
    bool empty() const;
    /// The key of an item is not to be changed.
    detail::dict_item* begin();
    detail::dict_item* end();
    const detail::dict_item* begin() const;
    const detail::dict_item* end() const;

    friend bool operator==(const dict& a, const dict& b) { return equal(a, b); }

private:
    static constexpr std::size_t most_without_index = 16;
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

    static bool equal(const dict& a, const dict& b);
    std::size_t position_of(std::string_view key) const;
    any& insert(std::string key, any value);
    void erase_at(std::size_t position);
    void rebuild_index();

    std::vector<detail::dict_item, detail::recycling_allocator<detail::dict_item>> items_;
    std::unique_ptr<detail::dict_index> index_;  // only where a linear search would be slow
};

/// Any JSON value. Reading as another type than it has throws TypeError.
class any {
public:
    any() noexcept : integer_(0), kind_(any_kind::null) {}
    any(std::nullptr_t) noexcept : any() {}
    any(std::nullopt_t) noexcept : any() {}
    template <std::same_as<bool> T>
    any(T value) noexcept : integer_(value), kind_(any_kind::boolean) {}
    template <detail::json_integer T>
    any(T value) noexcept;
    template <std::floating_point T>
    any(T value) noexcept : floating_(static_cast<double>(value)), kind_(any_kind::floating) {}
    any(const char* text) : any() {
        if (text != nullptr) *this = any(std::string_view(text));
    }
    any(std::string_view text) : string_(text), kind_(any_kind::string) {}
    any(std::string text) noexcept : string_(std::move(text)), kind_(any_kind::string) {}
    any(list values) noexcept : list_(std::move(values)), kind_(any_kind::list) {}
    any(dict items) noexcept : dict_(std::move(items)), kind_(any_kind::dict) {}
    template <class T>
        requires std::convertible_to<const T&, any>
    any(const std::optional<T>& value) : any() {
        if (value) *this = any(*value);
    }
    template <class T, class Allocator>
        requires std::convertible_to<const T&, any>
    any(const std::vector<T, Allocator>& values) : any(list(values)) {}
    template <class T, class Compare, class Allocator>
        requires std::convertible_to<const T&, any>
    any(const std::map<std::string, T, Compare, Allocator>& values) : any(dict(values)) {}
    template <detail::has_to_any T>
    any(const T& value) : any(to_any<T>::convert(value)) {}

    any(const any& other);
    any(any&& other) noexcept { take(other); }
    /// By value, so that `value = value["part"]` is safe.
    any& operator=(any other) noexcept;
    ~any() { if (kind_ >= any_kind::string) destroy(); }

    any_kind kind() const { return kind_; }
    bool is_null() const { return kind_ == any_kind::null; }
    bool is_bool() const { return kind_ == any_kind::boolean; }
    bool is_integer() const {
        return kind_ == any_kind::integer || kind_ == any_kind::unsigned_integer;
    }
    bool is_number() const { return is_integer() || kind_ == any_kind::floating; }
    bool is_string() const { return kind_ == any_kind::string; }
    bool is_list() const { return kind_ == any_kind::list; }
    bool is_dict() const { return kind_ == any_kind::dict; }

    /// A copy as bool, an integer type, float, double, std::string, std::string_view, list or
    /// dict. An integer may be read as a float; one that T cannot hold throws std::out_of_range.
    template <class T>
    T as() const;
    bool as_bool() const { return expect(is_bool(), "a boolean"), integer_ != 0; }
    double as_number() const;
    std::string& as_string() { return expect(is_string(), "a string"), string_; }
    const std::string& as_string() const { return expect(is_string(), "a string"), string_; }
    list& as_list() { return expect(is_list(), "a list"), list_; }
    const list& as_list() const { return expect(is_list(), "a list"), list_; }
    dict& as_dict() { return expect(is_dict(), "a dict"), dict_; }
    const dict& as_dict() const { return expect(is_dict(), "a dict"), dict_; }

    /// A member of a dict. Writing through null makes it a dict: `answer["a"]["b"] = 1`.
    any& operator[](std::string_view key) &;
    const any& operator[](std::string_view key) const& { return as_dict()[key]; }
    /// An element of a list.
    template <std::integral Index>
    any& operator[](Index index) & { return as_list()[index]; }
    template <std::integral Index>
    const any& operator[](Index index) const& { return as_list()[index]; }

    /// The JSON text, compact.
    std::string dump() const;

    friend bool operator==(const any& a, const any& b) { return equal(a, b); }

private:
    static bool equal(const any& a, const any& b);
    void take(any& other) noexcept;
    void destroy() noexcept;
    void expect(bool fits, const char* expected) const {
        if (!fits) mismatch(expected);
    }
    [[noreturn]] void mismatch(const char* expected) const;
    template <class T>
    T to_integer_type() const;

    union {
        std::int64_t integer_;  // a boolean too, as 0 or 1
        std::uint64_t unsigned_;
        double floating_;
        std::string string_;
        list list_;
        dict dict_;
    };
    any_kind kind_;
};

static_assert(sizeof(any) <= 40 || sizeof(void*) != 8 || sizeof(std::string) > 32);

namespace detail {

struct dict_item {
    std::string key;
    any value;
};

/// What stands in the braces of a dict. Elements of an initializer_list are const, and so could
/// only be copied; being mutable the parts can be moved out, as nobody looks at them again.
struct dict_entry {
    mutable std::string key;
    mutable any value;

    dict_entry(std::string_view name, any content) : key(name), value(std::move(content)) {}
};

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/core/any.hpp ====

// The bodies of list, dict and any (declared in any_classes.hpp), and their JSON text.
// A dict of more than a few keys has an ordered index beside its items, so that a client that sends
// 100,000 keys, or keys that were chosen to collide, costs n log n and no more.

namespace fastapi {

namespace detail {

/// Appends `value` as compact JSON. NaN and the infinities are null in pydantic's style and throw
/// std::domain_error in Python's. Throws std::runtime_error where values nest too deeply.
void append_json(std::string& out, const any& value, json_style style = json_style::python);

}  // namespace detail

// ---- implementation ----

// ---- list ----

inline list::list() noexcept = default;
inline list::list(const list& other) = default;
inline list::list(list&& other) noexcept = default;
inline list& list::operator=(const list& other) = default;
inline list& list::operator=(list&& other) noexcept = default;
inline list::~list() = default;

inline list::list(std::initializer_list<any> values) : items_(values) {}

template <class T, class Allocator>
    requires std::convertible_to<const T&, any>
list::list(const std::vector<T, Allocator>& values) {
    items_.reserve(values.size());
    for (const T& value : values) items_.emplace_back(value);
}

inline void list::push_back(any value) { items_.push_back(std::move(value)); }
inline void list::append(any value) { items_.push_back(std::move(value)); }
inline void list::reserve(std::size_t count) { items_.reserve(count); }
inline void list::clear() { items_.clear(); }
inline std::size_t list::size() const { return items_.size(); }
inline bool list::empty() const { return items_.empty(); }
inline any* list::begin() { return items_.data(); }
inline any* list::end() { return items_.data() + items_.size(); }
inline const any* list::begin() const { return items_.data(); }
inline const any* list::end() const { return items_.data() + items_.size(); }

inline const any& list::at(std::ptrdiff_t index) const {
    const auto size = static_cast<std::ptrdiff_t>(items_.size());
    const std::ptrdiff_t position = index < 0 ? index + size : index;
    if (position < 0 || position >= size)
        throw std::out_of_range("list index " + std::to_string(index) + " out of range (" +
                                std::to_string(size) + " elements)");
    return items_[static_cast<std::size_t>(position)];
}

template <std::integral Index>
const any& list::operator[](Index index) const& {
    return at(static_cast<std::ptrdiff_t>(index));
}
template <std::integral Index>
any& list::operator[](Index index) & {
    return const_cast<any&>(at(static_cast<std::ptrdiff_t>(index)));
}

inline bool list::equal(const list& a, const list& b) { return a.items_ == b.items_; }

// ---- dict ----

namespace detail {

/// The positions of a dict's items, ordered by their keys. Looks at the items through `items`,
/// which follows the vector's storage: it moves when the vector grows, not when the dict is
/// moved.
struct dict_index {
    struct entry {
        mutable std::size_t position;  // closing a gap changes it, and keeps the order
    };
    struct less {
        using is_transparent = void;
        const dict_index* index;

        std::string_view key(const entry& e) const { return index->items[e.position].key; }
        static std::string_view key(std::string_view text) { return text; }
        bool operator()(const auto& a, const auto& b) const { return key(a) < key(b); }
    };

    const dict_item* items = nullptr;
    std::set<entry, less> order{less{this}};

    dict_index() = default;
    dict_index(const dict_index&) = delete;
    dict_index& operator=(const dict_index&) = delete;
};

}  // namespace detail

inline dict::dict() noexcept = default;
inline dict::dict(dict&& other) noexcept = default;
inline dict& dict::operator=(dict&& other) noexcept = default;
inline dict::~dict() = default;

inline dict::dict(const dict& other) : items_(other.items_) { rebuild_index(); }
inline dict& dict::operator=(const dict& other) { return *this = dict(other); }

inline dict::dict(std::initializer_list<detail::dict_entry> entries) {
    items_.reserve(entries.size());
    for (const detail::dict_entry& entry : entries) {
        if (const std::size_t position = position_of(entry.key); position != npos)
            items_[position].value = std::move(entry.value);
        else
            insert(std::move(entry.key), std::move(entry.value));
    }
}

template <class T, class Compare, class Allocator>
    requires std::convertible_to<const T&, any>
dict::dict(const std::map<std::string, T, Compare, Allocator>& values) {
    items_.reserve(values.size());
    for (const auto& [key, value] : values) (*this)[key] = any(value);
}

inline std::size_t dict::position_of(std::string_view key) const {
    if (index_) {
        const auto found = index_->order.find(key);
        return found == index_->order.end() ? npos : found->position;
    }
    for (std::size_t i = 0; i < items_.size(); ++i)
        if (items_[i].key == key) return i;
    return npos;
}

/// `key` must be new.
inline any& dict::insert(std::string key, any value) {
    if (items_.capacity() == 0) items_.reserve(4);
    items_.push_back({std::move(key), std::move(value)});
    if (!index_ && items_.size() > most_without_index) {
        rebuild_index();
    } else if (index_) {
        index_->items = items_.data();
        index_->order.insert({items_.size() - 1});
    }
    return items_.back().value;
}

inline void dict::rebuild_index() {
    index_.reset();
    if (items_.size() <= most_without_index) return;
    index_ = std::make_unique<detail::dict_index>();
    index_->items = items_.data();
    for (std::size_t i = 0; i < items_.size(); ++i) index_->order.insert({i});
}

inline void dict::erase_at(std::size_t position) {
    if (index_) {
        index_->order.erase(index_->order.find({position}));
        for (const auto& entry : index_->order) entry.position -= entry.position > position;
    }
    items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(position));
}

inline any& dict::operator[](std::string_view key) & {
    const std::size_t position = position_of(key);
    return position != npos ? items_[position].value : insert(std::string(key), any());
}
inline const any& dict::operator[](std::string_view key) const& { return at(key); }

inline const any& dict::at(std::string_view key) const {
    const std::size_t position = position_of(key);
    if (position == npos) throw std::out_of_range("no key '" + std::string(key) + "' in the dict");
    return items_[position].value;
}

inline const any* dict::get(std::string_view key) const {
    const std::size_t position = position_of(key);
    return position == npos ? nullptr : &items_[position].value;
}
inline any* dict::get(std::string_view key) {
    return const_cast<any*>(static_cast<const dict&>(*this).get(key));
}
inline any dict::get(std::string_view key, any otherwise) const {
    const any* found = get(key);
    return found ? *found : otherwise;
}
inline bool dict::contains(std::string_view key) const { return position_of(key) != npos; }

inline any dict::pop(std::string_view key) {
    any value = std::move(const_cast<any&>(at(key)));
    erase_at(position_of(key));
    return value;
}

inline bool dict::erase(std::string_view key) {
    const std::size_t position = position_of(key);
    if (position != npos) erase_at(position);
    return position != npos;
}

inline void dict::update(dict other) {
    for (auto& [key, value] : other) (*this)[key] = std::move(value);
}

inline void dict::reserve(std::size_t count) {
    items_.reserve(count);
    if (index_) index_->items = items_.data();
}

inline void dict::clear() {
    items_.clear();
    index_.reset();
}

inline std::vector<std::string_view> dict::keys() const {
    std::vector<std::string_view> keys;
    keys.reserve(items_.size());
    for (const detail::dict_item& item : items_) keys.push_back(item.key);
    return keys;
}

inline std::size_t dict::size() const { return items_.size(); }
inline bool dict::empty() const { return items_.empty(); }
inline detail::dict_item* dict::begin() { return items_.data(); }
inline detail::dict_item* dict::end() { return items_.data() + items_.size(); }
inline const detail::dict_item* dict::begin() const { return items_.data(); }
inline const detail::dict_item* dict::end() const { return items_.data() + items_.size(); }

inline bool dict::equal(const dict& a, const dict& b) {
    if (a.size() != b.size()) return false;
    for (const auto& [key, value] : a) {
        const any* other = b.get(key);
        if (other == nullptr || !(value == *other)) return false;
    }
    return true;
}

// ---- any ----

template <detail::json_integer T>
any::any(T value) noexcept : integer_(static_cast<std::int64_t>(value)), kind_(any_kind::integer) {
    if (std::in_range<std::int64_t>(value)) return;
    unsigned_ = static_cast<std::uint64_t>(value);
    kind_ = any_kind::unsigned_integer;
}

inline any::any(const any& other) : any() {
    switch (other.kind_) {
        case any_kind::string:
            std::construct_at(&string_, other.string_);
            break;
        case any_kind::list:
            std::construct_at(&list_, other.list_);
            break;
        case any_kind::dict:
            std::construct_at(&dict_, other.dict_);
            break;
        case any_kind::floating:
            floating_ = other.floating_;
            break;
        case any_kind::unsigned_integer:
            unsigned_ = other.unsigned_;
            break;
        default:
            integer_ = other.integer_;
            break;
    }
    kind_ = other.kind_;
}

/// Into no value, or one that needs no destructor.
inline void any::take(any& other) noexcept {
    switch (other.kind_) {
        case any_kind::string:
            std::construct_at(&string_, std::move(other.string_));
            break;
        case any_kind::list:
            std::construct_at(&list_, std::move(other.list_));
            break;
        case any_kind::dict:
            std::construct_at(&dict_, std::move(other.dict_));
            break;
        case any_kind::floating:
            floating_ = other.floating_;
            break;
        case any_kind::unsigned_integer:
            unsigned_ = other.unsigned_;
            break;
        default:
            integer_ = other.integer_;
            break;
    }
    kind_ = other.kind_;
}

inline any& any::operator=(any other) noexcept {
    if (kind_ >= any_kind::string) destroy();
    take(other);
    return *this;
}

inline void any::destroy() noexcept {
    if (kind_ == any_kind::string) return std::destroy_at(&string_);
    if (kind_ == any_kind::list) return std::destroy_at(&list_);
    std::destroy_at(&dict_);
}

inline void any::mismatch(const char* expected) const {
    constexpr const char* names[] = {"null",     "a boolean", "an integer", "an integer",
                                     "a number", "a string",  "a list",     "a dict"};
    throw TypeError(std::string("expected ") + expected + ", found " +
                    names[static_cast<int>(kind_)]);
}

inline double any::as_number() const {
    if (kind_ == any_kind::integer) return static_cast<double>(integer_);
    if (kind_ == any_kind::unsigned_integer) return static_cast<double>(unsigned_);
    expect(kind_ == any_kind::floating, "a number");
    return floating_;
}

template <class T>
T any::to_integer_type() const {
    expect(is_integer(), "an integer");
    if (kind_ == any_kind::integer && std::in_range<T>(integer_)) return static_cast<T>(integer_);
    if (kind_ == any_kind::unsigned_integer && std::in_range<T>(unsigned_))
        return static_cast<T>(unsigned_);
    throw std::out_of_range("the integer " + dump() + " does not fit into the type asked for");
}

template <class T>
T any::as() const {
    if constexpr (std::same_as<T, bool>) {
        return as_bool();
    } else if constexpr (detail::json_integer<T>) {
        return to_integer_type<T>();
    } else if constexpr (std::floating_point<T>) {
        return static_cast<T>(as_number());
    } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
        return as_string();
    } else if constexpr (std::same_as<T, list>) {
        return as_list();
    } else if constexpr (std::same_as<T, dict>) {
        return as_dict();
    } else {
        static_assert(detail::always_false<T>,
                      "fastapi: a JSON value cannot be read as this type. Write as<T>() with bool, "
                      "an integer type, float, double, std::string, std::string_view, list, dict.");
    }
}

inline any& any::operator[](std::string_view key) & {
    if (is_null()) *this = dict();
    return as_dict()[key];
}

namespace detail {

/// Exact, unlike comparing after a conversion: 2^53 + 1 is not 2^53.
template <class Integer>
bool equals_exactly(double number, Integer integer, double low, double high) {
    return number >= low && number < high && std::floor(number) == number &&
           static_cast<Integer>(number) == integer;
}

}  // namespace detail

inline bool any::equal(const any& a, const any& b) {
    const auto integer_like = [](const any& v) {
        return v.is_bool() || v.kind_ == any_kind::integer;
    };
    if (integer_like(a) && integer_like(b)) return a.integer_ == b.integer_;
    if (a.kind_ == any_kind::floating && integer_like(b))
        return detail::equals_exactly(a.floating_, b.integer_, -0x1p63, 0x1p63);
    if (a.kind_ == any_kind::floating && b.kind_ == any_kind::unsigned_integer)
        return detail::equals_exactly(a.floating_, b.unsigned_, 0, 0x1p64);
    if (b.kind_ == any_kind::floating && (integer_like(a) || a.kind_ == any_kind::unsigned_integer))
        return b == a;
    if (a.kind_ != b.kind_) return false;
    switch (a.kind_) {
        case any_kind::floating:
            return a.floating_ == b.floating_;
        case any_kind::unsigned_integer:
            return a.unsigned_ == b.unsigned_;
        case any_kind::string:
            return a.string_ == b.string_;
        case any_kind::list:
            return a.list_ == b.list_;
        case any_kind::dict:
            return a.dict_ == b.dict_;
        default:
            return true;
    }
}

// ---- JSON text ----

namespace detail {

/// Writes values by recursion, which `depth_left` bounds.
class any_writer {
public:
    any_writer(std::string& out, json_style style) : out_(out), style_(style) {}

    void write(const any& value, int depth_left = 2000);

private:
    void write_float(double value);
    void write_list(const list& values, int depth_left);
    void write_dict(const dict& items, int depth_left);

    std::string& out_;
    json_style style_;
};

inline void any_writer::write(const any& value, int depth_left) {
    if (depth_left == 0)
        throw std::runtime_error("maximum recursion depth exceeded while encoding JSON");
    switch (value.kind()) {
        case any_kind::null:
            return append_json_null(out_);
        case any_kind::boolean:
            return append_json_bool(out_, value.as_bool());
        case any_kind::integer:
            return append_integer(out_, value.as<std::int64_t>());
        case any_kind::unsigned_integer:
            return append_integer(out_, value.as<std::uint64_t>());
        case any_kind::floating:
            return write_float(value.as_number());
        case any_kind::string:
            return append_json_string(out_, value.as_string());
        case any_kind::list:
            return write_list(value.as_list(), depth_left - 1);
        case any_kind::dict:
            return write_dict(value.as_dict(), depth_left - 1);
    }
}

inline void any_writer::write_float(double value) {
    if (append_json_float(out_, value, style_)) return;
    if (style_ == json_style::pydantic) return append_json_null(out_);
    const char* name = std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
    throw std::domain_error(std::string("Out of range float values are not JSON compliant: ") +
                            name);
}

inline void any_writer::write_list(const list& values, int depth_left) {
    out_.push_back('[');
    for (const any& value : values) {
        if (&value != values.begin()) out_.push_back(',');
        write(value, depth_left);
    }
    out_.push_back(']');
}

inline void any_writer::write_dict(const dict& items, int depth_left) {
    out_.push_back('{');
    for (const dict_item& item : items) {
        if (&item != items.begin()) out_.push_back(',');
        append_json_string(out_, item.key);
        out_.push_back(':');
        write(item.value, depth_left);
    }
    out_.push_back('}');
}

inline void append_json(std::string& out, const any& value, json_style style) {
    any_writer(out, style).write(value);
}

}  // namespace detail

inline std::string any::dump() const {
    std::string text;
    detail::append_json(text, *this);
    return text;
}

}  // namespace fastapi

// ==== fastapi/core/json_encoding.hpp ====

// The bytes of a JSON document to UTF-8, as Python's json.loads(bytes) reads them: a byte order
// mark is dropped, UTF-16 and UTF-32 are recognised without being told (json.detect_encoding).
// Plain UTF-8, which is nearly every document, stays where it is.

namespace fastapi::detail {

/// A view of `bytes`, or of `storage` where the document had to be transcoded. Nothing when
/// UTF-16 or UTF-32 is broken. UTF-8 is not checked here: the JSON reader does.
std::optional<std::string_view> decoded_json(std::string_view bytes, std::string& storage);

// ---- implementation ----

/// Code units of `Width` bytes. Surrogates count only in pairs, and only in UTF-16.
template <std::size_t Width>
std::optional<std::string_view> transcoded(std::string_view bytes, bool big_endian,
                                           std::string& out) {
    if (bytes.size() % Width != 0) return std::nullopt;
    const auto unit = [&](std::size_t i) {
        char32_t value = 0;
        for (std::size_t k = 0; k < Width; ++k)
            value = value << 8 |
                    static_cast<unsigned char>(bytes[i + (big_endian ? k : Width - 1 - k)]);
        return value;
    };
    out.clear();
    for (std::size_t i = 0; i < bytes.size(); i += Width) {
        char32_t value = unit(i);
        if (Width == 2 && value >= 0xD800 && value < 0xDC00 && i + Width < bytes.size()) {
            const char32_t low = unit(i + Width);
            if (low < 0xDC00 || low > 0xDFFF) return std::nullopt;
            value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
            i += Width;
        }
        if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
        append_utf8(out, value);
    }
    return out;
}

/// json.detect_encoding: by the byte order mark, else by where the zero bytes of two ASCII
/// characters are.
inline std::optional<std::string_view> decoded_json(std::string_view bytes, std::string& storage) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\0\0\xFE\xFF"sv)) return transcoded<4>(bytes.substr(4), true, storage);
    if (bytes.starts_with("\xFF\xFE\0\0"sv)) return transcoded<4>(bytes.substr(4), false, storage);
    if (bytes.starts_with("\xFE\xFF"sv)) return transcoded<2>(bytes.substr(2), true, storage);
    if (bytes.starts_with("\xFF\xFE"sv)) return transcoded<2>(bytes.substr(2), false, storage);
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) return bytes.substr(3);
    if (bytes.size() != 2 && bytes.size() < 4) return bytes;
    if (bytes[0] == '\0' && bytes[1] == '\0' && bytes.size() >= 4)
        return transcoded<4>(bytes, true, storage);
    if (bytes[0] == '\0') return transcoded<2>(bytes, true, storage);
    if (bytes[1] != '\0') return bytes;
    const bool wide = bytes.size() >= 4 && bytes[2] == '\0' && bytes[3] == '\0';
    return wide ? transcoded<4>(bytes, false, storage) : transcoded<2>(bytes, false, storage);
}

}  // namespace fastapi::detail

// ==== fastapi/core/json_reader.hpp ====

// JSON text to tokens: a pull reader from which decoders fill structs without a tree in between.
// Strict RFC 8259 but for what Python's json adds (NaN, Infinity, -Infinity, lone surrogates, all
// of which are flagged). Errors carry the words and the position of CPython 3.14's json module,
// because FastAPI hands both to the client. Nothing here recurses; nesting is limited.

namespace fastapi::detail {

/// What the next value is, seen by its first character. `end` is the end of the text.
enum class json_token : unsigned char { null, boolean, number, string, array, object, end, bad };

/// Syntax is answered with 422 and a position; the others are no text that Python could parse: 400.
enum class json_errc : unsigned char { none, syntax, invalid_utf8, too_deep, integer_too_long };

struct json_error {
    json_errc code = json_errc::none;
    std::string_view message;
    std::size_t position = 0;  ///< in bytes

    explicit operator bool() const { return code != json_errc::none; }
};

/// A number as it is spelled. An integer has neither fraction nor exponent; NaN, Infinity and
/// -Infinity are special and no integers.
struct json_number {
    std::string_view text;
    bool is_integer = false;
    bool is_special = false;
};

/// The nearest double, as Python's float(): infinity for what is too large, zero for what is too
/// small.
double to_double(const json_number& number);

/// Positions of errors are told in characters, as Python's strings count.
inline std::size_t character_offset(std::string_view text, std::size_t byte_offset) {
    return count_code_points(text.substr(0, byte_offset));
}

/// Reads one document from front to back. Where a value must stand, call `peek`, then the
/// `read_`, `enter_` or `skip_value` that fits. Every function returns false when the value is of
/// another type (then nothing is consumed) or when the text is wrong (then `error` says so, and
/// all that follows is false).
///
///     if (reader.enter_object())
///         while (reader.next_member(key, scratch)) ... read or skip one value ...
///     reader.finish();
class json_reader {
public:
    static constexpr std::size_t default_max_depth = 1000;
    static constexpr std::size_t highest_max_depth = 1024;

    explicit json_reader(std::string_view text, std::size_t max_depth = default_max_depth)
        : begin_(text.data()),
          at_(text.data()),
          end_(text.data() + text.size()),
          max_depth_(max_depth < highest_max_depth ? max_depth : highest_max_depth) {}

    /// Skips blanks. Called where a value must stand: `end` and `bad` are errors, and recorded.
    json_token peek();

    bool read_null() { return peek() == json_token::null && read_word("null"); }
    bool read_bool(bool& value);
    bool read_number(json_number& number);
    /// `text` is a view of the input when nothing is escaped, else of `scratch`.
    bool read_string(std::string_view& text, std::string& scratch);

    bool enter_array();
    /// True when an element follows; false when the array is over.
    bool next_element();
    bool enter_object();
    /// True when a member follows, whose value must then be read or skipped; false when the
    /// object is over.
    bool next_member(std::string_view& key, std::string& scratch);

    bool skip_value();
    /// The text of the next value, which is skipped. Empty on an error.
    std::string_view raw_value();

    /// True when nothing but blanks is left; else the error is "Extra data".
    bool finish();

    /// Whether the last string had a \u escape of half a surrogate pair. Python's strings can hold
    /// one, UTF-8 cannot: it became U+FFFD.
    bool lone_surrogate() const { return lone_surrogate_; }

    std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }
    const json_error& error() const { return error_; }

private:
    std::string_view text() const { return {begin_, static_cast<std::size_t>(end_ - begin_)}; }
    std::string_view rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }
    bool at(char c) const { return at_ != end_ && *at_ == c; }
    void skip_blanks();
    bool fail(json_errc code, std::string_view message, const char* where);
    bool fail(std::string_view message, const char* where) {
        return fail(json_errc::syntax, message, where);
    }
    bool read_word(std::string_view word);
    bool read_special(json_number& number);
    const char* after_number(bool& is_integer) const;
    bool enter();
    bool leave();
    bool next_item(char closer, std::string_view trailing_comma);
    bool read_key(std::string_view& key, std::string& scratch);
    bool scan_string(std::string_view& text, std::string& scratch);
    bool step_over_utf8();
    bool read_escape(std::string& out);
    bool read_unicode_escape(std::string& out);
    int hex_quad(const char* digits) const;

    const char* begin_;
    const char* at_;
    const char* end_;
    std::size_t max_depth_;
    std::size_t depth_ = 0;
    bool at_first_item_ = false;  // set by `enter`, taken by the `next_` that must follow
    bool lone_surrogate_ = false;
    json_error error_;
};

// ---- implementation ----

inline void json_reader::skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
}

inline bool json_reader::fail(json_errc code, std::string_view message, const char* where) {
    if (error_) return false;
    // Python decodes all bytes before it parses: what is no UTF-8 hides every other mistake.
    if (code != json_errc::invalid_utf8 && !is_valid_utf8(text()))
        return fail(json_errc::invalid_utf8, "Invalid UTF-8", where);
    error_ = {code, message, static_cast<std::size_t>(where - begin_)};
    return false;
}

inline json_token json_reader::peek() {
    if (error_) return json_token::bad;
    skip_blanks();
    if (at_ == end_) return fail("Expecting value", at_), json_token::end;
    switch (*at_) {
        case '"':
            return json_token::string;
        case '{':
            return json_token::object;
        case '[':
            return json_token::array;
        case 'n':
            return json_token::null;
        case 't':
        case 'f':
            return json_token::boolean;
        case '-':
        case 'N':
        case 'I':
            return json_token::number;
        default:
            break;
    }
    if (is_digit(*at_)) return json_token::number;
    return fail("Expecting value", at_), json_token::bad;
}

inline bool json_reader::read_word(std::string_view word) {
    if (!rest().starts_with(word)) return fail("Expecting value", at_);
    at_ += word.size();
    return true;
}

inline bool json_reader::read_bool(bool& value) {
    if (peek() != json_token::boolean) return false;
    value = *at_ == 't';
    return read_word(value ? "true" : "false");
}

inline bool json_reader::read_special(json_number& number) {
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
        if (!rest().starts_with(word)) continue;
        number = {rest().substr(0, word.size()), false, true};
        at_ += word.size();
        return true;
    }
    return false;
}

/// RFC 8259 6. What only looks like a fraction or an exponent is not taken: the error is at what
/// follows.
inline const char* json_reader::after_number(bool& is_integer) const {
    const auto digit_at = [&](const char* p) { return p < end_ && is_digit(*p); };
    const auto skip_digits = [&](const char* p) {
        while (digit_at(p)) ++p;
        return p;
    };
    const char* p = *at_ == '-' ? at_ + 1 : at_;
    if (!digit_at(p)) return at_;
    p = *p == '0' ? p + 1 : skip_digits(p);
    is_integer = true;
    if (p != end_ && *p == '.' && digit_at(p + 1)) {
        p = skip_digits(p + 1);
        is_integer = false;
    }
    if (p == end_ || (*p != 'e' && *p != 'E')) return p;
    const char* exponent = p + 1;
    if (exponent != end_ && (*exponent == '+' || *exponent == '-')) ++exponent;
    if (!digit_at(exponent)) return p;
    is_integer = false;
    return skip_digits(exponent);
}

inline bool json_reader::read_number(json_number& number) {
    if (peek() != json_token::number) return false;
    if (!is_digit(*at_) && read_special(number)) return true;
    if (*at_ == 'N' || *at_ == 'I') return fail("Expecting value", at_);
    bool is_integer = false;
    const char* const after = after_number(is_integer);
    if (after == at_) return fail("Expecting value", at_);
    number = {{at_, static_cast<std::size_t>(after - at_)}, is_integer, false};
    constexpr std::size_t python_max_digits = 4300;  // sys.int_info.default_max_str_digits
    if (is_integer && number.text.size() - (*at_ == '-') > python_max_digits)
        return fail(json_errc::integer_too_long,
                    "Exceeds the limit (4300 digits) for integer string conversion", at_);
    at_ = after;
    return true;
}

inline bool json_reader::read_string(std::string_view& text, std::string& scratch) {
    return peek() == json_token::string && scan_string(text, scratch);
}

/// At an opening quote. Copies into `scratch` only once something is escaped.
inline bool json_reader::scan_string(std::string_view& text, std::string& scratch) {
    const char* const quote = at_++;
    const char* run = at_;
    bool copied = false;
    lone_surrogate_ = false;
    for (;;) {
        at_ = find_json_special<true>(at_, end_);
        if (at_ == end_) return fail("Unterminated string starting at", quote);
        if (*at_ == '"') break;
        if (static_cast<unsigned char>(*at_) >= 0x80) {
            if (!step_over_utf8()) return false;
            continue;
        }
        if (*at_ != '\\') return fail("Invalid control character at", at_);
        if (at_ + 1 == end_) return fail("Unterminated string starting at", quote);
        if (!copied) scratch.clear();
        copied = true;
        scratch.append(run, at_);
        if (!read_escape(scratch)) return false;
        run = at_;
    }
    text = {run, static_cast<std::size_t>(at_ - run)};
    if (copied) text = scratch.append(text);
    ++at_;
    return true;
}

inline bool json_reader::step_over_utf8() {
    const std::size_t length = utf8_length(rest(), 0);
    if (length == 0) return fail(json_errc::invalid_utf8, "Invalid UTF-8", at_);
    at_ += length;
    return true;
}

/// At a backslash that is not the last character.
inline bool json_reader::read_escape(std::string& out) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (at_[1] == 'u') return read_unicode_escape(out);
    const auto i = letters.find(at_[1]);
    if (i == std::string_view::npos) return fail("Invalid \\escape", at_);
    out.push_back(meanings[i]);
    at_ += 2;
    return true;
}

/// The value of four hexadecimal digits, or -1. As in CPython something must follow them: four
/// digits that end the text are an invalid escape, not an unterminated string.
inline int json_reader::hex_quad(const char* digits) const {
    if (end_ - digits <= 4) return -1;
    int value = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hex_value(digits[i]);
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

inline bool json_reader::read_unicode_escape(std::string& out) {
    const int first = hex_quad(at_ + 2);
    if (first < 0) return fail("Invalid \\uXXXX escape", at_ + 1);
    at_ += 6;
    if (first < 0xD800 || first > 0xDFFF)
        return append_utf8(out, static_cast<char32_t>(first)), true;
    const bool paired = first < 0xDC00 && rest().starts_with("\\u");
    const int second = paired ? hex_quad(at_ + 2) : -1;
    if (second < 0xDC00 || second > 0xDFFF) {
        lone_surrogate_ = true;
        append_utf8(out, 0xFFFD);
        return true;  // a second escape is read in its own turn
    }
    append_utf8(out, static_cast<char32_t>(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)));
    at_ += 6;
    return true;
}

inline bool json_reader::enter() {
    if (depth_ == max_depth_)
        return fail(json_errc::too_deep, "maximum recursion depth exceeded", at_);
    ++depth_;
    ++at_;
    at_first_item_ = true;
    return true;
}

inline bool json_reader::leave() {
    --depth_;
    ++at_;
    at_first_item_ = false;
    return false;
}

inline bool json_reader::enter_array() { return peek() == json_token::array && enter(); }
inline bool json_reader::enter_object() { return peek() == json_token::object && enter(); }

/// Over what stands before an item: nothing before the first, a comma before the others. False at
/// the closer.
inline bool json_reader::next_item(char closer, std::string_view trailing_comma) {
    if (error_) return false;
    skip_blanks();
    if (at(closer)) return leave();
    if (at_first_item_) return at_first_item_ = false, true;
    if (!at(',')) return fail("Expecting ',' delimiter", at_);
    const char* const comma = at_++;
    skip_blanks();
    return at(closer) ? fail(trailing_comma, comma) : true;
}

inline bool json_reader::next_element() {
    return next_item(']', "Illegal trailing comma before end of array");
}

inline bool json_reader::next_member(std::string_view& key, std::string& scratch) {
    return next_item('}', "Illegal trailing comma before end of object") && read_key(key, scratch);
}

inline bool json_reader::read_key(std::string_view& key, std::string& scratch) {
    if (!at('"')) return fail("Expecting property name enclosed in double quotes", at_);
    if (!scan_string(key, scratch)) return false;
    skip_blanks();
    if (!at(':')) return fail("Expecting ':' delimiter", at_);
    ++at_;
    return true;
}

/// A loop, with one bit for each open container that says whether it is an object.
inline bool json_reader::skip_value() {
    std::array<std::uint64_t, highest_max_depth / 64> is_object{};
    std::size_t open = 0;
    std::string_view text;
    std::string scratch;
    json_number number;
    bool boolean = false;
    const auto bit = [](std::size_t level) { return std::uint64_t{1} << (level % 64); };
    const auto next = [&] {
        const std::size_t level = open - 1;
        return is_object[level / 64] & bit(level) ? next_member(text, scratch) : next_element();
    };
    const auto open_container = [&](bool object) {
        if (!enter()) return false;
        std::uint64_t& word = is_object[open / 64];
        word = object ? word | bit(open) : word & ~bit(open);
        ++open;
        return true;
    };
    const auto step = [&] {
        switch (peek()) {
            case json_token::array:
                return open_container(false);
            case json_token::object:
                return open_container(true);
            case json_token::null:
                return read_word("null");
            case json_token::boolean:
                return read_bool(boolean);
            case json_token::number:
                return read_number(number);
            case json_token::string:
                return scan_string(text, scratch);
            default:
                return false;
        }
    };
    do {
        if (!step()) return false;
        while (open > 0 && !next()) {
            if (error_) return false;
            --open;
        }
    } while (open > 0);
    return true;
}

inline std::string_view json_reader::raw_value() {
    if (error_) return {};
    skip_blanks();
    const char* const start = at_;
    if (!skip_value()) return {};
    return {start, static_cast<std::size_t>(at_ - start)};
}

inline bool json_reader::finish() {
    if (error_) return false;
    skip_blanks();
    return at_ == end_ ? true : fail("Extra data", at_);
}

/// Whether a number that no double can hold is too large (else it is too small): the power of ten
/// of its first digit that is not zero.
inline bool is_huge(std::string_view digits) {
    if (digits.starts_with('-')) digits.remove_prefix(1);
    const std::size_t e = digits.find_first_of("eE");
    const std::string_view mantissa = digits.substr(0, e);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::size_t first = mantissa.find_first_of("123456789");
    if (first == std::string_view::npos) return false;
    const auto power = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    if (e == std::string_view::npos) return power > 0;
    std::string_view exponent = digits.substr(e + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    const auto value = to_integer<std::int32_t>(exponent);
    return value ? power + *value > 0 : !exponent.starts_with('-');
}

inline double to_double(const json_number& number) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const std::string_view text = number.text;
    const bool negative = text.starts_with('-');
    if (number.is_special && text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (number.is_special) return negative ? -infinity : infinity;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{}) return value;
    const double magnitude = is_huge(text) ? infinity : 0.0;
    return negative ? -magnitude : magnitude;
}

}  // namespace fastapi::detail

// ==== fastapi/core/json.hpp ====

// JSON text to `any` and back, with Python's names and errors, and the bridge to picojson for
// programs that hold picojson values. No other file includes picojson. An integer beyond 64 bits
// becomes the nearest double, half of a surrogate pair U+FFFD: Python keeps both, C++ has no
// value for them.

#if __has_include(<picojson.h>)
#include <picojson.h>
#else
#include <picojson/picojson.h>
#endif

namespace fastapi {

namespace detail {

/// Where a byte stands as Python tells it: lines end with a line feed, columns count from 1.
struct text_position {
    std::size_t pos;
    std::size_t lineno;
    std::size_t colno;
};

}  // namespace detail

/// Text that is no JSON: "Expecting value: line 1 column 1 (char 0)". Counts characters, not bytes.
class JSONDecodeError : public std::runtime_error {
public:
    JSONDecodeError(std::string_view message, std::string_view document, std::size_t byte_position);

    std::string msg;
    std::size_t pos;
    std::size_t lineno;
    std::size_t colno;

private:
    JSONDecodeError(std::string_view message, detail::text_position where);
};

/// The value of a document in UTF-8, UTF-16 or UTF-32. Throws JSONDecodeError.
any json_loads(std::string_view document);

/// Compact JSON. Throws std::domain_error for NaN and the infinities.
inline std::string json_dumps(const any& value) { return value.dump(); }

/// JSON for people: each item on a line of its own, `indent` blanks further in than what holds it.
std::string json_dumps(const any& value, std::size_t indent);

/// A whole number becomes an integer, as picojson itself would write it.
any from_picojson(const picojson::value& value);

/// Integers become doubles unless PICOJSON_USE_INT64 is defined. NaN and the infinities throw
/// std::overflow_error, which is picojson's.
picojson::value to_picojson(const any& value);

template <>
struct to_any<picojson::value> {
    static any convert(const picojson::value& value) { return from_picojson(value); }
};

namespace detail {

/// The next value of `reader`. False, with the reason in `reader.error()`, when there is none.
/// Of a repeated key the last value counts, at the place of the first. Recurses as deep as the
/// reader allows nesting.
bool decode_any(json_reader& reader, any& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

class indented_writer {
public:
    explicit indented_writer(std::size_t indent) : indent_(indent) {}

    void write(const any& value) {
        if (value.is_dict() && !value.as_dict().empty())
            write_items('{', value.as_dict(), '}', [&](const auto& member) {
                append_json_string(text_, member.key);
                text_ += ": ";
                write(member.value);
            });
        else if (value.is_list() && !value.as_list().empty())
            write_items('[', value.as_list(), ']', [&](const any& item) { write(item); });
        else
            text_ += value.dump();
    }

    std::string take() { return std::move(text_); }

private:
    template <class Items, class Write>
    void write_items(char open, const Items& items, char close, const Write& write_item) {
        text_ += open;
        ++depth_;
        char separator = 0;
        for (const auto& item : items) {
            if (std::exchange(separator, ',') != 0) text_ += ',';
            begin_line();
            write_item(item);
        }
        --depth_;
        begin_line();
        text_ += close;
    }

    void begin_line() { text_.append(1, '\n').append(depth_ * indent_, ' '); }

    std::size_t indent_, depth_ = 0;
    std::string text_;
};

}  // namespace detail

inline std::string json_dumps(const any& value, std::size_t indent) {
    detail::indented_writer writer(indent);
    writer.write(value);
    return writer.take();
}

namespace detail {

inline text_position position_in_text(std::string_view document, std::size_t byte_position) {
    const std::string_view before = document.substr(0, byte_position);
    std::size_t lines = 1;
    for (const char c : before) lines += c == '\n';
    const std::size_t last_line = before.rfind('\n') + 1;  // npos + 1 is 0
    return {count_code_points(before), lines, count_code_points(before.substr(last_line)) + 1};
}

inline bool decode_list(json_reader& reader, any& value) {
    list& values = (value = list()).as_list();
    if (!reader.enter_array()) return false;
    while (reader.next_element()) {
        any element;
        if (!decode_any(reader, element)) return false;
        values.push_back(std::move(element));
    }
    return !reader.error();
}

inline bool decode_dict(json_reader& reader, any& value) {
    dict& items = (value = dict()).as_dict();
    if (!reader.enter_object()) return false;
    std::string_view key;
    std::string scratch;
    while (reader.next_member(key, scratch))
        if (!decode_any(reader, items[key])) return false;
    return !reader.error();
}

inline bool decode_number(json_reader& reader, any& value) {
    json_number number;
    if (!reader.read_number(number)) return false;
    const auto integer = number.is_integer ? to_integer<std::int64_t>(number.text) : std::nullopt;
    if (integer) return value = *integer, true;
    const auto large = number.is_integer ? to_integer<std::uint64_t>(number.text) : std::nullopt;
    value = large ? any(*large) : any(to_double(number));
    return true;
}

inline bool decode_string(json_reader& reader, any& value) {
    std::string_view text;
    std::string scratch;
    if (!reader.read_string(text, scratch)) return false;
    value = text.data() == scratch.data() ? any(std::move(scratch)) : any(text);
    return true;
}

inline bool decode_bool(json_reader& reader, any& value) {
    bool boolean = false;
    if (!reader.read_bool(boolean)) return false;
    value = boolean;
    return true;
}

inline bool decode_any(json_reader& reader, any& value) {
    switch (reader.peek()) {
        case json_token::null:
            return value = nullptr, reader.read_null();
        case json_token::boolean:
            return decode_bool(reader, value);
        case json_token::number:
            return decode_number(reader, value);
        case json_token::string:
            return decode_string(reader, value);
        case json_token::array:
            return decode_list(reader, value);
        case json_token::object:
            return decode_dict(reader, value);
        default:
            return false;
    }
}

}  // namespace detail

inline JSONDecodeError::JSONDecodeError(std::string_view message, detail::text_position where)
    : std::runtime_error(std::string(message) + ": line " + std::to_string(where.lineno) +
                         " column " + std::to_string(where.colno) + " (char " +
                         std::to_string(where.pos) + ")"),
      msg(message),
      pos(where.pos),
      lineno(where.lineno),
      colno(where.colno) {}

inline JSONDecodeError::JSONDecodeError(std::string_view message, std::string_view document,
                                        std::size_t byte_position)
    : JSONDecodeError(message, detail::position_in_text(document, byte_position)) {}

inline any json_loads(std::string_view document) {
    std::string storage;
    const auto text = detail::decoded_json(document, storage);
    if (!text) throw JSONDecodeError("Invalid UTF-16 or UTF-32", document, 0);
    detail::json_reader reader(*text);
    any value;
    if (detail::decode_any(reader, value) && reader.finish()) return value;
    throw JSONDecodeError(reader.error().message, *text, reader.error().position);
}

inline any from_picojson(const picojson::value& value) {
    if (value.is<bool>()) return value.get<bool>();
    if (value.is<std::string>()) return value.get<std::string>();
    if (value.is<picojson::array>()) {
        list values;
        for (const picojson::value& element : value.get<picojson::array>())
            values.push_back(from_picojson(element));
        return values;
    }
    if (value.is<picojson::object>()) {
        dict items;
        for (const auto& [key, member] : value.get<picojson::object>())
            items[key] = from_picojson(member);
        return items;
    }
#ifdef PICOJSON_USE_INT64
    // Asked first, because get<double>() turns an integer into a double in place.
    if (value.is<std::int64_t>()) return value.get<std::int64_t>();
#endif
    if (!value.is<double>()) return nullptr;
    const double number = value.get<double>();
    constexpr double exact = 0x1p53;
    const bool whole = number > -exact && number < exact && std::floor(number) == number;
    return whole ? any(static_cast<std::int64_t>(number)) : any(number);
}

inline picojson::value to_picojson(const any& value) {
    switch (value.kind()) {
        case any_kind::null:
            return {};
        case any_kind::boolean:
            return picojson::value(value.as_bool());
        case any_kind::string:
            return picojson::value(value.as_string());
        case any_kind::list: {
            picojson::array elements;
            for (const any& element : value.as_list()) elements.push_back(to_picojson(element));
            return picojson::value(std::move(elements));
        }
        case any_kind::dict: {
            picojson::object members;
            for (const auto& [key, member] : value.as_dict())
                members.emplace(key, to_picojson(member));
            return picojson::value(std::move(members));
        }
#ifdef PICOJSON_USE_INT64
        case any_kind::integer:
            return picojson::value(value.as<std::int64_t>());
#endif
        default:
            return picojson::value(value.as_number());
    }
}

}  // namespace fastapi

// ==== fastapi/core/reflection_count.hpp ====

// How many members a plain aggregate has, and whether it has a base class, learned by trying how
// many initialisers it takes. The tries double and then bisect.

namespace fastapi::detail {

// ---- counting: how many initialisers does T take ----

// Converts to everything. `const&&` settles the choice where a class has a constructor for
// everything: C(U&&) is a better match than the operator, C(const U&) a worse one. (C(U) would be
// ambiguous.)
struct any_member {
    template <class U>
    operator U() const&& {
        std::terminate();  // never called, but Clang wants a body for types without linkage
    }
};

template <class T>
struct any_base {
    template <class U>
        requires(std::is_base_of_v<U, T> && !std::is_same_v<U, T>)
    operator U() const&& {
        std::terminate();
    }
};

struct converts_to_nothing {};

/// The types with which others are tried. They are no models, or a member that takes every model would
/// ask about them while it is being asked about.
template <class T>
inline constexpr bool is_probe = std::is_same_v<T, any_member> || std::is_same_v<T, converts_to_nothing>;
template <class T>
inline constexpr bool is_probe<any_base<T>> = true;

template <std::size_t>
using any_member_at = any_member;

template <class T, class... First, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
    return requires { T{First{}..., any_member_at<I>{}...}; };
}

/// Whether T is initialised by objects of the types `First` and then `Count` of `any_member`.
template <class T, std::size_t Count, class... First>
inline constexpr bool takes_initializers = takes<T, First...>(std::make_index_sequence<Count>{});

inline constexpr std::size_t max_initializers = 256;
inline constexpr std::size_t uncountable = max_initializers + 1;

// The fewest initialisers: all up to the last member that cannot do without one.
template <class T, std::size_t Count = 0>
constexpr std::size_t fewest_initializers() {
    if constexpr (takes_initializers<T, Count>)
        return Count;
    else if constexpr (Count >= max_initializers || Count > sizeof(T) * 8)
        return uncountable;
    else
        return fewest_initializers<T, Count + 1>();
}

// `Low` initialisers are taken, `High` are too many.
template <class T, std::size_t Low, std::size_t High>
constexpr std::size_t bisect_initializers() {
    constexpr std::size_t middle = Low + (High - Low) / 2;
    if constexpr (middle == Low)
        return Low;
    else if constexpr (takes_initializers<T, middle>)
        return bisect_initializers<T, middle, High>();
    else
        return bisect_initializers<T, Low, middle>();
}

template <class T, std::size_t Low, std::size_t Step>
constexpr std::size_t most_initializers() {
    if constexpr (Low > max_initializers)
        return uncountable;
    else if constexpr (takes_initializers<T, Low + Step>)
        return most_initializers<T, Low + Step, Step * 2>();
    else
        return bisect_initializers<T, Low, Low + Step>();
}

template <class T>
constexpr std::size_t count_initializers() {
    constexpr std::size_t fewest = fewest_initializers<T>();
    if constexpr (fewest == uncountable)
        return uncountable;
    else
        return std::min(most_initializers<T, fewest, 8>(), uncountable);
}

template <class T>
inline constexpr std::size_t initializer_count = count_initializers<T>();

// A base class takes the first initialiser. A first member that takes even `converts_to_nothing`
// says nothing about a base class.
template <class T>
constexpr bool has_base_class() {
    constexpr std::size_t count = initializer_count<T>;
    if constexpr (count == 0)
        return false;
    else
        return takes_initializers<T, count - 1, any_base<T>> &&
               !takes_initializers<T, count - 1, converts_to_nothing>;
}

// ---- counting: an array takes an initialiser for each element, but is one member ----

// `{}` initialises a whole array, so it leaves room for fewer initialisers than another member's.
template <class T, std::size_t... Before, std::size_t... After>
constexpr bool takes_empty(std::index_sequence<Before...>, std::index_sequence<After...>) {
    return requires { T{any_member_at<Before>{}..., {}, any_member_at<After>{}...}; };
}

template <class T, std::size_t... Before, std::size_t... After>
constexpr bool takes_eight_empty(std::index_sequence<Before...>, std::index_sequence<After...>) {
    return requires {
        T{any_member_at<Before>{}..., {}, {}, {}, {}, {}, {}, {}, {}, any_member_at<After>{}...};
    };
}

// How many initialisers the member takes that begins at `At`: an array's elements, or 1.
template <class T, std::size_t At, std::size_t Extent = 1>
constexpr std::size_t initializers_of_member() {
    constexpr std::size_t rest = initializer_count<T> - At;
    if constexpr (Extent > rest)
        return 1;  // `{}` never fits: a class without a default constructor
    else if constexpr (takes_empty<T>(std::make_index_sequence<At>{},
                                      std::make_index_sequence<rest - Extent>{}))
        return Extent;
    else
        return initializers_of_member<T, At, Extent + 1>();
}

template <class T, std::size_t At>
constexpr bool starts_eight_members() {
    if constexpr (At + 8 > initializer_count<T>)
        return false;
    else
        return takes_eight_empty<T>(std::make_index_sequence<At>{},
                                    std::make_index_sequence<initializer_count<T> - At - 8>{});
}

template <class T, std::size_t At = 0, std::size_t Found = 0>
constexpr std::size_t count_without_elements() {
    if constexpr (At == initializer_count<T>)
        return Found;
    else if constexpr (starts_eight_members<T, At>())
        return count_without_elements<T, At + 8, Found + 8>();
    else
        return count_without_elements<T, At + initializers_of_member<T, At>(), Found + 1>();
}

}  // namespace fastapi::detail

// ==== fastapi/core/reflection_text.hpp ====

// Names out of what the compiler prints about a function (`__PRETTY_FUNCTION__`): identifiers,
// lists of names in one compact text, and the name of a type as a reader of a schema wants to see
// it. The form is measured on known names, so that a compiler with another one stops at a readable
// error.

namespace fastapi {

/// The name of a type without its namespaces, enclosing classes and functions: "Page<Item>".
template <class T>
constexpr std::string_view type_name();

// ---- implementation ----

namespace detail {

// ---- reading what the compiler prints ----

constexpr bool is_identifier_char(char c) {
    return is_alpha(c) || is_digit(c) || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// The identifier at the end of `text`; empty where a number or a quote stands there.
constexpr std::string_view last_identifier(std::string_view text) {
    std::size_t begin = text.size();
    while (begin > 0 && is_identifier_char(text[begin - 1])) --begin;
    return begin == text.size() || is_digit(text[begin]) ? std::string_view{} : text.substr(begin);
}

/// The length of what stands at `at` and is not to be read as brackets and commas: a literal in
/// quotes, the name of an operator function, otherwise one character.
constexpr std::size_t opaque_length(std::string_view text, std::size_t at) {
    constexpr std::string_view keyword = "operator";
    std::size_t end = at + 1;
    if (text[at] == '"' || text[at] == '\'') {
        while (end < text.size() && text[end] != text[at]) end += text[end] == '\\' ? 2u : 1u;
        return std::min(end + 1, text.size()) - at;
    }
    if (text[at] != 'o' || !text.substr(at).starts_with(keyword)) return 1;
    if (at > 0 && is_identifier_char(text[at - 1])) return 1;
    end = text.find_first_not_of("<>=-,", at + keyword.size());
    return std::min(end, text.size()) - at;
}

constexpr bool opens_bracket(char c) { return c == '<' || c == '(' || c == '[' || c == '{'; }
constexpr bool closes_bracket(char c) { return c == '>' || c == ')' || c == ']' || c == '}'; }

// An array of names pointing into one compact text, each followed by a NUL; the long texts that the
// compiler printed then do not reach the program. `Source::raw()` gives the names.
template <class Source>
constexpr auto join_names() {
    constexpr auto raw = Source::raw();
    constexpr std::size_t size = [&] {
        std::size_t sum = 1;
        for (const std::string_view name : raw) sum += name.size() + 1;
        return sum;
    }();
    std::array<char, size> text{};
    std::size_t at = 0;
    for (const std::string_view name : raw) {
        for (const char c : name) text[at++] = c;
        ++at;
    }
    return text;
}

template <class Source>
inline constexpr auto joined_names = join_names<Source>();

template <class Source>
constexpr auto split_names() {
    auto names = Source::raw();
    const char* at = joined_names<Source>.data();
    for (std::string_view& name : names) {
        name = {at, name.size()};
        at += name.size() + 1;
    }
    return names;
}

// ---- names of types ----

template <class T>
constexpr auto print_type() {
    return std::string_view(__PRETTY_FUNCTION__);
}

inline constexpr std::string_view known_type_name = "double";
inline constexpr std::string_view known_type_text = print_type<double>();
inline constexpr std::size_t type_text_head = known_type_text.find(known_type_name);
static_assert(type_text_head != std::string_view::npos,
              "fastapi: this compiler prints types in a form that is not known yet. Please report "
              "its name and version.");

template <class T>
constexpr std::string_view qualified_type_name() {
    constexpr std::size_t around = known_type_text.size() - known_type_name.size();
    const std::string_view text = print_type<T>();
    return text.substr(type_text_head, text.size() - around);
}

/// Writes a type's name without qualifiers: every `::` takes back what its component wrote before.
class type_name_writer {
public:
    constexpr explicit type_name_writer(char* out) : out_(out) {}

    constexpr std::size_t write(std::string_view name) {
        for (std::size_t at = 0; at < name.size();) {
            const std::size_t length = opaque_length(name, at);
            if (length > 1)
                put(name.substr(at, length));
            else if (name.substr(at, 2) == "::")
                size_ = starts_[depth_], ++at;
            else
                put_char(name[at]);
            at += length;
        }
        end_component();
        return size_;
    }

private:
    static constexpr std::size_t max_depth = 64;

    constexpr void put(std::string_view text) {
        for (const char c : text) out_[size_++] = c;
    }

    constexpr void put_char(char c) {
        if (c == ' ' && size_ == starts_[depth_]) return put_blank_after_comma();
        if (closes_bracket(c)) close();
        if (c == ',') end_component();
        out_[size_++] = c;
        if (opens_bracket(c) && depth_ + 1 < max_depth) ++depth_;
        if (opens_bracket(c) || c == ',') starts_[depth_] = size_;
    }

    constexpr void put_blank_after_comma() {
        if (size_ > 0 && out_[size_ - 1] == ',') out_[size_++] = ' ', starts_[depth_] = size_;
    }

    constexpr void close() {
        end_component();
        if (depth_ > 0) --depth_;
    }

    constexpr void end_component() {
        if (size_ > starts_[depth_] && out_[size_ - 1] == ' ') --size_;  // "> >"
        const std::string_view component(out_ + starts_[depth_], size_ - starts_[depth_]);
        if (is_default_argument(component)) size_ = starts_[depth_] - std::string_view(", ").size();
        // std::string is known to the compiler as basic_string<char>.
        if (component == "basic_string<char>") size_ = starts_[depth_], put("string");
    }

    // The later arguments of std::vector and its like, which some compilers print.
    constexpr bool is_default_argument(std::string_view component) const {
        if (starts_[depth_] < 2 || out_[starts_[depth_] - 1] != ' ') return false;
        constexpr std::string_view defaulted[] = {"allocator<", "char_traits<", "less<",
                                                  "default_delete<"};
        for (const std::string_view name : defaulted)
            if (component.starts_with(name)) return true;
        return false;
    }

    char* out_;
    std::size_t size_ = 0;
    std::size_t depth_ = 0;
    std::size_t starts_[max_depth] = {};
};

template <class T>
constexpr auto type_name_text() {
    constexpr std::string_view full = qualified_type_name<T>();
    constexpr auto written = [&] {
        std::pair<std::array<char, full.size() + 1>, std::size_t> result{};
        result.second = type_name_writer(result.first.data()).write(full);
        return result;
    }();
    std::array<char, written.second + 1> text{};
    std::copy_n(written.first.begin(), written.second, text.begin());
    return text;
}

template <class T>
inline constexpr auto stored_type_name = type_name_text<T>();

}  // namespace detail

template <class T>
constexpr std::string_view type_name() {
    const auto& text = detail::stored_type_name<std::remove_cv_t<T>>;
    return {text.data(), text.size() - 1};
}

}  // namespace fastapi

// ==== fastapi/core/reflection_enum.hpp ====

// The enumerators of an enumeration and their names. C++20 has no list of them, so each value in a
// range is tried: the compiler prints "ns::Color::red" for one that has a name, "(ns::Color)3" for
// one that has none. A text holds 128 values, which is what keeps compiling cheap.

namespace fastapi {

namespace detail {
template <class E>
constexpr auto enum_value_array();
template <class E>
constexpr auto enum_name_array();
}  // namespace detail

/// The smallest and largest value that are tried when the enumerators of E are looked for:
/// `template <> inline constexpr auto fastapi::enum_range<E> = std::pair{0, 1000};`
template <class E>
    requires std::is_enum_v<E>
inline constexpr auto enum_range = std::pair{-128, 255};

/// The enumerators in order of value. Of several with one value, the first declared.
template <class E>
    requires std::is_enum_v<E>
inline constexpr auto enum_values = detail::enum_value_array<E>();

/// The names of `enum_values<E>`. Each is followed by a NUL.
template <class E>
    requires std::is_enum_v<E>
inline constexpr auto enum_names = detail::enum_name_array<E>();

/// The name of an enumerator, empty where the value has none.
template <class E>
    requires std::is_enum_v<E>
constexpr std::string_view enum_name(E value) {
    const auto& values = enum_values<E>;
    const auto found = std::lower_bound(values.begin(), values.end(), value);
    if (found == values.end() || *found != value) return {};
    return enum_names<E>[static_cast<std::size_t>(found - values.begin())];
}

/// The enumerator of that name.
template <class E>
    requires std::is_enum_v<E>
constexpr std::optional<E> enum_cast(std::string_view name) {
    const auto& names = enum_names<E>;
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return enum_values<E>[static_cast<std::size_t>(found - names.begin())];
}

// ---- implementation ----

namespace detail {

template <auto... Values>
constexpr auto print_values() {
    return std::string_view(__PRETTY_FUNCTION__);
}

inline constexpr std::string_view known_value_name = "true";
inline constexpr std::string_view known_value_text = print_values<true>();
inline constexpr std::size_t value_text_head = known_value_text.find(known_value_name);
static_assert(value_text_head != std::string_view::npos,
              "fastapi: this compiler prints enumerators in a form that is not known yet. Please "
              "report its name and version.");

template <auto... Values>
constexpr std::string_view printed_values() {
    constexpr std::size_t around = known_value_text.size() - known_value_name.size();
    const std::string_view text = print_values<Values...>();
    return text.substr(value_text_head, text.size() - around);
}

constexpr std::size_t decimal_length(long long value) {
    std::size_t length = value < 0 ? 2 : 1;
    for (; value >= 10 || value <= -10; value /= 10) ++length;
    return length;
}

/// The values of a batch that have names: where each name stands in the text.
template <std::size_t Size>
struct named_values {
    struct entry {
        long long value;
        std::size_t begin;
        std::size_t length;
    };
    std::string_view text;
    std::size_t count = 0;
    entry entries[Size] = {};

    constexpr std::string_view name(std::size_t i) const {
        return text.substr(entries[i].begin, entries[i].length);
    }
};

constexpr std::size_t end_of_entry(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    for (; at < text.size(); at += opaque_length(text, at)) {
        if (text[at] == ',' && depth == 0) return at;
        if (opens_bracket(text[at])) ++depth;
        if (closes_bracket(text[at]) && depth > 0) --depth;
    }
    return text.size();
}

// Whether a cast "(ns::E)" of `cast_length` and then a number that ends at `length` begin at
// `entry`. Most values have no name: those are stepped over by their length, which is known after
// the first.
constexpr bool is_cast(const char* entry, std::size_t cast_length, std::size_t length) {
    if (entry[0] != '(' || entry[cast_length - 1] != ')') return false;
    const char end = entry[length];
    return (is_digit(entry[cast_length]) || entry[cast_length] == '-') &&
           (end == ',' || !(is_identifier_char(end) || end == ':'));
}

/// Reads "ns::E::a, (ns::E)1, (ns::E)2", which the compiler printed for `Size` values from `first`
/// on.
template <std::size_t Size>
constexpr named_values<Size> read_values(std::string_view text, long long first) {
    constexpr std::size_t separator = 2;
    named_values<Size> found{text};
    std::size_t cast_length = 0;
    std::size_t at = 0;
    for (long long value = first; at < text.size(); ++value) {
        const std::size_t length = cast_length + decimal_length(value);
        if (cast_length > 0 && length <= text.size() - at &&
            is_cast(text.data() + at, cast_length, length)) {
            at += length + separator;
            continue;
        }
        const std::string_view entry = text.substr(at, end_of_entry(text, at) - at);
        const std::string_view name = last_identifier(entry);
        at += entry.size() + separator;
        if (!name.empty())
            found.entries[found.count++] = {value, at - separator - name.size(), name.size()};
        else if (is_digit(entry.back()))
            cast_length = entry.size() - decimal_length(value);
    }
    return found;
}

// bit_cast, since a cast to an enumeration without a fixed underlying type is no constant
// expression for a value outside its range (Clang 16 and later refuse it).
template <class E>
constexpr E to_enum(long long value) {
    return std::bit_cast<E>(static_cast<std::underlying_type_t<E>>(value));
}

template <class E>
struct enum_bounds {
    using limits = std::numeric_limits<std::underlying_type_t<E>>;
    static constexpr long long clamped(auto bound) {
        if (std::cmp_less(bound, +limits::min())) return static_cast<long long>(limits::min());
        if (std::cmp_greater(bound, +limits::max())) return static_cast<long long>(limits::max());
        return static_cast<long long>(bound);
    }
    static constexpr long long first = clamped(enum_range<E>.first);
    static constexpr long long last = clamped(enum_range<E>.second);
    static constexpr std::size_t count =
        first > last ? 0 : static_cast<std::size_t>(last - first + 1);
};

inline constexpr std::size_t enum_batch_size = 128;

// The named ones of up to 128 values from `First` on, all from one text.
template <class E, long long First, std::size_t Count>
constexpr auto read_enum_batch() {
    constexpr std::string_view text = []<std::size_t... I>(std::index_sequence<I...>) {
        return printed_values<to_enum<E>(First + static_cast<long long>(I))...>();
    }(std::make_index_sequence<Count>{});
    return read_values<Count>(text, First);
}

template <class E, long long First, std::size_t Count>
inline constexpr auto enum_batch = read_enum_batch<E, First, Count>();

/// Calls `visitor` with each batch of the range in turn.
template <class E, class Visitor>
constexpr void visit_enum_batches(Visitor visitor) {
    using bounds = enum_bounds<E>;
    // Any look into E: Clang instantiates the enumerators of a class template's enum no sooner.
    static_cast<void>(requires { E::whatever; });
    const auto visit_one = [&]<std::size_t Batch>(std::index_sequence<Batch>) {
        constexpr std::size_t begin = Batch * enum_batch_size;
        constexpr std::size_t size = std::min(enum_batch_size, bounds::count - begin);
        visitor(enum_batch<E, bounds::first + static_cast<long long>(begin), size>);
    };
    constexpr std::size_t batches = (bounds::count + enum_batch_size - 1) / enum_batch_size;
    [&]<std::size_t... Batch>(std::index_sequence<Batch...>) {
        (visit_one(std::index_sequence<Batch>{}), ...);
    }(std::make_index_sequence<batches>{});
}

template <class E>
constexpr std::size_t count_enumerators() {
    std::size_t count = 0;
    visit_enum_batches<E>([&](const auto& batch) { count += batch.count; });
    return count;
}

template <class E>
inline constexpr std::size_t enumerator_count = count_enumerators<E>();

template <class E>
constexpr auto enum_value_array() {
    std::array<E, enumerator_count<E>> values{};
    std::size_t found = 0;
    visit_enum_batches<E>([&](const auto& batch) {
        for (std::size_t i = 0; i < batch.count; ++i)
            values[found++] = to_enum<E>(batch.entries[i].value);
    });
    return values;
}

template <class E>
struct printed_enumerators {
    static constexpr auto raw() {
        std::array<std::string_view, enumerator_count<E>> names;
        std::size_t found = 0;
        visit_enum_batches<E>([&](const auto& batch) {
            for (std::size_t i = 0; i < batch.count; ++i) names[found++] = batch.name(i);
        });
        return names;
    }
};

template <class E>
constexpr auto enum_name_array() {
    return split_names<printed_enumerators<E>>();
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/core/reflection_ladder.hpp ====

// The members of a plain aggregate as the arguments of one call, by a structured binding for each
// count. Generated by tools/reflection_ladder.py; change that, not this.

namespace fastapi::detail {

inline constexpr std::size_t max_member_count = 128;

// clang-format off
/// Calls `visitor` with an lvalue of each of the `Count` members of `value`, in order.
template <std::size_t Count, class Aggregate, class Visitor>
constexpr decltype(auto) visit_bindings([[maybe_unused]] Aggregate& value, Visitor visitor) {
if constexpr (Count < 64) {
if constexpr (Count < 32) {
if constexpr (Count < 16) {
if constexpr (Count < 8) {
if constexpr (Count < 4) {
if constexpr (Count < 2) {
if constexpr (Count < 1) {
return visitor();
} else {
auto& [a0] = value;
return visitor(a0);
}
} else {
if constexpr (Count < 3) {
auto& [a0,a1] = value;
return visitor(a0,a1);
} else {
auto& [a0,a1,a2] = value;
return visitor(a0,a1,a2);
}
}
} else {
if constexpr (Count < 6) {
if constexpr (Count < 5) {
auto& [a0,a1,a2,a3] = value;
return visitor(a0,a1,a2,a3);
} else {
auto& [a0,a1,a2,a3,a4] = value;
return visitor(a0,a1,a2,a3,a4);
}
} else {
if constexpr (Count < 7) {
auto& [a0,a1,a2,a3,a4,a5] = value;
return visitor(a0,a1,a2,a3,a4,a5);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6);
}
}
}
} else {
if constexpr (Count < 12) {
if constexpr (Count < 10) {
if constexpr (Count < 9) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8);
}
} else {
if constexpr (Count < 11) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa);
}
}
} else {
if constexpr (Count < 14) {
if constexpr (Count < 13) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac);
}
} else {
if constexpr (Count < 15) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae);
}
}
}
}
} else {
if constexpr (Count < 24) {
if constexpr (Count < 20) {
if constexpr (Count < 18) {
if constexpr (Count < 17) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag);
}
} else {
if constexpr (Count < 19) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai);
}
}
} else {
if constexpr (Count < 22) {
if constexpr (Count < 21) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak);
}
} else {
if constexpr (Count < 23) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al] =
value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am] =
value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am);
}
}
}
} else {
if constexpr (Count < 28) {
if constexpr (Count < 26) {
if constexpr (Count < 25) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao);
}
} else {
if constexpr (Count < 27) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq);
}
}
} else {
if constexpr (Count < 30) {
if constexpr (Count < 29) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as);
}
} else {
if constexpr (Count < 31) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au);
}
}
}
}
}
} else {
if constexpr (Count < 48) {
if constexpr (Count < 40) {
if constexpr (Count < 36) {
if constexpr (Count < 34) {
if constexpr (Count < 33) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw);
}
} else {
if constexpr (Count < 35) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay);
}
}
} else {
if constexpr (Count < 38) {
if constexpr (Count < 37) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0);
}
} else {
if constexpr (Count < 39) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2);
}
}
}
} else {
if constexpr (Count < 44) {
if constexpr (Count < 42) {
if constexpr (Count < 41) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4);
}
} else {
if constexpr (Count < 43) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6);
}
}
} else {
if constexpr (Count < 46) {
if constexpr (Count < 45) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8);
}
} else {
if constexpr (Count < 47) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba] =
value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba);
}
}
}
}
} else {
if constexpr (Count < 56) {
if constexpr (Count < 52) {
if constexpr (Count < 50) {
if constexpr (Count < 49) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb]
= value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc);
}
} else {
if constexpr (Count < 51) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be);
}
}
} else {
if constexpr (Count < 54) {
if constexpr (Count < 53) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg);
}
} else {
if constexpr (Count < 55) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi);
}
}
}
} else {
if constexpr (Count < 60) {
if constexpr (Count < 58) {
if constexpr (Count < 57) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk);
}
} else {
if constexpr (Count < 59) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm);
}
}
} else {
if constexpr (Count < 62) {
if constexpr (Count < 61) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo);
}
} else {
if constexpr (Count < 63) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq);
}
}
}
}
}
}
} else {
if constexpr (Count < 96) {
if constexpr (Count < 80) {
if constexpr (Count < 72) {
if constexpr (Count < 68) {
if constexpr (Count < 66) {
if constexpr (Count < 65) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs);
}
} else {
if constexpr (Count < 67) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu);
}
}
} else {
if constexpr (Count < 70) {
if constexpr (Count < 69) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw);
}
} else {
if constexpr (Count < 71) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by);
}
}
}
} else {
if constexpr (Count < 76) {
if constexpr (Count < 74) {
if constexpr (Count < 73) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz] =
value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0]
= value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0);
}
} else {
if constexpr (Count < 75) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2);
}
}
} else {
if constexpr (Count < 78) {
if constexpr (Count < 77) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4);
}
} else {
if constexpr (Count < 79) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6);
}
}
}
}
} else {
if constexpr (Count < 88) {
if constexpr (Count < 84) {
if constexpr (Count < 82) {
if constexpr (Count < 81) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8);
}
} else {
if constexpr (Count < 83) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca);
}
}
} else {
if constexpr (Count < 86) {
if constexpr (Count < 85) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc);
}
} else {
if constexpr (Count < 87) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce);
}
}
}
} else {
if constexpr (Count < 92) {
if constexpr (Count < 90) {
if constexpr (Count < 89) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg);
}
} else {
if constexpr (Count < 91) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci);
}
}
} else {
if constexpr (Count < 94) {
if constexpr (Count < 93) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck);
}
} else {
if constexpr (Count < 95) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm);
}
}
}
}
}
} else {
if constexpr (Count < 112) {
if constexpr (Count < 104) {
if constexpr (Count < 100) {
if constexpr (Count < 98) {
if constexpr (Count < 97) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co] =
value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co);
}
} else {
if constexpr (Count < 99) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp]
= value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq);
}
}
} else {
if constexpr (Count < 102) {
if constexpr (Count < 101) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs);
}
} else {
if constexpr (Count < 103) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu);
}
}
}
} else {
if constexpr (Count < 108) {
if constexpr (Count < 106) {
if constexpr (Count < 105) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw);
}
} else {
if constexpr (Count < 107) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy);
}
}
} else {
if constexpr (Count < 110) {
if constexpr (Count < 109) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0);
}
} else {
if constexpr (Count < 111) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2);
}
}
}
}
} else {
if constexpr (Count < 120) {
if constexpr (Count < 116) {
if constexpr (Count < 114) {
if constexpr (Count < 113) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4);
}
} else {
if constexpr (Count < 115) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6);
}
}
} else {
if constexpr (Count < 118) {
if constexpr (Count < 117) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8);
}
} else {
if constexpr (Count < 119) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da);
}
}
}
} else {
if constexpr (Count < 124) {
if constexpr (Count < 122) {
if constexpr (Count < 121) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc);
}
} else {
if constexpr (Count < 123) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,dd] =
value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,
dd);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,dd,de]
= value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,
dd,de);
}
}
} else {
if constexpr (Count < 126) {
if constexpr (Count < 125) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,dd,de,
df] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,
dd,de,df);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,dd,de,
df,dg] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,
dd,de,df,dg);
}
} else {
if constexpr (Count < 127) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,dd,de,
df,dg,dh] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,
dd,de,df,dg,dh);
} else {
if constexpr (Count < 128) {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,dd,de,
df,dg,dh,di] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,
dd,de,df,dg,dh,di);
} else {
auto& [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,
an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,ba,bb,
bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,bz,c0,
c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,co,cp,
cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,dd,de,
df,dg,dh,di,dj] = value;
return visitor(a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,
al,am,an,ao,ap,aq,ar,as,at,au,av,aw,ax,ay,az,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,
ba,bb,bc,bd,be,bf,bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,bw,bx,by,
bz,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl,cm,cn,
co,cp,cq,cr,cs,ct,cu,cv,cw,cx,cy,cz,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,da,db,dc,
dd,de,df,dg,dh,di,dj);
}
}
}
}
}
}
}
}
}
// clang-format on

}  // namespace fastapi::detail

// ==== fastapi/core/reflection.hpp ====

// Names, types and number of the members of a plain struct, and names of enumerators, without
// macros. The names are cut from what the compiler says about a function instantiated for a
// member's address or an enumerator. The member belongs to storage that is defined but never
// constructed, so structs in functions and in anonymous namespaces work, and no constructor runs.
// What C++20 cannot see (base classes, private members, constructors) is listed by hand in
// `reflect<T>`. The project uses only the names above the implementation line, so that another
// backend (`__cpp_impl_reflection`) can stand behind them.

namespace fastapi {

namespace detail {

template <class Class, class Member>
struct named_member {
    using type = Member;
    std::string_view name;
    Member Class::*pointer;
};

template <class T>
constexpr bool is_reflectable();
template <class T>
constexpr std::size_t count_members();
template <class T, std::size_t Index>
constexpr auto member_tag();
template <class T>
constexpr auto member_name_array();

}  // namespace detail

/// Lists the members of a class that the compiler cannot look into. Specialise it, and (for private
/// members) make the specialisation a friend of the class:
///
///     template <>
///     struct fastapi::reflect<Account> {
///         static constexpr auto members =
///             std::tuple{field("id", &Account::id_), field("name", &Account::name_)};
///     };
template <class T>
struct reflect {};

/// One member in the list of a `reflect` specialisation; inherited members may be listed too.
template <class Class, class Member>
constexpr detail::named_member<Class, Member> field(std::string_view name, Member Class::*pointer) {
    return {name, pointer};
}

/// A class whose members are known: an aggregate without base classes and reference members, or a
/// class with a `reflect` specialisation. (An aggregate may take at most 256 initialisers, where an
/// array member takes one for each element.)
/// Not a union, an array, or a type with the tuple protocol, such as std::array.
template <class T>
concept reflectable = std::is_class_v<T> && detail::is_reflectable<std::remove_cv_t<T>>();

/// The number of members.
template <reflectable T>
inline constexpr std::size_t member_count = detail::count_members<std::remove_cv_t<T>>();

/// The type of member `Index` as it is declared.
template <reflectable T, std::size_t Index>
using member_type = typename decltype(detail::member_tag<std::remove_cv_t<T>, Index>())::type;

/// The names of the members in order. Each is followed by a NUL.
template <reflectable T>
inline constexpr std::array<std::string_view, member_count<T>> member_names =
    detail::member_name_array<std::remove_cv_t<T>>();

/// Calls `visitor` once with an lvalue of each member of `value`, in order: cheaper than a tuple.
template <class T, class Visitor>
    requires reflectable<T>
constexpr decltype(auto) visit_members(T& value, Visitor visitor);

/// The members of `value` as a tuple of lvalue references.
template <class T>
    requires reflectable<T>
constexpr auto members(T& value) {
    return visit_members(value, [](auto&... each) { return std::tie(each...); });
}

// ---- implementation ----

namespace detail {

// ---- members ----

template <class T>
concept described = requires { reflect<T>::members; };

template <class T>
concept has_tuple_protocol = requires { std::tuple_size<T>::value; };

template <class T>
constexpr bool is_reflectable() {
    if constexpr (described<T>)
        return true;
    else if constexpr (!std::is_aggregate_v<T> || has_tuple_protocol<T> || is_probe<T>)
        return false;
    else if constexpr (initializer_count<T> == uncountable)
        return false;
    else
        return !has_base_class<T>();
}

template <class T>
constexpr std::size_t count_members() {
    if constexpr (described<T>)
        return std::tuple_size_v<std::remove_cvref_t<decltype(reflect<T>::members)>>;
    else
        return count_without_elements<T>();
}

template <class T, class Visitor>
constexpr decltype(auto) visit_described(T& value, Visitor visitor) {
    return std::apply([&](const auto&... each) -> decltype(auto) {
        return visitor(value.*each.pointer...);
    }, reflect<std::remove_cv_t<T>>::members);
}

template <class... Members>
struct member_list {
    template <std::size_t Index>
    using at = std::tuple_element_t<Index, std::tuple<type_tag<Members>...>>;
};

// Never called: only its result type is read.
struct list_members {
    template <class... Members>
    constexpr member_list<Members...> operator()(Members&...) const { return {}; }
};

template <class T>
using members_of = decltype(visit_members(std::declval<T&>(), list_members{}));

template <class T, std::size_t Index>
constexpr auto member_tag() {
    static_assert(Index < member_count<T>,
                  "fastapi: member_type<T, Index> asks for a member that T does not have. Index "
                  "counts from 0.");
    return typename members_of<T>::template at<Index>{};
}

}  // namespace detail

template <class T, class Visitor>
    requires reflectable<T>
constexpr decltype(auto) visit_members(T& value, Visitor visitor) {
    using plain = std::remove_cv_t<T>;
    if constexpr (detail::described<plain>) {
        return detail::visit_described(value, std::move(visitor));
    } else {
        static_assert(member_count<plain> <= detail::max_member_count,
                      "fastapi: this struct has more than 128 members. Move some of them into a "
                      "struct of their own and make that a member.");
        return detail::visit_bindings<member_count<plain>>(value, std::move(visitor));
    }
}

namespace detail {

// ---- names of members ----

// Only addresses inside `value` are taken: no T is ever constructed or destroyed.
template <class T>
union unconstructed {
    char none;
    T value;
    constexpr unconstructed() : none() {}
    constexpr ~unconstructed() {}
};
#if defined(__clang__)
template <class T>
[[clang::no_destroy]] inline constinit const unconstructed<T> ghost{};
#else
template <class T>
inline constexpr unconstructed<T> ghost{};
#endif

// Clang before 17 takes no pointer to a member of an object as a template argument, but a class
// that holds one.
struct address {
    const void* pointer;
};

template <address Member>
constexpr auto print_member() {
    return std::string_view(__PRETTY_FUNCTION__);
}

constexpr std::string_view cut_member_name(std::string_view printed) {
    while (!printed.empty() && !is_identifier_char(printed.back())) printed.remove_suffix(1);
    return last_identifier(printed);
}

struct take_addresses {
    template <class... Members>
    constexpr std::array<const void*, sizeof...(Members)> operator()(Members&... each) const {
        return {static_cast<const void*>(&each)...};
    }
};

template <class T>
inline constexpr auto ghost_addresses = visit_members(ghost<T>.value, take_addresses{});

template <class T>
struct printed_members {
    static constexpr auto raw() {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return std::array<std::string_view, sizeof...(I)>{
                cut_member_name(print_member<address{ghost_addresses<T>[I]}>())...};
        }(std::make_index_sequence<member_count<T>>{});
    }
};

struct known_struct {
    int known_member;
};
static_assert(printed_members<known_struct>::raw()[0] == "known_member",
              "fastapi: this compiler prints members in a form that is not known yet. Please "
              "report its name and version; fastapi::reflect<T> lists a struct's members by hand.");

template <class T>
constexpr auto member_name_array() {
    if constexpr (described<T>)
        return std::apply([](const auto&... each) {
            return std::array<std::string_view, sizeof...(each)>{each.name...};
        }, reflect<T>::members);
    else
        return split_names<printed_members<T>>();
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/core/unicode_tables.hpp ====

// Unicode 14.0.0: the general category of every code point, and simple case folding.
// Written by `python3 tools/unicode_tables.py > fastapi/core/unicode_tables.hpp`: not to be edited.
//
// `category_runs`: runs of code points from U+0000 on. A letter names the category by its place in
// "abc...zABCD" and in `category_names`; behind it stands the length of the run, unless that is 1.
// `fold_runs`: `count` code points from `first`, `stride` apart, each folded by adding `delta`.
// clang-format off

namespace fastapi::detail {

struct fold_run {
    std::uint32_t first;
    std::uint16_t count;
    std::uint16_t stride;
    std::int32_t delta;
};

inline constexpr std::size_t category_run_count = 3968;
inline constexpr std::string_view category_runs =
    "z32wr3tr3norsrmr2i10r2s3r2a26nroulub26nsosz33wrt4vruvepsAvuvsk2ubr2ukeqk3ra23sa7b24sb8ababab"
    "ababababababababababababababababababababababababab2abababababababab2abababababababababababab"
    "abababababababababababa2babab3a2baba2ba3b2a4ba2ba3b3a2ba2bababa2bab2aba2ba3baba2b2eab3e4acba"
    "cbacbabababababababab2ababababababababab2acbaba3babababababababababababababababababababababa"
    "bababababababab7a2ba2b2aba4babababab69eb27d18u4d12u14d5u7dudu17f112ababduabD2db3raD4u2ara3Da"
    "Da2ba17Da9b35ab2a3b3abababababababababababab5absaba2b2a51b48abababababababababababababababab"
    "abvf5h2abababababababababababababababababababababababababababa2babababababab2abababababababa"
    "bababababababababababababababababababababababababababababababababababababababababDa38D2dr6b4"
    "1rmD2v2tDf45mfrf2rf2rfD8e27D4e4r2D11A6s3r2tr2v2f11rAr3e32de10f21i10r4e2fe99ref7Avf6d2f2vf4e2"
    "i10e3v2er14DAefe30f27D2e89f11eD14i10e33f9d2vr3dD2ft2e22f4df9df3df5D2r15De25f3D2rDe11D5e24ue6"
    "DA2D6f8e41df24Af32ge54fgfeg3f8g4fg2ef7e10f2r2i10rde15fg2De8D2e2D2e22De7DeD3e4D2feg3f4D2g2D2g"
    "2feD8gD4e2De3f2D2i10e2t2k6vterfD2f2gDe6D4e2D2e22De7De2De2De2D2fDg3f2D4f2D2f3D3fD7e4DeD7i10f2"
    "e3frD10f2gDe9De3De22De7De2De5D2feg3f5Df2gDg2fD2eD15e2f2D2i10rtD7ef6Dfg2De8D2e2D2e22De7De2De5"
    "D2fegfgf4D2g2D2g2fD7f2gD4e2De3f2D2i10vek6D10feDe6D3e3De4D3e2DeDe2D3e2D3e3D3e12D4g2fg2D3g3Dg3"
    "fD2eD6gD14i10k3v6tvD5fg3fe8De3De23De16D2fef3g4Df3Df4D7f2De3D2eD2e2f2D2i10D7rk7vefg2re8De3De2"
    "3De10De5D2fegfg5Dfg2Dg2f2D7g2D6e2De2f2D2i10De2D13f2g2e9De3De41f2eg3f4Dg3Dg3fevD4e3gk7e3f2D2i"
    "10k9ve6Dfg2De18D3e24De9DeD2e7D3fD4g3f3DfDg8D6i10D2g2rD12e48fe2f7D4te6df8ri10r2D37e2DeDe5De24"
    "DeDe10fe2f9eD2e5DdDf6D2i10D2e4D32ev3r15vrv3f2v6i10k10vfvfvfnonog2e8De36D4f14gf5rf2e5f11Df36D"
    "v8fv6Dv2r5v4r2D37e43g2f4gf6gf2g2f2ei10r6e6g2f2e4f3eg3e2g7e3f4e13fg2f2g6fegi10g3fv2a38DaD5aD2"
    "b43rdb3e329De4D2e7DeDe4D2e41De4D2e33De4D2e7DeDe4D2e15De57De4D2e67D2f3r9k20D3e16v10D6a86D2b6D"
    "2me620vre17we26noD3e75r3j3e8D7e18f3gD9e19f2gr2D9e18f2D12e13De3Df2D12e52f2gf7g8fg2f11r3dr3tef"
    "D2i10D6k10D6r6mr4f3Afi10D6e35de53D7e5f2e34feD5e70D10e31Df3g4f2g3D4g2fg6f3D4vD3r2i10e30D2e5D1"
    "1e44D4e26D6i10kD3v34e23f2g2fD2r2e53gfgf7Dfgfg2f8g6f10D2fi10D6i10D6r7dr6D2f14hf16D49f4ge47fgf"
    "5gfg5fg2e8D3i10r7v10f9v9r2Df2ge30gf4g2f2gf3e2i10e44fgf2g3fgf3g2D8r4e36g8f8g2f2D3r5i10D3e3i10"
    "e30d6r2b9D7a43D2a3r8D8f3rf13gf7e4fe6fe2gf2eD5b44d63b13db34d37f64abababababababababababababab"
    "abababababababababababababababababababababababababababababababababababababababababababababab"
    "ababababababababababababababab9ababababababababababababababababababababababababababababababa"
    "babababababababababababababababababab9a8b6D2a6D2b8a8b8a8b6D2a6D2b8DaDaDaDab8a8b14D2b8c8b8c8b"
    "8c8b5Db2a4cubu3b3Db2a4cu3b4D2b2a4Du3b8a5u3D2b3Db2a4cu2Dw11A5m6r2pqnp2qnpr8xyA5wr9pqr4l2r3sno"
    "r11srlr10wA5DA10kdD2k6s3nodk10s3noDd13D3t33D15f13h4fh3f12D15v2av4av2ba3b2a3bvav2sa5v6avavava"
    "4vba4be4bv2b2a2s5ab4vsv2bvk16j35abj4kv2D4s5v5s2v4sv2sv2sv7sv31s2v2svsv31s268v8nonov20s2v7nov"
    "81sv30s25v40s6v69D25v11D21k60v78k22v183sv9sv54s8v111sv248nononononononok30v44s5nos31nononono"
    "nos16v256s131nononononononononononos63nonos32nos258v48s21v2s6v39D2v32Dv105a48b48aba3b2ababab"
    "a4bab2ab6d2a3bababababababababababababababababababababababababababababababababababababababab"
    "abababababababababab2v6ababf3abD5r4kr2b38DbD5bD2e56D7drD14fe23D9e7De7De7De7De7De7De7De7Df32r"
    "2pqpqr3pqrpqr9mr2mrpqr2pqnonononor5dr10m2r4mrnr13v2r3nonononomD34v26Dv89D12v214D26v12D4wr3vd"
    "ejnononononov2nonononomno2vj9f4g2md5v2j3derv2De86D2f2u2d2eme90rd3eD5e43De94Dv2k4v10e32v36D12"
    "e16v31Dk10v30k8vk15v32k10v39k15v320e6592v64e21013de1143D3v55D9e40d6r2e268dr3e16i10e2D20ababa"
    "bababababababababababababababababababababefh3rf10rdababababababababababababababd2f2e70j10f2r"
    "6D8u23d9u2ababababababab3abababababababababababababababababababababababababababababababdb8ab"
    "aba2bababababdu2ababeabab3ababababababababababa5ba5babababababababa4babD5abDbDbababD24d3abed"
    "2be7fe3fe4fe23g2f2gv4fD3k6v2tvD6e52r4D8g2e50g16f2D8r2i10D6f18e6r3ere2fi10e28f8r2e23f11g2D11r"
    "e29D3f3ge47fg2f4g2f2g3r13Ddi10D4r2e5fde9i10e5De41f6g2f2g2f2D9e3fe8fgD2i10D2r4e16de6v3egfge50"
    "fef3e2f2e5f2efeD24e2dr2e11gf2g2r2ed2gfD10e6D2e6D2e6D9e7De7Db43ud4b9du2D4b80e35g2fg2fg2rgfD2i"
    "10D6e11172D12e23D4e49D4B2048C6400e366D2e106D38b7D12b5D5efe10se13De5DeDe2De2De108u17D16e363on"
    "v16e64D2e54D7vD32e12tv3f16r7norD6f16rm2l2nonononononononor2nor4l3r3Dr4mnononor3sms3Drtr2D4e5"
    "De135D2ADr3tr3norsrmr2i10r2s3r2a26nroulub26nsosnornor2e10de45d2e31D3e6D2e6D2e6D2e3D3t2suvt2D"
    "vs4v2D10A3v2D2e12De26De19De2De15D2e14D34e123D5r3D4k45D3v9j53k4v17k2v3Dv13D3vD47v45fD130e29D3"
    "e49D15fk27D4e32k4D9e20je8jD5e38f5D5e30Dre36D4e8rj5D42a40b40e78D2i10D6a36D4b36D4e40D8e52D11ra"
    "11Da15Da7Da2Db11Db15Db7Db2D67e311D9e22D10e8D24d6Dd42Dd9D69e6D2eDe44De2D3eD2e23Drk8e23v2k7e31"
    "D8k9D48e19De2D5k5e22k6D3re26D5rD64e56D4k2e2k16D2k46ef3Df2D5f4e4De3De29D2f3D4fk9D7r9D7e29k2re"
    "29k3D32e8ve28f2D4k5r7D9e54D3r7e22D2k8e19D5k8e18D7r4D12k7D80e73D55a51D13b51D7k6e36f4D8i10D294"
    "k31De42Df2mD2e2D78e29k10eD8e22f11k4r5D22e18f4r4D38e21k7D20e23D9gfge53f15r7D4k20i10fe2f2eD9f3"
    "ge45g3f4g2f2r2Ar4fD10AD2e25D7i10D6f3e36f5gf8Di10r4eg2eD8e35fr2eD9f2ge48g3f9g2e4r4f4rgfi10ere"
    "r3Dk20D11e18De25g3f3g2fgf2r6fD65e7DeDe4De15De10rD6e47fg3f8D5i10D6f2g2De8D2e2D2e22De7De2De5Df"
    "2eg2fg4D2g2D2g3D2eD6gD5e5g2D2f7D3f5D139e53g3f8g2f3gfe4r5i10r2Drfe3D30e48g3f6gfg4f2gf2e2reD8i"
    "10D166e47g3f4D2g4f2gf2r23e4f2D34e48g3f8g2fgf2r3eD11i10D6r13D19e43fgfg2f6gferD6i10D54e27D2f3g"
    "2f4gf5D4i10k2r3ve7D185e44g3f9gf2rD100a32b32i10k9D12e8D2eD2e8De2De24g6Dg2D2f2gfegegfr3D9i10D7"
    "0e8D2e39g3f4D2f2g4feregD27ef10e40f6gef4r8fD8ef6g2f3e46f13gf2r3er5D13e73D263e9De37gf7Df6gfer5"
    "D10i10k19D3r2e30D2f22Dgf7gf2gf2D73e7De2De38f6D3fDf2Df7efD8i10D6e6De2De32g5Df2Dg2fgfeD7i10D31"
    "0e19f2g2r2D183eD15k21v8t4v17D13re922D102j111Dr5D11e196D2636e97r2D13e1071DA9D4039e583D8633e56"
    "9D7e31Di10D4r2e79Di10D6e30D2f5rD10e48f7r5v4d4rvD10i10Dk7De21D5e19D688a32b32k23r4D101e75D4feg"
    "55D7f4d13D64d2rdfD11g2D14e6136D8e1238D42e9D8935d4Dd7Dd2De291D45e3D17e4D8e396D2308e107D5e13D3"
    "e9D7e10D2vf2rA4D4700f46D2f23D9v116D60v246D10v39D2v60g2f3v3g6A8f8v2f7v30f4v61D21v66f3vD154k20"
    "D12v87D9k25D135a26b26a26b7Db18a26b26aDa2D2aD2a2D2a4Da8b4DbDb7Db11a26b26a2Da4D2a8Da7Db26a2Da4"
    "Da5DaD3a7Db26a26b26a26b26a26b26a26b26a26b26a26b28D2a25sb25sb6a25sb25sb6a25sb25sb6a25sb25sb6a"
    "25sb25sb6abD2i50v512f55v4f50v8fv14fv2r5D15f5Df15D1104b10eb20D225f7Df17D2f7Df2Df5D213e45D3f7d"
    "7D2i10D4evD320e30fD17e44f4i10D5tD1248e7De4De2De15De197D2k9f7D41a34b34f7dD4i10D4r2D785k59vk3t"
    "k4D76k45vk15D194e4De27De2DeD2eDe10De4DeDeD6eD4eDeDeDe3De2DeD2eDeDeDeDeDe2DeD2e4De7De4De4DeDe"
    "10De17D5e3De5De17D52s2D270v44D4v100D12v15D2v15Dv15Dv37D10k13v161D56v29D13v44D4v9D7v2D14v6D15"
    "4v251u5v728D5v16D3v13D3v116D12v89D7v12D4vD15v12D4v56D8v10D6v40D8v30D2v2D78v340D12v14D2v5D3v5"
    "D3v7D9v29D3v11D5v6D10v10D6v8D8v7D9v147Dv55D37i10D1030e42720D32e4153D7e222D2e5762D14e7473D310"
    "3e542D1506e4939D715958AD30A96D128f240D65040C65534D2C65534D2";

inline constexpr fold_run fold_runs[] = {
    {0x41,26,1,32}, {0xb5,1,1,775}, {0xc0,23,1,32}, {0xd8,7,1,32}, {0x100,24,2,1}, {0x132,3,2,1},
    {0x139,8,2,1}, {0x14a,23,2,1}, {0x178,1,1,-121}, {0x179,3,2,1}, {0x17f,1,1,-268},
    {0x181,1,1,210}, {0x182,2,2,1}, {0x186,1,1,206}, {0x187,1,1,1}, {0x189,2,1,205}, {0x18b,1,1,1},
    {0x18e,1,1,79}, {0x18f,1,1,202}, {0x190,1,1,203}, {0x191,1,1,1}, {0x193,1,1,205},
    {0x194,1,1,207}, {0x196,1,1,211}, {0x197,1,1,209}, {0x198,1,1,1}, {0x19c,1,1,211},
    {0x19d,1,1,213}, {0x19f,1,1,214}, {0x1a0,3,2,1}, {0x1a6,1,1,218}, {0x1a7,1,1,1},
    {0x1a9,1,1,218}, {0x1ac,1,1,1}, {0x1ae,1,1,218}, {0x1af,1,1,1}, {0x1b1,2,1,217}, {0x1b3,2,2,1},
    {0x1b7,1,1,219}, {0x1b8,1,1,1}, {0x1bc,1,1,1}, {0x1c4,1,1,2}, {0x1c5,1,1,1}, {0x1c7,1,1,2},
    {0x1c8,1,1,1}, {0x1ca,1,1,2}, {0x1cb,9,2,1}, {0x1de,9,2,1}, {0x1f1,1,1,2}, {0x1f2,2,2,1},
    {0x1f6,1,1,-97}, {0x1f7,1,1,-56}, {0x1f8,20,2,1}, {0x220,1,1,-130}, {0x222,9,2,1},
    {0x23a,1,1,10795}, {0x23b,1,1,1}, {0x23d,1,1,-163}, {0x23e,1,1,10792}, {0x241,1,1,1},
    {0x243,1,1,-195}, {0x244,1,1,69}, {0x245,1,1,71}, {0x246,5,2,1}, {0x345,1,1,116}, {0x370,2,2,1},
    {0x376,1,1,1}, {0x37f,1,1,116}, {0x386,1,1,38}, {0x388,3,1,37}, {0x38c,1,1,64}, {0x38e,2,1,63},
    {0x391,17,1,32}, {0x3a3,9,1,32}, {0x3c2,1,1,1}, {0x3cf,1,1,8}, {0x3d0,1,1,-30}, {0x3d1,1,1,-25},
    {0x3d5,1,1,-15}, {0x3d6,1,1,-22}, {0x3d8,12,2,1}, {0x3f0,1,1,-54}, {0x3f1,1,1,-48},
    {0x3f4,1,1,-60}, {0x3f5,1,1,-64}, {0x3f7,1,1,1}, {0x3f9,1,1,-7}, {0x3fa,1,1,1},
    {0x3fd,3,1,-130}, {0x400,16,1,80}, {0x410,32,1,32}, {0x460,17,2,1}, {0x48a,27,2,1},
    {0x4c0,1,1,15}, {0x4c1,7,2,1}, {0x4d0,48,2,1}, {0x531,38,1,48}, {0x10a0,38,1,7264},
    {0x10c7,1,1,7264}, {0x10cd,1,1,7264}, {0x13f8,6,1,-8}, {0x1c80,1,1,-6222}, {0x1c81,1,1,-6221},
    {0x1c82,1,1,-6212}, {0x1c83,2,1,-6210}, {0x1c85,1,1,-6211}, {0x1c86,1,1,-6204},
    {0x1c87,1,1,-6180}, {0x1c88,1,1,35267}, {0x1c90,43,1,-3008}, {0x1cbd,3,1,-3008},
    {0x1e00,75,2,1}, {0x1e9b,1,1,-58}, {0x1e9e,1,1,-7615}, {0x1ea0,48,2,1}, {0x1f08,8,1,-8},
    {0x1f18,6,1,-8}, {0x1f28,8,1,-8}, {0x1f38,8,1,-8}, {0x1f48,6,1,-8}, {0x1f59,4,2,-8},
    {0x1f68,8,1,-8}, {0x1f88,8,1,-8}, {0x1f98,8,1,-8}, {0x1fa8,8,1,-8}, {0x1fb8,2,1,-8},
    {0x1fba,2,1,-74}, {0x1fbc,1,1,-9}, {0x1fbe,1,1,-7173}, {0x1fc8,4,1,-86}, {0x1fcc,1,1,-9},
    {0x1fd8,2,1,-8}, {0x1fda,2,1,-100}, {0x1fe8,2,1,-8}, {0x1fea,2,1,-112}, {0x1fec,1,1,-7},
    {0x1ff8,2,1,-128}, {0x1ffa,2,1,-126}, {0x1ffc,1,1,-9}, {0x2126,1,1,-7517}, {0x212a,1,1,-8383},
    {0x212b,1,1,-8262}, {0x2132,1,1,28}, {0x2160,16,1,16}, {0x2183,1,1,1}, {0x24b6,26,1,26},
    {0x2c00,48,1,48}, {0x2c60,1,1,1}, {0x2c62,1,1,-10743}, {0x2c63,1,1,-3814}, {0x2c64,1,1,-10727},
    {0x2c67,3,2,1}, {0x2c6d,1,1,-10780}, {0x2c6e,1,1,-10749}, {0x2c6f,1,1,-10783},
    {0x2c70,1,1,-10782}, {0x2c72,1,1,1}, {0x2c75,1,1,1}, {0x2c7e,2,1,-10815}, {0x2c80,50,2,1},
    {0x2ceb,2,2,1}, {0x2cf2,1,1,1}, {0xa640,23,2,1}, {0xa680,14,2,1}, {0xa722,7,2,1},
    {0xa732,31,2,1}, {0xa779,2,2,1}, {0xa77d,1,1,-35332}, {0xa77e,5,2,1}, {0xa78b,1,1,1},
    {0xa78d,1,1,-42280}, {0xa790,2,2,1}, {0xa796,10,2,1}, {0xa7aa,1,1,-42308}, {0xa7ab,1,1,-42319},
    {0xa7ac,1,1,-42315}, {0xa7ad,1,1,-42305}, {0xa7ae,1,1,-42308}, {0xa7b0,1,1,-42258},
    {0xa7b1,1,1,-42282}, {0xa7b2,1,1,-42261}, {0xa7b3,1,1,928}, {0xa7b4,8,2,1}, {0xa7c4,1,1,-48},
    {0xa7c5,1,1,-42307}, {0xa7c6,1,1,-35384}, {0xa7c7,2,2,1}, {0xa7d0,1,1,1}, {0xa7d6,2,2,1},
    {0xa7f5,1,1,1}, {0xab70,80,1,-38864}, {0xff21,26,1,32}, {0x10400,40,1,40}, {0x104b0,36,1,40},
    {0x10570,11,1,39}, {0x1057c,15,1,39}, {0x1058c,7,1,39}, {0x10594,2,1,39}, {0x10c80,51,1,64},
    {0x118a0,32,1,32}, {0x16e40,32,1,32}, {0x1e900,34,1,34},
};

}  // namespace fastapi::detail

// ==== fastapi/core/unicode.hpp ====

// What a code point is: its general category, whether it belongs to a word, whether it is white
// space, and which others differ from it only by case. Answers as Rust's `regex` and Unicode UTS 18
// give them, from the run-length tables of unicode_tables.hpp, unpacked at the first need.

namespace fastapi::detail {

/// A set of general categories: one bit for each, in the order of `category_names`.
using category_set = std::uint32_t;

inline constexpr std::string_view category_names =
    "LuLlLtLmLoMnMcMeNdNlNoPcPdPsPePiPfPoSmScSkSoZsZlZpCcCfCsCoCn";

/// The categories whose two-letter name starts with `prefix`: "Lu" is one, "L" all letters.
constexpr category_set categories_named(std::string_view prefix);

/// The category of a code point, as a set of one.
inline category_set category_of(char32_t code_point);

/// UTS 18 annex C, `\w`: letters, marks, decimal and letter numbers, connectors, joiners.
inline bool is_word_char(char32_t code_point);

/// The property White_Space.
constexpr bool is_white_space(char32_t code_point);

/// A code point and all that simple case folding holds for the same.
struct case_variants {
    std::array<char32_t, 4> values{};
    std::size_t count = 0;

    constexpr void add(char32_t code_point) {
        if (count < values.size()) values[count++] = code_point;
    }
    constexpr const char32_t* begin() const { return values.data(); }
    constexpr const char32_t* end() const { return values.data() + count; }
};
inline case_variants case_variants_of(char32_t code_point);

/// Reads `category_runs` one run at a time: code points from the last `end` to the new one.
class category_reader {
public:
    constexpr void next() {
        const char letter = rest_.front();
        category = static_cast<unsigned>(letter >= 'a' ? letter - 'a' : letter - 'A' + 26);
        rest_.remove_prefix(1);
        char32_t length = 0;
        for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1))
            length = length * 10 + static_cast<char32_t>(rest_.front() - '0');
        begin = end;
        end += length == 0 ? 1 : length;
    }

    char32_t begin = 0;
    char32_t end = 0;
    unsigned category = 0;

private:
    std::string_view rest_ = category_runs;
};

// ---- implementation ----

constexpr category_set categories_named(std::string_view prefix) {
    category_set result = 0;
    for (std::size_t i = 0; i < category_names.size(); i += 2)
        if (category_names.substr(i, 2).starts_with(prefix)) result |= category_set{1} << (i / 2);
    return result;
}

/// Each run as its first code point, with the category in the lowest five bits.
inline std::array<std::uint32_t, category_run_count> unpacked_categories() {
    std::array<std::uint32_t, category_run_count> runs{};
    category_reader reader;
    for (std::uint32_t& run : runs) {
        reader.next();
        run = static_cast<std::uint32_t>(reader.begin << 5) | reader.category;
    }
    return runs;
}

inline category_set category_of(char32_t code_point) {
    static const auto runs = unpacked_categories();
    const auto key = static_cast<std::uint32_t>(code_point << 5) | 31u;
    const auto next = std::upper_bound(runs.begin(), runs.end(), key);
    return category_set{1} << (*(next - 1) & 31u);
}

inline bool is_word_char(char32_t c) {
    if (c < 0x80)
        return is_alpha(static_cast<char>(c)) || is_digit(static_cast<char>(c)) || c == '_';
    constexpr category_set word = categories_named("L") | categories_named("M") |
                                  categories_named("Nd") | categories_named("Nl") |
                                  categories_named("Pc");
    if ((category_of(c) & word) != 0) return true;
    if (c == 0x200C || c == 0x200D) return true;
    // Other_Alphabetic that is neither letter nor mark: letters in circles and squares.
    return (c >= 0x24B6 && c <= 0x24E9) || (c >= 0x1F130 && c <= 0x1F149) ||
           (c >= 0x1F150 && c <= 0x1F169) || (c >= 0x1F170 && c <= 0x1F189);
}

constexpr bool is_white_space(char32_t c) {
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

constexpr bool contains(const fold_run& run, char32_t c) {
    const char32_t offset = c - run.first;  // wraps around to a large one below the first
    return offset <= (run.count - 1u) * run.stride && offset % run.stride == 0;
}

constexpr char32_t simple_fold(char32_t c) {
    for (const fold_run& run : fold_runs)
        if (contains(run, c)) return c + static_cast<char32_t>(run.delta);
    return c;
}

/// Without a look at the table. U+212A is KELVIN SIGN, U+017F is LATIN SMALL LETTER LONG S.
inline case_variants ascii_case_variants(char c) {
    case_variants result;
    result.add(static_cast<char32_t>(c));
    if (!is_alpha(c)) return result;
    result.add(static_cast<char32_t>(c ^ 0x20));
    if (to_lower(c) == 'k') result.add(0x212A);
    if (to_lower(c) == 's') result.add(0x17F);
    return result;
}

inline case_variants case_variants_of(char32_t c) {
    if (c < 0x80) return ascii_case_variants(static_cast<char>(c));
    case_variants result;
    const char32_t folded = simple_fold(c);
    result.add(folded);
    for (const fold_run& run : fold_runs) {
        const char32_t origin = folded - static_cast<char32_t>(run.delta);
        if (contains(run, origin)) result.add(origin);
    }
    return result;
}

}  // namespace fastapi::detail

// ==== fastapi/core/pattern_program.hpp ====

// The parsed form of a regular expression: the instructions of a Thompson automaton, and classes of
// characters as small postfix expressions over sets, so that nothing large is ever spelled out.
// What a class says of ASCII is also kept as 128 bits, computed when the pattern is parsed.

namespace fastapi::detail {

enum class pattern_error : std::uint8_t {
    none,
    not_utf8,
    unbalanced_parenthesis,
    unclosed_class,
    nothing_to_repeat,
    bad_escape,
    bad_repetition,
    bad_class_range,
    bad_group,
    unknown_property,
    not_supported,
    too_large,
};

/// The reason in words, for messages.
constexpr std::string_view to_text(pattern_error error);

enum class opcode : std::uint8_t {
    character,  ///< the code point `value`
    folded,     ///< it, or another case of it
    any,
    any_but_newline,
    char_class,  ///< one of class number `value`
    jump,        ///< to here + `value`, which may be negative modulo 2^32
    split,       ///< to the next instruction and to here + `value`
    text_start,
    text_end,
    line_start,
    line_end,
    word_boundary,  ///< this and the next five: among ASCII words only, if `value` is 1
    no_word_boundary,
    word_start,
    word_end,
    word_start_half,
    word_end_half,
    match,
};

struct instruction {
    opcode code;
    std::uint32_t value;
};

/// A class in postfix form, over a stack of sets: a leaf is united with the topmost one.
enum class class_op : std::uint8_t {
    range,     ///< leaf: code points from `low` to `high`
    category,  ///< leaf: the category_set `low`
    word,      ///< leaf
    space,     ///< leaf
    open,      ///< puts an empty set on the stack
    negate,
    unite,  ///< this and the next three: the two topmost sets become one
    intersect,
    subtract,
    differ,
};

struct class_item {
    class_op op;
    bool folded = false;   ///< a leaf: other cases belong to it, too
    bool ascii = false;    ///< a leaf: nothing above U+007F belongs to it
    bool negated = false;  ///< a leaf: all the others
    char32_t low = 0;
    char32_t high = 0;
};

struct char_class {
    std::array<std::uint64_t, 2> ascii;  ///< the answer for code points below 128, one bit each
    std::uint32_t first;                 ///< its items, for the other code points
    std::uint32_t count;
};

struct pattern_sizes {
    std::size_t program = 0;
    std::size_t classes = 0;
    std::size_t items = 0;
    pattern_error error = pattern_error::none;
    std::size_t position = 0;  ///< of the error, in bytes
};

/// Where to write. Without `given` only to count (GCC 12 compares no such pointers with null).
struct pattern_memory {
    bool given = false;
    instruction* program = nullptr;
    char_class* classes = nullptr;
    class_item* items = nullptr;
};

inline constexpr std::size_t max_bracket_depth = 16;

/// The value of a class in postfix form, over sets as bits: `leaf(item)` gives the bits of a leaf.
template <class Leaf>
constexpr std::uint64_t evaluate_class(const class_item* items, std::size_t count, Leaf leaf);

// ---- implementation ----

constexpr std::string_view to_text(pattern_error error) {
    switch (error) {
        case pattern_error::none:
            return "no error";
        case pattern_error::not_utf8:
            return "not well-formed UTF-8";
        case pattern_error::unbalanced_parenthesis:
            return "unbalanced parenthesis";
        case pattern_error::unclosed_class:
            return "unclosed character class";
        case pattern_error::nothing_to_repeat:
            return "nothing to repeat";
        case pattern_error::bad_escape:
            return "bad escape";
        case pattern_error::bad_repetition:
            return "bad repetition";
        case pattern_error::bad_class_range:
            return "bad range in a character class";
        case pattern_error::bad_group:
            return "bad name or flags of a group";
        case pattern_error::unknown_property:
            return "unknown Unicode property";
        case pattern_error::not_supported:
            return "back-references and look-around are not supported";
        case pattern_error::too_large:
            return "too large";
    }
    return {};
}

template <class Leaf>
constexpr std::uint64_t evaluate_class(const class_item* items, std::size_t count, Leaf leaf) {
    std::uint64_t stack[2 * max_bracket_depth] =
        {};  // a bracket holds one set, or two and an operator
    std::size_t top = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const class_op op = items[i].op;
        if (op == class_op::negate) {
            stack[top] = ~stack[top];
        } else if (op == class_op::open) {
            stack[++top] = 0;
        } else if (op < class_op::open) {
            stack[top] |= leaf(items[i]);
        } else {
            const std::uint64_t right = stack[top--];
            if (op == class_op::unite) stack[top] |= right;
            if (op == class_op::intersect) stack[top] &= right;
            if (op == class_op::subtract) stack[top] &= ~right;
            if (op == class_op::differ) stack[top] ^= right;
        }
    }
    return stack[0];
}

/// The code points from `begin` to `end`, both included, among the 64 from `base` on.
constexpr std::uint64_t range_bits(char32_t begin, char32_t end, char32_t base) {
    if (begin >= base + 64 || end < base || begin > end) return 0;
    const char32_t low = begin > base ? begin - base : 0;
    const char32_t high = end - base < 63 ? end - base : 63;
    return (~std::uint64_t{0} << low) & (~std::uint64_t{0} >> (63 - high));
}

constexpr std::uint64_t category_bits(category_set categories, char32_t base) {
    std::uint64_t bits = 0;
    for (category_reader reader; reader.end < base + 64;) {
        reader.next();
        if ((categories >> reader.category & 1) != 0)
            bits |= range_bits(reader.begin, reader.end - 1, base);
    }
    return bits;
}

constexpr std::uint64_t letter_bit(char letter) {
    return std::uint64_t{1} << (to_upper(letter) - '@') | std::uint64_t{1} << (letter - '@');
}

/// Bits of U+0040 to U+007F, each letter joined by its other case.
constexpr std::uint64_t folded_bits(std::uint64_t bits, const class_item& leaf) {
    const std::uint64_t letters = bits & 0x07FF'FFFE'07FF'FFFE;
    bits |= letters << 32 | letters >> 32;
    if (leaf.op != class_op::range) return bits;
    if (leaf.low <= 0x212A && leaf.high >= 0x212A) bits |= letter_bit('k');
    if (leaf.low <= 0x17F && leaf.high >= 0x17F) bits |= letter_bit('s');
    return bits;
}

/// A leaf of a class, as far as the 64 ASCII characters from `base` on go.
constexpr std::uint64_t leaf_bits(const class_item& leaf, char32_t base) {
    std::uint64_t bits = 0;
    switch (leaf.op) {
        case class_op::range:
            bits = range_bits(leaf.low, leaf.high, base);
            break;
        case class_op::category:
            bits = category_bits(leaf.low, base);
            break;
        case class_op::word:
            bits = base == 0 ? 0x03FF'0000'0000'0000 : 0x07FF'FFFE'87FF'FFFE;
            break;
        default:
            bits = range_bits('\t', '\r', base) | range_bits(' ', ' ', base);
            break;
    }
    if (leaf.folded && base == 64) bits = folded_bits(bits, leaf);
    return leaf.negated ? ~bits : bits;
}

}  // namespace fastapi::detail

// ==== fastapi/core/pattern_scanner.hpp ====

// The text of a regular expression, a piece at a time: characters, what (?x) leaves out, flags, and
// everything that starts with a backslash. The first mistake stops the reading and is remembered.

namespace fastapi::detail {

/// The categories that also have a long name, beside the two-letter ones.
struct category_name {
    std::string_view name;
    std::string_view prefix;
};
inline constexpr category_name long_category_names[] = {
    {"other", "C"},
    {"letter", "L"},
    {"mark", "M"},
    {"number", "N"},
    {"punctuation", "P"},
    {"symbol", "S"},
    {"separator", "Z"},
    {"uppercaseletter", "Lu"},
    {"lowercaseletter", "Ll"},
    {"titlecaseletter", "Lt"},
    {"decimalnumber", "Nd"},
    {"control", "Cc"},
};

struct pattern_flags {
    bool folded = false;     // i
    bool multiline = false;  // m
    bool dot_all = false;    // s
    bool spaced = false;     // x
    bool ascii = false;      // not u
};

// What stands behind a backslash, or a single character.
struct pattern_element {
    enum { character, leaf, assertion } kind = character;
    char32_t value = 0;
    opcode code = opcode::match;
    class_item item{class_op::range};
};
/// What the parser is built on.
class pattern_scanner {
protected:
    static constexpr char32_t no_char = 0xFFFF'FFFF;

    constexpr explicit pattern_scanner(std::string_view text) : text_(text) {
        if (!is_valid_utf8(text)) fail(pattern_error::not_utf8);
    }

    // -- text --

    constexpr bool failed() const { return sizes_.error != pattern_error::none; }
    constexpr void fail(pattern_error error) {
        if (failed()) return;
        sizes_.error = error;
        sizes_.position = position_;
    }
    constexpr bool at_end() const { return position_ >= text_.size(); }
    constexpr char32_t peek() const {
        if (at_end()) return no_char;
        return utf8_code_point(text_, position_, utf8_length(text_, position_));
    }
    constexpr char32_t take() {
        const char32_t c = peek();
        if (!at_end()) position_ += utf8_length(text_, position_);
        return c;
    }
    constexpr bool accept(std::string_view expected) {
        if (!text_.substr(position_).starts_with(expected)) return false;
        position_ += expected.size();
        return true;
    }

    /// Under (?x): over blanks and comments. Whether anything follows.
    constexpr bool skip_ignored() {
        while (flags_.spaced && !at_end()) {
            const char32_t c = peek();
            if (c == '#') {
                while (!at_end() && peek() != '\n') take();
            } else if (c < 0x80 ? is_white_space(c) : is_pattern_space(c)) {
                take();
            } else {
                break;
            }
        }
        return !at_end();
    }
    static constexpr bool is_pattern_space(char32_t c) {
        return c == 0x85 || c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029;
    }
    constexpr bool set_flag(pattern_flags& next, char32_t c, bool on, std::uint32_t& seen) {
        const std::size_t index = c < 0x80 ? std::string_view("imsxuU").find(static_cast<char>(c))
                                           : std::string_view::npos;
        if (index == std::string_view::npos || (seen >> index & 1) != 0) return false;
        seen |= 1u << index;
        if (c == 'i') next.folded = on;
        if (c == 'm') next.multiline = on;
        if (c == 's') next.dot_all = on;
        if (c == 'x') next.spaced = on;
        if (c == 'u') next.ascii = !on;
        return true;
    }

    // -- escapes --

    constexpr pattern_element parse_escape() {
        const char32_t c = take();
        switch (c) {
            case 'd':
            case 'D':
                return leaf(class_op::category, c == 'D', categories_named("Nd"));
            case 'w':
            case 'W':
                return leaf(class_op::word, c == 'W', 0);
            case 's':
            case 'S':
                return leaf(class_op::space, c == 'S', 0);
            case 'p':
            case 'P':
                return parse_property(c == 'P');
            case 'x':
                return parse_hexadecimal(2);
            case 'u':
                return parse_hexadecimal(4);
            case 'U':
                return parse_hexadecimal(8);
            case 'A':
                return assertion(opcode::text_start);
            case 'z':
                return assertion(opcode::text_end);
            case 'b':
                return parse_word_boundary();
            case 'B':
                return assertion(opcode::no_word_boundary);
            case '<':
                return assertion(opcode::word_start);
            case '>':
                return assertion(opcode::word_end);
            default:
                return parse_literal_escape(c);
        }
    }

    constexpr pattern_element parse_literal_escape(char32_t c) {
        switch (c) {
            case 'n':
                return literal('\n');
            case 't':
                return literal('\t');
            case 'r':
                return literal('\r');
            case 'f':
                return literal('\f');
            case 'v':
                return literal('\v');
            case 'a':
                return literal('\a');
            default:
                break;
        }
        if (c < 0x80 && is_digit(static_cast<char>(c)))
            fail(pattern_error::not_supported);
        else if (c >= 0x80 || is_alpha(static_cast<char>(c)))
            fail(pattern_error::bad_escape);
        return literal(c);
    }

    static constexpr pattern_element literal(char32_t c) { return {pattern_element::character, c}; }
    static constexpr pattern_element assertion(opcode code) {
        return {pattern_element::assertion, 0, code};
    }
    constexpr pattern_element leaf(class_op op, bool negated, category_set categories) const {
        return {pattern_element::leaf,
                0,
                opcode::match,
                {op, flags_.folded, flags_.ascii, negated, static_cast<char32_t>(categories)}};
    }

    constexpr pattern_element parse_word_boundary() {
        if (accept("{start}")) return assertion(opcode::word_start);
        if (accept("{end}")) return assertion(opcode::word_end);
        if (accept("{start-half}")) return assertion(opcode::word_start_half);
        if (accept("{end-half}")) return assertion(opcode::word_end_half);
        return assertion(opcode::word_boundary);
    }

    /// `digits` of them, or any number in braces.
    constexpr pattern_element parse_hexadecimal(std::size_t digits) {
        const bool braced = accept("{");
        char32_t value = 0;
        std::size_t count = 0;
        while (!at_end() && (braced ? text_[position_] != '}' : count < digits)) {
            const int digit = hex_value(text_[position_]);
            if (digit < 0 || value > 0x10FFFF) break;
            value = value * 16 + static_cast<char32_t>(digit);
            ++position_;
            ++count;
        }
        const bool complete = braced ? count > 0 && accept("}") : count == digits;
        if (!complete || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
            fail(pattern_error::bad_escape);
        return literal(value);
    }

    /// \pL, \p{Lu}, \p{Letter}: case, blanks, '-' and '_' do not matter (UTS 44 5.9.3).
    constexpr pattern_element parse_property(bool negated) {
        std::array<char, 32> name{};
        std::size_t length = 0;
        const bool braced = accept("{");
        while (!at_end() && (braced ? text_[position_] != '}' : length == 0)) {
            const char c = text_[position_++];
            if (c == ' ' || c == '-' || c == '_') continue;
            if (length == name.size()) break;
            name[length++] = to_lower(c);
        }
        if (length == 0 || (braced && !accept("}"))) fail(pattern_error::bad_escape);
        return property({name.data(), length}, negated);
    }

    constexpr pattern_element property(std::string_view name, bool negated) {
        category_set categories = 0;
        if (name == "any") categories = categories_named("");
        if (name == "lc")
            categories = categories_named("Lu") | categories_named("Ll") | categories_named("Lt");
        if (name.size() == 1 || name.size() == 2) {
            const char prefix[2] = {to_upper(name.front()), name.back()};
            categories |= categories_named({prefix, name.size()});
        }
        for (const category_name& known : long_category_names)
            if (known.name == name) categories = categories_named(known.prefix);
        pattern_element result = leaf(class_op::category, negated, categories);
        if (name == "ascii")
            result.item.op = class_op::range, result.item.high = 0x7F;
        else if (categories == 0)
            fail(pattern_error::unknown_property);
        result.item.ascii = false;
        return result;
    }
    std::string_view text_;
    std::size_t position_ = 0;
    pattern_sizes sizes_;
    pattern_flags flags_;
};

}  // namespace fastapi::detail

// ==== fastapi/core/pattern_parse.hpp ====

// A regular expression, as text, to the program of a Thompson automaton. The syntax is that of
// Rust's `regex` crate, which pydantic uses: no back-references and no look-around, so that
// matching is linear. The parser runs twice, at compile time or not: first without memory, to find
// mistakes and to count; then to fill arrays of exactly that size. It never calls itself.
//
// Not as in Rust: `(?-u)` only narrows \d \s \w \b to ASCII (characters stay code points), a name
// may be given to two groups, and \p knows the general categories, Any and ASCII, but no scripts.

namespace fastapi::detail {

inline constexpr std::size_t max_pattern_program = 32768;
inline constexpr std::size_t max_group_depth = 100;

/// Parses `text` into `memory`, which the sizes of an earlier run without memory have the room for.
constexpr pattern_sizes parse_pattern_into(std::string_view text, pattern_memory memory = {});

// ---- implementation ----

/// The names of [[:alpha:]] and the like, and their ranges as pairs of first and last.
struct posix_class_ranges {
    std::string_view name;
    std::string_view ranges;
};
inline constexpr posix_class_ranges posix_classes[] = {
    {"alnum", "09AZaz"},   {"alpha", "AZaz"},    {"ascii", {"\0\x7F", 2}},
    {"blank", "\t\t  "},   {"digit", "09"},      {"cntrl", {"\0\x1F\x7F\x7F", 4}},
    {"graph", "!~"},       {"lower", "az"},      {"print", " ~"},
    {"punct", "!/:@[`{~"}, {"upper", "AZ"},      {"space", "\t\r  "},
    {"word", "09AZaz__"},  {"xdigit", "09AFaf"},
};

// A group that is open, or at the bottom the whole pattern. Each branch of an alternation but the
// last ends in a jump. Until its target is known, it holds the index of the one before it, plus 1.
struct pattern_group {
    std::size_t begin = 0;
    std::size_t branch = 0;
    std::size_t last_jump = 0;
    pattern_flags outer;
};

struct pattern_bracket {
    bool negated = false;
    class_op pending = class_op::unite;  // unite: no operator waits for its right side
};
class pattern_parser : private pattern_scanner {
public:
    constexpr pattern_parser(std::string_view text, pattern_memory memory)
        : pattern_scanner(text), memory_(memory) {}

    constexpr pattern_sizes parse() {
        while (!failed() && skip_ignored()) parse_one(take());
        if (!failed() && depth_ != 0) fail(pattern_error::unbalanced_parenthesis);
        if (failed()) return sizes_;
        join_alternatives();
        emit(opcode::match);
        return sizes_;
    }

private:
    static constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

    // -- program --

    constexpr bool has_room(std::size_t more) {
        if (sizes_.program + more <= max_pattern_program) return true;
        fail(pattern_error::too_large);
        return false;
    }
    constexpr void emit(opcode code, std::size_t value = 0) {
        if (!has_room(1)) return;
        if (memory_.given)
            memory_.program[sizes_.program] = {code, static_cast<std::uint32_t>(value)};
        ++sizes_.program;
    }
    /// Offsets within the part that moves stay right, and nothing points into it from without.
    constexpr void insert(std::size_t at, opcode code, std::size_t value) {
        if (!has_room(1)) return;
        if (memory_.given) {
            for (std::size_t i = sizes_.program; i > at; --i)
                memory_.program[i] = memory_.program[i - 1];
            memory_.program[at] = {code, static_cast<std::uint32_t>(value)};
        }
        ++sizes_.program;
    }
    constexpr void append_copy(std::size_t from, std::size_t length) {
        if (!has_room(length)) return;
        if (memory_.given)
            for (std::size_t i = 0; i < length; ++i)
                memory_.program[sizes_.program + i] = memory_.program[from + i];
        sizes_.program += length;
    }
    constexpr void begin_atom() {
        atom_ = sizes_.program;
        has_atom_ = true;
    }

    // -- outside of classes --

    constexpr void parse_one(char32_t c) {
        switch (c) {
            case '(':
                return open_group();
            case ')':
                return close_group();
            case '|':
                return begin_alternative();
            case '*':
                return repeat(0, unlimited);
            case '+':
                return repeat(1, unlimited);
            case '?':
                return repeat(0, 1);
            case '{':
                return counted_repeat();
            default:
                break;
        }
        begin_atom();
        switch (c) {
            case '[':
                return parse_class();
            case '\\':
                return emit_element(parse_escape());
            case '.':
                return emit(flags_.dot_all ? opcode::any : opcode::any_but_newline);
            case '^':
                return emit(flags_.multiline ? opcode::line_start : opcode::text_start);
            case '$':
                return emit(flags_.multiline ? opcode::line_end : opcode::text_end);
            default:
                return emit_character(c);
        }
    }

    constexpr void emit_character(char32_t c) {
        const bool cased = c >= 0x80 || is_alpha(static_cast<char>(c));
        emit(flags_.folded && cased ? opcode::folded : opcode::character, c);
    }

    constexpr void emit_element(const pattern_element& what) {
        if (what.kind == pattern_element::character) return emit_character(what.value);
        if (what.kind == pattern_element::assertion) return emit(what.code, flags_.ascii ? 1 : 0);
        add_item(what.item);
        emit_class(sizes_.items - 1);
    }

    constexpr void open_group() {
        skip_ignored();
        if (accept("?=") || accept("?!") || accept("?<=") || accept("?<!") || accept("?P=") ||
            accept("?P>") || accept("?>") || accept("?#"))
            return fail(pattern_error::not_supported);
        if (accept("?P<") || accept("?<")) {
            parse_name();
            push_group(flags_);
        } else if (accept("?")) {
            parse_flags();
        } else {
            push_group(flags_);
        }
    }

    constexpr void push_group(pattern_flags outer) {
        if (depth_ == max_group_depth) return fail(pattern_error::too_large);
        groups_[++depth_] = {sizes_.program, sizes_.program, 0, outer};
        has_atom_ = false;
    }

    constexpr void parse_name() {
        for (bool first = true; !at_end(); first = false) {
            const char32_t c = take();
            if (c == '>' && !first) return;
            const bool inner =
                c < 0x80 && (is_digit(static_cast<char>(c)) || c == '.' || c == '[' || c == ']');
            const bool letter = c >= 0x80 || c == '_' || is_alpha(static_cast<char>(c));
            if (!letter && (first || !inner)) return fail(pattern_error::bad_group);
        }
        fail(pattern_error::bad_group);
    }

    /// `i-s)` changes the flags up to the end of the group that it stands in, `i-s:` opens a group.
    constexpr void parse_flags() {
        pattern_flags next = flags_;
        std::uint32_t seen = 0;
        bool on = true;
        bool dangling = false;
        for (bool empty = true;; empty = false) {
            const char32_t c = take();
            if (c == no_char) return fail(pattern_error::unbalanced_parenthesis);
            if (c == ':' || c == ')') {
                if (dangling || (c == ')' && empty)) return fail(pattern_error::bad_group);
                return enter_flags(next, c == ':');
            }
            dangling = c == '-';
            if (dangling && !on) return fail(pattern_error::bad_group);
            if (dangling)
                on = false;
            else if (!set_flag(next, c, on, seen))
                return fail(c == 'R' ? pattern_error::not_supported : pattern_error::bad_group);
        }
    }

    constexpr void enter_flags(pattern_flags next, bool group_follows) {
        if (group_follows) push_group(flags_);
        flags_ = next;
        has_atom_ = false;
    }

    constexpr void close_group() {
        if (depth_ == 0) return fail(pattern_error::unbalanced_parenthesis);
        join_alternatives();
        flags_ = groups_[depth_].outer;
        atom_ = groups_[depth_--].begin;
        has_atom_ = true;
    }

    constexpr void begin_alternative() {
        pattern_group& here = groups_[depth_];
        insert(here.branch, opcode::split, sizes_.program - here.branch + 2);
        emit(opcode::jump, here.last_jump);
        here.last_jump = sizes_.program;
        here.branch = sizes_.program;
        has_atom_ = false;
    }

    constexpr void join_alternatives() {
        if (!memory_.given) return;
        for (std::size_t jump = groups_[depth_].last_jump; jump != 0;) {
            instruction& here = memory_.program[jump - 1];
            const std::size_t before = here.value;
            here.value = static_cast<std::uint32_t>(sizes_.program - (jump - 1));
            jump = before;
        }
    }

    // -- repetition --

    constexpr void counted_repeat() {
        std::size_t low = 0;
        if (!has_atom_) return fail(pattern_error::nothing_to_repeat);
        skip_ignored();
        if (!parse_decimal(low)) return fail(pattern_error::bad_repetition);
        std::size_t high = low;
        if (accept(",")) {
            skip_ignored();
            high = unlimited;
            if (peek() != '}' && !parse_decimal(high)) return fail(pattern_error::bad_repetition);
        }
        if (!accept("}") || low > high) return fail(pattern_error::bad_repetition);
        skip_ignored();
        repeat(low, high);
    }

    /// Blanks around the number are skipped, as Rust does. A number that is too large stays that.
    constexpr bool parse_decimal(std::size_t& value) {
        while (!at_end() && is_white_space(peek())) take();
        if (at_end() || !is_digit(text_[position_])) return false;
        value = 0;
        for (; !at_end() && is_digit(text_[position_]); ++position_)
            if (value <= max_pattern_program)
                value = value * 10 + static_cast<std::size_t>(text_[position_] - '0');
        while (!at_end() && is_white_space(peek())) take();
        return true;
    }

    /// Writes x{2,4} as xx(x(x)?)?, x{2,} as xx+. Whether it is lazy does not change the answer.
    constexpr void repeat(std::size_t low, std::size_t high) {
        if (!has_atom_) return fail(pattern_error::nothing_to_repeat);
        accept("?");
        const std::size_t length = sizes_.program - atom_;
        if (length == 0) return;
        if (high == 0) return insert(atom_, opcode::jump, length + 1);
        if (high == unlimited && low == 0) {
            insert(atom_, opcode::split, length + 2);
            return emit(opcode::jump, 0 - (length + 1));
        }
        const std::size_t optional = high == unlimited ? 0 : high - low;
        if (!has_room((low == 0 ? 0 : low - 1) * length + optional * (length + 1))) return;
        for (std::size_t i = 1; i < low; ++i) append_copy(atom_, length);
        if (high == unlimited) return emit(opcode::split, 0 - length);
        append_optional(length, low == 0, optional);
    }

    /// Nested, so that each part left out leads straight to the end.
    constexpr void append_optional(std::size_t length, bool first_is_atom, std::size_t count) {
        std::size_t remaining = count;
        if (first_is_atom) insert(atom_, opcode::split, remaining-- * (length + 1));
        const std::size_t from = first_is_atom ? atom_ + 1 : atom_;
        for (; remaining > 0 && !failed(); --remaining) {
            emit(opcode::split, remaining * (length + 1));
            append_copy(from, length);
        }
    }

    // -- classes --

    constexpr void add_item(const class_item& item) {
        if (memory_.given) memory_.items[sizes_.items] = item;
        ++sizes_.items;
    }
    constexpr void add_operator(class_op op) { add_item({op}); }
    constexpr void add_range(char32_t low, char32_t high) {
        add_item({class_op::range, flags_.folded, false, false, low, high});
    }

    constexpr void emit_class(std::size_t first) {
        emit(opcode::char_class, sizes_.classes);
        if (memory_.given) {
            const class_item* items = memory_.items + first;
            const std::size_t count = sizes_.items - first;
            const auto half = [&](char32_t base) {
                return evaluate_class(
                    items, count, [base](const class_item& item) { return leaf_bits(item, base); });
            };
            memory_.classes[sizes_.classes] = {{half(0), half(64)},
                                               static_cast<std::uint32_t>(first),
                                               static_cast<std::uint32_t>(count)};
        }
        ++sizes_.classes;
    }

    constexpr void parse_class() {
        const std::size_t first = sizes_.items;
        open_bracket();
        while (!failed() && open_brackets_ != 0) {
            if (skip_ignored())
                parse_class_item();
            else
                fail(pattern_error::unclosed_class);
        }
        if (!failed()) emit_class(first);
    }

    constexpr void open_bracket() {
        if (open_brackets_ == max_bracket_depth) return fail(pattern_error::too_large);
        if (open_brackets_ != 0) add_operator(class_op::open);
        skip_ignored();
        brackets_[open_brackets_++] = {accept("^")};
        bool empty = true;
        for (skip_ignored(); accept("-"); skip_ignored(), empty = false) add_range('-', '-');
        if (empty && accept("]")) add_range(']', ']');
    }

    constexpr void close_bracket() {
        finish_operator();
        if (brackets_[--open_brackets_].negated) add_operator(class_op::negate);
        if (open_brackets_ != 0) add_operator(class_op::unite);
    }

    constexpr void finish_operator() {
        const class_op pending = brackets_[open_brackets_ - 1].pending;
        if (pending != class_op::unite) add_operator(pending);
    }

    /// All operators bind equally, to the left, and less than standing side by side.
    constexpr void begin_operator(class_op op) {
        finish_operator();
        brackets_[open_brackets_ - 1].pending = op;
        add_operator(class_op::open);
    }

    constexpr void parse_class_item() {
        if (accept("&&")) return begin_operator(class_op::intersect);
        if (accept("--")) return begin_operator(class_op::subtract);
        if (accept("~~")) return begin_operator(class_op::differ);
        if (accept("]")) return close_bracket();
        if (peek() != '[') return parse_range();
        take();
        if (!parse_posix_class()) open_bracket();
    }

    constexpr void parse_range() {
        const pattern_element low = parse_class_element();
        if (!accept_range_sign()) {
            if (low.kind == pattern_element::leaf) return add_item(low.item);
            return add_range(low.value, low.value);
        }
        const pattern_element high = parse_class_element();
        if (low.kind != pattern_element::character || high.kind != pattern_element::character ||
            low.value > high.value)
            return fail(pattern_error::bad_class_range);
        add_range(low.value, high.value);
    }

    /// A '-' that is neither the last of its class nor the first half of "--".
    constexpr bool accept_range_sign() {
        skip_ignored();
        const std::size_t start = position_;
        if (!accept("-")) return false;
        if (!skip_ignored()) {
            fail(pattern_error::unclosed_class);
        } else if (peek() == ']' || peek() == '-') {
            position_ = start;
            return false;
        }
        return true;
    }

    constexpr pattern_element parse_class_element() {
        if (!accept("\\")) return literal(take());
        const pattern_element result = parse_escape();
        if (result.kind == pattern_element::assertion) fail(pattern_error::bad_escape);
        return result;
    }

    /// [:name:] or [:^name:]; anything else in such a place is a nested class.
    constexpr bool parse_posix_class() {
        const std::size_t start = position_;
        const bool negated = accept(":^");
        if (negated || accept(":"))
            for (const posix_class_ranges& known : posix_classes)
                if (text_.substr(position_).starts_with(known.name) &&
                    text_.substr(position_ + known.name.size()).starts_with(":]")) {
                    position_ += known.name.size() + 2;
                    add_posix_class(known.ranges, negated);
                    return true;
                }
        position_ = start;
        return false;
    }

    constexpr void add_posix_class(std::string_view ranges, bool negated) {
        if (negated) add_operator(class_op::open);
        for (std::size_t i = 0; i < ranges.size(); i += 2)
            add_range(static_cast<char32_t>(ranges[i]), static_cast<char32_t>(ranges[i + 1]));
        if (!negated) return;
        add_operator(class_op::negate);
        add_operator(class_op::unite);
    }

    pattern_memory memory_;
    std::size_t atom_ = 0;  // where the last thing that can be repeated starts
    bool has_atom_ = false;
    std::size_t depth_ = 0;
    std::array<pattern_group, max_group_depth + 1> groups_{};
    std::size_t open_brackets_ = 0;
    std::array<pattern_bracket, max_bracket_depth> brackets_{};
};

constexpr pattern_sizes parse_pattern_into(std::string_view text, pattern_memory memory) {
    return pattern_parser(text, memory).parse();
}

}  // namespace fastapi::detail

// ==== fastapi/core/pattern.hpp ====

// Matching a regular expression in time linear in the subject, whatever pattern and subject are:
// all threads of a Thompson automaton advance together, each instruction at most once per code
// point. No recursion, no memory from the heap but for large programs. A pattern known at compile
// time is parsed there, and a mistake in it is a compile error that names the mistake.
//
// `$` matches at the very end only, not before a final newline, unless (?m). A byte of the subject
// that belongs to no well-formed UTF-8 is one unit that nothing matches.

namespace fastapi::detail {

/// A parsed pattern, wherever it is stored.
struct pattern_view {
    std::string_view text;
    const instruction* program = nullptr;
    std::size_t size = 0;
    const char_class* classes = nullptr;
    const class_item* items = nullptr;
};

/// Whether the pattern matches somewhere in `subject`, as `re.search` and Rust's `is_match`.
inline bool search(const pattern_view& pattern, std::string_view subject);

/// Whether the pattern matches the whole of `subject`, as `re.fullmatch`.
inline bool full_match(const pattern_view& pattern, std::string_view subject);

/// A pattern parsed at run time.
class pattern {
public:
    pattern_view view() const {
        return {text_, program_.data(), program_.size(), classes_.data(), items_.data()};
    }

private:
    friend std::optional<pattern> parse_pattern(std::string_view, pattern_error&);

    std::string text_;
    std::vector<instruction> program_;
    std::vector<char_class> classes_;
    std::vector<class_item> items_;
};

/// Nothing, and the reason in `error`, where `text` is not a pattern.
inline std::optional<pattern> parse_pattern(std::string_view text, pattern_error& error);

/// What the parser finds in a pattern given as template argument.
template <fixed_string Text>
inline constexpr pattern_sizes measured_pattern = parse_pattern_into(Text.view());

/// A compile error that names the mistake, if there is one: for the place that declares a pattern.
template <fixed_string Text>
constexpr bool check_pattern();

/// The parsed form of a pattern given as template argument.
template <fixed_string Text>
requires(measured_pattern<Text>.error == pattern_error::none) constexpr pattern_view
    compiled_pattern();

// ---- implementation ----

template <fixed_string Text>
constexpr bool check_pattern() {
    constexpr pattern_error error = measured_pattern<Text>.error;
    static_assert(
        error != pattern_error::not_utf8,
        "fastapi: the pattern is not a valid regular expression: it is not UTF-8. Save the "
        "source file as UTF-8, or write the character as \\x{...}.");
    static_assert(error != pattern_error::unbalanced_parenthesis,
                  "fastapi: the pattern is not a valid regular expression: a parenthesis is not "
                  "balanced. Write \\( or \\) for the character itself.");
    static_assert(
        error != pattern_error::unclosed_class,
        "fastapi: the pattern is not a valid regular expression: a character class is not "
        "closed. Write [...], or \\[ for the character itself.");
    static_assert(
        error != pattern_error::nothing_to_repeat,
        "fastapi: the pattern is not a valid regular expression: there is nothing to repeat "
        "before *, +, ? or {. Write \\* and so on for the character itself.");
    static_assert(
        error != pattern_error::bad_escape,
        "fastapi: the pattern is not a valid regular expression: an escape is unknown or not "
        "allowed there. Write \\\\ for a backslash, \\z (not \\Z) for the end.");
    static_assert(
        error != pattern_error::bad_repetition,
        "fastapi: the pattern is not a valid regular expression: a repetition is not {n}, "
        "{n,} or {n,m} with n <= m. Write \\{ for the character itself.");
    static_assert(
        error != pattern_error::bad_class_range,
        "fastapi: the pattern is not a valid regular expression: a range in a class is not "
        "from a character to a later one. Write \\- for the character itself.");
    static_assert(
        error != pattern_error::bad_group,
        "fastapi: the pattern is not a valid regular expression: the name or the flags of a "
        "group are wrong. Write (?:...), (?P<name>...), or flags out of i m s x u U.");
    static_assert(
        error != pattern_error::unknown_property,
        "fastapi: the pattern names a Unicode property that is not supported. Write a general "
        "category as \\p{L}, \\p{Lu} or \\p{Nd}, or list the ranges.");
    static_assert(
        error != pattern_error::not_supported,
        "fastapi: the pattern uses a back-reference, look-around, or the flag R, which are not "
        "supported (matching takes linear time). Check that part in the handler instead.");
    static_assert(
        error != pattern_error::too_large,
        "fastapi: the pattern is too large or nested too deeply. Repeat less, as {n,m} counts "
        "as so many copies; bound lengths with max_length instead.");
    return error == pattern_error::none;
}

/// The arrays of one pattern, no element larger than needed.
template <fixed_string Text>
struct pattern_storage {
    static constexpr pattern_sizes sizes = measured_pattern<Text>;

    constexpr pattern_storage() {
        parse_pattern_into(Text.view(), {true, program.data(), classes.data(), items.data()});
    }

    std::array<instruction, sizes.program> program{};
    std::array<char_class, sizes.classes + 1> classes{};
    std::array<class_item, sizes.items + 1> items{};
};

template <fixed_string Text>
inline constexpr pattern_storage<Text> stored_pattern{};

template <fixed_string Text>
requires(measured_pattern<Text>.error == pattern_error::none) constexpr pattern_view
    compiled_pattern() {
    constexpr const pattern_storage<Text>& stored = stored_pattern<Text>;
    return {Text.view(), stored.program.data(), stored.program.size(), stored.classes.data(),
            stored.items.data()};
}

inline std::optional<pattern> parse_pattern(std::string_view text, pattern_error& error) {
    const pattern_sizes sizes = parse_pattern_into(text);
    error = sizes.error;
    if (error != pattern_error::none) return std::nullopt;
    pattern result;
    result.text_ = text;
    result.program_.resize(sizes.program);
    result.classes_.resize(sizes.classes);
    result.items_.resize(sizes.items);
    parse_pattern_into(
        text, {true, result.program_.data(), result.classes_.data(), result.items_.data()});
    return result;
}

/// A unit of the subject: a code point, or what no instruction matches.
struct subject_unit {
    static constexpr char32_t none = 0xFFFF'FFFF;

    char32_t code_point = none;  // none at both ends, and for a byte that is not UTF-8
    std::size_t length = 0;      // 0 at the end
};

inline subject_unit unit_at(std::string_view subject, std::size_t position) {
    if (position >= subject.size()) return {};
    const auto byte = static_cast<unsigned char>(subject[position]);
    if (byte < 0x80) return {byte, 1};
    const std::size_t length = utf8_length(subject, position);
    if (length == 0) return {subject_unit::none, 1};
    return {utf8_code_point(subject, position, length), length};
}

inline bool leaf_matches(const class_item& item, char32_t c) {
    if (item.ascii && c >= 0x80) return false;
    switch (item.op) {
        case class_op::range:
            return c >= item.low && c <= item.high;
        case class_op::category:
            return (category_of(c) & item.low) != 0;
        case class_op::word:
            return is_word_char(c);
        default:
            return is_white_space(c);
    }
}

inline bool folded_leaf_matches(const class_item& item, char32_t c) {
    for (const char32_t variant : case_variants_of(c))
        if (leaf_matches(item, variant)) return true;
    return false;
}

inline bool class_matches(const pattern_view& pattern, const char_class& set, char32_t c) {
    if (c < 0x80) return (set.ascii[c >> 6] >> (c & 63) & 1) != 0;
    if (c == subject_unit::none) return false;
    const auto leaf = [c](const class_item& item) -> std::uint64_t {
        const bool inside = item.folded ? folded_leaf_matches(item, c) : leaf_matches(item, c);
        return inside != item.negated ? 1 : 0;
    };
    return (evaluate_class(pattern.items + set.first, set.count, leaf) & 1) != 0;
}

/// Lists of threads for a program of `size` instructions: on the heap only where it is large.
class thread_memory {
public:
    explicit thread_memory(std::size_t size) {
        if (size > inline_size) {
            large_threads_.resize(3 * size);
            large_marks_.resize(size);
        }
        std::uint32_t* all = size > inline_size ? large_threads_.data() : threads_;
        threads = all;
        arrived = all + size;
        postponed = all + 2 * size;
        marks = size > inline_size ? large_marks_.data() : marks_;
        for (std::size_t i = 0; i < size; ++i) marks[i] = 0;
    }
    thread_memory(const thread_memory&) = delete;
    thread_memory& operator=(const thread_memory&) = delete;

    std::uint32_t* threads;    // instructions that wait for the unit at the current position
    std::uint32_t* arrived;    // instructions that a thread reached over the last unit
    std::uint32_t* postponed;  // the other sides of splits
    std::size_t* marks;        // of each instruction: the last step that visited it

private:
    static constexpr std::size_t inline_size = 256;

    std::uint32_t threads_[3 * inline_size];
    std::size_t marks_[inline_size];
    std::vector<std::uint32_t> large_threads_;
    std::vector<std::size_t> large_marks_;
};

/// One match of one subject.
class pattern_matcher {
public:
    pattern_matcher(const pattern_view& pattern, std::string_view subject, bool whole)
        : pattern_(pattern),
          subject_(subject),
          whole_(whole),
          anchored_(whole || pattern.program[0].code == opcode::text_start),
          memory_(pattern.size) {}

    bool run() {
        for (std::size_t position = 0;;) {
            next_ = unit_at(subject_, position);
            at_start_ = position == 0;
            ++step_;
            thread_count_ = 0;
            if (visit_arrived() || (arrived_count_ = 0, enters() && visit(0))) return true;
            if (next_.length == 0) return false;
            if (thread_count_ == 0 && anchored_) return false;
            advance();
            position += next_.length;
            previous_ = next_.code_point;
        }
    }

    /// How many instructions were looked at: at most all of them per code point, and once more.
    std::size_t visits() const { return visits_; }

private:
    bool enters() const { return at_start_ || !anchored_; }

    bool visit_arrived() {
        for (std::size_t i = 0; i < arrived_count_; ++i)
            if (visit(memory_.arrived[i])) return true;
        return false;
    }

    /// Follows everything that consumes nothing from `start` on. Whether it comes to a match.
    bool visit(std::uint32_t start) {
        std::size_t postponed = 0;
        memory_.postponed[postponed++] = start;
        while (postponed > 0) {
            std::uint32_t at = memory_.postponed[--postponed];
            while (memory_.marks[at] != step_) {
                memory_.marks[at] = step_;
                ++visits_;
                const instruction& here = pattern_.program[at];
                if (here.code == opcode::jump) {
                    at += here.value;
                } else if (here.code == opcode::split) {
                    memory_.postponed[postponed++] = at + here.value;
                    ++at;
                } else if (here.code < opcode::jump) {
                    memory_.threads[thread_count_++] = at;
                    break;
                } else if (here.code == opcode::match) {
                    if (!whole_ || next_.length == 0) return true;
                    break;
                } else if (holds(here)) {
                    ++at;
                } else {
                    break;
                }
            }
        }
        return false;
    }

    /// Takes every thread over the unit at the current position.
    void advance() {
        for (std::size_t i = 0; i < thread_count_; ++i) {
            const std::uint32_t at = memory_.threads[i];
            if (consumes(pattern_.program[at])) memory_.arrived[arrived_count_++] = at + 1;
        }
    }

    bool consumes(const instruction& here) const {
        const char32_t c = next_.code_point;
        switch (here.code) {
            case opcode::character:
                return c == here.value;
            case opcode::char_class:
                return class_matches(pattern_, pattern_.classes[here.value], c);
            case opcode::any:
                return c != subject_unit::none;
            case opcode::any_but_newline:
                return c != subject_unit::none && c != '\n';
            default:
                return is_variant(c, here.value);
        }
    }

    static bool is_variant(char32_t c, char32_t wanted) {
        if (c == subject_unit::none) return false;
        for (const char32_t variant : case_variants_of(c))
            if (variant == wanted) return true;
        return false;
    }

    bool holds(const instruction& here) const {
        const bool at_end = next_.length == 0;
        if (here.code == opcode::text_start) return at_start_;
        if (here.code == opcode::text_end) return at_end;
        if (here.code == opcode::line_start) return at_start_ || previous_ == '\n';
        if (here.code == opcode::line_end) return at_end || next_.code_point == '\n';
        const bool before = is_word(previous_, here.value != 0);
        const bool after = is_word(next_.code_point, here.value != 0);
        switch (here.code) {
            case opcode::word_boundary:
                return before != after;
            case opcode::no_word_boundary:
                return before == after;
            case opcode::word_start:
                return !before && after;
            case opcode::word_end:
                return before && !after;
            case opcode::word_start_half:
                return !before;
            default:
                return !after;
        }
    }

    static bool is_word(char32_t c, bool ascii) {
        return c != subject_unit::none && (!ascii || c < 0x80) && is_word_char(c);
    }

    const pattern_view& pattern_;
    std::string_view subject_;
    bool whole_;
    bool anchored_;
    bool at_start_ = true;
    subject_unit next_;
    char32_t previous_ = subject_unit::none;
    std::size_t step_ = 0;
    std::size_t visits_ = 0;
    std::size_t thread_count_ = 0;
    std::size_t arrived_count_ = 0;
    thread_memory memory_;
};

/// `^[class]+$`, by far the most usual constraint, which needs no threads.
inline bool is_one_class(const pattern_view& pattern) {
    return pattern.size == 5 && pattern.program[0].code == opcode::text_start &&
           pattern.program[1].code == opcode::char_class &&
           pattern.program[2].code == opcode::split && pattern.program[2].value == 0u - 1u &&
           pattern.program[3].code == opcode::text_end;
}

inline bool matches_one_class(const pattern_view& pattern, std::string_view subject) {
    const char_class& set = pattern.classes[pattern.program[1].value];
    for (std::size_t position = 0; position < subject.size();) {
        const subject_unit unit = unit_at(subject, position);
        if (!class_matches(pattern, set, unit.code_point)) return false;
        position += unit.length;
    }
    return !subject.empty();
}

inline bool search(const pattern_view& pattern, std::string_view subject) {
    if (is_one_class(pattern)) return matches_one_class(pattern, subject);
    return pattern_matcher(pattern, subject, false).run();
}

inline bool full_match(const pattern_view& pattern, std::string_view subject) {
    return pattern_matcher(pattern, subject, true).run();
}

}  // namespace fastapi::detail

// ==== fastapi/core/schema_registry.hpp ====

// What an OpenAPI document collects while its schemas are made: the named ones, each once, under
// `components.schemas`. A named schema is asked for by its title, an identity (an address that is unique to
// the C++ type) and a side, because what a client may send and what it gets can differ. Names are
// given in the end: one for both sides where they are the same, else `Item-Input` and `Item-Output`.

namespace fastapi::detail {

/// Whose view of a value a schema describes: of who sends it, or of who gets it.
enum class schema_side : unsigned char { input, output };

class schema_registry {
  public:
    using builder = any (*)(schema_registry&);

    /// Where the sides are not kept apart, clients are told of what they get as of what they may send.
    explicit schema_registry(bool separates_sides = true)
        : output_side_(separates_sides ? schema_side::output : schema_side::input) {}

    /// The side on which answers are described.
    schema_side output_side() const { return output_side_; }

    /// A `$ref` to the component of this identity and side; the first call builds it. The reference is good
    /// in documents that `finish` has seen.
    any reference(std::string_view title, const void* identity, schema_side side, builder build);

    /// A component of a fixed name and text, such as `HTTPValidationError`.
    void add_fixed(std::string_view name, any schema);

    /// Gives every component its name, and puts the names into the references of the document.
    void finish(any& document);

    /// All components, by name in alphabetical order, as FastAPI lists them. After `finish`.
    dict components() const;

  private:
    struct entry {
        std::string title;
        const void* identity = nullptr;
        schema_side side = schema_side::output;
        any schema;
        std::string name = {};
        bool differs = false;  // from the other side
    };

    static std::string provisional(std::size_t position) { return "#/components/schemas/?" + std::to_string(position); }
    static const std::size_t* as_position(const any& reference, std::size_t& position);
    template <class Visit>
    static void visit_references(any& value, const Visit& visit);

    entry* other_side(const entry& one);
    bool says_the_same(const any& one, const any& other) const;
    void find_differences();
    void give_names();
    bool is_taken(std::string_view name) const;

    std::vector<entry> entries_;
    schema_side output_side_;
};

// ---- implementation ----

inline any schema_registry::reference(std::string_view title, const void* identity, schema_side side, builder build) {
    std::size_t position = 0;
    while (position < entries_.size() && (entries_[position].identity != identity || entries_[position].side != side)) ++position;
    if (position == entries_.size()) {
        entries_.push_back({std::string(title), identity, side, any()});  // before building: it may be recursive
        any schema = build(*this);
        entries_[position].schema = std::move(schema);
    }
    return dict{{"$ref", provisional(position)}};
}

inline void schema_registry::add_fixed(std::string_view name, any schema) {
    if (!is_taken(name)) entries_.push_back({std::string(name), nullptr, schema_side::output, std::move(schema), std::string(name)});
}

inline void schema_registry::finish(any& document) {
    find_differences();
    give_names();
    const auto rename = [&](any& reference) {
        std::size_t position = 0;
        if (as_position(reference, position)) reference = "#/components/schemas/" + entries_[position].name;
    };
    visit_references(document, rename);
    for (entry& each : entries_) visit_references(each.schema, rename);
}

inline dict schema_registry::components() const {
    std::vector<const entry*> sorted;
    for (const entry& each : entries_) sorted.push_back(&each);
    std::sort(sorted.begin(), sorted.end(), [](const entry* a, const entry* b) { return a->name < b->name; });
    dict result;
    for (const entry* each : sorted) result[each->name] = each->schema;
    return result;
}

/// The position behind a provisional reference, or null for any other text.
inline const std::size_t* schema_registry::as_position(const any& reference, std::size_t& position) {
    constexpr std::string_view start = "#/components/schemas/?";
    if (!reference.is_string() || !reference.as_string().starts_with(start)) return nullptr;
    position = to_integer<std::size_t>(std::string_view(reference.as_string()).substr(start.size())).value_or(0);
    return &position;
}

template <class Visit>
void schema_registry::visit_references(any& value, const Visit& visit) {
    if (value.is_list())
        for (any& item : value.as_list()) visit_references(item, visit);
    if (!value.is_dict()) return;
    for (auto& [key, member] : value.as_dict()) {
        if (key == "$ref")
            visit(member);
        else if (key == "mapping" && member.is_dict())  // of a discriminator
            for (auto& [tag, target] : member.as_dict()) visit(target);
        else
            visit_references(member, visit);
    }
}

inline schema_registry::entry* schema_registry::other_side(const entry& one) {
    for (entry& each : entries_)
        if (each.identity == one.identity && each.identity != nullptr && each.side != one.side) return &each;
    return nullptr;
}

/// Whether two schemas are the same but for the side that their references are on.
inline bool schema_registry::says_the_same(const any& one, const any& other) const {
    any left = one, right = other;
    const auto to_identity = [&](any& reference) {
        std::size_t position = 0;
        if (!as_position(reference, position)) return;
        const entry& target = entries_[position];
        reference = target.title + (target.differs ? (target.side == schema_side::input ? " sent" : " got") : "") +
                    std::to_string(reinterpret_cast<std::uintptr_t>(target.identity));
    };
    visit_references(left, to_identity);
    visit_references(right, to_identity);
    return left == right;
}

/// A model differs between its sides where its own schema does, or that of a model in it.
inline void schema_registry::find_differences() {
    for (bool changed = true; changed;) {
        changed = false;
        for (entry& each : entries_) {
            entry* const other = other_side(each);
            if (other == nullptr || each.differs || says_the_same(each.schema, other->schema)) continue;
            each.differs = other->differs = changed = true;
        }
    }
}

inline bool schema_registry::is_taken(std::string_view name) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const entry& each) { return each.name == name; });
}

inline void schema_registry::give_names() {
    for (entry& each : entries_) {
        if (!each.name.empty()) continue;
        const entry* const other = other_side(each);
        if (other != nullptr && !each.differs && !other->name.empty()) {
            each.name = other->name;
            continue;
        }
        std::string name;
        for (const char c : each.title)  // OpenAPI 3.1 4.8.7: component keys are [a-zA-Z0-9._-]
            name += is_alpha(c) || is_digit(c) || c == '.' || c == '-' ? c : '_';
        if (each.differs) name += each.side == schema_side::input ? "-Input" : "-Output";
        std::string free = name;
        for (int suffix = 2; is_taken(free); ++suffix) free = name + "_" + std::to_string(suffix);
        each.name = std::move(free);
    }
}

}  // namespace fastapi::detail

// ==== fastapi/core/dump_filter.hpp ====

// Which members of a model are written: the keyword arguments of `model_dump`, and of a route's response
// model, made ready for the walk over a value. https://docs.pydantic.dev/latest/concepts/serialization/

namespace fastapi {

/// What `model_dump` writes. Names are those of members; `"address.city"` means a member of a member, also
/// through lists and maps.
struct DumpOptions {
    std::set<std::string> include = {};  ///< only these, where there are any
    std::set<std::string> exclude = {};  ///< not these
    bool exclude_unset = false;          ///< no `Field` that was neither sent nor assigned
    bool exclude_defaults = false;       ///< no member that has the value of its default
    bool exclude_none = false;           ///< no member that is null
    bool by_alias = false;               ///< the names that clients use
};

namespace detail {

/// The names of a set, by their first parts.
struct name_tree {
    std::map<std::string, name_tree, std::less<>> children;
    bool is_whole = false;  // the name itself is in the set, not only members of it

    void add(std::string_view path);
    const name_tree* find(std::string_view name) const;
};

/// The options as they hold at one level of a value.
class dump_filter {
  public:
    explicit dump_filter(const DumpOptions& options);

    bool exclude_unset, exclude_defaults, exclude_none, by_alias;

    /// Whether a member of that name is written, whatever its value.
    bool wants(std::string_view name) const;

    /// The options inside of that member.
    dump_filter inside(std::string_view name) const;

  private:
    std::shared_ptr<const name_tree> include_, exclude_;  // null: no restriction
};

// ---- implementation ----

inline void name_tree::add(std::string_view path) {
    const std::size_t point = path.find('.');
    name_tree& child = children[std::string(path.substr(0, point))];
    if (point == std::string_view::npos)
        child.is_whole = true;
    else
        child.add(path.substr(point + 1));
}

inline const name_tree* name_tree::find(std::string_view name) const {
    const auto found = children.find(name);
    return found == children.end() ? nullptr : &found->second;
}

inline std::shared_ptr<const name_tree> tree_of(const std::set<std::string>& names) {
    if (names.empty()) return nullptr;
    auto tree = std::make_shared<name_tree>();
    for (const std::string& name : names) tree->add(name);
    return tree;
}

inline dump_filter::dump_filter(const DumpOptions& options)
    : exclude_unset(options.exclude_unset),
      exclude_defaults(options.exclude_defaults),
      exclude_none(options.exclude_none),
      by_alias(options.by_alias),
      include_(tree_of(options.include)),
      exclude_(tree_of(options.exclude)) {}

inline bool dump_filter::wants(std::string_view name) const {
    if (include_ != nullptr && include_->find(name) == nullptr) return false;
    const name_tree* const excluded = exclude_ != nullptr ? exclude_->find(name) : nullptr;
    return excluded == nullptr || !excluded->is_whole;
}

inline dump_filter dump_filter::inside(std::string_view name) const {
    const auto part = [&](const std::shared_ptr<const name_tree>& tree) -> std::shared_ptr<const name_tree> {
        const name_tree* const child = tree != nullptr ? tree->find(name) : nullptr;
        if (child == nullptr || child->is_whole) return nullptr;
        return {tree, child};
    };
    dump_filter result = *this;
    result.include_ = part(include_);
    result.exclude_ = part(exclude_);
    return result;
}

}  // namespace detail
}  // namespace fastapi

// ---- http: messages as values ----

// ==== fastapi/http/status.hpp ====

// Status codes by FastAPI's names (`status::HTTP_404_NOT_FOUND`) and their reason phrases as Python
// 3.14 spells them. Codes are plain ints: a handler may answer one that stands in no list.

namespace fastapi {

namespace status {

inline constexpr int HTTP_100_CONTINUE = 100;
inline constexpr int HTTP_101_SWITCHING_PROTOCOLS = 101;
inline constexpr int HTTP_102_PROCESSING = 102;
inline constexpr int HTTP_103_EARLY_HINTS = 103;
inline constexpr int HTTP_200_OK = 200;
inline constexpr int HTTP_201_CREATED = 201;
inline constexpr int HTTP_202_ACCEPTED = 202;
inline constexpr int HTTP_203_NON_AUTHORITATIVE_INFORMATION = 203;
inline constexpr int HTTP_204_NO_CONTENT = 204;
inline constexpr int HTTP_205_RESET_CONTENT = 205;
inline constexpr int HTTP_206_PARTIAL_CONTENT = 206;
inline constexpr int HTTP_207_MULTI_STATUS = 207;
inline constexpr int HTTP_208_ALREADY_REPORTED = 208;
inline constexpr int HTTP_226_IM_USED = 226;
inline constexpr int HTTP_300_MULTIPLE_CHOICES = 300;
inline constexpr int HTTP_301_MOVED_PERMANENTLY = 301;
inline constexpr int HTTP_302_FOUND = 302;
inline constexpr int HTTP_303_SEE_OTHER = 303;
inline constexpr int HTTP_304_NOT_MODIFIED = 304;
inline constexpr int HTTP_305_USE_PROXY = 305;
inline constexpr int HTTP_306_RESERVED = 306;
inline constexpr int HTTP_307_TEMPORARY_REDIRECT = 307;
inline constexpr int HTTP_308_PERMANENT_REDIRECT = 308;
inline constexpr int HTTP_400_BAD_REQUEST = 400;
inline constexpr int HTTP_401_UNAUTHORIZED = 401;
inline constexpr int HTTP_402_PAYMENT_REQUIRED = 402;
inline constexpr int HTTP_403_FORBIDDEN = 403;
inline constexpr int HTTP_404_NOT_FOUND = 404;
inline constexpr int HTTP_405_METHOD_NOT_ALLOWED = 405;
inline constexpr int HTTP_406_NOT_ACCEPTABLE = 406;
inline constexpr int HTTP_407_PROXY_AUTHENTICATION_REQUIRED = 407;
inline constexpr int HTTP_408_REQUEST_TIMEOUT = 408;
inline constexpr int HTTP_409_CONFLICT = 409;
inline constexpr int HTTP_410_GONE = 410;
inline constexpr int HTTP_411_LENGTH_REQUIRED = 411;
inline constexpr int HTTP_412_PRECONDITION_FAILED = 412;
inline constexpr int HTTP_413_CONTENT_TOO_LARGE = 413;
inline constexpr int HTTP_413_REQUEST_ENTITY_TOO_LARGE = 413;
inline constexpr int HTTP_414_URI_TOO_LONG = 414;
inline constexpr int HTTP_414_REQUEST_URI_TOO_LONG = 414;
inline constexpr int HTTP_415_UNSUPPORTED_MEDIA_TYPE = 415;
inline constexpr int HTTP_416_RANGE_NOT_SATISFIABLE = 416;
inline constexpr int HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE = 416;
inline constexpr int HTTP_417_EXPECTATION_FAILED = 417;
inline constexpr int HTTP_418_IM_A_TEAPOT = 418;
inline constexpr int HTTP_421_MISDIRECTED_REQUEST = 421;
inline constexpr int HTTP_422_UNPROCESSABLE_CONTENT = 422;
inline constexpr int HTTP_422_UNPROCESSABLE_ENTITY = 422;
inline constexpr int HTTP_423_LOCKED = 423;
inline constexpr int HTTP_424_FAILED_DEPENDENCY = 424;
inline constexpr int HTTP_425_TOO_EARLY = 425;
inline constexpr int HTTP_426_UPGRADE_REQUIRED = 426;
inline constexpr int HTTP_428_PRECONDITION_REQUIRED = 428;
inline constexpr int HTTP_429_TOO_MANY_REQUESTS = 429;
inline constexpr int HTTP_431_REQUEST_HEADER_FIELDS_TOO_LARGE = 431;
inline constexpr int HTTP_451_UNAVAILABLE_FOR_LEGAL_REASONS = 451;
inline constexpr int HTTP_500_INTERNAL_SERVER_ERROR = 500;
inline constexpr int HTTP_501_NOT_IMPLEMENTED = 501;
inline constexpr int HTTP_502_BAD_GATEWAY = 502;
inline constexpr int HTTP_503_SERVICE_UNAVAILABLE = 503;
inline constexpr int HTTP_504_GATEWAY_TIMEOUT = 504;
inline constexpr int HTTP_505_HTTP_VERSION_NOT_SUPPORTED = 505;
inline constexpr int HTTP_506_VARIANT_ALSO_NEGOTIATES = 506;
inline constexpr int HTTP_507_INSUFFICIENT_STORAGE = 507;
inline constexpr int HTTP_508_LOOP_DETECTED = 508;
inline constexpr int HTTP_510_NOT_EXTENDED = 510;
inline constexpr int HTTP_511_NETWORK_AUTHENTICATION_REQUIRED = 511;

/// The reason phrase of a status code, as Python's http.HTTPStatus has it; "" for an unknown one.
constexpr std::string_view phrase(int code);

}  // namespace status

namespace detail {

/// RFC 9110 6.4.1: an answer with one of these codes ends with its head.
constexpr bool allows_body(int status) { return status >= 200 && status != 204 && status != 304; }

/// Whether an answer of this status is given content: with 205 a body could be framed, but must be
/// empty (RFC 9110 15.3.6).
constexpr bool has_content(int status) { return allows_body(status) && status != 205; }

}  // namespace detail

// ---- implementation ----

namespace detail {

struct status_phrase {
    int code;
    std::string_view phrase;
};

inline constexpr status_phrase status_phrases[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {102, "Processing"},
    {103, "Early Hints"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {207, "Multi-Status"},
    {208, "Already Reported"},
    {226, "IM Used"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {305, "Use Proxy"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {418, "I'm a Teapot"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {506, "Variant Also Negotiates"},
    {507, "Insufficient Storage"},
    {508, "Loop Detected"},
    {510, "Not Extended"},
    {511, "Network Authentication Required"},
};

/// The same by code, from 100 on: one look-up for each answer.
inline constexpr auto phrase_by_code = [] {
    std::array<std::string_view, 412> table{};
    for (const auto& [code, phrase] : status_phrases)
        table[static_cast<std::size_t>(code - 100)] = phrase;
    return table;
}();

}  // namespace detail

constexpr std::string_view status::phrase(int code) {
    const auto& table = detail::phrase_by_code;
    if (code < 100 || code >= 100 + static_cast<int>(table.size())) return {};
    return table[static_cast<std::size_t>(code - 100)];
}

}  // namespace fastapi

// ==== fastapi/http/headers.hpp ====

// Header fields: `Headers`, views of what a request carries, and `MutableHeaders`, the text of what
// an answer will carry, already in wire form. Names compare without regard to case; a name may
// stand several times. The one rule: no name or value that could end its line early ever enters an
// answer (RFC 9110 5.5).

namespace fastapi {

struct header_field {
    std::string_view name, value;

    friend bool operator==(const header_field&, const header_field&) = default;
};

/// The header fields of a request, in the order of their arrival. The views point at the bytes of
/// the request: they are good for as long as the request is.
class Headers {
public:
    using const_iterator = std::vector<header_field>::const_iterator;

    Headers() = default;
    Headers(std::initializer_list<header_field> fields) : fields_(fields) {}

    /// The first value under this name.
    std::optional<std::string_view> get(std::string_view name) const;
    /// All values under this name, in order.
    std::vector<std::string_view> getlist(std::string_view name) const;
    bool contains(std::string_view name) const { return find(name) != end(); }
    /// The first value under this name; throws std::out_of_range where there is none.
    std::string_view operator[](std::string_view name) const;

    const_iterator begin() const { return fields_.begin(); }
    const_iterator end() const { return fields_.end(); }
    std::size_t size() const { return fields_.size(); }
    bool empty() const { return fields_.empty(); }

    /// For who fills the request: the views are kept, not copied; `clear` keeps the capacity.
    void add(std::string_view name, std::string_view value) { fields_.push_back({name, value}); }
    void clear() { fields_.clear(); }
    /// The bytes moved: `from` became `to`. Every view must lie in them.
    void rebase(const char* from, const char* to);

private:
    const_iterator find(std::string_view name) const;

    std::vector<header_field> fields_;
};

/// The header fields of an answer. Every name must be a token and no value may hold a control
/// character but tab, else std::invalid_argument names the header and says what is wrong. Views
/// that were given out are good until the next change.
class MutableHeaders {
public:
    class const_iterator;

    MutableHeaders() = default;
    MutableHeaders(std::initializer_list<std::pair<std::string_view, std::string_view>> fields);

    /// Replaces every value under this name; the first keeps its place.
    void set(std::string_view name, std::string_view value);
    /// One more value under this name.
    void append(std::string_view name, std::string_view value);
    /// Sets the value only where there is none; gives the value that stands now.
    std::string_view setdefault(std::string_view name, std::string_view value);
    void remove(std::string_view name);
    /// Adds to the list in `vary`.
    void add_vary_header(std::string_view vary);

    /// The first value under this name.
    std::optional<std::string_view> get(std::string_view name) const;
    /// All values under this name, in order.
    std::vector<std::string_view> getlist(std::string_view name) const;
    bool contains(std::string_view name) const { return get(name).has_value(); }
    /// The first value under this name; throws std::out_of_range where there is none.
    std::string_view operator[](std::string_view name) const;

    const_iterator begin() const;
    const_iterator end() const;
    bool empty() const { return block_.empty(); }

    /// All fields as they go out: `name: value` CR LF, repeated.
    std::string_view block() const { return block_; }
    /// Keeps the capacity.
    void clear() { block_.clear(); }
    /// A whole line as a constant of the program, `content-type: text/plain\r\n`: not checked.
    void append_trusted(std::string_view line) { block_.append(line); }

private:
    bool overlaps(std::string_view text) const;
    void erase_from(std::size_t position, std::string_view name);

    std::string block_;
};

namespace detail {

inline constexpr auto token_chars = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < 256; ++i) table[i] = is_token_char(static_cast<char>(i));
    return table;
}();

/// RFC 9110 5.6.2, by look-up.
constexpr bool in_token(char c) { return token_chars[static_cast<unsigned char>(c)]; }

/// RFC 9110 5.5: visible characters, blanks and obs-text; no control characters but tab.
constexpr bool in_field_value(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

constexpr bool is_token(std::string_view text) {
    for (const char c : text)
        if (!in_token(c)) return false;
    return !text.empty();
}

/// Throws std::invalid_argument for a field that must not be sent.
void check_header(std::string_view name, std::string_view value);

/// Takes the first field off a block in wire form.
constexpr header_field take_field(std::string_view& block) {
    const std::size_t colon = block.find(':'), end = block.find('\r', colon);
    const header_field field{block.substr(0, colon), block.substr(colon + 2, end - colon - 2)};
    block.remove_prefix(end + 2);
    return field;
}

/// Takes the next element off a comma-separated value, without the blanks around it (RFC 9110
/// 5.6.1); empty elements are skipped, quotes have no meaning. nullopt at the end.
constexpr std::optional<std::string_view> take_list_element(std::string_view& rest) {
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        const std::string_view element = trim(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
        if (!element.empty()) return element;
    }
    return std::nullopt;
}

/// Whether a comma-separated value has this element, in any case.
constexpr bool list_contains(std::string_view value, std::string_view token) {
    while (const auto element = take_list_element(value))
        if (iequals(*element, token)) return true;
    return false;
}

}  // namespace detail

/// Goes over the fields of a block in wire form.
class MutableHeaders::const_iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = header_field;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = header_field;

    const_iterator() = default;
    explicit const_iterator(std::string_view rest) : rest_(rest) {}

    header_field operator*() const {
        std::string_view rest = rest_;
        return detail::take_field(rest);
    }
    const_iterator& operator++() {
        detail::take_field(rest_);
        return *this;
    }
    const_iterator operator++(int) {
        const const_iterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const const_iterator& a, const const_iterator& b) {
        return a.rest_.size() == b.rest_.size();
    }

private:
    std::string_view rest_;
};

// ---- implementation ----

namespace detail {

/// Text for a message: control characters never reach a log or a terminal as they are.
inline std::string escaped_controls(std::string_view text) {
    constexpr char digits[] = "0123456789abcdef";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F)
            result.push_back(c);
        else
            (result += "\\x").append({digits[byte >> 4], digits[byte & 15]});
    }
    return result;
}

inline std::string describe_control(char c) {
    if (c == '\r') return "a carriage return";
    if (c == '\n') return "a line feed";
    if (c == '\0') return "a NUL";
    return "the control character " + escaped_controls({&c, 1});
}

[[noreturn]] inline void throw_missing_header(std::string_view name) {
    throw std::out_of_range("fastapi: there is no header '" + escaped_controls(name) + "'");
}

[[noreturn]] inline void throw_bad_header(std::string_view name, const std::string& problem) {
    throw std::invalid_argument("fastapi: header '" + escaped_controls(name) + "': " + problem);
}

inline void check_header(std::string_view name, std::string_view value) {
    if (!is_token(name))
        throw_bad_header(name, name.empty()
                                   ? "the name is empty"
                                   : "the name may hold only letters, digits and !#$%&'*+-.^_`|~");
    for (const char c : value)
        if (!in_field_value(c)) throw_bad_header(name, "the value holds " + describe_control(c));
}

inline std::string_view rebased(std::string_view view, const char* from, const char* to) {
    return view.data() == nullptr ? view : std::string_view(to + (view.data() - from), view.size());
}

}  // namespace detail

inline Headers::const_iterator Headers::find(std::string_view name) const {
    const_iterator field = begin();
    while (field != end() && !detail::iequals(field->name, name)) ++field;
    return field;
}

inline std::optional<std::string_view> Headers::get(std::string_view name) const {
    const auto field = find(name);
    if (field == end()) return std::nullopt;
    return field->value;
}

inline std::vector<std::string_view> Headers::getlist(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& field : fields_)
        if (detail::iequals(field.name, name)) values.push_back(field.value);
    return values;
}

inline std::string_view Headers::operator[](std::string_view name) const {
    const auto field = find(name);
    if (field == end()) detail::throw_missing_header(name);
    return field->value;
}

inline void Headers::rebase(const char* from, const char* to) {
    for (auto& field : fields_)
        field = {detail::rebased(field.name, from, to), detail::rebased(field.value, from, to)};
}

inline MutableHeaders::MutableHeaders(
    std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    for (const auto& [name, value] : fields) append(name, value);
}

inline MutableHeaders::const_iterator MutableHeaders::begin() const {
    return const_iterator(block_);
}

inline MutableHeaders::const_iterator MutableHeaders::end() const { return const_iterator(); }

/// A view into our own text would be changed while it is being read.
inline bool MutableHeaders::overlaps(std::string_view text) const {
    const std::less<const char*> before;
    return !text.empty() && !before(text.data(), block_.data()) &&
           before(text.data(), block_.data() + block_.size());
}

inline void MutableHeaders::append(std::string_view name, std::string_view value) {
    if (overlaps(name) || overlaps(value)) return append(std::string(name), std::string(value));
    detail::check_header(name, value);
    block_.reserve(block_.size() + name.size() + value.size() + 4);
    block_.append(name).append(": ").append(value).append("\r\n");
}

inline void MutableHeaders::set(std::string_view name, std::string_view value) {
    if (overlaps(name) || overlaps(value)) return set(std::string(name), std::string(value));
    detail::check_header(name, value);
    for (auto field = begin(); field != end(); ++field) {
        if (!detail::iequals((*field).name, name)) continue;
        const auto position = static_cast<std::size_t>((*field).value.data() - block_.data());
        block_.replace(position, (*field).value.size(), value);
        return erase_from(position + value.size() + 2, name);
    }
    append(name, value);
}

inline std::string_view MutableHeaders::setdefault(std::string_view name, std::string_view value) {
    if (const auto present = get(name)) return *present;
    const std::size_t value_size = value.size();
    append(name, value);
    return std::string_view(block_).substr(block_.size() - 2 - value_size, value_size);
}

inline void MutableHeaders::remove(std::string_view name) {
    if (overlaps(name)) return remove(std::string(name));
    erase_from(0, name);
}

/// Drops the fields under this name from `position` on, in one pass.
inline void MutableHeaders::erase_from(std::size_t position, std::string_view name) {
    std::string_view rest = std::string_view(block_).substr(position);
    while (!rest.empty()) {
        const char* const line = rest.data();
        const bool kept = !detail::iequals(detail::take_field(rest).name, name);
        const auto length = static_cast<std::size_t>(rest.data() - line);
        if (!kept) continue;
        std::char_traits<char>::move(block_.data() + position, line, length);
        position += length;
    }
    block_.resize(position);
}

inline void MutableHeaders::add_vary_header(std::string_view vary) {
    const auto present = get("vary");
    set("vary", present ? std::string(*present).append(", ").append(vary) : std::string(vary));
}

inline std::optional<std::string_view> MutableHeaders::get(std::string_view name) const {
    for (const auto& field : *this)
        if (detail::iequals(field.name, name)) return field.value;
    return std::nullopt;
}

inline std::vector<std::string_view> MutableHeaders::getlist(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& field : *this)
        if (detail::iequals(field.name, name)) values.push_back(field.value);
    return values;
}

inline std::string_view MutableHeaders::operator[](std::string_view name) const {
    const auto value = get(name);
    if (!value) detail::throw_missing_header(name);
    return *value;
}

}  // namespace fastapi

// ==== fastapi/http/date.hpp ====

// Moments as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT`, the IMF-fixdate of RFC 9110 5.6.7.
// Neither the locale nor the zone of the machine is looked at.

namespace fastapi::detail {

/// Appends the 29 characters of an IMF-fixdate. Moments outside the years 1970 to 9999 become the
/// nearest one that has four digits.
void append_http_date(std::string& out, std::time_t moment);

// ---- implementation ----

struct civil_date {
    int year;
    unsigned month, day;
};

/// The day of the Gregorian calendar that lies `days` after 1970-01-01 (days >= 0). Years are
/// counted from March, so that the leap day is the last of a year.
constexpr civil_date civil_from_days(std::int64_t days) {
    const std::int64_t shifted = days + 719468;  // days from 0000-03-01 to 1970-01-01
    const std::int64_t era = shifted / 146097;
    const auto day_of_era = static_cast<unsigned>(shifted % 146097);
    const unsigned year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const unsigned day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const unsigned march_month = (5 * day_of_year + 2) / 153;
    const unsigned month = march_month < 10 ? march_month + 3 : march_month - 9;
    const int year = static_cast<int>(year_of_era) + static_cast<int>(era) * 400 + (month <= 2);
    return {year, month, day_of_year - (153 * march_month + 2) / 5 + 1};
}

inline void append_http_date(std::string& out, std::time_t moment) {
    constexpr std::string_view days = "ThuFriSatSunMonTueWed";  // 1970-01-01 was a Thursday
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    constexpr std::int64_t last = 253402300799;  // 9999-12-31 23:59:59
    const auto given = static_cast<std::int64_t>(moment);
    const std::int64_t seconds = given < 0 ? 0 : given > last ? last : given;
    const std::int64_t day = seconds / 86400;
    const auto second = static_cast<unsigned>(seconds % 86400);
    const civil_date date = civil_from_days(day);
    const auto two = [&](unsigned value) {
        out.push_back(static_cast<char>('0' + value / 10));
        out.push_back(static_cast<char>('0' + value % 10));
    };
    out.append(days.substr(static_cast<std::size_t>(day % 7) * 3, 3)).append(", ");
    two(date.day);
    out.append(" ").append(months.substr((date.month - 1) * 3, 3)).append(" ");
    two(static_cast<unsigned>(date.year) / 100);
    two(static_cast<unsigned>(date.year) % 100);
    out.append(" ");
    two(second / 3600);
    out.append(":");
    two(second / 60 % 60);
    out.append(":");
    two(second % 60);
    out.append(" GMT");
}

}  // namespace fastapi::detail

// ==== fastapi/http/url.hpp ====

// URLs: percent-coding as Python's urllib does it, the target of a request (RFC 9112 3.2), `URL`
// and the query as `QueryParams`. Everything is a view of the request's bytes but what had to be
// decoded. Malformed percent-signs stay as they are; bytes that are no UTF-8 become U+FFFD.

namespace fastapi {

/// Where a request goes, in parts. The views point at the request. `path` is as it was sent, not
/// decoded.
struct URL {
    std::string_view scheme, netloc, hostname, path, query;
    std::optional<int> port;

    URL() = default;
    /// From the scheme of the connection, the value of Host and the target of the request line.
    URL(std::string_view scheme, std::string_view host, std::string_view target);

    /// `scheme://netloc/path?query`; without a host only the path and the query.
    std::string str() const;
};

/// The parameters of a query, in order, as urllib.parse.parse_qsl(keep_blank_values=True) reads
/// them; only '&' separates. Parsed once, when first asked. The views point at the query or into
/// this object.
class QueryParams {
public:
    using value_type = std::pair<std::string_view, std::string_view>;
    using const_iterator = std::vector<value_type>::const_iterator;

    QueryParams() = default;
    explicit QueryParams(std::string_view query) : query_(query) {}
    // A copy decodes for itself: views must not point into another object.
    QueryParams(const QueryParams& other) : query_(other.query_) {}
    QueryParams& operator=(const QueryParams& other) {
        if (this != &other) reset(other.query_);
        return *this;
    }
    ~QueryParams() = default;

    /// Another query in the same memory.
    void reset(std::string_view query) {
        query_ = query;
        parsed_ = false;
    }

    /// The last value under this key.
    std::optional<std::string_view> get(std::string_view key) const;
    /// All values under this key, in order.
    std::vector<std::string_view> getlist(std::string_view key) const;
    bool contains(std::string_view key) const { return get(key).has_value(); }
    /// The last value under this key; throws std::out_of_range where there is none.
    std::string_view operator[](std::string_view key) const;

    /// Every pair, also the repeated ones.
    const_iterator begin() const { return pairs().begin(); }
    const_iterator end() const { return pairs().end(); }
    std::size_t size() const { return pairs().size(); }
    bool empty() const { return pairs().empty(); }
    /// The query as it was sent.
    std::string_view str() const { return query_; }

private:
    const std::vector<value_type>& pairs() const;
    std::string_view decoded(std::string_view text) const;

    std::string_view query_;
    mutable std::vector<value_type> pairs_;
    mutable std::string storage_;
    mutable bool parsed_ = false;
};

namespace detail {

/// Whether percent_decode would change anything, or would have to look at bytes above ASCII.
constexpr bool needs_decoding(std::string_view text, bool plus_is_space = false) {
    for (const char c : text)
        if (c == '%' || (c == '+' && plus_is_space) || static_cast<unsigned char>(c) >= 0x80)
            return true;
    return false;
}

/// Appends the decoded text, as Python's unquote (unquote_plus) gives it. false: some of it was no
/// UTF-8 and has been replaced. At most 3 bytes come of one above ASCII, at most one of any other.
bool percent_decode(std::string_view text, std::string& out, bool plus_is_space = false);

/// Python's quote: letters, digits, `_.-~` and `safe` stay, every other byte becomes %XX.
std::string percent_encode(std::string_view text, std::string_view safe = "/");

/// Appends `text` with one U+FFFD for each maximal part that begins no UTF-8 sequence or breaks off
/// in one (Unicode 3.9, as CPython's errors="replace").
void append_replaced_utf8(std::string& out, std::string_view text);

enum class target_form { origin, absolute, authority, asterisk, invalid };

/// RFC 9112 3.2: the forms of a target.
struct target_parts {
    target_form form = target_form::invalid;
    std::string_view scheme, authority, path, query;
};

/// Authority-form is for CONNECT alone: give `connect` for it.
target_parts split_target(std::string_view target, bool connect = false);

/// RFC 9110 7.2: `uri-host [":" port]` and nothing else, and not empty.
bool is_valid_host(std::string_view host);

struct host_and_port {
    std::string_view hostname;
    std::optional<int> port;
};

/// Splits a valid host; an IPv6 address comes without its brackets.
host_and_port split_host(std::string_view host);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// How many bytes at `position`, where no well-formed sequence stands, one U+FFFD takes the place
/// of.
constexpr std::size_t malformed_utf8_length(std::string_view text, std::size_t position) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return position + i < text.size() ? static_cast<unsigned char>(text[position + i]) : 0u;
    };
    const unsigned lead = byte(0), second = byte(1);
    if (lead < 0xC2 || lead > 0xF4) return 1;
    const unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) return 1;
    return lead >= 0xF0 && (byte(2) & 0xC0u) == 0x80u ? 3 : 2;
}

inline void append_replaced_utf8(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        if (length != 0)
            out.append(text, i, length);
        else
            append_utf8(out, 0xFFFD);
        i += length != 0 ? length : malformed_utf8_length(text, i);
    }
}

/// The byte that `%XX` at the beginning of `text` stands for, or -1.
constexpr int percent_byte(std::string_view text) {
    if (text.size() < 3 || text[0] != '%') return -1;
    const int high = hex_value(text[1]), low = hex_value(text[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

inline bool percent_decode(std::string_view text, std::string& out, bool plus_is_space) {
    const std::size_t start = out.size();
    bool ascii = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (const int byte = percent_byte(text.substr(i)); byte >= 0) {
                c = static_cast<char>(byte);
                i += 2;
            }
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        ascii = ascii && static_cast<unsigned char>(c) < 0x80;
        out.push_back(c);
    }
    if (ascii || is_valid_utf8(std::string_view(out).substr(start))) return true;
    const std::string malformed = out.substr(start);
    out.resize(start);
    append_replaced_utf8(out, malformed);
    return false;
}

inline std::string percent_encode(std::string_view text, std::string_view safe) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool unreserved =
            is_alpha(c) || is_digit(c) || c == '_' || c == '.' || c == '-' || c == '~';
        if (unreserved || (byte < 0x80 && safe.find(c) != std::string_view::npos))
            result.push_back(c);
        else
            result.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return result;
}

/// RFC 3986 without the fragment, which is never sent: the path ends at the first '?'.
inline void split_path_and_query(std::string_view text, target_parts& parts) {
    const std::size_t mark = text.find('?');
    parts.path = text.substr(0, mark);
    if (mark != std::string_view::npos) parts.query = text.substr(mark + 1);
}

/// RFC 9112 3.2.2: a whole URI. Only those of HTTP are for us to answer.
inline target_parts split_absolute_form(std::string_view target) {
    target_parts parts;
    const std::size_t mark = target.find("://");
    if (mark == std::string_view::npos) return parts;
    parts.scheme = target.substr(0, mark);
    if (!iequals(parts.scheme, "http") && !iequals(parts.scheme, "https")) return parts;
    const std::string_view rest = target.substr(mark + 3);
    const std::size_t end = rest.find_first_of("/?");
    parts.authority = rest.substr(0, end);
    if (!is_valid_host(parts.authority)) return parts;
    if (end != std::string_view::npos) split_path_and_query(rest.substr(end), parts);
    if (parts.path.empty()) parts.path = "/";  // RFC 9110 4.2.3: the same as an empty path
    parts.form = target_form::absolute;
    return parts;
}

inline target_parts split_target(std::string_view target, bool connect) {
    target_parts parts;
    if (connect) {
        if (is_valid_host(target)) parts.form = target_form::authority, parts.authority = target;
    } else if (target.starts_with('/')) {
        parts.form = target_form::origin;
        split_path_and_query(target, parts);
    } else if (target == "*") {
        parts.form = target_form::asterisk;
        parts.path = target;
    } else {
        return split_absolute_form(target);
    }
    return parts;
}

inline constexpr auto host_chars = [] {
    std::array<bool, 256> table{};
    for (int c = '!'; c <= '~'; ++c) {
        const char symbol = static_cast<char>(c);
        table[static_cast<std::size_t>(c)] =
            is_alpha(symbol) || is_digit(symbol) ||
            std::string_view("-._~!$&'()*+,;=").find(symbol) != std::string_view::npos;
    }
    return table;
}();

/// RFC 3986 3.2.2: unreserved, sub-delims and percent-coded bytes.
inline bool is_valid_reg_name(std::string_view name) {
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (host_chars[static_cast<unsigned char>(name[i])]) continue;
        if (percent_byte(name.substr(i)) < 0) return false;
        i += 2;
    }
    return !name.empty();
}

inline bool is_valid_ip_literal(std::string_view address) {
    for (const char c : address)
        if (hex_value(c) < 0 && c != ':' && c != '.') return false;
    return address.find(':') != std::string_view::npos;
}

inline bool is_valid_port(std::string_view port) {
    if (port.size() > 5) return false;
    int value = 0;
    for (const char c : port) {
        if (!is_digit(c)) return false;
        value = value * 10 + (c - '0');
    }
    return value <= 65535;
}

/// Where the port's colon stands, or the size of the host.
constexpr std::size_t end_of_hostname(std::string_view host) {
    std::size_t after_address = 0;
    if (host.starts_with('[')) after_address = host.find(']');
    if (after_address == std::string_view::npos) return host.size();
    const std::size_t colon = host.find(':', after_address);
    return colon == std::string_view::npos ? host.size() : colon;
}

inline bool is_valid_host(std::string_view host) {
    const std::size_t end = end_of_hostname(host);
    if (end < host.size() && !is_valid_port(host.substr(end + 1))) return false;
    const std::string_view name = host.substr(0, end);
    if (!name.starts_with('[')) return is_valid_reg_name(name);
    return name.size() > 2 && name.ends_with(']') &&
           is_valid_ip_literal(name.substr(1, name.size() - 2));
}

inline host_and_port split_host(std::string_view host) {
    const std::size_t end = end_of_hostname(host);
    host_and_port result{host.substr(0, end), std::nullopt};
    if (end < host.size() && is_valid_port(host.substr(end + 1)))
        result.port = to_integer<int>(host.substr(end + 1));
    if (result.hostname.starts_with('[') && result.hostname.ends_with(']'))
        result.hostname = result.hostname.substr(1, result.hostname.size() - 2);
    return result;
}

}  // namespace detail

inline URL::URL(std::string_view connection_scheme, std::string_view host, std::string_view target)
    : scheme(connection_scheme), netloc(host) {
    const detail::target_parts parts = detail::split_target(target);
    path = parts.path;
    query = parts.query;
    // RFC 9112 3.2.2: what Host says does not count beside an absolute target.
    if (parts.form == detail::target_form::absolute) netloc = parts.authority;
    const auto [name, number] = detail::split_host(netloc);
    hostname = name;
    port = number;
}

inline std::string URL::str() const {
    std::string result;
    result.reserve(scheme.size() + netloc.size() + path.size() + query.size() + 4);
    if (!netloc.empty()) result.append(scheme).append("://").append(netloc);
    if (path != "*") result.append(path);  // RFC 9112 3.3: OPTIONS * is of the server itself
    if (!query.empty()) result.append("?").append(query);
    return result;
}

inline const std::vector<QueryParams::value_type>& QueryParams::pairs() const {
    if (parsed_) return pairs_;
    parsed_ = true;
    pairs_.clear();
    storage_.clear();
    // Never more than this is stored, so no view is moved by the next one.
    if (detail::needs_decoding(query_, true)) {
        std::size_t bound = query_.size();
        for (const char c : query_) bound += static_cast<unsigned char>(c) >= 0x80 ? 2 : 0;
        storage_.reserve(bound);
    }
    for (std::string_view rest = query_; !rest.empty();) {
        const std::size_t end = rest.find('&');
        const std::string_view piece = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (piece.empty()) continue;
        const std::size_t equals = piece.find('=');
        const bool has_value = equals != std::string_view::npos;
        const std::string_view key = decoded(piece.substr(0, equals));
        pairs_.emplace_back(key,
                            has_value ? decoded(piece.substr(equals + 1)) : std::string_view(""));
    }
    return pairs_;
}

inline std::string_view QueryParams::decoded(std::string_view text) const {
    if (!detail::needs_decoding(text, true)) return text;
    const std::size_t start = storage_.size();
    detail::percent_decode(text, storage_, true);
    return std::string_view(storage_).substr(start);
}

inline std::optional<std::string_view> QueryParams::get(std::string_view key) const {
    const auto& all = pairs();
    for (auto pair = all.rbegin(); pair != all.rend(); ++pair)
        if (pair->first == key) return pair->second;
    return std::nullopt;
}

inline std::vector<std::string_view> QueryParams::getlist(std::string_view key) const {
    std::vector<std::string_view> values;
    for (const auto& [name, value] : pairs())
        if (name == key) values.push_back(value);
    return values;
}

inline std::string_view QueryParams::operator[](std::string_view key) const {
    const auto value = get(key);
    if (!value)
        throw std::out_of_range("fastapi: there is no query parameter '" +
                                detail::percent_encode(key, " ") + "'");
    return *value;
}

}  // namespace fastapi

// ==== fastapi/http/request.hpp ====

// One received request. Its texts are views into the bytes that arrived, which live as long as the
// request does: a handler that keeps something beyond its answer copies it.

namespace fastapi {

class FastAPI;

/// Values by name, of any copyable type: what middleware leaves for handlers (`request.state`) and
/// start-up for everybody (`app.state`). Not synchronised: fill an application's before it serves.
class State {
public:
    /// Stores a copy of `value`, in place of an earlier one of that name.
    template <class Value>
    void set(std::string_view name, Value value);

    /// The value of that name. Throws std::out_of_range where there is none,
    /// std::bad_any_cast where it has another type.
    template <class Value>
    Value& get(std::string_view name);

    /// Whether a value of that name is stored.
    bool contains(std::string_view name) const { return find(name) != nullptr; }

    /// Forgets everything.
    void clear() { values_.clear(); }

private:
    const std::pair<std::string, std::any>* find(std::string_view name) const;

    std::vector<std::pair<std::string, std::any>> values_;
};

namespace detail {

/// More placeholders than this in one path are refused when the route is declared.
inline constexpr std::size_t max_path_params = 16;

struct request_access;

}  // namespace detail

/// The values of a route's placeholders, percent-decoded, in the order of the path.
class PathParams {
public:
    /// The value of the placeholder `name`, or nothing.
    std::optional<std::string_view> get(std::string_view name) const;

    /// The value of the placeholder `name`. Throws std::out_of_range where the path has none.
    std::string_view operator[](std::string_view name) const;

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const header_field* begin() const { return values_.data(); }
    const header_field* end() const { return values_.data() + size_; }

private:
    friend struct detail::request_access;

    std::array<header_field, detail::max_path_params> values_;
    std::size_t size_ = 0;
};

/// One received request: what a handler gets as `Request&`. Not copyable, not synchronised; it
/// lives until the answer has been made. https://fastapi.tiangolo.com/reference/request/
class Request {
public:
    /// An address on the network: the peer of the connection.
    struct Address {
        std::string host;  ///< as text, `127.0.0.1` or `::1`
        int port = 0;
    };

    Request() = default;
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    std::string_view method;   ///< `GET`, as sent (methods are case-sensitive)
    URL url;                   ///< the target, with scheme and host
    Headers headers;           ///< names compare without case
    QueryParams query_params;  ///< percent-decoded, in the order sent
    PathParams path_params;    ///< what the route's placeholders matched
    Address client;            ///< the peer of the connection
    State state;               ///< for middleware and dependencies to leave values in

    // Templates, because GCC compiles every other coroutine of a header into each program, called or not.

    /// The whole body, as it was sent. May be called more than once.
    template <class Text = std::string>
    async<Text> body() const { co_return Text(body_); }

    /// The body read as JSON. Throws JSONDecodeError where it is none.
    template <class Json = any>
    async<Json> json() const { co_return json_loads(body_); }

    /// Where the application is mounted, by another or by a proxy: `/api/v1`; empty where it is not.
    const std::string& root_path() const { return root_path_; }

    /// The application that answers. Throws std::logic_error on a request that none handles.
    FastAPI& app() const;

private:
    friend struct detail::request_access;

    std::string_view body_;
    FastAPI* app_ = nullptr;
    std::string decoded_path_;  // where percent-decoding changed the path, the text of path_params
    std::string root_path_;
    std::size_t route_offset_ = 0;  // how much of the decoded path the mounts have taken
};

namespace detail {

/// What the framework itself may do with a request, and users may not.
struct request_access {
    static std::string_view body(const Request& request) { return request.body_; }
    static void set_body(Request& request, std::string_view body) { request.body_ = body; }
    static void set_app(Request& request, FastAPI& app) { request.app_ = &app; }
    static void add_path_param(Request& request, std::string_view name, std::string_view value) {
        if (request.path_params.size_ < max_path_params)
            request.path_params.values_[request.path_params.size_++] = {name, value};
    }
    static void clear_path_params(Request& request) { request.path_params.size_ = 0; }
    static std::string_view path_value(const Request& request, std::size_t index) {
        return request.path_params.values_[index].value;
    }

    /// The path, percent-decoded. The view lives as long as the request.
    static std::string_view decoded_path(Request& request);

    /// The same below what the mounts have taken: the path as routes see it.
    static std::string_view route_path(Request& request) {
        return decoded_path(request).substr(request.route_offset_);
    }

    /// The application is reached below this path; a proxy may have taken it off, or not.
    static void set_root_path(Request& request, std::string_view root_path);

    /// The first `size` characters of the route path belong to a mount.
    static void enter_mount(Request& request, std::size_t size);

    /// The bytes of the head moved: `from` became `to`. `size` is how many there are.
    static void rebase(Request& request, const char* from, std::size_t size, const char* to);

    /// Ready for another request, keeping the memory of this one.
    static void recycle(Request& request);
};

}  // namespace detail

// ---- implementation ----

template <class Value>
void State::set(std::string_view name, Value value) {
    if (auto* known = const_cast<std::pair<std::string, std::any>*>(find(name)))
        known->second = std::move(value);
    else
        values_.emplace_back(std::string(name), std::any(std::move(value)));
}

template <class Value>
Value& State::get(std::string_view name) {
    auto* known = const_cast<std::pair<std::string, std::any>*>(find(name));
    if (known == nullptr) throw std::out_of_range("state has no value '" + std::string(name) + "'");
    return std::any_cast<Value&>(known->second);
}

inline const std::pair<std::string, std::any>* State::find(std::string_view name) const {
    for (const auto& value : values_)
        if (value.first == name) return &value;
    return nullptr;
}

inline std::optional<std::string_view> PathParams::get(std::string_view name) const {
    for (const header_field& param : *this)
        if (param.name == name) return param.value;
    return std::nullopt;
}

inline std::string_view PathParams::operator[](std::string_view name) const {
    if (const auto value = get(name)) return *value;
    throw std::out_of_range("the path has no placeholder {" + std::string(name) + "}");
}

inline FastAPI& Request::app() const {
    if (app_ == nullptr)
        throw std::logic_error("request.app(): no application handles this request");
    return *app_;
}

namespace detail {

inline std::string_view request_access::decoded_path(Request& request) {
    if (!needs_decoding(request.url.path)) return request.url.path;
    request.decoded_path_.clear();
    percent_decode(request.url.path, request.decoded_path_, false);
    return request.decoded_path_;
}

inline void request_access::set_root_path(Request& request, std::string_view root_path) {
    while (root_path.ends_with('/')) root_path.remove_suffix(1);
    request.root_path_ = root_path;
    const std::string_view path = decoded_path(request);
    const bool is_below = path.starts_with(root_path) &&
                          (path.size() == root_path.size() || path[root_path.size()] == '/');
    if (request.route_offset_ == 0 && is_below) request.route_offset_ = root_path.size();
}

inline void request_access::enter_mount(Request& request, std::size_t size) {
    request.root_path_.append(route_path(request).substr(0, size));
    request.route_offset_ += size;
}

inline void request_access::rebase(Request& request, const char* from, std::size_t size,
                                   const char* to) {
    const auto moved = [&](std::string_view text) {
        return text.data() >= from && text.data() + text.size() <= from + size
                   ? std::string_view(to + (text.data() - from), text.size())
                   : text;
    };
    request.method = moved(request.method);
    for (std::string_view* part :
         {&request.url.netloc, &request.url.hostname, &request.url.path, &request.url.query})
        *part = moved(*part);
    request.headers.rebase(from, to);
    request.query_params.reset(request.url.query);
    for (std::size_t i = 0; i < request.path_params.size_; ++i)
        request.path_params.values_[i].value = moved(request.path_params.values_[i].value);
}

inline void request_access::recycle(Request& request) {
    request.method = {};
    request.url = URL();
    request.headers.clear();
    request.query_params.reset({});
    request.path_params.size_ = 0;
    request.state.clear();
    request.body_ = {};
    request.app_ = nullptr;
    request.root_path_.clear();
    request.route_offset_ = 0;
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/http/response.hpp ====

// One answer as a value: a status, headers and the bytes of the body. Date, Content-Length and
// Connection are the server's to write.

namespace fastapi {

/// One answer. Returned from a handler it goes out as it is; taken by a handler as `Response&`, its
/// status and headers are laid upon the answer that the returned value makes.
/// https://fastapi.tiangolo.com/reference/response/
class Response {
public:
    /// An empty answer of status 200, without Content-Type.
    Response() = default;

    /// An empty answer of that status, without Content-Type: `return Response(204);`.
    explicit Response(int status) : status_code(status) {}

    /// A body of that media type. A `text/...` one without a charset gets `; charset=utf-8`.
    /// Throws std::invalid_argument where a header or the media type holds control characters.
    explicit Response(std::string content, int status = 200, MutableHeaders header_list = {},
                      std::string_view media_type = {});

    int status_code = 200;   ///< 100 to 599
    MutableHeaders headers;  ///< written in this order, after the server's own
    std::string body;        ///< the bytes; not sent for HEAD, 1xx, 204 and 304
};

/// An answer of `application/json`: the value as FastAPI writes JSON (compact, order kept, UTF-8).
/// Throws std::domain_error for a number that JSON has no text for (NaN, infinity).
class JSONResponse : public Response {
public:
    explicit JSONResponse(const any& content, int status = 200, MutableHeaders header_list = {});
};

/// An answer of `text/plain; charset=utf-8`.
class PlainTextResponse : public Response {
public:
    explicit PlainTextResponse(std::string content, int status = 200,
                               MutableHeaders header_list = {})
        : Response(std::move(content), status, std::move(header_list), "text/plain") {}
};

/// An answer of `text/html; charset=utf-8`.
class HTMLResponse : public Response {
public:
    explicit HTMLResponse(std::string content, int status = 200, MutableHeaders header_list = {})
        : Response(std::move(content), status, std::move(header_list), "text/html") {}
};

namespace detail {

inline constexpr std::string_view json_content_type = "content-type: application/json\r\n";

}  // namespace detail

// ---- implementation ----

inline Response::Response(std::string content, int status, MutableHeaders header_list,
                          std::string_view media_type)
    : status_code(status), headers(std::move(header_list)), body(std::move(content)) {
    if (media_type.empty() || headers.contains("content-type")) return;
    const bool wants_charset =
        media_type.starts_with("text/") && media_type.find("charset=") == std::string_view::npos;
    headers.append("content-type",
                   std::string(media_type) + (wants_charset ? "; charset=utf-8" : ""));
}

inline JSONResponse::JSONResponse(const any& content, int status, MutableHeaders header_list)
    : Response(std::string(), status, std::move(header_list), "application/json") {
    detail::append_json(body, content);
}

}  // namespace fastapi

// ==== fastapi/http/exceptions.hpp ====

// The exception that is an answer.

namespace fastapi {

/// Thrown by a handler or a dependency to answer with an error: `throw HTTPException(404, "No such
/// item")`. The answer is `{"detail": ...}` with that status and those headers; without a detail it
/// is the status's phrase. https://fastapi.tiangolo.com/reference/exceptions/
class HTTPException : public std::exception {
public:
    explicit HTTPException(int status, any detail_value = nullptr, MutableHeaders header_list = {})
        : status_code(status), detail(std::move(detail_value)), headers(std::move(header_list)) {
        if (detail.is_null()) detail = std::string(status::phrase(status));
        text_ = std::to_string(status) + ": " +
                (detail.is_string() ? detail.as_string() : detail.dump());
    }

    /// `404: No such item`.
    const char* what() const noexcept override { return text_.c_str(); }

    int status_code;         ///< of the answer
    any detail;              ///< anything that JSON can hold
    MutableHeaders headers;  ///< added to the answer

private:
    std::string text_;
};

}  // namespace fastapi

// ---- wire: bytes to requests, answers to bytes; no sockets ----

// ==== fastapi/wire/event.hpp ====

// What reading bytes from a client may lead to: how much is allowed, what is refused and with which
// status, and the events that the reader gives. Every refusal of the wire is declared here, once.

namespace fastapi::wire {

/// Nothing that a client sends is kept or skipped without a bound.
struct limits {
    std::size_t max_request_line = 65536;             ///< else 414
    std::size_t max_header_line = 65536;              ///< name, colon and value; else 431
    std::size_t max_header_block = 65536;             ///< all header lines; else 431
    std::size_t max_headers = 128;                    ///< else 431
    std::uint64_t max_body_bytes = 16 * 1024 * 1024;  ///< without the framing of chunks; else 413
    std::size_t max_chunk_extension_bytes = 4096;     ///< of all chunks of a body; else 413
    std::size_t max_trailer_bytes = 8192;             ///< else 431
};

/// Why a request is not read on: the status to answer, and a text for the log.
struct refusal {
    int status;
    std::string_view reason;
};

namespace refusals {
inline constexpr refusal control_character{400, "control character in the head"};
inline constexpr refusal bare_line_end{400, "a line ends without CR LF"};
inline constexpr refusal empty_lines{400, "empty lines before the request"};
inline constexpr refusal request_line{400, "malformed request line"};
inline constexpr refusal target{400, "malformed request target"};
inline constexpr refusal version{505, "HTTP version not supported"};
inline constexpr refusal header_line{400, "malformed header line"};
inline constexpr refusal host{400, "missing, repeated or invalid Host"};
inline constexpr refusal content_length{400, "repeated or invalid Content-Length"};
inline constexpr refusal both_framings{400, "Content-Length beside Transfer-Encoding"};
inline constexpr refusal transfer_encoding{400, "invalid Transfer-Encoding"};
inline constexpr refusal transfer_coding{501, "transfer coding not implemented"};
inline constexpr refusal expectation{417, "unknown expectation"};
inline constexpr refusal request_line_size{414, "request line too long"};
inline constexpr refusal header_size{431, "header line too long"};
inline constexpr refusal header_block_size{431, "headers too large"};
inline constexpr refusal header_count{431, "too many headers"};
inline constexpr refusal body_size{413, "body too large"};
inline constexpr refusal chunk{400, "malformed chunk"};
inline constexpr refusal chunk_extension_size{413, "chunk extensions too large"};
inline constexpr refusal trailer{400, "malformed trailer"};
inline constexpr refusal trailer_size{431, "trailers too large"};
}  // namespace refusals

enum class event_kind {
    need_more,  ///< nothing more can be told from these bytes
    head,       ///< the head is complete
    body,       ///< `data` is the next part of the body
    end,        ///< the request is complete
    refused,    ///< answer `why` and close; nothing more will be read
};

struct event {
    event_kind kind = event_kind::need_more;
    std::size_t consumed = 0;  ///< bytes that are done with, whatever the kind
    std::string_view data{};   ///< of a body: lies in the bytes that were given
    const refusal* why = nullptr;
};

}  // namespace fastapi::wire

// ==== fastapi/wire/chunked.hpp ====

// The chunked transfer coding (RFC 9112 7.1), decoded as bytes come: sizes, extensions and trailers
// are read byte by byte and skipped, so that no split of the bytes can change the outcome; data is
// given as views. Nothing is trusted: the two bytes after data and after a line are CR LF or the
// body is refused.

namespace fastapi::wire {

/// Reads one chunked body: events `need_more`, `body`, `end` and `refused`.
class chunked_decoder {
public:
    event read(std::string_view unread, const limits& bounds);

private:
    enum class state : std::uint8_t {
        size_first,     // a digit must come: "1" of "1a;name=value"
        size,           // more digits, ';' or CR
        extension,      // anything but a line end
        size_lf,        // LF of the size line
        data,           // remaining_ bytes
        data_cr,        // CR after them
        data_lf,        // LF after them
        trailer_first,  // a trailer's name or the CR of the empty line
        trailer_name,   // up to ':'
        trailer_value,  // up to CR
        trailer_lf,     // LF of a trailer
        last_lf,        // LF of the empty line
        done
    };

    const refusal* take(char c, const limits& bounds);
    const refusal* take_size(char c, const limits& bounds);
    const refusal* take_size_digit(int digit);
    const refusal* finish_size(char c, const limits& bounds);
    const refusal* take_trailer(char c, const limits& bounds);
    const refusal* expect(char c, char wanted, state next);

    state state_ = state::size_first;
    unsigned size_digits_ = 0;
    std::uint64_t remaining_ = 0;  // of the current chunk
    std::uint64_t total_ = 0;      // of all chunks announced so far
    std::size_t extension_bytes_ = 0;
    std::size_t trailer_bytes_ = 0;
};

// ---- implementation ----

inline event chunked_decoder::read(std::string_view unread, const limits& bounds) {
    for (std::size_t at = 0; at < unread.size();) {
        if (state_ == state::data) {
            const auto size =
                static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, unread.size() - at));
            remaining_ -= size;
            if (remaining_ == 0) state_ = state::data_cr;
            return {event_kind::body, at + size, unread.substr(at, size)};
        }
        if (const refusal* why = take(unread[at++], bounds))
            return {event_kind::refused, at, {}, why};
        if (state_ == state::done) return {event_kind::end, at};
    }
    return {event_kind::need_more, unread.size()};
}

inline const refusal* chunked_decoder::take(char c, const limits& bounds) {
    switch (state_) {
        case state::data_cr:
            return expect(c, '\r', state::data_lf);
        case state::data_lf:
            return expect(c, '\n', state::size_first);
        case state::trailer_first:
        case state::trailer_name:
        case state::trailer_value:
        case state::trailer_lf:
        case state::last_lf:
            return take_trailer(c, bounds);
        default:
            return take_size(c, bounds);
    }
}

inline const refusal* chunked_decoder::expect(char c, char wanted, state next) {
    if (c != wanted) return &refusals::chunk;
    state_ = next;
    return nullptr;
}

/// `chunk-size [ chunk-ext ] CRLF`. No sign, no blanks, no 0x; extensions are skipped.
inline const refusal* chunked_decoder::take_size(char c, const limits& bounds) {
    const int digit = detail::hex_value(c);
    switch (state_) {
        case state::size_first:
            remaining_ = 0;
            size_digits_ = 0;
            return digit < 0 ? &refusals::chunk : take_size_digit(digit);
        case state::size:
            return digit >= 0 ? take_size_digit(digit) : finish_size(c, bounds);
        case state::extension:
            if (c == '\r') return expect(c, '\r', state::size_lf);
            if (!detail::in_field_value(c)) return &refusals::chunk;
            return ++extension_bytes_ > bounds.max_chunk_extension_bytes
                       ? &refusals::chunk_extension_size
                       : nullptr;
        default:
            return expect(c, '\n', remaining_ == 0 ? state::trailer_first : state::data);
    }
}

/// Sixteen digits are all that 64 bits hold; more are refused also where they are zeros.
inline const refusal* chunked_decoder::take_size_digit(int digit) {
    if (++size_digits_ > 16) return &refusals::chunk;
    remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
    state_ = state::size;
    return nullptr;
}

inline const refusal* chunked_decoder::finish_size(char c, const limits& bounds) {
    if (c != ';' && c != '\r') return &refusals::chunk;
    if (remaining_ > bounds.max_body_bytes - total_) return &refusals::body_size;
    total_ += remaining_;
    state_ = c == ';' ? state::extension : state::size_lf;
    return nullptr;
}

/// RFC 9112 7.1.2: field lines and an empty line. They are checked as headers are, and dropped: a
/// trailer never becomes a header.
inline const refusal* chunked_decoder::take_trailer(char c, const limits& bounds) {
    if (++trailer_bytes_ > bounds.max_trailer_bytes) return &refusals::trailer_size;
    switch (state_) {
        case state::trailer_first:
            state_ = c == '\r' ? state::last_lf : state::trailer_name;
            return c == '\r' || detail::in_token(c) ? nullptr : &refusals::trailer;
        case state::trailer_name:
            if (c == ':') state_ = state::trailer_value;
            return c == ':' || detail::in_token(c) ? nullptr : &refusals::trailer;
        case state::trailer_value:
            if (c == '\r') state_ = state::trailer_lf;
            return c == '\r' || detail::in_field_value(c) ? nullptr : &refusals::trailer;
        default:
            state_ = state_ == state::last_lf ? state::done : state::trailer_first;
            return c == '\n' ? nullptr : &refusals::trailer;
    }
}

}  // namespace fastapi::wire

// ==== fastapi/wire/head.hpp ====

// The lines of a request's head (RFC 9112 3 and 5) to a `request_head`: what is asked for, and how
// the body is framed. Whatever two readers could understand in two ways is refused, never guessed.

namespace fastapi::wire {

/// The head of a request. All views lie in the bytes that were read.
struct request_head {
    std::string_view method, target;
    std::string_view
        host;  ///< of an absolute target, else the value of Host; "" in HTTP/1.0 without one
    Headers headers;
    int minor_version = 1;  ///< HTTP/1.x
    bool keep_alive = false;
    bool expects_continue = false;  ///< a body follows once it is asked for (RFC 9110 10.1.1)
    bool chunked = false;
    std::uint64_t content_length = 0;

    bool has_body() const { return chunked || content_length > 0; }
    /// For the next request; capacity is kept.
    void clear();
    /// The bytes of the head moved: `from` became `to`.
    void rebase(const char* from, const char* to);
};

/// Takes the lines of a head one by one, without their ends. The first problem stays until
/// `finish`.
class head_parser {
public:
    explicit head_parser(request_head& head) : head_(head) { head.clear(); }

    void take_line(std::string_view line);
    /// All lines are here: nullptr, or why the request is refused.
    const refusal* finish(const limits& bounds);

private:
    const refusal* take_request_line(std::string_view line);
    const refusal* take_version(std::string_view version);
    const refusal* take_target();
    const refusal* take_field(std::string_view line);
    const refusal* take_known_field(std::string_view name, std::string_view value);
    const refusal* take_host(std::string_view value);
    const refusal* take_content_length(std::string_view value);
    void take_connection(std::string_view value);
    void take_transfer_encoding(std::string_view value);
    const refusal* check_framing(const limits& bounds) const;

    request_head& head_;
    const refusal* problem_ = nullptr;
    bool started_ = false;
    bool has_host_ = false, has_content_length_ = false;
    bool says_close_ = false, says_keep_alive_ = false;
    bool has_transfer_encoding_ = false;
    bool last_coding_is_chunked_ = false, has_other_coding_ = false;
    unsigned chunked_codings_ = 0;
};

// ---- implementation ----

inline constexpr auto target_chars = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = '!'; c <= '~'; ++c) table[c] = c != '#';
    return table;
}();

constexpr bool in_target(char c) { return target_chars[static_cast<unsigned char>(c)]; }

/// Whether a token is this lower-case name; no token character but a letter becomes another with
/// 0x20.
constexpr bool is_named(std::string_view token, std::string_view lower_name) {
    for (std::size_t i = 0; i < lower_name.size(); ++i)
        if ((token[i] | 0x20) != lower_name[i]) return false;
    return true;
}

inline void request_head::clear() {
    method = target = host = {};
    headers.clear();
    minor_version = 1;
    keep_alive = expects_continue = chunked = false;
    content_length = 0;
}

inline void request_head::rebase(const char* from, const char* to) {
    method = detail::rebased(method, from, to);
    target = detail::rebased(target, from, to);
    host = detail::rebased(host, from, to);
    headers.rebase(from, to);
}

inline void head_parser::take_line(std::string_view line) {
    if (problem_) return;
    problem_ = started_ ? take_field(line) : take_request_line(line);
    started_ = true;
}

/// RFC 9112 3: `method SP request-target SP HTTP-version`, with single blanks.
inline const refusal* head_parser::take_request_line(std::string_view line) {
    const std::size_t method_end = line.find(' ');
    if (method_end == std::string_view::npos) return &refusals::request_line;
    const std::size_t target_end = line.find(' ', method_end + 1);
    if (target_end == std::string_view::npos) return &refusals::request_line;
    head_.method = line.substr(0, method_end);
    head_.target = line.substr(method_end + 1, target_end - method_end - 1);
    if (!detail::is_token(head_.method)) return &refusals::request_line;
    if (const refusal* why = take_version(line.substr(target_end + 1))) return why;
    return take_target();
}

/// RFC 9112 2.3: `HTTP/` DIGIT `.` DIGIT; a higher minor version is to be read as 1.1.
inline const refusal* head_parser::take_version(std::string_view version) {
    const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") &&
                             version[6] == '.' && detail::is_digit(version[5]) &&
                             detail::is_digit(version[7]);
    if (!well_formed) return &refusals::request_line;
    if (version[5] != '1') return &refusals::version;
    head_.minor_version = version[7] == '0' ? 0 : 1;
    return nullptr;
}

/// RFC 9112 3.2: visible ASCII in one of the four forms; a fragment is never sent (RFC 9110 7.1).
inline const refusal* head_parser::take_target() {
    for (const char c : head_.target)
        if (!in_target(c)) return &refusals::target;
    if (head_.target.starts_with('/') && head_.method != "CONNECT") return nullptr;
    const auto parts = detail::split_target(head_.target, head_.method == "CONNECT");
    if (parts.form == detail::target_form::invalid) return &refusals::target;
    if (parts.form == detail::target_form::asterisk && head_.method != "OPTIONS")
        return &refusals::target;
    head_.host = parts.authority;
    return nullptr;
}

/// RFC 9112 5: `name ":" OWS value OWS`. A blank before the colon or at the beginning of the line
/// (obs-fold) is refused with everything else that is no token.
inline const refusal* head_parser::take_field(std::string_view line) {
    std::size_t colon = 0;
    while (colon < line.size() && detail::in_token(line[colon])) ++colon;
    if (colon == 0 || colon == line.size() || line[colon] != ':') return &refusals::header_line;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = detail::trim(line.substr(colon + 1));
    head_.headers.add(name, value);
    return take_known_field(name, value);
}

inline const refusal* head_parser::take_known_field(std::string_view name, std::string_view value) {
    switch (name.size()) {
        case 4:
            return is_named(name, "host") ? take_host(value) : nullptr;
        case 6:
            if (!is_named(name, "expect")) return nullptr;
            if (!detail::iequals(value, "100-continue")) return &refusals::expectation;
            head_.expects_continue = true;
            return nullptr;
        case 10:
            if (is_named(name, "connection")) take_connection(value);
            return nullptr;
        case 14:
            return is_named(name, "content-length") ? take_content_length(value) : nullptr;
        case 17:
            if (is_named(name, "transfer-encoding")) take_transfer_encoding(value);
            return nullptr;
        default:
            return nullptr;
    }
}

/// RFC 9112 3.2: one valid Host. That of an absolute target counts more (3.2.2), and is checked
/// already.
inline const refusal* head_parser::take_host(std::string_view value) {
    if (has_host_ || !detail::is_valid_host(value)) return &refusals::host;
    has_host_ = true;
    if (head_.host.empty()) head_.host = value;
    return nullptr;
}

/// RFC 9112 6.3: digits, once. Equal repetitions might be accepted; nobody honest sends them.
inline const refusal* head_parser::take_content_length(std::string_view value) {
    const auto length = detail::to_integer<std::uint64_t>(value);
    if (has_content_length_ || !length) return &refusals::content_length;
    has_content_length_ = true;
    head_.content_length = *length;
    return nullptr;
}

inline void head_parser::take_connection(std::string_view value) {
    while (const auto option = detail::take_list_element(value)) {
        says_close_ = says_close_ || detail::iequals(*option, "close");
        says_keep_alive_ = says_keep_alive_ || detail::iequals(*option, "keep-alive");
    }
}

/// RFC 9110 5.3: several lines are one list. Codings compare as whole elements.
inline void head_parser::take_transfer_encoding(std::string_view value) {
    has_transfer_encoding_ = true;
    while (const auto coding = detail::take_list_element(value)) {
        last_coding_is_chunked_ = detail::iequals(*coding, "chunked");
        if (last_coding_is_chunked_)
            ++chunked_codings_;
        else
            has_other_coding_ = true;
    }
}

/// RFC 9112 6.1 and 6.3, 3 and 4.
inline const refusal* head_parser::check_framing(const limits& bounds) const {
    if (head_.content_length > bounds.max_body_bytes && !has_transfer_encoding_)
        return &refusals::body_size;
    if (!has_transfer_encoding_) return nullptr;
    if (has_content_length_) return &refusals::both_framings;
    const bool well_formed =
        head_.minor_version > 0 && last_coding_is_chunked_ && chunked_codings_ == 1;
    if (!well_formed) return &refusals::transfer_encoding;
    return has_other_coding_ ? &refusals::transfer_coding : nullptr;
}

inline const refusal* head_parser::finish(const limits& bounds) {
    if (problem_) return problem_;
    if (head_.minor_version > 0 && !has_host_) return &refusals::host;
    if (const refusal* why = check_framing(bounds)) return why;
    head_.chunked = has_transfer_encoding_;
    // RFC 9112 9.3
    head_.keep_alive = !says_close_ && (head_.minor_version > 0 || says_keep_alive_);
    // RFC 9110 10.1.1: not from HTTP/1.0, and not where no body follows
    head_.expects_continue = head_.expects_continue && head_.minor_version > 0 && head_.has_body();
    return nullptr;
}

}  // namespace fastapi::wire

// ==== fastapi/wire/reader.hpp ====

// Bytes from a client to the requests in them (RFC 9112), without a socket: give the bytes that are
// not consumed yet, get one event, as h11 does it. No byte of an unfinished head is scanned twice,
// and how the bytes are split over reads never changes what comes out. After a refusal nothing more
// is read.

namespace fastapi::wire {

/// Reads the requests of one connection, one after the other. Call `read` again with what is left
/// after each event until it says need_more (come back with more bytes) or refused.
class reader {
public:
    /// The limits must outlive the reader.
    explicit reader(const limits& bounds) : bounds_(&bounds) {}
    explicit reader(limits&&) = delete;

    /// `unread` starts at the first byte that was not consumed; it may have moved since the last
    /// call. At the event `head`, `head` is filled with views into `unread`, and it is consumed as
    /// a whole.
    event read(std::string_view unread, request_head& head);

    /// Between `head` and `end`: bytes of the body are still to come.
    bool wants_more_body() const;
    /// Whether another request may follow the one whose head was read last.
    bool keep_alive() const { return keep_alive_ && state_ != state::refused; }
    /// Between two requests, and nothing of the next one has been seen.
    bool idle() const { return state_ == state::head && scanned_ == 0; }

private:
    enum class state : std::uint8_t { head, sized_body, chunked_body, closed, refused };
    enum class scan_result : std::uint8_t { need_more, complete, refused };

    event read_head(std::string_view unread, request_head& head);
    event read_sized_body(std::string_view unread);
    event read_chunked_body(std::string_view unread);
    scan_result scan(std::string_view unread, head_parser* parser);
    const refusal* check_lengths() const;
    const refusal* finish_line(std::string_view line, head_parser* parser);
    void restart_scan();
    event refuse(const refusal* why);
    event finish(std::size_t consumed);

    static constexpr unsigned max_empty_lines = 4;

    const limits* bounds_;
    const refusal* why_ = nullptr;
    std::size_t scanned_ = 0;      // of the head: what is before needs no second look
    std::size_t line_start_ = 0;   // of the line being scanned
    std::size_t block_start_ = 0;  // of the first header line
    std::size_t lines_ = 0;        // complete ones, the request line included
    unsigned empty_lines_ = 0;     // before the request line
    std::uint64_t remaining_ = 0;  // of a body with Content-Length
    chunked_decoder chunks_;
    state state_ = state::head;
    bool keep_alive_ = true;
};

// ---- implementation ----

/// The first control character (tab and DEL are among them), or `end`. Eight bytes at a time: a
/// byte below 0x20, or equal to 0x7F, sets its high bit in `hits`; a borrow disturbs only bytes
/// behind a true hit.
inline const char* find_control(const char* at, const char* end) {
    constexpr std::uint64_t ones = 0x0101010101010101u;
    for (; end - at >= 8; at += 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        const std::uint64_t del = word ^ (ones * 0x7F);
        const std::uint64_t hits =
            (((word - ones * 0x20) & ~word) | ((del - ones) & ~del)) & (ones * 0x80);
        if (hits == 0) continue;
        if constexpr (std::endian::native == std::endian::little)
            return at + std::countr_zero(hits) / 8;
        break;
    }
    while (at != end && static_cast<unsigned char>(*at) >= 0x20 && *at != 0x7F) ++at;
    return at;
}

inline event reader::read(std::string_view unread, request_head& head) {
    switch (state_) {
        case state::head:
            return read_head(unread, head);
        case state::sized_body:
            return read_sized_body(unread);
        case state::chunked_body:
            return read_chunked_body(unread);
        case state::closed:
            return {event_kind::need_more, unread.size()};  // RFC 9112 9.6
        default:
            return refuse(why_);
    }
}

/// A head that comes whole, as most do, is scanned and parsed in one pass. Of one that comes in
/// pieces only the scan goes on until it is complete: the parsed views would not survive a move of
/// the bytes.
inline event reader::read_head(std::string_view unread, request_head& head) {
    if (scanned_ > 0) {
        const scan_result result = scan(unread, nullptr);
        if (result == scan_result::need_more) return {};
        if (result == scan_result::refused) return refuse(why_);
        restart_scan();
    }
    head_parser parser(head);
    const scan_result result = scan(unread, &parser);
    if (result == scan_result::need_more) return {};
    if (result == scan_result::refused) return refuse(why_);
    const std::size_t size = scanned_;
    restart_scan();
    if (const refusal* why = parser.finish(*bounds_)) return refuse(why);
    keep_alive_ = head.keep_alive;
    remaining_ = head.content_length;
    if (head.chunked) chunks_ = {};
    state_ = head.chunked ? state::chunked_body : state::sized_body;
    return {event_kind::head, size};
}

/// Goes on to the end of the head. What is refused here depends only on the bytes up to that place,
/// never on how many lie behind it; the parser's own problems wait until the head is complete.
inline reader::scan_result reader::scan(std::string_view unread, head_parser* parser) {
    const char* const begin = unread.data();
    const char* const end = begin + unread.size();
    while (true) {
        const char* const stop = find_control(begin + scanned_, end);
        scanned_ = static_cast<std::size_t>(stop - begin);
        if ((why_ = check_lengths())) return scan_result::refused;
        if (stop == end) return scan_result::need_more;
        if (*stop == '\t') {
            ++scanned_;
            continue;
        }
        why_ = *stop == '\n' ? &refusals::bare_line_end : &refusals::control_character;
        if (*stop != '\r') return scan_result::refused;
        if (stop + 1 == end) return scan_result::need_more;
        why_ = &refusals::bare_line_end;
        if (stop[1] != '\n') return scan_result::refused;
        const std::string_view line(begin + line_start_, scanned_ - line_start_);
        line_start_ = scanned_ += 2;
        if (line.empty() && lines_ > 0) return scan_result::complete;
        if ((why_ = finish_line(line, parser))) return scan_result::refused;
    }
}

/// Where two limits lie in the same line, the one that comes first counts.
inline const refusal* reader::check_lengths() const {
    const std::size_t line = scanned_ - line_start_;
    if (lines_ == 0)
        return line > bounds_->max_request_line ? &refusals::request_line_size : nullptr;
    const std::size_t before = line_start_ - block_start_;
    const bool line_is_long = line > bounds_->max_header_line;
    if (before + line <= bounds_->max_header_block)
        return line_is_long ? &refusals::header_size : nullptr;
    const bool line_comes_first = before + bounds_->max_header_line <= bounds_->max_header_block;
    return line_is_long && line_comes_first ? &refusals::header_size : &refusals::header_block_size;
}

/// RFC 9112 2.2: a few empty lines before the request line are ignored.
inline const refusal* reader::finish_line(std::string_view line, head_parser* parser) {
    if (line.empty()) return ++empty_lines_ > max_empty_lines ? &refusals::empty_lines : nullptr;
    if (lines_ > bounds_->max_headers) return &refusals::header_count;
    if (lines_++ == 0) block_start_ = line_start_;
    if (parser) parser->take_line(line);
    return nullptr;
}

inline void reader::restart_scan() {
    scanned_ = line_start_ = block_start_ = lines_ = 0;
    empty_lines_ = 0;
}

inline event reader::read_sized_body(std::string_view unread) {
    if (remaining_ == 0) return finish(0);
    if (unread.empty()) return {};
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, unread.size()));
    remaining_ -= size;
    return {event_kind::body, size, unread.substr(0, size)};
}

inline event reader::read_chunked_body(std::string_view unread) {
    const event result = chunks_.read(unread, *bounds_);
    if (result.kind == event_kind::end) return finish(result.consumed);
    if (result.kind == event_kind::refused) return refuse(result.why);
    return result;
}

inline event reader::finish(std::size_t consumed) {
    state_ = keep_alive_ ? state::head : state::closed;
    return {event_kind::end, consumed};
}

inline event reader::refuse(const refusal* why) {
    state_ = state::refused;
    why_ = why;
    return {event_kind::refused, 0, {}, why};
}

inline bool reader::wants_more_body() const {
    return state_ == state::chunked_body || (state_ == state::sized_body && remaining_ > 0);
}

}  // namespace fastapi::wire

// ==== fastapi/wire/writer.hpp ====

// Answers to bytes (RFC 9112): the head as one contiguous piece, and the frames of chunks. The
// framing is always true: an answer that has none ends with its connection, and so does one whose
// headers contradict it. Header lines come as MutableHeaders::block() gives them: checked when they
// were set.

namespace fastapi::wire {

struct response_head {
    int status = 200;
    std::string_view headers{};                     ///< lines in wire form
    std::optional<std::uint64_t> content_length{};  ///< of the whole body, also where HEAD asks
    std::string_view date_line{};                   ///< a whole line, or ""
    bool keep_alive = true;                         ///< whether both sides can go on
    int minor_version = 1;                          ///< of the request: HTTP/1.x
};

/// Appends status line, header lines and the empty line. false: the connection must close after
/// this answer. No Content-Length is written where the headers bring a framing of their own, and
/// none at all, nor a Transfer-Encoding, for a status without a body.
bool write_head(std::string& out, const response_head& head);

/// Whether bytes of a body may follow the head: not to HEAD, and not with 1xx, 204 and 304 (RFC
/// 9112 6.3).
constexpr bool sends_body(std::string_view method, int status) {
    return detail::allows_body(status) && method != "HEAD";
}

/// Appends one chunk. Nothing for empty data: a chunk of size 0 would end the body.
void append_chunk(std::string& out, std::string_view data);

inline constexpr std::string_view last_chunk = "0\r\n\r\n";
inline constexpr std::string_view continue_head = "HTTP/1.1 100 Continue\r\n\r\n";

/// `date: Sun, 06 Nov 1994 08:49:37 GMT` CR LF
std::string date_line(std::time_t now);

// ---- implementation ----

/// What an answer's own header lines say about its framing.
struct block_framing {
    bool has_length = false, has_coding = false, says_close = false;
    std::optional<std::uint64_t> length{};
};

inline bool frames_body(std::string_view name) {
    return detail::iequals(name, "content-length") || detail::iequals(name, "transfer-encoding");
}

inline block_framing read_framing(std::string_view block) {
    block_framing framing;
    while (!block.empty()) {
        const auto [name, value] = detail::take_field(block);
        if (detail::iequals(name, "content-length")) {
            framing.length =
                framing.has_length ? std::nullopt : detail::to_integer<std::uint64_t>(value);
            framing.has_length = true;
        } else if (detail::iequals(name, "transfer-encoding")) {
            framing.has_coding = true;
        } else if (detail::iequals(name, "connection")) {
            framing.says_close = framing.says_close || detail::list_contains(value, "close");
        }
    }
    return framing;
}

/// Whether the receiver will see the end of the body without the connection closing.
inline bool is_framed(const response_head& head, const block_framing& framing) {
    if (!detail::allows_body(head.status)) return true;
    if (framing.has_coding)
        return head.minor_version > 0 && !framing.has_length && !head.content_length;
    if (!framing.has_length) return head.content_length.has_value();
    return framing.length && (!head.content_length || *framing.length == *head.content_length);
}

/// RFC 9112 4; the blank after the code stands also where there is no phrase.
inline void append_status_line(std::string& out, int status) {
    if (status == 200) {
        out.append("HTTP/1.1 200 OK\r\n");
        return;
    }
    std::array<char, 64> line;
    std::memcpy(line.data(), "HTTP/1.1 000 ", 13);
    line[9] = static_cast<char>('0' + status / 100);
    line[10] = static_cast<char>('0' + status / 10 % 10);
    line[11] = static_cast<char>('0' + status % 10);
    const std::string_view phrase = status::phrase(status);
    phrase.copy(line.data() + 13, phrase.size());
    std::memcpy(line.data() + 13 + phrase.size(), "\r\n", 2);
    out.append(line.data(), phrase.size() + 15);
}

inline void append_block_without_framing(std::string& out, std::string_view block) {
    while (!block.empty()) {
        const char* const line = block.data();
        const bool dropped = frames_body(detail::take_field(block).name);
        if (!dropped) out.append(line, block.data());
    }
}

inline void append_content_length(std::string& out, std::uint64_t length) {
    std::array<char, 48> line;
    std::memcpy(line.data(), "content-length: ", 16);
    char* const end = std::to_chars(line.data() + 16, line.data() + 40, length).ptr;
    std::memcpy(end, "\r\n", 2);
    out.append(line.data(), end + 2);
}

inline bool write_head(std::string& out, const response_head& given) {
    response_head head = given;
    if (head.status < 100 || head.status > 999) head.status = 500;
    const block_framing framing = read_framing(head.headers);
    const bool has_body = detail::allows_body(head.status);
    const bool keeps = head.keep_alive && !framing.says_close && is_framed(head, framing);

    append_status_line(out, head.status);
    out.append(head.date_line);
    if (!has_body && (framing.has_length || framing.has_coding))
        append_block_without_framing(out, head.headers);
    else
        out.append(head.headers);
    if (head.content_length && has_body && !framing.has_length && !framing.has_coding)
        append_content_length(out, *head.content_length);
    // RFC 9112 9.6, and 9.3: HTTP/1.0 goes on only where both say so. A 1xx is not the answer yet.
    if (!keeps && !framing.says_close && head.status >= 200)
        out.append("connection: close\r\n");
    else if (keeps && head.minor_version == 0)
        out.append("connection: keep-alive\r\n");
    out.append("\r\n");
    return keeps;
}

inline void append_chunk(std::string& out, std::string_view data) {
    if (data.empty()) return;
    std::array<char, 20> size;
    char* const end = std::to_chars(size.data(), size.data() + 16, data.size(), 16).ptr;
    std::memcpy(end, "\r\n", 2);
    out.reserve(out.size() + data.size() + 20);
    out.append(size.data(), end + 2).append(data).append("\r\n");
}

inline std::string date_line(std::time_t now) {
    std::string line = "date: ";
    detail::append_http_date(line, now);
    return line.append("\r\n");
}

}  // namespace fastapi::wire

// ---- model: values with constraints, from text, to JSON, as schemas ----

// ==== fastapi/model/validation.hpp ====

// What is wrong with an input, and where: every problem of a request, in FastAPI's own words.
//
// A problem is added without its place by whoever finds it; on the way out each level that it passes
// adds its own key. So an input without problems pays nothing for places.

namespace fastapi {

/// Thrown by a validator, or by the parser of a type of one's own, to refuse a value: the text becomes
/// the error's message.
class ValueError : public std::exception {
  public:
    explicit ValueError(std::string text) : text_(std::move(text)) {}
    const char* what() const noexcept override { return text_.c_str(); }

  private:
    std::string text_;
};

/// Thrown by a validator in place of ValueError, where Python would write `assert`.
class AssertionError : public std::exception {
  public:
    explicit AssertionError(std::string text) : text_(std::move(text)) {}
    const char* what() const noexcept override { return text_.c_str(); }

  private:
    std::string text_;
};

/// What an application answers with status 422: all problems of one request.
/// https://fastapi.tiangolo.com/tutorial/handling-errors/
class RequestValidationError : public std::exception {
  public:
    explicit RequestValidationError(list problems, any body_value = nullptr)
        : errors_(std::move(problems)), body_(std::move(body_value)) {}

    /// One dict for each problem: `type`, `loc`, `msg`, `input`, and `ctx` where there is one.
    const list& errors() const { return errors_; }

    /// The body of the request as it was read, or null.
    const any& body() const { return body_; }

    const char* what() const noexcept override { return "request validation error"; }

  private:
    list errors_;
    any body_;
};

/// What `model_validate` throws: all problems of a value. https://docs.pydantic.dev/latest/errors/errors/
class ValidationError : public std::exception {
  public:
    explicit ValidationError(list problems) : errors_(std::move(problems)) {
        detail::append_json(text_, errors_, detail::json_style::pydantic);
    }

    /// One dict for each problem: `type`, `loc`, `msg`, `input`, and `ctx` where there is one.
    const list& errors() const { return errors_; }
    const char* what() const noexcept override { return text_.c_str(); }

  private:
    list errors_;
    std::string text_;
};

/// A handler's result that does not fit its response model: the program's mistake, so the client gets a 500
/// and the problems go to the log.
class ResponseValidationError : public ValidationError {
  public:
    using ValidationError::ValidationError;
};

namespace detail {

class error_list {
  public:
    /// Adds a problem found right here; the levels around it add the place.
    void add(std::string_view type, std::string message, any input, dict context = {});

    /// Adds `key` (a name or an index) in front of the place of every problem from `first` on.
    template <class Key>
    void prepend(std::size_t first, const Key& key) {
        for (std::size_t i = first; i < problems_.size(); ++i) problems_[i].reversed_place.emplace_back(key);
    }

    /// Says that the problems from `first` on belong to member `index` of a model.
    void assign(std::size_t first, std::size_t index);

    /// Forgets what was said about member `index` among the problems from `first` on.
    void forget(std::size_t first, std::size_t index);

    /// Puts the problems from `first` on into the order of their members.
    void arrange(std::size_t first);

    /// Takes over all problems of another list, behind its own.
    void append(error_list&& others);

    std::size_t size() const { return problems_.size(); }
    bool empty() const { return problems_.empty(); }
    void clear() { problems_.clear(); }

    /// The problems as FastAPI's `detail` lists them.
    list details() const;

  private:
    struct problem {
        std::string type;
        std::string message;
        any input;
        dict context;
        std::vector<any> reversed_place;  // innermost key first
        std::size_t member = 0;           // of the innermost model that is still being read
    };

    std::vector<problem> problems_;
};

// ---- implementation ----

inline void error_list::add(std::string_view type, std::string message, any input, dict context) {
    problems_.push_back({std::string(type), std::move(message), std::move(input), std::move(context), {}, 0});
}

inline void error_list::append(error_list&& others) {
    for (problem& each : others.problems_) problems_.push_back(std::move(each));
    others.problems_.clear();
}

inline void error_list::assign(std::size_t first, std::size_t index) {
    for (std::size_t i = first; i < problems_.size(); ++i) problems_[i].member = index;
}

inline void error_list::forget(std::size_t first, std::size_t index) {
    const auto is_about = [&](const problem& each) { return each.member == index; };
    const auto begin = problems_.begin() + static_cast<std::ptrdiff_t>(first);
    problems_.erase(std::remove_if(begin, problems_.end(), is_about), problems_.end());
}

inline void error_list::arrange(std::size_t first) {
    std::stable_sort(problems_.begin() + static_cast<std::ptrdiff_t>(first), problems_.end(),
                     [](const problem& a, const problem& b) { return a.member < b.member; });
}

inline list error_list::details() const {
    list result;
    for (const problem& each : problems_) {
        list place;
        for (std::size_t i = each.reversed_place.size(); i-- > 0;) place.push_back(each.reversed_place[i]);
        dict detail{{"type", each.type}, {"loc", std::move(place)}, {"msg", each.message}, {"input", each.input}};
        if (!each.context.empty()) detail["ctx"] = each.context;
        result.push_back(std::move(detail));
    }
    return result;
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/constraint.hpp ====

// Constraints and metadata as template arguments: `Query<"page", int, 1, ge(1), title("Page")>`.
//
// Each is a small structural value. All those of one parameter or field are gathered at compile time
// into one plain `field_info`, and from it alone come the check, the message and the schema: they
// cannot disagree. https://docs.pydantic.dev/latest/concepts/fields/

namespace fastapi {
namespace detail {

/// A number, a truth value or an enumerator as a template argument. Floating values are kept as their
/// bits, because Clang before 18 takes no floating member there.
struct constant {
    enum class kinds : unsigned char { none, integer, unsigned_integer, floating, boolean };

    kinds kind = kinds::none;
    std::uint64_t bits = 0;

    constexpr constant() = default;
    template <class Value>
        requires std::is_arithmetic_v<Value> || std::is_enum_v<Value>
    constexpr constant(Value value);

    constexpr bool is_set() const { return kind != kinds::none; }
    constexpr double as_double() const;
    template <class Value>
    constexpr Value as() const;
};

/// The same for text or a number, as defaults and examples are.
struct constant_or_text {
    constant number;
    std::string_view text;
    bool is_text = false;

    constexpr bool is_set() const { return is_text || number.is_set(); }
};

template <std::size_t Size>
struct text_value {
    fixed_string<Size> text;
    constexpr text_value(const char (&literal)[Size]) : text(literal) {}
    constexpr constant_or_text content() const { return {{}, text.view(), true}; }
};

struct number_value {
    constant number;
    constexpr constant_or_text content() const { return {number, {}, false}; }
};

template <class Value>
struct stored_value : number_value {
    constexpr stored_value(Value value) : number_value{constant(value)} {}
};
template <std::size_t Size>
struct stored_value<char[Size]> : text_value<Size> {
    using text_value<Size>::text_value;
};

}  // namespace detail

/// The value must be greater than this.
struct gt { detail::constant limit; template <class N> constexpr gt(N number) : limit(number) {} };
/// The value must be greater than or equal to this.
struct ge { detail::constant limit; template <class N> constexpr ge(N number) : limit(number) {} };
/// The value must be less than this.
struct lt { detail::constant limit; template <class N> constexpr lt(N number) : limit(number) {} };
/// The value must be less than or equal to this.
struct le { detail::constant limit; template <class N> constexpr le(N number) : limit(number) {} };
/// The value must be a multiple of this.
struct multiple_of { detail::constant limit; template <class N> constexpr multiple_of(N number) : limit(number) {} };

/// The text must have at least this many characters (code points).
struct min_length { std::size_t length; constexpr explicit min_length(std::size_t n) : length(n) {} };
/// The text must have at most this many characters (code points).
struct max_length { std::size_t length; constexpr explicit max_length(std::size_t n) : length(n) {} };
/// The Decimal must have at most this many digits in all.
struct max_digits { std::size_t count; constexpr explicit max_digits(std::size_t n) : count(n) {} };
/// The Decimal must have at most this many digits behind its point.
struct decimal_places { std::size_t count; constexpr explicit decimal_places(std::size_t n) : count(n) {} };
/// The container must have at least this many items.
struct min_items { std::size_t count; constexpr explicit min_items(std::size_t n) : count(n) {} };
/// The container must have at most this many items.
struct max_items { std::size_t count; constexpr explicit max_items(std::size_t n) : count(n) {} };

/// The text must match this regular expression somewhere (write `^...$` for the whole of it). The syntax
/// is that of Rust's regex crate, as in Pydantic; a bad pattern is a compile error.
template <std::size_t Size>
struct pattern { fixed_string<Size> text; constexpr pattern(const char (&literal)[Size]) : text(literal) {} };

/// The title in the schema, in place of one made from the name.
template <std::size_t Size>
struct title { fixed_string<Size> text; constexpr title(const char (&literal)[Size]) : text(literal) {} };
/// The description in the document; Markdown.
template <std::size_t Size>
struct description { fixed_string<Size> text; constexpr description(const char (&literal)[Size]) : text(literal) {} };
/// The name that the client sends, in place of the declared one.
template <std::size_t Size>
struct alias { fixed_string<Size> text; constexpr alias(const char (&literal)[Size]) : text(literal) {} };

/// The name under which a value is read, where it differs from the one under which it is written.
template <std::size_t Size>
struct validation_alias { fixed_string<Size> text; constexpr validation_alias(const char (&literal)[Size]) : text(literal) {} };
/// The name under which a value is written, where it differs from the one under which it is read.
template <std::size_t Size>
struct serialization_alias { fixed_string<Size> text; constexpr serialization_alias(const char (&literal)[Size]) : text(literal) {} };
/// The member, a Literal in every alternative, that tells which alternative of a std::variant is meant.
/// https://docs.pydantic.dev/latest/concepts/unions/#discriminated-unions
template <std::size_t Size>
struct discriminator { fixed_string<Size> text; constexpr discriminator(const char (&literal)[Size]) : text(literal) {} };

/// An example value for the document: text, a number or a truth value.
template <class Value>
struct example : detail::stored_value<Value> { using detail::stored_value<Value>::stored_value; };
template <std::size_t Size> example(const char (&)[Size]) -> example<char[Size]>;
template <class Value> example(Value) -> example<Value>;

/// The value where the client sends none. For text, floating numbers and enumerators; a plain number or
/// truth value may stand without it: `Query<"page", int, 1>`.
template <class Value>
struct defaults_to : detail::stored_value<Value> { using detail::stored_value<Value>::stored_value; };
template <std::size_t Size> defaults_to(const char (&)[Size]) -> defaults_to<char[Size]>;
template <class Value> defaults_to(Value) -> defaults_to<Value>;

/// Whether the parameter is shown in the document.
struct include_in_schema { bool shown; constexpr explicit include_in_schema(bool yes) : shown(yes) {} };

namespace detail {
struct required_value {};
struct deprecated_value {};
struct embed_value {};
}  // namespace detail

/// The value must be sent, although its type (an optional, a container) would not demand it.
inline constexpr detail::required_value required{};
/// Marked as deprecated in the document; still accepted.
inline constexpr detail::deprecated_value deprecated{};
/// The body parameter is a member of the body under its own name, although it is the only one.
inline constexpr detail::embed_value embed{};

namespace detail {

inline constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

/// Everything that the values after the type say of one parameter or field, as plain data.
struct field_info {
    constant gt, ge, lt, le, multiple_of;
    std::size_t min_length = 0, max_length = no_limit;
    std::size_t min_items = 0, max_items = no_limit;
    std::size_t max_digits = no_limit, decimal_places = no_limit;
    pattern_view matcher{};
    std::string_view title, description, alias, validation_alias, serialization_alias, discriminator;
    constant_or_text example, default_value;
    bool required = false, deprecated = false, include_in_schema = true, embed = false;

    /// What clients call the value when they send it, and when they get it.
    constexpr std::string_view input_name(std::string_view own) const {
        return !validation_alias.empty() ? validation_alias : !alias.empty() ? alias : own;
    }
    constexpr std::string_view output_name(std::string_view own) const {
        return !serialization_alias.empty() ? serialization_alias : !alias.empty() ? alias : own;
    }

    constexpr bool limits_numbers() const {
        return gt.is_set() || ge.is_set() || lt.is_set() || le.is_set() || multiple_of.is_set();
    }
    constexpr bool limits_text() const {
        return min_length != 0 || max_length != no_limit || !matcher.text.empty();
    }
    constexpr bool limits_items() const { return min_items != 0 || max_items != no_limit; }
};

constexpr void read_value(field_info& info, const gt& value) { info.gt = value.limit; }
constexpr void read_value(field_info& info, const ge& value) { info.ge = value.limit; }
constexpr void read_value(field_info& info, const lt& value) { info.lt = value.limit; }
constexpr void read_value(field_info& info, const le& value) { info.le = value.limit; }
constexpr void read_value(field_info& info, const multiple_of& value) { info.multiple_of = value.limit; }
constexpr void read_value(field_info& info, const min_length& value) { info.min_length = value.length; }
constexpr void read_value(field_info& info, const max_length& value) { info.max_length = value.length; }
constexpr void read_value(field_info& info, const max_digits& value) { info.max_digits = value.count; }
constexpr void read_value(field_info& info, const decimal_places& value) { info.decimal_places = value.count; }
constexpr void read_value(field_info& info, const min_items& value) { info.min_items = value.count; }
constexpr void read_value(field_info& info, const max_items& value) { info.max_items = value.count; }
template <std::size_t Size>
constexpr void read_value(field_info& info, const title<Size>& value) { info.title = value.text; }
template <std::size_t Size>
constexpr void read_value(field_info& info, const description<Size>& value) { info.description = value.text; }
template <std::size_t Size>
constexpr void read_value(field_info& info, const alias<Size>& value) { info.alias = value.text; }
template <std::size_t Size>
constexpr void read_value(field_info& info, const validation_alias<Size>& value) { info.validation_alias = value.text; }
template <std::size_t Size>
constexpr void read_value(field_info& info, const serialization_alias<Size>& value) { info.serialization_alias = value.text; }
template <std::size_t Size>
constexpr void read_value(field_info& info, const discriminator<Size>& value) { info.discriminator = value.text; }
template <class Value>
constexpr void read_value(field_info& info, const example<Value>& value) { info.example = value.content(); }
template <class Value>
constexpr void read_value(field_info& info, const defaults_to<Value>& value) { info.default_value = value.content(); }
constexpr void read_value(field_info& info, const include_in_schema& value) { info.include_in_schema = value.shown; }
constexpr void read_value(field_info& info, const required_value&) { info.required = true; }
constexpr void read_value(field_info& info, const deprecated_value&) { info.deprecated = true; }
constexpr void read_value(field_info& info, const embed_value&) { info.embed = true; }
template <class Value>
    requires std::is_arithmetic_v<Value> || std::is_enum_v<Value>
constexpr void read_value(field_info& info, const Value& plain_default) {
    info.default_value = {constant(plain_default), {}, false};
}

template <class Value>
inline constexpr bool is_pattern = false;
template <std::size_t Size>
inline constexpr bool is_pattern<fastapi::pattern<Size>> = true;

template <fixed_string Text>
constexpr void read_pattern(field_info& info) {
    check_pattern<Text>();
    if constexpr (measured_pattern<Text>.error == pattern_error::none) info.matcher = compiled_pattern<Text>();
}

/// Reads the value `Item`. A pattern is compiled here, where its text is still a template argument.
template <auto Item>
constexpr void read_item(field_info& info) {
    if constexpr (requires(field_info& into) { read_value(into, Item); })
        read_value(info, Item);
    else if constexpr (is_pattern<std::remove_cvref_t<decltype(Item)>>)
        read_pattern<Item.text>(info);
    else
        static_assert(always_false<decltype(Item)>,
                      "fastapi: a value in this parameter is not a constraint or a default. "
                      "Write one of gt ge lt le multiple_of min_length max_length pattern min_items "
                      "max_items title description example alias deprecated include_in_schema(false) "
                      "required defaults_to(...), or a plain number as the default.");
}

template <auto... Items>
constexpr field_info make_field_info() {
    field_info info;
    (read_item<Items>(info), ...);
    return info;
}

/// The gathered values: one object for each distinct list of them.
template <auto... Items>
inline constexpr field_info info_of = make_field_info<Items...>();

// ---- implementation ----

template <class Value>
    requires std::is_arithmetic_v<Value> || std::is_enum_v<Value>
constexpr constant::constant(Value value) {
    if constexpr (std::is_enum_v<Value>) {
        *this = constant(static_cast<std::underlying_type_t<Value>>(value));
    } else if constexpr (std::is_same_v<Value, bool>) {
        kind = kinds::boolean;
        bits = value ? 1 : 0;
    } else if constexpr (std::is_floating_point_v<Value>) {
        kind = kinds::floating;
        bits = std::bit_cast<std::uint64_t>(static_cast<double>(value));
    } else {
        const bool needs_sign_bit = std::is_unsigned_v<Value> && static_cast<std::uint64_t>(value) > INT64_MAX;
        kind = needs_sign_bit ? kinds::unsigned_integer : kinds::integer;
        bits = static_cast<std::uint64_t>(value);
    }
}

constexpr double constant::as_double() const {
    if (kind == kinds::floating) return std::bit_cast<double>(bits);
    if (kind == kinds::integer) return static_cast<double>(static_cast<std::int64_t>(bits));
    return static_cast<double>(bits);
}

template <class Value>
constexpr Value constant::as() const {
    if constexpr (std::is_enum_v<Value>)
        return static_cast<Value>(as<std::underlying_type_t<Value>>());
    else if constexpr (std::is_floating_point_v<Value>)
        return static_cast<Value>(as_double());
    else if constexpr (std::is_same_v<Value, bool>)
        return bits != 0;
    else
        return kind == kinds::floating ? static_cast<Value>(as_double())
                                       : static_cast<Value>(static_cast<std::int64_t>(bits));
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/number_text.hpp ====

// Text to numbers and truth values as Pydantic's lax mode reads them, which is wider than C++'s
// grammar and narrower than Python's: `+5`, ` 5 `, `05`, `1_000` and `5.0` are integers; `5.`,
// `1e3` and `0x10` are not.

namespace fastapi::detail {

/// Without the Unicode White_Space characters at both ends, as Rust's `trim` and Python's `strip`
/// do it.
std::string_view trim_unicode(std::string_view text);

/// How reading an integer ended: a text that is none, or one that no 64-bit integer holds.
enum class integer_outcome { read, no_integer, too_large };

/// The integer in `text`, as a sign and a magnitude.
struct integer_text {
    bool negative = false;
    std::uint64_t magnitude = 0;
};

integer_outcome parse_integer(std::string_view text, integer_text& out);

/// The number in `text`: decimal, `inf`, `infinity` or `nan`; too large is infinity, too small
/// zero.
std::optional<double> parse_float(std::string_view text);

/// One of 1 0 t f y n on off yes no true false, in any case, without blanks.
std::optional<bool> parse_bool(std::string_view text);

// ---- implementation ----

/// The length in bytes of the White_Space character at `position`, or 0.
inline std::size_t white_space_length(std::string_view text, std::size_t position) {
    const std::size_t length = utf8_length(text, position);
    if (length == 0) return 0;
    const char32_t c = utf8_code_point(text, position, length);
    const bool is_white = (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 ||
                          c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
                          c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
    return is_white ? length : 0;
}

inline std::string_view trim_unicode(std::string_view text) {
    while (const std::size_t length = white_space_length(text, 0)) text.remove_prefix(length);
    const auto last_start = [&] {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0u) == 0x80u) --start;
        return start;
    };
    while (!text.empty()) {
        const std::size_t start = last_start();
        if (white_space_length(text, start) != text.size() - start || start == text.size()) break;
        text.remove_suffix(text.size() - start);
    }
    return text;
}

/// Whether the text is digits with single underscores between them.
constexpr bool is_digits_with_underscores(std::string_view text) {
    if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return false;
    for (std::size_t i = 1; i < text.size(); ++i)
        if (!is_digit(text[i]) && (text[i] != '_' || text[i - 1] == '_')) return false;
    return true;
}

inline integer_outcome parse_integer(std::string_view text, integer_text& out) {
    text = trim_unicode(text);
    out = {};
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        out.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (const std::size_t point = text.find('.'); point != std::string_view::npos) {
        const std::string_view fraction = text.substr(point + 1);
        if (fraction.empty() || fraction.find_first_not_of('0') != std::string_view::npos)
            return integer_outcome::no_integer;
        text = text.substr(0, point);
    }
    if (!is_digits_with_underscores(text)) return integer_outcome::no_integer;
    for (const char c : text) {
        if (c == '_') continue;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (out.magnitude > (std::numeric_limits<std::uint64_t>::max() - digit) / 10)
            return integer_outcome::too_large;
        out.magnitude = out.magnitude * 10 + digit;
    }
    return integer_outcome::read;
}

/// Whether decimal text beyond double's range is too large rather than too small.
inline bool exceeds_one(std::string_view text) {
    const std::size_t exponent_at = text.find_first_of("eE");
    const std::string_view mantissa = text.substr(0, exponent_at);
    const std::size_t first_digit = mantissa.find_first_of("123456789");
    if (first_digit == std::string_view::npos) return false;
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const auto places = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first_digit);
    if (exponent_at == std::string_view::npos) return places > 0;
    std::string_view exponent_text = text.substr(exponent_at + 1);
    if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
    const auto exponent = to_integer<std::int64_t>(exponent_text);
    return exponent ? *exponent > -places : !exponent_text.starts_with('-');
}

inline std::optional<double> parse_unsigned_float(std::string_view text) {
    if (iequals(text, "inf") || iequals(text, "infinity"))
        return std::numeric_limits<double>::infinity();
    if (iequals(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
    if (text.empty() || !(is_digit(text.front()) || text.front() == '.')) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument)
        return std::nullopt;
    if (error == std::errc::result_out_of_range)
        return exceeds_one(text) ? std::numeric_limits<double>::infinity() : 0.0;
    return value;
}

inline std::optional<double> parse_float(std::string_view text) {
    text = trim_unicode(text);
    std::string without_underscores;
    if (text.find('_') != std::string_view::npos) {
        if (text.front() == '_' || text.back() == '_' || text.find("__") != std::string_view::npos)
            return std::nullopt;
        for (const char c : text)
            if (c != '_') without_underscores += c;
        text = without_underscores;
    }
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const std::optional<double> value = parse_unsigned_float(text);
    return value && negative ? -*value : value;
}

inline std::optional<bool> parse_bool(std::string_view text) {
    for (const std::string_view yes : {"1", "true", "t", "y", "on", "yes"})
        if (iequals(text, yes)) return true;
    for (const std::string_view no : {"0", "false", "f", "n", "off", "no"})
        if (iequals(text, no)) return false;
    return std::nullopt;
}

}  // namespace fastapi::detail

// ==== fastapi/model/check.hpp ====

// Checking a value that has been read against the limits of its field. One function for each kind
// of value; the first limit that is broken, in Pydantic's order, is the problem.

namespace fastapi::detail {

/// Checks a number. `input` makes the value to show in an error, and is called only for one.
template <class Number, class Input>
bool check_number(Number value, const field_info& info, error_list& errors, const Input& input);

/// Checks a text by its length in code points and by its pattern.
template <class Input>
bool check_text(std::string_view text, const field_info& info, error_list& errors,
                const Input& input);

/// Checks a container by its number of items; `field_type` is `List` or `Set`.
template <class Input>
bool check_items(std::size_t count, std::string_view field_type, const field_info& info,
                 error_list& errors, const Input& input);

// ---- implementation ----

/// A limit as JSON, in the type of the field: `0.0` for a floating field although `gt(0)` says 0.
inline any limit_value(const constant& limit, bool floating) {
    if (floating || limit.kind == constant::kinds::floating) return any(limit.as_double());
    if (limit.kind == constant::kinds::unsigned_integer) return any(limit.bits);
    return any(limit.as<std::int64_t>());
}

/// A limit as messages say it: shortest digits, never an exponent, no `.0`.
inline std::string limit_text(const constant& limit) {
    std::string text;
    if (limit.kind == constant::kinds::floating) {
        std::array<char, 512> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                       limit.as_double(), std::chars_format::fixed)
                             .ptr;
        text.assign(digits.data(), end);
    } else if (limit.kind == constant::kinds::unsigned_integer) {
        append_integer(text, limit.bits);
    } else {
        append_integer(text, limit.as<std::int64_t>());
    }
    return text;
}

struct limit_rule {
    std::string_view type, context_key, message;
};

inline void add_limit_problem(error_list& errors, const limit_rule& rule, const constant& limit,
                              bool floating, any input) {
    dict context;
    context[rule.context_key] = limit_value(limit, floating);
    errors.add(rule.type, std::string(rule.message) + limit_text(limit), std::move(input),
               std::move(context));
}

/// -1, 0 or 1 as `value` is below, at or above the limit; 2 for NaN, which is none of them.
template <class Number>
constexpr int compare_to_limit(Number value, const constant& limit) {
    const auto order = [](auto a, auto b) { return a < b ? -1 : a > b ? 1 : a == b ? 0 : 2; };
    if constexpr (std::is_floating_point_v<Number>) {
        return order(static_cast<double>(value), limit.as_double());
    } else {
        if (limit.kind == constant::kinds::floating)
            return order(static_cast<double>(value), limit.as_double());
        if (limit.kind == constant::kinds::unsigned_integer)
            return std::cmp_less(value, limit.bits)      ? -1
                   : std::cmp_greater(value, limit.bits) ? 1
                                                         : 0;
        const auto number = limit.as<std::int64_t>();
        return std::cmp_less(value, number) ? -1 : std::cmp_greater(value, number) ? 1 : 0;
    }
}

template <class Number>
bool is_multiple(Number value, const constant& divisor) {
    if constexpr (std::is_floating_point_v<Number>) {
        // Binary fractions make 0.3 no exact multiple of 0.1: allow Pydantic's relative tolerance.
        const double step = divisor.as_double();
        const double rest = std::fabs(std::fmod(static_cast<double>(value), step));
        const double tolerance = std::fabs(static_cast<double>(value)) / 1e9;
        return rest <= tolerance || std::fabs(rest - std::fabs(step)) <= tolerance;
    } else if (divisor.kind == constant::kinds::floating) {
        return is_multiple(static_cast<double>(value), divisor);
    } else if constexpr (std::is_signed_v<Number>) {
        const auto step = divisor.as<std::int64_t>();
        return step == -1 || (step != 0 && static_cast<std::int64_t>(value) % step == 0);
    } else {
        return divisor.bits != 0 && static_cast<std::uint64_t>(value) % divisor.bits == 0;
    }
}

template <class Number, class Input>
bool check_number(Number value, const field_info& info, error_list& errors, const Input& input) {
    constexpr bool floating = std::is_floating_point_v<Number>;
    const auto refuse = [&](const limit_rule& rule, const constant& limit) {
        add_limit_problem(errors, rule, limit, floating, input());
        return false;
    };
    if (info.multiple_of.is_set() && !is_multiple(value, info.multiple_of))
        return refuse({"multiple_of", "multiple_of", "Input should be a multiple of "},
                      info.multiple_of);
    if (const int order = compare_to_limit(value, info.le);
        info.le.is_set() && order != -1 && order != 0)
        return refuse({"less_than_equal", "le", "Input should be less than or equal to "}, info.le);
    if (info.lt.is_set() && compare_to_limit(value, info.lt) != -1)
        return refuse({"less_than", "lt", "Input should be less than "}, info.lt);
    if (const int order = compare_to_limit(value, info.ge);
        info.ge.is_set() && order != 1 && order != 0)
        return refuse({"greater_than_equal", "ge", "Input should be greater than or equal to "},
                      info.ge);
    if (info.gt.is_set() && compare_to_limit(value, info.gt) != 1)
        return refuse({"greater_than", "gt", "Input should be greater than "}, info.gt);
    return true;
}

/// `1 character`, `3 characters`.
inline std::string counted(std::size_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

template <class Input>
bool check_text(std::string_view text, const field_info& info, error_list& errors,
                const Input& input) {
    const std::size_t length = count_code_points(text);
    if (length < info.min_length) {
        errors.add("string_too_short",
                   "String should have at least " + counted(info.min_length, "character"), input(),
                   dict{{"min_length", info.min_length}});
        return false;
    }
    if (length > info.max_length) {
        errors.add("string_too_long",
                   "String should have at most " + counted(info.max_length, "character"), input(),
                   dict{{"max_length", info.max_length}});
        return false;
    }
    if (!info.matcher.text.empty() && !search(info.matcher, text)) {
        errors.add("string_pattern_mismatch",
                   "String should match pattern '" + std::string(info.matcher.text) + "'", input(),
                   dict{{"pattern", std::string(info.matcher.text)}});
        return false;
    }
    return true;
}

template <class Input>
bool check_items(std::size_t count, std::string_view field_type, const field_info& info,
                 error_list& errors, const Input& input) {
    const auto refuse = [&](std::string_view type, std::string_view bound, std::string_view key,
                            std::size_t limit) {
        dict context{{"field_type", field_type}};
        context[key] = limit;
        context["actual_length"] = count;
        errors.add(type,
                   std::string(field_type) + " should have " + std::string(bound) + " " +
                       counted(limit, "item") + " after validation, not " + std::to_string(count),
                   input(), std::move(context));
        return false;
    };
    if (count < info.min_items)
        return refuse("too_short", "at least", "min_length", info.min_items);
    if (count > info.max_items) return refuse("too_long", "at most", "max_length", info.max_items);
    return true;
}

}  // namespace fastapi::detail

// ==== fastapi/model/choice.hpp ====

// Types with a fixed list of values: `Literal<"fast", "slow">`, and `IntEnum<Level>` for an
// enumeration that clients know by number. A plain enumeration is known by the names of its
// enumerators.

namespace fastapi {
namespace detail {

/// One choice of a Literal as a template argument: a text, or an integer kept as its digits.
template <std::size_t Size>
struct literal_choice {
    char text[Size]{};
    std::size_t length = 0;
    bool is_number = false;

    constexpr literal_choice(const char (&literal)[Size]) : length(Size - 1) {
        for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
    }
    template <std::integral Number>
    constexpr literal_choice(Number number) : is_number(true) {
        std::string_view sign = number < 0 ? "-" : "";
        char reversed[Size]{};
        std::size_t digits = 0;
        do {
            const auto digit = static_cast<int>(number % 10);
            reversed[digits++] = static_cast<char>('0' + (digit < 0 ? -digit : digit));
            number = static_cast<Number>(number / 10);
        } while (number != 0);
        for (const char c : sign) text[length++] = c;
        while (digits > 0) text[length++] = reversed[--digits];
    }

    constexpr std::string_view view() const { return {text, length}; }
};

template <std::size_t Size>
literal_choice(const char (&)[Size]) -> literal_choice<Size>;
template <std::integral Number>
literal_choice(Number) -> literal_choice<24>;

}  // namespace detail

/// One of the texts and integers that are listed, the first where nothing was assigned: Python's
/// `Literal["a", "b", 3]`. As C++ it is a text, `"3"` for the integer 3.
template <detail::literal_choice... Choices>
class Literal {
public:
    static constexpr std::array<std::string_view, sizeof...(Choices)> choices{Choices.view()...};
    static constexpr std::array<bool, sizeof...(Choices)> numbers{Choices.is_number...};

    constexpr Literal() = default;

    /// Throws std::invalid_argument for a text that is not in the list.
    constexpr Literal(std::string_view text) : index_(index_of(text)) {
        if (index_ == choices.size())
            throw std::invalid_argument("not one of the choices: " + std::string(text));
    }
    constexpr Literal(const char* text) : Literal(std::string_view(text)) {}

    constexpr std::string_view view() const { return choices[index_]; }
    /// Whether the value is one of the integers.
    constexpr bool is_number() const { return numbers[index_]; }
    constexpr operator std::string_view() const { return view(); }
    friend constexpr bool operator==(const Literal& a, const Literal& b) {
        return a.index_ == b.index_;
    }
    template <std::convertible_to<std::string_view> Text>
    requires(!std::derived_from<Text, Literal>) friend constexpr bool operator==(const Literal& a,
                                                                                 const Text& b) {
        return a.view() == std::string_view(b);
    }

    /// The place of a text in the list, or its size.
    static constexpr std::size_t index_of(std::string_view text) {
        for (std::size_t i = 0; i < choices.size(); ++i)
            if (choices[i] == text) return i;
        return choices.size();
    }

private:
    std::size_t index_ = 0;
};

/// An enumeration that is read and written as its number: Python's `class Level(IntEnum)`. Converts
/// to the enumeration.
template <class Enum>
class IntEnum {
public:
    using enum_type = Enum;

    constexpr IntEnum() = default;
    constexpr IntEnum(Enum value) : value_(value) {}
    constexpr operator Enum() const { return value_; }
    constexpr Enum value() const { return value_; }
    friend constexpr bool operator==(IntEnum, IntEnum) = default;

private:
    Enum value_{};
};

}  // namespace fastapi

// ==== fastapi/model/value.hpp ====

// How each type of value is read from a text of the request and described in a schema: one
// `value_type<T>` for each kind of type. The conversions are Pydantic's lax ones, the refusals are in
// its words. https://docs.pydantic.dev/latest/concepts/conversion_table/

namespace fastapi {

/// How a type of one's own is read and written as a text, everywhere that a value can stand:
///
///     template <> struct fastapi::custom_type<Money> {
///         static Money parse(std::string_view text);         // throws ValueError
///         static std::string format(const Money& money);
///         static dict schema() { return {{"type", "string"}, {"examples", list{"12.50 EUR"}}}; }  // may be left out
///     };
template <class Type>
struct custom_type;

}  // namespace fastapi

namespace fastapi::detail {

template <class Type>
concept has_custom_type = requires(std::string_view text, const Type& value) {
    { custom_type<Type>::parse(text) } -> std::convertible_to<Type>;
    { custom_type<Type>::format(value) } -> std::convertible_to<std::string>;
};

/// The knowledge of one type of value. A specialisation for a type that one text can spell has
///     static bool read(std::string_view text, T& out, const field_info&, error_list&);
/// and one for a container of such types has `item` and
///     static bool read_all(const std::vector<std::string_view>&, T& out, const field_info&, error_list&);
/// Every one has
///     static dict schema(const field_info&, schema_registry&);
template <class Type>
struct value_type;

template <class Type>
concept text_readable = requires(std::string_view text, Type& out, const field_info& info, error_list& errors) {
    { value_type<Type>::read(text, out, info, errors) } -> std::same_as<bool>;
};

template <class Type>
concept list_readable =
    requires(const std::vector<std::string_view>& texts, Type& out, const field_info& info, error_list& errors) {
        { value_type<Type>::read_all(texts, out, info, errors) } -> std::same_as<bool>;
    };

template <class Type>
concept describable = requires(const field_info& info, schema_registry& registry) {
    { value_type<Type>::schema(info, registry) } -> std::same_as<dict>;
};

// ---- implementation ----

template <class Number>
concept plain_integer = std::integral<Number> && !std::same_as<Number, bool> && !std::same_as<Number, char> &&
                        !std::same_as<Number, char8_t> && !std::same_as<Number, char16_t> &&
                        !std::same_as<Number, char32_t> && !std::same_as<Number, wchar_t>;

/// A function that makes the `input` of an error from the text that was sent.
inline auto as_input(std::string_view text) {
    return [text] { return any(text); };
}

inline bool add_text_problem(error_list& errors, std::string_view type, std::string_view message, std::string_view text) {
    errors.add(type, std::string(message), any(text));
    return false;
}

inline void describe_limits(dict& schema, const field_info& info) {
    const auto describe = [&](std::string_view key, const constant& limit) {
        if (limit.is_set()) schema[key] = limit_value(limit, false);
    };
    describe("exclusiveMinimum", info.gt);
    describe("minimum", info.ge);
    describe("exclusiveMaximum", info.lt);
    describe("maximum", info.le);
    describe("multipleOf", info.multiple_of);
}

inline void describe_items(dict& schema, const field_info& info) {
    if (info.min_items != 0) schema["minItems"] = info.min_items;
    if (info.max_items != no_limit) schema["maxItems"] = info.max_items;
}

inline dict text_schema(const field_info& info) {
    dict schema{{"type", "string"}};
    if (info.min_length != 0) schema["minLength"] = info.min_length;
    if (info.max_length != no_limit) schema["maxLength"] = info.max_length;
    if (!info.matcher.text.empty()) schema["pattern"] = info.matcher.text;
    return schema;
}

/// Reads an integer between two bounds of its C++ type, which Python's integers do not have.
inline bool read_bounded(std::string_view text, std::int64_t lowest, std::uint64_t highest, integer_text& out,
                         error_list& errors) {
    switch (parse_integer(text, out)) {
        case integer_outcome::no_integer:
            return add_text_problem(errors, "int_parsing",
                                    "Input should be a valid integer, unable to parse string as an integer", text);
        case integer_outcome::read: {
            const std::uint64_t deepest = lowest == 0 ? 0 : std::uint64_t(0) - static_cast<std::uint64_t>(lowest);
            if (out.magnitude <= (out.negative ? deepest : highest)) return true;
            break;
        }
        case integer_outcome::too_large: break;
    }
    return add_text_problem(errors, "int_parsing_size",
                            "Unable to parse input string as an integer, exceeded maximum size", text);
}

template <plain_integer Integer>
struct value_type<Integer> {
    static bool read(std::string_view text, Integer& out, const field_info& info, error_list& errors) {
        using limits = std::numeric_limits<Integer>;
        integer_text read_text;
        if (!read_bounded(text, static_cast<std::int64_t>(limits::min()), static_cast<std::uint64_t>(limits::max()),
                          read_text, errors))
            return false;
        const std::uint64_t bits = read_text.negative ? std::uint64_t(0) - read_text.magnitude : read_text.magnitude;
        out = static_cast<Integer>(bits);
        using widest = std::conditional_t<std::is_signed_v<Integer>, std::int64_t, std::uint64_t>;
        return !info.limits_numbers() || check_number(static_cast<widest>(out), info, errors, as_input(text));
    }
    static dict schema(const field_info& info, schema_registry&) {
        dict schema{{"type", "integer"}};
        describe_limits(schema, info);
        return schema;
    }
};

template <std::floating_point Number>
struct value_type<Number> {
    static bool read(std::string_view text, Number& out, const field_info& info, error_list& errors) {
        const std::optional<double> value = parse_float(text);
        if (!value)
            return add_text_problem(errors, "float_parsing",
                                    "Input should be a valid number, unable to parse string as a number", text);
        out = static_cast<Number>(*value);
        return !info.limits_numbers() || check_number(*value, info, errors, as_input(text));
    }
    static dict schema(const field_info& info, schema_registry&) {
        dict schema{{"type", "number"}};
        describe_limits(schema, info);
        return schema;
    }
};

template <has_custom_type Custom>
struct value_type<Custom> {
    static bool read(std::string_view text, Custom& out, const field_info&, error_list& errors) {
        try {
            out = custom_type<Custom>::parse(text);
            return true;
        } catch (const ValueError& error) {
            errors.add("value_error", std::string("Value error, ") + error.what(), any(text), dict{{"error", dict{}}});
            return false;
        }
    }

    template <class Sink>
    static void write(Sink sink, const Custom& value) {
        sink.write(std::string_view(custom_type<Custom>::format(value)));
    }

    static dict schema(const field_info&, schema_registry&) {
        if constexpr (requires { { custom_type<Custom>::schema() } -> std::convertible_to<dict>; })
            return custom_type<Custom>::schema();
        else
            return dict{{"type", "string"}};
    }
};

template <>
struct value_type<bool> {
    static bool read(std::string_view text, bool& out, const field_info&, error_list& errors) {
        const std::optional<bool> value = parse_bool(text);
        if (!value)
            return add_text_problem(errors, "bool_parsing",
                                    "Input should be a valid boolean, unable to interpret input", text);
        out = *value;
        return true;
    }
    static dict schema(const field_info&, schema_registry&) { return dict{{"type", "boolean"}}; }
};

template <>
struct value_type<std::string> {
    static bool read(std::string_view text, std::string& out, const field_info& info, error_list& errors) {
        out.assign(text);
        return !info.limits_text() || check_text(text, info, errors, as_input(text));
    }
    static dict schema(const field_info& info, schema_registry&) { return text_schema(info); }
};

/// `'a', 'b' or 'c'`: the choices as an error lists them.
template <class Choices, class Format>
std::string listed_choices(const Choices& choices, const Format& format) {
    std::string text;
    std::size_t position = 0;
    for (const auto& choice : choices) {
        if (position != 0) text += position + 1 == choices.size() ? " or " : ", ";
        text += format(choice);
        ++position;
    }
    return text;
}

inline std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

inline bool add_choice_problem(error_list& errors, std::string_view type, const std::string& expected, any input) {
    errors.add(type, "Input should be " + expected, std::move(input), dict{{"expected", expected}});
    return false;
}

template <class Enum>
    requires std::is_enum_v<Enum>
struct value_type<Enum> {
    static bool read(std::string_view text, Enum& out, const field_info&, error_list& errors) {
        if (const std::optional<Enum> named = enum_cast<Enum>(text)) return out = *named, true;
        return refuse(errors, any(text));
    }
    static bool refuse(error_list& errors, any input) {
        return add_choice_problem(errors, "enum", listed_choices(enum_names<Enum>, quoted), std::move(input));
    }
    static dict schema(const field_info&, schema_registry& registry) {
        return registry.reference(type_name<Enum>(), &enum_names<Enum>, schema_side::output, [](schema_registry&) {
            list names;
            for (const std::string_view name : enum_names<Enum>) names.push_back(name);
            return any(dict{{"type", "string"}, {"enum", std::move(names)}, {"title", type_name<Enum>()}});
        }).as_dict();
    }
};

template <class Enum>
struct value_type<IntEnum<Enum>> {
    static bool read(std::string_view text, IntEnum<Enum>& out, const field_info&, error_list& errors) {
        integer_text number;
        if (parse_integer(text, number) == integer_outcome::read && find(number, out)) return true;
        return refuse(errors, any(text));
    }
    static bool find(const integer_text& number, IntEnum<Enum>& out) {
        for (const Enum value : enum_values<Enum>)
            if (is_spelled(value, number)) return out = value, true;
        return false;
    }
    static bool refuse(error_list& errors, any input) {
        const auto digits = [](Enum value) { return std::to_string(static_cast<std::underlying_type_t<Enum>>(value)); };
        return add_choice_problem(errors, "enum", listed_choices(enum_values<Enum>, digits), std::move(input));
    }
    static dict schema(const field_info&, schema_registry& registry) {
        return registry.reference(type_name<Enum>(), &enum_values<Enum>, schema_side::output, [](schema_registry&) {
            list numbers;
            for (const Enum value : enum_values<Enum>) numbers.push_back(static_cast<std::underlying_type_t<Enum>>(value));
            return any(dict{{"type", "integer"}, {"enum", std::move(numbers)}, {"title", type_name<Enum>()}});
        }).as_dict();
    }

  private:
    static bool is_spelled(Enum value, const integer_text& number) {
        const auto signed_value = static_cast<std::int64_t>(value);
        const std::uint64_t bits = number.negative ? std::uint64_t(0) - number.magnitude : number.magnitude;
        return static_cast<std::uint64_t>(signed_value) == bits && (signed_value < 0) == (number.negative && bits != 0);
    }
};

template <literal_choice... Choices>
struct value_type<Literal<Choices...>> {
    using literal = Literal<Choices...>;

    static bool read(std::string_view text, literal& out, const field_info&, error_list& errors) {
        return find(text, false, out) || refuse(errors, any(text));
    }
    /// An integer stands for a choice by its digits. Its text does not: "3" is not 3.
    static bool find(std::string_view text, bool is_number, literal& out) {
        for (std::size_t i = 0; i < literal::choices.size(); ++i)
            if (literal::choices[i] == text && literal::numbers[i] == is_number) return out = literal(text), true;
        return false;
    }
    static bool refuse(error_list& errors, any input) {
        std::size_t position = 0;
        const auto format = [&](std::string_view choice) {
            return literal::numbers[position++] ? std::string(choice) : quoted(choice);
        };
        return add_choice_problem(errors, "literal_error", listed_choices(literal::choices, format), std::move(input));
    }
    static dict schema(const field_info&, schema_registry&) {
        list choices;
        std::size_t integers = 0;
        for (std::size_t i = 0; i < literal::choices.size(); ++i) {
            integers += literal::numbers[i];
            choices.push_back(literal::numbers[i] ? any(to_integer<std::int64_t>(literal::choices[i]).value_or(0)) : any(literal::choices[i]));
        }
        dict schema;
        if (integers == 0 || integers == choices.size()) schema["type"] = integers == 0 ? "string" : "integer";
        if (choices.size() == 1)
            schema["const"] = choices[0];
        else
            schema["enum"] = std::move(choices);
        return schema;
    }
};

/// `anyOf` with null; what is an `anyOf` already gets null as its last choice.
inline dict nullable(dict schema) {
    if (!schema.contains("anyOf")) return dict{{"anyOf", list{std::move(schema), dict{{"type", "null"}}}}};
    schema["anyOf"].as_list().push_back(dict{{"type", "null"}});
    return schema;
}

template <text_readable Value>
struct value_type<std::optional<Value>> {
    static bool read(std::string_view text, std::optional<Value>& out, const field_info& info, error_list& errors) {
        if (value_type<Value>::read(text, out.emplace(), info, errors)) return true;
        out.reset();
        return false;
    }
    static dict schema(const field_info& info, schema_registry& registry) {
        return nullable(value_type<Value>::schema(info, registry));
    }
};

/// Reads the texts one by one; every bad one is a problem at its index.
template <class Item, class Consume>
bool read_items(const std::vector<std::string_view>& texts, error_list& errors, const Consume& consume) {
    static constexpr field_info unlimited{};
    const std::size_t problems = errors.size();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::size_t before = errors.size();
        Item item{};
        if (value_type<Item>::read(texts[i], item, unlimited, errors))
            consume(std::move(item));
        else
            errors.prepend(before, i);
    }
    return errors.size() == problems;
}

inline auto as_input(const std::vector<std::string_view>& texts) {
    return [&texts] {
        list all;
        for (const std::string_view text : texts) all.push_back(text);
        return any(std::move(all));
    };
}

template <text_readable Item, class Allocator>
struct value_type<std::vector<Item, Allocator>> {
    using item = Item;
    using container = std::vector<Item, Allocator>;

    static bool read_all(const std::vector<std::string_view>& texts, container& out, const field_info& info,
                         error_list& errors) {
        out.clear();
        return check_items(texts.size(), "List", info, errors, as_input(texts)) &&
               read_items<Item>(texts, errors, [&](Item&& value) { out.push_back(std::move(value)); });
    }
    static dict schema(const field_info& info, schema_registry& registry) {
        dict schema{{"type", "array"}, {"items", value_type<Item>::schema(field_info{}, registry)}};
        describe_items(schema, info);
        return schema;
    }
};

template <text_readable Item, class Order, class Allocator>
struct value_type<std::set<Item, Order, Allocator>> {
    using item = Item;
    using container = std::set<Item, Order, Allocator>;

    static bool read_all(const std::vector<std::string_view>& texts, container& out, const field_info& info,
                         error_list& errors) {
        out.clear();
        return read_items<Item>(texts, errors, [&](Item&& value) { out.insert(std::move(value)); }) &&
               check_items(out.size(), "Set", info, errors, as_input(texts));
    }
    static dict schema(const field_info& info, schema_registry& registry) {
        dict schema{{"type", "array"}, {"uniqueItems", true}, {"items", value_type<Item>::schema(field_info{}, registry)}};
        describe_items(schema, info);
        return schema;
    }
};

template <list_readable Container>
struct value_type<std::optional<Container>> {
    static bool read_all(const std::vector<std::string_view>& texts, std::optional<Container>& out,
                         const field_info& info, error_list& errors) {
        if (value_type<Container>::read_all(texts, out.emplace(), info, errors)) return true;
        out.reset();
        return false;
    }
    static dict schema(const field_info& info, schema_registry& registry) {
        return nullable(value_type<Container>::schema(info, registry));
    }
};

template <class Type>
inline constexpr bool is_optional = is_specialization_of<Type, std::optional>;

template <class Type>
struct without_optional {
    using type = Type;
};
template <class Value>
struct without_optional<std::optional<Value>> {
    using type = Value;
};

/// Whether a default that is a number can be one of the type, or a default that is text.
template <class Value>
constexpr bool takes_default(const constant_or_text& stated) {
    constexpr bool is_number = std::is_arithmetic_v<Value> || is_specialization_of<Value, IntEnum>;
    if (!stated.is_set()) return true;
    if (stated.is_text) return text_readable<Value> && !is_number;
    return is_number || std::is_enum_v<Value>;
}

/// The default that `info` states, as a value of the type. Only called where there is one that the type
/// takes; throws std::invalid_argument for a text that it does not spell.
template <class Value>
Value stated_default(const field_info& info) {
    const constant_or_text& stated = info.default_value;
    if constexpr (is_optional<Value>) {
        return Value(stated_default<typename Value::value_type>(info));
    } else if constexpr (std::same_as<Value, std::string>) {
        return std::string(stated.text);
    } else if constexpr (is_specialization_of<Value, IntEnum>) {
        return stated.number.template as<typename Value::enum_type>();
    } else {
        if constexpr (std::is_arithmetic_v<Value> || std::is_enum_v<Value>)
            if (!stated.is_text) return stated.number.template as<Value>();
        if constexpr (text_readable<Value>) {
            Value value{};
            error_list errors;
            if (value_type<Value>::read(stated.text, value, field_info{}, errors)) return value;
        }
        throw std::invalid_argument("fastapi: the default \"" + std::string(stated.text) +
                                    "\" is no value of its parameter. Write defaults_to(...) with one that is.");
    }
}

/// A default or an example as JSON.
inline any value_of(const constant_or_text& value) {
    if (value.is_text) return any(value.text);
    switch (value.number.kind) {
        case constant::kinds::boolean: return any(value.number.as<bool>());
        case constant::kinds::floating: return any(value.number.as_double());
        case constant::kinds::unsigned_integer: return any(value.number.bits);
        case constant::kinds::integer: return any(value.number.as<std::int64_t>());
        case constant::kinds::none: break;
    }
    return any();
}

}  // namespace fastapi::detail

// ==== fastapi/model/scalar.hpp ====

// What the value types that JSON writes as text or number (datetime, timedelta, UUID, Decimal)
// share: how reading one of them fails, and Python's spelling of a float. The types and texts of
// the problems are Pydantic's, word for word: clients see them.

namespace fastapi {

/// Why an input is not a value of some type: Pydantic's error type, its whole message, and the text
/// that stands in the error's context as `error` or under another key (empty where the error has no
/// context).
struct ScalarProblem {
    std::string_view type;
    std::string message;
    std::string reason = {};
    std::string_view context_key = "error";
};

/// The outcome of reading: nothing when it went well.
using ParseOutcome = std::optional<ScalarProblem>;

namespace detail {

/// `{type, "message, reason", reason}`, the shape of all parsing errors that have a reason.
ScalarProblem problem_with_reason(std::string_view type, std::string_view message,
                                  std::string_view reason);

/// Appends `value`, which is not negative, with leading zeros up to `width` digits.
void append_padded(std::string& out, int value, std::size_t width);

/// Appends a finite number as Python's repr does: 10.0, 0.0001, 1e-05, 1e+16.
void append_float_repr(std::string& out, double value);

void append_quoted(std::string& out, std::string_view text_without_escapes);

// ---- implementation ----

inline ScalarProblem problem_with_reason(std::string_view type, std::string_view message,
                                         std::string_view reason) {
    std::string whole(message);
    whole.append(", ").append(reason);
    return {type, std::move(whole), std::string(reason)};
}

inline void append_padded(std::string& out, int value, std::size_t width) {
    const std::size_t start = out.size();
    append_integer(out, value);
    const std::size_t written = out.size() - start;
    if (written < width) out.insert(start, width - written, '0');
}

inline void append_float_repr(std::string& out, double value) {
    // False only for what is not finite, which no caller passes.
    static_cast<void>(append_json_float(out, value, json_style::python));
}

inline void append_quoted(std::string& out, std::string_view text_without_escapes) {
    out.append("\"").append(text_without_escapes).append("\"");
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/datetime_parse.hpp ====

// Text and numbers to the fields of a date, a time, a datetime or a duration, as Pydantic reads
// them (its crate speedate): RFC 3339 with 'T', 't', ' ' or '_' between date and time, seconds
// optional, digits of a fraction beyond the sixth dropped; Unix timestamps in seconds, or in
// milliseconds beyond 2e10; ISO 8601 durations, `3 days, 04:05:06` and `HH:MM:SS`.
//
// Every reader returns the reason why it cannot, in speedate's words, or an empty text when it
// could.

namespace fastapi::detail {

struct date_fields {
    int year = 1970;
    int month = 1;
    int day = 1;
};

struct time_fields {
    int hour = 0;
    int minute = 0;
    int second = 0;
    int microsecond = 0;
    std::optional<int> offset_seconds = {};  // east of UTC; nothing for a naive time
};

struct datetime_fields {
    date_fields date;
    time_fields time;
};

struct duration_fields {
    bool negative = false;
    std::uint64_t days = 0;
    std::uint64_t seconds = 0;
    std::uint64_t microseconds = 0;
};

/// `YYYY-MM-DD`, or whole days as a Unix timestamp.
std::string_view read_date(std::string_view text, date_fields& out);
/// `HH:MM[:SS[.ffffff]][Z|+HH:MM|+HHMM]`.
std::string_view read_time(std::string_view text, time_fields& out);
/// A date, a separator and a time, or a Unix timestamp.
std::string_view read_datetime(std::string_view text, datetime_fields& out);
std::string_view read_timestamp(std::int64_t timestamp, datetime_fields& out);
std::string_view read_timestamp(double timestamp, datetime_fields& out);
std::string_view read_duration(std::string_view text, duration_fields& out);

constexpr bool is_leap_year(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int days_in_month(int year, int month) {
    if (month == 2) return is_leap_year(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// ---- implementation ----

inline constexpr std::string_view too_short = "input is too short";
inline constexpr std::string_view extra_characters =
    "unexpected extra characters at the end of the input";
inline constexpr std::string_view duration_value_too_large =
    "a numeric value in the duration is too large";
inline constexpr std::string_view duration_days_too_large =
    "durations may not exceed 999,999,999 days";
inline constexpr std::string_view duration_hours_too_large =
    "durations may not exceed 999,999,999 hours";

constexpr char char_at(std::string_view text, std::size_t position) {
    return position < text.size() ? text[position] : '\0';
}

/// The number that two digits spell, or -1.
constexpr int two_digits(std::string_view text, std::size_t position) {
    const char tens = char_at(text, position), ones = char_at(text, position + 1);
    return is_digit(tens) && is_digit(ones) ? (tens - '0') * 10 + (ones - '0') : -1;
}

/// The ten characters `YYYY-MM-DD` that `text` begins with.
inline std::string_view read_date_prefix(std::string_view text, date_fields& out) {
    if (text.size() < 10) return too_short;
    const int century = two_digits(text, 0), year = two_digits(text, 2);
    if (century < 0 || year < 0) return "invalid character in year";
    if (text[4] != '-') return "invalid date separator, expected `-`";
    const int month = two_digits(text, 5);
    if (month < 0) return "invalid character in month";
    if (text[7] != '-') return "invalid date separator, expected `-`";
    const int day = two_digits(text, 8);
    if (day < 0) return "invalid character in day";
    if (month < 1 || month > 12) return "month value is outside expected range of 1-12";
    out = {century * 100 + year, month, day};
    if (day < 1 || day > days_in_month(out.year, month))
        return "day value is outside expected range";
    return {};
}

/// The fraction after a '.' or ',' at `position`: six digits count, more are dropped.
inline std::string_view read_fraction(std::string_view text, std::size_t& position,
                                      int& microsecond) {
    const std::size_t first = ++position;
    for (int unit = 100'000; is_digit(char_at(text, position)); ++position, unit /= 10)
        microsecond += (text[position] - '0') * unit;
    return position == first ? "second fraction digits missing after `.`" : "";
}

inline std::string_view read_seconds(std::string_view text, std::size_t& position,
                                     time_fields& out) {
    out.second = two_digits(text, position + 1);
    if (out.second < 0) return "invalid character in second";
    if (out.second > 59) return "second value is outside expected range of 0-59";
    position += 3;
    const char next = char_at(text, position);
    return next == '.' || next == ',' ? read_fraction(text, position, out.microsecond) : "";
}

/// `HH:MM[:SS[.ffffff]]` from `position`, which ends behind it.
inline std::string_view read_clock(std::string_view text, std::size_t& position, time_fields& out) {
    if (text.size() - position < 5) return too_short;
    out.hour = two_digits(text, position);
    if (out.hour < 0) return "invalid character in hour";
    if (text[position + 2] != ':') return "invalid time separator, expected `:`";
    out.minute = two_digits(text, position + 3);
    if (out.minute < 0) return "invalid character in minute";
    if (out.hour > 23) return "hour value is outside expected range of 0-23";
    if (out.minute > 59) return "minute value is outside expected range of 0-59";
    position += 5;
    return char_at(text, position) == ':' ? read_seconds(text, position, out) : "";
}

/// +1, -1, or 0 for what is no sign. ISO 8601 allows U+2212, the true minus.
inline int read_offset_sign(std::string_view text, std::size_t& position) {
    if (text.substr(position).starts_with("\xE2\x88\x92")) {
        position += 3;
        return -1;
    }
    const char sign = char_at(text, position++);
    return sign == '+' ? 1 : sign == '-' ? -1 : 0;
}

inline std::string_view read_offset(std::string_view text, std::size_t& position,
                                    time_fields& out) {
    if (to_lower(text[position]) == 'z') {
        ++position;
        out.offset_seconds = 0;
        return {};
    }
    const int sign = read_offset_sign(text, position);
    if (sign == 0) return "invalid timezone sign";
    const int hours = two_digits(text, position);
    if (hours < 0) return "invalid timezone hour";
    position += char_at(text, position + 2) == ':' ? 3u : 2u;
    const int minutes = two_digits(text, position);
    if (minutes < 0) return "invalid timezone minute";
    if (minutes > 59) return "timezone minute value is outside expected range of 0-59";
    if (hours > 23) return "timezone offset must be less than 24 hours";
    position += 2;
    out.offset_seconds = sign * (hours * 3600 + minutes * 60);
    return {};
}

inline std::string_view read_time_from(std::string_view text, std::size_t position,
                                       time_fields& out) {
    out = {};
    std::string_view reason = read_clock(text, position, out);
    if (reason.empty() && position < text.size()) reason = read_offset(text, position, out);
    if (reason.empty() && position < text.size()) reason = extra_characters;
    return reason;
}

inline std::string_view read_time(std::string_view text, time_fields& out) {
    return read_time_from(text, 0, out);
}

/// A count of seconds since 1970 and of microseconds less than two million, as a datetime in UTC.
inline std::string_view read_unix_seconds(std::int64_t seconds, std::int64_t microseconds,
                                          datetime_fields& out) {
    constexpr std::int64_t year_0 = -62'167'219'200, end_of_9999 = 253'402'300'799;
    seconds += microseconds / 1'000'000;
    if (seconds < year_0) return "dates before 0000 are not supported as unix timestamps";
    if (seconds > end_of_9999) return "dates after 9999 are not supported as unix timestamps";
    const std::chrono::sys_seconds moment{std::chrono::seconds(seconds)};
    const auto midnight = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day day(midnight);
    const int rest = static_cast<int>((moment - midnight).count());
    out.date = {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
                static_cast<int>(static_cast<unsigned>(day.day()))};
    out.time = {rest / 3600, rest / 60 % 60, rest % 60, static_cast<int>(microseconds % 1'000'000),
                0};
    return {};
}

/// Beyond this, in 2603, a timestamp counts milliseconds.
inline constexpr std::int64_t last_timestamp_in_seconds = 20'000'000'000;

inline std::string_view read_timestamp_units(std::int64_t units, bool in_milliseconds,
                                             std::int64_t microseconds, datetime_fields& out) {
    if (!in_milliseconds) return read_unix_seconds(units, microseconds, out);
    std::int64_t seconds = units / 1000, rest = units % 1000;
    if (rest < 0) --seconds, rest += 1000;
    return read_unix_seconds(seconds, rest * 1000 + microseconds, out);
}

inline std::string_view read_timestamp(std::int64_t timestamp, datetime_fields& out) {
    const bool in_milliseconds =
        timestamp > last_timestamp_in_seconds || timestamp < -last_timestamp_in_seconds;
    return read_timestamp_units(timestamp, in_milliseconds, 0, out);
}

inline std::string_view read_timestamp(double timestamp, datetime_fields& out) {
    if (std::isnan(timestamp)) return "NaN values not permitted";
    if (std::abs(timestamp) > 9e18)  // what no int64 holds: only the sign still matters
        return read_unix_seconds(timestamp < 0 ? -1'000'000'000'000 : 1'000'000'000'000, 0, out);
    const bool in_milliseconds =
        std::abs(timestamp) > static_cast<double>(last_timestamp_in_seconds);
    const double whole = std::floor(timestamp);
    const double microseconds = std::round((timestamp - whole) * (in_milliseconds ? 1e3 : 1e6));
    return read_timestamp_units(static_cast<std::int64_t>(whole), in_milliseconds,
                                static_cast<std::int64_t>(microseconds), out);
}

/// The integer after an optional sign; nothing for -2^63, as with speedate.
inline std::optional<std::int64_t> timestamp_integer(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    const auto value = to_integer<std::int64_t>(text);
    return value && negative ? -*value : value;
}

/// A number with a point in it: blanks, underscores and names of numbers are not for timestamps.
inline std::optional<double> timestamp_float(std::string_view text) {
    const bool plain = text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
    return plain && text.find('.') != std::string_view::npos ? parse_float(text) : std::nullopt;
}

inline std::string_view read_date(std::string_view text, date_fields& out) {
    std::string_view reason = read_date_prefix(text, out);
    if (reason.empty() && text.size() > 10) reason = extra_characters;
    if (reason.empty()) return {};
    const auto timestamp = timestamp_integer(text);
    if (!timestamp) return reason;
    datetime_fields moment;
    reason = read_timestamp(*timestamp, moment);
    if (!reason.empty()) return reason;
    out = moment.date;
    const time_fields& t = moment.time;
    const bool is_midnight = t.hour == 0 && t.minute == 0 && t.second == 0 && t.microsecond == 0;
    return is_midnight ? "" : "Timestamp is not an exact date";
}

inline std::string_view read_datetime(std::string_view text, datetime_fields& out) {
    std::string_view reason = read_date_prefix(text, out.date);
    if (reason.empty()) {
        const char separator = char_at(text, 10);
        const bool separates = to_lower(separator) == 't' || separator == ' ' || separator == '_';
        reason = separates ? read_time_from(text, 11, out.time)
                           : "invalid datetime separator, expected `T`, `t`, `_` or space";
    }
    if (reason.empty()) return {};
    if (const auto timestamp = timestamp_integer(text)) return read_timestamp(*timestamp, out);
    if (const auto timestamp = timestamp_float(text)) return read_timestamp(*timestamp, out);
    return reason;
}

/// The digits from `position`, which ends behind them.
inline std::string_view read_quantity(std::string_view text, std::size_t& position,
                                      std::uint64_t& out) {
    if (!is_digit(char_at(text, position))) return "invalid digit in duration";
    for (out = 0; is_digit(char_at(text, position)); ++position) {
        out = out * 10 + static_cast<std::uint64_t>(text[position] - '0');
        if (out > std::numeric_limits<std::uint32_t>::max()) return duration_value_too_large;
    }
    return {};
}

/// The value of the fraction at `position`, or nothing where there is none.
inline std::optional<double> read_quantity_fraction(std::string_view text, std::size_t& position) {
    if (char_at(text, position) != '.' && char_at(text, position) != ',') return std::nullopt;
    double digits = 0, scale = 1;
    for (++position; is_digit(char_at(text, position)); ++position) {
        if (scale > 1e30) continue;  // far below a microsecond of any unit
        digits = digits * 10 + (text[position] - '0');
        scale *= 10;
    }
    return digits / scale;
}

/// Days in a year, month, week or day; seconds in an hour, minute or second; 0 for another letter.
constexpr std::uint64_t duration_unit(char letter, bool in_time_part) {
    if (in_time_part) return letter == 'H' ? 3600 : letter == 'M' ? 60 : letter == 'S' ? 1 : 0;
    return letter == 'Y' ? 365 : letter == 'M' ? 30 : letter == 'W' ? 7 : letter == 'D' ? 1 : 0;
}

inline void add_fraction_of_seconds(double seconds, duration_fields& out) {
    out.seconds += static_cast<std::uint64_t>(seconds);
    out.microseconds +=
        static_cast<std::uint64_t>(std::round((seconds - std::floor(seconds)) * 1e6));
}

/// One quantity with its letter: `3D`, or `4.5S` behind the 'T'.
inline std::string_view read_duration_part(std::string_view text, std::size_t& position,
                                           bool in_time_part, bool& had_fraction,
                                           duration_fields& out) {
    std::uint64_t quantity = 0;
    if (const std::string_view reason = read_quantity(text, position, quantity); !reason.empty())
        return reason;
    const std::optional<double> fraction = read_quantity_fraction(text, position);
    if (had_fraction) return "quantity fraction invalid in duration";
    had_fraction = fraction.has_value();
    const std::uint64_t unit = duration_unit(char_at(text, position++), in_time_part);
    if (unit == 0)
        return in_time_part ? "quantity invalid in time part of duration"
                            : "quantity invalid in date part of duration";
    (in_time_part ? out.seconds : out.days) += quantity * unit;
    if (out.seconds > std::numeric_limits<std::uint32_t>::max() ||
        out.days > std::numeric_limits<std::uint32_t>::max())
        return duration_value_too_large;
    const double extra = fraction.value_or(0) * static_cast<double>(unit);
    if (in_time_part) {
        add_fraction_of_seconds(extra, out);
    } else {
        out.days += static_cast<std::uint64_t>(extra);
        add_fraction_of_seconds((extra - std::floor(extra)) * 86'400, out);
    }
    return {};
}

/// What follows the 'P' of an ISO 8601 duration.
inline std::string_view read_iso_duration(std::string_view text, duration_fields& out) {
    bool in_time_part = false, had_fraction = false;
    for (std::size_t position = 0; position < text.size();) {
        if (text[position] == 'T') {
            if (in_time_part) return "`t` character repeated in duration";
            in_time_part = true;
            ++position;
            continue;
        }
        const std::string_view reason =
            read_duration_part(text, position, in_time_part, had_fraction, out);
        if (!reason.empty()) return reason;
    }
    return text.size() < 2 ? too_short : "";
}

/// `HH:MM[:SS[.ffffff]]`, where the hours may have up to ten digits.
inline std::string_view read_duration_clock(std::string_view text, duration_fields& out) {
    if (text.size() < 5) return too_short;
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return "invalid character in hour";
    if (colon > 10) return duration_hours_too_large;
    std::uint64_t hours = 0;
    for (const char c : text.substr(0, colon)) {
        if (!is_digit(c)) return "invalid character in hour";
        hours = hours * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (hours > 2'400'000'000) return duration_hours_too_large;
    // As speedate: what follows the hours is cut behind `MM:SS.ffffff`, whatever stands there.
    std::string clock = "00:";
    clock.append(text.substr(colon + 1, 12));
    time_fields rest;
    std::size_t position = 0;
    if (const std::string_view reason = read_clock(clock, position, rest); !reason.empty())
        return reason;
    if (position < clock.size()) return extra_characters;
    out.days += hours / 24;
    out.seconds = hours % 24 * 3600 + static_cast<std::uint64_t>(rest.minute * 60 + rest.second);
    out.microseconds = static_cast<std::uint64_t>(rest.microsecond);
    return {};
}

/// The word behind the number of days: `d`, `day` or `days` (all but the first letter in one case),
/// a comma, a space.
inline bool skip_days_word(std::string_view text, std::size_t& position) {
    if (char_at(text, position) == ' ') ++position;
    if (to_lower(char_at(text, position)) != 'd') return false;
    ++position;
    const char a = char_at(text, position);
    if (a == 'a' || a == 'A') {
        const bool upper = a == 'A';
        if (char_at(text, position + 1) != (upper ? 'Y' : 'y')) return false;
        position += char_at(text, position + 2) == (upper ? 'S' : 's') ? 3u : 2u;
    }
    if (char_at(text, position) == ',') ++position;
    if (char_at(text, position) == ' ') ++position;
    return true;
}

/// `3 days, 04:05:06`.
inline std::string_view read_days_and_clock(std::string_view text, duration_fields& out) {
    if (text.empty()) return too_short;
    std::size_t position = 0;
    if (const std::string_view reason = read_quantity(text, position, out.days); !reason.empty())
        return reason;
    if (!skip_days_word(text, position))
        return "\"day\" identifier in duration not correctly formatted";
    if (position >= text.size()) return {};
    const std::uint64_t days = out.days;
    const std::string_view reason = read_duration_clock(text.substr(position), out);
    return reason.empty() && out.days != days ? duration_hours_too_large : reason;
}

inline void carry_duration(duration_fields& out) {
    out.seconds += out.microseconds / 1'000'000;
    out.microseconds %= 1'000'000;
    out.days += out.seconds / 86'400;
    out.seconds %= 86'400;
}

inline std::string_view read_duration(std::string_view text, duration_fields& out) {
    out = {};
    if (text.empty()) return too_short;
    out.negative = text.front() == '-';
    if (text.front() == '-' || text.front() == '+') text.remove_prefix(1);
    std::string_view reason;
    if (text.starts_with('P'))
        reason = read_iso_duration(text.substr(1), out);
    else if (text.size() < 5 || text.find_first_of("dD") != std::string_view::npos)
        reason = read_days_and_clock(text, out);
    else
        reason = read_duration_clock(text, out);
    carry_duration(out);
    return reason;
}

}  // namespace fastapi::detail

// ==== fastapi/model/timedelta.hpp ====

// A span of time, as Python's datetime.timedelta: days, seconds and microseconds, of which only the
// days may be negative. Read from ISO 8601, from `3 days, 04:05:06` and from numbers of seconds.
//
// FastAPI's jsonable_encoder writes it as a float of seconds, a response model as ISO 8601
// (`PT1H30M`).

namespace fastapi {

/// What a timedelta is made of: `timedelta({.days = 1, .hours = 12})`.
struct TimedeltaParts {
    std::int64_t weeks = 0;
    std::int64_t days = 0;
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    std::int64_t seconds = 0;
    std::int64_t milliseconds = 0;
    std::int64_t microseconds = 0;
};

class timedelta {
public:
    timedelta() = default;
    /// Days, seconds and microseconds, each of any size and sign. Beyond 999,999,999 days throws
    /// std::out_of_range, as does every arithmetic below.
    explicit timedelta(std::int64_t days, std::int64_t seconds = 0, std::int64_t microseconds = 0);
    timedelta(const TimedeltaParts& parts);
    template <class Rep, class Period>
    timedelta(std::chrono::duration<Rep, Period> duration);

    /// Throws std::invalid_argument for a text that `parse` refuses.
    static timedelta fromisoformat(std::string_view text);
    static ParseOutcome parse(std::string_view text, timedelta& out);
    static ParseOutcome decode_integer(std::int64_t seconds, timedelta& out);
    static ParseOutcome decode_float(double seconds, timedelta& out);
    /// The problem of an input that is neither text nor number.
    static ScalarProblem wrong_type() {
        return {"time_delta_type", "Input should be a valid timedelta"};
    }

    int days() const { return days_; }
    int seconds() const { return seconds_; }            ///< 0 to 86399
    int microseconds() const { return microseconds_; }  ///< 0 to 999999
    double total_seconds() const;
    /// Throws std::out_of_range beyond 292,000 years, which 64 bits of microseconds do not hold.
    std::chrono::microseconds to_duration() const;

    /// As a response model writes it: `P1DT2H3M4.5S`; a year is 365 days.
    std::string isoformat() const;
    /// As Python's str: `1 day, 2:03:04.500000`.
    std::string str() const;

    friend bool operator==(const timedelta&, const timedelta&) = default;
    friend std::strong_ordering operator<=>(const timedelta&, const timedelta&) = default;
    timedelta operator-() const {
        return timedelta(-std::int64_t{days_}, -seconds_, -microseconds_);
    }
    friend timedelta operator+(const timedelta& a, const timedelta& b) {
        return timedelta(std::int64_t{a.days_} + b.days_, a.seconds_ + b.seconds_,
                         a.microseconds_ + b.microseconds_);
    }
    friend timedelta operator-(const timedelta& a, const timedelta& b) {
        return timedelta(std::int64_t{a.days_} - b.days_, a.seconds_ - b.seconds_,
                         a.microseconds_ - b.microseconds_);
    }

private:
    static ParseOutcome from_fields(const detail::duration_fields& fields, timedelta& out);

    std::int32_t days_ = 0;  // in the order in which they compare
    std::int32_t seconds_ = 0;
    std::int32_t microseconds_ = 0;
};

namespace detail {

/// Appends the JSON that jsonable_encoder makes of the value, and that a response model makes of
/// it.
void append_jsonable(std::string& out, const timedelta& value);
void append_serialized(std::string& out, const timedelta& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// Quotient and remainder of a division that rounds down, so that the remainder is not negative.
constexpr std::pair<std::int64_t, std::int64_t> divide_down(std::int64_t value, std::int64_t by) {
    const std::int64_t rest = value % by;
    return rest < 0 ? std::pair{value / by - 1, rest + by} : std::pair{value / by, rest};
}

inline ScalarProblem timedelta_problem(std::string_view reason) {
    return problem_with_reason("time_delta_parsing", "Input should be a valid timedelta", reason);
}

inline constexpr std::int64_t max_timedelta_days = 999'999'999;

/// The last of the carried parts is far from overflow only when none is absurdly large.
constexpr std::int64_t checked_days(std::int64_t days) {
    if (days > 2 * max_timedelta_days || days < -2 * max_timedelta_days)
        throw std::out_of_range("timedelta: must have magnitude <= 999999999 days");
    return days;
}

}  // namespace detail

inline timedelta::timedelta(std::int64_t days, std::int64_t seconds, std::int64_t microseconds) {
    const auto [more_seconds, rest_microseconds] = detail::divide_down(microseconds, 1'000'000);
    const auto [days_of_seconds, rest_seconds] = detail::divide_down(seconds, 86'400);
    const auto [carried_days, seconds_of_day] =
        detail::divide_down(rest_seconds + more_seconds, 86'400);  // both are far below 2^63
    const std::int64_t sum = detail::checked_days(days) + days_of_seconds + carried_days;
    if (sum > detail::max_timedelta_days || sum < -detail::max_timedelta_days)
        throw std::out_of_range("timedelta: must have magnitude <= 999999999 days");
    days_ = static_cast<std::int32_t>(sum);
    seconds_ = static_cast<std::int32_t>(seconds_of_day);
    microseconds_ = static_cast<std::int32_t>(rest_microseconds);
}

inline timedelta::timedelta(const TimedeltaParts& parts) {
    const auto [days_of_hours, hours] = detail::divide_down(parts.hours, 24);
    const auto [days_of_minutes, minutes] = detail::divide_down(parts.minutes, 1'440);
    const auto [days_of_seconds, seconds] = detail::divide_down(parts.seconds, 86'400);
    const auto [seconds_of_ms, milliseconds] = detail::divide_down(parts.milliseconds, 1'000);
    const auto [seconds_of_us, microseconds] = detail::divide_down(parts.microseconds, 1'000'000);
    std::int64_t days = detail::checked_days(parts.weeks) * 7 + detail::checked_days(parts.days);
    days += detail::checked_days(days_of_hours) + detail::checked_days(days_of_minutes);
    days += detail::checked_days(days_of_seconds);
    *this = timedelta(days, hours * 3600 + minutes * 60 + seconds + seconds_of_ms + seconds_of_us,
                      milliseconds * 1000 + microseconds);
}

template <class Rep, class Period>
timedelta::timedelta(std::chrono::duration<Rep, Period> duration) {
    const auto days = std::chrono::floor<std::chrono::days>(duration);
    const auto rest = std::chrono::floor<std::chrono::microseconds>(duration - days);
    *this = timedelta(days.count(), 0, rest.count());
}

// One rounding only, as Python's division of integers: so -1 microsecond is -1e-06.
inline double timedelta::total_seconds() const {
    const long double whole = static_cast<long double>(std::int64_t{days_} * 86'400 + seconds_);
    return static_cast<double>((whole * 1'000'000.0L + static_cast<long double>(microseconds_)) /
                               1'000'000.0L);
}

inline std::chrono::microseconds timedelta::to_duration() const {
    if (days_ > 106'000'000 || days_ < -106'000'000)
        throw std::out_of_range("timedelta: too large for std::chrono::microseconds");
    return std::chrono::microseconds((std::int64_t{days_} * 86'400 + seconds_) * 1'000'000 +
                                     microseconds_);
}

inline ParseOutcome timedelta::from_fields(const detail::duration_fields& fields, timedelta& out) {
    const auto signed_value = [&](std::uint64_t value) {
        return fields.negative ? -static_cast<std::int64_t>(value)
                               : static_cast<std::int64_t>(value);
    };
    // A negative fraction of the last day would borrow one day too many.
    const bool borrows = fields.negative && (fields.seconds != 0 || fields.microseconds != 0);
    if (fields.days + borrows > static_cast<std::uint64_t>(detail::max_timedelta_days))
        return detail::timedelta_problem(detail::duration_days_too_large);
    out = timedelta(signed_value(fields.days), signed_value(fields.seconds),
                    signed_value(fields.microseconds));
    return std::nullopt;
}

inline ParseOutcome timedelta::parse(std::string_view text, timedelta& out) {
    detail::duration_fields fields;
    const std::string_view reason = detail::read_duration(text, fields);
    return reason.empty() ? from_fields(fields, out) : detail::timedelta_problem(reason);
}

inline timedelta timedelta::fromisoformat(std::string_view text) {
    timedelta value;
    if (const ParseOutcome problem = parse(text, value))
        throw std::invalid_argument(problem->message);
    return value;
}

inline ParseOutcome timedelta::decode_integer(std::int64_t seconds, timedelta& out) {
    const auto [days, rest] = detail::divide_down(seconds, 86'400);
    if (days > detail::max_timedelta_days || days < -detail::max_timedelta_days)
        return detail::timedelta_problem(detail::duration_days_too_large);
    out = timedelta(days, rest);
    return std::nullopt;
}

inline ParseOutcome timedelta::decode_float(double seconds, timedelta& out) {
    if (std::isnan(seconds)) return detail::timedelta_problem("NaN values not permitted");
    const double magnitude = std::abs(seconds);
    if (magnitude >= 86'400e9) return detail::timedelta_problem(detail::duration_days_too_large);
    detail::duration_fields fields{seconds < 0};
    detail::add_fraction_of_seconds(magnitude, fields);
    detail::carry_duration(fields);
    return from_fields(fields, out);
}

namespace detail {

inline void append_duration_time(std::string& out, int seconds, int microseconds) {
    out.push_back('T');
    if (seconds >= 3600) append_integer(out, seconds / 3600), out.push_back('H');
    if (seconds / 60 % 60 != 0) append_integer(out, seconds / 60 % 60), out.push_back('M');
    if (seconds % 60 == 0 && microseconds == 0) return;
    append_integer(out, seconds % 60);
    if (microseconds != 0) {
        out.push_back('.');
        append_padded(out, microseconds, 6);
        while (out.back() == '0') out.pop_back();
    }
    out.push_back('S');
}

}  // namespace detail

inline std::string timedelta::isoformat() const {
    if (*this == timedelta()) return "PT0S";
    const timedelta magnitude = days_ < 0 ? -*this : *this;
    std::string out = days_ < 0 ? "-P" : "P";
    const int years = magnitude.days_ / 365, days = magnitude.days_ % 365;
    if (years != 0) detail::append_integer(out, years), out.push_back('Y');
    if (days != 0) detail::append_integer(out, days), out.push_back('D');
    if (magnitude.seconds_ != 0 || magnitude.microseconds_ != 0)
        detail::append_duration_time(out, magnitude.seconds_, magnitude.microseconds_);
    return out;
}

inline std::string timedelta::str() const {
    std::string out;
    if (days_ != 0) {
        detail::append_integer(out, days_);
        out.append(days_ == 1 || days_ == -1 ? " day, " : " days, ");
    }
    detail::append_integer(out, seconds_ / 3600);
    out.push_back(':');
    detail::append_padded(out, seconds_ / 60 % 60, 2);
    out.push_back(':');
    detail::append_padded(out, seconds_ % 60, 2);
    if (microseconds_ != 0) out.push_back('.'), detail::append_padded(out, microseconds_, 6);
    return out;
}

namespace detail {

inline void append_jsonable(std::string& out, const timedelta& value) {
    append_float_repr(out, value.total_seconds());
}

inline void append_serialized(std::string& out, const timedelta& value) {
    append_quoted(out, value.isoformat());
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/date.hpp ====

// A day of the Gregorian calendar, as Python's datetime.date, and a fixed offset from UTC. Texts
// and numbers are read as Pydantic reads them; every kind of answer writes `2024-01-15`.
//
// Constructors throw std::out_of_range for what no calendar has; years are 1 to 9999.

namespace fastapi {

/// A fixed offset from UTC, less than a day: `TzInfo(std::chrono::hours(2))`.
class TzInfo {
public:
    constexpr TzInfo() = default;
    constexpr explicit TzInfo(std::chrono::seconds east_of_utc) : offset_(east_of_utc) {
        if (east_of_utc >= std::chrono::hours(24) || east_of_utc <= -std::chrono::hours(24))
            throw std::out_of_range("TzInfo: the offset must be less than 24 hours");
    }
    constexpr std::chrono::seconds offset() const { return offset_; }
    friend constexpr bool operator==(const TzInfo&, const TzInfo&) = default;

private:
    std::chrono::seconds offset_{0};
};

inline constexpr TzInfo utc{};

/// A day of the Gregorian calendar; 1970-01-01 when nothing is said.
class date {
public:
    date() = default;
    date(int year, int month, int day);
    explicit date(std::chrono::sys_days days);

    static date today(TzInfo zone = utc);
    /// Throws std::invalid_argument for a text that `parse` refuses.
    static date fromisoformat(std::string_view text);
    /// Also reads a datetime at midnight, and a Unix timestamp of one.
    static ParseOutcome parse(std::string_view text, date& out);
    static ParseOutcome decode_integer(std::int64_t timestamp, date& out);
    static ParseOutcome decode_float(double timestamp, date& out);
    /// The problem of an input that is neither text nor number.
    static ScalarProblem wrong_type() { return {"date_type", "Input should be a valid date"}; }

    int year() const { return fields_.year; }
    int month() const { return fields_.month; }
    int day() const { return fields_.day; }
    int weekday() const;  ///< Monday is 0
    std::chrono::sys_days to_sys_days() const;

    std::string isoformat() const;
    std::string str() const { return isoformat(); }

    friend bool operator==(const date& a, const date& b) { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const date& a, const date& b);
    friend date operator+(const date& a, const timedelta& b);
    friend date operator-(const date& a, const timedelta& b) { return a + timedelta(-b.days()); }
    friend timedelta operator-(const date& a, const date& b);

private:
    static ParseOutcome at_midnight(const detail::datetime_fields& moment, date& out);

    detail::date_fields fields_;
};

namespace detail {

/// Appends the JSON text of the value; both kinds of answer write the same.
void append_jsonable(std::string& out, const date& value);
void append_serialized(std::string& out, const date& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

inline void require(bool holds, const char* otherwise) {
    if (!holds) throw std::out_of_range(otherwise);
}

inline void append_date(std::string& out, const date& value) {
    append_padded(out, value.year(), 4);
    out.push_back('-');
    append_padded(out, value.month(), 2);
    out.push_back('-');
    append_padded(out, value.day(), 2);
}

/// The value that `parse` makes of the text; throws where it makes none.
template <class Value>
Value parsed_or_throw(std::string_view text) {
    Value value;
    if (const ParseOutcome problem = Value::parse(text, value))
        throw std::invalid_argument(problem->message);
    return value;
}

inline constexpr std::string_view year_0 = "year 0 is out of range";

}  // namespace detail

inline date::date(int year, int month, int day) : fields_{year, month, day} {
    detail::require(year >= 1 && year <= 9999, "date: year must be in 1..9999");
    detail::require(month >= 1 && month <= 12, "date: month must be in 1..12");
    detail::require(day >= 1 && day <= detail::days_in_month(year, month),
                    "date: day is out of range for month");
}

inline date::date(std::chrono::sys_days days) {
    detail::require(
        days >= std::chrono::year(1) / 1 / 1 && days <= std::chrono::year(9999) / 12 / 31,
        "date: year must be in 1..9999");
    const std::chrono::year_month_day civil(days);
    fields_ = {static_cast<int>(civil.year()),
               static_cast<int>(static_cast<unsigned>(civil.month())),
               static_cast<int>(static_cast<unsigned>(civil.day()))};
}

inline date date::today(TzInfo zone) {
    return date(
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now() + zone.offset()));
}

inline date date::fromisoformat(std::string_view text) {
    return detail::parsed_or_throw<date>(text);
}

inline ParseOutcome date::at_midnight(const detail::datetime_fields& moment, date& out) {
    const detail::time_fields& clock = moment.time;
    if (clock.hour != 0 || clock.minute != 0 || clock.second != 0 || clock.microsecond != 0)
        return ScalarProblem{
            "date_from_datetime_inexact",
            "Datetimes provided to dates should have zero time - e.g. be exact dates"};
    if (moment.date.year == 0)
        return detail::problem_with_reason("date_parsing",
                                           "Input should be a valid date in the format YYYY-MM-DD",
                                           detail::year_0);
    out.fields_ = moment.date;
    return std::nullopt;
}

inline ParseOutcome date::parse(std::string_view text, date& out) {
    detail::datetime_fields moment;
    if (detail::read_date(text, moment.date).empty()) return at_midnight(moment, out);
    const std::string_view reason = detail::read_datetime(text, moment);
    if (reason.empty()) return at_midnight(moment, out);
    return detail::problem_with_reason("date_from_datetime_parsing",
                                       "Input should be a valid date or datetime", reason);
}

inline ParseOutcome date::decode_integer(std::int64_t timestamp, date& out) {
    detail::datetime_fields moment;
    const std::string_view reason = detail::read_timestamp(timestamp, moment);
    if (reason.empty()) return at_midnight(moment, out);
    return detail::problem_with_reason("date_from_datetime_parsing",
                                       "Input should be a valid date or datetime", reason);
}

inline ParseOutcome date::decode_float(double timestamp, date& out) {
    detail::datetime_fields moment;
    const std::string_view reason = detail::read_timestamp(timestamp, moment);
    if (reason.empty()) return at_midnight(moment, out);
    return detail::problem_with_reason("date_from_datetime_parsing",
                                       "Input should be a valid date or datetime", reason);
}

inline std::chrono::sys_days date::to_sys_days() const {
    return std::chrono::year(fields_.year) /
           std::chrono::month(static_cast<unsigned>(fields_.month)) /
           std::chrono::day(static_cast<unsigned>(fields_.day));
}

inline int date::weekday() const {
    return static_cast<int>(std::chrono::weekday(to_sys_days()).iso_encoding()) - 1;
}

inline std::string date::isoformat() const {
    std::string out;
    detail::append_date(out, *this);
    return out;
}

inline std::strong_ordering operator<=>(const date& a, const date& b) {
    return a.to_sys_days() <=> b.to_sys_days();
}

inline date operator+(const date& a, const timedelta& b) {
    return date(a.to_sys_days() + std::chrono::days(b.days()));
}

inline timedelta operator-(const date& a, const date& b) {
    return timedelta((a.to_sys_days() - b.to_sys_days()).count());
}

namespace detail {

inline void append_jsonable(std::string& out, const date& value) {
    append_quoted(out, value.isoformat());
}
inline void append_serialized(std::string& out, const date& value) { append_jsonable(out, value); }

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/clock_time.hpp ====

// A time of day, as Python's datetime.time: naive, or with a fixed offset from UTC. Texts and
// numbers are read as Pydantic reads them; jsonable_encoder writes UTC as `+00:00`, a response
// model as `Z`.
//
// Constructors throw std::out_of_range for what no clock shows.

namespace fastapi {

/// A time of day. Where ::time of <ctime> makes the bare name ambiguous, `clock_time` is the same
/// type.
class time {
public:
    time() = default;
    explicit time(int hour, int minute = 0, int second = 0, int microsecond = 0,
                  std::optional<TzInfo> zone = std::nullopt);

    /// Throws std::invalid_argument for a text that `parse` refuses.
    static time fromisoformat(std::string_view text);
    static ParseOutcome parse(std::string_view text, time& out);
    /// Seconds since midnight, in UTC.
    static ParseOutcome decode_integer(std::int64_t seconds, time& out);
    static ParseOutcome decode_float(double seconds, time& out);
    /// The problem of an input that is neither text nor number.
    static ScalarProblem wrong_type() { return {"time_type", "Input should be a valid time"}; }

    int hour() const { return fields_.hour; }
    int minute() const { return fields_.minute; }
    int second() const { return fields_.second; }
    int microsecond() const { return fields_.microsecond; }
    std::optional<TzInfo> tzinfo() const;
    std::optional<timedelta> utcoffset() const;

    std::string isoformat() const;
    std::string str() const { return isoformat(); }

    /// Two aware times compare after their offsets are subtracted; a naive and an aware one are
    /// unordered.
    friend bool operator==(const time& a, const time& b) { return (a <=> b) == 0; }
    friend std::partial_ordering operator<=>(const time& a, const time& b);

private:
    detail::time_fields fields_;
};

using clock_time = ::fastapi::time;

namespace detail {

/// Appends the JSON that jsonable_encoder makes of a value: `"10:30:00+00:00"`.
void append_jsonable(std::string& out, const fastapi::time& value);

/// Appends the JSON that a response model makes of a value: `"10:30:00Z"`.
void append_serialized(std::string& out, const fastapi::time& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// The offset of UTC itself: `+00:00` as Python writes it, or `Z`.
enum class utc_style { digits, letter };

/// Pydantic's form leaves the seconds of an offset away, Python's writes them where there are any.
inline void append_offset(std::string& out, int seconds, utc_style style) {
    if (seconds == 0 && style == utc_style::letter) return out.push_back('Z');
    const int magnitude = seconds < 0 ? -seconds : seconds;
    out.push_back(seconds < 0 ? '-' : '+');
    append_padded(out, magnitude / 3600, 2);
    out.push_back(':');
    append_padded(out, magnitude / 60 % 60, 2);
    if (magnitude % 60 == 0 || style == utc_style::letter) return;
    out.push_back(':');
    append_padded(out, magnitude % 60, 2);
}

inline void append_time(std::string& out, const fastapi::time& value, utc_style style) {
    append_padded(out, value.hour(), 2);
    out.push_back(':');
    append_padded(out, value.minute(), 2);
    out.push_back(':');
    append_padded(out, value.second(), 2);
    if (value.microsecond() != 0) out.push_back('.'), append_padded(out, value.microsecond(), 6);
    if (const auto zone = value.tzinfo())
        append_offset(out, static_cast<int>(zone->offset().count()), style);
}

inline std::int64_t microseconds_of_day(const fastapi::time& value) {
    return ((value.hour() * 60 + value.minute()) * 60 + value.second()) * std::int64_t{1'000'000} +
           value.microsecond();
}

inline std::int64_t offset_microseconds(const std::optional<TzInfo>& zone) {
    return zone ? std::int64_t{zone->offset().count()} * 1'000'000 : 0;
}

}  // namespace detail

inline time::time(int hour, int minute, int second, int microsecond, std::optional<TzInfo> zone)
    : fields_{hour, minute, second, microsecond, std::nullopt} {
    detail::require(hour >= 0 && hour <= 23, "time: hour must be in 0..23");
    detail::require(minute >= 0 && minute <= 59, "time: minute must be in 0..59");
    detail::require(second >= 0 && second <= 59, "time: second must be in 0..59");
    detail::require(microsecond >= 0 && microsecond <= 999'999,
                    "time: microsecond must be in 0..999999");
    if (zone) fields_.offset_seconds = static_cast<int>(zone->offset().count());
}

namespace detail {

inline ScalarProblem time_problem(std::string_view reason) {
    return problem_with_reason("time_parsing", "Input should be in a valid time format", reason);
}

/// Whole seconds of a day and microseconds, which may make one second more, as a time in UTC.
inline std::string_view read_seconds_of_day(std::int64_t seconds, std::int64_t microseconds,
                                            datetime_fields& out) {
    if (seconds < 0) return "time in seconds should be positive";
    if (seconds + microseconds / 1'000'000 > 86'399)
        return "numeric times may not exceed 86,399 seconds";
    return read_unix_seconds(seconds, microseconds, out);
}

}  // namespace detail

inline time time::fromisoformat(std::string_view text) {
    return detail::parsed_or_throw<fastapi::time>(text);
}

inline ParseOutcome time::parse(std::string_view text, time& out) {
    detail::time_fields fields;
    const std::string_view reason = detail::read_time(text, fields);
    if (!reason.empty()) return detail::time_problem(reason);
    out.fields_ = fields;
    return std::nullopt;
}

inline ParseOutcome time::decode_integer(std::int64_t seconds, time& out) {
    detail::datetime_fields moment;
    const std::int64_t bounded = seconds > 86'400 ? 86'400 : seconds;
    const std::string_view reason = detail::read_seconds_of_day(bounded, 0, moment);
    if (!reason.empty()) return detail::time_problem(reason);
    out.fields_ = moment.time;
    return std::nullopt;
}

inline ParseOutcome time::decode_float(double seconds, time& out) {
    if (std::isnan(seconds)) return detail::time_problem("NaN values not permitted");
    if (seconds < 0) return decode_integer(-1, out);
    if (seconds >= 86'400) return decode_integer(86'400, out);
    const double whole = std::floor(seconds);
    const auto microseconds = static_cast<std::int64_t>(std::round((seconds - whole) * 1e6));
    detail::datetime_fields moment;
    const std::string_view reason =
        detail::read_seconds_of_day(static_cast<std::int64_t>(whole), microseconds, moment);
    if (!reason.empty()) return detail::time_problem(reason);
    out.fields_ = moment.time;
    return std::nullopt;
}

inline std::optional<TzInfo> time::tzinfo() const {
    if (!fields_.offset_seconds) return std::nullopt;
    return TzInfo(std::chrono::seconds(*fields_.offset_seconds));
}

inline std::optional<timedelta> time::utcoffset() const {
    if (!fields_.offset_seconds) return std::nullopt;
    return timedelta(0, *fields_.offset_seconds);
}

inline std::string time::isoformat() const {
    std::string out;
    detail::append_time(out, *this, detail::utc_style::digits);
    return out;
}

inline std::partial_ordering operator<=>(const time& a, const time& b) {
    if (a.tzinfo().has_value() != b.tzinfo().has_value()) return std::partial_ordering::unordered;
    return detail::microseconds_of_day(a) - detail::offset_microseconds(a.tzinfo()) <=>
           detail::microseconds_of_day(b) - detail::offset_microseconds(b.tzinfo());
}

namespace detail {

inline void append_jsonable(std::string& out, const fastapi::time& value) {
    append_quoted(out, value.isoformat());
}

inline void append_serialized(std::string& out, const fastapi::time& value) {
    out.push_back('"');
    append_time(out, value, utc_style::letter);
    out.push_back('"');
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/datetime.hpp ====

// A date and a time together, as Python's datetime: naive, or with a fixed offset from UTC. Texts
// and numbers are read as Pydantic reads them; two forms are written: FastAPI's jsonable_encoder's
// (Python's isoformat, `+00:00`) and a response model's (`Z`).
//
// Constructors throw std::out_of_range for what no calendar has; years are 1 to 9999.

namespace fastapi {

/// A moment: aware of its offset from UTC, or naive.
class datetime {
public:
    datetime() = default;
    datetime(int year, int month, int day, int hour = 0, int minute = 0, int second = 0,
             int microsecond = 0, std::optional<TzInfo> zone = std::nullopt);
    datetime(int year, int month, int day, int hour, int minute, int second, TzInfo zone)
        : datetime(year, month, day, hour, minute, second, 0, zone) {}
    /// Aware, in UTC; cut to microseconds.
    template <class Duration>
    explicit datetime(std::chrono::sys_time<Duration> moment)
        : datetime(std::chrono::floor<std::chrono::microseconds>(moment).time_since_epoch(), utc) {}

    /// The day and the time, which says whether the moment is aware.
    static datetime combine(const fastapi::date& day, const fastapi::time& clock);
    /// Aware, unlike Python's: there is no local time zone here.
    static datetime now(TzInfo zone = utc);
    /// Throws std::invalid_argument for a text that `parse` refuses.
    static datetime fromisoformat(std::string_view text);
    /// Also reads a date, as its midnight, and a Unix timestamp.
    static ParseOutcome parse(std::string_view text, datetime& out);
    static ParseOutcome decode_integer(std::int64_t timestamp, datetime& out);
    static ParseOutcome decode_float(double timestamp, datetime& out);
    /// The problem of an input that is neither text nor number.
    static ScalarProblem wrong_type() {
        return {"datetime_type", "Input should be a valid datetime"};
    }

    int year() const { return date_.year(); }
    int month() const { return date_.month(); }
    int day() const { return date_.day(); }
    int hour() const { return time_.hour(); }
    int minute() const { return time_.minute(); }
    int second() const { return time_.second(); }
    int microsecond() const { return time_.microsecond(); }
    std::optional<TzInfo> tzinfo() const { return time_.tzinfo(); }
    std::optional<timedelta> utcoffset() const { return time_.utcoffset(); }
    const fastapi::date& date() const { return date_; }
    /// With its offset, as Python's timetz().
    const fastapi::time& timetz() const { return time_; }

    /// The instant; a naive moment counts as UTC.
    std::chrono::sys_time<std::chrono::microseconds> to_sys_time() const;
    /// The same, or std::out_of_range where the clock's 64 bits end (years 1677 to 2262 always
    /// fit).
    explicit operator std::chrono::system_clock::time_point() const;
    /// Seconds since 1970; a naive moment counts as UTC.
    double timestamp() const;
    /// The same instant at another offset; a naive moment counts as UTC.
    datetime astimezone(TzInfo zone) const;

    std::string isoformat(char separator = 'T') const;
    /// As Python's str: with a space between date and time.
    std::string str() const { return isoformat(' '); }

    /// Two aware moments compare by instant; a naive and an aware one are unordered.
    friend bool operator==(const datetime& a, const datetime& b) { return (a <=> b) == 0; }
    friend std::partial_ordering operator<=>(const datetime& a, const datetime& b);
    friend datetime operator+(const datetime& a, const timedelta& b);
    friend datetime operator-(const datetime& a, const timedelta& b) { return a + -b; }
    /// Throws std::invalid_argument for a naive and an aware moment.
    friend timedelta operator-(const datetime& a, const datetime& b);

private:
    datetime(std::chrono::microseconds since_1970_utc, std::optional<TzInfo> zone);
    static ParseOutcome from_fields(const detail::datetime_fields& fields, datetime& out);

    fastapi::date date_;
    fastapi::time time_;
};

namespace detail {

/// Appends the JSON that jsonable_encoder makes of a value: `"2024-01-15T10:30:00+00:00"`.
void append_jsonable(std::string& out, const datetime& value);

/// Appends the JSON that a response model makes of a value: `"2024-01-15T10:30:00Z"`.
void append_serialized(std::string& out, const datetime& value);

}  // namespace detail

// ---- implementation ----

inline datetime::datetime(int year, int month, int day, int hour, int minute, int second,
                          int microsecond, std::optional<TzInfo> zone)
    : date_(year, month, day), time_(hour, minute, second, microsecond, zone) {}

inline datetime::datetime(std::chrono::microseconds since_1970_utc, std::optional<TzInfo> zone) {
    const std::chrono::sys_time<std::chrono::microseconds> local(
        since_1970_utc + (zone ? zone->offset() : std::chrono::seconds(0)));
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    date_ = fastapi::date(midnight);
    const std::int64_t rest = (local - midnight).count();
    const int seconds = static_cast<int>(rest / 1'000'000);
    time_ = fastapi::time(seconds / 3600, seconds / 60 % 60, seconds % 60,
                          static_cast<int>(rest % 1'000'000), zone);
}

inline datetime datetime::combine(const fastapi::date& day, const fastapi::time& clock) {
    datetime result;
    result.date_ = day;
    result.time_ = clock;
    return result;
}

inline datetime datetime::now(TzInfo zone) {
    return datetime(std::chrono::system_clock::now()).astimezone(zone);
}

inline datetime datetime::fromisoformat(std::string_view text) {
    return detail::parsed_or_throw<datetime>(text);
}

inline ParseOutcome datetime::from_fields(const detail::datetime_fields& fields, datetime& out) {
    if (fields.date.year == 0)
        return detail::problem_with_reason("datetime_parsing", "Input should be a valid datetime",
                                           detail::year_0);
    const detail::time_fields& clock = fields.time;
    std::optional<TzInfo> zone;
    if (clock.offset_seconds) zone = TzInfo(std::chrono::seconds(*clock.offset_seconds));
    out = datetime(fields.date.year, fields.date.month, fields.date.day, clock.hour, clock.minute,
                   clock.second, clock.microsecond, zone);
    return std::nullopt;
}

inline ParseOutcome datetime::parse(std::string_view text, datetime& out) {
    detail::datetime_fields fields;
    if (detail::read_datetime(text, fields).empty()) return from_fields(fields, out);
    fields = {};
    const std::string_view reason = detail::read_date(text, fields.date);
    if (reason.empty()) return from_fields(fields, out);
    return detail::problem_with_reason("datetime_from_date_parsing",
                                       "Input should be a valid datetime or date", reason);
}

inline ParseOutcome datetime::decode_integer(std::int64_t timestamp, datetime& out) {
    detail::datetime_fields fields;
    const std::string_view reason = detail::read_timestamp(timestamp, fields);
    if (reason.empty()) return from_fields(fields, out);
    return detail::problem_with_reason("datetime_parsing", "Input should be a valid datetime",
                                       reason);
}

inline ParseOutcome datetime::decode_float(double timestamp, datetime& out) {
    detail::datetime_fields fields;
    const std::string_view reason = detail::read_timestamp(timestamp, fields);
    if (reason.empty()) return from_fields(fields, out);
    return detail::problem_with_reason("datetime_parsing", "Input should be a valid datetime",
                                       reason);
}

inline std::chrono::sys_time<std::chrono::microseconds> datetime::to_sys_time() const {
    return date_.to_sys_days() + std::chrono::microseconds(detail::microseconds_of_day(time_) -
                                                           detail::offset_microseconds(tzinfo()));
}

inline datetime::operator std::chrono::system_clock::time_point() const {
    using clock = std::chrono::system_clock;
    const std::chrono::sys_time<std::chrono::microseconds> moment = to_sys_time();
    detail::require(
        moment > std::chrono::ceil<std::chrono::microseconds>(clock::time_point::min()) &&
            moment < std::chrono::floor<std::chrono::microseconds>(clock::time_point::max()),
        "datetime: out of the range of std::chrono::system_clock");
    return std::chrono::time_point_cast<clock::duration>(moment);
}

inline double datetime::timestamp() const {
    return static_cast<double>(static_cast<long double>(to_sys_time().time_since_epoch().count()) /
                               1'000'000.0L);
}

inline datetime datetime::astimezone(TzInfo zone) const {
    return datetime(to_sys_time().time_since_epoch(), zone);
}

inline std::string datetime::isoformat(char separator) const {
    std::string out;
    detail::append_date(out, date_);
    out.push_back(separator);
    detail::append_time(out, time_, detail::utc_style::digits);
    return out;
}

inline std::partial_ordering operator<=>(const datetime& a, const datetime& b) {
    if (a.tzinfo().has_value() != b.tzinfo().has_value()) return std::partial_ordering::unordered;
    return a.to_sys_time() <=> b.to_sys_time();
}

inline datetime operator+(const datetime& a, const timedelta& b) {
    detail::require(b.days() < 4'000'000 && b.days() > -4'000'000,
                    "datetime: date value out of range");
    return datetime(a.to_sys_time().time_since_epoch() + b.to_duration(), a.tzinfo());
}

inline timedelta operator-(const datetime& a, const datetime& b) {
    if (a.tzinfo().has_value() != b.tzinfo().has_value())
        throw std::invalid_argument(
            "datetime: can't subtract offset-naive and offset-aware datetimes");
    return timedelta(a.to_sys_time() - b.to_sys_time());
}

namespace detail {

inline void append_jsonable(std::string& out, const datetime& value) {
    append_quoted(out, value.isoformat());
}

inline void append_serialized(std::string& out, const datetime& value) {
    out.push_back('"');
    append_date(out, value.date());
    out.push_back('T');
    append_time(out, value.timetz(), utc_style::letter);
    out.push_back('"');
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/uuid.hpp ====

// A UUID: 16 bytes (RFC 9562), read as Pydantic reads it (Rust's crate uuid) and written in lower
// case with hyphens, by jsonable_encoder and by a response model alike.

namespace fastapi {

class UUID {
public:
    /// The nil UUID, all zeros.
    UUID() = default;
    explicit UUID(const std::array<std::uint8_t, 16>& bytes) : bytes_(bytes) {}
    /// Throws std::invalid_argument for a text that `parse` refuses.
    explicit UUID(std::string_view text);

    /// Version 4: 122 bits of the system's random generator, which nobody can predict.
    static UUID random();
    /// 32 hexadecimal digits; or 8-4-4-4-12 of them, bare, in braces, or behind `urn:uuid:`.
    static ParseOutcome parse(std::string_view text, UUID& out);
    /// The problem of an input that is not text.
    static ScalarProblem wrong_type() {
        return {"uuid_type", "UUID input should be a string, bytes or UUID object"};
    }

    const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
    int version() const { return bytes_[6] >> 4; }
    std::string str() const;
    /// The 32 digits without hyphens.
    std::string hex() const;

    friend bool operator==(const UUID&, const UUID&) = default;
    friend std::strong_ordering operator<=>(const UUID& a, const UUID& b) {
        return std::memcmp(a.bytes_.data(), b.bytes_.data(), 16) <=> 0;
    }

private:
    std::array<std::uint8_t, 16> bytes_{};
};

namespace detail {

/// Appends the JSON text of the value; both kinds of answer write the same.
void append_jsonable(std::string& out, const UUID& value);
void append_serialized(std::string& out, const UUID& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// The 32 digits of `text`, with hyphens where they belong or with none, as bytes.
inline bool read_uuid_digits(std::string_view text, std::array<std::uint8_t, 16>& out) {
    const bool hyphenated = text.size() == 36;
    if (!hyphenated && text.size() != 32) return false;
    std::size_t at = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        if (hyphenated && (i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-')
            return false;
        const int high = hex_value(text[at]), low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = static_cast<std::uint8_t>(high * 16 + low);
        at += 2;
    }
    return true;
}

inline constexpr std::string_view uuid_urn = "urn:uuid:";

inline bool read_uuid(std::string_view text, std::array<std::uint8_t, 16>& out) {
    if (text.size() == 38 && text.front() == '{' && text.back() == '}')
        text = text.substr(1, 36);
    else if (text.size() == 45 && text.starts_with(uuid_urn))
        text.remove_prefix(uuid_urn.size());
    return read_uuid_digits(text, out);
}

inline std::string with_number(std::string_view text, std::size_t number) {
    std::string result(text);
    append_integer(result, number);
    return result;
}

/// Which of the five groups has the wrong length; `hyphens` are their ends, counted from the first
/// group.
inline std::string uuid_group_reason(const std::array<std::size_t, 4>& hyphens,
                                     std::size_t whole_length) {
    static constexpr std::array<std::size_t, 5> starts{0, 9, 14, 19, 24};
    static constexpr std::array<std::string_view, 5> expected{"8", "4", "4", "4", "12"};
    std::size_t group = 0;
    while (group < 4 && hyphens[group] == starts[group + 1] - 1) ++group;
    const std::size_t end = group < 4 ? hyphens[group] : whole_length;
    std::string reason = with_number("invalid group length in group ", group);
    reason.append(": expected ").append(expected[group]).append(", found ");
    return with_number(reason, end - starts[group]);
}

/// Why no UUID can be read, in the words of the crate uuid 1.23.
inline std::string uuid_reason(std::string_view text) {
    if (text.empty() || text.size() > 45) return with_number("invalid length: found ", text.size());
    if (!is_valid_utf8(text)) return "non-UTF8 input";
    const bool braced = text.size() > 1 && text.front() == '{' && text.back() == '}';
    const bool urn = text.starts_with(uuid_urn);
    const std::size_t start = braced ? 1 : urn ? uuid_urn.size() : 0;
    const std::size_t end = text.size() - (braced ? 1 : 0);
    std::size_t count = 0;
    std::array<std::size_t, 4> hyphens{};
    for (std::size_t i = start; i < end; ++i) {
        if (hex_value(text[i]) >= 0) continue;
        if (text[i] != '-') {
            std::string reason = "invalid character: found `";
            reason.append(text, i, utf8_length(text, i)).append("` at ");
            return with_number(reason, i);
        }
        if (count < 4) hyphens[count] = i - start;
        ++count;
    }
    if (count == 0 && start == 0) return with_number("invalid length: found ", text.size());
    if (count != 4) return with_number("invalid group count: expected 5, found ", count + 1);
    return uuid_group_reason(hyphens, text.size());
}

}  // namespace detail

inline ParseOutcome UUID::parse(std::string_view text, UUID& out) {
    std::array<std::uint8_t, 16> bytes;
    if (!detail::read_uuid(text, bytes))
        return detail::problem_with_reason("uuid_parsing", "Input should be a valid UUID",
                                           detail::uuid_reason(text));
    out.bytes_ = bytes;
    return std::nullopt;
}

inline UUID::UUID(std::string_view text) {
    if (const ParseOutcome problem = parse(text, *this))
        throw std::invalid_argument(problem->message);
}

inline UUID UUID::random() {
    // The processor's generator or the kernel's, never a seeded sequence: libstdc++ and libc++ on
    // Linux.
    thread_local std::random_device source;
    UUID result;
    for (std::size_t i = 0; i < 16; i += 4) {
        const std::uint32_t word = source();
        std::memcpy(result.bytes_.data() + i, &word, 4);
    }
    result.bytes_[6] = static_cast<std::uint8_t>(0x40 | (result.bytes_[6] & 0x0F));  // RFC 9562 5.4
    result.bytes_[8] = static_cast<std::uint8_t>(0x80 | (result.bytes_[8] & 0x3F));
    return result;
}

inline std::string UUID::hex() const {
    std::string out;
    for (const std::uint8_t byte : bytes_) {
        out.push_back("0123456789abcdef"[byte >> 4]);
        out.push_back("0123456789abcdef"[byte & 15]);
    }
    return out;
}

inline std::string UUID::str() const {
    std::string out = hex();
    for (const std::size_t position : {8u, 13u, 18u, 23u}) out.insert(position, 1, '-');
    return out;
}

namespace detail {

inline void append_jsonable(std::string& out, const UUID& value) {
    append_quoted(out, value.str());
}
inline void append_serialized(std::string& out, const UUID& value) {
    append_quoted(out, value.str());
}

}  // namespace detail
}  // namespace fastapi

template <>
struct std::hash<fastapi::UUID> {
    std::size_t operator()(const fastapi::UUID& value) const noexcept {
        const auto& bytes = value.bytes();
        return std::hash<std::string_view>{}(
            {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
};

// ==== fastapi/model/decimal.hpp ====

// An exact decimal number of any length, as Python's decimal.Decimal: a sign, digits and an
// exponent, so 12.50 stays 12.50 although it equals 12.5. Read as Pydantic reads it: Python's
// syntax, but finite.
//
// jsonable_encoder writes a number (an integer where the exponent allows, else a float), a response
// model the exact text. Addition, subtraction and multiplication are exact; division, which is not,
// is left out.

namespace fastapi {

class Decimal {
public:
    /// Zero.
    Decimal() = default;
    template <std::integral Integer>
    requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char>) Decimal(Integer value)
        : Decimal(from_integer(value)) {}
    /// The shortest decimal number that reads back as `value`: Decimal(0.1) is 0.1, as Pydantic
    /// makes it. Throws std::invalid_argument for what is not finite.
    explicit Decimal(double value);
    /// Throws std::invalid_argument for a text that `parse` refuses.
    explicit Decimal(std::string_view text);

    /// `12.50`, `-.5`, `1e3`, ` 1_000 `; digits of other scripts are refused.
    static ParseOutcome parse(std::string_view text, Decimal& out);
    static ParseOutcome decode_integer(std::int64_t value, Decimal& out);
    static ParseOutcome decode_float(double value, Decimal& out);
    /// The problem of an input that is neither text nor number.
    static ScalarProblem wrong_type() {
        return {"decimal_type",
                "Decimal input should be an integer, float, string or Decimal object"};
    }

    bool is_negative() const { return negative_; }
    bool is_zero() const { return digits_ == "0"; }
    /// The coefficient: decimal digits, without leading zeros.
    const std::string& digits() const { return digits_; }
    std::int64_t exponent() const { return exponent_; }
    /// What `max_digits` limits: the zeros of the exponent count on either side of the point.
    std::uint64_t digit_count() const;
    /// What `decimal_places` limits.
    std::uint64_t decimal_places() const;
    /// Without zeros at the end of the digits: 12.50 becomes 12.5, and 100 becomes 1E+2.
    Decimal normalize() const;

    /// As Python's str: `12.50`, `1E+3`, `1E-7`.
    std::string str() const;
    /// The nearest double; infinite beyond its range.
    double to_double() const;

    /// By value: 12.5 equals 12.50, and -0 equals 0.
    friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }
    friend std::weak_ordering operator<=>(const Decimal& a, const Decimal& b);

    /// Exact results. One of more than `max_result_digits` digits throws std::out_of_range:
    /// 1E+999999 + 1 would take memory out of all proportion to its operands.
    static constexpr std::size_t max_result_digits = 10'000;
    Decimal operator-() const;
    friend Decimal operator+(const Decimal& a, const Decimal& b);
    friend Decimal operator-(const Decimal& a, const Decimal& b) { return a + -b; }
    friend Decimal operator*(const Decimal& a, const Decimal& b);

private:
    template <std::integral Integer>
    static Decimal from_integer(Integer value);
    Decimal(bool negative, std::string digits, std::int64_t exponent);
    static std::weak_ordering compare_magnitudes(const Decimal& a, const Decimal& b);
    static void require_result_digits(std::uint64_t count);
    bool is_in_range() const;
    std::int64_t adjusted_exponent() const {
        return exponent_ + static_cast<std::int64_t>(digits_.size()) - 1;
    }

    bool negative_ = false;
    std::string digits_ = "0";
    std::int64_t exponent_ = 0;
};

namespace detail {

/// Appends the JSON number that jsonable_encoder makes of the value. Throws std::out_of_range where
/// JSON or Python has none: beyond a double, or an integer of more than 4300 digits.
void append_jsonable(std::string& out, const Decimal& value);

/// Appends the JSON text that a response model makes of the value.
void append_serialized(std::string& out, const Decimal& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// The parts of a number's text: `[+-]digits[.digits][e[+-]digits]`.
struct decimal_text {
    bool negative = false;
    std::string digits;  // of both sides of the point, with their leading zeros
    std::int64_t exponent = 0;
};

inline bool read_decimal_exponent(std::string_view text, std::int64_t& out) {
    if (text.starts_with('+'))
        text.remove_prefix(1);
    else if (text.size() > 1 && text.front() == '-' && !is_digit(text[1]))
        return false;
    const auto value = to_integer<std::int64_t>(text);
    constexpr std::int64_t limit = 4'000'000'000'000'000'000;  // leaves room for adding lengths
    if (!value || *value > limit || *value < -limit) return false;
    out = *value;
    return text.front() != '-' || *value <= 0;
}

inline bool read_decimal(std::string_view text, decimal_text& out) {
    out.negative = text.starts_with('-');
    if (out.negative || text.starts_with('+')) text.remove_prefix(1);
    std::size_t position = 0;
    const auto take_digits = [&] {
        for (; position < text.size() && is_digit(text[position]); ++position)
            out.digits += text[position];
    };
    take_digits();
    std::size_t fraction_length = 0;
    if (position < text.size() && text[position] == '.') {
        ++position;
        const std::size_t whole_length = out.digits.size();
        take_digits();
        fraction_length = out.digits.size() - whole_length;
    }
    if (out.digits.empty()) return false;
    if (position < text.size()) {
        if (to_lower(text[position]) != 'e') return false;
        const std::string_view exponent = text.substr(position + 1);
        if (exponent.empty() || exponent.starts_with("+-")) return false;
        if (!read_decimal_exponent(exponent, out.exponent)) return false;
    }
    out.exponent -= static_cast<std::int64_t>(fraction_length);
    return true;
}

/// Python's infinities and NaNs, which may carry digits.
inline bool is_special_decimal(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (iequals(text, "inf") || iequals(text, "infinity")) return true;
    if (!text.empty() && to_lower(text.front()) == 's') text.remove_prefix(1);
    if (!iequals(text.substr(0, 3), "nan")) return false;
    return text.find_first_not_of("0123456789", 3) == std::string_view::npos;
}

inline ScalarProblem decimal_parsing_problem() {
    return {"decimal_parsing", "Input should be a valid decimal"};
}

inline ScalarProblem not_finite_problem() {
    return {"finite_number", "Input should be a finite number"};
}

}  // namespace detail

inline Decimal::Decimal(bool negative, std::string digits, std::int64_t exponent)
    : negative_(negative), digits_(std::move(digits)), exponent_(exponent) {
    const std::size_t first = std::min(digits_.find_first_not_of('0'), digits_.size() - 1);
    digits_.erase(0, first);
}

template <std::integral Integer>
Decimal Decimal::from_integer(Integer value) {
    std::string text;
    detail::append_integer(text, value);
    const bool negative = text.front() == '-';
    return Decimal(negative, negative ? text.substr(1) : text, 0);
}

inline Decimal::Decimal(double value) {
    if (const ParseOutcome problem = decode_float(value, *this))
        throw std::invalid_argument(problem->message);
}

inline Decimal::Decimal(std::string_view text) {
    if (const ParseOutcome problem = parse(text, *this))
        throw std::invalid_argument(problem->message);
}

/// The limits of Python's decimal module on 64-bit machines: MAX_EMAX and MIN_ETINY.
inline bool Decimal::is_in_range() const {
    return adjusted_exponent() <= 999'999'999'999'999'999 &&
           exponent_ >= -1'999'999'999'999'999'997;
}

inline ParseOutcome Decimal::parse(std::string_view text, Decimal& out) {
    std::string plain(detail::trim_unicode(text));
    std::erase(plain, '_');
    if (detail::is_special_decimal(plain)) return detail::not_finite_problem();
    detail::decimal_text parts;
    if (!detail::read_decimal(plain, parts)) return detail::decimal_parsing_problem();
    Decimal value(parts.negative, std::move(parts.digits), parts.exponent);
    if (!value.is_in_range()) return detail::decimal_parsing_problem();
    out = std::move(value);
    return std::nullopt;
}

inline ParseOutcome Decimal::decode_integer(std::int64_t value, Decimal& out) {
    out = Decimal(value);
    return std::nullopt;
}

inline ParseOutcome Decimal::decode_float(double value, Decimal& out) {
    if (!std::isfinite(value)) return detail::not_finite_problem();
    std::string text;
    detail::append_float_repr(text, value);
    return parse(text, out);
}

inline std::uint64_t Decimal::decimal_places() const {
    return exponent_ < 0 ? static_cast<std::uint64_t>(-exponent_) : 0;
}

inline std::uint64_t Decimal::digit_count() const {
    if (exponent_ >= 0) return digits_.size() + static_cast<std::uint64_t>(exponent_);
    return std::max<std::uint64_t>(digits_.size(), decimal_places());
}

inline Decimal Decimal::normalize() const {
    if (is_zero()) return Decimal(negative_, "0", 0);
    const std::size_t length = digits_.find_last_not_of('0') + 1;
    return Decimal(negative_, digits_.substr(0, length),
                   exponent_ + static_cast<std::int64_t>(digits_.size() - length));
}

/// Python's to-scientific-string: an exponent where there is one to lose, or six zeros behind the
/// point.
inline std::string Decimal::str() const {
    std::string out = negative_ ? "-" : "";
    const std::int64_t adjusted = adjusted_exponent();
    const bool positional = exponent_ <= 0 && adjusted >= -6;
    const std::int64_t point =
        positional ? adjusted + 1 : 1;  // how many digits stand before the point
    const auto length = static_cast<std::int64_t>(digits_.size());
    if (point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits_);
    } else {
        out.append(digits_, 0, static_cast<std::size_t>(point));
        if (point < length) out.append(".").append(digits_, static_cast<std::size_t>(point));
    }
    if (positional) return out;
    out.append(adjusted < 0 ? "E" : "E+");
    detail::append_integer(out, adjusted);
    return out;
}

inline double Decimal::to_double() const { return detail::parse_float(str()).value_or(0); }

inline std::weak_ordering Decimal::compare_magnitudes(const Decimal& a, const Decimal& b) {
    if (a.is_zero() || b.is_zero()) return b.is_zero() <=> a.is_zero();
    if (a.adjusted_exponent() != b.adjusted_exponent())
        return a.adjusted_exponent() <=> b.adjusted_exponent();
    const std::size_t common = std::min(a.digits_.size(), b.digits_.size());
    if (const int order = a.digits_.compare(0, common, b.digits_, 0, common)) return order <=> 0;
    const bool a_goes_on = a.digits_.find_first_not_of('0', common) != std::string::npos;
    const bool b_goes_on = b.digits_.find_first_not_of('0', common) != std::string::npos;
    return a_goes_on <=> b_goes_on;
}

inline std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) {
    if (a.is_zero() && b.is_zero()) return std::weak_ordering::equivalent;
    const bool a_below = a.negative_ && !a.is_zero(), b_below = b.negative_ && !b.is_zero();
    if (a_below != b_below) return b_below <=> a_below;
    return a_below ? Decimal::compare_magnitudes(b, a) : Decimal::compare_magnitudes(a, b);
}

inline Decimal Decimal::operator-() const {
    Decimal result = *this;
    result.negative_ = !negative_ && !is_zero();
    return result;
}

inline void Decimal::require_result_digits(std::uint64_t count) {
    if (count > max_result_digits)
        throw std::out_of_range("Decimal: the exact result has too many digits");
}

namespace detail {

/// Both texts of digits, of one length, added or (with the larger one first) subtracted.
inline std::string add_digits(std::string a, std::string_view b) {
    int carry = 0;
    for (std::size_t i = a.size(); i-- > 0;) {
        const int sum = (a[i] - '0') + (b[i] - '0') + carry;
        a[i] = static_cast<char>('0' + sum % 10);
        carry = sum / 10;
    }
    return carry != 0 ? "1" + a : a;
}

inline std::string subtract_digits(std::string larger, std::string_view smaller) {
    int borrow = 0;
    for (std::size_t i = larger.size(); i-- > 0;) {
        const int difference = (larger[i] - '0') - (smaller[i] - '0') - borrow;
        borrow = difference < 0 ? 1 : 0;
        larger[i] = static_cast<char>('0' + difference + 10 * borrow);
    }
    return larger;
}

inline std::string multiply_digits(std::string_view a, std::string_view b) {
    std::string result(a.size() + b.size(), '0');
    for (std::size_t i = a.size(); i-- > 0;) {
        int carry = 0;
        for (std::size_t j = b.size(); j-- > 0;) {
            const int sum = (result[i + j + 1] - '0') + (a[i] - '0') * (b[j] - '0') + carry;
            result[i + j + 1] = static_cast<char>('0' + sum % 10);
            carry = sum / 10;
        }
        result[i] = static_cast<char>('0' + carry);
    }
    return result;
}

}  // namespace detail

inline Decimal operator+(const Decimal& a, const Decimal& b) {
    const std::int64_t exponent = std::min(a.exponent_, b.exponent_);
    const auto highest = std::max(a.adjusted_exponent(), b.adjusted_exponent());
    const auto width = static_cast<std::uint64_t>(highest - exponent) + 1;
    Decimal::require_result_digits(width);
    const auto aligned = [&](const Decimal& value) {
        std::string digits = value.digits_;
        digits.append(static_cast<std::size_t>(value.exponent_ - exponent), '0');
        return digits.insert(0, static_cast<std::size_t>(width) - digits.size(), '0');
    };
    if (a.negative_ == b.negative_)
        return Decimal(a.negative_, detail::add_digits(aligned(a), aligned(b)), exponent);
    const std::weak_ordering order = Decimal::compare_magnitudes(a, b);
    if (order == 0) return Decimal(false, "0", exponent);
    const Decimal& larger = order > 0 ? a : b;
    const Decimal& smaller = order > 0 ? b : a;
    return Decimal(larger.negative_, detail::subtract_digits(aligned(larger), aligned(smaller)),
                   exponent);
}

inline Decimal operator*(const Decimal& a, const Decimal& b) {
    Decimal::require_result_digits(a.digits_.size() + b.digits_.size());
    Decimal result(a.negative_ != b.negative_, detail::multiply_digits(a.digits_, b.digits_),
                   a.exponent_ + b.exponent_);
    if (!result.is_in_range())
        throw std::out_of_range("Decimal: the exact result has too large an exponent");
    return result;
}

namespace detail {

inline void append_decimal_as_integer(std::string& out, const Decimal& value) {
    constexpr std::uint64_t python_limit = 4300;  // sys.get_int_max_str_digits()
    if (value.is_zero()) return out.push_back('0');
    if (value.digit_count() > python_limit)
        throw std::out_of_range("Exceeds the limit (4300 digits) for integer string conversion");
    if (value.is_negative()) out.push_back('-');
    out.append(value.digits()).append(static_cast<std::size_t>(value.exponent()), '0');
}

inline void append_jsonable(std::string& out, const Decimal& value) {
    if (value.exponent() >= 0) return append_decimal_as_integer(out, value);
    const double number = value.to_double();
    if (!std::isfinite(number))
        throw std::out_of_range("Out of range float values are not JSON compliant");
    append_float_repr(out, number);
}

inline void append_serialized(std::string& out, const Decimal& value) {
    append_quoted(out, value.str());
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/punycode.hpp ====

// Names of hosts beyond ASCII: Punycode (RFC 3492), the mapping of UTS 46 and the letters of IDNA
// 2008 (RFC 5892), for e-mail addresses and URLs. The mapping folds the case, makes fullwidth ASCII
// plain and drops what is invisible. What would need Unicode normalisation (ligatures, letters in
// circles, accents that stand alone, joiners) is refused instead of mapped: no name is ever changed
// to that of another host.

namespace fastapi::detail {

/// The code points of a text; a byte that is no UTF-8 becomes U+FFFD, which no name may have.
std::u32string to_code_points(std::string_view text);
std::string to_utf8(std::u32string_view code_points);
bool is_ascii(std::u32string_view code_points);

/// Appends the label in Punycode, without `xn--`. False for a label of more than 1000 code points.
bool punycode_encode(std::u32string_view label, std::string& out);
/// The label that `text` (without `xn--`) spells; nothing where it spells none.
std::optional<std::u32string> punycode_decode(std::string_view text);

/// UTS 46: appends what a name becomes before it is encoded. The place of a code point that may not
/// stand in a name, or nothing when all went well.
std::optional<std::size_t> idna_map(std::u32string_view name, std::u32string& out);
/// RFC 5892 PVALID: a letter, mark or digit that may stand in a label anywhere.
bool is_idna_letter(char32_t code_point);
bool starts_with_mark(std::u32string_view label);
/// RFC 5893, as far as it keeps letters of both directions apart: the place of the first letter
/// that runs against the first of its label.
std::optional<std::size_t> turned_position(std::u32string_view label);

// ---- implementation ----

/// The parameters of RFC 3492 5, and Rust's limit for the length of a label: encoding takes the
/// square of it.
namespace punycode {
inline constexpr std::uint32_t base = 36, tmin = 1, tmax = 26, skew = 38, damp = 700;
inline constexpr std::uint32_t initial_bias = 72, initial_code_point = 0x80;
inline constexpr std::size_t longest = 1000;
}  // namespace punycode

struct code_range {
    std::uint32_t first, last;
};

// Letters, marks, numbers, punctuation and symbols that UTS 46 maps to others or refuses, but for
// case pairs and fullwidth ASCII. Code points between two of them that no name reaches are filled.
// clang-format off
inline constexpr code_range idna_unstable[] = {
    {0xa8,0xa8}, {0xaa,0xaa}, {0xaf,0xaf}, {0xb2,0xb4}, {0xb8,0xba}, {0xbc,0xbe}, {0x130,0x130},
    {0x133,0x133}, {0x140,0x140}, {0x149,0x149}, {0x1c6,0x1cc}, {0x1f3,0x1f3}, {0x2b0,0x2b8},
    {0x2d8,0x2dd}, {0x2e0,0x2e4}, {0x340,0x341}, {0x343,0x344}, {0x374,0x374}, {0x37a,0x37a},
    {0x37e,0x387}, {0x3d2,0x3d4}, {0x3f2,0x3f2}, {0x587,0x587}, {0x675,0x678}, {0x958,0x95f},
    {0x9dc,0x9df}, {0xa33,0xa33}, {0xa36,0xa36}, {0xa59,0xa5b}, {0xa5e,0xa5e}, {0xb5c,0xb5d},
    {0xe33,0xe33}, {0xeb3,0xeb3}, {0xedc,0xedd}, {0xf0c,0xf0c}, {0xf43,0xf43}, {0xf4d,0xf4d},
    {0xf52,0xf52}, {0xf57,0xf57}, {0xf5c,0xf5c}, {0xf69,0xf69}, {0xf73,0xf73}, {0xf75,0xf79},
    {0xf81,0xf81}, {0xf93,0xf93}, {0xf9d,0xf9d}, {0xfa2,0xfa2}, {0xfa7,0xfa7}, {0xfac,0xfac},
    {0xfb9,0xfb9}, {0x10fc,0x10fc}, {0x1d2c,0x1d2e}, {0x1d30,0x1d3a}, {0x1d3c,0x1d4d},
    {0x1d4f,0x1d6a}, {0x1d78,0x1d78}, {0x1d9b,0x1dbf}, {0x1e9a,0x1e9a}, {0x1f71,0x1f71},
    {0x1f73,0x1f73}, {0x1f75,0x1f75}, {0x1f77,0x1f77}, {0x1f79,0x1f79}, {0x1f7b,0x1f7b},
    {0x1f7d,0x1fa7}, {0x1fb2,0x1fb4}, {0x1fb7,0x1fc4}, {0x1fc7,0x1fcf}, {0x1fd3,0x1fd3},
    {0x1fdd,0x1fdf}, {0x1fe3,0x1fe3}, {0x1fed,0x1ff4}, {0x1ff7,0x1ffe}, {0x2011,0x2011},
    {0x2017,0x2017}, {0x2024,0x2026}, {0x2033,0x2034}, {0x2036,0x2037}, {0x203c,0x203c},
    {0x203e,0x203e}, {0x2047,0x2049}, {0x2057,0x2057}, {0x2070,0x209c}, {0x20a8,0x20a8},
    {0x2100,0x2103}, {0x2105,0x2107}, {0x2109,0x2113}, {0x2115,0x2116}, {0x2119,0x211d},
    {0x2120,0x2122}, {0x2124,0x2124}, {0x2128,0x2128}, {0x212c,0x212d}, {0x212f,0x2139},
    {0x213b,0x2140}, {0x2145,0x2149}, {0x2150,0x217f}, {0x2189,0x2189}, {0x222c,0x222d},
    {0x222f,0x2230}, {0x2329,0x232a}, {0x2460,0x24ea}, {0x2a0c,0x2a0c}, {0x2a74,0x2a76},
    {0x2adc,0x2adc}, {0x2c7c,0x2c7d}, {0x2d6f,0x2d6f}, {0x2e9f,0x2e9f}, {0x2ef3,0x2ffb},
    {0x3002,0x3002}, {0x3036,0x3036}, {0x3038,0x303a}, {0x309b,0x309c}, {0x309f,0x309f},
    {0x30ff,0x30ff}, {0x3131,0x318e}, {0x3192,0x319f}, {0x3200,0x3247}, {0x3250,0x327e},
    {0x3280,0x33ff}, {0xa69c,0xa69d}, {0xa770,0xa770}, {0xa7f2,0xa7f4}, {0xa7f8,0xa7f9},
    {0xab5c,0xab5f}, {0xab69,0xab69}, {0xf900,0xfa0d}, {0xfa10,0xfa10}, {0xfa12,0xfa12},
    {0xfa15,0xfa1e}, {0xfa20,0xfa20}, {0xfa22,0xfa22}, {0xfa25,0xfa26}, {0xfa2a,0xfb1d},
    {0xfb1f,0xfbb1}, {0xfbd3,0xfd3d}, {0xfd50,0xfdc7}, {0xfdf0,0xfdfc}, {0xfe10,0xfe19},
    {0xfe30,0xfe44}, {0xfe47,0xfe72}, {0xfe74,0xfffd}, {0x10781,0x107ba}, {0x1d15e,0x1d164},
    {0x1d1bb,0x1d1c0}, {0x1d400,0x1d7ff}, {0x1ee00,0x1eebb}, {0x1f100,0x1f10a}, {0x1f110,0x1f12e},
    {0x1f130,0x1f14f}, {0x1f16a,0x1f16c}, {0x1f190,0x1f190}, {0x1f200,0x1f251}, {0x1fbf0,0x1fbf9},
    {0x2f800,0x2fa1d},
};

// What IDNA 2008 refuses besides.
inline constexpr code_range idna_refused[] = {
    {0x640,0x640}, {0x660,0x669}, {0x6f0,0x6f9}, {0x7fa,0x7fa}, {0x1100,0x11ff}, {0x20d0,0x20f0},
    {0x302e,0x303b}, {0xa960,0xa97c}, {0xd7b0,0xd7fb}, {0x1d165,0x1d244},
};
// clang-format on

template <std::size_t Size>
bool in_ranges(const code_range (&ranges)[Size], char32_t c) {
    const auto* found = std::lower_bound(
        std::begin(ranges), std::end(ranges), c,
        [](const code_range& range, char32_t value) { return range.last < value; });
    return found != std::end(ranges) && found->first <= c;
}

inline std::u32string to_code_points(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        out.push_back(length == 0 ? char32_t{0xFFFD} : utf8_code_point(text, i, length));
        i += length == 0 ? 1 : length;
    }
    return out;
}

inline std::string to_utf8(std::u32string_view code_points) {
    std::string out;
    for (const char32_t c : code_points) append_utf8(out, c);
    return out;
}

inline bool is_ascii(std::u32string_view code_points) {
    return std::all_of(code_points.begin(), code_points.end(), [](char32_t c) { return c < 0x80; });
}

/// RFC 3492 6.1.
inline std::uint32_t adapted_bias(std::uint32_t delta, std::size_t points, bool first) {
    using namespace punycode;
    delta = first ? delta / damp : delta / 2;
    delta += delta / static_cast<std::uint32_t>(points);
    std::uint32_t k = 0;
    for (; delta > ((base - tmin) * tmax) / 2; k += base) delta /= base - tmin;
    return k + (base - tmin + 1) * delta / (delta + skew);
}

inline std::uint32_t punycode_threshold(std::uint32_t k, std::uint32_t bias) {
    return k <= bias ? punycode::tmin
                     : std::min(std::max(k - bias, punycode::tmin), punycode::tmax);
}

inline char punycode_digit(std::uint32_t value) {
    return "abcdefghijklmnopqrstuvwxyz0123456789"[value];
}

inline void append_punycode_number(std::string& out, std::uint32_t number, std::uint32_t bias) {
    for (std::uint32_t k = punycode::base;; k += punycode::base) {
        const std::uint32_t threshold = punycode_threshold(k, bias);
        if (number < threshold) break;
        const std::uint32_t rest = number - threshold, radix = punycode::base - threshold;
        out.push_back(punycode_digit(threshold + rest % radix));
        number = rest / radix;
    }
    out.push_back(punycode_digit(number));
}

inline bool punycode_encode(std::u32string_view label, std::string& out) {
    if (label.size() > punycode::longest) return false;
    std::size_t handled = 0;
    for (const char32_t c : label)
        if (c < 0x80) out.push_back(static_cast<char>(c)), ++handled;
    const std::size_t plain = handled;
    if (plain > 0) out.push_back('-');
    // No overflow: 1000 code points of at most 0x10FFFF stay below 2^31.
    std::uint32_t n = punycode::initial_code_point, delta = 0, bias = punycode::initial_bias;
    while (handled < label.size()) {
        char32_t next = 0x110000;
        for (const char32_t c : label)
            if (c >= n) next = std::min(next, c);
        delta += (static_cast<std::uint32_t>(next) - n) * static_cast<std::uint32_t>(handled + 1);
        n = static_cast<std::uint32_t>(next);
        for (const char32_t c : label) {
            if (c < n) ++delta;
            if (c != n) continue;
            append_punycode_number(out, delta, bias);
            bias = adapted_bias(delta, handled + 1, handled == plain);
            delta = 0;
            ++handled;
        }
        ++delta;
        ++n;
    }
    return true;
}

/// The value of a digit, or `base` for what is none.
inline std::uint32_t punycode_value(char c) {
    if (is_digit(c)) return static_cast<std::uint32_t>(c - '0') + 26;
    return is_alpha(c) ? static_cast<std::uint32_t>(to_lower(c) - 'a') : punycode::base;
}

/// Adds the number at `at` to `sum`, and leaves `at` behind it. False when there is none.
inline bool read_punycode_number(std::string_view text, std::size_t& at, std::uint32_t bias,
                                 std::uint32_t& sum) {
    std::uint64_t total = sum, weight = 1;
    for (std::uint32_t k = punycode::base; at < text.size(); k += punycode::base) {
        const std::uint32_t digit = punycode_value(text[at++]);
        if (digit == punycode::base) return false;
        total += digit * weight;
        if (total > 0x7FFFFFFF) return false;
        sum = static_cast<std::uint32_t>(total);
        const std::uint32_t threshold = punycode_threshold(k, bias);
        if (digit < threshold) return true;
        weight *= punycode::base - threshold;
        if (weight > 0x7FFFFFFF) return false;
    }
    return false;
}

inline std::optional<std::u32string> punycode_decode(std::string_view text) {
    if (text.size() > 2 * punycode::longest) return std::nullopt;
    const std::size_t hyphen = text.rfind('-');
    std::size_t at = hyphen == std::string_view::npos ? 0 : hyphen + 1;
    std::u32string out = to_code_points(text.substr(0, at == 0 ? 0 : hyphen));
    if (!is_ascii(out)) return std::nullopt;
    std::uint32_t n = punycode::initial_code_point, i = 0, bias = punycode::initial_bias;
    while (at < text.size()) {
        const std::uint32_t start = i;
        if (!read_punycode_number(text, at, bias, i)) return std::nullopt;
        const std::size_t points = out.size() + 1;
        bias = adapted_bias(i - start, points, start == 0);
        n += i / static_cast<std::uint32_t>(points);
        i %= static_cast<std::uint32_t>(points);
        if (n > 0x10FFFF || (n >= 0xD800 && n <= 0xDFFF)) return std::nullopt;
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(i), static_cast<char32_t>(n));
        ++i;
    }
    return out;
}

inline bool is_idna_ignored(char32_t c) {
    return c == 0xAD || c == 0x34F || c == 0x200B || c == 0x2060 || c == 0x2064 || c == 0xFEFF ||
           (c >= 0x180B && c <= 0x180F && c != 0x180E) || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xE0100 && c <= 0xE01EF);
}

/// A mark or half of a syllable that normalisation would join with what stands before it.
inline bool is_composing(char32_t c) {
    return (c >= 0x300 && c <= 0x36F) || c == 0x3099 || c == 0x309A || (c >= 0x1100 && c <= 0x11FF);
}

/// U+03C2 FINAL SIGMA stays as it is (UTS 46, non-transitional).
inline char32_t idna_folded(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c < 0x80) return static_cast<unsigned char>(to_lower(static_cast<char>(c)));
    return c == 0x3C2 ? c : simple_fold(c);
}

inline bool is_idna_stable(char32_t c) {
    if (c < 0x80) return true;
    constexpr category_set visible = categories_named("L") | categories_named("M") |
                                     categories_named("N") | categories_named("P") |
                                     categories_named("S");
    return (category_of(c) & visible) != 0 && !in_ranges(idna_unstable, c) && !is_composing(c);
}

inline std::optional<std::size_t> idna_map(std::u32string_view name, std::u32string& out) {
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == 0x3002 || name[i] == 0xFF61) {
            out.push_back('.');
            continue;
        }
        if (is_idna_ignored(name[i])) continue;
        const char32_t folded = idna_folded(name[i]);
        if (!is_idna_stable(folded)) return i;
        out.push_back(folded);
    }
    return std::nullopt;
}

inline bool is_idna_letter(char32_t c) {
    if (c < 0x80) return is_digit(static_cast<char>(c)) || c == '-' || (c >= 'a' && c <= 'z');
    // Letters without a case of their own that the categories below do not tell.
    if (c == 0x6FD || c == 0x6FE || c == 0xF0B || c == 0x3007 || (c >= 0x13A0 && c <= 0x13F5))
        return true;
    constexpr category_set letters = categories_named("Ll") | categories_named("Lo") |
                                     categories_named("Lm") | categories_named("Mn") |
                                     categories_named("Mc") | categories_named("Nd");
    return (category_of(c) & letters) != 0 && idna_folded(c) == c && !is_idna_ignored(c) &&
           is_idna_stable(c) && !in_ranges(idna_refused, c);
}

inline bool starts_with_mark(std::u32string_view label) {
    return !label.empty() && (category_of(label[0]) & categories_named("M")) != 0;
}

/// The blocks of Hebrew, Arabic and the other scripts written from right to left.
inline bool is_right_to_left(char32_t c) {
    return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
}

inline std::optional<std::size_t> turned_position(std::u32string_view label) {
    constexpr category_set letters = categories_named("L");
    for (std::size_t i = 1; i < label.size(); ++i)
        if ((category_of(label[i]) & letters) != 0 &&
            is_right_to_left(label[i]) != is_right_to_left(label[0]))
            return i;
    return std::nullopt;
}

}  // namespace fastapi::detail

// ==== fastapi/model/email_domain.hpp ====

// What e-mail addresses are made of: which characters may stand in them, the lengths they may have
// and the domain behind the @-sign, which is given both in ASCII (Punycode) and in Unicode. Every
// refusal is a whole sentence of email-validator 2.3, in the order in which that library looks.

namespace fastapi::detail {

/// Why an address is refused: the whole sentence, or nothing.
using email_failure = std::optional<std::string>;

struct email_domain {
    std::string ascii;
    std::u32string unicode;
};

/// Reads the domain of an address, which is not empty.
email_failure read_email_domain(std::u32string_view domain, email_domain& out);
/// Why an address in brackets (RFC 5321 4.1.3) is refused, as all of them are.
std::string refuse_literal(std::u32string_view literal);

// ---- implementation ----

// ---- characters ----

/// RFC 5322 3.2.3 `atext`, and with RFC 6531 3.3 everything beyond ASCII.
inline bool is_email_atom(char32_t c) {
    if (c >= 0x80) return true;
    const char plain = static_cast<char>(c);
    return is_alpha(plain) || is_digit(plain) ||
           (plain != '\0' &&
            std::string_view("_!#$%&'*+-/=?^`{|}~").find(plain) != std::string_view::npos);
}

inline bool is_email_local(char32_t c) { return c == '.' || is_email_atom(c); }

inline bool is_email_hostname(char32_t c) {
    if (c >= 0x80) return true;
    const char plain = static_cast<char>(c);
    return is_alpha(plain) || is_digit(plain) || plain == '-' || plain == '.';
}

inline bool is_email_quoted(char32_t c) { return c >= ' ' && c != 0x7F; }
inline bool is_email_literal(char32_t c) { return c > ' ' && c < 0x7F && (c < '[' || c > ']'); }
inline bool is_email_name(char32_t c) { return c == ' ' || (c < 0x80 && is_email_atom(c)); }

inline constexpr category_set email_visible =
    categories_named("L") | categories_named("N") | categories_named("P") | categories_named("S");

struct named_character {
    char32_t code_point;
    std::string_view name;
};

/// The Unicode names of invisible characters that are found in pasted text.
inline constexpr named_character email_named[] = {
    {' ', "SPACE"},
    {0xA0, "NO-BREAK SPACE"},
    {0xAD, "SOFT HYPHEN"},
    {0x300, "COMBINING GRAVE ACCENT"},
    {0x301, "COMBINING ACUTE ACCENT"},
    {0x2002, "EN SPACE"},
    {0x2003, "EM SPACE"},
    {0x2005, "FOUR-PER-EM SPACE"},
    {0x2009, "THIN SPACE"},
    {0x200B, "ZERO WIDTH SPACE"},
    {0x200C, "ZERO WIDTH NON-JOINER"},
    {0x200D, "ZERO WIDTH JOINER"},
    {0x200E, "LEFT-TO-RIGHT MARK"},
    {0x200F, "RIGHT-TO-LEFT MARK"},
    {0x2028, "LINE SEPARATOR"},
    {0x2029, "PARAGRAPH SEPARATOR"},
    {0x202A, "LEFT-TO-RIGHT EMBEDDING"},
    {0x202B, "RIGHT-TO-LEFT EMBEDDING"},
    {0x202C, "POP DIRECTIONAL FORMATTING"},
    {0x202D, "LEFT-TO-RIGHT OVERRIDE"},
    {0x202E, "RIGHT-TO-LEFT OVERRIDE"},
    {0x202F, "NARROW NO-BREAK SPACE"},
    {0x2060, "WORD JOINER"},
    {0x3000, "IDEOGRAPHIC SPACE"},
    {0xFEFF, "ZERO WIDTH NO-BREAK SPACE"},
};

/// `U+00E9`, with as many digits as asked for at least.
inline std::string code_point_name(char32_t c, int digits) {
    std::string hex;
    for (auto value = static_cast<std::uint32_t>(c); value != 0 || digits > 0;
         value /= 16, --digits)
        hex.insert(hex.begin(), "0123456789ABCDEF"[value % 16]);
    return "U+" + hex;
}

/// A visible character in quotes, another by its name or its number.
inline std::string shown(char32_t c) {
    if (c == '\\' || c == '\'') return std::string{'"', static_cast<char>(c), '"'};
    if ((category_of(c) & email_visible) != 0) return "'" + to_utf8({&c, 1}) + "'";
    for (const named_character& each : email_named)
        if (each.code_point == c) return std::string(each.name);
    return code_point_name(c, c < 0xFFFF ? 4 : 8);
}

inline std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out.append(out.empty() ? "" : ", ").append(item);
    return out;
}

inline std::vector<char32_t> sorted_once(std::vector<char32_t> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

inline std::vector<std::string> all_shown(const std::vector<char32_t>& characters) {
    std::vector<std::string> out;
    for (const char32_t c : characters) out.push_back(shown(c));
    return out;
}

/// `sentence` and the characters that `is_allowed` refuses, each once.
inline email_failure check_characters(std::u32string_view text, bool (*is_allowed)(char32_t),
                                      std::string_view sentence) {
    std::vector<char32_t> bad;
    for (const char32_t c : text)
        if (!is_allowed(c)) bad.push_back(c);
    if (bad.empty()) return std::nullopt;
    std::vector<std::string> names = all_shown(sorted_once(std::move(bad)));
    std::sort(names.begin(), names.end());
    return std::string(sentence).append(": ").append(joined(names)).append(".");
}

/// Nothing that hides, reorders or joins with what is around the address.
inline email_failure check_unsafe(std::u32string_view text, bool allow_space = false) {
    std::vector<char32_t> bad;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const category_set category = category_of(text[i]);
        const bool is_space = (category & categories_named("Zs")) != 0;
        const bool is_mark = (category & categories_named("M")) != 0;
        if ((category & email_visible) != 0 || (is_mark && i > 0) || (is_space && allow_space))
            continue;
        bad.push_back(text[i]);
    }
    if (bad.empty()) return std::nullopt;
    return "The email address contains unsafe characters: " +
           joined(all_shown(sorted_once(std::move(bad)))) + ".";
}

// ---- lengths and periods ----

inline std::string counted_of(std::size_t count, std::string_view noun) {
    std::string out;
    append_integer(out, count);
    return out.append(" ").append(noun).append(count > 1 ? "s" : "");
}

inline std::string too_many(std::size_t count, std::string_view noun = "character") {
    return "(" + counted_of(count, noun) + " too many)";
}

inline email_failure check_periods(std::u32string_view text, std::string_view at_start,
                                   std::string_view at_end) {
    const auto at = [](std::string_view where, std::string_view what) {
        return std::string("An email address cannot ")
            .append(where.substr(0, where.find('{')))
            .append(what)
            .append(where.substr(where.find('}') + 1));
    };
    if (text.ends_with(U'.')) return at(at_end, "period");
    if (text.starts_with(U'.')) return at(at_start, "period");
    if (text.find(U"..") != text.npos) return "An email address cannot have two periods in a row.";
    return std::nullopt;
}

inline email_failure check_hyphens(std::u32string_view domain) {
    if (domain.ends_with(U'-')) return "An email address cannot end with a hyphen.";
    if (domain.starts_with(U'-'))
        return "An email address cannot have a hyphen immediately after the @-sign.";
    if (domain.find(U".-") != domain.npos || domain.find(U"-.") != domain.npos)
        return "An email address cannot have a period and a hyphen next to each other.";
    // RFC 5890 2.3.1: of the labels with `--` at the third place only those of Punycode are valid.
    for (std::size_t i = 0; i < domain.size();
         i = std::min(domain.find(U'.', i), domain.size()) + 1)
        if (domain.substr(i).size() > 3 && domain.substr(i + 2, 2) == U"--" &&
            domain.substr(i, 2) != U"xn")
            return "An email address cannot have two letters followed by two dashes immediately "
                   "after "
                   "the @-sign or after a period, except Punycode.";
    return std::nullopt;
}

// ---- domain ----

/// One of those that unfold to a text with a period in it.
inline bool has_no_hidden_period(char32_t c) {
    return !((c >= 0x2024 && c <= 0x2026) || (c >= 0x2488 && c <= 0x249B) || c == 0x33C2 ||
             c == 0x33C7 || c == 0x33D8 || c == 0xFE52 || c == 0x1F100);
}

inline std::string in_label(std::u32string_view label) { return "'" + to_utf8(label) + "'"; }

inline std::string at_position(std::size_t index) {
    std::string out = " at position ";
    append_integer(out, index + 1);
    return out;
}

/// RFC 5892 appendix A.3 to A.9: characters that only some neighbours allow. Nothing for others.
inline std::optional<bool> fits_context(std::u32string_view label, std::size_t i) {
    const auto in = [](char32_t c, char32_t first, char32_t last) {
        return c >= first && c <= last;
    };
    const auto any = [&](auto test) { return std::any_of(label.begin(), label.end(), test); };
    const char32_t c = label[i];
    const char32_t before = i > 0 ? label[i - 1] : 0,
                   after = i + 1 < label.size() ? label[i + 1] : 0;
    if (c == 0xB7) return before == 'l' && after == 'l';
    if (c == 0x375) return in(after, 0x370, 0x3FF) || in(after, 0x1F00, 0x1FFF);
    if (c == 0x5F3 || c == 0x5F4) return in(before, 0x591, 0x5F4);
    if (c == 0x30FB)
        return any([&](char32_t x) {
            return x != c && (in(x, 0x3005, 0x3007) || in(x, 0x3041, 0x30FF) ||
                              in(x, 0x3400, 0x9FFF) || in(x, 0x20000, 0x323AF));
        });
    if (in(c, 0x660, 0x669)) return !any([&](char32_t x) { return in(x, 0x6F0, 0x6F9); });
    if (in(c, 0x6F0, 0x6F9)) return !any([&](char32_t x) { return in(x, 0x660, 0x669); });
    return std::nullopt;
}

/// RFC 5891 4.2, in the words of Python's idna.
inline email_failure check_idna_label(std::u32string_view label) {
    if (label.substr(std::min<std::size_t>(2, label.size()), 2) == U"--")
        return "Label has disallowed hyphens in 3rd and 4th position";
    if (label.starts_with(U'-') || label.ends_with(U'-'))
        return "Label must not start or end with a hyphen";
    if (starts_with_mark(label)) return "Label begins with an illegal combining character";
    for (std::size_t i = 0; i < label.size(); ++i) {
        if (is_idna_letter(label[i])) continue;
        const std::optional<bool> fits = fits_context(label, i);
        if (fits.value_or(false)) continue;
        const std::string codepoint = "Codepoint " + code_point_name(label[i], 4);
        if (fits) return codepoint + " not allowed" + at_position(i) + " in " + in_label(label);
        return codepoint + at_position(i) + " of " + in_label(label) + " not allowed";
    }
    if (const auto turned = turned_position(label))
        return "Invalid direction for codepoint" + at_position(*turned) +
               (is_right_to_left(label[0]) ? " in a right-to-left label"
                                           : " in a left-to-right label");
    return std::nullopt;
}

inline constexpr std::size_t longest_label = 63;

/// The label in ASCII, appended; or why it has none.
inline email_failure append_a_label(std::string& out, std::u32string_view label) {
    const std::size_t start = out.size();
    if (is_ascii(label)) {
        out.append(to_utf8(label));
        return std::nullopt;
    }
    if (email_failure failure = check_idna_label(label)) return failure;
    if (!punycode_encode(label, out.append("xn--")) || out.size() - start > longest_label)
        return "Label too long";
    return std::nullopt;
}

/// The label in Unicode, appended; or why it is none.
inline email_failure append_u_label(std::u32string& out, std::string_view label) {
    if (!label.starts_with("xn--")) {
        out.append(label.begin(), label.end());
        return std::nullopt;
    }
    label.remove_prefix(4);
    if (label.empty()) return "Malformed A-label, no Punycode eligible content found";
    if (label.ends_with('-')) return "A-label must not end with a hyphen";
    const auto decoded = punycode_decode(label);
    if (!decoded || decoded->empty()) return "Invalid A-label";
    out.append(*decoded);
    return check_idna_label(*decoded);
}

inline email_failure append_ascii_domain(std::string& out, std::u32string_view domain) {
    for (bool more = true; more;) {
        const std::size_t dot = domain.find(U'.');
        if (const email_failure failure = append_a_label(out, domain.substr(0, dot)))
            return "The part after the @-sign is invalid (" + *failure + ").";
        more = dot != domain.npos;
        if (!more) break;
        out.push_back('.');
        domain.remove_prefix(dot + 1);
    }
    return std::nullopt;
}

inline email_failure append_unicode_domain(std::u32string& out, std::string_view domain) {
    for (bool more = true; more;) {
        const std::size_t dot = domain.find('.');
        if (const email_failure failure = append_u_label(out, domain.substr(0, dot)))
            return "The part after the @-sign is not valid IDNA (" + *failure + ").";
        more = dot != domain.npos;
        if (!more) break;
        out.push_back(U'.');
        domain.remove_prefix(dot + 1);
    }
    return std::nullopt;
}

/// RFC 6761 and others: names that nobody on the internet can have mail under.
inline bool is_special_domain(std::string_view domain) {
    for (const std::string_view name :
         {".arpa", ".invalid", ".local", ".localhost", ".onion", ".test"})
        if (domain.ends_with(name)) return true;
    return false;
}

/// RFC 1035 2.3.4, and what every public domain has.
inline email_failure check_ascii_domain(std::string_view domain, bool was_ascii) {
    constexpr std::size_t longest_domain = 253;
    if (domain.size() > longest_domain) {
        const std::size_t excess = domain.size() - longest_domain;
        const std::string reason =
            was_ascii ? too_many(excess)
                      : "(" + counted_of(excess, "byte") + " too many after IDNA encoding)";
        return "The email address is too long after the @-sign " + reason + ".";
    }
    for (std::size_t i = 0; i < domain.size();) {
        const std::size_t end = std::min(domain.find('.', i), domain.size());
        if (end - i > longest_label)
            return "After the @-sign, periods cannot be separated by so many characters " +
                   too_many(end - i - longest_label) + ".";
        i = end + 1;
    }
    if (domain.find('.') == domain.npos)
        return "The part after the @-sign is not valid. It should have a period.";
    if (!is_alpha(domain.back()))
        return "The part after the @-sign is not valid. It is not within a valid top-level domain.";
    if (is_special_domain(domain))
        return "The part after the @-sign is a special-use or reserved name that cannot be used "
               "with "
               "email.";
    return std::nullopt;
}

inline email_failure map_domain(std::u32string_view domain, std::u32string& out) {
    constexpr std::string_view invalid = "The part after the @-sign contains invalid characters";
    if (email_failure failure = check_characters(domain, is_email_hostname, invalid))
        return failure;
    if (email_failure failure = check_unsafe(domain)) return failure;
    if (email_failure failure = check_characters(domain, has_no_hidden_period, invalid))
        return failure;
    if (const auto refused = idna_map(domain, out))
        return std::string(invalid) + " (Codepoint " + code_point_name(domain[*refused], 4) +
               " not allowed" + at_position(*refused) + " in " + in_label(domain) + ").";
    return check_characters(out, is_email_hostname,
                            std::string(invalid) + " after Unicode normalization");
}

inline email_failure read_email_domain(std::u32string_view domain, email_domain& out) {
    std::u32string mapped;
    if (email_failure failure = map_domain(domain, mapped)) return failure;
    if (email_failure failure =
            check_periods(mapped, "have a {} immediately after the @-sign.", "end with a {}."))
        return failure;
    if (email_failure failure = check_hyphens(mapped)) return failure;
    if (email_failure failure = append_ascii_domain(out.ascii, mapped)) return failure;
    if (email_failure failure = check_ascii_domain(out.ascii, is_ascii(domain))) return failure;
    if (email_failure failure = append_unicode_domain(out.unicode, out.ascii)) return failure;
    return check_unsafe(out.unicode);
}

/// A wrong one is told apart from one that is only not allowed, but for the numbers in it.
inline std::string refuse_literal(std::u32string_view literal) {
    const auto is_address = [](char32_t c) { return c == '.' || (c >= '0' && c <= '9'); };
    const bool is_ipv4 =
        !literal.empty() && std::all_of(literal.begin(), literal.end(), is_address);
    if (is_ipv4 || literal.starts_with(U"IPv6:"))
        return "A bracketed IP address after the @-sign is not allowed here.";
    if (literal.find(U':') == literal.npos)
        return "The part after the @-sign in brackets is not an IPv4 address and has no address "
               "literal tag.";
    if (const auto bad =
            check_characters(literal, is_email_literal,
                             "The part after the @-sign contains invalid characters in brackets"))
        return *bad;
    return "The part after the @-sign contains an invalid address literal tag in brackets.";
}

}  // namespace fastapi::detail

// ==== fastapi/model/email.hpp ====

// `EmailStr`: a std::string that is an e-mail address, judged by the rules and in the words of
// Pydantic and email-validator 2.3 without a look at the DNS. What is kept is the normalised
// address: the domain in lower case and in Unicode, the local part as it was written. Of
// `Ana <ana@example.com>` the address alone is kept. Only the Unicode normalisation of the local
// part is left out.

namespace fastapi {

class EmailStr : public std::string {
public:
    /// No address: an empty text.
    EmailStr() = default;
    /// Throws std::invalid_argument for a text that `parse` refuses.
    explicit EmailStr(std::string_view text);
    explicit EmailStr(const char* text) : EmailStr(std::string_view(text)) {}
    explicit EmailStr(const std::string& text) : EmailStr(std::string_view(text)) {}

    static ParseOutcome parse(std::string_view text, EmailStr& out);
    /// The problem of an input that is not text.
    static ScalarProblem wrong_type() { return {"string_type", "Input should be a valid string"}; }
};

namespace detail {

/// Appends the JSON text of the value; both kinds of answer write the same.
void append_jsonable(std::string& out, const EmailStr& value);
void append_serialized(std::string& out, const EmailStr& value);

/// Reads the address alone, without a name: why it is none, or nothing and the normalised address
/// in `out`.
std::optional<std::string> read_email(std::u32string_view email, std::string& out);

}  // namespace detail

// ---- implementation ----

namespace detail {

// ---- local part ----

/// Nothing but atoms with single periods between them.
inline bool is_dot_atom(std::u32string_view text) {
    return !text.empty() && !text.starts_with(U'.') && !text.ends_with(U'.') &&
           text.find(U"..") == text.npos && std::all_of(text.begin(), text.end(), is_email_local);
}

inline email_failure check_local(std::u32string_view local, bool is_quoted) {
    if (local.empty()) return "There must be something before the @-sign.";
    if (is_dot_atom(local)) return is_ascii(local) ? std::nullopt : check_unsafe(local);
    if (is_quoted) {
        const email_failure bad = check_characters(
            local, is_email_quoted,
            "The email address contains invalid characters in quotes before the @-sign");
        return bad ? bad : check_unsafe(local, true);
    }
    if (email_failure bad =
            check_characters(local, is_email_local,
                             "The email address contains invalid characters before the @-sign"))
        return bad;
    return check_periods(local, "start with a {}.", "have a {} immediately before the @-sign.");
}

/// RFC 2142: mailboxes whose names have no case.
inline bool is_role_mailbox(std::string_view lowered_name) {
    static constexpr std::string_view names[] = {
        "info",       "marketing", "sales", "support",   "abuse", "noc",  "security", "postmaster",
        "hostmaster", "usenet",    "news",  "webmaster", "www",   "uucp", "ftp"};
    return std::find(std::begin(names), std::end(names), lowered_name) != std::end(names);
}

// ---- the whole ----

/// The place of the first of `specials` outside of quotes, or npos.
inline std::size_t find_unquoted(std::u32string_view text, std::u32string_view specials) {
    bool in_quotes = false, is_escaped = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        if (!in_quotes && specials.find(c) != specials.npos) return i;
        if (c == '"' && !is_escaped) in_quotes = !in_quotes;
        is_escaped = in_quotes && c == '\\' && !is_escaped;
    }
    return text.npos;
}

inline std::string no_at_sign(std::u32string_view email) {
    if (email.find(char32_t{0xFF20}) != email.npos)
        return "The email address has the \"full-width\" at-sign (@) character instead of a "
               "regular "
               "at-sign.";
    if (email.find(char32_t{0xFE6B}) != email.npos)
        return "The email address has the \"small commercial at\" character instead of a regular "
               "at-sign.";
    return "An email address must have an @-sign.";
}

struct unquoted_text {
    std::u32string text;
    bool is_quoted = false;
};

/// Takes the quotes off a text that begins with one.
inline email_failure unquote(std::u32string_view text, unquoted_text& out) {
    out.is_quoted = text.starts_with(U'"');
    out.text = out.is_quoted ? U"" : std::u32string(text);
    bool is_escaped = false;
    for (std::size_t i = 1; out.is_quoted && i < text.size(); ++i) {
        if (!is_escaped && text[i] == '"') {
            const std::u32string_view rest = text.substr(i + 1);
            if (rest.empty()) return std::nullopt;
            return "Extra character(s) found after close quote: " +
                   joined(all_shown({rest.begin(), rest.end()}));
        }
        const bool escapes = !is_escaped && text[i] == '\\';
        if (!escapes) out.text.push_back(text[i]);
        is_escaped = escapes;
    }
    return std::nullopt;
}

inline constexpr std::size_t longest_email = 254;

/// RFC 3696 errata 1690. How many characters are too many is uncertain where they differ in bytes.
inline email_failure check_length(std::u32string_view address) {
    const std::size_t bytes = to_utf8(address).size();
    if (bytes <= longest_email) return std::nullopt;
    const std::size_t excess = bytes - longest_email;
    std::size_t widest = 1;
    for (const char32_t c : address) widest = std::max(widest, to_utf8({&c, 1}).size());
    const std::size_t fewest = std::max<std::size_t>(1, excess / widest);
    std::string reason = too_many(excess);
    if (fewest != excess) {
        std::string range;
        append_integer(range, fewest);
        reason.insert(1, range + "-");
    }
    return "The email address is too long " + reason + ".";
}

inline email_failure check_bytes(std::size_t bytes, std::string_view when) {
    if (bytes <= longest_email) return std::nullopt;
    return std::string("The email address is too long ").append(when).append(" ") +
           too_many(bytes - longest_email, "byte") + ".";
}

inline email_failure read_address(std::u32string_view local_text, std::u32string_view domain,
                                  std::string& out) {
    unquoted_text local;
    if (email_failure failure = unquote(local_text, local)) return failure;
    if (email_failure failure = check_local(local.text, local.is_quoted)) return failure;
    if (local.is_quoted) return "Quoting the part before the @-sign is not allowed here.";
    if (domain.empty()) return "There must be something after the @-sign.";
    if (domain.starts_with(U'[') && domain.ends_with(U']'))
        return refuse_literal(domain.substr(1, domain.size() - 2));
    email_domain read;
    if (email_failure failure = read_email_domain(domain, read)) return failure;
    std::string mailbox = to_utf8(local.text);
    if (is_role_mailbox(lowered(mailbox))) mailbox = lowered(mailbox);
    const std::size_t ascii_size = mailbox.size() + 1 + read.ascii.size();
    std::u32string original = local.text;
    original.append(U"@").append(domain);
    out = mailbox + "@" + to_utf8(read.unicode);
    if (email_failure failure = check_length(original)) return failure;
    if (email_failure failure = check_bytes(out.size(), "after normalization")) return failure;
    return check_bytes(ascii_size, "when the part after the @-sign is converted to IDNA ASCII");
}

/// An address in angle brackets that Pydantic did not take for one: refused, for whatever is wrong.
inline std::string refuse_named(std::u32string_view name, std::u32string_view rest) {
    while (!name.empty() && is_white_space(name.back())) name.remove_suffix(1);
    unquoted_text display;
    if (const auto failure = unquote(name, display)) return *failure;
    if (const auto failure =
            check_characters(display.text, is_email_name,
                             "The display name contains invalid characters when not quoted");
        failure && !display.is_quoted)
        return *failure;
    if (const auto failure = check_unsafe(display.text, true)) return *failure;
    if (rest.find(U'>') == rest.npos)
        return "An open angle bracket at the start of the email address has to be followed by a "
               "close "
               "angle bracket at the end.";
    if (!rest.ends_with(U'>')) return "There can't be anything after the email address.";
    return "A display name and angle brackets around the email address are not permitted here.";
}

inline std::optional<std::string> read_email(std::u32string_view email, std::string& out) {
    const std::size_t special = find_unquoted(email, U"@<");
    if (special == email.npos) return no_at_sign(email);
    if (email[special] == '<') return refuse_named(email.substr(0, special), email.substr(special));
    return read_address(email.substr(0, special), email.substr(special + 1), out);
}

// ---- Pydantic's part ----

/// Python's str.isspace.
inline bool is_python_space(char32_t c) { return is_white_space(c) || (c >= 0x1C && c <= 0x1F); }

inline std::u32string_view stripped(std::u32string_view text) {
    while (!text.empty() && is_python_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_python_space(text.back())) text.remove_suffix(1);
    return text;
}

/// A letter or digit of Python's `\w`, or what may stand in an atom.
inline bool is_pretty_name(char32_t c) {
    constexpr category_set word = categories_named("L") | categories_named("N");
    return c < 0x80 ? is_email_atom(c) : (category_of(c) & word) != 0;
}

/// The place of the '<' of `Ana <ana@example.com>`, npos where the text has another form. No line
/// may end between '<' and the last '>'.
inline std::size_t pretty_bracket(std::u32string_view text) {
    if (text.size() < 3 || !text.ends_with(U'>')) return text.npos;
    const std::size_t line = text.rfind(U'\n') + 1;  // 0 where there is but one
    if (!text.starts_with(U'"')) {
        const std::size_t bracket = text.find(U'<');
        const std::u32string_view name = text.substr(0, bracket);
        const bool is_name = std::all_of(name.begin(), name.end(), [](char32_t c) {
            return is_python_space(c) || is_pretty_name(c);
        });
        return is_name && bracket >= line && bracket + 2 < text.size() ? bracket : text.npos;
    }
    // A quoted name goes as far as it can.
    for (std::size_t i = text.size() - 2; i-- > std::max<std::size_t>(line, 3);) {
        if (text[i] != '<') continue;
        const std::u32string_view name = stripped(text.substr(0, i));
        if (name.size() > 2 && name.ends_with(U'"')) return i;
    }
    return text.npos;
}

inline ScalarProblem email_problem(std::string reason) {
    return {"value_error", "value is not a valid email address: " + reason, std::move(reason),
            "reason"};
}

}  // namespace detail

inline ParseOutcome EmailStr::parse(std::string_view text, EmailStr& out) {
    constexpr std::size_t longest_text = 2048;
    if (detail::count_code_points(text) > longest_text)
        return detail::email_problem("Length must not exceed 2048 characters");
    const std::u32string code_points = detail::to_code_points(text);
    std::u32string_view email = detail::stripped(code_points);
    if (const std::size_t bracket = detail::pretty_bracket(email); bracket != email.npos)
        email = detail::stripped(email.substr(bracket + 1, email.size() - bracket - 2));
    std::string address;
    if (auto reason = detail::read_email(email, address)) return detail::email_problem(*reason);
    static_cast<std::string&>(out) = std::move(address);
    return std::nullopt;
}

inline EmailStr::EmailStr(std::string_view text) {
    if (const ParseOutcome problem = parse(text, *this))
        throw std::invalid_argument(problem->message);
}

namespace detail {

inline void append_jsonable(std::string& out, const EmailStr& value) {
    append_json_string(out, value);
}
inline void append_serialized(std::string& out, const EmailStr& value) {
    append_json_string(out, value);
}

}  // namespace detail
}  // namespace fastapi

template <>
struct std::hash<fastapi::EmailStr> : std::hash<std::string> {};

// ==== fastapi/model/url_host.hpp ====

// The host of a URL as the WHATWG URL standard reads it (Rust's crate url): a name, which becomes
// Punycode, an IPv4 address in any of its old spellings, or an IPv6 address in brackets. The text
// that comes out is the normal form; what fails says so in the words of the crate.

namespace fastapi::detail {

/// Why a text is no URL in the words of the crate url; empty when all went well.
using url_failure = std::string_view;

/// Appends the host of a special scheme in its normal form.
url_failure append_url_host(std::string& out, std::string_view host);
/// Reads one of the forms of an IPv4 address: one to four numbers, decimal, octal or hexadecimal.
std::optional<std::uint32_t> parse_ipv4(std::string_view text);
/// RFC 4291 2.2, without brackets.
std::optional<std::array<std::uint16_t, 8>> parse_ipv6(std::string_view text);
/// Why an opaque host, that of a scheme unknown to the standard, is none.
url_failure check_opaque_host(std::string_view host);

// ---- implementation ----

/// What a name may not contain (the standard's forbidden host code points and '%'), besides control
/// characters.
inline constexpr std::string_view url_name_refused = " #%/:<>?@[\\]^|";
/// What the host of a scheme without rules for hosts may not contain.
inline constexpr std::string_view url_opaque_host_refused = " #/:<>?@[\\]^|";

/// The standard's percent-decoding: a '%' without two digits stays.
inline std::string url_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        out.push_back(low >= 0 ? static_cast<char>(high * 16 + low) : text[i]);
        if (low >= 0) i += 2;
    }
    return out;
}

// ---- addresses ----

/// Decimal, octal behind `0`, hexadecimal behind `0x`; at most 32 bits.
inline std::optional<std::uint32_t> parse_ipv4_number(std::string_view text) {
    if (text.empty()) return std::nullopt;
    unsigned base = 10;
    if (text.size() >= 2 && text[0] == '0') {
        base = to_lower(text[1]) == 'x' ? 16 : 8;
        text.remove_prefix(base == 16 ? 2 : 1);
    }
    std::uint64_t value = 0;
    for (const char c : text) {
        const int digit = hex_value(c);
        if (digit < 0 || static_cast<unsigned>(digit) >= base) return std::nullopt;
        value = value * base + static_cast<unsigned>(digit);
        if (value > 0xFFFFFFFF) return std::nullopt;
    }
    return static_cast<std::uint32_t>(value);
}

/// Whether the last label is a number: then the host must be an IPv4 address.
inline bool ends_in_number(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    const std::string_view last = host.substr(host.rfind('.') + 1);
    const bool digits = !last.empty() && std::all_of(last.begin(), last.end(), is_digit);
    if (digits || !last.starts_with("0x")) return digits;
    return std::all_of(last.begin() + 2, last.end(), [](char c) { return hex_value(c) >= 0; });
}

inline std::optional<std::uint32_t> parse_ipv4(std::string_view text) {
    if (text.ends_with('.')) text.remove_suffix(1);
    std::uint32_t address = 0;
    for (unsigned count = 0; count < 4; ++count) {
        const std::size_t dot = text.find('.');
        const auto number = parse_ipv4_number(text.substr(0, dot));
        if (!number) return std::nullopt;
        // The last number takes all the bytes that are left.
        if (dot == std::string_view::npos) {
            if (std::uint64_t{*number} >> (8 * (4 - count)) != 0) return std::nullopt;
            return address | *number;
        }
        if (*number > 255) return std::nullopt;
        if (count < 3) address |= *number << (8 * (3 - count));
        text.remove_prefix(dot + 1);
    }
    return std::nullopt;
}

/// The two groups of an IPv4 address at the end of an IPv6 one: plain decimal numbers.
inline bool read_ipv4_tail(std::string_view text, std::array<std::uint16_t, 8>& groups,
                           std::size_t at) {
    for (int i = 0; i < 4; ++i) {
        const std::size_t dot = text.find('.');
        const std::string_view number = text.substr(0, dot);
        const auto value = to_integer<int>(number);
        const bool plain = value && is_digit(number[0]) && (number.size() == 1 || number[0] != '0');
        if (!plain || *value > 255 || (dot == std::string_view::npos) != (i == 3)) return false;
        std::uint16_t& group = groups[at + static_cast<std::size_t>(i / 2)];
        group = static_cast<std::uint16_t>(group * 256 + *value);
        text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
    }
    return true;
}

inline std::optional<std::array<std::uint16_t, 8>> parse_ipv6(std::string_view text) {
    std::array<std::uint16_t, 8> groups{};
    std::size_t count = 0;
    std::optional<std::size_t> gap;
    if (text.starts_with("::"))
        text.remove_prefix(2), gap = 0;
    else if (text.starts_with(':'))
        return std::nullopt;
    while (!text.empty()) {
        if (count == 8) return std::nullopt;
        if (text[0] == ':') {
            if (gap) return std::nullopt;
            gap = count;
            text.remove_prefix(1);
            continue;
        }
        std::size_t length = 0;
        unsigned value = 0;
        for (; length < 4 && length < text.size() && hex_value(text[length]) >= 0; ++length)
            value = value * 16 + static_cast<unsigned>(hex_value(text[length]));
        if (length < text.size() && text[length] == '.') {
            if (count > 6 || length == 0) return std::nullopt;
            if (!read_ipv4_tail(text, groups, count)) return std::nullopt;
            count += 2;
            break;
        }
        groups[count++] = static_cast<std::uint16_t>(value);
        text.remove_prefix(length);
        if (text.empty()) break;
        if (text[0] != ':' || text.size() == 1 || length == 0) return std::nullopt;
        text.remove_prefix(1);
    }
    if (!gap) return count == 8 ? std::optional(groups) : std::nullopt;
    if (count == 8) return std::nullopt;
    std::rotate(groups.begin() + static_cast<std::ptrdiff_t>(*gap),
                groups.begin() + static_cast<std::ptrdiff_t>(count), groups.end());
    return groups;
}

/// The longest run of zeros, at least two, as [begin, end): `::` stands for it (RFC 5952 4.2).
inline std::pair<std::size_t, std::size_t> longest_zeros(
    const std::array<std::uint16_t, 8>& groups) {
    std::pair<std::size_t, std::size_t> best{8, 8};
    for (std::size_t i = 0; i < 8; ++i) {
        std::size_t end = i;
        while (end < 8 && groups[end] == 0) ++end;
        if (end - i >= 2 && end - i > best.second - best.first) best = {i, end};
        i = std::max(i, end);
    }
    return best;
}

inline void append_ipv6(std::string& out, const std::array<std::uint16_t, 8>& groups) {
    const auto [begin, end] = longest_zeros(groups);
    out.push_back('[');
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == begin) {
            out.append(i == 0 ? "::" : ":");
            i = end;
            if (i == 8) break;
        }
        std::array<char, 4> digits;
        const auto written = std::to_chars(digits.data(), digits.data() + 4, groups[i], 16);
        out.append(digits.data(), written.ptr);
        if (i < 7) out.push_back(':');
    }
    out.push_back(']');
}

inline void append_ipv4(std::string& out, std::uint32_t address) {
    for (const unsigned shift : {24u, 16u, 8u, 0u}) {
        append_integer(out, (address >> shift) & 255);
        if (shift > 0) out.push_back('.');
    }
}

// ---- host ----

/// Whether no name may have this label although all its code points may stand in one.
inline bool is_bad_label(std::u32string_view label) {
    return starts_with_mark(label) || turned_position(label) || label.starts_with(U"xn--");
}

/// Appends one mapped label in ASCII. A label in Punycode already must be what its letters would
/// become.
inline bool append_ascii_label(std::string& out, std::u32string_view label) {
    if (!is_ascii(label)) {
        if (is_bad_label(label)) return false;
        out.append("xn--");
        return punycode_encode(label, out);
    }
    const std::string plain = to_utf8(label);
    out.append(plain);
    if (!plain.starts_with("xn--")) return true;
    const auto decoded = punycode_decode(std::string_view(plain).substr(4));
    if (!decoded || is_ascii(*decoded) || is_bad_label(*decoded)) return false;
    std::u32string mapped;
    std::string again = "xn--";
    return !idna_map(*decoded, mapped) && mapped == *decoded && punycode_encode(mapped, again) &&
           again == plain;
}

inline bool append_url_name(std::string& out, std::string_view name) {
    std::u32string mapped;
    if (idna_map(to_code_points(name), mapped)) return false;
    for (const char32_t c : mapped)
        if (c <= 0x1F || c == 0x7F ||
            (c < 0x80 && url_name_refused.find(static_cast<char>(c)) != std::string_view::npos))
            return false;
    for (std::u32string_view rest = mapped;;) {
        const std::size_t dot = rest.find(U'.');
        if (!append_ascii_label(out, rest.substr(0, dot))) return false;
        if (dot == std::u32string_view::npos) return true;
        out.push_back('.');
        rest.remove_prefix(dot + 1);
    }
}

inline url_failure append_bracketed_host(std::string& out, std::string_view host) {
    if (!host.ends_with(']')) return "invalid IPv6 address";
    const auto address = parse_ipv6(host.substr(1, host.size() - 2));
    if (!address) return "invalid IPv6 address";
    append_ipv6(out, *address);
    return {};
}

inline url_failure append_url_host(std::string& out, std::string_view host) {
    if (host.starts_with('[')) return append_bracketed_host(out, host);
    std::string name;
    if (!append_url_name(name, url_decoded(host))) return "invalid international domain name";
    if (name.empty()) return "empty host";
    if (!ends_in_number(name)) {
        out.append(name);
        return {};
    }
    const auto address = parse_ipv4(name);
    if (!address) return "invalid IPv4 address";
    append_ipv4(out, *address);
    return {};
}

inline url_failure check_opaque_host(std::string_view host) {
    std::string unused;
    if (host.starts_with('[')) return append_bracketed_host(unused, host);
    if (host.find('\0') != std::string_view::npos ||
        host.find_first_of(url_opaque_host_refused) != std::string_view::npos)
        return "invalid domain character";
    return {};
}

}  // namespace fastapi::detail

// ==== fastapi/model/http_url.hpp ====

// `HttpUrl`: an http or https URL of at most 2083 bytes, read as Pydantic reads it (Rust's crate
// url, the WHATWG URL standard) and kept as the normalised text: scheme and host in lower case, the
// host in Punycode, no default port, at least "/" as the path, no dot segments, and everything that
// may not stand in a URL percent-encoded.

namespace fastapi {

namespace detail {

/// A part of a text; absent is another thing than empty.
struct text_part {
    std::uint32_t begin = 0, size = 0;
    bool present = false;
};

struct url_parts {
    std::string text;
    text_part scheme, username, password, host, path, query, fragment;
    int port = 0;
};

}  // namespace detail

class HttpUrl {
public:
    /// No URL: an empty text.
    HttpUrl() = default;
    /// Throws std::invalid_argument for a text that `parse` refuses.
    explicit HttpUrl(std::string_view text);

    static ParseOutcome parse(std::string_view text, HttpUrl& out);
    /// The problem of an input that is not text.
    static ScalarProblem wrong_type() {
        return {"url_type", "URL input should be a string or URL"};
    }

    std::string_view scheme() const { return part(parts_.scheme).value_or(""); }
    /// As it stands in the URL, percent-encoded.
    std::optional<std::string_view> username() const { return part(parts_.username); }
    std::optional<std::string_view> password() const { return part(parts_.password); }
    /// ASCII: Punycode for a name beyond ASCII, brackets around an IPv6 address.
    std::string_view host() const { return part(parts_.host).value_or(""); }
    /// That of the scheme where the URL names none; 0 for no URL.
    int port() const { return parts_.port; }
    std::string_view path() const { return part(parts_.path).value_or(""); }
    /// Without the '?' and the '#'.
    std::optional<std::string_view> query() const { return part(parts_.query); }
    std::optional<std::string_view> fragment() const { return part(parts_.fragment); }
    const std::string& str() const { return parts_.text; }
    operator std::string_view() const { return parts_.text; }

    friend bool operator==(const HttpUrl& a, const HttpUrl& b) { return a.str() == b.str(); }
    friend std::strong_ordering operator<=>(const HttpUrl& a, const HttpUrl& b) {
        return a.str() <=> b.str();
    }

private:
    std::optional<std::string_view> part(detail::text_part which) const {
        if (!which.present) return std::nullopt;
        return std::string_view(parts_.text).substr(which.begin, which.size);
    }

    detail::url_parts parts_;
};

namespace detail {

/// Appends the JSON text of the value; both kinds of answer write the same.
void append_jsonable(std::string& out, const HttpUrl& value);
void append_serialized(std::string& out, const HttpUrl& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

// ---- percent-encoding ----

// What is encoded besides control characters and everything beyond ASCII.
inline constexpr std::string_view url_userinfo_set = " \"#<>?`{}/:;=@[\\]^|";
inline constexpr std::string_view url_path_set = " \"#<>?`{}";
inline constexpr std::string_view url_query_set = " \"#<>'";
inline constexpr std::string_view url_fragment_set = " \"<>`";

inline void append_url_encoded(std::string& out, std::string_view text, std::string_view set) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x1F && byte < 0x7F && set.find(c) == std::string_view::npos) {
            out.push_back(c);
            continue;
        }
        out.push_back('%');
        out.push_back("0123456789ABCDEF"[byte >> 4]);
        out.push_back("0123456789ABCDEF"[byte & 15]);
    }
}

// ---- path ----

/// The number of dots that a segment consists of, `%2e` being one: 1, 2, or 0 for another segment.
inline int dot_segment(std::string_view segment) {
    int dots = 0;
    while (!segment.empty() && dots <= 2) {
        const bool encoded = iequals(segment.substr(0, 3), "%2e");
        const std::size_t length = segment[0] == '.' ? 1 : encoded ? 3 : 0;
        if (length == 0) return 0;
        segment.remove_prefix(length);
        ++dots;
    }
    return dots <= 2 ? dots : 0;
}

/// Appends the path of an http URL, which begins behind the host; '\' counts as '/'.
inline void append_url_path(std::string& out, std::string_view path) {
    const std::size_t start = out.size();
    if (!path.empty()) path.remove_prefix(1);
    for (bool more = true; more;) {
        const std::size_t end = path.find_first_of("/\\");
        const std::string_view segment = path.substr(0, end);
        more = end != std::string_view::npos;
        const int dots = dot_segment(segment);
        if (dots == 2 && out.size() > start) out.erase(out.rfind('/'));
        if (dots == 0) append_url_encoded(out.append("/"), segment, url_path_set);
        // A dot segment at the end leaves the directory: its name and a slash.
        if (dots != 0 && !more) out.push_back('/');
        if (more) path.remove_prefix(end + 1);
    }
}

// ---- the whole ----

/// Reads one URL. Each member reads on behind the last one, and appends what it read.
class url_parser {
public:
    url_parser(std::string_view text, url_parts& parts) : rest_(text), parts_(parts) {}

    url_failure parse();
    /// Whether the scheme is http or https: what else can be parsed is refused for its scheme.
    bool is_http() const { return default_port_ == 80 || default_port_ == 443; }

private:
    bool read_scheme();
    url_failure read_other();
    url_failure read_authority();
    url_failure read_userinfo();
    void append_userinfo(std::string_view userinfo);
    url_failure read_host();
    url_failure read_port();
    void read_path();
    text_part appended(std::size_t begin) const {
        return {static_cast<std::uint32_t>(begin),
                static_cast<std::uint32_t>(parts_.text.size() - begin), true};
    }
    std::string_view authority_ends() const { return is_special_ ? "/?#\\" : "/?#"; }

    std::string_view rest_;
    url_parts& parts_;
    bool is_special_ = false;
    int default_port_ = -1;
};

inline bool url_parser::read_scheme() {
    const std::size_t colon = rest_.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_alpha(rest_[0])) return false;
    const std::string scheme = lowered(rest_.substr(0, colon));
    for (const char c : scheme)
        if (!is_alpha(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return false;
    rest_.remove_prefix(colon + 1);
    default_port_ = scheme == "http" ? 80 : scheme == "https" ? 443 : -1;
    is_special_ = default_port_ > 0 || scheme == "ws" || scheme == "wss" || scheme == "ftp";
    parts_.text.append(scheme);
    parts_.scheme = appended(0);
    return true;
}

/// Of a URL that is not for http only the authority can be wrong.
inline url_failure url_parser::read_other() {
    if (!rest_.starts_with("//") || std::string_view(parts_.text) == "file") return {};
    rest_.remove_prefix(2);
    return read_authority();
}

inline url_failure url_parser::read_userinfo() {
    const std::string_view authority = rest_.substr(0, rest_.find_first_of(authority_ends()));
    const std::size_t at = authority.rfind('@');
    if (at == std::string_view::npos) return {};
    const std::size_t host = at + 1;
    // The crate asks for a host behind an '@' here only for a URL without user.
    if (at == 0 && host == authority.size() && host < rest_.size()) return "empty host";
    append_userinfo(authority.substr(0, at));
    rest_.remove_prefix(host);
    return {};
}

inline void url_parser::append_userinfo(std::string_view userinfo) {
    std::string& out = parts_.text;
    const std::size_t colon = userinfo.find(':'), start = out.size();
    append_url_encoded(out, userinfo.substr(0, colon), url_userinfo_set);
    if (out.size() > start) parts_.username = appended(start);
    if (colon != std::string_view::npos && colon + 1 < userinfo.size()) {
        out.push_back(':');
        const std::size_t begin = out.size();
        append_url_encoded(out, userinfo.substr(colon + 1), url_userinfo_set);
        parts_.password = appended(begin);
    }
    if (out.size() > start) out.push_back('@');
}

inline url_failure url_parser::read_host() {
    std::size_t end = 0;
    bool in_brackets = false;
    for (; end < rest_.size(); ++end) {
        const char c = rest_[end];
        if ((c == ':' && !in_brackets) || authority_ends().find(c) != std::string_view::npos) break;
        if (c == '[' || c == ']') in_brackets = c == '[';
    }
    const std::string_view host = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (!is_special_) {
        const bool has_user = parts_.username.present || parts_.password.present;
        return host.empty() && (has_user || rest_.starts_with(':')) ? "empty host"
                                                                    : check_opaque_host(host);
    }
    if (host.empty()) return "empty host";
    const std::size_t begin = parts_.text.size();
    const url_failure failure = append_url_host(parts_.text, host);
    parts_.host = appended(begin);
    return failure;
}

inline url_failure url_parser::read_port() {
    parts_.port = default_port_;
    if (!rest_.starts_with(':')) return {};
    const std::size_t end = std::min(rest_.find_first_of("/?#\\"), rest_.size());
    int port = 0;
    for (const char c : rest_.substr(1, end - 1)) {
        if (!is_digit(c)) return "invalid port number";
        port = port * 10 + (c - '0');
        if (port > 65535) return "invalid port number";
    }
    const bool is_given = end > 1 && port != default_port_;
    rest_.remove_prefix(end);
    if (!is_given) return {};
    parts_.port = port;
    parts_.text.push_back(':');
    append_integer(parts_.text, port);
    return {};
}

inline url_failure url_parser::read_authority() {
    if (const url_failure failure = read_userinfo(); !failure.empty()) return failure;
    if (const url_failure failure = read_host(); !failure.empty()) return failure;
    return read_port();
}

inline void url_parser::read_path() {
    std::string& out = parts_.text;
    const std::size_t hash = rest_.find('#'), mark = rest_.substr(0, hash).find('?');
    std::size_t begin = out.size();
    append_url_path(out, rest_.substr(0, std::min(mark, hash)));
    parts_.path = appended(begin);
    if (mark != std::string_view::npos) {
        begin = out.append("?").size();
        const std::string_view query = rest_.substr(0, hash).substr(mark + 1);
        append_url_encoded(out, query, url_query_set);
        parts_.query = appended(begin);
    }
    if (hash == std::string_view::npos) return;
    begin = out.append("#").size();
    append_url_encoded(out, rest_.substr(hash + 1), url_fragment_set);
    parts_.fragment = appended(begin);
}

inline url_failure url_parser::parse() {
    if (!read_scheme()) return "relative URL without a base";
    if (is_special_)  // however many slashes there are
        rest_.remove_prefix(std::min(rest_.find_first_not_of("/\\"), rest_.size()));
    if (!is_http()) return is_special_ ? read_authority() : read_other();
    parts_.text.append("://");
    if (const url_failure failure = read_authority(); !failure.empty()) return failure;
    read_path();
    return {};
}

/// Without control characters and spaces at both ends, and without tabs and ends of lines anywhere.
inline std::string cleaned_url(std::string_view text) {
    const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    std::string out(text);
    std::erase_if(out, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
    return out;
}

inline ScalarProblem url_problem(std::string_view reason) {
    return problem_with_reason("url_parsing", "Input should be a valid URL", reason);
}

inline constexpr std::size_t longest_url = 2083;

}  // namespace detail

inline ParseOutcome HttpUrl::parse(std::string_view text, HttpUrl& out) {
    if (text.size() > detail::longest_url)
        return ScalarProblem{"url_too_long", "URL should have at most 2083 characters", "2083",
                             "max_length"};
    if (text.empty()) return detail::url_problem("input is empty");
    const std::string cleaned = detail::cleaned_url(text);
    detail::url_parts parts;
    detail::url_parser parser(cleaned, parts);
    const detail::url_failure failure = parser.parse();
    if (!failure.empty()) return detail::url_problem(failure);
    if (!parser.is_http())
        return ScalarProblem{"url_scheme", "URL scheme should be 'http' or 'https'",
                             "'http' or 'https'", "expected_schemes"};
    out.parts_ = std::move(parts);
    return std::nullopt;
}

inline HttpUrl::HttpUrl(std::string_view text) {
    if (const ParseOutcome problem = parse(text, *this))
        throw std::invalid_argument(problem->message);
}

namespace detail {

inline void append_jsonable(std::string& out, const HttpUrl& value) {
    append_json_string(out, value.str());
}
inline void append_serialized(std::string& out, const HttpUrl& value) {
    append_json_string(out, value.str());
}

}  // namespace detail
}  // namespace fastapi

template <>
struct std::hash<fastapi::HttpUrl> {
    std::size_t operator()(const fastapi::HttpUrl& value) const noexcept {
        return std::hash<std::string>{}(value.str());
    }
};

// ==== fastapi/model/bytes.hpp ====

// `bytes`: a byte string. In JSON and in parameters it is text: reading takes the bytes of its
// UTF-8, writing puts them there again (Pydantic's `ser_json_bytes="utf8"`), so what is no UTF-8
// can be held but not written.

namespace fastapi {

class bytes {
public:
    using value_type = char;
    using const_iterator = std::string::const_iterator;

    bytes() = default;
    explicit bytes(std::string data) : data_(std::move(data)) {}
    explicit bytes(std::string_view data) : data_(data) {}
    explicit bytes(const char* text) : data_(text) {}

    /// Every text is one.
    static ParseOutcome parse(std::string_view text, bytes& out) {
        out.data_ = text;
        return std::nullopt;
    }
    /// The problem of an input that is not text.
    static ScalarProblem wrong_type() { return {"bytes_type", "Input should be a valid bytes"}; }

    const char* data() const { return data_.data(); }
    std::size_t size() const { return data_.size(); }
    bool empty() const { return data_.empty(); }
    char operator[](std::size_t index) const { return data_[index]; }
    const_iterator begin() const { return data_.begin(); }
    const_iterator end() const { return data_.end(); }
    /// The same bytes as a std::string.
    const std::string& str() const { return data_; }
    /// The lower-case hexadecimal digits.
    std::string hex() const;

    friend bool operator==(const bytes&, const bytes&) = default;
    friend std::strong_ordering operator<=>(const bytes&, const bytes&) = default;

private:
    std::string data_;
};

namespace detail {

/// Appends the JSON text of the value; both kinds of answer write the same. Throws
/// std::invalid_argument for bytes that are no UTF-8.
void append_jsonable(std::string& out, const bytes& value);
void append_serialized(std::string& out, const bytes& value);

}  // namespace detail

// ---- implementation ----

inline std::string bytes::hex() const {
    std::string out;
    for (const char c : data_) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back("0123456789abcdef"[byte >> 4]);
        out.push_back("0123456789abcdef"[byte & 15]);
    }
    return out;
}

namespace detail {

inline void append_jsonable(std::string& out, const bytes& value) {
    const std::string& text = value.str();
    for (std::size_t i = 0, length = 0; i < text.size(); i += length) {
        length = utf8_length(text, i);
        if (length > 0) continue;
        std::string reason = "bytes: invalid UTF-8 at index ";
        append_integer(reason, i);
        throw std::invalid_argument(reason);
    }
    append_json_string(out, text);
}
inline void append_serialized(std::string& out, const bytes& value) { append_jsonable(out, value); }

}  // namespace detail
}  // namespace fastapi

template <>
struct std::hash<fastapi::bytes> {
    std::size_t operator()(const fastapi::bytes& value) const noexcept {
        return std::hash<std::string>{}(value.str());
    }
};

// ==== fastapi/model/scalar_value.hpp ====

// The value types that JSON writes as a text or a number (datetime, date, time, timedelta, UUID, Decimal,
// EmailStr, HttpUrl, bytes), as parameters and in answers.

namespace fastapi::detail {

/// A type that reads itself from text and writes itself in FastAPI's two styles.
template <class Type>
concept parsed_scalar = requires(std::string_view text, Type& out, const Type& value, std::string& json) {
    { Type::parse(text, out) } -> std::same_as<ParseOutcome>;
    append_jsonable(json, value);
    append_serialized(json, value);
};

/// What the schema of such a type says: a format of text, or the number or text of a Decimal.
template <class Type>
dict scalar_schema();
template <>
inline dict scalar_schema<datetime>() { return dict{{"type", "string"}, {"format", "date-time"}}; }
template <>
inline dict scalar_schema<date>() { return dict{{"type", "string"}, {"format", "date"}}; }
template <>
inline dict scalar_schema<fastapi::time>() { return dict{{"type", "string"}, {"format", "time"}}; }
template <>
inline dict scalar_schema<timedelta>() { return dict{{"type", "string"}, {"format", "duration"}}; }
template <>
inline dict scalar_schema<UUID>() { return dict{{"type", "string"}, {"format", "uuid"}}; }
template <>
inline dict scalar_schema<EmailStr>() { return dict{{"type", "string"}, {"format", "email"}}; }
template <>
inline dict scalar_schema<HttpUrl>() {
    return dict{{"type", "string"}, {"minLength", 1}, {"maxLength", 2083}, {"format", "uri"}};
}
template <>
inline dict scalar_schema<bytes>() {
    return dict{{"type", "string"}, {"contentMediaType", "application/octet-stream"}};
}

inline void add_problem(error_list& errors, ScalarProblem problem, any input) {
    dict context;
    // The only context that is no text: how long a URL may be.
    if (problem.context_key == "max_length")
        context[problem.context_key] = to_integer<int>(problem.reason).value_or(0);
    else if (!problem.reason.empty())
        context[problem.context_key] = std::move(problem.reason);
    errors.add(problem.type, std::move(problem.message), std::move(input), std::move(context));
}

template <parsed_scalar Scalar>
struct value_type<Scalar> {
    static bool read(std::string_view text, Scalar& out, const field_info&, error_list& errors) {
        ParseOutcome problem = Scalar::parse(text, out);
        if (!problem) return true;
        add_problem(errors, std::move(*problem), any(text));
        return false;
    }

    template <class Input>
    static bool check(const Scalar&, const field_info&, error_list&, const Input&) {
        return true;
    }

    template <class Sink>
    static void write(Sink sink, const Scalar& value) {
        std::string json;
        if (sink.style() == json_style::python)
            append_jsonable(json, value);
        else
            append_serialized(json, value);
        sink.write_json(json);
    }

    static dict schema(const field_info&, schema_registry&) { return scalar_schema<Scalar>(); }
};

/// Whether a decimal number has as few digits as its field asks for. Zeros at its end do not count against it.
template <class Input>
bool check_digits(const Decimal& value, const field_info& info, error_list& errors, const Input& input) {
    const auto refuse = [&](std::string_view type, std::string_view limit_name, std::size_t limit, std::string_view noun,
                            std::string_view where) {
        dict context;
        context[limit_name] = limit;
        errors.add(type, "Decimal input should have no more than " + counted(limit, noun) + std::string(where), input(),
                   std::move(context));
        return false;
    };
    const Decimal plain = value.normalize();
    const auto fewest = [&](auto count) { return static_cast<std::size_t>(std::min(count(value), count(plain))); };
    const auto digits = [](const Decimal& number) { return number.digit_count(); };
    const auto places = [](const Decimal& number) { return number.decimal_places(); };
    const auto whole = [&](const Decimal& number) { return digits(number) - std::min(digits(number), places(number)); };
    if (info.max_digits != no_limit && fewest(digits) > info.max_digits)
        return refuse("decimal_max_digits", "max_digits", info.max_digits, "digit", " in total");
    if (info.decimal_places == no_limit) return true;
    if (fewest(places) > info.decimal_places)
        return refuse("decimal_max_places", "decimal_places", info.decimal_places, "decimal place", "");
    if (info.max_digits == no_limit) return true;
    const std::size_t most = info.max_digits - std::min(info.max_digits, info.decimal_places);
    return fewest(whole) <= most || refuse("decimal_whole_digits", "whole_digits", most, "digit", " before the decimal point");
}

template <>
struct value_type<Decimal> {
    static bool read(std::string_view text, Decimal& out, const field_info& info, error_list& errors) {
        if (ParseOutcome problem = Decimal::parse(text, out)) {
            add_problem(errors, std::move(*problem), any(text));
            return false;
        }
        return check(out, info, errors, as_input(text));
    }

    template <class Input>
    static bool check(const Decimal& value, const field_info& info, error_list& errors, const Input& input) {
        return check_digits(value, info, errors, input) &&
               (!info.limits_numbers() || check_number(value.to_double(), info, errors, input));
    }

    template <class Sink>
    static void write(Sink sink, const Decimal& value) {
        std::string json;
        if (sink.style() == json_style::python)
            append_jsonable(json, value);
        else
            append_serialized(json, value);
        sink.write_json(json);
    }

    static dict schema(const field_info& info, schema_registry&) {
        dict number{{"type", "number"}};
        describe_limits(number, info);
        return dict{{"anyOf", list{std::move(number), dict{{"type", "string"}}}}};
    }
};

}  // namespace fastapi::detail

// ==== fastapi/model/field.hpp ====

// A value with constraints, metadata and a default: `Field<std::string, min_length(2)> name`.
// It is its value: of a class type it derives from that type, of a scalar type it converts by itself.

namespace fastapi {
namespace detail {

template <class Value>
concept derivable = std::is_class_v<Value> && !std::is_final_v<Value>;

/// Holds a value that no class can derive from, and converts to it.
template <class Value>
class scalar_holder {
  public:
    constexpr scalar_holder() = default;
    constexpr scalar_holder(Value value) : value_(std::move(value)) {}

    constexpr operator const Value&() const { return value_; }
    constexpr operator Value&() { return value_; }

  private:
    Value value_{};
};

template <class Value>
using holder_base = typename std::conditional_t<derivable<Value>, type_tag<Value>, type_tag<scalar_holder<Value>>>::type;

/// The base of `Field` and of every declared parameter: the value, reachable also as `get()`.
template <class Value>
class value_holder : public holder_base<Value> {
    using base = holder_base<Value>;

  public:
    using value_type = Value;

    constexpr value_holder() = default;
    constexpr value_holder(Value value) : base(std::move(value)) {}

    /// The value itself, where a conversion is not enough (`auto`, a template).
    constexpr const Value& get() const { return static_cast<const Value&>(static_cast<const base&>(*this)); }
    constexpr Value& get() { return static_cast<Value&>(static_cast<base&>(*this)); }
};

}  // namespace detail

/// A model's member with constraints and metadata: `Field<std::optional<int>, ge(0), le(150)> age;`. The
/// values after the type are those of `Query`. A value assigned in the model (`= 10`), or stated by
/// `defaults_to(...)`, is its default. https://docs.pydantic.dev/latest/concepts/fields/
template <class Value, auto... Items>
class Field : public detail::value_holder<Value> {
    using holder = detail::value_holder<Value>;

  public:
    /// The stated default, or an empty value.
    Field() : holder(initial_value()) {}

    /// A value given by the program; counts as set.
    template <class Given>
        requires std::convertible_to<Given&&, Value> && (!std::same_as<std::remove_cvref_t<Given>, Field>)
    Field(Given&& given) : holder(Value(std::forward<Given>(given))), is_set_(true) {}

    template <class Given>
        requires std::assignable_from<Value&, Given&&> && (!std::same_as<std::remove_cvref_t<Given>, Field>)
    Field& operator=(Given&& given) {
        this->get() = std::forward<Given>(given);
        is_set_ = true;
        return *this;
    }

    /// Whether a value was given: by the request, or by assignment.
    bool is_set() const { return is_set_; }

    /// Says whether a value was given, where it is not assigned through this object.
    void set(bool given) { is_set_ = given; }

    static constexpr const detail::field_info& info = detail::info_of<Items...>;

  private:
    static Value initial_value() {
        if constexpr (detail::info_of<Items...>.default_value.is_set())
            return detail::stated_default<Value>(info);
        else
            return Value{};
    }

    bool is_set_ = false;
};

/// The name of the enumerator in a parameter or a field, as `enum_name` gives that of a plain one.
template <class Enum>
    requires std::is_enum_v<Enum>
constexpr std::string_view enum_name(const detail::value_holder<Enum>& holder) {
    return enum_name(holder.get());
}

namespace detail {

template <class Type>
inline constexpr bool is_field = false;
template <class Value, auto... Items>
inline constexpr bool is_field<Field<Value, Items...>> = true;

/// A parameter or a field: read, checked and encoded as the value in it.
template <class Type>
concept holds_value = requires(const Type& holder) {
    Type::info;
    holder.get();
};

/// The type of a value without the `Field` or the parameter around it.
template <class Slot>
struct slot_value {
    using type = Slot;
};
template <holds_value Slot>
struct slot_value<Slot> {
    using type = typename Slot::value_type;
};

/// What a member or a parameter says beside its type; nothing where it is a plain value.
template <class Member>
constexpr const field_info& info_of_member() {
    if constexpr (holds_value<Member>)
        return Member::info;
    else
        return info_of<>;
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/initializer.hpp ====

// Which members of a struct have a default member initialiser (`int skip = 0`), and so are not required.
//
// C++20 cannot be asked. But constructing the struct over known bytes shows it: a member without an
// initialiser keeps the bytes that were there, one with an initialiser does not. Done twice, over
// different bytes, once for each type. A member of class type constructs itself either way; it counts as
// initialised where it then holds something else than an empty value of its type.

namespace fastapi::detail {

/// For each member of Model, whether it has a default member initialiser that can be seen.
template <class Model>
const std::array<bool, member_count<Model>>& initialized_members();

// ---- implementation ----

/// Kept out of line, so that the compiler cannot conclude that bytes before a construction are dead.
template <class Model>
[[gnu::noinline]] Model* construct_over(unsigned char* storage, unsigned char filling) {
    volatile unsigned char* bytes = storage;
    for (std::size_t i = 0; i < sizeof(Model); ++i) bytes[i] = filling;
    return ::new (static_cast<void*>(storage)) Model;
}

template <class Member>
[[gnu::noinline]] void copy_bytes(const Member& member, unsigned char* out) {
    std::memcpy(out, static_cast<const void*>(std::addressof(member)), sizeof(Member));
}

/// A pair, a tuple or a variant: its `==` is there whether or not its parts have one.
template <class Member>
concept is_composed = requires { std::tuple_size<Member>::value; } || requires { std::variant_size<Member>::value; };

/// Whether a class-type member holds something else than an empty value.
template <class Member>
bool differs_from_empty(const Member& member) {
    if constexpr (requires { { member.is_set() } -> std::same_as<bool>; })
        return member.is_set();  // a Field given a value by its initialiser
    else if constexpr (requires { { member.empty() } -> std::same_as<bool>; })
        return !member.empty();
    else if constexpr (requires { { member.has_value() } -> std::same_as<bool>; })
        return member.has_value();
    else if constexpr (reflectable<Member> || is_composed<Member>)
        return false;
    else if constexpr (std::default_initializable<Member> && std::equality_comparable<Member>)
        return !(member == Member{});
    else
        return false;
}

template <class Model>
std::array<bool, member_count<Model>> find_initialized_members() {
    alignas(Model) unsigned char storage[2][sizeof(Model)];
    Model* const first = construct_over<Model>(storage[0], 0x00);
    Model* const second = construct_over<Model>(storage[1], 0xFF);
    std::array<bool, member_count<Model>> result{};
    std::size_t position = 0;
    const auto compare = [&](auto& one, auto& other) {
        using member = std::remove_cvref_t<decltype(one)>;
        if constexpr (std::is_scalar_v<member>) {
            unsigned char bytes[2][sizeof(member)];
            copy_bytes(one, bytes[0]);
            copy_bytes(other, bytes[1]);
            result[position++] = std::memcmp(bytes[0], bytes[1], sizeof(member)) == 0;
        } else {
            result[position++] = differs_from_empty(one);
        }
    };
    std::apply([&](auto&... ones) {
        std::apply([&](auto&... others) { (compare(ones, others), ...); }, members(*second));
    }, members(*first));
    std::destroy_at(first);
    std::destroy_at(second);
    return result;
}

template <class Model>
const std::array<bool, member_count<Model>>& initialized_members() {
    static const std::array<bool, member_count<Model>> result = find_initialized_members<Model>();
    return result;
}

}  // namespace fastapi::detail

// ==== fastapi/model/json_input.hpp ====

// Where a model is decoded from: the reader of a document, the list of its problems, and what the reading
// is told by the model around it. And the scalars of JSON, as Pydantic's lax mode takes them:
// `5.0` and `"5"` are integers, `5.5` is not; 0 and 1 are truth values.

namespace fastapi::detail {

/// How well a value fits a type, for the choice between the alternatives of a union.
/// https://docs.pydantic.dev/latest/concepts/unions/#smart-mode
struct match_quality {
    enum class kinds : unsigned char { converted, widened, exact };
    kinds kind = kinds::exact;
    std::size_t fields_set = 0;  // of models: how many of their members were sent
    bool has_model = false;

    void lower(kinds limit) { kind = std::min(kind, limit); }

    void add(const match_quality& part) {
        lower(part.kind);
        fields_set += part.fields_set;
        has_model = has_model || part.has_model;
    }

    bool is_better_than(const match_quality& other) const {
        if (has_model && other.has_model && fields_set != other.fields_set) return fields_set > other.fields_set;
        return kind > other.kind;
    }
};

class json_input {
  public:
    json_input(std::string_view text, error_list& problems)
        : reader(text), errors(problems), text_(text), unread_(most_read_again(text)) {}

    /// Reads another text on behalf of the same model: a part of the document, or what was made of it.
    json_input(std::string_view text, error_list& problems, json_input& around)
        : reader(text),
          errors(problems),
          strict(around.strict),
          strips_white_space(around.strips_white_space),
          has_unique_keys(around.has_unique_keys),
          depth(around.depth),
          text_(text),
          shared_unread_(around.shared_unread_) {}

    json_input(const json_input&) = delete;
    json_input& operator=(const json_input&) = delete;

    json_reader reader;
    error_list& errors;
    std::string scratch;              // of the string that was read last
    bool strict = false;              // no conversions between JSON's types
    bool strips_white_space = false;  // of texts
    bool has_unique_keys = false;     // in all objects of the document
    std::size_t depth = 0;            // of models within models
    match_quality match;              // of what was read so far

    /// The start of the next value, for `fail` and `value_from`.
    std::size_t start() {
        reader.peek();
        return reader.position();
    }

    /// What stands between `start` and here, as a value: the `input` of a problem.
    any value_from(std::size_t start) const;

    /// Skips the value that begins at `start`, where it has not been read yet, and adds a problem about it.
    bool fail(std::size_t start, std::string_view type, std::string message, dict context = {});

    /// What was read is not of the type as it stands in the document.
    bool converted() { return match.lower(match_quality::kinds::converted), true; }

    /// Forgets the problems from `first` on.
    void forget_problems(std::size_t first) {
        errors.assign(first, 0);
        errors.forget(first, 0);
    }

    /// Whether `text` may be read once more. Unions within unions would otherwise cost exponential time.
    bool may_read_again(std::string_view text) {
        const std::size_t cost = text.size() + 8;  // however short, reading it takes a while
        *shared_unread_ -= std::min(cost, *shared_unread_);
        return !is_exhausted();
    }

    /// Whether so much was read again that nothing more will be.
    bool is_exhausted() const { return *shared_unread_ == 0; }

    /// The text of the document from `start` to here.
    std::string_view span_from(std::size_t start) const { return text_.substr(start, reader.position() - start); }

  private:
    static std::size_t most_read_again(std::string_view text) { return 64 * text.size() + (std::size_t(1) << 20); }

    std::string_view text_;
    std::size_t unread_ = 0;
    std::size_t* shared_unread_ = &unread_;
};

/// The text of a value, to be read by a json_input.
std::string text_of(const any& value);

bool decode_bool(json_input& in, bool& out);
bool decode_float(json_input& in, double& out);

/// An integer between the bounds of a C++ type.
bool decode_integer(json_input& in, std::int64_t lowest, std::uint64_t highest, integer_text& out);

/// A text; the view is good until the next value is read.
bool decode_text(json_input& in, std::string_view& out);

// ---- implementation ----

inline std::string text_of(const any& value) {
    std::string text;
    append_json(text, value, json_style::document);
    return text;
}

inline any json_input::value_from(std::size_t start) const {
    json_reader again(span_from(start));
    any value;
    decode_any(again, value);
    return value;
}

inline bool json_input::fail(std::size_t start, std::string_view type, std::string message, dict context) {
    if (reader.position() == start) reader.skip_value();
    if (reader.error()) return false;
    errors.add(type, std::move(message), value_from(start), std::move(context));
    return false;
}

inline bool decode_bool(json_input& in, bool& out) {
    const std::size_t start = in.start();
    if (in.reader.read_bool(out)) return true;
    json_number number;
    std::string_view text;
    constexpr std::string_view unclear = "Input should be a valid boolean, unable to interpret input";
    if (!in.strict && in.reader.read_number(number)) {
        const double value = to_double(number);
        if (value != std::trunc(value)) return in.fail(start, "bool_type", "Input should be a valid boolean");
        out = value == 1;
        in.converted();
        return value == 0 || value == 1 || in.fail(start, "bool_parsing", std::string(unclear));
    }
    if (!in.strict && in.reader.read_string(text, in.scratch)) {
        const auto value = parse_bool(text);
        if (value) out = *value;
        in.converted();
        return value || in.fail(start, "bool_parsing", std::string(unclear));
    }
    return in.fail(start, "bool_type", "Input should be a valid boolean");
}

inline bool decode_float(json_input& in, double& out) {
    const std::size_t start = in.start();
    json_number number;
    std::string_view text;
    bool truth = false;
    if (in.reader.read_number(number)) {
        if (number.is_integer) in.match.lower(match_quality::kinds::widened);
        return out = to_double(number), true;
    }
    if (!in.strict && in.reader.read_bool(truth)) return out = truth ? 1 : 0, in.converted();
    if (!in.strict && in.reader.read_string(text, in.scratch)) {
        const auto value = parse_float(text);
        if (value) out = *value;
        in.converted();
        return value || in.fail(start, "float_parsing", "Input should be a valid number, unable to parse string as a number");
    }
    return in.fail(start, "float_type", "Input should be a valid number");
}

/// A floating number as an integer, where it is one.
inline integer_outcome whole_number(double value, integer_text& out) {
    if (!(std::fabs(value) < 18446744073709551616.0)) return integer_outcome::too_large;
    if (value != std::trunc(value)) return integer_outcome::no_integer;
    out.negative = value < 0;
    out.magnitude = static_cast<std::uint64_t>(std::fabs(value));
    return integer_outcome::read;
}

inline bool fits(const integer_text& number, std::int64_t lowest, std::uint64_t highest) {
    const std::uint64_t deepest = lowest == 0 ? 0 : std::uint64_t(0) - static_cast<std::uint64_t>(lowest);
    return number.magnitude <= (number.negative ? deepest : highest);
}

inline bool decode_integer(json_input& in, std::int64_t lowest, std::uint64_t highest, integer_text& out) {
    const std::size_t start = in.start();
    json_number number;
    std::string_view text;
    bool truth = false;
    integer_outcome outcome = integer_outcome::read;
    if (in.reader.read_number(number)) {
        if (!number.is_integer && in.strict) return in.fail(start, "int_type", "Input should be a valid integer");
        if (!number.is_integer && !std::isfinite(to_double(number)))
            return in.fail(start, "finite_number", "Input should be a finite number");
        if (!number.is_integer) in.converted();
        outcome = number.is_integer ? parse_integer(number.text, out) : whole_number(to_double(number), out);
        if (outcome == integer_outcome::no_integer)
            return in.fail(start, "int_from_float", "Input should be a valid integer, got a number with a fractional part");
    } else if (!in.strict && in.reader.read_bool(truth)) {
        out = {false, truth ? 1u : 0u};
        in.converted();
    } else if (!in.strict && in.reader.read_string(text, in.scratch)) {
        outcome = parse_integer(text, out);
        in.converted();
        if (outcome == integer_outcome::no_integer)
            return in.fail(start, "int_parsing", "Input should be a valid integer, unable to parse string as an integer");
    } else {
        return in.fail(start, "int_type", "Input should be a valid integer");
    }
    if (outcome == integer_outcome::read && fits(out, lowest, highest)) return true;
    return in.fail(start, "int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size");
}

inline bool decode_text(json_input& in, std::string_view& out) {
    const std::size_t start = in.start();
    if (!in.reader.read_string(out, in.scratch)) return in.fail(start, "string_type", "Input should be a valid string");
    if (in.strips_white_space) out = trim_unicode(out);
    return !in.reader.lone_surrogate() ||
           in.fail(start, "string_unicode", "Input should be a valid string, unable to parse raw data as a unicode string");
}

}  // namespace fastapi::detail

// ==== fastapi/model/model_table.hpp ====

// A model as a table: its members with their names, limits and functions, made once for each struct. One
// reader and one checker walk the table for every model, so a program with many models stays small.

namespace fastapi {

/// What happens to members of a request that the model does not have.
enum class Extra : unsigned char {
    ignore,  ///< they are dropped
    allow,   ///< they are kept in the model's member `dict model_extra`, and written again
    forbid   ///< each is an error
};

/// The configuration of a model, as a static member of it:
/// `static constexpr auto model_config = ConfigDict{.extra = Extra::forbid, .strict = true};`
/// https://docs.pydantic.dev/latest/api/config/
struct ConfigDict {
    Extra extra = Extra::ignore;
    bool strict = false;                ///< no conversions between JSON's types
    bool str_strip_whitespace = false;  ///< blanks at both ends of texts do not count
    bool populate_by_name = false;      ///< a member with an alias is taken under its own name too
    std::string_view title = {};        ///< in the schema, in place of the struct's name
};

namespace detail {

template <class Model, class Result>
struct computed {
    using result = Result;
    std::string_view name;
    Result (Model::*function)() const;
};

}  // namespace detail

/// A value that a model computes and writes behind its members; never read. Listed in the model:
/// `static constexpr auto computed_fields = std::tuple{computed_field("area", &Box::area)};`
/// https://docs.pydantic.dev/latest/concepts/fields/#the-computed_field-decorator
template <class Model, class Result>
constexpr detail::computed<Model, Result> computed_field(std::string_view name, Result (Model::*function)() const) {
    return {name, function};
}

namespace detail {

/// The configuration of a model; the ordinary one where it has none.
template <class Model>
constexpr ConfigDict config_of() {
    if constexpr (requires { ConfigDict(Model::model_config); })
        return Model::model_config;
    else
        return {};
}

/// One member of a model, without its type.
struct model_member {
    std::string_view name;   // the member's own
    std::string_view alias;  // what clients call it: the same where it has no alias
    const field_info* info = nullptr;
    std::size_t offset = 0;
    bool required = true;
    bool is_extra = false;  // the dict that keeps what the model does not know
    bool (*decode)(json_input&, void* slot, const field_info&) = nullptr;
    void (*reset)(void* slot) = nullptr;
    void (*mark)(void* slot, bool given) = nullptr;  // null where it does not know whether it was set
    bool (*was_set)(const void* slot) = nullptr;

    void* in(void* model) const { return static_cast<char*>(model) + offset; }
    const void* in(const void* model) const { return static_cast<const char*>(model) + offset; }
};

struct model_table {
    std::vector<model_member> members;
    ConfigDict config;
    any (*before)(any data) = nullptr;           // the model's own look at the data
    void (*after)(const void* model) = nullptr;  // and at the valid model; both throw ValueError

    /// The member of that name, or null.
    const model_member* find(std::string_view name) const {
        for (const model_member& member : members)
            if (member.name == name) return &member;
        return nullptr;
    }

    const model_member* extra() const {
        for (const model_member& member : members)
            if (member.is_extra) return &member;
        return nullptr;
    }
};

/// Reads an object into a model. The members are read in the order of the document; problems are told in the
/// order of the model.
bool decode_model(json_input& in, void* model, const model_table& table);

/// Calls a validator. Adds the problem where it refuses the value that begins at `start`.
template <class Call>
bool run_validator(json_input& in, std::size_t start, const Call& call);

// ---- implementation ----

template <class Call>
bool run_validator(json_input& in, std::size_t start, const Call& call) {
    const dict context{{"error", dict{}}};
    try {
        call();
        return true;
    } catch (const ValueError& error) {
        return in.fail(start, "value_error", std::string("Value error, ") + error.what(), context);
    } catch (const AssertionError& error) {
        return in.fail(start, "assertion_error", std::string("Assertion failed, ") + error.what(), context);
    }
}

/// Which members have been seen: a bit for each, without an allocation.
class member_set {
  public:
    bool contains(std::size_t index) const { return (words_[index / 64] >> (index % 64) & 1) != 0; }
    void add(std::size_t index) { words_[index / 64] |= std::uint64_t(1) << (index % 64); }
    std::size_t size() const {
        std::size_t count = 0;
        for (const std::uint64_t word : words_) count += static_cast<std::size_t>(std::popcount(word));
        return count;
    }

  private:
    std::array<std::uint64_t, (max_member_count + 63) / 64> words_{};
};

/// Reads the members of one object.
class model_decoder {
  public:
    model_decoder(json_input& in, void* model, const model_table& table)
        : in_(in), model_(model), table_(table), first_problem_(in.errors.size()) {}

    bool run();

  private:
    static constexpr std::size_t unknown = static_cast<std::size_t>(-1);

    std::size_t find(std::string_view key);
    void read_member(std::size_t index, std::string_view key);
    void read_unknown(std::string_view key);
    void add_missing(std::size_t start);
    void add_unknown();
    bool read_without_repetitions(std::size_t start);

    json_input& in_;
    void* model_;
    const model_table& table_;
    const std::size_t first_problem_;
    std::size_t expected_ = 0;  // the member that most likely comes next
    member_set seen_;
    bool has_repetitions_ = false;
    dict forbidden_;  // what the model does not know, where it forbids that
};

inline bool model_decoder::run() {
    const std::size_t start = in_.start();
    if (!in_.reader.enter_object())
        return in_.fail(start, "model_attributes_type",
                        "Input should be a valid dictionary or object to extract fields from");
    for (const model_member& member : table_.members)
        if (member.mark != nullptr) member.mark(member.in(model_), false);
    std::string_view key;
    std::string key_storage;
    while (in_.reader.next_member(key, key_storage)) {
        const std::size_t index = find(key);
        if (index == unknown)
            read_unknown(key);
        else
            read_member(index, key);
    }
    if (in_.reader.error()) return false;
    add_missing(start);
    add_unknown();
    if (in_.errors.size() != first_problem_) {
        if (has_repetitions_ && !in_.has_unique_keys) return read_without_repetitions(start);
        in_.errors.arrange(first_problem_);
        return false;
    }
    in_.match.has_model = true;
    in_.match.fields_set += seen_.size();
    return table_.after == nullptr || run_validator(in_, start, [&] { table_.after(model_); });
}

inline std::size_t model_decoder::find(std::string_view key) {
    const std::size_t count = table_.members.size();
    for (std::size_t step = 0; step < count; ++step) {
        const std::size_t index = expected_ + step < count ? expected_ + step : expected_ + step - count;
        const model_member& member = table_.members[index];
        const bool is_named = member.alias == key || (table_.config.populate_by_name && member.name == key);
        if (!is_named || member.is_extra) continue;
        expected_ = index + 1;
        return index;
    }
    return unknown;
}

inline void model_decoder::read_member(std::size_t index, std::string_view key) {
    const model_member& member = table_.members[index];
    void* const slot = member.in(model_);
    const bool is_alias = member.alias == key;
    if (seen_.contains(index) && in_.has_unique_keys) {  // under its name and its alias: the alias counts
        if (!is_alias) return read_unknown(key);
        in_.errors.forget(first_problem_, index);
    }
    if (seen_.contains(index)) {
        has_repetitions_ = true;
        member.reset(slot);
    }
    seen_.add(index);
    const std::size_t before = in_.errors.size();
    const bool is_good = member.decode(in_, slot, *member.info);
    if (member.mark != nullptr) member.mark(slot, true);
    if (is_good) return;
    in_.errors.prepend(before, key);
    in_.errors.assign(before, index);
}

inline void model_decoder::read_unknown(std::string_view key) {
    if (table_.config.extra == Extra::ignore)
        in_.reader.skip_value();
    else if (table_.config.extra == Extra::allow)
        decode_any(in_.reader, (*static_cast<dict*>(table_.extra()->in(model_)))[key]);
    else
        decode_any(in_.reader, forbidden_[key]);
}

inline void model_decoder::add_unknown() {
    for (auto& [key, value] : forbidden_) {
        const std::size_t before = in_.errors.size();
        in_.errors.add("extra_forbidden", "Extra inputs are not permitted", std::move(value));
        in_.errors.prepend(before, key);
        in_.errors.assign(before, table_.members.size());
    }
}

/// Of a repeated key the last value counts, and the problems of the others are none: what Python's dict of the
/// object holds is read again. Only done where there are problems, so it costs a client that errs twice.
inline bool model_decoder::read_without_repetitions(std::size_t start) {
    const std::string text = text_of(in_.value_from(start));
    in_.forget_problems(first_problem_);
    for (std::size_t index = 0; index < table_.members.size(); ++index)
        if (seen_.contains(index)) table_.members[index].reset(table_.members[index].in(model_));
    json_input again(text, in_.errors, in_);
    again.has_unique_keys = true;
    return model_decoder(again, model_, table_).run();
}

inline void model_decoder::add_missing(std::size_t start) {
    for (std::size_t index = 0; index < table_.members.size(); ++index) {
        const model_member& member = table_.members[index];
        if (seen_.contains(index) || !member.required) continue;
        const std::size_t before = in_.errors.size();
        in_.errors.add("missing", "Field required", in_.value_from(start));
        in_.errors.prepend(before, member.alias);
        in_.errors.assign(before, index);
    }
}

inline bool decode_model(json_input& in, void* model, const model_table& table) {
    constexpr std::size_t deepest = 255;  // pydantic-core's limit; deeper, a destructor could exhaust the stack
    if (in.depth == deepest) return in.fail(in.start(), "recursion_loop", "Recursion error - cyclic reference detected");
    ++in.depth;
    const bool strict = std::exchange(in.strict, table.config.strict);
    const bool strips = std::exchange(in.strips_white_space, table.config.str_strip_whitespace);
    const bool is_good = model_decoder(in, model, table).run();
    in.strict = strict;
    in.strips_white_space = strips;
    --in.depth;
    return is_good;
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/validator.hpp ====

// Functions of the program's own that judge or change a value: `Field<double, validator<positive>> price`. One
// that takes an `any` sees what was sent, before it is read; any other sees the value that was read. It
// returns the value to use, or nothing, and throws ValueError to refuse.
// https://docs.pydantic.dev/latest/concepts/validators/

namespace fastapi {
namespace detail {

template <auto Function>
struct validator_value {};

}  // namespace detail

/// A validator among the constraints of a field: `Field<double, gt(0), validator<positive>>`.
template <auto Function>
inline constexpr detail::validator_value<Function> validator{};

namespace detail {

template <auto Function>
constexpr void read_value(field_info&, const validator_value<Function>&) {}

template <class Item>
inline constexpr bool is_validator = false;
template <auto Function>
inline constexpr bool is_validator<validator_value<Function>> = true;

template <auto Function>
using validator_argument =
    std::remove_cvref_t<std::tuple_element_t<0, typename signature<std::decay_t<decltype(Function)>>::arguments>>;

template <class Item>
inline constexpr bool is_before_validator = false;
template <auto Function>
inline constexpr bool is_before_validator<validator_value<Function>> = std::is_same_v<validator_argument<Function>, any>;

template <class Slot>
inline constexpr bool has_validators = false;
template <class Slot>
inline constexpr bool has_before_validators = false;
template <class Value, auto... Items>
inline constexpr bool has_validators<Field<Value, Items...>> = (is_validator<std::remove_cvref_t<decltype(Items)>> || ...);
template <class Value, auto... Items>
inline constexpr bool has_before_validators<Field<Value, Items...>> =
    (is_before_validator<std::remove_cvref_t<decltype(Items)>> || ...);

template <class Value, auto Function>
void validate_with(Value& value, validator_value<Function>) {
    if constexpr (std::is_void_v<typename signature<std::decay_t<decltype(Function)>>::result>)
        Function(value);
    else
        value = Function(value);
}

/// Calls those validators of the field that look after (at the value) in their order, or those that look before
/// (at an any) in the opposite one: each is around what stands in front of it.
template <bool Before, class Subject, class Value, auto... Items>
void run_validators(Subject& subject, type_tag<Field<Value, Items...>>) {
    const auto run = [&]<class Item>(Item item) {
        if constexpr (is_validator<Item>)
            if constexpr (is_before_validator<Item> == Before) validate_with(subject, item);
    };
    if constexpr (Before) {
        int order = 0;
        ((run(Items), order) = ... = 0);  // assignments are sequenced from right to left
    } else {
        (run(Items), ...);
    }
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/model/encode.hpp ====

// C++ values to JSON: one walk over a value, into one of two sinks. The text sink appends to the answer
// that is being made; the `any` sink builds a value to be read or changed. A plain struct is written
// with the names of its members, in their order.

namespace fastapi::detail {

/// Appends JSON text. NaN and infinity are null, as Pydantic's serialiser writes them.
class text_sink {
  public:
    text_sink(std::string& out, json_style style, const dump_filter* filter = nullptr)
        : out_(&out), filter_(filter), style_(style) {}

    json_style style() const { return style_; }
    /// What is left out; null for nothing.
    const dump_filter* filter() const { return filter_; }
    text_sink with(const dump_filter& filter) const { return {*out_, style_, &filter}; }
    void write(std::nullptr_t) { append_json_null(*out_); }
    void write(bool value) { append_json_bool(*out_, value); }
    void write(std::string_view text) { append_json_string(*out_, text); }
    void write(const any& value) { append_json(*out_, value, style_); }
    void write_json(std::string_view text) { out_->append(text); }
    template <plain_integer Integer>
    void write(Integer value) { append_integer(*out_, value); }
    template <std::floating_point Number>
    void write(Number value) {
        if (!append_json_float(*out_, value, style_)) append_json_null(*out_);
    }

    void open_list() { out_->push_back('['); }
    text_sink item() { return separate('['), *this; }
    void close_list() { out_->push_back(']'); }

    void open_dict() { out_->push_back('{'); }
    text_sink member(std::string_view key) {
        separate('{');
        append_json_string(*out_, key);
        out_->push_back(':');
        return *this;
    }
    void close_dict() { out_->push_back('}'); }

  private:
    /// A comma, but behind the opening bracket: no value ends in one.
    void separate(char bracket) {
        if (out_->back() != bracket) out_->push_back(',');
    }

    std::string* out_;
    const dump_filter* filter_;
    json_style style_;
};

/// Builds an `any`.
class any_sink {
  public:
    explicit any_sink(any& target, const dump_filter* filter = nullptr) : target_(&target), filter_(filter) {}

    const dump_filter* filter() const { return filter_; }
    any_sink with(const dump_filter& filter) const { return any_sink(*target_, &filter); }

    json_style style() const { return json_style::python; }
    template <class Value>
    void write(Value&& value) { *target_ = any(std::forward<Value>(value)); }

    void write_json(std::string_view text) { *target_ = json_loads(text); }

    void open_list() { *target_ = list(); }
    any_sink item() {
        list& items = target_->as_list();
        items.push_back(any());
        return any_sink(*(items.end() - 1), filter_);
    }
    void close_list() {}

    void open_dict() { *target_ = dict(); }
    any_sink member(std::string_view key) { return any_sink(target_->as_dict()[key], filter_); }
    void close_dict() {}

  private:
    any* target_;
    const dump_filter* filter_;
};

template <class Sink, class Value>
void encode(Sink sink, const Value& value);

template <class Type>
inline constexpr bool is_smart_pointer = false;
template <class Value, class Deleter>
inline constexpr bool is_smart_pointer<std::unique_ptr<Value, Deleter>> = true;
template <class Value>
inline constexpr bool is_smart_pointer<std::shared_ptr<Value>> = true;

template <class Type>
inline constexpr bool is_tuple = is_specialization_of<Type, std::tuple> || is_specialization_of<Type, std::pair>;

template <class Type>
inline constexpr bool is_variant = is_specialization_of<Type, std::variant>;
template <class Type>
inline constexpr bool is_set = is_specialization_of<Type, std::set>;
template <class Type>
inline constexpr bool is_list = is_specialization_of<Type, std::vector> || is_specialization_of<Type, std::deque>;
template <class Type>
inline constexpr bool is_array = false;
template <class Item, std::size_t Size>
inline constexpr bool is_array<std::array<Item, Size>> = true;
template <class Type>
inline constexpr bool is_sequence = is_list<Type> || is_set<Type> || is_array<Type>;

template <class Key>
concept key_type = std::same_as<Key, std::string> || plain_integer<Key> || std::is_enum_v<Key>;

template <class Type>
inline constexpr bool is_map = false;
template <key_type Key, class Value, class... Rest>
inline constexpr bool is_map<std::map<Key, Value, Rest...>> = true;
template <key_type Key, class Value, class... Rest>
inline constexpr bool is_map<std::unordered_map<Key, Value, Rest...>> = true;

template <class Type>
inline constexpr bool is_int_enum = is_specialization_of<Type, IntEnum>;
template <class Type>
inline constexpr bool is_literal = false;
template <literal_choice... Choices>
inline constexpr bool is_literal<Literal<Choices...>> = true;

/// A scalar type that knows how to write itself: `value_type<T>::write(sink, value)`.
template <class Type>
concept writes_itself = requires(any_sink sink, const Type& value) { value_type<Type>::write(sink, value); };

template <class Type>
concept scalar_value = std::same_as<Type, bool> || plain_integer<Type> || std::floating_point<Type> ||
                       std::is_enum_v<Type> || is_int_enum<Type> || is_literal<Type> || writes_itself<Type> ||
                       std::convertible_to<const Type&, std::string_view>;

template <class Type>
concept any_value = std::same_as<Type, any> || std::same_as<Type, dict> || std::same_as<Type, list>;

/// Whether the type is one that JSON can be made of. `Outer` are the structs around it: one that holds
/// itself again (in a vector, behind a pointer) adds no new question.
template <class Type, class... Outer>
consteval bool is_encodable();

template <class Model, class... Outer>
consteval bool has_encodable_members() {
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return (is_encodable<std::remove_cv_t<member_type<Model, Index>>, Model, Outer...>() && ... && true);
    }(std::make_index_sequence<member_count<Model>>());
}

template <class Type, class... Outer>
inline constexpr bool has_encodable_parts = false;
template <class... Parts, class... Outer>
inline constexpr bool has_encodable_parts<std::tuple<Parts...>, Outer...> =
    (is_encodable<Parts, Outer...>() && ... && true);
template <class First, class Second, class... Outer>
inline constexpr bool has_encodable_parts<std::pair<First, Second>, Outer...> =
    is_encodable<First, Outer...>() && is_encodable<Second, Outer...>();
template <class... Parts, class... Outer>
inline constexpr bool has_encodable_parts<std::variant<Parts...>, Outer...> =
    (is_encodable<Parts, Outer...>() && ... && true);

template <class Type, class... Outer>
consteval bool is_encodable() {
    if constexpr ((std::same_as<Type, Outer> || ...))
        return true;
    else if constexpr (holds_value<Type>)
        return is_encodable<typename Type::value_type, Outer...>();
    else if constexpr (scalar_value<Type> || any_value<Type> || std::same_as<Type, std::nullptr_t>)
        return true;
    else if constexpr (is_optional<Type> || is_sequence<Type>)
        return is_encodable<typename Type::value_type, Outer...>();
    else if constexpr (is_map<Type>)
        return is_encodable<typename Type::mapped_type, Outer...>();
    else if constexpr (is_smart_pointer<Type>)
        return is_encodable<std::remove_cv_t<typename Type::element_type>, Outer...>();
    else if constexpr (is_tuple<Type> || is_variant<Type>)
        return has_encodable_parts<Type, Outer...>;
    else if constexpr (reflectable<Type>)
        return has_encodable_members<Type, Outer...>();
    else
        return false;
}

/// Whether a request may leave a member out.
template <class Member>
bool may_be_missing(const field_info& info, bool has_initializer) {
    using value = typename slot_value<Member>::type;
    const bool has_empty_value = is_optional<value> || is_smart_pointer<value> || is_list<value> || is_set<value> || is_map<value>;
    return !info.required && (has_empty_value || has_initializer || info.default_value.is_set());
}

template <class Sink, class Value>
void encode_scalar(Sink sink, const Value& value) {
    if constexpr (writes_itself<Value>)
        value_type<Value>::write(sink, value);
    else if constexpr (is_literal<Value>)
        value.is_number() ? sink.write_json(value.view()) : sink.write(value.view());
    else if constexpr (std::convertible_to<const Value&, std::string_view>)
        sink.write(std::string_view(value));
    else if constexpr (std::is_enum_v<Value>)
        sink.write(enum_name(value));
    else if constexpr (is_int_enum<Value>)
        sink.write(static_cast<std::underlying_type_t<typename Value::enum_type>>(value.value()));
    else
        sink.write(value);
}

template <class Sink, class Sequence>
void encode_sequence(Sink sink, const Sequence& sequence) {
    sink.open_list();
    for (const auto& item : sequence) encode(sink.item(), item);
    sink.close_list();
}

template <class Sink, class Map>
void encode_map(Sink sink, const Map& map) {
    sink.open_dict();
    for (const auto& [key, value] : map) {
        if constexpr (std::is_enum_v<typename Map::key_type>)
            encode(sink.member(enum_name(key)), value);
        else if constexpr (plain_integer<typename Map::key_type>)
            encode(sink.member(std::to_string(key)), value);
        else
            encode(sink.member(key), value);
    }
    sink.close_dict();
}

template <class Value>
bool is_null(const Value& value) {
    if constexpr (holds_value<Value>)
        return is_null(value.get());
    else if constexpr (is_optional<Value> || is_smart_pointer<Value>)
        return !value;
    else if constexpr (std::same_as<Value, any>)
        return value.is_null();
    else
        return std::same_as<Value, std::nullptr_t>;
}

template <class Value>
void append_encoded(std::string& out, const Value& value, json_style style);

/// Whether a member has the value that it has in a fresh model, where that is a default.
template <class Model, std::size_t Index, class Member>
bool has_default_value(const Member& member) {
    if constexpr (std::is_default_constructible_v<Model>) {
        if (!may_be_missing<Member>(info_of_member<Member>(), initialized_members<Model>()[Index])) return false;
        const Model fresh{};
        std::string now, initially;
        append_encoded(now, member, json_style::pydantic);
        visit_members(fresh, [&](const auto&... each) {
            append_encoded(initially, std::get<Index>(std::tie(each...)), json_style::pydantic);
        });
        return now == initially;
    } else {
        return false;
    }
}

/// A member, where options say what is written.
template <class Model, std::size_t Index, class Sink, class Member>
void encode_filtered(Sink sink, const Member& member) {
    const dump_filter& filter = *sink.filter();
    constexpr std::string_view name = member_names<Model>[Index];
    if (!filter.wants(name) || (filter.exclude_none && is_null(member))) return;
    if constexpr (is_field<Member>)
        if (filter.exclude_unset && !member.is_set()) return;
    if (filter.exclude_defaults && has_default_value<Model, Index>(member)) return;
    const dump_filter inner = filter.inside(name);
    encode(sink.member(filter.by_alias ? info_of_member<Member>().output_name(name) : name).with(inner), member);
}

template <class Model, std::size_t Index, class Sink, class Member>
void encode_member(Sink sink, const Member& member) {
    constexpr std::string_view name = member_names<Model>[Index];
    if constexpr (config_of<Model>().extra == Extra::allow && name == "model_extra") {
        for (const auto& [key, value] : member) encode(sink.member(key), value);
    } else if (sink.filter() != nullptr) {
        encode_filtered<Model, Index>(sink, member);
    } else {
        encode(sink.member(info_of_member<Member>().output_name(name)), member);
    }
}

/// A value that the model computes.
template <class Sink, class Model, class Result>
void encode_computed(Sink sink, const Model& model, const computed<Model, Result>& field) {
    if (sink.filter() != nullptr && !sink.filter()->wants(field.name)) return;
    encode(sink.member(field.name), (model.*field.function)());
}

template <class Sink, class Model>
void encode_model(Sink sink, const Model& model) {
    sink.open_dict();
    visit_members(model, [&](const auto&... each) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            (encode_member<Model, Index>(sink, each), ...);
        }(std::index_sequence_for<decltype(each)...>());
    });
    if constexpr (requires { Model::computed_fields; })
        std::apply([&](const auto&... each) { (encode_computed(sink, model, each), ...); }, Model::computed_fields);
    sink.close_dict();
}

template <class Sink, class Value>
void encode(Sink sink, const Value& value) {
    if constexpr (holds_value<Value>) {
        encode(sink, value.get());
    } else if constexpr (std::same_as<Value, std::nullptr_t>) {
        sink.write(nullptr);
    } else if constexpr (any_value<Value>) {
        sink.write(any(value));
    } else if constexpr (scalar_value<Value>) {
        encode_scalar(sink, value);
    } else if constexpr (is_optional<Value> || is_smart_pointer<Value>) {
        if (value)
            encode(sink, *value);
        else
            sink.write(nullptr);
    } else if constexpr (is_sequence<Value>) {
        encode_sequence(sink, value);
    } else if constexpr (is_map<Value>) {
        encode_map(sink, value);
    } else if constexpr (is_tuple<Value>) {
        sink.open_list();
        std::apply([&](const auto&... each) { (encode(sink.item(), each), ...); }, value);
        sink.close_list();
    } else if constexpr (is_variant<Value>) {
        std::visit([&](const auto& alternative) { encode(sink, alternative); }, value);
    } else if constexpr (reflectable<Value>) {
        encode_model(sink, value);
    } else {
        static_assert(always_false<Value>,
                      "fastapi: this type cannot be written as JSON. Return a plain struct, a dict, a list, a "
                      "standard container, text or a number, or a Response.");
    }
}

template <class Value>
void append_encoded(std::string& out, const Value& value, json_style style) {
    encode(text_sink(out, style), value);
}

}  // namespace fastapi::detail

namespace fastapi {

/// Everything that can be written as JSON can stand in a dict.
template <class Value>
    requires(detail::is_encodable<Value>() && !std::same_as<Value, std::nullptr_t>)
struct to_any<Value> {
    static any convert(const Value& value) {
        any result;
        detail::encode(detail::any_sink(result), value);
        return result;
    }
};

}  // namespace fastapi

// ==== fastapi/model/schema.hpp ====

// The JSON Schema (2020-12) of what handlers take and return: scalars as parameters describe them, containers by
// their items, and each plain struct once, under its name, among the components of the document.

namespace fastapi::detail {

/// `user_id` as a title: `User Id`. FastAPI's str.title() with blanks for underscores.
std::string title_of(std::string_view name);

/// The schema of a value as a client may send it, and as it gets it; `{}` where any JSON may come.
template <class Value>
dict input_schema(const field_info& info, schema_registry& registry);
template <class Value>
dict output_schema(const field_info& info, schema_registry& registry);

// ---- implementation ----

inline std::string title_of(std::string_view name) {
    std::string title;
    bool starts_word = true;
    for (const char c : name) {
        title += c == '_' ? ' ' : starts_word ? to_upper(c) : to_lower(c);
        starts_word = !is_alpha(c);
    }
    return title;
}

/// Whether the schema is a reference, or one that may be null: those bring the title of what they refer to.
inline bool is_reference(const dict& schema) {
    if (schema.contains("$ref")) return true;
    const any* const choices = schema.get("anyOf");
    return choices != nullptr && choices->as_list()[0].as_dict().contains("$ref");
}

/// Adds what a field's metadata say to its schema.
inline void annotate(dict& schema, const field_info& info, std::string_view title) {
    if (!info.title.empty())
        schema["title"] = info.title;
    else if (!title.empty())
        schema["title"] = title;
    if (!info.description.empty()) schema["description"] = info.description;
    if (info.deprecated) schema["deprecated"] = true;
}

/// An address that is unique to the type.
template <class Type>
inline constexpr char type_identity = 0;

template <class Value>
dict value_schema(const field_info& info, schema_registry& registry, schema_side side);

/// The value that a member has in a fresh model, as JSON. A field that states none has a default that the document
/// does not show: it is Pydantic's `default_factory`.
template <class Member>
any default_value_of(const Member& member) {
    if constexpr (is_field<Member>)
        if (!member.is_set() && !Member::info.default_value.is_set()) return any();
    if constexpr (is_encodable<Member>()) {
        std::string text;
        append_encoded(text, member, json_style::pydantic);
        return json_loads(text);
    } else {
        return any();
    }
}

template <class Model>
void describe_members(dict& properties, list& required_names, schema_registry& registry, schema_side side) {
    const Model initial{};
    visit_members(initial, [&](const auto&... each) {
        std::size_t position = 0;
        const auto describe_member = [&]<class Member>(const Member& member) {
            const std::size_t index = position++;
            const field_info& info = info_of_member<Member>();
            const std::string_view own = member_names<Model>[index];
            const std::string_view name = side == schema_side::input ? info.input_name(own) : info.output_name(own);
            if (config_of<Model>().extra == Extra::allow && name == "model_extra") return;
            dict schema = value_schema<Member>(info, registry, side);
            if (info.example.is_set()) schema["example"] = value_of(info.example);
            annotate(schema, info, is_reference(schema) ? std::string() : title_of(name));
            if (!may_be_missing<Member>(info, initialized_members<Model>()[index]))
                required_names.push_back(name);
            else if (any value = default_value_of(member); !value.is_null())
                schema["default"] = std::move(value);
            properties[name] = std::move(schema);
        };
        (describe_member(each), ...);
    });
}

/// What the model computes: clients get it, always, and cannot send it.
template <class Model>
void describe_computed(dict& properties, list& required_names, schema_registry& registry) {
    const auto describe = [&]<class Field>(const Field& field) {
        dict schema = value_schema<typename Field::result>(info_of<>, registry, schema_side::output);
        if (!is_reference(schema)) schema["title"] = title_of(field.name);
        schema["readOnly"] = true;
        properties[field.name] = std::move(schema);
        required_names.push_back(field.name);
    };
    std::apply([&](const auto&... each) { (describe(each), ...); }, Model::computed_fields);
}

template <class Model>
any model_schema(schema_registry& registry, schema_side side) {
    constexpr ConfigDict config = config_of<Model>();
    dict properties;
    list required_names;
    describe_members<Model>(properties, required_names, registry, side);
    if constexpr (requires { Model::computed_fields; })
        if (side == schema_side::output) describe_computed<Model>(properties, required_names, registry);
    dict schema{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required_names.empty()) schema["required"] = std::move(required_names);
    if (config.extra != Extra::ignore) schema["additionalProperties"] = config.extra == Extra::allow;
    schema["title"] = config.title.empty() ? type_name<Model>() : config.title;
    if constexpr (requires { std::string_view(Model::description); }) schema["description"] = std::string_view(Model::description);
    return schema;
}

template <class Model>
dict model_reference(schema_registry& registry, schema_side side) {
    const auto build = side == schema_side::input
                           ? [](schema_registry& into) { return model_schema<Model>(into, schema_side::input); }
                           : [](schema_registry& into) { return model_schema<Model>(into, schema_side::output); };
    return registry.reference(type_name<Model>(), &type_identity<Model>, side, build).as_dict();
}

template <class... Values>
list value_schemas(type_tag<std::tuple<Values...>>, schema_registry& registry, schema_side side) {
    return list{any(value_schema<Values>(info_of<>, registry, side))...};
}
template <class... Values>
list value_schemas(type_tag<std::variant<Values...>>, schema_registry& registry, schema_side side) {
    return value_schemas(type_tag<std::tuple<Values...>>(), registry, side);
}
template <class First, class Second>
list value_schemas(type_tag<std::pair<First, Second>>, schema_registry& registry, schema_side side) {
    return value_schemas(type_tag<std::tuple<First, Second>>(), registry, side);
}

/// The values of the discriminator that mean this alternative; none where it has no such Literal.
template <class Model>
std::vector<std::string_view> tags_of(std::string_view discriminator) {
    std::vector<std::string_view> tags;
    if constexpr (reflectable<Model>) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            const auto look = [&]<class Member>(type_tag<Member>, std::string_view name) {
                if constexpr (is_literal<typename slot_value<Member>::type>)
                    if (info_of_member<Member>().input_name(name) == discriminator)
                        for (const std::string_view choice : slot_value<Member>::type::choices) tags.push_back(choice);
            };
            (look(type_tag<std::remove_cv_t<member_type<Model, Index>>>(), member_names<Model>[Index]), ...);
        }(std::make_index_sequence<member_count<Model>>());
    }
    return tags;
}

/// A union whose alternative is told by one member.
template <class... Alternatives>
dict tagged_schema(type_tag<std::variant<Alternatives...>> type, const field_info& info, schema_registry& registry,
                   schema_side side) {
    list choices = value_schemas(type, registry, side);
    dict mapping;
    std::size_t position = 0;
    const auto add = [&](const std::vector<std::string_view>& tags) {
        const any* const reference = choices[position++].as_dict().get("$ref");
        for (const std::string_view tag : tags)
            if (reference != nullptr) mapping[tag] = *reference;
    };
    (add(tags_of<Alternatives>(info.discriminator)), ...);
    return dict{{"oneOf", std::move(choices)},
                {"discriminator", dict{{"propertyName", info.discriminator}, {"mapping", std::move(mapping)}}}};
}

template <class Tuple>
dict tuple_schema(schema_registry& registry, schema_side side) {
    list items = value_schemas(type_tag<Tuple>(), registry, side);
    const std::size_t size = items.size();
    return dict{{"type", "array"}, {"prefixItems", std::move(items)}, {"minItems", size}, {"maxItems", size}};
}

template <class Sequence>
dict sequence_schema(const field_info& info, schema_registry& registry, schema_side side) {
    dict schema{{"type", "array"}, {"items", value_schema<typename Sequence::value_type>(info_of<>, registry, side)}};
    if constexpr (is_set<Sequence>) schema["uniqueItems"] = true;
    if constexpr (is_array<Sequence>) schema["minItems"] = schema["maxItems"] = std::tuple_size_v<Sequence>;
    describe_items(schema, info);
    return schema;
}

template <class Value>
dict value_schema(const field_info& info, schema_registry& registry, schema_side side) {
    if constexpr (holds_value<Value>) {
        return value_schema<typename Value::value_type>(info, registry, side);
    } else if constexpr (is_optional<Value>) {
        return nullable(value_schema<typename Value::value_type>(info, registry, side));
    } else if constexpr (is_smart_pointer<Value>) {
        return nullable(value_schema<typename Value::element_type>(info, registry, side));
    } else if constexpr (std::same_as<Value, std::nullptr_t>) {
        return dict{{"type", "null"}};
    } else if constexpr (std::same_as<Value, Decimal>) {
        return side == schema_side::input ? value_type<Decimal>::schema(info, registry) : dict{{"type", "string"}};
    } else if constexpr (is_sequence<Value>) {
        return sequence_schema<Value>(info, registry, side);
    } else if constexpr (describable<Value>) {
        return value_type<Value>::schema(info, registry);
    } else if constexpr (std::convertible_to<const Value&, std::string_view>) {
        return value_type<std::string>::schema(info, registry);
    } else if constexpr (is_map<Value>) {
        return dict{{"type", "object"},
                    {"additionalProperties", value_schema<typename Value::mapped_type>(info_of<>, registry, side)}};
    } else if constexpr (is_tuple<Value>) {
        return tuple_schema<Value>(registry, side);
    } else if constexpr (is_variant<Value>) {
        if (!info.discriminator.empty()) return tagged_schema(type_tag<Value>(), info, registry, side);
        return dict{{"anyOf", value_schemas(type_tag<Value>(), registry, side)}};
    } else if constexpr (std::same_as<Value, dict>) {
        return dict{{"type", "object"}, {"additionalProperties", true}};
    } else if constexpr (std::same_as<Value, list>) {
        return dict{{"type", "array"}, {"items", dict{}}};
    } else if constexpr (reflectable<Value>) {
        return model_reference<Value>(registry, side);
    } else {
        return dict{};
    }
}

template <class Value>
dict input_schema(const field_info& info, schema_registry& registry) {
    return value_schema<Value>(info, registry, schema_side::input);
}

template <class Value>
dict output_schema(const field_info& info, schema_registry& registry) {
    return value_schema<Value>(info, registry, schema_side::output);
}

}  // namespace fastapi::detail

// ==== fastapi/model/decode_scalar.hpp ====

// JSON to values without parts: numbers, texts, enumerations, times and types of the program's own.
// What is taken and how it is refused is Pydantic's.

namespace fastapi::detail {

template <class Integer>
bool decode_integer_value(json_input& in, Integer& out, const field_info& info) {
    using limits = std::numeric_limits<Integer>;
    const std::size_t start = in.start();
    integer_text number;
    if (!decode_integer(in, static_cast<std::int64_t>(limits::min()), static_cast<std::uint64_t>(limits::max()), number))
        return false;
    out = static_cast<Integer>(number.negative ? std::uint64_t(0) - number.magnitude : number.magnitude);
    using widest = std::conditional_t<std::is_signed_v<Integer>, std::int64_t, std::uint64_t>;
    return !info.limits_numbers() ||
           check_number(static_cast<widest>(out), info, in.errors, [&] { return in.value_from(start); });
}

template <class Number>
bool decode_float_value(json_input& in, Number& out, const field_info& info) {
    const std::size_t start = in.start();
    double value = 0;
    if (!decode_float(in, value)) return false;
    out = static_cast<Number>(value);
    return !info.limits_numbers() || check_number(value, info, in.errors, [&] { return in.value_from(start); });
}

inline bool decode_string(json_input& in, std::string& out, const field_info& info) {
    const std::size_t start = in.start();
    std::string_view text;
    if (!decode_text(in, text)) return false;
    out.assign(text);
    return !info.limits_text() || check_text(out, info, in.errors, [&] { return in.value_from(start); });
}

/// A type that one text spells and no other JSON value does: an enumeration, a Literal.
template <class Value>
bool decode_choice(json_input& in, Value& out, const field_info& info) {
    std::string_view text;
    if constexpr (!is_literal<Value>) in.converted();
    if (in.start(), in.reader.read_string(text, in.scratch)) return value_type<Value>::read(text, out, info, in.errors);
    const std::size_t start = in.start();
    if constexpr (is_literal<Value>) {
        json_number number;
        integer_text whole;
        if (in.reader.read_number(number) && !number.is_special &&
            whole_number(to_double(number), whole) == integer_outcome::read) {
            const std::string digits = (whole.negative ? "-" : "") + std::to_string(whole.magnitude);
            if (value_type<Value>::find(digits, true, out)) return true;
        }
    }
    if (in.reader.position() == start) in.reader.skip_value();
    return !in.reader.error() && value_type<Value>::refuse(in.errors, in.value_from(start));
}

template <class Enum>
bool decode_int_enum(json_input& in, IntEnum<Enum>& out) {
    const std::size_t start = in.start();
    json_number number;
    integer_text whole;
    std::string_view text;
    bool is_number = false;
    in.converted();
    if (bool truth = false; !in.strict && in.reader.read_bool(truth))
        is_number = true, whole.magnitude = truth ? 1 : 0;
    else if (in.reader.read_number(number))
        is_number = !number.is_special && whole_number(to_double(number), whole) == integer_outcome::read;
    else if (!in.strict && in.reader.read_string(text, in.scratch))
        is_number = parse_integer(text, whole) == integer_outcome::read;
    else
        in.reader.skip_value();
    if (is_number && value_type<IntEnum<Enum>>::find(whole, out)) return true;
    if (!in.reader.error()) value_type<IntEnum<Enum>>::refuse(in.errors, in.value_from(start));
    return false;
}

/// A datetime, a UUID, a Decimal...: a text, or a number where the type has a reading for one.
template <class Scalar>
bool decode_parsed(json_input& in, Scalar& out, const field_info& info) {
    const std::size_t start = in.start();
    std::string_view text;
    json_number number;
    ParseOutcome problem;
    in.converted();
    if (in.reader.read_string(text, in.scratch)) {
        problem = Scalar::parse(text, out);
    } else if constexpr (requires { Scalar::decode_integer(std::int64_t(), out); }) {
        constexpr bool is_number = std::same_as<Scalar, Decimal>;
        if ((is_number || !in.strict) && in.reader.read_number(number)) {
            const auto integer = to_integer<std::int64_t>(number.text);
            if constexpr (is_number)
                problem = Scalar::parse(number.text, out);
            else
                problem = integer ? Scalar::decode_integer(*integer, out) : Scalar::decode_float(to_double(number), out);
        } else {
            in.reader.skip_value();
            problem = Scalar::wrong_type();
        }
    } else {
        in.reader.skip_value();
        problem = Scalar::wrong_type();
    }
    if (in.reader.error()) return false;
    if (problem) {
        add_problem(in.errors, std::move(*problem), in.value_from(start));
        return false;
    }
    return value_type<Scalar>::check(out, info, in.errors, [&] { return in.value_from(start); });
}

/// A type of the program's own: a text, or a number by its digits.
template <class Custom>
bool decode_custom(json_input& in, Custom& out) {
    const std::size_t start = in.start();
    std::string_view text;
    json_number number;
    if (in.reader.read_number(number))
        text = number.text;
    else if (!in.reader.read_string(text, in.scratch))
        return in.fail(start, "string_type", "Input should be a valid string");
    return run_validator(in, start, [&] { out = custom_type<Custom>::parse(text); });
}

}  // namespace fastapi::detail

// ==== fastapi/model/decode_union.hpp ====

// JSON to a std::variant: by a discriminator, where the field names one, else by trying the alternatives as
// Pydantic's smart mode does. https://docs.pydantic.dev/latest/concepts/unions/

namespace fastapi::detail {

/// Reads any value: in decode.hpp, because a union's alternatives may be of every type.
template <class Value>
bool decode(json_input& in, Value& out, const field_info& info);

/// The word for a type in the place of a union's error: `int`, `list[str]`, the name of a model.
template <class Value>
std::string union_label();

template <class... Values>
std::string union_labels(std::string_view separator) {
    std::string text;
    const auto add = [&](const std::string& label) { text.append(text.empty() ? "" : separator).append(label); };
    (add(union_label<Values>()), ...);
    return text;
}

template <class... Values>
std::string tuple_label(type_tag<std::tuple<Values...>>) {
    return "tuple[" + union_labels<Values...>(", ") + "]";
}
template <class First, class Second>
std::string tuple_label(type_tag<std::pair<First, Second>>) {
    return "tuple[" + union_labels<First, Second>(", ") + "]";
}

template <class Literal>
std::string literal_label() {
    std::string text;
    for (std::size_t i = 0; i < Literal::choices.size(); ++i) {
        text += i == 0 ? "" : ",";
        text += Literal::numbers[i] ? std::string(Literal::choices[i]) : quoted(Literal::choices[i]);
    }
    return "literal[" + text + "]";
}

/// Pydantic's name for a type without parts.
template <class Value>
constexpr std::string_view plain_label() {
    if constexpr (std::same_as<Value, bool>) return "bool";
    else if constexpr (plain_integer<Value>) return "int";
    else if constexpr (std::floating_point<Value>) return "float";
    else if constexpr (std::same_as<Value, std::string>) return "str";
    else if constexpr (std::same_as<Value, Decimal>) return "decimal";
    else if constexpr (std::same_as<Value, UUID>) return "uuid";
    else if constexpr (std::same_as<Value, any>) return "any";
    else if constexpr (std::same_as<Value, dict>) return "dict[str,any]";
    else if constexpr (std::same_as<Value, list>) return "list[any]";
    else return type_name<Value>();
}

template <class Value>
std::string union_label() {
    if constexpr (holds_value<Value>) return union_label<typename Value::value_type>();
    else if constexpr (std::is_enum_v<Value>) return "str-enum[" + std::string(type_name<Value>()) + "]";
    else if constexpr (is_int_enum<Value>) return "int-enum[" + std::string(type_name<typename Value::enum_type>()) + "]";
    else if constexpr (is_literal<Value>) return literal_label<Value>();
    else if constexpr (is_optional<Value>) return "nullable[" + union_label<typename Value::value_type>() + "]";
    else if constexpr (is_smart_pointer<Value>) return union_label<typename Value::element_type>();
    else if constexpr (is_list<Value>) return "list[" + union_label<typename Value::value_type>() + "]";
    else if constexpr (is_set<Value>) return "set[" + union_label<typename Value::value_type>() + "]";
    else if constexpr (is_map<Value>) return "dict[" + union_labels<typename Value::key_type, typename Value::mapped_type>(",") + "]";
    else if constexpr (is_tuple<Value>) return tuple_label(type_tag<Value>());
    else return std::string(plain_label<Value>());
}

/// Reads one value as each alternative of a union, and keeps the one that fits it best.
template <class Variant>
class union_decoder {
  public:
    union_decoder(json_input& in, std::string_view text, Variant& out, const field_info& info)
        : in_(in), text_(text), out_(out), info_(info) {}

    /// True where the alternative fits so well that no other can fit better.
    template <std::size_t Index>
    bool attempt() {
        using alternative = std::variant_alternative_t<Index, Variant>;
        if (!in_.may_read_again(text_)) return false;
        alternative value{};
        error_list found;
        json_input again(text_, found, in_);
        if (!decode(again, value, info_)) {
            found.prepend(0, union_label<alternative>());
            problems_.append(std::move(found));
            return false;
        }
        if (!is_read_ || again.match.is_better_than(best_)) {
            best_ = again.match;
            out_.template emplace<Index>(std::move(value));
        }
        is_read_ = true;
        return again.match.kind == match_quality::kinds::exact && !again.match.has_model;
    }

    bool finish() {
        if (is_read_) return in_.match.add(best_), true;
        if (in_.is_exhausted()) {  // the problems so far are as many as the ways to read it: too many to tell
            problems_.clear();
            problems_.add("recursion_loop", "Recursion error - cyclic reference detected", any());
        }
        in_.errors.append(std::move(problems_));
        return false;
    }

  private:
    json_input& in_;
    std::string_view text_;
    Variant& out_;
    const field_info& info_;
    error_list problems_;
    match_quality best_;
    bool is_read_ = false;
};

/// Reads the alternative that has this tag. Whether there is one.
template <class Model, class Variant>
bool decode_if_tagged(json_input& in, Variant& out, std::string_view tag, const field_info& info, bool& is_good) {
    for (const std::string_view known : tags_of<Model>(info.discriminator)) {
        if (known != tag) continue;
        const std::size_t before = in.errors.size();
        is_good = decode(in, out.template emplace<Model>(), info_of<>);
        in.errors.prepend(before, tag);
        return true;
    }
    return false;
}

/// A union whose alternative is told by one member.
template <class... Alternatives>
bool decode_tagged(json_input& in, std::variant<Alternatives...>& out, const field_info& info) {
    const std::size_t start = in.start();
    const std::string name = quoted(info.discriminator);
    json_reader ahead = in.reader;
    any data;
    if (!decode_any(ahead, data)) return in.reader.skip_value(), false;
    if (!data.is_dict())
        return in.fail(start, "model_attributes_type",
                       "Input should be a valid dictionary or object to extract fields from");
    const any* const found = data.as_dict().get(info.discriminator);
    if (found == nullptr)
        return in.fail(start, "union_tag_not_found", "Unable to extract tag using discriminator " + name,
                       dict{{"discriminator", name}});
    const std::string tag = found->is_string() ? found->as_string() : found->dump();
    bool is_good = false;
    if ((decode_if_tagged<Alternatives>(in, out, tag, info, is_good) || ...)) return is_good;
    std::string listed;
    const auto list_tags = [&](const std::vector<std::string_view>& tags) {
        for (const std::string_view each : tags) listed += (listed.empty() ? "" : ", ") + quoted(each);
    };
    (list_tags(tags_of<Alternatives>(info.discriminator)), ...);
    return in.fail(start, "union_tag_invalid",
                   "Input tag '" + tag + "' found using " + name + " does not match any of the expected tags: " + listed,
                   dict{{"discriminator", name}, {"tag", tag}, {"expected_tags", listed}});
}

/// Pydantic's smart mode: the alternative that takes the value with the fewest conversions, or with the most
/// members of a model, the first of equals; else the problems of all.
template <class... Alternatives>
bool decode_variant(json_input& in, std::variant<Alternatives...>& out, const field_info& info) {
    if (!info.discriminator.empty()) return decode_tagged(in, out, info);
    in.start();
    const std::string_view text = in.reader.raw_value();
    if (in.reader.error()) return false;
    union_decoder<std::variant<Alternatives...>> decoder(in, text, out, info);
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        static_cast<void>((decoder.template attempt<Index>() || ...));
    }(std::index_sequence_for<Alternatives...>());
    return decoder.finish();
}

}  // namespace fastapi::detail

// ==== fastapi/model/decode.hpp ====

// JSON to C++ values, in one pass from the bytes into the target, with every problem collected. What each type
// takes and how it refuses is Pydantic's; models go through their table.
// https://docs.pydantic.dev/latest/concepts/conversion_table/

namespace fastapi::detail {

/// Reads the next value of the document into `out`, which is empty or holds a default. False where there are
/// problems; then `out` is not to be used.
template <class Value>
bool decode(json_input& in, Value& out, const field_info& info);

/// The table of a model, made when first asked for.
template <class Model>
const model_table& table_of();

/// Whether JSON can be read into the type.
template <class Type>
consteval bool is_decodable();

// ---- implementation ----

template <class Consume>
bool decode_items(json_input& in, std::string_view type, std::string_view noun, const Consume& consume) {
    const std::size_t start = in.start(), problems = in.errors.size();
    if (!in.reader.enter_array()) return in.fail(start, type, "Input should be a valid " + std::string(noun));
    for (std::size_t index = 0; in.reader.next_element(); ++index) {
        const std::size_t before = in.errors.size();
        if (!consume(index)) in.errors.prepend(before, index);
    }
    return !in.reader.error() && in.errors.size() == problems;
}

/// A list that is too long is nothing but that, whatever its items are.
template <class Container, class Consume>
bool decode_list_items(json_input& in, Container& out, const field_info& info, const Consume& consume) {
    const std::size_t start = in.start(), problems = in.errors.size();
    out.clear();
    decode_items(in, "list_type", "list", consume);
    if (in.reader.error()) return false;
    if (out.size() > info.max_items) in.forget_problems(problems);
    return in.errors.size() == problems &&
           (!info.limits_items() || check_items(out.size(), "List", info, in.errors, [&] { return in.value_from(start); }));
}

template <class Container>
bool decode_list(json_input& in, Container& out, const field_info& info) {
    return decode_list_items(in, out, info, [&](std::size_t) { return decode(in, out.emplace_back(), info_of<>); });
}

template <class Allocator>
bool decode_list(json_input& in, std::vector<bool, Allocator>& out, const field_info& info) {
    return decode_list_items(in, out, info, [&](std::size_t) {
        bool value = false;
        const bool is_good = decode(in, value, info_of<>);
        out.push_back(value);
        return is_good;
    });
}

/// A set stops where it gets too long, and does not know how long it would have become.
inline bool add_set_too_long(json_input& in, std::size_t start, std::size_t most) {
    in.errors.add("too_long", "Set should have at most " + counted(most, "item") + " after validation, not more",
                  in.value_from(start),
                  dict{{"field_type", "Set"}, {"max_length", most}, {"actual_length", nullptr}});
    return false;
}

template <class Set>
bool decode_set(json_input& in, Set& out, const field_info& info) {
    const std::size_t start = in.start(), problems = in.errors.size();
    out.clear();
    in.converted();
    const auto consume = [&](std::size_t) {
        typename Set::value_type value{};
        const bool is_good = decode(in, value, info_of<>);
        if (is_good) out.insert(std::move(value));
        return is_good;
    };
    decode_items(in, "set_type", "set", consume);
    if (in.reader.error()) return false;
    if (out.size() > info.max_items) {
        in.forget_problems(problems);
        return add_set_too_long(in, start, info.max_items);
    }
    return in.errors.size() == problems &&
           (!info.limits_items() || check_items(out.size(), "Set", info, in.errors, [&] { return in.value_from(start); }));
}

/// A tuple, a pair or an array: a list of exactly so many values.
template <class Tuple>
bool decode_tuple(json_input& in, Tuple& out) {
    constexpr std::size_t size = std::tuple_size_v<Tuple>;
    const std::size_t start = in.start(), problems = in.errors.size();
    std::size_t count = 0;
    in.converted();
    const auto consume = [&](std::size_t index) {
        count = index + 1;
        bool is_good = true;
        const auto read = [&]<std::size_t Place>(std::integral_constant<std::size_t, Place>) {
            if (Place == index) is_good = decode(in, std::get<Place>(out), info_of<>);
        };
        [&]<std::size_t... Place>(std::index_sequence<Place...>) {
            (read(std::integral_constant<std::size_t, Place>()), ...);
        }(std::make_index_sequence<size>());
        if (index >= size) in.reader.skip_value();
        return is_good;
    };
    decode_items(in, "tuple_type", "tuple", consume);
    if (in.reader.error()) return false;
    if (count > size) {
        in.forget_problems(problems);
        in.errors.add("too_long", "Tuple should have at most " + counted(size, "item") + " after validation, not " + std::to_string(count),
                      in.value_from(start),
                      dict{{"field_type", "Tuple"}, {"max_length", size}, {"actual_length", count}});
    }
    const bool is_tuple = in.errors.size() == problems || count > 0;
    for (std::size_t index = count; is_tuple && index < size; ++index) {
        const std::size_t before = in.errors.size();
        in.errors.add("missing", "Field required", in.value_from(start));
        in.errors.prepend(before, index);
    }
    return in.errors.size() == problems;
}

/// Reads the members of an object. False where a key came twice, in whatever spelling.
template <class Map>
bool read_entries(json_input& in, Map& out) {
    using key_type = typename Map::key_type;
    bool is_unique = true;
    std::string_view name;
    std::string storage;
    while (in.reader.next_member(name, storage)) {
        const std::string key_text(in.strips_white_space ? trim_unicode(name) : name);
        const std::size_t before = in.errors.size();
        key_type key{};
        if constexpr (std::same_as<key_type, std::string>)
            key = key_text;
        else if (!value_type<key_type>::read(key_text, key, info_of<>, in.errors))
            in.errors.prepend(before, "[key]");
        const auto [entry, is_new] = out.try_emplace(std::move(key));
        if (!is_new) entry->second = typename Map::mapped_type{};
        is_unique = is_unique && is_new;
        decode(in, entry->second, info_of<>);
        in.errors.prepend(before, key_text);
    }
    return is_unique;
}

template <class Map>
bool decode_map(json_input& in, Map& out, const field_info& info) {
    const std::size_t start = in.start(), problems = in.errors.size();
    if (!in.reader.enter_object()) return in.fail(start, "dict_type", "Input should be a valid dictionary");
    out.clear();
    const bool is_unique = read_entries(in, out) || in.has_unique_keys;
    if (in.reader.error()) return false;
    if (in.errors.size() != problems) {
        if (is_unique) return false;
        // Of a repeated key the last value counts, and the problems of the others are none.
        const std::string text = text_of(in.value_from(start));
        in.forget_problems(problems);
        json_input again(text, in.errors, in);
        again.has_unique_keys = true;
        return decode_map(again, out, info);
    }
    return !info.limits_items() || check_items(out.size(), "Dictionary", info, in.errors, [&] { return in.value_from(start); });
}

template <class Type>
consteval bool is_decodable() {
    if constexpr (holds_value<Type>)
        return is_decodable<typename Type::value_type>();
    else if constexpr (has_custom_type<Type> || plain_integer<Type> || std::floating_point<Type> || std::same_as<Type, bool> ||
                       std::same_as<Type, std::string> || std::is_enum_v<Type> || is_int_enum<Type> || is_literal<Type> ||
                       parsed_scalar<Type> || any_value<Type> || is_smart_pointer<Type> || is_variant<Type> || is_tuple<Type>)
        return true;
    else if constexpr (is_optional<Type> || is_list<Type> || is_set<Type> || is_array<Type>)
        return is_decodable<typename Type::value_type>();
    else if constexpr (is_map<Type>)
        return is_decodable<typename Type::mapped_type>();
    else
        return reflectable<Type>;
}

/// A model, after its own look at the data where it has one.
template <class Model>
bool decode_model_value(json_input& in, Model& out) {
    const model_table& table = table_of<Model>();
    if (table.before == nullptr) return decode_model(in, &out, table);
    const std::size_t start = in.start();
    any data;
    if (!decode_any(in.reader, data)) return false;
    if (!run_validator(in, start, [&] { data = table.before(std::move(data)); })) return false;
    const std::string text = text_of(data);
    json_input again(text, in.errors, in);
    again.has_unique_keys = true;
    const bool is_good = decode_model(again, &out, table);
    in.match.add(again.match);
    return is_good;
}

template <class Value>
bool decode(json_input& in, Value& out, const field_info& info) {
    if constexpr (has_custom_type<Value>) {
        return decode_custom(in, out);
    } else if constexpr (std::same_as<Value, bool>) {
        return decode_bool(in, out);
    } else if constexpr (plain_integer<Value>) {
        return decode_integer_value(in, out, info);
    } else if constexpr (std::floating_point<Value>) {
        return decode_float_value(in, out, info);
    } else if constexpr (std::same_as<Value, std::string>) {
        return decode_string(in, out, info);
    } else if constexpr (std::same_as<Value, any>) {
        in.converted();  // in a union any other type is better
        return decode_any(in.reader, out);
    } else if constexpr (std::same_as<Value, dict> || std::same_as<Value, list>) {
        const std::size_t start = in.start();
        constexpr bool wants_dict = std::same_as<Value, dict>;
        any value;
        if (!decode_any(in.reader, value)) return false;
        if (wants_dict ? !value.is_dict() : !value.is_list())
            return in.fail(start, wants_dict ? "dict_type" : "list_type",
                           wants_dict ? "Input should be a valid dictionary" : "Input should be a valid list");
        if constexpr (wants_dict)
            out = std::move(value.as_dict());
        else
            out = std::move(value.as_list());
        return true;
    } else if constexpr (is_optional<Value> || is_smart_pointer<Value>) {
        if (in.start(), in.reader.read_null()) return out.reset(), true;
        if constexpr (is_optional<Value>) {
            if (decode(in, out.emplace(), info)) return true;
        } else {
            out = Value(new typename Value::element_type{});
            if (decode(in, *out, info)) return true;
        }
        out.reset();
        return false;
    } else if constexpr (is_list<Value>) {
        return decode_list(in, out, info);
    } else if constexpr (is_set<Value>) {
        return decode_set(in, out, info);
    } else if constexpr (is_map<Value>) {
        return decode_map(in, out, info);
    } else if constexpr (is_tuple<Value> || is_array<Value>) {
        return decode_tuple(in, out);
    } else if constexpr (is_variant<Value>) {
        return decode_variant(in, out, info);
    } else if constexpr (is_int_enum<Value>) {
        return decode_int_enum(in, out);
    } else if constexpr (std::is_enum_v<Value> || is_literal<Value>) {
        return decode_choice(in, out, info);
    } else if constexpr (parsed_scalar<Value>) {
        return decode_parsed(in, out, info);
    } else if constexpr (reflectable<Value>) {
        return decode_model_value(in, out);
    } else {
        static_assert(always_false<Value>,
                      "fastapi: this type cannot be read from JSON. Use a plain struct, a standard container, text, a number, an enum, "
                      "datetime, UUID, Decimal, or dict, list and any for free JSON.");
    }
}

/// A field: its value between the validators that look before and those that look after.
template <class Slot>
bool decode_validated(json_input& in, Slot& slot, const field_info& info) {
    const std::size_t start = in.start();
    bool is_good = false;
    if constexpr (has_before_validators<Slot>) {
        any data;
        if (!decode_any(in.reader, data)) return false;
        if (!run_validator(in, start, [&] { run_validators<true>(data, type_tag<Slot>()); })) return false;
        const std::string text = text_of(data);
        json_input again(text, in.errors, in);
        again.has_unique_keys = true;
        is_good = decode(again, slot.get(), info);
    } else {
        is_good = decode(in, slot.get(), info);
    }
    if constexpr (has_validators<Slot>)
        return is_good && run_validator(in, start, [&] { run_validators<false>(slot.get(), type_tag<Slot>()); });
    return is_good;
}

/// The same for a member of a model: through a field to its value, with the field's validators.
template <class Slot>
bool decode_slot(json_input& in, void* slot, const field_info& info) {
    using value = typename slot_value<Slot>::type;
    Slot& target = *static_cast<Slot*>(slot);
    // What the client leaves out of a model comes from that model, not from the default of this member.
    constexpr bool has_members = is_tuple<value> || is_array<value> || (reflectable<value> && !parsed_scalar<value>);
    if constexpr (has_members && holds_value<Slot>)
        target.get() = value{};
    else if constexpr (has_members)
        target = value{};
    if constexpr (holds_value<Slot>)
        return decode_validated<Slot>(in, target, info);
    else
        return decode(in, target, info);
}

template <class Member>
model_member make_member(std::string_view name, std::size_t offset, bool has_initializer) {
    model_member member;
    member.name = name;
    member.info = &info_of_member<Member>();
    member.alias = member.info->input_name(name);
    member.offset = offset;
    member.decode = decode_slot<Member>;
    member.reset = [](void* slot) { *static_cast<Member*>(slot) = Member(); };
    member.required = !may_be_missing<Member>(*member.info, has_initializer);
    if constexpr (is_field<Member>) {
        member.mark = [](void* slot, bool given) { static_cast<Member*>(slot)->set(given); };
        member.was_set = [](const void* slot) { return static_cast<const Member*>(slot)->is_set(); };
    }
    return member;
}

template <class Model>
consteval bool has_extra_member() {
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return ((std::is_same_v<std::remove_cv_t<member_type<Model, Index>>, dict> && member_names<Model>[Index] == "model_extra") || ...);
    }(std::make_index_sequence<member_count<Model>>());
}

template <class Model>
model_table make_table() {
    model_table table;
    table.config = config_of<Model>();
    const Model initial{};
    const auto* const base = reinterpret_cast<const char*>(&initial);
    visit_members(initial, [&](const auto&... each) {
        std::size_t position = 0;
        const auto add = [&]<class Member>(const Member& value) {
            static_assert(!std::is_pointer_v<Member>,
                          "fastapi: a model cannot have a pointer as a member, because nobody would own what is read. Use std::optional, "
                          "std::unique_ptr or std::string.");
            const auto offset = static_cast<std::size_t>(reinterpret_cast<const char*>(&value) - base);
            table.members.push_back(make_member<Member>(member_names<Model>[position], offset,
                                                        initialized_members<Model>()[position]));
            table.members.back().is_extra = table.config.extra == Extra::allow && std::is_same_v<Member, dict> &&
                                            member_names<Model>[position] == "model_extra";
            if (table.members.back().is_extra) table.members.back().required = false;
            ++position;
        };
        (add(each), ...);
    });
    if constexpr (requires(any data) { { Model::model_validator_before(std::move(data)) } -> std::convertible_to<any>; })
        table.before = [](any data) -> any { return Model::model_validator_before(std::move(data)); };
    if constexpr (requires(const Model& model) { model.model_validator(); })
        table.after = [](const void* model) { static_cast<const Model*>(model)->model_validator(); };
    return table;
}

template <class Model>
const model_table& table_of() {
    static_assert(config_of<Model>().extra != Extra::allow || has_extra_member<Model>(),
                  "fastapi: a model with extra = Extra::allow needs a place for what it does not know. Add the member dict model_extra;");
    static const model_table table = make_table<Model>();
    return table;
}

/// Makes the fields of a fresh model forget that their initialisers gave them values.
template <class Model>
void forget_initial_values(Model& model) {
    for (const model_member& member : table_of<Model>().members)
        if (member.mark != nullptr) member.mark(member.in(&model), false);
}

}  // namespace fastapi::detail

// ==== fastapi/model/functions.hpp ====

// Pydantic's methods of a model, as functions: write one out, read one in, copy one.
// https://docs.pydantic.dev/latest/concepts/models/

namespace fastapi {

/// The model as a dict, by the names of its members: `model_dump(user, {.exclude = {"password"}})`.
template <reflectable Model>
dict model_dump(const Model& model, const DumpOptions& options = {});

/// The model as JSON text, as Pydantic's serialiser writes it.
template <reflectable Model>
std::string model_dump_json(const Model& model, const DumpOptions& options = {});

/// A value read from JSON text. Throws ValidationError with every problem, JSONDecodeError where it is no JSON.
template <class Value>
Value model_validate_json(std::string_view text);

/// A value read from a dict, or from any struct with such members (`from_attributes`). Throws ValidationError.
template <class Value, class Source>
Value model_validate(const Source& source);

/// A copy with some members replaced, by their names. Unlike Pydantic's it validates them, because C++
/// cannot hold a member of another type: throws ValidationError, std::invalid_argument for an unknown name.
template <reflectable Model>
Model model_copy(const Model& model, const dict& update = {});

/// The names of the members that were sent or assigned. Only a `Field` knows; a plain member counts as set.
template <reflectable Model>
std::set<std::string> model_fields_set(const Model& model);

/// Anything that can be answered, as a JSON value. https://fastapi.tiangolo.com/tutorial/encoder/
template <class Value>
any jsonable_encoder(const Value& value) {
    return any(value);
}

// ---- implementation ----

namespace detail {

inline void throw_problems(const error_list& problems) {
    if (!problems.empty()) throw ValidationError(problems.details());
}

template <class Value>
void validate_document(std::string_view document, Value& out) {
    std::string storage;
    const auto text = decoded_json(document, storage);
    if (!text) throw JSONDecodeError("Invalid UTF-16 or UTF-32", document, 0);
    error_list problems;
    json_input in(*text, problems);
    decode(in, out, info_of<>);
    in.reader.finish();
    if (in.reader.error()) throw JSONDecodeError(in.reader.error().message, *text, in.reader.error().position);
    throw_problems(problems);
}

/// A value as a document to be read again: a dict as it is, a struct by the names of its members.
template <class Source>
std::string document_of(const Source& source) {
    if constexpr (any_value<Source>) {
        return text_of(any(source));
    } else {
        std::string document;
        const dump_filter by_name{DumpOptions{}};
        encode(text_sink(document, json_style::document, &by_name), source);
        return document;
    }
}

}  // namespace detail

template <reflectable Model>
dict model_dump(const Model& model, const DumpOptions& options) {
    const detail::dump_filter filter(options);
    any result;
    detail::encode(detail::any_sink(result, &filter), model);
    return std::move(result.as_dict());
}

template <reflectable Model>
std::string model_dump_json(const Model& model, const DumpOptions& options) {
    const detail::dump_filter filter(options);
    std::string text;
    detail::encode(detail::text_sink(text, detail::json_style::pydantic, &filter), model);
    return text;
}

template <class Value>
Value model_validate_json(std::string_view text) {
    Value value{};
    detail::validate_document(text, value);
    return value;
}

template <class Value, class Source>
Value model_validate(const Source& source) {
    return model_validate_json<Value>(detail::document_of(source));
}

template <reflectable Model>
Model model_copy(const Model& model, const dict& update) {
    Model copy = model;
    detail::error_list problems;
    for (const auto& [name, value] : update) {
        const detail::model_member* const member = detail::table_of<Model>().find(name);
        if (member == nullptr)
            throw std::invalid_argument("model_copy: " + std::string(type_name<Model>()) + " has no member '" + name + "'");
        const std::string document = detail::text_of(value);
        detail::json_input in(document, problems);
        const std::size_t before = problems.size();
        member->decode(in, member->in(&copy), *member->info);
        problems.prepend(before, name);
        if (member->mark != nullptr) member->mark(member->in(&copy), true);
    }
    detail::throw_problems(problems);
    return copy;
}

template <reflectable Model>
std::set<std::string> model_fields_set(const Model& model) {
    std::set<std::string> names;
    for (const detail::model_member& member : detail::table_of<Model>().members)
        if (member.was_set == nullptr || member.was_set(member.in(&model))) names.emplace(member.name);
    return names;
}

}  // namespace fastapi

// ---- routing: who answers ----

// ==== fastapi/routing/operation.hpp ====

// One path operation as plain data, read once when the route is declared. The same description drives
// the extraction of parameters, the errors and the OpenAPI document: they cannot disagree.

namespace fastapi {

namespace detail {
struct operation;
}

/// The key of a further answer: a status code, a range (`"4XX"`) or `"default"`.
/// Throws std::invalid_argument for anything else.
class ResponseKey {
  public:
    ResponseKey(int status_code);
    ResponseKey(const char* range);

    /// As the document writes it: `404`, `4XX`, `default`.
    const std::string& str() const { return text_; }

    friend bool operator<(const ResponseKey& a, const ResponseKey& b) { return a.text_ < b.text_; }
    friend bool operator==(const ResponseKey& a, const ResponseKey& b) { return a.text_ == b.text_; }

  private:
    std::string text_;
};

/// What an operation may answer besides its ordinary response, for the document: FastAPI's `responses`.
/// https://fastapi.tiangolo.com/advanced/additional-responses/
struct ResponseInfo {
    std::string description = {};                        ///< what it means; the phrase of the status where empty
    any (*model)(detail::schema_registry&) = nullptr;    ///< its body as JSON: `model<ErrorMessage>`
    dict content = {};                                   ///< by media type, as OpenAPI has it: `{"image/png", dict{}}`
    dict headers = {};                                   ///< by name, as OpenAPI has it
    dict links = {};                                     ///< by name, as OpenAPI has it
};

/// The further answers of an operation: `{{404, {.description = "No such item"}}}`.
using ResponseInfos = std::map<ResponseKey, ResponseInfo>;

/// A declared route, as who names operations sees it.
/// https://fastapi.tiangolo.com/advanced/generate-clients/#custom-generate-unique-id-function
struct APIRoute {
    std::string name;                  ///< as Python's function name; empty where the route says none
    std::string path;                  ///< whole, without converters: `/users/{user_id}`
    std::vector<std::string> methods;  ///< in upper case
    std::vector<std::string> tags;     ///< those of its routers first
};

/// Makes the operationId of a route that has none of its own.
using UniqueIdFunction = std::function<std::string(const APIRoute&)>;

/// Operations that the document shows as callbacks, described as an `APIRouter` describes its own; a router
/// converts to them. https://fastapi.tiangolo.com/advanced/openapi-callbacks/
using Callbacks = std::shared_ptr<const std::vector<detail::operation>>;

/// The keyword arguments of a path operation: `app.post("/items", {.status_code = 201}, handler)`.
/// https://fastapi.tiangolo.com/reference/fastapi/#fastapi.FastAPI.get
struct RouteOptions {
    std::string summary = {};      ///< one line; made from the name where empty
    std::string description = {};  ///< Markdown
    std::string response_description = "Successful Response";  ///< of the ordinary answer
    std::vector<std::string> tags = {};              ///< groups in the docs; after those of the router
    int status_code = 200;                           ///< of an answer that says no other
    ResponseInfos responses = {};                    ///< further answers, for the document
    bool deprecated = false;                         ///< shown so in the document
    std::string operation_id = {};                   ///< made from name, path and method where empty
    bool include_in_schema = true;                   ///< whether the document shows it
    std::string name = {};                           ///< as Python's function name: for summary and id
    std::set<std::string> response_model_include = {};  ///< only these members of the result go out
    std::set<std::string> response_model_exclude = {};  ///< these do not
    bool response_model_exclude_unset = false;          ///< no `Field` that was never set
    bool response_model_exclude_defaults = false;       ///< no member that has its default
    bool response_model_exclude_none = false;           ///< no member that is null
    bool response_model_by_alias = true;                ///< members go out under their aliases
    Callbacks callbacks = {};        ///< requests that the program will make: routes of an `APIRouter`
    dict openapi_extra = {};         ///< laid over the operation in the document, deep
    UniqueIdFunction generate_unique_id_function = {};  ///< for this operation, before those of router and app

    /// Whether anything of a result is left out or renamed.
    bool filters_result() const {
        return !response_model_include.empty() || !response_model_exclude.empty() || response_model_exclude_unset ||
               response_model_exclude_defaults || response_model_exclude_none || !response_model_by_alias;
    }

    /// What of a result is written, in the terms of `model_dump`.
    DumpOptions dump_options() const {
        return {response_model_include, response_model_exclude, response_model_exclude_unset,
                response_model_exclude_defaults, response_model_exclude_none, response_model_by_alias};
    }
};

namespace detail {

enum class param_location : std::uint8_t { path, query, header, cookie, body };

/// The word of a location in errors (`loc`) and in the document (`in`).
constexpr std::string_view location_name(param_location location) {
    constexpr std::string_view names[] = {"path", "query", "header", "cookie", "body"};
    return names[static_cast<std::size_t>(location)];
}

/// One parameter as the document shows it.
struct param_description {
    std::string name;
    param_location location = param_location::query;
    bool required = false;
    bool deprecated = false;
    bool include_in_schema = true;
    std::string description;
    any example;  // null where there is none
    any schema;   // made for one document
};

/// The body as the document shows it.
struct body_description {
    bool required = false;
    bool embedded = false;  // an object made of several parameters: a component of its own
    any schema;
    std::string media_type = "application/json";
};

/// A request on its way to its answer. Recycled: a warm one allocates nothing.
struct exchange {
    Request request;
    Response response;
    const dump_filter* filter = nullptr;  // of the response model; null where everything goes out

    void recycle() {
        request_access::recycle(request);
        filter = nullptr;
        response.status_code = 200;
        response.headers.clear();
        response.body.clear();
    }
};

/// A handler behind its signature: everything typed is hidden here.
class endpoint {
  public:
    endpoint() = default;
    endpoint(const endpoint&) = delete;
    endpoint& operator=(const endpoint&) = delete;
    virtual ~endpoint() = default;

    /// Whether the handler is a coroutine, to be run by `answer_async` on the event loop.
    virtual bool is_async() const = 0;

    /// Reads the parameters, calls the handler and leaves its answer in `exchange.response`. Throws
    /// RequestValidationError where parameters are wrong, and whatever the handler throws.
    virtual void answer(exchange&) = 0;
    virtual async<void> answer_async(exchange&) = 0;

    /// The parameters in the order of declaration, with schemas that refer to `registry`.
    virtual std::vector<param_description> describe_params(schema_registry& registry) const = 0;

    /// What the body must be; nothing where the handler takes none.
    virtual std::optional<body_description> describe_body(schema_registry& registry) const = 0;

    /// The schema of the ordinary answer, `{}` where it is not known, nothing where it has no body.
    virtual std::optional<any> describe_response(schema_registry& registry) const = 0;

    /// Throws std::invalid_argument where the handler asks for a path parameter that is not among the
    /// placeholders of the final path.
    virtual void check_path(const std::vector<std::string>& placeholders, std::string_view path) const = 0;

    /// Whether a request can fail validation, and so 422 is one of the answers.
    virtual bool can_refuse() const = 0;

    /// Whether the handler took long lately. Such a one is given a thread from the start; it has to be quick
    /// a few times to be trusted again. From any thread.
    bool is_slow() const { return slowness_.load(std::memory_order_relaxed) > 0; }
    void was_slow() { slowness_.store(calls_to_forgive, std::memory_order_relaxed); }
    void was_quick() { slowness_.fetch_sub(1, std::memory_order_relaxed); }

  private:
    static constexpr int calls_to_forgive = 16;

    std::atomic<int> slowness_{0};
};

struct operation {
    std::vector<std::string> methods;
    std::string path;  // with the prefixes of all routers
    RouteOptions options;
    std::shared_ptr<endpoint> handler;  // shared by the routers that include this operation

    bool accepts(std::string_view method) const {
        return std::find(methods.begin(), methods.end(), method) != methods.end();
    }
};

/// Lays one document over another: dicts are merged, lists are joined, anything else is replaced.
inline void merge_deep(dict& target, const dict& added) {
    for (const auto& [key, value] : added) {
        any& known = target[key];
        if (known.is_dict() && value.is_dict())
            merge_deep(known.as_dict(), value.as_dict());
        else if (known.is_list() && value.is_list())
            for (const any& item : value.as_list()) known.as_list().push_back(item);
        else
            known = value;
    }
}

}  // namespace detail

// ---- implementation ----

inline ResponseKey::ResponseKey(int status_code) : text_(std::to_string(status_code)) {
    if (status_code < 100 || status_code > 599)
        throw std::invalid_argument("fastapi: " + text_ + " is no status code. Write one from 100 to 599.");
}

inline ResponseKey::ResponseKey(const char* range) : text_(range) {
    const auto is_range = [](std::string_view text) {
        return text.size() == 3 && text[0] >= '1' && text[0] <= '5' && detail::iequals(text.substr(1), "XX");
    };
    if (detail::iequals(text_, "default"))
        text_ = "default";
    else if (is_range(text_))
        text_.replace(1, 2, "XX");
    else
        throw std::invalid_argument("fastapi: \"" + text_ +
                                    "\" is no range of status codes. Write \"4XX\" or \"default\".");
}

}  // namespace fastapi

// ==== fastapi/routing/path_pattern.hpp ====

// Path templates as FastAPI writes them: `/users/{user_id}`, `/files/{file_path:path}`. The
// template is parsed to pieces (at compile time too), the pieces are matched against the
// percent-decoded path of a request, and filled with values to build a URL.
//
// A match gives what Starlette's regular expression gives: the whole path, each placeholder in turn
// as long as the rest allows, at a cost that is linear in the path. One difference: where Python's
// `$` also matches before a final newline, here a newline is a character like any other.

namespace fastapi::detail {

inline constexpr std::size_t max_path_placeholders = 16;

/// What a placeholder takes: `{x}` is `str`, `{x:path}` `path`, then `int`, `float` and `uuid`.
enum class path_converter : unsigned char { str, path, integer, floating, uuid };

enum class path_error : unsigned char {
    none,
    no_leading_slash,
    unclosed_brace,
    stray_brace,
    empty_name,
    name_not_identifier,
    unknown_converter,
    duplicate_name,
    too_many_placeholders
};

/// A stretch of literal text, or a placeholder (then `text` is its name).
template <class Text>
struct basic_path_piece {
    Text text{};
    bool is_placeholder = false;
    path_converter converter = path_converter::str;

    bool operator==(const basic_path_piece&) const = default;
};

/// What `parse_path` finds: the pieces are views into the template.
struct parsed_path {
    using piece = basic_path_piece<std::string_view>;

    std::array<piece, 2 * max_path_placeholders + 1> pieces{};
    std::size_t size = 0;
    std::size_t placeholder_count = 0;
    path_error error = path_error::none;
    std::string_view culprit{};  // the part of the template that is wrong

    constexpr const piece* begin() const { return pieces.data(); }
    constexpr const piece* end() const { return pieces.data() + size; }

    /// The placeholder of that name, or null.
    constexpr const piece* placeholder(std::string_view name) const {
        for (const piece& each : *this)
            if (each.is_placeholder && each.text == name) return &each;
        return nullptr;
    }
};

/// Parses a template, also in constant expressions. With `no_leading_slash` the pieces are complete
/// all the same: below a prefix a path may be empty.
constexpr parsed_path parse_path(std::string_view path);

/// What an error means, without the names it concerns.
constexpr std::string_view path_error_text(path_error error);

/// The whole message for a template that was refused.
inline std::string path_error_message(const parsed_path& parsed, std::string_view path);

/// A template that owns its text: what routes keep.
struct path_pattern {
    using piece = basic_path_piece<std::string>;
    std::vector<piece> pieces;

    std::size_t placeholder_count() const {
        const auto is_placeholder = [](const piece& each) { return each.is_placeholder; };
        return static_cast<std::size_t>(
            std::count_if(pieces.begin(), pieces.end(), is_placeholder));
    }
};

/// The values of a pattern's placeholders, in their order: views into the matched path.
struct path_captures {
    std::array<std::string_view, max_path_placeholders> values{};
    std::size_t size = 0;

    void push(std::string_view value) { values[size++] = value; }
    std::string_view operator[](std::size_t i) const { return values[i]; }
    const std::string_view* begin() const { return values.data(); }
    const std::string_view* end() const { return values.data() + size; }
};

/// Parses at start-up; throws std::invalid_argument with `path_error_message`.
inline path_pattern make_path_pattern(std::string_view path);

/// The pattern of a mounted application: everything under `prefix` + "/", the rest captured as
/// `path`. The prefix itself, without a slash behind it, does not match. "" and "/" take every
/// path.
inline path_pattern make_mount_pattern(std::string_view prefix);

/// Whether the whole decoded path matches. The captures mean nothing after a "no".
inline bool match(const path_pattern& pattern, std::string_view path, path_captures& captures);

/// The same for a part of a pattern and a part of a path; appends to the captures.
inline bool match_pieces(std::span<const path_pattern::piece> pieces, std::string_view text,
                         path_captures& captures);

/// Whether a converter takes exactly this text.
constexpr bool converter_takes(path_converter converter, std::string_view text);

/// The template without converters, as OpenAPI writes it: `/files/{file_path}`.
inline std::string path_format(const path_pattern& pattern);

/// The path for the given values, not percent-encoded; nothing when their names are not exactly
/// those of the placeholders. Throws std::invalid_argument for a value that the placeholder would
/// not match.
inline std::optional<std::string> fill(
    const path_pattern& pattern,
    std::span<const std::pair<std::string_view, std::string_view>> values);

// ---- implementation ----

constexpr bool is_identifier(std::string_view text) {
    if (text.empty() || is_digit(text.front())) return false;
    for (const char c : text)
        if (!is_alpha(c) && !is_digit(c) && c != '_') return false;
    return true;
}

constexpr std::optional<path_converter> to_path_converter(std::string_view name) {
    if (name == "str") return path_converter::str;
    if (name == "path") return path_converter::path;
    if (name == "int") return path_converter::integer;
    if (name == "float") return path_converter::floating;
    if (name == "uuid") return path_converter::uuid;
    return std::nullopt;
}

constexpr void refuse(parsed_path& parsed, path_error error, std::string_view culprit) {
    parsed.error = error;
    parsed.culprit = culprit;
}

/// `text` is what stands between the braces.
constexpr void add_placeholder(parsed_path& parsed, std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view name = text.substr(0, colon);
    const std::string_view kind = colon < text.size() ? text.substr(colon + 1) : "str";
    const auto converter = to_path_converter(kind);

    if (name.empty()) return refuse(parsed, path_error::empty_name, text);
    if (!is_identifier(name)) return refuse(parsed, path_error::name_not_identifier, name);
    if (!converter) return refuse(parsed, path_error::unknown_converter, kind);
    if (parsed.placeholder(name)) return refuse(parsed, path_error::duplicate_name, name);
    if (parsed.placeholder_count == max_path_placeholders)
        return refuse(parsed, path_error::too_many_placeholders, name);
    parsed.pieces[parsed.size++] = {name, true, *converter};
    ++parsed.placeholder_count;
}

constexpr parsed_path parse_path(std::string_view path) {
    parsed_path parsed;
    for (std::size_t i = 0; i < path.size() && parsed.error == path_error::none;) {
        const std::size_t brace = std::min(path.find_first_of("{}", i), path.size());
        if (brace > i) parsed.pieces[parsed.size++].text = path.substr(i, brace - i);
        if (brace == path.size()) break;
        const std::size_t close = path.find('}', brace);
        if (close == brace)
            return refuse(parsed, path_error::stray_brace, path.substr(brace)), parsed;
        if (close == path.npos)
            return refuse(parsed, path_error::unclosed_brace, path.substr(brace)), parsed;
        add_placeholder(parsed, path.substr(brace + 1, close - brace - 1));
        i = close + 1;
    }
    if (parsed.error == path_error::none && !path.starts_with('/'))
        refuse(parsed, path_error::no_leading_slash, path);
    return parsed;
}

constexpr std::string_view path_error_text(path_error error) {
    switch (error) {
        case path_error::none:
            break;
        case path_error::no_leading_slash:
            return "Routed paths must start with '/'";
        case path_error::unclosed_brace:
            return "A '{' is not closed";
        case path_error::stray_brace:
            return "A '}' closes nothing";
        case path_error::empty_name:
            return "A placeholder has no name";
        case path_error::name_not_identifier:
            return "A param name is not an identifier";
        case path_error::unknown_converter:
            return "Unknown path convertor";
        case path_error::duplicate_name:
            return "Duplicated param name";
        case path_error::too_many_placeholders:
            return "More than 16 placeholders";
    }
    return "";
}

inline std::string path_error_message(const parsed_path& parsed, std::string_view path) {
    if (parsed.error == path_error::none) return {};
    std::string message(path_error_text(parsed.error));
    if (parsed.error == path_error::duplicate_name)
        message.append(" ").append(parsed.culprit);  // Starlette's text
    else if (parsed.error == path_error::name_not_identifier ||
             parsed.error == path_error::unknown_converter)
        message.append(" '").append(parsed.culprit).append("'");
    return message.append(" at path ").append(path);
}

inline path_pattern make_path_pattern(std::string_view path) {
    const parsed_path parsed = parse_path(path);
    if (parsed.error != path_error::none)
        throw std::invalid_argument(path_error_message(parsed, path));
    path_pattern pattern;
    for (const parsed_path::piece& each : parsed)
        pattern.pieces.push_back({std::string(each.text), each.is_placeholder, each.converter});
    return pattern;
}

inline path_pattern make_mount_pattern(std::string_view prefix) {
    while (prefix.ends_with('/')) prefix.remove_suffix(1);
    return make_path_pattern(std::string(prefix) + "/{path:path}");
}

/// The characters that a converter repeats; `.` in Starlette's `.*` is no newline.
constexpr bool is_in_run(path_converter converter, char c) {
    if (converter == path_converter::str) return c != '/';
    if (converter == path_converter::path) return c != '\n';
    return is_digit(c);
}

constexpr std::size_t run_end(path_converter converter, std::string_view text, std::size_t from) {
    while (from < text.size() && is_in_run(converter, text[from])) ++from;
    return from;
}

/// The length of the UUID at the start of `text`, or 0: 8-4-4-4-12 digits, each hyphen may be
/// missing.
constexpr std::size_t uuid_length(std::string_view text) {
    std::size_t i = 0;
    for (const std::size_t group : {8u, 4u, 4u, 4u, 12u}) {
        if (i > 0 && i < text.size() && text[i] == '-') ++i;
        const std::size_t group_end = i + group;
        while (i < group_end && i < text.size() && hex_value(text[i]) >= 0) ++i;
        if (i < group_end) return 0;
    }
    return i;
}

constexpr bool is_path_float(std::string_view text) {
    const std::size_t dot = run_end(path_converter::floating, text, 0);
    if (dot == 0 || dot == text.size()) return dot > 0;
    return text[dot] == '.' && dot + 1 < text.size() &&
           run_end(path_converter::floating, text, dot + 1) == text.size();
}

constexpr bool converter_takes(path_converter converter, std::string_view text) {
    if (converter == path_converter::uuid) return !text.empty() && uuid_length(text) == text.size();
    if (converter == path_converter::floating) return is_path_float(text);
    if (text.empty()) return converter == path_converter::path;
    return run_end(converter, text, 0) == text.size();
}

/// For each piece the positions of the text from which that piece and all behind it match to the
/// end. Rows of bits; only a long path that meets several placeholders in one segment needs the
/// heap.
class matching_positions {
public:
    matching_positions(std::size_t pieces, std::size_t text_size)
        : words_per_row_(text_size / 64 + 1), words_(few_.data()) {
        if (words_per_row_ * (pieces + 1) <= few_.size()) return;
        many_.resize(words_per_row_ * (pieces + 1));
        words_ = many_.data();
    }
    matching_positions(const matching_positions&) = delete;
    matching_positions& operator=(const matching_positions&) = delete;

    bool test(std::size_t piece, std::size_t position) const {
        return (words_[piece * words_per_row_ + position / 64] >> (position % 64) & 1u) != 0;
    }
    void set(std::size_t piece, std::size_t position) {
        words_[piece * words_per_row_ + position / 64] |= std::uint64_t{1} << (position % 64);
    }

private:
    std::size_t words_per_row_;
    std::array<std::uint64_t, 128> few_{};
    std::vector<std::uint64_t> many_{};
    std::uint64_t* words_;
};

inline void mark_literal(matching_positions& marks, std::size_t piece, std::string_view literal,
                         std::string_view text) {
    for (std::size_t i = 0; i + literal.size() <= text.size(); ++i)
        if (marks.test(piece + 1, i + literal.size()) && text.substr(i).starts_with(literal))
            marks.set(piece, i);
}

/// From right to left: a start is good when an end in the same run of characters is.
inline void mark_run(matching_positions& marks, std::size_t piece, path_converter converter,
                     std::string_view text) {
    const std::size_t shortest = converter == path_converter::path ? 0 : 1;
    bool has_end = false;
    for (std::size_t i = text.size() + 1; i-- > 0;) {
        const bool in_run = i < text.size() && is_in_run(converter, text[i]);
        if (!in_run) has_end = false;
        if ((in_run || shortest == 0) && marks.test(piece + 1, i + shortest)) has_end = true;
        if (has_end) marks.set(piece, i);
    }
}

/// Behind `mark_run` for the digits: those that go on with '.' and more digits.
inline void mark_fractions(matching_positions& marks, std::size_t piece, std::string_view text) {
    bool digits_match_behind = false;
    bool fraction_matches = false;
    for (std::size_t i = text.size(); i-- > 0;) {
        const bool digits_match = marks.test(piece, i);
        if (!is_digit(text[i]))
            fraction_matches = text[i] == '.' && digits_match_behind;
        else if (fraction_matches)
            marks.set(piece, i);
        digits_match_behind = digits_match;
    }
}

inline void mark_uuids(matching_positions& marks, std::size_t piece, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t length = uuid_length(text.substr(i));
        if (length > 0 && marks.test(piece + 1, i + length)) marks.set(piece, i);
    }
}

inline void mark_piece(matching_positions& marks, std::size_t index,
                       const path_pattern::piece& piece, std::string_view text) {
    if (!piece.is_placeholder) return mark_literal(marks, index, piece.text, text);
    if (piece.converter == path_converter::uuid) return mark_uuids(marks, index, text);
    mark_run(marks, index, piece.converter, text);
    if (piece.converter == path_converter::floating) mark_fractions(marks, index, text);
}

/// The longest a placeholder can take from `start` on, where marks say that it can take something.
inline std::size_t longest_end(const matching_positions& marks, std::size_t index,
                               path_converter converter, std::string_view text, std::size_t start) {
    if (converter == path_converter::uuid) return start + uuid_length(text.substr(start));
    const std::size_t end = run_end(converter, text, start);
    if (converter == path_converter::floating && end < text.size() && text[end] == '.')
        for (std::size_t i = run_end(converter, text, end + 1); i > end + 1; --i)
            if (marks.test(index + 1, i)) return i;
    std::size_t i = end;
    while (!marks.test(index + 1, i)) --i;
    return i;
}

/// Where it is not plain where placeholders end: what can match, from right to left, then the
/// longest choice for each, from left to right.
inline bool match_ambiguous(std::span<const path_pattern::piece> pieces, std::string_view text,
                            path_captures& captures) {
    matching_positions marks(pieces.size(), text.size());
    marks.set(pieces.size(), text.size());
    for (std::size_t i = pieces.size(); i-- > 0;) mark_piece(marks, i, pieces[i], text);
    if (!marks.test(0, 0)) return false;

    std::size_t position = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::size_t start = position;
        if (!pieces[i].is_placeholder) {
            position += pieces[i].text.size();
            continue;
        }
        position = longest_end(marks, i, pieces[i].converter, text, start);
        captures.push(text.substr(start, position - start));
    }
    return true;
}

/// Where the placeholder must end that begins at `start`, or npos where there is a choice.
inline std::size_t only_end(std::span<const path_pattern::piece> pieces, std::string_view text,
                            std::size_t start) {
    if (pieces.size() == 1) return text.size();
    const path_pattern::piece& next = pieces[1];
    if (next.is_placeholder) return text.npos;
    if (pieces[0].converter != path_converter::path && next.text.front() == '/')
        return std::min(text.find('/', start), text.size());
    const bool next_is_last = pieces.size() == 2;
    return next_is_last && text.size() - start >= next.text.size() ? text.size() - next.text.size()
                                                                   : text.npos;
}

inline bool match_pieces(std::span<const path_pattern::piece> pieces, std::string_view text,
                         path_captures& captures) {
    std::size_t position = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!pieces[i].is_placeholder) {
            if (!text.substr(position).starts_with(pieces[i].text)) return false;
            position += pieces[i].text.size();
            continue;
        }
        const std::size_t end = only_end(pieces.subspan(i), text, position);
        if (end == text.npos)
            return match_ambiguous(pieces.subspan(i), text.substr(position), captures);
        const std::string_view value = text.substr(position, end - position);
        if (!converter_takes(pieces[i].converter, value)) return false;
        captures.push(value);
        position = end;
    }
    return position == text.size();
}

inline bool match(const path_pattern& pattern, std::string_view path, path_captures& captures) {
    captures.size = 0;
    return match_pieces(pattern.pieces, path, captures);
}

inline std::string path_format(const path_pattern& pattern) {
    std::string result;
    for (const path_pattern::piece& each : pattern.pieces)
        result.append(each.is_placeholder ? "{" + each.text + "}" : each.text);
    return result;
}

inline void check_value(const path_pattern::piece& placeholder, std::string_view value) {
    if (converter_takes(placeholder.converter, value)) return;
    throw std::invalid_argument("'" + std::string(value) + "' does not fit the path parameter '" +
                                placeholder.text + "'");
}

inline std::optional<std::string> fill(
    const path_pattern& pattern,
    std::span<const std::pair<std::string_view, std::string_view>> values) {
    if (values.size() != pattern.placeholder_count()) return std::nullopt;
    std::string result;
    for (const path_pattern::piece& each : pattern.pieces) {
        if (!each.is_placeholder) {
            result.append(each.text);
            continue;
        }
        const auto has_name = [&](const auto& value) { return value.first == each.text; };
        const auto found = std::find_if(values.begin(), values.end(), has_name);
        if (found == values.end()) return std::nullopt;
        check_value(each, found->second);
        result.append(found->second);
    }
    return result;
}

}  // namespace fastapi::detail

// ==== fastapi/routing/route_tree.hpp ====

// All path patterns of an application in one look-up structure: from the decoded path of a request
// to the routes that match it, in the order of their declaration, as if each pattern was tried in
// turn (Starlette's rule), but at a cost that does not grow with the number of routes.
//
// Whole paths without placeholders are one hash look-up. The others stand in a tree with one level
// for each segment; a segment with text and placeholders mixed is an edge of its own. From a
// segment that holds `{x:path}` on, the rest of the pattern is kept at the node and matched as a
// whole.
//
// Bounds: a walk enters a node of the tree once at most, so it never does more than trying each
// pattern does, whatever the patterns; branches whose routes all come too late are left out. What
// grows with the program is only the number of different mixed segments, and of `{x:path}` routes,
// below one node. The tables hold the program's texts alone, so a client cannot degrade them.
// Nothing is allocated (`matching_positions` names the exception).

namespace fastapi::detail {

/// From (parent, text) to a number: open addressing, never more than half full. Made at start-up,
/// only read afterwards.
class edge_table {
public:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    /// The child, or `none`.
    std::uint32_t find(std::uint32_t parent, std::string_view text) const;
    void insert(std::uint32_t parent, std::string_view text, std::uint32_t child);

private:
    struct slot {
        std::uint64_t hash = 0;
        std::uint32_t parent = none;
        std::uint32_t child = none;  // none: the slot is free
        std::size_t offset = 0;      // in texts_
        std::size_t length = 0;
    };

    static std::uint64_t hash(std::uint32_t parent, std::string_view text);
    void place(const slot& entry);
    void grow();

    std::vector<slot> slots_;
    std::size_t used_ = 0;
    std::string texts_;
    std::size_t longest_ = 0;
};

/// The routes of an application, found by path.
class route_tree {
public:
    using accept_function = bool (*)(void* context, std::size_t index);

    /// Adds a pattern. The index is the place of its declaration: each one once, in any order.
    void add(path_pattern pattern, std::size_t index);

    /// Calls `accept(context, index)` for the routes that match the path, in ascending order, until
    /// it says yes; then gives that index and fills the captures. Nothing where no route is
    /// accepted.
    std::optional<std::size_t> find(std::string_view path, path_captures& captures,
                                    accept_function accept, void* context) const;

    /// The same with any callable `bool(std::size_t index)`.
    template <class Accept>
    std::optional<std::size_t> find(std::string_view path, path_captures& captures,
                                    Accept&& accept) const {
        using callable = std::remove_reference_t<Accept>;
        const auto call = [](void* context, std::size_t index) -> bool {
            return (*static_cast<callable*>(context))(index);
        };
        return find(path, captures, call, const_cast<void*>(static_cast<const void*>(&accept)));
    }

private:
    using segment = std::vector<path_pattern::piece>;
    static constexpr std::uint32_t none = edge_table::none;
    static constexpr std::uint32_t root = 0;
    static constexpr std::uint32_t whole_path = none - 1;  // parent of paths without placeholders
    static constexpr std::size_t at_end = std::string_view::npos;

    struct route {
        std::size_t index = 0;
        path_pattern pattern{};
        segment tail{};  // what is left from the segment with {x:path} on
    };

    struct mixed_edge {
        segment pieces{};
        std::uint32_t child = none;
    };

    struct node {
        // The indices of the routes at and below this node lie between these.
        std::size_t lowest = std::numeric_limits<std::size_t>::max();
        std::size_t highest = 0;
        std::array<std::uint32_t, 5> placeholder{none, none, none, none, none};  // by converter
        std::vector<mixed_edge> mixed{};
        std::vector<std::uint32_t> ends{};   // the routes that end here, by index
        std::vector<std::uint32_t> tails{};  // those that end in a tail, by index
    };

    struct candidate {
        std::size_t index = 0;
        std::uint32_t route = none;
    };

    /// One walk through the tree: keeps the first few matches whose index is at least `from`.
    struct search {
        std::string_view path;
        std::size_t from = 0;
        std::array<candidate, 8> found{};
        std::size_t size = 0;
        path_captures scratch{};

        bool is_full() const { return size == found.size(); }
        bool wants(std::size_t lowest, std::size_t highest) const {
            return highest >= from && !(is_full() && lowest > found.back().index);
        }
        void offer(candidate match);
    };

    std::uint32_t enter(std::uint32_t parent, const segment& edge);
    std::uint32_t enter_text(std::uint32_t parent, std::string_view text);
    std::uint32_t enter_mixed(std::uint32_t parent, const segment& edge);
    std::uint32_t make_node();
    void note_index(std::uint32_t at, std::size_t index);
    void insert_by_index(std::vector<std::uint32_t>& list, std::uint32_t added) const;

    void visit(std::uint32_t at, std::size_t start, search& walk) const;
    void visit_children(std::uint32_t at, std::string_view text, std::size_t next,
                        search& walk) const;
    void offer_ends(const node& here, search& walk) const;
    void offer_tails(const node& here, std::string_view rest, search& walk) const;
    void search_all(search& walk) const;

    std::vector<route> routes_;
    std::vector<node> nodes_ = std::vector<node>(1);
    edge_table edges_;
};

// ---- implementation ----

/// Eight bytes at a time, mixed by multiplication. Fast rather than strong: the keys are the
/// program's.
inline std::uint64_t edge_table::hash(std::uint32_t parent, std::string_view text) {
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15u;
    std::uint64_t value = (parent + text.size() * factor) * factor;
    const auto mix = [&](const char* bytes, std::size_t count) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes, count);
        value = (value ^ word) * factor;
        value ^= value >> 32;
    };
    while (text.size() >= 8) {
        mix(text.data(), 8);
        text.remove_prefix(8);
    }
    if (!text.empty()) mix(text.data(), text.size());
    return value ^ (value >> 29);
}

inline std::uint32_t edge_table::find(std::uint32_t parent, std::string_view text) const {
    if (used_ == 0 || text.size() > longest_) return none;
    const std::uint64_t wanted = hash(parent, text);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = wanted & mask; slots_[i].child != none; i = (i + 1) & mask) {
        const slot& each = slots_[i];
        if (each.hash == wanted && each.parent == parent &&
            std::string_view(texts_).substr(each.offset, each.length) == text)
            return each.child;
    }
    return none;
}

inline void edge_table::insert(std::uint32_t parent, std::string_view text, std::uint32_t child) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    place({hash(parent, text), parent, child, texts_.size(), text.size()});
    texts_.append(text);
    longest_ = std::max(longest_, text.size());
    ++used_;
}

inline void edge_table::place(const slot& entry) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = entry.hash & mask;
    while (slots_[i].child != none) i = (i + 1) & mask;
    slots_[i] = entry;
}

inline void edge_table::grow() {
    const std::vector<slot> old =
        std::exchange(slots_, std::vector<slot>(std::max<std::size_t>(16, slots_.size() * 2)));
    for (const slot& each : old)
        if (each.child != none) place(each);
}

/// A pattern as the tree stores it.
struct split_pattern {
    std::vector<std::vector<path_pattern::piece>> segments;
    std::vector<path_pattern::piece> tail;  // not empty: the pattern has a {x:path}
};

/// Cuts a pattern at its slashes, the first of which stands before the first segment.
inline split_pattern split_at_slashes(const path_pattern& pattern) {
    split_pattern result;
    std::vector<path_pattern::piece> current;
    const auto add_text = [&](std::string_view text) {
        if (!text.empty()) current.push_back({std::string(text), false, path_converter::str});
    };
    for (const path_pattern::piece& piece : pattern.pieces) {
        if (!result.tail.empty()) {
            result.tail.push_back(piece);
        } else if (piece.is_placeholder) {
            current.push_back(piece);
            if (piece.converter == path_converter::path) result.tail = std::exchange(current, {});
        } else {
            std::string_view text = piece.text;
            for (std::size_t slash; (slash = text.find('/')) != text.npos;) {
                add_text(text.substr(0, slash));
                result.segments.push_back(std::exchange(current, {}));
                text.remove_prefix(slash + 1);
            }
            add_text(text);
        }
    }
    if (result.tail.empty()) result.segments.push_back(std::move(current));
    result.segments.erase(result.segments.begin());  // the nothing before the first slash
    return result;
}

inline void route_tree::add(path_pattern pattern, std::size_t index) {
    const auto number = static_cast<std::uint32_t>(routes_.size());
    split_pattern split = split_at_slashes(pattern);
    const bool is_text = pattern.placeholder_count() == 0;

    std::uint32_t at = is_text ? enter_text(whole_path, path_format(pattern)) : root;
    routes_.push_back({index, std::move(pattern), std::move(split.tail)});
    note_index(at, index);
    if (!is_text)
        for (const segment& each : split.segments) note_index(at = enter(at, each), index);
    insert_by_index(routes_[number].tail.empty() ? nodes_[at].ends : nodes_[at].tails, number);
}

inline std::uint32_t route_tree::make_node() {
    nodes_.emplace_back();
    return static_cast<std::uint32_t>(nodes_.size() - 1);
}

inline void route_tree::note_index(std::uint32_t at, std::size_t index) {
    nodes_[at].lowest = std::min(nodes_[at].lowest, index);
    nodes_[at].highest = std::max(nodes_[at].highest, index);
}

inline void route_tree::insert_by_index(std::vector<std::uint32_t>& list,
                                        std::uint32_t added) const {
    const auto earlier = [&](std::uint32_t a, std::uint32_t b) {
        return routes_[a].index < routes_[b].index;
    };
    list.insert(std::upper_bound(list.begin(), list.end(), added, earlier), added);
}

/// The child behind an edge, made if need be. Names of placeholders play no part.
inline std::uint32_t route_tree::enter(std::uint32_t parent, const segment& edge) {
    if (edge.empty()) return enter_text(parent, "");
    if (edge.size() > 1) return enter_mixed(parent, edge);
    if (!edge[0].is_placeholder) return enter_text(parent, edge[0].text);

    const auto kind = static_cast<std::size_t>(edge[0].converter);
    if (nodes_[parent].placeholder[kind] == none) {
        const std::uint32_t child = make_node();
        nodes_[parent].placeholder[kind] = child;
    }
    return nodes_[parent].placeholder[kind];
}

inline std::uint32_t route_tree::enter_text(std::uint32_t parent, std::string_view text) {
    const std::uint32_t known = edges_.find(parent, text);
    if (known != none) return known;
    const std::uint32_t child = make_node();
    edges_.insert(parent, text, child);
    return child;
}

inline std::uint32_t route_tree::enter_mixed(std::uint32_t parent, const segment& edge) {
    segment nameless = edge;
    for (path_pattern::piece& piece : nameless)
        if (piece.is_placeholder) piece.text.clear();
    for (const mixed_edge& known : nodes_[parent].mixed)
        if (known.pieces == nameless) return known.child;
    const std::uint32_t child = make_node();
    nodes_[parent].mixed.push_back({std::move(nameless), child});
    return child;
}

inline void route_tree::search::offer(candidate match) {
    if (!wants(match.index, match.index)) return;
    std::size_t i = is_full() ? size - 1 : size++;
    for (; i > 0 && found[i - 1].index > match.index; --i) found[i] = found[i - 1];
    found[i] = match;
}

inline void route_tree::offer_ends(const node& here, search& walk) const {
    const auto is_earlier = [&](std::uint32_t number, std::size_t from) {
        return routes_[number].index < from;
    };
    auto each = std::lower_bound(here.ends.begin(), here.ends.end(), walk.from, is_earlier);
    for (; each != here.ends.end(); ++each) {
        const std::size_t index = routes_[*each].index;
        if (!walk.wants(index, index)) return;
        walk.offer({index, *each});
    }
}

inline void route_tree::offer_tails(const node& here, std::string_view rest, search& walk) const {
    for (const std::uint32_t number : here.tails) {
        const route& each = routes_[number];
        if (!walk.wants(each.index, each.index)) continue;
        walk.scratch.size = 0;
        if (match_pieces(each.tail, rest, walk.scratch)) walk.offer({each.index, number});
    }
}

/// `start` is where the next segment begins, `at_end` behind the last one. The depth is the
/// patterns', not the path's.
inline void route_tree::visit(std::uint32_t at, std::size_t start, search& walk) const {
    const node& here = nodes_[at];
    if (!walk.wants(here.lowest, here.highest)) return;
    if (start == at_end) return offer_ends(here, walk);

    const std::string_view rest = walk.path.substr(start);
    const std::size_t slash = rest.find('/');
    const std::size_t next = slash == rest.npos ? at_end : start + slash + 1;
    visit_children(at, rest.substr(0, slash), next, walk);
    offer_tails(here, rest, walk);
}

inline void route_tree::visit_children(std::uint32_t at, std::string_view text, std::size_t next,
                                       search& walk) const {
    const std::uint32_t child = edges_.find(at, text);
    if (child != none) visit(child, next, walk);

    const node& here = nodes_[at];
    for (std::size_t kind = 0; kind < here.placeholder.size(); ++kind)
        if (here.placeholder[kind] != none &&
            converter_takes(static_cast<path_converter>(kind), text))
            visit(here.placeholder[kind], next, walk);

    for (const mixed_edge& edge : here.mixed) {
        if (!walk.wants(nodes_[edge.child].lowest, nodes_[edge.child].highest)) continue;
        walk.scratch.size = 0;
        if (match_pieces(edge.pieces, text, walk.scratch)) visit(edge.child, next, walk);
    }
}

inline void route_tree::search_all(search& walk) const {
    const std::uint32_t whole = edges_.find(whole_path, walk.path);
    if (whole != none) offer_ends(nodes_[whole], walk);
    if (walk.path.starts_with('/')) visit(root, 1, walk);
}

inline std::optional<std::size_t> route_tree::find(std::string_view path, path_captures& captures,
                                                   accept_function accept, void* context) const {
    search walk{.path = path};
    while (true) {
        search_all(walk);
        for (std::size_t i = 0; i < walk.size; ++i) {
            const auto [index, number] = walk.found[i];
            if (!accept(context, index)) continue;
            match(routes_[number].pattern, path, captures);
            return index;
        }
        if (!walk.is_full()) return std::nullopt;
        walk.from = walk.found.back().index + 1;  // rare: all of the first few were refused
        walk.size = 0;
    }
}

}  // namespace fastapi::detail

// ==== fastapi/routing/route_table.hpp ====

// The operations of an application in the order of their declaration, and the question "who answers
// this method and path?". Not finding one is data, not flow: a known path under another method, a
// path that only differs in its final slash, or nothing.

namespace fastapi::detail {

/// An operation and the names of its placeholders, as the table keeps it; or another application, which
/// answers everything below a prefix.
struct route {
    operation description;
    path_pattern pattern;
    std::vector<std::string> placeholders;  // in the order of the path
    std::optional<dump_filter> filter;      // of the response model, where the options have one
    FastAPI* mounted = nullptr;             // its last placeholder is then the rest of the path

    bool is_mount() const { return mounted != nullptr; }
    bool accepts(std::string_view method) const { return is_mount() || description.accepts(method); }
};

struct route_match {
    enum class kinds : unsigned char { none, wrong_method, found };

    kinds kind = kinds::none;
    const route* target = nullptr;  // for wrong_method: the first that knows the path
    path_captures captures{};
};

class route_table {
public:
    /// Adds an operation behind all others. Throws std::invalid_argument, naming the path, where it
    /// is no path template.
    void add(operation added);

    /// Adds an application below a prefix, behind all others. Throws as `add` does.
    void mount(std::string_view prefix, FastAPI& app);

    /// The first declared operation that takes this method and percent-decoded path.
    route_match find(std::string_view method, std::string_view path) const;

    /// Whether any operation knows this path, whatever the method.
    bool knows(std::string_view path) const;

    const std::vector<std::unique_ptr<route>>& routes() const { return routes_; }

private:
    void add(operation added, FastAPI* mounted);

    std::vector<std::unique_ptr<route>> routes_;
    route_tree tree_;
};

// ---- implementation ----

inline void route_table::add(operation added) { add(std::move(added), nullptr); }

inline void route_table::mount(std::string_view prefix, FastAPI& app) {
    operation below;
    below.path = std::string(prefix) + "/{path:path}";
    add(std::move(below), &app);
}

inline void route_table::add(operation added, FastAPI* mounted) {
    path_pattern pattern = make_path_pattern(added.path);
    std::vector<std::string> placeholders;
    for (const path_pattern::piece& piece : pattern.pieces)
        if (piece.is_placeholder) placeholders.push_back(piece.text);
    tree_.add(pattern, routes_.size());
    std::optional<dump_filter> filter;
    if (added.options.filters_result()) filter.emplace(added.options.dump_options());
    routes_.push_back(std::make_unique<route>(
        route{std::move(added), std::move(pattern), std::move(placeholders), std::move(filter), mounted}));
}

inline route_match route_table::find(std::string_view method, std::string_view path) const {
    route_match result;
    const route* first_known = nullptr;
    const auto accept = [&](std::size_t index) {
        const route* candidate = routes_[index].get();
        if (candidate->accepts(method)) return true;
        if (first_known == nullptr) first_known = candidate;
        return false;
    };
    if (const auto index = tree_.find(path, result.captures, accept)) {
        result.kind = route_match::kinds::found;
        result.target = routes_[*index].get();
    } else if (first_known != nullptr) {
        result.kind = route_match::kinds::wrong_method;
        result.target = first_known;
    }
    return result;
}

inline bool route_table::knows(std::string_view path) const {
    path_captures captures;
    return tree_.find(path, captures, [](std::size_t) { return true; }).has_value();
}

}  // namespace fastapi::detail

// ---- params: a handler's signature, read once ----

// ==== fastapi/params/param.hpp ====

// The declared parameters of a handler: `Path<"user_id", int> user_id`. The type says what is read,
// from where, under which name and within which limits. A parameter is its value.

namespace fastapi {
namespace detail {

/// What every declared parameter has in common: its value, which is the stated default until a
/// request brings another.
template <param_location Location, fixed_string Name, class Value, auto... Items>
class declared_param : public value_holder<Value> {
    using holder = value_holder<Value>;

public:
    static constexpr param_location location = Location;
    static constexpr const field_info& info = info_of<Items...>;
    static constexpr std::string_view declared_name = Name.view();
    static constexpr auto fixed_name = Name;

    declared_param() : holder(initial_value()) {}
    declared_param(Value value) : holder(std::move(value)) {}

    template <class Given>
    requires std::is_assignable_v<Value&, Given&&> declared_param& operator=(Given&& given) {
        this->get() = std::forward<Given>(given);
        return *this;
    }

private:
    static Value initial_value() {
        if constexpr (info_of<Items...>.default_value.is_set())
            return stated_default<Value>(info);
        else
            return Value{};
    }
};

}  // namespace detail

/// A value from the path: `Path<"user_id", int>` takes what `{user_id}` matched. Always required;
/// the values after the type are constraints and metadata.
/// https://fastapi.tiangolo.com/reference/parameters/
template <fixed_string Name, class Value, auto... Items>
struct Path : detail::declared_param<detail::param_location::path, Name, Value, Items...> {
    using detail::declared_param<detail::param_location::path, Name, Value,
                                 Items...>::declared_param;
    using detail::declared_param<detail::param_location::path, Name, Value, Items...>::operator=;
};

/// A value from the query string: `Query<"page", int, 1, ge(1)>`. Required unless it has a default
/// (the first plain value, or `defaults_to(...)`), is an optional, or is a container; `required`
/// makes it so. Of a repeated key the last value counts; a container takes all of them.
/// https://fastapi.tiangolo.com/tutorial/query-params-str-validations/
template <fixed_string Name, class Value, auto... Items>
struct Query : detail::declared_param<detail::param_location::query, Name, Value, Items...> {
    using detail::declared_param<detail::param_location::query, Name, Value,
                                 Items...>::declared_param;
    using detail::declared_param<detail::param_location::query, Name, Value, Items...>::operator=;
};

/// Query parameters as one plain struct: each member is a parameter of its own name, with the
/// member's initialiser as its default. `QueryModel<Paging>` is a `Paging`.
/// https://fastapi.tiangolo.com/tutorial/query-param-models/
template <class Model>
struct QueryModel : Model {
    using model_type = Model;
};

/// A part of the JSON body under its own name: `Body<"item", Item> item, Body<"user", User> user`
/// expects `{"item": {...}, "user": {...}}`. The only one of a handler is the whole body, unless it
/// says `embed`.
/// https://fastapi.tiangolo.com/tutorial/body-multiple-params/
template <fixed_string Name, class Value, auto... Items>
struct Body : detail::declared_param<detail::param_location::body, Name, Value, Items...> {
    using detail::declared_param<detail::param_location::body, Name, Value,
                                 Items...>::declared_param;
    using detail::declared_param<detail::param_location::body, Name, Value, Items...>::operator=;
};

namespace detail {

template <class Type>
inline constexpr bool is_body_param = false;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_body_param<Body<Name, Value, Items...>> = true;

template <class Type>
inline constexpr bool is_declared_param = false;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_declared_param<Path<Name, Value, Items...>> = true;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_declared_param<Query<Name, Value, Items...>> = true;

template <class Type>
inline constexpr bool is_query_model = false;
template <class Model>
inline constexpr bool is_query_model<QueryModel<Model>> = true;

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/params/extract.hpp ====

// From a request to the arguments of a handler. Each parameter is one row of plain data and function
// pointers, made once when the route is declared; per request one loop walks the rows and reads each
// value into its slot. All problems of a request are found, path before query (FastAPI's order).

namespace fastapi::detail {

/// One parameter, without its types.
struct param_row {
    std::string_view name;  // as the client sends it
    param_location location = param_location::query;
    bool required = false;
    const field_info* info = nullptr;
    std::size_t argument = 0;                 // whose argument of the handler it belongs to
    void* (*locate)(void* argument) = nullptr;  // from that argument to the slot of the value
    bool (*read)(std::string_view, void* slot, const field_info&, error_list&) = nullptr;
    bool (*read_all)(const std::vector<std::string_view>&, void* slot, const field_info&, error_list&) = nullptr;
    dict (*schema)(const field_info&, schema_registry&) = nullptr;
    any default_value;          // null where there is none
    bool has_default = false;
};

/// Reads every row into its slot. Problems go to `errors`, with their places.
void extract(const std::vector<param_row>& rows, void* const* arguments, const Request& request, error_list& errors);

/// A row as the document shows it.
param_description describe(const param_row& row, schema_registry& registry);

/// Adds the rows of a `Path`, `Query` or `QueryModel` argument.
template <class Argument>
void add_rows(std::vector<param_row>& rows, std::size_t argument);

// ---- implementation ----

inline bool read_row(const param_row& row, void* slot, const Request& request, error_list& errors) {
    if (row.read_all != nullptr) {
        const std::vector<std::string_view> texts = request.query_params.getlist(row.name);
        if (!texts.empty()) return row.read_all(texts, slot, *row.info, errors);
    } else {
        const std::optional<std::string_view> text = row.location == param_location::path
                                                         ? request.path_params.get(row.name)
                                                         : request.query_params.get(row.name);
        if (text) return row.read(*text, slot, *row.info, errors);
    }
    if (!row.required) return true;
    errors.add("missing", "Field required", any());
    return false;
}

inline void extract(const std::vector<param_row>& rows, void* const* arguments, const Request& request,
                    error_list& errors) {
    for (const param_row& row : rows) {
        const std::size_t before = errors.size();
        if (read_row(row, row.locate(arguments[row.argument]), request, errors)) continue;
        errors.prepend(before, row.name);
        errors.prepend(before, location_name(row.location));
    }
}

inline param_description describe(const param_row& row, schema_registry& registry) {
    dict schema = row.schema(*row.info, registry);
    if (row.has_default && !row.default_value.is_null()) schema["default"] = row.default_value;
    annotate(schema, *row.info, schema.contains("$ref") ? std::string() : title_of(row.name));
    param_description result;
    result.name = row.name;
    result.location = row.location;
    result.required = row.required;
    result.deprecated = row.info->deprecated;
    result.include_in_schema = row.info->include_in_schema;
    result.description = row.info->description;
    if (row.info->example.is_set()) result.example = value_of(row.info->example);
    result.schema = std::move(schema);
    return result;
}

template <class Slot>
auto& value_in(void* slot) {
    auto& holder = *static_cast<Slot*>(slot);
    if constexpr (is_field<Slot>) holder.set(true);
    if constexpr (requires { Slot::info; })
        return holder.get();
    else
        return holder;
}

template <class Slot>
inline constexpr bool is_optional_slot = is_optional<typename slot_value<Slot>::type>;

/// Fills in how a value of that type is read and described, and whether it may be missing.
template <class Slot>
void set_reader(param_row& row) {
    using value = typename slot_value<Slot>::type;
    if constexpr (list_readable<value>)
        row.read_all = [](const std::vector<std::string_view>& texts, void* slot, const field_info& info,
                          error_list& errors) {
            return value_type<value>::read_all(texts, value_in<Slot>(slot), info, errors);
        };
    else
        row.read = [](std::string_view text, void* slot, const field_info& info, error_list& errors) {
            return value_type<value>::read(text, value_in<Slot>(slot), info, errors);
        };
    row.schema = [](const field_info& info, schema_registry& registry) {
        return value_type<value>::schema(info, registry);
    };
    if (row.info->default_value.is_set()) {
        row.has_default = true;
        row.default_value = any(stated_default<value>(*row.info));
    } else if constexpr (list_readable<value> && !is_optional<value>) {
        row.has_default = !row.info->required;
        row.default_value = list();
    } else if constexpr (is_optional<value>) {
        row.has_default = !row.info->required;
    }
    row.required = !row.has_default;
}

template <class Param>
void add_param_row(std::vector<param_row>& rows, std::size_t argument) {
    param_row row;
    row.info = &Param::info;
    row.name = Param::info.input_name(Param::declared_name);
    row.location = Param::location;
    row.argument = argument;
    row.locate = [](void* param) { return param; };
    set_reader<Param>(row);
    rows.push_back(std::move(row));
}

/// The value that a member's initialiser gives, for the schema.
template <class Member>
any initial_value_of(const Member& member) {
    if constexpr (requires { Member::info; })
        return any(member.get());
    else
        return any(member);
}

template <class Model, std::size_t Index>
void add_member_row(std::vector<param_row>& rows, std::size_t argument, param_location location, const Model& initial) {
    using member = member_type<Model, Index>;
    param_row row;
    row.info = &info_of_member<member>();
    row.name = row.info->input_name(member_names<Model>[Index]);
    row.location = location;
    row.argument = argument;
    row.locate = [](void* model) -> void* {
        return &std::get<Index>(members(*static_cast<Model*>(model)));
    };
    set_reader<member>(row);
    if (!row.info->required && initialized_members<Model>()[Index]) {
        row.has_default = true;
        row.required = false;
        row.default_value = initial_value_of(std::get<Index>(members(initial)));
    }
    rows.push_back(std::move(row));
}

template <class Model>
void add_model_rows(std::vector<param_row>& rows, std::size_t argument, param_location location) {
    const Model initial{};
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        (add_member_row<Model, Index>(rows, argument, location, initial), ...);
    }(std::make_index_sequence<member_count<Model>>());
}

template <class Argument>
void add_rows(std::vector<param_row>& rows, std::size_t argument) {
    if constexpr (is_declared_param<Argument>)
        add_param_row<Argument>(rows, argument);
    else if constexpr (is_query_model<Argument>)
        add_model_rows<typename Argument::model_type>(rows, argument, param_location::query);
}

}  // namespace fastapi::detail

// ==== fastapi/params/body.hpp ====

// The body of a request as arguments of a handler. One body parameter is the whole body; several, or one that
// says `embed`, are members of an object, each under its own name. The bytes are decoded straight into
// the arguments. https://fastapi.tiangolo.com/tutorial/body-multiple-params/

namespace fastapi::detail {

/// One body parameter, without its type.
struct body_row {
    std::string_view name;  // empty for a parameter without one, which is the whole body
    const field_info* info = nullptr;
    bool required = true;
    bool embedded = false;
    std::size_t argument = 0;
    bool (*decode)(json_input&, void* slot, const field_info&) = nullptr;
    void (*reset)(void* slot) = nullptr;
    dict (*schema)(const field_info&, schema_registry&) = nullptr;
};

/// A type that can only come from the body: a model, a container of them, free JSON.
template <class Argument>
consteval bool is_plain_body();

template <class Argument>
concept body_argument = is_body_param<Argument> || is_plain_body<Argument>();

template <class Argument>
body_row make_body_row(std::size_t argument);

/// Reads the body into the arguments. Problems go to `errors`, with their places. Throws
/// RequestValidationError for malformed JSON, HTTPException with 400 for bytes that are no text.
void extract_body(const std::vector<body_row>& rows, void* const* arguments, const Request& request, error_list& errors);

/// The body as the document shows it.
body_description describe_body_rows(const std::vector<body_row>& rows, schema_registry& registry);

/// The body as a value, for who handles its problems: null where it is none.
any body_value(const Request& request);

// ---- implementation ----

template <class Argument>
consteval bool is_plain_body() {
    if constexpr (is_declared_param<Argument> || is_query_model<Argument>)
        return false;
    else if constexpr (std::is_same_v<Argument, Request> || std::is_same_v<Argument, Response>)
        return false;
    else if constexpr (is_optional<Argument>)
        return is_plain_body<typename Argument::value_type>();
    else if constexpr (any_value<Argument> || is_list<Argument> || is_set<Argument> || is_map<Argument> ||
                       is_variant<Argument>)
        return is_decodable<Argument>();
    else
        return reflectable<Argument> && !scalar_value<Argument>;
}

template <class Argument>
body_row make_body_row(std::size_t argument) {
    body_row row;
    row.argument = argument;
    row.info = &info_of_member<Argument>();
    row.decode = decode_slot<Argument>;
    row.reset = [](void* slot) { *static_cast<Argument*>(slot) = Argument(); };
    row.schema = input_schema<Argument>;
    using value = typename slot_value<Argument>::type;
    row.required = row.info->required || !(is_optional<value> || row.info->default_value.is_set());
    if constexpr (is_body_param<Argument>) {
        row.name = row.info->input_name(Argument::declared_name);
        row.embedded = row.info->embed;
    }
    return row;
}

inline bool is_whole_body(const std::vector<body_row>& rows) { return rows.size() == 1 && !rows.front().embedded; }

inline body_description describe_body_rows(const std::vector<body_row>& rows, schema_registry& registry) {
    body_description body;
    const auto schema_of = [&](const body_row& row) {
        dict schema = row.schema(*row.info, registry);
        annotate(schema, *row.info, schema.contains("$ref") ? std::string() : title_of(row.name));
        if (row.info->default_value.is_set()) schema["default"] = value_of(row.info->default_value);
        return schema;
    };
    if (is_whole_body(rows)) {
        body.schema = schema_of(rows.front());
        body.required = rows.front().required;
        return body;
    }
    dict properties;
    list required_names;
    for (const body_row& row : rows) {
        properties[row.name] = schema_of(row);
        if (row.required) required_names.push_back(row.name);
    }
    body.embedded = true;
    body.required = !required_names.empty();
    dict schema{{"properties", std::move(properties)}, {"type", "object"}};
    if (body.required) schema["required"] = std::move(required_names);
    body.schema = std::move(schema);
    return body;
}

/// RFC 6839 3.1: `application/json`, or a type that ends in `+json`.
inline bool is_json_type(std::string_view content_type) {
    const std::string type = lowered(trim(content_type.substr(0, content_type.find(';'))));
    constexpr std::string_view application = "application/";
    return type.starts_with(application) && (std::string_view(type).substr(application.size()) == "json" || type.ends_with("+json"));
}

[[noreturn]] inline void refuse_document(const json_error& error, std::string_view document) {
    if (error.code != json_errc::syntax) throw HTTPException(400, "There was an error parsing the body");
    throw RequestValidationError(
        list{any(dict{{"type", "json_invalid"},
                      {"loc", list{"body", character_offset(document, error.position)}},
                      {"msg", "JSON decode error"},
                      {"input", dict{}},
                      {"ctx", dict{{"error", error.message}}}})});
}

/// The body as a JSON document: what was sent as JSON, or else the text of it as a string.
inline std::string_view body_document(const Request& request, std::string& storage) {
    const std::string_view body = request_access::body(request);
    if (is_json_type(request.headers.get("content-type").value_or(""))) {
        const auto document = decoded_json(body, storage);
        if (!document) throw HTTPException(400, "There was an error parsing the body");
        return *document;
    }
    std::string text;
    append_replaced_utf8(text, body);
    append_json_string(storage, text);
    return storage;
}

inline any body_value(const Request& request) {
    if (request_access::body(request).empty()) return any();
    try {
        std::string storage;
        return json_loads(body_document(request, storage));
    } catch (const std::exception&) {
        return any();
    }
}

inline void add_missing(error_list& errors, std::size_t index, std::string_view name) {
    const std::size_t before = errors.size();
    errors.add("missing", "Field required", any());
    errors.prepend(before, name);
    errors.assign(before, index);
}

/// Reads the members of an object, each into its argument. False where one is repeated.
inline bool read_embedded(const std::vector<body_row>& rows, void* const* arguments, json_input& in) {
    std::vector<bool> seen(rows.size());
    bool has_repetitions = false;
    std::string_view key;
    std::string storage;
    const auto read = [&](std::size_t index) {
        const body_row& row = rows[index];
        void* const slot = arguments[row.argument];
        if (seen[index]) {
            has_repetitions = true;
            row.reset(slot);
        }
        seen[index] = true;
        const std::size_t before = in.errors.size();
        row.decode(in, slot, *row.info);
        in.errors.prepend(before, row.name);
        in.errors.assign(before, index);
    };
    while (in.reader.next_member(key, storage)) {
        std::size_t index = 0;
        while (index < rows.size() && rows[index].name != key) ++index;
        if (index < rows.size())
            read(index);
        else
            in.reader.skip_value();
    }
    for (std::size_t index = 0; index < rows.size(); ++index)
        if (!seen[index] && rows[index].required) add_missing(in.errors, index, rows[index].name);
    in.errors.arrange(0);
    return !has_repetitions;
}

/// Of a repeated key the last value counts, and the problems of the others are none.
inline void read_embedded_again(const std::vector<body_row>& rows, void* const* arguments, json_input& in) {
    const std::string unique = text_of(in.value_from(0));
    in.forget_problems(0);
    for (const body_row& row : rows) row.reset(arguments[row.argument]);
    json_input again(unique, in.errors, in);
    again.has_unique_keys = true;
    again.reader.enter_object();
    read_embedded(rows, arguments, again);
}

/// Nothing was sent: what is required is missing.
inline void report_empty_body(const std::vector<body_row>& rows, bool is_whole, error_list& problems) {
    for (std::size_t index = 0; index < rows.size(); ++index) {
        if (!rows[index].required) continue;
        if (is_whole)
            problems.add("missing", "Field required", any());
        else
            add_missing(problems, index, rows[index].name);
    }
}

inline void read_document(const std::vector<body_row>& rows, void* const* arguments, bool is_whole, std::string_view document,
                          error_list& problems) {
    json_input in(document, problems);
    if (is_whole) {
        rows.front().decode(in, arguments[rows.front().argument], *rows.front().info);
    } else if (in.start(), in.reader.enter_object()) {
        const bool is_done = read_embedded(rows, arguments, in);
        if (!is_done && !in.reader.error() && !problems.empty()) read_embedded_again(rows, arguments, in);
    } else {
        in.reader.skip_value();
        for (std::size_t index = 0; index < rows.size(); ++index) add_missing(problems, index, rows[index].name);
    }
    in.reader.finish();
    if (in.reader.error()) refuse_document(in.reader.error(), document);
}

inline void extract_body(const std::vector<body_row>& rows, void* const* arguments, const Request& request, error_list& errors) {
    const bool is_whole = is_whole_body(rows);
    error_list problems;
    if (request_access::body(request).empty()) {
        report_empty_body(rows, is_whole, problems);
    } else {
        std::string storage;
        read_document(rows, arguments, is_whole, body_document(request, storage), problems);
    }
    problems.prepend(0, "body");
    errors.append(std::move(problems));
}

}  // namespace fastapi::detail

// ==== fastapi/params/reply.hpp ====

// From what a handler returned to the answer. A Response goes out as it is; anything else is
// written as JSON straight into the answer's body: a dict as FastAPI's jsonable_encoder does it, a
// typed value as its response model does.

namespace fastapi {

/// The type of a further answer's body, for the document: `.responses = {{404, {.model = model<ErrorMessage>}}}`.
/// https://fastapi.tiangolo.com/advanced/additional-responses/#additional-response-with-model
template <class Model>
inline constexpr any (*model)(detail::schema_registry&) = [](detail::schema_registry& registry) {
    return any(detail::output_schema<Model>(detail::info_of<>, registry));
};

namespace detail {

/// Stands for the response model where a route names none: what the handler returns is one itself.
struct result_itself {};

/// Puts a returned value into the answer: through `Model`, where the route names one, so that nothing goes
/// out that the model does not have. Throws ResponseValidationError where the value does not fit it.
template <class Model, class Result>
void reply(exchange& current, Result&& result);

/// The answer of a handler that returns nothing: `null`, where the status has a body at all.
void reply_nothing(Response& response);

/// The schema of what such a handler answers, `{}` where it is not known.
template <class Model, class Result>
any describe_result(schema_registry& registry);

// ---- implementation ----

/// The body to write JSON into, with its Content-Type set unless the handler has set one.
inline std::string& json_body(Response& response) {
    if (response.headers.empty())
        response.headers.append_trusted(json_content_type);
    else
        response.headers.setdefault("content-type", "application/json");
    response.body.clear();
    return response.body;
}

inline void reply_nothing(Response& response) {
    std::string& body = json_body(response);
    if (has_content(response.status_code)) append_json_null(body);
}

/// Whether a handler may return this type.
template <class Result>
consteval bool can_reply() {
    using value = std::remove_cvref_t<Result>;
    if constexpr (std::is_void_v<Result> || std::derived_from<value, Response> ||
                  any_value<value> || std::same_as<value, picojson::value>)
        return true;
    else
        return is_encodable<value>();
}

/// Reads the value, of whatever type, as the response model.
template <class Model, class Result>
Model read_as_model(const Result& result) {
    Model model{};
    const std::string document = document_of(result);
    error_list problems;
    json_input in(document, problems);
    decode(in, model, info_of<>);
    problems.prepend(0, "response");
    if (!problems.empty()) throw ResponseValidationError(problems.details());
    return model;
}

template <class Model, class Result>
void reply(exchange& current, Result&& result) {
    using value = std::remove_cvref_t<Result>;
    Response& response = current.response;
    if constexpr (std::derived_from<value, Response>) {
        response = static_cast<Response&&>(std::forward<Result>(result));
    } else if constexpr (!std::same_as<Model, result_itself> && !std::same_as<Model, value>) {
        const Model model = read_as_model<Model>(result);
        encode(text_sink(json_body(response), json_style::pydantic, current.filter), model);
    } else if constexpr (any_value<value> || std::same_as<value, picojson::value>) {
        append_json(json_body(response), any(std::forward<Result>(result)));
    } else {
        encode(text_sink(json_body(response), json_style::pydantic, current.filter), result);
    }
    if (!has_content(response.status_code)) response.body.clear();
}

template <class Model, class Result>
any describe_result(schema_registry& registry) {
    if constexpr (!std::same_as<Model, result_itself>)
        return output_schema<Model>(info_of<>, registry);
    else if constexpr (std::is_void_v<Result> || std::derived_from<Result, Response> ||
                  any_value<Result>)
        return dict{};
    else
        return output_schema<Result>(info_of<>, registry);
}

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/params/endpoint.hpp ====

// A handler as an endpoint: its signature is read once, into rows of parameters, and from then on a
// request runs through them: extract, check, call, reply. This is the only class made for each handler.

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

// ==== fastapi/params/checked_path.hpp ====

// The path of a route, compared with the handler while it compiles, as std::format compares its text
// with its arguments. A mistake calls a function that is not constexpr: the compiler then shows the call,
// the message in it, and the name of the parameter.

namespace fastapi {

/// A path only known at run time, in place of a literal. The checks that the compiler makes for a literal
/// then throw std::invalid_argument when the route is declared.
struct runtime_path {
    std::string text;
    explicit runtime_path(std::string path) : text(std::move(path)) {}
};

namespace detail {

// Not constexpr: for a literal, a call of these is the compile error, which shows the line of the call
// (so each message stands on one line, however long). For a runtime_path it throws.
[[noreturn]] inline void refuse_path(const char* message) { throw std::invalid_argument(message); }

/// The name as single characters: Clang before 16 prints a fixed_string as numbers.
template <char... Name>
[[noreturn]] void refuse_parameter(const char* message) {
    constexpr char name[] = {Name..., '\0'};
    throw std::invalid_argument(std::string(message) + " The parameter is \"" + name + "\".");
}

template <class Argument>
inline constexpr bool is_path_param = false;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_path_param<Path<Name, Value, Items...>> = true;

// clang-format off
template <fixed_string Name, std::size_t... Index>
constexpr void check_path_param(const parsed_path& path, std::index_sequence<Index...>) {
    if (path.placeholder(Name.view()) != nullptr) return;
    refuse_parameter<Name.text[Index]...>(R"(fastapi: the path has no placeholder for a Path parameter. Write its name in braces in the path, "/items/{item_id}", or make it a Query.)");
}
// clang-format on

template <class Argument>
constexpr void check_path_param(const parsed_path& path) {
    if constexpr (is_path_param<Argument>)
        check_path_param<Argument::fixed_name>(
            path, std::make_index_sequence<Argument::declared_name.size()>());
}

template <class Argument>
constexpr bool takes_placeholder([[maybe_unused]] std::string_view name) {
    if constexpr (is_path_param<Argument>)
        return Argument::declared_name == name;
    else
        return std::is_same_v<Argument, Request>;  // reads request.path_params itself
}

/// The names that a handler takes from the path, compared with the placeholders of the path.
template <class Arguments>
struct path_check;
template <class... Arguments>
struct path_check<std::tuple<Arguments...>> {
    static constexpr bool takes([[maybe_unused]] std::string_view name) {
        return (takes_placeholder<std::remove_cvref_t<Arguments>>(name) || ...);
    }

    static constexpr void every_parameter(const parsed_path& path) {
        (check_path_param<std::remove_cvref_t<Arguments>>(path), ...);
    }

    // clang-format off
    static constexpr void every_placeholder(const parsed_path& path) {
        for (const auto& piece : path)
            if (piece.is_placeholder && !takes(piece.text))
                refuse_path(R"(fastapi: no parameter of the handler takes a placeholder of this path. Add Path<"name", int> name to the handler, or remove {name} from the path.)");
    }
    // clang-format on
};

// clang-format off
constexpr void check_path_text(path_error error) {
    switch (error) {
        case path_error::none: return;
        case path_error::no_leading_slash: refuse_path(R"(fastapi: the path does not begin with '/'. Write "/items".)");
        case path_error::unclosed_brace: refuse_path("fastapi: a '{' in the path is not closed. Write {name}.");
        case path_error::stray_brace: refuse_path("fastapi: a '}' in the path closes nothing. Write {name}.");
        case path_error::empty_name: refuse_path("fastapi: a placeholder of the path has no name. Write {name}.");
        case path_error::name_not_identifier: refuse_path("fastapi: a placeholder's name is no identifier. Write letters, digits and underscores: {item_id}.");
        case path_error::unknown_converter: refuse_path("fastapi: unknown converter in a placeholder. Write one of str, path, int, float, uuid: {name:path}.");
        case path_error::duplicate_name: refuse_path("fastapi: two placeholders of the path have the same name. Give each its own.");
        case path_error::too_many_placeholders: refuse_path("fastapi: the path has more than 16 placeholders. Take the rest of the path as one: {rest:path}.");
    }
}
// clang-format on

/// What stands in the place of a path.
enum class path_kind : unsigned char {
    whole,         ///< a path of the application
    below_prefix,  ///< one behind the prefix of a router, or the address of a callback
    name           ///< the name of a webhook: any text
};

/// The address of a callback holds a runtime expression or a scheme (OpenAPI 3.1 4.8.18): the program calls
/// it and routes nothing to it.
constexpr bool is_callback_address(std::string_view text) {
    return text.find("{$") != std::string_view::npos || text.find("://") != std::string_view::npos;
}

/// The path of a route, checked against its handler. Below the prefix of a router, which may hold more
/// placeholders, those that the handler takes are compared when the router is included.
template <class Handler, path_kind Kind>
class checked_path {
public:
    template <std::size_t Size>
    consteval checked_path(const char (&literal)[Size]) : literal_(literal) {
        check(std::string_view(literal, Size - 1));
    }
    checked_path(const runtime_path& path) : runtime_(&path.text) {
        try {
            check(path.text);
        } catch (const std::invalid_argument& refused) {
            throw std::invalid_argument(refused.what() + (" The path is \"" + path.text + "\"."));
        }
    }

    std::string str() const { return runtime_ != nullptr ? *runtime_ : std::string(literal_); }

private:
    static constexpr void check(std::string_view text) {
        constexpr bool below_prefix = Kind == path_kind::below_prefix;
        if (Kind == path_kind::name || (below_prefix && is_callback_address(text))) return;
        const parsed_path path = parse_path(text);
        if (!below_prefix || !text.empty()) check_path_text(path.error);
        if constexpr (readable_signature<Handler>) {  // else the declaration refuses the handler
            using check = path_check<typename signature<std::decay_t<Handler>>::arguments>;
            if (!below_prefix) check::every_parameter(path);
            check::every_placeholder(path);
        }
    }

    const char* literal_ = nullptr;
    const std::string* runtime_ = nullptr;
};

}  // namespace detail
}  // namespace fastapi

// ==== fastapi/params/router.hpp ====

// Declaring routes: `router.get("/items", {.tags = {"items"}}, handler)`. The application has the
// same functions; a router's routes wait until it is included somewhere.

namespace fastapi {
namespace detail {

/// The functions that declare a route, for an application or a router. `Owner` has
/// `void add_operation(operation)`; below a prefix (a router) the path is compared with the handler
/// only when it is whole.
template <class Owner, path_kind Kind>
class route_declarations {
    template <class Handler>
    using path_for = checked_path<std::type_identity_t<Handler>, Kind>;

public:
    /// Declares a GET route: `get(path, handler)` or `get(path, {.status_code = 201}, handler)`. A
    /// path that does not fit the handler is a compile error; of a `runtime_path` it is
    /// std::invalid_argument.
    /// https://fastapi.tiangolo.com/reference/fastapi/#fastapi.FastAPI.get
    template <class Model = result_itself, class Handler>
    void get(path_for<Handler> path, Handler handler) {
        declare<Model>({"GET"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void get(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"GET"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares a POST route, as `get` does a GET route.
    template <class Model = result_itself, class Handler>
    void post(path_for<Handler> path, Handler handler) {
        declare<Model>({"POST"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void post(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"POST"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares a PUT route, as `get` does a GET route.
    template <class Model = result_itself, class Handler>
    void put(path_for<Handler> path, Handler handler) {
        declare<Model>({"PUT"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void put(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"PUT"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares a PATCH route, as `get` does a GET route.
    template <class Model = result_itself, class Handler>
    void patch(path_for<Handler> path, Handler handler) {
        declare<Model>({"PATCH"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void patch(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"PATCH"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares a DELETE route, as `get` does a GET route. (`delete` is a keyword of C++.)
    template <class Model = result_itself, class Handler>
    void delete_(path_for<Handler> path, Handler handler) {
        declare<Model>({"DELETE"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void delete_(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"DELETE"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares a HEAD route, as `get` does a GET route. A GET route does not answer HEAD by
    /// itself.
    template <class Model = result_itself, class Handler>
    void head(path_for<Handler> path, Handler handler) {
        declare<Model>({"HEAD"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void head(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"HEAD"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares an OPTIONS route, as `get` does a GET route.
    template <class Model = result_itself, class Handler>
    void options(path_for<Handler> path, Handler handler) {
        declare<Model>({"OPTIONS"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void options(path_for<Handler> path, RouteOptions route_options, Handler handler) {
        declare<Model>({"OPTIONS"}, path.str(), std::move(route_options), std::move(handler));
    }

    /// Declares a TRACE route, as `get` does a GET route.
    template <class Model = result_itself, class Handler>
    void trace(path_for<Handler> path, Handler handler) {
        declare<Model>({"TRACE"}, path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void trace(path_for<Handler> path, RouteOptions options, Handler handler) {
        declare<Model>({"TRACE"}, path.str(), std::move(options), std::move(handler));
    }

    /// Declares one route for several methods, of any name: `api_route({"GET", "POST"}, path,
    /// handler)`.
    template <class Model = result_itself, class Handler>
    void api_route(std::vector<std::string> methods, path_for<Handler> path, Handler handler) {
        declare<Model>(std::move(methods), path.str(), {}, std::move(handler));
    }
    template <class Model = result_itself, class Handler>
    void api_route(std::vector<std::string> methods, path_for<Handler> path, RouteOptions options,
                   Handler handler) {
        declare<Model>(std::move(methods), path.str(), std::move(options), std::move(handler));
    }

private:
    template <class Model, class Handler>
    void declare(std::vector<std::string> methods, std::string path, RouteOptions options,
                 Handler handler) {
        if constexpr (!readable_signature<Handler>)
            static_assert(
                always_false<Handler>,
                "fastapi: the parameters of this handler cannot be read, because its operator() "
                "is a template or overloaded. Write the parameter types instead of auto.");
        else if constexpr (check_handler<Handler>())
            static_cast<Owner*>(this)->add_operation(operation{std::move(methods), std::move(path),
                                                               std::move(options),
                                                               make_endpoint<Model>(std::move(handler))});
    }
};

}  // namespace detail

/// The keyword arguments of a router and of including one.
struct RouterOptions {
    std::string prefix = {};  ///< in front of every path; begins with '/', does not end in one
    std::vector<std::string> tags = {};  ///< in front of the tags of every route
    ResponseInfos responses = {};        ///< further answers of every route, for the document
    bool deprecated = false;             ///< marks every route
    bool include_in_schema = true;       ///< whether the document shows the routes
    Callbacks callbacks = {};            ///< further callbacks of every route, for the document
    UniqueIdFunction generate_unique_id_function = {};  ///< for routes that have none themselves
};

/// A group of routes, declared apart from the application that will include it, as often as wanted. A
/// router may also describe callbacks: its paths then hold runtime expressions, as
/// `"{$callback_url}/paid"`, and it is given to a route as `.callbacks = router.callbacks()`.
/// https://fastapi.tiangolo.com/reference/apirouter/
class APIRouter : public detail::route_declarations<APIRouter, detail::path_kind::below_prefix> {
public:
    /// Throws std::invalid_argument for a prefix that does not begin with '/' or that ends in one.
    explicit APIRouter(RouterOptions options = {});

    /// Adds the routes that `router` has now, below this router's own prefix and that of `options`.
    /// Throws std::invalid_argument where prefix and path of a route are both empty.
    void include_router(const APIRouter& router, const RouterOptions& options = {});

    /// The routes declared so far, with their whole paths.
    const std::vector<detail::operation>& operations() const { return operations_; }

    /// The routes declared so far as callbacks of another route.
    /// https://fastapi.tiangolo.com/advanced/openapi-callbacks/
    Callbacks callbacks() const {
        return std::make_shared<const std::vector<detail::operation>>(operations_);
    }

    /// Adds a route that is described already.
    void add_operation(detail::operation added);

private:
    RouterOptions options_;
    std::vector<detail::operation> operations_;
};

/// Requests that the program will send to addresses that its users gave it elsewhere: only described, under
/// a name in place of a path, as `app.webhooks.post("new-subscription", handler)`. The handler is
/// never called. https://fastapi.tiangolo.com/advanced/openapi-webhooks/
class Webhooks : public detail::route_declarations<Webhooks, detail::path_kind::name> {
public:
    /// The webhooks described so far.
    const std::vector<detail::operation>& operations() const { return operations_; }

    /// Adds one that is described already.
    void add_operation(detail::operation added) { operations_.push_back(std::move(added)); }

private:
    std::vector<detail::operation> operations_;
};

// ---- implementation ----

namespace detail {

inline void check_prefix(std::string_view prefix) {
    if (prefix.empty() || (prefix.front() == '/' && prefix.back() != '/')) return;
    throw std::invalid_argument("fastapi: the prefix \"" + std::string(prefix) +
                                "\" does not fit in front of a path. Write it with a '/' at its "
                                "beginning and none at its end: \"/users\".");
}

inline void join_callbacks(Callbacks& target, const Callbacks& added) {
    if (!added || added->empty()) return;
    auto joined = target ? *target : std::vector<operation>();
    joined.insert(joined.end(), added->begin(), added->end());
    target = std::make_shared<const std::vector<operation>>(std::move(joined));
}

/// The operation as it looks from outside a router of these options.
inline operation below(const RouterOptions& options, operation inner) {
    inner.path = options.prefix + inner.path;
    RouteOptions& own = inner.options;
    own.tags.insert(own.tags.begin(), options.tags.begin(), options.tags.end());
    own.responses.insert(options.responses.begin(), options.responses.end());
    own.deprecated = own.deprecated || options.deprecated;
    own.include_in_schema = own.include_in_schema && options.include_in_schema;
    join_callbacks(own.callbacks, options.callbacks);
    if (!own.generate_unique_id_function) own.generate_unique_id_function = options.generate_unique_id_function;
    return inner;
}

}  // namespace detail

inline APIRouter::APIRouter(RouterOptions options) : options_(std::move(options)) {
    detail::check_prefix(options_.prefix);
}

inline void APIRouter::add_operation(detail::operation added) {
    operations_.push_back(detail::below(options_, std::move(added)));
}

inline void APIRouter::include_router(const APIRouter& router, const RouterOptions& options) {
    detail::check_prefix(options.prefix);
    for (const detail::operation& each : std::vector<detail::operation>(router.operations())) {
        if (options.prefix.empty() && each.path.empty())
            throw std::invalid_argument(
                "fastapi: Prefix and path cannot be both empty. Give the router a prefix, or the "
                "route the path \"/\".");
        add_operation(detail::below(options, each));
    }
}

}  // namespace fastapi

// ---- openapi: routes to the document and its pages ----

// ==== fastapi/openapi/operation_id.hpp ====

// How the document names an operation: its summary, for people, and its operationId, for generated
// clients. Both are made from the route's name, which stands for Python's function name, or, where it
// has none, from its method and path.

namespace fastapi::detail {

/// The summary of an operation: its own, or its name as a title (`get_user_intro`: `Get User
/// Intro`), or one made from `GET /users/{user_id}`: `Get Users User Id`.
std::string operation_summary(const operation& described, std::string_view method,
                              std::string_view path);

/// Its operationId: its own, or what its function for that (`generate_unique_id_function`) or else `otherwise`
/// makes, or FastAPI's `<name>_<path>_<method>`, or `get_users__user_id_` where the handler has no
/// name. `path` is without converters.
std::string operation_id(const operation& described, std::string_view method,
                         std::string_view path, const UniqueIdFunction& otherwise = {});

// ---- implementation ----

/// Python's str.title(): a letter behind no letter is upper case. What is not ASCII stays, as a
/// letter.
inline std::string title_case(std::string text) {
    bool starts_word = true;
    for (char& c : text) {
        c = starts_word ? to_upper(c) : to_lower(c);
        starts_word = !is_alpha(c) && static_cast<unsigned char>(c) < 0x80;
    }
    return text;
}

/// Python's re.sub(r"\W", "_", text): each character that can stand in no identifier becomes one
/// `_`.
inline std::string identifier_of(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        const bool is_word = length != 0 && is_word_char(utf8_code_point(text, i, length));
        result.append(is_word ? text.substr(i, length) : "_");
        i += std::max<std::size_t>(length, 1);
    }
    return result;
}

/// `/users/{user_id}` as words: ` users user id`.
inline std::string words_of_path(std::string_view path) {
    std::string words = " ";
    for (const char c : path) {
        const bool is_part = is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
        if (is_part)
            words += c;
        else if (!words.ends_with(' '))
            words += ' ';
    }
    if (words.ends_with(' ')) words.pop_back();
    return words.empty() ? " root" : words;
}

inline std::string operation_summary(const operation& described, std::string_view method,
                                     std::string_view path) {
    const RouteOptions& options = described.options;
    if (!options.summary.empty()) return options.summary;
    if (options.name.empty()) return title_case(std::string(method) + words_of_path(path));
    std::string words = options.name;
    std::replace(words.begin(), words.end(), '_', ' ');
    return title_case(std::move(words));
}

inline std::string operation_id(const operation& described, std::string_view method,
                                std::string_view path, const UniqueIdFunction& otherwise) {
    const RouteOptions& options = described.options;
    if (!options.operation_id.empty()) return options.operation_id;
    const UniqueIdFunction& own = options.generate_unique_id_function;
    if (const UniqueIdFunction& function = own ? own : otherwise)
        return function({options.name, std::string(path), described.methods, options.tags});
    const bool is_webhook = !path.empty() && path.front() != '/';
    const std::string_view separator = is_webhook ? "_" : "";
    if (options.name.empty()) return lowered(method) + identifier_of(std::string(separator).append(path));
    return identifier_of(options.name + std::string(path)) + "_" + lowered(method);
}

}  // namespace fastapi::detail

// ==== fastapi/openapi/document.hpp ====

// The routes of an application as an OpenAPI 3.1.0 document, the one that FastAPI makes of the same
// program: paths in the order of declaration, every method an operation of its own, schemas of
// named types under `components`. Keys stand in the order in which the specification lists them.
// What a route hides (`include_in_schema`) leaves no trace. Where path and method are declared
// twice the later one is shown, as FastAPI does it, although the earlier one answers.

namespace fastapi::detail {

/// What the document says besides the routes. Empty values are left out; title and version never.
struct document_info {
    std::string title = "FastAPI";
    std::string summary = {};
    std::string description = {};
    std::string version = "0.1.0";
    std::string terms_of_service = {};
    any contact = {};       // a dict with name, url, email
    any license_info = {};  // a dict with name and identifier or url
    list openapi_tags = {};
    any external_docs = {};  // a dict with url and description
    list servers = {};
    UniqueIdFunction generate_unique_id = {};
    bool separate_input_output_schemas = true;
};

/// The whole document. Asks every endpoint for its parameters and its answer once for each method.
/// `webhooks` are operations whose paths are names. Where `duplicates` is given, it gets the
/// operationIds that stand for several operations.
dict openapi_document(const document_info& info, const std::vector<std::unique_ptr<route>>& routes,
                      const std::vector<operation>& webhooks = {},
                      std::vector<std::string>* duplicates = nullptr);

// ---- implementation ----

inline dict json_content(any schema) {
    return dict{{"application/json", dict{{"schema", std::move(schema)}}}};
}

/// Whether 422 with the errors of validation is among the answers that the document lists by
/// itself.
inline bool documents_refusal(const operation& described) {
    const ResponseInfos& responses = described.options.responses;
    return described.options.include_in_schema && described.handler->can_refuse() &&
           !responses.contains(422) && !responses.contains("4XX") && !responses.contains("default");
}

/// The two schemas of a 422, word for word as FastAPI has them.
inline void add_error_schemas(schema_registry& registry) {
    const list text_or_number{dict{{"type", "string"}}, dict{{"type", "integer"}}};
    registry.add_fixed(
        "HTTPValidationError",
        dict{
            {"properties",
             dict{{"detail", dict{{"items", dict{{"$ref", "#/components/schemas/ValidationError"}}},
                                  {"type", "array"},
                                  {"title", "Detail"}}}}},
            {"type", "object"},
            {"title", "HTTPValidationError"}});
    registry.add_fixed(
        "ValidationError",
        dict{{"properties", dict{{"loc", dict{{"items", dict{{"anyOf", text_or_number}}},
                                              {"type", "array"},
                                              {"title", "Location"}}},
                                 {"msg", dict{{"type", "string"}, {"title", "Message"}}},
                                 {"type", dict{{"type", "string"}, {"title", "Error Type"}}},
                                 {"input", dict{{"title", "Input"}}},
                                 {"ctx", dict{{"type", "object"}, {"title", "Context"}}}}},
             {"type", "object"},
             {"required", list{"loc", "msg", "type"}},
             {"title", "ValidationError"}});
}

inline dict describe_parameter(param_description param) {
    dict result{{"name", std::move(param.name)},
                {"in", location_name(param.location)},
                {"required", param.required},
                {"schema", std::move(param.schema)}};
    if (!param.description.empty()) result["description"] = std::move(param.description);
    if (!param.example.is_null()) result["example"] = std::move(param.example);
    if (param.deprecated) result["deprecated"] = true;
    return result;
}

/// OpenAPI 3.1 4.8.10: no two of the same name and place. As in FastAPI the later one counts, but
/// one that is required before any that is not.
inline list describe_parameters(const endpoint& handler, schema_registry& registry) {
    const std::vector<param_description> params = handler.describe_params(registry);
    const auto key_of = [](const param_description& param) {
        return std::string(location_name(param.location)) + " " + param.name;
    };
    dict by_key;
    for (const param_description& param : params)
        if (param.include_in_schema) by_key[key_of(param)] = describe_parameter(param);
    for (const param_description& param : params)
        if (param.include_in_schema && param.required)
            by_key[key_of(param)] = describe_parameter(param);
    list result;
    for (auto& [key, value] : by_key) result.push_back(std::move(value));
    return result;
}

/// The ordinary answer. RFC 9110 15.3.6: 205 has no content either, which FastAPI knows.
inline dict describe_answer(const operation& described, const std::string& id,
                            schema_registry& registry) {
    const RouteOptions& options = described.options;
    dict result{{"description", options.response_description}};
    std::optional<any> schema = described.handler->describe_response(registry);
    if (!schema || !has_content(options.status_code)) return result;
    dict& described_schema = schema->as_dict();
    if (!described_schema.empty() && !described_schema.contains("$ref")) {
        std::string title = "Response_" + id;
        std::replace(title.begin(), title.end(), '_', ' ');
        described_schema["title"] = title_case(std::move(title));
    }
    result["content"] = json_content(std::move(*schema));
    return result;
}

/// What a further answer means where it does not say so.
inline std::string_view default_description(std::string_view key) {
    if (const auto status_code = to_integer<int>(key)) {
        const std::string_view phrase = status::phrase(*status_code);
        return phrase.empty() ? "Additional Response" : phrase;
    }
    constexpr std::string_view ranges[] = {"Information", "Success", "Redirection", "Client Error",
                                           "Server Error"};
    return key == "default" ? "Default Response" : ranges[key[0] - '1'];
}

/// Lays a further answer over what `responses` has of that key.
inline void add_response(dict& responses, std::string_view key, const ResponseInfo& info,
                         schema_registry& registry) {
    any& known = responses[key];
    if (known.is_null()) known = dict{{"description", default_description(key)}};
    dict& response = known.as_dict();
    if (!info.description.empty()) response["description"] = info.description;
    if (info.model != nullptr) merge_deep(response, dict{{"content", json_content(info.model(registry))}});
    if (!info.content.empty()) merge_deep(response, dict{{"content", info.content}});
    if (!info.headers.empty()) merge_deep(response, dict{{"headers", info.headers}});
    if (!info.links.empty()) merge_deep(response, dict{{"links", info.links}});
}

inline dict describe_responses(const operation& described, const std::string& id,
                               schema_registry& registry) {
    dict responses;
    responses[std::to_string(described.options.status_code)] = describe_answer(described, id, registry);
    for (const auto& [key, info] : described.options.responses)
        add_response(responses, key.str(), info, registry);
    if (documents_refusal(described) && !responses.contains("422"))
        responses["422"] = dict{
            {"description", "Validation Error"},
            {"content", json_content(dict{{"$ref", "#/components/schemas/HTTPValidationError"}})}};
    return responses;
}

/// The request body. One that is put together of several parameters is named after its operation.
inline dict describe_request_body(body_description body, const std::string& operation_id, schema_registry& registry) {
    if (body.embedded) {
        const std::string name = "Body_" + operation_id;
        body.schema["title"] = name;
        registry.add_fixed(name, std::move(body.schema));
        body.schema = dict{{"$ref", "#/components/schemas/" + name}};
    }
    dict content;
    content[body.media_type] = dict{{"schema", std::move(body.schema)}};
    dict result{{"content", std::move(content)}};
    if (body.required) result["required"] = true;
    return result;
}

/// Writes the operations of one document.
class document_writer {
public:
    document_writer(schema_registry& registry, const document_info& info)
        : registry_(registry), info_(info) {}

    /// Adds an operation to `paths`, under each of its methods.
    void add(dict& paths, const operation& described, std::string_view path) {
        if (!described.options.include_in_schema) return;
        for (const std::string& method : described.methods)
            paths[path][lowered(method)] = describe(described, method, path);
    }

    std::vector<std::string> take_duplicates() { return std::move(duplicates_); }

private:
    dict describe(const operation& described, std::string_view method, std::string_view path);
    dict describe_callbacks(const std::vector<operation>& callbacks);
    void note_id(const std::string& id) {
        if (!ids_.insert(id).second) duplicates_.push_back(id);
    }

    schema_registry& registry_;
    const document_info& info_;
    std::set<std::string> ids_;
    std::vector<std::string> duplicates_;
};

inline dict document_writer::describe(const operation& described, std::string_view method,
                                      std::string_view path) {
    const RouteOptions& options = described.options;
    dict result;
    if (!options.tags.empty()) result["tags"] = options.tags;
    result["summary"] = operation_summary(described, method, path);
    if (!options.description.empty()) result["description"] = options.description;
    const std::string id = operation_id(described, method, path, info_.generate_unique_id);
    note_id(id);
    result["operationId"] = id;
    list parameters = describe_parameters(*described.handler, registry_);
    if (!parameters.empty()) result["parameters"] = std::move(parameters);
    if (auto body = described.handler->describe_body(registry_))
        result["requestBody"] = describe_request_body(std::move(*body), id, registry_);
    result["responses"] = describe_responses(described, id, registry_);
    if (options.callbacks && !options.callbacks->empty())
        result["callbacks"] = describe_callbacks(*options.callbacks);
    if (options.deprecated) result["deprecated"] = true;
    merge_deep(result, options.openapi_extra);
    return result;
}

/// OpenAPI 3.1 4.8.18: by name, then by the expression that gives the address.
inline dict document_writer::describe_callbacks(const std::vector<operation>& callbacks) {
    dict result;
    for (const operation& each : callbacks) {
        const std::string& own = each.options.name;
        const std::string name = own.empty() ? operation_id(each, each.methods.front(), each.path) : own;
        dict described;
        add(described, each, each.path);
        if (!described.empty()) result[name] = std::move(described);
    }
    return result;
}

inline dict describe_info(const document_info& info) {
    const auto has_content = [](const any& value) {
        return value.is_dict() && !value.as_dict().empty();
    };
    dict result{{"title", info.title}};
    if (!info.summary.empty()) result["summary"] = info.summary;
    if (!info.description.empty()) result["description"] = info.description;
    if (!info.terms_of_service.empty()) result["termsOfService"] = info.terms_of_service;
    if (has_content(info.contact)) result["contact"] = info.contact;
    if (has_content(info.license_info)) result["license"] = info.license_info;
    result["version"] = info.version;
    return result;
}

/// Whether any operation, or a callback of one, documents the errors of validation.
inline bool any_refusal(const operation& described) {
    const Callbacks& callbacks = described.options.callbacks;
    return documents_refusal(described) ||
           (callbacks && std::any_of(callbacks->begin(), callbacks->end(), any_refusal));
}

inline dict openapi_document(const document_info& info,
                             const std::vector<std::unique_ptr<route>>& routes,
                             const std::vector<operation>& webhooks,
                             std::vector<std::string>* duplicates) {
    schema_registry registry(info.separate_input_output_schemas);
    const auto refuses = [](const std::unique_ptr<route>& each) {
        return !each->is_mount() && any_refusal(each->description);
    };
    // Before the types of the program, so that one called ValidationError is given another name.
    if (std::any_of(routes.begin(), routes.end(), refuses) ||
        std::any_of(webhooks.begin(), webhooks.end(), any_refusal))
        add_error_schemas(registry);

    document_writer writer(registry, info);
    dict paths, hooks;
    for (const std::unique_ptr<route>& each : routes)
        if (!each->is_mount()) writer.add(paths, each->description, path_format(each->pattern));
    for (const operation& each : webhooks) writer.add(hooks, each, each.path);
    if (duplicates != nullptr) *duplicates = writer.take_duplicates();

    any document(dict{{"openapi", "3.1.0"}, {"info", describe_info(info)}});
    if (!info.servers.empty()) document["servers"] = info.servers;
    document["paths"] = std::move(paths);
    if (!hooks.empty()) document["webhooks"] = std::move(hooks);
    registry.finish(document);
    if (dict schemas = registry.components(); !schemas.empty())
        document["components"] = dict{{"schemas", std::move(schemas)}};
    if (!info.openapi_tags.empty()) document["tags"] = info.openapi_tags;
    if (info.external_docs.is_dict() && !info.external_docs.as_dict().empty())
        document["externalDocs"] = info.external_docs;
    return std::move(document.as_dict());
}

}  // namespace fastapi::detail

// ==== fastapi/openapi/pages.hpp ====

// The documentation pages: Swagger UI and ReDoc, which a browser loads from a CDN, or from wherever
// the options say, as HTML, with the Content-Security-Policy that permits what each page loads and
// no more. Every text of the options is escaped for the place where it stands: HTML or script.
//
// Scripts are permitted by a nonce and not by host: a CDN hosts everybody's scripts. So a page and
// its policy are made for one answer, with the same fresh nonce. Styles may be inline: Swagger UI
// and ReDoc make theirs at run time. Images may come from any https host: descriptions are Markdown
// and show them. https://fastapi.tiangolo.com/reference/openapi/docs/, https://www.w3.org/TR/CSP3/

namespace fastapi {

/// The Swagger UI page. An empty URL of styles, icon or redirect leaves that part out.
struct SwaggerUIOptions {
    std::string openapi_url = "/openapi.json";  ///< where the page finds the document
    std::string title = "FastAPI - Swagger UI";
    std::string swagger_js_url =
        "https://cdn.jsdelivr.net/npm/swagger-ui-dist@5/swagger-ui-bundle.js";
    std::string swagger_css_url = "https://cdn.jsdelivr.net/npm/swagger-ui-dist@5/swagger-ui.css";
    std::string swagger_favicon_url = "https://fastapi.tiangolo.com/img/favicon.png";
    std::string oauth2_redirect_url = {};  ///< the path of `oauth2_redirect_page` on the same host
    dict init_oauth = {};                  ///< of Swagger UI's `initOAuth`
    dict swagger_ui_parameters = {};       ///< over FastAPI's own: deepLinking, showExtensions...
    std::vector<std::string> connect_urls = {};  ///< further hosts to call: `servers`, token URLs
};

/// The ReDoc page. An empty favicon leaves it out.
struct RedocOptions {
    std::string openapi_url = "/openapi.json";  ///< where the page finds the document
    std::string title = "FastAPI - ReDoc";
    std::string redoc_js_url = "https://cdn.jsdelivr.net/npm/redoc@2/bundles/redoc.standalone.js";
    std::string redoc_favicon_url = "https://fastapi.tiangolo.com/img/favicon.png";
    bool with_google_fonts = true;  ///< the fonts of ReDoc's design, from fonts.googleapis.com
};

/// A number used once, for a page and its policy: 128 random bits as hexadecimal digits.
std::string make_page_nonce();

/// The HTML of a page. Its scripts carry `nonce`; without one they run where no policy is sent.
std::string swagger_ui_page(const SwaggerUIOptions& options, std::string_view nonce = {});
std::string redoc_page(const RedocOptions& options, std::string_view nonce = {});
/// The page to which a login returns: it hands what it was given to Swagger UI, which opened it.
std::string oauth2_redirect_page(std::string_view nonce = {});

/// The value of the header Content-Security-Policy for a page of these options and that nonce.
/// Throws std::invalid_argument for a nonce that is empty or not base64.
std::string content_security_policy(const SwaggerUIOptions& options, std::string_view nonce);
std::string content_security_policy(const RedocOptions& options, std::string_view nonce);
std::string oauth2_redirect_policy(std::string_view nonce);

namespace detail {

/// The pages as answers of `/docs`, `/redoc` and `/docs/oauth2-redirect`, each with a nonce of its
/// own.
Response swagger_ui_answer(const SwaggerUIOptions& options);
Response redoc_answer(const RedocOptions& options);
Response oauth2_redirect_answer();

/// The same for an application of that title; the page may call the hosts of its `servers`.
Response swagger_ui_answer(std::string_view openapi_url, std::string_view app_title,
                           const list& servers = {});
Response redoc_answer(std::string_view openapi_url, std::string_view app_title);

/// Text for HTML, also between quotation marks.
std::string html_escaped(std::string_view text);

/// JSON for a script in HTML: no text in it ends the script or a comment, nor is a line end of
/// older JavaScript (U+2028, U+2029).
std::string script_json(const any& value);

/// Text as a script's string in single quotes.
std::string script_string(std::string_view text);

/// Where a page loads a URL from, as a policy names it: `https://host:port`, or `'self'` for a
/// path. Nothing for what has no host, or one that a policy cannot name.
std::string policy_source(std::string_view url);

// ---- implementation ----

inline std::string html_escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&#39;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

/// Makes JSON safe inside of HTML. Outside of strings it has none of these characters.
inline std::string escaped_for_script(std::string_view json) {
    std::string result;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string_view rest = json.substr(i);
        if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
            result += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
            i += 2;
            continue;
        }
        switch (json[i]) {
            case '<':
                result += "\\u003c";
                break;
            case '>':
                result += "\\u003e";
                break;
            case '&':
                result += "\\u0026";
                break;
            case '\'':
                result += "\\u0027";
                break;
            default:
                result += json[i];
        }
    }
    return result;
}

inline std::string script_json(const any& value) {
    std::string json;
    append_json(json, value);
    return escaped_for_script(json);
}

inline std::string script_string(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return "'" + escaped_for_script(std::string_view(json).substr(1, json.size() - 2)) + "'";
}

/// RFC 3986 3.2: what stands between "//" and the path, without which the URL is a path.
inline std::string policy_source(std::string_view url) {
    const std::size_t slashes = url.find("//");
    const std::size_t colon = url.find_first_of(":/?#");
    const bool has_scheme = colon != std::string_view::npos && url[colon] == ':';
    if (has_scheme ? slashes != colon + 1 : slashes != 0) return has_scheme ? "" : "'self'";
    const std::string_view source = url.substr(0, url.find_first_of("/?#\\", slashes + 2));
    const auto can_be_named = [](char c) {
        return is_alpha(c) || is_digit(c) ||
               std::string_view(".-:[]/").find(c) != std::string_view::npos;
    };
    if (source.size() == slashes + 2 || !std::all_of(source.begin(), source.end(), can_be_named))
        return "";
    return std::string(has_scheme ? source : source.substr(2));
}

/// One directive of a policy: its name and the sources, each once.
inline std::string policy_directive(std::string_view name,
                                    const std::vector<std::string>& sources) {
    std::string text = std::string(name) + " ";
    for (const std::string& source : sources)
        if (!source.empty() && (text.find(" " + source + " ") == std::string::npos))
            text += source + " ";
    text.back() = ';';
    return text;
}

/// CSP3 2.3.1: a nonce is base64. Whatever else must not come into the header.
inline std::string nonce_source(std::string_view nonce) {
    const auto is_base64 = [](char c) {
        return is_alpha(c) || is_digit(c) ||
               std::string_view("+/-_=").find(c) != std::string_view::npos;
    };
    if (nonce.empty() || !std::all_of(nonce.begin(), nonce.end(), is_base64))
        throw std::invalid_argument(
            "fastapi: the nonce of a page is base64 and not empty. Write make_page_nonce().");
    return "'nonce-" + std::string(nonce) + "'";
}

/// What all pages have in common: nothing is loaded but by the nonce, and nobody else frames the
/// page.
inline std::string base_policy(std::string_view nonce) {
    return "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; " +
           policy_directive("script-src", {nonce_source(nonce)});
}

inline std::string script_tag(std::string_view nonce, std::string_view attributes = {}) {
    std::string tag = "<script";
    if (!nonce.empty()) tag += " nonce=\"" + html_escaped(nonce) + "\"";
    return tag.append(attributes) + ">";
}

inline std::string script_from(std::string_view url, std::string_view nonce) {
    return script_tag(nonce, " src=\"" + html_escaped(url) + "\"") + "</script>\n";
}

inline std::string link_tag(std::string_view relation, std::string_view url) {
    if (url.empty()) return {};
    return "<link rel=\"" + std::string(relation) + "\" href=\"" + html_escaped(url) + "\">\n";
}

inline std::string page_head(std::string_view title, std::string_view links) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
           html_escaped(title) + "</title>\n" + std::string(links) + "</head>\n";
}

/// For a browser without JavaScript: the document itself.
inline std::string noscript_line(std::string_view openapi_url) {
    return "<noscript>This page needs JavaScript. Without it there is the <a href=\"" +
           html_escaped(openapi_url) + "\">OpenAPI document</a>.</noscript>\n";
}

/// The call that starts Swagger UI, with FastAPI's settings below those of the options.
inline std::string swagger_ui_script(const SwaggerUIOptions& options) {
    dict parameters{{"dom_id", "#swagger-ui"},
                    {"layout", "BaseLayout"},
                    {"deepLinking", true},
                    {"showExtensions", true},
                    {"showCommonExtensions", true}};
    parameters.update(options.swagger_ui_parameters);
    std::string script =
        "const ui = SwaggerUIBundle({\n    url: " + script_string(options.openapi_url) + ",\n";
    for (const auto& [name, value] : parameters)
        script += "    " + script_json(name) + ": " + script_json(value) + ",\n";
    if (!options.oauth2_redirect_url.empty())
        script += "    oauth2RedirectUrl: window.location.origin + " +
                  script_string(options.oauth2_redirect_url) + ",\n";
    script += "    presets: [SwaggerUIBundle.presets.apis],\n});\n";
    if (!options.init_oauth.empty())
        script += "ui.initOAuth(" + script_json(options.init_oauth) + ");\n";
    return script;
}

/// RFC 6749 4.1.2, 4.2.2: the code comes in the query, the token in the fragment, form-encoded
/// both. `swaggerUIRedirectOauth2` is what Swagger UI leaves behind for this page.
inline constexpr std::string_view oauth2_redirect_script = R"js('use strict';
window.addEventListener('DOMContentLoaded', () => {
    const pending = window.opener && window.opener.swaggerUIRedirectOauth2;
    if (!pending) {
        document.body.textContent = 'This page ends a login of Swagger UI. There is none.';
        return;
    }
    const fragment = window.location.hash.slice(1);
    const isAnswer = /(^|&|\?)(code|access_token|token|error)/.test(fragment);
    const source = isAnswer ? fragment.replace(/^\?/, '') : window.location.search.slice(1);
    const answer = Object.fromEntries(new URLSearchParams(source));
    const isValid = answer.state === pending.state;
    const { auth, redirectUrl } = pending;
    const report = (level, message) =>
        pending.errCb({ authId: auth.name, source: 'auth', level, message });
    const flow = auth.schema.get('flow');
    const wantsCode = ['accessCode', 'authorizationCode', 'authorization_code'].includes(flow);

    if (!wantsCode || auth.code) {
        pending.callback({ auth, token: answer, isValid, redirectUrl });
    } else {
        if (!isValid)
            report('warning', 'The state that came back is another one: it may be another login.');
        if (answer.code) {
            delete pending.state;
            auth.code = answer.code;
            pending.callback({ auth, redirectUrl });
        } else {
            const reason = [answer.error, answer.error_description, answer.error_uri];
            report('error', reason.filter(Boolean).join(': ') || 'There came no access code.');
        }
    }
    window.close();
});
)js";

inline Response page_answer(std::string html, std::string_view policy) {
    return HTMLResponse(std::move(html), 200, {{"content-security-policy", policy}});
}

inline Response swagger_ui_answer(const SwaggerUIOptions& options) {
    const std::string nonce = make_page_nonce();
    return page_answer(swagger_ui_page(options, nonce), content_security_policy(options, nonce));
}

inline Response redoc_answer(const RedocOptions& options) {
    const std::string nonce = make_page_nonce();
    return page_answer(redoc_page(options, nonce), content_security_policy(options, nonce));
}

inline Response oauth2_redirect_answer() {
    const std::string nonce = make_page_nonce();
    return page_answer(oauth2_redirect_page(nonce), oauth2_redirect_policy(nonce));
}

inline Response swagger_ui_answer(std::string_view openapi_url, std::string_view app_title,
                                  const list& servers) {
    SwaggerUIOptions options;
    options.openapi_url = openapi_url;
    options.title = std::string(app_title) + " - Swagger UI";
    for (const any& server : servers) {
        const any* url = server.is_dict() ? server.as_dict().get("url") : nullptr;
        if (url != nullptr && url->is_string()) options.connect_urls.push_back(url->as_string());
    }
    return swagger_ui_answer(options);
}

inline Response redoc_answer(std::string_view openapi_url, std::string_view app_title) {
    RedocOptions options;
    options.openapi_url = openapi_url;
    options.title = std::string(app_title) + " - ReDoc";
    return redoc_answer(options);
}

}  // namespace detail

inline std::string make_page_nonce() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::random_device source;
    std::string nonce;
    for (int word = 0; word < 4; ++word)
        for (unsigned bits = source(), i = 0; i < 8; ++i, bits >>= 4) nonce += digits[bits & 0xFu];
    return nonce;
}

inline std::string swagger_ui_page(const SwaggerUIOptions& options, std::string_view nonce) {
    const std::string links = detail::link_tag("stylesheet", options.swagger_css_url) +
                              detail::link_tag("icon", options.swagger_favicon_url);
    return detail::page_head(options.title, links) + "<body>\n" +
           detail::noscript_line(options.openapi_url) + "<div id=\"swagger-ui\"></div>\n" +
           detail::script_from(options.swagger_js_url, nonce) + detail::script_tag(nonce) + "\n" +
           detail::swagger_ui_script(options) + "</script>\n</body>\n</html>\n";
}

inline std::string redoc_page(const RedocOptions& options, std::string_view nonce) {
    constexpr std::string_view fonts =
        "https://fonts.googleapis.com/css?family=Montserrat:300,400,700|Roboto:300,400,700";
    const std::string links =
        detail::link_tag("stylesheet", options.with_google_fonts ? fonts : "") +
        detail::link_tag("icon", options.redoc_favicon_url);
    return detail::page_head(options.title, links) + "<body style=\"margin: 0\">\n" +
           detail::noscript_line(options.openapi_url) + "<redoc spec-url=\"" +
           detail::html_escaped(options.openapi_url) + "\"></redoc>\n" +
           detail::script_from(options.redoc_js_url, nonce) + "</body>\n</html>\n";
}

inline std::string oauth2_redirect_page(std::string_view nonce) {
    return detail::page_head("Swagger UI: OAuth2 Redirect", "") + "<body>\n" +
           detail::script_tag(nonce) + "\n" + std::string(detail::oauth2_redirect_script) +
           "</script>\n</body>\n</html>\n";
}

inline std::string content_security_policy(const SwaggerUIOptions& options,
                                           std::string_view nonce) {
    using namespace detail;
    std::vector<std::string> connect{"'self'", policy_source(options.openapi_url)};
    for (const std::string& url : options.connect_urls) connect.push_back(policy_source(url));
    std::vector<std::string> styles{"'unsafe-inline'"};
    if (!options.swagger_css_url.empty()) styles.push_back(policy_source(options.swagger_css_url));
    return base_policy(nonce) + " " + policy_directive("style-src", styles) + " " +
           policy_directive(
               "img-src",
               {"'self'", "data:", "https:", policy_source(options.swagger_favicon_url)}) +
           " " + policy_directive("connect-src", connect);
}

/// ReDoc searches in a worker that it makes of a blob; `child-src` says so to browsers without
/// `worker-src`.
inline std::string content_security_policy(const RedocOptions& options, std::string_view nonce) {
    using namespace detail;
    std::vector<std::string> styles{"'unsafe-inline'"};
    if (options.with_google_fonts) styles.push_back("https://fonts.googleapis.com");
    std::string policy =
        base_policy(nonce) + " " + policy_directive("style-src", styles) + " " +
        policy_directive("img-src",
                         {"'self'", "data:", "https:", policy_source(options.redoc_favicon_url)}) +
        " " + policy_directive("connect-src", {"'self'", policy_source(options.openapi_url)}) +
        " worker-src blob:; child-src blob:;";
    if (options.with_google_fonts) policy += " font-src https://fonts.gstatic.com;";
    return policy;
}

inline std::string oauth2_redirect_policy(std::string_view nonce) {
    return detail::base_policy(nonce);
}

}  // namespace fastapi

// ---- app: the application, without sockets ----

// ==== fastapi/app/log.hpp ====

// Log lines as uvicorn writes them: the level, padded, then the text; coloured on a terminal. Messages go
// to stderr, access lines to stdout. Lines of several threads never mix within a line.

namespace fastapi::detail {

enum class log_level : int { debug, info, warning, error, critical };

/// How much is logged, and whether in colour: one for the process, as its output is.
class log {
  public:
    static log& instance();

    void set_level(log_level level) { level_.store(level, std::memory_order_relaxed); }
    bool shows(log_level level) const { return level >= level_.load(std::memory_order_relaxed); }
    void set_colors(bool colored) { message_colors_ = access_colors_ = colored; }

    /// Writes one message to stderr, if its level is shown.
    void write(log_level level, std::string_view text) const;

    /// Appends an access line: `INFO:     127.0.0.1:50000 - "GET / HTTP/1.1" 200 OK`.
    struct access {
        std::string_view client, method, target;
        int minor_version = 1, status = 200;
        std::string_view phrase;
    };
    void append_access(std::string& lines, const access& entry) const;

    /// Writes access lines to stdout.
    static void write_access(std::string_view lines);

  private:
    log() : message_colors_(::isatty(STDERR_FILENO) != 0), access_colors_(::isatty(STDOUT_FILENO) != 0) {}

    std::atomic<log_level> level_{log_level::info};
    std::atomic<bool> message_colors_, access_colors_;
};

// ---- implementation ----

inline log& log::instance() {
    static log the_log;
    return the_log;
}

struct level_style {
    std::string_view name, padding, color;
};

constexpr level_style style_of(log_level level) {
    switch (level) {
        case log_level::debug: return {"DEBUG", "    ", "\x1b[36m"};
        case log_level::info: return {"INFO", "     ", "\x1b[32m"};
        case log_level::warning: return {"WARNING", "  ", "\x1b[33m"};
        case log_level::error: return {"ERROR", "    ", "\x1b[31m"};
        case log_level::critical: return {"CRITICAL", " ", "\x1b[91m"};
    }
    return {};
}

inline void append_level(std::string& line, log_level level, bool colors) {
    const level_style style = style_of(level);
    if (colors)
        line.append(style.color).append(style.name).append("\x1b[0m:");
    else
        line.append(style.name).append(":");
    line.append(style.padding);
}

inline void append_escaped(std::string& out, unsigned char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
}

/// Control characters, which could forge a line or steer a terminal, are written as `\xNN`.
inline void append_printable(std::string& out, char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F)
        out.push_back(c);
    else
        append_escaped(out, byte);
}

inline void log::write(log_level level, std::string_view text) const {
    if (!shows(level)) return;
    std::string line;
    append_level(line, level, message_colors_);
    for (const char c : text) append_printable(line, c);
    line.push_back('\n');
    std::fwrite(line.data(), 1, line.size(), stderr);
}

/// The same, and bytes that are no ASCII, for what a client has sent.
inline void append_ascii(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (const auto byte = static_cast<unsigned char>(c); byte < 0x80)
            append_printable(out, c);
        else
            append_escaped(out, byte);
    }
}

inline std::string_view status_color(int status) {
    if (status < 200) return "\x1b[97m";
    if (status < 300) return "\x1b[32m";
    if (status < 400) return "\x1b[33m";
    return status < 500 ? "\x1b[31m" : "\x1b[91m";
}

inline void log::append_access(std::string& lines, const access& entry) const {
    const bool colors = access_colors_;
    append_level(lines, log_level::info, colors);
    lines.append(entry.client).append(colors ? " - \"\x1b[1m" : " - \"");
    append_ascii(lines, entry.method);
    lines.push_back(' ');
    append_ascii(lines, entry.target);
    lines.append(entry.minor_version == 0 ? " HTTP/1.0" : " HTTP/1.1").append(colors ? "\x1b[0m\" " : "\" ");
    if (colors) lines.append(status_color(entry.status));
    lines.append(std::to_string(entry.status)).append(" ").append(entry.phrase);
    lines.append(colors ? "\x1b[0m\n" : "\n");
}

inline void log::write_access(std::string_view lines) {
    std::fwrite(lines.data(), 1, lines.size(), stdout);
    std::fflush(stdout);
}

}  // namespace fastapi::detail

// ==== fastapi/app/server_options.hpp ====

// How an application is served: the address, the threads, the limits that a client meets.

namespace fastapi {

/// The keyword arguments of `app.run`, named as uvicorn's settings where it has them.
/// https://www.uvicorn.org/settings/
struct ServerOptions {
    std::string host = "127.0.0.1";  ///< the address to listen at; "0.0.0.0" or "::" for every one
    int port = 8000;                 ///< 0 takes a free one, which the banner names
    int workers = 1;                 ///< event loops, each in a thread; connections are dealt out in turn
    int threads = 40;                ///< handlers that may block at the same time before others wait
    bool access_log = true;          ///< one line for each request, on stdout
    std::string log_level = "info";  ///< critical, error, warning, info or debug; below info no banner
    std::optional<bool> use_colors = std::nullopt;  ///< by default where the output is a terminal

    std::uint64_t max_body_bytes = 16 * 1024 * 1024;   ///< a larger body is refused with 413
    std::size_t max_header_bytes = 64 * 1024;          ///< a larger header block is refused with 431
    std::size_t max_request_line_bytes = 64 * 1024;    ///< a longer request line is refused with 414
    std::size_t min_bytes_per_second = 1024;           ///< what a slow body or reader must reach on average

    std::chrono::milliseconds timeout_keep_alive{5'000};  ///< an idle connection is closed after this
    std::chrono::milliseconds timeout_header{10'000};     ///< from the first byte of a head to its end
    std::chrono::milliseconds timeout_body{30'000};       ///< allowance for a body beyond its rate
    std::chrono::milliseconds timeout_write{30'000};      ///< the same for a client that reads its answer
    std::chrono::milliseconds timeout_graceful_shutdown{30'000};  ///< for what runs when a stop is asked for
    int backlog = 2048;                                   ///< connections that the system keeps waiting
};

}  // namespace fastapi

// ==== fastapi/app/application_options.hpp ====

// The keyword arguments of an application, as FastAPI names them.

namespace fastapi {

/// The keyword arguments of an application. https://fastapi.tiangolo.com/reference/fastapi/
struct FastAPIOptions {
    std::string title = "FastAPI";     ///< of the document and the docs pages
    std::string summary = {};          ///< one line
    std::string description = {};      ///< Markdown
    std::string version = "0.1.0";     ///< of the API, not of OpenAPI
    std::optional<std::string> docs_url = "/docs";    ///< Swagger UI; empty or nullopt: none
    std::optional<std::string> redoc_url = "/redoc";  ///< ReDoc; empty or nullopt: none
    std::optional<std::string> openapi_url = "/openapi.json";  ///< empty or nullopt: no document, no pages
    std::string terms_of_service = {};  ///< a URL
    any contact = {};                   ///< a dict with name, url, email
    any license_info = {};              ///< a dict with name and identifier or url
    list openapi_tags = {};             ///< dicts with name and description, in the order to show
    any openapi_external_docs = {};     ///< a dict with url and description
    list servers = {};                  ///< dicts with url and description
    bool redirect_slashes = true;       ///< `/items/` is sent to `/items`, and the other way round
    std::string root_path = {};         ///< where a proxy has mounted the application: `/api/v1`
    bool root_path_in_servers = true;   ///< whether the document lists it among the servers
    ResponseInfos responses = {};       ///< further answers of every route, for the document
    bool deprecated = false;            ///< marks every route
    bool include_in_schema = true;      ///< whether the document shows the routes
    Callbacks callbacks = {};           ///< further callbacks of every route, for the document
    UniqueIdFunction generate_unique_id_function = {};  ///< for operations that have none themselves
    bool separate_input_output_schemas = true;          ///< a model that clients see otherwise than they send it
                                                        ///< has two schemas
    dict swagger_ui_parameters = {};    ///< Swagger UI's settings, over those that FastAPI sets
    dict swagger_ui_init_oauth = {};    ///< of Swagger UI's `initOAuth`: clientId, scopes, ...
    std::optional<std::string> swagger_ui_oauth2_redirect_url = "/docs/oauth2-redirect";  ///< empty or nullopt: none
    std::string swagger_js_url = {};       ///< of Swagger UI's script; FastAPI's CDN where empty
    std::string swagger_css_url = {};      ///< of its styles; the same
    std::string swagger_favicon_url = {};  ///< of its icon; the same
    std::string redoc_js_url = {};         ///< of ReDoc's script; the same
    std::string redoc_favicon_url = {};    ///< of its icon; the same
    std::string docs_assets = {};          ///< a folder that holds `swagger-ui-dist` and `redoc`, as npm installs
                                           ///< them, served in place of the CDN; made by
                                           ///< `tools/fastapi docs-assets DIR`
};

}  // namespace fastapi

// ==== fastapi/app/document_cache.hpp ====

// The text of an application's document, made when it is first asked for: once for each path below which the
// application is reached, because that stands in it.

namespace fastapi::detail {

/// Texts by root path. From any thread.
class document_cache {
  public:
    /// The text for this root path, made by `make()` where there is none yet.
    template <class Make>
    std::string get(const std::string& root_path, const Make& make) const {
        const std::lock_guard lock(mutex_);
        const auto known = texts_.find(root_path);
        return known != texts_.end() ? known->second : texts_.emplace(root_path, make()).first->second;
    }

    /// The document has changed.
    void forget() const {
        const std::lock_guard lock(mutex_);
        texts_.clear();
    }

  private:
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::string> texts_;
};

}  // namespace fastapi::detail

// ==== fastapi/app/application.hpp ====

// The application: the routes, and how a request becomes an answer whatever happens on the way. It knows
// no sockets: `net/` asks it who answers a request (`prepare`) and lets it answer (`answer`), in the
// thread or on the loop that suits the handler.

namespace fastapi {

namespace detail {

class server;
struct application_access;

}  // namespace detail

/// `app.openapi`: gives the document, and takes a function that makes another one in its place.
class OpenAPIFunction {
  public:
    explicit OpenAPIFunction(const FastAPI& app) : app_(app) {}
    OpenAPIFunction(const OpenAPIFunction&) = delete;

    /// Replaces the document. Not while the application serves.
    OpenAPIFunction& operator=(std::function<dict()> replacement);

    /// The document. Throws what the function in its place throws.
    dict operator()() const;

  private:
    const FastAPI& app_;
    std::function<dict()> replacement_;
};

/// The document that the framework makes of an application, whatever stands in the place of `app.openapi`.
dict get_openapi(const FastAPI& app);

/// An application. Declare its routes, then `run` it. Routes may be added until it runs; from then on any
/// number of threads read it. https://fastapi.tiangolo.com/reference/fastapi/
class FastAPI : public detail::route_declarations<FastAPI, detail::path_kind::whole> {
  public:
    /// Throws std::invalid_argument for a docs URL that is no path.
    explicit FastAPI(FastAPIOptions options = {});
    FastAPI(const FastAPI&) = delete;
    FastAPI& operator=(const FastAPI&) = delete;

    /// Adds the routes that `router` has now, below the prefix of `options`.
    void include_router(const APIRouter& router, const RouterOptions& options = {});

    /// Lets `app` answer every request whose path begins with `path`, with its own routes, docs and handlers
    /// of errors; its `request.root_path()` ends in that path. `app` must live as long as this one and its own
    /// lifespan does not run. Routes declared earlier come first. The path may hold placeholders. Throws
    /// std::invalid_argument for a path that is none.
    /// https://fastapi.tiangolo.com/advanced/sub-applications/
    void mount(std::string_view path, FastAPI& app);

    /// The OpenAPI 3.1 document of the routes declared so far: `app.openapi()`. May be replaced, as in FastAPI:
    /// `app.openapi = [&app] { dict document = get_openapi(app); ...; return document; };`. What it gives is
    /// asked for once and kept until a route is added or the function is replaced.
    /// https://fastapi.tiangolo.com/how-to/extending-openapi/
    OpenAPIFunction openapi{*this};

    /// Requests that the program will send elsewhere, for the document.
    Webhooks webhooks;

    /// Serves until SIGINT, SIGTERM or `stop()`: then no new connection is taken, what runs is finished,
    /// and it returns; it may be called again. Throws std::runtime_error where it cannot listen.
    void run(ServerOptions options = {});

    /// The same with options from the command line (`--help` lists them), over those of `options`. Gives
    /// what `main` should return: 0 after a graceful stop, 1 where it cannot listen, 2 for a wrong option.
    int run(int argc, char** argv, ServerOptions options = {});

    /// Ends `run`, from any thread or handler; does nothing where the application does not run.
    void stop();

    /// The port that it listens at, 0 while it does not run: the way to learn it where the system has
    /// chosen one. From any thread; once it is not 0, `stop` works.
    int port();

    /// Values of the program's own, to be filled before `run`.
    State state;

    /// Adds a route that is described already. Throws std::invalid_argument where path and handler do not fit.
    void add_operation(detail::operation added);

  private:
    friend struct detail::application_access;

    void add_docs_routes();

    FastAPIOptions options_;
    detail::route_table routes_;
    detail::document_cache document_;
    std::mutex server_mutex_;
    detail::server* server_ = nullptr;  // while running
};

namespace detail {

/// The life of a request inside an application, for who brings one: a server or a test.
struct application_access {
    /// Finds who answers; null where the answer (404, 405, a redirect) stands in the exchange already.
    static endpoint* prepare(const FastAPI& app, exchange& current);

    /// Lets a plain handler answer. Every exception becomes an answer.
    static void answer(exchange& current, endpoint& handler) noexcept;

    /// The same for an asynchronous handler.
    static async<void> answer_async(exchange& current, endpoint& handler);

    static const FastAPIOptions& options(const FastAPI& app) { return app.options_; }
    static FastAPIOptions& options(FastAPI& app) { return app.options_; }
    static const route_table& routes(const FastAPI& app) { return app.routes_; }
    static const document_cache& document(const FastAPI& app) { return app.document_; }
    static std::mutex& server_mutex(FastAPI& app) { return app.server_mutex_; }
    static server*& running_server(FastAPI& app) { return app.server_; }
};

// ---- implementation ----

inline void answer_http_exception(Response& response, const HTTPException& error) {
    response.status_code = error.status_code;
    response.headers = error.headers;
    response.body.clear();
    if (has_content(error.status_code)) append_json(json_body(response), dict{{"detail", error.detail}});
}

inline void answer_validation_error(Response& response, const RequestValidationError& error) {
    response.status_code = 422;
    response.headers.clear();
    append_json(json_body(response), dict{{"detail", error.errors()}});
}

/// What went wrong stays in the log; the client learns nothing of it.
inline void answer_unexpected(Response& response, std::string_view what) {
    log::instance().write(log_level::error, "Exception in handler: " + std::string(what));
    response = PlainTextResponse("Internal Server Error", 500);
}

/// Turns the exceptions that have an answer of their own into it. Others pass.
inline void answer_known_exception(Response& response) {
    try {
        throw;
    } catch (const HTTPException& error) {
        answer_http_exception(response, error);
    } catch (const RequestValidationError& error) {
        answer_validation_error(response, error);
    }
}

/// Turns the exception that is being handled into the answer. To write one may fail, too: NaN is no JSON.
inline void answer_exception(Response& response) {
    try {
        answer_known_exception(response);
    } catch (const std::exception& error) {
        answer_unexpected(response, error.what());
    } catch (...) {
        answer_unexpected(response, "not a std::exception");
    }
}

inline void answer_wrong_method(Response& response, const operation& known) {
    std::string allowed;
    for (const std::string& method : known.methods) allowed += (allowed.empty() ? "" : ", ") + method;
    answer_http_exception(response, HTTPException(405, nullptr, {{"Allow", allowed}}));
}

/// The path with its final slashes taken off, or with one put on.
inline std::string other_slash_form(std::string_view path) {
    if (!path.ends_with('/')) return std::string(path) + "/";
    while (path.ends_with('/')) path.remove_suffix(1);
    return std::string(path);
}

/// Where the path is on the server that was asked. HTTP/1.0 may come without a Host; then a second '/' at the
/// beginning of the path would make a host of its first segment.
inline std::string redirect_target(const Request& request, std::string_view path) {
    if (!request.url.netloc.empty())
        return std::string(request.url.scheme) + "://" + std::string(request.url.netloc) + std::string(path);
    return "/" + std::string(path.substr(std::min(path.find_first_not_of('/'), path.size())));
}

/// Sends the client to the other form of the path. The whole URL is encoded, so no byte of the request can
/// leave its line.
inline void answer_redirect(Response& response, const Request& request, std::string_view path) {
    std::string target = redirect_target(request, path);
    if (!request.url.query.empty()) target.append("?").append(request.url.query);
    response.status_code = 307;
    response.headers.append("location", percent_encode(target, ":/%#?=@[]!$&'()*+,;"));
}

inline void answer_no_route(const FastAPI& app, exchange& current) {
    const std::string_view path = request_access::route_path(current.request);
    if (application_access::options(app).redirect_slashes && path != "/") {
        const std::string other = other_slash_form(path);
        if (application_access::routes(app).knows(other)) {
            std::string_view whole = request_access::decoded_path(current.request);
            whole.remove_suffix(path.size());
            return answer_redirect(current.response, current.request, std::string(whole) + other);
        }
    }
    answer_http_exception(current.response, HTTPException(404));
}

inline endpoint* application_access::prepare(const FastAPI& app, exchange& current) {
    Request& request = current.request;
    request_access::set_app(request, const_cast<FastAPI&>(app));
    if (!app.options_.root_path.empty()) request_access::set_root_path(request, app.options_.root_path);
    const std::string_view path = request_access::route_path(request);
    const route_match match = app.routes_.find(request.method, path);
    if (match.kind == route_match::kinds::none) return answer_no_route(app, current), nullptr;
    if (match.kind == route_match::kinds::wrong_method)
        return answer_wrong_method(current.response, match.target->description), nullptr;
    const route& target = *match.target;
    const std::size_t own_captures = match.captures.size - (target.is_mount() ? 1 : 0);
    for (std::size_t i = 0; i < own_captures; ++i)
        request_access::add_path_param(request, target.placeholders[i], match.captures[i]);
    if (target.is_mount()) {
        request_access::enter_mount(request, path.size() - match.captures[own_captures].size() - 1);
        return prepare(*target.mounted, current);
    }
    current.response.status_code = target.description.options.status_code;
    current.filter = target.filter ? &*target.filter : nullptr;
    return target.description.handler.get();
}

inline void application_access::answer(exchange& current, endpoint& handler) noexcept {
    try {
        handler.answer(current);
    } catch (...) {
        answer_exception(current.response);
    }
}

inline async<void> application_access::answer_async(exchange& current, endpoint& handler) {
    try {
        co_await handler.answer_async(current);
    } catch (...) {
        answer_exception(current.response);
    }
}

/// Methods are names in a header line, `Allow`.
inline void check_methods(const operation& added) {
    for (const std::string& method : added.methods)
        if (!is_token(method))
            throw std::invalid_argument("fastapi: \"" + method + "\" of the path \"" + added.path +
                                        "\" is no method. Write a name such as \"GET\".");
}

/// The options of every route, where those of the application say something of them.
inline RouterOptions options_for_routes(const FastAPIOptions& options) {
    RouterOptions result;
    result.responses = options.responses;
    result.deprecated = options.deprecated;
    result.include_in_schema = options.include_in_schema;
    result.callbacks = options.callbacks;
    return result;
}

}  // namespace detail

inline FastAPI::FastAPI(FastAPIOptions options) : options_(std::move(options)) { add_docs_routes(); }

inline void FastAPI::add_operation(detail::operation added) {
    detail::check_methods(added);
    const detail::path_pattern pattern = detail::make_path_pattern(added.path);
    std::vector<std::string> placeholders;
    for (const auto& piece : pattern.pieces)
        if (piece.is_placeholder) placeholders.push_back(piece.text);
    added.handler->check_path(placeholders, added.path);
    routes_.add(detail::below(detail::options_for_routes(options_), std::move(added)));
    document_.forget();
}

inline void FastAPI::include_router(const APIRouter& router, const RouterOptions& options) {
    APIRouter outer;
    outer.include_router(router, options);
    for (const detail::operation& each : outer.operations()) add_operation(each);
}

inline void FastAPI::mount(std::string_view path, FastAPI& app) {
    if (&app == this) throw std::invalid_argument("fastapi: an application cannot be mounted below itself.");
    if (!path.empty() && path.front() != '/')
        throw std::invalid_argument("fastapi: the path \"" + std::string(path) +
                                    "\" of a mount does not begin with '/'. Write \"/admin\".");
    while (path.ends_with('/')) path.remove_suffix(1);
    routes_.mount(path, app);
}

}  // namespace fastapi

// ==== fastapi/app/docs_routes.hpp ====

// The document of an application and the routes that show it: `/openapi.json`, `/docs`, `/redoc`, each at
// the url of the options, or off.

namespace fastapi {
namespace detail {

/// A URL of the options; null where it is switched off.
inline const std::string* switched_on(const std::optional<std::string>& url) {
    return url && !url->empty() ? &*url : nullptr;
}

inline document_info document_info_of(const FastAPIOptions& options) {
    document_info result;
    result.title = options.title;
    result.summary = options.summary;
    result.description = options.description;
    result.version = options.version;
    result.terms_of_service = options.terms_of_service;
    result.contact = options.contact;
    result.license_info = options.license_info;
    result.openapi_tags = options.openapi_tags;
    result.external_docs = options.openapi_external_docs;
    result.servers = options.servers;
    result.generate_unique_id = options.generate_unique_id_function;
    result.separate_input_output_schemas = options.separate_input_output_schemas;
    return result;
}

/// The urls of the servers that a document lists.
inline std::vector<std::string> server_urls(const any& servers) {
    std::vector<std::string> urls;
    if (!servers.is_list()) return urls;
    for (const any& server : servers.as_list()) {
        const any* const url = server.is_dict() ? server.as_dict().get("url") : nullptr;
        if (url != nullptr && url->is_string()) urls.push_back(url->as_string());
    }
    return urls;
}

/// The document as who reaches the application below `root_path` sees it: that is its first server.
inline dict with_root_path(dict document, const std::string& root_path) {
    const any listed = document.get("servers", list{});
    const std::vector<std::string> urls = server_urls(listed);
    if (std::find(urls.begin(), urls.end(), root_path) != urls.end()) return document;
    list servers{any(dict{{"url", root_path}})};
    if (listed.is_list())
        for (const any& server : listed.as_list()) servers.push_back(server);
    document["servers"] = std::move(servers);
    return document;
}

inline std::string document_text(const FastAPI& app, const std::string& root_path) {
    dict document = app.openapi();
    if (!root_path.empty() && application_access::options(app).root_path_in_servers)
        document = with_root_path(std::move(document), root_path);
    return any(std::move(document)).dump();
}

inline void set_if_given(std::string& target, const std::string& given) {
    if (!given.empty()) target = given;
}

inline SwaggerUIOptions swagger_ui_options(const FastAPIOptions& options, const std::string& root_path) {
    SwaggerUIOptions page;
    page.openapi_url = root_path + *options.openapi_url;
    page.title = options.title + " - Swagger UI";
    if (const std::string* url = switched_on(options.swagger_ui_oauth2_redirect_url))
        page.oauth2_redirect_url = root_path + *url;
    page.init_oauth = options.swagger_ui_init_oauth;
    page.swagger_ui_parameters = options.swagger_ui_parameters;
    page.connect_urls = server_urls(options.servers);
    set_if_given(page.swagger_js_url, options.swagger_js_url);
    set_if_given(page.swagger_css_url, options.swagger_css_url);
    set_if_given(page.swagger_favicon_url, options.swagger_favicon_url);
    return page;
}

inline RedocOptions redoc_options(const FastAPIOptions& options, const std::string& root_path) {
    RedocOptions page;
    page.openapi_url = root_path + *options.openapi_url;
    page.title = options.title + " - ReDoc";
    set_if_given(page.redoc_js_url, options.redoc_js_url);
    set_if_given(page.redoc_favicon_url, options.redoc_favicon_url);
    return page;
}

}  // namespace detail

inline OpenAPIFunction& OpenAPIFunction::operator=(std::function<dict()> replacement) {
    replacement_ = std::move(replacement);
    detail::application_access::document(app_).forget();
    return *this;
}

inline dict OpenAPIFunction::operator()() const { return replacement_ ? replacement_() : get_openapi(app_); }

inline dict get_openapi(const FastAPI& app) {
    using detail::application_access;
    std::vector<std::string> duplicates;
    dict document = detail::openapi_document(detail::document_info_of(application_access::options(app)),
                                             application_access::routes(app).routes(), app.webhooks.operations(),
                                             &duplicates);
    for (const std::string& id : duplicates)
        detail::log::instance().write(detail::log_level::warning, "Duplicate operation id \"" + id +
                                      "\" in the document: give the route a .name or an .operation_id of its own.");
    return document;
}

inline void FastAPI::add_docs_routes() {
    using namespace detail;
    const std::string* const document_url = switched_on(options_.openapi_url);
    if (document_url == nullptr) return;
    const auto add = [this](const std::string& url, auto page) {
        api_route({"GET", "HEAD"}, runtime_path(url), {.include_in_schema = false}, std::move(page));
    };
    add(*document_url, [this](Request& request) {
        const std::string& root_path = request.root_path();
        return Response(document_.get(root_path, [&] { return document_text(*this, root_path); }), 200, {},
                        "application/json");
    });
    if (const std::string* url = switched_on(options_.docs_url)) {
        add(*url, [this](Request& request) {
            return swagger_ui_answer(swagger_ui_options(options_, request.root_path()));
        });
        if (const std::string* redirect_url = switched_on(options_.swagger_ui_oauth2_redirect_url))
            add(*redirect_url, [] { return oauth2_redirect_answer(); });
    }
    if (const std::string* url = switched_on(options_.redoc_url))
        add(*url, [this](Request& request) { return redoc_answer(redoc_options(options_, request.root_path())); });
}

}  // namespace fastapi

// ---- net: sockets, loops, threads ----

// ==== fastapi/net/blocking.hpp ====

// Plain handlers may block, and yet delay nobody. A plain handler runs where its request was read, which
// costs a quick one next to nothing. A watchdog looks every millisecond whether one has not come back;
// then the event loop is handed over to another thread, and the blocked one is left to its handler. What
// it answers is sent by the loop, later. Handlers of a route that was slow before go to a thread at once.
//
// The rule that makes this safe: exactly one thread owns a loop, and nobody else touches what belongs to it.
// The ticket of the loop decides who that is.

namespace fastapi::detail {

/// Thrown through `io_context::run` to leave it, by a thread that has lost its loop in a handler. Asio lets
/// exceptions of handlers pass, and the loop goes on in its new thread.
struct loop_lost {
    void (*after)(void* context);  // to be called outside of the loop
    void* context;
};

/// Odd while a plain handler runs on the loop. Whoever changes it first, the returning handler or the
/// watchdog, has the loop.
class loop_ticket {
  public:
    /// Before a plain handler: gives the ticket to show afterwards.
    std::uint64_t enter() {
        const std::uint64_t mine = value_.load(std::memory_order_relaxed) + 1;
        value_.store(mine, std::memory_order_seq_cst);
        return mine;
    }
    /// After it: whether this thread still has the loop.
    bool leave(std::uint64_t mine) { return value_.compare_exchange_strong(mine, mine + 1, std::memory_order_seq_cst); }

    std::uint64_t look() const { return value_.load(std::memory_order_seq_cst); }

  private:
    std::atomic<std::uint64_t> value_{0};
};

/// A loop as the threads see it.
struct watched_loop {
    loop_ticket ticket;
    std::uint64_t last_seen = 0;  // the watchdog's own

    virtual void run_until_done() = 0;  // may throw loop_lost
    virtual void take_over() = 0;       // called by the thread that gets the loop, before it runs it

  protected:
    ~watched_loop() = default;
};

/// The threads of a server: they run its loops and the handlers that block, and one of them watches.
class thread_team {
  public:
    static constexpr std::chrono::milliseconds patience{1};

    explicit thread_team(std::size_t most_blocking) : most_blocking_(most_blocking) {}
    thread_team(const thread_team&) = delete;
    thread_team& operator=(const thread_team&) = delete;

    /// Waits for everything that runs. What waits in the queue still is dropped.
    ~thread_team();

    /// Runs a loop in a thread of its own, until it is done.
    void start_loop(watched_loop& loop);

    /// Starts watching the loops that were started so far.
    void start_watching();

    /// Before a plain handler runs on its loop.
    void notice_handler() {
        if (watchdog_sleeps_.load(std::memory_order_seq_cst)) wake_watchdog();
    }

    /// Whether so many handlers block that another one should wait in the queue.
    bool is_full() const { return blocking() >= most_blocking_; }

    /// How many handlers block a thread just now.
    std::size_t blocking() const { return blocking_.load(std::memory_order_relaxed); }

    /// Runs `work(context)` in a thread, when one of those that may block is free.
    void run_blocking(void (*work)(void*), void* context);

    /// Waits until all loops are done.
    void wait_for_loops();

  private:
    struct task {
        void (*work)(void*);
        void* context;
    };

    struct loop_to_run {
        watched_loop* loop = nullptr;
        bool taken_over = false;
    };

    void serve();
    bool next(std::unique_lock<std::mutex>& lock, loop_to_run& loop, task& job);
    void run_loop(watched_loop& loop, bool taken_over);
    void add_thread_if_needed();
    void watch();
    bool look_at_loops();
    void hand_over(watched_loop& loop);
    void wake_watchdog();

    const std::size_t most_blocking_;
    std::atomic<std::size_t> blocking_{0};

    std::mutex mutex_;
    std::condition_variable work_waits_, loops_done_;
    std::deque<task> tasks_;
    std::deque<loop_to_run> loops_to_run_;
    std::vector<std::thread> threads_;
    std::vector<watched_loop*> loops_;
    std::size_t idle_threads_ = 0, loops_left_ = 0;
    bool stopping_ = false;

    std::mutex watchdog_mutex_;
    std::condition_variable watchdog_wakes_;
    std::atomic<bool> watchdog_sleeps_{false};
    bool watchdog_stops_ = false;
    std::thread watchdog_;
};

// ---- implementation ----

inline thread_team::~thread_team() {
    {
        const std::lock_guard lock(watchdog_mutex_);
        watchdog_stops_ = true;
    }
    watchdog_wakes_.notify_one();
    if (watchdog_.joinable()) watchdog_.join();
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        tasks_.clear();
    }
    work_waits_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

inline void thread_team::start_loop(watched_loop& loop) {
    const std::lock_guard lock(mutex_);
    loops_.push_back(&loop);
    loops_to_run_.push_back({&loop, false});
    ++loops_left_;
    add_thread_if_needed();
}

inline void thread_team::start_watching() {
    watchdog_ = std::thread([this] { watch(); });
}

inline void thread_team::run_blocking(void (*work)(void*), void* context) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back({work, context});
    add_thread_if_needed();
}

inline void thread_team::wait_for_loops() {
    std::unique_lock lock(mutex_);
    loops_done_.wait(lock, [this] { return loops_left_ == 0; });
}

/// With the lock held: a thread for what waits. Loops always get one, tasks only up to the limit.
inline void thread_team::add_thread_if_needed() {
    const std::size_t blocking = blocking_.load(std::memory_order_relaxed);
    const std::size_t free_places = most_blocking_ > blocking ? most_blocking_ - blocking : 0;
    const std::size_t waiting = loops_to_run_.size() + std::min(tasks_.size(), free_places);
    if (waiting > idle_threads_)
        threads_.emplace_back([this] { serve(); });
    else
        work_waits_.notify_one();
}

/// Waits for something to do, a loop before a task. False when the team stops.
inline bool thread_team::next(std::unique_lock<std::mutex>& lock, loop_to_run& loop, task& job) {
    const auto has_task = [this] { return !tasks_.empty() && !is_full(); };
    ++idle_threads_;
    work_waits_.wait(lock, [&] { return stopping_ || !loops_to_run_.empty() || has_task(); });
    --idle_threads_;
    loop = {};
    if (!loops_to_run_.empty()) {
        loop = loops_to_run_.front();
        loops_to_run_.pop_front();
        return true;
    }
    if (!has_task()) return false;
    job = tasks_.front();
    tasks_.pop_front();
    blocking_.fetch_add(1, std::memory_order_relaxed);
    return true;
}

/// The life of a thread.
inline void thread_team::serve() {
    std::unique_lock lock(mutex_);
    loop_to_run next_loop;
    task job{};
    while (next(lock, next_loop, job)) {
        lock.unlock();
        if (next_loop.loop != nullptr) {
            run_loop(*next_loop.loop, next_loop.taken_over);
        } else {
            job.work(job.context);
            blocking_.fetch_sub(1, std::memory_order_relaxed);
        }
        lock.lock();
    }
}

inline void thread_team::run_loop(watched_loop& loop, bool taken_over) {
    try {
        if (taken_over) loop.take_over();
        loop.run_until_done();
    } catch (const loop_lost& lost) {
        lost.after(lost.context);
        blocking_.fetch_sub(1, std::memory_order_relaxed);
        return;
    }
    const std::lock_guard lock(mutex_);
    if (--loops_left_ == 0) loops_done_.notify_all();
}

/// Looks at the loops while handlers come and go; sleeps when none has come for a while.
inline void thread_team::watch() {
    constexpr int looks_before_sleep = 100;
    int quiet_looks = 0;
    std::unique_lock lock(watchdog_mutex_);
    while (!watchdog_stops_) {
        watchdog_wakes_.wait_for(lock, patience);
        quiet_looks = look_at_loops() ? 0 : quiet_looks + 1;
        if (quiet_looks < looks_before_sleep) continue;
        // A handler that enters now either is seen by this last look, or sees the flag and wakes us.
        watchdog_sleeps_.store(true, std::memory_order_seq_cst);
        if (!look_at_loops())
            watchdog_wakes_.wait(lock, [this] { return watchdog_stops_ || !watchdog_sleeps_.load(std::memory_order_seq_cst); });
        watchdog_sleeps_.store(false, std::memory_order_seq_cst);
        quiet_looks = 0;
    }
}

/// Hands over the loops whose handler was running at the last look already. Whether anything has happened.
inline bool thread_team::look_at_loops() {
    bool active = false;
    for (watched_loop* loop : loops_) {
        const std::uint64_t seen = loop->ticket.look();
        if (seen != loop->last_seen)
            active = true;
        else if (seen % 2 == 1) {
            active = true;
            if (loop->ticket.leave(seen)) hand_over(*loop);
        }
        loop->last_seen = seen;
    }
    return active;
}

inline void thread_team::hand_over(watched_loop& loop) {
    blocking_.fetch_add(1, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    loops_to_run_.push_back({&loop, true});
    add_thread_if_needed();
}

inline void thread_team::wake_watchdog() {
    {
        const std::lock_guard lock(watchdog_mutex_);
        watchdog_sleeps_.store(false, std::memory_order_seq_cst);
    }
    watchdog_wakes_.notify_one();
}

}  // namespace fastapi::detail

// ==== fastapi/net/loop.hpp ====

// An event loop: one thread runs it at a time, and it runs many connections. What they share lies here: the
// buffer that is read into, the answers to be sent, recycled requests, the date, and one timer that
// looks after everybody's time limits.

namespace fastapi::detail {

using loop_clock = std::chrono::steady_clock;

struct request_slot;

/// Frees what an unusually large request has made of a text that is recycled. It must be empty.
inline void give_back(std::string& text) {
    constexpr std::size_t usual = 16 * 1024;
    if (text.capacity() > usual) std::string().swap(text);
}

/// A connection, as its loop sees it.
class loop_member {
  public:
    virtual ~loop_member() = default;
    /// Closes where the time for what it waits for is over.
    virtual void check_deadline() = 0;
    /// Answers what has arrived, then closes.
    virtual void drain() = 0;
    /// Closes, even if a handler is still at work for it.
    virtual void abort() = 0;
    /// Sends the earlier answers of a batch, because the present one takes long.
    virtual void send_earlier_answers() = 0;
    /// The handler that was away has answered the request in the slot.
    virtual void finish(request_slot& slot) = 0;

    std::size_t place = 0;  // among the members of its loop
};

class server_loop;

/// A request on its way, and the bytes that it refers to. Recycled by its loop.
struct request_slot {
    exchange current;
    wire::request_head head;
    std::string_view head_bytes;             // where the views of the head lie
    std::string_view body;
    std::string owned_head, owned_body;      // those that could not stay in the read buffer
    std::unique_ptr<char[]> read_buffer;     // taken along by a handler that lost its loop
    server_loop* loop = nullptr;
    loop_member* owner = nullptr;
    endpoint* handler = nullptr;

    /// Takes the head and the body out of the read buffer, which will be used for other bytes.
    void keep_bytes();
    void recycle();
};

/// Exactly one thread runs a loop at a time; only that one calls these functions.
class server_loop final : public watched_loop {
  public:
    static constexpr std::size_t read_buffer_size = 64 * 1024;

    server_loop(FastAPI& app, const ServerOptions& options, thread_team& threads);
    server_loop(const server_loop&) = delete;
    server_loop& operator=(const server_loop&) = delete;
    ~server_loop() = default;

    void run_until_done() override { context_.run(); }
    void take_over() override;

    /// No connection outlives its present request; at the deadline the rest is cut off. The loop is done
    /// when none is left.
    void drain(loop_clock::time_point deadline);

    void add(std::unique_ptr<loop_member> member);
    /// Destroys a member, once nothing that runs now refers to it any more.
    void remove_later(loop_member& member);

    request_slot* acquire_slot(loop_member& owner);
    void release_slot(request_slot* slot);

    /// Puts a line into the access log; lines of a batch are written together.
    void log_access(const log::access& entry);

    asio::io_context& context() { return context_; }
    const FastAPI& app() const { return app_; }
    const ServerOptions& options() const { return options_; }
    const wire::limits& limits() const { return limits_; }
    thread_team& threads() { return threads_; }
    char* read_buffer() { return read_buffer_.get(); }
    std::string& output() { return output_; }
    std::string_view date_line() const { return date_line_; }
    loop_clock::time_point now() const { return now_; }

    request_slot* in_handler = nullptr;  // the one whose plain handler runs on this loop

  private:
    void tick();
    void schedule_tick();
    void cut_off();
    void write_access_lines();
    void remove(loop_member& member);

    FastAPI& app_;
    const ServerOptions& options_;
    thread_team& threads_;
    wire::limits limits_;
    std::vector<std::unique_ptr<request_slot>> slots_;  // outlive the context: its coroutines refer to them
    std::vector<request_slot*> free_slots_;
    asio::io_context context_{1};
    asio::basic_waitable_timer<loop_clock, asio::wait_traits<loop_clock>, asio::io_context::executor_type> timer_;
    std::unique_ptr<char[]> read_buffer_{new char[read_buffer_size]};
    std::string output_, date_line_, access_lines_;
    loop_clock::time_point now_ = loop_clock::now(), drain_deadline_ = loop_clock::time_point::max();
    bool draining_ = false;
    std::vector<std::unique_ptr<loop_member>> members_;
};

// ---- implementation ----

inline void request_slot::keep_bytes() {
    if (head_bytes.data() != owned_head.data()) {
        const std::string_view from = head_bytes;
        owned_head.assign(from);
        head.rebase(from.data(), owned_head.data());
        request_access::rebase(current.request, from.data(), from.size(), owned_head.data());
        head_bytes = owned_head;
    }
    if (body.data() != owned_body.data()) owned_body.assign(body);
    body = owned_body;
    request_access::set_body(current.request, body);
}

inline void request_slot::recycle() {
    current.recycle();
    head.clear();
    head_bytes = body = {};
    owned_body.clear();
    owned_head.clear();
    for (std::string* text : {&owned_head, &owned_body, &current.response.body}) give_back(*text);
    read_buffer.reset();
    handler = nullptr;
}

inline server_loop::server_loop(FastAPI& app, const ServerOptions& options, thread_team& threads)
    : app_(app), options_(options), threads_(threads), timer_(context_), date_line_(wire::date_line(std::time(nullptr))) {
    limits_.max_body_bytes = options.max_body_bytes;
    limits_.max_header_block = limits_.max_header_line = options.max_header_bytes;
    limits_.max_request_line = options.max_request_line_bytes;
    schedule_tick();
}

/// The thread before is left alone with its request, and keeps the bytes that it reads; the loop gets others.
inline void server_loop::take_over() {
    request_slot& away = *std::exchange(in_handler, nullptr);
    away.read_buffer = std::exchange(read_buffer_, std::unique_ptr<char[]>(new char[read_buffer_size]));
    away.owner->send_earlier_answers();
    write_access_lines();  // what was posted to do that waits in the thread before
}

inline void server_loop::drain(loop_clock::time_point deadline) {
    draining_ = true;
    drain_deadline_ = deadline;
    for (const auto& member : members_) member->drain();
    if (members_.empty()) timer_.cancel();
}

inline void server_loop::add(std::unique_ptr<loop_member> member) {
    member->place = members_.size();
    members_.push_back(std::move(member));
    if (!draining_) return;
    members_.back()->drain();
    if (members_.size() == 1) schedule_tick();
}

inline void server_loop::remove_later(loop_member& member) {
    asio::post(context_, [this, &member] { remove(member); });
}

inline void server_loop::remove(loop_member& member) {
    const std::size_t place = member.place;
    members_.back()->place = place;
    members_[place].swap(members_.back());
    members_.pop_back();
    if (draining_ && members_.empty()) timer_.cancel();
}

inline request_slot* server_loop::acquire_slot(loop_member& owner) {
    if (free_slots_.empty()) {
        slots_.push_back(std::make_unique<request_slot>());
        free_slots_.push_back(slots_.back().get());
        slots_.back()->loop = this;
    }
    request_slot* slot = free_slots_.back();
    free_slots_.pop_back();
    slot->owner = &owner;
    return slot;
}

inline void server_loop::release_slot(request_slot* slot) {
    slot->recycle();
    free_slots_.push_back(slot);
}

inline void server_loop::tick() {
    now_ = loop_clock::now();
    date_line_ = wire::date_line(std::time(nullptr));
    for (const auto& member : members_) member->check_deadline();
    if (now_ >= drain_deadline_) cut_off();
}

/// Leaves asynchronous handlers where they wait; they end with the context.
inline void server_loop::cut_off() {
    for (const auto& member : members_) member->abort();
    write_access_lines();
    context_.stop();
}

inline void server_loop::schedule_tick() {
    timer_.expires_after(std::chrono::milliseconds(250));
    timer_.async_wait([this](const asio::error_code& error) {
        if (error) return;
        tick();
        if (!draining_ || !members_.empty()) schedule_tick();
    });
}

inline void server_loop::log_access(const log::access& entry) {
    const bool is_first = access_lines_.empty();
    log::instance().append_access(access_lines_, entry);
    if (!is_first) return;
    asio::post(context_, [this] { write_access_lines(); });  // behind what is ready now
}

inline void server_loop::write_access_lines() {
    if (access_lines_.empty()) return;
    log::write_access(access_lines_);
    access_lines_.clear();
}

}  // namespace fastapi::detail

// ==== fastapi/net/connection.hpp ====

// One socket: read, find requests, let the application answer, write; and again.
//
// A connection answers one request at a time. While a handler is away (in another thread, or waiting) it
// does not read on, so a client cannot pile up work. All answers to one read leave in one write; while a
// client does not take its answers, nothing more is read from it.
//
// The bytes are read into the buffer of the loop, which is borrowed for the time of an event: an idle
// connection owns none. A request that outlives the event takes its bytes along.

namespace fastapi::detail {

using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

class connection final : public loop_member {
  public:
    connection(server_loop& loop, tcp_socket socket, Request::Address client);
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    void start();
    void check_deadline() override;
    void drain() override;
    void abort() override;
    void send_earlier_answers() override { flush(); }
    void finish(request_slot& slot) override;

  private:
    static constexpr std::size_t large_output = 16 * 1024;

    enum class state : unsigned char { reading, answering, lingering, closed };

    // reading
    void wait_readable();
    void on_readable(const asio::error_code& error);
    void read_available();
    void process(std::string_view bytes);
    void settle();
    void begin_request(std::string_view head_bytes);
    void take_body(std::string_view data);
    void keep(std::string_view rest);
    static void return_to_loop(request_slot& slot);
    void end_of_input();
    bool is_idle() const { return state_ == state::reading && slot_ == nullptr && carry_.empty() && !writing_; }

    // answering
    bool dispatch(std::string_view rest);
    void fill_request();
    void answer_here();
    void answer_in_thread(std::string_view rest);
    void answer_on_loop(std::string_view rest);
    bool go_away(std::string_view rest);
    void write_response(request_slot& slot);
    void refuse(const wire::refusal& why);

    // writing
    bool flush();
    void send_with(std::string& body);
    void wait_writable();
    void on_writable(const asio::error_code& error);
    bool write_unsent();

    // ending
    void linger();
    void discard();
    void close();
    void leave_if_unused();

    void limit_time(std::chrono::milliseconds allowance, std::size_t transferred);
    void log_access(const request_slot& slot);

    server_loop& loop_;
    tcp_socket socket_;
    wire::reader reader_;
    Request::Address client_;
    request_slot* slot_ = nullptr;  // of the request that is being read or answered
    std::string carry_;             // the bytes behind it, or an unfinished head
    std::string_view rest_;         // the same bytes for a handler that loses its loop: where they lay
    std::string unsent_, unsent_body_;
    std::size_t unsent_offset_ = 0, sent_ = 0;
    loop_clock::time_point started_, deadline_;
    state state_ = state::reading;
    bool waits_readable_ = false, waits_writable_ = false;  // pending operations keep the object alive
    bool writing_ = false;                                  // some of the answers are unsent
    bool head_started_ = false;  // the time for the present head is running
    bool stops_ = false;         // the next answer is to be the last
    bool last_sent_ = false;     // it has been written
    bool leaves_ = false;        // the loop was asked to remove this object
};

/// Serves a socket that was accepted. On the thread of the loop.
void serve(server_loop& loop, tcp_socket socket, Request::Address client);

// ---- implementation ----

inline void serve(server_loop& loop, tcp_socket socket, Request::Address client) {
    auto added = std::make_unique<connection>(loop, std::move(socket), std::move(client));
    connection& started = *added;
    started.start();
    loop.add(std::move(added));
}

inline connection::connection(server_loop& loop, tcp_socket socket, Request::Address client)
    : loop_(loop), socket_(std::move(socket)), reader_(loop.limits()), client_(std::move(client)) {}

inline void connection::start() {
    asio::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    head_started_ = true;
    started_ = loop_.now();
    limit_time(loop_.options().timeout_header, 0);
    wait_readable();
}

/// A limit that a client cannot push back by dripping: what it has transferred since `started_` buys time
/// only at the least acceptable rate.
inline void connection::limit_time(std::chrono::milliseconds allowance, std::size_t transferred) {
    const std::size_t rate = std::max<std::size_t>(loop_.options().min_bytes_per_second, 1);
    deadline_ = started_ + allowance + std::chrono::milliseconds(transferred * 1000 / rate);
}

inline void connection::check_deadline() {
    if (state_ == state::answering || state_ == state::closed || loop_.now() < deadline_) return;
    const bool has_part_of_request = state_ == state::reading && !writing_ && (slot_ != nullptr || !carry_.empty());
    if (!has_part_of_request) return close();
    static constexpr wire::refusal too_slow{408, "the request took too long"};
    refuse(too_slow);
}

inline void connection::drain() {
    stops_ = true;
    if (!is_idle()) return;
    // A request that has arrived is still answered. Not at once: its handler may take the loop away from
    // this thread, which has the other connections to tell.
    asio::post(loop_.context(), [this] {
        if (is_idle()) read_available();
    });
}

inline void connection::abort() { close(); }

// ---- reading ----

inline void connection::wait_readable() {
    if (std::exchange(waits_readable_, true)) return;
    socket_.async_wait(tcp_socket::wait_read, [this](const asio::error_code& error) { on_readable(error); });
}

inline void connection::on_readable(const asio::error_code& error) {
    waits_readable_ = false;
    if (state_ == state::closed) return leave_if_unused();
    if (error) return close();
    if (state_ == state::lingering) return discard();
    if (state_ == state::reading && !writing_) read_available();
}

/// Reads what is there, a few buffers at most: the other connections want their turn.
inline void connection::read_available() {
    for (int buffers = 0; buffers < 16; ++buffers) {
        asio::error_code error;
        const std::size_t size =
            socket_.read_some(asio::buffer(loop_.read_buffer(), server_loop::read_buffer_size), error);
        if (error == asio::error::would_block) break;
        if (error == asio::error::eof) return end_of_input();
        if (error) return close();
        const std::string_view arrived(loop_.read_buffer(), size);
        if (carry_.empty())
            process(arrived);
        else
            process(carry_.append(arrived));
        if (state_ != state::reading || writing_) return;
        if (size < server_loop::read_buffer_size) break;
    }
    settle();
}

/// The client sends nothing more. It may still wait for the answers of this batch.
inline void connection::end_of_input() {
    if (loop_.output().empty()) return close();
    last_sent_ = true;
    settle();
}

/// Takes the requests out of the bytes and has them answered, as far as they go; keeps the rest.
inline void connection::process(std::string_view bytes) {
    while (state_ == state::reading && !writing_ && !last_sent_) {
        if (slot_ == nullptr) slot_ = loop_.acquire_slot(*this);
        const wire::event event = reader_.read(bytes, slot_->head);
        const std::string_view consumed = bytes.substr(0, event.consumed);
        bytes.remove_prefix(event.consumed);
        if (event.kind == wire::event_kind::head) {
            begin_request(consumed);
        } else if (event.kind == wire::event_kind::body) {
            take_body(event.data);
        } else if (event.kind == wire::event_kind::end) {
            if (!dispatch(bytes)) return;
        } else if (event.kind == wire::event_kind::refused) {
            return refuse(*event.why);
        } else {
            if (slot_->head_bytes.empty())
                loop_.release_slot(std::exchange(slot_, nullptr));
            else
                slot_->keep_bytes();
            break;
        }
    }
    keep(last_sent_ ? std::string_view() : bytes);
}

/// Keeps bytes for later. They may lie in `carry_` already.
inline void connection::keep(std::string_view rest) {
    const bool in_carry = !carry_.empty() && rest.data() >= carry_.data() && rest.data() <= carry_.data() + carry_.size();
    if (in_carry)
        carry_.erase(0, static_cast<std::size_t>(rest.data() - carry_.data()));
    else
        carry_.assign(rest);
    if (carry_.empty()) give_back(carry_);
}

/// Everything that arrived has been dealt with: send the answers, and wait for more.
inline void connection::settle() {
    if (state_ != state::reading || !flush()) return;
    if (last_sent_) return linger();
    if (stops_ && is_idle()) return close();
    const bool begins_wait = is_idle() || !std::exchange(head_started_, true);
    if (slot_ != nullptr) {
        limit_time(loop_.options().timeout_body, slot_->body.size());
    } else if (begins_wait) {
        started_ = loop_.now();
        limit_time(is_idle() ? loop_.options().timeout_keep_alive : loop_.options().timeout_header, 0);
    }
    wait_readable();
}

inline void connection::begin_request(std::string_view head_bytes) {
    slot_->head_bytes = head_bytes;
    head_started_ = false;
    started_ = loop_.now();
    // RFC 9110 10.1.1: the client waits with the body until it is asked for it.
    if (slot_->head.expects_continue && reader_.wants_more_body()) loop_.output().append(wire::continue_head);
}

inline void connection::take_body(std::string_view data) {
    request_slot& slot = *slot_;
    const bool is_whole = !slot.head.chunked && slot.body.empty() && data.size() == slot.head.content_length;
    if (is_whole) {
        slot.body = data;
    } else {
        slot.owned_body.append(data);
        slot.body = slot.owned_body;
    }
}

// ---- answering ----

/// Has the complete request answered. Whether that is done: otherwise the handler is away, and comes back
/// in `finish`.
inline bool connection::dispatch(std::string_view rest) {
    request_slot& slot = *slot_;
    fill_request();
    slot.handler = application_access::prepare(loop_.app(), slot.current);
    if (slot.handler != nullptr) {
        if (slot.handler->is_async()) return answer_on_loop(rest), false;
        if (slot.handler->is_slow() || loop_.threads().is_full()) return answer_in_thread(rest), false;
        rest_ = rest;
        answer_here();
    }
    write_response(slot);
    if (slot_ != nullptr) loop_.release_slot(std::exchange(slot_, nullptr));
    return true;
}

inline void connection::fill_request() {
    request_slot& slot = *slot_;
    Request& request = slot.current.request;
    request.method = slot.head.method;
    request.url = URL("http", slot.head.host, slot.head.target);
    std::swap(request.headers, slot.head.headers);
    request.query_params.reset(request.url.query);
    request.client = client_;
    request_access::set_body(request, slot.body);
}

/// Runs the handler on this thread. Does not return where the watchdog has given the loop away meanwhile:
/// from then on nothing of the connection may be touched here.
inline void connection::answer_here() {
    request_slot& slot = *slot_;
    server_loop& loop = loop_;
    state_ = state::answering;
    loop.in_handler = &slot;
    const std::uint64_t ticket = loop.ticket.enter();
    loop.threads().notice_handler();
    application_access::answer(slot.current, *slot.handler);
    if (!loop.ticket.leave(ticket)) {
        slot.handler->was_slow();
        throw loop_lost{[](void* context) { return_to_loop(*static_cast<request_slot*>(context)); }, &slot};
    }
    loop.in_handler = nullptr;
    state_ = state::reading;
}

/// Before a handler that outlives this event: the earlier answers leave now, and the request takes its bytes
/// along. False where the client is gone.
inline bool connection::go_away(std::string_view rest) {
    flush();
    if (state_ == state::closed) return false;
    state_ = state::answering;
    slot_->keep_bytes();
    keep(rest);
    return true;
}

inline void connection::answer_in_thread(std::string_view rest) {
    if (!go_away(rest)) return;
    const auto work = [](void* context) {
        request_slot& slot = *static_cast<request_slot*>(context);
        const loop_clock::time_point start = loop_clock::now();
        application_access::answer(slot.current, *slot.handler);
        if (loop_clock::now() - start >= thread_team::patience)
            slot.handler->was_slow();
        else
            slot.handler->was_quick();
        return_to_loop(slot);
    };
    loop_.threads().run_blocking(work, slot_);
}

inline void connection::answer_on_loop(std::string_view rest) {
    if (!go_away(rest)) return;
    request_slot* const slot = slot_;
    asio::co_spawn(loop_.context(), application_access::answer_async(slot->current, *slot->handler),
                   [slot](const std::exception_ptr&) { slot->owner->finish(*slot); });
}

/// From any thread: the slot's answer is complete.
inline void connection::return_to_loop(request_slot& slot) {
    asio::post(slot.loop->context(), [&slot] { slot.owner->finish(slot); });
}

inline void connection::finish(request_slot& slot) {
    slot_ = nullptr;
    if (state_ == state::closed) {
        loop_.release_slot(&slot);
        return leave_if_unused();
    }
    state_ = state::reading;
    write_response(slot);
    if (slot.read_buffer != nullptr) keep(rest_);  // it had lost its loop; the others kept the rest before
    loop_.release_slot(&slot);
    if (!flush()) return;
    process(std::string_view(carry_));
    settle();
}

inline void connection::write_response(request_slot& slot) {
    Response& response = slot.current.response;
    if (response.status_code < 200 || response.status_code > 999) response.status_code = 500;
    wire::response_head head;
    head.status = response.status_code;
    head.headers = response.headers.block();
    head.content_length = response.body.size();
    head.date_line = loop_.date_line();
    head.keep_alive = reader_.keep_alive() && !stops_;
    head.minor_version = slot.head.minor_version;
    last_sent_ = !wire::write_head(loop_.output(), head);
    if (loop_.options().access_log) log_access(slot);
    if (wire::sends_body(slot.current.request.method, response.status_code)) send_with(response.body);
    if (loop_.output().size() >= large_output) flush();
}

inline void connection::log_access(const request_slot& slot) {
    if (!log::instance().shows(log_level::info)) return;
    const int status = slot.current.response.status_code;
    std::string client = client_.host;
    client.append(":").append(std::to_string(client_.port));
    loop_.log_access({client, slot.current.request.method, slot.head.target, slot.head.minor_version, status,
                      status::phrase(status)});
}

/// Answers what is no proper request, and reads nothing more of this connection.
inline void connection::refuse(const wire::refusal& why) {
    log::instance().write(log_level::warning, "Invalid HTTP request received: " + std::string(why.reason) + ".");
    if (slot_ != nullptr) loop_.release_slot(std::exchange(slot_, nullptr));
    carry_.clear();
    const PlainTextResponse response(std::string(status::phrase(why.status)), why.status);
    wire::response_head head;
    head.status = why.status;
    head.headers = response.headers.block();
    head.content_length = response.body.size();
    head.date_line = loop_.date_line();
    head.keep_alive = false;
    wire::write_head(loop_.output(), head);
    loop_.output().append(response.body);
    last_sent_ = true;
    settle();
}

// ---- writing ----

/// Adds a body behind its head. A large one leaves at once, from its own memory.
inline void connection::send_with(std::string& body) {
    std::string& output = loop_.output();
    if (body.size() < large_output || writing_) {
        output.append(body);
        return;
    }
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(output), asio::buffer(body)};
    asio::error_code error;
    const std::size_t size = socket_.write_some(buffers, error);
    if (error && error != asio::error::would_block) return close();
    const std::size_t of_output = std::min(size, output.size()), of_body = size - of_output;
    if (size < output.size() + body.size()) {
        unsent_.assign(output, of_output);
        unsent_body_ = std::move(body);
        unsent_body_.erase(0, of_body);
        wait_writable();
    }
    output.clear();
}

/// Sends the answers that were gathered. Whether they are all gone.
inline bool connection::flush() {
    std::string& output = loop_.output();
    if (output.empty()) return !writing_;
    std::size_t size = 0;
    if (!writing_) {
        asio::error_code error;
        size = socket_.write_some(asio::buffer(output), error);
        if (error && error != asio::error::would_block) return close(), false;
    }
    if (size < output.size()) {
        unsent_.append(output, size);
        if (!writing_) wait_writable();
    }
    output.clear();
    return !writing_;
}

inline void connection::wait_writable() {
    if (!std::exchange(writing_, true)) {
        sent_ = 0;
        started_ = loop_.now();
        limit_time(loop_.options().timeout_write, 0);
    }
    waits_writable_ = true;
    socket_.async_wait(tcp_socket::wait_write, [this](const asio::error_code& error) { on_writable(error); });
}

inline void connection::on_writable(const asio::error_code& error) {
    waits_writable_ = false;
    if (state_ == state::closed) return leave_if_unused();
    if (error) return close();
    if (!write_unsent()) return;
    writing_ = false;
    if (state_ != state::reading) return;
    if (!last_sent_) process(std::string_view(carry_));
    settle();
}

/// Whether everything is sent now.
inline bool connection::write_unsent() {
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(unsent_) + std::min(unsent_offset_, unsent_.size()),
                                                    asio::buffer(unsent_body_) + (unsent_offset_ - std::min(unsent_offset_, unsent_.size()))};
    asio::error_code error;
    const std::size_t size = socket_.write_some(buffers, error);
    if (error && error != asio::error::would_block) return close(), false;
    unsent_offset_ += size;
    sent_ += size;
    if (unsent_offset_ < unsent_.size() + unsent_body_.size()) {
        limit_time(loop_.options().timeout_write, sent_);
        wait_writable();
        return false;
    }
    unsent_offset_ = 0;
    unsent_.clear();
    unsent_body_.clear();
    give_back(unsent_);
    give_back(unsent_body_);
    return true;
}

// ---- ending ----

/// Says that nothing more will be sent, and reads until the client has seen it: a socket closed with unread
/// bytes would reset the connection, and the client might lose the answer.
inline void connection::linger() {
    asio::error_code ignored;
    socket_.shutdown(tcp_socket::shutdown_send, ignored);
    state_ = state::lingering;
    deadline_ = loop_.now() + std::chrono::seconds(2);
    carry_.clear();
    discard();
}

inline void connection::discard() {
    for (int buffers = 0; buffers < 16; ++buffers) {
        asio::error_code error;
        socket_.read_some(asio::buffer(loop_.read_buffer(), server_loop::read_buffer_size), error);
        if (error == asio::error::would_block) break;
        if (error) return close();
    }
    wait_readable();
}

inline void connection::close() {
    if (state_ == state::closed) return;
    const bool handler_is_away = state_ == state::answering;
    state_ = state::closed;
    loop_.output().clear();  // the answers of this batch, if any
    asio::error_code ignored;
    socket_.close(ignored);
    if (slot_ != nullptr && !handler_is_away) loop_.release_slot(std::exchange(slot_, nullptr));
    leave_if_unused();
}

/// Nothing refers to a closed connection any more but, perhaps, the functions that run now.
inline void connection::leave_if_unused() {
    if (waits_readable_ || waits_writable_ || slot_ != nullptr || std::exchange(leaves_, true)) return;
    loop_.remove_later(*this);
}

}  // namespace fastapi::detail

// ==== fastapi/net/server.hpp ====

// A server: the listening socket, the loops and their threads, and the way it ends. `FastAPI::run` makes
// one and waits for it.
//
// A stop takes three steps: no new connection is accepted (those that the system has accepted already are
// taken), what runs is finished, and idle connections are closed. What is not finished at the deadline is
// cut off; a handler that blocks cannot be, and is waited for.

namespace fastapi {
namespace detail {

class server {
  public:
    /// Listens already. Throws std::runtime_error that names the address where it cannot.
    server(FastAPI& app, ServerOptions options);
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Threads end before the loops that they run.
    ~server() { threads_.reset(); }

    /// Serves until it is stopped.
    void run();

    /// From any thread.
    void stop();
    int port() const { return port_; }

  private:
    using executor = asio::io_context::executor_type;

    void listen();
    asio::error_code listen_at(const asio::ip::tcp::endpoint& endpoint);
    void accept();
    void on_accept(const asio::error_code& error, tcp_socket socket, server_loop& target);
    void take(tcp_socket socket, server_loop& target);
    void take_pending();
    void drain();
    std::string url() const;

    FastAPI& app_;
    const ServerOptions options_;
    std::unique_ptr<thread_team> threads_;
    std::vector<std::unique_ptr<server_loop>> loops_;
    asio::basic_socket_acceptor<asio::ip::tcp, executor> acceptor_;
    asio::ip::tcp::endpoint peer_;
    int port_ = 0;
    asio::basic_signal_set<executor> signals_;
    asio::basic_waitable_timer<loop_clock, asio::wait_traits<loop_clock>, executor> accept_timer_;
    std::size_t next_loop_ = 0;
    bool draining_ = false;
};

// ---- implementation ----

inline std::vector<std::unique_ptr<server_loop>> make_loops(FastAPI& app, const ServerOptions& options,
                                                            thread_team& threads) {
    std::vector<std::unique_ptr<server_loop>> loops;
    for (int i = 0; i < std::max(options.workers, 1); ++i)
        loops.push_back(std::make_unique<server_loop>(app, options, threads));
    return loops;
}

inline server::server(FastAPI& app, ServerOptions options)
    : app_(app),
      options_(std::move(options)),
      threads_(std::make_unique<thread_team>(static_cast<std::size_t>(std::max(options_.threads, 1)))),
      loops_(make_loops(app_, options_, *threads_)),
      acceptor_(loops_.front()->context()),
      signals_(loops_.front()->context()),
      accept_timer_(loops_.front()->context()) {
    listen();
}

inline void server::listen() {
    const auto fail = [this](const asio::error_code& error) {
        throw std::runtime_error("cannot listen on http://" + options_.host + ":" + std::to_string(options_.port) +
                                 ": " + error.message());
    };
    asio::error_code error;
    if (options_.port < 0 || options_.port > 65535) fail(asio::error::make_error_code(asio::error::invalid_argument));
    asio::ip::basic_resolver<asio::ip::tcp, executor> resolver(loops_.front()->context());
    const auto found = resolver.resolve(options_.host, std::to_string(options_.port),
                                        asio::ip::resolver_base::passive, error);
    if (error) fail(error);
    for (const auto& each : found)  // "localhost" has an address of IPv6, too, which not every machine has
        if (!(error = listen_at(each.endpoint()))) break;
    if (error) fail(error);
    port_ = acceptor_.local_endpoint().port();
}

inline asio::error_code server::listen_at(const asio::ip::tcp::endpoint& endpoint) {
    asio::error_code error, ignored;
    acceptor_.close(ignored);  // that of the address before
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(options_.backlog, error);
    if (!error) acceptor_.non_blocking(true, error);
    return error;
}

inline std::string server::url() const {
    const asio::ip::tcp::endpoint local = acceptor_.local_endpoint();
    const std::string host = local.address().to_string();
    return "http://" + (local.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(local.port());
}

inline void server::run() {
    const log& output = log::instance();
    const std::string process = "server process [" + std::to_string(::getpid()) + "]";
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([this](const asio::error_code& error, int) {
        if (!error) drain();
    });
    accept();
    output.write(log_level::info, "Started " + process);
    output.write(log_level::info, std::string("fastapi.hpp ") + version + " running on " + url() + " (Press CTRL+C to quit)");
    for (const auto& loop : loops_) threads_->start_loop(*loop);
    threads_->start_watching();
    threads_->wait_for_loops();
    threads_.reset();
    output.write(log_level::info, "Finished " + process);
}

inline void server::stop() {
    asio::post(loops_.front()->context(), [this] { drain(); });
}

inline void server::accept() {
    server_loop& target = *loops_[next_loop_];
    next_loop_ = (next_loop_ + 1) % loops_.size();
    acceptor_.async_accept(target.context(), peer_, [this, &target](const asio::error_code& error, tcp_socket socket) {
        on_accept(error, std::move(socket), target);
    });
}

inline void server::on_accept(const asio::error_code& error, tcp_socket socket, server_loop& target) {
    if (!error) take(std::move(socket), target);
    if (draining_) return;
    if (!error) return accept();
    // Out of descriptors, most likely: the client waits in the backlog until some are free again.
    log::instance().write(log_level::warning, "Cannot accept a connection: " + error.message() + ".");
    accept_timer_.expires_after(std::chrono::milliseconds(100));
    accept_timer_.async_wait([this](const asio::error_code& stopped) {
        if (!stopped && !draining_) accept();
    });
}

/// Gives the socket to the loop that it was accepted for.
inline void server::take(tcp_socket socket, server_loop& target) {
    Request::Address client{peer_.address().to_string(), peer_.port()};
    if (&target == loops_.front().get()) return serve(target, std::move(socket), std::move(client));
    asio::post(target.context(), [&target, socket = std::move(socket), client = std::move(client)]() mutable {
        serve(target, std::move(socket), std::move(client));
    });
}

/// Takes the connections that the system has accepted already.
inline void server::take_pending() {
    while (true) {
        asio::error_code error;
        server_loop& target = *loops_[next_loop_];
        tcp_socket socket(target.context());
        acceptor_.accept(socket, peer_, error);
        if (error) return;
        next_loop_ = (next_loop_ + 1) % loops_.size();
        take(std::move(socket), target);
    }
}

inline void server::drain() {
    if (std::exchange(draining_, true)) return;
    log::instance().write(log_level::info, "Shutting down");
    take_pending();
    asio::error_code ignored;
    acceptor_.close(ignored);
    accept_timer_.cancel();
    signals_.cancel(ignored);
    signals_.clear(ignored);  // a second signal ends the process at once
    const loop_clock::time_point deadline = loop_clock::now() + options_.timeout_graceful_shutdown;
    for (const auto& loop : loops_)
        asio::post(loop->context(), [&target = *loop, deadline] { target.drain(deadline); });
}

/// Makes a server known to `stop` while it runs.
class server_registration {
  public:
    server_registration(FastAPI& app, server& running) : app_(app) {
        const std::lock_guard lock(application_access::server_mutex(app_));
        if (application_access::running_server(app_) != nullptr)
            throw std::logic_error("fastapi: the application runs already. Call stop() before run().");
        application_access::running_server(app_) = &running;
    }
    server_registration(const server_registration&) = delete;
    server_registration& operator=(const server_registration&) = delete;
    ~server_registration() {
        const std::lock_guard lock(application_access::server_mutex(app_));
        application_access::running_server(app_) = nullptr;
    }

  private:
    FastAPI& app_;
};

inline log_level level_named(std::string_view name) {
    for (const log_level level : {log_level::debug, log_level::info, log_level::warning, log_level::error, log_level::critical})
        if (iequals(style_of(level).name, name)) return level;
    throw std::invalid_argument("fastapi: there is no log level \"" + std::string(name) +
                                "\". Write critical, error, warning, info or debug.");
}

}  // namespace detail

inline void FastAPI::run(ServerOptions options) {
    detail::log& output = detail::log::instance();
    output.set_level(detail::level_named(options.log_level));
    if (options.use_colors) output.set_colors(*options.use_colors);
    detail::server running(*this, std::move(options));
    const detail::server_registration registration(*this, running);
    running.run();
}

inline void FastAPI::stop() {
    const std::lock_guard lock(server_mutex_);
    if (server_ != nullptr) server_->stop();
}

inline int FastAPI::port() {
    const std::lock_guard lock(server_mutex_);
    return server_ == nullptr ? 0 : server_->port();
}

}  // namespace fastapi

// ==== fastapi/net/command_line.hpp ====

// `app.run(argc, argv)`: uvicorn's options, and a restart when the program was built anew.

namespace fastapi {
namespace detail {

inline constexpr std::string_view usage_text =
    "  --host HOST              address to listen at (127.0.0.1)\n"
    "  --port PORT              port to listen at, 0 for a free one (8000)\n"
    "  --workers N              event loops, each in a thread (1)\n"
    "  --root-path PATH         where a proxy has mounted the application\n"
    "  --log-level LEVEL        critical, error, warning, info or debug (info)\n"
    "  --no-access-log          no line for each request\n"
    "  --use-colors             coloured output (by default on a terminal)\n"
    "  --no-use-colors          plain output\n"
    "  --timeout-keep-alive S   seconds until an idle connection is closed (5)\n"
    "  --reload                 start anew when this program has been built again\n"
    "  --openapi                print the OpenAPI document and end\n"
    "  --help                   this text\n";

/// What the command line asks for.
struct command_line {
    ServerOptions options;
    std::optional<std::string> root_path;
    bool reload = false, openapi = false, help = false;
};

/// Reads the arguments over the given options. Throws std::invalid_argument that names what is wrong.
command_line read_command_line(int argc, char** argv, ServerOptions options);

/// Stops an application when a file changes; joins when destroyed.
class file_watch {
  public:
    file_watch(FastAPI& app, std::string path);
    file_watch(const file_watch&) = delete;
    file_watch& operator=(const file_watch&) = delete;
    ~file_watch();

    bool has_changed() const { return changed_; }

  private:
    void watch();

    FastAPI& app_;
    std::string path_;
    long long original_;  // its stamp when the watch began
    std::atomic<bool> changed_{false}, ends_{false};
    std::thread thread_;
};

// ---- implementation ----

/// Walks through the arguments; a value follows its name as the next one or behind '='.
class argument_reader {
  public:
    argument_reader(int argc, char** argv) : argc_(argc), argv_(argv) {}

    bool next() {
        if (++position_ >= argc_) return false;
        name_ = argv_[position_];
        inline_value_.reset();
        if (const std::size_t equals = name_.find('='); equals != std::string_view::npos) {
            inline_value_ = name_.substr(equals + 1);
            name_ = name_.substr(0, equals);
        }
        return true;
    }

    std::string_view name() const { return name_; }

    std::string value() {
        if (inline_value_) return std::string(*inline_value_);
        if (position_ + 1 >= argc_) throw std::invalid_argument("Option '" + std::string(name_) + "' requires an argument.");
        return argv_[++position_];
    }

    int number(int lowest, int highest) {
        const std::string text = value();
        const std::optional<int> number = to_integer<int>(text);
        if (number && *number >= lowest && *number <= highest) return *number;
        throw std::invalid_argument("Invalid value for '" + std::string(name_) + "': '" + text + "' is not an integer from " +
                                    std::to_string(lowest) + " to " + std::to_string(highest) + ".");
    }

  private:
    int argc_, position_ = 0;
    char** argv_;
    std::string_view name_;
    std::optional<std::string_view> inline_value_;
};

inline void read_argument(argument_reader& arguments, command_line& result) {
    const std::string_view name = arguments.name();
    ServerOptions& options = result.options;
    if (name == "--host") options.host = arguments.value();
    else if (name == "--port") options.port = arguments.number(0, 65535);
    else if (name == "--workers") options.workers = arguments.number(1, 1024);
    else if (name == "--root-path") result.root_path = arguments.value();
    else if (name == "--log-level") options.log_level = arguments.value();
    else if (name == "--access-log") options.access_log = true;
    else if (name == "--no-access-log") options.access_log = false;
    else if (name == "--use-colors") options.use_colors = true;
    else if (name == "--no-use-colors") options.use_colors = false;
    else if (name == "--timeout-keep-alive") options.timeout_keep_alive = std::chrono::seconds(arguments.number(0, 86400));
    else if (name == "--reload") result.reload = true;
    else if (name == "--openapi") result.openapi = true;
    else if (name == "--help") result.help = true;
    else throw std::invalid_argument("No such option: " + std::string(name));
}

inline command_line read_command_line(int argc, char** argv, ServerOptions options) {
    command_line result;
    result.options = std::move(options);
    argument_reader arguments(argc, argv);
    while (arguments.next()) read_argument(arguments, result);
    level_named(result.options.log_level);
    return result;
}

/// When and how large the file is, as one number to compare; 0 while it does not exist.
inline long long file_stamp(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return 0;
    return static_cast<long long>(status.st_mtime) * 1'000'003 + static_cast<long long>(status.st_size);
}

inline file_watch::file_watch(FastAPI& app, std::string path)
    : app_(app), path_(std::move(path)), original_(file_stamp(path_)), thread_([this] { watch(); }) {}

inline file_watch::~file_watch() {
    ends_ = true;
    thread_.join();
}

/// A file counts as changed once it has stayed the same for a moment: a linker writes for a while.
inline void file_watch::watch() {
    long long before = original_;
    while (!ends_) {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        const long long now = file_stamp(path_);
        changed_ = now != original_ && now != 0 && now == before;
        before = now;
        if (changed_) return app_.stop();
    }
}

/// The path of the program that runs, to start it again.
inline std::string program_path(const char* called_as) {
    std::string path(4096, '\0');
    const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
    if (size <= 0) return called_as;
    path.resize(static_cast<std::size_t>(size));
    return path;
}

/// Prints the document, two blanks for each step of indentation. What `main` should return.
inline int print_document(const FastAPI& app, const std::string& root_path) {
    const std::string text = json_dumps(json_loads(document_text(app, root_path)), 2);
    const bool is_written = std::fputs(text.c_str(), stdout) >= 0 && std::fputs("\n", stdout) >= 0;
    return is_written && std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace detail

inline int FastAPI::run(int argc, char** argv, ServerOptions options) {
    detail::command_line line;
    try {
        line = detail::read_command_line(argc, argv, std::move(options));
    } catch (const std::invalid_argument& error) {
        std::fprintf(stderr, "Error: %s\nTry '%s --help' for help.\n", error.what(), argv[0]);
        return 2;
    }
    if (line.help) {
        std::printf("Usage: %s [OPTIONS]\n\n%s", argv[0], std::string(detail::usage_text).c_str());
        return 0;
    }
    if (line.root_path) options_.root_path = *line.root_path;
    if (line.openapi) return detail::print_document(*this, options_.root_path);
    const std::string program = detail::program_path(argv[0]);
    std::optional<detail::file_watch> watch;
    if (line.reload) watch.emplace(*this, program);
    try {
        run(std::move(line.options));
    } catch (const std::runtime_error& error) {
        detail::log::instance().write(detail::log_level::error, error.what());
        return 1;
    }
    if (watch && watch->has_changed()) {
        detail::log::instance().write(detail::log_level::warning, "The program has changed. Starting it again.");
        ::execv(program.c_str(), argv);
    }
    return 0;
}

}  // namespace fastapi

#endif  // FASTAPI_HPP_INCLUDED
