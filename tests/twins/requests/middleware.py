"""Requests for the twins of apps/middleware.py."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "conformance"))
from casekit import Corpus  # noqa: E402

c = Corpus()
c.section("middleware")

SHOP, LOCAL, EVIL = "https://shop.example", "http://localhost:8080", "https://evil.example"
JSON = ("Content-Type", "application/json")


# ---- CORS: simple requests

def cors(name, why, path, origin, method="GET", **request):
    headers = [] if origin is None else [("Origin", origin)]
    if "body" in request:
        headers.append(JSON)
    c.req(name, why, method, path, headers, **request)


cors("any", "any origin, what is exposed", "/intranet/notes/1", EVIL)
cors("any-none", "no Origin", "/intranet/notes/1", None)
cors("any-error", "an HTTPException with headers", "/intranet/notes/0", EVIL)
cors("any-problem", "a 422", "/intranet/notes/x", EVIL)
cors("any-crash", "a crash has none of the headers", "/intranet/crash", EVIL)
cors("any-method", "a 405", "/intranet/notes", EVIL, "PUT")
cors("any-missing", "a 404", "/intranet/nothing", EVIL)
cors("any-post", "a body", "/intranet/notes", EVIL, "POST", body='{"text": "a"}')
cors("any-bad-body", "a malformed body", "/intranet/notes", EVIL, "POST", body="{")
cors("any-own", "headers of the handler are replaced", "/intranet/own", EVIL)
cors("any-own-none", "without Origin they stay", "/intranet/own", None)
cors("varies", "two lines of Vary become one", "/intranet/varies", EVIL)
cors("varies-none", "without Origin, too", "/intranet/varies", None)
cors("varies-by-all", "Vary of everything", "/intranet/varies-by-all", EVIL)
cors("listed", "a listed origin, by its name", "/partners/notes/1", SHOP)
cors("null", "null is listed", "/partners/notes/1", "null")
cors("pattern", "an origin that matches", "/partners/notes/1", LOCAL)
cors("pattern-short", "the pattern's end is the origin's", "/partners/notes/1", LOCAL + "a")
cors("pattern-capitals", "letters have a case", "/partners/notes/1", "http://LOCALHOST")
cors("refused", "another one: credentials, but no origin", "/partners/notes/1", EVIL)
cors("refused-own", "where the handler allows another itself", "/partners/own", EVIL)
cors("listed-error", "an error for a listed one", "/partners/notes/0", SHOP)
cors("nobody", "nobody is allowed", "/nobody/notes/1", SHOP)
cors("options", "OPTIONS of no preflight", "/partners/notes", SHOP, "OPTIONS")


# ---- CORS: preflights

def preflight(name, why, path, origin, method, headers=None, private=None):
    sent = [("Origin", origin), ("Access-Control-Request-Method", method)]
    if headers is not None:
        sent.append(("Access-Control-Request-Headers", headers))
    if private is not None:
        sent.append(("Access-Control-Request-Private-Network", private))
    c.req("preflight-" + name, why, "OPTIONS", path, sent)


preflight("any", "any origin; headers sorted, each once", "/intranet/notes", EVIL, "POST", "X-Token")
preflight("own-method", "a method of one's own", "/intranet/notes", EVIL, "PURGE")
preflight("small", "methods in small letters are others", "/intranet/notes", EVIL, "GET")
preflight("small-listed", "listed in small letters", "/intranet/notes", EVIL, "get")
preflight("header", "a header that is not allowed", "/intranet/notes", EVIL, "POST", "x-token, X-Other")
preflight("private", "a private network", "/intranet/notes", EVIL, "POST", None, "true")
preflight("private-refused", "a private network that is not allowed", "/partners/notes", SHOP, "GET", "X-A", "true")
preflight("all-headers", "all headers: those asked for", "/partners/notes", SHOP, "GET", "X-A, x-b")
preflight("no-headers", "all headers, none asked for", "/partners/notes", LOCAL, "GET")
preflight("method", "a method that is not allowed", "/partners/notes", SHOP, "POST")
preflight("origin", "an origin that is not", "/partners/notes", EVIL, "GET")
preflight("nobody", "no methods at all", "/nobody/notes", SHOP, "GET", "X-A")
preflight("nothing", "of a path that is not there", "/partners/nothing", SHOP, "GET")


# ---- hosts and schemes

def host(name, why, path, value, *headers, method="GET"):
    c.req(name, why, method, path, [("Host", value), *headers])


host("host", "allowed, with another case", "/hosts/name", "EXAMPLE.com")
host("host-port", "ports do not count", "/hosts/name?a=b%20c&d", "example.com:8000")
host("host-below", "below a wildcard", "/hosts/name", "a.b.example.org")
host("host-itself", "the wildcard's domain itself is not", "/hosts/name", "example.org")
host("host-longer", "a longer name is another one", "/hosts/name", "notexample.com")
host("host-dot", "so is one with a dot behind", "/hosts/name", "example.com.")
host("host-address", "an address", "/hosts/name", "127.0.0.1:81")
host("host-v6", "an IPv6 address", "/hosts/name", "[::1]:8000")
host("host-v6-other", "another one", "/hosts/name", "[::2]")
host("host-www", "to www where only that is allowed", "/hosts/name?a=b%20c&d", "example.net:81")
host("host-www-post", "with 307, so that POST stays POST", "/hosts/name", "example.net", method="POST")
host("host-www-itself", "there it is answered", "/hosts/name", "www.example.net")
host("host-www-off", "no redirect where it is switched off", "/no-www/name", "example.net")
host("host-missing", "a path that is not there", "/hosts/nothing", "example.com")
host("host-slash", "the redirect of a slash", "/hosts/name/", "example.com:8000")
host("https", "to https", "/safe/name?a=b%20c&d", "example.com")
host("https-port", "another port is kept", "/safe/name", "example.com:8000")
host("https-port-80", "that of http is not", "/safe/name", "example.com:80")
host("https-path", "whatever the path", "/safe/no/x", "example.com", method="POST")
host("https-already", "a proxy has it already", "/safe/name", "example.com", ("X-Forwarded-Proto", "https"))


# ---- gzip: what is compressed, and what the headers say of it

def gzip(name, why, path, accepts="gzip", method="GET", ignore=()):
    headers = [] if accepts is None else [("Accept-Encoding", accepts)]
    c.req(name, why, method, "/zipped/" + path, headers, {"ignore": list(ignore)})


COMPRESSED = ["body"]  # which depends on the version of zlib
gzip("gzip", "compressed", "text/1000", ignore=COMPRESSED)
gzip("gzip-several", "among others, with a weight", "text/1000", "br;q=1.0, gzip;q=0.8, *;q=0.1", ignore=COMPRESSED)
gzip("gzip-minimum", "of the smallest size", "text/20", ignore=COMPRESSED)
gzip("gzip-small", "one byte less", "text/19")
gzip("gzip-none", "not asked for", "text/1000", None)
gzip("gzip-other", "another one asked for", "text/1000", "br")
gzip("gzip-head", "HEAD as GET", "text/1000", method="HEAD", ignore=["header:content-length"])
gzip("gzip-head-none", "HEAD that does not ask", "text/1000", None, method="HEAD")
gzip("gzip-head-small", "HEAD of a small one", "text/19", method="HEAD")
gzip("gzip-image", "an image is left alone", "typed?media_type=image/png")
gzip("gzip-svg", "an SVG is not", "typed?media_type=image/svg%2Bxml", ignore=COMPRESSED)
gzip("gzip-video", "any video is left alone, with parameters", "typed?media_type=Video/x%3Ba%3Db")
gzip("gzip-events", "so are events", "typed?media_type=text/event-stream")
gzip("gzip-grpc", "and gRPC of any kind", "typed?media_type=application/grpc%2Bproto")
gzip("gzip-encoded", "what is encoded already", "encoded")
gzip("gzip-part", "a part", "part")
gzip("gzip-vary", "Vary is extended", "varies?vary=Cookie", ignore=COMPRESSED)
gzip("gzip-vary-already", "unless it says so", "varies?vary=accept-encoding", ignore=COMPRESSED)
gzip("gzip-vary-all", "or everything", "varies?vary=*", ignore=COMPRESSED)
gzip("gzip-error", "an error", "error", ignore=COMPRESSED)
gzip("gzip-missing", "a 404 of 22 bytes", "nothing", ignore=COMPRESSED)
gzip("gzip-problem", "a 422", "text/x", ignore=COMPRESSED)
gzip("gzip-stream", "a stream, however short", "stream?size=1", ignore=COMPRESSED)
gzip("gzip-stream-none", "a stream that is not asked for so", "stream?size=10", None)

# ---- several, and their order

for name, why, path in [
    ("steps", "the last one added is the first", "steps"),
    ("problem", "a 422 of the application's own", "number?n=x"),
    ("refused", "an HTTPException", "refused"),
    ("thrown", "an exception with a handler", "thrown"),
    ("crash", "one that only the last handler answers, outside of all", "crash"),
    ("redirect", "a redirect", "redirect"),
    ("empty", "204", "empty"),
    ("missing", "404", "nothing"),
    ("slash", "the redirect of a slash", "steps/"),
    ("answers", "an answer on the way in", "steps?middle=answers"),
    ("throws", "no handler of errors but the last stands outside of middleware", "steps?middle=throws"),
    ("refuses", "there an HTTPException is an exception like another", "steps?middle=refuses"),
    ("inner-throws", "so it is with the innermost", "steps?inner-throws"),
    ("inner-caught", "unless one further out answers it", "steps?inner-throws&middle=catches"),
    ("crash-caught", "as what the handler throws", "crash?middle=catches"),
    ("thrown-caught", "what handlers of errors answer is none", "thrown?middle=catches"),
    ("refused-caught", "nor what the framework answers", "refused?middle=catches"),
    ("changes", "status, headers and a cookie", "steps?middle=changes"),
    ("changes-error", "those of an error, too", "refused?middle=changes"),
    ("changes-missing", "and of a 404", "nothing?middle=changes"),
    ("drops", "another answer in its place", "steps?drop"),
    ("drops-error", "and in place of an error", "refused?drop"),
    ("drops-crash", "but not of a crash", "crash?drop"),
]:
    c.get("order-" + name, why, "/order/" + path)
c.req("order-method", "405", "POST", "/order/steps")


# ---- what follows an answer

def after(name, why, path):
    c.session(name, why, [{"method": "POST", "path": "/_reset"}, {"method": "GET", "path": "/order/" + path},
                          {"method": "GET", "path": "/log"}])


after("task", "a task is done", "tasks")
after("task-changes", "whatever becomes of its answer", "tasks?middle=changes")
after("task-drops", "even where another takes its place", "tasks?drop")
after("task-answers", "none where the handler does not run", "tasks?middle=answers")
after("session", "a dependency ends well", "session")
after("session-drops", "though its answer is dropped", "session?drop")
c.req("session-reset", "an empty log", "POST", "/_reset")
c.get("session-fails", "or sees the exception", "/order/session?fail=true")  # which ends the connection
c.get("session-rolled-back", "as the log says", "/log", delay_ms=50)
after("session-caught", "that middleware answers", "session?fail=true&middle=catches")

# ---- bodies

for look in ["body", "json", "nothing"]:
    c.js("body-" + look, "middleware looks, the handler reads", "POST", "/bodies/notes?look=" + look, {"text": "abc"})
    c.js("body-chunked-" + look, "in chunks", "POST", "/bodies/echo?look=" + look, {"text": "abc"})
    c["middleware"][-1]["request"]["chunked"] = 3
c.js("body-problem", "problems are found all the same", "POST", "/bodies/notes?look=body", {"text": 1})
c.req("body-none", "no body at all", "POST", "/bodies/notes?look=body", [JSON])
c.get("stream", "a stream", "/bodies/stream", min_ms=100)

# ---- above the mounts
c.get("root-missing", "a 404 of the outer application", "/nothing")
c.get("root-method", "a 405", "/_reset")
c.get("root-mount", "a mount without its slash", "/order")
c.get("root-mounted-document", "the document of a mounted one", "/safe/openapi.json", [("X-Forwarded-Proto", "https")])
