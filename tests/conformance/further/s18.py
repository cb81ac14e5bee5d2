"""More requests for section s18: CORS."""
from casekit import Corpus

c = Corpus()
c.section("s18")

APP, ADMIN, EVIL = "https://myapp.com", "https://admin.myapp.com", "https://evil.com"
SUB = "https://a.example.org"


def asks(origin, method=None, headers=None, *others):
    """The headers of a preflight, those that are not None."""
    named = [("Origin", origin), ("Access-Control-Request-Method", method),
             ("Access-Control-Request-Headers", headers)]
    return [(name, value) for name, value in named if value is not None] + list(others)


def preflight(name, why, path, *asked):
    c.req("more-preflight-" + name, why, "OPTIONS", "/s18/" + path, asks(*asked))


def simple(name, why, path, origin, method="GET", *others):
    c.req("more-" + name, why, method, "/s18/" + path, asks(origin, None, None, *others))


# ---- whose origin it is
simple("second", "each listed origin by its own name", "listed/items", ADMIN)
simple("capitals", "origins compare to the letter", "listed/items", "https://MYAPP.com")
simple("slash", "a slash at the end is another origin", "listed/items", APP + "/")
simple("scheme", "so is another scheme", "listed/items", "http://myapp.com")
simple("port", "and a port, even the usual one", "listed/items", APP + ":443")
simple("null", "null is an origin that nobody has listed", "listed/items", "null")
simple("null-any", "any origin: null, too", "any/items", "null")
simple("null-credentials", "with credentials by its name", "anycred/items", "null")
simple("star", "an origin named * is none of the list", "listed/items", "*")
simple("empty", "an empty Origin is there, and not allowed", "listed/items", "")
simple("empty-any", "an empty Origin where any is allowed", "any/items", "")
simple("no-origin-any", "without Origin no headers but Vary", "any/items", None)
simple("cookie-any", "a cookie makes no difference", "any/items", EVIL, "GET", ("Cookie", "a=b"))
simple("cookie-credentials", "nor with credentials", "anycred/items", EVIL, "GET", ("Cookie", "a=b"))
simple("pattern-deeper", "the pattern has room for more names", "regex/items", "https://a.b.example.org")
simple("pattern-empty", "and for none", "regex/items", "https://.example.org")
simple("pattern-scheme", "another scheme does not match", "regex/items", "http://a.example.org")
simple("pattern-dot", "its dots are dots", "regex/items", "https://a.exampleXorg")
c.req("more-two-origins", "of two Origin headers the first counts", "GET", "/s18/listed/items",
      [("Origin", APP), ("Origin", EVIL)])
c.req("more-two-origins-second", "the second does not", "GET", "/s18/listed/items",
      [("Origin", EVIL), ("Origin", APP)])

# ---- what an answer carries
simple("env-exposes-nothing", "nothing to expose, no credentials", "env/items", "http://localhost:3000")
simple("refused-exposes", "another origin still sees what is exposed", "listed/items", EVIL, "POST")
simple("vary-credentials", "Vary is extended, the origin named", "anycred/vary", EVIL)
simple("vary-none", "Vary is extended without Origin, too", "listed/vary", None)
simple("fail-any", "an HTTPException under any origin", "any/fail", EVIL)
simple("crash-any", "a crash carries none", "any/crash", EVIL)
simple("method", "405 carries them", "listed/items", APP, "PUT")
simple("head", "so does one to HEAD", "listed/items", APP, "HEAD")
simple("redirect", "so does the redirect of a slash", "listed/items/", APP)
simple("not-found-pattern", "so does a 404", "regex/none", SUB)
simple("options-unknown", "OPTIONS without a method asked is a request like another", "listed/none", APP, "OPTIONS")
simple("options-method", "405 where there is no such route", "listed/vary", APP, "OPTIONS")

# ---- preflights
preflight("env", "the defaults: GET and four headers", "env/items", "http://localhost:3000", "GET")
preflight("env-header", "one of the four, in capitals", "env/items", "http://localhost:3000", "GET", "ACCEPT-LANGUAGE")
preflight("env-other", "one that is not", "env/items", "http://localhost:3000", "GET", "X-A")
preflight("small-letters", "methods compare to the letter", "listed/items", APP, "post")
preflight("no-method", "an empty method is asked, and not allowed", "listed/items", APP, "")
preflight("star-method", "a method named *", "any/items", EVIL, "*")
preflight("any-query", "any method: QUERY", "any/items", EVIL, "QUERY")
preflight("any-trace", "any method is not TRACE", "any/items", EVIL, "TRACE")
preflight("any-unasked", "any header, none asked", "any/items", EVIL, "GET")
preflight("any-empty", "any header, an empty list asked", "any/items", EVIL, "GET", "")
preflight("empty-list", "an empty list asks for the empty header", "listed/items", APP, "GET", "")
preflight("comma", "so does a comma at the end", "listed/items", APP, "GET", "Authorization,")
preflight("spaces", "spaces around names do not count", "listed/items", APP, "GET", "authorization , X-REQUEST-ID")
preflight("star-header", "a header named *", "listed/items", APP, "GET", "*")
preflight("one-bad", "one header that is not allowed", "regex/items", SUB, "GET", "X-A, X-B")
preflight("max-age", "an own max-age; the origin named", "regex/items", SUB, "GET", "x-a")
preflight("pattern-refused", "an origin that does not match", "regex/items", EVIL, "GET")
preflight("origin-and-headers", "two reasons", "regex/items", EVIL, "GET", "X-B")
preflight("null", "null with credentials", "anycred/items", "null", "DELETE", "X-A")
preflight("crash", "no handler runs", "any/crash", EVIL, "GET")
preflight("private", "a private network is not allowed", "any/items", EVIL, "GET", None,
          ("Access-Control-Request-Private-Network", "true"))
preflight("private-false", "whatever the header says", "listed/items", APP, "GET", None,
          ("Access-Control-Request-Private-Network", "false"))
preflight("private-all", "four reasons", "listed/items", EVIL, "TRACE", "X-Z",
          ("Access-Control-Request-Private-Network", "true"))
preflight("no-origin", "without Origin it is no preflight", "listed/items", None, "GET")
preflight("body", "a preflight may have a body", "listed/items", APP, "GET", None, ("Content-Length", "0"))
