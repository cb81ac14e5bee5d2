#!/usr/bin/env python3
"""Answers that are made while they are sent: framing, back-pressure, clients that leave, files.

    download_test.py STREAM_APP [words of a check]
"""
import json
import os
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from harness import (  # noqa: E402
    Answer, Client, Program, ask, becomes, check, check_server, request, run_checks)

MIB = 1 << 20
PARTS = b"0;1;2;"

FILES = tempfile.TemporaryDirectory(prefix="download_test")
os.environ["STREAM_APP_FILES"] = FILES.name
BIG = os.urandom(MIB) * 63 + os.urandom(MIB - 7)


# ---------------------------------------------------------------- helpers

class Reader(Client):
    """A client that takes an answer piece by piece, and large pieces at once."""

    def _take(self, count):
        data = bytearray(self._buffer[:count])
        self._buffer = self._buffer[count:]
        while len(data) < count:
            more = self.socket.recv(min(count - len(data), MIB))
            assert more, "closed %d bytes early" % (count - len(data))
            data += more
        return bytes(data)

    def ask_head(self, target, method="GET", headers=()):
        """Sends the request, and reads the head of its answer."""
        self.send(request(target, method, None, headers))
        return self.head()

    def head(self):
        lines = self._until(b"\r\n\r\n").decode("latin-1")[:-4].split("\r\n")
        headers = [(name.lower(), value.strip())
                   for name, value in (line.split(":", 1) for line in lines[1:])]
        return Answer(int(lines[0].split(" ")[1]), headers, b"")

    def chunk(self):
        """The next chunk; empty for the last one."""
        size = int(self._until(b"\r\n")[:-2], 16)
        data = self._take(size)
        assert self._take(2) == b"\r\n"
        return data

    def rest(self):
        """What comes until the connection ends or breaks, and whether it broke."""
        pieces = [self._take(len(self._buffer))]
        try:
            while True:
                data = self.socket.recv(1 << 18)
                if not data:
                    return b"".join(pieces), False
                pieces.append(data)
        except ConnectionResetError:
            return b"".join(pieces), True

    def count(self, size, pause=0.0, piece=1 << 18):
        """Reads so many bytes, and forgets them."""
        size -= len(self._take(min(size, len(self._buffer))))
        while size > 0:
            data = self.socket.recv(min(size, piece))
            assert data, "closed %d bytes early" % size
            size -= len(data)
            if pause:
                time.sleep(pause)


def write_file(name, content):
    with open(os.path.join(FILES.name, name), "wb") as file:
        file.write(content)


def counters(server):
    return json.loads(ask(server.port, "/counters").body)


# ---------------------------------------------------------------- framing

@check_server("a stream is sent in chunks, one for each part that is not empty")
def chunked(server):
    with Reader(server.port) as client:
        answer = client.ask_head("/stream")
        assert answer.status == 200
        assert answer.header("transfer-encoding") == "chunked"
        assert answer.header("content-length") is None
        assert answer.header("content-type") == "text/plain; charset=utf-8"
        assert [client.chunk() for _ in range(4)] == [b"0;", b"1;", b"2;", b""]


@check_server("a connection is kept alive behind a stream")
def keep_alive(server):
    with Client(server.port) as client:
        for target in ("/stream", "/stream/async", "/stream?count=0", "/stream?ms=5"):
            for _ in range(3):
                answer = client.ask(target)
                assert answer.body == (b"" if "count=0" in target else PARTS)
        answer = client.ask("/stream", headers=[("Connection", "close")])
        assert answer.body == PARTS and answer.header("connection") == "close"
        assert client.closed()


@check_server("what is pipelined behind a stream is answered next")
def pipelined(server):
    with Client(server.port) as client:
        client.send(request("/stream?ms=20") + request("/") + request("/stream?ms=1")
                    + request("/stream/async") + request("/file/small") + request("/"))
        assert client.answer().body == PARTS
        assert client.answer().body == b'{"ok":true}'
        assert client.answer().body == PARTS
        assert client.answer().body == PARTS
        assert client.answer().status == 500  # there is no such file
        assert client.answer().body == b'{"ok":true}'


