"""Requests to apps/parameters.py."""
from casekit import Corpus

c = Corpus()
c.section("parameters")


def each(name, why, path, *texts):
    """One request for each text, which is put behind the path."""
    for number, text in enumerate(texts):
        c.get("%s-%d" % (name, number), why, path + text)


# ---- truth values
each("bools", "words of truth, also in lists", "/bools?", "needed=1", "needed=off&yes=N&maybe=T", "needed=t&many=1&many=no&many=ON",
     "", "needed=&yes=+1&maybe=null", "needed=2&many=yes&many=&many=01", "needed=false&needed=1")

# ---- integers
each("within", "the limits of an integer", "/integers?within=", "-5", "-6", "99", "100", "-5.0", "9_9", "+5", "%2B5", "1e1", "5.5", "0x5", "")
each("even", "multiples, of negative numbers as well", "/integers?even=", "0", "3", "-4", "-3", "4.0")
each("some", "an optional has limits where it is sent", "/integers?some=", "5", "6", "51", "", "null")
each("digits", "the items of a list have limits of their own", "/integers?", "digits=0&digits=9", "digits=10&digits=x&digits=-1&digits=5", "digits=", "digits")
each("distinct", "a set counts what differs", "/integers?distinct=1&distinct=", "01", "2&distinct=3", "2&distinct=3&distinct=4", "x&distinct=2&distinct=3&distinct=4",
     "x&distinct=y")
c.get("integers-all", "every problem at once, in the order of declaration", "/integers?digits=x&some=0&even=1&within=-9&distinct=y")

# ---- floating numbers
each("share", "limits that are not inclusive", "/floats?share=", "0", "1", "0.5", "1e-300", ".5", "5e-1", "nan", "-inf", "1e400", "0.9999999999999999", "+0.1", "+0_1", "0_0.1")
each("quarters", "multiples of a float, within 1e-9", "/floats?quarters=", "0.75", "-0.5", "0.3", "0.2500000009", "0.2500000011", "1000000.2500000011", "5e-324", "1e308", "1e15")
each("bounded", "inclusive limits", "/floats?bounded=", "-1.5", "-1.51", "1e6", "1000000.1", "1E5", "1_0")
each("floats-many", "numbers in a list", "/floats?many=", "1&many=1e3&many=.5", "x&many=&many=1", "1e16&many=1e-5&many=123456789012345680")

# ---- texts
each("short", "lengths count code points", "/texts?short=", "a", "ab", "abcde", "abcdef", "%F0%9F%98%80%F0%9F%98%80", "%C3%A9", "e%CC%81", "+", "++", "")
each("word", "a pattern", "/texts?word=", "abc", "ABC", "abc%0A", "%0Aabc", "", "%C3%A9")
each("all-limits", "the length comes before the pattern", "/texts?all_limits=", "ax", "aaa", "x", "xxxx", "%F0%9F%98%80x")
each("codes", "texts in a list have limits of their own", "/texts?codes=", "ab&codes=abc", "a&codes=ab&codes=abcd")
each("hidden", "what the document does not show is read all the same", "/texts?", "hidden=1&note=2", "note=%FF%C3%28", "note=a;hidden=b", "note=a%26hidden=b")

# ---- decimal numbers
each("price", "a decimal keeps its digits", "/decimals?price=", "1.50", "100.000", "100.00000000000000000001", "0", "0E-10", "-0.0", "1E2", "1e+2", "+1.5+", "1_0.5", "%EF%BC%91.5",
     "NaN", "Infinity", "-sNaN", "1,5", ".", "1e", "", "--1")
each("exact", "digits and decimal places", "/decimals?exact=", "123.45", "1234.5", "12345", "123456", "1.234", "1.10", "1.100", "0.001", "-123.45", "1E4", "1E5", "1e-2", "1e-3", "00123")
each("steps", "multiples of a decimal are exact", "/decimals?steps=", "0.75", "0.3", "-0.25", "0.2500000000000000000001", "0")
each("decimals-many", "decimals in a list", "/decimals?many=", "1&many=2.50&many=1e2", "x&many=1")

# ---- moments
c.get("moments-default", "defaults of every type", "/moments")
each("at", "forms of a datetime", "/moments?at=", "2024-01-15T10:30:00Z", "2024-01-15+10:30", "2024-01-15T10:30:00.5%2B05:30", "2024-01-15T10:30:00-00:00", "2024-01-15", "1705315800",
     "1705315800.25", "1705315800123", "-1", "2016-12-31T23:59:60Z", "2024-01-15T24:00", "2024-02-30T10:00", "2024-01-15T10:30:00%2B24:00", "2024-01-15T10:30:00+02:00",
     "2024-01-15T10:30:00.1234567", "20240115T103000", "2024-01-15T10", "x", "")
