"""Security: every scheme, required and optional; scopes through several levels; forms of OAuth2."""
from typing import Annotated

from fastapi import APIRouter, Body, Cookie, Depends, FastAPI, Form, Header, HTTPException, Path, Query, Security
from fastapi.security import (
    APIKeyCookie,
    APIKeyHeader,
    APIKeyQuery,
    HTTPAuthorizationCredentials,
    HTTPBasic,
    HTTPBasicCredentials,
    HTTPBearer,
    HTTPDigest,
    OAuth2,
    OAuth2AuthorizationCodeBearer,
    OAuth2PasswordBearer,
    OAuth2PasswordRequestForm,
    OAuth2PasswordRequestFormStrict,
    OpenIdConnect,
    SecurityScopes,
)
from fastapi.security.http import HTTPBase
from pydantic import BaseModel

# ---- the schemes ----

client_key = APIKeyHeader(name="X-Client", scheme_name="Client", auto_error=False)

header_key = APIKeyHeader(name="X-Key")
query_key = APIKeyQuery(name="api_key", description="A key of the **account**.")
cookie_key = APIKeyCookie(name="session", scheme_name="Session")
basic_scheme = HTTPBasic(realm="the vault")
bearer_scheme = HTTPBearer(bearerFormat="JWT", description="Signed by us.")
digest_scheme = HTTPDigest()
hmac_scheme = HTTPBase(scheme="hmac-SHA256", scheme_name="Signature")
oauth2_scheme = OAuth2(
    flows={
        "password": {"tokenUrl": "/token", "scopes": {"me": "Read your own data."}},
        "implicit": {"authorizationUrl": "https://login.example.com/authorize"},
        "clientCredentials": {"tokenUrl": "/token", "refreshUrl": "/refresh"},
    },
    description="Any flow.",
)
password_scheme = OAuth2PasswordBearer(
    tokenUrl="token", scopes={"me": "Read your own data.", "items": "Read items."}, refreshUrl="refresh"
)
code_scheme = OAuth2AuthorizationCodeBearer(
    authorizationUrl="https://login.example.com/authorize",
    tokenUrl="https://login.example.com/token",
    scopes={"openid": "Who you are."},
)
openid_scheme = OpenIdConnect(openIdConnectUrl="https://login.example.com/.well-known/openid-configuration")

maybe_header_key = APIKeyHeader(name="X-Key", scheme_name="MaybeHeaderKey", auto_error=False)
maybe_query_key = APIKeyQuery(name="api_key", scheme_name="MaybeQueryKey", auto_error=False)
maybe_cookie_key = APIKeyCookie(name="session", scheme_name="MaybeCookieKey", auto_error=False)
maybe_basic = HTTPBasic(scheme_name="MaybeBasic", description="Name and password.", auto_error=False)
maybe_bearer = HTTPBearer(scheme_name="MaybeBearer", auto_error=False)
maybe_digest = HTTPDigest(scheme_name="MaybeDigest", auto_error=False)
maybe_hmac = HTTPBase(scheme="hmac", scheme_name="MaybeSignature", auto_error=False)
maybe_oauth2 = OAuth2(scheme_name="MaybeOAuth2", auto_error=False)
maybe_password = OAuth2PasswordBearer(tokenUrl="token", scheme_name="MaybePassword", auto_error=False)
maybe_code = OAuth2AuthorizationCodeBearer(
    authorizationUrl="authorize", tokenUrl="token", refreshUrl="refresh", scheme_name="MaybeCode", auto_error=False
)
maybe_openid = OpenIdConnect(openIdConnectUrl="/openid", scheme_name="MaybeOpenId", auto_error=False)


# ---- for the whole application ----

def refuse_blocked(key: Annotated[str | None, Depends(client_key)]):
    if key == "blocked":
        raise HTTPException(403, "This client is blocked")


app = FastAPI(title="Security", dependencies=[Depends(refuse_blocked)])

# ---- each scheme alone ----


@app.get("/header-key")
def read_header_key(key: Annotated[str, Depends(header_key)]):
    return {"key": key}


@app.get("/query-key")
def read_query_key(key: Annotated[str, Depends(query_key)]):
    return {"key": key}


@app.get("/cookie-key")
def read_cookie_key(key: Annotated[str, Depends(cookie_key)]):
    return {"key": key}


@app.get("/basic")
def read_basic(user: Annotated[HTTPBasicCredentials, Depends(basic_scheme)]):
    return user


@app.get("/bearer")
def read_bearer(token: Annotated[HTTPAuthorizationCredentials, Depends(bearer_scheme)]):
    return token


@app.get("/digest")
def read_digest(found: Annotated[HTTPAuthorizationCredentials, Depends(digest_scheme)]):
    return found


@app.get("/hmac")
def read_hmac(found: Annotated[HTTPAuthorizationCredentials, Depends(hmac_scheme)]):
    return found


@app.get("/oauth2")
def read_oauth2(authorization: Annotated[str, Depends(oauth2_scheme)]):
    return {"authorization": authorization}


@app.get("/password")
def read_password(token: Annotated[str, Depends(password_scheme)]):
    return {"token": token}


@app.get("/code")
def read_code(token: Annotated[str, Depends(code_scheme)]):
    return {"token": token}


@app.get("/openid")
def read_openid(authorization: Annotated[str, Depends(openid_scheme)]):
    return {"authorization": authorization}


# ---- all at once, none of them required ----


