#pragma once

// How a connection writes and ends. Answers are gathered and leave in one write; what the client
// does not take at once waits, and meanwhile nothing more is read. An answer that is made while it
// is sent is made part by part, each when the one before is out of our hands: a slow client holds
// back who makes it.

#include "fastapi/core/threadpool.hpp"
#include "fastapi/net/connection.hpp"
#include "fastapi/net/connection_answers.hpp"

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

namespace fastapi::detail {

// ---- an answer that is made while it is sent ----

/// Behind the head. The client is watched meanwhile: where it leaves, the stream ends.
inline void connection::begin_stream(request_slot& slot) {
    slot_ = &slot;
    state_ = state::answering;
    waited_ = {};
    transferred_ = 0;
    slot.keep_bytes();
    flush();
    if (state_ == state::closed) return finish_stream(slot, nullptr);
    const bool in_chunks = slot.current.response.headers.get("transfer-encoding") == "chunked";
    wait_readable();
    asio::co_spawn(
        loop_.context(), send_stream(slot, in_chunks),
        [this, &slot](const std::exception_ptr& problem) { finish_stream(slot, problem); });
}

/// The Content-Length in the head of a streamed answer. More bytes would be taken for the next
/// answer, fewer be waited for.
class announced_length {
public:
    announced_length(const Response& response, bool in_chunks) {
        if (in_chunks) return;
        const auto header = response.headers.get("content-length");
        left_ = header ? to_integer<std::uint64_t>(*header) : response.stream->size();
    }

    void take(std::size_t size) {
        if (left_ && size > *left_)
            throw std::runtime_error("the answer is longer than its Content-Length");
        if (left_) *left_ -= size;
    }
    void finish() const {
        if (left_.value_or(0) != 0)
            throw std::runtime_error("the answer is shorter than its Content-Length");
    }

private:
    std::optional<std::uint64_t> left_;  // nothing where none was announced
};

template <class>
async<void> connection::send_stream(request_slot& slot, bool in_chunks) {
    body_stream& stream = *slot.current.response.stream;
    while (writing_ && state_ != state::closed)
        co_await wait_for_client();  // the head, and answers before it
    if (const file_range* file = stream.file()) {
        co_await send_file(*file);
        co_return;
    }
    std::string part, chunk;
    announced_length announced(slot.current.response, in_chunks);
    while (state_ != state::closed && co_await stream.next(part)) {
        announced.take(part.size());
        if (!in_chunks) {
            co_await send_all(part);
            continue;
        }
        chunk.clear();
        wire::append_chunk(chunk, part);
        co_await send_all(chunk);
    }
    announced.finish();
    if (in_chunks) co_await send_all(wire::last_chunk);
}

/// Waits until the socket takes more, at most as long as a client may take for that.
template <class>
async<void> connection::wait_for_client() {
    asio::error_code error;
    begin_wait(loop_.options().timeout_write);
    co_await socket_.async_wait(tcp_socket::wait_write,
                                asio::redirect_error(asio::use_awaitable, error));
    waits_for_client_ = false;
    waited_ = loop_.now() - started_;
    if (error || state_ == state::closed) throw ClientDisconnect();
}

template <class>
async<void> connection::send_all(std::string_view bytes) {
    while (!bytes.empty()) {
        if (state_ == state::closed) throw ClientDisconnect();
        asio::error_code error;
        const std::size_t size =
            socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
        bytes.remove_prefix(size);
        transferred_ += size;
        if (error == asio::error::would_block)
            co_await wait_for_client();
        else if (error)
            throw ClientDisconnect();
    }
}

/// A part of a file on its way to a socket, of which it has a descriptor of its own: the connection
/// may be closed while a thread sends, and its number given to another one.
class file_sender {
public:
    file_sender(int socket, const file_range& file)
        : socket_(::fcntl(socket, F_DUPFD_CLOEXEC, 0)),
          file_(file.descriptor),
          offset_(static_cast<::off_t>(file.offset)),
          end_(offset_ + static_cast<::off_t>(file.size)) {
        if (socket_ < 0) throw std::system_error(errno, std::generic_category(), "dup");
    }
    file_sender(const file_sender&) = delete;
    file_sender& operator=(const file_sender&) = delete;
    ~file_sender() { ::close(socket_); }

