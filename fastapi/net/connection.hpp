#pragma once

// One socket: read, find requests, let the application answer, write; and again.
//
// A connection answers one request at a time. While a handler is away (in another thread, or waiting) it
// does not read on, so a client cannot pile up work. All answers to one read leave in one write; while a
// client does not take its answers, nothing more is read from it.
//
// The bytes are read into the buffer of the loop, which is borrowed for the time of an event: an idle
// connection owns none. A request that outlives the event takes its bytes along.

#include "fastapi/app/application.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/net/blocking.hpp"
#include "fastapi/net/forwarded.hpp"
#include "fastapi/net/loop.hpp"
#include "fastapi/wire/reader.hpp"
#include "fastapi/wire/writer.hpp"

#include <asio/basic_stream_socket.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <poll.h>

namespace fastapi::detail {

using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

class connection final : public loop_member, public client_link {
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
    async<bool> read_body(std::string_view& part) override { return read_part(part); }
    bool is_gone() override;

  private:
    static constexpr std::size_t large_output = 16 * 1024;
    static constexpr std::size_t small_leftover = 256 * 1024;  // of a body that nobody read

    enum class state : unsigned char { reading, answering, lingering, closed };

    // reading
    void wait_readable();
    void on_readable(const asio::error_code& error);
    void read_available();
    void process(std::string_view bytes);
    void settle();
    bool begin_request(std::string_view head_bytes, std::string_view rest);
    bool begin_before_body(std::string_view rest);
    void begin_with_parts(std::string_view rest);
    bool take_body(std::string_view data);
    void take_form(std::string_view data);
    void keep(std::string_view rest);
    static void return_to_loop(request_slot& slot);
    void end_of_input();
    bool is_idle() const { return state_ == state::reading && slot_ == nullptr && carry_.empty() && !writing_; }

    // a body that arrives while the handler runs
    template <class = void>
    async<bool> read_part(std::string_view& part);
    bool next_part(std::string_view& part, bool& needs_more);
    void receive_more();

    // answering
    bool dispatch(std::string_view rest);
    void prepare_request();
    void fill_request();
    void apply_forwarded(Request& request) const;
    static void finish_form(request_slot& slot);
    void answer_here();
    void answer_in_thread(std::string_view rest);
    void answer_on_loop(std::string_view rest);
    bool go_away(std::string_view rest);
    void write_response(request_slot& slot);
    bool leaves_much_unread(const request_slot& slot) const;
    void refuse(const wire::refusal& why);

