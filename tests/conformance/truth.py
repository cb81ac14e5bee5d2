#!/usr/bin/env python3
"""Proves that the OpenAPI document tells the truth about the program that serves it.

    truth.py SEED_APP_EXECUTABLE [--section s05 ...] [--verbose]

For every operation of every document the requests are made from its schemas: the least and the
fullest valid one, and one at and one just beyond each limit of each parameter and each (nested)
part of the body. What the document calls valid must be accepted, and what it does not must be
refused with a 422 whose errors name exactly that place. Accepted means that validation let the
request through: the answer has a status that the document lists (and a JSON body that fits its
schema), or is a 4xx of the handler's own, which is neither a 422 nor one of the texts that
the framework answers before any handler runs (NOT_REACHED). What a program knows beyond its
document stands in truth_tables.py, each entry of which must be needed. A limit that no request
tried is a failure. Prints each difference with its request and, last, `N passed, M failed`; exit
status 1 if M > 0.
"""
import argparse
import json
import os
import re
import sys
import traceback
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, os.pardir, "e2e")]
from compare import openapi_documents  # noqa: E402
from harness import Program  # noqa: E402
from json_schema import Resolver, Validator  # noqa: E402
from run import DUE  # noqa: E402
from schema_requests import ANY, LIMITS, Probes  # noqa: E402
from schema_values import Values  # noqa: E402
from truth_tables import (  # noqa: E402
    ALWAYS_REFUSES, BODIES, CONVERTERS, NOT_REACHED, OTHER_BODY, OWN_RULES, OWN_STATUS,
    PARAMETERS, no_own_rule)
from truth_wire import (  # noqa: E402
    ABSENT, JSON, Operation, Request, Wire, on_the_wire, text_of, without_files)

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
UNKNOWN = "not_in_the_document"


def known(table, name, used):
    """The entry of a table, noted as needed."""
    used.add((id(table), name))
    return table[name]


