#!/usr/bin/env python3
"""Requests that the server refuses: the client can read the refusal, then the connection ends.

    refusal_test.py PROBE_APP [words of a check]
"""
import sys
import time

sys.dont_write_bytecode = True
from harness import Client, ask, check_server, request, run_checks  # noqa: E402

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /echo HTTP/1.1\r\nHost: x\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"

# What is sent, and the status of the one answer to it.
REFUSED = [
    ("a line that is no request", b"HELLO\r\n\r\n", 400),
    ("bytes of a TLS handshake", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    ("a method that is no token", b"G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("no version", b"GET /\r\nHost: x\r\n\r\n", 400),
    ("a version that is none", b"GET / HTTP/1.x\r\nHost: x\r\n\r\n", 400),
    ("another major version", b"GET / HTTP/3.0\r\nHost: x\r\n\r\n", 505),
    ("no Host", b"GET / HTTP/1.1\r\n\r\n", 400),
    ("two Hosts", GET + b"Host: y\r\n\r\n", 400),
    ("a blank before the colon", GET + b"Name : value\r\n\r\n", 400),
    ("a header line without a colon", GET + b"Name\r\n\r\n", 400),
    ("a folded header line", GET + b"Name: a\r\n b\r\n\r\n", 400),
    ("a NUL in a header value", GET + b"Name: a\0b\r\n\r\n", 400),
    ("a bare CR in a header value", GET + b"Name: a\rb\r\n\r\n", 400),
    ("Content-Length +5", POST + b"Content-Length: +5\r\n\r\nhello", 400),
    ("Content-Length -5", POST + b"Content-Length: -5\r\n\r\nhello", 400),
    ("Content-Length 0x5", POST + b"Content-Length: 0x5\r\n\r\nhello", 400),
    ("Content-Length 5abc", POST + b"Content-Length: 5abc\r\n\r\nhello", 400),
    ("Content-Length of 25 digits",
     POST + b"Content-Length: " + b"1" * 25 + b"\r\n\r\n", (400, 413)),
    ("two Content-Lengths", POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400),
    ("Content-Length beside chunked",
     POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("chunked that is not last", POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n", (400, 501)),
    ("chunked twice", CHUNKED + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (400, 501)),
    ("an unknown transfer coding", POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 501),
    ("a chunk size with a sign", CHUNKED + b"\r\n+5\r\nhello\r\n0\r\n\r\n", 400),
    ("a chunk size with 0x", CHUNKED + b"\r\n0x5\r\nhello\r\n0\r\n\r\n", 400),
    ("a chunk size beyond 64 bits",
     CHUNKED + b"\r\n10000000000000005\r\nhello\r\n0\r\n\r\n", (400, 413)),
    ("a bare LF after a chunk size", CHUNKED + b"\r\n5\nhello\r\n0\r\n\r\n", 400),
    ("chunk data that does not end in CRLF",
     CHUNKED + b"\r\n5\r\nhelloXX0\r\n\r\n", 400),
    ("a target of 200 kB", b"GET /" + b"a" * 200000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    ("a header of 200 kB", GET + b"Name: " + b"a" * 200000 + b"\r\n\r\n", 431),
    ("ten thousand headers", GET + b"N: v\r\n" * 10000 + b"\r\n", 431),
    ("chunks of 17 MiB", CHUNKED + b"\r\n1100000\r\n" + b"x" * 0x1100000 + b"\r\n0\r\n\r\n", 413),
    ("a body of 100 GB", POST + b"Content-Length: 100000000000\r\n\r\n" + b"x" * 3000000, 413),
]


@check_server("what is malformed or too large is refused once, readably, and the connection ends")
def refusals(server):
    wrong = []
    for what, data, expected in REFUSED:
        allowed = expected if isinstance(expected, tuple) else (expected,)
        with Client(server.port) as client:
            client.send_until_refused(data + request("/items/666"))
            try:
                answer = client.answer()
                if answer.status not in allowed:
                    wrong.append("%s: %d, expected %s" % (what, answer.status, expected))
                if not client.closed():
                    wrong.append("%s: the connection goes on" % what)
            except (AssertionError, OSError) as error:
                wrong.append("%s: %s %s" % (what, type(error).__name__, error))
    assert not wrong, "\n" + "\n".join(wrong)
    assert ask(server.port, "/").status == 200


@check_server("an announced body that is too large is refused without 100 Continue")
def no_continue(server):
    with Client(server.port) as client:
        client.send(POST + b"Content-Length: 100000000000\r\nExpect: 100-continue\r\n\r\n")
        assert client.answer().status == 413
        assert client.closed()


@check_server("a refusal is readable even while the client is still sending")
def lingering_close(server):
    for _ in range(5):
        with Client(server.port) as client:
            client.send(POST + b"Content-Length: 100000000000\r\n\r\n")
            for _ in range(20):
                client.send_until_refused(b"x" * 50000)
                time.sleep(0.005)
            assert client.answer().status == 413


@check_server("a refused request may be followed by anything but another answer")
def nothing_after_refusal(server):
    with Client(server.port) as client:
        client.send(request("/items/1") + b"BAD\r\n\r\n" + request("/items/2"))
        assert client.answer().body == b'{"item_id":1}'
        assert client.answer().status == 400
        assert client.closed()


if __name__ == "__main__":
    sys.exit(run_checks())