@app.get("/maybe/keys")
def read_maybe_keys(
    header: Annotated[str | None, Depends(maybe_header_key)],
    query: Annotated[str | None, Depends(maybe_query_key)],
    cookie: Annotated[str | None, Depends(maybe_cookie_key)],
):
    return {"header": header, "query": query, "cookie": cookie}


@app.get("/maybe/basic")
def read_maybe_basic(user: Annotated[HTTPBasicCredentials | None, Depends(maybe_basic)]):
    return {"user": user}


@app.get("/maybe/authorization")
def read_maybe_authorization(
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(maybe_bearer)],
    digest: Annotated[HTTPAuthorizationCredentials | None, Depends(maybe_digest)],
    hmac: Annotated[HTTPAuthorizationCredentials | None, Depends(maybe_hmac)],
    oauth2: Annotated[str | None, Depends(maybe_oauth2)],
    password: Annotated[str | None, Depends(maybe_password)],
    code: Annotated[str | None, Depends(maybe_code)],
    openid: Annotated[str | None, Depends(maybe_openid)],
):
    return {
        "bearer": bearer,
        "digest": digest,
        "hmac": hmac,
        "oauth2": oauth2,
        "password": password,
        "code": code,
        "openid": openid,
    }


# ---- several on a route, beside parameters ----


class Item(BaseModel):
    name: str


def check_account(account: Annotated[int, Header()], key: Annotated[str, Depends(header_key)]):
    if key != "key of %d" % account:
        raise HTTPException(403, {"account": account, "key": key})
    return account


@app.get("/both", dependencies=[Depends(query_key)])
def read_both(key: Annotated[str, Depends(header_key)], user: Annotated[HTTPBasicCredentials, Depends(basic_scheme)]):
    return {"key": key, "user": user}


@app.get("/twice", dependencies=[Depends(header_key)])
def read_twice(
    first: Annotated[str, Depends(header_key)], second: Annotated[str, Depends(header_key, use_cache=False)]
):
    return [first, second]


@app.put("/accounts/{item_id}")
def update_account(
    item_id: Annotated[int, Path(ge=1)],
    item: Item,
    account: Annotated[int, Depends(check_account)],
    limit: Annotated[int, Query(le=100)] = 10,
    session: Annotated[str | None, Cookie()] = None,
):
    return {"item_id": item_id, "item": item, "account": account, "limit": limit, "session": session}


@app.post("/signed", dependencies=[Depends(hmac_scheme)])
def read_signed(text: Annotated[str, Form(min_length=3)]):
    return {"text": text}


@app.post("/echo")
def read_echo(value: Annotated[dict, Body()], key: Annotated[str, Depends(header_key)]):
    return {"value": value, "key": key}


# ---- scopes ----


def get_user(security_scopes: SecurityScopes, token: Annotated[str, Depends(password_scheme)]):
    granted = token.split("+")
    for scope in security_scopes.scopes:
        if scope not in granted:
            raise HTTPException(
                401,
                "Not enough permissions",
                headers={"WWW-Authenticate": 'Bearer scope="%s"' % security_scopes.scope_str},
            )
    return {"granted": granted, "wanted": security_scopes.scopes, "scope_str": security_scopes.scope_str}


def get_active_user(user: Annotated[dict, Security(get_user, scopes=["me"])]):
    if "inactive" in user["granted"]:
        raise HTTPException(400, "Inactive user")
    return user


def get_owner(
    user: Annotated[dict, Security(get_active_user, scopes=["items", "me"])],
    code: Annotated[str | None, Security(maybe_code, scopes=["items"])],
):
    return {"user": user, "code": code}


@app.get("/scopes/none")
def read_without_scopes(user: Annotated[dict, Depends(get_user)]):
    return user


@app.get("/scopes/me")
def read_me(user: Annotated[dict, Depends(get_active_user)]):
    return user


@app.get("/scopes/items")
def read_items(user: Annotated[dict, Security(get_active_user, scopes=["items", "items"])]):
    return user


@app.get("/scopes/owner")
def read_owner(owner: Annotated[dict, Security(get_owner, scopes=["me", "owner"])]):
    return owner


@app.get("/scopes/two", dependencies=[Security(get_user, scopes=["first"])])
def read_two(
    second: Annotated[dict, Security(get_user, scopes=["second"])],
    third: Annotated[dict, Security(get_user, scopes=["third", "second"])],
    token: Annotated[str, Security(password_scheme, scopes=["fourth"])],
):
    return {"second": second, "third": third, "token": token}


@app.get("/scopes/key")
def read_key_with_scopes(key: Annotated[str, Security(header_key, scopes=["write"])]):
    return {"key": key}


# ---- for a router ----

reports = APIRouter(prefix="/reports", dependencies=[Security(get_user, scopes=["reports"])])


@reports.get("/")
def list_reports():
    return []


@reports.get("/mine")
def read_my_report(user: Annotated[dict, Security(get_active_user, scopes=["reports"])]):
    return user


app.include_router(reports)
app.include_router(reports, prefix="/archive", dependencies=[Depends(cookie_key)])

# ---- the forms that give tokens ----


@app.post("/token")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()]):
    if form.password != "secret":
        raise HTTPException(401, "Incorrect username or password", headers={"WWW-Authenticate": "Bearer"})
    return {
        "access_token": "+".join(form.scopes),
        "token_type": "bearer",
        "user": form.username,
        "grant_type": form.grant_type,
        "client": [form.client_id, form.client_secret],
    }


@app.post("/token/strict")
def login_strict(form: Annotated[OAuth2PasswordRequestFormStrict, Depends()]):
    return {"user": form.username, "grant_type": form.grant_type, "scopes": form.scopes}
