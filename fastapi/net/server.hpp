#pragma once

// A server: the listening socket, the loops and their threads, and the way it ends. `FastAPI::run`
// makes one and waits for it.
//
// A stop takes three steps: no new connection is accepted (those that the system has accepted
// already are taken), what runs is finished, and idle connections are closed. What is not finished
// at the deadline is cut off; a handler that blocks cannot be, and is waited for.

#include "fastapi/app/application.hpp"
#include "fastapi/app/lifespan.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/app/route_warnings.hpp"
#include "fastapi/net/blocking.hpp"
#include "fastapi/net/connection_output.hpp"
#include "fastapi/net/loop.hpp"

#include <asio/basic_signal_set.hpp>
#include <asio/basic_socket_acceptor.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

namespace fastapi {
namespace detail {

class server {
public:
    /// Listens already. Throws std::runtime_error that names the address where it cannot.
    server(FastAPI& app, ServerOptions options);
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Threads end before the loops that they run.
    ~server() { threads_.reset(); }

    /// Serves until it is stopped.
    void run();

    /// From any thread.
    void stop();
    int port() const { return port_; }

private:
    using executor = asio::io_context::executor_type;

    void listen();
    asio::error_code listen_at(const asio::ip::tcp::endpoint& endpoint);
    void accept();
    void on_accept(const asio::error_code& error, tcp_socket socket, server_loop& target);
    void take(tcp_socket socket, server_loop& target);
    void take_pending();
    void drain();
    std::optional<Lifespan> begin_lifespan();
    std::string url() const;

