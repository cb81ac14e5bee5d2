"""Headers, cookies, forms, uploads, and the request itself."""
from casekit import Corpus, field, upload

c = Corpus()
c.section("requests")


def each(path, name, why, header, texts):
    for number, text in enumerate(texts, 1):
        c.get("%s-%d" % (name, number), "%s: %r" % (why, text), path, [(header, text)])


# ---- headers: types
TYPES = "/headers/types"
c.get("header-types-none", "all are optional", TYPES)
each(TYPES, "header-int", "integers and limits", "X-Int", ["7", "-5", "-6", "501", "+3", "5.0", "1e2", "", "x"])
each(TYPES, "header-float", "floats and limits", "X-Float", ["1.5", "0", "1e3", "1_0", "", "x"])
each(TYPES, "header-bool", "booleans", "X-Bool", ["ON", "no", "2", ""])
each(TYPES, "header-enum", "an enumeration", "X-Level", ["low", "LOW", ""])
each(TYPES, "header-literal", "a literal", "X-Mode", ["fast", "Fast"])
each(TYPES, "header-uuid", "a UUID", "X-Id", ["12345678-1234-5678-1234-567812345678", "ABCDEFAB123456781234567812345678", "12345678", ""])
each(TYPES, "header-date", "a date", "X-Date", ["2024-02-29", "2023-02-29", "1700000000", "86400", ""])
each(TYPES, "header-datetime", "a moment", "X-Moment", ["2024-01-01T10:20:30Z", "2024-01-01 10:20:30.5+02:00", "1700000000", "2024-01-01T25:00:00"])
each(TYPES, "header-decimal", "a decimal and its digits", "X-Price", ["1.25", "123456", "1.234", "NaN", "1e2", ""])
each(TYPES, "header-text", "a text within limits", "X-Name", ["abc", "a", "abcde", "AB"])
c.get("header-types-bad", "every problem at once", TYPES, [
    ("X-Name", "?"), ("X-Price", "?"), ("X-Moment", "?"), ("X-Date", "?"), ("X-Id", "?"), ("X-Mode", "?"), ("X-Level", "?"),
    ("X-Bool", "?"), ("X-Float", "?"), ("X-Int", "?")])

# ---- headers: names, lists, models
NAMES = "/headers/names"
c.get("header-names", "all under their names", NAMES, [("Plain", "a"), ("two-words", "b"), ("KEPT_WORD", "c"), ("x_own-name", "d"), ("hidden", "e")])
c.get("header-names-missing", "a required one is missing", NAMES)
c.get("header-names-other", "other spellings are not read", NAMES, [("plain", "a"), ("two_words", "b"), ("kept-word", "c"), ("X-Own-Name", "d"), ("named", "e")])
c.get("header-names-empty", "an empty header is a value", NAMES, [("plain", "")])
c.get("header-names-twice", "the first of two counts", NAMES, [("plain", "a"), ("PLAIN", "b")])
c.get("header-names-utf8", "bytes above ASCII are Latin-1", NAMES, [("plain", "é")])
LISTS = "/headers/lists"
c.get("header-lists", "repeated headers", LISTS, [("X-Text", "a, b"), ("x-text", ""), ("X-Number", "1"), ("X-Number", "2.0"), ("X-Set", "b"), ("X-Set", "a"), ("X-Set", "b")])
c.get("header-lists-none", "a required list", LISTS)
c.get("header-lists-many", "too many", LISTS, [("X-Text", "a")] * 4)
c.get("header-lists-bad", "the index of what is wrong", LISTS, [("X-Text", "a"), ("X-Number", "1"), ("X-Number", "x"), ("X-Number", "")])
MODEL = "/headers/model"
c.get("header-model", "a model of headers", MODEL, [("Save-Data", "1"), ("If-Modified-Since", "now"), ("X-Tag", "a"), ("X-Tag", "b")])
c.get("header-model-missing", "what is missing is named as it is sent", MODEL, [("X-Other", "1")])
c.get("header-model-underscore", "underscores are not read, and are no other header", MODEL, [("save_data", "1")])
c.get("header-model-bad", "a wrong value", MODEL, [("Save-Data", "maybe")])
STRICT = "/headers/strict"
c.get("header-strict", "a model that forbids others", STRICT, [("X-Level", "2")])
c.get("header-strict-other", "another header", STRICT, [("X-Level", "0"), ("X-Other", "1"), ("X-Other", "2"), ("Accept", "*/*")])
c.get("header-strict-underscore", "an underscore is no other header", STRICT, [("x_level", "3")])

