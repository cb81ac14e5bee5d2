#pragma once

// An answer whose body is made while it is sent: the texts of a coroutine, one after the other, or
// those of a range. The next one is asked for when the one before has been taken, so that a slow
// client holds back who makes them.

#include "fastapi/core/async.hpp"
#include "fastapi/core/async_generator.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/http/body_stream.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/response.hpp"

#include <concepts>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi {

namespace detail {

/// What `for (std::string_view text : range)` can go over.
template <class Range>
concept text_range = requires(Range& range) {
    { *std::begin(range) } -> std::convertible_to<std::string_view>;
    { std::begin(range) != std::end(range) } -> std::convertible_to<bool>;
};

}  // namespace detail

/// A streamed answer; its length is not known beforehand. What the content throws cuts it off: the
/// status has long been sent.
/// https://fastapi.tiangolo.com/advanced/custom-response/#streamingresponse
class StreamingResponse : public Response {
public:
    /// The texts that a coroutine yields; empty ones are skipped. It runs on the event loop and
    /// must not block.
    template <std::convertible_to<std::string> Text>
    explicit StreamingResponse(async_generator<Text> content, int status = 200,
                               MutableHeaders header_list = {}, std::string_view media_type = {});

    /// The texts of a range, which is moved in and gone over once; empty ones are skipped. One that
    /// makes its texts when they are asked for may block: it is gone over in a thread.
    template <detail::text_range Range>
    explicit StreamingResponse(Range content, int status = 200, MutableHeaders header_list = {},
                               std::string_view media_type = {});
};

// ---- implementation ----

namespace detail {

/// A body of what a coroutine yields. `write(std::string& out, const Value&)` makes the text of
/// one.
template <class Value, class Write>
class generator_stream final : public body_stream {
public:
    generator_stream(async_generator<Value> generator, Write write)
        : generator_(std::move(generator)), write_(std::move(write)) {}

    async<bool> next(std::string& part) override {
        part.clear();
        while (part.empty()) {
            // Named: GCC 12 destroys some temporaries of a co_await twice.
            async<std::optional<Value>> step = generator_.next();
            const std::optional<Value> value = co_await std::move(step);
            if (!value) co_return false;
            write_(part, *value);
        }
        co_return true;
    }

    void cancel() override { generator_.cancel(); }

private:
    async_generator<Value> generator_;
    Write write_;
};

/// One step of a lazy range, to be done in a thread. No template: GCC would warn of the coroutine
/// that runs it where the range has a type without linkage.
struct lazy_step {
    bool (*step)(void* stream, std::string& part);
    void* stream;
    std::string* part;

    bool operator()() const { return step(stream, *part); }
};

/// A body of the values of a range.
template <class Range, class Write>
class range_stream final : public body_stream {
public:
    range_stream(Range range, Write write) : range_(std::move(range)), write_(std::move(write)) {}

    async<bool> next(std::string& part) override {
        if constexpr (is_container) {
            co_return step(part);
        } else {
            const auto step_of = [](void* stream, std::string& text) {
                return static_cast<range_stream*>(stream)->step(text);
            };
            const lazy_step one{step_of, this, &part};
            co_return co_await run_job(one);
        }
    }

private:
    using iterator = decltype(std::begin(std::declval<Range&>()));

    /// Holds its values, and so never waits for one; any other range may, and has a thread for it.
    static constexpr bool is_container = requires(Range& range) {
        range.size();
    } && std::is_lvalue_reference_v<decltype(*std::declval<iterator&>())>;

    /// The one place where the range is touched.
    bool step(std::string& part) {
        part.clear();
        while (part.empty()) {
            if (!position_)
                position_.emplace(std::begin(range_));
            else if (*position_ != std::end(range_))
                ++*position_;
            if (!(*position_ != std::end(range_))) return false;
            write_(part, **position_);
        }
        return true;
    }

    Range range_;
    std::optional<iterator> position_;
    Write write_;
};

struct append_text {
    template <class Text>
    void operator()(std::string& out, const Text& text) const {
        out.append(text);
    }
};

/// The body of a generator, with own text for each value.
template <class Value, class Write>
std::shared_ptr<body_stream> stream_of(async_generator<Value> generator, Write write) {
    return std::make_shared<generator_stream<Value, Write>>(std::move(generator), std::move(write));
}

/// The same of a range.
template <class Range, class Write>
std::shared_ptr<body_stream> stream_of(Range range, Write write) {
    return std::make_shared<range_stream<Range, Write>>(std::move(range), std::move(write));
}

}  // namespace detail

template <std::convertible_to<std::string> Text>
StreamingResponse::StreamingResponse(async_generator<Text> content, int status,
                                     MutableHeaders header_list, std::string_view media_type)
    : Response(std::string(), status, std::move(header_list), media_type) {
    stream = detail::stream_of(std::move(content), detail::append_text());
}

template <detail::text_range Range>
StreamingResponse::StreamingResponse(Range content, int status, MutableHeaders header_list,
                                     std::string_view media_type)
    : Response(std::string(), status, std::move(header_list), media_type) {
    stream = detail::stream_of(std::move(content), detail::append_text());
}

}  // namespace fastapi
