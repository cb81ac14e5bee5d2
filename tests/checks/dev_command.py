#!/usr/bin/env python3
"""tools/fastapi on a program of its own: `dev` follows its sources, `run` serves it optimised.

    dev_command.py ROOT
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PROGRAM = """#include <fastapi.hpp>
#include "answer.hpp"

int main(int argc, char** argv) {
    fastapi::FastAPI app;
    app.get("/", [] { return fastapi::dict{{"answer", answer}}; });
    return app.run(argc, argv);
}
"""
PATIENCE = 180  # seconds for one compilation, on a busy machine


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Command:
    """tools/fastapi with a mode, serving on a free port; its output goes to a file."""

    def __init__(self, root, folder, mode):
        self.port = free_port()
        self.log = folder / f"{mode}.log"
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [str(root / "tools" / "fastapi"), mode, "main.cpp", "--port", str(self.port)], cwd=folder,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")})

    def answer(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as response:
                return response.read().decode()
        except (urllib.error.URLError, OSError):
            return None

    def wait_for(self, what, condition):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if condition():
                print("ok  ", what, flush=True)
                return
            time.sleep(0.1)
        raise AssertionError(f"{what}: not seen. The command said:\n{self.log.read_text(encoding='utf-8')}")

    def wait_for_answer(self, what, number):
        self.wait_for(what, lambda: self.answer() == f'{{"answer":{number}}}')

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(30)
        assert status == 0, f"SIGTERM ended the command with {status}"
        assert self.answer() is None, "the program outlived the command"


def check(root, folder):
    header = folder / "answer.hpp"
    (folder / "main.cpp").write_text(PROGRAM, encoding="utf-8")
    header.write_text("inline constexpr int answer = 1;\n", encoding="utf-8")

    command = Command(root, folder, "dev")
    try:
        command.wait_for_answer("dev: compiles and serves", 1)
        header.write_text("inline constexpr int answer = 2;\n", encoding="utf-8")
        command.wait_for_answer("dev: a changed include is compiled in", 2)
        header.write_text("inline constexpr int answer = ;\n", encoding="utf-8")
        command.wait_for("dev: an error is shown", lambda: "does not compile" in command.log.read_text(encoding="utf-8"))
        command.wait_for_answer("dev: what compiled last still serves", 2)
        header.write_text("inline constexpr int answer = 3;\n", encoding="utf-8")
        command.wait_for_answer("dev: the repaired program serves", 3)
        command.stop()
        print("ok   dev: ends with its program")

        command = Command(root, folder, "run")
        command.wait_for_answer("run: compiles and serves", 3)
        command.stop()
        print("ok   run: ends with its program")
    finally:
        if command.process.poll() is None:
            command.process.terminate()


def main():
    with tempfile.TemporaryDirectory() as name:
        try:
            check(Path(sys.argv[1]).resolve(), Path(name))
        except AssertionError as failure:
            sys.exit(f"FAIL {failure}")


if __name__ == "__main__":
    main()
