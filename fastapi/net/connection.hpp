#pragma once

// One socket: read, find requests, let the application answer, write; and again.
//
// A connection answers one request at a time. While a handler is away (in another thread, or
// waiting) it does not read on, so a client cannot pile up work. All answers to one read leave in
// one write; while a client does not take its answers, nothing more is read from it.
//
// The bytes are read into the buffer of the loop, which is borrowed for the time of an event: an
// idle connection owns none. A request that outlives the event takes its bytes along.

#include "fastapi/app/application.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/net/blocking.hpp"
#include "fastapi/net/forwarded.hpp"
#include "fastapi/net/loop.hpp"
#include "fastapi/wire/reader.hpp"
#include "fastapi/wire/writer.hpp"

#include <asio/basic_stream_socket.hpp>
#include <asio/buffer.hpp>
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

#include <fcntl.h>

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
    bool answer_before_body(std::string_view rest);
    void begin_parts(bool for_handler);
    void begin_with_parts(std::string_view rest);
    bool begin_form(request_slot& slot);
    void begin_with_form(std::string_view rest);
    bool take_body(std::string_view data);
    void discard_body();
    void keep(std::string_view rest);
    static void return_to_loop(request_slot& slot);
    void end_of_input();
    bool is_idle() const {
        return state_ == state::reading && slot_ == nullptr && carry_.empty() && !writing_;
    }

    // a body that arrives while the handler runs
    template <class = void>
    async<bool> read_part(std::string_view& part);
    bool next_part(std::string_view& part, bool& needs_more);
    void receive_more();
    template <class = void>
    async<void> read_form(request_slot& slot);
    template <class = void>
    async<void> answer_form(request_slot& slot);

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
    bool has_stream_to_send(const request_slot& slot) const;
    static endpoint& judged(const request_slot& slot);
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
    void cancel_stream();
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
    std::string_view rest_;  // the same bytes for a handler that loses its loop: where they lay
    std::string unsent_, unsent_body_;
    std::size_t unsent_offset_ = 0, sent_ = 0;
    loop_clock::time_point started_, deadline_;
    state state_ = state::reading;
    bool waits_readable_ = false,
         waits_writable_ = false;    // pending operations keep the object alive
    bool writing_ = false;           // some of the answers are unsent
    bool head_started_ = false;      // the time for the present head is running
    bool stops_ = false;             // the next answer is to be the last
    bool last_sent_ = false;         // it has been written
    bool leaves_ = false;            // the loop was asked to remove this object
    bool waits_for_client_ = false;  // while answering: for its bytes, or until it takes ours
    bool behind_proxy_ = false;      // one that is trusted
    bool discards_body_ = false;     // the answer was given before the body was read
    bool reads_body_ = false, body_ended_ = false;  // of a body that is read in parts
    bool asks_for_body_ = false;  // the client waits for that, and nobody has asked yet
    bool is_too_slow_ = false;
    bool looks_again_ = false;        // for a client that has sent on, whether it is there still
    loop_clock::duration waited_{0};  // for the client, by the running handler or what it sends
    std::size_t received_ = 0;        // of a body that arrives before its handler
    std::size_t transferred_ = 0;     // meanwhile
    std::size_t taken_ = 0;           // how much of `carry_` the last part was
};

/// Programs that a handler starts shall not keep a socket open.
inline void close_on_exec(int descriptor) { ::fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

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
    behind_proxy_ =
        loop.options().proxy_headers && trusts(loop.options().forwarded_allow_ips, client_.host);
}

inline void connection::start() {
    asio::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    close_on_exec(socket_.native_handle());
    head_started_ = true;
    started_ = loop_.now();
    limit_time(loop_.options().timeout_header, 0);
    wait_readable();
}

/// A limit that a client cannot push back by dripping: what it has transferred since `started_`
/// buys time only at the least acceptable rate.
inline void connection::limit_time(std::chrono::milliseconds allowance, std::size_t transferred) {
    const std::size_t rate = std::max<std::size_t>(loop_.options().min_bytes_per_second, 1);
    const auto bought = static_cast<std::int64_t>(transferred * 1000 / rate);
    const auto passed = std::chrono::floor<std::chrono::milliseconds>(loop_.now() - started_);
    const auto late =
        std::max(passed - std::chrono::milliseconds(bought), std::chrono::milliseconds(0));
    constexpr std::chrono::milliseconds longest = std::chrono::hours(24 * 365);  // no sum overflows
    deadline_ = loop_.now() + std::min(allowance, longest) - late;
}

inline void connection::check_deadline() {
    if (std::exchange(looks_again_, false)) watch_client();
    if (state_ == state::closed) return cancel_stream();
    if (loop_.now() < deadline_) return;
    if (state_ == state::answering) return end_wait();
    const bool has_part_of_request = state_ == state::reading && !writing_ && !discards_body_ &&
                                     (slot_ != nullptr || !carry_.empty());
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
    // A request that has arrived is still answered. Not at once: its handler may take the loop away
    // from this thread, which has the other connections to tell.
    asio::post(loop_.context(), [this] {
        if (is_idle()) read_available();
    });
}

inline void connection::abort() { close(); }

// ---- reading ----

inline void connection::wait_readable() {
    if (std::exchange(waits_readable_, true)) return;
    socket_.async_wait(tcp_socket::wait_read,
                       [this](const asio::error_code& error) { on_readable(error); });
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
        const std::size_t size = socket_.read_some(
            asio::buffer(loop_.read_buffer(), server_loop::read_buffer_size), error);
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
    const bool in_carry = !carry_.empty() && rest.data() >= carry_.data() &&
                          rest.data() <= carry_.data() + carry_.size();
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
    if (stops_ && is_idle()) return discards_body_ ? linger() : close();
    const bool begins_wait = is_idle() || !std::exchange(head_started_, true);
    if (slot_ != nullptr || discards_body_) {
        limit_time(loop_.options().timeout_body, received_);
    } else if (begins_wait) {
        started_ = loop_.now();
        limit_time(is_idle() ? loop_.options().timeout_keep_alive : loop_.options().timeout_header,
                   0);
    }
    wait_readable();
}

}  // namespace fastapi::detail
