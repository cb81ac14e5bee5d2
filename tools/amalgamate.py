#!/usr/bin/env python3
"""Turns the split sources into single_include/fastapi.hpp, and refuses sources that break the order.

`fastapi.hpp` is read from top to bottom and says which files there are and in which order. A file may
include only files above it in that list, and only of the folders that LAYERS grants to its own folder.
The result depends on nothing but the sources: no date, no path, LF line ends.

    tools/amalgamate.py            write single_include/fastapi.hpp
    tools/amalgamate.py --check    compare it with the sources and write nothing
"""

import argparse
import re
import sys
from pathlib import Path

LAYERS = {
    "core": {"core"},
    "http": {"core", "http"},
    "wire": {"core", "http", "wire"},
    "model": {"core", "model"},
    "routing": {"core", "http", "routing"},
    "params": {"core", "http", "model", "routing", "params"},
    "openapi": {"core", "http", "routing", "openapi"},
    "app": {"core", "http", "model", "routing", "params", "openapi", "app"},
    "testclient": {"core", "http", "routing", "app", "testclient"},
    "net": {"core", "http", "wire", "app", "net"},
}
VERSION_FILE = "fastapi/core/version.hpp"  # has no includes, and must stand before Asio's
JSON_FILE = "fastapi/core/json.hpp"
SOCKET_FOLDERS = {"app", "testclient", "net"}

INCLUDE = re.compile(r'\s*#\s*include\s*(<[^>]+>|"[^"]+")')
DIRECTIVE = re.compile(r"\s*#\s*(\w+)")
PRAGMA_ONCE = re.compile(r"\s*#\s*pragma\s+once\s*$")
SOCKETS = re.compile(r"<(asio[/.]|sys/(socket|epoll|un)\.h|netinet/|arpa/|netdb\.h|poll\.h)")
# What a coroutine needs to wait for another one, or for a while: neither a socket nor a loop.
COROUTINE_FOLDERS = {"core", "http"}
COROUTINES = re.compile(r"<asio/(any_io_executor|associated_(cancellation_slot|executor)|async_result|awaitable|"
                        r"bind_cancellation_slot|cancellation_signal|co_spawn|error|execution/(context|outstanding_work)|"
                        r"execution_context|post|prefer|redirect_error|steady_timer|system_error|system_executor|this_coro|"
                        r"use_awaitable)\.hpp>")
VERSION = re.compile(r"#define FASTAPI_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)")


class Refused(Exception):
    """The sources break a rule; the lines say where, and what to do."""