    bool is_done() const { return offset_ == end_; }

    /// Sends what the socket takes, some of it at most; gives how much. It may wait for the disk.
    /// Throws where the client is gone, or the file shorter than it was.
    std::size_t send_some() {
        constexpr std::size_t most = 1024 * 1024;  // then the other connections have their turn
        const std::size_t size = std::min(most, static_cast<std::size_t>(end_ - offset_));
        const ::ssize_t sent = ::sendfile(socket_, file_, &offset_, size);
        if (sent > 0) return static_cast<std::size_t>(sent);
        if (sent == 0) throw std::runtime_error("the file has become shorter while it was sent");
        if (errno == EPIPE || errno == ECONNRESET) throw ClientDisconnect();
        if (errno != EAGAIN && errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "sendfile");
        return 0;
    }

private:
    int socket_, file_;
    ::off_t offset_, end_;
};

/// The system sends the file by itself: none of its bytes comes here. A large one may not be in
/// memory, so a thread sends it.
template <class>
async<void> connection::send_file(const file_range& file) {
    constexpr std::uint64_t large = 256 * 1024;
    file_sender sender(socket_.native_handle(), file);
    auto send_some = [&sender] { return sender.send_some(); };
    while (!sender.is_done()) {
        if (state_ == state::closed) throw ClientDisconnect();
        if (file.size < large)
            transferred_ += send_some();
        else
            transferred_ += co_await run_job(send_some);
        if (state_ == state::closed) throw ClientDisconnect();
        if (!sender.is_done()) co_await wait_for_client();
    }
}

inline void log_stream_problem(const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const ClientDisconnect&) {  // nobody erred
    } catch (...) {
        log_problem("Exception while an answer was sent: ", problem);
    }
}

/// An answer whose end is missing must look so: the connection is closed.
inline void connection::finish_stream(request_slot& slot, const std::exception_ptr& problem) {
    slot_ = nullptr;
    if (problem != nullptr) {
        if (state_ != state::closed) log_stream_problem(problem);
        close();
    }
    slot.current.response.stream.reset();
    loop_.retire_slot(&slot, problem);
    if (state_ == state::closed) return leave_if_unused();
    state_ = state::reading;
    go_on();
}

/// While an answer is sent in parts: a client that leaves needs no more of them.
inline void connection::watch_client() {
    if (slot_ == nullptr || slot_->current.response.stream == nullptr) return;
    if (!is_gone()) return void(looks_again_ = true);
    close();
    cancel_stream();
}

/// Nobody takes what is made still. Asked for at every tick: who makes it may be between two waits
/// now, where nothing is to be cancelled.
inline void connection::cancel_stream() {
    if (slot_ == nullptr) return;
    if (const std::shared_ptr<body_stream> stream = slot_->current.response.stream)
        stream->cancel();
}

// ---- writing ----

/// Adds a body behind its head. A large one leaves at once, from its own memory.
inline void connection::send_with(std::string& body) {
    std::string& output = loop_.output();
    if (writing_) {  // behind what waits, not in the buffer that all connections share
        unsent_.append(output).append(body);
        return output.clear();
    }
    if (body.size() < large_output) return void(output.append(body));
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(output), asio::buffer(body)};
    asio::error_code error;
    const std::size_t size = socket_.write_some(buffers, error);
    if (error && error != asio::error::would_block) return close();
    const std::size_t of_output = std::min(size, output.size()), of_body = size - of_output;
    if (size < output.size() + body.size()) {
        unsent_.assign(output, of_output);
        unsent_body_ = std::move(body);
        unsent_offset_ = of_body;  // not 0 only where nothing of the output is left
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
    socket_.async_wait(tcp_socket::wait_write,
                       [this](const asio::error_code& error) { on_writable(error); });
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
    const std::array<asio::const_buffer, 2> buffers{
        asio::buffer(unsent_) + std::min(unsent_offset_, unsent_.size()),
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

/// Says that nothing more will be sent, and reads until the client has seen it: a socket closed
/// with unread bytes would reset the connection, and the client might lose the answer.
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
    if (waits_readable_ || waits_writable_ || slot_ != nullptr || std::exchange(leaves_, true))
        return;
    loop_.remove_later(*this);
}

}  // namespace fastapi::detail
