"""Requests for the topic bodies: what models take and refuse, in order, and every form of a body."""
from casekit import Corpus

c = Corpus()
c.section("bodies")


def post(name, why, path, body, content_type="application/json"):
    c.js(name, why, "POST", path, body, [("Content-Type", content_type)])


# ---- scalars

post("scalars-all", "one of each", "/scalars", {
    "truth": "off", "tiny": -128, "natural": 4294967295, "whole": 9223372036854775807, "step": 99, "ratio": "0.5", "real": 3,
    "name": "abcé", "price": "12.50", "amount": 1.50, "day": "2024-02-29", "moment": "2024-02-29T10:30:00.5+02:00",
    "hour": "10:30:00.25", "lasting": "PT1H30M", "id": "12345678123456781234567812345678", "email": "a@B.co",
    "site": "HTTPS://A.B:443/x", "raw": "é", "color": "red", "level": 3.0, "mode": 2, "free": [1, {"x": None}]})
post("scalars-none", "none of them", "/scalars", {})
post("scalars-null", "null for each", "/scalars", {
    name: None for name in ("truth", "tiny", "natural", "price", "day", "id", "color", "level", "mode", "free")})
post("scalars-wrong", "a text that each refuses", "/scalars", {
    name: "?" for name in ("truth", "tiny", "natural", "whole", "step", "ratio", "real", "name", "price", "amount", "day", "moment",
                           "hour", "lasting", "id", "email", "site", "color", "level", "mode")})
post("scalars-types", "a list that each refuses", "/scalars", {
    name: [] for name in ("truth", "tiny", "natural", "whole", "step", "ratio", "real", "name", "price", "amount", "day", "moment",
                          "hour", "lasting", "id", "email", "site", "raw", "color", "level", "mode")})
post("scalars-low", "below their limits", "/scalars", {"tiny": -129, "natural": -1, "step": -4, "ratio": -1, "name": "a", "price": 0})
post("scalars-high", "above their limits", "/scalars",
     {"tiny": 128, "natural": 4294967296, "step": 102, "ratio": 1, "name": "abcdef", "price": "1000.00"})
post("scalars-far", "far above: the limits speak before the sizes", "/scalars",
     '{"tiny": 1e16, "natural": "99999999999999999999", "step": 9223372036854775807}')
post("scalars-size", "a float beyond 64 bits is too large for any int", "/scalars", '{"tiny": 1e19, "whole": -1e300}')
post("scalars-huge-choices", "beyond 64 bits among choices", "/scalars", '{"level": 9223372036854775808, "mode": -9223372036854775809}')
post("scalars-multiple", "a multiple before a limit", "/scalars", {"step": 1000})
post("scalars-numbers", "numbers for times", "/scalars",
     {"day": 86400, "moment": 1700000000000, "hour": 3661.5, "lasting": 90061.25, "amount": 3})
post("scalars-bools", "true for each", "/scalars", {
    name: True for name in ("tiny", "natural", "whole", "ratio", "real", "name", "amount", "day", "moment", "hour", "lasting", "level", "mode")})
post("scalars-floats", "how floats are written", "/scalars", '{"ratio": -0, "real": 1e22, "free": [1e16, 1e-7, 0.00001, -0.0, 1E2]}')
post("scalars-nan", "NaN and infinity in a response model", "/scalars", '{"real": "nan", "free": [NaN, -Infinity]}')
post("scalars-digits", "places before digits", "/scalars", {"price": "12.345", "amount": "1.50E+3"})
post("scalars-url", "URLs that are none", "/scalars", {"site": "ftp://a.b"})
post("parts", "the same without a response model", "/scalars/parts", {
    "amount": 1.50, "real": 2, "moment": "2024-02-29T10:30:00Z", "hour": "10:30", "lasting": "PT1.5S", "site": "http://é.com",
    "raw": "x", "level": 1, "free": 1e-7})
post("parts-decimal", "a Decimal without a fraction is an int", "/scalars/parts", {"amount": "1E+3"})
post("parts-fraction", "and one with an exponent a float", "/scalars/parts", '{"amount": 1e2}')

# ---- containers

post("containers-all", "one of each", "/containers", {
    "numbers": ["1", 2.0], "words": ["abc"], "unique": [1, "1", 1.0], "pair": ["7", "a"], "point": [1, 2.5, "3"],
    "by_name": {"b": "1", "a": 2}, "by_number": {"01": ["x"], " 2 ": []}, "by_color": {"green": 1}, "matrix": [[1], [], [2, 3]],
    "gaps": [1, None], "options": {"a": [None]}, "days": ["2024-01-01", 86400]})
post("containers-items", "bad items at their places", "/containers", {
    "numbers": [1, 0, "x"], "words": ["abcd", 5], "unique": ["x", 1, None], "pair": ["x", 1], "point": [1, None, "y"],
    "by_name": {"a": "x", "": None}, "by_number": {"x": [1], "2": 5}, "by_color": {"pink": "y"}, "matrix": [[1, "x"], 5, [None]],
    "gaps": ["x", None], "days": ["2024-13-01", []]})
