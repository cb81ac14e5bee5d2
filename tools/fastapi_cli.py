#!/usr/bin/env python3
"""The command tools/fastapi: compiles one C++ program, serves it, and follows its sources.

`dev` compiles without optimisation against a precompiled fastapi.hpp, which is kept in a cache folder,
and polls the times of the files that the compiler read. The running program is replaced only by one that
compiled: it gets SIGTERM, so that it answers what it has begun. `run` compiles with -O2 and becomes the
program. `docs-assets` compiles nothing: it fetches what the documentation pages load from a CDN otherwise.
"""

import hashlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

HEADER = Path(__file__).resolve().parent.parent / "single_include" / "fastapi.hpp"
DEFAULT_FILES = ["main.cpp", "app.cpp", "api.cpp", "app/main.cpp", "app/app.cpp", "app/api.cpp"]
DEV_FLAGS = ["-O0", "-g1"]
RUN_FLAGS = ["-O2"]
POLL_SECONDS = 0.2
STOP_SECONDS = 10  # what a program gets to answer open requests before it is killed
# What `docs-assets` fetches: the packages of npm, their versions, and the files that are kept of them.
DOCS_PACKAGES = {
    "swagger-ui-dist": ("5.35.0", ["swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png", "LICENSE",
                                   "NOTICE", "package.json"]),
    "redoc": ("2.5.4", ["bundles/redoc.standalone.js", "LICENSE", "package.json"]),
}
KEPT_HEADERS = 4  # precompiled headers in the cache; each has about a hundred megabytes


# ---- what the user sees ----

COLOURS = sys.stdout.isatty() and "NO_COLOR" not in os.environ


def say(tag, text):
    """One line in the style of FastAPI's command: a coloured tag in a right-aligned column."""
    label = f" {tag} "
    if COLOURS and tag:
        back = "0;148;133" if tag == "FastAPI" else "160;40;40" if tag == "error" else "0;113;102"
        label = f"\033[48;2;{back}m\033[97m{label}\033[0m"
    print(" " * (10 - len(tag)) + (label if tag else "  ") + "  " + text, flush=True)


def bold(text):
    return f"\033[1m{text}\033[0m" if COLOURS else text


def glyph(emoji):
    return f" {emoji}" if "utf" in (sys.stdout.encoding or "").lower() else ""


# ---- compiling ----

def compiler():
    chosen = shlex.split(os.environ.get("CXX", ""))
    return chosen or [next((name for name in ("g++", "clang++") if shutil.which(name)), "c++")]


def is_clang(command):
    run = subprocess.run([*command, "--version"], stdout=subprocess.PIPE, text=True, check=False)
    return "clang" in run.stdout


def flags(*more):
    return ["-std=c++20", *more, "-pthread", f"-I{HEADER.parent}", *shlex.split(os.environ.get("CXXFLAGS", ""))]


def cache_folder():
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "fastapi.hpp"


def dependencies(depfile):
    """The files that a make rule written by -MD or -MMD names behind the colon."""
    if not depfile.is_file():
        return []
    text = depfile.read_text(encoding="utf-8", errors="surrogateescape").replace("\\\n", " ")
    words = re.findall(r"(?:\\.|[^\s\\])+", text.partition(": ")[2])
    return [Path(word.replace("\\ ", " ").replace("\\#", "#").replace("$$", "$")) for word in words]


def fingerprint(paths):
    """Changes when one of the files does."""
    return "\n".join(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in paths if path.exists())


