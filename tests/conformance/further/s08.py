"""More requests for section s08: status codes."""
from casekit import Corpus

c = Corpus()
c.section("s08")

# ---- the status that the handler chooses, and the one of an error
for code in (203, 204, 226, 299, 304, 418, 499, 599):
    c.get("more-code-%d" % code, "chosen: %d" % code, "/s08/code/%d" % code)
for code in (204, 205, 208, 304, 306, 413, 418, 421, 451, 499, 511):
    c.get("more-raise-%d" % code, "the phrase of %d as detail" % code, "/s08/raise/%d" % code)
for name, code in (("low", "199"), ("high", "600"), ("float", "204.0"), ("text", "ok")):
    c.get("more-code-" + name, "the code %s" % code, "/s08/code/" + code)
    c.get("more-raise-" + name, "the code %s" % code, "/s08/raise/" + code)

# ---- details of errors
for kind in ("text", "dict", "list", "number", "empty", "false"):
    c.get("more-detail-" + kind, "the bytes of a detail", "/s08/detail/" + kind, exact=True)
c.get("more-detail-null", "no detail is the phrase", "/s08/detail/TEXT", exact=True)
c.get("more-detail-slash", "an encoded slash is a slash", "/s08/detail/a%2Fb")

# ---- items
for name, item_id in (("2", "2"), ("3", "3"), ("minus", "-1"), ("blank", "%201")):
    c.get("more-item-" + name, "the item %s" % item_id, "/s08/items/" + item_id)
for path in ("items", "void"):
    c.req("more-delete-%s-bad" % path, "a 422 in place of the 204", "DELETE", "/s08/%s/x" % path)
    c.req("more-delete-%s-body" % path, "a body that nobody reads", "DELETE", "/s08/%s/1" % path,
          [("Content-Type", "application/json")], body='{"a": 1}')
    c.req("more-put-" + path, "no such method", "PUT", "/s08/%s/1" % path)

# ---- numbers in and out
for name, price in (("large", "1e16"), ("almost-large", "1e15"), ("integer", "123456789012345678"), ("small", "1e-5"), ("zero", "-0"),
                    ("negative-zero", "-0.0"), ("text", '"1e3"')):
    c.js("more-price-" + name, "the price %s" % price, "POST", "/s08/items", '{"name": "a", "price": %s}' % price, exact=True)
for name, price in (("null", "null"), ("empty", '""')):
    c.js("more-price-" + name, "the price %s" % price, "POST", "/s08/items", '{"name": "a", "price": %s}' % price)

# ---- a header that the handler sets
for name, text in (("ink", "ink"), ("capital", "Pen"), ("accent", "é"), ("emoji", "a\U0001f600"), ("none", "")):
    c.js("more-dynamic-" + name, "201 with a header, or 200", "POST", "/s08/items/dynamic", {"name": text})
c.js("more-dynamic-bad", "a 422 has no header of the handler", "POST", "/s08/items/dynamic", {"name": 1})
c.get("more-accepted-slash", "the other form of the slash", "/s08/accepted/")
c.req("more-accepted-head", "HEAD is another method", "HEAD", "/s08/accepted")
