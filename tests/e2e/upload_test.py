#!/usr/bin/env python3
"""Bodies that arrive in parts: whole, in little memory, and without traces when they break off.

    upload_test.py STREAM_APP [words of a check]
"""
import json
import os
import socket
import sys
import tempfile
import threading
import time
import zlib

sys.dont_write_bytecode = True
from harness import Client, ask, becomes, check_server, request, run_checks  # noqa: E402

MIB = 1 << 20
BLOCK = bytes(range(251)) * 4177 + b"\r\n--b\r\n" + b"x" * 142  # about 1 MiB, with a false delimiter
BOUNDARY = "a-boundary-that-is-not-in-the-file"
PART = (b"--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big.bin\"\r\n"
        b"Content-Type: application/octet-stream\r\n\r\n" % BOUNDARY.encode())
END = b"\r\n--%s--\r\n" % BOUNDARY.encode()
MULTIPART = ("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
FORMS = ("/upload/file", "/upload/plain", "/upload/form")

TEMPORARY = tempfile.TemporaryDirectory(prefix="upload_test")
os.environ["TMPDIR"] = TEMPORARY.name


# ---------------------------------------------------------------- helpers

def head(target, length=None, headers=(), expect=False):
    """The head of a POST: with this Content-Length, or chunked."""
    lines = ["POST %s HTTP/1.1" % target, "Host: test"] + ["%s: %s" % each for each in headers]
    lines.append("Transfer-Encoding: chunked" if length is None else "Content-Length: %d" % length)
    if expect:
        lines.append("Expect: 100-continue")
    return "\r\n".join(lines + ["", ""]).encode()


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def parts_of(target, count):
    """The pieces of a body with `count` blocks, for this route; and the checksum of the blocks."""
    checksum = 1
    for _ in range(count):
        checksum = zlib.adler32(BLOCK, checksum)
    blocks = [BLOCK] * count
    return ([PART] + blocks + [END] if target in FORMS else blocks), checksum


def upload(client, target, count, chunked):
    """Sends that many blocks, and checks that all of them are reported."""
    pieces, checksum = parts_of(target, count)
    headers = [MULTIPART] if target in FORMS else []
    client.send(head(target, None if chunked else sum(map(len, pieces)), headers))
    for piece in pieces:
        client.send(chunk(piece) if chunked else piece)
    if chunked:
        client.send(b"0\r\n\r\n")
    answer = client.answer()
    assert answer.status == 200, (target, chunked, answer.status, answer.body)
    result = json.loads(answer.body)
    assert (result["size"], result["adler32"]) == (count * len(BLOCK), checksum), (target, result)
    return result


def temporary_files(server):
    return server.open_files(TEMPORARY.name) + os.listdir(TEMPORARY.name)


def counters(server):
    return json.loads(ask(server.port, "/counters").body)


def silent(client, seconds):
    """Whether the server sends nothing for so long."""
    client.socket.settimeout(seconds)
    try:
        data = client.socket.recv(1, socket.MSG_PEEK)
    except socket.timeout:
        return True
    finally:
        client.socket.settimeout(10)
    raise AssertionError("the server sent %r" % data)


# ---------------------------------------------------------------- large bodies

@check_server("64 MiB arrive whole and in constant memory, whoever reads them and however they are framed")
def large_bodies(server):
    for target in FORMS + ("/upload/stream",):
        for chunked in (False, True):
            with Client(server.port, timeout=30) as client:
                upload(client, target, 2, chunked)  # what the first one needs anyway
                server.forget_peak()
                before = server.resident_kib()
                upload(client, target, 64, chunked)
                growth = server.peak_kib() - before
                assert growth < server.growth_limit_kib(32 * 1024), "%s, chunked %s: %d KiB more" % (target, chunked, growth)
    assert becomes(lambda: not temporary_files(server)), temporary_files(server)


@check_server("a file beyond 1 MiB is on the disk without a name, and a smaller one is not")
def spooling(server):
    with Client(server.port) as client:
        for size, in_memory in ((10, True), (MIB, True), (MIB + 1, False)):
            body = PART + b"x" * size + END
            answer = client.ask("/upload/file", "POST", body, [MULTIPART])
            result = json.loads(answer.body)
            assert (result["size"], result["in_memory"]) == (size, in_memory), result
            assert result["filename"] == "big.bin"
        client.send(head("/upload/file", 100 * MIB, [MULTIPART]) + PART + b"x" * (2 * MIB))
        assert becomes(lambda: len(temporary_files(server)) == 1), temporary_files(server)
        assert os.listdir(TEMPORARY.name) == []
    assert becomes(lambda: not temporary_files(server)), temporary_files(server)


@check_server("uploads at the same time on one loop do not mix")
def parallel(server):
    wrong = []

    def work(number):
        try:
            with Client(server.port, timeout=30) as client:
                for turn in range(3):
                    target = (FORMS + ("/upload/stream",))[(number + turn) % 4]
                    upload(client, target, 1 + (number + turn) % 5, number % 2 == 0)
        except Exception as error:  # told by the main thread
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong


@check_server("a body that comes byte by byte is the same body")
def dripped(server):
    multipart = PART + b"0123456789\r\n-\r\n--" + END
    for target, body in (("/upload/stream", b"0123456789" * 3), ("/body", b"0123456789" * 3),
                         ("/upload/file", multipart), ("/upload/form", multipart)):
        for chunked in (False, True):
            headers = [MULTIPART] if target in FORMS else []
            data = head(target, None if chunked else len(body), headers)
            data += b"".join(chunk(body[i:i + 7]) for i in range(0, len(body), 7)) + b"0\r\n\r\n" \
                if chunked else body
            with Client(server.port) as client:
                client.drip(data + request("/"))
                answer = client.answer()
                size = 17 if target in FORMS else 30
                assert json.loads(answer.body)["size"] == size, (target, chunked, answer.body)
                assert client.answer().body == b'{"ok":true}'


@check_server("what is pipelined behind a body in parts is answered next")
def pipelined(server):
    for target in FORMS + ("/upload/stream", "/body"):
        for chunked in (False, True):
            pieces, _ = parts_of(target, 0)
            body = b"".join(pieces[:1]) + b"a text" * 100 + b"".join(pieces[1:])
            framed = chunk(body) + b"0\r\n\r\n" if chunked else body
            headers = [MULTIPART] if target in FORMS else []
            with Client(server.port) as client:
                client.send(head(target, None if chunked else len(body), headers) + framed[:50])
                time.sleep(0.02)
                client.send(framed[50:] + request("/") + request("/counters") + b"GET / HT")
                assert json.loads(client.answer().body)["size"] == 600, target
                assert client.answer().body == b'{"ok":true}'
                assert client.answer().status == 200
                client.send(b"TP/1.1\r\nHost: test\r\n\r\n")
                assert client.answer().body == b'{"ok":true}'


# ---------------------------------------------------------------- 100 Continue, 413

@check_server("100 Continue is sent when the handler asks for the body, and not before")
def continue_when_asked(server):
    with Client(server.port) as client:
        client.send(head("/late?ms=400", 5, expect=True))
        assert silent(client, 0.2)
        assert client.answer().status == 100
        client.send(b"hello")
        answer = client.answer()
        assert (answer.status, answer.body) == (200, b'{"size":5}')
        assert client.ask("/").status == 200


@check_server("100 Continue is sent once, for every way in which a body is read")
def continue_for_all(server):
    for target in FORMS + ("/upload/stream", "/body", "/json"):
        body = PART + b"x" + END if target in FORMS else b"1"
        headers = [MULTIPART] if target in FORMS else [("Content-Type", "application/json")]
        with Client(server.port) as client:
            client.send(head(target, len(body), headers, expect=True))
            assert client.answer().status == 100, target
            for start in range(0, len(body), 40):
                client.send(body[start:start + 40])
                time.sleep(0.01)
            assert client.answer().status == 200, target
            assert client.ask("/").status == 200


@check_server("a body that nobody will read is not asked for")
def no_continue(server):
    refusals = (("/json", 2 * MIB, 413), ("/body", 2 * MIB, 413), ("/upload/file", 5 << 30, 413),
                ("/upload/stream", 5 << 30, 413), ("/ignore", 100, 200), ("/ignore", 2 * MIB, 200))
    for target, size, status in refusals:
        with Client(server.port) as client:
            client.send(head(target, size, [MULTIPART], expect=True))
            assert client.answer().status == status, target


@check_server("a client that is told the answer in place of 100 Continue may send no body")
def no_continue_no_body(server):
    with Client(server.port) as client:
        client.send(head("/ignore", 100, expect=True))
        answer = client.answer()
        assert answer.status == 200
        # RFC 9110 10.1.1: whether the body follows is the client's choice, so what follows is unclear.
        assert answer.header("connection") == "close"
        assert client.closed()


@check_server("a body that is announced too large is refused at once")
def refused_at_once(server):
    for target in ("/json", "/body"):
        with Client(server.port) as client:
            client.send(head(target, MIB + 1, [("Content-Type", "application/json")]))
            start = time.monotonic()
            assert client.answer().status == 413, target
            assert time.monotonic() - start < 0.5
            assert client.closed()


@check_server("a body that grows too large in chunks is refused, in memory not larger than the limit")
def refused_in_chunks(server):
    for target in ("/json", "/body"):
        with Client(server.port) as client:
            client.send(head(target, None, [("Content-Type", "application/json")]))
            client.send_until_refused(chunk(b" " * 65536) * 40)
            assert client.answer().status == 413, target
            assert client.closed()
    assert ask(server.port, "/").status == 200


@check_server("the largest body that is kept in memory is accepted")
def largest(server):
    for target in ("/json", "/body"):
        for pause in (0, 0.05):
            body = b'"' + b"x" * (MIB - 2) + b'"'
            with Client(server.port) as client:
                client.send(head(target, len(body), [("Content-Type", "application/json")]))
                time.sleep(pause)
                client.send(body)
                assert client.answer().status == 200, target


# ---------------------------------------------------------------- bodies that nobody reads

@check_server("a small body that the handler leaves unread does not become the next request")
def small_leftover(server):
    smuggled = request("/nowhere")
    for target in ("/ignore", "/first", "/refuse"):
        for sizes in ((0,), (1,), (10, 20), (len(smuggled),)):
            with Client(server.port) as client:
                client.send(head(target, len(smuggled)))
                position = 0
                for size in sizes + (len(smuggled),):
                    time.sleep(0.02)
                    client.send(smuggled[position:position + size])
                    position += size
                answer = client.answer()
                assert answer.status in (200, 400), (target, sizes, answer.status)
                if answer.header("connection") == "close":
                    assert client.closed()
                    continue
                answer = client.ask("/")
                assert (answer.status, answer.body) == (200, b'{"ok":true}'), (target, sizes, answer.body)
                assert silent(client, 0.05)


@check_server("a body that comes behind its answer is read and thrown away")
def late_leftover(server):
    with Client(server.port) as client:
        for size in (10, 200_000):
            client.send(head("/ignore", size))
            assert client.answer().body == b'{"ignored":true}'
            client.send(b"x" * size + request("/"))
            assert client.answer().body == b'{"ok":true}'


@check_server("a large body that nobody reads ends the connection, and the answer arrives")
def large_leftover(server):
    for target, status in (("/ignore", 200), ("/refuse", 400)):
        for length in (2 * MIB, None):
            with Client(server.port) as client:
                client.send(head(target, length) + (b"x" * 1000 if length else chunk(b"x" * 1000)))
                answer = client.answer()
                assert answer.status == status, (target, length)
                assert answer.header("connection") == "close"
                client.send_until_refused(request("/counters"))
                assert client.closed()


@check_server("a handler that refuses in the middle of a large body is heard")
def refused_in_the_middle(server):
    for _ in range(5):
        with Client(server.port) as client:
            client.send(head("/refuse", 64 * MIB))
            client.send_until_refused(b"x" * (8 * MIB))
            answer = client.answer()
            assert (answer.status, answer.body) == (400, b'{"detail":"enough"}')


# ---------------------------------------------------------------- what cannot be read

@check_server("a form that cannot be read is answered with 400 and leaves no file")
def broken_forms(server):
    nameless = b"\r\n--%s\r\nContent-Disposition: form-data\r\n\r\nx" % BOUNDARY.encode()
    for target in FORMS:
        body = PART + b"x" * (3 * MIB) + nameless + END
        for chunked in (False, True):
            with Client(server.port) as client:
                client.send(head(target, None if chunked else len(body), [MULTIPART]))
                for start in range(0, len(body), MIB):
                    piece = body[start:start + MIB]
                    client.send_until_refused(chunk(piece) if chunked else piece)
                if chunked:
                    client.send_until_refused(b"0\r\n\r\n")
                answer = client.answer()
                assert answer.status == 400, (target, chunked, answer.status)
                assert b"Content-Disposition" in answer.body, answer.body
    assert becomes(lambda: not temporary_files(server)), temporary_files(server)


@check_server("a form without a boundary is answered with 400, also before its body has arrived")
def no_boundary(server):
    for target in FORMS:
        for pause in (0, 0.05):
            with Client(server.port) as client:
                client.send(head(target, 10, [("Content-Type", "multipart/form-data")]))
                time.sleep(pause)
                client.send(b"0123456789")
                answer = client.answer()
                assert (answer.status, answer.body) == \
                    (400, b'{"detail":"Missing boundary in multipart."}'), (target, answer.body)
                assert client.ask("/").status == 200


@check_server("a form of another type than it should be is judged as without fields")
def no_form(server):
    for pause in (0, 0.05):
        with Client(server.port) as client:
            client.send(head("/upload/file", 10, [("Content-Type", "text/plain")]))
            time.sleep(pause)
            client.send(b"0123456789")
            assert client.answer().status == 422


@check_server("chunks that are none break off the body: 400, and the connection ends")
def broken_chunks(server):
    for target in ("/upload/stream", "/body", "/upload/form", "/upload/file"):
        with Client(server.port) as client:
            client.send(head(target, None, [MULTIPART]) + chunk(PART))
            time.sleep(0.05)
            client.send(b"no chunk size\r\n")
            assert client.answer().status == 400, target
            assert client.closed()


# ---------------------------------------------------------------- clients that leave, or are slow

@check_server("200 clients that leave in the middle of a body leave nothing behind")
def leaving(server):
    def leave(target, number):
        client = Client(server.port)
        pieces, _ = parts_of(target, 2)
        client.send_until_refused(head(target, 64 * MIB, [MULTIPART]) + b"".join(pieces[:-1]))
        if number % 3 == 0:
            time.sleep(0.01)
        if number % 2:
            client.reset()
        else:
            client.socket.close()

    for target in ("/upload/stream", "/upload/file", "/upload/form", "/body"):
        leave(target, 0)
    assert becomes(lambda: counters(server)["disconnects"] == 1), counters(server)
    time.sleep(0.2)
    open_before, kib_before = len(server.open_files()), server.resident_kib()
    for target in ("/upload/stream", "/upload/file", "/upload/form", "/body"):
        for number in range(200 if target == "/upload/stream" else 50):
            leave(target, number)
    assert becomes(lambda: counters(server)["disconnects"] == 201), counters(server)
    assert becomes(lambda: len(server.open_files()) <= open_before), server.open_files()
    assert not temporary_files(server), temporary_files(server)
    assert server.resident_kib() - kib_before < server.growth_limit_kib(16 * 1024)
    assert ask(server.port, "/").status == 200


@check_server("a client that leaves while the handler waits for the first byte is noticed")
def leaving_before_the_body(server):
    for number in range(20):
        client = Client(server.port)
        client.send(head("/upload/stream", 100, expect=number % 2 == 0))
        time.sleep(0.01)
        client.socket.close()
    assert becomes(lambda: counters(server)["disconnects"] == 20), counters(server)


@check_server("a client that leaves is no error of the program")
def leaving_is_no_error(server):
    for target in ("/upload/stream", "/body", "/upload/form", "/upload/file"):
        client = Client(server.port)
        client.send(head(target, MIB, [MULTIPART]) + PART)
        time.sleep(0.05)
        client.socket.close()
    assert becomes(lambda: counters(server)["disconnects"] == 1)
    assert ask(server.port, "/").status == 200
    assert "ERROR" not in server.output()


@check_server("a body that drips too slowly is given up, whoever waits for it")
def too_slow(server):
    def drip(target, statuses):
        with Client(server.port) as client:
            client.send(head(target, 100_000, [MULTIPART]) + PART)
            end = time.monotonic() + 6
            client.socket.settimeout(0.05)
            while time.monotonic() < end:
                try:
                    client.send(b"x")
                    client.receive()
                    break
                except socket.timeout:
                    continue
                except (BrokenPipeError, ConnectionResetError):
                    statuses[target] = "closed"
                    return
            client.socket.settimeout(3)
            statuses[target] = client.answer().status if client._buffer else "closed"

    statuses = {}
    targets = ("/upload/stream", "/body", "/json", "/upload/form", "/upload/file")
    threads = [threading.Thread(target=drip, args=(target, statuses)) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(statuses) == len(targets), statuses
    assert all(status in (408, "closed") for status in statuses.values()), statuses
    assert ask(server.port, "/").status == 200


@check_server("a long body at a fair rate is not given up, whoever waits for it")
def fair_rate(server):
    def send(target, results):
        piece = b"x" * 10_000
        with Client(server.port) as client:
            form = target in FORMS
            size = 70 * len(piece) + (len(PART) + len(END) if form else 0)
            client.send(head(target, size, [MULTIPART]) + (PART if form else b""))
            for _ in range(70):  # three times the allowance
                client.send_until_refused(piece)
                time.sleep(0.05)
            client.send_until_refused(END if form else b"")
            results[target] = client.answer().status

    results = {}
    targets = FORMS + ("/upload/stream", "/body")
    threads = [threading.Thread(target=send, args=(target, results)) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {target: 200 for target in targets}, results


@check_server("a handler that thinks longer than a client may take costs the client nothing")
def slow_handler(server):
    with Client(server.port) as client:
        client.send(head("/late?ms=2000", 5))
        time.sleep(2.2)
        client.send(b"hello")
        assert client.answer().body == b'{"size":5}'


@check_server("a stop waits for a body that is arriving")
def stop_while_arriving(server):
    clients = []
    for target in ("/upload/stream", "/upload/file"):
        client = Client(server.port)
        body = PART + b"x" * 1000 + END
        client.send(head(target, len(body), [MULTIPART]) + body[:200])
        clients.append((client, body[200:]))
    time.sleep(0.1)
    server.signal()
    time.sleep(0.2)
    for client, rest in clients:
        client.send(rest)
        assert client.answer().status == 200
        assert client.closed()
    assert server.wait(3) == 0


if __name__ == "__main__":
    raise SystemExit(run_checks())
