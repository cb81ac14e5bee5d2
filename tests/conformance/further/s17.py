"""Models of s17: strictness, validators in their order, extra members, aliases, dumps."""
from casekit import Corpus

c = Corpus()
c.section("s17")


def post(name, why, path, body):
    c.js("more-" + name, why, "POST", "/s17/" + path, body)


post("strict-bools", "a number is no bool, a bool no number", "strict", {"count": True, "label": "x", "flag": 1, "ratio": False})
post("strict-null", "null for each", "strict", {"count": None, "label": None, "flag": None, "ratio": None})
post("strict-int-ratio", "an int is a float", "strict", {"count": -5, "label": "", "ratio": -3})
post("strict-exponent", "an exponent makes a float", "strict", '{"count": 1e2, "label": "x"}')
post("strict-zero", "-0 is the integer 0", "strict", '{"count": -0, "label": "x", "ratio": -0}')
post("strict-extra-order", "what is forbidden comes behind what is known", "strict", {"z": 1, "count": "1", "a": 2})
post("strict-case", "names have case", "strict", {"Count": 1, "label": "x"})
post("strict-empty", "nothing", "strict", {})
post("strict-repeated", "the last of a repeated member counts", "strict", '{"count": "x", "count": 1, "label": "x"}')

post("products-edge", "not positive", "products", {"name": "P", "price": 0})
post("products-text", "a validator sees the number", "products", {"name": "P", "price": "-1.5"})
post("products-bool", "true is 1", "products", {"name": "P", "price": True})
post("products-free-bad", "no look at the model when a member is wrong", "products", {"name": "Free", "price": -1})
post("products-free-case", "the model looks at what it holds", "products", {"name": "FREEdom", "price": 1e-7})
post("products-list", "a list for the model", "products", [])

S = {"userName": "Bob", "password": "p", "password2": "p"}
post("signup-both-names", "the alias counts", "signup", {**S, "user_name": "alice"})
post("signup-both-wrong", "also when it is wrong", "signup", {**S, "user_name": "alice", "userName": 1})
post("signup-name-wrong", "the alias is in loc, whatever was sent", "signup", {"user_name": 5, "password": "p", "password2": "p"})
post("signup-strip", "texts in a list are stripped too", "signup", {**S, "tags": [" a ", "b\u00a0", "\u3000c"]})
post("signup-strip-empty", "what is blank is empty then", "signup", {**S, "tags": ["a", "  "]})
post("signup-strip-separator", "U+001F is no blank", "signup", {**S, "password": " p\u001f", "password2": "p\u001f "})
post("signup-passwords", "compared when stripped", "signup", {**S, "password": " p "})
post("signup-order", "a wrong list hides the passwords", "signup", {**S, "password2": "q", "tags": [1, ""]})
post("signup-assert-and-more", "all wrong members, in their order", "signup", {"userName": "x", "password": 1, "tags": [""]})
post("signup-admin-false", "what is false is allowed", "signup", {**S, "admin": 0})
post("signup-admin-text", "what is true is not", "signup", {**S, "admin": "no"})
post("signup-admin-list", "nor is a list with something in it", "signup", {**S, "admin": [0]})
post("signup-admin-alone", "before anything is missing", "signup", {"admin": True})
post("signup-list", "a list for the model", "signup", "[]")
post("signup-null", "null for the model", "signup", "null")
post("signup-types", "a number for a text, before and behind a validator", "signup", {**S, "userName": 5, "password": 5})

post("open-order", "unknown members behind the known one, in their order", "open", {"b": 1, "id": "7", "a": [True]})
post("open-bad", "a wrong member", "open", {"id": "x", "more": 1})
post("open-special", "NaN and infinity become null", "open", '{"id": 1, "x": [NaN, {"y": 1e999}], "z": -Infinity}')
post("open-numbers", "numbers as Python writes them", "open", '{"id": 1, "x": 1e16, "y": 1e-7, "z": 0.00001}')
post("open-names", "names that a class has as well", "open", {"id": 1, "model_extra": 5, "dict": {}, "": None})

post("dump-default-given", "a default that was sent was set", "dump", {"name": "A", "age": 18})
post("dump-escapes", "JSON in a text", "dump", {"age": 1, "name": "\u00e9\u2028\"\\\u0001\u007f", "city": ""})
post("dump-extra", "what is not known is not set", "dump", {"name": "A", "x": 1})
post("dump-converted", "what was converted", "dump", {"name": "A", "age": " 7.0 ", "city": "x"})
post("dump-bad", "and what cannot be", "dump", {"name": None, "age": "7.5", "city": 1})
