#pragma once

// Streams of values: server-sent events (HTML standard, 9.2) and JSON Lines. Every value is one
// JSON text, in which NaN and infinity are null: it is too late for an error. A ServerSentEvent
// says more about itself. While a coroutine has nothing to send, a comment every 15 seconds keeps
// proxies from closing the connection.

#include "fastapi/core/any.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/core/async_generator.hpp"
#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/body_stream.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/http/streaming_response.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi {

/// One server-sent event. https://fastapi.tiangolo.com/reference/sse/
struct ServerSentEvent {
    any data = nullptr;                        ///< sent as JSON, texts too; null sends no data
    std::optional<std::string> raw_data = {};  ///< sent as it is, in place of `data`
    std::optional<std::string> event = {};     ///< the name that the client listens to; one line
    std::optional<std::string> id = {};  ///< comes back as `Last-Event-ID`; one line without NUL
    std::optional<int> retry = {};       ///< milliseconds before the client connects again
    std::optional<std::string> comment = {};  ///< not seen by the client's program
};

/// The text of an event, with the empty line behind it. Throws std::invalid_argument for what
/// cannot be written: both kinds of data, line ends in `event` or `id`, a NUL in `id`, a negative
/// `retry`.
std::string format_sse_event(const ServerSentEvent& event);

namespace detail {

/// How a value of a stream is written as JSON: what `any` can hold. Types of users have their own.
template <class Value>
struct stream_json {
    static void append(std::string& out, const Value& value) {
        static_assert(std::convertible_to<const Value&, any>,
                      "fastapi: the values of this stream cannot be written as JSON. Yield "
                      "ServerSentEvent, any, dict, list, texts or numbers.");
        if constexpr (std::convertible_to<const Value&, any>)
            append_json(out, any(value), json_style::pydantic);
    }
};

/// A range of values, but no text.
template <class Range>
concept value_range = !std::convertible_to<Range, std::string_view> && requires(Range& range) {
    *std::begin(range);
    { std::begin(range) != std::end(range) } -> std::convertible_to<bool>;
};

}  // namespace detail

/// A stream of server-sent events, not to be cached or buffered on its way. Values other than
/// ServerSentEvent are sent as the JSON `data` of an event.
/// https://fastapi.tiangolo.com/tutorial/server-sent-events/
class EventSourceResponse : public Response {
public:
    /// The values that a coroutine yields. It runs on the event loop and must not block.
    template <class Value>
    explicit EventSourceResponse(async_generator<Value> content, int status = 200,
                                 MutableHeaders header_list = {});

    /// The values of a range, which is moved in and gone over once.
    template <detail::value_range Range>
    explicit EventSourceResponse(Range content, int status = 200, MutableHeaders header_list = {});

private:
    EventSourceResponse(int status, MutableHeaders header_list);
};

/// A stream of values, each as JSON on a line of its own: `application/jsonl`.
/// https://fastapi.tiangolo.com/tutorial/stream-json-lines/
class JSONLinesResponse : public Response {
public:
    /// The values that a coroutine yields. It runs on the event loop and must not block.
    template <class Value>
    explicit JSONLinesResponse(async_generator<Value> content, int status = 200,
                               MutableHeaders header_list = {});

    /// The values of a range, which is moved in and gone over once.
    template <detail::value_range Range>
    explicit JSONLinesResponse(Range content, int status = 200, MutableHeaders header_list = {});
};

// ---- implementation ----

namespace detail {

inline constexpr std::chrono::seconds event_ping_interval{15};

/// `name: line` for each line of the text, at least one. Lines end with CR LF, LF or CR.
inline void append_event_lines(std::string& out, std::string_view name, std::string_view text) {
    for (;;) {
        const std::size_t end = text.find_first_of("\r\n");
        out.append(name).append(": ").append(text.substr(0, end)).push_back('\n');
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
    }
}

/// A field that would otherwise end early, and be followed by fields of somebody else's choice.
inline void append_event_field(std::string& out, std::string_view name, std::string_view value) {
    if (value.find_first_of("\r\n") != std::string_view::npos)
        throw std::invalid_argument("fastapi: ServerSentEvent: '" + std::string(name) +
                                    "' must be a single line");
    out.append(name).append(": ").append(value).push_back('\n');
}

inline void check_event(const ServerSentEvent& event) {
    const auto refuse = [](const char* problem) {
        throw std::invalid_argument(std::string("fastapi: ServerSentEvent: ") + problem);
    };
    if (event.raw_data && !event.data.is_null()) refuse("give 'data' or 'raw_data', not both");
    if (event.id && event.id->find('\0') != std::string::npos)
        refuse("'id' must not contain null characters");
    if (event.retry && *event.retry < 0) refuse("'retry' must not be negative");
}

inline void append_event(std::string& out, const ServerSentEvent& event) {
    check_event(event);
    if (event.comment) append_event_lines(out, "", *event.comment);
    if (event.event) append_event_field(out, "event", *event.event);
    if (event.raw_data) append_event_lines(out, "data", *event.raw_data);
    if (!event.data.is_null()) {
        out.append("data: ");
        append_json(out, event.data, json_style::pydantic);
        out.push_back('\n');
    }
    if (event.id) append_event_field(out, "id", *event.id);
    if (event.retry) append_event_field(out, "retry", std::to_string(*event.retry));
    out.push_back('\n');
}

struct append_value_as_event {
    template <class Value>
    void operator()(std::string& out, const Value& value) const {
        if constexpr (std::same_as<Value, ServerSentEvent>) {
            append_event(out, value);
        } else {
            out.append("data: ");
            stream_json<Value>::append(out, value);
            out.append("\n\n");
        }
    }
};

struct append_value_as_line {
    template <class Value>
    void operator()(std::string& out, const Value& value) const {
        stream_json<Value>::append(out, value);
        out.push_back('\n');
    }
};

/// A generator's body that says something at least once in an interval.
template <class Value, class Write>
class kept_alive_stream final : public body_stream {
public:
    kept_alive_stream(async_generator<Value> generator, Write write,
                      std::chrono::milliseconds interval)
        : progress_(std::make_shared<progress>(std::move(generator))),
          write_(std::move(write)),
          interval_(interval) {}
    ~kept_alive_stream() override {
        progress_->closed = true;
        progress_->generator = async_generator<Value>();
        progress_->wake();
    }

