#!/usr/bin/env python3
"""Functions that coroutines call in threads delay nobody, and come back to the right request.

    blocking_test.py EXAMPLE_11_ASYNC [words of a check]

How plain handlers that block get out of the way is checked by load_test.py.
"""
import sys
import time

sys.dont_write_bytecode = True
from harness import (  # noqa: E402
    Client, Program, ask, check, check_server, request, run_checks)

SENSOR = b'{"sensor":"door","value":42}'  # after 300 ms in a thread
USER = b'{"id":1,"name":"Ada"}'           # after 20 ms without one


def ask_for_sensors(server, count):
    """So many clients that wait for a thread, and when they began."""
    clients = [Client(server.port) for _ in range(count)]
    start = time.monotonic()
    for client in clients:
        client.send(request("/sensors/door"))
    return clients, start


def expect_sensors(clients):
    for client in clients:
        assert client.answer().body == SENSOR
        client.socket.close()


@check_server("twenty functions in threads take the time of one, and delay no other request")
def parallel(server):
    clients, start = ask_for_sensors(server, 20)
    for _ in range(3):
        assert ask(server.port, "/users/1").body == USER
        assert ask(server.port, "/none").status == 404
    took = time.monotonic() - start
    assert took < 0.3, "the others took %.2f s" % took
    expect_sensors(clients)
    took = time.monotonic() - start
    assert 0.3 <= took < 1.5, "the functions took %.2f s" % took


@check_server("more functions than threads are all called, and coroutines need not wait for them")
def more_than_threads(server):
    clients, start = ask_for_sensors(server, 100)
    assert ask(server.port, "/users/1").body == USER
    took = time.monotonic() - start
    assert took < 0.3, "the other took %.2f s" % took
    expect_sensors(clients)


@check_server("plain handlers and functions in threads share the threads")
def shared_threads(server):
    clients, start = ask_for_sensors(server, 30)
    plain = [Client(server.port) for _ in range(30)]
    for client in plain:
        client.send(request("/compute"))
    expect_sensors(clients)
    for client in plain:
        assert client.answer().body == b'{"result":42}'
        client.socket.close()
    took = time.monotonic() - start
    assert took < 2.5, "%.2f s" % took


@check_server("what is pipelined around functions in threads is answered in order")
def pipelined(server):
    with Client(server.port) as client:
        client.send(request("/users/1") + request("/sensors/door") + request("/sensors/roof")
                    + request("/compute") + request("/users/2") + request("/sensors/door"))
        assert client.answer().body == USER
        assert client.answer().body == SENSOR
        assert client.answer().status == 404
        assert client.answer().body == b'{"result":42}'
        assert client.answer().status == 502
        assert client.answer().body == SENSOR


@check_server("clients that leave while a function runs for them harm nobody")
def leaving(server):
    for pause in (0, 0.05):
        clients, _ = ask_for_sensors(server, 20)
        time.sleep(pause)
        for client in clients:
            client.reset()
    assert ask(server.port, "/sensors/door").body == SENSOR


@check("with several loops each function comes back to its own, and stopping waits for all of them")
def loops(executable):
    with Program([executable], ["--port", "0", "--workers", "3"]) as server:
        for stops in (False, True):
            clients, _ = ask_for_sensors(server, 12)
            if stops:
                time.sleep(0.1)
                server.signal()
            expect_sensors(clients)
        assert server.stop() == 0, server.output()


if __name__ == "__main__":
    sys.exit(run_checks())
