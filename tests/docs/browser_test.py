#!/usr/bin/env python3
"""Look at the documentation pages with Chromium: with local copies of Swagger UI and ReDoc, from
the CDN, and where the CDN cannot be reached. And send a form with files.

    browser_test.py BUILD_DIR DOCS_APP

DOCS_APP has the title "Docs" and two operations: GET /users/{user_id} (`read_user`: an integer, and
the query parameter `active`, true by default; both are given back) and POST /items (`create_item`:
a model of `name` and a `price` above 0, given back with 201). Its pages take Swagger UI and ReDoc
from the folder DOCS_ASSETS of the environment, which holds swagger-ui-dist and redoc, else from the
CDN, which is played here. GET /form is a page with a form of texts and files, POST /form gives back what
came. Each case leaves a picture in BUILD_DIR/docs_screenshots/browser.
"""
import os
import sys

sys.dont_write_bytecode = True
import chromium  # noqa: E402
from harness import Program  # noqa: E402


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    test, executable = chromium.Test(sys.argv[1], "browser"), os.path.abspath(sys.argv[2])
    with Program(["env", "DOCS_ASSETS=" + test.assets, executable]) as with_assets, \
            Program(["env", "-u", "DOCS_ASSETS", executable]) as without_assets:
        return test.run([with_assets, without_assets], {
            "withAssets": "http://127.0.0.1:%d" % with_assets.port,
            "withoutAssets": "http://127.0.0.1:%d" % without_assets.port,
        })


if __name__ == "__main__":
    sys.exit(main())
