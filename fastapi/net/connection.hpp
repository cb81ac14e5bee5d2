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
#include "fastapi/net/loop.hpp"
#include "fastapi/wire/reader.hpp"
#include "fastapi/wire/writer.hpp"

#include <asio/basic_stream_socket.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

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