@check_server("for HTTP/1.0 a stream ends with the connection, without chunks")
def http_1_0(server):
    for head in (b"GET /stream?ms=5 HTTP/1.0\r\n\r\n",
                 b"GET /stream?ms=5 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"):
        with Reader(server.port) as client:
            client.send(head)
            answer = client.head()
            assert answer.header("transfer-encoding") is None
            assert answer.header("content-length") is None
            assert answer.header("connection") != "keep-alive"
            assert client.rest() == (PARTS, False)


@check_server("HEAD is answered without the stream, which does not begin")
def head_only(server):
    with Client(server.port) as client:
        for target in ("/stream", "/stream?count=1000000&size=1000"):
            answer = client.ask(target, "HEAD")
            assert answer.status == 200 and answer.header("content-type").startswith("text/plain")
            assert client.ask("/").body == b'{"ok":true}'
    assert counters(server)["begun"] == 0


@check_server("a stream that is a whole answer of a request gives back what is sent to it")
def echo(server):
    with Client(server.port) as client:
        for size in (0, 10, 100_000):
            body = b"x" * size
            answer = client.ask("/echo", "POST", body)
            assert answer.body == body, size
            assert client.ask("/").body == b'{"ok":true}'


# ---------------------------------------------------------------- back-pressure and time

@check_server("a slow reader holds back who makes the parts, and memory stays flat")
def back_pressure(server):
    size, count = 65536, 2000
    with Reader(server.port, receive_buffer=65536) as client:
        client.ask_head("/stream?count=%d&size=%d" % (count, size))
        time.sleep(0.5)
        server.forget_peak()
        before, kib_before = counters(server)["yields"], server.resident_kib()
        assert before * size < 16 * MIB, "%d parts ahead" % before
        time.sleep(0.4)
        assert counters(server)["yields"] - before <= 2, "it goes on although nobody reads"
        for index in range(count):
            data = client.chunk()
            assert len(data) == size and data.startswith(b"%d;" % index)
        assert client.chunk() == b""
        assert counters(server)["yields"] == count
        assert server.peak_kib() - kib_before < server.growth_limit_kib(8 * 1024)
        assert client.ask("/").status == 200


@check_server("a reader that takes nothing is given up, and the generator with it")
def takes_nothing(server):
    with Reader(server.port, receive_buffer=4096) as client:
        client.ask_head("/stream?count=1000000&size=65536")
        assert counters(server)["alive"] == 1
        assert becomes(lambda: counters(server)["alive"] == 0, 5)


@check_server("a reader that takes no file is given up, and the file closed")
def takes_no_file(server):
    write_file("big.bin", BIG)
    with Reader(server.port, receive_buffer=4096) as client:
        client.ask_head("/file/big.bin")
        assert len(server.open_files(FILES.name)) == 1
        assert becomes(lambda: not server.open_files(FILES.name), 5)


@check_server("a long answer at a fair rate is not given up, of whatever it is made")
def fair_rate(server):
    write_file("big.bin", BIG)
    for target in ("/file/big.bin", "/stream?count=1024&size=65536"):
        with Reader(server.port, receive_buffer=65536) as client:
            client.ask_head(target)
            begin = time.monotonic()
            client.count(4 * MIB, pause=0.02, piece=1 << 15)
            assert time.monotonic() - begin > 2.5, "too fast to say anything"


@check_server("a generator may take its time between the parts")
def slow_generator(server):
    assert ask(server.port, "/stream?count=2&ms=2500").body == b"0;1;"


@check_server("streams of many clients run at the same time on one loop")
def parallel(server):
    clients = [Client(server.port) for _ in range(30)]
    begin = time.monotonic()
    for client in clients:
        client.send(request("/stream?count=50&ms=10"))
    expected = b"".join(b"%d;" % index for index in range(50))
    for client in clients:
        assert client.answer().body == expected
        client.socket.close()
    took = time.monotonic() - begin
    assert 0.5 <= took < 5, "%.2f s" % took


