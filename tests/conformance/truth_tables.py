"""What the reference programs know beyond their OpenAPI documents, by operation (see truth.py).

Each entry says what differs for one operation, and why; truth.py fails for an entry of an
operation that it tried and that nothing needed.
"""

def no_own_rule(body):
    return None


def signup_rule(body):
    if not isinstance(body, dict):
        return None
    if "" in (body.get("tags") or []):
        return ["body", "tags"], "assertion_error"
    if body.get("password") != body.get("password2"):
        return ["body"], "value_error"
    return None


def price_rule(body):
    if isinstance(body, dict) and body.get("price", 1) <= 0:
        return ["body", "price"], "value_error"
    return None


def profile_rule(body):
    if isinstance(body, dict) and body.get("name", "") is None:
        return 500
    return None


def patch_rule(body):
    if isinstance(body, dict) and None in (body.get("name", ""), body.get("price", 0)):
        return 500
    return None


# The least valid body, where a valid one by the schema is not valid for the handler.
BODIES = {
    # passwords_match: the two must be equal.
    "POST /s17/signup": {"userName": "al", "password": "pw", "password2": "pw"},
    # Anything else is answered 401.
    "POST /s19/login": {"username": "alice", "password": "wonder land&\u00e9"},
    # Anything else is answered 400.
    "POST /s19/oauth2/token": {"username": "alice", "password": "secret"},
}

# What becomes of a body that the schema takes: (loc, type) of its refusal by a validator, the
# status of a failure, or None.
OWN_RULES = {
    "PATCH /s07/users/{id}": profile_rule,  # a name of null does not fit the response model
    "PATCH /s21/products/{id}": patch_rule,  # neither does a name or a price of null
    "POST /s17/signup": signup_rule,        # passwords_match, no_empty_tags
    "POST /s17/products": price_rule,       # price_must_be_positive
}

# The value of a parameter that lets a request through to the handler.
PARAMETERS = {
    ("header", "x-admin-token"): "secret-admin",  # s13: a dependency answers 403 to any other
}

# {n:int} in the path of the program: another text finds no route, and the document shows only {n}.
CONVERTERS = {("GET /s03/counted/{n}", "n"): r"[0-9]+"}

# Statuses of the handler that the document does not list, beside 4xx of its own.
OWN_STATUS = {
    "POST /s08/items/dynamic": {201},             # sets it on the Response
    "GET /s08/code/{code}": set(range(200, 600)),   # answers with the code that it is given
    "GET /s08/raise/{code}": set(range(200, 600)),  # the same by HTTPException
    "GET /s07/invalid": {500},                    # its result does not fit its response model
    "GET /s14/crash": {500},                      # throws what nobody handles
    "GET /s14/http/crash": {500, 503},
    "GET /s18/listed/crash": {500},
    "GET /s16/redirect": {302, 307},              # returns a Response of its own
    "GET /s16/redirect/default": {307},
    "GET /s16/redirect/odd": {303},
    "GET /s16/no-type": {203},
    "GET /s16/json-headers": {202},
    "GET /s16/file/missing": {500},               # a FileResponse of no file
    "GET /s16/nan": {500},                        # JSON has no NaN
    "GET /s11/users/{id}": {502},                 # its upstream does not know the id
    "POST /s15/webhook": {500},                   # reads a body that the document does not have
}

# Operations whose handler always refuses, so none of their answers is a documented success.
ALWAYS_REFUSES = {
    "GET /s08/detail/{kind}": "raises 400 or 418",
    "GET /s11/sync-error": "raises 409",
    "GET /s12/saved/{filename}": "404: nothing was saved before",
    "GET /s14/sync-custom/{item_id}": "raises its own 404",
    "GET /s14/http/teapot": "raises 418",
    "GET /s14/http/forbidden": "raises 403",
    "GET /s14/http/conflict": "raises 409",
    "GET /s18/listed/fail": "raises 400",
    "POST /s20/refused": "raises 400",
}

# Successes whose body is another than the document says, as the reference answers too.
OTHER_BODY = {
    "GET /s07/users/{id}": "response_model_exclude leaves a required member out",
    "GET /s07/users/{id}/name": "response_model_include leaves required members out",
    "GET /s07/aliased/by-name": "response_model_by_alias = false",
    "GET /s07/bypass": "returns a Response, which no model looks at",
    "GET /s16/nan/modelled": "NaN is written as null",
}

# Answers of the framework before any handler: no sign that validation accepted anything.
NOT_REACHED = {
    (404, "Not Found"), (405, "Method Not Allowed"), (400, "There was an error parsing the body"),
    (401, "Not authenticated"), (403, "Not authenticated"), (413, "Content Too Large"),
}