class Trial:
    """Sends the requests of one operation and judges the answers."""

    def __init__(self, operation, wire, used, verbose):
        self.operation, self.wire, self.used, self.verbose = operation, wire, used, verbose
        self.passed = self.failed = self.successes = 0
        self.tried, self.excused, self.counts = {}, set(), Counter()
        document = operation.document
        self.values, self.probes = Values(document), Probes(document)
        self.validator = Validator(document)

    def run(self):
        self.reset()
        least, most = self.baseline(False), self.baseline(True)
        self.accepted("with what is required", least)
        self.accepted("with everything", most)
        self.try_parameters(least, most)
        if self.operation.body_schema is not None:
            self.try_body(least)
        elif not self.operation.documents_422:
            self.try_noise(least)
        self.check_coverage()

    # ---- what is sent ----

    def baseline(self, full):
        values = {place: self.parameter_value(place, node, full)
                  for place, (node, _) in self.operation.parameters.items()
                  if full or node.get("required")}
        schema = self.operation.body_schema
        if schema is None or not full and not self.operation.body_required:
            return Request(values)
        return Request(values, self.body_value(full))

    def parameter_value(self, place, node, full):
        if place in PARAMETERS:
            return known(PARAMETERS, place, self.used)
        return (self.values.most if full else self.values.least)(node["schema"], place[0])

    def body_value(self, full):
        where = self.body_where()
        value = (self.values.most if full else self.values.least)(self.operation.body_schema, where)
        return self.by_hand(value)

    def by_hand(self, body):
        """A generated body with the values that the handler wants."""
        name = self.operation.name
        return {**body, **known(BODIES, name, self.used)} if name in BODIES else body

    def body_where(self):
        return "json" if self.operation.body_kind == JSON else "form"

    def try_parameters(self, least, most):
        for place, (node, pointer) in self.operation.parameters.items():
            where, name = place
            what = "%s %s" % place
            if where != "path" and node.get("required"):
                self.refused(what + " left out", least.changed(place, ABSENT), [where, name],
                             {"missing"})
            elif where != "path":
                self.accepted(what + " left out", most.changed(place, ABSENT))
            for probe in self.probes.of(node["schema"], pointer, where):
                self.probe(what, probe, least.changed(place, probe.value), [where, name])
        if self.operation.documents_422:
            self.accepted("an unknown query parameter", least.changed(("query", UNKNOWN), "x"))

    def try_body(self, least):
        operation, where = self.operation, self.body_where()
        for probe in self.probes.of(operation.body_schema, operation.body_pointer, where):
            probe = self.as_part(probe)
            body = self.completed(probe)
            if operation.body_kind != JSON and body in ({}, None):
                continue  # an empty form is tried below
            self.probe("body", probe, least.with_body(body), ["body"])
        without = Request(least.values)
        if operation.body_required:
            self.refused("no body", without, ["body", *self.first_part()], {"missing"})
        else:
            self.accepted("no body", without)
        if operation.body_kind == JSON:
            self.refused("broken JSON", Request(least.values, raw=b"{"), ["body", 1],
                         {"json_invalid"})

    def first_part(self):
        """The loc of the first part of an embedded body."""
        if not self.operation.embedded:
            return []
        schema = Resolver(self.operation.document).follow(self.operation.body_schema, "")[0]
        return [next(iter(schema.get("required") or schema["properties"]))]

    def as_part(self, probe):
        """The errors of parameters that share a body: none of them is in null or in a list."""
        if not self.operation.embedded or probe.accepted is not False:
            return probe
        if not probe.loc and probe.keyword in ("null", "type"):
            return probe._replace(loc=tuple(self.first_part()), types=frozenset({"missing"}))
        return probe

    def completed(self, probe):
        """The body of a probe; the rest of it is what the handler wants."""
        body, wanted = probe.value, BODIES.get(self.operation.name)
        if not isinstance(body, dict) or not wanted or not body:
            return body
        touched = probe.loc[0] if probe.loc else None
        if probe.keyword == "required":
            return {name: wanted.get(name, value) for name, value in body.items()}
        least = self.values.least(self.operation.body_schema, self.body_where())
        return {name: wanted[name] if name in wanted and name != touched
                and value == least.get(name) else value for name, value in body.items()}

    def try_noise(self, least):
        """An operation that does not document 422 never answers it."""
        wire = [least, least.changed(("query", UNKNOWN), "x"),
                least.changed(("header", "x-" + UNKNOWN), "x")]
        if self.operation.method not in ("GET", "HEAD", "TRACE"):
            wire += [Request(least.values, raw=raw) for raw in (b"{", b'{"a": 1}', b"[]", b"null")]
        for request in wire:
            answer = self.send(request)
            fault = self.not_reached(answer)
            if answer.status == 422:
                fault = "a 422 that is not documented"
            self.judge("noise", request, answer, [fault] if fault else [])

    # ---- what is expected ----

    def probe(self, what, probe, request, root):
        what = "%s %s, %s: %s" % (what, "/".join(map(str, probe.loc)), probe.keyword,
                                  self.shown(probe.value))
        if probe.accepted is None:
            self.excused.add((probe.pointer, probe.keyword))
            self.counts["not sendable"] += 1
            if self.verbose:
                print("skip %s  %s (%s)" % (self.operation.name, what, probe.own))
            return
        if probe.keyword in LIMITS:
            self.counts["limits"] += 1
            self.tried.setdefault((probe.pointer, probe.keyword), set()).add(probe.accepted)
        if not probe.own:
            self.check_probe(what, probe, request, root)
        rule = OWN_RULES.get(self.operation.name, no_own_rule)
        own = rule(request.body) if probe.accepted and root == ["body"] else None
        if own is not None:
            self.by_own_rule(what, request, own)
        elif root[0] == "path" and self.no_route(root[1], probe.value):
            answer = self.send(request)
            routed = answer.status != 404 or not self.not_reached(answer)
            self.judge(what, request, answer, ["expected that no route matches"] if routed else [])
        elif probe.accepted:
            self.accepted(what, request)
        else:
            self.refused(what, request, [*root, *probe.loc], probe.types)

    def by_own_rule(self, what, request, own):
        self.used.add((id(OWN_RULES), self.operation.name))
        if own == 500:
            answer = self.send(request)
            self.judge(what, request, answer, [] if answer.status == own else ["expected %d" % own])
        else:
            self.refused(what + " (a validator's rule)", request, own[0], {own[1]})

    def check_probe(self, what, probe, request, root):
        """The document itself must say of the value what is expected of the program."""
        value, schema = request.body, self.operation.body_schema
        if root[0] != "body":
            value = request.values[tuple(root)]
            schema = self.operation.parameters[tuple(root)][0]["schema"]
        if self.validator.valid(without_files(value), schema) != probe.accepted:
            self.judge(what, None, None, ["the document says otherwise than is expected here"])

    def no_route(self, name, value):
        key = (self.operation.name, name)
        return key in CONVERTERS and not re.fullmatch(known(CONVERTERS, key, self.used),
                                                      text_of(value))

    def accepted(self, what, request):
        answer = self.send(request)
        faults = [fault for fault in [self.not_reached(answer)] if fault] or self.faults(answer)
        if answer.status == 422:
            faults.insert(0, "it is refused")
        self.judge("accepted: " + what, request, answer, faults)

    def faults(self, answer):
        """What is wrong with the status or the body of an answer, by the document."""
        name, responses = self.operation.name, self.operation.node["responses"]
        status = str(answer.status)
        if status not in responses:
            if answer.status in OWN_STATUS.get(name, ()):
                self.used.add((id(OWN_STATUS), name))
                self.successes += 1
                return []
            if 400 <= answer.status < 500 and answer.status != 422:
                self.counts["refused by the handler"] += 1
                return []
            return ["the status %d is not documented" % answer.status]
        if answer.status < 400:
            self.successes += 1
        faults = self.body_faults(answer, responses[status].get("content", {}))
        if faults and answer.status < 400 and name in OTHER_BODY:
            self.used.add((id(OTHER_BODY), name))
            return []
        return faults

    def body_faults(self, answer, content):
        if answer.status in (204, 304) and answer.body:
            return ["a %d with a body" % answer.status]
        is_json = (answer.header("content-type") or "").split(";")[0] == JSON
        if not is_json or JSON not in content or not answer.body:
            return []
        self.counts["bodies validated"] += 1
        return self.validator.errors(json.loads(answer.body), content[JSON].get("schema", {}))

    def refused(self, what, request, loc, types):
        answer = self.send(request)
        faults = []
        if answer.status != 422:
            faults = ["expected 422, got %d" % answer.status]
        elif not self.operation.documents_422:
            faults = ["a 422 that is not documented"]
        elif self.operation.method != "HEAD":
            faults = self.faults(answer) or self.error_faults(answer, list(loc), types)
        self.judge("refused: " + what, request, answer, faults)

    def error_faults(self, answer, loc, types):
        errors = json.loads(answer.body)["detail"]
        place = loc[:loc.index(ANY)] if ANY in loc else loc
        place = place[:1] if types == {"missing"} and self.operation.embedded else place
        faults = ["an error elsewhere: %s" % json.dumps(error)
                  for error in errors if error["loc"][:len(place)] != place]
        at = [error for error in errors if len(error["loc"]) == len(loc)
              and all(want in (ANY, got) for want, got in zip(loc, error["loc"]))]
        if not at:
            faults.append("no error at %s" % json.dumps(loc))
        elif not any(error["type"] in types for error in at):
            faults.append("the error at %s is none of %s" % (json.dumps(loc), sorted(types)))
        return faults

    def not_reached(self, answer):
        if answer.status in OWN_STATUS.get(self.operation.name, ()):
            return ""
        if answer.status in (307, 308):
            return "the path is redirected"
        try:
            detail = json.loads(answer.body).get("detail")
        except (ValueError, AttributeError):
            return ""
        if isinstance(detail, str) and (answer.status, detail) in NOT_REACHED:
            return "the operation is not reached"
        return ""

    def check_coverage(self):
        """No limit of the document stays untried, on either side."""
        for limit in sorted(self.operation.limits()):
            sides = self.tried.get(limit, set())
            # Whatever breaks uniqueItems is accepted, by what a set is.
            wanted = {True} if limit[1] == "uniqueItems" else {True, False}
            if not wanted <= sides and limit not in self.excused:
                self.judge("coverage", None, None, ["%s of %s is not tried" % limit[::-1]])
        if not self.successes and "204" not in self.operation.node["responses"]:
            name = self.operation.name
            if name in ALWAYS_REFUSES:
                known(ALWAYS_REFUSES, name, self.used)
            else:
                self.judge("coverage", None, None, ["none of its answers is a documented success"])

    # ---- sending and counting ----

    def send(self, request):
        self.counts["requests"] += 1
        self.last = on_the_wire(self.operation, request)
        if self.operation.method not in ("GET", "HEAD"):
            self.reset()
        target, data, headers = self.last
        return self.wire.ask(target, self.operation.method, data, headers)

    def reset(self):
        """Puts the stored rows of a section back, so that there is something to find."""
        path = "/%s/_reset" % self.operation.section
        if path in self.operation.document["paths"]:
            self.wire.ask(path, "POST")

    def judge(self, what, request, answer, faults):
        if not faults:
            self.passed += 1
            if self.verbose:
                print("ok   %s  %s" % (self.operation.name, what))
            return
        self.failed += 1
        print("FAIL %s  %s" % (self.operation.name, what))
        print("".join("       %s\n" % fault for fault in faults), end="")
        if answer is not None:
            target, data, headers = self.last
            print("       %s %s %s %s" % (self.operation.method, target, headers,
                                          "" if data is None else self.shown(data)))
            print("       -> %d %s" % (answer.status, self.shown(answer.body)))

    def shown(self, value):
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else \
            json.dumps(value, ensure_ascii=False)
        return text if len(text) <= 400 else text[:400] + "... (%d characters)" % len(text)