post("containers-sizes", "too many and too few", "/containers", {
    "words": [1, 2, 3], "unique": ["x", 1, 2, 3, 4], "pair": [1], "point": [1, 2, 3, 4], "options": {"a": 1, "b": 2, "c": 3}})
post("containers-types", "something else", "/containers", {
    "numbers": {}, "words": "ab", "unique": {"1": 1}, "pair": "ab", "point": None, "by_name": [], "by_number": [[1, []]], "matrix": 5,
    "gaps": {}, "options": None})
post("containers-repeated", "of a repeated key the last counts", "/containers",
     '{"by_name": {"a": "x", "b": 1, "a": 2}, "by_number": {"1": ["a"], "1.0": ["b"]}}')
post("containers-pair-empty", "nothing for a pair", "/containers", {"pair": []})

# ---- unions and recursion

post("unions-first", "what is exact", "/unions", {"id": 5, "amount": True, "shape": {"radius": 1}, "one_or_many": "a"})
post("unions-second", "the other alternatives", "/unions", {"id": "5", "amount": 2, "shape": {"width": 2, "height": 3}, "one_or_many": ["a"]})
post("unions-converted", "what must be converted", "/unions", {"id": 2.0, "amount": "1.5", "shape": {"radius": "1", "width": 1, "height": 2}})
post("unions-words", "a word for a number or a truth value", "/unions", {"amount": "true"})
post("unions-wrong", "each alternative says why not", "/unions", {"id": [], "amount": "x", "shape": {"width": 1}, "one_or_many": [1]})
post("unions-pet", "told by its kind", "/unions", {"pet": {"kind": "puppy", "tricks": ["sit"]}, "pets": [{"lives": 7, "kind": "cat"}]})
post("unions-pet-wrong", "the tag is in loc", "/unions", {"pet": {"kind": "cat", "lives": "x"}, "pets": [{"kind": "dog", "tricks": [1]}]})
post("unions-tags", "tags that are none", "/unions", {"pets": [{"kind": "bird"}, {}, 5, {"kind": None}, {"kind": 1}, {"kind": True}]})
post("shape-neither", "a whole body that is neither", "/shape", {"width": "x"})
post("shape-both", "most members count", "/shape", {"radius": 1, "width": 1, "height": 2})
post("pet", "a tagged whole body", "/pet", {"kind": "dog"})
post("pet-missing", "without its tag", "/pet", {"lives": 1})
post("pet-list", "a list for it", "/pet", [])
post("comment", "lists and pointers of itself", "/comments",
     {"text": "a", "replies": [{"text": "b", "quoted": {"text": "c"}}], "quoted": None})
post("comment-wrong", "deep places", "/comments",
     {"text": "", "replies": [{"text": "b", "quoted": {"text": 1}}, {}, None], "quoted": {"replies": [{"text": ""}]}})
post("comment-deepest", "254 levels are read", "/comments", '{"text": "n", "quoted": ' * 253 + '{"text": "leaf"}' + "}" * 253)
post("comment-too-deep", "255 are too many", "/comments", '{"text": "n", "quoted": ' * 254 + '{"text": "leaf"}' + "}" * 254)

# ---- validators

post("booking", "all is well", "/bookings", {"code": 12, "nights": "30", "guests": ["a", "b"], "rooms": 2})
post("booking-text", "the model takes a text; its last look tells of that", "/bookings", '"abc"')
post("booking-number", "it takes nothing else", "/bookings", "5")
post("booking-members", "every member that is wrong, each once", "/bookings", {"code": 1234567, "nights": 31, "guests": ["a", "a"], "rooms": "x"})
post("booking-limit", "a limit before a validator", "/bookings", {"code": "a", "nights": 0})
post("booking-rooms", "the last look at the model", "/bookings", {"code": "a", "guests": ["a"], "rooms": 2})
post("booking-bool", "true is no code", "/bookings", {"code": True})
post("bookings-several", "in a list", "/bookings/several", ["abc", {"code": "a", "guests": ["x"]}, {"nights": 99}])

# ---- configuration, aliases, defaults