each("day", "forms of a date", "/moments?day=", "2024-02-29", "2023-02-29", "2024-01-15T00:00", "2024-01-15T00:00:00Z", "2024-01-15T00:01", "1705276800", "86401", "2024-1-5", "+2024-01-15", "")
each("clock", "forms of a time", "/moments?clock=", "10:30", "10:30:15.25", "23:59:59.999999", "10:30Z", "10:30-03:30", "3600", "86400", "24:00", "10:60", "10:30:60", "1:30", "")
each("span", "forms of a duration", "/moments?span=", "PT90M", "P1DT1H", "P2W", "-PT1.5S", "1:02:03", "01:02:03.5", "3+days+04:05", "90", "1.5", "-1", "P1Y", "PT1H1D", "P", "1+hour", "01:60", "P1000000000D", "")
each("id", "forms of a UUID", "/moments?id=", "12345678123456781234567812345678", "{12345678-1234-5678-1234-567812345678}", "urn:uuid:12345678-1234-5678-1234-567812345678",
     "12345678-1234-5678-1234-56781234567", "12345678-12345678-1234-567812345678", "g2345678123456781234567812345678", "")
each("calendar", "moments in lists and sets", "/calendar?", "days=2024-02-01&days=2024-01-01&days=1706745600", "times=10:30&times=25:00&times=x", "spans=PT1H&spans=1&spans=x",
     "ids=12345678123456781234567812345678&ids=1", "days=x&times=x&spans=x&ids=x", "")

# ---- choices
each("choices", "enumerations and literals", "/choices?", "", "color=dark_blue&level=10&size=large", "color=DARK_BLUE&level=low&size=1", "color=&level=&size=2&only=that",
     "level=10.0", "level=+1", "level=2", "colors=red&colors=blue&colors=green", "levels=1&levels=10&levels=2", "modes=slow&modes=fast&modes=slow", "modes=slow&modes=medium",
     "only=this&only=")

# ---- unions
each("unions", "the text itself where one alternative is text, else what reads it", "/unions?", "id=5", "id=x&sort=red&day=yes", "id=&sort=10&day=2024-01-15", "sort=1.0&id=1&many=1&many=x",
     "id=x&sort=blue&day=maybe", "sort=x", "id=1&sort=&day=0", "id=1&day=86400")

# ---- lists
each("pair", "how many items, and what they are", "/lists?pair=", "1", "1&pair=2", "1&pair=2&pair=3&pair=4", "x", "x&pair=2&pair=3&pair=4", "x&pair=2", "1&pair=x&pair=y", "1,2", "[1,2]", "")
each("optional-lists", "a list that may be null", "/lists?", "", "names=a&names=", "numbers=1", "numbers=x", "names")
each("sets", "sets that are too small or too large", "/lists?", "two=1&two=1.0", "two=1&two=2", "two=x", "few=a&few=b&few=a", "few=a&few=b&few=c", "few=")

# ---- required, aliases
each("required", "what is missing, what is empty", "/required?", "", "text=a&number=1&day=2024-01-01&color=red&items=1&maybe=2&names=a", "text=&number=&day=&color=&items=&maybe=&names=", "items=x&number=1")
each("aliases", "only the alias counts, encoded or not", "/aliases?", "item-id=5&$filter=x&ids[]=1&ids[]=2", "item_id=5&where=x&ids=1", "item%2Did=x&%24filter=&ids%5B%5D=y", "Gr%C3%B6%C3%9Fe=7",
     "Gr%C3%B6%C3%9Fe=x", "Gr%F6%DFe=7")

# ---- models
each("paging", "a model that forbids other parameters", "/paging?", "", "skip=5&limit=100&order=desc&tags=a&tags=b&user-name=ab", "limit=0&skip=x&order=up&user-name=a", "nope=1", "nope=1&nope=2&skip=x&=3",
     "name=ab", "SKIP=1", "skip=1&skip=2", "tags=", "&&")
each("open", "a model that keeps other parameters", "/open?", "", "size=1&colors=red", "size=1&colors=red&x=1&y=2&x=3", "size=x&colors=blue&ratio=", "colors=green&ratio=1e3", "size=1&colors=red&model_extra=2")
each("between", "a model looks at itself when its members are good", "/between/", "2?low=1", "2?low=11", "2?low=x&high=y", "x?low=11&digits=-1", "2?high=1", "x?low=1", "2?low=5&high=4&digits=3")
each("by-name", "a member under its alias or its name", "/by-name?", "userName=ab&itemIds=1", "user_name=ab&item_ids=1&item_ids=2", "userName=ab&user_name=c", "userName=a", "user_name=a", "", "item_ids=x", "item_ids=1&itemIds=x&userName=ab")

