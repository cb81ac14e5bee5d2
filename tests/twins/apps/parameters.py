"""Parameters of the path, the query, headers and cookies: every type, limit and model."""
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Literal, Optional
from uuid import UUID

from fastapi import Cookie, FastAPI, Header, Path, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

app = FastAPI(title="Parameters")


class Color(str, Enum):
    red = "red"
    green = "green"
    dark_blue = "dark_blue"


class Level(IntEnum):
    low = 1
    high = 10


# ---- query: one route for each kind of type


@app.get("/bools")
def bools(needed: bool, yes: bool = True, maybe: Optional[bool] = None, many: list[bool] = Query([])):
    return {"needed": needed, "yes": yes, "maybe": maybe, "many": many}


@app.get("/integers")
def integers(
    within: int = Query(0, ge=-5, lt=100),
    even: int = Query(2, multiple_of=2),
    some: Optional[int] = Query(None, gt=5, le=50),
    digits: list[Annotated[int, Field(ge=0, le=9)]] = Query([]),
    distinct: set[int] = Query(set(), max_length=3),
):
    return {"within": within, "even": even, "some": some, "digits": digits, "distinct": sorted(distinct)}


@app.get("/floats")
def floats(
    share: float = Query(0.5, gt=0, lt=1),
    quarters: Optional[float] = Query(None, multiple_of=0.25),
    bounded: float = Query(1.0, ge=-1.5, le=1e6),
    many: list[float] = Query([]),
):
    return {"share": share, "quarters": quarters, "bounded": bounded, "many": many}


@app.get("/texts")
def texts(
    short: str = Query("abc", min_length=2, max_length=5),
    word: Optional[str] = Query(None, pattern="^[a-z]+$"),
    note: str = Query("", title="A note", description="Free *text*", deprecated=True),
    all_limits: Optional[str] = Query(None, min_length=2, max_length=3, pattern="x", examples=["axb", "x1"]),
    codes: list[Annotated[str, Field(min_length=2, max_length=3)]] = Query([]),
    hidden: Optional[str] = Query(None, include_in_schema=False),
):
    return {"short": short, "word": word, "note": note, "all_limits": all_limits, "codes": codes, "hidden": hidden}


@app.get("/decimals")
def decimals(
    price: Decimal = Query(Decimal("1.50"), gt=0, le=100),
    exact: Optional[Decimal] = Query(None, max_digits=5, decimal_places=2),
    steps: Optional[Decimal] = Query(None, multiple_of=0.25),
    many: list[Decimal] = Query([]),
):
    return {"price": str(price), "exact": exact, "steps": steps, "many": many}


@app.get("/moments")
def moments(
    at: datetime = datetime(2024, 1, 15, 10, 30),
    day: date = date(2024, 1, 15),
    clock: time = time(10, 30),
    span: timedelta = timedelta(hours=1),
    id: UUID = UUID("12345678-1234-5678-1234-567812345678"),
):
    return {"at": at, "day": day, "clock": clock, "span": span, "id": id}


@app.get("/calendar")
def calendar(
    days: set[date] = Query(set()), times: list[time] = Query([]), spans: list[timedelta] = Query([]), ids: list[UUID] = Query([])
):
    return {"days": sorted(days), "times": times, "spans": spans, "ids": ids}


@app.get("/choices")
def choices(
    color: Color = Color.red,
    level: Level = Level.low,
    size: Literal[1, 2, "large"] = 1,
    colors: list[Color] = Query([]),
    levels: Optional[list[Level]] = Query(None),
    modes: set[Literal["fast", "slow"]] = Query(set()),
    only: Optional[Literal["this"]] = None,
):
    return {"color": color, "level": level, "size": size, "colors": colors, "levels": levels, "modes": sorted(modes), "only": only}


@app.get("/unions")
def unions(id: int | str, sort: Color | int | None = None, day: bool | date | None = None, many: list[int | str] = Query([])):
    return {"id": id, "sort": sort, "day": day, "many": many}


@app.get("/lists")
def lists(
    pair: list[int] = Query([], min_length=2, max_length=3),
    names: Optional[list[str]] = Query(None),
    numbers: Optional[list[int]] = Query(None, min_length=1),
    two: set[int] = Query(set(), min_length=2),
    few: Optional[set[str]] = Query(None, max_length=2),
):
    return {"pair": pair, "names": names, "numbers": numbers, "two": sorted(two), "few": None if few is None else sorted(few)}