class Amalgam:
    def __init__(self, root):
        self.root = root
        self.problems = []
        self.emitted = []  # paths, in reading order
        self.system = set()  # the <...> includes that are hoisted
        self.sections = []  # the text below the hoisted includes

    def refuse(self, path, line, text):
        self.problems.append(f"{path}:{line}: {text}")

    def read(self, path):
        return (self.root / path).read_text(encoding="utf-8").splitlines()

    def build(self):
        listing = self.read("fastapi.hpp")
        listed = {}
        for number, line in enumerate(listing, 1):
            include = INCLUDE.match(line)
            if include and include[1].startswith('"'):
                self.add(include[1].strip('"'), number, listed)
            elif line.startswith("//"):
                self.sections.append(line)
            elif line.strip() == "":
                self.sections.append("")
            elif not PRAGMA_ONCE.match(line):
                self.refuse("fastapi.hpp", number, "only comments and includes of split sources belong here: "
                            "move this into a file under fastapi/")
        for file in sorted((self.root / "fastapi").rglob("*.hpp")):
            path = file.relative_to(self.root).as_posix()
            if path not in listed:
                self.refuse(path, 1, f'is not listed: add #include "{path}" to fastapi.hpp')
        if not self.emitted or self.emitted[0] != VERSION_FILE:
            self.refuse("fastapi.hpp", 1, f"list {VERSION_FILE} first: its checks stand before Asio")
        if self.problems:
            raise Refused("\n".join(self.problems))
        return self.text()

    def add(self, path, number, listed):
        if path in listed:
            self.refuse("fastapi.hpp", number, f"{path} is already listed in line {listed[path]}: remove one of them")
            return
        listed[path] = number
        if not (self.root / path).is_file():
            self.refuse("fastapi.hpp", number, f"{path} does not exist: write it or take it off the list")
            return
        body = self.body(path)
        self.emitted.append(path)
        self.sections += ["", f"// ==== {path} ====", ""] + body

    def body(self, path):
        """The lines of a file without `#pragma once`, own includes and hoisted includes."""
        kept, depth, fixed = [], 0, path == VERSION_FILE
        for number, line in enumerate(self.read(path), 1):
            directive = DIRECTIVE.match(line)
            name = directive[1] if directive else ""
            depth += {"if": 1, "ifdef": 1, "ifndef": 1, "endif": -1}.get(name, 0)
            fixed = fixed or name == "define"  # an include below a #define may depend on it: it stays
            include = INCLUDE.match(line)
            if include and include[1].startswith('"'):
                self.check_own(path, number, include[1].strip('"'), depth)
            elif include:
                self.check_system(path, number, include[1])
                if depth or fixed:
                    kept.append(line)
                else:
                    self.system.add(include[1])
            elif not PRAGMA_ONCE.match(line):
                kept.append(line.rstrip())
        return squeeze(kept)

    def check_own(self, path, number, target, depth):
        folder, target_folder = folder_of(path), folder_of(target)
        if depth:
            self.refuse(path, number, f"{target} is included under a condition: include it always, "
                        "and put the condition around the code that needs it")
        if target_folder not in LAYERS:
            self.refuse(path, number, f'"{target}" is no split source: write "fastapi/<folder>/<file>.hpp"')
        elif target_folder not in LAYERS.get(folder, set()):
            allowed = ", ".join(sorted(LAYERS.get(folder, set()) - {folder})) or "no other folder"
            self.refuse(path, number, f"{folder}/ must not include {target_folder}/ (it may include: {allowed}): "
                        "move the code that needs it to a later folder")
        elif target == path:
            self.refuse(path, number, "includes itself: remove the line")
        elif target not in self.emitted:
            self.refuse(path, number, f"{target} is not listed above this file in fastapi.hpp: list it earlier, "
                        "or turn the dependency round")

    def check_system(self, path, number, target):
        folder = folder_of(path)
        if "picojson" in target and path != JSON_FILE:
            self.refuse(path, number, f"picojson belongs to {JSON_FILE} alone: use the names that it declares")
        is_allowed = folder in COROUTINE_FOLDERS and COROUTINES.match(target)
        if SOCKETS.match(target) and folder not in SOCKET_FOLDERS and not is_allowed:
            self.refuse(path, number, f"{target} outside app/ and net/ (core/ and http/ may have what coroutines need): "
                        "keep sockets and the event loop out of this layer")

    def version(self):
        numbers = VERSION.findall("\n".join(self.read(VERSION_FILE)))
        if len(numbers) != 3:
            raise Refused(f"{VERSION_FILE}:1: must define FASTAPI_VERSION_MAJOR, _MINOR and _PATCH as numbers")
        return numbers

    def text(self):
        major, minor, patch = self.version()
        version = f"{major}.{minor}.{patch}"
        licence = [("// " + line).rstrip() for line in self.read("LICENSE")]
        banner = [f"// fastapi.hpp {version}: FastAPI for C++ in one header", "//",
                  "// SPDX-License-Identifier: MIT", "//",
                  "// Generated from the split sources by tools/amalgamate.py: do not edit.", "//"] + licence
        guard = ["", "#if defined(FASTAPI_HPP_INCLUDED) && \\",
                 f"    (FASTAPI_VERSION_MAJOR != {major} || FASTAPI_VERSION_MINOR != {minor} || "
                 f"FASTAPI_VERSION_PATCH != {patch})",
                 f'#error "fastapi.hpp {version} is included after another version of it: keep one in the include path."',
                 "#endif", "", "#ifndef FASTAPI_HPP_INCLUDED", "#define FASTAPI_HPP_INCLUDED", ""]
        first = self.sections.index(f"// ==== {VERSION_FILE} ====")
        after = next((i for i in range(first + 1, len(self.sections)) if self.sections[i].startswith("// ==== ")),
                     len(self.sections))
        hoisted = ["", *(f"#include {name}" for name in sorted(self.system)), ""]
        body = self.sections[:after] + hoisted + self.sections[after:]
        return "\n".join(banner + guard + squeeze(body) + ["", "#endif  // FASTAPI_HPP_INCLUDED"]) + "\n"


def folder_of(path):
    parts = path.split("/")
    return parts[1] if len(parts) == 3 and parts[0] == "fastapi" else ""


def squeeze(lines):
    """Without blank lines at both ends, and never two of them in a row."""
    result = []
    for line in lines:
        if line or (result and result[-1]):
            result.append(line)
    return result[:-1] if result and not result[-1] else result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail if the generated header is stale")
    parser.add_argument("--output", type=Path, help="instead of single_include/fastapi.hpp")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help=argparse.SUPPRESS)
    options = parser.parse_args()
    output = options.output or options.root / "single_include" / "fastapi.hpp"
    try:
        text = Amalgam(options.root).build().encode("utf-8")
    except (Refused, OSError) as problem:
        sys.exit(f"{problem}\ntools/amalgamate.py: refused, nothing was written.")
    if not options.check:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(text)
    elif not output.is_file() or output.read_bytes() != text:
        sys.exit(f"{output.name} in {output.parent.name}/ is stale. Run: python3 tools/amalgamate.py")


if __name__ == "__main__":
    main()
