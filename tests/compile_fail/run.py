#!/usr/bin/env python3
"""Compiles each mistake in this folder and demands the error text that its user is meant to read.

    run.py INCLUDE_DIR COMPILER [ARGUMENT...]

A case is a file `<mistake>.cpp` that begins with lines `// expect: <text>` (each must appear in what the
compiler says) and `// expect-not: <text>` (must not appear). It must not compile. What they all
include is precompiled once.
"""

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SHOWN_LINES = 25
EXPECTATION = re.compile(r"// (expect|expect-not): (.+)")


def expectations(source):
    wanted, unwanted = [], []
    for line in source.read_text(encoding="utf-8").splitlines():
        found = EXPECTATION.match(line)
        if not found:
            break
        (wanted if found[1] == "expect" else unwanted).append(found[2].strip())
    return wanted, unwanted


def faults_of(source, compiler):
    """What is wrong with one case: an empty list if it is refused as it should be."""
    wanted, unwanted = expectations(source)
    if not wanted:
        return ["begins with no line `// expect: <text>`"]
    run = subprocess.run([*compiler, "-fsyntax-only", str(source)], stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
                         env={**os.environ, "LC_ALL": "C"}, check=False)
    output = plain(run.stdout)
    faults = ["compiles, but must not"] if run.returncode == 0 else []
    faults += [f"expected: {text}" for text in wanted if text not in output]
    faults += [f"must not appear: {text}" for text in unwanted if text in output]
    if faults:
        lines = output.splitlines()
        faults += ["got:"] + ["    " + line for line in lines[:SHOWN_LINES]]
        faults += [f"    ... and {len(lines) - SHOWN_LINES} more lines"] if len(lines) > SHOWN_LINES else []
    return faults


def precompiled(command, folder):
    """The arguments that give each case the headers that most of them use, already read."""
    header = Path(folder) / "common.hpp"
    header.write_text('#include "fastapi/app/application.hpp"\n', encoding="utf-8")
    subprocess.run([*command, "-x", "c++-header", str(header), "-o", f"{header}.gch"], check=True)
    # GCC finds the .gch beside the header by itself, and Clang does as well.
    return ["-include", str(header)]


def plain(output):
    """ASCII quotes, none of them escaped: compilers differ in these."""
    return output.replace("‘", "'").replace("’", "'").replace('\\"', '"')


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    include, compiler = sys.argv[1], sys.argv[2:]
    command = [*compiler, "-std=c++20", "-I", include]
    cases = sorted(Path(__file__).resolve().parent.glob("*.cpp"))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as pool:
        command += precompiled(command, folder)
        results = list(pool.map(lambda case: faults_of(case, command), cases))
    failed = 0
    for case, faults in zip(cases, results):
        if faults:
            failed += 1
            print(f"{case.name}:", *faults, sep="\n  ")
    print(f"{len(cases) - failed} passed, {failed} failed")
    sys.exit(failed > 0 or not cases)


if __name__ == "__main__":
    main()
