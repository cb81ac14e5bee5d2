#!/usr/bin/env python3
"""Builds the configurations below with meson, runs their tests and adds the results up (see tools/test)."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALL = "unit,e2e,examples,docs,checks"

# Folder under build/, compiler (None: CXX, or what meson finds), meson's options.
QUICK = [("quick", None, [f"-Dtests={ALL}"])]
# Two compilers, two forms of the header, two levels of optimisation and the sanitizers: each test runs
# in the builds that can tell it something, so that the whole stays within 40 minutes on two cores.
MATRIX = [
    # Without the two checks of UBSan that double the time to compile: the fuzz targets have them.
    ("gcc-sanitized", "g++", ["-Dtests=unit,e2e", "-Db_sanitize=address,undefined",
                              "-Dcpp_args=-g1 -fno-sanitize=null,alignment", "-Doptimization=0"]),
    ("gcc-single", "g++", ["-Dtests=examples,checks", "-Dheader=single", "-Doptimization=2"]),
    ("clang-split", "clang++", ["-Dtests=unit,checks", "-Dheader=split"]),
    ("clang-single", "clang++", ["-Dtests=e2e,examples,docs", "-Dheader=single"]),
    ("clang-fuzz", "clang++", ["-Dtests=fuzz", "-Dfuzz_seconds=10"]),
]
COMMON = ["-Dwerror=true", "-Ddebug=false"]
ENVIRONMENT = {
    # A small quarantine: some tests look at how much memory a program takes.
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:quarantine_size_mb=8",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
    "DOCS_NODE": str(ROOT / "build" / "docs_node"),  # installed once for all builds
    "CCACHE_SLOPPINESS": "pch_defines,time_macros,include_file_mtime,include_file_ctime",
}


def run(command, environment):
    print("+", *command, flush=True)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def test_results(folder):
    """How many tests passed, failed and were skipped in a build folder, by meson's own log."""
    log = ROOT / folder / "meson-logs" / "testlog.json"
    results = [json.loads(line)["result"] for line in log.read_text(encoding="utf-8").splitlines()]
    good = sum(result in ("OK", "EXPECTEDFAIL") for result in results)
    skipped = results.count("SKIP")
    return good, len(results) - good - skipped, skipped


def test_build(name, compiler, options, tests):
    """Builds and tests one configuration. A build that fails counts as one failed test."""
    started = time.monotonic()
    folder = f"build/{name}"
    print(f"\n== {name}", flush=True)
    environment = {**os.environ, **{key: os.environ.get(key, value) for key, value in ENVIRONMENT.items()}}
    if compiler:  # meson finds ccache by itself only where no compiler is named
        environment["CXX"] = f"ccache {compiler}" if shutil.which("ccache") else compiler
    if compiler == "clang++":  # its precompiled headers hold the path of this checkout: none of another may come back
        environment.setdefault("CCACHE_NAMESPACE", str(ROOT))
    exists = (ROOT / folder / "build.ninja").exists()
    setup = ["meson", "setup", folder, *COMMON, *options] + (["--reconfigure"] if exists else [])
    log = ROOT / folder / "meson-logs" / "testlog.json"
    if log.exists():
        log.unlink()
    if not run(setup, environment) or not run(["meson", "compile", "-C", folder, "--ninja-args=-k,0"], environment):
        return 0, 1, 0
    run(["meson", "test", "-C", folder, "--no-rebuild", "--print-errorlogs", *tests], environment)
    counts = test_results(folder) if log.exists() else (0, 1, 0)
    print(f"== {name}: {counts[0]} passed, {counts[1]} failed in {time.monotonic() - started:.0f} s", flush=True)
    return counts


def main():
    parser = argparse.ArgumentParser(prog="tools/test", description="Builds and tests fastapi.hpp.")
    parser.add_argument("--ci", action="store_true", help="the whole matrix instead of one quick build")
    parser.add_argument("tests", nargs="*", metavar="NAME", help="only the tests of these names")
    options = parser.parse_args()
    builds = MATRIX if options.ci else QUICK
    totals = [sum(column) for column in zip(*(test_build(*build, options.tests) for build in builds))]
    passed, failed, skipped = totals
    print(f"\n{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(failed > 0 or passed == 0 or (options.ci and skipped > 0))


if __name__ == "__main__":
    main()
