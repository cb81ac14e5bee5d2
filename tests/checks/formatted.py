#!/usr/bin/env python3
"""Refuses C++ that is not written as .clang-format says, by clang-format 16, and source files that are too long to
be read in one go. What a tool generates is not looked at.

    formatted.py ROOT          names the files
    formatted.py ROOT --mend   formats them
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = "16"  # others break lines elsewhere
GENERATED = {"fastapi/core/reflection_ladder.hpp"}
MOST_LINES = 500
SKIPPED = 77


def formatter():
    for name in ("clang-format-" + VERSION, "clang-format"):
        if shutil.which(name):
            version = subprocess.run([name, "--version"], stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
            if re.search(rf"version {VERSION}\.", version):
                return name
    return None


def sources(root):
    found = []
    for folder in ("fastapi", "examples", "tests"):
        found += [*(root / folder).rglob("*.hpp"), *(root / folder).rglob("*.cpp")]
    return [path for path in sorted(found) if path.relative_to(root).as_posix() not in GENERATED]


def too_long(root):
    for path in sources(root):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES and path.is_relative_to(root / "fastapi"):
            yield f"{path.relative_to(root)} has {lines} lines: split it ({MOST_LINES} at most)"


def main():
    root = Path(sys.argv[1])
    program = formatter()
    if program is None:
        print(f"clang-format {VERSION} is not installed")
        sys.exit(SKIPPED)
    if "--mend" in sys.argv:
        sys.exit(subprocess.run([program, "-i", *sources(root)], check=False).returncode)
    run = subprocess.run([program, "--dry-run", "--Werror", "--ferror-limit=1", *sources(root)],
                         stderr=subprocess.PIPE, encoding="utf-8", check=False)
    badly_formatted = sorted({line.split(":")[0] for line in run.stderr.splitlines() if ": error:" in line})
    faults = [*(f"{name} is not formatted: run tests/checks/formatted.py . --mend" for name in badly_formatted),
              *too_long(root)]
    print(*faults, sep="\n")
    sys.exit(len(faults) > 0)


if __name__ == "__main__":
    main()
