"""An answer as the cells of a file: one line for each kind of question. Pure.

Two absences, never mixed up: an empty cell is a question that was not asked, « (sans réponse) » one that was
asked and left without an answer. That can be no choice and no number, and a spreadsheet's sums pass over it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from consult.exports.tables import Variable, offered
from consult.surveys.questions import CHOOSING, Kind, Question

Cell = str | int | float | date | None
Cells = tuple[Cell, ...]
Convert = Callable[[Any], Cells]
Made = TypeVar("Made")
NO_ANSWER = "(sans réponse)"
ABSENT: Any = object()
SILENT: tuple[Any, ...] = (None, "", [], ())
MOST_REMEMBERED = 20_000
REMEMBERED = CHOOSING | {Kind.INTEGER, Kind.RANGE, Kind.ACKNOWLEDGE, Kind.TIME, Kind.DATE}
"""Kinds whose answers come back again and again; a text hardly ever does."""


class Words(StrEnum):
    """What stands for a choice: its words, or its code."""

    LABELS = "libelles"
    CODES = "codes"


def _plain(answer: Any) -> Cells:
    return (answer if isinstance(answer, int | float) else str(answer),)


def _day(answer: Any) -> Cells:
    return (date.fromisoformat(answer),)


def _acknowledged(words: Words) -> Convert:
    return lambda answer: ("Oui" if words is Words.LABELS else 1,)


def _one(names: Mapping[str, str]) -> Convert:
    return lambda answer: (names.get(answer, answer),)


def _several(names: Mapping[str, str], columns: tuple[str, ...], words: Words) -> Convert:
    between = " | " if words is Words.LABELS else " "

    def cells(answer: Any) -> Cells:
        joined = between.join(names.get(code, code) for code in answer)
        return joined, *(int(code in answer) if code in names else None for code in columns)
    return cells


def _ranked(names: Mapping[str, str], columns: tuple[str, ...], words: Words) -> Convert:
    between = " > " if words is Words.LABELS else " "

    def cells(answer: Any) -> Cells:
        joined = between.join(names.get(code, code) for code in answer)
        places = {code: place for place, code in enumerate(answer, 1)}
        return joined, *(places.get(code, NO_ANSWER if code in names else None) for code in columns)
    return cells


_Maker = Callable[[Mapping[str, str], tuple[str, ...], Words], Convert]
MAKERS: Mapping[Kind, _Maker] = {
    Kind.TEXT: lambda names, columns, words: _plain,
    Kind.INTEGER: lambda names, columns, words: _plain,
    Kind.DECIMAL: lambda names, columns, words: _plain,
    Kind.RANGE: lambda names, columns, words: _plain,
    Kind.DATE: lambda names, columns, words: _day,
    Kind.TIME: lambda names, columns, words: _plain,
    Kind.ONE: lambda names, columns, words: _one(names),
    Kind.MULTIPLE: _several,
    Kind.RANK: _ranked,
    Kind.ACKNOWLEDGE: lambda names, columns, words: _acknowledged(words),
    Kind.CALCULATE: lambda names, columns, words: _plain,
    Kind.HIDDEN: lambda names, columns, words: _plain,
}


def _silence(variable: Variable, here: Mapping[str, str]) -> Cells:
    return NO_ANSWER, *(NO_ANSWER if code in here else None for code in variable.split)


def converter(variable: Variable, question: Question, words: Words) -> Convert:
    """How an answer to this version of the question fills the variable's columns.

    A choice this version did not offer stays empty: it was not asked.
    """
    here = offered(question)
    names = here if words is Words.LABELS else {code: code for code in here}
    convert = MAKERS[question.kind](names, tuple(variable.choices), words)
    silence = _silence(variable, here)
    return lambda answer: silence if answer in SILENT else convert(answer)


class Making(Generic[Made]):
    """What becomes of an answer, looked up as in a dictionary; ABSENT is a question that was not asked."""

    def __init__(self, make: Callable[[Any], Made], blank: Made) -> None:
        self.make, self.blank = make, blank

    def __getitem__(self, answer: Any) -> Made:
        return self.blank if answer is ABSENT else self.make(answer)


class Remembering(dict[Any, Made], Making[Made]):
    """The same, made once for each different answer; emptied before it grows too large.

    The language itself looks into a dictionary, several times faster than a function is called.
    """

    def __init__(self, make: Callable[[Any], Made], blank: Made) -> None:
        dict.__init__(self, {ABSENT: blank})
        Making.__init__(self, make, blank)

    __getitem__ = dict.__getitem__

    def __missing__(self, answer: Any) -> Made:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
            self[ABSENT] = self.blank
        made = self[answer] = self.make(answer)
        return made


def making(kind: Kind, make: Callable[[Any], Made], blank: Made) -> Making[Made]:
    """`make`, remembered where answers repeat themselves."""
    return (Remembering if kind in REMEMBERED else Making)(make, blank)
