import base64

from casekit import Corpus

c = Corpus()
c.section("security")


def auth(value):
    return [("Authorization", value)]


def basic(text):
    return auth("Basic " + base64.b64encode(text).decode())


# ---- keys ----

c.get("header-key", "a key in a header", "/header-key", [("X-Key", "secret")])
c.get("header-key-any-case", "names of headers have no case", "/header-key", [("x-KEY", "secret")])
c.get("header-key-none", "no key", "/header-key")
c.get("header-key-empty", "an empty key is none", "/header-key", [("X-Key", "")])
c.get("header-key-twice", "of two headers the first counts", "/header-key", [("X-Key", "first"), ("X-Key", "second")])
c.get("header-key-latin1", "a header is read as Latin-1", "/header-key", [("X-Key", "\xe9\xc3\xa9")])
c.get("query-key", "a key in the query", "/query-key?api_key=a%20b+c")
c.get("query-key-none", "no key", "/query-key?API_KEY=1")
c.get("query-key-empty", "an empty key is none", "/query-key?api_key=")
c.get("query-key-twice", "of two the last counts", "/query-key?api_key=first&api_key=second")
c.get("query-key-last-empty", "also where it is empty", "/query-key?api_key=first&api_key=")
c.get("cookie-key", "a key in a cookie", "/cookie-key", [("Cookie", "a=b; session=abc; c=d")])
c.get("cookie-key-none", "names of cookies have a case", "/cookie-key", [("Cookie", "Session=abc")])
c.get("cookie-key-empty", "an empty key is none", "/cookie-key", [("Cookie", "session=")])
c.get("cookie-key-quoted", "a quoted key", "/cookie-key", [("Cookie", 'session="a b"')])

# ---- HTTP ----

ALICE = basic(b"alice:wonder:land")
c.get("basic", "the password may hold colons", "/basic", ALICE)
c.get("basic-small", "the scheme has no case", "/basic", auth("bAsIc " + ALICE[0][1].split()[1]))
c.get("basic-none", "the challenge names the realm", "/basic")
c.get("basic-bearer", "another scheme", "/basic", auth("Bearer abc"))
c.get("basic-no-credentials", "a scheme alone", "/basic", auth("Basic"))
c.get("basic-no-colon", "no colon", "/basic", basic(b"alice"))
c.get("basic-empty", "name and password may be empty", "/basic", basic(b":"))
c.get("basic-utf8", "only ASCII", "/basic", basic("josé:x".encode()))
c.get("basic-control", "also what cannot be seen", "/basic", basic(b"a\x00b:c\n"))
c.get("basic-spaces", "spaces around and within do not count", "/basic", auth("Basic   YT pi  ZA=="))
c.get("basic-tab", "a tab does not end the scheme", "/basic", auth("Basic\tYTpi"))
c.get("basic-no-padding", "the padding is needed", "/basic", auth("Basic YTpiZA"))
c.get("basic-more-padding", "more of it does not matter", "/basic", auth("Basic YTpiZA===="))
c.get("basic-early-padding", "nor does it in the middle", "/basic", auth("Basic YT=p=i"))
c.get("basic-other-characters", "other characters do not count", "/basic", auth("Basic YT!p-_i*"))
c.get("basic-not-base64", "none at all", "/basic", auth("Basic !!!"))
c.get("basic-one-digit", "too many digits", "/basic", auth("Basic YTpiZ"))
c.get("basic-latin1", "characters beyond ASCII do", "/basic", auth("Basic YTpi\xe9"))
c.get("bearer", "a token", "/bearer", auth("Bearer abc.def"))
c.get("bearer-small", "the scheme is told as it was sent", "/bearer", auth("bEARER  abc  def"))
c.get("bearer-none", "no token", "/bearer")
c.get("bearer-alone", "a scheme alone", "/bearer", auth("Bearer"))
c.get("bearer-no-break-space", "white space is no token", "/bearer", auth("Bearer \xa0\x85"))
c.get("bearer-latin1", "a token beyond ASCII", "/bearer", auth("Bearer \xa0\xe9\xc3\xa9\xa0"))
c.get("bearer-basic", "another scheme", "/bearer", ALICE)
c.get("digest", "a digest", "/digest", auth('Digest username="alice", realm="x"'))
c.get("digest-bearer", "another scheme", "/digest", auth("Bearer abc"))
c.get("hmac", "HTTPBase takes any scheme", "/hmac", auth("Other abc"))
c.get("hmac-none", "its challenge is a title", "/hmac")
c.get("hmac-alone", "a scheme alone", "/hmac", auth("hmac-SHA256"))

