#!/usr/bin/env python3
"""Replay the recorded answers of the real FastAPI against the C++ twin of seed_app.py.

    run.py SEED_APP_EXECUTABLE [--section s01 ...] [--verbose]

Starts the program on a free port, replays the sections in DUE, compares their part of the OpenAPI
document, stops the program with SIGTERM and demands exit status 0. Prints each difference and,
last, `N passed, M failed`; exit status 1 if M > 0.
"""
import argparse
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, os.pardir, "e2e")]
import compare  # noqa: E402
from harness import Program  # noqa: E402

# The sections that the twin serves.
DUE = ["s%02d" % number for number in range(1, 23)]

# The answers that differ on purpose, by case; each is checked like a recorded one.
# Python's integers have no size, C++'s have (TRAPS.md, 7).
DEVIATIONS = {
    "s03-item-huge": {
        "status": 422,
        "headers": [["content-type", "application/json"]],
        "body_json": {"detail": [{
            "type": "int_parsing_size",
            "loc": ["path", "user_id"],
            "msg": "Unable to parse input string as an integer, exceeded maximum size",
            "input": "123456789012345678901234567890",
        }]},
    },
}

# The docs pages are our own: their length is not FastAPI's.
OWN_PAGES = ["s09-docs-head"]


def recorded_cases(section):
    cases = []
    for folder in ("cases", "further"):
        path = os.path.join(HERE, folder, section + ".json")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                cases += json.load(file)
    for case in cases:
        if case["id"] in DEVIATIONS:
            case["response"] = DEVIATIONS[case["id"]]
        if case["id"] in OWN_PAGES:
            case.setdefault("ignore", []).append("header:content-length")
    return [case for case in cases if not case.get("server_specific")]


def replay(section, base, verbose):
    """(passed, failed) of one section; prints what differs."""
    passed = failed = 0
    for case in recorded_cases(section):
        differences = compare.check_case(case, base)
        if differences:
            failed += 1
            print("FAIL %s  %s" % (case["id"], compare.describe(case)[:120]))
            print("".join("       %s\n" % line for line in differences), end="")
            print("       why: %s" % case.get("why", ""))
        else:
            passed += 1
            if verbose:
                print("ok   %s  %s" % (case["id"], compare.describe(case)[:120]))
    print("%s: %d passed, %d failed" % (section, passed, failed))
    return passed, failed


def referenced(node, schemas, found):
    """Adds the names of the component schemas that `node` leads to."""
    if isinstance(node, dict):
        name = str(node.get("$ref", "")).rpartition("/")[2]
        if name in schemas and name not in found:
            found.add(name)
            referenced(schemas[name], schemas, found)
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            referenced(child, schemas, found)
    return found


def check_document(base, sections):
    """(passed, failed) of the OpenAPI document, cut down on both sides to the given sections."""
    documents = []
    with open(os.path.join(HERE, "openapi.json"), encoding="utf-8") as file:
        recorded = json.load(file)
    for document in (recorded, compare.fetch_json(base, "/openapi.json")):
        paths = {path: node for path, node in document["paths"].items()
                 if path.split("/")[1] in sections}
        schemas = document["components"]["schemas"]
        used = referenced(paths, schemas, set())
        document["paths"] = paths
        document["components"] = {"schemas": {name: schemas[name] for name in used}}
        documents.append(compare.normalise_openapi(document))
    differences = compare.json_diff(*documents)
    print("".join("FAIL /openapi.json#%s\n" % line for line in differences), end="")
    paths = len(documents[0]["paths"])
    print("/openapi.json: %d paths, %d differences" % (paths, len(differences)))
    return (0, len(differences)) if differences else (1, 0)


def check_mounted_documents(base, sections):
    """(passed, failed) of the documents of the mounted applications of the given sections, whole."""
    with open(os.path.join(HERE, "openapi", "index.json"), encoding="utf-8") as file:
        index = json.load(file)
    passed = failed = 0
    for path, name in index.items():
        if path.split("/")[1] not in sections:
            continue
        with open(os.path.join(HERE, "openapi", name), encoding="utf-8") as file:
            recorded = json.load(file)
        differences = compare.json_diff(*(compare.normalise_openapi(document)
                                          for document in (recorded, compare.fetch_json(base, path))))
        print("".join("FAIL %s#%s\n" % (path, line) for line in differences), end="")
        print("%s: %d differences" % (path, len(differences)))
        passed += not differences
        failed += len(differences)
    return passed, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed_app")
    parser.add_argument("--section", nargs="+", default=DUE, metavar="sNN")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    with Program([args.seed_app]) as program:
        base = "http://127.0.0.1:%d" % program.port
        results = [replay(section, base, args.verbose) for section in args.section]
        results.append(check_document(base, args.section))
        results.append(check_mounted_documents(base, args.section))
        status = program.stop()
    total_passed, total_failed = (sum(column) for column in zip(*results))
    if status != 0:
        total_failed += 1
        print("FAIL stopping: exit status %s, expected 0\n%s" % (status, program.output()))
    else:
        total_passed += 1
    print("%d passed, %d failed" % (total_passed, total_failed))
    return 1 if total_failed else 0


if __name__ == "__main__":
    sys.exit(main())
