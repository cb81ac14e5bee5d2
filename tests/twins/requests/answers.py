"""Requests for the twin `answers`."""
import os
import sys
from urllib.parse import quote

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "conformance"))
from casekit import Corpus  # noqa: E402

c = Corpus()
c.section("answers")

# ---- response models
for name, why in (
        ("whole", "nested models, lists and maps of them keep only what the models have"),
        ("list", "a list of models"), ("map", "a map of lists of models"),
        ("include", "only some members, also of a member"), ("exclude", "not these, also through lists and maps"),
        ("unset", "what the data did not give, at every level"),
        ("defaults", "what has its default, at every level"), ("none", "what is null, at every level"),
        ("by-name", "names in place of aliases"), ("pairs", "a tuple"), ("pets/cat", "one kind of a union"),
        ("pets/dog", "the other kind"), ("maybe/true", "an optional model"),
        ("maybe/false", "its null is not left out"), ("crash", "what does not fit is a 500"), ("free", "no model at all")):
    c.get("people-" + name.replace("/", "-"), why, "/people/" + name, exact=True)

# ---- values, by a response model, by jsonable_encoder in an answer, and called by the handler
VALUES = {
    "nothing": ("{}", "defaults"),
    "null": ('{"moment": null, "day": null, "clock": null, "span": null, "price": null, "id": null}', "nulls"),
    "large": ('{"number": 1e16}', "the first number with an exponent"),
    "almost-large": ('{"number": 9999999999999998}', "the last one without"),
    "larger": ('{"number": 1.5e300}', "the sign of an exponent"),
    "small": ('{"number": 0.00001}', "a small number is spelled in two ways"),
    "smaller": ('{"number": 1.5e-7}', "a smaller one, too"),
    "least": ('{"number": 5e-324}', "the smallest number"),
    "negative-zero": ('{"number": -0.0}', "negative zero"),
    "zero": ('{"number": -0, "integer": -0}', "integers have one zero"),
    "escapes": ('{"text": "\\u0000\\u001f\\u007f\\b\\f\\n\\r\\t\\"\\\\/"}', "control characters, quotes"),
    "unicode": ('{"text": "é 日本 \\u2028 \\ud83d\\ude00 <&>", "raw": "é"}', "beyond ASCII as it is"),
    "utc": ('{"moment": "2024-01-15T10:30:00Z"}', "UTC"),
    "naive": ('{"moment": "2024-01-15T10:30:00.1"}', "no zone, microseconds in full"),
    "zone": ('{"moment": "2024-01-15T10:30:00.123456-03:30", "clock": "08:05:00.5+02:00"}', "another zone"),
    "first-day": ('{"moment": "0001-01-01T00:00:00", "day": "0001-01-01", "clock": "00:00"}', "the first moment"),
    "span": ('{"span": "P1DT2H3M4.5S"}', "a span of time"),
    "negative-span": ('{"span": "-PT0.000001S"}', "a negative one"),
    "long-span": ('{"span": "P400D"}', "more than a year"),
    "no-span": ('{"span": 0}', "none"),
    "true-span": ('{"span": true}', "true is a second"),
    "price": ('{"price": "12.50"}', "the zeros of a decimal text stay"),
    "number-price": ('{"price": 12.50}', "those of a number do not"),
    "large-price": ('{"price": 1e5}', "a number with an exponent is a float"),
    "exponent-price": ('{"price": "1.10E+2"}', "the exponent of a text stays"),
    "whole-price": ('{"price": "1E+3"}', "an integer with an exponent"),
    "huge-price": ('{"price": 123456789012345678901234567890}', "an integer beyond 64 bits"),
    "far-price": ('{"price": "1E+40"}', "one with an exponent"),
    "huge-text": ('{"text": 123456789012345678901234567890, "number": 123456789012345678901234567890}', "beyond 64 bits in a problem, too"),
    "small-price": ('{"price": "1E-10"}', "a small one"),
    "long-price": ('{"price": "0.12345678901234567890123"}', "more digits than a float has"),
    "uuid": ('{"id": "{ABCDEF12-1234-5678-1234-567812345678}"}', "a UUID in small letters"),
    "choices": ('{"colour": "blue", "level": 2}', "enumerations"),
    "set": ('{"numbers": [3, 3, 3]}', "a set"),
    "tuple": ('{"point": [1e-7, false]}', "a tuple"),
    "many": ('{"number": 0.1, "integer": 7, "text": "t", "moment": 0, "day": "2024-02-29", "raw": "r"}', "several"),
}
for name, (body, why) in VALUES.items():
    for way in ("model", "dict", "encoder"):
        c.js("values-%s-%s" % (way, name), why, "POST", "/values/" + way, body, exact=True)
c.js("values-infinite", "what JSON has no number for is null in a model", "POST", "/values/model", '{"number": 1e400}', exact=True)
c.js("values-numbers", "a list of numbers", "POST", "/values/numbers", "[1, 2.5, -0, 1e-5, 1e22, 123456789012345680]", exact=True)
c.get("values-priced", "values that the handler has made", "/values/priced", exact=True)

