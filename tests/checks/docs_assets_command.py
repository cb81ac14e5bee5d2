#!/usr/bin/env python3
"""tools/fastapi docs-assets with an npm of its own, which needs no network: what is asked of npm, what is
written, and what is said where npm is missing or fails.

    docs_assets_command.py ROOT
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NPM = """#!{python}
import io, sys, tarfile
name, _, version = sys.argv[-1].partition("@")
if version == "" or {fails}:
    sys.exit("npm error: no such package")
archive = f"{{name}}-{{version}}.tgz"
with tarfile.open(archive, "w:gz") as package:
    for path in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png", "bundles/redoc.standalone.js",
                 "LICENSE", "NOTICE", "package.json", "unwanted.js.map", "../outside"):
        entry = tarfile.TarInfo(f"package/{{path}}")
        entry.size = len(path)
        package.addfile(entry, io.BytesIO(path.encode()))
print(archive)
"""
WANTED = ["swagger-ui-dist/swagger-ui-bundle.js", "swagger-ui-dist/swagger-ui.css", "swagger-ui-dist/favicon-32x32.png",
          "swagger-ui-dist/LICENSE", "redoc/bundles/redoc.standalone.js", "redoc/LICENSE"]


def check(condition, what, output=""):
    if not condition:
        sys.exit(f"FAIL {what}\n{output}")
    print("ok  ", what, flush=True)


def command(root, folder, *arguments, npm=None):
    """Runs tools/fastapi docs-assets where only this npm can be found."""
    programs = folder / "bin"
    shutil.rmtree(programs, ignore_errors=True)
    programs.mkdir()
    for name in ("sh", "dirname", "sed"):
        (programs / name).symlink_to(shutil.which(name))
    (programs / "python3").symlink_to(sys.executable)
    if npm:
        (programs / "npm").write_text(npm, encoding="utf-8")
        (programs / "npm").chmod(0o755)
    made = subprocess.run([str(root / "tools" / "fastapi"), "docs-assets", *arguments], cwd=folder, check=False,
                          env={**os.environ, "PATH": str(programs)}, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    return made.returncode, made.stdout


def main():
    root = Path(sys.argv[1]).resolve()
    works = NPM.format(python=sys.executable, fails=False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        status, output = command(root, folder, "new/docs", npm=works)
        check(status == 0, "both packages are fetched", output)
        for path in WANTED:
            file = folder / "new" / "docs" / path
            check(file.is_file() and path.endswith(file.read_text(encoding="utf-8")), f"{path} is written", output)
        check('{.docs_assets = "new/docs"}' in output, "the line to write is said", output)
        check(not list(folder.rglob("*.map")) and not list(folder.rglob("outside")), "nothing else is written", output)
        check(command(root, folder, "new/docs", npm=works)[0] == 0, "a folder that exists is written again")

        status, output = command(root, folder, "other")
        check(status == 1 and "apt-get install npm" in output, "a missing npm is named with its package", output)
        status, output = command(root, folder, "other", npm=NPM.format(python=sys.executable, fails=True))
        check(status == 1 and "could not fetch swagger-ui-dist@5." in output, "a failure of npm is told", output)
        check(not (folder / "other").exists(), "nothing is written then", output)
        for wrong in ((), ("--help",), ("a", "b")):
            check(command(root, folder, *wrong, npm=works)[0] == 2, f"the arguments {wrong} are refused")


if __name__ == "__main__":
    main()
