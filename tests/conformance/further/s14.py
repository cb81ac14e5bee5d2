"""Further requests to section s14: errors."""
from casekit import Corpus

c = Corpus()
c.section("s14")
JSON = ("Content-Type", "application/json")

# the ordinary ones
for name, path, why in [
        ("standard-0", "/s14/items/0", "an object as detail"), ("standard-negative", "/s14/items/-3", "with a negative number"),
        ("custom-ok", "/s14/custom/1", "no error"), ("custom-0", "/s14/custom/0", "a handler by type"),
        ("custom-bad", "/s14/custom/x", "422 before it"), ("sync-1", "/s14/sync-custom/1", "of a plain handler"),
        ("dependency-ok", "/s14/from-dependency", "no error in the dependency"),
        ("dependency-false", "/s14/from-dependency?fail=off", "none either"),
        ("dependency-bad", "/s14/from-dependency?fail=maybe", "422 of a dependency has the handler, too"),
        ("unknown", "/s14/none", "404 of a mounted application"), ("unknown-slash", "/s14/items/1/", "a redirect inside"),
        ("root", "/s14", "a redirect to the mount"), ("root-slash", "/s14/", "nothing there"),
        ("not-below", "/s14x", "not below the mount"), ("encoded", "/s14/%69tems/1", "an encoded letter"),
        ("encoded-slash", "/s14%2Fitems/1", "an encoded slash separates the mount as well"),
        ("crash-slash", "/s14/crash/", "a redirect, not the crash")]:
    c.get("more-" + name, why, path)
c.req("more-405", "405 of a mounted application", "POST", "/s14/items/1")
c.req("more-405-bad", "405 before validation", "POST", "/s14/items/x")
c.req("more-405-crash", "405, not the crash", "PUT", "/s14/crash")
c.req("more-head", "no HEAD by itself", "HEAD", "/s14/items/1")

# the handler of RequestValidationError
for name, path, body, content_type, why in [
        ("list", "/s14/orders", "[1, 2]", "application/json", "a list as the body"),
        ("null", "/s14/orders", "null", "application/json", "null"),
        ("string", "/s14/orders", '"text"', "application/json", "a text"),
        ("number", "/s14/orders", "1.50", "application/json", "a number"),
        ("empty", "/s14/orders", "", "application/json", "no body"),
        ("empty-object", "/s14/orders", "{}", "application/json", "an empty object"),
        ("form", "/s14/orders", "name=n&quantity=1", "application/x-www-form-urlencoded", "a form is not parsed"),
        ("none", "/s14/orders", '{"name": "n"}', None, "no content type: not parsed"),
        ("suffix", "/s14/orders", '{"name": "n"}', "application/problem+json", "another kind of JSON is"),
        ("query", "/s14/orders?urgent=x", '{"name": "n", "quantity": 1}', "application/json", "the body although it is right"),
        ("query-text", "/s14/orders?urgent=x", "text", "text/plain", "query and body"),
        ("malformed", "/s14/orders", '{"name": "n",}', "application/json", "malformed JSON"),
        ("malformed-query", "/s14/orders?urgent=x", "{", "application/json", "malformed JSON hides the rest"),
        ("nested", "/s14/orders", '{"name": {"a": [1, null]}, "quantity": "x"}', "application/json", "nested values"),
        ("unicode", "/s14/orders", '{"name": "h\\u00e9 \u2713", "quantity": 0}', "application/json", "text beyond ASCII")]:
    c.req("more-invalid-" + name, why, "POST", path, [("Content-Type", content_type)] if content_type else None, body=body)

# the handlers of HTTPException, of 409 and of any exception
for name, path, why in [
        ("forbidden-slash", "/s14/http/forbidden/", "a redirect has no handler"),
        ("mount-slash", "/s14/http/", "404 at the mount itself"), ("mount", "/s14/http", "a redirect of the application around"),
        ("deep", "/s14/http/a/b/c", "404, deep"), ("docs-slash", "/s14/http/docs/", "a redirect of the docs"),
        ("beside", "/s14/httpx", "not below: another application"), ("encoded", "/s14/http/%74eapot", "an encoded letter")]:
    c.get("more-http-" + name, why, path)
for method in ("POST", "PUT", "DELETE", "HEAD", "OPTIONS"):
    c.req("more-http-405-" + method.lower(), "405 has the handler and keeps Allow", method, "/s14/http/conflict")
c.req("more-http-docs-405", "405 of the docs", "POST", "/s14/http/openapi.json")

# the body as text
for name, body, why in [
        ("list", '[1, "a", null, true, 2.50, {"b": []}]', "a list"), ("string", '"it\'s"', "a text is itself"),
        ("number", "5", "a number"), ("null", "null", "null"), ("object", '{"name": "n", "quantity": 0}', "an object"),
        ("quotes", '{"name": "it\'s", "quantity": "\\"x\\""}', "quotes"),
        ("unicode", '{"name": "h\u00e9", "quantity": null}', "text beyond ASCII")]:
    c.req("more-text-" + name, why, "POST", "/s14/text/orders/x", [JSON], body=body)
c.js("more-text-ok", "no error", "POST", "/s14/text/orders/3", {"name": "n", "quantity": 1})
c.get("more-text-405", "405 there", "/s14/text/orders/3")