post("closed", "what it does not know, also within", "/closed", {"id": 1, "z": 1, "inner": {"id": "x", "a": [], "inner": None}})
post("closed-missing", "missing before forbidden", "/closed", {"x": 1})
post("open", "what it does not know is kept", "/open", '{"b": 1e16, "id": 1, "a": [NaN]}')
post("open-plain", "without a response model", "/open/plain", '{"b": 1e16, "id": 1, "a": [NaN, 1e-7]}')
post("exact", "no conversions", "/exact", '{"count": 1.0, "ratio": 2, "truth": 1, "name": 5, "numbers": ["1"], "scores": {"a": true}, "free": "1"}')
post("exact-good", "what is as it should be", "/exact", {"count": 1, "ratio": 0.5, "truth": False, "name": "", "numbers": [1], "scores": {"a": 2}})
post("trimmed", "blanks at both ends", "/trimmed", {"name": "  a\u00a0", "words": [" b ", "\u3000"], "labels": {" k ": " v "}})
post("trimmed-empty", "a limit of what is left", "/trimmed", {"name": " \t", "labels": {" k ": 1}})
post("aliased", "names for reading and for writing", "/aliased", {"itemId": "7", "remark": "r", "is-flag": 0})
post("aliased-own-names", "are not known", "/aliased", {"item_id": 1, "note": "n", "flag": False})
post("aliased-wrong", "the alias is in loc", "/aliased", {"itemId": None, "remark": 1, "is-flag": "maybe"})
post("defaults", "all of them", "/defaults", {})
post("defaults-place", "a model's members have that model's defaults", "/defaults", {"place": {"zip": "1"}})
post("defaults-given", "others", "/defaults", {
    "count": 5, "color": "green", "level": "1", "price": 2, "numbers": [], "scores": {}, "place": {"city": "Rome"}, "nickname": None})
post("defaults-null", "null is no default", "/defaults", {"count": None, "numbers": None, "place": None, "day": None})

# ---- the forms of a body

I = {"name": "a", "price": 1}
c.js("several", "members of an object", "PUT", "/several/1?q=x", {"item": I, "tags": ["t"], "note": "n", "count": "2"})
c.js("several-required", "only what is needed", "PUT", "/several/1", {"item": I, "tags": []})
c.js("several-wrong", "path, then the members in their order", "PUT", "/several/x",
     {"count": 0, "note": "abcdef", "tags": ["a", 1], "item": {"name": 1, "price": 0}})
c.js("several-null", "null for each", "PUT", "/several/1", {"item": None, "tags": None, "note": None, "count": None})
c.js("several-list", "a list has no members", "PUT", "/several/1", "[]")
c.js("several-text", "what is no JSON lacks what is required", "PUT", "/several/1", I, [("Content-Type", "text/plain")])
c.req("several-none", "nothing", "PUT", "/several/1")
c.js("several-malformed", "hides the path", "PUT", "/several/x", '{"item": }')
post("embedded", "one member", "/embedded", {"number": 5})
post("embedded-flat", "without its name", "/embedded", "5")
post("embedded-limit", "its limit", "/embedded", {"number": -99999999999})
post("renamed", "under its alias", "/renamed", {"theItem": I})
post("renamed-own-name", "not under its own name", "/renamed", {"item": I})
post("optional-embedded", "left out", "/optional-embedded", {})
post("optional-embedded-text", "no JSON", "/optional-embedded", "x", "text/plain")
post("number", "a float", "/number", "2")
post("number-zero", "its limit", "/number", "-0.0")
post("number-text-type", "a body that is not JSON is a text", "/number", "1.5", "text/plain")
post("text", "characters are counted", "/text", '"éé"')
post("text-long", "too many", "/text", '"abcde"')
post("text-type", "a body that is not JSON is a text", "/text", "abc", "text/plain")
post("day", "a date", "/day", '"2024-02-29"')
post("day-time", "no date", "/day", '"2024-02-29T01:00"')
post("fallback-none", "nothing: the default", "/fallback", "")
post("fallback-null", "null is not nothing", "/fallback", "null")
post("fallback-limit", "its limit", "/fallback", "11")
post("numbers", "a list of some", "/numbers", '[1, "2", 3.0]')
post("numbers-none", "of none", "/numbers", "[]")
post("numbers-many", "of too many", "/numbers", '[1, "x", 3, 4]')
post("numbers-missing", "no list", "/numbers", "")
post("optional-items", "a list of models", "/optional-items", [I, {"name": "b"}])
post("optional-items-null", "null", "/optional-items", "null")
post("unique", "a set", "/unique", '[1, "1", 2.0, true]')
post("pair", "a pair", "/pair", '["1", "a"]')
post("pair-short", "of one", "/pair", "[1]")
post("named", "models by name", "/named", {"a": I, "b": {"name": "b", "price": "2"}})
post("named-wrong", "a bad one", "/named", {"a": {"price": -1}, "": 5})
post("any", "anything", "/any", '[1e2, {"b": 1, "a": -0}, "\\u00e9", null]')
post("dict", "any object", "/dict", '{"b": [1.0], "a": {"b": 1, "b": 2}}')
post("dict-list", "no object", "/dict", "[]")
c.js("search", "a body of GET", "GET", "/search?q=x", I)
c.req("search-none", "that is missing", "GET", "/search")
c.js("delete", "a body of DELETE", "DELETE", "/items", {"name": "a", "price": "0.5"})