@check_server("an endless stream and a large file leave the other connections their turn")
def fairness(server):
    write_file("big.bin", BIG)
    with Reader(server.port) as endless, Reader(server.port) as file:
        endless.ask_head("/stream?count=1000000&size=1000")
        file.ask_head("/file/big.bin")
        for _ in range(100):
            endless.count(1000)
            file.count(100_000)
            assert ask(server.port, "/").status == 200


# ---------------------------------------------------------------- clients that leave, generators that fail

@check_server("when the client leaves, the generator is destroyed within a second, wherever it waits")
def leaving(server):
    targets = ("/stream?count=1000000&ms=5", "/stream?count=5&ms=60000",
               "/stream?count=1000000&size=65536", "/events?count=2")
    for target in targets:
        for leave in (Client.reset, lambda client: client.socket.close()):
            clients = [Reader(server.port) for _ in range(5)]
            for client in clients:
                client.ask_head(target)
            assert becomes(lambda: counters(server)["alive"] == 5), counters(server)
            for client in clients:
                leave(client)
            assert becomes(lambda: counters(server)["alive"] == 0), (target, counters(server))
    assert "ERROR" not in server.output()


@check_server("a client that leaves is noticed although it has sent another request")
def leaving_behind_a_request(server):
    for target in ("/stream?count=5&ms=60000", "/events?count=2"):
        client = Reader(server.port)
        client.send(request(target) + request("/"))
        client.head()
        assert becomes(lambda: counters(server)["alive"] == 1), counters(server)
        time.sleep(0.05)
        client.socket.close()
        assert becomes(lambda: counters(server)["alive"] == 0), (target, counters(server))


@check_server("200 clients that leave at any moment of a stream or file leave nothing behind")
def leaving_often(server):
    write_file("big.bin", BIG)

    def leave(number):
        client = Client(server.port)
        target = ("/stream?count=100000&size=20000", "/file/big.bin", "/events", "/stream?ms=20",
                  "/stream?count=3")[number % 5]
        client.send(request(target) + request("/") * (number % 2))
        if number % 3:
            time.sleep(0.005 * (number % 4))
        if number % 4 == 0:
            client.reset()
        client.socket.close()

    for number in range(20):
        leave(number)
    assert becomes(lambda: counters(server)["alive"] == 0), counters(server)
    time.sleep(0.1)
    directory = "/proc/%d/fd" % server.pid
    descriptors, kib = len(os.listdir(directory)), server.resident_kib()
    for number in range(200):
        leave(number)
    assert becomes(lambda: counters(server)["alive"] == 0), counters(server)
    assert becomes(lambda: len(os.listdir(directory)) <= descriptors), os.listdir(directory)
    assert not server.open_files(FILES.name)
    assert server.resident_kib() - kib < server.growth_limit_kib(16 * 1024)
    assert "ERROR" not in server.output()


@check_server("a generator that throws cuts the answer off, which the log tells and the client sees")
def failing(server):
    for number in (0, 1, 3):
        with Reader(server.port) as client:
            answer = client.ask_head("/stream?count=5&ms=5&fail=%d" % number)
            assert answer.status == 200
            for index in range(number):
                assert client.chunk() == b"%d;" % index
            assert client.rest()[0] == b""
        with Reader(server.port) as client:
            client.send(b"GET /stream?count=5&ms=5&fail=%d HTTP/1.0\r\n\r\n" % number)
            client.head()
            assert client.rest()[0] == PARTS[:2 * number]
    assert becomes(lambda: server.output().count("the generator failed on purpose") == 6)
    assert counters(server)["alive"] == 0


# ---------------------------------------------------------------- stopping

