"""A validator for the part of JSON Schema 2020-12 that an OpenAPI document uses.

`Validator(document).errors(value, schema)` lists what is wrong, as "place: message" lines, and is
empty for a valid value. A keyword that it does not know is an error of its own, so nothing is
passed over. `$` in a pattern means the very end of the text, as it does for the server.
"""
import datetime
import re
import uuid

ANNOTATIONS = {"title", "description", "default", "example", "examples", "deprecated", "readOnly",
               "writeOnly", "contentMediaType", "contentEncoding", "discriminator"}

DURATION = re.compile(r"[-+]?P(?=.)(\d+W|(\d+Y)?(\d+M)?(\d+D)?"
                      r"(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)")


def is_date_time(text):
    return "T" in text and datetime.datetime.fromisoformat(text) is not None


def matches(regex):
    return lambda text: re.fullmatch(regex, text) is not None


# A check answers False, or raises ValueError, for a text that is not of its format.
FORMATS = {
    "date-time": is_date_time,
    "date": datetime.date.fromisoformat,
    "time": lambda text: datetime.time.fromisoformat(text) is not None,
    "duration": lambda text: DURATION.fullmatch(text) is not None,
    "uuid": uuid.UUID,
    "email": matches(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"),
    "uri": matches(r"[a-z][a-z0-9+.-]*://[^/\s]+\S*"),
    "password": lambda text: True,
    "binary": lambda text: True,
}

TYPES = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: is_number(value) and value == int(value),
    "number": lambda value: is_number(value),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same(left, right):
    """Equality of JSON values: 1 is 1.0, but not true."""
    return left == right and isinstance(left, bool) == isinstance(right, bool)


def broken(is_broken, place, value, keyword, limit):
    return ["%s: %r breaks %s %s" % (place, value, keyword, limit)] if is_broken else []


def pattern_of(text):
    """The compiled pattern; a final `$` does not match before a last newline."""
    end = text.endswith("$") and not text.endswith(r"\$")
    return re.compile(text[:-1] + r"\Z" if end else text)


class Resolver:
    """Follows `$ref`; a place in the document is named by its JSON pointer."""

    def __init__(self, document):
        self._document = document

    def follow(self, schema, pointer):
        """(schema, pointer, names of the components on the way) behind all references."""
        names = ()
        while "$ref" in schema:
            pointer = schema["$ref"]
            names += (pointer,)
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            schema = {**self._at(pointer), **beside}
        return schema, pointer, names

    def _at(self, pointer):
        node = self._document
        for part in pointer.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
        return node


class Validator:
    def __init__(self, document):
        self._resolver = Resolver(document)

    def errors(self, value, schema, place="body"):
        if isinstance(schema, bool):
            return [] if schema else [place + ": nothing is allowed here"]
        schema = self._resolver.follow(schema, "")[0]
        found = []
        for keyword, limit in schema.items():
            if keyword in ANNOTATIONS:
                continue
            check = getattr(self, "_" + keyword, None)
            if check is None:
                found.append("%s: the validator does not know the keyword %r" % (place, keyword))
            else:
                found += check(value, limit, schema, place)
        return found

    def valid(self, value, schema):
        return not self.errors(value, schema)

    # ---- any value ----

    def _type(self, value, limit, _, place):
        return [] if TYPES[limit](value) else ["%s: %r is no %s" % (place, value, limit)]

    def _enum(self, value, limit, _, place):
        known = any(same(value, member) for member in limit)
        return [] if known else ["%s: %r is not in %r" % (place, value, limit)]

    def _const(self, value, limit, schema, place):
        return self._enum(value, [limit], schema, place)

    def _anyOf(self, value, limit, _, place):
        faults = [self.errors(value, option, place) for option in limit]
        return [] if [] in faults else sum(faults, [])

    def _oneOf(self, value, limit, _, place):
        count = sum(self.valid(value, option) for option in limit)
        return [] if count == 1 else ["%s: %d of the oneOf fit %r" % (place, count, value)]

    def _allOf(self, value, limit, _, place):
        return sum((self.errors(value, option, place) for option in limit), [])

    # ---- numbers ----

    def _minimum(self, value, limit, _, place):
        return broken(is_number(value) and value < limit, place, value, "minimum", limit)

    def _maximum(self, value, limit, _, place):
        return broken(is_number(value) and value > limit, place, value, "maximum", limit)

    def _exclusiveMinimum(self, value, limit, _, place):
        return broken(is_number(value) and value <= limit, place, value, "exclusiveMinimum", limit)

    def _exclusiveMaximum(self, value, limit, _, place):
        return broken(is_number(value) and value >= limit, place, value, "exclusiveMaximum", limit)

    def _multipleOf(self, value, limit, _, place):
        return broken(is_number(value) and value % limit != 0, place, value, "multipleOf", limit)

    # ---- texts ----

    def _minLength(self, value, limit, _, place):
        short = isinstance(value, str) and len(value) < limit
        return broken(short, place, value, "minLength", limit)

    def _maxLength(self, value, limit, _, place):
        long = isinstance(value, str) and len(value) > limit
        return broken(long, place, value, "maxLength", limit)

    def _pattern(self, value, limit, _, place):
        other = isinstance(value, str) and not pattern_of(limit).search(value)
        return broken(other, place, value, "pattern", limit)

    def _format(self, value, limit, _, place):
        def fits(text):
            try:
                return FORMATS[limit](text) is not False
            except ValueError:
                return False
        if limit not in FORMATS:
            return ["%s: the validator does not know the format %r" % (place, limit)]
        return broken(isinstance(value, str) and not fits(value), place, value, "format", limit)

    # ---- arrays ----

    def _minItems(self, value, limit, _, place):
        short = isinstance(value, list) and len(value) < limit
        return broken(short, place, value, "minItems", limit)

    def _maxItems(self, value, limit, _, place):
        long = isinstance(value, list) and len(value) > limit
        return broken(long, place, value, "maxItems", limit)

    def _uniqueItems(self, value, limit, _, place):
        twice = limit and isinstance(value, list) and any(
            same(value[i], value[j]) for i in range(len(value)) for j in range(i))
        return broken(twice, place, value, "uniqueItems", limit)

    def _prefixItems(self, value, limit, _, place):
        pairs = list(zip(value, limit)) if isinstance(value, list) else []
        return self._each(pairs, place)

    def _items(self, value, limit, schema, place):
        first = len(schema.get("prefixItems", []))
        rest = value[first:] if isinstance(value, list) else []
        return self._each([(item, limit) for item in rest], place, first)

    def _each(self, pairs, place, first=0):
        return sum((self.errors(item, schema, "%s/%d" % (place, i))
                    for i, (item, schema) in enumerate(pairs, first)), [])

    # ---- objects ----

    def _required(self, value, limit, _, place):
        left_out = [name for name in limit if name not in value] if isinstance(value, dict) else []
        return ["%s: %s is missing" % (place, name) for name in left_out]

    def _properties(self, value, limit, _, place):
        given = [name for name in limit if name in value] if isinstance(value, dict) else []
        return sum((self.errors(value[name], limit[name], place + "/" + name)
                    for name in given), [])

    def _additionalProperties(self, value, limit, schema, place):
        known = schema.get("properties", {})
        more = [name for name in value if name not in known] if isinstance(value, dict) else []
        return sum((self.errors(value[name], limit, place + "/" + name) for name in more), [])