@app.get("/required")
def required(
    text: str, number: int, day: date, color: Color, items: list[int] = Query(), maybe: Optional[int] = Query(), names: set[str] = Query()
):
    return {"text": text, "number": number, "day": day, "color": color, "items": items, "maybe": maybe, "names": sorted(names)}


@app.get("/aliases")
def aliases(
    item_id: int = Query(1, alias="item-id"),
    where: Optional[str] = Query(None, alias="$filter"),
    ids: list[int] = Query([], alias="ids[]"),
    size: int = Query(2, alias="Größe"),
):
    return {"item_id": item_id, "where": where, "ids": ids, "size": size}


# ---- models of parameters


class Paging(BaseModel):
    model_config = ConfigDict(extra="forbid")
    skip: int = 0
    limit: int = Field(10, ge=1, le=100)
    order: Literal["asc", "desc"] = "asc"
    tags: list[str] = []
    name: Optional[str] = Field(None, min_length=2, description="A name", alias="user-name")


@app.get("/paging")
def paging(page: Annotated[Paging, Query()]) -> Paging:
    return page


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    size: int
    colors: list[Color] = Field(..., min_length=1)
    ratio: Optional[float] = None


@app.get("/open")
def open_(all: Annotated[Open, Query()]):
    return all.model_dump()


class Between(BaseModel):
    low: int
    high: int = 10

    @model_validator(mode="after")
    def is_ordered(self):
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


@app.get("/between/{factor}")
def between(factor: int, limits: Annotated[Between, Query()], digits: int = Query(0, ge=0)):
    return {"low": factor * limits.low, "high": factor * limits.high, "digits": digits}


class ByName(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    user_name: str = Field(alias="userName", min_length=2)
    item_ids: list[int] = Field([], alias="itemIds")


@app.get("/by-name")
def by_name(one: Annotated[ByName, Query()]):
    return one.model_dump()


class Client(BaseModel):
    model_config = ConfigDict(extra="forbid")
    host: str
    connection: str
    x_token: str = Field(min_length=2)
    x_rate: Optional[int] = Field(None, ge=1)
    x_tag: list[str] = []


@app.get("/client")
def client(headers: Annotated[Client, Header()]) -> Client:
    return headers


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")
    session: str
    visits: int = 0
    theme: Optional[Literal["dark", "light"]] = None


@app.get("/settings")
def settings(cookies: Annotated[Settings, Cookie()]) -> Settings:
    return cookies


@app.get("/places/{number}")
def places(
    x_number: Annotated[int, Header()],
    cookie: Annotated[int, Cookie()],
    query: int,
    number: Annotated[int, Path(title="The number", gt=0)],
    other: int = Query(ge=5),
):
    return {"sum": x_number + cookie + query + number + other}


# ---- paths


@app.get("/convert/int/{n:int}")
def convert_int(n: int = Path(le=100)):
    return {"n": n}


@app.get("/convert/float/{x:float}")
def convert_float(x: float = Path(lt=100)):
    return {"x": x}


@app.get("/convert/whole/{x:float}")
def convert_whole(x: int):
    return {"x": x}


@app.get("/convert/uuid/{id:uuid}")
def convert_uuid(id: UUID):
    return {"id": id}


@app.get("/convert/level/{level:int}")
def convert_level(level: Level):
    return {"level": level}


@app.get("/files/{path:path}/info")
def file_info(path: str):
    return {"info": path}


@app.get("/files/{path:path}")
def file(path: str = Path(min_length=2, max_length=12)):
    return {"file": path}


@app.get("/ranges/{low}-{high}.{color}")
def ranges(low: int, high: int, color: Color):
    return {"low": low, "high": high, "color": color}


@app.get("/path/moment/{at}")
def path_moment(at: datetime):
    return {"at": at}


@app.get("/path/price/{price}")
def path_price(price: Decimal = Path(gt=0, decimal_places=2)):
    return {"price": price}


@app.get("/path/choice/{choice}")
def path_choice(choice: Literal["a", "b", 3]):
    return {"choice": choice}


@app.get("/order/{text}")
def order_text(text: str):
    return {"text": text}


@app.get("/order/fixed")
def order_fixed():
    return {"never": "reached"}


@app.get("/slash/")
def with_slash():
    return {"slash": True}


@app.get("/plain")
def without_slash():
    return {"slash": False}


@app.post("/plain")
def post_without_slash():
    return {"slash": "post"}
