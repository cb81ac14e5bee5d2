#!/usr/bin/env python3
"""Starting and stopping: what is under way is answered, what idles is dropped, errors are said.

    stop_test.py PROBE_APP [words of a check]
"""
import signal
import socket
import sys
import time

sys.dont_write_bytecode = True
from harness import Client, Program, check, check_server, request, run_checks  # noqa: E402


@check_server("requests under way are answered before the server ends")
def answers_what_is_under_way(server):
    clients = [Client(server.port) for _ in range(6)]
    for client, target in zip(clients, ["/slow?ms=700", "/block?ms=700"] * 3):
        client.send(request(target))
    time.sleep(0.2)
    server.signal()
    for client in clients:
        assert client.answer().status == 200
        assert client.closed()
    assert server.wait(3) == 0


@check_server("idle connections do not delay the end")
def drops_idle(server):
    idle = [Client(server.port) for _ in range(5)]
    for client in idle[1:]:
        assert client.ask("/").status == 200
    start = time.monotonic()
    assert server.stop(5) == 0
    assert time.monotonic() - start < 1.5
    for client in idle:
        assert client.closed()


@check_server("a half-sent request does not delay the end for long")
def drops_half_sent(server):
    with Client(server.port) as client:
        client.send(request("/")[:-2])
        time.sleep(0.1)
        assert server.stop(20) == 0


@check_server("a stopping server takes no new connections")
def refuses_new(server):
    with Client(server.port) as client:
        client.send(request("/slow?ms=800"))
        time.sleep(0.2)
        server.signal()
        time.sleep(0.3)
        try:
            socket.create_connection(("127.0.0.1", server.port), 0.5).close()
            raise AssertionError("it still listens")
        except ConnectionRefusedError:
            pass
        assert client.answer().status == 200


@check("the interrupt of the keyboard stops like SIGTERM")
def interrupt(executable):
    with Program([executable]) as server:
        with Client(server.port) as client:
            client.send(request("/slow?ms=300"))
            time.sleep(0.1)
            server.signal(signal.SIGINT)
            assert client.answer().status == 200
        assert server.wait(3) == 0


@check("a port that is taken is said, and the program ends with an error")
def taken_port(executable):
    with Program([executable]) as first:
        port = str(first.port)
        second = Program([executable], ["--host", "127.0.0.1", "--port", port], wait=False)
        with second:
            status = second.wait(5)
        assert status not in (None, 0), status
        assert port in second.output() and "in use" in second.output(), second.output()
        assert first.stop() == 0


@check("an unknown option and a port that is none are said, and the program ends with an error")
def bad_options(executable):
    for arguments in (["--no-such-option"], ["--port", "http"], ["--port", "70000"], ["--port"]):
        with Program([executable], arguments, wait=False) as program:
            status = program.wait(5)
            assert status not in (None, 0), "%s: %s" % (arguments, status)
            assert arguments[0] in program.output(), program.output()


@check("the same port can be used again at once")
def same_port_again(executable):
    with Program([executable]) as first:
        port = first.port
        with Client(port) as client:
            assert client.ask("/").status == 200
            assert first.stop() == 0
    with Program([executable], ["--host", "127.0.0.1", "--port", str(port)]) as second:
        assert second.port == port and second.stop() == 0


if __name__ == "__main__":
    sys.exit(run_checks())
