#!/usr/bin/env python3
"""What a program of many models costs to compile: time, memory, and the size of what comes out.

    fifty_models.py INCLUDE_DIR COMPILER [ARGUMENT...]     (a compiler such as g++; arguments such as -O2)

Writes a program of 50 models of 10 members each, with a route that takes and one that answers each of them,
compiles it, and beside it the same program with one model, so that the difference is what the models cost.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

MODELS = 50

MEMBERS = """\
    Field<std::string, min_length(2), max_length(50)> name;
    Field<int, ge(0), le(150)> age = 18;
    double price = 0;
    bool in_stock = true;
    std::optional<std::string> note;
    std::vector<std::string> tags;
    std::map<std::string, int> scores;
    std::optional<datetime> created_at;
    Colour colour = Colour::red;
"""


def source_of(count):
    parts = ['#include <fastapi.hpp>', 'using namespace fastapi;', 'enum class Colour { red, green, blue };',
             'struct Model0 {\n' + MEMBERS + '    int number = 0;\n};']
    # Each holds the one before it: a nested model, as programs have them.
    parts += [f'struct Model{i} {{\n{MEMBERS}    std::optional<Model{i - 1}> previous;\n}};' for i in range(1, count)]
    parts.append('int main() {\n    FastAPI app;')
    for i in range(count):
        parts.append(f'    app.post("/models{i}", [](Model{i} model) {{ return model; }});')
        parts.append(f'    app.get("/models{i}/{{id}}", [](Path<"id", int>) {{ return Model{i}{{}}; }});')
    parts.append('    return static_cast<int>(app.openapi().size());\n}\n')
    return '\n'.join(parts)


def compiled(command, folder, count):
    """Seconds of processor time, megabytes at the peak, and the size of the object file."""
    source, output = Path(folder, f'models{count}.cpp'), Path(folder, f'models{count}.o')
    source.write_text(source_of(count), encoding='utf-8')
    process = subprocess.Popen([*command, '-c', str(source), '-o', str(output)])
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f'the program with {count} models does not compile')
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.stat().st_size


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    command = [*sys.argv[2:], '-std=c++20', '-I', sys.argv[1]]
    with tempfile.TemporaryDirectory() as folder:
        print(f'{"models":>8} {"seconds":>8} {"MB":>6} {"object KB":>10}')
        for count in (1, MODELS):
            seconds, megabytes, size = compiled(command, folder, count)
            print(f'{count:>8} {seconds:>8.1f} {megabytes:>6.0f} {size // 1024:>10}')


if __name__ == '__main__':
    main()
