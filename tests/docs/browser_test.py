#!/usr/bin/env python3
"""Look at the documentation pages with Chromium: with local copies of Swagger UI and ReDoc, from
the CDN, and where the CDN cannot be reached. And send a form with files.

    browser_test.py BUILD_DIR DOCS_APP

DOCS_APP has the title "Docs" and two operations: GET /users/{user_id} (`read_user`: an integer, and
the query parameter `active`, true by default; both are given back) and POST /items (`create_item`:
a model of `name` and a `price` above 0, given back with 201). Its pages take Swagger UI and ReDoc
from the folder DOCS_ASSETS of the environment, which holds swagger-ui-dist and redoc, else from the
CDN, which is played here. GET /form is a page with a form of texts and files, POST /form gives back what
came. Each case leaves a picture in BUILD_DIR/docs_screenshots.
"""
import json
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, os.pardir, "e2e"))
import install  # noqa: E402
from harness import Program  # noqa: E402

ASSETS = ["swagger-ui-dist/swagger-ui-bundle.js", "swagger-ui-dist/swagger-ui.css",
          "swagger-ui-dist/favicon-32x32.png", "redoc/bundles/redoc.standalone.js"]


def copy_assets(folder):
    """A folder with what the pages load and no more, where npm installs it."""
    assets = os.path.join(folder, "assets")
    for asset in ASSETS:
        target = os.path.join(assets, asset)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy(os.path.join(folder, "node_modules", asset), target)
    return assets


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    browser = install.find_browser()
    build, executable = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    folder = install.prepare(build, "docs_browser", ["browser_test.mjs"])
    assets = copy_assets(folder)
    with Program(["env", "DOCS_ASSETS=" + assets, executable]) as with_assets, \
            Program(["env", "-u", "DOCS_ASSETS", executable]) as without_assets:
        settings = {
            "browser": browser,
            "withAssets": "http://127.0.0.1:%d" % with_assets.port,
            "withoutAssets": "http://127.0.0.1:%d" % without_assets.port,
            "assets": assets,
            "screenshots": os.path.join(build, "docs_screenshots"),
        }
        status = install.run(["node", "browser_test.mjs", json.dumps(settings)], folder).returncode
        for program in (with_assets, without_assets):
            ended = program.stop()
            if ended != 0:
                print("FAIL the exit status of the application is %s" % ended)
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