# ---- OAuth2 ----

c.get("oauth2", "the whole header", "/oauth2", auth("anything  at all"))
c.get("oauth2-none", "no header", "/oauth2")
c.get("password", "the token", "/password", auth("Bearer abc"))
c.get("password-alone", "an empty token is one here", "/password", auth("bearer"))
c.get("password-none", "no header", "/password")
c.get("password-basic", "another scheme", "/password", ALICE)
c.get("code", "the token", "/code", auth("BEARER abc def"))
c.get("code-none", "no header", "/code")
c.get("openid", "the whole header", "/openid", auth("Bearer abc"))
c.get("openid-none", "no header", "/openid")

# ---- without auto_error ----

c.get("maybe-keys-none", "nothing was sent", "/maybe/keys")
c.get("maybe-keys", "all was sent", "/maybe/keys?api_key=q", [("X-Key", "h"), ("Cookie", "session=c")])
c.get("maybe-keys-empty", "empty ones are none", "/maybe/keys?api_key=", [("X-Key", ""), ("Cookie", "session=")])
c.get("maybe-basic", "name and password", "/maybe/basic", ALICE)
c.get("maybe-basic-none", "nothing was sent", "/maybe/basic")
c.get("maybe-basic-bearer", "another scheme is as good as nothing", "/maybe/basic", auth("Bearer abc"))
c.get("maybe-basic-broken", "broken credentials are refused all the same", "/maybe/basic", auth("Basic abc"))
c.get("maybe-authorization-none", "nothing was sent", "/maybe/authorization")
for name, value in {"bearer": "Bearer abc", "digest": "digest abc", "other": "Other abc", "alone": "Bearer",
                    "one-word": "abc", "tab": "Bearer\tabc"}.items():
    c.get("maybe-authorization-" + name, "what each scheme takes of it", "/maybe/authorization", auth(value))

# ---- several, beside parameters ----

c.get("both", "three schemes", "/both?api_key=q", [("X-Key", "h"), *ALICE])
c.get("both-none", "those of the route come first", "/both", [("X-Key", "h"), *ALICE])
c.get("both-no-header", "then the parameters in their order", "/both?api_key=q", ALICE)
c.get("both-no-basic", "the last of them", "/both?api_key=q", [("X-Key", "h")])
c.get("twice", "one scheme in three places", "/twice", [("X-Key", "h")])
c.get("twice-none", "is refused once", "/twice")

JSON = ("Content-Type", "application/json")
KEY = [("account", "7"), ("X-Key", "key of 7")]
c.js("account", "all is well", "PUT", "/accounts/1?limit=5", {"name": "a"}, [*KEY, ("Cookie", "session=s")])
c.js("account-all-wrong", "each problem is told", "PUT", "/accounts/0?limit=101", {},
     [("account", "x"), ("X-Key", "k")])
c.js("account-no-key", "a missing key hides them", "PUT", "/accounts/0?limit=101", {}, [("account", "x")])
c.js("account-bad-key", "a refusal hides them, too", "PUT", "/accounts/0", {}, [("account", "7"), ("X-Key", "k")])
c.js("account-no-account", "who depends on a problem is not called", "PUT", "/accounts/1", {"name": "a"},
     [("X-Key", "k")])
