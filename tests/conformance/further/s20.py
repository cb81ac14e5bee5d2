"""Further requests to section s20: background tasks."""
from casekit import Corpus

c = Corpus()
c.section("s20")


def log(name, why):
    c.get("more-log-" + name, why, "/s20/log", delay_ms=80)


def begin_anew(name):
    c.req("more-reset-" + name, "state back to the start", "POST", "/s20/_reset")


begin_anew("1")
c.get("more-log-empty", "nothing yet", "/s20/log")
c.js("more-users", "two tasks", "POST", "/s20/users", {"name": "B", "email": "B@Example.COM"})
log("users", "the address as it was checked")
c.js("more-users-named", "an address with a name", "POST", "/s20/users", {"name": "C", "email": "C C <c@example.com>"})
log("users-named", "behind the others")
begin_anew("2")
c.js("more-users-bad", "refused: no task", "POST", "/s20/users", {"name": 1, "email": "x"})
c.js("more-users-missing", "all missing", "POST", "/s20/users", {})
c.req("more-users-malformed", "malformed JSON", "POST", "/s20/users", [("Content-Type", "application/json")], body="{")
log("users-bad", "none of them left a task")
c.js("more-orders-anonymous", "the default of the dependency's header", "POST", "/s20/orders",
     {"product": "P", "email": "o@example.com"})
log("orders-anonymous", "its task first")
begin_anew("3")
c.js("more-orders-empty-actor", "an empty header is a value", "POST", "/s20/orders",
     {"product": "P", "email": "o@example.com"}, [("X-Actor", "")])
log("orders-empty-actor", "and is noted")
begin_anew("4")
c.js("more-orders-bad", "the dependency has been called, the handler is not", "POST", "/s20/orders",
     {"product": "P", "email": "o"}, [("X-Actor", "me")])
log("orders-bad", "so its task is lost")
c.req("more-slow-default", "the default of a query", "POST", "/s20/slow")
c.req("more-slow-two", "two at the same time", "POST", "/s20/slow?label=two")
c.get("more-log-slow-before", "the answers did not wait", "/s20/log")
c.get("more-log-slow-after", "they are done in order", "/s20/log", delay_ms=1000)
begin_anew("5")
c.req("more-own-response", "a returned Response", "POST", "/s20/own-response")
c.req("more-refused", "an exception drops the tasks", "POST", "/s20/refused")
c.req("more-failing", "a task fails", "POST", "/s20/failing")
c.req("more-own-response-2", "the next request is not concerned", "POST", "/s20/own-response")
log("mixed", "two of the own response")
begin_anew("6")
c.session("more-keep-alive", "tasks of several requests on one connection", [
    {"method": "POST", "path": "/s20/own-response"},
    {"method": "POST", "path": "/s20/refused"},
    {"method": "POST", "path": "/s20/own-response"},
    {"method": "GET", "path": "/s20/nothing"}])
log("keep-alive", "those of both")
c.req("more-405", "405", "GET", "/s20/users")
c.req("more-log-post", "405 of the log", "POST", "/s20/log")
c.get("more-log-slash", "a redirect", "/s20/log/")
begin_anew("7")