    FastAPI& app_;
    const ServerOptions options_;
    std::unique_ptr<thread_team> threads_;
    std::vector<std::unique_ptr<server_loop>> loops_;
    asio::basic_socket_acceptor<asio::ip::tcp, executor> acceptor_;
    asio::ip::tcp::endpoint peer_;
    int port_ = 0;
    asio::basic_signal_set<executor> signals_;
    asio::basic_waitable_timer<loop_clock, asio::wait_traits<loop_clock>, executor> accept_timer_;
    std::size_t next_loop_ = 0;
    bool draining_ = false;
};

// ---- implementation ----

inline std::vector<std::unique_ptr<server_loop>> make_loops(FastAPI& app,
                                                            const ServerOptions& options,
                                                            thread_team& threads) {
    std::vector<std::unique_ptr<server_loop>> loops;
    for (int i = 0; i < std::max(options.workers, 1); ++i)
        loops.push_back(std::make_unique<server_loop>(app, options, threads));
    return loops;
}

inline server::server(FastAPI& app, ServerOptions options)
    : app_(app),
      options_(std::move(options)),
      threads_(
          std::make_unique<thread_team>(static_cast<std::size_t>(std::max(options_.threads, 1)))),
      loops_(make_loops(app_, options_, *threads_)),
      acceptor_(loops_.front()->context()),
      signals_(loops_.front()->context()),
      accept_timer_(loops_.front()->context()) {
    listen();
}

inline void server::listen() {
    const auto fail = [this](const asio::error_code& error) {
        throw std::runtime_error("cannot listen on http://" + options_.host + ":" +
                                 std::to_string(options_.port) + ": " + error.message());
    };
    asio::error_code error;
    if (options_.port < 0 || options_.port > 65535)
        fail(asio::error::make_error_code(asio::error::invalid_argument));
    asio::ip::basic_resolver<asio::ip::tcp, executor> resolver(loops_.front()->context());
    const auto found = resolver.resolve(options_.host, std::to_string(options_.port),
                                        asio::ip::resolver_base::passive, error);
    if (error) fail(error);
    for (const auto& each :
         found)  // "localhost" has an address of IPv6, too, which not every machine has
        if (!(error = listen_at(each.endpoint()))) break;
    if (error) fail(error);
    port_ = acceptor_.local_endpoint().port();
}

inline asio::error_code server::listen_at(const asio::ip::tcp::endpoint& endpoint) {
    asio::error_code error, ignored;
    acceptor_.close(ignored);  // that of the address before
    acceptor_.open(endpoint.protocol(), error);
    if (!error) close_on_exec(acceptor_.native_handle());
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(options_.backlog, error);
    if (!error) acceptor_.non_blocking(true, error);
    return error;
}

inline std::string server::url() const {
    const asio::ip::tcp::endpoint local = acceptor_.local_endpoint();
    const std::string host = local.address().to_string();
    return "http://" + (local.address().is_v6() ? "[" + host + "]" : host) + ":" +
           std::to_string(local.port());
}

inline void server::run() {
    const log& output = log::instance();
    const std::string process = "server process [" + std::to_string(::getpid()) + "]";
    output.write(log_level::info, "Started " + process);
    lifespan_run lifespan(begin_lifespan());
    application_access::lifespan_state(app_) = lifespan.start(loops_.front()->context());
    warn_of_hidden_routes(app_);    // here, as a lifespan may have added some
    std::signal(SIGPIPE, SIG_IGN);  // sendfile() to a client that is gone would end the process
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([this](const asio::error_code& error, int) {
        if (!error) drain();
    });
    accept();
    output.write(log_level::info, std::string("fastapi.hpp ") + version + " running on " + url() +
                                      " (Press CTRL+C to quit)");
    for (const auto& loop : loops_) threads_->start_loop(*loop);
    threads_->start_watching();
    threads_->wait_for_loops();
    lifespan.stop(loops_.front()->context());
    for (const auto& shutdown : application_access::options(app_).on_shutdown) shutdown();
    threads_.reset();
    output.write(log_level::info, "Finished " + process);
}

/// The lifespan of the application, if it has one, behind its list of what to do at the start.
inline std::optional<Lifespan> server::begin_lifespan() {
    const FastAPIOptions& options = application_access::options(app_);
    for (const auto& startup : options.on_startup) startup();
    if (!options.lifespan) return std::nullopt;
    return options.lifespan(app_);
}

inline void server::stop() {
    asio::post(loops_.front()->context(), [this] { drain(); });
}

inline void server::accept() {
    server_loop& target = *loops_[next_loop_];
    next_loop_ = (next_loop_ + 1) % loops_.size();
    acceptor_.async_accept(target.context(), peer_,
                           [this, &target](const asio::error_code& error, tcp_socket socket) {
                               on_accept(error, std::move(socket), target);
                           });
}

inline void server::on_accept(const asio::error_code& error, tcp_socket socket,
                              server_loop& target) {
    if (!error) take(std::move(socket), target);
    if (draining_) return;
    if (!error) return accept();
    // Out of descriptors, most likely: the client waits in the backlog until some are free again.
    log::instance().write(log_level::warning,
                          "Cannot accept a connection: " + error.message() + ".");
    accept_timer_.expires_after(std::chrono::milliseconds(100));
    accept_timer_.async_wait([this](const asio::error_code& stopped) {
        if (!stopped && !draining_) accept();
    });
}

/// Gives the socket to the loop that it was accepted for.
inline void server::take(tcp_socket socket, server_loop& target) {
    Request::Address client{peer_.address().to_string(), peer_.port()};
    if (&target == loops_.front().get()) return serve(target, std::move(socket), std::move(client));
    asio::post(target.context(),
               [&target, socket = std::move(socket), client = std::move(client)]() mutable {
                   serve(target, std::move(socket), std::move(client));
               });
}

/// Takes the connections that the system has accepted already.
inline void server::take_pending() {
    while (true) {
        asio::error_code error;
        server_loop& target = *loops_[next_loop_];
        tcp_socket socket(target.context());
        acceptor_.accept(socket, peer_, error);
        if (error) return;
        next_loop_ = (next_loop_ + 1) % loops_.size();
        take(std::move(socket), target);
    }
}

inline void server::drain() {
    if (std::exchange(draining_, true)) return;
    log::instance().write(log_level::info, "Shutting down");
    take_pending();
    asio::error_code ignored;
    acceptor_.close(ignored);
    accept_timer_.cancel();
    signals_.cancel(ignored);
    signals_.clear(ignored);  // a second signal ends the process at once
    const loop_clock::time_point deadline = loop_clock::now() + options_.timeout_graceful_shutdown;
    for (const auto& loop : loops_)
        asio::post(loop->context(), [&target = *loop, deadline] { target.drain(deadline); });
}

/// Makes a server known to `stop` while it runs.
class server_registration {
public:
    server_registration(FastAPI& app, server& running) : app_(app) {
        const std::lock_guard lock(application_access::server_mutex(app_));
        if (application_access::running_server(app_) != nullptr)
            throw std::logic_error(
                "fastapi: the application runs already. Call stop() before run().");
        application_access::running_server(app_) = &running;
    }
    server_registration(const server_registration&) = delete;
    server_registration& operator=(const server_registration&) = delete;
    ~server_registration() {
        const std::lock_guard lock(application_access::server_mutex(app_));
        application_access::running_server(app_) = nullptr;
    }

private:
    FastAPI& app_;
};

inline log_level level_named(std::string_view name) {
    for (const log_level level : {log_level::debug, log_level::info, log_level::warning,
                                  log_level::error, log_level::critical})
        if (iequals(style_of(level).name, name)) return level;
    throw std::invalid_argument("fastapi: there is no log level \"" + std::string(name) +
                                "\". Write critical, error, warning, info or debug.");
}

}  // namespace detail

inline void FastAPI::run(ServerOptions options) {
    detail::log& output = detail::log::instance();
    output.set_level(detail::level_named(options.log_level));
    if (options.use_colors) output.set_colors(*options.use_colors);
    detail::server running(*this, std::move(options));
    const detail::server_registration registration(*this, running);
    running.run();
}

inline void FastAPI::stop() {
    const std::lock_guard lock(server_mutex_);
    if (server_ != nullptr) server_->stop();
}

inline int FastAPI::port() {
    const std::lock_guard lock(server_mutex_);
    return server_ == nullptr ? 0 : server_->port();
}

}  // namespace fastapi
