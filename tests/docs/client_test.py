#!/usr/bin/env python3
"""Make a typed client from the OpenAPI document of tests/seed_app, compile it and run it.

    client_test.py BUILD_DIR SEED_APP

openapi-typescript makes types of the document, client.ts uses them, tsc checks both in its strict
mode, and node runs the program against the application.
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, os.pardir, "e2e"))
import install  # noqa: E402
from documents import without_known_faults  # noqa: E402
from harness import Program, ask  # noqa: E402

# A member with a default may be left out of a request; `{"type": "object"}` may hold anything.
MAKE_TYPES = ["openapi-typescript", "openapi.json", "-o", "seed_app.d.ts",
              "--default-non-nullable", "false", "--empty-objects-unknown"]


def step(what, command, folder):
    if install.run(command, folder).returncode != 0:
        raise SystemExit("FAIL %s: %s in %s" % (what, " ".join(command), folder))


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    folder = install.prepare(sys.argv[1], "docs_client",
                             ["package.json", "tsconfig.json", "client.ts"])
    with Program([os.path.abspath(sys.argv[2])]) as program:
        document = without_known_faults(json.loads(ask(program.port, "/openapi.json").body))
        with open(os.path.join(folder, "openapi.json"), "w", encoding="utf-8") as file:
            json.dump(document, file)
        step("no types can be made of the document", MAKE_TYPES, folder)
        step("the client does not compile", ["tsc", "--strict"], folder)
        step("the client runs into something else",
             ["node", "compiled/client.js", "http://127.0.0.1:%d" % program.port], folder)
        status = program.stop()
    if status != 0:
        raise SystemExit("FAIL the exit status of the application is %s" % status)


if __name__ == "__main__":
    main()
