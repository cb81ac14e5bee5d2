"""Models and bodies: every type of member, limits of items, unions, validators, configuration, and
every form that a JSON body takes."""
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any, Literal, Optional, Union
from uuid import UUID

from fastapi import Body, FastAPI
from pydantic import (BaseModel, ConfigDict, EmailStr, Field, HttpUrl, computed_field, field_validator,
                      model_validator)

app = FastAPI(title="Bodies")


# ---- scalars: one optional member for each type, so a request can try them singly

class Color(str, Enum):
    red = "red"
    green = "green"


class Level(IntEnum):
    low = 1
    high = 3


class Scalars(BaseModel):
    truth: Optional[bool] = None
    tiny: Optional[int] = Field(None, ge=-128, le=127)
    natural: Optional[int] = Field(None, ge=0, le=4294967295)
    whole: Optional[int] = None
    step: Optional[int] = Field(None, multiple_of=3, lt=100)
    ratio: Optional[float] = Field(None, gt=-1, lt=1)
    real: Optional[float] = None
    name: Optional[str] = Field(None, min_length=2, max_length=5, pattern="^[a-zé]+$")
    price: Optional[Decimal] = Field(None, gt=0, max_digits=5, decimal_places=2)
    amount: Optional[Decimal] = None
    day: Optional[date] = None
    moment: Optional[datetime] = None
    hour: Optional[time] = None
    lasting: Optional[timedelta] = None
    id: Optional[UUID] = None
    email: Optional[EmailStr] = None
    site: Optional[HttpUrl] = None
    raw: Optional[bytes] = None
    color: Optional[Color] = None
    level: Optional[Level] = None
    mode: Optional[Literal["fast", "slow", 2]] = None
    free: Any = None


@app.post("/scalars")
def echo_scalars(value: Scalars) -> Scalars:
    return value


@app.post("/scalars/parts")
def scalar_parts(value: Scalars):
    return {"amount": value.amount, "real": value.real, "moment": value.moment, "hour": value.hour,
            "lasting": value.lasting, "site": value.site, "raw": value.raw, "level": value.level,
            "free": value.free}


# ---- containers

class Containers(BaseModel):
    numbers: list[Annotated[int, Field(gt=0)]] = []
    words: list[Annotated[str, Field(max_length=3)]] = Field(default_factory=list, max_length=2)
    unique: set[int] = Field(default_factory=set, max_length=3)
    pair: Optional[tuple[int, str]] = None
    point: Optional[tuple[float, float, float]] = None
    by_name: dict[str, int] = {}
    by_number: dict[int, list[str]] = {}
    by_color: dict[Color, float] = {}
    matrix: list[list[float]] = []
    gaps: Optional[list[Optional[int]]] = None
    options: dict[str, Any] = Field(default_factory=dict, max_length=2)
    days: list[date] = []


@app.post("/containers")
def echo_containers(value: Containers) -> Containers:
    return value


# ---- unions and recursion

class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int = 9


class Dog(BaseModel):
    kind: Literal["dog", "puppy"]
    tricks: list[str] = []


class Circle(BaseModel):
    radius: float


class Box(BaseModel):
    width: float
    height: float

    @computed_field
    @property
    def area(self) -> float:
        return self.width * self.height


class Unions(BaseModel):
    id: Union[int, str] = 0
    amount: Union[float, bool, None] = None
    shape: Union[Circle, Box, None] = None
    one_or_many: Union[str, list[str]] = ""
    pet: Optional[Annotated[Union[Cat, Dog], Field(discriminator="kind")]] = None
    pets: list[Annotated[Union[Cat, Dog], Field(discriminator="kind")]] = []


class Comment(BaseModel):
    text: str = Field(min_length=1)
    replies: list["Comment"] = []
    quoted: Optional["Comment"] = None


@app.post("/unions")
def echo_unions(value: Unions) -> Unions:
    return value


@app.post("/comments")
def echo_comment(comment: Comment) -> Comment:
    return comment


# ---- validators

class Booking(BaseModel):
    code: str = Field(max_length=6)
    nights: int = Field(1, ge=1)
    guests: list[str] = Field(default_factory=list)
    rooms: int = 1

    @model_validator(mode="before")
    @classmethod
    def accept_a_code(cls, data):
        return {"code": data} if isinstance(data, str) else data

    @field_validator("code", mode="before")
    @classmethod
    def number_as_code(cls, value):
        return "N" + str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @field_validator("nights")
    @classmethod
    def at_most_a_month(cls, value):
        if value > 30:
            raise ValueError("a month is the most")
        return value

    @field_validator("guests")
    @classmethod
    def name_them_once(cls, value):
        assert len(set(value)) == len(value), "guests are named once"
        return value

    @model_validator(mode="after")
    def rooms_for_guests(self):
        if self.rooms > len(self.guests):
            raise ValueError("more rooms than guests")
        return self


