"""A parcel service whose OpenAPI document says all that one can say."""
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any, Generic, Literal, Optional, TypeVar, Union
from uuid import UUID

from fastapi import APIRouter, Body, Cookie, Depends, FastAPI, File, Form, Header, Path, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from fastapi.security import APIKeyHeader
from pydantic import BaseModel, ConfigDict, EmailStr, Field, HttpUrl, computed_field

# ------------------------------------------------------------------ models


class Color(str, Enum):
    red = "red"
    green = "green"


class Speed(IntEnum):
    slow = 1
    fast = 3


class Address(BaseModel):
    """Where somebody lives.

    One line for each part."""

    street: str = Field(min_length=1, max_length=80, examples=["High Street 1"])
    postcode: str = Field(pattern="^[0-9]{5}$", title="Postal code")
    country: str = "GB"


class Letter(BaseModel):
    kind: Literal["letter", "postcard"]
    pages: int = Field(1, ge=1, le=20)


class Parcel(BaseModel):
    kind: Literal["parcel"]
    grams: float = Field(gt=0, lt=30000.5, multiple_of=0.5, description="Weighed at the counter")
    size: tuple[int, int, int]


class Consignment(BaseModel):
    model_config = ConfigDict(extra="forbid", title="A consignment")

    id: UUID
    content: Union[Letter, Parcel] = Field(discriminator="kind")
    also: list[Union[Letter, Parcel]] = []
    to: Address
    sender: Optional[Address] = None
    color: Color = Color.green
    speed: Speed
    tags: set[str] = set()
    value: Decimal = Field(Decimal("1.50"), max_digits=8, decimal_places=2)
    handed_in: datetime
    day: date = date(2024, 2, 29)
    at: time
    within: timedelta = timedelta(hours=36)
    mail: EmailStr
    page: Optional[HttpUrl] = None
    notes: dict[str, list[str]] = {}
    reference: Union[int, str] = 7
    postage: float = Field(validation_alias="postageIn", serialization_alias="postageOut", deprecated=True)
    old_name: str = Field("none", alias="oldName")


class Box(BaseModel):
    width: float
    boxes: list["Box"] = []

    @computed_field
    @property
    def area(self) -> float:
        return self.width * self.width


T = TypeVar("T")
S = TypeVar("S")


class Page(BaseModel, Generic[T]):
    first: Optional[T] = None
    total: int = 0


class Pair(BaseModel, Generic[T, S]):
    left: T
    right: S


class billing:
    class Item(BaseModel):
        amount: Decimal


class stock:
    class Item(BaseModel):
        count: int


class Problem(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"message": "No such parcel", "hint": None}]})

    message: str


# ------------------------------------------------------------------ parameters and bodies

counter = APIRouter(prefix="/counter", tags=["counter"])


