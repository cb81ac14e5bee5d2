"""From a schema of an OpenAPI document: values at and beyond each of its limits.

`Probes` walks a schema and yields one `Probe` for each value worth sending at that place, with
what the document says of it: accepted, or refused at exactly this place with one of these error
types. `limits` lists, on a walk of its own, every limit that a schema states, so that a caller can
tell whether each was tried. A keyword for which no requests are known is an error.
"""
from typing import NamedTuple, Optional

import json_schema
from json_schema import Resolver, Validator
from pattern_text import matching, neighbours
from schema_values import (DEPTH, FORMAT_TEXTS, File, Range, Values, is_decimal, is_file,
                           without_null)

ANY = "*"  # in a loc: the name that a union gives to its member

LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
          "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "enum", "const", "format")

KNOWN = {"type", "properties", "required", "items", "prefixItems", "anyOf", "additionalProperties",
         "$ref", *LIMITS, *json_schema.ANNOTATIONS}

# The keyword and the error types of its refusal.
ERRORS = {
    "minimum": {"greater_than_equal"},
    "exclusiveMinimum": {"greater_than"},
    "maximum": {"less_than_equal"},
    "exclusiveMaximum": {"less_than"},
    "multipleOf": {"multiple_of"},
    "minLength": {"string_too_short", "bytes_too_short"},
    "maxLength": {"string_too_long", "bytes_too_long"},
    "pattern": {"string_pattern_mismatch"},
    "minItems": {"too_short"},
    "maxItems": {"too_long"},
    "enum": {"enum", "literal_error"},
    "const": {"literal_error"},
}

WRONG_TYPE = {
    "integer": {"int_type"}, "number": {"float_type"}, "boolean": {"bool_type"},
    "string": {"string_type"}, "object": {"dict_type", "model_attributes_type", "model_type"},
    "array": {"list_type", "set_type", "frozen_set_type", "tuple_type"},
    "date-time": {"datetime_type"}, "date": {"date_type"}, "time": {"time_type"},
    "duration": {"time_delta_type"}, "uuid": {"uuid_type"}, "uri": {"url_type"},
    "email": {"string_type"}, "password": {"string_type"}, "enum": {"enum", "literal_error"},
    "decimal": {"decimal_type"},
}

# Values that no lax conversion takes for the type, and the errors of each.
UNTAKEN = {
    "integer": [(1.5, {"int_from_float", "int_type"}), ("x", {"int_parsing", "int_type"})],
    "number": [("x", {"float_parsing", "float_type"})],
    "boolean": [(2, {"bool_parsing", "bool_type"}), ("x", {"bool_parsing", "bool_type"})],
    "string": [(12, {"string_type"}), (True, {"string_type"})],
    "array": [("abc", WRONG_TYPE["array"]), (1, WRONG_TYPE["array"])],
    "object": [("x", WRONG_TYPE["object"]), (1, WRONG_TYPE["object"])],
}

# What a text (of a path, query, header, cookie or form) cannot be read as.
UNREADABLE = {"integer": [("x", {"int_parsing"}), ("1.5", {"int_parsing"})],
              "number": [("x", {"float_parsing"})],
              "boolean": [("x", {"bool_parsing"}), ("2", {"bool_parsing"})]}


class Probe(NamedTuple):
    """One value for a place, and what is to become of it.

    accepted is None when the transport cannot carry the value: `own` says why. Otherwise `own`
    says why the validator of the document is not asked (the document says less than it could).
    """
    keyword: str
    pointer: str
    accepted: Optional[bool]
    value: object
    loc: tuple = ()
    types: frozenset = frozenset()
    own: str = ""