    // an answer that is made while it is sent
    void begin_stream(request_slot& slot);
    template <class = void>
    async<void> send_stream(request_slot& slot, bool in_chunks);
    template <class = void>
    async<void> send_file(const file_range& file);
    template <class = void>
    async<void> send_all(std::string_view bytes);
    template <class = void>
    async<void> wait_for_client();
    void finish_stream(request_slot& slot, const std::exception_ptr& problem);
    void watch_client();
    void go_on();

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
    void begin_wait(std::chrono::milliseconds allowance);
    void end_wait();
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
    bool waits_for_client_ = false;  // while answering: for its bytes, or until it takes ours
    bool behind_proxy_ = false;      // one that is trusted
    bool discards_body_ = false;     // the answer was given before the body was read
    bool reads_body_ = false, body_ended_ = false;  // of a body that is read in parts
    bool asks_for_body_ = false;     // the client waits for that, and nobody has asked yet
    bool is_too_slow_ = false;
    bool looks_again_ = false;       // for a client that has sent on, whether it is there still
    loop_clock::duration waited_{0};  // for the client, by the running handler or what it sends
    std::size_t received_ = 0;  // of a body that arrives before its handler
    std::size_t transferred_ = 0;     // meanwhile
    std::size_t taken_ = 0;          // how much of `carry_` the last part was
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
    : loop_(loop), socket_(std::move(socket)), reader_(loop.limits()), client_(std::move(client)) {
    max_body_bytes = loop.options().max_body_bytes;
    behind_proxy_ = loop.options().proxy_headers && trusts(loop.options().forwarded_allow_ips, client_.host);
}

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
    deadline_ = std::min(started_ + allowance + std::chrono::milliseconds(transferred * 1000 / rate), loop_.now() + allowance);
}

inline void connection::check_deadline() {
    if (std::exchange(looks_again_, false)) watch_client();
    if (state_ == state::closed || loop_.now() < deadline_) return;
    if (state_ == state::answering) return end_wait();
    const bool has_part_of_request = state_ == state::reading && !writing_ && (slot_ != nullptr || !carry_.empty());
    if (!has_part_of_request) return close();
    static constexpr wire::refusal too_slow{408, "the request took too long"};
    refuse(too_slow);
}

/// The client keeps a running handler waiting, or what it sends.
inline void connection::end_wait() {
    if (!waits_for_client_) return;
    if (!reads_body_) return close();
    is_too_slow_ = true;  // which the handler is told, and so the client
    asio::error_code ignored;
    socket_.cancel(ignored);
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
    if (state_ == state::answering) watch_client();
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
            if (!begin_request(consumed, bytes)) return;
        } else if (event.kind == wire::event_kind::body) {
            if (!take_body(event.data)) return;
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
        limit_time(loop_.options().timeout_body, received_);
    } else if (begins_wait) {
        started_ = loop_.now();
        limit_time(is_idle() ? loop_.options().timeout_keep_alive : loop_.options().timeout_header, 0);
    }
    wait_readable();
}

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
    const body_use use = application_access::uses_body(slot.current);
    if (use == body_use::parts) return begin_with_parts(rest), false;
    if (use == body_use::form) {
        try {
            slot.form.emplace(slot.current.request.headers.get("content-type").value_or(""));
            if (!slot.form->is_form()) slot.form.reset();
        } catch (...) {
            slot.form_problem = std::current_exception();
        }
    }
    if (!slot.form && slot.head.content_length > loop_.options().max_body_bytes)
        return refuse(wire::refusals::body_size), false;
    // RFC 9110 10.1.1: the client waits with the body until it is asked for it.
    if (slot.head.expects_continue) loop_.output().append(wire::continue_head);
    return true;
}

/// The handler begins without the body, and asks for its parts.
inline void connection::begin_with_parts(std::string_view rest) {
    request_access::set_link(slot_->current.request, this, true);
    asks_for_body_ = slot_->head.expects_continue;
    body_ended_ = is_too_slow_ = false;
    waited_ = {};
    transferred_ = 0;
    answer_on_loop(rest);
}

/// Whether to read on.
inline bool connection::take_body(std::string_view data) {
    request_slot& slot = *slot_;
    received_ += data.size();
    if (discards_body_) return true;
    if (slot.form || slot.form_problem) return take_form(data), true;
    const bool is_whole = !slot.head.chunked && slot.body.empty() && data.size() == slot.head.content_length;
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

/// Of a form that is refused the rest is read, and thrown away: the client sees the answer only then.
inline void connection::take_form(std::string_view data) {
    request_slot& slot = *slot_;
    if (slot.form_problem != nullptr) return;
    try {
        slot.form->feed(data);
    } catch (...) {
        slot.form_problem = std::current_exception();
    }
}

// ---- a body that arrives while the handler runs ----

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
        co_await socket_.async_wait(tcp_socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
        waits_for_client_ = reads_body_ = false;
        if (is_too_slow_) throw HTTPException(408);
        if (error || state_ == state::closed) throw ClientDisconnect();
        receive_more();
    }
    co_return true;
}

/// The next part of what has arrived. False where there is none, because more is needed or the body is over.
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
    const std::size_t size =
        socket_.read_some(asio::buffer(carry_.data() + before, server_loop::read_buffer_size), error);
    carry_.resize(before + size);
    waited_ = loop_.now() - started_;
    transferred_ += size;
    if (error == asio::error::would_block) return;
    if (error) throw ClientDisconnect();
}

/// Looks without taking anything. A client that has ended its side counts as gone, as with uvicorn.
inline bool connection::is_gone() {
    if (state_ == state::closed) return true;
    ::pollfd look{socket_.native_handle(), POLLRDHUP, 0};
    return ::poll(&look, 1, 0) > 0;
}

// ---- answering ----

