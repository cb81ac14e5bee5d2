#!/usr/bin/env python3
"""What the tests of this folder share: Node and its packages, installed once, and when to skip.

    install.py FOLDER        installs the packages of package-lock.json into FOLDER

The packages go into the folder DOCS_NODE of the environment, which several builds may share, else
into BUILD/docs_node. They are installed again when the lock file is another one. Where a tool is
missing the test is skipped (exit status 77) with a line that says what to install; in CI, where
CI=true, it fails.
"""
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")
OLDEST_NODE = 18
SKIPPED = 77
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def unavailable(what):
    """Ends the test: it cannot be run here."""
    in_ci = os.environ.get("CI", "").lower() in ("true", "1")
    print("%s: %s" % ("FAIL" if in_ci else "SKIP", what), flush=True)
    raise SystemExit(1 if in_ci else SKIPPED)


def require_node():
    if not shutil.which("node") or not shutil.which("npm"):
        unavailable("node or npm is missing: apt-get install nodejs npm")
    version = subprocess.run(["node", "--version"], stdout=subprocess.PIPE, text=True, check=True)
    if int(re.match(r"v(\d+)", version.stdout).group(1)) < OLDEST_NODE:
        unavailable("node %s is too old: install nodejs %d or newer"
                    % (version.stdout.strip(), OLDEST_NODE))


def find_browser():
    """The path of Chromium, or of a browser made of it."""
    for name in BROWSERS:
        if shutil.which(name):
            return shutil.which(name)
    return unavailable("Chromium is missing: apt-get install chromium")


def lock_hash():
    digest = hashlib.sha256()
    for name in PACKAGE_FILES:
        with open(os.path.join(HERE, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def read_text(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def install(folder):
    """Makes FOLDER/node_modules what the lock file says. Tests that run at once wait here."""
    os.makedirs(folder, exist_ok=True)
    stamp, wanted = os.path.join(folder, "installed"), lock_hash()
    with open(os.path.join(folder, "lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if read_text(stamp) == wanted:
            return
        for name in PACKAGE_FILES:
            shutil.copyfile(os.path.join(HERE, name), os.path.join(folder, name))
        done = subprocess.run(["npm", "ci"], cwd=folder, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True)
        if done.returncode != 0:
            unavailable("npm ci failed in %s\n%s" % (folder, done.stdout[-3000:]))
        with open(stamp, "w", encoding="utf-8") as file:
            file.write(wanted)


def prepare(build, name, sources):
    """An empty folder BUILD/NAME with copies of these files of ours, beside the node_modules that
    they import: Node looks for packages from where a file lies."""
    require_node()
    packages = os.path.abspath(os.environ.get("DOCS_NODE") or os.path.join(build, "docs_node"))
    install(packages)
    folder = os.path.join(os.path.abspath(build), name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    os.symlink(os.path.join(packages, "node_modules"), os.path.join(folder, "node_modules"))
    for source in sources:
        shutil.copyfile(os.path.join(HERE, source), os.path.join(folder, source))
    return folder


def run(command, folder, **options):
    """Runs a tool of the packages, or of the system, in such a folder. Nothing is sent home."""
    environment = {**os.environ, "REDOCLY_TELEMETRY": "off", "NO_COLOR": "1",
                   "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", **options.pop("env", {})}
    local = os.path.join(folder, "node_modules", ".bin", command[0])
    if os.path.exists(local):
        command = [local, *command[1:]]
    return subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          text=True, **options)


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    require_node()
    install(os.path.abspath(sys.argv[1]))


if __name__ == "__main__":
    main()