TOKEN = ("X-Token", "ab")
for name, why, headers in (
        ("good", "the least", [TOKEN]), ("all", "every header", [TOKEN, ("X-Rate", "5"), ("X-Tag", "a"), ("x-tag", "b, c")]),
        ("missing", "problems name the header", []), ("limits", "limits of headers", [("X-Token", "a"), ("X-Rate", "0")]),
        ("type", "no integer", [TOKEN, ("X-Rate", "x")]), ("repeated", "the first counts", [TOKEN, ("X-Token", "x")]),
        ("other", "another header is forbidden", [TOKEN, ("Other", "1"), ("Other", "2")]),
        ("underscore", "a header with underscores is not read", [("x_token", "ab")]),
        ("latin", "bytes beyond ASCII are Latin-1", [("X-Token", "\u00e9")])):
    c.get("client-" + name, why, "/client", headers)
for name, why, cookie in (
        ("good", "the least", "session=a"), ("all", "every cookie", "session=a; visits=2; theme=dark"), ("bad", "limits and types", "session=; visits=x; theme=blue"),
        ("other", "another cookie is forbidden", "session=a; other=1"), ("repeated", "the last counts", "session=a; visits=1; visits=2"), ("missing", "the input shows the others", "visits=3"),
        ("quoted", "a quoted value", "session=\"a b\""), ("alone", "a name without a value", "session")):
    c.get("settings-" + name, why, "/settings", [("Cookie", cookie)])
c.get("settings-none", "no cookies at all", "/settings")
c.get("places-missing", "the order of places: path, query, header, cookie", "/places/x")
c.get("places-bad", "bad everywhere", "/places/0?query=x&other=4", [("X-Number", "y"), ("Cookie", "cookie=z")])
c.get("places-good", "good everywhere", "/places/1?query=2&other=5", [("X-Number", "3"), ("Cookie", "cookie=4")])

# ---- paths
each("convert-int", "what a converter has made is a number", "/convert/int/", "7", "007", "100", "101", "-1", "1.0", "1_0", "%D9%A1", "", "x", "7/")
each("convert-float", "the same of a float", "/convert/float/", "7", "7.50", "007.5", "100", "100.5", "1.", ".5", "-1.5", "1e3", "7.5.0")
each("convert-whole", "a float for an integer", "/convert/whole/", "7", "7.0", "7.5")
each("convert-uuid", "the hyphens of a UUID may be left out", "/convert/uuid/", "12345678-1234-5678-1234-567812345678", "12345678123456781234567812345678", "12345678-12345678-1234-567812345678",
     "1234-56781234-5678-1234-567812345678", "12345678-1234-5678-1234-56781234567g", "ABCDEF00-1234-5678-1234-56781234ABCD")
each("convert-level", "a number for an enumeration", "/convert/level/", "1", "010", "2")
each("files", "a path within the path", "/files/", "a/b.txt", "ab", "a", "", "a//b", "/ab", "a/../b", "a%2Fb", "abcdefghijklm", "a/info", "info", "/info", "info/info", "a/info/", "a/info/b")
each("ranges", "placeholders within a segment take what they can", "/ranges/", "1-2.red", "1-2.3.red", "1-2-3.red", "-1--2.green", "1-.red", "a-b.blue", "1-2", "1-2.", "1.5-2.red")
each("path-moment", "a datetime in the path", "/path/moment/", "2024-01-15T10:30:00Z", "2024-01-15%2010:30", "1705315800", "x", "2024-01-15T10:30:00+02:00")
each("path-price", "a decimal in the path", "/path/price/", "1.50", "100", "0", "1.234", "x", "1e2")
each("path-choice", "a literal in the path: the text 3 is not the number", "/path/choice/", "a", "b", "3", "c")
each("order", "routes are tried in their order", "/order/", "fixed", "fixed/", "%66ixed", "fixed%2F")
each("slash", "redirects to the other form", "/", "slash", "slash/", "slash//", "slash?a=%20b", "plain/", "plain//?a=b", "pl%61in/", "plain%2F", "nothing/", "//plain", "Plain", "plain;a=b", "plain?")
for method in ("POST", "HEAD", "OPTIONS", "DELETE"):
    c.req("plain-" + method.lower(), "what another method gets", method, "/plain")
    c.req("plain-slash-" + method.lower(), "the redirect comes before the method", method, "/plain/")
    c.req("integer-" + method.lower(), "and 405 before any check", method, "/convert/int/5")
