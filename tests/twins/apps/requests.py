"""Headers, cookies, forms, uploads, and the request itself."""
import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Optional
from uuid import UUID

from fastapi import Cookie, FastAPI, File, Form, Header, Request, UploadFile
from pydantic import BaseModel, Field

app = FastAPI(title="Requests")


class Level(str, enum.Enum):
    low = "low"
    high = "high"


# ---- headers


@app.get("/headers/types", name="header_types")
def header_types(
    x_int: Annotated[Optional[int], Header(ge=-5, le=500)] = None,
    x_float: Annotated[Optional[float], Header(gt=0)] = None,
    x_bool: Annotated[Optional[bool], Header()] = None,
    x_level: Annotated[Optional[Level], Header()] = None,
    x_mode: Annotated[Optional[Literal["fast", "slow"]], Header()] = None,
    x_id: Annotated[Optional[UUID], Header()] = None,
    x_date: Annotated[Optional[date], Header()] = None,
    x_moment: Annotated[Optional[datetime], Header()] = None,
    x_price: Annotated[Optional[Decimal], Header(max_digits=5, decimal_places=2)] = None,
    x_name: Annotated[Optional[str], Header(min_length=2, max_length=4, pattern="^[a-z]+$")] = None,
):
    return {
        "int": x_int, "float": x_float, "bool": x_bool, "level": x_level, "mode": x_mode, "id": x_id,
        "date": x_date, "moment": x_moment, "price": x_price, "name": x_name,
    }


@app.get("/headers/names", name="header_names")
def header_names(
    plain: Annotated[str, Header()],
    two_words: Annotated[str, Header(description="Read as two-words.")] = "none",
    kept_word: Annotated[str, Header(convert_underscores=False)] = "none",
    named: Annotated[str, Header(alias="X_Own-Name", deprecated=True)] = "none",
    hidden: Annotated[str, Header(include_in_schema=False)] = "none",
):
    return {
        "plain": plain, "two_words": two_words, "kept_word": kept_word, "named": named,
        "hidden": hidden,
    }


@app.get("/headers/lists", name="header_lists")
def header_lists(
    x_text: Annotated[list[str], Header(min_length=1, max_length=3)],
    x_number: Annotated[list[int], Header()] = [],
    x_set: Annotated[Optional[set[str]], Header()] = None,
):
    return {"text": x_text, "number": x_number, "set": sorted(x_set) if x_set is not None else None}


class CommonHeaders(BaseModel):
    host: str
    save_data: bool
    if_modified_since: Optional[str] = None
    x_tag: list[str] = []


@app.get("/headers/model", name="header_model")
def header_model(headers: Annotated[CommonHeaders, Header()]) -> CommonHeaders:
    return headers


class StrictHeaders(BaseModel):
    model_config = {"extra": "forbid"}

    host: str
    connection: str = "none"
    x_level: int = Field(1, ge=1)


@app.get("/headers/strict", name="strict_headers")
def strict_headers(headers: Annotated[StrictHeaders, Header()]) -> StrictHeaders:
    return headers


# ---- cookies


@app.get("/cookies/types", name="cookie_types")
def cookie_types(
    session: Annotated[str, Cookie(min_length=2)],
    visits: Annotated[int, Cookie(ge=0)] = 0,
    ratio: Annotated[Optional[float], Cookie()] = None,
    dark: Annotated[bool, Cookie()] = False,
    level: Annotated[Optional[Level], Cookie()] = None,
    long_name: Annotated[str, Cookie()] = "none",
    named: Annotated[str, Cookie(alias="own-name")] = "none",
):
    return {
        "session": session, "visits": visits, "ratio": ratio, "dark": dark, "level": level,
        "long_name": long_name, "named": named,
    }


class Tracking(BaseModel):
    model_config = {"extra": "forbid"}

    session_id: str
    visits: Annotated[int, Field(ge=1)] = 1
    tracker: Optional[str] = None


@app.get("/cookies/model", name="cookie_model")
def cookie_model(cookies: Annotated[Tracking, Cookie()]) -> Tracking:
    return cookies


@app.get("/cookies/all", name="all_cookies")
def all_cookies(request: Request):
    return request.cookies


# ---- forms


