"""More requests to section s01: one path parameter and one truth value."""
from casekit import Corpus

c = Corpus()
c.section("s01")

# the truth value
for word in ("T", "F", "y", "N", "oN", "OfF"):
    c.get("more-bool-" + word, "every word, in any case", "/s01/users/1?active=" + word)
for name, text in (("blank-before", "%20true"), ("blank-behind", "true%20"), ("minus-one", "-1"), ("two-digits", "01"),
                   ("float", "1.0"), ("word-none", "None"), ("nul", "true%00"),
                   ("full-width", "%EF%BC%91"), ("long-s", "ye%C5%BF")):
    c.get("more-bool-bad-" + name, "no truth value", "/s01/users/1?active=" + text)
c.get("more-bool-key-alone", "a key without = is an empty text", "/s01/users/1?active")
c.get("more-bool-last-bad", "the last of a repeated key counts, good ones before it do not", "/s01/users/1?active=1&active=x")
c.get("more-bool-encoded-key", "keys are percent-decoded", "/s01/users/1?%61ctive=off")
c.get("more-bool-key-case", "keys are case sensitive", "/s01/users/1?ACTIVE=off")
c.get("more-bool-brackets", "brackets belong to the key", "/s01/users/1?active[]=off")
c.get("more-bool-second-mark", "a second ? belongs to the key", "/s01/users/1??active=off")
c.get("more-bool-two-equals", "the value goes on behind a second =", "/s01/users/1?active==off")
c.get("more-query-noise", "empty pairs are skipped", "/s01/users/1?&&active=off&=&")

# the integer of the path
for name, text in (("zero", "0"), ("minus-zero", "-0"), ("plus", "+7"), ("leading-zeros", "007"), ("point-zeros", "7.000"),
                   ("grouped", "1_0"), ("tab", "%097"), ("ideographic-space", "%E3%80%807"), ("next-line", "%C2%857")):
    c.get("more-int-" + name, "forms that an integer may have", "/s01/users/" + text)
for name, text in (("point", "7."), ("point-first", ".0"), ("exponent", "7e0"), ("hex", "0x7"), ("two-signs", "--7"),
                   ("sign-alone", "-"), ("sign-blank", "-%207"), ("grouped-twice", "1__0"), ("grouped-end", "1_"),
                   ("separator", "%1C7"), ("zero-width", "%E2%80%8B7"),
                   ("bom", "%EF%BB%BF7"), ("full-width", "%EF%BC%97"), ("blank", "%20")):
    c.get("more-int-bad-" + name, "and those that it may not have", "/s01/users/" + text)
c.get("more-int-null-byte", "a NUL is shown as it came", "/s01/users/7%00")
c.get("more-int-markup", "the input is not escaped for HTML", "/s01/users/%3Cb%3E%22%5C?active=%3Ci%3E", exact=True)
c.get("more-int-encoded-percent", "percent-decoding happens once", "/s01/users/%2537")

# paths around it
c.get("more-path-encoded-letter", "letters of the path may be encoded", "/s01/%75sers/7")
c.get("more-path-case", "paths are case sensitive", "/s01/Users/7")
c.get("more-path-empty", "a placeholder takes one character at least", "/s01/users/")
c.get("more-path-deeper", "and no slash", "/s01/users/7/8")
c.get("more-path-double-slash", "an empty segment is one", "/s01//users/7")
c.get("more-path-slashes-behind", "all slashes at the end go at once", "/s01/users/7//?active=0")
c.req("more-head", "HEAD is a method of its own", "HEAD", "/s01/users/7")
c.req("more-options", "so is OPTIONS", "OPTIONS", "/s01/users/7")
c.req("more-delete-bad-int", "405 comes before any check of the path", "DELETE", "/s01/users/x")
c.req("more-body-ignored", "the body of a GET is not looked at", "GET", "/s01/users/7", body="{")
