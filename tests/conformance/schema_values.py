"""Valid values of the schemas of an OpenAPI document, and the neighbours of their limits.

`Values(document)` gives the shortest (`least`) and the fullest (`most`) valid value of a schema;
`Range` gives the numbers on both sides of a limit. Nothing is random: the same document gives the
same values. `where` is json, path, query, header, cookie or form: some carry less than others.
"""
import math
from typing import NamedTuple

from json_schema import FORMATS, Resolver
from pattern_text import matching

DEPTH = 2            # how often a component is entered again inside itself
TINY = 2.0 ** -1022  # the smallest normal double, the neighbour of 0 that every parser reads

# Texts of each format, those that must be taken and those that must not, and how they are refused.
FORMAT_TEXTS = {
    "date-time": (["2024-02-29T23:59:59Z", "2024-01-15T10:30:00+05:30", "0001-01-01T00:00:00",
                   "9999-12-31T23:59:59.999999Z"],
                  ["2023-02-29T00:00:00Z", "2024-01-15T25:00:00Z", "2024-13-01T00:00:00Z", "x"],
                  {"datetime_parsing", "datetime_from_date_parsing"}),
    "date": (["2024-02-29", "0001-01-01", "9999-12-31"],
             ["2023-02-29", "2024-13-01", "2024-01-00", "x"],
             {"date_parsing", "date_from_datetime_parsing"}),
    "time": (["00:00:00", "23:59:59.999999", "12:30:00Z"], ["24:00:00", "12:60:00", "x"],
             {"time_parsing"}),
    "duration": (["P1DT2H3M4S", "PT0S", "PT0.5S"], ["x", "P", "one day"], {"time_delta_parsing"}),
    "uuid": (["3fa85f64-5717-4562-b3fc-2c963f66afa6", "00000000-0000-0000-0000-000000000000"],
             ["3fa85f64-5717-4562-b3fc-2c963f66afa", "3fa85f64-5717-4562-b3fc-2c963f66afag", "x"],
             {"uuid_parsing"}),
    "email": (["alice@example.com", "a.b+c@mail.example.co"],
              ["alice", "@example.com", "alice@", "a b@example.com", "alice@example"],
              {"value_error"}),
    "uri": (["https://example.com/", "http://a.co/b?c=d"], ["x", "http://"],
            {"url_parsing", "url_scheme"}),
}
assert {*FORMAT_TEXTS, "password", "binary"} == {*FORMATS}


class File(NamedTuple):
    """A file of a multipart body."""
    content: str
    filename: str = "file.txt"


def is_file(schema):
    return "contentMediaType" in schema or schema.get("format") == "binary"


def is_decimal(options):
    """How a Decimal is described: a number, or a text that is one."""
    return [option.get("type") for option in options] == ["number", "string"]


def without_null(schema):
    return [option for option in schema["anyOf"] if option.get("type") != "null"]