c.js("account-broken-json", "no JSON hides all", "PUT", "/accounts/0", '{"name', [("X-Client", "blocked")])
c.js("account-blocked", "the application's own come first", "PUT", "/accounts/0", {}, [("X-Client", "blocked")])
c.get("blocked-unknown", "but not where there is no route", "/nothing", [("X-Client", "blocked")])
c.form("signed", "a form", "/signed", "text=abc", auth("hmac x"))
c.form("signed-none", "a refusal hides what is wrong with it", "/signed", "text=a")
c.form("signed-short", "which is told else", "/signed", "text=a", auth("hmac x"))
c.req("signed-broken", "a body that is no form hides all", "POST", "/signed",
      [("Content-Type", "multipart/form-data")], body="text=abc")
c.js("echo", "a JSON body and a key", "POST", "/echo", {"a": 1}, [("X-Key", "k")])
c.js("echo-list", "a body of another form", "POST", "/echo", [1], [("X-Key", "k")])
c.js("echo-list-none", "is hidden by a refusal", "POST", "/echo", [1])

# ---- scopes ----

for name, path in {"none": "/scopes/none", "me": "/scopes/me", "items": "/scopes/items", "owner": "/scopes/owner",
                   "two": "/scopes/two", "reports": "/reports/", "my-report": "/reports/mine"}.items():
    c.get("scopes-%s-no-token" % name, "no token", path)
    c.get("scopes-%s-none" % name, "what is asked for", path, auth("Bearer"))
    c.get("scopes-%s-all" % name, "what the functions are told", path,
          auth("Bearer me+items+owner+first+second+third+reports"))
c.get("scopes-me-inactive", "a refusal on the way up", "/scopes/me", auth("Bearer me+inactive"))
c.get("scopes-two-first", "uses beside each other are asked in turn", "/scopes/two", auth("Bearer first"))
c.get("scopes-two-second", "each with its own scopes", "/scopes/two", auth("Bearer first+second"))
c.get("scopes-key", "a key with scopes", "/scopes/key", [("X-Key", "k")])
c.get("archive-none", "what a router is included with comes first", "/archive/reports/", auth("Bearer"))
c.get("archive-cookie", "then its own", "/archive/reports/", [*auth("Bearer"), ("Cookie", "session=s")])
c.get("archive", "both", "/archive/reports/", [*auth("Bearer reports"), ("Cookie", "session=s")])

# ---- forms for tokens ----

LOGIN = "username=alice&password=secret"
c.form("token", "the grant type may be missing", "/token", LOGIN)
c.form("token-all", "all fields", "/token", LOGIN + "&grant_type=password&scope=me+items&client_id=c&client_secret=s")
c.form("token-empty-fields", "empty fields are missing", "/token",
       LOGIN + "&grant_type=&scope=&client_id=&client_secret=")
c.form("token-grant-type", "only that grant type", "/token", LOGIN + "&grant_type=refresh_token")
c.form("token-grant-type-line", "and nothing behind it", "/token", LOGIN + "&grant_type=password%0A")
c.form("token-wrong-password", "a refusal of the handler", "/token", "username=alice&password=x")
c.form("token-nothing", "nothing was sent", "/token", "")
c.form("token-scopes", "any white space is between scopes", "/token",
       LOGIN + "&scope=+a%09b%0Ac%C2%A0d%E3%80%80e%1Cf%E2%80%8Bg+")
c.form("token-twice", "of two fields the last counts", "/token", LOGIN + "&username=bob&scope=a&scope=b")
c.form("token-client", "the client's own header is not looked at", "/token", LOGIN, basic(b"client:secret"))
c.form("token-blocked", "the application's own come first", "/token", "", [("X-Client", "blocked")])
c.mp("token-multipart", "the other kind of form", "/token",
     [{"name": "username", "text": "alice"}, {"name": "password", "text": "secret"}])
c.js("token-json", "JSON is no form", "POST", "/token", {"username": "alice", "password": "secret"})
c.form("strict", "with a grant type", "/token/strict", LOGIN + "&grant_type=password&scope=a+b")
c.form("strict-none", "without", "/token/strict", LOGIN)
c.form("strict-other", "with another one", "/token/strict", LOGIN + "&grant_type=code")
c.form("strict-nothing", "nothing was sent", "/token/strict", "")
