#!/usr/bin/env python3
"""Have two independent tools judge the OpenAPI documents of running programs.

    validate.py BUILD_DIR EXECUTABLE[,/path/of/a/document...] ...

Each program is started, its documents (/openapi.json, if no other path is given) are fetched, and
must be accepted by the official schema of OpenAPI 3.1 (Hyperjump's JSON Schema) and by Redocly's
linter with redocly.yaml. Before, both must refuse documents that are wrong: else they judge nothing.
"""
import copy
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, os.pardir, "e2e"))
import install  # noqa: E402
from documents import without_known_faults  # noqa: E402
from harness import Program, ask  # noqa: E402

GOOD = {
    "openapi": "3.1.0",
    "info": {"title": "Good", "version": "1"},
    "paths": {
        "/items/{id}": {
            "get": {
                "operationId": "read_item",
                "parameters": [{"name": "id", "in": "path", "required": True,
                                "schema": {"type": "integer", "minimum": 1}}],
                "responses": {"200": {"description": "The item", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}}},
            },
        },
    },
    "components": {"schemas": {"Item": {
        "type": "object", "required": ["name"],
        "properties": {"name": {"type": "string", "examples": ["Lamp"]}}}}},
}
OPERATION = ("paths", "/items/{id}", "get")
ITEM = ("components", "schemas", "Item")
NAME = (*ITEM, "properties", "name")
# What is set where (None: taken out), and who must refuse it.
FAULTS = [
    ("no title", ("info", "title"), None, ("schema", "redocly")),
    ("half a version", ("openapi",), "3.1", ("schema",)),
    ("an answer without description", (*OPERATION, "responses", "200", "description"), None,
     ("schema", "redocly")),
    ("a path parameter that is optional", (*OPERATION, "parameters", 0, "required"), False,
     ("schema",)),
    ("an unknown type", (*NAME, "type"), "text", ("schema", "redocly")),
    ("a negative length", (*NAME, "minLength"), -1, ("schema", "redocly")),
    ("an empty anyOf", (*NAME, "anyOf"), [], ("schema",)),
    ("a discriminator without name", (*ITEM, "discriminator"), {}, ("schema", "redocly")),
    ("a reference to nothing", (*NAME, "$ref"), "#/components/schemas/Nothing", ("redocly",)),
    ("a placeholder that is not declared", (*OPERATION, "parameters"), [], ("redocly",)),
    ("an example of another type", (*NAME, "examples"), [5], ("redocly",)),
    ("an operationId twice", ("paths", "/twice"),
     {"get": {"operationId": "read_item", "responses": {"200": {"description": ""}}}},
     ("redocly",)),
    ("a requirement of nothing", (*ITEM, "required"), ["price"], ("redocly",)),
]


def schema_problems(folder, files):
    """For each file what the official schema finds wrong."""
    done = install.run(["node", "check_documents.mjs", *files], folder, stdout=subprocess.PIPE)
    if done.returncode != 0:
        raise RuntimeError("check_documents.mjs ended with %d" % done.returncode)
    return json.loads(done.stdout)


def redocly_problems(folder, files):
    """For each file what the linter finds wrong. It writes one JSON text after another."""
    done = install.run(["redocly", "lint", "--config=redocly.yaml", "--format=json",
                        "--max-problems=1000", *files], folder,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    results, decoder, text = [], json.JSONDecoder(), done.stdout.strip()
    while text:
        report, end = decoder.raw_decode(text)
        text = text[end:].strip()
        results.append([redocly_line(problem) for problem in report["problems"]
                        if problem["severity"] == "error"])
    if len(results) != len(files):
        raise RuntimeError("redocly judged %d of %d documents:\n%s\n%s"
                           % (len(results), len(files), done.stdout[-2000:], done.stderr[-2000:]))
    return results


def redocly_line(problem):
    where = [place.get("pointer", "") for place in problem["location"]]
    return "%s: %s (%s)" % (", ".join(where), problem["message"], problem["ruleId"])


JUDGES = {"schema": schema_problems, "redocly": redocly_problems}


def judge(folder, documents):
    """{judge: for each document what it finds wrong}."""
    files = []
    for number, document in enumerate(documents):
        files.append("document_%d.json" % number)
        with open(os.path.join(folder, files[-1]), "w", encoding="utf-8") as file:
            json.dump(document, file)
    return {name: find(folder, files) for name, find in JUDGES.items()}


def broken(path, value):
    """GOOD with this one fault."""
    document = copy.deepcopy(GOOD)
    place = document
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


def check_judges(folder):
    """A line for each wrong document that a judge accepts."""
    results = judge(folder, [GOOD] + [broken(path, value) for _, path, value, _ in FAULTS])
    wrong = ["%s refuses a good document: %s" % (name, found[0])
             for name, found in results.items() if found[0]]
    for number, (fault, _, _, judges) in enumerate(FAULTS, 1):
        wrong += ["%s accepts %s" % (name, fault) for name in judges if not results[name][number]]
    return wrong


def fetch(argument):
    """The documents of a program, with a title each."""
    executable, *paths = argument.split(",")
    documents = []
    with Program([os.path.abspath(executable)]) as program:
        for path in paths or ["/openapi.json"]:
            answer = ask(program.port, path)
            title = "%s %s" % (os.path.basename(executable), path)
            assert answer.status == 200, "%s: status %d" % (title, answer.status)
            documents.append((title, without_known_faults(json.loads(answer.body))))
        status = program.stop()
        assert status == 0, "%s: the exit status is %s" % (executable, status)
    return documents


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    folder = install.prepare(sys.argv[1], "docs_validate", ["check_documents.mjs", "redocly.yaml"])
    wrong = check_judges(folder)
    documents = [pair for argument in sys.argv[2:] for pair in fetch(argument)]
    results = judge(folder, [document for _, document in documents])
    for number, (title, document) in enumerate(documents):
        if not document.get("paths"):
            wrong.append("%s: no operation" % title)
        for name, found in results.items():
            wrong += ["%s: %s: %s" % (title, name, line) for line in found[number]]
    print("".join("FAIL %s\n" % line for line in wrong), end="")
    print("%d documents, %d faults" % (len(documents), len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
