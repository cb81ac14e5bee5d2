#!/usr/bin/env python3
"""Writes fastapi/core/unicode_tables.hpp from Python's own unicodedata.

    python3 tools/unicode_tables.py > fastapi/core/unicode_tables.hpp
"""

import textwrap
import unicodedata

CATEGORIES = (
    "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn"
).split()
LETTERS = "abcdefghijklmnopqrstuvwxyzABCD"
CODE_POINTS = range(0x110000)

HEAD = """#pragma once

// Unicode {version}: the general category of every code point, and simple case folding.
// Written by `python3 tools/unicode_tables.py > fastapi/core/unicode_tables.hpp`: not to be edited.
//
// `category_runs`: runs of code points from U+0000 on. A letter names the category by its place in
// "abc...zABCD" and in `category_names`; behind it stands the length of the run, unless that is 1.
// `fold_runs`: `count` code points from `first`, `stride` apart, each folded by adding `delta`.
// clang-format off

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fastapi::detail {{

struct fold_run {{
    std::uint32_t first;
    std::uint16_t count;
    std::uint16_t stride;
    std::int32_t delta;
}};
"""


def category_runs():
    runs = []
    for code_point in CODE_POINTS:
        letter = LETTERS[CATEGORIES.index(unicodedata.category(chr(code_point)))]
        if runs and runs[-1][0] == letter:
            runs[-1][1] += 1
        else:
            runs.append([letter, 1])
    return runs


def folded(code_point):
    """Simple folding (statuses C and S of CaseFolding.txt): never to more than one code point."""
    text = chr(code_point)
    for candidate in (text.casefold(), text.lower()):
        if len(candidate) == 1:
            return ord(candidate)
    return code_point


def fold_runs():
    runs = []
    for code_point in CODE_POINTS:
        delta = folded(code_point) - code_point
        if delta == 0:
            continue
        if runs and runs[-1][3] == delta:
            first, count, stride, _ = runs[-1]
            gap = code_point - first - (count - 1) * stride
            if (count == 1 and gap in (1, 2)) or (count > 1 and gap == stride):
                runs[-1] = (first, count + 1, gap, delta)
                continue
        runs.append((code_point, 1, 1, delta))
    return runs


def main():
    categories = category_runs()
    print(HEAD.format(version=unicodedata.unidata_version))
    print(f"inline constexpr std::size_t category_run_count = {len(categories)};")
    print("inline constexpr std::string_view category_runs =")
    text = "".join(letter + (str(count) if count > 1 else "") for letter, count in categories)
    print("\n".join(f'    "{line}"' for line in textwrap.wrap(text, 92)) + ";\n")
    print("inline constexpr fold_run fold_runs[] = {")
    cells = " ".join("{%#x,%d,%d,%d}," % run for run in fold_runs())
    print(textwrap.fill(cells, 100, initial_indent="    ", subsequent_indent="    "))
    print("};\n\n}  // namespace fastapi::detail")


if __name__ == "__main__":
    main()
