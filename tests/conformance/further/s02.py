"""Further requests of s02: the pages of the documentation, where they are and where they are not."""
from casekit import Corpus

c = Corpus()
c.section("s02")

# ------------------------------------------------------------------ methods
for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
    c.req("more-docs-" + method.lower(), "the page knows GET and HEAD", method, "/s02/docs")
c.req("more-openapi-post", "so does the document", "POST", "/s02/openapi.json")
c.req("more-redoc-head", "HEAD of ReDoc", "HEAD", "/s02/redoc", options={"ignore": ["header:content-length"]})
c.req("more-redirect-head", "HEAD of the page for OAuth2", "HEAD", "/s02/docs/oauth2-redirect",
      options={"ignore": ["header:content-length"]})
c.req("more-redirect-post", "no POST", "POST", "/s02/docs/oauth2-redirect")
c.req("more-health-head", "an ordinary route knows GET only", "HEAD", "/s02/health")
c.req("more-health-options", "nor are there OPTIONS by itself", "OPTIONS", "/s02/health")
c.req("more-nope-post", "404 comes before 405", "POST", "/s02/nope")

# ------------------------------------------------------------------ slashes
c.get("more-docs-slash", "sent to the page without the slash", "/s02/docs/")
c.get("more-docs-slash-query", "with the query", "/s02/docs/?a=1&b=%20")
c.get("more-docs-slashes", "of several slashes at the end none is left", "/s02/docs//")
c.req("more-docs-slash-post", "before the method counts", "POST", "/s02/docs/")
c.get("more-openapi-slash", "the document as well", "/s02/openapi.json/")
c.get("more-redirect-slash", "and the page for OAuth2", "/s02/docs/oauth2-redirect/")
c.get("more-docs-slash-host", "to the host and the scheme that the client knows", "/s02/docs/",
      [("Host", "example.com:81"), ("X-Forwarded-Proto", "https")])
c.get("more-health-slash", "an ordinary route", "/s02/health/")
c.get("more-nope-slash", "nothing to be sent to", "/s02/nope/")
c.get("more-docs-double", "an empty segment is none of the path", "/s02//docs")

# ------------------------------------------------------------------ paths
c.get("more-docs-encoded", "percent-encoding does not matter", "/s02/%64ocs",
      contains=["<title>My API - Swagger UI</title>"])
c.get("more-redirect-encoded-slash", "an encoded slash is a slash", "/s02/docs%2Foauth2-redirect", contains=["oauth2"])
c.get("more-openapi-encoded", "of the document", "/s02/openapi%2Ejson")
c.get("more-docs-case", "capitals do", "/s02/DOCS")
c.get("more-docs-below", "nothing is below the page but that for OAuth2", "/s02/docs/nope")
c.get("more-openapi-yaml", "the document is JSON", "/s02/openapi.yaml")
c.get("more-docs-query", "a query does not matter", "/s02/docs?x=1", contains=["<title>My API - Swagger UI</title>"])
c.get("more-openapi-query", "of the document neither", "/s02/openapi.json?x=1")

# ------------------------------------------------------------------ headers of the request
c.get("more-openapi-accept", "nor what the client accepts", "/s02/openapi.json", [("Accept", "text/yaml")])
c.get("more-openapi-range", "the document has no parts", "/s02/openapi.json", [("Range", "bytes=0-3")])
c.get("more-openapi-none-match", "and no ETag", "/s02/openapi.json", [("If-None-Match", "*")])
c.get("more-openapi-prefix", "a header that names a prefix is not believed", "/s02/openapi.json",
      [("X-Forwarded-Prefix", "/proxy")])

# ------------------------------------------------------------------ moved and switched off
c.get("more-custom-openapi", "the document where it was moved", "/s02/custom/api/v1/openapi.json")
c.get("more-custom-redoc", "ReDoc is switched off", "/s02/custom/redoc")
c.get("more-custom-redirect", "the page for OAuth2 did not move", "/s02/custom/docs/oauth2-redirect", contains=["oauth2"])
c.get("more-custom-slash", "sent to where it moved", "/s02/custom/documentation/")
c.req("more-custom-post", "where it moved", "POST", "/s02/custom/documentation")
c.get("more-custom-ping", "a text as JSON", "/s02/custom/ping")
c.get("more-custom-root", "a mount is sent nowhere", "/s02/custom/")
for page in ("docs", "redoc", "openapi.json", "docs/oauth2-redirect"):
    c.get("more-nodocs-" + page.replace("/", "-"), "without a document no page", "/s02/nodocs/" + page)
c.get("more-nodocs-ping", "the routes are there", "/s02/nodocs/ping")