@check_server("a stop waits for the streams that run")
def stop_finishes(server):
    clients = [Reader(server.port) for _ in range(3)]
    for client in clients:
        client.ask_head("/stream?count=10&ms=60")
        assert client.chunk() == b"0;"
    server.signal()
    for client in clients:
        assert [client.chunk() for _ in range(10)] == [b"%d;" % i for i in range(1, 10)] + [b""]
        assert client.closed()
    assert server.wait(3) == 0


@check("what streams without an end is cut off at the deadline of the stop")
def stop_cuts_off(executable):
    write_file("big.bin", BIG)
    with Program([executable]) as server:
        with Reader(server.port) as endless, Reader(server.port) as waiting, \
                Reader(server.port) as events:
            endless.ask_head("/stream?count=1000000&ms=2")
            waiting.ask_head("/stream?count=5&ms=60000")
            events.ask_head("/events?count=5")
            begin = time.monotonic()
            status = server.stop(8)
            assert status == 0, (status, server.output())
            assert 3.5 < time.monotonic() - begin < 6
            assert not endless.rest()[0].endswith(b"0\r\n\r\n")


# ---------------------------------------------------------------- files

@check_server("a file of 64 MiB is sent whole and in ranges, byte by byte, in constant memory")
def large_file(server):
    write_file("big.bin", BIG)
    with Reader(server.port) as client:
        client.ask("/file/big.bin")
    server.forget_peak()
    kib_before = server.resident_kib()
    with Reader(server.port) as client:
        answer = client.ask("/file/big.bin")
        assert answer.status == 200 and answer.header("content-length") == str(len(BIG))
        assert answer.body == BIG
        step = 11 * MIB + 123
        for start in range(0, len(BIG), step):
            end = min(start + step, len(BIG)) - 1
            answer = client.ask("/file/big.bin", headers=[("Range", "bytes=%d-%d" % (start, end))])
            assert answer.status == 206
            assert answer.header("content-range") == "bytes %d-%d/%d" % (start, end, len(BIG))
            assert answer.body == BIG[start:end + 1], "from %d" % start
        for value, expected in (("bytes=-1000", BIG[-1000:]), ("bytes=0-0", BIG[:1]),
                                ("bytes=67000000-", BIG[67_000_000:])):
            assert client.ask("/file/big.bin", headers=[("Range", value)]).body == expected
        answer = client.ask("/file/big.bin", headers=[("Range", "bytes=%d-" % len(BIG))])
        assert answer.status == 416
        assert answer.header("content-range") == "bytes */%d" % len(BIG)
        assert client.ask("/").status == 200
    assert server.peak_kib() - kib_before < server.growth_limit_kib(8 * 1024)
    assert becomes(lambda: not server.open_files(FILES.name)), server.open_files(FILES.name)


@check_server("several ranges come in one answer, which is as long as it says")
def several_ranges(server):
    write_file("big.bin", BIG)
    ranges = ((0, 0), (5 * MIB, 15 * MIB), (len(BIG) - 5, len(BIG) - 1))
    value = "bytes=" + ",".join("%d-%d" % each for each in ranges)
    with Reader(server.port) as client:
        answer = client.ask("/file/big.bin", headers=[("Range", value)])
        assert answer.status == 206 and answer.header("transfer-encoding") is None
        boundary = answer.header("content-type").split("boundary=")[1].encode()
        pieces = answer.body.split(b"--" + boundary)
        assert pieces[0] == b"" and pieces[-1].strip() == b"--" and len(pieces) == 5
        for (start, end), piece in zip(ranges, pieces[1:]):
            head, content = piece.split(b"\r\n\r\n", 1)
            assert b"%d-%d/%d" % (start, end, len(BIG)) in head
            assert content[:-2] == BIG[start:end + 1]
        assert client.ask("/").status == 200


