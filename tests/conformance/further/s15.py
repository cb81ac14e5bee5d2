"""More of section s15: the request itself, and middleware."""
from casekit import Corpus, field, upload

c = Corpus()
c.section("s15")
PORT = {"ignore": ["/client_port"]}

# ---- addresses
c.get("more-info-host", "the url has Host as it was sent", "/s15/info?x=1", [("Host", "EXAMPLE.com:80")], **PORT)
for name, host in [("capitals", "EXAMPLE.com"), ("port", "example.com:80"), ("ipv6", "[::1]:8000"), ("subdelims", "a_b!c.")]:
    c.get("more-host-" + name, "the parts of Host: %s" % host, "/s15/echo/a", [("Host", host)])
c.get("more-redirect-host", "a redirect goes to that host", "/s15/echo/a/?q=2", [("Host", "EXAMPLE.com:81")])
for name, query in [("empty", "?"), ("no-value", "?a&b="), ("no-name", "?=1&a=2"), ("repeat", "?a=1&b=2&a="), ("semicolon", "?a=1;b=2"),
                    ("percent", "?a=%zz&b=%4&c=%"), ("plus", "?a+b=c+%2B"), ("not-utf8", "?a=%C3&b=%FF%41"), ("equals", "?a=b=c&&d"),
                    ("encoded-name", "?%61%26=1"), ("nul", "?a=%00%0A")]:
    c.get("more-query-" + name, "the query %s" % query, "/s15/echo/z" + query)
for name, path in [("percent", "/s15/echo/%25%20"), ("unicode", "/s15/echo/%C3%A9%F0%9F%98%80"), ("not-utf8", "/s15/echo/%FF"),
                   ("slash", "/s15/echo/a%2Fb"), ("dots", "/s15/echo/.."), ("encoded-prefix", "/%73%315/echo/a"),
                   ("double-slash", "/s15//echo/a"), ("malformed", "/s15/echo/%zz%")]:
    c.get("more-path-" + name, "the path %s" % path, path)

# ---- proxies
for name, headers in [
    ("proto", [("X-Forwarded-Proto", "https")]), ("proto-odd", [("X-Forwarded-Proto", "ftp")]), ("proto-last", [("X-Forwarded-Proto", "http"), ("X-Forwarded-Proto", "https")]),
    ("others", [("X-Forwarded-Host", "other.example"), ("X-Forwarded-Prefix", "/api"), ("Forwarded", "for=1.2.3.4;proto=https")]),
]:
    c.get("more-proxy-" + name, "what a proxy says", "/s15/echo/a", headers)
for name, text in [("one", "1.2.3.4"), ("two", "1.2.3.4, 5.6.7.8"), ("port", "1.2.3.4:99"), ("ipv6", "2001:db8::1"), ("ipv6-port", "[2001:db8::1]:99"),
                   ("trusted", "1.2.3.4, 127.0.0.1")]:
    c.get("more-client-" + name, "the client behind proxies: %s" % text, "/s15/info", [("X-Forwarded-For", text)])

# ---- headers and cookies
c.get("more-tags", "a header as a list", "/s15/echo/a", [("x-tag", "1"), ("X-TAG", ""), ("X-Tag", "a, b")])
c.get("more-cookies", "several headers, the last of a name", "/s15/echo/a", [("Cookie", "a=\"x y\"; b=1"), ("Cookie", "a=2")])
c.get("more-user", "what middleware leaves and adds", "/s15/protected", [("X-User", "eve, bob")])
c.get("more-user-404", "also beside a 404", "/s15/none", [("X-User", "eve")])
c.get("more-user-redirect", "and a redirect", "/s15/info/", [("X-User", "eve")])
c.req("more-blocked-post", "middleware answers before the body is read", "POST", "/s15/webhook", [("X-User", "blocked")], body="{")

# ---- bodies
for name, text in [("number", " 1.50 "), ("text", '"\\u00e9"'), ("null", "null"), ("bom", "\ufeff{}"), ("repeated", '{"a": 1, "a": 2}'),
                   ("exponent", "[1E5, -0.0]")]:
    c.req("more-json-" + name, "JSON without a content type: %s" % name, "POST", "/s15/webhook", body=text)
c.req("more-raw-chunked", "a chunked body as a whole", "POST", "/s15/raw", body="abc" * 100, chunked=7)
c.req("more-raw-expect", "Expect: 100-continue", "POST", "/s15/raw", [("Expect", "100-continue")], body="abc")
c.req("more-chunks-large", "a stream of many parts", "POST", "/s15/chunks", body_repeat=["", "x", 300000, ""])
for name, text in [("pairs", "a=1&&b&=c&d=e=f&"), ("percent", "a=%zz&b=%C3%A9+%26"), ("raw", "é=ü&%C3é=1"), ("blanks", " a = b "), ("lines", "a=1\r\nb=2")]:
    c.form("more-form-" + name, "request.form(): %s" % text.strip(), "/s15/form", text)
for name, content_type in [("capitals", "APPLICATION/X-WWW-FORM-URLENCODED"), ("capitals-charset", "Application/X-WWW-Form-Urlencoded; charset=utf-8"),
                           ("charset", "application/x-www-form-urlencoded; charset=latin-1"), ("text", "text/plain")]:
    c.form("more-form-type-" + name, "which Content-Type is a form: %s" % content_type, "/s15/form", "a=%C3%A9", [("Content-Type", content_type)])
c.mp("more-form-charset", "the charset of the request is that of its parts", "/s15/form", [field("a", "é"), upload("é", "ü", "x")],
     headers=[("Content-Type", "multipart/form-data; boundary=oracle-boundary; charset=latin-1")])
c.form("more-form-too-many", "1001 fields", "/s15/form", "&".join(["a=1"] * 1001))
for method in ["HEAD", "OPTIONS"]:
    c.req("more-%s" % method.lower(), "%s is not answered" % method, method, "/s15/info")
