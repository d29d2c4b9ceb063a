"""The SPSS syntax that reads a text file of answers: types, words, absences, levels. Pure.

Only commands that old SPSS and PSPP know. A text cannot end its quotes, its line or the command it is in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from textwrap import wrap

from consult.exports.columns import Holds
from consult.exports.extract import Extract, cautions, facts
from consult.exports.spss_columns import SpssColumn, Value

MARK = "\ufeff"
PIECE = 60
"""Letters of a text on one line: SPSS cuts lines of more than 256 octets."""
_SENTENCES = re.compile(r"(?<=\.) ")
_READ_AS = "F24.0"
"""Wide enough for every number; a format with decimals could take the last digits for some."""


def quoted(text: str, indent: str = "    ") -> str:
    """A text between quotes, on as many lines as it needs."""
    pieces = [text[start:start + PIECE] for start in range(0, len(text), PIECE)] or [""]
    return f" +\n{indent}".join("'" + piece.replace("'", "''") + "'" for piece in pieces)


def _value(value: Value) -> str:
    return quoted(value) if isinstance(value, str) else f"{value:.15g}"


def _comments(name: str, value: str) -> Iterator[str]:
    """Each line is a comment of its own: a full stop at the end of a line would end a longer one."""
    for sentence in _SENTENCES.split(f"{name} : {value}"):
        *lines, last = wrap(sentence, 2 * PIECE) or [""]
        yield from (f"* {line} ..." for line in lines)
        yield f"* {last.rstrip('.')}."


def _head(extract: Extract, file: str, count: int) -> Iterator[str]:
    for name, value in (*facts(extract, count, {}), *cautions(extract)):
        yield from _comments(name, str(value))
    yield from _comments("Mode d’emploi", f"gardez ce fichier à côté de {file}. Dans SPSS, allez d’abord "
                         "dans ce dossier avec la commande CD, puis lancez tout.")
    yield ""


def _reading(file: str, columns: Sequence[SpssColumn], widths: Mapping[str, int]) -> Iterator[str]:
    yield "SET DECIMAL=DOT."
    yield "GET DATA"
    yield "  /TYPE=TXT"
    yield f"  /FILE={quoted(file)}"
    yield "  /ENCODING='UTF8'"
    yield "  /DELCASE=LINE"
    yield "  /DELIMITERS=';'"
    yield "  /QUALIFIER='\"'"
    yield "  /ARRANGEMENT=DELIMITED"
    yield "  /FIRSTCASE=2"
    yield "  /VARIABLES="
    for column in columns:
        read_as = column.format(widths[column.name]) if column.holds is Holds.TEXT else _READ_AS
        yield f"    {column.name} {read_as}"
    yield "  ."


def _words(columns: Sequence[SpssColumn]) -> Iterator[str]:
    yield "VARIABLE LABELS"
    for place, column in enumerate(columns):
        yield f"  {'/' if place else ''}{column.name}\n    {quoted(column.label)}"
    yield "  ."
    for column in columns:
        if column.labels:
            yield f"VALUE LABELS {column.name}"
            yield from (f"    {_value(value)} {quoted(label)}" for value, label in column.labels.items())
            yield "  ."


def _absences(columns: Sequence[SpssColumn]) -> Iterator[str]:
    # Said while days and hours are still plain numbers: SPSS would want these codes as days afterwards.
    for column in columns:
        if column.absences:
            yield f"MISSING VALUES {column.name} ({', '.join(map(_value, column.absences))})."


def _looks(columns: Sequence[SpssColumn]) -> Iterator[str]:
    numbers = [column for column in columns if column.holds is not Holds.TEXT]
    for command, alike, say in (("FORMATS", numbers, lambda column: column.format(0)),
                                ("VARIABLE LEVEL", columns, lambda column: column.level.upper())):
        for said, group in groupby(alike, say):
            names = "\n    ".join(column.name for column in group)
            yield f"{command}\n    {names} ({said})."


def syntax(extract: Extract, file: str, count: int, columns: Sequence[SpssColumn],
           widths: Mapping[str, int]) -> Iterator[str]:
    """The syntax for one file, line by line; it begins with the mark that tells SPSS it is in UTF-8."""
    yield from (MARK + "\n".join((
        *_head(extract, file, count), *_reading(file, columns, widths), *_words(columns),
        *_absences(columns), *_looks(columns), "EXECUTE."))).split("\n")
