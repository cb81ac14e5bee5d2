#pragma once

// How a connection takes the body of a request: whole in memory, as a form whose files go to the
// disk while they arrive, or part by part as the handler asks for it. Who answers is found out
// before the body has arrived, where it does not come with the head.

#include "fastapi/core/threadpool.hpp"
#include "fastapi/net/connection.hpp"

#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include <poll.h>

namespace fastapi::detail {

// ---- before the handler runs ----

/// While a handler runs, only the time counts in which it waits for the client.
inline void connection::begin_wait(std::chrono::milliseconds allowance) {
    waits_for_client_ = true;
    started_ = loop_.now() - waited_;
    limit_time(allowance, transferred_);
}

/// Whether to read on: otherwise the handler is away already, or the request refused.
inline bool connection::begin_request(std::string_view head_bytes, std::string_view rest) {
    slot_->head_bytes = head_bytes;
    head_started_ = false;
    started_ = loop_.now();
    received_ = 0;
    if (!reader_.wants_more_body()) return true;
    const bool is_here = !slot_->head.chunked && slot_->head.content_length <= rest.size();
    return (is_here && rest.size() <= loop_.options().max_body_bytes) || begin_before_body(rest);
}

/// Finds out who will answer, and so who takes the body, before it has arrived.
inline bool connection::begin_before_body(std::string_view rest) {
    request_slot& slot = *slot_;
    slot.keep_bytes();
    prepare_request();
    if (slot.current.target == nullptr) return answer_before_body(rest);
    const body_use use = application_access::uses_body(slot.current);
    if (use == body_use::parts) return begin_with_parts(rest), false;
    if (use == body_use::form && begin_form(slot)) return begin_with_form(rest), false;
    if (slot.head.content_length > loop_.options().max_body_bytes)
        return refuse(wire::refusals::body_size), false;
    // RFC 9110 10.1.1: the client waits with the body until it is asked for it.
    if (slot.head.expects_continue) loop_.output().append(wire::continue_head);
    return true;
}

/// Nobody takes the body, there is no such path or method: the answer does not wait for it. Whether
/// to read on.
inline bool connection::answer_before_body(std::string_view rest) {
    if (slot_->handler != nullptr && slot_->handler->is_async())
        return begin_with_parts(rest), false;
    asks_for_body_ = slot_->head.expects_continue;
    is_too_slow_ = false;
    if (!dispatch(rest)) return false;
    discard_body();
    return true;
}

/// What is left of a body behind its answer will be thrown away.
inline void connection::discard_body() {
    discards_body_ = !last_sent_ && reader_.is_in_body();
    started_ = loop_.now();
    received_ = 0;
}

/// The body will be asked for part by part.
inline void connection::begin_parts(bool for_handler) {
    request_access::set_link(slot_->current.request, this, for_handler);
    asks_for_body_ = slot_->head.expects_continue;
    body_ended_ = is_too_slow_ = false;
    waited_ = {};
    transferred_ = 0;
}

/// The handler begins without the body, and asks for its parts.
inline void connection::begin_with_parts(std::string_view rest) {
    begin_parts(true);
    answer_on_loop(rest);
}

/// Whether Content-Type says that the body is a form; perhaps one that cannot be read.
inline bool connection::begin_form(request_slot& slot) {
    FormLimits limits;
    limits.max_memory = max_body_bytes;
    try {
        slot.form.emplace(slot.current.request.headers.get("content-type").value_or(""), limits);
        if (!slot.form->is_form()) slot.form.reset();
    } catch (...) {
        slot.form_problem = std::current_exception();
    }
    return slot.form || slot.form_problem != nullptr;
}

/// The form is read while it arrives; then the handler begins.
inline void connection::begin_with_form(std::string_view rest) {
    begin_parts(false);
    if (!go_away(rest)) return;
    request_slot* const slot = slot_;
    asio::co_spawn(loop_.context(), answer_form(*slot),
                   [slot](const std::exception_ptr&) { slot->owner->finish(*slot); });
}

/// Whether to read on.
inline bool connection::take_body(std::string_view data) {
    request_slot& slot = *slot_;
    received_ += data.size();
    if (discards_body_) return true;
    const bool is_whole =
        !slot.head.chunked && slot.body.empty() && data.size() == slot.head.content_length;
    if (is_whole) {
        slot.body = data;
        return true;
    }
    if (slot.owned_body.size() + data.size() > loop_.options().max_body_bytes)
        return refuse(wire::refusals::body_size), false;
    slot.owned_body.append(data);
    slot.body = slot.owned_body;
    return true;
}

// ---- while the handler runs ----

template <class>
async<bool> connection::read_part(std::string_view& part) {
    bool needs_more = true;
    while (!next_part(part, needs_more)) {
        if (!needs_more) co_return false;
        if (std::exchange(asks_for_body_, false)) {
            while (writing_ && state_ != state::closed) co_await wait_for_client();
            co_await send_all(wire::continue_head);
        }
        asio::error_code error;
        reads_body_ = true;
        begin_wait(loop_.options().timeout_body);
        co_await socket_.async_wait(tcp_socket::wait_read,
                                    asio::redirect_error(asio::use_awaitable, error));
        waits_for_client_ = reads_body_ = false;
        if (is_too_slow_) throw HTTPException(408);
        if (error || state_ == state::closed) throw ClientDisconnect();
        receive_more();
    }
    co_return true;
}

/// The next part of what has arrived. False where there is none, because more is needed or the body
/// is over.
inline bool connection::next_part(std::string_view& part, bool& needs_more) {
    needs_more = false;
    if (state_ == state::closed) throw ClientDisconnect();
    while (!body_ended_) {
        const std::string_view unread = std::string_view(carry_).substr(taken_);
        const wire::event event = reader_.read(unread, slot_->head);
        taken_ += event.consumed;
        if (event.kind == wire::event_kind::body) return part = event.data, true;
        if (event.kind == wire::event_kind::refused) throw HTTPException(event.why->status);
        if (event.kind == wire::event_kind::need_more) return needs_more = true, false;
        body_ended_ = event.kind == wire::event_kind::end;
    }
    return false;
}

inline void connection::receive_more() {
    carry_.erase(0, taken_);
    taken_ = 0;
    const std::size_t before = carry_.size();
    carry_.resize(before + server_loop::read_buffer_size);
    asio::error_code error;
    const std::size_t size = socket_.read_some(
        asio::buffer(carry_.data() + before, server_loop::read_buffer_size), error);
    carry_.resize(before + size);
    waited_ = loop_.now() - started_;
    transferred_ += size;
    if (error == asio::error::would_block) return;
    if (error) throw ClientDisconnect();
}

// ---- a form ----

/// Of a form that is refused the rest is read, and thrown away: the client sees the answer only
/// then. Files that are on the disk are written by a thread.
template <class>
async<void> connection::read_form(request_slot& slot) {
    std::string_view part;
    while (co_await read_part(part)) {
        if (slot.form_problem != nullptr) continue;
        auto feed = [&slot, part] { slot.form->feed(part); };
        try {
            if (slot.form->may_write_to_disk(part.size()))
                co_await run_job(feed);
            else
                feed();
        } catch (...) {
            slot.form_problem = std::current_exception();
        }
    }
}

template <class>
async<void> connection::answer_form(request_slot& slot) {
    try {
        async<void> reading = read_form(slot);
        co_await std::move(reading);
    } catch (...) {  // the client is too slow, or gone, or has broken the frames
        slot.form_problem = std::current_exception();
    }
    finish_form(slot);
    if (slot.handler == nullptr) co_return;
    auto answer = [&slot] { application_access::answer(slot.current, *slot.handler); };
    if (slot.handler->is_async())
        co_await application_access::answer_async(slot.current, *slot.handler);
    else
        co_await run_job(answer);
}

/// The form that was read is the request's; or it could not be read, and that is answered.
inline void connection::finish_form(request_slot& slot) {
    try {
        if (slot.form_problem != nullptr) std::rethrow_exception(slot.form_problem);
        request_access::set_form(slot.current.request, slot.form->finish());
    } catch (...) {
        slot.handler = application_access::refuse(slot.current, std::current_exception());
    }
    slot.form.reset();
}

// ---- whether anybody is there ----

/// Looks without taking anything. A client that has ended its side counts as gone, as with uvicorn.
inline bool connection::is_gone() {
    if (state_ == state::closed) return true;
    ::pollfd look{socket_.native_handle(), POLLRDHUP, 0};
    return ::poll(&look, 1, 0) > 0;
}

}  // namespace fastapi::detail
