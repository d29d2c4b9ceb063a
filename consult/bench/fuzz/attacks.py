"""Requests that no description can say: broken octets, wrong kinds, absurd headers, good forms spoilt."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes, urlencode

from werkzeug.routing import Rule

from consult.bench.fuzz.known import Fields, Known
from consult.bench.fuzz.values import FILES, WORDS, nasty, spoilt

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "limite"
PARTS = f"multipart/form-data; boundary={BOUNDARY}"
METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "HEAD", "CONNECT", "FOO", "get", "P" * 500, "POST")
KINDS = (
    "", "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=",
    "image/png", ";;;",
    "multipart/form-data; boundary=" + "b" * 300, f"{FORM}; charset=utf-7", f"{FORM}; charset=n-existe-pas",
    "x" * 9000,
    "multipart/mixed; boundary=limite", "application/x-www-form-urlencoded\x00",
    "multipart/form-data; boundary=\"é\"")
BODIES = (
    b"", b"\0" * 1000, b"\xff\xfe\xfd" * 300, b"%" * 1000, b"%ff=%fe&%00=%00", b"&" * 20_000, b"=" * 20_000,
    b"a=1&" * 6000, b"{" * 20_000, b"[" * 100_000, b'{"a":' * 20_000, b"null", b'{"rows":[{"id":1e999}]}',
    b'[{"id":{}}]',
    b"--limite\r\n", b"--limite--", b"--limite\r\nContent-Disposition: form-data\r\n\r\nx\r\n--limite--",
    b"--limite\r\nContent-Disposition: form-data; name=\"a\"; filename=\"\xff\"\r\n\r\nx\r\n--limite--",
    b"--limite\r\n" + b"X: y\r\n" * 5000 + b"\r\nx\r\n--limite--",
    b"--limite\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n" * 3000 + b"--limite--",
    b"--limite\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + b"x" * 2_000_000 + b"\r\n--limite--")
HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("HTTP_HOST", ("", "a b", "[::1", "ailleurs.example", "é", "x" * 3000, "127.0.0.1:99999999", "a@b",
                     "..", "%00")),
    ("HTTP_ACCEPT_LANGUAGE", ("swb", ",".join(["fr;q=0.1"] * 20_000), "fr;q=NaN", "fr;q=" + "9" * 500,
                     ";;;,,,", "x-" * 9000)),
    ("HTTP_ACCEPT_ENCODING", ("gzip", "gzip;q=0", "," * 50_000, "gzip;q=abc", "*", "x" * 20_000)),
    ("HTTP_ACCEPT", ("application/json", "application/json" * 500, "*/*;q=" + "1" * 400, ",;" * 9000)),
    ("HTTP_ORIGIN", ("null", "http://[", "http://a:b", "http://ailleurs.example", "//", "é" * 50,
                     "http://a]b[")),
    ("HTTP_SEC_FETCH_SITE", ("cross-site", "same-origin", "none", "x" * 500, "same-site")),
    ("HTTP_RANGE", ("bytes=0-", "bytes=5-2", "bytes=-0", "bytes=" + "0-1," * 5000,
                     "bytes=9999999999999999999-", "x=1", "=")),
    ("HTTP_IF_NONE_MATCH", ('"', "*", '"a",' * 5000, "W/" * 2000)),
    ("HTTP_IF_MODIFIED_SINCE", ("hier", "Thu, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
                     "9" * 400)),
    ("HTTP_COOKIE", ("staff=", "staff=\x00", "consult_form=.eJw; staff=\xff", "=" * 5000,
                     "staff=" + "a" * 5000, ";" * 9000,
                     "consult_form=" + "a.b.c" * 200, "staff=a; " * 2000, "__Host-staff=a")),
    ("HTTP_X_FORWARDED_FOR", ("1.2.3.4", "x" * 3000, "::1, ::1")),
    ("HTTP_X_FORWARDED_HOST", ("ailleurs.example",)),
    ("HTTP_REFERER", ("http://[", "x" * 9000)),
    ("HTTP_TRANSFER_ENCODING", ("chunked", "gzip")),
    ("HTTP_CONTENT_ENCODING", ("gzip", "br")),
    ("CONTENT_LENGTH", ("-1", "abc", "9" * 40, "0", "+5", "", "1e3", "５")),
    ("REMOTE_ADDR", ("", "fe80::1%eth0", "999.1.1.1", "é")))
SUFFIXES = (
    "/a" * 3000, "//", "/./", "/../..", "/%2e%2e/", "/\\", "/;a=b", "/fr/%00", "/fr//", "/%ff%fe", "/é", "/*")


_SERVER: dict[str, Any] = {
    "SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
    "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False}


@dataclass(frozen=True)
class Attempt:
    """One request, as a WSGI server would hand it over."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    kind: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def environ(self, cookie: str = "") -> dict[str, Any]:
        sized = {"CONTENT_TYPE": self.kind, "CONTENT_LENGTH": str(len(self.body))}
        return {
            **_SERVER, "REQUEST_METHOD": self.method, "QUERY_STRING": self.query,
            "PATH_INFO": unquote_to_bytes(self.path).decode("latin-1"),
            "wsgi.input": io.BytesIO(self.body), "wsgi.errors": io.StringIO(),
            **({"HTTP_COOKIE": cookie} if cookie else {}), **(sized if self.body or self.kind else {}),
            **self.headers}


