"""More of section s19: form fields and the OAuth2 password flow."""
from casekit import Corpus, field, upload

c = Corpus()
c.section("s19")

# ---- reading fields
c.form("more-login-plus", "percent-coded in capitals and small letters, blanks both ways", "/s19/login", "username=alice&password=wonder%20land%26%c3%a9")
c.form("more-login-raw", "a byte that is not percent-coded is Latin-1", "/s19/login", "username=alice&password=wonder+land%26é")
c.form("more-login-empty-last", "the last counts also where it is empty", "/s19/login", "username=alice&username=&password=x")
c.form("more-login-case", "names have a case", "/s19/login", "Username=alice&password=x")
c.form("more-login-extra", "other fields do not matter", "/s19/login", "username=alice&password=wonder+land%26%C3%A9&more=1")
c.form("more-login-semicolon", "a semicolon does not separate", "/s19/login", "username=alice;password=x")
c.req("more-login-query", "the query is no form", "POST", "/s19/login?username=alice&password=x")
c.form("more-login-type-capitals", "the content type in capitals", "/s19/login", "username=alice&password=x", [("Content-Type", "APPLICATION/X-WWW-FORM-URLENCODED")])
c.form("more-login-type-text", "text/plain is no form", "/s19/login", "username=alice&password=x", [("Content-Type", "text/plain")])
c.mp("more-login-parts-type", "the type of a part does not matter", "/s19/login",
     [field("username", "alice", content_type="text/plain; charset=latin-1"), field("password", "wonder land&é", content_type="application/json")])

# ---- values
for name, text in [("plus", "%2B20"), ("blanks", "+20+"), ("float", "20.0"), ("fraction", "20.5"), ("zeros", "020"), ("underscore", "2_0"),
                   ("exponent", "2e1"), ("unicode", "%D9%A2%D9%A0"), ("nul", "20%00"), ("nbsp", "20%C2%A0"), ("high", "121"), ("low", "17")]:
    c.form("more-age-" + name, "what is an integer: %s" % text, "/s19/survey", "age=" + text)
for name, text in [("plain", "1"), ("exponent", "1e-3"), ("dot", ".5"), ("comma", "1%2C5"), ("underscore", "1_000.5"), ("hex", "0x1p3"), ("blanks", "+1.5+"), ("word", "one")]:
    c.form("more-score-" + name, "what is a float: %s" % text, "/s19/survey", "age=20&score=" + text)
for name, text in [("yes", "YES"), ("off", "off"), ("blank", "+on"), ("number", "2")]:
    c.form("more-newsletter-" + name, "what is a boolean: %s" % text, "/s19/survey", "age=20&newsletter=" + text)
c.form("more-comment-ten", "ten characters", "/s19/survey", "age=20&comment=" + "%F0%9F%98%80" * 10)
c.form("more-comment-eleven", "eleven characters", "/s19/survey", "age=20&comment=" + "%C3%A9" * 11)
c.form("more-topics-empty", "empty texts stay in a list", "/s19/survey", "age=20&topics=&topics=a&topics=")
c.form("more-topics-brackets", "brackets are part of a name", "/s19/survey", "age=20&topics[]=a")
c.form("more-repeat-bad", "the last of a name is wrong", "/s19/survey", "age=20&age=x&score=1&score=y")
c.form("more-all-bad", "all are wrong, in the order of declaration", "/s19/survey", "comment=12345678901&score=x&newsletter=q&age=old")
c.mp("more-survey-parts", "the same as parts", "/s19/survey", [field("age", " 20 "), field("topics", "a"), field("topics", ""), field("comment", "")])
c.form("more-fields-limit", "1001 fields", "/s19/survey", "age=20&" + "&".join(["topics=a"] * 1000))

# ---- a field and a file
c.mp("more-profile-order", "the file first", "/s19/upload-profile", [upload("avatar", "a.png", "x"), field("name", "N")])
c.mp("more-profile-text", "a text where the file is expected", "/s19/upload-profile", [field("name", "N"), field("avatar", "text")])
c.mp("more-profile-blank", "a file that was not chosen, an empty name", "/s19/upload-profile", [field("name", ""), upload("avatar", "", "")])
c.mp("more-profile-unnamed", "a file without a name", "/s19/upload-profile", [field("name", "N"), upload("avatar", "", "x"), field("bio", "")])
c.form("more-profile-urlencoded", "urlencoded: a file cannot come", "/s19/upload-profile", "name=N&avatar=x")

# ---- the password flow
c.form("more-oauth2-scopes", "scopes are separated by white space", "/s19/oauth2/token", "username=u&password=secret&scope=+a++b%09c+")
c.form("more-oauth2-no-scopes", "an empty scope is none", "/s19/oauth2/token", "username=u&password=secret&scope=&client_id=&client_secret=s")
c.form("more-oauth2-empty-grant", "an empty grant type", "/s19/oauth2/token", "grant_type=&username=u&password=secret")
c.form("more-oauth2-grant-case", "grant types have a case", "/s19/oauth2/token", "grant_type=Password&username=u&password=secret")
c.form("more-oauth2-all-bad", "all at once", "/s19/oauth2/token", "grant_type=code&username=")
c.mp("more-oauth2-parts", "the form as parts", "/s19/oauth2/token", [field("username", "u"), field("password", "secret"), field("scope", "a b")])
c.js("more-oauth2-json", "JSON is no form", "POST", "/s19/oauth2/token", {"username": "u", "password": "secret"})
for name, text in [("alone", "Bearer"), ("blanks", "Bearer   a b "), ("basic", "Basic abc"), ("token", "abc"), ("glued", "Bearerabc"), ("tab", "Bearer\tabc")]:
    c.get("more-me-" + name, "Authorization: %s" % text, "/s19/me", [("Authorization", text)])
c.get("more-me-two", "the first of two headers counts", "/s19/me", [("Authorization", "Bearer a"), ("Authorization", "Basic b")])
c.get("more-me-query", "the query is not looked at", "/s19/me?access_token=abc")
