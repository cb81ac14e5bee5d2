#pragma once

// One request of a test on its way through an application, as a server brings one: the head as
// views of its own text, the body whole, as a form or in parts, the handler here or on the loop,
// then the parts of the answer, then what follows it. The answer has the headers that a server
// would send, without Date and without Transfer-Encoding.

#include "fastapi/app/after_answer.hpp"
#include "fastapi/app/application.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/http/client_link.hpp"
#include "fastapi/http/form.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/status.hpp"
#include "fastapi/http/url.hpp"
#include "fastapi/routing/operation.hpp"
#include "fastapi/testclient/request.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// Threads for the blocking functions that coroutines wait for. Its loop must outlive it.
class test_threads {
public:
    explicit test_threads(asio::io_context& loop) : loop_(loop) {
        asio::make_service<thread_lender>(
            loop, this, [](void* threads, void (*work)(void*), void* context) {
                static_cast<test_threads*>(threads)->run(work, context);
            });
    }
    test_threads(const test_threads&) = delete;
    test_threads& operator=(const test_threads&) = delete;
    /// Waits for all of them.
    ~test_threads() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return running_ == 0; });
    }

private:
    void run(void (*work)(void*), void* context) {
        const std::lock_guard lock(mutex_);
        loop_.get_executor().on_work_started();  // the loop must wait for what the thread will post
        std::thread([this, work, context] {
            work(context);
            finish();
        }).detach();
        ++running_;
    }
    void finish() {
        // On the loop: whose last work ends is stopped, and that must not meet the next request.
        asio::post(loop_, [this] { loop_.get_executor().on_work_finished(); });
        const std::lock_guard lock(mutex_);
        --running_;
        changed_.notify_all();
    }

    asio::io_context& loop_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t running_ = 0;
};

/// A coroutine counts as work of its loop, even where nothing will ever wake it. Taken out of the
/// count, a loop that has nothing else left to do says so.
class uncounted_coroutine {
public:
    explicit uncounted_coroutine(asio::io_context& loop) : loop_(loop) {}
    uncounted_coroutine(const uncounted_coroutine&) = delete;
    uncounted_coroutine& operator=(const uncounted_coroutine&) = delete;

    /// Behind `co_spawn`.
    void take_out() {
        if (is_over_) return;
        is_out_ = true;
        for (int i = 0; i < guards; ++i) loop_.get_executor().on_work_finished();
    }

    /// In the coroutine: puts it back before it ends.
    struct scope {
        uncounted_coroutine& coroutine;
        ~scope() { coroutine.put_back(); }
    };

private:
    // Those of co_spawn: for the coroutine, and for who is told of its end.
    static constexpr int guards = 2;

    void put_back() {
        is_over_ = true;
        if (!is_out_) return;
        for (int i = 0; i < guards; ++i) loop_.get_executor().on_work_started();
    }

    asio::io_context& loop_;
    bool is_out_ = false, is_over_ = false;
};

/// An answer that comes in parts while the loop runs.
class test_answer {
public:
    test_answer(const test_answer&) = delete;
    test_answer& operator=(const test_answer&) = delete;

    /// Runs the loop until the head is there, and takes it. Throws std::runtime_error where the
    /// handler waits for what never comes.
    void wait_for_head();
    /// The same until the next part, into `part`; false at the end, when also what follows the
    /// answer is done.
    bool next_part(std::string& part);
    /// The client is gone: who makes the parts is told, and what follows the answer is done.
    void close();

    int status_code = 0;
    MutableHeaders headers;
    std::exception_ptr failure;  // what nobody has answered

protected:
    explicit test_answer(asio::io_context& loop) : loop_(loop) {}
    ~test_answer() = default;

    void take_head();

    asio::io_context& loop_;
    exchange current_;
    std::vector<std::string> parts_;  // that nobody has taken yet
    std::size_t taken_parts_ = 0;
    bool sends_body_ = true, is_gone_ = false, has_head_ = false, is_done_ = false;

private:
    template <class Condition>
    void run_until(Condition condition);
};

