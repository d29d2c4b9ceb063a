"""Columns as SPSS has them: a legal name, a format, a level, a code for each of the two absences. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import nan

from consult.exports.columns import Column, Holds
from consult.exports.values import NO_ANSWER, Cell
from consult.formulas import written
from consult.surveys.reading.values import LARGEST

Value = int | float | str
LONGEST_NAME, LONGEST_LABEL, LONGEST_CHOICE, LONGEST_TEXT = 64, 255, 120, 32_767
"""In octets of UTF-8."""
NOT_ASKED = "Question non posée"
SILENT = "Sans réponse"
_TEXT_ABSENCES = ("SANS_REP", "NON_POSE")
"""SPSS takes no more than eight letters for the absence of a text."""
_ABSENCES: Mapping[Holds, tuple[Value, Value]] = {
    # Further than any number a family can answer.
    **dict.fromkeys((Holds.WHOLE, Holds.DECIMAL), (-8 * LARGEST, -9 * LARGEST)),
    Holds.TEXT: _TEXT_ABSENCES,
}
FORMATS: Mapping[Holds, str] = {
    Holds.CHOICE: "F8.0", Holds.BOX: "F8.0", Holds.PLACE: "F8.0", Holds.WHOLE: "F14.0",
    Holds.DECIMAL: "F16.2", Holds.DAY: "SDATE10", Holds.TIME: "TIME5"}
LEVELS: Mapping[Holds, str] = {
    Holds.CHOICE: "nominal", Holds.BOX: "nominal", Holds.PLACE: "ordinal", Holds.WHOLE: "scale",
    Holds.DECIMAL: "scale", Holds.TEXT: "nominal", Holds.DAY: "scale", Holds.TIME: "scale"}
_BOX: Mapping[Value, str] = {0: "Non", 1: "Oui"}
_RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
_FIRST_DAY = date(1582, 10, 14)
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class SpssColumn:
    name: str
    original: str
    label: str
    holds: Holds
    labels: Mapping[Value, str]
    """Words by value, those of the absences included."""
    absences: tuple[Value, ...]
    """Asked without answer, then not asked; none for what the platform adds."""
    encode: Callable[[Cell], Value]
    numbers: Mapping[str, int]
    """Number by code, of a choice."""

    @property
    def level(self) -> str:
        return LEVELS[self.holds]

    def format(self, width: int) -> str:
        """How it is shown; a text is as wide as the longest one, in octets."""
        return FORMATS.get(self.holds, f"A{max(width, len(_TEXT_ABSENCES[0]))}")


def cut(text: str, most: int) -> str:
    """The beginning of a text that fits in so many octets."""
    return text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore")


def on_one_line(text: str, most: int) -> str:
    return cut(" ".join(written(text).split()), most)


def _legal(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._]", "_", plain.replace("/", ".")).lstrip("._")
    return (plain if plain[:1].isalpha() else f"v_{plain}")[:LONGEST_NAME].rstrip("._") or "v"


def legal_names(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """A name for each that SPSS accepts, no two alike: `garde/creche` is `garde.creche`."""
    found: dict[str, str] = {}
    used = {*_RESERVED, *(name.lower() for name in taken)}
    for name in names:
        plain = legal = _legal(name)
        again = 1
        while legal.lower() in used:
            again += 1
            legal = f"{plain[:LONGEST_NAME - 8]}_{again}"
        used.add(legal.lower())
        found[name] = legal
    return found


def _seconds(clock: str) -> int:
    hours, minutes = clock.split(":")[:2]
    return 3600 * int(hours) + 60 * int(minutes)


def _text(cell: Cell) -> str:
    return cut(written(f"{cell:.15g}" if isinstance(cell, float) else str(cell)), LONGEST_TEXT)


def _maker(column: Column) -> Callable[..., Value]:
    # A number SPSS does not know either is neither of the two absences.
    if column.holds is Holds.CHOICE:
        return lambda cell: column.numbers.get(cell, nan)
    if column.holds is Holds.DAY:
        return lambda cell: (cell - _FIRST_DAY).days * _DAY_SECONDS
    if column.holds is Holds.TIME:
        return _seconds
    return _text if column.holds is Holds.TEXT else lambda cell: cell


def _encoder(column: Column, absences: tuple[Value, ...]) -> Callable[[Cell], Value]:
    make = _maker(column)
    empty = "" if column.holds is Holds.TEXT else nan
    silent, unasked = absences or (empty, empty)

    def encode(cell: Cell) -> Value:
        return unasked if cell is None else silent if cell == NO_ANSWER else make(cell)
    return encode


def _labels(column: Column, absences: tuple[Value, ...]) -> dict[Value, str]:
    choices: dict[Value, str] = {column.numbers[code]: words for code, words in column.choices.items()}
    boxes = _BOX if column.holds is Holds.BOX else {}
    words = {**choices, **boxes, **dict(zip(absences, (SILENT, NOT_ASKED), strict=False))}
    return {value: on_one_line(label, LONGEST_CHOICE) for value, label in words.items()}


def _spss_column(column: Column, name: str) -> SpssColumn:
    absences = _ABSENCES.get(column.holds, (-8, -9)) if column.variable else ()
    label = on_one_line(column.label, LONGEST_LABEL)
    return SpssColumn(name, column.name, label, column.holds, _labels(column, absences), absences,
                      _encoder(column, absences), column.numbers)


def spss_columns(columns: Sequence[Column | None]) -> list[SpssColumn | None]:
    """The same columns, in the same places. Questions keep their names before what the platform adds."""
    kept = [column for column in columns if column]
    names = legal_names(column.name for column in kept if column.variable)
    names |= legal_names((column.name for column in kept if not column.variable), names.values())
    return [_spss_column(column, names[column.name]) if column else None for column in columns]