# ---- statuses and headers
c.req("delete-204", "204: a header, a type, no length", "DELETE", "/statuses/204")
c.get("not-modified", "304 from a handler that returns nothing", "/statuses/304")
for code in (200, 203, 204, 206, 304, 418, 599):
    for kind in ("json", "empty", "chosen", "error"):
        c.get("%s-%d" % (kind, code), "status %d" % code, "/statuses/%s/%d" % (kind, code))
c.get("empty-205", "205 without a body", "/statuses/empty/205")
c.get("error-205", "nor with an error", "/statuses/error/205")
c.get("error-type", "an error may have a type of its own", "/statuses/error-type")
c.get("headers", "headers of a dependency and of the handler, one line or several", "/statuses/headers")
c.get("headers-own", "a Response of the handler's own has none of them", "/statuses/headers/own")
c.get("headers-error", "nor has an error", "/statuses/headers/error")

# ---- cookies
c.get("cookies", "all options", "/cookies/options")
for number, value in enumerate(("", "a b", "a;b,c", 'a"b\\c', "é", "~!#$%&'*+-.^_`|:", "()<>@/[]?={}", "\u00a0")):
    c.form("cookie-%d" % number, "the value %r" % value, "/cookies/value", "value=" + quote(value))

# ---- classes of responses
for name in ("plain", "html", "csv", "json", "empty", "redirect", "redirect/chosen"):
    c.get("texts-" + name.replace("/", "-"), "class of route or router", "/texts/" + name)
c.req("texts-head", "no HEAD by itself", "HEAD", "/texts/plain")
for number, name in enumerate(("text/plain", "text/csv; header=present", "text/plain; CHARSET=latin-1", "image/svg+xml",
                               "TEXT/plain", "application/json")):
    c.form("typed-%d" % number, "media type " + name, "/texts/typed", "body=%C3%A9&media_type=" + quote(name))

# ---- files
RANGES = ("bytes=0-0", "bytes=-5", "bytes=95-", "bytes=90-200", "bytes=100-", "bytes=-0", "bytes=5-4", "bytes=x", "lines=1-2",
          "bytes", "bytes=0-9,5-19", "BYTES = +1 - 1_0 ", "bytes=0-1" + ",x" * 100)
for number, value in enumerate(RANGES):
    for method in ("GET", "HEAD"):
        c.req("range-%d-%s" % (number, method.lower()), "Range: " + value[:20], method, "/files/named?name=a.txt", [("Range", value)])
c.get("ranges", "several ranges", "/files/named", [("Range", "bytes=0-1,50-51,-1")],
      ignore=["body", "header:content-type"])
c.get("range-201", "a range needs status 200", "/files/named?code=201", [("Range", "bytes=0-1")])
MODIFIED = "Mon, 15 Jan 2024 10:30:00 GMT"
for number, (name, value) in enumerate((("If-Range", MODIFIED), ("If-Range", '"other"'), ("If-Range", "W/" + MODIFIED),
                                        ("If-None-Match", "*"), ("If-Modified-Since", MODIFIED))):
    for place, path in (("file", "/files/named"), ("static", "/static/notes.txt")):
        c.get("condition-%d-%s" % (number, place), "%s: %s" % (name, value), path, [("Range", "bytes=0-1"), (name, value)])
for number, name in enumerate(("a.txt", "résumé 1.txt", "a\"b.csv", "日本.pdf", "a;b.html", "../x/y.json", "noext", "a.unknownext",
                               "~t-._.css", "photo.JPG")):
    c.get("name-%d" % number, "kept as " + name, "/files/named?name=" + quote(name, safe=""))
c.get("inline", "shown, under a name", "/files/named?inline=true&name=a.html")
c.get("media-type", "a type of its own", "/files/named?name=a.html&media_type=application/x-own")
for number, name in enumerate(("empty.csv", "data.unknownext", "sub/a%20b.json", "style.css", "crash.txt")):
    c.get("of-%d" % number, "the file " + name, "/files/of/" + name)

# ---- folders
for place in ("static", "site"):
    for number, name in enumerate(("notes.txt", "", "sub", "sub/", "sub/index.html", "sub/../notes.txt", "sub//index.html",
                                   "%2e%2e/%2e%2e/etc/passwd", "nothing", "a%00b", "notes.txt/", "sub/a%20b.json", "empty.csv")):
        c.get("%s-%d" % (place, number), "the path /" + name, "/%s/%s" % (place, name))
    c.req("%s-head" % place, "HEAD", "HEAD", "/%s/index.html" % place)
    c.req("%s-post" % place, "no other method", "POST", "/%s/index.html" % place)
c.get("site-since", "what has not changed since", "/site/", [("If-Modified-Since", MODIFIED)])
c.get("site-changed", "what has", "/site/", [("If-Modified-Since", "Mon, 15 Jan 2024 10:29:59 GMT")])
c.get("site-lost-match", "a page for what is missing is always sent", "/site/lost", [("If-None-Match", "*")])

# ---- streams
c.get("stream", "texts, empty ones among them", "/streams/texts")
c.req("stream-head", "HEAD", "HEAD", "/streams/texts")
c.get("stream-none", "nothing, and no type", "/streams/none")
for code in (200, 203, 404):
    c.get("stream-%d" % code, "a stream of that status", "/streams/status/%d" % code)