def precompiled_header(command, options):
    """The compiler's options that use a precompiled fastapi.hpp: made now if the cache has none that fits."""
    clang = is_clang(command)
    version = subprocess.run([*command, "-v"], stderr=subprocess.PIPE, check=False).stderr
    key = hashlib.sha256(repr((command, options, version)).encode() + HEADER.read_bytes()).hexdigest()[:20]
    folder = cache_folder() / key
    header, stamp, depfile = folder / HEADER.name, folder / "stamp", folder / "depfile"
    result = folder / (HEADER.name + (".pch" if clang else ".gch"))
    use = ["-include-pch", str(result)] if clang else ["-include", str(header)]
    current = stamp.read_text(encoding="utf-8") if stamp.exists() and result.exists() else ""
    if current and current == fingerprint(dependencies(depfile)):
        os.utime(folder)
        return use
    say("code", "Precompiling fastapi.hpp, which is done once ...")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HEADER, header)
    fresh = folder / f"{os.getpid()}.tmp"
    made = subprocess.run([*command, *options, "-x", "c++-header", str(header), "-MD", "-MF", str(depfile),
                           "-o", str(fresh)], check=False)
    if made.returncode != 0:
        return []
    os.replace(fresh, result)
    stamp.write_text(fingerprint(dependencies(depfile)), encoding="utf-8")
    kept = sorted(cache_folder().iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[KEPT_HEADERS:]:
        shutil.rmtree(old, ignore_errors=True)
    return use


def configures_the_header(source):
    """Whether the program defines something above its include: then the header must be read anew."""
    before = re.split(r'#\s*include\s*[<"]fastapi\.hpp[>"]', source.read_text(encoding="utf-8", errors="replace"))[0]
    return re.search(r"^\s*#\s*define\b", before, re.MULTILINE) is not None


class Program:
    """One source file, and the executable that is made of it in `folder`."""

    def __init__(self, source, folder, arguments):
        self.source, self.arguments = source, arguments
        self.executable = folder / source.stem
        self.depfile = folder / "depfile"
        self.process = None

    def compile(self, *more, precompile=False):
        """Whether the source compiled; the errors go to the terminal. Leaves the running program alone."""
        command, options = compiler(), flags(*more)
        header = []
        if precompile and not configures_the_header(self.source):
            header = precompiled_header(command, options)
        fresh = self.executable.with_suffix(".new")
        libraries = shlex.split(os.environ.get("LDFLAGS", "")) + shlex.split(os.environ.get("LDLIBS", ""))
        made = subprocess.run([*command, *options, *header, "-MMD", "-MF", str(self.depfile),
                               str(self.source), "-o", str(fresh), *libraries], check=False)
        if made.returncode == 0:
            os.replace(fresh, self.executable)
        return made.returncode == 0

    def start(self):
        # A session of its own: Ctrl-C reaches this process alone, which then ends the program in order.
        self.process = subprocess.Popen([str(self.executable), *self.arguments], start_new_session=True)

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            say("error", "The program does not stop: killing it")
            self.process.kill()
            self.process.wait()
        self.process = None

    def ended(self):
        """How the program ended by itself since the last look, or None."""
        if self.process is None or self.process.poll() is None:
            return None
        status, self.process = self.process.returncode, None
        return f"exit status {status}" if status >= 0 else signal.Signals(-status).name


# ---- watching ----

def times(paths):
    return {path: path.stat().st_mtime_ns for path in paths if path.exists()}


class Sources:
    """The files that the program is made of, and their times as the last compilation saw them."""

    def __init__(self, source):
        self.paths = {source}
        self.seen = {}

    def before_compiling(self):
        self.seen = times(self.paths)

    def after_compiling(self, found, succeeded):
        self.paths |= set(found)
        if not succeeded:  # an include that is missing may be created: watch the folders too
            self.paths |= {path.parent for path in self.paths if path != HEADER}
        elif found:
            self.paths = set(found)
        self.seen = {**times(self.paths), **{path: at for path, at in self.seen.items() if path in self.paths}}

    def changed(self):
        """What changed since the last compilation, by name."""
        now = times(self.paths)
        changed = [path for path, at in now.items() if self.seen.get(path) != at]
        return sorted(os.path.relpath(path) for path in changed if not path.is_dir()) or \
            ["a folder" for _ in changed[:1]]


def serve_and_watch(program):
    sources = Sources(program.source)
    while True:
        sources.before_compiling()
        started = time.monotonic()
        succeeded = program.compile(*DEV_FLAGS, precompile=True)
        sources.after_compiling(dependencies(program.depfile), succeeded)
        if succeeded:
            say("code", f"Compiled in {time.monotonic() - started:.1f} s")
            program.stop()
            program.start()
        else:
            serving = "The last program that compiled goes on" if program.process else "Nothing is served"
            say("error", f"{program.source.name} does not compile. {serving}; waiting for a change ...")
        changed = []
        while not changed:
            time.sleep(POLL_SECONDS)
            changed = sources.changed()
            ended = program.ended()
            if ended:
                say("error", f"The program ended ({ended}); waiting for a change ...")
        say("code", f"Changed: {', '.join(changed)}. Compiling ...")


def dev(program):
    say("FastAPI", bold("Starting development server") + glyph("🚀"))
    print()
    say("module", f"{os.path.relpath(program.source)}, compiled by {' '.join(compiler())}")
    say("tip", "Running in development mode, for production use: " + bold("tools/fastapi run"))
    print()
    try:
        serve_and_watch(program)
    except KeyboardInterrupt:
        print()
    finally:
        program.stop()


def run(program):
    say("FastAPI", bold("Starting production server") + glyph("🚀"))
    print()
    say("code", f"Compiling {os.path.relpath(program.source)} with {' '.join(RUN_FLAGS)} ...")
    if not program.compile(*RUN_FLAGS):
        say("error", f"{program.source.name} does not compile.")
        sys.exit(1)
    os.execv(program.executable, [str(program.executable), *program.arguments])


def chosen_source(arguments):
    """Takes FILE.cpp out of the arguments; without one, the first of FastAPI's usual names that exists."""
    if arguments and not arguments[0].startswith("-"):
        source = Path(arguments.pop(0))
    else:
        source = next((Path(name) for name in DEFAULT_FILES if Path(name).is_file()), None)
    if source is None or not source.is_file():
        problem = f"{source} does not exist." if source else "No program is named, and there is no main.cpp here."
        say("error", f"{problem} Write: tools/fastapi dev FILE.cpp")
        sys.exit(2)
    if arguments and arguments[0] == "--":
        arguments.pop(0)
    return source.resolve()


# ---- assets of the documentation pages ----

def fetched(package, version, folder):
    """The archive of a package as npm publishes it; npm checks its digest. Ends with 1 where npm fails."""
    made = subprocess.run(["npm", "pack", "--loglevel=error", f"{package}@{version}"], cwd=folder,
                          stdout=subprocess.PIPE, text=True, check=False)
    archive = folder / (made.stdout.split() or ["none"])[-1]
    if made.returncode != 0 or not archive.is_file():
        say("error", f"npm could not fetch {package}@{version}. It needs the network, or a registry of its own.")
        sys.exit(1)
    return archive


def unpack(archive, names, target):
    """Writes these files of a package, and no others, below the target."""
    with tarfile.open(archive) as package:
        for name in names:
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(package.extractfile(f"package/{name}").read())


def docs_assets(arguments):
    if len(arguments) != 1 or arguments[0].startswith("-"):
        say("error", "Name the folder to write to: tools/fastapi docs-assets DIR")
        sys.exit(2)
    if not shutil.which("npm"):
        say("error", "npm is missing. Debian, Ubuntu: apt-get install npm")
        sys.exit(1)
    target = Path(arguments[0])
    with tempfile.TemporaryDirectory(prefix="fastapi-") as folder:
        for package, (version, names) in DOCS_PACKAGES.items():
            unpack(fetched(package, version, Path(folder)), names, target / package)
            say("docs", f"{package} {version} is in {target / package}")
    say("tip", "Write: " + bold(f'FastAPI app({{.docs_assets = "{arguments[0]}"}});'))


def main():
    mode, *arguments = sys.argv[1:]
    if mode == "docs-assets":
        docs_assets(arguments)
        return
    source = chosen_source(arguments)
    if mode == "dev":
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        with tempfile.TemporaryDirectory(prefix="fastapi-") as folder:
            dev(Program(source, Path(folder), arguments))
    else:
        key = hashlib.sha256(str(source).encode()).hexdigest()[:20]
        folder = cache_folder().with_name("fastapi.hpp-programs") / key
        folder.mkdir(parents=True, exist_ok=True)
        run(Program(source, folder, arguments))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
