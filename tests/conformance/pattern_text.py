"""Texts that match a regular expression, and the nearest that do not, for the requests of truth.py.

Each repetition of the pattern is lengthened on its own, the rest being kept as short as it may be:
enough to hit any wanted length of the patterns that a schema has. Nothing is random.
"""
try:
    from re import _parser as parser  # Python 3.11
except ImportError:
    import sre_parse as parser

from json_schema import pattern_of

LONGEST = 400


def _first_of(members):
    """The first character of a set such as [a-z0-9-]."""
    name, argument = members[0]
    return {"LITERAL": lambda: chr(argument), "RANGE": lambda: chr(argument[0]),
            "CATEGORY": lambda: "0" if "DIGIT" in str(argument) else "a"}[str(name)]()


class _Writer:
    """Writes one text; the repetition number `longer` is repeated `extra` times more."""

    def __init__(self, longer, extra):
        self._longer, self._extra, self.repetitions = longer, extra, 0

    def write(self, tree):
        return "".join(self._node(str(name), argument) for name, argument in tree)

    def _node(self, name, argument):
        if name == "AT":
            return ""
        if name == "LITERAL":
            return chr(argument)
        if name == "IN":
            return _first_of(argument)
        if name == "ANY":
            return "a"
        if name == "SUBPATTERN":
            return self.write(argument[3])
        if name == "BRANCH":
            return self.write(argument[1][0])
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(*argument)
        raise ValueError("no text is known for %s in a pattern" % name)

    def _repeat(self, least, most, tree):
        self.repetitions += 1
        more = self._extra if self.repetitions == self._longer else 0
        return "".join(self.write(tree) for _ in range(min(least + more, int(most))))


def matching(pattern, length=None):
    """A text that matches (of this length), or None."""
    tree, regex = parser.parse(pattern), pattern_of(pattern)
    for extra in range(0, (LONGEST if length is None else length) + 1):
        repetition, known = 0, 0
        while repetition <= known:
            writer = _Writer(repetition, extra)
            text, known = writer.write(tree), max(known, writer.repetitions)
            if regex.search(text) and length in (None, len(text)):
                return text
            repetition += 1
    return None


def neighbours(pattern, text):
    """[(text, whether it matches)]: the same text with other first and last characters."""
    regex, found = pattern_of(pattern), {}
    for other in "!AZaz09_-":
        for changed in (text[:-1] + other, other + text[1:]):
            found[changed] = regex.search(changed) is not None
    return list(found.items())