@app.post("/forms/types", name="form_types")
def form_types(
    count: Annotated[int, Form(gt=0)],
    price: Annotated[float, Form()] = 1.5,
    agree: Annotated[bool, Form()] = False,
    level: Annotated[Level, Form()] = Level.low,
    day: Annotated[Optional[date], Form()] = None,
    note: Annotated[Optional[str], Form(max_length=5)] = None,
    tags: Annotated[list[str], Form()] = [],
    numbers: Annotated[list[int], Form(max_length=2)] = [],
    named: Annotated[str, Form(alias="own-name")] = "none",
):
    return {
        "count": count, "price": price, "agree": agree, "level": level, "day": day, "note": note,
        "tags": tags, "numbers": numbers, "named": named,
    }


class Login(BaseModel):
    model_config = {"extra": "forbid"}

    username: str
    password: Annotated[str, Field(min_length=3)]
    remember: bool = False
    scopes: list[str] = []


@app.post("/forms/model", name="form_model")
def form_model(login: Annotated[Login, Form()]) -> Login:
    return login


class Review(BaseModel):
    stars: Annotated[int, Field(ge=1, le=5)]
    text: Optional[str] = None
    tags: list[str] = ["new"]


@app.post("/forms/review", name="form_review")
def form_review(review: Annotated[Review, Form()]) -> Review:
    return review


# ---- files


def about(file: Optional[UploadFile]):
    if file is None:
        return None
    return {"filename": file.filename, "content_type": file.content_type, "size": file.size}


@app.post("/files/one", name="one_file")
async def one_file(file: UploadFile, title: Annotated[str, Form()] = "none"):
    start = await file.read(3)
    rest = await file.read()
    await file.seek(1)
    again = await file.read(2)
    return {
        **about(file), "title": title, "start": start.hex(), "rest": len(rest), "again": again.hex(),
        "headers": dict(file.headers),
    }


@app.post("/files/many", name="many_files")
def many_files(
    files: Annotated[list[UploadFile], File(min_length=1, max_length=3)],
    cover: Optional[UploadFile] = None,
):
    return {"files": [about(file) for file in files], "cover": about(cover)}


@app.post("/files/bytes", name="file_bytes")
def file_bytes(
    content: Annotated[bytes, File(min_length=2, max_length=6, description="A few bytes.")],
    parts: Annotated[list[bytes], File()] = [],
    maybe: Annotated[Optional[bytes], File()] = None,
):
    return {
        "content": content.hex(), "parts": [part.hex() for part in parts],
        "maybe": None if maybe is None else maybe.hex(),
    }


# ---- the request


@app.api_route(
    "/request/{name}/{rest:path}", methods=["GET", "HEAD", "OPTIONS", "POST"],
    operation_id="whole_request",
)
async def whole_request(name: str, rest: str, request: Request):
    return {
        "method": request.method,
        "path_params": request.path_params,
        "query": [list(item) for item in request.query_params.multi_items()],
        "last": request.query_params.get("a"),
        "all": request.query_params.getlist("a"),
        "base_url": str(request.base_url),
        "scheme": request.url.scheme,
        "netloc": request.url.netloc,
        "hostname": request.url.hostname,
        "port": request.url.port,
        "raw_query": request.url.query,
        "headers": [list(item) for item in request.headers.items()],
        "body": len(await request.body()),
        "client": request.client.host,
    }


@app.get("/urls", name="urls")
def urls(request: Request):
    url = request.url
    return {
        "included": str(url.include_query_params(page=2, q="a b&c")),
        "replaced": str(url.replace_query_params(only="é", flag=True)),
        "removed": str(url.remove_query_params("a")),
        "two_removed": str(url.remove_query_params(["a", "b"])),
        "secure": str(url.replace(scheme="https", port=8443)),
        "elsewhere": str(url.replace(hostname="example.org", path="/x", query="y=1")),
        "url_for": str(request.url_for("whole_request", name="n", rest="r/s")),
        "with_query": str(request.url_for("header_types").include_query_params(x=1)),
    }


@app.post("/body/json", name="json_body")
async def json_body(request: Request):
    try:
        return {"json": await request.json()}
    except ValueError:
        return {"error": "no JSON"}


@app.post("/body/form", name="form_body")
async def form_body(request: Request):
    async with request.form() as form:
        return {
            "items": [
                [name, value if isinstance(value, str) else about(value)]
                for name, value in form.multi_items()
            ],
            "last": str(form.get("a")) if isinstance(form.get("a"), str) else None,
            "count": len(form.getlist("a")),
        }


@app.post("/body/stream", name="stream_body")
async def stream_body(request: Request):
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
    return {"size": size, "type": request.headers.get("content-type")}


@app.middleware("http")
async def count_values(request: Request, call_next):
    request.state.values = len(request.headers.getlist("x-value"))
    response = await call_next(request)
    response.headers["X-Values"] = str(request.state.values)
    return response
