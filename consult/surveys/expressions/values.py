"""Values of expressions, and each kind of value taken for another, as XPath 1.0 does.

Answers are text: a number is its digits, a multiple choice its names between spaces, and what was not given
or not asked is the empty text. Seen from outside a repeat, an answer is the list of those of its instances.
A day counts as days since 1970 where a number is wanted, an hour as a part of a day: `. <= today()` and
`today() - 30` mean what they say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

Value = str | float | bool | list[str]

_NUMBER = re.compile(r" *-?(?:\d+\.?\d*|\.\d+) *", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_FIRST_DAY = date(1970, 1, 1).toordinal()
NOT_A_NUMBER = math.nan


def _digits(number: float) -> str:
    """A number as browsers write it: the shortest digits, and an exponent only far from one."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    if 1e-6 <= abs(number) < 1e21:
        return f"{Decimal(repr(number)):f}".removesuffix(".0")
    mantissa, _, exponent = f"{Decimal(repr(number)):e}".partition("e")
    digits = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{digits}e{int(exponent):+d}"


def as_text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return value[0] if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    return _digits(value) if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"


def _number_in(text: str) -> float:
    if _NUMBER.fullmatch(text):
        return float(text)
    if _HOUR.fullmatch(text):
        return (int(text[:2]) * 60 + int(text[3:])) / 1440
    if not _DAY.fullmatch(text):
        return NOT_A_NUMBER
    try:
        return float(date.fromisoformat(text).toordinal() - _FIRST_DAY)
    except ValueError:
        return NOT_A_NUMBER


def as_number(value: Value) -> float:
    if isinstance(value, float):
        return value
    return float(value) if isinstance(value, bool) else _number_in(as_text(value))


def as_boolean(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value == value and value != 0
    return bool(as_text(value))


def as_day(value: Value) -> str:
    """The day of a text or of a number of days since 1970; empty where there is none."""
    days = as_number(value)
    if not -719162 <= days < 2932897:
        return ""
    return date.fromordinal(math.floor(days) + _FIRST_DAY).isoformat()


def as_list(value: Value) -> list[str]:
    return value if isinstance(value, list) else [as_text(value)]


def filled(values: Iterable[Value]) -> list[str]:
    """Everything that was answered, the lists of repeats included."""
    return [text for value in values for text in as_list(value) if text]


def words(value: Value) -> list[str]:
    """The names of a multiple choice."""
    return [word for word in as_text(value).split(" ") if word]
