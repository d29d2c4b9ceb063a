"""What each operation of an expression does with its values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from consult.surveys.expressions import patterns
from consult.surveys.expressions.values import (
    NOT_A_NUMBER,
    Value,
    as_boolean,
    as_day,
    as_list,
    as_number,
    as_text,
    filled,
    words,
)

FARTHEST = 10**9


def equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return as_boolean(left) is as_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return as_number(left) == as_number(right)
    return as_text(left) == as_text(right)


def divide(left: Value, right: Value) -> float:
    above, below = as_number(left), as_number(right)
    if below:
        return above / below
    return math.copysign(math.inf, above) if above and above == above and below == 0 else NOT_A_NUMBER


def remainder(left: Value, right: Value) -> float:
    above, below = as_number(left), as_number(right)
    return math.fmod(above, below) if below and math.isfinite(above) else NOT_A_NUMBER


def _whole(rounded: Callable[[float], int], number: float) -> float:
    return float(rounded(number)) if math.isfinite(number) else number


def round_to(value: Value, places: Value = 0.0) -> float:
    """Halves go up, as in XPath."""
    exponent = as_number(places)
    try:
        scale = float(f"1e{as_text(exponent if exponent == exponent else 0.0)}")
    except ValueError:
        return NOT_A_NUMBER
    return divide(_whole(math.floor, as_number(value) * scale + 0.5), scale)


def selected_at(value: Value, place: Value) -> str:
    names, index = words(value), as_number(as_text(place))
    return names[int(index)] if index in range(len(names)) else ""


def _index(value: Value) -> int:
    number = as_number(as_text(value))
    return int(max(-FARTHEST, min(FARTHEST, number))) if number == number else 0


def substr(value: Value, start: Value, end: Value | None = None) -> str:
    """Letters from `start` (counted from 0, or from the end when negative) to `end`, not included."""
    return as_text(value)[_index(start):None if end is None else _index(end)]


def translate(value: Value, old: Value, new: Value) -> str:
    letters, others = as_text(old), as_text(new)
    table = {ord(letter): others[index:index + 1] for index, letter in reversed(list(enumerate(letters)))}
    return as_text(value).translate(table)


def format_date(value: Value, pattern: Value) -> str:
    day = as_day(as_text(value))
    parts = {"Y": day[:4], "y": day[2:4], "m": day[5:7], "n": day[5:7].lstrip("0"),
             "d": day[8:], "e": day[8:].lstrip("0")}
    return re.sub("%(.)", lambda sign: parts[sign[1]], as_text(pattern)) if day else ""


def total(*values: Value) -> float:
    # One after the other, as browsers add: `sum` and `fsum` keep more digits.
    result = 0.0
    for text in filled(values):
        result += as_number(text)
    return result


def _extreme(best: Callable[[list[float]], float], values: tuple[Value, ...]) -> float:
    numbers = [as_number(text) for text in filled(values)]
    known = bool(numbers) and all(number == number for number in numbers)
    return best(numbers) if known else NOT_A_NUMBER


OPERATIONS: dict[str, Callable[..., Value]] = {
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": lambda left, right: as_number(left) < as_number(right),
    "<=": lambda left, right: as_number(left) <= as_number(right),
    ">": lambda left, right: as_number(left) > as_number(right),
    ">=": lambda left, right: as_number(left) >= as_number(right),
    "+": lambda left, right: as_number(left) + as_number(right),
    "-": lambda left, right: as_number(left) - as_number(right),
    "*": lambda left, right: as_number(left) * as_number(right),
    "div": divide,
    "mod": remainder,
    "abs": lambda value: abs(as_number(value)),
    "ceiling": lambda value: _whole(math.ceil, as_number(value)),
    "coalesce": lambda *values: next((text for text in map(as_text, values) if text), ""),
    "concat": lambda *values: "".join(text for value in values for text in as_list(value)),
    "contains": lambda value, part: as_text(part) in as_text(value),
    "count": lambda value: float(len(as_list(value))),
    "count-non-empty": lambda value: float(len(filled([value]))),
    "count-selected": lambda value: float(len(words(value))),
    "date": as_day,
    "ends-with": lambda value, part: as_text(value).endswith(as_text(part)),
    "floor": lambda value: _whole(math.floor, as_number(value)),
    "format-date": format_date,
    "int": lambda value: _whole(math.trunc, as_number(value)),
    "join": lambda separator, *values: as_text(separator).join(filled(values)),
    "max": lambda *values: _extreme(max, values),
    "min": lambda *values: _extreme(min, values),
    "normalize-space": lambda value: re.sub("[ \t\r\n]+", " ", as_text(value)).strip(" "),
    "not": lambda value: not as_boolean(value),
    "number": as_number,
    "regex": lambda value, pattern: patterns.matches(as_text(pattern), as_text(value)),
    "round": round_to,
    "selected": lambda value, name: as_text(name) in words(value),
    "selected-at": selected_at,
    "starts-with": lambda value, part: as_text(value).startswith(as_text(part)),
    "string-length": lambda value: float(len(as_text(value))),
    "substr": substr,
    "sum": total,
    "translate": translate,
}
