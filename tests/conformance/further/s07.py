"""More requests for section s07: response models."""
from casekit import Corpus

c = Corpus()
c.section("s07")
USER = {"name": "A", "email": "e", "password": "p"}

# ---- filtered
c.js("more-escapes", "texts come back as they are, but for JSON's escapes", "POST", "/s07/users",
     '{"name": "\\u00e9 \\u0000 \\ud83d\\ude00 \\" \\\\ \\/ \\u2028", "email": "\\t", "password": ""}', exact=True)
c.js("more-empty", "empty texts are texts", "POST", "/s07/users", {"name": "", "email": "", "password": ""}, exact=True)
c.js("more-extra", "unknown members are let in and do not come out", "POST", "/s07/users", {**USER, "id": 99, "admin": True}, exact=True)
for kind, value in (("null", None), ("number", 1), ("bool", True), ("list", ["a"]), ("object", {"a": 1})):
    c.js("more-name-" + kind, "a name that is no text", "POST", "/s07/users", {**USER, "name": value})
c.js("more-two-wrong", "one error for each, in the order of the model", "POST", "/s07/users", {"password": 1, "name": 2})
c.js("more-list", "a list is no user", "POST", "/s07/users", [USER])

# ---- exclude_unset
for name, body, why in (
        ("nothing", {}, "nothing sent but the id of the path"),
        ("null", {"email": None}, "null was sent"),
        ("all", {"nickname": "n", "email": "e", "name": "x"}, "in the order of the model, not of the body"),
        ("unknown", {"score": 5, "id": 9}, "what the body's model does not have is not set")):
    c.js("more-patch-" + name, why, "PATCH", "/s07/users/3", body, exact=True)
c.js("more-patch-name-null", "null for a name that must be text: the answer does not fit its model", "PATCH", "/s07/users/3", {"name": None})
c.js("more-patch-bad", "path and body are refused together", "PATCH", "/s07/users/x", {"name": 1})
c.js("more-patch-missing", "no body", "PATCH", "/s07/users/3", "")

# ---- include, exclude, optional
for name, user_id in (("two", "2"), ("zero", "0"), ("negative", "-1"), ("text", "one"), ("float", "1.0"), ("padded", "01"), ("sign", "+1")):
    c.get("more-id-" + name, "the id %s" % user_id, "/s07/users/" + user_id)
    c.get("more-maybe-" + name, "the id %s of an optional model" % user_id, "/s07/maybe/" + user_id)
c.get("more-name-negative", "one member only, for any id", "/s07/users/-5/name", exact=True)
c.get("more-name-bad", "an id that is no number", "/s07/users/x/name")

# ---- the rest as it is spelled
for name in ("none", "defaults", "all"):
    c.get("more-profile-" + name, "the bytes of the profile", "/s07/profiles/" + name, exact=True)
for name in ("annotated", "subclass", "aliased", "aliased/by-name", "coerced", "bypass", "mapping", "users"):
    c.get("more-bytes-" + name.replace("/", "-"), "the bytes of the answer", "/s07/" + name, exact=True)
    c.req("more-head-" + name.replace("/", "-"), "HEAD is another method", "HEAD", "/s07/" + name)
c.get("more-invalid-query", "a query does not help what is not valid", "/s07/invalid?id=1")
c.get("more-slash", "the other form of the slash", "/s07/aliased/")
