#pragma once

// How a connection has a request answered: here, in a thread, or as a coroutine on the loop; and
// the head of the answer.

#include "fastapi/net/connection.hpp"
#include "fastapi/net/connection_body.hpp"

#include <asio/co_spawn.hpp>
#include <asio/post.hpp>

#include <chrono>
#include <cstdint>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi::detail {

/// Has the complete request answered. Whether that is done: otherwise the handler is away, and
/// comes back in `finish`.
inline bool connection::dispatch(std::string_view rest) {
    request_slot& slot = *slot_;
    if (std::exchange(discards_body_, false))
        return loop_.release_slot(std::exchange(slot_, nullptr)), true;
    if (!slot.is_prepared) prepare_request();
    request_access::set_body(slot.current.request, slot.body);
    request_access::set_link(slot.current.request, this, false);
    if (slot.handler != nullptr) {
        if (slot.handler->is_async()) return answer_on_loop(rest), false;
        if (judged(slot).is_slow() || loop_.threads().is_full())
            return answer_in_thread(rest), false;
        rest_ = rest;
        answer_here();
    }
    slot_ = nullptr;
    write_response(slot);
    if (!has_stream_to_send(slot)) return loop_.retire_slot(&slot), true;
    slot.keep_bytes();
    keep(rest);
    begin_stream(slot);
    return false;
}

/// Gives the request to the application, which says who answers it.
inline void connection::prepare_request() {
    fill_request();
    slot_->handler = application_access::prepare(loop_.app(), slot_->current);
    slot_->is_prepared = true;
}

/// Names in lower case, as ASGI has them, for who lists them. They lie in a buffer of our own.
/// Eight bytes at a time: they are ASCII, so adding to each lifts its high bit and no other's.
inline void lower_name(std::string_view name) {
    constexpr std::uint64_t ones = 0x0101010101010101u, high_bits = ones * 0x80;
    char* at = const_cast<char*>(name.data());
    const char* const end = at + name.size();
    for (; end - at >= 8; at += 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        const std::uint64_t from_a = word + ones * (0x80 - 'A'),
                            beyond_z = word + ones * (0x80 - 'Z' - 1);
        word |= ((from_a ^ beyond_z) & high_bits) >> 2;
        std::memcpy(at, &word, 8);
    }
    for (; at != end; ++at) *at = to_lower(*at);
}

inline void connection::fill_request() {
    request_slot& slot = *slot_;
    Request& request = slot.current.request;
    request.method = slot.head.method;
    request.url = URL("http", slot.head.host, slot.head.target);
    std::swap(request.headers, slot.head.headers);
    bool is_forwarded = false;
    for (const header_field& field : request.headers) {
        lower_name(field.name);
        is_forwarded = is_forwarded || field.name.starts_with("x-forwarded-");
    }
    request.query_params.reset(request.url.query);
    request.client = client_;
    if (is_forwarded && behind_proxy_) apply_forwarded(request);
}

inline void connection::apply_forwarded(Request& request) const {
    if (const std::string_view scheme = forwarded_scheme(request.headers); !scheme.empty())
        request.url = URL(scheme, slot_->head.host, slot_->head.target);
    const auto [host, port] =
        forwarded_client(request.headers, loop_.options().forwarded_allow_ips);
    if (!host.empty()) request.client = {std::string(host), port};
}

/// Whose time it was: that of the route, although something stands before it that all routes share.
inline endpoint& connection::judged(const request_slot& slot) {
    return slot.current.target != nullptr ? *slot.current.target : *slot.handler;
}

/// Runs the handler on this thread. Does not return where the watchdog has given the loop away
/// meanwhile: from then on nothing of the connection may be touched here.
inline void connection::answer_here() {
    request_slot& slot = *slot_;
    server_loop& loop = loop_;
    state_ = state::answering;
    loop.in_handler = &slot;
    const std::uint64_t ticket = loop.ticket.enter();
    loop.threads().notice_handler();
    application_access::answer(slot.current, *slot.handler);
    if (!loop.ticket.leave(ticket)) {
        judged(slot).was_slow();
        throw loop_lost{[](void* context) { return_to_loop(*static_cast<request_slot*>(context)); },
                        &slot};
    }
    loop.in_handler = nullptr;
    state_ = state::reading;
}

/// Before a handler that outlives this event: the earlier answers leave now, and the request takes
/// its bytes along. False where the client is gone.
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
            judged(slot).was_slow();
        else
            judged(slot).was_quick();
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
        loop_.retire_slot(&slot);
        return leave_if_unused();
    }
    state_ = state::reading;
    write_response(slot);
    if (slot.read_buffer != nullptr) {  // it had lost its loop; the others kept the rest before
        slot.keep_bytes();
        keep(rest_);
    }
    if (has_stream_to_send(slot)) return begin_stream(slot);
    loop_.retire_slot(&slot);
    go_on();
}

/// Behind the head of the answer.
inline bool connection::has_stream_to_send(const request_slot& slot) const {
    return state_ != state::closed && slot.current.response.stream != nullptr;
}

/// The present answer is given: on to the next request.
inline void connection::go_on() {
    carry_.erase(0, std::exchange(taken_, 0));
    discard_body();
    if (!flush()) return;
    process(std::string_view(carry_));
    settle();
}

inline void connection::write_response(request_slot& slot) {
    Response& response = slot.current.response;
    if (response.status_code < 200 || response.status_code > 999) response.status_code = 500;
    wire::response_head head;
    head.status = response.status_code;
    head.content_length =
        response.stream == nullptr ? response.body.size() : response.stream->size();
    if (!head.content_length && slot.head.minor_version > 0 &&
        !response.headers.contains("content-length"))
        response.headers.set("transfer-encoding", "chunked");
    head.headers = response.headers.block();
    head.date_line = loop_.date_line();
    head.keep_alive = reader_.keep_alive() && !stops_ && !leaves_much_unread(slot);
    head.minor_version = slot.head.minor_version;
    last_sent_ = !wire::write_head(loop_.output(), head);
    if (loop_.options().access_log) log_access(slot);
    if (!wire::sends_body(slot.current.request.method, response.status_code))
        response.stream.reset();
    else if (response.stream == nullptr)
        send_with(response.body);
    if (loop_.output().size() >= large_output) flush();
}

/// Whether the handler has left a body unread that is not worth reading to its end.
inline bool connection::leaves_much_unread(const request_slot& slot) const {
    const bool is_much = is_too_slow_ || asks_for_body_ || slot.head.chunked ||
                         slot.head.content_length > small_leftover;
    return reader_.wants_more_body() && is_much;
}

inline void connection::log_access(const request_slot& slot) {
    if (!log::instance().shows(log_level::info)) return;
    const int status = slot.current.response.status_code;
    std::string client = client_.host;
    client.append(":").append(std::to_string(client_.port));
    loop_.log_access({client, slot.current.request.method, slot.head.target,
                      slot.head.minor_version, status, status::phrase(status)});
}

/// Answers what is no proper request, and reads nothing more of this connection.
inline void connection::refuse(const wire::refusal& why) {
    log::instance().write(log_level::warning,
                          "Invalid HTTP request received: " + std::string(why.reason) + ".");
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

}  // namespace fastapi::detail
