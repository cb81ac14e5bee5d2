#pragma once

// A thin layer over hiredis, the C library of Redis: owners instead of pointers, arguments that may
// hold any bytes, errors as exceptions, and a connection that is made when it is needed and made
// again when it is gone.
// https://github.com/redis/hiredis

#include <hiredis/hiredis.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace redis {

struct Address {
    std::string host = "127.0.0.1";
    std::uint16_t port = 6379;
};

/// From REDIS_URL of the environment, `redis://host:port`; else the Redis of this machine. Throws
/// Error for a URL of another form.
Address address_from_environment();

/// Redis cannot be reached, did not answer in time, or refused a command.
struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

using Reply = std::unique_ptr<redisReply, Free>;
using Command = std::vector<std::string_view>;

/// The text of a reply, or nothing where Redis has none (its nil).
std::optional<std::string> text_of(const Reply& reply);

/// One connection, for one thread at a time.
class Connection {
public:
    /// Connects when the first command is sent.
    explicit Connection(Address address) : address_(std::move(address)) {}

    /// Sends one command and waits for its reply: `command({"SET", key, value})`. Throws Error.
    Reply command(const Command& command);

    /// All of these commands, or none of them, and nobody sees a state in between. Throws Error.
    void transaction(const std::vector<Command>& commands);

private:
    void connect();
    bool is_alive() const;
    Reply send(const Command& command);

    Address address_;
    std::unique_ptr<redisContext, Free> context_;
};

/// Connections that are lent to one user after another, so that not every request makes its own.
/// There are never more than were in use at the same time.
class Pool {
public:
    explicit Pool(Address address) : address_(std::move(address)) {}

    /// A connection that comes back by itself when the last copy of the pointer is gone. The pool
    /// must outlive it.
    std::shared_ptr<Connection> take();

private:
    Address address_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

// ---- implementation ----

inline Address address_from_environment() {
    const char* url = std::getenv("REDIS_URL");
    if (url == nullptr) return {};
    std::string_view rest = url;
    constexpr std::string_view scheme = "redis://";
    if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    Address address{.host = std::string(rest.substr(0, colon))};
    if (colon == rest.size() && colon > 0) return address;
    rest.remove_prefix(std::min(colon + 1, rest.size()));
    const char* const end = rest.data() + rest.size();
    const auto [read, error] = std::from_chars(rest.data(), end, address.port);
    if (address.host.empty() || error != std::errc() || read != end)
        throw Error("REDIS_URL is not of the form redis://host:port");
    return address;
}

inline std::optional<std::string> text_of(const Reply& reply) {
    if (reply->type == REDIS_REPLY_NIL) return std::nullopt;
    if (reply->str == nullptr) throw Error("The reply is no text");
    return std::string(reply->str, reply->len);
}

inline Reply Connection::command(const Command& command) {
    connect();
    return send(command);
}

inline void Connection::transaction(const std::vector<Command>& commands) {
    connect();  // only here: a new connection in the middle would know nothing of the MULTI
    try {
        send({"MULTI"});
        for (const Command& command : commands) send(command);
        const Reply results = send({"EXEC"});
        for (std::size_t i = 0; i < results->elements; ++i)
            if (results->element[i]->type == REDIS_REPLY_ERROR)
                throw Error(results->element[i]->str);
    } catch (...) {
        context_.reset();  // what was begun ends with its connection
        throw;
    }
}

inline void Connection::connect() {
    if (is_alive()) return;
    const timeval connect_limit{.tv_sec = 2, .tv_usec = 0};
    // Longer than any command here waits in Redis.
    const timeval reply_limit{.tv_sec = 5, .tv_usec = 0};
    context_.reset(redisConnectWithTimeout(address_.host.c_str(), address_.port, connect_limit));
    if (context_ == nullptr) throw Error("No memory for a connection");
    if (context_->err != 0 || redisSetTimeout(context_.get(), reply_limit) != REDIS_OK) {
        const std::string reason = context_->errstr;
        context_.reset();
        throw Error(reason);
    }
}

/// Sees without waiting that Redis has closed the connection, as in a restart. It is asked before
/// a command is sent: one that got no reply may have been done, and is never sent a second time.
inline bool Connection::is_alive() const {
    if (context_ == nullptr) return false;
    char next = 0;
    // 0: closed. 1: a reply that nobody waits for any more.
    return recv(context_->fd, &next, 1, MSG_PEEK | MSG_DONTWAIT) < 0;
}

inline Reply Connection::send(const Command& command) {
    // With lengths, not as one text with placeholders: what a client sent becomes no command.
    std::vector<const char*> arguments;
    std::vector<std::size_t> lengths;
    for (const std::string_view argument : command) {
        arguments.push_back(argument.data());
        lengths.push_back(argument.size());
    }
    Reply reply(static_cast<redisReply*>(redisCommandArgv(
        context_.get(), static_cast<int>(command.size()), arguments.data(), lengths.data())));
    if (reply == nullptr) {
        const std::string reason = context_->errstr;
        context_.reset();
        throw Error(reason);
    }
    if (reply->type == REDIS_REPLY_ERROR) throw Error(std::string(reply->str, reply->len));
    return reply;
}

inline std::shared_ptr<Connection> Pool::take() {
    std::unique_ptr<Connection> connection;
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            connection = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    if (connection == nullptr) connection = std::make_unique<Connection>(address_);
    return {connection.release(), [this](Connection* returned) {
                const std::lock_guard lock(mutex_);
                idle_.emplace_back(returned);
            }};
}

}  // namespace redis