# ---- cookies
COOKIES = "/cookies/types"
for name, why, text in [
    ("cookie-types", "all of them", "session=ab; visits=3; ratio=1.5; dark=yes; level=high; long_name=x; own-name=n"),
    ("cookie-defaults", "only the required one", "session=ab"),
    ("cookie-missing", "an empty header", ""),
    ("cookie-empty", "an empty cookie is a value", "session=; visits="),
    ("cookie-bad", "every problem", "session=a; visits=-1; ratio=x; dark=q; level=HIGH"),
    ("cookie-quoted", "quotes and escapes", "session=\"a\\\"\\351\"; visits=\"3\""),
    ("cookie-twice", "the last counts", "session=ab; visits=x; visits=4; session=cd"),
    ("cookie-names", "hyphens and underscores differ", "session=ab; long-name=x; named=n; own_name=m"),
    ("cookie-percent", "percent signs stay", "session=%20+%41"),
    ("cookie-separators", "blanks and empty pieces", " session = ab ;;; visits=1 ; "),
]:
    c.get(name, why, COOKIES, [("Cookie", text)])
    c.get(name + "-all", "request.cookies: " + why, "/cookies/all", [("Cookie", text)])
for name, why, text in [
    ("cookie-model", "a model of cookies", "session_id=a; visits=2; tracker=t"),
    ("cookie-model-extra", "others are forbidden", "session_id=a; visits=0; other=1; other=2; x"),
    ("cookie-model-missing", "what is missing", "tracker=t"),
]:
    c.get(name, why, "/cookies/model", [("Cookie", text)])
c.get("cookie-headers", "two headers", "/cookies/all", [("Cookie", "a=1; b=2"), ("Cookie", "a=3")])

# ---- forms
FORMS = "/forms/types"
for name, why, text in [
    ("form-types", "all of them", "count=2&price=1e1&agree=on&level=high&day=2024-02-29&note=abcde&tags=a&tags=&numbers=1&numbers=2&own-name=n"),
    ("form-defaults", "defaults", "count=2"),
    ("form-blank", "empty fields are defaults, but in lists", "count=2&price=&agree=&level=&day=&note=&tags=&own-name="),
    ("form-bad", "every problem", "count=0&price=x&agree=x&level=x&day=x&note=abcdef&numbers=x&numbers="),
    ("form-many", "too many numbers", "count=2&numbers=1&numbers=2&numbers=3"),
    ("form-last", "the last counts", "count=x&count=3&price=2&price="),
    ("form-names", "only the alias", "count=1&named=n&other=1"),
    ("form-coded", "how it is coded", "count=%31&tags=a+b&tags=%2B%26%3D&tags=%zz%&tags=%C3%A9&tags=%C3&tags=é"),
    ("form-none", "an empty body", ""),
]:
    c.form(name, why, FORMS, text)
c.mp("form-parts", "the same as parts", FORMS, [field("count", " 2 "), field("tags", "é"), field("numbers", "1"), field("note", "")])
c.mp("form-file", "files where texts are expected, but not chosen", FORMS, [field("count", "2"), upload("note", "", ""), upload("tags", "", ""), field("tags", "a")])
c.js("form-json", "JSON is no form", "POST", FORMS, {"count": 2})
c.req("form-no-type", "without a content type", "POST", FORMS, body="count=2")
for name, why, text in [
    ("form-model", "a model", "username=a&password=abc&remember=yes&scopes=a&scopes=b"),
    ("form-model-bad", "its problems come before what is forbidden", "username=&password=ab&extra=1&more=2&extra=3&remember=q"),
    ("form-model-missing", "what it got", "extra=&scopes=x"),
    ("form-model-none", "nothing", ""),
]:
    c.form(name, why, "/forms/model", text)
    c.form(name + "-review", "a model that ignores others: " + why, "/forms/review", text + "&stars=3&tags=")
c.form("form-review-missing", "a required member is missing", "/forms/review", "text=a&tags=x&tags=y")
c.form("form-review-limit", "beyond a limit", "/forms/review", "stars=6&text=")