/// Has the complete request answered. Whether that is done: otherwise the handler is away, and comes back
/// in `finish`.
inline bool connection::dispatch(std::string_view rest) {
    request_slot& slot = *slot_;
    if (std::exchange(discards_body_, false)) return loop_.release_slot(std::exchange(slot_, nullptr)), true;
    if (!slot.is_prepared) prepare_request();
    request_access::set_body(slot.current.request, slot.body);
    request_access::set_link(slot.current.request, this, false);
    if (slot.form || slot.form_problem) finish_form(slot);
    if (slot.handler != nullptr) {
        if (slot.handler->is_async()) return answer_on_loop(rest), false;
        if (slot.handler->is_slow() || loop_.threads().is_full()) return answer_in_thread(rest), false;
        rest_ = rest;
        answer_here();
    }
    write_response(slot);
    if (slot.current.response.stream != nullptr) return keep(rest), begin_stream(slot), false;
    if (slot_ != nullptr) loop_.retire_slot(std::exchange(slot_, nullptr));
    return true;
}

/// Gives the request to the application, which says who answers it.
inline void connection::prepare_request() {
    fill_request();
    slot_->handler = application_access::prepare(loop_.app(), slot_->current);
    slot_->is_prepared = true;
}

/// The form that was read while it arrived is the request's; or it could not be read, and that is answered.
inline void connection::finish_form(request_slot& slot) {
    try {
        if (slot.form_problem != nullptr) std::rethrow_exception(slot.form_problem);
        request_access::set_form(slot.current.request, slot.form->finish());
    } catch (...) {
        answer_unexpected(slot.current, std::current_exception());
        slot.handler = nullptr;
    }
    slot.form.reset();
}

/// Names in lower case, as ASGI has them, for who lists them. They lie in a buffer of our own. Eight bytes at a
/// time: they are ASCII, so adding to each lifts its high bit and no other's.
inline void lower_name(std::string_view name) {
    constexpr std::uint64_t ones = 0x0101010101010101u, high_bits = ones * 0x80;
    char* at = const_cast<char*>(name.data());
    const char* const end = at + name.size();
    for (; end - at >= 8; at += 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        const std::uint64_t from_a = word + ones * (0x80 - 'A'), beyond_z = word + ones * (0x80 - 'Z' - 1);
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
    for (const header_field& field : request.headers) lower_name(field.name);
    request.query_params.reset(request.url.query);
    request.client = client_;
    if (behind_proxy_) apply_forwarded(request);
}

inline void connection::apply_forwarded(Request& request) const {
    if (const std::string_view scheme = forwarded_scheme(request.headers); !scheme.empty())
        request.url = URL(scheme, slot_->head.host, slot_->head.target);
    const std::string_view host = forwarded_client(request.headers, loop_.options().forwarded_allow_ips);
    if (!host.empty()) request.client = {std::string(host), 0};
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
    if (state_ != state::closed && slot.current.response.stream != nullptr) {
        slot_ = &slot;
        return begin_stream(slot);
    }
    loop_.retire_slot(&slot);
    go_on();
}

/// The present answer is given: on to the next request.
inline void connection::go_on() {
    carry_.erase(0, std::exchange(taken_, 0));
    discards_body_ = !last_sent_ && reader_.is_in_body();
    if (!flush()) return;
    process(std::string_view(carry_));
    settle();
}

inline void connection::write_response(request_slot& slot) {
    Response& response = slot.current.response;
    if (response.status_code < 200 || response.status_code > 999) response.status_code = 500;
    wire::response_head head;
    head.status = response.status_code;
    head.content_length = response.stream == nullptr ? response.body.size() : response.stream->size();
    if (!head.content_length && slot.head.minor_version > 0 && !response.headers.contains("content-length"))
        response.headers.set("transfer-encoding", "chunked");
    head.headers = response.headers.block();
    head.date_line = loop_.date_line();
    head.keep_alive = reader_.keep_alive() && !stops_ && !leaves_much_unread(slot);
    head.minor_version = slot.head.minor_version;
    last_sent_ = !wire::write_head(loop_.output(), head);
    if (loop_.options().access_log) log_access(slot);
    if (!wire::sends_body(slot.current.request.method, response.status_code)) response.stream.reset();
    else if (response.stream == nullptr) send_with(response.body);
    if (loop_.output().size() >= large_output) flush();
}

/// Whether the handler has left a body unread that is not worth reading to its end.
inline bool connection::leaves_much_unread(const request_slot& slot) const {
    const bool is_much = is_too_slow_ || asks_for_body_ || slot.head.chunked || slot.head.content_length > small_leftover;
    return reader_.wants_more_body() && is_much;
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

}  // namespace fastapi::detail
