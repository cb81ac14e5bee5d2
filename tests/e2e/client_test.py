#!/usr/bin/env python3
"""Large bodies with the clients that people use: curl, and Python's http.client.

    client_test.py STREAM_APP [words of a check]
"""
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zlib

sys.dont_write_bytecode = True
from harness import check_server, run_checks  # noqa: E402

FILES = tempfile.TemporaryDirectory(prefix="client_test")
os.environ["STREAM_APP_FILES"] = FILES.name
BIG = os.urandom(1 << 20) * 20 + b"the end"
CHECKSUM = zlib.adler32(BIG)
BIG_PATH = os.path.join(FILES.name, "big.bin")
with open(BIG_PATH, "wb") as written:
    written.write(BIG)


def url(server, target):
    return "http://127.0.0.1:%d%s" % (server.port, target)


def curl(*arguments):
    """What curl prints; an empty configuration, no proxies."""
    done = subprocess.run(["curl", "-q", "--noproxy", "*", "-sS", "--max-time", "30", *arguments],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, (arguments, done.returncode, done.stderr)
    return done.stdout


def check_curl(sentence):
    """Registers a check that is left out, with a message, where there is no curl."""
    def register(function):
        def unless_missing(server):
            if shutil.which("curl") is None:
                print("left out, because curl is missing: " + sentence)
                return
            function(server)
        return check_server(sentence)(unless_missing)
    return register


def is_big(text):
    result = json.loads(text)
    return result["size"] == len(BIG) and result["adler32"] == CHECKSUM


# ---------------------------------------------------------------- curl

@check_curl("curl uploads a file as a form")
def curl_form(server):
    for target in ("/upload/file", "/upload/plain", "/upload/form"):
        for more in ((), ("-H", "Expect: 100-continue"), ("-H", "Transfer-Encoding: chunked"),
                     ("--http1.0",)):
            text = curl("-F", "file=@" + BIG_PATH, "-F", "note=a note", *more, url(server, target))
            assert is_big(text), (target, more, text)
            if target == "/upload/file":
                assert json.loads(text)["note"] == "a note"
                assert json.loads(text)["filename"] == "big.bin"


@check_curl("curl uploads a file as the body, with and without its length")
def curl_body(server):
    for more in ((), ("-H", "Transfer-Encoding: chunked"), ("-H", "Expect: 100-continue")):
        text = curl("-X", "POST", "-T", BIG_PATH, *more, url(server, "/upload/stream"))
        assert is_big(text), (more, text)


@check_curl("curl is told that a body is too large without sending it")
def curl_refused(server):
    text = curl("--data-binary", "@" + BIG_PATH, "-H", "Expect: 100-continue", "-w",
                " %{http_code} %{size_upload}", url(server, "/body"))
    assert text.endswith(b" 413 0"), text


@check_curl("curl downloads a file, and resumes a download that broke off")
def curl_resume(server):
    with tempfile.TemporaryDirectory() as directory:
        target = os.path.join(directory, "copy")
        curl("-o", target, url(server, "/file/big.bin"))
        with open(target, "rb") as file:
            assert file.read() == BIG
        for size in (0, 1, 12_345_678, len(BIG) - 1):
            os.truncate(target, size)
            shown = curl("-C", "-", "-o", target, "-w", "%{http_code} %{size_download}",
                         url(server, "/file/big.bin"))
            assert shown == b"%d %d" % (206 if size else 200, len(BIG) - size), (size, shown)
            with open(target, "rb") as file:
                assert file.read() == BIG, size


@check_curl("curl reads streams and events, one after another on one connection")
def curl_streams(server):
    targets = [url(server, target) for target in ("/stream?ms=5", "/events?count=1", "/stream")]
    text = curl("-N", "-w", "%{num_connects};", *targets)
    assert text == b"0;1;2;1;event: count\ndata: 0\nid: 0\n\n0;0;1;2;0;", text


@check_curl("curl sees that a stream broke off")
def curl_cut(server):
    done = subprocess.run(["curl", "-q", "--noproxy", "*", "-sS", url(server, "/stream?fail=2&ms=5")],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.stdout == b"0;1;" and done.returncode != 0, done


# ---------------------------------------------------------------- http.client

@check_server("http.client uploads a file with its length, and in chunks, on one connection")
def python_upload(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for _ in range(2):
        with open(BIG_PATH, "rb") as file:
            connection.request("POST", "/upload/stream", file, {"Content-Length": str(len(BIG))})
        assert is_big(connection.getresponse().read())
        with open(BIG_PATH, "rb") as file:
            connection.request("POST", "/upload/stream", iter(lambda: file.read(100_000), b""),
                               encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
        assert is_big(connection.getresponse().read())
    connection.close()


@check_server("http.client downloads a file, a part of it and a stream on one connection")
def python_download(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for _ in range(2):
        connection.request("GET", "/file/big.bin")
        assert connection.getresponse().read() == BIG
        connection.request("GET", "/file/big.bin", headers={"Range": "bytes=1000-2000000"})
        response = connection.getresponse()
        assert (response.status, response.read()) == (206, BIG[1000:2_000_001])
        connection.request("GET", "/stream?count=100&size=50000")
        response = connection.getresponse()
        assert response.getheader("Transfer-Encoding") == "chunked"
        assert len(response.read()) == 100 * 50_000
    connection.close()


@check_server("http.client sees that a stream broke off")
def python_cut(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/stream?fail=2&ms=5")
    try:
        text = connection.getresponse().read()
        raise AssertionError("it read %r" % text)
    except http.client.IncompleteRead as error:
        assert error.partial == b"0;1;", error.partial
    connection.close()


if __name__ == "__main__":
    raise SystemExit(run_checks())