class Filter(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(100, gt=0, le=100)
    order_by: Literal["day", "value"] = "day"
    tags: list[str] = []
    since: Optional[date] = Field(None, description="The first day", title="Since!")


@counter.get("/{office_id}/{camelCase}/{x2y}/{rest:path}")
def read_path(
    office_id: Annotated[int, Path(title="The office", ge=1, le=999)], camelCase: float, x2y: bool, rest: str
):
    return [office_id, camelCase, x2y, rest]


@counter.get("/defaults")
def read_defaults(
    HTTPServer: str = "x",
    number: int = -5,
    ratio: float = 1.5,
    yes: bool = True,
    color: Color = Color.red,
    side: Literal["left", "right"] = "right",
    unique: Annotated[set[int], Query()] = set(),
    speed: Speed = Speed.fast,
    names: Annotated[list[str], Query(max_length=3)] = [],
    positive: Annotated[list[Annotated[int, Field(gt=0)]], Query()] = [],
    day: Optional[date] = None,
    until: Optional[datetime] = None,
    owner: Optional[UUID] = None,
    price: Annotated[Optional[Decimal], Query(ge=0, decimal_places=2)] = None,
    word: Annotated[Optional[str], Query(min_length=2, max_length=5, pattern="^a+$")] = None,
    maybe: Annotated[Optional[Color], Query(description="If any")] = None,
):
    return {"number": number, "yes": yes}


def number_examples() -> dict[str, Any]:
    return {
        "least": {"summary": "The least", "description": "No *less*.", "value": 1},
        "none": {"value": None},
    }


@counter.get("/described")
def read_described(
    n: Annotated[int, Query(title="The number", description="What *n* is", openapi_examples=number_examples())],
    old: Annotated[int, Query(deprecated=True, examples=[1, 2])] = 1,
    why: Annotated[str, Query(alias="why-not")] = "because",
    hidden: Annotated[str, Query(include_in_schema=False)] = "h",
    x_token: Annotated[Optional[str], Header()] = None,
    plain_name: Annotated[Optional[str], Header(convert_underscores=False)] = None,
    x_seen: Annotated[list[int], Header(description="Offices")] = [],
    visits: Annotated[int, Cookie(ge=1)] = 1,
):
    return {"n": n, "hidden": hidden}


@counter.get("/models")
def read_models(found: Annotated[Filter, Query()]):
    return {"limit": found.limit}


@counter.post("/consignments", status_code=201, response_description="As it was taken in")
def take_in(consignment: Consignment) -> Consignment:
    return consignment


@counter.put("/several")
def take_several(
    letter: Letter,
    address: Optional[Address] = None,
    weight: Annotated[int, Body(gt=0, title="Weight", description="In grams")] = 20,
    note: Annotated[Optional[str], Body()] = None,
):
    return {"pages": letter.pages, "weight": weight}


@counter.post("/one")
def take_one(box: Annotated[Box, Body(openapi_examples={"small": {"summary": "A small one", "value": {"width": 1}}})]) -> Box:
    return box


@counter.post("/embedded")
def take_embedded(address: Annotated[Address, Body(embed=True)]):
    return address


@counter.post("/kinds")
def take_kinds(kinds: Annotated[dict[str, Letter], Body()]) -> list[str]:
    return list(kinds)


@counter.post("/photos", operation_id="sendPhotos")
def send_photos(
    front: Annotated[UploadFile, File(description="From the front")],
    title: Annotated[str, Form()],
    more: Annotated[list[UploadFile], File()] = [],
    note: Annotated[Optional[bytes], File()] = None,
):
    return {"title": title, "more": len(more)}


@counter.post("/wishes")
def send_wishes(found: Annotated[Filter, Form()]):
    return {"limit": found.limit}


# ------------------------------------------------------------------ answers

answers = APIRouter(prefix="/answers", responses={403: {"description": "Not for you"}, 404: {"description": "Nowhere"}})


@answers.get(
    "/problems/{n}",
    responses={
        404: {"model": Problem},
        409: {"model": list[Problem], "description": "Several"},
        418: {},
        "4XX": {"description": "Some other"},
        "default": {"model": Union[Problem, Letter]},
        200: {
            "description": "A letter or its picture",
            "content": {"image/png": {}, "application/json": {"example": {"kind": "letter", "pages": None}}},
            "headers": {"X-Pages": {"description": "How many", "schema": {"type": "integer"}}},
            "links": {"next": {"operationId": "sendPhotos", "parameters": {"title": "$response.body#/kind"}}},
        },
    },
)
def read_problems(n: int) -> Letter:
    return Letter(kind="letter", pages=n)


@answers.get("/own422", responses={422: {"model": Problem}})
def read_own_422(n: int):
    return n


@answers.delete("/nothing/{n}", status_code=204)
def delete_nothing(n: int):
    return None


@answers.get("/html", response_class=HTMLResponse, responses={404: {"model": Problem}})
def read_html():
    return "<p>a page</p>"


@answers.get("/text", response_class=PlainTextResponse)
def read_text():
    return "text"


@answers.get("/page")
def read_page() -> Page[Letter]:
    return {"first": {"kind": "letter"}, "total": 1}


@answers.get("/bill")
def read_bill() -> billing.Item:
    return {"amount": "1.50"}


@answers.get("/stock")
def read_stock() -> dict[str, stock.Item]:
    return {"a": {"count": 3}}


@answers.get("/pair")
def read_pair() -> Pair[int, str]:
    return {"left": 1, "right": "b"}


@answers.get("/either")
def read_either() -> Union[Letter, Parcel]:
    return {"kind": "letter"}


@answers.get("/color")
def read_color() -> list[Color]:
    return ["red"]


# ------------------------------------------------------------------ operations

office_key = APIKeyHeader(name="X-Office", description="Given to every office", auto_error=False)
reports = APIRouter()


@reports.post("{$request.body#/url}/{$request.query.day}", summary="Report of a day")
def daily_report(problem: Problem) -> Problem:
    """What the office
    is told."""
    return problem


def name_operation(route):
    return "%s-%s" % (route.tags[-1], route.name)


inner = APIRouter(prefix="/inner", tags=["inner"], generate_unique_id_function=name_operation)
outer = APIRouter(prefix="/outer", tags=["outer", "deep"], responses={418: {"description": "Tea"}}, deprecated=True)


def paging(page: int, size: Annotated[int, Query(le=50)] = 10) -> int:
    return page * size


@inner.get("/{office_id}", tags=["own"], callbacks=reports.routes)
def readOffice2(office_id: int, size: Annotated[int, Query(ge=5)], first: Annotated[int, Depends(paging)]):
    """
    Read an office:

    - **office_id**: its number
    """
    return {"office": office_id, "first": first, "size": size}


@inner.post("/", summary="Open", description="Opens *one*.", openapi_extra={"x-level": 3, "x-none": None, "tags": ["more"]})
def open_office(address: Address):
    return address


outer.include_router(inner, prefix="/in", tags=["included"])
methods = APIRouter(prefix="/methods/{name}")


@methods.head("/", name="look")
def look(name: str):
    return None


@methods.options("/")
def choices(name: str, sent: Optional[Problem] = None):
    return {"name": name}


@methods.trace("/")
def trace(name: str):
    return name


@methods.api_route("/many", methods=["GET", "DELETE", "PATCH"], operation_id="many")
def many(name: str, q: Optional[str] = None):
    return name


app = FastAPI(
    title="Parcels",
    summary="Parcels and letters",
    description="Sends **parcels**.",
    version="2.5.1-beta",
    terms_of_service="https://example.com/terms",
    contact={"name": "The post", "url": "https://Example.com", "email": "post@EXAMPLE.com", "x-hours": "9-5"},
    license_info={"name": "MIT", "url": "https://example.com/mit"},
    openapi_tags=[
        {"name": "counter", "description": "At the counter", "externalDocs": {"url": "https://example.com", "description": "More"}},
        {"name": "inner"},
    ],
    openapi_external_docs={"url": "https://example.com/docs", "description": "All of it"},
    servers=[
        {"url": "https://{region}.example.com", "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}}},
        {"url": "/v1", "description": "Here"},
    ],
    root_path="/post",
    responses={503: {"description": "Closed"}},
    docs_url="/pages/docs",
    redoc_url="/pages/redoc",
    swagger_ui_oauth2_redirect_url="/pages/back",
)
app.include_router(counter)
app.include_router(answers)
app.include_router(outer)
app.include_router(methods, dependencies=[Depends(office_key)])


@app.get("/where")
def where(request: Request) -> dict[str, str]:
    names = ("openapi", "swagger_ui_html", "swagger_ui_redirect", "redoc_html", "look")
    return {name: app.url_path_for(name, **({"name": "a"} if name == "look" else {})) for name in names}


@app.get("/unlisted", include_in_schema=False)
def unlisted():
    return JSONResponse({"listed": False})


@app.webhooks.post("new-office", tags=["inner"])
def new_office(address: Address):
    """Told when an office opens."""


@app.webhooks.get("closing", name="office_closes", deprecated=True)
def closing(day: date) -> str: ...
