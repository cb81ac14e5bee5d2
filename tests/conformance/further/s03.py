"""More requests to section s03: path parameters of every type."""
from casekit import Corpus

c = Corpus()
c.section("s03")

# integers and their limits
c.get("more-item-negative", "below ge=1, with a sign", "/s03/items/-1")
c.get("more-item-float-high", "also of 10000.0", "/s03/items/10000.0")
c.get("more-item-many-zeros", "leading zeros do not make an integer too long", "/s03/items/" + "0" * 60 + "5")
c.get("more-order-second-bad", "only the second is reported", "/s03/users/1/orders/x")
c.get("more-order-no-second", "no value, no match", "/s03/users/1/orders/")
c.get("more-me-case", "ME is not the fixed path, so an integer is expected", "/s03/users/ME")
c.get("more-me-encoded", "m%65 is the fixed path", "/s03/users/m%65")
c.get("more-me-slash", "the redirect is to the fixed path", "/s03/users/me/?a=b")

# enumerations
c.get("more-model-blank", "choices are not trimmed", "/s03/models/resnet%20")
for name, text in (("float", "2.0"), ("plus", "%2B2"), ("leading-zero", "02")):
    c.get("more-level-" + name, "an integer enumeration reads every form of an integer", "/s03/levels/" + text)
for name, text in (("name", "low"), ("fraction", "2.5"), ("negative", "-1")):
    c.get("more-level-bad-" + name, "what is none of its numbers has one message", "/s03/levels/" + text)

# floating numbers
for name, text in (("point-first", ".5"), ("point-last", "5."), ("exponent-plus", "1e%2B1"), ("grouped", "1_0.2_5"),
                   ("digits", "0.1000000000000000055511151231257827"), ("smallest", "5e-324"),
                   ("edge", "100.49999999999999")):
    c.get("more-ratio-" + name, "forms that a number may have", "/s03/ratios/" + text)
for name, text in (("inf", "Infinity"), ("underflow", "1e-400"), ("edge", "100.5"), ("rounded", "100.49999999999999999")):
    c.get("more-ratio-limit-" + name, "limits hold for every number", "/s03/ratios/" + text)
for name, text in (("hex", "0x1p3"), ("exponent", "1e"), ("blank-and-grouped", "%201_0"),
                   ("nan-payload", "nan(1)"), ("separator", "%1F1"), ("exponent-point", "1e1.0")):
    c.get("more-ratio-bad-" + name, "and those that it may not have", "/s03/ratios/" + text)

# text
c.get("more-slug-edges", "both limits are inclusive: three", "/s03/slugs/abc")
c.get("more-slug-newline", "$ does not match before a newline", "/s03/slugs/abc%0A")
c.get("more-slug-emoji", "two code points of eight bytes", "/s03/slugs/%F0%9F%98%80%F0%9F%98%80")
c.get("more-slug-long-and-bad", "the length comes before the pattern", "/s03/slugs/ABCDEFGHIJK")
c.get("more-name-combining", "no normal form is made", "/s03/names/e%CC%81")
c.get("more-name-plus", "a plus of the path is a plus", "/s03/names/a+b%2Bc")
c.get("more-name-bad-utf8", "what is no UTF-8 is replaced", "/s03/names/a%FFb%C3")
c.get("more-name-bad-escape", "a % without digits stands for itself", "/s03/names/100%25%zz%4")
c.get("more-name-mark", "an encoded ? belongs to the path", "/s03/names/a%3Fb%23c?d=e")
c.get("more-name-punctuation", "what a segment may hold without encoding", "/s03/names/a;b=c,d:@!$&'()*~")
c.get("more-name-control", "control characters are escaped as JSON has it", "/s03/names/%01%09%0A%7F%C2%80", exact=True)
c.get("more-name-long", "a long text", "/s03/names/" + "x" * 3000)

# truth values, UUIDs, dates
c.get("more-flag-bad", "no truth value", "/s03/flags/maybe")
for name, text in (("braces", "%7B12345678-1234-5678-1234-567812345678%7D"), ("urn", "urn:uuid:12345678-1234-5678-1234-567812345678"),
                   ("capitals", "ABCDEF00-1234-5678-1234-56781234ABCD")):
    c.get("more-uuid-" + name, "forms of a UUID", "/s03/uuids/" + text)
for name, text in (("short", "12345678-1234-5678-1234-56781234567"), ("letter", "g2345678-1234-5678-1234-567812345678"), ("groups", "12345678-12345678-1234-567812345678"),
                   ("group-length", "1234567-81234-5678-1234-567812345678"), ("accent", "%C3%A9")):
    c.get("more-uuid-bad-" + name, "each mistake has its own message", "/s03/uuids/" + text)
for name, text in (("timestamp", "1705276800"), ("milliseconds", "1705276800000"), ("midnight", "2024-01-15T00:00:00Z")):
    c.get("more-day-" + name, "forms of a date", "/s03/days/" + text)
for name, text in (("noon", "2024-01-15T12:00:00"), ("timestamp-inexact", "1705276801"), ("month", "2024-13-01"), ("short", "2024-1-5"), ("blank", "%202024-01-15"), ("far", "253402300800"), ("nan", "nan")):
    c.get("more-day-bad-" + name, "each mistake has its own message", "/s03/days/" + text)

# converters of the path
c.get("more-file-dots", "dots are not resolved", "/s03/files/../a/./b")
c.get("more-file-slashes", "slashes are kept, as many as there are", "/s03/files//a//b/")
c.get("more-file-encoded", "an encoded slash is one", "/s03/files/a%2Fb%252Fc")
c.get("more-counted-zeros", "a converter takes leading zeros", "/s03/counted/007")
c.get("more-counted-sign", "but no sign", "/s03/counted/-1")
c.get("more-counted-digits", "and no digits but those of ASCII", "/s03/counted/%D9%A1")
c.get("more-counted-slash", "the redirect looks at the converter", "/s03/counted/1/")
c.get("more-counted-slash-bad", "no redirect to what is no route", "/s03/counted/x/")