# ---- all of them ----


def served_documents(port):
    """The documents that the program serves, of those that the reference has."""
    wire, documents = Wire(port), []
    for path, _ in openapi_documents():
        answer = wire.ask(path, "GET")
        if answer.status == 200:
            documents.append(json.loads(answer.body))
        elif answer.status != 404 or path == "/openapi.json":
            raise RuntimeError("GET %s answered %d" % (path, answer.status))
    return documents


def operations_of(documents):
    return [Operation(document, path, method) for document in documents
            for path, node in document["paths"].items() for method in METHODS if method in node]


def try_section(section, operations, port, used, verbose):
    """(passed, failed) of one section; prints what it tried."""
    passed = failed = stated = 0
    counts, wire = Counter(), Wire(port)
    for operation in operations:
        trial = Trial(operation, wire, used, verbose)
        try:
            trial.run()
        except Exception:
            trial.judge("stopped", None, None, [traceback.format_exc()])
        passed, failed, counts = passed + trial.passed, failed + trial.failed, counts + trial.counts
        stated += len(operation.limits())
    print("%s: %d operations, %d limits stated, tried by %d requests of %d; %d bodies validated; "
          "%d passed, %d failed" % (section, len(operations), stated, counts["limits"],
                                    counts["requests"], counts["bodies validated"], passed, failed))
    if not operations or not counts["requests"] or stated and not counts["limits"]:
        print("FAIL %s: nothing was tried" % section)
        failed += 1
    return passed, failed


