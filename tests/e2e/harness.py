"""What the end-to-end tests share: a program under test, a raw HTTP client, a list of checks.

Plain python3 standard library. `Program` learns the port from the line that the server prints
("... running on http://127.0.0.1:PORT ..."), so that every test runs on a free port.
"""
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import traceback

BANNER = re.compile(r"running on https?://[^\s:/]+:(\d+)")

FREE_PORT = ("--host", "127.0.0.1", "--port", "0")


class Program:
    """A server under test, started on a free port and stopped by SIGTERM."""

    def __init__(self, command, arguments=FREE_PORT, timeout=15, prepare=None, wait=True):
        self._lines, self._changed = [], threading.Condition()
        self.port, self._signalled = None, False
        self._process = subprocess.Popen(
            [*command, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, preexec_fn=prepare)
        self.pid = self._process.pid
        self._reader = threading.Thread(target=self._read_output, daemon=True)
        self._reader.start()
        if wait:
            self._wait_for_port(timeout)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def output(self):
        with self._changed:
            return "".join(self._lines)

    def running(self):
        return self._process.poll() is None

    def signal(self, number=signal.SIGTERM):
        """Sends a signal; a program that has ended already is left alone."""
        self._signalled = True
        self._process.send_signal(number)

    def wait(self, timeout=15):
        """The exit status, or None when the program did not end in time."""
        try:
            status = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        self._reader.join(5)
        return status

    def stop(self, timeout=15):
        """Asks the program to end, once, and gives its exit status."""
        if not self._signalled:
            self.signal()
        return self.wait(timeout)

    def resident_kib(self):
        return self._status_kib("VmRSS")

    def peak_kib(self):
        """The most that it has had since the start, or since `forget_peak`."""
        return self._status_kib("VmHWM")

    def forget_peak(self):
        with open("/proc/%d/clear_refs" % self.pid, "w") as file:
            file.write("5")

    def growth_limit_kib(self, kib):
        """What its memory may grow by. Under AddressSanitizer that tells nothing: it keeps what is freed."""
        with open("/proc/%d/maps" % self.pid) as file:
            return float("inf") if "libasan" in file.read() else kib

    def open_files(self, below=""):
        """What its descriptors refer to, "... (deleted)" for files without a name."""
        directory = "/proc/%d/fd" % self.pid
        found = []
        for name in os.listdir(directory):
            try:
                found.append(os.readlink(directory + "/" + name))
            except FileNotFoundError:
                pass
        return [each for each in found if each.startswith(below)]

    def cpu_seconds(self):
        with open("/proc/%d/stat" % self.pid) as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _status_kib(self, field):
        with open("/proc/%d/status" % self.pid) as file:
            return int(re.search(field + r":\s+(\d+) kB", file.read()).group(1))

    def _read_output(self):
        with self._process.stdout as stream:
            for line in stream:
                text = line.decode("utf-8", "replace")
                with self._changed:
                    self._lines.append(text)
                    found = BANNER.search(text)
                    if found and self.port is None:
                        self.port = int(found.group(1))
                    self._changed.notify_all()

    def _wait_for_port(self, timeout):
        end = time.monotonic() + timeout
        with self._changed:
            while self.port is None and time.monotonic() < end and self.running():
                self._changed.wait(0.1)
        if self.port is None:
            self.__exit__()
            raise RuntimeError("the program did not say where it runs within %d s; its output:\n%s"
                               % (timeout, self.output()))


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def header(self, name):
        """The one value of this header, or None."""
        values = [value for key, value in self.headers if key == name]
        assert len(values) <= 1, "header %s came %d times" % (name, len(values))
        return values[0] if values else None


class Client:
    """One connection; sends bytes as they are and reads answers one after another."""

    def __init__(self, port, timeout=10, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(timeout)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def drip(self, data, size=1, pause=0.0005):
        for start in range(0, len(data), size):
            self.send(data[start:start + size])
            time.sleep(pause)

    def send_until_refused(self, data):
        """Sends on, even if the server has already answered and closed."""
        try:
            self.send(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def reset(self):
        """Closes with RST instead of FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def answer(self, method="GET"):
        """The next answer, framed as RFC 9112 6.3 says."""
        head = self._until(b"\r\n\r\n").decode("latin-1")
        lines = head[:-4].split("\r\n")
        version, status = lines[0].split(" ", 2)[:2]
        assert version in ("HTTP/1.1", "HTTP/1.0"), "status line %r" % lines[0]
        headers = []
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            assert colon and name.strip() == name, "header line %r" % line
            headers.append((name.lower(), value.strip()))
        answer = Answer(int(status), headers, b"")
        answer.body = self._body(answer, method)
        return answer

    def ask(self, target, method="GET", body=None, headers=()):
        self.send(request(target, method, body, headers))
        return self.answer(method)

    def closed(self):
        """Whether the server ends the connection without sending anything more."""
        try:
            return self._buffer == b"" and self.socket.recv(1) == b""
        except ConnectionResetError:
            return True
        except socket.timeout:
            return False

    def _body(self, answer, method):
        if method == "HEAD" or answer.status in (204, 304) or answer.status < 200:
            return b""
        if answer.header("transfer-encoding") == "chunked":
            return self._chunks()
        length = answer.header("content-length")
        if length is not None:
            return self._take(int(length))
        while self.receive():
            pass
        return self._take(len(self._buffer))

    def _chunks(self):
        body = b""
        while True:
            size = int(self._until(b"\r\n")[:-2].split(b";")[0], 16)
            if size == 0:
                assert self._until(b"\r\n") == b"\r\n", "trailers are not expected"
                return body
            body += self._take(size)
            assert self._take(2) == b"\r\n"

    def receive(self):
        """Reads what is there, for `answer` to find; False at the end of the connection."""
        data = self.socket.recv(65536)
        self._buffer += data
        return bool(data)

    def _until(self, end):
        while end not in self._buffer:
            assert self.receive(), "connection closed after %r" % self._buffer[-200:]
        return self._take(self._buffer.index(end) + len(end))

    def _take(self, count):
        while len(self._buffer) < count:
            assert self.receive(), "closed %d bytes early" % (count - len(self._buffer))
        data, self._buffer = self._buffer[:count], self._buffer[count:]
        return data


def request(target, method="GET", body=None, headers=()):
    """The bytes of a HTTP/1.1 request."""
    lines = ["%s %s HTTP/1.1" % (method, target), "Host: test"]
    lines += ["%s: %s" % header for header in headers]
    if body is not None:
        lines.append("Content-Length: %d" % len(body))
    return "\r\n".join(lines + ["", ""]).encode("latin-1") + (body or b"")


def ask(port, target, method="GET", body=None, headers=()):
    """One request on a connection of its own."""
    with Client(port) as client:
        return client.ask(target, method, body, headers)


CHECKS = []


def check(sentence):
    """Registers a function that is given the executable, under the sentence that it shows."""
    def register(function):
        CHECKS.append((sentence, function))
        return function
    return register


def check_server(sentence, prepare=None):
    """Registers a function that is given a running server, which must stop cleanly afterwards."""
    def register(function):
        def with_server(executable):
            with Program([executable], prepare=prepare) as server:
                try:
                    function(server)
                    status = server.stop()
                    assert status == 0, "the exit status is %s" % status
                except Exception:
                    print(server.output()[-3000:])
                    raise
        return check(sentence)(with_server)
    return register


def becomes(condition, seconds=10):
    """Whether the condition holds within that time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def run_checks():
    """`SCRIPT EXECUTABLE [words]`: runs the checks whose sentence contains the words."""
    if len(sys.argv) < 2:
        raise SystemExit("usage: %s EXECUTABLE [words of a check]" % sys.argv[0])
    executable, words = os.path.abspath(sys.argv[1]), " ".join(sys.argv[2:])
    passed = failed = 0
    for sentence, function in CHECKS:
        if words not in sentence:
            continue
        try:
            function(executable)
            passed += 1
        except Exception:
            failed += 1
            print("FAIL %s\n%s" % (sentence, traceback.format_exc()), flush=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0
