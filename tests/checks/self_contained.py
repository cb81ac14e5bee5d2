#!/usr/bin/env python3
"""Compiles each split source on its own: it must include all that it uses. A source whose unit test
includes it first has been compiled so already, and is left out.

    self_contained.py ROOT COMPILER [ARGUMENT...]
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wsign-conversion", "-Werror"]


def has_test(root, path):
    """Whether its unit test begins with it."""
    name = path.relative_to(root / "fastapi").with_suffix("")
    test = root / "tests" / f"{name}_test.cpp"
    if not test.exists():
        return False
    included = (line for line in test.read_text(encoding="utf-8").splitlines() if line.startswith("#include"))
    return next(included, "") == f'#include "fastapi/{name.as_posix()}.hpp"'


def main():
    root, compiler = Path(sys.argv[1]), sys.argv[2:]

    def fault_of(path):
        unit = f'#include "{path.relative_to(root).as_posix()}"\n'
        run = subprocess.run([*compiler, "-std=c++20", *WARNINGS, "-fsyntax-only", "-I", str(root), "-x", "c++", "-"],
                             input=unit, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             encoding="utf-8", errors="replace", check=False)
        return f"{path.relative_to(root)} does not compile on its own:\n{run.stdout[:2000]}" if run.returncode else ""

    files = [path for path in sorted((root / "fastapi").rglob("*.hpp")) if not has_test(root, path)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        faults = [fault for fault in pool.map(fault_of, files) if fault]
    print(*faults, sep="\n")
    print(f"{len(files) - len(faults)} passed, {len(faults)} failed")
    sys.exit(len(faults) > 0)


if __name__ == "__main__":
    main()
