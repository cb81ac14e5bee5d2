"""Requests to apps/routing.py."""
from casekit import Corpus

c = Corpus()
c.section("routing")
KEY = ("X-Key", "k")


def log(name, why):
    """What has happened since the last time this was asked, and begins anew."""
    c.get("log-" + name, why, "/log", delay_ms=60)
    c.req("reset-" + name, "begin anew", "POST", "/_reset")


c.req("reset", "state back to the start", "POST", "/_reset")
c.get("region", "what the lifespan yields and what it puts into the application's state", "/region")

# ---- routers
for method, path, why in [
        ("GET", "/own/things", "tags and dependencies of three levels; plain text by the outer router"),
        ("GET", "/own/things/3", "and of the route"),
        ("GET", "/own/things/3?limit=10", "a dependency of the route refuses"),
        ("GET", "/own/things/x?limit=y", "errors of dependencies come first"),
        ("GET", "/old/things/3", "the same router again, deprecated"),
        ("GET", "/hidden/things/3", "JSON by the include"),
        ("GET", "/hidden/things", "the same, of the list"),
        ("DELETE", "/old/things/3", "the status of the route"),
        ("DELETE", "/old/things/x", "its path"),
        ("GET", "/own/things/", "a redirect to the empty path of a router"),
        ("POST", "/own/things/3", "405, with the methods of the first route"),
        ("GET", "/nowhere/things", "404")]:
    name = method.lower() + path.replace("/", "-").replace("?", "-").replace("=", "-")
    c.req("teams" + name, why, method, "/teams/red" + path, [KEY])
    if path.startswith("/own"):
        c.req("v2-teams" + name, why + "; the outer router again", method, "/v2/teams/red" + path, [KEY])
log("teams", "dependencies run from the outside in")
c.get("teams-no-key", "a dependency in the middle is refused: the handler is not called", "/teams/a%20b/own/things/1")
log("no-key", "the others are")
for own in ("own", "old", "hidden"):
    c.js("put-" + own, "the response class of the route counts", "PUT", "/teams/blue/%s/things/1" % own, {"name": "n"}, [KEY])
c.js("put-bad", "header, path and body at once", "PUT", "/teams/blue/own/things/x", {"name": 1})

# ---- the order of declaration
for method, path, why in [
        ("GET", "/first/fixed", "the placeholder was declared first"), ("POST", "/first/fixed", "another method of it"),
        ("PUT", "/first/fixed", "405: the methods of the first that matches"), ("GET", "/first/a/b", "404"),
        ("GET", "/first/", "a placeholder takes no empty text"), ("GET", "/numbers/12", "a number"),
        ("GET", "/numbers/1a", "not a number: the next route"), ("GET", "/numbers/-1", "no sign"),
        ("GET", "/numbers/12/", "declared with the slash, too"), ("DELETE", "/numbers/12", "405"),
        ("DELETE", "/numbers/12/", "405"), ("GET", "/numbers/12//", "a redirect"),
        ("GET", "/files/a/b/info", "the end of the path tells them apart"), ("GET", "/files/a/b/info/x", "not the end"),
        ("GET", "/files/info", "nothing in front of it"), ("GET", "/files/", "an empty path"),
        ("GET", "/files//info", "an empty path in front"), ("GET", "/files/a/info/info", "the longest"),
        ("GET", "/files", "a redirect"), ("GET", "/files/a/", "a slash at the end belongs to the path"),
        ("GET", "/pairs/a-b.c", "several in one segment"), ("GET", "/pairs/a-b-c.d.e", "the first takes most"),
        ("GET", "/pairs/a.b", "no hyphen"), ("GET", "/pairs/-.", "nothing around"),
        ("GET", "/pairs/a-b.", "no kind"), ("GET", "/Pairs/a-b.c", "capitals count"),
        ("GET", "/many", "methods in small letters are meant as well"), ("POST", "/many", "one of several"),
        ("PATCH", "/many", "one of several"), ("HEAD", "/many", "a later route"),
        ("DELETE", "/many", "405: the methods of the first route"), ("PROPFIND", "/many", "405"),
        ("DELETE", "/many/", "a redirect whatever the method"), ("HEAD", "/first/x", "no HEAD by itself")]:
    c.req("order-%s-%s" % (method.lower(), path[1:].replace("/", "-")), why, method, "/order" + path)

# ---- mounts
for path, why in [
        ("/sub/ping", "a mounted application"), ("/sub/early/ping", "a mount declared in front of it"),
        ("/sub/late/ping", "one declared behind it is never asked"), ("/sub/route", "nor is a route"),
        ("/sub", "a redirect to the mount"), ("/sub/", "404 of the mounted application"),
        ("/sub/none", "its own handler of 404"), ("/sub/ping/", "a redirect inside"),
        ("/sub/early", "a redirect, of the outer application"), ("/sub/early/", "404 of another application"),
        ("/subping", "not below the mount"), ("/sub/crash", "its handler of a class"),
        ("/sub/refuse", "its answer to an HTTPException is the ordinary one"),
        ("/sub/crash-unknown", "nobody answers there: not the handler for 500 of the outer one"),
        ("/sub/deep/q/where/4", "a mount in a mount, with a placeholder"),
        ("/sub/deep/q%20r/where/4", "decoded"), ("/sub/deep/q/where/x", "422 of the innermost application"),
        ("/sub/deep/q/where/4/", "redirect_slashes=False"), ("/sub/deep/q/none", "404 of the innermost application"),
        ("/sub/deep/q", "a redirect of the application in the middle"), ("/sub/deep/", "not deep enough"),
        ("/sub/deep", "not deep enough"), ("/sub/docs", "docs_url moved"), ("/sub/redoc", "no ReDoc there"),
        ("/sub/openapi.json", "its document"), ("/sub/deep/q/openapi.json", "the document of the innermost"),
        ("/sub/early/openapi.json", "the document of the other one")]:
    c.get("mount-" + (path[1:].replace("/", "-")), why, path)