@dataclass(frozen=True)
class Target:
    """An address to attack, with what is known of it."""

    rule: Rule
    method: str
    known: Known
    names: tuple[str, ...] = ()
    """Of query arguments."""

    def path(self, rng: Random, *, broken: bool = False) -> str:
        """An address that leads somewhere, or one with a piece that leads nowhere."""
        several = self.known.arguments.get(self.rule.endpoint)
        spare = {name: rng.choice(self.known.values.get(name) or ["x"]) for name in self.rule.arguments}
        values = {**spare, **(rng.choice(several) if several else {})}
        if broken and values:
            values[rng.choice(sorted(values))] = nasty(rng)[:3000]
        path = self.rule.rule
        for name in self.rule.arguments:
            start, end = _place_of(path, name)
            path = path[:start] + quote(str(values[name]), safe="") + path[end:]
        return path

    def form(self, rng: Random) -> Fields:
        return rng.choice(self.known.forms.get(self.rule.endpoint) or [()])

    def plain(self, rng: Random) -> Attempt:
        """What a browser would send."""
        if self.method == "GET":
            return Attempt("GET", self.path(rng))
        return Attempt("POST", self.path(rng), body=urlencode(self.form(rng)).encode(), kind=FORM)


def _place_of(path: str, name: str) -> tuple[int, int]:
    """Where `<kind:name>` stands in a rule; kinds may hold `<`-free text only."""
    end = next(place for place in range(len(path)) if path.startswith((f":{name}>", f"<{name}>"), place))
    start = path.rindex("<", 0, end + 1)
    return start, path.index(">", end) + 1


def _spoilt_fields(target: Target, rng: Random) -> list[tuple[str, str]]:
    fields = list(target.form(rng))
    for _ in range(rng.randrange(1, 4)):
        turn = rng.random()
        if fields and turn < 0.6:
            place = rng.randrange(len(fields))
            fields[place] = (fields[place][0], nasty(rng))
        elif fields and turn < 0.75:
            fields.append((rng.choice(fields)[0], nasty(rng)))
        elif fields and turn < 0.85:
            del fields[rng.randrange(len(fields))]
        else:
            fields.append((nasty(rng)[:200], nasty(rng)))
    return fields


def _words(target: Target, rng: Random) -> Attempt:
    body = urlencode(_spoilt_fields(target, rng), errors="surrogatepass").encode()
    return replace(target.plain(rng), method="POST", body=body, kind=FORM)


def _many(target: Target, rng: Random) -> Attempt:
    """One field a great many times."""
    names = [name for name, _value in target.form(rng)] or ["a"]
    again = [(rng.choice(names), rng.choice(WORDS)) for _ in range(rng.choice((50, 1500, 5000)))]
    body = urlencode([*target.form(rng), *again]).encode()
    return replace(target.plain(rng), method="POST", body=body, kind=FORM)


def _part(name: str, value: bytes, filename: str | None) -> bytes:
    named = f'; filename="{filename}"' if filename is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode(errors="replace") + value + b"\r\n"


def _upload(target: Target, rng: Random) -> Attempt:
    fields = list(target.form(rng)) or [("file", ""), ("table", "")]
    filename, content = rng.choice(FILES)
    if target.known.files and rng.random() < 0.5:
        filename, content = rng.choice(target.known.files)
        content = content if rng.random() < 0.3 else spoilt(content, rng)
    body = b""
    for name, value in fields:
        is_file = not value and name in {"file", "table", "workbook", "survey", "choices"}
        body += _part(name, content if is_file else value.encode(), filename if is_file else None)
    body += f"--{BOUNDARY}--\r\n".encode()
    body = spoilt(body, rng) if rng.random() < 0.3 else body
    return replace(target.plain(rng), method="POST", body=body, kind=PARTS)


def _query(target: Target, rng: Random) -> Attempt:
    names = [*target.names, "page", "tri", "a"]
    count = rng.choice((1, 1, 2, 5, 3000))
    pairs = [(rng.choice(names), nasty(rng)[:8000 // count + 1]) for _ in range(count)]
    is_text = rng.random() < 0.8
    query = urlencode(pairs, errors="surrogatepass") if is_text else quote_from_bytes(rng.randbytes(40))
    return replace(target.plain(rng), query=query[:200_000])


def _path(target: Target, rng: Random) -> Attempt:
    path = target.path(rng, broken=True) if rng.random() < 0.8 else target.path(rng) + rng.choice(SUFFIXES)
    return replace(target.plain(rng), path=path)


def _body(target: Target, rng: Random) -> Attempt:
    kind = rng.choice((*KINDS, PARTS, FORM))
    return replace(target.plain(rng), method="POST", body=rng.choice(BODIES), kind=kind)


def _headers(target: Target, rng: Random) -> Attempt:
    chosen = rng.sample(HEADERS, rng.choice((1, 1, 2, 4)))
    return replace(target.plain(rng), headers={name: rng.choice(values) for name, values in chosen})


def _method(target: Target, rng: Random) -> Attempt:
    return replace(target.plain(rng), method=rng.choice(METHODS))


Attack = Callable[[Target, Random], Attempt]
ON_PAGES: tuple[Attack, ...] = (_query, _query, _path, _headers, _method, Target.plain)
ON_FORMS: tuple[Attack, ...] = (
    _words, _words, _words, _words, _many, _upload, _body, _body, _headers, _path, _query, Target.plain)


def attempts(target: Target, rng: Random, count: int) -> list[Attempt]:
    """So many attacks on one address."""
    kinds = ON_PAGES if target.method == "GET" else ON_FORMS
    return [rng.choice(kinds)(target, rng) for _ in range(count)]
