"""What the tests with Chromium share: the folder that a test runs in, what its pages load, and its end.

A test NAME_test.py starts programs and has NAME_test.mjs look at them, which gets `settings` as JSON.
"""
import json
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, os.pardir, "e2e"))
import install  # noqa: E402

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


class Test:
    """NAME_test.mjs in the folder BUILD/docs_NAME; its pictures come into BUILD/docs_screenshots/NAME.
    Skipped, or failed in CI, where Chromium or Node is missing."""

    def __init__(self, build, name):
        self._browser, self._build = install.find_browser(), os.path.abspath(build)
        self._name, self._script = name, name + "_test.mjs"
        self._folder = install.prepare(self._build, "docs_" + name, ["chromium.mjs", self._script])
        self.assets = copy_assets(self._folder)

    def run(self, programs, settings):
        """The exit status: 0 if every case passed and every program ended well. The programs are stopped."""
        settings = {"browser": self._browser, "assets": self.assets, **settings,
                    "screenshots": os.path.join(self._build, "docs_screenshots", self._name)}
        command = ["node", self._script, json.dumps(settings)]
        status = install.run(command, self._folder).returncode
        for program in programs:
            ended = program.stop()
            if ended != 0:
                print("FAIL the exit status of the application is %s" % ended)
                status = 1
        return status
