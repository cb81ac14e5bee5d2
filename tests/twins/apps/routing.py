"""Routers in routers, mounts, handlers of errors, dependencies that end, background tasks. What happens,
and in which order, is read from GET /log."""
from contextlib import asynccontextmanager

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Header, HTTPException, Query, Request, Response
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException as StarletteHTTPException

LOG: list[str] = []


def note(text: str):
    LOG.append(text)


async def note_later(text: str):
    LOG.append(text)


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.opened = True
    yield {"region": "eu"}


def everywhere():
    note("app")


app = FastAPI(title="Routing", lifespan=lifespan, dependencies=[Depends(everywhere)],
              responses={400: {"description": "Refused"}})


@app.post("/_reset")
def reset():
    LOG.clear()


@app.get("/log")
def log():
    return LOG


@app.get("/region")
def region(request: Request):
    return {"region": request.state.region, "opened": request.app.state.opened}


# ---- routers

class Team(BaseModel):
    name: str


def of_outer(team: str):
    note("outer " + team)


def of_inner(x_key: str = Header()):
    note("inner " + x_key)


def of_include():
    note("include")


def of_route(limit: int = Query(5, le=9)):
    note("route")


inner = APIRouter(prefix="/things", tags=["things"], dependencies=[Depends(of_inner)],
                  responses={404: {"description": "No such thing"}, 409: {"description": "From the inner router"}})


@inner.get("", tags=["list"])
def list_things(team: str) -> str:
    return "things of " + team


@inner.get("/{thing}", dependencies=[Depends(of_route)], responses={404: {"description": "No such thing of that team"}})
def read_thing(team: str, thing: int) -> str:
    return f"{team}/{thing}"


@inner.put("/{thing}", response_class=JSONResponse, deprecated=True)
def put_thing(team: str, thing: int, new: Team):
    return {"thing": thing, "new": new}


@inner.delete("/{thing}", include_in_schema=False, status_code=202)
def delete_thing(thing: int) -> str:
    return "deleted"


outer = APIRouter(prefix="/teams/{team}", tags=["teams"], dependencies=[Depends(of_outer)],
                  responses={409: {"description": "From the outer router"}}, default_response_class=PlainTextResponse)
outer.include_router(inner, prefix="/own", tags=["own"], dependencies=[Depends(of_include)],
                     responses={410: {"description": "Gone"}})
outer.include_router(inner, prefix="/old", deprecated=True)
outer.include_router(inner, prefix="/hidden", include_in_schema=False, default_response_class=JSONResponse)
app.include_router(outer)
app.include_router(outer, prefix="/v2", tags=["v2"], include_in_schema=False)

# ---- the order of declaration

order = APIRouter(prefix="/order")


@order.get("/first/{name}")
def first_name(name: str):
    return {"name": name}


@order.get("/first/fixed")  # is never asked
def first_fixed():
    return {"fixed": True}


@order.post("/first/fixed")
def post_fixed():
    return {"posted": True}


@order.get("/numbers/{n:int}")
def number(n: int):
    return {"number": n}


@order.get("/numbers/{text}")
def number_text(text: str):
    return {"text": text}


@order.get("/numbers/{text}/")
def number_slash(text: str):
    return {"slash": text}


@order.get("/files/{path:path}/info")
def file_info(path: str):
    return {"info": path}


@order.get("/files/{path:path}")
def file(path: str):
    return {"file": path}


@order.get("/pairs/{a}-{b}.{kind}")
def pair(a: str, b: str, kind: str):
    return {"a": a, "b": b, "kind": kind}


@order.api_route("/many", methods=["get", "POST", "Patch"], operation_id="many", include_in_schema=False)
def many(request: Request):
    return {"method": request.method}


@order.head("/many")
def head_many():
    return Response(headers={"X-Many": "yes"})


app.include_router(order)

# ---- mounts

deep = FastAPI(title="Deep", redirect_slashes=False)


@deep.get("/where/{b}")
def where(request: Request, b: int):
    return {"a": request.path_params["a"], "b": b, "root_path": request.scope["root_path"],
            "base_url": str(request.base_url)}


def addresses(request: Request):
    return [str(request.url_for("number", n=7)), str(request.url_for("sub_ping")),
            str(request.url_for("early:early_ping")), str(request.url_for("where", a="x", b=1))]


early = FastAPI(title="Early")
sub = FastAPI(title="Sub", description="Mounted.", docs_url="/pages", redoc_url=None)