    async<bool> next(std::string& part) override;
    void cancel() override { progress_->generator.cancel(); }

private:
    enum class phases { idle, asked, answered };

    /// Outlives the stream while the generator is still busy.
    struct progress {
        explicit progress(async_generator<Value> given) : generator(std::move(given)) {}
        void wake() {
            if (timer != nullptr) timer->cancel();
        }

        async_generator<Value> generator;
        phases phase = phases::idle;
        std::optional<Value> value;
        std::exception_ptr error;
        asio::steady_timer* timer = nullptr;
        bool closed = false;
    };

    static void ask(const std::shared_ptr<progress>& current,
                    const asio::any_io_executor& executor);
    static async<> wait(std::shared_ptr<progress> current, std::chrono::milliseconds interval);

    std::shared_ptr<progress> progress_;
    Write write_;
    std::chrono::milliseconds interval_;
};

template <class Value, class Write>
void kept_alive_stream<Value, Write>::ask(const std::shared_ptr<progress>& current,
                                          const asio::any_io_executor& executor) {
    current->phase = phases::asked;
    asio::co_spawn(executor, current->generator.next(),
                   [current](std::exception_ptr error, std::optional<Value> value) {
                       current->error = std::move(error);
                       current->value = std::move(value);
                       current->phase = phases::answered;
                       current->wake();
                   });
}

/// Until there is an answer, or the interval is over.
template <class Value, class Write>
async<> kept_alive_stream<Value, Write>::wait(std::shared_ptr<progress> current,
                                              std::chrono::milliseconds interval) {
    asio::steady_timer timer(co_await asio::this_coro::executor, interval);
    struct registration {
        progress& where;
        ~registration() { where.timer = nullptr; }
    };
    const registration registered{*current};
    current->timer = &timer;
    asio::error_code error;
    async<> expiry = timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    co_await std::move(expiry);
}

template <class Value, class Write>
async<bool> kept_alive_stream<Value, Write>::next(std::string& part) {
    const std::shared_ptr<progress> current = progress_;
    part.clear();
    while (part.empty()) {
        if (current->phase == phases::idle) {
            const asio::any_io_executor executor = co_await asio::this_coro::executor;
            ask(current, executor);
        }
        if (current->phase == phases::asked) {
            async<> waiting = wait(current, interval_);
            co_await std::move(waiting);
        }
        if (current->closed) throw asio::system_error(asio::error::operation_aborted);
        if (current->phase == phases::asked) {
            part = ": ping\n\n";
            co_return true;
        }
        current->phase = phases::idle;
        if (current->error) std::rethrow_exception(std::exchange(current->error, nullptr));
        if (!current->value) co_return false;
        write_(part, *current->value);
    }
    co_return true;
}

}  // namespace detail

inline std::string format_sse_event(const ServerSentEvent& event) {
    std::string text;
    detail::append_event(text, event);
    return text;
}

inline EventSourceResponse::EventSourceResponse(int status, MutableHeaders header_list)
    : Response(std::string(), status, std::move(header_list), "text/event-stream") {
    headers.setdefault("cache-control", "no-cache");
    headers.setdefault("x-accel-buffering", "no");
}

template <class Value>
EventSourceResponse::EventSourceResponse(async_generator<Value> content, int status,
                                         MutableHeaders header_list)
    : EventSourceResponse(status, std::move(header_list)) {
    using stream_type = detail::kept_alive_stream<Value, detail::append_value_as_event>;
    stream = std::make_shared<stream_type>(std::move(content), detail::append_value_as_event(),
                                           detail::event_ping_interval);
}

template <detail::value_range Range>
EventSourceResponse::EventSourceResponse(Range content, int status, MutableHeaders header_list)
    : EventSourceResponse(status, std::move(header_list)) {
    stream = detail::stream_of(std::move(content), detail::append_value_as_event());
}

template <class Value>
JSONLinesResponse::JSONLinesResponse(async_generator<Value> content, int status,
                                     MutableHeaders header_list)
    : Response(std::string(), status, std::move(header_list), "application/jsonl") {
    stream = detail::stream_of(std::move(content), detail::append_value_as_line());
}

template <detail::value_range Range>
JSONLinesResponse::JSONLinesResponse(Range content, int status, MutableHeaders header_list)
    : Response(std::string(), status, std::move(header_list), "application/jsonl") {
    stream = detail::stream_of(std::move(content), detail::append_value_as_line());
}

}  // namespace fastapi
