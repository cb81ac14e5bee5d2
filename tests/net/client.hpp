#pragma once

// What the tests of `net` share: an application that serves in a thread, and a client that sends
// bytes as they are. A client waits for three seconds at most, so that no test hangs.

#include "fastapi/net/server.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace net_test {

using namespace std::chrono_literals;

inline fastapi::ServerOptions quiet(fastapi::ServerOptions options = {}) {
    options.port = 0;
    options.access_log = false;
    options.log_level = "critical";
    return options;
}

/// Runs an application on a free port until the end of the scope.
class serving {
public:
    explicit serving(fastapi::FastAPI& app, fastapi::ServerOptions options = {})
        : app_(app), thread_([this, options = quiet(std::move(options))] { app_.run(options); }) {
        while ((port_ = app_.port()) == 0) std::this_thread::sleep_for(1ms);
    }
    ~serving() { stop(); }

    int port() const { return port_; }
    void wait() {
        if (thread_.joinable()) thread_.join();
    }
    void stop() {
        app_.stop();
        wait();
    }

private:
    fastapi::FastAPI& app_;
    int port_ = 0;
    std::thread thread_;
};

struct answer {
    int status = 0;  // 0: the connection was closed before
    std::string head, body;

    bool says(std::string_view line) const { return head.find(line) != std::string::npos; }
};

class client {
public:
    explicit client(int port, int receive_buffer = 0) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        const timeval limit{3, 0};
        const int on = 1;
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (receive_buffer != 0)
            ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        if (port != 0) connect(port);
    }
    client(const client&) = delete;
    client& operator=(const client&) = delete;
    ~client() { close(); }

    void connect(int port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
    }

    /// Sends everything; false where the server has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (size <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(size));
        }
        return true;
    }

    answer get(std::string_view target) {
        send(request(target));
        return read();
    }

    static std::string request(std::string_view target, std::string_view method = "GET") {
        return std::string(method).append(" ").append(target).append(
            " HTTP/1.1\r\nHost: test\r\n\r\n");
    }

    /// The next answer. Its body is framed by Content-Length; `has_body` is false for one to HEAD.
    answer read(bool has_body = true) {
        answer result;
        if (!receive_until("\r\n\r\n")) return result;
        const std::size_t end = buffer_.find("\r\n\r\n");
        result.head = buffer_.substr(0, end + 4);
        buffer_.erase(0, end + 4);
        const std::size_t length_at = result.head.find("content-length: ");
        const std::size_t length =
            has_body && length_at != std::string::npos
                ? std::strtoul(result.head.c_str() + length_at + 16, nullptr, 10)
                : 0;
        while (buffer_.size() < length)
            if (!receive()) return result;
        result.body = buffer_.substr(0, length);
        buffer_.erase(0, length);
        result.status = std::atoi(result.head.c_str() + 9);
        return result;
    }

    /// The next answer, without its head; its body must be chunked.
    std::string read_chunked() {
        std::string body;
        if (!receive_until("\r\n\r\n")) return body;
        buffer_.erase(0, buffer_.find("\r\n\r\n") + 4);
        while (receive_until("\r\n")) {
            const std::size_t size = std::strtoul(buffer_.c_str(), nullptr, 16);
            buffer_.erase(0, buffer_.find("\r\n") + 2);
            while (buffer_.size() < size + 2)
                if (!receive()) return body;
            body.append(buffer_, 0, size);
            buffer_.erase(0, size + 2);
            if (size == 0) break;
        }
        return body;
    }

    /// Everything until the server closes.
    std::string read_to_end() {
        while (receive()) {}
        return std::move(buffer_);
    }

    /// Whether the server closes now without sending more.
    bool closed() { return buffer_.empty() && !receive() && !timed_out_; }

    void half_close() { ::shutdown(socket_, SHUT_WR); }

    /// Closes with RST.
    void reset() {
        const linger at_once{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close();
    }

    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }

private:
    bool receive_until(std::string_view text) {
        while (buffer_.find(text) == std::string::npos)
            if (!receive()) return false;
        return true;
    }

    bool receive() {
        char bytes[16384];
        const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
        timed_out_ = size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (size <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(size));
        return true;
    }

    int socket_;
    bool timed_out_ = false;
    std::string buffer_;
};

/// How long something takes.
template <class Action>
std::chrono::milliseconds time_of(Action action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 start);
}

}  // namespace net_test