@early.get("/ping")
def early_ping() -> str:
    return "early"


@sub.get("/ping")
def sub_ping() -> str:
    return "sub"


@sub.get("/late/ping")
def sub_late_ping() -> str:
    return "late"


@sub.get("/crash")
def sub_crash():
    raise RuntimeError("in the mounted application")


@sub.get("/refuse")
def sub_refuse():
    raise HTTPException(403, "not here")


@sub.get("/crash-unknown")
def sub_crash_unknown():
    raise KeyError("nobody in the mounted application answers this")


@sub.exception_handler(404)
def sub_not_found(request: Request, error: StarletteHTTPException):
    return JSONResponse({"sub": error.detail, "path": request.url.path}, 404)


@sub.exception_handler(RuntimeError)
async def sub_runtime_error(request: Request, error: RuntimeError):
    return JSONResponse({"sub": str(error)}, 503)


sub.get("/addresses")(addresses)
sub.mount("/deep/{a}", deep)
app.get("/addresses")(addresses)
app.mount("/sub/early", early, name="early")
app.mount("/sub", sub)
app.mount("/sub/late", early)


@app.get("/sub/route")  # behind the mount
def sub_route() -> str:
    return "never"


# ---- errors

class Trouble(Exception):
    def __init__(self, code: int = 0):
        self.code = code


class BigTrouble(Trouble):
    pass


class HugeTrouble(BigTrouble):
    pass


class Teapot(HTTPException):
    pass


class Chained(Exception):
    pass


class Circle(Exception):
    pass


@app.exception_handler(Trouble)
def on_trouble(request: Request, error: Trouble):
    note("on_trouble")
    return JSONResponse({"trouble": error.code}, 400, {"X-Trouble": str(error.code)})


@app.exception_handler(BigTrouble)
async def on_big_trouble(request: Request, error: BigTrouble):
    note("on_big_trouble")
    return JSONResponse({"big trouble": error.code}, 400)


@app.exception_handler(Chained)
def on_chained(request: Request, error: Chained):
    note("on_chained")
    raise Trouble(7)


@app.exception_handler(Circle)
def on_circle(request: Request, error: Circle):
    note("on_circle")
    raise error


@app.exception_handler(Teapot)
def on_teapot(request: Request, error: Teapot):
    return PlainTextResponse("teapot: " + error.detail, error.status_code)


@app.exception_handler(StarletteHTTPException)
async def on_http_exception(request: Request, error: StarletteHTTPException):
    response = await http_exception_handler(request, error)
    response.headers["X-Handled"] = str(error.status_code)
    return response


@app.exception_handler(409)
def on_conflict(request: Request, error: HTTPException):
    return JSONResponse({"conflict": error.detail}, 409)


@app.exception_handler(405)
async def on_wrong_method(request: Request, error: StarletteHTTPException):
    return JSONResponse({"wrong": request.method}, 405, error.headers)


@app.exception_handler(RequestValidationError)
async def on_invalid(request: Request, error: RequestValidationError):
    response = await request_validation_exception_handler(request, error)
    response.headers["X-Problems"] = str(len(error.errors()))
    return response


@app.exception_handler(ResponseValidationError)
def on_invalid_answer(request: Request, error: ResponseValidationError):
    return JSONResponse({"answer": [problem["loc"] for problem in error.errors()]}, 502)


@app.exception_handler(500)
def on_crash(request: Request, error: Exception):
    note("on_crash")
    return JSONResponse({"crash": request.url.path}, 500)


DETAILS = {"null": None, "text": "text", "number": 1.5, "true": True, "list": [1, {"a": None}], "object": {"a": [1]},
           "empty": ""}
ERRORS = {"trouble": Trouble(1), "big": BigTrouble(2), "huge": HugeTrouble(3), "chained": Chained(), "circle": Circle(),
          "teapot": Teapot(418, "short"), "conflict-teapot": Teapot(409, "stout"), "crash": ValueError("x"),
          "500": HTTPException(500, "thrown"), "503": HTTPException(503, headers={"Retry-After": "7"})}

errors = APIRouter(prefix="/errors", tags=["errors"])


@errors.get("/detail/{kind}")
def detail(kind: str, status: int = 400):
    raise HTTPException(status, DETAILS[kind], {"X-Kind": kind, "x-kind-2": "b"})


