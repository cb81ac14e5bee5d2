#!/usr/bin/env python3
"""Say where a recorded set elsewhere (another checkout, a new recording) differs from this one.

    check_upstream.py DIR

Compares every file of the set byte for byte: the cases, the openapi documents, the scripts
and TRAPS.md. Only README.md, run.py, further/ and this script belong to this folder alone. Exit status
1 when something differs. A DIR that does not exist is no difference: there is nothing to follow.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OWN = {"README.md", "run.py", "check_upstream.py"}
OWN_FOLDER = "further"


def recorded_files(top):
    """The relative paths of the set in folder `top`."""
    found = set()
    for folder, subfolders, names in os.walk(top):
        subfolders[:] = [s for s in subfolders if s not in ("__pycache__", OWN_FOLDER) and not s.startswith(".")]
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), top)
            if path not in OWN and not name.endswith(".pyc"):
                found.add(path)
    return found


def content(top, path):
    with open(os.path.join(top, path), "rb") as file:
        return file.read()


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    there = sys.argv[1]
    if not os.path.isdir(there):
        print("%s does not exist: nothing to compare with" % there)
        return 0
    ours, theirs = recorded_files(HERE), recorded_files(there)
    differences = ["only here:  " + path for path in sorted(ours - theirs)]
    differences += ["only there: " + path for path in sorted(theirs - ours)]
    differences += ["differs:    " + path for path in sorted(ours & theirs)
                    if content(HERE, path) != content(there, path)]
    print("".join(line + "\n" for line in differences), end="")
    print("%d files, %d differences" % (len(ours | theirs), len(differences)))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
