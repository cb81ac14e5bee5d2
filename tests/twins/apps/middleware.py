"""Middleware: applications mounted below one, each with middleware of its own."""
import asyncio

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, StreamingResponse
from pydantic import BaseModel

app = FastAPI(title="Middleware")

LOG = []


@app.get("/log")
def read_log() -> list[str]:
    return LOG


@app.post("/_reset")
def reset_log() -> str:
    LOG.clear()
    return "empty"


# ---- CORS


class Note(BaseModel):
    text: str


def with_notes(notes: FastAPI):
    @notes.get("/notes/{note_id}")
    def read_note(note_id: int):
        if note_id == 0:
            raise HTTPException(404, "no such note", {"X-Reason": "gone"})
        return {"note": note_id}

    @notes.get("/crash")
    def crash():
        raise RuntimeError("nobody answers this")

    @notes.post("/notes", status_code=201)
    def create_note(note: Note):
        return note

    @notes.get("/own")
    def own_headers():
        return JSONResponse(
            "own",
            headers={
                "Access-Control-Allow-Origin": "https://own.example",
                "Access-Control-Expose-Headers": "X-Own",
                "Vary": "Cookie, Origin",
            },
        )

    @notes.get("/varies")
    def varies(response: Response):
        response.headers.append("Vary", "Accept")
        response.headers.append("Vary", "Cookie")
        return "varies"

    @notes.get("/varies-by-all")
    def varies_by_all(response: Response):
        response.headers["Vary"] = "*"
        return "varies"

    return notes


intranet = with_notes(FastAPI())
intranet.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_private_network=True,
    allow_methods=["get", "POST", "PURGE"],
    allow_headers=["x-token", "X-Token", "Accept"],
    expose_headers=["X-Reason", "x-reason"],
    max_age=0,
)
app.mount("/intranet", intranet)

partners = with_notes(FastAPI())
partners.add_middleware(
    CORSMiddleware,
    allow_origins=["null", "https://shop.example"],
    allow_origin_regex="https?://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?",
    allow_credentials=True,
    allow_headers=["*"],
)
app.mount("/partners", partners)

nobody = with_notes(FastAPI())
nobody.add_middleware(CORSMiddleware, allow_methods=[])
app.mount("/nobody", nobody)

# ---- hosts and schemes


def with_name(named: FastAPI):
    @named.get("/name")
    def read_name(request: Request) -> str:
        return str(request.url)

    return named


hosts = with_name(FastAPI())
hosts.add_middleware(
    TrustedHostMiddleware,
    allowed_hosts=["Example.com", "*.example.org", "www.example.net", "[::1]", "127.0.0.1"],
)
app.mount("/hosts", hosts)

no_www = with_name(FastAPI())
no_www.add_middleware(TrustedHostMiddleware, allowed_hosts=["www.example.net"], www_redirect=False)
app.mount("/no-www", no_www)

safe = with_name(FastAPI())
safe.add_middleware(HTTPSRedirectMiddleware)
app.mount("/safe", safe)

# ---- gzip

zipped = FastAPI()
zipped.add_middleware(GZipMiddleware, minimum_size=20, compresslevel=1)


@zipped.get("/text/{size}")
def sized_text(size: int):
    return PlainTextResponse("=" * size)


@zipped.head("/text/{size}")
def sized_text_head(size: int):
    return PlainTextResponse("=" * size)


@zipped.get("/typed")
def typed(media_type: str):
    return Response("=" * 30, media_type=media_type)


@zipped.get("/encoded")
def encoded():
    return PlainTextResponse("=" * 30, headers={"Content-Encoding": "br"})


@zipped.get("/part")
def part():
    return PlainTextResponse("=" * 30, 206, {"Content-Range": "bytes 0-29/100"})


@zipped.get("/varies")
def zipped_varies(vary: str):
    return PlainTextResponse("=" * 30, headers={"Vary": vary})


@zipped.get("/error")
def zipped_error():
    raise HTTPException(409, "=" * 30)


@zipped.get("/stream")
def zipped_stream(size: int):
    return StreamingResponse(("=" * size for _ in range(3)), media_type="text/plain")


app.mount("/zipped", zipped)

# ---- several, and their order

order = FastAPI()


class OrderError(Exception):
    pass


