"""Answers: response models and what they leave out, values as JSON, statuses, headers and cookies,
classes of responses, files, folders and streams."""
import os
import tempfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Literal, Optional, Union
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Form, HTTPException, Response
from fastapi.encoders import jsonable_encoder
from fastapi.responses import (
    FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, StreamingResponse,
)
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field

app = FastAPI(title="Answers")


# ---- response models

class Street(BaseModel):
    name: str
    number: Optional[int] = None


class Address(BaseModel):
    city: str
    street: Street
    zip_code: str = Field("00000", alias="zipCode")


class Person(BaseModel):
    id: int
    full_name: str = Field(alias="fullName")
    nickname: Optional[str] = None
    home: Address
    former: list[Address] = []
    by_year: dict[str, Address] = {}
    karma: float = 0.0


class Cat(BaseModel):
    kind: Literal["cat"]
    name: str
    lives: int = 9


class Dog(BaseModel):
    kind: Literal["dog"]
    name: str
    barks: bool = False


def stored_address(city, number):
    return {"city": city, "street": {"name": "High Street", "number": number, "hidden": 1}, "secret": "s"}


STORED = {
    "id": 7, "fullName": "Ann Lee", "password": "p", "home": stored_address("Oslo", 5),
    "former": [stored_address("Rome", None), {**stored_address("Bonn", 3), "zipCode": "53111"}],
    "by_year": {"1999": stored_address("Lima", 9)},
}

people = APIRouter(prefix="/people", tags=["people"])


@people.get("/whole", response_model=Person)
def read_whole():
    return STORED


@people.get("/list")
def read_list() -> list[Person]:
    return [STORED, STORED]


@people.get("/map", response_model=dict[str, list[Person]])
def read_map():
    return {"all": [STORED], "none": []}


@people.get("/include", response_model=Person, response_model_include={"id": True, "home": {"street": {"name"}}})
def read_include():
    return STORED


@people.get("/exclude", response_model=Person,
            response_model_exclude={"id": True, "home": {"street": {"number"}, "city": True},
                                    "former": {"__all__": {"street"}}, "by_year": {"__all__": {"city"}}})
def read_exclude():
    return STORED


@people.get("/unset", response_model=Person, response_model_exclude_unset=True)
def read_unset():
    return STORED


@people.get("/defaults", response_model=Person, response_model_exclude_defaults=True)
def read_defaults():
    return STORED


@people.get("/none", response_model=Person, response_model_exclude_none=True)
def read_none():
    return STORED


@people.get("/by-name", response_model=list[Person], response_model_by_alias=False)
def read_by_name():
    return [STORED]


@people.get("/pets/{kind}", response_model=Union[Cat, Dog])
def read_pet(kind: str):
    return {"kind": kind, "name": "Tom", "owner": "secret"}


@people.get("/pairs", response_model=tuple[int, Optional[Street]])
def read_pairs():
    return [1, {"name": "Mews", "hidden": True}]


@people.get("/maybe/{found}", response_model=Optional[Person], response_model_exclude_none=True)
def read_maybe(found: bool):
    return STORED if found else None


@people.get("/crash")
def read_crash() -> Street:
    return {"name": 5}


@people.get("/free", response_model=None)
def read_free() -> Street:
    return {"name": 5, "anything": True}


app.include_router(people)


# ---- values as JSON

class Colour(str, Enum):
    red = "red"
    blue = "blue"


class Level(IntEnum):
    low = 1
    high = 2


class Values(BaseModel):
    number: float = 0.0
    integer: int = 0
    text: str = ""
    moment: Optional[datetime] = None
    day: Optional[date] = None
    clock: Optional[time] = None
    span: Optional[timedelta] = None
    price: Optional[Decimal] = None
    raw: bytes = b""
    id: Optional[UUID] = None
    colour: Colour = Colour.red
    level: Level = Level.low
    numbers: set[int] = set()
    point: tuple[float, bool] = (0.5, True)


values = APIRouter(prefix="/values", tags=["values"])


@values.post("/model", response_model=Values)
def send_model(sent: Values):
    return sent


@values.post("/dict")
def send_dict(sent: Values):
    return {
        "number": sent.number, "text": sent.text, "moment": sent.moment, "day": sent.day, "clock": sent.clock,
        "span": sent.span, "price": sent.price, "raw": sent.raw, "id": sent.id, "colour": sent.colour,
        "level": sent.level, "numbers": sent.numbers, "point": sent.point, "model": sent,
    }


@values.post("/encoder")
def send_encoded(sent: Values):
    return JSONResponse(jsonable_encoder(sent, exclude_unset=True))


@values.get("/priced", response_model=Values, response_model_exclude_unset=True)
def send_priced():
    return {"price": Decimal("12.5"), "span": timedelta(days=1, seconds=-1), "number": 1e16, "moment": datetime(2024, 1, 15),
            "colour": Colour.blue, "level": 2, "raw": b"\x00\xc3\xa9", "id": UUID(int=7)}


@values.post("/numbers")
def send_numbers(numbers: list[float]):
    return numbers


app.include_router(values)


# ---- statuses and headers

statuses = APIRouter(prefix="/statuses", tags=["statuses"])


@statuses.delete("/204", status_code=204)
def delete_quietly(response: Response):
    response.headers["X-Deleted"] = "yes"


@statuses.get("/304", status_code=304)
def not_modified() -> None:
    return None


