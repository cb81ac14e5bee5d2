"""Further requests to section s22: lifespan and state."""
from casekit import Corpus

c = Corpus()
c.section("s22")
for name, path, why in [
        ("users-0", "/s22/users?limit=0", "none of them"), ("users-many", "/s22/users?limit=1000", "more than there are"),
        ("users-negative", "/s22/users?limit=-1", "from the end, as Python counts"), ("users-far", "/s22/users?limit=-9", "none are left"),
        ("users-bad", "/s22/users?limit=x", "422"), ("users-slash", "/s22/users/", "a redirect"),
        ("events", "/s22/events", "startup ran once, whatever was asked"), ("predict-negative", "/s22/predict?x=-2.5", "a sign"),
        ("predict-zero", "/s22/predict?x=-0", "minus zero"), ("predict-small", "/s22/predict?x=1e-9", "an exponent"),
        ("predict-large", "/s22/predict?x=1e300", "a large one"), ("predict-spaces", "/s22/predict?x=%201%20", "spaces around"),
        ("predict-last", "/s22/predict?x=y&x=4", "the last of several"), ("predict-text", "/s22/predict?x=two", "no number"),
        ("shared-query", "/s22/shared?shared=other", "a query does not change it"), ("root", "/s22", "nothing there"),
        ("sub", "/s22/sub", "a redirect to the mounted application"), ("sub-slash", "/s22/sub/", "404 there"),
        ("sub-shared", "/s22/sub/shared", "the routes around are not there"), ("sub-events-slash", "/s22/sub/events/", "a redirect there"),
        ("sub-openapi", "/s22/sub/openapi.json", "its document"), ("sub-beside", "/s22/subevents", "not below the mount")]:
    c.get("more-" + name, why, path)
for method, path, why in [
        ("POST", "/s22/users", "405"), ("HEAD", "/s22/shared", "405"), ("POST", "/s22/sub/events", "405 there"),
        ("HEAD", "/s22/sub/openapi.json", "documents answer HEAD"), ("DELETE", "/", "405 at the root"), ("OPTIONS", "/s22/predict?x=y", "405")]:
    options = {"ignore": ["header:content-length"]} if method == "HEAD" else None
    c.req("more-%s%s" % (method.lower(), path[4:].split("?")[0].replace("/", "-")), why, method, path, options=options)
c.get("more-events-parallel", "several at once see the same state", "/s22/users?limit=1", parallel=8)
