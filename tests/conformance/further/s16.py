"""More requests for section s16: responses."""
from casekit import Corpus

c = Corpus()
c.section("s16")

# ---- ranges
for number, (value, why) in enumerate((
        ("bytes=0-0", "one byte"), ("bytes=0-", "all of it"), ("bytes=36-36", "the last byte"), ("bytes=36-", "from the last byte"),
        ("bytes=37-", "from behind it"), ("bytes=-38", "more than there are"), ("bytes=-0", "none"),
        ("bytes=30-1000", "beyond the end"), ("bytes=5-4", "the end before the beginning"), ("bytes=-", "neither"), ("bytes=", "no range"),
        ("bytes", "no equals sign"), ("", "an empty header"), ("BYTES = 1 - 2 ", "capitals and blanks"), ("bytes=0-1,", "an empty range behind"),
        ("bytes=0-1,2-3", "two that touch are one"), ("bytes=0-1,37-", "one of two lies outside"),
        ("bytes=0-1,5-4", "one of two is none"), 
        ("bytes=+1-1_0", "numbers as Python reads them"), ("bytes=--5", "a negative number"), ("bytes=0-1-2", "two hyphens"),
        ("bytes=0-99999999999999999999999", "a number of any size"), ("items=0-1", "another unit"),
        ("bytes=0-0" + ",0-0" * 99, "a hundred ranges"), ("bytes=0-0" + ",0-0" * 100, "one more, and the whole file comes"))):
    c.get("more-range-%d" % number, why, "/s16/file/guess", [("Range", value)])
    if number % 9 == 0:
        c.req("more-range-head-%d" % number, "HEAD: " + why, "HEAD", "/s16/file", [("Range", value)])
c.get("more-ranges", "apart from each other: parts of one body", "/s16/file/guess", [("Range", "bytes=0-1,5-6")],
      ignore=["body", "header:content-type"])
c.get("more-range-named", "the name stays with a range", "/s16/file/unicode", [("Range", "bytes=0-1")])
c.get("more-range-big", "across the parts that are read", "/s16/file/big", [("Range", "bytes=65530-131080")])

# ---- conditions
MODIFIED = "Mon, 15 Jan 2024 10:30:00 GMT"
for number, (name, value, why) in enumerate((
        ("If-Range", MODIFIED, "the date of the file"), ("If-Range", "Mon, 15 Jan 2024 10:30:01 GMT", "another date"),
        ("If-Range", '"x"', "another tag"), ("If-Range", "W/\"x\"", "a weak tag"), ("If-None-Match", "*", "FileResponse has no conditions"),
        ("If-Modified-Since", MODIFIED, "FileResponse has no conditions"))):
    c.get("more-condition-%d" % number, why, "/s16/file/guess", [("Range", "bytes=0-1"), (name, value)])
    c.get("more-condition-whole-%d" % number, "without a range: " + why, "/s16/file/guess", [(name, value)])

# ---- the rest
for name in ("int", "dict", "exp", "tiny", "a%2Fb"):
    c.get("more-value-" + name.replace("%", ""), "a bare value", "/s16/plain-values/" + name, exact=True)
for name in ("implicit", "modelled", "encoder-options"):
    c.get("more-bytes-" + name, "as it is spelled", "/s16/" + name, exact=True)
for number, query in enumerate(("?q", "?q=a+b%20c", "?q=%C3%A9%FF")):
    c.get("more-target-%d" % number, "the query %s" % query, "/s16/new-location" + query)
for name in ("html", "redirect", "stream"):
    c.req("more-head-" + name, "no HEAD by itself", "HEAD", "/s16/" + name)
    c.get("more-slash-" + name, "the other form of the slash", "/s16/%s/" % name)
c.req("more-file-post", "another method, and a range", "POST", "/s16/file", [("Range", "bytes=0-1")])
