#pragma once

#include "fastapi/net/server.hpp"

#include "tests/net/client.hpp"

#include <asio/basic_socket_acceptor.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>

#include <memory>

namespace net_test {

/// One loop without a server: what clients send before `run` is there, all of it, when it begins.
struct lone_loop {
    fastapi::ServerOptions options = quiet();
    std::unique_ptr<fastapi::detail::thread_team> team =
        std::make_unique<fastapi::detail::thread_team>(10);
    fastapi::detail::server_loop loop;
    asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type> acceptor{
        loop.context()};

    explicit lone_loop(fastapi::FastAPI& app) : loop(app, options, *team) {
        acceptor.open(asio::ip::tcp::v4());
        acceptor.set_option(asio::socket_base::receive_buffer_size(1024 * 1024));
        acceptor.bind({asio::ip::address_v4::loopback(), 0});
        acceptor.listen();
    }
    ~lone_loop() { team.reset(); }

    int port() { return acceptor.local_endpoint().port(); }
    void serve_next() {
        fastapi::detail::serve(loop, acceptor.accept(loop.context()), fastapi::Request::Address{});
    }

    /// Runs the loop; `first` comes before everything else.
    template <class Action>
    void run(Action first) {
        acceptor.close();
        asio::post(loop.context(), first);
        team->start_loop(loop);
        team->start_watching();
    }
    void wait() { team->wait_for_loops(); }
};

}  // namespace net_test
