#!/usr/bin/env python3
"""Compiles each split source on its own: it must include all that it uses.

    self_contained.py ROOT COMPILER [ARGUMENT...]
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wsign-conversion", "-Werror"]


def main():
    root, compiler = Path(sys.argv[1]), sys.argv[2:]

    def fault_of(path):
        unit = f'#include "{path.relative_to(root).as_posix()}"\n'
        run = subprocess.run([*compiler, "-std=c++20", *WARNINGS, "-fsyntax-only", "-I", str(root), "-x", "c++", "-"],
                             input=unit, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             encoding="utf-8", errors="replace", check=False)
        return f"{path.relative_to(root)} does not compile on its own:\n{run.stdout[:2000]}" if run.returncode else ""

    files = sorted((root / "fastapi").rglob("*.hpp"))
    with ThreadPoolExecutor(max_workers=2) as pool:
        faults = [fault for fault in pool.map(fault_of, files) if fault]
    print(*faults, sep="\n")
    print(f"{len(files) - len(faults)} passed, {len(faults)} failed")
    sys.exit(len(faults) > 0)


if __name__ == "__main__":
    main()
