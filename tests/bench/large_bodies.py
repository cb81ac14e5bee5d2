#!/usr/bin/env python3
"""How fast 2 GiB come in and go out, and how much memory the server takes for them.

    large_bodies.py STREAM_APP [MiB]

Raw sockets; the upload is repeated zeros, the download a sparse file. TMPDIR needs room for the upload.
"""
import os
import re
import socket
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from harness import Program, ask, request  # noqa: E402

MIB = 1 << 20
BLOCK = bytes(MIB)
FORM_HEAD = (b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"zeros\"\r\n\r\n")
FORM_END = b"\r\n--b--\r\n"


def peak_kib(server):
    with open("/proc/%d/status" % server.pid) as file:
        return int(re.search(r"VmHWM:\s+(\d+) kB", file.read()).group(1))


def connect(server):
    client = socket.create_connection(("127.0.0.1", server.port), 120)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def post(target, length, content_type):
    framing = "Transfer-Encoding: chunked" if length is None else "Content-Length: %d" % length
    return ("POST %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: %s\r\n%s\r\n\r\n"
            % (target, content_type, framing)).encode()


def upload(server, target, mib, form, chunked):
    begin, end = (FORM_HEAD, FORM_END) if form else (b"", b"")
    size = mib * MIB
    with connect(server) as client:
        client.sendall(post(target, None if chunked else len(begin) + size + len(end),
                            "multipart/form-data; boundary=b"))
        frame = (lambda data: b"%x\r\n%s\r\n" % (len(data), data) if data else b"") if chunked else bytes
        block = frame(BLOCK)
        client.sendall(frame(begin))
        for _ in range(mib):
            client.sendall(block)
        client.sendall(frame(end) + (b"0\r\n\r\n" if chunked else b""))
        answer = b""
        while data := client.recv(65536):
            answer += data
    assert answer.startswith(b"HTTP/1.1 200") and b'"size":%d' % size in answer, answer


def download(server, target, size):
    buffer = bytearray(MIB)
    with connect(server) as client:
        client.sendall(request(target, headers=[("Connection", "close")]))
        received = 0
        while count := client.recv_into(buffer):
            received += count
    assert received >= size, "%d of %d bytes" % (received, size)


def measure(server, name, mib, transfer):
    with open("/proc/%d/clear_refs" % server.pid, "w") as file:
        file.write("5")
    before, begin = server.resident_kib(), time.monotonic()
    cpu = server.cpu_seconds()
    transfer()
    seconds = time.monotonic() - begin
    print("%-34s %5.0f MB/s  %5.2f s of CPU  RSS %6.1f MB, at most %6.1f MB"
          % (name, mib * MIB / 1e6 / seconds, server.cpu_seconds() - cpu, before / 1024,
             peak_kib(server) / 1024), flush=True)


def main():
    if len(sys.argv) < 2:
        raise SystemExit("usage: %s STREAM_APP [MiB]" % sys.argv[0])
    mib = int(sys.argv[2]) if len(sys.argv) > 2 else 2048
    with tempfile.TemporaryDirectory() as directory:
        os.environ["STREAM_APP_FILES"] = directory
        with open(os.path.join(directory, "sparse.bin"), "wb") as file:
            file.truncate(mib * MIB)
        with Program([os.path.abspath(sys.argv[1])]) as server:
            ask(server.port, "/")
            for target in ("/upload/stream", "/upload/file", "/upload/form"):
                for chunked in (False, True):
                    name = "POST %s%s" % (target, ", chunked" if chunked else "")
                    measure(server, name, mib, lambda target=target, chunked=chunked: upload(
                        server, target, mib, target != "/upload/stream", chunked))
            measure(server, "GET file", mib, lambda: download(server, "/file/sparse.bin", mib * MIB))
            measure(server, "GET stream of 64 KiB", mib, lambda: download(
                server, "/stream?size=65536&count=%d" % (mib * 16), mib * MIB))


if __name__ == "__main__":
    main()
