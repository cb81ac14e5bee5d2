#pragma once

// An event loop: one thread runs it at a time, and it runs many connections. What they share lies
// here: the buffer that is read into, the answers to be sent, recycled requests, the date, and one
// timer that looks after everybody's time limits.

#include "fastapi/app/after_answer.hpp"
#include "fastapi/app/application.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/app/server_options.hpp"
#include "fastapi/core/threadpool.hpp"
#include "fastapi/http/background.hpp"
#include "fastapi/http/form.hpp"
#include "fastapi/net/blocking.hpp"
#include "fastapi/wire/reader.hpp"
#include "fastapi/wire/writer.hpp"

#include <asio/basic_waitable_timer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
    std::string_view head_bytes;  // where the views of the head lie
    std::string_view body;
    std::string owned_head, owned_body;   // those that could not stay in the read buffer
    std::unique_ptr<char[]> read_buffer;  // taken along by a handler that lost its loop
    server_loop* loop = nullptr;
    loop_member* owner = nullptr;
    endpoint* handler = nullptr;
    bool is_prepared = false;         // the application has said who answers
    std::optional<form_reader> form;  // that is read while it arrives
    std::exception_ptr form_problem;

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

    /// No connection outlives its present request; at the deadline the rest is cut off. The loop is
    /// done when none is left.
    void drain(loop_clock::time_point deadline);

    void add(std::unique_ptr<loop_member> member);
    /// Destroys a member, once nothing that runs now refers to it any more.
    void remove_later(loop_member& member);

    request_slot* acquire_slot(loop_member& owner);
    void release_slot(request_slot* slot);

    /// The answer is sent: what follows it (background tasks, the rest of dependencies) is done,
    /// then the slot is released. `problem` is what went wrong while it was sent.
    void retire_slot(request_slot* slot, const std::exception_ptr& problem = nullptr);

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
    void finish_rest(request_slot* slot);
    bool is_done() const { return draining_ && members_.empty() && running_rests_ == 0; }
    void remove(loop_member& member);

    FastAPI& app_;
    const ServerOptions& options_;
    thread_team& threads_;
    wire::limits limits_;
    std::vector<std::unique_ptr<request_slot>>
        slots_;  // outlive the context: its coroutines refer to them
    std::vector<request_slot*> free_slots_;
    asio::io_context context_{1};
    asio::basic_waitable_timer<loop_clock, asio::wait_traits<loop_clock>,
                               asio::io_context::executor_type>
        timer_;
    std::unique_ptr<char[]> read_buffer_{new char[read_buffer_size]};
    std::string output_, date_line_, access_lines_;
    loop_clock::time_point now_ = loop_clock::now(),
                           drain_deadline_ = loop_clock::time_point::max();
    bool draining_ = false;
    std::size_t running_rests_ = 0;  // slots whose answers are followed by something that runs
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
    is_prepared = false;
    form.reset();
    form_problem = nullptr;
}

inline server_loop::server_loop(FastAPI& app, const ServerOptions& options, thread_team& threads)
    : app_(app),
      options_(options),
      threads_(threads),
      timer_(context_),
      date_line_(wire::date_line(std::time(nullptr))) {
    limits_.max_body_bytes = std::max(options.max_body_bytes, options.max_upload_bytes);
    limits_.max_header_block = limits_.max_header_line = options.max_header_bytes;
    limits_.max_request_line = options.max_request_line_bytes;
    asio::make_service<thread_lender>(
        context_, &threads_, [](void* team, void (*work)(void*), void* context) {
            static_cast<thread_team*>(team)->run_blocking(work, context);
        });
    schedule_tick();
}

/// The thread before is left alone with its request, and keeps the bytes that it reads; the loop
/// gets others.
inline void server_loop::take_over() {
    request_slot& away = *std::exchange(in_handler, nullptr);
    away.read_buffer =
        std::exchange(read_buffer_, std::unique_ptr<char[]>(new char[read_buffer_size]));
    away.owner->send_earlier_answers();
    write_access_lines();  // what was posted to do that waits in the thread before
}

inline void server_loop::drain(loop_clock::time_point deadline) {
    draining_ = true;
    drain_deadline_ = deadline;
    for (const auto& member : members_) member->drain();
    if (is_done()) timer_.cancel();
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
    if (is_done()) timer_.cancel();
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

inline void server_loop::retire_slot(request_slot* slot, const std::exception_ptr& problem) {
    if (!slot->current.has_rest(problem)) return release_slot(slot);
    slot->keep_bytes();  // what follows may look at the request
    ++running_rests_;
    asio::co_spawn(context_, follow_answer(slot->current, problem),
                   [this, slot](const std::exception_ptr&) { finish_rest(slot); });
}

inline void server_loop::finish_rest(request_slot* slot) {
    --running_rests_;
    release_slot(slot);
    if (is_done()) timer_.cancel();
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
        if (!is_done()) schedule_tick();
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
