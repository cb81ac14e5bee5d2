"""More requests to section s04: query parameters of every type."""
from casekit import Corpus

c = Corpus()
c.section("s04")

# texts, and how a query is split
c.get("more-search-equals", "only the first = separates", "/s04/search?q=a=b=c")
c.get("more-search-encoded-ampersand", "an encoded & does not separate", "/s04/search?q=a%26b&r=c")
c.get("more-search-bad-utf8", "what is no UTF-8 is replaced", "/s04/search?q=%FF%C3%28")
c.get("more-search-bad-escape", "a % without digits stands for itself", "/s04/search?q=100%&r=%zz")
c.get("more-search-encoded-plus-key", "a plus in a key is a blank as well", "/s04/search?+q=1&q=2")
c.get("more-search-separators", "line separators are not escaped", "/s04/search?q=%E2%80%A8%C2%85", exact=True)
c.get("more-search-long", "a value of 8000 characters", "/s04/search?q=" + "%41" * 8000)
c.get("more-search-key-bad-utf8", "a key that is no UTF-8 is another key", "/s04/search?q%FF=1")
c.get("more-search-many", "hundreds of other keys before it", "/s04/search?" + "".join("k%d=%d&" % (i, i) for i in range(300)) + "q=1")
c.get("more-users-blank", "a blank is a text", "/s04/users?name=+")
c.get("more-users-repeated", "the last one counts, although it is empty", "/s04/users?name=a&name=")

# integers
c.get("more-items-forms", "forms that an integer may have", "/s04/items?skip=%2B1_0&limit=+7+&active=T")
c.get("more-items-repeated", "the last of a repeated key is checked", "/s04/items?skip=1&skip=x&limit=y&limit=2")
c.get("more-items-others", "what is none", "/s04/items?skip=true&limit=None&active=null")
c.get("more-products-edges", "limits are inclusive", "/s04/products?q=abc&page=1&size=1")
c.get("more-products-long", "max_length counts code points", "/s04/products?q=" + "%C3%A9" * 51)
c.get("more-products-empty", "an empty text is too short", "/s04/products?q=&page=&size=")
c.get("more-step-negative", "so is -15", "/s04/numbers?step=-15")
c.get("more-step-not", "-7 is not", "/s04/numbers?step=-7")
c.get("more-big-negative", "the lowest of 64 bits comes back exactly", "/s04/numbers?big=-9223372036854775808")

# floating numbers
for name, text in (("nan", "nan"), ("zero", "0"), ("underflow", "1e-400"), ("overflow", "1e400"),
                   ("almost-one", "0.99999999999999999999")):
    c.get("more-ratio-limit-" + name, "limits hold for every number", "/s04/numbers?ratio=" + text)
for name, text in (("smallest", "5e-324"), ("grouped", "0.0_1"), ("blank", "+.5"), ("small", "0.00001")):
    c.get("more-ratio-" + name, "forms that a number may have", "/s04/numbers?ratio=" + text)
for name, text in (("empty", ""), ("blank-and-grouped", "+0_1"), ("comma", "0,5")):
    c.get("more-ratio-bad-" + name, "and those that it may not have", "/s04/numbers?ratio=" + text)

# choices
c.get("more-sorted-case", "choices are case sensitive", "/s04/sorted?order=ASC&mode=Fast")
c.get("more-sorted-empty", "an empty text is no choice", "/s04/sorted?order=&mode=")

# lists and sets
c.get("more-ids-forms", "each item may have every form of an integer", "/s04/ids?ids=+1&ids=2.0&ids=0_3&ids=-4")
c.get("more-ids-edge", "four are not too many", "/s04/ids?ids=1&ids=2&ids=3&ids=4")
c.get("more-ids-all-bad", "every bad item is reported", "/s04/ids?ids=&ids=x&ids=1&ids=1.5")
c.get("more-ids-bad-and-long", "a list that is too long is nothing but that", "/s04/ids?ids=x&ids=2&ids=3&ids=4&ids=5")
c.get("more-ids-comma", "a comma does not separate", "/s04/ids?ids=1,2")
c.get("more-ids-key-alone", "a key without = is an empty item", "/s04/ids?ids")
c.get("more-tags-many", "many items keep their order", "/s04/products?" + "&".join("tags=%d" % (i * 7 % 50) for i in range(50)))
c.get("more-unique-blank", "items that differ by a blank", "/s04/unique?tags=a&tags=a+&tags=A")

# alias, optional, required
c.get("more-aliased-newline", "$ does not match before a newline", "/s04/aliased?item-query=abc%0A")
c.get("more-aliased-encoded", "the alias may be encoded", "/s04/aliased?item%2Dquery=abc")
c.get("more-nullable-empty", "an empty text is one, an empty integer is none", "/s04/nullable?name=&limit=")
c.get("more-nullable-word", "null is a text", "/s04/nullable?name=null&limit=null")
c.get("more-flag-empty", "an empty text is no truth value", "/s04/flag?flag=")

# moments
for name, text in (("blank", "2024-01-15+10:30"), ("offset", "2024-01-15T10:30:00%2B05:30"), ("minus", "2024-01-15T10:30:00-0800"),
                   ("small-letters", "2024-01-15t10:30:00z"), ("fraction", "2024-01-15T10:30:00.123456789"),
                   ("date", "2024-01-15"), ("milliseconds", "1705315800123"), ("negative", "-1.5"),
                   ("unspaced-offset", "2024-01-15T10:30:00+02:00")):
    c.get("more-at-" + name, "forms of a datetime", "/s04/moments?at=" + text)
for name, text in (("leap-second", "2016-12-31T23:59:60Z"), ("hour", "2024-01-15T24:00:00"), ("offset", "2024-01-15T10:30:00%2B24:00"),
                   ("no-minutes", "2024-01-15T10"), ("rest", "2024-01-15T10:30:00Zx"),
                   ("empty", ""), ("inf", "inf")):
    c.get("more-at-bad-" + name, "each mistake has its own message", "/s04/moments?at=" + text)
for name, text in (("offset", "10:30%2B02:00"), ("last", "23:59:59.999999"), ("bad-end", "86400"),
                   ("bad-hour", "24:00"), ("bad-short", "1:30")):
    c.get("more-clock-" + name, "a time of day", "/s04/moments?clock=" + text)
for name, text in (("negative", "-PT1H"), ("clock", "01:02:03.5"), ("days", "2+days,+1:02:03"),
                   ("seconds", "1.5"), ("bad-order", "PT1S1H"), ("bad-too-long", "P1000000000D"), ("bad-word", "1+month")):
    c.get("more-span-" + name, "a duration", "/s04/moments?span=" + text)
for name, text in (("zeros", "001.500"), ("exponent", "1.5e2"), ("digits", "%D9%A1.%EF%BC%95"), ("bad-nan", "NaN"), ("bad-comma", "1,5"), ("bad-empty", "")):
    c.get("more-amount-" + name, "a decimal number", "/s04/moments?amount=" + text)
c.get("more-moments-order", "problems come in the order of declaration", "/s04/moments?amount=x&uid=x&span=x&clock=x&day=x&at=x")