def stale_entries(operations, used):
    """Table entries of tried operations that nothing needed."""
    names = {operation.name for operation in operations}
    tables = {"BODIES": BODIES, "OWN_RULES": OWN_RULES, "OWN_STATUS": OWN_STATUS,
              "ALWAYS_REFUSES": ALWAYS_REFUSES, "OTHER_BODY": OTHER_BODY}
    stale = [(title, name) for title, table in tables.items() for name in table
             if name in names and (id(table), name) not in used]
    stale += [("CONVERTERS", key[0]) for key in CONVERTERS
              if key[0] in names and (id(CONVERTERS), key) not in used]
    for entry in stale:
        print("FAIL the entry of %s for %s is not needed" % entry)
    return len(stale)


def try_all(port, sections, verbose):
    operations, used, results = operations_of(served_documents(port)), set(), []
    found = list(dict.fromkeys(operation.section for operation in operations))
    due = sections or [*found, *(section for section in DUE if section not in found)]
    for section in due:
        chosen = [operation for operation in operations if operation.section == section]
        results.append(try_section(section, chosen, port, used, verbose))
    tried = [operation for operation in operations if operation.section in due]
    return [*results, (0, stale_entries(tried, used))]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed_app")
    parser.add_argument("--section", nargs="+", metavar="sNN")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    with Program([args.seed_app]) as program:
        results = try_all(program.port, args.section, args.verbose)
        status = program.stop()
    passed, failed = (sum(column) for column in zip(*results))
    if status != 0:
        failed += 1
        print("FAIL stopping: exit status %s, expected 0\n%s" % (status, program.output()))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
