"""More of section s10: headers and cookies."""
from casekit import Corpus

c = Corpus()
c.section("s10")

# ---- headers
c.get("more-items-tab", "a tab within a value stays", "/s10/items", [("X-Token", "a\tb")])
c.raw("more-items-latin1", "bytes above ASCII are Latin-1",
      "GET /s10/items HTTP/1.1\r\nHost: a\r\nX-Token: caf\xE9\r\nConnection: close\r\n\r\n")
c.get("more-items-utf8", "also those of UTF-8", "/s10/items", [("X-Token", "é€")])
c.get("more-items-percent", "a header is not percent-decoded", "/s10/items", [("X-Token", "%41+%20")])
c.get("more-items-underscore", "X_Token is not X-Token", "/s10/items", [("X_Token", "t1")])
c.get("more-items-empty-first", "the first value counts, also where it is empty", "/s10/items", [("X-Token", ""), ("X-Token", "b")])
c.get("more-multi-one", "a list of one", "/s10/multi-headers", [("X-Token", "a")])
c.get("more-multi-empty", "an empty value is one of the list", "/s10/multi-headers", [("X-Token", ""), ("X-Token", "b")])
c.get("more-multi-commas", "commas do not separate", "/s10/multi-headers", [("X-Token", "a,b, c")])
c.get("more-underscore-both", "only the one with the underscore is read", "/s10/underscored", [("strange-header", "a"), ("STRANGE_HEADER", "b")])
c.get("more-required-first", "the first of several counts, although it is wrong", "/s10/required", [("X-Api-Key", "abcd"), ("X-Count", "x"), ("X-Count", "1")])
c.get("more-required-empty", "an empty text is too short, an empty number is none", "/s10/required", [("X-Api-Key", ""), ("X-Count", ""), ("X-Flag", "")])
for name, text in [("plus", "+5"), ("float", "5.0"), ("fraction", "5.5"), ("zeros", "007"), ("underscore", "1_000"),
                   ("exponent", "1e3"), ("hex", "0x10"), ("two", "1,2"), ("negative", "-1")]:
    c.get("more-count-" + name, "what is an integer: %s" % text, "/s10/required", [("X-Api-Key", "abcd"), ("X-Count", text)])
for name, text in [("on", "ON"), ("n", "n"), ("two", "2"), ("blank", "t rue")]:
    c.get("more-flag-" + name, "what is a boolean: %s" % text, "/s10/required", [("X-Api-Key", "abcd"), ("X-Flag", text)])
c.get("more-key-length", "lengths count the characters of Latin-1", "/s10/required", [("X-Api-Key", "äö")])

# ---- cookies
COOKIES = [
    ("blanks", "blanks around names and values do not count", " session_id = abc ;\tuser_pref\t=\tx y\t"),
    ("no-blank", "no blank behind the semicolon", "session_id=abc;user_pref=x"),
    ("empty-pieces", "empty pieces are skipped", ";;session_id=abc;;"),
    ("empty", "an empty value", "session_id=; user_pref=\"\""),
    ("no-value", "a name alone is a value without a name", "session_id; user_pref=x"),
    ("repeat", "the last of a name counts", "session_id=1; user_pref=a; session_id=2"),
    ("repeat-empty", "also where it is empty", "session_id=1; session_id="),
    ("case", "names have a case", "Session_Id=1; USER_PREF=2"),
    ("percent", "values are not percent-decoded", "session_id=%20a%2B; user_pref=a+b"),
    ("equals", "only the first '=' separates", "session_id=a=b=; user_pref==c"),
    ("comma", "a comma does not separate", "session_id=a,user_pref=b"),
    ("quote-open", "one quote is a character", "session_id=\"a; user_pref=b\""),
    ("quote-semicolon", "quotes do not hide a semicolon", "session_id=\"a;user_pref=b\""),
    ("quote-escapes", "escapes in quotes are undone", "session_id=\"a\\\"b\\\\c\"; user_pref=\"\\101\\054\\351\""),
    ("no-escapes", "and without quotes they are not", "session_id=\\101; user_pref=a\\054b"),
    ("octal-odd", "no octal number: only the backslash goes", "session_id=\"\\400\\8\"; user_pref=\"\\1\""),
    ("version", "names of RFC 2965 are names", "$Version=1; session_id=a; $Path=/"),
    ("latin1", "bytes above ASCII are Latin-1", "session_id=ü; user_pref=é"),
    ("json", "a JSON text", "session_id={\"a\":[1]}; user_pref=x"),
]
for name, why, text in COOKIES:
    c.get("more-cookies-" + name, why, "/s10/profile", [("Cookie", text)])
c.get("more-cookies-two-headers", "several headers are one", "/s10/profile", [("Cookie", "session_id=a"), ("Cookie", "user_pref=b; session_id=c")])
for name, text in [("float", "5.0"), ("zero", "0"), ("quoted", "\"7\""), ("blank", ""), ("last", "x; cart_id=3"), ("wrong-last", "3; cart_id=x")]:
    c.get("more-cart-" + name, "a cookie as a number: %s" % text, "/s10/cart", [("Cookie", "cart_id=" + text)])

# ---- both, and other methods
c.js("more-mixed-some", "some are missing, some are wrong", "PUT", "/s10/mixed/7?limit=y", {"a": 1}, [("Cookie", "token=q")])
c.js("more-mixed-body", "only the body is wrong", "PUT", "/s10/mixed/7?limit=1", [1], [("X-Level", "3"), ("Cookie", "token=4")])
c.js("more-mixed-json", "a body that is no JSON hides the rest", "PUT", "/s10/mixed/x?limit=y", "{", [("X-Level", "q")])
c.req("more-head", "HEAD is not answered", "HEAD", "/s10/items")
c.req("more-login-get", "GET where only POST is", "GET", "/s10/login")
