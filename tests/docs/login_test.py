#!/usr/bin/env python3
"""Log in with Chromium: through Swagger UI's Authorize dialog, and through that of our own page.

    login_test.py BUILD_DIR 24_OAUTH2

24_OAUTH2 is the example of that name: the users johndoe (secret) and alice (wonderland), who is
disabled, POST /token and GET /users/me. Each case leaves a picture in BUILD_DIR/docs_screenshots/login.
"""
import os
import sys

sys.dont_write_bytecode = True
import chromium  # noqa: E402
import install  # noqa: E402
from harness import Program  # noqa: E402


def main():
    if len(sys.argv) == 2:
        install.unavailable("examples/24_oauth2 is not built: apt-get install libsodium-dev")
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    test, executable = chromium.Test(sys.argv[1], "login"), os.path.abspath(sys.argv[2])
    with Program([executable]) as program:
        return test.run([program], {"application": "http://127.0.0.1:%d" % program.port})


if __name__ == "__main__":
    sys.exit(main())
