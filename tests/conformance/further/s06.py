"""Bodies of s06: malformed JSON, types of content, what stands for several parameters, and numbers."""
from casekit import Corpus

c = Corpus()
c.section("s06")


def any_body(name, why, body):
    c.js("more-" + name, why, "POST", "/s06/any", body)


any_body("truncated-key", "ends in a key", '{"a')
any_body("truncated-colon", "ends before the colon", '{"a"')
any_body("truncated-value", "ends before the value", '{"a":')
any_body("truncated-list", "ends in a list", "[1, 2")
any_body("comma-list", "a comma at the end of a list", "[1,\n ]")
any_body("comma-alone", "a comma and nothing else", "[,]")
any_body("comma-twice", "two commas", '{"a": 1,, "b": 2}')
any_body("comma-missing", "no comma between members", '{"a": 1 "b": 2}')
any_body("closer-wrong", "a bracket for a brace", '{"a": 1]')
any_body("key-number", "a key that is no text", "{1: 2}")
any_body("word-cut", "a word that is cut", '{"a": tru}')
any_body("number-zero", "a zero in front", "[01]")
any_body("number-point", "a point at the end", "[1.]")
any_body("number-plus", "a plus sign", "+1")
any_body("number-minus", "nothing behind the minus", "[-]")
any_body("escape-bad", "an escape that is none", '"\\x41"')
any_body("escape-cut", "an escape of three digits", '"\\u12g4"')
any_body("control", "a control character in a text", '"a\tb"')
any_body("position", "positions count characters", '{"\u65e5\u672c\U0001f600": x}')
any_body("blank", "nothing but blanks", " \r\n\t")
any_body("comment", "comments are none", "// c\n1")
any_body("no-break", "a no-break space is no blank", "\u00a01")
any_body("utf-16", "another encoding of Unicode", '{"a": "\u65e5"}'.encode("utf-16"))
any_body("utf-32", "and another", '[1, "\u00e9"]'.encode("utf-32-be"))
any_body("bom", "a byte order mark", b'\xef\xbb\xbf{"a": 1}')
any_body("latin-1", "bytes that are no UTF-8", b'{"a": "caf\xe9"}')
any_body("repeated-key", "the last value at the first place", '{"a": 1, "b": 2, "a": 3}')
any_body("numbers", "numbers come back as they are", "[-0, -0.0, 1e2, 1E-7, 9007199254740993, 18446744073709551615]")
any_body("escapes", "texts come back without needless escapes", '"\\u2028\\/\\u007f\\u0001\\ud83d\\ude00"')
any_body("deep", "a hundred levels", "[" * 100 + "]" * 100)

I = '{"name": "Pen", "price": 2.5}'
TYPES = {
    "upper-case": "APPLICATION/JSON", "parameter": "application/json ; charset=latin-1", "vendor": "application/vnd.api+json",
    "suffix-case": "application/x+JSON", "text-json": "text/json", "json-suffix": "application/json+x",
    "two": "application/json, text/plain", "other-main": "audio/x+json", "multipart": "multipart/form-data; boundary=x",
}
for name, content_type in TYPES.items():
    c.js("more-type-" + name, "whether it is JSON by " + content_type, "POST", "/s06/items", I,
         [("Content-Type", content_type)])
c.js("more-type-text-assign", "a text has no members: the required ones are missing", "PUT", "/s06/items/3/assign", I,
     [("Content-Type", "text/plain")])
c.js("more-type-text-weigh", "and what is optional is not", "POST", "/s06/items/3/weigh", I, [("Content-Type", "text/plain")])
c.js("more-type-text-maybe", "a text for an optional model", "POST", "/s06/maybe", I, [("Content-Type", "text/plain")])
c.js("more-type-text-number", "a text for a number: it is read", "POST", "/s06/number", "5", [("Content-Type", "text/plain")])

c.js("more-weigh-scalar", "a number has no members: all are missing", "POST", "/s06/items/3/weigh", "5")
c.js("more-weigh-null", "null for the members", "POST", "/s06/items/3/weigh", {"item": None, "importance": None, "note": None})
c.js("more-weigh-fraction", "a fraction for an int", "POST", "/s06/items/3/weigh", {"item": {"name": "P", "price": 1}, "importance": 1.5})
c.js("more-weigh-far", "the limit of a number that is far beyond", "POST", "/s06/items/x/weigh",
     {"item": {"name": "P", "price": 1}, "importance": -99999999999, "note": "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"})
c.js("more-embed-null", "null for what is embedded", "PUT", "/s06/items/3/embed", {"item": None})
c.js("more-put-empty-q", "an empty q, and an item whose tax is 0", "PUT", "/s06/items/3?q=", {"name": "P", "price": 1, "tax": 0})
c.js("more-items-float", "binary fractions", "POST", "/s06/items", {"name": "P", "price": 0.1, "tax": 0.2})
c.js("more-bulk-mixed", "items that are no models", "POST", "/s06/bulk", [{"name": "P"}, {"price": "x"}, [], None, 5])
c.js("more-bulk-null", "null for a list", "POST", "/s06/bulk", "null")
c.js("more-scores-many", "bad values at their keys", "POST", "/s06/scores", {"a": None, "b": "2", "": "x", "c d": []})
c.js("more-number-text", "a text for a number", "POST", "/s06/number", '" 5.0 "')
c.js("more-number-bool", "true for a number", "POST", "/s06/number", "true")
c.js("more-number-null", "null for a number", "POST", "/s06/number", "null")
c.js("more-object-text", "a text for an object", "POST", "/s06/object", '"x"')
c.js("more-object-nested", "an object comes back", "POST", "/s06/object", {"a": {"b": [1, 2.5, None]}, "": "x"})
c.req("more-items-get", "no body where one is needed", "POST", "/s06/bulk")
c.req("more-items-delete", "405 with a body", "DELETE", "/s06/items", [("Content-Type", "application/json")], body="{bad")