# ---- files
c.mp("file-one", "parts of a file", "/files/one", [upload("file", "a.txt", "hello"), field("title", "T")])
c.mp("file-one-headers", "headers of its own", "/files/one", [upload("file", "é.bin", b"\x00\xff", "a/b; c=d", headers=[["X-Own", "1"]])])
c.mp("file-one-untyped", "no content type", "/files/one", [upload("file", "a", "", None)])
c.mp("file-one-last", "the last of a name", "/files/one", [upload("file", "a", "1"), upload("file", "b", "22"), field("title", "x"), field("title", "")])
c.mp("file-one-text", "a text", "/files/one", [field("file", "text")])
c.mp("file-one-blank", "not chosen", "/files/one", [upload("file", "", "")])
c.form("file-one-urlencoded", "no file can come", "/files/one", "file=a&title=b")
MANY = "/files/many"
c.mp("file-many", "several and another", MANY, [upload("files", "1", "a"), upload("cover", "c", "x"), upload("files", "2", "")])
c.mp("file-many-none", "none", MANY, [upload("files", "", ""), upload("cover", "", "")])
c.mp("file-many-text", "texts among them", MANY, [field("files", ""), upload("files", "1", "a"), field("files", "t"), field("cover", "c")])
BYTES = "/files/bytes"
c.mp("file-bytes", "as bytes, of files and fields", BYTES, [upload("content", "a", b"\x00\xff"), upload("parts", "p", "1"), field("parts", "é"), field("parts", ""), field("maybe", "")])
c.mp("file-bytes-short", "too few", BYTES, [upload("content", "a", "1"), upload("maybe", "m", "")])
c.mp("file-bytes-long", "too many", BYTES, [field("content", "1234567")])
c.mp("file-bytes-blank", "the last is not chosen", BYTES, [upload("content", "a", "12"), upload("content", "", "")])
c.form("file-bytes-urlencoded", "urlencoded", BYTES, "content=%C3%A9a&parts=1&parts=2&maybe=m")

# ---- the request
WHOLE = "/request/a%20b/c/%C3%A9"
c.get("request", "all that it knows", WHOLE + "?a=1&b=x+y&a=&=z", [("X-Value", "1"), ("x-value", "2"), ("X-Empty", "")])
c.req("request-post", "with a body", "POST", WHOLE, [("X-Value", "1")], body="abc")
c.req("request-chunked", "a chunked body", "POST", WHOLE, body="abcdef", chunked=4)
c.req("request-head", "HEAD", "HEAD", WHOLE)
c.req("request-options", "OPTIONS", "OPTIONS", WHOLE + "?q")
c.req("request-put", "a method that the route has not", "PUT", WHOLE, [("X-Value", "1")])
c.get("request-host", "Host", WHOLE, [("Host", "API.Example.com:81")])
c.get("request-ipv6", "an IPv6 address", WHOLE, [("Host", "[::1]:80")])
c.get("request-proxy", "behind a proxy", WHOLE, [("X-Forwarded-For", "1.1.1.1, 2.2.2.2:7, 127.0.0.1:9"), ("X-Forwarded-Proto", "https")])
for number, query in enumerate(["", "?a=1&b=2&a=3", "?page=5&q=z&only=1", "?a&b=&=c&&d=1;e", "?x=%20+%2B%26%C3%A9%FF%zz", "?%61=1&~=!*'()"], 1):
    c.get("urls-%d" % number, "other queries of %s" % query, "/urls" + query)
c.get("urls-host", "other hosts and ports", "/urls?a=1", [("Host", "API.Example.com:81")])
for number, text in enumerate(['{"a": [1, 2.5, null]}', '"\\u00e9"', " 1 ", "", "{", "[1,]", "\ufeff2", "01"], 1):
    c.req("json-%d" % number, "request.json(): %s" % text.strip("\ufeff"), "POST", "/body/json", body=text)
c.form("body-form", "request.form()", "/body/form", "a=1&b=&a=%C3%A9+2")
c.mp("body-form-file", "with a file", "/body/form", [field("a", "1"), upload("a", "f.txt", "xyz"), upload("c", "", "")])
c.js("body-form-json", "which JSON is not", "POST", "/body/form", {"a": 1})
c.req("body-stream", "in parts", "POST", "/body/stream", [("Content-Type", "a/b")], body="x" * 50, chunked=7)
c.req("body-stream-none", "nothing", "POST", "/body/stream")