@order.exception_handler(OrderError)
async def answer_order_error(request: Request, error: OrderError):
    request.state.steps.append("handler of errors")
    return JSONResponse({"error": str(error), "steps": request.state.steps}, 418)


@order.exception_handler(RequestValidationError)
async def answer_validation(request: Request, error: RequestValidationError):
    request.state.steps.append("handler of problems")
    return JSONResponse({"steps": request.state.steps}, 400)


@order.exception_handler(Exception)
async def answer_all(request: Request, error: Exception):
    return JSONResponse({"unexpected": str(error), "steps": request.state.steps}, 500)


@order.middleware("http")
async def innermost(request: Request, call_next):
    request.state.steps.append("innermost")
    if "drop" in request.query_params:
        await call_next(request)
        return PlainTextResponse("in place of it", 202)
    if "inner-throws" in request.query_params:
        raise OrderError("from the innermost")
    response = await call_next(request)
    response.headers.append("X-Way", "innermost")
    return response


@order.middleware("http")
async def middle(request: Request, call_next):
    request.state.steps.append("middle")
    match request.query_params.get("middle"):
        case "answers":
            return JSONResponse({"steps": request.state.steps}, 203)
        case "throws":
            raise OrderError("from the middle")
        case "refuses":
            raise HTTPException(403, "from the middle")
        case "catches":
            try:
                return await call_next(request)
            except Exception as error:
                return JSONResponse({"caught": str(error)}, 503)
    response = await call_next(request)
    response.headers.append("X-Way", "middle")
    if request.query_params.get("middle") == "changes":
        response.status_code = 299
        response.headers["X-Changed"] = "yes"
        del response.headers["X-Reason"]
        response.set_cookie("seen", "1")
    return response


@order.middleware("http")
async def outermost(request: Request, call_next):
    request.state.steps = ["outermost"]
    response = await call_next(request)
    response.headers.append("X-Way", "outermost")
    response.headers["X-Steps"] = str(len(request.state.steps))
    return response


def note_task(name: str):
    LOG.append(name)


def failing_task():
    raise RuntimeError("a task failed")


@order.get("/steps")
def read_steps(request: Request):
    return request.state.steps


@order.get("/number")
def number(n: int):
    return n


@order.get("/refused")
def refused():
    raise HTTPException(410, "gone", {"X-Reason": "gone"})


@order.get("/thrown")
def thrown():
    raise OrderError("from the route")


@order.get("/crash")
def crash():
    raise ValueError("nobody answers this")


@order.get("/redirect")
def redirect():
    return RedirectResponse("/order/steps")


@order.get("/empty", status_code=204)
def empty():
    return None


@order.get("/tasks")
async def tasks(background_tasks: BackgroundTasks, fail: bool = False):
    if fail:
        background_tasks.add_task(failing_task)
    background_tasks.add_task(note_task, "task")
    return "with a task"


async def session():
    try:
        yield "session"
        LOG.append("committed")
    except Exception as error:
        LOG.append(f"rolled back: {error}")
        raise


@order.get("/session")
def with_session(name: str = Depends(session), fail: bool = False):
    if fail:
        raise ValueError("failed in a session")
    return name


app.mount("/order", order)

# ---- bodies

bodies = FastAPI()


@bodies.middleware("http")
async def look_at_body(request: Request, call_next):
    match request.query_params.get("look"):
        case "body":
            request.state.seen = len(await request.body())
        case "json":
            request.state.seen = len(await request.json())
    response = await call_next(request)
    if hasattr(request.state, "seen"):
        response.headers["X-Seen"] = str(request.state.seen)
    return response


@bodies.post("/notes")
def create_seen(note: Note):
    return note


@bodies.post("/echo")
async def echo(request: Request):
    return PlainTextResponse(await request.body())


@bodies.get("/stream")
async def unhurried():
    async def parts():
        for part in ["one", "two", "three"]:
            yield part
            await asyncio.sleep(0.05)

    return StreamingResponse(parts(), media_type="text/plain")


app.mount("/bodies", bodies)


# ---- of the application above the mounts


@app.middleware("http")
async def count_letters(request: Request, call_next):
    response = await call_next(request)
    response.headers["X-Letters"] = str(len(request.url.path))
    return response
