#!/usr/bin/env python3
"""Replay the recorded answers of the real FastAPI against the twins in C++.

    run.py TWINS_EXECUTABLE [TOPIC ...] [--verbose]

Starts the program once for each topic on a free port, replays its requests, compares its OpenAPI
document, stops it with SIGTERM and demands exit status 0. Prints each difference and, last,
`N passed, M failed`; exit status 1 if M > 0.
"""
import argparse
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(HERE, os.pardir, "conformance"), os.path.join(HERE, os.pardir, "e2e")]
import compare  # noqa: E402
from harness import FREE_PORT, Program  # noqa: E402

RECORDED = os.path.join(HERE, "recorded")
TOPICS = sorted(name[:-len(".openapi.json")] for name in os.listdir(RECORDED) if name.endswith(".openapi.json"))


def load(name):
    with open(os.path.join(RECORDED, name), encoding="utf-8") as file:
        return json.load(file)


def replay(topic, base, verbose):
    """(passed, failed) of one topic; prints what differs."""
    passed = failed = 0
    for case in load(topic + ".json"):
        differences = compare.check_case(case, base)
        if differences:
            failed += 1
            print("FAIL %s  %s" % (case["id"], compare.describe(case)[:160]))
            print("".join("       %s\n" % line for line in differences), end="")
        else:
            passed += 1
            if verbose:
                print("ok   %s  %s" % (case["id"], compare.describe(case)[:120]))
    return passed, failed


def check_document(topic, base):
    documents = (load(topic + ".openapi.json"), compare.fetch_json(base, "/openapi.json"))
    differences = compare.json_diff(*(compare.normalise_openapi(each) for each in documents))
    print("".join("FAIL %s /openapi.json#%s\n" % (topic, line) for line in differences), end="")
    return (0, len(differences)) if differences else (1, 0)


def check_topic(twins, topic, verbose):
    with Program([twins, topic], FREE_PORT) as program:
        base = "http://127.0.0.1:%d" % program.port
        results = [replay(topic, base, verbose), check_document(topic, base)]
        status = program.stop()
        if status != 0:
            print("FAIL %s: exit status %s, expected 0\n%s" % (topic, status, program.output()))
        results.append((status == 0, status != 0))
    passed, failed = (sum(column) for column in zip(*results))
    print("%s: %d passed, %d failed" % (topic, passed, failed))
    return passed, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("twins")
    parser.add_argument("topics", nargs="*", default=TOPICS, metavar="TOPIC")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    results = [check_topic(options.twins, topic, options.verbose) for topic in options.topics]
    passed, failed = (sum(column) for column in zip(*results))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