class Probes:
    """Walks a schema; `where` is json, path, query, header, cookie or form."""

    def __init__(self, document):
        self._resolver, self._validator = Resolver(document), Validator(document)
        self._values = Values(document)

    def of(self, schema, pointer, where, seen=()):
        """What is to be tried at this place; loc is counted from here."""
        schema, pointer, names = self._resolver.follow(schema, pointer)
        seen += names
        if any(seen.count(name) > DEPTH for name in names):
            return
        yield from self._null(schema, pointer, where)
        yield from self._inner(schema, pointer, where, seen)

    def _inner(self, schema, pointer, where, seen):
        unknown = [keyword for keyword in schema if keyword not in KNOWN]
        if unknown:
            raise ValueError("%s: no requests are known for %s" % (pointer, unknown))
        if "anyOf" in schema:
            return self._union(schema, pointer, where, seen)
        if "enum" in schema or "const" in schema:
            return self._members(schema, pointer, where)
        walk = getattr(self, "_" + schema.get("type", "anything"))
        return walk(schema, pointer, where, seen)

    # ---- null and unions ----

    def _null(self, schema, pointer, where):
        if where != "json":  # a text is never null
            return
        taken = self._validator.valid(None, schema)
        yield Probe("null", pointer, taken, None, (ANY,) if self._is_union(schema) else (),
                    frozenset() if taken else self._wrong_type(schema))

    def _is_union(self, schema):
        options = without_null(schema) if "anyOf" in schema else []
        return len(options) > 1 and not is_decimal(options)

    def _wrong_type(self, schema):
        if "anyOf" in schema:
            options = without_null(schema)
            if is_decimal(options):
                return WRONG_TYPE["decimal"]
            return frozenset().union(*(self._wrong_type(self._resolver.follow(option, "")[0])
                                       for option in options))
        kind = "enum" if "enum" in schema or "const" in schema else schema["type"]
        return frozenset(WRONG_TYPE[schema.get("format", kind)])

    def _union(self, schema, pointer, where, seen):
        options = without_null(schema)
        places = ["%s/anyOf/%d" % (pointer, schema["anyOf"].index(option)) for option in options]
        if is_decimal(options):
            return self._decimal(options, places, where)
        pairs = [self._resolver.follow(*pair) for pair in zip(options, places)]
        if len(pairs) == 1:
            inner, place, names = pairs[0]
            return self._inner(inner, place, where, seen + names)
        return self._several(schema, pairs, where, seen)

    def _several(self, schema, pairs, where, seen):
        """What one member refuses, the union refuses if no other member takes it."""
        any_text = where != "json" and any(pair[0].get("type") == "string" for pair in pairs)
        for inner, place, names in pairs:
            for probe in self._inner(inner, place, where, seen + names):
                if probe.accepted is False:
                    loose = probe.keyword == "type" and not isinstance(probe.value, (dict, list))
                    if any_text or loose or self._validator.valid(probe.value, schema):
                        continue
                yield probe._replace(loc=(ANY, *probe.loc))

    def _decimal(self, options, places, where):
        for value in ([1.5, 0, -2.25] if where == "json" else []) + ["1.5", "100", "-0.25"]:
            yield Probe("type", places[isinstance(value, str)], True, value)
        if any(keyword in option for option in options for keyword in LIMITS):
            yield from self._number(options[0], places[0], where, ())
            if "pattern" in options[1]:
                yield from self._patterns(options[1], places[1], where, {"decimal_parsing"})
        yield Probe("type", places[1], False, "x", (), frozenset({"decimal_parsing"}),
                    "the document calls a Decimal any text")
        if where == "json":
            yield Probe("type", places[1], False, {}, (), frozenset(WRONG_TYPE["decimal"]))

    # ---- values with no parts ----

    def _members(self, schema, pointer, where):
        keyword = "const" if "const" in schema else "enum"
        members = [schema["const"]] if keyword == "const" else schema["enum"]
        for member in members:
            yield Probe(keyword, pointer, True, member)
        texts = [member for member in members if isinstance(member, str)]
        others = [text + "x" for text in texts[-1:]] + [text.upper() for text in texts[:1]]
        numbers = [member for member in members if isinstance(member, int)]
        others += [max(numbers) + 1, min(numbers) - 1] if numbers else []
        others += [str(numbers[0])] if numbers and texts and where == "json" else []
        others += [{}, []] if where == "json" else []
        for other in others:
            if not any(json_schema.same(other, member) for member in members):
                yield Probe(keyword, pointer, False, other, (), frozenset(ERRORS[keyword]))

    def _anything(self, schema, pointer, where, seen):
        for value in [1, 1.5, "x", True, [], {}, [{"a": None}]] if where == "json" else ["x", "1"]:
            yield Probe("type", pointer, True, value)

    def _boolean(self, schema, pointer, where, seen):
        for value in (True, False):
            yield Probe("type", pointer, True, value)
        yield from self._untaken(schema, pointer, where)

    def _integer(self, schema, pointer, where, seen):
        limits = Range(schema)
        for keyword in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"):
            if keyword in schema:
                inside, outside = limits.edge(keyword)
                yield from self._edge(keyword, pointer, inside, outside)
        # No limit is in force that the document does not state.
        for value in (0, -1, 2 ** 31 - 1, -2 ** 31) if limits.whole else (0.0, -1.5, 1e300, -1e300):
            if self._validator.valid(value, schema):
                yield Probe("range", pointer, True, value)
        yield from self._untaken(schema, pointer, where)

    _number = _integer

    def _string(self, schema, pointer, where, seen):
        yield from self._lengths(schema, pointer, where)
        if "pattern" in schema:
            yield from self._patterns(schema, pointer, where, ERRORS["pattern"])
        if schema.get("format") in FORMAT_TEXTS:
            taken, refused, types = FORMAT_TEXTS[schema["format"]]
            for text in taken:
                yield Probe("format", pointer, True, text)
            for text in refused:
                yield Probe("format", pointer, False, text, (), frozenset(types))
        elif not is_file(schema):
            yield from self._free_lengths(schema, pointer, where)
        if not is_file(schema):
            yield from self._untaken(schema, pointer, where)

    def _lengths(self, schema, pointer, where):
        for keyword, step in (("minLength", -1), ("maxLength", 1)):
            if keyword not in schema:
                continue
            inside = self._values.text(schema, where, schema[keyword])
            # The length is looked at before the pattern.
            outside = self._values.text({}, where, schema[keyword] + step)
            if is_file(schema):
                inside, outside = File(inside), File(outside)
            if inside is None:
                yield Probe(keyword, pointer, None, None, own="no text of this length matches")
            yield from self._edge(keyword, pointer, inside, outside, where)

    def _free_lengths(self, schema, pointer, where):
        """No length is in force that the document does not state."""
        free = {"minLength", "pattern"}.isdisjoint(schema)
        if free and where not in ("path", "form", "cookie"):
            yield Probe("length", pointer, True, "")
        long = self._values.text(schema, where, 300) if "maxLength" not in schema else None
        if long is not None:
            yield Probe("length", pointer, True, long)

    def _patterns(self, schema, pointer, where, types):
        shortest, longest = schema.get("minLength", 1), schema.get("maxLength", 12)
        texts = [matching(schema["pattern"], n) for n in range(max(shortest, 1), longest + 1)]
        texts = [text for text in texts if text is not None][:3]
        others = [(text, True) for text in texts]
        for text in texts:
            others += neighbours(schema["pattern"], text)
        if where in ("json", "query", "form"):
            others += [(text + "\n", False) for text in texts if len(text) < longest]
        for other, taken in dict(others).items():
            yield Probe("pattern", pointer, taken, other, (), frozenset(() if taken else types))

    def _edge(self, keyword, pointer, inside, outside, where="json"):
        if inside is not None:
            yield Probe(keyword, pointer, True, inside)
        empty = outside in ("", File(""))
        if empty and where in ("path", "form", "cookie"):
            yield Probe(keyword, pointer, None, outside, own="a %s carries no empty text" % where)
        else:
            yield Probe(keyword, pointer, False, outside, (), frozenset(ERRORS[keyword]))

    def _untaken(self, schema, pointer, where):
        if where != "json":
            for text, types in UNREADABLE.get(schema["type"], []):
                yield Probe("type", pointer, False, text, (), frozenset(types))
            return
        for value in ({}, []):
            if not json_schema.TYPES[schema["type"]](value):
                yield Probe("type", pointer, False, value, (), self._wrong_type(schema))
        # Numbers are taken as the dates, times and durations that they can stand for.
        if schema.get("format") in (None, "email", "password"):
            for value, types in UNTAKEN[schema["type"]]:
                yield Probe("type", pointer, False, value, (), frozenset(types))

    # ---- values with parts ----

    def _array(self, schema, pointer, where, seen):
        if "prefixItems" in schema:
            yield from self._tuple(schema, pointer, where, seen)
        else:
            yield from self._counts(schema, pointer, where)
            before = self._values.items(schema, where, 1)
            before = before[:max(0, schema.get("maxItems", 2) - 1)]
            after = self._values.items(schema, where, max(2, schema.get("minItems", 0)))
            after = after[len(before) + 1:]
            for probe in self.of(schema["items"], pointer + "/items", where, seen):
                if probe.accepted is not None:
                    yield probe._replace(value=[*before, probe.value, *after],
                                         loc=(len(before), *probe.loc))
        if where == "json":
            yield from self._untaken(schema, pointer, where)

    def _counts(self, schema, pointer, where):
        def so_many(count):
            return self._values.items(schema, where, count)

        for keyword, step in (("minItems", -1), ("maxItems", 1)):
            if keyword not in schema:
                # An empty list of a query or form cannot be told from none.
                if step > 0 or where == "json":
                    yield Probe("count", pointer, True, so_many(9 if step > 0 else 0))
                continue
            inside, outside = so_many(schema[keyword]), so_many(schema[keyword] + step)
            yield Probe(keyword, pointer, True, inside)
            if outside or where == "json":
                yield Probe(keyword, pointer, False, outside, (), frozenset(ERRORS[keyword]))
            else:
                yield Probe(keyword, pointer, None, [], own="an empty list is one left out")
        if schema.get("uniqueItems"):
            yield Probe("uniqueItems", pointer, True, so_many(2))
            yield Probe("uniqueItems", pointer, True, so_many(1) * 2,
                        own="a set takes what comes twice, once")

    def _tuple(self, schema, pointer, where, seen):
        valid = self._values.least(schema, where)
        few, many = "minItems" in schema, "maxItems" in schema
        yield Probe("minItems" if few else "count", pointer, True, valid)
        yield Probe("maxItems" if many else "count", pointer, True, valid)
        yield Probe("minItems" if few else "count", pointer, not few, valid[:-1],
                    (len(valid) - 1,) if few else (), frozenset({"missing"} if few else ()))
        yield Probe("maxItems" if many else "count", pointer, not many, valid + valid[-1:], (),
                    frozenset(ERRORS["maxItems"] if many else ()))
        for i, item in enumerate(schema["prefixItems"]):
            for probe in self.of(item, "%s/prefixItems/%d" % (pointer, i), where, seen):
                yield probe._replace(value=[*valid[:i], probe.value, *valid[i + 1:]],
                                     loc=(i, *probe.loc))

    def _object(self, schema, pointer, where, seen):
        least = self._values.least(schema, where)
        for name, member in schema.get("properties", {}).items():
            place = "%s/properties/%s" % (pointer, name)
            yield from self._left_out(schema, pointer, where, name)
            for probe in self.of(member, place, where, seen):
                yield probe._replace(value={**least, name: probe.value}, loc=(name, *probe.loc))
        yield from self._more(schema, pointer, where, least, seen)
        if where == "json":
            yield from self._untaken(schema, pointer, where)

    def _left_out(self, schema, pointer, where, name):
        required = name in schema.get("required", [])
        value = self._values.least(schema, where) if required else self._values.most(schema, where)
        value.pop(name, None)
        yield Probe("required", pointer, not required, value, (name,) if required else (),
                    frozenset({"missing"} if required else ()))

    def _more(self, schema, pointer, where, least, seen):
        more = schema.get("additionalProperties", True)
        if isinstance(more, dict):
            # The key is a number too, because the document does not say what keys are.
            for probe in self.of(more, pointer + "/additionalProperties", where, seen):
                yield probe._replace(value={**least, "1": probe.value}, loc=("1", *probe.loc))
            return
        extra = {**least, "not_in_the_document": "x"}
        yield Probe("additionalProperties", pointer, bool(more), extra,
                    () if more else ("not_in_the_document",),
                    frozenset(() if more else {"extra_forbidden"}))


def limits(resolver, schema, pointer, seen=()):
    """The set of (pointer, keyword) that the schema states and a request can break."""
    schema, pointer, names = resolver.follow(schema, pointer)
    if any(name in seen for name in names):
        return set()
    seen += names
    found = {(pointer, keyword) for keyword in LIMITS if keyword in schema
             and not (keyword == "format" and schema["format"] in ("password", "binary"))}
    parts = [(part, "properties/" + name) for name, part in schema.get("properties", {}).items()]
    for keyword in ("anyOf", "prefixItems"):
        parts += [(part, "%s/%d" % (keyword, i)) for i, part in enumerate(schema.get(keyword, ()))]
    parts += [(schema[keyword], keyword) for keyword in ("items", "additionalProperties")
              if isinstance(schema.get(keyword), dict)]
    for part, name in parts:
        found |= limits(resolver, part, pointer + "/" + name, seen)
    return found
