#!/usr/bin/env python3
"""Refuses a test or an example that no meson.build lists: it would never be built.

    listed.py ROOT
"""

import sys
from pathlib import Path


def without_suffix(path):
    return path.stem


def whole(path):
    return path.as_posix()


def unlisted(root, folder, pattern, name_of):
    listing = (root / folder / "meson.build").read_text(encoding="utf-8")
    for path in sorted((root / folder).glob(pattern)):
        name = name_of(path.relative_to(root / folder))
        if f"'{name}'" not in listing:
            yield f"{path.relative_to(root)} is not built: add '{name}' to {folder}/meson.build"


def main():
    root = Path(sys.argv[1])
    faults = [*unlisted(root, "tests", "*/*_test.cpp", whole),
              *unlisted(root, "tests", "seed_app/*.cpp", whole),
              *unlisted(root, "tests", "twins/*.cpp", whole),
              *unlisted(root, "tests", "e2e/*_test.py", without_suffix),
              *unlisted(root, "tests", "fuzz/*_fuzz.cpp", without_suffix),
              *unlisted(root, "tests", "bench/*.cpp", without_suffix),
              *unlisted(root, "examples", "*.cpp", without_suffix)]
    for listing in (root / "examples").glob("*/meson.build"):
        faults += unlisted(root, listing.parent.relative_to(root), "**/*.cpp", whole)
    print(*faults, sep="\n")
    sys.exit(len(faults) > 0)


if __name__ == "__main__":
    main()