class Range:
    """The limits of a number schema, and the values on both sides of each."""

    def __init__(self, schema):
        self.schema, self.whole = schema, schema["type"] == "integer"
        self.step = schema.get("multipleOf", 1 if self.whole else None)

    def edge(self, keyword):
        """(the last value inside, the first outside)."""
        if keyword == "multipleOf":
            inside = self.sample()
            return inside, self._off_step(inside)
        low, limit = keyword.lower().endswith("minimum"), self.schema[keyword]
        exclusive = keyword.startswith("exclusive")
        if self.step is None:
            return self._neighbours(limit, low, exclusive)
        steps = limit / self.step
        inside = (math.ceil(steps) if low else math.floor(steps)) * self.step
        toward = self.step if low else -self.step
        if exclusive and inside == limit:
            inside += toward
        return self._number(inside), self._number(inside - toward)

    def sample(self, variant=0):
        """A value inside all limits."""
        low = self.schema.get("minimum", self.schema.get("exclusiveMinimum"))
        high = self.schema.get("maximum", self.schema.get("exclusiveMaximum"))
        if self.step is not None:
            return self._whole_sample(variant)
        if low is None:
            return 1.5 + variant if high is None else high - 1.0 - variant
        if high is None:
            return max(low + 1.0, 1.5) + variant
        return low + (high - low) / (2.0 + variant)

    def _whole_sample(self, variant):
        for keyword in ("minimum", "exclusiveMinimum"):
            if keyword in self.schema:
                return self._number(max(self.edge(keyword)[0], self.step) + variant * self.step)
        for keyword in ("maximum", "exclusiveMaximum"):
            if keyword in self.schema:
                return self._number(min(self.edge(keyword)[0], self.step) - variant * self.step)
        return self._number(self.step * (1 + variant))

    def _number(self, value):
        return int(value) if self.whole else float(value)

    def _off_step(self, inside):
        return inside + max(1, int(self.step) // 2) if self.whole else inside + self.step / 2

    def _neighbours(self, limit, low, exclusive):
        up = math.inf if low == exclusive else -math.inf
        beside = math.nextafter(limit, up) if limit else math.copysign(TINY, up)
        return (beside, float(limit)) if exclusive else (float(limit), beside)


class Values:
    """Valid values of a schema."""

    def __init__(self, document):
        self._resolver = Resolver(document)

    def least(self, schema, where="json", variant=0):
        """With nothing that may be left out."""
        return self._value(schema, where, False, variant, ())

    def most(self, schema, where="json", variant=0):
        """With everything that may be given."""
        return self._value(schema, where, True, variant, ())

    def text(self, schema, where, length, variant=0):
        """A text of this length inside the pattern, or None."""
        if "pattern" in schema:
            return matching(schema["pattern"], length)
        filler = "e" if where in ("header", "cookie") or is_file(schema) else "\u00e9"
        last = chr(ord("a") + variant % 26) if variant else filler
        return filler * (length - 1) + last if length else ""

    def _value(self, schema, where, full, variant, seen):
        schema, _, names = self._resolver.follow(schema, "")
        seen += names
        if "anyOf" in schema:
            option = without_null(schema)[0]
            return self._value(option, where, full, variant, seen)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][variant % len(schema["enum"])]
        make = getattr(self, "_" + schema.get("type", "anything"))
        return make(schema, where, full, variant, seen)

    def _anything(self, schema, where, full, variant, seen):
        return {"any": [1, None, "x"]} if where == "json" else "x"

    def _boolean(self, schema, where, full, variant, seen):
        return variant % 2 == 0

    def _integer(self, schema, where, full, variant, seen):
        return Range(schema).sample(variant)

    _number = _integer

    def _string(self, schema, where, full, variant, seen):
        if schema.get("format") in FORMAT_TEXTS:
            texts = FORMAT_TEXTS[schema["format"]][0]
            return texts[variant % len(texts)]
        length = max(schema.get("minLength", 0), min(schema.get("maxLength", 5), 5))
        if "pattern" in schema:
            fitting = (matching(schema["pattern"], length + variant), matching(schema["pattern"]))
            text = next(text for text in fitting if text is not None)
        else:
            text = "name "[:length].strip() + chr(ord("a") + variant % 26)
            text = text.ljust(length, "e")[-max(length, 1):]
        return File(text) if is_file(schema) else text

    def _array(self, schema, where, full, variant, seen):
        if "prefixItems" in schema:
            return [self._value(item, where, full, 0, seen) for item in schema["prefixItems"]]
        # An empty list of a query or form cannot be told from none.
        some = where != "json" or full and self._again(schema, seen)
        count = max(schema.get("minItems", 0), 1 if some else 0)
        return self.items(schema, where, count, full, seen)

    def items(self, schema, where, count, full=False, seen=()):
        """So many distinct elements of an array."""
        return [self._value(schema["items"], where, full, i, seen) for i in range(count)]

    def _object(self, schema, where, full, variant, seen):
        required, properties = schema.get("required", []), schema.get("properties", {})
        value = {name: self._value(member, where, full, variant, seen)
                 for name, member in properties.items()
                 if name in required or full and self._again(member, seen)}
        more = schema.get("additionalProperties")
        if full and isinstance(more, dict) and self._again(more, seen):
            value["1"] = self._value(more, where, full, variant, seen)
        return value

    def _again(self, schema, seen):
        """Whether an optional part is written: not when it would hold itself for ever."""
        for part in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
            if isinstance(part, dict) and seen.count(part.get("$ref")) >= DEPTH:
                return False
        return True