/// Brings the request. A template, so that its coroutines are compiled into tests only.
template <class = void>
class test_exchange final : public test_answer,
                            public client_link,
                            public std::enable_shared_from_this<test_exchange<>> {
public:
    test_exchange(asio::io_context& loop, TestRequest request);

    /// Begins. `is_lazy`: no further part of the answer is made before it is asked for.
    void start(const FastAPI& app, std::string_view root_path, const Request::Address& client,
               bool is_lazy);

    async<bool> read_body(std::string_view& part) override;
    bool is_gone() override { return is_gone_; }

private:
    void fill_request(const Request::Address& client);
    void give_body();
    void read_form();
    void spawn(bool awaits_handler, bool is_lazy);
    async<void> run(bool awaits_handler, bool is_lazy);
    async<void> take_parts(bool is_lazy);

    TestRequest request_;
    MutableHeaders lowered_headers_;
    std::string target_, body_;
    endpoint* handler_ = nullptr;
    std::size_t next_body_part_ = 0;
    uncounted_coroutine count_{loop_};
};

// ---- implementation ----

template <class Condition>
void test_answer::run_until(Condition condition) {
    loop_.restart();
    while (!condition()) {
        if (loop_.run_one() > 0) continue;
        // A thread of the program's own may have ended the last work between two requests.
        loop_.restart();
        if (loop_.run_one() == 0)
            throw std::runtime_error(
                "TestClient: the handler, or what follows its answer, waits for something that "
                "never comes: nothing is left to run on the event loop.");
    }
}

inline void test_answer::wait_for_head() {
    if (!has_head_) run_until([this] { return has_head_ || is_done_; });
}

inline bool test_answer::next_part(std::string& part) {
    if (taken_parts_ == parts_.size() && !is_done_)
        run_until([this] { return taken_parts_ < parts_.size() || is_done_; });
    if (taken_parts_ == parts_.size()) return false;
    part = std::move(parts_[taken_parts_++]);
    return true;
}

inline void test_answer::close() {
    if (is_done_) return;
    is_gone_ = true;
    if (const std::shared_ptr<body_stream> stream = current_.response.stream) stream->cancel();
    run_until([this] { return is_done_; });
}

/// What a server makes of the head: the length where it is known, and none for a status without a
/// body.
inline void test_answer::take_head() {
    Response& response = current_.response;
    if (response.status_code < 200 || response.status_code > 999) response.status_code = 500;
    status_code = response.status_code;
    headers = response.headers;
    const bool is_framed =
        headers.contains("content-length") || headers.contains("transfer-encoding");
    const std::optional<std::uint64_t> size =
        response.stream == nullptr ? response.body.size() : response.stream->size();
    headers.remove("transfer-encoding");
    if (!allows_body(status_code))
        headers.remove("content-length");
    else if (size && !is_framed)
        headers.append("content-length", std::to_string(*size));
    sends_body_ = sends_body_ && allows_body(status_code);
    if (!sends_body_) response.stream.reset();
    if (sends_body_ && response.stream == nullptr && !response.body.empty())
        parts_.push_back(std::move(response.body));
    has_head_ = true;
}

template <class Nothing>
test_exchange<Nothing>::test_exchange(asio::io_context& loop, TestRequest request)
    : test_answer(loop), request_(std::move(request)) {
    sends_body_ = request_.method != "HEAD";
    current_.failure = &failure;
}

template <class Nothing>
void test_exchange<Nothing>::start(const FastAPI& app, std::string_view root_path,
                                   const Request::Address& client, bool is_lazy) {
    fill_request(client);
    if (!root_path.empty()) request_access::set_root_path(current_.request, root_path);
    handler_ = application_access::prepare(app, current_);
    give_body();
    const bool is_awaited = handler_ != nullptr && handler_->is_async();
    if (handler_ != nullptr && !is_awaited) application_access::answer(current_, *handler_);
    if (!is_awaited) take_head();
    if (is_awaited || current_.response.stream != nullptr || current_.has_rest())
        return spawn(is_awaited, is_lazy);
    is_done_ = true;
}

