#!/usr/bin/env python3
"""Ask an application with CORSMiddleware from pages of other origins, with Chromium, who enforces the rules.

    cors_test.py BUILD_DIR CORS_APP

CORS_APP is tests/apps/cors_app.cpp. The two pages are served here, on two ports, and so have two
origins; the first is the one that the application's /shop allows. Each case leaves a picture in
BUILD_DIR/docs_screenshots/cors.
"""
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.dont_write_bytecode = True
import chromium  # noqa: E402
from harness import Program  # noqa: E402


class Page(BaseHTTPRequestHandler):
    """A page that does nothing by itself."""

    def do_GET(self):
        body = b"<!DOCTYPE html><title>Page</title><link rel=icon href=data:>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve_page():
    """The origin of a page that is served until the test ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return "http://127.0.0.1:%d" % server.server_port


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    test, executable = chromium.Test(sys.argv[1], "cors"), os.path.abspath(sys.argv[2])
    allowed, other = serve_page(), serve_page()
    with Program(["env", "ORIGIN=" + allowed, executable]) as program:
        return test.run([program], {"application": "http://127.0.0.1:%d" % program.port,
                                    "allowed": allowed, "other": other})


if __name__ == "__main__":
    sys.exit(main())
