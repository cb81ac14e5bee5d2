#!/usr/bin/env python3
"""Send the requests of a topic to the real FastAPI and write them with its answers.

    record.py TOPIC BASE_URL [--requests FILE] [--out DIR]

Each request is sent twice; answers that differ between the two are reported and not written.
"""
import argparse
import json
import os
import runpy
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, os.pardir, "conformance"))
import compare  # noqa: E402
import record  # noqa: E402


def write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
        file.write("\n")


def recorded_cases(cases, base):
    """The cases with their answers, and how many had to be left out."""
    recorded = [record.record_case(case, base) for case in cases]
    steady = []
    for case in recorded:
        differences = compare.check_case(case, base)
        if case.get("reference_crash"):
            print("Python's own limit: %s" % case["id"])
        elif differences:
            print("not deterministic: %s: %s" % (case["id"], " | ".join(differences[:3])))
        else:
            steady.append(case)
    return steady, len(recorded) - len(steady)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topic")
    parser.add_argument("base_url")
    parser.add_argument("--requests", help="default: requests/TOPIC.py")
    parser.add_argument("--out", default=os.path.join(HERE, "recorded"))
    options = parser.parse_args()
    corpus = runpy.run_path(options.requests or os.path.join(HERE, "requests", options.topic + ".py"))["c"]
    cases, left_out = recorded_cases(corpus[options.topic], options.base_url)
    write(os.path.join(options.out, options.topic + ".json"), cases)
    if options.requests is None:
        document = compare.fetch_json(options.base_url, "/openapi.json")
        write(os.path.join(options.out, options.topic + ".openapi.json"), document)
    print("%d cases recorded, %d left out" % (len(cases), left_out))
    return 1 if left_out else 0


if __name__ == "__main__":
    sys.exit(main())
