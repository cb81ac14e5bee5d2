"""Further requests to section s21: all methods on one resource."""
from casekit import Corpus

c = Corpus()
c.section("s21")
JSON = ("Content-Type", "application/json")


def begin_anew(name):
    c.req("more-reset-" + name, "state back to the start", "POST", "/s21/_reset")


begin_anew("1")
for name, query, why in [
        ("skip-all", "skip=2", "nothing left"), ("skip-far", "skip=1000000", "far behind the end"),
        ("limit-100", "limit=100", "the upper limit"), ("limit-101", "limit=101", "above it"), ("limit-0", "limit=0", "below the lower one"),
        ("skip-negative", "skip=-1", "below zero"), ("both", "skip=x&limit=y", "both wrong"), ("empty", "skip=&limit=", "both empty"),
        ("last", "limit=1&limit=2&skip=0", "the last of several counts")]:
    c.get("more-list-" + name, why, "/s21/products?" + query)
for name, path, why in [
        ("one-0", "/s21/products/0", "none"), ("one-negative", "/s21/products/-1", "none"), ("one-bad", "/s21/products/x", "422"),
        ("one-spelling", "/s21/products/%201%20", "an integer spelled otherwise"), ("one-slash", "/s21/products/1/", "a redirect"),
        ("list-slash", "/s21/products/", "a redirect: an empty id is none"), ("one-deep", "/s21/products/1/2", "too deep"),
        ("multi", "/s21/multi", "several methods"), ("multi-slash", "/s21/multi/", "a redirect"), ("root", "/s21", "nothing there")]:
    c.get("more-" + name, why, path)

# create, replace, change
for name, value, why in [
        ("zero", {"name": "Free", "price": 0}, "the lower limit"), ("null", {"name": "N", "price": 1, "description": None}, "null is allowed"),
        ("text", {"name": "N", "price": "1.5"}, "a number as text"), ("integral", {"name": "N", "price": 3}, "a whole number"),
        ("id", {"id": 9, "name": "N", "price": 1}, "an id of the client is ignored")]:
    c.js("more-create-" + name, why, "POST", "/s21/products", value)
for name, value, why in [
        ("missing", {}, "all missing"), ("price", {"name": "N", "price": -0.5}, "below the limit"), ("name", {"name": "", "price": 1}, "too short"),
        ("names", {"name": None, "price": None}, "null is no name"), ("list", [], "a list"), ("huge", {"name": "N", "price": "1e400"}, "no limit above")]:
    if name != "huge":
        c.js("more-create-bad-" + name, why, "POST", "/s21/products", value)
c.get("more-list-created", "all that were created", "/s21/products")
begin_anew("2")
c.js("more-put", "what is not sent has its default", "PUT", "/s21/products/2", {"name": "Desk", "price": 5})
c.js("more-put-404", "404", "PUT", "/s21/products/9", {"name": "Desk", "price": 5})
c.js("more-put-404-bad", "422 before 404", "PUT", "/s21/products/9", {"name": "", "price": 5})
c.js("more-put-bad-both", "path and body", "PUT", "/s21/products/x", {"price": "x"})
c.js("more-patch-name", "one member", "PATCH", "/s21/products/2", {"name": "Table"})
c.js("more-patch-all", "all", "PATCH", "/s21/products/2", {"name": "T", "price": 1.25, "description": "d"})
c.js("more-patch-unknown", "what the model does not know", "PATCH", "/s21/products/2", {"secret": "z", "id": 7})
c.js("more-patch-bad", "limits of optional members", "PATCH", "/s21/products/2", {"name": "", "price": -1})
c.js("more-patch-404", "404", "PATCH", "/s21/products/9", {})
c.req("more-patch-none", "no body", "PATCH", "/s21/products/2", [JSON])
c.js("more-patch-list", "a list", "PATCH", "/s21/products/2", [])
c.get("more-patched", "what is left of it", "/s21/products/2")
c.js("more-patch-null-name", "null for a name: the answer no longer fits its model", "PATCH", "/s21/products/1", {"name": None})
begin_anew("3")
c.req("more-delete-bad", "422", "DELETE", "/s21/products/x")
c.req("more-delete-404", "404", "DELETE", "/s21/products/9")
c.req("more-delete", "204", "DELETE", "/s21/products/2")
c.js("more-create-after", "the next number", "POST", "/s21/products", {"name": "Cup", "price": 3})
c.req("more-delete-body", "a body is not read", "DELETE", "/s21/products/2", [JSON], body="{")
c.get("more-list-after", "what is left", "/s21/products")

# methods
for method, path, why in [
        ("PUT", "/s21/products", "405: of GET and POST the first is named"), ("PATCH", "/s21/products", "405"),
        ("TRACE", "/s21/products", "405"), ("POST", "/s21/products/1", "405: GET alone is named"),
        ("TRACE", "/s21/products/1", "405"), ("POST", "/s21/products/x", "405 before validation"),
        ("HEAD", "/s21/products/1", "HEAD of its own"), ("HEAD", "/s21/products/x", "422 without a body"),
        ("HEAD", "/s21/multi", "not among several"), ("OPTIONS", "/s21/multi", "not among several"),
        ("DELETE", "/s21/multi", "not among several"), ("GET", "/s21/trace", "TRACE alone"), ("POST", "/s21/put-only", "PUT alone"),
        ("PUT", "/s21/put-only", "PUT"), ("HEAD", "/s21/put-only", "405"), ("OPTIONS", "/s21/products/", "a redirect of OPTIONS"),
        ("PROPFIND", "/s21/multi", "a method that no route knows"), ("MKCOL", "/s21/none", "404 comes before the method")]:
    c.req("more-%s%s" % (method.lower(), path[4:].replace("/", "-")), why, method, path)
begin_anew("4")
