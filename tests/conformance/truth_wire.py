"""The operations of an OpenAPI document, and requests to them on their way to the wire."""
import json
from urllib.parse import quote

from compare import build_multipart
from harness import Client
from json_schema import Resolver
from schema_requests import limits
from schema_values import File

ABSENT = object()
JSON, FORM, MULTIPART = ("application/json", "application/x-www-form-urlencoded",
                         "multipart/form-data")


class Operation:
    """An operation of a document: its node, its parameters and its body."""

    def __init__(self, document, path, method):
        self.document, self.path, self.method = document, path, method.upper()
        self.node = document["paths"][path][method]
        self.prefix = document.get("servers", [{"url": ""}])[0]["url"]
        self.name = "%s %s" % (self.method, self.prefix + path)
        self.section = (self.prefix + path).split("/")[1] or "root"
        pointer = "#/paths/%s/%s" % (path.replace("/", "~1"), method)
        self.parameters = {
            (node["in"], node["name"]): (node, "%s/parameters/%d/schema" % (pointer, i))
            for i, node in enumerate(self.node.get("parameters", []))}
        content = self.node.get("requestBody", {}).get("content", {})
        assert len(content) <= 1, self.name + " has several content types"
        self.body_kind = next(iter(content), None)
        self.body_schema = content[self.body_kind]["schema"] if content else None
        self.body_required = self.node.get("requestBody", {}).get("required", False)
        self.body_pointer = "%s/requestBody/content/%s/schema" % (
            pointer, str(self.body_kind).replace("/", "~1"))
        title = Resolver(document).follow(self.body_schema or {}, "")[0].get("title", "")
        # Several parts, each a parameter of its own, that FastAPI puts into one object.
        self.embedded = title.startswith("Body_")
        self.documents_422 = "422" in self.node["responses"]

    def limits(self):
        """Every (pointer, keyword) that its parameters and its body state."""
        resolver = Resolver(self.document)
        places = [(node["schema"], pointer) for node, pointer in self.parameters.values()]
        if self.body_schema is not None:
            places.append((self.body_schema, self.body_pointer))
        return set().union(*(limits(resolver, *place) for place in places))


class Request:
    """Parameter values by (in, name) and a body, on their way to the wire."""

    def __init__(self, values, body=ABSENT, raw=None):
        self.values, self.body, self.raw = dict(values), body, raw

    def changed(self, place, value):
        request = Request(self.values, self.body)
        if value is ABSENT:
            del request.values[place]
        else:
            request.values[place] = value
        return request

    def with_body(self, body):
        return Request(self.values, body)


def text_of(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def without_files(value):
    """The same value, with the text of each file in its place."""
    if isinstance(value, File):
        return value.content
    if isinstance(value, dict):
        return {name: without_files(member) for name, member in value.items()}
    return [without_files(item) for item in value] if isinstance(value, list) else value


def pairs_of(name, value):
    values = value if isinstance(value, list) else [value]
    return [(name, element if isinstance(element, File) else text_of(element))
            for element in values]


def percent(pairs):
    return "&".join("%s=%s" % (quote(name, safe=""), quote(text, safe="")) for name, text in pairs)


def encode_body(kind, body):
    """(content type, bytes) of a body."""
    if kind == JSON:
        return JSON, json.dumps(body).encode()
    pairs = [pair for name, value in body.items() for pair in pairs_of(name, value)]
    if kind == FORM:
        return FORM, percent(pairs).encode()
    parts = [{"name": name, "text": text.content, "filename": text.filename,
              "content_type": "text/plain"} if isinstance(text, File)
             else {"name": name, "text": text} for name, text in pairs]
    boundary, data = build_multipart({"parts": parts})
    return "%s; boundary=%s" % (MULTIPART, boundary), data


def on_the_wire(operation, request):
    """(target, body, headers) of a request."""
    path, query, cookies, headers = operation.path, [], [], []
    for (where, name), value in request.values.items():
        if where == "path":
            path = path.replace("{%s}" % name, quote(text_of(value), safe=""))
        elif where == "query":
            query += pairs_of(name, value)
        elif where == "header":
            headers += pairs_of(name, value)
        else:
            cookies += pairs_of(name, value)
    if cookies:
        headers.append(("Cookie", "; ".join("%s=%s" % pair for pair in cookies)))
    if operation.node.get("security"):
        headers.append(("Authorization", "Bearer token"))
    data = request.raw
    if data is not None:
        headers.append(("Content-Type", JSON))
    elif request.body is not ABSENT:
        content_type, data = encode_body(operation.body_kind, request.body)
        headers.append(("Content-Type", content_type))
    return operation.prefix + path + ("?" + percent(query) if query else ""), data, headers


class Wire:
    """One connection, opened anew when the server has closed it."""

    def __init__(self, port):
        self._port, self._client = port, None

    def ask(self, target, method, data=None, headers=()):
        if self._client is not None:
            try:
                return self._ask(target, method, data, headers)
            except (AssertionError, OSError):
                self._client.socket.close()
        self._client = Client(self._port)
        return self._ask(target, method, data, headers)

    def _ask(self, target, method, data, headers):
        answer = self._client.ask(target, method, data, headers)
        if answer.header("connection") == "close":
            self._client.socket.close()
            self._client = None
        return answer