@app.post("/bookings")
def book(booking: Booking) -> Booking:
    return booking


@app.post("/bookings/several")
def book_several(bookings: list[Booking]):
    return [booking.code for booking in bookings]


# ---- configuration, aliases, defaults

class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: int
    inner: Optional["Closed"] = None


class Open(BaseModel):
    model_config = ConfigDict(extra="allow", title="An open model")
    id: int


class Exact(BaseModel):
    model_config = ConfigDict(strict=True)
    count: Optional[int] = None
    ratio: Optional[float] = None
    truth: Optional[bool] = None
    name: Optional[str] = None
    numbers: Optional[list[int]] = None
    scores: Optional[dict[str, float]] = None
    free: Any = None


class Trimmed(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)
    name: str = Field(min_length=1)
    words: list[str] = []
    labels: dict[str, str] = {}


class Aliased(BaseModel):
    item_id: int = Field(alias="itemId")
    note: Optional[str] = Field(None, validation_alias="remark", serialization_alias="text")
    flag: bool = Field(True, alias="is-flag", description="whether it is one")


class Place(BaseModel):
    city: str
    zip: Optional[str] = None


class Defaults(BaseModel):
    count: int = Field(3, ge=1, title="How many", examples=[1, 5])
    ratio: float = 0.25
    name: str = "nobody"
    color: Color = Field(Color.red, examples=[Color.green])
    level: Level = Field(Level.high, examples=[Level.low])
    price: Decimal = Decimal("1.50")
    numbers: list[int] = [1, 2]
    scores: dict[str, int] = {"a": 1}
    day: date = date(2024, 2, 29)
    place: Place = Place(city="Paris")
    nickname: Optional[str] = "nick"
    secret: str = Field("x", json_schema_extra={"format": "password"}, deprecated=True)


@app.post("/closed")
def echo_closed(value: Closed) -> Closed:
    return value


@app.post("/open")
def echo_open(value: Open) -> Open:
    return value


@app.post("/open/plain")
def echo_open_plain(value: Open):
    return value


@app.post("/exact")
def echo_exact(value: Exact) -> Exact:
    return value


@app.post("/trimmed")
def echo_trimmed(value: Trimmed) -> Trimmed:
    return value


@app.post("/aliased")
def echo_aliased(value: Aliased) -> Aliased:
    return value


@app.post("/defaults")
def echo_defaults(value: Defaults) -> Defaults:
    return value


# ---- the forms of a body

class Item(BaseModel):
    name: str
    price: float = Field(gt=0)


@app.put("/several/{id}")
def several(id: int, item: Item, tags: list[str] = Body(), note: Optional[str] = Body(None, max_length=5),
            count: int = Body(1, ge=1), q: Optional[str] = None):
    return {"id": id, "item": item, "tags": tags, "note": note, "count": count, "q": q}


@app.post("/embedded")
def embedded(number: int = Body(embed=True, gt=0, title="A number")):
    return number


@app.post("/renamed")
def renamed(item: Item = Body(embed=True, alias="theItem")):
    return item


@app.post("/optional-embedded")
def optional_embedded(item: Optional[Item] = Body(None, embed=True)):
    return item


@app.post("/number")
def number(value: float = Body(gt=0, examples=[1.5])):
    return value


@app.post("/text")
def text(value: str = Body(min_length=2, max_length=4)):
    return value


@app.post("/day")
def day(value: date = Body()):
    return value


@app.post("/fallback")
def fallback(value: int = Body(5, le=10)):
    return value


@app.post("/numbers")
def numbers(values: list[int] = Body(min_length=1, max_length=3)):
    return values


@app.post("/optional-items")
def optional_items(items: Optional[list[Item]] = None):
    return items


@app.post("/unique")
def unique(values: set[int]):
    return len(values)


@app.post("/pair")
def pair(value: tuple[int, str] = Body()):
    return value


@app.post("/named")
def named(items: dict[str, Item]):
    return items


@app.post("/shape")
def shape(value: Union[Circle, Box]):
    return value


@app.post("/pet")
def pet(value: Annotated[Union[Cat, Dog], Body(discriminator="kind")]):
    return value


@app.post("/any")
def anything(value: Any = Body()):
    return {"value": value}


@app.post("/dict")
def any_dict(value: dict):
    return value



@app.get("/search")
def search(item: Item, q: str = "all"):
    return {"item": item, "q": q}


@app.delete("/items")
def delete_item(item: Item):
    return item
