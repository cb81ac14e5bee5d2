#!/usr/bin/env python3
"""The generated header alone, in an empty folder, as a user gets it.

    single_header.py HEADER PROGRAM COMPILER [ARGUMENT...]

PROGRAM is compiled with nothing but the header beside it and every warning an error. Two copies of the
header may meet in one program, two versions may not.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wsign-conversion", "-Werror"]


def main():
    header, program, compiler = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def check(what, source, must_say=None, include="."):
            """Compiles `source`; `must_say` is the text of the error that it must end with, if any."""
            nonlocal failures
            (folder / "main.cpp").write_text(source, encoding="utf-8")
            run = subprocess.run([*compiler, "-std=c++20", *WARNINGS, "-fsyntax-only", "-I", include, "main.cpp"],
                                 cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                 encoding="utf-8", errors="replace", check=False)
            good = run.returncode == 0 if must_say is None else run.returncode != 0 and must_say in run.stdout
            print("ok  " if good else "FAIL", what)
            if not good:
                failures += 1
                print(run.stdout[:4000])

        shutil.copy(header, folder / "fastapi.hpp")
        (folder / "copy").mkdir()
        shutil.copy(header, folder / "copy" / "fastapi.hpp")
        text = header.read_text(encoding="utf-8")
        (folder / "other.hpp").write_text(
            re.sub(r"(FASTAPI_VERSION_MINOR (?:!= )?)(\d+)", r"\g<1>9\2", text), encoding="utf-8")

        check("a program with every warning an error", program.read_text(encoding="utf-8"))
        check("two copies in one translation unit",
              '#include "fastapi.hpp"\n#include "copy/fastapi.hpp"\nint main() {}\n')
        check("two versions in one translation unit are refused",
              '#include "fastapi.hpp"\n#include "other.hpp"\nint main() {}\n', "another version")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
