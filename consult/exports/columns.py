"""What each column of a file for statistics programs holds, and the number of each choice. Pure.

Spreadsheets have a column with all the choices of an answer beside one for each; these files have the latter
only. The number of a choice never changes once a version offered it: files made on two days can be compared.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from consult.campaigns.words import MODES
from consult.exports.extract import Extract
from consult.exports.rows import leading_of
from consult.exports.tables import Table, Variable, Version, listed, offered
from consult.i18n import LANGUAGES
from consult.surveys.questions import Kind

LARGEST_CODE = 1_000_000
"""A choice named by a number up to this one keeps it."""


class Holds(StrEnum):
    CHOICE = "choice"
    BOX = "box"
    PLACE = "place"
    WHOLE = "whole"
    DECIMAL = "decimal"
    TEXT = "text"
    DAY = "day"
    TIME = "time"


OF_KIND: Mapping[Kind, Holds] = {
    Kind.TEXT: Holds.TEXT,
    Kind.INTEGER: Holds.WHOLE,
    Kind.DECIMAL: Holds.DECIMAL,
    Kind.RANGE: Holds.DECIMAL,
    Kind.DATE: Holds.DAY,
    Kind.TIME: Holds.TIME,
    Kind.ONE: Holds.CHOICE,
    Kind.MULTIPLE: Holds.BOX,
    Kind.RANK: Holds.PLACE,
    Kind.ACKNOWLEDGE: Holds.BOX,
    Kind.CALCULATE: Holds.TEXT,
    Kind.HIDDEN: Holds.TEXT,
}
_LEADING = {"_donnees": Holds.TEXT, "_jour": Holds.DAY, "_langue": Holds.CHOICE, "_mode": Holds.CHOICE,
            "_relais": Holds.TEXT}
"""The others are numbers."""
_NAMED: Mapping[str, Mapping[str, str]] = {
    "_langue": {language.tag: language.name for language in LANGUAGES.values()}, "_mode": MODES}


@dataclass(frozen=True)
class Column:
    """A column, whatever the program that reads it."""

    name: str
    label: str
    holds: Holds
    choices: Mapping[str, str] = field(default_factory=dict)
    """Words by code, of a single choice."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Number by code, of a single choice."""
    variable: Variable | None = None
    """None for what the platform adds before the questions."""

    @property
    def question(self) -> str:
        """The name of the variable that several columns may come from."""
        return self.variable.name if self.variable else self.name


def _numbered(codes: Sequence[str]) -> dict[str, int]:
    """Codes that are numbers keep them; others are counted from 1."""
    plain = all(code.isdecimal() and str(int(code)) == code and int(code) <= LARGEST_CODE for code in codes)
    return {code: int(code) if plain else place for place, code in enumerate(codes, 1)}


def _numbers(variable: Variable, versions: Sequence[Version]) -> dict[str, int]:
    """In the order in which versions came to offer them, which a new version only makes longer."""
    same = variable.question.name, variable.question.kind
    codes: dict[str, None] = {}
    for version in sorted(versions, key=lambda each: each.number):
        for _, _, question in listed(version.questionnaire.sections):
            if question and (question.name, question.kind) == same:
                codes |= dict.fromkeys(offered(question))
    return _numbered(list(codes))


def _of_variable(variable: Variable, versions: Sequence[Version]) -> Iterator[Column | None]:
    holds = OF_KIND[variable.question.kind]
    (name, label), *split = variable.headings
    if split or holds is Holds.PLACE:
        yield None
        # « Qui garde l’enfant ? · Crèche »: alone in a list, a label must tell its question.
        for (heading, _), words in zip(split, variable.split.values(), strict=True):
            yield Column(heading, f"{label} · {words}", holds, variable=variable)
    elif holds is Holds.CHOICE:
        yield Column(name, label, holds, variable.choices, _numbers(variable, versions), variable)
    else:
        yield Column(name, label, holds, variable=variable)


def columns_of(table: Table, extract: Extract) -> list[Column | None]:
    """The columns as they stand in a row of cells; None for those that only a spreadsheet has."""
    columns: list[Column | None] = []
    for name, label in leading_of(table, extract):
        holds, choices = _LEADING.get(name, Holds.WHOLE), _NAMED.get(name, {})
        columns.append(Column(name, label, holds, choices, _numbered(list(choices))))
    for variable in table.variables:
        columns += _of_variable(variable, extract.versions)
    return columns
