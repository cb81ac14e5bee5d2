#!/usr/bin/env python3
"""Dependencies that yield: what stands behind the co_yield runs after the answer, whatever became of it.

    depends_test.py DEPENDS_APP [words of a check]
"""
import json
import sys
import time

sys.dont_write_bytecode = True
from harness import Client, ask, check_server, request, run_checks  # noqa: E402


def seen(server, seconds=0.0):
    """What the program has noted since the last time."""
    time.sleep(seconds)
    return json.loads(ask(server.port, "/seen").body)


@check_server("the answer does not wait for what follows it, and that runs after the background tasks, in reverse order")
def exits_follow_the_answer(server):
    start = time.monotonic()
    answer = ask(server.port, "/plain")
    assert time.monotonic() - start < 0.25
    assert json.loads(answer.body) == {"within": "session/transaction"}, answer.body
    assert seen(server, 0.1) == ["open", "begin", "task", "commit"]
    assert seen(server, 0.5) == ["close"]


@check_server("with the scope of the function the answer waits")
def exits_precede_the_answer(server):
    start = time.monotonic()
    assert ask(server.port, "/early").status == 200
    assert time.monotonic() - start >= 0.3
    assert seen(server) == ["open", "close"]


@check_server("an exception of the handler is seen before it is answered")
def exception_is_seen(server):
    assert ask(server.port, "/fails").status == 409
    assert seen(server) == ["open", "begin", "roll back"]


@check_server("a stream is sent before the dependencies end")
def stream_first(server):
    assert ask(server.port, "/stream").body == b"session\n" * 3
    assert seen(server, 0.5) == ["open", "streamed", "close"]


@check_server("a stream that fails is an exception for them")
def broken_stream(server):
    with Client(server.port) as client:
        client.send(request("/broken-stream"))
        while client.receive():
            pass
    assert seen(server, 0.1) == ["open", "roll back"]


@check_server("they end although the client has left")
def client_leaves(server):
    with Client(server.port) as client:
        client.send(request("/slow"))
        time.sleep(0.1)
        client.reset()
    assert seen(server, 1.2) == ["open", "handled", "close"]


@check_server("one connection may have many answers, and each of them ends its own")
def many_answers(server):
    with Client(server.port) as client:
        client.send(request("/plain") * 20)
        for _ in range(20):
            assert client.answer().status == 200
    found = seen(server, 1.0)
    assert {each: found.count(each) for each in set(found)} == dict.fromkeys(
        ["open", "begin", "task", "commit", "close"], 20), found


@check_server("a server that is asked to stop waits for them")
def stop_waits(server):
    start = time.monotonic()
    assert ask(server.port, "/plain").status == 200
    assert server.stop(5) == 0
    assert time.monotonic() - start >= 0.3


if __name__ == "__main__":
    sys.exit(run_checks())