/// The names of headers in lower case, as ASGI has them.
template <class Nothing>
void test_exchange<Nothing>::fill_request(const Request::Address& client) {
    Request& request = current_.request;
    target_ = request_.url.target();
    for (const header_field& field : request_.headers)
        lowered_headers_.append(lowered(field.name), field.value);
    for (const header_field& field : lowered_headers_) request.headers.add(field.name, field.value);
    request.method = request_.method;
    request.url = URL(request_.url.scheme, request.headers.get("host").value_or(""), target_);
    request.query_params.reset(request.url.query);
    request.client = client;
}

template <class Nothing>
void test_exchange<Nothing>::give_body() {
    body_ = request_.content();
    const body_use use = application_access::uses_body(current_);
    const bool in_parts = use == body_use::parts && !body_.empty();
    if (!in_parts) request_access::set_body(current_.request, body_);
    request_access::set_link(current_.request, this, in_parts);
    if (use == body_use::form && !body_.empty()) read_form();
}

/// A form that cannot be read is answered without its handler.
template <class Nothing>
void test_exchange<Nothing>::read_form() {
    try {
        form_reader reader(current_.request.headers.get("content-type").value_or(""));
        if (!reader.is_form()) return;
        for (const std::string& part : request_.parts) reader.feed(part);
        request_access::set_form(current_.request, reader.finish());
    } catch (...) {
        handler_ = application_access::refuse(current_, std::current_exception());
    }
}

template <class Nothing>
async<bool> test_exchange<Nothing>::read_body(std::string_view& part) {
    while (next_body_part_ < request_.parts.size() && request_.parts[next_body_part_].empty())
        ++next_body_part_;
    if (next_body_part_ == request_.parts.size()) co_return false;
    part = request_.parts[next_body_part_++];
    co_return true;
}

template <class Nothing>
void test_exchange<Nothing>::spawn(bool awaits_handler, bool is_lazy) {
    // It keeps this alive, where the client gives up before it ends.
    asio::co_spawn(loop_, run(awaits_handler, is_lazy),
                   [self = this->shared_from_this()](const std::exception_ptr& problem) {
                       if (problem != nullptr) self->failure = problem;
                       self->is_done_ = true;
                   });
    count_.take_out();
}

template <class Nothing>
async<void> test_exchange<Nothing>::run(bool awaits_handler, bool is_lazy) {
    const uncounted_coroutine::scope uncounted{count_};
    if (awaits_handler) {
        async<void> answering = application_access::answer_async(current_, *handler_);
        co_await std::move(answering);
        take_head();
    }
    std::exception_ptr problem;
    try {
        async<void> taking = take_parts(is_lazy);
        co_await std::move(taking);
    } catch (...) {
        problem = std::current_exception();
    }
    if (problem != nullptr && !is_gone_) failure = problem;
    current_.response.stream.reset();
    if (!current_.has_rest(problem)) co_return;
    async<void> following = follow_answer(current_, problem);
    co_await std::move(following);
}

template <class Nothing>
async<void> test_exchange<Nothing>::take_parts(bool is_lazy) {
    const std::shared_ptr<body_stream> stream = current_.response.stream;
    if (stream == nullptr) co_return;
    std::string part;
    while (!is_gone_) {
        async<bool> step = stream->next(part);
        const bool is_part = co_await std::move(step);
        if (!is_part) co_return;
        parts_.push_back(std::exchange(part, {}));
        if (is_lazy)
            co_await asio::post(asio::use_awaitable);  // the loop stops here until more is wanted
    }
}

}  // namespace fastapi::detail
