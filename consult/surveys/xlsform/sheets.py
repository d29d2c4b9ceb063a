"""What an uploaded file is made of: sheets of rows of text, within bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from consult.errors import N_, Refused

MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 20_000
SHEETS = ("survey", "choices", "settings")
"""The sheets that are read, lower case."""
Pick = Callable[[Sequence[str]], Mapping[str, str]]
"""Of the names of a workbook's sheets, those that are read, each with the name it is read under."""


class UnreadableWorkbook(Refused):
    """The file is not a workbook we can or may open."""

    status = 422
    sentence = N_("Ce fichier ne peut pas être lu. Ouvrez-le dans Excel ou LibreOffice, "
                  "enregistrez-le au format « Classeur Excel (.xlsx) », puis envoyez-le à nouveau.")


def known_sheets(names: Sequence[str]) -> dict[str, str]:
    """Those of an XLSForm."""
    under = {name: name.strip().lower() for name in names}
    return {name: known for name, known in under.items() if known in SHEETS}


def first_sheet(names: Sequence[str]) -> dict[str, str]:
    """The one in front, whatever its name."""
    return {name: name.strip() for name in names[:1]}


@dataclass(frozen=True)
class Upload:
    """A workbook, or a CSV file for the survey sheet and a second one for the choices."""

    name: str
    content: bytes
    choices_name: str = ""
    choices: bytes = b""


@dataclass(frozen=True)
class Row:
    """A line of a sheet, as its number in the file and its cells by header; empty cells are left out."""

    number: int
    cells: Mapping[str, str]
    formulas: frozenset[str] = frozenset()
    """Headers of the cells that hold a formula; their text is the value Excel kept."""


@dataclass(frozen=True)
class Sheet:
    name: str
    headers: tuple[str, ...] = ()
    """As written, in order; a column with cells but no header is « (D) »."""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Workbook:
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    """Those that were asked for, by the name they are read under."""
    others: tuple[str, ...] = ()
    """Names of the sheets that were not read."""


Grid = list[tuple[int, dict[int, Any]]]
"""Non-empty lines: their number, and their values by column number, both from 1."""


def letter(column: int) -> str:
    """1 → A, 27 → AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def as_text(value: Any) -> str:
    """A cell's value as an author would type it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat(*(["minutes"] if isinstance(value, time) and not value.second else []))
    text = "" if value is None else str(value)
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _headers(name: str, first: Mapping[int, Any], columns: set[int]) -> dict[int, str]:
    named = {column: " ".join(as_text(value).split()) for column, value in first.items()}
    headers = {column: named.get(column) or f"({letter(column)})" for column in sorted({*columns, *named})}
    names = list(headers.values())
    doubled = [header for header in names if names.count(header) > 1]
    if doubled:
        raise UnreadableWorkbook(N_("La feuille « %(sheet)s » a deux colonnes « %(column)s ». Gardez-en "
                                    "une."),
                                 sheet=name, column=doubled[0])
    return headers


def _refuse_large(name: str, grid: Grid) -> None:
    if len(grid) > MOST_ROWS + 1:
        raise UnreadableWorkbook(N_("La feuille « %(sheet)s » a trop de lignes : 5 000 au plus."), sheet=name)
    for number, values in grid:
        if max(values, default=0) > MOST_COLUMNS:
            raise UnreadableWorkbook(N_("La feuille « %(sheet)s » a trop de colonnes : 200 au "
                                        "plus."), sheet=name)
        if any(isinstance(value, str) and len(value) > MOST_CHARACTERS for value in values.values()):
            raise UnreadableWorkbook(N_("Feuille « %(sheet)s », ligne %(row)s : une cellule est trop longue. "
                                        "Une cellule contient 20 000 lettres au "
                                        "plus."), sheet=name, row=number)


def make_sheet(name: str, grid: Grid, formulas: frozenset[tuple[int, int]] = frozenset()) -> Sheet:
    """A sheet from its values: the first line that is not empty gives the headers."""
    kept = [(number, {column: value for column, value in values.items() if as_text(value)})
            for number, values in grid]
    computed = {number for number, _column in formulas}
    kept = [(number, values) for number, values in kept if values or number in computed]
    _refuse_large(name, kept)
    if not kept:
        return Sheet(name)
    headers = _headers(name, kept[0][1], {column for _number, values in kept for column in values})
    rows = tuple(
        Row(number, {headers[column]: as_text(value) for column, value in sorted(values.items())},
            frozenset(header for column, header in headers.items() if (number, column) in formulas))
        for number, values in kept[1:])
    return Sheet(name, tuple(headers.values()), rows)
