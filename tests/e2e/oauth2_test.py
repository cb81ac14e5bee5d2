#!/usr/bin/env python3
"""The example of OAuth2: its tokens are those of RFC 7519, which Python signs and reads here on its own.

    oauth2_test.py 24_OAUTH2 [words of a check]

It is skipped where the example was not built, for want of libsodium; in CI it fails.
"""
import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import time
from urllib.parse import urlencode

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.append(os.path.join(HERE, os.pardir, "docs"))
from harness import Program, ask, check, run_checks  # noqa: E402
from install import unavailable  # noqa: E402

KEY = "a key that stands in no program, but in the environment"
FORM = [("Content-Type", "application/x-www-form-urlencoded")]


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text):
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def signature(text, key=KEY):
    return encoded(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest())


def token_of(claims, key=KEY, header=b'{"alg":"HS256","typ":"JWT"}'):
    text = encoded(header) + "." + encoded(json.dumps(claims).encode())
    return text + "." + signature(text, key)


def log_in(server, username, password):
    form = {"grant_type": "password", "username": username, "password": password}
    return ask(server.port, "/token", "POST", urlencode(form).encode(), FORM)


def me(server, token):
    answer = ask(server.port, "/users/me", headers=[("Authorization", "Bearer " + token)])
    return answer.status, json.loads(answer.body)


def check_with_key(sentence):
    """A check of a running server that has the key."""
    def register(function):
        def with_server(executable):
            with Program(["env", "SECRET_KEY=" + KEY, executable]) as server:
                function(server)
                status = server.stop()
                assert status == 0, "the exit status is %s" % status
        return check(sentence)(with_server)
    return register


JOHN = (200, {"username": "johndoe", "email": "johndoe@example.com", "full_name": "John Doe",
              "disabled": False})
REFUSED = (401, {"detail": "Could not validate credentials"})


@check_with_key("a login gives a token that is signed, names the user and ends in half an hour")
def login(server):
    answer = log_in(server, "johndoe", "secret")
    body = json.loads(answer.body)
    assert (answer.status, body["token_type"]) == (200, "bearer"), body
    header, claims, signed = body["access_token"].split(".")
    assert decoded(header) == {"alg": "HS256", "typ": "JWT"}
    assert signed == signature(header + "." + claims)
    assert decoded(claims)["sub"] == "johndoe" and set(decoded(claims)) == {"sub", "exp"}
    assert abs(decoded(claims)["exp"] - time.time() - 1800) < 60
    assert me(server, body["access_token"]) == JOHN


@check_with_key("a token that is signed elsewhere with the same key is as good")
def other_issuer(server):
    assert me(server, token_of({"sub": "johndoe", "exp": int(time.time()) + 60})) == JOHN


@check_with_key("a token is good until it expires")
def expiry(server):
    token = token_of({"sub": "johndoe", "exp": int(time.time()) + 3})
    assert me(server, token) == JOHN
    assert me(server, token_of({"sub": "johndoe", "exp": int(time.time()) - 1})) == REFUSED
    time.sleep(3.1)
    assert me(server, token) == REFUSED


@check_with_key("a token is refused with one character changed, taken away or added, wherever")
def changed_tokens(server):
    token = token_of({"sub": "johndoe", "exp": int(time.time()) + 60})
    for at in range(len(token)):
        other = "B" if token[at] != "B" else "C"
        assert me(server, token[:at] + other + token[at + 1:]) == REFUSED, at
        assert me(server, token[:at] + token[at + 1:]) == REFUSED, at
    assert me(server, token + "A") == REFUSED and me(server, token + "=") == REFUSED
    assert me(server, token) == JOHN


