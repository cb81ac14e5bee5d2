"""Further requests to section s13: routers."""
from casekit import Corpus

c = Corpus()
c.section("s13")
ADMIN = [("X-Admin-Token", "secret-admin")]
JSON = [("Content-Type", "application/json")]

# prefixes
for name, path, why in [
        ("prefix", "/s13", "the prefix alone is nothing"), ("prefix-slash", "/s13/", "with its slash neither"),
        ("users-twice", "/s13/users//", "two slashes: an empty name is none, so a redirect"),
        ("users-inside", "/s13/users//1", "two slashes inside are not one"),
        ("users-front", "//s13/users/1", "nor in front"),
        ("users-deep", "/s13/users/1/2", "too deep"), ("users-capital", "/s13/Users/1", "capitals count"),
        ("users-dot", "/s13/users/.", "a dot is a name"), ("users-dots", "/s13/users/..", "so are two"),
        ("users-encoded", "/s13/users/%31", "an encoded digit"),
        ("users-slash-encoded", "/s13/users%2F1", "an encoded slash separates"),
        ("users-slash-encoded-end", "/s13/users/1%2F", "also at the end: a redirect"),
        ("users-slashes-end", "/s13/users/1///", "the redirect takes all of them off"),
        ("v1-orders", "/s13/api/v1/orders", "only one router is included there"),
        ("v1-redirect", "/s13/api/v1/users", "a redirect below the other prefix"),
        ("v1", "/s13/api/v1", "the other prefix alone"),
        ("orders-two", "/s13/orders//", "the redirect to an empty path takes both slashes off"),
        ("order-deep", "/s13/orders/4/5", "too deep"), ("order-slashes", "/s13/orders/4//", "none declared with two slashes"),
        ("order-bad-redirect", "/s13/orders/x", "a redirect before validation"),
        ("order-bad", "/s13/orders/x/", "and then 422"), ("orders-bad", "/s13/orders?limit=x", "422 of an empty path")]:
    c.get("more-" + name, why, path)
for name, path, why in [
        ("question", "/s13/users/a%3Fb/", "an encoded question mark stays encoded in the redirect"),
        ("hash", "/s13/users/a%23b/?c=1", "so does a hash, and the query follows"),
        ("percent", "/s13/users/a%2525b/", "and a percent sign that was encoded twice"),
        ("text", "/s13/users/%E2%82%AC%20x/", "text is encoded anew"),
        ("marks", "/s13/users/~!$&'()*+,;=:@/", "marks that need none are not"),
        ("query", "/s13/users/1/?a=%20&b=%zz&c", "the query as it was")]:
    c.get("more-redirect-" + name, why, path)
c.req("more-redirect-host", "the redirect names the host that was asked", "GET", "/s13/users/1/", [("Host", "example.com:8080")])
for method in ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"):
    c.req("more-redirect-" + method.lower(), "any method is redirected", method, "/s13/users")

# methods
for name, method, path, why in [
        ("users-put", "PUT", "/s13/users/", "405: only the first of GET and POST is named"),
        ("user-post", "POST", "/s13/users/1", "405"), ("user-bad-post", "POST", "/s13/users/x", "405 before validation"),
        ("orders-post", "POST", "/s13/orders", "405 of an empty path"), ("users-head", "HEAD", "/s13/users/", "no HEAD by itself"),
        ("users-options", "OPTIONS", "/s13/users/", "nor OPTIONS"),
        ("admin-post", "POST", "/s13/admin/stats", "405 before the dependency"),
        ("admin-get", "GET", "/s13/admin/users/1", "405 before the dependency, of a route for DELETE")]:
    c.req("more-405-" + name, why, method, path)
c.get("more-admin-none", "404 before the dependency", "/s13/admin/none")
c.get("more-admin-slash", "a redirect before the dependency", "/s13/admin/stats/")

# dependencies of the include
c.get("more-admin-empty", "an empty header is a value, and a wrong one", "/s13/admin/stats", [("X-Admin-Token", "")])
c.get("more-admin-case", "header names are not case sensitive, values are", "/s13/admin/stats", [("x-ADMIN-token", "SECRET-ADMIN")])
c.get("more-admin-first", "the first of several headers counts", "/s13/admin/stats", ADMIN + [("X-Admin-Token", "x")])
c.get("more-admin-first-wrong", "also where it is wrong", "/s13/admin/stats", [("X-Admin-Token", "x")] + ADMIN)
c.get("more-admin-whoami-missing", "a dependency that two use has its problem twice", "/s13/admin/whoami")
c.get("more-admin-whoami-wrong", "it refuses once", "/s13/admin/whoami", [("X-Admin-Token", "x")])
c.get("more-admin-stats", "parameters of a dependency", "/s13/admin/stats?page=2&size=50", ADMIN)
c.get("more-admin-stats-bad", "all of them wrong", "/s13/admin/stats?page=x&size=y", ADMIN)
c.req("more-admin-delete-missing", "the dependency alone is wrong", "DELETE", "/s13/admin/users/1")
c.req("more-admin-delete-wrong", "it refuses before the path is reported", "DELETE", "/s13/admin/users/x", [("X-Admin-Token", "x")])

# bodies
c.js("more-create-v1", "below the other prefix", "POST", "/s13/api/v1/users/", {"name": "N", "email": "e"})
c.js("more-create-bad", "a body that is wrong", "POST", "/s13/users/", {"name": 1})
c.req("more-create-none", "no body", "POST", "/s13/users/", JSON)
c.js("more-create-extra", "members that the model does not know", "POST", "/s13/users/", {"name": "N", "email": "e", "id": 9})
