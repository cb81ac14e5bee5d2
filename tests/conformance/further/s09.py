"""Further requests of s09: what a documented route does is what the document says."""
from casekit import Corpus

c = Corpus()
c.section("s09")

# ------------------------------------------------------------------ a documented body
c.js("more-created-int", "an integer is a float in the answer", "POST", "/s09/products", {"name": "Lamp", "price": 3})
c.js("more-created-text", "a number as text", "POST", "/s09/products", {"name": "Lamp", "price": "1_0.5"})
c.js("more-created-blanks", "with blanks around it", "POST", "/s09/products", {"name": "Lamp", "price": " 1.5 "})
c.js("more-blanks-underscore", "not with both", "POST", "/s09/products", {"name": "Lamp", "price": " 1_0.5 "})
c.js("more-created-extra", "what the model does not know", "POST", "/s09/products", {"name": "Lamp", "price": 1, "id": 9})
c.js("more-created-small", "without a response model Python writes the number", "POST", "/s09/products",
     {"name": "", "price": 0.0000001})
c.js("more-created-large", "the same", "POST", "/s09/products", '{"name":"a","price":1e22}')
c.js("more-created-true", "true is one", "POST", "/s09/products", {"name": "a", "price": True})
c.js("more-created-unicode", "characters beyond ASCII", "POST", "/s09/products", {"name": "Lampe \u00e9\U0001f4a1", "price": 1})
c.js("more-created-twice", "a repeated key: the last one", "POST", "/s09/products", '{"name":"a","name":"b","price":1}')
c.js("more-missing", "both members missing", "POST", "/s09/products", {})
c.js("more-null", "null is no value", "POST", "/s09/products", {"name": None, "price": None})
c.js("more-kinds", "other kinds", "POST", "/s09/products", {"name": 1, "price": [1]})
c.js("more-negative-zero", "not greater than zero", "POST", "/s09/products", '{"name":"a","price":-0.0}')
c.js("more-list", "a list is no model", "POST", "/s09/products", [{"name": "a", "price": 1}])
c.js("more-text", "nor is a text", "POST", "/s09/products", '"x"')
c.js("more-null-body", "nor null", "POST", "/s09/products", "null")
c.js("more-cut", "JSON that ends early", "POST", "/s09/products", '{"name":"a","price":1')
c.req("more-empty", "no body at all", "POST", "/s09/products")
c.js("more-plain", "a body that is not said to be JSON", "POST", "/s09/products", '{"name":"a","price":1}',
     [("Content-Type", "text/plain")])
c.req("more-products-put", "405 names the methods of the first route of the path", "PUT", "/s09/products")

# ------------------------------------------------------------------ a documented path
c.get("more-documented-float", "a whole float is an integer", "/s09/documented/404.0")
c.get("more-documented-text", "what is none", "/s09/documented/x")
c.get("more-documented-blank", "blanks around it", "/s09/documented/%20404%20")
c.get("more-documented-none", "an empty segment is no value", "/s09/documented/")
c.req("more-documented-post", "405", "POST", "/s09/documented/1")
c.get("more-documented-slash", "sent to the path without the slash", "/s09/documented/1/")

# ------------------------------------------------------------------ pages
c.get("more-docs-slash", "sent to the page without the slash", "/s09/docs/")
c.req("more-openapi-head", "the headers of the document", "HEAD", "/s09/openapi.json",
      options={"ignore": ["header:content-length"]})
c.req("more-openapi-delete", "it is not to be deleted", "DELETE", "/s09/openapi.json")
c.get("more-oauth2-redirect", "the page for OAuth2", "/s09/docs/oauth2-redirect?code=1&state=2", contains=["oauth2"])
c.get("more-hidden-slash", "a hidden route is sent to as well", "/s09/hidden/")
c.req("more-hidden-post", "and refuses other methods", "POST", "/s09/hidden")
c.req("more-legacy-head", "deprecated, and no HEAD", "HEAD", "/s09/legacy")
