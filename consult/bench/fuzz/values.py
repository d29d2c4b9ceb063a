"""What no form expects: the words, numbers, days and files that break programs."""

from collections.abc import Callable
from random import Random

WORDS = (
    "", " ", "\0", "a\0b", "\t\r\n", "é", "\u202e", "\u00a0", "\ufeff", "\ufffe", "🧒🏽" * 50, "I\u0307",
    "ß" * 300,
    "<script>alert(1)</script>", "{{ 7 * 7 }}", "%s%n%(x)s%", "{0.__class__}", "' OR 1=1 --", "\\", "\"",
    "`", "$(id)",
    "../../etc/passwd", "=cmd|' /C calc'!A0", "+262639000000", "a\r\nSet-Cookie: x=1", "None", "null",
    "true", "on",
    "http://[", "http://[::1", "//ailleurs.example", "javascript:alert(1)", "mailto:", "tel:", "x@", "@x",
    "a@b@c.yt",
    "x@[", "٣٤٥", "²", "①", "９９", "½")
NUMBERS = (
    "-1", "0", "-0", "+1", "1.5", "1,5", "1 000", "1_000", "0x1f", "1e9", "1e309", "-1e309", "NaN", "inf",
    "-Infinity",
    "2147483648", "9223372036854775808", "-9223372036854775809", "9" * 60, "9" * 5000, "0" * 300 + "1",
    "0.1" * 40)
DAYS = (
    "0001-01-01", "9999-12-31", "0000-00-00", "10000-01-01", "2026-02-30", "2026-13-01", "-2026-01-01",
    "2026-1-1",
    "31/12/2026", "2026-W01-1", "20260101", "2026-01-01T00:00:00Z", "24:00", "00:00", "23:59:60", "25:61",
    "9h", "12:5",
    "１２:３０", "2026-01-01\n")
KEYS = (
    "00000000-0000-0000-0000-000000000000", "0" * 32, "{00000000-0000-4000-8000-000000000000}", "f" * 32,
    "g" * 32,
    "urn:uuid:00000000-0000-4000-8000-000000000000", "０" * 32, "123456789012", "1234 5678 9012")
MARKDOWN = (
    "[" * 3000, "![" * 2000, "*a_ " * 2000, "> " * 1000 + "a", "- " * 1000 + "a", "`" * 3000 + "a",
    "<" * 3000,
    "[a](" * 2000, "|" * 3000 + "\n" + "|-" * 1500 + "|\n", "&#x" * 2000, "http://" * 1500, "www." * 3000,
    "a@" * 3000, "\\" * 5000, "~" * 4000, "# " * 2000, "[a]: b\n" * 1500, "[a][a]" * 1500, "*" * 5000,
    "_" * 4999 + "a")
LONG = (
    "a" * 5000, "é" * 30_000, "9" * 100_000, " " * 100_000, "a\n" * 40_000, "(" * 20_000, "a " * 50_000)
RULES = (
    "a=", "=", "a=1;" * 500, "a=1&" * 500, "((((", "a|b|c", "a>=1e999", "a" * 300 + "=b", "a=1|" * 2000,
    "&;|=")
FAMILIES: tuple[tuple[str, ...], ...] = (WORDS, WORDS, NUMBERS, DAYS, KEYS, MARKDOWN, LONG, RULES)

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\6\0\0\0"
ZIP_END = b"PK\5\6" + b"\xff" * 18
FILES: tuple[tuple[str, bytes], ...] = (
    ("", b""), ("vide.csv", b""), ("vide.xlsx", b""), ("a.xlsx", b"PK\3\4" + b"\0" * 40),
    ("fin.xlsx", ZIP_END),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), ("utf16.csv",
    "a;b\n1;2\n".encode("utf-16")),
    ("latin.csv", "é;à\n".encode("latin-1")), ("nul.csv", b"a;b\n\0;\0\n"), ("guillemets.csv",
    b'a;b\n"' + b"x" * 5000),
    ("lignes.csv", b"a;b\n" * 30_000), ("colonnes.csv", b";" * 60_000), ("large.csv",
    b"a;" + b"x" * 300_000 + b"\n"),
    ("retours.csv", b"\r" * 20_000), ("marque.csv", b"\xef\xbb\xbf" * 3 + b"a;b"), ("faux.pdf",
    b"%PDF-1.7\n" * 50),
    ("image.png", PNG), ("page.html", b"<script>alert(1)</script>"), ("../../x.csv", b"a"), ("a\0.csv", b"a"),
    ("x" * 400 + ".csv", b"a"), ("nom", b"\xff\xfe\0\0"), ("con.svg", b"<svg onload='x'/>"))


def _any_sign(rng: Random) -> str:
    return chr(rng.choice((rng.randrange(0x80), rng.randrange(0xD800), rng.randrange(0xE000, 0x110000))))


def nasty(rng: Random) -> str:
    """A value of a family drawn at random, or some signs of all of Unicode."""
    if rng.random() < 0.15:
        return "".join(_any_sign(rng) for _ in range(rng.randrange(1, 40)))
    return rng.choice(rng.choice(FAMILIES))


def _cut(octets: bytes, rng: Random) -> bytes:
    return octets[:rng.randrange(len(octets) + 1)]


def _flipped(octets: bytes, rng: Random) -> bytes:
    changed = bytearray(octets)
    for _ in range(min(len(changed), rng.randrange(1, 20))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


_SPOILS: tuple[Callable[[bytes, Random], bytes], ...] = (_cut, _flipped, lambda octets, _rng: octets * 3)


def spoilt(octets: bytes, rng: Random) -> bytes:
    """A good file, cut, or with some of its octets changed."""
    return rng.choice(_SPOILS)(octets, rng)