@check_with_key("a token is refused with another key, another algorithm, or for a user who is gone")
def wrong_tokens(server):
    later = int(time.time()) + 60
    claims = {"sub": "johndoe", "exp": later}
    for wrong in (token_of(claims, key=KEY + "x"), token_of(claims, header=b'{"alg":"none"}'),
                  token_of(claims, header=b'{"alg":"none"}').rsplit(".", 1)[0] + ".",
                  token_of(claims, header=b'{"alg":"HS512","typ":"JWT"}'),
                  token_of({"sub": "jane", "exp": later}), token_of({"sub": "", "exp": later}),
                  "", ".", "..", "...", "a.b.c"):
        assert me(server, wrong) == REFUSED, wrong


@check_with_key("a token whose signature is right is refused where its claims are none")
def malformed_claims(server):
    later = int(time.time()) + 60
    for claims in ({}, [], None, "johndoe", 1, {"sub": "johndoe"}, {"exp": later}, {"sub": None, "exp": later},
                   {"sub": 1, "exp": later}, {"sub": ["johndoe"], "exp": later}, {"sub": "johndoe", "exp": None},
                   {"sub": "johndoe", "exp": "soon"}, {"sub": "johndoe", "exp": later + 0.5},
                   {"sub": "johndoe", "exp": 10 ** 30}, {"sub": "johndoe", "exp": -10 ** 30},
                   {"sub": "johndoe", "exp": float("nan")}, {"sub": "johndoe", "exp": {"at": later}}):
        assert me(server, token_of(claims)) == REFUSED, claims
    header = encoded(b'{"alg":"HS256","typ":"JWT"}')
    right = json.dumps({"sub": "johndoe", "exp": later}).encode()
    for text in (b"", b"{", right[:-1], right + b"}", b"[" * 30000, b"\xff" + right, b"\0"):
        signed = header + "." + encoded(text)
        assert me(server, signed + "." + signature(signed)) == REFUSED, text[:50]
    for text in (header + ".", header + "..", header + ".!", header + "." + encoded(right)[:-1] + "\xe9"):
        assert me(server, text + "." + signature(text)) == REFUSED, text


@check_with_key("who is disabled may log in, and is refused then")
def inactive(server):
    answer = log_in(server, "alice", "wonderland")
    assert answer.status == 200
    assert me(server, json.loads(answer.body)["access_token"]) == (400, {"detail": "Inactive user"})


@check_with_key("a login with an unknown name takes as long as one with a wrong password")
def same_time(server):
    def fastest(username):
        times = []
        for _ in range(3):
            start = time.monotonic()
            answer = log_in(server, username, "wrong")
            times.append(time.monotonic() - start)
            assert (answer.status, answer.header("www-authenticate")) == (401, "Bearer")
            assert json.loads(answer.body) == {"detail": "Incorrect username or password"}
        return min(times)

    known, unknown = fastest("johndoe"), fastest("jane")
    assert known / 3 < unknown < known * 3, (known, unknown)


@check_with_key("a login needs a name and a password, as a form")
def incomplete(server):
    for body, missing in ((b"username=johndoe", ["password"]), (b"", ["username", "password"])):
        answer = ask(server.port, "/token", "POST", body, FORM)
        assert answer.status == 422
        assert [detail["loc"][-1] for detail in json.loads(answer.body)["detail"]] == missing


@check("without a key of its own a program takes a new one, and refuses one that is too short")
def keys(executable):
    tokens = []
    for _ in range(2):
        with Program(["env", "-u", "SECRET_KEY", executable]) as server:
            tokens.append(json.loads(log_in(server, "johndoe", "secret").body)["access_token"])
            assert me(server, tokens[-1]) == JOHN
            assert len(tokens) == 1 or me(server, tokens[0]) == REFUSED
    for short in ("", "x" * 31):
        done = subprocess.run(["env", "SECRET_KEY=" + short, os.path.abspath(executable)], text=True,
                              stderr=subprocess.PIPE, timeout=15)
        assert done.returncode == 1 and "SECRET_KEY" in done.stderr, done


if __name__ == "__main__":
    if len(sys.argv) < 2:
        unavailable("examples/24_oauth2 is not built: apt-get install libsodium-dev")
    sys.exit(run_checks())