@check_server("a file, or a part of it, is described without being sent")
def file_without_body(server):
    write_file("small.txt", b"small")
    write_file("empty.txt", b"")
    with Client(server.port) as client:
        answer = client.ask("/file/small.txt", "HEAD")
        assert (answer.status, answer.header("content-length")) == (200, "5")
        answer = client.ask("/file/small.txt", "HEAD", headers=[("Range", "bytes=1-2")])
        assert (answer.status, answer.header("content-length"), answer.body) == (206, "2", b"")
        answer = client.ask("/file/empty.txt")
        assert (answer.status, answer.body, answer.header("content-length")) == (200, b"", "0")
        assert client.ask("/file/nowhere.txt").status == 500
        assert client.ask("/file/small.txt").body == b"small"
    assert becomes(lambda: not server.open_files(FILES.name)), server.open_files(FILES.name)


@check_server("for HTTP/1.0 a file comes with its length")
def file_http_1_0(server):
    write_file("small.txt", b"small")
    with Client(server.port) as client:
        client.send(b"GET /file/small.txt HTTP/1.0\r\n\r\n")
        answer = client.answer()
        assert (answer.header("content-length"), answer.body) == ("5", b"small")
        assert client.closed()


@check_server("a file that becomes shorter while it is sent is cut off")
def truncated(server):
    for headers in ([], [("Range", "bytes=0-0,1000000-60000000")]):
        write_file("shrinks.bin", BIG)
        with Reader(server.port, receive_buffer=65536) as client:
            length = int(client.ask_head("/file/shrinks.bin", headers=headers).header("content-length"))
            time.sleep(0.1)
            os.truncate(os.path.join(FILES.name, "shrinks.bin"), MIB)
            assert len(client.rest()[0]) < length
    assert becomes(lambda: server.output().count("shorter while it was sent") == 2)
    assert ask(server.port, "/").status == 200


@check_server("a file that is replaced while it is sent stays the one that was begun")
def replaced(server):
    write_file("replaced.bin", BIG)
    write_file("other.bin", b"other" * MIB)
    with Reader(server.port, receive_buffer=65536) as client:
        client.send(request("/file/replaced.bin"))
        time.sleep(0.1)
        os.replace(os.path.join(FILES.name, "other.bin"), os.path.join(FILES.name, "replaced.bin"))
        assert client.answer().body == BIG


# ---------------------------------------------------------------- events

@check_server("server-sent events arrive one by one, each when it is made")
def events(server):
    with Reader(server.port) as client:
        answer = client.ask_head("/events?count=3")
        assert answer.header("content-type").startswith("text/event-stream")
        assert answer.header("cache-control") == "no-cache"
        for index in range(3):
            assert client.chunk() == b"event: count\ndata: %d\nid: %d\n\n" % (index, index)
            state = counters(server)
            assert state["yields"] == index + 1
            if index < 2:
                assert state["alive"] == 1
                ask(server.port, "/release", "POST")
        assert client.chunk() == b""
        assert client.ask("/").status == 200
    assert counters(server)["alive"] == 0


# ---------------------------------------------------------------- what is done behind the answer

@check_server("background tasks run when the answer has been sent")
def background(server):
    with Client(server.port) as client:
        begin = time.monotonic()
        assert client.ask("/background?ms=400").body == b'{"runs":0}'
        assert time.monotonic() - begin < 0.3
        assert counters(server)["background"] == 0
        assert becomes(lambda: counters(server)["background"] == 2, 3)
        assert client.ask("/").status == 200
    with Client(server.port) as client:
        assert client.ask("/background/stream").body == PARTS
        assert becomes(lambda: counters(server)["background"] == 3, 3)


@check_server("background tasks run although the client has left")
def background_without_client(server):
    with Client(server.port) as client:
        client.send(request("/background?ms=100"))
        assert client.receive()
    assert becomes(lambda: counters(server)["background"] == 2, 3)


@check_server("a stop waits for background tasks")
def background_and_stop(server):
    with Client(server.port) as client:
        client.ask("/background?ms=300")
        server.signal()
        begin = time.monotonic()
        assert server.wait(5) == 0
        assert time.monotonic() - begin > 0.3


if __name__ == "__main__":
    raise SystemExit(run_checks())
