"""Requests to apps/documents.py: its pages, and that the operations do what the document says."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "conformance"))
from casekit import Corpus, field, upload  # noqa: E402

c = Corpus()
c.section("documents")

# ------------------------------------------------------------------ pages
c.req("openapi-root", "the document where the proxy leaves the root path", "HEAD", "/post/openapi.json",
      options={"ignore": ["header:content-length"]})
c.get("swagger-ui", "it loads the document from below the root path", "/pages/docs",
      contains=["<title>Parcels - Swagger UI</title>", "/post/openapi.json", "/post/pages/back"])
c.get("redoc", "the same", "/pages/redoc", contains=["<title>Parcels - ReDoc</title>", "/post/openapi.json"])
c.get("redirect", "the page for OAuth2 is where the options say", "/pages/back", contains=["oauth2"])
c.get("no-default", "the ordinary address is gone", "/docs")
c.get("names", "the routes of the pages have names", "/where")
c.get("unlisted", "not in the document, and there", "/unlisted")

# ------------------------------------------------------------------ parameters and bodies
c.get("path", "each kind of path parameter", "/counter/7/1.5/yes/a/b")
c.get("path-bad", "each wrong", "/counter/0/x/maybe/a")
c.get("defaults", "nothing has to be sent", "/counter/defaults")
c.get("defaults-bad", "each kind refuses",
      "/counter/defaults?number=x&color=blue&speed=2&side=up&names=a&names=b&names=c&names=d&positive=0&day=x&owner=x&price=-1&word=b")
c.get("described", "an alias, a hidden one", "/counter/described?n=1&why-not=x&hidden=seen")
c.get("models", "a model", "/counter/models?limit=5")
c.get("models-bad", "a parameter too many", "/counter/models?x=1")
CONSIGNMENT = {
    "id": "12345678-1234-5678-1234-567812345678", "content": {"kind": "parcel", "grams": 2.5, "size": [1, 2, 3]},
    "also": [{"kind": "postcard"}], "to": {"street": "High Street 1", "postcode": "12345"}, "speed": 3,
    "handed_in": "2024-05-06T07:08:09Z", "at": "10:11:12", "mail": "a@EXAMPLE.com", "postageIn": 0.5, "oldName": "n",
}
c.js("consignment", "every member of a model and every default", "POST", "/counter/consignments", CONSIGNMENT)
c.js("consignment-bad", "limits of every member", "POST", "/counter/consignments",
     {**CONSIGNMENT, "content": {"kind": "parcel", "grams": 2.3, "size": [1, 2]}, "also": [{"kind": "box"}], "speed": 2,
      "to": {"street": "", "postcode": "1"}, "value": "1.505", "reference": None, "old_name": "x"})
c.js("several", "an object of several", "PUT", "/counter/several", {"letter": {"kind": "letter"}})
c.js("one", "a recursive model, with what it computes", "POST", "/counter/one", {"width": 2, "boxes": [{"width": 1}]})
c.js("embedded", "under its name", "POST", "/counter/embedded", {"address": {"street": "a", "postcode": "00000"}})
c.js("kinds", "a dictionary of models", "POST", "/counter/kinds", {"a": {"kind": "letter"}, "b": {"kind": "postcard"}})
c.mp("photos", "files and fields", "/counter/photos",
     [upload("front", "f.png", "x", "image/png"), field("title", "t"), upload("more", "m.png", "y")])
c.form("wishes", "a model as a form", "/counter/wishes", "limit=7&tags=a")

# ------------------------------------------------------------------ answers
c.get("problems", "the ordinary answer", "/answers/problems/3")
c.get("own422", "an own model of 422 changes the document only", "/answers/own422")
c.req("nothing", "no content", "DELETE", "/answers/nothing/1")
for name in ("html", "text", "page", "bill", "stock", "pair", "either", "color"):
    c.get(name, "the answer of /answers/" + name, "/answers/" + name)

# ------------------------------------------------------------------ operations
c.get("office", "of two parameters of one name both are checked", "/outer/in/inner/3?page=2&size=5")
c.get("office-bad", "of both the problems", "/outer/in/inner/x?page=y&size=60")
c.req("head", "a route for HEAD", "HEAD", "/methods/a/")
c.js("options", "OPTIONS reads a body, though the document has none", "OPTIONS", "/methods/a/", {"message": 1})
c.req("trace", "a route for TRACE", "TRACE", "/methods/a/")
c.req("many", "several methods", "PATCH", "/methods/a/many")
c.req("many-not", "and no other", "POST", "/methods/a/many")