@statuses.get("/json/{code}")
def json_of_status(code: int):
    return JSONResponse(None if code in (204, 304) else {"code": code}, status_code=code)


@statuses.get("/empty/{code}")
def empty_of_status(code: int):
    return Response(status_code=code)


@statuses.get("/chosen/{code}", status_code=201)
def chosen_status(code: int, response: Response):
    response.status_code = code
    return {"code": code}


@statuses.get("/error/{code}")
def error_of_status(code: int):
    raise HTTPException(code, detail={"code": code, "at": [1.5, None]}, headers={"X-Code": str(code), "Retry-After": "5"})


@statuses.get("/error-type")
def error_with_type():
    raise HTTPException(409, detail="typed", headers={"Content-Type": "application/problem+json"})


def stamp(response: Response):
    response.headers["X-Stamp"] = "dependency"
    response.set_cookie("stamp", "1")


@statuses.get("/headers", dependencies=[Depends(stamp)])
def send_headers(response: Response):
    response.headers["X-One"] = "1"
    response.headers["x-one"] = "2"
    response.headers.append("X-Two", "a")
    response.headers.append("X-Two", "b")
    response.headers["Cache-Control"] = "no-store"
    return {"sent": True}


@statuses.get("/headers/own", dependencies=[Depends(stamp)])
def send_own_headers(response: Response):
    response.headers["X-One"] = "lost"
    response.status_code = 202
    return JSONResponse({"own": True}, headers={"X-Own": "kept"})


@statuses.get("/headers/error", dependencies=[Depends(stamp)])
def lose_headers(response: Response):
    response.headers["X-One"] = "lost"
    raise HTTPException(400, "bad", {"X-Own": "kept"})


app.include_router(statuses)


# ---- cookies

cookies = APIRouter(prefix="/cookies", tags=["cookies"])


@cookies.get("/options")
def set_cookies(response: Response):
    response.set_cookie("plain", "v")
    response.set_cookie("bare", "v", path=None, samesite=None)
    response.set_cookie("full", "a b", max_age=60, path="/x", domain="example.com", secure=True, httponly=True,
                        samesite="strict", partitioned=True)
    response.set_cookie("none", "", samesite="none", secure=True)
    response.set_cookie("past", "1", max_age=-5)
    response.set_cookie("until", "1", expires=60)
    response.set_cookie("dated", "1", expires="Wed, 21 Oct 2037 07:28:00 GMT")
    response.delete_cookie("gone")
    response.delete_cookie("away", path="/x", domain="example.com", secure=True, httponly=True, samesite="none")
    return None


@cookies.post("/value")
def set_value(response: Response, value: str = Form("")):
    response.set_cookie("value", value)
    return value


app.include_router(cookies)


# ---- classes of responses

class CSVResponse(Response):
    media_type = "text/csv"


texts = APIRouter(prefix="/texts", tags=["texts"], default_response_class=PlainTextResponse)


@texts.get("/plain")
def plain():
    return "plain ✓"


@texts.get("/html", response_class=HTMLResponse, status_code=203)
def html():
    return "<p>é</p>"


@texts.get("/csv", response_class=CSVResponse)
def csv(response: Response):
    response.headers["X-Rows"] = "1"
    return "a,b\n1,2\n"


@texts.get("/json", response_class=JSONResponse)
def json():
    return {"text": "✓"}


@texts.get("/empty")
def empty():
    return ""


@texts.get("/redirect", response_class=RedirectResponse)
def redirect():
    return "/texts/plain?q=a b"


@texts.get("/redirect/chosen", response_class=RedirectResponse, status_code=308)
def redirect_chosen(response: Response):
    response.status_code = 303
    return "https://example.com/ü"


@texts.post("/typed")
def typed(media_type: str = Form(""), body: str = Form("")):
    return Response(body, media_type=media_type)


app.include_router(texts)


# ---- files, folders, streams

folder = tempfile.mkdtemp()
os.mkdir(os.path.join(folder, "sub"))
for name in ("notes.txt", "index.html", "404.html", "data.unknownext", "empty.csv", "style.css", "sub/index.html", "sub/a b.json"):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write("0123456789" * 10 if name == "notes.txt" else "" if name == "empty.csv" else name)
    os.utime(path, (1705314600, 1705314600))

files = APIRouter(prefix="/files", tags=["files"])


@files.get("/named")
@files.head("/named")
def named(name: Optional[str] = None, media_type: Optional[str] = None, inline: bool = False, code: int = 200):
    return FileResponse(os.path.join(folder, "notes.txt"), status_code=code, filename=name, media_type=media_type,
                        headers={"X-File": "notes"}, content_disposition_type="inline" if inline else "attachment")


@files.get("/of/{name:path}")
def of(name: str):
    return FileResponse(os.path.join(folder, name))


app.include_router(files)
app.mount("/static", StaticFiles(directory=folder))
app.mount("/site", StaticFiles(directory=folder, html=True))

streams = APIRouter(prefix="/streams", tags=["streams"])


@streams.get("/texts")
@streams.head("/texts")
def stream_texts():
    return StreamingResponse(["a", "", "é", "", "b"], media_type="text/plain")


@streams.get("/none")
def stream_none():
    return StreamingResponse([])


@streams.get("/status/{code}")
def stream_status(code: int):
    return StreamingResponse([] if code in (204, 304) else ["x"], code, {"X-Stream": "1"}, "application/x-ndjson")


app.include_router(streams)
