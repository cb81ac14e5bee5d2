#!/usr/bin/env python3
"""HTTP over real sockets: what a client sees on the wire, byte by byte.

    server_test.py PROBE_APP [words of a check]
"""
import sys
import time

sys.dont_write_bytecode = True
from harness import Client, ask, check_server, request, run_checks  # noqa: E402

HELLO = b'{"ok":true}'


# ---------------------------------------------------------------- connections

@check_server("a connection is kept alive until the client asks to close it")
def keep_alive(server):
    with Client(server.port) as client:
        for number in range(3):
            answer = client.ask("/items/%d" % number)
            assert (answer.status, answer.body) == (200, b'{"item_id":%d}' % number)
        answer = client.ask("/", headers=[("Connection", "close")])
        assert answer.status == 200 and answer.header("connection") == "close"
        assert client.closed()


@check_server("HTTP/1.0 is answered in full and closed")
def http_1_0(server):
    for head in (b"GET / HTTP/1.0\r\n\r\n", b"GET / HTTP/1.0\r\nHost: x\r\n\r\n"):
        with Client(server.port) as client:
            client.send(head)
            answer = client.answer()
            assert (answer.status, answer.body) == (200, HELLO)
            assert answer.header("transfer-encoding") is None
            assert client.closed()


@check_server("HTTP/1.0 with keep-alive is either kept and said so, or closed")
def http_1_0_keep_alive(server):
    with Client(server.port) as client:
        client.send(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        answer = client.answer()
        assert answer.body == HELLO
        if answer.header("connection") == "keep-alive":
            client.send(b"GET / HTTP/1.0\r\n\r\n")
            assert client.answer().body == HELLO
        assert client.closed()


@check_server("a client that has shut down its sending side still gets the answer")
def half_close(server):
    with Client(server.port) as client:
        client.send(request("/slow?ms=100"))
        client.socket.shutdown(1)
        assert client.answer().status == 200
        assert client.closed()


@check_server("sixteen pipelined requests are answered in order")
def pipelining(server):
    with Client(server.port) as client:
        client.send(b"".join(request("/items/%d" % number) for number in range(16)))
        for number in range(16):
            assert client.answer().body == b'{"item_id":%d}' % number


@check_server("a slow answer is not overtaken by the pipelined ones behind it")
def pipelining_behind_slow(server):
    with Client(server.port) as client:
        client.send(request("/slow?ms=200") + request("/echo", "POST", b"body")
                    + request("/items/7"))
        assert client.answer().status == 200
        assert client.answer().body == b"body"
        assert client.answer().body == b'{"item_id":7}'


@check_server("a body that no handler reads does not become the next request")
def unread_body(server):
    smuggled = request("/items/666")
    with Client(server.port) as client:
        client.send(request("/nowhere", "POST", smuggled) + request("/", "POST", smuggled)
                    + request("/items/1"))
        assert client.answer().status == 404
        assert client.answer().status == 405
        assert client.answer().body == b'{"item_id":1}'


# ---------------------------------------------------------------- how bytes arrive

@check_server("a request dripped byte by byte is the same request")
def dripped(server):
    chunked = (b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
               b"3;name=value\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
    with Client(server.port) as client:
        client.drip(request("/items/5"))
        assert client.answer().body == b'{"item_id":5}'
        client.drip(request("/echo", "POST", b"hello"))
        assert client.answer().body == b"hello"
        client.drip(chunked)
        assert client.answer().body == b"abc0123456789"


@check_server("where a request is split over two packets does not matter")
def split(server):
    data = (b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n")
    with Client(server.port) as client:
        for position in range(1, len(data)):
            client.send(data[:position])
            time.sleep(0.001)
            client.send(data[position:])
            answer = client.answer()
            assert (answer.status, answer.body) == (200, b"abcde"), "split at %d" % position


@check_server("a body is given back as it came")
def echo(server):
    with Client(server.port) as client:
        for size in (0, 1, 1000, 65536, 1 << 20):
            body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
            answer = client.ask("/echo", "POST", body)
            assert answer.status == 200 and answer.body == body, "size %d" % size
            assert answer.header("content-type") == "application/octet-stream"


@check_server("Expect: 100-continue is answered before the body is sent")
def expect_continue(server):
    with Client(server.port) as client:
        client.send(b"POST /echo HTTP/1.1\r\nHost: x\r\n"
                    b"Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        assert client.answer().status == 100
        client.send(b"hello")
        answer = client.answer()
        assert (answer.status, answer.body) == (200, b"hello")
        assert client.ask("/").body == HELLO


# ---------------------------------------------------------------- what answers look like

@check_server("HEAD gets the head that the answer has, and no body")
def head(server):
    with Client(server.port) as client:
        client.send(request("/", "HEAD") + request("/"))
        answer = client.answer("HEAD")
        assert answer.status == 405 and answer.header("allow") == "GET"
        assert int(answer.header("content-length")) > 0
        assert client.answer().body == HELLO


@check_server("204 and 304 carry neither a body nor a content-length")
def without_content(server):
    with Client(server.port) as client:
        for target, status in (("/empty", 204), ("/notmod", 304)):
            answer = client.ask(target)
            assert answer.status == status
            assert answer.header("content-length") is None
            assert answer.header("transfer-encoding") is None
        assert client.ask("/").body == HELLO


@check_server("an exception of a handler is a 500 that says nothing of it, and no more than that")
def boom(server):
    answer = ask(server.port, "/boom")
    assert answer.status == 500 and answer.body == b"Internal Server Error"
    assert answer.header("content-type") == "text/plain; charset=utf-8"
    assert ask(server.port, "/").body == HELLO


@check_server("a header value that would split the answer is refused")
def header_injection(server):
    assert ask(server.port, "/reflect?v=plain").header("x-reflect") == "plain"
    for value in ("a%0d%0aX-Evil:%201", "a%0aX-Evil:%201", "a%0dX-Evil:%201", "a%00b"):
        answer = ask(server.port, "/reflect?v=" + value)
        assert answer.status == 400 and answer.header("x-evil") is None, value
        assert answer.header("x-reflect") is None


@check_server("a large answer arrives whole")
def big(server):
    with Client(server.port) as client:
        for size in (0, 1, 65536, 5000000):
            answer = client.ask("/big?n=%d" % size)
            assert answer.status == 200 and len(answer.body) == size


@check_server("every pair of a long query is seen")
def long_query(server):
    answer = ask(server.port, "/query?" + "&".join("k%d=%d" % (n, n) for n in range(500)))
    assert (answer.status, answer.body) == (200, b'{"pairs":500}')


@check_server("JSON comes back by value, however it is nested")
def json_echo(server):
    header = [("Content-Type", "application/json")]
    answer = ask(server.port, "/json", "POST", b'{"a": [1, 2.5, null, true, "\\u00e9"]}', header)
    assert answer.body == '{"a":[1,2.5,null,true,"é"]}'.encode()
    answer = ask(server.port, "/json", "POST", b"[" * 100000 + b"]" * 100000, header)
    assert answer.status == 400, answer.status
    assert ask(server.port, "/").body == HELLO


if __name__ == "__main__":
    sys.exit(run_checks())