@errors.get("/throw/{kind}")
def throw(kind: str):
    raise ERRORS[kind]


@errors.get("/throw-async/{kind}")
async def throw_async(kind: str, response: Response):
    response.headers["X-Lost"] = "with the exception"
    raise ERRORS[kind]


@errors.get("/answer", response_model=Team)
def wrong_answer():
    return {"nom": "x"}


app.include_router(errors)

# ---- dependencies


async def session(fail: str = ""):
    note("session opens")
    if fail == "before":
        raise Trouble(10)
    try:
        yield "session"
    except Trouble as error:
        note(f"session sees trouble {error.code}")
        if fail == "swallow":
            return
        if fail == "replace":
            raise HTTPException(418, "replaced") from error
        raise
    except HTTPException as error:
        note(f"session sees {error.status_code}")
        raise
    note("session closes")
    if fail == "after":
        raise HTTPException(409, "too late")


def transaction(below: str = Depends(session)):
    note("transaction begins")
    try:
        yield below + "/transaction"
        note("commit")
    except Exception:
        note("roll back")
        raise


def function_scope(commit: str = ""):
    note("function opens")
    yield "function"
    note("function closes")
    if commit == "refused":
        raise HTTPException(412, "not committed")


def counted():
    note("counted")
    return len(LOG)


def once(value: int = Depends(counted)):
    return value


def again(value: int = Depends(counted, use_cache=False)):
    return value


def page(number: int = Query(1, ge=1)):
    return number


def pages(first: int = Depends(page), size: int = Query(10, le=50)):
    return [first, size]


class Commons:
    def __init__(self, q: str | None = None, skip: int = 0):
        self.q, self.skip = q, skip


def headers(response: Response, tasks: BackgroundTasks, code: int = 0):
    response.headers["X-From"] = "dependency"
    if code:
        response.status_code = code
    tasks.add_task(note, "task of the dependency")


depends = APIRouter(prefix="/depends", tags=["depends"], dependencies=[Depends(page)])


@depends.get("/session")
def use_session(tasks: BackgroundTasks, value: str = Depends(transaction), code: int = 0, refuse: int = 0) -> str:
    note("handler")
    tasks.add_task(note, "task")
    if code:
        raise Trouble(code)
    if refuse:
        raise HTTPException(refuse, "refused")
    return value


@depends.get("/function")
async def use_function(tasks: BackgroundTasks, request_scope: str = Depends(transaction),
                       value: str = Depends(function_scope, scope="function")) -> str:
    tasks.add_task(note_later, "task")
    note("handler")
    return value


@depends.get("/cache")
def use_cache(a: int = Depends(counted), b: int = Depends(once), c: int = Depends(again), d: int = Depends(counted)):
    return {"same": a == b == d, "again": c - a}


@depends.get("/problems/{n}")
def problems(n: int, flag: bool, first: int = Depends(page), both: list = Depends(pages), x_n: int = Header()):
    return [n, first, both, flag, x_n]


@depends.get("/commons")
async def commons(common: Commons = Depends()):
    return {"q": common.q, "skip": common.skip}


@depends.get("/headers", dependencies=[Depends(headers)])
def use_headers(response: Response):
    response.headers["X-Own"] = "handler"
    return {"own": False}


@depends.get("/own-headers", dependencies=[Depends(headers)])
def own_headers(response: Response):
    response.headers["X-Lost"] = "handler"
    return Response("own", 203)


app.include_router(depends)

# ---- background tasks


def failing_task(code: int):
    note("failing task")
    if code:
        raise Trouble(code)
    raise ValueError("nobody answers this")


tasks_router = APIRouter(prefix="/tasks", tags=["tasks"], dependencies=[Depends(headers)])


@tasks_router.post("/order", status_code=202)
async def task_order(tasks: BackgroundTasks):
    for i in range(3):
        tasks.add_task(note if i % 2 else note_later, f"task {i}")
    note("handler")


@tasks_router.post("/own")
def task_own(tasks: BackgroundTasks, with_task: bool = False):
    tasks.add_task(note, "task of the handler")
    return JSONResponse({}, background=BackgroundTask(note, "task of the answer") if with_task else None)


@tasks_router.post("/fail")
def task_fail(tasks: BackgroundTasks, value: str = Depends(transaction), trouble: int = 0) -> str:
    tasks.add_task(failing_task, trouble)
    tasks.add_task(note, "never")
    return value


app.include_router(tasks_router)
