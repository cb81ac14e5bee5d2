#!/usr/bin/env python3
"""Run every example and demand the answers that stand beside it in examples/NN_name.http.

    examples_replay.py BUILD_DIR [NN_name ...]

BUILD_DIR holds the executables NN_name. A .http file is a list of exchanges:

    ### what it shows
    POST /path?query
    Header-Name: value

    optional body
    <blank line>
    201 application/json
    Header-Name: expected value

    expected body

The request has a body where its head is followed by one that is not a status line. The expected
body is compared by value where the content type is JSON, else byte for byte, but for empty lines
at its end; `-` as the content type means that there is none. The lines of a multipart body are
sent with CR LF. Each program must end with 0 on SIGTERM.
"""
import glob
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(HERE, os.pardir, "examples")
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(HERE, "e2e"), os.path.join(HERE, "conformance")]
from compare import json_diff  # noqa: E402
from harness import Program, ask  # noqa: E402

REQUEST_LINE = re.compile(r"([A-Z]+) (/\S*)")
STATUS_LINE = re.compile(r"(\d{3}) (-|\S+/\S.*)")


class Message:
    """The first line, the headers and the body of a request or an expected answer."""

    def __init__(self, text):
        head, _, body = text.partition("\n\n")
        self.first, *headers = head.split("\n")
        self.headers = [tuple(line.split(": ", 1)) for line in headers]
        self.body = body.strip("\n")

    def encoded_body(self):
        types = [value for name, value in self.headers if name.lower() == "content-type"]
        is_multipart = any(value.startswith("multipart/") for value in types)
        text = self.body.replace("\n", "\r\n") if is_multipart else self.body
        return text.encode("utf-8") or None


class Exchange:
    def __init__(self, text, where):
        title, _, rest = text.partition("\n")
        self.what = "%s: %s" % (where, title.strip())
        status = re.search(r"(?<=\n\n)(?=\d{3} (-|\S+/\S.*)$)", rest, re.MULTILINE)
        assert status, "%s: no line with the expected status and content type" % self.what
        self.request = Message(rest[:status.start()].strip("\n"))
        self.expected = Message(rest[status.start():].strip("\n"))

    def differences(self, port):
        method, target = REQUEST_LINE.fullmatch(self.request.first).groups()
        status, content_type = STATUS_LINE.fullmatch(self.expected.first).groups()
        body = self.request.encoded_body()
        answer = ask(port, target, method, body, self.request.headers)
        pairs = [("status", int(status), answer.status),
                 ("content-type", content_type, answer.header("content-type") or "-")]
        pairs += [(name, value, answer.header(name.lower()))
                  for name, value in self.expected.headers]
        wrong = ["%s: expected %r, got %r" % pair for pair in pairs if pair[1] != pair[2]]
        body = answer.body.decode("utf-8")
        return wrong + body_differences(self.expected.body, body, content_type)


def body_differences(expected, body, content_type):
    if content_type.endswith("json") and body:
        return ["body " + line for line in json_diff(json.loads(expected), json.loads(body))]
    return [] if expected == body.rstrip("\n") else ["body: expected %r, got %r" % (expected, body)]


def exchanges(path):
    with open(path, encoding="utf-8") as file:
        before, *parts = re.split(r"^### ", file.read(), flags=re.MULTILINE)
    assert not before.strip() and parts, "%s: must begin with ###" % path
    return [Exchange(part, os.path.basename(path)) for part in parts]


def replay(executable, expected):
    """A line for every exchange that went wrong, and the number of those that did not."""
    wrong, passed = [], 0
    with Program([executable]) as program:
        for exchange in expected:
            differences = exchange.differences(program.port)
            if differences:
                wrong.append("\n       ".join([exchange.what, *differences]))
            else:
                passed += 1
        status = program.stop()
        if status != 0:
            wrong.append("%s: exit status %s after SIGTERM" % (executable, status))
    return wrong, passed


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    build, chosen = sys.argv[1], set(sys.argv[2:])
    passed = failed = 0
    for source in sorted(glob.glob(os.path.join(EXAMPLES, "[0-9][0-9]_*.cpp"))):
        name = os.path.splitext(os.path.basename(source))[0]
        if chosen and name not in chosen:
            continue
        try:
            wrong, right = replay(os.path.join(build, name), exchanges(source[:-3] + "http"))
        except Exception as error:
            wrong, right = ["%s: %s" % (name, error)], 0
        passed, failed = passed + right, failed + len(wrong)
        print("".join("FAIL %s\n" % line for line in wrong), end="")
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