c.req("mount-post", "405 of the mounted application", "POST", "/sub/ping")
c.req("mount-trace", "405 of the innermost application", "TRACE", "/sub/deep/q/where/1")
c.req("mount-head", "no HEAD by itself", "HEAD", "/sub/early/ping")
log("mounts", "the outer handler for 500 hears of what nobody answered there")

c.get("addresses", "routes by their names, through mounts", "/addresses")
c.get("addresses-sub", "names are those of the outermost application", "/sub/addresses")
c.req("addresses-host", "on the host that was asked", "GET", "/sub/addresses", [("Host", "example.com:81")])
c.get("redirect-question", "an encoded question mark stays so in a redirect", "/order/first/a%3Fb/?c=d%23")

# ---- errors
for kind in ("null", "text", "number", "true", "list", "object", "empty"):
    c.get("detail-" + kind, "a detail of any type", "/errors/detail/" + kind)
for status in (204, 205, 304, 404, 405, 409, 418, 422, 499, 500, 599):
    c.get("status-%d" % status, "an exception of that status", "/errors/detail/text?status=%d" % status)
for kind in ("trouble", "big", "huge", "chained", "circle", "teapot", "conflict-teapot", "crash", "500", "503"):
    c.get("throw-" + kind, "of a plain handler", "/errors/throw/" + kind)
    c.get("throw-async-" + kind, "of a coroutine", "/errors/throw-async/" + kind)
log("errors", "handlers of errors, by type, base, status")
c.get("wrong-answer", "a handler of ResponseValidationError", "/errors/answer")
c.get("not-found", "404 has the handler of HTTPException", "/errors/none")
c.req("wrong-method", "405 has one of its own", "POST", "/errors/answer")
c.get("invalid", "422 has one, which asks the framework's", "/errors/detail/text?status=x")

# ---- dependencies
for name, query, why in [
        ("ok", "", "all goes well"), ("trouble", "code=3", "both see the exception of the handler"),
        ("http", "refuse=404", "HTTPException as well"), ("conflict", "refuse=409", "the handler of a status"),
        ("replaced", "code=4&fail=replace", "another exception instead"),
        ("swallowed", "code=5&fail=swallow", "one that keeps the exception to itself: 500"),
        ("before", "fail=before", "an exception in front of the yield"),
        ("after", "fail=after", "an exception behind the yield comes too late"),
        ("invalid", "code=x", "nothing is opened for a request that is refused")]:
    c.get("session-" + name, why, "/depends/session?" + query)
    log("session-" + name, why)
for name, query, why in [
        ("ok", "", "ends before the answer, and before the tasks"),
        ("refused", "commit=refused", "replaces the answer"),
        ("after", "fail=after", "the other one is too late")]:
    c.get("function-" + name, why, "/depends/function?" + query)
    log("function-" + name, why)
c.get("cache", "called once, and once more with use_cache=False", "/depends/cache")
log("cache", "twice in all")
c.get("problems-all", "a dependency that is used twice has its problems twice",
      "/depends/problems/x?number=0&size=99&flag=z", [("X-N", "n")])
c.get("problems-some", "the router's dependency first", "/depends/problems/1?number=x")
c.get("problems-none", "no problem", "/depends/problems/1?number=2&size=3&flag=on", [("X-N", "5")])
c.get("commons", "a class as a dependency", "/depends/commons?q=a&skip=2")
c.get("commons-bad", "and its errors", "/depends/commons?skip=a")
for name, path, why in [
        ("headers", "headers", "a dependency sets a header and leaves a task"),
        ("headers-code", "headers?code=206", "and the status"),
        ("own-headers", "own-headers?code=206", "a Response of the handler has none of it")]:
    c.get(name, why, "/depends/" + path)
    log(name, "the task is done in all cases")

# ---- background tasks
c.req("task-order", "plain and asynchronous tasks", "POST", "/tasks/order")
log("task-order", "the dependency's first, then in order")
c.req("task-own", "an answer without tasks takes those of the request", "POST", "/tasks/own")
log("task-own", "both")
c.req("task-own-task", "an answer with a task of its own keeps it", "POST", "/tasks/own?with_task=1")
log("task-own-task", "that one alone")
c.req("task-fail", "a task that fails behind the answer", "POST", "/tasks/fail")
log("task-fail", "dependencies see its exception")
c.req("task-trouble", "the same with an exception that has a handler", "POST", "/tasks/fail?trouble=6")
log("task-trouble", "which is not asked")
